//! 问题: a finding as the page shows it, like a compiler's diagnostic.

use gongkai_law::annual_report::{
    Figures,
    figures::show,
    form::{CellId, Node},
};
use gongkai_report::{Finding, Reading, Severity, Verdict, checks};

use super::excerpt::{self, Line};

/// How a finding looks: the sign that goes with its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// 错误: certain, and the report is wrong.
    Wrong,
    /// 不规范: certain, a slip of form.
    Slip,
    /// 存疑: a person should look.
    Unsure,
    /// 读不出: a cell that could not be read.
    Unread,
    /// 提示: worth knowing.
    Note,
}

impl Grade {
    /// The grade of a finding.
    pub fn of(finding: &Finding, figures: Option<&Figures>) -> Self {
        let unread = |address: &String| {
            let cell = figures.and_then(|figures| Some((figures, figures.form().cell(address)?)));
            cell.is_some_and(|(figures, cell)| figures.get(cell).is_none())
        };
        match (finding.verdict, finding.severity) {
            (Verdict::Note, _) => Self::Note,
            _ if finding.code.starts_with('R') && finding.cell.as_ref().is_some_and(unread) => Self::Unread,
            (Verdict::Unsure, _) => Self::Unsure,
            (Verdict::Fail, Severity::Error) => Self::Wrong,
            (Verdict::Fail, _) => Self::Slip,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wrong => "错误",
            Self::Slip => "不规范",
            Self::Unsure => "存疑",
            Self::Unread => "读不出",
            Self::Note => "提示",
        }
    }

    /// The tag's class.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Wrong => "bad",
            Self::Slip | Self::Unsure => "warn",
            Self::Unread => "guess",
            Self::Note => "info",
        }
    }

    /// The class of a cell that such a finding is about.
    pub fn cell_class(self) -> &'static str {
        match self {
            Self::Wrong => "is-bad",
            Self::Slip | Self::Unsure => "is-warn",
            Self::Unread => "is-null",
            Self::Note => "",
        }
    }
}

/// What a person said of a finding, and who.
#[derive(Clone)]
pub struct Ruled {
    /// Whether it was confirmed; otherwise dismissed.
    pub confirmed: bool,
    /// Name and day.
    pub by: String,
}

/// One finding on the page.
pub struct FindingView {
    /// `f1`, the anchor.
    pub anchor: String,
    /// ①
    pub sign: String,
    /// How bad.
    pub grade: Grade,
    /// `A001`
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// The sums that do not hold.
    pub equations: Vec<String>,
    /// The sign of the finding that this one follows from, with its anchor.
    pub follows: Option<(String, String)>,
    /// The lines of the source.
    pub lines: Vec<Line>,
    /// How to mend it.
    pub mend: Option<String>,
    /// What it rests on.
    pub basis: &'static str,
    /// The marked cell or row: its anchor and its name.
    pub cell: Option<(String, String)>,
    /// The same for the same fault.
    pub fingerprint: String,
    /// What a person said of it.
    pub ruled: Option<Ruled>,
    /// Against the file before: whether it is new.
    pub is_new: Option<bool>,
}

impl FindingView {
    /// The `n`th finding of a page (from 0); `signs` gives the position on the page of each finding of the reading.
    pub fn of(n: usize, finding: &Finding, reading: &Reading, signs: &[Option<usize>]) -> Self {
        let figures = reading.report.figures.as_ref();
        let before = finding.follows.and_then(|at| signs.get(at).copied().flatten());
        Self {
            anchor: format!("f{}", n + 1),
            sign: sign(n),
            grade: Grade::of(finding, figures),
            code: finding.code,
            message: finding.message.clone(),
            equations: equations(finding, figures),
            follows: before.map(|at| (sign(at), format!("f{}", at + 1))),
            lines: excerpt::lines(&reading.document, &finding.spans),
            mend: finding.mend.clone(),
            basis: checks::find(finding.code).map_or("", |check| check.basis),
            cell: finding.cell.as_ref().and_then(|address| place(address, figures)),
            fingerprint: finding.fingerprint(),
            ruled: None,
            is_new: None,
        }
    }
}

/// ① to ㊿, then plain numbers.
pub fn sign(n: usize) -> String {
    let n = u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
    let code = match n {
        1..=20 => 0x2460 + n - 1,
        21..=35 => 0x3251 + n - 21,
        36..=50 => 0x32B1 + n - 36,
        _ => return format!("({n})"),
    };
    char::from_u32(code).map(String::from).unwrap_or_default()
}

/// The anchor on the page of an address, and its name: a cell, or a row.
fn place(address: &str, figures: Option<&Figures>) -> Option<(String, String)> {
    let form = figures?.form();
    if let Some(cell) = form.cell(address) {
        return Some((address.to_owned(), form.known(cell)?.name.clone()));
    }
    let first = form.cells_under(address).next()?;
    let cell = form.known(first)?;
    let row = cell.address.rsplit_once('.').map(|(row, _)| row)?;
    let name = cell.name.split('·').next().unwrap_or_default();
    (row == address && row.contains('.')).then(|| (address.to_owned(), name.to_owned()))
}

/// Both sides in words and numbers: `新收31 + 上年结转2 = 33，总计32 + 结转下年2 = 34，差1`.
fn equations(finding: &Finding, figures: Option<&Figures>) -> Vec<String> {
    let (Some(expression), Some(left), Some(right)) = (&finding.expression, &finding.left, &finding.right) else {
        return Vec::new();
    };
    let gap = finding.difference.as_ref().map(|gap| format!("，差{gap}")).unwrap_or_default();
    let worked = figures.and_then(|figures| worked(expression, finding.cell.as_deref()?, figures));
    vec![match worked {
        Some((one, other)) => format!("{}，{}{gap}", equals(&one, left), equals(&other, right)),
        None => {
            let (one, other) = sides(expression);
            format!("{one} {left}，{other} {right}{gap}")
        }
    }]
}

/// What stands on either side of a comparison that is no sum of the form.
fn sides(expression: &str) -> (&'static str, &'static str) {
    match expression.split([' ', '.']).next().unwrap_or_default() {
        "narrative" => ("正文", "表"),
        "whole" => ("总数", "各部分相加"),
        "parent" => ("本级", "下级相加"),
        "carried_in" => ("本年上年结转", "上年报告结转下年"),
        "previous" => ("按上年推算", "本年现行有效"),
        _ => ("左边", "右边"),
    }
}

fn equals(sum: &str, value: &str) -> String {
    if sum.contains('+') { format!("{sum} = {value}") } else { sum.to_owned() }
}

/// The numbers of the form's own sum, each side added up with the words of its rows or columns.
fn worked(expression: &str, address: &str, figures: &Figures) -> Option<(String, String)> {
    let form = figures.form();
    let cell = form.cell(address)?;
    let has = |cells: &[CellId]| cells.contains(&cell);
    let identity = form.identities().iter().find(|i| i.expression == expression && (has(&i.left) || has(&i.right)))?;
    let down = {
        let column = |id: &CellId| form.known(*id).map(|cell| cell.column);
        identity.left.iter().chain(&identity.right).all(|id| column(id) == column(&cell))
    };
    let term = |id: &CellId| {
        let cell = form.known(*id)?;
        let block = form.tables.get(cell.table)?.blocks.get(cell.block)?;
        let (axis, at) = if down { (block.rows, cell.row) } else { (block.columns, cell.column) };
        let label = axis.iter().flat_map(Node::leaves).nth(at)?.label;
        Some((short(label), show(figures.get(*id)?, cell.kind)))
    };
    let side = |cells: &[CellId]| {
        let terms: Vec<(String, String)> = cells.iter().map(term).collect::<Option<_>>()?;
        // zeros of a long sum say nothing
        let told: Vec<String> = terms
            .iter()
            .filter(|(_, value)| terms.len() <= 2 || value != "0")
            .map(|(label, value)| format!("{label} {value}"))
            .collect();
        Some(if told.is_empty() { "各项都是 0".to_owned() } else { told.join(" + ") })
    };
    Some((side(&identity.left)?, side(&identity.right)?))
}

/// A label without its number, cut to what tells it apart: `一、本年新收政府信息公开申请数量` → `新收`.
fn short(label: &str) -> String {
    for (word, name) in [("本年新收", "新收"), ("上年结转", "上年结转"), ("结转下年度", "结转下年")]
    {
        if label.contains(word) {
            return name.to_owned();
        }
    }
    let label = label.trim_start_matches(|c: char| "（）一二三四五六七八九十、0123456789.".contains(c));
    let words = label.split(['（', '、', '，']).next().unwrap_or(label);
    if words.chars().count() > 10 {
        format!("{}…", words.chars().take(9).collect::<String>())
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_run_on_past_twenty_and_past_fifty() {
        assert_eq!([sign(0), sign(19), sign(20), sign(49), sign(50)], ["①", "⑳", "㉑", "㊿", "(51)"]);
    }

    #[test]
    fn the_sides_of_a_comparison_are_named_in_words() {
        assert_eq!(sides("narrative = requests.carried_out.total"), ("正文", "表"));
        assert_eq!(sides("previous.in_force + issued - repealed = in_force"), ("按上年推算", "本年现行有效"));
    }

    #[test]
    fn a_long_label_is_cut_to_what_tells_it_apart() {
        assert_eq!(short("一、本年新收政府信息公开申请数量"), "新收");
        assert_eq!(short("（一）予以公开"), "予以公开");
        assert_eq!(short("3.危及“三安全一稳定”"), "危及“三安全一稳定”");
    }
}
