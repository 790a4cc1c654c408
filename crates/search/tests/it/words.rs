//! Words that mean the same, and any text at all.

use gongkai_search::{Index, Query, Synonyms};
use proptest::prelude::*;

use crate::county::{ask, county, entry, ids, index};

#[test]
fn a_word_finds_what_means_the_same_and_says_so() {
    let index = county();
    for (words, id) in [("低保标准", "relief"), ("征地", "land"), ("三公经费", "budget"), ("招考", "names")]
    {
        let found = ask(&index, words);
        assert_eq!(ids(&found).first(), Some(&id), "{words}");
        assert!(!found.synonyms.is_empty(), "{words}");
    }
    let found = ask(&index, "低保标准");
    assert_eq!(found.synonyms[0].0, "低保");
    assert!(found.synonyms[0].1.contains(&"最低生活保障".to_owned()));
}

#[test]
fn the_word_itself_comes_before_what_means_the_same() {
    let index = index(&[entry("other", "医疗保险待遇", "内容"), entry("own", "医保待遇政策", "内容")]);
    let table = Synonyms::parse("医保, 医疗保险");
    let of = |words: &str| index.search(&Query { words: words.to_owned(), ..Query::default() }, &table).unwrap();
    assert_eq!(ids(&of("医保")), ["own", "other"]);
    assert_eq!(ids(&of("医疗保险")), ["other", "own"]);
}

#[test]
fn a_table_of_synonyms_may_be_written_in_any_of_its_ways() {
    let table = Synonyms::parse("# 说明 不算\n自來水，供水、飲水\n“三公” 三公经费\n一个词\n\n a,a \n");
    assert_eq!(table.len(), 2);
    assert!(Synonyms::builtin().len() > 120);
}

fn anything() -> impl Strategy<Value = String> {
    let marks = "“ ” \" 《 》 〔2026〕 9号 青政发 AND OR NOT + - title: * ? ~2 ^ ( ) [ TO ] { \\ / 的 😀 𠮷 ﬁ İ";
    let words = ["农村", "供水", "nongcun", "xian", "20261231", " ", "　", "\u{0}", "\n"];
    let pieces = prop::sample::select(marks.split(' ').chain(words).collect::<Vec<_>>());
    prop_oneof![
        ".{0,40}",
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat()),
        "[a-z]{0,80}",
        "[\\u4e00-\\u9fff]{0,300}",
        "[0-9０-９〔〕号第 ]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_is_a_question_and_every_mark_stands_between_characters(words in anything(), body in anything()) {
        let index = one(&words, &body);
        for words in [words.as_str(), body.as_str()] {
            let found = ask(&index, words);
            prop_assert_eq!(found.total as usize, found.hits.len());
            for hit in &found.hits {
                let texts = std::iter::once(&hit.title).chain(hit.snippet.as_ref().map(|snippet| &snippet.text));
                for text in texts {
                    let mut end = 0;
                    for mark in &text.marks {
                        prop_assert!(mark.start >= end && mark.end > mark.start, "{:?}", text);
                        prop_assert!(text.text.get(mark.clone()).is_some(), "{:?}", text);
                        end = mark.end;
                    }
                }
            }
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_written_and_its_neighbours_are_not(
        sign in prop::sample::select(vec!["青政发", "青政办发", "青民函", "青发改价格"]),
        year in 1990_u16..2030, nth in 1_u16..9_999,
        marks in prop::sample::select(vec![("〔", "〕"), ("[", "]"), ("(", ")"), ("（", "）"), (" ", " "), ("【", "】"), ("", "-")]),
        end in prop::sample::select(vec!["号", " 号", "", "號"]), zeros in 0_usize..3,
    ) {
        let of = |id: &str, year: u16, nth: u16| {
            let mut entry = entry(id, "通知", "内容");
            entry.numbers = vec![format!("{sign}〔{year}〕{nth}号")];
            entry
        };
        let index = index(&[of("own", year, nth), of("next", year, nth + 1), of("tenfold", year, nth.saturating_mul(10)), of("later", year + 1, nth)]);
        let typed = format!("{sign}{}{year}{}{}{nth}{end}", marks.0, marks.1, "0".repeat(if nth < 100 { zeros } else { 0 }));
        let found = ask(&index, &typed);
        prop_assert_eq!(ids(&found), ["own"], "{}", typed);
    }

    #[test]
    fn a_stretch_of_chinese_finds_the_text_it_was_cut_from(
        text in "[\\u4e00-\\u9fff]{2,40}", from in 0_usize..38, length in 2_usize..20,
    ) {
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len() - 2);
        let piece: String = chars[from..(from + length).min(chars.len())].iter().collect();
        let found = ask(&one("公告", &text), &format!("“{piece}”"));
        prop_assert_eq!(found.total, 1, "{} in {}", piece, text);
        let snippet = found.hits[0].snippet.as_ref().map(|snippet| snippet.text.marks.len());
        prop_assert!(snippet.is_some_and(|marks| marks > 0));
    }
}

fn one(title: &str, body: &str) -> Index {
    index(&[entry("one", title, body)])
}
