//! 断链: links of a body within the site that lead to nothing, or to what was taken down, and pictures that are none of its
//! files. The register is asked once for all of them; what is outside nobody opens.

use std::collections::BTreeMap;

use gongkai_gate::{At, Finding, Rules, dead_links, mask};
use gongkai_law::proactive::{catalogue, release::PublicationStage};
use gongkai_store::{Civil, Error, Whither};

use super::{
    body::{self, Reference, host},
    bulk::moved::{self, upper},
    content::Content,
    desk::waits::stage_of,
    manuscript::Manuscript,
    portal::{files, paper},
};
use crate::{office::Office, visits::percent_decoded};

/// First parts of the site's addresses behind which there is a page whatever follows, or one that is a person's own.
const WHOLE: [&str; 15] = [
    "api",
    "complaints",
    "corrections",
    "matters",
    "mistakes",
    "requests",
    "search",
    "sitemap",
    "static",
    "subscriptions",
    "verify",
    "signin",
    "signout",
    "health",
    "",
];
/// Pages behind which nothing follows.
const PAGES: [&str; 18] = [
    "access",
    "catalogue",
    "catalogue.csv",
    "catalogue.json",
    "checks",
    "columns",
    "deadline",
    "fee",
    "guide",
    "more",
    "organs",
    "places",
    "policies",
    "policies.csv",
    "policies.json",
    "reports",
    "rules",
    "standards",
];

/// What an address within the site leads to, before the register is asked.
#[derive(Debug, PartialEq, Eq)]
enum Goal {
    /// A page that is always there.
    There,
    /// Nobody outside gets there, and why.
    Nowhere(&'static str),
    /// What the register knows, and what it is called.
    Asked(Vec<Named>, &'static str),
}

/// What the register is asked for; [`Whither`] with its own words.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    Item(String),
    Of(Whither<'static>),
    Report(String, i16),
    Organ(String),
    Special(String),
    Old(String),
}

impl Named {
    fn asked(&self) -> Whither<'_> {
        match self {
            Self::Item(number) => Whither::Item(number),
            Self::Of(known) => *known,
            Self::Report(slug, year) => Whither::Report(slug, *year),
            Self::Organ(slug) => Whither::Organ(slug),
            Self::Special(slug) => Whither::Special(slug),
            Self::Old(address) => Whither::Old(address),
        }
    }
}

/// The links of a body that lead nowhere, as one finding with their places; `None` where all lead somewhere.
///
/// # Errors
/// The register.
pub async fn look(
    office: &Office,
    manuscript: &Manuscript,
    (content, rules): (&Content, &Rules),
) -> Result<Option<Finding>, Error> {
    let (mut goals, mut dead) = (Vec::new(), BTreeMap::new());
    for (n, (line, reference)) in body::references(&content.body).into_iter().enumerate() {
        match &reference {
            Reference::Picture(file) => {
                let is_there = manuscript.files.iter().any(|own| own.name == *file && body::is_picture(own));
                if !is_there {
                    dead.insert(n, (line, format!("{file}（附件里没有这张图）")));
                }
            }
            Reference::Link(to) => {
                let Some((path, sure)) = inside(to, &office.post.site, rules) else { continue };
                match goal(path) {
                    Goal::There => {}
                    Goal::Nowhere(why) => drop(dead.insert(n, (line, format!("{to}（{why}）")))),
                    Goal::Asked(named, what) => goals.push((n, line, to.clone(), named, (what, sure))),
                }
            }
        }
    }
    let asked: Vec<_> = goals.iter().flat_map(|(.., named, _)| named.iter().map(Named::asked)).collect();
    let found: BTreeMap<usize, String> = office.db.whither(&asked, Civil(office.today())).await?.into_iter().collect();
    let mut at = 0;
    for (n, line, to, named, (what, sure)) in goals {
        let states: Vec<_> = (at..at + named.len()).filter_map(|place| found.get(&place)).collect();
        at += named.len();
        let own = |one: &Named| is_own(one, manuscript);
        let why = match states.first() {
            _ if named.iter().any(own) => None,
            Some(state) if *state == "public" => None,
            Some(state) => Some(gone(state)),
            // another website of the organ has addresses that are none of ours
            None => sure.then(|| format!("没有{what}")),
        };
        if let Some(why) = why {
            dead.insert(n, (line, format!("{to}（{why}）")));
        }
    }
    let places = dead.into_values().map(|(line, words)| (At::Line(line), mask(&words)));
    Ok(dead_links("正文", places))
}

/// Path and query of a link within the site, and whether what is not known there leads nowhere; `None` of one that leads
/// outside.
fn inside<'a>(to: &'a str, site: &str, rules: &Rules) -> Option<(&'a str, bool)> {
    let Some(there) = host(to) else { return Some((to, true)) };
    let here = host(site).is_some_and(|here| here.eq_ignore_ascii_case(there));
    let bare = there.split(':').next().unwrap_or_default();
    let path = to.find("://").and_then(|at| to.get(at + 3 + there.len()..)).unwrap_or_default();
    (here || rules.is_own(bare)).then_some((path, here))
}

/// Whether it is of the publication itself: it is there once this is out.
fn is_own(named: &Named, manuscript: &Manuscript) -> bool {
    let own = manuscript.publication.id;
    match named {
        Named::Of(Whither::Publication(id)) => *id == own,
        Named::Of(Whither::File(id, n)) => *id == own && manuscript.files.iter().any(|file| file.n == *n),
        _ => false,
    }
}

/// What became of what is not public any more.
fn gone(state: &str) -> String {
    match stage_of(state) {
        Some(PublicationStage::Expired) => "公示期满，已经撤下".to_owned(),
        _ => "已经撤下".to_owned(),
    }
}

/// Where a path leads.
fn goal(whole: &str) -> Goal {
    let whole = whole.split('#').next().unwrap_or_default();
    let path = whole.split('?').next().unwrap_or_default();
    let Some(plain) = percent_decoded(path) else { return Goal::Nowhere("地址写错了") };
    let parts: Vec<&str> = plain.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["desk", ..] => Goal::Nowhere("是工作台的地址，公众打不开"),
        ["items", rest @ ..] if !rest.is_empty() => item(&rest.join("/")),
        ["catalogue", topic] => known(catalogue::of_key(topic).is_some()),
        ["checks", code] => known(gongkai_report::checks::find(code).is_some()),
        ["feeds", "latest.atom" | "search.atom"] => Goal::There,
        ["feeds", "topics", file] => known(file.strip_suffix(".atom").and_then(catalogue::of_key).is_some()),
        ["feeds", "organs", file] => organ(file.strip_suffix(".atom").unwrap_or_default()),
        ["organs", slug] | ["organs", slug, "guide"] => organ(slug),
        ["standards", "rows", id] => match id.parse() {
            Ok(id) => asked(Named::Of(Whither::StandardRow(id)), "这个标准目录事项"),
            Err(_) => NO_PAGE,
        },
        ["standards", slug] | ["standards", slug, _] => organ(slug),
        ["columns", slug] => asked(Named::Special((*slug).to_owned()), "这个专题"),
        ["reports", slug, year] | ["reports", slug, year, _] | ["reports", slug, year, "pictures", _] => {
            match year.parse() {
                Ok(year) => asked(Named::Report((*slug).to_owned(), year), "这份年报"),
                Err(_) => old(whole, path),
            }
        }
        ["robots.txt" | "sitemap.xml"] => Goal::There,
        [page] | [page, ""] if PAGES.contains(page) => Goal::There,
        [first, ..] if WHOLE.contains(first) => Goal::There,
        _ => old(whole, path),
    }
}

const NO_PAGE: Goal = Goal::Nowhere("本站没有这个地址");

fn known(is: bool) -> Goal {
    if is { Goal::There } else { NO_PAGE }
}

fn asked(named: Named, what: &'static str) -> Goal {
    Goal::Asked(vec![named], what)
}

fn organ(slug: &str) -> Goal {
    asked(Named::Organ(slug.to_owned()), "这个机关")
}

/// A publication, one of its files, or it on paper.
fn item(key: &str) -> Goal {
    if let Some((id, n)) = files::named(key) {
        return asked(Named::Of(Whither::File(id, n)), "这个附件");
    }
    let id = paper::named(key).map(|(id, _)| id).or_else(|| key.parse().ok());
    let named = match id {
        Some(id) => Named::Of(Whither::Publication(id)),
        None => Named::Item(key.trim_end_matches('/').to_owned()),
    };
    asked(named, "这条信息，或者它还没有发布")
}

/// What was moved here from an old site: asked as it is, and without a query that somebody hung on.
fn old(whole: &str, path: &str) -> Goal {
    let each = if whole == path { vec![whole] } else { vec![whole, path] };
    let named = each.into_iter().filter_map(|one| moved::address(one).ok()).map(|one| Named::Old(upper(&one)));
    Goal::Asked(named.collect(), "这个地址")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_site_is_there_and_the_desk_is_for_nobody_outside() {
        for path in ["/", "/guide", "/catalogue?organ=a", "/requests/new", "/search?q=补贴", "/policies.csv"] {
            assert_eq!(goal(path), Goal::There, "{path}");
        }
        assert!(matches!(goal("/desk/publications"), Goal::Nowhere(why) if why.contains("工作台")));
        assert!(matches!(goal("/catalogue/no-such-category"), Goal::Nowhere(_)));
    }

    #[test]
    fn what_the_register_knows_is_asked_by_what_the_address_names() {
        let asked = |path: &str| match goal(path) {
            Goal::Asked(named, _) => named,
            other => panic!("{path}: {other:?}"),
        };
        let number = Named::Item("11000000QH00000000/2026-00417".to_owned());
        assert_eq!(asked("/items/11000000QH00000000/2026-00417#附件"), [number]);
        assert_eq!(asked("/items/%E9%9D%921?v=1"), [Named::Item("青1".to_owned())]);
        assert_eq!(asked("/reports/nongye/2025/report.docx"), [Named::Report("nongye".to_owned(), 2025)]);
        let old = |words: &str| Named::Old(words.to_owned());
        assert_eq!(asked("/art/1.html?from=home"), [old("/art/1.html?from=home"), old("/art/1.html")]);
    }

    #[test]
    fn of_another_website_of_the_organ_only_what_is_known_is_told() {
        let rules = Rules::default().domains(["qinghe.example".to_owned()]);
        let site = "https://gk.qinghe.example";
        assert_eq!(inside("https://GK.qinghe.example/items/1", site, &rules), Some(("/items/1", true)));
        assert_eq!(inside("http://www.qinghe.example:8080/a", site, &rules), Some(("/a", false)));
        assert_eq!(inside("/items/1", "", &rules), Some(("/items/1", true)));
        assert_eq!(inside("https://other.example/items/1", site, &rules), None);
    }
}
