//! 下一步: what may be done with a request now and what not, each with its reason.

use gongkai_law::request::{refusal::Refusal, standing::Waits, step::Verb};

use super::{hint::hint, story};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{dossier::Dossier, take},
};

/// Something that may be done.
pub struct Open {
    /// What.
    pub label: &'static str,
    /// Where.
    pub href: String,
    /// Who does it, and what the law wants.
    pub hint: String,
    /// The one that leads on.
    pub first: bool,
}

/// Something that may not be done.
pub struct Closed {
    /// What.
    pub label: &'static str,
    /// `第三十条`, or what else is the reason: `职责`, `次序`.
    pub basis: String,
    /// Why not.
    pub why: String,
}

/// All that may be done with a request, and all that may not.
pub struct Next {
    /// What leads on stands first.
    pub open: Vec<Open>,
    /// By an article, or by the division of duties.
    pub closed: Vec<Closed>,
    /// By the order of the work alone: its time has not come, or is over.
    pub elsewhere: Vec<Closed>,
}

/// The verbs that lead on, in the order of the work.
const LEADING: [Verb; 10] = [
    Verb::Extend,
    Verb::Confirm,
    Verb::AskClarify,
    Verb::Accept,
    Verb::Sign,
    Verb::Review,
    Verb::Send,
    Verb::Serve,
    Verb::Archive,
    Verb::Draft,
];

impl Next {
    /// For a hand on a request.
    pub fn of(office: &Office, hand: &Hand, dossier: &Dossier) -> Self {
        let mut next = Self { open: Vec::new(), closed: Vec::new(), elsewhere: Vec::new() };
        // letters are written on their own pages, and a lapsed term is decided by an answer
        let elsewhere = |verb: &Verb| matches!(verb, Verb::Arrive | Verb::Lapse | Verb::Issue | Verb::Note);
        let verbs = Verb::ALL.into_iter().filter(|verb| !elsewhere(verb));
        for verb in verbs {
            match take::may(office, hand, dossier, verb) {
                Ok(()) => next.open.push(open(office, dossier, verb)),
                Err(refusal) => next.refuse(office, dossier, verb, refusal),
            }
        }
        // an answer is what comes next only while the move is ours and none is on its way
        let answers = dossier.standing.waits() == Waits::Office && dossier.standing.draft.is_none();
        let leads = |verb: &Verb| match verb {
            Verb::Draft => answers,
            Verb::Extend => dossier.standing.wish.is_some(),
            Verb::AskClarify => dossier.lacks_proof(),
            _ => true,
        };
        let leading = LEADING.into_iter().filter(leads);
        let mut places = leading.map(|verb| next.open.iter().position(|open| open.label == verb.label()));
        let leads = places.find_map(|place| place);
        if let Some(at) = leads {
            let mut first = next.open.remove(at);
            first.first = true;
            next.open.insert(0, first);
        }
        next
    }
}

impl Next {
    fn refuse(&mut self, office: &Office, dossier: &Dossier, verb: Verb, refusal: Refusal) {
        // in its place by the law and the order of the work: then it is somebody else's duty
        let duty = dossier.standing.allows(verb, office.today(), &office.calendar).is_ok();
        let (list, basis) = match &refusal.article {
            Some(article) => (&mut self.closed, article.to_string().replace("《条例》", "")),
            None if duty => (&mut self.closed, "职责".to_owned()),
            None => (&mut self.elsewhere, "次序".to_owned()),
        };
        list.push(Closed { label: verb.label(), basis, why: refusal.why });
    }
}

fn open(office: &Office, dossier: &Dossier, verb: Verb) -> Open {
    let mut hint = hint(verb, &dossier.standing, &office.calendar);
    if let (Verb::Extend, Some(why)) = (verb, story::wished(dossier)) {
        hint.push_str(&format!("经办人的理由：{why}。"));
    }
    if verb == Verb::AskClarify && dossier.lacks_proof() {
        hint.insert_str(0, "申请没有附身份证明（第二十九条），可以要求补正。");
    }
    Open {
        label: verb.label(),
        href: format!("/desk/requests/{}/{}", dossier.request.line.number, verb.key()),
        hint,
        first: false,
    }
}
