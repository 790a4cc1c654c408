//! 国办公开办函〔2019〕60号: the trial form, for report years 2019 and 2020. Data.

use super::form::{Block, Edition, Form, Kind, Node, Role::*, Table};
use super::form_2021::{
    APPLICANTS, CARRIED_IN, CARRIED_OUT, DENIED, GRANTED, NEW, NOTE, PARTIAL, REDRESS, REJECTED, TOTAL, UNABLE,
};

pub(super) fn form() -> Form {
    Form::build(
        Edition::Of2019,
        "国办公开办函〔2019〕60号",
        [
            "总体情况",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
            "存在的主要问题及改进情况",
            "其他需要报告的事项",
        ],
        &[],
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

const ITEMS: &[Node] = &[
    Node::leaf("previous_items", "上一年项目数量", Alone),
    Node::leaf("change", "本年增/减", Alone).holds(Kind::Change),
    Node::leaf("decisions", "处理决定数量", Alone),
];

const PROACTIVE: &[Block] = &[
    Block {
        heading: "第二十条第（一）项",
        corner: "信息内容",
        rows: &[
            Node::leaf("regulations", "规章", Alone),
            Node::leaf("normative_documents", "规范性文件", Alone).or(&["行政规范性文件"]),
        ],
        columns: &[
            Node::leaf("made", "本年新制作数量", Alone),
            Node::leaf("published", "本年新公开数量", Alone),
            Node::leaf("total_published", "对外公开总数量", Alone),
        ],
    },
    Block {
        heading: "第二十条第（五）项",
        corner: "信息内容",
        rows: &[Node::leaf("licences", "行政许可", Alone), Node::leaf("other_services", "其他对外管理服务事项", Alone)],
        columns: ITEMS,
    },
    Block {
        heading: "第二十条第（六）项",
        corner: "信息内容",
        rows: &[Node::leaf("penalties", "行政处罚", Alone), Node::leaf("coercive_measures", "行政强制", Alone)],
        columns: ITEMS,
    },
    Block {
        heading: "第二十条第（八）项",
        corner: "信息内容",
        rows: &[Node::leaf("fees", "行政事业性收费", Alone)],
        columns: &[
            Node::leaf("previous_items", "上一年项目数量", Alone),
            Node::leaf("change", "本年增/减", Alone).holds(Kind::Change),
        ],
    },
    Block {
        heading: "第二十条第（九）项",
        corner: "信息内容",
        rows: &[Node::leaf("procurement", "政府集中采购", Alone)],
        columns: &[
            Node::leaf("projects", "采购项目数量", Alone),
            Node::leaf("amount_yuan", "采购总金额", Alone).holds(Kind::Yuan),
        ],
    },
];

const OUTCOMES: &[Node] = &[
    NEW,
    CARRIED_IN,
    Node::group(
        "",
        "三、本年度办理结果",
        &[GRANTED, PARTIAL, DENIED, UNABLE, REJECTED, Node::leaf("other", "（六）其他处理", Part), TOTAL],
    ),
    CARRIED_OUT,
];
