//! What was open at a closed organ goes to its successor, and each year is counted by the one whose it was.

use gongkai_store::{
    Actor, Cell, Civil, Column, Db, HandedOver, MatterNow, NewLetter, NewMatter, NewOrgan, NewRedress, NewRequest,
    NewStep, OrganId, Projection, RedressNow, Registered, RequestId, RequestLine, Scope, journal,
};
use jiff::civil::date;

use crate::register::{NOON, on_both};

fn day(year: i16, month: i8, day: i8) -> Civil {
    Civil(date(year, month, day))
}

/// Below 青禾县人民政府, two bureaus; and one elsewhere.
async fn organs(db: &Db) -> [OrganId; 3] {
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let new = |slug, name, parent| NewOrgan {
        slug,
        name,
        short_name: name,
        kind: "department",
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let hall = act.add_organ(&new("qh", "青禾县人民政府", None)).await.unwrap();
    let forest = act.add_organ(&new("qh-ly", "青禾县林业局", Some(hall))).await.unwrap();
    let land = act.add_organ(&new("qh-zr", "青禾县自然资源局", Some(hall))).await.unwrap();
    act.commit().await.unwrap();
    [hall, forest, land]
}

fn standing(received: Civil, stage: &'static str, ended: Option<Civil>) -> Projection<'static> {
    Projection {
        arrived: received,
        received: Some(received),
        stage,
        waits: "office",
        due: None,
        provisional: false,
        // some of each
        extended: i32::from(received.0.day() % 2),
        decision: ended.map(|_| "granted"),
        ended,
        served: None,
        archived: None,
        used: None,
        in_time: ended.map(|on| on.0.day() % 2 == 0),
    }
}

async fn add(db: &Db, organ: OrganId, number: &str, now: &Projection<'_>) -> RequestId {
    let new = NewRequest {
        organ,
        number,
        code_mac: b"mac",
        title: "古树",
        wanted: "古树名木普查表",
        applicant: "natural_person",
        applicant_mac: None,
        sealed: b"sealed",
        channel: "internet",
        supply: "electronic",
        delivery: "online",
    };
    let step = NewStep { on: now.arrived, kind: "arrived", detail: "{}" };
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let id = act.add_request(&new, &[step], now).await.unwrap();
    act.commit().await.unwrap();
    id
}

async fn hand_over(db: &Db, from: OrganId, to: OrganId, on: Civil) -> HandedOver {
    let mut closed = db.organ(from).await.unwrap();
    closed.successor_id = Some(to);
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    act.change_organ(&closed).await.unwrap();
    let handed = act.hand_over(from, to, on).await.unwrap();
    act.commit().await.unwrap();
    handed
}

/// 新收, 上年结转, 办理结果, 结转下年, as table 3 adds them up.
async fn table(db: &Db, scope: Scope, year: i16) -> [i64; 4] {
    let mut sums = [0; 4];
    let this = i32::from(year);
    for group in db.request_groups(scope, year).await.unwrap() {
        sums[usize::from(group.received_year != this)] += group.count;
        sums[if group.ended_year == Some(this) { 2 } else { 3 }] += group.count;
    }
    assert_eq!(sums[0] + sums[1], sums[2] + sums[3], "{scope:?} {year}");
    sums
}

#[tokio::test]
async fn what_was_carried_over_at_a_closed_organ_is_carried_in_at_its_successor() {
    on_both(|register| async move {
        let db = &register.db;
        let [hall, forest, land] = organs(db).await;
        let old = add(db, forest, "LY-1", &standing(day(2025, 12, 30), "handle", None)).await;
        add(db, forest, "LY-2", &standing(day(2026, 3, 1), "handle", None)).await;
        add(db, forest, "LY-3", &standing(day(2026, 2, 1), "answer", Some(day(2026, 4, 1)))).await;
        let filed = add(db, forest, "LY-4", &standing(day(2026, 2, 2), "file", Some(day(2026, 3, 2)))).await;
        let before = table(db, Scope::Subtree(hall), 2026).await;
        let handed = hand_over(db, forest, land, day(2026, 6, 1)).await;
        assert_eq!(handed, HandedOver { requests: 3, ..HandedOver::default() });
        assert_eq!(db.handed_over(forest).await.unwrap(), handed);
        assert_eq!(table(db, Scope::Subtree(hall), 2026).await, before, "nothing crosses the county's border");

        // LY-1 is answered by the successor
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let answered = standing(day(2025, 12, 30), "file", Some(day(2026, 9, 20)));
        let line = db.request(old, Scope::Organ(land)).await.unwrap().line;
        let step = NewStep { on: day(2026, 9, 20), kind: "sent", detail: "{}" };
        act.take_steps(old, line.version, &[step], &answered).await.unwrap();
        act.commit().await.unwrap();
        for (scope, year, told) in [
            (Scope::Organ(forest), 2025, [1, 0, 0, 1]),
            (Scope::Organ(forest), 2026, [3, 1, 2, 2]),
            (Scope::Organ(forest), 2027, [0, 0, 0, 0]),
            (Scope::Organ(land), 2025, [0, 0, 0, 0]),
            (Scope::Organ(land), 2026, [0, 2, 1, 1]),
            (Scope::Organ(land), 2027, [0, 1, 0, 1]),
            (Scope::Subtree(hall), 2025, [1, 0, 0, 1]),
            (Scope::Subtree(hall), 2026, [3, 1, 3, 1]),
            (Scope::All, 2026, [3, 1, 3, 1]),
        ] {
            assert_eq!(table(db, scope, year).await, told, "{scope:?} {year}");
        }
        assert!(db.request(old, Scope::Organ(forest)).await.is_err(), "it is the successor's alone");
        assert!(db.request(filed, Scope::Organ(forest)).await.is_ok(), "what was filed stays where it is");
        let rows = journal::rows(db, 0, 100).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "request.hand_over").count(), 3, "each on record");
    })
    .await;
}

#[tokio::test]
async fn a_successor_that_is_closed_in_its_turn_hands_everything_on() {
    on_both(|register| async move {
        let db = &register.db;
        let [hall, forest, land] = organs(db).await;
        add(db, forest, "LY-1", &standing(day(2025, 12, 30), "handle", None)).await;
        hand_over(db, forest, land, day(2026, 6, 1)).await;
        assert_eq!(
            hand_over(db, forest, land, day(2026, 6, 2)).await,
            HandedOver::default(),
            "nothing goes over twice"
        );
        hand_over(db, land, hall, day(2027, 2, 1)).await;
        for (organ, told) in [
            (forest, [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]),
            (land, [[0, 0, 0, 0], [0, 1, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0]]),
            (hall, [[0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 1], [0, 1, 0, 1]]),
        ] {
            for (year, told) in (2025..).zip(told) {
                assert_eq!(table(db, Scope::Organ(organ), year).await, told, "{organ} {year}");
            }
        }
    })
    .await;
}

/// A review of a request, still heard.
fn review(forest: OrganId, filed: RequestId) -> (NewRedress<'static>, RedressNow<'static>) {
    let said = Registered {
        request: Some(filed),
        after: None,
        route: "review",
        forum: "青禾县人民政府",
        case_number: "青政复〔2025〕7号",
        title: "古树",
        docket: None,
    };
    let now = RedressNow {
        notified: day(2025, 12, 20),
        phase: "hear",
        due: None,
        provisional: false,
        answered: None,
        hearing: None,
        expected: None,
        conclusion: None,
        counted: None,
    };
    (NewRedress { organ: forest, number: "LY-FY-2025-0001", said }, now)
}

/// A correction of a name.
fn correction(forest: OrganId) -> NewMatter<'static> {
    NewMatter {
        organ: forest,
        kind: "correction",
        number: "LY-GZ-2026-0001",
        code_mac: b"mac",
        about: forest,
        ground: "",
        request_number: "",
        title: "姓名写错",
        words: "请更正",
        sealed: None,
        arrived: day(2026, 1, 5),
    }
}

#[tokio::test]
async fn cases_matters_and_unsigned_letters_go_over_and_what_was_signed_is_read_with_its_request() {
    on_both(|register| async move {
        let db = &register.db;
        let [_, forest, land] = organs(db).await;
        let filed = add(db, forest, "LY-1", &standing(day(2025, 2, 3), "file", Some(day(2025, 3, 3)))).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let letter = |kind| NewLetter { organ: forest, request: filed, kind, fields: "{}" };
        let signed = act.add_letter(&letter("answer")).await.unwrap();
        act.sign_letter((signed, forest, 0), "青林告〔2025〕1号", day(2025, 3, 3)).await.unwrap();
        let draft = act.add_letter(&letter("answer")).await.unwrap();
        let (case, now) = review(forest, filed);
        let step = NewStep { on: day(2025, 12, 20), kind: "notified", detail: "{}" };
        let case = act.add_redress(&case, &[step], &now).await.unwrap();
        let matter = correction(forest);
        let stands = MatterNow { stage: "handle", due: None, outcome: None, ended: None, asked: true };
        act.add_matter(&matter, step, &stands).await.unwrap();
        act.commit().await.unwrap();

        let handed = hand_over(db, forest, land, day(2026, 6, 1)).await;
        assert_eq!(handed, HandedOver { requests: 1, cases: 1, matters: 1 }, "a filed request goes with its review");
        let own = Scope::Organ(land);
        assert_eq!(db.letter(signed, own).await.unwrap().organ_id, forest, "a number is its organ's for good");
        assert_eq!(db.letter(draft, own).await.unwrap().organ_id, land);
        assert!(db.letter(signed, Scope::Organ(forest)).await.is_err());
        assert!(
            db.redress(case, own).await.is_ok() && db.matter_numbered("LY-GZ-2026-0001", own).await.unwrap().is_some()
        );
        assert_eq!(db.matters_asked(land, 9).await.unwrap().len(), 1, "the successor gives the account");
        assert!(db.matter_asked("LY-GZ-2026-0001", land).await.unwrap().is_some());
        for (organ, year, told) in [(forest, 2025, 1), (forest, 2026, 0), (land, 2025, 0), (land, 2026, 1)] {
            let groups = db.redress_groups(Scope::Organ(organ), year).await.unwrap();
            assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), told, "{organ} {year}");
        }
        assert_eq!(
            table(db, Scope::Organ(forest), 2025).await,
            [1, 0, 1, 0],
            "an ended request stays the one's it ended at"
        );
        assert_eq!(table(db, own, 2025).await, [0; 4]);
    })
    .await;
}

/// Every figure of a year that is not nothing has as many requests behind it as table 3 says.
async fn listed_as_counted(db: &Db, scope: Scope, year: i16) -> usize {
    let told = table(db, scope, year).await;
    let ended = ["granted"];
    let cells = [
        (Cell::New, told[0]),
        (Cell::CarriedIn, told[1]),
        (Cell::Ended(&ended), told[2]),
        (Cell::AllEnded, told[2]),
        (Cell::CarriedOut, told[3]),
    ];
    let mut figures = 0;
    for (cell, told) in cells {
        for applicant in [None, Some("natural_person")] {
            let counted = db.cell_count(scope, year, cell, applicant).await.unwrap();
            assert_eq!(counted, told, "{scope:?} {year} {cell:?}");
            let lines = db.requests_behind(scope, year, cell, applicant, 0, 100).await.unwrap();
            assert_eq!(i64::try_from(lines.len()).unwrap(), told, "{scope:?} {year} {cell:?} {lines:?}");
            let mut pages = Vec::new();
            for skip in 0..told {
                pages.extend(db.requests_behind(scope, year, cell, applicant, skip, 1).await.unwrap());
            }
            let number = |line: &RequestLine| line.number.clone();
            assert!(pages.iter().map(number).eq(lines.iter().map(number)), "a page goes on where the last ended");
        }
        assert_eq!(db.cell_count(scope, year, cell, Some("research")).await.unwrap(), 0);
        figures += usize::from(told > 0);
    }
    let durations = db.durations(scope, year).await.unwrap();
    assert_eq!(durations.iter().map(|some| some.count).sum::<i64>(), told[2], "{scope:?} {year}: each has its time");
    let sum = |which: fn(&gongkai_store::Duration) -> bool| {
        durations.iter().filter(|some| which(some)).map(|some| some.count).sum::<i64>()
    };
    let extended = (Cell::Extended, sum(|some| some.extended > 0));
    for (cell, told) in [extended, (Cell::InTime, sum(|some| some.in_time == Some(true)))] {
        assert_eq!(db.cell_count(scope, year, cell, None).await.unwrap(), told, "{scope:?} {year} {cell:?}");
        let lines = db.requests_behind(scope, year, cell, None, 0, 100).await.unwrap();
        assert_eq!(i64::try_from(lines.len()).unwrap(), told, "{scope:?} {year} {cell:?} {lines:?}");
    }
    figures
}

/// What a year carries in is what the year before carried out, and what went over.
async fn follows(db: &Db, scope: Scope, year: i16) {
    let (before, now) = (table(db, scope, year - 1).await, table(db, scope, year).await);
    let over: i64 = across(db, scope, year).await.iter().map(|(_, count)| count).sum();
    assert_eq!(now[1], before[3] + over, "{scope:?} {year}: {over} went over");
}

/// By kind of applicant, whoever handed over.
async fn across(db: &Db, scope: Scope, year: i16) -> Vec<(String, i64)> {
    let found = db.carried_across(scope, year).await.unwrap();
    found.into_iter().map(|one| (one.applicant, one.count)).collect()
}

async fn end(db: &Db, id: RequestId, organ: OrganId, received: Civil, ended: Civil) {
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let line = db.request(id, Scope::Organ(organ)).await.unwrap().line;
    let step = NewStep { on: ended, kind: "sent", detail: "{}" };
    act.take_steps(id, line.version, &[step], &standing(received, "file", Some(ended))).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn a_figure_lists_as_many_requests_as_it_counts_whoever_has_them_now() {
    // in the year after, and in the same: then the county carries out one that left and one that came back
    for back in [day(2026, 3, 1), day(2025, 12, 1)] {
        on_both(|register| async move { in_and_out(&register.db, back).await }).await;
    }
}

/// Out of one bureau of the county into another, out of the county, and back to it on a day.
async fn in_and_out(db: &Db, back: Civil) {
    let [hall, forest, land] = organs(db).await;
    let office = crate::register::organ(db, "qh-lc", "青禾县林草中心", 9).await;
    let old = add(db, forest, "LY-1", &standing(day(2024, 12, 30), "handle", None)).await;
    let new = add(db, forest, "LY-2", &standing(day(2025, 3, 1), "handle", None)).await;
    add(db, forest, "LY-3", &standing(day(2025, 2, 1), "answer", Some(day(2025, 4, 1)))).await;
    add(db, forest, "LY-4", &standing(day(2025, 2, 2), "file", Some(day(2025, 3, 2)))).await;
    add(db, land, "ZR-1", &standing(day(2025, 2, 2), "file", Some(day(2025, 3, 2)))).await;
    let own = add(db, land, "ZR-2", &standing(day(2025, 6, 2), "handle", None)).await;
    hand_over(db, forest, land, day(2025, 7, 1)).await;
    end(db, own, land, day(2025, 6, 2), day(2025, 8, 8)).await;
    let late = add(db, land, "ZR-3", &standing(day(2025, 8, 30), "handle", None)).await;
    hand_over(db, land, office, day(2025, 9, 1)).await;
    end(db, new, office, day(2025, 3, 1), day(2025, 9, 9)).await;
    hand_over(db, office, hall, back).await;
    end(db, late, hall, day(2025, 8, 30), day(2026, 4, 4)).await;
    end(db, old, hall, day(2024, 12, 30), day(2027, 1, 4)).await;
    let mut figures = 0;
    for scope in [hall, forest, land, office].map(Scope::Organ).into_iter().chain([Scope::Subtree(hall), Scope::All]) {
        for year in 2024..=2028 {
            follows(db, scope, year).await;
        }
    }
    assert_eq!(
        across(db, Scope::Organ(land), 2025).await,
        [("natural_person".to_owned(), 2)],
        "one of them is new there"
    );
    assert_eq!(
        across(db, Scope::Organ(land), 2026).await,
        [("natural_person".to_owned(), -3)],
        "two of them and its own"
    );
    for year in 2024..=2028 {
        for organ in [hall, forest, land, office] {
            figures += listed_as_counted(db, Scope::Organ(organ), year).await;
        }
        figures += listed_as_counted(db, Scope::Subtree(hall), year).await;
        figures += listed_as_counted(db, Scope::Subtree(office), year).await;
        figures += listed_as_counted(db, Scope::All, year).await;
    }
    assert!(figures > 50, "{figures}: most years have something to tell");
    let at = async |organ, cell| {
        let lines = db.requests_behind(Scope::Organ(organ), 2025, cell, None, 0, 9).await.unwrap();
        lines.into_iter().map(|line| line.number).collect::<Vec<_>>()
    };
    assert_eq!(at(forest, Cell::New).await, ["LY-2", "LY-3", "LY-4"], "received here, wherever they are now");
    assert_eq!(at(forest, Cell::CarriedOut).await, ["LY-1", "LY-2"]);
    assert_eq!(at(land, Cell::CarriedIn).await, ["LY-1", "LY-2"]);
    assert_eq!(at(office, Cell::AllEnded).await, ["LY-2"]);
    assert_eq!(at(office, Cell::CarriedOut).await, ["LY-1", "ZR-3"]);
}

#[tokio::test]
async fn a_frozen_year_stands_when_its_requests_go_over_afterwards() {
    on_both(|register| async move {
        let db = &register.db;
        let [_, forest, land] = organs(db).await;
        let open = add(db, forest, "LY-1", &standing(day(2025, 12, 30), "handle", None)).await;
        add(db, land, "ZR-1", &standing(day(2025, 5, 5), "file", Some(day(2025, 6, 6)))).await;
        let freeze = async |organ| {
            let mut act = db.act(Actor::Operator, NOON).await.unwrap();
            act.freeze_year(organ, 2025, "2021", "{}").await.unwrap();
            act.commit().await.unwrap();
        };
        freeze(forest).await;
        hand_over(db, forest, land, day(2026, 2, 1)).await;
        freeze(land).await;
        end(db, open, land, day(2025, 12, 30), day(2026, 3, 1)).await;
        for organ in [forest, land] {
            let moved = db.moved_requests(organ, 2025, 9).await.unwrap();
            assert_eq!(moved, [], "{organ}: who handles it now changes nothing of 2025");
        }
        end(db, open, land, day(2026, 1, 1), day(2026, 3, 1)).await;
        let moved = db.moved_requests(forest, 2025, 9).await.unwrap();
        assert_eq!(moved.len(), 1, "{moved:?}");
        assert_eq!((moved[0].number.as_str(), moved[0].was_new, moved[0].now_new), ("LY-1", Some(true), None));
        assert_eq!(db.moved_requests(land, 2025, 9).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_figure_of_table_4_lists_as_many_cases_as_it_counts() {
    on_both(|register| async move {
        let db = &register.db;
        let [hall, forest, land] = organs(db).await;
        let filed = add(db, forest, "LY-1", &standing(day(2025, 2, 3), "file", Some(day(2025, 3, 3)))).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        let step = NewStep { on: day(2025, 12, 20), kind: "notified", detail: "{}" };
        let (case, now) = review(forest, filed);
        act.add_redress(&case, &[step], &now).await.unwrap();
        let struck = RedressNow { phase: "cancelled", ..now };
        let said = Registered { docket: None, case_number: "青政复〔2025〕8号", ..case.said };
        let twice = NewRedress { number: "LY-FY-2025-0002", said, ..case };
        act.add_redress(&twice, &[step], &struck).await.unwrap();
        act.commit().await.unwrap();
        hand_over(db, forest, land, day(2026, 6, 1)).await;
        hand_over(db, land, hall, day(2027, 2, 1)).await;
        for (year, whose) in (2025..).zip([forest, land, hall]) {
            for (scope, told) in [forest, land, hall]
                .map(|organ| (Scope::Organ(organ), i64::from(organ == whose)))
                .into_iter()
                .chain([(Scope::Subtree(hall), 1), (Scope::Subtree(land), i64::from(land == whose)), (Scope::All, 1)])
            {
                let groups = db.redress_groups(scope, year).await.unwrap();
                assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), told, "{scope:?} {year} {groups:?}");
                for (column, told) in [(Column::Pending, told), (Column::Total, told), (Column::Outcome("upheld"), 0)] {
                    let cases = db.redress_behind(scope, year, ("review", column), 0, 9).await.unwrap();
                    assert_eq!(i64::try_from(cases.len()).unwrap(), told, "{scope:?} {year} {column:?}");
                }
            }
        }
    })
    .await;
}
