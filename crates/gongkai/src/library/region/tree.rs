//! 机关树: the organs of the region in the order of their tree.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use gongkai_law::{
    annual_report::due::Reporter,
    organ::{Kind, Level},
};
use gongkai_store::{Error, Organ, OrganId, Wish};
use jiff::civil::Date;

use crate::{compile::due, office::Office};

/// Organs of one region at most.
const MOST: i64 = 5_000;

/// 一个机关: where it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The organ.
    pub organ: Organ,
    /// How many stand above it.
    pub depth: usize,
    /// 简称 of the one above it; empty for none.
    pub above: String,
}

/// The tree, read once for all pages until something public changes.
#[derive(Debug)]
pub struct Tree {
    /// Each organ, before those below it.
    pub all: Vec<Standing>,
    /// Who owes no report.
    free: HashSet<OrganId>,
    /// The days by which organs report that the law sets none.
    due: BTreeMap<String, String>,
}

impl Tree {
    /// Of the whole register.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office) -> Result<Arc<Self>, Error> {
        let ask = async {
            let organs = office.db.organs(&Wish::default(), None, MOST).await?;
            let due = office.db.settings_under(due::PREFIX).await?.into_iter().collect();
            let all = grown(organs);
            Ok(Self { free: free(&all), all, due })
        };
        office.common("region.tree".to_owned(), ask).await
    }

    /// The levels that it has, the highest first.
    pub fn levels(&self) -> Vec<Level> {
        let known: BTreeSet<Level> = self.all.iter().filter_map(|one| Level::of_key(&one.organ.level)).collect();
        known.into_iter().collect()
    }

    /// The last day for an organ's report of a year. Where neither the law nor anybody here set one, the day of the
    /// governments' own reports: nobody is late before it.
    pub fn due(&self, organ: &Organ, year: i16) -> Option<Date> {
        let known = due::known(organ, year, |key| self.due.get(key).cloned());
        known.map(|due| due.on).or_else(|| Reporter::Government.due(year))
    }

    /// Whether an organ owes reports: one that it does not is no gap.
    pub fn owes(&self, organ: &Organ) -> bool {
        !self.free.contains(&organ.id)
    }

    /// Those of this level with these words in a name; all of them for empty words.
    pub fn found<'a>(&'a self, level: &'a str, words: &'a str) -> impl Iterator<Item = &'a Standing> {
        self.all.iter().filter(move |one| {
            let named = words.is_empty() || one.organ.name.contains(words) || one.organ.short_name.contains(words);
            named && (level.is_empty() || one.organ.level == level)
        })
    }
}

/// Who owes no report: kinds that the law does not ask, and who stands outside of the tree, with nobody above and nobody below:
/// of those the register knows a name and no more, as of 留存 from elsewhere. The first one is the register's own.
fn free(all: &[Standing]) -> HashSet<OrganId> {
    let mut free = HashSet::new();
    for (nth, one) in all.iter().enumerate() {
        let next_below = all.get(nth + 1).is_some_and(|next| next.depth > one.depth);
        let is_outside = nth > 0 && one.depth == 0 && !next_below;
        if is_outside || Kind::of_key(&one.organ.kind).is_some_and(|kind| !kind.reports()) {
            free.insert(one.organ.id);
        }
    }
    free
}

/// In the order of the tree; what stands below nothing known, or below itself, begins a tree of its own.
fn grown(organs: Vec<Organ>) -> Vec<Standing> {
    let known: BTreeSet<OrganId> = organs.iter().map(|organ| organ.id).collect();
    let mut below: HashMap<Option<OrganId>, Vec<usize>> = HashMap::new();
    for (nth, organ) in organs.iter().enumerate() {
        let above = organ.parent_id.filter(|above| *above != organ.id && known.contains(above));
        below.entry(above).or_default().push(nth);
    }
    let mut organs: Vec<Option<Organ>> = organs.into_iter().map(Some).collect();
    let (mut all, count) = (Vec::with_capacity(organs.len()), organs.len());
    let roots = below.remove(&None).unwrap_or_default();
    // those of a ring stand below each other and below no root
    for root in roots.into_iter().chain(0..count) {
        let mut next = vec![(root, 0, String::new())];
        while let Some((nth, depth, above)) = next.pop() {
            let Some(organ) = organs.get_mut(nth).and_then(Option::take) else { continue };
            let children = below.remove(&Some(organ.id)).unwrap_or_default();
            next.extend(children.into_iter().rev().map(|child| (child, depth + 1, organ.short_name.clone())));
            all.push(Standing { organ, depth, above });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organ(slug: &str, id: OrganId, above: Option<OrganId>) -> Organ {
        Organ {
            id,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            short_name: slug.to_owned(),
            kind: "department".to_owned(),
            level: "county".to_owned(),
            uscc: None,
            parent_id: above,
            position: 0,
            office: String::new(),
            successor_id: None,
            closed_on: None,
            version: 0,
        }
    }

    #[test]
    fn each_stands_below_its_own_and_a_ring_loses_nobody() {
        let ids: Vec<OrganId> =
            (0..6).map(|n| format!("00000000-0000-7000-8000-00000000000{n}").parse().unwrap()).collect();
        let all = [
            organ("bureau", ids[1], Some(ids[0])),
            organ("county", ids[0], None),
            organ("town", ids[2], Some(ids[0])),
            organ("village", ids[3], Some(ids[2])),
            organ("ring", ids[4], Some(ids[5])),
            organ("rung", ids[5], Some(ids[4])),
        ];
        let grown = grown(all.into());
        let found: Vec<_> = grown.iter().map(|one| (one.organ.slug.as_str(), one.depth, one.above.as_str())).collect();
        let expected = [
            ("county", 0, ""),
            ("bureau", 1, "county"),
            ("town", 1, "county"),
            ("village", 2, "town"),
            ("ring", 0, ""),
            ("rung", 1, "ring"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn who_stands_outside_of_the_tree_or_is_no_organ_of_administration_owes_no_report() {
        let ids: Vec<OrganId> =
            (0..4).map(|n| format!("00000000-0000-7000-8000-00000000000{n}").parse().unwrap()).collect();
        let village = Organ { kind: "village".to_owned(), ..organ("village", ids[2], Some(ids[0])) };
        let all = [
            organ("county", ids[0], None),
            organ("bureau", ids[1], Some(ids[0])),
            village,
            organ("elsewhere", ids[3], None),
        ];
        assert_eq!(free(&grown(all.into())), HashSet::from([ids[2], ids[3]]));
        assert!(free(&grown(vec![organ("only", ids[1], None)])).is_empty(), "a register of one organ");
    }
}
