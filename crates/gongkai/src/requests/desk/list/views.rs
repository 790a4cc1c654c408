//! `/desk/views`: a filter and an order of the list kept under a name, for oneself or for the whole organ.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Moment, SavedView};
use serde::Deserialize;

use super::eyes;
use crate::{
    guard::Visitor, office::Office, page::Error, people::roles::Duty, requests::desk::list::asked::Asked, signin::Bare,
};

/// Characters of a name, so that all names fit in a row.
const LONGEST: usize = 16;
/// Views that one person keeps; what others share does not count.
const MOST: i64 = 40;
/// Views that one list shows: one's own and what others share.
pub const SHOWN: i64 = 200;

/// What the form sends: a name, and the list as it stands.
#[derive(Deserialize)]
pub struct Kept {
    csrf: String,
    name: String,
    #[serde(default)]
    shared: Option<String>,
    #[serde(flatten)]
    asked: Asked,
}

/// `POST /desk/views`
pub async fn keep(State(office): State<Office>, visitor: Visitor, Form(form): Form<Kept>) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let (_, me, own) = eyes(hand)?;
    let (name, query) = (form.name.trim(), form.asked.query());
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(Error::Unreadable(format!("请给视图起一个1至{LONGEST}个字的名字。")));
    }
    if office.db.views_besides(me, name).await? >= MOST {
        return Err(Error::Unreadable(format!("一个人最多保存{MOST}个视图，请先删掉自己不用的。")));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.save_view(own, me, name, &query, form.shared.is_some()).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/desk?{query}")).into_response())
}

/// `POST /desk/views/{id}/drop`: one's own; a head's also what others share.
pub async fn drop_one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let (_, me, own) = eyes(hand)?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.drop_view(id, own, me, hand.is_any(Duty::SharedViews.roles())).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk").into_response())
}

/// A view as the list shows it.
pub struct ViewLink {
    /// Its identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The list that it opens.
    pub href: String,
    /// Whether the whole organ sees it.
    pub shared: bool,
    /// Whether this person may throw it away.
    pub mine: bool,
    /// Whether it is open.
    pub current: bool,
}

impl ViewLink {
    /// Of a view, for somebody who looks at this list.
    pub fn of(view: SavedView, me: gongkai_store::PersonId, heads: bool, here: &str) -> Self {
        Self {
            id: view.id.to_string(),
            name: view.name,
            current: view.query == here,
            href: format!("/desk?{}", view.query),
            mine: view.person_id == me || (view.shared && heads),
            shared: view.shared,
        }
    }
}
