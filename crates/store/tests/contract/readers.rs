//! What readers leave: mistakes that they found, subscriptions, how often they looked; and the columns made for them.

use gongkai_store::{
    Actor, Civil, Db, Error, MistakeSpot, Moment, NewMistake, OrganId, PublicationId, ReadingPlaceWords, Scope,
    SpecialWords,
};
use jiff::civil::date;

use crate::{
    publications::{draft, out, release},
    register::{NOON, on_both, organ},
};

fn day(day: i8) -> Civil {
    Civil(date(2026, 10, day))
}

async fn public(db: &Db, organ: OrganId, index_number: &str) -> PublicationId {
    let id = draft(db, organ, "供水办法").await;
    out(db, id, &release("供水办法", index_number), NOON).await.unwrap();
    id
}

fn found<'a>(organ: OrganId, publication: PublicationId, number: &'a str, due: i8) -> NewMistake<'a> {
    NewMistake {
        organ,
        spot: MistakeSpot::Publication(publication),
        number,
        code_mac: b"code",
        place: "第一条",
        words: "电话是空号",
        sealed: Some(b"sealed"),
        arrived: day(12),
        due: Some(day(due)),
        provisional: false,
    }
}

#[tokio::test]
async fn what_a_reader_found_is_answered_once_and_late_is_what_was_answered_after_its_day() {
    on_both(|register| async move {
        let db = &register.db;
        let (bureau, other) = (organ(db, "shui", "县水利局", 0).await, organ(db, "lin", "县林业局", 0).await);
        let item = public(db, bureau, "shui/2026-1").await;
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        for (number, due) in [("SHUI-ZC-2026-0001", 15), ("SHUI-ZC-2026-0002", 13), ("SHUI-ZC-2026-0003", 14)] {
            act.add_mistake(&found(bureau, item, number, due)).await.unwrap();
        }
        act.commit().await.unwrap();
        let mut twice = db.act(Actor::Public, NOON).await.unwrap();
        let taken = twice.add_mistake(&found(bureau, item, "SHUI-ZC-2026-0001", 15)).await;
        assert!(matches!(taken, Err(Error::Taken(_))));
        drop(twice);

        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        let page = NewMistake { spot: MistakeSpot::Page("/guide"), ..found(other, item, "LIN-ZC-2026-0001", 16) };
        act.add_mistake(&page).await.unwrap();
        act.commit().await.unwrap();
        let page = db.mistake_numbered("LIN-ZC-2026-0001", Scope::All).await.unwrap();
        assert_eq!((page.publication_id, page.page.as_deref()), (None, Some("/guide")));
        let open = db.mistakes(Scope::Organ(bureau), true, 0, 9).await.unwrap();
        assert!(open.iter().all(|mistake| mistake.publication_id == Some(item) && mistake.page.is_none()));
        let numbers: Vec<_> = open.iter().map(|mistake| &mistake.number[13..]).collect();
        assert_eq!(numbers, ["0002", "0003", "0001"], "what is due first, first");
        assert_eq!(db.mistakes(Scope::Organ(other), true, 0, 9).await.unwrap().len(), 1, "each its own");
        assert_eq!(db.mistakes_due(day(14), 9).await.unwrap().len(), 2);
        assert!(db.mistake_by_code("SHUI-ZC-2026-0001", b"other").await.unwrap().is_none());
        let version = (open[0].id, open[0].version);
        for (on, fits) in [(day(14), true), (day(14), false)] {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            let answered = act.answer_mistake(version, ("right", "核对过"), on).await;
            assert_eq!(answered.is_ok(), fits);
            if fits {
                act.commit().await.unwrap();
            }
        }
        let totals = db.mistake_totals(Scope::All, (day(1), day(31)), day(15)).await.unwrap();
        assert_eq!((totals.all, totals.answered, totals.late), (4, 1, 2), "one answered late, one open and late");
        let none = db.mistake_totals(Scope::All, (day(13), day(31)), day(15)).await.unwrap();
        assert_eq!((none.all, none.late), (0, 0));

        let mut act = db.act(Actor::System, NOON.plus_days(90)).await.unwrap();
        assert_eq!(act.forget_finders(NOON.plus_days(1), 9).await.unwrap(), 1, "of what was answered alone");
        assert_eq!(act.forget_finders(NOON.plus_days(1), 9).await.unwrap(), 0);
        act.commit().await.unwrap();
        assert_eq!(db.mistake(open[0].id).await.unwrap().sealed, None);
        assert!(db.mistake(open[1].id).await.unwrap().sealed.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_address_is_kept_once_for_all_that_it_wants_and_goes_with_the_last() {
    on_both(|register| async move {
        let db = &register.db;
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        let (id, _) = act.subscribe((b"mac", b"sealed"), ("topic", "A20_01")).await.unwrap();
        assert_eq!(act.subscribe((b"mac", b"anew"), ("search", "供水")).await.unwrap(), (id, 2));
        assert_eq!(act.subscribe((b"mac", b"anew"), ("search", "供水")).await.unwrap(), (id, 2), "asked twice");
        act.confirm_subscription(id, ("topic", "A20_01")).await.unwrap();
        act.commit().await.unwrap();
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        let unknown = act.confirm_subscription(id, ("organ", "shui")).await;
        assert!(matches!(unknown, Err(Error::Missing(_))));
        drop(act);
        assert_eq!(db.subscriber(id).await.unwrap().sealed, b"sealed");

        let later = NOON.plus_days(1);
        assert!(db.subscribers_untold(NOON, 9).await.unwrap().is_empty(), "told of all there was when it came");
        assert_eq!(db.subscribers_untold(later, 9).await.unwrap().len(), 1);
        let mut act = db.act(Actor::System, later).await.unwrap();
        act.told_subscribers(&[id], later).await.unwrap();
        act.told_subscribers(&[id], NOON).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.subscriber(id).await.unwrap().told_ms, later, "it goes on and never back");

        let mut act = db.act(Actor::System, later).await.unwrap();
        assert_eq!(act.purge_subscriptions(Moment(NOON.0 + 1)).await.unwrap(), 1, "what nobody said yes to");
        act.commit().await.unwrap();
        let left = db.subscriptions_of(&[id]).await.unwrap();
        assert_eq!(left.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["A20_01"]);
        let mut act = db.act(Actor::Public, later).await.unwrap();
        act.unsubscribe(id, Some(("topic", "A20_01"))).await.unwrap();
        act.commit().await.unwrap();
        assert!(matches!(db.subscriber(id).await, Err(Error::Missing(_))), "the address is gone");
    })
    .await;
}

fn special(picks: &[PublicationId]) -> SpecialWords<'_> {
    SpecialWords {
        title: "供水",
        intro: "",
        first: day(12),
        last: day(20),
        kinds: "normative",
        topic: "",
        words: "",
        own: true,
        picks,
    }
}

#[tokio::test]
async fn a_special_column_keeps_its_picks_in_their_order_and_shows_those_that_are_public() {
    on_both(|register| async move {
        let db = &register.db;
        let bureau = organ(db, "shui", "县水利局", 0).await;
        let (one, two) = (public(db, bureau, "shui/2026-1").await, public(db, bureau, "shui/2026-2").await);
        let hidden = draft(db, bureau, "还没有审的").await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_special(bureau, "gongshui", &special(&[two, hidden, one])).await.unwrap();
        act.commit().await.unwrap();
        let order = async || {
            let picks = db.special_picks(id).await.unwrap();
            picks.into_iter().map(|line| line.publication_id).collect::<Vec<_>>()
        };
        assert_eq!(order().await, [two, one]);
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        assert!(matches!(act.add_special(bureau, "gongshui", &special(&[])).await, Err(Error::Taken(_))));
        drop(act);
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.write_special(id, 0, &special(&[one])).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(order().await, [one]);
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        assert!(matches!(act.write_special(id, 0, &special(&[])).await, Err(Error::Stale)));
        drop(act);
        for (today, running, over) in [(11, 0, 0), (12, 1, 0), (20, 1, 0), (21, 0, 1)] {
            let found = db.specials_running(day(today), Some(bureau), 9).await.unwrap().len();
            assert_eq!((found, db.specials_over(day(today), 9).await.unwrap().len()), (running, over), "{today}");
        }
        let latest = db.latest_of_kinds(bureau, &["notice", "normative"], 1).await.unwrap();
        assert_eq!(latest.len(), 1, "one of each kind that there is");
    })
    .await;
}

#[tokio::test]
async fn views_add_up_and_those_of_what_is_not_there_are_passed_over() {
    on_both(|register| async move {
        let db = &register.db;
        let bureau = organ(db, "shui", "县水利局", 0).await;
        let id = public(db, bureau, "shui/2026-1").await;
        for _ in 0..2 {
            let views = [("shui/2026-1".to_owned(), 3), ("none/2026-9".to_owned(), 5)];
            db.add_views(&views).await.unwrap();
        }
        assert_eq!(db.views_of(id).await.unwrap(), 6);
        db.add_views(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reading_place_is_its_organs_to_write_and_everybodys_to_see_until_it_is_dropped() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, other) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "县水利局", 0).await);
        let words = |name: &'static str| ReadingPlaceWords {
            kind: "library",
            name,
            address: "青禾县城关镇书香路8号",
            hours: "周二至周日9:00—17:00",
            phone: "0000-555 0310",
            note: "",
        };
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let id = act.add_reading_place(hall, &words("县图书馆")).await.unwrap();
        act.add_reading_place(other, &words("水利局查阅室")).await.unwrap();
        act.commit().await.unwrap();
        let names = async |of| {
            let all = db.reading_places(of, 9).await.unwrap();
            all.into_iter().map(|place| place.name).collect::<Vec<_>>()
        };
        assert_eq!(names(Some(hall)).await, ["县图书馆"]);
        assert_eq!(names(None).await.len(), 2);
        assert!(matches!(db.reading_place(id, other).await, Err(Error::Missing(_))), "it is not theirs");

        for (organ, version, fits) in [(other, 0, false), (hall, 0, true), (hall, 0, false)] {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            let written = act.write_reading_place((id, organ), version, &words("县图书馆二楼")).await;
            assert_eq!(written.is_ok(), fits);
            if fits {
                act.commit().await.unwrap();
            }
        }
        let place = db.reading_place(id, hall).await.unwrap();
        assert_eq!((place.name.as_str(), place.version), ("县图书馆二楼", 1));
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.drop_reading_place(&place).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(names(None).await, ["水利局查阅室"]);
        let about = gongkai_store::journal::about(db, &id.to_string(), 9).await.unwrap();
        assert_eq!(about.len(), 3, "added, written, dropped");
    })
    .await;
}
