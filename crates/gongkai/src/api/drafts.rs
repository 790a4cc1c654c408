//! `/drafts`: what a program of an organ writes. A draft goes the way of every other: three people check it before anybody
//! sees it, and no key takes a step of that.

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use gongkai_law::proactive::release::PublicationVerb;
use gongkai_store::{Act, Digest, Moment, PublicationId, Scope, Upload};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    asked::{Asked, Param, Takes, params, publication},
    caller::open,
    line::{Named, href},
    once::{Once, Repeated, Turn},
    problem::{Fault, Kind, Problem},
    reply,
    writing::{DraftBody, read},
};
use crate::{
    api_keys::key::{Caller, KeyScope},
    office::Office,
    publish::{content::Content, manuscript::Manuscript, take, write},
    requests::{papers::media, take::NotTaken},
};

params!(
    /// What a file is called.
    Called,
    [Param { name: "name", about: "文件名，不带路径，如 附件1.docx。", takes: Takes::FileName }]
);

/// 草稿, as it was begun or changed.
#[derive(Serialize, ToSchema)]
#[schema(description = "写下的草稿。")]
pub struct DraftSaved {
    /// 编号；发布以后还是它。
    #[schema(format = "uuid")]
    id: String,
    /// 保存的次数，修改时要带上。
    version: i64,
    /// 在接口里的地址。
    href: String,
    /// 送审以前还缺什么。
    lacks: Vec<Fault>,
}

/// 草稿
#[derive(Serialize, ToSchema)]
#[schema(description = "一份草稿，和它现在到了哪一步。")]
pub struct Draft {
    #[serde(flatten)]
    saved: DraftSaved,
    /// 现在到了哪一步。
    stage: Named,
    /// 现在还能不能用接口修改：送审以后不能。
    writable: bool,
    /// 公开期限。
    #[schema(format = Date)]
    due: Option<String>,
    /// 已经公开的，在接口里的地址；没有公开是null。
    item: Option<String>,
    /// 写下的内容。
    draft: DraftBody,
    /// 附件。
    files: Vec<DraftFile>,
}

/// 草稿的附件
#[derive(Serialize, ToSchema)]
#[schema(description = "草稿的附件。")]
pub struct DraftFile {
    /// 在这份草稿里的序号，从0起。
    n: i32,
    /// 文件名。
    name: String,
    /// 格式，按内容认的。
    media: String,
    /// 字节数。
    size: i64,
    /// 国密SM3摘要，十六进制。
    sm3: String,
}

/// 修改
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "整份改写：没有写的字段就是空的。")]
pub struct DraftChange {
    /// 读到的version；别人先改过的话不保存。
    #[schema(minimum = 0)]
    version: i64,
    /// 内容。
    draft: DraftBody,
}

/// `POST /drafts`
#[utoipa::path(
    post, path = "/drafts", operation_id = "createDraft", tag = "起草", summary = "起草一条公开信息",
    description = "写成的是草稿，不会公开：初审、保密审查、签发由三个人在工作台办理，接口不能代替。带Idempotency-Key重发，不会写成两份。",
    params(("Idempotency-Key" = Option<String>, Header, description = "幂等键：24小时内同一个键、同样的内容只写一次，再发得到同样的答复。",
        pattern = "^[!-~]{1,255}$")),
    request_body = DraftBody, security(("key" = ["items:write"])),
    responses(
        (status = 201, description = "写成了草稿", body = DraftSaved, headers(("Location" = String, description = "草稿的地址"))),
        (status = 422, description = "内容不合要求，或者幂等键用过了"),
    )
)]
pub async fn begin(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteItems).await?;
    Asked::of(&uri, &[])?;
    let bytes = whole(body)?;
    let once = match Once::of(&office, &caller.key, &headers, (&uri, &bytes)).await? {
        Repeated::No(once) => once,
        Repeated::Yes(answer) => return Ok(created(&answer)),
    };
    let done = begun(&office, &caller, (&headers, &bytes), &once).await;
    Ok(created(&once.settle(&office, done).await?))
}

/// Begins a draft; its answer.
async fn begun(
    office: &Office,
    caller: &Caller,
    (headers, bytes): (&HeaderMap, &[u8]),
    once: &Once,
) -> Result<String, Problem> {
    let draft: DraftBody = read(headers, bytes)?;
    let (kind, content) = draft.content(office, (caller.organ.id, None)).await?;
    let mut act = match once.claim(office, act(office, caller).await?).await? {
        Turn::Ours(act) => act,
        Turn::Theirs(answer) => return Ok(answer),
    };
    let whose = (caller.organ.id, Some(caller.key.person_id));
    let id = write::begin(office, &mut act, whose, kind, &content).await.map_err(refused)?;
    act.begin_by_api_key(&caller.key, id).await?;
    let saved = DraftSaved {
        id: id.to_string(),
        version: 0,
        href: at(id),
        lacks: content.lacks(kind, office.today()).into_iter().map(|(name, why)| Fault::new(name, why)).collect(),
    };
    once.keep(act, &saved).await
}

/// `GET /drafts/{id}`
#[utoipa::path(
    get, path = "/drafts/{id}", operation_id = "getDraft", tag = "起草", summary = "看草稿到了哪一步",
    description = "只能看这个密钥起草的。",
    params(("id" = String, Path, description = "编号。", format = "uuid")), security(("key" = ["items:write"])),
    responses((status = 200, description = "这份草稿", body = Draft), (status = 404, description = "没有这份草稿"))
)]
pub async fn show(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteItems).await?;
    Asked::of(&uri, &[])?;
    let manuscript = own(&office, &caller, &id).await?;
    reply::private(StatusCode::OK, &shown(&office, &caller, manuscript))
}

/// `PUT /drafts/{id}`
#[utoipa::path(
    put, path = "/drafts/{id}", operation_id = "changeDraft", tag = "起草", summary = "改写草稿",
    description = "只能改这个密钥起草的，而且还没有送审。带上读到的version，别人先改过就回409。",
    params(("id" = String, Path, description = "编号。", format = "uuid")),
    request_body = DraftChange, security(("key" = ["items:write"])),
    responses(
        (status = 200, description = "改好的草稿", body = Draft),
        (status = 404, description = "没有这份草稿"),
        (status = 409, description = "别人先改过，或者已经送审"),
        (status = 422, description = "内容不合要求"),
    )
)]
pub async fn change(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteItems).await?;
    Asked::of(&uri, &[])?;
    let wanted: DraftChange = read(&headers, &whole(body)?)?;
    let manuscript = own(&office, &caller, &id).await?;
    let id = manuscript.publication.id;
    let (kind, content) = wanted.draft.content(&office, (caller.organ.id, Some(id))).await?;
    let content = Content { standards: manuscript.content.standards.clone(), ..content };
    if wanted.version != manuscript.publication.version {
        let now = manuscript.publication.version;
        return Err(Problem::new(Kind::Conflict, format!("别人先改过，现在的version是{now}，请读过新的内容再改")));
    }
    let mut act = act(&office, &caller).await?;
    write::write_in(&office, &mut act, &caller.hand, &manuscript, (kind, &content)).await.map_err(refused)?;
    act.write_by_api_key(&caller.key, id);
    act.commit().await?;
    let manuscript = Manuscript::of(&office, id, Scope::Organ(caller.organ.id)).await?;
    reply::private(StatusCode::OK, &shown(&office, &caller, manuscript))
}

/// `POST /drafts/{id}/files`
#[utoipa::path(
    post, path = "/drafts/{id}/files", operation_id = "attachToDraft", tag = "起草", summary = "给草稿附文件",
    description = "请求的正文就是文件，最大20 MB；收PDF、OFD、Word、Excel、PPT、图片、纯文本，按内容认，不按名字。",
    params(
        ("id" = String, Path, description = "编号。", format = "uuid"),
        Called,
        ("Idempotency-Key" = Option<String>, Header, description = "幂等键，和起草的一样。", pattern = "^[!-~]{1,255}$"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "文件"),
    security(("key" = ["items:write"])),
    responses(
        (status = 201, description = "附上了", body = DraftFile),
        (status = 404, description = "没有这份草稿"),
        (status = 409, description = "已经送审，附件够多了，或者有密级标志"),
        (status = 422, description = "幂等键用过了"),
    )
)]
pub async fn attach(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteItems).await?;
    let asked = Asked::of(&uri, PARAMS)?;
    let manuscript = own(&office, &caller, &id).await?;
    let bytes = whole(body)?;
    let name = asked.word("name").unwrap_or_default();
    let once = match Once::of(&office, &caller.key, &headers, (&uri, &bytes)).await? {
        Repeated::No(once) => once,
        Repeated::Yes(answer) => return Ok(reply::written(StatusCode::CREATED, answer)),
    };
    let done = attached(&office, &caller, &manuscript, ((name, &bytes), &once)).await;
    Ok(reply::written(StatusCode::CREATED, once.settle(&office, done).await?))
}

/// Attaches a file to a draft; its answer.
async fn attached(
    office: &Office,
    caller: &Caller,
    manuscript: &Manuscript,
    ((name, bytes), once): ((&str, &[u8]), &Once),
) -> Result<String, Problem> {
    let media = paper(bytes)?;
    let mut act = match once.claim(office, act(office, caller).await?).await? {
        Turn::Ours(act) => act,
        Turn::Theirs(answer) => return Ok(answer),
    };
    let upload = Upload { bytes, media };
    let n = write::attach_in(office, &mut act, &caller.hand, manuscript, (name, upload)).await.map_err(refused)?;
    act.write_by_api_key(&caller.key, manuscript.publication.id);
    let file = DraftFile {
        n,
        name: name.to_owned(),
        media: media.to_owned(),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sm3: Digest::of(bytes).to_string(),
    };
    once.keep(act, &file).await
}

async fn act(office: &Office, caller: &Caller) -> Result<Act, gongkai_store::Error> {
    office.db.act(caller.hand.actor(), Moment(office.now_ms())).await
}

/// All of a body, or what stopped it.
pub(super) fn whole(body: Result<Bytes, axum::extract::rejection::BytesRejection>) -> Result<Bytes, Problem> {
    use axum::response::IntoResponse as _;
    body.map_err(|refused| match refused.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => crate::page::Error::TooLarge.into(),
        _ => Problem::new(Kind::BadBody, "正文没有收全"),
    })
}

/// The format of a file that is taken, by what is in it.
pub(super) fn paper(bytes: &[u8]) -> Result<&'static str, Problem> {
    media(bytes).ok_or_else(|| Problem::new(Kind::MediaType, "不是能收的格式：PDF、OFD、Word、Excel、图片、纯文本"))
}

/// A draft that this key began.
async fn own(office: &Office, caller: &Caller, id: &str) -> Result<Manuscript, Problem> {
    let id = publication(id)?;
    match office.db.api_key_of_draft(id).await? == Some(caller.key.id) {
        true => Ok(Manuscript::of(office, id, Scope::Organ(caller.organ.id)).await?),
        false => Err(Problem::new(Kind::NotFound, "没有这份稿件，或者不是用这个密钥起草的")),
    }
}

fn shown(office: &Office, caller: &Caller, manuscript: Manuscript) -> Draft {
    let writable = take::may(office, &caller.hand, &manuscript, PublicationVerb::Write).is_ok();
    let lacks = manuscript.lacks(office.today());
    let Manuscript { publication, standing, content, files, kind, .. } = manuscript;
    let id = publication.id;
    Draft {
        saved: DraftSaved {
            id: id.to_string(),
            version: publication.version,
            href: at(id),
            lacks: lacks.into_iter().map(|(name, why)| Fault::new(name, why)).collect(),
        },
        stage: Named { key: standing.stage.key().to_owned(), name: standing.stage.label().to_owned() },
        writable,
        due: super::line::day(publication.due),
        item: publication.public.then(|| href(&id.to_string())),
        draft: DraftBody::of(kind, content),
        files: files
            .into_iter()
            .map(|file| DraftFile {
                n: file.n,
                name: file.name,
                media: file.media,
                size: file.size,
                sm3: file.file_sm3.to_string(),
            })
            .collect(),
    }
}

fn at(id: PublicationId) -> String {
    format!("{}/drafts/{id}", super::BASE)
}

/// 201 with where it is, from the answer as it was kept.
fn created(answer: &str) -> Response {
    #[derive(Deserialize)]
    struct Made {
        href: String,
    }
    let made: Option<Made> = serde_json::from_str(answer).ok();
    let mut response = reply::written(StatusCode::CREATED, answer.to_owned());
    if let Some(at) = made.and_then(|made| HeaderValue::from_str(&made.href).ok()) {
        response.headers_mut().insert(header::LOCATION, at);
    }
    response
}

/// What the rules refuse is a matter of when, not of what was sent.
fn refused(why: NotTaken) -> Problem {
    match why {
        NotTaken::Refused(refusal) => Problem::new(Kind::Conflict, refusal),
        NotTaken::Store(error) => error.into(),
    }
}
