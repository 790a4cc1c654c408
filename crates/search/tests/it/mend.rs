//! What was typed wrong, and what is not yet typed to the end.

use gongkai_search::{Index, Suggestion};

use crate::county::{ask, county, entry, index};

#[test]
fn a_wrong_character_that_sounds_right_is_mended() {
    let index = county();
    for (typed, meant) in [
        ("农村供睡", "农村供水"),
        ("农村公水保障", "农村供水保障"),
        ("最底生活保障标准", "最低生活保障标准"),
        ("《农村供睡》方案", "《农村供水》方案"),
    ] {
        assert_eq!(ask(&index, typed).did_you_mean.as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn a_wrong_a_missing_and_a_needless_character_are_mended() {
    let index = county();
    for (typed, meant) in [
        ("土地证收", "土地征收"),
        ("农村供永", "农村供水"),
        ("最低生保障", "最低生活保障"),
        ("最低生活的保障", "最低生活保障"),
        ("公开招骋", "公开招聘"),
    ] {
        assert_eq!(ask(&index, typed).did_you_mean.as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn nothing_is_mended_that_titles_know_or_that_resembles_nothing() {
    let index = county();
    for typed in ["农村供水", "土地征收", "火星移民计划", "abc", "2026", "！"] {
        assert_eq!(ask(&index, typed).did_you_mean, None, "{typed}");
    }
}

#[test]
fn no_name_is_proposed_for_a_name_no_cut_word_for_a_word_and_no_word_for_one_that_is_right() {
    let index = index(&[
        entry("1", "于樊同志简历", "内容"),
        entry("2", "校外培训机构设置标准", "内容"),
        entry("3", "第二小学土地预公告", "内容"),
        entry("4", "李晓雯同志任前公示", "内容"),
    ]);
    for typed in ["余帆", "校外培训班", "征地预公告", "李晓文", "2026年xyz"] {
        assert_eq!(ask(&index, typed).did_you_mean, None, "{typed}");
    }
}

#[test]
fn what_is_proposed_finds_something() {
    let index = index(&[entry("1", "不存在的困难", "内容"), entry("2", "供水管理办法", "内容")]);
    for typed in ["供睡管理 xyz飞碟", "供水管里 飞碟"] {
        assert_eq!(ask(&index, typed).did_you_mean, None, "{typed}: nothing has all of it");
    }
    assert_eq!(ask(&index, "供睡管理").did_you_mean.as_deref(), Some("供水管理"));
}

#[test]
fn a_word_that_is_only_cut_out_of_others_is_no_suggestion() {
    let index = index(&[
        entry("1", "供水管理办法", "内容"),
        entry("2", "供水管理细则", "内容"),
        entry("3", "老旧小区供水管网改造", "内容"),
        entry("4", "云渡镇供水管网检修", "内容"),
    ]);
    for typed in ["供水", "gongshui", "gsg"] {
        let shown = index.suggest(typed, 10).unwrap();
        assert!(!shown.contains(&word("供水管")) && shown.contains(&title("供水管理办法")), "{typed}: {shown:?}");
    }
}

fn titles() -> Index {
    index(&[
        entry("1", "农村供水保障实施方案", "内容"),
        entry("2", "关于农村公路养护的通知", "内容"),
        entry("3", "农业补贴公示", "内容"),
        entry("4", "农业机械购置补贴指南", "内容"),
        entry("5", "重庆路停车场收费公示", "内容"),
    ])
}

fn word(word: &str) -> Suggestion {
    Suggestion::Word(word.to_owned())
}

fn title(title: &str) -> Suggestion {
    Suggestion::Title(title.to_owned())
}

#[test]
fn typing_shows_frequent_words_and_titles_that_begin_so_first() {
    let index = titles();
    let shown = index.suggest("农", 10).unwrap();
    assert_eq!(shown[..2], [word("农业"), word("农村")]);
    let shown = index.suggest("农村", 10).unwrap();
    assert_eq!(shown, [title("农村供水保障实施方案"), title("关于农村公路养护的通知")]);
    assert_eq!(index.suggest("農村供", 10).unwrap(), [title("农村供水保障实施方案")]);
}

#[test]
fn typing_letters_shows_what_sounds_so() {
    let index = titles();
    for typed in ["nongcungongs", "nong cun gong", "ncgs", "NCGSBZ", "nongcungongshui"] {
        assert!(index.suggest(typed, 10).unwrap().contains(&title("农村供水保障实施方案")), "{typed}");
    }
    assert!(index.suggest("nongc", 10).unwrap().contains(&word("农村")));
    assert!(index.suggest("ny", 10).unwrap().contains(&word("农业")));
    assert_eq!(index.suggest("chongqinglu", 10).unwrap(), [title("重庆路停车场收费公示")], "it is no frequent word");
}

#[test]
fn suggestions_keep_to_their_number_and_to_any_text() {
    let index = titles();
    assert_eq!(index.suggest("农", 3).unwrap().len(), 3);
    for typed in ["", " ", "！", "\u{0}", "😀", "=", "\"", &"农".repeat(1_000), &"a".repeat(1_000), &"xian".repeat(40)]
    {
        assert!(index.suggest(typed, 10).is_ok_and(|shown| shown.len() <= 10), "{typed}");
    }
    assert!(index.suggest("农", 0).unwrap().is_empty());
}
