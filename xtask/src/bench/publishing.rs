//! The portal and its search with what one district publishes in a year, and with a million items, beside nginx that serves
//! the same bytes from files: the same questions by the same client, one after the other.

use std::{fs, path::Path, process::Command, thread, time::Duration};

use super::{
    Ground, Table,
    nginx::{Nginx, Page},
    server::Server,
};
use crate::run::{Done, Failure, quiet, show};

/// One district's year, and a million.
const ITEMS: [usize; 2] = [32_558, 1_000_000];
/// Clients at once, each asking for the next page as soon as it has one.
const CLIENTS: [&str; 3] = ["1", "4", "50"];
/// Of nginx: kept ready, and made for each question.
const KEPT: f64 = 0.5;
const MADE: f64 = 0.2;
/// What people type: rare, middling, very common, several words, a number.
const ASKED: [&str; 5] = [
    "/search?q=%E6%9D%8E%E6%80%9D%E6%BA%90",
    "/search?q=%E5%8D%B1%E6%88%BF%E6%94%B9%E9%80%A0",
    "/search?q=%E9%80%9A%E7%9F%A5&v=in_force",
    "/search?q=%E5%B1%85%E6%B0%91%E5%8C%BB%E4%BF%9D+%E6%8A%A5%E9%94%80%E6%AF%94%E4%BE%8B",
    "/search?q=%E9%9D%92%E5%8F%91%E6%94%B9%5B2020%5D120%E5%8F%B7",
];

/// Both registers, or the smaller one alone, which is there in a minute.
pub fn measure(ground: &Ground, table: &mut Table, small: bool) -> Done {
    let sizes = if small { ITEMS.get(..1).unwrap_or_default() } else { &ITEMS[..] };
    for items in sizes.iter().copied() {
        let data = filled(ground, items)?;
        served(ground, table, (items, &data))?;
        words(ground, table, items)?;
    }
    Ok(())
}

/// The register of so many items, made once and kept.
fn filled(ground: &Ground, items: usize) -> Done<std::path::PathBuf> {
    let data = ground.folder.join(format!("shelf-{items}"));
    if !data.join("items.txt").is_file() {
        if data.exists() {
            fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))?;
        }
        show(Command::new(&ground.desk).arg("shelf").arg(&data).arg(items.to_string()))?;
    }
    Ok(data)
}

fn served(ground: &Ground, table: &mut Table, (items, data): (usize, &Path)) -> Done {
    let of = |what: &str| format!("{items} items: {what}");
    let rate = fs::read_to_string(data.join("rate.txt")).map_err(Failure::doing("rate.txt"))?;
    table.at_least(&of("indexed, bodies and all"), number(&rate)?, "items/s", None);
    let server = Server::start(&ground.gongkai, data, &["--trusted-proxy", "127.0.0.1"])?;
    thread::sleep(Duration::from_secs(3));
    table.under(&of("memory at rest"), server.memory()?, "MB", None);
    let list = data.join("items.txt");
    let first = fs::read_to_string(&list).map_err(Failure::doing("items.txt"))?;
    let item = first.lines().nth(items / 2).unwrap_or_default().to_owned();
    let all = format!("@{}", list.display());
    let pages = [
        ("item page", item.as_str(), all.as_str()),
        ("list", "/catalogue/A20_01", "/catalogue/A20_01?n={n}"),
        ("policy library", "/policies", "/policies?n={n}"),
        ("home", "/", "/?n={n}"),
        ("catalogue", "/catalogue", "/catalogue?n={n}"),
    ];
    let files: Vec<Page> =
        pages.iter().map(|(name, path, _)| Page::of(name, &server.address(), path)).collect::<Done<_>>()?;
    let nginx = Nginx::start(&ground.folder.join("nginx"), &files)?;
    for ((name, kept, made), file) in pages.iter().zip(&files) {
        for clients in CLIENTS {
            let ask = |server: &str, path: &str| Asked::of(ground, server, clients, path);
            let theirs = ask(&nginx.address(), file.path())?;
            let ours = ask(&server.address(), kept)?;
            let anew = ask(&server.address(), made)?;
            let plural = if clients == "1" { "client" } else { "clients" };
            let of = |what: &str| of(&format!("{name}{what}, {clients} {plural}"));
            theirs.tell(table, &of(" from nginx"));
            ours.tell(table, &of(" kept"));
            table.at_least(&of(" kept, times nginx"), ours.rate / theirs.rate, "times", Some(KEPT));
            anew.tell(table, &of(" made each time"));
            table.at_least(&of(" made each time, times nginx"), anew.rate / theirs.rate, "times", Some(MADE));
        }
    }
    for path in ASKED {
        let took = Asked::of(ground, &server.address(), "1", path)?;
        table.under(&of(&format!("page of {path}, p95")), took.p95, "ms", None);
    }
    let said = quiet(Command::new(&ground.desk).arg("release").arg(server.address()).arg(data))?;
    for line in said.lines() {
        let mut parts = line.split('\t');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
        table.under(&of(name), number(value)?, "ms", name.starts_with("release to").then_some(2_000.0));
    }
    table.under(&of("memory after all of it"), server.memory()?, "MB", None);
    Ok(())
}

/// The engine alone: the first twenty hits with counts, filters and marks. Its own bench, with its own mix.
fn words(ground: &Ground, table: &mut Table, items: usize) -> Done {
    let folder = ground.folder.join(format!("words-{items}"));
    let said = quiet(Command::new(&ground.words).arg(items.to_string()).arg(folder))?;
    println!("{said}");
    for line in said.lines() {
        let Some((sort, times)) = line.split_once(" p50 ") else { continue };
        let sort = sort.trim();
        for (percent, mark) in [("p50", ""), ("p95", " p95 "), ("p99", " p99 ")] {
            let rest = if mark.is_empty() { Some(times) } else { times.split_once(mark).map(|(_, rest)| rest) };
            let Some(value) = rest.and_then(|rest| rest.trim().split(' ').next()) else { continue };
            let goal = match (items, sort, percent) {
                (1_000_000, "very common", "p95") => Some(100.0),
                (1_000_000, "all but very common", "p95") => Some(20.0),
                _ => None,
            };
            table.under(&format!("{items} items: twenty hits, {sort}, {percent}"), number(value)?, "ms", goal);
        }
    }
    Ok(())
}

/// What the client said.
struct Asked {
    rate: f64,
    p50: f64,
    p95: f64,
    p99: f64,
}

impl Asked {
    fn of(ground: &Ground, server: &str, clients: &str, path: &str) -> Done<Self> {
        let said = quiet(Command::new(&ground.desk).args(["ask", server, clients, &ground.seconds, path]))?;
        let value = |name: &str| -> Done<f64> {
            let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
            number(line.and_then(|line| line.split('\t').next()).unwrap_or_default())
        };
        Ok(Self { rate: value("rate")?, p50: value("p50")?, p95: value("p95")?, p99: value("p99")? })
    }

    fn tell(&self, table: &mut Table, name: &str) {
        table.at_least(name, self.rate, "requests/s", None);
        for (percent, took) in [("p50", self.p50), ("p99", self.p99)] {
            table.under(&format!("{name}, {percent}"), took, "ms", None);
        }
    }
}

fn number(said: &str) -> Done<f64> {
    said.trim().parse().map_err(|_| Failure::new(format!("no number: {said:?}")))
}
