//! 平台启用以前: years that the register does not cover, whose zeros nobody counted.

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Cell, Error, Sight};
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

/// 存疑 of a report in work: table 3 without a request where the register begins later, or has none of a year whose report had
/// some, or not of its first months; and numbers of table 2 that the organ did not count yet.
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
    let is_zero = CAME.iter().all(|address| year.figures.at(address) == Some(0));
    let before = last.and_then(|last| Some((last.year, last.figures()?.at(CAME[0])?)));
    let before = before.filter(|(_, received)| *received > 0);
    if is_zero || before.is_some() {
        let first = office.db.first_received(work.range.scope(work.organ.id)).await?.map(|first| first.0);
        let why = if is_zero { of_register(office, work, (first, before)).await? } else { None };
        let (of, tables) = (work.year(), zeros(year));
        let why = why.map(|why| format!("{why}，{of}年的{tables}：平台启用以前的，请照旧台账核对"));
        let both = why.into_iter().chain(of_part(work, (first, before)));
        doubts.extend(both.map(|message| bar(message, "#requests.new.total")));
    }
    if !work.range.is_wide() {
        doubts.extend(of_months(work, year).map(|message| bar(message, "#c-lack")));
    }
    Ok(doubts)
}

/// The day of the register's first request, and last year with what its report received, where that is something.
type Known = (Option<Date>, Option<(i16, i64)>);

/// What the register has instead of the year's requests; `None` where it is trusted.
async fn of_register(office: &Office, work: &Work, (first, before): Known) -> Result<Option<String>, Error> {
    let scope = work.range.scope(work.organ.id);
    if let Some(first) = first.filter(|first| first.year() > work.year()) {
        return Ok(Some(format!("台账里最早的申请是{}年{}月的", first.year(), first.month())));
    }
    // each report is held against the register of its own year: one old request says nothing of those after it
    let before = match before {
        Some((year, received)) => {
            let recorded = office.db.cell_count(scope, year, Cell::New, None).await?;
            (recorded == 0).then_some((year, received))
        }
        None => None,
    };
    let own = office.db.report_of(work.organ.id, work.year(), Sight::Public).await?;
    let own = own.and_then(|report| Some((report.line.year, report.line.series.received?)));
    let had = own.into_iter().chain(before).find(|(_, received)| *received > 0);
    let none = |year: i16| match first {
        None => "台账里一件申请也没有".to_owned(),
        Some(_) => format!("台账里没有{year}年新收的申请"),
    };
    Ok(had.map(|(year, received)| format!("{}，{year}年的年报有新收{received}件", none(year))))
}

/// 半年的台账: why table 3 lacks the months before the register's first request, where last year's report had some.
fn of_part(work: &Work, (first, before): Known) -> Option<String> {
    let (before, received) = before?;
    let first = first.filter(|first| first.year() == work.year() && first.month() > 1)?;
    let (year, month, gap) = (first.year(), first.month(), until(first.month() - 1));
    Some(format!(
        "台账里最早的申请是{year}年{month}月的，{before}年的年报有新收{received}件：{gap}的申请可能没有进台账，\
         数不全，请照旧台账核对"
    ))
}

/// 1月, or 1月至6月.
fn until(month: i8) -> String {
    if month == 1 { "1月".to_owned() } else { format!("1月至{month}月") }
}

/// 表三、表四都是零
fn zeros(year: &YearFigures) -> &'static str {
    let cells = year.figures.form().cells().iter().zip(year.figures.values());
    let is_zero = cells.filter(|(cell, _)| cell.table == 2).all(|(_, value)| *value == Some(0));
    if is_zero { "表三、表四都是零" } else { "表三是零" }
}

/// Numbers of table 2 that were not counted in that year, or in its first months, by the month from which on they are.
fn of_months<'a>(work: &'a Work, year: &'a YearFigures) -> impl Iterator<Item = String> + 'a {
    let begins = |count: &YearCount| count.begins_later().or(count.begins_within());
    let later = move |from: Month| {
        let is_from =
            |indicator: &&Indicator| year.months_of(indicator).and_then(begins).is_some_and(|begins| begins == from);
        let in_table = Indicator::entered().filter(|indicator| indicator.cell(work.edition).is_some());
        let labels: Vec<_> = in_table.filter(is_from).map(|indicator| indicator.label).collect();
        (labels.join("、"), from)
    };
    let mut months: Vec<_> = year.entered.iter().filter_map(begins).collect();
    months.sort_unstable();
    months.dedup();
    let said = move |(labels, from): (String, Month)| {
        let of = work.year();
        if from.year == of {
            let gap = until(from.month.saturating_sub(1));
            return format!("表二的{labels}从{}起填报，{gap}没有填报，数不全，请照旧台账核对", from.said());
        }
        format!("表二的{labels}从{}起填报，{of}年的零不是数出来的，请照旧台账核对", from.said())
    };
    months.into_iter().map(later).filter(|(labels, _)| !labels.is_empty()).map(said)
}
