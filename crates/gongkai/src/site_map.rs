//! 站点地图: what search engines may visit, and what not.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use gongkai_law::proactive::catalogue;
use gongkai_report::checks;
use gongkai_store::{Filter, Sight};

use crate::{office::Office, page::Error};

/// Reports listed at most: the format ends at 50,000 addresses.
const MOST: i64 = 40_000;

/// `GET /sitemap.xml`
pub async fn show(State(office): State<Office>, headers: HeaderMap) -> Result<Response, Error> {
    let base = base(&office, &headers);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut add = |path: &str| {
        // writing to a string cannot fail
        let _ = writeln!(xml, "<url><loc>{base}{path}</loc></url>");
    };
    [
        "/",
        "/catalogue",
        "/policies",
        "/organs",
        "/columns",
        "/places",
        "/more",
        "/guide",
        "/rules",
        "/requests/new",
        "/requests/follow",
        "/complaints/new",
        "/corrections/new",
        "/reports",
        "/reports/region",
        "/reports/compare",
        "/reports/data",
        "/verify",
        "/checks",
        "/deadline",
        "/fee",
        "/api",
        "/access",
    ]
    .iter()
    .for_each(|path| add(path));
    catalogue::ALL.iter().for_each(|category| add(&format!("/catalogue/{}", category.key)));
    checks::ALL.iter().for_each(|check| add(&format!("/checks/{}", check.code)));
    for report in office.db.reports(&Filter::default(), Sight::Public, None, MOST).await? {
        add(&format!("/reports/{}/{}", report.organ_slug, report.year));
    }
    xml.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

/// `GET /robots.txt`
pub async fn robots(State(office): State<Office>, headers: HeaderMap) -> Response {
    let base = base(&office, &headers);
    let text = format!(
        "User-agent: *\nDisallow: /verify/\nDisallow: /requests/follow/\nDisallow: /matters/\nDisallow: /mistakes/\nDisallow: /subscriptions/\nDisallow: /signin\nDisallow: /signout\nSitemap: {base}/sitemap.xml\nSitemap: {base}/sitemap/items\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Where the site is for those outside: as the office said, else as this was asked; a host that is none is left out.
pub fn base(office: &Office, headers: &HeaderMap) -> String {
    if !office.post.site.is_empty() {
        return office.post.site.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let fits = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let scheme = if office.secure { "https" } else { "http" };
    if fits { format!("{scheme}://{host}") } else { String::new() }
}

/// The name in that address; empty where there is none.
pub fn domain(office: &Office, headers: &HeaderMap) -> String {
    base(office, headers).split('/').nth(2).unwrap_or_default().to_owned()
}
