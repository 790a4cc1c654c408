//! 改动: what a version says otherwise than an earlier one, word by word.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline, get_diff_ratio};

/// After so long the rest counts as changed altogether.
const PATIENCE: Duration = Duration::from_millis(300);
/// Passages that have less than this in common are two, and not one that was changed.
const ALIKE: f32 = 0.4;

/// 改法: what became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They stand in both.
    Kept,
    /// 删去
    Deleted,
    /// 添上
    Inserted,
}

/// The words of both texts in their order, with what became of each.
///
/// ```
/// use gongkai::publish::changes::{Change, changes};
///
/// let found = changes("每月检测一次。", "每周检测一次。");
/// let of = |change, words: &str| (change, words.to_owned());
/// let expected = [
///     of(Change::Kept, "每"),
///     of(Change::Deleted, "月"),
///     of(Change::Inserted, "周"),
///     of(Change::Kept, "检测一次。"),
/// ];
/// assert_eq!(found, expected);
/// ```
pub fn changes(old: &str, new: &str) -> Vec<(Change, String)> {
    let until = Instant::now() + PATIENCE;
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let mut out = Vec::new();
    for op in compared(&old, &new, until) {
        match op {
            DiffOp::Replace { .. } => words(&mut out, &part(&old, op.old_range()), &part(&new, op.new_range()), until),
            op => put(&mut out, op, &old, &new),
        }
    }
    out
}

/// Within lines that were changed.
fn words(out: &mut Vec<(Change, String)>, old: &str, new: &str, until: Instant) {
    let (old, new) = (taken_apart(old), taken_apart(new));
    let ops = compared(&old, &new, until);
    if get_diff_ratio(&ops, old.len(), new.len()) < ALIKE {
        push(out, Change::Deleted, old.concat());
        push(out, Change::Inserted, new.concat());
        return;
    }
    ops.into_iter().for_each(|op| put(out, op, &old, &new));
}

fn compared(old: &[&str], new: &[&str], until: Instant) -> Vec<DiffOp> {
    capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(until))
}

fn put(out: &mut Vec<(Change, String)>, op: DiffOp, old: &[&str], new: &[&str]) {
    match op {
        DiffOp::Equal { .. } => push(out, Change::Kept, part(new, op.new_range())),
        _ => {
            push(out, Change::Deleted, part(old, op.old_range()));
            push(out, Change::Inserted, part(new, op.new_range()));
        }
    }
}

fn push(out: &mut Vec<(Change, String)>, change: Change, words: String) {
    match out.last_mut() {
        _ if words.is_empty() => {}
        Some((last, before)) if *last == change => before.push_str(&words),
        _ => out.push((change, words)),
    }
}

fn part(all: &[&str], range: std::ops::Range<usize>) -> String {
    all.get(range).unwrap_or_default().concat()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Numbers and words of letters stay whole; each Chinese character and each mark is one.
fn taken_apart(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (one, behind) = rest.split_at(run.max(first.len_utf8()));
        out.push(one);
        rest = behind;
    }
    out
}
