//! 一行: a publication as lists have it.

use std::collections::HashMap;

use axum::http::HeaderMap;
use gongkai_law::proactive::{catalogue, kind::PublicationKind, validity::Validity};
use gongkai_store::{Civil, OrganId, ReleasedLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::{
    office::{Office, civil_date},
    publish::portal::lines::{address, changed},
    site_map,
};

/// 发布机构
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(description = "发布机构。")]
pub struct OrganRef {
    /// 简写，用在地址和参数里。
    pub slug: String,
    /// 简称。
    pub name: String,
}

/// 有代码的名称
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(description = "代码和它的中文名称。")]
pub struct Named {
    /// 代码，不会变。
    pub key: String,
    /// 名称。
    pub name: String,
}

/// 公开信息, in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(description = "一条公开信息的要点。")]
pub struct ItemLine {
    /// 编号，不会变。
    #[schema(format = "uuid")]
    pub id: String,
    /// 索引号，不会变，不重复使用。
    pub index_number: String,
    /// 标题。
    pub title: String,
    /// 内容概述，可以是空的。
    pub summary: String,
    /// 文号，可以是空的。
    pub number: String,
    /// 信息种类。
    pub kind: Named,
    /// 发布机构。
    pub organ: OrganRef,
    /// 成文日期。
    #[schema(format = Date)]
    pub formed: Option<String>,
    /// 发布日期：首次发布的日子，不会变。
    #[schema(format = Date)]
    pub released: String,
    /// 更新日期：最近一次修改后发布的日子；没有改过是null。
    #[schema(format = Date)]
    pub changed: Option<String>,
    /// 有效性；规章、规范性文件才有。
    #[schema(nullable)]
    pub validity: Option<Named>,
    /// 施行之日。
    #[schema(format = Date)]
    pub valid_from: Option<String>,
    /// 有效期至。
    #[schema(format = Date)]
    pub valid_until: Option<String>,
    /// 废止之日；还没有到的，是将要废止的日子。
    #[schema(format = Date)]
    pub repealed: Option<String>,
    /// 页面的地址。
    pub url: String,
    /// 全文在接口里的地址。
    pub href: String,
}

/// 信息种类, named.
pub fn kind(key: &str) -> Named {
    let label = PublicationKind::of_key(key).map_or(key, |kind| kind.label());
    Named { key: key.to_owned(), name: label.to_owned() }
}

/// 有效性, named.
pub fn validity(key: &str) -> Named {
    let label = Validity::of_key(key).map_or(key, |validity| validity.label());
    Named { key: key.to_owned(), name: label.to_owned() }
}

/// A day as it is sent.
pub fn day(day: Option<Civil>) -> Option<String> {
    day.map(|day| day.0.to_string())
}

/// Every kind, for the table of parameters.
pub fn kinds() -> Vec<&'static str> {
    PublicationKind::ALL.map(PublicationKind::key).into()
}

/// Every category.
pub fn topics() -> Vec<&'static str> {
    catalogue::ALL.iter().map(|category| category.key).collect()
}

/// Every validity.
pub fn validities() -> Vec<&'static str> {
    Validity::ALL.map(Validity::key).into()
}

/// These rows, with whose they are: one question for all of them.
///
/// # Errors
/// The register.
pub async fn lines(office: &Office, headers: &HeaderMap, rows: Vec<ReleasedLine>) -> Result<Vec<ItemLine>, Problem> {
    let mut ids: Vec<OrganId> = rows.iter().map(|row| row.organ_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = office.db.organ_names(&ids).await?.into_iter();
    let organs: HashMap<_, _> = names.map(|(id, slug, name)| (id, OrganRef { slug, name })).collect();
    let base = site_map::base(office, headers);
    Ok(rows.into_iter().map(|row| line(row, &organs, &base)).collect())
}

fn line(row: ReleasedLine, organs: &HashMap<OrganId, OrganRef>, base: &str) -> ItemLine {
    let unnamed = || OrganRef { slug: String::new(), name: String::new() };
    ItemLine {
        id: row.publication_id.to_string(),
        kind: kind(&row.kind),
        organ: organs.get(&row.organ_id).cloned().unwrap_or_else(unnamed),
        formed: day(row.formed),
        released: civil_date(row.first_ms.timestamp()).to_string(),
        changed: changed(row.first_ms, row.released_ms).map(|day| day.to_string()),
        validity: row.validity.as_deref().map(validity),
        valid_from: day(row.valid_from),
        valid_until: day(row.valid_until),
        repealed: day(row.repealed),
        url: format!("{base}{}", address(&row.index_number)),
        href: href(&row.publication_id.to_string()),
        index_number: row.index_number,
        title: row.title,
        summary: row.summary,
        number: row.number,
    }
}

/// Where an item is in the API.
pub fn href(id: &str) -> String {
    format!("{}/items/{id}", super::BASE)
}
