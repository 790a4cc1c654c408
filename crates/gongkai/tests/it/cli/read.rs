use std::path::Path;

use serde_json::Value;

use super::{folder, gongkai, gongkai_in};

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_source_that_is_no_report_is_a_result_and_says_why() {
    let folder = folder(&[("通知.txt", "关于召开会议的通知\n请准时参加。".as_bytes())]);
    let answer = gongkai_in(folder.path(), &["report", "read", "通知.txt"], b"");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    let [line] = &lines(&answer.out)[..] else { panic!("{}", answer.out) };
    assert_eq!((&line["schema"], &line["source"]), (&"gongkai.report/1".into(), &"通知.txt".into()));
    assert!(line["report"].is_null() && line.as_object().unwrap().len() == 4);
    assert!(!line["reason"].as_str().unwrap().is_empty());
}

#[test]
fn an_unreadable_file_gets_its_line_and_the_rest_go_on() {
    let folder = folder(&[("a.txt", b"x"), ("c.txt", b"y")]);
    let answer = gongkai_in(folder.path(), &["report", "read", "a.txt", "b.txt", "c.txt"], b"");
    assert_eq!(answer.code, Some(2));
    assert_eq!(answer.err, "gongkai：b.txt：没有这个文件\n");
    let lines = lines(&answer.out);
    assert_eq!(lines.iter().map(|l| l["source"].as_str().unwrap()).collect::<Vec<_>>(), ["a.txt", "b.txt", "c.txt"]);
    assert_eq!(lines[1]["reason"], "没有这个文件");
}

#[test]
fn a_file_over_64_mib_is_not_read_and_the_rest_go_on() {
    let folder = folder(&[("a.txt", b"x"), ("b.txt", b"y")]);
    let huge = std::fs::File::create(folder.path().join("aa.txt")).unwrap();
    huge.set_len((64 << 20) + 1).unwrap();
    let answer = gongkai_in(folder.path(), &["report", "read", "."], b"");
    assert_eq!((answer.code, answer.err.as_str()), (Some(2), "gongkai：./aa.txt：文件超过64 MiB，未读取\n"));
    let lines = lines(&answer.out);
    assert_eq!(
        lines.iter().map(|l| l["source"].as_str().unwrap()).collect::<Vec<_>>(),
        ["./a.txt", "./aa.txt", "./b.txt"]
    );
    assert_eq!(lines[1]["reason"], "文件超过64 MiB，未读取");
    assert!(lines[1]["report"].is_null());
}

#[test]
fn a_file_that_expands_to_more_than_256_mib_is_a_result_that_says_so() {
    let folder = folder(&[("a.txt", b"x"), ("c.docx", &expanding_to((256 << 20) + 1))]);
    let answer = gongkai_in(folder.path(), &["report", "read", "c.docx", "a.txt"], b"");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    let lines = lines(&answer.out);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["reason"], "文件展开后超过256 MiB，未读取");
}

/// A Word file of a few hundred kilobytes whose text is so many blanks.
fn expanding_to(size: u64) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    packed.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), size), &mut packed).unwrap();
    packed.finish().unwrap().into_inner()
}

#[test]
fn results_keep_the_order_of_names_folders_and_lists_whatever_the_threads_do() {
    let names: Vec<String> = (0..60).map(|n| format!("d/{n:02}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let folder = folder(&files);
    let arguments = ["report", "read", "--jobs", "5", "--files-from", "-", "d/59.txt", "d"];
    let answer = gongkai_in(folder.path(), &arguments, "d/07.txt\n\nd/03.txt\r\n".as_bytes());
    let mut expected = vec!["d/59.txt"];
    expected.extend(names.iter().map(String::as_str));
    expected.extend(["d/07.txt", "d/03.txt"]);
    assert_eq!(lines(&answer.out).iter().map(|l| l["source"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    assert_eq!(answer.code, Some(0));
}

#[test]
fn standard_input_is_a_source_named_by_a_dash() {
    let answer = gongkai_in(Path::new("."), &["report", "read", "-"], &[0xff, 0xfe, 0x00, 0xd8, b'\n']);
    assert_eq!(answer.code, Some(0));
    assert_eq!(lines(&answer.out)[0]["source"], "-");
}

#[test]
fn a_folder_that_is_empty_gives_nothing_and_a_missing_one_is_named() {
    let folder = folder(&[]);
    let answer = gongkai_in(folder.path(), &["report", "read", "."], b"");
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""));
    assert_eq!(gongkai(&["report", "read", "/没有/这里"]).code, Some(2));
}
