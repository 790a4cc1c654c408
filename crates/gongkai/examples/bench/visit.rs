//! Walks through a running server as its visitors do, first one after another, then many at once.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    browser::Browser,
    load::{ABOVE, CODE, ORDINARY, PASSWORD},
};

/// Clients at once, and how long each waits between two pages: ten a second.
const CLIENTS: usize = 50;
const PAUSE: Duration = Duration::from_millis(100);
/// Applicants at once.
const APPLICANTS: usize = 8;

pub async fn all(server: &str, folder: &Path, seconds: u64) {
    let numbers = fs::read_to_string(folder.join("numbers.txt")).expect("numbers.txt, which `bench load` writes");
    let numbers: Arc<[String]> = numbers.lines().map(str::to_owned).collect();
    let rounds = usize::try_from(seconds * 20).unwrap();
    staff(server, &numbers, rounds).await;
    supervisor(server, rounds / 2).await;
    followed(server, &numbers, rounds).await;
    crowd(server, &numbers, seconds).await;
    applications(server, seconds).await;
}

/// What a clerk of an organ of ordinary size looks at, and one of the largest.
async fn staff(server: &str, numbers: &[String], rounds: usize) {
    for (organ, words) in [(ORDINARY, "an organ of ordinary size"), (0, "the largest organ")] {
        let mut clerk = Browser::new(server, organ + 1);
        clerk.sign_in(&format!("officer{organ:02}0"), PASSWORD).await;
        let own: Vec<_> = numbers.iter().filter(|number| number.starts_with(&format!("B{organ:02}-"))).collect();
        let files = |n: usize| format!("/desk/requests/{}", own[n * 31 % own.len()]);
        timed(&mut clerk, &format!("work list, {words}"), rounds, |_| "/desk".to_owned()).await;
        timed(&mut clerk, &format!("case page, {words}"), rounds, files).await;
        let year = |n: usize| format!("/desk/figures?year={}", 2022 + n % 5);
        timed(&mut clerk, &format!("table 3 of a year, {words}"), rounds, year).await;
        if organ == 0 {
            timed(&mut clerk, &format!("work list, ended ones too, {words}"), rounds, |_| "/desk?v=all".to_owned())
                .await;
            let search = |n: usize| format!("/desk?q={}", ["检测报告", "B00-2026-0100", "没有的事"][n % 3]);
            timed(&mut clerk, &format!("work list, searched, {words}"), rounds / 4, search).await;
        }
    }
}

/// What somebody looks at who sees every organ.
async fn supervisor(server: &str, rounds: usize) {
    let mut above = Browser::new(server, 900);
    above.sign_in(ABOVE, PASSWORD).await;
    timed(&mut above, "work list, all organs", rounds, |_| "/desk".to_owned()).await;
    timed(&mut above, "work list, ended ones too, all organs", rounds / 4, |_| "/desk?v=all".to_owned()).await;
    let year = |n: usize| format!("/desk/figures?scope=below&year={}", 2022 + n % 5);
    timed(&mut above, "table 3 of a year, all organs", rounds, year).await;
    let cell = |n: usize| {
        let row = ["granted", "new", "carried_out", "denied_third_party"][n % 4];
        format!("/desk/figures/list?scope=below&year={}&row={row}&column=total", 2022 + n % 5)
    };
    timed(&mut above, "the requests behind a cell, all organs", rounds / 4, cell).await;
    timed(&mut above, "month of due dates, all organs", rounds / 4, |_| "/desk/month".to_owned()).await;
}

/// What applicants look at.
async fn followed(server: &str, numbers: &[String], rounds: usize) {
    let mut took = Vec::new();
    for n in 0..rounds {
        let number = &numbers[n * 37 % numbers.len()];
        let mut applicant = Browser::new(server, 2_000 + n);
        opened(&mut applicant, number).await;
        let page = applicant.get(&format!("/requests/follow/{number}")).await;
        assert_eq!(page.status, 200, "{number}: {}", page.body);
        took.push(page.took);
    }
    say("inquiry page", took);
}

async fn opened(applicant: &mut Browser, number: &str) {
    applicant.get("/requests/follow").await;
    let page = applicant.post("/requests/follow", &[("number", number), ("code", CODE)]).await;
    assert_eq!(page.status, 303, "{number} was not opened: {}", page.body);
}

async fn timed(browser: &mut Browser, name: &str, rounds: usize, path: impl Fn(usize) -> String) {
    let mut took = Vec::new();
    for n in 0..rounds.max(1) {
        let path = path(n);
        let mut page = browser.get(&path).await;
        // pages come faster than one address may ask for them
        while page.status == 429 {
            tokio::time::sleep(PAUSE).await;
            page = browser.get(&path).await;
        }
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        took.push(page.took);
    }
    say(name, took);
}

/// Fifty clients, ten pages a second each: a third of them applicants, the rest staff of all organs.
async fn crowd(server: &str, numbers: &Arc<[String]>, seconds: u64) {
    let mut clients = Vec::new();
    for n in 0..CLIENTS {
        let mut browser = Browser::new(server, 60_000 + n);
        let organ = n % 60;
        let paths = match n % 3 {
            0 => {
                let number = &numbers[n * 211 % numbers.len()];
                opened(&mut browser, number).await;
                vec![format!("/requests/follow/{number}"), "/requests/new".to_owned(), "/".to_owned()]
            }
            _ => {
                browser.sign_in(&format!("officer{organ:02}{}", n % 3), PASSWORD).await;
                let own = numbers.iter().filter(|number| number.starts_with(&format!("B{organ:02}-")));
                let files = own.step_by(7).take(40).map(|number| format!("/desk/requests/{number}"));
                let mut paths: Vec<_> = files.collect();
                paths.extend(["/desk", "/desk?v=mine", "/desk/figures", "/desk/month"].map(str::to_owned));
                paths
            }
        };
        clients.push((browser, paths));
    }
    let end = Instant::now() + Duration::from_secs(seconds.max(5) * 2);
    let mut running = tokio::task::JoinSet::new();
    for (n, (mut browser, paths)) in clients.into_iter().enumerate() {
        running.spawn(async move {
            let mut took = Vec::new();
            // spread over the pause, as people are: a beat that begins before the wait is the same for all of them
            tokio::time::sleep(Duration::from_millis(2 * n as u64)).await;
            let mut beat = tokio::time::interval(PAUSE);
            for at in n.. {
                beat.tick().await;
                if Instant::now() > end {
                    break;
                }
                let page = browser.get(&paths[at * 13 % paths.len()]).await;
                assert_eq!(page.status, 200, "{}: {}", paths[at * 13 % paths.len()], page.body);
                took.push(page.took);
            }
            took
        });
    }
    let took: Vec<_> = running.join_all().await.into_iter().flatten().collect();
    let rate = took.len() as f64 / (seconds.max(5) * 2) as f64;
    println!("pages a second of 50 clients who ask for 500\t{rate:.0}\tpages/s");
    say("any page, 50 clients of 10 pages a second", took);
}

const QUESTIONS: [(&str, &[(&str, &str)]); 6] = [
    ("applicant", &[("kind", "natural_person"), ("name", "林晚舟")]),
    ("identity", &[("number", "11010519491231002x")]),
    ("contact", &[("phone", "13800000000"), ("address", "青禾县云渡镇桥头村")]),
    ("organ", &[]),
    ("wanted", &[("wanted", "云渡镇农村集中供水工程的水质检测报告"), ("from", "2024"), ("to", "2026")]),
    ("supply", &[("supply", "electronic"), ("delivery", "online")]),
];

/// Whole applications, seven forms each, every one of them answered with a receipt.
async fn applications(server: &str, seconds: u64) {
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds.max(5));
    let nth = Arc::new(AtomicUsize::new(100_000));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..APPLICANTS {
        let (server, nth) = (server.to_owned(), nth.clone());
        running.spawn(async move {
            let mut took = Vec::new();
            while Instant::now() < end {
                took.push(apply(&server, nth.fetch_add(1, Ordering::Relaxed)).await);
            }
            took
        });
    }
    let took: Vec<_> = running.join_all().await.into_iter().flatten().collect();
    println!("applications accepted\t{:.1}\tapplications/s", took.len() as f64 / begun.elapsed().as_secs_f64());
    say("handing in an application, the last form", took);
}

/// How long the last form took.
async fn apply(server: &str, nth: usize) -> Duration {
    let mut applicant = Browser::new(server, nth);
    applicant.get("/requests/new/applicant").await;
    let organ = format!("b{:02}", nth % 60);
    for (question, answers) in QUESTIONS {
        let own = [("organ", organ.as_str())];
        let answers = if answers.is_empty() { &own } else { answers };
        let page = applicant.post(&format!("/requests/new/{question}"), answers).await;
        assert_eq!(page.status, 303, "{question}: {}", page.body);
    }
    let page = applicant.post("/requests/new/check", &[]).await;
    assert_eq!(page.location, "/requests/receipt", "{}", page.body);
    page.took
}

/// The middle, the slowest of twenty and of a hundred, in milliseconds.
fn say(name: &str, mut took: Vec<Duration>) {
    took.sort();
    for (percent, words) in [(50, "p50"), (95, "p95"), (99, "p99")] {
        let at = (took.len() * percent / 100).min(took.len().saturating_sub(1));
        println!("{name}, {words}\t{:.2}\tms", took[at].as_secs_f64() * 1e3);
    }
}
