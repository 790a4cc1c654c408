//! `serve --demo`: fills an empty folder or goes on with its own, and leaves everything else alone.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::{folder, gongkai_in};

const DEMO: [&str; 6] = ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", "data"];

/// Names and bytes of a folder's files.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> =
        files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect();
    all.sort();
    all
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_as_it_was() {
    let place = folder(&[("data/账本.txt", "别动".as_bytes())]);
    let answer = gongkai_in(place.path(), &DEMO, b"");
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{}", answer.err);
    assert!(answer.err.contains("“data”里已经有别的数据，不能用作演示"), "{}", answer.err);
    assert_eq!(contents(&place.path().join("data")), [("账本.txt".to_owned(), "别动".into())]);
}

#[test]
fn an_empty_file_by_the_name_of_a_register_is_no_demonstration_and_stays_empty() {
    let place = folder(&[("data/gongkai.sqlite", b"")]);
    let answer = gongkai_in(place.path(), &DEMO, b"");
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{}", answer.err);
    assert_eq!(contents(&place.path().join("data")), [("gongkai.sqlite".to_owned(), Vec::new())]);
}

#[test]
fn a_port_that_is_taken_and_a_folder_that_cannot_be_made_are_told_in_chinese() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = folder(&[("文件", b"")]);
    let address = taken.local_addr().unwrap().to_string();
    let said = |listen: &str, data: &str| {
        let answer = gongkai_in(place.path(), &["serve", "--listen", listen, "--data", data], b"");
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{}", answer.err);
        assert!(!answer.err.contains("os error"), "{}", answer.err);
        answer.err
    };
    assert!(said(&address, "data").contains(&format!("不能在 {address} 上监听：这个端口已有别的程序在用")));
    assert!(!place.path().join("data").exists());
    assert!(said("127.0.0.1:0", "文件/data").contains("数据目录“文件/data”用不了：路径里有一段不是文件夹"));
}

#[test]
fn a_register_with_an_organ_of_its_own_is_no_demonstration() {
    let place = folder(&[]);
    fs::create_dir(place.path().join("data")).unwrap();
    let file = place.path().join("data/gongkai.sqlite");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = gongkai_store::Db::open(&file).await.unwrap();
        db.migrate().await.unwrap();
        let mut act = db.act(gongkai_store::Actor::Operator, gongkai_store::Moment(0)).await.unwrap();
        let organ = gongkai_store::NewOrgan {
            slug: "shuili",
            name: "青禾县水利局",
            short_name: "县水利局",
            kind: "department",
            level: "county",
            ..gongkai_store::NewOrgan::default()
        };
        act.add_organ(&organ).await.unwrap();
        act.commit().await.unwrap();
        db.close().await;
    });
    let before = contents(&place.path().join("data"));
    let answer = gongkai_in(place.path(), &DEMO, b"");
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert_eq!(contents(&place.path().join("data")), before);
}

/// Starts a demonstration and waits until it is open: the program and what it said.
fn demonstrating(place: &Path) -> (Child, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(DEMO)
        .current_dir(place)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let told = lines.take_while(|line| !line.starts_with("按 Ctrl-C")).collect();
    (child, told)
}

#[test]
fn a_demonstration_opens_again_in_its_own_folder() {
    let place = folder(&[]);
    for round in ["first", "second"] {
        let (mut child, told) = demonstrating(place.path());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(told.iter().any(|line| line.starts_with("已经开门：http://127.0.0.1:")), "{round}: {told:?}");
        let has_password = told.iter().any(|line| line.contains("一次性密码"));
        assert_eq!(has_password, round == "first", "{told:?}");
    }
}

#[test]
fn a_folder_that_is_served_is_neither_served_twice_nor_changed_underneath() {
    let place = folder(&[]);
    let (mut child, _) = demonstrating(place.path());
    let run = |arguments: &[&str]| gongkai_in(place.path(), arguments, b"");
    let saved = run(&["backup", "saved", "--data", "data"]);
    let second = run(&["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
    let migrated = run(&["migrate", "--data", "data"]);
    fs::rename(place.path().join("data/gongkai.sqlite"), place.path().join("aside")).unwrap();
    let restored = run(&["restore", "saved", "--data", "data"]);
    assert!(!place.path().join("data/gongkai.sqlite").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(saved.code, Some(0), "a copy may be taken of what is served: {}", saved.err);
    for refused in [second, migrated, restored] {
        let said = "gongkai：数据目录“data”正由另一个gongkai serve使用，请先停掉它，或者换一个数据目录\n";
        assert_eq!((refused.code, refused.out.as_str(), refused.err.as_str()), (Some(2), "", said));
    }
    fs::rename(place.path().join("aside"), place.path().join("data/gongkai.sqlite")).unwrap();
    let freed = run(&["migrate", "--data", "data"]);
    assert_eq!(freed.code, Some(0), "a server that was killed holds nothing: {}", freed.err);
}
