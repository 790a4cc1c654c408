//! 表样: how a statutory table is printed, as a grid of merged cells computed from the form's tree.
//!
//! Every writer and every page that shows the form walks this grid; none of them knows a label or a span of its own.

use std::sync::LazyLock;

use gongkai_law::annual_report::form::{Block, CellId, Edition, Form, Node, Table};

/// Width of the type area of A4 with the margins of official papers, in twentieths of a point.
pub const TYPE_AREA: usize = 8844;

/// The grid of one table.
#[derive(Debug)]
pub struct Layout {
    /// Columns of the grid.
    pub width: usize,
    /// How many of them, on the left, hold row labels.
    pub labels: usize,
    /// Leading rows that hold nothing but headings; 0 in table 2, whose headings stand between its rows.
    pub head: usize,
    /// From top to bottom; in each the slots that start in it, from left to right.
    pub rows: Vec<Vec<Slot>>,
}

impl Layout {
    /// How wide each column is printed, in twentieths of a point; together [`TYPE_AREA`] or a little less. Columns of
    /// groups are narrow, and the last column of labels takes what figures leave.
    pub fn columns(&self) -> Vec<usize> {
        let figures = self.width - self.labels;
        let figure = match (self.labels, self.width) {
            (0, _) => TYPE_AREA / figures.max(1),
            (1, _) => 6000 / figures.max(1),
            _ => 640,
        };
        let mut widths = vec![700; self.labels];
        if let Some(last) = widths.last_mut() {
            *last = TYPE_AREA.saturating_sub(figure * figures + 700 * (self.labels - 1));
        }
        widths.resize(self.width, figure);
        widths
    }

    /// All slots that cover a row, from left to right: those that start in it (`true`) and those that started above it.
    pub fn across(&self, row: usize) -> Vec<(Slot, bool)> {
        let above = self.rows.iter().take(row + 1).flatten();
        let mut slots: Vec<_> =
            above.filter(|slot| slot.row + slot.rowspan > row).map(|&slot| (slot, slot.row == row)).collect();
        slots.sort_by_key(|(slot, _)| slot.column);
        slots
    }
}

/// One printed cell of the grid, merged over its rows and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// First row it covers, from 0.
    pub row: usize,
    /// First column it covers, from 0.
    pub column: usize,
    /// Rows it covers, at least 1.
    pub rowspan: usize,
    /// Columns it covers, at least 1.
    pub colspan: usize,
    /// What it is.
    pub kind: SlotKind,
    /// The printed label; empty for a cell of figures.
    pub label: &'static str,
}

/// What a slot of the grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// 信息内容, or table 3's note on its sums: above the row labels.
    Corner,
    /// 第二十条第（一）项: across the table, above a block.
    BlockHead,
    /// Above several columns: 法人或其他组织.
    ColumnGroup,
    /// Above one column of figures.
    ColumnHead,
    /// Left of several rows: （三）不予公开.
    RowGroup,
    /// Left of one row of figures.
    RowHead,
    /// A figure.
    Cell(CellId),
}

/// The three tables of an edition, in print order.
///
/// ```
/// use gongkai_law::annual_report::{Edition, Form};
/// use gongkai_report::write::layout::{SlotKind, of};
///
/// let [proactive, requests, redress] = of(Form::of(Edition::Of2021));
/// assert_eq!((proactive.width, requests.width, redress.width), (4, 10, 15));
/// assert!(matches!(requests.rows[0][0].kind, SlotKind::Corner));
/// ```
pub fn of(form: &Form) -> &'static [Layout; 3] {
    static OF_2019: LazyLock<[Layout; 3]> = LazyLock::new(|| lay_out(Form::of(Edition::Of2019)));
    static OF_2021: LazyLock<[Layout; 3]> = LazyLock::new(|| lay_out(Form::of(Edition::Of2021)));
    match form.edition {
        Edition::Of2019 => &OF_2019,
        Edition::Of2021 => &OF_2021,
    }
}

fn lay_out(form: &'static Form) -> [Layout; 3] {
    [0, 1, 2].map(|t| grid(form, t, &form.tables[t]))
}

/// What the form prints above all kinds of applicant; the tree has no node for it, as it adds nothing to an address.
const APPLICANTS: &str = "申请人情况";

fn grid(form: &Form, t: usize, table: &'static Table) -> Layout {
    let labels = table.blocks.iter().map(|b| depth(b.rows)).max().unwrap_or(0);
    let figures = table.blocks.iter().map(|b| leaves(b.columns)).fold(1, least_common_multiple);
    let mut grid = Grid { labels, width: labels + figures, next: 0, slots: Vec::new() };
    let mut head = 0;
    for (b, block) in table.blocks.iter().enumerate() {
        grid.heading(block, if table.key == "requests" { APPLICANTS } else { "" });
        head = if table.blocks.len() == 1 { grid.next } else { 0 };
        grid.body(block, |row, column| form.at(t, b, row, column));
    }
    Layout { width: grid.width, labels, head, rows: by_row(grid.slots) }
}

/// A grid under construction: its slots in the order in which the tree is walked.
struct Grid {
    labels: usize,
    width: usize,
    next: usize,
    slots: Vec<Slot>,
}

impl Grid {
    fn put(&mut self, at: (usize, usize), span: (usize, usize), kind: SlotKind, label: &'static str) {
        self.slots.push(Slot { row: at.0, column: at.1, rowspan: span.0, colspan: span.1, kind, label });
    }

    fn heading(&mut self, block: &'static Block, above: &'static str) {
        if !block.heading.is_empty() {
            self.put((self.next, 0), (1, self.width), SlotKind::BlockHead, block.heading);
            self.next += 1;
        }
        let (first, figures) = (self.next, self.width - self.labels);
        if !above.is_empty() {
            self.put((first, self.labels), (1, figures), SlotKind::ColumnGroup, above);
            self.next += 1;
        }
        let bottom = self.next + depth(block.columns);
        if self.labels > 0 {
            self.put((first, 0), (bottom - first, self.labels), SlotKind::Corner, block.corner);
        }
        let step = figures / leaves(block.columns).max(1);
        self.column_heads(block.columns, (self.next, self.labels), bottom, step);
        self.next = bottom;
    }

    fn column_heads(&mut self, nodes: &'static [Node], at: (usize, usize), bottom: usize, step: usize) {
        let (row, mut column) = at;
        for node in nodes {
            let width = node.leaves().len() * step;
            if node.is_leaf() {
                self.put((row, column), (bottom - row, width), SlotKind::ColumnHead, node.label);
            } else {
                self.put((row, column), (1, width), SlotKind::ColumnGroup, node.label);
                self.column_heads(node.children, (row + 1, column), bottom, step);
            }
            column += width;
        }
    }

    fn body(&mut self, block: &'static Block, cell: impl Fn(usize, usize) -> Option<CellId>) {
        let (first, columns) = (self.next, leaves(block.columns).max(1));
        self.row_heads(block.rows, 0);
        let step = (self.width - self.labels) / columns;
        for row in first..self.next {
            for column in 0..columns {
                if let Some(id) = cell(row - first, column) {
                    self.put((row, self.labels + column * step), (1, step), SlotKind::Cell(id), "");
                }
            }
        }
    }

    fn row_heads(&mut self, nodes: &'static [Node], column: usize) {
        for node in nodes {
            if !node.is_leaf() {
                self.put((self.next, column), (node.leaves().len(), 1), SlotKind::RowGroup, node.label);
                self.row_heads(node.children, column + 1);
                continue;
            }
            if self.labels > 0 {
                self.put((self.next, column), (1, self.labels - column), SlotKind::RowHead, node.label);
            }
            self.next += 1;
        }
    }
}

fn by_row(mut slots: Vec<Slot>) -> Vec<Vec<Slot>> {
    slots.sort_by_key(|slot| (slot.row, slot.column));
    slots.chunk_by(|a, b| a.row == b.row).map(<[Slot]>::to_vec).collect()
}

fn leaves(nodes: &'static [Node]) -> usize {
    nodes.iter().map(|node| node.leaves().len()).sum()
}

/// Levels of labels that a tree prints; a node without a label prints none.
fn depth(nodes: &'static [Node]) -> usize {
    nodes.iter().map(|node| usize::from(!node.label.is_empty()) + depth(node.children)).max().unwrap_or(0)
}

fn least_common_multiple(a: usize, b: usize) -> usize {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x.max(1) * b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every square of the grid is covered by exactly one slot.
    fn is_tiled(layout: &Layout) -> bool {
        let mut covered = vec![0; layout.width * layout.rows.len()];
        for slot in layout.rows.iter().flatten() {
            for row in slot.row..slot.row + slot.rowspan {
                for column in slot.column..slot.column + slot.colspan {
                    covered[row * layout.width + column] += 1;
                }
            }
        }
        covered.iter().all(|&times| times == 1)
    }

    #[test]
    fn each_table_of_each_edition_is_covered_without_gap_or_overlap() {
        for edition in Edition::ALL {
            for layout in of(Form::of(edition)) {
                assert!(is_tiled(layout), "{edition}: {layout:?}");
            }
        }
    }

    #[test]
    fn every_cell_of_the_form_is_printed_once_and_in_the_forms_order() {
        for edition in Edition::ALL {
            let form = Form::of(edition);
            let printed: Vec<CellId> = of(form)
                .iter()
                .flat_map(|layout| layout.rows.iter().flatten())
                .filter_map(|slot| if let SlotKind::Cell(id) = slot.kind { Some(id) } else { None })
                .collect();
            assert_eq!(printed, (0..).take(form.cells().len()).collect::<Vec<CellId>>());
        }
    }

    #[test]
    fn the_group_of_outcomes_spans_its_rows_and_the_applicants_their_columns() {
        let [_, requests, redress] = of(Form::of(Edition::Of2021));
        let slot = |label: &str| {
            let found = requests.rows.iter().chain(&redress.rows).flatten().find(|slot| slot.label == label);
            let slot = found.unwrap();
            (slot.rowspan, slot.colspan)
        };
        assert_eq!(slot("三、本年度办理结果"), (22, 1));
        assert_eq!(slot("（三）不予公开"), (8, 1));
        assert_eq!(slot("（一）予以公开"), (1, 2));
        assert_eq!(slot("四、结转下年度继续办理"), (1, 3));
        assert_eq!(slot("法人或其他组织"), (1, 5));
        assert_eq!(slot("自然人"), (2, 1));
        assert_eq!(slot("行政诉讼"), (1, 10));
        assert_eq!((requests.head, redress.head), (3, 3));
    }
}
