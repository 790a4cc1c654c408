//! 国办公开办函〔2021〕30号: the form in force for report years from 2021 on. Data.

use super::form::{Block, Edition, Form, Kind, Node, Role::*, Table};

pub(super) fn form() -> Form {
    Form::build(
        Edition::Of2021,
        "国办公开办函〔2021〕30号",
        [
            "总体情况",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
            "存在的主要问题及改进情况",
            "其他需要报告的事项",
        ],
        &["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"],
        &TABLES,
    )
}

static TABLES: [Table; 3] = [
    Table { key: "proactive", section: 2, blocks: PROACTIVE },
    Table {
        key: "requests",
        section: 3,
        blocks: &[Block { heading: "", corner: NOTE, rows: OUTCOMES, columns: APPLICANTS }],
    },
    Table {
        key: "redress",
        section: 4,
        blocks: &[Block { heading: "", corner: "", rows: &[Node::leaf("", "", Alone)], columns: REDRESS }],
    },
];

pub(super) const NOTE: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

const PROACTIVE: &[Block] = &[
    Block {
        heading: "第二十条第（一）项",
        corner: "信息内容",
        rows: &[
            Node::leaf("regulations", "规章", Alone),
            Node::leaf("normative_documents", "行政规范性文件", Alone).or(&["规范性文件"]),
        ],
        columns: &[
            Node::leaf("issued", "本年制发件数", Alone).or(&["本年制发数"]),
            Node::leaf("repealed", "本年废止件数", Alone).or(&["本年废止数"]),
            Node::leaf("in_force", "现行有效件数", Alone).or(&["现行有效数"]),
        ],
    },
    Block {
        heading: "第二十条第（五）项",
        corner: "信息内容",
        rows: &[Node::leaf("licences", "行政许可", Alone)],
        columns: &[Node::leaf("", "本年处理决定数量", Alone)],
    },
    Block {
        heading: "第二十条第（六）项",
        corner: "信息内容",
        rows: &[Node::leaf("penalties", "行政处罚", Alone), Node::leaf("coercive_measures", "行政强制", Alone)],
        columns: &[Node::leaf("", "本年处理决定数量", Alone)],
    },
    Block {
        heading: "第二十条第（八）项",
        corner: "信息内容",
        rows: &[Node::leaf("fees_wan", "行政事业性收费", Alone)],
        columns: &[Node::leaf("", "本年收费金额（单位：万元）", Alone).holds(Kind::Wan)],
    },
];

pub(super) const APPLICANTS: &[Node] =
    &[Node::leaf("natural_person", "自然人", Part), ORGANISATIONS, Node::leaf("total", "总计", Sum).or(&["合计"])];

const ORGANISATIONS: Node = Node::group(
    "",
    "法人或其他组织",
    &[
        Node::leaf("enterprise", "商业企业", Part),
        Node::leaf("research", "科研机构", Part),
        Node::leaf("social", "社会公益组织", Part),
        Node::leaf("legal_service", "法律服务机构", Part),
        Node::leaf("other", "其他", Part),
    ],
);

const OUTCOMES: &[Node] = &[
    NEW,
    CARRIED_IN,
    Node::group("", "三、本年度办理结果", &[GRANTED, PARTIAL, DENIED, UNABLE, REJECTED, OTHER, TOTAL]),
    CARRIED_OUT,
];

pub(super) const NEW: Node = Node::leaf("new", "一、本年新收政府信息公开申请数量", Intake);
pub(super) const CARRIED_IN: Node = Node::leaf("carried_in", "二、上年结转政府信息公开申请数量", Intake);
pub(super) const GRANTED: Node = Node::leaf("granted", "（一）予以公开", Part);
pub(super) const PARTIAL: Node =
    Node::leaf("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Part).or(&["（二）部分公开"]);
pub(super) const DENIED: Node = Node::group(
    "",
    "（三）不予公开",
    &[
        Node::leaf("denied_state_secret", "1.属于国家秘密", Part),
        Node::leaf("denied_law", "2.其他法律行政法规禁止公开", Part),
        Node::leaf("denied_safety_stability", "3.危及“三安全一稳定”", Part),
        Node::leaf("denied_third_party", "4.保护第三方合法权益", Part),
        Node::leaf("denied_internal", "5.属于三类内部事务信息", Part),
        Node::leaf("denied_process", "6.属于四类过程性信息", Part),
        Node::leaf("denied_enforcement_file", "7.属于行政执法案卷", Part),
        Node::leaf("denied_query", "8.属于行政查询事项", Part),
    ],
);
pub(super) const UNABLE: Node = Node::group(
    "",
    "（四）无法提供",
    &[
        Node::leaf("unable_not_held", "1.本机关不掌握相关政府信息", Part),
        Node::leaf("unable_need_creation", "2.没有现成信息需要另行制作", Part),
        Node::leaf("unable_unclear", "3.补正后申请内容仍不明确", Part),
    ],
);
pub(super) const REJECTED: Node = Node::group(
    "",
    "（五）不予处理",
    &[
        Node::leaf("rejected_petition", "1.信访举报投诉类申请", Part),
        Node::leaf("rejected_repeat", "2.重复申请", Part),
        Node::leaf("rejected_publication", "3.要求提供公开出版物", Part),
        Node::leaf("rejected_excessive", "4.无正当理由大量反复申请", Part),
        Node::leaf("rejected_reconfirm", "5.要求行政机关确认或重新出具已获取信息", Part),
    ],
);
const OTHER: Node = Node::group(
    "",
    "（六）其他处理",
    &[
        Node::leaf("other_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Part),
        Node::leaf("other_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Part),
        Node::leaf("other_other", "3.其他", Part),
    ],
);
pub(super) const TOTAL: Node = Node::leaf("total", "（七）总计", Sum);
pub(super) const CARRIED_OUT: Node = Node::leaf("carried_out", "四、结转下年度继续办理", Rest);

macro_rules! results {
    () => {
        &[
            Node::leaf("upheld", "结果维持", Part),
            Node::leaf("corrected", "结果纠正", Part),
            Node::leaf("other", "其他结果", Part),
            Node::leaf("pending", "尚未审结", Part),
            Node::leaf("total", "总计", Sum),
        ]
    };
}

pub(super) const REDRESS: &[Node] = &[
    Node::group("review", "行政复议", results!()),
    Node::group(
        "",
        "行政诉讼",
        &[
            Node::group("litigation_direct", "未经复议直接起诉", results!()),
            Node::group("litigation_after_review", "复议后起诉", results!()),
        ],
    ),
];
