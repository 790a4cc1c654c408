//! How fast it is: `cargo run --release -p gongkai-search --example bench -- COUNT [FOLDER]`.
//!
//! Fills an index with as many entries of a county that does not exist, then asks a stated mix of questions for the
//! first twenty hits with snippets, counts of every field and, in one of three, filters. An index that is in the folder
//! already with as many entries is asked as it is.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on says so")]

mod county;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use county::{Chance, entry, name, number, organ, subject};
use gongkai_search::{Facet, Index, Query, Rebuild, Synonyms};

const MEMORY: usize = 400_000_000;
/// Questions of each sort.
const EACH: usize = 100;

fn main() {
    let mut words = std::env::args().skip(1);
    let count: usize = words.next().and_then(|count| count.parse().ok()).unwrap_or(32_558);
    let folder =
        words.next().map_or_else(|| std::env::temp_dir().join(format!("gongkai-bench-{count}")), PathBuf::from);
    let mut index = Index::open(&folder).unwrap();
    if index.len() != count as u64 {
        index = fill(&folder, count);
    }
    println!("{} entries, {} MB on disk, {}", index.len(), size(&folder) / 1_000_000, memory());
    let sorts = questions(count);
    let mut mixed = Vec::new();
    for (sort, questions) in &sorts {
        let times = ask(&index, questions);
        line(sort, &times);
        if *sort != "very common" {
            mixed.extend(times);
        }
    }
    line("all but very common", &mixed);
    release(&index, count);
    println!("{}", memory());
}

fn fill(folder: &Path, count: usize) -> Index {
    let begun = Instant::now();
    let mut rebuild = Rebuild::begin(folder, MEMORY).unwrap();
    let mut making = Duration::ZERO;
    for nth in 0..count {
        let made = Instant::now();
        let entry = entry(nth);
        making += made.elapsed();
        rebuild.put(&entry).unwrap();
    }
    rebuild.finish().unwrap();
    let time = begun.elapsed().as_secs_f64();
    println!(
        "indexed {count} in {time:.1} s: {:.0} a second ({:.1} s of it making them up)",
        count as f64 / time,
        making.as_secs_f64()
    );
    Index::open(folder).unwrap()
}

/// The mix: names (rare), subjects (middling), words of nearly every entry (very common), quoted stretches, several
/// words as citizens type them, numbers, sounds.
fn questions(count: usize) -> Vec<(&'static str, Vec<Query>)> {
    let mut chance = Chance::new(7);
    let common = ["通知", "人民政府", "工作", "公示", "群众", "2024"];
    let asked = ["怎么申请{}", "{} 标准", "{}实施方案", "2023年{}", "{}补贴多少钱"];
    let mut of = |make: &dyn Fn(&mut Chance) -> String| {
        let query = |nth: usize, chance: &mut Chance| {
            let mut filters = BTreeMap::new();
            if nth.is_multiple_of(3) {
                filters.insert(Facet::Organ, vec![organ(chance).to_owned(), organ(chance).to_owned()]);
                filters.insert(Facet::Year, vec!["2024".to_owned(), "2025".to_owned()]);
            }
            Query { words: make(chance), filters, ..Query::default() }
        };
        (0..EACH).map(|nth| query(nth, &mut chance)).collect::<Vec<_>>()
    };
    vec![
        ("rare: a name", of(&name)),
        ("middling: a subject", of(&|chance| subject(chance).to_owned())),
        ("very common", of(&|chance| (*chance.of(&common)).to_owned())),
        ("a quoted stretch", of(&|chance| format!("“{}工作”", subject(chance)))),
        ("several words", of(&|chance| chance.of(&asked).replace("{}", subject(chance)))),
        ("a number", of(&|chance| number(chance.below(count)))),
        (
            "a sound",
            of(&|chance| (*chance.of(&["nongcungongshui", "zdzs", "weifanggaizao", "anquan shengchan"])).to_owned()),
        ),
    ]
}

/// By the clock, and what our threads were given of the cores: on a busy machine only the second says something.
/// The kernel counts it some hundred times a second, so it is good for a mean and not for one question.
#[derive(Clone, Copy)]
struct Took {
    clock: Duration,
    own: Duration,
}

fn on_core() -> Duration {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent = tasks.filter_map(|task| {
        fs::read_to_string(task.path().join("schedstat")).ok()?.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}

fn ask(index: &Index, questions: &[Query]) -> Vec<Took> {
    let mut found = 0;
    let mut times = Vec::new();
    for warm in [true, false] {
        for query in questions {
            let (begun, core) = (Instant::now(), on_core());
            found += index.search(query, Synonyms::builtin()).unwrap().hits.len();
            let took = Took { clock: begun.elapsed(), own: on_core().saturating_sub(core) };
            if !warm {
                times.push(took);
            }
        }
    }
    assert!(found > 0, "a mix that finds nothing measures nothing");
    times
}

fn line(sort: &str, times: &[Took]) {
    let mut clock: Vec<Duration> = times.iter().map(|took| took.clock).collect();
    clock.sort();
    let at = |part: f64| clock[((clock.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let own = times.iter().map(|took| took.own).sum::<Duration>().as_secs_f64() * 1e3 / times.len() as f64;
    let (half, most, nearly) = (at(0.5), at(0.95), at(0.99));
    println!("{sort:20} p50 {half:7.2} ms  p95 {most:7.2} ms  p99 {nearly:7.2} ms  mean on the cores {own:7.2} ms");
}

/// From putting one entry to finding it.
fn release(index: &Index, count: usize) {
    let begun = Instant::now();
    let mut writer = index.begin(50_000_000).unwrap();
    writer.put(&entry(count)).unwrap();
    writer.commit().unwrap();
    let found = index.search(&Query { words: number(count), ..Query::default() }, &Synonyms::none()).unwrap();
    assert!(found.hits.iter().any(|hit| hit.id == format!("item-{count}")));
    println!("put to found: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    writer.remove(&format!("item-{count}"));
    writer.finish().unwrap();
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { size(&path) } else { path.metadata().map_or(0, |data| data.len()) }).sum()
}

/// What this process holds, with and without what it maps of files.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or(" ?").trim().to_owned();
    format!("memory: {} (own {}), most {}", of("VmRSS:"), of("RssAnon:"), of("VmHWM:"))
}
