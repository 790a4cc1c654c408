//! 年报页: a kept report as everybody reads it, its sections in the order of the form with the tables in their places, what its
//! own figures say at a glance, and the files of it.

use askama::Template;
use gongkai_law::{
    annual_report::Figures,
    calendar::in_chinese,
    numeral::{is_numeral, numeral},
    request::application::Applicant,
};
use gongkai_report::{
    Format, Reading,
    write::{Paper, Target},
};
use jiff::civil::Date;

use super::super::{
    overview::{self, Series},
    region::measures::{Measure, Value, thousandths},
};
use crate::{
    charts::{Bars, Said},
    page::Error,
    verify::{FileKind, TableView, bytes, grouped},
};

/// 部分: one section as the page has it.
pub struct SectionView {
    /// `s1`
    pub anchor: String,
    /// 一、总体情况
    pub title: String,
    /// What it says, line by line; the first of each says whether it is a heading.
    pub lines: Vec<(bool, String)>,
    /// Its table; `None` where it has none.
    pub table: Option<TableView>,
    /// What is said where there is nothing to show.
    pub blank: &'static str,
}

/// 正文: all that a report says.
pub struct Body {
    /// 编制说明: the words before section one.
    pub opening: Vec<String>,
    /// What stands beside the contents: section one, or everything where there are no tables.
    pub lead: Vec<SectionView>,
    /// The sections that take the whole width.
    pub rest: Vec<SectionView>,
}

impl Body {
    /// Of a report on a form all six sections, in the order of the form and with their tables; of an older one what it has.
    pub fn of(reading: &Reading, tables: Vec<TableView>) -> Self {
        let on_form = matches!(reading.report.format, Some(Format::Form(_)));
        let paper = Paper::of(&reading.report, &reading.preamble.text);
        let mut opening = paper.opening;
        // of what surrounds a title on a website, only sentences are the report's
        opening.retain(|line| !on_form || line.contains('。'));
        let beside = if tables.is_empty() { paper.parts.len() } else { 1 };
        // they stand in the order of their sections
        let mut tables = tables.into_iter();
        let parts = paper.parts.into_iter().zip(1..);
        let mut lead: Vec<SectionView> = parts
            .map(|(part, at)| SectionView {
                anchor: format!("s{at}"),
                title: if on_form { part.heading } else { older_title(reading, at, &part.heading) },
                blank: blank(reading, on_form, at),
                lines: part.paragraphs.into_iter().map(|line| (is_heading(&line, on_form), line)).collect(),
                table: part.table.and_then(|_| tables.next()),
            })
            .collect();
        let rest = lead.split_off(beside.min(lead.len()));
        Self { opening, lead, rest }
    }
}

/// The title of an older report's section at this place, from 1, under the number that is printed there; where the report has
/// no heading, the form's is none of its words.
fn older_title(reading: &Reading, at: usize, on_form: &str) -> String {
    let section = at.checked_sub(1).and_then(|at| reading.report.sections.get(at));
    let heading = section.and_then(|section| reading.headings.iter().find(|one| one.section == section.number));
    let title = on_form.split_once('、').map_or(on_form, |(_, title)| title);
    let printed = |number: u8| Some(numeral(usize::from(number))).filter(|number| !number.is_empty());
    match heading.map(|heading| heading.number.and_then(printed)) {
        Some(Some(number)) => format!("{number}、{title}"),
        Some(None) => title.to_owned(),
        None => "正文".to_owned(),
    }
}

/// A section without words: the form has 无 there, and whether the report says so is another matter.
fn blank(reading: &Reading, on_form: bool, at: usize) -> &'static str {
    let there = reading.report.sections.iter().any(|section| usize::from(section.number) == at);
    match (on_form, there) {
        (true, false) => "无（报告里没有这一部分）",
        _ => "无（报告的这一部分只有标题，没有内容）",
    }
}

/// `（一）主动公开` in a line of its own; before the forms also `一、主动公开`, since any title was right.
fn is_heading(line: &str, on_form: bool) -> bool {
    let bracketed = line.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let plain = line.split_once('、').filter(|_| !on_form);
    bracketed.or(plain).is_some_and(|(number, title)| {
        let is_number = !number.is_empty() && number.chars().all(is_numeral);
        let is_short = (1..=20).contains(&title.trim().chars().count());
        is_number && is_short && !title.contains(['。', '，', '；', '：', ',', ';', ':'])
    })
}

/// The day on which a report was published, for machines and in words: of what was compiled here the day on which it was
/// released, of others what their file says.
pub fn published(reading: &Reading, released: Option<Date>) -> Option<(String, String)> {
    let day = released.or(reading.published.map(|(day, _)| day))?;
    Some((day.to_string(), in_chinese(day)))
}

/// 数: one figure of the report in large type.
pub struct Fact {
    /// In digits, or why there is none.
    pub value: String,
    /// 件, where it stands apart.
    pub unit: &'static str,
    /// What it counts.
    pub name: &'static str,
    /// Its cell on the page.
    pub href: String,
    /// What follows the name: how it compares, or what it is made of.
    pub more: String,
}

/// What is said of every report: keys of measures.
const FACTS: [&str; 4] = ["received", "handled", "open_share", "carried_out"];

/// 新收、办结、公开率、结转, as the report's own figures have them.
pub fn facts(figures: &Figures, year: i16, series: &Series) -> Vec<Fact> {
    let fact = |measure: &'static Measure| {
        let value = measure.value(figures);
        Fact {
            value: measure.shown(value),
            unit: if value.known().is_some() && measure.unit == "件" { "件" } else { "" },
            name: measure.name,
            href: format!("#{}", measure.anchor(figures.edition())),
            more: match measure.key {
                "received" => compared(series, year).unwrap_or_default(),
                "open_share" => format!("：{}", measure.about),
                _ => String::new(),
            },
        }
    };
    FACTS.into_iter().filter_map(Measure::find).map(fact).collect()
}

/// `，比上年多25件`; `None` where one of the years is not known.
fn compared(series: &Series, year: i16) -> Option<String> {
    let points = series.points(overview::Measure::Received, &[year.checked_sub(1)?, year]);
    let [(_, Some(before)), (_, Some(now))] = points.as_slice() else { return None };
    let more = now.checked_sub(*before)?;
    let by = grouped(&more.unsigned_abs().to_string());
    Some(match more {
        0 => "，与上年持平".to_owned(),
        1.. => format!("，比上年多{by}件"),
        _ => format!("，比上年少{by}件"),
    })
}

/// The ways to end a request: keys of measures, in the order of the form.
const OUTCOMES: [&str; 6] = ["granted", "partial", "denied", "unable", "rejected", "other"];

/// 答复结果 and 谁在申请, drawn from table three; nothing of what the report does not say.
///
/// # Errors
/// As templates have them.
pub fn drawn(figures: &Figures) -> Result<Vec<String>, Error> {
    let known = |key: &str| Measure::find(key).and_then(|measure| measure.value(figures).known());
    let (handled, received) = (known("handled"), known("received"));
    let outcomes = OUTCOMES.into_iter().filter_map(Measure::find);
    let outcomes = outcomes.map(|measure| (measure.name, measure.value(figures).known()));
    let applicants = Applicant::ALL.map(|who| {
        let name = if who == Applicant::NaturalPerson { "自然人" } else { who.label() };
        (name, figures.at(&format!("requests.new.{}", who.key())))
    });
    let charts = [
        ("答复结果", "办结", handled, outcomes.collect::<Vec<_>>()),
        ("谁在申请", "新收", received, applicants.to_vec()),
    ];
    let some = |parts: &[(&str, Option<i64>)]| parts.iter().any(|(_, value)| value.is_some_and(|value| value > 0));
    let charts = charts.into_iter().filter(|(.., parts)| some(parts));
    charts
        .map(|(title, of, whole, parts)| {
            let said: Vec<Said> =
                parts.into_iter().map(|(name, value)| (name.to_owned(), value, share(value, whole))).collect();
            let small = whole.map_or_else(|| of.to_owned(), |whole| format!("{of}{}件", grouped(&whole.to_string())));
            Ok(Bars::new(title, format!("{small}，据表三"), &said).render()?)
        })
        .collect()
}

/// `76件（41.1%）`
fn share(part: Option<i64>, whole: Option<i64>) -> String {
    let Some(part) = part else { return "缺".to_owned() };
    let count = format!("{}件", grouped(&part.to_string()));
    let of = whole.filter(|whole| *whole > 0).and_then(|whole| thousandths(part, whole));
    match of.zip(Measure::find("open_share")) {
        Some((share, measure)) => format!("{count}（{}）", measure.shown(Value::Known(share))),
        None => count,
    }
}

/// 下载: a file of the report.
pub struct FileView {
    /// What it is for.
    pub name: &'static str,
    /// `DOCX`, and how large where that is known.
    pub what: String,
    /// Where it is.
    pub href: String,
}

/// What is known of a report that was compiled here without writing it: the sizes of its page and of its data.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// HTML
    pub page: usize,
    /// JSON
    pub data: usize,
}

/// The files at this address; with a PDF where the report was compiled here.
pub fn files(base: &str, compiled: Option<Sizes>) -> Vec<FileView> {
    let of = |kind: &FileKind| {
        let (name, size) = match kind {
            FileKind::Written(Target::Docx) => ("可编辑文本", None),
            FileKind::Written(Target::Xlsx) => ("表格", None),
            FileKind::Written(Target::Html) => ("网页", compiled.map(|sizes| sizes.page)),
            FileKind::Written(Target::Markdown) => ("纯文本", None),
            FileKind::Written(Target::Json) => ("数据", compiled.map(|sizes| sizes.data)),
            FileKind::Sarif => ("核验结果", None),
        };
        let size = size.map_or_else(String::new, |size| format!(" {}", bytes(size)));
        FileView { name, what: format!("{}{size}", kind.label()), href: format!("{base}/{}", kind.name()) }
    };
    let pdf = FileView { name: "正式文本", what: "PDF".to_owned(), href: format!("{base}/report.pdf") };
    compiled.map(|_| pdf).into_iter().chain(FileKind::ALL.iter().map(of)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_heading, share};

    #[test]
    fn a_numbered_title_is_a_heading_and_a_numbered_sentence_is_none() {
        for line in ["（一）主动公开", "(五)监督保障", "（十一） 其他"] {
            assert!(is_heading(line, true) && is_heading(line, false), "{line}");
        }
        for line in ["（一）主动公开。全年公开信息3条。", "（一）", "（2021）水字1号", "（国办）意见", "主动公开", ""]
        {
            assert!(!is_heading(line, true) && !is_heading(line, false), "{line}");
        }
        assert!(is_heading("二、依申请公开", false) && !is_heading("二、依申请公开", true));
    }

    #[test]
    fn a_part_is_said_with_its_share_of_what_there_is() {
        assert_eq!(share(Some(76), Some(185)), "76件（41.1%）");
        assert_eq!(share(Some(1_200), None), "1,200件");
        assert_eq!((share(Some(0), Some(0)), share(None, Some(3))), ("0件".to_owned(), "缺".to_owned()));
    }
}
