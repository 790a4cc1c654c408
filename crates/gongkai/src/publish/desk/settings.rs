//! `/desk/publications/settings`: how an organ numbers what it publishes, the checks that it adds, the hosts that are its own,
//! and the words that it does not want to see.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::release::{Check, ReviewRoute};
use gongkai_store::{Moment, Organ};
use serde::Deserialize;

use super::{crew::dead_end, waits::Hands};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    publish::{settings::Settings, take::roles_of, word_list},
};

/// The longest list of hosts, in characters.
const LONGEST: usize = 2000;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    saved: String,
}

/// A check as the page lists it: may be added, is always there, and who makes it.
struct CheckLine {
    key: &'static str,
    label: &'static str,
    fixed: bool,
    ticked: bool,
    who: String,
}

#[derive(Template)]
#[template(path = "publish/settings.html")]
struct SettingsPage {
    desk: Desk,
    organ: String,
    settings: Settings,
    /// 错敏词表
    words: String,
    /// What the next number will be.
    preview: String,
    checks: Vec<CheckLine>,
    /// Why the route that is set now stands still somewhere; empty where it does not.
    stuck: String,
    errors: Vec<FieldError>,
    saved: bool,
}

impl SettingsPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// The own organ of a head.
async fn own(office: &Office, hand: &Hand) -> Result<Organ, Error> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&[Role::Head]) => Ok(office.db.organ(*organ).await?),
        _ => Err(Error::Forbidden(format!("发布设置由{}办理", Role::Head.label()))),
    }
}

/// `GET /desk/publications/settings`
pub async fn show(State(office): State<Office>, visitor: Visitor, Query(wish): Query<Wish>) -> Result<Response, Error> {
    let organ = own(&office, visitor.hand()?).await?;
    let kept = (Settings::of(&office, &organ).await?, word_list::of(&office, &organ).await?);
    render(&office, &visitor, &organ, kept, (Vec::new(), !wish.saved.is_empty())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    organ: &Organ,
    (settings, words): (Settings, String),
    (errors, saved): (Vec<FieldError>, bool),
) -> Result<Response, Error> {
    let hands = Hands::of(office, organ.id).await?;
    let stuck = dead_end(&hands, settings.route()).map(|(_, why)| why).unwrap_or_default();
    let today = office.today();
    let next = office.db.last_number(organ.id, "index", today.year()).await? + 1;
    let code = organ.uscc.as_deref().unwrap_or(&organ.slug);
    let least: Vec<_> = ReviewRoute::default().checks().collect();
    let route: Vec<_> = settings.route().checks().collect();
    let line = |check: Check| CheckLine {
        key: check.key(),
        label: check.label(),
        fixed: least.contains(&check),
        ticked: route.contains(&check),
        who: hands.named(roles_of(check)),
    };
    let status = page::form_status(errors.is_empty());
    let page = SettingsPage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        organ: organ.name.clone(),
        preview: settings.index_number(code, &organ.slug, today, next),
        checks: Check::ALL.map(line).into(),
        // what is refused stands beside its check
        stuck: if errors.is_empty() { stuck } else { String::new() },
        words,
        settings,
        errors,
        saved,
    };
    page::show_as(status, &page)
}

/// `POST /desk/publications/settings`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let organ = own(&office, visitor.hand()?).await?;
    let before = Settings::of(&office, &organ).await?;
    let settings = Settings {
        pattern: if word("pattern").is_empty() { before.pattern } else { word("pattern").to_owned() },
        legal: !word("legal").is_empty(),
        countersign: !word("countersign").is_empty(),
        own_hosts: word("own_hosts").replace('\r', ""),
    };
    let mut errors = Vec::new();
    if !settings.is_sound() {
        let why = "样式里要有{year}和{seq}，还要有{code}或者{slug}，不然会和别的单位、别的年份重复；最多80字";
        errors.push(FieldError::new("pattern", why));
    }
    errors.extend(wrong_hosts(&settings.own_hosts).map(|why| FieldError::new("own_hosts", why)));
    let words = word("words").replace('\r', "");
    if words.chars().nth(word_list::LONGEST).is_some() {
        let most = word_list::LONGEST;
        errors.push(FieldError::new("words", format!("错敏词表最多{most}字，现在有{}字", words.chars().count())));
    }
    // the three are the law's, whether there is anybody for them or not
    let field = |check| match check {
        Check::Legal => Some("check-legal"),
        Check::Countersign => Some("check-countersign"),
        Check::First | Check::Secrecy | Check::Approval => None,
    };
    let dead_end = dead_end(&Hands::of(&office, organ.id).await?, settings.route());
    let wrong = dead_end.and_then(|(check, why)| Some(FieldError::new(field(check)?, format!("{why}，再加这一环节"))));
    errors.extend(wrong);
    if !errors.is_empty() {
        return render(&office, &visitor, &organ, (settings, words), (errors, false)).await;
    }
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    settings.keep(&mut act, &organ).await?;
    word_list::keep(&mut act, &organ, &words).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk/publications/settings?saved=1").into_response())
}

/// What is no list of hosts.
fn wrong_hosts(hosts: &str) -> Option<String> {
    if hosts.chars().nth(LONGEST).is_some() {
        return Some(format!("自有域名合计最多{LONGEST}字"));
    }
    let is_host = |host: &str| host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c));
    let wrong = hosts.lines().map(str::trim).find(|host| !host.is_empty() && !is_host(host))?;
    Some(format!("“{wrong}”不是域名：一行一个，如 www.qinghe.example，不带http://和路径"))
}
