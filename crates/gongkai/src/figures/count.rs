//! 计数: from the register's groups to the figures of tables 3 and 4.

use gongkai_law::{
    annual_report::{
        Edition, Figures,
        tally::{Cases, Requests, count_redress, count_requests},
    },
    redress::Outcome,
    request::{application::Applicant, decision::Decision},
};
use gongkai_store::{Db, Error, Group, RedressGroup, Scope};

use crate::redress::case::route;

/// Tables 3 and 4 of a year as they stand now; the other is unknown.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a group that no row or column counts, which would be missing without a word.
pub async fn tables(db: &Db, scope: Scope, year: i16, edition: Edition) -> Result<Figures, Error> {
    let groups = db.request_groups(scope, year).await?;
    let requests = groups.into_iter().map(counted).collect::<Result<Vec<_>, _>>()?;
    let mut figures = Figures::unknown(edition);
    count_requests(&mut figures, year, requests);
    table_4(db, scope, year, &mut figures).await?;
    Ok(figures)
}

/// Table 4 of a year as it stands now, into figures that have none.
///
/// # Errors
/// As [`tables`].
pub async fn table_4(db: &Db, scope: Scope, year: i16, figures: &mut Figures) -> Result<(), Error> {
    let cases = db.redress_groups(scope, year).await?;
    let cases = cases.into_iter().map(counted_case).collect::<Result<Vec<_>, _>>()?;
    count_redress(figures, year, cases);
    Ok(())
}

fn counted_case(group: RedressGroup) -> Result<Cases, Error> {
    let concluded = match (group.concluded_year, group.outcome.as_deref()) {
        (None, None) => None,
        (Some(year), Some(key)) => Some((a_year(year)?, outcome(key)?)),
        (year, key) => return Err(Error::Corrupt(format!("审结年份{year:?}和结果{key:?}对不上"))),
    };
    Ok(Cases { route: route(&group.route)?, notified: a_year(group.notified_year)?, concluded, count: group.count })
}

fn outcome(key: &str) -> Result<Outcome, Error> {
    Outcome::of_key(key).ok_or_else(|| Error::Corrupt(format!("案件结果“{key}”")))
}

fn counted(group: Group) -> Result<Requests, Error> {
    let ended = match (group.ended_year, group.decision.as_deref()) {
        (None, None) => None,
        (Some(year), Some(key)) => Some((a_year(year)?, decision(key)?)),
        (year, key) => return Err(Error::Corrupt(format!("办结年份{year:?}和办理结果{key:?}对不上"))),
    };
    Ok(Requests {
        received: a_year(group.received_year)?,
        ended,
        applicant: applicant(&group.applicant)?,
        count: group.count,
    })
}

fn a_year(year: i32) -> Result<i16, Error> {
    i16::try_from(year).map_err(|_| Error::Corrupt(format!("年份{year}")))
}

/// The applicant's kind of this key.
///
/// # Errors
/// [`Error::Corrupt`] where no column has it.
pub fn applicant(key: &str) -> Result<Applicant, Error> {
    Applicant::of_key(key).ok_or_else(|| Error::Corrupt(format!("申请人类别“{key}”")))
}

/// The decision of this key.
///
/// # Errors
/// [`Error::Corrupt`] where no row has it.
pub fn decision(key: &str) -> Result<Decision, Error> {
    Decision::of_key(key).ok_or_else(|| Error::Corrupt(format!("办理结果“{key}”")))
}

/// 勾稽: how many sums of tables 3 and 4 hold, and how many do not.
pub fn balance(figures: &Figures) -> (usize, usize) {
    let (hold, broken): (Vec<_>, Vec<_>) = figures.form().identities().iter().partition(|identity| {
        let left = figures.sum(&identity.left);
        left.is_some() && left == figures.sum(&identity.right)
    });
    (hold.len(), broken.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_row_or_column_counts_is_an_error_and_no_gap() {
        let group = |ended_year, applicant: &str, decision: Option<&str>| Group {
            received_year: 2026,
            ended_year,
            applicant: applicant.to_owned(),
            decision: decision.map(str::to_owned),
            count: 2,
        };
        assert!(counted(group(Some(2026), "research", Some("granted"))).is_ok());
        assert!(counted(group(None, "research", None)).is_ok());
        for strange in [
            group(None, "martian", None),
            group(Some(2026), "research", Some("granted_twice")),
            group(Some(2026), "research", None),
            group(Some(70_000), "research", Some("granted")),
        ] {
            assert!(matches!(counted(strange.clone()), Err(Error::Corrupt(_))), "{strange:?}");
        }
    }

    #[test]
    fn a_case_that_no_cell_counts_is_an_error_too() {
        let group = |concluded_year, route: &str, outcome: Option<&str>| RedressGroup {
            route: route.to_owned(),
            notified_year: 2026,
            concluded_year,
            outcome: outcome.map(str::to_owned),
            count: 1,
        };
        assert!(counted_case(group(Some(2026), "review", Some("upheld"))).is_ok());
        assert!(counted_case(group(None, "litigation_direct", None)).is_ok());
        for strange in [
            group(None, "arbitration", None),
            group(Some(2026), "review", Some("won")),
            group(Some(2026), "review", None),
            group(None, "review", Some("upheld")),
        ] {
            assert!(matches!(counted_case(strange.clone()), Err(Error::Corrupt(_))), "{strange:?}");
        }
    }
}
