//! `/desk/compile/{year}/cell` 一格由哪些单位相加: one cell of a report of several organs, organ by organ, with what is counted
//! twice and who is missing, so that whoever writes the report sees what its number is made of. Over the range that the report
//! has it is for everybody who has a part in that report: its sum is theirs to write, review and sign. Over another range, whose
//! organs are not in the report, it is for those who collect the reports below, as the sum itself is. The papers of an organ
//! below are always for those alone. Of an organ's own report there is no such page: its cells lead to the records.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_law::annual_report::{CellId, figures::show as digits, form::Cell};
use gongkai_store::SeasonAdjustment;
use serde::Deserialize;

use super::{opened, path};
use crate::{
    compile::{
        figures::{Origins, Source, typed},
        out::handed_in,
        range::Range,
        submit::SOURCE,
        work::Work,
    },
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    season::{
        roll_up::{By, Counted, Missing, RollUp, roll_up},
        twice::noted::concerns,
        who::collects,
    },
};

/// The cell that is shown where none is asked for.
const FIRST: &str = "requests.new.total";
/// Organs that are shown one by one; of the rest their sum.
const MOST: usize = 1_000;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The cell's address.
    at: String,
    /// 编制范围; that of the report where it is empty.
    range: String,
}

/// An organ's share of the cell.
struct ShareView {
    name: String,
    /// `None` where it has no number for the cell.
    value: Option<String>,
    /// By what it is there.
    by: String,
    /// Where that is: address and words.
    links: Vec<(String, String)>,
}

/// 去重
struct LessView {
    amount: String,
    why: String,
    /// Which organs, and which documents or cases.
    concerns: String,
    confirmed: bool,
}

/// 缺: who, why, and where it is seen to; empty where this person has no part in that.
struct MissingView {
    name: String,
    why: String,
    href: String,
}

/// 定本: which version, what it has in the cell, and what is said where that is another number than the sum; empty where it is
/// not.
struct CopyView {
    revision: String,
    value: String,
    differs: &'static str,
}

#[derive(Template)]
#[template(path = "season/cell.html")]
struct CellPage {
    desk: Desk,
    year: i16,
    path: String,
    organ: String,
    /// 编制范围, and the others that may be looked at.
    range: Range,
    others: Vec<Range>,
    address: String,
    name: String,
    /// 表三, and the heading of its section.
    table: (&'static str, &'static str),
    /// 本格; `None` where it is not known.
    value: Option<String>,
    copy: Option<CopyView>,
    /// 手工填写: where it is from.
    typed: Option<String>,
    shares: Vec<ShareView>,
    /// Those that are not shown one by one, in a sentence.
    rest: Option<String>,
    known: String,
    /// How many have no number for the cell, handed in or not.
    lacking: usize,
    less: Vec<LessView>,
    missing: Vec<MissingView>,
    through: Vec<(String, String)>,
    equation: String,
}

/// The cell in the sum, and who looks at it.
struct Seen<'a> {
    work: &'a Work,
    sum: &'a RollUp,
    id: CellId,
    cell: &'a Cell,
    /// 手工填写 of the whole: the number and its source.
    typed: Option<(i64, String)>,
    /// Whether this person sees the reports of those below.
    collects: bool,
}

/// `GET /desk/compile/{year}/cell`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    let collects = collects(visitor.hand()?).is_ok_and(|organ| organ == work.organ.id);
    let range = range_of(&asked.range, &work, collects)?;
    let sum = roll_up(&office, &work.organ, work.year(), range).await?;
    let form = sum.figures.form();
    let id = form.cell(if asked.at.is_empty() { FIRST } else { &asked.at }).ok_or(Error::NotFound)?;
    let cell = form.known(id).ok_or(Error::NotFound)?;
    let seen = Seen { work: &work, sum: &sum, id, cell, typed: typed_of(&work, &sum, (id, cell)), collects };
    let table = form.tables.get(cell.table).map(|table| {
        let section = form.sections.get(usize::from(table.section).saturating_sub(1));
        (table.name(), section.copied().unwrap_or_default())
    });
    page::show(&CellPage {
        desk: Desk::new(&office, &visitor, Place::Compile).await?,
        year: work.year(),
        path: path(work.year()),
        organ: work.organ.name.clone(),
        range,
        others: others(&work, range, collects),
        address: cell.address.clone(),
        name: cell.name.clone(),
        table: table.unwrap_or_default(),
        value: seen.value().map(|value| seen.said(value)),
        copy: seen.copy(&office).await?,
        shares: sum.counted.iter().take(MOST).map(|one| seen.share(one)).collect(),
        rest: seen.rest(),
        known: seen.said(sum.so_far(id).0),
        lacking: sum.so_far(id).1,
        less: seen.less(),
        missing: sum.missing.iter().map(|one| seen.missing(one)).collect(),
        through: sum.through.clone(),
        equation: seen.equation(),
        typed: seen.typed.as_ref().map(|(_, source)| source.clone()),
    })
}

/// 编制范围 that the address asks for: the report's own, or another that it might have.
fn range_of(key: &str, work: &Work, collects: bool) -> Result<Range, Error> {
    let range = if key.is_empty() { work.range } else { Range::of_key(key).ok_or(Error::Garbled)? };
    if sees(work, range, collects) { Ok(range) } else { Err(Error::NotFound) }
}

/// Whether the sum of several organs over a range is there for somebody: that of the report itself, and to who collects the
/// others.
fn sees(work: &Work, range: Range, collects: bool) -> bool {
    range.is_wide() && (range == work.range || (collects && work.organ.kind == "government"))
}

/// The other sums of several that the report might be.
fn others(work: &Work, shown: Range, collects: bool) -> Vec<Range> {
    Range::ALL.into_iter().filter(|range| *range != shown && sees(work, *range, collects)).collect()
}

/// What was typed into a report of several organs, for a cell that no register has.
fn typed_of(work: &Work, sum: &RollUp, (id, cell): (CellId, &Cell)) -> Option<(i64, String)> {
    let is_typed = matches!(sum.own.get(usize::from(id)), Some(Origins { source: Source::ByHand(_), .. }));
    let (typed, value) = typed(cell, &work.content.by_hand, sum.range);
    value.filter(|_| is_typed).map(|value| (value, typed.source))
}

impl Seen<'_> {
    fn said(&self, value: i64) -> String {
        digits(value, self.cell.kind)
    }

    /// 本格
    fn value(&self) -> Option<i64> {
        self.typed.as_ref().map(|(value, _)| *value).or(self.sum.figures.get(self.id))
    }

    fn share(&self, one: &Counted) -> ShareView {
        let own = self.sum.own.get(usize::from(self.id)).filter(|_| one.by == By::Own);
        let by = match own {
            Some(Origins { source: source @ Source::ByHand(_), .. }) => source.label(),
            _ if one.range.is_wide() => format!("{}（范围：{}）", one.by.label(), one.range.label()),
            _ => one.by.label().to_owned(),
        };
        let value = one.figures.get(self.id);
        let links = match own {
            Some(origins) => self.records(origins, value).into_iter().collect(),
            None => self.papers(one),
        };
        ShareView { name: one.name.clone(), value: value.map(|value| self.said(value)), by, links }
    }

    /// The list behind the organ's own figure; a zero has none, and nor has what is typed, which stands in its own report alone.
    fn records(&self, origins: &Origins, value: Option<i64>) -> Option<(String, String)> {
        let href = &origins.href;
        let is_list = !href.is_empty() && !href.starts_with('#');
        (value != Some(0) && is_list).then(|| (href.clone(), origins.source.label()))
    }

    /// What an organ below handed in, as far as this person may read it.
    fn papers(&self, one: &Counted) -> Vec<(String, String)> {
        let (year, mut papers) = (self.work.year(), Vec::new());
        let desk = format!("/desk/season/{year}/of/{}", one.slug);
        match one.by {
            By::Report { .. } if self.collects => {
                let words = if one.from_file { "上传的这一份" } else { "报送的这一份" };
                papers.push((format!("{desk}/copy"), words.to_owned()));
            }
            By::Register if self.collects => papers.push((desk, "报送情况".to_owned())),
            By::Own | By::Report { .. } | By::Register => {}
        }
        if one.is_public {
            papers.push((format!("/reports/{}/{year}", one.slug), "公开的年报".to_owned()));
        }
        papers
    }

    fn rest(&self) -> Option<String> {
        let rest = self.sum.counted.get(MOST..).filter(|rest| !rest.is_empty())?;
        let known = rest.iter().filter_map(|one| one.figures.get(self.id)).fold(0, i64::saturating_add);
        let lacking = rest.iter().filter(|one| one.figures.get(self.id).is_none()).count();
        if lacking == rest.len() {
            return Some(format!("其余{lacking}家都没有数"));
        }
        let lacking = if lacking > 0 { format!("，另有{lacking}家没有数") } else { String::new() };
        Some(format!("其余{}家合计{}{lacking}", rest.len(), self.said(known)))
    }

    /// 去重 of this cell: what is taken off, and what waits.
    fn less(&self) -> Vec<LessView> {
        let view = |one: &SeasonAdjustment| LessView {
            amount: self.said(one.amount),
            why: one.why.clone(),
            concerns: concerns(&self.sum.names, one),
            confirmed: one.confirmed_ms.is_some(),
        };
        let all = self.sum.taken_off.iter().chain(&self.sum.waiting);
        all.filter(|one| one.cell == self.cell.address).map(view).collect()
    }

    fn missing(&self, one: &Missing) -> MissingView {
        let href = match self.collects && !one.slug.is_empty() {
            true => format!("/desk/season/{}/of/{}", self.work.year(), one.slug),
            false => String::new(),
        };
        MissingView { name: one.name.clone(), why: one.why.clone(), href }
    }

    /// How the number comes about, in one line.
    fn equation(&self) -> String {
        let (known, lacking) = self.sum.so_far(self.id);
        let twice = self.sum.twice().into_iter().filter(|(at, _)| *at == self.id).map(|(_, amount)| amount);
        let twice: i64 = twice.fold(0, i64::saturating_add).saturating_neg();
        let (sum, off) = (self.said(known), self.said(twice));
        match (&self.typed, self.value()) {
            (Some((value, source)), _) => {
                format!("本格{}：手工填写（{source}），是全部单位的数，不由各家相加", self.said(*value))
            }
            (None, Some(value)) if twice == 0 => format!("合计{sum} = 本格{}", self.said(value)),
            (None, Some(value)) => format!("合计{sum} − 去重{off} = 本格{}", self.said(value)),
            (None, None) if lacking == 0 => {
                format!("合计{sum} − 去重{off}：减得比各家合计还多，本格没有数")
            }
            (None, None) => {
                let later = if twice == 0 { "" } else { "；去重等齐了再减" };
                format!("已有的合计{sum}，还缺{lacking}家：本格没有数，缺的不按零计{later}")
            }
        }
    }

    /// What was handed in, where that is not open any more. What came as a file never was this sum, and did not change.
    async fn copy(&self, office: &Office) -> Result<Option<CopyView>, Error> {
        if self.sum.range != self.work.range {
            return Ok(None);
        }
        let Some(handed) = handed_in(office, self.work).await? else { return Ok(None) };
        let differs = if handed.source.starts_with(SOURCE) { "送审以后变了" } else { "与现在的合计不同" };
        let value = handed.report.figures.as_ref().and_then(|figures| figures.at(&self.cell.address));
        Ok(Some(CopyView {
            revision: format!("第{}版", self.work.standing.revision),
            value: value.map_or_else(|| "没有数".to_owned(), |value| self.said(value)),
            differs: if value == self.value() { "" } else { differs },
        }))
    }
}
