//! `/desk/requests/{number}/{verb}`: what the forms of a request's verbs ask and do.

use gongkai_law::request::{refusal::Refusal, step::Verb};
use gongkai_store::Act;

use super::{
    amended,
    case::{applicants, opened},
    converted,
    due::Due,
    fields::{self, Field},
    hint::hint,
    meanwhile::Written,
    sent::Sent,
    story,
    taking::{File, Head, Untaken},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::Error,
    people::{
        frame::Place,
        roles::{self, Hand},
    },
    requests::{amend, dossier::Dossier, papers, shown::Shown, take},
};

impl File for Dossier {
    type Verb = Verb;

    /// The verbs whose forms are here: those of the answer have pages of their own.
    fn verb(key: &str) -> Option<Verb> {
        let elsewhere =
            [Verb::Arrive, Verb::Draft, Verb::Return, Verb::Review, Verb::Sign, Verb::Send, Verb::Lapse, Verb::Issue];
        Verb::of_key(key).filter(|verb| !elsewhere.contains(verb))
    }

    fn stands_beside(verb: Verb) -> bool {
        verb == Verb::Note
    }

    async fn open(office: &Office, visitor: &Visitor, number: &str) -> Result<Self, Error> {
        opened(office, visitor, number).await
    }

    fn head(&self, office: &Office, hand: &Hand, verb: Verb) -> Head {
        let line = &self.request.line;
        Head {
            place: Place::Requests,
            kind: "这件申请的卷宗",
            href: format!("/desk/requests/{}", line.number),
            number: line.number.clone(),
            title: Shown::to(office, hand, self).words(&line.title),
            version: line.version,
            key: verb.key(),
            label: verb.label().to_owned(),
            hint: hint(verb, &self.standing, &office.calendar),
            due: Due::of(&self.standing, office.today(), &office.calendar),
        }
    }

    fn duty(&self, hand: &Hand, verb: Verb) -> Result<(), Refusal> {
        roles::may(hand, verb, self)
    }

    fn may(&self, office: &Office, hand: &Hand, verb: Verb) -> Result<(), Refusal> {
        take::may(office, hand, self, verb)
    }

    async fn fields(&self, office: &Office, verb: Verb) -> Result<Vec<Field>, Error> {
        Ok(fields::fields(office, self, verb))
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
            amended::take(office, act, hand, self, sent).await?;
            return Ok(papers::put(office, act, self, &sent.papers("papers", purpose(verb))).await?);
        }
        let nth = applicants(office, self).await?.nth;
        let (taken, words) = fields::step(office, self, verb, sent, nth)?;
        let proved = amended::proved(self, sent)?.filter(|_| verb == Verb::TakeCorrection);
        take::take(office, act, hand, self, taken, &words).await?;
        if verb == Verb::Convert {
            converted::draft(office, act, hand, self, &words.about).await?;
        }
        if let Some(number) = proved {
            amend::prove(office, act, self, number).await?;
        }
        Ok(papers::put(office, act, self, &sent.papers("papers", purpose(verb))).await?)
    }
}

/// What a verb's papers are for.
fn purpose(verb: Verb) -> &'static str {
    match verb {
        Verb::TakeOpinion => "opinion",
        Verb::TakeCorrection | Verb::TakeReasons | Verb::Withdraw => "application",
        Verb::Order | Verb::Lift => "judgment",
        Verb::Note => "note",
        _ => "proof",
    }
}
