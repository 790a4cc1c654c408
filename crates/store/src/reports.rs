//! 公开年报: the reports an organ keeps, one revision that counts for each year, the earlier ones kept behind it.

use crate::{
    Db, Digest, Error, Moment, Organ, OrganId, ReportId, Result, Series, Upload, Wish, db::on, organs::wished, series,
};

/// What was found in a report, and how much could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// 错误: findings that are certain.
    pub fails: i32,
    /// 不规范: of those, the slips of form, which leave every figure as it is.
    pub slips: i32,
    /// 存疑: findings a person should look at.
    pub unsures: i32,
    /// 提示: findings worth knowing.
    pub notes: i32,
    /// 不能判断: checks that could not run.
    pub unassessed: i32,
    /// 读不出: cells of the form that are null.
    pub unread: i32,
}

impl Counts {
    /// The worst of the findings.
    pub fn verdict(self) -> Verdict {
        match self {
            Self { fails: 1.., .. } => Verdict::Fail,
            Self { unsures: 1.., .. } => Verdict::Unsure,
            Self { notes: 1.., .. } => Verdict::Note,
            _ => Verdict::Pass,
        }
    }
}

/// Defines an enum whose values are words in the tables.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$each])* $value),+ }

        impl $name {
            /// As in the tables, in addresses and in machine formats.
            pub fn key(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// The one with this key.
            pub fn of(key: &str) -> Option<Self> {
                match key { $($word => Some(Self::$value),)+ _ => None }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Error;

            fn try_from(key: String) -> $crate::Result<Self> {
                Self::of(&key).ok_or($crate::Error::Corrupt(key))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// 核验结果: the worst that was found in a report.
    Verdict {
        /// 通过: nothing.
        Pass = "pass",
        /// 提示: something worth knowing.
        Note = "note",
        /// 存疑: something a person should look at.
        Unsure = "unsure",
        /// 错误: something certain.
        Fail = "fail",
    }
}

words! {
    /// Who may see a record.
    Visibility {
        /// 未发布: the staff.
        Desk = "desk",
        /// 已发布: everybody.
        Portal = "portal",
    }
}

/// For whose eyes a reading is. Every query of reports asks, so that none can forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// 公众: what was released and not withdrawn.
    Public,
    /// 工作人员 of the whole register.
    Staff,
}

impl Sight {
    /// As a condition on the report table under the name `r`.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            Self::Public => " and r.visibility = 'portal' and r.withdrawn_ms is null",
            Self::Staff => "",
        }
    }
}

/// A report to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// Whose.
    pub organ: OrganId,
    /// The report year.
    pub year: i16,
    /// `2021`, `2019` or `older`; `None` where it could not be told.
    pub edition: Option<&'a str>,
    /// What was found.
    pub counts: Counts,
    /// The source's name.
    pub source: &'a str,
    /// The source.
    pub file: Upload<'a>,
    /// `gongkai.report/1`, kept to the byte.
    pub report: &'a str,
    /// Who may see it.
    pub visibility: Visibility,
    /// The revision it takes the place of, as its keeper saw it; `None` where the year has none.
    pub replaces: Option<ReportId>,
}

/// Where an item of a verification is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Whose report it is.
    pub organ: OrganId,
    /// Of which year, whatever was read.
    pub year: i16,
    /// Who may see it.
    pub visibility: Visibility,
    /// The revision it takes the place of, as its keeper saw it; `None` where the year has none.
    pub replaces: Option<ReportId>,
}

/// A kept report without its text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReportLine {
    /// Its identity.
    pub id: ReportId,
    /// Whose.
    pub organ_id: OrganId,
    /// The organ's place in addresses.
    pub organ_slug: String,
    /// The organ's full name.
    pub organ_name: String,
    /// The report year.
    pub year: i16,
    /// `2021`, `2019` or `older`.
    pub edition: Option<String>,
    /// The worst that was found.
    #[sqlx(try_from = "String")]
    pub verdict: Verdict,
    /// What was found.
    #[sqlx(flatten)]
    pub counts: Counts,
    /// The source's name.
    pub source: String,
    /// The source's bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// Who may see it.
    #[sqlx(try_from = "String")]
    pub visibility: Visibility,
    /// Who kept it: an [`crate::Actor`] in words.
    pub kept_by: String,
    /// When.
    pub kept_ms: Moment,
    /// When a later revision took its place.
    pub superseded_ms: Option<Moment>,
    /// When it was withdrawn.
    pub withdrawn_ms: Option<Moment>,
    /// Why it was withdrawn.
    pub withdrawn_why: Option<String>,
    /// Counts saves.
    pub version: i64,
    /// Its figures for charts.
    #[sqlx(flatten)]
    pub series: Series,
}

/// A kept report.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Report {
    /// The rest.
    #[sqlx(flatten)]
    pub line: ReportLine,
    /// `gongkai.report/1`, as it was given.
    pub report: String,
}

/// Which reports to list; the revisions that count only.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Of one organ.
    pub organ: Option<OrganId>,
    /// Of one year.
    pub year: Option<i16>,
    /// With this result.
    pub verdict: Option<Verdict>,
}

/// An organ with its reports of the years asked for, the earliest first.
#[derive(Clone, Debug)]
pub struct LibraryRow {
    /// The organ.
    pub organ: Organ,
    /// Its reports; a year may be missing.
    pub reports: Vec<ReportLine>,
}

macro_rules! line {
    () => {
        concat!(
            "select r.id, r.organ_id, o.slug as organ_slug, o.name as organ_name, r.year, r.edition, r.verdict, ",
            "r.fails, r.slips, r.unsures, r.notes, r.unassessed, r.unread, r.source, r.file_sm3, r.visibility, r.kept_by, ",
            "r.kept_ms, r.superseded_ms, r.withdrawn_ms, r.withdrawn_why, r.version, ",
            series::columns!(),
        )
    };
}

/// Adds the conditions of a filter to a query that already has a `where`.
macro_rules! narrow {
    ($query:ident, $filter:expr) => {
        if let Some(organ) = $filter.organ {
            $query.push(" and r.organ_id = ").push_bind(organ);
        }
        if let Some(year) = $filter.year {
            $query.push(" and r.year = ").push_bind(year);
        }
        if let Some(verdict) = $filter.verdict {
            $query.push(" and r.verdict = ").push_bind(verdict.key());
        }
    };
}

pub(crate) use narrow;

const FROM: &str = " from report r join organ o on o.id = r.organ_id where ";

impl Db {
    /// One revision. [`Error::Missing`] when it is not there or not for these eyes; the public sees a withdrawn report
    /// by [`Db::tombstone`].
    pub async fn report(&self, id: ReportId, sight: Sight) -> Result<Report> {
        on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), ", r.report"));
            query.push(FROM).push("r.id = ").push_bind(id).push(sight.condition());
            query.build_query_as().fetch_optional(pool).await
        })?
        .ok_or(Error::Missing("年报"))
    }

    /// The report of an organ and year that counts. Last year's is that of `year - 1`.
    pub async fn report_of(&self, organ: OrganId, year: i16, sight: Sight) -> Result<Option<Report>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), ", r.report"));
            query.push(FROM).push("r.superseded_ms is null and r.organ_id = ").push_bind(organ);
            query.push(" and r.year = ").push_bind(year).push(sight.condition());
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// The latest report of an organ that counts and is of a year before this one.
    pub async fn report_before(&self, organ: OrganId, year: i16, sight: Sight) -> Result<Option<Report>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), ", r.report"));
            query.push(FROM).push("r.superseded_ms is null and r.organ_id = ").push_bind(organ);
            query.push(" and r.year < ").push_bind(year).push(sight.condition());
            query.push(" order by r.year desc limit 1").build_query_as().fetch_optional(pool).await
        })?)
    }

    /// 撤回: the released report of an organ and year that was withdrawn, with the reason, for everybody to see.
    pub async fn tombstone(&self, organ: OrganId, year: i16) -> Result<Option<ReportLine>> {
        const WITHDRAWN: &str =
            " and r.superseded_ms is null and r.visibility = 'portal' and r.withdrawn_ms is not null";
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(line!());
            query.push(FROM).push("r.organ_id = ").push_bind(organ).push(" and r.year = ").push_bind(year).push(WITHDRAWN);
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// Every revision of an organ's report of a year, the one that counts first and then backwards.
    pub async fn revisions(&self, organ: OrganId, year: i16, sight: Sight) -> Result<Vec<ReportLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(line!());
            query.push(FROM).push("r.organ_id = ").push_bind(organ).push(" and r.year = ").push_bind(year);
            query.push(sight.condition()).push(" order by r.superseded_ms is not null, r.superseded_ms desc");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` reports, the latest year first, after the one at (year, id): no page is dearer than the first.
    pub async fn reports(
        &self,
        filter: &Filter,
        sight: Sight,
        after: Option<(i16, ReportId)>,
        limit: i64,
    ) -> Result<Vec<ReportLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(line!());
            query.push(FROM).push("r.superseded_ms is null").push(sight.condition());
            narrow!(query, filter);
            if let Some((year, id)) = after {
                query.push(" and (r.year, r.id) < (").push_bind(year).push(", ").push_bind(id).push(")");
            }
            query.push(" order by r.year desc, r.id desc limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many reports a filter finds.
    pub async fn report_count(&self, filter: &Filter, sight: Sight) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from report r where r.superseded_ms is null");
            query.push(sight.condition());
            narrow!(query, filter);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The years that have reports, the latest first: one step along the index for each year, not for each report.
    pub async fn report_years(&self, sight: Sight) -> Result<Vec<i16>> {
        const LATEST: &str = "select r.year from report r where r.superseded_ms is null";
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("with recursive known (year) as (select (");
            query.push(LATEST).push(sight.condition()).push(" order by r.year desc limit 1) union all select (");
            query.push(LATEST).push(sight.condition()).push(" and r.year < known.year order by r.year desc limit 1) ");
            query.push("from known where known.year is not null) select year from known where year is not null");
            query.build_query_scalar().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` organs in their order that the wish finds, after the one at (position, id), each with its
    /// reports of the years from `years.0` to `years.1`.
    pub async fn library(
        &self,
        wish: &Wish<'_>,
        years: (i16, i16),
        sight: Sight,
        after: Option<(i32, OrganId)>,
        limit: i64,
    ) -> Result<Vec<LibraryRow>> {
        let organs = self.organs(wish, after, limit).await?;
        let (Some(first), Some(last)) = (organs.first(), organs.last()) else { return Ok(Vec::new()) };
        let mut reports: Vec<ReportLine> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(line!());
            query.push(FROM).push("r.superseded_ms is null").push(sight.condition());
            query.push(" and (o.position, o.id) >= (").push_bind(first.position).push(", ").push_bind(first.id);
            query.push(") and (o.position, o.id) <= (").push_bind(last.position).push(", ").push_bind(last.id);
            query.push(") and r.year between ").push_bind(years.0).push(" and ").push_bind(years.1);
            wished!(query, wish);
            query.push(" order by o.position desc, o.id desc, r.year desc");
            query.build_query_as().fetch_all(pool).await
        })?;
        let rows = organs.into_iter().map(|organ| {
            let mut own = Vec::new();
            while let Some(report) = reports.pop_if(|report| report.organ_id == organ.id) {
                own.push(report);
            }
            LibraryRow { organ, reports: own }
        });
        Ok(rows.collect())
    }
}
