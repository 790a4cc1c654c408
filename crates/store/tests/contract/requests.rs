//! Requests: steps with their projection, numbers without gap or double, and whose eyes see what.

use gongkai_store::{
    Actor, Cell, Civil, Db, Error, NewFile, NewOrgan, NewRequest, NewStep, Order, OrganId, PastRequest, Projection,
    RequestFilter, RequestId, Scope, Turn,
};
use jiff::civil::{Date, date};

use crate::register::{NOON, on_both, organ, sealed};

fn day(month: i8, day: i8) -> Civil {
    Civil(date(2026, month, day))
}

const CAME: Date = date(2026, 9, 10);

fn request(organ: OrganId, number: &str) -> NewRequest<'_> {
    NewRequest {
        organ,
        number,
        code_mac: b"mac",
        title: "供水水质",
        wanted: "云渡镇农村供水水质检测报告，100%的那些",
        applicant: "natural_person",
        applicant_mac: Some(b"somebody"),
        sealed: b"sealed",
        channel: "internet",
        supply: "electronic",
        delivery: "online",
    }
}

const STEP: NewStep<'_> = NewStep { on: Civil(CAME), kind: "arrived", detail: r#"{"channel":"internet"}"# };

fn open_until(due: Civil) -> Projection<'static> {
    Projection {
        arrived: Civil(CAME),
        received: Some(Civil(CAME)),
        stage: "examine",
        waits: "office",
        due: Some(due),
        provisional: false,
        extended: 0,
        decision: None,
        ended: None,
        served: None,
        archived: None,
        used: None,
        in_time: None,
    }
}

fn ended(on: Civil) -> Projection<'static> {
    Projection {
        stage: "file",
        waits: "nobody",
        due: None,
        decision: Some("granted"),
        ended: Some(on),
        ..open_until(on)
    }
}

async fn add(db: &Db, organ: OrganId, number: &str, now: &Projection<'_>) -> RequestId {
    let mut act = db.act(Actor::Public, NOON).await.unwrap();
    let id = act.add_request(&request(organ, number), &[STEP], now).await.unwrap();
    act.commit().await.unwrap();
    id
}

#[tokio::test]
async fn of_two_officers_who_act_at_once_one_is_told_and_nothing_is_overwritten() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let id = add(db, water, "QH-2026-0001", &open_until(day(10, 14))).await;
        let step = NewStep { on: day(9, 11), kind: "accepted", detail: "{}" };
        let mut first = db.act(Actor::Operator, NOON).await.unwrap();
        first.take_steps(id, 0, &[step], &open_until(day(10, 14))).await.unwrap();
        first.commit().await.unwrap();
        let mut second = db.act(Actor::Operator, NOON).await.unwrap();
        let late = second.take_steps(id, 0, &[step], &ended(day(9, 12))).await;
        assert!(matches!(late, Err(Error::Stale)));
        assert!(matches!(second.commit().await, Err(Error::HalfDone)));
        let request = db.request(id, Scope::Organ(water)).await.unwrap();
        assert_eq!((request.line.stage.as_str(), request.line.version, request.line.steps), ("examine", 1, 2));
        let kinds: Vec<_> = db.steps(id).await.unwrap().into_iter().map(|row| (row.n, row.kind)).collect();
        assert_eq!(kinds, [(0, "arrived".to_owned()), (1, "accepted".to_owned())]);
        let acts: Vec<_> = register.acts().await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts, ["organ.add", "request.add", "request.step"]);
    })
    .await;
}

#[tokio::test]
async fn who_applied_is_put_right_in_its_column_and_is_known_again_by_the_right_number() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let id = add(db, water, "QH-2026-0001", &open_until(day(10, 14))).await;
        let other = add(db, water, "QH-2026-0002", &open_until(day(10, 14))).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.amend_applicant(id, 0, "enterprise", Some(b"a company"), b"anew").await.unwrap();
        act.commit().await.unwrap();
        let mut late = db.act(Actor::Operator, NOON).await.unwrap();
        assert!(matches!(late.amend_applicant(id, 0, "social", None, b"late").await, Err(Error::Stale)));
        drop(late);
        let request = db.request(id, Scope::Organ(water)).await.unwrap();
        assert_eq!((request.line.applicant.as_str(), request.line.version), ("enterprise", 1));
        assert_eq!(request.sealed.as_deref(), Some(&b"anew"[..]));
        for (mac, whose) in [(&b"somebody"[..], other), (b"a company", id)] {
            let found = db.requests_of_applicant(water, mac, 10).await.unwrap();
            assert_eq!(found.iter().map(|line| line.id).collect::<Vec<_>>(), [whose]);
        }
        let groups = db.request_groups(Scope::Organ(water), 2026).await.unwrap();
        let mut kinds: Vec<_> = groups.iter().map(|group| (group.applicant.as_str(), group.count)).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [("enterprise", 1), ("natural_person", 1)]);
    })
    .await;
}

#[tokio::test]
async fn forty_at_once_get_forty_numbers_and_one_that_is_undone_leaves_no_gap() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let mut given = Vec::new();
        let tasks: Vec<_> = (0..40)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut act = db.act(Actor::Public, NOON).await.unwrap();
                    let number = act.next_number(water, "answer", 2026).await.unwrap();
                    if n % 4 == 0 {
                        return None;
                    }
                    act.commit().await.unwrap();
                    Some(number)
                })
            })
            .collect();
        for task in tasks {
            given.extend(task.await.unwrap());
        }
        given.sort_unstable();
        assert_eq!(given, (1..=30).collect::<Vec<i64>>());
        let mut act = db.act(Actor::Public, NOON).await.unwrap();
        assert_eq!(act.next_number(water, "answer", 2027).await.unwrap(), 1, "each year from one");
        assert_eq!(act.next_number(water, "receipt", 2026).await.unwrap(), 1, "each kind for itself");
    })
    .await;
}

#[tokio::test]
async fn an_organ_sees_its_own_and_its_supervisor_what_is_below() {
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
        let id = add(db, water, "QH-2026-0001", &open_until(day(10, 14))).await;
        add(db, other, "BC-2026-0001", &open_until(day(10, 15))).await;
        assert!(db.request(id, Scope::Organ(water)).await.is_ok());
        assert!(db.request(id, Scope::Subtree(county)).await.is_ok());
        for eyes in [Scope::Organ(other), Scope::Subtree(other), Scope::Organ(county)] {
            assert!(matches!(db.request(id, eyes).await, Err(Error::Missing(_))), "{eyes:?}");
            assert!(db.request_numbered("QH-2026-0001", eyes).await.unwrap().is_none());
        }
        let seen = async |scope| db.request_count(scope, &RequestFilter::default()).await.unwrap();
        assert_eq!(
            (seen(Scope::Subtree(county)).await, seen(Scope::Organ(other)).await, seen(Scope::All).await),
            (1, 1, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_due_first_stands_first_and_words_find_what_they_say() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let standing = Projection { due: None, waits: "applicant", ..open_until(day(10, 1)) };
        add(db, water, "QH-2026-0001", &standing).await;
        add(db, water, "QH-2026-0002", &open_until(day(10, 20))).await;
        add(db, water, "QH-2026-0003", &open_until(day(10, 14))).await;
        add(db, water, "QH-2026-0004", &ended(day(9, 20))).await;
        let list = async |filter: RequestFilter<'static>| -> Vec<String> {
            let lines = db.requests(Scope::Organ(water), &filter, Order::Due, Turn::First, 10).await.unwrap();
            lines.into_iter().map(|line| line.number.replace("QH-2026-000", "")).collect()
        };
        let open = RequestFilter { open: true, ..Default::default() };
        assert_eq!(list(open).await, ["3", "2", "1"], "what stands comes last");
        assert_eq!(list(RequestFilter { due_by: Some(day(10, 14)), ..open }).await, ["3"]);
        assert_eq!(list(RequestFilter { waits: Some("applicant"), ..open }).await, ["1"]);
        assert_eq!(list(RequestFilter { words: "QH-2026-0002", ..open }).await, ["2"]);
        assert_eq!(list(RequestFilter { words: "2026-0002", ..open }).await, ["2"]);
        assert_eq!(list(RequestFilter { words: "qh-2026-0002", ..open }).await, ["2"]);
        assert_eq!(list(RequestFilter { words: "100%的", ..open }).await.len(), 3);
        assert!(list(RequestFilter { words: "100_的", ..open }).await.is_empty(), "no word is a pattern");
    })
    .await;
}

#[tokio::test]
async fn a_year_is_counted_by_what_came_and_what_ended_in_it() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let last_year = Civil(date(2025, 12, 30));
        add(db, water, "A", &Projection { received: Some(last_year), ..ended(day(1, 9)) }).await;
        add(db, water, "B", &Projection { received: Some(last_year), ..ended(Civil(date(2025, 12, 31))) }).await;
        add(db, water, "C", &ended(day(9, 20))).await;
        add(db, water, "D", &ended(day(9, 21))).await;
        add(db, water, "E", &open_until(day(10, 14))).await;
        let mut groups = db.request_groups(Scope::Organ(water), 2026).await.unwrap();
        groups.sort_by_key(|group| (group.received_year, group.ended_year));
        let counted: Vec<_> = groups.iter().map(|g| (g.received_year, g.ended_year, g.count)).collect();
        assert_eq!(counted, [(2025, Some(2026), 1), (2026, None, 1), (2026, Some(2026), 2)]);
        let behind = async |cell: Cell<'static>| -> Vec<String> {
            let lines = db.requests_behind(Scope::Organ(water), 2026, cell, None, 0, 10).await.unwrap();
            lines.into_iter().map(|line| line.number).collect()
        };
        let counted = async |cell, applicant| db.cell_count(Scope::All, 2026, cell, applicant).await.unwrap();
        assert_eq!(counted(Cell::New, None).await, 3);
        assert_eq!(counted(Cell::New, Some("martian")).await, 0);
        assert_eq!(counted(Cell::Ended(&["other_other", "granted"]), None).await, 3);
        assert_eq!((counted(Cell::CarriedIn, None).await, counted(Cell::CarriedOut, None).await), (1, 1));
        assert_eq!(behind(Cell::New).await, ["C", "D", "E"]);
        assert_eq!(behind(Cell::CarriedIn).await, ["A"]);
        assert_eq!(behind(Cell::Ended(&["other_other", "granted"])).await, ["A", "C", "D"]);
        assert_eq!(behind(Cell::CarriedOut).await, ["E"]);
    })
    .await;
}

#[tokio::test]
async fn files_of_a_request_are_kept_in_their_order() {
    on_both(|register| async move {
        let db = &register.db;
        let water = organ(db, "qh-sl", "青禾县水利局", 1).await;
        let id = add(db, water, "QH-2026-0001", &open_until(day(10, 14))).await;
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        for (name, shown) in [("意见回函.pdf", false), ("回执.pdf", true)] {
            let upload = sealed(name.as_bytes(), "QH-2026-0001");
            act.attach(id, water, &NewFile { upload, name, kind: "proof", shown }).await.unwrap();
        }
        act.commit().await.unwrap();
        let files = db.request_files(id).await.unwrap();
        let told: Vec<_> = files.iter().map(|file| (file.n, file.name.as_str(), file.shown)).collect();
        assert_eq!(told, [(0, "意见回函.pdf", false), (1, "回执.pdf", true)]);
    })
    .await;
}

#[tokio::test]
async fn a_page_counts_to_ten_thousand_and_what_goes_on_record_is_counted_to_the_end() {
    on_both(|register| async move {
        let db = &register.db;
        let hall = organ(db, "qh", "青禾县政府办", 0).await;
        let numbers: Vec<String> = (0..10_050).map(|nth| format!("QH-2026-{nth:05}")).collect();
        let past = |number| PastRequest {
            request: request(hall, number),
            at: NOON,
            officer: None,
            steps: &[],
            now: open_until(day(10, 15)),
            letter: None,
            old_number: None,
        };
        let past: Vec<_> = numbers.iter().map(|number| past(number)).collect();
        let mut act = db.act(Actor::Operator, NOON).await.unwrap();
        act.load_requests(&past).await.unwrap();
        act.commit().await.unwrap();
        let (all, none) = (RequestFilter::default(), RequestFilter { year: Some(2025), ..RequestFilter::default() });
        assert_eq!(db.request_count(Scope::Organ(hall), &all).await.unwrap(), 10_000);
        assert_eq!(db.request_count_all(Scope::Organ(hall), &all).await.unwrap(), 10_050);
        assert_eq!(db.request_count_all(Scope::All, &none).await.unwrap(), 0);
    })
    .await;
}
