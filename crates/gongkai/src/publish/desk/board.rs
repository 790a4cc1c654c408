//! Beside the list: what I may do, how long it takes this year, and what is to be looked at again.

use gongkai_law::{
    calendar::Calendar,
    proactive::{
        catalogue::{self, Category},
        kind::PublicationKind,
        release::PublicationVerb,
        term::{INTERPRETATION, WORKDAYS},
    },
};
use gongkai_store::{Civil, Moment, PublicationFilter, ReleaseTime, Scope};
use jiff::{ToSpan, civil::Date};

use super::{
    list::{OPEN, titled},
    waits::STAGES,
};
use crate::{
    office::{Office, civil_date},
    page::Error,
    people::roles::{Hand, Role},
    publish::take::roles_for,
    requests::desk::wording::{Urgency, short},
};

/// What is to be looked at again within so many days is said.
const AHEAD: i64 = 60;
/// Lines of it.
const LINES: i64 = 8;
/// 待解读: documents published so many days ago are not asked about any more.
const ASKED: i64 = 365;
/// Working days are counted up to here: what took longer is late in any case.
const COUNTED: usize = 400;

/// 再评估: one that was withheld.
pub struct Again {
    pub href: String,
    pub title: String,
    /// ISO and short.
    pub day: (String, String),
    pub late: bool,
}

/// 待解读: a document that is out and has no interpretation.
pub struct Unexplained {
    pub href: String,
    /// Where its interpretation is begun.
    pub begin: String,
    pub title: String,
    /// ISO and short.
    pub day: (String, String),
    pub late: bool,
    pub words: String,
}

/// 用时: how long it took this year from a document's day to its release.
#[derive(Debug, PartialEq, Eq)]
pub struct Taken {
    /// 中位数, in working days; with a half where it lies between two.
    pub median: String,
    /// Within twenty working days, in per cent with one digit.
    pub share: String,
    /// Of how many.
    pub count: i64,
}

/// 逾期, of one category.
#[derive(Debug, PartialEq, Eq)]
pub struct LateTopic {
    pub title: &'static str,
    /// 到期未发布
    pub open: i64,
    /// 逾期发布
    pub out: i64,
}

/// What `publish/list.html` says beside the list.
pub struct Board {
    /// What the person's roles do here, in sentences.
    pub duties: Vec<String>,
    pub taken: Option<Taken>,
    /// By category, in the order of the Regulation; those without any are left out.
    pub late: Vec<LateTopic>,
    pub again: Vec<Again>,
    pub unexplained: Vec<Unexplained>,
}

impl Board {
    /// For this hand.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, hand: &Hand, scope: Scope) -> Result<Self, Error> {
        let today = office.today();
        let times = office.db.release_times(scope, Moment(year_begins(today))).await?;
        Ok(Self {
            duties: duties(hand),
            taken: taken(&times, &office.calendar),
            late: late(office, scope).await?,
            again: again(office, scope, today).await?,
            unexplained: unexplained(office, scope, today).await?,
        })
    }
}

/// 逾期, by category: what came out late, and what is in work beyond its term.
async fn late(office: &Office, scope: Scope) -> Result<Vec<LateTopic>, Error> {
    let over = Some((Civil(office.today()), Moment(office.now_ms())));
    let filter = PublicationFilter { stages: &OPEN, due_before: over, ..PublicationFilter::default() };
    let (kinds, topics) = (office.db.publication_kinds(scope, &filter).await?, office.db.late_topics(scope).await?);
    let open = |category: &Category| {
        let own = |kind: &str| PublicationKind::of_key(kind).and_then(PublicationKind::category);
        let of = kinds.iter().filter(|(kind, _)| own(kind).is_some_and(|own| own.key == category.key));
        of.map(|(_, count)| count).sum()
    };
    let line = |category: &'static Category| LateTopic {
        title: category.title,
        open: open(category),
        out: topics.iter().find(|(topic, _)| topic == category.key).map_or(0, |(_, count)| *count),
    };
    Ok(catalogue::ALL.iter().map(line).filter(|line| line.open + line.out > 0).collect())
}

/// The first instant of a year, in the country's time.
fn year_begins(today: Date) -> i64 {
    let first = today.first_of_year().at(0, 0, 0, 0);
    jiff::tz::Offset::constant(8).to_timestamp(first).map_or(0, |at| at.as_millisecond())
}

/// What may be done with publications, by whoever has these roles.
fn duties(hand: &Hand) -> Vec<String> {
    let mut out = Vec::new();
    if hand.is_any(&[Role::Supervisor]) {
        out.push("监督人员看本机关和下级机关的稿件走到哪一步，不改动。".to_owned());
    }
    let own = |verb: PublicationVerb| STAGES.into_iter().any(|stage| hand.is_any(roles_for(verb, stage)));
    let verbs: Vec<_> =
        PublicationVerb::ALL.into_iter().filter(|verb| own(*verb)).map(PublicationVerb::label).collect();
    if !verbs.is_empty() {
        out.push(format!("按您的职责可以：{}。", verbs.join("、")));
    }
    out
}

/// Of these releases; `None` where there is none.
fn taken(times: &[ReleaseTime], calendar: &Calendar) -> Option<Taken> {
    let mut each: Vec<(usize, i64)> =
        times.iter().map(|time| (workdays(time.formed.0, time.day, calendar), time.count)).collect();
    each.sort_unstable();
    let count: i64 = each.iter().map(|(_, count)| count).sum();
    let nth = |n: i64| {
        let mut before = 0;
        each.iter().find(|(_, count)| {
            before += count;
            n < before
        })
    };
    let (low, high) = (nth((count - 1) / 2)?.0, nth(count / 2)?.0);
    let within: i64 = each.iter().filter(|(days, _)| *days <= usize::from(WORKDAYS)).map(|(_, count)| count).sum();
    let mille = (within * 1000 + count / 2) / count;
    let half = if (low + high) % 2 == 1 { ".5" } else { "" };
    Some(Taken {
        median: format!("{}{half}", (low + high) / 2),
        share: format!("{}.{}", mille / 10, mille % 10),
        count,
    })
}

/// Working days after the day on which it was formed, up to the one of its release.
fn workdays(formed: Date, day: i64, calendar: &Calendar) -> usize {
    let first = Date::constant(1970, 1, 1);
    let days = jiff::Span::new().try_days(day);
    let released = days.and_then(|days| first.checked_add(days)).unwrap_or(formed);
    calendar.workdays_between(formed, released, COUNTED)
}

/// What has to be explained and is not, with the day by which it has to be. 国办发〔2016〕80号.
async fn unexplained(office: &Office, scope: Scope, today: Date) -> Result<Vec<Unexplained>, Error> {
    let asked: Vec<&str> =
        PublicationKind::ALL.into_iter().filter(|kind| kind.wants_explaining()).map(PublicationKind::key).collect();
    let from = Moment(office.now_ms() - ASKED * 86_400_000);
    let lines = office.db.unexplained(scope, &asked, from, LINES).await?;
    let line = |line: &gongkai_store::Unexplained| {
        let due = INTERPRETATION.due(civil_date(line.first_ms.timestamp()), &office.calendar)?.date;
        Some(Unexplained {
            href: format!("/desk/publications/{}", line.publication_id),
            begin: format!("/desk/publications/new?kind=interpretation&of={}", line.publication_id),
            title: titled(&line.title),
            day: (due.to_string(), short(due, today)),
            late: due < today,
            words: Urgency::until(due, today, &office.calendar).words(),
        })
    };
    Ok(lines.iter().filter_map(line).collect())
}

async fn again(office: &Office, scope: Scope, today: Date) -> Result<Vec<Again>, Error> {
    let by = today.checked_add(AHEAD.days()).unwrap_or(today);
    let filter =
        PublicationFilter { stages: &["retained"], reassess_by: Some(Civil(by)), ..PublicationFilter::default() };
    let lines = office.db.publications(scope, &filter, 0, LINES).await?;
    let line = |publication: &gongkai_store::Publication| {
        let day = publication.reassess?.0;
        Some(Again {
            href: format!("/desk/publications/{}", publication.id),
            title: titled(&publication.title),
            day: (day.to_string(), short(day, today)),
            late: day < today,
        })
    };
    Ok(lines.iter().filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(day: Date) -> i64 {
        i64::from((day - date(1970, 1, 1)).get_days())
    }

    #[test]
    fn the_year_is_told_by_its_middle_and_by_what_was_within_twenty_working_days() {
        let calendar = Calendar::built_in();
        let time = |formed, released, count| ReleaseTime { formed: Civil(formed), day: day(released), count };
        assert_eq!(taken(&[], calendar), None);
        // 2026-09-28 to 30 are a Monday to a Wednesday, then the holiday until the 7th
        let times = [
            time(date(2026, 9, 28), date(2026, 9, 28), 1),
            time(date(2026, 9, 28), date(2026, 9, 30), 2),
            time(date(2026, 6, 1), date(2026, 9, 30), 1),
        ];
        let found = taken(&times, calendar).unwrap();
        assert_eq!(found, Taken { median: "2".to_owned(), share: "75.0".to_owned(), count: 4 });
        let two = taken(&[times[0], time(date(2026, 9, 28), date(2026, 9, 29), 1)], calendar).unwrap();
        assert_eq!(two.median, "0.5");
    }
}
