//! Drops behind private links.

use gongkai_store::{Actor, Counts, Db, Digest, Error, Moment, NewItem, NewVerification, Upload, VerificationId};

use crate::register::{NOON, on_both};

fn item<'a>(source: &'a str, bytes: &'a [u8]) -> NewItem<'a> {
    NewItem {
        source,
        file: Upload { bytes, media: "text/plain" },
        agency: Some("青禾县教育局"),
        year: Some(2025),
        edition: Some("2021"),
        counts: Counts { unsures: 2, ..Counts::default() },
        report: r#"{"schema":"gongkai.report/1"}"#,
    }
}

async fn drop_files(db: &Db, token: &str, items: &[NewItem<'_>], mends: Option<VerificationId>) -> VerificationId {
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    let new = NewVerification { token, items, expires: NOON.plus_days(30), mends, organ: None };
    let id = act.add_verification(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

#[tokio::test]
async fn only_the_secret_of_its_link_opens_a_drop() {
    on_both(|register| async move {
        let db = &register.db;
        let id = drop_files(db, "秘密", &[item("甲.txt", b"one"), item("乙\0.txt", b"two")], None).await;
        let opened = db.verification("秘密", NOON).await.unwrap();
        assert_eq!((opened.id, opened.expires_ms), (id, NOON.plus_days(30)));
        assert!(matches!(db.verification("秘密 ", NOON).await, Err(Error::Missing(_))));
        assert!(matches!(db.verification(&id.to_string(), NOON).await, Err(Error::Missing(_))));

        let lines = db.items(id, -1, 10).await.unwrap();
        let sources: Vec<_> = lines.iter().map(|line| (line.n, line.source.as_str())).collect();
        assert_eq!(sources, [(0, "甲.txt"), (1, "乙.txt")]);
        assert_eq!(db.items(id, 0, 10).await.unwrap().len(), 1);
        let second = db.item(id, 1).await.unwrap();
        assert_eq!(second.line.counts.unsures, 2);
        assert_eq!(second.report, r#"{"schema":"gongkai.report/1"}"#);
        assert_eq!(db.file_bytes(second.line.file_sm3).await.unwrap(), b"two");
    })
    .await;
}

#[tokio::test]
async fn a_drop_is_gone_when_its_time_is_up_and_its_bytes_with_it() {
    on_both(|register| async move {
        let db = &register.db;
        drop_files(db, "a", &[item("甲.txt", b"one"), item("甲.txt", b"one")], None).await;
        let (before, after) = (Moment(NOON.plus_days(30).0 - 1), NOON.plus_days(30));
        assert!(db.verification("a", before).await.is_ok());
        assert!(matches!(db.verification("a", after).await, Err(Error::Missing(_))));

        let mut early = db.act(Actor::System, before).await.unwrap();
        assert_eq!(early.purge_verifications(100).await.unwrap(), 0);
        early.commit().await.unwrap();
        assert!(db.file(Digest::of(b"one")).await.is_ok());

        let mut late = db.act(Actor::System, after).await.unwrap();
        assert_eq!(late.purge_verifications(100).await.unwrap(), 1);
        late.commit().await.unwrap();
        assert!(matches!(db.file_bytes(Digest::of(b"one")).await, Err(Error::Missing(_))));
        let acts: Vec<_> = register.acts().await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts, ["verification.add", "verification.purge"], "an idle purge leaves no row");
    })
    .await;
}

#[tokio::test]
async fn bytes_that_two_drops_share_stay_until_the_second_is_deleted() {
    on_both(|register| async move {
        let db = &register.db;
        let first = drop_files(db, "a", &[item("甲.txt", b"same")], None).await;
        let second = drop_files(db, "b", &[item("乙.txt", b"same"), item("丙.txt", b"same")], None).await;
        for (id, still_there) in [(first, true), (second, false)] {
            let mut act = db.act(Actor::Public, NOON).await.unwrap();
            act.delete_verification(id).await.unwrap();
            act.commit().await.unwrap();
            assert_eq!(db.file(Digest::of(b"same")).await.is_ok(), still_there);
        }
        let mut again = db.act(Actor::Public, NOON).await.unwrap();
        assert!(matches!(again.delete_verification(first).await, Err(Error::Missing(_))));
        assert!(matches!(again.commit().await, Err(Error::HalfDone)));
    })
    .await;
}

#[tokio::test]
async fn a_mended_drop_leads_back_to_the_one_before_while_that_is_there() {
    on_both(|register| async move {
        let db = &register.db;
        let before = drop_files(db, "a", &[item("甲.txt", b"one")], None).await;
        drop_files(db, "b", &[item("甲.txt", b"two")], Some(before)).await;
        let mended = db.verification("b", NOON).await.unwrap();
        assert_eq!(db.verification_mended(&mended, NOON).await.unwrap().map(|found| found.id), Some(before));
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        act.delete_verification(before).await.unwrap();
        act.commit().await.unwrap();
        let mended = db.verification("b", NOON).await.unwrap();
        assert!(db.verification_mended(&mended, NOON).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_file_of_twenty_megabytes_is_kept_and_one_byte_more_is_not() {
    on_both(|register| async move {
        let mut bytes = vec![7; gongkai_store::MAX_FILE];
        drop_files(&register.db, "a", &[item("大.pdf", &bytes)], None).await;
        assert_eq!(register.db.file_bytes(Digest::of(&bytes)).await.unwrap().len(), bytes.len());
        bytes.push(7);
        let mut act = register.db.act(Actor::Public, NOON).await.unwrap();
        let items = [item("更大.pdf", &bytes)];
        let new = NewVerification { token: "b", items: &items, expires: NOON, mends: None, organ: None };
        assert!(matches!(act.add_verification(&new).await, Err(Error::TooLarge(_))));
        drop(act);
        assert!(register.db.verification("b", Moment(0)).await.is_err());
    })
    .await;
}
