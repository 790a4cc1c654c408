//! Plausible entries from own sentences, by number: the same number gives the same entry. Data.

use gongkai_search::Entry;

const PLACES: [&str; 16] = [
    "柳河镇",
    "东庄镇",
    "青石镇",
    "南塘镇",
    "白杨镇",
    "石桥镇",
    "大营镇",
    "桃源镇",
    "清泉街道",
    "学府街道",
    "滨河街道",
    "文昌街道",
    "和平街道",
    "新城街道",
    "北关街道",
    "西岭乡",
];
/// 机关 and how each signs.
pub const ORGANS: [(&str, &str); 35] = [
    ("县人民政府", "政发"),
    ("县人民政府办公室", "政办发"),
    ("县发展和改革局", "发改"),
    ("县教育和体育局", "教体发"),
    ("县科学技术局", "科发"),
    ("县工业和信息化局", "工信发"),
    ("县公安局", "公发"),
    ("县民政局", "民发"),
    ("县司法局", "司发"),
    ("县财政局", "财发"),
    ("县人力资源和社会保障局", "人社发"),
    ("县自然资源局", "自然资发"),
    ("县生态环境局", "环发"),
    ("县住房和城乡建设局", "建发"),
    ("县交通运输局", "交发"),
    ("县水利局", "水发"),
    ("县农业农村局", "农发"),
    ("县商务局", "商发"),
    ("县文化和旅游局", "文旅发"),
    ("县卫生健康局", "卫发"),
    ("县退役军人事务局", "退役发"),
    ("县应急管理局", "应急发"),
    ("县审计局", "审发"),
    ("县市场监督管理局", "市监发"),
    ("县统计局", "统发"),
    ("县医疗保障局", "医保发"),
    ("县行政审批服务局", "审批发"),
    ("县综合行政执法局", "执法发"),
    ("县信访局", "信发"),
    ("县林业局", "林发"),
    ("县气象局", "气发"),
    ("县税务局", "税发"),
    ("县消防救援大队", "消发"),
    ("县住房公积金管理部", "公积金发"),
    ("县乡村振兴局", "乡振发"),
];
const SUBJECTS: [&str; 48] = [
    "农村供水保障",
    "城乡居民医疗保险",
    "最低生活保障",
    "住房公积金提取",
    "义务教育阶段招生",
    "土地征收补偿安置",
    "老旧小区改造",
    "危房改造",
    "农机购置补贴",
    "食品安全监督抽检",
    "安全生产专项整治",
    "森林防火",
    "防汛抗旱",
    "污水处理设施建设",
    "生活垃圾分类",
    "农村公路养护",
    "公交线路调整",
    "停车收费管理",
    "事业单位公开招聘",
    "公务接待经费",
    "政府采购",
    "工程建设项目招标",
    "养老服务设施",
    "残疾人两项补贴",
    "临时救助",
    "创业担保贷款",
    "拖欠农民工工资治理",
    "大气污染防治",
    "秸秆禁烧",
    "河长制",
    "耕地地力保护补贴",
    "畜禽养殖污染治理",
    "小麦病虫害防治",
    "文物保护",
    "全民健身",
    "学前教育普惠",
    "家庭医生签约",
    "疫苗接种",
    "传染病防控",
    "消防安全检查",
    "营商环境优化",
    "企业开办一件事",
    "不动产登记",
    "国土空间规划",
    "乡村振兴衔接资金",
    "政务公开",
    "法律援助",
    "退役军人优抚",
];
const FORMS: [(&str, &str); 10] = [
    ("关于印发《{s}实施方案》的通知", "规范性文件"),
    ("关于{p}{s}工作的公告", "公告"),
    ("关于做好{y}年{s}工作的通知", "规范性文件"),
    ("{y}年度{s}预算公开", "预算"),
    ("{y}年度{s}决算公开", "决算"),
    ("关于{s}情况的公示", "公示"),
    ("《{s}管理办法》政策解读", "解读"),
    ("对县人大代表关于{p}{s}建议的答复", "建议提案"),
    ("{p}{s}项目中标结果公告", "采购"),
    ("关于{s}有关问题的问答", "解读"),
];
const SENTENCES: [&str; 32] = [
    "为进一步做好{s}工作，根据上级有关规定，结合我县实际，制定本方案。",
    "各镇人民政府、街道办事处，县直有关部门要高度重视，认真组织实施。",
    "{o}负责统筹协调，建立工作台账，按月通报进展情况。",
    "{p}已完成年度任务的百分之{n}，累计投入资金{n}万元。",
    "申请人应当持身份证、户口簿到{p}便民服务中心提出申请。",
    "自受理之日起{n}个工作日内办结，特殊情况可延长{n}个工作日。",
    "对弄虚作假、骗取补贴的，依法追回资金并追究责任。",
    "联系人：{m}，联系电话请见县政府网站。",
    "本通知自发布之日起施行，有效期五年。",
    "经研究，现将{s}有关事项公告如下。",
    "公示期为七个工作日，如有异议，请以书面形式向{o}反映。",
    "拟聘用人员：{m}、{m}、{m}、{m}。",
    "项目位于{p}，总面积{n}平方米，计划工期{n}天。",
    "截至目前，全县共排查隐患{n}处，已整改{n}处。",
    "{o}会同{p}开展联合检查，发现问题立即整改。",
    "补贴标准为每亩{n}元，每户每年不超过{n}元。",
    "参加居民医保的群众，门诊费用按规定比例报销。",
    "供水单位应当保证水质，停水须提前一日告知用户。",
    "学校不得以任何形式组织入学考试，严格执行划片招生。",
    "征收土地补偿费按照区片综合地价标准执行，安置补助费足额到位。",
    "要加强宣传引导，营造良好氛围，确保群众知晓率。",
    "因公出国（境）费{n}万元，公务接待费{n}万元，公务用车运行维护费{n}万元。",
    "评审专家：{m}、{m}、{m}。",
    "中标单位按照合同约定完成施工，质量符合国家标准。",
    "您提出的关于{s}的建议收悉，现答复如下。",
    "下一步，我们将继续加大{s}力度，切实解决群众反映的问题。",
    "{p}村民委员会主任{m}表示，群众得到了实惠。",
    "对符合条件的困难家庭，按月发放救助金，并动态调整。",
    "企业可以通过网上平台提交材料，实现全程网办。",
    "监测数据显示，空气质量优良天数同比增加{n}天。",
    "县委、县政府对此高度重视，多次召开专题会议研究部署。",
    "本办法由{o}负责解释。",
];
const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const GIVEN: &str =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文晓雯嘉怡子涵宇轩浩然梓萱欣妍思源一诺若曦沐辰";

/// Numbers that follow from one number alone.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

pub fn name(chance: &mut Chance) -> String {
    let mut pick = |list: &str| list.chars().nth(chance.below(list.chars().count())).into_iter().collect::<String>();
    format!("{}{}{}", pick(SURNAMES), pick(GIVEN), pick(GIVEN))
}

pub fn subject(chance: &mut Chance) -> &'static str {
    SUBJECTS[chance.below(SUBJECTS.len())]
}

pub fn organ(chance: &mut Chance) -> &'static str {
    chance.of(&ORGANS).0
}

pub fn number(nth: usize) -> String {
    let mut chance = Chance::new(nth as u64);
    let (_, sign) = chance.of(&ORGANS);
    format!("青{sign}〔{}〕{}号", 2012 + nth % 15, nth / 15 + 1)
}

fn filled(sentence: &str, organ: &str, subject: &str, year: usize, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.get(..1) {
            Some("s") => out.push_str(subject),
            Some("o") => out.push_str(organ),
            Some("p") => out.push_str(PLACES[chance.below(PLACES.len())]),
            Some("y") => out.push_str(&year.to_string()),
            Some("m") => out.push_str(&name(chance)),
            _ => out.push_str(&(chance.below(997) + 3).to_string()),
        }
        rest = after.get(2..).unwrap_or_default();
    }
    out + rest
}

/// The entry of a number.
pub fn entry(nth: usize) -> Entry {
    let mut chance = Chance::new(nth as u64);
    let &(organ, _) = chance.of(&ORGANS);
    let year = 2012 + nth % 15;
    let subject = *chance.of(&SUBJECTS);
    let &(form, kind) = chance.of(&FORMS);
    let of = |sentence: &str, chance: &mut Chance| filled(sentence, organ, subject, year, chance);
    let text = |sentences: usize, chance: &mut Chance| {
        let line = |_| {
            let sentence = *chance.of(&SENTENCES);
            of(sentence, chance) + if chance.below(4) == 0 { "\n" } else { "" }
        };
        (0..sentences).map(line).collect::<String>()
    };
    let title = format!("青禾{organ}{}", of(form, &mut chance));
    let length = 6 + chance.below(24);
    let body = text(length, &mut chance);
    let attachments = if chance.below(6) == 0 {
        vec![("附件：明细表.xlsx".to_owned(), text(20, &mut chance))]
    } else {
        Vec::new()
    };
    let topics = (0..chance.below(3)).map(|_| format!("事项{}", chance.below(26))).collect();
    Entry {
        id: format!("item-{nth}"),
        title,
        body,
        attachments,
        numbers: vec![number(nth), format!("11370200MB{:07}/{year}-{:05}", nth % 9_999_999, nth)],
        summary: of("明确{s}的目标、任务和保障措施，由{o}组织实施。", &mut chance),
        keywords: vec![subject.to_owned()],
        labels: vec![format!("青禾县{organ}"), organ.to_owned(), kind.to_owned()],
        organ: organ.to_owned(),
        kind: kind.to_owned(),
        theme: format!("主题{}", chance.below(22)),
        topics,
        validity: ["有效", "有效", "有效", "已废止", "失效"][chance.below(5)].to_owned(),
        repealed: chance.below(5) > 2,
        beside: nth.is_multiple_of(3),
        year: i16::try_from(year).ok(),
        published: 1_325_376_000 + (nth as i64 * 7919) % 460_000_000,
        formed: None,
    }
}
