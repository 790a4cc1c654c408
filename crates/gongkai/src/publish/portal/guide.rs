//! `/guide`, `/organs/{slug}/guide`: 政府信息公开指南, made from what the register knows of the organ. Art. 12.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::{
    calendar::in_chinese,
    proactive::{catalogue, term},
    request::{deadline, fee, received::Channel},
};
use gongkai_store::{Moment, Organ, ReadingPlace, ReleasedFilter, Wish, journal};
use jiff::{Span, civil::Date};

use super::{lines::KINDS, organs::in_force};
use crate::{
    guard::Visitor,
    letters::head::{self, Letterhead},
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    requests::portal::organs::elsewhere,
    verify::grouped,
};

/// Reading places that are named.
const PLACES: i64 = 12;
/// Organs whose guides are named beside.
const OTHERS: i64 = 12;

/// 渠道: where an application goes, and when it counts as received. Art. 31.
struct Way {
    label: &'static str,
    to: String,
    /// Whether the address of the form stands there.
    online: bool,
    received: &'static str,
    basis: String,
}

#[derive(Template)]
#[template(path = "portal/guide.html")]
struct GuidePage {
    chrome: Chrome,
    /// Whose; the first government's where the guide of the whole site is asked for.
    organ: Organ,
    whole: bool,
    head: Letterhead,
    elsewhere: Option<&'static str>,
    count: String,
    in_force: i64,
    categories: (usize, usize),
    ways: Vec<Way>,
    term: u16,
    reply: u16,
    extension: u16,
    /// 件, 页 that cost nothing.
    free: (u32, u32),
    today: String,
    changed: Option<(String, String)>,
    /// Why a reader had better ask before relying on it.
    doubts: Vec<&'static str>,
    others: Vec<Organ>,
    /// 查阅场所: the organ's own, or all of the site.
    places: Vec<ReadingPlace>,
}

/// `GET /guide`: that of the first organ of the site.
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let first = office.db.organs(&Wish::default(), None, 1).await?.pop().ok_or(Error::NotFound)?;
    guide(&office, &visitor, first, true).await
}

/// `GET /organs/{slug}/guide`
pub async fn of_organ(
    State(office): State<Office>,
    visitor: Visitor,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let organ = office.db.organ_at(&slug).await?;
    guide(&office, &visitor, organ, false).await
}

async fn guide(office: &Office, visitor: &Visitor, organ: Organ, whole: bool) -> Result<Response, Error> {
    let own = ReleasedFilter { organ: (!whole).then_some(organ.id), ..ReleasedFilter::default() };
    let head = Letterhead::of(office, &organ).await?;
    let level = head::kind(&organ).map(|(_, level)| level);
    let binding = |article: u8| {
        let of = |category: &&catalogue::Category| category.article.number == article;
        level.map_or(0, |level| catalogue::of(level).filter(of).count())
    };
    let others = office.db.organs(&Wish::default(), None, OTHERS + 1).await?;
    let changed = changed(office, &organ).await?.map(|at| civil_date(at.timestamp()));
    page::show(&GuidePage {
        chrome: Chrome::new(office, visitor, Nav::More),
        count: grouped(&office.db.released_count(&own).await?.to_string()),
        in_force: in_force(&office.db.released_validities(&ReleasedFilter { kinds: &KINDS, ..own }).await?),
        categories: (binding(20), binding(21)),
        ways: Channel::ALL.map(|channel| way(channel, &organ, &head)).into(),
        term: term::WORKDAYS,
        reply: deadline::REPLY_WORKDAYS,
        extension: deadline::EXTENSION_WORKDAYS,
        free: (free(fee::by_item(100)), free(fee::by_page(1_000))),
        today: in_chinese(office.today()),
        doubts: doubts(&organ, &head, (changed, office.today())),
        changed: changed.map(|day| (day.to_string(), in_chinese(day))),
        others: others.into_iter().filter(|other| other.id != organ.id).collect(),
        elsewhere: elsewhere(&organ),
        places: office.db.reading_places((!whole).then_some(organ.id), PLACES).await?,
        whole,
        organ,
        head,
    })
}

/// When what the guide says of the organ was changed last.
async fn changed(office: &Office, organ: &Organ) -> Result<Option<Moment>, Error> {
    let own = journal::about(&office.db, &organ.id.to_string(), 1).await?;
    let head = journal::about(&office.db, &head::key(organ), 1).await?;
    Ok(own.iter().chain(&head).map(|row| row.at_ms).max())
}

/// 过时、不一致: what of the guide may not be true any more.
fn doubts(organ: &Organ, head: &Letterhead, (changed, today): (Option<Date>, Date)) -> Vec<&'static str> {
    let digits = |words: &str| words.chars().filter(char::is_ascii_digit).collect::<String>();
    let (own, phone) = (digits(&organ.office), digits(&head.phone));
    let old = changed.and_then(|day| day.checked_add(Span::new().years(1)).ok()).is_some_and(|day| day < today);
    let other_phone = phone.len() >= 7 && own.len() >= 7 && !own.contains(&phone);
    let other_place =
        organ.office.contains('号') && !head.address.trim().is_empty() && !organ.office.contains(head.address.trim());
    let all = [
        (old, "机构信息超过一年没有核对，可能已经变动，去之前请先打电话。"),
        (other_phone || other_place, "登记的地址、电话有两处不一致，本机关还没有改正，去之前请先打电话。"),
    ];
    all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, why)| why).collect()
}

fn way(channel: Channel, organ: &Organ, head: &Letterhead) -> Way {
    let or = |words: &str| {
        if words.trim().is_empty() { "见公开工作机构".to_owned() } else { words.trim().to_owned() }
    };
    let to = match channel {
        Channel::InPerson => or(&head.address),
        Channel::SignedPost => format!("{}　{}", or(&head.address), organ.name),
        Channel::OrdinaryPost => "同上，信封注明“政府信息公开申请”".to_owned(),
        Channel::Internet => String::new(),
        Channel::Fax if !head.fax.trim().is_empty() => head.fax.trim().to_owned(),
        Channel::Fax => "先打电话问传真号".to_owned(),
        Channel::Elsewhere => "会转给公开工作机构，比直接寄来慢".to_owned(),
    };
    let received = match channel {
        Channel::InPerson => "提交的当天",
        Channel::SignedPost => "我们签收的当天",
        channel if channel.needs_confirmation() => "与您确认收到的当天",
        _ => "到达的当天",
    };
    Way {
        label: channel.label(),
        to,
        online: channel == Channel::Internet,
        received,
        basis: channel.basis().to_string(),
    }
}

/// The last one that costs nothing.
fn free(fee: Result<fee::Fee, fee::TooMany>) -> u32 {
    let tiers = fee.map(|fee| fee.tiers).unwrap_or_default();
    tiers.iter().filter(|tier| tier.rate == 0).map(|tier| tier.to).max().unwrap_or(0)
}
