//! 粘连数字: digits run together, split where the form's own sums leave a choice, and all choices told.

/// Longest number that a cell is taken to hold.
const LONGEST: usize = 9;
/// How many rows or groups of cells may share one run of digits.
const MOST_GROUPS: usize = 40;

/// The ways to read a run of digits.
pub(crate) struct Splitter<'a> {
    digits: &'a [u8],
    /// Offsets at which a number must end: blanks or cells stood there.
    cuts: &'a [usize],
    /// Cells in a group; with sums the last equals the others together.
    width: usize,
    summed: bool,
    steps: u32,
    most: usize,
}

impl<'a> Splitter<'a> {
    /// A run of digits for cells in groups of `width`.
    pub(crate) fn new(digits: &'a [u8], cuts: &'a [usize], width: usize, summed: bool) -> Self {
        Self { digits, cuts, width, summed, steps: 400_000, most: 0 }
    }

    /// Every reading as `groups` groups, at most `most` of them; `None` where there are more or it takes too long.
    pub(crate) fn readings(mut self, groups: usize, most: usize) -> Option<Vec<Vec<i64>>> {
        self.most = most;
        let mut out = Vec::new();
        if groups == 0 || groups > MOST_GROUPS || self.digits.len() < groups * self.width {
            return Some(out);
        }
        let mut dead = vec![false; (groups + 1) * (self.digits.len() + 1)];
        self.group(groups, 0, &mut Vec::new(), &mut dead, &mut out)?;
        Some(out)
    }

    /// Reads what is left from `at` as `left` groups; `None` stops the whole search.
    fn group(
        &mut self,
        left: usize,
        at: usize,
        so_far: &mut Vec<i64>,
        dead: &mut [bool],
        out: &mut Vec<Vec<i64>>,
    ) -> Option<bool> {
        if left == 0 {
            if at == self.digits.len() {
                out.push(so_far.clone());
            }
            return (out.len() <= self.most).then_some(at == self.digits.len());
        }
        let place = left * (self.digits.len() + 1) + at;
        if dead.get(place).copied().unwrap_or(true) {
            return Some(false);
        }
        let last_end = (self.digits.len() - (left - 1) * self.width).min(at + self.width * LONGEST);
        let first_end = if left == 1 { self.digits.len() } else { at + self.width };
        let mut any = false;
        for end in first_end..=last_end {
            let mut ways = Vec::new();
            self.cells(at, end, &mut ways)?;
            for way in ways {
                let before = so_far.len();
                so_far.extend(way);
                any |= self.group(left - 1, end, so_far, dead, out)?;
                so_far.truncate(before);
            }
        }
        if let (false, Some(dead)) = (any, dead.get_mut(place)) {
            *dead = true;
        }
        Some(any)
    }

    /// Every way to read the digits from `at` to `end` as the cells of one group.
    fn cells(&mut self, at: usize, end: usize, out: &mut Vec<Vec<i64>>) -> Option<()> {
        if !self.summed {
            return self.parts(at, end, self.width, None, &mut Vec::new(), out);
        }
        for from in (at + self.width - 1..end).rev().take(LONGEST) {
            let Some(total) = self.number(from, end) else { continue };
            let known = out.len();
            self.parts(at, from, self.width - 1, Some(total), &mut Vec::new(), out)?;
            for way in out.iter_mut().skip(known) {
                way.push(total);
            }
        }
        Some(())
    }

    /// Every way to read the digits from `at` to `end` as `left` numbers that add up to `sum`.
    fn parts(
        &mut self,
        at: usize,
        end: usize,
        left: usize,
        sum: Option<i64>,
        so_far: &mut Vec<i64>,
        out: &mut Vec<Vec<i64>>,
    ) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        if left == 0 {
            if at == end && sum.is_none_or(|rest| rest == 0) {
                out.push(so_far.clone());
            }
            return Some(());
        }
        let longest = (end - at).saturating_sub(left - 1).min(LONGEST);
        let shortest = if left == 1 { end - at } else { 1 };
        for length in shortest..=longest {
            let Some(value) = self.number(at, at + length) else { continue };
            let rest = match sum {
                Some(sum) if value > sum => break,
                sum => sum.map(|sum| sum - value),
            };
            so_far.push(value);
            self.parts(at + length, end, left - 1, rest, so_far, out)?;
            so_far.pop();
        }
        Some(())
    }

    /// A number without needless zeros that no cut runs through.
    fn number(&self, from: usize, to: usize) -> Option<i64> {
        let digits = self.digits.get(from..to)?;
        let cut = self.cuts.partition_point(|&cut| cut <= from);
        if digits.len() > LONGEST
            || digits.len() > 1 && digits.first() == Some(&b'0')
            || self.cuts.get(cut).is_some_and(|&cut| cut < to)
        {
            return None;
        }
        digits.iter().try_fold(0_i64, |n, b| Some(n * 10 + i64::from(b.checked_sub(b'0')?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(digits: &str, width: usize, summed: bool, groups: usize) -> Option<Vec<Vec<i64>>> {
        Splitter::new(digits.as_bytes(), &[], width, summed).readings(groups, 8)
    }

    #[test]
    fn a_row_whose_sum_allows_one_reading_is_read() {
        assert_eq!(readings("570000057", 7, true, 1), Some(vec![vec![57, 0, 0, 0, 0, 0, 57]]));
        assert_eq!(readings("0000000", 7, true, 1), Some(vec![vec![0; 7]]));
    }

    #[test]
    fn every_reading_that_adds_up_is_told() {
        let ways = readings("1111111116", 7, true, 1).unwrap();
        assert!(ways.is_empty(), "{ways:?}");
        let ways = readings("11111023", 7, true, 1).unwrap();
        assert!(ways.iter().all(|way| way[..6].iter().sum::<i64>() == way[6]), "{ways:?}");
    }

    #[test]
    fn without_sums_only_the_number_of_digits_can_tell() {
        assert_eq!(readings("000", 3, false, 1), Some(vec![vec![0, 0, 0]]));
        assert!(readings("200118", 3, false, 1).unwrap().len() > 1);
    }

    #[test]
    fn groups_of_results_are_split_together() {
        let zero = vec![0, 0, 1, 0, 1];
        let ways = readings("001010000012003", 5, true, 3).unwrap();
        assert_eq!(ways, [[zero, vec![0; 5], vec![1, 2, 0, 0, 3]].concat()]);
    }

    #[test]
    fn a_blank_is_a_boundary() {
        let ways = Splitter::new(b"11111123", &[1, 3], 3, false).readings(1, 8).unwrap();
        assert_eq!(ways, [[1, 11, 11123]]);
    }
}
