//! What is made here on its way up: the organ above sees how far it is, it comes back to its writers until it was accepted,
//! and whoever is asked for it hears of that.

use gongkai_law::annual_report::Edition;

use super::{
    super::{
        compile::{AT, at, begun, bureau, done, last_year, months, requests, take, written},
        post::{Server, free_port, wants, with_mail},
    },
    *,
};

/// Whether the organ above finds the bureau of water under this state, and under no other.
async fn stands(yu: &mut Somebody, state: &str) {
    for other in ["drafting", "reviewing", "signed", "reported", "accepted", "returned", "not_begun"] {
        let list = yu.get(&format!("/desk/season/2025?state={other}")).await;
        assert_eq!(
            list.has("/desk/season/2025/of/shuili"),
            other == state,
            "{state}, asked for {other}: {}",
            list.body
        );
    }
}

/// The bureau's report of 2025, written, and whom it goes through: its officer, its reviewer, its signer, the organ above.
async fn ready(office: &Office) -> [Somebody; 4] {
    let organ = bureau(office).await;
    requests(office, &organ).await;
    months(office, &organ, 12).await;
    last_year(office, &organ, "1").await;
    let mut people =
        [at(office, "gu").await, at(office, "fang").await, at(office, "tang").await, at(office, "yu").await];
    begun(&mut people[0], "2025").await;
    written(&mut people[0], AT, Edition::Of2021).await;
    people
}

#[tokio::test]
async fn what_was_handed_in_by_mistake_comes_back_until_it_is_accepted() {
    on_both(async |office| {
        let [mut gu, mut fang, mut tang, mut yu] = ready(&office).await;
        opened(&mut yu).await;
        stands(&mut yu, "drafting").await;
        let mut goes_up = async |gu: &mut Somebody, yu: &mut Somebody| {
            done(&take(gu, AT, "submitted", "").await);
            stands(yu, "reviewing").await;
            done(&take(&mut fang, AT, "reviewed", "").await);
            stands(yu, "reviewing").await;
            done(&take(&mut tang, AT, "signed", "").await);
            stands(yu, "signed").await;
            done(&take(gu, AT, "reported", "").await);
            stands(yu, "reported").await;
        };
        goes_up(&mut gu, &mut yu).await;
        let silent = take(&mut gu, AT, "taken_back", " ").await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.body);
        stands(&mut yu, "reported").await;
        done(&take(&mut gu, AT, "taken_back", "五月的数报错了").await);
        stands(&mut yu, "drafting").await;
        assert!(gu.get(&format!("{AT}/sign")).await.has("五月的数报错了"));

        goes_up(&mut gu, &mut yu).await;
        went(&answers(&mut yu, "shuili", &[("step", "accepted")]).await);
        let late = take(&mut gu, AT, "taken_back", "又想起一处").await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.body);
        assert!(late.has("没有撤回报送") && late.has("又想起一处"), "{}", late.body);
        stands(&mut yu, "accepted").await;
    })
    .await;
}

#[tokio::test]
async fn nothing_comes_back_out_of_a_season_that_is_locked() {
    on_both(async |office| {
        let [mut gu, mut fang, mut tang, mut yu] = ready(&office).await;
        opened(&mut yu).await;
        done(&take(&mut gu, AT, "submitted", "").await);
        done(&take(&mut fang, AT, "reviewed", "").await);
        done(&take(&mut tang, AT, "signed", "").await);
        done(&take(&mut gu, AT, "reported", "").await);
        went(&sends(&mut yu, "/desk/season/2025/lock", &[("locked", "1"), ("version", "0")]).await);
        let kept = take(&mut gu, AT, "taken_back", "五月的数报错了").await;
        assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.body);
        assert!(kept.has("锁定") && kept.has("请上级退回") && kept.has("五月的数报错了"), "{}", kept.body);
        stands(&mut yu, "reported").await;
        went(&answers(&mut yu, "shuili", &[("step", "returned"), ("why", "请改五月的数")]).await);
        stands(&mut yu, "returned").await;
    })
    .await;
}

#[tokio::test]
async fn who_writes_the_report_hears_by_mail_that_it_is_asked_for_and_nobody_else_does() {
    let port = free_port();
    let Some(_) = Server::start(port) else { return };
    on_both(async |office| {
        let server = Server::start(free_port()).unwrap();
        let office = with_mail(office, server.port);
        bureau(&office).await;
        let [mut gu, mut fang, mut yu] = [at(&office, "gu").await, at(&office, "fang").await, at(&office, "yu").await];
        for (somebody, address) in [(&mut gu, "gu@qinghe.example"), (&mut fang, "fang@qinghe.example")] {
            went(&wants(somebody, &[("mail", address), ("by_mail", "1")]).await);
        }
        opened(&mut yu).await;
        went(&sends(&mut yu, "/desk/season/2025/call", &[("words", "请在本月二十日以前报送，差几处也先报来")]).await);
        let sent = gongkai::post::send::turn(&office).await.unwrap();
        assert_eq!(sent.sent, 1, "the reviewer writes nothing: {sent:?}");
        let mails = server.mails();
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        for words in [
            "gu@qinghe.example",
            "催报：2025年度",
            "差几处也先报来",
            "https://gk.qinghe.example/desk/season/2025/of/shuili",
        ] {
            assert!(mail.contains(words), "{words}: {mail}");
        }
        let again = sends(&mut yu, "/desk/season/2025/call", &[("words", "再催一次")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(gongkai::post::send::turn(&office).await.unwrap().sent, 0, "once a day");
    })
    .await;
}
