//! 试读: what an inventory with its files says, all that has to be mended at once, before anything is written.

use std::collections::{BTreeMap, HashMap, HashSet};

use gongkai_gate::{Finding, Rules, Severity, examine};

use super::{
    bundle::Bundle,
    columns::{COLUMNS, FILES, INDEX, OLD, TITLE},
    one::{About, Item, read},
    pages::{self, Cells},
};
use crate::{
    publish::{gate, secret, word_list},
    sheet::table::{Fault, Row, Table},
};

/// Publications of one import.
pub const MOST: usize = 5_000;
/// Bytes of all their bodies: they are in memory at once, so that one act writes them all.
const WORDS: usize = 64 << 20;

/// What a file says.
#[derive(Default)]
pub struct Looked {
    /// The publications, as far as they are sound.
    pub items: Vec<Item>,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// What was passed over: a page that is none, a file that no row names; and why.
    pub passed: Vec<(String, String)>,
    /// Rows of the file.
    pub rows: usize,
    /// The rows that saved pages gave, as an inventory has them.
    pub pages: Vec<Cells>,
}

/// Reads an inventory with its bundle; without an inventory the pages that are saved in the bundle. `step` is told how many
/// of how many rows were read, and says whether to go on.
///
/// # Errors
/// A Chinese sentence where nothing can be read, or somebody stopped it.
pub fn look(
    sheet: Option<&[u8]>,
    bundle: &mut Bundle,
    about: &About,
    step: &dyn Fn(usize, usize) -> bool,
) -> Result<Looked, String> {
    let mut looked = Looked::default();
    match sheet {
        Some(bytes) => {
            let known: Vec<_> = COLUMNS.iter().map(|column| (column.heading, column.wanted)).collect();
            let table = Table::read(bytes, &known, MOST)?;
            let rows: Vec<_> = table.rows().collect();
            through(&mut looked, &rows, bundle, (about, step))?;
        }
        None => {
            let (pages, passed) = pages::rows(bundle)?;
            if pages.len() > MOST {
                return Err(format!("有{}个网页，一次最多{MOST}个，请分成几包。", pages.len()));
            }
            looked.passed = passed;
            let rows: Vec<_> = (2..).zip(&pages).map(|(nth, cells)| of_page(nth, cells)).collect();
            through(&mut looked, &rows, bundle, (about, step))?;
            looked.pages = pages;
        }
    }
    Ok(looked)
}

fn of_page(nth: usize, cells: &Cells) -> Row<'_> {
    Row::of(nth, cells.iter().map(|(heading, words)| (*heading, words.as_str())))
}

fn through(
    looked: &mut Looked,
    rows: &[Row<'_>],
    bundle: &mut Bundle,
    (about, step): (&About, &dyn Fn(usize, usize) -> bool),
) -> Result<(), String> {
    looked.rows = rows.len();
    let mut words = 0_usize;
    for (done, row) in rows.iter().enumerate() {
        if !step(done, rows.len()) {
            return Err("已经停下，一条也没有写入。".to_owned());
        }
        match read(row, bundle, about) {
            Err(faults) => looked.faults.extend(faults),
            Ok(item) => {
                words = words.saturating_add(item.content.body.len());
                if words > WORDS {
                    return Err(format!("正文一共超过{} MB，请分成几份清单。", WORDS >> 20));
                }
                looked.faults.extend(unfit(row, &item, bundle, about));
                looked.items.push(item);
            }
        }
    }
    looked.faults.extend(twice(&looked.items));
    let named: HashSet<&str> =
        looked.items.iter().flat_map(|item| &item.files).map(|(_, path)| path.as_str()).collect();
    let is_used =
        |path: &str| named.contains(path) || rows.iter().any(|row| row.get(super::columns::BODY_FILE) == path);
    if looked.faults.is_empty() {
        let unused: Vec<_> = bundle
            .paths()
            .filter(|path| !is_used(path) && !looked.passed.iter().any(|(other, _)| other == path))
            .collect();
        looked.passed.extend(unused.into_iter().map(|path| (path.to_owned(), "清单里没有用到".to_owned())));
    }
    Ok(())
}

/// 索引号 and old addresses that two rows have.
fn twice(items: &[Item]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for item in items {
        for (column, words) in [(INDEX, item.index_number.as_str()), (OLD, item.old.as_str())] {
            if words.is_empty() {
                continue;
            }
            if let Some(before) = seen.insert((column, words), item.nth) {
                let what = format!("“{words}”和第{before}行相同");
                faults.push(fault(item.nth, column, what, "一条一个；是同一条的，删掉一行"));
            }
        }
    }
    faults
}

/// A complaint about a cell of a row.
pub fn fault(row: usize, column: &'static str, what: String, mend: &str) -> Fault {
    Fault { row, column, what, mend: mend.to_owned(), article: None }
}

/// What carries a mark of secrecy is not kept at all. What was released elsewhere is released again without the three checks;
/// so what a machine finds that must not be public keeps it from that way.
fn unfit(row: &Row<'_>, item: &Item, bundle: &mut Bundle, about: &About) -> Vec<Fault> {
    let rules = Rules::default().words(word_list::words(&about.words));
    let grave = |finding: &Finding| match finding.severity() {
        Severity::Refused => true,
        Severity::Must => about.migrates,
        Severity::Confirm | Severity::Unread => false,
    };
    let mend = |severity| match severity {
        Severity::Refused => secret::INSTEAD,
        _ => "先处理，或者作为草稿导入，走三审",
    };
    let said = gate::words(&item.content, item.kind, &rules).into_iter().filter(grave);
    let mut out: Vec<Fault> = said
        .map(|finding| {
            let column = COLUMNS.iter().find(|column| column.heading == finding.part);
            let what = format!("{}（{}）", finding.check.title, finding.check.code);
            row.fault(column.map_or(TITLE, |column| column.heading), what, mend(finding.severity()))
        })
        .collect();
    for (name, path) in &item.files {
        let Ok(bytes) = bundle.read(path) else { continue };
        // a mark that would be taken out of what goes out stands in what is kept
        let kept = examine(name, &bytes, &rules).findings.into_iter().filter(|it| it.severity() == Severity::Refused);
        let mut found: Vec<_> = kept.collect();
        if about.migrates {
            let stays = gate::mended(&bytes).unwrap_or(bytes);
            found.extend(examine(name, &stays, &rules).findings.into_iter().filter(grave));
        }
        let told: BTreeMap<_, _> = found.iter().map(|finding| (finding.check.code, finding.check)).collect();
        out.extend(told.into_values().map(|check| {
            row.fault(FILES, format!("“{name}”：{}（{}）", check.title, check.code), mend(check.severity))
        }));
    }
    out
}
