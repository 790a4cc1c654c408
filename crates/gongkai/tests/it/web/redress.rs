//! Reviews and lawsuits at the desk: from the papers' arrival to table 4, through the same doors as everybody.

use axum::http::StatusCode;
use gongkai::{
    Office,
    redress::rebuild::rebuild,
    requests::register::{Application, Identity, Receipt, register},
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    decision::Decision,
    received::Channel,
    step::{Step, Taken},
};
use gongkai_store::{Actor, Organ};
use jiff::civil::date;

use super::{
    cases::{county, handed_in, signed_in},
    figures::{answered, cell, total, worked},
    house::{Page, Somebody, on_both},
};

pub const WELLS: &str = "桥头村饮水井的位置";

/// Answered in July: not held.
pub async fn refused_in_july(office: &Office, organ: &Organ) -> String {
    worked(office, organ, WELLS, date(2026, 7, 1), &answered(date(2026, 7, 20), Decision::UnableNotHeld)).await
}

/// 林晚舟 hands in an application and gets its receipt.
async fn received(office: &Office, organ: &Organ) -> Receipt {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity { name: "林晚舟".to_owned(), phone: "13800000000".to_owned(), ..Identity::default() },
        wanted: WELLS.to_owned(),
        supply: Supply::Paper,
        delivery: Delivery::Post,
        channel: Channel::InPerson,
        arrived: date(2026, 10, 8),
        confirmed: None,
        proof: String::new(),
    };
    register(office, Actor::Operator, organ, &application).await.unwrap()
}

/// What the papers say, unless a test says otherwise.
pub fn papers<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("route", "review"),
        ("forum", "禾川市人民政府"),
        ("case_number", "禾政复〔2026〕7号"),
        ("on", "2026-10-09"),
        ("procedure", "simplified"),
        ("accepted", "2026-10-08"),
        ("proof", "EMS 1234567890123，收发室签收"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed.iter().copied()).collect()
}

pub async fn send(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)], paper: Option<(&str, &[u8])>) -> Page {
    let form = somebody.get(path).await;
    let (csrf, version) = (form.csrf(), version(&form));
    let mut parts = vec![("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    parts.extend(paper.map(|(name, bytes)| ("papers", Some(name), bytes)));
    somebody.multipart(path, &parts).await
}

pub fn version(page: &Page) -> String {
    let after = page.body.split_once("name=\"version\" value=\"").map(|(_, rest)| rest);
    after.and_then(|rest| rest.split_once('"')).map_or("", |(version, _)| version).to_owned()
}

/// Registers a case; where its file is.
pub async fn registered(somebody: &mut Somebody, changed: &[(&str, &str)]) -> String {
    let page = send(somebody, "/desk/redress/new", &papers(changed), Some(("答复通知书.pdf", b"%PDF-1.7"))).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.location().to_owned()
}

pub async fn went_through(somebody: &mut Somebody, file: &str, verb: &str, fields: &[(&str, &str)]) {
    let page = send(somebody, &format!("{file}/{verb}"), fields, None).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{verb}: {}", page.body);
}

pub async fn refused(somebody: &mut Somebody, file: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    let page = send(somebody, &format!("{file}/{verb}"), fields, None).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}: {}", page.body);
    page
}

pub fn row_of_table_4(page: &Page, route: &str) -> [i64; 5] {
    ["upheld", "corrected", "other", "pending", "total"]
        .map(|column| cell(page, &format!("redress.{route}.{column}")).0)
}

#[tokio::test]
async fn a_review_is_answered_lost_and_the_old_request_answered_anew_and_table_4_counts_it_once() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        let form = shen.get(&format!("/desk/redress/new?request={request}")).await;
        assert!(form.has(&format!("value=\"{request}\"")) && form.has(&format!("value=\"{WELLS}\"")), "{}", form.body);

        let file = registered(&mut shen, &[("request", &request)]).await;
        assert_eq!(file, "/desk/redress/QH-FY-2026-0001");
        let page = shen.get(&file).await;
        // Saturday the 10th makes up for the holiday: five working days after Friday end on Thursday
        assert!(page.has("datetime=\"2026-10-15\"") && page.has("剩3个工作日"), "{}", page.body);
        assert!(page.has("答复通知书.pdf") && page.has("《行政复议法》第五十四条") && page.has(WELLS), "{}", page.body);
        // thirty days after 8 October end on a Saturday
        assert!(page.has("datetime=\"2026-11-09\""), "{}", page.body);
        assert_eq!(row_of_table_4(&shen.get("/desk/figures").await, "review"), [0, 0, 0, 1, 1]);
        for (path, words) in [
            ("/desk/redress", "剩3个工作日"),
            ("/desk/redress?v=due", WELLS),
            ("/desk/month", "复议答复"),
            ("/desk", "1件5个工作日内到期"),
            (&format!("/desk/requests/{request}"), "QH-FY-2026-0001"),
        ] {
            let page = shen.get(path).await;
            assert!(page.has(words), "{path}: {}", page.body);
        }

        went_through(&mut shen, &file, "answered", &[("on", "2026-10-12"), ("proof", "专人送达")]).await;
        assert!(shen.get("/desk/redress?v=heard").await.has(WELLS));
        lost(&mut shen, &file).await;

        let reopened = shen.get(&format!("/desk/requests/{request}")).await;
        assert!(reopened.has("责令重新答复") && reopened.has("datetime=\"2026-11-02\""), "{}", reopened.body);
        let figures = shen.get("/desk/figures").await;
        assert_eq!(row_of_table_4(&figures, "review"), [0, 1, 0, 0, 1]);
        assert_eq!((total(&figures, "new"), total(&figures, "unable_not_held")), (1, 1), "no new application");
        let (_, href) = cell(&figures, "redress.review.corrected");
        let behind = shen.get(&href.clone().unwrap()).await;
        assert!(behind.has(&file) && behind.has("　1件</h1>"), "{}", behind.body);
        let csv = shen.get(&href.unwrap().replace("/cases?", "/cases.csv?")).await;
        assert!(csv.has("\"QH-FY-2026-0001\",\"青禾县政府办\",") && csv.has("\"撤销\""), "{}", csv.body);
        assert!(csv.body.lines().count() == 2 && figures.has("个等式都平"));

        anew(&office, &request).await;
        let again = shen.get("/desk/figures").await;
        assert_eq!((total(&again, "new"), total(&again, "unable_not_held"), total(&again, "granted")), (1, 1, 0));
        assert!(shen.get(&format!("/desk/requests/{request}")).await.has("等送达凭证"));
    })
    .await;
}

/// The review revokes the answer and wants another one by 2 November.
async fn lost(shen: &mut Somebody, file: &str) {
    let end = [
        ("on", "2026-10-12"),
        ("conclusion", "review_revoked"),
        ("served", "2026-10-12"),
        ("letter", "禾政复决〔2026〕7号"),
        ("until", "2026-11-02"),
    ];
    went_through(shen, file, "concluded", &end).await;
    let over = shen.get(file).await;
    assert!(over.has("结果纠正") && over.has("《行政复议法》第六十四条"), "{}", over.body);
    assert!(over.has("计入2026年表四") && over.has("登记复议后起诉"), "{}", over.body);
}

/// The answer that was ordered goes out.
async fn anew(office: &Office, request: &str) {
    use gongkai::{
        people::roles::Hand,
        requests::{dossier::Dossier, record::Words, take},
    };
    use gongkai_store::{Moment, Scope};
    for (_, step) in answered(date(2026, 10, 12), Decision::Granted) {
        let dossier = Dossier::numbered(office, request, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        let taken = Taken { on: date(2026, 10, 12), step };
        take::take(office, &mut act, &Hand::Platform, &dossier, taken, &Words::default()).await.unwrap();
        act.commit().await.unwrap();
    }
    let dossier = Dossier::numbered(office, request, Scope::All).await.unwrap();
    let steps = dossier.taken();
    assert_eq!(steps.iter().filter(|taken| taken.step == Step::Sent).count(), 2, "two answers in one request");
    let ordered = |taken: &&Taken| matches!(taken.step, Step::Ordered { .. });
    assert_eq!(steps.iter().filter(ordered).count(), 1);
}

#[tokio::test]
async fn a_suit_runs_through_two_instances_and_keeps_the_column_of_the_judgment_that_stands() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        let suit = [
            ("request", request.as_str()),
            ("route", "litigation_direct"),
            ("forum", "青禾县人民法院"),
            ("case_number", "（2026）禾0123行初5号"),
            ("on", "2026-08-03"),
            ("procedure", "ordinary"),
            ("accepted", ""),
        ];
        let file = registered(&mut shen, &suit).await;
        assert_eq!(file, "/desk/redress/QH-SS-2026-0001");
        assert!(shen.get(&file).await.has("datetime=\"2026-08-18\""), "fifteen days, each of them");
        went_through(&mut shen, &file, "answered", &[("on", "2026-08-12"), ("proof", "EMS 1")]).await;
        let wrong = refused(&mut shen, &file, "concluded", &judged("review_upheld", "2026-09-10")).await;
        assert!(wrong.has("“维持”是复议的结果，这件是诉讼（《行政复议法》第六十八条）"), "{}", wrong.body);
        assert!(
            wrong.has("value=\"2026-09-10\"") && wrong.has("value=\"（2026）禾0123行初5号\""),
            "what was typed stays"
        );
        went_through(&mut shen, &file, "concluded", &judged("claims_rejected", "2026-09-10")).await;
        assert_eq!(row_of_table_4(&shen.get("/desk/figures").await, "litigation_direct"), [1, 0, 0, 0, 1]);

        appealed(&mut shen, &mut signed_in(&office, "lu").await, &file).await;
    })
    .await;
}

/// What a form says of a judgment of this day.
pub fn judged<'a>(conclusion: &'a str, day: &'a str) -> [(&'static str, &'a str); 4] {
    [("on", day), ("conclusion", conclusion), ("served", day), ("letter", "（2026）禾0123行初5号")]
}

/// The other side appeals in time, and the second court leaves the judgment standing.
async fn appealed(shen: &mut Somebody, lu: &mut Somebody, file: &str) {
    let own = shen.get(&format!("{file}/appealed")).await;
    assert!(own.has("由公开工作机构负责人办理"), "{}", own.body);
    // served on 10 September: fifteen days end on Friday the 25th, a holiday until the 27th
    let late = refused(lu, file, "appealed", &[("on", "2026-09-29"), ("by", "office"), ("proof", "EMS 2")]).await;
    assert!(late.has("本机关上诉的期限是2026年9月28日，已过（《行政诉讼法》第八十五条）"), "{}", late.body);
    went_through(lu, file, "appealed", &[("on", "2026-09-30"), ("by", "opponent"), ("who", "禾川市中级人民法院")])
        .await;
    let second = lu.get(file).await;
    assert!(
        second.has("二审 · 待答复") && second.has("禾川市中级人民法院") && second.has("datetime=\"2026-10-15\""),
        "{}",
        second.body
    );
    assert_eq!(row_of_table_4(&lu.get("/desk/figures").await, "litigation_direct"), [0, 0, 0, 1, 1]);
    went_through(shen, file, "answered", &[("on", "2026-10-12"), ("proof", "网上提交")]).await;
    went_through(shen, file, "concluded", &judged("judgment_kept", "2026-10-12")).await;
    assert_eq!(row_of_table_4(&shen.get("/desk/figures").await, "litigation_direct"), [1, 0, 0, 0, 1]);
    let over = lu.get(&format!("{file}/appealed")).await;
    assert!(over.has("两审终审") && over.has("《行政诉讼法》第七条"), "{}", over.body);
}

#[tokio::test]
async fn what_has_no_place_says_so_by_its_article_and_nothing_typed_is_lost() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        let bare = send(&mut shen, "/desk/redress/new", &[("forum", "禾川市人民政府"), ("on", "x")], None).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = ["请更正以下4处", "请填写案号", "请填写事由", "请填写怎样收到的", "value=\"禾川市人民政府\""];
        assert!(told.iter().all(|words| bare.has(words)), "{}", bare.body);
        for (changed, words) in [
            (vec![("request", "QH-2026-9999")], "本机关没有这个编号的申请"),
            (vec![("request", request.as_str()), ("on", "2026-10-13")], "2026年10月13日还没有到"),
            (vec![("request", request.as_str()), ("on", "2026-06-30"), ("accepted", "")], "早于申请到达的日期"),
            (vec![("request", request.as_str()), ("accepted", "2026-10-10")], "晚于收到材料的日期"),
        ] {
            let page = send(&mut shen, "/desk/redress/new", &papers(&changed), None).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(page.has(words) && page.has("禾政复〔2026〕7号"), "{words}: {}", page.body);
        }
        let look = [("request", request.as_str()), ("then", "look")];
        let looked = send(&mut shen, "/desk/redress/new", &papers(&look), None).await;
        assert!(looked.status == StatusCode::OK && looked.has("datetime=\"2026-10-15\""), "{}", looked.body);

        let file = registered(&mut shen, &[("request", &request)]).await;
        let twice = send(&mut shen, "/desk/redress/new", &papers(&[("request", &request)]), None).await;
        assert!(twice.has("已经登记为QH-FY-2026-0001"), "{}", twice.body);
        let page = shen.get(&file).await;
        for (what, article) in [("登记延长审理期限", "第六十二条"), ("登记上诉", "《行政诉讼法》第四十五条")]
        {
            assert!(page.has(what) && page.has(article), "{what}: {}", page.body);
        }
        let backdated = refused(&mut shen, &file, "answered", &[("on", "2026-10-10")]).await;
        assert!(backdated.has("请填写凭证"), "{}", backdated.body);
        let upheld = [
            ("on", "2026-10-12"),
            ("conclusion", "review_upheld"),
            ("served", "2026-10-12"),
            ("letter", "禾政复决〔2026〕7号"),
            ("until", "2026-11-02"),
        ];
        let again = refused(&mut shen, &file, "concluded", &upheld).await;
        assert!(again.has("“维持”不责令重新答复（《行政复议法》第六十八条）"), "{}", again.body);
        let case = office.db.redress_numbered("QH-FY-2026-0001", gongkai_store::Scope::All).await.unwrap();
        assert_eq!((case.steps, case.conclusion), (1, None), "what is refused leaves nothing");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_write_at_once_one_is_told_and_a_wrong_day_is_put_right_by_the_head() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = registered(&mut shen, &[("request", &request)]).await;
        let path = format!("{file}/answered");
        let (one, other) = (shen.get(&path).await, lu.get(&path).await);
        for (somebody, form, status) in
            [(&mut shen, one, StatusCode::SEE_OTHER), (&mut lu, other, StatusCode::CONFLICT)]
        {
            let (csrf, version) = (form.csrf(), version(&form));
            let parts = [("csrf", &csrf), ("version", &version)].map(|(name, value)| (name, None, value.as_bytes()));
            let answer: [super::house::Part<'_>; 2] =
                [("on", None, b"2026-10-12"), ("proof", None, "专人送达".as_bytes())];
            assert_eq!(somebody.multipart(&path, &[parts, answer].concat()).await.status, status);
        }
        assert!(shen.get(&format!("{file}/redated")).await.has("由公开工作机构负责人办理"));
        let mend = [("step", "0"), ("to", "2026-09-30"), ("why", "收发室登记簿上是9月30日")];
        let order = refused(&mut lu, &file, "redated", &mend).await;
        assert!(order.has("受理、立案的日期2026年10月8日晚于收到材料的日期"), "{}", order.body);
        went_through(&mut lu, &file, "redated", &[("step", "0"), ("to", "2026-10-08"), ("why", "收发室登记簿")]).await;
        let page = lu.get(&file).await;
        assert!(page.has("日期更正为2026年10月8日") && page.has("datetime=\"2026-10-14\""), "{}", page.body);
        let sooner = [("step", "1"), ("to", "2026-10-10"), ("why", "其实早就交了")];
        assert!(
            refused(&mut lu, &file, "redated", &sooner).await.has("请写明凭证"),
            "nobody is in time by a correction"
        );
        let later = [("step", "0"), ("to", "2026-10-09"), ("why", "登记簿写错了")];
        assert!(refused(&mut lu, &file, "redated", &later).await.has("请写明凭证"), "nor by papers that come later");
        went_through(&mut lu, &file, "struck", &[("step", "1"), ("why", "答复还没有交")]).await;
        assert!(lu.get("/desk/redress").await.has("剩2个工作日"));
    })
    .await;
}

#[tokio::test]
async fn an_organ_sees_its_own_cases_a_supervisor_reads_those_below_and_nobody_else_anything() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.water).await;
        let mut gu = signed_in(&office, "gu").await;
        let file = registered(&mut gu, &[("request", &request)]).await;
        assert_eq!(gu.get(&format!("{file}/files/0")).await.status, StatusCode::OK);
        let mut yu = signed_in(&office, "yu").await;
        let read = yu.get(&file).await;
        assert!(
            read.has("青禾县水利局")
                && read.has("由承办机关办理，您可以查看")
                && !read.has(&format!("{file}/answered")),
            "{}",
            read.body
        );
        assert!(read.has("材料1") && !read.has("答复通知书.pdf"), "a paper may be named after a person: {}", read.body);
        assert!(yu.get("/desk/redress").await.has(WELLS));
        assert_eq!(yu.get(&format!("{file}/files/0")).await.status, StatusCode::FORBIDDEN);
        assert!(yu.get(&format!("{file}/answered")).await.has("不是本机关的案件"));
        assert_eq!(row_of_table_4(&yu.get("/desk/figures?scope=below").await, "review"), [0, 0, 0, 1, 1]);
        assert_eq!(row_of_table_4(&yu.get("/desk/figures").await, "review"), [0; 5]);
        assert_eq!(yu.get("/desk/redress/new").await.status, StatusCode::FORBIDDEN);

        let mine = handed_in(&office, &county.hall, "水质检测报告", date(2026, 10, 9)).await;
        for user in ["shen", "he"] {
            let mut other = signed_in(&office, user).await;
            for path in ["", "/answered", "/files/0"] {
                assert_eq!(other.get(&format!("{file}{path}")).await.status, StatusCode::NOT_FOUND, "{user} {path}");
            }
            assert!(!other.get("/desk/redress?v=all").await.has(WELLS), "{user}");
            let behind = other.get("/desk/figures/cases?row=review&column=total").await;
            assert!(!behind.has("SHUI-FY"), "{user}: {}", behind.body);
            let foreign = other.get(&format!("/desk/redress/new?request={request}")).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{user}");
        }
        let stolen =
            send(&mut gu, "/desk/redress/new", &papers(&[("request", &mine), ("case_number", "8号")]), None).await;
        assert!(stolen.has("本机关没有这个编号的申请"), "{}", stolen.body);
        assert_eq!(signed_in(&office, "qin").await.get(&file).await.status, StatusCode::FORBIDDEN);
        assert_eq!(Somebody::at(&office).get(&file).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn the_applicant_reads_where_it_is_heard_and_no_more_once_it_is_over() {
    on_both(async |office| {
        let county = county(&office).await;
        let receipt = received(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        let file = registered(&mut shen, &[("request", &receipt.number)]).await;
        let mut applicant = Somebody::at(&office);
        let csrf = applicant.get("/requests/follow").await.csrf();
        let key = [("csrf", csrf.as_str()), ("number", &receipt.number), ("code", &receipt.code)];
        let open = applicant.post("/requests/follow", &key).await.location().to_owned();
        let page = applicant.get(&open).await;
        assert!(page.has("这件申请正在行政复议，由禾川市人民政府审理"), "{}", page.body);
        assert!(!page.has("QH-FY-2026") && !page.has("禾政复"), "its file is the office's own");
        let end = [
            ("on", "2026-10-12"),
            ("conclusion", "review_perform"),
            ("served", "2026-10-12"),
            ("letter", "禾政复决〔2026〕7号"),
            ("until", "2026-11-02"),
        ];
        went_through(&mut shen, &file, "concluded", &end).await;
        assert!(!applicant.get(&open).await.has("正在行政复议"));
        // it had not been answered at all: the request goes on, and its file says what is wanted of it
        let request = shen.get(&format!("/desk/requests/{}", receipt.number)).await;
        assert!(request.has("限2026-11-02前答复") && !request.has("责令重新答复，限"), "{}", request.body);
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_moves_a_holiday_moves_what_lists_say_once_the_columns_are_folded_anew() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        registered(&mut shen, &[("request", &request)]).await;
        let at = (Actor::System, gongkai_store::Moment(office.now_ms()));
        let found = rebuild(&office.db, &office.calendar, at, true).await.unwrap();
        assert_eq!((found.folded, found.wrong.len()), (1, 0));
        // as if Saturday 10 October had not been made a working day
        let before = office.calendar.as_known_on(date(2025, 1, 1));
        let found = rebuild(&office.db, &before, at, false).await.unwrap();
        assert_eq!(found.wrong, ["QH-FY-2026-0001"]);
        let due = async || {
            let case = office.db.redress_numbered("QH-FY-2026-0001", gongkai_store::Scope::All).await.unwrap();
            case.due.unwrap().0
        };
        assert_eq!(due().await, date(2026, 10, 15), "looking changes nothing");
        rebuild(&office.db, &before, at, true).await.unwrap();
        assert_eq!(due().await, date(2026, 10, 16));
        rebuild(&office.db, &office.calendar, at, true).await.unwrap();
        assert_eq!(due().await, date(2026, 10, 15));
    })
    .await;
}
