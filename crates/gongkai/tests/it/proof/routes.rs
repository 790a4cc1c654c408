//! Every address of the program, and what it shows and lets do to whoever has no business there. The addresses are read
//! from the source: a new one that is not in the list below fails the test until somebody has thought about it.

use std::{fs, path::Path};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::{
    Office,
    case_files::SealedFile,
    letters::fields::Fields,
    letters::text::{Block, Text},
    password,
    people::roles::Hand,
    redress::register::{Arrival, register as register_case},
    requests::{dossier::Dossier, record::Words, take::take},
};
use gongkai_law::{
    redress::{Route, clock::Procedure, step::Verb as CaseVerb},
    request::{
        decision::Decision,
        letter::LetterKind,
        step::{Step, Taken, Verb},
    },
};
use gongkai_store::{Actor, Moment, NewFile, NewLetter, NewOrgan, NewPerson, OrganId, Scope, journal};
use tokio::sync::OnceCell;

use super::applied;
use crate::web::{
    cases::{PASSWORD, signed_in},
    house::{Page, Somebody, noon, on_both},
};

/// Who is meant to be at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// Everybody: what it shows is released, or one's own.
    All,
    /// Whoever holds a link, a code or the browser it began in.
    Holder,
    /// The staff of the organ whose work it is, and a supervisor above it who looks on.
    Organ,
    /// An administrator.
    Administrator,
    /// Everybody who is signed in, about themselves.
    Staff,
}

use For::{Administrator, All, Holder, Organ, Staff};
/// Every address there is.
const ROUTES: [(&str, For); 125] = [
    ("/", All),
    ("/checks", All),
    ("/checks/{code}", All),
    ("/complaints/new", All),
    ("/corrections/new", All),
    ("/deadline", All),
    ("/desk", Organ),
    ("/desk/account", Staff),
    ("/desk/account/reach", Staff),
    ("/desk/assign", Organ),
    ("/desk/complaints", Organ),
    ("/desk/complaints/{number}", Organ),
    ("/desk/complaints/{number}/files/{n}", Organ),
    ("/desk/complaints/{number}/letter", Organ),
    ("/desk/complaints/{number}/letter/docx", Organ),
    ("/desk/complaints/{number}/letter/pdf", Organ),
    ("/desk/complaints/{number}/reveal", Organ),
    ("/desk/complaints/{number}/{verb}", Organ),
    ("/desk/delegations", Staff),
    ("/desk/delegations/{id}/end", Staff),
    ("/desk/export/{file}", Organ),
    ("/desk/figures", Organ),
    ("/desk/figures/cases", Organ),
    ("/desk/figures/cases.csv", Organ),
    ("/desk/figures/freeze", Organ),
    ("/desk/figures/list", Organ),
    ("/desk/figures/list.csv", Organ),
    ("/desk/figures/tables.json", Organ),
    ("/desk/find", Organ),
    ("/desk/import", Organ),
    ("/desk/import/template.csv", Organ),
    ("/desk/import/template.xlsx", Organ),
    ("/desk/import/{id}", Organ),
    ("/desk/journal", Administrator),
    ("/desk/keys", Staff),
    ("/desk/letterhead", Organ),
    ("/desk/letters/templates", Organ),
    ("/desk/letters/templates/{key}", Organ),
    ("/desk/month", Organ),
    ("/desk/organs", Administrator),
    ("/desk/organs/{slug}", Administrator),
    ("/desk/people", Administrator),
    ("/desk/people/{id}", Administrator),
    ("/desk/people/{id}/{upkeep}", Administrator),
    ("/desk/print", Organ),
    ("/desk/redress", Organ),
    ("/desk/redress/new", Organ),
    ("/desk/redress/{number}", Organ),
    ("/desk/redress/{number}/files/{n}", Organ),
    ("/desk/redress/{number}/letters/new", Organ),
    ("/desk/redress/{number}/letters/{id}", Organ),
    ("/desk/redress/{number}/letters/{id}/docx", Organ),
    ("/desk/redress/{number}/letters/{id}/pdf", Organ),
    ("/desk/redress/{number}/{verb}", Organ),
    ("/desk/register", Organ),
    ("/desk/requests/{number}", Organ),
    ("/desk/requests/{number}/assign", Organ),
    ("/desk/requests/{number}/code", Organ),
    ("/desk/requests/{number}/drafted", Organ),
    ("/desk/requests/{number}/erase", Organ),
    ("/desk/requests/{number}/files/{n}", Organ),
    ("/desk/requests/{number}/letters", Organ),
    ("/desk/requests/{number}/letters/new/{kind}", Organ),
    ("/desk/requests/{number}/letters/{id}", Organ),
    ("/desk/requests/{number}/letters/{id}/docx", Organ),
    ("/desk/requests/{number}/letters/{id}/files", Organ),
    ("/desk/requests/{number}/letters/{id}/files/list", Organ),
    ("/desk/requests/{number}/letters/{id}/pdf", Organ),
    ("/desk/requests/{number}/letters/{id}/print", Organ),
    ("/desk/requests/{number}/notices/{n}", Organ),
    ("/desk/requests/{number}/notices/{n}/docx", Organ),
    ("/desk/requests/{number}/notices/{n}/pdf", Organ),
    ("/desk/requests/{number}/notices/{n}/print", Organ),
    ("/desk/requests/{number}/papers/{kind}", Organ),
    ("/desk/requests/{number}/papers/{kind}/docx", Organ),
    ("/desk/requests/{number}/papers/{kind}/pdf", Organ),
    ("/desk/requests/{number}/papers/{kind}/print", Organ),
    ("/desk/requests/{number}/reveal", Organ),
    ("/desk/requests/{number}/{verb}", Organ),
    ("/desk/requests/{number}/{}", Organ),
    ("/desk/retention", Organ),
    ("/desk/setup", Administrator),
    ("/desk/today", Organ),
    ("/desk/views", Organ),
    ("/desk/views/{id}/drop", Organ),
    ("/fee", All),
    ("/health", All),
    ("/matters/{number}", Holder),
    ("/matters/{number}/letter", Holder),
    ("/matters/{number}/letter/pdf", Holder),
    ("/matters/{number}/withdraw", Holder),
    ("/reports", All),
    ("/reports/{organ}/{year}", All),
    ("/reports/{organ}/{year}/rule", Staff),
    ("/reports/{organ}/{year}/{file}", All),
    ("/requests/follow", All),
    ("/requests/follow/leave", Holder),
    ("/requests/follow/{number}", Holder),
    ("/requests/follow/{number}/answer", Holder),
    ("/requests/follow/{number}/contact", Holder),
    ("/requests/follow/{number}/fee", Holder),
    ("/requests/follow/{number}/files/{n}", Holder),
    ("/requests/follow/{number}/letters/{id}", Holder),
    ("/requests/follow/{number}/letters/{id}/pdf", Holder),
    ("/requests/follow/{number}/withdraw", Holder),
    ("/requests/follow/{number}/{question}", Holder),
    ("/requests/new", All),
    ("/requests/new/check", Holder),
    ("/requests/new/save", Holder),
    ("/requests/new/{question}", All),
    ("/requests/receipt", Holder),
    ("/robots.txt", All),
    ("/signin", All),
    ("/signin/code", Staff),
    ("/signin/oidc", All),
    ("/signin/oidc/back", All),
    ("/signin/oidc/code", Holder),
    ("/signin/password", Staff),
    ("/signout", All),
    ("/sitemap.xml", All),
    ("/static/{name}", All),
    ("/verify", All),
    ("/verify/{token}", Holder),
    ("/verify/{token}/{n}", Holder),
    ("/verify/{token}/{n}/{file}", Holder),
];

/// Posting alone, under a link.
const LINKS: [&str; 3] = ["/verify/{token}/again", "/verify/{token}/delete", "/verify/{token}/{n}/keep"];

/// What looking at costs a row in the journal, because somebody sees what is in a file.
const JOURNALED: [&str; 4] = ["/files/{n}", "/docx", "/pdf", "}/print"];

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

/// What nobody else may read of the case.
const SECRETS: [&str; 5] = ["青柳巷十七号", "白石溪", "内部研究的意见", "拟予公开的理由", "复议的内情"];
/// An organ at work, with a request, a letter, a paper, a note and a review of it.
struct Scene {
    number: String,
    letter: String,
    redress: String,
    person: String,
    organ: OrganId,
}

async fn hire(office: &Office, organ: Option<OrganId>, name: &str, roles: &[&str]) -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = HASH.get_or_init(async || password::hash(PASSWORD.to_owned()).await.unwrap()).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson { organ, name, full_name: name, roles, password: hash, must_change: false };
    let id = act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
    id.to_string()
}

async fn organ(office: &Office, slug: &str, parent: Option<OrganId>) -> OrganId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let name = format!("{slug}机关");
    let new = NewOrgan {
        slug,
        name: &name,
        short_name: &name,
        kind: "department",
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

async fn scene(office: &Office) -> Scene {
    let above = organ(office, "shang", None).await;
    let own = organ(office, "ben", Some(above)).await;
    let below = organ(office, "xia", Some(own)).await;
    let other = organ(office, "wai", None).await;
    let person = hire(office, Some(own), "own", &["officer", "head"]).await;
    hire(office, Some(above), "looks_on", &["supervisor"]).await;
    hire(office, Some(below), "of_below", &["officer", "head", "supervisor"]).await;
    hire(office, Some(other), "of_another", &["officer", "head", "reviewer", "signer"]).await;
    hire(office, Some(other), "elsewhere_above", &["supervisor"]).await;
    hire(office, Some(above), "beside", &["officer", "signer"]).await;
    for role in ["system", "security", "audit"] {
        hire(office, None, role, &[role]).await;
    }
    let own_organ = office.db.organ(own).await.unwrap();
    let number = applied(office, &own_organ, "白石溪").await.number;
    let letter = filled(office, &number).await;
    let redress = reviewed(office, &number).await;
    Scene { number, letter, redress, person, organ: own }
}

/// A paper, a note, and a letter that is drafted.
async fn filled(office: &Office, number: &str) -> String {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let line = &dossier.request.line;
    let at = Moment::from(noon());
    let mut act = office.db.act(Actor::System, at).await.unwrap();
    let sealed = SealedFile::of(&office.vault, number, "内部研究的意见".as_bytes()).await;
    let file = NewFile { upload: sealed.upload("text/plain"), name: "意见.txt", kind: "opinion", shown: false };
    act.attach(line.id, line.organ_id, &file).await.unwrap();
    let text = Text { blocks: vec![Block::Paragraph("拟予公开的理由".to_owned())], ..Text::default() };
    let fields = Fields { decision: Decision::Granted.key().to_owned(), text: Some(text), ..Fields::default() };
    let kind = LetterKind::telling(Decision::Granted, 0).key();
    let new = NewLetter { organ: line.organ_id, request: line.id, kind, fields: &fields.json() };
    let letter = act.add_letter(&new).await.unwrap().to_string();
    let words = Words { why: "内部研究的意见，青柳巷十七号".to_owned(), ..Words::default() };
    let taken = Taken { on: office.today(), step: Step::Noted };
    take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
    act.commit().await.unwrap();
    letter
}

/// A review of it; gives its number.
async fn reviewed(office: &Office, number: &str) -> String {
    let request = office.db.request_numbered(number, Scope::All).await.unwrap().unwrap();
    let organ = office.db.organ(request.line.organ_id).await.unwrap();
    let arrival = Arrival {
        route: Route::Review,
        request: None,
        after: None,
        forum: "青禾县人民政府".to_owned(),
        case_number: "青政复〔2026〕9号".to_owned(),
        title: "复议的内情".to_owned(),
        notified: office.today(),
        procedure: Procedure::Ordinary,
        accepted: None,
        proof: "送达回证".to_owned(),
    };
    let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    let (_, number) = register_case(office, &mut act, &Hand::Platform, &organ, &arrival).await.unwrap();
    act.commit().await.unwrap();
    number
}

impl Scene {
    /// The addresses of a route, about this case.
    fn paths(&self, route: &str) -> Vec<String> {
        let number = if route.starts_with("/desk/redress") { &self.redress } else { &self.number };
        let id = if route.starts_with("/desk/people") { &self.person } else { &self.letter };
        let n = if route.starts_with("/requests/follow") { "1" } else { "0" };
        let path = [
            ("{number}", number.as_str()),
            ("{id}", id),
            ("{n}", n),
            ("{code}", "A001"),
            ("{slug}", "ben"),
            ("{organ}", "ben"),
            ("{year}", "2025"),
            ("{file}", "report.json"),
            ("{name}", "gongkai.css"),
            ("{token}", "ffffffffffffffff"),
            ("{question}", "wanted"),
            ("{upkeep}", "unlock"),
            ("{kind}", "registration"),
            ("{key}", "granted"),
            ("{}", "signed"),
        ]
        .into_iter()
        .fold(route.to_owned(), |path, (name, value)| path.replace(name, value));
        match path.contains("{verb}") {
            true if route.starts_with("/desk/redress") => {
                CaseVerb::ALL.iter().map(|verb| path.replace("{verb}", verb.key())).collect()
            }
            true => Verb::ALL.iter().map(|verb| path.replace("{verb}", verb.key())).collect(),
            false => vec![path],
        }
    }

    fn all(&self) -> impl Iterator<Item = (&'static str, For, String)> {
        let links = LINKS.into_iter().map(|route| (route, Holder));
        let all: Vec<_> = ROUTES.into_iter().chain(links).collect();
        all.into_iter()
            .flat_map(|(route, whose)| self.paths(route).into_iter().map(move |path| (route, whose, path)))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Everything that is kept of the case, in one line.
    async fn state(&self, office: &Office) -> String {
        let request = office.db.request_numbered(&self.number, Scope::All).await.unwrap().unwrap();
        let letters = office.db.letters_of(request.line.id).await.unwrap();
        let files = office.db.request_files(request.line.id).await.unwrap();
        let case = office.db.redress_numbered(&self.redress, Scope::All).await.unwrap();
        format!("{request:?} {letters:?} {files:?} {case:?}")
    }
}

/// A form with this token and the words that forms of the case want to see.
fn form(path: &str, token: &str, elsewhere: bool) -> Request<Body> {
    let body = format!("csrf={token}&version=2&why=x&act=hand_in&to=x&pick=x&number=x&code=x");
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = if elsewhere { request.header("sec-fetch-site", "cross-site") } else { request };
    request.body(Body::from(body)).unwrap()
}

/// The same as a form that may carry files.
async fn parts(somebody: &mut Somebody, path: &str, token: &str) -> Page {
    somebody.multipart(path, &[("csrf", None, token.as_bytes()), ("version", None, b"2"), ("why", None, b"x")]).await
}

fn shows_nothing(who: &str, path: &str, page: &Page) {
    for secret in SECRETS {
        assert!(!page.has(secret), "{who} reads “{secret}” at {path}");
    }
    assert!(page.status != StatusCode::INTERNAL_SERVER_ERROR, "{who} at {path}: {}", page.body);
}

#[tokio::test]
async fn nobody_else_reads_or_changes_what_an_organ_works_on_at_any_address() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let before = scene.state(&office).await;
        let mut strangers = vec![("nobody", Somebody::at(&office))];
        for user in ["of_below", "of_another", "elsewhere_above", "beside", "system", "security", "audit"] {
            strangers.push((user, signed_in(&office, user).await));
        }
        for (who, stranger) in &mut strangers {
            let token = stranger.get("/requests/follow").await.csrf();
            // those that end the session come last
            for (route, whose, path) in scene.all().filter(|(route, ..)| !route.starts_with("/sign")) {
                let page = stranger.get(&path).await;
                shows_nothing(who, &path, &page);
                if whose == Organ && route.contains("{number}") {
                    let shut = [
                        StatusCode::NOT_FOUND,
                        StatusCode::FORBIDDEN,
                        StatusCode::UNAUTHORIZED,
                        StatusCode::METHOD_NOT_ALLOWED,
                    ];
                    assert!(shut.contains(&page.status), "{who} at {path}: {}", page.status);
                }
                if *who == "nobody" && matches!(whose, Organ | Administrator) {
                    assert_ne!(page.status, StatusCode::OK, "{path}");
                }
                if whose != All && !route.starts_with("/desk/people") {
                    shows_nothing(who, &path, &stranger.send(form(&path, &token, false)).await);
                    shows_nothing(who, &path, &parts(stranger, &path, &token).await);
                }
            }
            assert_eq!(scene.state(&office).await, before, "{who} changed something");
        }
        assert!(office.db.request_files(the_request(&office, &scene).await).await.unwrap().len() == 1);
    })
    .await;
}

async fn the_request(office: &Office, scene: &Scene) -> gongkai_store::RequestId {
    office.db.request_numbered(&scene.number, Scope::Organ(scene.organ)).await.unwrap().unwrap().line.id
}

#[tokio::test]
async fn who_supervises_from_above_reads_and_changes_nothing() {
    on_both(async |office| {
        let scene = scene(&office).await;
        let mut above = signed_in(&office, "looks_on").await;
        let file = above.get(&format!("/desk/requests/{}", scene.number)).await;
        assert!(file.status == StatusCode::OK && file.has("内部研究的意见") && !file.has("白石溪"), "{}", file.body);
        let token = above.get("/requests/follow").await.csrf();
        let before = scene.state(&office).await;
        for (_, _, path) in scene.all().filter(|(route, whose, _)| *whose == Organ && route.contains("{number}")) {
            above.send(form(&path, &token, false)).await;
            parts(&mut above, &path, &token).await;
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
        let token = own.get("/desk").await.csrf();
        let head = journal::head(&office.db).await.unwrap();
        let forged = "0".repeat(64);
        // what is outside of the pages takes no form at all
        for (_, _, path) in scene.all().filter(|(route, ..)| !matches!(*route, "/health" | "/static/{name}")) {
            let elsewhere = own.send(form(&path, &token, true)).await;
            assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "{path}: {}", elsewhere.body);
            for page in [own.send(form(&path, &forged, false)).await, parts(&mut own, &path, &forged).await] {
                assert!(page.status.is_client_error(), "{path}: {}", page.status);
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
            for (route, _, path) in scene.all() {
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
