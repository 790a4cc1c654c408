//! 页面: on which page of the site a mistake is, where that is no publication, and who answers for that page.

use gongkai_store::{Organ, Wish};

use crate::{
    library::portal::escape,
    matters::raise::working,
    office::Office,
    page::{Column, Error},
};

/// Characters of a path.
const LONGEST: usize = 200;

/// Pages outside of all columns.
const ALONE: [(&str, &str); 5] = [
    ("/", "首页"),
    ("/access", "无障碍说明"),
    ("/api", "开放接口"),
    ("/more", "网站导览"),
    ("/subscriptions/new", "订阅"),
];

/// What opens by a link or a code is somebody's own: the office is told the page before it, and never the link.
const PRIVATE: [(&str, &str); 5] = [
    ("/verify/", "/verify"),
    ("/requests/follow/", "/requests/follow"),
    ("/matters/", "/requests/follow"),
    ("/mistakes/", "/mistakes/new"),
    ("/subscriptions/", "/subscriptions/new"),
];

/// The path within the site of what somebody typed, copied from the address line of `domain`, or came with by a link;
/// `None` where no page of ours is there.
///
/// ```
/// use gongkai::mistakes::page::path;
///
/// let here = "gk.qinghe.example";
/// assert_eq!(path("https://gk.qinghe.example/policies?k=normative#filters", here).unwrap(), "/policies");
/// assert_eq!(path("/verify/3f9a", here).unwrap(), "/verify");
/// assert_eq!(path("https://elsewhere.example/policies", here), None);
/// assert_eq!(path("/desk/today", here), None);
/// ```
pub fn path(typed: &str, domain: &str) -> Option<String> {
    let typed = typed.trim();
    let path = match typed.split_once("://") {
        Some((_, rest)) => rest.strip_prefix(domain).filter(|_| !domain.is_empty())?,
        None => typed,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = match path.trim_end_matches('/') {
        // the first page, with or without its slash after the name of the site
        "" if path == "/" || (path.is_empty() && typed.contains("://")) => "/",
        path => path,
    };
    if !path.starts_with('/') || path.starts_with("//") || path.len() > LONGEST || !is_plain(path) {
        return None;
    }
    let hidden = PRIVATE.iter().find(|(begin, _)| path.starts_with(begin));
    let path = hidden.map_or(path, |(_, shown)| shown);
    name(path).map(|_| path.to_owned())
}

/// Whether every character is one that browsers send as it is, and no part leads upwards.
fn is_plain(path: &str) -> bool {
    let upward = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    path.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b)) && !path.split('/').any(upward)
}

/// What the page is called; `None` for what is no page that everybody may see.
pub fn name(path: &str) -> Option<String> {
    let alone = ALONE.iter().find(|(known, _)| *known == path).map(|(_, name)| (*name).to_owned());
    alone.or_else(|| Column::at(path).map(|column| column.name))
}

/// 公开指南（/guide）: what the page is called, and where it is.
pub fn titled(path: &str) -> String {
    name(path).map_or_else(|| path.to_owned(), |name| format!("{name}（{path}）"))
}

/// Where the page of this path leads whoever found a mistake on it.
pub fn link(path: &str) -> String {
    // an item's own address says which it is
    let known = if path.starts_with("/items/") { Some(path.to_owned()) } else { self::path(path, "") };
    match known.filter(|path| path != "/mistakes/new") {
        Some(path) => format!("/mistakes/new?item={}", escape(&path)),
        None => "/mistakes/new".to_owned(),
    }
}

/// Who answers for a page: whose it is, or the first organ of the site, which keeps it.
///
/// # Errors
/// [`Error::NotFound`] where it is the page of an organ or of a column that is not there.
pub async fn organ(office: &Office, path: &str) -> Result<Organ, Error> {
    let mut parts = path.split('/').skip(1);
    let organ = match (parts.next(), parts.next(), parts.next()) {
        (Some("standards"), Some("rows"), Some(row)) => {
            let row = office.db.standard_row(row.parse().map_err(|_| Error::NotFound)?).await?;
            office.db.organ(row.organ_id).await?
        }
        (Some("organs" | "reports" | "standards"), Some(slug), _) => office.db.organ_at(slug).await?,
        (Some("columns"), Some(slug), _) => {
            let special = office.db.special_at(slug).await?;
            // what has not begun is not there for anybody outside
            if special.first.0 > office.today() {
                return Err(Error::NotFound);
            }
            office.db.organ(special.organ_id).await?
        }
        _ => office.db.organs(&Wish::default(), None, 1).await?.pop().ok_or(Error::NotFound)?,
    };
    working(office, organ).await.map_err(Error::from)
}
