//! Answers: decided, written, looked over, signed and sent, by the people whose turn it is.
mod by_hand;
mod covered;
mod drafts;
mod late;
mod models;
mod printed;
mod read;
mod retention;
mod said;
mod sent;
mod told;

use axum::http::StatusCode;
use gongkai::{
    Office,
    letters::head::Letterhead,
    password,
    people::roles::Hand,
    requests::{
        dossier::Dossier,
        record::Words,
        register::{Application, Identity, register},
        take,
    },
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    decision::Decision,
    letter::asks,
    received::Channel,
    step::{Opinion, Step, Taken},
    third_party::Asked,
};
use gongkai_store::{Actor, Moment, NewOrgan, NewPerson, Organ, Scope};
use jiff::civil::{Date, date};

use super::house::{Page, Somebody, noon, on_both};

pub const PASSWORD: &str = "clear water in every village";

/// 青禾县水利局 under its county, with an officer, a reviewer and a signer; who drafts has all the roles.
pub async fn water(office: &Office) -> Organ {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = |slug, name, short_name, kind, parent| NewOrgan {
        slug,
        name,
        short_name,
        kind,
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let county = act.add_organ(&new("qinghe", "青禾县人民政府", "县政府", "government", None)).await.unwrap();
    let water = act.add_organ(&new("shuili", "青禾县水利局", "县水利局", "department", Some(county))).await.unwrap();
    for (name, full_name, roles) in [
        ("shen", "沈知秋", &["officer", "reviewer", "signer", "head"][..]),
        ("gu", "顾南乔", &["reviewer"]),
        ("lu", "陆清和", &["signer"]),
    ] {
        let person = NewPerson { organ: Some(water), name, full_name, roles, password: &hash, must_change: false };
        act.add_person(&person).await.unwrap();
    }
    act.commit().await.unwrap();
    office.db.organ(water).await.unwrap()
}

pub async fn reachable(office: &Office, organ: &Organ) {
    let head = Letterhead {
        word: "青水公".into(),
        phone: "0000-555 0166".into(),
        online: "青禾县行政复议网上申请窗口".into(),
        payment: "到县政务服务中心缴纳".into(),
        ..Letterhead::default()
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    head.keep(&mut act, organ).await.unwrap();
    act.commit().await.unwrap();
}

pub async fn sign_in(office: &Office, name: &str) -> Somebody {
    let mut somebody = Somebody::at(office);
    let csrf = somebody.get("/signin").await.csrf();
    let entered = somebody.post("/signin", &[("csrf", &csrf), ("user", name), ("pass", PASSWORD)]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    somebody
}

/// A request handed over the counter on 1 September, taken as far as these steps.
pub async fn request(office: &Office, organ: &Organ, steps: &[Taken]) -> String {
    request_for(office, organ, Delivery::Email, steps).await
}

async fn request_for(office: &Office, organ: &Organ, delivery: Delivery, steps: &[Taken]) -> String {
    request_of(office, organ, (date(2026, 9, 1), delivery), steps).await
}

/// The same of another day.
async fn request_of(office: &Office, organ: &Organ, (arrived, delivery): (Date, Delivery), steps: &[Taken]) -> String {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity { name: "林晚舟".into(), number: "11010519491231002X".into(), ..Identity::default() },
        wanted: "云渡镇农村供水水质检测报告".into(),
        supply: Supply::Electronic,
        delivery,
        channel: Channel::InPerson,
        arrived,
        confirmed: None,
        proof: String::new(),
    };
    let receipt = register(office, Actor::Operator, organ, &application).await.unwrap();
    for taken in steps {
        let dossier = Dossier::numbered(office, &receipt.number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let words = Words { proof: "送达回证".to_owned(), ..Words::default() };
        take::take(office, &mut act, &Hand::Platform, &dossier, *taken, &words).await.unwrap();
        act.commit().await.unwrap();
    }
    receipt.number
}

pub fn on(date: Date, step: Step) -> Taken {
    Taken { on: date, step }
}

/// What has to have happened before this decision has its place.
fn before(decision: Decision) -> Vec<Taken> {
    let clarify = on(date(2026, 9, 8), Step::ClarifyAsked { until: date(2026, 9, 28) });
    match decision {
        Decision::UnableUnclear => vec![clarify, on(date(2026, 9, 20), Step::Clarified)],
        Decision::OtherNoCorrection => vec![clarify],
        Decision::OtherUnpaid => vec![on(date(2026, 9, 1), Step::FeeNotified)],
        Decision::RejectedExcessive => vec![on(date(2026, 9, 14), Step::ReasonsAsked { until: date(2026, 9, 28) })],
        Decision::DeniedThirdParty | Decision::Partial => vec![
            on(date(2026, 9, 14), Step::Consulted { party: 0, asked: Asked::ThirdParty }),
            on(date(2026, 9, 24), Step::Opined { party: 0, opinion: Opinion::Refuses }),
        ],
        _ => Vec::new(),
    }
}

/// The one registered right before this one.
fn earlier(number: &str) -> String {
    let (series, n) = number.rsplit_once('-').unwrap();
    format!("{series}-{:04}", n.parse::<u32>().unwrap() - 1)
}

/// Fills in all that the leaf asks for and drafts.
pub async fn draft(somebody: &mut Somebody, number: &str, decision: Decision, variant: usize) -> Page {
    let here = format!("/desk/requests/{number}/drafted");
    let page = somebody.get(&here).await;
    let leaf = format!("{}-{variant}", decision.code());
    let mut fields = vec![("csrf".to_owned(), page.csrf()), ("outcome".to_owned(), leaf.clone())];
    fields.push(("version".to_owned(), version(&page)));
    for ask in asks(decision, variant) {
        let free = if decision == Decision::DeniedLaw {
            "《中华人民共和国统计法》第九条"
        } else {
            "据实写明"
        };
        let words = match decision {
            Decision::RejectedRepeat => earlier(number),
            _ => ask.choices.first().copied().unwrap_or(free).to_owned(),
        };
        fields.push((format!("{leaf}.{}", ask.content.key()), words));
    }
    if (decision, variant) == (Decision::UnableNotHeld, 0) {
        let search = [
            ("place", "档案室"),
            ("words", "水质检测"),
            ("day", "2026-10-09"),
            ("who", "沈知秋"),
            ("found", "没有命中"),
        ];
        fields.extend(search.map(|(name, words)| (format!("search1.{name}"), words.to_owned())));
    }
    // on paper: a test that encloses something says so by doing it
    fields.push((format!("{leaf}.means"), "handed".to_owned()));
    if decision == Decision::Partial {
        let part = [("part1", "药剂采购单价"), ("ground1", "C4"), ("why1", "属于商业秘密，第三方不同意公开")];
        fields.extend(part.map(|(name, words)| (name.to_owned(), words.to_owned())));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    somebody.post(&here, &fields).await
}

/// What the page says that its reader has seen.
pub fn version(page: &Page) -> String {
    let marks = ["name=\"version\" value=\"", "data-version=\""];
    let found = marks.iter().find_map(|mark| page.body.split_once(mark));
    found.and_then(|(_, rest)| rest.split_once('"')).map(|(version, _)| version.to_owned()).unwrap_or_default()
}

pub async fn act(somebody: &mut Somebody, letter: &str, deed: &str, why: &str) -> Page {
    let page = somebody.get(letter).await;
    let seen = version(&page);
    act_having_seen(somebody, letter, &seen, deed, why).await
}

/// The same with a page that was opened before.
async fn act_having_seen(somebody: &mut Somebody, letter: &str, seen: &str, deed: &str, why: &str) -> Page {
    let csrf =
        somebody.get(letter).await.body.split_once("name=\"csrf\" value=\"").map(|(_, rest)| rest[..64].to_owned());
    let csrf = match csrf {
        Some(csrf) => csrf,
        // nothing can be done on the page: a form from another one
        None => somebody.get("/desk/letterhead").await.csrf(),
    };
    somebody.post(letter, &[("csrf", &csrf), ("version", seen), ("act", deed), ("why", why)]).await
}

#[tokio::test]
async fn an_answer_goes_through_four_hands_and_nobody_judges_their_own_work() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        assert!(shen.get(&letter).await.has("草稿，还没有送审"));
        assert_eq!(act(&mut shen, &letter, "hand_in", "").await.status, StatusCode::SEE_OTHER);

        let own = act(&mut shen, &letter, "reviewed", "").await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(own.has("起草人不能审查、签发自己的答复"), "{}", own.body);
        let mut lu = sign_in(&office, "lu").await;
        assert!(act(&mut lu, &letter, "signed", "").await.has("合法性审查还没有通过"));
        let mut gu = sign_in(&office, "gu").await;
        assert_eq!(act(&mut gu, &letter, "reviewed", "").await.status, StatusCode::SEE_OTHER);
        assert!(act(&mut shen, &letter, "signed", "").await.has("起草人不能审查、签发自己的答复"));
        assert_eq!(act(&mut lu, &letter, "signed", "").await.status, StatusCode::SEE_OTHER);
        let page = lu.get(&letter).await;
        assert!(page.has("青水公复〔2026〕1号") && page.has("2026年10月12日"), "{}", page.body);
        assert!(page.has("林*舟：") && !page.has("林晚舟"), "{}", page.body);
        assert_eq!(act(&mut shen, &letter, "sent", "").await.status, StatusCode::SEE_OTHER);

        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(dossier.standing.counted().unwrap().decision, Decision::Granted);
        let files = office.db.request_files(dossier.request.line.id).await.unwrap();
        assert!(files.is_empty(), "no copy of the letter keeps the applicant's name: {files:?}");
        assert!(gongkai_store::journal::verify(&office.db).await.unwrap().broken.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_lacks_what_it_must_say_is_not_sent_for_review() {
    on_both(async |office| {
        let organ = water(&office).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let here = format!("/desk/requests/{number}/drafted");
        let page = shen.get(&here).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let bare = [("csrf", csrf.as_str()), ("version", &seen), ("outcome", "C1-0"), ("C1-0.reasons", "涉密")];
        let bare = shen.post(&here, &bare).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.has("请写明：定密依据和密级") && bare.has(">涉密</textarea>"), "{}", bare.body);
        let part = [("outcome", "B-0"), ("B-0.findings", "查过"), ("B-0.given", "报告")];
        let part = [&[("csrf", csrf.as_str()), ("version", &seen)], &part[..]].concat();
        assert!(shen.post(&here, &part).await.has("不公开的每一部分都要写明是什么、依据和理由"));

        let letter = draft(&mut shen, &number, Decision::RejectedPetition, 0).await.location().to_owned();
        let refused = act(&mut shen, &letter, "hand_in", "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("还缺联系方式、网上复议渠道，不能送审"), "{}", refused.body);
        assert!(shen.get(&letter).await.has("网上送达的要写明（《行政复议法》第二十二条）"));
        let standing = Dossier::numbered(&office, &number, Scope::All).await.unwrap().standing;
        assert_eq!(standing.draft, None);

        let page = shen.get("/desk/letterhead").await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let head = [
            ("csrf", csrf.as_str()),
            ("version", &seen),
            ("phone", "0000-555 0166"),
            ("court", "云泽铁路法院"),
            ("online", "县政府门户网站"),
        ];
        assert_eq!(shen.post("/desk/letterhead", &head).await.status, StatusCode::SEE_OTHER);
        assert_eq!(act(&mut shen, &letter, "hand_in", "").await.status, StatusCode::SEE_OTHER);
        let page = shen.get(&letter).await;
        assert!(
            page.has("直接向云泽铁路法院提起行政诉讼") && page.has("向青禾县人民政府申请行政复议"),
            "{}",
            page.body
        );
    })
    .await;
}

#[tokio::test]
async fn each_way_to_answer_drafts_a_letter_that_names_its_place_in_the_law() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        for decision in Decision::ALL {
            for (variant, told) in decision.letters().iter().enumerate() {
                if decision == Decision::RejectedRepeat {
                    request(&office, &organ, &[on(date(2026, 10, 12), Step::Withdrawn)]).await;
                }
                let number = request(&office, &organ, &before(decision)).await;
                let drafted = draft(&mut shen, &number, decision, variant).await;
                assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{decision:?} {}", drafted.body);
                let letter = drafted.location().to_owned();
                let page = shen.get(&letter).await;
                assert!(page.has(told.name), "{decision:?}: {}", page.body);
                let place = told.article.map_or("青禾县", |article| match article.number {
                    0 => "国办函〔2020〕109号",
                    _ => Box::leak(article.place().into_boxed_str()),
                });
                assert!(page.has(place), "{decision:?} {place}: {}", page.body);
                let first = page.has("应当先自收到本告知书之日起60日内");
                assert_eq!(first, ["B", "C1", "C2", "C3", "C4", "C5", "C6", "C7"].contains(&decision.code()));
                let handed_in = act(&mut shen, &letter, "hand_in", "").await;
                assert_eq!(handed_in.status, StatusCode::SEE_OTHER, "{decision:?} {}", handed_in.body);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_returned_draft_is_mended_and_the_old_one_cannot_be_signed() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let (mut shen, mut gu) = (sign_in(&office, "shen").await, sign_in(&office, "gu").await);
        let number = request(&office, &organ, &before(Decision::Partial)).await;
        let old = draft(&mut shen, &number, Decision::Partial, 0).await.location().to_owned();
        act(&mut shen, &old, "hand_in", "").await;
        assert_eq!(act(&mut gu, &old, "returned", "单价是不是商业秘密，再核实").await.status, StatusCode::SEE_OTHER);
        let page = shen.get(&old).await;
        assert!(page.has("再核实") && page.has("已退回或者被新稿代替"), "{}", page.body);
        let id = old.rsplit('/').next().unwrap();
        let mend = shen.get(&format!("/desk/requests/{number}/drafted?from={id}")).await;
        assert!(mend.has(">药剂采购单价</textarea>"), "{}", mend.body);
        let new = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        act(&mut shen, &new, "hand_in", "").await;
        assert!(act(&mut gu, &old, "reviewed", "").await.has("这一稿不是送审的那一稿"));
        assert_eq!(gu.get(&format!("/desk/requests/{number}/reviewed")).await.location(), new);
        let stranger = Somebody::at(&office).get(&new).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_asks_somebody_something_has_its_letter_with_a_number_of_its_own_series_and_once() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let asked = on(date(2026, 9, 8), Step::ClarifyAsked { until: date(2026, 9, 22) });
        let number = request(&office, &organ, &[asked]).await;
        let mut shen = sign_in(&office, "shen").await;
        let list = shen.get(&format!("/desk/requests/{number}/letters")).await;
        assert!(list.has("登记回执") && list.has("补正告知书"), "{}", list.body);
        let here = format!("/desk/requests/{number}/notices/1");
        let page = shen.get(&here).await;
        assert!(page.has("请于2026年9月22日前补正") && page.has("第三十条"), "{}", page.body);
        assert!(
            !page.has("name=\"csrf\""),
            "without a word of what is unclear there is nothing to press: {}",
            page.body
        );
        assert!(act(&mut shen, &here, "issue", "").await.has("还缺事实根据，不能编文号"));

        let receipt = format!("/desk/requests/{number}/notices/0");
        assert_eq!(act(&mut shen, &receipt, "issue", "").await.status, StatusCode::SEE_OTHER);
        assert!(shen.get(&receipt).await.has("青水公收〔2026〕1号"));
        let again = act(&mut shen, &receipt, "issue", "").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.has("已经编过文号"), "{}", again.body);
        let file = shen.get(&format!("{receipt}/docx")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(shen.get(&format!("/desk/requests/{number}")).await.has("出具登记回执"));
    })
    .await;
}

#[tokio::test]
async fn what_goes_with_an_answer_is_for_the_applicant_from_the_sending_on_and_that_of_a_returned_draft_never() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let number = request(&office, &organ, &[]).await;
        let mut letters = Vec::new();
        for name in ["旧稿.txt", "新稿.txt"] {
            let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
            let page = shen.get(&letter).await;
            let (csrf, seen) = (page.csrf(), version(&page));
            let parts = [
                ("csrf", None, csrf.as_bytes()),
                ("version", None, seen.as_bytes()),
                ("papers", Some(name), name.as_bytes()),
            ];
            assert_eq!(shen.multipart(&format!("{letter}/files"), &parts).await.status, StatusCode::SEE_OTHER);
            assert!(shen.get(&letter).await.has(&format!("附件：{}", name.trim_end_matches(".txt"))));
            act(&mut shen, &letter, "hand_in", "").await;
            let late = shen.multipart(&format!("{letter}/files"), &parts).await;
            assert_eq!(late.status, StatusCode::CONFLICT, "what was handed in meanwhile is no draft: {}", late.body);
            letters.push(letter);
            if letters.len() == 1 {
                act(&mut gu, &letters[0], "returned", "材料没有遮盖").await;
            }
        }
        act(&mut gu, &letters[1], "reviewed", "").await;
        act(&mut lu, &letters[1], "signed", "").await;
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let shown = async || -> Vec<String> {
            let files = office.db.request_files(dossier.request.line.id).await.unwrap();
            files.into_iter().filter(|file| file.shown).map(|file| file.name).collect()
        };
        assert!(shown().await.is_empty());
        assert_eq!(act(&mut shen, &letters[1], "sent", "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(shown().await, ["新稿.txt"]);
    })
    .await;
}

/// Takes a role in another's stead from today on.
async fn lend(office: &Office, principal: &str, deputy: &str, role: &str) {
    let of = async |name: &str| office.db.person_named(name).await.unwrap().unwrap();
    let (principal, deputy) = (of(principal).await, of(deputy).await);
    let today = gongkai_store::Civil(office.today());
    let new = gongkai_store::NewDelegation {
        organ: principal.organ_id.unwrap(),
        principal: principal.id,
        deputy: deputy.id,
        role,
        from: today,
        until: today,
        why: "出差",
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.delegate(&new).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn nobody_signs_what_was_reviewed_in_their_stead_and_the_page_says_so_before_they_try() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let (mut shen, number) = (sign_in(&office, "shen").await, request(&office, &organ, &[]).await);
        let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
        let mut more = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        for (name, roles) in [("he", &["reviewer", "signer"][..]), ("bai", &["officer"])] {
            let new =
                NewPerson { organ: Some(organ.id), name, full_name: name, roles, password: &hash, must_change: false };
            more.add_person(&new).await.unwrap();
        }
        more.commit().await.unwrap();
        lend(&office, "he", "bai", "reviewer").await;
        lend(&office, "shen", "lu", "reviewer").await;
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;

        // who stands in for the author alone may not review, and reads why
        let (mut lu, mut bai, mut he) =
            (sign_in(&office, "lu").await, sign_in(&office, "bai").await, sign_in(&office, "he").await);
        let file = lu.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("起草人不能审查、签发自己的答复，也不能由人代为审查、签发"), "{}", file.body);
        assert!(act(&mut lu, &letter, "reviewed", "").await.has("也不能由人代为审查、签发"));

        assert_eq!(act(&mut bai, &letter, "reviewed", "").await.status, StatusCode::SEE_OTHER);
        assert!(bai.get(&format!("/desk/requests/{number}")).await.has("代he通过合法性审查"));
        let file = he.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("审查人不能签发自己审查的答复，也不能由人代为签发"), "{}", file.body);
        let refused = act(&mut he, &letter, "signed", "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert_eq!(act(&mut lu, &letter, "signed", "").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}
