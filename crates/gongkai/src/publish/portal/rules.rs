//! `/rules`: 公开制度: the law that openness stands on, what the organs here made of it, and what is still missing.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    article::Instrument,
    proactive::{
        own_rules::{self, OwnRule},
        validity::Validity,
    },
};
use gongkai_store::{Organ, ReleasedFilter, ReleasedLine};
use serde::Deserialize;

use super::lines::Line;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// 主题分类 of an organ's own rules on openness.
const THEME: &str = "公开制度";
/// Own rules on the page.
const MOST: i64 = 100;
/// What they are released as: a rule for the office alone is no 规范性文件.
const KINDS: [&str; 3] = ["normative", "regulation", "general"];

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

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 机关: whose own rules; those of all where it is empty.
    o: String,
}

/// One rule that an organ has to have, with the documents that are it and hold today.
struct Must {
    rule: &'static OwnRule,
    /// Address, title, whose.
    there: Vec<(String, String, String)>,
}

/// What the organs here made of the law.
struct Own {
    musts: Vec<Must>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "portal/rules.html")]
struct RulesPage {
    chrome: Chrome,
    law: [(&'static str, &'static [Instrument]); 3],
    organ: Option<Organ>,
    own: Arc<Own>,
}

/// `GET /rules`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let organ = match asked.o.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    };
    let own = office.common(format!("rules {:?}", asked.o), own(&office, organ.as_ref())).await?;
    page::show(&RulesPage { chrome: Chrome::new(&office, &visitor, Nav::More), law: LAW, organ, own })
}

async fn own(office: &Office, organ: Option<&Organ>) -> Result<Own, Error> {
    let organ = organ.map(|organ| organ.id);
    let filter = ReleasedFilter { organ, kinds: &KINDS, theme: THEME, ..ReleasedFilter::default() };
    let rows = office.db.released_lines(&filter, None, MOST).await?;
    let holds: Vec<bool> = rows.iter().map(holds).collect();
    let lines = Line::of(office, rows).await?;
    let must = |rule: &'static OwnRule| {
        let of = lines.iter().zip(&holds).filter(|(line, holds)| **holds && rule.is_in(&line.title));
        Must { rule, there: of.map(|(line, _)| (line.href.clone(), line.title.clone(), line.organ.clone())).collect() }
    };
    Ok(Own { musts: own_rules::ALL.iter().map(must).collect(), lines })
}

/// Whether it binds today: what ended or has not begun does not.
fn holds(row: &ReleasedLine) -> bool {
    let validity = row.validity.as_deref().and_then(Validity::of_key);
    !matches!(validity, Some(Validity::Repealed | Validity::Lapsed | Validity::NotYet))
}
