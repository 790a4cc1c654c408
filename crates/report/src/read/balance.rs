//! 勾稽关系 at work: what a row leaves open, its columns may settle; and a blank may be proven zero.

use gongkai_law::annual_report::{
    CellId,
    identities::{Identity, Rule},
};

use super::fill::{Doubtful, Filling, State};

/// Rows of table three that leave more than one reading, against the sums of the columns: cells on which every
/// reading that fits agrees are settled, the others stay unknown.
pub(crate) fn columns(filling: &mut Filling<'_>) {
    let doubtful = std::mem::take(&mut filling.doubtful);
    if doubtful.is_empty() {
        return;
    }
    let Some(used) = Search::new(filling, &doubtful).and_then(Search::run) else { return };
    for (row, used) in doubtful.iter().zip(&used) {
        let ways: Vec<&Vec<i64>> = row.ways.iter().zip(used).filter(|(_, used)| **used).map(|(way, _)| way).collect();
        let Some(first) = ways.first() else { continue };
        for (cell, (at, &value)) in (row.first..).zip(first.iter().enumerate()) {
            if ways.iter().all(|way| way.get(at) == Some(&value)) {
                filling.set(cell, Some(value), Some(row.span), State::Split);
            }
        }
    }
}

/// A sum over one column: signed parts that come to nothing, known ones added up.
struct Balance {
    known: i64,
    /// (doubtful row, position in it, sign)
    open: Vec<(usize, usize, i64)>,
}

/// A search through all readings of all doubtful rows.
struct Search<'a> {
    doubtful: &'a [Doubtful],
    balances: Vec<Balance>,
    /// For each doubtful row the balances it takes part in: (balance, position, sign).
    part_in: Vec<Vec<(usize, usize, i64)>>,
    /// For each depth and balance, what the rows from there on can still add: least and most.
    reach: Vec<Vec<(i64, i64)>>,
    used: Vec<Vec<bool>>,
    steps: u32,
}

impl<'a> Search<'a> {
    fn new(filling: &Filling<'_>, doubtful: &'a [Doubtful]) -> Option<Self> {
        let balances: Vec<Balance> =
            filling.plan.form.identities().iter().filter_map(|i| balance(filling, doubtful, i)).collect();
        if balances.is_empty() {
            return None;
        }
        let mut part_in = vec![Vec::new(); doubtful.len()];
        for (b, balance) in balances.iter().enumerate() {
            for &(row, at, sign) in &balance.open {
                part_in.get_mut(row)?.push((b, at, sign));
            }
        }
        let mut reach = vec![vec![(0, 0); balances.len()]];
        for (row, parts) in doubtful.iter().zip(&part_in).rev() {
            let mut next = reach.last()?.clone();
            for &(b, at, sign) in parts {
                let values = || row.ways.iter().filter_map(|way| way.get(at)).map(|value| value * sign);
                let (least, most) = next.get_mut(b)?;
                (*least, *most) = (*least + values().min()?, *most + values().max()?);
            }
            reach.push(next);
        }
        reach.reverse();
        let used = doubtful.iter().map(|row| vec![false; row.ways.len()]).collect();
        Some(Self { doubtful, balances, part_in, reach, used, steps: 200_000 })
    }

    /// Which readings take part in any solution; `None` where there is none or the search is too long.
    fn run(mut self) -> Option<Vec<Vec<bool>>> {
        let mut sums: Vec<i64> = self.balances.iter().map(|balance| balance.known).collect();
        let mut chosen = Vec::new();
        self.step(0, &mut sums, &mut chosen)?;
        self.used.iter().all(|row| row.iter().any(|used| *used)).then_some(self.used)
    }

    fn step(&mut self, depth: usize, sums: &mut [i64], chosen: &mut Vec<usize>) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        let reach = self.reach.get(depth)?;
        if sums.iter().zip(reach).any(|(sum, (least, most))| sum + least > 0 || sum + most < 0) {
            return Some(());
        }
        let Some(row) = self.doubtful.get(depth) else {
            for (row, &way) in chosen.iter().enumerate() {
                *self.used.get_mut(row)?.get_mut(way)? = true;
            }
            return Some(());
        };
        for (w, way) in row.ways.iter().enumerate() {
            let parts = self.part_in.get(depth)?.clone();
            let shift = |sums: &mut [i64], by: i64| {
                for &(b, at, sign) in &parts {
                    if let (Some(sum), Some(value)) = (sums.get_mut(b), way.get(at)) {
                        *sum += by * sign * value;
                    }
                }
            };
            shift(sums, 1);
            chosen.push(w);
            self.step(depth + 1, sums, chosen)?;
            chosen.pop();
            shift(sums, -1);
        }
        Some(())
    }
}

/// An identity between cells that are all known or doubtful, and at least one doubtful.
fn balance(filling: &Filling<'_>, doubtful: &[Doubtful], identity: &Identity) -> Option<Balance> {
    if !matches!(identity.rule, Rule::Intake | Rule::Outcomes) {
        return None;
    }
    let mut out = Balance { known: 0, open: Vec::new() };
    let signed = identity.left.iter().map(|&cell| (cell, 1)).chain(identity.right.iter().map(|&cell| (cell, -1)));
    for (cell, sign) in signed {
        match place(doubtful, cell) {
            Some((row, at)) => out.open.push((row, at, sign)),
            None => out.known += sign * filling.figures.get(cell)?,
        }
    }
    (!out.open.is_empty()).then_some(out)
}

fn place(doubtful: &[Doubtful], cell: CellId) -> Option<(usize, usize)> {
    doubtful.iter().enumerate().find_map(|(row, d)| {
        let at = usize::from(cell.checked_sub(d.first)?);
        d.ways.first().is_some_and(|way| at < way.len()).then_some((row, at))
    })
}

/// Blank cells that a sum of the form leaves no room in are zero.
pub(crate) fn prove_zeros(filling: &mut Filling<'_>) {
    let is_blank = |filling: &Filling<'_>, cell: CellId| filling.states.get(usize::from(cell)) == Some(&State::Blank);
    if !filling.states.contains(&State::Blank) {
        return;
    }
    for _ in 0..4 {
        let mut proven = Vec::new();
        for identity in filling.plan.form.identities() {
            for (open, whole) in [(&identity.left, &identity.right), (&identity.right, &identity.left)] {
                let unknown: Vec<CellId> =
                    open.iter().copied().filter(|&cell| filling.figures.get(cell).is_none()).collect();
                let known = open.iter().filter_map(|&cell| filling.figures.get(cell)).sum::<i64>();
                let all_blank = !unknown.is_empty() && unknown.iter().all(|&cell| is_blank(filling, cell));
                if all_blank && filling.figures.sum(whole) == Some(known) {
                    proven.extend(unknown);
                }
            }
        }
        if proven.is_empty() {
            return;
        }
        for cell in proven {
            let span = filling.spans.get(usize::from(cell)).copied().flatten();
            filling.set(cell, Some(0), span, State::Proven);
        }
    }
}
