//! 机关树: the organs of the region in the order of their tree.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use gongkai_law::{annual_report::due::Reporter, organ::Level};
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
}

/// The tree, read once for all pages until something public changes.
#[derive(Debug)]
pub struct Tree {
    /// Each organ, before those below it.
    pub all: Vec<Standing>,
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
            Ok(Self { all: grown(organs), due })
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

    /// Those of this level with these words in a name; all of them for empty words.
    pub fn found<'a>(&'a self, level: &'a str, words: &'a str) -> impl Iterator<Item = &'a Standing> {
        self.all.iter().filter(move |one| {
            let named = words.is_empty() || one.organ.name.contains(words) || one.organ.short_name.contains(words);
            named && (level.is_empty() || one.organ.level == level)
        })
    }
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
        let mut next = vec![(root, 0)];
        while let Some((nth, depth)) = next.pop() {
            let Some(organ) = organs.get_mut(nth).and_then(Option::take) else { continue };
            let children = below.remove(&Some(organ.id)).unwrap_or_default();
            next.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
            all.push(Standing { organ, depth });
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
        let found: Vec<_> = grown(all.into()).into_iter().map(|one| (one.organ.slug, one.depth)).collect();
        let expected = [("county", 0), ("bureau", 1), ("town", 1), ("village", 2), ("ring", 0), ("rung", 1)]
            .map(|(slug, depth)| (slug.to_owned(), depth));
        assert_eq!(found, expected);
    }
}
