//! `/mistakes/{number}`: what was found, by when it is answered, and the answer.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{calendar::in_chinese, proactive::mistake::MistakeAnswer};
use gongkai_store::Mistake;
use tower_sessions::Session;

use crate::{
    guard::Visitor,
    mistakes::page::titled,
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::address,
    requests::{
        mask,
        portal::{follow::plain_number, memory},
    },
};

#[derive(Template)]
#[template(path = "mistakes/follow.html")]
struct FollowPage {
    chrome: Chrome,
    number: String,
    /// 查询码, while it may be shown.
    code: Option<String>,
    minutes: i64,
    title: String,
    lede: String,
    organ: String,
    /// What it is in or on, and where that is.
    item: (String, String),
    is_page: bool,
    place: String,
    words: Vec<String>,
    answer: Vec<String>,
    /// 答复期限: ISO, in words, whether a notice may still move it.
    due: Option<(String, String, bool)>,
    reachable: bool,
}

/// `GET /mistakes/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    // no number of ours, and nothing that an address may carry on
    if plain_number(&number) != number {
        return Err(Error::NotFound);
    }
    let found = match memory::known(&session, &number).await {
        Some(mac) => office.db.mistake_by_code(&number, &mac).await?,
        None => None,
    };
    let Some(mistake) = found else {
        return Ok(Redirect::to(&format!("/requests/follow?n={number}")).into_response());
    };
    let organ = office.db.organ(mistake.organ_id).await?;
    let item = match (mistake.publication_id, &mistake.page) {
        (Some(id), _) => office.db.released(id).await.map(|item| (item.title, address(&item.index_number)))?,
        (None, path) => path.as_ref().map(|path| (titled(path), path.clone())).ok_or(Error::NotFound)?,
    };
    let given = memory::given(&office, &session).await.filter(|given| given.number == number);
    let (title, lede) = said(&mistake, &organ.short_name);
    let open = mistake.outcome.is_none();
    page::show(&FollowPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        code: given.and_then(|given| given.code),
        minutes: memory::SHOWN,
        title,
        lede,
        organ: organ.name,
        is_page: mistake.page.is_some(),
        item,
        place: mask::numbers(&mistake.place),
        words: mask::numbers(&mistake.words).lines().map(str::to_owned).collect(),
        answer: mistake.answer.lines().map(str::to_owned).collect(),
        due: mistake.due.filter(|_| open).map(|day| (day.0.to_string(), in_chinese(day.0), mistake.provisional)),
        reachable: mistake.sealed.is_some(),
        number,
    })
}

fn said(mistake: &Mistake, short: &str) -> (String, String) {
    let answer = mistake.outcome.as_deref().and_then(MistakeAnswer::of_key);
    match (answer, mistake.answered) {
        (Some(answer), Some(day)) => {
            (answer.label().to_owned(), format!("{short}{}答复。谢谢您帮我们把信息改得更准确。", in_chinese(day.0)))
        }
        _ => ("收到了，谢谢您".to_owned(), format!("{short}正在核对。您现在不用做任何事。")),
    }
}
