//! `/desk/season/{year}/sum`: what all come to together, who is missing, and what is counted twice.

use std::collections::HashSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_law::annual_report::{CellId, figures::show as digits, form::Cell};
use gongkai_store::{Organ, SeasonAdjustment};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    super::{
        against::{Against, against},
        balance::{self, Torn},
        carried::{CarriedOver, is_torn},
        roll_up::{RollUp, roll_up},
        twice::{
            self, Candidate,
            noted::{Choice, LONGEST, PAPERS, choices, concerns, of_candidate},
        },
        who::{collects, is_one},
    },
    note::{Sent, path},
};
use crate::{
    compile::{compare::Carried, figures::some_of, range::Range},
    guard::{Visitor, kept},
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    verify::form::{Counted, TableView, counted},
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 编制范围; the whole region where it is empty.
    range: String,
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
    /// Which organs, and which documents or cases.
    concerns: String,
    confirmed: bool,
    /// Whether this person proposed it, whom it is not to be confirmed by.
    own: bool,
}

/// 可能重复: what the register shows, as it is shown.
struct CandidateView {
    mark: String,
    cell: String,
    amount: String,
    why: String,
    concerns: String,
}

/// Who may be named by a note: in addresses, 简称, whether its figures are there, whether it is ticked.
struct ChoiceView {
    slug: String,
    name: String,
    is_in: bool,
    ticked: bool,
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
    papers: usize,
    candidates: Vec<CandidateView>,
    choices: Vec<ChoiceView>,
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
    session: Session,
    Path(year): Path<i16>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let back: Option<Sent> = kept::back(&office, &visitor, &session, &path(year)).await;
    let sent = back.map_or_else(|| Sent::over(asked.range), Sent::anew);
    render(&office, &visitor, (year, None), (sent, Vec::new())).await
}

/// The page, with a form that came back, over the sum where that was made already.
pub(super) async fn render(
    office: &Office,
    visitor: &Visitor,
    (year, sum): (i16, Option<RollUp>),
    (typed, errors): (Sent, Vec<FieldError>),
) -> Result<Response, Error> {
    let (hand, year) = (visitor.hand()?, super::year(office, year)?);
    let organ = office.db.organ(collects(hand)?).await?;
    let range =
        if typed.range.is_empty() { Range::Region } else { Range::of_key(&typed.range).ok_or(Error::Garbled)? };
    let sum = match sum {
        Some(sum) => sum,
        None => roll_up(office, &organ, year, range).await?,
    };
    let mut known = office.db.season_adjustments(organ.id, year).await?;
    known.retain(|one| one.scope == range.key());
    let (candidates, many) = twice::candidates(office, &organ, (&sum, &known)).await?;
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
            longest: LONGEST,
            papers: PAPERS,
            candidates: candidates.into_iter().map(|one| candidate(&sum, one)).collect(),
            choices: chosen(&sum, &typed.organs),
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
    let cell = cell_of(sum, address).and_then(|id| sum.figures.form().known(id));
    cell.map_or_else(|| address.to_owned(), |cell| cell.name.clone())
}

fn said(sum: &RollUp, address: &str, value: i64) -> String {
    let cell = cell_of(sum, address).and_then(|id| sum.figures.form().known(id));
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
    let name = |id: CellId| form.known(id).map_or_else(String::new, |cell| cell.name.clone());
    let line = |(id, carried): &(CellId, Carried)| CarriedView {
        name: name(*id),
        last: n(carried.carried_out),
        rest: carried.rest().trim().to_owned(),
        now: n(carried.carried_in),
        torn: is_torn(carried),
    };
    over.columns().iter().map(line).collect()
}

fn candidate(sum: &RollUp, one: Candidate) -> CandidateView {
    CandidateView {
        cell: named(sum, &one.cell),
        amount: said(sum, &one.cell, one.amount),
        concerns: of_candidate(sum, &one),
        mark: one.mark,
        why: one.why,
    }
}

/// Who may be named, with those ticked that were.
fn chosen(sum: &RollUp, ticked: &[String]) -> Vec<ChoiceView> {
    let ticked: HashSet<&str> = ticked.iter().map(String::as_str).collect();
    let view = |one: Choice<'_>| ChoiceView {
        slug: one.slug.to_owned(),
        name: one.name.to_owned(),
        is_in: one.is_in,
        ticked: ticked.contains(one.slug),
    };
    choices(sum).map(view).collect()
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
        concerns: concerns(&sum.names, one),
        confirmed: one.confirmed_ms.is_some(),
        own: is_one(hand, &one.actor),
    }
}
