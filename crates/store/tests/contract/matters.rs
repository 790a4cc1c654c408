//! Complaints and corrections: who sees which, in what order, and that nothing of them is written over or lost.

use gongkai_store::{
    Act, Actor, Civil, Db, Error, MatterId, MatterNow, NewFile, NewMatter, NewStep, Opened, OrganId, Scope, journal,
};
use jiff::civil::date;

use crate::register::{NOON, on_both, organ, sealed};

fn day(month: i8, day: i8) -> Civil {
    Civil(date(2026, month, day))
}

fn complaint<'a>(organ: OrganId, about: OrganId, number: &'a str, code: &'a [u8]) -> NewMatter<'a> {
    NewMatter {
        organ,
        kind: "complaint",
        number,
        code_mac: code,
        about,
        ground: "not_answered",
        request_number: "SHUI-2026-0007",
        title: "县水利局：没有依法答复",
        words: "9月1日申请公开水费明细，到今天没有人答复。",
        sealed: Some(b"sealed"),
        arrived: day(10, 12),
    }
}

fn step(kind: &'static str) -> NewStep<'static> {
    NewStep { on: day(10, 12), kind, detail: "{}" }
}

fn open(due: Option<Civil>) -> MatterNow<'static> {
    MatterNow { stage: "arrived", due, outcome: None, ended: None, asked: false }
}

async fn add(db: &Db, new: &NewMatter<'_>, now: &MatterNow<'_>) -> MatterId {
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    let id = act.add_matter(new, step("arrived"), now).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// An act of the desk, committed where the write went well.
async fn wrote(db: &Db, write: impl AsyncFnOnce(&mut Act) -> Result<(), Error>) -> Result<(), Error> {
    let mut act = db.act(Actor::Operator, NOON).await?;
    write(&mut act).await?;
    act.commit().await
}

#[tokio::test]
async fn a_matter_opens_by_number_and_code_together_and_at_the_desk_within_its_scope() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, bureau) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "青禾县水利局", 1).await);
        let id = add(db, &complaint(hall, bureau, "QH-TS-2026-0001", b"code"), &open(Some(day(11, 9)))).await;

        let opened = db.matter_by_code("QH-TS-2026-0001", b"code").await.unwrap().unwrap();
        assert_eq!((opened.id, opened.organ_id, opened.about_id, opened.version), (id, hall, bureau, 0));
        assert_eq!((opened.stage.as_str(), opened.due, opened.ended), ("arrived", Some(day(11, 9)), None));
        assert_eq!(opened.sealed.as_deref(), Some(&b"sealed"[..]));
        assert!(db.matter_by_code("QH-TS-2026-0001", b"other").await.unwrap().is_none());
        assert!(db.matter_by_code("QH-TS-2026-0002", b"code").await.unwrap().is_none());

        let numbered = async |scope| db.matter_numbered("QH-TS-2026-0001", scope).await.unwrap().is_some();
        assert!(numbered(Scope::Organ(hall)).await && numbered(Scope::All).await);
        assert!(!numbered(Scope::Organ(bureau)).await, "whom it is about does not see it for that");
        assert!(db.matter_asked("QH-TS-2026-0001", bureau).await.unwrap().is_none(), "nobody asked the bureau yet");
    })
    .await;
}

#[tokio::test]
async fn of_one_number_there_is_one_matter() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let new = complaint(hall, hall, "QH-TS-2026-0001", b"code");
        add(db, &new, &open(None)).await;
        let again = wrote(db, async |act| act.add_matter(&new, step("arrived"), &open(None)).await.map(|_| ())).await;
        assert!(matches!(again, Err(Error::Taken(_))), "{again:?}");
        assert_eq!(db.matter_count(Scope::All, false).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_step_is_taken_from_what_its_writer_saw_and_the_list_follows() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, bureau) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "青禾县水利局", 1).await);
        let id = add(db, &complaint(hall, bureau, "QH-TS-2026-0001", b"code"), &open(Some(day(11, 9)))).await;
        let asked = MatterNow { stage: "handle", asked: true, ..open(Some(day(11, 9))) };
        let take = async |version, kind, now: MatterNow<'static>| {
            wrote(db, async |act| act.take_matter_step(id, version, step(kind), &now).await).await
        };
        take(0, "asked", asked).await.unwrap();
        let late = take(0, "accepted", asked).await;
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
        assert!(db.matter_asked("QH-TS-2026-0001", bureau).await.unwrap().is_some());
        assert_eq!(db.matters_asked(bureau, 9).await.unwrap().len(), 1);
        assert!(db.matters_asked(hall, 9).await.unwrap().is_empty());

        let over =
            MatterNow { stage: "file", due: None, outcome: Some("urged"), ended: Some(day(10, 20)), asked: true };
        take(1, "settled", over).await.unwrap();
        let steps = db.matter_steps(id).await.unwrap();
        let told: Vec<_> = steps.iter().map(|step| (step.n, step.kind.as_str())).collect();
        assert_eq!(told, [(0, "arrived"), (1, "asked"), (2, "settled")]);
        let ended = db.matter_numbered("QH-TS-2026-0001", Scope::All).await.unwrap().unwrap();
        assert_eq!((ended.outcome.as_deref(), ended.ended, ended.version), (Some("urged"), Some(day(10, 20)), 2));
        assert_eq!(db.matter_count(Scope::All, true).await.unwrap(), 0);
        assert_eq!(db.matter_count(Scope::All, false).await.unwrap(), 1);
        assert_eq!(register.acts().await.iter().filter(|(act, _)| act.starts_with("matter.")).count(), 3);
    })
    .await;
}

#[tokio::test]
async fn open_matters_stand_by_their_terms_those_without_last_and_the_list_is_turned_without_repeating_one() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, other) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "yz", "云泽县政府办", 1).await);
        for (number, due) in [("1", None), ("2", Some(day(11, 9))), ("3", Some(day(10, 20))), ("4", Some(day(11, 9)))] {
            add(db, &complaint(hall, hall, number, b"code"), &open(due)).await;
        }
        add(db, &complaint(other, other, "5", b"code"), &open(Some(day(10, 13)))).await;
        let numbers = async |scope, open, skip| -> Vec<String> {
            db.matters(scope, open, skip, 2).await.unwrap().into_iter().map(|matter| matter.number).collect()
        };
        let own = Scope::Organ(hall);
        assert_eq!([numbers(own, true, 0).await, numbers(own, true, 2).await].concat(), ["3", "2", "4", "1"]);
        assert_eq!([numbers(own, false, 0).await, numbers(own, false, 2).await].concat(), ["4", "3", "2", "1"]);
        assert_eq!(numbers(Scope::All, true, 0).await, ["5", "3"]);
    })
    .await;
}

#[tokio::test]
async fn papers_stand_in_their_order_are_kept_once_and_leave_a_trace() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let id = add(db, &complaint(hall, hall, "QH-TS-2026-0001", b"code"), &open(None)).await;
        for name in ["回执.txt", "回执（副本）.txt"] {
            let upload = sealed("9月1日收到".as_bytes(), "QH-TS-2026-0001");
            let file = NewFile { upload, name, kind: "evidence", shown: false };
            wrote(db, async |act| act.attach_to_matter(id, hall, &file).await.map(|_| ())).await.unwrap();
        }
        let files = db.matter_files(id).await.unwrap();
        let told: Vec<_> = files.iter().map(|file| (file.n, file.name.as_str(), file.shown)).collect();
        assert_eq!(told, [(0, "回执.txt", false), (1, "回执（副本）.txt", false)]);
        assert_eq!(files[0].file_sm3, files[1].file_sm3);
        let stored = db.stored_file(files[0].file_sm3).await.unwrap();
        assert!(stored.bytes.ends_with("9月1日收到".as_bytes()) && stored.record.as_deref() == Some("QH-TS-2026-0001"));
        let verified = db.verify_files(|_| Opened::NoKey).await.unwrap();
        assert_eq!((verified.sound, verified.unopened, verified.broken), (1, 1, None));
        assert!(journal::verify(db).await.unwrap().broken.is_none());
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_matter_is_told_by_one_letter_which_belongs_to_it_alone() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, bureau) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "青禾县水利局", 1).await);
        let id = add(db, &complaint(hall, bureau, "QH-TS-2026-0001", b"code"), &open(None)).await;
        let other = add(db, &complaint(hall, bureau, "QH-TS-2026-0002", b"edoc"), &open(None)).await;
        assert!(db.letter_of_matter(id).await.unwrap().is_none());
        let told = async |act: &mut Act| {
            let letter = act.add_matter_letter(hall, id, ("complaint_told", "{}")).await?;
            act.sign_letter((letter, hall, 0), "青诉告〔2026〕1号", day(10, 13)).await
        };
        wrote(db, told).await.unwrap();
        let letter = db.letter_of_matter(id).await.unwrap().unwrap();
        assert_eq!((letter.matter_id, letter.request_id, letter.redress_id), (Some(id), None, None));
        assert_eq!(letter.number.as_deref(), Some("青诉告〔2026〕1号"));
        assert!(matches!(wrote(db, told).await, Err(Error::Taken(_))), "it is told once");
        assert!(db.letter_of_matter(other).await.unwrap().is_none());
        assert!(db.letter(letter.id, Scope::All).await.is_err(), "a letter of no request is no request's");
        for spoil in ["matter_id = null", "request_id = matter_id"] {
            let sql = format!("update letter set {spoil}");
            assert!(register.tamper(&sql).await.is_err(), "{spoil}: each letter is about one thing");
        }
    })
    .await;
}
