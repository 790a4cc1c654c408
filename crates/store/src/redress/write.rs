//! 登记与办理: what an act writes down of a case.

use serde_json::json;

use super::{NewRedress, Redress, RedressNow, Registered};
use crate::{
    Act, Error, NewStep, OrganId, RedressId, Result, SealedUpload,
    casework::{kinds, year},
    db::on_tx,
    ids::storable,
    sealed_files::{CaseKind, in_turn, keep_sealed},
};

const STEP: &str = "
    insert into redress_step (redress_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

impl Act {
    /// 登记: a case with its first steps. [`Error::Taken`] when its number is, or when it is registered already.
    pub async fn add_redress(
        &mut self,
        new: &NewRedress<'_>,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<RedressId> {
        const SQL: &str = "
            insert into redress (id, organ_id, request_id, after_id, number, route, forum, case_number, title,
                registered_ms, notified, phase, due, provisional, answered, hearing, expected, conclusion, outcome,
                concluded_year, notified_year, steps, docket)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23)";
        let (id, at, said) = (RedressId::born(self.at()), self.at(), &new.said);
        let (concluded_year, outcome) = counted(now);
        let detail = json!({"number": new.number, "route": said.route, "steps": kinds(steps)});
        let tx = self.write("redress.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(said.request).bind(said.after).bind(storable(new.number)).bind(said.route)
            .bind(storable(said.forum)).bind(storable(said.case_number)).bind(storable(said.title)).bind(at)
            .bind(now.notified).bind(now.phase).bind(now.due).bind(now.provisional).bind(now.answered)
            .bind(now.hearing).bind(now.expected).bind(now.conclusion).bind(outcome).bind(concluded_year)
            .bind(year(Some(now.notified))).bind(i32::try_from(steps.len()).unwrap_or(i32::MAX))
            .bind(said.docket.map(storable))
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "案件编号"))?;
        self.write_steps(STEP, id.0, 0, steps).await?;
        self.finish();
        Ok(id)
    }

    /// 办理一步: writes steps of a case down and what the whole folds to now. [`Error::Stale`] when somebody else wrote
    /// first.
    pub async fn take_redress_steps(
        &mut self,
        id: RedressId,
        version: i64,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<()> {
        self.project(("redress.step", id), version, steps, now).await
    }

    /// 更正登记: what the papers say, as it should have been written down at once; in the act of the step that says so.
    /// [`Error::Taken`] when the organ has this case already.
    pub async fn amend_redress(&mut self, id: RedressId, organ: OrganId, said: &Registered<'_>) -> Result<()> {
        const SQL: &str = "
            update redress set request_id = $1, after_id = $2, route = $3, forum = $4, case_number = $5, title = $6,
                docket = $7 where id = $8";
        let detail = json!({"route": said.route, "request": said.request.map(|id| id.to_string()),
            "after": said.after.map(|id| id.to_string()), "docket": said.docket});
        let tx = self.write("redress.amend", Some(organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(said.request).bind(said.after).bind(said.route).bind(storable(said.forum))
            .bind(storable(said.case_number)).bind(storable(said.title)).bind(said.docket.map(storable)).bind(id)
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "案号"))?;
        self.finish();
        Ok(())
    }

    /// 重建投影: writes anew what the steps of a case fold to. [`Error::Stale`] when somebody took a step meanwhile.
    pub async fn reproject_redress(&mut self, was: &Redress, now: &RedressNow<'_>) -> Result<()> {
        self.project(("redress.reproject", was.id), was.version, &[], now).await
    }

    async fn project(
        &mut self,
        (act, id): (&'static str, RedressId),
        version: i64,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update redress set notified = $1, phase = $2, due = $3, provisional = $4, answered = $5, hearing = $6,
                expected = $7, conclusion = $8, outcome = $9, concluded_year = $10, notified_year = $11,
                steps = steps + $12, version = version + 1
            where id = $13 and version = $14 returning organ_id, steps";
        let (count, (concluded_year, outcome)) = (i32::try_from(steps.len()).unwrap_or(i32::MAX), counted(now));
        let tx = self.write(act, None, id, json!({"steps": kinds(steps)}));
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL)
            .bind(now.notified).bind(now.phase).bind(now.due).bind(now.provisional).bind(now.answered)
            .bind(now.hearing).bind(now.expected).bind(now.conclusion).bind(outcome).bind(concluded_year)
            .bind(year(Some(now.notified))).bind(count).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        self.write_steps(STEP, id.0, after - count, steps).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// Puts a paper into the file of a case, with the step that it came with; gives its place there.
    pub async fn attach_to_redress(
        &mut self,
        id: RedressId,
        organ: OrganId,
        upload: SealedUpload<'_>,
        (name, kind): (&str, &str),
    ) -> Result<i32> {
        const SQL: &str = "
            insert into redress_file (redress_id, n, file_sm3, name, kind, actor, at_ms)
            select $1, coalesce(max(n) + 1, 0), $2, $3, $4, $5, $6 from redress_file where redress_id = $1
            returning n";
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.write("redress.attach", Some(organ), id, json!({"kind": kind, "size": upload.size}));
        in_turn(tx, CaseKind::Redress, id.0).await?;
        let sm3 = keep_sealed(tx, at, upload).await?;
        let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(id).bind(sm3.bytes()).bind(storable(name)).bind(kind).bind(&actor).bind(at).fetch_one(c).await)?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(n)
    }
}

fn counted<'a>(now: &RedressNow<'a>) -> (Option<i32>, Option<&'a str>) {
    now.counted.map(|(year, outcome)| (i32::from(year), outcome)).unzip()
}
