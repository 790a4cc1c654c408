//! What the citizen's side keeps: wrong codes, counted by where they came from.

use gongkai_store::{Chances, Moment};

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
