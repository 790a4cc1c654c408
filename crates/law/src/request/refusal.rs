//! 不能办理: why a verb has no place now, and by which article.

use std::fmt;

use jiff::civil::Date;

use super::{
    clarify,
    deadline::{self, EXTENSION_WORKDAYS},
    decision::{Class, Decision},
    evidence::Evidence,
    fee,
    standing::{Consult, Standing},
    step::{Opinion, Stage, Step, Taken, Verb},
    third_party::{self, Asked},
};
use crate::{
    article::Article,
    calendar::{Calendar, Term, in_chinese as said},
    exempt::Exemption,
};

/// Why not, in a sentence for the page, and the article where the law is the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Without a full stop.
    pub why: String,
    /// `None` where the order of the work is the reason.
    pub article: Option<Article>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)?;
        self.article.map_or(Ok(()), |article| write!(f, "（{article}）"))
    }
}

fn no<T>(article: Article, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), article: Some(article) })
}

fn not_yet<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), article: None })
}

impl Standing {
    /// Whether a verb has its place today, whatever is said with it.
    ///
    /// # Errors
    /// The reason why not.
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, request::{received::Channel, standing::Standing, step::{Step, Taken, Verb}}};
    /// use jiff::civil::date;
    ///
    /// let came = Taken { on: date(2026, 9, 10), step: Step::Arrived { channel: Channel::InPerson } };
    /// let standing = Standing::of(&[came], Calendar::built_in());
    /// assert_eq!(standing.allows(Verb::AskClarify, date(2026, 9, 20), Calendar::built_in()), Ok(()));
    /// let late = standing.allows(Verb::AskClarify, date(2026, 9, 21), Calendar::built_in()).unwrap_err();
    /// assert_eq!(late.to_string(), "要求补正的期限是2026年9月20日，已过（《条例》第三十条）");
    /// ```
    pub fn allows(&self, verb: Verb, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        if !verb.stages().contains(&self.stage()) {
            return not_yet(self.out_of_place(verb));
        }
        self.undisturbed(verb)?;
        let clock =
            matches!(verb, Verb::AskClarify | Verb::NotifyFee | Verb::AskExtension | Verb::Extend | Verb::Delay);
        if clock && self.ordered.is_some() {
            return not_yet("重新答复的期限由决定书或者判决书确定，不再补正、收费、延期");
        }
        match verb {
            Verb::AskClarify => self.may_clarify(today, calendar),
            Verb::TakeCorrection if self.open_clarify().is_none() => not_yet("没有在等的补正"),
            Verb::AskReasons if self.reasons.is_some() => not_yet("已经要求过说明理由"),
            Verb::TakeReasons if self.reasons.is_none_or(|q| q.came.is_some()) => not_yet("没有在等的理由"),
            Verb::NoteReached if self.open_consults().all(|c| c.reached.is_some()) => not_yet("没有在途的征求意见书"),
            Verb::TakeOpinion if self.open_consults().next().is_none() => not_yet("没有在等的意见"),
            Verb::TakePayment if self.open_fee().is_none() => not_yet("没有在等的缴费"),
            Verb::NotifyFee => self.may_charge(today),
            Verb::AskExtension if self.wish.is_some() => not_yet("已经申请延期，等负责人批准"),
            Verb::AskExtension | Verb::Extend => self.may_extend(today),
            Verb::DeclineExtension if self.wish.is_none() => not_yet("没有等批准的延期申请"),
            Verb::Delay => self.may_delay(today),
            Verb::Lapse => self.lapsed(today, calendar).and_then(|lapsed| self.by_an_answer(lapsed)),
            Verb::Review if self.draft.is_some_and(|draft| draft.reviewed.is_some()) => not_yet("合法性审查已经通过"),
            Verb::Draft if self.draft.is_some_and(|draft| draft.signed.is_some()) => not_yet("答复已经签发"),
            Verb::Sign if self.draft.is_none_or(|draft| draft.reviewed.is_none()) => not_yet("合法性审查还没有通过"),
            Verb::Sign if self.draft.is_some_and(|draft| draft.signed.is_some()) => not_yet("答复已经签发"),
            Verb::Send => self.may_send(),
            Verb::Serve if self.endings.last().is_none_or(|ending| !ending.letter) => not_yet("没有发出过答复"),
            Verb::Serve if self.endings.last().is_some_and(|ending| ending.served.is_some()) => {
                not_yet("送达凭证已经登记")
            }
            Verb::Lift if self.ordered.is_none() => not_yet("没有要重新答复的责令"),
            Verb::Convert => self.may_convert(),
            Verb::Archive => self.may_archive(),
            _ => Ok(()),
        }
    }

    fn may_send(&self) -> Result<(), Refusal> {
        match self.draft.filter(|draft| draft.signed.is_some()) {
            None => not_yet("答复还没有签发"),
            Some(_) if self.unissued().next().is_some() => self.all_issued(),
            // of a part the letter says which it is: whoever sends it knows
            Some(draft) => self.may_disclose(draft.decision, &[Exemption::ThirdParty]),
        }
    }

    /// Whether an answer may go out over the heads of third parties that objected: they have to be told before. What is
    /// withheld for a third party is not disclosed over its objection.
    ///
    /// # Errors
    /// Somebody objected and was not told.
    pub fn may_disclose(&self, decision: Decision, withheld: &[Exemption]) -> Result<(), Refusal> {
        let over = match decision {
            Decision::Granted => true,
            Decision::Partial => !withheld.contains(&Exemption::ThirdParty),
            _ => false,
        };
        match self.untold().next() {
            Some(_) if over => {
                no(Article::regulation(32), "第三方不同意公开，决定公开的，先把公开的内容和理由书面告知第三方")
            }
            _ => Ok(()),
        }
    }

    fn may_archive(&self) -> Result<(), Refusal> {
        if self.archived.is_some() {
            return not_yet("已经归档");
        }
        if self.endings.last().is_some_and(|ending| ending.letter && ending.served.is_none()) {
            return not_yet("答复的送达凭证还没有登记");
        }
        // nobody is asked any more who has withdrawn
        let withdrawn = self.endings.last().is_some_and(|ending| !ending.letter);
        if withdrawn { Ok(()) } else { self.all_issued() }
    }

    /// Whether what was asked, charged or put off was told by its letter: a clock that moved by words of mouth moved by nothing.
    fn all_issued(&self) -> Result<(), Refusal> {
        match self.unissued().next() {
            Some((_, letter)) => no(letter.article(), format!("{}还没有出具", letter.title())),
            None => Ok(()),
        }
    }

    /// What takes a request from its applicant is decided like any answer.
    fn by_an_answer(&self, lapsed: Decision) -> Result<(), Refusal> {
        let basis = if lapsed == Decision::OtherUnpaid { fee::BASIS } else { clarify::BASIS };
        no(basis, "不再处理也是对申请人的决定：请起草不再处理告知书，经审查、签发以后发出、送达")
    }

    /// Whether a step has its place now, with all that it says. A step may be written down after its day where its
    /// evidence bears that, never before it, and not before what it follows.
    ///
    /// # Errors
    /// The reason why not.
    pub fn accepts(&self, taken: Taken, evidence: Evidence, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        evidence.bears(taken.step.verb(), taken.on, today)?;
        if let (Step::Lapsed { decision }, Evidence::File) = (taken.step, evidence) {
            return self.told_as_lapsed(decision, taken.on, calendar);
        }
        // what was due that day is judged by that day, though it is written down later
        self.allows(taken.step.verb(), taken.on, calendar)?;
        match taken.step {
            Step::Confirmed => self.not_before(taken.on, self.arrived.map(|(_, came)| came), "申请到达"),
            Step::ClarifyAsked { until } | Step::ReasonsAsked { until } | Step::Ordered { until }
                if until <= taken.on =>
            {
                not_yet("限期的最后一天应晚于通知的日期")
            }
            Step::ExtensionAsked { days } | Step::Extended { days }
                if days == 0 || days > EXTENSION_WORKDAYS - self.extended.min(EXTENSION_WORKDAYS) =>
            {
                no(
                    deadline::BASIS,
                    format!(
                        "延长期限合计不得超过{EXTENSION_WORKDAYS}个工作日，已用{}个，这次可填1至{}",
                        self.extended,
                        EXTENSION_WORKDAYS.saturating_sub(self.extended)
                    ),
                )
            }
            Step::Delayed { until } if self.due().is_some_and(|due| until <= due) => {
                no(deadline::DELAY_BASIS, "合理期限应晚于原来的答复期限")
            }
            Step::Drafted { decision } => self.may_decide(decision, taken.on, calendar),
            Step::Issued { step, letter } if self.letters.contains(&(step, letter)) => {
                not_yet("这一步的文书已经编过文号")
            }
            Step::Issued { .. } => Ok(()),
            Step::Consulted { party, .. } if self.consults.iter().any(|c| c.party == party && c.answer.is_none()) => {
                not_yet("正在征求这一方的意见")
            }
            Step::Opined { party, opinion: Opinion::Silent } => self.silent(party, taken.on, today, calendar),
            Step::Reached { party } | Step::Opined { party, .. } => self.awaited(party, taken.on),
            Step::Clarified => self.not_before(taken.on, self.open_clarify().map(|q| q.asked), "要求补正"),
            Step::FeePaid => self.not_before(taken.on, self.open_fee().map(|q| q.asked), "收费通知"),
            Step::Sent => self.not_before(taken.on, self.draft.and_then(|draft| draft.signed), "签发"),
            Step::Converted | Step::Served => {
                self.not_before(taken.on, self.endings.last().map(|ending| ending.on), "发出答复")
            }
            _ => self.not_before(taken.on, self.received.filter(|_| taken.step.verb() != Verb::Withdraw), "收到申请"),
        }
    }

    /// 补录: an old register closes a request by a line.
    fn told_as_lapsed(&self, decision: Decision, on: Date, calendar: &Calendar) -> Result<(), Refusal> {
        if !Verb::Lapse.stages().contains(&self.stage()) {
            return not_yet(self.out_of_place(Verb::Lapse));
        }
        if self.lapsed(on, calendar)? != decision {
            return not_yet("不再处理的事由与在等的事项不符");
        }
        Ok(())
    }

    /// Whether this is how it may be answered now.
    ///
    /// # Errors
    /// What is missing.
    pub fn may_decide(&self, decision: Decision, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        match decision {
            Decision::UnableUnclear if self.clarify.is_none_or(|q| q.came.is_none()) => {
                no(clarify::BASIS, "没有收到过补正，不能以补正后仍不明确答复")
            }
            Decision::RejectedExcessive => self.reasons_heard(today),
            Decision::DeniedThirdParty if !self.consults.iter().any(|c| c.asked == Asked::ThirdParty) => {
                no(Article::regulation(32), "没有书面征求过第三方意见")
            }
            Decision::DeniedThirdParty if self.every_third_party_agrees() => {
                no(Article::regulation(15), "征求过意见的第三方都同意公开")
            }
            Decision::OtherNoCorrection | Decision::OtherUnpaid if self.lapsed(today, calendar)? != decision => {
                not_yet("不再处理的事由与在等的事项不符")
            }
            _ if decision.class() != Class::Other && self.asks_applicant() => not_yet("正在等申请人补正或者缴费"),
            _ if matches!(decision.class(), Class::Disclosed | Class::Denied) => match self.open_consults().next() {
                Some(open) => no(open.asked.basis(), "征求意见还没有结束"),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Whether parts may be withheld now on these grounds: each demands what a refusal of the whole on it demands.
    ///
    /// # Errors
    /// What is missing.
    pub fn may_withhold(
        &self,
        grounds: impl IntoIterator<Item = Decision>,
        today: Date,
        calendar: &Calendar,
    ) -> Result<(), Refusal> {
        grounds.into_iter().try_for_each(|ground| self.may_decide(ground, today, calendar))
    }

    /// Which term of the applicant has lapsed, as the row of table 3 that counts it.
    fn lapsed(&self, today: Date, calendar: &Calendar) -> Result<Decision, Refusal> {
        if let Some(question) = self.open_clarify() {
            return match question.until {
                Some(until) if today <= until => {
                    no(clarify::BASIS, format!("申请人补正的期限是{}，还没有过", said(until)))
                }
                _ => Ok(Decision::OtherNoCorrection),
            };
        }
        let Some(question) = self.open_fee() else {
            return not_yet("没有逾期的补正或者缴费");
        };
        match fee::pay_by(question.asked, calendar) {
            Some(term) if today <= term.date => no(fee::BASIS, format!("缴费的期限是{}，还没有过", said(term.date))),
            // nobody loses a request by a day that the next notice may move
            Some(term) if term.provisional => {
                no(fee::BASIS, format!("缴费的期限{}是暂定的，放假通知载入以后才能确定是否已过", said(term.date)))
            }
            _ => Ok(Decision::OtherUnpaid),
        }
    }

    /// While the applicant's move is awaited, only that move, its lapse and a withdrawal have a place.
    fn undisturbed(&self, verb: Verb) -> Result<(), Refusal> {
        let free = matches!(
            verb,
            Verb::TakeCorrection
                | Verb::TakePayment
                | Verb::Withdraw
                | Verb::Lapse
                | Verb::Draft
                | Verb::Issue
                | Verb::Note
                | Verb::Redate
                | Verb::Strike
                | Verb::Amend
                | Verb::DeclineExtension
                | Verb::Lift
                | Verb::TakeOpinion
                | Verb::NoteReached
        );
        if free || self.draft.is_some() || !self.asks_applicant() {
            return Ok(());
        }
        let (what, article) = match self.open_clarify() {
            Some(_) => ("补正", clarify::BASIS),
            None => ("缴费", fee::BASIS),
        };
        no(article, format!("正在等申请人{what}，收到以后期限重新计算"))
    }

    fn may_clarify(&self, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        if self.clarify.is_some() {
            return no(clarify::BASIS, "要求补正只能一次，已经用过");
        }
        match self.received.and_then(|received| clarify::ask_by(received, calendar)) {
            Some(term) if today > term.date => no(clarify::BASIS, format!("要求补正的期限是{}，已过", said(term.date))),
            _ => Ok(()),
        }
    }

    /// A request bears one fee, by one tariff: each payment starts the term anew.
    fn may_charge(&self, today: Date) -> Result<(), Refusal> {
        if !self.fees.is_empty() {
            return no(fee::ONE_BASIS, "一件申请只按一种标准收一次信息处理费，已经通知过");
        }
        self.in_time(fee::BASIS, today)
    }

    fn may_extend(&self, today: Date) -> Result<(), Refusal> {
        if let Some(until) = self.delayed {
            return no(deadline::DELAY_BASIS, format!("已经确定延迟答复到{}，不再按工作日延长", said(until)));
        }
        if self.extended >= EXTENSION_WORKDAYS {
            return no(deadline::BASIS, format!("已经延长{}个工作日，不能再延", self.extended));
        }
        self.in_time(deadline::BASIS, today)
    }

    /// Reasons are heard once, and what follows from them is decided once.
    fn may_delay(&self, today: Date) -> Result<(), Refusal> {
        if let Some(until) = self.delayed {
            let why = format!("已经确定延迟答复到{}，一件申请只说明一次理由、只定一次合理期限", said(until));
            return no(deadline::DELAY_BASIS, why);
        }
        self.reasons_heard(today)?;
        self.in_time(deadline::DELAY_BASIS, today)
    }

    /// What moves the due date is done within the term: a request that is late stays late.
    fn in_time(&self, basis: Article, today: Date) -> Result<(), Refusal> {
        match self.due() {
            Some(due) if today > due => no(basis, format!("答复期限{}已过，不能再改变期限", said(due))),
            _ => Ok(()),
        }
    }

    /// Only what may be disclosed to one applicant may be disclosed to everybody.
    fn may_convert(&self) -> Result<(), Refusal> {
        let basis = Article::regulation(44);
        if self.converted.is_some() {
            return no(basis, "已经登记转为主动公开");
        }
        match self.endings.last().map(|ending| ending.decision.class()) {
            Some(Class::Disclosed) => Ok(()),
            _ => no(basis, "没有给过申请人的信息，不能由依申请公开转为主动公开"),
        }
    }

    /// Whether the applicant was heard on why so much is asked, or let the term for it pass.
    fn reasons_heard(&self, today: Date) -> Result<(), Refusal> {
        match self.reasons {
            None => no(deadline::DELAY_BASIS, "没有请申请人说明过理由"),
            Some(question) if question.came.is_none() && question.until.is_some_and(|until| today <= until) => {
                no(deadline::DELAY_BASIS, "请申请人说明理由的限期还没有过")
            }
            Some(_) => Ok(()),
        }
    }

    fn every_third_party_agrees(&self) -> bool {
        let mut asked = self.consults.iter().filter(|c| c.asked == Asked::ThirdParty);
        asked.all(|c| c.answer.is_some_and(|(_, opinion)| opinion == Opinion::Agrees))
    }

    /// Silence means something only when the term has passed; it is dated on the term's last day.
    fn silent(&self, party: u16, on: Date, today: Date, calendar: &Calendar) -> Result<(), Refusal> {
        self.awaited(party, on)?;
        let Some(consult) = self.open_consults().find(|c| c.party == party) else { return Ok(()) };
        let basis = consult.asked.basis();
        match opine_term(consult, calendar) {
            None => no(basis, "对方收到征求意见书的日期还没有登记，期限无从起算"),
            Some(term) if today <= term.date || on < term.date => {
                no(basis, format!("对方答复的期限是{}，还没有过", said(term.date)))
            }
            Some(term) if term.provisional => {
                no(basis, format!("对方答复的期限{}是暂定的，放假通知载入以后才能确定是否已过", said(term.date)))
            }
            Some(_) => Ok(()),
        }
    }

    fn awaited(&self, party: u16, on: Date) -> Result<(), Refusal> {
        match self.consults.iter().rev().find(|c| c.party == party && c.answer.is_none()) {
            Some(consult) => self.not_before(on, Some(consult.sent), "发出征求意见书"),
            None => not_yet("没有在等这一方的意见"),
        }
    }

    fn not_before(&self, on: Date, floor: Option<Date>, what: &str) -> Result<(), Refusal> {
        match floor {
            Some(floor) if on < floor => not_yet(format!("{}早于{what}的日期{}", said(on), said(floor))),
            _ => Ok(()),
        }
    }

    fn out_of_place(&self, verb: Verb) -> String {
        match self.stage() {
            Stage::Register => "收到之日还没有确认".to_owned(),
            Stage::File => "这件申请已经办结".to_owned(),
            Stage::Examine if verb.stages().contains(&Stage::Answer) => "还没有起草答复".to_owned(),
            Stage::Handle if verb.stages().contains(&Stage::Answer) => "还没有起草答复".to_owned(),
            _ if verb.stages() == [Stage::File] => "这件申请还没有办结".to_owned(),
            stage => format!("已经到{}环节", stage.label()),
        }
    }
}

/// The last day on which an opinion may come: 15 working days from the day on which the letter arrived.
pub fn opine_by(consult: &Consult, calendar: &Calendar) -> Option<Date> {
    opine_term(consult, calendar).map(|term| term.date)
}

/// The same with whether a notice settles it.
pub fn opine_term(consult: &Consult, calendar: &Calendar) -> Option<Term> {
    third_party::answer_by(consult.reached?, calendar)
}
