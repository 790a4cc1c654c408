//! 照上年改写: sentences of last year's report taken over into this year's. What its tables or the words beside it tell of a
//! number is bound to this year's; every other number is left to be written, so that none of last year's stands there
//! unseen.

mod denial;
mod number;
mod others;

use gongkai_law::{
    annual_report::{CellId, Edition, figures::parse, form::Kind, indicator::Unit},
    numeral::is_numeral,
};
use gongkai_report::{Report, checks::told};
use sm3::{Digest, Sm3};

use self::number::{Run, is_digit, next_run};
use super::{
    against::{named_alone, spoken_of},
    draft::BY_PEOPLE,
    examine::PROMPT,
    fees::Fees,
    last::{LastYear, bare},
    names::{Bound, Names},
    parts::{Part, opens_part},
};
use crate::guard::hex;

/// Sentences of a part that are offered at most.
pub const MOST: usize = 80;
/// The shortest sentence that says anything, in characters.
const SHORTEST: usize = 6;
/// The longest heading, in characters.
const LONGEST_HEADING: usize = 20;
/// A number of everybody's, which counts nothing.
const HOTLINE: &str = "12345";
/// What follows it.
const OF_HOTLINE: [&str; 7] = ["热线", "政务", "便民", "市民", "服务", "平台", "”"];

/// 上年的一句, with what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The same for the same words.
    pub mark: String,
    /// As last year's report has it.
    pub words: String,
    /// As it is put into this year's text.
    pub anew: String,
    /// How many of its numbers are bound.
    pub bound: usize,
    /// How many places of it are left to be written.
    pub open: usize,
    /// The year that it now says instead of last year.
    pub year: Option<i16>,
    /// Which of the lines it stood in.
    line: usize,
}

impl Sentence {
    /// What becomes of its numbers and its year, in words; empty where it has none.
    pub fn note(&self) -> String {
        let some = [(self.bound, "个数绑定本年度的"), (self.open, "处要写")];
        let some = some.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}{what}"));
        let year = self.year.map(|year| format!("年份改成{year}年"));
        some.chain(year).collect::<Vec<_>>().join("，")
    }
}

/// The sentences of a part of last year's report, as they go into this year's; whether there were more than are offered.
pub fn sentences(part: &Part, last: &LastYear, edition: Edition) -> (Vec<Sentence>, bool) {
    let Some(reading) = last.reading() else { return (Vec::new(), false) };
    let report = Report { year: Some(last.year), ..reading.report.clone() };
    let mut all = rewritten(&part.in_report(&report), part.section, &report, edition);
    let more = all.len() > MOST;
    all.truncate(MOST);
    (all, more)
}

/// A text with the chosen sentences after it, those left out that stand in it: what stood in one line stands in one again.
pub fn appended(text: &str, sentences: &[Sentence], is_chosen: impl Fn(&str) -> bool) -> String {
    let chosen = sentences.iter().filter(|sentence| is_chosen(&sentence.mark) && !text.contains(&sentence.anew));
    let (mut all, mut line) = (text.trim_end().to_owned(), None);
    for sentence in chosen {
        if !all.is_empty() && line != Some(sentence.line) {
            all.push('\n');
        }
        all += &sentence.anew;
        line = Some(sentence.line);
    }
    all
}

/// Every sentence of a text out of a section of a report, once, headings left out, and no more than tell that there are too
/// many.
fn rewritten(text: &str, section: u8, report: &Report, edition: Edition) -> Vec<Sentence> {
    let told = told(text, section, report, edition);
    let year = report.year.unwrap_or_default();
    let mut all: Vec<Sentence> = Vec::new();
    let mut at = 0;
    for (line, whole) in text.split('\n').enumerate() {
        let begin = at;
        for piece in whole.split_inclusive(['。', '；', ';', '！']) {
            let (start, words) = (at + (piece.len() - piece.trim_start().len()), piece.trim());
            at += piece.len();
            if all.len() > MOST {
                return all;
            }
            // the sentence on the fee is made of the payments, and stands there in any case
            let is_fee = section == 6 && words.contains("信息处理费") && Fees::are_asked_in(year.saturating_add(1));
            if words.chars().nth(SHORTEST).is_none() || is_heading(words) || is_fee {
                continue;
            }
            let cells = |number: usize| told.iter().find(|one| one.number == start + number).map(|one| one.cells);
            let so_far = text.get(begin..start).and_then(|words| words.rsplit(['。', '！']).next()).unwrap_or_default();
            let mut anew = Anew { so_far, ..Anew::of(report, edition, year) };
            anew.write(words, cells);
            let sm3 = Sm3::digest(words.as_bytes());
            let mark = hex(sm3.get(..6).unwrap_or_default());
            if all.iter().all(|known| known.mark != mark) {
                let Anew { said: anew, bound, open, redated, .. } = anew;
                let year = redated.then_some(year.saturating_add(1));
                all.push(Sentence { mark, words: words.to_owned(), anew, bound, open, year, line });
            }
        }
        at += 1;
    }
    all
}

/// Whether it only says what comes below.
fn is_heading(words: &str) -> bool {
    let said = bare(words).trim_end_matches(['。', '：', ':']);
    // 一是 begins a point, 一、 and （一） may head some
    let is_point = words.trim_start_matches(is_numeral).starts_with('是');
    let is_numbered = bare(words).len() < words.len() && !is_point;
    let ends = words.ends_with(['。', '；', ';', '！']);
    let is_short = said.chars().nth(LONGEST_HEADING).is_none() && !said.contains(['，', ',']);
    let has_number = said.contains(|c: char| c.is_ascii_digit());
    is_numbered && is_short && !has_number && (!ends || opens_part(said))
}

/// A sentence as it is written anew.
struct Anew<'a> {
    report: &'a Report,
    edition: Edition,
    year: i16,
    /// What stands before it since the last full stop.
    so_far: &'a str,
    said: String,
    bound: usize,
    open: usize,
    /// Whether it says this year for the last.
    redated: bool,
    /// Whether the clause denies something, as nobody knows of this year yet.
    denies: bool,
}

impl<'a> Anew<'a> {
    fn of(report: &'a Report, edition: Edition, year: i16) -> Self {
        let (so_far, said) = ("", String::new());
        Self { report, edition, year, so_far, said, bound: 0, open: 0, redated: false, denies: false }
    }

    fn write(&mut self, words: &str, cells: impl Fn(usize) -> Option<&'static [CellId]>) {
        let mut at = 0;
        while let Some(run) = next_run(words, at) {
            self.plain(words.get(at..run.start).unwrap_or_default());
            at = run.start + self.number(words, &run, cells(run.start));
        }
        self.plain(words.get(at..).unwrap_or_default());
        self.end_clause();
    }

    /// Words without numbers; braces would ask for one.
    fn plain(&mut self, words: &str) {
        for (at, sign) in words.char_indices() {
            if denial::ENDS.contains(&sign) {
                self.end_clause();
            }
            self.denies |= denial::opens(words.get(at..).unwrap_or_default());
            if !"{}｛｝".contains(sign) {
                self.said.push(sign);
            }
        }
    }

    /// 未收到: that there was none of something last year is a number too.
    fn end_clause(&mut self) {
        if std::mem::take(&mut self.denies) {
            self.ask("本年度有没有");
        }
    }

    fn ask(&mut self, what: &str) {
        self.said += &format!("{PROMPT}{what}）");
        self.open += 1;
    }

    /// Writes one number; how many bytes of the words that takes.
    fn number(&mut self, words: &str, run: &Run<'_>, cells: Option<&[CellId]>) -> usize {
        let (before, after) = (words.get(..run.start).unwrap_or_default(), run.after);
        let own = run.digits.len();
        if let Some(said) = self.years(before, run) {
            return said;
        }
        if let Some((kept, rest)) = run.date() {
            match (kept, self.said.ends_with('年') || before.ends_with('至')) {
                (true, true) => self.plain(words.get(run.start..run.start + rest).unwrap_or_default()),
                _ => self.ask("日期"),
            }
            return rest;
        }
        let hotline = run.digits == HOTLINE && OF_HOTLINE.iter().any(|word| after.starts_with(word));
        if hotline || run.is_no_count(before) {
            self.plain(run.digits);
            return own;
        }
        match self.name(before, run, cells) {
            Some(name) => {
                self.said += &format!("{{{name}}}");
                self.bound += 1;
                own
            }
            None => {
                self.ask("本年度的数");
                own + run.scale()
            }
        }
    }

    /// 年份 and 文号: last year becomes this one, and of its own documents the number is asked for.
    fn years(&mut self, before: &str, run: &Run<'_>) -> Option<usize> {
        let year = run.year()?;
        if let Some(number) = run.document_number(before) {
            let is_own = year == self.year;
            if is_own {
                self.said.pop();
                self.ask("文号");
            } else {
                self.plain(run.digits);
                self.plain(run.after.get(..number).unwrap_or_default());
            }
            return Some(run.digits.len() + number);
        }
        if !run.after.trim_start().starts_with('年') {
            return None;
        }
        // 《指引（2024年版）》 is called so in any year
        let is_title = before.rfind('《') > before.rfind('》');
        match year == self.year && !is_title {
            true => {
                self.said += &run.written(year.saturating_add(1));
                self.redated = true;
            }
            false => self.ask("年份"),
        }
        Some(run.digits.len())
    }

    /// The name of a number that these words had in a first draft, where last year's tables have that number there.
    fn drafted(&self, said: &str, run: &Run<'_>) -> Option<&'static str> {
        let (words, name) = BY_PEOPLE;
        let before = said.trim_end().strip_suffix(words).filter(|_| run.after.trim_start().starts_with('件'))?;
        let before = before.strip_suffix("其中").unwrap_or(before);
        let clause = before.is_empty() || before.ends_with(['，', '。', '；', '：', '（', ',', ';', ':', '\n']);
        if !clause || others::narrows(Some(before)) {
            return None;
        }
        let figures = self.report.figures.as_ref()?;
        let Bound::Cells(cells) = &Names::of(figures.edition()).find(name)?.bound else { return None };
        let typed = parse(&run.digits.replace([',', '，'], ""), Kind::Count)?;
        let is_it = figures.sum(cells) == Some(typed);
        Names::of(self.edition).find(name).filter(|_| is_it).map(|name| name.words.as_str())
    }

    /// The name of the number that these words are about, as this year has it.
    fn name(&self, before: &str, run: &Run<'_>, cells: Option<&[CellId]>) -> Option<&'static str> {
        let names = Names::of(self.edition);
        let said = format!("{}{before}", self.so_far);
        if others::are_named(&said, self.report.agency.as_deref()) {
            return None;
        }
        if let Some(name) = cells.and_then(|cells| names.of_cells(cells)) {
            return Some(name.words.as_str());
        }
        let after = run.after.trim_start();
        if let Some(name) = self.drafted(&said, run) {
            return Some(name);
        }
        let own = [format!("{}年度", self.year), format!("{}年", self.year)];
        let said = own.iter().fold(said.trim_end().to_owned(), |words, own| words.replace(own.as_str(), ""));
        // a clause with another number in it is about that year, or that kind
        let found = spoken_of(&said, after).filter(|(clause, _)| !clause.contains(is_digit));
        let (clause, indicator) = found.filter(|(clause, _)| !others::narrows(said.strip_suffix(clause)))?;
        let (kind, fits) = match indicator.unit {
            Unit::Of(unit) => (Kind::Count, after.starts_with(unit)),
            Unit::Wan => (Kind::Wan, after.starts_with("万元")),
        };
        let typed = parse(&run.digits.replace([',', '，'], ""), kind).filter(|_| fits)?;
        // where last year's table has it, another number is about something else; where none has it, any word more may be
        let figures = self.report.figures.as_ref();
        let known = figures.and_then(|figures| figures.get(indicator.cell(figures.edition())?));
        let is_it = match known {
            Some(known) => known == typed,
            None => named_alone(clause, after) == Some(indicator),
        };
        names.of_indicator(indicator, self.edition).filter(|_| is_it).map(|name| name.words.as_str())
    }
}

#[cfg(test)]
mod tests;
