//! The columns of lists and counts are what the steps fold to, after whatever was done, and again after somebody damaged
//! them.

use std::sync::atomic::{AtomicI64, Ordering};

use gongkai::{
    Office,
    people::roles::Hand,
    requests::{
        dossier::Dossier,
        rebuild::{Rebuilt, rebuild},
        record::Words,
        take::{NotTaken, take},
    },
};
use gongkai_law::request::{
    decision::Decision,
    step::{Opinion, Step, Taken},
    third_party::Asked,
};
use gongkai_store::{Actor, Moment, Scope};
use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::{applied, bureau, on_both};
use crate::web::house::noon;

/// Days after noon.
static LATER: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    noon() + (24 * LATER.load(Ordering::Relaxed)).hours()
}

/// Dice that fall the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Anything that can happen at all, most of it out of place.
    fn step(&mut self, today: Date, steps: usize) -> Step {
        let until = today.saturating_add(i64::try_from(3 + self.below(30)).unwrap().days());
        match self.below(24) {
            0 => Step::Confirmed,
            1..=3 => Step::Accepted,
            4 => Step::ClarifyAsked { until },
            5 => Step::Clarified,
            6 => Step::ReasonsAsked { until },
            7 => Step::Reasoned,
            8 => Step::Consulted { party: 0, asked: self.pick(&[Asked::ThirdParty, Asked::CoProducer]) },
            9 => Step::Reached { party: 0 },
            10 => Step::Opined { party: 0, opinion: self.pick(&Opinion::ALL) },
            11 => Step::FeeNotified,
            12 => Step::FeePaid,
            13 => Step::Extended { days: 5 },
            14..=15 => Step::Drafted { decision: self.pick(&Decision::ALL) },
            16 => Step::Returned,
            17 => Step::Reviewed,
            18 => Step::Signed,
            19 => self.pick(&[Step::Sent, Step::Served, Step::Archived]),
            20 => self.pick(&[Step::Withdrawn, Step::Noted, Step::Lapsed { decision: Decision::OtherNoCorrection }]),
            21 => Step::Ordered { until },
            22 => Step::Redated { step: self.below(steps.max(1)), on: today },
            _ => Step::Struck { step: self.below(steps.max(1)) },
        }
    }
}

async fn attempt(office: &Office, number: &str, taken: Taken) -> Result<(), NotTaken> {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
    take(office, &mut act, &Hand::Platform, &dossier, taken, &Words::default()).await?;
    act.commit().await?;
    Ok(())
}

async fn looked_at(office: &Office, mend: bool) -> Rebuilt {
    rebuild(&office.db, &office.calendar, Moment(office.now_ms()), mend).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_the_columns_are_what_the_steps_fold_to() {
    on_both(async |ground| {
        LATER.store(0, Ordering::Relaxed);
        let office = Office { clock, ..ground.office.clone() };
        let organ = bureau(&office).await;
        let (mut dice, mut went_through) = (Dice(20_261_122), 0);
        let mut numbers = Vec::new();
        for _ in 0..25 {
            numbers.push(applied(&office, &organ, "林晚舟").await.number);
        }
        for round in 0..500 {
            LATER.store(round / 10, Ordering::Relaxed);
            let number = &numbers[dice.below(numbers.len())];
            let today = office.today();
            let on = if dice.below(4) == 0 { today.yesterday().unwrap() } else { today };
            let taken = Taken { on, step: dice.step(today, 6) };
            went_through += usize::from(attempt(&office, number, taken).await.is_ok());
        }
        assert!(went_through > 90, "only {went_through} of 500 steps had their place");
        let found = looked_at(&office, false).await;
        assert_eq!((found.folded, found.wrong), (25, 0), "{:?}", found.first);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_columns_are_told_and_folded_anew_and_nothing_else_is_touched() {
    on_both(async |ground| {
        let organ = bureau(&ground.office).await;
        let number = applied(&ground.office, &organ, "林晚舟").await.number;
        let other = applied(&ground.office, &organ, "白露").await.number;
        let today = ground.office.today();
        for step in [Step::Accepted, Step::Noted] {
            attempt(&ground.office, &number, Taken { on: today, step }).await.unwrap();
        }
        let (no, yes) = if ground.is_postgres() { ("false", "true") } else { ("0", "1") };
        let damage = [
            ("steps", "steps = 9".to_owned()),
            ("arrived", "arrived = '2019-01-01'".to_owned()),
            ("received", "received = null".to_owned()),
            ("stage", "stage = 'file'".to_owned()),
            ("waits", "waits = 'nobody'".to_owned()),
            ("due", "due = '2030-01-01'".to_owned()),
            ("provisional", format!("provisional = case when provisional = {no} then {yes} else {no} end")),
            ("extended", "extended = 20".to_owned()),
            ("decision", "decision = 'granted'".to_owned()),
            ("ended", "ended = '2026-10-12'".to_owned()),
            ("served", "served = '2026-10-12'".to_owned()),
            ("archived", "archived = '2026-10-12'".to_owned()),
            ("received_year", "received_year = 2019".to_owned()),
            ("ended_year", "ended_year = 2026".to_owned()),
        ];
        for (column, sql) in &damage {
            ground.tamper(&format!("update request set {sql} where number = '{number}'")).await;
            let looked = ground.gongkai(&["requests", "rebuild", "--check"]);
            let told =
                format!("对照了2件申请，1件与办理步骤对不上（{column} 1件），没有改动：\n  {number}：{column}\n");
            assert_eq!((looked.code, looked.out.as_str()), (Some(1), told.as_str()), "{}", looked.err);
            let mended = ground.gongkai(&["requests", "rebuild"]);
            assert_eq!(mended.code, Some(0), "{}", mended.err);
            assert_eq!(looked_at(&ground.office, false).await.wrong, 0, "{column}");
        }
        let all: Vec<_> = damage.iter().map(|(_, sql)| sql.as_str()).collect();
        ground.tamper(&format!("update request set {} where number = '{other}'", all.join(", "))).await;
        let mended = looked_at(&ground.office, true).await;
        assert_eq!((mended.wrong, mended.columns.len()), (1, damage.len()));
        let answer = ground.gongkai(&["requests", "rebuild"]);
        assert_eq!(answer.out, "对照了2件申请，台账与办理步骤都一致\n");
        assert_eq!(ground.gongkai(&["audit", "verify"]).code, Some(0));
    })
    .await;
}
