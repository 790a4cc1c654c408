//! `/desk/columns/new`, `/desk/columns/{slug}/edit`: one special column, written and written again.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::{catalogue, kind::PublicationKind};
use gongkai_store::{Error as StoreError, Moment, Special};

use super::{own, typed::Typed};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
};

#[derive(Template)]
#[template(path = "columns/form.html")]
struct FormPage {
    desk: Desk,
    /// 地址, of one that is there.
    there: Option<String>,
    errors: Vec<FieldError>,
    typed: Typed,
    kinds: Vec<(&'static str, &'static str, bool)>,
    topics: Vec<(&'static str, &'static str)>,
}

impl FormPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    fn action(&self) -> String {
        match &self.there {
            Some(slug) => format!("/desk/columns/{slug}/edit"),
            None => "/desk/columns/new".to_owned(),
        }
    }
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    there: Option<String>,
    typed: Typed,
    (status, errors): (StatusCode, Vec<FieldError>),
) -> Result<Response, Error> {
    let kinds = PublicationKind::ALL.iter().filter(|kind| **kind != PublicationKind::Withheld);
    let chosen = |kind: &PublicationKind| typed.kinds.iter().any(|known| known == kind.key());
    let page = FormPage {
        desk: Desk::new(office, visitor, Place::Columns).await?,
        there,
        errors,
        kinds: kinds.map(|kind| (kind.key(), kind.label(), chosen(kind))).collect(),
        topics: catalogue::ALL.iter().map(|category| (category.key, category.title)).collect(),
        typed,
    };
    page::show_as(status, &page)
}

/// `GET /desk/columns/new`
pub async fn ask(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    own(&office, &visitor).await?;
    let typed = Typed { first: office.today().to_string(), own: true, ..Typed::default() };
    render(&office, &visitor, None, typed, (StatusCode::OK, Vec::new())).await
}

/// `POST /desk/columns/new`
pub async fn add(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    approve(&office, &visitor, &sent)?;
    let organ = own(&office, &visitor).await?;
    let typed = Typed::sent(sent);
    let sound = match typed.checked(&office).await? {
        Ok(sound) => sound,
        Err(errors) => return render(&office, &visitor, None, typed, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
    };
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    match act.add_special(organ.id, &sound.slug, &typed.words(&sound)).await {
        Ok(_) => {
            act.commit().await?;
            Ok(Redirect::to("/desk/columns").into_response())
        }
        Err(StoreError::Taken(_)) => {
            drop(act);
            let why = "这个地址已经有专题用了，结束了的专题也留着地址，请换一个";
            let errors = vec![FieldError::new("slug", why)];
            render(&office, &visitor, None, typed, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

fn approve(office: &Office, visitor: &Visitor, sent: &[(String, String)]) -> Result<(), Error> {
    let token = sent.iter().find(|(name, _)| name == "csrf").map_or("", |(_, token)| token.as_str());
    visitor.approve(office, token)
}

/// The special column at this address, of the own organ.
async fn opened(office: &Office, visitor: &Visitor, slug: &str) -> Result<Special, Error> {
    let organ = own(office, visitor).await?;
    let special = office.db.special_at(slug).await?;
    if special.organ_id == organ.id { Ok(special) } else { Err(Error::NotFound) }
}

/// `GET /desk/columns/{slug}/edit`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Error> {
    let special = opened(&office, &visitor, &slug).await?;
    let picks = office.db.special_picks(special.id).await?;
    let picks: Vec<String> = picks.into_iter().map(|line| line.index_number).collect();
    render(&office, &visitor, Some(slug), Typed::kept(&special, &picks), (StatusCode::OK, Vec::new())).await
}

/// `POST /desk/columns/{slug}/edit`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    approve(&office, &visitor, &sent)?;
    let special = opened(&office, &visitor, &slug).await?;
    // its address stays
    let typed = Typed { slug: slug.clone(), ..Typed::sent(sent) };
    let sound = match typed.checked(&office).await? {
        Ok(sound) => sound,
        Err(errors) => {
            return render(&office, &visitor, Some(slug), typed, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await;
        }
    };
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let version = typed.version.parse().unwrap_or(-1);
    match act.write_special(special.id, version, &typed.words(&sound)).await {
        Ok(()) => {
            act.commit().await?;
            Ok(Redirect::to("/desk/columns").into_response())
        }
        Err(StoreError::Stale) => {
            drop(act);
            let why = "刚被别人改过，还没有保存。您填的都在，再按一次“保存”就以您的为准";
            let typed = Typed { version: special.version.to_string(), ..typed };
            render(&office, &visitor, Some(slug), typed, (StatusCode::CONFLICT, vec![FieldError::new("title", why)]))
                .await
        }
        Err(other) => Err(other.into()),
    }
}
