//! 指标: what may be compared between organs and years, each with the cells of the form that it is made of.

use std::sync::LazyLock;

use gongkai_law::annual_report::{CellId, Edition, Figures, Form, figures::show, form::Kind};

use crate::verify::grouped;

/// 计算: how a measure comes from cells; `*` in an address stands for any words.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// The cells added up.
    Sum(&'static [&'static str]),
    /// The first added up, of the second added up less the third.
    Share(&'static [&'static str], &'static [&'static str], &'static [&'static str]),
}

/// 指标
#[derive(Debug)]
pub struct Measure {
    /// As in addresses.
    pub key: &'static str,
    /// 收到和办理, 办理结果, 复议诉讼, 主动公开, 比例
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
    /// 件, 万元 or %
    pub unit: &'static str,
    /// 口径: which cells of the form it is made of, in words.
    pub about: &'static str,
    rule: Rule,
}

/// 数: a measure in one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Counts as they are, amounts in millionths, shares in thousandths of the whole.
    Known(i64),
    /// 没有年报
    NoReport,
    /// 读不出: a cell of it is unknown.
    Unread,
    /// 格式没有: the report's form asks for nothing of the kind.
    NoCell,
    /// 不计: a share of nothing.
    NoBase,
}

const fn sum(
    key: &'static str,
    group: &'static str,
    name: &'static str,
    about: &'static str,
    cells: &'static [&'static str],
) -> Measure {
    Measure { key, group, name, unit: "件", about, rule: Rule::Sum(cells) }
}

const IN: &str = "收到和办理";
const OUT: &str = "办理结果";
const REDRESS: &str = "复议、诉讼";
const OPEN: &str = "主动公开";
const SHARES: &str = "比例";

const HANDLED: &[&str] = &["requests.total.total"];
const GRANTED: &str = "requests.granted.total";
const PARTIAL: &str = "requests.partial.total";

/// Every measure, by its group.
pub static MEASURES: [Measure; 27] = [
    sum("received", IN, "新收申请", "表三第一项，总计列", &["requests.new.total"]),
    sum("persons", IN, "自然人新收", "表三第一项，自然人列", &["requests.new.natural_person"]),
    sum(
        "organisations",
        IN,
        "法人新收",
        "表三第一项，法人或其他组织五列之和",
        &[
            "requests.new.enterprise",
            "requests.new.research",
            "requests.new.social",
            "requests.new.legal_service",
            "requests.new.other",
        ],
    ),
    sum("carried_in", IN, "上年结转", "表三第二项，总计列", &["requests.carried_in.total"]),
    sum("handled", IN, "办结", "表三第三项（七），总计列", HANDLED),
    sum("carried_out", IN, "结转下年", "表三第四项，总计列", &["requests.carried_out.total"]),
    sum("granted", OUT, "予以公开", "表三（一），总计列", &[GRANTED]),
    sum("partial", OUT, "部分公开", "表三（二），总计列", &[PARTIAL]),
    sum("denied", OUT, "不予公开", "表三（三）各行之和，总计列", &["requests.denied_*.total"]),
    sum("unable", OUT, "无法提供", "表三（四）各行之和，总计列", &["requests.unable_*.total"]),
    sum("rejected", OUT, "不予处理", "表三（五）各行之和，总计列", &["requests.rejected_*.total"]),
    sum("other", OUT, "其他处理", "表三（六）各行之和，总计列", &["requests.other*.total"]),
    sum("reviews", REDRESS, "行政复议", "表四行政复议总计", &["redress.review.total"]),
    sum("reviews_corrected", REDRESS, "复议纠正", "表四行政复议结果纠正", &["redress.review.corrected"]),
    sum("lawsuits", REDRESS, "行政诉讼", "表四两种起诉的总计之和", &["redress.litigation_*.total"]),
    sum("lawsuits_corrected", REDRESS, "诉讼纠正", "表四两种起诉的结果纠正之和", &["redress.litigation_*.corrected"]),
    sum(
        "documents_issued",
        OPEN,
        "规范性文件制发",
        "表二本年制发件数，2021年起的格式",
        &["proactive.normative_documents.issued"],
    ),
    sum(
        "documents_repealed",
        OPEN,
        "规范性文件废止",
        "表二本年废止件数，2021年起的格式",
        &["proactive.normative_documents.repealed"],
    ),
    sum(
        "documents_in_force",
        OPEN,
        "规范性文件有效",
        "表二现行有效件数，2021年起的格式",
        &["proactive.normative_documents.in_force"],
    ),
    sum("licences", OPEN, "行政许可", "表二行政许可处理决定数量", &["proactive.licences|.decisions"]),
    sum("penalties", OPEN, "行政处罚", "表二行政处罚处理决定数量", &["proactive.penalties|.decisions"]),
    sum("coercive_measures", OPEN, "行政强制", "表二行政强制处理决定数量", &["proactive.coercive_measures|.decisions"]),
    Measure {
        key: "fees",
        group: OPEN,
        name: "行政事业性收费",
        unit: "万元",
        about: "表二本年收费金额，2021年起的格式",
        rule: Rule::Sum(&["proactive.fees_wan"]),
    },
    share("open_share", "公开率", "予以公开与部分公开之和，除以办结总计", &[GRANTED, PARTIAL], HANDLED, &[]),
    share("granted_share", "全部公开率", "予以公开，除以办结总计", &[GRANTED], HANDLED, &[]),
    share(
        "handled_share",
        "办结率",
        "办结总计，除以新收与上年结转之和",
        HANDLED,
        &["requests.new.total", "requests.carried_in.total"],
        &[],
    ),
    share(
        "reviews_corrected_share",
        "复议纠正率",
        "行政复议结果纠正，除以总计减去尚未审结",
        &["redress.review.corrected"],
        &["redress.review.total"],
        &["redress.review.pending"],
    ),
];

const fn share(
    key: &'static str,
    name: &'static str,
    about: &'static str,
    part: &'static [&'static str],
    whole: &'static [&'static str],
    less: &'static [&'static str],
) -> Measure {
    Measure { key, group: SHARES, name, unit: "%", about, rule: Rule::Share(part, whole, less) }
}

/// A measure's cells in one edition; `None` where its form lacks one.
struct Cells {
    part: Option<Vec<CellId>>,
    whole: Option<Vec<CellId>>,
    less: Option<Vec<CellId>>,
}

impl Cells {
    fn of(measure: &Measure, edition: Edition) -> Self {
        let found = |patterns: &[&str]| {
            patterns.iter().try_fold(Vec::new(), |mut all, pattern| {
                let cells = matching(Form::of(edition), pattern);
                all.extend_from_slice(&cells);
                (!cells.is_empty()).then_some(all)
            })
        };
        match measure.rule {
            Rule::Sum(part) => Self { part: found(part), whole: Some(Vec::new()), less: Some(Vec::new()) },
            Rule::Share(part, whole, less) => Self { part: found(part), whole: found(whole), less: found(less) },
        }
    }
}

/// The cells of an address in which `*` stands for any words, and what follows `|` for words that only one edition has.
fn matching(form: &Form, pattern: &str) -> Vec<CellId> {
    let (plain, end) = pattern.split_once('|').unwrap_or((pattern, ""));
    let is_it = |address: &str| match plain.split_once('*') {
        Some((head, tail)) => address.starts_with(head) && address.ends_with(tail),
        None => address == plain || (!end.is_empty() && address.strip_prefix(plain) == Some(end)),
    };
    (0..).zip(form.cells()).filter(|(_, cell)| is_it(&cell.address)).map(|(id, _)| id).collect()
}

impl Measure {
    /// The one with this key.
    pub fn find(key: &str) -> Option<&'static Self> {
        MEASURES.iter().find(|measure| measure.key == key)
    }

    fn cells(&self, edition: Edition) -> Option<&'static Cells> {
        static ALL: LazyLock<Vec<[Cells; 2]>> = LazyLock::new(|| {
            let of = |measure: &Measure| Edition::ALL.map(|edition| Cells::of(measure, edition));
            MEASURES.iter().map(of).collect()
        });
        let at = MEASURES.iter().position(|measure| measure.key == self.key)?;
        let edition = Edition::ALL.iter().position(|one| *one == edition)?;
        ALL.get(at)?.get(edition)
    }

    /// Its value in a report.
    pub fn value(&self, figures: &Figures) -> Value {
        let parts = self
            .cells(figures.edition())
            .and_then(|cells| Some((cells.part.as_ref()?, cells.whole.as_ref()?, cells.less.as_ref()?)));
        let Some((part, whole, less)) = parts else { return Value::NoCell };
        let Some(part) = figures.sum(part) else { return Value::Unread };
        if matches!(self.rule, Rule::Sum(_)) {
            return Value::Known(part);
        }
        let whole = figures.sum(whole).zip(figures.sum(less)).and_then(|(whole, less)| whole.checked_sub(less));
        match whole {
            None => Value::Unread,
            Some(..=0) => Value::NoBase,
            Some(whole) => thousandths(part, whole).map_or(Value::Unread, Value::Known),
        }
    }

    /// The first of its cells, for a link into the report's tables; empty where its form has none.
    pub fn anchor(&self, edition: Edition) -> &'static str {
        let first = self.cells(edition).and_then(|cells| cells.part.as_ref()?.first());
        let cell = first.and_then(|cell| Form::of(edition).known(*cell));
        cell.map_or("", |cell| cell.address.as_str())
    }

    /// A value in digits with what belongs to it: `1,208`, `15163.485`, `42.3%`; why there is none, where there is none.
    pub fn shown(&self, value: Value) -> String {
        match (value, self.unit) {
            (Value::Known(share), "%") => format!("{}.{}%", share / 10, (share % 10).abs()),
            (Value::Known(amount), "万元") => grouped(&show(amount, Kind::Wan)),
            (Value::Known(count), _) => grouped(&count.to_string()),
            (Value::NoReport, _) => "缺".to_owned(),
            (Value::Unread, _) => "读不出".to_owned(),
            (Value::NoCell, _) => "格式没有".to_owned(),
            (Value::NoBase, _) => "不计".to_owned(),
        }
    }

    /// `新收申请（件）`
    pub fn headed(&self) -> String {
        format!("{}（{}）", self.name, self.unit)
    }
}

impl Value {
    /// The number, where there is one.
    pub fn known(self) -> Option<i64> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }
}

/// A part in thousandths of a whole, rounded; `None` past `i64`.
pub fn thousandths(part: i64, whole: i64) -> Option<i64> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((part * 2_000 + whole) / (whole * 2)).ok()
}

/// The groups of measures in their order.
pub fn groups() -> Vec<(&'static str, Vec<&'static Measure>)> {
    let mut groups: Vec<(&'static str, Vec<&'static Measure>)> = Vec::new();
    for measure in &MEASURES {
        match groups.last_mut().filter(|(group, _)| *group == measure.group) {
            Some((_, all)) => all.push(measure),
            None => groups.push((measure.group, vec![measure])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(edition: Edition, known: &[(&str, i64)]) -> Figures {
        let mut figures = Figures::zero(edition);
        for (address, value) in known {
            let cell = figures.form().cell(address).unwrap();
            figures.set(cell, Some(*value));
        }
        figures
    }

    fn shown(key: &str, figures: &Figures) -> String {
        let measure = Measure::find(key).unwrap();
        measure.shown(measure.value(figures))
    }

    #[test]
    fn each_measure_has_cells_in_the_form_in_force_and_a_key_of_its_own() {
        for measure in &MEASURES {
            let zero = measure.value(&Figures::zero(Edition::Of2021));
            assert!(matches!(zero, Value::Known(0) | Value::NoBase), "{}: {zero:?}", measure.key);
            assert!(!measure.anchor(Edition::Of2021).is_empty(), "{}", measure.key);
            assert_eq!(MEASURES.iter().filter(|other| other.key == measure.key).count(), 1, "{}", measure.key);
            assert_eq!(measure.value(&Figures::unknown(Edition::Of2021)), Value::Unread, "{}", measure.key);
        }
    }

    #[test]
    fn a_share_is_of_what_was_answered_and_of_nothing_there_is_none() {
        let some = figures(
            Edition::Of2021,
            &[("requests.granted.total", 2), ("requests.partial.total", 1), ("requests.total.total", 7)],
        );
        assert_eq!((shown("open_share", &some).as_str(), shown("granted_share", &some).as_str()), ("42.9%", "28.6%"));
        assert_eq!(shown("open_share", &Figures::zero(Edition::Of2021)), "不计");
        let pending = [("redress.review.corrected", 1), ("redress.review.total", 5), ("redress.review.pending", 3)];
        assert_eq!(shown("reviews_corrected_share", &figures(Edition::Of2021, &pending)), "50.0%");
    }

    #[test]
    fn the_older_form_answers_what_it_asked_and_nothing_else() {
        let old = figures(Edition::Of2019, &[("requests.other.total", 3), ("proactive.licences.decisions", 1208)]);
        assert_eq!((shown("other", &old).as_str(), shown("licences", &old).as_str()), ("3", "1,208"));
        assert_eq!((shown("documents_issued", &old).as_str(), shown("fees", &old).as_str()), ("格式没有", "格式没有"));
        let new = figures(
            Edition::Of2021,
            &[("requests.other_unpaid.total", 1), ("requests.other_other.total", 4), ("proactive.licences", 9)],
        );
        assert_eq!((shown("other", &new).as_str(), shown("licences", &new).as_str()), ("5", "9"));
    }
}
