//! Random lives of requests, and table 3 of them counted with a pencil: by the first and the last day alone.

use gongkai_law::{
    annual_report::Edition,
    calendar::Calendar,
    request::{
        application::Applicant,
        decision::Decision,
        evidence::Evidence,
        mend,
        received::Channel,
        standing::Standing,
        step::{Opinion, Step, Taken, Verb},
        third_party::Asked,
    },
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};

/// A small generator, so that the same years come every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A request as a life: any step that the law accepts may come next.
pub fn life(dice: &mut Dice, calendar: &Calendar) -> Vec<Taken> {
    let mut today = date(2024, 1, 1).checked_add(i64::try_from(dice.below(1000)).unwrap().days()).unwrap();
    let mut taken = vec![Taken { on: today, step: Step::Arrived { channel: dice.pick(&Channel::ALL) } }];
    for _ in 0..dice.below(30) {
        today = today.checked_add(i64::try_from(dice.below(9)).unwrap().days()).unwrap();
        let standing = Standing::of(&taken, calendar);
        for _ in 0..40 {
            let next = Taken { on: today, step: step(dice, today, &taken, &standing) };
            let idle = matches!(next.step.verb(), Verb::Note | Verb::Arrive);
            let mends = || mend::mends(&taken, next, Evidence::Proof, today, calendar).is_ok();
            if !idle && standing.accepts(next, Evidence::File, today, calendar).is_ok() && mends() {
                let more: Vec<_> = taken.iter().copied().chain([next]).collect();
                if Standing::of(&more, calendar).fault.is_none() {
                    taken = more;
                    break;
                }
            }
        }
    }
    taken
}

fn step(dice: &mut Dice, today: Date, taken: &[Taken], standing: &Standing) -> Step {
    let later = today.checked_add(15.days()).unwrap();
    let party = u16::try_from(taken.len()).unwrap();
    let asked: Vec<u16> = taken
        .iter()
        .filter_map(|taken| match taken.step {
            Step::Consulted { party, .. } => Some(party),
            _ => None,
        })
        .collect();
    // what is asked is asked by a letter
    if let Some((step, letter)) = standing.unissued().next().filter(|_| dice.below(8) == 0) {
        return Step::Issued { step, letter };
    }
    let of_them = if asked.is_empty() { 0 } else { dice.pick(&asked) };
    match dice.pick(&Verb::ALL) {
        Verb::Confirm => Step::Confirmed,
        Verb::Accept => Step::Accepted,
        Verb::AskClarify => Step::ClarifyAsked { until: later },
        Verb::TakeCorrection => Step::Clarified,
        Verb::AskReasons => Step::ReasonsAsked { until: later },
        Verb::TakeReasons => Step::Reasoned,
        Verb::Consult => Step::Consulted { party, asked: dice.pick(&Asked::ALL) },
        Verb::NoteReached => Step::Reached { party: of_them },
        Verb::TakeOpinion => Step::Opined { party: of_them, opinion: dice.pick(&Opinion::ALL) },
        Verb::NotifyFee => Step::FeeNotified,
        Verb::TakePayment => Step::FeePaid,
        Verb::Extend => Step::Extended { days: 5 },
        // the rarest end: somebody has to be asked, and to object
        Verb::Draft if dice.below(4) == 0 => Step::Drafted { decision: Decision::DeniedThirdParty },
        Verb::Draft => Step::Drafted { decision: dice.pick(&Decision::ALL) },
        Verb::Review => Step::Reviewed,
        Verb::Sign => Step::Signed,
        Verb::Send => Step::Sent,
        Verb::Serve => Step::Served,
        Verb::Withdraw if dice.below(30) == 0 => Step::Withdrawn,
        Verb::Lapse => Step::Lapsed { decision: dice.pick(&[Decision::OtherNoCorrection, Decision::OtherUnpaid]) },
        Verb::Order => Step::Ordered { until: later },
        Verb::Lift => Step::Lifted,
        Verb::Convert => Step::Converted,
        Verb::Archive => Step::Archived,
        Verb::Delay => Step::Delayed { until: today.checked_add(70.days()).unwrap() },
        Verb::Return => Step::Returned,
        // a slip of the pen: some days off, or a step that never was
        Verb::Redate => {
            let off = i64::try_from(dice.below(30)).unwrap();
            Step::Redated { step: dice.below(usize::from(party)), on: today.checked_sub(off.days()).unwrap() }
        }
        Verb::Strike => Step::Struck { step: dice.below(usize::from(party)) },
        _ => Step::Noted,
    }
}

/// What a person with a pencil needs of a request: its first day, its last, how and for whom.
pub struct Line {
    pub received: Date,
    pub ended: Option<(Date, Decision)>,
    pub applicant: Applicant,
}

/// The steps as they truly were: what was struck out is gone, what was put right has its other day, and the corrections
/// themselves happened to nobody. A file is read in the order in which it was written.
pub fn put_right(taken: &[Taken]) -> Vec<Taken> {
    let mut lines: Vec<Option<Taken>> = taken.iter().copied().map(Some).collect();
    for (at, line) in taken.iter().enumerate() {
        match line.step {
            Step::Struck { step } => lines[step] = None,
            Step::Redated { step, on } => lines[step] = lines[step].map(|taken| Taken { on, ..taken }),
            _ => continue,
        }
        lines[at] = None;
    }
    lines.into_iter().flatten().collect()
}

pub fn pencil(taken: &[Taken], applicant: Applicant) -> Option<Line> {
    let taken = &put_right(taken);
    let came = taken[0];
    let Step::Arrived { channel } = came.step else { panic!("{came:?}") };
    let confirmed = || taken.iter().find(|t| t.step == Step::Confirmed).map(|t| t.on);
    let at_once = matches!(channel, Channel::InPerson | Channel::SignedPost);
    let received = if at_once { came.on } else { confirmed()? };
    let mut drafted = None;
    let ended = taken.iter().find_map(|t| match t.step {
        Step::Drafted { decision } => {
            drafted = Some(decision);
            None
        }
        Step::Sent => Some((t.on, drafted.unwrap())),
        Step::Withdrawn => Some((t.on, Decision::OtherOther)),
        Step::Lapsed { decision } => Some((t.on, decision)),
        _ => None,
    });
    Some(Line { received, ended, applicant })
}

/// What stands in a cell of table 3 by these lines.
pub fn by_hand<'a>(address: &str, year: i16, edition: Edition, lines: impl Iterator<Item = &'a Line>) -> i64 {
    let (row, column) = address.strip_prefix("requests.").unwrap().split_once('.').unwrap();
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let counts = lines.filter(|line| {
        let here = line.received <= last && line.ended.is_none_or(|(on, _)| on >= first);
        let closed = line.ended.is_some_and(|(on, _)| on <= last);
        let row_fits = match row {
            "new" => line.received >= first,
            "carried_in" => line.received < first,
            "carried_out" => !closed,
            "total" => closed,
            leaf => closed && line.ended.is_some_and(|(_, decision)| decision.key_in(edition) == leaf),
        };
        here && row_fits && (column == "total" || line.applicant.key() == column)
    });
    i64::try_from(counts.count()).unwrap()
}
