//! 决定变动: a penalty that was published and then fell is taken back within three working days, and everybody is told why.
//! 行政处罚法第四十八条.

use jiff::civil::Date;

use super::{
    kind::PublicationKind,
    term::{PENALTY_WITHDRAWN, Rule},
};
use crate::calendar::{Calendar, Term};

/// 决定怎样变动
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overturn {
    /// 变更
    Changed,
    /// 撤销
    Annulled,
    /// 确认违法
    Unlawful,
    /// 确认无效
    Void,
}

/// 变动了的决定: how and when, and when it was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overturned {
    /// What became of it.
    pub how: Overturn,
    /// 变动之日, from which the term runs, whenever somebody wrote it down.
    pub day: Date,
    /// 撤下之日; `None` while everybody still reads it.
    pub down: Option<Date>,
}

impl Overturn {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Changed, Self::Annulled, Self::Unlawful, Self::Void];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Annulled => "annulled",
            Self::Unlawful => "unlawful",
            Self::Void => "void",
        }
    }

    /// What this word means.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.key() == key)
    }

    /// As people say it, after 处罚决定.
    pub fn label(self) -> &'static str {
        match self {
            Self::Changed => "被变更",
            Self::Annulled => "被撤销",
            Self::Unlawful => "被确认违法",
            Self::Void => "被确认无效",
        }
    }
}

/// By which rule what was published of a kind is taken back once its decision fell; `None` of kinds that no such rule is for.
///
/// ```
/// use gongkai_law::proactive::{kind::PublicationKind, overturn};
///
/// let rule = overturn::rule(PublicationKind::Penalty).unwrap();
/// assert_eq!((rule.said(), rule.basis.to_string()), ("3个工作日".to_owned(), "《行政处罚法》第四十八条".to_owned()));
/// assert!(overturn::rule(PublicationKind::Licence).is_none());
/// ```
pub fn rule(kind: PublicationKind) -> Option<Rule> {
    (kind == PublicationKind::Penalty).then_some(PENALTY_WITHDRAWN)
}

impl Overturned {
    /// The last day on which it may still be read; `None` past the year 9999.
    pub fn due(self, calendar: &Calendar) -> Option<Term> {
        PENALTY_WITHDRAWN.due(self.day, calendar)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::proactive::release::{PublicationStanding, PublicationStep, PublicationVerb, ReviewRoute};

    fn standing(more: &[(PublicationStep, Date)]) -> PublicationStanding {
        let first = [(PublicationStep::Begun, date(2026, 9, 1)), (PublicationStep::Migrated, date(2026, 9, 2))];
        PublicationStanding::of(ReviewRoute::default(), first.into_iter().chain(more.iter().copied()))
    }

    fn fell(how: Overturn, day: Date) -> PublicationStep {
        PublicationStep::Overturned { how, day }
    }

    #[test]
    fn who_lost_on_the_eve_of_a_long_holiday_has_the_working_days_after_it() {
        let calendar = Calendar::built_in();
        let lost = |day| Overturned { how: Overturn::Annulled, day, down: None }.due(calendar).unwrap().date;
        // Tuesday 2026-09-29: Wednesday, then the holiday until the 7th, then Thursday and Friday
        assert_eq!(lost(date(2026, 9, 29)), date(2026, 10, 9));
        // a Friday; Monday, Tuesday, Wednesday
        assert_eq!(lost(date(2026, 11, 13)), date(2026, 11, 18));
    }

    #[test]
    fn a_decision_that_fell_waits_until_nobody_reads_it_any_more_and_does_so_once() {
        let (lost, told, down) = (date(2026, 11, 9), date(2026, 11, 11), date(2026, 11, 12));
        let waits = standing(&[(fell(Overturn::Void, lost), told)]);
        assert!(waits.public, "it is still to be read");
        assert_eq!(waits.pending(), Some(Overturned { how: Overturn::Void, day: lost, down: None }));
        assert!(waits.allows(PublicationVerb::Overturn, told).is_err(), "it is known already");
        let gone = standing(&[(fell(Overturn::Void, lost), told), (PublicationStep::Withdrawn, down)]);
        assert_eq!((gone.pending(), gone.overturned.unwrap().down), (None, Some(down)));
        // a correction leaves the decision where it fell
        let revised = standing(&[(fell(Overturn::Changed, lost), told), (PublicationStep::Revised, down)]);
        assert!(revised.pending().is_some());
    }

    #[test]
    fn what_nobody_reads_and_what_has_not_come_to_pass_is_not_written_down() {
        let day = date(2026, 11, 9);
        let out = standing(&[]);
        assert!(out.accepts(fell(Overturn::Annulled, day), day).is_ok());
        let ahead = out.accepts(fell(Overturn::Annulled, date(2026, 11, 10)), day).unwrap_err();
        assert!(ahead.to_string().contains("还没有到"), "{ahead}");
        let gone = standing(&[(PublicationStep::Withdrawn, day)]);
        assert!(gone.accepts(fell(Overturn::Annulled, day), day).is_err());
    }
}
