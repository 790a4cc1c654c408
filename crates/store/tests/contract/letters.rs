//! Letters: an organ's own words for them, version by version.

use gongkai_store::{Actor, Error};

use crate::register::{NOON, on_both, organ};

#[tokio::test]
async fn an_organs_words_for_a_letter_keep_every_version_and_the_second_writer_is_told() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let land = organ(db, "qh-zr", "青禾县自然资源局", 2).await;
        for (seen, words) in [(0, Some("第一版")), (1, Some("第二版")), (2, None)] {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.set_letter_model(water, "clarify", seen, words).await.unwrap();
            act.commit().await.unwrap();
        }
        let mut late = db.act(Actor::Operator, NOON).await.unwrap();
        let stale = late.set_letter_model(water, "clarify", 1, Some("别的")).await;
        assert!(matches!(stale, Err(Error::Stale)));
        drop(late);
        let now = db.letter_models(water).await.unwrap();
        assert_eq!(now.iter().map(|model| (model.version, model.words.as_deref())).collect::<Vec<_>>(), [(3, None)]);
        let all = db.letter_model_versions(water, "clarify", 10).await.unwrap();
        let words: Vec<_> = all.iter().map(|model| model.words.as_deref()).collect();
        assert_eq!(words, [None, Some("第二版"), Some("第一版")]);
        assert!(all.iter().all(|model| model.actor == "operator"));
        assert!(db.letter_models(land).await.unwrap().is_empty(), "another organ's words are its own");
        let acts: Vec<_> = register.acts().await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts.iter().filter(|act| *act == "letter.set_model").count(), 3);
    })
    .await;
}
