//! Dates in running text, as far as they are written out: 2023年1月1日, 12月31日, 2023.1.1.

/// A date with what is written of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// `None` where the year was said before.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: u8,
    /// `None` for a whole month.
    pub day: Option<u8>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The dates of a stretch of text, in order. A lost 年 is put back (20201月1日), as the digits leave no other reading.
pub(super) fn dates(text: &str) -> Vec<Written> {
    let mut out = Vec::new();
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match (byte.is_ascii_digit(), numbers.last_mut()) {
            (true, Some((_, end))) if *end == at => *end += 1,
            (true, _) => numbers.push((at, at + 1)),
            _ => {}
        }
    }
    let mut next = 0;
    while let Some((date, used)) = date(text, numbers.get(next..).unwrap_or_default()) {
        next += used;
        out.extend(date);
    }
    out
}

/// The date that begins at the first of these numbers, if one does, and how many numbers it took.
fn date(text: &str, numbers: &[(usize, usize)]) -> Option<(Option<Written>, usize)> {
    let &(start, end) = numbers.first()?;
    let value = |at: usize| numbers.get(at).and_then(|&(start, end)| text.get(start..end)?.parse::<i16>().ok());
    // what stands between a number and the next one, blanks left out
    let mark = |at: usize| {
        let from = numbers.get(at).map_or(text.len(), |&(_, end)| end);
        let to = numbers.get(at + 1).map_or(text.len(), |&(start, _)| start);
        text.get(from..to).unwrap_or_default().trim().trim_end_matches('度')
    };
    let digits = text.get(start..end).unwrap_or_default();
    let year_of = |value: i16| (1990..2100).contains(&value).then_some(value);
    let starts = |at: usize, c: char| mark(at).starts_with(c);
    if let Some(year) = value(0).and_then(year_of)
        && (mark(0) == "年" || mark(0) == "." || mark(0) == "-" || mark(0) == "/")
    {
        return Some((month_and_day(text, numbers, 1, Some(year), start), 1 + used(&mark, 1)));
    }
    if (5..=6).contains(&digits.len()) && starts(0, '月') {
        let (year, month) = digits.split_at(4);
        let (year, month) =
            (year.parse().ok().and_then(year_of), month.parse::<u8>().ok().filter(|m| (1..=12).contains(m)));
        if let (Some(year), Some(month)) = (year, month) {
            let day = value(1).and_then(|day| u8::try_from(day).ok()).filter(|_| starts(1, '日'));
            let last = if day.is_some() { 1 } else { 0 };
            let end = numbers.get(last).map_or(end, |&(_, end)| end) + '日'.len_utf8();
            return Some((Some(Written { year: Some(year), month, day, start, end }), last + 1));
        }
    }
    if starts(0, '月') {
        return Some((month_and_day(text, numbers, 0, None, start), used(&mark, 0)));
    }
    Some((None, 1))
}

fn used<'t>(mark: &impl Fn(usize) -> &'t str, month: usize) -> usize {
    let dotted = matches!(mark(month), "." | "-" | "/");
    if mark(month) == "月" || dotted { 2 } else { 1 }
}

fn month_and_day(
    text: &str,
    numbers: &[(usize, usize)],
    at: usize,
    year: Option<i16>,
    start: usize,
) -> Option<Written> {
    let number = |at: usize| {
        let &(start, end) = numbers.get(at)?;
        Some((text.get(start..end)?.parse::<u8>().ok()?, end))
    };
    let (month, month_end) = number(at).filter(|(month, _)| (1..=12).contains(month))?;
    let between = text.get(month_end..numbers.get(at + 1).map_or(month_end, |&(start, _)| start)).unwrap_or_default();
    let day = matches!(between.trim(), "月" | "." | "-" | "/").then(|| number(at + 1)).flatten();
    let day = day.filter(|(day, _)| (1..=31).contains(day));
    let end = day.map_or(month_end, |(_, end)| end);
    let sign = text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '日' | '月'));
    let end = end + sign.map_or(0, char::len_utf8);
    Some(Written { year, month, day: day.map(|(day, _)| day), start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<i16>, u8, Option<u8>)> {
        dates(text).into_iter().map(|date| (date.year, date.month, date.day)).collect()
    }

    #[test]
    fn both_ends_of_a_period_are_read_however_it_is_written() {
        let full = vec![(Some(2023), 1, Some(1)), (Some(2023), 12, Some(31))];
        let short = vec![(Some(2023), 1, Some(1)), (None, 12, Some(31))];
        assert_eq!(read("期限自2023年1月1日起至2023年12月31日止。"), full);
        assert_eq!(read("期限为 2023 年 1 月 1 日至 12 月 31 日"), short);
        assert_eq!(read("2023.1.1-2023.12.31"), full);
        assert_eq!(read("期限为20231月1日至12月31日"), short);
        assert_eq!(read("2023年1月至12月"), [(Some(2023), 1, None), (None, 12, None)]);
    }

    #[test]
    fn other_numbers_are_no_dates() {
        assert_eq!(read("国办公开办函〔2021〕30号，共15件，2023年度"), []);
    }
}
