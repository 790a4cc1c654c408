//! The chain of the journal: whole under concurrency, and broken where somebody spoiled it.

use std::collections::HashSet;

use gongkai_store::{
    Actor, Db, Digest, Error, Moment, Organ,
    journal::{self, Break, Head},
};
use serde_json::json;

use crate::register::{NOON, Register, on_both, organ};

async fn record(db: &Db, object: &str) {
    let mut act = db.act(Actor::System, NOON).await.unwrap();
    act.record("test.record", None, object, json!({"什么": object}));
    act.commit().await.unwrap();
}

async fn three_rows(db: &Db) {
    for object in ["一", "二", "三"] {
        record(db, object).await;
    }
    assert_eq!(broken(db).await, None);
}

async fn broken(db: &Db) -> Option<Break> {
    journal::verify(db).await.unwrap().broken
}

/// What an intruder with the rights of an administrator does first.
async fn switch_off_triggers(register: &Register) {
    let off = if register.is_postgres() {
        "alter table journal disable trigger all; alter table journal_head disable trigger all;"
    } else {
        "drop trigger journal_next; drop trigger journal_no_update; drop trigger journal_no_delete;
         drop trigger journal_head_stays; drop trigger journal_head_forward;"
    };
    register.tamper(off).await.unwrap();
}

#[tokio::test]
async fn an_empty_journal_is_sound() {
    on_both(|register| async move {
        let found = journal::verify(&register.db).await.unwrap();
        assert_eq!((found.sound, found.broken), (Head { seq: 0, hash: Digest([0; 32]) }, None));
    })
    .await;
}

#[tokio::test]
async fn a_row_can_be_reckoned_from_its_description_alone() {
    on_both(|register| async move {
        let db = &register.db;
        let id = organ(db, "jiaoyuju", "青禾县教育局", 1).await;
        let row = journal::rows(db, 0, 10).await.unwrap().remove(0);
        let mut bytes = vec![0; 32];
        let id = id.to_string();
        for part in ["1", "1795219200000", &id, "operator", "organ.add", &id, &row.detail] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.bytes());
        }
        assert_eq!(row.hash, Digest::of(&bytes));
        assert_eq!(row.detail, r#"{"name":"青禾县教育局","slug":"jiaoyuju","uscc":null}"#);
        assert_eq!(journal::head(db).await.unwrap(), Head { seq: 1, hash: row.hash });
        assert_eq!(journal::about(db, &id, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_at_once_leave_no_gap_and_no_double() {
    on_both(|register| async move {
        let db = &register.db;
        let writers: Vec<_> = (0..16)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for n in 0..20 {
                        record(&db, &format!("{writer}:{n}")).await;
                    }
                })
            })
            .collect();
        // somebody verifies while they write
        for _ in 0..5 {
            assert_eq!(broken(db).await, None);
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let rows = journal::rows(db, 0, 1000).await.unwrap();
        let seqs: Vec<_> = rows.iter().map(|row| row.seq).collect();
        assert_eq!(seqs, (1..=320).collect::<Vec<_>>());
        assert_eq!(rows.iter().map(|row| &row.object).collect::<HashSet<_>>().len(), 320);
        let found = journal::verify(db).await.unwrap();
        assert_eq!((found.sound.seq, found.broken), (320, None));
    })
    .await;
}

#[tokio::test]
async fn an_act_that_is_dropped_leaves_nothing_and_an_act_of_two_writes_two_rows() {
    on_both(|register| async move {
        let db = &register.db;
        let mut dropped = db.act(Actor::System, NOON).await.unwrap();
        dropped.set("a", "1").await.unwrap();
        drop(dropped);
        assert_eq!(db.setting("a").await.unwrap(), None);
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        act.set("a", "1").await.unwrap();
        act.set("b", "2").await.unwrap();
        act.commit().await.unwrap();
        let expected = ["a", "b"].map(|key| ("setting.set".to_owned(), key.to_owned()));
        assert_eq!(register.acts().await, expected);
        db.act(Actor::System, Moment(0)).await.unwrap().commit().await.unwrap();
        assert_eq!(register.acts().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_act_of_which_one_write_failed_is_not_saved_by_another_that_went_through() {
    on_both(|register| async move {
        let db = &register.db;
        let id = organ(db, "jiaoyu", "教育局", 1).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let stale = Organ { version: 7, ..db.organ(id).await.unwrap() };
        assert!(matches!(act.change_organ(&stale).await, Err(Error::Stale)));
        act.set("demo", "yes").await.unwrap();
        act.record("test.record", None, "", json!({}));
        assert!(matches!(act.commit().await, Err(Error::HalfDone)));
        assert_eq!(db.setting("demo").await.unwrap(), None);
        assert_eq!(register.acts().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_delete_or_invent_rows() {
    on_both(|register| async move {
        three_rows(&register.db).await;
        let zeros = if register.is_postgres() { "decode(repeat('01', 32), 'hex')" } else { "randomblob(32)" };
        let invented = |seq: i64| {
            format!(
                "insert into journal (seq, at_ms, actor, act, object, detail, previous, hash)
                 values ({seq}, 0, '', '', '', '{{}}', {zeros}, {zeros})"
            )
        };
        for sql in [
            "update journal set detail = '{}' where seq = 2",
            "delete from journal where seq = 3",
            "delete from journal_head",
            "update journal_head set seq = 2",
            &invented(3),
            &invented(4),
            &invented(3).replace("insert into", if register.is_postgres() { "insert into" } else { "replace into" }),
        ] {
            assert!(register.tamper(sql).await.is_err(), "{sql}");
        }
        if register.is_postgres() {
            assert!(register.tamper("truncate journal").await.is_err());
        }
        assert_eq!(broken(&register.db).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_is_named_whatever_was_changed_in_it() {
    for (column, value) in
        [("at_ms", "0"), ("actor", "'public'"), ("act", "'test.other'"), ("object", "'四'"), ("detail", "'{}'")]
    {
        on_both(|register| async move {
            three_rows(&register.db).await;
            switch_off_triggers(&register).await;
            register.tamper(&format!("update journal set {column} = {value} where seq = 2")).await.unwrap();
            let found = journal::verify(&register.db).await.unwrap();
            assert_eq!((found.sound.seq, found.broken), (1, Some(Break::Changed(2))), "{column}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_removed_row_is_noticed_first_middle_and_last() {
    for seq in 1..=3 {
        on_both(|register| async move {
            three_rows(&register.db).await;
            switch_off_triggers(&register).await;
            register.tamper(&format!("delete from journal where seq = {seq}")).await.unwrap();
            assert_eq!(broken(&register.db).await, Some(Break::Gap(seq)));
        })
        .await;
    }
}

#[tokio::test]
async fn a_tail_cut_off_or_forged_with_its_own_hashes_does_not_fit_the_head() {
    on_both(|register| async move {
        let db = &register.db;
        three_rows(db).await;
        let true_end = journal::head(db).await.unwrap();
        switch_off_triggers(&register).await;
        register.tamper("delete from journal where seq = 3").await.unwrap();
        register.tamper("update journal_head set seq = 2").await.unwrap();
        assert_eq!(broken(db).await, Some(Break::Head(2)));
        register.tamper("update journal_head set hash = (select hash from journal where seq = 2)").await.unwrap();
        // only what was written down elsewhere tells now
        let found = journal::verify(db).await.unwrap();
        assert_eq!(found.broken, None);
        assert_ne!(found.sound, true_end);
        assert!(!journal::holds(db, true_end).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_head_moved_on_without_rows_is_noticed() {
    on_both(|register| async move {
        three_rows(&register.db).await;
        register.tamper("update journal_head set seq = 5").await.unwrap();
        assert_eq!(broken(&register.db).await, Some(Break::Gap(4)));
    })
    .await;
}

#[tokio::test]
async fn a_row_past_the_head_is_noticed() {
    on_both(|register| async move {
        let db = &register.db;
        three_rows(db).await;
        switch_off_triggers(&register).await;
        register
            .tamper("update journal_head set seq = 2, hash = (select hash from journal where seq = 2)")
            .await
            .unwrap();
        assert_eq!(broken(db).await, Some(Break::Head(3)));
    })
    .await;
}

#[tokio::test]
async fn a_chain_of_many_pages_verifies_and_proves_an_earlier_end() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        for n in 0..1500 {
            act.record("test.record", None, n, json!({}));
        }
        act.commit().await.unwrap();
        let end = journal::verify(db).await.unwrap();
        assert_eq!((end.sound.seq, end.broken), (1500, None));
        record(db, "更多").await;
        assert!(journal::holds(db, end.sound).await.unwrap());
        assert!(!journal::holds(db, Head { seq: 1499, ..end.sound }).await.unwrap());
    })
    .await;
}
