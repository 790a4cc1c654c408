//! Decisions on requests, refusals and redress: rows and columns of the form, each with what the law says of it.

use std::collections::BTreeSet;

use gongkai_law::{
    annual_report::{Edition, Form, form::Role},
    exempt::Exemption,
    organ::{Kind, Level},
    proactive::catalogue,
    redress,
    request::{
        decision::{Class, Decision, Remedy},
        received::{Channel, ConfirmedBeforeArrival, received_on},
    },
};
use jiff::civil::date;

#[test]
fn the_decisions_are_the_rows_that_table_three_adds_up() {
    let table = &Form::of(Edition::Of2021).tables[1];
    let leaves = table.blocks[0].rows.iter().flat_map(|row| row.leaves());
    let parts: Vec<_> = leaves.filter(|row| row.role == Role::Part).map(|row| (row.key, row.label)).collect();
    let decisions: Vec<_> = Decision::ALL.iter().map(|decision| (decision.key(), decision.label())).collect();
    assert_eq!(decisions, parts);
    assert!(Decision::ALL.windows(2).all(|pair| pair[0] < pair[1]), "in the order of the form");
}

#[test]
fn every_decision_counts_in_a_row_of_either_edition() {
    for edition in Edition::ALL {
        let form = Form::of(edition);
        let rows: BTreeSet<_> = Decision::ALL.map(|decision| decision.address(edition)).into_iter().collect();
        assert!(rows.iter().all(|row| form.cells_under(row).count() == 7));
        assert_eq!(rows.len(), if edition == Edition::Of2019 { 19 } else { 21 });
    }
    let other = ["other_no_correction", "other_unpaid", "other_other"].map(Decision::of_key);
    assert!(
        other.iter().all(|decision| decision.map(|o| o.address(Edition::Of2019)).as_deref() == Some("requests.other"))
    );
}

#[test]
fn each_decision_has_its_code_article_letter_and_remedy() {
    let told: Vec<String> = Decision::ALL
        .iter()
        .map(|decision| {
            let letters: Vec<String> = decision
                .letters()
                .iter()
                .map(|d| format!("{}（{}）", d.name, d.article.map_or("无".to_owned(), |a| a.to_string())))
                .collect();
            format!("{} {:?} {:?} {}", decision.code(), decision.class(), decision.remedy(), letters.join("、"))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    A Disclosed Either 予以公开告知书（《条例》第三十六条第（二）项）、已主动公开告知书（《条例》第三十六条第（一）项）
    B Disclosed ReviewFirst 部分公开告知书（《条例》第三十七条）
    C1 Denied ReviewFirst 不予公开告知书（《条例》第十四条）
    C2 Denied ReviewFirst 不予公开告知书（《条例》第十四条）
    C3 Denied ReviewFirst 不予公开告知书（《条例》第十四条）
    C4 Denied ReviewFirst 不予公开告知书（《条例》第十五条）
    C5 Denied ReviewFirst 不予公开告知书（《条例》第十六条第一款）
    C6 Denied ReviewFirst 不予公开告知书（《条例》第十六条第二款）
    C7 Denied ReviewFirst 不予公开告知书（《条例》第十六条第二款）
    C8 Denied Either 行政查询事项告知书（《条例》第三十六条第（七）项）
    D1 Unable Either 政府信息不存在告知书（《条例》第三十六条第（四）项）、非本机关政府信息告知书（《条例》第三十六条第（五）项）
    D2 Unable Either 需要另行制作告知书（《条例》第三十八条）
    D3 Unable Either 补正后仍不明确告知书（《条例》第三十条）
    E1 Rejected Either 不予处理告知书（《条例》第三十九条第一款）
    E2 Rejected Either 不予处理告知书（《条例》第三十六条第（六）项）
    E3 Rejected Either 不予处理告知书（《条例》第三十九条第二款）
    E4 Rejected Either 不予处理告知书（《条例》第三十五条）
    E5 Rejected Either 不予处理告知书（无）
    F1 Other Either 不再处理告知书（《条例》第三十条）
    F2 Other Either 不再处理告知书（国办函〔2020〕109号）
    F3 Other Depends 结案记录（无）
    "#);
}

#[test]
fn review_comes_first_just_where_information_was_withheld_under_articles_14_to_16() {
    for decision in Decision::ALL {
        let withheld = Exemption::behind(decision).is_some() || decision == Decision::Partial;
        assert_eq!(decision.remedy() == Remedy::ReviewFirst, withheld, "{}", decision.code());
    }
    let article = Remedy::ReviewFirst.article().map(|article| article.to_string());
    assert_eq!(article.as_deref(), Some("《行政复议法》第二十三条第一款第（四）项"));
}

#[test]
fn an_exemption_and_the_refusal_for_it_rest_on_the_same_article() {
    for exemption in Exemption::ALL {
        let refusal = exemption.decision();
        assert_eq!(refusal.class(), Class::Denied);
        assert_eq!(refusal.letters().first().and_then(|d| d.article), Some(exemption.article()));
        assert_eq!(Exemption::behind(refusal), Some(exemption));
    }
    assert_eq!(Exemption::behind(Decision::DeniedQuery), None, "a refusal by count only");
}

#[test]
fn the_outcomes_of_redress_are_the_columns_that_table_four_adds_up() {
    let form = Form::of(Edition::Of2021);
    let cells: Vec<_> = redress::Route::ALL
        .into_iter()
        .flat_map(|route| redress::Outcome::ALL.map(|outcome| outcome.address(route)))
        .collect();
    let parts: Vec<_> = form
        .cells()
        .iter()
        .map(|cell| cell.address.as_str())
        .filter(|address| address.starts_with("redress.") && !address.ends_with(".total"))
        .collect();
    assert_eq!(cells, parts);
}

#[test]
fn an_application_is_received_when_its_channel_says_so() {
    let (friday, monday) = (date(2026, 10, 16), date(2026, 10, 19));
    for channel in Channel::ALL {
        let at_once = matches!(channel, Channel::InPerson | Channel::SignedPost);
        assert_eq!(received_on(channel, friday, None), Ok(at_once.then_some(friday)), "{channel:?}");
        assert_eq!(received_on(channel, friday, Some(monday)), Ok(Some(if at_once { friday } else { monday })));
        assert_eq!(received_on(channel, monday, Some(friday)), Err(ConfirmedBeforeArrival));
        assert_eq!(channel.basis().number, 31);
    }
}

#[test]
fn the_catalogue_grows_with_what_an_organ_is_close_to() {
    let counts = Level::ALL.map(|level| catalogue::of(level).count());
    assert_eq!(counts, [15, 15, 22, 22, 23, 0]);
    let keys: BTreeSet<_> = catalogue::ALL.iter().map(|category| category.key).collect();
    assert_eq!(keys.len(), catalogue::ALL.len());
    let told: Vec<_> = catalogue::of(Level::State).map(|category| category.article.to_string()).collect();
    assert_eq!(told.first().map(String::as_str), Some("《条例》第二十条第（一）项"));
    assert_eq!(told.last().map(String::as_str), Some("《条例》第二十条第（十五）项"));
}

#[test]
fn every_kind_of_organ_is_bound_by_an_article() {
    let told = Kind::ALL.map(|kind| format!("{}：{}", kind.label(), kind.basis()));
    insta::assert_snapshot!(told.join("\n"), @r#"
    人民政府：《条例》第四条
    政府部门：《条例》第四条
    派出机关：《条例》第十条
    派出机构、内设机构：《条例》第十条
    授权组织：《条例》第五十四条
    公共企事业单位：《条例》第五十五条
    村民委员会：《村民委员会组织法》第三十条
    "#);
}
