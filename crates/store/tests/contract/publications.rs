//! Publications: what is in work is its organ's, what is released is everybody's, and what was taken back leaves its mark.

use gongkai_store::{
    Actor, Civil, Db, Digest, Error, Life, Moment, NewPublication, NewStep, OrganId, PastFile, PastPublication,
    PastStep, PublicationFilter, PublicationId, PublicationNow, Release, ReleasedFilter, Scope, Upload, Writing,
};
use jiff::civil::date;

use crate::register::{NOON, on_both, organ};

pub fn day(month: i8, day: i8) -> Civil {
    Civil(date(2026, month, day))
}

pub fn step(kind: &'static str) -> NewStep<'static> {
    NewStep { on: day(10, 12), kind, detail: "{}" }
}

pub fn at(stage: &'static str, public: bool) -> PublicationNow<'static> {
    let due = (!public).then(|| day(11, 9));
    PublicationNow { stage, public, due, due_ms: None, provisional: false, reassess: None, anew: false }
}

pub fn words<'a>(title: &'a str, content: &'a str) -> Writing<'a> {
    Writing {
        kind: "normative",
        title,
        content,
        attribute: "proactive",
        formed: Some(day(10, 12)),
        due: Some(day(11, 9)),
        due_ms: None,
        provisional: false,
    }
}

pub async fn draft(db: &Db, organ: OrganId, title: &str) -> PublicationId {
    let new = NewPublication { organ, author: None, writing: words(title, "{}") };
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let id = act.add_publication(&new, &[step("begun")], &at("draft", false)).await.unwrap();
    act.commit().await.unwrap();
    id
}

pub fn release<'a>(title: &'a str, index_number: &'a str) -> Release<'a> {
    Release {
        index_number,
        kind: "normative",
        title,
        summary: "",
        content: "{\"title\":\"x\"}",
        formed: Some(day(10, 12)),
        number: "青政发〔2026〕14号",
        number_key: "青政发202614号",
        topics: &["A20_01"],
        form: "",
        converted: false,
        life: Life { validity: Some("in_force"), ..Life::default() },
        expires: None,
        files: &[],
        relations: &[],
    }
}

/// Releases what an organ has in work; which release it is.
pub async fn out(db: &Db, id: PublicationId, release: &Release<'_>, when: Moment) -> Result<i32, Error> {
    let version = db.publication(id, Scope::All).await?.version;
    let mut act = db.act(Actor::Operator, when).await?;
    let n = act.release_publication((id, version), release, step("released"), &at("public", true)).await?;
    act.commit().await?;
    Ok(n)
}

#[tokio::test]
async fn what_is_in_work_is_seen_by_its_organ_and_by_nobody_on_the_portal() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, bureau) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "青禾县水利局", 1).await);
        let id = draft(db, bureau, "农村供水管理办法").await;
        assert!(matches!(db.publication(id, Scope::Organ(hall)).await, Err(Error::Missing(_))));
        let found = db.publication(id, Scope::Organ(bureau)).await.unwrap();
        assert_eq!((found.stage.as_str(), found.public, found.due), ("draft", false, Some(day(11, 9))));
        assert!(matches!(db.released(id).await, Err(Error::Missing(_))));
        assert!(db.released_lines(&ReleasedFilter::default(), None, 10).await.unwrap().is_empty());
        let filter = PublicationFilter { titled: "供水", stages: &["draft"], ..PublicationFilter::default() };
        let listed = async |scope| db.publications(scope, &filter, 0, 10).await.unwrap().len();
        assert_eq!((listed(Scope::Organ(bureau)).await, listed(Scope::Organ(hall)).await), (1, 0));
        let stages = db.publication_stages(Scope::All, &PublicationFilter::default()).await.unwrap();
        assert_eq!(stages, [("draft".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_somebody_else_changed_is_not_written_over() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let id = draft(db, hall, "供水办法").await;
        let write = async |version, title: &'static str| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.write_publication(id, version, &words(title, "{}")).await?;
            act.commit().await
        };
        write(0, "供水办法（二稿）").await.unwrap();
        assert!(matches!(write(0, "供水办法（另一稿）").await, Err(Error::Stale)));
        assert_eq!(db.publication(id, Scope::All).await.unwrap().title, "供水办法（二稿）");
    })
    .await;
}

#[tokio::test]
async fn a_release_is_everybodys_keeps_its_number_and_each_of_its_versions_and_leaves_a_tombstone() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let id = draft(db, hall, "供水办法").await;
        let index = "11000000QH00000000/2026-00001";
        assert_eq!(out(db, id, &release("供水办法", index), NOON).await.unwrap(), 1);
        let seen = db.released_at(index).await.unwrap();
        assert_eq!((seen.publication_id, seen.title.as_str(), seen.position), (id, "供水办法", 1));
        assert_eq!(db.released_numbered("青政发202614号").await.unwrap().len(), 1);
        assert_eq!(db.topic_counts(Some(hall)).await.unwrap().iter().map(|t| t.count).sum::<i64>(), 1);

        let later = NOON.plus_days(1);
        let again = Release { content: "{\"title\":\"y\"}", ..release("供水办法（修订）", "another") };
        assert_eq!(out(db, id, &again, later).await.unwrap(), 2);
        let seen = db.released(id).await.unwrap();
        assert_eq!((seen.index_number.as_str(), seen.n, seen.first_ms, seen.released_ms), (index, 2, NOON, later));
        assert_eq!(db.released_past(id, 1).await.unwrap().0, "{\"title\":\"x\"}");
        assert_eq!(db.releases(id).await.unwrap().len(), 2);

        let version = db.publication(id, Scope::All).await.unwrap().version;
        let end = async |version| {
            let mut act = db.act(Actor::Operator, later).await.unwrap();
            let state = ("withdrawn", "原决定被撤销");
            act.end_publication((id, version), state, step("withdrawn"), &at("withdrawn", false)).await?;
            act.commit().await
        };
        end(version).await.unwrap();
        assert!(matches!(end(version + 1).await, Err(Error::Stale)), "it is withdrawn once");
        let stone = db.released(id).await.unwrap();
        assert_eq!((stone.state.as_str(), stone.why.as_str()), ("withdrawn", "原决定被撤销"));
        assert!(db.released_lines(&ReleasedFilter::default(), None, 10).await.unwrap().is_empty());
        assert!(db.topic_counts(None).await.unwrap().is_empty());
        assert!(matches!(db.released_past(id, 1).await, Err(Error::Missing(_))), "nor what it said before");
        assert!(db.releases(id).await.unwrap().is_empty());
        let changes = db.released_after(0, 10).await.unwrap();
        assert_eq!(changes.iter().map(|c| (c.position, c.state.as_str())).collect::<Vec<_>>(), [(3, "withdrawn")]);
        let content = db.verify_content().await.unwrap();
        assert_eq!((content.broken, content.steps), (None, 4), "the chain holds each of its steps");
    })
    .await;
}

#[tokio::test]
async fn two_publications_never_have_one_index_number() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let (first, second) = (draft(db, hall, "一").await, draft(db, hall, "二").await);
        out(db, first, &release("一", "QH/2026-00001"), NOON).await.unwrap();
        let taken = out(db, second, &release("二", "QH/2026-00001"), NOON).await.unwrap_err();
        assert!(matches!(taken, Error::Taken(_)), "{taken}");
        assert!(!db.publication(second, Scope::All).await.unwrap().public, "nothing of the act is left");
    })
    .await;
}

#[tokio::test]
async fn files_go_out_with_the_release_and_their_bytes_go_with_the_last_who_names_them() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let id = draft(db, hall, "供水办法").await;
        let upload = Upload { bytes: b"%PDF-1.7", media: "application/pdf" };
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        assert_eq!(act.attach_to_publication(id, hall, ("办法.pdf", upload)).await.unwrap(), 0);
        act.commit().await.unwrap();
        let sm3 = Digest::of(b"%PDF-1.7");
        let files = [("办法.pdf", sm3)];
        out(db, id, &Release { files: &files, ..release("供水办法", "QH/2026-00001") }, NOON).await.unwrap();
        assert_eq!(db.released_files(id).await.unwrap().iter().map(|f| f.file_sm3).collect::<Vec<_>>(), [sm3]);

        {
            let mut late = db.act(Actor::Operator, NOON).await.unwrap();
            let late = late.detach_from_publication(id, hall, 0).await;
            assert!(matches!(late, Err(Error::Stale)), "what is out does not change behind its review");
        }
        let version = db.publication(id, Scope::All).await.unwrap().version;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.take_publication_step(id, version, step("revised"), &at("draft", true)).await.unwrap();
        act.detach_from_publication(id, hall, 0).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.file_bytes(sm3).await.unwrap(), b"%PDF-1.7", "what is public still names it");
        out(db, id, &release("供水办法", "QH/2026-00001"), NOON.plus_days(1)).await.unwrap();
        assert!(matches!(db.file(sm3).await, Err(Error::Missing(_))));
        let files = db.verify_files(|_| gongkai_store::Opened::NoKey).await.unwrap();
        assert_eq!(files.broken, None);
    })
    .await;
}

#[tokio::test]
async fn a_document_and_its_interpretation_find_each_other_and_lists_are_walked_by_their_end() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let (document, reading) = (draft(db, hall, "办法").await, draft(db, hall, "一图读懂").await);
        out(db, document, &release("办法", "QH/2026-00001"), NOON).await.unwrap();
        let relations = [(document, "interprets")];
        let explains =
            Release { kind: "interpretation", relations: &relations, ..release("一图读懂", "QH/2026-00002") };
        out(db, reading, &explains, NOON.plus_days(1)).await.unwrap();
        let of = async |id| {
            let found = db.related(id).await.unwrap();
            found.into_iter().map(|r| (r.publication_id, r.inward, r.relation)).collect::<Vec<_>>()
        };
        assert_eq!(of(document).await, [(reading, true, "interprets".to_owned())]);
        assert_eq!(of(reading).await, [(document, false, "interprets".to_owned())]);

        let filter = ReleasedFilter { organ: Some(hall), topic: Some("A20_01"), ..ReleasedFilter::default() };
        assert_eq!(db.released_count(&filter).await.unwrap(), 2);
        let first = db.released_lines(&filter, None, 1).await.unwrap();
        assert_eq!(first[0].publication_id, reading, "the newest first");
        let after = Some((first[0].released_ms, first[0].publication_id));
        assert_eq!(db.released_lines(&filter, after, 1).await.unwrap()[0].publication_id, document);
        let kinds = ReleasedFilter { kinds: &["interpretation"], ..ReleasedFilter::default() };
        assert_eq!(db.released_count(&kinds).await.unwrap(), 1);

        let mut act = db.act(Actor::System, NOON.plus_days(2)).await.unwrap();
        let repealed = Life { repealed: Some(day(11, 15)), validity: Some("repealed"), ..Life::default() };
        act.set_life(document, db.released(document).await.unwrap().position, &repealed).await.unwrap();
        act.commit().await.unwrap();
        let validities = db.released_validities(&ReleasedFilter::default()).await.unwrap();
        assert!(validities.contains(&("repealed".to_owned(), 1)), "{validities:?}");
    })
    .await;
}

async fn take_down(db: &Db, id: PublicationId, when: Moment) {
    let version = db.publication(id, Scope::All).await.unwrap().version;
    let mut act = db.act(Actor::Operator, when).await.unwrap();
    let (end, now) = (("withdrawn", "写错"), at("withdrawn", false));
    act.end_publication((id, version), end, step("withdrawn"), &now).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_public_is_told_by_category_year_theme_and_end_and_what_was_taken_down_is_in_none_of_them() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, water) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "sl", "青禾县水利局", 1).await);
        let themed = "{\"title\":\"x\",\"theme\":\"水利_供水\",\"topics\":[],\"source\":\"节水\"}";
        let rows = [
            (hall, "办法", "QH/1", "{\"body\":\"讲供水\",\"theme\":\"农业、水利%\",\"topics\":[]}", Some(day(12, 1))),
            (water, "规定", "SL/1", themed, Some(day(11, 1))),
            (water, "撤下的规定", "SL/2", themed, Some(day(11, 1))),
        ];
        let mut ids = Vec::new();
        for (n, (organ, title, index_number, content, until)) in (0..).zip(rows) {
            let id = draft(db, organ, title).await;
            let life = Life { until, validity: Some("in_force"), ..Life::default() };
            let new = Release { content, life, ..release(title, index_number) };
            out(db, id, &new, NOON.plus_days(n)).await.unwrap();
            ids.push(id);
        }
        take_down(db, ids[2], NOON.plus_days(4)).await;

        let titles = |lines: Vec<gongkai_store::ReleasedLine>| -> Vec<String> {
            lines.into_iter().map(|line| line.title).collect()
        };
        let first = db.topic_lines("A20_01", None, None, 1).await.unwrap();
        let after = Some((first[0].released_ms, first[0].publication_id));
        assert_eq!(titles(first), ["规定"], "the newest first");
        assert_eq!(titles(db.topic_lines("A20_01", None, after, 9).await.unwrap()), ["办法"]);
        assert_eq!(titles(db.topic_lines("A20_01", Some(hall), None, 9).await.unwrap()), ["办法"]);
        let by_organ =
            [("qh".to_owned(), "青禾县政府办".to_owned(), 1), ("sl".to_owned(), "青禾县水利局".to_owned(), 1)];
        assert_eq!(db.topic_organs("A20_01").await.unwrap(), by_organ);
        let all = ReleasedFilter::default();
        assert_eq!(db.released_organs(&all).await.unwrap(), by_organ);
        assert_eq!(db.released_years(&all).await.unwrap(), [("2026".to_owned(), 2)]);
        assert_eq!(titles(db.released_ending(&all, 9).await.unwrap()), ["规定", "办法"]);
        let soon = ReleasedFilter { until: Some((day(10, 1), day(11, 30))), ..all };
        assert_eq!(db.released_count(&soon).await.unwrap(), 1);
        let formed = ReleasedFilter { formed: Some((day(10, 13), day(12, 31))), ..all };
        assert_eq!(db.released_count(&formed).await.unwrap(), 0);
        for (theme, count) in
            [("水利", 2), ("水利_", 1), ("水利%", 1), ("供水", 1), ("利_供", 1), ("节水", 0), ("讲", 0), ("\"", 0)]
        {
            assert_eq!(db.released_count(&ReleasedFilter { theme, ..all }).await.unwrap(), count, "{theme}");
        }
        let places = db.released_places(0, 9).await.unwrap();
        assert_eq!(places, [("QH/1".to_owned(), NOON), ("SL/1".to_owned(), NOON.plus_days(1))]);
        assert!(db.released_places(2, 9).await.unwrap().is_empty());
    })
    .await;
}

/// What the kept counts say and what is there, counted: the two never part.
async fn counts_hold(db: &Db, organs: &[OrganId]) {
    let everything = ReleasedFilter::default();
    let year = |year| (Civil(date(year, 1, 1)), Civil(date(year, 12, 31)));
    let years = [None, Some(year(2026)), Some(year(2025)), Some((year(2020).0, year(2030).1))];
    for organ in organs.iter().map(|organ| Some(*organ)).chain([None]) {
        for kept in years.map(|formed| ReleasedFilter { organ, formed, ..everything }) {
            // with a moment from which on, the rows themselves are counted
            let counted = ReleasedFilter { from: Some(Moment(0)), ..kept };
            assert_eq!(db.released_count(&kept).await.unwrap(), db.released_count(&counted).await.unwrap());
            let sorted = |mut all: Vec<(String, i64)>| {
                all.sort();
                all
            };
            assert_eq!(
                sorted(db.released_validities(&kept).await.unwrap()),
                sorted(db.released_validities(&counted).await.unwrap())
            );
            assert_eq!(db.released_years(&kept).await.unwrap(), db.released_years(&counted).await.unwrap());
            assert_eq!(db.released_organs(&kept).await.unwrap(), db.released_organs(&counted).await.unwrap());
            assert_eq!(db.released_kinds(&kept).await.unwrap(), db.released_kinds(&counted).await.unwrap());
        }
        for topic in db.topic_counts(organ).await.unwrap() {
            let lines = db.topic_lines(&topic.topic, organ, None, 1_000).await.unwrap();
            assert_eq!(
                (topic.count, Some(topic.newest_ms)),
                (lines.len() as i64, lines.first().map(|l| l.released_ms))
            );
        }
    }
}

#[tokio::test]
async fn what_is_counted_is_what_is_there_through_release_change_validity_and_withdrawal() {
    on_both(|register| async move {
        let db = &register.db;
        let (hall, bureau) = (organ(db, "qh", "青禾县政府办", 0).await, organ(db, "shui", "青禾县水利局", 1).await);
        let both = [hall, bureau];
        let mut ids = Vec::new();
        for (nth, whose) in [hall, hall, bureau].into_iter().enumerate() {
            let id = draft(db, whose, "供水办法").await;
            let index = format!("X/2026-0000{nth}");
            out(db, id, &release("供水办法", &index), NOON.plus_days(nth as i64)).await.unwrap();
            ids.push(id);
            counts_hold(db, &both).await;
        }
        assert_eq!(db.released_count(&ReleasedFilter::default()).await.unwrap(), 3);
        assert_eq!(db.topic_organs("A20_01").await.unwrap().iter().map(|o| o.2).collect::<Vec<_>>(), [2, 1]);
        // another kind, another category, another year: counted out of the old place and into the new one
        let moved = Release {
            kind: "notice",
            topics: &["A20_15", "A20_13"],
            formed: None,
            ..release("停水公告", "X/2026-00000")
        };
        let moved = Release { life: Life::default(), ..moved };
        out(db, ids[0], &moved, NOON.plus_days(5)).await.unwrap();
        counts_hold(db, &both).await;
        assert_eq!(db.topic_counts(Some(hall)).await.unwrap().len(), 3);
        let life = Life { validity: Some("repealed"), repealed: Some(day(11, 1)), ..Life::default() };
        let seen = db.released(ids[1]).await.unwrap().position;
        let mut act = db.act(Actor::System, NOON).await.unwrap();
        act.set_life(ids[1], seen, &life).await.unwrap();
        act.commit().await.unwrap();
        counts_hold(db, &both).await;
        let version = db.publication(ids[2], Scope::All).await.unwrap().version;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let words = ("withdrawn", "有误");
        act.end_publication((ids[2], version), words, step("withdrawn"), &at("withdrawn", false)).await.unwrap();
        act.commit().await.unwrap();
        counts_hold(db, &both).await;
        assert_eq!(
            db.released_count(&ReleasedFilter { organ: Some(bureau), ..ReleasedFilter::default() }).await.unwrap(),
            0
        );
        assert!(db.topic_organs("A20_01").await.unwrap().iter().all(|(slug, ..)| slug == "qh"), "none is left of it");
    })
    .await;
}

#[tokio::test]
async fn many_that_were_out_before_come_in_by_one_act_and_are_what_single_acts_would_have_made_of_them() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let numbers: Vec<String> = (0..950).map(|nth| format!("X/2026-{nth:05}")).collect();
        let steps = [PastStep { step: step("begun"), actor: Actor::Operator, at: NOON }; 2];
        let one = |(nth, number): (usize, &'static str)| PastPublication {
            organ: hall,
            author: None,
            writing: words("供水办法", "{\"title\":\"x\"}"),
            steps: &steps,
            now: at("public", true),
            release: release("供水办法", number),
            begun: NOON,
            at: NOON.plus_days(nth as i64 / 100),
        };
        let numbers: Vec<&'static str> = numbers.into_iter().map(|number| &*number.leak()).collect();
        let past: Vec<_> = numbers.iter().copied().enumerate().map(one).collect();
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let ids = act.load_publications(&past).await.unwrap();
        // one form hangs on two of them, and one of these has a list besides
        let [form, list] = ["申请表", "名单"].map(|words| Upload { bytes: words.as_bytes(), media: "text/plain" });
        let hung = |nth: usize, n, name, upload| PastFile { publication: ids[nth], n, name, upload };
        let files = [hung(3, 0, "申请表.txt", 0), hung(3, 1, "名单.txt", 1), hung(5, 0, "申请表.txt", 0)];
        act.load_files(&[form, list], &files).await.unwrap();
        act.commit().await.unwrap();
        let names: Vec<_> = db.released_files(ids[3]).await.unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["申请表.txt", "名单.txt"]);
        let shared = db.released_files(ids[5]).await.unwrap();
        assert_eq!(db.file_bytes(shared[0].file_sm3).await.unwrap(), "申请表".as_bytes());
        let kept = db.verify_files(|_| gongkai_store::Opened::NoKey).await.unwrap();
        assert_eq!(kept.broken, None, "each is counted as often as it is named");
        counts_hold(db, &[hall]).await;
        assert_eq!(db.released_count(&ReleasedFilter::default()).await.unwrap(), 950);
        let last = db.released(ids[949]).await.unwrap();
        assert_eq!((last.index_number.as_str(), last.n, last.state.as_str()), ("X/2026-00949", 1, "public"));
        assert_eq!((last.position, db.released_position().await.unwrap()), (950, 950));
        assert_eq!(db.publication_steps(ids[3]).await.unwrap().len(), 2);
        // and each goes on like any other
        assert_eq!(out(db, ids[7], &release("供水办法（修订）", "another"), NOON.plus_days(30)).await.unwrap(), 2);
        counts_hold(db, &[hall]).await;
        let content = db.verify_content().await.unwrap();
        assert_eq!((content.broken, content.unbound), (None, 1_900), "the journal says how many steps came in");
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let taken = act.load_publications(&past[..1]).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "an index number comes in once");
    })
    .await;
}

#[tokio::test]
async fn an_act_that_changes_what_everybody_sees_is_known_here_and_to_others_and_one_that_does_not_is_not() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let stands = async || (db.public_changes(), db.public_version().await.unwrap());
        let before = stands().await;
        let id = draft(db, hall, "供水办法").await;
        assert_eq!(stands().await, before, "a draft changes nothing outside");
        out(db, id, &release("供水办法", "X/2026-00001"), NOON).await.unwrap();
        assert_eq!(stands().await, (before.0 + 1, before.1 + 1));
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.set("something", "new").await.unwrap();
        drop(act);
        assert_eq!(stands().await, (before.0 + 1, before.1 + 1), "what was undone changed nothing");
    })
    .await;
}
