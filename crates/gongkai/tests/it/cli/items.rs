//! Bringing many publications by the program, and taking a year out of it.

use std::fs;

use gongkai_store::{Actor, Db, Moment, NewOrgan, PublicationFilter, Scope};

use super::{Answer, gongkai_in, upkeep::register};

fn with_an_organ() -> tempfile::TempDir {
    let folder = register();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(&folder.path().join("data/gongkai.sqlite")).await.unwrap();
        let mut act = db.act(Actor::Operator, Moment(0)).await.unwrap();
        let new = NewOrgan {
            slug: "shui",
            name: "青禾县水利局",
            short_name: "县水利局",
            kind: "department",
            level: "county",
            ..NewOrgan::default()
        };
        act.add_organ(&new).await.unwrap();
        act.commit().await.unwrap();
        db.close().await;
    });
    folder
}

fn run(folder: &tempfile::TempDir, arguments: &[&str]) -> Answer {
    gongkai_in(folder.path(), &[&["items"], arguments].concat(), b"")
}

fn drafts(folder: &tempfile::TempDir) -> i64 {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(&folder.path().join("data/gongkai.sqlite")).await.unwrap();
        db.publication_count(Scope::All, &PublicationFilter::default()).await.unwrap()
    })
}

#[test]
fn an_inventory_is_tried_mended_and_brought_in_by_the_program() {
    let folder = with_an_organ();
    fs::write(folder.path().join("wrong.csv"), "标题,信息种类,正文\n停水公告,外星公告,停水\n,通知公告,\n").unwrap();
    fs::write(folder.path().join("right.csv"), "标题,信息种类,正文\n停水公告,通知公告,停水\n").unwrap();
    let import = |file: &str, more: &[&str]| {
        run(&folder, &[&["import", file, "--organ", "shui", "--data", "data"], more].concat())
    };
    let wrong = import("wrong.csv", &[]);
    assert_eq!(wrong.code, Some(1), "{}", wrong.err);
    for words in ["第2行 信息种类：认不出“外星公告”", "第3行 标题：没有填", "一条也没有写入"]
    {
        assert!(wrong.out.contains(words), "{words}: {}", wrong.out);
    }
    let dry = import("right.csv", &["--dry-run"]);
    assert!(dry.code == Some(0) && dry.out.contains("可以导入1条"), "{} {}", dry.out, dry.err);
    assert_eq!(drafts(&folder), 0);
    let done = import("right.csv", &[]);
    assert!(done.code == Some(0) && done.out.contains("已经导入1条，成为草稿"), "{} {}", done.out, done.err);
    assert_eq!(drafts(&folder), 1);
    let nobody = run(&folder, &["import", "right.csv", "--organ", "nobody", "--data", "data"]);
    assert!(nobody.code == Some(2) && nobody.err.contains("没有地址是“nobody”的单位"), "{}", nobody.err);
    assert!(import("gone.csv", &[]).err.contains("打不开"));
}

#[test]
fn a_year_is_written_whole_or_not_at_all() {
    let folder = with_an_organ();
    let done = run(&folder, &["archive", "2026", "--to", "归档.zip", "--data", "data"]);
    assert!(done.code == Some(0) && done.out.contains("已经归档0条"), "{} {}", done.out, done.err);
    let mut zip = zip::ZipArchive::new(fs::File::open(folder.path().join("归档.zip")).unwrap()).unwrap();
    assert!(zip.by_name("index.html").is_ok());
    let wrong = run(&folder, &["archive", "2026", "--to", "别处.zip", "--organ", "nobody", "--data", "data"]);
    assert!(wrong.code == Some(2) && !folder.path().join("别处.zip").exists(), "{}", wrong.err);
}
