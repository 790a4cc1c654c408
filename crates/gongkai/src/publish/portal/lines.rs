//! 信息的一行: how a list, a feed or a table says of a publication what it is, whose, and whether it is in force.

use std::collections::HashMap;

use gongkai_law::proactive::{kind::PublicationKind, validity::Validity};
use gongkai_store::{Civil, Moment, OrganId, PublicationId, ReleasedLine};
use jiff::civil::Date;

use crate::{
    calendar_view::spoken,
    library::portal::escape,
    office::{Office, civil_date},
};

/// 政策文件: the kinds that have a validity.
pub static KINDS: [&str; 2] = ["normative", "regulation"];

/// A publication in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its address.
    pub href: String,
    /// 索引号
    pub index_number: String,
    /// 标题
    pub title: String,
    /// 发布机构, 简称.
    pub organ: String,
    /// 信息种类
    pub kind: &'static str,
    /// 内容概述
    pub summary: String,
    /// 文号; may be empty.
    pub number: String,
    /// 发布日期: the day of the first release, in ISO 8601.
    pub on: String,
    /// 更新日期, in ISO 8601; empty where it was never changed.
    pub changed: String,
    /// 首次发布
    pub first: Moment,
    /// 最近一次发布
    pub at: Moment,
    /// 成文日期, in ISO 8601; may be empty.
    pub formed: String,
    /// 施行之日, in ISO 8601; may be empty.
    pub from: String,
    /// 有效期至, in ISO 8601; may be empty.
    pub until: String,
    /// 有效性: the class of its tag, and its words.
    pub validity: Option<(&'static str, String)>,
}

impl Line {
    /// These rows, with the names of whose they are: one question for all of them.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, rows: Vec<ReleasedLine>) -> Result<Vec<Self>, gongkai_store::Error> {
        let mut ids: Vec<OrganId> = rows.iter().map(|row| row.organ_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let names: HashMap<OrganId, String> = office.db.short_names(&ids).await?.into_iter().collect();
        let today = office.today();
        Ok(rows.into_iter().map(|row| Self::with(row, &names, today)).collect())
    }

    fn with(row: ReleasedLine, names: &HashMap<OrganId, String>, today: Date) -> Self {
        let iso = |day: Option<Civil>| day.map(|day| day.0.to_string()).unwrap_or_default();
        Self {
            href: address(&row.index_number),
            organ: names.get(&row.organ_id).cloned().unwrap_or_default(),
            kind: PublicationKind::of_key(&row.kind).map_or("", PublicationKind::label),
            on: civil_date(row.first_ms.timestamp()).to_string(),
            changed: changed(row.first_ms, row.released_ms).map(|day| day.to_string()).unwrap_or_default(),
            first: row.first_ms,
            at: row.released_ms,
            formed: iso(row.formed),
            from: iso(row.valid_from),
            until: iso([row.valid_until, row.repealed].into_iter().flatten().min_by_key(|day| day.0)),
            validity: tag(&row, today),
            index_number: row.index_number,
            title: row.title,
            summary: row.summary,
            number: row.number,
        }
    }

    /// 施行 from when until when, as far as it was said.
    pub fn life(&self) -> String {
        match (self.from.as_str(), self.until.as_str()) {
            ("", "") => String::new(),
            (from, "") => format!("施行 {from}"),
            ("", until) => format!("有效期至 {until}"),
            (from, until) => format!("施行 {from} 至 {until}"),
        }
    }
}

/// 更新日期: the day of the last release, where it is not the first.
pub fn changed(first: Moment, last: Moment) -> Option<Date> {
    (last > first).then(|| civil_date(last.timestamp()))
}

/// The tag of a document; what will be repealed on a day that is known says so.
pub fn tag(row: &ReleasedLine, today: Date) -> Option<(&'static str, String)> {
    let validity = Validity::of_key(row.validity.as_deref()?)?;
    match row.repealed {
        Some(Civil(day)) if day > today => Some(("warn", format!("将于{}废止", spoken(day)))),
        _ => Some((sign(validity), validity.label().to_owned())),
    }
}

/// The class of a validity's tag.
pub fn sign(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce => "ok",
        Validity::NotYet => "info",
        Validity::Amended => "warn",
        Validity::Repealed | Validity::Lapsed => "bad",
    }
}

/// 有效性 as a list or a filter says it: what goes on unchanged is 现行有效.
pub fn word(validity: Validity) -> &'static str {
    if validity == Validity::InForce { "现行有效" } else { validity.label() }
}

/// Where a publication stands for good: under its 索引号, which is never another's.
///
/// ```
/// use gongkai::publish::portal::lines::address;
///
/// assert_eq!(address("11000000QH00000000/2026-00417"), "/items/11000000QH00000000/2026-00417");
/// assert_eq!(address("青?1"), "/items/%E9%9D%92%3F1");
/// ```
pub fn address(index_number: &str) -> String {
    let parts: Vec<_> = index_number.split('/').map(escape).collect();
    format!("/items/{}", parts.join("/"))
}

/// The row that a page of a list begins after, as addresses have it.
pub fn place(after: &str) -> Option<(Moment, PublicationId)> {
    let (at, id) = after.split_once('.')?;
    Some((Moment(at.parse().ok()?), id.parse().ok()?))
}

/// The same, of the last row of a page where more follow it; the rest is cut away.
pub fn cut(rows: &mut Vec<ReleasedLine>, most: usize) -> Option<String> {
    let is_more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| is_more).map(|row| format!("{}.{}", row.released_ms.0, row.publication_id))
}

/// An address with these of its fields that say something.
pub fn link(path: &str, fields: &[(&str, &str)]) -> String {
    let set = fields.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = set.map(|(name, value)| format!("{name}={}", escape(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}
