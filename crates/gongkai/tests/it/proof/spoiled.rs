//! One record that nobody can read any more keeps nothing else from its turn, and is named.

use gongkai::{
    requests::{night, register::identity},
    vault::Vault,
};
use gongkai_store::Scope;

use super::{applied, bureau, key_lines, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_keys_names_what_does_not_open_and_keeps_the_old_key_for_it() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let sound = applied(office, &organ, "林晚舟").await;
        let broken = applied(office, &organ, "白露").await;
        let last = applied(office, &organ, "秦望舒").await;
        let was = office.db.request(broken.id, Scope::All).await.unwrap().sealed.unwrap();
        // sealed for another request
        let (one, other) = (&sound.number, &broken.number);
        let swap = format!("(select sealed from request where number = '{one}')");
        ground.tamper(&format!("update request set sealed = {swap} where number = '{other}'")).await;
        for resealed in [2, 0] {
            let answer = ground.gongkai(&["key", "rotate"]);
            assert_eq!(answer.code, Some(2), "{}{}", answer.out, answer.err);
            assert!(answer.out.contains(&format!("重新加密了{resealed}条，旧密钥仍留在")), "{}", answer.out);
            assert!(answer.err.contains("1条打不开") && answer.err.contains(other), "{}", answer.err);
            assert!(!answer.err.contains(one) && key_lines(&ground.data())[1].len() == 32, "{}", answer.err);
        }
        let fresh = gongkai::Office { vault: Vault::open(&ground.data()).unwrap(), ..office.clone() };
        for (receipt, name) in [(&sound, "林晚舟"), (&last, "秦望舒")] {
            let request = fresh.db.request(receipt.id, Scope::All).await.unwrap();
            assert_eq!(identity(&fresh, &request).unwrap().unwrap().name, name);
            assert!(fresh.vault.is_fresh(request.sealed.as_deref().unwrap()), "those behind it had their turn");
        }
        // found again in a backup: the old key opens it still
        let mut act =
            office.db.act(gongkai_store::Actor::Operator, gongkai_store::Moment(office.now_ms())).await.unwrap();
        act.change_contact(broken.id, 0, &was, "online").await.unwrap();
        act.commit().await.unwrap();
        let answer = ground.gongkai(&["key", "rotate"]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{}", answer.out);
        assert_eq!(key_lines(&ground.data())[1], "-");
        assert_eq!(ground.gongkai(&["audit", "verify"]).code, Some(0));
    })
    .await;
}

#[tokio::test]
async fn the_night_goes_on_past_a_request_that_cannot_be_read_and_counts_it() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let mut receipts = Vec::new();
        for name in ["林晚舟", "白露", "秦望舒"] {
            receipts.push(applied(office, &organ, name).await);
        }
        let spoil =
            "update request_step set detail = '[]' where request_id in (select id from request where number = '";
        ground.tamper(&format!("{spoil}{}')", receipts[1].number)).await;
        let found = night::run(office).await.unwrap().unwrap();
        assert_eq!((found.open, found.unreadable, found.passed_over), (2, 1, 0), "{found:?}");
        let kept = office.db.last_night().await.unwrap().unwrap();
        assert!(kept.found.contains("\"unreadable\":1"), "{}", kept.found);
    })
    .await;
}
