//! 期限起算: what is known of a publication that its term may run from, and what lists keep of that term.

use gongkai_law::{
    calendar::Calendar,
    proactive::{
        kind::PublicationKind,
        relation::Relation,
        release::PublicationStanding,
        running::{Explained, Known, Running},
    },
};
use gongkai_store::{Civil, Error, Moment, PublicationId};
use jiff::{
    civil::{Date, DateTime},
    tz::Offset,
};

use super::content::{Content, Link};
use crate::{
    office::{Office, civil_date},
    sheet::days,
    typed,
};

/// 被解读的文件: where the documents stand that an interpretation names; nothing of other kinds.
///
/// # Errors
/// The register.
pub async fn explained(office: &Office, kind: PublicationKind, content: &Content) -> Result<Explained, Error> {
    let named = content.relations().filter(|(_, relation)| *relation == Relation::Interprets);
    let ids: Vec<_> = named.map(|(id, _)| id).collect();
    if !kind.explains() || ids.is_empty() {
        return Ok(Explained::Nothing);
    }
    let first = office.db.first_published(&ids).await?;
    Ok(first.map_or(Explained::Unpublished, |at| Explained::Published(civil_date(at.timestamp()))))
}

/// What is known of it.
pub fn known(kind: PublicationKind, content: &Content, explained: Explained, changed: Option<Date>) -> Known {
    let moments = kind.fields().iter().filter(|field| field.runs.is_some());
    let moments = moments.filter_map(|field| Some((field.key, typed::moment(content.field(field.key))?)));
    let started = kind.start().and_then(|field| days::read(content.field(field.key)));
    Known {
        formed: content.formed,
        converted: content.converted,
        started,
        changed,
        explained,
        moments: moments.collect(),
    }
}

/// What lists keep of a term: the last day, the last moment of one in hours, and whether the day is provisional.
pub fn kept(kind: PublicationKind, known: &Known, calendar: &Calendar) -> (Option<Civil>, Option<Moment>, bool) {
    let term = Running::of(kind, known, calendar);
    let moment = term.and_then(|term| instant(term.moment?));
    (term.map(|term| Civil(term.last)), moment, term.is_some_and(|term| term.provisional))
}

/// 待撤下: the same where a decision that fell has to be taken back sooner.
pub fn or_down(
    standing: &PublicationStanding,
    term: (Option<Civil>, Option<Moment>, bool),
    calendar: &Calendar,
) -> (Option<Civil>, Option<Moment>, bool) {
    match standing.pending().and_then(|fell| fell.due(calendar)) {
        Some(down) if term.0.is_none_or(|due| down.date < due.0) => (Some(Civil(down.date)), None, down.provisional),
        _ => term,
    }
}

/// The instant of a moment in Beijing.
pub fn instant(at: DateTime) -> Option<Moment> {
    Offset::constant(8).to_timestamp(at).ok().map(Moment::from)
}

/// What stands in the content of whatever interprets a document.
pub fn joined(document: PublicationId) -> String {
    let link = Link { to: document.to_string(), relation: Relation::Interprets.key().to_owned() };
    // a struct of two words always has a JSON
    serde_json::to_string(&link).unwrap_or_default()
}
