//! `/desk/compile/{year}/sign` 审签发布: its way so far, and what may be done with it now.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{annual_report::compilation::CompileStep, request::refusal::Refusal};
use gongkai_store::Error as StoreError;

use super::{
    file::EDITIONS,
    frame::{Frame, Stop},
    opened, path,
};
use crate::{
    compile::{
        examine::Examined,
        out,
        record::Words,
        submit::{self, Proof, held_back},
        take::{self, is_from_above},
        work::{Entry, Work},
    },
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        desk::{colleagues::Names, list::refused},
        take::NotTaken,
    },
};

struct Event {
    iso: String,
    what: &'static str,
    who: String,
    why: String,
}

/// A version that was handed in, and how many errors were let pass in it.
struct Version {
    revision: i32,
    at: String,
    /// 放行
    passed: usize,
}

#[derive(Template)]
#[template(path = "compile/sign.html")]
struct SignPage {
    desk: Desk,
    frame: Frame,
    /// What has to be done before it can be handed in; empty where nothing has, or it was.
    todo: String,
    events: Vec<Event>,
    offers: Vec<CompileStep>,
    refused: Vec<(CompileStep, Refusal)>,
    versions: Vec<Version>,
    /// 台账变了 since it was handed in.
    moved: Vec<String>,
    editions: &'static [(&'static str, &'static str)],
    /// Where everybody reads it.
    public: Option<String>,
    banner: String,
    /// The step whose form came back, with what was typed.
    came: Option<(CompileStep, String)>,
}

impl SignPage {
    fn typed(&self, step: &CompileStep) -> &str {
        self.came.as_ref().filter(|(came, _)| came == step).map_or("", |(_, why)| why.as_str())
    }

    /// What was typed to a step that cannot be taken any more, whose form stands there no longer.
    fn left_over(&self) -> Option<&str> {
        let over = self.came.as_ref().filter(|(step, why)| !why.is_empty() && !self.offers.contains(step));
        over.map(|(_, why)| why.as_str())
    }
}

/// `GET /desk/compile/{year}/sign`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(year): Path<String>) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    render(&office, &visitor, &work, (StatusCode::OK, String::new(), None)).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    work: &Work,
    (status, banner, came): (StatusCode, String, Option<(CompileStep, String)>),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Compile).await?;
    let examined = Examined::of(office, work).await?;
    let actors: Vec<&str> =
        work.entries.iter().flat_map(|entry| [entry.row.actor.as_str(), entry.words.instead.as_str()]).collect();
    let names = Names::of_actors(office, &actors).await?;
    let (mut offers, mut not) = (Vec::new(), Vec::new());
    for step in CompileStep::ALL.into_iter().filter(|step| *step != CompileStep::Begun && !is_from_above(*step)) {
        let held = |()| if step == CompileStep::Submitted { held_back(work, &examined) } else { Ok(()) };
        match take::may(visitor.hand()?, work, step).and_then(held) {
            Ok(()) => offers.push(step),
            Err(refusal) => not.push((step, refusal)),
        }
    }
    let mut copies = office.db.compilation_copies(work.compilation.id).await?;
    // of what was handed in more than once, the last
    copies.dedup_by_key(|copy| copy.revision);
    let moved = if work.standing.is_open() { &[][..] } else { &examined.doubts };
    let version = |copy: &gongkai_store::CompilationCopy| Version {
        revision: copy.revision,
        at: civil_minute(copy.at_ms.timestamp()),
        passed: serde_json::from_str::<Proof>(&copy.proof).map_or(0, |proof| proof.passed.len()),
    };
    let page = SignPage {
        frame: Frame::of(office, work, &examined, Stop::Sign).await?,
        todo: if work.standing.is_open() { todo(work, &examined) } else { String::new() },
        events: events(work, &names),
        offers,
        refused: not,
        versions: copies.iter().map(version).collect(),
        moved: moved.iter().map(|doubt| doubt.message.clone()).collect(),
        editions: &EDITIONS,
        public: work.standing.published.map(|_| format!("/reports/{}/{}", work.organ.slug, work.year())),
        desk,
        banner,
        came,
    };
    page::show_as(status, &page)
}

/// `先改好1处错误，写完、填齐6处，再送审`
fn todo(work: &Work, examined: &Examined) -> String {
    let said = [(examined.standing(work).len(), "改好", "处错误"), (examined.bars.len(), "写完、填齐", "处")];
    let said: Vec<_> = said.iter().filter(|(n, ..)| *n > 0).map(|(n, what, of)| format!("{what}{n}{of}")).collect();
    if said.is_empty() { String::new() } else { format!("先{}，再送审", said.join("，")) }
}

/// 经过, the last first.
fn events(work: &Work, names: &Names) -> Vec<Event> {
    let event = |entry: &Entry| Event {
        iso: civil_minute(entry.row.at_ms.timestamp()),
        what: entry.step.label(),
        who: match entry.words.instead.as_str() {
            "" => names.actor(&entry.row.actor).to_owned(),
            instead => format!("{}（代{}）", names.actor(&entry.row.actor), names.actor(instead)),
        },
        why: entry.words.why.clone(),
    };
    work.entries.iter().rev().map(event).collect()
}

/// `POST /desk/compile/{year}/take/{step}`
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, step)): Path<(String, String)>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let step = CompileStep::of_key(&step).ok_or(Error::NotFound)?;
    let work = opened(&office, &visitor, &year).await?;
    let hand = visitor.hand()?;
    take::duty(hand, &work, step)?;
    let came = Some((step, word("why").to_owned()));
    let late = "刚被别人改过，还没有登记。请看过现在的经过再决定。".to_owned();
    if word("version").parse() != Ok(work.compilation.version) {
        return render(&office, &visitor, &work, (StatusCode::CONFLICT, late, came)).await;
    }
    let words = Words::because(word("why"));
    let done = match step {
        CompileStep::Submitted => submit::submit(&office, hand, &work, &words).await,
        CompileStep::Published => out::publish(&office, hand, &work, &words).await,
        step => take::take(&office, hand, &work, step, &words).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/sign", path(work.year()))).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let banner = format!("没有{}：{refusal}。", step.label());
            render(&office, &visitor, &work, (StatusCode::UNPROCESSABLE_ENTITY, banner, came)).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let work = opened(&office, &visitor, &year).await?;
            render(&office, &visitor, &work, (StatusCode::CONFLICT, late, came)).await
        }
        Err(other) => Err(refused(other)),
    }
}
