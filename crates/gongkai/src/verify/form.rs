//! 法定表格: the statutory tables as the page draws them, cell by cell from the writers' grid.

use std::collections::HashMap;

use gongkai_law::{
    annual_report::{
        Figures, Form,
        figures::show,
        form::{Cell, CellId, Node, Role},
    },
    numeral::numeral,
};
use gongkai_report::{
    Reading,
    write::layout::{self, Layout, Slot, SlotKind},
};

use super::finding::Grade;

/// One statutory table.
pub struct TableView {
    /// `二、主动公开政府信息情况`
    pub title: String,
    /// The class beside `form-table`.
    pub class: &'static str,
    /// Heading rows above the body.
    pub head: Vec<RowView>,
    /// The rest.
    pub body: Vec<RowView>,
}

/// One printed row.
pub struct RowView {
    /// `head`, `sum` or nothing.
    pub class: &'static str,
    /// The slots that start in it.
    pub slots: Vec<SlotView>,
}

/// One printed cell.
pub struct SlotView {
    /// Whether it is a figure and no heading.
    pub figure: bool,
    /// Its classes.
    pub class: String,
    /// The address, for links to it.
    pub id: String,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// `col`, `row`, `colgroup`, `rowgroup`; nothing for a figure.
    pub scope: &'static str,
    /// The words, in pieces between which a line may break.
    pub words: Vec<String>,
    /// Where the figure leads, where no finding marks it; empty for nowhere.
    pub href: String,
    /// What is to be said beside the figure, in a few words.
    pub note: String,
    /// The finding it leads to: its anchor, the sign, and a word for those who do not see the colour.
    pub mark: Option<Mark>,
}

/// A cell's way to the finding about it.
#[derive(Clone)]
pub struct Mark {
    /// `f3`
    pub anchor: String,
    /// ③
    pub sign: String,
    /// How bad.
    pub grade: Grade,
}

/// What the findings mark: addresses of cells, rows and groups.
pub type Marks = HashMap<String, Mark>;

/// The three tables of a reading; none without statutory tables.
pub fn tables(reading: &Reading, marks: &Marks) -> Vec<TableView> {
    let Some(figures) = &reading.report.figures else { return Vec::new() };
    let form = figures.form();
    let drawing = Drawing { figures, form, marks, reading: Some(reading), link: &|_| String::new(), leads_all: false };
    layout::of(form).iter().enumerate().map(|(t, layout)| drawing.table(t, layout)).collect()
}

/// One of the three tables of figures that are counted and not read; `link` says where the figure of a cell leads, if it
/// is not zero.
pub fn counted(figures: &Figures, table: Counted, link: &dyn Fn(&Cell) -> String) -> TableView {
    drawn(
        table,
        &Drawing { figures, form: figures.form(), marks: &Marks::new(), reading: None, link, leads_all: false },
    )
}

/// The same of figures that are sums of several: a zero leads to who adds up to it as well, and what is not known to who
/// lacks it.
pub fn summed(figures: &Figures, table: Counted, link: &dyn Fn(&Cell) -> String) -> TableView {
    drawn(table, &Drawing { figures, form: figures.form(), marks: &Marks::new(), reading: None, link, leads_all: true })
}

fn drawn(table: Counted, drawing: &Drawing<'_>) -> TableView {
    let [proactive, requests, redress] = layout::of(drawing.form);
    match table {
        Counted::Proactive => drawing.table(0, proactive),
        Counted::Requests => drawing.table(1, requests),
        Counted::Redress => drawing.table(2, redress),
    }
}

/// A table that counts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// 表二
    Proactive,
    /// 表三
    Requests,
    /// 表四
    Redress,
}

impl Counted {
    /// 三张法定表格, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Proactive, Self::Requests, Self::Redress];
}

impl TableView {
    /// Says something beside the figure of this address, and leads to where more is said of it.
    pub fn note(&mut self, address: &str, words: String, href: &str) {
        let mut slots = self.body.iter_mut().flat_map(|row| &mut row.slots);
        if let Some(slot) = slots.find(|slot| slot.figure && slot.id == address) {
            slot.class = join(&slot.class, Some("changed"));
            (slot.note, slot.href) = (words, href.to_owned());
        }
    }
}

struct Drawing<'a> {
    figures: &'a Figures,
    form: &'static Form,
    marks: &'a Marks,
    /// What the figures were read from, if they were.
    reading: Option<&'a Reading>,
    link: &'a dyn Fn(&Cell) -> String,
    /// Whether a zero and what is not known lead somewhere as well.
    leads_all: bool,
}

const CLASSES: [&str; 3] = ["narrow", "", "many"];

impl Drawing<'_> {
    fn table(&self, t: usize, layout: &Layout) -> TableView {
        let section = usize::from(self.form.tables[t].section);
        let name = self.form.sections.get(section.saturating_sub(1)).copied().unwrap_or_default();
        let (head, body) = layout.rows.split_at(layout.head.min(layout.rows.len()));
        TableView {
            title: format!("{}、{name}", numeral(section)),
            class: CLASSES[t],
            head: head.iter().map(|row| self.row(row)).collect(),
            body: body.iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, slots: &[Slot]) -> RowView {
        let first = slots.iter().find_map(|slot| if let SlotKind::Cell(id) = slot.kind { Some(id) } else { None });
        let class = match first {
            None => "head",
            Some(id) if self.role(id) == Some(Role::Sum) => "sum",
            Some(_) => "",
        };
        RowView { class, slots: slots.iter().map(|slot| self.slot(slot, first)).collect() }
    }

    /// The part that a cell's row plays in the sums.
    fn role(&self, id: CellId) -> Option<Role> {
        let cell = self.form.known(id)?;
        let rows = self.form.tables.get(cell.table)?.blocks.get(cell.block)?.rows;
        rows.iter().flat_map(Node::leaves).nth(cell.row).map(|row| row.role)
    }

    fn slot(&self, slot: &Slot, row: Option<CellId>) -> SlotView {
        let (rowspan, colspan) = (slot.rowspan, slot.colspan);
        if let SlotKind::Cell(id) = slot.kind {
            return self.figure(id, rowspan, colspan);
        }
        let (scope, class) = match slot.kind {
            SlotKind::BlockHead | SlotKind::ColumnGroup => ("colgroup", ""),
            SlotKind::RowGroup => ("rowgroup", "group"),
            SlotKind::RowHead => ("row", if slot.column >= 2 { "label" } else { "" }),
            _ => ("col", ""),
        };
        let address = if slot.kind == SlotKind::RowHead { row.and_then(|id| self.row_address(id)) } else { None };
        let mark = address.as_ref().and_then(|address| self.marks.get(address)).cloned();
        SlotView {
            figure: false,
            class: join(class, mark.as_ref().map(|mark| mark.grade.cell_class())),
            id: mark.as_ref().and(address).unwrap_or_default(),
            rowspan,
            colspan,
            scope,
            words: pieces(slot.label, slot.kind),
            href: String::new(),
            note: String::new(),
            mark,
        }
    }

    /// `requests.granted` of `requests.granted.total`: what a finding about a whole row names.
    fn row_address(&self, id: CellId) -> Option<String> {
        let cell = self.form.known(id)?;
        cell.address.rsplit_once('.').map(|(row, _)| row.to_owned()).filter(|row| row.contains('.'))
    }

    fn figure(&self, id: CellId, rowspan: usize, colspan: usize) -> SlotView {
        let cell = self.form.known(id);
        let address = cell.map(|cell| cell.address.clone()).unwrap_or_default();
        let mark = self.marks.get(&address).cloned();
        let (word, state) = match (self.figures.get(id), cell) {
            (Some(value), Some(cell)) => (grouped(&show(value, cell.kind)), if value == 0 { "zero" } else { "" }),
            _ => (self.unread(id), "is-null"),
        };
        let class = match &mark {
            // a cell that could not be read stays hatched, whatever else is said of it
            Some(mark) if state != "is-null" => mark.grade.cell_class(),
            _ => state,
        };
        let leads = cell.filter(|_| self.leads_all || self.figures.get(id).is_some_and(|value| value != 0));
        SlotView {
            figure: true,
            class: join("num", Some(class)),
            id: address,
            rowspan,
            colspan,
            scope: "",
            words: vec![word],
            href: leads.map(self.link).unwrap_or_default(),
            note: String::new(),
            mark,
        }
    }

    fn unread(&self, id: CellId) -> String {
        match self.reading.and_then(|reading| reading.printed(id)).map(str::trim) {
            None => "缺数".to_owned(),
            Some("") => "空".to_owned(),
            Some(words) if words.chars().count() <= 8 => words.to_owned(),
            Some(_) => "？".to_owned(),
        }
    }
}

fn join(first: &str, second: Option<&str>) -> String {
    match (first, second.unwrap_or_default()) {
        ("", second) => second.to_owned(),
        (first, "") => first.to_owned(),
        (first, second) => format!("{first} {second}"),
    }
}

/// Narrow heads and upright groups break between words of two characters; long labels break anywhere.
fn pieces(label: &str, kind: SlotKind) -> Vec<String> {
    let count = label.chars().count();
    if !matches!(kind, SlotKind::RowGroup | SlotKind::ColumnHead) || count > 12 {
        return vec![label.to_owned()];
    }
    let (number, words) = match label.find(['）', '、']) {
        Some(at) => label.split_at(at + '）'.len_utf8()),
        None => ("", label),
    };
    let chars: Vec<char> = words.chars().collect();
    // an odd word keeps its three characters together at the front: 本年度办理结果, 其他
    let front = if chars.len() % 2 == 1 { 3.min(chars.len()) } else { 0 };
    let (odd, even) = chars.split_at(front);
    let mut out: Vec<String> = Vec::new();
    out.extend([number.to_owned(), odd.iter().collect()].into_iter().filter(|piece: &String| !piece.is_empty()));
    out.extend(even.chunks(2).map(|pair| pair.iter().collect::<String>()));
    out
}

/// `8214` → `8,214`; signs and decimals stay.
pub fn grouped(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, part) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(part);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_and_nothing_else_changes() {
        for (digits, shown) in [("0", "0"), ("8214", "8,214"), ("-1234567", "-1,234,567"), ("15163.485", "15,163.485")]
        {
            assert_eq!(grouped(digits), shown);
        }
    }

    #[test]
    fn narrow_heads_break_between_words() {
        assert_eq!(pieces("商业企业", SlotKind::ColumnHead), ["商业", "企业"]);
        assert_eq!(pieces("（三）不予公开", SlotKind::RowGroup), ["（三）", "不予", "公开"]);
        assert_eq!(pieces("三、本年度办理结果", SlotKind::RowGroup), ["三、", "本年度", "办理", "结果"]);
    }
}
