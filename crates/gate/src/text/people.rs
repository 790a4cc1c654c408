//! Names of minors and patients, by the words that stand beside them.

use std::ops::Range;

use super::Line;
use crate::{checks, finding::At, notes::Notes, rules::People};

const SCHOOL: [&str; 12] =
    ["学校", "小学", "中学", "幼儿园", "班级", "年级", "学籍", "监护人", "未成年", "儿童", "入学", "学生"];
const ILLNESS: [&str; 12] =
    ["患者", "病人", "确诊", "病历", "住院", "诊断", "疾病", "病种", "病情", "艾滋", "精神障碍", "传染病"];
/// What stands over a column of names.
const NAME_HEADS: [&str; 11] =
    ["姓名", "学生姓名", "儿童姓名", "患者姓名", "受助人", "受助学生", "学生", "患者", "幼儿姓名", "监护人", "家长"];
/// What stands in a column of names and is none.
const NO_NAMES: [&str; 6] = ["合计", "总计", "小计", "共计", "备注", "填表人"];
/// What stands before a name in a sentence.
const BEFORE_NAME: [&str; 8] = ["姓名：", "姓名:", "学生", "患者", "病人", "儿童", "幼儿", "同学"];
/// What goes on behind a name in a sentence: no name of two or three characters ends before any other word.
const BEHIND_NAME: &str = "和与及等因在于系患经被为从自将曾现的同到向由已是有获";
/// What stands between the names of a list.
const BETWEEN_NAMES: [&str; 7] = ["、", "，", ",", "和", "与", "及", " "];
/// Names of one list.
const MOST_NAMES: usize = 500;
/// The names of most people begin with one of these; surnames that begin common words too are left out.
const SURNAMES: &str = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗郑梁谢宋唐邓冯韩曹彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈姚卢傅钟姜崔谭廖范汪陆戴贾韦夏邱侯邹熊孟秦江阎薛尹段雷黎史陶贺顾毛郝龚邵钱严赖覃洪武莫孔汤康施牛樊葛邢齐乔伍庞颜倪庄聂岳翟殷詹申欧耿兰焦俞柳甘祝舒阮柯纪梅童凌毕季裴霍涂苗谷盛翁冉骆蓝游辛靳柴蒙鲍喻祁蒲滕屈饶牟艾尤穆卓缪麦褚娄窦戚岑景宫费卜晏席柏宗瞿佟臧闵苟邬卞姬";

/// The columns of the table that is being read: which of them has names, and of whom.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    part: String,
    names: Vec<(usize, People)>,
}

/// Looks for names.
pub(super) fn look(line: &Line<'_>, notes: &mut Notes<'_>) {
    if !notes.rules.looks_for(People::Minors) && !notes.rules.looks_for(People::Patients) {
        return;
    }
    if line.words.contains('\t') {
        row(line, notes);
    } else {
        notes.columns = Columns::default();
        sentence(line, notes);
    }
}

fn row(line: &Line<'_>, notes: &mut Notes<'_>) {
    if notes.columns.part != line.part {
        notes.columns = Columns { part: line.part.to_owned(), names: Vec::new() };
    }
    let cells: Vec<&str> = line.words.split('\t').map(str::trim).collect();
    let tidy = |cell: &str| cell.replace([' ', '\u{3000}'], "");
    let heads = cells.iter().enumerate().filter(|(_, cell)| NAME_HEADS.contains(&tidy(cell).as_str()));
    let heads: Vec<usize> = heads.map(|(column, _)| column).collect();
    if !heads.is_empty() {
        let people = of_whom(line.words, notes);
        notes.columns.names = people.into_iter().flat_map(|people| heads.iter().map(move |at| (*at, people))).collect();
        return;
    }
    for (column, people) in notes.columns.names.clone() {
        let name = cells.get(column).copied().unwrap_or_default();
        let is_plain = tidy(name).chars().all(is_han) && (2..=4).contains(&tidy(name).chars().count());
        if is_plain && !name.contains('某') && !NO_NAMES.contains(&name) {
            notes.tell(check(people), line.part, line.at.clone(), &hidden(name));
        }
    }
}

/// Whose names a line with such words has, among those that the item may have.
fn of_whom(words: &str, notes: &Notes<'_>) -> Option<People> {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if notes.rules.looks_for(People::Patients) && has(&ILLNESS) {
        return Some(People::Patients);
    }
    (notes.rules.looks_for(People::Minors) && has(&SCHOOL)).then_some(People::Minors)
}

fn sentence(line: &Line<'_>, notes: &mut Notes<'_>) {
    let Some(people) = of_whom(line.words, notes) else { return };
    for word in BEFORE_NAME {
        for (at, _) in line.words.match_indices(word) {
            for range in names_from(line.words, at + word.len()) {
                let name = line.words.get(range).unwrap_or_default();
                notes.tell(check(people), line.part, line.at.clone(), &format!("{word}{}", hidden(name)));
            }
        }
    }
}

fn check(people: People) -> &'static crate::Check {
    match people {
        People::Minors => &checks::MINORS,
        People::Patients => &checks::PATIENTS,
    }
}

/// The names that stand right there, one behind the other.
fn names_from(words: &str, start: usize) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), start);
    while found.len() < MOST_NAMES
        && let Some(name) = name_at(words, start)
    {
        let rest = words.get(name.end..).unwrap_or_default();
        let between = BETWEEN_NAMES.iter().find(|between| rest.starts_with(**between));
        start = name.end + between.map_or(0, |between| between.len());
        found.push(name);
        if between.is_none() {
            break;
        }
    }
    found
}

/// A name right there: with a sign behind it, or a word that no name goes on with.
fn name_at(words: &str, start: usize) -> Option<Range<usize>> {
    let rest = words.get(start..)?;
    let run: Vec<char> = rest.chars().take(5).take_while(|c| is_han(*c)).collect();
    let ends = |length: &usize| run.get(*length).is_none_or(|next| BEHIND_NAME.contains(*next));
    let length = [run.len(), 3, 2].into_iter().filter(|length| (2..=3).contains(length)).find(ends)?;
    let name: String = run.iter().take(length).collect();
    is_name(&name).then(|| start..start + name.len())
}

/// Whether some words are a name that nobody masked.
fn is_name(words: &str) -> bool {
    let tidy: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let length = tidy.chars().count();
    let whole = (2..=3).contains(&length) && tidy.chars().all(is_han) && !tidy.ends_with(['某', '等']);
    whole && !tidy.contains('某') && tidy.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// 周**: the surname alone.
fn hidden(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect()
}

/// Where the names are looked for in a workbook: row by row, whatever cell the other checks look at.
pub(crate) fn look_at_row(part: &str, at: At, row: &str, notes: &mut Notes<'_>) {
    look(&Line { part, at, words: row, head: false }, notes);
}
