//! `/organs`: whose information it is.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_store::{Organ, OrganId, Wish};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{Asked, CURSOR, Cursor, LIMIT, Param, Takes, params},
    line::OrganRef,
    problem::Problem,
    reply,
};
use crate::{letters::head::Letterhead, office::Office, site_map};

params!(
    /// Which.
    Wanted,
    [
    Param { name: "named", about: "全称或者简称里有这几个字的。", takes: Takes::Words(40) },
    LIMIT,
    CURSOR]
);

/// 单位
#[derive(Serialize, ToSchema)]
#[schema(as = Organ, description = "一个单位。")]
pub struct OrganEntry {
    /// 简写，用在地址和参数里。
    slug: String,
    /// 全称。
    name: String,
    /// 简称。
    short_name: String,
    /// 类别，如government、department、township。
    kind: String,
    /// 层级，如county、township。
    level: String,
    /// 统一社会信用代码。
    uscc: Option<String>,
    /// 单位主页的地址。
    url: String,
    /// 公开指南的地址。
    guide: String,
}

/// A page of them.
#[derive(Serialize, ToSchema)]
#[schema(description = "单位的一页。")]
pub struct OrganList {
    /// 这一页的单位。
    items: Vec<OrganEntry>,
    /// 下一页的地址；没有了是null。
    next: Option<String>,
}

/// 单位, with who publishes for it.
#[derive(Serialize, ToSchema)]
#[schema(description = "一个单位，和它的公开工作机构。")]
pub struct OrganDetail {
    #[serde(flatten)]
    entry: OrganEntry,
    /// 上级单位。
    #[schema(nullable)]
    parent: Option<OrganRef>,
    /// 公开工作机构。
    office: String,
    /// 地址。
    address: String,
    /// 电话。
    phone: String,
    /// 撤销以后由谁承继。
    #[schema(nullable)]
    successor: Option<OrganRef>,
}

fn entry(organ: &Organ, base: &str) -> OrganEntry {
    OrganEntry {
        url: format!("{base}/organs/{}", organ.slug),
        guide: format!("{base}/organs/{}/guide", organ.slug),
        slug: organ.slug.clone(),
        name: organ.name.clone(),
        short_name: organ.short_name.clone(),
        kind: organ.kind.clone(),
        level: organ.level.clone(),
        uscc: organ.uscc.clone(),
    }
}

/// `GET /organs`
#[utoipa::path(
    get, path = "/organs", operation_id = "listOrgans", tag = "目录和机构", summary = "列出单位", params(Wanted),
    responses((status = 200, description = "一页单位", body = OrganList))
)]
pub async fn list(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    let wish = Wish { named: asked.word("named").unwrap_or_default(), ..Wish::default() };
    let place = |cursor: Cursor| Some((i32::try_from(cursor.at).unwrap_or(i32::MAX), cursor.id::<OrganId>()?));
    let mut organs = office.db.organs(&wish, asked.cursor().and_then(place), asked.limit() + 1).await?;
    let next = asked.cut(&mut organs, |organ| Cursor::after(organ.position.into(), &organ.id.to_string()));
    let base = site_map::base(&office, &headers);
    let list = OrganList { items: organs.iter().map(|organ| entry(organ, &base)).collect(), next };
    Ok(reply::with_next(reply::json(&headers, &list)?, list.next.as_deref()))
}

/// `GET /organs/{slug}`
#[utoipa::path(
    get, path = "/organs/{slug}", operation_id = "getOrgan", tag = "目录和机构", summary = "一个单位",
    params(("slug" = String, Path, description = "简写。", min_length = 1)),
    responses((status = 200, description = "这个单位", body = OrganDetail), (status = 404, description = "没有这个单位"))
)]
pub async fn one(
    State(office): State<Office>,
    headers: HeaderMap,
    uri: Uri,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    Asked::of(&uri, &[])?;
    let organ = office.db.organ_at(&slug).await?;
    let ids: Vec<OrganId> = organ.parent_id.into_iter().chain(organ.successor_id).collect();
    let names = office.db.organ_names(&ids).await?;
    let named = |id: Option<OrganId>| {
        let (_, slug, name) = names.iter().find(|(known, ..)| Some(*known) == id)?;
        Some(OrganRef { slug: slug.clone(), name: name.clone() })
    };
    let sign = Letterhead::set_by(&office, &organ).await?;
    let detail = OrganDetail {
        entry: entry(&organ, &site_map::base(&office, &headers)),
        parent: named(organ.parent_id),
        successor: named(organ.successor_id),
        office: organ.office,
        address: sign.address,
        phone: sign.phone,
    };
    reply::json(&headers, &detail)
}
