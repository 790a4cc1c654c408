//! Who stands in for whom: what is offered and taken, for which days, and who sees it.

use axum::http::StatusCode;
use gongkai::people::{
    delegation::{self, Wish},
    roles::{Hand, Role},
};
use gongkai_store::{Actor, Moment, OrganId, PersonId};
use jiff::{ToSpan as _, civil::date};

use super::{
    desk::PASSWORD,
    house::{Page, Somebody, noon, on_both},
    people::{organ, person, post, sign_in},
};

#[tokio::test]
async fn a_deputy_signs_for_an_absent_signer_on_the_days_on_record_and_no_longer() {
    on_both(async |mut office| {
        let (water, school) = (organ(&office, "shuili").await, organ(&office, "jiaoyu").await);
        let signer = person(&office, Some(water), "zhou", &["signer"]).await;
        let deputy = person(&office, Some(water), "lin", &["officer"]).await;
        let stranger = person(&office, Some(school), "bai", &["officer"]).await;
        let (mut own, _) = sign_in(&office, "zhou", PASSWORD).await;
        let (signer, deputy, stranger) = (signer.to_string(), deputy.to_string(), stranger.to_string());
        let form = |to: &'static str, role| [("role", role), ("from", "2026-10-13"), ("until", to), ("why", "出差")];
        let ask = async |own: &mut Somebody, deputy: &str, form: [(&str, &str); 4]| {
            let fields: Vec<_> = [("principal", signer.as_str()), ("deputy", deputy)].into_iter().chain(form).collect();
            post(own, "/desk/delegations", &fields).await
        };
        assert!(ask(&mut own, &stranger, form("2026-10-14", "signer")).await.has("受托人不是本机关的人员"));
        assert!(ask(&mut own, &deputy, form("2026-10-14", "head")).await.has("委托人不是公开工作机构负责人"));
        assert!(ask(&mut own, &deputy, form("2026-10-12", "signer")).await.has("最后一天早于第一天"));
        assert!(ask(&mut own, &deputy, form("2028-10-12", "signer")).await.has("最长一年"));
        assert_eq!(ask(&mut own, &deputy, form("2026-10-14", "signer")).await.status, StatusCode::SEE_OTHER);

        for (clock, signs) in [
            (noon as fn() -> jiff::Timestamp, false),
            (|| noon() + 24.hours(), true),
            (|| noon() + 48.hours(), true),
            (|| noon() + 72.hours(), false),
        ] {
            office.clock = clock;
            let (mut clerk, _) = sign_in(&office, "lin", PASSWORD).await;
            let page = clerk.get("/desk/account").await;
            assert_eq!(page.has("代zhou任签发人"), signs, "{}: {}", clock(), page.body);
            assert_eq!(page.has("lin（经办人、签发人）"), signs, "{}", page.body);
        }
    })
    .await;
}

fn hand(id: PersonId, organ: OrganId, roles: &[Role]) -> Hand {
    Hand::Staff { id, organ: Some(organ), roles: roles.to_vec(), stands_in: Vec::new() }
}

#[tokio::test]
async fn a_delegation_ends_with_its_withdrawal_and_with_the_powers_it_stands_on() {
    on_both(async |office| {
        let water = organ(&office, "shuili").await;
        let signer = person(&office, Some(water), "zhou", &["signer"]).await;
        let deputy = person(&office, Some(water), "lin", &["officer"]).await;
        let today = date(2026, 10, 12);
        let own = hand(signer, water, &[Role::Signer]);
        let wish =
            Wish { principal: signer, deputy, role: Role::Signer, from: today, until: today, why: "请假".to_owned() };
        let roles = async || delegation::duties(&office, deputy, today).await.unwrap().0;
        let stands_in = async |person| delegation::duties(&office, person, today).await.unwrap().1;
        assert!(delegation::delegate(&office, &hand(deputy, water, &[Role::Officer]), &wish).await.is_err());
        delegation::delegate(&office, &own, &wish).await.unwrap();
        assert_eq!(roles().await.len(), 2);
        assert_eq!(stands_in(deputy).await, [(Role::Signer, signer)]);
        assert!(stands_in(signer).await.is_empty(), "signs for nobody else");

        let kept = office.db.delegations(gongkai_store::Scope::Organ(water), 9).await.unwrap().remove(0);
        delegation::end(&office, &own, &kept).await.unwrap();
        assert_eq!(roles().await, [Role::Officer]);
        delegation::delegate(&office, &own, &wish).await.unwrap();
        assert_eq!(roles().await.len(), 2);
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.disable_person(signer, true).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(roles().await, [Role::Officer]);
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_or_ends_the_delegations_of_another_organ() {
    on_both(async |office| {
        let (water, school) = (organ(&office, "shuili").await, organ(&office, "jiaoyu").await);
        let signer = person(&office, Some(water), "zhou", &["signer"]).await;
        let deputy = person(&office, Some(water), "lin", &["officer"]).await;
        person(&office, Some(school), "bai", &["signer", "head"]).await;
        let today = date(2026, 10, 12);
        let wish =
            Wish { principal: signer, deputy, role: Role::Signer, from: today, until: today, why: "请假".to_owned() };
        let id = delegation::delegate(&office, &hand(signer, water, &[Role::Signer]), &wish).await.unwrap();
        let (mut other, _) = sign_in(&office, "bai", PASSWORD).await;
        let page = other.get("/desk/delegations").await;
        assert!(page.status == StatusCode::OK && !page.has("zhou") && !page.has("请假"), "{}", page.body);
        let refused = post(&mut other, &format!("/desk/delegations/{id}/end"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let (mut own, _) = sign_in(&office, "zhou", PASSWORD).await;
        assert!(own.get("/desk/delegations").await.has("请假"));
    })
    .await;
}

/// The choices of a field of a page.
fn offered(page: &Page, field: &str) -> Vec<String> {
    let Some((_, rest)) = page.body.split_once(&format!("<select class=\"input\" id=\"{field}\"")) else {
        return Vec::new();
    };
    let (choices, _) = rest.split_once("</select>").unwrap();
    let texts = choices.split("<option").skip(1).filter_map(|option| option.split_once('>'));
    texts.map(|(_, text)| text.split_once('<').unwrap().0.to_owned()).collect()
}

#[tokio::test]
async fn only_delegations_are_offered_that_will_be_taken() {
    on_both(async |office| {
        let (water, school) = (organ(&office, "shuili").await, organ(&office, "jiaoyu").await);
        let signer = person(&office, Some(water), "zhou", &["signer"]).await;
        let deputy = person(&office, Some(water), "lin", &["officer"]).await;
        let gone = person(&office, Some(water), "qian", &["head"]).await;
        person(&office, Some(school), "bai", &["head", "reviewer"]).await;
        person(&office, None, "anquan", &["security"]).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.disable_person(gone, true).await.unwrap();
        act.commit().await.unwrap();

        let (mut own, _) = sign_in(&office, "zhou", PASSWORD).await;
        let page = own.get("/desk/delegations").await;
        assert_eq!(offered(&page, "deputy"), ["lin（lin）"], "neither oneself, nor who is gone, nor another organ's");
        assert_eq!(offered(&page, "role"), ["签发人"]);
        assert!(offered(&page, "for").is_empty(), "one's own alone: {}", page.body);
        assert!(page.has("min=\"2026-10-12\" max=\"2027-10-12\""), "{}", page.body);
        let (signer, deputy) = (signer.to_string(), deputy.to_string());
        let fields = [("principal", signer.as_str()), ("deputy", &deputy), ("role", "signer"), ("why", "出差学习")];
        let late = [&fields[..], &[("from", "2026-10-14"), ("until", "2026-10-13")]].concat();
        let refused = post(&mut own, "/desk/delegations", &late).await;
        let kept = ["最后一天早于第一天", "value=\"2026-10-14\"", "value=\"出差学习\""].map(|words| refused.has(words));
        assert_eq!(kept, [true; 3], "{}", refused.body);

        let (mut security, _) = sign_in(&office, "anquan", PASSWORD).await;
        let page = security.get("/desk/delegations").await;
        assert_eq!(offered(&page, "for"), ["bai（bai）", "zhou（zhou）"], "who is gone delegates nothing");
        assert!(offered(&page, "deputy").is_empty(), "whose it is comes first: {}", page.body);
        let page = security.get(&format!("/desk/delegations?principal={signer}")).await;
        assert_eq!(
            (offered(&page, "deputy"), offered(&page, "role")),
            (vec!["lin（lin）".to_owned()], vec!["签发人".to_owned()])
        );
        let stands = [&fields[..], &[("from", "2026-10-12"), ("until", "2026-10-13")]].concat();
        assert_eq!(post(&mut security, "/desk/delegations", &stands).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}
