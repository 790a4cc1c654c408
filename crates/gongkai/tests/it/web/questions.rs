//! Sixty questions as citizens type them, and the item that must come first: over the whole demonstration, by the page of
//! the search. What misses is listed.

use gongkai::{demo, find::feed, password};
use gongkai_store::{Db, PublicationId};

use super::house::{Somebody, office};

/// Questions and what answers each.
const QUESTIONS: &str = include_str!("questions.txt");
/// How many have their answer first, and among the first three: fewer is a step back.
const FIRST: usize = 57;
const THREE: usize = 59;

fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Titles of the first three that are found.
async fn found(somebody: &mut Somebody, db: &Db, words: &str) -> Vec<String> {
    let page = somebody.get(&format!("/search?q={}", encoded(words))).await;
    let mut titles = Vec::new();
    for place in page.body.split("href=\"/items/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let released = match place.parse::<PublicationId>() {
            Ok(id) => db.released(id).await,
            Err(_) => db.released_at(place).await,
        };
        let title = released.unwrap_or_else(|error| panic!("{place}: {error}")).title;
        if !titles.contains(&title) {
            titles.push(title);
        }
        if titles.len() == 3 {
            break;
        }
    }
    titles
}

#[tokio::test]
async fn what_citizens_ask_is_answered_by_what_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    demo::fill(&office).await.unwrap();
    demo::open_desk(&office, &password::hash("qinghe-demo-2026".to_owned()).await.unwrap()).await.unwrap();
    let filled = feed::turn(&office).await.unwrap();
    assert!(filled > 2_500, "{filled}");
    let mut somebody = Somebody::at(&office);
    let (mut all, mut first, mut three) = (0, 0, 0);
    for (words, answers) in QUESTIONS.lines().filter_map(|line| line.split_once(" = ")) {
        let answers: Vec<&str> = answers.split(" / ").map(str::trim).collect();
        let titles = found(&mut somebody, &office.db, words.trim()).await;
        let at = titles.iter().position(|title| answers.contains(&title.as_str()));
        all += 1;
        first += usize::from(at == Some(0));
        three += usize::from(at.is_some());
        if at != Some(0) {
            println!("{words}: {} is not first, but {titles:#?}", answers[0]);
        }
    }
    println!("of {all} questions {first} have their answer first, {three} among the first three");
    assert_eq!(all, 60);
    assert!(first >= FIRST && three >= THREE, "{first} first, {three} among the first three");
}
