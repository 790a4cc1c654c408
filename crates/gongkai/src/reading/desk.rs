//! `/desk/places`: the head keeps the reading places of the own organ.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, State},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use gongkai_law::proactive::reading::ReadingPlaceKind;
use gongkai_store::{Error as StoreError, Moment, Organ, ReadingPlace, ReadingPlaceWords};

use super::{MOST, kind};
use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Duty, Hand},
    },
};

/// Characters of each field.
const LONGEST: [(&str, &str, usize); 5] = [
    ("name", "名称", 60),
    ("address", "地址", 100),
    ("hours", "开放时间", 100),
    ("phone", "电话", 40),
    ("note", "说明", 200),
];

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/places", get(list))
        .route("/desk/places/new", get(ask).post(add))
        .route("/desk/places/{id}/edit", get(show).post(keep))
        .route("/desk/places/{id}/remove", post(remove))
        .layer(map_response(headers::keep_private))
}

/// The own organ of a head.
async fn own(office: &Office, visitor: &Visitor) -> Result<Organ, Error> {
    match visitor.hand()? {
        hand @ Hand::Staff { organ: Some(organ), .. } if hand.is_any(Duty::ReadingPlaces.roles()) => {
            Ok(office.db.organ(*organ).await?)
        }
        _ => Err(Error::Forbidden("查阅场所由公开工作机构负责人登记".to_owned())),
    }
}

#[derive(Template)]
#[template(path = "reading/own.html")]
struct ListPage {
    desk: Desk,
    places: Vec<ReadingPlace>,
    /// Kinds in which a government has to set one up and nobody on the site has.
    lacking: Vec<&'static str>,
}

async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let organ = own(&office, &visitor).await?;
    let all = office.db.reading_places(None, MOST).await?;
    let lacks = |due: &ReadingPlaceKind| !all.iter().any(|place| kind(place) == *due);
    page::show(&ListPage {
        desk: Desk::new(&office, &visitor, Place::ReadingPlaces).await?,
        lacking: ReadingPlaceKind::DUE.into_iter().filter(lacks).map(ReadingPlaceKind::label).collect(),
        places: all.iter().filter(|place| place.organ_id == organ.id).cloned().collect(),
    })
}

/// What was typed.
#[derive(Default)]
struct Typed(HashMap<String, String>);

impl Typed {
    fn sent(sent: HashMap<String, String>) -> Self {
        Self(sent.into_iter().map(|(name, words)| (name, words.trim().to_owned())).collect())
    }

    fn kept(place: &ReadingPlace) -> Self {
        let all = [
            ("kind", place.kind.clone()),
            ("name", place.name.clone()),
            ("address", place.address.clone()),
            ("hours", place.hours.clone()),
            ("phone", place.phone.clone()),
            ("note", place.note.clone()),
            ("version", place.version.to_string()),
        ];
        Self(all.map(|(name, words)| (name.to_owned(), words)).into())
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn words(&self) -> ReadingPlaceWords<'_> {
        ReadingPlaceWords {
            kind: self.get("kind"),
            name: self.get("name"),
            address: self.get("address"),
            hours: self.get("hours"),
            phone: self.get("phone"),
            note: self.get("note"),
        }
    }

    fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if ReadingPlaceKind::of_key(self.get("kind")).is_none() {
            faults.push(FieldError::new("kind", "请选种类"));
        }
        for (field, label, most) in LONGEST {
            let count = self.get(field).chars().count();
            if count == 0 && !["phone", "note"].contains(&field) {
                faults.push(FieldError::new(field, format!("请写{label}")));
            } else if count > most {
                faults.push(FieldError::new(field, format!("{label}最多{most}个字，现在{count}个")));
            }
        }
        faults
    }
}

#[derive(Template)]
#[template(path = "reading/form.html")]
struct FormPage {
    desk: Desk,
    /// Of one that is there.
    there: Option<ReadingPlace>,
    errors: Vec<FieldError>,
    typed: Typed,
}

impl FormPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    fn kinds(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        ReadingPlaceKind::ALL.into_iter().map(|kind| (kind.key(), kind.label(), self.typed.get("kind") == kind.key()))
    }
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    there: Option<ReadingPlace>,
    typed: Typed,
    (status, errors): (StatusCode, Vec<FieldError>),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::ReadingPlaces).await?;
    page::show_as(status, &FormPage { desk, there, errors, typed })
}

async fn ask(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    own(&office, &visitor).await?;
    form(&office, &visitor, None, Typed::default(), (StatusCode::OK, Vec::new())).await
}

async fn add(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let typed = Typed::sent(sent);
    visitor.approve(&office, typed.get("csrf"))?;
    let organ = own(&office, &visitor).await?;
    let faults = typed.faults();
    if !faults.is_empty() {
        return form(&office, &visitor, None, typed, (StatusCode::UNPROCESSABLE_ENTITY, faults)).await;
    }
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    act.add_reading_place(organ.id, &typed.words()).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk/places").into_response())
}

async fn opened(office: &Office, visitor: &Visitor, id: &str) -> Result<ReadingPlace, Error> {
    let organ = own(office, visitor).await?;
    Ok(office.db.reading_place(id.parse().map_err(|_| Error::NotFound)?, organ.id).await?)
}

async fn show(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let place = opened(&office, &visitor, &id).await?;
    let typed = Typed::kept(&place);
    form(&office, &visitor, Some(place), typed, (StatusCode::OK, Vec::new())).await
}

async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let mut typed = Typed::sent(sent);
    visitor.approve(&office, typed.get("csrf"))?;
    let place = opened(&office, &visitor, &id).await?;
    let faults = typed.faults();
    if !faults.is_empty() {
        return form(&office, &visitor, Some(place), typed, (StatusCode::UNPROCESSABLE_ENTITY, faults)).await;
    }
    let version = typed.get("version").parse().unwrap_or(-1);
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    match act.write_reading_place((place.id, place.organ_id), version, &typed.words()).await {
        Ok(()) => {
            act.commit().await?;
            Ok(Redirect::to("/desk/places").into_response())
        }
        Err(StoreError::Stale) => {
            drop(act);
            let why = "刚被别人改过，还没有保存。您填的都在，再按一次“保存”就以您的为准";
            typed.0.insert("version".to_owned(), place.version.to_string());
            form(&office, &visitor, Some(place), typed, (StatusCode::CONFLICT, vec![FieldError::new("name", why)]))
                .await
        }
        Err(other) => Err(other.into()),
    }
}

async fn remove(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    visitor.approve(&office, sent.get("csrf").map_or("", String::as_str))?;
    let place = opened(&office, &visitor, &id).await?;
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    act.drop_reading_place(&place).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk/places").into_response())
}
