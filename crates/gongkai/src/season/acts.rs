//! 收年报: the season is opened and locked, and a report below is taken or sent back, through the door of its own steps.

use gongkai_law::annual_report::{Edition, compilation::CompileStep};
use gongkai_store::{Civil, Moment, Organ, OrganId, Scope, Season};
use jiff::civil::Date;

use super::{
    days,
    who::{apart, collects, no},
};
use crate::{
    compile::{
        record::Words,
        take::{self, take as take_step},
        work::Work,
    },
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
};

/// The longest remarks with which a report is sent back, in characters.
pub const LONGEST: usize = 1_000;

/// 开始收年报, or another day for it: the day is not past the first on which one of those below must publish.
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Stale`] when somebody else did so first.
pub async fn open(
    office: &Office,
    hand: &Hand,
    (year, due): (i16, Date),
    seen: Option<&Season>,
) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    sound(office, year, due).map_err(|why| NotTaken::Refused(no(why)))?;
    if office.db.organs_below(organ, 1).await?.is_empty() {
        return Err(NotTaken::Refused(no("本机关没有下级机关，不用收年报")));
    }
    days::in_time(office, organ, (year, due), seen.map(|season| season.due.0)).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.open_season(organ, year, Civil(due), seen.map(|season| season.version)).await?;
    Ok(act.commit().await?)
}

/// Whether a season of this year may have this day.
fn sound(office: &Office, year: i16, due: Date) -> Result<(), String> {
    let today = office.today();
    if Edition::for_year(year).is_none() || year > today.year() {
        return Err(format!("{year}年没有年报可收"));
    }
    if due.year() <= year {
        return Err(format!("{year}年过完才有年报，报送日要在{}年以后", year.saturating_add(1)));
    }
    Ok(())
}

/// 锁定、解锁
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn lock(office: &Office, hand: &Hand, season: &Season, locked: bool) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    if organ != season.organ_id {
        return Err(NotTaken::Refused(no("不是本机关收的年报")));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.lock_season(season, locked).await?;
    Ok(act.commit().await?)
}

/// 接收、退回 of a report below.
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn answer(
    office: &Office,
    hand: &Hand,
    (organ, year): (&Organ, i16),
    (step, why): (CompileStep, &str),
) -> Result<(), NotTaken> {
    if !take::is_from_above(step) {
        return Err(NotTaken::Refused(no("这一步不由上级办")));
    }
    if why.trim().chars().count() > LONGEST {
        return Err(NotTaken::Refused(no(format!("意见{LONGEST}字以内"))));
    }
    let scope = take::scope(hand).map_err(NotTaken::Refused)?;
    let work = work_of(office, organ.id, year, scope).await?;
    apart(hand, &work, step).map_err(NotTaken::Refused)?;
    take_step(office, hand, &work, step, &Words::because(why)).await
}

/// The report in work; a refusal where there is none.
async fn work_of(office: &Office, organ: OrganId, year: i16, scope: Scope) -> Result<Work, NotTaken> {
    Work::of(office, organ, year, scope).await?.ok_or_else(|| NotTaken::Refused(no("还没有报送年报")))
}
