//! Which comes first.

use crate::county::{ask, entry, ids, index};

#[test]
fn the_title_weighs_most_then_keywords_summary_body_and_attachments() {
    let mut entries: Vec<_> =
        ["attachment", "body", "summary", "keyword", "title"].map(|id| entry(id, "公告", "本县情况如下。")).into();
    entries[0].attachments = vec![("附件".to_owned(), "地名普查".to_owned())];
    entries[1].body = "地名普查情况如下。".to_owned();
    entries[2].summary = "地名普查".to_owned();
    entries[3].keywords = vec!["地名普查".to_owned()];
    entries[4].title = "地名普查公告".to_owned();
    assert_eq!(ids(&ask(&index(&entries), "地名普查")), ["title", "keyword", "summary", "body", "attachment"]);
}

#[test]
fn a_title_that_is_what_was_typed_comes_first_however_often_others_say_it() {
    let often = "食品安全抽检公告".repeat(30);
    let index = index(&[
        entry("often", &often, &often),
        entry("longer", "关于食品安全抽检公告的补充公告", &often),
        entry("exact", "食品安全抽检公告（2026年第1期）", "合格。"),
    ]);
    assert_eq!(ids(&ask(&index, "食品安全抽检公告(2026年第1期)")).first(), Some(&"exact"));
    assert_eq!(ids(&ask(&index, "食品安全 抽检公告 2026年第1期")).first(), Some(&"exact"));
}

#[test]
fn words_that_stand_together_in_a_title_come_before_words_apart() {
    let index = index(&[
        entry("apart", "保障方案征求农村供水意见", "内容"),
        entry("together", "农村供水保障方案征求意见", "内容"),
    ]);
    assert_eq!(ids(&ask(&index, "农村供水保障方案")), ["together", "apart"]);
}

#[test]
fn of_equal_entries_the_newer_and_the_valid_come_first() {
    let mut entries: Vec<_> = ["old", "new", "repealed"].map(|id| entry(id, "供水管理办法", "内容")).into();
    entries[0].published = 1_300_000_000;
    entries[1].published = 1_700_000_000;
    entries[2].published = 1_750_000_000;
    entries[2].repealed = true;
    assert_eq!(ids(&ask(&index(&entries), "供水管理办法")), ["new", "old", "repealed"]);
}

#[test]
fn a_much_better_match_comes_first_though_it_is_older() {
    let mut entries = vec![entry("title", "供水管理办法", "内容"), entry("body", "工作动态", "供水管理办法已经施行。")];
    entries[1].published = 1_750_000_000;
    assert_eq!(ids(&ask(&index(&entries), "供水管理办法")), ["title", "body"]);
}

#[test]
fn what_stands_comes_before_what_speaks_of_it_unless_that_is_asked_for() {
    let mut entries: Vec<_> = [
        ("reading", "《供水管理办法》政策解读", "供水管理办法说明如下。"),
        ("year", "2025年度供水管理落实情况", "供水管理办法执行良好。"),
        ("standing", "青禾县供水管理办法", "第一条　供水单位每月检测一次。"),
    ]
    .map(|(id, title, body)| entry(id, title, body))
    .into();
    entries[0].beside = true;
    entries[1].beside = true;
    let index = index(&entries);
    assert_eq!(ids(&ask(&index, "供水管理")).first(), Some(&"standing"));
    assert_eq!(ids(&ask(&index, "供水管理办法 政策解读")).first(), Some(&"reading"));
    assert_eq!(ids(&ask(&index, "2025年供水管理情况")).first(), Some(&"year"));
}

#[test]
fn how_one_asks_moves_up_what_answers_such_a_question() {
    let index = index(&[
        entry("rule", "居住证申领实施细则", "居住证怎样申领、标准是多少，本细则都有规定。"),
        entry("guide", "居住证申领办理指南", "居住证怎样申领，带什么材料，到派出所。"),
    ]);
    assert_eq!(ids(&ask(&index, "居住证怎么办")).first(), Some(&"guide"));
    assert_eq!(ids(&ask(&index, "居住证 收费标准")).first(), Some(&"rule"));
}
