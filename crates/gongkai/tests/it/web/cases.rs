//! The request desk: what came is registered, worked on, refused with its article, and seen by its own organ alone.

mod amended;
mod counted;
mod found;
mod lettered;
mod meanwhile;
mod wishes;

use axum::http::StatusCode;
use gongkai::{
    Office, password,
    requests::register::{Application, Identity, register},
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    received::Channel,
};
use gongkai_store::{Actor, Moment, NewOrgan, NewPerson, Organ, OrganId, journal};
use jiff::civil::{Date, date};
use tokio::sync::OnceCell;

use super::house::{Page, Somebody, noon, on_both};

pub const PASSWORD: &str = "green grain in the county";
const IDENTITY: &str = "11010519491231002X";

/// A county with its government office, a bureau below it, and a neighbour that has nothing to do with either.
pub struct County {
    pub hall: Organ,
    pub water: Organ,
}

/// 沈知秋 handles requests at the hall, 陆清和 is its head, 周予安 signs; 顾南乔 handles them at the bureau, 何松年 at the
/// neighbour's; 余春生 supervises from the hall, 秦望舒 runs the platform.
pub async fn county(office: &Office) -> County {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = HASH.get_or_init(async || password::hash(PASSWORD.to_owned()).await.unwrap()).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let organ = |slug, name, parent| NewOrgan {
        slug,
        name,
        short_name: name,
        kind: "department",
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let hall = act.add_organ(&organ("qh", "青禾县政府办", None)).await.unwrap();
    let water = act.add_organ(&organ("shui", "青禾县水利局", Some(hall))).await.unwrap();
    let other = act.add_organ(&organ("yunze", "云泽县政府办", None)).await.unwrap();
    let staff: [(&str, &str, Option<OrganId>, &[&str]); 7] = [
        ("shen", "沈知秋", Some(hall), &["officer"]),
        ("lu", "陆清和", Some(hall), &["head"]),
        ("zhou", "周予安", Some(hall), &["signer"]),
        ("gu", "顾南乔", Some(water), &["officer"]),
        ("he", "何松年", Some(other), &["officer", "head"]),
        ("yu", "余春生", Some(hall), &["supervisor"]),
        ("qin", "秦望舒", None, &["system"]),
    ];
    for (name, full_name, organ, roles) in staff {
        let new = NewPerson { organ, name, full_name, roles, password: hash, must_change: false };
        act.add_person(&new).await.unwrap();
    }
    act.commit().await.unwrap();
    County { hall: office.db.organ(hall).await.unwrap(), water: office.db.organ(water).await.unwrap() }
}

pub async fn signed_in(office: &Office, user: &str) -> Somebody {
    let mut somebody = Somebody::at(office);
    let csrf = somebody.get("/signin").await.csrf();
    let page = somebody.post("/signin", &[("csrf", &csrf), ("user", user), ("pass", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    somebody
}

/// 林晚舟 hands in an application; its number.
pub async fn handed_in(office: &Office, organ: &Organ, wanted: &str, on: Date) -> String {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity {
            name: "林晚舟".to_owned(),
            number: IDENTITY.to_owned(),
            phone: "13800000000".to_owned(),
            address: "青禾县云渡镇桥头村8组".to_owned(),
            ..Identity::default()
        },
        wanted: wanted.to_owned(),
        supply: Supply::Paper,
        delivery: Delivery::Post,
        channel: Channel::InPerson,
        arrived: on,
        confirmed: None,
        proof: String::new(),
    };
    register(office, Actor::Operator, organ, &application).await.unwrap().number
}

/// The version that a page's forms carry.
pub fn version(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"version\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Fills in the form of a verb and sends it; a field given here takes the place of what stood in it.
pub async fn step(somebody: &mut Somebody, number: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    let page = somebody.get(&format!("/desk/requests/{number}/{verb}")).await;
    send(somebody, number, verb, &page, fields).await
}

async fn send(somebody: &mut Somebody, number: &str, verb: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let (csrf, version) = (page.csrf(), version(page));
    let mut parts = vec![("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    somebody.multipart(&format!("/desk/requests/{number}/{verb}"), &parts).await
}

pub fn went_through(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

pub const WATER: &str = "云渡镇农村集中供水工程2026年水质检测报告。";

#[tokio::test]
async fn what_came_by_letter_is_registered_waits_for_its_confirmation_and_then_has_a_clock() {
    on_both(async |office| {
        county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get("/desk/register").await;
        assert!(page.has("登记号将是 <span class=\"code\">QH-2026-0001") && page.has("2026-10-12"), "{}", page.body);
        let csrf = page.csrf();
        let fields: [(&str, &str); 11] = [
            ("csrf", &csrf),
            ("ch", "plain"),
            ("by", "收发室收到，当天打申请人电话没有人接"),
            ("lost", "1"),
            ("arrived", "2026-10-09"),
            ("kind", "natural_person"),
            ("name", "林晚舟"),
            ("idno", "11010519491231002x"),
            ("addr", "青禾县云渡镇桥头村8组"),
            ("what", WATER),
            ("form", "paper"),
        ];
        let with = |changed: &[(&'static str, &'static str)]| {
            let keep = fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
            let all: Vec<_> = keep.copied().chain(changed.iter().copied()).collect();
            all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        let mut post = async |fields: Vec<(String, String)>| {
            let parts: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), None, value.as_bytes())).collect();
            shen.multipart("/desk/register", &parts).await
        };
        let wrong = post(with(&[("idno", "110105194912310021"), ("addr", ""), ("what", "")])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = ["请更正以下3处", "第二十九条", "value=\"林晚舟\""].map(|words| wrong.has(words));
        assert_eq!(told, [true; 3], "{}", wrong.body);
        let tomorrow = post(with(&[("arrived", "2026-10-13")])).await;
        assert!(tomorrow.has("到达的日期还没有到"), "{}", tomorrow.body);
        for (way, field) in [("plain", "by"), ("signed", "proof"), ("fax", "proof"), ("oral", "by")] {
            let unproved = post(with(&[("ch", way), (field, "")])).await;
            assert!(unproved.has("收到之日要有凭据"), "{way}: {}", unproved.body);
        }

        let done = post(with(&[])).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
        assert!(done.has("QH-2026-0001") && done.has("查询码") && done.has("还没有起算"), "{}", done.body);
        let twice = post(with(&[])).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "a second click registers nothing");

        confirmed(&mut shen).await;
    })
    .await;
}

/// Not before it came; then the clock runs.
async fn confirmed(shen: &mut Somebody) {
    let list = shen.get("/desk").await;
    assert!(list.has("云渡镇农村集中供水工程2026年水质检测报告") && list.has("等双方确认收到"), "{}", list.body);
    assert!(!list.has("林晚舟") && list.has("未分派"), "{}", list.body);
    let file = shen.get("/desk/requests/QH-2026-0001").await;
    assert!(file.has("联系不上申请人") && file.has("没有人接"), "{}", file.body);
    let form = shen.get("/desk/requests/QH-2026-0001/confirmed").await;
    assert!(form.has("恢复联系、双方确认的日期"), "{}", form.body);
    let before = step(shen, "QH-2026-0001", "confirmed", &[("on", "2026-10-08"), ("proof", "电话")]).await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(before.has("早于申请到达的日期") && before.has("value=\"电话\""), "{}", before.body);
    went_through(&step(shen, "QH-2026-0001", "confirmed", &[("on", "2026-10-12"), ("proof", "电话")]).await);
    let file = shen.get("/desk/requests/QH-2026-0001").await;
    // twenty working days after 12 October
    assert!(file.has("datetime=\"2026-11-09\"") && file.has("剩20个工作日"), "{}", file.body);
}

#[tokio::test]
async fn of_two_officers_at_once_one_is_told_that_the_file_changed_meanwhile() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let path = format!("/desk/requests/{number}/accepted");
        let (one, other) = (shen.get(&path).await, lu.get(&path).await);
        went_through(&send(&mut shen, &number, "accepted", &one, &[("why", "属于本机关")]).await);
        let late = send(&mut lu, &number, "accepted", &other, &[("why", "也看过了")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("刚被别人改过") && late.has("也看过了"), "{}", late.body);
        let form = late.body.split_once("action=\"/desk/requests/").unwrap().1.split_once("</form>").unwrap().0;
        assert!(late.has("现在不能") && !form.contains("<button"), "what has no place now has no button: {form}");
        let file = lu.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("审核通过，转入办理：属于本机关") && !file.has("也看过了"), "{}", file.body);
        assert_eq!(
            office.db.request_numbered(&number, gongkai_store::Scope::All).await.unwrap().unwrap().line.steps,
            2
        );
    })
    .await;
}

#[tokio::test]
async fn what_the_law_or_the_division_of_duties_is_against_says_so_and_by_which_article() {
    on_both(async |office| {
        let county = county(&office).await;
        // received on 10 September: the seven working days of art. 30 ended on the 20th, which made up for a holiday
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("要求补正的期限是2026年9月20日，已过") && file.has("第三十条"), "{}", file.body);
        assert!(file.has("由公开工作机构负责人办理") && file.has("第三十三条第二款"), "{}", file.body);
        for (verb, words) in
            [("clarify_asked", "第三十条"), ("extended", "由公开工作机构负责人办理"), ("archived", "还没有办结")]
        {
            let page = shen.get(&format!("/desk/requests/{number}/{verb}")).await;
            assert!(page.has("现在不能") && page.has(words) && !page.has("name=\"version\""), "{verb}: {}", page.body);
        }
        for elsewhere in ["arrived", "nonsense"] {
            let page = shen.get(&format!("/desk/requests/{number}/{elsewhere}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
        let long = step(&mut lu, &number, "extended", &[("days", "21"), ("why", "材料多")]).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            long.has("合计不得超过20个工作日") && long.has("第三十三条第二款") && long.has("材料多"),
            "{}",
            long.body
        );
        let few = step(&mut shen, &number, "fee_notified", &[("tariff", "item")]).await;
        assert!(few.has("申请人本月第1件，没有超过10件，不能按件收费"), "{}", few.body);
        went_through(&step(&mut lu, &number, "extended", &[("days", "15"), ("why", "材料多")]).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("延长答复期限15个工作日：材料多") && file.has("原定10-14"), "{}", file.body);

        // somebody else's form, filled in by hand
        let page = lu.get(&format!("/desk/requests/{number}/extended")).await;
        let (csrf, version) = (shen.get("/desk").await.csrf(), version(&page));
        let parts: [(&str, Option<&str>, &[u8]); 4] = [
            ("csrf", None, csrf.as_bytes()),
            ("version", None, version.as_bytes()),
            ("days", None, b"5"),
            ("why", None, b"x"),
        ];
        let refused = shen.multipart(&format!("/desk/requests/{number}/extended"), &parts).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("由公开工作机构负责人办理"), "{}", refused.body);
    })
    .await;
}

#[tokio::test]
async fn while_others_are_asked_the_clock_stands_and_their_letter_lies_in_the_file() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let mut shen = signed_in(&office, "shen").await;
        let asked = [("on", "2026-09-18"), ("asked", "third_party"), ("who", "清源供水公司"), ("why", "水质检测报告")];
        let unproved = step(&mut shen, &number, "consulted", &asked).await;
        assert_eq!(unproved.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unproved.has("请写明凭证") && unproved.has("value=\"清源供水公司\""), "{}", unproved.body);
        let asked = [&asked[..], &[("proof", "挂号邮件XA00000001")]].concat();
        went_through(&step(&mut shen, &number, "consulted", &asked).await);
        let list = shen.get("/desk?v=wait").await;
        assert!(list.has("已暂停") && list.has("征求第三方意见，还没有送达凭证"), "{}", list.body);
        went_through(&step(&mut shen, &number, "reached", &[("on", "2026-09-21"), ("party", "0")]).await);
        assert!(shen.get("/desk").await.has("征求第三方意见，10月19日期满"));
        assert!(shen.get("/desk/month").await.has("意见期满 0001"));

        let page = shen.get(&format!("/desk/requests/{number}/opined")).await;
        let (csrf, version) = (page.csrf(), version(&page));
        let parts: [(&str, Option<&str>, &[u8]); 7] = [
            ("csrf", None, csrf.as_bytes()),
            ("version", None, version.as_bytes()),
            ("on", None, b"2026-09-29"),
            ("party", None, b"0"),
            ("opinion", None, b"agrees_in_part"),
            ("why", None, "不同意公开药剂采购价".as_bytes()),
            ("papers", Some("意见回函.pdf"), b"%PDF-1.7 letter"),
        ];
        let program = [&parts[..6], &[("papers", Some("a.exe"), &b"MZ\x90\0"[..])]].concat();
        let refused = shen.multipart(&format!("/desk/requests/{number}/opined"), &program).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        went_through(&shen.multipart(&format!("/desk/requests/{number}/opined"), &parts).await);

        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("清源供水公司同意公开一部分：不同意公开药剂采购价"), "{}", file.body);
        assert!(
            file.has("datetime=\"2026-10-23\"") && file.has("停7个工作日") && file.has("剩9个工作日"),
            "{}",
            file.body
        );
        let paper = shen.get(&format!("/desk/requests/{number}/files/0")).await;
        assert_eq!(paper.body, "%PDF-1.7 letter");
        let named = paper.headers["content-disposition"].to_str().unwrap();
        assert!(named.starts_with("attachment; "), "{named}");
    })
    .await;
}

#[tokio::test]
async fn an_organs_requests_are_shut_to_every_other_on_every_address() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.water, WATER, date(2026, 10, 9)).await;
        let mut gu = signed_in(&office, "gu").await;
        let note = [("why", "只给本局看"), ("on", "2026-10-12")];
        went_through(&step(&mut gu, &number, "noted", &note).await);
        let own = gu.get(&format!("/desk/requests/{number}")).await;
        assert!(own.has("只给本局看"), "{}", own.body);
        let version = version(&own);

        let file = format!("/desk/requests/{number}");
        let reads = [file.clone(), format!("{file}/accepted"), format!("{file}/noted"), format!("{file}/files/0")];
        // those of the neighbour and of the hall above alike; administrators see no request at all
        for (user, status) in
            [("he", StatusCode::NOT_FOUND), ("shen", StatusCode::NOT_FOUND), ("qin", StatusCode::FORBIDDEN)]
        {
            let mut stranger = signed_in(&office, user).await;
            let csrf = stranger.get("/verify").await.csrf();
            for path in &reads {
                let page = stranger.get(path).await;
                assert_eq!(page.status, status, "{user} {path}");
                assert!(!page.has("云渡镇"), "{user} {path}: {}", page.body);
            }
            for path in ["/desk", "/desk/month", "/desk?v=all&q=SHUI", "/desk?q=%E4%BA%91%E6%B8%A1"] {
                assert!(!stranger.get(path).await.has(&number), "{user} {path}");
            }
            let revealed = stranger.post(&format!("{file}/reveal"), &[("csrf", &csrf)]).await;
            assert_eq!(revealed.status, status, "{user}");
            let fields = [("csrf", csrf.as_str()), ("version", &version), ("to", "x"), ("pick", &number)];
            for path in [format!("{file}/assign"), "/desk/assign".to_owned()] {
                let page = stranger.post(&path, &fields).await;
                assert!(page.status.is_client_error(), "{user} {path}");
            }
            let parts: [(&str, Option<&str>, &[u8]); 3] =
                [("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes()), ("why", None, b"x")];
            let taken = stranger.multipart(&format!("{file}/accepted"), &parts).await;
            assert_eq!(taken.status, status, "{user}");
        }
        let mut nobody = Somebody::at(&office);
        for path in reads.iter().map(String::as_str).chain(["/desk", "/desk/month", "/desk/register"]) {
            assert_eq!(nobody.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let after = office.db.request_numbered(&number, gongkai_store::Scope::All).await.unwrap().unwrap();
        assert_eq!(after.line.version.to_string(), version, "nobody changed anything");
    })
    .await;
}

#[tokio::test]
async fn who_supervises_sees_the_files_below_and_changes_none_of_them() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.water, WATER, date(2026, 10, 9)).await;
        let mut yu = signed_in(&office, "yu").await;
        let list = yu.get("/desk").await;
        assert!(list.has(&number) && list.has("青禾县水利局") && !list.has("name=\"pick\""), "{}", list.body);
        let file = yu.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("林*舟") && !file.has("显示全名"), "{}", file.body);
        let csrf = yu.get("/verify").await.csrf();
        let revealed = yu.post(&format!("/desk/requests/{number}/reveal"), &[("csrf", &csrf)]).await;
        assert_eq!(revealed.status, StatusCode::FORBIDDEN);
        let form = yu.get(&format!("/desk/requests/{number}/accepted")).await;
        assert!(form.has("不是本机关的申请") && !form.has("name=\"version\""), "{}", form.body);
        assert_eq!(yu.get("/desk/register").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_covered_until_somebody_asks_and_then_the_journal_says_who() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let mut shen = signed_in(&office, "shen").await;
        let path = format!("/desk/requests/{number}");
        let page = shen.get(&path).await;
        assert!(page.has("林*舟") && !page.has("林晚舟") && !page.has(IDENTITY) && !page.has("13800000000"));
        let forged = shen.post(&format!("{path}/reveal"), &[("csrf", "")]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let shown = shen.post(&format!("{path}/reveal"), &[("csrf", &page.csrf())]).await;
        assert!(shown.has("林晚舟") && shown.has(IDENTITY) && shown.has("已留痕"), "{}", shown.body);
        assert!(shen.get(&path).await.has("林*舟"), "covered again on the next look");

        let id = office.db.request_numbered(&number, gongkai_store::Scope::All).await.unwrap().unwrap().line.id;
        let rows = journal::about(&office.db, &id.to_string(), 10).await.unwrap();
        let looked: Vec<_> = rows.iter().filter(|row| row.act == "request.reveal").collect();
        let shen = office.db.person_named("shen").await.unwrap().unwrap();
        assert_eq!(looked.len(), 1);
        assert_eq!(looked[0].actor, Actor::Person(shen.id).to_string());
    })
    .await;
}

#[tokio::test]
async fn picked_requests_are_given_to_one_officer_all_of_them_or_none() {
    on_both(async |office| {
        let county = county(&office).await;
        let one = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let two = handed_in(&office, &county.hall, "青禾江采砂许可材料", date(2026, 10, 10)).await;
        let below = handed_in(&office, &county.water, WATER, date(2026, 10, 9)).await;
        let (shen, zhou) = (person(&office, "shen").await, person(&office, "zhou").await);
        let mut lu = signed_in(&office, "lu").await;
        let csrf = lu.get("/desk").await.csrf();
        let [one_as_seen, two_as_seen, below_as_seen] = [&one, &two, &below].map(|number| format!("{number} 0"));
        let with_another = [("csrf", csrf.as_str()), ("pick", &one_as_seen), ("pick", &below_as_seen), ("to", &shen)];
        assert_eq!(lu.post("/desk/assign", &with_another).await.status, StatusCode::NOT_FOUND);
        let to_a_signer = [("csrf", csrf.as_str()), ("pick", &one_as_seen), ("to", &zhou)];
        assert_eq!(lu.post("/desk/assign", &to_a_signer).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lu.get("/desk?o=none").await.has(&one), "nothing of it was done");
        let fields = [("csrf", csrf.as_str()), ("pick", &one_as_seen), ("pick", &two_as_seen), ("to", &shen)];
        went_through(&lu.post("/desk/assign", &fields).await);
        let late = lu.post("/desk/assign", &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "the list of a moment ago gives nothing out twice");
        assert!(late.has("刚被别人改过"), "{}", late.body);
        let mut mine = signed_in(&office, "shen").await;
        let list = mine.get("/desk?v=mine").await;
        assert!(list.has(&one) && list.has(&two) && list.has("沈知秋"), "{}", list.body);
        assert!(mine.get(&format!("/desk/requests/{one}")).await.has("分派给沈知秋"));
    })
    .await;
}

pub async fn person(office: &Office, name: &str) -> String {
    office.db.person_named(name).await.unwrap().unwrap().id.to_string()
}

/// The day after the due date of a request of 10 September.
fn too_late() -> jiff::Timestamp {
    "2026-10-15T04:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn an_extension_is_not_written_into_yesterday_without_its_proof() {
    on_both(async |mut office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let mut lu = signed_in(&office, "lu").await;
        let page = lu.get(&format!("/desk/requests/{number}/extended")).await;
        office.clock = too_late;
        let mut lu = signed_in(&office, "lu").await;
        assert!(lu.get(&format!("/desk/requests/{number}/extended")).await.has("答复期限2026年10月14日已过"));
        let fields = [("on", "2026-10-14"), ("days", "5"), ("why", "材料多")];
        let (csrf, version) = (lu.get("/desk").await.csrf(), version(&page));
        let mut sent = async |more: &[(&'static str, &'static str)]| {
            let mut parts = vec![("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes())];
            parts.extend(fields.iter().chain(more).map(|(name, value)| (*name, None, value.as_bytes())));
            lu.multipart(&format!("/desk/requests/{number}/extended"), &parts).await
        };
        let refused = sent(&[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("按登记的当天计算") && refused.has("第三十三条第二款"), "{}", refused.body);
        went_through(&sent(&[("proof", "10月14日签批的延期审批表")]).await);
        let mut shen = signed_in(&office, "shen").await;
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("延长答复期限5个工作日") && file.has("10月14日签批的延期审批表"), "{}", file.body);
    })
    .await;
}

#[tokio::test]
async fn a_request_whose_day_of_arrival_is_put_right_is_listed_and_counted_by_the_right_day() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let later = handed_in(&office, &county.hall, "青禾江采砂许可材料", date(2026, 10, 10)).await;
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get(&format!("/desk/requests/{later}")).await.has("第2件，今年共2件"));
        let mut lu = signed_in(&office, "lu").await;
        let right = [("step", "0"), ("to", "2026-09-30"), ("why", "收发室登记簿是9月30日")];
        went_through(&step(&mut lu, &number, "redated", &right).await);
        let line = office.db.request_numbered(&number, gongkai_store::Scope::All).await.unwrap().unwrap().line;
        assert_eq!(line.arrived.0, date(2026, 9, 30));
        assert!(shen.get(&format!("/desk/requests/{later}")).await.has("第1件，今年共2件"));
        assert!(shen.get(&format!("/desk/requests/{later}")).await.has("2026-09-30到达"));
    })
    .await;
}
