//! 期限日历: the proof of a deadline as months, as a bar, and in words.

use gongkai_law::request::deadline::{Day, Deadline, Kind, Why};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// One month of the proof.
pub struct MonthView {
    /// `2026年9月`
    pub caption: String,
    /// Seven cells each, Monday first.
    pub weeks: Vec<Vec<CellView>>,
}

/// One day's cell.
#[derive(Clone, Default)]
pub struct CellView {
    /// Classes of the style sheet: `count made`, `rest`, `out` …
    pub class: String,
    /// The day of the month; empty outside of it.
    pub day: String,
    /// What it is, in a word: 停, 班, 中秋.
    pub word: String,
    /// Whether the word stands at the top, because the number stands below.
    pub word_up: bool,
    /// Which counted day.
    pub n: Option<u16>,
    /// For those who do not see the cell.
    pub unseen: &'static str,
}

/// `2026年9月18日`
pub fn spoken(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 星期五
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// The months that the proof touches.
pub fn months(days: &[Day], today: Date) -> Vec<MonthView> {
    grid(days, |day| day.date, |day| cell(day, today))
}

/// The months that a proof touches, whatever its days know of themselves; days outside of it are blank.
pub fn grid<D>(days: &[D], date: impl Fn(&D) -> Date, cell: impl Fn(&D) -> CellView) -> Vec<MonthView> {
    days.chunk_by(|a, b| date(a).first_of_month() == date(b).first_of_month())
        .filter_map(|chunk| Some(month(date(chunk.first()?).first_of_month(), chunk, &date, &cell)))
        .collect()
}

fn month<D>(first: Date, days: &[D], of: impl Fn(&D) -> Date, cell: impl Fn(&D) -> CellView) -> MonthView {
    let lead = usize::from(first.weekday().to_monday_zero_offset().unsigned_abs());
    let blank = || CellView { class: "out".to_owned(), ..CellView::default() };
    let mut cells: Vec<CellView> = (0..lead).map(|_| blank()).collect();
    let mut proof = days.iter().peekable();
    for date in first.series(1.day()).take(usize::from(first.days_in_month().unsigned_abs())) {
        match proof.next_if(|day| of(day) == date) {
            Some(day) => cells.push(cell(day)),
            None => cells.push(CellView { day: date.day().to_string(), ..blank() }),
        }
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(blank());
    }
    MonthView {
        caption: format!("{}年{}月", first.year(), first.month()),
        weeks: cells.chunks(7).map(<[CellView]>::to_vec).collect(),
    }
}

fn cell(day: &Day, today: Date) -> CellView {
    let made = day.why == Why::MadeUp;
    let (mut class, word, unseen) = match day.kind {
        Kind::Received => ("start", "收到".to_owned(), ""),
        Kind::Counted if made => ("count made", "班".to_owned(), ""),
        Kind::Counted => ("count", String::new(), ""),
        Kind::Off => ("rest", day.name.as_deref().map(short).unwrap_or_default(), "不计"),
        Kind::Stopped => ("stop", "停".to_owned(), ""),
        Kind::Due => ("end", "到期".to_owned(), ""),
    };
    let with = |class: &str, more: &str| format!("{class} {more}");
    let (today_class, guess_class);
    if day.date == today {
        today_class = with(class, "today");
        class = &today_class;
    }
    if day.provisional {
        guess_class = with(class, "guess");
        class = &guess_class;
    }
    CellView {
        class: class.to_owned(),
        day: day.date.day().to_string(),
        word_up: day.n.is_some(),
        unseen: match (day.date == today, word.is_empty()) {
            (true, _) => "今天，",
            (false, true) => unseen,
            (false, false) => "",
        },
        word,
        n: day.n,
    }
}

/// 中秋节 → 中秋: two characters have room in a cell.
fn short(name: &str) -> String {
    name.chars().take(2).collect()
}

/// The bar of working days.
pub struct Bar {
    /// x, width and class of each.
    pub days: Vec<(String, String, &'static str)>,
    /// In words.
    pub label: String,
}

/// One mark for each working day that the office has, the past ones filled.
pub fn bar(deadline: &Deadline, today: Date) -> Bar {
    let all = usize::from(deadline.working_days);
    let past = deadline.days.iter().filter(|day| day.n.is_some() && day.date <= today).count().min(all);
    Bar { days: marks(deadline.working_days, past), label: format!("{all}个工作日中已过{past}个") }
}

/// So many marks, the first of them filled.
pub fn marks(all: u16, past: usize) -> Vec<(String, String, &'static str)> {
    let step = 400.0 / f64::from(all.max(1));
    let mark = |at: u16| {
        let class = if usize::from(at) < past { "a" } else { "e" };
        (format!("{:.1}", f64::from(at) * step), format!("{:.1}", step - 2.0), class)
    };
    (0..all).map(mark).collect()
}

/// The proof in sentences, days of one kind taken together.
pub fn text(days: &[Day]) -> Vec<String> {
    let alike = |a: &Day, b: &Day| {
        (a.kind, a.why, &a.name, a.provisional) == (b.kind, b.why, &b.name, b.provisional) && a.kind != Kind::Received
    };
    days.chunk_by(alike).filter_map(sentence).collect()
}

fn sentence(run: &[Day]) -> Option<String> {
    let (first, last) = (run.first()?, run.last()?);
    let when = match (first.date == last.date, first.date.month() == last.date.month()) {
        (true, _) => format!("{}月{}日（{}）", first.date.month(), first.date.day(), weekday(first.date)),
        (false, true) => format!("{}月{}日至{}日", first.date.month(), first.date.day(), last.date.day()),
        (false, false) => {
            format!("{}月{}日至{}月{}日", first.date.month(), first.date.day(), last.date.month(), last.date.day())
        }
    };
    let number = match (first.n, last.n) {
        (Some(from), Some(to)) if from < to => format!("第{from}至第{to}个工作日"),
        (Some(n), _) => format!("第{n}个工作日"),
        _ => String::new(),
    };
    let what = match (first.kind, &first.name) {
        (Kind::Counted, _) if first.why == Why::MadeUp => format!("调休上班，{number}"),
        (Kind::Counted, _) => number,
        (Kind::Due, _) if number.is_empty() => format!("{}，到期", first.why),
        (Kind::Due, _) => format!("{number}，到期"),
        (Kind::Off, Some(name)) => format!("{name}放假，不计"),
        _ => first.why.to_string(),
    };
    let guess = if first.provisional { "（暂定）" } else { "" };
    Some(format!("{when}：{what}{guess}。"))
}
