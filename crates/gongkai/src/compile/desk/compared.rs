//! `/desk/compile/{year}/compare` 与上年比较.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    frame::{Frame, Stop},
    opened,
};
use crate::{
    compile::{
        compare::{Carried, Line, carried, lines},
        examine::Examined,
        names::Names,
    },
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

struct Row {
    line: Line,
    source: String,
    href: String,
}

#[derive(Template)]
#[template(path = "compile/compare.html")]
struct ComparePage {
    desk: Desk,
    frame: Frame,
    rows: Vec<Row>,
    carried: Vec<Carried>,
    /// 接得上: whether all columns of what was carried in are what they have to be.
    meets: bool,
    /// Last year's report: its year and where it is.
    last: Option<(i16, String)>,
    /// Whether its tables can be laid beside these.
    comparable: bool,
}

/// `GET /desk/compile/{year}/compare`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(year): Path<String>) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Compile).await?;
    let work = opened(&office, &visitor, &year).await?;
    let examined = Examined::of(&office, &work).await?;
    let before = examined.last.as_ref().and_then(|last| last.figures());
    let now = &examined.year;
    let names = Names::of(work.edition);
    let name = |at: usize| names.all.get(at).map(|name| name.words.clone()).unwrap_or_default();
    let origin = |address: &str| {
        let id = now.figures.form().cell(address);
        id.and_then(|id| now.origins.get(usize::from(id)))
    };
    let row = |line: Line| Row {
        source: origin(&line.address).map(|origins| origins.source.label()).unwrap_or_default(),
        href: origin(&line.address).map(|origins| origins.href.clone()).unwrap_or_default(),
        line,
    };
    let carried = before.map(|before| carried(&now.figures, before, &examined.across)).unwrap_or_default();
    let page = ComparePage {
        frame: Frame::of(&office, &work, &examined, Stop::Compare).await?,
        rows: lines(&now.figures, before, name).into_iter().map(row).collect(),
        meets: carried.iter().all(Carried::agrees),
        carried,
        comparable: before.is_some_and(|before| before.edition() == work.edition),
        last: examined.last.as_ref().map(|last| (last.year, last.href.clone())),
        desk,
    };
    page::show(&page)
}
