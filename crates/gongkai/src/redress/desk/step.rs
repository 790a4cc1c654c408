//! `/desk/redress/{number}/{verb}`: what the forms of a case's verbs ask and do.

use gongkai_law::{redress::step::Verb, request::refusal::Refusal};
use gongkai_store::{Act, Error as StoreError, OrganId, RedressId};

use super::{
    clock, enter, fields,
    file::{may_see, opened},
    next, story,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::Error,
    people::{frame::Place, roles::Hand},
    redress::{
        amend::amend,
        case::Case,
        duties,
        take::{self, take as take_step},
    },
    requests::desk::{
        fields::Field,
        meanwhile::Written,
        sent::Sent,
        taking::{File, Head, Untaken},
    },
};

impl File for Case {
    type Verb = Verb;

    /// A case comes in by a page of its own.
    fn verb(key: &str) -> Option<Verb> {
        Verb::of_key(key).filter(|verb| *verb != Verb::Notify)
    }

    async fn open(office: &Office, visitor: &Visitor, number: &str) -> Result<Self, Error> {
        opened(office, visitor, number).await
    }

    fn head(&self, office: &Office, hand: &Hand, verb: Verb) -> Head {
        Head {
            place: Place::Redress,
            kind: "这件案件的案卷",
            href: format!("/desk/redress/{}", self.line.number),
            number: self.line.number.clone(),
            // a case is called by what was asked, and that may name who asked
            title: if may_see(hand, self) { self.line.title.clone() } else { self.route.label().to_owned() },
            version: self.line.version,
            key: verb.key(),
            label: story::label(self, verb),
            hint: next::hint(self, verb),
            due: clock::due(&self.standing, office.today(), &office.calendar),
        }
    }

    fn duty(&self, hand: &Hand, verb: Verb) -> Result<(), Refusal> {
        duties::may(hand, verb, self.line.organ_id)
    }

    fn may(&self, office: &Office, hand: &Hand, verb: Verb) -> Result<(), Refusal> {
        take::may(office, hand, self, verb)
    }

    async fn fields(&self, office: &Office, verb: Verb) -> Result<Vec<Field>, Error> {
        match verb {
            Verb::Amend => enter::anew(office, self).await,
            Verb::Answer => {
                let letters = office.db.letters_of_redress(self.line.id).await?;
                let last = letters.into_iter().rev().find_map(|letter| letter.number).unwrap_or_default();
                let mut fields = fields::fields(office, self, verb);
                fields.iter_mut().filter(|field| field.id == "letter").for_each(|field| field.value.clone_from(&last));
                Ok(fields)
            }
            _ => Ok(fields::fields(office, self, verb)),
        }
    }

    fn steps(&self) -> usize {
        self.entries.len()
    }

    fn since(&self, seen: usize) -> Vec<Written> {
        let new = self.entries.iter().skip(seen);
        new.map(|entry| Written { actor: entry.row.actor.clone(), at: entry.row.at_ms, what: story::what(self, entry) })
            .collect()
    }

    async fn take(&self, office: &Office, act: &mut Act, hand: &Hand, verb: Verb, sent: &Sent) -> Result<(), Untaken> {
        if verb == Verb::Amend {
            let arrival = enter::amended(office, self, sent).await??;
            amend(office, act, hand, self, &arrival, sent.word("why")).await?;
        } else {
            let (taken, words) = fields::step(office, self, verb, sent)?;
            take_step(office, act, hand, self, taken, &words).await?;
        }
        let line = &self.line;
        Ok(put(office, act, (line.id, line.organ_id, &line.number), sent, verb).await?)
    }
}

/// The papers of a form go into the file of the case, with the step that they came with.
pub async fn put(
    office: &Office,
    act: &mut Act,
    (id, organ, number): (RedressId, OrganId, &str),
    sent: &Sent,
    verb: Verb,
) -> Result<(), StoreError> {
    for paper in sent.papers("papers", verb.key()) {
        let sealed = paper.sealed(office, number).await;
        act.attach_to_redress(id, organ, paper.upload(&sealed), (&paper.name, paper.kind)).await?;
    }
    Ok(())
}
