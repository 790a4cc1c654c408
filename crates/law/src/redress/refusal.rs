//! 不能登记: why a step has no place in a case now, and by which article.

use jiff::{ToSpan, civil::Date};

use super::{
    Route,
    clock::Procedure,
    conclusion::Conclusion,
    standing::{Force, Instance, Standing, true_steps},
    step::{Phase, Side, Step, Taken, Verb},
};
use crate::{
    article::{Article, Instrument},
    calendar::{Calendar, in_chinese as said},
    request::refusal::Refusal,
};

/// Days by which a review may be prolonged at most. 《行政复议法》 art. 62.
const PROLONG_DAYS: i32 = 30;

const fn review(number: u8) -> Article {
    Article::of(Instrument::ReviewLaw, number)
}

const fn suit(number: u8) -> Article {
    Article::of(Instrument::LitigationLaw, number)
}

fn no<T>(article: Article, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), article: Some(article) })
}

fn not_yet<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), article: None })
}

impl Standing {
    /// Whether a verb has its place now, whatever is said with it.
    ///
    /// # Errors
    /// The reason why not.
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, redress::{Route, clock::Procedure, standing::Standing, step::{Step, Taken, Verb}}};
    /// use jiff::civil::date;
    ///
    /// let came = Step::Notified { procedure: Procedure::Simplified, accepted: None };
    /// let standing = Standing::of(Route::Review, &[Taken { on: date(2026, 9, 18), step: came }]);
    /// let refused = standing.allows(Verb::Prolong, Calendar::built_in()).unwrap_err();
    /// assert_eq!(refused.to_string(), "适用简易程序的，审理期限不能延长（《行政复议法》第六十二条第二款）");
    /// ```
    pub fn allows(&self, verb: Verb, calendar: &Calendar) -> Result<(), Refusal> {
        let is_suit = self.route.is_suit();
        match verb {
            Verb::Appeal if !is_suit => {
                return no(
                    suit(45),
                    "对复议决定没有上诉；申请人不服起诉的，另行登记为“复议后起诉”，本机关应当履行复议决定",
                );
            }
            Verb::Remand | Verb::Retry if !is_suit => return not_yet("复议案件没有发回重审和再审"),
            _ => {}
        }
        if !verb.phases().contains(&self.phase()) {
            return not_yet(self.out_of_place(verb));
        }
        let first = matches!(self.instance, Instance::First);
        match verb {
            Verb::MakeOrdinary if self.procedure == Procedure::Ordinary => {
                let basis = if is_suit { suit(84) } else { review(55) };
                no(basis, "已经是普通程序，只有简易程序可以转为普通程序")
            }
            Verb::Answer if self.answered.is_some() => not_yet("答复已经提交"),
            Verb::Answer if self.asked.is_none() => not_yet("没有要求本机关答辩"),
            Verb::Prolong if !is_suit && self.procedure == Procedure::Simplified => {
                no(review(62).paragraph(2), "适用简易程序的，审理期限不能延长")
            }
            Verb::Prolong if !is_suit && self.prolonged.is_some() => no(review(62).paragraph(1), "审理期限已经延长过"),
            Verb::Remand if first => no(suit(89), "只有二审、再审可以发回重审"),
            Verb::Appeal => self.may_appeal(calendar),
            Verb::TakeEffect => self.may_bind(calendar, None),
            _ => Ok(()),
        }
    }

    /// A first judgment takes effect when the term to appeal has passed; `on` is the day on which it is said to have.
    fn may_bind(&self, calendar: &Calendar, on: Option<Date>) -> Result<(), Refusal> {
        if self.order.is_none_or(|order| order.force != Force::Awaits) {
            return not_yet("没有等着生效的责令重新答复");
        }
        match (self.appeal_by(calendar), on) {
            (Some(until), Some(on)) if on <= until => {
                no(suit(85), format!("上诉期到{}为止，在这以前裁判不生效", said(until)))
            }
            _ => Ok(()),
        }
    }

    /// Whether anybody may appeal from the decision that stands; until when the other side may is the court's to judge.
    fn may_appeal(&self, calendar: &Calendar) -> Result<(), Refusal> {
        match self.last() {
            Some(last) if last.instance == Instance::Second => no(suit(7), "两审终审，对二审的判决、裁定不能上诉"),
            Some(last) if self.appeal_by(calendar).is_none() => {
                no(suit(85), format!("对“{}”不能上诉", last.conclusion.label()))
            }
            _ => Ok(()),
        }
    }

    /// Whether a step has its place now, with all that it says. A step may be written down after its day, never before
    /// it, and not before what it follows.
    ///
    /// # Errors
    /// The reason why not.
    pub fn accepts(&self, taken: Taken, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        let Taken { on, step } = taken;
        if on > today {
            return not_yet(format!("{}还没有到，不能先登记", said(on)));
        }
        if let Step::Notified { accepted, .. } = step {
            return self.may_begin(on, accepted);
        }
        self.allows(step.verb(), calendar)?;
        self.not_before(on, self.notified, "收到案件材料")?;
        if !step.verb().is_mend() && !matches!(step.verb(), Verb::Note | Verb::Cancel) {
            // what belongs to a later instance does not happen before that instance
            self.not_before(on, self.began, "这一审开始")?;
        }
        match step {
            Step::Answered => self.not_before(on, self.asked, "收到答复通知书、诉状副本"),
            Step::Summoned { hearing } => self.not_before(hearing, Some(on), "收到通知"),
            Step::Resumed => self.not_before(on, self.stays.last().map(|stay| stay.0), "中止"),
            Step::Prolonged { until } => self.may_prolong(until, calendar),
            Step::Concluded { conclusion, served, again } => {
                self.may_end(taken, (served, again), today)?;
                if conclusion.fits(self.route, self.instance) { Ok(()) } else { self.misfit(conclusion) }
            }
            Step::TookEffect { until } if until <= on => not_yet("限期重新答复的最后一天应晚于生效的日期"),
            Step::TookEffect { .. } => self.may_bind(calendar, Some(on)),
            Step::Appealed { by } => self.in_time(by, on, calendar),
            Step::Retried => self.not_before(on, self.last().map(|last| last.on), "生效裁判"),
            _ => Ok(()),
        }
    }

    fn may_begin(&self, on: Date, accepted: Option<Date>) -> Result<(), Refusal> {
        if self.notified.is_some() {
            return not_yet("案件已经登记");
        }
        match accepted {
            Some(day) if day > on => not_yet(format!("受理、立案的日期{}晚于收到材料的日期{}", said(day), said(on))),
            _ => Ok(()),
        }
    }

    fn may_end(&self, taken: Taken, (served, again): (Date, Option<Date>), today: Date) -> Result<(), Refusal> {
        let Step::Concluded { conclusion, .. } = taken.step else { return Ok(()) };
        match again {
            _ if served > today => not_yet(format!("收到的日期{}还没有到", said(served))),
            _ if served < taken.on => not_yet("收到的日期早于决定书、判决书的日期"),
            Some(_) if !self.may_order(conclusion) => {
                no(conclusion.article(), format!("“{}”不责令重新答复", conclusion.label()))
            }
            Some(until) if until <= served => not_yet("限期重新答复的最后一天应晚于收到的日期"),
            None if conclusion.keeps() => self.may_keep(served),
            _ => Ok(()),
        }
    }

    /// A judgment that is left standing may be given another day for what it orders.
    fn may_order(&self, conclusion: Conclusion) -> bool {
        let below = self.judged().is_some_and(|below| below.conclusion.may_order());
        conclusion.may_order() || conclusion.keeps() && below
    }

    /// What was ordered below binds from now on, so its day must not lie behind us.
    fn may_keep(&self, served: Date) -> Result<(), Refusal> {
        match self.order {
            Some(order) if order.until <= served => {
                let day = said(order.until);
                not_yet(format!("原判限期重新答复的最后一天{day}已经过去，请写明新的最后一天"))
            }
            _ => Ok(()),
        }
    }

    fn misfit(&self, conclusion: Conclusion) -> Result<(), Refusal> {
        let (label, article) = (conclusion.label(), conclusion.article());
        match (conclusion.is_of_review(), self.route) {
            (true, Route::Direct | Route::AfterReview) => no(article, format!("“{label}”是复议的结果，这件是诉讼")),
            (false, Route::Review) => no(article, format!("“{label}”是诉讼的结果，这件是复议")),
            _ => no(article, format!("“{label}”不是{}的结果", self.instance.label())),
        }
    }

    fn may_prolong(&self, until: Date, calendar: &Calendar) -> Result<(), Refusal> {
        let Some(now) = self.expected(calendar) else { return Ok(()) };
        if until <= now.by {
            return not_yet(format!("延长以后的期限应晚于原来的期限{}", said(now.by)));
        }
        let most = now.by.checked_add(PROLONG_DAYS.days()).ok().and_then(|day| calendar.rolled(day));
        match most {
            // reckoned from an estimated day, a few days more may still be right
            Some(most) if !self.route.is_suit() && !now.rough && until > most.date => {
                no(review(62).paragraph(1), format!("延长不得超过{PROLONG_DAYS}日，最迟{}", said(most.date)))
            }
            _ => Ok(()),
        }
    }

    fn in_time(&self, by: Side, on: Date, calendar: &Calendar) -> Result<(), Refusal> {
        self.not_before(on, self.last().map(|last| last.on), "一审裁判")?;
        match self.appeal_by(calendar) {
            Some(until) if by == Side::Office && on > until => {
                no(suit(85), format!("本机关上诉的期限是{}，已过", said(until)))
            }
            _ => Ok(()),
        }
    }

    fn not_before(&self, on: Date, floor: Option<Date>, what: &str) -> Result<(), Refusal> {
        match floor {
            Some(floor) if on < floor => not_yet(format!("{}早于{what}的日期{}", said(on), said(floor))),
            _ => Ok(()),
        }
    }

    fn out_of_place(&self, verb: Verb) -> &'static str {
        match (self.phase(), verb) {
            (Phase::Cancelled, _) => "案件已经注销",
            (Phase::Concluded | Phase::Awaits, Verb::TakeEffect) => "没有等着生效的责令重新答复",
            (Phase::Concluded | Phase::Awaits, _) => "案件已经审结",
            (_, Verb::TakeEffect) => "案件还没有审结",
            (_, Verb::Appeal | Verb::Retry) => "案件还没有审结",
            (_, Verb::Resume) => "案件没有中止",
            (Phase::Suspended, _) => "案件已经中止，恢复审理以后再登记",
            (_, Verb::Answer) if self.answered.is_some() => "答复已经提交",
            (_, Verb::Answer) => "这一审没有要求本机关答辩",
            _ => "案件已经登记",
        }
    }
}

/// Whether a correction may be added to the steps of a case: the step is there and can be mended, its new day has come,
/// and all steps still follow from one another. `route` is the right one, where the correction is about that.
///
/// # Errors
/// The reason why not; the first step that would hang in the air is named.
pub fn mends(route: Route, steps: &[Taken], next: Taken, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
    let (place, to) = match next.step {
        Step::Redated { step, on } => (step, Some(on)),
        Step::Struck { step } => (step, None),
        Step::Amended { notified, .. } => (0, Some(notified)),
        _ => return Ok(()),
    };
    let mended = steps.get(place).map(|taken| taken.step.verb());
    match (mended, to) {
        (None, _) => return not_yet("没有这一步，不能更正"),
        (Some(verb), _) if verb.is_mend() => return not_yet("更正本身不能再更正，请直接更正原来的那一步"),
        (Some(Verb::Notify), None) => return not_yet("登记的这一步不能注销；整件登记错的，请注销整件案件"),
        (Some(_), Some(to)) if to > today => return not_yet("更正以后的日期还没有到"),
        (Some(verb), _) if verb != Verb::Cancel && Standing::of(route, steps).phase() == Phase::Cancelled => {
            return not_yet("案件已经注销，只能把注销本身撤掉");
        }
        _ => {}
    }
    let mended: Vec<_> = steps.iter().copied().chain([next]).collect();
    let mut taken: Vec<Taken> = Vec::new();
    for next in true_steps(&mended) {
        if let Err(refusal) = Standing::of(route, &taken).accepts(next, today, calendar) {
            return not_yet(format!("这样更正以后，“{}”就不成立：{refusal}", next.step.verb().label()));
        }
        taken.push(next);
    }
    Ok(())
}
