//! 答复书, 答辩状: written over some days, numbered once, taken away as DOCX and PDF, for the organ's own staff alone.

use axum::http::StatusCode;
use gongkai::{Office, letters::head::Letterhead};
use gongkai_store::{Actor, Moment, Organ};

use super::{
    cases::{county, signed_in},
    house::{Page, Somebody, noon, on_both},
    redress::{WELLS, refused_in_july, registered, went_through},
};

const SAID: [(&str, &str); 6] = [
    ("claims", "撤销答复，责令重新答复"),
    ("fact", "2026年7月1日收到申请，7月20日答复"),
    ("grounds", "《条例》第三十六条第四项"),
    ("reasons", "已经按申请的内容检索，没有找到"),
    ("position", "请求维持"),
    ("evidence", "1.申请表，2页\n2.检索记录，3页"),
];

async fn reachable(office: &Office, organ: &Organ) {
    let head = Letterhead { word: "青政公".to_owned(), phone: "0000-5550166".to_owned(), ..Letterhead::default() };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    head.keep(&mut act, organ).await.unwrap();
    act.commit().await.unwrap();
}

async fn send(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = somebody.get(path).await;
    answer(somebody, path, &page, fields).await
}

async fn answer(somebody: &mut Somebody, path: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let (csrf, version) = (page.csrf(), super::redress::version(page));
    let head = [("csrf", csrf.as_str()), ("version", version.as_str())];
    somebody.post(path, &[&head, fields].concat()).await
}

#[tokio::test]
async fn the_answer_to_a_review_is_written_checked_numbered_and_stands_with_the_step() {
    on_both(async |office| {
        let county = county(&office).await;
        reachable(&office, &county.hall).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut zhou) = (signed_in(&office, "shen").await, signed_in(&office, "zhou").await);
        let file = registered(&mut shen, &[("request", &request)]).await;
        assert!(shen.get(&file).await.has("写一份行政复议答复书"));
        let half = send(&mut shen, &format!("{file}/letters/new"), &SAID[..4]).await;
        assert_eq!(half.status, StatusCode::SEE_OTHER, "a draft may be half written: {}", half.body);
        let letter = half.location().to_owned();
        begun(&mut shen, &mut zhou, &letter).await;

        // of two who write, nothing of either is lost
        let (one, other) = (shen.get(&letter).await, shen.get(&letter).await);
        assert_eq!(answer(&mut shen, &letter, &one, &SAID).await.status, StatusCode::SEE_OTHER);
        let late = answer(&mut shen, &letter, &other, &[("reasons", "另一种写法")]).await;
        assert!(late.status == StatusCode::CONFLICT && late.has("另一种写法"), "{}", late.body);
        numbered(&mut shen, &mut zhou, &letter).await;
        let form = shen.get(&format!("{file}/answered")).await;
        assert!(form.has("value=\"青政公议答〔2026〕1号\""), "{}", form.body);
        let said = [("on", "2026-10-12"), ("proof", "专人送达"), ("letter", "青政公议答〔2026〕1号")];
        went_through(&mut shen, &file, "answered", &said).await;
        let timeline = shen.get(&file).await;
        assert!(timeline.has("青政公议答〔2026〕1号　专人送达"), "{}", timeline.body);
        taken_away(&office, &mut shen, &letter).await;
    })
    .await;
}

/// It shows what it says so far and what it lacks, and who numbers it.
async fn begun(shen: &mut Somebody, zhou: &mut Somebody, letter: &str) {
    let page = shen.get(letter).await;
    for words in [
        "本机关于2026年10月9日收到你机关送达的行政复议答复通知书",
        "案号禾政复〔2026〕7号",
        WELLS,
        "《行政复议法》第五十四条",
        "由公开工作机构负责人、签发人编文号",
    ] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    assert!(send(shen, letter, &[("act", "number")]).await.has("编文号"), "an officer numbers nothing");
    let lacks = send(zhou, letter, &[("act", "number")]).await;
    assert_eq!(lacks.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lacks.has("还缺答复意见、证据目录") && lacks.has("查明的事实"), "{}", lacks.body);
}

/// Once it has its number it does not change.
async fn numbered(shen: &mut Somebody, zhou: &mut Somebody, letter: &str) {
    let draft = shen.get(letter).await;
    let done = send(zhou, letter, &[("act", "number")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = shen.get(letter).await;
    assert!(
        page.has("青政公议答〔2026〕1号") && page.has("2.检索记录，3页") && page.has("2026年10月12日"),
        "{}",
        page.body
    );
    assert!(!page.has("name=\"reasons\""), "what is numbered stays as it is");
    let version: i64 = super::redress::version(&draft).parse().unwrap();
    for version in version..version + 4 {
        let (csrf, version) = (draft.csrf(), version.to_string());
        let typed = [("csrf", csrf.as_str()), ("version", &version), ("reasons", "事后改的")];
        let again = shen.post(letter, &typed).await;
        assert!(again.status.is_client_error(), "{version}: {}", again.body);
    }
    assert!(!shen.get(letter).await.has("事后改的"));
}

/// As a file, each time with a row in the journal.
async fn taken_away(office: &Office, shen: &mut Somebody, letter: &str) {
    let before = gongkai_store::journal::head(&office.db).await.unwrap().seq;
    let docx = shen.get(&format!("{letter}/docx")).await;
    assert!(docx.status == StatusCode::OK && docx.body.starts_with("PK"), "{}", docx.status);
    let pdf = shen.get(&format!("{letter}/pdf")).await;
    assert!(pdf.status == StatusCode::OK && pdf.body.starts_with("%PDF-"), "{}", pdf.status);
    assert_eq!(gongkai_store::journal::head(&office.db).await.unwrap().seq, before + 2);
    for (user, status) in [("yu", StatusCode::FORBIDDEN), ("he", StatusCode::NOT_FOUND), ("gu", StatusCode::NOT_FOUND)]
    {
        let mut other = signed_in(office, user).await;
        for path in ["", "/docx", "/pdf"] {
            assert_eq!(other.get(&format!("{letter}{path}")).await.status, status, "{user} {path}");
        }
    }
}

#[tokio::test]
async fn a_court_is_answered_in_a_series_of_its_own_and_an_office_may_change_the_words() {
    on_both(async |office| {
        let county = county(&office).await;
        reachable(&office, &county.hall).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut lu = signed_in(&office, "lu").await;
        let suit = [
            ("request", request.as_str()),
            ("route", "litigation_direct"),
            ("forum", "青禾县人民法院"),
            ("case_number", "（2026）禾0123行初5号"),
            ("procedure", "ordinary"),
            ("accepted", ""),
        ];
        let file = registered(&mut lu, &suit).await;
        let models = lu.get("/desk/letters/templates").await;
        assert!(models.has("行政复议答复书") && models.has("行政诉讼答辩状"), "{}", models.body);
        let here = "/desk/letters/templates/defence";
        let page = lu.get(here).await;
        let (_, rest) = page.body.split_once("id=\"words\"").unwrap();
        let words = rest.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0.to_owned();
        let cut = words.replace("{证据目录}", "");
        let refused = answer(&mut lu, here, &page, &[("act", "keep"), ("words", &cut)]).await;
        assert!(refused.has("缺“{证据目录}”") && refused.has("《行政诉讼法》第六十七条"), "{}", refused.body);
        let own = words.replace("答辩如下", "提出如下答辩");
        let kept = answer(&mut lu, here, &page, &[("act", "keep"), ("words", &own)]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        for n in 1..=2 {
            let letter = send(&mut lu, &format!("{file}/letters/new"), &SAID).await.location().to_owned();
            assert_eq!(send(&mut lu, &letter, &[("act", "number")]).await.status, StatusCode::SEE_OTHER);
            let page = lu.get(&letter).await;
            assert!(page.has(&format!("青政公诉答〔2026〕{n}号")) && page.has("提出如下答辩"), "{}", page.body);
            assert!(page.has("收到你院送达的应诉通知书"), "{}", page.body);
        }
    })
    .await;
}
