//! 今日事项 of reports: which wait for whom, and which are due or late, for the page and the message of the morning.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::annual_report::compilation::{CompileStage, CompileState};
use gongkai_store::{Compilation, Error, Filter, Organ, OrganId, Scope, Sight, Wish};
use jiff::civil::Date;

use super::{
    due::{self, Days, Due, SOON},
    take::WRITERS,
};
use crate::{
    office::Office,
    people::roles::Role::{self, Head, Reviewer, Signer},
    requests::pressing::Press,
};

/// Days after the last one on which a message still says so: on the desk it presses until it is out.
const LATE: i32 = 90;
/// Organs that are looked at.
const MOST: i64 = 5_000;

/// 待办的年报
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressing {
    /// Whose.
    pub organ: OrganId,
    /// Of which year.
    pub year: i16,
    /// By when it must be out, where that is near or past.
    pub due: Option<Date>,
    /// Where the draft stands; `None` where nobody began one.
    pub stage: Option<CompileStage>,
    /// 已退回: whether the organ above sent it back and nobody handed it in again.
    pub returned: bool,
}

impl Pressing {
    /// As what it presses.
    pub fn press(&self, today: Date) -> Press {
        match self.due {
            Some(due) if due < today => Press::ReportLate,
            _ => Press::Report,
        }
    }

    /// Whether the next step of it is that of somebody with these roles; what is late is the head's as well.
    pub fn is_for(&self, roles: &[Role], today: Date) -> bool {
        let next: &[Role] = match self.stage {
            None | Some(CompileStage::Draft) => &WRITERS,
            Some(CompileStage::Review) => &[Reviewer, Head],
            Some(CompileStage::Sign) => &[Signer],
            Some(CompileStage::Signed) => &[Head, Signer],
        };
        let late = self.press(today) == Press::ReportLate && roles.contains(&Head);
        late || roles.iter().any(|role| next.contains(role))
    }

    /// 2025年年报
    pub fn called(&self) -> String {
        format!("{}年年报", self.year)
    }

    /// What is to be done with it.
    pub fn said(&self) -> &'static str {
        match self.stage {
            None => "还没有开始编制",
            Some(CompileStage::Draft) if self.returned => "被上级退回，待修改",
            Some(CompileStage::Draft) => "还在起草",
            Some(CompileStage::Review) => "待审核",
            Some(CompileStage::Sign) => "待签发",
            Some(CompileStage::Signed) => "已签发，待公布",
        }
    }
}

/// What of an organ's reports presses today: those that wait for a review, a signature or their publication, those that were
/// sent back from above, and last year's, begun or not, and whatever else was begun and never came out, where its day is near
/// or past.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, organ: &Organ) -> Result<Vec<Pressing>, Error> {
    let (today, year) = (office.today(), office.today().year() - 1);
    let works = office.db.compilations_of(organ.id).await?;
    let days = Days::of(office, organ).await?;
    let due = |year: i16| days.due(year).filter(|due| due.days(today) <= SOON).map(|due| due.on);
    let mut all = Vec::new();
    for work in works.iter().filter(|work| !is_out(work)) {
        // a correction is of what came out by its day
        let due = due(work.year).filter(|_| !work.published);
        all.push(Pressing { due, ..pressing(work) });
    }
    if let Some(due) = due(year).filter(|_| works.iter().all(|work| work.year != year)) {
        all.push(Pressing { organ: organ.id, year, due: Some(due), stage: None, returned: false });
    }
    // what the library has is out, wherever it was compiled
    let out = match all.iter().any(|one| one.due.is_some()) {
        true => office.db.series(organ.id, Sight::Public).await?,
        false => Vec::new(),
    };
    for one in &mut all {
        one.due = one.due.filter(|_| out.iter().all(|known| known.year != one.year));
    }
    all.retain(|one| one.due.is_some() || one.returned || !matches!(one.stage, None | Some(CompileStage::Draft)));
    Ok(all)
}

/// Last year's report of every organ whose day is near or past and that has none out, by organ; nothing on days on which
/// nobody is reminded: the last week is reminded of daily, the rest on Mondays.
///
/// # Errors
/// The register.
pub async fn all(office: &Office) -> Result<BTreeMap<OrganId, Pressing>, Error> {
    let (today, mut pressing) = (office.today(), BTreeMap::new());
    let year = today.year() - 1;
    let set: BTreeMap<String, String> = office.db.settings_under(due::PREFIX).await?.into_iter().collect();
    let organs = office.db.organs(&Wish::default(), None, MOST).await?;
    let near = organs.iter().filter_map(|organ| {
        let due = due::known(organ, year, |key| set.get(key).cloned())?;
        (presses(&due, today) && is_told(&due, today)).then_some((organ.id, due.on))
    });
    let near: Vec<_> = near.collect();
    if near.is_empty() {
        return Ok(pressing);
    }
    let works = office.db.compilations(Scope::All, year).await?;
    let works: BTreeMap<_, _> = works.iter().map(|work| (work.organ_id, work)).collect();
    let filter = Filter { year: Some(year), ..Filter::default() };
    let public = office.db.reports(&filter, Sight::Public, None, MOST).await?;
    let public: BTreeSet<_> = public.iter().map(|line| line.organ_id).collect();
    for (organ, on) in near.into_iter().filter(|(organ, _)| !public.contains(organ)) {
        let work = works.get(&organ).map(|work| self::pressing(work));
        let nobody = Pressing { organ, year, due: None, stage: None, returned: false };
        pressing.insert(organ, Pressing { due: Some(on), ..work.unwrap_or(nobody) });
    }
    Ok(pressing)
}

fn pressing(work: &Compilation) -> Pressing {
    let (stage, returned) = (stage_of(&work.stage), work.state == CompileState::Returned.key());
    Pressing { organ: work.organ_id, year: work.year, due: None, stage, returned }
}

/// Whether the version in work is out: nothing waits.
fn is_out(work: &Compilation) -> bool {
    work.published && work.stage == CompileStage::Signed.key()
}

fn presses(due: &Due, today: Date) -> bool {
    (-LATE..=SOON).contains(&due.days(today))
}

fn is_told(due: &Due, today: Date) -> bool {
    (0..=7).contains(&due.days(today)) || today.weekday() == jiff::civil::Weekday::Monday
}

fn stage_of(key: &str) -> Option<CompileStage> {
    use CompileStage::{Draft, Review, Sign, Signed};
    [Draft, Review, Sign, Signed].into_iter().find(|stage| stage.key() == key)
}
