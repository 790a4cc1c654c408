//! 平台启用以前: years that the register does not cover, whose zeros nobody counted.

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Error, Sight};
use jiff::civil::Date;

use super::{examine::Bar, figures::YearFigures, last::LastYear, work::Work};
use crate::{
    indicators::{month::Month, year::YearCount},
    office::Office,
};

/// What such a doubt is called.
pub const UNCOVERED: &str = "没有台账";
/// 本年新收 and 上年结转: where both are zero, all of table 3 is.
const CAME: [&str; 2] = ["requests.new.total", "requests.carried_in.total"];

/// 存疑 of a report in work: table 3 without a request where the register begins later, or has none at all while a report had
/// some; and numbers of table 2 that the organ did not count yet.
///
/// # Errors
/// The register.
pub async fn doubts(
    office: &Office,
    work: &Work,
    year: &YearFigures,
    last: Option<&LastYear>,
) -> Result<Vec<Bar>, Error> {
    let bar = |message: String, href: &str| Bar { what: UNCOVERED, message, href: href.to_owned() };
    let mut doubts = Vec::new();
    if CAME.iter().all(|address| year.figures.at(address) == Some(0))
        && let Some(why) = of_register(office, work, last).await?
    {
        let tables = zeros(year);
        let of = work.year();
        doubts.push(bar(format!("{why}，{of}年的{tables}：平台启用以前的，请照旧台账核对"), "#requests.new.total"));
    }
    if !work.range.is_wide() {
        doubts.extend(of_months(work, year).map(|message| bar(message, "#c-lack")));
    }
    Ok(doubts)
}

/// What the register has instead of the year's requests; `None` where it is trusted.
async fn of_register(office: &Office, work: &Work, last: Option<&LastYear>) -> Result<Option<String>, Error> {
    let scope = work.range.scope(work.organ.id);
    if let Some(first) = office.db.first_received(scope).await? {
        let since = |first: Date| format!("台账里最早的申请是{}年{}月的", first.year(), first.month());
        return Ok((first.0.year() > work.year()).then(|| since(first.0)));
    }
    let before = last.and_then(|last| Some((last.year, last.figures()?.at(CAME[0])?)));
    let own = office.db.report_of(work.organ.id, work.year(), Sight::Public).await?;
    let own = own.and_then(|report| Some((report.line.year, report.line.series.received?)));
    let had = own.into_iter().chain(before).find(|(_, received)| *received > 0);
    Ok(had.map(|(year, received)| format!("台账里一件申请也没有，{year}年的年报有新收{received}件")))
}

/// 表三、表四都是零
fn zeros(year: &YearFigures) -> &'static str {
    let cells = year.figures.form().cells().iter().zip(year.figures.values());
    let is_zero = cells.filter(|(cell, _)| cell.table == 2).all(|(_, value)| *value == Some(0));
    if is_zero { "表三、表四都是零" } else { "表三是零" }
}

/// Numbers of table 2 that were not counted in that year, by the month from which on they are.
fn of_months<'a>(work: &'a Work, year: &'a YearFigures) -> impl Iterator<Item = String> + 'a {
    let later = |from: Month| {
        let is_from = |indicator: &&Indicator| {
            year.months_of(indicator).and_then(YearCount::begins_later).is_some_and(|begins| begins == from)
        };
        let in_table = Indicator::entered().filter(|indicator| indicator.cell(work.edition).is_some());
        let labels: Vec<_> = in_table.filter(is_from).map(|indicator| indicator.label).collect();
        (labels.join("、"), from)
    };
    let mut months: Vec<_> = year.entered.iter().filter_map(YearCount::begins_later).collect();
    months.sort_unstable();
    months.dedup();
    let said = move |(labels, from): (String, Month)| {
        let of = work.year();
        format!("表二的{labels}从{}起填报，{of}年的零不是数出来的，请照旧台账核对", from.said())
    };
    months.into_iter().map(later).filter(|(labels, _)| !labels.is_empty()).map(said)
}
