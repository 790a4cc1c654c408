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
