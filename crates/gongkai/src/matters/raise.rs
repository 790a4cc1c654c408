//! 提出: how a complaint or a correction comes in: its number, its first step, its papers and its journal row at once.

use gongkai_law::matter::{Ground, Matter, MatterStanding, MatterStep};
use gongkai_store::{Actor, Civil, Error, Moment, NewMatter, NewStep, Organ};

use super::case::{self, Words};
use crate::{
    office::Office,
    requests::{
        once::{self, Handed},
        papers::Paper,
        register::{self, Identity, code_mac, draw_code, is_organisation, sealed},
        shown::applicants,
    },
};

/// How often an organ's work may have gone on to another; a ring of organs must not hold us.
const SUCCESSIONS: usize = 8;

/// What somebody brings.
#[derive(Clone, Debug)]
pub struct Raised<'a> {
    /// 事项种类
    pub kind: Matter,
    /// 被反映机关; of a correction the organ whose record is wrong.
    pub about: &'a Organ,
    /// 反映的问题, of a complaint.
    pub ground: Option<Ground>,
    /// The request that it is about; may be empty.
    pub request_number: String,
    /// Who; `None` for a complaint without a name.
    pub who: Option<Identity>,
    /// What it is about, in their words.
    pub words: String,
    /// The token of its form, which makes one matter; may be empty.
    pub token: &'a str,
}

/// 由谁处理: of a complaint the organ above, whose office is in charge of disclosure; of a correction the organ itself.
/// `None` where the organ above is not on this platform.
///
/// # Errors
/// The register.
pub async fn handler(office: &Office, kind: Matter, about: &Organ) -> Result<Option<Organ>, Error> {
    match (kind, about.parent_id) {
        (Matter::Correction, _) => Ok(Some(about.clone())),
        (Matter::Complaint, Some(above)) => working(office, office.db.organ(above).await?).await.map(Some),
        (Matter::Complaint, None) => Ok(None),
    }
}

/// The organ itself, or whoever took its work over.
pub(crate) async fn working(office: &Office, mut organ: Organ) -> Result<Organ, Error> {
    for _ in 0..SUCCESSIONS {
        match organ.successor_id {
            Some(next) => organ = office.db.organ(next).await?,
            None => break,
        }
    }
    Ok(organ)
}

/// Registers a matter with the organ that handles it; gives its receipt.
///
/// # Errors
/// The register; [`Error::Stale`] where its form was used up before.
pub async fn raise(office: &Office, organ: &Organ, raised: &Raised<'_>, papers: &[Paper]) -> Result<Handed, Error> {
    let today = office.today();
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    let count = act.next_number(organ.id, raised.kind.key(), today.year()).await?;
    let number = format!("{}-{}-{}-{count:04}", organ.slug.to_uppercase(), raised.kind.mark(), today.year());
    let code = draw_code();
    let sealed = raised.who.as_ref().map(|who| sealed(office, &number, who));
    let standing = MatterStanding::of(raised.kind, [(MatterStep::Arrived, today)]);
    let due = office.calendar.workday_after(today, office.matter_days).map(|term| Civil(term.date));
    let detail = case::detail(MatterStep::Arrived, &Words::default());
    let new = NewMatter {
        organ: organ.id,
        kind: raised.kind.key(),
        number: &number,
        code_mac: &code_mac(office, &number, &code),
        about: raised.about.id,
        ground: raised.ground.map_or("", Ground::key),
        request_number: &raised.request_number,
        title: &title(raised),
        words: &raised.words,
        sealed: sealed.as_deref(),
        arrived: Civil(today),
    };
    let step = NewStep { on: Civil(today), kind: MatterStep::Arrived.key(), detail: &detail };
    let id = act.add_matter(&new, step, &case::now(&standing, due)).await?;
    for paper in papers {
        let sealed = paper.sealed(office, &number).await;
        act.attach_to_matter(id, organ.id, &paper.as_file(&sealed)).await?;
    }
    let handed = Handed { number, code, at_ms: office.now_ms() };
    let form = once::form(office, raised.token);
    if !raised.token.is_empty() && !once::keep(office, &mut act, &form, &handed, 1).await? {
        return Err(Error::Stale);
    }
    act.commit().await?;
    Ok(handed)
}

/// For lists: nothing that names a person.
fn title(raised: &Raised<'_>) -> String {
    match raised.ground {
        Some(ground) => format!("{}：{}", raised.about.short_name, ground.label()),
        None => {
            let who = raised.who.iter().flat_map(|who| applicants(who, !is_organisation(who)));
            register::title(&raised.words, who)
        }
    }
}
