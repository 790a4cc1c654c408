//! A small county to search in: fictional, written by us.

use gongkai_search::{Entry, Found, Index, Query, Synonyms};

pub fn entry(id: &str, title: &str, body: &str) -> Entry {
    Entry { id: id.to_owned(), title: title.to_owned(), body: body.to_owned(), ..Entry::default() }
}

pub fn index(entries: &[Entry]) -> Index {
    let index = Index::in_memory().unwrap();
    fill(&index, entries);
    index
}

pub fn fill(index: &Index, entries: &[Entry]) {
    let mut writer = index.begin(15_000_000).unwrap();
    for entry in entries {
        writer.put(entry).unwrap();
    }
    writer.finish().unwrap();
}

pub fn ask(index: &Index, words: &str) -> Found {
    index.search(&Query { words: words.to_owned(), ..Query::default() }, Synonyms::builtin()).unwrap()
}

pub fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// The marked pieces of a text.
pub fn marked(text: &gongkai_search::Marked) -> Vec<&str> {
    text.marks.iter().map(|mark| text.text.get(mark.clone()).unwrap()).collect()
}

pub fn county() -> Index {
    index(&[
        Entry {
            numbers: vec!["青政发〔2026〕9号".to_owned(), "11370200MB2857381N/2026-00009".to_owned()],
            organ: "政府".to_owned(),
            kind: "规范性文件".to_owned(),
            year: Some(2026),
            summary: "明确到2028年全县农村自来水普及率达到百分之九十八。".to_owned(),
            ..entry(
                "water",
                "青禾县人民政府关于印发《农村供水保障实施方案》的通知",
                "各镇人民政府：现将方案印发给你们，请认真组织实施。\n供水单位应当保证水质，停水须提前一日告知用户。",
            )
        },
        Entry {
            numbers: vec!["青政发〔2026〕91号".to_owned()],
            organ: "政府".to_owned(),
            kind: "规范性文件".to_owned(),
            year: Some(2026),
            ..entry("land", "青禾县人民政府关于柳河镇土地征收的公告", "被征收土地位于柳河镇东庄村，补偿标准见附件。")
        },
        Entry {
            numbers: vec!["青民发〔2025〕12号".to_owned()],
            organ: "民政局".to_owned(),
            kind: "规范性文件".to_owned(),
            year: Some(2025),
            attachments: vec![(
                "附件：标准表.xlsx".to_owned(),
                "城市七百二十元\n农村五百六十元\n特困供养加发".to_owned(),
            )],
            ..entry("relief", "青禾县民政局关于提高最低生活保障标准的通知", "自七月一日起，提高我县保障标准。")
        },
        Entry {
            organ: "财政局".to_owned(),
            kind: "预算".to_owned(),
            year: Some(2025),
            ..entry("budget", "青禾县财政局2025年度“三公”经费预算公开", "因公出国零元，公务接待三万元。")
        },
        Entry {
            organ: "人社局".to_owned(),
            kind: "公示".to_owned(),
            year: Some(2026),
            ..entry(
                "names",
                "青禾县2026年事业单位公开招聘拟聘用人员公示",
                "拟聘用：李晓雯、王大路、欧阳青禾。监测仪器PM2.5组。",
            )
        },
    ])
}
