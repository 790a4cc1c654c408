//! 提出: how a mistake comes in: its number, its code, its term and its journal row at once.

use gongkai_law::proactive::mistake;
use gongkai_store::{Actor, Civil, Error, MistakeSpot, Moment, NewMistake, Organ};

use crate::{
    office::Office,
    requests::{
        once::{self, Handed},
        register::{Identity, code_mac, draw_code, sealed},
    },
};

/// What somebody found.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// In which publication, or on which page.
    pub spot: MistakeSpot<'a>,
    /// Where in it; may be empty.
    pub place: &'a str,
    /// What is wrong.
    pub words: &'a str,
    /// 联系方式: an e-mail address, a telephone number, or neither.
    pub who: Identity,
    /// The token of its form, which makes one mistake.
    pub token: &'a str,
}

/// Registers what was found with the organ that answers; gives its receipt.
///
/// # Errors
/// The register; [`Error::Stale`] where its form was used up before.
pub async fn register(office: &Office, organ: &Organ, found: &Found<'_>) -> Result<Handed, Error> {
    let today = office.today();
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    let count = act.next_number(organ.id, "mistake", today.year()).await?;
    let number = format!("{}-ZC-{}-{count:04}", organ.slug.to_uppercase(), today.year());
    let code = draw_code();
    let sealed = (found.who != Identity::default()).then(|| sealed(office, &number, &found.who));
    let due = mistake::answer_by(today, &office.calendar);
    act.add_mistake(&NewMistake {
        organ: organ.id,
        spot: found.spot,
        number: &number,
        code_mac: &code_mac(office, &number, &code),
        place: found.place,
        words: found.words,
        sealed: sealed.as_deref(),
        arrived: Civil(today),
        due: due.map(|term| Civil(term.date)),
        provisional: due.is_some_and(|term| term.provisional),
    })
    .await?;
    let handed = Handed { number, code, at_ms: office.now_ms() };
    let form = once::form(office, found.token);
    if !found.token.is_empty() && !once::keep(office, &mut act, &form, &handed, 1).await? {
        return Err(Error::Stale);
    }
    act.commit().await?;
    Ok(handed)
}
