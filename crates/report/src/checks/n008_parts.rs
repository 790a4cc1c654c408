use super::{
    Case, Check, NotAssessable,
    clues::{Passage, Sentence},
    count::{self, Count, Unit},
    words::Word,
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "N008",
    title: "“其中”各部分与总数对不上",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分",
    page: include_str!("n008_parts.md"),
    run,
};

/// More parts than these are a list of other things.
const MOST_PARTS: usize = 10;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    for passage in case.clues().passages.iter().filter(|passage| passage.section > 0) {
        for sentence in passage.sentences.iter().filter(|sentence| sentence.words.has(Word::Among)) {
            findings.extend(look(passage, sentence));
        }
    }
    Ok(())
}

/// Where the clause ends in which one year is set against another: 较上年的66件减少12件 counts no whole and no part.
const CLAUSE: [char; 8] = ['，', ',', '。', '；', ';', '（', '(', '、'];

/// A whole, 其中, and its parts.
struct Division {
    wholes: Vec<Count>,
    parts: Vec<Count>,
    /// 其余, 其他: all parts are named.
    complete: bool,
}

fn look(passage: &Passage<'_>, sentence: &Sentence) -> Vec<Finding> {
    divisions(passage, sentence).iter().filter_map(|division| judge(passage, division)).collect()
}

/// Each 其中 of a sentence with the numbers after it, up to the next one. What it divides is the number before it or,
/// for a second 其中, what the first one divided.
fn divisions(passage: &Passage<'_>, sentence: &Sentence) -> Vec<Division> {
    let mut out: Vec<Division> = Vec::new();
    let (mut before, mut change): (Option<Count>, Option<usize>) = (None, None);
    // 行政复议16件，其中维持12件；行政诉讼95件，其中…: after the semicolon another whole is told
    let (mut semicolon, mut closed) = (false, false);
    for hit in passage.hits_of(sentence) {
        match hit.word {
            Word::Among => {
                let earlier =
                    out.last().filter(|_| !closed).map(|division| division.wholes.clone()).unwrap_or_default();
                let wholes = before.into_iter().chain(earlier).collect();
                out.push(Division { wholes, parts: Vec::new(), complete: false });
                (semicolon, closed) = (false, false);
            }
            Word::Semicolon => semicolon = true,
            Word::Review | Word::Litigation => closed |= semicolon,
            Word::Change => change = Some(hit.end),
            Word::Rest => {
                if let Some(division) = out.last_mut() {
                    division.complete = true;
                }
            }
            Word::Item | Word::Unit => {
                let unit = if hit.word == Word::Item { Unit::Item } else { unit(passage.text(hit.start, hit.end)) };
                let Some(count) = count::before(passage.text(0, hit.end), hit.start, hit.end, unit) else { continue };
                if change.is_some_and(|at| passage.text(at, count.start).chars().all(|c| !CLAUSE.contains(&c))) {
                    continue;
                }
                before = Some(count);
                if let Some(division) = out.last_mut().filter(|_| !closed) {
                    division.parts.push(count);
                }
            }
            _ => {}
        }
    }
    out
}

fn unit(words: &str) -> Unit {
    words.chars().next_back().map_or(Unit::Item, Unit::Other)
}

/// Only parts in the unit of the whole, all of them exact, can be added up; a sum of some of them may be the whole,
/// where one part is divided further.
fn judge(passage: &Passage<'_>, division: &Division) -> Option<Finding> {
    let whole = division.wholes.first().filter(|whole| whole.exact)?;
    let parts: Vec<Count> = division.parts.iter().copied().filter(|part| part.unit == whole.unit).collect();
    if parts.is_empty() || parts.len() > MOST_PARTS || division.parts.iter().any(|part| !part.exact) {
        return None;
    }
    let fits = |whole: &Count| whole.unit == parts[0].unit && some_add_up_to(&parts, whole.value);
    if division.wholes.iter().any(fits) {
        return None;
    }
    let sum: i64 = parts.iter().map(|part| part.value).fold(0, i64::saturating_add);
    let largest = division.wholes.iter().filter(|w| w.unit == whole.unit).map(|w| w.value).max()?;
    let (verdict, what) = match (sum > largest, division.complete, parts.len()) {
        (true, _, 1) => (Verdict::Fail, "其中的一部分比总数还多"),
        (true, ..) if parts.iter().any(|part| part.value > largest) => (Verdict::Fail, "其中的一部分比总数还多"),
        (true, false, _) => (Verdict::Unsure, "各部分之和多于总数，除非互有重复"),
        (_, true, 2..) if division.wholes.len() == 1 => (Verdict::Fail, "已经写了其余、其他，各部分之和应当等于总数"),
        (false, false, 2..) if alike(passage, &parts) => (Verdict::Unsure, "各部分之和少于总数"),
        _ => return None,
    };
    Some(tell(passage, whole, &parts, sum, verdict, what))
}

fn some_add_up_to(parts: &[Count], whole: i64) -> bool {
    let mut sums = vec![0_i64];
    for part in parts {
        let more: Vec<i64> = sums.iter().map(|sum| sum.saturating_add(part.value)).collect();
        sums.extend(more);
    }
    sums.contains(&whole) && whole > 0 || parts.iter().all(|part| part.value == 0) && whole == 0
}

/// Parts named alike (网络申请12件、信函申请2件) up to the end of the sentence are meant to be all of them.
fn alike(passage: &Passage<'_>, parts: &[Count]) -> bool {
    let name = |part: &Count| {
        let before = passage.text(0, part.start).trim_end();
        let from = before.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        before.get(from..).unwrap_or_default().to_owned()
    };
    let last = parts.last().map_or("", |part| passage.text(part.end, part.end + 9));
    let ends = last.is_empty() || last.starts_with(['。', '；', ';', '，', ',', '\n', '）', ')']);
    let first = parts.first().map(name).unwrap_or_default();
    ends && !first.is_empty() && first.chars().all(char::is_alphabetic) && parts.iter().all(|part| name(part) == first)
}

fn tell(passage: &Passage<'_>, whole: &Count, parts: &[Count], sum: i64, verdict: Verdict, what: &str) -> Finding {
    let severity = if verdict == Verdict::Fail { Severity::Error } else { Severity::Warning };
    let listed: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    let end = parts.last().map_or(whole.end, |part| part.end);
    let mut finding = Finding::new(
        CHECK.code,
        verdict,
        severity,
        format!("正文写总数{}，其中{}，合计{sum}：{what}", whole.value, listed.join("＋")),
    )
    .sides("whole = sum of parts", whole.value, sum)
    .mark(passage.text(whole.start, end.min(whole.start + 120)))
    .mend("按台账核对总数和各部分；各部分互有重复或者没有列全的，写明");
    finding.spans.push(passage.span(whole.start, whole.end));
    finding.spans.extend(parts.iter().map(|part| passage.span(part.start, part.end)));
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(text: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021().prose(1, text).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn parts_that_add_up_pass_in_every_manner_of_writing() {
        for text in [
            "收到申请15件，其中网络申请12件、信函申请3件，均已答复，其中同意公开答复7件、其他答复8件。",
            "公开300条，其中数据平台：三务100条；补贴20条；村级50条；其余100条为公示栏；网站公开30条。",
            "发布7882条信息，其中政务动态2731条。",
            "收到申请8件，其中1件为去年结转。",
            "发布信息300余条，其中重点领域94余条。",
            "收到申请0件，其中网络申请0件。",
            "办理20件，其中公开12件（网上8件、窗口4件），不予公开8件。",
            "印发文件12件，其中解读材料30篇。",
            "收到申请54件，较上年的66件减少12件；其中线上40件，线下14件。",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn a_part_larger_than_its_whole_is_wrong() {
        let told = told("收到申请12件，其中网络申请15件。");
        insta::assert_snapshot!(told[0].1, @"正文写总数12，其中15，合计15：其中的一部分比总数还多");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn with_the_rest_named_the_parts_must_make_the_whole() {
        let told = told("答复申请15件，其中同意公开7件、其他答复7件。");
        insta::assert_snapshot!(told[0].1, @"正文写总数15，其中7＋7，合计14：已经写了其余、其他，各部分之和应当等于总数");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn parts_named_alike_that_do_not_reach_the_whole_are_doubtful() {
        assert_eq!(told("收到申请15件，其中网络申请12件、信函申请2件。")[0].0, Verdict::Unsure);
        assert_eq!(told("收到申请15件，其中网络申请12件、信函申请4件。")[0].0, Verdict::Unsure);
        assert_eq!(told("收到申请15件，其中涉及土地5件、涉及教育的2件。"), [], "nobody said that these were all");
    }
}
