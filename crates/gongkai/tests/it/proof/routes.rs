//! Every address of the program, and what it shows and lets do to whoever has no business there. The addresses are read
//! from the source: a new one that is not in the list below fails the test until somebody has thought about it.

mod brought;
mod collected;
mod list;
mod months;
mod publications;
mod readers;
mod scene;

use std::{fs, path::Path};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::Office;
use gongkai_store::journal;

use self::{
    list::{
        For::{self, Administrator, All, Holder, Organ, Staff},
        ROUTES,
    },
    scene::{SECRETS, Scene, scene},
};
use crate::web::{
    cases::signed_in,
    house::{Page, Part, Somebody, on_both},
};

/// Posting alone, under a link.
const LINKS: [&str; 3] = ["/verify/{token}/again", "/verify/{token}/delete", "/verify/{token}/{n}/keep"];

/// What looking at costs a row in the journal, because somebody sees what is in a file.
const JOURNALED: [&str; 6] = ["/export/{file}", "/export/publications.csv", "/files/{n}", "/docx", "/pdf", "}/print"];

/// The addresses in the source of the program.
fn in_the_source(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            in_the_source(&entry, found);
            continue;
        }
        // the door tries itself with addresses of its own
        if entry.file_name().is_some_and(|name| name == "door.rs") {
            continue;
        }
        let text = fs::read_to_string(&entry).unwrap_or_default();
        for part in text.split(".route(").skip(1) {
            let part = part.trim_start();
            let (literal, formatted) = match part.strip_prefix("&format!(") {
                Some(rest) => (rest.trim_start(), true),
                None => (part, false),
            };
            let Some((path, _)) = literal.strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
            found.push(if formatted { path.replace("{{", "{").replace("}}", "}") } else { path.to_owned() });
        }
    }
}

#[test]
fn every_address_is_in_the_list_that_the_tests_walk_through() {
    let mut found = Vec::new();
    in_the_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found.dedup();
    let mut known: Vec<_> = ROUTES.iter().map(|(path, _)| *path).chain(LINKS).map(str::to_owned).collect();
    known.sort();
    assert_eq!(found, known, "an address is new, or gone: say in ROUTES for whom it is");
}

/// Everywhere, with what its own page says of how often it was saved.
struct Door {
    route: &'static str,
    whose: For,
    path: String,
    version: String,
}

/// Every address of a scene.
fn everywhere(scene: &Scene) -> Vec<(&'static str, For, String)> {
    let links = LINKS.into_iter().map(|route| (route, Holder));
    let all = ROUTES.into_iter().chain(links);
    all.flat_map(|(route, whose)| scene.paths(route).into_iter().map(move |path| (route, whose, path))).collect()
}

/// How often what stands at an address was saved, as the form there says to its own officer, or that of the page above it.
async fn version(office: &Office, scene: &Scene, own: &mut Somebody, (route, path): (&str, &str)) -> String {
    if route.starts_with("/desk/requests/{number}/letters/{id}") {
        return scene.saved(office, route).await;
    }
    let picked = format!("/desk/requests/{}", scene.drafted.number);
    // the page of the text always says how often a report was saved
    let text = path.replace("/promises", "/write");
    let mut path = match route {
        "/desk/assign" => picked.as_str(),
        "/desk/compile/{year}/promises" => &text,
        _ => path,
    };
    while path.len() > "/desk".len() {
        let page = own.get(path).await;
        if let Some((_, rest)) = page.body.split_once("name=\"version\" value=\"") {
            return rest.split_once('"').unwrap().0.to_owned();
        }
        path = path.rsplit_once('/').unwrap().0;
    }
    "0".to_owned()
}

async fn doors(office: &Office, scene: &Scene) -> Vec<Door> {
    let mut own = signed_in(office, "own").await;
    let mut doors = Vec::new();
    for (route, whose, path) in everywhere(scene) {
        let version = match whose {
            Organ => version(office, scene, &mut own, (route, &path)).await,
            _ => "0".to_owned(),
        };
        doors.push(Door { route, whose, path, version });
    }
    doors
}

impl Door {
    /// A form that answers what forms here ask, so that whoever may is not refused for something that was left out.
    fn filled(&self, scene: &Scene, token: &str) -> Vec<(&'static str, String)> {
        let pick = format!("{} {}", scene.drafted.number, self.version);
        let person = scene.person.to_string();
        let said = [
            ("csrf", token),
            ("version", &self.version),
            ("why", "因故"),
            ("how", "核对过身份证"),
            ("ask", "请说明"),
            ("account", "情况如下"),
            ("settled", "corrected"),
            ("outcome", "right"),
            ("answer", "核对过"),
            ("act", "reviewed"),
            ("to", &person),
            ("pick", &pick),
            ("name", "本月"),
            ("sure", "1"),
            ("year", "2025"),
            ("assumed", "1"),
            ("until", "2026-10-20"),
            ("title0", "供水检测"),
            ("say", "confirm"),
            ("fingerprint", "0123456789abcdef"),
            ("code", "A001"),
            ("anchor", "f1"),
            ("due", "2026-10-20"),
            ("words", "请报送"),
            ("cell", "requests.new.total"),
            ("amount", "1"),
        ];
        // a month that is corrected
        let month = [("seen", "0"), ("value", "9"), ("source", "执法系统"), ("note", "漏计2件")];
        let month = month.into_iter().filter(|_| self.route.starts_with("/desk/months/{indicator}"));
        said.into_iter().chain(month).map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// Hands the form in by both ways of encoding it, the second with a paper.
    async fn press(&self, scene: &Scene, somebody: &mut Somebody, token: &str) -> [Page; 2] {
        let fields = self.filled(scene, token);
        let plain: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut parts: Vec<Part<'_>> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        parts.extend(["papers", "file"].map(|field| (field, Some("意见.txt"), "同意公开。".as_bytes())));
        [somebody.post(&self.path, &plain).await, somebody.multipart(&self.path, &parts).await]
    }
}

/// Whether it was shown or done, and not the way to sign in.
fn came_through(page: &Page) -> bool {
    page.status.is_success() || (page.status.is_redirection() && !page.location().starts_with("/signin"))
}

/// A form with a right token, sent by a page of another site.
fn from_elsewhere(door: &Door, scene: &Scene, token: &str) -> Request<Body> {
    let escape = gongkai::library::portal::escape;
    let fields = door.filled(scene, token);
    let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    let request = Request::post(&door.path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.header("sec-fetch-site", "cross-site").body(Body::from(body.join("&"))).unwrap()
}

fn shows_nothing(scene: &Scene, who: &str, path: &str, page: &Page) {
    for secret in SECRETS {
        assert!(!page.has(secret), "{who} reads “{secret}” at {path}");
    }
    // whoever typed a number knows it; the journal of the audit says about what each row is
    let told = |number: &str| path.contains(number) || (who == "audit" && path == "/desk/journal");
    for number in scene.numbers() {
        assert!(told(number) || !page.has(number), "{who} learns of {number} at {path}");
    }
    assert!(page.status != StatusCode::INTERNAL_SERVER_ERROR, "{who} at {path}: {}", page.body);
}

/// Whether an address names something of the organ's work, and not a page that everybody has of their own.
fn names_work(door: &Door) -> bool {
    let named = ["{number}", "{id}", "{n}"].iter().any(|name| door.route.contains(name));
    // what is counted twice has its number within one's own organ: whoever presses there settles their own
    let named = named && !door.route.starts_with("/desk/season");
    door.whose == Organ && (named || door.route == "/desk/assign") || door.route == "/desk/delegations/{id}/end"
}

/// 安全管理员: what is theirs to do for every organ.
const SECURITY: [&str; 2] = ["/desk/people/{id}/{upkeep}", "/desk/delegations/{id}/end"];

#[tokio::test]
async fn nobody_else_reads_or_changes_what_an_organ_works_on_at_any_address() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let (doors, before) = (doors(&office, &scene).await, scene.state(&office).await);
        let mut strangers = vec![("nobody", Somebody::at(&office))];
        for user in ["of_below", "of_another", "elsewhere_above", "beside", "system", "security", "audit"] {
            strangers.push((user, signed_in(&office, user).await));
        }
        for (who, stranger) in &mut strangers {
            let token = stranger.get("/requests/follow").await.csrf();
            // those that end the session come last; whoever has the link of an upload may do with it what they like
            for door in doors.iter().filter(|door| !door.route.starts_with("/sign")) {
                let page = stranger.get(&door.path).await;
                shows_nothing(&scene, who, &door.path, &page);
                if names_work(door) {
                    let shut = [
                        StatusCode::NOT_FOUND,
                        StatusCode::FORBIDDEN,
                        StatusCode::UNAUTHORIZED,
                        StatusCode::METHOD_NOT_ALLOWED,
                    ];
                    assert!(shut.contains(&page.status), "{who} at {}: {}", door.path, page.status);
                }
                if *who == "nobody" && matches!(door.whose, Organ | Administrator) {
                    assert_ne!(page.status, StatusCode::OK, "{}", door.path);
                }
                if door.whose == All || (*who == "security" && SECURITY.contains(&door.route)) {
                    continue;
                }
                for page in door.press(&scene, stranger, &token).await {
                    shows_nothing(&scene, who, &door.path, &page);
                    assert!(!names_work(door) || !came_through(&page), "{who} does {}: {}", door.path, page.status);
                }
            }
            assert_eq!(scene.state(&office).await, before, "{who} changed something");
        }
    })
    .await;
}

#[tokio::test]
async fn who_supervises_from_above_reads_and_changes_nothing() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let mut above = signed_in(&office, "looks_on").await;
        let file = above.get(&format!("/desk/requests/{}", scene.drafted.number)).await;
        assert!(file.status == StatusCode::OK && file.has("内部研究的意见") && !file.has("白石溪"), "{}", file.body);
        let token = above.get("/requests/follow").await.csrf();
        let (doors, before) = (doors(&office, &scene).await, scene.state(&office).await);
        for door in doors.iter().filter(|door| names_work(door)) {
            let looks_back = door.route.ends_with("/letters/new/{kind}");
            for page in door.press(&scene, &mut above, &token).await {
                // a letter by hand is looked at before it is numbered
                assert!(looks_back || !came_through(&page), "{}: {}", door.path, page.status);
                assert!(!page.has("白石溪"), "{}", door.path);
                let stale = page.status == StatusCode::CONFLICT;
                assert!(!stale, "{} is refused for its age, which proves nothing", door.path);
            }
        }
        assert_eq!(scene.state(&office).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_form_without_our_token_or_from_elsewhere_changes_nothing_at_any_address() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let mut own = signed_in(&office, "own").await;
        let (doors, token) = (doors(&office, &scene).await, own.get("/desk").await.csrf());
        let head = journal::head(&office.db).await.unwrap();
        let forged = "0".repeat(64);
        // what is outside of the pages takes no form at all
        let outside =
            |door: &&Door| matches!(door.route, "/health" | "/static/{name}") || door.route.starts_with("/api/v1");
        for door in doors.iter().filter(|door| !outside(door)) {
            let elsewhere = own.send(from_elsewhere(door, &scene, &token)).await;
            assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "{}: {}", door.path, elsewhere.body);
            for page in door.press(&scene, &mut own, &forged).await {
                assert!(page.status.is_client_error(), "{}: {}", door.path, page.status);
            }
        }
        assert_eq!(journal::head(&office.db).await.unwrap(), head, "nothing was written");
        assert_eq!(own.get("/desk").await.status, StatusCode::OK, "nor was anybody signed out");
    })
    .await;
}

#[tokio::test]
async fn opening_a_page_changes_nothing_and_opening_a_file_is_on_the_journal() {
    on_both(async |office| {
        let scene = scene(&office).await;
        for user in ["own", "looks_on", "system", "security", "audit"] {
            let mut somebody = signed_in(&office, user).await;
            for (route, _, path) in everywhere(&scene) {
                let (head, state) = (journal::head(&office.db).await.unwrap(), scene.state(&office).await);
                let page = somebody.get(&path).await;
                let after = journal::head(&office.db).await.unwrap();
                let journaled = route.starts_with("/desk") && JOURNALED.iter().any(|end| route.ends_with(end));
                if journaled && page.status == StatusCode::OK {
                    assert_eq!(after.seq, head.seq + 1, "{user} opened {path} without a trace");
                    let row = journal::rows(&office.db, head.seq, 1).await.unwrap().remove(0);
                    assert!(row.actor.starts_with("person:"), "{row:?}");
                } else {
                    assert_eq!(after, head, "{user} wrote by looking at {path}");
                }
                assert_eq!(scene.state(&office).await, state, "{user} changed something by looking at {path}");
            }
        }
    })
    .await;
}

/// What is had in the course of something that has no address of its own: an application in hand, a sign-in elsewhere. The
/// tests of those walk there.
const ON_THE_WAY: [&str; 5] =
    ["/requests/new/check", "/requests/new/save", "/requests/receipt", "/signin/oidc/back", "/signin/oidc/code"];
/// What opens by a key alone, and what is never there.
const BY_KEY: [&str; 3] = ["/api/v1/drafts", "/api/v1/nowhere", "/api/v1/"];
/// What a program of an organ pushes, and what somebody who supervises other organs sees of them.
const PUSHED: &str = "/api/v1/figures";
const ABOVE: &str = "/desk/months/below";
/// 统一认证: is not there where nobody set it up.
const NOT_SET_UP: &str = "/signin/oidc";
/// What is not done by a form of its own, but by itself, by another page, or by the applicant alone.
const FORMLESS: [&str; 6] = ["arrived", "issued", "lapsed", "notified", "amended", "withdraw"];
/// 编制年报: what a draft that is not whole refuses, what no error waits for, and what the law sets a department.
const HELD_BACK: [&str; 3] = ["submitted", "pass", "due"];
/// 一格由哪些单位相加: a report of several organs has it alone; the one in work here is of one.
const OF_SEVERAL: &str = "/desk/compile/2024/cell";
/// What is done with complaints alone; the matter here is a correction.
const OF_COMPLAINTS: [&str; 2] = ["ask", "account"];

/// 接收、退回 are the organ's above, what is uploaded must be a report, what is taken from the library has to be there, and what is
/// counted twice is so by two organs: the tests of the season do all four.
const OF_THE_SEASON: [&str; 4] = [
    "/desk/season/2025/of/ben/answer",
    "/desk/season/2025/of/ben/upload",
    "/desk/season/2025/of/ben/shelved",
    "/desk/season/2025/sum/twice",
];

/// Whose an address is, among the staff; `None` for those who have no account.
fn rightful(whose: For, route: &str) -> Option<&'static str> {
    match (whose, route) {
        (Administrator, "/desk/journal") => Some("audit"),
        (Administrator, "/desk/people/{id}/{upkeep}") => Some("security"),
        (Administrator, _) => Some("system"),
        (_, "/verify/{token}/{n}/keep") | (Organ | Staff, _) => Some("own"),
        (All | Holder, _) => None,
    }
}

#[tokio::test]
async fn every_address_opens_for_whom_it_is_so_that_a_refusal_of_others_says_something() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let mut staff = std::collections::BTreeMap::new();
        for user in ["own", "system", "security", "audit"] {
            staff.insert(user, signed_in(&office, user).await);
        }
        let mut shut = Vec::new();
        for (route, whose, path) in everywhere(&scene) {
            let version = version(&office, &scene, staff.get_mut("own").unwrap(), (route, &path)).await;
            let door = Door { route, whose, path, version };
            let mut somebody = match rightful(whose, route) {
                Some(user) => staff[user].clone(),
                None if route.contains("{number}") => scene.applicant(&office, route).await,
                None => Somebody::at(&office),
            };
            let seen = somebody.get(&door.path).await;
            if came_through(&seen) {
                continue;
            }
            // nothing to be looked at: a button of another page
            let token = somebody.get("/requests/follow").await.csrf();
            let pages = door.press(&scene, &mut somebody, &token).await;
            if seen.status != StatusCode::METHOD_NOT_ALLOWED || !pages.iter().any(came_through) {
                shut.push((door.path.clone(), seen.status, pages.map(|page| page.status)));
            }
        }
        let expected = |path: &str| {
            let last = path.rsplit('/').next().unwrap();
            ON_THE_WAY.contains(&path)
                || [NOT_SET_UP, OF_SEVERAL].contains(&path)
                || [BY_KEY[0], PUSHED, ABOVE].iter().any(|begun| path.starts_with(begun))
                || BY_KEY.contains(&path)
                || OF_THE_SEASON.contains(&path)
                || FORMLESS.contains(&last)
                || (path.starts_with("/desk/compile") && HELD_BACK.contains(&last))
                || OF_COMPLAINTS.contains(&last)
        };
        shut.retain(|(path, ..)| !expected(path));
        assert!(shut.is_empty(), "{shut:#?}");
    })
    .await;
}
