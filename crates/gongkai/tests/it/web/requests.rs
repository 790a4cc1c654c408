//! The citizen's side: from the first question to the receipt, following, correcting, withdrawing, and who sees nothing.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use gongkai::{
    Office,
    case_files::SealedFile,
    people::roles::{Hand, Role},
    requests::{
        dossier::Dossier,
        record::Words,
        take::{self, NotTaken},
    },
};
use gongkai_law::request::{
    decision::Decision,
    step::{Step, Taken},
};
use gongkai_store::{Actor, Moment, NewFile, NewOrgan, NewPerson, OrganId, PersonId, Scope};
use jiff::civil::{Date, date};

use super::{
    house::{Page, Somebody, noon, office, on_both},
    letters,
};

/// 林晚舟 wants to know about the water.
pub const ANSWERS: [(&str, &[(&str, &str)]); 6] = [
    ("applicant", &[("kind", "natural_person"), ("name", "林晚舟")]),
    ("identity", &[("number", "11010519491231002x")]),
    (
        "contact",
        &[("phone", "１３８０００００００"), ("email", "linwanzhou@mail.example"), ("address", "青禾县云渡镇桥头村")],
    ),
    ("organ", &[("organ", "shuili")]),
    ("wanted", &[("wanted", "云渡镇农村集中供水工程的出厂水、末梢水检测报告"), ("from", "2024"), ("to", "2026")]),
    ("supply", &[("supply", "electronic"), ("delivery", "online")]),
];

async fn add_organ(office: &Office, slug: &str, name: &str, short_name: &str, kind: &str) -> OrganId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewOrgan { slug, name, short_name, kind, level: "county", ..NewOrgan::default() };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

pub async fn county(office: &Office) -> OrganId {
    add_organ(office, "jiaoyu", "青禾县教育局", "县教育局", "department").await;
    add_organ(office, "yiyuan", "青禾县人民医院", "县医院", "public_service").await;
    add_organ(office, "shuili", "青禾县水利局", "县水利局", "department").await
}

/// Somebody of the staff who may do everything but judge their own work.
pub async fn staff(office: &Office, organ: OrganId) -> Hand {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson {
        organ: Some(organ),
        name: "shen",
        full_name: "沈砚",
        roles: &["officer", "head"],
        password: "-",
        must_change: false,
    };
    let id: PersonId = act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
    Hand::Staff { id, organ: Some(organ), roles: vec![Role::Officer, Role::Head], stands_in: Vec::new() }
}

/// Answers the questions from the first on, as a browser follows them.
pub async fn answer(somebody: &mut Somebody, questions: &[(&str, &[(&str, &str)])]) -> Page {
    let csrf = somebody.get("/requests/new/applicant").await.csrf();
    let mut last = None;
    for (question, answers) in questions {
        let mut fields = vec![("csrf", csrf.as_str())];
        fields.extend_from_slice(answers);
        let page = somebody.post(&format!("/requests/new/{question}"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{question}: {}", page.body);
        last = Some(page);
    }
    last.unwrap()
}

/// Applies from end to end; gives the number and the code of the receipt.
pub async fn apply(somebody: &mut Somebody) -> (String, String) {
    let last = answer(somebody, &ANSWERS).await;
    assert_eq!(last.location(), "/requests/new/check");
    let csrf = somebody.get("/requests/new/check").await.csrf();
    let sent = somebody.post("/requests/new/check", &[("csrf", &csrf)]).await;
    assert_eq!(sent.location(), "/requests/receipt", "{}", sent.body);
    let receipt = somebody.get("/requests/receipt").await;
    let codes: Vec<_> = receipt.body.split("<dd class=\"code\">").skip(1).collect();
    let word = |at: usize| codes[at].split_once('<').unwrap().0.to_owned();
    (word(0), word(1))
}

pub async fn follow(somebody: &mut Somebody, number: &str, code: &str) -> Page {
    let csrf = somebody.get("/requests/follow").await.csrf();
    somebody.post("/requests/follow", &[("csrf", &csrf), ("number", number), ("code", code)]).await
}

pub async fn step(office: &Office, hand: &Hand, number: &str, on: Date, step: Step, why: &str) -> Result<(), NotTaken> {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await.unwrap();
    let words = Words { why: why.to_owned(), ..Words::default() };
    take::take(office, &mut act, hand, &dossier, Taken { on, step }, &words).await?;
    act.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn from_the_first_question_to_the_receipt_and_the_progress_of_the_request() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let check = lin.get("/requests/new/check").await;
        assert!(check.has("110***********002X") && !check.has("11010519491231002X"), "{}", check.body);
        assert!(check.has("林晚舟") && check.has("青禾县水利局") && check.has("信息所属年份：2024年至2026年"));
        assert!(check.has("2026年11月9日"), "the twentieth working day after 12 October");

        let (number, code) = apply(&mut Somebody::at(&office)).await;
        assert_eq!(number, "SHUILI-2026-0001");
        let mut anywhere = Somebody::at(&office);
        let typed = code.replace('-', " ").to_lowercase();
        let bare = follow(&mut Somebody::at(&office), "shuili20260001", &typed).await;
        assert_eq!(bare.status, StatusCode::SEE_OTHER, "hyphens matter as little as capitals: {}", bare.body);
        let opened = follow(&mut anywhere, "shuili-2026-0001", &typed).await;
        assert_eq!(opened.location(), "/requests/follow/SHUILI-2026-0001", "{}", opened.body);
        let page = anywhere.get(opened.location()).await;
        assert!(
            page.has("您的申请正在办理") && page.has("2026年11月9日</time> <small>星期一，20个工作日"),
            "{}",
            page.body
        );
        assert!(page.has("双方确认收到申请") && page.has("电子文件，在本站领取"), "{}", page.body);
        assert!(
            !page.has("林晚舟") && !page.has("138000") && !page.has("138*"),
            "whoever has the code need not see who applied"
        );
    })
    .await;
}

#[tokio::test]
async fn a_receipt_shows_its_code_for_ten_minutes_and_a_second_click_makes_no_second_request() {
    on_both(async |mut office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let csrf = lin.get("/requests/new/check").await.csrf();
        for _ in 0..2 {
            let sent = lin.post("/requests/new/check", &[("csrf", &csrf)]).await;
            assert_eq!(sent.location(), "/requests/receipt", "{}", sent.body);
        }
        let filter = gongkai_store::RequestFilter::default();
        assert_eq!(office.db.request_count(Scope::All, &filter).await.unwrap(), 1);
        let scanned = Request::get("/requests/receipt").header("host", "gk.qinghe.example");
        let receipt = lin.send(scanned.body(Body::empty()).unwrap()).await;
        assert!(
            receipt.has("查询码</dt>") && receipt.has("林*舟（公民）") && receipt.has("class=\"qr\""),
            "{}",
            receipt.body
        );
        office.clock = || "2026-10-12T04:11:00Z".parse().unwrap();
        lin.moved_to(&office);
        let receipt = lin.get("/requests/receipt").await;
        assert!(receipt.has("SHUILI-2026-0001") && !receipt.has("查询码</dt>"), "{}", receipt.body);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_comes_back_with_what_was_typed_and_nobody_skips_a_question() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        assert_eq!(lin.get("/requests/new/wanted").await.location(), "/requests/new/applicant");
        let csrf = lin.get("/requests/new/applicant").await.csrf();
        let blank = lin.post("/requests/new/applicant", &[("csrf", &csrf), ("name", "林晚舟")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            blank.has("请选一种申请人") && blank.has("value=\"林晚舟\"") && blank.has("<title>错误："),
            "{}",
            blank.body
        );
        answer(&mut lin, &ANSWERS[..1]).await;
        let wrong = lin.post("/requests/new/identity", &[("csrf", &csrf), ("number", "110105194912310020")]).await;
        assert!(wrong.has("公民身份号码不对，请逐位核对") && wrong.has("aria-invalid=\"true\""), "{}", wrong.body);
        assert_eq!(lin.get("/requests/new/check").await.location(), "/requests/new/identity");
        let forged = lin.post("/requests/new/identity", &[("csrf", "0"), ("number", "E1234567")]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn an_application_for_another_organ_is_told_whose_it_may_be_and_a_hospital_is_not_among_those_asked() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS[..3]).await;
        let page = lin.get("/requests/new/organ").await;
        assert!(page.has("青禾县人民医院") && page.has("第五十五条"), "{}", page.body);
        let csrf = page.csrf();
        let refused = lin.post("/requests/new/organ", &[("csrf", &csrf), ("organ", "yiyuan")]).await;
        assert!(refused.has("请选一个机关"), "{}", refused.body);
        answer(&mut lin, &ANSWERS[3..]).await;
        assert!(!lin.get("/requests/new/check").await.has("也许归"));
        let wanted = [("csrf", csrf.as_str()), ("back", "1"), ("wanted", "县教育局2025年的校车采购合同")];
        assert_eq!(lin.post("/requests/new/wanted", &wanted).await.location(), "/requests/new/check");
        let check = lin.get("/requests/new/check").await;
        assert!(check.has("也许归青禾县教育局公开") && check.has("第十条"), "{}", check.body);
    })
    .await;
}

#[tokio::test]
async fn a_saved_application_is_taken_up_elsewhere_by_its_code_and_by_nothing_else() {
    on_both(async |mut office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS[..3]).await;
        assert!(lin.get("/requests/new").await.has("您有一件没有填完的申请"));
        let csrf = lin.get("/requests/new/organ").await.csrf();
        let saved = lin.post("/requests/new/save", &[("csrf", &csrf)]).await;
        let code = saved.body.split_once("<dd class=\"code\">").unwrap().1.split_once('<').unwrap().0.to_owned();

        office.clock = || "2026-10-20T04:00:00Z".parse().unwrap();
        lin.moved_to(&office);
        assert!(!lin.get("/requests/new").await.has("没有填完"), "a browser forgets after two hours");
        let mut elsewhere = Somebody::at(&office);
        let csrf = elsewhere.get("/requests/new").await.csrf();
        let wrong = elsewhere.post("/requests/new", &[("csrf", &csrf), ("code", "2222-2222-2222")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken = elsewhere.post("/requests/new", &[("csrf", &csrf), ("code", &code)]).await;
        assert_eq!(taken.location(), "/requests/new/organ");
        answer(&mut elsewhere, &ANSWERS[3..]).await;
        assert!(elsewhere.get("/requests/new/check").await.has("林晚舟"));
        let sent = elsewhere.post("/requests/new/check", &[("csrf", &csrf)]).await;
        assert_eq!(sent.location(), "/requests/receipt");
        let again = Somebody::at(&office).post("/requests/new", &[("csrf", &csrf), ("code", &code)]).await;
        assert_ne!(again.status, StatusCode::SEE_OTHER, "a submitted application is no draft any more");
    })
    .await;
}

#[tokio::test]
async fn without_the_code_nothing_of_a_request_is_told_and_guessing_is_stopped() {
    on_both(async |office| {
        county(&office).await;
        let (number, code) = apply(&mut Somebody::at(&office)).await;
        let mut thief = Somebody::at(&office);
        let here = format!("/requests/follow/{number}");
        for path in [here.clone(), format!("{here}/withdraw"), format!("{here}/clarify"), format!("{here}/files/1")] {
            let page = thief.get(&path).await;
            assert_eq!(page.location(), format!("/requests/follow?n={number}"), "{path}");
            assert!(page.body.is_empty());
        }
        let wrong = follow(&mut thief, &number, "2222-2222-2222").await;
        let absent = follow(&mut thief, "SHUILI-2026-0999", "2222-2222-2222").await;
        let told = |page: &Page| page.body.split_once("<h1>").unwrap().0.split_once("<main").unwrap().1.to_owned();
        assert_eq!(told(&wrong), told(&absent), "a wrong number and a wrong code look alike");
        for _ in 0..8 {
            follow(&mut thief, &number, "3333-3333-3333").await;
        }
        let stopped = follow(&mut thief, &number, &code).await;
        assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS, "{}", stopped.body);
    })
    .await;
}

#[tokio::test]
async fn a_correction_on_line_starts_the_clock_anew_and_is_taken_only_where_one_was_asked_for() {
    on_both(async |mut office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (number, code) = apply(&mut lin).await;
        let here = format!("/requests/follow/{number}");
        let early = lin.get(&format!("{here}/clarify")).await;
        assert!(early.status == StatusCode::OK && early.has("现在没有要您补正的"), "{}", early.body);
        assert!(!early.has("name=\"correction\""), "there is nothing to fill in");

        let until = date(2026, 10, 30);
        let asked =
            step(&office, &hand, &number, date(2026, 10, 12), Step::ClarifyAsked { until }, "请写明是哪几个水厂").await;
        assert!(asked.is_ok(), "{asked:?}");
        office.clock = || "2026-10-15T04:00:00Z".parse().unwrap();
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &number, &code).await;
        let page = lin.get(&here).await;
        assert!(
            page.has("请您补正申请") && page.has("2026年10月30日前") && page.has("请写明是哪几个水厂"),
            "{}",
            page.body
        );
        let csrf = page.csrf();
        let correct = format!("{here}/clarify");
        let token = ("csrf", None, csrf.as_bytes());
        let blank = lin.multipart(&correct, &[token, ("correction", None, b" ")]).await;
        assert!(blank.has("请把要补正的内容写下来"), "{}", blank.body);
        let words = ("correction", None, "桥头水厂和上游水厂".as_bytes());
        let sent = lin.multipart(&correct, &[token, words, ("file", Some("名单.txt"), "两个水厂".as_bytes())]).await;
        assert_eq!(sent.location(), format!("{here}?done=clarified"), "{}", sent.body);
        let page = lin.get(sent.location()).await;
        assert!(
            page.has("已经收到您的补正") && page.has("2026年11月12日"),
            "twenty working days after the 15th: {}",
            page.body
        );
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(dossier.standing.clarify.unwrap().came, Some(date(2026, 10, 15)));
        let files = office.db.request_files(dossier.request.line.id).await.unwrap();
        assert_eq!((files[0].name.as_str(), files[0].kind.as_str()), ("名单.txt", "correction"));
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_request_is_over_and_cannot_be_withdrawn_again() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let here = format!("/requests/follow/{number}");
        let csrf = lin.get(&format!("{here}/withdraw")).await.csrf();
        let gone = lin.post(&format!("{here}/withdraw"), &[("csrf", &csrf), ("why", "已经找到了")]).await;
        assert_eq!(gone.location(), format!("{here}?done=withdrawn"), "{}", gone.body);
        let page = lin.get(gone.location()).await;
        assert!(page.has("<h1>申请已经撤回") && page.has("已经找到了"), "{}", page.body);
        let again = lin.post(&format!("{here}/withdraw"), &[("csrf", &csrf)]).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.has("已经办结"), "{}", again.body);
    })
    .await;
}

#[tokio::test]
async fn only_files_meant_for_the_applicant_are_given_and_leaving_shuts_the_door() {
    on_both(async |office| {
        let organ = county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        for (name, shown) in [("内部意见.txt", false), ("告知书.txt", true)] {
            let sealed = SealedFile::of(&office.vault, &number, name.as_bytes()).await;
            let file = NewFile { upload: sealed.upload("text/plain"), name, kind: "letter", shown };
            act.attach(dossier.request.line.id, organ, &file).await.unwrap();
        }
        act.commit().await.unwrap();
        let here = format!("/requests/follow/{number}");
        let page = lin.get(&here).await;
        assert!(page.has("告知书.txt") && !page.has("内部意见"), "{}", page.body);
        assert_eq!(lin.get(&format!("{here}/files/1")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(lin.get(&format!("{here}/files/2")).await.body, "告知书.txt");
        lin.post("/requests/follow/leave", &[("csrf", &page.csrf())]).await;
        assert_eq!(lin.get(&format!("{here}/files/2")).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_draft_in_the_register_shows_nobody_who_is_writing_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.db");
    let db = gongkai_store::Db::open(&path).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    county(&office).await;
    apply(&mut Somebody::at(&office)).await;
    answer(&mut Somebody::at(&office), &ANSWERS[..3]).await;
    office.db.close().await;
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    for secret in ["林晚舟", "11010519491231002X", "13800000000", "linwanzhou"] {
        let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!found, "{secret} stands in the register");
    }
}

#[tokio::test]
async fn an_answer_to_be_had_on_line_is_served_when_it_is_opened_and_the_terms_of_redress_run_from_there() {
    on_both(async |mut office| {
        let organ = letters::water(&office).await;
        letters::reachable(&office, &organ).await;
        let (number, code) = apply(&mut Somebody::at(&office)).await;
        let mut shen = letters::sign_in(&office, "shen").await;
        let letter = letters::draft(&mut shen, &number, Decision::DeniedProcess, 0).await.location().to_owned();
        letters::act(&mut shen, &letter, "hand_in", "").await;
        letters::act(&mut letters::sign_in(&office, "gu").await, &letter, "reviewed", "").await;
        letters::act(&mut letters::sign_in(&office, "lu").await, &letter, "signed", "").await;
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &number, &code).await;
        let here = format!("/requests/follow/{number}");
        assert_eq!(lin.get(&format!("{here}/answer")).await.status, StatusCode::NOT_FOUND, "it has not gone out yet");
        letters::act(&mut shen, &letter, "sent", "").await;

        let page = lin.get(&here).await;
        assert!(page.has("已经答复：不予公开") && page.has("正在送达"), "{}", page.body);
        assert!(page.has("自收到答复之日起60日内"), "{}", page.body);
        assert!(
            page.has("政府信息不予公开告知书") && page.has("青水公复〔2026〕1号") && !page.has("docx"),
            "{}",
            page.body
        );
        office.clock = || "2026-10-13T04:00:00Z".parse().unwrap();
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &number, &code).await;
        let answer = lin.get(&format!("{here}/answer")).await;
        assert!(answer.has("林晚舟：") && answer.has("青水公复〔2026〕1号"), "{}", answer.body);
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(dossier.standing.counted().unwrap().served, Some(date(2026, 10, 13)));
        assert_eq!(lin.get(&format!("{here}/answer")).await.status, StatusCode::OK, "it can be read again");
        let files = office.db.request_files(dossier.request.line.id).await.unwrap();
        assert!(files.is_empty(), "what is opened is set anew, and no copy with a name is kept: {files:?}");
        let page = lin.get(&here).await;
        assert!(page.has("应当先申请行政复议") && page.has("向青禾县人民政府，最迟2026年12月14日"), "{}", page.body);
        assert!(!page.has("<dt>提起行政诉讼"), "the court comes after the review: {}", page.body);
        office.clock = || "2026-12-15T04:00:00Z".parse().unwrap();
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &number, &code).await;
        let page = lin.get(&here).await;
        assert!(page.has("期限2026年12月14日，已经过了") && page.has("期限都已经过了"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_answered_in_time_is_told_where_to_turn_and_until_when() {
    on_both(async |mut office| {
        letters::water(&office).await;
        let (number, code) = apply(&mut Somebody::at(&office)).await;
        office.clock = || "2026-11-10T04:00:00Z".parse().unwrap();
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &number, &code).await;
        let page = lin.get(&format!("/requests/follow/{number}")).await;
        assert!(page.has("<h1>到期还没有答复") && page.has("已经过了"), "{}", page.body);
        assert!(page.has("向青禾县人民政府（《条例》第五十一条）"), "{}", page.body);
        assert!(page.has("最迟2027年1月8日") && page.has("最迟2027年5月10日"), "{}", page.body);
    })
    .await;
}
