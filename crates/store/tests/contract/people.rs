//! People, sessions, notices and settings.

use gongkai_store::{Actor, Bounds, Db, Error, Moment, NewPerson, Notice, PersonId, SignInFailure};
use jiff::civil::date;

use crate::register::{NOON, on_both};

const CLERK: NewPerson<'_> = NewPerson {
    organ: None,
    name: "lin",
    full_name: "林青禾",
    roles: &["system"],
    password: "$argon2id$一",
    must_change: true,
};

/// 5 from one place, 7 from all together.
const BOUNDS: Bounds = Bounds { here: 5, anywhere: 7, until: Moment(NOON.0 + 900_000) };

/// Somebody tries once.
async fn tried(db: &Db, id: PersonId, address: &str, right: bool) -> (i32, i32) {
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    let failure = match right {
        true => act.signed_in(id, address, "password").await.map(|()| SignInFailure::default()),
        false => act.signin_failed(id, address, BOUNDS).await,
    }
    .unwrap();
    act.commit().await.unwrap();
    (failure.here, failure.anywhere)
}

#[tokio::test]
async fn wrong_passwords_in_a_row_lock_the_place_they_come_from_and_a_right_one_starts_anew() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.commit().await.unwrap();
        let mut seen = Vec::new();
        for right in [false, false, true, false, false, false, false, false] {
            seen.push(tried(db, id, "10.0.0.1", right).await);
        }
        assert_eq!(seen, [(1, 1), (2, 2), (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (0, 5)]);
        let here = db.signin_place(id, "10.0.0.1").await.unwrap().unwrap();
        assert_eq!((here.locked_until_ms, here.proven_ms), (Some(BOUNDS.until), Some(NOON)));
        let person = db.person_named("lin").await.unwrap().unwrap();
        assert_eq!((person.locked_until_ms, person.last_signin_ms), (None, Some(NOON)));
        assert_eq!(person.last_signin_from.as_deref(), Some("10.0.0.1"));

        assert_eq!(tried(db, id, "10.0.0.2", false).await, (1, 6));
        assert_eq!(tried(db, id, "10.0.0.3", false).await, (1, 0), "seven from all places lock the account");
        assert_eq!(db.person(id).await.unwrap().locked_until_ms, Some(BOUNDS.until));

        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.unlock_person(id).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.person(id).await.unwrap().locked_until_ms, None);
        assert_eq!(db.signin_place(id, "10.0.0.1").await.unwrap().unwrap().locked_until_ms, None);
        let later = Moment(NOON.0 + 1);
        assert_eq!(db.purge_signin_places(later, NOON).await.unwrap(), 2, "the proven place stays");
        assert!(db.signin_place(id, "10.0.0.1").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_code_of_the_authenticator_is_taken_once_and_no_older_one_after_it() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.set_totp(id, Some(b"sealed"), 100).await.unwrap();
        act.commit().await.unwrap();
        let mut taken = Vec::new();
        for step in [100, 101, 101, 99, 103] {
            let mut act = db.act(Actor::Person(id), NOON).await.unwrap();
            let is_new = act.use_totp(id, step).await.is_ok();
            if is_new {
                act.commit().await.unwrap();
            }
            taken.push(is_new);
        }
        assert_eq!(taken, [false, true, false, false, true]);
        assert_eq!(db.person(id).await.unwrap().totp.as_deref(), Some(b"sealed".as_slice()));
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_is_taken_once_and_goes_with_the_authenticator() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.set_totp(id, Some(b"sealed"), 100).await.unwrap();
        act.set_recovery_codes(id, &[b"one".to_vec(), b"two".to_vec()]).await.unwrap();
        act.commit().await.unwrap();
        let mut taken = Vec::new();
        for mac in [b"one", b"one", b"six"] {
            let mut act = db.act(Actor::Person(id), NOON).await.unwrap();
            taken.push(act.use_recovery_code(id, mac).await.unwrap());
            act.commit().await.unwrap();
        }
        assert_eq!((taken, db.recovery_codes_left(id).await.unwrap()), (vec![true, false, false], 1));
        let rows = gongkai_store::journal::rows(db, 0, 10).await.unwrap();
        let uses = rows.iter().filter(|row| row.act == "person.use_recovery_code").count();
        assert_eq!(uses, 1, "only what was used is on record");
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.set_totp(id, None, 0).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.recovery_codes_left(id).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn one_person_is_one_account_at_a_provider_until_they_are_let_go() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let lin = act.add_person(&CLERK).await.unwrap();
        let other = act.add_person(&NewPerson { name: "shen", ..CLERK }).await.unwrap();
        act.bind_provider(lin, "https://a.example", "17").await.unwrap();
        act.commit().await.unwrap();
        for (id, issuer, subject) in [(other, "https://a.example", "17"), (lin, "https://a.example", "18")] {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            assert!(matches!(act.bind_provider(id, issuer, subject).await, Err(Error::Taken(_))), "{issuer} {subject}");
        }
        let known = db.person_at_provider("https://a.example", "17").await.unwrap().unwrap();
        assert_eq!(known.id, lin);
        assert!(db.person_at_provider("https://b.example", "17").await.unwrap().is_none(), "a subject is its issuer's");
        assert!(db.staff_line(lin).await.unwrap().has_provider && !db.staff_line(other).await.unwrap().has_provider);
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.unbind_provider(lin).await.unwrap();
        act.bind_provider(other, "https://a.example", "17").await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.person_at_provider("https://a.example", "17").await.unwrap().unwrap().id, other);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_unlocks_and_outdates_sessions_and_never_enters_the_journal() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_person(&CLERK).await.unwrap();
        act.signin_failed(id, "10.0.0.1", Bounds { anywhere: 1, ..BOUNDS }).await.unwrap();
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
        assert_eq!(db.passwords_before(id, 9).await.unwrap(), ["$argon2id$一"]);
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

#[tokio::test]
async fn a_night_that_gives_signs_of_life_is_nobody_elses_however_long_it_takes() {
    on_both(|register| async move {
        let db = &register.db;
        let day = gongkai_store::Civil(date(2026, 10, 19));
        let begins = async |at: Moment| {
            let mut act = db.act(Actor::System, at).await.unwrap();
            let ours = act.begin_night(day, "", at.plus_minutes(-30)).await.unwrap();
            act.commit().await.unwrap();
            ours
        };
        let ends = async |at: Moment| {
            let mut act = db.act(Actor::System, at).await.unwrap();
            let first = act.end_night(day, "", "{}").await.unwrap();
            act.commit().await.unwrap();
            first
        };
        assert!(begins(NOON).await);
        let [mut last, mut now] = [NOON, NOON];
        for _ in 0..4 {
            now = last.plus_minutes(20);
            assert!(db.night_goes_on(day, "", last, now).await.unwrap());
            assert!(!begins(now.plus_minutes(15)).await, "an hour and more, and still at work");
            last = now;
        }
        let later = now.plus_minutes(31);
        assert!(!db.night_is_taken(day, "", later.plus_minutes(-30)).await.unwrap());
        assert!(begins(later).await, "silent for half an hour");
        assert!(!db.night_goes_on(day, "", last, later).await.unwrap(), "the first hears that it is another's");
        assert!(db.night_goes_on(day, "", later, later.plus_minutes(5)).await.unwrap());
        assert!(ends(later.plus_minutes(6)).await && !ends(later.plus_minutes(7)).await, "it is ended once");
        assert!(!db.night_goes_on(day, "", later.plus_minutes(5), later.plus_minutes(8)).await.unwrap());
    })
    .await;
}
