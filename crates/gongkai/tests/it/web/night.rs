//! What the platform does by itself at night, and what it leaves to people.

use std::sync::Arc;

use gongkai::{
    Office,
    people::roles::Hand,
    requests::{
        dossier::Dossier,
        night::{self, Found},
        record::Words,
        take,
    },
};
use gongkai_law::{
    calendar::{Calendar, Notice},
    request::{
        decision::Decision,
        standing::Waits,
        step::{Step, Taken},
        third_party::Asked,
    },
};
use gongkai_store::{Actor, Moment, Organ, Scope};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

use super::{
    cases::{WATER, county, handed_in, person, signed_in, step, went_through},
    house::{noon, on_both},
    redress,
};

fn at(day: &str) -> Timestamp {
    format!("{day}T16:05:00Z").parse().unwrap()
}

/// Handed in on a day and taken as far as these steps, each proved.
async fn worked(office: &Office, organ: &Organ, came: Date, steps: &[(Date, Step)]) -> String {
    let number = handed_in(office, organ, WATER, came).await;
    for (on, step) in steps {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        let words = Words { proof: "邮件跟踪记录".to_owned(), ..Words::default() };
        let taken = Taken { on: *on, step: *step };
        take::take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
        act.commit().await.unwrap();
    }
    number
}

async fn opened(office: &Office, number: &str) -> Dossier {
    Dossier::numbered(office, number, Scope::All).await.unwrap()
}

fn asked(sent: Date, reached: Date) -> [(Date, Step); 2] {
    [(sent, Step::Consulted { party: 0, asked: Asked::ThirdParty }), (reached, Step::Reached { party: 0 })]
}

#[tokio::test]
async fn silence_is_written_down_the_night_after_its_term_and_the_due_date_is_there_again() {
    on_both(async |mut office| {
        let county = county(&office).await;
        let steps = asked(date(2026, 9, 18), date(2026, 9, 21));
        let number = worked(&office, &county.hall, date(2026, 9, 10), &steps).await;
        let unreached = worked(&office, &county.hall, date(2026, 9, 10), &steps[..1]).await;
        // fifteen working days after 21 September, over the holidays, end on 19 October: five past midnight of that day
        office.clock = || at("2026-10-18");
        assert_eq!(night::run(&office).await.unwrap().unwrap().silences, 0);
        assert_eq!(opened(&office, &number).await.standing.due(), None);

        office.clock = || at("2026-10-19");
        let one = office.clone();
        let (here, there) = tokio::join!(night::run(&office), night::run(&one));
        let done: Vec<Found> = [here.unwrap(), there.unwrap()].into_iter().flatten().collect();
        assert_eq!(done.len(), 1, "of two machines one does the night's work");
        assert_eq!((done[0].silences, done[0].open), (1, 2));
        assert_eq!(night::run(&office).await.unwrap(), None);
        assert!(!night::is_due(&office).await.unwrap());

        let dossier = opened(&office, &number).await;
        let last = dossier.entries.last().unwrap();
        assert_eq!((last.taken.on, last.row.actor.as_str()), (date(2026, 10, 19), "system"));
        assert_eq!(dossier.standing.waits(), Waits::Office);
        // from 19 September on it stood still: fourteen of the twenty working days were left after 19 October
        assert_eq!(dossier.standing.due(), Some(date(2026, 11, 6)));
        assert_eq!(dossier.request.line.due.unwrap().0, date(2026, 11, 6), "lists know it too");
        assert_eq!(opened(&office, &unreached).await.standing.due(), None, "nothing ran against who got no letter");

        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get("/desk/today").await;
        assert!(page.has("征求意见书还没有送达凭证") && page.has(&unreached), "{}", page.body);
        assert!(page.has("2026-10-20 00:05做过夜间办理：登记期满未答复1件"), "{}", page.body);
        office.clock = || at("2026-11-06");
        assert_eq!(night::run(&office).await.unwrap().unwrap().overdue, 1);
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get("/desk?v=late").await.has(&number));
    })
    .await;
}

#[tokio::test]
async fn silence_is_heard_while_an_answer_is_in_review() {
    on_both(async |mut office| {
        let county = county(&office).await;
        let mut steps = asked(date(2026, 9, 18), date(2026, 9, 21)).to_vec();
        steps.push((date(2026, 10, 9), Step::Drafted { decision: Decision::UnableNotHeld }));
        let number = worked(&office, &county.hall, date(2026, 9, 10), &steps).await;
        assert_eq!(opened(&office, &number).await.standing.due(), None);
        office.clock = || at("2026-10-19");
        assert_eq!(night::run(&office).await.unwrap().unwrap().silences, 1);
        let standing = opened(&office, &number).await.standing;
        assert!(standing.draft.is_some() && standing.due().is_some(), "{standing:?}");
    })
    .await;
}

const NOTICE_2027: &str = "id 2027\npublished 2026-11-30\nyear 2027\noff 2027-01-01..2027-01-05 元旦\n";

#[tokio::test]
async fn nothing_is_decided_on_a_provisional_date_and_a_notice_reckons_it_anew_with_both_dates_on_record() {
    on_both(async |mut office| {
        office.clock = || at("2026-12-16");
        let county = county(&office).await;
        let open = worked(&office, &county.hall, date(2026, 12, 8), &[]).await;
        let consulted =
            worked(&office, &county.hall, date(2026, 12, 8), &asked(date(2026, 12, 14), date(2026, 12, 15))).await;
        let before = opened(&office, &open).await.request.line;
        assert!(before.provisional, "twenty working days from 8 December reach into January");
        // fifteen working days after 15 December end on 6 January, as far as anybody knows
        office.clock = || at("2027-01-07");
        let found = night::run(&office).await.unwrap().unwrap();
        assert_eq!((found.silences, found.reckoned), (0, 0), "{found:?}");

        let notice = Notice::parse(NOTICE_2027).unwrap();
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        let kept = gongkai_store::Notice { year: 2027, published: notice.published, text: NOTICE_2027.to_owned() };
        act.load_notice(&kept).await.unwrap();
        act.commit().await.unwrap();
        office.calendar = Arc::new(Calendar::built_in().clone().with(notice));
        assert!(night::is_due(&office).await.unwrap(), "another notice, another run");
        let found = night::run(&office).await.unwrap().unwrap();
        assert_eq!((found.reckoned, found.silences), (1, 0), "{found:?}");
        let dossier = opened(&office, &open).await;
        let line = &dossier.request.line;
        assert!(!line.provisional && line.due > before.due, "{line:?}");
        let said = &dossier.entries.last().unwrap().words.why;
        for day in [before.due.unwrap().0, line.due.unwrap().0] {
            let day = format!("{}年{}月{}日", day.year(), day.month(), day.day());
            assert!(said.contains(&day) && said.contains("暂定"), "{said}");
        }
        assert!(opened(&office, &consulted).await.standing.open_consults().next().is_some());
        office.clock = || at("2027-01-11");
        assert_eq!(night::run(&office).await.unwrap().unwrap().silences, 1, "settled, and over");
    })
    .await;
}

#[tokio::test]
async fn a_lapse_is_shown_to_its_officer_and_never_decided_by_the_clock() {
    on_both(async |mut office| {
        let county = county(&office).await;
        let clarify = [(date(2026, 9, 8), Step::ClarifyAsked { until: date(2026, 9, 28) })];
        let unclear = worked(&office, &county.hall, date(2026, 9, 1), &clarify).await;
        let unpaid = worked(&office, &county.hall, date(2026, 9, 1), &[(date(2026, 9, 2), Step::FeeNotified)]).await;
        office.clock = || at("2026-10-12");
        let found = night::run(&office).await.unwrap().unwrap();
        assert_eq!((found.lapsed, found.silences), (2, 0));
        for number in [&unclear, &unpaid] {
            let standing = opened(&office, number).await.standing;
            assert!(!standing.is_over() && standing.waits() == Waits::Applicant, "{number}");
        }
        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get("/desk/today").await;
        assert!(page.has("补正逾期，请决定是否不再处理") && page.has("缴费逾期，请决定是否不再处理"), "{}", page.body);
        let mut zhou = signed_in(&office, "zhou").await;
        assert!(zhou.get("/desk/today").await.has("今天没有要您办的急事"), "a signer signs");
        let mut he = signed_in(&office, "he").await;
        let page = he.get("/desk/today").await;
        assert!(!page.has(&unclear) && !page.has("云渡镇"), "another organ's: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_term_inside_the_office_is_set_with_the_assignment_and_shown_everywhere() {
    on_both(async |mut office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 30)).await;
        let shen_id = person(&office, "shen").await;
        let mut lu = signed_in(&office, "lu").await;
        let csrf = lu.get("/desk").await.csrf();
        let pick = format!("{number} 0");
        let mut give = async |until: &str| {
            let fields = [("csrf", csrf.as_str()), ("pick", &pick), ("to", &shen_id), ("until", until)];
            lu.post("/desk/assign", &fields).await
        };
        assert!(give("2026-10-11").await.has("内部期限不能早于今天"));
        // due on 3 November
        assert!(give("2026-11-20").await.has("内部期限不能晚于答复期限2026年11月3日"));
        went_through(&give("2026-10-16").await);
        let mut shen = signed_in(&office, "shen").await;
        for path in ["/desk", "/desk/month", "/desk/today", &format!("/desk/requests/{number}")] {
            let page = shen.get(path).await;
            assert!(page.has("内部"), "{path}: {}", page.body);
        }
        assert!(shen.get("/desk").await.has("datetime=\"2026-10-16\""));
        let mut zhou = signed_in(&office, "zhou").await;
        assert!(!zhou.get("/desk/today").await.has(&number), "nobody else's");
        let again = step(&mut shen, &number, "accepted", &[]).await;
        went_through(&again);
        office.clock = || at("2026-10-19");
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get("/desk/today").await.has("10月16日"), "it does not go away by itself");
        assert!(noon() < (office.clock)());
    })
    .await;
}

#[tokio::test]
async fn a_review_that_is_to_be_answered_presses_everybody_who_may_answer_it() {
    on_both(async |office| {
        county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let file = redress::registered(&mut shen, &[("title", "水质检测报告不予公开")]).await;
        assert_eq!(night::run(&office).await.unwrap().unwrap().defend, 1);
        let mut lu = signed_in(&office, "lu").await;
        for somebody in [&mut shen, &mut lu] {
            let page = somebody.get("/desk/today").await;
            // five working days from 9 October, the 10th made up for a holiday
            assert!(page.has("复议、诉讼答复期限") && page.has("datetime=\"2026-10-15\""), "{}", page.body);
            assert!(page.has(&format!("href=\"{file}\"")), "{}", page.body);
        }
        let mut zhou = signed_in(&office, "zhou").await;
        assert!(!zhou.get("/desk/today").await.has(&file), "a signer signs");
    })
    .await;
}
