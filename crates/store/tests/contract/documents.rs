//! 对不上的文件: what table 2 does not count as it stands, each with its reason and only that.

use gongkai_store::{
    Actor, Civil, Db, Life, Looseness, Moment, OrganId, PublicationId, Release, Scope, YearOfDocuments,
};
use jiff::civil::date;

use crate::{
    publications::{at, day, draft, out, release, step},
    register::{NOON, on_both, organ},
};

const KINDS: [&str; 2] = ["normative", "regulation"];

/// 2026, up to the day of the acts here.
fn year() -> YearOfDocuments {
    let second = |words: &str| Moment::from(words.parse::<jiff::Timestamp>().unwrap());
    YearOfDocuments {
        days: (Civil(date(2026, 1, 1)), Civil(date(2026, 11, 21))),
        span: (second("2025-12-31T16:00:00Z"), second("2026-12-31T16:00:00Z")),
    }
}

async fn loose(db: &Db, scope: Scope) -> Vec<(String, Looseness)> {
    let rows = db.loose_documents(scope, &KINDS, year(), 50).await.unwrap();
    assert!(rows.iter().all(|row| row.found == i64::try_from(rows.len()).unwrap()), "{rows:?}");
    rows.into_iter().map(|row| (row.title, row.why)).collect()
}

/// A document with all that belongs to one; its 索引号 and its 文号 are its title's.
fn whole(title: &str) -> Release<'_> {
    Release { number: title, number_key: title, ..release(title, title) }
}

async fn issued(db: &Db, organ: OrganId, new: Release<'_>) -> PublicationId {
    let id = draft(db, organ, new.title).await;
    out(db, id, &new, NOON).await.unwrap();
    id
}

#[tokio::test]
async fn a_document_without_its_day_or_its_number_or_with_anothers_is_loose_and_a_whole_one_is_not() {
    on_both(|register| async move {
        use Looseness::{Lapsed, NumberTwice, Undated, Unnumbered, Unpublished};
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let water = organ(db, "shui", "青禾县水利局", 1).await;
        issued(db, hall, whole("供水办法")).await;
        assert!(loose(db, Scope::All).await.is_empty(), "a whole one is told of by nobody");

        issued(db, hall, Release { formed: None, ..whole("无日期的办法") }).await;
        draft(db, hall, "还在审的办法").await;
        issued(db, hall, Release { number: "", number_key: "", ..whole("无文号的办法") }).await;
        // a regulation has the number of the order that issued it, and of years past nobody counts what was issued
        issued(db, hall, Release { kind: "regulation", number: "", number_key: "", ..whole("无文号的规章") }).await;
        issued(
            db,
            hall,
            Release { formed: Some(Civil(date(2019, 3, 1))), number: "", number_key: "", ..whole("从前的办法") },
        )
        .await;
        for (organ, title) in [(hall, "甲办法"), (hall, "乙办法"), (water, "丙办法")] {
            issued(db, organ, Release { number_key: "青政发20263号", ..whole(title) }).await;
        }
        let ended = Life { until: Some(day(6, 30)), validity: Some("in_force"), ..Life::default() };
        issued(db, hall, Release { life: ended, ..whole("到期的办法") }).await;
        let marked = Life { validity: Some("lapsed"), ..ended };
        issued(db, hall, Release { life: marked, ..whole("标了失效的办法") }).await;
        let last = Life { until: Some(day(11, 21)), ..ended };
        issued(db, hall, Release { life: last, ..whole("今天到期的办法") }).await;

        let told = loose(db, Scope::Organ(hall)).await;
        let told: Vec<_> = told.iter().map(|(title, why)| (title.as_str(), *why)).collect();
        let expected = [
            ("无日期的办法", Undated),
            ("还在审的办法", Unpublished),
            ("无文号的办法", Unnumbered),
            ("甲办法", NumberTwice),
            ("乙办法", NumberTwice),
            ("到期的办法", Lapsed),
        ];
        assert_eq!(told, expected);
        assert!(loose(db, Scope::Organ(water)).await.is_empty(), "the number of another organ is another number");
    })
    .await;
}

#[tokio::test]
async fn a_repeal_that_finds_nothing_and_a_repealed_document_without_a_day_are_loose() {
    on_both(|register| async move {
        use Looseness::{RepealedUndated, RepealsNothing, RepealsUnknown};
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let water = organ(db, "shui", "青禾县水利局", 1).await;
        let old = issued(db, water, whole("村镇供水暂行规定")).await;
        let dated = Life { repealed: Some(day(10, 12)), validity: Some("repealed"), ..Life::default() };
        let known = issued(db, hall, Release { life: dated, ..whole("采砂暂行规定") }).await;
        let gone = draft(db, hall, "从没公开的规定").await;
        let by = [(old, "repeals"), (known, "replaces")];
        issued(db, hall, Release { relations: &by, ..whole("关于废止两件文件的决定") }).await;
        // what another organ's document names stays as it is: nobody knows since when it is not in force
        assert_eq!(loose(db, Scope::Organ(water)).await, [("村镇供水暂行规定".to_owned(), RepealedUndated)]);
        let hall_told = loose(db, Scope::Organ(hall)).await;
        assert_eq!(hall_told.len(), 1, "the draft, and nothing of the repeal that found both: {hall_told:?}");

        let by = [(gone, "repeals")];
        issued(db, hall, Release { relations: &by, ..whole("关于废止从没公开的规定的决定") }).await;
        issued(db, hall, Release { kind: "notice", ..whole("关于废止一批文件的通知") }).await;
        issued(db, hall, Release { kind: "notice", ..whole("停水通知") }).await;
        let told = loose(db, Scope::Organ(hall)).await;
        assert!(told.contains(&("关于废止从没公开的规定的决定".to_owned(), RepealsUnknown)), "{told:?}");
        assert!(told.contains(&("关于废止一批文件的通知".to_owned(), RepealsNothing)), "{told:?}");
        assert_eq!(told.len(), 3, "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn an_interpretation_without_its_document_is_loose_and_one_of_several_that_stands_is_enough() {
    on_both(|register| async move {
        use Looseness::{ExplainsNothing, ExplainsWithdrawn};
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let stays = issued(db, hall, whole("供水办法")).await;
        let goes = issued(db, hall, whole("采砂办法")).await;
        let (both, one) = ([(stays, "interprets"), (goes, "interprets")], [(goes, "interprets")]);
        let explains = |title: &'static str| Release { kind: "interpretation", ..whole(title) };
        issued(db, hall, Release { relations: &both, ..explains("两个办法的解读") }).await;
        issued(db, hall, Release { relations: &one, ..explains("采砂办法的解读") }).await;
        issued(db, hall, explains("没有文件的解读")).await;
        assert_eq!(loose(db, Scope::All).await, [("没有文件的解读".to_owned(), ExplainsNothing)]);

        let version = db.publication(goes, Scope::All).await.unwrap().version;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let ended = ("withdrawn", "原决定被撤销");
        act.end_publication((goes, version), ended, step("withdrawn"), &at("withdrawn", false)).await.unwrap();
        act.commit().await.unwrap();
        let told = loose(db, Scope::All).await;
        let expected = [("没有文件的解读", ExplainsNothing), ("采砂办法的解读", ExplainsWithdrawn)];
        assert_eq!(told.iter().map(|(title, why)| (title.as_str(), *why)).collect::<Vec<_>>(), expected);

        let before = YearOfDocuments { span: (Moment(0), NOON), ..year() };
        let none = db.loose_documents(Scope::All, &KINDS, before, 50).await.unwrap();
        assert!(none.is_empty(), "published in another year, they belong to that: {none:?}");
    })
    .await;
}

#[tokio::test]
async fn of_more_than_are_listed_it_is_said_how_many_there_are_in_all() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        for n in 0..7 {
            draft(db, hall, &format!("第{n}稿")).await;
        }
        let rows = db.loose_documents(Scope::Organ(hall), &KINDS, year(), 3).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.found).collect::<Vec<_>>(), [7, 7, 7]);
        assert_eq!(rows[0].title, "第0稿", "the first first");
    })
    .await;
}
