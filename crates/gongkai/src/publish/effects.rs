//! 效力: what the days and the other documents make of one that is out. It is reckoned anew from what is public whenever that
//! changes, so that it does not matter in which order documents come, and what is taken back undoes what it did.

use std::collections::BTreeSet;

use gongkai_law::proactive::{kind::PublicationKind, relation::Relation, validity::Life};
use gongkai_store::{Act, Civil, Effect, Error, Moment, PublicationId, Released};
use jiff::civil::Date;

use super::content::Content;
use crate::{
    office::{Office, civil_date},
    people::roles::Hand,
    requests::take::NotTaken,
};

/// Reckons these anew, after something was released or taken back in the same act: what amends or repeals does so from the
/// day on which it is in force itself. What another organ issued is that organ's to amend: it is named, and stays as it is.
///
/// # Errors
/// The register.
pub async fn settle(act: &mut Act, touched: impl Iterator<Item = PublicationId>, today: Date) -> Result<(), Error> {
    let ids: Vec<_> = touched.collect::<BTreeSet<_>>().into_iter().collect();
    let (released, effects) = act.bound(&ids).await?;
    for one in &released {
        let life = made(one, &effects)?;
        if let Some(kind) =
            PublicationKind::of_key(&one.kind).filter(|kind| kind.has_validity() && life != life_of(one))
        {
            act.set_life(one.publication_id, one.position, &as_kept(kind, life, today)).await?;
        }
    }
    Ok(())
}

/// Its own words, and what the others say of it; the earliest day of each holds.
fn made(one: &Released, effects: &[Effect]) -> Result<Life, Error> {
    let own = Content::read(&one.content)?.life();
    let on = |moves: fn(Relation) -> bool| {
        let fits = move |effect: &&Effect| {
            effect.to_id == one.publication_id && Relation::of_key(&effect.relation).is_some_and(moves)
        };
        let day =
            |effect: &Effect| effect.valid_from.map_or_else(|| civil_date(effect.first_ms.timestamp()), |day| day.0);
        effects.iter().filter(fits).map(day)
    };
    let amended = on(|relation| relation == Relation::Amends).min();
    Ok(Life { amended, repealed: on(Relation::ends_the_other).chain(own.repealed).min(), ..own })
}

/// 效力 as the register keeps it: with what the days make of it today, and the next day on which that changes.
pub fn as_kept(kind: PublicationKind, life: Life, today: Date) -> gongkai_store::Life<'static> {
    if !kind.has_validity() {
        return gongkai_store::Life::default();
    }
    gongkai_store::Life {
        from: life.from.map(Civil),
        until: life.until.map(Civil),
        amended: life.amended.map(Civil),
        repealed: life.repealed.map(Civil),
        validity: Some(life.on(today).key()),
        changes: life.next_change(today).map(Civil),
    }
}

/// What was said of the days of one that is out.
pub fn life_of(released: &Released) -> Life {
    Life {
        from: released.valid_from.map(|day| day.0),
        until: released.valid_until.map(|day| day.0),
        amended: released.amended.map(|day| day.0),
        repealed: released.repealed.map(|day| day.0),
    }
}

/// 效力重算: what the days make of one that is out, by the clock.
///
/// # Errors
/// The register.
pub async fn renew(office: &Office, released: &Released) -> Result<(), NotTaken> {
    let corrupt = || Error::Corrupt(format!("公开信息{}", released.index_number));
    let kind = PublicationKind::of_key(&released.kind).ok_or_else(corrupt)?;
    let mut act = office.db.act(Hand::Platform.actor(), Moment(office.now_ms())).await?;
    let life = as_kept(kind, life_of(released), office.today());
    act.set_life(released.publication_id, released.position, &life).await?;
    Ok(act.commit().await?)
}
