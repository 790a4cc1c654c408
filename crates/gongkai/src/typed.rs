//! 表单里写的字: what people type where a number or a date is asked for.

use jiff::civil::{Date, DateTime, Time};

/// Full-width digits, signs and blanks, as a Chinese keyboard gives them, become the plain ones; blanks and the commas
/// between thousands go.
pub fn number(typed: &str) -> String {
    typed.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != ',').collect()
}

/// A day of every year as `MM-DD`: `3月31日`, `3-31`, `03/31`. What is none stays as [`number`] leaves it, for the form to refuse.
pub fn month_day(typed: &str) -> String {
    let plain = number(typed);
    let part = |digits: &str| digits.parse::<u8>().ok();
    let day = plain
        .split_once(['月', '-', '/', '.'])
        .and_then(|(month, day)| Some(format!("{:02}-{:02}", part(month)?, part(day.trim_end_matches(['日', '号']))?)));
    day.unwrap_or(plain)
}

/// The narrow form of a full-width sign.
pub fn narrow(c: char) -> char {
    match c {
        // the full-width block is the ASCII one, moved
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// A moment, to the minute: `2026-10-12T09:30`, `2026年10月12日9时30分`, `2026/10/12 9:30`. `None` where it is none, and
/// where a word besides might change it: 下午3时.
pub fn moment(typed: &str) -> Option<DateTime> {
    let typed: String = typed.trim().chars().map(narrow).collect();
    let is_joint = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '/' | '.' | ':' | 'T' | '年' | '月' | '日' | '时' | '点' | '分')
    };
    if typed.chars().any(|c| !c.is_ascii_digit() && !is_joint(c)) {
        return None;
    }
    let numbers: Vec<&str> = typed.split(is_joint).filter(|number| !number.is_empty()).collect();
    let (date, hour, minute) = match numbers.as_slice() {
        [year, month, day, hour, minute] => ((year, month, day), hour, *minute),
        // 9时 is nine sharp; a lone number without the word may be anything
        [year, month, day, hour] if typed.ends_with(['时', '点']) => ((year, month, day), hour, "0"),
        _ => return None,
    };
    let date = Date::new(date.0.parse().ok()?, date.1.parse().ok()?, date.2.parse().ok()?).ok()?;
    Some(date.to_datetime(Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?))
}

/// As a page says it: 2026年10月12日9时30分.
pub fn spoken_moment(at: DateTime) -> String {
    format!("{}年{}月{}日{}时{:02}分", at.year(), at.month(), at.day(), at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::{moment, month_day, number, spoken_moment};

    #[test]
    fn a_moment_is_understood_however_it_is_typed_and_never_guessed() {
        let half_past_nine = jiff::civil::date(2026, 10, 12).at(9, 30, 0, 0);
        for typed in
            ["2026-10-12T09:30", "2026年10月12日9时30分", "２０２６／１０／１２　９：３０", " 2026-10-12 9:30 "]
        {
            assert_eq!(moment(typed), Some(half_past_nine), "{typed}");
        }
        assert_eq!(moment(&spoken_moment(half_past_nine)), Some(half_past_nine));
        assert_eq!(moment("2026年10月12日9时").map(|at| (at.hour(), at.minute())), Some((9, 0)));
        for typed in ["", "今天上午", "2026年10月12日下午3时30分", "2026-10-12", "2026-10-12 25:00", "2026-10-12 9"]
        {
            assert_eq!(moment(typed), None, "{typed}");
        }
    }

    #[test]
    fn digits_of_a_chinese_keyboard_are_digits() {
        for (typed, meant) in [
            ("０１２", "012"),
            ("　３３ ", "33"),
            ("1，200", "1200"),
            ("２０２６－０９－１８", "2026-09-18"),
            ("－1", "-1"),
        ] {
            assert_eq!(number(typed), meant);
        }
    }

    #[test]
    fn a_day_of_every_year_is_written_as_people_write_it() {
        for typed in ["3月31日", "３月３１日", "03-31", "3-31", "3/31", "3.31", " 3 月 31 号"] {
            assert_eq!(month_day(typed), "03-31", "{typed}");
        }
        for (typed, left) in [("三月底", "三月底"), ("0331", "0331"), ("3月末", "3月末"), ("", "")] {
            assert_eq!(month_day(typed), left);
        }
    }

    #[test]
    fn what_is_no_number_is_left_for_the_form_to_refuse() {
        for (typed, left) in [("三十", "三十"), ("３½", "3½"), ("　", "")] {
            assert_eq!(number(typed), left);
        }
    }
}
