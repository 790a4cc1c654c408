//! 模板: a workbook with a row for each month that the organ has to count and has not.

use std::collections::BTreeMap;

use axum::{
    extract::{Query, State},
    http::header,
    response::Response,
};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{FigureDuty, MonthlyFigure};

use super::{
    Asked, Seen,
    year::{Square, squares},
};
use crate::{
    guard::Visitor,
    indicators::{columns::COLUMNS, duties, entering, month::Month, number},
    office::Office,
    page::Error,
    requests::desk::list::export::sent,
    sheet::xlsx::Book,
    verify::portal::as_attachment,
};

/// `GET /desk/months/template.xlsx`
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    entering::may(hand)?;
    let seen = Seen::of(&office, hand, &asked).await?;
    let (duties, figures) =
        tokio::try_join!(duties::of(&office, seen.own), office.db.monthly_figures(seen.own, seen.year))?;
    let rows = rows(&duties, &figures, (seen.year, Month::over_in(seen.year, office.today())));
    let made = tokio::task::spawn_blocking(move || file(&rows)).await.map_err(|fault| Error::broken(&fault))?;
    let file = made.map_err(|fault| Error::broken(&fault))?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let mut response = as_attachment(media, &format!("{}年指标月报.xlsx", seen.year), Vec::new());
    *response.body_mut() = sent(file);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    Ok(response)
}

/// Indicator, month, the source that was given last.
type Line = (String, String, String);

fn rows(duties: &BTreeMap<String, FigureDuty>, figures: &[MonthlyFigure], (year, over): (i16, u8)) -> Vec<Line> {
    let mut out = Vec::new();
    for indicator in Indicator::entered() {
        let months: Vec<_> = figures.iter().filter(|one| one.indicator == indicator.key).collect();
        let source = months.last().map_or("", |last| last.source.as_str());
        let squares = squares(indicator, duties.get(indicator.key), &months, (year, over));
        let missing = (1..).zip(squares).filter(|(_, square)| matches!(square, Square::Missing));
        out.extend(
            missing.map(|(month, _): (u8, _)| (indicator.name(), format!("{year}-{month:02}"), source.to_owned())),
        );
    }
    out
}

fn file(rows: &[Line]) -> Result<std::fs::File, rust_xlsxwriter::XlsxError> {
    let mut book = Book::default();
    let headings: Vec<_> = COLUMNS
        .iter()
        .map(|column| if column.wanted { format!("{}*", column.heading) } else { column.heading.to_owned() })
        .collect();
    let widths = [16, 26, 12, 16, 36, 36];
    let columns: Vec<_> = headings.iter().map(String::as_str).zip(widths).collect();
    let mut sheet = book.sheet("指标月报", &columns)?;
    for (indicator, month, source) in rows {
        sheet.row(["", indicator, month, "", source, ""])?;
    }
    let mut help = book.sheet("填写说明", &[("列", 12), ("必填", 8), ("怎样填", 70), ("例子", 30)])?;
    for column in COLUMNS {
        help.row([column.heading, if column.wanted { "必填" } else { "" }, column.hint, column.example])?;
    }
    let mut names = book.sheet("指标", &[("指标", 30), ("单位", 8)])?;
    for indicator in Indicator::entered() {
        names.row([indicator.name().as_str(), number::unit(indicator)])?;
    }
    book.finish()
}
