//! `/catalogue`: 法定主动公开内容, category by category.

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{Asked, ORGAN, params},
    problem::Problem,
    reply,
};
use crate::{
    office::Office,
    publish::portal::catalogue::{Catalogue, Row},
};

params!(
    /// Whose.
    OfOrgan,
    [ORGAN]
);

/// 目录
#[derive(Serialize, ToSchema)]
#[schema(as = Catalogue, description = "法定主动公开内容的目录。")]
pub struct Listed {
    /// 哪个单位的；全站的是null。
    pub organ: Option<String>,
    /// 哪一天的情况。
    #[schema(format = Date)]
    pub on: String,
    /// 各类别。
    pub categories: Vec<CategoryEntry>,
}

/// 类别
#[derive(Serialize, ToSchema)]
#[schema(as = CatalogueEntry, description = "一个类别，公开了多少，新不新。")]
pub struct CategoryEntry {
    /// 代码，就是/items的topic参数。
    key: &'static str,
    /// 名称。
    title: &'static str,
    /// 依据。
    basis: String,
    /// 公开了多少条。
    count: i64,
    /// 最近一次发布的日子；没有的是null。
    #[schema(format = Date)]
    newest: Option<String>,
    /// 覆盖：齐全、超期未更新、空缺。
    coverage: &'static str,
}

impl From<&Row> for CategoryEntry {
    fn from(row: &Row) -> Self {
        Self {
            key: row.category.key,
            title: row.category.title,
            basis: row.category.article.to_string(),
            count: row.count,
            newest: row.newest.map(|day| day.to_string()),
            coverage: row.coverage.label(),
        }
    }
}

impl Listed {
    /// The catalogue of an organ by its place in addresses, of the whole site for an empty one.
    ///
    /// # Errors
    /// [`crate::page::Error::NotFound`] for an organ that is none.
    pub async fn of(office: &Office, slug: &str) -> Result<Self, crate::page::Error> {
        let catalogue = Catalogue::of(office, slug).await?;
        let categories = catalogue.rows().map(CategoryEntry::from).collect();
        let organ = catalogue.organ.map(|organ| organ.name);
        Ok(Self { organ, on: office.today().to_string(), categories })
    }
}

/// `GET /catalogue`
#[utoipa::path(
    get, path = "/catalogue", operation_id = "getCatalogue", tag = "目录和机构", summary = "法定主动公开内容的目录",
    description = "《条例》第二十条、第二十一条的各个类别：公开了多少条，最近一次是哪天，有没有空缺。",
    params(OfOrgan),
    responses((status = 200, description = "目录", body = Listed), (status = 404, description = "没有这个单位"))
)]
pub async fn show(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    reply::json(&headers, &Listed::of(&office, asked.word("organ").unwrap_or_default()).await?)
}
