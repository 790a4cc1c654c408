//! 演示的年报季: the county collected the reports of the last year that the library has: most were taken out of it and accepted,
//! some wait, one went back, one came as a file that nobody has confirmed, and one office has not begun.

use gongkai_law::annual_report::compilation::CompileStep;
use gongkai_store::{Actor, Moment, Organ, OrganId};
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

/// Tells of the season, once.
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
    // a demonstration that was stopped half way goes on
    let is_new = |slug: &str| {
        let line = board.lines.iter().find(|line| line.organ.slug == slug);
        line.is_some_and(|line| line.organ.state.is_none() && line.organ.uploads == 0)
    };
    let below = COUNTY.iter().skip(1).filter(|body| is_sound(body) && staff::letters_from(body.slug).is_none());
    let taken = below.zip(0_usize..).filter(|(body, nth)| nth % LEFT != 3 && is_new(body.slug));
    for (body, nth) in taken {
        let organ = office.db.organ_at(body.slug).await?;
        let day = opened.saturating_add(jiff::Span::new().days(i64::try_from(1 + nth / 3).unwrap_or(1)));
        hand_in(office, &head, &organ, day).await?;
        if nth % WAITING != 2 {
            answer(office, &supervisor, &organ, (due, CompileStep::Accepted, "")).await?;
        }
    }
    let (slug, why) = RETURNED;
    if is_new(slug) {
        let organ = office.db.organ_at(slug).await?;
        hand_in(office, &staff::hand_of(office, "majing").await?, &organ, due).await?;
        answer(office, &supervisor, &organ, (date(LAST + 1, 1, 22), CompileStep::Returned, why)).await?;
    }
    if is_new(UPLOADED) {
        bring(office, &supervisor, due).await?;
    }
    call(office, &supervisor, (county, date(LAST + 1, 1, 26))).await?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "told").await?;
    Ok(act.commit().await?)
}

/// Whether its report of the year is in the library and nothing was put wrong in it.
fn is_sound(body: &Body) -> bool {
    !body.without.contains(&LAST) && body.faults.iter().all(|(year, _)| *year != LAST)
}

/// Takes a report out of the library and confirms it.
async fn hand_in(office: &Office, hand: &Hand, organ: &Organ, day: Date) -> Result<(), NotTaken> {
    at_hour(office, day, 10, async |past| upload::bring_shelved(&past, hand, (organ, LAST, Range::Own)).await).await?;
    let upload = office.db.season_upload(organ.id, LAST).await?.ok_or(gongkai_store::Error::Missing("上传件"))?;
    let report = upload::read(&upload)?;
    let part = who::part(office, hand, organ).await.map_err(|_| gongkai_store::Error::Missing("单位"))?.1;
    let signed = format!("{}主要负责人{}月{}日签发", organ.short_name, day.month(), day.day());
    let said = confirm::Said { signed: &signed, source: "与其办公室电话核对", pass: "" };
    at_hour(office, day, 11, async |past| confirm::confirm(&past, hand, (organ, part), (&upload, &report), said).await)
        .await
}

async fn answer(
    office: &Office,
    hand: &Hand,
    organ: &Organ,
    (day, step, why): (Date, CompileStep, &str),
) -> Result<(), NotTaken> {
    at_hour(office, day, 15, async |past| acts::answer(&past, hand, (organ, LAST), (step, why)).await).await
}

/// Brings the file of an office that has no platform.
async fn bring(office: &Office, hand: &Hand, day: Date) -> Result<(), NotTaken> {
    let organ = office.db.organ_at(UPLOADED).await?;
    let body = COUNTY.iter().find(|body| body.slug == UPLOADED);
    let made = body.and_then(|body| {
        let (_, figures) = year::figures(body, None).into_iter().find(|(year, _)| *year == LAST)?;
        file(body, LAST, figures)
    });
    let (source, _) = made.ok_or(gongkai_store::Error::Missing("上传件"))?;
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
