//! 演示的指标月报: who of 青禾县 counts what, and what they counted month by month: for table 2 what their own reports say of the
//! year, parted into months, from the year before on also what the narrative reports; with the gaps that a real county has.

use gongkai_law::annual_report::{Figures, indicator::Indicator};
use gongkai_store::{Act, Actor, Error, Moment, NewFigureDuty, NewMonth, OrganId, Result, Wish};

use super::{
    FIRST,
    county::{Body, COUNTY},
    desk,
    dice::Dice,
    year,
};
use crate::{indicators::month::Month, office::Office};

/// That they were told: a demonstration tells them once.
const SETTING: &str = "demo.months";

/// Indicator, source, and how many a month at most, for an office of a government, a department, a township.
type Habit = (&'static str, &'static str, [i64; 3]);

const HABITS: [Habit; 14] = [
    ("new_media", "政务新媒体后台发布清单", [46, 22, 14]),
    ("gazette", "《青禾县人民政府公报》目录", [9, 0, 0]),
    ("gazette_issues", "《青禾县人民政府公报》目录", [2, 0, 0]),
    ("notice_board", "公示栏张贴登记簿", [4, 3, 31]),
    ("opinions", "意见征集办理台账", [40, 8, 3]),
    ("letters_received", "政府网站互动平台月度统计", [35, 12, 4]),
    ("letters_answered", "政府网站互动平台月度统计", [35, 12, 4]),
    ("desk_visits", "公开专区接待登记簿", [120, 15, 24]),
    ("desk_cases", "公开专区接待登记簿", [18, 4, 3]),
    ("trainings", "培训签到表", [2, 2, 2]),
    ("trained", "培训签到表", [60, 18, 9]),
    ("meetings", "会议纪要", [2, 2, 2]),
    ("questionnaires", "社会评议问卷回收表", [50, 0, 0]),
    ("sanctions", "纪检监察部门通报", [1, 1, 1]),
];

/// Those of table 2: indicator, cell of the edition of 2021 and of 2019, source.
const TABLE_2: [(&str, &str, &str, &str); 4] = [
    ("licences", "proactive.licences", "proactive.licences.decisions", "政务服务平台办件统计"),
    ("penalties", "proactive.penalties", "proactive.penalties.decisions", "行政执法系统案件台账"),
    (
        "coercive_measures",
        "proactive.coercive_measures",
        "proactive.coercive_measures.decisions",
        "行政执法系统案件台账",
    ),
    ("fees", "proactive.fees_wan", "", "非税收入系统对账单"),
];

/// 缺报: whose and which indicator, in December of the year before: what the story of the county's report turns on.
const GAP: (&str, &str) = ("zhujian", "penalties");
/// The same, of the month that was over last.
const GAP_OF_LAST: (&str, &str) = ("weijian", "licences");

/// Each year's numbers of table 2, in the order of the table; `None` where the year's form has none.
type Years = Vec<(i16, [Option<i64>; 4])>;

/// What an organ counted in a month.
struct Line {
    indicator: &'static str,
    month: Month,
    value: i64,
    source: &'static str,
}

/// Settles who counts what and enters their months, once.
///
/// # Errors
/// The register.
pub async fn fill(office: &Office) -> Result<()> {
    if office.db.setting(SETTING).await?.is_some() {
        return Ok(());
    }
    let last = Month::last_over(office.today());
    let narrative = last.year - 1;
    let open = desk::open_at_end(office, super::LAST);
    let organs = office.db.organs(&Wish::default(), None, 100).await?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    for body in &COUNTY {
        let organ = organs.iter().find(|organ| organ.slug == body.slug).ok_or(Error::Missing("机关"))?.id;
        settle(&mut act, organ, body, narrative).await?;
        enter(&mut act, organ, &lines(body, &years(body, open.get(body.slug), last.year), narrative, last)).await?;
    }
    act.set(SETTING, "told").await?;
    act.commit().await
}

/// What the reports of an organ say; of the years after them, what the last one says.
fn years(body: &Body, open: Option<&year::Open>, last: i16) -> Years {
    let of = |(of_year, figures): (i16, Figures)| {
        (of_year, TABLE_2.map(|(_, cell, older, _)| figures.at(cell).or_else(|| figures.at(older))))
    };
    let mut years: Years = year::figures(body, open).into_iter().map(of).collect();
    while let Some((before, totals)) = years.last().copied().filter(|(before, _)| *before < last) {
        years.push((before + 1, totals));
    }
    years
}

async fn settle(act: &mut Act, organ: OrganId, body: &Body, narrative: i16) -> Result<()> {
    let (table, narrative) = (format!("{FIRST}-01"), format!("{narrative}-01"));
    let duty = |indicator: &'static Indicator| NewFigureDuty {
        indicator: indicator.key,
        since: if indicator.is_statutory() { &table } else { &narrative },
        none_why: none_why(body, indicator.key),
    };
    let duties: Vec<_> = Indicator::entered().map(duty).collect();
    act.settle_figure_duties(organ, &duties).await
}

/// 不涉及: why an organ has none of an indicator.
fn none_why(body: &Body, indicator: &str) -> Option<&'static str> {
    let government = body.kind == "government";
    let [licences, penalties, measures] = body.decisions;
    match indicator {
        "licences" if licences == 0 => Some("本机关不实施行政许可"),
        "penalties" if penalties == 0 => Some("本机关没有行政处罚权"),
        "coercive_measures" if measures == 0 => Some("本机关没有行政强制权"),
        "fees" if !year::charges(body) => Some("本机关不收取行政事业性收费"),
        "gazette" | "gazette_issues" if !government => Some("公报由县人民政府统一编印"),
        "questionnaires" if !government => Some("社会评议由县人民政府统一组织"),
        _ => None,
    }
}

async fn enter(act: &mut Act, organ: OrganId, lines: &[Line]) -> Result<()> {
    let months: Vec<_> = lines
        .iter()
        .map(|line| NewMonth {
            indicator: line.indicator,
            year: line.month.year,
            month: line.month.month.into(),
            value: line.value,
            source: line.source,
            note: "",
            seen: None,
        })
        .collect();
    act.enter_months(organ, &months, None).await
}

/// All that an organ counted up to the last month that is over.
fn lines(body: &Body, years: &Years, narrative: i16, last: Month) -> Vec<Line> {
    let mut out = Vec::new();
    for (of_year, totals) in years {
        let mut dice = Dice::of(body.slug, of_year.saturating_add(4000));
        for ((indicator, .., source), total) in TABLE_2.into_iter().zip(totals) {
            let Some(total) = total else { continue };
            // to the hundred yuan, as receipts are
            let unit = if indicator == "fees" { 10_000 } else { 1 };
            let parts = parts(&mut dice, *total, unit);
            out.extend(months(*of_year).zip(parts).map(|(month, value)| Line { indicator, month, value, source }));
        }
        if *of_year >= narrative {
            habits(body.kind, *of_year, &mut dice, &mut out);
        }
    }
    out.retain(|line| {
        let asked = line.month <= last && none_why(body, line.indicator).is_none();
        asked && !is_gap(body.slug, line, last)
    });
    out
}

fn months(year: i16) -> impl Iterator<Item = Month> {
    (1..=12).filter_map(move |month| Month::of(year, month))
}

fn is_gap(slug: &str, line: &Line, last: Month) -> bool {
    let december = Month { year: last.year - 1, month: 12 };
    [(GAP, december), (GAP_OF_LAST, last)].contains(&((slug, line.indicator), line.month))
}

/// A year's total in twelve parts that add up to it.
fn parts(dice: &mut Dice, total: i64, unit: i64) -> [i64; 12] {
    let even = total / 12 / unit * unit;
    let mut parts = [even; 12];
    for at in 1..parts.len() {
        let moved = dice.roll(even / unit / 3 + 1) * unit;
        if let [.., before, here] = parts.get_mut(..=at).unwrap_or_default() {
            *before += moved;
            *here -= moved;
        }
    }
    let rest = total - parts.iter().sum::<i64>();
    let last = usize::try_from(dice.roll(12)).unwrap_or_default();
    if let Some(part) = parts.get_mut(last) {
        *part += rest;
    }
    parts
}

fn habits(kind: &str, year: i16, dice: &mut Dice, out: &mut Vec<Line>) {
    let kind = match kind {
        "government" => 0,
        "department" => 1,
        _ => 2,
    };
    for month in months(year) {
        let mut before = 0;
        for (indicator, source, most) in HABITS {
            let most = most.get(kind).copied().unwrap_or_default();
            let value = match indicator {
                // what came was answered; who was trained needs a training
                "letters_answered" => before,
                "trained" if before == 0 => 0,
                "trained" => before * (most / 2 + dice.roll(most)),
                "sanctions" => 0,
                _ => dice.roll(most + 1),
            };
            before = value;
            out.push(Line { indicator, month, value, source });
        }
    }
}
