//! `/desk/export/publications.csv`: the publications of the list by its filter, all of them, read in parts while they are sent.

use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream::try_unfold;
use gongkai_law::proactive::{attribute::Attribute, kind::PublicationKind, release::PublicationStage};
use gongkai_store::{Civil, Moment, OrganId, Publication};

use super::{
    list::{Asked, eyes, narrowed, titled, viewed},
    waits::{self, stage_of},
};
use crate::{
    guard::Visitor, office::Office, page::Error, people::roles::Hand, requests::desk::list::ORGANS, sheet::csv,
};

/// Publications that are read at once.
const PART: i64 = 500;

const COLUMNS: [&str; 11] = [
    "标题",
    "单位",
    "种类",
    "公开属性",
    "成文日期",
    "环节",
    "期限",
    "暂定",
    "逾期发布，应当公开的最后一天",
    "逾期工作日",
    "稿件",
];

/// What is exported: asked for part by part.
struct Parts {
    office: Office,
    hand: Hand,
    asked: Asked,
    organs: Vec<(OrganId, String)>,
    at: i64,
}

impl Parts {
    /// The lines of the next part; `None` when there are no more.
    async fn next(&mut self) -> Result<Option<String>, Error> {
        let eyes = eyes(&self.hand)?;
        let filter = viewed(&self.asked.v, &self.office, &eyes, narrowed(&self.asked, &eyes));
        let lines = self.office.db.publications(eyes.scope, &filter, self.at, PART).await?;
        self.at += PART;
        let mut out = String::new();
        for line in &lines {
            csv::line(&mut out, words(line, &self.organs).iter().map(String::as_str));
        }
        Ok((!lines.is_empty()).then_some(out))
    }
}

/// In the order of [`COLUMNS`].
fn words(line: &Publication, organs: &[(OrganId, String)]) -> [String; 11] {
    let day = |day: Option<Civil>| day.map(|day| day.0.to_string()).unwrap_or_default();
    let stage = stage_of(&line.stage).unwrap_or(PublicationStage::Draft);
    let organ = organs.iter().find(|(id, _)| *id == line.organ_id);
    [
        titled(&line.title),
        organ.map(|(_, name)| name.clone()).unwrap_or_default(),
        PublicationKind::of_key(&line.kind).map_or("", PublicationKind::label).to_owned(),
        Attribute::of_key(&line.attribute).map_or("", Attribute::label).to_owned(),
        day(line.formed),
        waits::label(stage, &line.attribute).to_owned(),
        day(line.due),
        if line.provisional { "暂定".to_owned() } else { String::new() },
        day(line.missed),
        line.late_days.map(|days| days.to_string()).unwrap_or_default(),
        format!("/desk/publications/{}", line.id),
    ]
}

/// `GET /desk/export/publications.csv`
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Error> {
    asked.tidy();
    let hand = visitor.hand()?.clone();
    let eyes = eyes(&hand)?;
    // who took what out of the register is on record
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.record("publication.export", Some(eyes.own), "publications.csv", serde_json::json!({"view": asked.v}));
    act.commit().await?;
    let own = office.db.organ(eyes.own).await?;
    let organs = office.db.organs_below(own.id, ORGANS).await?.into_iter().chain([(own.id, own.short_name)]).collect();
    let mut head = String::from(csv::MARK);
    csv::line(&mut head, COLUMNS);
    let begun = (Parts { office, hand, asked, organs, at: 0 }, Some(head));
    let body = Body::from_stream(try_unfold(begun, |(mut parts, mut head)| async move {
        let part = match head.take() {
            Some(head) => Some(head),
            None => parts.next().await.map_err(|_| std::io::Error::other("台账没有读完"))?,
        };
        Ok::<_, std::io::Error>(part.map(|part| (Bytes::from(part), (parts, None))))
    }));
    let disposition = "attachment; filename=\"publications.csv\"";
    let media = "text/csv; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, disposition)], body).into_response())
}
