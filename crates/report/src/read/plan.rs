//! The form as the reader walks it: the rows of each table with their cells and every word met for their labels.

use std::sync::LazyLock;

use gongkai_law::annual_report::{
    CellId, Edition, Form,
    form::{Block, Kind, Node, Role},
};

use crate::{clean::fold, reading::LabelOf};

/// One leaf row of a table.
pub(crate) struct Row {
    /// Where it stands in the form.
    pub(crate) of: LabelOf,
    /// Its first cell; the others follow.
    pub(crate) first: CellId,
    /// What each of its cells holds.
    pub(crate) kinds: Vec<Kind>,
    /// Whether its last cell is the sum of the others.
    pub(crate) summed: bool,
    /// Its label as the form prints it.
    pub(crate) whole: &'static str,
    /// Its label and the variants of it, folded and without numbers.
    pub(crate) labels: Vec<String>,
}

/// The words above the rows of one block.
pub(crate) struct Head {
    /// The block's heading, folded.
    pub(crate) heading: String,
    /// For each leaf column its label as the form prints it, and the variants of it, folded and without numbers.
    pub(crate) columns: Vec<(&'static str, Vec<String>)>,
}

impl Row {
    /// How many cells it has.
    pub(crate) fn width(&self) -> usize {
        self.kinds.len()
    }

    /// Its cells with their positions.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (CellId, Kind)> + '_ {
        (self.first..).zip(self.kinds.iter().copied())
    }
}

/// One edition of the form.
pub(crate) struct Plan {
    /// The form itself.
    pub(crate) form: &'static Form,
    /// The leaf rows of tables two, three and four, block after block.
    pub(crate) rows: [Vec<Row>; 3],
    /// The heads of the blocks of tables two, three and four.
    pub(crate) heads: [Vec<Head>; 3],
}

impl Plan {
    /// The plan of an edition.
    pub(crate) fn of(edition: Edition) -> &'static Self {
        static PLANS: LazyLock<[Plan; 2]> = LazyLock::new(|| Edition::ALL.map(build));
        let [of_2019, of_2021] = &*PLANS;
        match edition {
            Edition::Of2019 => of_2019,
            Edition::Of2021 => of_2021,
        }
    }

    /// The address of a whole row; of table four, whose row has no name, the table's.
    pub(crate) fn address(&self, row: &Row) -> &'static str {
        let address = self.form.address(row.first);
        match row.width() {
            1 => address,
            15 => address.split('.').next().unwrap_or(address),
            _ => address.rsplit_once('.').map_or(address, |(row, _)| row),
        }
    }
}

fn build(edition: Edition) -> Plan {
    let form = Form::of(edition);
    Plan { form, rows: [0, 1, 2].map(|table| rows(form, table)), heads: [0, 1, 2].map(|table| heads(form, table)) }
}

fn heads(form: &'static Form, table: usize) -> Vec<Head> {
    let blocks = form.tables.get(table).map_or(&[][..], |table| table.blocks);
    let head = |block: &'static Block| Head {
        heading: fold::plain(block.heading),
        columns: block.columns.iter().flat_map(Node::leaves).map(|node| (node.label, labels(node))).collect(),
    };
    blocks.iter().map(head).collect()
}

fn rows(form: &'static Form, table: usize) -> Vec<Row> {
    let mut out = Vec::new();
    let Some(blocks) = form.tables.get(table).map(|table| table.blocks) else { return out };
    for (b, block) in blocks.iter().enumerate() {
        let columns: Vec<&Node> = block.columns.iter().flat_map(Node::leaves).collect();
        for (r, node) in block.rows.iter().flat_map(Node::leaves).enumerate() {
            let Some(first) = form.at(table, b, r, 0) else { continue };
            let kinds = form.cells().iter().skip(usize::from(first)).take(columns.len()).map(|cell| cell.kind);
            out.push(Row {
                of: LabelOf::Row { table, block: b, row: r },
                first,
                kinds: kinds.collect(),
                summed: table == 1 && columns.last().is_some_and(|last| last.role == Role::Sum),
                whole: node.label,
                labels: labels(node),
            });
        }
    }
    out
}

/// A node's label and variants, folded and without numbers; none for a row without a label.
pub(crate) fn labels(node: &Node) -> Vec<String> {
    let words = [node.label].into_iter().chain(node.variants.iter().copied());
    words.map(|label| without_number(&fold::plain(label)).to_owned()).filter(|label| !label.is_empty()).collect()
}

/// A folded label without `一、`, `（三）` or `5.` before it.
pub(crate) fn without_number(label: &str) -> &str {
    label.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十().、".contains(c))
}
