//! `/reports`: 公开年报 as it was released, its figures in the shape that `gongkai report read` writes.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_store::{Error as StoreError, Filter, Organ, ReportId, ReportLine, Sight};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    asked::{Asked, CURSOR, Cursor, LIMIT, ORGAN, Param, Takes, params},
    line::OrganRef,
    problem::{Problem, Tombstone},
    reply,
};
use crate::{
    office::{Office, civil_date},
    site_map,
};

params!(
    /// Which.
    Wanted,
    [
        ORGAN,
        Param { name: "year", about: "年报的年度。", takes: Takes::Number(2000, 2999) },
        LIMIT,
        CURSOR,
    ]
);

/// 年报
#[derive(Serialize, ToSchema)]
#[schema(as = ReportEntry, description = "一份公开年报的要点。")]
pub struct Entry {
    /// 单位。
    organ: OrganRef,
    /// 年度。
    year: i16,
    /// 格式：2021、2019、older；认不出是null。
    edition: Option<String>,
    /// 本年新收申请；读不出是null。
    received: Option<i64>,
    /// 办理结果总计。
    handled: Option<i64>,
    /// 结转下年度。
    carried_out: Option<i64>,
    /// 留存的日子。
    #[schema(format = Date)]
    kept: String,
    /// 页面的地址。
    url: String,
    /// 全部数据在接口里的地址。
    href: String,
}

/// A page of them.
#[derive(Serialize, ToSchema)]
#[schema(description = "公开年报的一页。")]
pub struct ReportList {
    /// 这一页的年报。
    items: Vec<Entry>,
    /// 下一页的地址；没有了是null。
    next: Option<String>,
}

/// 年报的数据
#[derive(Serialize, ToSchema)]
#[schema(description = "一份公开年报的要点和全部数据。")]
pub struct ReportDetail {
    #[serde(flatten)]
    entry: Entry,
    /// gongkai.report/1：表格里的数、各部分的文字、检查发现，和命令行gongkai report read写出的一样。
    #[schema(value_type = Figures)]
    report: Value,
}

/// `gongkai.report/1`, as far as its outermost names go.
#[derive(ToSchema)]
#[schema(as = ReportFigures, description = "gongkai.report/1。读不出的数是null，不是0。")]
#[allow(dead_code, reason = "the shape is the report crate's; here it is only described")]
pub struct Figures {
    /// 固定是gongkai.report/1。
    schema: String,
    /// 来源。
    source: String,
    /// 单位名称。
    #[schema(required)]
    agency: Option<String>,
    /// 年度。
    #[schema(required)]
    year: Option<i16>,
    /// 格式。
    #[schema(required)]
    edition: Option<String>,
    /// 主动公开的数。
    #[schema(additional_properties)]
    proactive: Value,
    /// 依申请公开的数：columns是列，rows按行代码。
    requests: Value,
    /// 行政复议、行政诉讼的数。
    redress: Value,
    /// 各部分的文字。
    sections: Vec<Value>,
}

fn entry(line: ReportLine, base: &str) -> Entry {
    let ReportLine { organ_slug: slug, organ_name: name, year, edition, series, kept_ms, .. } = line;
    Entry {
        url: format!("{base}/reports/{slug}/{year}"),
        href: format!("{}/reports/{slug}/{year}", super::BASE),
        organ: OrganRef { slug, name },
        year,
        edition,
        received: series.received,
        handled: series.handled,
        carried_out: series.carried_out,
        kept: civil_date(kept_ms.timestamp()).to_string(),
    }
}

/// `GET /reports`
#[utoipa::path(
    get, path = "/reports", operation_id = "listReports", tag = "年报和统计", summary = "列出公开年报",
    description = "年度新的在前。", params(Wanted),
    responses((status = 200, description = "一页年报", body = ReportList), (status = 404, description = "没有这个单位"))
)]
pub async fn list(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    let organ = match asked.word("organ") {
        Some(slug) => Some(office.db.organ_at(slug).await?.id),
        None => None,
    };
    let year = asked.number("year").and_then(|year| i16::try_from(year).ok());
    let filter = Filter { organ, year, verdict: None };
    let place = |cursor: Cursor| Some((i16::try_from(cursor.at).unwrap_or(i16::MIN), cursor.id::<ReportId>()?));
    let after = asked.cursor().and_then(place);
    let mut rows = office.db.reports(&filter, Sight::Public, after, asked.limit() + 1).await?;
    let next = asked.cut(&mut rows, |row| Cursor::after(row.year.into(), &row.id.to_string()));
    let base = site_map::base(&office, &headers);
    let list = ReportList { items: rows.into_iter().map(|row| entry(row, &base)).collect(), next };
    Ok(reply::with_next(reply::json(&headers, &list)?, list.next.as_deref()))
}

/// `GET /reports/{organ}/{year}`
#[utoipa::path(
    get, path = "/reports/{organ}/{year}", operation_id = "getReport", tag = "年报和统计", summary = "读一份公开年报",
    description = "表格里的每一个数都在report里。撤下的回410，附撤下说明。",
    params(
        ("organ" = String, Path, description = "单位的简写。", min_length = 1),
        ("year" = i32, Path, description = "年度。", minimum = 2000, maximum = 2999),
    ),
    responses(
        (status = 200, description = "这份年报", body = ReportDetail),
        (status = 404, description = "没有这个单位，或者没有公开这一年的年报"),
        (status = 410, description = "已经撤下，附撤下说明"),
    )
)]
pub async fn one(
    State(office): State<Office>,
    headers: HeaderMap,
    uri: Uri,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Asked::of(&uri, &[])?;
    let year: i16 = year.parse().map_err(|_| StoreError::Missing("年报"))?;
    let organ = office.db.organ_at(&slug).await?;
    let Some(kept) = office.db.report_of(organ.id, year, Sight::Public).await? else {
        return Err(taken_down(&office, &organ, year).await?);
    };
    let report = serde_json::from_str(&kept.report).map_err(|_| StoreError::Corrupt("年报的数据".to_owned()))?;
    reply::json(&headers, &ReportDetail { entry: entry(kept.line, &site_map::base(&office, &headers)), report })
}

/// What stands where a report was withdrawn.
async fn taken_down(office: &Office, organ: &Organ, year: i16) -> Result<Problem, Problem> {
    let line = office.db.tombstone(organ.id, year).await?.ok_or(StoreError::Missing("年报"))?;
    Ok(Problem::gone(Tombstone {
        title: format!("{}{year}年政府信息公开工作年度报告", line.organ_name),
        index_number: None,
        organ: line.organ_slug,
        released: None,
        ended: line.withdrawn_ms.map(|at| civil_date(at.timestamp()).to_string()).unwrap_or_default(),
        expired: false,
        why: line.withdrawn_why.unwrap_or_default(),
    }))
}
