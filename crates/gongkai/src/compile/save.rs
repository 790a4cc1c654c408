//! 保存: what is written goes into the register with what the checks say of the whole; and 放行, the head's word for an error
//! that stays.

use std::collections::BTreeSet;

use gongkai_law::request::refusal::Refusal;
use gongkai_store::Moment;
use serde_json::json;

use super::{
    content::{Content, Pass},
    examine::Examined,
    range::Range,
    take::{duty, may_write},
    work::Work,
};
use crate::{
    office::Office,
    people::roles::{Duty, Hand, Role},
    requests::take::NotTaken,
};
use gongkai_law::annual_report::compilation::CompileStep;

/// The longest text of a part, in characters.
pub const LONGEST: usize = 20_000;

/// Saves a draft as it is written now, and checks it.
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn save(
    office: &Office,
    hand: &Hand,
    work: &Work,
    (range, mut content): (Range, Content),
) -> Result<Work, NotTaken> {
    may_write(hand, work).map_err(NotTaken::Refused)?;
    if range.is_wide() && work.organ.kind != "government" {
        return Err(no("只有人民政府的年报包括部门和乡镇".to_owned()));
    }
    // what was typed before numbers had a range is that of the range until now
    content.by_hand.values_mut().filter(|typed| typed.range.is_empty()).for_each(|typed| {
        work.range.key().clone_into(&mut typed.range);
    });
    keep(office, hand, Work { range, content, ..work.clone() }, None).await
}

/// 放行: lets an error of the checks pass, with the reason; the journal has both.
///
/// # Errors
/// [`NotTaken::Refused`] for whoever is not the head, without a reason, and for what is no error now;
/// [`gongkai_store::Error::Stale`].
pub async fn pass(
    office: &Office,
    hand: &Hand,
    work: &Work,
    (fingerprint, why): (&str, &str),
) -> Result<Work, NotTaken> {
    if !hand.is_any(Duty::PassFindings.roles()) {
        return Err(no(format!("错误只有{}能写明理由放行", Role::Head.label())));
    }
    duty(hand, work, CompileStep::Submitted).map_err(NotTaken::Refused)?;
    may_write(hand, work).map_err(NotTaken::Refused)?;
    if why.trim().is_empty() {
        return Err(no("放行要写明理由".to_owned()));
    }
    let examined = Examined::of(office, work).await?;
    let found = examined.fails().into_iter().find(|fail| fail.fingerprint == fingerprint);
    let fail = found.ok_or_else(|| no("这处错误已经不在了，不用放行".to_owned()))?;
    let pass = Pass {
        code: fail.code.to_owned(),
        message: fail.message,
        why: why.trim().to_owned(),
        actor: hand.actor().to_string(),
        at_ms: office.now_ms(),
    };
    let mut content = work.content.clone();
    content.passed.insert(fail.fingerprint.clone(), pass.clone());
    let detail = json!({"year": work.year(), "finding": fail.fingerprint, "code": pass.code, "message": pass.message,
        "why": pass.why});
    keep(office, hand, Work { content, ..work.clone() }, Some(detail)).await
}

async fn keep(
    office: &Office,
    hand: &Hand,
    mut work: Work,
    passed: Option<serde_json::Value>,
) -> Result<Work, NotTaken> {
    let examined = Examined::of(office, &work).await?;
    // what is no error any more needs no word for it
    let still: BTreeSet<_> = examined.fails().into_iter().map(|fail| (fail.fingerprint, fail.message)).collect();
    work.content.passed.retain(|fingerprint, pass| still.contains(&(fingerprint.clone(), pass.message.clone())));
    let (compilation, counts) = (&work.compilation, examined.counts(&work));
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let written = (work.range.key(), work.content.json());
    act.write_compilation(compilation.id, compilation.version, (written.0, &written.1), counts).await?;
    if let Some(detail) = passed {
        act.record("compilation.pass", Some(work.organ.id), compilation.id, detail);
    }
    act.commit().await?;
    work.compilation.version += 1;
    (work.compilation.fails, work.compilation.gaps, work.compilation.unsures) = counts;
    Ok(work)
}

fn no(why: String) -> NotTaken {
    NotTaken::Refused(Refusal { why, article: None })
}
