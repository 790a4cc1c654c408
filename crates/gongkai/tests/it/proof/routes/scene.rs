//! An organ at work, with one of each thing that an address names: requests at several points of their way, letters, papers,
//! a complaint, a case, a view, a delegation; and everybody who may come to them.

use axum::http::StatusCode;
use gongkai::{
    Office,
    case_files::SealedFile,
    letters::fields::Fields,
    letters::pass,
    letters::text::{Block, Text},
    password,
    people::roles::Hand,
    redress::register::{Arrival, register as register_case},
    requests::{dossier::Dossier, once::Handed, record::Words, register::Receipt, take::take},
};
use gongkai_law::{
    redress::{Route, clock::Procedure},
    request::{
        decision::Decision,
        letter::LetterKind,
        step::{Step, Taken, Verb},
    },
};
use gongkai_store::{Actor, Civil, LetterId, Moment, NewDelegation, NewFile, NewLetter, NewOrgan, NewPerson};
use gongkai_store::{OrganId, PersonId, Scope};
use tokio::sync::OnceCell;

use super::{
    super::asked_for,
    brought::{brought, ended, handed_out},
    collected::{collected, looked_through},
    months::counted,
    publications::Published,
    readers::{Left, read},
};
use crate::web::{
    cases::{PASSWORD, signed_in},
    house::{Page, Somebody, noon, report, with_a_wrong_total},
    requests::follow,
};

/// What nobody else may read of the case.
pub const SECRETS: [&str; 10] = [
    "青柳巷十七号",
    "白石溪",
    "内部研究的意见",
    "拟予公开的理由",
    "复议的内情",
    "青政复〔2026〕9号",
    "灰鹭泵站的验收记录",
    "记错了的门牌",
    "还没有审的稿子",
    "值班电话印错了",
];

/// An organ at work.
pub struct Scene {
    /// A request whose draft waits for its review.
    pub drafted: Receipt,
    /// One whose answer went out.
    answered: Receipt,
    /// One whose applicant is asked to clarify.
    asked: Receipt,
    /// One whose applicant is to pay.
    charged: Receipt,
    /// The letter that was handed in, one that is still open, and one that went out.
    letter: String,
    open: String,
    sent: String,
    pub redress: String,
    /// Its letter.
    defence: String,
    /// Number and code of a correction that is asked for, and of one that was told by letter.
    pub matter: Handed,
    told: Handed,
    pub person: PersonId,
    delegation: String,
    view: String,
    import: String,
    /// A file of months that was looked through.
    months: String,
    upload: String,
    left: Left,
    /// A key of a program.
    key: String,
    /// What it publishes.
    published: Published,
    pub organ: OrganId,
}

async fn hire(office: &Office, organ: Option<OrganId>, name: &str, roles: &[&str]) -> PersonId {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = HASH.get_or_init(async || password::hash(PASSWORD.to_owned()).await.unwrap()).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson { organ, name, full_name: name, roles, password: hash, must_change: false };
    let id = act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

async fn organ(office: &Office, slug: &str, name: &str, parent: Option<OrganId>) -> OrganId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new =
        NewOrgan { slug, name, short_name: name, kind: "department", level: "county", parent, ..NewOrgan::default() };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// The organ, and everybody who may come to its addresses; gives it, its officer and who reviews there.
async fn staffed(office: &Office) -> (OrganId, PersonId, PersonId) {
    let above = organ(office, "shang", "上级机关", None).await;
    let own = organ(office, "ben", "青禾县水利局", Some(above)).await;
    let below = organ(office, "xia", "下级机关", Some(own)).await;
    let other = organ(office, "wai", "外县机关", None).await;
    let person = hire(office, Some(own), "own", &["officer", "head"]).await;
    let judge = hire(office, Some(own), "judge", &["reviewer"]).await;
    hire(office, Some(above), "looks_on", &["supervisor"]).await;
    hire(office, Some(below), "of_below", &["officer", "head", "supervisor"]).await;
    hire(office, Some(other), "of_another", &["officer", "head", "reviewer", "signer"]).await;
    hire(office, Some(other), "elsewhere_above", &["supervisor"]).await;
    hire(office, Some(above), "beside", &["officer", "signer"]).await;
    for role in ["system", "security", "audit"] {
        hire(office, None, role, &[role]).await;
    }
    (own, person, judge)
}

pub async fn scene(office: &Office) -> Scene {
    let (own, person, judge) = staffed(office).await;
    let own_organ = office.db.organ(own).await.unwrap();
    let mut receipts = Vec::new();
    for _ in 0..4 {
        receipts.push(asked_for(office, &own_organ, "白石溪", "灰鹭泵站的验收记录").await);
    }
    let [drafted, answered, asked, charged] = <[Receipt; 4]>::try_from(receipts).unwrap();
    let day = office.today().tomorrow().unwrap();
    told(office, &asked.number, Step::ClarifyAsked { until: day }, Words::default()).await;
    told(office, &charged.number, Step::Accepted, Words::default()).await;
    told(office, &charged.number, Step::FeeNotified, Words { yuan: Some(40), ..Words::default() }).await;
    let sent = written(office, &answered.number, true).await;
    paper(office, &answered.number, false).await;
    paper(office, &answered.number, true).await;
    sent_out(office, &answered.number, sent).await;
    let (redress, defence) = reviewed(office, &drafted.number).await;
    let (matter, told) = (brought(office, "one").await, ended(office, brought(office, "another").await).await);
    let letter = filled(office, &drafted.number).await;
    let (delegation, view) = lent(office, own, person, judge).await;
    let mut officer = signed_in(office, "own").await;
    let import = looked_through(&mut officer).await;
    let published = Published::of(office, (own, person), &mut officer).await;
    let upload = kept(&mut officer).await;
    collected(&mut officer).await;
    let left = read(office, own, &published.item).await;
    Scene {
        open: written(office, &charged.number, false).await.to_string(),
        drafted,
        answered,
        asked,
        charged,
        letter: letter.to_string(),
        sent: sent.to_string(),
        redress,
        defence: defence.to_string(),
        matter,
        told,
        person,
        delegation,
        view,
        import,
        months: counted(office, own, &mut officer).await,
        upload,
        left,
        key: handed_out(office, own, person).await,
        published,
        organ: own,
    }
}

async fn told(office: &Office, number: &str, step: Step, words: Words) {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    let taken = Taken { on: office.today(), step };
    take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
    act.commit().await.unwrap();
}

/// A letter with words in it, or one that is still open.
async fn written(office: &Office, number: &str, whole: bool) -> LetterId {
    let request = office.db.request_numbered(number, Scope::All).await.unwrap().unwrap();
    let text = Text { blocks: vec![Block::Paragraph("拟予公开的理由".to_owned())], ..Text::default() };
    let text = whole.then_some(text);
    let fields = Fields { decision: Decision::Granted.key().to_owned(), text, ..Fields::default() };
    let kind = LetterKind::telling(Decision::Granted, 0).key();
    let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    let line = &request.line;
    let new = NewLetter { organ: line.organ_id, request: line.id, kind, fields: &fields.json() };
    let letter = act.add_letter(&new).await.unwrap();
    act.commit().await.unwrap();
    letter
}

async fn paper(office: &Office, number: &str, shown: bool) {
    let request = office.db.request_numbered(number, Scope::All).await.unwrap().unwrap();
    let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    let sealed = SealedFile::of(&office.vault, number, "内部研究的意见".as_bytes()).await;
    let file = NewFile { upload: sealed.upload("text/plain"), name: "意见.txt", kind: "opinion", shown };
    act.attach(request.line.id, request.line.organ_id, &file).await.unwrap();
    act.commit().await.unwrap();
}

/// A paper, a note, a step with its own letter, and a letter that was handed in.
async fn filled(office: &Office, number: &str) -> LetterId {
    paper(office, number, false).await;
    let letter = written(office, number, true).await;
    let why = "内部研究的意见，青柳巷十七号".to_owned();
    told(office, number, Step::Accepted, Words::default()).await;
    told(office, number, Step::Noted, Words { why, ..Words::default() }).await;
    told(office, number, Step::Extended { days: 10 }, Words { why: "检索量大".to_owned(), ..Words::default() }).await;
    let words = Words { draft: letter.to_string(), ..Words::default() };
    told(office, number, Step::Drafted { decision: Decision::Granted }, words).await;
    letter
}

/// Reviewed, signed with its number, and sent.
async fn sent_out(office: &Office, number: &str, letter: LetterId) {
    told(office, number, Step::Accepted, Words::default()).await;
    let words = Words { draft: letter.to_string(), ..Words::default() };
    told(office, number, Step::Drafted { decision: Decision::Granted }, words).await;
    for verb in [Verb::Review, Verb::Sign, Verb::Send] {
        let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
        let letter = office.db.letter(letter, Scope::All).await.unwrap();
        pass::pass(office, &Hand::Platform, &dossier, &letter, verb, &pass::Said::default()).await.unwrap();
    }
}

/// A review of it, with a paper and the draft of its answer; gives its number and that letter.
async fn reviewed(office: &Office, number: &str) -> (String, LetterId) {
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
    let (id, number) = register_case(office, &mut act, &Hand::Platform, &organ, &arrival).await.unwrap();
    let sealed = SealedFile::of(&office.vault, &number, "内部研究的意见".as_bytes()).await;
    act.attach_to_redress(id, organ.id, sealed.upload("text/plain"), ("意见.txt", "evidence")).await.unwrap();
    let text = Text { blocks: vec![Block::Paragraph("拟予公开的理由".to_owned())], ..Text::default() };
    let fields = Fields { text: Some(text), ..Fields::default() }.json();
    let letter = (LetterKind::ReviewAnswer.key(), fields.as_str());
    let letter = act.add_redress_letter(organ.id, id, letter).await.unwrap();
    act.commit().await.unwrap();
    (number, letter)
}

/// A delegation and a view of the list.
async fn lent(office: &Office, organ: OrganId, principal: PersonId, deputy: PersonId) -> (String, String) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let (from, until) = (Civil(office.today()), Civil(office.today()));
    let new = NewDelegation { organ, principal, deputy, role: "signer", from, until, why: "出差" };
    let delegation = act.delegate(&new).await.unwrap();
    act.save_view(organ, principal, "本周", "stage=examine", true).await.unwrap();
    act.commit().await.unwrap();
    let views = office.db.saved_views(organ, principal, 9).await.unwrap();
    (delegation.to_string(), views[0].id.to_string())
}

/// An uploaded report that was kept in the library; gives the key of its private link.
async fn kept(officer: &mut Somebody) -> String {
    let link = officer.drop(&[("a.html", &with_a_wrong_total(&report(2025, "总体平稳。")))]).await;
    let csrf = officer.get(&link).await.csrf();
    let page = officer.post(&format!("{link}/1/keep"), &[("csrf", &csrf)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    link.trim_start_matches("/verify/").to_owned()
}

impl Scene {
    /// The numbers by which the work of the organ is named.
    pub fn numbers(&self) -> [&str; 8] {
        let Self { drafted, answered, asked, charged, .. } = self;
        [
            &drafted.number,
            &answered.number,
            &asked.number,
            &charged.number,
            &self.redress,
            &self.matter.number,
            &self.told.number,
            &self.left.mistake.number,
        ]
    }

    /// The request about which an address is.
    fn request(&self, route: &str) -> &Receipt {
        match route {
            "/requests/follow/{number}/{question}" | "/requests/follow/{number}/withdraw" => &self.asked,
            "/requests/follow/{number}/fee" => &self.charged,
            _ if route.starts_with("/requests/follow") => &self.answered,
            _ if route.contains("{id}/files") => &self.charged,
            // a file is given its cover once it has ended
            _ if route.contains("/papers/") => &self.answered,
            _ => &self.drafted,
        }
    }

    /// The correction about which an address is.
    fn matter_of(&self, route: &str) -> &Handed {
        if route.contains("/letter") { &self.told } else { &self.matter }
    }

    fn number(&self, route: &str) -> &str {
        match route {
            _ if route.starts_with("/desk/redress") => &self.redress,
            _ if route.contains("/mistakes") => &self.left.mistake.number,
            _ if route.starts_with("/desk/complaints") || route.starts_with("/matters") => {
                &self.matter_of(route).number
            }
            _ => &self.request(route).number,
        }
    }

    fn id(&self, route: &str) -> String {
        match route {
            _ if route.starts_with("/subscriptions") => self.left.subscriber.0.clone(),
            _ if route.starts_with("/desk/publications") => self.published.publication.to_string(),
            _ if route.starts_with("/desk/places") => self.left.reading.clone(),
            _ if route.starts_with("/desk/api") => self.key.clone(),
            _ if route.starts_with("/api/v1/items") => self.published.item.replace('/', "%2F"),
            _ if route.starts_with("/desk/people") => self.person.to_string(),
            _ if route.starts_with("/desk/delegations") => self.delegation.clone(),
            _ if route.starts_with("/desk/views") => self.view.clone(),
            _ if route.starts_with("/desk/import") => self.import.clone(),
            _ if route.starts_with("/desk/months/import") => self.months.clone(),
            _ if route.ends_with("/list.xlsx") => self.published.bulk_list.clone(),
            _ if route.starts_with("/desk/bulk/runs") => self.published.bulk_run.clone(),
            _ if route.starts_with("/desk/bulk/imports") => self.published.bulk_import.clone(),
            _ if route.starts_with("/desk/bulk") => self.published.bulk.clone(),
            _ if route.starts_with("/desk/standard/import") => self.published.standard_import.clone(),
            _ if route.contains("/standard") => self.published.standard.clone(),
            _ if route.starts_with("/desk/redress") => self.defence.clone(),
            _ if route.starts_with("/requests/follow") => self.sent.clone(),
            _ if route.contains("{id}/files") => self.open.clone(),
            _ => self.letter.clone(),
        }
    }

    /// What a part of an address is called, of things that are there.
    fn word(&self, route: &str, name: &str) -> String {
        let own = |n: &str| n.to_owned();
        match name {
            "number" => own(self.number(route)),
            "id" => self.id(route),
            // the extension, which has a letter; the only file of an upload; what went out with the answer; the first paper
            "n" if route.contains("/notices/") => own("3"),
            "n" if route.starts_with("/verify") => own("1"),
            // the applicant counts from one
            "n" if route.starts_with("/requests") => own("2"),
            "n" if route.starts_with("/desk/season") => own("1"),
            "n" => own("0"),
            "*key" => self.published.item.clone(),
            "*rest" => own("nowhere"),
            "version" => own("1"),
            "topic" => own("A20_15"),
            "field" => own("assistance"),
            "page" => own("1"),
            "code" => own("A001"),
            "card" => own("1.svg"),
            "slug" if route.contains("/columns") => own("fangxun"),
            "slug" | "organ" => own("ben"),
            "year" if route.starts_with("/desk/compile") => own("2024"),
            "year" => own("2025"),
            "file" if route.starts_with("/desk/compile") => own("draft.json"),
            "step" => own("submitted"),
            "revision" => own("draft"),
            "indicator" => own("licences"),
            "month" => own("2025-01"),
            "file" if route.starts_with("/desk/export") => own("requests.csv"),
            "file" if route.starts_with("/feeds/organs") => own("ben.atom"),
            "file" if route.starts_with("/feeds") => own("A20_15.atom"),
            "file" => own("report.json"),
            "name" => own("gongkai.css"),
            "token" if route.starts_with("/subscriptions") => self.left.subscriber.1.clone(),
            "token" => self.upload.clone(),
            "question" if route.starts_with("/requests/follow") => own("clarify"),
            "question" => own("wanted"),
            "upkeep" => own("unlock"),
            "kind" if route.contains("/letters/new/") => own("assist"),
            "kind" => own("cover"),
            "key" => own("clarify"),
            "" => own("signed"),
            other => panic!("what {other} is of {route}"),
        }
    }

    /// How often a letter and its request were saved, as the letter's form says it.
    pub async fn saved(&self, office: &Office, route: &str) -> String {
        let letter = office.db.letter(self.id(route).parse().unwrap(), Scope::Organ(self.organ)).await.unwrap();
        let request = office.db.request(self.request(route).id, Scope::Organ(self.organ)).await.unwrap();
        format!("{}.{}", request.line.version, letter.version)
    }

    /// The addresses of a route, about this case.
    pub fn paths(&self, route: &str) -> Vec<String> {
        let verbs: Vec<&str> = match route {
            "/desk/redress/{number}/{verb}" => gongkai_law::redress::step::Verb::ALL.map(|verb| verb.key()).into(),
            // what one person does alone: handed in, taken back, thrown away
            "/desk/publications/{id}/{verb}" => vec!["submit", "recall", "discard"],
            "/desk/complaints/{number}/{verb}" => vec!["accept", "ask", "account", "settle", "withdraw"],
            _ => Verb::ALL.map(|verb| verb.key()).into(),
        };
        let mut path = String::new();
        for part in route.split('{') {
            let Some((name, rest)) = part.split_once('}') else {
                path += part;
                continue;
            };
            path += &if name == "verb" { "{verb}".to_owned() } else { self.word(route, name) };
            path += rest;
        }
        let picked = [
            ("list", "new&column=total"),
            ("cases", "review&column=total"),
            ("documents", "normative&column=issued"),
            ("months", "licences&column=months"),
        ];
        for (_, row) in picked.into_iter().filter(|(list, _)| route.starts_with(&format!("/desk/figures/{list}"))) {
            path += &format!("?row={row}");
        }
        if route == "/mistakes/new" {
            path += &format!("?item={}", self.published.item);
        }
        path += match route {
            "/subscriptions/new" => "?kind=organ&what=ben",
            "/feeds/search.atom" => "?q=%E5%80%BC%E7%8F%AD",
            _ => "",
        };
        match path.contains("{verb}") {
            true => verbs.into_iter().map(|verb| path.replace("{verb}", verb)).collect(),
            false => vec![path],
        }
    }

    /// The applicant, who follows the request of this address by its code.
    pub async fn applicant(&self, office: &Office, route: &str) -> Somebody {
        let mut somebody = Somebody::at(office);
        let (number, code) = match route {
            _ if route.starts_with("/matters") => (&self.matter_of(route).number, &self.matter_of(route).code),
            _ if route.starts_with("/mistakes") => (&self.left.mistake.number, &self.left.mistake.code),
            _ => (&self.request(route).number, &self.request(route).code),
        };
        let page: Page = follow(&mut somebody, number, code).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        somebody
    }

    /// Everything of the organ's work that somebody could have changed.
    pub async fn state(&self, office: &Office) -> String {
        let scope = Scope::Organ(self.organ);
        let mut state = String::new();
        for receipt in [&self.drafted, &self.answered, &self.asked, &self.charged] {
            let request = office.db.request(receipt.id, scope).await.unwrap();
            let letters = office.db.letters_of(receipt.id).await.unwrap();
            let files = office.db.request_files(receipt.id).await.unwrap();
            state += &format!("{request:?} {letters:?} {files:?} ");
        }
        let compiled = office.db.compilation_of(self.organ, 2024, scope).await.unwrap();
        state += &format!("{compiled:?} ");
        let case = office.db.redress_numbered(&self.redress, scope).await.unwrap();
        let defence = office.db.letters_of_redress(case.id).await.unwrap();
        let matter = office.db.matter_numbered(&self.matter.number, scope).await.unwrap().unwrap();
        let (lent, views) =
            (office.db.delegations(scope, 9).await, office.db.saved_views(self.organ, self.person, 9).await);
        let own = office.db.request_count(scope, &gongkai_store::RequestFilter::default()).await;
        let publication = office.db.publication(self.published.publication, scope).await.unwrap();
        let attached = office.db.publication_files(self.published.publication).await.unwrap();
        let setting = office.db.setting("publish.ben").await.unwrap();
        state += &format!("{publication:?} {attached:?} {setting:?} ");
        let (season, twice) =
            (office.db.season(self.organ, 2025).await, office.db.season_adjustments(self.organ, 2025).await);
        let upload = office.db.season_upload(self.organ, 2025).await.unwrap();
        state += &format!("{season:?} {twice:?} {upload:?} ");
        state + &format!("{case:?} {defence:?} {matter:?} {lent:?} {views:?} {own:?}")
    }
}
