//! What the citizen's side keeps: wrong codes and what is brought, counted by where it came from.

use gongkai_store::{Actor, Chances, Counts, Moment, NewItem, NewVerification, Room, Upload};

use crate::register::{NOON, on_both};

const FORGOTTEN: i64 = -15;

#[tokio::test]
async fn of_many_tries_at_once_no_more_are_heard_than_one_after_the_other() {
    on_both(|register| async move {
        let chances = |most| [Chances { name: b"here", most: 20 }, Chances { name: b"here, this number", most }];
        let tasks: Vec<_> = (0..40)
            .map(|_| {
                let db = register.db.clone();
                tokio::spawn(async move {
                    let chances = chances(5);
                    db.take_chance(&chances, NOON, NOON.plus_minutes(FORGOTTEN)).await.unwrap()
                })
            })
            .collect();
        let mut heard = 0;
        for task in tasks {
            match task.await.unwrap() {
                None => heard += 1,
                Some(since) => assert_eq!(since, NOON),
            }
        }
        assert_eq!(heard, 5);
        let db = &register.db;
        db.give_chance_back(&chances(5)).await.unwrap();
        let take = async |now: Moment| db.take_chance(&chances(5), now, now.plus_minutes(FORGOTTEN)).await.unwrap();
        assert_eq!(take(NOON).await, None, "a right code gave its chance back");
        assert_eq!(take(NOON.plus_minutes(14)).await, Some(NOON));
        assert_eq!(take(NOON.plus_minutes(15)).await, None, "and in time all are forgotten");
        assert_eq!(db.purge_wrong_codes(NOON).await.unwrap(), 0);
        assert_eq!(db.purge_wrong_codes(NOON.plus_minutes(15)).await.unwrap(), 2);
        assert!(register.acts().await.is_empty(), "no agency's record: no journal row");
    })
    .await;
}

#[tokio::test]
async fn what_an_address_brings_is_added_up_for_a_day_and_what_is_too_much_is_not_counted() {
    on_both(|register| async move {
        let db = &register.db;
        let most = Room { files: 3, bytes: 1000 };
        let take = async |name: &[u8], files, bytes, now: Moment| {
            db.take_room(name, Room { files, bytes }, most, now, now.plus_minutes(-60)).await.unwrap()
        };
        assert!(take(b"here", 2, 600, NOON).await);
        assert!(!take(b"here", 1, 401, NOON).await, "too many bytes");
        assert!(!take(b"here", 2, 10, NOON).await, "too many files");
        assert!(take(b"here", 1, 400, NOON).await, "what was refused did not count");
        assert!(take(b"there", 3, 1000, NOON).await, "every address has its own");
        assert!(!take(b"here", 1, 1, NOON.plus_minutes(59)).await);
        assert!(take(b"here", 3, 1000, NOON.plus_minutes(60)).await, "and in time it is forgotten");
        assert_eq!(db.purge_rooms(NOON).await.unwrap(), 1);
        assert!(register.acts().await.is_empty(), "no agency's record: no journal row");
    })
    .await;
}

#[tokio::test]
async fn what_lies_in_drops_is_known_by_its_size_and_less_when_they_expire() {
    on_both(|register| async move {
        let db = &register.db;
        let item = |bytes: &'static [u8]| NewItem {
            source: "a.txt",
            file: Upload { bytes, media: "text/plain" },
            agency: None,
            year: None,
            edition: None,
            counts: Counts::default(),
            report: "{}",
        };
        let twice: &'static [u8] = b"two reports of one source";
        for (token, items, days) in [("one", vec![item(twice), item(twice)], 1), ("two", vec![item(b"other")], 9)] {
            let mut act = db.act(Actor::Public, NOON).await.unwrap();
            let expires = NOON.plus_days(days);
            let new = NewVerification { token, items: &items, expires, mends: None, organ: None };
            act.add_verification(&new).await.unwrap();
            act.commit().await.unwrap();
        }
        assert_eq!(db.dropped().await.unwrap(), Room { files: 2, bytes: 30 });
        let mut act = db.act(Actor::System, NOON.plus_days(2)).await.unwrap();
        assert_eq!(act.purge_verifications(9).await.unwrap(), 1);
        act.commit().await.unwrap();
        assert_eq!(db.dropped().await.unwrap(), Room { files: 1, bytes: 5 });
    })
    .await;
}
