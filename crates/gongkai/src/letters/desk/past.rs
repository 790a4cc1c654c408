//! 过去的决定: how the organ decided before, about the same matter and for the same applicant.

use std::collections::BTreeSet;

use gongkai_law::request::decision::Decision;
use gongkai_store::RequestLine;

use crate::{
    office::Office,
    requests::{desk::wording::plain, dossier::Dossier},
};

/// Decisions of the organ that are looked through for the same matter.
const LOOKED_AT: i64 = 1000;
/// Requests of the applicant that are looked through.
const OF_APPLICANT: i64 = 200;
/// Decisions that the page shows of each sort.
const SHOWN: usize = 5;
/// How much of the shorter title has to be in the other one.
const ALIKE: f64 = 0.5;

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
    let label = plain(decision.label());
    Some(Past {
        number: line.number.clone(),
        title: line.title.clone(),
        how: format!("{}　{label}　{on}", decision.code()),
    })
}

/// The pairs of characters that follow one another in a text, signs and blanks left out.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(2000).collect();
    letters.iter().zip(letters.iter().skip(1)).map(|(a, b)| (*a, *b)).collect()
}

/// How much of a title's pairs are among these: from 0 to 1.
fn likeness(own: &BTreeSet<(char, char)>, title: &str) -> f64 {
    let title = pairs(title);
    let shared = title.intersection(own).count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if title.is_empty() { 0.0 } else { count(shared) / count(title.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_matter_in_other_words_is_found_and_another_one_is_not() {
        let own = pairs("申请公开云渡镇农村供水水质检测报告（2024年以来）");
        assert!(likeness(&own, "云渡镇供水水质检测报告") > ALIKE);
        assert!(likeness(&own, "青禾大道改造工程的中标合同") < ALIKE);
        assert_eq!(likeness(&own, "？"), 0.0);
    }
}
