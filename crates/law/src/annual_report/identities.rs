//! 勾稽关系: the sums of the form, derived from its tree.

use super::form::{Block, CellId, Form, Node, Role};

/// Which rule of the form a sum comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// 第一项加第二项之和，等于第三项加第四项之和 (each column of table 3).
    Intake,
    /// The outcomes of a column add up to its 总计 (table 3).
    Outcomes,
    /// The kinds of applicant of a row add up to its 总计 (table 3).
    Applicants,
    /// The results of review or litigation add up to their 总计 (table 4).
    Redress,
}

/// The cells on the left add up to what the cells on the right add up to.
#[derive(Debug)]
pub struct Identity {
    /// Where it comes from.
    pub rule: Rule,
    /// Summands on the left.
    pub left: Vec<CellId>,
    /// Summands on the right: one 总计, or 总计 and 结转下年.
    pub right: Vec<CellId>,
    /// In keys of the rows or columns: `new + carried_in = total + carried_out`.
    pub expression: String,
}

pub(super) fn derive(form: &Form) -> Vec<Identity> {
    let mut out = Vec::new();
    for (t, table) in form.tables.iter().enumerate() {
        for (b, block) in table.blocks.iter().enumerate() {
            let (rows, columns) = (sums(block.rows), sums(block.columns));
            let (height, width) = (leaf_count(block.rows), leaf_count(block.columns));
            let cell = |r: usize, c: usize| form.at(t, b, r, c);
            for column in 0..width {
                for sum in &rows {
                    out.extend(identity(sum, block, true, |row| cell(row, column)));
                }
            }
            for row in 0..height {
                for sum in &columns {
                    out.extend(identity(sum, block, false, |column| cell(row, column)));
                }
            }
        }
    }
    out
}

/// A sum over leaf positions of one axis.
struct Sum {
    left: Vec<usize>,
    right: Vec<usize>,
    intake: bool,
}

fn leaf_count(nodes: &'static [Node]) -> usize {
    nodes.iter().map(|n| n.leaves().len()).sum()
}

/// The sums of one axis: each 总计 over the parts under its parent, and the intake balance.
fn sums(nodes: &'static [Node]) -> Vec<Sum> {
    fn walk(nodes: &'static [Node], mut at: usize, out: &mut Vec<Sum>) {
        let (first, mut parts, mut total) = (at, Vec::new(), None);
        for node in nodes {
            for (i, leaf) in node.leaves().into_iter().enumerate() {
                if leaf.role == Role::Part {
                    parts.push(at + i);
                }
            }
            if node.is_leaf() && node.role == Role::Sum {
                total = Some(at);
            }
            at += node.leaves().len();
        }
        if let Some(total) = total {
            out.push(Sum { left: parts, right: vec![total], intake: false });
        }
        at = first;
        for node in nodes {
            walk(node.children, at, out);
            at += node.leaves().len();
        }
    }
    let mut out = Vec::new();
    walk(nodes, 0, &mut out);
    let leaves: Vec<&Node> = nodes.iter().flat_map(Node::leaves).collect();
    let with = |role: Role| leaves.iter().enumerate().filter(move |(_, n)| n.role == role).map(|(i, _)| i);
    let intake: Vec<usize> = with(Role::Intake).collect();
    if !intake.is_empty() {
        out.insert(0, Sum { left: intake, right: with(Role::Sum).chain(with(Role::Rest)).collect(), intake: true });
    }
    out
}

fn identity(sum: &Sum, block: &'static Block, down: bool, cell: impl Fn(usize) -> Option<CellId>) -> Option<Identity> {
    let axis = if down { block.rows } else { block.columns };
    let leaves: Vec<&Node> = axis.iter().flat_map(Node::leaves).collect();
    let keys =
        |side: &[usize]| side.iter().filter_map(|&i| leaves.get(i)).map(|n| n.key).collect::<Vec<_>>().join(" + ");
    let cells = |side: &[usize]| side.iter().map(|&i| cell(i)).collect::<Option<Vec<_>>>();
    let rule = match (sum.intake, down, block.rows.len()) {
        (true, ..) => Rule::Intake,
        (_, true, _) => Rule::Outcomes,
        (_, false, 1) => Rule::Redress,
        (_, false, _) => Rule::Applicants,
    };
    Some(Identity {
        rule,
        left: cells(&sum.left)?,
        right: cells(&sum.right)?,
        expression: format!("{} = {}", keys(&sum.left), keys(&sum.right)),
    })
}
