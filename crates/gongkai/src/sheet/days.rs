//! 日期 as spreadsheets and pages write them.

use jiff::civil::Date;

use crate::typed;

/// `2025-03-06`, `2025/3/6`, `2025.3.6`, `2025年3月6日`, `20250306`, in any width; a time of day behind it does not matter.
///
/// ```
/// use gongkai::sheet::days::read;
/// use jiff::civil::date;
///
/// for written in ["2025-03-06", "2025/3/6 09:30", "２０２５年３月６日", "20250306"] {
///     assert_eq!(read(written), Some(date(2025, 3, 6)), "{written}");
/// }
/// assert_eq!(read("2025-13-06"), None);
/// ```
pub fn read(value: &str) -> Option<Date> {
    let value: String = value.trim().chars().map(typed::narrow).collect();
    let first = value.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<_> = first.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [all] if all.len() == 8 && all.is_ascii() => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
