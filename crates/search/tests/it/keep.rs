//! Putting in, taking out, rebuilding.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use gongkai_search::{Error, Index, Rebuild};

use crate::county::{ask, entry, fill, ids};

#[test]
fn what_was_put_again_is_found_as_it_is_now_and_what_was_removed_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    fill(&index, &[entry("one", "停水公告", "明日停水"), entry("two", "停电公告", "明日停电")]);
    assert_eq!(ids(&ask(&index, "停水")), ["one"]);
    let mut writer = index.begin(15_000_000).unwrap();
    writer.put(&entry("one", "供热公告", "明日供热")).unwrap();
    writer.remove("two");
    assert_eq!(ask(&index, "停水").total, 1, "not before the commit");
    writer.commit().unwrap();
    assert_eq!(ask(&index, "停水").total, 0);
    assert_eq!(ids(&ask(&index, "供热")), ["one"]);
    assert_eq!(ids(&ask(&index, "")), ["one"]);
}

#[test]
fn an_index_that_is_opened_again_has_what_was_committed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    {
        let index = Index::open(folder.path()).unwrap();
        fill(&index, &[entry("one", "停水公告", "内容")]);
        let mut writer = index.begin(15_000_000).unwrap();
        writer.put(&entry("two", "停水公告", "内容")).unwrap();
    }
    assert_eq!(ids(&ask(&Index::open(folder.path()).unwrap(), "停水")), ["one"]);
}

#[test]
fn one_writes_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (index, other) = (Index::open(folder.path()).unwrap(), Index::open(folder.path()).unwrap());
    let writer = index.begin(15_000_000).unwrap();
    assert!(matches!(other.begin(15_000_000), Err(Error::Busy)));
    assert!(matches!(index.begin(15_000_000), Err(Error::Busy)));
    drop(writer);
    assert!(other.begin(15_000_000).is_ok());
}

#[test]
fn an_entry_without_an_identity_is_refused() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.begin(0).unwrap();
    for id in [String::new(), "x".repeat(201)] {
        assert!(matches!(writer.put(&entry(&id, "标题", "正文")), Err(Error::Identity)));
    }
}

#[test]
fn the_old_index_answers_until_the_new_one_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    fill(&index, &[entry("old", "停水公告", "内容")]);
    let mut rebuild = Rebuild::begin(folder.path(), 15_000_000).unwrap();
    rebuild.put(&entry("new", "停水公告", "内容")).unwrap();
    assert!(matches!(Rebuild::begin(folder.path(), 15_000_000), Err(Error::Busy)));
    assert_eq!(ids(&ask(&index, "停水")), ["old"]);
    fill(&index, &[entry("meanwhile", "停水公告", "内容")]);
    assert_eq!(index.len(), 2);
    rebuild.finish().unwrap();
    assert_eq!(ids(&ask(&index, "停水")), ["new"]);
    fill(&index, &[entry("after", "停水公告", "内容")]);
    assert_eq!(Index::open(folder.path()).unwrap().len(), 2);
}

#[test]
fn a_rebuild_that_was_not_finished_leaves_the_old_index_and_no_rubbish() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    fill(&index, &[entry("old", "停水公告", "内容")]);
    for _ in 0..3 {
        let mut rebuild = Rebuild::begin(folder.path(), 15_000_000).unwrap();
        rebuild.put(&entry("new", "停水公告", "内容")).unwrap();
        drop(rebuild);
    }
    assert_eq!(ids(&ask(&Index::open(folder.path()).unwrap(), "停水")), ["old"]);
    Rebuild::begin(folder.path(), 15_000_000).unwrap().finish().unwrap();
    let generations = fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(generations.count(), 1);
    assert!(index.is_empty());
}

#[test]
fn an_index_of_another_version_and_a_broken_one_are_refused_and_a_rebuild_mends_them() {
    let folder = tempfile::tempdir().unwrap();
    let make = || fill(&Index::open(folder.path()).unwrap(), &[entry("one", "停水公告", "内容")]);
    make();
    fs::write(folder.path().join("CURRENT"), "gongkai-search 0\ng1\n").unwrap();
    assert!(matches!(Index::open(folder.path()), Err(Error::Foreign(form)) if form.contains("gongkai-search 0")));
    Rebuild::begin(folder.path(), 15_000_000).unwrap().finish().unwrap();
    make();
    let parts = |ending: &str| {
        let generation = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).find(|p| p.is_dir());
        let files = fs::read_dir(generation.unwrap()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|file| file.to_string_lossy().ends_with(ending)).collect::<Vec<_>>()
    };
    for ending in ["meta.json", ".term", ".store", ".fast", ".idx"] {
        for damage in [&b""[..], b"{}", b"\0\0\0\0\0\0\0\0\0\0\0\0"] {
            for file in parts(ending) {
                fs::write(file, damage).unwrap();
            }
            let opened = Index::open(folder.path());
            assert!(matches!(opened, Err(Error::Broken(_) | Error::Foreign(_))), "{ending}: {opened:?}");
            Rebuild::begin(folder.path(), 15_000_000).unwrap().finish().unwrap();
            make();
        }
    }
    for file in parts(".idx") {
        fs::remove_file(file).unwrap();
    }
    assert!(matches!(Index::open(folder.path()), Err(Error::Broken(_))));
}

#[test]
fn another_who_has_the_same_index_open_sees_a_commit_soon() {
    let folder = tempfile::tempdir().unwrap();
    let (index, other) = (Index::open(folder.path()).unwrap(), Index::open(folder.path()).unwrap());
    fill(&index, &[entry("one", "停水公告", "内容")]);
    let begun = Instant::now();
    while other.is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the other never saw it");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ids(&ask(&other, "停水")), ["one"]);
}
