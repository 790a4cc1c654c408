//! `/items/{id}`: one publication, whole; an earlier version of it; and what stands there once it was taken down.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_law::proactive::{kind::PublicationKind, relation::Relation};
use gongkai_store::{Error as StoreError, Moment, PublicationFile, PublicationId, Related, Released, ReleasedLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::Asked,
    line::{ItemLine, Named, href, kind, lines},
    problem::{Problem, Tombstone},
    reply,
};
use crate::{
    office::{Office, civil_date},
    publish::{body, content::Content},
    site_map,
};

/// 公开信息, whole.
#[derive(Serialize, ToSchema)]
#[schema(description = "一条公开信息的全部内容。")]
pub struct Item {
    #[serde(flatten)]
    line: ItemLine,
    /// 这是第几版，从1起。
    version: i32,
    /// 正文：空行分段，“# ”开头是章，“## ”开头是小标题，“|”开头是表格的一行。
    body: String,
    /// 正文的HTML。
    body_html: String,
    /// 关键词，用“；”分开。
    keywords: String,
    /// 体裁。
    genre: String,
    /// 主题分类。
    theme: String,
    /// 主动公开类别。
    topics: Vec<Named>,
    /// 信息来源。
    source: String,
    /// 责任部门。
    department: String,
    /// 公开范围；空的就是面向全社会。
    audience: String,
    /// 公示到哪一天；到期自动撤下的才有。
    #[schema(format = Date)]
    expires: Option<String>,
    /// 这一种类专有的字段，按字段代码。
    fields: BTreeMap<String, String>,
    /// 附件；以往的版本不带附件。
    files: Vec<ItemFile>,
    /// 所有的版本，新的在前。
    versions: Vec<ItemVersion>,
    /// 关联的信息。
    relations: Vec<ItemRelation>,
}

/// 附件
#[derive(Serialize, ToSchema)]
#[schema(description = "附件。")]
pub struct ItemFile {
    /// 在这条信息里的序号，从0起。
    n: i32,
    /// 文件名。
    name: String,
    /// 格式。
    media: String,
    /// 字节数。
    size: i64,
    /// 国密SM3摘要，十六进制。
    sm3: String,
    /// 下载的地址。
    url: String,
}

/// 版本
#[derive(Serialize, ToSchema)]
#[schema(description = "一个版本。")]
pub struct ItemVersion {
    /// 第几版，从1起。
    version: i32,
    /// 发布的日子。
    #[schema(format = Date)]
    released: String,
    /// 在接口里的地址。
    href: String,
}

/// 关联
#[derive(Serialize, ToSchema)]
#[schema(description = "另一条信息，和它是什么关系。")]
pub struct ItemRelation {
    /// 关系的代码和说法。
    relation: Named,
    /// true是对方指向这一条，false是这一条指向对方。
    inward: bool,
    /// 对方的编号。
    #[schema(format = "uuid")]
    id: String,
    /// 对方的索引号。
    index_number: String,
    /// 对方的标题。
    title: String,
    /// 对方的文号。
    number: String,
    /// 对方的信息种类。
    kind: Named,
    /// 对方在接口里的地址。
    href: String,
}

/// `GET /items/{id}`
#[utoipa::path(
    get, path = "/items/{id}", operation_id = "getItem", tag = "公开信息", summary = "读一条公开信息",
    description = "正文、元数据、附件、版本、关联都在里面。撤下的回410，附撤下说明。",
    params(("id" = String, Path, description = "编号，或者索引号（里面的“/”写成%2F）。", min_length = 1)),
    responses(
        (status = 200, description = "这条信息", body = Item),
        (status = 404, description = "没有公开过"),
        (status = 410, description = "已经撤下，附撤下说明"),
    )
)]
pub async fn last(
    State(office): State<Office>,
    headers: HeaderMap,
    uri: Uri,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Asked::of(&uri, &[])?;
    let released = public(&office, &id).await?;
    let n = released.n;
    show(&office, &headers, released, n).await
}

/// `GET /items/{id}/versions/{version}`
#[utoipa::path(
    get, path = "/items/{id}/versions/{version}", operation_id = "getItemVersion", tag = "公开信息",
    summary = "读以往的一个版本", description = "格式和读一条公开信息一样，不带附件；效力、关联是现在的。",
    params(
        ("id" = String, Path, description = "编号，或者索引号（里面的“/”写成%2F）。", min_length = 1),
        ("version" = i32, Path, description = "第几版。", minimum = 1),
    ),
    responses(
        (status = 200, description = "这个版本", body = Item),
        (status = 404, description = "没有公开过，或者没有这个版本"),
        (status = 410, description = "已经撤下，附撤下说明"),
    )
)]
pub async fn version(
    State(office): State<Office>,
    headers: HeaderMap,
    uri: Uri,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Asked::of(&uri, &[])?;
    let released = public(&office, &id).await?;
    let n = n.parse().map_err(|_| StoreError::Missing("公开信息的版本"))?;
    show(&office, &headers, released, n).await
}

/// What is public, by its identity or its 索引号.
async fn public(office: &Office, key: &str) -> Result<Released, Problem> {
    let released = match key.parse::<PublicationId>() {
        Ok(id) => office.db.released(id).await?,
        Err(_) => office.db.released_at(key).await?,
    };
    if released.state == "public" {
        return Ok(released);
    }
    let day = |at: Moment| civil_date(at.timestamp()).to_string();
    Err(Problem::gone(Tombstone {
        organ: office.db.organ(released.organ_id).await?.slug,
        released: Some(day(released.first_ms)),
        ended: day(released.ended_ms.unwrap_or(released.released_ms)),
        expired: released.state == "expired",
        title: released.title,
        index_number: Some(released.index_number),
        why: released.why,
    }))
}

async fn show(office: &Office, headers: &HeaderMap, released: Released, n: i32) -> Result<Response, Problem> {
    let id = released.publication_id;
    let is_last = n == released.n;
    let (json, at) = match is_last {
        true => (released.content.clone(), released.released_ms),
        false => office.db.released_past(id, n).await?,
    };
    let content = Content::read(&json)?;
    let files = if is_last { office.db.released_files(id).await? } else { Vec::new() };
    let (versions, related) = (office.db.releases(id).await?, office.db.related(id).await?);
    let base = site_map::base(office, headers);
    let expires = super::line::day(released.expires);
    let line = lines(office, headers, vec![as_line(released, &content, at)]).await?;
    let line = line.into_iter().next().ok_or(StoreError::Missing("公开信息"))?;
    let kind = PublicationKind::of_key(&line.kind.key).unwrap_or(PublicationKind::General);
    let topic = |category: &gongkai_law::proactive::catalogue::Category| Named {
        key: category.key.to_owned(),
        name: category.title.to_owned(),
    };
    let own = kind.fields().iter().map(|field| (field.key.to_owned(), content.field(field.key).to_owned()));
    let item = Item {
        version: n,
        body_html: body::html(&content.body, &body::Place::on_site(&files, |n| format!("/items/{id}/files/{n}"))),
        topics: content.categories(kind).into_iter().map(topic).collect(),
        expires,
        fields: own.filter(|(_, words)| !words.is_empty()).collect(),
        files: files.into_iter().map(|file| attached(file, id, &base)).collect(),
        versions: versions.into_iter().map(|(n, at)| listed(n, at, id)).collect(),
        relations: related.into_iter().filter_map(joined).collect(),
        body: content.body,
        keywords: content.keywords,
        genre: content.genre,
        theme: content.theme,
        source: content.source,
        department: content.department,
        audience: content.audience,
        line,
    };
    reply::json(headers, &item)
}

/// As a list has it, with the words of this version.
fn as_line(released: Released, content: &Content, at: Moment) -> ReleasedLine {
    ReleasedLine {
        publication_id: released.publication_id,
        organ_id: released.organ_id,
        index_number: released.index_number,
        kind: released.kind,
        title: content.title.clone(),
        summary: content.summary.clone(),
        formed: content.formed.map(gongkai_store::Civil),
        number: content.number.clone(),
        valid_from: released.valid_from,
        valid_until: released.valid_until,
        repealed: released.repealed,
        validity: released.validity,
        first_ms: released.first_ms,
        released_ms: at,
    }
}

fn attached(file: PublicationFile, id: PublicationId, base: &str) -> ItemFile {
    ItemFile {
        url: format!("{base}/items/{id}/files/{}", file.n),
        sm3: file.file_sm3.to_string(),
        n: file.n,
        name: file.name,
        media: file.media,
        size: file.size,
    }
}

fn listed(n: i32, at: Moment, id: PublicationId) -> ItemVersion {
    ItemVersion {
        version: n,
        released: civil_date(at.timestamp()).to_string(),
        href: format!("{}/versions/{n}", href(&id.to_string())),
    }
}

fn joined(other: Related) -> Option<ItemRelation> {
    let relation = Relation::of_key(&other.relation)?;
    let words = if other.inward { relation.back() } else { relation.label() };
    Some(ItemRelation {
        relation: Named { key: other.relation, name: words.to_owned() },
        inward: other.inward,
        href: href(&other.publication_id.to_string()),
        id: other.publication_id.to_string(),
        index_number: other.index_number,
        title: other.title,
        number: other.number,
        kind: kind(&other.kind),
    })
}
