//! 各格数据: the register's lines of a report's figures, as figures of its form.

use std::{collections::HashMap, sync::LazyLock};

use gongkai_law::annual_report::{CellId, Edition, Figures, Form, figures::parse, form::Kind};

/// The edition that the register names; `None` before 2019 and where it could not be told.
pub fn edition(key: Option<&str>) -> Option<Edition> {
    Edition::ALL.into_iter().find(|edition| Some(edition.key()) == key)
}

/// Where the cells of an edition are.
struct Places {
    /// Each cell, and each row of table 3 by its first cell.
    at: HashMap<&'static str, CellId>,
    /// The columns of table 3, in their order.
    columns: Vec<&'static str>,
}

impl Places {
    fn of(edition: Edition) -> &'static Self {
        static OF_2019: LazyLock<Places> = LazyLock::new(|| Places::made(Form::of(Edition::Of2019)));
        static OF_2021: LazyLock<Places> = LazyLock::new(|| Places::made(Form::of(Edition::Of2021)));
        match edition {
            Edition::Of2019 => &OF_2019,
            Edition::Of2021 => &OF_2021,
        }
    }

    fn made(form: &'static Form) -> Self {
        let (mut at, mut columns) = (HashMap::new(), Vec::new());
        for (id, cell) in (0..).zip(form.cells()) {
            at.insert(cell.address.as_str(), id);
            if let Some((row, column)) = cell.address.rsplit_once('.').filter(|_| cell.table == 1) {
                at.entry(row).or_insert(id);
                if cell.row == 0 {
                    columns.push(column);
                }
            }
        }
        Self { at, columns }
    }
}

/// The figures that these lines say, of an edition that has a form; what they do not say is unknown.
pub fn decoded(edition: Edition, lines: &str) -> Figures {
    let (mut figures, places) = (Figures::unknown(edition), Places::of(edition));
    let mut columns: Vec<&str> = Vec::new();
    for line in lines.lines() {
        let mut words = line.split(' ');
        let address = words.next().unwrap_or_default();
        if address == "requests.columns" {
            columns = words.collect();
            continue;
        }
        let Some(first) = places.at.get(address).copied() else { continue };
        if !address.starts_with("requests.") {
            set(&mut figures, first, words.next());
            continue;
        }
        for (column, value) in columns.iter().zip(words) {
            let place = places.columns.iter().position(|known| known == column);
            if let Some(cell) = place.and_then(|place| first.checked_add(CellId::try_from(place).ok()?)) {
                set(&mut figures, cell, Some(value));
            }
        }
    }
    figures
}

fn set(figures: &mut Figures, cell: CellId, digits: Option<&str>) {
    let kind = figures.form().known(cell).map_or(Kind::Count, |cell| cell.kind);
    figures.set(cell, digits.and_then(|digits| parse(digits, kind)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_into_the_cells_that_they_name_whatever_the_order_of_columns() {
        let lines = "proactive.fees_wan 1.5\nproactive.licences -\nrequests.columns total natural_person\n\
                     requests.new 9 7\nrequests.weather 1 1\nredress.review.total 0\nnonsense\n";
        let figures = decoded(Edition::Of2021, lines);
        let shown = |address: &str| figures.shown(address);
        assert_eq!(shown("proactive.fees_wan").as_deref(), Some("1.5"));
        assert_eq!(shown("requests.new.total").as_deref(), Some("9"));
        assert_eq!(shown("requests.new.natural_person").as_deref(), Some("7"));
        assert_eq!(shown("redress.review.total").as_deref(), Some("0"));
        for unknown in ["proactive.licences", "requests.new.other", "requests.total.total"] {
            assert_eq!(shown(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_cell_of_both_editions_comes_back_from_the_lines_that_stand_for_it() {
        for edition in Edition::ALL {
            let form = Form::of(edition);
            let mut lines =
                String::from("requests.columns natural_person enterprise research social legal_service other total\n");
            let mut row = String::new();
            for (n, cell) in form.cells().iter().enumerate() {
                match cell.address.rsplit_once('.').filter(|_| cell.table == 1) {
                    Some((address, _)) if cell.column == 0 => row = format!("{address} {n}"),
                    Some(_) => row.push_str(&format!(" {n}")),
                    None => lines.push_str(&format!("{} {n}\n", cell.address)),
                }
                if cell.table == 1 && cell.column == 6 {
                    lines.push_str(&format!("{row}\n"));
                }
            }
            let figures = decoded(edition, &lines);
            for (n, cell) in form.cells().iter().enumerate() {
                assert_eq!(figures.shown(&cell.address), Some(n.to_string()), "{}", cell.address);
            }
        }
    }
}
