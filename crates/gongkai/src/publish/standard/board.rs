//! 覆盖: what there is for each row of a catalogue, what is stale, what is missing and what is late.

use std::collections::{BTreeMap, HashMap};

use gongkai_law::proactive::standard::{FIELDS, StandardCoverage, StandardTerm};
use gongkai_store::{Error, Moment, OrganId, StandardRow, StandardRowId};
use jiff::civil::Date;

use super::line::{field_title, level_words, outlet_words, way_words};
use crate::office::{Office, civil_date};

/// A row with what there is for it.
pub struct Covered {
    /// Itself.
    pub row: StandardRow,
    /// How many are public.
    pub count: i64,
    /// When the newest came out.
    pub newest: Option<Date>,
    /// 逾期: the earliest day by which something in work should have been out.
    pub late: Option<Date>,
    /// 覆盖
    pub coverage: StandardCoverage,
}

impl Covered {
    /// The class of its tag.
    pub fn sign(&self) -> &'static str {
        sign(self.coverage)
    }

    /// 领域 as it is printed.
    pub fn field(&self) -> &str {
        field_title(&self.row.field)
    }

    /// 渠道和载体 in words.
    pub fn outlets(&self) -> String {
        outlet_words(&self.row).join("、")
    }

    /// 对象、方式、层级 in words.
    pub fn reach(&self) -> String {
        let whom = if self.row.audience.is_empty() { "全社会" } else { &self.row.audience };
        format!("{whom}；{}；{}", way_words(&self.row).join("、"), level_words(&self.row).join("、"))
    }
}

/// The class of a tag.
pub fn sign(coverage: StandardCoverage) -> &'static str {
    match coverage {
        StandardCoverage::Late | StandardCoverage::Empty => "bad",
        StandardCoverage::Stale => "warn",
        StandardCoverage::There => "ok",
    }
}

/// The rows of an organ, of one field or of all. Only for the office itself does it look at what is in work: that something
/// is late would tell others of it.
///
/// # Errors
/// The register.
pub async fn covered(
    office: &Office,
    organ: OrganId,
    field: Option<&str>,
    inside: bool,
) -> Result<Vec<Covered>, Error> {
    let rows = office.db.standard_rows(organ, field).await?;
    let counts = office.db.standard_counts(organ).await?;
    let out: HashMap<StandardRowId, (i64, Moment)> =
        counts.into_iter().map(|one| (one.row_id, (one.count, one.newest_ms))).collect();
    let mut work: HashMap<StandardRowId, Vec<Date>> = HashMap::new();
    if inside {
        for (row, formed) in office.db.standard_in_work(organ).await? {
            work.entry(row).or_default().push(formed.0);
        }
    }
    let today = office.today();
    let cover = |row: StandardRow| {
        let term = StandardTerm::read(&row.term);
        let due = |formed: &Date| term.due(*formed, &office.calendar).map(|term| term.date);
        let dues = work.get(&row.id).into_iter().flatten().filter_map(due);
        let late = dues.filter(|due| *due < today).min();
        let (count, newest) = match out.get(&row.id) {
            Some((count, newest)) => (*count, Some(civil_date(newest.timestamp()))),
            None => (0, None),
        };
        let coverage = StandardCoverage::of(term, newest, late.is_some(), today);
        Covered { row, count, newest, late, coverage }
    };
    Ok(rows.into_iter().map(cover).collect())
}

/// 领域 with how its rows are kept.
pub struct FieldLine {
    /// In addresses.
    pub key: String,
    /// As it is printed.
    pub title: String,
    /// Whether the organ made it itself.
    pub own: bool,
    /// How many rows, and of each coverage.
    pub rows: usize,
    counts: [usize; 4],
}

impl FieldLine {
    /// Rows of a coverage.
    pub fn of(&self, coverage: StandardCoverage) -> usize {
        let at = StandardCoverage::ALL.iter().position(|one| *one == coverage);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    /// Rows of each coverage, what is worst first, with the class of its sign.
    pub fn each(&self) -> impl Iterator<Item = (StandardCoverage, usize, &'static str)> {
        StandardCoverage::ALL.into_iter().zip(self.counts).map(|(coverage, count)| (coverage, count, sign(coverage)))
    }
}

/// The fields of a catalogue: the 26 in their order, then the organ's own.
pub fn fields(covered: &[Covered]) -> Vec<FieldLine> {
    let mut all: BTreeMap<(usize, &str), FieldLine> = BTreeMap::new();
    for one in covered {
        let key = one.row.field.as_str();
        let known = FIELDS.iter().position(|field| field.key == key);
        let blank = || FieldLine {
            key: key.to_owned(),
            title: field_title(key).to_owned(),
            own: known.is_none(),
            rows: 0,
            counts: [0; 4],
        };
        let line = all.entry((known.unwrap_or(FIELDS.len()), key)).or_insert_with(blank);
        line.rows += 1;
        let at = StandardCoverage::ALL.iter().position(|coverage| *coverage == one.coverage);
        if let Some(count) = at.and_then(|at| line.counts.get_mut(at)) {
            *count += 1;
        }
    }
    all.into_values().collect()
}
