//! `/desk/organs`: the tree of organs.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Civil, HandedOver, NewOrgan, Organ, OrganId};
use jiff::civil::Date;
use serde::Deserialize;

use super::all_organs as all;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        organs::{self, kinds, levels},
    },
};

/// How deep the tree is shown; a register has five levels.
const DEEPEST: usize = 12;

/// One organ as the tree prints it.
struct Line {
    slug: String,
    name: String,
    /// How far below the top, for the blanks before its name.
    depth: usize,
    kind: &'static str,
    level: &'static str,
    uscc: String,
    office: String,
}

#[derive(Template)]
#[template(path = "people/organs.html")]
struct OrgansPage {
    desk: Desk,
    lines: Vec<Line>,
    form: Fields,
    organs: Vec<Organ>,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "people/organ.html")]
struct OrganPage {
    desk: Desk,
    title: String,
    form: Fields,
    organs: Vec<Organ>,
    /// What went over to its successor so far.
    handed: HandedOver,
    errors: Vec<FieldError>,
}

/// The fields of an organ, as typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Fields {
    csrf: String,
    slug: String,
    name: String,
    short_name: String,
    kind: String,
    level: String,
    uscc: String,
    /// 上级机关, by its slug.
    parent: String,
    /// 公开工作机构
    office: String,
    /// 承继机关, by its slug.
    successor: String,
    /// 撤并之日
    closed: String,
    position: String,
    version: String,
}

impl Fields {
    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        kinds()
    }

    fn levels(&self) -> Vec<(&'static str, &'static str)> {
        levels()
    }

    /// The fields of one line: id, label, hint, what was typed.
    fn texts(&self) -> [(&'static str, &'static str, &'static str, &str); 4] {
        [
            ("name", "全称", "", &self.name),
            ("short_name", "简称", "列表里用", &self.short_name),
            ("slug", "地址", "小写字母、数字，用在网址和申请编号里", &self.slug),
            ("uscc", "统一社会信用代码", "18位，没有的留空", &self.uscc),
        ]
    }

    fn of(organ: &Organ, all: &[Organ], today: Date) -> Self {
        let slug = |id: Option<OrganId>| all.iter().find(|organ| Some(organ.id) == id).map(|organ| organ.slug.clone());
        Self {
            slug: organ.slug.clone(),
            name: organ.name.clone(),
            short_name: organ.short_name.clone(),
            kind: organ.kind.clone(),
            level: organ.level.clone(),
            uscc: organ.uscc.clone().unwrap_or_default(),
            parent: slug(organ.parent_id).unwrap_or_default(),
            office: organ.office.clone(),
            successor: slug(organ.successor_id).unwrap_or_default(),
            // of one that was closed already and whose day nobody knows, today is not it
            closed: match (organ.closed_on, organ.successor_id) {
                (Some(on), _) => on.0.to_string(),
                (None, Some(_)) => String::new(),
                (None, None) => today.to_string(),
            },
            position: organ.position.to_string(),
            version: organ.version.to_string(),
            csrf: String::new(),
        }
    }

    /// 撤并之日 as it was typed; today for what is closed just now and has none.
    ///
    /// # Errors
    /// What is wrong with it.
    fn closed_on(&self, organ: &Organ, today: Date) -> Result<Option<Civil>, FieldError> {
        let no = |why: &str| Err(FieldError::new("closed", why));
        let typed = crate::typed::number(&self.closed);
        match typed.parse::<Date>() {
            _ if self.successor.is_empty() => Ok(None),
            Ok(on) if on > today => no("撤并之日不能在今天以后，到了那天再填承继机关"),
            Ok(on) => Ok(Some(Civil(on))),
            Err(_) if !typed.is_empty() => no("撤并之日要写成2026-03-15的样子"),
            Err(_) => Ok(organ.successor_id.is_none().then_some(Civil(today))),
        }
    }

    /// What was typed as an organ, and what is wrong with it.
    fn read<'a>(&'a self, all: &[Organ]) -> (NewOrgan<'a>, Option<OrganId>, Vec<FieldError>) {
        let mut errors = Vec::new();
        let mut named = |field: &'static str, slug: &str| {
            let found = all.iter().find(|organ| organ.slug == slug).map(|organ| organ.id);
            if found.is_none() && !slug.is_empty() {
                errors.push(FieldError::new(field, "没有这个机构"));
            }
            found
        };
        let (parent, successor) = (named("parent", &self.parent), named("successor", &self.successor));
        let uscc = Some(self.uscc.trim()).filter(|code| !code.is_empty());
        let position = crate::typed::number(&self.position).parse().unwrap_or(1000);
        let new = NewOrgan {
            slug: self.slug.trim(),
            name: self.name.trim(),
            short_name: self.short_name.trim(),
            kind: &self.kind,
            level: &self.level,
            uscc,
            parent,
            position,
        };
        errors.extend(organs::faults(&new).into_iter().map(|(field, why)| FieldError::new(field, why)));
        if self.office.chars().count() > 300 {
            errors.push(FieldError::new("office", "最多300个字"));
        }
        (new, successor, errors)
    }
}

/// `GET /desk/organs`
pub async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    show_list(&office, &visitor, Fields::default(), Vec::new()).await
}

async fn show_list(
    office: &Office,
    visitor: &Visitor,
    form: Fields,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Organs).await?;
    let organs = all(office).await?;
    let page = OrgansPage { desk, lines: tree(&organs), form, organs, errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// Each organ under the one above it.
fn tree(organs: &[Organ]) -> Vec<Line> {
    let known: BTreeSet<_> = organs.iter().map(|organ| organ.id).collect();
    let mut below: BTreeMap<Option<OrganId>, Vec<&Organ>> = BTreeMap::new();
    for organ in organs.iter().rev() {
        // one whose superior is past the end of the list stands at the top
        let parent = organ.parent_id.filter(|id| known.contains(id));
        below.entry(parent).or_default().push(organ);
    }
    let mut lines = Vec::with_capacity(organs.len());
    let mut open: Vec<(&Organ, usize)> = below.get(&None).into_iter().flatten().map(|organ| (*organ, 0)).collect();
    while let Some((organ, depth)) = open.pop() {
        lines.push(line(organ, depth));
        if depth < DEEPEST {
            open.extend(below.get(&Some(organ.id)).into_iter().flatten().map(|organ| (*organ, depth + 1)));
        }
    }
    lines
}

fn line(organ: &Organ, depth: usize) -> Line {
    let word = |words: &[(&str, &'static str)], key: &str| {
        words.iter().find(|(known, _)| *known == key).map_or("—", |(_, label)| *label)
    };
    Line {
        slug: organ.slug.clone(),
        name: organ.name.clone(),
        depth,
        kind: word(&kinds(), &organ.kind),
        level: word(&levels(), &organ.level),
        uscc: organ.uscc.clone().unwrap_or_default(),
        office: organ.office.clone(),
    }
}

/// `POST /desk/organs`
pub async fn found(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<Fields>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let known = all(&office).await?;
    let (new, _, mut errors) = form.read(&known);
    errors.extend(taken(&known, &new, None));
    if !errors.is_empty() {
        return show_list(&office, &visitor, form, errors).await;
    }
    organs::found(&office, visitor.hand()?, &new).await?;
    Ok(Redirect::to("/desk/organs").into_response())
}

/// What another organ has already.
fn taken(known: &[Organ], new: &NewOrgan<'_>, but: Option<OrganId>) -> Vec<FieldError> {
    let others = || known.iter().filter(|organ| Some(organ.id) != but);
    let mut errors = Vec::new();
    if others().any(|organ| organ.slug == new.slug) {
        errors.push(FieldError::new("slug", "这个地址已经有机构用了"));
    }
    if new.uscc.is_some() && others().any(|organ| organ.uscc.as_deref() == new.uscc) {
        errors.push(FieldError::new("uscc", "这个代码已经有机构用了"));
    }
    errors
}

/// `GET /desk/organs/{slug}`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Error> {
    let organ = office.db.organ_at(&slug).await?;
    let known = all(&office).await?;
    let form = Fields::of(&organ, &known, office.today());
    show_one(&office, &visitor, (organ, form, known), Vec::new()).await
}

async fn show_one(
    office: &Office,
    visitor: &Visitor,
    (organ, form, organs): (Organ, Fields, Vec<Organ>),
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Organs).await?;
    let handed = office.db.handed_over(organ.id).await?;
    let page = OrganPage { desk, title: organ.name, form, organs, handed, errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// `POST /desk/organs/{slug}`
pub async fn change(
    State(office): State<Office>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let organ = office.db.organ_at(&slug).await?;
    let known = all(&office).await?;
    let (new, successor_id, mut errors) = form.read(&known);
    errors.extend(taken(&known, &new, Some(organ.id)));
    let closed_on = form.closed_on(&organ, office.today()).unwrap_or_else(|why| {
        errors.push(why);
        None
    });
    if !errors.is_empty() {
        return show_one(&office, &visitor, (organ, form, known), errors).await;
    }
    let changed = Organ {
        id: organ.id,
        slug: new.slug.to_owned(),
        name: new.name.to_owned(),
        short_name: new.short_name.to_owned(),
        kind: new.kind.to_owned(),
        level: new.level.to_owned(),
        uscc: new.uscc.map(str::to_owned),
        parent_id: new.parent,
        position: new.position,
        office: form.office.trim().to_owned(),
        successor_id,
        closed_on,
        version: form.version.parse().map_err(|_| Error::Stale)?,
    };
    match organs::change(&office, visitor.hand()?, &changed).await {
        // back to where it says what went over
        Ok(()) if changed.successor_id.is_some() => {
            Ok(Redirect::to(&format!("/desk/organs/{}", changed.slug)).into_response())
        }
        Ok(()) => Ok(Redirect::to("/desk/organs").into_response()),
        Err(Error::Forbidden(why)) => {
            let told = vec![FieldError::new("parent", why)];
            show_one(&office, &visitor, (organ, form, known), told).await
        }
        Err(other) => Err(other),
    }
}
