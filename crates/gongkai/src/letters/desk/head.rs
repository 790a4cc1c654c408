//! 文书抬头: the page on which an organ says what its letters say of it.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Moment, Organ};
use serde::Deserialize;

use super::own;
use crate::{
    guard::Visitor,
    letters::head::{Kept, Letterhead},
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Duty,
    },
};

/// The longest answer that a field takes, in characters.
const LONGEST: usize = 200;

struct HeadField {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    set: String,
    found: String,
}

#[derive(Template)]
#[template(path = "letters/head.html")]
struct HeadPage {
    desk: Desk,
    organ: String,
    fields: Vec<HeadField>,
    /// Whether this hand may change it.
    may: bool,
    /// What the visitor has seen.
    version: String,
    /// What a form that came too late says.
    late: bool,
}

/// `GET /desk/letterhead`
pub async fn ask(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let organ = own(&office, visitor.hand()?).await?;
    let kept = Kept::of(&office, &organ).await?;
    show(&office, &visitor, organ, (kept.version(), kept.head()), false).await
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    organ: Organ,
    (version, set): (String, Letterhead),
    late: bool,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let found = Letterhead::of(office, &organ).await?;
    let field = |id, label, hint, get: fn(&Letterhead) -> &String| HeadField {
        id,
        label,
        hint,
        set: get(&set).clone(),
        found: get(&found).clone(),
    };
    let fields = vec![
        field("word", "机关代字", "文号的开头，如青水公；不能和别的机关相同", |head| {
            &head.word
        }),
        field("review", "复议机关", "按机关类型和上级机关推定，推定不对的在这里改", |head| {
            &head.review
        }),
        field("court", "有管辖权的人民法院", "", |head| &head.court),
        field("online", "网上行政复议渠道", "网上送达的答复要写明", |head| &head.online),
        field("contact", "联系人", "", |head| &head.contact),
        field("phone", "联系电话", "电话、地址至少填一项", |head| &head.phone),
        field("address", "办公地址", "", |head| &head.address),
        field("hours", "办公时间", "写进公开指南（第十二条），如周一至周五8:30—12:00、14:00—17:30", |head| &head.hours),
        field("fax", "传真号码", "写进公开指南；没有就空着", |head| &head.fax),
        field("internet", "互联网联系方式", "写进公开指南：电子邮箱或者网址", |head| {
            &head.internet
        }),
        field("payment", "信息处理费缴纳方式", "收费通知书要写明", |head| &head.payment),
    ];
    let status = if late { StatusCode::CONFLICT } else { StatusCode::OK };
    let may = visitor.hand()?.is_any(Duty::Letterhead.roles());
    page::show_as(status, &HeadPage { may, organ: organ.name, desk, fields, version, late })
}

/// The form.
#[derive(Deserialize)]
pub struct Head {
    csrf: String,
    #[serde(default)]
    version: String,
    #[serde(flatten)]
    head: Letterhead,
}

/// `POST /desk/letterhead`
pub async fn keep(State(office): State<Office>, visitor: Visitor, Form(form): Form<Head>) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    if !hand.is_any(Duty::Letterhead.roles()) {
        return Err(Error::Forbidden("文书抬头由公开工作机构负责人填写".to_owned()));
    }
    let organ = own(&office, hand).await?;
    let short = |words: String| words.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let Letterhead { word, review, court, online, contact, phone, address, hours, fax, internet, payment } = form.head;
    let head = Letterhead {
        word: short(word),
        review: short(review),
        court: short(court),
        online: short(online),
        contact: short(contact),
        phone: short(phone),
        address: short(address),
        hours: short(hours),
        fax: short(fax),
        internet: short(internet),
        payment: short(payment),
    };
    let now = Kept::of(&office, &organ).await?;
    if now.version() != form.version {
        return show(&office, &visitor, organ, (now.version(), head), true).await;
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    match head.keep_instead_of(&mut act, &organ, &now).await {
        Ok(()) => act.commit().await?,
        Err(gongkai_store::Error::Stale) => {
            drop(act);
            let now = Kept::of(&office, &organ).await?;
            return show(&office, &visitor, organ, (now.version(), head), true).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to("/desk/letterhead").into_response())
}
