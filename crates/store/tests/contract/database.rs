//! Opening, copying, crashing.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use gongkai_store::{Actor, Db, Digest, Error, NewItem, NewVerification, Upload, journal};
use serde_json::json;

use crate::register::{NOON, on_both, organ};

#[tokio::test]
async fn an_address_of_another_kind_is_refused_in_words() {
    for url in ["mysql://x", "", "sqlite::memory:", "sqlite://?mode=memory", "./data"] {
        let error = Db::connect(url).await.unwrap_err();
        assert!(matches!(error, Error::Address(_)), "{url}: {error}");
        assert!(error.to_string().starts_with("数据库地址不可用"));
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    on_both(|register| async move {
        organ(&register.db, "jiaoyu", "教育局", 1).await;
        register.db.migrate().await.unwrap();
        register.db.ping().await.unwrap();
        assert_eq!(register.db.organ_count(None).await.unwrap(), 1);
    })
    .await;
}

/// `serve` and a command of the operator may both be the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_may_bring_a_new_register_up_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    let starting: Vec<_> = (0..6)
        .map(|_| {
            let file = file.clone();
            tokio::spawn(async move { Db::open(&file).await?.migrate().await })
        })
        .collect();
    for one in starting {
        one.await.unwrap().unwrap();
    }
    assert_eq!(Db::open(&file).await.unwrap().organ_count(None).await.unwrap(), 0);
}

/// A command of the operator comes and goes beside others of its kind, and none is told that the register is busy.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_register_opens_while_others_open_and_close_it() {
    let folder = tempfile::tempdir().unwrap();
    let opening: Vec<_> = (0..24)
        .map(|one| {
            let file = folder.path().join(format!("{}.db", one % 4));
            tokio::spawn(async move {
                for _ in 0..8 {
                    Db::open(&file).await?.close().await;
                }
                Ok::<(), Error>(())
            })
        })
        .collect();
    for one in opening {
        one.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_backup_is_a_whole_register_of_its_own() {
    on_both(|register| async move {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("备份 1.db");
        organ(&register.db, "jiaoyu", "教育局", 1).await;
        let backup = register.db.backup(&copy).await;
        if register.is_postgres() {
            assert!(matches!(backup, Err(Error::NotHere(_))));
            return;
        }
        backup.unwrap();
        organ(&register.db, "gongan", "公安局", 2).await;
        let again = register.db.backup(&copy).await;
        assert!(matches!(again, Err(Error::Unwritable(_))), "an older backup is not overwritten");
        let empty = folder.path().join("空.db");
        std::fs::write(&empty, "").unwrap();
        assert!(register.db.backup(&empty).await.is_err(), "nor is whatever else stands there");
        assert!(register.db.backup(&folder.path().join("没有/a.db")).await.is_err());
        let copy = Db::open(&copy).await.unwrap();
        assert_eq!(copy.organ_count(None).await.unwrap(), 1);
        let found = journal::verify(&copy).await.unwrap();
        assert_eq!((found.sound.seq, found.broken), (1, None));
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn on_the_machine_only_the_owner_may_read_the_register_and_its_backup() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    db.backup(&folder.path().join("backup.db")).await.unwrap();
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
        files += 1;
    }
    assert!(files >= 2);
}

#[tokio::test]
async fn what_was_deleted_is_in_no_file_of_the_register_after_the_next_acts() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let secret = "青禾县某某的身份证复印件".repeat(100_000);
    let items = [file(secret.as_bytes())];
    let new = NewVerification { token: "a", items: &items, expires: NOON, mends: None, organ: None };
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    let id = act.add_verification(&new).await.unwrap();
    act.commit().await.unwrap();
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    act.delete_verification(id).await.unwrap();
    act.commit().await.unwrap();
    for value in ["1", "2"] {
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        act.set("next", value).await.unwrap();
        act.commit().await.unwrap();
    }
    for file in std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()) {
        let bytes = std::fs::read(file.path()).unwrap();
        let remains = bytes.windows(18).any(|part| part == "身份证复印件".as_bytes());
        assert!(!remains, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once() {
    let begun = std::time::Instant::now();
    let error = Db::connect("postgres://gongkai:geheim@127.0.0.1:1/gongkai").await.unwrap_err();
    assert!(matches!(error, Error::Database(_)), "{error}");
    assert!(begun.elapsed().as_secs() < 10);
    let wrong = Db::connect("postgres://gongkai:geheim@127.0.0.1:port/gongkai").await.unwrap_err();
    assert!(matches!(wrong, Error::Address(_)), "{wrong}");
    assert!(!format!("{error} {error:?} {wrong} {wrong:?}").contains("geheim"), "no password in a log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn drops_that_share_files_come_and_go_at_once_without_losing_or_leaving_bytes() {
    on_both(|register| async move {
        let workers: Vec<_> = (0..8).map(|worker| tokio::spawn(come_and_go(register.db.clone(), worker))).collect();
        for worker in workers {
            worker.await.unwrap();
        }
        for bytes in [b"one", b"two"] {
            assert!(matches!(register.db.file(Digest::of(bytes)).await, Err(Error::Missing(_))));
        }
        assert_eq!(journal::verify(&register.db).await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clearing_away_what_expired_is_in_nobodys_way() {
    on_both(|register| async move {
        let workers: Vec<_> = (0..8).map(|worker| tokio::spawn(drop_and_clear(register.db.clone(), worker))).collect();
        for worker in workers {
            worker.await.unwrap();
        }
    })
    .await;
}

/// Drops of one file each, cleared away several at a time, while the others name both files at once.
async fn drop_and_clear(db: Db, worker: usize) {
    for round in 0..15 {
        for (part, files) in [[b"one"].as_slice(), &[b"two"], &[b"one", b"two"]].into_iter().enumerate() {
            let items: Vec<_> = files.iter().map(|bytes| file(*bytes)).collect();
            let token = format!("{worker}:{round}:{part}");
            let new = NewVerification { token: &token, items: &items, expires: NOON, mends: None, organ: None };
            let mut act = db.act(Actor::Public, NOON).await.unwrap();
            act.add_verification(&new).await.unwrap();
            act.commit().await.unwrap();
        }
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        act.purge_verifications(4).await.unwrap();
        act.commit().await.unwrap();
    }
}

fn file(bytes: &[u8]) -> NewItem<'_> {
    NewItem {
        source: "年报.txt",
        file: Upload { bytes, media: "text/plain" },
        agency: None,
        year: None,
        edition: None,
        counts: Default::default(),
        report: "{}",
    }
}

async fn come_and_go(db: Db, worker: usize) {
    // half of them name the files the other way round
    let mut items = [file(b"one"), file(b"two")];
    items.rotate_left(worker % 2);
    for round in 0..10 {
        let token = format!("{worker}:{round}");
        let new =
            NewVerification { token: &token, items: &items, expires: NOON.plus_days(1), mends: None, organ: None };
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        let id = act.add_verification(&new).await.unwrap();
        act.commit().await.unwrap();
        let line = db.items(id, 0, 1).await.unwrap().remove(0);
        assert_eq!(db.file_bytes(line.file_sm3).await.unwrap().len(), 3);
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        act.delete_verification(id).await.unwrap();
        act.commit().await.unwrap();
    }
}

const KILLED: &str = "GONGKAI_TEST_TO_BE_KILLED";

/// What it was told is committed must be there after the process was killed, however it was caught.
#[tokio::test]
async fn a_killed_process_leaves_every_act_that_it_was_told_is_committed() {
    if let Ok(file) = std::env::var(KILLED) {
        return write_until_killed(&file).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    Db::open(&file).await.unwrap().migrate().await.unwrap();
    let mut told = 0;
    for _ in 0..3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "database::a_killed_process_leaves_every_act_that_it_was_told_is_committed",
                "--nocapture",
            ])
            .env(KILLED, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        told += lines.filter(|line| line == "committed").take(20).count();
        child.kill().unwrap();
        child.wait().unwrap();
        let found = journal::verify(&Db::open(&file).await.unwrap()).await.unwrap();
        assert_eq!(found.broken, None);
        let there = usize::try_from(found.sound.seq).unwrap();
        assert!(there >= told, "{there} acts are there, {told} were told");
        told = there;
    }
    assert!(told >= 60);
}

async fn write_until_killed(file: &str) {
    let db = Db::open(file.as_ref()).await.unwrap();
    loop {
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        act.record("test.record", None, "", json!({}));
        act.commit().await.unwrap();
        println!("\ncommitted");
    }
}
