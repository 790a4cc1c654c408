//! `/desk/today`: what needs me today, by what it is; the same that the mail of the morning says.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Civil, Mistake, Order, OrganId, PersonId, Redress, RequestFilter, RequestLine, Scope, Turn};
use jiff::civil::Date;

use super::{
    list::eyes,
    wording::{self, long},
};
use crate::{
    compile::pressing as report_pressing,
    guard::Visitor,
    indicators::{month::Month, remind},
    office::{Office, civil_minute},
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    post::{Way, reach},
    publish::{desk::list::titled, pressing as publications, take},
    requests::{
        night::{self, Found},
        pressing::{self, Press},
    },
    season,
};

/// Requests that the page looks at; those due first, first.
const MOST: i64 = 400;
/// Lines under one heading before “还有几件”.
const LINES: usize = 30;

struct Line {
    href: String,
    number: String,
    title: String,
    /// ISO and in words.
    day: Option<(String, String)>,
}

struct Group {
    /// Of the heading, for its address on the page.
    id: usize,
    label: &'static str,
    /// The class of its mark.
    tone: &'static str,
    lines: Vec<Line>,
    more: usize,
    /// Where the others are, and what that is called.
    rest: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "desk/today.html")]
struct TodayPage {
    desk: Desk,
    groups: Vec<Group>,
    /// More than the page looks at.
    cut: bool,
    /// When the night's work was done last, and what it did.
    night: Option<(String, Found)>,
    /// By which ways this person is reminded, in words.
    reminded: String,
}

/// `GET /desk/today`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Today).await?;
    let hand = visitor.hand()?;
    let (scope, me, own) = seen(hand)?;
    let (today, calendar) = (office.today(), &*office.calendar);
    let soon = pressing::soon(today, calendar);
    let pressing = office.db.pressing(Scope::Organ(own), Civil(soon), MOST).await?;
    let late = late_below(&office, scope, today).await?;
    let cut = [&pressing, &late].iter().any(|lines| i64::try_from(lines.len()).unwrap_or(MOST) == MOST);
    let below = late.into_iter().filter(|line| line.organ_id != own);
    let lines: Vec<_> = pressing.into_iter().chain(below).collect();
    let standings = wording::standings(&office, &lines).await?;
    let roles: &[_] = if let Hand::Staff { roles, .. } = hand { roles } else { &[] };
    let mut groups: BTreeMap<Press, Vec<Line>> = BTreeMap::new();
    for line in &lines {
        let Some(standing) = standings.get(&line.id) else { continue };
        let all = pressing::of(line, standing, (today, soon), calendar);
        let mine = |press: &Press| press.is_for(line.organ_id == own, line.officer_id, me, roles);
        for (press, day) in all.into_iter().filter(|(press, _)| mine(press)) {
            groups.entry(press).or_default().push(one(line, press, day, today));
        }
    }
    groups.extend(besides(&office, (own, me, roles)).await?);
    groups.extend(published(&office, scope, (own, me, roles)).await?);
    groups.extend(reports(&office, own, roles).await?);
    let night = office.db.last_night().await?;
    let night = night.and_then(|night| {
        let done = civil_minute(night.ended_ms?.timestamp());
        Some((done, serde_json::from_str(&night.found).unwrap_or_default()))
    });
    let ways = reach::known(&office, me).await?.ways;
    let ways = ways.into_iter().filter(|way| office.post.has(*way));
    page::show(&TodayPage {
        desk,
        groups: groups.into_iter().map(|(press, lines)| group(press, lines)).collect(),
        cut,
        night,
        reminded: ways.map(Way::label).collect::<Vec<_>>().join("、"),
    })
}

/// What these eyes see: of requests, or, for who only checks publications, of those.
fn seen(hand: &Hand) -> Result<(Scope, PersonId, OrganId), Error> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.scope().is_err() => Ok((take::scope(hand)?, *id, *organ)),
        _ => eyes(hand),
    }
}

/// What is late at the organs that these eyes supervise.
async fn late_below(office: &Office, scope: Scope, today: Date) -> Result<Vec<RequestLine>, gongkai_store::Error> {
    let Scope::Subtree(_) = scope else { return Ok(Vec::new()) };
    let Ok(yesterday) = today.yesterday() else { return Ok(Vec::new()) };
    let late = RequestFilter { open: true, due_by: Some(Civil(yesterday)), ..RequestFilter::default() };
    office.db.requests(scope, &late, Order::Due, Turn::First, MOST).await
}

fn one(line: &RequestLine, press: Press, day: Option<Date>, today: Date) -> Line {
    let day = day.map(|day| (day.to_string(), long(day, today)));
    let place = if press == Press::Unissued { "#wanting" } else { "" };
    let href = format!("/desk/requests/{}{place}", line.number);
    Line { href, number: line.number.clone(), title: line.title.clone(), day }
}

/// What waits besides requests and publications: cases to defend, and mistakes that readers found.
async fn besides(
    office: &Office,
    (own, me, roles): (OrganId, PersonId, &[Role]),
) -> Result<BTreeMap<Press, Vec<Line>>, gongkai_store::Error> {
    let (today, mut groups) = (office.today(), BTreeMap::new());
    if Press::Defend.is_for(true, None, me, roles) {
        let cases = night::to_defend(office, Scope::Organ(own), MOST).await?;
        groups.insert(Press::Defend, cases.iter().map(|case| defended(case, today)).collect());
    }
    if Press::Mistake.is_for(true, None, me, roles) {
        let found = office.db.mistakes(Scope::Organ(own), true, 0, MOST).await?;
        groups.insert(Press::Mistake, found.iter().map(|mistake| found_wrong(mistake, today)).collect());
    }
    if Press::Months.is_for(true, None, me, roles) {
        let lacking = remind::lacking(office, Scope::Organ(own)).await?;
        groups.insert(Press::Months, lacking.values().flatten().map(|indicator| lacked(indicator, today)).collect());
    }
    groups.retain(|_, lines: &mut Vec<Line>| !lines.is_empty());
    Ok(groups)
}

fn defended(case: &Redress, today: Date) -> Line {
    let day = case.due.map(|due| (due.0.to_string(), long(due.0, today)));
    let href = format!("/desk/redress/{}", case.number);
    Line { href, number: case.number.clone(), title: case.title.clone(), day }
}

fn found_wrong(mistake: &Mistake, today: Date) -> Line {
    let day = mistake.due.map(|due| (due.0.to_string(), long(due.0, today)));
    let href = format!("/desk/mistakes/{}", mistake.number);
    Line { href, number: mistake.number.clone(), title: mistake.words.chars().take(40).collect(), day }
}

fn lacked(indicator: &Indicator, today: Date) -> Line {
    let month = Month::last_over(today);
    let href = format!("/desk/months/{}?year={}", indicator.key, month.year);
    Line { href, number: month.to_string(), title: indicator.name(), day: None }
}

/// 公开信息 that is late or waits for me.
async fn published(
    office: &Office,
    scope: Scope,
    (own, me, roles): (OrganId, PersonId, &[Role]),
) -> Result<BTreeMap<Press, Vec<Line>>, gongkai_store::Error> {
    let today = office.today();
    let mut groups: BTreeMap<Press, Vec<Line>> = BTreeMap::new();
    for line in publications::open(office, scope, MOST).await? {
        let Some(press) = publications::of(&line, office, line.organ_id == own, (me, roles)) else { continue };
        groups.entry(press).or_default().push(Line {
            href: format!("/desk/publications/{}", line.id),
            number: publications::called(&line),
            title: titled(&line.title),
            day: line.due.map(|due| (due.0.to_string(), long(due.0, today))),
        });
    }
    Ok(groups)
}

/// 年报 that waits for me, or whose day is near.
async fn reports(
    office: &Office,
    own: OrganId,
    roles: &[Role],
) -> Result<BTreeMap<Press, Vec<Line>>, gongkai_store::Error> {
    let (today, organ) = (office.today(), office.db.organ(own).await?);
    let mut groups: BTreeMap<Press, Vec<Line>> = BTreeMap::new();
    let (asked, mut all) =
        tokio::try_join!(season::pressing::of(office, &organ, roles), report_pressing::of(office, &organ))?;
    all.retain(|one| one.is_for(roles, today));
    for asked in asked {
        // what came back is said once, in the words of those above, and is as late as the report is
        let same = all.iter().position(|one| asked.returned && one.returned && one.year == asked.year);
        let same = same.map(|at| all.remove(at));
        let press = same.as_ref().map_or(Press::Report, |one| one.press(today));
        let due = same.and_then(|one| one.due);
        let due = if press == Press::ReportLate { due } else { asked.due.or(due) };
        let day = due.map(|due| (due.to_string(), long(due, today)));
        let line = Line { href: asked.href, number: asked.called, title: asked.said, day };
        groups.entry(press).or_default().push(line);
    }
    for one in all {
        groups.entry(one.press(today)).or_default().push(Line {
            href: one.stage.map_or_else(|| "/desk/compile".to_owned(), |_| format!("/desk/compile/{}", one.year)),
            number: one.called(),
            title: format!("{}{}", one.called(), one.said()),
            day: one.due.map(|due| (due.to_string(), long(due, today))),
        });
    }
    Ok(groups)
}

fn group(press: Press, mut lines: Vec<Line>) -> Group {
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    let tone = match press {
        Press::Overdue | Press::PublicationLate | Press::ReportLate | Press::Uncorrected | Press::Unpaid => "bad",
        Press::Publication => "info",
        Press::Due | Press::Defend | Press::Mistake | Press::Months | Press::Internal => "warn",
        Press::Provisional => "guess",
        _ => "info",
    };
    let rest = match press {
        Press::PublicationLate => ("/desk/publications?v=late", "公开信息"),
        Press::Publication => ("/desk/publications?v=mine", "公开信息"),
        Press::ReportLate | Press::Report => ("/desk/compile", "编制年报"),
        Press::Months => ("/desk/months", "指标月报"),
        _ => ("/desk", "申请办理"),
    };
    Group { id: press as usize, label: press.label(), tone, lines, more, rest }
}
