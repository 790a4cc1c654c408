//! 过去的决定: how the organ decided before, about the same matter and for the same applicant.

use gongkai_law::request::decision::Decision;
use gongkai_store::RequestLine;

use crate::{
    office::Office,
    requests::{
        alike::{ALIKE, likeness, pairs},
        desk::wording::brief,
        dossier::Dossier,
    },
};

/// Decisions of the organ that are looked through for the same matter.
const LOOKED_AT: i64 = 1000;
/// Requests of the applicant that are looked through.
const OF_APPLICANT: i64 = 200;
/// Decisions that the page shows of each sort.
const SHOWN: usize = 5;

/// 过去的决定: one decision, as a row.
pub struct Past {
    /// 编号
    pub number: String,
    /// What was asked for.
    pub title: String,
    /// How and when it was decided.
    pub how: String,
}

/// What was decided before, of one sort.
pub struct Precedents {
    /// On the page.
    pub id: &'static str,
    /// Of which sort.
    pub title: &'static str,
    /// What is said where there is none.
    pub none: &'static str,
    /// The decisions.
    pub lines: Vec<Past>,
}

/// Looks through the last decisions of the organ.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, dossier: &Dossier) -> Result<[Precedents; 2], gongkai_store::Error> {
    let line = &dossier.request.line;
    let decided = office.db.requests_decided(line.organ_id, line.id, LOOKED_AT).await?;
    let own = pairs(&dossier.request.wanted);
    let mut alike: Vec<_> = decided.iter().map(|other| (likeness(&own, &other.title), other)).collect();
    alike.retain(|(likeness, _)| *likeness >= ALIKE);
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let applicant = match &dossier.request.applicant_mac {
        Some(mac) => office.db.requests_of_applicant(line.organ_id, mac, OF_APPLICANT).await?,
        None => Vec::new(),
    };
    let matter = alike.into_iter().take(SHOWN).filter_map(|(_, other)| past(other)).collect();
    let applicant = applicant.iter().filter(|other| other.id != line.id).filter_map(past).take(SHOWN).collect();
    Ok([
        Precedents {
            id: "d-same", title: "同样的事，过去怎样决定", none: "没有找到相近的决定。", lines: matter
        },
        Precedents {
            id: "d-who", title: "同一申请人过去的申请", none: "没有已经办结的。", lines: applicant
        },
    ])
}

fn past(line: &RequestLine) -> Option<Past> {
    let decision = Decision::of_key(line.decision.as_deref()?)?;
    let on = line.ended.map(|day| day.0.to_string()).unwrap_or_default();
    let label = brief(decision.label());
    Some(Past {
        number: line.number.clone(),
        title: line.title.clone(),
        how: format!("{}　{label}　{on}", decision.code()),
    })
}
