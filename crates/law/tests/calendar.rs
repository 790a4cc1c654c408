//! The calendar against the facts it was made from, and against itself.

use std::{collections::BTreeMap, fs, path::Path};

use gongkai_law::calendar::{Calendar, Fault, Kind, Notice};
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

fn days_of(years: std::ops::RangeInclusive<i16>) -> impl Iterator<Item = Date> {
    let last = date(*years.end(), 12, 31);
    std::iter::successors(Some(date(*years.start(), 1, 1)), |day| day.tomorrow().ok())
        .take_while(move |day| *day <= last)
}

fn said(day: Date, calendar: &Calendar) -> String {
    let day = calendar.day(day);
    let mark = if day.provisional { " 暂定" } else { "" };
    format!("{} {}{mark}", day.kind, day.name.unwrap_or("-"))
}

#[test]
fn every_day_from_2007_to_2026_is_what_the_table_of_facts_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/holidays.csv");
    let Ok(table) = fs::read_to_string(&path) else {
        println!("left out: ../shared/holidays.csv is not here");
        return;
    };
    let facts: BTreeMap<Date, (&str, &str)> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?.parse().ok()?, (cells.next()?, cells.next()?)))
        })
        .collect();
    assert!(facts.len() > 600, "the table is not the one we know");

    let calendar = Calendar::built_in();
    for day in [date(2006, 12, 30), date(2006, 12, 31)].into_iter().chain(days_of(2007..=2026)) {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let expected = match facts.get(&day) {
            Some(("off", festival)) => (Kind::Holiday, Some(*festival)),
            Some((_, festival)) => (Kind::Workday, Some(*festival)),
            None if weekend => (Kind::Weekend, None),
            None => (Kind::Workday, None),
        };
        let found = calendar.day(day);
        assert_eq!((found.kind, found.name), expected, "{day}");
        assert_eq!(found.provisional, day >= date(2026, 12, 29), "{day}");
    }
}

#[test]
fn each_year_has_as_many_working_days_as_people_counted() {
    let calendar = Calendar::built_in();
    let totals: Vec<_> =
        (2019..=2026).map(|year| days_of(year..=year).filter(|day| calendar.is_workday(*day)).count()).collect();
    assert_eq!(totals, [250, 249, 250, 249, 249, 251, 248, 248]);
}

#[test]
fn the_eve_of_the_spring_festival_of_2024_was_a_working_day() {
    assert_eq!(said(date(2024, 2, 9), Calendar::built_in()), "workday -");
}

#[test]
fn a_notice_names_days_of_the_december_before() {
    let calendar = Calendar::built_in();
    let days = [date(2006, 12, 30), date(2007, 12, 29), date(2018, 12, 29), date(2018, 12, 31), date(2022, 12, 31)];
    assert_eq!(
        days.map(|day| said(day, calendar)),
        ["workday 元旦", "workday 元旦", "workday 元旦", "holiday 元旦", "holiday 元旦"]
    );
    let before_the_notice = calendar.as_known_on(date(2018, 12, 5));
    assert_eq!(said(date(2018, 12, 31), &before_the_notice), "workday - 暂定");
    assert_eq!(said(date(2018, 12, 28), &before_the_notice), "workday -");
}

#[test]
fn a_year_changed_in_its_course_is_known_as_it_was_known_at_the_time() {
    let told = |known: Date, days: &[Date]| {
        let calendar = Calendar::built_in().as_known_on(known);
        days.iter().map(|day| said(*day, &calendar)).collect::<Vec<_>>().join(" · ")
    };
    let victory = [date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 5), date(2015, 9, 6)];
    assert_eq!(told(date(2015, 5, 12), &victory), "workday - · workday - · weekend - · weekend -");
    assert_eq!(
        told(date(2015, 5, 13), &victory),
        ["holiday", "holiday", "holiday", "workday"]
            .map(|kind| format!("{kind} 抗日战争暨世界反法西斯战争胜利70周年纪念日"))
            .join(" · ")
    );
    let labour = [date(2019, 4, 28), date(2019, 5, 1), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)];
    assert_eq!(told(date(2019, 3, 21), &labour), "weekend - · holiday 劳动节 · workday - · workday - · weekend -");
    assert_eq!(
        told(date(2019, 3, 22), &labour),
        "workday 劳动节 · holiday 劳动节 · holiday 劳动节 · holiday 劳动节 · workday 劳动节"
    );
    let spring = [date(2020, 1, 19), date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2), date(2020, 2, 3)];
    assert_eq!(told(date(2020, 1, 26), &spring), "workday 春节 · workday - · workday 春节 · weekend - · workday -");
    assert_eq!(
        told(date(2020, 1, 27), &spring),
        "workday 春节 · holiday 春节 · holiday 春节 · holiday 春节 · workday 春节"
    );
}

#[test]
fn before_a_years_notice_only_new_year_and_weekends_are_taken_off_and_provisionally() {
    let early = Calendar::built_in().as_known_on(date(2025, 11, 3));
    let days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 4), date(2026, 10, 1), date(2025, 12, 29)];
    assert_eq!(
        days.map(|day| said(day, &early)),
        ["holiday 元旦 暂定", "workday - 暂定", "weekend - 暂定", "workday - 暂定", "workday - 暂定"]
    );
    assert_eq!(said(date(2025, 12, 28), &early), "weekend -");
    assert!(!Calendar::built_in().day(date(2025, 12, 31)).provisional);
    let nothing = Calendar::built_in().as_known_on(date(1999, 1, 1));
    assert_eq!(said(date(2008, 10, 1), &nothing), "workday - 暂定");
    assert_eq!(said(Date::MAX, &nothing), "workday - 暂定");
}

#[test]
fn a_notice_loaded_later_settles_its_year_and_the_last_days_before_it() {
    let notice = Notice::parse(
        "\u{feff}# our own\r\nid 2027\r\npublished 2026-11-20\r\nyear 2027\r\n\r\nwork 2026-12-27 元旦\r\noff 2026-12-31..2027-01-02 元旦\r\n",
    )
    .unwrap();
    let calendar = Calendar::built_in().with(notice.clone());
    let days = [date(2026, 12, 27), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 2), date(2027, 12, 29)];
    assert_eq!(
        days.map(|day| said(day, &calendar)),
        ["workday 元旦", "workday -", "holiday 元旦", "holiday 元旦", "workday - 暂定"]
    );
    let corrected = Notice { lines: notice.lines[1..].to_vec(), ..notice };
    let calendar = calendar.with(corrected);
    assert_eq!(said(date(2026, 12, 27), &calendar), "weekend -", "the same id replaces what was loaded");
}

#[test]
fn a_change_can_make_a_day_ordinary_again_and_does_not_settle_a_year_of_its_own() {
    let change = Notice::parse("id 2026-x\npublished 2026-03-01\nchanges 2026\nusual 2026-05-09\n").unwrap();
    assert_eq!(said(date(2026, 5, 9), &Calendar::built_in().with(change)), "weekend -");
    let namesake = Notice::parse("id 2026\npublished 2026-03-01\nchanges 2026\nusual 2026-05-09\n").unwrap();
    let calendar = Calendar::built_in().with(namesake);
    let days = [date(2026, 5, 9), date(2026, 10, 1)].map(|day| said(day, &calendar));
    assert_eq!(days, ["weekend -", "holiday 国庆节"], "its name is the year's own, and the year's notice still stands");
    let lone = Notice::parse("id 2031-x\npublished 2031-03-01\nchanges 2031\noff 2031-05-08 疏散\n").unwrap();
    let calendar = Calendar::built_in().with(lone);
    assert_eq!(said(date(2031, 5, 8), &calendar), "holiday 疏散 暂定");
    assert_eq!(said(date(2031, 5, 9), &calendar), "workday - 暂定");
}

#[test]
fn what_is_no_notice_is_said_with_its_line() {
    let told = |text: &str| Notice::parse(text).unwrap_err().to_string();
    let head = "id 2027\npublished 2026-11-10\nyear 2027\n";
    let with = |line: &str| told(&format!("{head}{line}\n"));
    let all = [
        with("off 2027-01-03..2027-01-01 元旦"),
        with("off 2027-02-29 春节"),
        with("off 2027-01-01T00:00 元旦"),
        with("off 2027-01-01"),
        with("off 2026-11-30 元旦"),
        with("off 2028-01-01 元旦"),
        with("off 2027-01-01..2027-01-03 元旦\nwork 2027-01-03 元旦"),
        with("holiday 2027-01-01 元旦"),
        with("year 2028"),
        with("id two words"),
        with("off 2027-01-01 元旦\u{1b}[2J"),
        told("id 2027\npublished 2026-11-10\nyear 27\n"),
        told("id 2027\nyear 2027\noff 2027-01-01 元旦"),
        told(head),
        told(""),
    ];
    insta::assert_snapshot!(all.join("\n"), @r#"
    第4行：止日早于起日
    第4行：“2027-02-29”不是日期，应写作 2026-01-31 或者 2026-01-29..2026-01-31
    第4行：“2027-01-01T00:00”不是日期，应写作 2026-01-31 或者 2026-01-29..2026-01-31
    第4行：日期之后没有写明节日
    第4行：2026-11-30不属于通知所安排的年份，也不属于上一年12月
    第4行：2028-01-01不属于通知所安排的年份，也不属于上一年12月
    第5行：2027-01-03重复列出
    第4行：不认识“holiday”，应为 id、title、published、year、changes、off、work 或者 usual
    第4行：“year”重复
    第4行：名称为空、超过100字、含有控制字符，或者 id 含有空格
    第4行：名称为空、超过100字、含有控制字符，或者 id 含有空格
    第3行：“27”不是1950年至2200年之间的年份
    缺少“published”一行
    没有列出任何放假或者上班的日子
    缺少“id”一行
    "#);
    assert_eq!(Notice::parse(&"#".repeat(70_000)).unwrap_err().fault, Fault::TooLong);
}

proptest! {
    #[test]
    fn any_text_is_a_notice_or_is_refused_with_a_word(text in "(?s).{0,200}|(off|work|year|id|published) [0-9. -]{0,24}\n(off .{0,40}\n)*") {
        if let Err(wrong) = Notice::parse(&text) {
            prop_assert!(!wrong.to_string().is_empty());
        }
    }

    #[test]
    fn the_last_day_of_a_term_is_a_working_day_with_as_many_before_it(start in 0_usize..7000, count in 1_u16..60) {
        let calendar = Calendar::built_in();
        let days: Vec<Date> = days_of(2007..=2026).collect();
        let start = days[start];
        let term = calendar.workday_after(start, count).unwrap();
        let worked = days.iter().filter(|d| **d > start && **d <= term.date && calendar.is_workday(**d)).count();
        prop_assert!(calendar.is_workday(term.date));
        prop_assert_eq!(worked, usize::from(count));
    }

    #[test]
    fn a_term_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day(at in 0_usize..7200) {
        let calendar = Calendar::built_in();
        let end = days_of(2007..=2026).nth(at).unwrap();
        let rolled = calendar.rolled(end).unwrap().date;
        prop_assert!(calendar.is_workday(rolled) && rolled >= end);
        prop_assert!(days_of(end.year()..=rolled.year()).filter(|d| *d >= end && *d < rolled).all(|d| !calendar.is_workday(d)));
    }
}
