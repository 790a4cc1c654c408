//! A penalty that was published and fell: from the day it fell the office has three working days to take it back and say why.

use axum::http::StatusCode;
use gongkai::{Office, publish::content::Content};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::PublicationId;
use jiff::civil::date;

use super::{
    desk::PASSWORD,
    house::on_both,
    people::sign_in,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
    publishing_desk::send,
};

/// A penalty that everybody reads, decided on the Friday before.
async fn published(office: &Office, bureau: &Bureau) -> PublicationId {
    let own = [("party", "青禾某砂石厂"), ("act", "超采河砂"), ("result", "罚款二万元"), ("decided", "2026-10-09")];
    let fields = own.map(|(key, words)| (key.to_owned(), words.to_owned())).into();
    let content = Content { fields, formed: Some(date(2026, 10, 9)), ..whole("超采河砂处罚决定") };
    let id = begun(office, bureau, PublicationKind::Penalty, &content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

#[tokio::test]
async fn a_penalty_that_fell_waits_for_who_may_take_it_down_until_nobody_reads_it_any_more() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = published(&office, &bureau).await;
        let file = format!("/desk/publications/{id}");
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let seen = gu.get(&file).await;
        assert!(seen.has("登记决定变动") && seen.has("3个工作日内撤下，并公开说明理由"), "{}", seen.body);
        let half = send(&mut gu, &file, &format!("{file}/overturn"), &[("fell", "2026-10-12")], &[]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(half.has("请选决定怎样变动") && half.has("value=\"2026-10-12\""), "{}", half.body);
        let fell = [("how", "annulled"), ("fell", "2026-10-12"), ("why", "复议决定书青复〔2026〕3号")];
        let done = send(&mut gu, &file, &format!("{file}/overturn"), &fell, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        // a Monday; Thursday is the third working day after it
        assert_eq!(opened(&office, id).await.publication.due.map(|day| day.0), Some(date(2026, 10, 15)));
        let seen = gu.get(&file).await;
        for words in
            ["最迟撤下", "10月15日", "剩3个工作日", "公开的页面还在", "2026年10月12日被撤销", "青复〔2026〕3号"]
        {
            assert!(seen.has(words), "{words}: {}", seen.body);
        }
        assert!(gu.get(&format!("/items/{id}")).await.status.is_redirection(), "everybody still reads it");
        let mut tang = sign_in(&office, "tang", PASSWORD).await.0;
        for page in ["/desk/today", "/desk/publications?v=mine", "/desk/publications?v=fell"] {
            assert!(tang.get(page).await.has("超采河砂处罚决定"), "{page}");
        }
        assert!(
            !gu.get("/desk/publications?v=mine").await.has("超采河砂处罚决定"),
            "it is not who wrote it who takes it down"
        );
        let list = tang.get("/desk/publications?v=fell").await;
        assert!(list.has("决定变动，待撤下") && list.has("剩3个工作日"), "{}", list.body);
        let open = tang.get(&file).await;
        assert!(open.has("处罚决定2026年10月12日被撤销，依照《行政处罚法》第四十八条撤回。"), "{}", open.body);
        let mute = send(&mut tang, &file, &format!("{file}/withdraw"), &[("why", " ")], &[]).await;
        assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY, "everybody is told why");
        let why = [("why", "处罚决定被撤销，依法撤回。")];
        let done = send(&mut tang, &file, &format!("{file}/withdraw"), &why, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let at = gongkai::publish::portal::lines::address(&office.db.released(id).await.unwrap().index_number);
        let stone = tang.get(&at).await;
        assert!(stone.status == StatusCode::GONE && stone.has("处罚决定被撤销，依法撤回"), "{}", stone.body);
        let kept = opened(&office, id).await;
        assert_eq!((kept.publication.due, kept.publication.stage.as_str()), (None, "withdrawn"));
        assert!(tang.get(&file).await.has("应当在2026年10月15日以前撤下，2026年10月12日撤下，没有逾期"));
        assert!(!tang.get("/desk/today").await.has("超采河砂处罚决定"));
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_fallen_penalty_standing_is_late_and_stays_told_so() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let id = published(&office, &bureau).await;
        let file = format!("/desk/publications/{id}");
        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        let ahead = [("how", "annulled"), ("fell", "2026-10-13")];
        let ahead = send(&mut lu, &file, &format!("{file}/overturn"), &ahead, &[]).await;
        assert!(ahead.status == StatusCode::UNPROCESSABLE_ENTITY && ahead.has("还没有到"), "{}", ahead.body);
        let fell = [("how", "unlawful"), ("fell", "2026-10-12")];
        send(&mut lu, &file, &format!("{file}/overturn"), &fell, &[]).await;
        let again = send(&mut lu, &file, &format!("{file}/overturn"), &fell, &[]).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.has("已经登记过"), "{}", again.body);
        // Monday the 19th is two working days after Thursday the 15th
        office.clock = || "2026-10-19T04:00:00Z".parse().unwrap();
        for name in ["gu", "lu", "tang"] {
            let today = sign_in(&office, name, PASSWORD).await.0.get("/desk/today").await;
            assert!(today.has("公开信息逾期") && today.has("超采河砂处罚决定"), "{name}: {}", today.body);
        }
        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        assert!(lu.get("/desk/publications?v=late").await.has("超采河砂处罚决定"));
        let done =
            send(&mut lu, &file, &format!("{file}/withdraw"), &[("why", "处罚决定被确认违法，撤回。")], &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(lu.get(&file).await.has("2026年10月19日撤下，逾期2个工作日"));
    })
    .await;
}

#[tokio::test]
async fn only_a_penalty_falls_so() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("停水通知")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let file = format!("/desk/publications/{id}");
        assert!(!gu.get(&file).await.has("登记决定变动"));
        let fell = [("how", "annulled"), ("fell", "2026-10-12")];
        let sent = send(&mut gu, &file, &format!("{file}/overturn"), &fell, &[]).await;
        assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.has("只有行政处罚"), "{}", sent.body);
    })
    .await;
}
