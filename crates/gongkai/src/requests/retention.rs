//! 保管期限: how long the file of a request is kept, and what the head takes off the record when that is over: who applied,
//! how to reach them, and the papers. What was asked and what was answered stays, without a name.
//!
//! The term counts in whole years from the first of January after the file was archived. The platform destroys nothing by
//! itself: that a term is over is the first condition, and the appraisal (鉴定) that has to be named is the second.

use gongkai_law::{
    calendar::in_chinese,
    request::{
        refusal::Refusal,
        step::{Step, Taken, Verb},
    },
};
use gongkai_store::{Civil, Moment, OrganId, RequestLine, Upload};
use jiff::civil::{Date, date};

use super::{
    dossier::{Dossier, Entry},
    record::{self, Words},
    take::{self, NotTaken},
};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
};

/// What the note of it is about.
const ERASED: &str = "erased";
/// The shortest term, in years.
const SHORTEST: i16 = 10;
/// Files that the page lists, about.
const MOST: usize = 200;
/// Files that are read at a time.
const READ: i64 = 500;
/// What stands in the place of a paper.
const REMAINS: &str = "本件已按保管期限销毁。";

/// A file whose term is over.
pub struct Due {
    /// The request.
    pub line: RequestLine,
    /// 保管期限
    pub term: String,
    /// Since when it is over.
    pub since: Date,
}

/// 保管期限 of an archived file as it was written down, and the first day after it; `None` for 永久, and where nobody
/// wrote a term.
fn over(archived: Date, term: &str) -> Option<Date> {
    let years: i16 = term.trim().strip_suffix('年')?.parse().ok()?;
    Date::new(archived.year().checked_add(1)?.checked_add(years)?, 1, 1).ok()
}

/// The term of a file and the day on which it is over.
pub fn term(dossier: &Dossier) -> Option<(&str, Option<Date>)> {
    let archived = dossier.standing.archived?;
    let kept = |entry: &&Entry| entry.taken.step.verb() == Verb::Archive;
    let term = dossier.entries.iter().rev().find(kept)?.words.about.as_str();
    Some((term, over(archived, term)))
}

/// Whether this hand may take off the record who applied.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, dossier: &Dossier, today: Date) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    let own = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(dossier.request.line.organ_id));
    if !own || !hand.is_any(Duty::Erase.roles()) {
        return no("由承办机关的公开工作机构负责人办理".to_owned());
    }
    if dossier.request.sealed.is_none() {
        return no("已经销毁".to_owned());
    }
    match term(dossier) {
        None => no("还没有归档".to_owned()),
        Some((term, None)) => no(format!("保管期限{term}，不销毁")),
        Some((_, Some(over))) if today < over => no(format!("保管期限到{}才届满", in_chinese(over))),
        Some(_) => Ok(()),
    }
}

/// Takes who applied and every paper off the record; `proof` names the appraisal by which it was decided.
///
/// # Errors
/// [`NotTaken`]
pub async fn erase(office: &Office, hand: &Hand, dossier: &Dossier, proof: &str) -> Result<(), NotTaken> {
    may(hand, dossier, office.today()).map_err(NotTaken::Refused)?;
    let line = &dossier.request.line;
    let words = Words {
        why: "保管期限届满，销毁申请人信息和卷内材料".to_owned(),
        about: ERASED.to_owned(),
        proof: proof.to_owned(),
        ..Words::default()
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take::take(office, &mut act, hand, dossier, Taken { on: office.today(), step: Step::Noted }, &words).await?;
    // the note counted as a save
    let remains = Upload { bytes: REMAINS.as_bytes(), media: "text/plain" };
    act.erase_request(line.id, line.version + 1, remains).await?;
    Ok(act.commit().await?)
}

/// The files of an organ whose term is over, the oldest first.
///
/// # Errors
/// The register.
pub async fn due(office: &Office, organ: OrganId) -> Result<Vec<Due>, gongkai_store::Error> {
    let today = office.today();
    let before = Civil(date(today.year() - SHORTEST, 1, 1));
    let mut due: Vec<Due> = Vec::new();
    let mut last: Option<RequestLine> = None;
    // what is kept for good is older than what is due, and stays in its way
    while due.len() < MOST {
        let lines = office.db.archived_before(organ, before, last.as_ref(), READ).await?;
        let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
        let mut terms = std::collections::HashMap::new();
        for (id, row) in office.db.steps_of(&ids).await? {
            if row.kind == Verb::Archive.key() {
                terms.insert(id, record::read(&row)?.1.about);
            }
        }
        last = lines.last().cloned();
        let over = |line: RequestLine| {
            let term = terms.remove(&line.id)?;
            let since = over(line.archived?.0, &term).filter(|since| *since <= today)?;
            Some(Due { line, term, since })
        };
        due.extend(lines.into_iter().filter_map(over));
        if last.is_none() {
            break;
        }
    }
    Ok(due)
}
