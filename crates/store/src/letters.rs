//! 文书: the letters of a request, of a case to whoever hears it, and of a complaint or correction that ended: drafted, then signed with the number that they bear for good.

use serde_json::json;

use crate::{
    Act, Civil, Db, Error, LetterId, MatterId, Moment, OrganId, RedressId, RequestId, Result, Scope, content,
    db::{on, on_tx},
    ids::storable,
    scope::within,
};

/// A letter.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Letter {
    /// Its identity; letters follow each other in the order of birth.
    pub id: LetterId,
    /// Who writes it.
    pub organ_id: OrganId,
    /// About which request; `None` for one in a case of review or litigation.
    pub request_id: Option<RequestId>,
    /// In which case; `None` for one about a request.
    pub redress_id: Option<RedressId>,
    /// About which complaint or correction.
    pub matter_id: Option<MatterId>,
    /// A key of the law crate.
    pub kind: String,
    /// JSON: what was filled in.
    pub fields: String,
    /// 文号, from its signing on.
    pub number: Option<String>,
    /// 成文日期, from its signing on.
    pub dated: Option<Civil>,
    /// An [`crate::Actor`] in words.
    pub drafted_by: String,
    /// When.
    pub drafted_ms: Moment,
    /// An [`crate::Actor`] in words.
    pub signed_by: Option<String>,
    /// When.
    pub signed_ms: Option<Moment>,
    /// Counts saves.
    pub version: i64,
}

/// A letter about a request to be written; fields as in [`Letter`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Letter")]
pub struct NewLetter<'a> {
    pub organ: OrganId,
    pub request: RequestId,
    pub kind: &'a str,
    pub fields: &'a str,
}

macro_rules! columns {
    () => {
        "l.id, l.organ_id, l.request_id, l.redress_id, l.matter_id, l.kind, l.fields, l.number, l.dated, l.drafted_by, \
         l.drafted_ms, l.signed_by, l.signed_ms, l.version"
    };
}

impl Db {
    /// One letter for the eyes that may see its request: of a closed organ's, those of its successor. [`Error::Missing`] when
    /// it is not there or not in their scope.
    pub async fn letter(&self, id: LetterId, scope: Scope) -> Result<Letter> {
        on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", columns!(), " from letter l where l.id = "));
            query.push_bind(id).push(" and exists (select 1 from request r where r.id = l.request_id");
            within!(query, "r.organ_id", scope);
            query.push(")");
            query.build_query_as().fetch_optional(pool).await
        })?
        .ok_or(Error::Missing("文书"))
    }

    /// The letters of a request, in the order in which they were drafted.
    pub async fn letters_of(&self, request: RequestId) -> Result<Vec<Letter>> {
        const SQL: &str = concat!("select ", columns!(), " from letter l where l.request_id = $1 order by l.id");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(request).fetch_all(pool).await)?)
    }

    /// The letters of a case of review or litigation, in the order in which they were drafted.
    pub async fn letters_of_redress(&self, redress: RedressId) -> Result<Vec<Letter>> {
        const SQL: &str = concat!("select ", columns!(), " from letter l where l.redress_id = $1 order by l.id");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(redress).fetch_all(pool).await)?)
    }

    /// The letter that told how a complaint or a correction ended; `None` where none was written yet.
    pub async fn letter_of_matter(&self, matter: MatterId) -> Result<Option<Letter>> {
        const SQL: &str = concat!("select ", columns!(), " from letter l where l.matter_id = $1");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(matter).fetch_optional(pool).await)?)
    }
}

impl Act {
    /// 起草: writes a letter down, still without a number.
    pub async fn add_letter(&mut self, new: &NewLetter<'_>) -> Result<LetterId> {
        let detail = json!({"request": new.request.to_string(), "kind": new.kind});
        self.insert_letter(new.organ, (Some(new.request), None, None), (new.kind, new.fields), detail).await
    }

    /// 起草: the same in a case of review or litigation, to whoever hears it.
    pub async fn add_redress_letter(
        &mut self,
        organ: OrganId,
        redress: RedressId,
        (kind, fields): (&str, &str),
    ) -> Result<LetterId> {
        let detail = json!({"redress": redress.to_string(), "kind": kind});
        self.insert_letter(organ, (None, Some(redress), None), (kind, fields), detail).await
    }

    /// 起草: the same about a complaint or a correction that ended. [`Error::Taken`] where it was told by letter before.
    pub async fn add_matter_letter(
        &mut self,
        organ: OrganId,
        matter: MatterId,
        (kind, fields): (&str, &str),
    ) -> Result<LetterId> {
        let detail = json!({"matter": matter.to_string(), "kind": kind});
        self.insert_letter(organ, (None, None, Some(matter)), (kind, fields), detail).await
    }

    async fn insert_letter(
        &mut self,
        organ: OrganId,
        (request, redress, matter): (Option<RequestId>, Option<RedressId>, Option<MatterId>),
        (kind, fields): (&str, &str),
        detail: serde_json::Value,
    ) -> Result<LetterId> {
        const SQL: &str = "
            insert into letter (id, organ_id, request_id, redress_id, matter_id, kind, fields, drafted_by, drafted_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let (id, at, actor) = (LetterId::born(self.at()), self.at(), self.actor().to_string());
        let about = request.map(|id| id.0).or(redress.map(|id| id.0)).or(matter.map(|id| id.0));
        let tx = self.write("letter.add", Some(organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(organ).bind(request).bind(redress).bind(matter).bind(kind).bind(storable(fields)).bind(&actor)
            .bind(at).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "文书"))?;
        self.amend("content", content::of_letter((id.0, about), kind, fields).to_string());
        self.finish();
        Ok(id)
    }

    /// Saves what is filled in, as changed since it was loaded. [`Error::Stale`] when somebody else did so first, or
    /// when it is signed: what was signed stays.
    pub async fn fill_letter(&mut self, letter: &Letter, fields: &str) -> Result<()> {
        const SQL: &str = "
            update letter set fields = $1, version = version + 1 where id = $2 and version = $3 and number is null";
        let about = letter.request_id.map(|id| id.0).or(letter.redress_id.map(|id| id.0));
        let content = content::of_letter((letter.id.0, about), &letter.kind, fields).to_string();
        let detail = json!({"from_version": letter.version, "content": content});
        let tx = self.write("letter.fill", Some(letter.organ_id), letter.id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(storable(fields)).bind(letter.id).bind(letter.version)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.saved(rows)
    }

    /// 签发: gives a letter its number and date for good, in the name of who acts. [`Error::Stale`] when somebody else
    /// changed or signed it first, [`Error::Taken`] when another letter bears the number.
    pub async fn sign_letter(
        &mut self,
        (id, organ, version): (LetterId, OrganId, i64),
        number: &str,
        dated: Civil,
    ) -> Result<()> {
        const SQL: &str = "
            update letter set number = $1, dated = $2, signed_by = $3, signed_ms = $4, version = version + 1
            where id = $5 and version = $6 and number is null";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"number": number, "dated": dated.0.to_string()});
        let tx = self.write("letter.sign", Some(organ), id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(storable(number)).bind(dated).bind(&actor).bind(at).bind(id).bind(version)
            .execute(c).await.map(|done| done.rows_affected()))
        .map_err(|error| Error::taken(error, "文号"))?;
        self.saved(rows)
    }

    /// 向申请人提供: from now on the applicant may fetch these files of a request, named by their places.
    pub async fn show_files(&mut self, request: RequestId, organ: OrganId, files: &[i32]) -> Result<()> {
        const SQL: &str = "update request_file set shown = $1 where request_id = $2 and n = $3";
        let tx = self.write("request.show_files", Some(organ), request, json!({"files": files}));
        for n in files {
            on_tx!(tx, c => sqlx::query(SQL).bind(true).bind(request).bind(n).execute(c).await.map(|_| ()))?;
        }
        self.finish();
        Ok(())
    }

    fn saved(&mut self, rows: u64) -> Result<()> {
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
