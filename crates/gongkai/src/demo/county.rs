//! 青禾县: its organs, how busy each is, and which of its reports are at fault. All of it fictional. Data.

use super::faults::Fault;

/// An organ of the county.
pub struct Body {
    /// In addresses.
    pub slug: &'static str,
    /// 全称
    pub name: &'static str,
    /// 简称
    pub short: &'static str,
    /// `government`, `department` or `township`.
    pub kind: &'static str,
    /// Applications received in each of 2019 to 2025; `None` for a year without a report.
    pub received: [Option<i64>; 7],
    /// 行政规范性文件 in force at the end of 2018.
    pub documents: i64,
    /// Decisions in a year: licences, penalties, coercive measures.
    pub decisions: [i64; 3],
    /// What is wrong with which year's report.
    pub faults: &'static [(i16, &'static [Fault])],
}

impl Body {
    /// Where its office is, and its telephone; `position` is its place in the county.
    pub fn place(&self, position: i32) -> (String, String) {
        let street = if self.kind == "township" {
            format!("{}兴农街1号", self.short)
        } else {
            format!("城关镇稻香路{position}号")
        };
        (format!("青禾县{street}"), format!("0000-555 {:04}", 200 + position))
    }
}

const fn all(received: [i64; 7]) -> [Option<i64>; 7] {
    let [a, b, c, d, e, f, g] = received;
    [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f), Some(g)]
}

macro_rules! body {
    ($slug:literal, $name:literal, $short:literal, $kind:literal, $received:expr, $documents:literal, $decisions:expr) => {
        body!($slug, $name, $short, $kind, $received, $documents, $decisions, &[])
    };
    ($slug:literal, $name:literal, $short:literal, $kind:literal, $received:expr, $documents:literal, $decisions:expr, $faults:expr) => {
        Body {
            slug: $slug,
            name: $name,
            short: $short,
            kind: $kind,
            received: $received,
            documents: $documents,
            decisions: $decisions,
            faults: $faults,
        }
    };
}

/// In the order of the library.
pub static COUNTY: [Body; 12] = [
    body!(
        "qinghe",
        "青禾县人民政府",
        "县人民政府",
        "government",
        all([52, 61, 88, 97, 126, 159, 184]),
        94,
        [8214, 1306, 57]
    ),
    body!("jiaoyu", "青禾县教育局", "县教育局", "department", all([3, 4, 7, 6, 9, 12, 14]), 9, [212, 3, 0]),
    body!(
        "ziran",
        "青禾县自然资源局",
        "县自然资源局",
        "department",
        [Some(15), Some(19), Some(22), Some(31), Some(28), Some(40), Some(37)],
        22,
        [1402, 96, 11],
        &[(2023, &[Fault::Applicants]), (2025, &[Fault::Balance, Fault::Blank, Fault::Fee, Fault::Citation])]
    ),
    body!(
        "zhujian",
        "青禾县住房和城乡建设局",
        "县住建局",
        "department",
        all([9, 11, 16, 14, 22, 21, 25]),
        16,
        [905, 64, 4],
        &[(2021, &[Fault::Citation])]
    ),
    body!(
        "gongan",
        "青禾县公安局",
        "县公安局",
        "department",
        all([6, 8, 9, 12, 10, 17, 15]),
        7,
        [3120, 2240, 318],
        &[(2022, &[Fault::Header])]
    ),
    body!("minzheng", "青禾县民政局", "县民政局", "department", all([4, 5, 5, 8, 7, 9, 11]), 6, [96, 1, 0]),
    body!(
        "weijian",
        "青禾县卫生健康局",
        "县卫健局",
        "department",
        all([2, 3, 12, 9, 6, 5, 6]),
        5,
        [318, 41, 2],
        &[(2022, &[Fault::Blank])]
    ),
    body!(
        "shuili",
        "青禾县水利局",
        "县水利局",
        "department",
        all([5, 4, 8, 10, 9, 13, 18]),
        8,
        [74, 12, 3],
        &[(2024, &[Fault::Fee])]
    ),
    body!("yundu", "青禾县云渡镇人民政府", "云渡镇", "township", all([1, 2, 3, 5, 9, 11, 18]), 2, [41, 6, 0]),
    body!(
        "qiaotou",
        "青禾县桥头镇人民政府",
        "桥头镇",
        "township",
        [None, Some(1), Some(1), Some(2), Some(4), Some(3), Some(7)],
        1,
        [28, 2, 0],
        &[(2023, &[Fault::Redress])]
    ),
    body!("shiliang", "青禾县石梁乡人民政府", "石梁乡", "township", all([0, 1, 2, 2, 3, 5, 6]), 1, [19, 1, 0]),
    body!(
        "heping",
        "青禾县禾坪镇人民政府",
        "禾坪镇",
        "township",
        [Some(1), Some(0), Some(2), Some(4), None, Some(6), Some(8)],
        2,
        [33, 4, 1],
        &[(2020, &[Fault::Balance])]
    ),
];
