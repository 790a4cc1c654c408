//! 表二其余各栏: decisions and fees of a year from what organs count month by month, with what is missing, and the months
//! behind each figure.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{MonthlyFigure, OrganId};

use super::{
    MOST, ROWS,
    behind::{Behind, Cell, one_file},
};
use crate::{
    figures::view::{Asked, View},
    guard::Visitor,
    indicators::{missing, number},
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    sheet::csv,
    verify::portal::as_attachment,
};

/// What the address says of its column: there is one.
const COLUMN: &str = "months";
/// Organs that are named where something is missing.
const NAMED: usize = 3;

/// A row of table 2.
pub struct MonthsView {
    /// 行政许可
    pub label: &'static str,
    /// The number with its unit; `None` while something is missing.
    pub value: Option<String>,
    /// The sum of what is there.
    pub known: String,
    /// What is missing, in words.
    pub lacks: String,
    /// Where its months are listed.
    pub href: String,
    /// Organs that count it.
    pub organs: usize,
}

/// The rows of a view, as the form of its edition has them.
///
/// # Errors
/// The register.
pub async fn rows(office: &Office, view: &View) -> Result<Vec<MonthsView>, gongkai_store::Error> {
    let (counts, organs) = missing::counted(office, view.scope, view.year).await?;
    let names: BTreeMap<_, _> = organs.into_iter().map(|(organ, _)| (organ.id, organ.short_name)).collect();
    let cells = counts.into_iter().filter(|count| count.indicator.cell(view.edition).is_some());
    let row = |count: crate::indicators::year::YearCount| {
        let lacks = count.gaps.iter().take(NAMED).map(|(organ, gap)| match view.is_wide() {
            true => format!("{}{}", names.get(organ).map_or("", String::as_str), gap.said()),
            false => gap.said(),
        });
        let more = match count.gaps.len() {
            _ if count.more => format!("机关超过{}个，没有都看", missing::MOST),
            gaps if gaps > NAMED => format!("等{gaps}个机关"),
            _ => String::new(),
        };
        MonthsView {
            label: count.indicator.label,
            value: count.value().map(|value| number::reported(count.indicator, value)),
            known: number::reported(count.indicator, count.known),
            lacks: format!("{}{more}", lacks.collect::<Vec<_>>().join("；")),
            href: format!("/desk/figures/months?{}&row={}&column={COLUMN}", view.query(), count.indicator.key),
            organs: count.organs,
        }
    };
    Ok(cells.map(row).collect())
}

/// A month of an organ.
struct Line {
    organ: String,
    month: String,
    value: String,
    source: String,
    /// Name and address of the file behind it.
    file: Option<(String, String)>,
    corrected: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "desk/figures_months.html")]
struct MonthsPage {
    desk: Desk,
    list: Behind,
    unit: &'static str,
    lines: Vec<Line>,
}

fn picked(asked: &Asked) -> Result<&'static Indicator, Error> {
    Indicator::entered().find(|of| of.key == asked.row).filter(|_| asked.column == COLUMN).ok_or(Error::NotFound)
}

/// `GET /desk/figures/months`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let indicator = picked(&asked)?;
    let found = office.db.monthly_figures_found(view.scope, (indicator.key, view.year)).await?;
    let cell = Cell {
        name: indicator.name(),
        table: if indicator.is_statutory() { "表二" } else { "正文" },
        what: "月报",
        path: "months",
        anchor: "t2".to_owned(),
    };
    let list = Behind::of(cell, (&view, &asked), found);
    let lines = lines(&office, &view, indicator, (list.skipped(), ROWS)).await?;
    page::show(&MonthsPage { desk, list, unit: number::unit(indicator), lines })
}

async fn lines(
    office: &Office,
    view: &View,
    indicator: &Indicator,
    (skip, limit): (i64, i64),
) -> Result<Vec<Line>, Error> {
    let place = (indicator.key, view.year);
    let (figures, organs) = tokio::try_join!(
        office.db.monthly_figures_behind(view.scope, place, skip, limit),
        office.db.figure_organs(view.scope, missing::MOST),
    )?;
    let names: BTreeMap<OrganId, String> = organs.into_iter().map(|organ| (organ.id, organ.short_name)).collect();
    let line = |one: MonthlyFigure| {
        let organ = if one.organ_id == view.own { String::new() } else { format!("&organ={}", one.organ_id) };
        let month = format!("{}-{:02}", one.year, one.month);
        let query = format!("year={}{organ}", one.year);
        Line {
            organ: names.get(&one.organ_id).cloned().unwrap_or_else(|| "已撤并的机关".to_owned()),
            value: number::shown(indicator, one.value),
            file: (!one.file_name.is_empty()).then(|| {
                let href = format!("/desk/months/{}/{month}/{}?{query}", indicator.key, one.n);
                (one.file_name.clone(), href)
            }),
            corrected: one.n > 0,
            href: format!("/desk/months/{}?{query}#{month}", indicator.key),
            source: one.source,
            month,
        }
    };
    Ok(figures.into_iter().map(line).collect())
}

/// `GET /desk/figures/months.csv`: all of a list in one file.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let indicator = picked(&asked)?;
    let found = office.db.monthly_figures_found(view.scope, (indicator.key, view.year)).await?;
    one_file(found, "请按单位分别导出")?;
    let mut file = String::from(csv::MARK);
    csv::line(&mut file, ["机关", "月份", "指标", "数", "单位", "来源", "佐证"]);
    let (name, unit) = (indicator.name(), number::unit(indicator));
    for line in lines(&office, &view, indicator, (0, MOST)).await? {
        let evidence = line.file.map(|(name, _)| name).unwrap_or_default();
        // a number stays one: no sign between thousands
        let value = line.value.replace(',', "");
        csv::line(&mut file, [&line.organ, &line.month, &name, &value, unit, &line.source, &evidence]);
    }
    let name = format!("{}-{}.csv", view.year, indicator.key);
    Ok(as_attachment("text/csv; charset=utf-8", &name, file.into_bytes()))
}
