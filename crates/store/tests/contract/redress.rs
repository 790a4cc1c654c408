//! Cases of review and litigation: steps with their projection, whose eyes see what, and what table 4 is counted from.

use gongkai_store::{
    Actor, Civil, Column, Db, Error, NewOrgan, NewRedress, NewStep, OrganId, RedressFilter, RedressId, RedressNow,
    Registered, Scope,
};
use jiff::civil::date;

use crate::register::{NOON, on_both, organ, sealed};

fn day(month: i8, day: i8) -> Civil {
    Civil(date(2026, month, day))
}

fn new(organ: OrganId, number: &str) -> NewRedress<'_> {
    NewRedress { organ, number, said: SAID }
}

const SAID: Registered<'static> = Registered {
    request: None,
    after: None,
    route: "review",
    forum: "青禾县人民政府",
    case_number: "青政复〔2026〕7号",
    title: "供水水质检测报告的答复",
    docket: None,
};

const STEP: NewStep<'_> = NewStep { on: Civil(date(2026, 9, 18)), kind: "notified", detail: "{}" };

fn answering(due: Civil) -> RedressNow<'static> {
    RedressNow {
        notified: Civil(date(2026, 9, 18)),
        phase: "answer",
        due: Some(due),
        provisional: false,
        answered: None,
        hearing: None,
        expected: Some(day(11, 17)),
        conclusion: None,
        counted: None,
    }
}

fn over(counted: (i16, &'static str)) -> RedressNow<'static> {
    RedressNow {
        phase: "concluded",
        due: None,
        answered: Some(day(9, 24)),
        conclusion: Some("review_upheld"),
        counted: Some(counted),
        ..answering(day(9, 24))
    }
}

async fn add(db: &Db, new: &NewRedress<'_>, now: &RedressNow<'_>) -> RedressId {
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let id = act.add_redress(new, &[STEP], now).await.unwrap();
    act.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_case_takes_its_steps_and_whoever_read_an_older_version_is_told() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let id = add(db, &new(water, "SL-FY-2026-0001"), &answering(day(10, 9))).await;
        let answered = NewStep { on: day(9, 24), kind: "answered", detail: r#"{"proof":"邮寄"}"# };
        let heard = RedressNow { phase: "hear", due: None, answered: Some(day(9, 24)), ..answering(day(10, 9)) };
        let mut first = db.act(Actor::Operator, NOON).await.unwrap();
        first.take_redress_steps(id, 0, &[answered], &heard).await.unwrap();
        let file = sealed(b"%PDF-1.7", "SL-FY-2026-0001");
        assert_eq!(first.attach_to_redress(id, water, file, ("行政复议答复书.pdf", "answered")).await.unwrap(), 0);
        first.commit().await.unwrap();
        let mut second = db.act(Actor::Operator, NOON).await.unwrap();
        let late = second.take_redress_steps(id, 0, &[answered], &heard).await;
        assert!(matches!(late, Err(Error::Stale)));
        assert!(matches!(second.commit().await, Err(Error::HalfDone)));

        let case = db.redress(id, Scope::Organ(water)).await.unwrap();
        assert_eq!((case.phase.as_str(), case.due, case.version, case.steps), ("hear", None, 1, 2));
        let kinds: Vec<_> = db.redress_steps(id).await.unwrap().into_iter().map(|row| (row.n, row.kind)).collect();
        assert_eq!(kinds, [(0, "notified".to_owned()), (1, "answered".to_owned())]);
        let files = db.redress_files(id).await.unwrap();
        assert_eq!(
            (files[0].name.as_str(), files[0].size, files[0].kind.as_str()),
            ("行政复议答复书.pdf", 8, "answered")
        );
        let stored = db.stored_file(files[0].file_sm3).await.unwrap();
        assert_eq!((stored.record.as_deref(), stored.bytes.ends_with(b"%PDF-1.7")), (Some("SL-FY-2026-0001"), true));
        let acts: Vec<_> = register.acts().await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts, ["organ.add", "redress.add", "redress.step", "redress.attach"]);

        let mut again = db.act(Actor::Operator, NOON).await.unwrap();
        let taken = again.add_redress(&new(water, "SL-FY-2026-0001"), &[STEP], &heard).await;
        assert!(matches!(taken, Err(Error::Taken(_))));
    })
    .await;
}

#[tokio::test]
async fn an_organ_sees_its_own_cases_and_its_supervisor_what_is_below() {
    on_both(|register| async move {
        let db = &register.db;
        let county = organ(db, "qh", "青禾县人民政府", 1).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let below = NewOrgan {
            slug: "qh-sl",
            name: "青禾县水利局",
            short_name: "县水利局",
            kind: "department",
            level: "county",
            parent: Some(county),
            ..Default::default()
        };
        let water = act.add_organ(&below).await.unwrap();
        act.commit().await.unwrap();
        let other = organ(db, "bc", "北川镇人民政府", 2).await;
        let id = add(db, &new(water, "SL-FY-2026-0001"), &answering(day(10, 9))).await;
        add(db, &new(other, "BC-FY-2026-0001"), &answering(day(10, 9))).await;
        for eyes in [Scope::Organ(water), Scope::Subtree(county), Scope::All] {
            assert_eq!(db.redress(id, eyes).await.unwrap().number, "SL-FY-2026-0001");
        }
        for eyes in [Scope::Organ(other), Scope::Subtree(other), Scope::Organ(county)] {
            assert!(matches!(db.redress(id, eyes).await, Err(Error::Missing(_))), "{eyes:?}");
            assert!(matches!(db.redress_numbered("SL-FY-2026-0001", eyes).await, Err(Error::Missing(_))), "{eyes:?}");
            let behind = db.redress_behind(eyes, 2026, ("review", Column::Total), 0, 9).await.unwrap();
            assert!(behind.iter().all(|case| case.id != id), "{eyes:?}");
        }
        let seen = async |scope| db.redress_count(scope, &RedressFilter::default()).await.unwrap();
        assert_eq!(
            (seen(Scope::Subtree(county)).await, seen(Scope::Organ(other)).await, seen(Scope::All).await),
            (1, 1, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn whose_answer_is_due_first_stands_first_and_words_find_the_forum_and_its_number() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let review = add(db, &new(water, "1"), &over((2026, "upheld"))).await;
        add(db, &new(water, "2"), &answering(day(10, 9))).await;
        add(db, &new(water, "3"), &answering(day(9, 24))).await;
        let said = Registered {
            route: "litigation_after_review",
            forum: "青禾县人民法院",
            case_number: "（2026）青01行初5号",
            after: Some(review),
            ..SAID
        };
        let suit = NewRedress { said, ..new(water, "4") };
        add(db, &suit, &RedressNow { phase: "hear", due: None, ..answering(day(10, 9)) }).await;
        let list = async |filter: RedressFilter<'static>| -> Vec<String> {
            let cases = db.redress_cases(Scope::Organ(water), &filter, 0, 10).await.unwrap();
            assert_eq!(db.redress_count(Scope::Organ(water), &filter).await.unwrap(), cases.len() as i64);
            cases.into_iter().map(|case| case.number).collect()
        };
        let open = RedressFilter { open: true, ..Default::default() };
        assert_eq!(list(RedressFilter::default()).await, ["3", "2", "4", "1"]);
        assert_eq!(list(open).await, ["3", "2", "4"]);
        assert_eq!(list(RedressFilter { due_by: Some(day(9, 30)), ..open }).await, ["3"]);
        assert_eq!(list(RedressFilter { due_from: Some(day(9, 30)), ..open }).await, ["2"]);
        assert_eq!(list(RedressFilter { words: "行初5号", ..open }).await, ["4"]);
        assert_eq!(list(RedressFilter { words: "人民法院", ..open }).await, ["4"]);
        assert!(list(RedressFilter { words: "人_法院", ..open }).await.is_empty(), "no word is a pattern");
        assert_eq!(list(RedressFilter { after: Some(review), ..Default::default() }).await, ["4"]);
        assert_eq!(list(RedressFilter { heard: true, ..open }).await, ["4"]);
        assert_eq!(list(RedressFilter { route: Some("review"), ..open }).await, ["3", "2"]);
        let counts = db.open_redress(Scope::Organ(water), day(10, 1), day(10, 9)).await.unwrap();
        assert_eq!((counts.all, counts.soon, counts.late, counts.heard), (3, 1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_case_is_pending_at_the_end_of_each_year_until_the_one_that_counts_it() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let came = |year: i16, now: RedressNow<'static>| RedressNow { notified: Civil(date(year, 11, 2)), ..now };
        add(db, &new(water, "A"), &came(2025, over((2026, "upheld")))).await;
        add(db, &new(water, "B"), &came(2025, over((2025, "corrected")))).await;
        add(db, &new(water, "C"), &came(2026, over((2026, "upheld")))).await;
        add(db, &new(water, "D"), &came(2026, answering(day(11, 16)))).await;
        let said = Registered { route: "litigation_direct", ..SAID };
        let direct = NewRedress { said, ..new(water, "E") };
        add(db, &direct, &came(2026, over((2027, "other")))).await;
        let behind = async |year, route, column: Column<'static>| -> Vec<String> {
            let cases = db.redress_behind(Scope::Organ(water), year, (route, column), 0, 10).await.unwrap();
            cases.into_iter().map(|case| case.number).collect()
        };
        assert_eq!(behind(2025, "review", Column::Pending).await, ["A"]);
        assert_eq!(behind(2025, "review", Column::Total).await, ["A", "B"]);
        assert_eq!(behind(2026, "review", Column::Outcome("upheld")).await, ["A", "C"]);
        assert_eq!(behind(2026, "review", Column::Pending).await, ["D"]);
        assert_eq!(behind(2026, "review", Column::Total).await, ["A", "C", "D"]);
        assert_eq!(behind(2026, "litigation_direct", Column::Pending).await, ["E"]);
        assert_eq!(behind(2027, "litigation_direct", Column::Outcome("other")).await, ["E"]);
        let mut groups = db.redress_groups(Scope::Organ(water), 2026).await.unwrap();
        groups.sort_by_key(|group| (group.route.clone(), group.notified_year, group.concluded_year));
        let counted: Vec<_> = groups.iter().map(|g| (g.notified_year, g.concluded_year, g.count)).collect();
        assert_eq!(counted, [(2026, Some(2027), 1), (2025, Some(2026), 1), (2026, None, 1), (2026, Some(2026), 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_frozen_year_names_each_case_that_it_counts_otherwise_now() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let came = |year: i16, now: RedressNow<'static>| RedressNow { notified: Civil(date(year, 11, 2)), ..now };
        let open = add(db, &new(water, "A"), &came(2025, answering(day(1, 16)))).await;
        add(db, &new(water, "B"), &came(2025, over((2025, "corrected")))).await;
        add(db, &new(water, "C"), &came(2026, over((2026, "upheld")))).await;
        assert_eq!(db.moved_cases(water, 2025, 9).await.unwrap(), [], "it is not frozen");
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.freeze_year(water, 2025, "2021", "{}").await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(db.moved_cases(water, 2025, 9).await.unwrap(), []);

        let step = NewStep { on: day(1, 20), kind: "concluded", detail: "{}" };
        let take = async |version, now: RedressNow<'static>| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.take_redress_steps(open, version, &[step], &came(2025, now)).await.unwrap();
            act.commit().await.unwrap();
        };
        take(0, over((2026, "upheld"))).await;
        assert_eq!(db.moved_cases(water, 2025, 9).await.unwrap(), [], "it ended in the year after");
        take(1, over((2025, "upheld"))).await;
        add(db, &new(water, "D"), &came(2025, answering(day(1, 16)))).await;
        let moved = db.moved_cases(water, 2025, 9).await.unwrap();
        let told: Vec<_> = moved
            .iter()
            .map(|case| {
                (
                    case.number.as_str(),
                    case.was_route.as_deref(),
                    case.was_outcome.as_deref(),
                    case.now_outcome.as_deref(),
                )
            })
            .collect();
        assert_eq!(told, [("A", Some("review"), None, Some("upheld")), ("D", None, None, None)]);
        assert_eq!(moved[1].now_route.as_deref(), Some("review"), "registered after the year was frozen");
        assert_eq!(db.moved_cases(water, 2026, 9).await.unwrap(), [], "no other year");
    })
    .await;
}
