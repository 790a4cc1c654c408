//! `/desk/export/requests.csv`, `.xlsx`, `.jsonl`: the requests of the list by its filter, all of them. Read in parts, so that memory
//! does not grow with the register; nothing that is sealed goes out.

use axum::{
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream::try_unfold;
use gongkai_law::request::{
    application::Applicant, decision::Decision, received::Channel, standing::Waits, step::Stage,
};
use gongkai_store::{Actor, Mark, Moment, Order, OrganId, PersonId, RequestLine, Scope, Turn};
use serde::Serialize;
use tokio::io::AsyncReadExt;

use super::{asked::Asked, eyes, others};
use crate::{
    guard::Visitor,
    office::Office,
    page::Error,
    requests::desk::{colleagues::Names, wording::plain},
    sheet::{csv, xlsx},
};

/// Requests that are read at once.
const PART: i64 = 500;
/// Bytes of a file that are sent at once.
const CHUNK: usize = 64 << 10;

/// Heading and width of each column.
const COLUMNS: [(&str, u16); 18] = [
    ("编号", 16),
    ("单位", 16),
    ("申请内容", 44),
    ("申请人类别", 12),
    ("提交渠道", 14),
    ("到达日期", 12),
    ("收到日期", 12),
    ("环节", 8),
    ("等谁", 12),
    ("答复期限", 12),
    ("暂定", 6),
    ("延长工作日", 11),
    ("办理结果", 30),
    ("办结日期", 12),
    ("送达日期", 12),
    ("归档日期", 12),
    ("经办人", 10),
    ("内部期限", 12),
];

/// One request as the file has it: keys of the law in JSON, words in the tables.
#[derive(Serialize)]
struct Exported<'a> {
    number: &'a str,
    organ: &'a str,
    title: &'a str,
    applicant: &'a str,
    channel: &'a str,
    arrived: String,
    received: Option<String>,
    stage: &'a str,
    waits: &'a str,
    due: Option<String>,
    provisional: bool,
    extended: i32,
    decision: Option<&'a str>,
    ended: Option<String>,
    served: Option<String>,
    archived: Option<String>,
    officer: Option<&'a str>,
    internal_due: Option<String>,
}

impl Exported<'_> {
    /// In the order of [`COLUMNS`].
    fn words(&self) -> [String; 18] {
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        let decision = self.decision.and_then(Decision::of_key).map_or("", |decision| plain(decision.label()));
        [
            self.number.to_owned(),
            self.organ.to_owned(),
            self.title.to_owned(),
            Applicant::of_key(self.applicant).map_or("", Applicant::label).to_owned(),
            Channel::of_key(self.channel).map_or("", Channel::label).to_owned(),
            self.arrived.clone(),
            day(&self.received),
            Stage::of_key(self.stage).map_or("", Stage::label).to_owned(),
            Waits::of_key(self.waits).map_or("", Waits::label).to_owned(),
            day(&self.due),
            if self.provisional { "暂定".to_owned() } else { String::new() },
            self.extended.to_string(),
            decision.to_owned(),
            day(&self.ended),
            day(&self.served),
            day(&self.archived),
            self.officer.unwrap_or_default().to_owned(),
            day(&self.internal_due),
        ]
    }
}

/// What is exported, read part by part in the order of age, which no act changes meanwhile.
struct Parts {
    office: Office,
    asked: Asked,
    scope: Scope,
    me: PersonId,
    own: OrganId,
    organ: String,
    turn: Option<Turn>,
}

impl Parts {
    /// The next requests, each handed to `write`; false when there are no more.
    async fn next(&mut self, mut write: impl FnMut(&Exported<'_>)) -> Result<bool, gongkai_store::Error> {
        let Some(turn) = self.turn else { return Ok(false) };
        let filter = self.asked.filter(&self.office, self.me);
        let lines = self.office.db.requests(self.scope, &filter, Order::Oldest, turn, PART).await?;
        let full = i64::try_from(lines.len()).is_ok_and(|count| count == PART);
        self.turn = lines.last().filter(|_| full).map(|line| Turn::After(Mark::of(line)));
        let names = Names::of(&self.office, lines.iter().filter_map(|line| line.officer_id)).await?;
        let organs = others(&self.office, &lines, self.own).await?;
        for line in &lines {
            let organ = organs.get(&line.organ_id).unwrap_or(&self.organ);
            write(&exported(line, organ, line.officer_id.map(|id| names.person(id))));
        }
        Ok(!lines.is_empty())
    }
}

fn exported<'a>(line: &'a RequestLine, organ: &'a str, officer: Option<&'a str>) -> Exported<'a> {
    let day = |day: Option<gongkai_store::Civil>| day.map(|day| day.0.to_string());
    Exported {
        number: &line.number,
        organ,
        title: &line.title,
        applicant: &line.applicant,
        channel: &line.channel,
        arrived: line.arrived.0.to_string(),
        received: day(line.received),
        stage: &line.stage,
        waits: &line.waits,
        due: day(line.due),
        provisional: line.provisional,
        extended: line.extended,
        decision: line.decision.as_deref(),
        ended: day(line.ended),
        served: day(line.served),
        archived: day(line.archived),
        officer,
        internal_due: day(line.internal_due),
    }
}

/// `GET /desk/export/{file}`
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let (scope, me, own) = eyes(hand)?;
    let media = match file.as_str() {
        "requests.csv" => "text/csv; charset=utf-8",
        "requests.jsonl" => "application/x-ndjson; charset=utf-8",
        "requests.xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => return Err(Error::NotFound),
    };
    let found = office.db.request_count_all(scope, &asked.filter(&office, me)).await?;
    if file == "requests.xlsx" {
        xlsx::holds(found).map_err(Error::Unreadable)?;
    }
    note(&office, hand.actor(), own, &file, (asked.without_words(), found)).await?;
    let organ = office.db.organ(own).await?.short_name;
    let parts = Parts { office, asked, scope, me, own, organ, turn: Some(Turn::First) };
    let body = match file.as_str() {
        "requests.xlsx" => sent(workbook(parts).await?),
        "requests.csv" => streamed(parts, head(), csv_line),
        _ => streamed(parts, String::new(), json_line),
    };
    let disposition = format!("attachment; filename=\"{file}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response())
}

/// Who took what out of the register is on record.
async fn note(
    office: &Office,
    actor: Actor,
    own: OrganId,
    file: &str,
    (query, found): (String, i64),
) -> Result<(), gongkai_store::Error> {
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    act.record("request.export", Some(own), file, serde_json::json!({"query": query, "count": found}));
    act.commit().await
}

fn head() -> String {
    let mut head = String::from(csv::MARK);
    csv::line(&mut head, COLUMNS.map(|(heading, _)| heading));
    head
}

/// A line of the file, added to what will be sent.
type Write = fn(&mut String, &Exported<'_>);

fn csv_line(out: &mut String, line: &Exported<'_>) {
    csv::line(out, line.words().iter().map(String::as_str));
}

fn json_line(out: &mut String, line: &Exported<'_>) {
    // a struct of words and numbers always has a JSON
    out.push_str(&serde_json::to_string(line).unwrap_or_default());
    out.push('\n');
}

/// A body that is read from the register while it is sent.
fn streamed(parts: Parts, head: String, write: Write) -> Body {
    let begun = (parts, Some(head).filter(|head| !head.is_empty()));
    Body::from_stream(try_unfold(begun, move |(mut parts, mut head)| async move {
        if let Some(head) = head.take() {
            return Ok::<_, gongkai_store::Error>(Some((Bytes::from(head), (parts, None))));
        }
        let mut out = String::new();
        let more = parts.next(|line| write(&mut out, line)).await?;
        Ok(more.then(|| (Bytes::from(out), (parts, None))))
    }))
}

async fn workbook(mut parts: Parts) -> Result<std::fs::File, Error> {
    let broken = |fault: rust_xlsxwriter::XlsxError| Error::broken(&fault);
    let mut book = xlsx::Book::default();
    let mut sheet = book.sheet("申请", &COLUMNS).map_err(broken)?;
    let mut failed = None;
    while parts
        .next(|line| {
            let words = line.words();
            if let Err(fault) = sheet.row(words.iter().map(String::as_str)) {
                failed = Some(fault);
            }
        })
        .await?
    {
        if let Some(fault) = failed.take() {
            return Err(broken(fault));
        }
    }
    let file = tokio::task::spawn_blocking(move || book.finish()).await.map_err(|fault| Error::broken(&fault))?;
    file.map_err(broken)
}

/// A body that is read from a file while it is sent.
pub fn sent(file: std::fs::File) -> Body {
    let file = tokio::fs::File::from_std(file);
    Body::from_stream(try_unfold((file, false), |(mut file, begun)| async move {
        if !begun {
            tokio::io::AsyncSeekExt::rewind(&mut file).await?;
        }
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(chunk), (file, true))))
    }))
}
