//! 开放数据: the catalogue and the policy library as CSV and JSON. The library is read while it is sent, a part at a time.

use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::stream::try_unfold;
use gongkai_store::{Moment, PublicationId, ReleasedFilter};
use serde_json::json;

use super::{
    catalogue::{Asked, Catalogue, Row},
    lines::{KINDS, Line},
};
use crate::{api::catalogue::Listed, office::Office, page::Error, sheet::csv, site_map};

/// Rows that are read together.
const PART: i64 = 500;

/// `GET /catalogue.csv`
pub async fn catalogue_csv(State(office): State<Office>, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let catalogue = Catalogue::of(&office, &asked.organ).await?;
    let mut out = String::from(csv::MARK);
    csv::line(&mut out, ["类别", "名称", "依据", "条数", "最近更新", "覆盖"]);
    for row in catalogue.rows() {
        let (basis, count) = (row.category.article.to_string(), row.count.to_string());
        csv::line(&mut out, [row.category.key, row.category.title, &basis, &count, &newest(row), row.coverage.label()]);
    }
    Ok(file("text/csv; charset=utf-8", "catalogue.csv", Body::from(out)))
}

/// `GET /catalogue.json`
pub async fn catalogue_json(State(office): State<Office>, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let body = json!(Listed::of(&office, &asked.organ).await?).to_string();
    Ok(file("application/json; charset=utf-8", "catalogue.json", Body::from(body)))
}

fn newest(row: &Row) -> String {
    row.newest.map(|day| day.to_string()).unwrap_or_default()
}

fn file(media: &'static str, name: &str, body: Body) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, named)], body).into_response()
}

/// `GET /policies.csv`
pub async fn policies_csv(State(office): State<Office>, headers: HeaderMap) -> Response {
    let mut head = String::from(csv::MARK);
    csv::line(
        &mut head,
        [
            "索引号",
            "标题",
            "文号",
            "发布机构",
            "种类",
            "成文日期",
            "施行日期",
            "有效期至",
            "有效性",
            "发布日期",
            "更新日期",
            "地址",
        ],
    );
    let base = site_map::base(&office, &headers);
    file("text/csv; charset=utf-8", "policies.csv", streamed(office, base, (head, String::new()), csv_line))
}

/// `GET /policies.json`
pub async fn policies_json(State(office): State<Office>, headers: HeaderMap) -> Response {
    let head = format!("{{\"on\":\"{}\",\"documents\":[\n", office.today());
    let base = site_map::base(&office, &headers);
    let ends = (head, "\n]}\n".to_owned());
    file("application/json; charset=utf-8", "policies.json", streamed(office, base, ends, json_line))
}

/// Adds a document: whether it is the first, and by which address the site is known.
type Write = fn(&mut String, &Line, bool, &str);

fn csv_line(out: &mut String, line: &Line, _: bool, base: &str) {
    let place = format!("{base}{}", line.href);
    let validity = line.validity.as_ref().map_or("", |(_, words)| words);
    let Line { index_number, title, number, organ, kind, formed, from, until, on, changed, .. } = line;
    let values: [&str; 12] =
        [index_number, title, number, organ, kind, formed, from, until, validity, on, changed, &place];
    csv::line(out, values);
}

fn json_line(out: &mut String, line: &Line, first: bool, base: &str) {
    let said = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
    let document = json!({
        "index_number": line.index_number,
        "title": line.title,
        "number": said(&line.number),
        "organ": line.organ,
        "kind": line.kind,
        "formed": said(&line.formed),
        "from": said(&line.from),
        "until": said(&line.until),
        "validity": line.validity.as_ref().map(|(_, words)| words),
        "released": line.on,
        "changed": said(&line.changed),
        "summary": said(&line.summary),
        "url": format!("{base}{}", line.href),
    });
    if !first {
        out.push_str(",\n");
    }
    out.push_str(&document.to_string());
}

/// Where the reading stands.
enum Turn {
    Head,
    After(Option<(Moment, PublicationId)>),
    Over,
}

/// A body that is read from the register while it is sent.
fn streamed(office: Office, base: String, (head, tail): (String, String), write: Write) -> Body {
    let begun = (office, base, head, tail, Turn::Head);
    Body::from_stream(try_unfold(begun, move |(office, base, mut head, tail, turn)| async move {
        let (after, first) = match turn {
            Turn::Over => return Ok::<_, gongkai_store::Error>(None),
            Turn::Head => (None, true),
            Turn::After(after) => (after, false),
        };
        let filter = ReleasedFilter { kinds: &KINDS, ..ReleasedFilter::default() };
        let rows = office.db.released_lines(&filter, after, PART).await?;
        let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == PART);
        let last = rows.last().filter(|_| is_full).map(|row| (row.released_ms, row.publication_id));
        let mut out = std::mem::take(&mut head);
        for (nth, line) in Line::of(&office, rows).await?.iter().enumerate() {
            write(&mut out, line, first && nth == 0, &base);
        }
        let next = match last {
            Some(last) => Turn::After(Some(last)),
            None => Turn::Over,
        };
        if matches!(next, Turn::Over) {
            out.push_str(&tail);
        }
        Ok(Some((Bytes::from(out), (office, base, head, tail, next))))
    }))
}
