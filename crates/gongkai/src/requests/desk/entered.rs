//! 只登记一次: what the form of `/desk/register` makes. A second click is handed the same receipt; the same application from
//! another form within a minute is registered only by who says so.

use gongkai_law::request::{
    standing::Standing,
    step::{Step, Taken},
};
use gongkai_store::{Act, Civil, Moment, NewStep, Organ, Scope};

use super::{fields::LOST, sent::Sent};
use crate::{
    guard::Visitor,
    office::Office,
    page::Error,
    requests::{
        dossier::projection,
        once,
        papers::attach,
        record::{self, Words},
        register::{Application, Receipt, plain_code, register_in},
    },
};

/// So soon after the first, the same words of the same person by the same way are most likely entered twice.
const TWICE_MS: i64 = 60_000;
/// The field with the token of the form, which makes one request.
pub const ONCE: &str = "once";
/// 仍要登记: the button of who was told that the same was registered a moment ago.
const AGAIN: &str = "again";

/// What became of a form.
pub enum Entered {
    /// Registered, by this click or the one before it.
    Now(Receipt),
    /// Nothing: another form registered the same a moment ago, under this number.
    Before(String),
}

/// What keeps a form from being registered twice.
struct Marks {
    /// Of the form itself.
    form: Option<Vec<u8>>,
    /// Of what it says; none where it is to be registered all the same.
    said: Option<Vec<u8>>,
}

impl Marks {
    fn of(office: &Office, organ: &Organ, sent: &Sent, application: &Application) -> Self {
        let token = sent.word(ONCE);
        Self {
            form: (!token.is_empty()).then(|| once::form(office, &format!("{} {token}", organ.id))),
            said: (sent.word("then") != AGAIN).then(|| once::form(office, &said(organ, application))),
        }
    }
}

/// Who asks whom for what, by which way, as words that are equal only where all of it is.
fn said(organ: &Organ, application: &Application) -> String {
    let number = plain_code(&application.identity.number);
    let person = application.identity.parts().map(|(part, _, words)| match part {
        "idno" => number.clone(),
        _ => words.to_owned(),
    });
    let rest = [organ.id.to_string(), application.channel.key().to_owned(), application.wanted.clone()];
    [&person[..], &rest[..]].concat().join("\u{0}")
}

/// What the form makes, once.
///
/// # Errors
/// The register; [`Error::Stale`] where another click of the same form took it and nobody knows what it made.
pub async fn once_only(
    office: &Office,
    visitor: &Visitor,
    organ: &Organ,
    sent: &Sent,
    application: &Application,
) -> Result<Entered, Error> {
    let marks = Marks::of(office, organ, sent, application);
    if let Some(entered) = already(office, organ, &marks).await? {
        return Ok(entered);
    }
    match written(office, visitor, organ, (sent, application), &marks).await? {
        Some(receipt) => Ok(Entered::Now(receipt)),
        // another click was on its way until now
        None => already(office, organ, &marks).await?.ok_or(Error::Stale),
    }
}

/// What was made of this form, or of another that says the same.
async fn already(office: &Office, organ: &Organ, marks: &Marks) -> Result<Option<Entered>, Error> {
    let said = match &marks.said {
        Some(said) => once::find(office, said).await?,
        None => None,
    };
    // looked for last: both are kept by one act, so what this form itself said is never taken for another's
    match made(office, organ, marks.form.as_deref()).await? {
        Some(receipt) => Ok(Some(Entered::Now(receipt))),
        None => Ok(said.map(|handed| Entered::Before(handed.number))),
    }
}

/// What a form has made already.
async fn made(office: &Office, organ: &Organ, mark: Option<&[u8]>) -> Result<Option<Receipt>, Error> {
    let Some(mark) = mark else { return Ok(None) };
    let Some(handed) = once::find(office, mark).await? else { return Ok(None) };
    let request = office.db.request_numbered(&handed.number, Scope::Organ(organ.id)).await?;
    Ok(request.map(|request| Receipt { id: request.line.id, number: handed.number, code: handed.code }))
}

/// Writes the application down with its papers; `None` where its form was used up before, and then nothing is written.
async fn written(
    office: &Office,
    visitor: &Visitor,
    organ: &Organ,
    (sent, application): (&Sent, &Application),
    marks: &Marks,
) -> Result<Option<Receipt>, Error> {
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let receipt = register_in(office, &mut act, organ, application).await?;
    if sent.has("lost") && application.confirmed.is_none() && application.channel.needs_confirmation() {
        unreached(office, &mut act, application, &receipt).await?;
    }
    let papers = [sent.papers("envelope", "proof"), sent.papers("scan", "application")].concat();
    attach(office, &mut act, (receipt.id, &receipt.number), organ.id, &papers).await?;
    let now = Moment(office.now_ms());
    let Receipt { number, code, .. } = receipt.clone();
    let handed = once::Handed { number, code, at_ms: now.0 };
    let [day, minute] = [now.plus_days(1), Moment(now.0 + TWICE_MS)];
    for (mark, until) in [(&marks.form, day), (&marks.said, minute)] {
        if let Some(mark) = mark
            && !once::keep_until(office, &mut act, mark, &handed, until).await?
        {
            return Ok(None);
        }
    }
    act.commit().await?;
    Ok(Some(receipt))
}

/// 联系不上申请人: that nobody could confirm receipt with the applicant stands in the file; the term begins when they are
/// in touch again.
async fn unreached(
    office: &Office,
    act: &mut Act,
    application: &Application,
    receipt: &Receipt,
) -> Result<(), gongkai_store::Error> {
    let came = Taken { on: application.arrived, step: Step::Arrived { channel: application.channel } };
    let note = Taken { on: office.today(), step: Step::Noted };
    let why = format!("{}；恢复联系、双方确认之日才算收到（{}）", application.proof, application.channel.basis());
    let detail = record::detail(note.step, &Words { about: LOST.to_owned(), why, ..Words::default() });
    let step = NewStep { on: Civil(note.on), kind: note.step.verb().key(), detail: &detail };
    let standing = Standing::of(&[came, note], &office.calendar);
    act.take_steps(receipt.id, 0, &[step], &projection(&standing)).await
}
