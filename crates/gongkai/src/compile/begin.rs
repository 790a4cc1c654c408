//! 开始编制: a report of an organ and year comes to work.

use gongkai_law::{
    annual_report::{
        Edition,
        compilation::{CompileStanding, CompileStep},
    },
    article::Article,
    request::refusal::Refusal,
};
use gongkai_store::{Act, Civil, CompilationId, Moment, NewCompilation, NewStep, Organ, OrganId};

use super::{content::Content, range::Range, record::Words, take::WRITERS, work::now};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

/// Begins an organ's report of a year.
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Taken`] where the year has one already.
pub async fn begin(
    office: &Office,
    hand: &Hand,
    organ: &Organ,
    (year, range): (i16, Range),
    content: &Content,
) -> Result<CompilationId, NotTaken> {
    may(office, hand, organ.id, year).map_err(NotTaken::Refused)?;
    if range.is_wide() && organ.kind != "government" {
        let why = "只有人民政府的年报包括部门和乡镇".to_owned();
        return Err(NotTaken::Refused(Refusal { why, article: Some(Article::regulation(49)) }));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let id = begin_in(office, &mut act, organ.id, (year, range), content).await?;
    act.commit().await?;
    Ok(id)
}

/// Whether a hand may begin an organ's report of a year.
///
/// # Errors
/// The reason why not.
pub fn may(office: &Office, hand: &Hand, organ: OrganId, year: i16) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    match hand {
        _ if year > office.today().year() => no(format!("{year}年还没有开始")),
        Hand::Platform => Ok(()),
        Hand::Staff { organ: Some(own), .. } if *own == organ && hand.is_any(&WRITERS) => Ok(()),
        _ => no("编制年报由本机关的经办人、公开工作机构负责人办理".to_owned()),
    }
}

/// The same in an open act, with nothing asked; the caller commits.
///
/// # Errors
/// [`NotTaken::Refused`] for a year without a form; [`gongkai_store::Error::Taken`] where the year has one already.
pub async fn begin_in(
    office: &Office,
    act: &mut Act,
    organ: OrganId,
    (year, range): (i16, Range),
    content: &Content,
) -> Result<CompilationId, NotTaken> {
    let nothing = || NotTaken::Refused(Refusal { why: format!("{year}年没有年报格式"), article: None });
    let edition = Edition::for_year(year).ok_or_else(nothing)?;
    let (today, detail, content) = (office.today(), Words::default().json(), content.json());
    let now = now(&CompileStanding::of([(CompileStep::Begun, today)]), CompileStep::Begun);
    let step = NewStep { on: Civil(today), kind: CompileStep::Begun.key(), detail: &detail };
    let new = NewCompilation { organ, year, edition: edition.key(), scope: range.key(), content: &content };
    Ok(act.begin_compilation(&new, step, &now).await?)
}
