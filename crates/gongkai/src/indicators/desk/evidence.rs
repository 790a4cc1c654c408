//! 佐证: the file behind a month, for the organ's staff and who supervises it.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_law::annual_report::indicator::Indicator;

use super::{Asked, Seen};
use crate::{guard::Visitor, indicators::month::Month, office::Office, page::Error, verify::portal::as_attachment};

/// `GET /desk/months/{indicator}/{month}/{n}`
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Path((key, month, n)): Path<(String, String, i32)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let indicator = Indicator::of_key(&key).ok_or(Error::NotFound)?;
    let month = Month::strictly(&month).ok_or(Error::NotFound)?;
    let seen = Seen::of(&office, visitor.hand()?, &asked).await?;
    let place = (month.year, i16::from(month.month), n);
    let figure = office.db.monthly_figure((seen.organ, indicator.key), place).await?.ok_or(Error::NotFound)?;
    let sm3 = figure.file_sm3()?.ok_or(Error::NotFound)?;
    let (info, bytes) = tokio::try_join!(office.db.file(sm3), office.db.file_bytes(sm3))?;
    Ok(as_attachment(&info.media, &figure.file_name, bytes))
}
