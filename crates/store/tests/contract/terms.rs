//! Until when a publication has to be out: by the hour within its day, and of an interpretation from its document's release.

use gongkai_store::{Actor, Moment, NewPublication, PublicationFilter, PublicationNow, Release, Scope, Writing};

use crate::{
    publications::{at, day, draft, out, release, step, words},
    register::{NOON, on_both, organ},
};

#[tokio::test]
async fn a_term_in_hours_is_late_within_its_day_and_the_nearest_stands_first() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let begun = async |title, over: Option<Moment>| {
            let now = PublicationNow { due: Some(day(10, 12)), due_ms: over, ..at("draft", false) };
            let new = NewPublication { organ: hall, author: None, writing: words(title, "{}") };
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.add_publication(&new, &[step("begun")], &now).await.unwrap();
            act.commit().await.unwrap();
        };
        begun("整天", None).await;
        begun("后到期", Some(Moment(NOON.0 + 1))).await;
        begun("已过", Some(Moment(NOON.0 - 1))).await;
        let found = async |filter: PublicationFilter<'static>| {
            let lines = db.publications(Scope::Organ(hall), &filter, 0, 9).await.unwrap();
            lines.into_iter().map(|line| line.title).collect::<Vec<_>>()
        };
        assert_eq!(found(PublicationFilter::default()).await, ["已过", "后到期", "整天"]);
        let late = PublicationFilter { due_before: Some((day(10, 12), NOON)), ..PublicationFilter::default() };
        assert_eq!(found(late).await, ["已过"], "the others have until their hour, or until midnight");
    })
    .await;
}

#[tokio::test]
async fn a_document_without_an_interpretation_is_asked_for_and_sets_going_those_that_are_joined_to_it() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let other = organ(db, "lin", "青禾县林业局", 1).await;
        let document = draft(db, hall, "办法").await;
        assert_eq!(db.first_published(&[document]).await.unwrap(), None);
        out(db, document, &release("办法", "QH/2026-00001"), NOON).await.unwrap();
        assert_eq!(db.first_published(&[document]).await.unwrap(), Some(NOON));
        let asked = async |organ, from| {
            let found = db.unexplained(Scope::Organ(organ), &["normative"], from, 9).await.unwrap();
            found.into_iter().map(|it| it.publication_id).collect::<Vec<_>>()
        };
        assert_eq!(asked(hall, NOON).await, [document]);
        assert!(asked(other, NOON).await.is_empty() && asked(hall, Moment(NOON.0 + 1)).await.is_empty());

        let content = format!("{{\"links\":[{{\"to\":\"{document}\"}}]}}");
        let begun = async |kind, due| {
            let writing = Writing { kind, due, ..words("一图读懂", &content) };
            let now = PublicationNow { due, ..at("draft", false) };
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            let new = NewPublication { organ: other, author: None, writing };
            let id = act.add_publication(&new, &[step("begun")], &now).await.unwrap();
            act.commit().await.unwrap();
            id
        };
        let waits = begun("interpretation", None).await;
        let sooner = begun("interpretation", Some(day(10, 13))).await;
        let notice = begun("notice", None).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let joined = format!("{{\"to\":\"{document}\"}}");
        act.start_interpretations((document, hall), &joined, (day(10, 15), false)).await.unwrap();
        act.commit().await.unwrap();
        let due = async |id| db.publication(id, Scope::All).await.unwrap().due;
        assert_eq!(due(waits).await, Some(day(10, 15)));
        assert_eq!((due(sooner).await, due(notice).await), (Some(day(10, 13)), None));

        let explains =
            Release {
                kind: "interpretation", relations: &[(document, "interprets")], ..release("一图读懂", "QH/2")
            };
        out(db, waits, &explains, NOON).await.unwrap();
        assert!(asked(hall, NOON).await.is_empty(), "it is explained");
    })
    .await;
}
