//! 看什么: whose figures, of which year, on which edition of the form.

use gongkai_law::annual_report::Edition;
use gongkai_store::{OrganId, Scope};
use serde::Deserialize;

use crate::{
    page::Error,
    people::roles::{Hand, Role},
    requests::desk::list::eyes,
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2026`; this year where it is empty.
    year: String,
    /// `2019` or `2021`; the one prescribed for the year where it is empty.
    edition: String,
    /// `below`: the organs below as well.
    scope: String,
    /// Of the list: a row of table 3.
    pub row: String,
    /// Of the list: a column of table 3.
    pub column: String,
    /// Of the list: a page, from 1.
    pub p: String,
}

/// Whose figures, of which year, on which form.
pub struct View {
    /// The year that is counted.
    pub year: i16,
    /// The form that they are counted for.
    pub edition: Edition,
    /// Whether those of the organs below are counted too.
    pub below: bool,
    /// Whether the person may ask for that.
    pub supervises: bool,
    /// Whose requests.
    pub scope: Scope,
    /// The person's organ.
    pub own: OrganId,
}

impl View {
    /// What the address asks for, as far as this hand sees.
    ///
    /// # Errors
    /// [`Error::Garbled`] for a year without a form or yet to come, and for an edition there is not;
    /// [`Error::Forbidden`] where somebody but a supervisor asks for the organs below.
    pub fn of(asked: &Asked, hand: &Hand, this_year: i16) -> Result<Self, Error> {
        let (widest, _, own) = eyes(hand)?;
        let supervises = matches!(widest, Scope::Subtree(_));
        let below = match asked.scope.as_str() {
            "" => false,
            "below" if supervises => true,
            "below" => return Err(Error::Forbidden(format!("下级机关的数由{}查看", Role::Supervisor.label()))),
            _ => return Err(Error::Garbled),
        };
        let year = match asked.year.as_str() {
            "" => this_year,
            year => year.parse().ok().filter(|year| *year <= this_year).ok_or(Error::Garbled)?,
        };
        let prescribed = Edition::for_year(year).ok_or(Error::Garbled)?;
        let edition = match asked.edition.as_str() {
            "" => prescribed,
            key => Edition::ALL.into_iter().find(|edition| edition.key() == key).ok_or(Error::Garbled)?,
        };
        let scope = if below { widest } else { Scope::Organ(own) };
        Ok(Self { year, edition, below, supervises, scope, own })
    }

    /// The same in an address: `year=2026&edition=2021&scope=below`.
    pub fn query(&self) -> String {
        let scope = if self.below { "&scope=below" } else { "" };
        format!("year={}&edition={}{scope}", self.year, self.edition)
    }

    /// The years to choose from, the newest first: those that have a form.
    pub fn years(this_year: i16) -> Vec<i16> {
        (0..=this_year).rev().take_while(|year| Edition::for_year(*year).is_some()).collect()
    }
}
