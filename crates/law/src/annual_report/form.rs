//! 年度报告格式: the statutory form as a tree of addressed cells.
//!
//! The form is written down once, as data (`form_2021.rs`, `form_2019.rs`); reader, writer, checks,
//! web form and tally all walk it. A cell has one address: `requests.granted.total`.

use std::{fmt, sync::LazyLock};

use super::identities::{self, Identity};

/// 格式版本: which notice's form a report is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edition {
    /// 国办公开办函〔2019〕60号, for report years 2019 and 2020.
    Of2019,
    /// 国办公开办函〔2021〕30号, for report years from 2021 on.
    Of2021,
}

impl Edition {
    /// Every edition, the oldest first.
    pub const ALL: [Self; 2] = [Self::Of2019, Self::Of2021];

    /// The edition that a report of `year` must use; `None` before 2019, when no form was prescribed.
    pub fn for_year(year: i16) -> Option<Self> {
        match year {
            ..2019 => None,
            2019..=2020 => Some(Self::Of2019),
            _ => Some(Self::Of2021),
        }
    }

    /// The name in machine formats: `2019` or `2021`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Of2019 => "2019",
            Self::Of2021 => "2021",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A count of items; never negative.
    Count,
    /// 本年增/减: a signed change.
    Change,
    /// An amount in 万元, kept in millionths.
    Wan,
    /// An amount in 元, kept in millionths.
    Yuan,
}

impl Kind {
    /// Amounts are kept in millionths of their unit, counts as they are.
    pub fn is_amount(self) -> bool {
        matches!(self, Self::Wan | Self::Yuan)
    }
}

/// How a row or column takes part in the sums of the form (勾稽关系).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Stands for itself.
    Alone,
    /// A part of its group's 总计.
    Part,
    /// 总计: equals all the parts under its parent.
    Sum,
    /// 新收, 上年结转: what came in.
    Intake,
    /// 结转下年度: what is left over.
    Rest,
}

/// A row, a column or a group of them. Leaves carry cells; a group is layout and, where it has a key, address.
#[derive(Debug)]
pub struct Node {
    /// The segment of the address; empty where the node adds none.
    pub key: &'static str,
    /// As the form prints it.
    pub label: &'static str,
    /// Other words met for it in published reports; never truncations, which the reader handles by position.
    pub variants: &'static [&'static str],
    /// Part in the sums.
    pub role: Role,
    /// What its cells hold; of a row and a column the more special one wins.
    pub kind: Kind,
    /// Empty for a leaf.
    pub children: &'static [Node],
}

impl Node {
    pub(super) const fn leaf(key: &'static str, label: &'static str, role: Role) -> Self {
        Self { key, label, variants: &[], role, kind: Kind::Count, children: &[] }
    }
    pub(super) const fn group(key: &'static str, label: &'static str, children: &'static [Node]) -> Self {
        Self { key, label, variants: &[], role: Role::Alone, kind: Kind::Count, children }
    }
    pub(super) const fn or(mut self, variants: &'static [&'static str]) -> Self {
        self.variants = variants;
        self
    }
    pub(super) const fn holds(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// Whether it carries cells itself.
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The leaves below it (itself when it is one), in print order.
    pub fn leaves(&self) -> Vec<&Node> {
        let mut out = Vec::new();
        self.collect_leaves(&mut out);
        out
    }

    fn collect_leaves<'a>(&'a self, out: &mut Vec<&'a Node>) {
        if self.is_leaf() {
            out.push(self);
        }
        for child in self.children {
            child.collect_leaves(out);
        }
    }
}

/// A part of a table with its own header line: table 2 has one for each item of art. 20.
#[derive(Debug)]
pub struct Block {
    /// 第二十条第（一）项; empty in tables 3 and 4.
    pub heading: &'static str,
    /// What the header prints above the row labels: 信息内容, or table 3's note on its sums.
    pub corner: &'static str,
    /// Rows in print order. Table 4 has one without a label.
    pub rows: &'static [Node],
    /// Columns in print order.
    pub columns: &'static [Node],
}

/// One of the three statutory tables.
#[derive(Debug)]
pub struct Table {
    /// `proactive`, `requests` or `redress`: the first segment of its addresses.
    pub key: &'static str,
    /// The section of the report it stands in: 2, 3 or 4.
    pub section: u8,
    /// Its parts.
    pub blocks: &'static [Block],
}

impl Table {
    /// 表二、表三、表四: as offices call it, by the section it stands in.
    pub fn name(&self) -> &'static str {
        match self.section {
            2 => "表二",
            3 => "表三",
            _ => "表四",
        }
    }
}

/// The index of a cell in its form, in print order (blocks, then rows, then columns).
pub type CellId = u16;

/// One cell of the form.
#[derive(Debug)]
pub struct Cell {
    /// `requests.granted.total`
    pub address: String,
    /// Index of the table in [`Form::tables`].
    pub table: usize,
    /// Index of the block in the table.
    pub block: usize,
    /// Index among the leaf rows of the block.
    pub row: usize,
    /// Index among the leaf columns of the block.
    pub column: usize,
    /// What it holds.
    pub kind: Kind,
    /// The labels of row and column as a person reads them: `予以公开·自然人`.
    pub name: String,
}

/// One edition of the form.
#[derive(Debug)]
pub struct Form {
    /// Which.
    pub edition: Edition,
    /// 文号 of the notice that prescribes it.
    pub notice: &'static str,
    /// The titles of the six sections, as printed, without their numbers.
    pub sections: [&'static str; 6],
    /// The parts that section one must have; empty where the edition does not name them.
    pub overview: &'static [&'static str],
    /// Tables two, three and four.
    pub tables: &'static [Table; 3],
    cells: Vec<Cell>,
    identities: Vec<Identity>,
}

impl Form {
    /// The form of an edition.
    ///
    /// ```
    /// use gongkai_law::annual_report::{Edition, Form};
    ///
    /// let form = Form::of(Edition::Of2021);
    /// assert_eq!(form.cells().len(), 10 + 175 + 15);
    /// assert_eq!(form.cell("requests.granted.total").and_then(|id| form.known(id)).map(|cell| cell.column), Some(6));
    /// ```
    pub fn of(edition: Edition) -> &'static Self {
        static OF_2019: LazyLock<Form> = LazyLock::new(super::form_2019::form);
        static OF_2021: LazyLock<Form> = LazyLock::new(super::form_2021::form);
        match edition {
            Edition::Of2019 => &OF_2019,
            Edition::Of2021 => &OF_2021,
        }
    }

    pub(super) fn build(
        edition: Edition,
        notice: &'static str,
        sections: [&'static str; 6],
        overview: &'static [&'static str],
        tables: &'static [Table; 3],
    ) -> Self {
        let mut form =
            Self { edition, notice, sections, overview, tables, cells: cells(tables), identities: Vec::new() };
        form.identities = identities::derive(&form);
        form
    }

    /// Every cell, in print order; a [`CellId`] is an index into it.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// What the form says of a cell; `None` of another edition's.
    pub fn known(&self, id: CellId) -> Option<&Cell> {
        self.cells.get(usize::from(id))
    }

    /// A cell's address; empty of another edition's.
    pub fn address(&self, id: CellId) -> &str {
        self.known(id).map_or("", |cell| cell.address.as_str())
    }

    /// The cell at an address.
    pub fn cell(&self, address: &str) -> Option<CellId> {
        self.cells.iter().position(|cell| cell.address == address).and_then(|at| CellId::try_from(at).ok())
    }

    /// The cells under an address: a cell, a row, a group or a table.
    pub fn cells_under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = CellId> + 'a {
        (0..)
            .zip(&self.cells)
            .filter(move |(_, cell)| {
                cell.address.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
            .map(|(id, _)| id)
    }

    /// The cell of a table at (block, leaf row, leaf column).
    pub fn at(&self, table: usize, block: usize, row: usize, column: usize) -> Option<CellId> {
        self.cells
            .iter()
            .position(|c| (c.table, c.block, c.row, c.column) == (table, block, row, column))
            .and_then(|at| CellId::try_from(at).ok())
    }

    /// Every sum that the form demands. 勾稽关系
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }
}

/// The leaves of a tree with the address that leads to each.
pub(super) fn paths(nodes: &'static [Node]) -> Vec<(String, &'static Node)> {
    fn walk(nodes: &'static [Node], prefix: &str, out: &mut Vec<(String, &'static Node)>) {
        for node in nodes {
            let path = join(prefix, node.key);
            if node.is_leaf() {
                out.push((path, node));
            } else {
                walk(node.children, &path, out);
            }
        }
    }
    let mut out = Vec::new();
    walk(nodes, "", &mut out);
    out
}

fn join(a: &str, b: &str) -> String {
    match (a, b) {
        ("", b) => b.to_owned(),
        (a, "") => a.to_owned(),
        (a, b) => format!("{a}.{b}"),
    }
}

fn cells(tables: &'static [Table; 3]) -> Vec<Cell> {
    let mut out = Vec::new();
    for (t, table) in tables.iter().enumerate() {
        for (b, block) in table.blocks.iter().enumerate() {
            let columns = paths(block.columns);
            for (r, (row_path, row)) in paths(block.rows).into_iter().enumerate() {
                for (c, (column_path, column)) in columns.iter().enumerate() {
                    out.push(Cell {
                        address: join(&join(table.key, &row_path), column_path),
                        table: t,
                        block: b,
                        row: r,
                        column: c,
                        kind: if row.kind == Kind::Count { column.kind } else { row.kind },
                        name: [row.label, column.label]
                            .iter()
                            .filter(|l| !l.is_empty())
                            .copied()
                            .collect::<Vec<_>>()
                            .join("·"),
                    });
                }
            }
        }
    }
    out
}
