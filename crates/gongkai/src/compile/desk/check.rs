//! `/desk/compile/{year}/check` 核验: all that was found, what was let pass, and last year's promises.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::Error as StoreError;

use super::{
    frame::{Frame, Stop},
    opened, path,
    side::Side,
};
use crate::{
    compile::{
        examine::Examined,
        last::{LastYear, Promise},
        parts::Part,
        save::{pass as let_pass, save},
        take::may_write,
        work::Work,
    },
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Duty,
    },
    requests::{
        desk::{colleagues::Names, list::refused},
        take::NotTaken,
    },
};

/// A promise with where it is answered.
struct PromiseView {
    promise: Promise,
    answered: String,
}

#[derive(Template)]
#[template(path = "compile/check.html")]
struct CheckPage {
    desk: Desk,
    frame: Frame,
    side: Side,
    promises: Vec<PromiseView>,
    last: Option<(i16, String)>,
    parts: Vec<(String, String)>,
    may_write: bool,
    may_pass: bool,
    names: Names,
    banner: String,
    typed: HashMap<String, String>,
}

impl CheckPage {
    fn why(&self, fingerprint: &str) -> &str {
        let same = self.typed.get("fingerprint").is_some_and(|typed| typed == fingerprint);
        if same { self.typed.get("why").map_or("", String::as_str) } else { "" }
    }
}

/// `GET /desk/compile/{year}/check`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(year): Path<String>) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    render(&office, &visitor, &work, (StatusCode::OK, String::new(), HashMap::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    work: &Work,
    (status, banner, typed): (StatusCode, String, HashMap<String, String>),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Compile).await?;
    let examined = Examined::of(office, work).await?;
    let promises = examined.last.as_ref().map(LastYear::promises).unwrap_or_default();
    let answered = |promise: Promise| PromiseView {
        answered: match typed.get(&format!("p.{}", promise.mark)) {
            Some(part) => part.trim().to_owned(),
            None => work.content.answers.get(&promise.mark).cloned().unwrap_or_default(),
        },
        promise,
    };
    let actors: Vec<&str> = work.content.passed.values().map(|pass| pass.actor.as_str()).collect();
    let hand = visitor.hand()?;
    let may_write = may_write(hand, work).is_ok();
    let page = CheckPage {
        frame: Frame::of(office, work, &examined, Stop::Check).await?,
        side: Side::of(work, &examined, ""),
        promises: promises.into_iter().map(answered).collect(),
        last: examined.last.as_ref().map(|last| (last.year, last.href.clone())),
        parts: Part::all(work.edition)
            .into_iter()
            .filter(|part| !part.is_note())
            .map(|part| (part.heading(), part.key))
            .collect(),
        may_pass: may_write && hand.is_any(Duty::PassFindings.roles()),
        may_write,
        names: Names::of_actors(office, &actors).await?,
        desk,
        banner,
        typed,
    };
    page::show_as(status, &page)
}

/// `POST /desk/compile/{year}/pass`
pub async fn pass(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let work = opened(&office, &visitor, &year).await?;
    match let_pass(&office, visitor.hand()?, &work, (word("fingerprint"), word("why"))).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/check", path(work.year()))).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let banner = format!("没有放行：{refusal}。");
            render(&office, &visitor, &work, (StatusCode::UNPROCESSABLE_ENTITY, banner, sent)).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let work = opened(&office, &visitor, &year).await?;
            let banner = "刚被别人改过，还没有放行。".to_owned();
            render(&office, &visitor, &work, (StatusCode::CONFLICT, banner, sent)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// `POST /desk/compile/{year}/promises`: where each of last year's promises is answered.
pub async fn answer(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let work = opened(&office, &visitor, &year).await?;
    let late = "去年的承诺刚被别人改过，还没有保存。下面是您选的，请看过再保存。".to_owned();
    if word("version").parse() != Ok(work.compilation.version) {
        return render(&office, &visitor, &work, (StatusCode::CONFLICT, late, sent)).await;
    }
    let last = LastYear::of(&office, &work.organ, work.year()).await?;
    let mut content = work.content.clone();
    let parts = Part::all(work.edition);
    for promise in last.as_ref().map(LastYear::promises).unwrap_or_default() {
        let part = word(&format!("p.{}", promise.mark));
        match parts.iter().find(|known| known.key == part) {
            Some(part) => content.answers.insert(promise.mark, part.key.clone()),
            None => content.answers.remove(&promise.mark),
        };
    }
    match save(&office, visitor.hand()?, &work, (work.range, content)).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/check#promises", path(work.year()))).into_response()),
        Err(NotTaken::Store(StoreError::Stale)) => {
            let work = opened(&office, &visitor, &year).await?;
            render(&office, &visitor, &work, (StatusCode::CONFLICT, late, sent)).await
        }
        Err(other) => Err(refused(other)),
    }
}
