//! `/desk/season/{year}/sum`: what all come to together, who is missing, and what is counted twice.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::annual_report::{CellId, Edition, figures::show as digits, form::Cell};
use gongkai_store::{NewSeasonAdjustment, Organ, SeasonAdjustment};
use serde::Deserialize;

use super::super::{
    against::{Against, against},
    balance::{self, Torn},
    carried::{CarriedOver, is_torn},
    roll_up::{RollUp, roll_up},
    twice::{self, Candidate},
    who::{collects, is_one},
};
use crate::{
    compile::{compare::Carried, figures::some_of, range::Range},
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    requests::{desk::list::refused, take::NotTaken},
    verify::form::{Counted, TableView, counted},
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 编制范围; the whole region where it is empty.
    range: String,
}

/// A form of this page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    csrf: String,
    range: String,
    /// A candidate's mark; empty for what somebody found.
    mark: String,
    cell: String,
    amount: String,
    why: String,
    /// `1` takes the totals along that the cell belongs to.
    along: String,
    /// `1` confirms, anything else drops.
    counts: String,
}

/// 还缺数的格: a cell for which somebody who handed in has no number, or of which more was taken off than there is.
struct LackingView {
    address: String,
    name: String,
    /// Beside the figure.
    note: &'static str,
    /// Whose.
    whose: String,
}

/// 结转核对 of one kind of applicant.
struct CarriedView {
    name: String,
    last: String,
    /// What was handed over since.
    rest: String,
    now: String,
    torn: bool,
}

/// A table of the form, to choose a cell from: address and name.
type Cells = (&'static str, Vec<(String, String)>);

/// An adjustment as it is shown.
struct AdjustmentView {
    n: i32,
    cell: String,
    amount: String,
    why: String,
    confirmed: bool,
    /// Whether this person proposed it, whom it is not to be confirmed by.
    own: bool,
}

#[derive(Template)]
#[template(path = "season/sum.html")]
struct SumPage {
    desk: Desk,
    year: i16,
    organ: Organ,
    ranges: [Range; 3],
    sum: RollUp,
    counted: Vec<(String, &'static str)>,
    tables: Vec<TableView>,
    lacking: Vec<LackingView>,
    cells: Vec<Cells>,
    carried: Vec<CarriedView>,
    /// Why 结转 is not checked; empty where it is.
    not_carried: String,
    against: Against,
    /// 不平: the form's own sums that do not hold.
    torn: Vec<Torn>,
    /// Those that will not, once what waits is confirmed.
    torn_by_waiting: Vec<Torn>,
    adjustments: Vec<AdjustmentView>,
    /// Whether the register's proposals may be more than are shown.
    many: bool,
    longest: usize,
    candidates: Vec<(Candidate, String, String)>,
    heads: bool,
    typed: Sent,
    errors: Vec<FieldError>,
}

impl SumPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// `GET /desk/season/{year}/sum`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let sent = Sent { range: asked.range, ..Sent::default() };
    render(&office, &visitor, year, (sent, Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    year: i16,
    (typed, errors): (Sent, Vec<FieldError>),
) -> Result<Response, Error> {
    let (hand, year) = (visitor.hand()?, super::year(office, year)?);
    let organ = office.db.organ(collects(hand)?).await?;
    let range =
        if typed.range.is_empty() { Range::Region } else { Range::of_key(&typed.range).ok_or(Error::Garbled)? };
    let sum = roll_up(office, &organ, year, range).await?;
    let mut known = office.db.season_adjustments(organ.id, year).await?;
    known.retain(|one| one.scope == range.key());
    let (candidates, many) = twice::candidates(office, &organ, (&sum, &known)).await?;
    let name = |address: &str| named(&sum, address);
    let candidates = candidates.into_iter().map(|one| (name(&one.cell), said(&sum, &one.cell, one.amount), one));
    let lacking = lacking(&sum);
    let over = CarriedOver::of(office, &organ, &sum).await?;
    page::show_as(
        page::form_status(errors.is_empty()),
        &SumPage {
            desk: Desk::new(office, visitor, Place::Season).await?,
            ranges: Range::ALL,
            counted: sum.counted.iter().map(|one| (one.name.clone(), one.by.label())).collect(),
            tables: tables(&sum, &lacking),
            cells: cells(&sum),
            lacking,
            carried: carried(&sum, &over),
            not_carried: over.why_not(year),
            against: against(office, &organ, year, &sum).await?,
            torn: balance::torn(&sum),
            torn_by_waiting: if range.is_wide() { balance::torn_by_waiting(&sum) } else { Vec::new() },
            adjustments: adjustments(&sum, hand, &known),
            many,
            longest: twice::LONGEST,
            candidates: candidates.map(|(name, amount, one)| (one, name, amount)).collect(),
            heads: hand.is_any(&[Role::Head]),
            year,
            organ,
            sum,
            typed,
            errors,
        },
    )
}

fn cell_of(sum: &RollUp, address: &str) -> Option<CellId> {
    sum.figures.form().cell(address)
}

fn named(sum: &RollUp, address: &str) -> String {
    let cell = cell_of(sum, address).and_then(|id| sum.figures.form().cells().get(usize::from(id)));
    cell.map_or_else(|| address.to_owned(), |cell| cell.name.clone())
}

fn said(sum: &RollUp, address: &str, value: i64) -> String {
    let cell = cell_of(sum, address).and_then(|id| sum.figures.form().cells().get(usize::from(id)));
    cell.map_or_else(|| value.to_string(), |cell| digits(value, cell.kind))
}

/// Names shown of who lacks a cell at most.
const NAMED: usize = 3;

fn lacking(sum: &RollUp) -> Vec<LackingView> {
    let whose = |id: CellId| {
        let without: Vec<&str> = sum.without(id).collect();
        if sum.is_overdrawn(id) { "去重比各家合计还多".to_owned() } else { some_of(&without, NAMED) }
    };
    let view = |(id, cell): (CellId, &Cell)| LackingView {
        address: cell.address.clone(),
        name: cell.name.clone(),
        note: if sum.is_overdrawn(id) { "去重过多" } else { "＋缺数" },
        whose: whose(id),
    };
    let cells = (0..).zip(sum.figures.form().cells());
    cells.map(view).filter(|one| !one.whose.is_empty()).collect()
}

/// What is known so far, as the form prints it; a cell that somebody has no number for leads to whose that is.
fn tables(sum: &RollUp, lacking: &[LackingView]) -> Vec<TableView> {
    let known = sum.known();
    let mut tables = Counted::ALL.map(|table| counted(&known, table, &|_| String::new()));
    for one in lacking {
        tables.iter_mut().for_each(|table| table.note(&one.address, one.note.to_owned(), "#lacking"));
    }
    tables.into()
}

fn cells(sum: &RollUp) -> Vec<Cells> {
    let form = sum.figures.form();
    let of = |at: usize| form.cells().iter().filter(move |cell| cell.table == at);
    let pairs = |at| of(at).map(|cell| (cell.address.clone(), cell.name.clone())).collect();
    form.tables.iter().enumerate().map(|(at, table)| (table.name(), pairs(at))).collect()
}

/// Each column carried in beside last year's.
fn carried(sum: &RollUp, over: &CarriedOver) -> Vec<CarriedView> {
    let n = |n: Option<i64>| n.map_or_else(|| "不知道".to_owned(), |n| n.to_string());
    let form = sum.figures.form();
    let name = |id: CellId| form.cells().get(usize::from(id)).map_or_else(String::new, |cell| cell.name.clone());
    let line = |(id, carried): &(CellId, Carried)| CarriedView {
        name: name(*id),
        last: n(carried.carried_out),
        rest: carried.rest().trim().to_owned(),
        now: n(carried.carried_in),
        torn: is_torn(carried),
    };
    over.columns().iter().map(line).collect()
}

/// What was noted together is one, and is settled by its first.
fn adjustments(sum: &RollUp, hand: &Hand, known: &[SeasonAdjustment]) -> Vec<AdjustmentView> {
    twice::firsts(known).map(|one| adjustment(sum, hand, (one, known))).collect()
}

fn adjustment(sum: &RollUp, hand: &Hand, (one, known): (&SeasonAdjustment, &[SeasonAdjustment])) -> AdjustmentView {
    let cells = known.iter().filter(|other| twice::is_with(one, other)).map(|other| named(sum, &other.cell));
    AdjustmentView {
        n: one.n,
        cell: cells.collect::<Vec<_>>().join("、"),
        amount: said(sum, &one.cell, one.amount),
        why: one.why.clone(),
        confirmed: one.confirmed_ms.is_some(),
        own: is_one(hand, &one.actor),
    }
}

/// `POST /desk/season/{year}/sum/twice`
pub async fn propose(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    let organ = office.db.organ(collects(hand)?).await?;
    let edition = Edition::for_year(year).ok_or(Error::NotFound)?;
    let range = range_of(&sent);
    if !range.is_wide() {
        let errors = vec![FieldError::new("cell", "本级自己的数没有重复，换一个范围再记")];
        return render(&office, &visitor, year, (sent, errors)).await;
    }
    let (cell, amount, why) = match sent.mark.as_str() {
        "" => match twice::typed(edition, (&sent.cell, &sent.amount, &sent.why)) {
            Ok(typed) => typed,
            Err((field, why)) => {
                let errors = vec![FieldError::new(field, why)];
                return render(&office, &visitor, year, (sent, errors)).await;
            }
        },
        mark => {
            let sum = roll_up(&office, &organ, year, range).await?;
            let known = office.db.season_adjustments(organ.id, year).await?;
            let (all, _) = twice::candidates(&office, &organ, (&sum, &known)).await?;
            let one = all.into_iter().find(|one| one.mark == mark).ok_or(Error::Stale)?;
            (one.cell, one.amount, one.why)
        }
    };
    // what the register proposes says each cell by itself
    let along = sent.mark.is_empty() && sent.along == "1";
    let cells = twice::cells(edition, &cell, along);
    let at = office.now_ms();
    let mark =
        |other: &&str| if cells.len() > 1 { twice::mark_along(at, (cell.as_str(), *other)) } else { sent.mark.clone() };
    let marks: Vec<String> = cells.iter().map(mark).collect();
    let new = |(cell, mark)| NewSeasonAdjustment { scope: range.key(), cell, amount, why: &why, mark };
    let new: Vec<_> = cells.iter().copied().zip(marks.iter().map(String::as_str)).map(new).collect();
    twice::propose(&office, hand, year, &new).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/desk/season/{year}/sum?range={}#twice", range.key())).into_response())
}

fn range_of(sent: &Sent) -> Range {
    Range::of_key(&sent.range).unwrap_or(Range::Region)
}

/// `POST /desk/season/{year}/sum/twice/{n}`
pub async fn settle(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, n)): Path<(i16, i32)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    match twice::settle(&office, hand, (year, n), sent.counts == "1").await {
        Ok(()) => {
            Ok(Redirect::to(&format!("/desk/season/{year}/sum?range={}#twice", range_of(&sent).key())).into_response())
        }
        Err(NotTaken::Refused(why)) if visitor.hand()?.is_any(&[Role::Head]) => {
            let errors = vec![FieldError::new("twice", why)];
            render(&office, &visitor, year, (sent, errors)).await
        }
        Err(error @ NotTaken::Refused(_)) => Err(refused(error)),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
