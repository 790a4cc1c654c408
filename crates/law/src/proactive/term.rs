//! 主动公开的期限: when information must be out. Art. 26, and where a law or a rule sets another term.

use jiff::civil::Date;

use crate::{
    article::{Article, Instrument},
    calendar::{Calendar, Term},
};

/// Working days from the day on which information is formed or changed.
pub const WORKDAYS: u16 = 20;

/// 形成或者变更之日起二十个工作日内
pub const BASIS: Article = Article::regulation(26);

/// 期限的长短
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// 工作日
    Workdays(u16),
    /// 日, by the calendar.
    Days(u16),
    /// 小时, from the event itself.
    Hours(u16),
}

/// 公开期限: how long, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How long after the information is formed or changed.
    pub within: Within,
    /// Where it stands.
    pub basis: Article,
}

/// 条例第二十六条: where nothing else is said.
pub const ORDINARY: Rule = Rule { within: Within::Workdays(WORKDAYS), basis: BASIS };
/// 预算、决算: after the approval.
pub const BUDGET: Rule = Rule { within: Within::Days(20), basis: Article::of(Instrument::BudgetLaw, 14) };
/// 行政许可、行政处罚决定.
pub const DECISION: Rule =
    Rule { within: Within::Workdays(7), basis: Article::of(Instrument::EnforcementRules2018, 0) };
/// 处罚决定被变更、撤销、确认违法或者无效: withdrawn, with the reason.
pub const PENALTY_WITHDRAWN: Rule =
    Rule { within: Within::Workdays(3), basis: Article::of(Instrument::PenaltyLaw, 48) };
/// 政策解读: after the document that it explains was published.
pub const INTERPRETATION: Rule =
    Rule { within: Within::Workdays(3), basis: Article::of(Instrument::OpennessRules2016, 0) };
/// 特别重大、重大突发事件: the first authoritative word.
pub const EMERGENCY: Rule = Rule { within: Within::Hours(5), basis: Article::of(Instrument::OpennessRules2016, 0) };
/// 突发事件新闻发布会
pub const BRIEFING: Rule = Rule { within: Within::Hours(24), basis: Article::of(Instrument::OpennessRules2016, 0) };
/// 其他政务舆情的回应
pub const RESPONSE: Rule = Rule { within: Within::Hours(48), basis: Article::of(Instrument::ResponseRules2016, 0) };

impl Rule {
    /// The last day for publishing what was formed or changed on `formed`; hours are told by their day, for where a day
    /// is all that is written down. `None` past the year 9999.
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, proactive::term};
    /// use jiff::civil::date;
    ///
    /// let due = |rule: term::Rule| rule.due(date(2026, 4, 30), Calendar::built_in()).unwrap().date;
    /// assert_eq!(due(term::ORDINARY), date(2026, 6, 1));
    /// assert_eq!(due(term::BUDGET), date(2026, 5, 20));
    /// assert_eq!(due(term::RESPONSE), date(2026, 5, 2));
    /// ```
    pub fn due(self, formed: Date, calendar: &Calendar) -> Option<Term> {
        let days = |days: u16| {
            let date = formed.checked_add(jiff::Span::new().days(i64::from(days))).ok()?;
            Some(Term { date, provisional: false })
        };
        match self.within {
            Within::Workdays(count) => calendar.workday_after(formed, count),
            Within::Days(count) => days(count),
            Within::Hours(count) => days(count / 24),
        }
    }

    /// As a page says it: 20个工作日.
    pub fn said(self) -> String {
        match self.within {
            Within::Workdays(count) => format!("{count}个工作日"),
            Within::Days(count) => format!("{count}日"),
            Within::Hours(count) => format!("{count}小时"),
        }
    }
}
