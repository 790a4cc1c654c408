//! People, sessions, notices and settings.

use gongkai_store::{Actor, Error, Moment, NewPerson, Notice};
use jiff::civil::date;

use crate::register::{NOON, on_both};

const CLERK: NewPerson<'_> = NewPerson {
    organ: None,
    name: "lin",
    full_name: "林青禾",
    role: "admin",
    password: "$argon2id$一",
    must_change: true,
};

#[tokio::test]
async fn five_wrong_passwords_in_a_row_lock_and_a_right_one_starts_anew() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.commit().await.unwrap();
        let until = NOON.plus_minutes(15);
        let mut seen = Vec::new();
        for right in [false, false, true, false, false, false, false, false] {
            let mut act = db.act(Actor::Public, NOON).await.unwrap();
            if right {
                act.signed_in(id).await.unwrap();
            } else {
                let failure = act.signin_failed(id, 5, until).await.unwrap();
                seen.push((failure.failures, failure.locked_until_ms));
            }
            act.commit().await.unwrap();
        }
        let counted = [(1, None), (2, None), (1, None), (2, None), (3, None), (4, None), (0, Some(until))];
        assert_eq!(seen, counted);
        let person = db.person_named("lin").await.unwrap().unwrap();
        assert_eq!((person.locked_until_ms, person.last_signin_ms), (Some(until), Some(NOON)));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_unlocks_and_outdates_sessions_and_never_enters_the_journal() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.signin_failed(id, 1, NOON.plus_days(1)).await.unwrap();
        act.set_password(id, "$argon2id$二", false).await.unwrap();
        act.commit().await.unwrap();
        let person = db.person(id).await.unwrap();
        assert_eq!((person.password.as_str(), person.must_change), ("$argon2id$二", false));
        assert_eq!((person.locked_until_ms, person.version), (None, 1));
        assert!(!format!("{person:?}").contains("argon2"));
        for row in gongkai_store::journal::rows(db, 0, 10).await.unwrap() {
            assert!(!row.detail.contains("argon2"), "{row:?}");
        }
        let mut twice = db.act(Actor::Operator, NOON).await.unwrap();
        assert!(matches!(twice.add_person(&CLERK).await, Err(Error::Taken("账号"))));
        drop(twice);
        assert_eq!(db.people("", 10).await.unwrap().len(), 1);
        assert!(db.people("lin", 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_for_good() {
    on_both(|register| async move {
        let db = &register.db;
        let later = NOON.plus_minutes(20);
        assert!(db.create_session("甲", b"1", later).await.unwrap());
        assert!(!db.create_session("甲", b"2", later).await.unwrap(), "the id is in use");
        assert!(db.save_session("甲", b"3", later).await.unwrap());
        assert_eq!(db.load_session("甲", NOON).await.unwrap().as_deref(), Some(b"3".as_slice()));
        assert_eq!(db.load_session("甲", later).await.unwrap(), None, "expired");
        db.delete_session("甲").await.unwrap();
        assert!(!db.save_session("甲", b"4", later).await.unwrap(), "a late save brings nothing back");

        db.create_session("乙", b"", NOON).await.unwrap();
        db.create_session("丙", b"", later).await.unwrap();
        assert_eq!(db.purge_sessions(Moment(NOON.0 + 1)).await.unwrap(), 1);
        assert!(db.load_session("丙", NOON).await.unwrap().is_some());
        assert!(register.acts().await.is_empty(), "sessions are no records");
    })
    .await;
}

#[tokio::test]
async fn a_notice_loads_once_and_a_changed_one_needs_its_own_date() {
    on_both(|register| async move {
        let db = &register.db;
        let first = Notice { year: 2027, published: date(2026, 11, 4), text: "2027-01-01 off 元旦\n".into() };
        let changed = Notice { text: "2027-01-02 off 元旦\n".into(), ..first.clone() };
        let later = Notice { published: date(2027, 3, 1), ..changed.clone() };
        let mut loaded = Vec::new();
        for notice in [&first, &first, &changed, &later] {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            match act.load_notice(notice).await {
                Ok(new) => {
                    loaded.push(new);
                    act.commit().await.unwrap();
                }
                Err(error) => assert!(matches!(error, Error::Taken(_)), "{error}"),
            }
        }
        assert_eq!(loaded, [true, false, true]);
        assert_eq!(db.notices().await.unwrap(), [first, later]);
    })
    .await;
}

#[tokio::test]
async fn a_setting_is_what_it_was_last_set_to() {
    on_both(|register| async move {
        assert_eq!(register.db.setting("demo").await.unwrap(), None);
        for value in ["yes", "no"] {
            let mut act = register.db.act(Actor::Operator, NOON).await.unwrap();
            act.set("demo", value).await.unwrap();
            act.commit().await.unwrap();
        }
        assert_eq!(register.db.setting("demo").await.unwrap().as_deref(), Some("no"));
    })
    .await;
}
