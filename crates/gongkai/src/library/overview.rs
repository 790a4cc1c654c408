//! 历年: an organ's figures over the years, as points for charts.

use gongkai_store::{Db, Organ, Result, SeriesYear, Sight, Wish};

/// An organ's years.
pub struct Series {
    /// Whose.
    pub organ: Organ,
    /// The earliest first.
    pub years: Vec<SeriesYear>,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// 新收申请
    Received,
    /// 予以公开和部分公开在办结中的百分比
    Open,
    /// 行政复议和行政诉讼
    Redress,
}

impl Measure {
    /// The one with this key; applications for any other.
    pub fn of(key: &str) -> Self {
        match key {
            "open" => Self::Open,
            "redress" => Self::Redress,
            _ => Self::Received,
        }
    }

    /// As in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Open => "open",
            Self::Redress => "redress",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "新收申请",
            Self::Open => "公开率",
            Self::Redress => "复议诉讼",
        }
    }

    /// What it is counted in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Open => "%",
            Self::Received | Self::Redress => "件",
        }
    }

    /// Its value in one year; `None` where the report does not say.
    pub fn value(self, year: &SeriesYear) -> Option<i64> {
        let series = &year.series;
        match self {
            Self::Received => series.received,
            Self::Open => {
                let handled = series.handled.filter(|handled| *handled > 0)?;
                Some(((series.granted? + series.partial?) * 100 + handled / 2) / handled)
            }
            Self::Redress => Some(series.reviews? + series.lawsuits?),
        }
    }
}

impl Series {
    /// Of an organ.
    ///
    /// # Errors
    /// As the register has them.
    pub async fn of(db: &Db, organ: Organ) -> Result<Self> {
        let years = db.series(organ.id, Sight::Public).await?;
        Ok(Self { organ, years })
    }

    /// A measure over these years, gaps included.
    pub fn points(&self, measure: Measure, years: &[i16]) -> Vec<(String, Option<i64>)> {
        let value = |year: &i16| self.years.iter().find(|known| known.year == *year).and_then(|y| measure.value(y));
        years.iter().map(|year| (year.to_string(), value(year))).collect()
    }

    /// What each year's requests came to: granted, partial, denied, unable, the rest.
    pub fn outcomes(&self, years: &[i16]) -> Vec<(String, Vec<Option<i64>>)> {
        let outcome = |year: &i16| {
            let series =
                self.years.iter().find(|known| known.year == *year).map(|known| known.series).unwrap_or_default();
            let rest = series.rejected.and_then(|rejected| Some(rejected + series.other?));
            (year.to_string(), vec![series.granted, series.partial, series.denied, series.unable, rest])
        };
        years.iter().map(outcome).collect()
    }

    /// Reviews and lawsuits of each year: upheld or other, and corrected.
    pub fn redress(&self, years: &[i16]) -> Vec<(String, Vec<Option<i64>>)> {
        let redress = |year: &i16| {
            let series =
                self.years.iter().find(|known| known.year == *year).map(|known| known.series).unwrap_or_default();
            let rest = |all: Option<i64>, corrected: Option<i64>| Some(all? - corrected?);
            (
                year.to_string(),
                vec![
                    rest(series.reviews, series.reviews_corrected),
                    series.reviews_corrected,
                    rest(series.lawsuits, series.lawsuits_corrected),
                    series.lawsuits_corrected,
                ],
            )
        };
        years.iter().map(redress).collect()
    }
}

/// The parts of [`Series::outcomes`].
pub const OUTCOMES: [&str; 5] = ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理等"];
/// The parts of [`Series::redress`].
pub const REDRESS: [&str; 4] = ["复议：其余", "复议：纠正", "诉讼：其余", "诉讼：纠正"];

/// The first organ in the library's order with its years: what the home page shows. `None` while nothing is kept.
///
/// # Errors
/// As the register has them.
pub async fn first(db: &Db) -> Result<Option<Series>> {
    let Some(organ) = db.organs(&Wish::default(), None, 1).await?.pop() else { return Ok(None) };
    let series = Series::of(db, organ).await?;
    Ok((!series.years.is_empty()).then_some(series))
}
