//! 找申请人: the requests of somebody who is known by the number of their identity, at the price of a row in the journal.

use gongkai_law::request::refusal::Refusal;
use gongkai_store::{Moment, OrganId, RequestLine};

use super::register::{Identity, applicant_mac};
use crate::{
    office::Office,
    page::Error,
    people::roles::{Duty, Hand},
};

/// Requests that are shown; whoever has more is looked up by number.
pub const MOST: i64 = 100;

/// Of which organ this hand may look for applicants: its own, where it may see who applied.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand) -> Result<OrganId, Refusal> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(Duty::SeeApplicant.roles()) => Ok(*organ),
        _ => {
            Err(Refusal { why: "只有承办机关的工作人员可以按申请人查找".to_owned(), article: None })
        }
    }
}

/// The requests of the applicant with this number to the hand's own organ, those that arrived last first. The journal has
/// which were found, not by what number.
///
/// # Errors
/// [`Error::Forbidden`] for a hand that may not; the register.
pub async fn find(office: &Office, hand: &Hand, number: &str) -> Result<Vec<RequestLine>, Error> {
    let organ = may(hand)?;
    let who = Identity { number: number.to_owned(), ..Identity::default() };
    let Some(mac) = applicant_mac(office, &who) else { return Ok(Vec::new()) };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let found = office.db.requests_of_applicant(organ, &mac, MOST).await?;
    let numbers: Vec<&str> = found.iter().map(|line| line.number.as_str()).collect();
    act.record("request.find", Some(organ), organ, serde_json::json!({ "found": numbers }));
    act.commit().await?;
    Ok(found)
}
