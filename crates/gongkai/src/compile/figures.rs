//! 一年的数: every cell of the three tables with where it is from, and everything else that the text may name.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::{
    annual_report::{
        CellId, Edition, Figures,
        figures::parse,
        form::Cell,
        indicator::{INDICATORS, Indicator, Origin},
    },
    proactive::kind::PublicationKind,
};
use gongkai_store::{Civil, Compilation, DocumentCount, Error, OrganId, Scope};
use jiff::civil::date;

use super::{content::ByHand, fees::Fees, range::Range, work::Work};
use crate::{
    figures::{cell, count, freeze::kept_year, view::View},
    indicators::{
        counted, missing,
        year::{Gap, YearCount},
    },
    office::Office,
    publish::portal::lines::KINDS,
    season::roll_up::{RollUp, roll_up},
};

/// The one column of the list of months behind a figure.
const MONTHS: &str = "months";

/// 数据来源 of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// 申请台账
    Requests,
    /// 复议诉讼台账
    Redress,
    /// 政策文件库
    Documents,
    /// 月报
    Monthly(&'static Indicator),
    /// 手工填写: no register has it.
    ByHand(ByHand),
    /// 汇总: the organ's own and those of the reports below.
    RollUp,
}

impl Source {
    /// As a page names it.
    pub fn label(&self) -> String {
        match self {
            Self::Requests => "申请台账".to_owned(),
            Self::Redress => "复议诉讼台账".to_owned(),
            Self::Documents => "政策文件库".to_owned(),
            Self::Monthly(indicator) => format!("月报：{}", indicator.label),
            Self::RollUp => "本级和下级年报汇总".to_owned(),
            Self::ByHand(by_hand) if by_hand.source.is_empty() => "手工填写，还没有填".to_owned(),
            Self::ByHand(by_hand) => format!("手工填写：{}", by_hand.source),
        }
    }
}

/// 一格的来源
#[derive(Clone, Debug)]
pub struct Origins {
    /// Where it is from.
    pub source: Source,
    /// The list of what it counts; empty where there is none.
    pub href: String,
}

/// 一年的数
#[derive(Clone, Debug)]
pub struct YearFigures {
    /// The three tables.
    pub figures: Figures,
    /// Where each cell is from, in the form's order.
    pub origins: Vec<Origins>,
    /// Whether tables 3 and 4 are the frozen ones.
    pub frozen: bool,
    /// Whether those of the organ itself are, in a sum of several.
    pub own_frozen: bool,
    /// What organs enter month by month.
    pub entered: Vec<YearCount>,
    /// What the platform counts, by the indicator's word; one that is not there is not known.
    pub counted: BTreeMap<&'static str, i64>,
    /// 办结, as the register counts it now: table 3 may be frozen, or a sum of reports.
    pub ended: Option<i64>,
    /// 信息处理费; `None` where others took some that this register does not know.
    pub fees: Option<Fees>,
    /// 简称 of the organs that something is missing of.
    pub names: BTreeMap<OrganId, String>,
    /// 汇总, where the report holds others' figures as well.
    pub below: Option<Box<RollUp>>,
    /// 简称 of those in it whose report came as a file: what they took and published is in no register here.
    pub files: Vec<String>,
}

impl YearFigures {
    /// 逾期办结: how many of the requests that ended, as the register counts them now, ended late; `None` while it is not known.
    pub fn late(&self) -> Option<i64> {
        Some(self.ended? - self.counted.get("in_time")?)
    }

    /// Of a report in work, as its range and what was entered by hand say.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, work: &Work) -> Result<Self, Error> {
        let what = (work.organ.id, work.year(), work.edition);
        let mut year = Self::of_range(office, what, work.range, &work.content.by_hand).await?;
        if work.range.is_wide() {
            year.add_up(roll_up(office, &work.organ, work.year(), work.range).await?);
            year.own_frozen = !is_recounted(work) && kept_year(office, work.organ.id, work.year()).await?.is_some();
            year.leave_open(office, work).await?;
        } else if year.frozen && is_recounted(work) {
            year.recount(count::tables(&office.db, Scope::Organ(work.organ.id), work.year(), work.edition).await?);
        }
        Ok(year)
    }

    /// 本级: an organ's own part of a sum, beside its report in work where one is.
    ///
    /// # Errors
    /// The register.
    pub async fn of_own(
        office: &Office,
        (organ, year, edition): (OrganId, i16, Edition),
        by_hand: &BTreeMap<String, ByHand>,
        compilation: Option<&Compilation>,
    ) -> Result<Self, Error> {
        let mut own = Self::of_range(office, (organ, year, edition), Range::Own, by_hand).await?;
        let wide = compilation.filter(|it| own.frozen && it.published && it.scope != Range::Own.key());
        if let Some(compilation) = wide
            && is_recounted(&Work::open(office, compilation.clone()).await?)
        {
            own.recount(count::tables(&office.db, Scope::Organ(organ), year, edition).await?);
        }
        Ok(own)
    }

    /// 更正: a correction reports what the register counts now; its publication freezes the year anew.
    fn recount(&mut self, now: Figures) {
        for (id, origins) in (0..).zip(&self.origins) {
            if matches!(origins.source, Source::Requests | Source::Redress) {
                self.figures.set(id, now.get(id));
            }
        }
        self.frozen = false;
    }

    /// What others below counted stands in their reports, which need not be in this register: the tables are the sum of those.
    /// What was entered by hand in a report of several organs is the number of all of them.
    fn add_up(&mut self, sum: RollUp) {
        for ((id, origins), cell) in (0..).zip(&mut self.origins).zip(self.figures.form().cells()) {
            let typed = matches!(origins.source, Source::ByHand(_)).then(|| self.figures.get(id)).flatten();
            self.figures.set(id, typed.or(sum.figures.get(id)));
            if !matches!(origins.source, Source::ByHand(_)) {
                origins.source = Source::RollUp;
            }
            origins.href = by_organ(sum.year, sum.range, &cell.address);
        }
        self.frozen = false;
        self.below = Some(Box::new(sum));
    }

    /// Of an organ whose report came as a file this register has neither payments nor publications, and nothing here is no
    /// zero there: what the platform counts is not known, and the fee is what somebody typed.
    async fn leave_open(&mut self, office: &Office, work: &Work) -> Result<(), Error> {
        let files = office.db.came_as_files(work.range.scope(work.organ.id), work.year()).await?;
        self.files = files.into_iter().filter(|(organ, _)| *organ != work.organ.id).map(|(_, name)| name).collect();
        if !self.files.is_empty() {
            self.counted.clear();
            self.fees = Fees::typed(&work.content.by_hand, work.range);
        }
        Ok(())
    }

    /// Why something is not known that only the organs' own registers have; empty where all of them are here.
    pub fn came_as_files(&self) -> String {
        match self.files.as_slice() {
            [] => String::new(),
            files => format!("{}的年报是上传的，平台没有记录", some_of(files, NAMED)),
        }
    }

    /// The same of an organ's year without a report in work.
    ///
    /// # Errors
    /// The register.
    pub async fn of_range(
        office: &Office,
        (organ, year, edition): (OrganId, i16, Edition),
        range: Range,
        by_hand: &BTreeMap<String, ByHand>,
    ) -> Result<Self, Error> {
        let scope = range.scope(organ);
        let view = View { year, edition, range, supervises: range.is_wide(), scope, organ, own: organ, live: false };
        let ((mut figures, frozen), documents, entered, fees) = tokio::try_join!(
            tables(office, scope, (organ, year, edition)),
            documents(office, scope, year),
            missing::counted(office, scope, year),
            Fees::of(office, scope, year)
        )?;
        let (entered, _) = entered;
        let mut origins = Vec::with_capacity(figures.values().len());
        for (id, cell) in (0..).zip(figures.form().cells()) {
            let (source, value) = fill((id, cell, edition), (&figures, &documents), &entered, (by_hand, range));
            figures.set(id, value);
            origins.push(Origins { href: href(&source, cell, &view), source });
        }
        let missing: BTreeSet<_> = entered.iter().flat_map(|count| count.gaps.keys().copied()).collect();
        let names = office.db.short_names(&missing.into_iter().collect::<Vec<_>>()).await?.into_iter().collect();
        let (counted, ended) = counted(office, scope, year).await?;
        let (own_frozen, below, files) = (frozen, None, Vec::new());
        let fees = Some(fees);
        Ok(Self { figures, origins, frozen, own_frozen, entered, counted, ended, fees, names, below, files })
    }

    /// The value of an indicator; `None` while it is not known. One that has a cell is what stands there, so that no text
    /// disagrees with its table: of several organs that is the sum of their reports, whatever their months come to.
    pub fn indicator(&self, indicator: &Indicator) -> Option<i64> {
        match (indicator.cell(self.figures.edition()), indicator.origin) {
            (Some(cell), _) => self.figures.get(cell),
            (None, Origin::Entered) => self.months_of(indicator).filter(|it| it.begins_later().is_none())?.value(),
            (None, Origin::Counted) => self.counted.get(indicator.key).copied(),
        }
    }

    /// What organs entered of an indicator; `None` for one that the platform counts.
    pub fn months_of(&self, indicator: &Indicator) -> Option<&YearCount> {
        self.entered.iter().find(|count| count.indicator.key == indicator.key)
    }

    /// What an indicator with a cell comes to today, beside what was handed in.
    pub fn today(&self, cell: CellId, count: &YearCount) -> Option<i64> {
        self.below.as_ref().map_or_else(|| count.value(), |sum| sum.figures.get(cell))
    }

    /// Where what an indicator counts is listed; empty where that is no one list that everybody at the report sees.
    pub fn behind(&self, indicator: &Indicator, of: i16) -> String {
        let cell = indicator.cell(self.figures.edition()).and_then(|cell| self.origins.get(usize::from(cell)));
        match (cell, &self.below) {
            (Some(origins), _) => origins.href.clone(),
            (None, Some(_)) => String::new(),
            (None, None) => monthly(indicator, of),
        }
    }

    /// Why an indicator is not known: who has not counted yet, in words; empty where it is known.
    pub fn lacks(&self, indicator: &Indicator) -> String {
        if let (Some(cell), Some(sum)) = (indicator.cell(self.figures.edition()), &self.below) {
            return if self.figures.get(cell).is_some() { String::new() } else { short_of(&sum.lacks(cell)) };
        }
        let Some(count) = self.months_of(indicator) else {
            return match self.indicator(indicator) {
                Some(_) => String::new(),
                None if self.files.is_empty() => "平台没有数出来".to_owned(),
                None => self.came_as_files(),
            };
        };
        if let Some(from) = count.begins_later() {
            return format!("从{}起填报，{}年没有数", from.said(), count.year);
        }
        if count.more {
            return format!("机关超过{}个，没有都看", missing::MOST);
        }
        let of = |(organ, gap): (&OrganId, &Gap)| {
            format!("{}{}", self.names.get(organ).map_or("某单位", String::as_str), gap.said())
        };
        count.gaps.iter().map(of).collect::<Vec<_>>().join("；")
    }

    /// Where a cell that is not known is seen to, after the report's own address: a sum with who lacks it, any other cell in
    /// its table.
    pub fn mended(&self, address: &str) -> String {
        let id = self.figures.form().cell(address).map(usize::from);
        match (id.and_then(|id| self.origins.get(id)), &self.below) {
            (Some(Origins { source: Source::RollUp, .. }), Some(sum)) => of_cell(sum.range, address),
            _ => format!("#{address}"),
        }
    }

    /// 缺格: cells that are not known, with why.
    pub fn unknown(&self) -> Vec<(&'static Cell, String)> {
        let cells = (0..).zip(self.figures.form().cells()).zip(self.figures.values()).zip(&self.origins);
        let missing = cells.filter(|((_, value), _)| value.is_none());
        let why = |id: CellId, source: &Source| match source {
            Source::RollUp => self.below.as_ref().map_or_else(String::new, |sum| short_of(&sum.lacks(id))),
            Source::Monthly(indicator) => self.lacks(indicator),
            Source::ByHand(_) => "台账里没有，请填数和来源".to_owned(),
            Source::Requests | Source::Redress | Source::Documents => "台账没有数出来".to_owned(),
        };
        missing.map(|(((id, cell), _), origins)| (cell, why(id, &origins.source))).collect()
    }
}

/// 更正: whether a report is a correction that is not out yet, whatever hands it is in.
fn is_recounted(work: &Work) -> bool {
    work.correction().is_some() && !work.standing.is_out()
}

/// Who is missing.
fn short_of(names: &[&str]) -> String {
    format!("缺{}的数", some_of(names, NAMED))
}

/// Organs that are named in a sentence.
const NAMED: usize = 5;

/// 甲、乙等9家: at most so many by name.
pub fn some_of<Name: AsRef<str>>(names: &[Name], most: usize) -> String {
    let some: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let rest = if names.len() > some.len() { format!("等{}家", names.len()) } else { String::new() };
    format!("{}{rest}", some.join("、"))
}

/// Tables 3 and 4: as they were frozen, or as they are counted now; of several organs they are the sum of their reports.
async fn tables(
    office: &Office,
    scope: Scope,
    (organ, year, edition): (OrganId, i16, Edition),
) -> Result<(Figures, bool), Error> {
    if !matches!(scope, Scope::Organ(_)) {
        return Ok((Figures::unknown(edition), false));
    }
    match kept_year(office, organ, year).await?.filter(|kept| kept.figures.edition() == edition) {
        Some(kept) => Ok((kept.figures, true)),
        None => Ok((count::tables(&office.db, scope, year, edition).await?, false)),
    }
}

/// The first block of table 2, of one organ.
async fn documents(office: &Office, scope: Scope, year: i16) -> Result<Vec<DocumentCount>, Error> {
    if !matches!(scope, Scope::Organ(_)) {
        return Ok(Vec::new());
    }
    let last = date(year, 12, 31).min(office.today());
    office.db.document_counts(scope, &KINDS, (Civil(date(year, 1, 1)), Civil(last))).await
}

/// What the platform counts of itself; what it does not know is not there. And how many requests ended.
async fn counted(
    office: &Office,
    scope: Scope,
    year: i16,
) -> Result<(BTreeMap<&'static str, i64>, Option<i64>), Error> {
    let counts = counted::counted(office, scope, year).await?;
    let ended = counts.iter().find_map(|count| count.of);
    Ok((counts.into_iter().filter_map(|count| Some((count.indicator.key, count.value?))).collect(), ended))
}

/// Where a cell is from, and what is in it.
fn fill(
    (id, cell, edition): (CellId, &Cell, Edition),
    (figures, documents): (&Figures, &[DocumentCount]),
    entered: &[YearCount],
    (by_hand, range): (&BTreeMap<String, ByHand>, Range),
) -> (Source, Option<i64>) {
    match cell.table {
        1 => return (Source::Requests, figures.get(id)),
        2 => return (Source::Redress, figures.get(id)),
        _ => {}
    }
    if let Some((kind, column)) = document(&cell.address) {
        let count = documents.iter().find(|count| count.kind == kind.key()).cloned().unwrap_or_default();
        let value = match column {
            "repealed" => count.repealed,
            "in_force" => count.in_force,
            _ => count.issued,
        };
        return (Source::Documents, Some(value));
    }
    match INDICATORS.iter().find(|indicator| indicator.cell(edition) == Some(id)) {
        Some(indicator) => {
            let value = entered.iter().find(|count| count.indicator.key == indicator.key).and_then(YearCount::value);
            (Source::Monthly(indicator), value)
        }
        None => {
            let (typed, value) = typed(cell, by_hand, range);
            (Source::ByHand(typed), value)
        }
    }
}

/// 手工填写 of a cell, as it was typed for a range; its number counts with its source alone.
pub fn typed(cell: &Cell, by_hand: &BTreeMap<String, ByHand>, range: Range) -> (ByHand, Option<i64>) {
    let typed = by_hand.get(&cell.address).filter(|typed| typed.is_of(range)).cloned().unwrap_or_default();
    let value = parse(&typed.value, cell.kind).filter(|_| !typed.source.trim().is_empty());
    (typed, value)
}

/// The kind of document and the column that a cell of the first block counts, in either edition.
fn document(address: &str) -> Option<(PublicationKind, &'static str)> {
    let (row, column) = address.strip_prefix("proactive.")?.split_once('.')?;
    let kind = match row {
        "regulations" => PublicationKind::Regulation,
        "normative_documents" => PublicationKind::Normative,
        _ => return None,
    };
    let column = match column {
        "issued" | "made" => "issued",
        "repealed" => "repealed",
        "in_force" => "in_force",
        _ => return None,
    };
    Some((kind, column))
}

/// 一格由哪些单位相加: where a cell of a sum is shown organ by organ.
pub fn by_organ(year: i16, range: Range, address: &str) -> String {
    format!("/desk/compile/{year}{}", of_cell(range, address))
}

/// The same after the report's own address.
fn of_cell(range: Range, address: &str) -> String {
    format!("/cell?at={address}&range={}", range.key())
}

/// Where the list of what a cell counts is.
fn href(source: &Source, cell: &Cell, view: &View) -> String {
    match source {
        Source::Requests | Source::Redress => cell::href(cell, view),
        Source::Documents => document(&cell.address).map_or_else(String::new, |(kind, column)| {
            format!("/desk/figures/documents?{}&row={}&column={column}", view.query(), kind.key())
        }),
        Source::Monthly(indicator) if view.is_wide() => {
            format!("/desk/figures/months?{}&row={}&column={MONTHS}", view.query(), indicator.key)
        }
        Source::Monthly(indicator) => monthly(indicator, view.year),
        Source::ByHand(_) | Source::RollUp => format!("#{}", cell.address),
    }
}

/// Where the months of an indicator are, or what the platform counts under it.
pub fn monthly(indicator: &Indicator, year: i16) -> String {
    match indicator.key {
        "mistakes" => format!("/desk/months?year={year}"),
        _ => counted::behind(indicator, year),
    }
}
