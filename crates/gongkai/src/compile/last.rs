//! 上年的年报: what the library has of the year before, to compare with and to answer to.

use std::sync::Arc;

use gongkai_law::{annual_report::Figures, numeral::is_numeral};
use gongkai_report::Reading;
use gongkai_store::{Error, Organ, Report, Scope, Sight};
use sm3::{Digest, Sm3};

use super::{range::Range, submit::Proof};
use crate::{
    guard::hex,
    library::kept,
    office::Office,
    verify::{Checked, Read, Source},
};

/// 上年的年报
#[derive(Clone)]
pub struct LastYear {
    /// Its year.
    pub year: i16,
    /// Where everybody reads it.
    pub href: String,
    /// The file that was kept.
    pub source: Source,
    read: Arc<Read>,
    at: usize,
    /// `gongkai.report/1`, as the library has it.
    kept: Arc<str>,
}

/// 承诺: a sentence of section five that says what would be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The same for the same words.
    pub mark: String,
    /// The sentence.
    pub words: String,
}

/// Words by which a sentence promises something.
const PROMISES: [&str; 7] = ["将", "下一步", "拟", "继续", "加强", "进一步", "着力"];
/// The shortest sentence that promises anything, in characters.
const SHORTEST: usize = 8;
/// Words of what is wanting, in which nothing is promised: 有待加强.
const WANTING: [&str; 3] = ["有待", "不够", "不足"];
/// Words of what is to come, which promise whatever is wanting: 将补上培训的不足.
const TO_COME: [&str; 3] = ["将", "下一步", "拟"];
/// Words of what was wrong, in whose heading nothing is promised: 存在的问题和改进措施.
const WRONG: [&str; 2] = ["问题", "不足"];
/// With which a heading of what will be done ends.
const TO_BE_DONE: [&str; 7] = ["改进措施", "整改措施", "改进情况", "改进方向", "努力方向", "下一步工作", "下一步打算"];
/// The longest heading, in characters.
const LONGEST_HEADING: usize = 30;
/// With which a sentence begins that answers to last year, and promises nothing of itself.
const ANSWERS: [&str; 4] = ["上年", "上一年", "去年", "前一年"];
/// What may stand before it.
const ANSWERING: [&str; 3] = ["针对", "对照", "对"];
/// By which a clause says that it is done.
const DONE: [&str; 2] = ["已", "了"];
/// Promises that are asked for at most.
const MOST: usize = 20;

impl LastYear {
    /// The released report of the year before; `None` where the library has none.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ, year: i16) -> Result<Option<Self>, Error> {
        match office.db.report_of(organ.id, year.saturating_sub(1), Sight::Public).await? {
            Some(report) => Self::read(office, organ, report).await.map(Some),
            None => Ok(None),
        }
    }

    /// The newest released report from before a year, whichever year it is of; `None` where the library has none.
    ///
    /// # Errors
    /// The register.
    pub async fn before(office: &Office, organ: &Organ, year: i16) -> Result<Option<Self>, Error> {
        match office.db.report_before(organ.id, year, Sight::Public).await? {
            Some(report) => Self::read(office, organ, report).await.map(Some),
            None => Ok(None),
        }
    }

    async fn read(office: &Office, organ: &Organ, Report { line, report }: Report) -> Result<Self, Error> {
        let (source, read) = kept::read(office, organ, &line).await?;
        let (year, at) = (line.year, kept::position(&read, &line));
        let href = format!("/reports/{}/{year}", organ.slug);
        Ok(Self { year, href, source, read, at, kept: report.into() })
    }

    /// 编制范围. Everybody but a government reports for itself alone; of a government's report only the version that was
    /// compiled or confirmed here says it, and of any other nothing is known.
    ///
    /// # Errors
    /// The register.
    pub async fn range(&self, office: &Office, organ: &Organ) -> Result<Option<Range>, Error> {
        if organ.kind != "government" {
            return Ok(Some(Range::Own));
        }
        let Some(work) = office.db.compilation_of(organ.id, self.year, Scope::Organ(organ.id)).await? else {
            return Ok(None);
        };
        let copies = office.db.compilation_copies(work.id).await?;
        let copy = copies.into_iter().find(|copy| *copy.report == *self.kept);
        let proof = copy.and_then(|copy| serde_json::from_str::<Proof>(&copy.proof).ok());
        Ok(proof.and_then(|proof| Range::of_key(&proof.range)))
    }

    /// As it was read; `None` where it could not be.
    pub fn reading(&self) -> Option<&Reading> {
        self.read.found.get(self.at).and_then(Checked::reading)
    }

    /// Its tables.
    pub fn figures(&self) -> Option<&Figures> {
        self.reading()?.report.figures.as_ref()
    }

    /// 去年的承诺
    pub fn promises(&self) -> Vec<Promise> {
        let Some(reading) = self.reading() else { return Vec::new() };
        let five = reading.report.sections.iter().filter(|section| section.number == 5);
        five.flat_map(|section| promises(&section.text)).take(MOST).collect()
    }
}

/// The sentences of a text that promise something: those that say so by a word, and everything below a heading that says so
/// (改进措施), until one that says otherwise.
pub fn promises(text: &str) -> Vec<Promise> {
    let (mut found, mut promising) = (Vec::new(), false);
    for (sentence, alone) in sentences(text) {
        let (head, rest) = parted(sentence);
        if let Some(now) = head.and_then(heading) {
            promising = now;
        }
        let words = anew(bare(rest));
        if head.is_none()
            && let Some(now) = heading(words).filter(|_| alone || words != rest.trim() || leads(words))
        {
            promising = now;
            continue;
        }
        if (promising || says_so(words)) && words.chars().nth(SHORTEST).is_some() {
            let sm3 = Sm3::digest(words.as_bytes());
            found.push(Promise { mark: hex(sm3.get(..6).unwrap_or_default()), words: words.to_owned() });
        }
    }
    found
}

/// A sentence without its answer to last year (上年提出“……”，落实了……): what that quotes was promised then. What it promises
/// anew is left, and where that is nothing, nothing.
fn anew(words: &str) -> &str {
    let start = ANSWERING.iter().find_map(|before| words.strip_prefix(before)).unwrap_or(words);
    if !ANSWERS.iter().any(|before| start.starts_with(before)) {
        return words;
    }
    let rest = match words.rsplit_once(['”', '"']) {
        Some((_, rest)) => rest,
        None => words.split_once(['，', ',']).map_or("", |(_, rest)| rest),
    };
    let mut left = rest.trim_start_matches(['，', ',']);
    while !left.is_empty() {
        let (clause, then) = left.split_once(['，', ',']).unwrap_or((left, ""));
        if has(clause, &TO_COME) && !has(clause, &DONE) {
            return left;
        }
        left = then;
    }
    ""
}

/// The sentences of a text, each with whether it has a line of its own.
fn sentences(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.lines().flat_map(|line| {
        let sentences = || line.split(['。', '；', ';']).filter(|sentence| !sentence.trim().is_empty());
        let alone = sentences().nth(1).is_none();
        sentences().map(move |sentence| (sentence, alone))
    })
}

fn has(words: &str, some: &[&str]) -> bool {
    some.iter().any(|word| words.contains(word))
}

/// Whether a sentence promises by its own words.
fn says_so(words: &str) -> bool {
    has(words, &PROMISES) && (has(words, &TO_COME) || !has(words, &WANTING))
}

/// 下一步，将从以下几个方面改进: such a sentence leads to a list wherever it stands.
fn leads(words: &str) -> bool {
    has(words, &["方面"]) && has(words, &["改进", "下一步"])
}

/// 改进措施：一是……: a heading that stands in the line of what it heads, and the rest.
fn parted(sentence: &str) -> (Option<&str>, &str) {
    match sentence.split_once(['：', ':']) {
        Some((head, rest)) if heading(bare(head)).is_some() => (Some(bare(head)), rest),
        _ => (None, sentence),
    }
}

/// Whether a heading leads to what will be done, or to what was wrong, or to both, of which each sentence says which it is;
/// `None` for what is none.
fn heading(words: &str) -> Option<bool> {
    // 针对以上问题: what is wrong was said above
    let is_wrong = has(words, &WRONG) && !words.contains("针对");
    let ends = |some: &[&str]| some.iter().any(|word| words.ends_with(word));
    match () {
        () if words.chars().nth(LONGEST_HEADING).is_some() => None,
        () if ends(&TO_BE_DONE) => Some(!is_wrong),
        () if is_list(words) && !is_wrong => Some(true),
        () if ends(&["存在的问题", "主要问题", "存在问题", "存在的不足"]) => Some(false),
        () => None,
    }
}

/// Whether a sentence leads to a list of what will be done.
fn is_list(words: &str) -> bool {
    has(words, &["以下", "如下", "几个方面", "几方面"]) && has(words, &["改进", "下一步", "将"])
}

/// A sentence without its number: 1.、（二）、三是.
pub(super) fn bare(sentence: &str) -> &str {
    let words = sentence.trim().trim_start_matches(['（', '(']);
    let number = |c: char| c.is_ascii_digit() || is_numeral(c);
    let after = words.trim_start_matches(number);
    if after.len() == words.len() {
        return sentence.trim();
    }
    let rest = after.strip_prefix(['）', ')', '、', '.', '．', '是']);
    rest.map_or(sentence.trim(), |rest| rest.trim_start_matches(['，', ',', '、', ' ']).trim())
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_promised_is_told_from_what_was_found() {
        let text =
            "一是公开不够及时。下一步，将公开专区的开放时间延长到周六；\n二是培训少。我们会加强培训，每季度一次。";
        let found: Vec<_> = super::promises(text).into_iter().map(|promise| promise.words).collect();
        assert_eq!(found, ["下一步，将公开专区的开放时间延长到周六", "我们会加强培训，每季度一次"]);
    }

    #[test]
    fn an_answer_to_last_year_promises_nothing_but_what_it_says_anew() {
        let text = "上年提出“2024年将逐件评查答复文书，每季度一次”，落实了三次。\n\
                    去年提出“上年提出‘将加强培训’，已办两期”，已经做完。\n\
                    针对上年群众反映的看不懂，制作了十二期图解。\n\
                    上年提出“将增设查阅点”，已经设了两处，下一步将覆盖每一个乡镇。\n\
                    改进措施：一是上年提出“将修订目录”，修订了两次";
        let found: Vec<_> = super::promises(text).into_iter().map(|promise| promise.words).collect();
        assert_eq!(found, ["下一步将覆盖每一个乡镇"]);
    }

    #[test]
    fn below_a_heading_that_says_so_everything_is_promised_and_below_the_other_what_says_so_itself() {
        let text = "（一）存在的主要问题\n一是栏目更新有时不及时，人手少，来信的处理有待加强;回信的速度也有待进一步提高。\n二是图解偏少，下一步将每月做两期图解。\n\
                    （二）改进情况\n1.坚持每周看一遍栏目，过时的当天撤换。\n2、 请熟悉业务的同志来讲课，全年四次。\n好。\n\
                    主要问题：三是窗口不知道怎样受理。改进措施：一是给窗口发受理指南，逐条讲解";
        let found: Vec<_> = super::promises(text).into_iter().map(|promise| promise.words).collect();
        let expected = [
            "图解偏少，下一步将每月做两期图解",
            "坚持每周看一遍栏目，过时的当天撤换",
            "请熟悉业务的同志来讲课，全年四次",
            "给窗口发受理指南，逐条讲解",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_that_only_leads_to_the_list_below_it_is_no_promise() {
        let text = "针对上面这些问题，重点从以下几个方面加以改进。\n1、窗口每天有一位熟悉政策的人\n十五个村都装上公开栏，一季度看一次";
        let found: Vec<_> = super::promises(text).into_iter().map(|promise| promise.words).collect();
        assert_eq!(found, ["窗口每天有一位熟悉政策的人", "十五个村都装上公开栏，一季度看一次"]);
    }

    fn found(text: &str) -> Vec<String> {
        super::promises(text).into_iter().map(|promise| promise.words).collect()
    }

    #[test]
    fn what_will_be_done_about_a_want_is_promised_and_the_want_is_not() {
        let text =
            "公开专区的人手不足，更新还有待加强。针对人手不足，将从两个股抽调三人轮值。下一步补上培训不够的短板。";
        assert_eq!(found(text), ["针对人手不足，将从两个股抽调三人轮值", "下一步补上培训不够的短板"]);
    }

    #[test]
    fn below_a_heading_of_what_was_wrong_too_only_what_says_so_itself_is_promised() {
        let text = "（一）存在的不足及下一步工作\n群众来电多，答复口径前后不一。下一步编一本口径手册。\n\
                    二、改进措施\n三、存在的主要问题和改进情况\n村务公开栏更新慢，有的村一年一次。";
        assert_eq!(found(text), ["下一步编一本口径手册"]);
    }

    #[test]
    fn words_of_a_heading_in_the_middle_of_a_line_head_nothing() {
        let text = "本年度召开两次会议，研究了改进措施。全年接待来访群众三十二人次。办理热线工单十七件，全部按期答复。";
        assert_eq!(found(text), [""; 0]);
        let list = "今年有两处缺口。下一步，从以下几个方面改进。窗口每天有一位熟悉政策的人。";
        assert_eq!(found(list), ["窗口每天有一位熟悉政策的人"], "but such a sentence leads to a list");
    }
}
