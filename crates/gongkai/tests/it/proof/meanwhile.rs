//! Two at once: whoever writes second about what the first one changed is told so, and nothing of either is lost or doubled.

use std::{future::Future, sync::Arc};

use axum::http::StatusCode;
use gongkai::{Office, case_files::SealedFile, requests::dossier::Dossier};
use gongkai_law::request::step::Verb;
use gongkai_store::{Actor, Moment, NewFile, RequestFilter, Scope};
use jiff::civil::date;
use tokio::sync::Barrier;

use crate::web::{
    cases::{WATER, county, handed_in, person, signed_in, version},
    house::{Page, Somebody, noon, on_both},
};

/// How often each pair is set off.
const ROUNDS: usize = 25;

/// Sets two off at the same moment, each on a thread of its own.
async fn at_once<T: Send + 'static>(
    one: impl Future<Output = T> + Send + 'static,
    other: impl Future<Output = T> + Send + 'static,
) -> [T; 2] {
    let start = Arc::new(Barrier::new(2));
    let there = start.clone();
    let first = tokio::spawn(async move {
        there.wait().await;
        one.await
    });
    let second = tokio::spawn(async move {
        start.wait().await;
        other.await
    });
    [first.await.unwrap(), second.await.unwrap()]
}

/// Hands in a form of several parts, as whoever reads its page does.
async fn hand_in(mut somebody: Somebody, path: String, fields: Vec<(&'static str, String)>) -> Page {
    let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
    somebody.multipart(&path, &parts).await
}

/// One went through and the other was told; gives the other's page.
fn one_of(pages: [Page; 2], done: StatusCode) -> Page {
    let [one, other] = pages;
    let (done_one, told) = if one.status == done { (one, other) } else { (other, one) };
    assert_eq!(done_one.status, done, "{}", done_one.body);
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_officers_who_take_a_step_at_once_one_is_told_that_it_changed_meanwhile() {
    on_both(async |office| {
        let hall = county(&office).await.hall;
        let (shen, lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        for _ in 0..ROUNDS {
            let number = handed_in(&office, &hall, WATER, date(2026, 10, 10)).await;
            let before = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
            let (mut here, mut there) = (shen.clone(), lu.clone());
            let verbs = [Verb::AskReasons, Verb::Withdraw].map(Verb::key);
            let mut forms = Vec::new();
            for (somebody, verb) in [(&mut here, verbs[0]), (&mut there, verbs[1])] {
                let page = somebody.get(&format!("/desk/requests/{number}/{verb}")).await;
                let said = [("csrf", page.csrf()), ("version", version(&page)), ("why", format!("事由之{verb}"))];
                let more = [("until", "2026-10-20".to_owned()), ("proof", "撤回申请书".to_owned())];
                forms.push([&said[..], &more[..]].concat());
            }
            let [asks, withdraws] = <[_; 2]>::try_from(forms).unwrap();
            let path = |verb: &str| format!("/desk/requests/{number}/{verb}");
            let pages = at_once(hand_in(here, path(verbs[0]), asks), hand_in(there, path(verbs[1]), withdraws)).await;
            let first = verbs[usize::from(pages[0].status != StatusCode::SEE_OTHER)];
            let told = one_of(pages, StatusCode::SEE_OTHER);
            assert!(told.has("刚被别人改过") && told.has("事由之"), "what was typed stands there: {}", told.body);
            let after = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
            let added: Vec<_> =
                after.entries[before.entries.len()..].iter().map(|entry| entry.taken.step.verb()).collect();
            assert_eq!(
                added.iter().map(|verb| verb.key()).collect::<Vec<_>>(),
                [first],
                "the step of whom was not told"
            );
            assert_eq!(after.request.line.version, before.request.line.version + 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_give_a_request_out_at_once_the_second_overwrites_nothing() {
    on_both(async |office| {
        let hall = county(&office).await.hall;
        let (shen, lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let names = [person(&office, "shen").await, person(&office, "lu").await];
        for _ in 0..ROUNDS {
            let number = handed_in(&office, &hall, WATER, date(2026, 10, 10)).await;
            let path = format!("/desk/requests/{number}");
            let (path, form) = (format!("/desk/requests/{number}/assign"), shen.clone().get(&path).await);
            let give = |mut somebody: Somebody, csrf: String, to: &str| {
                let (path, to, version) = (path.clone(), to.to_owned(), version(&form));
                async move { somebody.post(&path, &[("csrf", &csrf), ("version", &version), ("to", &to)]).await }
            };
            let one = give(shen.clone(), form.csrf(), &names[0]);
            let other = give(lu.clone(), lu.clone().get("/desk/account").await.csrf(), &names[1]);
            let pages = at_once(one, other).await;
            let to = &names[usize::from(pages[0].status != StatusCode::SEE_OTHER)];
            assert!(one_of(pages, StatusCode::SEE_OTHER).has("刚被别人改过"));
            let line = office.db.request_numbered(&number, Scope::All).await.unwrap().unwrap().line;
            assert_eq!(line.officer_id.map(|id| id.to_string()).as_ref(), Some(to));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn papers_that_come_into_one_file_at_once_each_have_their_place() {
    on_both(async |office| {
        let hall = county(&office).await.hall;
        for round in 0..ROUNDS {
            let number = handed_in(&office, &hall, WATER, date(2026, 10, 10)).await;
            let brings = |words: &'static str| {
                let (office, number): (Office, String) = (office.clone(), number.clone());
                async move {
                    let line = office.db.request_numbered(&number, Scope::All).await.unwrap().unwrap().line;
                    let sealed = SealedFile::of(&office.vault, &number, words.as_bytes()).await;
                    let file =
                        NewFile { upload: sealed.upload("text/plain"), name: words, kind: "proof", shown: false };
                    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
                    let n = act.attach(line.id, line.organ_id, &file).await.unwrap();
                    act.commit().await.unwrap();
                    n
                }
            };
            let mut places = at_once(brings("回执"), brings("邮戳")).await;
            places.sort_unstable();
            assert_eq!(places, [0, 1], "round {round}");
            let request = office.db.request_numbered(&number, Scope::All).await.unwrap().unwrap();
            let mut kept: Vec<_> =
                office.db.request_files(request.line.id).await.unwrap().into_iter().map(|file| file.name).collect();
            kept.sort();
            assert_eq!(kept, ["回执", "邮戳"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_of_registration_that_is_clicked_twice_makes_one_request_with_one_receipt() {
    on_both(async |office| {
        county(&office).await;
        let shen = signed_in(&office, "shen").await;
        for round in 1..=ROUNDS {
            let page = shen.clone().get("/desk/register").await;
            let (_, rest) = page.body.split_once("name=\"once\" value=\"").unwrap();
            let said = [
                ("csrf", page.csrf()),
                ("once", rest.split_once('"').unwrap().0.to_owned()),
                ("ch", "hand".to_owned()),
                ("arrived", "2026-10-12".to_owned()),
                ("kind", "natural_person".to_owned()),
                ("name", "林晚舟".to_owned()),
                ("idno", "11010519491231002X".to_owned()),
                ("tel", "13800000000".to_owned()),
                ("what", format!("第{round}处泵站的验收记录")),
            ];
            let click = || hand_in(shen.clone(), "/desk/register".to_owned(), said.to_vec());
            let pages = at_once(click(), click()).await;
            let later = click().await;
            let number = format!("QH-2026-{round:04}");
            let code = |page: &Page| {
                assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
                assert!(page.has(&number), "{}", page.body);
                let codes: Vec<_> = page.body.split("class=\"code").skip(1).collect();
                codes
                    .join("")
                    .split(['<', '>'])
                    .find(|word| word.len() == 14 && word.matches('-').count() == 2)
                    .map(str::to_owned)
            };
            let codes = [&pages[0], &pages[1], &later].map(code);
            assert!(codes[0].is_some() && codes.iter().all(|code| *code == codes[0]), "{codes:?}");
            let all = office.db.request_count(Scope::All, &RequestFilter::default()).await.unwrap();
            assert_eq!(usize::try_from(all), Ok(round), "two clicks registered twice");
        }
    })
    .await;
}
