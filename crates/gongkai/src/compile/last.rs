//! 上年的年报: what the library has of the year before, to compare with and to answer to.

use std::sync::Arc;

use gongkai_law::annual_report::Figures;
use gongkai_report::Reading;
use gongkai_store::{Error, Organ, Sight};
use sm3::{Digest, Sm3};

use crate::{
    guard::hex,
    library::kept,
    office::Office,
    verify::{Checked, Read, Source},
};

/// 上年的年报
#[derive(Clone)]
pub struct LastYear {
    /// Its year.
    pub year: i16,
    /// Where everybody reads it.
    pub href: String,
    /// The file that was kept.
    pub source: Source,
    read: Arc<Read>,
    at: usize,
}

/// 承诺: a sentence of section five that says what would be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The same for the same words.
    pub mark: String,
    /// The sentence.
    pub words: String,
}

/// Words by which a sentence promises something.
const PROMISES: [&str; 7] = ["将", "下一步", "拟", "继续", "加强", "进一步", "着力"];
/// The shortest sentence that promises anything, in characters.
const SHORTEST: usize = 8;
/// Promises that are asked for at most.
const MOST: usize = 20;

impl LastYear {
    /// The released report of the year before; `None` where the library has none.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ, year: i16) -> Result<Option<Self>, Error> {
        let year = year.saturating_sub(1);
        let Some(report) = office.db.report_of(organ.id, year, Sight::Public).await? else { return Ok(None) };
        let (source, read) = kept::read(office, organ, &report.line).await?;
        let at = kept::position(&read, &report.line);
        Ok(Some(Self { year, href: format!("/reports/{}/{year}", organ.slug), source, read, at }))
    }

    /// As it was read; `None` where it could not be.
    pub fn reading(&self) -> Option<&Reading> {
        self.read.found.get(self.at).and_then(Checked::reading)
    }

    /// Its tables.
    pub fn figures(&self) -> Option<&Figures> {
        self.reading()?.report.figures.as_ref()
    }

    /// 去年的承诺
    pub fn promises(&self) -> Vec<Promise> {
        let Some(reading) = self.reading() else { return Vec::new() };
        let five = reading.report.sections.iter().filter(|section| section.number == 5);
        five.flat_map(|section| promises(&section.text)).take(MOST).collect()
    }
}

/// The sentences of a text that promise something.
pub fn promises(text: &str) -> Vec<Promise> {
    let sentences = text.split(['。', '；', '\n']).map(str::trim);
    let promises = sentences.filter(|words| {
        words.chars().nth(SHORTEST).is_some() && PROMISES.iter().any(|promise| words.contains(promise))
    });
    let of = |words: &str| {
        let sm3 = Sm3::digest(words.as_bytes());
        Promise { mark: hex(sm3.get(..6).unwrap_or_default()), words: words.to_owned() }
    };
    promises.map(of).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_promised_is_told_from_what_was_found() {
        let text =
            "一是公开不够及时。下一步，将公开专区的开放时间延长到周六；\n二是培训少。我们会加强培训，每季度一次。";
        let found: Vec<_> = super::promises(text).into_iter().map(|promise| promise.words).collect();
        assert_eq!(found, ["下一步，将公开专区的开放时间延长到周六", "我们会加强培训，每季度一次"]);
    }
}
