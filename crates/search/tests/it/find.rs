//! Whatever stands in an entry is found, however it is typed.

use std::collections::BTreeMap;

use gongkai_search::{Entry, Facet, Place, Query, Sort, Synonyms, Within};

use crate::county::{ask, county, entry, ids, index, marked};

#[test]
fn half_a_title_finds_its_document_first() {
    let index = county();
    for words in [
        "农村供水保障",
        "农村供水保障实施方案",
        "供水 方案",
        "怎么查询农村供水的实施方案？",
        "關於印發農村供水保障實施方案",
    ] {
        assert_eq!(ids(&ask(&index, words)).first(), Some(&"water"), "{words}");
    }
}

#[test]
fn any_two_characters_of_a_name_find_it() {
    let index = county();
    for words in ["李晓雯", "晓雯", "李晓", "欧阳青禾", "大路"] {
        let found = ask(&index, words);
        assert_eq!(ids(&found), ["names"], "{words}");
        assert_eq!(found.total, 1);
    }
    assert_eq!(ask(&index, "雯王").total, 0, "a list's mark parts names");
}

#[test]
fn a_number_is_found_in_any_punctuation_and_alone() {
    let index = county();
    for words in [
        "青政发〔2026〕9号",
        "青政发[2026]9号",
        "青政发(2026) 9 号",
        "青政发2026 9",
        "青政发２０２６－９号",
        "青政发【2026】第9号",
        "青政發〔2026〕9號",
        "青政发20269号",
        "11370200MB2857381N/2026-00009",
        "11370200mb2857381n 2026 9",
        "11370200MB2857381N202600009",
    ] {
        assert_eq!(ids(&ask(&index, words)), ["water"], "{words}");
    }
}

#[test]
fn the_beginning_of_a_number_finds_all_of_them() {
    let index = county();
    for words in ["青政发2026", "青政发〔2026〕", "青政发"] {
        let found = ask(&index, words);
        let mut all = ids(&found);
        all.sort_unstable();
        assert_eq!(all, ["land", "water"], "{words}");
    }
    assert_eq!(ids(&ask(&index, "11370200MB")), ["water"]);
}

#[test]
fn a_number_that_is_quoted_in_a_text_is_found_after_the_document_itself() {
    let mut own = entry("own", "关于水费的通知", "自发布之日起施行。");
    own.numbers = vec!["青发改〔2024〕7号".to_owned()];
    let quoting = entry("quoting", "关于废止部分文件的决定", "《关于水费的通知》（青发改〔2024〕7号）同时废止。");
    let index = index(&[quoting, own, entry("other", "青发改2024年工作", "第7项任务，2024年。")]);
    assert_eq!(ids(&ask(&index, "青发改[2024]7号")), ["own", "quoting"]);
}

#[test]
fn letters_and_digits_are_found_whole_in_any_width_and_case() {
    let index = county();
    for words in ["PM2.5", "pm2.5", "ＰＭ２．５"] {
        assert_eq!(ids(&ask(&index, words)), ["names"], "{words}");
    }
    assert_eq!(ask(&index, "m2").total, 0);
}

#[test]
fn a_title_is_found_by_its_sound() {
    let index = county();
    for words in ["nongcun gongshui", "nongcungongshui", "ncgs", "nong cun gong shui", "NongCun"] {
        let found = ask(&index, words);
        assert_eq!(ids(&found), ["water"], "{words}");
        assert!(marked(&found.hits[0].title)[0].starts_with("农村"), "{words}");
    }
}

#[test]
fn quoted_words_must_stand_together() {
    let index = index(&[entry("together", "办法", "供水保障方案"), entry("apart", "办法", "保障方案与供水")]);
    assert_eq!(ask(&index, "供水保障").total, 2);
    for words in ["“供水保障”", "\"供水保障\"", "「供水保障」"] {
        assert_eq!(ids(&ask(&index, words)), ["together"], "{words}");
    }
}

#[test]
fn words_in_an_attachment_are_found_and_the_snippet_says_where() {
    let found = ask(&county(), "特困供养");
    assert_eq!(ids(&found), ["relief"]);
    let snippet = found.hits[0].snippet.as_ref().unwrap();
    assert_eq!(snippet.place, Place::Attachment("附件：标准表.xlsx".to_owned()));
    assert_eq!(marked(&snippet.text), ["特困供养"]);
    assert_eq!(snippet.text.text, "城市七百二十元 农村五百六十元 特困供养加发");
}

#[test]
fn a_snippet_is_cut_around_the_words_and_marks_every_one() {
    let long =
        format!("{}本县停水公告在此。停水一日。{}", "无关的话很多。".repeat(5_000), "后面还有很多话。".repeat(100));
    let found = ask(&index(&[entry("one", "公告", &long)]), "停水");
    let snippet = found.hits[0].snippet.as_ref().unwrap();
    assert_eq!(marked(&snippet.text), ["停水", "停水"]);
    assert!(snippet.text.text.starts_with("…本县停水公告"), "{}", snippet.text.text);
    assert!(snippet.text.text.ends_with('…') && snippet.text.text.chars().count() < 130);
}

#[test]
fn a_traditional_text_is_found_by_simplified_words_and_marked_as_it_stands() {
    let index = index(&[entry("one", "關於農村飲水安全的通告", "請各鎮遵照執行。")]);
    let found = ask(&index, "饮水安全");
    assert_eq!(ids(&found), ["one"]);
    assert_eq!(marked(&found.hits[0].title), ["飲水安全"]);
}

#[test]
fn only_titles_are_looked_at_when_only_titles_are_asked_for() {
    let index = county();
    let query = Query { words: "停水".to_owned(), within: Within::Title, ..Query::default() };
    assert_eq!(index.search(&query, &Synonyms::none()).unwrap().total, 0);
    let query = Query { words: "停水".to_owned(), ..Query::default() };
    assert_eq!(index.search(&query, &Synonyms::none()).unwrap().total, 1);
}

#[test]
fn nothing_typed_gives_everything_newest_first() {
    let mut entries: Vec<_> = (0..5).map(|n| entry(&n.to_string(), "公告", "内容")).collect();
    for (day, entry) in [3, 1, 4, 0, 2].into_iter().zip(&mut entries) {
        entry.published = day * 86_400;
        entry.formed = Some(-day * 86_400);
    }
    let index = index(&entries);
    assert_eq!(ids(&ask(&index, " ")), ["2", "0", "4", "1", "3"]);
    let by_formed = Query { sort: Sort::Formed, ..Query::default() };
    assert_eq!(ids(&index.search(&by_formed, &Synonyms::none()).unwrap()), ["3", "1", "4", "0", "2"]);
}

#[test]
fn words_that_are_not_all_in_any_entry_find_those_with_most_of_them_and_it_is_said() {
    let found = ask(&county(), "农村供水保障飞碟");
    assert!(found.relaxed);
    assert_eq!(ids(&found), ["water"]);
    assert!(!ask(&county(), "农村供水保障").relaxed);
}

#[test]
fn a_long_word_that_stands_nowhere_is_taken_apart() {
    let index = index(&[entry("apart", "农村安全供水工程", "内容"), entry("other", "农村公路", "内容")]);
    let found = ask(&index, "农村供水");
    assert_eq!((ids(&found), found.relaxed), (vec!["apart"], true));
    assert_eq!(marked(&found.hits[0].title), ["农村", "供水"]);
}

#[test]
fn a_filter_that_leaves_nothing_does_not_loosen_the_words() {
    let filters = BTreeMap::from([(Facet::Organ, vec!["财政局".to_owned()])]);
    let query = Query { words: "农村供水保障".to_owned(), filters, ..Query::default() };
    let found = county().search(&query, &Synonyms::none()).unwrap();
    assert_eq!((found.total, found.relaxed), (0, false));
    assert_eq!(found.counts[&Facet::Organ], [("政府".to_owned(), 1)], "another organ would find it");
}

#[test]
fn each_field_is_counted_under_the_filters_of_the_others() {
    let of = |id: &str, organ: &str, year: i16, topics: &[&str]| {
        let mut entry = entry(id, "通知", "内容");
        entry.organ = organ.to_owned();
        entry.year = Some(year);
        entry.topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        entry
    };
    let index = index(&[
        of("1", "甲", 2025, &["教育", "卫生"]),
        of("2", "甲", 2026, &["教育"]),
        of("3", "乙", 2026, &["卫生"]),
        of("4", "丙", 2026, &[]),
    ]);
    let filters = BTreeMap::from([(Facet::Organ, vec!["甲".into(), "乙".into()]), (Facet::Year, vec!["2026".into()])]);
    let query = Query { words: "通知".to_owned(), filters, ..Query::default() };
    let found = index.search(&query, &Synonyms::none()).unwrap();
    let count = |facet| found.counts[&facet].iter().map(|(v, n)| (v.as_str(), *n)).collect::<Vec<_>>();
    assert_eq!(found.total, 2);
    assert_eq!(count(Facet::Organ), [("丙", 1), ("乙", 1), ("甲", 1)]);
    assert_eq!(count(Facet::Year), [("2026", 2), ("2025", 1)]);
    assert_eq!(count(Facet::Topic), [("卫生", 1), ("教育", 1)]);
    let filters = BTreeMap::from([(Facet::Topic, vec!["卫生".into()])]);
    let of_topic = index.search(&Query { filters, ..Query::default() }, &Synonyms::none()).unwrap();
    assert_eq!(of_topic.total, 2);
    assert_eq!(of_topic.counts[&Facet::Topic], [("卫生".to_owned(), 2), ("教育".to_owned(), 2)]);
}

#[test]
fn pages_follow_each_other_to_the_very_last_hit() {
    let entries: Vec<_> = (0..157).map(|n| entry(&n.to_string(), "停水公告", "内容")).collect();
    let index = index(&entries);
    let mut all = Vec::new();
    for skip in (0..200).step_by(20) {
        let found = index.search(&Query { words: "停水".into(), skip, ..Query::default() }, &Synonyms::none()).unwrap();
        assert_eq!(found.total, 157);
        all.extend(found.hits.into_iter().map(|hit| hit.id));
    }
    assert_eq!(all.len(), 157);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 157, "nothing comes twice");
    let beyond = Query { words: "停水".into(), skip: usize::MAX, ..Query::default() };
    assert!(index.search(&beyond, &Synonyms::none()).unwrap().hits.is_empty());
}

#[test]
fn what_bears_an_organ_and_a_kind_only_by_name_is_found_after_what_speaks_of_them() {
    let labels = ["青禾县水利局", "县水利局", "行政处罚"].map(str::to_owned).to_vec();
    let penalty = Entry {
        labels, ..entry("penalty", "关于某公司越界取水的决定", "责令停止，罚款两万元。")
    };
    let index = index(&[penalty, entry("rules", "水利局行政处罚裁量基准", "本基准自发布之日起施行。")]);
    for words in ["水利局 行政处罚", "水利局 处罚", "县水利局行政处罚", "青禾县水利局 行政处罚"]
    {
        let found = ask(&index, words);
        assert!(!found.relaxed && ids(&found).contains(&"penalty"), "{words}: {:?}", ids(&found));
    }
    assert_eq!(ids(&ask(&index, "水利局 行政处罚")), ["rules", "penalty"]);
}

#[test]
fn two_words_that_nothing_has_together_find_what_has_one_of_them_and_it_is_said() {
    let index = index(&[entry("jobs", "事业单位公开招聘公告", "内容"), entry("school", "教育局职能", "内容")]);
    let found = ask(&index, "教育局 招聘");
    assert_eq!((found.relaxed, found.total), (true, 2));
    assert_eq!(ask(&index, "教育局 飞碟 幽灵").total, 0, "one of three is not most of them");
}
