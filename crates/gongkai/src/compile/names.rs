//! 绑定的数的名称: by which words a text asks for a number. Made of the form's labels and of the indicators, here and nowhere
//! else.

use std::{collections::HashMap, sync::LazyLock};

use gongkai_law::{
    annual_report::{
        CellId, Edition, Figures, Form,
        figures::show,
        form::{Cell, Kind, Node, Table},
        indicator::{INDICATORS, Indicator},
    },
    redress::Route,
};

use super::figures::YearFigures;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// Cells of the form, added up.
    Cells(Vec<CellId>),
    /// 指标
    Indicator(&'static Indicator),
    /// 信息处理费的件数
    FeeCount,
    /// 信息处理费的金额
    FeeSum,
}

/// 绑定的数: a name with what it stands for.
#[derive(Clone, Debug)]
pub struct Name {
    /// As it is written between braces, without them.
    pub words: String,
    /// What it stands for.
    pub bound: Bound,
    /// The word that goes with its number.
    pub unit: &'static str,
}

/// The names of an edition.
#[derive(Debug)]
pub struct Names {
    /// In the order of the form, then of the indicators.
    pub all: Vec<Name>,
    by_words: HashMap<String, usize>,
}

impl Names {
    /// Of an edition.
    pub fn of(edition: Edition) -> &'static Self {
        static OF_2019: LazyLock<Names> = LazyLock::new(|| Names::made(Form::of(Edition::Of2019)));
        static OF_2021: LazyLock<Names> = LazyLock::new(|| Names::made(Form::of(Edition::Of2021)));
        match edition {
            Edition::Of2019 => &OF_2019,
            Edition::Of2021 => &OF_2021,
        }
    }

    fn made(form: &'static Form) -> Self {
        let mut all: Vec<Name> = Vec::new();
        let mut by_words = HashMap::new();
        for (id, cell) in (0..).zip(form.cells()) {
            let others = others(form, cell);
            add((&mut all, &mut by_words), cells_name(form, cell), &others, (Bound::Cells(vec![id]), unit(cell.kind)));
        }
        for (words, cells) in groups(form) {
            add((&mut all, &mut by_words), words, &[], (Bound::Cells(cells), "件"));
        }
        for indicator in &INDICATORS {
            let bound = (Bound::Indicator(indicator), indicator.unit_label());
            add((&mut all, &mut by_words), indicator.name(), &[], bound);
        }
        add((&mut all, &mut by_words), "信息处理费·件数".to_owned(), &[], (Bound::FeeCount, "件"));
        add((&mut all, &mut by_words), "信息处理费·金额".to_owned(), &[], (Bound::FeeSum, "元"));
        Self { all, by_words }
    }

    /// The one that these words ask for.
    pub fn find(&self, words: &str) -> Option<&Name> {
        self.by_words.get(&plain(words)).and_then(|at| self.all.get(*at))
    }

    /// The name of a cell.
    pub fn of_cell(&self, cell: CellId) -> Option<&Name> {
        self.all.get(usize::from(cell))
    }

    /// The name of cells, added up in the order of the form; `None` where their sum has none.
    pub fn of_cells(&self, cells: &[CellId]) -> Option<&Name> {
        match cells {
            [cell] => self.of_cell(*cell),
            cells => self.all.iter().find(|name| matches!(&name.bound, Bound::Cells(own) if own == cells)),
        }
    }

    /// The name of an indicator: of its cell where the form has one.
    pub fn of_indicator(&self, indicator: &Indicator, edition: Edition) -> Option<&Name> {
        match indicator.cell(edition) {
            Some(cell) => self.of_cell(cell),
            None => self.find(&indicator.name()),
        }
    }
}

impl Name {
    /// Its value in digits; `None` while it is not known.
    pub fn value(&self, year: &YearFigures) -> Option<String> {
        match &self.bound {
            Bound::Cells(cells) => in_digits(&year.figures, cells),
            Bound::Indicator(indicator) => year.indicator(indicator).map(|value| shown(indicator, value)),
            Bound::FeeCount => year.fees.map(|fees| fees.count.to_string()),
            Bound::FeeSum => year.fees.map(|fees| fees.yuan.to_string()),
        }
    }

    /// Whether it is to be put into a text: of what an organ has none of, or did not count then, a zero says nothing.
    pub fn is_offered(&self, year: &YearFigures) -> bool {
        match &self.bound {
            Bound::Indicator(indicator) => year
                .months_of(indicator)
                .is_none_or(|count| count.is_none_of().is_none() && count.begins_later().is_none()),
            Bound::Cells(_) | Bound::FeeCount | Bound::FeeSum => true,
        }
    }

    /// Why its value is not known.
    pub fn lacks(&self, year: &YearFigures) -> String {
        match &self.bound {
            Bound::Indicator(indicator) => year.lacks(indicator),
            Bound::Cells(cells) => {
                let first = cells.iter().find(|cell| year.figures.get(**cell).is_none());
                let cell = first.and_then(|cell| year.figures.form().known(*cell));
                let why = cell.and_then(|cell| {
                    year.unknown().into_iter().find(|(unknown, _)| unknown.address == cell.address).map(|(_, why)| why)
                });
                why.unwrap_or_default()
            }
            Bound::FeeCount | Bound::FeeSum => year.came_as_files(),
        }
    }

    /// Where its records are; empty where that is no one list.
    pub fn href(&self, year: &YearFigures, of: i16) -> String {
        match &self.bound {
            Bound::Cells(cells) if cells.len() == 1 => {
                let first = cells.first().and_then(|cell| year.origins.get(usize::from(*cell)));
                first.map(|origins| origins.href.clone()).unwrap_or_default()
            }
            Bound::Indicator(indicator) => year.behind(indicator, of),
            _ => String::new(),
        }
    }
}

/// A number of an indicator, in digits of its unit.
pub fn shown(indicator: &Indicator, value: i64) -> String {
    show(value, if indicator.unit_label() == "万元" { Kind::Wan } else { Kind::Count })
}

/// Some cells added up, in digits.
pub fn in_digits(figures: &Figures, cells: &[CellId]) -> Option<String> {
    let kind = cells.first().and_then(|cell| figures.form().known(*cell)).map(|cell| cell.kind)?;
    figures.sum(cells).map(|sum| show(sum, kind))
}

fn add(
    (all, by_words): (&mut Vec<Name>, &mut HashMap<String, usize>),
    words: String,
    others: &[String],
    (bound, unit): (Bound, &'static str),
) {
    let at = all.len();
    for known in others.iter().chain([&words]) {
        by_words.entry(plain(known)).or_insert(at);
    }
    all.push(Name { words, bound, unit });
}

/// The same words whichever dot parts them.
fn plain(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).map(|c| if "・•.．".contains(c) { '·' } else { c }).collect()
}

fn unit(kind: Kind) -> &'static str {
    match kind {
        Kind::Count | Kind::Change => "件",
        Kind::Wan => "万元",
        Kind::Yuan => "元",
    }
}

/// `表三·新收·总计`
fn cells_name(form: &Form, cell: &Cell) -> String {
    let Some(table) = form.tables.get(cell.table) else { return String::new() };
    let (row, column) = labels(table, cell);
    join(table, &row_name(cell, row), &column_name(table, cell, column))
}

/// The same with each of the other words for its row.
fn others(form: &Form, cell: &Cell) -> Vec<String> {
    let Some(table) = form.tables.get(cell.table) else { return Vec::new() };
    let (row, column) = labels(table, cell);
    let variants = row.map(|row| row.variants).unwrap_or_default();
    variants.iter().map(|row| join(table, &bare(row), &column_name(table, cell, column))).collect()
}

fn join(table: &Table, row: &str, column: &str) -> String {
    [table.name(), row, column].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("·")
}

fn labels(table: &'static Table, cell: &Cell) -> (Option<&'static Node>, Option<&'static Node>) {
    let leaf = |nodes: &'static [Node], at: usize| nodes.iter().flat_map(Node::leaves).nth(at);
    let block = table.blocks.get(cell.block);
    (block.and_then(|block| leaf(block.rows, cell.row)), block.and_then(|block| leaf(block.columns, cell.column)))
}

/// A row in a few words: the four that stand outside the outcomes have names of their own.
fn row_name(cell: &Cell, row: Option<&Node>) -> String {
    match (cell.table, row.map(|row| row.key)) {
        (1, Some("new")) => "新收".to_owned(),
        (1, Some("carried_in")) => "上年结转".to_owned(),
        (1, Some("total")) => "办结".to_owned(),
        (1, Some("carried_out")) => "结转下年".to_owned(),
        (1, Some("other_other")) => "其他处理的其他".to_owned(),
        (_, row_key) => row_key.map_or_else(String::new, |_| bare(row.map_or("", |row| row.label))),
    }
}

/// A column in a few words; empty where the block has but one.
fn column_name(table: &Table, cell: &Cell, column: Option<&Node>) -> String {
    let only = table.blocks.get(cell.block).is_some_and(|block| block.columns.len() == 1);
    let label = column.map_or("", |column| column.label);
    if cell.table == 2 {
        let route = cell.address.split('.').nth(1).and_then(Route::of_key).map_or("", Route::label);
        return format!("{route}·{label}");
    }
    if only { String::new() } else { bare(label) }
}

/// A label without its number, its glosses, and the words that every label of its kind has.
fn bare(label: &str) -> String {
    let mut words = String::new();
    let mut depth = 0_usize;
    for c in label.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => words.push(c),
            _ => {}
        }
    }
    let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let words = words.strip_prefix("本年").unwrap_or(words);
    let words = words.strip_suffix("件数").or_else(|| words.strip_suffix("数量")).unwrap_or(words);
    words.split('、').next_back().filter(|_| words.starts_with(['一', '二', '三', '四'])).unwrap_or(words).to_owned()
}

/// The groups of outcomes that have no total of their own: `表三·不予公开·总计`.
fn groups(form: &'static Form) -> Vec<(String, Vec<CellId>)> {
    let Some(table) = form.tables.get(1) else { return Vec::new() };
    let outcomes = table.blocks.iter().flat_map(|block| block.rows).filter(|row| !row.is_leaf());
    let groups = outcomes.flat_map(|row| row.children).filter(|row| !row.is_leaf());
    let of = |group: &'static Node| {
        let columns = table.blocks.iter().flat_map(|block| block.columns).flat_map(Node::leaves);
        columns.map(move |column| {
            let addresses = group.leaves().into_iter().map(|leaf| format!("requests.{}.{}", leaf.key, column.key));
            let cells = addresses.filter_map(|address| form.cell(&address)).collect();
            (join(table, &bare(group.label), &bare(column.label)), cells)
        })
    };
    groups.flat_map(of).chain(litigation(form)).collect()
}

/// Both routes to a court together: `表四·行政诉讼·总计`.
fn litigation(form: &'static Form) -> Vec<(String, Vec<CellId>)> {
    let Some(table) = form.tables.get(2) else { return Vec::new() };
    let both = table.blocks.iter().flat_map(|block| block.columns).filter(|node| node.key.is_empty());
    let of = |both: &'static Node| {
        let columns = both.children.first().map(Node::leaves).unwrap_or_default();
        columns.into_iter().map(move |column| {
            let addresses = both.children.iter().map(|route| format!("redress.{}.{}", route.key, column.key));
            let cells = addresses.filter_map(|address| form.cell(&address)).collect();
            (join(table, both.label, column.label), cells)
        })
    };
    both.flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_number_has_one_name_of_its_own_in_both_editions() {
        for edition in Edition::ALL {
            let names = Names::of(edition);
            let words: HashSet<_> = names.all.iter().map(|name| name.words.as_str()).collect();
            assert_eq!(words.len(), names.all.len(), "{edition}");
            for name in &names.all {
                assert_eq!(names.find(&name.words).map(|found| &found.bound), Some(&name.bound), "{}", name.words);
            }
        }
    }

    #[test]
    fn a_number_is_asked_for_as_people_call_it() {
        let names = Names::of(Edition::Of2021);
        let address = |words: &str| match &names.find(words).unwrap().bound {
            Bound::Cells(cells) => {
                cells.iter().map(|cell| Form::of(Edition::Of2021).cells()[usize::from(*cell)].address.clone()).collect()
            }
            other => vec![format!("{other:?}")],
        };
        assert_eq!(address("表三·新收·总计"), ["requests.new.total"]);
        assert_eq!(address("表三·结转下年·自然人"), ["requests.carried_out.natural_person"]);
        assert_eq!(address("表二·规范性文件·制发"), ["proactive.normative_documents.issued"]);
        assert_eq!(address("表二・行政规范性文件・现行有效"), ["proactive.normative_documents.in_force"]);
        assert_eq!(address("表二·行政许可"), ["proactive.licences"]);
        assert_eq!(address("表二·行政事业性收费"), ["proactive.fees_wan"]);
        assert_eq!(address("表四·行政复议·结果纠正"), ["redress.review.corrected"]);
        assert_eq!(address("表三·无法提供·总计").len(), 3);
        assert!(names.find("公开·政府网站").is_some() && names.find("表三·天气").is_none());
    }
}
