//! 演示: a fictional county with its organs and seven years of reports, made by our own model and writers, read back by
//! our own reader and kept like anybody's; with staff, and requests and cases in every state around today.

mod answers;
mod county;
mod course;
mod desk;
mod dice;
mod faults;
mod matters;
mod months;
mod places;
mod prose;
mod publications;
mod readers;
mod redress;
mod season;
mod shelf;
mod specials;
pub mod staff;
mod wishes;
mod year;

use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report, write::Target};
use gongkai_store::{Act, Actor, Moment, NewOrgan, NewReport, OrganId, Result, Upload, Visibility};

use crate::{
    letters::head::Letterhead,
    office::Office,
    requests::take::NotTaken,
    site::Site,
    verify::{Read, Source, counted, read_now},
};
use county::{Body, COUNTY};

/// The register's mark of a demonstration.
pub const SETTING: &str = "demo";

/// The first year of the reports.
const FIRST: i16 = 2019;
/// The last one.
const LAST: i16 = FIRST + 6;
/// Organs whose reports are made at once.
const AT_ONCE: usize = 4;

/// Marks a register as a demonstration, before anything is in it.
///
/// # Errors
/// As the register has them.
pub async fn mark(office: &Office) -> Result<()> {
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "qinghe").await?;
    act.commit().await
}

/// Puts in whatever organ is not there yet, each with all its reports at once: a demonstration that was stopped half way
/// is finished at the next start.
///
/// # Errors
/// As the register has them.
pub async fn fill(office: &Office) -> Result<()> {
    let open = desk::open_at_end(office, LAST);
    let mut bodies = COUNTY.iter().zip(1..).peekable();
    while bodies.peek().is_some() {
        let mut made = Vec::new();
        for (body, position) in bodies.by_ref().take(AT_ONCE) {
            if office.db.organ_at(body.slug).await.is_err() {
                let open = open.get(body.slug).cloned();
                made.push((body, position, tokio::task::spawn_blocking(move || reports(body, open.as_ref()))));
            }
        }
        for (body, position, made) in made {
            keep(office, body, position, &made.await.unwrap_or_default()).await?;
        }
    }
    Ok(())
}

/// Opens the desk over the organs that [`fill`] put in: its staff, whose password (its PHC string) is that of this start,
/// the requests and the cases about them.
///
/// # Errors
/// As the register has them; a refusal where a step has no place.
pub async fn open_desk(office: &Office, password: &str) -> std::result::Result<(), NotTaken> {
    named(office).await?;
    staff::hire(office, password).await?;
    desk::fill(office).await?;
    redress::fill(office).await?;
    matters::fill(office).await?;
    shelf::fill(office).await?;
    publications::fill(office).await?;
    specials::fill(office).await?;
    places::fill(office).await?;
    months::fill(office).await?;
    readers::fill(office).await?;
    season::fill(office).await
}

/// What a set-up office has said of itself: the name of the site, and of each organ who discloses for it.
async fn named(office: &Office) -> Result<()> {
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    if Site::kept(&office.db).await?.is_none() {
        Site::demo().keep(&mut act).await?;
    }
    for (body, position) in COUNTY.iter().zip(1_usize..) {
        let mut organ = office.db.organ_at(body.slug).await?;
        if organ.office.is_empty() {
            let (address, phone) = match staff::letters_from(body.slug) {
                Some((address, phone)) => (address.to_owned(), phone.to_owned()),
                None => (format!("青禾县{}", body.street(position)), county::phone(position)),
            };
            organ.office = format!("{}办公室　{address}　{phone}", body.name);
            act.change_organ(&organ).await?;
            let contact = format!("{}办公室", body.short);
            Letterhead { address, phone, contact, ..staff::reached(body.slug) }.keep(&mut act, &organ).await?;
        }
    }
    act.commit().await
}

/// A report's file and what was read from it.
struct Made {
    year: i16,
    source: Source,
    media: &'static str,
    read: Read,
}

async fn keep(office: &Office, body: &Body, position: i32, made: &[Made]) -> Result<()> {
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    let above = COUNTY.first().filter(|first| first.slug != body.slug);
    let parent = match above {
        Some(above) => Some(office.db.organ_at(above.slug).await?.id),
        None => None,
    };
    let organ = NewOrgan {
        slug: body.slug,
        name: body.name,
        short_name: body.short,
        kind: body.kind,
        level: body.level(),
        parent,
        position,
        ..NewOrgan::default()
    };
    let organ = act.add_organ(&organ).await?;
    for made in made {
        keep_one(&mut act, organ, made).await?;
    }
    act.commit().await
}

async fn keep_one(act: &mut Act, organ: OrganId, made: &Made) -> Result<()> {
    let Some(found) = made.read.found.first() else { return Ok(()) };
    let new = NewReport {
        organ,
        year: made.year,
        edition: found.edition(),
        counts: counted(found),
        source: &made.source.name,
        file: Upload { bytes: &made.source.bytes, media: made.media },
        report: &found.json(&made.source.name),
        visibility: Visibility::Portal,
        replaces: None,
    };
    act.keep_report(&new).await?;
    Ok(())
}

/// All reports of an organ, each checked beside the one of the year before; what was open at its desk in the end, where it
/// has one.
fn reports(body: &Body, open: Option<&year::Open>) -> Vec<Made> {
    let mut out: Vec<Made> = Vec::new();
    for (year, figures) in year::figures(body, open) {
        if body.without.contains(&year) {
            continue;
        }
        let Some((source, media)) = file(body, year, figures) else { continue };
        let before = out.last().filter(|made| made.year == year - 1).map(|made| &made.source);
        out.push(Made { year, read: read_now(&source, before), source, media });
    }
    out
}

/// A year's report as its organ made it, with what is wrong with it.
fn file(body: &Body, year: i16, figures: Figures) -> Option<(Source, &'static str)> {
    let mut report = Report {
        agency: Some(body.name.to_owned()),
        year: Some(year),
        format: Edition::for_year(year).map(Format::Form),
        sections: prose::sections(body, year, &figures),
        figures: Some(figures),
    };
    let faults = body.faults.iter().filter(|(of, _)| *of == year).flat_map(|(_, faults)| *faults);
    faults.for_each(|fault| faults::plant(*fault, &mut report));
    write(body, year, &report)
}

/// Offices publish in one format this year and in another the next.
fn write(body: &Body, year: i16, report: &Report) -> Option<(Source, &'static str)> {
    let formats = [Target::Html, Target::Docx, Target::Html, Target::Xlsx, Target::Markdown];
    let at = usize::from(year.unsigned_abs()) + body.slug.len();
    let target = formats.get(at % formats.len()).copied().unwrap_or(Target::Html);
    let name = format!("{}{year}年年报.{}", body.short, target.ending());
    let bytes = target.write(&name, report).ok()?;
    let bytes = match target {
        Target::Html => dated(&bytes, body, year).into_bytes(),
        _ => bytes,
    };
    Some((Source { name, bytes: bytes.into() }, target.media_type()))
}

/// A page as a site shows it: with its day of publication under the title.
fn dated(html: &[u8], body: &Body, year: i16) -> String {
    let day = if body.kind == "government" { "03-18" } else { "01-22" };
    let line = format!("</h1>\n<p>发布日期：{}-{day}　来源：{}</p>", year + 1, body.name);
    String::from_utf8_lossy(html).replacen("</h1>", &line, 1)
}

#[cfg(test)]
mod tests {
    use gongkai_report::{Verdict, checks};

    use super::*;
    use crate::verify::Checked;

    fn told(made: &Made) -> Vec<String> {
        let Some(Checked::Report(_, verdicts)) = made.read.found.first() else { return vec!["no report".to_owned()] };
        let told = verdicts.findings.iter().filter(|finding| finding.verdict != Verdict::Note);
        told.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    }

    #[test]
    fn what_was_put_right_is_found_right_and_what_was_put_wrong_is_found() {
        assert!(!checks::ALL.is_empty());
        for body in &COUNTY {
            for made in reports(body, None) {
                let planted = body.faults.iter().any(|(year, _)| *year == made.year);
                let follows = body.faults.iter().any(|(year, _)| *year == made.year - 1);
                let told = told(&made);
                if planted {
                    assert!(!told.is_empty(), "{} is at fault and nothing was found", made.source.name);
                } else if !follows {
                    assert!(told.is_empty(), "{}: {told:?}", made.source.name);
                }
            }
        }
    }

    #[test]
    fn the_county_is_the_same_on_every_machine() {
        let bytes = |body: &Body| reports(body, None).into_iter().map(|made| made.source.sm3()).collect::<Vec<_>>();
        let body = &COUNTY[1];
        assert_eq!(bytes(body), bytes(body));
        assert_eq!(bytes(body).len(), 7);
    }
}
