//! 别人的数: words by which a number is another organ's, a part of the whole, or another year's. Whoever they are about, the
//! number is asked for.

use super::number::{is_digit, is_numeral};

/// With which the names of organs end.
const ORGANS: [&str; 22] = [
    "局",
    "馆",
    "委",
    "厅",
    "镇",
    "乡",
    "村",
    "队",
    "街道",
    "社区",
    "办事处",
    "办公室",
    "科室",
    "部门",
    "单位",
    "中心",
    "学校",
    "医院",
    "公司",
    "集团",
    "本级",
    "各级",
];
/// With which an organ speaks of itself.
const OWN: [&str; 9] = ["我局", "本局", "我委", "本委", "我镇", "本镇", "我乡", "我单位", "本单位"];
/// What makes a clause after it speak of less, or of another time.
const NARROWS: [&str; 7] = ["其中", "季度", "半年", "上年", "去年", "同比", "月份"];
/// The shortest end of its name by which an organ is called, in characters.
const SHORTEST: usize = 3;

/// Whether words name another organ than the report's own.
pub(super) fn are_named(words: &str, agency: Option<&str>) -> bool {
    let agency = agency.unwrap_or_default();
    let ends = agency.char_indices().filter_map(|(at, _)| agency.get(at..));
    let ends = ends.filter(|end| end.chars().nth(SHORTEST - 1).is_some());
    let rest = ends.chain(OWN).fold(words.to_owned(), |rest, own| rest.replace(own, ""));
    ORGANS.iter().any(|organ| rest.contains(organ))
}

/// Whether what stands before a clause makes it speak of less than the whole year.
pub(super) fn narrows(before: Option<&str>) -> bool {
    let before = before.unwrap_or_default();
    let mut years = before.split('年').rev().skip(1);
    NARROWS.iter().any(|word| before.contains(word))
        || years.any(|year| year.ends_with(|c: char| is_digit(c) || is_numeral(c)))
}
