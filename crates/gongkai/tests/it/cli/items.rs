//! Bringing many publications by the program, and taking a year out of it.

use std::{
    fs,
    io::{BufReader, Write as _},
    process::{Child, Command, Stdio},
};

use gongkai_store::{Actor, Db, Moment, NewOrgan, OrganId, PublicationFilter, Scope};
use zip::write::{SimpleFileOptions, ZipWriter};

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

/// Publications with a file each, so many that their files are put aside in several parts.
const MANY: usize = 300;

fn many(folder: &tempfile::TempDir) {
    let mut sheet = "标题,信息种类,正文,附件\n".to_owned();
    let mut zip = ZipWriter::new(fs::File::create(folder.path().join("附件.zip")).unwrap());
    for nth in 0..MANY {
        sheet.push_str(&format!("停水公告{nth},通知公告,停水,{nth}.txt\n"));
        zip.start_file(format!("{nth}.txt"), SimpleFileOptions::default()).unwrap();
        let line = format!("第{nth}户，停水时间见公告。\n");
        zip.write_all(line.repeat((96 << 10) / line.len()).as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    fs::write(folder.path().join("many.csv"), sheet).unwrap();
}

/// Starts to bring them in, and waits until files of them are in the register.
fn half_way(folder: &tempfile::TempDir) -> Child {
    let arguments = ["items", "import", "many.csv", "--files", "附件.zip", "--organ", "shui", "--data", "data"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(arguments)
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    on_register(folder, async |db| {
        while db.verify_files(|_| unreachable!()).await.unwrap().sound == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it ended before anybody could stop it");
            tokio::task::yield_now().await;
        }
    });
    child
}

fn on_register<T>(folder: &tempfile::TempDir, look: impl AsyncFnOnce(Db) -> T) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(&folder.path().join("data/gongkai.sqlite")).await.unwrap();
        let seen = look(db.clone()).await;
        db.close().await;
        seen
    })
}

/// Drafts, imports on record, and files in the register, which are as its records say.
async fn there(db: &Db) -> (i64, usize, i64) {
    let organ: OrganId = db.organ_at("shui").await.unwrap().id;
    let files = db.verify_files(|_| unreachable!()).await.unwrap();
    assert_eq!(files.broken, None);
    let drafts = db.publication_count(Scope::All, &PublicationFilter::default()).await.unwrap();
    (drafts, db.bulk_imports(organ, 9).await.unwrap().len(), files.sound)
}

#[test]
fn an_import_that_is_killed_half_way_leaves_nothing_but_files_that_the_next_day_takes_away() {
    let folder = with_an_organ();
    many(&folder);
    let mut child = half_way(&folder);
    child.kill().unwrap();
    child.wait().unwrap();
    on_register(&folder, async |db| {
        let (drafts, imports, files) = there(&db).await;
        assert_eq!((drafts, imports), (0, 0));
        assert!(files > 0, "it was killed half way");
        db.let_go_before(Moment(0)).await.unwrap();
        assert_eq!(there(&db).await.2, files, "what is put aside today stays");
        db.let_go_before(Moment(i64::MAX)).await.unwrap();
        assert_eq!(there(&db).await, (0, 0, 0));
    });
    let again = run(&folder, &["import", "many.csv", "--files", "附件.zip", "--organ", "shui", "--data", "data"]);
    assert!(again.code == Some(0) && again.out.contains(&format!("已经导入{MANY}条")), "{} {}", again.out, again.err);
    on_register(&folder, async |db| {
        assert_eq!(there(&db).await, (MANY as i64, 1, MANY as i64));
        assert_eq!(db.verify_content().await.unwrap().broken, None);
        db.let_go_before(Moment(i64::MAX)).await.unwrap();
        assert_eq!(there(&db).await.2, MANY as i64, "what a record names is not let go");
    });
}

#[cfg(unix)]
#[test]
fn an_import_that_somebody_interrupts_says_so_and_leaves_nothing_at_all() {
    let folder = with_an_organ();
    many(&folder);
    let mut child = half_way(&folder);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let said = std::io::read_to_string(BufReader::new(child.stderr.take().unwrap())).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{said}");
    assert!(said.contains("已经停下，一条也没有写入"), "{said}");
    on_register(&folder, async |db| assert_eq!(there(&db).await, (0, 0, 0)));
}
