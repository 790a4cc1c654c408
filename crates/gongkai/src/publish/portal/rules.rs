//! `/rules`: 公开制度: the law that openness stands on, and what the organs here made of it.

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_law::article::Instrument;
use gongkai_store::ReleasedFilter;

use super::lines::{KINDS, Line};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// 主题分类 of an organ's own rules on openness.
const THEME: &str = "公开制度";
/// Own rules on the page.
const MOST: i64 = 100;

/// The law, in the order in which people ask for it.
const LAW: [(&str, &[Instrument]); 3] = [
    (
        "法律、行政法规",
        &[
            Instrument::Regulation,
            Instrument::SecrecyLaw,
            Instrument::BudgetLaw,
            Instrument::PenaltyLaw,
            Instrument::ReviewLaw,
            Instrument::LitigationLaw,
        ],
    ),
    (
        "主动公开的规定",
        &[
            Instrument::OpennessRules2016,
            Instrument::ResponseRules2016,
            Instrument::WebsiteGuide,
            Instrument::EnforcementRules2018,
        ],
    ),
    ("申请和年报的规定", &[Instrument::FeeMeasures, Instrument::ReportForm2021]),
];

#[derive(Template)]
#[template(path = "portal/rules.html")]
struct RulesPage {
    chrome: Chrome,
    law: [(&'static str, &'static [Instrument]); 3],
    lines: Vec<Line>,
}

/// `GET /rules`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let filter = ReleasedFilter { kinds: &KINDS, theme: THEME, ..ReleasedFilter::default() };
    let rows = office.db.released_lines(&filter, None, MOST).await?;
    page::show(&RulesPage {
        chrome: Chrome::new(&office, &visitor, Nav::More),
        law: LAW,
        lines: Line::of(&office, rows).await?,
    })
}
