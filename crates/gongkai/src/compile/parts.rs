//! 各部分: what of a report is written: section one in its parts, five and six, and a note to each of the tables.

use gongkai_law::annual_report::{Edition, Form};
use gongkai_report::Report;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In addresses and in the register: `1-2`, `5`.
    pub key: String,
    /// The section it stands in, from 1.
    pub section: u8,
    /// Its place in section one, from 1; 0 elsewhere.
    pub place: usize,
    /// Its own heading in section one; the section's title elsewhere.
    pub title: &'static str,
}

/// The numerals of sections and parts.
pub const NUMERALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

impl Part {
    /// The parts of an edition, in the order of the report.
    pub fn all(edition: Edition) -> Vec<Self> {
        let form = Form::of(edition);
        let section = |(number, title): (u8, &&'static str)| -> Vec<Self> {
            match (number, form.overview) {
                (1, [_, ..]) => (1..)
                    .zip(form.overview)
                    .map(|(place, title)| Self { key: format!("1-{place}"), section: 1, place, title })
                    .collect(),
                _ => vec![Self { key: number.to_string(), section: number, place: 0, title }],
            }
        };
        (1..).zip(&form.sections).flat_map(section).collect()
    }

    /// Whether it is only a note to a table, which may be left out.
    pub fn is_note(&self) -> bool {
        (2..=4).contains(&self.section)
    }

    /// `一、（二）依申请公开`, `五、存在的主要问题及改进情况`
    pub fn heading(&self) -> String {
        let of = |place: usize| NUMERALS.get(place.saturating_sub(1)).copied().unwrap_or_default();
        match self.place {
            0 => format!("{}、{}", of(usize::from(self.section)), self.title),
            place => format!("一、（{}）{}", of(place), self.title),
        }
    }

    /// Its heading line in the report; `None` where the section's is enough.
    pub fn line(&self) -> Option<String> {
        let numeral = NUMERALS.get(self.place.checked_sub(1)?)?;
        Some(format!("（{numeral}）{}", self.title))
    }

    /// What a report says in this part; empty where it cannot be told apart.
    pub fn in_report(&self, report: &Report) -> String {
        let texts = report.sections.iter().filter(|section| section.number == self.section);
        let text = texts.map(|section| section.text.as_str()).collect::<Vec<_>>().join("\n");
        match self.place {
            0 => text,
            place => in_parts(&text).get(place).cloned().unwrap_or_default(),
        }
    }
}

/// The parts of section one by their numbered headings; what stands before them is the first.
fn in_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        let line = line.trim();
        let next = NUMERALS.get(parts.len() - 1).map(|numeral| format!("{numeral}）"));
        let opens = next.is_some_and(|next| line.trim_start_matches(['（', '(']).replace(')', "）").starts_with(&next));
        if opens && line.starts_with(['（', '(']) {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            *last += line;
            last.push('\n');
        }
    }
    parts
}
