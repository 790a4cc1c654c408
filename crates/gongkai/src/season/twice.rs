//! 去重: what the reports below count twice, papers that several organs made together and requests that went from one to
//! another: proposed where the register shows it, written down with a reason, and in force once the head confirms it.

mod joint;
pub mod noted;

use std::collections::{HashMap, HashSet};

use gongkai_law::{
    annual_report::{Edition, Form, form::Kind},
    article::Article,
    redress::Outcome,
    request::refusal::Refusal,
};
use gongkai_store::{Error, Moment, NewSeasonAdjustment, Organ, OrganId, SeasonAdjustment, Transferred};

use super::{
    balance::totals_of,
    roll_up::{By, RollUp, roll_up},
    who::{collects, is_one, no},
};
use crate::{
    compile::range::Range,
    office::Office,
    people::roles::{Hand, Role},
    redress::case::route,
    requests::take::NotTaken,
};

/// How the mark of one begins that was noted along with others.
const ALONG: &str = "along:";
/// Of how many the register says at most, of each kind; more come when some of these are settled.
const MANY: usize = 200;

/// 可能重复: an adjustment that nobody has made yet, as the register shows it or as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// By what it is known again; empty of what was typed.
    pub mark: String,
    /// The cell's address.
    pub cell: String,
    /// What would be taken off, below zero.
    pub amount: i64,
    /// Why.
    pub why: String,
    /// The parts of the sum that count the same.
    pub organs: Vec<OrganId>,
    /// 文号、编号 of the documents or cases.
    pub papers: Vec<String>,
}

/// What the register shows of a roll-up and nobody has settled for its range; whether it shows more than was looked at.
///
/// # Errors
/// The register.
pub async fn candidates(
    office: &Office,
    organ: &Organ,
    (roll_up, known): (&RollUp, &[SeasonAdjustment]),
) -> Result<(Vec<Candidate>, bool), Error> {
    let range = roll_up.range;
    let Some(edition) = Edition::for_year(roll_up.year).filter(|_| range.is_wide()) else {
        return Ok((Vec::new(), false));
    };
    let ((mut all, many), moved) = tokio::try_join!(
        joint::candidates(office, organ, (roll_up, edition)),
        office.db.transferred(organ.id, roll_up.year)
    )?;
    let settled: HashSet<&str> =
        known.iter().filter(|one| one.scope == range.key()).map(|one| one.mark.as_str()).collect();
    let form = Form::of(edition);
    let is_open = |one: &Candidate| form.cell(&one.cell).is_some() && !settled.contains(one.mark.as_str());
    all.retain(is_open);
    let more = many || all.len() > MANY || moved.len() >= MANY;
    all.truncate(MANY);
    all.extend(moved.iter().flat_map(|moved| of_transfer(roll_up, moved)).filter(is_open));
    Ok((all, more))
}

/// What was open when its organ was closed: a request is carried out by that one and in by its successor. A case of redress
/// that the closed organ's own report still has among the pending is among its successor's as well.
fn of_transfer(roll_up: &RollUp, moved: &Transferred) -> Vec<Candidate> {
    let names: HashMap<_, _> = roll_up.counted.iter().map(|one| (one.organ, one)).collect();
    let both = (names.get(&moved.from_id), names.get(&moved.to_id));
    let (Some(from), Some(to)) = both else { return Vec::new() };
    let (is_request, n) = (moved.kind == "request", moved.cases);
    let class = moved.class.as_str();
    // the end of the mark, and the cell; a mark stays as it is, for it says what was settled before
    let cells: Vec<(String, String)> = match is_request {
        true if from.by != By::Own => {
            let columns = [class, "total"];
            let of_row = |row: &str| {
                columns.map(|column| (format!("{row}:{class}:{column}"), format!("requests.{row}.{column}")))
            };
            ["carried_in", "carried_out"].into_iter().flat_map(of_row).collect()
        }
        false if matches!(from.by, By::Report { .. }) => {
            let Ok(route) = route(&moved.class) else { return Vec::new() };
            let pending = Outcome::Pending.address(route);
            // its report has them; one that counts from the register leaves them to the successor
            let has = from.figures.at(&pending).is_some_and(|pending| pending >= n);
            let cells = if has { vec![pending, format!("redress.{}.total", route.key())] } else { Vec::new() };
            cells.into_iter().map(|cell| (format!("{class}:{cell}"), cell)).collect()
        }
        _ => Vec::new(),
    };
    let why = match is_request {
        true => format!("{}移交{}的{n}件申请，两家都计了结转", from.name, to.name),
        false => format!("{}移交{}的{n}件复议诉讼案件，两家都计了", from.name, to.name),
    };
    let mut papers = moved.numbers.clone();
    if let Some(last) = papers.last_mut().filter(|_| usize::try_from(n).is_ok_and(|n| n > moved.numbers.len())) {
        last.push_str(&format!("等{n}件"));
    }
    // a total has a proposal for each kind of them
    let of = |(mark, cell): (String, String)| Candidate {
        mark: format!("handover:{}:{}:{mark}", moved.from_id, moved.to_id),
        cell,
        amount: -n,
        why: why.clone(),
        organs: vec![from.organ, to.organ],
        papers: papers.clone(),
    };
    cells.into_iter().map(of).collect()
}

/// The cells that one adjustment takes off: its own, and along with it the totals that this one belongs to.
pub fn cells(edition: Edition, cell: &str, along: bool) -> Vec<&str> {
    let form = Form::of(edition);
    let totals = form.cell(cell).filter(|_| along).map(|id| totals_of(form, id)).unwrap_or_default();
    let totals = totals.into_iter().filter_map(|id| form.known(id));
    [cell].into_iter().chain(totals.map(|cell| cell.address.as_str())).collect()
}

/// The mark of one of those that were noted together: the moment, the cell that was typed, and its own.
pub fn mark_along(at: i64, (typed, cell): (&str, &str)) -> String {
    format!("{ALONG}{at}:{typed}:{cell}")
}

/// By what those are known that were noted together; `None` of one that was noted by itself.
fn group(one: &SeasonAdjustment) -> Option<&str> {
    one.mark.starts_with(ALONG).then(|| one.mark.rsplit_once(':')).flatten().map(|(group, _)| group)
}

/// Whether two are one: the same, or noted together.
pub fn is_with(one: &SeasonAdjustment, other: &SeasonAdjustment) -> bool {
    one.n == other.n || group(one).is_some_and(|of| group(other) == Some(of))
}

/// What is settled by itself: of those that were noted together the first.
pub fn firsts(known: &[SeasonAdjustment]) -> impl Iterator<Item = &SeasonAdjustment> {
    let mut seen = HashSet::new();
    known.iter().filter(move |one| group(one).is_none_or(|of| seen.insert(of)))
}

/// Writes adjustments down, to be confirmed by the head; each holds for the sum of one range.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Taken`] where the same proposal is noted already.
pub async fn propose(
    office: &Office,
    hand: &Hand,
    year: i16,
    adjustments: &[NewSeasonAdjustment<'_>],
) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for adjustment in adjustments {
        act.add_season_adjustment(organ, year, adjustment).await?;
    }
    Ok(act.commit().await?)
}

/// 确认、撤销: the head's word, of what somebody else proposed and of no more than there is; what was noted together is
/// confirmed or dropped together. What was signed into a report stays in that version of it.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] when that was done before.
pub async fn settle(office: &Office, hand: &Hand, (year, n): (i16, i32), counts: bool) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    if !hand.is_any(&[Role::Head]) {
        let why = format!("去重由{}确认", Role::Head.label());
        return Err(NotTaken::Refused(Refusal { why, article: Some(Article::regulation(50)) }));
    }
    let known = office.db.season_adjustments(organ, year).await?;
    let Some(one) = known.iter().find(|adjustment| adjustment.n == n) else {
        return Err(NotTaken::Refused(no("没有这一条，或者已经撤销")));
    };
    let all: Vec<&SeasonAdjustment> = known.iter().filter(|other| is_with(one, other)).collect();
    if counts {
        sound(office, hand, (organ, year), (one, &all)).await?;
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for one in all {
        act.settle_season_adjustment((organ, year, one.n), counts).await?;
    }
    Ok(act.commit().await?)
}

/// Whether this hand may confirm an adjustment now, with all that was noted along with it.
async fn sound(
    office: &Office,
    hand: &Hand,
    (organ, year): (OrganId, i16),
    (one, all): (&SeasonAdjustment, &[&SeasonAdjustment]),
) -> Result<(), NotTaken> {
    let refuse = |why: String| Err(NotTaken::Refused(no(why)));
    if is_one(hand, &one.actor) {
        return refuse("这一条是您提出的，要由另一个人确认".to_owned());
    }
    let organ = office.db.organ(organ).await?;
    let range = Range::of_key(&one.scope).unwrap_or(Range::Region);
    let sum = roll_up(office, &organ, year, range).await?;
    all.iter().try_for_each(|one| fits(&sum, one)).map_err(|why| NotTaken::Refused(no(why)))
}

/// Whether a cell of a sum has as much as is to be taken off.
fn fits(sum: &RollUp, one: &SeasonAdjustment) -> Result<(), String> {
    let Some(cell) = sum.figures.form().cell(&one.cell) else { return Ok(()) };
    let before: i64 = sum.twice().iter().filter(|(at, _)| *at == cell).map(|(_, amount)| *amount).sum();
    let (known, lacking) = sum.so_far(cell);
    let left = known.saturating_add(before).saturating_add(one.amount);
    let may_be_less = sum.figures.form().known(cell).is_some_and(|cell| cell.kind == Kind::Change);
    if left >= 0 || may_be_less {
        return Ok(());
    }
    Err(match lacking {
        0 => "减得比各家合计还多，撤销这一条，按实际重复的数再记".to_owned(),
        _ => format!("减得比已经报来的合计还多，还缺{lacking}家，收齐再确认"),
    })
}
