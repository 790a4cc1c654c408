//! 信息种类: what is published, as data: the term, the category it falls under, and the fields of its own.

use super::{
    kind::{Field, PublicationKind, Shape, Takes},
    term::{BRIEFING, BUDGET, DECISION, EMERGENCY, INTERPRETATION, ORDINARY, RESPONSE, Rule},
};

const fn field(key: &'static str, label: &'static str, hint: &'static str, needed: bool) -> Field {
    Field { key, label, hint, needed, runs: None, takes: Takes::Words }
}

/// A field that takes something else than words.
const fn typed(key: &'static str, label: &'static str, hint: &'static str, (needed, takes): (bool, Takes)) -> Field {
    Field { key, label, hint, needed, runs: None, takes }
}

/// A moment from which a term in hours runs.
const fn moment(key: &'static str, label: &'static str, hint: &'static str, needed: bool, rule: Rule) -> Field {
    Field { key, label, hint, needed, runs: Some(rule), takes: Takes::Words }
}

const fn shape(
    kind: PublicationKind,
    (key, label, category): (&'static str, &'static str, &'static str),
    rule: Rule,
    fields: &'static [Field],
) -> Shape {
    Shape { kind, key, label, category, rule, fields }
}

/// 不公开的依据: the grounds of arts 14 to 16, in the words of a form.
const GROUNDS: [&str; 7] = [
    "国家秘密（第十四条）",
    "法律、行政法规禁止公开（第十四条）",
    "危及国家安全、公共安全、经济安全、社会稳定（第十四条）",
    "第三方商业秘密、个人隐私等（第十五条）",
    "内部事务信息（第十六条第一款）",
    "过程性信息（第十六条第二款）",
    "行政执法案卷信息（第十六条第二款）",
];

/// Every kind, in the order of the enumeration.
pub(super) static SHAPES: [Shape; 24] = [
    shape(PublicationKind::Normative, ("normative", "行政规范性文件", "A20_01"), ORDINARY, &[]),
    shape(PublicationKind::Regulation, ("regulation", "规章", "A20_01"), ORDINARY, &[]),
    shape(
        PublicationKind::Meeting,
        ("meeting", "政府会议", "A20_15"),
        ORDINARY,
        &[
            typed("held", "会议日期", "", (true, Takes::Day)),
            field("chair", "主持人", "", false),
            field("agenda", "议题", "一行一个", true),
        ],
    ),
    shape(
        PublicationKind::Plan,
        ("plan", "规划计划", "A20_03"),
        ORDINARY,
        &[field("period", "规划期", "如：2026—2030年", true)],
    ),
    shape(
        PublicationKind::Statistics,
        ("statistics", "统计信息", "A20_04"),
        ORDINARY,
        &[field("period", "所属时期", "如：2026年第三季度", true)],
    ),
    shape(
        PublicationKind::Budget,
        ("budget", "财政预算、决算", "A20_07"),
        BUDGET,
        &[
            typed("year", "年度", "四位数，如：2026", (true, Takes::Year)),
            typed("stage", "预算还是决算", "", (true, Takes::OneOf(&["预算", "调整预算", "决算"]))),
            typed("approved", "批准或者批复之日", "公开期限从这一天算", (true, Takes::Start)),
        ],
    ),
    shape(
        PublicationKind::Personnel,
        ("personnel", "人事信息", "A20_02"),
        ORDINARY,
        &[field("names", "任免人员", "姓名和职务", false)],
    ),
    shape(
        PublicationKind::Licence,
        ("licence", "行政许可", "A20_05"),
        DECISION,
        &[
            field("party", "相对人", "单位写全称，个人只写姓", true),
            field("code", "许可证书编号", "", false),
            typed("decided", "决定日期", "公开期限从这一天算", (true, Takes::Start)),
        ],
    ),
    shape(
        PublicationKind::Penalty,
        ("penalty", "行政处罚", "A20_06"),
        DECISION,
        &[
            field("party", "相对人", "单位写全称，个人只写姓", true),
            field("act", "违法事实", "", true),
            field("result", "处罚结果", "", true),
            typed("decided", "决定日期", "公开期限从这一天算", (true, Takes::Start)),
        ],
    ),
    shape(
        PublicationKind::Procurement,
        ("procurement", "政府采购", "A20_09"),
        ORDINARY,
        &[
            field("project", "项目名称", "", true),
            typed("amount", "预算或者成交金额（元）", "只填数字", (false, Takes::Amount)),
        ],
    ),
    shape(
        PublicationKind::Project,
        ("project", "重大建设项目", "A20_10"),
        ORDINARY,
        &[field("project", "项目名称", "", true), field("place", "建设地点", "", false)],
    ),
    shape(
        PublicationKind::Emergency,
        ("emergency", "突发事件信息", "A20_12"),
        EMERGENCY,
        &[
            field("event", "事件", "", true),
            moment("happened", "发生时间", "写到几点几分，5小时从这时起算", true, EMERGENCY),
        ],
    ),
    shape(
        PublicationKind::Recruitment,
        ("recruitment", "招考招聘", "A20_14"),
        ORDINARY,
        &[field("posts", "职位和名额", "", true), field("until", "报名截止", "", false)],
    ),
    shape(
        PublicationKind::Proposal,
        ("proposal", "建议提案答复", "A20_15"),
        ORDINARY,
        &[
            field("session", "哪次会议", "如：县人大十七届五次会议", true),
            field("number", "建议或者提案编号", "", true),
            field("by", "提出人", "", false),
        ],
    ),
    shape(
        PublicationKind::Interpretation,
        ("interpretation", "政策解读", "A20_15"),
        INTERPRETATION,
        &[field("form", "解读形式", "文字、图解、问答、音视频、访谈", true)],
    ),
    shape(
        PublicationKind::Consultation,
        ("consultation", "意见征集", "A20_15"),
        ORDINARY,
        &[typed("until", "截止日期", "一般不少于30日", (true, Takes::Day)), field("method", "怎样提意见", "", true)],
    ),
    shape(
        PublicationKind::Interview,
        ("interview", "新闻发布、访谈", "A20_15"),
        ORDINARY,
        &[
            field("guests", "发布人、嘉宾", "", false),
            field("held", "时间", "", true),
            moment("event_at", "突发事件发生时间", "突发事件的新闻发布会才填，24小时从这时起算", false, BRIEFING),
            moment("arose", "舆情出现时间", "回应舆情的才填，48小时从这时起算", false, RESPONSE),
        ],
    ),
    shape(
        PublicationKind::Inspection,
        ("inspection", "监督检查", "A20_13"),
        ORDINARY,
        &[field("subject", "检查什么", "", true), field("result", "检查结果", "", false)],
    ),
    shape(PublicationKind::Welfare, ("welfare", "民生政策和落实", "A20_11"), ORDINARY, &[]),
    shape(
        PublicationKind::Fee,
        ("fee", "行政事业性收费", "A20_08"),
        ORDINARY,
        &[field("standard", "收费标准", "", true)],
    ),
    shape(PublicationKind::Organ, ("organ", "机构职能", "A20_02"), ORDINARY, &[]),
    shape(PublicationKind::Notice, ("notice", "通知公告", "A20_15"), ORDINARY, &[]),
    shape(
        PublicationKind::Withheld,
        ("withheld_notice", "不公开事项", "A20_15"),
        ORDINARY,
        &[
            typed("ground", "不公开的依据", "条例第十四条至第十六条中的一项", (true, Takes::OneOf(&GROUNDS))),
            field("category", "哪一类事项不公开", "如：信访案件办理情况；不写具体内容", true),
        ],
    ),
    shape(PublicationKind::General, ("general", "其他信息", "A20_15"), ORDINARY, &[]),
];
