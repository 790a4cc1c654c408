//! Sentences as offices write them, on a report whose tables agree with one another: what is right in them is never
//! called wrong, what is wrong in them is found.

use super::{
    Case, run_family,
    sample::{Sample, sample_2021},
};
use crate::finding::Verdict;

/// 887 requests came in and were answered; 16 reviews and 95 lawsuits, 10 documents made, 2 repealed, 50 in force.
fn consistent() -> Sample {
    sample_2021()
        .cell("requests.new.total", 887)
        .cell("requests.granted.total", 600)
        .cell("requests.partial.total", 87)
        .cell("requests.unable_not_held.total", 200)
        .cell("requests.total.total", 887)
        .cell("proactive.normative_documents.issued", 10)
        .cell("proactive.normative_documents.repealed", 2)
        .cell("proactive.normative_documents.in_force", 50)
        .cell("redress.review.total", 16)
        .cell("redress.litigation_direct.total", 60)
        .cell("redress.litigation_after_review.total", 35)
}

/// What the checks of the narrative call wrong, in the part of section one about requests.
fn blamed(sample: Sample, text: &str) -> Vec<String> {
    let reading = sample.prose(1, &format!("（二）依申请公开情况。{text}")).reading();
    let verdicts = run_family(&Case::new(&reading), 'N');
    let fails = verdicts.findings.into_iter().filter(|finding| finding.verdict == Verdict::Fail);
    fails.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
}

#[track_caller]
fn none_is_blamed(texts: &[&str]) {
    let told: Vec<_> =
        texts.iter().map(|text| (*text, blamed(consistent(), text))).filter(|(_, b)| !b.is_empty()).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[track_caller]
fn each_is_blamed(texts: &[(&str, &str)]) {
    let missed: Vec<_> = texts
        .iter()
        .filter(|(code, text)| !blamed(consistent(), text).iter().any(|told| told.starts_with(code)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_else_an_office_answers_is_not_held_against_the_requests() {
    none_is_blamed(&[
        "收到人大代表建议49件，办结49件。",
        "收到市长信箱来信315件，答复315件。",
        "受理12345热线15000件，办结15000件。",
        "受理投诉举报30件，办结30件。",
        "政协提案20件、建议30件，全部办结50件。",
        "全年办理不动产登记3200件，办结3200件。",
        "收到网民给领导的问题线索41件，回复41件。",
        "承办督办事项66件，按期办结66件。",
        "收到低保申请210件，办结210件。",
        "收到政府信息公开申请887件。受理群众诉求工单430件，办结430件。",
        "收到政府信息公开申请887件，全部答复；另收到群众来电来访120件，答复120件。",
        "收到法律援助申请56件，受理56件，办结50件。",
        "收到政府信息公开申请887件。接到群众反映噪声问题的来电77起，处理77起。",
    ]);
}

#[test]
fn months_and_organs_are_parts_of_the_year_and_of_the_county() {
    none_is_blamed(&[
        "1月至6月收到申请20件，7月至12月收到867件。",
        "1-6月收到申请20件，7-12月收到申请867件。",
        "本级收到申请880件，下级单位收到申请7件。",
        "县政府办公室收到申请12件，均按期答复；各部门、乡镇收到申请875件。",
        "县政府办公室收到申请12件。各部门、乡镇收到875件。",
        "财政局收到申请8件，答复8件；教育局收到申请9件，答复9件。",
        "乡镇收到申请30件，均在法定期限内答复。",
        "第一季度收到政府信息公开申请200件，答复190件。",
        "2023年11月，收到政府信息公开申请64件，答复60件。",
        "青禾镇答复政府信息公开申请3件，赤水街道答复1件。",
        "县政府制发规范性文件6件，县政府办制发4件。",
        "上半年，收到政府信息公开申请400件，办结380件。",
        "12月份收到政府信息公开申请90件，答复88件。",
    ]);
}

#[test]
fn reviews_and_lawsuits_about_other_matters_are_not_table_four_s() {
    none_is_blamed(&[
        "因土地征收引发行政复议3件。",
        "2023年11月，因政府信息公开引发行政复议0件，行政诉讼0件（区司法局）。",
        "涉及房屋拆迁的行政诉讼4件。",
        "工伤认定行政诉讼7件，行政处罚行政复议2件。",
        "县司法局办理行政复议案件120件。",
        "对行政处罚不服提起行政诉讼5件。",
    ]);
}

#[test]
fn wrong_sentences_are_still_found() {
    each_is_blamed(&[
        ("N001", "受理群众来信40件，办结40件。收到政府信息公开申请880件。"),
        ("N003", "收到人大代表建议49件，办结49件；收到政府信息公开申请887件，办结880件。"),
    ]);
}
