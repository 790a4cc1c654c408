//! What 青禾县 has published: all of it written for the demonstration. Data.

use gongkai_law::proactive::{kind::PublicationKind as Kind, relation::Relation};

use super::PLAIN;

/// A publication and what becomes of it. `{年}` stands for the year of 成文日期.
pub struct Story {
    pub organ: &'static str,
    /// 账号 of who writes it.
    pub writer: &'static str,
    pub kind: Kind,
    pub title: &'static str,
    pub number: &'static str,
    pub theme: &'static str,
    pub genre: &'static str,
    pub summary: &'static str,
    pub keywords: &'static str,
    pub body: &'static str,
    pub topics: &'static [&'static str],
    pub fields: &'static [(&'static str, &'static str)],
    /// Released so many working days ago, and so many after it was formed.
    pub ago: u16,
    pub after: u16,
    /// In force so many days after its release, and for so many days.
    pub from: Option<i32>,
    pub lasts: Option<i32>,
    /// To an earlier one, by its place below.
    pub link: Option<(Relation, usize)>,
    /// Name and words of its file.
    pub file: Option<(&'static str, &'static str)>,
    /// What a second version says besides.
    pub mended: &'static str,
    /// Why it was taken down.
    pub withdrawn: &'static str,
}

const FIVE_YEARS: Option<i32> = Some(5 * 365);

/// In the order in which they are told.
pub static STORIES: [Story; 21] = [
    Story {
        kind: Kind::Normative,
        title: "青禾县村镇供水暂行规定",
        number: "青政发〔{年}〕8号",
        theme: "农业、林业、水利／水资源",
        genre: "规定",
        summary: "规定村镇供水工程的管理、水费收取和维修。",
        keywords: "村镇供水；水费",
        body: "各乡镇人民政府，县政府各部门：\n\n# 第一章　总则\n第一条　为了管好用好村镇供水工程，制定本规定。\n\n第二条　村镇供水工程由受益村民委员会管理，乡镇人民政府指导。\n\n# 第二章　收费\n第三条　水费按表计收，每立方米不超过1.8元。",
        ago: 620,
        from: Some(30),
        lasts: FIVE_YEARS,
        ..PLAIN
    },
    Story {
        kind: Kind::Normative,
        title: "青禾县小微企业贷款贴息办法",
        number: "青政发〔{年}〕17号",
        theme: "财政、金融、审计／财政",
        genre: "办法",
        summary: "规定小微企业贷款贴息的对象、标准和申请办法。",
        keywords: "小微企业；贷款贴息",
        body: "第一条　在本县登记、从业人员不超过50人的企业，贷款用于生产经营的，可以申请贴息。\n\n第二条　贴息按实际利息的三成计算，每户每年不超过2万元。",
        ago: 480,
        from: Some(20),
        lasts: Some(500),
        ..PLAIN
    },
    Story {
        organ: "shuili",
        writer: "suhe",
        kind: Kind::Fee,
        title: "青禾县水利系统行政事业性收费目录清单",
        theme: "财政、金融、审计／财政",
        summary: "列出水利系统现行的收费项目、标准和依据。",
        keywords: "收费目录；水土保持补偿费",
        body: "|项目|标准|依据|\n|水土保持补偿费|每平方米1.2元|省级规定|\n|水资源费|地表水每立方米0.2元|省级规定|\n\n清单以外不收费。",
        fields: &[("standard", "见正文的表")],
        ago: 330,
        ..PLAIN
    },
    Story {
        kind: Kind::Normative,
        title: "青禾县政府信息公开保密审查办法",
        number: "青政办发〔{年}〕6号",
        theme: "公开制度",
        genre: "办法",
        summary: "规定公开前由谁审查、审查什么、怎样留痕。",
        keywords: "保密审查；先审查后公开",
        body: "第一条　公开政府信息，先审查，后公开，一事一审，全程留痕。\n\n第二条　起草、初审、保密审查、签发由不同的人办理，同一个人不能办两步。\n\n第三条　不能确定能不能公开的，报有关主管部门或者保密行政管理部门确定。",
        ago: 240,
        from: Some(15),
        ..PLAIN
    },
    Story {
        organ: "ziran",
        writer: "jiangtao",
        kind: Kind::Plan,
        title: "青禾县{年}年度地质灾害防治方案",
        theme: "国土资源、能源／地质矿产",
        summary: "明确本年度重点防范的时段、地段和责任人。",
        keywords: "地质灾害；防治方案",
        body: "# 一、重点时段\n5月至9月汛期，特别是日降雨量超过50毫米的时候。\n\n# 二、重点地段\n云渡镇白石坡、桥头镇老窑口等12处。\n\n# 三、责任\n每处有监测人、责任人和撤离路线，名单贴在村公示栏。",
        fields: &[("period", "{年}年")],
        ago: 150,
        ..PLAIN
    },
    Story {
        kind: Kind::Recruitment,
        title: "青禾县{年}年考试录用乡镇公务员公告",
        theme: "劳动、人事／人事工作",
        genre: "公告",
        summary: "招录乡镇公务员14名，说明条件、报名和考试办法。",
        keywords: "公务员；招录",
        body: "# 一、职位\n城关镇、云渡镇、桥头镇等7个乡镇，共14名。\n\n# 二、报名\n网上报名，不收报名费。\n\n# 三、考试\n笔试和面试，成绩各占一半。",
        fields: &[("posts", "乡镇公务员14名")],
        ago: 110,
        ..PLAIN
    },
    Story {
        kind: Kind::Budget,
        title: "青禾县上年度县级财政决算公开说明",
        theme: "财政、金融、审计／财政",
        summary: "公布上年度县级一般公共预算收支决算和“三公”经费。",
        keywords: "财政决算；三公经费",
        body: "# 一、收入\n县级一般公共预算收入8.62亿元，完成调整预算的101.3%。\n\n# 二、支出\n县级一般公共预算支出31.47亿元，其中教育支出7.05亿元。\n\n# 三、“三公”经费\n|项目|决算（万元）|\n|公务用车运行|412|\n|公务接待|163|\n|因公出国（境）|0|",
        fields: &[("year", "{上年}"), ("stage", "决算"), ("approved", "{成文}")],
        ago: 64,
        ..PLAIN
    },
    Story {
        organ: "ziran",
        writer: "jiangtao",
        kind: Kind::Penalty,
        title: "对青禾县东岸砂石有限公司的行政处罚决定",
        number: "青自然罚〔{年}〕21号",
        theme: "国土资源、能源／土地",
        summary: "未经批准占用耕地堆放砂石，责令退还并处罚款。",
        keywords: "行政处罚；占用耕地",
        body: "当事人未经批准占用云渡镇耕地3.1亩堆放砂石。责令退还土地、恢复原状，并处罚款6.2万元。",
        fields: &[
            ("party", "青禾县东岸砂石有限公司"),
            ("act", "未经批准占用耕地"),
            ("result", "责令退还，罚款6.2万元"),
            ("decided", "{成文}"),
        ],
        ago: 46,
        withdrawn: "行政复议决定撤销了原处罚决定（《行政处罚法》第四十八条第二款）",
        ..PLAIN
    },
    Story {
        kind: Kind::Proposal,
        title: "对县政协十届三次会议第49号提案的答复",
        number: "青政提复〔{年}〕6号",
        summary: "答复增设公交线路的提案：新开两条，年内通车。",
        keywords: "提案答复；公交",
        body: "提案人：\n\n您提出的在开发区增设公交线路的提案收悉。经过实地查看和客流调查，决定新开6路、7路两条线路，年内通车，首末班时间与企业上下班衔接。",
        fields: &[("session", "县政协十届三次会议"), ("number", "第49号"), ("by", "赵委员等3人")],
        ago: 33,
        ..PLAIN
    },
    Story {
        kind: Kind::Normative,
        title: "青禾县人民政府关于印发《青禾县农村供水管理办法》的通知",
        number: "青政发〔{年}〕14号",
        theme: "农业、林业、水利／水资源",
        genre: "通知",
        summary: "规定农村供水的责任、水质、水价、维修养护与监督。",
        keywords: "农村供水；水价；管护",
        body: "各乡镇人民政府，县政府各部门：\n\n《青禾县农村供水管理办法》已经县政府常务会议审议通过，现印发给你们，请认真贯彻执行。\n\n# 第一章　总则\n第一条　为了让农村居民用上放心水、稳定水，明确管理责任，结合本县实际，制定本办法。\n\n第二条　农村供水坚持县级统筹、乡镇负责、专业运营、用户监督。县水利局是农村供水的主管部门。\n\n# 第二章　水质与水价\n第三条　供水单位每月检测一次出厂水，每季度检测一次末梢水，检测结果在取得后5个工作日内公布到村。\n\n第四条　水价由基本水价和计量水价组成。调整水价，应当事先公开成本，听取用户意见。",
        ago: 12,
        after: 6,
        from: Some(40),
        lasts: FIVE_YEARS,
        link: Some((Relation::Replaces, 0)),
        file: Some((
            "农村集中供水工程名录.csv",
            "乡镇,工程,供水人口\r\n云渡镇,白石溪水厂,12400\r\n桥头镇,老井水厂,8600\r\n",
        )),
        mended: "附件补充云渡镇3处工程。",
        ..PLAIN
    },
    Story {
        organ: "shuili",
        writer: "suhe",
        kind: Kind::Interpretation,
        title: "一图读懂农村供水：水价怎么算，坏了找谁修",
        theme: "农业、林业、水利／水资源",
        body: "# 水价\n每月先交基本水价6元，含3立方米；超过的每立方米1.8元。\n\n# 报修\n打水厂电话，村内管道24小时内到场，主管道8小时内到场。\n\n# 水质\n每月检测，结果贴在村公示栏。",
        fields: &[("form", "图解")],
        summary: "用图说明水价的算法、报修的电话和水质在哪里看。",
        ago: 11,
        link: Some((Relation::Interprets, 9)),
        ..PLAIN
    },
    Story {
        organ: "shuili",
        writer: "suhe",
        kind: Kind::Interpretation,
        title: "县水利局负责人就《青禾县农村供水管理办法》答记者问",
        theme: "农业、林业、水利／水资源",
        body: "# 问：为什么要重新制定？\n答：原来的规定没有说清谁来修、谁来管，水表以外常常没人负责。\n\n# 问：水价会涨吗？\n答：不会。新办法要求调整水价以前公开成本、听取意见。",
        fields: &[("form", "问答")],
        summary: "回答为什么制定、水价会不会涨、坏了谁来修。",
        ago: 10,
        link: Some((Relation::Interprets, 9)),
        ..PLAIN
    },
    Story {
        kind: Kind::Consultation,
        title: "《青禾县农村供水管理办法（草案）》征求意见与采纳情况",
        theme: "农业、林业、水利／水资源",
        body: "征求意见30日，收到41条，采纳17条。没有采纳的，逐条说明理由。\n\n|意见|办理|\n|报修要有时限|采纳，写入第二章|\n|水费按人口收|没有采纳：按表计收才能节水|",
        fields: &[("until", "{成文}"), ("method", "来信、来电、网上留言")],
        summary: "收到41条意见，采纳17条，没有采纳的说明理由。",
        ago: 9,
        link: Some((Relation::Consults, 9)),
        ..PLAIN
    },
    Story {
        organ: "ziran",
        writer: "jiangtao",
        kind: Kind::Notice,
        title: "县第二小学扩建项目征收土地预公告",
        number: "青征预告〔{年}〕5号",
        theme: "国土资源、能源／土地",
        genre: "公告",
        summary: "拟征收城关镇桂花村集体土地12.6亩，用于县第二小学扩建。",
        keywords: "征收土地；预公告",
        body: "拟征收城关镇桂花村集体土地12.6亩，用于县第二小学扩建。公告期10个工作日。\n\n公告期内抢栽抢建的，不予补偿。对征收有意见的，可以在公告期内书面提出。",
        topics: &["A21_C04", "A20_10"],
        ago: 7,
        ..PLAIN
    },
    Story {
        organ: "shuili",
        writer: "suhe",
        kind: Kind::Inspection,
        title: "{年}年第三季度农村集中供水工程水质检测结果",
        theme: "农业、林业、水利／水资源",
        summary: "检测23处工程，22处合格，1处浊度超标已经整改。",
        keywords: "水质检测；农村供水",
        body: "|工程|出厂水|末梢水|\n|白石溪水厂|合格|合格|\n|老井水厂|合格|浊度超标|\n\n老井水厂的末梢水浊度超标，已经清洗管道，复检合格。",
        fields: &[("subject", "23处农村集中供水工程"), ("result", "22处合格，1处整改后合格")],
        topics: &["A20_13", "A21_C02"],
        ago: 5,
        ..PLAIN
    },
    Story {
        kind: Kind::Meeting,
        title: "县政府召开第31次常务会议",
        summary: "研究农村供水、汛后修复和第四季度财政收支。",
        keywords: "常务会议",
        body: "会议听取农村供水管理办法施行准备的汇报，研究汛后水毁工程修复和第四季度财政收支。\n\n会议要求，水毁工程年内全部修复，资金使用逐项公开。",
        fields: &[("held", "{成文}"), ("agenda", "农村供水\n汛后修复\n财政收支")],
        ago: 2,
        after: 1,
        ..PLAIN
    },
    Story {
        title: "青禾县政府信息公开申请办理规程",
        theme: "公开制度",
        genre: "规程",
        summary: "规定申请从登记到归档的每一步由谁办、几天办完。",
        keywords: "依申请公开；登记；答复；归档",
        body: "# 一、登记\n收到申请当天登记，信函以签收之日、网上以双方确认之日为收到之日。口头申请的，由工作人员代为填写，读给申请人听。\n\n# 二、分办\n公开工作机构在第2个工作日以前交给保管信息的股室。内容不明确的，7个工作日以内一次告知补正。\n\n# 三、答复\n起草、审核、签发由不同的人办。能当场答复的当场答复；不能的，20个工作日以内答复。\n\n# 四、归档\n申请表、内部审批、答复书、送达凭证一件一卷，随办随归。",
        ago: 230,
        ..PLAIN
    },
    Story {
        title: "青禾县政府信息公开工作年度报告编制和公布办法",
        theme: "公开制度",
        genre: "办法",
        summary: "规定年度报告的数字从哪里来、由谁核对、哪天公布。",
        keywords: "年度报告；统计；公布",
        body: "第一条　年度报告的数字取自办理台账，不另行填报。\n\n第二条　各单位12月31日封账，次年1月10日以前核对三张表的勾稽关系，对不上的说明原因。\n\n第三条　部门的报告每年1月31日以前报县政府办公室并向社会公布；全县的报告每年3月31日以前公布。\n\n第四条　公布以后发现有错的，更正的版本和原来的版本都留在网上，写明改了哪里。",
        ago: 215,
        ..PLAIN
    },
    Story {
        title: "青禾县政府信息公开工作考核和社会评议办法",
        theme: "公开制度",
        genre: "办法",
        summary: "规定考核什么、怎样听取群众评议、谁来追究责任。",
        keywords: "考核；社会评议；责任追究",
        body: "第一条　每年第四季度考核一次，看主动公开的时限、申请的按期办结率、目录的齐全程度，不比发布的条数。\n\n第二条　社会评议请人大代表、政协委员、申请人和村（居）民代表参加，评议的问题和结果一并公布。\n\n第三条　逾期不答复、应当公开而不公开的，由县政府办公室责令改正；情节严重的，移送有权机关处理。",
        ago: 190,
        ..PLAIN
    },
    Story {
        organ: "shuili",
        writer: "suhe",
        title: "青禾县水利局政府信息公开工作制度",
        theme: "公开制度",
        genre: "制度",
        summary: "明确局内各股室公开什么、几天以内公开、找谁审查。",
        keywords: "公开工作；股室职责",
        body: "# 一、分工\n局办公室是公开工作机构。谁形成的信息谁提出公开属性，农水股负责供水和水质，河湖股负责河道和采砂。\n\n# 二、时限\n水质检测结果5个工作日以内公开，其余信息20个工作日以内公开。\n\n# 三、更新\n电话、收费、办事地点有变动的，变动当天更新。",
        ago: 170,
        ..PLAIN
    },
    Story {
        organ: "ziran",
        writer: "jiangtao",
        title: "青禾县自然资源局政府信息发布协调办法",
        theme: "公开制度",
        genre: "办法",
        summary: "规定征地、规划信息涉及别的部门时怎样核对、由谁发布。",
        keywords: "发布协调；征地信息",
        body: "第一条　征地、规划、地质灾害信息涉及两个以上部门的，由形成信息的一方牵头，先核对，后发布。\n\n第二条　被征求意见的部门3个工作日以内书面答复；意见不一致的，报县政府办公室确定。\n\n第三条　汛期的地质灾害预警由气象、水利、自然资源三家共用一个口径，不分头发布。",
        ago: 140,
        ..PLAIN
    },
];
