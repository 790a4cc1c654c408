//! A reading made from words, for the tests of the checks: a report without fault, then one thing changed.

use std::{collections::BTreeMap, sync::Arc};

use gongkai_law::annual_report::{Edition, Figures, Form};
use jiff::civil::Date;

use super::{Case, Check, NotAssessable};
use crate::{
    document::{Document, Origins, Source, Span},
    finding::Finding,
    reading::{Format, Heading, Label, LabelOf, Prose, Reading, Report, Section},
};

/// A report of a fictional bureau on the form of its year, every cell 0 and nothing wrong with it.
pub(super) fn sample(year: i16, edition: Edition) -> Sample {
    let overview = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"];
    let parts = overview.iter().zip("一二三四五".chars());
    let prose: Vec<String> =
        parts.map(|(name, number)| format!("（{number}）{name}情况。按照年初的计划做完了各项工作。")).collect();
    let titles = Form::of(edition).sections;
    Sample {
        year,
        figures: Figures::zero(edition),
        printed: BTreeMap::new(),
        labels: Vec::new(),
        headings: (1..).zip(titles).map(|(number, title)| (number, Some(number), title.to_owned())).collect(),
        prose: [
            prose.join("\n"),
            String::new(),
            String::new(),
            String::new(),
            "公开的内容还不够丰富，下一步将加强培训。".to_owned(),
            "本年度没有收取信息处理费。".to_owned(),
        ],
        agency: "青禾县水利局".to_owned(),
        title: format!("青禾县水利局{year}年政府信息公开工作年度报告"),
        preamble: format!("本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。"),
        published: None,
        tail: String::new(),
        links: Vec::new(),
        properties: Vec::new(),
    }
}

/// The same for 2023, on the form in force.
pub(super) fn sample_2021() -> Sample {
    sample(2023, Edition::Of2021)
}

/// What one check says of a report that stands alone.
pub(super) fn verdict(check: &Check, reading: &Reading) -> (Vec<Finding>, Option<String>) {
    verdict_of(check, &Case::new(reading))
}

/// What one check says of a case.
pub(super) fn verdict_of(check: &Check, case: &Case<'_>) -> (Vec<Finding>, Option<String>) {
    let mut findings = Vec::new();
    let reason = (check.run)(case, &mut findings).err().map(|NotAssessable(reason)| reason);
    (findings, reason)
}

pub(super) struct Sample {
    year: i16,
    figures: Figures,
    printed: BTreeMap<String, String>,
    labels: Vec<(LabelOf, String)>,
    headings: Vec<(u8, Option<u8>, String)>,
    prose: [String; 6],
    agency: String,
    title: String,
    preamble: String,
    published: Option<Date>,
    tail: String,
    links: Vec<(String, String)>,
    properties: Vec<(String, String)>,
}

#[allow(dead_code, reason = "the checks that need the rest are being written")]
impl Sample {
    pub(super) fn cell(mut self, address: &str, value: i64) -> Self {
        let cell = self.figures.form().cell(address).unwrap_or_else(|| panic!("no cell {address}"));
        self.figures.set(cell, Some(value));
        self
    }

    /// Nothing was found for this cell.
    pub(super) fn unknown(mut self, address: &str) -> Self {
        let cell = self.figures.form().cell(address).unwrap_or_else(|| panic!("no cell {address}"));
        self.figures.set(cell, None);
        self
    }

    /// The cell holds these words, and they are no number.
    pub(super) fn printed(mut self, address: &str, words: &str) -> Self {
        self.printed.insert(address.to_owned(), words.to_owned());
        self.unknown(address)
    }

    /// Every 总计 of table 3.
    pub(super) fn row_totals(mut self, value: i64) -> Self {
        let form = self.figures.form();
        for cell in form.cells_under("requests").filter(|&cell| form.cells()[usize::from(cell)].column == 6) {
            self.figures.set(cell, Some(value));
        }
        self
    }

    pub(super) fn label(mut self, of: LabelOf, printed: &str) -> Self {
        self.labels.push((of, printed.to_owned()));
        self
    }

    pub(super) fn headings(mut self, headings: &[(u8, Option<u8>, &str)]) -> Self {
        self.headings = headings.iter().map(|&(section, number, title)| (section, number, title.to_owned())).collect();
        self
    }

    pub(super) fn prose(mut self, section: usize, text: &str) -> Self {
        self.prose[section - 1] = text.to_owned();
        self
    }

    pub(super) fn agency(mut self, name: &str) -> Self {
        self.agency = name.to_owned();
        self
    }

    pub(super) fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    pub(super) fn preamble(mut self, text: &str) -> Self {
        self.preamble = text.to_owned();
        self
    }

    pub(super) fn published(mut self, date: Date) -> Self {
        self.published = Some(date);
        self
    }

    /// Words after the report.
    pub(super) fn tail(mut self, text: &str) -> Self {
        self.tail = text.to_owned();
        self
    }

    /// A link whose words stand in section six.
    pub(super) fn link(mut self, words: &str, address: &str) -> Self {
        self.links.push((words.to_owned(), address.to_owned()));
        self
    }

    pub(super) fn property(mut self, name: &str, value: &str) -> Self {
        self.properties.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn reading(self) -> Reading {
        Writer::default().write(self)
    }
}

/// Writes a sample down as a document, noting where everything goes.
#[derive(Default)]
struct Writer {
    text: String,
    cells: Vec<Option<Span>>,
    labels: Vec<Label>,
    headings: Vec<Heading>,
    prose: Vec<Prose>,
    sections: Vec<Section>,
    links: Vec<(Span, String)>,
}

impl Writer {
    fn put(&mut self, words: &str) -> Span {
        let start = u32::try_from(self.text.len()).unwrap();
        self.text.push_str(words);
        let end = u32::try_from(self.text.len()).unwrap();
        self.text.push('\n');
        Span { start, end }
    }

    fn running(&mut self, text: &str) -> Prose {
        let span = self.put(text);
        Prose { text: text.to_owned(), map: vec![(0, span.start)] }
    }

    fn write(mut self, sample: Sample) -> Reading {
        let title = self.put(&sample.title);
        let published = sample.published.map(|date| (date, self.put(&format!("发布日期：{date}"))));
        let preamble = self.running(&sample.preamble);
        self.cells = vec![None; sample.figures.values().len()];
        for (section, number, printed) in &sample.headings {
            let words = number.map_or_else(
                || printed.clone(),
                |n| format!("{}、{printed}", "零一二三四五六七八九".chars().nth(n.into()).unwrap()),
            );
            let span = self.put(&words);
            self.headings.push(Heading { section: *section, number: *number, span, title: printed.clone() });
            self.section(&sample, *section, printed);
        }
        let body = Span { start: 0, end: u32::try_from(self.text.len()).unwrap() };
        self.put(&sample.tail);
        let document = Document {
            source: Source::Text,
            text: self.text,
            pieces: Vec::new(),
            origins: Origins::Same,
            properties: sample.properties,
            links: self.links,
        };
        let report = Report {
            agency: Some(sample.agency),
            year: Some(sample.year),
            format: Some(Format::Form(sample.figures.edition())),
            figures: Some(sample.figures),
            sections: self.sections,
        };
        Reading {
            report,
            document: Arc::new(document),
            body,
            cells: self.cells,
            labels: self.labels,
            headings: self.headings,
            prose: self.prose,
            preamble,
            title: Some(title),
            published,
            findings: Vec::new(),
        }
    }

    fn section(&mut self, sample: &Sample, number: u8, title: &str) {
        let text = &sample.prose[usize::from(number) - 1];
        let prose = self.running(text);
        self.prose.push(prose);
        self.sections.push(Section { number, title: title.to_owned(), text: text.clone() });
        if number == 6 {
            for (words, address) in &sample.links {
                let span = self.put(words);
                self.links.push((span, address.clone()));
            }
        }
        for (t, table) in sample.figures.form().tables.iter().enumerate() {
            if table.section == number {
                self.table(sample, t);
            }
        }
    }

    fn table(&mut self, sample: &Sample, table: usize) {
        let form = sample.figures.form();
        for (b, block) in form.tables[table].blocks.iter().enumerate() {
            let columns = block.columns.iter().flat_map(|node| node.leaves()).enumerate();
            for (column, node) in columns {
                self.label(sample, LabelOf::Column { table, block: b, column }, node.label);
            }
            for (row, node) in block.rows.iter().flat_map(|node| node.leaves()).enumerate() {
                self.label(sample, LabelOf::Row { table, block: b, row }, node.label);
                for (id, cell) in form.cells().iter().enumerate() {
                    if (cell.table, cell.block, cell.row) == (table, b, row) {
                        self.cells[id] = self.cell(sample, &cell.address);
                    }
                }
            }
        }
    }

    fn label(&mut self, sample: &Sample, of: LabelOf, own: &str) {
        if own.is_empty() {
            return;
        }
        let printed = sample.labels.iter().find(|(which, _)| *which == of).map_or(own, |(_, words)| words);
        let span = self.put(printed);
        self.labels.push(Label { of, span, printed: printed.to_owned() });
    }

    fn cell(&mut self, sample: &Sample, address: &str) -> Option<Span> {
        match (sample.printed.get(address), sample.figures.shown(address)) {
            (Some(words), _) => Some(self.put(words)),
            (None, Some(digits)) => Some(self.put(&digits)),
            (None, None) => None,
        }
    }
}
