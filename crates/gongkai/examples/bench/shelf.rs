//! Fills a register with what a county published, in bulk, with its index of words; and releases one more while it is served.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use gongkai::{
    find::feed,
    office,
    publish::{
        content::Content,
        past::{self, Past},
        portal::lines::address,
    },
};
use gongkai_law::proactive::{kind::PublicationKind as Kind, validity::Life};
use gongkai_search::Entry;
use gongkai_store::{Actor, Db, Moment, NewOrgan, OrganId};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

use super::{
    browser::Browser,
    county::{ORGANS, entry},
};

/// Items of one act.
const BATCH: usize = 4_000;
/// The sorts of the county's items, as the law names them.
const SORTS: [(&str, Kind); 8] = [
    ("规范性文件", Kind::Normative),
    ("公告", Kind::Notice),
    ("预算", Kind::Budget),
    ("决算", Kind::Budget),
    ("公示", Kind::Welfare),
    ("解读", Kind::General),
    ("建议提案", Kind::Proposal),
    ("采购", Kind::Procurement),
];

pub async fn load(folder: &Path, items: usize) {
    fs::create_dir_all(folder).expect("a folder");
    let db = Db::open(&folder.join("gongkai.sqlite")).await.expect("a register");
    db.migrate().await.expect("its tables");
    let organs = organs(&db).await;
    let begun = Instant::now();
    let mut paths = Vec::new();
    for first in (0..items).step_by(BATCH) {
        let some: Vec<Past> = (first..items.min(first + BATCH)).map(|nth| made(nth, items, &organs)).collect();
        paths.extend(some.iter().map(|one| address(&one.index_number)));
        release(&db, &some).await;
    }
    db.settle().await.expect("statistics");
    println!("{items} items in {:.0} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    feed::rebuild(&db, folder, |_| {}).await.expect("an index");
    let rate = items as f64 / begun.elapsed().as_secs_f64();
    db.close().await;
    fs::write(folder.join("rate.txt"), format!("{rate:.0}")).expect("the rate of the index");
    fs::write(folder.join("items.txt"), paths.join("\n")).expect("a list of items");
}

async fn organs(db: &Db) -> Vec<OrganId> {
    let mut act = db.act(Actor::Operator, Moment::from(office::now())).await.expect("an act");
    let mut all = Vec::new();
    for ((name, _), position) in ORGANS.iter().zip(0..) {
        let slug = format!("o{position:02}");
        let kind = if position == 0 { "government" } else { "department" };
        let parent = all.first().copied();
        let organ = NewOrgan {
            slug: &slug,
            name,
            short_name: name,
            kind,
            level: "county",
            parent,
            position,
            ..NewOrgan::default()
        };
        all.push(act.add_organ(&organ).await.expect("an organ"));
    }
    act.commit().await.expect("a commit");
    all
}

async fn release(db: &Db, some: &[Past]) {
    let now = office::now();
    let mut act = db.act(Actor::Operator, Moment::from(now)).await.expect("an act");
    past::load(&mut act, some, office::civil_date(now)).await.expect("items");
    act.commit().await.expect("a commit");
}

fn made(nth: usize, items: usize, organs: &[OrganId]) -> Past {
    let Entry { title, body, numbers, summary, keywords, organ, kind, theme, .. } = entry(nth);
    let days = i32::try_from(nth * 5_000 / items.max(1)).expect("a day");
    let on = date(2013, 1, 6).checked_add(days.days()).expect("a date");
    let at = ORGANS.iter().position(|(name, _)| *name == organ).expect("an organ");
    let kind = SORTS.iter().find(|(name, _)| *name == kind).expect("a sort").1;
    let mut numbers = numbers.into_iter();
    let number = numbers.next().unwrap_or_default();
    Past {
        organ: organs[at],
        kind,
        content: Content {
            title: format!("{title}（{}）", nth + 1),
            body: body.replace('\n', "\n\n"),
            summary: summary.chars().take(100).collect(),
            keywords: keywords.join("；"),
            theme,
            number,
            formed: Some(on),
            attribute: "proactive".to_owned(),
            ..Content::default()
        },
        index_number: numbers.next().unwrap_or_default(),
        on,
        life: life(nth, on),
    }
}

fn life(nth: usize, on: Date) -> Life {
    let after = |years: i16| on.checked_add(years.years()).ok();
    match nth % 7 {
        0 => Life { repealed: after(3), ..Life::default() },
        1 => Life { until: after(5), ..Life::default() },
        2 => Life { amended: after(2), ..Life::default() },
        _ => Life::default(),
    }
}

/// Releases one more and says how long it took until a search found it and until the first page showed it.
pub async fn one_more(server: &str, folder: &Path) {
    let db = Db::open(&folder.join("gongkai.sqlite")).await.expect("a register");
    let word = format!("量度{}", office::now().as_millisecond());
    let organ = db.organ_at("o03").await.expect("an organ").id;
    let today = office::civil_date(office::now());
    let content = Content {
        title: format!("关于{word}的公告"),
        body: "一次测量。".to_owned(),
        formed: Some(today),
        ..Content::default()
    };
    let (kind, index_number, life) = (Kind::Notice, format!("BENCH/{word}"), Life::default());
    let mut browser = Browser::new(server, 1);
    browser.get("/").await;
    let begun = Instant::now();
    release(&db, &[Past { organ, kind, content, index_number, on: today, life }]).await;
    println!("released\t{:.1}\tms", begun.elapsed().as_secs_f64() * 1e3);
    let (mut shown, mut found) = (None, None);
    // the word stands in the field of the search too: what counts is the address of what was found
    let (words, place) = (format!("/search?q={word}"), address(&format!("BENCH/{word}")));
    let id = db.released_at(&format!("BENCH/{word}")).await.expect("what was released").publication_id;
    while shown.is_none() || found.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never came");
        for (path, seen) in [("/", &mut shown), (words.as_str(), &mut found)] {
            let body = browser.get(path).await.body;
            if seen.is_none() && (body.contains(&place) || body.contains(&id.to_string())) {
                *seen = Some(begun.elapsed());
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for (name, took) in [("release to shown on the first page, by another process", shown), ("release to found", found)]
    {
        println!("{name}\t{:.1}\tms", took.unwrap_or_default().as_secs_f64() * 1e3);
    }
    db.close().await;
}
