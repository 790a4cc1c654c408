//! `/desk/delegations`: who stands in for whom.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Delegation, PersonId, Scope, StaffLine};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        delegation::{self, Wish},
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    typed,
};

/// Delegations and colleagues on one page.
const MOST: i64 = 500;

/// One delegation as the list prints it.
struct Line {
    id: String,
    principal: String,
    deputy: String,
    role: &'static str,
    from: String,
    until: String,
    why: String,
    /// `委托中`, `未开始`, `已到期` or `已收回`, with the tag's kind.
    state: (&'static str, &'static str),
    /// Whether this visitor may end it now.
    ends: bool,
}

#[derive(Template)]
#[template(path = "people/delegations.html")]
struct DelegationsPage {
    desk: Desk,
    lines: Vec<Line>,
    /// Among whom the security administrator chooses first; empty for everybody else, who delegate what is theirs.
    principals: Vec<StaffLine>,
    /// What can be registered; `None` while nobody is chosen, and for who has nothing to delegate.
    offer: Option<Offer>,
    today: String,
    /// Until when at most.
    longest: String,
    typed: NewDelegation,
    errors: Vec<FieldError>,
}

/// 可以登记的: whom and what of one principal's the act will take.
struct Offer {
    principal: StaffLine,
    deputies: Vec<StaffLine>,
    roles: Vec<Role>,
}

impl Offer {
    fn of(principal: &StaffLine, staff: &[StaffLine]) -> Self {
        Self {
            principal: principal.clone(),
            deputies: staff.iter().filter(|one| delegation::may_stand_in(one, principal)).cloned().collect(),
            roles: delegation::delegable(principal),
        }
    }
}

/// Whom the security administrator chose.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    principal: String,
}

/// `GET /desk/delegations`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let today = office.today().to_string();
    let typed = NewDelegation { principal: chosen.principal, from: today.clone(), until: today, ..Default::default() };
    show(&office, &visitor, typed, Vec::new()).await
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    typed: NewDelegation,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Delegations).await?;
    let hand = visitor.hand()?;
    let scope = scope(hand)?;
    let staff: Vec<_> = office.db.staff(scope, "", MOST).await?;
    let names: BTreeMap<_, _> = staff.iter().map(|line| (line.id, line.full_name.as_str())).collect();
    let delegations = office.db.delegations(scope, MOST).await?;
    let lines = delegations.iter().map(|delegation| line(office, hand, delegation, &names)).collect();
    let theirs = |line: &&StaffLine| delegation::may_delegate(line) && is_theirs(hand, line.id);
    let mut principals: Vec<_> = staff.iter().filter(theirs).cloned().collect();
    let chosen = principals.iter().find(|line| line.id.to_string() == typed.principal);
    let chosen = match hand.is_any(&[Role::Security]) {
        true => chosen,
        false => principals.first(),
    };
    let offer = chosen.map(|principal| Offer::of(principal, &staff));
    if !hand.is_any(&[Role::Security]) {
        principals.clear();
    }
    let (today, longest) = (office.today(), delegation::longest(office.today()).to_string());
    let page = DelegationsPage { desk, lines, principals, offer, today: today.to_string(), longest, typed, errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// Of the own organ; the security administrator sees all.
fn scope(hand: &Hand) -> Result<Scope, Error> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } => Ok(Scope::Organ(*organ)),
        hand if hand.is_any(&[Role::Security]) => Ok(Scope::All),
        _ => Err(Error::Forbidden("委托由本机关的人员和安全管理员查看".to_owned())),
    }
}

fn is_theirs(hand: &Hand, principal: PersonId) -> bool {
    hand.is_any(&[Role::Security]) || matches!(hand, Hand::Staff { id, .. } if *id == principal)
}

fn line(office: &Office, hand: &Hand, delegation: &Delegation, names: &BTreeMap<PersonId, &str>) -> Line {
    let today = office.today();
    let name = |id: PersonId| names.get(&id).copied().unwrap_or("—").to_owned();
    let state = match () {
        () if delegation.ended_ms.is_some() => ("plain", "已收回"),
        () if delegation.until_date.0 < today => ("plain", "已到期"),
        () if delegation.from_date.0 > today => ("info", "未开始"),
        () => ("ok", "委托中"),
    };
    Line {
        id: delegation.id.to_string(),
        principal: name(delegation.principal_id),
        deputy: name(delegation.deputy_id),
        role: Role::of_key(&delegation.role).map_or("", Role::label),
        from: delegation.from_date.0.to_string(),
        until: delegation.until_date.0.to_string(),
        why: delegation.why.clone(),
        ends: state.0 != "plain" && is_theirs(hand, delegation.principal_id),
        state,
    }
}

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewDelegation {
    csrf: String,
    principal: String,
    deputy: String,
    role: String,
    from: String,
    until: String,
    why: String,
}

impl NewDelegation {
    /// The days: field, label, what was typed.
    fn days(&self) -> [(&'static str, &'static str, &str); 2] {
        [("from", "第一天", &self.from), ("until", "最后一天", &self.until)]
    }
}

/// `POST /desk/delegations`
pub async fn delegate(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<NewDelegation>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let wish = match wish(&form) {
        Ok(wish) => wish,
        Err(errors) => return show(&office, &visitor, form, errors).await,
    };
    match delegation::delegate(&office, visitor.hand()?, &wish).await {
        Ok(_) => Ok(Redirect::to("/desk/delegations").into_response()),
        Err(Error::Forbidden(why)) => show(&office, &visitor, form, vec![FieldError::new("deputy", why)]).await,
        Err(other) => Err(other),
    }
}

fn wish(form: &NewDelegation) -> Result<Wish, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut date = |field: &'static str, text: &str| -> Date {
        typed::number(text).parse().unwrap_or_else(|_| {
            errors.push(FieldError::new(field, "请填年-月-日，如2026-10-12"));
            Date::ZERO
        })
    };
    let (from, until) = (date("from", &form.from), date("until", &form.until));
    let why = form.why.trim().to_owned();
    if !(1..=200).contains(&why.chars().count()) {
        errors.push(FieldError::new("why", "请写明事由，最多200字"));
    }
    let person = |text: &str| text.parse::<PersonId>().ok();
    let (Some(principal), Some(deputy), Some(role)) =
        (person(&form.principal), person(&form.deputy), Role::of_key(&form.role))
    else {
        errors.push(FieldError::new("deputy", "请选委托人、受托人和职责"));
        return Err(errors);
    };
    match errors.is_empty() {
        true => Ok(Wish { principal, deputy, role, from, until, why }),
        false => Err(errors),
    }
}

/// `POST /desk/delegations/{id}/end`
pub async fn end(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<crate::signin::Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let all = office.db.delegations(scope(hand)?, MOST).await?;
    let wanted = all.into_iter().find(|delegation| delegation.id.to_string() == id).ok_or(Error::NotFound)?;
    delegation::end(&office, hand, &wanted).await?;
    Ok(Redirect::to("/desk/delegations").into_response())
}
