//! 各部分: what of a report is written: section one in its parts, five and six, and a note to each of the tables.

use gongkai_law::{
    annual_report::{Edition, Form},
    numeral::{is_numeral, numeral},
};
use gongkai_report::Report;

use super::last::bare;

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
        match self.place {
            0 => format!("{}、{}", numeral(usize::from(self.section)), self.title),
            place => format!("一、（{}）{}", numeral(place), self.title),
        }
    }

    /// Its heading line in the report; `None` where the section's is enough.
    pub fn line(&self) -> Option<String> {
        (self.place > 0).then(|| format!("（{}）{}", numeral(self.place), self.title))
    }

    /// What a report says in this part; empty where it cannot be told apart.
    pub fn in_report(&self, report: &Report) -> String {
        let texts = report.sections.iter().filter(|section| section.number == self.section);
        let text = texts.map(|section| section.text.as_str()).collect::<Vec<_>>().join("\n");
        match self.place {
            0 => text,
            place => by_title(&text).unwrap_or_else(|| in_parts(&text)).get(place).cloned().unwrap_or_default(),
        }
    }
}

/// With which the heading of each part of section one begins, as reports write it.
const OPENINGS: [&[&str]; 5] = [
    &["主动公开"],
    &["依申请公开"],
    &["政府信息管理", "信息管理"],
    &["政府信息公开平台", "政务公开平台", "公开平台", "平台建设"],
    &["监督保障", "监督考核", "督察考核", "保障监督", "工作考核"],
];

/// Whether words are how the heading of a part of section one begins.
pub fn opens_part(words: &str) -> bool {
    opened(words).is_some()
}

/// Which part of section one these words begin the heading of, from 0.
fn opened(words: &str) -> Option<usize> {
    OPENINGS.iter().position(|all| all.iter().any(|begin| words.starts_with(begin)))
}

/// The parts of section one by what their headings say, however they are numbered; `None` where no heading says any. What
/// stands below a heading of something else belongs to none of them.
fn by_title(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new(); OPENINGS.len() + 1];
    let (mut at, mut furthest) = (0, 0);
    for line in text.lines().map(str::trim) {
        let words = bare(line);
        let is_numbered = words.len() < line.len();
        let is_heading = line.starts_with(['（', '(']) && line.chars().nth(1).is_some_and(is_numeral);
        match opened(words) {
            Some(place) if is_numbered && place >= furthest => (at, furthest) = (place + 1, place + 1),
            _ if is_numbered && is_heading => at = 0,
            _ => {}
        }
        if let Some(part) = parts.get_mut(at) {
            *part += line;
            part.push('\n');
        }
    }
    (furthest > 0).then_some(parts)
}

/// The parts of section one by their numbered headings; what stands before them is the first.
fn in_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        let line = line.trim();
        let next = Some(numeral(parts.len())).filter(|next| !next.is_empty()).map(|next| format!("{next}）"));
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

#[cfg(test)]
mod tests {
    use super::by_title;

    #[test]
    fn a_part_is_known_by_what_its_heading_says_and_not_by_its_number() {
        let text = "全年平稳。\n（一）主动公开情况。一是公开工程。\n一是主动公开目录改过一次。\n（二）村村通情况。路修好了。\n\
                    （三）依申请公开。收到三件。\n（1）都答复了。";
        let parts = by_title(text).unwrap();
        assert_eq!(parts[1], "（一）主动公开情况。一是公开工程。\n一是主动公开目录改过一次。\n");
        assert_eq!(parts[2], "（三）依申请公开。收到三件。\n（1）都答复了。\n");
        assert!(parts[0].contains("村村通") && parts[3].is_empty() && parts[5].is_empty(), "{parts:?}");
        for numbered in [
            "1、主动公开情况\n公开三条\n2、依申请公开情况\n没有",
            "一是主动公开情况。公开三条\n二是依申请公开情况。没有",
        ] {
            let parts = by_title(numbered).unwrap();
            assert!(parts[1].contains("三条") && parts[2].contains("没有"), "{parts:?}");
        }
        assert_eq!(by_title("本年公开三条。\n（一）成效。很好。"), None, "no heading says what it is");
    }
}
