//! 手写的数与台账不符: a number that was typed where the words say which indicator it is. What may be a part of the year's number,
//! or another year's, is passed over: a false alarm costs more than a miss.

use gongkai_law::annual_report::{
    figures::{parse, show},
    form::Kind,
    indicator::{INDICATORS, Indicator, Unit},
};

use super::{
    draft::{ALL_IN_TIME, phrases},
    figures::YearFigures,
};
use crate::indicators::number;

/// The shortest label that says by itself what is counted: 培训 may be of one kind, 收到意见 is all of it.
const TELLING: usize = 4;
/// Whose label may be of letters and of a hotline as well: 按期办结25件.
const SHARED: [&str; 2] = ["extended", "in_time"];
/// What may stand between a label and its number without another meaning.
const BETWEEN: [&str; 14] =
    ["政府信息", "信息", "公开", "发布", "决定", "收取", "收入", "金额", "共计", "合计", "总计", "累计", "共", "为"];
/// What may stand before the words of a first draft without another meaning.
const BEFORE: [&str; 8] = ["全年", "本年度", "本年", "年内", "共计", "累计", "共", "我局"];
/// Words by which a clause speaks of a part, or of another time.
const PART: [&str; 13] = ["其中", "季度", "月", "上年", "去年", "同比", "比", "增", "减", "半年", "周", "日", "约"];
/// What ends a clause.
const ENDS: [char; 10] = ['，', '。', '；', '：', '、', '）', ',', ';', ':', '\n'];
/// Words by which a clause says that there was none of it.
const NONE: [&str; 8] =
    ["未发生", "没有发生", "未出现", "没有出现", "未追究", "没有追究", "无责任追究", "没有责任追究"];

/// What is to be said of a number that was typed between these words; `None` where it agrees, or nobody can tell what it is.
pub fn disagrees(before: &str, typed: &str, after: &str, year: &YearFigures) -> Option<String> {
    let (clause, indicator) = spoken_of(before, after)?;
    let value = year.indicator(indicator)?;
    let digits = typed.replace([',', '，'], "");
    let (agrees, unit) = match indicator.unit {
        Unit::Of(_) => (parse(&digits, Kind::Count)? == value, indicator.unit_label()),
        // a year's fees are kept in millionths of 万元, of which a hundred are one 元
        Unit::Wan if after.starts_with("万元") => (parse(&digits, Kind::Wan)? == value, "万元"),
        Unit::Wan => (parse(&digits, Kind::Yuan)? == value.checked_mul(10_000)?, "元"),
    };
    let known = match unit {
        "万元" => show(value, Kind::Wan),
        "元" => number::typed(indicator, value),
        _ => value.to_string(),
    };
    let name = indicator.name();
    (!agrees).then(|| format!("手写的“{clause}{typed}{unit}”与台账的{known}{unit}不符，可以改为绑定的数{{{name}}}"))
}

/// The clause before a number and the indicator that it is about; `None` where it may be a part of it or of another year, and
/// where nobody can tell.
pub fn spoken_of<'a>(before: &'a str, after: &str) -> Option<(&'a str, &'static Indicator)> {
    let clause = before.rsplit(ENDS).next().unwrap_or_default().trim();
    if PART.iter().any(|part| clause.contains(part)) {
        return None;
    }
    Some((clause, meant(clause, after)?))
}

/// 就是它: the indicator that a clause names and says nothing else beside; `None` where a word more may make it another's
/// number, or a part.
pub fn named_alone(clause: &str, after: &str) -> Option<&'static Indicator> {
    let start = opened(clause);
    drafted(start, after).or_else(|| {
        let label = closed(start);
        in_unit(after).find(|it| it.label.chars().count() >= TELLING && it.label == label)
    })
}

/// 责任追究: what is to be said of a text that denies what the register counts, as a first draft does where there is none.
pub fn denies(text: &str, year: &YearFigures) -> Option<String> {
    let sanctions = Indicator::of_key("sanctions")?;
    let count = year.indicator(sanctions).filter(|count| *count != 0)?;
    let denial = |clause: &&str| clause.contains("追究") && NONE.iter().any(|word| clause.contains(word));
    let clause = text.split(ENDS).find(denial)?.trim();
    let (unit, name) = (sanctions.unit_label(), sanctions.name());
    Some(format!("“{clause}”与台账的{count}{unit}不符，改写这一句，数可以用绑定的{{{name}}}"))
}

/// 全部按期办结: what is to be said of a text that says so as a first draft does, where the register has it that some ended late.
pub fn overstates(text: &str, year: &YearFigures) -> Option<String> {
    let late = year.late().filter(|late| *late > 0 && text.contains(ALL_IN_TIME))?;
    let ended = year.ended?;
    let name = Indicator::of_key("in_time")?.name();
    let in_time = ended - late;
    Some(format!("“{ALL_IN_TIME}”与台账不符，办结{ended}件，按期{in_time}件，改写这一句，数可以用绑定的{{{name}}}"))
}

/// Which indicator these words are about: its label and then its unit, or the words that a first draft has for it.
fn meant(clause: &str, after: &str) -> Option<&'static Indicator> {
    let bare = closed(clause);
    let named = |it: &&Indicator| {
        it.label.chars().count() >= TELLING && (clause.ends_with(it.label) || bare.ends_with(it.label))
    };
    drafted(opened(clause), after).or_else(|| in_unit(after).find(named))
}

/// The one for which a first draft has these words.
fn drafted(start: &str, after: &str) -> Option<&'static Indicator> {
    phrases().find(|(_, before, then)| start == *before && after.starts_with(then)).map(|(it, ..)| it)
}

/// Those that are counted in what follows a number, and whose label is said of nothing else.
fn in_unit(after: &str) -> impl Iterator<Item = &'static Indicator> {
    INDICATORS.iter().filter(|it| !SHARED.contains(&it.key)).filter(move |it| match it.unit {
        Unit::Of(unit) => after.starts_with(unit),
        Unit::Wan => after.starts_with("万元") || after.starts_with('元'),
    })
}

/// A clause without what may stand before it.
fn opened(clause: &str) -> &str {
    let mut start = clause;
    while let Some(less) = BEFORE.iter().find_map(|word| start.strip_prefix(word)) {
        start = less;
    }
    start
}

/// A clause without what may stand between a label and its number.
fn closed(clause: &str) -> &str {
    let mut bare = clause;
    while let Some(less) = BETWEEN.iter().find_map(|word| bare.strip_suffix(word)) {
        bare = less;
    }
    bare
}
