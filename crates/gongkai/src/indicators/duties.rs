//! 落实填报责任: the head says what the organ counts month by month, from when on, and what it has none of and why.

use std::collections::BTreeMap;

use gongkai_law::{
    annual_report::indicator::{Indicator, Origin},
    request::refusal::Refusal,
};
use gongkai_store::{FigureDuty, Moment, NewFigureDuty, OrganId};

use super::{entering::LONGEST, month::Month};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    requests::take::NotTaken,
};

/// What is said of one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub indicator: &'static Indicator,
    /// The first month that is counted.
    pub since: Month,
    /// 不涉及: why there is none of it; `None` where it is counted.
    pub none_why: Option<String>,
}

/// Whether somebody settles the duties of their organ, and which that is.
///
/// # Errors
/// [`Refusal`] for everybody but the head.
pub fn may(hand: &Hand) -> Result<OrganId, Refusal> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(Duty::SettleFigures.roles()) => Ok(*organ),
        _ => Err(Refusal { why: "填报责任由公开工作机构负责人落实".to_owned(), article: None }),
    }
}

/// What an organ says, by indicator.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, organ: OrganId) -> Result<BTreeMap<String, FigureDuty>, gongkai_store::Error> {
    let duties = office.db.figure_duties(gongkai_store::Scope::Organ(organ)).await?;
    Ok(duties.into_iter().map(|duty| (duty.indicator.clone(), duty)).collect())
}

/// What is wrong with what was said; nothing where it can be kept.
pub fn lacks(settled: &Settled) -> Option<String> {
    match &settled.none_why {
        _ if settled.indicator.origin != Origin::Entered => Some("由平台计数，不用填报".to_owned()),
        Some(why) if why.trim().is_empty() => Some("不涉及的，请写明理由".to_owned()),
        Some(why) if why.chars().nth(LONGEST).is_some() => Some(format!("理由最多{LONGEST}个字")),
        _ => None,
    }
}

/// 落实: keeps what was said, each indicator once.
///
/// # Errors
/// [`NotTaken::Refused`] where it is not this hand's, or something is missing; the register.
pub async fn settle(office: &Office, hand: &Hand, settled: &[Settled]) -> Result<(), NotTaken> {
    let organ = may(hand).map_err(NotTaken::Refused)?;
    if let Some(why) = settled.iter().find_map(lacks) {
        return Err(NotTaken::Refused(Refusal { why, article: None }));
    }
    let since: Vec<_> = settled.iter().map(|one| one.since.to_string()).collect();
    let duties: Vec<_> = settled
        .iter()
        .zip(&since)
        .map(|(one, since)| NewFigureDuty {
            indicator: one.indicator.key,
            since,
            none_why: one.none_why.as_deref().map(str::trim),
        })
        .collect();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.settle_figure_duties(organ, &duties).await?;
    Ok(act.commit().await?)
}
