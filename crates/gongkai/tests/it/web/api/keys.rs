//! The keys of an organ: who makes them, what they open and when no more.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::{OrganId, journal};

use super::{
    super::{
        desk::PASSWORD,
        house::{Page, Somebody, month_later, on_both},
        people::{organ, person, post, sign_in},
    },
    drafts::{by_key, whole},
    problem,
};

/// An organ with its head and an officer, another with its head, and who runs the platform.
pub async fn staffed(office: &Office) -> OrganId {
    let (water, other) = (organ(office, "shui").await, organ(office, "lin").await);
    for (name, of, role) in [("lu", water, "head"), ("gu", water, "officer"), ("he", other, "head")] {
        person(office, Some(of), name, &[role]).await;
    }
    person(office, None, "qin", &["system"]).await;
    water
}

pub async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

const WANTED: [(&str, &str); 4] =
    [("name", "县公文系统"), ("organ", "shui"), ("items:write", "1"), ("until", "2026-11-01")];

/// Makes a key; gives the page that shows it.
pub async fn made(somebody: &mut Somebody) -> Page {
    post(somebody, "/desk/api", &WANTED).await
}

/// The key that a page shows.
pub fn secret(page: &Page) -> String {
    let (_, rest) = page.body.split_once("id=\"secret\">").unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('<').unwrap().0.to_owned()
}

/// The address of the button that revokes the first key.
fn revoking(page: &Page) -> String {
    let (before, _) = page.body.split_once("/revoke\"").unwrap_or_else(|| panic!("{}", page.body));
    format!("{}/revoke", before.rsplit_once('"').unwrap().1)
}

#[tokio::test]
async fn a_head_makes_a_key_sees_it_once_and_revokes_it() {
    on_both(async |office| {
        let water = staffed(&office).await;
        let mut lu = at(&office, "lu").await;
        let page = made(&mut lu).await;
        assert_eq!(page.headers["cache-control"], "no-store");
        let key = secret(&page);
        assert!(key.starts_with("gongkai_") && key.len() == 72, "{key}");
        let list = lu.get("/desk/api").await;
        for words in ["县公文系统", "2026-11-01", "还没有用过", "有效"] {
            assert!(list.has(words), "{words}: {}", list.body);
        }
        assert!(!list.has(&key), "it is shown once");
        let kept = office.db.api_keys(Some(water), None, 9).await.unwrap();
        assert!(!format!("{kept:?}").contains(key.trim_start_matches("gongkai_")), "a fingerprint and no key");
        let draft = by_key(&office, &key, "POST", "/drafts", &whole("停水公告")).await;
        assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.body);
        assert!(lu.get("/desk/api").await.has("2026-10-12 12:00"), "when it was last used");
        let gone = post(&mut lu, &revoking(&list), &[]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
        let after = by_key(&office, &key, "POST", "/drafts", &whole("停水公告")).await;
        assert!(problem(&after, 401, "no-key")["detail"].as_str().unwrap().contains("吊销"));
        let acts: Vec<_> = journal::latest(&office.db, None, 10_000, 50).await.unwrap();
        for act in ["api_key.add", "api_key.begin", "api_key.revoke"] {
            assert!(acts.iter().any(|row| row.act == act), "{act} is in no journal");
        }
        assert!(acts.iter().all(|row| !row.detail.contains(&key[8..])), "the journal has no key");
    })
    .await;
}

#[tokio::test]
async fn keys_are_for_heads_of_their_own_organ_and_for_who_runs_the_platform() {
    on_both(async |office| {
        staffed(&office).await;
        let mut gu = at(&office, "gu").await;
        assert_eq!(gu.get("/desk/api").await.status, StatusCode::FORBIDDEN);
        let refused = made(&mut gu).await;
        assert!(refused.status == StatusCode::FORBIDDEN && refused.has("负责人、系统管理员"), "{}", refused.body);
        let mut qin = at(&office, "qin").await;
        assert!(secret(&made(&mut qin).await).starts_with("gongkai_"));
        let mut he = at(&office, "he").await;
        assert!(!he.get("/desk/api").await.has("县公文系统"), "another organ's key");
        // a head's form names no organ: whatever it says, it is the head's own
        made(&mut he).await;
        let own = office.db.organ_at("lin").await.unwrap().id;
        assert_eq!(office.db.api_keys(Some(own), None, 9).await.unwrap().len(), 1);
        let theirs = revoking(&qin.get("/desk/api").await);
        let all = office.db.api_keys(None, None, 9).await.unwrap();
        let water = all.iter().find(|key| key.organ_id != own).unwrap();
        let foreign = post(&mut he, &format!("/desk/api/{}/revoke", water.id), &[]).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert_eq!(post(&mut qin, &theirs, &[]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_wanted_key_is_said_and_nothing_typed_is_lost() {
    on_both(async |office| {
        staffed(&office).await;
        let mut qin = at(&office, "qin").await;
        let wrong = [("name", ""), ("organ", ""), ("until", "2028-01-01")];
        let back = post(&mut qin, "/desk/api", &wrong).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["用在哪里", "请填单位的全称", "请至少选一项权限", "从今天到2027-10-13", "value=\"2028-01-01\""]
        {
            assert!(back.has(words), "{words}: {}", back.body);
        }
        assert!(office.db.api_keys(None, None, 9).await.unwrap().is_empty());
        for _ in 0..20 {
            secret(&made(&mut qin).await);
        }
        assert!(made(&mut qin).await.has("最多20个有效的密钥"));
    })
    .await;
}

#[tokio::test]
async fn a_key_opens_nothing_after_its_last_day_or_once_its_maker_is_gone() {
    on_both(async |mut office| {
        staffed(&office).await;
        let key = secret(&made(&mut at(&office, "lu").await).await);
        let write = async |office: &Office| by_key(office, &key, "POST", "/drafts", &whole("停水公告")).await;
        office.clock = || "2026-11-01T15:59:00Z".parse().unwrap();
        assert_eq!(write(&office).await.status, StatusCode::CREATED, "the evening of the last day");
        office.clock = month_later;
        assert!(problem(&write(&office).await, 401, "no-key")["detail"].as_str().unwrap().contains("过期"));
        office.clock = super::super::house::noon;
        let lu = office.db.person_named("lu").await.unwrap().unwrap().id;
        let moment = gongkai_store::Moment(office.now_ms());
        let mut act = office.db.act(gongkai_store::Actor::Operator, moment).await.unwrap();
        act.disable_person(lu, true).await.unwrap();
        act.commit().await.unwrap();
        assert!(problem(&write(&office).await, 401, "no-key")["detail"].as_str().unwrap().contains("换一个"));
    })
    .await;
}
