//! 比较: measures of the organs of one year, or of one organ through the years, side by side.

use std::{cmp::Reverse, collections::HashMap};

use gongkai_law::annual_report::Edition;
use gongkai_store::{Error, Filter, KeptFigures, Organ, OrganId};

use super::{
    figures::{decoded, edition},
    matrix::{Shelves, Stand},
    measures::{Measure, Value},
    tree::Tree,
};
use crate::office::{Office, civil_date};

/// Reports of one comparison at most: as many as a tree has organs.
const MOST: i64 = 5_000;

/// 出处: the copy that figures are from.
#[derive(Clone, Debug)]
pub struct Copy {
    /// 第几版
    pub version: i64,
    /// When it was kept.
    pub kept: String,
    /// The source's name.
    pub source: String,
    /// Where everybody reads it.
    pub href: String,
    /// Its form; `None` for one that has none.
    pub edition: Option<Edition>,
}

/// A row of a comparison: an organ's report of a year.
#[derive(Clone, Debug)]
pub struct Line {
    /// What stands before it: the organ, or the year.
    pub name: String,
    /// Where the name leads; empty for nowhere.
    pub slug: String,
    /// The measures, in the order in which they were asked for.
    pub values: Vec<Value>,
    /// 出处; `None` where there is no report.
    pub copy: Option<Copy>,
    /// How it stands.
    pub stand: Stand,
    /// Where its tombstone is; empty for none.
    pub tombstone: String,
}

impl Line {
    fn of(
        (name, slug, year): (&str, &str, i16),
        (report, stand): (Option<&KeptFigures>, Stand),
        measures: &[&'static Measure],
    ) -> Self {
        let is_withdrawn = matches!(stand, Stand::Withdrawn);
        let tombstone = if is_withdrawn { format!("/reports/{slug}/{year}") } else { String::new() };
        let (name, slug) = (name.to_owned(), slug.to_owned());
        let Some(report) = report else {
            return Self { name, slug, values: vec![Value::NoReport; measures.len()], copy: None, stand, tombstone };
        };
        let edition = edition(report.edition.as_deref());
        let values = match edition {
            None => vec![Value::NoCell; measures.len()],
            Some(edition) => {
                let figures = decoded(edition, &report.figures);
                measures.iter().map(|measure| measure.value(&figures)).collect()
            }
        };
        let copy = Copy {
            version: report.version,
            kept: civil_date(report.kept_ms.timestamp()).to_string(),
            source: report.source.clone(),
            href: format!("/reports/{}/{}", report.organ_slug, report.year),
            edition,
        };
        Self { name, slug, values, copy: Some(copy), stand, tombstone }
    }

    /// A measure's figure in words, or why there is none.
    pub fn words(&self, measure: &Measure, value: Value) -> String {
        match value {
            Value::NoReport => self.stand.word().to_owned(),
            value => measure.shown(value),
        }
    }

    /// Where a measure's figure stands in the report; empty where there is none.
    pub fn place(&self, measure: &Measure) -> String {
        match &self.copy {
            Some(copy) => {
                let anchor = copy.edition.map_or("", |edition| measure.anchor(edition));
                if anchor.is_empty() { copy.href.clone() } else { format!("{}#{anchor}", copy.href) }
            }
            None => String::new(),
        }
    }
}

/// In which order organs stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 机关顺序: that of the tree.
    Tree,
    /// 名称
    Name,
    /// A measure, by its place among those asked for, the largest first; what is not known stands last.
    Measure(usize),
}

/// The organs that are found in the tree, beside each other in one year: two questions to the register, however many there are.
///
/// # Errors
/// The register.
pub async fn organs(
    office: &Office,
    (tree, shelves): (&Tree, &Shelves),
    (level, words): (&str, &str),
    (year, measures, order): (i16, &[&'static Measure], Order),
) -> Result<Vec<Line>, Error> {
    let filter = Filter { year: Some(year), ..Filter::default() };
    let reports = office.db.kept_figures(&filter, None, MOST).await?;
    let by_organ: HashMap<OrganId, &KeptFigures> = reports.iter().map(|report| (report.organ_id, report)).collect();
    let today = office.today();
    let line = |organ: &Organ| {
        let stand = shelves.stand(tree, organ, year, today);
        Line::of((&organ.short_name, &organ.slug, year), (by_organ.get(&organ.id).copied(), stand), measures)
    };
    let mut lines: Vec<Line> = tree.found(level, words).map(|one| line(&one.organ)).collect();
    match order {
        Order::Tree => {}
        Order::Name => lines.sort_by(|a, b| a.name.cmp(&b.name)),
        Order::Measure(nth) => {
            let value = |line: &Line| line.values.get(nth).and_then(|value| value.known());
            // what is not known is less than nothing here
            lines.sort_by_key(|line| Reverse(value(line)));
        }
    }
    Ok(lines)
}

/// One organ through the years of the shelves, the earliest first.
///
/// # Errors
/// The register.
pub async fn years(
    office: &Office,
    (tree, shelves): (&Tree, &Shelves),
    organ: &Organ,
    measures: &[&'static Measure],
) -> Result<Vec<Line>, Error> {
    let filter = Filter { organ: Some(organ.id), ..Filter::default() };
    let reports = office.db.kept_figures(&filter, None, MOST).await?;
    let today = office.today();
    let line = |year: &i16| {
        let report = reports.iter().find(|report| report.year == *year);
        let stand = shelves.stand(tree, organ, *year, today);
        Line::of((&year.to_string(), &organ.slug, *year), (report, stand), measures)
    };
    Ok(shelves.years.iter().map(line).collect())
}
