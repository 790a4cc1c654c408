//! `/statistics`: how much is public, by kind, organ and year; and what the released annual reports say of requests.

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_store::{Organ, ReleasedFilter, SeriesYear, Sight, Totals, Wish};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{Asked, ORGAN, params},
    line::{Named, OrganRef, kind, validity},
    problem::Problem,
    reply,
};
use crate::office::Office;

params!(
    /// Whose.
    OfOrgan,
    [ORGAN]
);

/// 统计
#[derive(Serialize, ToSchema)]
#[schema(description = "统计：公开了多少信息，年报里的申请数。")]
pub struct Statistics {
    /// 哪一天的情况。
    #[schema(format = Date)]
    on: String,
    /// 哪个单位的；全站的是null。
    #[schema(nullable)]
    organ: Option<OrganRef>,
    /// 公开的信息一共多少条。
    total: i64,
    /// 按信息种类，多的在前。
    by_kind: Vec<KeyCount>,
    /// 按有效性；只数规章、规范性文件。
    by_validity: Vec<KeyCount>,
    /// 按发布机构，多的在前。
    by_organ: Vec<OrganCount>,
    /// 按成文年份，新的在前。
    by_year: Vec<YearCount>,
    /// 公开年报里的申请和救济，早的在前；全站的是各单位合计。没有公开年报的年度不列。
    requests: Vec<RequestYear>,
}

/// 某一类的条数
#[derive(Serialize, ToSchema)]
#[schema(description = "某一类有多少条。")]
pub struct KeyCount {
    #[serde(flatten)]
    of: Named,
    /// 多少条。
    count: i64,
}

/// 某一机构的条数
#[derive(Serialize, ToSchema)]
#[schema(description = "某个机构有多少条。")]
pub struct OrganCount {
    #[serde(flatten)]
    of: OrganRef,
    /// 多少条。
    count: i64,
}

/// 某一年的条数
#[derive(Serialize, ToSchema)]
#[schema(description = "某一年有多少条。")]
pub struct YearCount {
    /// 年份。
    year: i32,
    /// 多少条。
    count: i64,
}

/// 年报里的一年
#[derive(Serialize, ToSchema)]
#[schema(description = "公开年报里的一年，件。读不出的是null，不是0。")]
pub struct RequestYear {
    /// 年度。
    year: i16,
    /// 本年新收。
    received: Option<i64>,
    /// 予以公开。
    granted: Option<i64>,
    /// 部分公开。
    partial: Option<i64>,
    /// 不予公开。
    denied: Option<i64>,
    /// 无法提供。
    unable: Option<i64>,
    /// 不予处理和其他处理。
    rest: Option<i64>,
    /// 行政复议纠正。
    reviews_corrected: Option<i64>,
    /// 行政诉讼纠正。
    lawsuits_corrected: Option<i64>,
}

impl From<Totals> for RequestYear {
    fn from(year: Totals) -> Self {
        Self {
            year: year.year,
            received: year.received,
            granted: year.granted,
            partial: year.partial,
            denied: year.denied,
            unable: year.unable,
            rest: year.rest,
            reviews_corrected: year.reviews_corrected,
            lawsuits_corrected: year.lawsuits_corrected,
        }
    }
}

impl From<SeriesYear> for RequestYear {
    fn from(SeriesYear { year, series, .. }: SeriesYear) -> Self {
        Self {
            year,
            received: series.received,
            granted: series.granted,
            partial: series.partial,
            denied: series.denied,
            unable: series.unable,
            rest: series.rejected.zip(series.other).and_then(|(rejected, other)| rejected.checked_add(other)),
            reviews_corrected: series.reviews_corrected,
            lawsuits_corrected: series.lawsuits_corrected,
        }
    }
}

/// `GET /statistics`
#[utoipa::path(
    get, path = "/statistics", operation_id = "getStatistics", tag = "年报和统计", summary = "统计",
    description = "公开的信息按种类、机构、年份各有多少，公开年报里各年的申请和救济。", params(OfOrgan),
    responses((status = 200, description = "统计", body = Statistics), (status = 404, description = "没有这个单位"))
)]
pub async fn show(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    let organ = match asked.word("organ") {
        Some(slug) => Some(office.db.organ_at(slug).await?),
        None => None,
    };
    let filter = ReleasedFilter { organ: organ.as_ref().map(|organ| organ.id), ..ReleasedFilter::default() };
    let (kinds, organs) = (office.db.released_kinds(&filter).await?, office.db.released_organs(&filter).await?);
    let (validities, years) = (office.db.released_validities(&filter).await?, office.db.released_years(&filter).await?);
    let year = |(year, count): (String, i64)| Some(YearCount { year: year.parse().ok()?, count });
    let statistics = Statistics {
        on: office.today().to_string(),
        total: kinds.iter().map(|(_, count)| count).sum(),
        by_kind: kinds.into_iter().map(|(key, count)| KeyCount { of: kind(&key), count }).collect(),
        by_validity: validities.into_iter().map(|(key, count)| KeyCount { of: validity(&key), count }).collect(),
        by_organ: organs
            .into_iter()
            .map(|(slug, name, count)| OrganCount { of: OrganRef { slug, name }, count })
            .collect(),
        by_year: years.into_iter().filter_map(year).collect(),
        requests: requests(&office, organ.as_ref()).await?,
        organ: organ.map(|organ| OrganRef { slug: organ.slug, name: organ.short_name }),
    };
    reply::json(&headers, &statistics)
}

/// What the released reports say, of one organ or of all together.
async fn requests(office: &Office, organ: Option<&Organ>) -> Result<Vec<RequestYear>, Problem> {
    if let Some(organ) = organ {
        let years = office.db.series(organ.id, Sight::Public).await?;
        return Ok(years.into_iter().map(RequestYear::from).collect());
    }
    let known = office.db.report_years(Sight::Public).await?;
    let span = (known.last().copied().unwrap_or(0), known.first().copied().unwrap_or(0));
    let years = office.db.totals(&Wish::default(), span, Sight::Public).await?;
    Ok(years.into_iter().map(RequestYear::from).collect())
}
