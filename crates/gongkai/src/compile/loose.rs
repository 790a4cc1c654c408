//! 对不上的文件: what an organ's own part of table 2 does not count as it stands, and interpretations that explain nothing, listed
//! before the report goes out with them. What those below have is in their own reports.

use gongkai_store::{Civil, Error, Looseness, PublicationId, Scope, YearOfDocuments};
use jiff::civil::date;

use super::{examine::Bar, work::Work};
use crate::{indicators::counted::span, office::Office, publish::portal::lines::KINDS};

/// Documents that a page lists.
const MOST: i64 = 50;

/// One of them.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its identity.
    pub id: PublicationId,
    /// Its title.
    pub title: String,
    /// 为什么对不上
    pub why: &'static str,
}

/// 对不上的文件
#[derive(Clone, Debug, Default)]
pub struct Loose {
    /// Those that are listed.
    pub rows: Vec<Line>,
    /// How many there are in all.
    pub found: i64,
}

impl Loose {
    /// Of a report in work.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, work: &Work) -> Result<Self, Error> {
        let last = date(work.year(), 12, 31).min(office.today());
        let year = YearOfDocuments { days: (Civil(date(work.year(), 1, 1)), Civil(last)), span: span(work.year()) };
        let rows = office.db.loose_documents(Scope::Organ(work.organ.id), &KINDS, year, MOST).await?;
        let found = rows.first().map_or(0, |row| row.found);
        let line = |row: gongkai_store::LooseDocument| Line { id: row.id, title: row.title, why: why(row.why) };
        Ok(Self { rows: rows.into_iter().map(line).collect(), found })
    }

    /// 存疑 of the report, where there is any: it keeps nothing back, for some of it is as it should be.
    pub fn doubt(&self) -> Option<Bar> {
        let message = format!("规章、规范性文件和解读有{}处对不上，表二的件数可能不对，请逐件核对", self.found);
        (self.found > 0).then(|| Bar { what: "对不上", message, href: "#c-loose".to_owned() })
    }

    /// How many are not listed.
    pub fn more(&self) -> i64 {
        self.found.saturating_sub(i64::try_from(self.rows.len()).unwrap_or(i64::MAX))
    }
}

/// 为什么对不上, and what it does to the count, in a few words.
fn why(looseness: Looseness) -> &'static str {
    match looseness {
        Looseness::Undated => "没有成文日期，不数进哪一年的制发",
        Looseness::Unpublished => "本年成文，还没有公布，不数",
        Looseness::Unnumbered => "规范性文件没有文号",
        Looseness::NumberTwice => "文号和本机关另一件相同，可能数了两次",
        Looseness::RepealedUndated => "别的文件说废止了它，没有废止日期，还数作现行有效",
        Looseness::RepealsUnknown => "它废止的文件没有公开，不数进本年废止",
        Looseness::RepealsNothing => "标题说废止，没有关联废止的是哪一件",
        Looseness::Lapsed => "有效期已经过了，有效性没有写失效",
        Looseness::ExplainsNothing => "解读没有关联文件",
        Looseness::ExplainsWithdrawn => "解读的文件没有公开或者已经撤下",
    }
}
