//! The year's end in the demonstration's county: each organ's report compiled, all of them added up, a thousand added up, and
//! each edition written. Prints a line for each figure: name, value, unit, parted by tabs.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use gongkai::{
    Office,
    compile::{
        begin, content::Content, draft, examine::Examined, figures::YearFigures, last::LastYear, range::Range, work,
    },
    demo,
    letters::pdf,
    library::pictures::{
        cards::{Of, cards},
        png::png,
    },
    office, password,
    season::roll_up::roll_up,
    within,
};
use gongkai_law::annual_report::{
    Figures,
    compilation::{CompileStanding, CompileStep},
};
use gongkai_report::{
    Report,
    write::{Paper, Target},
};
use gongkai_store::{Actor, Civil, Db, Moment, NewOrgan, NewStep, Organ, OrganId, Scope, Sight};

/// The reports that one above adds up.
const MANY: usize = 1_000;
/// How often a thing is done whose time is told.
const TIMES: usize = 9;
/// The way of a report to the one above.
const WAY: [CompileStep; 4] =
    [CompileStep::Submitted, CompileStep::Reviewed, CompileStep::Signed, CompileStep::Reported];

/// Fills an empty folder with two registers, the county and one organ above a thousand that handed in, and measures.
pub async fn all(folder: &Path) {
    let office = opened(&folder.join("county")).await;
    demo::mark(&office).await.expect("a demonstration");
    demo::fill(&office).await.expect("the county");
    let password = password::hash(password::one_time()).await.expect("a password");
    demo::open_desk(&office, &password).await.expect("its desk");
    let above = opened(&folder.join("many")).await;
    many(&above, &last_reports(&office).await).await;
    // of last year the county collected its reports already
    let year = office.today().year();
    let top = office.db.organ_at("qinghe").await.expect("the county");
    let mut organs: Vec<OrganId> =
        office.db.organs_below(top.id, 100).await.expect("organs").into_iter().map(|(id, _)| id).collect();
    organs.push(top.id);
    let (mut took, mut report) = (Vec::new(), None);
    for id in organs {
        let organ = office.db.organ(id).await.expect("an organ");
        let (time, made) = compiled(&office, &organ, year).await;
        took.push(time);
        if id != top.id {
            hand_in(&office, id, year, &json(&made)).await;
        }
        report = Some(made);
    }
    let total: Duration = took.iter().sum();
    took.sort();
    tell("one organ compiled, checks and all, p50", took[took.len() / 2]);
    tell("one organ compiled, checks and all, the slowest", took[took.len() - 1]);
    let begun = Instant::now();
    let sum = roll_up(&office, &top, year, Range::Region).await.expect("a sum");
    let summed = begun.elapsed();
    assert_eq!(sum.counted.len(), took.len(), "all of the county is in its sum");
    tell("the county's sum of its organs", summed);
    tell("the county whole: every organ compiled, and the sum", total + summed);
    let top = above.db.organ_at("above").await.expect("the one above");
    let begun = Instant::now();
    let sum = roll_up(&above, &top, year - 1, Range::Region).await.expect("a sum");
    tell("1,000 reports added up", begun.elapsed());
    assert_eq!(sum.counted.len(), MANY + 1, "nobody is left out");
    editions(&office, &report.expect("a report"));
}

/// A report begun, and what stands there then written, read back and checked; and how long that took.
async fn compiled(office: &Office, organ: &Organ, year: i16) -> (Duration, Report) {
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
    begin::begin_in(office, &mut act, organ.id, (year, Range::Own), &Content::default()).await.expect("a beginning");
    act.commit().await.expect("a commit");
    let work = || work::Work::of(office, organ.id, year, Scope::Organ(organ.id));
    let mut open = work().await.expect("a report").expect("that was begun");
    let figures = YearFigures::of(office, &open).await.expect("figures");
    let last = LastYear::of(office, organ, year).await.expect("the year before");
    open.content = draft::content(open.edition, &figures, last.as_ref());
    let begun = Instant::now();
    let examined = Examined::of(office, &open).await.expect("what the checks say");
    assert!(examined.found().is_some(), "it reads back");
    (begun.elapsed(), examined.report)
}

/// As if it had gone its way to the one above.
async fn hand_in(office: &Office, organ: OrganId, year: i16, copy: &str) {
    let found = office.db.compilation_of(organ, year, Scope::Organ(organ)).await.expect("a report").expect("begun");
    let on = office.today();
    let (mut taken, mut version) = (vec![(CompileStep::Begun, on)], found.version);
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
    for step in WAY {
        taken.push((step, on));
        let now = work::now(&CompileStanding::of(taken.iter().copied()), step);
        let new = NewStep { on: Civil(on), kind: step.key(), detail: "{}" };
        let copy = (step == CompileStep::Submitted).then_some((copy, "{}"));
        act.take_compilation_step(found.id, version, (new, &now), copy).await.expect("a step");
        version += 1;
    }
    act.commit().await.expect("a commit");
}

/// What the county's organs published of the year before, each as its handed-in copy would be.
async fn last_reports(office: &Office) -> Vec<String> {
    let year = office.today().year() - 1;
    let found = office.db.organs_below(office.db.organ_at("qinghe").await.expect("the county").id, 100).await;
    let mut reports = Vec::new();
    for (id, _) in found.expect("organs") {
        if let Some(report) = office.db.report_of(id, year, Sight::Public).await.expect("the library") {
            reports.push(report.report);
        }
    }
    assert!(!reports.is_empty(), "the county has reports");
    reports
}

/// One organ above a thousand, each of which handed in its year.
async fn many(office: &Office, reports: &[String]) {
    let year = office.today().year() - 1;
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
    let mut ids: Vec<OrganId> = Vec::new();
    for n in 0..=MANY {
        let (slug, name) = if n == 0 {
            ("above".to_owned(), "远山市人民政府".to_owned())
        } else {
            (format!("o{n}"), format!("远山市第{n}局"))
        };
        let kind = if n == 0 { "government" } else { "department" };
        let organ = NewOrgan {
            slug: &slug,
            name: &name,
            short_name: &name,
            kind,
            level: "city",
            parent: ids.first().copied(),
            position: i32::try_from(n).expect("a place"),
            ..NewOrgan::default()
        };
        ids.push(act.add_organ(&organ).await.expect("an organ"));
    }
    for id in ids.iter().skip(1) {
        begin::begin_in(office, &mut act, *id, (year, Range::Own), &Content::default()).await.expect("a beginning");
    }
    act.commit().await.expect("a commit");
    for (id, report) in ids.iter().skip(1).zip(reports.iter().cycle()) {
        hand_in(office, *id, year, report).await;
    }
    office.db.settle().await.expect("statistics");
}

/// Each edition of one report: the middle of some times.
fn editions(office: &Office, report: &Report) {
    for target in Target::ALL {
        often(&format!("{} written", target.ending()), || drop(target.write("bench", report).expect("a file")));
    }
    often("pdf written", || drop(pdf::report::file(&office.fonts, &Paper::of(report, "")).expect("a file")));
    let figures: &Figures = report.figures.as_ref().expect("its tables");
    let of = Of {
        organ: report.agency.as_deref().unwrap_or_default(),
        year: report.year.unwrap_or_default(),
        figures,
        years: &[],
    };
    often("cards drawn, SVG", || drop(cards(&of)));
    let drawn = cards(&of);
    let card = drawn.last().expect("a card");
    often("one card as PNG", || drop(png(&card.svg).expect("a picture")));
}

fn often(name: &str, mut does: impl FnMut()) {
    // what is made once and kept, as faces of fonts, is not the edition's
    does();
    let mut took: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            does();
            begun.elapsed()
        })
        .collect();
    took.sort();
    tell(name, took[TIMES / 2]);
}

fn tell(name: &str, took: Duration) {
    println!("{name}\t{:.2}", took.as_secs_f64() * 1_000.0);
}

fn json(report: &Report) -> String {
    String::from_utf8(Target::Json.write("bench", report).expect("a file")).expect("words")
}

async fn opened(folder: &Path) -> Office {
    fs::create_dir_all(folder).expect("a folder");
    let db = Db::open(&folder.join("gongkai.sqlite")).await.expect("a register");
    db.migrate().await.expect("its tables");
    let mut office = within(db, folder).await.expect("an office");
    office.clock = office::now;
    office
}
