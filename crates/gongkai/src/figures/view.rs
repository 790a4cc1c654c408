//! 看什么: whose figures, of which year, on which edition of the form.

use gongkai_law::annual_report::Edition;
use gongkai_store::{OrganId, Scope};
use serde::Deserialize;

use crate::{
    compile::range::Range,
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
    /// `below`: the organs below as well; `departments`: those of them on the own level; an organ's id: that one below alone.
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
    /// Whether those of organs below are counted too, and of which.
    pub range: Range,
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

/// Whose figures are counted beside the own: in addresses, and as it goes on after the name of the organ.
pub const WIDE: [(Range, &str, &str); 2] =
    [(Range::Region, "below", "和下级机关"), (Range::Departments, "departments", "和本级部门")];

/// A view of one's own organ in an address: `year=2026&edition=2021&scope=below`.
pub fn query(year: i16, edition: Edition, range: Range) -> String {
    let scope = WIDE.iter().find(|(wide, ..)| *wide == range).map(|(_, key, _)| format!("&scope={key}"));
    format!("year={year}&edition={edition}{}", scope.unwrap_or_default())
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
        let wide = WIDE.iter().find(|(_, key, _)| *key == asked.scope).map(|(range, ..)| *range);
        let (range, organ) = match (wide, asked.scope.as_str()) {
            (Some(range), _) => (range, own),
            (None, "") => (Range::Own, own),
            (None, one) => (Range::Own, one.parse().map_err(|_| Error::Garbled)?),
        };
        if !supervises && (range.is_wide() || organ != own) {
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
        Ok(Self { year, edition, range, supervises, scope: range.scope(organ), organ, own, live })
    }

    /// Whether those of organs below are counted too.
    pub fn is_wide(&self) -> bool {
        self.range.is_wide()
    }

    /// Whose are counted beside the own, as it goes on after the name of the organ.
    pub fn and_whose(&self) -> &'static str {
        WIDE.iter().find(|(range, ..)| *range == self.range).map_or("", |(_, _, whose)| whose)
    }

    /// The same in an address: `year=2026&edition=2021&scope=below`.
    pub fn query(&self) -> String {
        match self.organ == self.own {
            true => query(self.year, self.edition, self.range),
            false => format!("{}&scope={}", query(self.year, self.edition, Range::Own), self.organ),
        }
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
