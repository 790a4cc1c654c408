//! CSV as spreadsheets take it: RFC 4180, UTF-8 with the mark by which they know it.

/// The mark at the beginning of a file.
pub const MARK: &str = "\u{feff}";

/// Columns of a row that are told apart; what stands after them stays in the last one.
const WIDEST: usize = 256;

/// What a spreadsheet takes for the beginning of a formula, some East Asian ones in full width too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a value is a number and nothing besides, which no spreadsheet takes for a formula: -3, -0.5.
fn is_number(value: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}

/// Adds a line. What a spreadsheet would take for a formula is kept as words.
pub fn line<'a>(out: &mut String, values: impl IntoIterator<Item = &'a str>) {
    for (i, value) in values.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push('"');
        // an applicant's words are never a formula
        if (value.starts_with(FORMULA) && !is_number(value)) || value.starts_with(['\t', '\r']) {
            out.push('\'');
        }
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

/// The rows of a file, with their number as a spreadsheet counts them, from 1; at most `most`, and none that is blank.
pub fn rows(text: &str, most: usize) -> Vec<(usize, Vec<String>)> {
    let (mut rows, mut row, mut value) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut nth) = (false, 1);
    let mut chars = text.trim_start_matches(MARK).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => value.extend(chars.next()),
            '"' if quoted || value.is_empty() => quoted = !quoted,
            ',' if !quoted && row.len() < WIDEST => row.push(std::mem::take(&mut value)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut value));
                keep(&mut rows, nth, std::mem::take(&mut row));
                nth += 1;
                if rows.len() == most {
                    return rows;
                }
            }
            c => value.push(c),
        }
    }
    row.push(value);
    keep(&mut rows, nth, row);
    rows
}

fn keep(rows: &mut Vec<(usize, Vec<String>)>, nth: usize, row: Vec<String>) {
    // the sign with which `line` keeps words from being a formula is not part of them
    let plain = |value: String| {
        let rest = value.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA));
        rest.unwrap_or(&value).trim().to_owned()
    };
    let row: Vec<_> = row.into_iter().map(plain).collect();
    if row.iter().any(|value| !value.is_empty()) {
        rows.push((nth, row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back_and_nothing_is_a_formula() {
        let values = ["QH-1", "“井”\"A\"\n的水质，两行", "=1+1", "", "-3号井"];
        let mut out = String::from(MARK);
        line(&mut out, values);
        line(&mut out, ["", "", "", "", ""]);
        line(&mut out, ["QH-2", "", "", "", ""]);
        assert!(out.contains("\"'=1+1\"") && out.contains("\"'-3号井\""), "{out}");
        let rows = rows(&out, 9);
        assert_eq!(rows.len(), 2, "a blank row is none");
        assert_eq!((rows[0].0, rows[0].1.as_slice()), (1, values.map(str::to_owned).as_slice()));
        assert_eq!((rows[1].0, rows[1].1[0].as_str()), (3, "QH-2"));
    }

    #[test]
    fn a_number_below_zero_is_a_number_and_what_only_begins_like_one_is_words() {
        let mut out = String::new();
        line(&mut out, ["-5", "-1.50", "7", "-5+2", "-", "-.5", "-1.", "-1.5.2", "－5", "-5\n=1"]);
        let expected = "\"-5\",\"-1.50\",\"7\",\"'-5+2\",\"'-\",\"'-.5\",\"'-1.\",\"'-1.5.2\",\"'－5\",\"'-5\n=1\"\r\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn bare_values_and_a_missing_last_line_end_are_read_too() {
        let rows = rows("编号,内容\n1,供水\n2,采砂", 2);
        assert_eq!(rows, [(1, vec!["编号".into(), "内容".into()]), (2, vec!["1".into(), "供水".into()])]);
    }
}
