//! 关联: which publications are meant by what was typed, and what a form shows of those that are joined.

use gongkai_law::proactive::relation::Relation;
use gongkai_store::{Meant, OrganId, PublicationId};

use super::{form::Wrong, list::titled};
use crate::{
    office::Office,
    page::Error,
    publish::content::{Content, Link, number_key},
    requests::desk::sent::Sent,
};

/// Rows of a form at most.
pub const MOST: usize = 12;
/// Blank rows below what is joined.
const BLANK: usize = 2;

/// A row of the form.
pub struct Row {
    /// Its place, from 0.
    pub n: usize,
    /// The word of the relation that is chosen.
    pub relation: String,
    /// As it was typed: 索引号, 文号 or id.
    pub to: String,
    /// What that is, and where it is at the desk.
    pub known: Option<(String, String)>,
    /// Why it means nothing.
    pub wrong: Option<String>,
}

fn id(n: usize, part: &str) -> String {
    format!("link{n}.{part}")
}

/// The rows of a form, with what is known of them.
///
/// # Errors
/// The register.
pub async fn rows(office: &Office, organ: OrganId, sent: &Sent, errors: &[Wrong]) -> Result<Vec<Row>, Error> {
    let typed: Vec<_> = (0..MOST).map(|n| (n, sent.word(&id(n, "to")))).filter(|(_, to)| !to.is_empty()).collect();
    let last = typed.last().map_or(0, |(n, _)| n + 1);
    let ids: Vec<PublicationId> = typed.iter().filter_map(|(_, to)| to.parse().ok()).collect();
    let meant = office.db.publications_meant(organ, &ids, &[], &[]).await?;
    let known = |to: &str| {
        let meant = meant.iter().find(|meant| meant.id.to_string() == to)?;
        Some((titled(&meant.title), place(meant, organ)))
    };
    let row = |n: usize| Row {
        n,
        relation: sent.word(&id(n, "relation")).to_owned(),
        to: sent.word(&id(n, "to")).to_owned(),
        known: known(sent.word(&id(n, "to"))),
        wrong: errors.iter().find(|wrong| wrong.field == id(n, "to")).map(|wrong| wrong.message.clone()),
    };
    Ok((0..(last + BLANK).min(MOST)).map(row).collect())
}

/// Where it is read: at the desk of its own organ, elsewhere where everybody reads it.
fn place(meant: &Meant, organ: OrganId) -> String {
    let place = if meant.organ_id == organ { "/desk/publications" } else { "/items" };
    format!("{place}/{}", meant.id)
}

/// What was typed; what is meant by nothing or by several, in a sentence beside its row.
///
/// # Errors
/// The register.
pub async fn resolved(
    office: &Office,
    whose: (OrganId, Option<PublicationId>),
    sent: &Sent,
) -> Result<(Vec<Link>, Vec<Wrong>), Error> {
    let typed = (0..MOST).map(|n| (n, sent.word(&id(n, "to")))).filter(|(_, to)| !to.is_empty());
    let relation = |n| Relation::of_key(sent.word(&id(n, "relation"))).unwrap_or(Relation::Concerns);
    let wanted: Vec<_> = typed.map(|(n, to)| (n, relation(n), to)).collect();
    let (links, unknown) = meant(office, whose, &wanted).await?;
    Ok((links, unknown.into_iter().map(|(n, why)| Wrong::new(id(n, "to"), why)).collect()))
}

/// What is meant by each of these, found by one query: its place in the list, the relation, and 索引号, 文号 or id. Beside
/// it, by their places, why others mean nothing.
///
/// # Errors
/// The register.
pub async fn meant(
    office: &Office,
    (organ, own): (OrganId, Option<PublicationId>),
    wanted: &[(usize, Relation, &str)],
) -> Result<(Vec<Link>, Vec<(usize, String)>), gongkai_store::Error> {
    let ids: Vec<PublicationId> = wanted.iter().filter_map(|(.., to)| to.parse().ok()).collect();
    let named = || wanted.iter().map(|(.., to)| *to).filter(|to| to.parse::<PublicationId>().is_err());
    let indexes: Vec<String> = named().map(str::to_owned).collect();
    let numbers: Vec<String> = named().map(number_key).filter(|key| !key.is_empty()).collect();
    let meant = office.db.publications_meant(organ, &ids, &indexes, &numbers).await?;
    let (mut links, mut unknown): (Vec<Link>, Vec<_>) = (Vec::new(), Vec::new());
    for (n, relation, to) in wanted {
        match one(&meant, to).and_then(|meant| fits(meant, *relation, (organ, own))) {
            Ok(to) => {
                let link = Link { to: to.to_string(), relation: relation.key().to_owned() };
                if !links.contains(&link) {
                    links.push(link);
                }
            }
            Err(why) => unknown.push((*n, why)),
        }
    }
    Ok((links, unknown))
}

/// Which one is meant: by its id, by its 索引号, or by a 文号 that only one has.
fn one<'a>(meant: &'a [Meant], to: &str) -> Result<&'a Meant, String> {
    let exact = |meant: &&Meant| meant.id.to_string() == to || meant.index_number.as_deref() == Some(to);
    if let Some(found) = meant.iter().find(exact) {
        return Ok(found);
    }
    let key = number_key(to);
    let mut numbered =
        meant.iter().filter(|meant| meant.number_key.as_deref() == Some(key.as_str()) && !key.is_empty());
    match (numbered.next(), numbered.count()) {
        (Some(found), 0) => Ok(found),
        (Some(_), more) => Err(format!("文号“{to}”有{}件，请改填索引号", more + 1)),
        (None, _) => {
            Err(format!("没有找到“{to}”：填已发布信息的索引号或者文号，或者本机关稿件的编号（地址栏最后一段）"))
        }
    }
}

/// Whether it may be joined so: nobody repeals what another organ made.
fn fits(
    meant: &Meant,
    relation: Relation,
    (organ, own): (OrganId, Option<PublicationId>),
) -> Result<PublicationId, String> {
    let ends = relation == Relation::Amends || relation.ends_the_other();
    match () {
        () if Some(meant.id) == own => Err("不能关联自己".to_owned()),
        () if ends && meant.organ_id != organ => {
            Err(format!("“{}”是别的机关的，由制定机关{}", titled(&meant.title), relation.label()))
        }
        () => Ok(meant.id),
    }
}

/// What a publication is joined to: the relation, the title and where it is read.
///
/// # Errors
/// The register.
pub async fn named(
    office: &Office,
    organ: OrganId,
    content: &Content,
) -> Result<Vec<(&'static str, String, String)>, Error> {
    let ids: Vec<_> = content.relations().map(|(id, _)| id).collect();
    let meant = office.db.publications_meant(organ, &ids, &[], &[]).await?;
    let line = |(id, relation): (PublicationId, Relation)| {
        let meant = meant.iter().find(|meant| meant.id == id)?;
        Some((relation.label(), titled(&meant.title), place(meant, organ)))
    };
    Ok(content.relations().filter_map(line).collect())
}
