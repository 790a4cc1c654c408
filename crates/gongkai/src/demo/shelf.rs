//! 书架: what 青禾县 published over the years before this register: thirty-five organs, every kind, a few thousand items, all
//! made of our own sentences by dice that fall the same on every machine. Taken in as a whole, by a few acts.

mod fields;
mod files;
mod forms;
mod matters;
mod names;
mod offices;
mod piece;
mod standards;
mod subjects;
mod subjects_more;

use std::{collections::BTreeMap, sync::Arc};

use gongkai_law::proactive::relation::Relation;
use gongkai_store::{Act, Actor, Error, Moment, Organ, PublicationId, Result, Wish};
use jiff::civil::Date;

use self::{
    files::Files,
    piece::{Loom, Piece, house},
    standards::Rows,
    subjects::Subject,
};
use super::{course::earlier, dice::Dice};
use crate::{
    office::Office,
    publish::{
        content::{Content, Link},
        past::{self, Past},
        settings::Settings,
    },
};

/// That the shelf was filled: a demonstration fills it once.
const SETTING: &str = "demo.shelf";
/// What is newer is told by the staff, step by step.
const FRESH: u16 = 13;
/// From the day of a document to its release, in days.
const AFTER: i32 = 9;
/// The first 文号 of a year: those before it are the staff's.
const FIRST: usize = 21;

/// What all the organs published.
///
/// # Errors
/// The register.
pub async fn fill(office: &Office) -> Result<()> {
    if office.db.setting(SETTING).await?.is_some() || office.db.released_position().await? > 0 {
        return Ok(());
    }
    let (today, until) = (office.today(), earlier(&office.calendar, office.today(), FRESH));
    let fonts = Arc::clone(&office.fonts);
    let made = tokio::task::spawn_blocking(move || {
        let pieces = placed(today, until);
        let files = Files::of(pieces.iter().map(|one| &one.piece), today.year(), &fonts);
        (pieces, files)
    });
    let (pieces, files) = made.await.unwrap_or_default();
    let organs = office.db.organs(&Wish::default(), None, 100).await?;
    let organs: BTreeMap<&str, &Organ> = organs.iter().map(|organ| (organ.slug.as_str(), organ)).collect();
    let rows = standards::founded(office, &organs).await?;
    standards::leave_one(office).await?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    let ids = put(&mut act, &pieces, (&organs, &rows), today).await?;
    files.put(&mut act, &ids).await?;
    act.set(SETTING, &pieces.len().to_string()).await?;
    act.commit().await
}

/// A piece with the day on which it came out, its 索引号 and its 文号.
struct Placed {
    piece: Piece,
    out: Date,
    seq: i64,
    number: String,
}

/// Everything that had come out by a day, in the order in which it did.
fn placed(today: Date, until: Date) -> Vec<Placed> {
    let mut pieces: Vec<(Date, Piece)> =
        told(today.year()).into_iter().map(|piece| (piece::later(piece.formed, AFTER), piece)).collect();
    pieces.retain(|(out, _)| *out <= until);
    pieces.sort_by_key(|(out, _)| *out);
    let (mut seqs, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    let number = |piece: &Piece, numbers: &mut BTreeMap<(String, i16), usize>| {
        let (word, year) = (piece.word.clone(), piece.formed.year());
        let last = numbers.entry((word.clone(), year)).or_insert(FIRST - 1);
        *last += 1;
        if word.is_empty() { word } else { format!("{word}〔{year}〕{last}号") }
    };
    let place = |(out, piece): (Date, Piece)| {
        let seq: &mut i64 = seqs.entry((piece.organ, out.year())).or_insert(0);
        *seq += 1;
        Placed { number: number(&piece, &mut numbers), out, seq: *seq, piece }
    };
    pieces.into_iter().map(place).collect()
}

/// Everything that is told, in a year.
fn told(year: i16) -> Vec<Piece> {
    let mut loom = Loom { dice: Dice::of("shelf", 0), year, out: Vec::new() };
    let subjects: Vec<&Subject> = subjects::SUBJECTS.iter().chain(&subjects_more::MORE).collect();
    for (nth, subject) in subjects.iter().enumerate() {
        matters::tell(&mut loom, subject, nth);
    }
    offices::tell(&mut loom, &subjects);
    fields::tell(&mut loom);
    loom.out
}

/// Puts them in: those first that the others are joined to.
async fn put<'a>(
    act: &mut Act,
    all: &'a [Placed],
    (organs, rows): (&BTreeMap<&str, &Organ>, &Rows),
    today: Date,
) -> Result<BTreeMap<&'a str, PublicationId>> {
    let mut ids: BTreeMap<&str, PublicationId> = BTreeMap::new();
    for round in 0..4 {
        let ready: Vec<&Placed> = all.iter().filter(|one| depth(one) == round).collect();
        let past: Vec<Past> = ready.iter().filter_map(|one| as_past(one, (organs, rows), &ids)).collect();
        let given = past::load(act, &past, today).await?;
        for (one, id) in past.iter().zip(&given).filter(|(one, _)| !one.content.standards.is_empty()) {
            act.release_for_standard((*id, one.organ), &one.content.standard_rows()).await?;
        }
        ids.extend(ready.iter().map(|one| one.piece.title.as_str()).zip(given));
    }
    let mut last: BTreeMap<(&str, i16), i64> = BTreeMap::new();
    for one in all {
        last.insert((one.piece.organ, one.out.year()), one.seq);
    }
    for ((slug, year), seq) in last {
        let organ = organs.get(slug).ok_or(Error::Missing("机关"))?;
        act.continue_series(organ.id, "index", year, seq).await?;
    }
    Ok(ids)
}

/// How many rounds it waits for what it is joined to.
fn depth(one: &Placed) -> usize {
    let after = |(relation, _): &(Relation, String)| match relation {
        Relation::Replaces => 1,
        _ => 2,
    };
    one.piece.links.iter().map(after).max().unwrap_or(0)
}

fn as_past(
    one: &Placed,
    (organs, rows): (&BTreeMap<&str, &Organ>, &Rows),
    ids: &BTreeMap<&str, PublicationId>,
) -> Option<Past> {
    let (piece, organ) = (&one.piece, organs.get(one.piece.organ)?);
    let code = organ.uscc.as_deref().unwrap_or(&organ.slug);
    let links = piece.links.iter().filter_map(|(relation, title)| {
        Some(Link { to: ids.get(title.as_str())?.to_string(), relation: relation.key().to_owned() })
    });
    let content = Content {
        title: piece.title.clone(),
        body: piece.body.clone(),
        summary: piece.summary.chars().take(100).collect(),
        keywords: piece.keywords.clone(),
        genre: piece.genre.to_owned(),
        theme: piece.theme.clone(),
        topics: piece.topics.iter().map(|key| (*key).to_owned()).collect(),
        number: one.number.clone(),
        formed: Some(piece.formed),
        from: piece.life.from,
        until: piece.life.until,
        attribute: "proactive".to_owned(),
        fields: piece.fields.iter().map(|(key, said)| ((*key).to_owned(), said.clone())).collect(),
        links: links.collect(),
        department: house(piece.organ).name.to_owned(),
        standards: rows.of(piece).into_iter().map(|row| row.to_string()).collect(),
        ..Content::default()
    };
    let index_number = Settings::default().index_number(code, &organ.slug, one.out, one.seq);
    Some(Past { organ: organ.id, kind: piece.kind, content, index_number, on: one.out, life: piece.life })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gongkai_law::proactive::kind::{PublicationKind, Takes};
    use jiff::civil::date;

    use super::{super::county::COUNTY, *};

    #[test]
    fn the_shelf_has_some_thousands_in_every_kind_each_with_a_title_of_its_own_and_nothing_left_out() {
        let today = date(2026, 10, 12);
        let all = placed(today, date(2026, 9, 20));
        assert!((2_500..6_000).contains(&all.len()), "{}", all.len());
        let titles: BTreeSet<&str> = all.iter().map(|one| one.piece.title.as_str()).collect();
        assert_eq!(titles.len(), all.len(), "two of one title");
        let numbers: Vec<&str> =
            all.iter().map(|one| one.number.as_str()).filter(|number| !number.is_empty()).collect();
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "two of one number");
        for kind in PublicationKind::ALL.into_iter().filter(|kind| *kind != PublicationKind::Regulation) {
            assert!(all.iter().any(|one| one.piece.kind == kind), "{kind:?}");
        }
        for own in &COUNTY {
            assert!(all.iter().any(|one| one.piece.organ == own.slug), "{}", own.name);
        }
        for one in &all {
            let words = format!("{}{}{}", one.piece.title, one.piece.summary, one.piece.body);
            assert!(!words.contains("，，") && !words.contains("。。") && !words.contains("{}"), "{words}");
            assert!(one.piece.summary.chars().count() <= 100 && one.out <= today, "{}", one.piece.title);
            for field in one.piece.kind.fields().iter().filter(|field| field.needed) {
                let said = one.piece.fields.iter().any(|(key, said)| *key == field.key && !said.is_empty());
                assert!(said, "{} lacks {}", one.piece.title, field.key);
            }
            for (key, said) in &one.piece.fields {
                let field = one.piece.kind.fields().iter().find(|field| field.key == *key);
                let stands = match field.map(|field| field.takes) {
                    Some(Takes::Day | Takes::Start) => crate::sheet::days::read(said).is_some(),
                    Some(Takes::OneOf(all)) => all.contains(&said.as_str()),
                    _ => true,
                };
                assert!(stands, "{}: {key} is “{said}”", one.piece.title);
            }
            for (_, other) in &one.piece.links {
                let then = all.iter().find(|other_one| other_one.piece.title == *other);
                assert!(
                    then.is_some_and(|other| depth(other) < depth(one)),
                    "{} names {other}, which is not there",
                    one.piece.title
                );
            }
        }
    }
}
