//! 去重 on the page of the sum: notes what is counted twice, as the register shows it or as somebody typed it, and confirms or
//! drops it.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{NewSeasonAdjustment, Organ};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        roll_up::{RollUp, roll_up},
        twice::{
            self, Candidate,
            noted::{Typed, read},
        },
        who::collects,
    },
    sum::render,
};
use crate::{
    compile::range::Range,
    guard::{Visitor, kept},
    office::Office,
    page::{Error, FieldError},
    people::roles::{Hand, Role},
    requests::{desk::list::refused, take::NotTaken},
};

/// A form of this page.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Sent {
    #[serde(skip_serializing)]
    csrf: String,
    /// 编制范围; the whole region where it is empty.
    pub(super) range: String,
    /// A candidate's mark; empty for what somebody found.
    mark: String,
    pub(super) cell: String,
    pub(super) amount: String,
    pub(super) why: String,
    /// The organs that are ticked, by their place in addresses.
    pub(super) organs: Vec<String>,
    /// 文号、编号, one a line.
    pub(super) papers: String,
    /// `1` takes the totals along that the cell belongs to.
    pub(super) along: String,
    /// `1` confirms, anything else drops.
    counts: String,
    /// Whether it was typed when the session had ended, and is not noted yet.
    #[serde(skip)]
    pub(super) came_back: bool,
}

impl Sent {
    /// Nothing typed yet, over a range.
    pub(super) fn over(range: String) -> Self {
        Self { range, ..Self::default() }
    }

    /// What was typed when the session had ended.
    pub(super) fn anew(self) -> Self {
        Self { came_back: true, ..self }
    }

    fn of(fields: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, word) in fields {
            match name.as_str() {
                "csrf" => sent.csrf = word,
                "range" => sent.range = word,
                "mark" => sent.mark = word,
                "cell" => sent.cell = word,
                "amount" => sent.amount = word,
                "why" => sent.why = word,
                "organ" => sent.organs.push(word),
                "papers" => sent.papers = word,
                "along" => sent.along = word,
                _ => {}
            }
        }
        sent
    }

    fn typed(&self) -> Typed<'_> {
        Typed { cell: &self.cell, amount: &self.amount, why: &self.why, organs: &self.organs, papers: &self.papers }
    }

    fn range(&self) -> Range {
        Range::of_key(&self.range).unwrap_or(Range::Region)
    }
}

/// `POST /desk/season/{year}/sum/twice`
pub async fn propose(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let sent = Sent::of(fields);
    visitor.approve(&office, &sent.csrf)?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, &path(year), &sent);
    }
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    let organ = office.db.organ(collects(hand)?).await?;
    let range = sent.range();
    if !range.is_wide() {
        let errors = vec![FieldError::new("cell", "本级自己的数没有重复，换一个范围再记")];
        return render(&office, &visitor, (year, None), (sent, errors)).await;
    }
    let sum = roll_up(&office, &organ, year, range).await?;
    let note = match sent.mark.is_empty() {
        true => match read(&sum, sent.typed()) {
            Ok(note) => note,
            Err(wrong) => {
                let errors = wrong.into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
                return render(&office, &visitor, (year, Some(sum)), (sent, errors)).await;
            }
        },
        false => shown(&office, &organ, (&sum, &sent.mark)).await?,
    };
    let along = sent.along == "1";
    write_down(&office, hand, (&sum, &note, along)).await?;
    Ok(back(year, range))
}

/// Writes a note down, in each cell that it is about: what the register proposes says each cell by itself, what somebody typed
/// takes the totals along where that is ticked.
async fn write_down(
    office: &Office,
    hand: &Hand,
    (sum, note, along): (&RollUp, &Candidate, bool),
) -> Result<(), Error> {
    let cells = twice::cells(sum.figures.edition(), &note.cell, along && note.mark.is_empty());
    let at = office.now_ms();
    let mark = |other: &&str| match cells.len() {
        0 | 1 => note.mark.clone(),
        _ => twice::mark_along(at, (note.cell.as_str(), *other)),
    };
    let marks: Vec<String> = cells.iter().map(mark).collect();
    let papers = note.papers.join("\n");
    let new = |(cell, mark)| NewSeasonAdjustment {
        scope: sum.range.key(),
        cell,
        amount: note.amount,
        why: &note.why,
        organs: &note.organs,
        papers: &papers,
        mark,
    };
    let new: Vec<_> = cells.iter().copied().zip(marks.iter().map(String::as_str)).map(new).collect();
    twice::propose(office, hand, sum.year, &new).await.map_err(refused)
}

/// What the register shows under a mark, as long as nobody settled it.
async fn shown(office: &Office, organ: &Organ, (sum, mark): (&RollUp, &str)) -> Result<Candidate, Error> {
    let known = office.db.season_adjustments(organ.id, sum.year).await?;
    let (all, _) = twice::candidates(office, organ, (sum, &known)).await?;
    all.into_iter().find(|one| one.mark == mark).ok_or(Error::Stale)
}

/// Where the form is.
pub(super) fn path(year: i16) -> String {
    format!("/desk/season/{year}/sum")
}

fn back(year: i16, range: Range) -> Response {
    Redirect::to(&format!("{}?range={}#twice", path(year), range.key())).into_response()
}

/// `POST /desk/season/{year}/sum/twice/{n}`
pub async fn settle(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, n)): Path<(i16, i32)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    match twice::settle(&office, hand, (year, n), sent.counts == "1").await {
        Ok(()) => Ok(back(year, sent.range())),
        Err(NotTaken::Refused(why)) if hand.is_any(&[Role::Head]) => {
            let errors = vec![FieldError::new("twice", why)];
            render(&office, &visitor, (year, None), (sent, errors)).await
        }
        Err(error @ NotTaken::Refused(_)) => Err(refused(error)),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
