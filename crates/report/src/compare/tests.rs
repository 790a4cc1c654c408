use gongkai_law::annual_report::{Edition, Figures};

use super::*;
use crate::reading::{Format, Section};

fn report(edition: Edition, cells: &[(&str, i64)], text: &str) -> Report {
    let mut figures = Figures::zero(edition);
    for (address, value) in cells {
        figures.set(figures.form().cell(address).unwrap(), Some(*value));
    }
    Report {
        agency: Some("青禾县水务局".to_owned()),
        year: Some(if edition == Edition::Of2019 { 2020 } else { 2021 }),
        format: Some(Format::Form(edition)),
        figures: Some(figures),
        sections: vec![Section { number: 1, title: "总体情况".to_owned(), text: text.to_owned() }],
    }
}

#[test]
fn figures_that_differ_are_shown_side_by_side_in_aligned_columns() {
    let left =
        report(Edition::Of2021, &[("requests.new.natural_person", 57), ("proactive.fees_wan", 1_500_000)], "甲乙丙丁");
    let mut right =
        report(Edition::Of2021, &[("requests.new.natural_person", 1203), ("redress.review.total", 2)], "甲乙丙戊");
    let unknown = right.figures.as_ref().unwrap().form().cell("proactive.licences").unwrap();
    right.figures.as_mut().unwrap().set(unknown, None);
    insta::assert_snapshot!(text(("a.txt", &left), ("b.txt", &right), &compare(&left, &right)), @r#"
    甲：青禾县水务局　2021年　a.txt
    乙：青禾县水务局　2021年　b.txt

    数据：196项相同，4项不同。
      项目                                        甲    乙   增减
      行政许可·本年处理决定数量                    0  未知
      行政事业性收费·本年收费金额（单位：万元）  1.5     0   -1.5
      一、本年新收政府信息公开申请数量·自然人     57  1203  +1146
      行政复议·总计                                0     2     +2

    文字：
      1 总体情况：相似67%
    "#);
}

#[test]
fn the_same_report_differs_in_nothing() {
    let report = report(Edition::Of2019, &[("redress.review.total", 2)], "");
    let same = compare(&report, &report);
    assert_eq!((same.same, same.figures.len()), (22 + 161 + 15, 0));
    assert_eq!(same.sections, [Likeness { section: 1, share: Some(1.0) }]);
}

#[test]
fn editions_are_compared_where_their_questions_correspond() {
    let old = report(Edition::Of2019, &[("proactive.regulations.made", 3), ("requests.other.total", 5)], "");
    let new = report(
        Edition::Of2021,
        &[("proactive.regulations.issued", 4), ("requests.other_unpaid.total", 2), ("requests.other_other.total", 3)],
        "",
    );
    let forth = compare(&old, &new);
    let [made] = &forth.figures[..] else { panic!("{forth:?}") };
    assert_eq!((made.left, made.right, made.approximate), (Some(3), Some(4), true));
    // table 2 has seven such cells, table 3 is the same but for the rows of 其他处理, table 4 is the same
    assert_eq!(forth.same + forth.figures.len(), 7 + 23 * 7 + 15);
    let back = compare(&new, &old);
    assert_eq!(back.figures[0].difference(), Some(-1));
}

#[test]
fn likeness_falls_with_what_was_rewritten_and_not_with_blanks() {
    assert_eq!(alike("公开 信息\n三百条", "公开信息三百条"), 1.0);
    assert_eq!(alike("公开", "受理"), 0.0);
    let (near, far) =
        (alike("全年公开信息三百条", "全年公开信息四百条"), alike("全年公开信息三百条", "受理信息公开申请"));
    assert!(0.0 < far && far < near && near < 1.0, "{near} {far}");
    assert_eq!(alike("甲", "乙"), 0.0);
}
