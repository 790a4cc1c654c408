//! 勾稽关系 at work: what a row leaves open, its columns may settle; and a blank may be proven zero.

use gongkai_law::annual_report::{
    CellId,
    identities::{Identity, Rule},
};

use super::fill::{Doubtful, Filling, State};

/// Rows that leave more than one reading, against the sums of the columns: cells on which every reading that fits
/// agrees are settled, the others stay unknown.
pub(crate) fn columns(filling: &mut Filling<'_>) {
    let doubtful = std::mem::take(&mut filling.doubtful);
    if doubtful.is_empty() {
        return;
    }
    let Some(fitting) = Search::new(filling, &doubtful).and_then(Search::fitting) else { return };
    for (row, fits) in doubtful.iter().zip(&fitting) {
        let ways: Vec<&Vec<i64>> = row.ways.iter().zip(fits).filter(|(_, fits)| **fits).map(|(way, _)| way).collect();
        let Some(first) = ways.first() else { continue };
        for (cell, (at, &value)) in (row.first..).zip(first.iter().enumerate()) {
            if ways.iter().all(|way| way.get(at) == Some(&value)) {
                filling.set(cell, Some(value), Some(row.span), State::Split);
            }
        }
    }
}

/// A sum over one column, as signed parts that come to nothing: known ones added up, and the open ones.
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
    /// For each doubtful row and reading, whether it may still be the one.
    alive: Vec<Vec<bool>>,
    /// For each depth and balance, what the rows from there on can still add: least and most.
    reach: Vec<Vec<(i64, i64)>>,
    used: Vec<Vec<bool>>,
    steps: u32,
}

/// So many steps are spent on one report.
const STEPS: u32 = 300_000;

impl<'a> Search<'a> {
    fn new(filling: &Filling<'_>, doubtful: &'a [Doubtful]) -> Option<Self> {
        let balances: Vec<Balance> =
            filling.plan.form.identities().iter().filter_map(|i| balance(filling, doubtful, i)).collect();
        let mut part_in = vec![Vec::new(); doubtful.len()];
        for (b, balance) in balances.iter().enumerate() {
            for &(row, at, sign) in &balance.open {
                part_in.get_mut(row)?.push((b, at, sign));
            }
        }
        let all = |value: bool| doubtful.iter().map(|row| vec![value; row.ways.len()]).collect::<Vec<_>>();
        let (alive, used) = (all(true), all(false));
        Some(Self { doubtful, balances, part_in, alive, reach: Vec::new(), used, steps: STEPS })
    }

    /// Which readings fit: those that take part in a solution, or, where there are too many to try them all, those
    /// that no single column rules out. `None` where nothing fits.
    fn fitting(mut self) -> Option<Vec<Vec<bool>>> {
        while self.rule_out()? {}
        self.reach = self.reach_from_each_depth()?;
        let mut sums: Vec<i64> = self.balances.iter().map(|balance| balance.known).collect();
        if self.step(0, &mut sums, &mut Vec::new()).is_none() {
            return Some(self.alive);
        }
        self.used.iter().all(|row| row.contains(&true)).then_some(self.used)
    }

    /// The least and the most that a row can add to a balance.
    fn bounds(&self, row: usize, at: usize, sign: i64) -> Option<(i64, i64)> {
        let ways = self.doubtful.get(row)?.ways.iter().zip(self.alive.get(row)?).filter(|(_, alive)| **alive);
        let values = ways.filter_map(|(way, _)| way.get(at)).map(|value| value * sign);
        values.fold(None, |bounds: Option<(i64, i64)>, value| {
            Some(bounds.map_or((value, value), |(least, most)| (least.min(value), most.max(value))))
        })
    }

    /// Rules out readings for which the other rows cannot make up; whether any was.
    fn rule_out(&mut self) -> Option<bool> {
        let mut changed = false;
        for b in 0..self.balances.len() {
            let balance = self.balances.get(b)?;
            let bounds = balance.open.iter().map(|&(row, at, sign)| self.bounds(row, at, sign));
            let bounds: Vec<(i64, i64)> = bounds.collect::<Option<_>>()?;
            let (least, most) = bounds.iter().fold((balance.known, balance.known), |(l, m), b| (l + b.0, m + b.1));
            for (&(row, at, sign), (own_least, own_most)) in balance.open.iter().zip(bounds) {
                let ways = &self.doubtful.get(row)?.ways;
                for (way, alive) in ways.iter().zip(self.alive.get_mut(row)?).filter(|(_, alive)| **alive) {
                    let value = way.get(at)? * sign;
                    if least - own_least + value > 0 || most - own_most + value < 0 {
                        (*alive, changed) = (false, true);
                    }
                }
            }
        }
        Some(changed)
    }

    fn reach_from_each_depth(&self) -> Option<Vec<Vec<(i64, i64)>>> {
        let mut reach = vec![vec![(0, 0); self.balances.len()]];
        for (row, parts) in self.part_in.iter().enumerate().rev() {
            let mut next = reach.last()?.clone();
            for &(b, at, sign) in parts {
                let (least, most) = self.bounds(row, at, sign)?;
                let place = next.get_mut(b)?;
                *place = (place.0 + least, place.1 + most);
            }
            reach.push(next);
        }
        reach.reverse();
        Some(reach)
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
        let parts = self.part_in.get(depth)?.clone();
        for (w, way) in row.ways.iter().enumerate() {
            if self.alive.get(depth)?.get(w) != Some(&true) {
                continue;
            }
            shift(sums, &parts, way, 1);
            chosen.push(w);
            self.step(depth + 1, sums, chosen)?;
            chosen.pop();
            shift(sums, &parts, way, -1);
        }
        Some(())
    }
}

fn shift(sums: &mut [i64], parts: &[(usize, usize, i64)], way: &[i64], by: i64) {
    for &(b, at, sign) in parts {
        if let (Some(sum), Some(value)) = (sums.get_mut(b), way.get(at)) {
            *sum += by * sign * value;
        }
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
