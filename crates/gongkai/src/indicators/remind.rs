//! 催报: who has to count a month that is over and has not done so by the fifth working day of the next.

use std::collections::BTreeMap;

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Act, Actor, Civil, Error, Moment, OrganId, Reachable, Recipient, Scope};
use jiff::{Span, civil::Date, tz::Offset};

use super::{missing, month::Month, year::Gap};
use crate::{
    office::Office,
    people::roles::Role,
    post::{Way, Words, tell},
};

/// The working day of the next month by which a month is to be entered.
pub const WORKDAY: u16 = 5;
/// Days after that on which a reminder may still go out: a platform that stood still catches up.
const DAYS: i32 = 10;
/// People who are told in one act.
const BATCH: i64 = 100;

/// The day of this month by which the last one is to be entered; `None` past what is known of the calendar.
pub fn due(office: &Office, today: Date) -> Option<Date> {
    let eve = today.first_of_month().yesterday().ok()?;
    office.calendar.workday_after(eve, WORKDAY).map(|term| term.date)
}

/// What of the last month each organ of a scope has to count and has not, where its day has come.
///
/// # Errors
/// The register.
pub async fn lacking(office: &Office, scope: Scope) -> Result<BTreeMap<OrganId, Vec<&'static Indicator>>, Error> {
    let today = office.today();
    if due(office, today).is_none_or(|due| today < due) {
        return Ok(BTreeMap::new());
    }
    let month = Month::last_over(today);
    let has = |gap: &Gap| matches!(gap, Gap::Months(months) if months.contains(&month.month.unsigned_abs()));
    let lacks = missing::of(office, scope, month.year).await?;
    let missing = lacks.into_iter().map(|lack| {
        let of_month = lack.gaps.into_iter().filter(|(_, gap)| has(gap)).map(|(indicator, _)| indicator);
        (lack.organ, of_month.collect::<Vec<_>>())
    });
    Ok(missing.filter(|(_, indicators)| !indicators.is_empty()).collect())
}

/// Tells the head of each organ that lacks something of the last month, once; how many were told.
///
/// # Errors
/// The register.
pub async fn remind(office: &Office) -> Result<u32, Error> {
    let today = office.today();
    let Some(due) = due(office, today) else { return Ok(0) };
    let last = due.checked_add(Span::new().days(DAYS)).unwrap_or(due);
    if !office.post.is_open() || !office.calendar.is_workday(today) || !(due..=last).contains(&today) {
        return Ok(0);
    }
    let lacking = lacking(office, Scope::All).await?;
    if lacking.is_empty() {
        return Ok(0);
    }
    let (mut told, mut after) = (0, None);
    loop {
        let people = office.db.reachable(Civil(today), after, BATCH).await?;
        let Some(last) = people.last() else { return Ok(told) };
        after = Some(last.id);
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
        for person in &people {
            told += u32::from(tell_one(office, &mut act, person, &lacking).await?);
        }
        act.record("reminder.months", None, today, serde_json::json!({"people": people.len()}));
        act.commit().await?;
    }
}

/// Tells one person, if they are the head of an organ that lacks something.
async fn tell_one(
    office: &Office,
    act: &mut Act,
    person: &Reachable,
    lacking: &BTreeMap<OrganId, Vec<&'static Indicator>>,
) -> Result<bool, Error> {
    let heads = person.roles.split(' ').any(|role| role == Role::Head.key());
    let Some(indicators) = lacking.get(&person.organ_id).filter(|_| heads) else { return Ok(false) };
    let (today, ways) = (office.today(), person.wants.split(' ').filter_map(Way::of_key).collect::<Vec<_>>());
    let month = Month::last_over(today);
    let names: Vec<_> = indicators.iter().map(|indicator| indicator.name()).collect();
    // of two about the same the first one stands: a month is asked for once
    let about = format!("months:{month}:{}", person.id);
    let subject = format!("指标月报：{}还缺{}项", month.said(), names.len());
    let body = format!(
        "{}的指标月报还缺：\n\n{}\n\n请登录工作台填报；缺的月份不按零计，年报里这一项不成立。\n{}\n不想再收到，请在“我的账号”里关掉提醒。\n",
        month.said(),
        names.join("\n"),
        office.post.look_at("/desk/months")
    );
    let morning = Offset::constant(8).to_timestamp(today.at(8, 0, 0, 0)).ok().map(Moment::from);
    let words = Words { about: &about, subject: &subject, body: &body, from: morning };
    tell(&office.post, act, Recipient::Person(person.id), &ways, words).await?;
    Ok(true)
}
