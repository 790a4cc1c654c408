//! 记一条去重: what somebody found to be counted twice, as it was typed: in which cell, how much, why, by which organs, and which
//! documents or cases; and how it is told to whoever looks a year later at what was taken off.

use std::collections::{BTreeSet, HashMap};

use gongkai_law::annual_report::{Figures, figures::parse};
use gongkai_store::{OrganId, SeasonAdjustment};
use serde::{Deserialize, Serialize};

use super::{super::roll_up::RollUp, Candidate};

/// The longest reason, in characters.
pub const LONGEST: usize = 200;
/// 文号、编号 of one note at most.
pub const PAPERS: usize = 50;
/// The longest of these, in characters.
pub const LONGEST_PAPER: usize = 100;

/// What is wrong with a field.
type Wrong = (&'static str, String);

/// A form as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The cell's address.
    pub cell: &'a str,
    /// How much is taken off.
    pub amount: &'a str,
    /// 理由
    pub why: &'a str,
    /// The organs, by their place in addresses.
    pub organs: &'a [String],
    /// 文号、编号, one a line.
    pub papers: &'a str,
}

/// Who may be named by a note: a part of the sum, or who is to be one.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Its identity.
    pub organ: OrganId,
    /// In addresses.
    pub slug: &'a str,
    /// 简称
    pub name: &'a str,
    /// Whether its figures are there.
    pub is_in: bool,
}

/// Those who may be named, in the order of the sum.
pub fn choices(sum: &RollUp) -> impl Iterator<Item = Choice<'_>> {
    let counted =
        sum.counted.iter().map(|one| Choice { organ: one.organ, slug: &one.slug, name: &one.name, is_in: true });
    let missing = sum.missing.iter().filter(|one| !one.slug.is_empty());
    counted.chain(missing.map(|one| Choice { organ: one.organ, slug: &one.slug, name: &one.name, is_in: false }))
}

/// An adjustment as it was typed.
///
/// # Errors
/// Every field with what is wrong with it.
pub fn read(sum: &RollUp, typed: Typed<'_>) -> Result<Candidate, Vec<Wrong>> {
    let (amount, why) = (amount(&sum.figures, (typed.cell, typed.amount)), why(typed.why));
    match (amount, why, organs(sum, typed.organs), papers(typed.papers)) {
        (Ok(amount), Ok(why), Ok(organs), Ok(papers)) => {
            let (mark, cell) = (String::new(), typed.cell.trim().to_owned());
            Ok(Candidate { mark, cell, amount, why, organs, papers })
        }
        (amount, why, organs, papers) => {
            Err([amount.err(), why.err(), organs.err(), papers.err()].into_iter().flatten().collect())
        }
    }
}

fn amount(figures: &Figures, (cell, amount): (&str, &str)) -> Result<i64, Wrong> {
    let id = figures.form().cell(cell.trim());
    let kind = id.and_then(|id| figures.form().known(id)).map(|cell| cell.kind);
    let kind = kind.ok_or_else(|| ("cell", "选一格".to_owned()))?;
    let digits = amount.trim().trim_start_matches(['-', '－', '−']);
    let value = parse(digits, kind).filter(|value| *value > 0);
    value.map(|value| -value).ok_or_else(|| ("amount", "多计了多少，写大于零的数".to_owned()))
}

fn why(typed: &str) -> Result<String, Wrong> {
    match typed.trim() {
        "" => Err(("why", "写明为什么是重复的".to_owned())),
        why if why.chars().count() > LONGEST => Err(("why", format!("理由{LONGEST}字以内"))),
        why => Ok(why.to_owned()),
    }
}

/// What is counted twice, two count at least.
fn organs(sum: &RollUp, typed: &[String]) -> Result<Vec<OrganId>, Wrong> {
    let refuse = |why: &str| Err(("organs", why.to_owned()));
    let typed: BTreeSet<&str> = typed.iter().map(|slug| slug.trim()).collect();
    let chosen: Vec<_> = choices(sum).filter(|one| typed.contains(one.slug)).map(|one| one.organ).collect();
    match chosen.len() {
        found if found < typed.len() => refuse("选了不在这个范围里的单位，重新选"),
        0 | 1 => refuse("选出把它都计了的单位，至少两家"),
        _ => Ok(chosen),
    }
}

fn papers(typed: &str) -> Result<Vec<String>, Wrong> {
    let refuse = |why: String| Err(("papers", why));
    let mut papers: Vec<String> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if papers.iter().all(|known| known != line) {
            papers.push(line.to_owned());
        }
        if papers.len() > PAPERS {
            return refuse(format!("最多写{PAPERS}行，再多的写成一段编号，如青许〔2025〕1号至90号"));
        }
    }
    match papers.iter().find(|line| line.chars().count() > LONGEST_PAPER) {
        _ if papers.is_empty() => refuse("写明是哪几件：文件写文号，申请、案件写编号".to_owned()),
        Some(_) => refuse(format!("一行一个，每行{LONGEST_PAPER}字以内")),
        None => Ok(papers),
    }
}

/// 涉及的单位和文号、编号, in a sentence; of what was noted before anybody was asked, that nobody said so.
pub fn concerns(names: &HashMap<OrganId, String>, one: &SeasonAdjustment) -> String {
    told(one.concerned().map(|organ| names.get(&organ).map_or("某单位", String::as_str)), one.papers.lines())
}

/// The same of what nobody has noted yet.
pub fn of_candidate(sum: &RollUp, one: &Candidate) -> String {
    let name = |organ: &OrganId| choices(sum).find(|choice| choice.organ == *organ).map(|choice| choice.name);
    told(one.organs.iter().filter_map(name), one.papers.iter().map(String::as_str))
}

fn told<'a>(organs: impl Iterator<Item = &'a str>, papers: impl Iterator<Item = &'a str>) -> String {
    let (organs, papers): (Vec<_>, Vec<_>) = (organs.collect(), papers.collect());
    if organs.is_empty() && papers.is_empty() {
        return "记的时候没有写是哪些单位、哪几件".to_owned();
    }
    format!("{}都计了；文号、编号：{}", organs.join("、"), papers.join("、"))
}

/// 去重 of a cell as 编制说明 keeps it: what was taken off the sum when it was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakenOff {
    /// The cell's address.
    pub cell: String,
    /// What is taken off, below zero.
    pub amount: i64,
    /// 理由
    pub why: String,
    /// Which organs, and which documents or cases, in a sentence.
    pub concerns: String,
}

/// All that is taken off a sum.
pub fn taken_off(sum: &RollUp) -> Vec<TakenOff> {
    let of = |one: &SeasonAdjustment| TakenOff {
        cell: one.cell.clone(),
        amount: one.amount,
        why: one.why.clone(),
        concerns: concerns(&sum.names, one),
    };
    sum.taken_off.iter().filter(|_| sum.range.is_wide()).map(of).collect()
}
