//! `POST /desk/publications/{id}/{verb}`: what is done with a publication.

use std::collections::BTreeMap;

use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    proactive::{
        overturn::Overturn,
        release::{Check, PublicationStage, PublicationStep, PublicationVerb},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Actor, Error as StoreError};
use jiff::civil::Date;

use super::{
    one::{Came, Shape, VERB, path, render, shape},
    opened,
};
use crate::{
    guard::{Visitor, kept},
    office::Office,
    page::{Error, FieldError},
    people::roles::Hand,
    publish::{
        gate,
        manuscript::Manuscript,
        out, points,
        record::Words,
        take::{self, roles_for},
    },
    requests::{
        desk::{list::refused, sent::Sent},
        take::NotTaken,
    },
};

/// Reasons that one form may give: more findings than that go back.
const MOST_REASONS: usize = 500;

/// `POST /desk/publications/{id}/{verb}`
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, verb)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_kindly(&office, &visitor, form).await?;
    if visitor.person.is_none() {
        let mut typed = sent.typed().clone();
        typed.insert(VERB.to_owned(), verb);
        return kept::ask(&office, &visitor, &path(&id), &typed);
    }
    let verb = PublicationVerb::of_key(&verb).ok_or(Error::NotFound)?;
    let manuscript = opened(&office, &visitor, &id).await?;
    let hand = visitor.hand()?;
    take::duty(hand, &manuscript, verb)?;
    if sent.word("version").parse() != Ok(manuscript.publication.version) {
        return late(&office, &visitor, &manuscript, (verb, sent)).await;
    }
    let (asked, words) = match said(hand, &manuscript, verb, &sent) {
        Ok(said) => said,
        Err(errors) => {
            let came =
                Came { status: StatusCode::UNPROCESSABLE_ENTITY, verb: Some(verb), sent, errors, ..Came::default() };
            return render(&office, &visitor, &manuscript, came).await;
        }
    };
    match done(&office, hand, &manuscript, verb, (asked, &words)).await {
        Ok(()) => Ok(Redirect::to(&path(&id)).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let (status, banner) = (StatusCode::UNPROCESSABLE_ENTITY, format!("没有{}：{refusal}。", verb.label()));
            let came = Came { status, verb: Some(verb), sent, banner, ..Came::default() };
            render(&office, &visitor, &manuscript, came).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let manuscript = opened(&office, &visitor, &id).await?;
            late(&office, &visitor, &manuscript, (verb, sent)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// Somebody else was faster: the file as it stands now, with what was typed where the verb still has its place.
async fn late(
    office: &Office,
    visitor: &Visitor,
    manuscript: &Manuscript,
    (verb, sent): (PublicationVerb, Sent),
) -> Result<Response, Error> {
    let mut banner = "刚被别人改过，还没有登记。请看过现在的经过再决定。".to_owned();
    let offered = take::may(office, visitor.hand()?, manuscript, verb).is_ok();
    if !offered && !sent.word("why").is_empty() {
        // its form is gone from the page, what was typed is not
        banner += &format!("您写的是：{}", sent.word("why"));
    }
    let came = Came { status: StatusCode::CONFLICT, verb: Some(verb), sent, errors: Vec::new(), banner };
    render(office, visitor, manuscript, came).await
}

/// What the form of a verb names beside its words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named {
    /// 定时发布, or 决定变动之日.
    day: Option<Date>,
    /// 决定怎样变动
    how: Option<Overturn>,
}

/// What the form of a verb says.
pub(super) fn said(
    hand: &Hand,
    manuscript: &Manuscript,
    verb: PublicationVerb,
    sent: &Sent,
) -> Result<(Named, Words), Vec<FieldError>> {
    let (mut errors, stage) = (Vec::new(), manuscript.standing.stage);
    let form = shape(verb, stage, manuscript.content.attribute());
    let why = match form {
        Shape::Reason => sent.wanted("why", "理由", &mut errors),
        Shape::Bare => String::new(),
        Shape::Note | Shape::Points | Shape::Day | Shape::Fall => sent.word("why").to_owned(),
    };
    let day = match form {
        Shape::Day if !sent.word("from").is_empty() => sent.date("from", "发布日期", &mut errors),
        Shape::Fall => sent.date("fell", "决定变动之日", &mut errors),
        _ => None,
    };
    let how = Some(sent.word("how")).filter(|_| form == Shape::Fall).and_then(Overturn::of_key);
    if form == Shape::Fall && how.is_none() {
        errors.push(FieldError::new("how", "请选决定怎样变动"));
    }
    let ticked = |key: &str| form == Shape::Points && !sent.word(&format!("point.{key}")).is_empty();
    let cleared: Vec<_> = points::of(&manuscript.content)
        .iter()
        .filter(|(key, _)| ticked(key))
        .map(|(key, _)| (*key).to_owned())
        .collect();
    // 照发的理由, by the fingerprint of what was found
    let said = sent.typed().iter().filter_map(|(name, why)| Some((name.strip_prefix("just.")?, why.trim())));
    let justified = said.filter(|(_, why)| !why.is_empty()).map(|(key, why)| (key.to_owned(), why.to_owned()));
    let justified = justified.take(MOST_REASONS).collect();
    let principal = hand.principal_among(roles_for(verb, stage));
    let instead = principal.map(|id| Actor::Person(id).to_string()).unwrap_or_default();
    let words = Words { why, cleared, justified, instead, ..Words::default() };
    if errors.is_empty() { Ok((Named { day, how }, words)) } else { Err(errors) }
}

async fn done(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    verb: PublicationVerb,
    (Named { day, how }, words): (Named, &Words),
) -> Result<(), NotTaken> {
    let step = match (verb, manuscript.standing.stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) => {
            return out::approve(office, hand, manuscript, (day, words)).await;
        }
        (PublicationVerb::Pass, PublicationStage::Review(Check::Secrecy)) => {
            return gate::pass(office, hand, manuscript, (words, &BTreeMap::new())).await;
        }
        (PublicationVerb::Release, _) => return out::release(office, hand, manuscript).await,
        (PublicationVerb::Withdraw, _) => return out::withdraw(office, hand, manuscript, &words.why).await,
        (PublicationVerb::Pass, PublicationStage::Review(check)) => PublicationStep::Passed { check, from: None },
        (PublicationVerb::Return, PublicationStage::Review(check)) => PublicationStep::Returned { check },
        (PublicationVerb::Recall, _) => PublicationStep::Recalled,
        (PublicationVerb::Revise, _) => PublicationStep::Revised,
        (PublicationVerb::Reassess, _) => PublicationStep::Reassessed,
        (PublicationVerb::Discard, _) => PublicationStep::Discarded,
        (PublicationVerb::Overturn, _) => match (how, day) {
            (Some(how), Some(day)) => PublicationStep::Overturned { how, day },
            _ => {
                return Err(NotTaken::Refused(Refusal {
                    why: "没有写决定怎样变动、哪一天".to_owned(), article: None
                }));
            }
        },
        (PublicationVerb::Submit | PublicationVerb::Write, _) => PublicationStep::Submitted,
        (PublicationVerb::Pass | PublicationVerb::Return, _) => {
            return Err(NotTaken::Refused(
                take::may(office, hand, manuscript, verb)
                    .err()
                    .unwrap_or(Refusal { why: "现在没有等着审核".to_owned(), article: None }),
            ));
        }
    };
    take::take(office, hand, manuscript, step, words).await
}
