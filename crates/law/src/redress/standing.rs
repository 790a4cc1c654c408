//! 案件状态: where a case stands, folded from its steps. Nothing of it is stored as the truth.

use jiff::{ToSpan, civil::Date};

use super::{
    Outcome, Route,
    clock::{self, Clock, Procedure},
    conclusion::Conclusion,
    step::{Phase, Side, Step, Taken},
};
use crate::{article::Article, calendar::Calendar, mended};

/// 审级; a review has but the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Instance {
    /// 一审
    First,
    /// 二审
    Second,
    /// 再审
    Retrial,
}

impl Instance {
    /// Every instance.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Retrial];

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "一审",
            Self::Second => "二审",
            Self::Retrial => "再审",
        }
    }
}

/// 审理结果: one decision that ended the case, for good or until an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// How.
    pub conclusion: Conclusion,
    /// The day that it bears.
    pub on: Date,
    /// When it reached us.
    pub served: Date,
    /// 责令重新答复: until when.
    pub again: Option<Date>,
    /// In which instance.
    pub instance: Instance,
    /// The column of table 4.
    pub outcome: Outcome,
}

/// 责令重新答复 as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Until when the new answer is due.
    pub until: Date,
    /// When the decision that orders it reached us or, of one that had to wait, took effect.
    pub from: Date,
    /// Whether we have to go by it.
    pub force: Force,
}

/// 效力: whether an order binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// 生效: a review's order when it is served, a court's when nobody can appeal any more.
    Binding,
    /// 上诉期内: a first judgment binds nobody while one may appeal. 《行政诉讼法》 art. 85.
    Awaits,
    /// 上诉、再审期间: until that court has spoken.
    Stayed,
}

/// 审理期限: when the decision may be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The last day.
    pub by: Date,
    /// By which article.
    pub basis: Article,
    /// Reckoned from the day on which the papers came, because the day of acceptance is not on record.
    pub rough: bool,
    /// 暂定
    pub provisional: bool,
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// By which route it came.
    pub route: Route,
    /// 适用程序
    pub procedure: Procedure,
    /// 审级
    pub instance: Instance,
    /// When it reached us; `None` before its first step.
    pub notified: Option<Date>,
    /// 受理、立案之日 of this instance, where the papers say it.
    pub accepted: Option<Date>,
    /// The day after which our answer is due in this instance; `None` where none is asked of us.
    pub asked: Option<Date>,
    /// When we answered in this instance.
    pub answered: Option<Date>,
    /// The day of the hearing that was announced last.
    pub hearing: Option<Date>,
    /// 中止 in this instance: from when to when.
    pub stays: Vec<(Date, Option<Date>)>,
    /// 延长审理期限: when we heard of it, and its new last day.
    pub prolonged: Option<(Date, Date)>,
    /// 责令重新答复: what was ordered last and has not fallen away.
    pub order: Option<Order>,
    /// Every decision, the last of which stands unless the case is open.
    pub decided: Vec<Decided>,
    /// When this instance began, and whether it goes on.
    pub(super) began: Option<Date>,
    open: bool,
    cancelled: bool,
    /// 年报: how an earlier year counted it, before it was opened once more.
    counted: Option<(i16, Outcome)>,
}

impl Standing {
    /// Folds the steps, in the order in which they were written down. Never fails: a step that has no place changes
    /// nothing.
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, redress::{Route, clock::Procedure, standing::Standing, step::{Phase, Step, Taken}}};
    /// use jiff::civil::date;
    ///
    /// let came = Step::Notified { procedure: Procedure::Simplified, accepted: None };
    /// let standing = Standing::of(Route::Review, &[Taken { on: date(2026, 9, 18), step: came }]);
    /// assert_eq!(standing.phase(), Phase::Answer);
    /// // Saturday 19 and a make-up Sunday 20 September: five working days end on Thursday
    /// assert_eq!(standing.answer_clock(Calendar::built_in()).unwrap().due, date(2026, 9, 24));
    /// ```
    pub fn of(route: Route, steps: &[Taken]) -> Self {
        let mut standing = Self {
            route,
            procedure: Procedure::Ordinary,
            instance: Instance::First,
            notified: None,
            accepted: None,
            asked: None,
            answered: None,
            hearing: None,
            stays: Vec::new(),
            prolonged: None,
            order: None,
            decided: Vec::new(),
            began: None,
            open: true,
            cancelled: false,
            counted: None,
        };
        true_steps(steps).for_each(|taken| standing.take(taken.on, taken.step));
        standing
    }

    fn take(&mut self, on: Date, step: Step) {
        match step {
            Step::Notified { procedure, accepted } => {
                self.procedure = procedure;
                self.notified = Some(on);
                self.begin(Instance::First, on, true);
                self.accepted = accepted;
            }
            Step::MadeOrdinary => self.procedure = Procedure::Ordinary,
            Step::Answered => self.answered = Some(on),
            Step::Summoned { hearing } => self.hearing = Some(hearing),
            Step::Heard => self.hearing = None,
            Step::Suspended => self.stays.push((on, None)),
            Step::Resumed => self.stays.last_mut().into_iter().for_each(|stay| stay.1 = Some(on)),
            Step::Prolonged { until } => self.prolonged = Some((on, until)),
            Step::Concluded { conclusion, served, again } => {
                let outcome = conclusion.outcome(self.decided.last().map(|before| before.outcome));
                self.order = self.orders(conclusion, served, again);
                self.open = false;
                self.hearing = None;
                self.decided.push(Decided { conclusion, on, served, again, instance: self.instance, outcome });
            }
            Step::TookEffect { until } => self.order = Some(Order { until, from: on, force: Force::Binding }),
            Step::Appealed { by } => self.begin(Instance::Second, on, by == Side::Opponent),
            Step::Remanded => {
                self.begin(Instance::First, on, false);
                // the judgment that ordered it is gone
                self.order = None;
            }
            Step::Retried => self.begin(Instance::Retrial, on, false),
            Step::Cancelled => self.cancelled = true,
            Step::Noted | Step::Redated { .. } | Step::Struck { .. } | Step::Amended { .. } => {}
        }
    }

    /// What a decision orders. One that leaves the judgment below standing leaves its order too, now binding, on the day
    /// that it sets itself or on the old one; any other takes the place of what was ordered before.
    fn orders(&self, conclusion: Conclusion, served: Date, again: Option<Date>) -> Option<Order> {
        let kept = self.order.filter(|_| conclusion.keeps()).map(|order| order.until);
        let waits = self.instance != Instance::Second && conclusion.appeal_days().is_some();
        let force = if waits { Force::Awaits } else { Force::Binding };
        again.or(kept).map(|until| Order { until, from: served, force })
    }

    /// What an earlier year has counted as concluded stays counted there: one case, once.
    fn begin(&mut self, instance: Instance, on: Date, asked: bool) {
        let stood = self.last().filter(|last| !self.open && last.on.year() < on.year());
        self.counted = self.counted.or(stood.map(|last| (last.on.year(), last.outcome)));
        if instance != Instance::First || self.began.is_some() {
            // 发回重审、再审不适用简易程序, and an appeal knows no other
            self.procedure = Procedure::Ordinary;
        }
        self.instance = instance;
        self.open = true;
        self.began = Some(on);
        self.asked = asked.then_some(on);
        self.order.iter_mut().for_each(|order| order.force = Force::Stayed);
        (self.accepted, self.answered, self.hearing, self.prolonged) = (None, None, None, None);
        self.stays.clear();
    }

    /// 案件阶段
    pub fn phase(&self) -> Phase {
        match self.stays.last() {
            _ if self.cancelled => Phase::Cancelled,
            _ if !self.open && self.order.is_some_and(|order| order.force == Force::Awaits) => Phase::Awaits,
            _ if !self.open => Phase::Concluded,
            Some((_, None)) => Phase::Suspended,
            _ if self.owes_answer() => Phase::Answer,
            _ => Phase::Hear,
        }
    }

    /// Whether our answer is asked for and has not gone out.
    pub fn owes_answer(&self) -> bool {
        self.open && !self.cancelled && self.asked.is_some() && self.answered.is_none()
    }

    /// 责令重新答复 that we have to go by.
    pub fn binding(&self) -> Option<Order> {
        self.order.filter(|order| order.force == Force::Binding && !self.cancelled)
    }

    /// The judgment that later ones left standing, or the last decision itself.
    pub(super) fn judged(&self) -> Option<&Decided> {
        self.decided.iter().rev().find(|one| !one.conclusion.keeps())
    }

    /// The decision that stands, or the last one before the case was opened once more.
    pub fn last(&self) -> Option<&Decided> {
        self.decided.last()
    }

    /// The year and the column of table 4 that count it; `None` while it is 尚未审结, and of a case that was struck, which
    /// is not counted at all. A decision that was still standing
    /// at the end of its year is counted there and never again; of several in one year, the last one that stood.
    pub fn counted(&self) -> Option<(i16, Outcome)> {
        let stands = self.last().filter(|_| !self.open).map(|last| (last.on.year(), last.outcome));
        self.counted.or(stands).filter(|_| !self.cancelled)
    }

    /// 答复期限 of this instance with its proof, whether we kept it or not; `None` where no answer is asked of us. A stay
    /// does not lengthen it: nothing in the two laws says so, and late is late.
    pub fn answer_clock(&self, calendar: &Calendar) -> Option<Clock> {
        let (span, basis) = clock::answer(self.route, self.procedure, self.instance);
        Clock::of(self.asked?, span, basis, calendar)
    }

    /// 审理期限 of this instance; `None` while it is stayed, and for a retrial. Every stay that was lifted lengthens it by
    /// its days; a prolongation names the new last day, and only a stay that came after it comes on top.
    pub fn expected(&self, calendar: &Calendar) -> Option<Expected> {
        let (span, basis) = clock::decision(self.route, self.procedure, self.instance)?;
        let (since, end, rough) = match self.prolonged {
            Some((on, until)) => (on, until, false),
            None => {
                let from = self.accepted.or(self.began)?;
                (from, span.end(from, calendar)?, self.accepted.is_none())
            }
        };
        let mut stayed = 0;
        for (from, until) in &self.stays {
            let until = (*until)?;
            if self.prolonged.is_none() || *from >= since {
                stayed += from.until(until).ok()?.get_days();
            }
        }
        if self.prolonged.is_some() && stayed == 0 {
            return Some(Expected { by: end, basis, rough, provisional: false });
        }
        // the days of the stays lengthen the term; only its very end moves off a day off
        let end = calendar.rolled(end.checked_add(stayed.days()).ok()?)?;
        Some(Expected { by: end.date, basis, rough, provisional: end.provisional })
    }

    /// 上诉期限: the last day on which we may appeal from the decision that stands; `None` where nobody may.
    pub fn appeal_by(&self, calendar: &Calendar) -> Option<Date> {
        let last = self.last().filter(|last| !self.open && last.instance != Instance::Second)?;
        let days = last.conclusion.appeal_days()?;
        calendar.rolled(last.served.checked_add(i64::from(days).days()).ok()?).map(|term| term.date)
    }
}

/// The day on which each step is now known to have happened, in the order in which they were written down; `None` for one
/// that never did.
pub fn true_days(steps: &[Taken]) -> Vec<Option<Date>> {
    let mends = steps.iter().filter_map(|taken| match taken.step {
        Step::Redated { step, on } => Some((step, Some(on))),
        Step::Struck { step } => Some((step, None)),
        // a case begins with its registration
        Step::Amended { notified, .. } => Some((0, Some(notified))),
        _ => None,
    });
    mended::days(steps.iter().map(|taken| taken.on), mends)
}

/// The steps as they are now known to have happened, mends left out.
pub(super) fn true_steps(steps: &[Taken]) -> impl Iterator<Item = Taken> + '_ {
    let amended = steps.iter().rev().find_map(|taken| match taken.step {
        Step::Amended { procedure, accepted, .. } => Some(Step::Notified { procedure, accepted }),
        _ => None,
    });
    let known = steps.iter().zip(true_days(steps)).filter(|(taken, _)| !taken.step.verb().is_mend());
    known.filter_map(move |(taken, day)| {
        let step = match taken.step {
            Step::Notified { .. } => amended.unwrap_or(taken.step),
            step => step,
        };
        Some(Taken { on: day?, step })
    })
}
