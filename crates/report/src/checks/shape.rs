//! The form that a report is held to, and its parts in words.

use gongkai_law::annual_report::{Form, form::Table};

use super::{Case, NotAssessable};
use crate::reading::Format;

/// The form that a report is held to; before 2019 there was none.
pub(super) fn form(case: &Case<'_>) -> Result<&'static Form, NotAssessable> {
    match case.reading.report.format {
        Some(Format::Form(edition)) => Ok(Form::of(edition)),
        Some(Format::Older) => NotAssessable::because("2018年度及以前的报告没有统一格式"),
        None => NotAssessable::because("认不出报告用的是哪一版格式"),
    }
}

/// 一 to 十.
pub(super) fn order(number: u8) -> char {
    "零一二三四五六七八九十".chars().nth(usize::from(number)).unwrap_or('？')
}

/// 表二 for the table of section two.
pub(super) fn table_name(form: &Form, table: usize) -> &'static str {
    form.tables.get(table).map_or("", Table::name)
}

/// Whether two labels say the same, whatever their blanks and punctuation.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    one == other || words(one).eq(words(other))
}

/// A label's letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}
