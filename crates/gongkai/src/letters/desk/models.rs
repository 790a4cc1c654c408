//! 文书模板页: the words of an organ's letters: which are its own, and the page on which they are changed.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::letter::Content;
use gongkai_store::{LetterModel, Organ};
use serde::Deserialize;

use super::{not_taken, own};
use crate::{
    guard::Visitor,
    letters::{
        samples::example,
        sender::Sender,
        text::Block,
        wordings::{self, Model, faults},
    },
    office::{Office, civil_minute},
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Duty,
    },
    requests::{desk::colleagues::Names, take::NotTaken},
};

/// Versions that the page of one model shows.
const VERSIONS: i64 = 20;

/// One model, as a row.
struct Line {
    key: String,
    title: String,
    basis: String,
    /// The tag's kind and its words.
    state: (&'static str, String),
    changed: String,
}

#[derive(Template)]
#[template(path = "letters/models.html")]
struct ModelsPage {
    desk: Desk,
    organ: String,
    groups: [(&'static str, Vec<Line>); 2],
}

/// `GET /desk/letters/templates`
pub async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let organ = own(&office, visitor.hand()?).await?;
    let sender = Sender::of(&office, organ.id).await?;
    let changed: Vec<_> = Model::all().into_iter().filter_map(|model| sender.wordings.own(model)).collect();
    let actors: Vec<&str> = changed.iter().map(|own| own.actor.as_str()).collect();
    let names = Names::of_actors(&office, &actors).await?;
    let line = |model: &Model| Line {
        key: model.key(),
        title: model.title(),
        basis: model.basis(),
        state: state(sender.wordings.own(*model)),
        changed: sender.wordings.own(*model).map_or_else(String::new, |own| who(own, &names)),
    };
    let all = Model::all();
    let (answers, letters): (Vec<&Model>, Vec<&Model>) =
        all.iter().partition(|model| matches!(model, Model::Answer(..)));
    let groups = [("过程文书", letters), ("答复", answers)];
    let groups = groups.map(|(title, models)| (title, models.into_iter().map(line).collect()));
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    page::show(&ModelsPage { desk, organ: organ.name, groups })
}

fn state(own: Option<&LetterModel>) -> (&'static str, String) {
    match own {
        Some(own) if own.words.is_some() => ("info", format!("本机关第{}版", own.version)),
        _ => ("plain", "内置".to_owned()),
    }
}

fn who(own: &LetterModel, names: &Names) -> String {
    format!("{}　{}", civil_minute(own.at_ms.timestamp()), names.actor(&own.actor))
}

/// One version, as a row.
struct VersionLine {
    version: i64,
    who: String,
    what: &'static str,
}

#[derive(Template)]
#[template(path = "letters/model.html")]
struct ModelPage {
    desk: Desk,
    organ: Organ,
    key: String,
    title: String,
    heading: &'static str,
    words: String,
    version: i64,
    /// Whether this hand may change it.
    may: bool,
    /// Whether the organ has words of its own.
    is_own: bool,
    errors: Vec<String>,
    required: Vec<(&'static str, String)>,
    optional: Vec<&'static str>,
    preview: Vec<Block>,
    versions: Vec<VersionLine>,
}

/// `GET /desk/letters/templates/{key}`
pub async fn edit(State(office): State<Office>, visitor: Visitor, Path(key): Path<String>) -> Result<Response, Error> {
    let model = Model::of_key(&key).ok_or(Error::NotFound)?;
    show(&office, &visitor, model, None, (StatusCode::OK, Vec::new())).await
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    model: Model,
    typed: Option<String>,
    (status, errors): (StatusCode, Vec<String>),
) -> Result<Response, Error> {
    let organ = own(office, visitor.hand()?).await?;
    let sender = Sender::of(office, organ.id).await?;
    let kept = office.db.letter_model_versions(organ.id, &model.key(), VERSIONS).await?;
    let actors: Vec<&str> = kept.iter().map(|version| version.actor.as_str()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let version = |version: &LetterModel| VersionLine {
        version: version.version,
        who: who(version, &names),
        what: if version.words.is_some() { "修改" } else { "恢复内置" },
    };
    let words = typed.unwrap_or_else(|| sender.wordings.words(model));
    let named = |content: &Content| (content.label(), model.kind().demands(*content).to_string());
    let page = ModelPage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        key: model.key(),
        title: model.title(),
        heading: model.kind().heading(),
        version: kept.first().map_or(0, |last| last.version),
        may: visitor.hand()?.is_any(Duty::Wording.roles()),
        is_own: kept.first().is_some_and(|last| last.words.is_some()),
        errors,
        required: model.required().iter().map(named).collect(),
        optional: model.optional().iter().map(|content| content.label()).collect(),
        preview: example(model, &words, &sender),
        versions: kept.iter().map(version).collect(),
        words,
        organ,
    };
    page::show_as(status, &page)
}

/// The form.
#[derive(Deserialize)]
pub struct Edited {
    csrf: String,
    version: i64,
    act: String,
    #[serde(default)]
    words: String,
}

/// `POST /desk/letters/templates/{key}`: looks at the words, keeps them, or restores the built-in ones.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(form): Form<Edited>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let model = Model::of_key(&key).ok_or(Error::NotFound)?;
    let words = form.words.replace("\r\n", "\n").trim().to_owned();
    let wrong: Vec<String> = faults(model, &words).iter().map(ToString::to_string).collect();
    let kept = match form.act.as_str() {
        "restore" => None,
        _ if !wrong.is_empty() => {
            return show(&office, &visitor, model, Some(words), (StatusCode::UNPROCESSABLE_ENTITY, wrong)).await;
        }
        "keep" => Some(words.as_str()),
        _ => return show(&office, &visitor, model, Some(words), (StatusCode::OK, Vec::new())).await,
    };
    let organ = own(&office, visitor.hand()?).await?;
    match wordings::keep(&office, visitor.hand()?, &organ, model, (form.version, kept)).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/letters/templates/{key}")).into_response()),
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            let late = vec!["已被他人更改，没有保存。下面是您写的，请对照版本记录再保存".to_owned()];
            show(&office, &visitor, model, Some(words), (StatusCode::CONFLICT, late)).await
        }
        Err(error) => Err(not_taken(error)),
    }
}
