//! Whose report, of which year, published when: from the title, the words before section one, and what the page says.

use jiff::civil::Date;

use crate::clean::fold::is_han;

/// The words in folded text that name a report: `X2022年政府信息公开工作年度报告`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The year printed in it.
    pub(crate) year: Option<i16>,
    /// Where the agency's name starts.
    pub(crate) agency: (usize, usize),
    /// Where the name ends.
    pub(crate) end: usize,
}

/// No line speaks of disclosure so often before it names a report; text made to take time does.
const MOST_TRIES: usize = 500;

/// Looks for the name of a report in folded words.
pub(crate) fn name(text: &str) -> Option<Name> {
    let places = |words| text.match_indices(words).take(MOST_TRIES);
    for (at, _) in places("政府信息公开").chain(places("政务公开")) {
        let after = text.get(at..).unwrap_or_default();
        let tail = after.char_indices().take(24).find(|&(i, _)| after.get(i..).is_some_and(|t| t.starts_with("报告")));
        let Some((report, _)) =
            tail.filter(|&(i, _)| !after.get(..i).unwrap_or_default().contains([',', '。', '(', '》', '条']))
        else {
            continue;
        };
        let end = at + report + "报告".len();
        let before = text.get(..at).unwrap_or_default();
        let inner = after.get(..report).unwrap_or_default();
        let (year, agency_end) = match year_at_end(before) {
            Some((year, start)) => (Some(year), start),
            None => (year_at_end(inner.trim_end_matches("年度")).or(year_in(inner)).map(|(year, _)| year), at),
        };
        let (mut agency, mut year) = (agency_before(text, agency_end), year);
        // some signs for a zero end the name before them: 二〇 stands before its start then
        let longer = text.get(..agency.0).and_then(|lead| lead.char_indices().nth_back(1)).map(|(at, _)| at);
        let in_full = |at: &usize| text.get(*at..agency.1).and_then(|words| words.get(..12)).and_then(year_in_numerals);
        agency.0 = longer.filter(|at| in_full(at).is_some()).unwrap_or(agency.0);
        let words = text.get(agency.0..agency.1).unwrap_or_default();
        let numerals = words.char_indices().nth(4).filter(|(_, c)| *c == '年').map(|(at, _)| at);
        if let Some((at, first)) = numerals.and_then(|at| Some((at, year_in_numerals(words.get(..at)?)?))) {
            year = year.or(Some(first));
            agency.0 += at + words.get(at..).map_or(0, |w| w.len() - w.trim_start_matches(['年', '度']).len());
        } else if let Some((first, start)) = year_in(words.get(..4).unwrap_or_default()) {
            year = year.or(Some(first));
            agency.0 += start
                + words.get(start..).map_or(0, |w| {
                    w.len() - w.trim_start_matches(|c: char| c.is_ascii_digit() || "年度".contains(c)).len()
                });
        }
        let of_the_form = words.ends_with("中华人民共和国") || text.get(end..).is_some_and(|t| t.starts_with("格式"));
        if !of_the_form && (year.is_some() || agency.1 > agency.0) {
            return Some(Name { year, agency, end });
        }
    }
    None
}

/// The name in a folded line that is a report's title and nothing more.
pub(crate) fn title(line: &str) -> Option<Name> {
    let short = (18..=200).contains(&line.len()) && !line.contains(['。', ';', ',', ':']);
    short.then(|| name(line)).flatten().filter(|name| line.len() < name.end + 20)
}

/// `2022年`, `2022年度` or `二〇二二年` at the end of some words, and where it starts.
fn year_at_end(words: &str) -> Option<(i16, usize)> {
    let words = words.trim_end_matches(['度', '年']);
    if let Some((at, _)) = words.char_indices().rev().nth(3)
        && let Some(year) = words.get(at..).and_then(year_in_numerals)
    {
        return Some((year, at));
    }
    let digits = words.len().checked_sub(4)?;
    let year = year(words.get(digits..)?)?;
    Some((year, digits))
}

fn year_in(words: &str) -> Option<(i16, usize)> {
    (0..words.len()).find_map(|at| Some((year(words.get(at..at + 4)?)?, at)))
}

/// `二〇二二`, with any of the signs that stand for a zero.
fn year_in_numerals(words: &str) -> Option<i16> {
    const NUMERALS: &str = "一二三四五六七八九";
    let digit = |c: char| match c {
        '〇' | '○' | '零' | '◯' | 'O' | 'o' | '0' => Some('0'),
        _ => NUMERALS.chars().position(|numeral| numeral == c).and_then(|at| char::from_digit(at as u32 + 1, 10)),
    };
    year(&words.chars().map(digit).collect::<Option<String>>()?)
}

/// A year that a report can have been written for.
pub(crate) fn year(digits: &str) -> Option<i16> {
    let all = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|year| all && (2007..=2099).contains(year))
}

/// The name that ends at `end`: back to a stop, or to a word that leads to a name.
fn agency_before(text: &str, end: usize) -> (usize, usize) {
    let mut end = end;
    let before = text.get(..end).unwrap_or_default();
    end -= before.len() - before.trim_end_matches("关于").trim_end_matches([':', '-', '_']).len();
    let before = text.get(..end).unwrap_or_default();
    let stop = |c: char| !(is_han(c) || c.is_ascii_alphanumeric() || c == '(' || c == ')' || c == '·');
    let nearest = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let mut start = before
        .get(nearest..)
        .and_then(|near| near.rfind(stop).map(|at| nearest + at))
        .map_or(nearest, |at| at + before.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8));
    const LEADS: [&str; 8] = ["现将", "公布", "发布", "编制了", "编制", "撰写", "形成", "根据"];
    let words = before.get(start..).unwrap_or_default();
    if let Some(lead) = LEADS.iter().filter_map(|lead| words.rfind(lead).map(|at| at + lead.len())).max() {
        start += lead;
    }
    (start, end)
}

/// The year of the statistical period: `统计期限自2022年1月1日起`; also where a 年 was lost. With the place of the year.
pub(crate) fn period(text: &str) -> Option<(i16, usize)> {
    let words = ["统计期限", "统计时限", "统计时间", "统计周期", "数据期限", "时间范围", "起止时间"];
    // most lines of a page are shorter than such a word and a year
    let long = text.len() >= "统计期限2022".len();
    let from = words.iter().filter(|_| long).find_map(|word| find(text, word))?;
    let rest = text.get(from..)?;
    let window = rest.char_indices().nth(40).map_or(rest, |(at, _)| rest.get(..at).unwrap_or(rest));
    year_in(window).map(|(year, at)| (year, from + at))
}

/// A date at or after the start of some words: `2024-01-31`, `2024年1月31日`, `2024/1/31`, `2024.01.31`.
pub(crate) fn date(words: &str) -> Option<(Date, usize, usize)> {
    let (year, at) = year_in(words)?;
    let mut numbers = [0_i8; 2];
    let mut end = at + 4;
    for number in &mut numbers {
        let rest = words.get(end..)?;
        let rest_digits = rest.strip_prefix(['年', '月', '-', '/', '.'])?;
        end += rest.len() - rest_digits.len();
        let digits = rest_digits.bytes().take(2).take_while(u8::is_ascii_digit).count();
        *number = rest_digits.get(..digits)?.parse().ok()?;
        end += digits;
    }
    if words.get(end..).is_some_and(|rest| rest.starts_with('日')) {
        end += '日'.len_utf8();
    }
    Date::new(year, numbers[0], numbers[1]).ok().map(|date| (date, at, end))
}

/// Where a word stands; quicker in short lines than `str::find`, which prepares itself for long ones.
pub(crate) fn find(text: &str, word: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), word.as_bytes())
}

/// Words before the day on which a page was published.
pub(crate) const PUBLISHED: [&str; 9] =
    ["发布时间", "发布日期", "公布时间", "公布日期", "公开日期", "公开时间", "生成日期", "成文日期", "发文日期"];

/// Words before whoever published a page.
pub(crate) const PUBLISHER: [&str; 7] =
    ["发布机构", "信息来源", "发布单位", "公开机构", "发文机关", "文章来源", "来源"];

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(text: &str) -> Option<(&str, Option<i16>)> {
        name(text).map(|name| (&text[name.agency.0..name.agency.1], name.year))
    }

    #[test]
    fn the_name_of_a_report_names_its_agency_and_year() {
        assert_eq!(agency("青溪县林业局2022年政府信息公开工作年度报告"), Some(("青溪县林业局", Some(2022))));
        assert_eq!(agency("2023年青溪县政府信息公开工作年度报告"), Some(("青溪县", Some(2023))));
        assert_eq!(
            agency("现将青溪县人民政府2022年政府信息公开年度报告向社会公布"),
            Some(("青溪县人民政府", Some(2022)))
        );
        assert_eq!(agency("青溪县政府信息公开2021年度报告"), Some(("青溪县", Some(2021))));
        for year in ["二〇二三年", "二○二三年", "二零二三年度"] {
            let (after, before) =
                (format!("青溪县{year}政府信息公开工作年度报告"), format!("{year}青溪县政府信息公开年度报告"));
            assert_eq!(agency(&after), Some(("青溪县", Some(2023))), "{year}");
            assert_eq!(agency(&before), Some(("青溪县", Some(2023))), "{year}");
        }
        for zero in ["〇", "○"] {
            let folded = crate::clean::fold::plain(&format!("青溪县二{zero}二三年政府信息公开工作年度报告"));
            assert_eq!(agency(&folded), Some(("青溪县", Some(2023))), "{folded}");
        }
    }

    #[test]
    fn the_regulation_is_not_a_report() {
        assert_eq!(agency("根据《中华人民共和国政府信息公开条例》编制"), None);
    }

    #[test]
    fn the_period_gives_the_year_even_where_a_character_was_lost() {
        assert_eq!(period("数据统计期限为20201月1日至12月31日").map(|p| p.0), Some(2020));
        assert_eq!(period("数据的统计期限自2022年1月1日起").map(|p| p.0), Some(2022));
    }

    #[test]
    fn dates_are_read_in_every_manner() {
        for text in ["2024-01-31 08:45", "2024年1月31日", "2024/1/31", "于2024.01.31"] {
            assert_eq!(date(text).map(|d| d.0), Date::new(2024, 1, 31).ok(), "{text}");
        }
    }
}
