//! 整批登记附件: the files of publications that were loaded, many at once; one file may hang on many of them.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Digest, Error, PublicationId, Result, Upload,
    db::{Tx, on_tx},
    files,
    ids::storable,
};

/// A file of a publication that was loaded.
#[derive(Clone, Copy, Debug)]
pub struct PastFile<'a> {
    /// Whose it is.
    pub publication: PublicationId,
    /// Its place among the files of that publication, from 0.
    pub n: i32,
    /// Its name.
    pub name: &'a str,
    /// Which of the uploads it is, from 0.
    pub upload: usize,
}

/// Rows a statement, by what one may bind.
const PART: usize = 2_000;

/// Bound for a row.
type Named<'a> = (PastFile<'a>, Digest);

impl Act {
    /// Puts files to publications that [`Act::load_publications`] wrote in this act, in the draft as in what everybody
    /// sees, by one row in the journal. Each upload is kept once, however many name it. [`Error::Missing`] where a file
    /// names no upload.
    pub async fn load_files<'a>(&mut self, uploads: &[Upload<'_>], files: &[PastFile<'a>]) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.write("publication.load_files", None, "", json!({"files": files.len(), "uploads": uploads.len()}));
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.going_on();
        let digests = files::keep(tx, at, uploads).await?;
        let all = all_of(&digests);
        let with_digest = |file: PastFile<'a>| digests.get(file.upload).map(|sm3| (file, *sm3));
        let named = files.iter().copied().map(with_digest).collect::<Option<Vec<_>>>().ok_or(Error::Missing("文件"))?;
        count_them(tx, &named).await?;
        for part in named.chunks(PART) {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(
                    "insert into publication_file (publication_id, n, file_sm3, clean_sm3, name, actor, at_ms) ",
                );
                query.push_values(part, |mut row, (file, sm3)| {
                    row.push_bind(file.publication).push_bind(file.n).push_bind(sm3.bytes());
                    row.push_bind(None::<&[u8]>).push_bind(storable(file.name)).push_bind(&actor).push_bind(at);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
            on_tx!(tx, c => {
                let mut query =
                    QueryBuilder::new("insert into released_file (publication_id, n, file_sm3, name) ");
                query.push_values(part, |mut row, (file, sm3)| {
                    row.push_bind(file.publication).push_bind(file.n).push_bind(sm3.bytes());
                    row.push_bind(storable(file.name));
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        // keeping an upload counted one that nobody is
        files::release(tx, &digests).await?;
        self.amend("sm3", Digest::of(&all).to_string());
        self.finish();
        Ok(())
    }
}

fn all_of(digests: &[Digest]) -> Vec<u8> {
    digests.iter().flat_map(|sm3| sm3.bytes().iter().copied()).collect()
}

/// Counts those that point to each file: the draft and what everybody sees.
async fn count_them(tx: &mut Tx, named: &[Named<'_>]) -> Result<()> {
    const SQL: &str = "update file set refs = refs + $2 where sm3 = $1";
    let mut counts: BTreeMap<Digest, i64> = BTreeMap::new();
    for (_, sm3) in named {
        *counts.entry(*sm3).or_default() += 2;
    }
    for (sm3, count) in counts {
        on_tx!(tx, c => sqlx::query(SQL).bind(sm3.bytes()).bind(count).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}
