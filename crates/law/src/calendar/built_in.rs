//! The notices that come with the software. Data: one file a notice.

use std::sync::LazyLock;

use super::{Calendar, Notice};

macro_rules! notices {
    ($($id:literal)*) => { [$(include_str!(concat!("notices/", $id, ".txt"))),*] };
}

const NOTICES: [&str; 23] = notices! {
    "2007" "2008" "2009" "2010" "2011" "2012" "2013" "2014" "2015" "2015-05-13" "2016" "2017" "2018" "2019"
    "2019-03-22" "2020" "2020-01-27" "2021" "2022" "2023" "2024" "2025" "2026"
};

pub(super) fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> =
        LazyLock::new(|| Calendar::of(NOTICES.iter().filter_map(|text| Notice::parse(text).ok())));
    &CALENDAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_that_comes_with_the_software_can_be_read() {
        for text in NOTICES {
            let notice = Notice::parse(text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
            assert!(!notice.lines.is_empty());
        }
        assert_eq!(calendar().notices().len(), NOTICES.len());
    }
}
