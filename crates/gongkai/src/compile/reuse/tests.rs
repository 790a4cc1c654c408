use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report};

use super::*;

/// 2024's report with these cells; every other is zero.
fn last(cells: &[(&str, i64)]) -> Report {
    let mut figures = Figures::zero(Edition::Of2021);
    for (address, value) in cells {
        let cell = figures.form().cell(address).unwrap();
        figures.set(cell, Some(*value));
    }
    let format = Some(Format::Form(Edition::Of2021));
    Report { year: Some(2024), format, figures: Some(figures), ..Report::default() }
}

/// What one sentence out of a section becomes.
fn anew(section: u8, cells: &[(&str, i64)], sentence: &str) -> String {
    let all = rewritten(sentence, section, &last(cells), Edition::Of2021);
    assert_eq!(all.len(), 1, "{sentence}: {all:?}");
    all[0].anew.clone()
}

#[test]
fn what_last_years_tables_have_is_bound_to_the_same_cell_of_this_year() {
    let cells = [("requests.new.total", 7), ("requests.total.total", 8), ("requests.carried_in.total", 1)];
    let text = "（二）依申请公开。2024年新收政府信息公开申请7件，上年结转1件，办结8件。";
    let all = rewritten(text, 1, &last(&cells), Edition::Of2021);
    let said: Vec<_> = all.iter().map(|one| (one.anew.as_str(), one.bound, one.open)).collect();
    let expected =
        "2025年新收政府信息公开申请{表三·新收·总计}件，上年结转{表三·上年结转·总计}件，办结{表三·办结·总计}件。";
    assert_eq!(said, [(expected, 3, 0)], "its heading is not offered");
    let documents = [("proactive.normative_documents.issued", 3)];
    assert_eq!(anew(1, &documents, "全年制发规范性文件三件。"), "全年制发规范性文件{表二·行政规范性文件·制发}件。");
}

#[test]
fn a_number_that_is_not_that_of_last_years_table_is_left_to_be_written() {
    let cells = [("requests.new.total", 7), ("proactive.penalties", 24)];
    let text = "全年新收政府信息公开申请9件，答复率100%。";
    assert_eq!(anew(1, &cells, text), "全年新收政府信息公开申请（请写本年度的数）件，答复率（请写本年度的数）%。");
    assert_eq!(anew(1, &cells, "全年作出行政处罚24件。"), "全年作出行政处罚{表二·行政处罚}件。");
    assert_eq!(anew(1, &cells, "全年作出行政处罚11件。"), "全年作出行政处罚（请写本年度的数）件。");
    assert_eq!(anew(1, &cells, "其中上半年行政处罚24件。"), "其中上半年行政处罚（请写本年度的数）件。");
}

#[test]
fn how_many_came_from_people_is_bound_where_last_years_table_has_that_number_there() {
    let cells = [("requests.new.total", 7), ("requests.new.natural_person", 5)];
    let bound = "新收的申请中，自然人提出{表三·新收·自然人}件。";
    assert_eq!(anew(1, &cells, "新收的申请中，自然人提出5件。"), bound);
    assert_eq!(anew(1, &cells, "新收的申请中，其中自然人提出5件。"), bound.replace("自然人提", "其中自然人提"));
    let open = "新收的申请中，自然人提出（请写本年度的数）件。";
    assert_eq!(anew(1, &cells, "新收的申请中，自然人提出6件。"), open);
    assert_eq!(anew(1, &cells, "上半年新收的，自然人提出5件。"), "上半年新收的，自然人提出（请写本年度的数）件。");
}

#[test]
fn what_the_words_beside_it_name_is_bound_to_the_indicator() {
    let none = [];
    assert_eq!(anew(1, &none, "全年举办培训2次，回应关切。"), "全年举办培训{监督保障·培训}次，回应关切。");
    assert_eq!(anew(1, &none, "2024年举办培训2次。"), "2025年举办培训{监督保障·培训}次。");
    assert_eq!(anew(1, &none, "2023年公开专区接待90人次。"), "（请写年份）年公开专区接待（请写本年度的数）人次。");
    assert_eq!(anew(1, &none, "通过政府公报公开1,234条信息。"), "通过政府公报公开{公开·政府公报}条信息。");
    assert_eq!(
        anew(1, &none, "下乡宣讲2次，发放手册三百余册。"),
        "下乡宣讲（请写本年度的数）次，发放手册（请写本年度的数）册。"
    );
}

#[test]
fn last_year_becomes_this_one_and_every_other_year_day_and_document_is_asked_for() {
    let none = [];
    for (last, now) in [
        ("2024年网站改版，更加好用。", "2025年网站改版，更加好用。"),
        ("二〇二四年度网站改版。", "二〇二五年度网站改版。"),
        ("2023年起网站改版至今。", "（请写年份）年起网站改版至今。"),
        ("2024年3月15日网站改版。", "2025年（请写日期）网站改版。"),
        ("三月十五日网站改版完成。", "（请写日期）网站改版完成。"),
        ("数据自2024年1月1日至12月31日。", "数据自2025年1月1日至12月31日。"),
        ("印发办法（青水办〔2024〕12号）。", "印发办法（青水办（请写文号））。"),
        ("依据国办公开办函〔2021〕30号。", "依据国办公开办函〔2021〕30号。"),
    ] {
        assert_eq!(anew(1, &none, last), now);
    }
}

#[test]
fn what_counts_nothing_stays_and_what_is_written_in_numerals_does_not() {
    let none = [];
    for same in [
        "按照条例第四十九条、第50条办理。",
        "一是及时公开，二是统一个人信息处理。",
        "（1）严格落实三审三校制度。",
        "接听12345热线，受理一批群众关心的问题。",
        "落实党的二十大精神和“十四五”规划。",
        "高效办成一件事，服务千家万户。",
    ] {
        assert_eq!(anew(5, &none, same), same);
    }
    for (last, now) in [
        ("组织培训两次，办了十五期。", "组织培训（请写本年度的数）次，办了（请写本年度的数）期。"),
        ("百分之三十的栏目没有更新。", "百分之（请写本年度的数）的栏目没有更新。"),
        ("浏览量达到3.2万次以上。", "浏览量达到（请写本年度的数）次以上。"),
        ("多了{天气}和｛空格｝两样东西。", "多了天气和空格（请写本年度的数）样东西。"),
    ] {
        assert_eq!(anew(5, &none, last), now);
    }
}

#[test]
fn no_digit_of_a_count_gets_into_this_years_text_unless_its_own_words_ask_for_it() {
    let cells = [("requests.new.total", 7)];
    for text in ["收到7件，自然人6件，企业1件。", "7人参加了5场活动。", "占比7.5个百分点，升1.25倍。"]
    {
        let anew = anew(1, &cells, text);
        let outside: String = anew.split(['{', '}']).step_by(2).collect();
        assert!(!outside.contains(|c: char| c.is_ascii_digit()), "{text}: {anew}");
    }
}

#[test]
fn the_chosen_are_put_after_what_is_written_each_line_for_itself_and_once() {
    let text = "（一）存在的主要问题\n一是更新不够及时。二是解读形式单一。\n二是解读形式单一。\n三是队伍还要加强。";
    let all = rewritten(text, 5, &last(&[]), Edition::Of2021);
    let words: Vec<_> = all.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(words, ["一是更新不够及时。", "二是解读形式单一。", "三是队伍还要加强。"]);
    assert_eq!(appended("已经写的。", &all, |_| false), "已经写的。");
    let put = appended("已经写的。\n", &all, |_| true);
    assert_eq!(put, "已经写的。\n一是更新不够及时。二是解读形式单一。\n三是队伍还要加强。");
    assert_eq!(appended(&put, &all, |_| true), put, "a second time adds nothing");
    assert_eq!(appended("", &all, |mark| mark == all[2].mark), "三是队伍还要加强。");
    let fee = "2024年没有收取信息处理费。\n没有其他需要报告的事项。";
    let six = rewritten(fee, 6, &last(&[]), Edition::Of2021);
    assert_eq!(six.len(), 1, "the fee is said by the payments alone: {six:?}");
}

#[test]
fn a_number_among_which_another_is_counted_is_bound_only_where_it_can_be_but_one_thing() {
    let cells = [("requests.new.total", 7), ("requests.granted.total", 7), ("requests.total.total", 7)];
    for (last, now) in [
        (
            "收到政府信息公开申请7件（含上年结转0件）。",
            "收到政府信息公开申请（请写本年度的数）件（含上年结转{表三·上年结转·总计}件）。",
        ),
        ("受理政府信息公开申请7件。", "受理政府信息公开申请（请写本年度的数）件。"),
        ("县档案馆收到政府信息公开申请7件。", "县档案馆收到政府信息公开申请（请写本年度的数）件。"),
        ("全县共收到政府信息公开申请7件。", "全县共收到政府信息公开申请（请写本年度的数）件。"),
        ("新收政府信息公开申请7件。", "新收政府信息公开申请{表三·新收·总计}件。"),
    ] {
        assert_eq!(anew(1, &cells, &format!("（二）依申请公开。{last}")), now);
    }
}

#[test]
fn a_number_of_another_organ_of_a_part_or_of_another_time_is_left_to_be_written() {
    let ask = "（请写本年度的数）";
    for (before, after) in [
        ("县档案馆在政府网站公开信息", "条。"),
        ("公开预决算信息若干，其中，政府网站公开", "条。"),
        ("其中，在政府网站公开政府信息", "条。"),
        ("县档案馆组织宣讲，举办培训", "次。"),
        ("上半年，举办培训", "次。"),
        ("全县统一安排：各乡镇举办培训", "次。"),
        ("民政系统举办培训", "次。"),
    ] {
        assert_eq!(anew(1, &[], &format!("{before}30{after}")), format!("{before}{ask}{after}"));
    }
    let earlier = anew(1, &[], "2023年，举办培训30次。");
    assert_eq!(earlier, format!("（请写年份）年，举办培训{ask}次。"));
    assert_eq!(anew(1, &[], "在政府网站公开政府信息30条。"), "在政府网站公开政府信息{公开·政府网站}条。");
    // the sentence goes on behind a semicolon
    let text = "县档案馆组织宣讲；举办培训30次。举办培训5次。";
    let all = rewritten(text, 1, &last(&[]), Edition::Of2021);
    let said: Vec<_> = all.iter().map(|one| one.anew.as_str()).collect();
    assert_eq!(said, ["县档案馆组织宣讲；", &format!("举办培训{ask}次。"), "举办培训{监督保障·培训}次。"]);
}

#[test]
fn numbers_in_words_go_whatever_is_counted_and_digits_beside_letters_where_something_is() {
    let ask = "（请写本年度的数）";
    for (last, now) in [
        ("发放手册五千本。", format!("发放手册{ask}本。")),
        ("发放宣传品万册以上。", format!("发放宣传品{ask}册以上。")),
        ("收到群众来信七封。", format!("收到群众来信{ask}封。")),
        ("编制办事指南三十二款目。", format!("编制办事指南{ask}款目。")),
        ("组建宣讲队伍四支。", format!("组建宣讲队伍{ask}支。")),
        ("整合政务APP35个。", format!("整合政务APP{ask}个。")),
        ("新增存储20GB空间。", format!("新增存储{ask}GB空间。")),
    ] {
        assert_eq!(anew(1, &[], last), now);
    }
    for same in [
        "方便老百姓，受到十分热烈的欢迎。".to_owned(),
        "建成5G基站，用A4纸打印。".to_owned(),
        "成千上万的群众，一一回应。".to_owned(),
        "“八五”普法和五位一体总体布局。".to_owned(),
    ] {
        assert_eq!(anew(1, &[], &same), same);
    }
}

#[test]
fn that_there_was_none_of_something_is_asked_for_again() {
    let ask = "（请写本年度有没有）";
    for (last, now) in [
        (
            "全年未收到政府信息公开申请，未发生责任追究，未收到意见建议。",
            format!("全年未收到政府信息公开申请{ask}，未发生责任追究{ask}，未收到意见建议{ask}。"),
        ),
        ("没有因政府信息公开引起的行政复议、行政诉讼。", format!("没有因政府信息公开引起的行政复议、行政诉讼{ask}。")),
        ("行政复议和行政诉讼均为零。", format!("行政复议和行政诉讼均为零{ask}。")),
        ("个别栏目没有新的内容，无障碍版未成熟。", "个别栏目没有新的内容，无障碍版未成熟。".to_owned()),
    ] {
        let all = rewritten(last, 1, &self::last(&[]), Edition::Of2021);
        let opens = now.matches(PROMPT).count();
        assert_eq!((all[0].anew.as_str(), all[0].open), (now.as_str(), opens));
    }
}

#[test]
fn that_an_event_of_last_year_now_stands_in_this_one_is_said_and_a_title_keeps_no_year() {
    let text = "2024年网站改版上线。\n印发《公开指引（2024年版）》。";
    let all = rewritten(text, 1, &last(&[]), Edition::Of2021);
    let said: Vec<_> = all.iter().map(|one| (one.anew.as_str(), one.note())).collect();
    let expected = [
        ("2025年网站改版上线。", "年份改成2025年".to_owned()),
        ("印发《公开指引（（请写年份）年版）》。", "1处要写".to_owned()),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_the_older_form_counted_otherwise_is_not_taken_for_the_same() {
    let mut figures = Figures::zero(Edition::Of2019);
    for (address, value) in [("proactive.normative_documents.made", 3), ("proactive.penalties.decisions", 24)] {
        let cell = figures.form().cell(address).unwrap();
        figures.set(cell, Some(value));
    }
    let format = Some(Format::Form(Edition::Of2019));
    let report = Report { year: Some(2020), format, figures: Some(figures), ..Report::default() };
    let text = "全年制发规范性文件3件。全年作出行政处罚24件。";
    let all = rewritten(text, 1, &report, Edition::Of2021);
    let said: Vec<_> = all.iter().map(|one| one.anew.as_str()).collect();
    assert_eq!(said, ["全年制发规范性文件（请写本年度的数）件。", "全年作出行政处罚{表二·行政处罚}件。"]);
}
