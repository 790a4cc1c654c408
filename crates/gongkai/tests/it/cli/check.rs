use serde_json::Value;

use super::{folder, gongkai, gongkai_in};

const NO_REPORT: &[(&str, &[u8])] = &[("a.txt", "关于值班的通知".as_bytes()), ("b.txt", "目录".as_bytes())];

#[test]
fn a_source_that_is_no_report_is_wrong_for_a_check_and_an_unreadable_one_is_worse() {
    let folder = folder(NO_REPORT);
    let code = |arguments: &[&str]| gongkai_in(folder.path(), arguments, b"").code;
    assert_eq!(code(&["report", "check", "a.txt"]), Some(1));
    assert_eq!(code(&["report", "check", "--format", "json", "a.txt", "没有.txt"]), Some(2));
    assert_eq!(code(&["report", "check", "--previous", "b.txt", "a.txt"]), Some(2));
    assert_eq!(code(&["report", "check", "--children", "没有", "a.txt"]), Some(2));
}

#[test]
fn the_text_ends_with_a_sentence_over_all() {
    let folder = folder(NO_REPORT);
    let answer = gongkai_in(folder.path(), &["report", "check", "."], b"");
    assert_eq!(answer.out.lines().last().unwrap(), "没有核查到年报：2个来源里没有年报。");
    assert!(answer.out.contains("./a.txt\n没有读到年报："), "{}", answer.out);
}

#[test]
fn what_cannot_be_read_is_told_once_and_counted() {
    let folder = folder(NO_REPORT);
    let answer = gongkai_in(folder.path(), &["report", "check", "没有.txt"], b"");
    assert_eq!((answer.code, answer.err.as_str()), (Some(2), "gongkai：没有.txt：没有这个文件\n"));
    assert_eq!(answer.out, "没有核查到年报：1个来源读不了。\n");
    let answer = gongkai_in(folder.path(), &["report", "check", "没有.txt", "a.txt"], b"");
    assert!(answer.out.ends_with("没有核查到年报：1个来源里没有年报，1个来源读不了。\n"), "{}", answer.out);
}

#[test]
fn sarif_is_one_document_however_many_sources_there_are() {
    let folder = folder(NO_REPORT);
    for sources in [&["a.txt"][..], &["a.txt", "b.txt", "没有.txt"]] {
        let answer = gongkai_in(folder.path(), &[&["report", "check", "--format", "sarif"], sources].concat(), b"");
        let sarif: Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        assert!(run["results"].as_array().unwrap().is_empty());
        assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), sources.len());
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["id"] == "A001" && rule["help"]["markdown"].as_str().is_some()));
    }
}

#[test]
fn every_code_has_its_page_and_an_unknown_one_is_refused() {
    let list = gongkai(&["explain"]);
    assert_eq!(list.code, Some(0));
    for line in list.out.lines() {
        let code = line.split(' ').next().unwrap();
        let page = gongkai(&["explain", &code.to_lowercase()]);
        assert_eq!(page.code, Some(0));
        assert!(page.out.starts_with(line) && page.out.contains("依据："), "{}", page.out);
    }
    let unknown = gongkai(&["explain", "Z999"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert_eq!(unknown.err, "gongkai：没有编号是“Z999”的核查项。用 gongkai explain 列出全部\n");
}
