//! 留存、发布、撤回: what the office does with a report.

use serde_json::{Value, json};

use crate::{
    Act, Counts, Digest, Error, ItemLine, Kept, NewReport, OrganId, ReportId, Result, Series, VerificationId,
    Visibility,
    db::{Tx, on_tx},
    files,
    ids::{Moment, storable},
    report_figures, verifications,
};

/// A report row about to be written.
struct Revision<'a> {
    id: ReportId,
    organ: OrganId,
    year: i16,
    edition: Option<&'a str>,
    counts: Counts,
    source: &'a str,
    file: Digest,
    visibility: Visibility,
    kept_by: String,
    at: Moment,
    replaces: Option<ReportId>,
    report: &'a str,
}

impl Act {
    /// 留存: keeps a report in the library. [`Error::Stale`] when the year has another revision than `replaces` by now,
    /// [`Error::Released`] when everybody may see that one, or its tombstone, and not the new one.
    pub async fn keep_report(&mut self, new: &NewReport<'_>) -> Result<ReportId> {
        let (id, at, kept_by) = (ReportId::born(self.at()), self.at(), self.actor().to_string());
        let tx = self.write("report.keep", Some(new.organ), id, json!({}));
        let files = files::keep(tx, at, &[new.file]).await?;
        let revision = Revision {
            id,
            organ: new.organ,
            year: new.year,
            edition: new.edition,
            counts: new.counts,
            source: new.source,
            file: files.first().copied().ok_or(Error::HalfDone)?,
            visibility: new.visibility,
            kept_by,
            at,
            replaces: new.replaces,
            report: new.report,
        };
        let detail = revision.write(tx).await?;
        self.amend_all(detail);
        self.finish();
        Ok(id)
    }

    /// 留存: keeps an item of a verification in the library, with its file. The rest of the verification goes with its
    /// private link when that expires. [`Error::Missing`] when it is gone, [`Error::Stale`] as in [`Act::keep_report`].
    pub async fn keep_item(&mut self, of: VerificationId, n: i32, kept: &Kept) -> Result<ReportId> {
        let (id, at, kept_by) = (ReportId::born(self.at()), self.at(), self.actor().to_string());
        let tx = self.write("report.keep", Some(kept.organ), id, json!({}));
        // a purge must not run between
        if !verifications::lock(tx, of).await? {
            return Err(Error::Missing("核验"));
        }
        let item = verifications::item(tx, of, n).await?;
        if let Some(known) = as_it_is(tx, kept, &item.line).await? {
            self.retract();
            return Ok(known);
        }
        files::keep_too(tx, item.line.file_sm3).await?;
        let revision = Revision {
            id,
            organ: kept.organ,
            year: kept.year,
            edition: item.line.edition.as_deref(),
            counts: item.line.counts,
            source: &item.line.source,
            file: item.line.file_sm3,
            visibility: kept.visibility,
            kept_by,
            at,
            replaces: kept.replaces,
            report: &item.report,
        };
        let detail = revision.write(tx).await?;
        self.amend_all(detail);
        self.amend("verification", of.to_string());
        self.finish();
        Ok(id)
    }

    /// 发布: lets everybody see it; the way back is [`Act::withdraw_report`], with its reason. [`Error::Stale`] when the
    /// report changed since `version`.
    pub async fn release_report(&mut self, id: ReportId, version: i64) -> Result<()> {
        const SQL: &str = "
            update report set visibility = 'portal', version = version + 1
            where id = $1 and version = $2 and withdrawn_ms is null returning organ_id";
        let tx = self.write("report.release", None, id, json!({}));
        let organ: Option<OrganId> =
            on_tx!(tx, c => sqlx::query_scalar(SQL).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 撤回: takes a report back from everybody and leaves its tombstone with the reason. [`Error::Stale`] when it
    /// changed since `version`.
    pub async fn withdraw_report(&mut self, id: ReportId, version: i64, why: &str) -> Result<()> {
        const SQL: &str = "
            update report set withdrawn_ms = $1, withdrawn_why = $2, version = version + 1
            where id = $3 and version = $4 and withdrawn_ms is null returning organ_id";
        let at = self.at();
        let tx = self.write("report.withdraw", None, id, json!({"why": why}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(at).bind(storable(why)).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }
}

/// The report that counts, where it is this file with this result already: whoever asks twice keeps once.
async fn as_it_is(tx: &mut Tx, kept: &Kept, item: &ItemLine) -> Result<Option<ReportId>> {
    const SQL: &str = "
        select id from report
        where organ_id = $1 and year = $2 and superseded_ms is null and withdrawn_ms is null and visibility = $3
            and file_sm3 = $4 and fails = $5 and slips = $6 and unsures = $7 and notes = $8 and unassessed = $9
            and unread = $10";
    let n = item.counts;
    Ok(on_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(kept.organ).bind(kept.year).bind(kept.visibility.key()).bind(item.file_sm3.bytes())
        .bind(n.fails).bind(n.slips).bind(n.unsures).bind(n.notes).bind(n.unassessed).bind(n.unread)
        .fetch_optional(c).await)?)
}

impl Revision<'_> {
    /// Takes the place of the revision before, and says what the journal should know.
    async fn write(&self, tx: &mut Tx) -> Result<Value> {
        if let Some(before) = self.replaces {
            self.supersede(tx, before).await?;
        }
        self.insert(tx).await?;
        report_figures::keep(tx, self.id, &storable(self.report)).await?;
        Ok(json!({
            "year": self.year,
            "edition": self.edition,
            "verdict": self.counts.verdict().key(),
            "visibility": self.visibility.key(),
            "file": self.file.to_string(),
            "report": Digest::of(self.report.as_bytes()).to_string(),
            "replaces": self.replaces.map(|id| id.to_string()),
        }))
    }

    async fn supersede(&self, tx: &mut Tx, before: ReportId) -> Result<()> {
        const SQL: &str = "
            update report set superseded_ms = $1, version = version + 1
            where id = $2 and organ_id = $3 and year = $4 and superseded_ms is null returning visibility";
        let was: Option<String> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(self.at).bind(before).bind(self.organ).bind(self.year).fetch_optional(c).await)?;
        match was.map(Visibility::try_from).transpose()? {
            None => Err(Error::Stale),
            Some(Visibility::Portal) if self.visibility == Visibility::Desk => Err(Error::Released),
            Some(_) => Ok(()),
        }
    }

    async fn insert(&self, tx: &mut Tx) -> Result<()> {
        const SQL: &str = "
            insert into report (id, organ_id, year, edition, verdict, fails, unsures, notes, unassessed, unread,
                source, file_sm3, visibility, kept_by, kept_ms, report, received, carried_in, handled, granted, partial,
                denied, unable, rejected, other, carried_out, reviews, reviews_corrected, lawsuits, lawsuits_corrected,
                slips)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26, $27, $28, $29, $30, $31)";
        let (n, report) = (self.counts, storable(self.report));
        let s = Series::of(&report);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(self.id).bind(self.organ).bind(self.year).bind(self.edition).bind(n.verdict().key())
            .bind(n.fails).bind(n.unsures).bind(n.notes).bind(n.unassessed).bind(n.unread)
            .bind(storable(self.source)).bind(self.file.bytes()).bind(self.visibility.key()).bind(&self.kept_by)
            .bind(self.at).bind(&*report)
            .bind(s.received).bind(s.carried_in).bind(s.handled).bind(s.granted).bind(s.partial).bind(s.denied)
            .bind(s.unable).bind(s.rejected).bind(s.other).bind(s.carried_out).bind(s.reviews).bind(s.reviews_corrected)
            .bind(s.lawsuits).bind(s.lawsuits_corrected).bind(n.slips)
            .execute(c).await.map(|_| ()))
        .map_err(|error| match Error::taken(error, "年度") {
            // somebody kept a report of this year meanwhile
            Error::Taken(_) => Error::Stale,
            other => other,
        })
    }
}
