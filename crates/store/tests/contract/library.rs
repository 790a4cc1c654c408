//! Kept reports: revisions, who sees them, lists and figures over the years.

use gongkai_store::{
    Act, Actor, Counts, Db, Digest, Error, Filter, Kept, NewItem, NewReport, NewVerification, OrganId, ReportId,
    RulingKind, Series, Sight, Upload, Verdict, Visibility, Wish,
};
use serde_json::json;

use crate::register::{NOON, Register, on_both, organ};

/// A report of the 2021 form with these totals, as the platform's JSON has it.
fn report(new: i64, granted: i64, denied: Option<i64>) -> String {
    let row = |total: Option<i64>| json!([total, 0, 0, 0, 0, 0, total]);
    let group = |upheld: i64, corrected: i64| json!({"upheld": upheld, "corrected": corrected, "other": 0, "pending": 0, "total": upheld + corrected});
    json!({
        "schema": "gongkai.report/1",
        "requests": {"rows": {
            "new": row(Some(new)), "carried_in": row(Some(1)), "granted": row(Some(granted)), "partial": row(Some(2)),
            "denied_law": row(Some(3)), "denied_query": row(denied), "unable_not_held": row(Some(5)),
            "other_other": row(Some(0)), "total": row(Some(new)), "carried_out": row(Some(1)),
        }},
        "redress": {
            "review": group(4, 1), "litigation_direct": group(2, 0), "litigation_after_review": group(1, 3),
        },
    })
    .to_string()
}

fn new<'a>(organ: OrganId, year: i16, report: &'a str) -> NewReport<'a> {
    NewReport {
        organ,
        year,
        edition: Some("2021"),
        counts: Counts::default(),
        source: "年报.html",
        file: Upload { bytes: report.as_bytes(), media: "application/json" },
        report,
        visibility: Visibility::Portal,
        replaces: None,
    }
}

async fn keep(db: &Db, new: &NewReport<'_>) -> gongkai_store::Result<ReportId> {
    let mut act = act(db).await;
    let id = act.keep_report(new).await?;
    act.commit().await?;
    Ok(id)
}

async fn act(db: &Db) -> Act {
    db.act(Actor::Operator, NOON).await.unwrap()
}

#[tokio::test]
async fn a_year_has_one_report_that_counts_and_keeps_those_before_it() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let (first_text, second_text) = (report(10, 7, Some(0)), report(11, 7, Some(0)));
        let first = keep(db, &new(organ, 2025, &first_text)).await.unwrap();
        let blind = keep(db, &new(organ, 2025, &second_text)).await;
        assert!(matches!(blind, Err(Error::Stale)), "the keeper has not seen the first");
        let second = NewReport { replaces: Some(first), ..new(organ, 2025, &second_text) };
        let second = keep(db, &second).await.unwrap();
        let hidden = NewReport { replaces: Some(second), visibility: Visibility::Desk, ..new(organ, 2025, "{}") };
        assert!(matches!(keep(db, &hidden).await, Err(Error::Released)), "the public would be left with nothing");
        let late = NewReport { replaces: Some(first), ..new(organ, 2025, "{}") };
        assert!(matches!(keep(db, &late).await, Err(Error::Stale)), "the first was superseded meanwhile");

        let counts = db.report_of(organ, 2025, Sight::Public).await.unwrap().unwrap();
        assert_eq!((counts.line.id, counts.report), (second, second_text));
        let all: Vec<_> = db.revisions(organ, 2025, Sight::Staff).await.unwrap().iter().map(|line| line.id).collect();
        assert_eq!(all, [second, first]);
        assert_eq!(db.report(first, Sight::Staff).await.unwrap().line.superseded_ms, Some(NOON));
        assert!(db.report_of(organ, 2024, Sight::Staff).await.unwrap().is_none(), "nothing from last year");
        let before =
            async |year| db.report_before(organ, year, Sight::Public).await.unwrap().map(|found| found.line.year);
        assert_eq!([before(2026).await, before(2025).await], [Some(2025), None]);
        assert!(db.file(Digest::of(b"{}")).await.is_err(), "a refused report leaves no file");
    })
    .await;
}

#[tokio::test]
async fn the_public_sees_what_was_released_and_a_tombstone_of_what_was_withdrawn() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let text = report(10, 7, Some(0));
        let id = keep(db, &NewReport { visibility: Visibility::Desk, ..new(organ, 2025, &text) }).await.unwrap();
        let public = |expected: usize| async move {
            assert_eq!(db.report(id, Sight::Public).await.is_ok(), expected == 1);
            assert_eq!(db.report_of(organ, 2025, Sight::Public).await.unwrap().is_some(), expected == 1);
            assert_eq!(db.revisions(organ, 2025, Sight::Public).await.unwrap().len(), expected);
            assert_eq!(db.reports(&Filter::default(), Sight::Public, None, 9).await.unwrap().len(), expected);
            assert_eq!(db.report_count(&Filter::default(), Sight::Public).await.unwrap(), expected as i64);
            assert_eq!(db.report_years(Sight::Public).await.unwrap().len(), expected);
            assert_eq!(db.series(organ, Sight::Public).await.unwrap().len(), expected);
            let library = db.library(&Wish::default(), (2020, 2025), Sight::Public, None, 9).await.unwrap();
            assert_eq!(library[0].reports.len(), expected);
        };
        public(0).await;
        assert!(db.report(id, Sight::Staff).await.is_ok());
        let mut release = act(db).await;
        release.release_report(id, 0).await.unwrap();
        release.commit().await.unwrap();
        public(1).await;
        assert!(db.tombstone(organ, 2025).await.unwrap().is_none());
        let mut stale = act(db).await;
        assert!(matches!(stale.withdraw_report(id, 0, "旧页面").await, Err(Error::Stale)));
        drop(stale);
        let mut withdraw = act(db).await;
        withdraw.withdraw_report(id, 1, "附件误含个人信息").await.unwrap();
        withdraw.commit().await.unwrap();
        public(0).await;
        let tombstone = db.tombstone(organ, 2025).await.unwrap().unwrap();
        assert_eq!(tombstone.withdrawn_why.as_deref(), Some("附件误含个人信息"));
        let acts: Vec<_> = register.acts().await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts, ["organ.add", "report.keep", "report.release", "report.withdraw"]);
    })
    .await;
}

#[tokio::test]
async fn paging_shows_every_report_once_in_the_same_order_whatever_the_filter() {
    on_both(|register| async move {
        let db = &register.db;
        let organs = three_organs(db).await;
        let mut all = 0;
        for (n, year) in (0..).zip(2016..=2025) {
            for (m, &organ) in organs.iter().enumerate() {
                let counts = Counts { fails: i32::from(n % 3 == 0), unsures: i32::from(m == 1), ..Counts::default() };
                keep(db, &NewReport { counts, ..new(organ, year, "{}") }).await.unwrap();
                all += 1;
            }
        }
        assert_eq!(all, 30);
        for (filter, expected) in [
            (Filter::default(), 30),
            (Filter { organ: Some(organs[1]), ..Filter::default() }, 10),
            (Filter { year: Some(2020), ..Filter::default() }, 3),
            (Filter { verdict: Some(Verdict::Fail), ..Filter::default() }, 12),
            (Filter { verdict: Some(Verdict::Unsure), ..Filter::default() }, 6),
            (Filter { verdict: Some(Verdict::Pass), year: Some(2017), organ: Some(organs[0]) }, 1),
            (Filter { year: Some(1999), ..Filter::default() }, 0),
        ] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = db.reports(&filter, Sight::Public, after, 7).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some((last.year, last.id));
                seen.extend(page.iter().map(|line| (line.year, line.id)));
            }
            assert!(seen.is_sorted_by(|a, b| a > b), "{filter:?}");
            assert_eq!(seen.len(), expected, "{filter:?}");
            assert_eq!(db.report_count(&filter, Sight::Public).await.unwrap(), expected as i64);
        }
        assert_eq!(db.report_years(Sight::Public).await.unwrap(), (2016..=2025).rev().collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn the_library_lists_each_organ_with_its_years_page_by_page() {
    on_both(|register| async move {
        let db = &register.db;
        let organs = three_organs(db).await;
        for (organ, year) in [(0, 2023), (0, 2025), (2, 2024), (2, 2019)] {
            keep(db, &new(organs[organ], year, "{}")).await.unwrap();
        }
        let mut rows = db.library(&Wish::default(), (2020, 2025), Sight::Public, None, 2).await.unwrap();
        let last = &rows[1].organ;
        rows.extend(
            db.library(&Wish::default(), (2020, 2025), Sight::Public, Some((last.position, last.id)), 2).await.unwrap(),
        );
        let years: Vec<_> = rows
            .iter()
            .map(|row| (row.organ.short_name.as_str(), row.reports.iter().map(|line| line.year).collect::<Vec<_>>()))
            .collect();
        assert_eq!(years, [("教育局", vec![2023, 2025]), ("公安局", vec![]), ("云渡镇", vec![2024])]);
        assert_eq!(db.organ_count(Some("department")).await.unwrap(), 3);
        assert!(db.library(&kind("township"), (2020, 2025), Sight::Public, None, 9).await.unwrap().is_empty());
        let named = |named: &'static str| Wish { kind: Some("department"), named, ..Wish::default() };
        let found = db.library(&named("局"), (2020, 2025), Sight::Public, None, 9).await.unwrap();
        assert_eq!(found.iter().map(|row| row.reports.len()).collect::<Vec<_>>(), [2, 0]);
        let found = db.library(&named("镇"), (2020, 2025), Sight::Public, None, 9).await.unwrap();
        assert_eq!(found[0].reports.iter().map(|line| line.year).collect::<Vec<_>>(), [2024]);
        for nobody in ["%", "_", "\\", "局%"] {
            let found = db.library(&named(nobody), (2020, 2025), Sight::Public, None, 9).await.unwrap();
            assert!(found.is_empty(), "{nobody} stands for itself");
        }
    })
    .await;
}

fn kind(kind: &str) -> Wish<'_> {
    Wish { kind: Some(kind), ..Wish::default() }
}

async fn three_organs(db: &Db) -> [OrganId; 3] {
    [
        organ(db, "jiaoyu", "教育局", 1).await,
        organ(db, "gongan", "公安局", 1).await,
        organ(db, "yundu", "云渡镇", 2).await,
    ]
}

#[tokio::test]
async fn figures_over_the_years_come_from_the_reports_and_can_be_rebuilt_from_them() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let texts = [report(10, 7, Some(6)), report(20, 9, None), "{\"report\":null}".to_owned()];
        for (text, year) in texts.iter().zip([2024, 2025, 2018]) {
            keep(db, &new(organ, year, text)).await.unwrap();
        }
        let expected = Series {
            received: Some(10),
            carried_in: Some(1),
            handled: Some(10),
            granted: Some(7),
            partial: Some(2),
            denied: Some(3 + 6),
            unable: Some(5),
            rejected: None,
            other: Some(0),
            carried_out: Some(1),
            reviews: Some(5),
            reviews_corrected: Some(1),
            lawsuits: Some(2 + 4),
            lawsuits_corrected: Some(3),
        };
        let years = db.series(organ, Sight::Public).await.unwrap();
        assert_eq!(years.iter().map(|point| point.year).collect::<Vec<_>>(), [2018, 2024, 2025]);
        assert_eq!((years[0].series, years[1].series), (Series::default(), expected));
        let unread = years[2].series;
        assert_eq!((unread.received, unread.denied), (Some(20), None), "a cell nobody could read is not 0");

        register.tamper("update report set received = 99, lawsuits = null where year = 2024").await.unwrap();
        assert_ne!(db.series(organ, Sight::Public).await.unwrap()[1].series, expected);
        for mended in [1, 0] {
            let mut rebuild = act(db).await;
            assert_eq!(rebuild.rebuild_series().await.unwrap(), mended);
            rebuild.commit().await.unwrap();
            assert_eq!(db.series(organ, Sight::Public).await.unwrap()[1].series, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn figures_that_no_sum_can_hold_are_not_known() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let text = report(10, i64::MAX, Some(i64::MAX)).replace("\"total\":2,", &format!("\"total\":{},", i64::MAX));
        keep(db, &new(organ, 2025, &text)).await.unwrap();
        let figures = db.series(organ, Sight::Public).await.unwrap()[0].series;
        assert_eq!((figures.granted, figures.denied, figures.lawsuits), (Some(i64::MAX), None, None));
    })
    .await;
}

#[tokio::test]
async fn an_item_kept_from_a_drop_outlives_the_drop_and_what_was_not_kept_goes_with_it() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let text = report(10, 7, Some(0));
        let item = NewItem {
            source: "年报.docx",
            file: Upload { bytes: b"docx", media: "application/zip" },
            agency: Some("青禾县教育局"),
            year: Some(2025),
            edition: Some("2021"),
            counts: Counts { fails: 2, slips: 1, unread: 2, ..Counts::default() },
            report: &text,
        };
        let unkept = NewItem { source: "别的.docx", file: Upload { bytes: b"other", ..item.file }, ..item };
        let new = NewVerification { token: "t", items: &[item, unkept], expires: NOON, mends: None, organ: None };
        let mut drop_it = act(db).await;
        let id = drop_it.add_verification(&new).await.unwrap();
        drop_it.commit().await.unwrap();
        let kept = Kept { organ, year: 2025, visibility: Visibility::Portal, replaces: None };
        let mut keep = act(db).await;
        let report = keep.keep_item(id, 0, &kept).await.unwrap();
        keep.commit().await.unwrap();
        assert!(matches!(act(db).await.keep_item(id, 2, &kept).await, Err(Error::Missing(_))));

        let mut later = db.act(Actor::System, NOON).await.unwrap();
        assert_eq!(later.purge_verifications(10).await.unwrap(), 1);
        later.commit().await.unwrap();
        assert!(matches!(act(db).await.keep_item(id, 1, &kept).await, Err(Error::Missing(_))));
        assert!(matches!(db.file_bytes(Digest::of(b"other")).await, Err(Error::Missing(_))));
        let report = db.report(report, Sight::Public).await.unwrap();
        assert_eq!((report.line.verdict, report.line.counts, report.report), (Verdict::Fail, item.counts, text));
        assert_eq!(db.file_bytes(report.line.file_sm3).await.unwrap(), b"docx");
    })
    .await;
}

#[tokio::test]
async fn a_ruling_on_a_finding_survives_the_next_revision_of_the_report() {
    on_both(|register: Register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let first = keep(db, &new(organ, 2025, "{}")).await.unwrap();
        for (kind, why) in [(RulingKind::Confirmed, "查过台账"), (RulingKind::Dismissed, "系统误报")] {
            let mut act = act(db).await;
            act.rule((organ, 2025), ("00ff", "N003"), kind, why).await.unwrap();
            act.commit().await.unwrap();
        }
        keep(db, &NewReport { replaces: Some(first), ..new(organ, 2025, "[]") }).await.unwrap();
        let rulings = db.rulings(organ, 2025).await.unwrap();
        assert_eq!(rulings.len(), 1);
        assert_eq!((rulings[0].kind, rulings[0].why.as_str()), (RulingKind::Dismissed, "系统误报"));
        assert!(db.rulings(organ, 2024).await.unwrap().is_empty());
        for _ in 0..2 {
            let mut act = act(db).await;
            act.unrule(organ, 2025, "00ff").await.unwrap();
            act.commit().await.unwrap();
        }
        assert!(db.rulings(organ, 2025).await.unwrap().is_empty());
        let acts = register.acts().await;
        assert_eq!(acts.iter().filter(|(act, _)| act == "finding.rule").count(), 2, "both rulings stay on record");
        assert_eq!(acts.iter().filter(|(act, _)| act == "finding.unrule").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_an_organ_the_second_is_told() {
    on_both(|register| async move {
        let db = &register.db;
        let id = organ(db, "jiaoyu", "教育局", 1).await;
        organ(db, "gongan", "公安局", 2).await;
        let (mut mine, mut yours) = (db.organ(id).await.unwrap(), db.organ_at("jiaoyu").await.unwrap());
        mine.name = "教育体育局".into();
        yours.name = "教育科技局".into();
        let mut first = act(db).await;
        first.change_organ(&mine).await.unwrap();
        first.commit().await.unwrap();
        assert!(matches!(act(db).await.change_organ(&yours).await, Err(Error::Stale)));
        assert_eq!(db.organs_named("教育体育局").await.unwrap().len(), 1);
        let mut taken = db.organ(id).await.unwrap();
        taken.slug = "gongan".into();
        assert!(matches!(act(db).await.change_organ(&taken).await, Err(Error::Taken(_))));
        assert_eq!(Error::Stale.to_string(), "这条记录已被他人更新，请刷新后再试");
    })
    .await;
}

#[tokio::test]
async fn a_reports_figures_stand_beside_it_and_those_kept_before_are_filled_in() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let text = json!({"requests": {"columns": ["natural_person", "total"], "rows": {"new": [7, 9]}}}).to_string();
        let first = keep(db, &new(organ, 2024, &text)).await.unwrap();
        keep(db, &new(organ, 2025, &text.replace('7', "null"))).await.unwrap();
        let said = async || {
            let all = db.kept_figures(&Filter::default(), None, 9).await.unwrap();
            all.into_iter().map(|kept| (kept.year, kept.version, kept.figures)).collect::<Vec<_>>()
        };
        let columns = "requests.columns natural_person total\n";
        let expected =
            [(2025, 1, format!("{columns}requests.new - 9\n")), (2024, 1, format!("{columns}requests.new 7 9\n"))];
        assert_eq!(said().await, expected);
        assert!(!db.lacks_report_figures().await.unwrap());

        register.tamper("delete from report_figures").await.unwrap();
        assert!(db.lacks_report_figures().await.unwrap());
        assert_eq!(said().await[0].2, "", "a report is listed before its figures are");
        let mut after = None;
        for filled in [1, 1, 0] {
            let mut fill = act(db).await;
            let (count, last) = fill.fill_report_figures(after, 1).await.unwrap();
            assert_eq!((count, last.is_some()), (filled, filled > 0));
            fill.commit().await.unwrap();
            after = last;
        }
        assert_eq!(said().await, expected);

        // another file is another version; what was withdrawn is listed nowhere and marked
        let other = text.replace('9', "10");
        let second = keep(db, &NewReport { replaces: Some(first), ..new(organ, 2024, &other) }).await.unwrap();
        assert_eq!(said().await[1], (2024, 2, format!("{columns}requests.new 7 10\n")));
        let mut withdraw = act(db).await;
        withdraw.withdraw_report(second, 0, "附错了").await.unwrap();
        withdraw.commit().await.unwrap();
        assert_eq!(said().await.len(), 1);
        let mut marks = db.report_marks().await.unwrap();
        marks.sort_by_key(|mark| mark.year);
        let marks: Vec<_> = marks.iter().map(|mark| (mark.year, mark.version, mark.withdrawn_ms.is_some())).collect();
        assert_eq!(marks, [(2024, 2, true), (2025, 1, false)]);
    })
    .await;
}

#[tokio::test]
async fn each_change_of_file_is_a_version_and_those_of_figures_are_corrections() {
    on_both(|register| async move {
        let db = &register.db;
        let organ = organ(db, "jiaoyu", "青禾县教育局", 1).await;
        let text = json!({"requests": {"columns": ["natural_person", "total"], "rows": {"new": [7, 9]}}}).to_string();
        let first = keep(db, &new(organ, 2024, &text)).await.unwrap();
        let other = text.replace('9', "10");
        let second = keep(db, &NewReport { replaces: Some(first), ..new(organ, 2024, &other) }).await.unwrap();
        // the first file comes back, is kept again as it is, and then another one with the same figures
        let said = async |replaces: ReportId, text: &str| {
            let id = keep(db, &NewReport { replaces: Some(replaces), ..new(organ, 2024, text) }).await.unwrap();
            let marks = db.report_marks().await.unwrap();
            let mark = marks.iter().find(|mark| mark.year == 2024).unwrap();
            (id, (mark.version, mark.corrections))
        };
        let (id, back) = said(second, &text).await;
        assert_eq!(back, (3, 2), "to other figures and back");
        let (id, again) = said(id, &text).await;
        assert_eq!(again, (3, 2), "the same file is no change");
        let (_, exchanged) = said(id, &format!("{text} ")).await;
        assert_eq!(exchanged, (4, 2), "another file, and nothing corrected");
    })
    .await;
}
