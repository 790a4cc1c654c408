//! 填的数: what people and programs write for a month, and how it is shown. Counts are whole; fees are written in 元 and
//! kept in millionths of 万元, of which one is one 分.

use gongkai_law::annual_report::indicator::{Indicator, Unit};

use crate::{typed, verify::form::grouped};

/// The largest count of one month; what is larger is digits run together.
pub const MOST_COUNT: i64 = 99_999_999;
/// The largest amount of one month, in 分: a hundred 亿元.
pub const MOST_FEN: i64 = 1_000_000_000_000;

/// Reads what was written for a month of an indicator, in whatever width.
///
/// # Errors
/// A Chinese sentence that says what it has to be.
///
/// ```
/// use gongkai::indicators::number::read;
/// use gongkai_law::annual_report::indicator::Indicator;
///
/// let (fees, licences) = (Indicator::of_key("fees").unwrap(), Indicator::of_key("licences").unwrap());
/// assert_eq!(read(fees, "8，423，160.5"), Ok(842_316_050));
/// assert_eq!(read(licences, "１，２０８"), Ok(1208));
/// for (indicator, wrong) in [(fees, "0.005"), (fees, "万"), (licences, "3.5"), (licences, ""), (licences, "100000000")] {
///     assert!(read(indicator, wrong).is_err(), "{wrong}");
/// }
/// ```
pub fn read(indicator: &Indicator, written: &str) -> Result<i64, String> {
    let plain = typed::number(written);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, plain.as_str()),
    };
    let value = match indicator.unit {
        Unit::Of(_) => whole(digits)
            .filter(|value| *value <= MOST_COUNT)
            .ok_or_else(|| format!("{}要填整数，最大{}", indicator.label, grouped(&MOST_COUNT.to_string()))),
        Unit::Wan => fen(digits)
            .filter(|value| *value <= MOST_FEN)
            .ok_or_else(|| format!("{}以元为单位填，最多两位小数，最大100亿元", indicator.label)),
    };
    value.map(|value| sign * value)
}

fn whole(digits: &str) -> Option<i64> {
    let sound = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok())?
}

fn fen(digits: &str) -> Option<i64> {
    let (yuan, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let rest = match rest.len() {
        1 => whole(rest)?.checked_mul(10)?,
        2 => whole(rest)?,
        _ => return None,
    };
    whole(yuan)?.checked_mul(100)?.checked_add(rest)
}

/// As a form has it: 1208, 8423160.50.
pub fn typed(indicator: &Indicator, value: i64) -> String {
    match indicator.unit {
        Unit::Of(_) => value.to_string(),
        Unit::Wan => {
            let (sign, fen) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
            format!("{sign}{}.{:02}", fen / 100, fen % 100)
        }
    }
}

/// As a table has it: 1,208, 8,423,160.50.
pub fn shown(indicator: &Indicator, value: i64) -> String {
    grouped(&typed(indicator, value))
}

/// The word of the unit in which it is written and shown: 件, 元.
pub fn unit(indicator: &Indicator) -> &'static str {
    match indicator.unit {
        Unit::Of(word) => word,
        Unit::Wan => "元",
    }
}

/// A year's sum as table 2 has it, with its unit: 1,208件, 842.31605万元.
pub fn reported(indicator: &Indicator, value: i64) -> String {
    use gongkai_law::annual_report::{figures, form::Kind};
    let digits = match indicator.unit {
        Unit::Of(_) => value.to_string(),
        Unit::Wan => figures::show(value, Kind::Wan),
    };
    format!("{}{}", grouped(&digits), indicator.unit_label())
}
