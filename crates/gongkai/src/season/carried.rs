//! 结转核对 of a sum: what it carries in beside what last year's report of the library carried out and what was handed over since.
//! Checked only where both are of the same organs, as in a report in work.

use gongkai_law::annual_report::CellId;
use gongkai_store::{Error, Organ};

use super::roll_up::RollUp;
use crate::{
    compile::{
        across::across,
        basis::is_like,
        compare::{Carried, columns},
        last::LastYear,
        range::Range,
    },
    office::Office,
};

/// 结转核对
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarriedOver {
    /// 年报库里没有上一年的年报
    Nowhere,
    /// 读不出: it has no tables that anybody could read.
    Unread,
    /// 范围不同: it is known to be of other organs than the sum.
    Otherwise(Range),
    /// Column by column, by the cell that is carried in.
    Beside(Vec<(CellId, Carried)>),
}

impl CarriedOver {
    /// Of a sum of an organ.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ, sum: &RollUp) -> Result<Self, Error> {
        let Some(last) = LastYear::of(office, organ, sum.year).await? else { return Ok(Self::Nowhere) };
        let known = last.range(office, organ).await?;
        if let Some(range) = known.filter(|_| !is_like(known, sum.range)) {
            return Ok(Self::Otherwise(range));
        }
        let across = across(office, sum.range.scope(organ.id), sum.year).await?;
        Ok(match last.figures() {
            Some(before) => Self::Beside(columns(&sum.figures, before, &across)),
            None => Self::Unread,
        })
    }

    /// Why nothing is checked, in a sentence without its end, for a sum of a year; empty where it is.
    pub fn why_not(&self, year: i16) -> String {
        let before = year.saturating_sub(1);
        match self {
            Self::Nowhere => format!("年报库里没有{before}年度年报"),
            Self::Unread => format!("{before}年度年报读不出表格"),
            Self::Otherwise(range) => format!("{before}年度年报的范围是“{}”，不核对", range.label()),
            Self::Beside(_) => String::new(),
        }
    }

    /// The columns that are checked.
    pub fn columns(&self) -> &[(CellId, Carried)] {
        match self {
            Self::Beside(columns) => columns,
            _ => &[],
        }
    }
}

/// 结转不符: both are known, and differ by more than was handed over.
pub fn is_torn(carried: &Carried) -> bool {
    carried.carried_in.zip(carried.due()).is_some_and(|(now, due)| now != due)
}

/// 结转核对 of one column in words, for a sum of a year.
pub fn said(carried: &Carried, year: i16) -> String {
    let (before, rest) = (year.saturating_sub(1), carried.rest());
    match (carried.carried_out, carried.carried_in) {
        (None, _) => format!("{before}年度年报读不出结转下年度的数"),
        (Some(_), None) => format!("收齐再与{before}年度年报核对"),
        (Some(_), Some(_)) if !is_torn(carried) && rest.is_empty() => format!("与{before}年度年报相符"),
        (Some(out), Some(_)) => {
            let meets = if is_torn(carried) { "不符" } else { "相符" };
            format!("与{before}年度年报结转下年度的{out}{rest}{meets}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(carried_out: Option<i64>, carried_in: Option<i64>, across: &[(&str, i64)]) -> Carried {
        let across = across.iter().map(|(words, count)| ((*words).to_owned(), *count)).collect();
        Carried { column: "总计".to_owned(), carried_in, carried_out, across }
    }

    #[test]
    fn what_was_taken_over_is_no_difference_and_what_is_not_known_is_none_either() {
        let came = [("林业局2026年4月1日移交来的", 2)];
        for (one, torn, words) in [
            (carried(Some(3), Some(3), &[]), false, "与2025年度年报相符"),
            (carried(Some(3), Some(5), &[]), true, "与2025年度年报结转下年度的3不符"),
            (carried(Some(3), Some(5), &came), false, "与2025年度年报结转下年度的3 + 林业局2026年4月1日移交来的2相符"),
            (carried(Some(3), Some(3), &came), true, "与2025年度年报结转下年度的3 + 林业局2026年4月1日移交来的2不符"),
            (carried(Some(3), None, &came), false, "收齐再与2025年度年报核对"),
            (carried(None, Some(3), &[]), false, "2025年度年报读不出结转下年度的数"),
        ] {
            assert_eq!((is_torn(&one), said(&one, 2026).as_str()), (torn, words));
        }
    }
}
