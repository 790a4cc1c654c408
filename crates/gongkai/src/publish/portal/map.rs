//! `/sitemap/items`: every public item for search engines, in pages.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use gongkai_store::ReleasedFilter;

use super::lines::address;
use crate::{
    office::{Office, civil_date},
    page::Error,
    site_map,
};

/// Addresses of a page; the format ends at 50,000.
const PAGE: i64 = 10_000;
/// Pages of the index; the format ends at 50,000.
const PAGES: i64 = 50_000;

/// `GET /sitemap/items`: the pages there are.
pub async fn index(State(office): State<Office>, headers: HeaderMap) -> Result<Response, Error> {
    let base = site_map::base(&office, &headers);
    let count = office.db.released_count(&ReleasedFilter::default()).await?;
    let pages = (count + PAGE - 1).div_euclid(PAGE).clamp(1, PAGES);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in 1..=pages {
        // writing to a string cannot fail
        let _ = writeln!(xml, "<sitemap><loc>{base}/sitemap/items/{page}</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    Ok(sent(xml))
}

/// `GET /sitemap/items/{page}`
pub async fn page(State(office): State<Office>, headers: HeaderMap, Path(page): Path<i64>) -> Result<Response, Error> {
    if !(1..=PAGES).contains(&page) {
        return Err(Error::NotFound);
    }
    let base = site_map::base(&office, &headers);
    let places = office.db.released_places((page - 1) * PAGE, PAGE).await?;
    if places.is_empty() && page > 1 {
        return Err(Error::NotFound);
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (index_number, at) in places {
        let (loc, on) = (address(&index_number), civil_date(at.timestamp()));
        let _ = writeln!(xml, "<url><loc>{base}{loc}</loc><lastmod>{on}</lastmod></url>");
    }
    xml.push_str("</urlset>\n");
    Ok(sent(xml))
}

fn sent(xml: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response()
}
