//! 经过: what became of a made-up request, decided by dice that fall the same for the same seed.

use gongkai_law::{
    calendar::Calendar,
    request::{
        application::Applicant,
        decision::Decision,
        letter::LetterKind,
        received::Channel,
        step::{Opinion, Step, Taken},
        third_party::Asked,
    },
};
use jiff::civil::Date;

/// SplitMix64.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// Whether something of so many in a thousand happens.
    fn happens(&mut self, in_a_thousand: usize) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// One of these, each with its weight.
    pub fn pick<T: Copy>(&mut self, all: &[(T, usize)]) -> T {
        let mut at = self.below(all.iter().map(|(_, weight)| weight).sum());
        for (one, weight) in all {
            match at.checked_sub(*weight) {
                None => return *one,
                Some(rest) => at = rest,
            }
        }
        all[0].0
    }
}

/// Working days in order, so that a story need not ask the calendar for each.
pub struct Workdays {
    days: Vec<Date>,
    today: usize,
}

impl Workdays {
    /// From the beginning of a year to some months after today.
    pub fn since(first: Date, today: Date) -> Self {
        let calendar = Calendar::built_in();
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        let days: Vec<_> = days.filter(|day| calendar.is_workday(*day)).take(3_000).collect();
        let today = days.partition_point(|day| *day <= today).saturating_sub(1);
        Self { days, today }
    }

    /// The working day on which the `nth` of `all` requests came: somewhat more of them every year.
    pub fn of(&self, nth: usize, all: usize) -> usize {
        let share = (nth as f64 / all as f64).powf(0.85);
        ((self.today + 1) as f64 * share) as usize
    }

    pub fn day(&self, at: usize) -> Date {
        self.days[at.min(self.days.len() - 1)]
    }
}

const CHANNELS: [(Channel, usize); 3] = [(Channel::Internet, 70), (Channel::InPerson, 18), (Channel::OrdinaryPost, 12)];

const APPLICANTS: [(Applicant, usize); 4] = [
    (Applicant::NaturalPerson, 86),
    (Applicant::Enterprise, 10),
    (Applicant::Research, 1),
    (Applicant::LegalService, 3),
];

/// How often each of the decisions that a letter tells.
fn decision(dice: &mut Dice) -> Decision {
    let weight = |decision: Decision| match decision {
        Decision::Granted => 420,
        Decision::Partial => 110,
        Decision::UnableNotHeld => 190,
        Decision::UnableNeedCreation | Decision::DeniedEnforcementFile | Decision::DeniedQuery => 40,
        Decision::RejectedPetition | Decision::RejectedRepeat => 30,
        _ => 8,
    };
    dice.pick(&Decision::ALL.map(|decision| (decision, weight(decision))))
}

/// The letters that steps demand are written on the same day.
fn with_letters(steps: impl Iterator<Item = Taken>) -> Vec<Taken> {
    let mut taken: Vec<Taken> = Vec::new();
    for next in steps {
        let step = taken.len();
        taken.push(next);
        let letters = LetterKind::demanded(next.step).iter();
        taken.extend(letters.map(|letter| Taken { on: next.on, step: Step::Issued { step, letter: *letter } }));
    }
    taken
}

/// One request: who kind of asks, which way it came and what was done, none of it after today.
pub struct Story {
    pub applicant: Applicant,
    pub taken: Vec<Taken>,
    /// What its letter tells, once it is signed.
    pub told: Option<Decision>,
}

/// Of a request that came on the working day `came`.
pub fn story(dice: &mut Dice, days: &Workdays, came: usize) -> Story {
    let channel = dice.pick(&CHANNELS);
    let mut at = came;
    let mut all = vec![(at, Step::Arrived { channel })];
    if channel.needs_confirmation() {
        at += dice.below(3);
        all.push((at, Step::Confirmed));
    }
    at += 1;
    if dice.happens(90) {
        all.push((at, Step::ClarifyAsked { until: days.day(at + 15) }));
        at += 3 + dice.below(9);
        all.push((at, Step::Clarified));
    }
    all.push((at, Step::Accepted));
    if dice.happens(60) {
        all.push((at + 1, Step::Consulted { party: 0, asked: Asked::ThirdParty }));
        all.push((at + 3, Step::Reached { party: 0 }));
        at += 9;
        all.push((at, Step::Opined { party: 0, opinion: Opinion::Agrees }));
    }
    if dice.happens(70) {
        at += 4;
        all.push((at, Step::Extended { days: 15 }));
    }
    // a few lie longer than they may
    at += 2 + dice.below(12) + if dice.happens(8) { 40 } else { 0 };
    let decision = decision(dice);
    all.push((at, Step::Drafted { decision }));
    all.extend([(at + 1, Step::Reviewed), (at + 2, Step::Signed), (at + 2, Step::Sent)]);
    all.extend([(at + 5, Step::Served), (at + 8, Step::Archived)]);
    all.retain(|(day, _)| *day <= days.today);
    let taken = with_letters(all.iter().map(|(day, step)| Taken { on: days.day(*day), step: *step }));
    let signed = taken.iter().any(|taken| taken.step == Step::Signed);
    Story { applicant: dice.pick(&APPLICANTS), taken, told: signed.then_some(decision) }
}
