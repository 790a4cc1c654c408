//! 有效性: said in words at the top of a document, with what repealed, replaced or amended it.

use gongkai_law::proactive::{
    kind::PublicationKind,
    relation::Relation,
    validity::{Life, Validity},
};
use gongkai_store::{Related, Released};
use jiff::civil::Date;

use super::{
    beside::Other,
    lines::{self, sign},
};
use crate::{calendar_view::spoken, publish::effects::life_of};

/// 横幅
pub struct Banner {
    /// The class: `ok`, `warn`, `bad`, `info`.
    pub tone: &'static str,
    /// The answer.
    pub word: &'static str,
    /// From when until when.
    pub days: String,
    /// What did it, or what it did: by which word, and which documents.
    pub others: Vec<(&'static str, Vec<Other>)>,
}

impl Banner {
    /// Of a document on a day; `None` for a kind that has no validity.
    pub fn of(released: &Released, kind: PublicationKind, related: &[Related], day: Date) -> Option<Self> {
        if !kind.has_validity() {
            return None;
        }
        let life = life_of(released);
        let validity = life.on(day);
        let tone = if life.repealed.is_some_and(|end| end > day) { "warn" } else { sign(validity) };
        Some(Self { tone, word: word(validity), days: days(life, validity, day), others: others(related, validity) })
    }
}

fn word(validity: Validity) -> &'static str {
    match validity {
        Validity::Amended => "已修改，按修改后的执行",
        other => lines::word(other),
    }
}

fn days(life: Life, validity: Validity, today: Date) -> String {
    let mut said: Vec<String> = Vec::new();
    match (validity, life.from) {
        (Validity::Repealed | Validity::Lapsed, _) | (_, None) => {}
        (_, Some(from)) => said.push(format!("自{}起施行", spoken(from))),
    }
    match (validity, life.until, life.repealed, life.amended) {
        (Validity::Repealed, _, Some(day), _) => said.push(format!("{}起废止", spoken(day))),
        (Validity::Lapsed, Some(day), ..) => said.push(format!("有效期到{}为止", spoken(day))),
        (Validity::Amended, _, _, Some(day)) => said.push(format!("{}起已有修改", spoken(day))),
        (_, Some(day), ..) => said.push(format!("有效期至{}", spoken(day))),
        _ => {}
    }
    if let Some(day) = life.repealed.filter(|day| *day > today) {
        said.push(format!("将于{}废止", spoken(day)));
    }
    let said = said.join("，");
    if said.is_empty() { said } else { format!("{said}。") }
}

/// What was done to it; where nothing was, what it did to others.
fn others(related: &[Related], validity: Validity) -> Vec<(&'static str, Vec<Other>)> {
    let find = |relation: Relation, inward: bool| -> Vec<Other> {
        let fits = |other: &&Related| other.relation == relation.key() && other.inward == inward;
        let row = |other: &Related| Other::of(other, String::new());
        related.iter().filter(fits).map(row).collect()
    };
    let mut out = vec![
        ("代替它的：", find(Relation::Replaces, true)),
        ("废止它的：", find(Relation::Repeals, true)),
        ("修改它的：", find(Relation::Amends, true)),
    ];
    if !matches!(validity, Validity::Repealed | Validity::Lapsed) {
        out.push(("它代替：", find(Relation::Replaces, false)));
        out.push(("它废止：", find(Relation::Repeals, false)));
        out.push(("它修改：", find(Relation::Amends, false)));
    }
    out.retain(|(_, others)| !others.is_empty());
    out
}
