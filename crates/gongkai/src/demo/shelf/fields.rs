//! 专项: what some organs publish because of what they do: permits, penalties, inspections, figures, works, warnings, posts.

use gongkai_law::proactive::kind::PublicationKind as Kind;

use super::{
    super::county::COUNTY,
    names::{FIRMS, TOWNS, VILLAGES},
    piece::{Loom, Piece, house, said},
};

/// Who permits what.
const PERMITS: [(&str, &str); 8] = [
    ("shenpi", "食品经营许可"),
    ("shuili", "取水许可"),
    ("linye", "林木采伐许可"),
    ("jiaotong", "道路货物运输经营许可"),
    ("zhujian", "建筑工程施工许可"),
    ("weijian", "医疗机构执业许可"),
    ("huanbao", "排污许可"),
    ("jiaoyu", "民办学校办学许可"),
];
/// Who punishes what, and how.
const BREACHES: [(&str, &str, &str, &str); 8] = [
    ("shichang", "青市监罚", "销售超过保质期的食品", "没收违法所得，罚款5000元"),
    ("huanbao", "青环罚", "未按规定贮存危险废物", "责令改正，罚款10万元"),
    ("zhifa", "青综执罚", "擅自占用人行道堆放物料", "责令清理，罚款800元"),
    ("jiaotong", "青交罚", "未取得许可从事道路货物运输", "责令停止经营，罚款1万元"),
    ("yingji", "青应急罚", "未组织安全生产教育培训", "责令限期改正，罚款3万元"),
    ("weijian", "青卫罚", "公共场所未取得卫生许可营业", "警告，罚款2000元"),
    ("linye", "青林罚", "在防火期内擅自野外用火", "警告，罚款1000元"),
    ("shuili", "青水罚", "在河道管理范围内倾倒弃土", "责令清除，罚款2万元"),
];
/// Who inspects what.
const LOOKED_AT: [(&str, &str, &str); 9] = [
    ("shichang", "食品安全监督抽检", "批次"),
    ("shichang", "药品零售企业监督检查", "家"),
    ("weijian", "生活饮用水卫生监测", "份"),
    ("huanbao", "集中式饮用水水源地水质监测", "项"),
    ("huanbao", "环境空气质量监测", "天"),
    ("yingji", "危险化学品企业安全检查", "家"),
    ("zhujian", "建筑工地质量安全巡查", "处"),
    ("jiaoyu", "学校食堂和校车安全检查", "所"),
    ("wenlv", "文化娱乐场所安全检查", "家"),
];
/// What is being built: whose, what, where.
const WORKS: [(&str, &str, &str); 14] = [
    ("jiaotong", "云渡大桥改建工程", "云渡镇"),
    ("jiaotong", "城关至禾坪公路提质改造工程", "城关镇、禾坪镇"),
    ("jiaotong", "松岭乡通村公路安防工程", "松岭乡"),
    ("shuili", "青禾河城区段防洪治理工程", "城关镇"),
    ("shuili", "白石溪水库除险加固工程", "云渡镇"),
    ("shuili", "南塘镇农村供水管网延伸工程", "南塘镇"),
    ("jiaoyu", "县第二小学扩建项目", "城关镇桂花村"),
    ("jiaoyu", "县第三幼儿园新建项目", "城关镇"),
    ("weijian", "县人民医院门诊综合楼项目", "城关镇"),
    ("weijian", "石梁乡卫生院改造项目", "石梁乡"),
    ("zhujian", "城区污水处理厂二期工程", "城关镇"),
    ("zhujian", "稻香路雨污分流改造工程", "城关镇"),
    ("nongye", "桥头镇高标准农田项目", "桥头镇"),
    ("wenlv", "县图书馆新馆项目", "城关镇"),
];
/// What becomes of works, in this order.
const STAGES: [(&str, &str); 3] = [
    ("可行性研究报告批复", "批准建设规模、总投资和资金来源"),
    ("施工中标结果公示", "公示中标单位、中标价和工期"),
    ("竣工验收结果公告", "公布验收结论、决算和质量保修"),
];
const QUARTERS: [(&str, i8); 4] = [("第一季度", 4), ("第二季度", 7), ("第三季度", 10), ("第四季度", 12)];

/// All of it.
pub fn tell(loom: &mut Loom) {
    for year in loom.year - 5..=loom.year {
        for nth in 0..PERMITS.len() {
            permitted(loom, year, nth);
            punished(loom, year, nth);
        }
        for (organ, what, unit) in LOOKED_AT {
            inspected(loom, year, (organ, what, unit));
        }
        figures(loom, year);
        warned(loom, year);
        hired(loom, year);
        interrupted(loom, year);
        charged(loom, year);
        for town in COUNTY.iter().filter(|own| own.kind == "township") {
            village(loom, year, town.slug, town.short);
        }
    }
    for (nth, work) in WORKS.iter().enumerate() {
        built(loom, nth, *work);
    }
    withheld(loom);
}

fn permitted(loom: &mut Loom, year: i16, nth: usize) {
    let (organ, what) = PERMITS.get(nth).copied().unwrap_or_default();
    for half in [3, 9] {
        let (firm, number, day) = (loom.pick(&FIRMS).to_owned(), loom.count(100, 800), loom.day(year, half));
        let title = format!("关于准予{firm}{what}的决定（{year}年{half}月）");
        let body = format!(
            "{firm}：\n\n你单位提出的{what}申请，材料齐全，经审查符合法定条件，决定准予许可，有效期五年。\n\n许可证编号：{}{year}{number}。",
            house(organ).slug.to_uppercase()
        );
        let piece = Piece::of(organ, Kind::Licence, day, title)
            .under("市场监管、安全生产监管／市场监管", format!("行政许可；{what}"))
            .saying(format!("准予{firm}{what}，有效期五年。"), body)
            .with(&[("party", firm.clone()), ("code", format!("{year}{number}")), ("decided", said(day))]);
        loom.out.push(piece);
    }
}

fn punished(loom: &mut Loom, year: i16, nth: usize) {
    let (organ, word, act, result) = BREACHES.get(nth).copied().unwrap_or_default();
    for (month, ground) in [(5, "群众举报"), (11, "日常检查")] {
        let (firm, day) = (loom.pick(&FIRMS).to_owned(), loom.day(year, month));
        let title = format!("对{firm}{act}的行政处罚决定（{year}年{month}月）");
        let body = format!(
            "经{ground}发现、调查核实，当事人{firm}{act}，事实清楚，证据充分。决定：{result}。\n\n当事人如不服，可以在六十日内申请行政复议，或者在六个月内提起行政诉讼。"
        );
        let piece = Piece::of(organ, Kind::Penalty, day, title)
            .signed(word, "决定")
            .under("市场监管、安全生产监管／市场监管", "行政处罚")
            .saying(format!("{firm}{act}：{result}。"), body)
            .with(&[
                ("party", firm.clone()),
                ("act", act.to_owned()),
                ("result", result.to_owned()),
                ("decided", said(day)),
            ]);
        loom.out.push(piece);
    }
}

fn inspected(loom: &mut Loom, year: i16, (organ, what, unit): (&'static str, &str, &str)) {
    for (quarter, month) in QUARTERS {
        let (all, bad) = (loom.count(30, 160), loom.below(5));
        let (town, village) = (loom.pick(&TOWNS).to_owned(), loom.pick(&VILLAGES).to_owned());
        let body = format!(
            "{year}年{quarter}，对全县{all}{unit}进行{what}，合格{}{unit}，不合格{bad}{unit}。\n\n|地点|结果|\n|{town}|合格|\n|{village}|合格|\n\n对不合格的已经责令整改，复查结果另行公布。",
            all - bad
        );
        let piece =
            Piece::of(organ, Kind::Inspection, loom.day(year, month), format!("青禾县{year}年{quarter}{what}结果"))
                .under("市场监管、安全生产监管／其他", format!("监督检查；{what}"))
                .saying(format!("{what}{all}{unit}，不合格{bad}{unit}。"), body)
                .with(&[("subject", what.to_owned()), ("result", format!("合格{}{unit}", all - bad))]);
        loom.out.push(piece);
    }
}

fn figures(loom: &mut Loom, year: i16) {
    let (output, rate, people) = (loom.count(980_000, 300_000), loom.count(32, 40), loom.count(402_000, 9_000));
    let (town, city, country) = (loom.count(48, 6), loom.count(31_000, 8_000), loom.count(17_000, 6_000));
    let last = year - 1;
    let body = format!(
        "# 综合\n全年地区生产总值{output}万元，比上年增长{}.{}%。\n\n# 人口\n年末常住人口{people}人，城镇化率{town}%。\n\n\
         # 人民生活\n城镇居民人均可支配收入{city}元，农村居民人均可支配收入{country}元。",
        rate / 10,
        rate % 10,
    );
    counted(loom, (year, 3), format!("青禾县{last}年国民经济和社会发展统计公报"), format!("{last}年"), body);
    for (quarter, month) in [("第一季度", 4), ("上半年", 7), ("前三季度", 10)] {
        let [made, built, sold] = [loom.count(2, 7), loom.count(1, 9), loom.count(2, 6)];
        let body = format!(
            "{year}年{quarter}，全县规模以上工业增加值增长{made}%，固定资产投资增长{built}%，社会消费品零售总额增长{sold}%。"
        );
        counted(
            loom,
            (year, month),
            format!("{year}年{quarter}青禾县经济运行情况"),
            format!("{year}年{quarter}"),
            body,
        );
    }
    for month in 2..=11 {
        let (of, [all, food]) = (month - 1, [loom.below(9), loom.below(30)]);
        let body =
            format!("{year}年{of}月，全县居民消费价格同比上涨0.{all}%，其中食品价格上涨{}.{}%。", food / 10, food % 10);
        counted(
            loom,
            (year, month),
            format!("{year}年{of}月青禾县居民消费价格变动情况"),
            format!("{year}年{of}月"),
            body,
        );
    }
}

fn counted(loom: &mut Loom, (year, month): (i16, i8), title: String, period: String, body: String) {
    let piece = Piece::of("tongji", Kind::Statistics, loom.day(year, month), title)
        .under("国民经济管理、国有资产监管／统计", "统计数据")
        .saying(format!("公布{period}的主要统计数字。"), body)
        .with(&[("period", period)]);
    loom.out.push(piece);
}

fn warned(loom: &mut Loom, year: i16) {
    for (month, what, how) in [
        (1, "低温雨雪冰冻", "道路结冰路段设警示，学校视情停课"),
        (6, "暴雨", "山洪沟、地质灾害点的群众提前转移"),
        (7, "高温", "露天作业避开午后，独居老人由村干部上门"),
        (8, "强对流大风", "加固棚架，停止户外高空作业"),
    ] {
        let (day, hour) = (loom.day(year, month), loom.count(6, 14));
        let body = format!(
            "县气象台{}{hour}时30分发布{what}黄色预警。预计未来24小时，全县大部分地区有{what}天气。\n\n# 应对\n{how}。\n\n# 求助\n拨打119、120，或者县应急局值班电话0000-555 0119。",
            said(day)
        );
        let piece = Piece::of(
            "yingji",
            Kind::Emergency,
            day,
            format!("青禾县{year}年{month}月{}日{what}黄色预警和应急响应", day.day()),
        )
        .under("市场监管、安全生产监管／应急管理", format!("预警；{what}"))
        .saying(format!("{what}预警，说明怎样应对、怎样求助。"), body)
        .with(&[("event", format!("{what}黄色预警")), ("happened", format!("{}{hour}时30分", said(day)))]);
        loom.out.push(piece);
    }
}

fn hired(loom: &mut Loom, year: i16) {
    for (organ, who, month) in
        [("renshe", "事业单位工作人员", 3), ("jiaoyu", "中小学和幼儿园教师", 5), ("weijian", "乡镇卫生院医护人员", 6)]
    {
        let posts = loom.count(8, 40);
        let steps = [
            ("公开招聘公告", "网上报名，不收报名费；笔试和面试成绩各占一半", 0),
            ("招聘笔试成绩公示", "成绩可以在公示期内申请复核，只复核登分", 2),
            ("拟聘用人员名单公示", "公示7个工作日，有异议的实名反映", 4),
        ];
        for (step, words, after) in steps {
            let title = format!("青禾县{year}年{who}{step}");
            let body =
                format!("{year}年{who}计划招聘{posts}名。\n\n{words}。\n\n考生凭身份证查询，监督电话0000-555 0130。");
            let piece = Piece::of(organ, Kind::Recruitment, loom.day(year, month + after), title)
                .under("劳动、人事／人事工作", format!("公开招聘；{who}"))
                .saying(format!("{who}{posts}名：{words}。"), body)
                .with(&[("posts", format!("{who}{posts}名")), ("until", "见公告".to_owned())]);
            loom.out.push(piece);
        }
    }
}

/// Water, power and roads.
fn interrupted(loom: &mut Loom, year: i16) {
    for (organ, what, month) in [
        ("shuili", "计划停水", 4),
        ("zhujian", "燃气管道检修停气", 5),
        ("jiaotong", "道路封闭施工", 8),
        ("fagai", "电力线路检修停电", 9),
        ("shuili", "供水管网抢修停水", 10),
    ] {
        let (town, village, day) =
            (loom.pick(&TOWNS).to_owned(), loom.pick(&VILLAGES).to_owned(), loom.day(year, month));
        let title = format!("关于{town}{village}一带{what}的公告（{year}年{month}月{}日）", day.day());
        let body = format!(
            "因检修需要，{}8时至18时，{town}{village}一带{what}，请提前做好准备。提前完工的，提前恢复。\n\n给您带来不便，敬请谅解。咨询电话0000-555 0177。",
            said(day)
        );
        let piece = Piece::of(organ, Kind::Notice, day, title)
            .under("城乡建设、环境保护／城乡建设", what.to_owned())
            .saying(format!("{}，{town}{village}一带{what}。", said(day)), body)
            .on(&["A20_15", "A21_C02"]);
        loom.out.push(piece);
    }
}

fn charged(loom: &mut Loom, year: i16) {
    for (organ, what, standard) in [
        ("caizheng", "全县行政事业性收费", "共27项，其中涉企11项"),
        ("jiaoyu", "公办学校和幼儿园收费", "公办幼儿园保教费每月260元至480元"),
        ("gongan", "出入境和车辆驾驶证件收费", "普通护照每本120元"),
        ("ziran", "不动产登记收费", "住宅每件80元，车位免收"),
    ] {
        let body =
            format!("# 目录\n|项目|标准|\n|{what}|{standard}|\n\n清单以外一律不得收费。乱收费的，拨打12315举报。");
        let piece = Piece::of(organ, Kind::Fee, loom.day(year, 4), format!("青禾县{what}目录清单（{year}年版）"))
            .under("财政、金融、审计／财政", format!("收费目录；{what}"))
            .saying(format!("列出{what}的项目和标准。"), body)
            .with(&[("standard", standard.to_owned())]);
        loom.out.push(piece);
    }
}

/// Title, category, month, keywords and text of what a township publishes.
type Owed = (String, &'static str, i8, &'static str, String);

/// What townships owe their villages. Art. 21.
fn village(loom: &mut Loom, year: i16, slug: &'static str, town: &str) {
    let village = loom.pick(&VILLAGES).to_owned();
    let all = land(loom, year, town, &village).into_iter().chain(help(loom, year, town, &village));
    for (title, topic, month, words, body) in all.collect::<Vec<_>>() {
        let piece = Piece::of(slug, Kind::General, loom.day(year, month), title)
            .under("农业、林业、水利／农业", words)
            .saying(format!("公布{town}{year}年的落实情况。"), body)
            .on(&[topic]);
        loom.out.push(piece);
    }
}

fn land(loom: &mut Loom, year: i16, town: &str, village: &str) -> [Owed; 3] {
    let [homes, own] = [loom.count(9, 40), loom.count(1, 8)];
    let [ponds, ditches] = [loom.count(3, 12), loom.count(8, 30)];
    let [papers, area, rent] = [loom.count(6, 30), loom.count(200, 2_000), loom.count(420, 300)];
    [
        (
            format!("{town}{year}年农村宅基地审批结果公示"),
            "A21_T04",
            5,
            "农村宅基地；建房",
            format!("{year}年批准宅基地{homes}宗，其中{village}{own}宗，没有批准的已说明理由。"),
        ),
        (
            format!("{town}{year}年小型农田水利工程建设和管护情况"),
            "A21_T02",
            6,
            "农田水利",
            format!("整治山塘{ponds}口，清淤沟渠{ditches}公里，管护责任落实到{village}等村的管水员。"),
        ),
        (
            format!("{town}{year}年农村土地经营权流转备案情况"),
            "A21_T03",
            7,
            "土地流转",
            format!("备案流转合同{papers}份，面积{area}亩，{village}流转费每亩每年{rent}元。"),
        ),
    ]
}

fn help(loom: &mut Loom, year: i16, town: &str, village: &str) -> [Owed; 3] {
    let [homes, alone, urgent] = [loom.count(90, 200), loom.count(20, 60), loom.count(12, 70)];
    let [money, farms, lamps] = [loom.count(60, 120), loom.count(1_500, 3_000), loom.count(9_000, 30_000)];
    [
        (
            format!("{town}{year}年社会救助对象和救助金发放公示"),
            "A21_T08",
            8,
            "社会救助；低保公示",
            format!("在保低保{homes}户，特困供养{alone}人，临时救助{urgent}人次，金额见村公示栏。"),
        ),
        (
            format!("{town}{year}年惠农补贴落实情况"),
            "A21_T01",
            9,
            "惠农补贴",
            format!("发放耕地地力保护补贴{money}万元，涉及{farms}户，{village}已逐户核对。"),
        ),
        (
            format!("{town}{year}年村民一事一议筹资筹劳情况"),
            "A21_T07",
            10,
            "筹资筹劳",
            format!("{village}筹资{lamps}元修路灯，方案经村民会议通过，账目已公布。"),
        ),
    ]
}

fn built(loom: &mut Loom, nth: usize, (organ, work, place): (&'static str, &str, &str)) {
    let first = loom.year - 4 + i16::try_from(nth % 3).unwrap_or(0);
    let (sum, months, firm) = (loom.count(480, 9_000), loom.count(8, 16), loom.pick(&FIRMS).to_owned());
    for ((stage, summary), after) in STAGES.into_iter().zip(0..) {
        let day = loom.day(first + after, 5);
        let body = format!(
            "# 项目\n{work}，建设地点：{place}，总投资{sum}万元，工期{months}个月。\n\n# {stage}\n{summary}。施工单位：{firm}。\n\n# 监督\n工地门口的公示牌写明建设、施工、监理单位和投诉电话。"
        );
        let piece = Piece::of(organ, Kind::Project, day, format!("{work}{stage}"))
            .under("国民经济管理、国有资产监管／重大建设项目", format!("重大建设项目；{work}"))
            .saying(format!("{summary}。"), body)
            .with(&[("project", work.to_owned()), ("place", place.to_owned())])
            .on(&["A20_10"]);
        loom.out.push(piece);
    }
}

fn withheld(loom: &mut Loom) {
    for (organ, what, ground) in [
        ("gongan", "重点人员信息和技术侦查手段", "国家秘密（第十四条）"),
        ("shichang", "企业提交的产品配方", "第三方商业秘密、个人隐私等（第十五条）"),
        ("minzheng", "救助对象的病历和家庭收入明细", "第三方商业秘密、个人隐私等（第十五条）"),
        ("renshe", "人事考试的命题和阅卷过程", "内部事务信息（第十六条第一款）"),
        ("huanbao", "举报人的姓名和联系方式", "第三方商业秘密、个人隐私等（第十五条）"),
        ("ziran", "涉密测绘成果", "国家秘密（第十四条）"),
    ] {
        let body = format!(
            "以下信息依法不予公开：{what}。\n\n依据：{ground}。\n\n认为应当公开的，可以提出申请，本机关将逐件判断、书面答复。"
        );
        let day = loom.day(loom.year - 1, 5);
        let piece = Piece::of(organ, Kind::Withheld, day, format!("{}不予公开事项说明：{what}", house(organ).short))
            .under("综合政务／政务公开", "不予公开")
            .saying(format!("说明{what}为什么不公开。"), body)
            .with(&[("ground", ground.to_owned()), ("category", what.to_owned())]);
        loom.out.push(piece);
    }
}
