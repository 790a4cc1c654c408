use super::{
    Case, Check, NotAssessable,
    shape::table_name,
    sums::{called, no_tables},
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F009",
    title: "单元格空白或者画线，没有填0",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("f009_blanks.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let reading = case.reading;
    let Some(figures) = &reading.report.figures else { return no_tables() };
    let form = figures.form();
    let mut blank: [Vec<u16>; 3] = Default::default();
    for (cell, place) in (0_u16..).zip(form.cells()) {
        // a digit is the usual case, and needs no second look
        if reading.printed(cell).is_some_and(stands_for_nothing)
            && let Some(table) = blank.get_mut(place.table)
        {
            table.push(cell);
        }
    }
    for (table, cells) in blank.iter().enumerate() {
        let Some(&first) = cells.first() else { continue };
        let printed = reading.printed(first).unwrap_or_default().trim();
        let how = if printed.is_empty() { "空白".to_owned() } else { format!("写作“{printed}”") };
        let (address, what) = match cells.as_slice() {
            [only] => (form.address(*only), String::new()),
            _ => (form.tables.get(table).map_or("", |table| table.key), format!("等{}格", cells.len())),
        };
        let message = format!("{}“{}”{what}{how}，没有发生的应当填0", table_name(form, table), called(form, first));
        let mut finding = Finding::new(CHECK.code, Verdict::Fail, Severity::Warning, message)
            .at(address)
            .mend("逐格填写数字：没有发生的填0，不留空白，不写“/”或“-”");
        finding.spans = cells.iter().filter_map(|&cell| reading.cell_span(cell)).take(8).collect();
        findings.push(finding);
    }
    Ok(())
}

fn stands_for_nothing(printed: &str) -> bool {
    !printed.starts_with(|c: char| c.is_ascii_digit())
        && matches!(printed.trim(), "" | "/" | "／" | "\\" | "-" | "－" | "—" | "——" | "--" | "无" | "——/" | "N/A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn one_stroke_is_told_at_its_cell_and_many_blanks_once_for_the_table() {
        let (findings, _) = verdict(&CHECK, &sample_2021().printed("redress.review.other", "/").reading());
        insta::assert_snapshot!(findings[0].message, @"表四“行政复议·其他结果”写作“/”，没有发生的应当填0");
        assert_eq!(findings[0].cell.as_deref(), Some("redress.review.other"));

        let reading =
            sample_2021().printed("requests.partial.social", "").printed("requests.partial.other", "").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        insta::assert_snapshot!(findings[0].message, @"表三“部分公开·社会公益组织”等2格空白，没有发生的应当填0");
        assert_eq!((findings.len(), findings[0].cell.as_deref()), (1, Some("requests")));
    }

    #[test]
    fn a_cell_that_was_not_found_is_the_reader_s_to_tell() {
        assert_eq!(verdict(&CHECK, &sample_2021().unknown("requests.new.total").reading()).0, []);
    }
}
