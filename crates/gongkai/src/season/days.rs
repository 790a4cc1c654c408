//! 镇街公布期限, set from above: the day by which those below publish whom the law sets none, all of them by one act, and taken
//! back the same way. It is the same day that each may set for itself.

use std::collections::HashMap;

use gongkai_law::{annual_report::due::BASIS, calendar::in_chinese, request::refusal::Refusal};
use gongkai_store::{Error, Moment, OrganId, SeasonOrgan};
use jiff::civil::Date;

use super::{
    board::legal,
    roll_up::organs_of,
    who::{collects, no},
};
use crate::{
    compile::due::{Below, PREFIX, on},
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
};

/// A year that has no 29 February after it: a day of every year is one of its next year.
const PLAIN: i16 = 2025;

/// An organ below whom the law sets no day.
#[derive(Clone, Debug)]
pub struct Town {
    /// In addresses.
    pub slug: String,
    /// 简称
    pub name: String,
    /// The day that was set, as `MM-DD`; empty while none is.
    pub day: String,
}

/// The days that were set here, by the organ's place in addresses.
async fn set(office: &Office) -> Result<Vec<(String, String)>, Error> {
    let known = office.db.settings_under(PREFIX).await?;
    Ok(known.into_iter().filter_map(|(key, day)| Some((key.strip_prefix(PREFIX)?.to_owned(), day))).collect())
}

fn below(organ: &SeasonOrgan) -> Below<'_> {
    Below { slug: &organ.slug, kind: &organ.kind, level: &organ.level }
}

/// Those below an organ whom the law sets no day, without the closed ones.
///
/// # Errors
/// The register.
pub async fn towns(office: &Office, above: OrganId) -> Result<Vec<Town>, Error> {
    let year = office.today().year() - 1;
    let ((organs, _), set) = tokio::try_join!(organs_of(office, above, year), set(office))?;
    let set: HashMap<_, _> = set.into_iter().collect();
    let town = |organ: &SeasonOrgan| Town {
        slug: organ.slug.clone(),
        name: organ.short_name.clone(),
        day: set.get(&organ.slug).cloned().unwrap_or_default(),
    };
    let free = |organ: &&SeasonOrgan| organ.successor_id.is_none() && below(organ).reporter().is_none();
    Ok(organs.iter().filter(free).map(town).collect())
}

/// Sets the day of some of them, or takes it back where there is none.
///
/// # Errors
/// [`NotTaken::Refused`] for whoever collects nothing, for nobody, for an organ that is none of these, and for what is no day.
pub async fn settle(office: &Office, hand: &Hand, slugs: &[&str], day: Option<&str>) -> Result<(), NotTaken> {
    let refuse = |why: &str| NotTaken::Refused(no(why));
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    let towns = towns(office, organ).await?;
    let mut chosen: Vec<&str> = slugs.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return Err(refuse("请选至少一个单位"));
    }
    if chosen.iter().any(|slug| towns.iter().all(|town| town.slug != *slug)) {
        return Err(refuse("有的单位不在下级里，或者法律已经定了公布期限，请看过再选"));
    }
    if day.is_some_and(|day| on(day, PLAIN).is_none()) {
        return Err(refuse("请写月和日，如3月31日"));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.set_each(PREFIX, &chosen, day).await?;
    Ok(act.commit().await?)
}

/// Whether those below can publish in time what they hand in by a day: not later than the first of their days. Whom neither the
/// law nor anybody set one is taken for a department. Who begins to collect when a day is over has that one no more, and the
/// others still; who began in time does not move it past that day, then or later.
///
/// # Errors
/// [`NotTaken::Refused`]; the register.
pub async fn in_time(
    office: &Office,
    above: OrganId,
    (year, handed_in): (i16, Date),
    before: Option<Date>,
) -> Result<(), NotTaken> {
    let ((organs, _), set) = tokio::try_join!(organs_of(office, above, year), set(office))?;
    let set: HashMap<_, _> = set.into_iter().collect();
    let day = |organ: &SeasonOrgan| {
        let known = below(organ).due(year, |key| set.get(key.strip_prefix(PREFIX)?).cloned());
        Some((known.map(|due| due.on).or_else(|| legal(year))?, known.map(|due| due.lawful)))
    };
    let owing = organs.iter().filter(|organ| organ.successor_id.is_none());
    let binds = |on: Date| office.today() <= on || before.is_some_and(|before| before <= on);
    let known = owing.filter_map(|organ| Some((day(organ)?, organ.short_name.as_str())));
    let missed = known.filter(|((on, _), _)| handed_in > *on && binds(*on));
    let Some(((on, lawful), whose)) = missed.min_by_key(|((on, _), _)| *on) else {
        return Ok(());
    };
    let last = in_chinese(on);
    let (why, article) = match lawful {
        Some(true) => (format!("{whose}的年报{last}前要公布"), Some(BASIS)),
        Some(false) => (format!("{whose}的年报照当地规定{last}前要公布"), None),
        None => (format!("{whose}还没有定公布期限，先按部门的{last}算；可以在“镇街公布期限”里定"), None),
    };
    Err(NotTaken::Refused(Refusal { why: format!("{why}，报送日不能更晚"), article }))
}
