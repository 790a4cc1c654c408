use std::{collections::BTreeMap, sync::LazyLock};

use gongkai_law::annual_report::{
    Edition, Form,
    form::{Block, Node},
};

use super::{
    Case, Check, NotAssessable,
    shape::{same_words, table_name, words},
    sums::{no_tables, unnumbered},
};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::{Label, LabelOf},
};

pub(super) static CHECK: Check = Check {
    code: "F004",
    title: "表头、行名与格式不同",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("f004_labels.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(figures) = &case.reading.report.figures else { return no_tables() };
    let form = figures.form();
    let mut cut: BTreeMap<usize, Vec<(&Label, &'static str)>> = BTreeMap::new();
    for label in &case.reading.labels {
        let Some(own) = own_label(form, label.of) else { continue };
        let unit_only = own.contains("单位") && label.printed.split('(').next() == words_before(own);
        if unit_only || same_words(&label.printed, own) || same_words(&label.printed, unnumbered(own)) {
            continue;
        }
        if is_cut(&label.printed, own) {
            cut.entry(label.of.table()).or_default().push((label, own));
        } else {
            findings.push(changed(form, label, own));
        }
    }
    findings.extend(cut.iter().map(|(&table, labels)| cut_short(form, table, labels)));
    Ok(())
}

/// A label without its unit, of which F010 tells.
fn words_before(own: &str) -> Option<&str> {
    own.split(['(', '（']).next()
}

/// Whether it is what is left of the form's label: its first words.
fn is_cut(printed: &str, own: &str) -> bool {
    let (mut printed, mut own) = (words(unnumbered(printed)).peekable(), words(unnumbered(own)));
    printed.peek().is_some() && printed.all(|word| own.next() == Some(word)) && own.next().is_some()
}

fn changed(form: &'static Form, label: &Label, own: &'static str) -> Finding {
    let (table, address) = (label.of.table(), address(form, label.of));
    let what = if matches!(label.of, LabelOf::Row { .. }) { "行名" } else { "表头" };
    Finding::new(
        CHECK.code,
        Verdict::Fail,
        Severity::Warning,
        format!("{}的{what}写作“{}”，格式是“{own}”", table_name(form, table), label.printed),
    )
    .at(address)
    .shown(Some(label.span))
    .mark(format!("{own}/{}", label.printed))
    .mend(format!(
        "把{what}改回“{own}”；数字按位置读作这一{}，请核对没有填错",
        if what == "行名" { "行" } else { "列" }
    ))
}

fn cut_short(form: &'static Form, table: usize, labels: &[(&Label, &'static str)]) -> Finding {
    let mut wholes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (label, own) in labels {
        let own_words = wholes.entry(&label.printed).or_default();
        if !own_words.contains(own) {
            own_words.push(own);
        }
    }
    let words = wholes.iter().map(|(printed, own)| format!("“{printed}”应为“{}”", own.join("”或“")));
    let words: Vec<String> = words.collect();
    let name = table_name(form, table);
    let mut finding = Finding::new(
        CHECK.code,
        Verdict::Fail,
        Severity::Warning,
        format!("{name}有{}处表头或行名不完整：{}", labels.len(), words.join("，")),
    )
    .at(form.tables.get(table).map_or("", |table| table.key))
    .mark("cut")
    .mend("补全表头和行名；从文档转成网页时，检查单元格里的换行有没有丢字");
    finding.spans = labels.iter().map(|(label, _)| label.span).collect();
    finding
}

/// A cell's address where the label belongs to one cell, a row's for a row, else the table's.
fn address(form: &'static Form, of: LabelOf) -> String {
    let (table, block) = (of.table(), of.block());
    let key = form.tables.get(table).map_or("", |table| table.key);
    let at = |row, column| form.at(table, block, row, column).and_then(|cell| form.known(cell));
    match of {
        LabelOf::Block { .. } => key.to_owned(),
        LabelOf::Row { row, .. } => {
            let own = at(row, 0).map_or(key, |cell| cell.address.as_str());
            let several = at(row, 1).is_some();
            if several { own.rsplit_once('.').map_or(own, |(row, _)| row).to_owned() } else { own.to_owned() }
        }
        LabelOf::Column { column, .. } => {
            let only = at(1, column).is_none();
            at(0, column).filter(|_| only).map_or(key, |cell| cell.address.as_str()).to_owned()
        }
    }
}

/// A block's heading, and the labels of its leaf rows and leaf columns.
type Labels = (&'static str, Vec<&'static str>, Vec<&'static str>);

fn own_label(form: &'static Form, of: LabelOf) -> Option<&'static str> {
    static LABELS: LazyLock<[Vec<Vec<Labels>>; 2]> =
        LazyLock::new(|| Edition::ALL.map(|edition| labels(Form::of(edition))));
    let (table, block) = (of.table(), of.block());
    let (heading, rows, columns) = LABELS[usize::from(form.edition == Edition::Of2021)].get(table)?.get(block)?;
    match of {
        LabelOf::Block { .. } => Some(heading),
        LabelOf::Row { row, .. } => rows.get(row).copied(),
        LabelOf::Column { column, .. } => columns.get(column).copied(),
    }
}

fn labels(form: &'static Form) -> Vec<Vec<Labels>> {
    let leaves = |nodes: &'static [Node]| nodes.iter().flat_map(Node::leaves).map(|node| node.label).collect();
    let block = |block: &'static Block| (block.heading, leaves(block.rows), leaves(block.columns));
    form.tables.iter().map(|table| table.blocks.iter().map(block).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    const OTHER_RESULT: LabelOf = LabelOf::Column { table: 2, block: 0, column: 12 };

    #[test]
    fn a_heading_in_other_words_is_told_at_its_cell() {
        let reading = sample_2021().label(OTHER_RESULT, "驳回起诉").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表四的表头写作“驳回起诉”，格式是“其他结果”");
        assert_eq!(finding.cell.as_deref(), Some("redress.litigation_after_review.other"));
        assert_eq!(reading.document.words(finding.spans[0]), "驳回起诉");
    }

    #[test]
    fn headings_cut_short_are_told_together_for_their_table() {
        let column = |column| LabelOf::Column { table: 2, block: 0, column };
        let reading =
            sample_2021().label(column(1), "结果").label(column(2), "其他").label(column(3), "尚未").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表四有3处表头或行名不完整：“其他”应为“其他结果”，“尚未”应为“尚未审结”，“结果”应为“结果纠正”");
        assert_eq!(finding.cell.as_deref(), Some("redress"));
    }

    #[test]
    fn a_word_left_of_several_headings_is_told_once_with_all_of_them() {
        let column = |column| LabelOf::Column { table: 2, block: 0, column };
        let reading =
            sample_2021().label(column(0), "结果").label(column(1), "结果").label(column(5), "结果").reading();
        insta::assert_snapshot!(verdict(&CHECK, &reading).0[0].message, @"表四有3处表头或行名不完整：“结果”应为“结果维持”或“结果纠正”");
    }

    #[test]
    fn punctuation_blanks_and_a_lost_number_are_no_other_label() {
        let row = |row| LabelOf::Row { table: 1, block: 0, row };
        let reading =
            sample_2021().label(row(4), "1、属于国家秘密").label(row(5), "其他法律行政法规禁止公开").reading();
        assert_eq!(verdict(&CHECK, &reading).0, []);
    }

    #[test]
    fn a_row_under_another_s_number_is_found() {
        let reading = sample_2021().label(LabelOf::Row { table: 1, block: 0, row: 4 }, "4.属于国家秘密").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        assert_eq!(findings[0].cell.as_deref(), Some("requests.denied_state_secret"));
    }
}
