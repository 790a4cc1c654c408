//! 补录: takes the cases of an old register in, all of them or none.
//!
//! This is the one door besides [`crate::requests::take`] through which steps are written: it takes days that are long past,
//! and many steps at once. That they follow from one another was looked at before ([`super::look`]); each says in the
//! journal and in its file that it was taken in from an old register.

use std::collections::BTreeMap;

use gongkai_law::request::{
    refusal::Refusal,
    step::{Step, Taken},
};
use gongkai_store::{Actor, Civil, Moment, NewRequest, NewStep, Organ, PastRequest, PastStep};

use super::{case::Case, course::PRODUCING};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    requests::{
        dossier::projection,
        record::{self, Words},
        register::{applicant_mac, code_mac, draw_code, title},
        shown::applicants,
        take::NotTaken,
    },
};

/// Cases that are sealed and written together.
const PART: usize = 400;

/// 补录的编号: of each year of arrival, the first and the last number given.
pub type Given = Vec<(String, String)>;

/// Whether somebody may take an old register in for their organ.
///
/// # Errors
/// [`Refusal`] for everybody but the head: old cases come with days and endings that nobody reviews here.
pub fn may(hand: &Hand) -> Result<(), Refusal> {
    if hand.is_any(Duty::TakeIn.roles()) {
        return Ok(());
    }
    Err(Refusal { why: "补录旧台账由公开工作机构负责人办理".to_owned(), article: None })
}

/// Takes the cases in by one act; `mac` is the fingerprint under which the spreadsheet was kept, which is used up by it.
///
/// # Errors
/// [`gongkai_store::Error::Stale`] where somebody took the same spreadsheet in before, [`gongkai_store::Error::Taken`] where
/// an old number came in meanwhile.
pub async fn take_in(
    office: &Office,
    hand: &Hand,
    organ: &Organ,
    mac: &[u8],
    cases: &[Case],
) -> Result<Given, NotTaken> {
    may(hand).map_err(NotTaken::Refused)?;
    let by = (hand.actor(), Moment(office.now_ms()));
    let mut act = office.db.act(by.0, by.1).await?;
    if !act.spend_draft(mac).await? {
        return Err(gongkai_store::Error::Stale.into());
    }
    let mut years: BTreeMap<i16, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        years.entry(case.application.arrived.year()).or_default().push(case);
    }
    let mut given = Vec::new();
    for (year, of_year) in years {
        let count = i64::try_from(of_year.len()).unwrap_or(i64::MAX);
        let first = act.next_numbers(organ.id, "request", year, count).await?;
        let number = |nth: i64| format!("{}-{year}-{nth:04}", organ.slug.to_uppercase());
        let mut numbered = (first..).zip(of_year).map(|(nth, case)| (number(nth), case));
        loop {
            let part: Vec<_> =
                numbered.by_ref().take(PART).map(|(number, case)| Sealed::of(office, number, case)).collect();
            if part.is_empty() {
                break;
            }
            let steps: Vec<Vec<_>> = part.iter().map(|sealed| sealed.past(by)).collect();
            let rows: Vec<_> = part.iter().zip(&steps).map(|(sealed, steps)| sealed.row(organ, by.1, steps)).collect();
            act.add_old_requests(&rows).await?;
        }
        given.push((number(first), number(first + count - 1)));
    }
    let assumed: usize = cases.iter().map(|case| case.assumed.len()).sum();
    let what = serde_json::json!({"count": cases.len(), "assumed": assumed});
    act.record("request.take_in", Some(organ.id), organ.id, what);
    act.commit().await?;
    Ok(given)
}

/// A case with all that is written of it.
struct Sealed<'a> {
    case: &'a Case,
    number: String,
    title: String,
    code_mac: Vec<u8>,
    applicant_mac: Option<Vec<u8>>,
    sealed: Vec<u8>,
    steps: Vec<(Taken, String)>,
}

impl<'a> Sealed<'a> {
    fn of(office: &Office, number: String, case: &'a Case) -> Self {
        let application = &case.application;
        // a struct of words always has a JSON
        let identity = serde_json::to_vec(&application.identity).unwrap_or_default();
        let note = Taken { on: office.today(), step: Step::Noted };
        let remark = if case.remark.is_empty() { String::new() } else { format!("。{}", case.remark) };
        let assumed = match case.assumed.join("；") {
            none if none.is_empty() => none,
            assumed => format!("。推定：{assumed}"),
        };
        let why = format!("补录自旧台账，原编号{}{remark}{assumed}", case.old_number);
        let told = Words { about: "taken_in".to_owned(), why, ..Words::default() };
        let plain = |taken: &Taken| {
            let who = match taken.step {
                Step::Consulted { party: PRODUCING, .. } => case.producer.clone(),
                _ => String::new(),
            };
            (*taken, record::detail(taken.step, &Words { who, ..Words::default() }))
        };
        let mut steps: Vec<_> = case.taken.iter().map(plain).collect();
        steps.push((note, record::detail(note.step, &told)));
        Self {
            case,
            title: title(&application.wanted, applicants(&application.identity, application.applicant.is_person())),
            // nobody is told the code: these applicants got their receipts elsewhere
            code_mac: code_mac(office, &number, &draw_code()),
            applicant_mac: applicant_mac(office, &application.identity),
            sealed: office.vault.seal(&number, &identity),
            number,
            steps,
        }
    }

    /// Its steps, written down now by whoever takes it in.
    fn past(&self, (actor, at): (Actor, Moment)) -> Vec<PastStep<'_>> {
        let mut past = Vec::with_capacity(self.steps.len());
        for (taken, detail) in &self.steps {
            let step = NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail };
            past.push(PastStep { step, actor, at });
        }
        past
    }

    fn row<'s>(&'s self, organ: &Organ, at: Moment, steps: &'s [PastStep<'s>]) -> PastRequest<'s> {
        let application = &self.case.application;
        PastRequest {
            request: NewRequest {
                organ: organ.id,
                number: &self.number,
                code_mac: &self.code_mac,
                title: &self.title,
                wanted: &application.wanted,
                applicant: application.applicant.key(),
                applicant_mac: self.applicant_mac.as_deref(),
                sealed: &self.sealed,
                channel: application.channel.key(),
                supply: application.supply.key(),
                delivery: application.delivery.key(),
            },
            at,
            officer: None,
            steps,
            now: projection(&self.case.standing),
            letter: None,
            old_number: Some(&self.case.old_number),
        }
    }
}
