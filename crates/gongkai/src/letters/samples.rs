//! 示例: what stands in the placeholders when a model is looked at before any request. Fictional. Data.

use gongkai_law::request::{
    decision::Decision,
    letter::{Content, bases},
    remedy,
};

use super::{
    facts,
    sender::Sender,
    text::{self, Block, Contents},
    wordings::Model,
};

/// A model filled with an example.
pub fn example(model: Model, words: &str, sender: &Sender) -> Vec<Block> {
    let mut contents: Contents = Content::all().map(|content| (content, sample(content).to_owned())).collect();
    let own = [
        (Content::Contact, sender.head.contact_line()),
        (Content::Payment, sender.head.payment.clone()),
        (Content::Basis, basis(model)),
    ];
    contents.extend(own.into_iter().filter(|(_, words)| !words.is_empty()));
    let decision = if let Model::Answer(decision, _) = model { decision } else { Decision::Granted };
    contents.insert(Content::Remedy, remedy::text(decision, facts::names(&sender.head)));
    text::fill(words, &contents, "你")
}

fn basis(model: Model) -> String {
    match model {
        Model::Answer(decision, variant) => facts::cited(&bases(decision, variant, &[])),
        Model::Letter(kind) => kind.article().formal(),
    }
}

fn sample(content: Content) -> &'static str {
    match content {
        Content::Number => "SL-2026-0137",
        Content::Channel => "网上提交",
        Content::Arrived | Content::Received => "2026年9月10日",
        Content::Wanted => "云渡镇农村集中供水工程的水质检测报告",
        Content::Paused => {
            "因所需信息涉及第三方权益，本机关于2026年9月18日书面征求第三方意见，所需时间不计算在答复期限内。"
        }
        Content::Findings => "经检索本机关档案室和水质检测系统，找到检测报告32份",
        Content::Given => "水质检测报告32份",
        Content::Withheld => {
            "检测报告附表所列药剂采购单价，公开会损害第三方合法权益（《条例》第十五条）：第三方不同意公开。"
        }
        Content::Fact => "（经办人写明的事实）",
        Content::Reasons => "（经办人写明的理由）",
        Content::Elsewhere => "县政府门户网站“饮用水”栏目",
        Content::Basis => "《中华人民共和国政府信息公开条例》第三十六条",
        Content::Remedy => "",
        Content::Until => "请于2026年10月22日前提出。",
        Content::Days => "20",
        Content::Due => "答复期限是2026年11月12日。",
        Content::Approval => "经公开工作机构负责人同意",
        Content::Concerned => "云渡镇供水工程药剂采购合同",
        Content::Silence => "逾期没有提出意见的，由本机关依照条例的规定决定是否公开。",
        Content::Consequence => "逾期的，视为放弃申请，本机关不再处理该申请。",
        Content::Amount => "1260元",
        Content::Reckoning => {
            "按量计收，共128页；第1页至第30页，不收费；第31页至第100页，70页，每页10元，计700元；第101页至第128页，28页，每页20元，计560元，合计1260元"
        }
        Content::Payment => "到县政务服务中心缴纳",
        Content::Contact => "联系人：沈知秋　电话：0000-555 0166",
        Content::Online => "青禾县行政复议网上申请窗口",
        Content::Addressee => "青禾县城乡供水有限公司",
        Content::Work => "查找并提供2024年以来的检测台账，10月20日前书面回复",
        Content::Correction => "将登记的人口数由3人更正为4人",
        Content::Ruled => "没有规定应当公开",
        Content::CaseNumber => "禾政复〔2026〕7号",
        Content::Cause => "不服水质检测报告不予公开的答复",
        Content::Claims => "撤销答复，责令重新答复",
        Content::Grounds => "《中华人民共和国政府信息公开条例》第十五条、第三十二条、第三十六条第三项",
        Content::Position => "答复认定事实清楚，适用依据正确，程序合法，请求维持",
        Content::Evidence => "1.政府信息公开申请，证明收到日期，2页\n2.第三方意见函，证明第三方不同意公开，1页",
    }
}
