//! What was open at a closed organ goes to its successor, and each year is counted by the one whose it was.

use gongkai_store::{
    Actor, Civil, Db, HandedOver, MatterNow, NewLetter, NewMatter, NewOrgan, NewRedress, NewRequest, NewStep, OrganId,
    Projection, RedressNow, Registered, RequestId, Scope, journal,
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
        extended: 0,
        decision: ended.map(|_| "granted"),
        ended,
        served: None,
        archived: None,
        used: None,
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
