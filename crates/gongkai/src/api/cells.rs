//! `/report-cells`: the figures of public reports, a report at a time; the same as `/reports/data.json` in pages.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_store::{Filter, KeptFigures, OrganId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    asked::{Asked, CURSOR, Cursor, LIMIT, ORGAN, Param, Takes, params},
    line::OrganRef,
    problem::Problem,
    reply,
};
use crate::{
    library::region::{
        figures::{decoded, edition},
        rows::number,
    },
    office::{Office, civil_date},
    site_map,
};

params!(
    /// Which.
    Wanted,
    [
        ORGAN,
        Param { name: "year", about: "年报的年度。", takes: Takes::Number(2000, 2999) },
        Param {
            name: "cell",
            about: "只要这一格，或者这一行、这一张表的各格：requests.new.total、requests.new、requests。",
            takes: Takes::Words(80)
        },
        LIMIT,
        CURSOR,
    ]
);

/// 一份年报的各格
#[derive(Serialize, ToSchema)]
#[schema(description = "一份公开年报的各格数据。")]
pub struct ReportCells {
    /// 单位。
    organ: OrganRef,
    /// 年度。
    year: i16,
    /// 格式：2021、2019、older；认不出是null。
    edition: Option<String>,
    /// 版次：1是第一次公布的，每换一份文件加1。
    version: i64,
    /// 这一版留存的日子。
    #[schema(format = Date)]
    kept: String,
    /// 来源的文件名。
    source: String,
    /// 各格的地址和数：件数是数字，金额是写成文字的小数，没有写、读不出是null。没有法定表格的年报是空的。
    #[schema(value_type = BTreeMap<String, Value>)]
    cells: BTreeMap<&'static str, Value>,
    /// 页面的地址。
    url: String,
}

/// A page of them.
#[derive(Serialize, ToSchema)]
#[schema(description = "各格数据的一页。")]
pub struct ReportCellsList {
    /// 这一页的年报。
    items: Vec<ReportCells>,
    /// 下一页的地址；没有了是null。
    next: Option<String>,
}

fn entry(report: KeptFigures, wanted: &str, base: &str) -> ReportCells {
    let mut cells = BTreeMap::new();
    if let Some(edition) = edition(report.edition.as_deref()) {
        let figures = decoded(edition, &report.figures);
        let is_wanted = |address: &str| {
            wanted.is_empty()
                || address.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        for (cell, value) in figures.form().cells().iter().zip(figures.values()) {
            if is_wanted(&cell.address) {
                cells.insert(cell.address.as_str(), number(*value, cell.kind));
            }
        }
    }
    let KeptFigures { organ_slug: slug, organ_name: name, year, edition, version, kept_ms, source, .. } = report;
    ReportCells {
        url: format!("{base}/reports/{slug}/{year}"),
        organ: OrganRef { slug, name },
        year,
        edition,
        version,
        kept: civil_date(kept_ms.timestamp()).to_string(),
        source,
        cells,
    }
}

/// `GET /report-cells`
#[utoipa::path(
    get, path = "/report-cells", operation_id = "listReportCells", tag = "年报和统计", summary = "列出公开年报的各格数据",
    description = "一份年报一条，年度新的在前，同一年按机关顺序。全部数据的文件和每一列的说明在/reports/data。", params(Wanted),
    responses(
        (status = 200, description = "一页各格数据", body = ReportCellsList),
        (status = 404, description = "没有这个单位"),
    )
)]
pub async fn list(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    let organ = match asked.word("organ") {
        Some(slug) => Some(office.db.organ_at(slug).await?.id),
        None => None,
    };
    let year = asked.number("year").and_then(|year| i16::try_from(year).ok());
    let place = |cursor: Cursor| Some((i16::try_from(cursor.at).unwrap_or(i16::MIN), cursor.id::<OrganId>()?));
    let after = asked.cursor().and_then(place);
    let filter = Filter { organ, year, verdict: None };
    let mut rows = office.db.kept_figures(&filter, after, asked.limit() + 1).await?;
    let next = asked.cut(&mut rows, |row| Cursor::after(row.year.into(), &row.organ_id.to_string()));
    let (base, cell) = (site_map::base(&office, &headers), asked.word("cell").unwrap_or_default());
    let items = rows.into_iter().map(|row| entry(row, cell, &base)).collect();
    let list = ReportCellsList { items, next };
    Ok(reply::with_next(reply::json(&headers, &list)?, list.next.as_deref()))
}
