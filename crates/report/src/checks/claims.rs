//! What running text says in numbers about what the tables count: linked by meaning, never by the first number met.
//! Where a sentence may mean something else, nothing is claimed: a false alarm costs more than a miss.

use super::{
    absence,
    clues::{Clues, Hit, Passage, Sentence, Words},
    count::{self, Count, Unit},
    linking,
    meaning::Meaning,
    scope::{self, Part},
    words::{
        self,
        Word::{self, *},
    },
};
use crate::reading::Report;

/// A number that running text states for something the tables count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// What it counts.
    pub meaning: Meaning,
    /// The number stated; 0 where it is said that there was none.
    pub says: i64,
    /// Stated by denying (未发生), not by a number.
    pub denied: bool,
    /// It may speak of more or less than the tables do, so a difference is only doubtful.
    pub doubtful: bool,
    /// The part of the whole that it counts, where it says so.
    pub part: Option<Part>,
    /// Other sums that the words may well mean.
    pub also: &'static [&'static [Meaning]],
    /// Place in [`Clues::passages`].
    pub passage: usize,
    /// Where its number begins; where the words begin that deny it.
    pub number: usize,
    /// Where the words begin that make it.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

/// A part of a sentence between commas, colons and brackets, with what the sentence has said before it.
pub(super) struct Clause<'a> {
    /// The passage it stands in.
    pub passage: &'a Passage<'a>,
    /// Its telling words.
    pub hits: &'a [Hit],
    /// First byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What holds for it because of what was said before.
    pub context: Context,
}

/// What a sentence has settled so far.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// It is about requests for disclosure.
    pub requests: bool,
    /// It is about disclosure at all.
    pub disclosure: bool,
    /// After 其中: parts are counted.
    pub among: bool,
    /// The documents spoken of last: 规范性文件 or 规章.
    pub documents: Option<Word>,
    /// The report year.
    pub year: Option<i16>,
    /// The year spoken of last.
    pub said_year: Option<i16>,
    /// The sentence counts what was carried in among what came in (含上年结转).
    pub with_carried_in: bool,
    /// It has turned to another subject than requests: 建议, 热线.
    pub elsewhere: bool,
    /// The months or the organ that it speaks of, where these are not all.
    pub part: Option<Part>,
}

const BREAKS: Words = Words::of(&[Comma, Semicolon, Colon, Open, Close]);
const COUNTED: Words = Words::of(&[Item, Unit, NotReceived, NotHappened, Without, IsZero]);
const SUBJECTS: Words = Words::of(words::NOUNS).with(&[Receive, Accept, Handle, Answer, Carry]);

/// Everything that the report's running text claims, section five left out: plans and problems are not figures.
pub(super) fn of(clues: &Clues<'_>, report: &Report) -> Vec<Claim> {
    let mut out = Vec::new();
    for (at, passage) in clues.passages.iter().enumerate().filter(|(_, passage)| passage.section != 5) {
        let mut elsewhere = false;
        for sentence in &passage.sentences {
            elsewhere &= !sentence.words.has(Request);
            if sentence.words.any(COUNTED) && sentence.words.any(SUBJECTS) {
                elsewhere = read(at, passage, sentence, (report, elsewhere), &mut out);
            } else {
                elsewhere |= sentence.words.has(Complaint) && !sentence.words.has(Request);
            }
        }
    }
    out
}

/// Adds what a sentence claims; whether it ends on another subject than requests.
fn read(
    at: usize,
    passage: &Passage<'_>,
    sentence: &Sentence,
    (report, elsewhere): (&Report, bool),
    out: &mut Vec<Claim>,
) -> bool {
    let words = passage.text(sentence.start, sentence.end);
    let mut context = Context {
        requests: sentence.about_requests || sentence.words.has(Request),
        disclosure: sentence.about_requests || sentence.words.has(Request) || sentence.words.has(Disclosure),
        among: false,
        documents: None,
        year: report.year,
        said_year: None,
        with_carried_in: ["含上", "含去", "包括上", "包括去", "包含上"].iter().any(|mark| words.contains(mark)),
        elsewhere,
        part: None,
    };
    let hits = passage.hits_of(sentence);
    let (mut first, mut start) = (0, sentence.start);
    for index in 0..=hits.len() {
        let hit = hits.get(index).copied();
        if hit.is_some_and(|hit| !hit.is(BREAKS)) {
            continue;
        }
        let end = hit.map_or(sentence.end, |hit| hit.start);
        let own = hits.get(first..index).unwrap_or_default();
        let mut clause = Clause { passage, hits: own, start, end, context };
        clause.context.part = scope::part(&clause, context.part, report.agency.as_deref());
        context = clause.read(at, out);
        if hit.is_some_and(|hit| hit.word == Semicolon) {
            (context.among, context.part) = (false, None);
        }
        (first, start) = (index + 1, hit.map_or(end, |hit| hit.end));
    }
    context.elsewhere
}

impl Clause<'_> {
    /// Adds what it claims; what holds for the next clause.
    fn read(mut self, at: usize, out: &mut Vec<Claim>) -> Context {
        absence::read(&self, at, out);
        let mut after = self.start;
        let mut seen = 0;
        for (index, hit) in self.hits.iter().enumerate() {
            match hit.word {
                Among => self.context.among = true,
                Request => self.context.elsewhere = false,
                Normative | Regulation => self.context.documents = Some(hit.word),
                Year => self.context.said_year = self.year_before(hit).or(self.context.said_year),
                Item | Word::Unit => {
                    let Some(count) = self.count(hit) else { continue };
                    let window = self.hits.get(seen..index).unwrap_or_default();
                    self.context.elsewhere = scope::is_elsewhere(&self, &count, window, self.context.elsewhere);
                    if count.exact && count.start >= after {
                        out.extend(linking::claim(&self, at, &count, window, index));
                    }
                    (seen, after) = (index + 1, count.end);
                }
                _ => {}
            }
        }
        self.context
    }

    fn count(&self, hit: &Hit) -> Option<Count> {
        let text = self.passage.text(self.start, self.end);
        let (start, end) = (hit.start.checked_sub(self.start)?, hit.end.checked_sub(self.start)?);
        let unit = match hit.word {
            Item => Unit::Item,
            _ => Unit::Other(text.get(start..end)?.chars().next_back()?),
        };
        let count = count::before(text, start, end, unit)?;
        Some(Count { start: count.start + self.start, end: count.end + self.start, ..count })
    }

    fn year_before(&self, hit: &Hit) -> Option<i16> {
        let digits = self.passage.text(self.start, hit.start).trim_end();
        let digits = digits.get(digits.len().checked_sub(4)?..)?;
        digits.parse().ok().filter(|year| (1990..2100).contains(year))
    }

    /// Whether it speaks of another year than the report's.
    pub fn of_another_year(&self) -> bool {
        matches!((self.context.said_year, self.context.year), (Some(said), Some(own)) if said != own)
    }

    /// Whether one of these words stands in it before a place.
    pub fn before(&self, place: usize, words: Words) -> bool {
        self.hits.iter().any(|hit| hit.end <= place && hit.is(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Case, sample::sample_2021};
    use Meaning as M;

    /// What a paragraph of the part about requests claims in a report for 2023.
    fn claimed(text: &str) -> Vec<(Meaning, i64)> {
        let reading = sample_2021().prose(1, &format!("（二）依申请公开情况。{text}")).reading();
        let claims = Case::new(&reading).claims().to_vec();
        claims.iter().filter(|claim| claim.part.is_none()).map(|claim| (claim.meaning, claim.says)).collect()
    }

    #[test]
    fn new_carried_in_and_answered_are_told_apart() {
        for (text, claims) in [
            (
                "2023年共收到政府信息公开申请7件，办理答复8件（其中1件为去年结转）。",
                vec![(M::New, 7), (M::Handled, 8), (M::CarriedIn, 1)],
            ),
            (
                "全年新收政府信息公开申请十二件，上年结转两件，办结13件，结转下年度继续办理1件。",
                vec![(M::New, 12), (M::CarriedIn, 2), (M::Handled, 13), (M::CarriedOut, 1)],
            ),
            ("收到依申请公开政府信息数为 0 件。", vec![(M::New, 0)]),
            ("共收到1件政府信息公开申请，均已答复。", vec![(M::New, 1)]),
            ("收到依申请公开事项57件，都已在规定时间内处理。", vec![(M::New, 57)]),
            ("收到政府信息依申请公开1件次，均按期答复。", vec![(M::New, 1)]),
            ("2022年结转3件，结转至2024年2件。", vec![(M::CarriedIn, 3), (M::CarriedOut, 2)]),
        ] {
            assert_eq!(claimed(text), claims, "{text}");
        }
    }

    #[test]
    fn parts_other_years_changes_and_rough_numbers_claim_nothing() {
        for text in [
            "其中网络申请12件、信函申请3件。",
            "新收的申请中，自然人提出3件。",
            "通过网络收到申请12件。",
            "2022年收到政府信息公开申请9件。",
            "上半年收到政府信息公开申请9件。",
            "收到政府信息公开申请同比增加4件。",
            "收到政府信息公开申请300余件。",
            "收到政府信息公开申请近100件。",
            "收到网络用户315件信件。",
            "收到群众咨询、投诉20件。",
            "收到政府信息公开申请的电话咨询15件。",
            "受理行政许可申请120件。",
        ] {
            assert_eq!(claimed(text), [], "{text}");
        }
    }

    #[test]
    fn the_whole_is_claimed_and_its_parts_are_not() {
        let text = "2023年共收到政府信息依申请公开15件，其中网络申请12件、信函申请3件，均已按时答复，其中同意公开答复7件、其他答复8件。";
        assert_eq!(claimed(text), [(M::New, 15), (M::Granted, 7)]);
    }

    #[test]
    fn outcomes_are_claimed_by_name() {
        let text = "办结政府信息公开申请10件，其中予以公开6件、部分公开2件、不予公开1件、无法提供1件。";
        assert_eq!(claimed(text), [(M::Handled, 10), (M::Granted, 6), (M::Partial, 2), (M::Denied, 1), (M::Unable, 1)]);
    }

    #[test]
    fn review_and_litigation_are_claimed_alone_or_together() {
        for (text, claims) in [
            ("因政府信息公开被申请行政复议2件、提起行政诉讼1件。", vec![(M::Review, 2), (M::Litigation, 1)]),
            ("全年发生涉及政府信息公开的行政复议案件1件，因申请人撤回而终止审理。", vec![(M::Review, 1)]),
            ("行政复议、行政诉讼案件共3件。", vec![(M::Redress, 3)]),
            ("行政复议和行政诉讼各1件。", vec![]),
            ("审理行政复议案件20件。", vec![]),
            ("行政诉讼一审2件、二审1件。", vec![]),
        ] {
            assert_eq!(claimed(text), claims, "{text}");
        }
        let elsewhere = sample_2021().prose(1, "（一）依法行政。全年办理行政复议案件120件。").reading();
        assert_eq!(Case::new(&elsewhere).claims(), [], "the organ's own casework is not about disclosure");
    }

    #[test]
    fn denials_are_zeros_of_what_they_name() {
        let both = vec![(M::Review, 0), (M::Litigation, 0)];
        for (text, claims) in [
            ("未发生因政府信息公开引起的行政复议、行政诉讼。", both.clone()),
            ("我镇未发生因信息公开引起的行政诉讼和行政复议案件。", both.clone()),
            ("未产生行政复议和行政诉讼。", both.clone()),
            ("行政复议、行政诉讼均未发生。", both.clone()),
            ("行政复议、行政诉讼为零。", both),
            ("无行政复议案件。", vec![(M::Review, 0)]),
            ("全年未收到政府信息公开申请。", vec![(M::New, 0)]),
            ("未收到公民、法人或其他组织提出的政府信息公开申请。", vec![(M::New, 0)]),
            ("未收到公民、法人或其他组织提出政府信息公开相关举报或投诉。", vec![]),
            ("没有被纠正的行政复议案件。", vec![]),
            ("没有逾期答复的政府信息公开申请。", vec![]),
            ("去年未发生行政复议。", vec![]),
        ] {
            assert_eq!(claimed(text), claims, "{text}");
        }
    }

    #[test]
    fn documents_are_claimed_by_what_was_done_with_them() {
        for (text, claims) in [
            ("2023年共发布20个规范性文件，并作了解读。", vec![(M::DocumentsIssued, 20)]),
            (
                "制定行政规范性文件3件，废止1件，现行有效15件。",
                vec![(M::DocumentsIssued, 3), (M::DocumentsRepealed, 1), (M::DocumentsInForce, 15)],
            ),
            ("制定规章1件。", vec![(M::RegulationsIssued, 1)]),
            ("清理规范性文件30件。", vec![]),
            ("解读规范性文件5件。", vec![]),
            ("印发文件49件。", vec![]),
        ] {
            assert_eq!(claimed(text), claims, "{text}");
        }
    }
}
