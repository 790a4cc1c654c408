use std::fs;

use super::{folder, gongkai_in};

/// A register of its own, made by the program.
pub(super) fn register() -> tempfile::TempDir {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("data")).unwrap();
    let db = tokio::runtime::Runtime::new().unwrap();
    db.block_on(async {
        let db = gongkai_store::Db::open(&folder.path().join("data/gongkai.sqlite")).await.unwrap();
        db.migrate().await.unwrap();
        db.close().await;
    });
    folder
}

const NOTICE: &str = "id 2031\npublished 2030-11-05\nyear 2031\noff 2031-01-01..2031-01-03 元旦\n";

#[test]
fn commands_with_state_do_not_make_a_register_by_a_slip_of_the_path() {
    let folder = folder(&[("2031.txt", NOTICE.as_bytes())]);
    for arguments in [&["audit", "verify"][..], &["migrate"], &["backup", "b"], &["calendar", "load", "2031.txt"]] {
        let answer = gongkai_in(folder.path(), arguments, b"");
        assert_eq!(
            (answer.code, answer.err.as_str()),
            (Some(2), "gongkai：“gongkai-data”里没有台账；请用 --data 指明数据目录，或者先用 gongkai serve 建一个\n"),
            "{arguments:?}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_notice_is_loaded_once_and_is_on_the_journal() {
    let folder = register();
    fs::write(folder.path().join("2031.txt"), NOTICE).unwrap();
    fs::write(folder.path().join("坏.txt"), "id 2031\n").unwrap();
    let run = |arguments: &[&str]| {
        let answer = gongkai_in(folder.path(), &[arguments, &["--data", "data"]].concat(), b"");
        (answer.code, answer.out + &answer.err)
    };
    assert_eq!(
        run(&["calendar", "load", "2031.txt"]),
        (Some(0), "已载入2031年放假安排（2030-11-05公布）\n".to_owned())
    );
    assert_eq!(run(&["calendar", "load", "2031.txt"]).1, "早已载入，没有变化：2031年放假安排（2030-11-05公布）\n");
    assert_eq!(run(&["calendar", "load", "坏.txt"]).0, Some(2));
    let (code, text) = run(&["audit", "verify"]);
    assert!(code == Some(0) && text.starts_with("操作日志完整，共1条，链尾"), "{text}");
    assert_eq!(run(&["migrate"]), (Some(0), "台账结构已是最新\n".to_owned()));
}

#[test]
fn a_backup_is_restored_only_where_no_register_stands() {
    let folder = register();
    fs::write(folder.path().join("2031.txt"), NOTICE).unwrap();
    let run = |arguments: &[&str], data: &str| {
        let answer = gongkai_in(folder.path(), &[arguments, &["--data", data]].concat(), b"");
        (answer.code, answer.out + &answer.err)
    };
    run(&["calendar", "load", "2031.txt"], "data");
    assert_eq!(run(&["backup", "b"], "data").0, Some(0));
    assert_eq!(run(&["backup", "b"], "data").0, Some(2));
    assert_eq!(run(&["restore", "b"], "data").0, Some(2));
    fs::write(folder.path().join("half"), &fs::read(folder.path().join("b")).unwrap()[..9000]).unwrap();
    for (broken, why) in
        [("2031.txt", "不是台账的备份"), ("half", "不是台账的备份"), ("没有", "没有这个文件"), (".", "读不了")]
    {
        let (code, said) = run(&["restore", broken], "third/deep");
        assert!(code == Some(2) && said.contains(why) && !said.contains("error"), "{said}");
        assert!(!folder.path().join("third").exists(), "{broken}");
    }
    let (code, said) = run(&["backup", "没有/b"], "data");
    assert!(code == Some(2) && said.contains("没有备份到“没有/b”") && said.contains("上一级文件夹不存在"), "{said}");
    assert_eq!(run(&["restore", "b"], "second"), (Some(0), "已恢复到second，操作日志1条完好\n".to_owned()));
    assert!(run(&["audit", "verify"], "second").1.contains("共1条"));
}

#[test]
fn a_journal_that_was_tampered_with_is_found_and_ends_with_1() {
    let folder = register();
    fs::write(folder.path().join("2031.txt"), NOTICE).unwrap();
    gongkai_in(folder.path(), &["calendar", "load", "2031.txt", "--data", "data"], b"");
    let file = folder.path().join("data/gongkai.sqlite");
    let bytes = fs::read(&file).unwrap();
    let mut changed = bytes.clone();
    // in the row and in the index that finds it
    for at in 0..bytes.len() - 8 {
        if &bytes[at..at + 8] == b"operator" {
            changed[at..at + 8].copy_from_slice(b"somebody");
        }
    }
    assert_ne!(changed, bytes);
    fs::write(&file, changed).unwrap();
    let answer = gongkai_in(folder.path(), &["audit", "verify", "--data", "data"], b"");
    assert_eq!(answer.code, Some(1), "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("第1条的内容被改动过"), "{}", answer.out);
}

#[test]
fn a_configuration_file_says_where_the_register_is_and_a_word_it_does_not_know_is_refused() {
    let folder = register();
    fs::write(folder.path().join("g.toml"), "data = \"data\"\n").unwrap();
    fs::write(folder.path().join("wrong.toml"), "daten = \"data\"\n").unwrap();
    assert_eq!(gongkai_in(folder.path(), &["audit", "verify", "--config", "g.toml"], b"").code, Some(0));
    let refused = gongkai_in(folder.path(), &["audit", "verify", "--config", "wrong.toml"], b"");
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("配置文件wrong.toml第1行有误"), "{}", refused.err);
    assert!(!refused.err.contains("unknown"), "{}", refused.err);
}

#[test]
fn the_nights_work_is_done_by_hand_once_a_day() {
    let folder = register();
    let night = || gongkai_in(folder.path(), &["night", "--data", "data"], b"");
    let first = night();
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.starts_with("在办0件：逾期0件") && first.out.contains("待发0封"), "{}", first.out);
    // unless a day ended between the two
    let second = night();
    assert!(second.out.contains("已经做过") || second.out == first.out, "{}", second.out);
}

#[test]
fn a_mail_server_that_cannot_be_used_is_refused_before_anything_is_done() {
    let folder = register();
    for (settings, words) in [
        ("[mail]\nhost = \"mail\"\nfrom = \"nobody\"\n", "mail.from应当是"),
        (
            "[mail]\nhost = \"mail\"\nuser = \"gk\"\ntls = \"none\"\nfrom = \"a@b.example\"\n",
            "mail.tls是none时不能带着密码",
        ),
        ("[text]\ncommand = []\n", "text.command要写明程序"),
        ("site = \"gk.qinghe.example\"\n", "site应当是https://"),
    ] {
        fs::write(folder.path().join("gongkai.toml"), settings).unwrap();
        let answer = gongkai_in(folder.path(), &["night", "--data", "data", "--config", "gongkai.toml"], b"");
        assert_eq!(answer.code, Some(2), "{settings}");
        assert!(answer.err.contains(words), "{}", answer.err);
    }
}

#[test]
fn a_second_rebuild_of_the_search_index_is_refused_while_another_process_rebuilds() {
    let folder = register();
    let rebuild = || gongkai_in(folder.path(), &["search", "rebuild", "--data", "data"], b"");
    let first = gongkai_search::Rebuild::begin(&folder.path().join("data/index"), 15_000_000).unwrap();
    let refused = rebuild();
    assert_eq!(refused.code, Some(2), "{}", refused.out);
    assert!(refused.err.contains("检索库没有重建，原来的照旧"), "{}", refused.err);
    drop(first);
    let done = rebuild();
    assert_eq!((done.code, done.out.as_str()), (Some(0), "检索库已重建，共0条\n"), "{}", done.err);
}
