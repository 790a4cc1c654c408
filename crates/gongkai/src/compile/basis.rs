//! 用来比的数: what a year's figures are laid beside. Last year's report of the library; without one what the register settled
//! last year to, which nobody reads outside; without that the newest older report. Which of them it is, is always said.

use gongkai_law::annual_report::{
    Edition, Figures, Form,
    compilation::{CompileStage, CompileStanding},
};
use gongkai_report::Report;
use gongkai_store::{Error, Organ, Scope};

use super::{
    last::LastYear,
    range::Range,
    submit::{Proof, compiled},
    work::Work,
};
use crate::{figures::freeze::kept_year, office::Office};

/// 从哪里来
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// 年报库里公布的上一年的年报
    Published,
    /// 签发了、没有公布的上年定本
    Signed,
    /// 公布过、不在年报库里了的上年定本
    Gone,
    /// 定稿的上年数, of tables 3 and 4 alone.
    Frozen,
    /// 更早一年的年报
    Older,
}

/// 用来比的数
#[derive(Clone, Debug)]
pub struct Basis {
    /// Of which year.
    pub year: i16,
    /// From where.
    pub whence: Whence,
    /// Where it is read.
    pub href: String,
    /// The tables; `None` where it has none, or nobody can read them.
    pub figures: Option<Figures>,
    /// 编制范围; `None` where nobody here knows it.
    pub range: Option<Range>,
}

impl Basis {
    /// Of a report in work, beside last year's report of the library where there is one.
    ///
    /// # Errors
    /// The register; [`Error::Corrupt`] for figures that nobody can read.
    pub async fn of(office: &Office, work: &Work, last: Option<&LastYear>) -> Result<Option<Self>, Error> {
        if let Some(last) = last {
            return Self::in_library(office, &work.organ, (last, Whence::Published)).await.map(Some);
        }
        if let Some(own) = Self::own(office, work).await? {
            return Ok(Some(own));
        }
        match LastYear::before(office, &work.organ, work.year().saturating_sub(1)).await? {
            Some(older) => Self::in_library(office, &work.organ, (&older, Whence::Older)).await.map(Some),
            None => Ok(None),
        }
    }

    async fn in_library(office: &Office, organ: &Organ, (report, whence): (&LastYear, Whence)) -> Result<Self, Error> {
        let (href, figures) = (report.href.clone(), report.figures().cloned());
        Ok(Self { year: report.year, whence, href, figures, range: report.range(office, organ).await? })
    }

    /// 台账里定稿的上年数: the version that was signed, or the year as the head froze it. Of the two the one of the same range
    /// is the better one, and then the one that has table 2.
    async fn own(office: &Office, work: &Work) -> Result<Option<Self>, Error> {
        let year = work.year().saturating_sub(1);
        let kept = kept_year(office, work.organ.id, year).await?;
        let frozen = kept.map(|kept| Self {
            year,
            whence: Whence::Frozen,
            href: format!("/desk/figures?year={year}"),
            figures: Some(kept.figures),
            range: Some(Range::Own),
        });
        let signed = Self::signed(office, &work.organ, year).await?;
        let is_like = |own: &Self| own.range == Some(work.range);
        Ok(match (signed, frozen) {
            (Some(signed), Some(frozen)) if !is_like(&signed) && is_like(&frozen) => Some(frozen),
            (signed, frozen) => signed.or(frozen),
        })
    }

    /// 定本 of a year that nobody reads in the library.
    async fn signed(office: &Office, organ: &Organ, year: i16) -> Result<Option<Self>, Error> {
        let Some(before) = Work::of(office, organ.id, year, Scope::Organ(organ.id)).await? else { return Ok(None) };
        let Some(revision) = settled(&before.standing) else { return Ok(None) };
        let Some((report, proof)) = version(office, &before, revision).await? else { return Ok(None) };
        Ok(Some(Self {
            year,
            whence: if before.standing.published.is_some() { Whence::Gone } else { Whence::Signed },
            href: format!("/desk/compile/{year}/proof/{revision}"),
            figures: report.figures,
            range: Range::of_key(&proof.range),
        }))
    }

    /// Whether its numbers and those of a range can differ from each other. Where nobody knows its range, whoever reads them
    /// is told so and judges.
    pub fn is_like(&self, range: Range) -> bool {
        is_like(self.range, range)
    }

    /// Whether what it carried out is what the year after it carries in.
    pub fn leads_on(&self, range: Range) -> bool {
        self.whence != Whence::Older && self.is_like(range)
    }

    /// In a sentence, for a report of a year: what stands before, in and after the link to it.
    pub fn said(&self, of: i16) -> [String; 3] {
        let before = format!("年报库里没有{}年的年报。用来比的是", of.saturating_sub(1));
        let settled = "台账里定稿的上年数";
        match self.whence {
            Whence::Published => {
                ["与".to_owned(), format!("{}年的年报", self.year), "（年报库里公布的那一份）比。".to_owned()]
            }
            Whence::Signed => {
                [before, format!("{settled}，未公布"), format!("：{}年年报的定本签发了，没有公布。", self.year)]
            }
            Whence::Gone => {
                [before, settled.to_owned(), format!("：{}年年报的定本，公布过，现在不在年报库里。", self.year)]
            }
            Whence::Frozen => [before, format!("{settled}，未公布"), "：只有表三、表四。".to_owned()],
            Whence::Older => {
                let link = format!("{}年的年报", self.year);
                [before, link, "：台账里也没有定稿的上年数，隔了年，只供参考，结转不核对。".to_owned()]
            }
        }
    }

    /// Whose 结转下年度 is meant.
    pub fn whose(&self) -> &'static str {
        match self.whence {
            Whence::Published | Whence::Older => "上一年年报",
            Whence::Signed | Whence::Gone | Whence::Frozen => "台账里定稿的上年数",
        }
    }

    /// 格式变了, in a sentence; empty where it did not.
    pub fn on_other_form(&self, (year, edition): (i16, Edition)) -> String {
        let Some(other) = self.figures.as_ref().map(Figures::form).filter(|form| form.edition != edition) else {
            return String::new();
        };
        let (before, now) = (other.notice, Form::of(edition).notice);
        format!(
            "两年的格式不同：{}年用{before}，{year}年用{now}。问得一样的逐格比；标“口径不同”的，两年的数都列，不算差；标“格式没有”的，{}年没有问。",
            self.year, self.year
        )
    }

    /// 范围不同, in a sentence; empty where it is the same.
    pub fn of_other_range(&self, range: Range) -> String {
        let (year, now) = (self.year, range.label());
        match self.range {
            None => format!("{year}年的年报不是在这里编的，平台不知道它的编制范围：不是“{now}”的，数不能比。"),
            Some(known) if known != range => {
                let (known, y001) = (known.label(), "；核验里因此报Y001的，由负责人写明理由放行");
                let y001 = if self.whence == Whence::Published { y001 } else { "" };
                format!(
                    "口径不同（范围不同）：{year}年编的是“{known}”，今年编的是“{now}”。两年的数都列，不算差，结转不核对{y001}。"
                )
            }
            Some(_) => String::new(),
        }
    }
}

/// Whether the numbers of a report of a known range, or of one that nobody here knows, can be held against those of a range.
pub fn is_like(known: Option<Range>, range: Range) -> bool {
    known.is_none_or(|known| known == range)
}

/// The version that stands: the last one that went out, or the one that was signed and waits.
fn settled(standing: &CompileStanding) -> Option<u32> {
    published(standing).or_else(|| (standing.stage == CompileStage::Signed).then_some(standing.revision))
}

/// The last version that went out, whatever is in work since; `None` before the first.
pub fn published(standing: &CompileStanding) -> Option<u32> {
    standing.published.map(|_| standing.revision.saturating_sub(u32::from(standing.correcting)))
}

/// 定本 of a version, with its proof; `None` where there is none.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a copy that nobody can read.
pub async fn version(office: &Office, work: &Work, revision: u32) -> Result<Option<(Report, Proof)>, Error> {
    let Ok(revision) = i32::try_from(revision) else { return Ok(None) };
    let Some(copy) = office.db.compilation_copy(work.compilation.id, revision).await? else { return Ok(None) };
    let (_, report) = compiled(&copy.report).ok_or_else(|| Error::Corrupt("定本".to_owned()))?;
    Ok(Some((report, serde_json::from_str(&copy.proof).unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use gongkai_law::annual_report::compilation::CompileStep::*;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_signed_or_out_stands_and_what_is_in_work_does_not() {
        let after = |steps: &[gongkai_law::annual_report::compilation::CompileStep]| {
            settled(&CompileStanding::of(steps.iter().map(|step| (*step, date(2027, 1, 20)))))
        };
        assert_eq!(after(&[Begun, Submitted, Reviewed]), None);
        assert_eq!(after(&[Begun, Submitted, Reviewed, Signed]), Some(1));
        let out = [Begun, Submitted, Reviewed, Signed, Published, Corrected, Submitted, Reviewed, Signed];
        assert_eq!(after(&out), Some(1), "the second version is not out");
        assert_eq!(after(&[&out[..], &[Published]].concat()), Some(2));
    }
}
