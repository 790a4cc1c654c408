//! `/desk/compile/{year}/compare` 与上年比较, and of a correction 与公布的那一版比较.

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
        basis::Basis,
        compare::{Carried, Line, carried, lines},
        corrected::Corrected,
        examine::Examined,
        figures::YearFigures,
        work::Work,
    },
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

/// What the sum of several cells is from.
const SUM: &str = "下面各格之和";

struct Row {
    line: Line,
    source: String,
    href: String,
}

impl Row {
    fn of(line: Line, year: &YearFigures, path: &str) -> Self {
        let cell = year.figures.form().cell(&line.address);
        let (source, href) = match cell.and_then(|id| year.origins.get(usize::from(id))) {
            Some(origins) => (origins.source.label(), origins.href.clone()),
            None => (SUM.to_owned(), String::new()),
        };
        let href = if href.starts_with('#') { format!("{path}{href}") } else { href };
        Self { href: if line.now == Some(0) { String::new() } else { href }, source, line }
    }
}

/// 更正对照, as the page shows it.
struct CorrectedView {
    /// Which version is out.
    revision: u32,
    /// Where everybody reads it.
    public: String,
    /// 更正说明
    why: String,
    rows: Vec<Row>,
    sections: String,
}

/// What stands above the table of two years.
struct BasisView {
    year: i16,
    /// What is said before, in and after the link to it.
    before: String,
    link: String,
    href: String,
    after: String,
    /// 格式不同、范围不同, each in a sentence.
    notes: Vec<String>,
    /// Whether it has tables.
    has_tables: bool,
    /// Whose 结转下年度 is meant.
    whose: &'static str,
    /// 结转 of each column that does not simply meet; `None` where it is not checked.
    carried: Option<Vec<Carried>>,
}

impl BasisView {
    fn of(basis: &Basis, work: &Work, examined: &Examined) -> Self {
        let figures = basis.figures.as_ref().filter(|_| basis.leads_on(work.range));
        let notes =
            [basis.of_other_range(work.range), basis.on_other_form((work.year(), examined.year.figures.edition()))];
        let [before, link, after] = basis.said(work.year());
        Self {
            year: basis.year,
            before,
            link,
            href: basis.href.clone(),
            after,
            notes: notes.into_iter().filter(|note| !note.is_empty()).collect(),
            has_tables: basis.figures.is_some(),
            whose: basis.whose(),
            carried: figures.map(|before| carried(&examined.year.figures, before, &examined.across)),
        }
    }

    /// 接得上: whether all columns of what was carried in are what they have to be.
    fn meets(&self) -> bool {
        self.carried.iter().flatten().all(Carried::agrees)
    }
}

#[derive(Template)]
#[template(path = "compile/compare.html")]
struct ComparePage {
    desk: Desk,
    frame: Frame,
    corrected: Option<CorrectedView>,
    basis: Option<BasisView>,
    rows: Vec<Row>,
}

/// `GET /desk/compile/{year}/compare`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(year): Path<String>) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Compile).await?;
    let work = opened(&office, &visitor, &year).await?;
    let examined = Examined::of(&office, &work).await?;
    let (basis, corrected) =
        tokio::try_join!(Basis::of(&office, &work, examined.last.as_ref()), Corrected::of(&office, &work, &examined))?;
    let frame = Frame::of(&office, &work, &examined, Stop::Compare).await?;
    let before = basis.as_ref().and_then(|basis| basis.figures.as_ref());
    let may_differ = basis.as_ref().is_none_or(|basis| basis.is_like(work.range));
    let found = lines(&examined.year.figures, before, may_differ);
    let row = |line: Line| Row::of(line, &examined.year, &frame.path);
    let corrected = corrected.map(|corrected| CorrectedView {
        revision: corrected.revision,
        public: format!("/reports/{}/{}", work.organ.slug, work.year()),
        why: work.correction().unwrap_or_default().to_owned(),
        sections: corrected.sections(),
        rows: corrected.lines.into_iter().map(row).collect(),
    });
    let page = ComparePage {
        corrected,
        basis: basis.as_ref().map(|basis| BasisView::of(basis, &work, &examined)),
        rows: found.into_iter().map(row).collect(),
        frame,
        desk,
    };
    page::show(&page)
}
