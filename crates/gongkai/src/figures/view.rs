//! 看什么: whose figures, of which year, on which edition of the form.

use gongkai_law::annual_report::Edition;
use gongkai_store::{OrganId, Scope};
use serde::Deserialize;

use crate::{
    office::Office,
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
    /// `below`: the organs below as well; an organ's id: that one below alone.
    scope: String,
    /// `live`: of a frozen year what is counted now.
    #[serde(rename = "as")]
    kind: String,
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
    /// The organ whose figures they are, or below which: the person's own, or one below.
    pub organ: OrganId,
    /// The person's organ.
    pub own: OrganId,
    /// 实时数: whether what is counted now is wanted, also of a year that is frozen.
    pub live: bool,
}

impl View {
    /// What the address asks for, as far as this hand sees.
    ///
    /// # Errors
    /// [`Error::Garbled`] for a year without a form or yet to come, and for an edition there is not;
    /// [`Error::Forbidden`] where somebody but a supervisor asks for the organs below; [`Error::NotFound`] for an organ
    /// that does not stand below.
    pub async fn of(asked: &Asked, hand: &Hand, office: &Office) -> Result<Self, Error> {
        let this_year = office.today().year();
        let (widest, _, own) = eyes(hand)?;
        let supervises = matches!(widest, Scope::Subtree(_));
        let (below, organ) = match asked.scope.as_str() {
            "" => (false, own),
            "below" => (true, own),
            one => (false, one.parse().map_err(|_| Error::Garbled)?),
        };
        if !supervises && (below || organ != own) {
            return Err(Error::Forbidden(format!("下级机关的数由{}查看", Role::Supervisor.label())));
        }
        if organ != own && !office.db.is_above(own, organ).await? {
            return Err(Error::NotFound);
        }
        let year = match asked.year.as_str() {
            "" => this_year,
            year => year.parse().ok().filter(|year| *year <= this_year).ok_or(Error::Garbled)?,
        };
        let prescribed = Edition::for_year(year).ok_or(Error::Garbled)?;
        let edition = match asked.edition.as_str() {
            "" => prescribed,
            key => Edition::ALL.into_iter().find(|edition| edition.key() == key).ok_or(Error::Garbled)?,
        };
        let live = match asked.kind.as_str() {
            "" => false,
            "live" => true,
            _ => return Err(Error::Garbled),
        };
        let scope = if below { widest } else { Scope::Organ(organ) };
        Ok(Self { year, edition, below, supervises, scope, organ, own, live })
    }

    /// The same in an address: `year=2026&edition=2021&scope=below`.
    pub fn query(&self) -> String {
        let scope = match self.below {
            true => "&scope=below".to_owned(),
            false if self.organ == self.own => String::new(),
            false => format!("&scope={}", self.organ),
        };
        format!("year={}&edition={}{scope}", self.year, self.edition)
    }

    /// The same, with which of the two sets of figures it shows.
    pub fn query_shown(&self) -> String {
        if self.live { self.query_live() } else { self.query() }
    }

    /// The same, counted now.
    pub fn query_live(&self) -> String {
        format!("{}&as=live", self.query())
    }

    /// The years to choose from, the newest first: those that have a form.
    pub fn years(this_year: i16) -> Vec<i16> {
        (0..=this_year).rev().take_while(|year| Edition::for_year(*year).is_some()).collect()
    }
}
