//! 填报和更正 of one indicator: the months that were missing, and one that was wrong.

use axum::{
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::annual_report::indicator::{Indicator, Origin};
use gongkai_store::{Error as StoreError, Moment, Scope, Upload};

use super::{
    Asked, Seen,
    one::{Back, entered},
};
use crate::{
    guard::Visitor,
    indicators::{
        entering::{self, Entry, Standing},
        month::Month,
        number,
    },
    office::Office,
    page::{Error, FieldError},
    people::roles::Hand,
    requests::{desk::sent::Sent, papers::media},
};

fn indicator(key: &str) -> Result<&'static Indicator, Error> {
    Indicator::of_key(key).filter(|indicator| indicator.origin == Origin::Entered).ok_or(Error::NotFound)
}

async fn seen(office: &Office, hand: &Hand, year: &str) -> Result<Seen, Error> {
    Seen::of(office, hand, &Asked { year: year.to_owned(), ..Asked::default() }).await
}

/// `POST /desk/months/{indicator}`: the months that were filled in.
pub async fn enter(
    State(office): State<Office>,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let indicator = indicator(&key)?;
    let sent = Sent::read_kindly(&office, &visitor, form).await?;
    let hand = visitor.hand()?;
    let (organ, _) = entering::may(hand)?;
    let seen = seen(&office, hand, sent.word("year")).await?;
    let mut back = Back { source: sent.word("source").to_owned(), ..Back::default() };
    let mut entries = Vec::new();
    for month in (1..=12).filter_map(|month| Month::of(seen.year, month)) {
        let id = format!("m-{}", month.month);
        let written = sent.word(&id);
        if written.is_empty() {
            continue;
        }
        back.typed.insert(id.clone(), written.to_owned());
        match number::read(indicator, written) {
            Ok(value) => entries.push(Entry {
                organ,
                indicator,
                month,
                value,
                source: back.source.clone(),
                note: String::new(),
                seen: Some(None),
            }),
            Err(why) => wrong_month(&mut back, month, why),
        }
    }
    if back.typed.is_empty() {
        back.errors.push(FieldError::new("months", "请至少填一个月的数；确实没有的填0"));
    }
    done(&office, &visitor, (indicator, seen), (&sent, entries, back)).await
}

/// `POST /desk/months/{indicator}/{month}`: another number for a month, with the reason.
pub async fn correct(
    State(office): State<Office>,
    visitor: Visitor,
    Path((key, month)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let indicator = indicator(&key)?;
    let month = Month::strictly(&month).ok_or(Error::NotFound)?;
    let sent = Sent::read_kindly(&office, &visitor, form).await?;
    let hand = visitor.hand()?;
    let (organ, _) = entering::may(hand)?;
    let seen = seen(&office, hand, &month.year.to_string()).await?;
    let read: i32 = sent.word("seen").parse().map_err(|_| Error::Garbled)?;
    let typed = ["value", "source", "note"].map(|id| sent.word(id).to_owned());
    let [value, source, note] = typed.clone();
    let mut back = Back { corrected: Some((month, typed)), ..Back::default() };
    let mut entries = Vec::new();
    match number::read(indicator, &value) {
        Ok(value) => entries.push(Entry { organ, indicator, month, value, source, note, seen: Some(Some(read)) }),
        Err(why) => back.errors.push(FieldError::new("fix-value", why)),
    }
    done(&office, &visitor, (indicator, seen), (&sent, entries, back)).await
}

fn wrong_month(back: &mut Back, month: Month, why: String) {
    back.errors.push(FieldError::new("months", format!("{}：{why}", month.said())));
    back.of_month.insert(format!("m-{}", month.month), why);
}

/// The id of a field, in the form of missing months or in that of a correction.
fn place(corrects: bool, field: &str) -> &'static str {
    match (corrects, field) {
        (true, "source") => "fix-source",
        (true, "note") => "fix-note",
        (true, "file") => "fix-file",
        (true, _) => "fix-value",
        (false, "source") => "source",
        (false, "file") => "file",
        (false, _) => "months",
    }
}

/// Writes what was read, or gives the form back.
async fn done(
    office: &Office,
    visitor: &Visitor,
    (indicator, seen): (&'static Indicator, Seen),
    (sent, entries, mut back): (&Sent, Vec<Entry>, Back),
) -> Result<Response, Error> {
    let corrects = back.corrected.is_some();
    let place = |field: &str| place(corrects, field);
    back.errors.extend(sent.refused(place("file")));
    let organs = entries.iter().map(|entry| entry.organ).collect();
    let standing = Standing::of(office, (Scope::Organ(seen.organ), &organs), &entering::years(&entries)).await?;
    let weighed = entering::weighed(&standing, &entries, office.today());
    let turns = match weighed {
        Ok(turns) => turns,
        Err(unfit) => {
            for one in unfit {
                match entries.get(one.nth) {
                    Some(entry) if back.corrected.is_none() && matches!(one.field, "value" | "month") => {
                        wrong_month(&mut back, entry.month, one.why);
                    }
                    _ if back.errors.iter().any(|error| error.message == one.why) => {}
                    _ => back.errors.push(FieldError::new(place(one.field), one.why)),
                }
            }
            Vec::new()
        }
    };
    if !back.errors.is_empty() {
        return entered(office, visitor, (indicator, seen), (back, false)).await;
    }
    let paper = sent.papers("file", "").into_iter().next();
    let file = paper.as_ref().map(|paper| {
        let upload = Upload { bytes: &paper.bytes, media: media(&paper.bytes).unwrap_or("application/octet-stream") };
        (paper.name.as_str(), upload)
    });
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    match entering::write(&mut act, &entries, &turns, |_| file).await {
        Ok(()) => act.commit().await?,
        Err(StoreError::Stale) => {
            drop(act);
            back.errors.push(FieldError::new(place("value"), "刚被别人填过，请核对现在的数再改"));
            return entered(office, visitor, (indicator, seen), (back, false)).await;
        }
        Err(error) => return Err(error.into()),
    }
    let place = format!("/desk/months/{}?{}&saved={}", indicator.key, seen.query(), entries.len());
    Ok(Redirect::to(&place).into_response())
}
