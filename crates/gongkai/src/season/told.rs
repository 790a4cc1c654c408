//! 台账以外: what reports tell of closed organs that the register had no request of in that year.

use std::collections::HashSet;

use gongkai_store::{Error, OrganId, SeasonOrgan};

use crate::{indicators::year::Owed, office::Office};

/// What reports tell. No record of a request is no zero where one of these says otherwise.
pub(super) struct Told {
    recorded: HashSet<OrganId>,
    /// Of the year before: the register was there.
    recorded_before: HashSet<OrganId>,
    /// By their report of the year.
    now: HashSet<OrganId>,
    /// By that of the year before.
    before: HashSet<OrganId>,
}

impl Told {
    /// Of closed organs without a report of the year.
    pub async fn of(office: &Office, organs: &[OrganId], year: i16) -> Result<Self, Error> {
        let last = year.saturating_sub(1);
        let (recorded, recorded_before, now, before) = tokio::try_join!(
            office.db.with_cases(organs, year),
            office.db.with_cases(organs, last),
            office.db.told_of_cases(organs, year),
            office.db.told_of_cases(organs, last)
        )?;
        let set = |organs: Vec<OrganId>| organs.into_iter().collect();
        Ok(Self { recorded: set(recorded), recorded_before: set(recorded_before), now: set(now), before: set(before) })
    }

    /// Why what the register has of a closed organ is not all; `None` where nothing says otherwise. Last year's report says
    /// nothing of an organ that had no month of this one.
    pub fn otherwise(&self, organ: &SeasonOrgan, (year, owed): (i16, Owed)) -> Option<String> {
        let before = year.saturating_sub(1);
        match () {
            () if self.recorded.contains(&organ.id) => None,
            () if self.now.contains(&organ.id) => {
                Some(format!("申请台账里没有它{year}年的申请，年报库里它{year}年的年报有；取来确认就能汇总"))
            }
            () if self.recorded_before.contains(&organ.id) => None,
            () if organ.reported.is_some() => {
                Some(format!("申请台账里没有它{year}年的申请，年报报来过又拿回去了；请再报送"))
            }
            () if owed.until > 0 && self.before.contains(&organ.id) => Some(format!(
                "申请台账里没有它{before}年、{year}年的申请，{before}年的年报里有；请上传它撤并以前的年报"
            )),
            () => None,
        }
    }
}
