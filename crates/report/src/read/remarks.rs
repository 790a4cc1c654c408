//! Findings of family R: what the reader repaired, and what it could not read.

use gongkai_law::{
    annual_report::form::{Cell, Table},
    numeral::numeral,
};

use super::{
    fill::{Filling, State},
    labels::{self, Cut},
    plan::Row,
    tables::Tables,
    twice::{Taken, Twice},
};
use crate::{
    checks::redress_group,
    document::Span,
    finding::{Finding, Severity, Verdict},
    reading::{Label, LabelOf},
};

/// A note: nothing is wrong.
fn note(code: &'static str, message: String) -> Finding {
    Finding::new(code, Verdict::Note, Severity::Note, message)
}

/// A person should look.
fn unsure(code: &'static str, message: String) -> Finding {
    Finding::new(code, Verdict::Unsure, Severity::Warning, message)
}

/// What is to be said of the cells, row by row.
pub(crate) fn cells(filling: &Filling<'_>, out: &mut Vec<Finding>) {
    for (rows, table) in filling.plan.rows.iter().zip(filling.plan.form.tables) {
        if rows.iter().flat_map(|row| row.cells()).all(|(cell, _)| state(filling, cell) == State::Absent) {
            out.push(missing(table));
            continue;
        }
        for state in [State::Worded, State::Converted, State::Split] {
            let has = |row: &&Row| row.cells().any(|(cell, _)| self::state(filling, cell) == state);
            let rows: Vec<&Row> = rows.iter().filter(has).collect();
            match rows.as_slice() {
                [] => {}
                [row] => out.extend(of_row(filling, row, state)),
                rows => out.extend(of_rows(filling, table, rows, state)),
            }
        }
        if let Some((at, lacking)) = filling.narrow.iter().find(|(at, _)| Some(table.key) == key(filling, *at)) {
            out.push(narrow(filling, *at, *lacking));
        }
        let sound = |row: &Row| row.cells().all(|(cell, _)| state(filling, cell) == State::Read);
        for row in rows.iter().filter(|row| !sound(row)) {
            for state in [State::Blank, State::Proven, State::Unclear, State::About, State::Odd, State::Absent] {
                out.extend(each_of_row(filling, row, state));
            }
        }
    }
}

fn state(filling: &Filling<'_>, cell: u16) -> State {
    filling.states.get(usize::from(cell)).copied().unwrap_or_default()
}

fn missing(table: &Table) -> Finding {
    let title = match table.section {
        2 => "主动公开政府信息情况",
        3 => "收到和处理政府信息公开申请情况",
        _ => "政府信息公开行政复议、行政诉讼情况",
    };
    let message = format!("没有找到{}（{title}），其各项数据均未知", table.name());
    Finding::new("R010", Verdict::Fail, Severity::Error, message)
        .at(table.key)
        .mark(table.key)
        .mend("请在报告正文中以文字表格刊登该表，不要用图片代替")
}

fn key(filling: &Filling<'_>, table: usize) -> Option<&'static str> {
    filling.plan.form.tables.get(table).map(|table| table.key)
}

/// A table whose rows all have fewer cells than the form's; `lacking` is the column that its head does not name.
fn narrow(filling: &Filling<'_>, at: usize, lacking: Option<usize>) -> Finding {
    let table = filling.plan.form.tables.get(at);
    let columns = filling.plan.heads.get(at).and_then(|heads| heads.first()).map_or(&[][..], |head| &head.columns);
    let name = lacking.and_then(|column| columns.get(column)).map(|(label, _)| *label);
    let table_name = table.map_or("", |table| table.name());
    let message = match name {
        Some(name) => format!("{table_name}缺少“{name}”一列，该列数据未知，其余各列按表头读取"),
        None => format!("{table_name}各行的单元格都少于格式的{}列，不知道缺哪一列，各行数据未知", columns.len()),
    };
    let first = filling.plan.rows.get(at).and_then(|rows| rows.first()).map_or(0, |row| usize::from(row.first));
    let span = filling.spans.iter().skip(first).find_map(|span| *span);
    unsure("R013", message)
        .at(table.map_or("", |table| table.key))
        .mark("narrow")
        .shown(span)
        .mend("请按格式补齐各列，没有数据的填0")
}

/// So many rows are named in one note; more are only counted and shown in their places.
const MOST_NAMED: usize = 8;

/// One note for the rows of a table of which the same is to be said.
fn of_rows(filling: &Filling<'_>, table: &Table, rows: &[&Row], wanted: State) -> Option<Finding> {
    let spans = rows.iter().filter_map(|row| {
        let cell = row.cells().map(|(cell, _)| cell).find(|&cell| state(filling, cell) == wanted)?;
        filling.spans.get(usize::from(cell)).copied().flatten()
    });
    let spans: Vec<Span> = spans.collect();
    let (name, count) = (table.name(), rows.len());
    let written = |(row, span): (&&Row, &Span)| {
        let printed: String = filling.document.words(*span).chars().take(20).collect();
        format!("“{}”写作“{printed}”", brief(row))
    };
    let listed = match wanted {
        State::Split if rows.len() > MOST_NAMED => String::new(),
        State::Split => {
            let names = rows.iter().map(|row| format!("“{}”", brief(row))).collect::<Vec<_>>();
            format!("：{}", names.join("、"))
        }
        _ => rows.iter().zip(&spans).map(written).collect::<Vec<_>>().join("，"),
    };
    let mut finding = match wanted {
        State::Worded => note("R009", format!("{name}有{count}行的数字带有文字或注记，按其中的数字读取：{listed}")),
        State::Converted => note("R009", format!("{name}有{count}行的金额与格式要求的单位不同，已换算：{listed}")),
        State::Split => {
            note("R008", format!("{name}有{count}行数字粘连，已按勾稽关系拆分{listed}")).mend("请恢复表格的分隔")
        }
        _ => return None,
    };
    finding.spans = spans;
    Some(finding.at(table.key).mark(format!("{wanted:?}")))
}

/// A row's label without what it explains in brackets.
fn brief(row: &Row) -> &'static str {
    let explains = row.whole.char_indices().find(|&(at, c)| at > 0 && c == '（').map(|(at, _)| at);
    explains.and_then(|at| row.whole.get(..at)).unwrap_or(row.whole)
}

/// The cells of a row that are in one state.
fn cells_of(filling: &Filling<'_>, row: &Row, wanted: State) -> Vec<u16> {
    row.cells().map(|(cell, _)| cell).filter(|&cell| state(filling, cell) == wanted).collect()
}

/// One finding for all cells of a row that are in the same state.
fn of_row(filling: &Filling<'_>, row: &Row, wanted: State) -> Option<Finding> {
    of_cells(filling, row, wanted, &cells_of(filling, row, wanted))
}

/// The same, but cells that say something else than a figure each by what it says.
fn each_of_row(filling: &Filling<'_>, row: &Row, wanted: State) -> Vec<Finding> {
    let cells = cells_of(filling, row, wanted);
    let span = |cell: &u16| filling.spans.get(usize::from(*cell)).copied().flatten();
    let each = match wanted {
        State::Odd | State::About => cells.chunk_by(|one, other| span(one) == span(other)).collect(),
        _ => vec![cells.as_slice()],
    };
    each.into_iter().filter_map(|cells| of_cells(filling, row, wanted, cells)).collect()
}

/// A cell as the form names it; in table four its columns have the same words in each group.
fn name(cell: &Cell) -> String {
    let group = redress_group(&cell.address);
    group.map_or_else(|| cell.name.clone(), |group| format!("{group}·{}", cell.name))
}

fn of_cells(filling: &Filling<'_>, row: &Row, wanted: State, cells: &[u16]) -> Option<Finding> {
    let first = *cells.first()?;
    let known = |cell: &u16| filling.figures.get(*cell).is_some();
    let all = filling.plan.form.cells();
    let name = |cell: u16| all.get(usize::from(cell)).map_or_else(String::new, name);
    let names = cells.iter().map(|&cell| format!("“{}”", name(cell))).collect::<Vec<_>>().join("、");
    let span = filling.spans.get(usize::from(first)).copied().flatten();
    let words = span.map(|span| filling.document.words(span)).unwrap_or_default();
    let words: String = words.chars().take(60).collect();
    let finding = match wanted {
        State::Read | State::Lacking => return None,
        State::Worded => note("R009", format!("{names}写作“{words}”，按其中的数字读取")),
        State::Converted => note("R009", format!("{names}写作“{words}”，与格式要求的单位不同，已换算")),
        State::Blank => unsure("R003", format!("{names}为空白或“-”“/”等符号，不能当作0")).mend("没有数据的单元格请填0"),
        State::Proven => note("R003", format!("{names}为空白，按合计推得为0")).mend("没有数据的单元格请填0"),
        State::Split => note("R008", format!("“{words}”数字粘连，已按勾稽关系拆分")).mend("请恢复表格的分隔"),
        State::Unclear => {
            unsure("R002", format!("“{words}”数字粘连，勾稽关系不能唯一确定各项数值")).mend("请恢复表格的分隔")
        }
        State::About => {
            unsure("R013", format!("“{words}”是约数，{names}要填确切的数，不能按约数读取")).mend("请查明并填写确切的数")
        }
        State::Odd if words.is_empty() => return None,
        State::Odd => unsure("R013", format!("“{words}”不能读作{names}的数值")).mend("请核对该行的单元格数量和内容"),
        State::Absent => unsure("R013", format!("表中没有找到{names}")).mend("请按规定格式补齐该行"),
    };
    let address = match cells {
        [one] => all.get(usize::from(*one)).map_or("", |cell| cell.address.as_str()),
        _ => filling.plan.address(row),
    };
    debug_assert!(wanted != State::Proven || cells.iter().all(known));
    Some(finding.at(address).shown(span))
}

/// Labels cut short, and rows that only their place tells: once for each table.
pub(crate) fn cut_labels(
    filling: &Filling<'_>,
    tables: &Tables,
    labels: &[Label],
    cuts: &[Cut],
    out: &mut Vec<Finding>,
) {
    let cuts: Vec<(&Label, &Cut)> = cuts.iter().filter_map(|cut| Some((labels.get(cut.label)?, cut))).collect();
    for (at, table) in filling.plan.form.tables.iter().enumerate() {
        let own: Vec<(&Label, &Cut)> = cuts.iter().filter(|(label, _)| label.of.table() == at).copied().collect();
        if own.is_empty() {
            continue;
        }
        let message = format!("{}有{}处标签残缺，已按位置认出：{}", table.name(), own.len(), listed(&own));
        let mut finding = note("R012", message).at(table.key).mark("cut").mend("请按格式写全这些标签");
        finding.spans = own.iter().map(|(label, _)| label.span).collect();
        out.push(finding);
    }
    for ((table, rows), found) in filling.plan.form.tables.iter().zip(&filling.plan.rows).zip(&tables.listed) {
        let Some(found) = found else { continue };
        let placed: Vec<LabelOf> = labels::by_place(found).filter_map(|at| rows.get(at)).map(|row| row.of).collect();
        let strange: Vec<&Label> = labels.iter().filter(|label| placed.contains(&label.of)).collect();
        if strange.is_empty() {
            continue;
        }
        let words = strange.iter().map(|label| format!("“{}”", label.printed)).collect::<Vec<_>>().join("、");
        let message = format!("{}有{}个行名不能辨认，已按位置读取：{words}", table.name(), strange.len());
        let mut finding = unsure("R012", message).at(table.key).mark("strange").mend("请按格式写全这些行名");
        finding.spans = strange.iter().map(|label| label.span).collect();
        out.push(finding);
    }
}

/// Columns in another order than the form's.
pub(crate) fn reordered(filling: &Filling<'_>, labels: &[Label], out: &mut Vec<Finding>) {
    for table in filling.reordered.iter().filter_map(|&at| filling.plan.form.tables.get(at)) {
        let message = format!("{}各列的次序与格式不同，已按表头读取", table.name());
        let head = |label: &&Label| {
            matches!(label.of, LabelOf::Column { .. })
                && filling.plan.form.tables.get(label.of.table()).is_some_and(|own| own.key == table.key)
        };
        let span = labels.iter().find(head).map(|label| label.span);
        let finding = Finding::new("R012", Verdict::Fail, Severity::Warning, message).at(table.key).mark("order");
        out.push(finding.shown(span).mend("请按格式的次序排列各列"));
    }
}

/// A table that stands twice with other figures.
pub(crate) fn twice(filling: &Filling<'_>, twice: &Twice) -> Option<Finding> {
    let table = filling.plan.form.tables.get(twice.table)?;
    let taken = match twice.taken {
        Taken::First => "已读取在前的一张",
        Taken::Second => "已按表旁文字读取在后的一张",
        Taken::Neither => "不知道哪一张是本年度的，其各项数据均未知",
    };
    let message = format!("文中有两张{}，数据不同，{taken}", table.name());
    let span = filling.folded.words.source(twice.other.0, twice.other.1);
    Some(unsure("R013", message).at(table.key).mark("twice").shown(Some(span)).mend("请只保留本年度的一张表"))
}

/// Each word that is left with all that it stands for: `“结果”即“结果维持”“结果纠正”`.
fn listed(cuts: &[(&Label, &Cut)]) -> String {
    let mut words: Vec<(&str, Vec<&str>)> = Vec::new();
    for (label, cut) in cuts {
        match words.iter_mut().find(|(printed, _)| *printed == label.printed) {
            Some((_, wholes)) if wholes.contains(&cut.whole) => {}
            Some((_, wholes)) => wholes.push(cut.whole),
            None => words.push((&label.printed, vec![cut.whole])),
        }
    }
    let each = words.iter().map(|(printed, wholes)| format!("“{printed}”即“{}”", wholes.join("”“")));
    each.collect::<Vec<_>>().join("，")
}

/// 繁体、注音, once for a whole document.
pub(crate) fn variants(repairs: &crate::clean::fold::Repairs, out: &mut Vec<Finding>) {
    if repairs.glosses > 0 {
        let message = format!("文中有{}处汉字后带拼音注音，已还原", repairs.glosses);
        out.push(note("R007", message).mark("gloss").shown(repairs.first_gloss));
    }
    if repairs.traditional && repairs.first_traditional.is_some() {
        let message = "报告为繁体字，已转换为简体字".to_owned();
        out.push(note("R007", message).mark("traditional").shown(repairs.first_traditional));
    }
}

/// A heading that was lost.
pub(crate) fn lost_heading(section: u8, title: &str, span: Option<Span>) -> Finding {
    let number = numeral(usize::from(section));
    let message = format!("缺少章节标题“{number}、{title}”，已按内容认出该部分");
    unsure("R005", message)
        .mark(format!("section {section}"))
        .shown(span)
        .mend(format!("请补上标题“{number}、{title}”"))
}

/// 年 or 月 lost in a date.
pub(crate) fn lost_character(printed: &str, lost: char, span: Span) -> Finding {
    let message = format!("日期“{printed}”似缺“{lost}”字");
    unsure("R004", message).mark(printed).shown(Some(span)).mend(format!("请补上“{lost}”字"))
}

/// A sentence that breaks off.
pub(crate) fn broken_off(words: &str, span: Span) -> Finding {
    let message = format!("文字到“{words}”处中断，语句不完整");
    unsure("R006", message).mark(words).shown(Some(span)).mend("请补全该句")
}

/// 乱码.
pub(crate) fn mangled(words: &str, span: Span) -> Finding {
    let message = format!("文中有乱码“{words}”");
    Finding::new("R001", Verdict::Fail, Severity::Error, message).mark(words).shown(Some(span)).mend("请用原文替换乱码")
}

/// Page numbers inside the tables.
pub(crate) fn pages(count: usize, span: Option<Span>) -> Finding {
    note("R011", format!("表格中夹有{count}处页码，已略去")).mark("pages").shown(span)
}

/// What was slipped in after the end.
pub(crate) fn spam(span: Span) -> Finding {
    note("R011", "正文之后有与报告无关的内容，已略去".to_owned())
        .mark("spam")
        .shown(Some(span))
        .mend("请检查页面是否被篡改，并清除这些内容")
}
