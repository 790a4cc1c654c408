//! 定稿: the head freezes a year (tables 3 and 4) when its report goes out. What changes afterwards does not change the table that was
//! reported: it is listed beside it, figure by figure, with the requests that moved.

use std::collections::BTreeMap;

use gongkai_law::{
    annual_report::{Edition, Figures},
    article::Article,
    redress::{Outcome, Route},
    request::{application::Applicant, decision::Decision, refusal::Refusal},
};
use gongkai_store::{Act, Moment, Moved, MovedCase, OrganId, Scope};
use jiff::Timestamp;

use super::count;
use crate::{
    office::{Office, civil_minute},
    people::roles::{Duty, Hand, Role},
    requests::{
        desk::{colleagues::Names, wording::brief},
        take::NotTaken,
    },
};

/// Requests that a page lists.
const MOST: i64 = 200;

/// 更正数: a figure that is counted otherwise now.
pub struct Correction {
    /// The labels of its row and column.
    pub name: &'static str,
    /// Its address.
    pub address: &'static str,
    /// As it was reported.
    pub frozen: i64,
    /// As it is counted now.
    pub now: i64,
}

/// A request or case that moved: number, title, as what it was counted, as what it is counted now.
pub struct MovedView {
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// As what it was counted.
    pub was: String,
    /// As what it is counted now.
    pub now: String,
}

/// 定稿的数: the figures of tables 3 and 4 as they were reported.
pub struct Kept {
    /// The figures, on the edition that was prescribed.
    pub figures: Figures,
    /// Who froze it: an actor in words.
    actor: String,
    /// When.
    pub at: Timestamp,
}

/// A frozen year, and what changed since.
pub struct FrozenView {
    /// Who froze it, and when.
    pub by: String,
    /// By cell.
    pub corrections: Vec<Correction>,
    /// By request.
    pub moved: Vec<MovedView>,
    /// By case of table 4.
    pub cases: Vec<MovedView>,
}

/// Whether a year can be frozen by this hand today.
///
/// # Errors
/// The reason why not.
pub fn may_freeze(office: &Office, hand: &Hand, year: i16) -> Result<(), Refusal> {
    let no = |why: String, article| Err(Refusal { why, article });
    if year >= office.today().year() {
        return no(format!("{year}年还没有过完，不能定稿"), Some(Article::regulation(49)));
    }
    if !hand.is_any(Duty::Freeze.roles()) {
        return no(format!("定稿由{}办理", Role::Head.label()), None);
    }
    Ok(())
}

/// Freezes an organ's year as it is counted now.
///
/// # Errors
/// A refusal, or [`gongkai_store::Error::Taken`] where it is frozen already.
pub async fn freeze(office: &Office, hand: &Hand, organ: OrganId, year: i16) -> Result<(), NotTaken> {
    may_freeze(office, hand, year).map_err(NotTaken::Refused)?;
    let nothing = || NotTaken::Refused(Refusal { why: format!("{year}年没有年报格式"), article: None });
    let edition = Edition::for_year(year).ok_or_else(nothing)?;
    let figures = count::tables(&office.db, Scope::Organ(organ), year, edition).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.freeze_year(organ, year, edition.key(), &kept(&figures)).await?;
    // the requests are written down by the act, the figures were counted before it: between the two nothing may have moved
    if count::tables(&office.db, Scope::Organ(organ), year, edition).await? != figures {
        return Err(gongkai_store::Error::Stale.into());
    }
    Ok(act.commit().await?)
}

/// 公布即定稿: freezes an organ's year in the act by which its report goes out, as the report has it. A correction freezes it
/// anew; a year that was frozen before its report went out stays as it was.
///
/// # Errors
/// The register.
pub async fn freeze_in(
    act: &mut Act,
    organ: OrganId,
    year: i16,
    (figures, corrects): (&Figures, bool),
) -> Result<(), gongkai_store::Error> {
    let (edition, kept) = (figures.edition().key(), kept(figures));
    match corrects {
        true => act.freeze_year_anew(organ, year, edition, &kept).await,
        false => act.freeze_year(organ, year, edition, &kept).await,
    }
}

/// The figures of tables 3 and 4 as the register keeps them.
fn kept(figures: &Figures) -> String {
    let cells = figures.form().cells().iter().zip(figures.values()).filter(|(cell, _)| cell.table > 0);
    let known: BTreeMap<_, _> = cells.filter_map(|(cell, value)| Some((&cell.address, (*value)?))).collect();
    // words and numbers always have a JSON
    serde_json::to_string(&known).unwrap_or_default()
}

/// An organ's year as it was reported; `None` while it is not frozen.
///
/// # Errors
/// The register; [`gongkai_store::Error::Corrupt`] for figures that nobody can read.
pub async fn kept_year(office: &Office, organ: OrganId, year: i16) -> Result<Option<Kept>, gongkai_store::Error> {
    let Some(frozen) = office.db.frozen_year(organ, year).await? else { return Ok(None) };
    let corrupt = || gongkai_store::Error::Corrupt(format!("{year}年的定稿"));
    let edition = Edition::ALL.into_iter().find(|edition| edition.key() == frozen.edition).ok_or_else(corrupt)?;
    let known: BTreeMap<String, i64> = serde_json::from_str(&frozen.figures).map_err(|_| corrupt())?;
    let mut figures = Figures::unknown(edition);
    for (address, value) in known {
        figures.set(figures.form().cell(&address).ok_or_else(corrupt)?, Some(value));
    }
    Ok(Some(Kept { figures, actor: frozen.actor, at: frozen.at_ms.timestamp() }))
}

/// A frozen year beside what is counted now.
///
/// # Errors
/// The register.
pub async fn frozen(
    office: &Office,
    organ: OrganId,
    year: i16,
    kept: &Kept,
) -> Result<FrozenView, gongkai_store::Error> {
    let now = count::tables(&office.db, Scope::Organ(organ), year, kept.figures.edition()).await?;
    let moved = office.db.moved_requests(organ, year, MOST).await?;
    let names = Names::of_actors(office, &[&kept.actor]).await?;
    let by = format!("{}，{}", names.actor(&kept.actor), civil_minute(kept.at));
    let cases = office.db.moved_cases(organ, year, MOST).await?;
    let (moved, cases) = (moved.iter().map(view).collect(), cases.iter().map(case).collect());
    Ok(FrozenView { by, corrections: corrections(&kept.figures, &now), moved, cases })
}

/// What is counted otherwise now, cell by cell.
pub fn corrections(kept: &Figures, now: &Figures) -> Vec<Correction> {
    let pairs = kept.form().cells().iter().zip(kept.values().iter().zip(now.values()));
    let changed = pairs.filter_map(|(cell, (frozen, now))| {
        let (frozen, now) = ((*frozen)?, (*now)?);
        (frozen != now).then_some(Correction { name: &cell.name, address: &cell.address, frozen, now })
    });
    changed.collect()
}

fn case(moved: &MovedCase) -> MovedView {
    let counted = |route: &str, outcome: Option<&str>| {
        let route = Route::of_key(route).map_or("", Route::label);
        let outcome = outcome.and_then(Outcome::of_key).unwrap_or(Outcome::Pending);
        format!("{route}，{}", outcome.label())
    };
    let said = |route: &Option<String>, outcome: &Option<String>, not: &str| {
        route.as_deref().map_or_else(|| not.to_owned(), |route| counted(route, outcome.as_deref()))
    };
    MovedView {
        number: moved.number.clone(),
        title: moved.title.clone(),
        was: said(&moved.was_route, &moved.was_outcome, "没有计入"),
        now: said(&moved.now_route, &moved.now_outcome, "不再计入"),
    }
}

fn view(moved: &Moved) -> MovedView {
    let counted = |applicant: &str, is_new: bool, decision: Option<&str>| {
        let came = if is_new { "本年新收" } else { "上年结转" };
        let who = Applicant::of_key(applicant).map_or("", Applicant::label);
        let end = decision.and_then(Decision::of_key).map_or("结转下年", |decision| brief(decision.label()));
        format!("{came}，{who}，{end}")
    };
    let was = match (&moved.was_applicant, moved.was_new) {
        (Some(applicant), Some(is_new)) => counted(applicant, is_new, moved.was_decision.as_deref()),
        _ => "没有计入".to_owned(),
    };
    let now = match moved.now_new {
        Some(is_new) => counted(&moved.applicant, is_new, moved.now_decision.as_deref()),
        None => "不再计入".to_owned(),
    };
    MovedView { number: moved.number.clone(), title: moved.title.clone(), was, now }
}
