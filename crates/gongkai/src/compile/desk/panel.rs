//! 月报缺什么: what organs enter month by month, on the page of the data. It says and opens nothing that the tables below say
//! otherwise: of several organs a number of table 2 is the sum of their reports, and of what was handed in it is that.

use crate::{
    compile::{
        examine::Examined,
        figures::{by_organ, monthly},
        names::{Names, shown},
        work::Work,
    },
    figures::view::query,
    indicators::year::YearCount,
};

/// An indicator that organs enter, with what is missing.
pub(super) struct Counting {
    /// Its name.
    pub label: String,
    /// The year's number, or that there is none; `None` while something is missing.
    pub value: Option<String>,
    /// Whether table 2 has it.
    pub statutory: bool,
    /// Where it is listed; empty where that is nowhere, or not for this person.
    pub href: String,
    /// What is missing, or who counted it and how far.
    pub said: String,
    /// Where what is missing is seen to, with the words of the link.
    pub mended: Option<(String, &'static str)>,
    /// 台账变了: what it is today beside what was handed in; empty where that is the same.
    pub moved: String,
}

/// Every one of them; `sees_below` says whether this person may look into the months of the organs below.
pub(super) fn of(examined: &Examined, work: &Work, sees_below: bool) -> Vec<Counting> {
    examined.year.entered.iter().map(|count| one((examined, work), count, sees_below)).collect()
}

fn one((examined, work): (&Examined, &Work), count: &YearCount, sees_below: bool) -> Counting {
    let (year, indicator, unit) = (&examined.year, count.indicator, count.indicator.unit_label());
    let name = Names::of(work.edition).find(&indicator.name());
    let value = name.and_then(|name| name.value(year)).map(|value| format!("{value}{unit}"));
    let (label, statutory) = (indicator.name(), indicator.cell(work.edition).is_some());
    if let Some(value) = value.as_ref().filter(|_| examined.from_file && statutory) {
        let (value, said) = (Some(value.clone()), "上传件的数".to_owned());
        let (href, moved) = (String::new(), String::new());
        return Counting { label, value, statutory, href, said, mended: None, moved };
    }
    let empty = match (count.is_none_of(), count.begins_later()) {
        // what stands in a report is what was reported
        _ if statutory && (work.range.is_wide() || value.as_deref() != Some(&format!("0{unit}"))) => None,
        (Some(why), _) if work.range.is_wide() => Some(("不涉及", format!("各单位都不涉及，如：{why}"))),
        (Some(why), _) => Some(("不涉及", why.to_owned())),
        (None, Some(from)) => Some(("不计", format!("从{}起填报，{}年还没有填报", from.said(), work.year()))),
        (None, None) => None,
    };
    let moved = moved((examined, work), count);
    if let Some((value, said)) = empty {
        let (value, href) = (Some(value.to_owned()), String::new());
        return Counting { label, value, statutory, href, said, mended: None, moved };
    }
    let is_known = value.is_some();
    Counting {
        href: listed(work, count, sees_below),
        said: if is_known { counted(work, count) } else { year.lacks(indicator) },
        mended: (!is_known).then(|| mended(work, count, sees_below)).flatten(),
        label,
        value,
        statutory,
        moved,
    }
}

/// Who counted it, and how far.
fn counted(work: &Work, count: &YearCount) -> String {
    if work.range.is_wide() && count.indicator.cell(work.edition).is_some() {
        return "本级和下级年报的合计".to_owned();
    }
    let organs = count.organs;
    match (organs, count.until, count.begins_within()) {
        (0, ..) => "没有单位填报".to_owned(),
        (_, 0, _) => format!("{organs}个单位，还没有到填报的月份"),
        // nobody said what came before that month: it is not whole
        (_, until @ 1..12, Some(from)) => format!("{organs}个单位，从{}月起，填到{until}月", from.month),
        (_, _, Some(from)) => format!("{organs}个单位，从{}月起填报", from.month),
        (_, until @ 1..12, None) => format!("{organs}个单位，齐到{until}月"),
        (_, _, None) => format!("{organs}个单位，齐"),
    }
}

/// The list of what a number counts: of several organs by organ, never the organ's own months alone.
fn listed(work: &Work, count: &YearCount, sees_below: bool) -> String {
    let indicator = count.indicator;
    match address(work, count) {
        _ if !work.range.is_wide() => monthly(indicator, work.year()),
        Some(address) => by_organ(work.year(), work.range, address),
        None if sees_below => {
            let shown = query(work.year(), work.edition, work.range);
            format!("/desk/figures/months?{shown}&row={}&column=months", indicator.key)
        }
        None => String::new(),
    }
}

/// Where what is missing is seen to: the own months where they are what is missing, otherwise who lacks it.
fn mended(work: &Work, count: &YearCount, sees_below: bool) -> Option<(String, &'static str)> {
    let own = || (monthly(count.indicator, work.year()), "去填");
    match address(work, count) {
        _ if !work.range.is_wide() => Some(own()),
        Some(address) => Some((by_organ(work.year(), work.range, address), "看缺谁的")),
        None if sees_below => Some((format!("/desk/months/below?year={}", work.year()), "看缺谁的")),
        None => count.gaps.contains_key(&work.organ.id).then(|| (own().0, "填本机关的")),
    }
}

/// The cell of an indicator, in the form of this report.
fn address(work: &Work, count: &YearCount) -> Option<&'static str> {
    let cell = count.indicator.cell(work.edition)?;
    let form = gongkai_law::annual_report::Form::of(work.edition);
    form.known(cell).map(|cell| cell.address.as_str())
}

/// 台账现在是21件，定本是13件: a month that was corrected after the report was handed in.
fn moved((examined, work): (&Examined, &Work), count: &YearCount) -> String {
    let Some(cell) = count.indicator.cell(work.edition).filter(|_| !work.standing.is_open()) else {
        return String::new();
    };
    let unit = count.indicator.unit_label();
    let said = |value: Option<i64>| match value {
        Some(value) => format!("是{}{unit}", shown(count.indicator, value)),
        None => "缺数".to_owned(),
    };
    let (fixed, now) = (examined.year.figures.get(cell), examined.year.today(cell, count));
    if fixed == now { String::new() } else { format!("台账现在{}，定本{}", said(now), said(fixed)) }
}
