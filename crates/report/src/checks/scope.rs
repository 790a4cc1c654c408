//! Whose number it is: of which subject, of which organ, of which part of the year. What a clause settles of this
//! holds for the clauses after it, until another says otherwise.

use super::{
    claims::Clause,
    clues::{Hit, Words},
    count::{Count, Unit},
    words::{self, Word::*},
};

/// A number may stand for less than the whole that the tables count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Some months of the year, or more years than one.
    Period,
    /// One of several organs: 财政局, 各乡镇, 本级.
    Organ,
}

const ENDS_HEAD: Words =
    Words::of(words::NOUNS).with(&[Receive, Accept, Handle, Answer, Issue, Publish, Repeal, NotReceived, Item, Unit]);
/// What parts of the requests are told by; a number of them changes no subject.
const OF_REQUESTS: Words =
    Words::of(words::NOUNS).with(&[Channel, Applicant, Among, Rest, Carry, Change, Aside, LastYear, OtherTime]);
/// The whole year, or all organs together.
const WHOLE: [&str; 9] = ["全年", "本年", "今年", "年度", "合计", "总计", "总共", "全县", "全市"];
const ORGANS: [&str; 24] = [
    "局",
    "办",
    "办公室",
    "镇",
    "乡",
    "乡镇",
    "街道",
    "办事处",
    "部门",
    "单位",
    "中心",
    "委",
    "厅",
    "院",
    "所",
    "站",
    "本级",
    "政府",
    "科室",
    "村",
    "社区",
    "学校",
    "公司",
    "委员会",
];
/// What may stand between an organ and its verb.
const ADVERBS: [&str; 14] =
    ["共", "共计", "累计", "全年", "本年度", "分别", "按时", "按期", "依法", "已", "均", "也", "各", "新"];

/// What part of the whole a clause speaks of, `before` being what the sentence said so far.
pub(super) fn part(clause: &Clause<'_>, before: Option<Part>, agency: Option<&str>) -> Option<Part> {
    let text = clause.passage.text(clause.start, clause.end);
    if let Some(whole) = organ(clause, agency) {
        return whole.then_some(Part::Organ);
    }
    let whole = WHOLE.iter().any(|word| text.contains(word));
    match (is_period(clause, text), whole) {
        (Some(true), _) => Some(Part::Period),
        (Some(false), _) | (None, true) => None,
        (None, false) => before,
    }
}

/// Whether the clause's first words name an organ other than the report's own; `None` where they name none.
fn organ(clause: &Clause<'_>, agency: Option<&str>) -> Option<bool> {
    let end = clause.hits.iter().find(|hit| hit.is(ENDS_HEAD))?.start;
    let mut name = clause.passage.text(clause.start, end).trim();
    loop {
        let plain = name.trim_end_matches([' ', '年']).trim_end_matches(|c: char| c.is_ascii_digit());
        let adverb = ADVERBS.iter().rev().find_map(|adverb| plain.strip_suffix(adverb));
        let shorter = adverb.unwrap_or(plain);
        if shorter.len() == name.len() {
            break;
        }
        name = shorter;
    }
    if !ORGANS.iter().any(|organ| name.ends_with(organ)) {
        return None;
    }
    let own = name.contains(['我', '本']) && !["本级", "各", "下", "所属"].iter().any(|word| name.contains(word));
    let after_year = name.rsplit_once('年').map_or(name, |(_, name)| name);
    Some(!own && !agency.is_some_and(|agency| agency.ends_with(after_year)))
}

/// Whether it names months that are not the whole year, or other years beside it; `None` where it names no time.
fn is_period(clause: &Clause<'_>, text: &str) -> Option<bool> {
    if clause.hits.iter().any(|hit| hit.word == OtherTime && !text_of(clause, hit).starts_with('截')) {
        return Some(true);
    }
    let other_year = clause.hits.iter().any(|hit| hit.word == LastYear);
    if other_year && !clause.hits.iter().any(|hit| hit.is(Words::of(&[Item, Change, Carry]))) {
        return Some(true);
    }
    let mut months = text.match_indices('月').filter_map(|(at, _)| {
        let before = text.get(..at)?.trim_end();
        before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?.parse::<u8>().ok()
    });
    let (first, last) = (months.next(), months.next_back());
    let until = clause.hits.iter().any(|hit| hit.word == OtherTime);
    match (first?, last) {
        (1, Some(12)) => Some(false),
        (12, None) if until => Some(false),
        _ => Some(true),
    }
}

fn text_of<'a>(clause: &Clause<'a>, hit: &Hit) -> &'a str {
    clause.passage.text(hit.start, hit.end)
}

/// Whether a clause has turned to another subject at this count: `before` tells whether it had before.
pub(super) fn is_elsewhere(clause: &Clause<'_>, count: &Count, window: &[Hit], before: bool) -> bool {
    if count.unit != Unit::Item {
        return before;
    }
    if clause.before(count.start, Words::of(&[Complaint])) {
        return true;
    }
    if let Some(noun) = window.iter().rev().find(|hit| hit.is(Words::of(&[Request, Application]))) {
        return clause.before(noun.start, Words::of(&[Aside])) || noun.word == Application && !is_plain(clause, noun);
    }
    let known = window.iter().any(|hit| hit.is(OF_REQUESTS)) || clause.before(count.start, Words::of(&[Among]));
    let from = window.iter().rev().find(|hit| hit.word != Noise).map_or(clause.start, |hit| hit.end);
    let name = clause.passage.text(from, count.start).trim();
    let of_parts = ["涉及", "属", "关于", "有关"].iter().any(|word| name.contains(word));
    let organ = ORGANS.iter().any(|organ| name.ends_with(organ));
    before || !(known || of_parts || organ || is_small(name))
}

/// Whether 申请 is not the application for something else: 低保申请.
pub(super) fn is_plain(clause: &Clause<'_>, noun: &Hit) -> bool {
    const PLAIN: [&str; 11] = ["各类", "有效", "公开", "信息", "公众", "群众", "组织", "的", "新", "项", "书面"];
    let from = clause.hits.iter().rev().find(|hit| hit.end <= noun.start).map_or(clause.start, |hit| hit.end);
    let between = clause.passage.text(from, noun.start).trim();
    is_small(between) || PLAIN.iter().any(|word| between.ends_with(word))
}

/// Whether words before a number name nothing.
fn is_small(name: &str) -> bool {
    const SMALL: [&str; 26] = [
        "共计",
        "合计",
        "总计",
        "累计",
        "总数",
        "全年",
        "本年度",
        "数量",
        "件数",
        "全部",
        "按期",
        "按时",
        "依法",
        "分别",
        "已",
        "均",
        "共",
        "计",
        "总",
        "为",
        "了",
        "的",
        "数",
        "有",
        "达",
        "案件",
    ];
    let mut rest = name;
    while let Some(shorter) = SMALL.iter().find_map(|small| rest.strip_prefix(small)) {
        rest = shorter.trim_start();
    }
    rest.is_empty()
}

/// Whether a review or a lawsuit has another cause than disclosure: 因土地征收引发行政复议, 工伤认定行政诉讼.
pub(super) fn has_another_cause(clause: &Clause<'_>, noun: &Hit) -> bool {
    const CAUSES: [&str; 20] = [
        "土地",
        "征收",
        "征地",
        "拆迁",
        "处罚",
        "工伤",
        "劳动",
        "许可",
        "执法",
        "房屋",
        "登记",
        "赔偿",
        "补偿",
        "履职",
        "社保",
        "环境",
        "规划",
        "合同",
        "行政管理",
        "纠纷",
    ];
    let text = clause.passage.text(clause.start, noun.start);
    let disclosure = ["公开", "申请", "答复"].iter().any(|word| text.contains(word));
    let cause = CAUSES.iter().any(|cause| text.contains(cause))
        || ["由于", "涉及", "不服"].iter().any(|word| text.contains(word))
        || text.contains('因') && !["因此", "原因"].iter().any(|word| text.contains(word));
    cause && !disclosure
}
