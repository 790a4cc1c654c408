//! A year's end: what organs count month by month, and their reports in work.

use gongkai_store::{
    Actor, CompilationNow, Error, Moment, NewCompilation, NewMonth, NewMonthlyFigure, NewStep, OrganId, Scope, Upload,
};

use crate::{
    publications::day,
    register::{NOON, on_both, organ},
};

fn month(organ: OrganId, month: i16, value: i64, seen: Option<i32>) -> NewMonthlyFigure<'static> {
    let note = if seen.is_some() { "漏报一件" } else { "" };
    NewMonthlyFigure {
        organ,
        indicator: "penalties",
        year: 2026,
        month,
        value,
        source: "执法系统",
        note,
        file: None,
        seen,
    }
}

#[tokio::test]
async fn a_month_is_corrected_and_not_overwritten_and_a_year_says_which_months_it_has() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let water = organ(db, "shui", "青禾县水利局", 1).await;
        let enter = async |new: NewMonthlyFigure<'static>| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.enter_month(&new).await?;
            act.commit().await
        };
        enter(month(hall, 1, 5, None)).await.unwrap();
        enter(month(hall, 3, 7, None)).await.unwrap();
        enter(month(water, 3, 100, None)).await.unwrap();
        enter(month(hall, 3, 8, Some(0))).await.unwrap();
        assert!(matches!(enter(month(hall, 3, 9, Some(0))).await, Err(Error::Stale)), "somebody corrected it before");
        assert!(matches!(enter(month(hall, 3, 9, None)).await, Err(Error::Stale)), "somebody entered it before");

        let years = db.year_of_figures(Scope::Organ(hall), 2026).await.unwrap();
        assert_eq!(years.iter().map(|it| (it.sum, it.months)).collect::<Vec<_>>(), [(13, 0b101)]);
        assert_eq!(db.year_of_figures(Scope::All, 2026).await.unwrap().len(), 2);
        assert!(db.year_of_figures(Scope::All, 2025).await.unwrap().is_empty());
        let before = db.monthly_figure_history(hall, "penalties", (2026, 3)).await.unwrap();
        assert_eq!(before.iter().map(|it| (it.value, it.current)).collect::<Vec<_>>(), [(7, false), (8, true)]);
        let behind = db.monthly_figures_behind(Scope::All, ("penalties", 2026), 1, 9).await.unwrap();
        assert_eq!(behind.iter().map(|it| it.value).collect::<Vec<_>>(), [8, 100]);

        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let file = Some(("台账.csv", Upload { bytes: b"1", media: "text/csv" }));
        act.enter_month(&NewMonthlyFigure { file, ..month(hall, 2, 1, None) }).await.unwrap();
        act.settle_figure_duty(hall, "licences", "2026-01", Some("本机关没有许可权")).await.unwrap();
        act.settle_figure_duty(hall, "licences", "2026-06", None).await.unwrap();
        act.commit().await.unwrap();
        let of_february = db.monthly_figures(hall, 2026).await.unwrap().into_iter().find(|it| it.month == 2).unwrap();
        assert_eq!(db.file_bytes(of_february.file_sm3().unwrap().unwrap()).await.unwrap(), b"1");
        let duties = db.figure_duties(Scope::Organ(hall)).await.unwrap();
        assert_eq!(
            duties.iter().map(|it| (it.since.as_str(), it.none_why.as_deref())).collect::<Vec<_>>(),
            [("2026-06", None)]
        );
    })
    .await;
}

fn now(stage: &'static str, revision: i32) -> CompilationNow<'static> {
    CompilationNow { stage, state: "drafting", published: false, revision, anew: false }
}

fn step(kind: &'static str) -> NewStep<'static> {
    NewStep { on: day(10, 12), kind, detail: "{}" }
}

#[tokio::test]
async fn an_organ_has_one_report_of_a_year_in_work_and_each_version_is_kept_as_it_was_handed_in() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let new = NewCompilation { organ: hall, year: 2025, edition: "2021", scope: "self", content: "{}" };
        let begin = async || {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            let id = act.begin_compilation(&new, step("begun"), &now("draft", 1)).await?;
            act.commit().await.map(|()| id)
        };
        let id = begin().await.unwrap();
        assert!(matches!(begin().await, Err(Error::Taken(_))));

        let write = async |version| {
            let mut act = db.act(Actor::System, Moment(NOON.0 + 1)).await.unwrap();
            act.write_compilation(id, version, ("region", "{\"s1\":\"总体\"}"), (2, 3, 1)).await?;
            act.commit().await
        };
        write(0).await.unwrap();
        assert!(matches!(write(0).await, Err(Error::Stale)));
        let found = db.compilation_of(hall, 2025, Scope::All).await.unwrap().unwrap();
        assert_eq!(
            (found.scope.as_str(), found.fails, found.gaps, found.unsures, found.version),
            ("region", 2, 3, 1, 1)
        );
        assert_eq!(found.editors, "operator system");

        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let handed = Some(("{\"schema\":\"gongkai.report/1\"}", "{}"));
        act.take_compilation_step(id, 1, (step("submitted"), &now("review", 1)), handed).await.unwrap();
        act.commit().await.unwrap();
        assert!(matches!(write(2).await, Err(Error::Stale)), "what was handed in does not change");
        let copies = db.compilation_copies(id).await.unwrap();
        assert_eq!((copies.len(), copies[0].report.as_str()), (1, "{\"schema\":\"gongkai.report/1\"}"));
        assert_eq!(db.compilation_copy(id, copies[0].revision).await.unwrap().as_ref(), copies.first());
        assert_eq!(db.compilation_copy(id, copies[0].revision + 1).await.unwrap(), None);
        assert_eq!(db.compilation_steps(id).await.unwrap().len(), 2);
        assert_eq!(db.compilations(Scope::Subtree(hall), 2025).await.unwrap().len(), 1);
        assert!(db.compilations(Scope::All, 2024).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn many_months_are_one_write_all_or_none_and_share_their_file() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let of = |indicator, month, value, seen| NewMonth {
            indicator,
            year: 2026,
            month,
            value,
            source: "执法系统",
            note: "",
            seen,
        };
        let enter = async |months: &[NewMonth<'_>]| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.enter_months(hall, months, Some(("台账.csv", Upload { bytes: b"1,2", media: "text/csv" }))).await?;
            act.commit().await
        };
        let year: Vec<_> =
            (1..=12).flat_map(|month| [of("penalties", month, 3, None), of("fees", month, 5, None)]).collect();
        enter(&year).await.unwrap();
        let mixed = [of("penalties", 1, 4, Some(0)), of("fees", 1, 6, Some(0)), of("licences", 1, 7, None)];
        enter(&mixed).await.unwrap();
        let half = [of("licences", 2, 7, None), of("penalties", 1, 9, Some(0))];
        assert!(matches!(enter(&half).await, Err(Error::Stale)), "one was corrected before");
        let sums = db.year_of_figures(Scope::Organ(hall), 2026).await.unwrap();
        let sums: Vec<_> = sums.iter().map(|it| (it.indicator.as_str(), it.sum, it.months)).collect();
        assert_eq!(sums, [("fees", 61, 0xfff), ("licences", 7, 1), ("penalties", 37, 0xfff)]);
        assert_eq!(db.monthly_figures_found(Scope::All, ("fees", 2026)).await.unwrap(), 12);
        assert_eq!(db.months_of_organs(&[hall], &[2026]).await.unwrap().len(), 25);
        assert_eq!(db.monthly_figures_kept(hall, "fees", 2026).await.unwrap().len(), 13);
        let found = db.verify_files(|_| gongkai_store::Opened::Sound).await.unwrap();
        assert_eq!((found.sound, found.broken), (1, None), "the file is counted for each month that names it");
    })
    .await;
}

#[tokio::test]
async fn whom_somebody_asked_for_a_moment_ago_is_not_asked_for_again_that_day() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let (water, woods) = (organ(db, "shui", "青禾县水利局", 1).await, organ(db, "lin", "青禾县林业局", 2).await);
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.open_season(hall, 2025, day(1, 20), None).await.unwrap();
        act.commit().await.unwrap();
        let ask = async |children: &[OrganId], on: i8| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            let asked = act.call_in((hall, 2025), children, day(1, on), "请报送").await.unwrap();
            act.commit().await.unwrap();
            asked
        };
        assert_eq!(ask(&[water], 26).await, [water]);
        assert_eq!(ask(&[water, woods], 26).await, [woods]);
        assert_eq!(ask(&[water, woods], 26).await, []);
        let mut next = ask(&[water, woods], 27).await;
        next.sort();
        let mut both = [water, woods];
        both.sort();
        assert_eq!(next, both);
    })
    .await;
}
