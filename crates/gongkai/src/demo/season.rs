//! 演示的年报季: the county collected the reports of the last year that the library has: most were taken out of it and accepted,
//! some wait, one went back, one came as a file that nobody has confirmed, and one office has not begun.

use gongkai_law::annual_report::compilation::{CompileState, CompileStep};
use gongkai_store::{Actor, Error, Moment, OrganId, Scope};
use jiff::civil::{Date, date};

use super::{
    LAST,
    county::{Body, COUNTY},
    desk::at_hour,
    file, staff, year,
};
use crate::{
    compile::range::Range,
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    season::{acts, board::Board, confirm, remind, upload, who},
};

/// That it was told: a demonstration tells it once.
const SETTING: &str = "demo.season";
/// Of the organs without staff, those of the library alone: every so many.
const LEFT: usize = 7;
/// And those that wait to be accepted.
const WAITING: usize = 5;
/// Whose report went back, and why.
const RETURNED: (&str, &str) =
    ("shuili", "第五部分只写了三句话，没有对照上年的改进措施逐项交代；表四的行政诉讼请与县司法局核对后再报");
/// Whose report came as a file.
const UPLOADED: &str = "xinfang";

/// Tells of the season, once. What a visitor did to it meanwhile stays as it is.
///
/// # Errors
/// The register; a refusal where a step breaks a rule.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    let (opened, due) = (date(LAST + 1, 1, 5), date(LAST + 1, 1, 20));
    if office.db.setting(SETTING).await?.is_some() || office.today() <= due {
        return Ok(());
    }
    let (head, supervisor) = (staff::hand_of(office, "tangheng").await?, staff::hand_of(office, "qiumin").await?);
    let county = office.db.organ_at("qinghe").await?.id;
    let board = Board::of(office, county, LAST).await?;
    if board.season.is_none() {
        at_hour(office, opened, 9, async |past| acts::open(&past, &head, (LAST, due), None).await).await?;
    }
    let has_report = |slug: &str| board.lines.iter().any(|line| line.organ.slug == slug && line.organ.shelved > 0);
    let below = COUNTY.iter().skip(1).filter(|body| is_sound(body) && has_report(body.slug));
    let without_staff = below.filter(|body| staff::letters_from(body.slug).is_none());
    for (body, nth) in without_staff.zip(0_usize..).filter(|(_, nth)| nth % LEFT != 3) {
        let day = opened.saturating_add(jiff::Span::new().days(i64::try_from(1 + nth / 3).unwrap_or(1)));
        let answered = (nth % WAITING != 2).then_some((&supervisor, due, CompileStep::Accepted, ""));
        told(report(office, &head, (body.slug, day), answered).await)?;
    }
    if has_report(RETURNED.0) {
        let officer = staff::hand_of(office, "majing").await?;
        let answered = Some((&supervisor, date(LAST + 1, 1, 22), CompileStep::Returned, RETURNED.1));
        told(report(office, &officer, (RETURNED.0, due), answered).await)?;
    }
    told(bring(office, &supervisor, due).await)?;
    told(call(office, &supervisor, (county, date(LAST + 1, 1, 26))).await)?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "told").await?;
    Ok(act.commit().await?)
}

/// What a visitor's own step has refused in the meantime is left as the visitor has it.
fn told(done: Result<(), NotTaken>) -> Result<(), NotTaken> {
    match done {
        Err(NotTaken::Refused(why)) => {
            tracing::info!(%why, "the demonstration leaves a part of its season");
            Ok(())
        }
        other => other,
    }
}

/// Whether its report of the year is in the library and nothing was put wrong in it.
fn is_sound(body: &Body) -> bool {
    !body.without.contains(&LAST) && body.faults.iter().all(|(year, _)| *year != LAST)
}

/// 接收、退回: by whom, on which day, what and why.
type Answer<'a> = (&'a Hand, Date, CompileStep, &'a str);

/// Takes a report out of the library, confirms it and answers to it: what of that is not done yet.
async fn report(
    office: &Office,
    hand: &Hand,
    (slug, day): (&str, Date),
    answered: Option<Answer<'_>>,
) -> Result<(), NotTaken> {
    let organ = office.db.organ_at(slug).await?;
    let part = who::part(office, hand, &organ).await.map_err(|_| Error::Missing("单位"))?.1;
    if office.db.season_upload(organ.id, LAST).await?.is_none() {
        let take = async |past| upload::bring_shelved(&past, hand, (&organ, part), (LAST, Range::Own)).await;
        at_hour(office, day, 10, take).await?;
    }
    let upload = office.db.season_upload(organ.id, LAST).await?.ok_or(Error::Missing("上传件"))?;
    if upload.confirmed_ms.is_none() {
        let report = upload::read(&upload)?;
        let signed = format!("{}主要负责人{}月{}日签发", organ.short_name, day.month(), day.day());
        let said = confirm::Said { signed: &signed, source: "与其办公室电话核对", fixed: "", pass: "" };
        let confirm = async |past| {
            let confirmed = confirm::confirm(&past, hand, (&organ, part), (&upload, &report), said).await;
            confirmed.map_err(|stopped| stopped.why)
        };
        at_hour(office, day, 11, confirm).await?;
    }
    let found = office.db.compilation_of(organ.id, LAST, Scope::Organ(organ.id)).await?;
    let waits = found.is_some_and(|found| found.state == CompileState::Reported.key());
    let Some((by, day, step, why)) = answered.filter(|_| waits) else { return Ok(()) };
    at_hour(office, day, 15, async |past| acts::answer(&past, by, (&organ, LAST), (step, why)).await).await
}

/// Brings the file of an office that has no platform.
async fn bring(office: &Office, hand: &Hand, day: Date) -> Result<(), NotTaken> {
    let organ = office.db.organ_at(UPLOADED).await?;
    if office.db.season_upload(organ.id, LAST).await?.is_some() {
        return Ok(());
    }
    let body = COUNTY.iter().find(|body| body.slug == UPLOADED);
    let made = body.and_then(|body| {
        let (_, figures) = year::figures(body, None).into_iter().find(|(year, _)| *year == LAST)?;
        file(body, LAST, figures)
    });
    let (source, _) = made.ok_or(Error::Missing("上传件"))?;
    let bring = async |past: Office| {
        upload::bring(&past, hand, (&organ, LAST, Range::Own), (&source.name, source.bytes.to_vec())).await
    };
    at_hour(office, day, 16, bring).await
}

/// Asks those for theirs that have not handed in.
async fn call(office: &Office, hand: &Hand, (county, day): (OrganId, Date)) -> Result<(), NotTaken> {
    let board = Board::of(office, county, LAST).await?;
    if board.owing().all(|line| line.organ.calls > 0) {
        return Ok(());
    }
    let words = remind::usual(&board);
    at_hour(office, day, 9, async |past| remind::call(&past, hand, &board, (None, &words)).await).await?;
    Ok(())
}
