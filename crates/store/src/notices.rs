//! 放假通知: the calendar notices loaded while running, besides those built in.

use jiff::civil::Date;
use serde_json::json;

use crate::{
    Act, Db, Digest, Error, Moment, Result,
    db::{on, on_tx},
    ids::storable,
};

/// A notice of one year, or a later version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The year it arranges.
    pub year: i16,
    /// The day it was published: two versions of one year differ in it.
    pub published: Date,
    /// The notice in the form the law crate reads.
    pub text: String,
}

impl Db {
    /// Every notice loaded so far, in the order of year and publication.
    pub async fn notices(&self) -> Result<Vec<Notice>> {
        const SQL: &str = "select year, published, text from notice order by year, published";
        let rows: Vec<(i16, String, String)> = on!(self, pool => sqlx::query_as(SQL).fetch_all(pool).await)?;
        let read = rows.into_iter().map(|(year, published, text)| {
            let published = published.parse().map_err(|_| Error::Corrupt(published))?;
            Ok(Notice { year, published, text })
        });
        read.collect()
    }
}

impl Act {
    /// Loads a notice; false when the same one is there already. Another text of the same year and day is
    /// [`Error::Taken`]: a notice that changed has its own date.
    pub async fn load_notice(&mut self, notice: &Notice) -> Result<bool> {
        const THERE: &str = "select text from notice where year = $1 and published = $2";
        const SQL: &str = "insert into notice (year, published, text, loaded_ms) values ($1, $2, $3, $4)";
        let (at, published, text) = (self.at(), notice.published.to_string(), storable(&notice.text));
        let sm3 = Digest::of(text.as_bytes()).to_string();
        let detail = json!({"year": notice.year, "published": published, "sm3": sm3});
        let tx = self.write("calendar.load", None, notice.year, detail);
        let there: Option<String> =
            on_tx!(tx, c => sqlx::query_scalar(THERE).bind(notice.year).bind(&published).fetch_optional(c).await)?;
        match there {
            Some(same) if same == text => {
                self.retract();
                return Ok(false);
            }
            Some(_) => return Err(Error::Taken("这一天发布的本年通知")),
            None => {}
        }
        on_tx!(tx, c => sqlx::query(SQL).bind(notice.year).bind(&published).bind(&*text).bind(Moment(at.0))
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "这一天发布的本年通知"))?;
        self.finish();
        Ok(true)
    }
}
