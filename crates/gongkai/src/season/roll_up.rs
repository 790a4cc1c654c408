//! 汇总: an organ's own figures and those of the reports below it, cell by cell. What is missing is never a zero: it makes the
//! cells unknown, and who is missing is said.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use gongkai_law::annual_report::{CellId, Edition, Figures, Form, form::Kind};
use gongkai_report::json;
use gongkai_store::{Compilation, Error, HandedIn, Organ, OrganId, Scope, SeasonAdjustment, SeasonOrgan};

use super::{
    board::MOST,
    state::{State, is_from_library, is_shelved_alone},
    told::Told,
    upload,
};
use crate::{
    compile::{
        content::{ByHand, Content},
        figures::{Origins, Source, YearFigures},
        range::Range,
    },
    indicators::{
        missing,
        year::{Gap, Owed},
    },
    office::Office,
};

/// Reports that are read at once.
const BATCH: i64 = 200;

/// 从哪里来: by what an organ's figures are in the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// 本级: the organ's own figures, as they are counted.
    Own,
    /// 年报: what it handed in; whether it was accepted.
    Report {
        /// 接收了, or public.
        accepted: bool,
    },
    /// 台账: it was closed and made no report; what it had until then is in the register, as far as somebody entered it.
    Register,
}

impl By {
    /// As a page says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "本级，按台账",
            Self::Report { accepted: true } => "年报，已接收",
            Self::Report { accepted: false } => "年报，已报送，还没有接收",
            Self::Register => "已撤并，按台账",
        }
    }
}

/// One organ in the sum.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Its identity.
    pub organ: OrganId,
    /// In addresses.
    pub slug: String,
    /// 简称
    pub name: String,
    /// By what.
    pub by: By,
    /// 编制范围: whose figures came with it.
    pub range: Range,
    /// 上传件: whether its report was made elsewhere and came as a file.
    pub from_file: bool,
    /// Whether everybody reads its report of the year.
    pub is_public: bool,
    /// Its figures.
    pub figures: Figures,
}

/// 缺: an organ whose figures are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its identity.
    pub organ: OrganId,
    /// In addresses; empty for those that are no longer counted one by one.
    pub slug: String,
    /// 简称
    pub name: String,
    /// Why, in a few words.
    pub why: String,
}

/// 汇总
#[derive(Clone, Debug)]
pub struct RollUp {
    /// 编制范围
    pub range: Range,
    /// 年度
    pub year: i16,
    /// The sum after what is counted twice was taken off; a cell is unknown where anybody's is.
    pub figures: Figures,
    /// Who is in it, the organ itself first.
    pub counted: Vec<Counted>,
    /// Where each cell of the organ's own is from, in the form's order.
    pub own: Vec<Origins>,
    /// Who is not, and should be.
    pub missing: Vec<Missing>,
    /// 已撤并 before the year had a month behind it: who is in it through its successor alone, with that one's 简称.
    pub through: Vec<(String, String)>,
    /// 去重 of this range that somebody confirmed.
    pub taken_off: Vec<SeasonAdjustment>,
    /// 去重 of this range that wait for the head.
    pub waiting: Vec<SeasonAdjustment>,
    /// 简称 of the organs that these name.
    pub names: HashMap<OrganId, String>,
}

impl RollUp {
    /// Whether every cell is known.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.figures.values().iter().all(Option::is_some)
    }

    /// What is known of a cell so far, and how many organs it lacks.
    pub fn so_far(&self, cell: CellId) -> (i64, usize) {
        let known = self.counted.iter().filter_map(|one| one.figures.get(cell));
        let unknown = self.counted.iter().filter(|one| one.figures.get(cell).is_none()).count();
        (known.fold(0, i64::saturating_add), unknown + self.missing.len())
    }

    /// What is known of all cells so far: no sum while somebody is missing.
    pub fn known(&self) -> Figures {
        let mut known = self.figures.clone();
        for (id, _) in (0..).zip(known.form().cells()) {
            let has_any = self.counted.iter().any(|one| one.figures.get(id).is_some());
            known.set(id, self.figures.get(id).or_else(|| has_any.then(|| self.so_far(id).0)));
        }
        known
    }

    /// Why a cell is not known: who lacks it.
    pub fn lacks(&self, cell: CellId) -> Vec<&str> {
        if self.is_overdrawn(cell) {
            return vec!["（去重比各家合计还多）"];
        }
        self.missing.iter().map(|one| one.name.as_str()).chain(self.without(cell)).collect()
    }

    /// Who handed in and has no number for a cell.
    pub fn without(&self, cell: CellId) -> impl Iterator<Item = &str> {
        self.counted.iter().filter(move |one| one.figures.get(cell).is_none()).map(|one| one.name.as_str())
    }

    /// Whether more was taken off a cell than there is.
    pub fn is_overdrawn(&self, cell: CellId) -> bool {
        self.missing.is_empty() && self.figures.get(cell).is_none() && self.without(cell).next().is_none()
    }

    /// What is taken off the parts' sum, by cell.
    pub fn twice(&self) -> Vec<(CellId, i64)> {
        let form = self.figures.form();
        let of = |one: &SeasonAdjustment| Some((form.cell(&one.cell)?, one.amount));
        self.taken_off.iter().filter(|_| self.range.is_wide()).filter_map(of).collect()
    }
}

/// Adds an organ's year up.
///
/// # Errors
/// The register; [`Error::Missing`] for a year without a form.
pub async fn roll_up(office: &Office, organ: &Organ, year: i16, range: Range) -> Result<RollUp, Error> {
    let below = organs_of(office, organ.id, year).await?;
    roll_up_of(office, organ, (year, range), below).await
}

/// The same where the organs below were looked up before.
///
/// # Errors
/// As of [`roll_up`].
pub async fn roll_up_of(
    office: &Office,
    organ: &Organ,
    (year, range): (i16, Range),
    (organs, more): (Vec<SeasonOrgan>, bool),
) -> Result<RollUp, Error> {
    let edition = Edition::for_year(year).ok_or(Error::Missing("年报格式"))?;
    let (mut adjustments, compilation) = tokio::try_join!(
        office.db.season_adjustments(organ.id, year),
        office.db.compilation_of(organ.id, year, Scope::Organ(organ.id))
    )?;
    adjustments.retain(|adjustment| adjustment.scope == range.key());
    let concerned: HashSet<OrganId> = adjustments.iter().flat_map(SeasonAdjustment::concerned).collect();
    let names = office.db.short_names(&concerned.into_iter().collect::<Vec<_>>()).await?.into_iter().collect();
    let by_hand = by_hand(compilation.as_ref())?;
    let handed = handed_in(office, organ.id, (year, edition)).await?;
    let own = YearFigures::of_own(office, (organ.id, year, edition), &by_hand, compilation.as_ref()).await?;
    let YearFigures { figures, origins, .. } = own;
    let own = Counted {
        organ: organ.id,
        slug: organ.slug.clone(),
        name: organ.short_name.clone(),
        by: By::Own,
        range: Range::Own,
        from_file: false,
        is_public: false,
        figures,
    };
    let mut sum = Sum { counted: vec![own], missing: Vec::new(), through: Vec::new(), closed: Vec::new() };
    if range.is_wide() {
        sum.walk(organ, range, (&organs, handed));
        if more {
            let (name, why) = ("其余的单位".to_owned(), format!("下级超过{MOST}个，没有都加"));
            sum.missing.push(Missing { organ: organ.id, slug: String::new(), name, why });
        }
    }
    sum.closed(office, (year, edition)).await?;
    let (taken_off, waiting): (Vec<_>, Vec<_>) =
        adjustments.into_iter().partition(|adjustment| adjustment.confirmed_ms.is_some());
    let figures = sum.figures(edition, if range.is_wide() { &taken_off } else { &[] });
    let Sum { counted, missing, through, .. } = sum;
    Ok(RollUp { range, year, figures, counted, own: origins, missing, through, taken_off, waiting, names })
}

/// 手工填写 of the organ's own report: what no register has of the organ itself. What is typed into a report of several
/// organs is all of theirs, and not its own.
fn by_hand(compilation: Option<&Compilation>) -> Result<BTreeMap<String, ByHand>, Error> {
    match compilation.filter(|compilation| compilation.scope == Range::Own.key()) {
        Some(compilation) => Ok(Content::read(&compilation.content)?.by_hand),
        None => Ok(BTreeMap::new()),
    }
}

/// 编制范围 of a version, as it was kept with it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Kept {
    range: String,
}

/// A report below, as far as it counts.
struct Handed {
    range: Range,
    accepted: bool,
    from_file: bool,
    /// `None` where it is on another form, or has no tables.
    figures: Option<Figures>,
}

/// What all organs below handed in, some at a time: of each report its tables are kept alone.
async fn handed_in(
    office: &Office,
    above: OrganId,
    (year, edition): (i16, Edition),
) -> Result<HashMap<OrganId, Handed>, Error> {
    let (mut handed, mut after) = (HashMap::new(), None);
    loop {
        let some = office.db.handed_in(above, year, after, BATCH).await?;
        let Some(last) = some.last() else { return Ok(handed) };
        after = Some(last.organ_id);
        let read = move || some.into_iter().map(|one| (one.organ_id, read(&one, edition))).collect::<Vec<_>>();
        handed.extend(office.reader.apart(read).await.unwrap_or_default());
    }
}

fn read(one: &HandedIn, edition: Edition) -> Handed {
    let kept: Kept = serde_json::from_str(&one.proof).unwrap_or_default();
    let parsed = json::parse(one.report.trim_end().as_bytes()).ok();
    let from_file = parsed.as_ref().is_some_and(|parsed| parsed.source.starts_with(upload::SOURCE));
    Handed {
        range: Range::of_key(&kept.range).unwrap_or_default(),
        accepted: one.state != "reported",
        from_file,
        figures: parsed.and_then(|parsed| parsed.report.figures).filter(|figures| figures.edition() == edition),
    }
}

/// The sum while it is made.
struct Sum {
    counted: Vec<Counted>,
    missing: Vec<Missing>,
    through: Vec<(String, String)>,
    /// 已撤并 without a report of their own.
    closed: Vec<SeasonOrgan>,
}

impl Sum {
    /// Goes down the tree: each organ counts once, by its own report or by that of an organ above it which has it in.
    fn walk(&mut self, top: &Organ, range: Range, (organs, mut handed): (&[SeasonOrgan], HashMap<OrganId, Handed>)) {
        let mut below: HashMap<OrganId, Vec<&SeasonOrgan>> = HashMap::new();
        for organ in organs {
            below.entry(organ.under).or_default().push(organ);
        }
        let mut seen = HashSet::from([top.id]);
        // an organ to look below, and whether what stands on its own level is in its report already
        let mut open = vec![(top.id, top.level.as_str(), false)];
        while let Some((at, level, has_departments)) = open.pop() {
            for organ in below.get(&at).into_iter().flatten() {
                let is_department = organ.level == level;
                if !seen.insert(organ.id) || (range == Range::Departments && organ.level != top.level) {
                    continue;
                }
                let covered = if has_departments && is_department {
                    Range::Departments
                } else {
                    self.take(organ, handed.remove(&organ.id))
                };
                if covered != Range::Region {
                    open.push((organ.id, organ.level.as_str(), covered == Range::Departments));
                }
            }
        }
    }

    /// Takes one organ in; says whose figures besides its own came with it.
    fn take(&mut self, organ: &SeasonOrgan, handed: Option<Handed>) -> Range {
        let mut lacks = |why: &str| self.missing.push(lacking(organ, why));
        match handed {
            Some(Handed { range, accepted, from_file, figures: Some(figures) }) => {
                let counted = counted(organ, (By::Report { accepted }, range), figures);
                self.counted.push(Counted { from_file, ..counted });
                return range;
            }
            Some(Handed { range, .. }) => {
                lacks("报来的年报没有这一年格式的表");
                return range;
            }
            // what was brought and sent back is no zero, and the register need not have it
            None if organ.successor_id.is_some() && !State::of(organ).was_brought() => self.closed.push(organ.clone()),
            None if is_shelved_alone(organ) => lacks("年报库里有，没有报送；取来确认就能汇总"),
            None if is_from_library(organ) => lacks("公布的一份只在年报库，平台上的还在起草，没有报送"),
            None => match State::of(organ) {
                State::NotBegun => lacks("没有报送年报"),
                state => lacks(&format!("{}，没有报送年报", state.label())),
            },
        }
        Range::Own
    }

    /// 已撤并: what was open went to the successor and is in that one's figures; what had ended before is the closed organ's
    /// own, and counts from the register with the months that were entered until it was closed. A month that nobody entered
    /// stays unknown; of an organ of which the register knows nothing at all, the whole does, and so it does where only its
    /// reports tell of requests.
    async fn closed(&mut self, office: &Office, (year, edition): (i16, Edition)) -> Result<(), Error> {
        let closed = std::mem::take(&mut self.closed);
        let ids: Vec<_> = closed.iter().map(|organ| organ.id).collect();
        let undated: Vec<_> = closed.iter().filter(|organ| organ.closed_on.is_none()).map(|organ| organ.id).collect();
        let (with_records, at_work) =
            tokio::try_join!(office.db.with_records(&ids, year), office.db.at_work_in(&undated, year))?;
        let with_records: HashSet<_> = with_records.into_iter().collect();
        let told = Told::of(office, &ids, year).await?;
        for organ in closed {
            let owed = missing::owed(office, year, (true, organ.closed_on), at_work.contains(&organ.id));
            if let Some(why) = told.otherwise(&organ, (year, owed)) {
                self.missing.push(lacking(&organ, &why));
                continue;
            }
            // most were closed long ago, and nothing is left to be looked at
            let own = match owed.until == 0 && !with_records.contains(&organ.id) {
                true => None,
                false => {
                    let none = BTreeMap::new();
                    Some(YearFigures::of_range(office, (organ.id, year, edition), Range::Own, &none).await?)
                }
            };
            self.close(organ, (own, owed));
        }
        Ok(())
    }

    fn close(&mut self, organ: SeasonOrgan, (own, owed): (Option<YearFigures>, Owed)) {
        let worked = own.as_ref().is_some_and(has_any);
        let settled = own.as_ref().is_none_or(is_settled);
        match own {
            Some(own) if worked || (settled && owed.until > 0) => {
                self.counted.push(counted(&organ, (By::Register, Range::Own), until_closed(own, owed)));
            }
            Some(_) if owed.until > 0 => self.missing.push(lacking(&organ, "撤并以前的没有报送年报，也没有填报")),
            _ => self.through.push((organ.short_name, organ.successor.unwrap_or_default())),
        }
    }

    fn figures(&self, edition: Edition, taken_off: &[SeasonAdjustment]) -> Figures {
        let mut figures = Figures::unknown(edition);
        if !self.missing.is_empty() {
            return figures;
        }
        for (cell, _) in (0..).zip(Form::of(edition).cells()) {
            let add = |sum: i64, one: &Counted| sum.checked_add(one.figures.get(cell)?);
            figures.set(cell, self.counted.iter().try_fold(0_i64, add));
        }
        for adjustment in taken_off {
            let Some(cell) = figures.form().cell(&adjustment.cell) else { continue };
            figures.set(cell, figures.get(cell).and_then(|value| value.checked_add(adjustment.amount)));
        }
        // more cannot be counted twice than there is: what comes out below nothing is not known
        for (id, _) in (0..).zip(Form::of(edition).cells()).filter(|(_, cell)| cell.kind != Kind::Change) {
            if figures.get(id).is_some_and(|value| value < 0) {
                figures.set(id, None);
            }
        }
        figures
    }
}

fn counted(organ: &SeasonOrgan, (by, range): (By, Range), figures: Figures) -> Counted {
    Counted {
        organ: organ.id,
        slug: organ.slug.clone(),
        name: organ.short_name.clone(),
        by,
        range,
        from_file: false,
        is_public: organ.shelved > 0,
        figures,
    }
}

fn lacking(organ: &SeasonOrgan, why: &str) -> Missing {
    Missing { organ: organ.id, slug: organ.slug.clone(), name: organ.short_name.clone(), why: why.to_owned() }
}

/// Whether a closed organ has anything of its own in a year: a case, a document, or a month that somebody entered.
fn has_any(own: &YearFigures) -> bool {
    let is_some = own.figures.values().iter().flatten().any(|value| *value != 0);
    is_some || own.entered.iter().any(|count| count.known != 0)
}

/// Whether somebody said of everything that is counted month by month whether the organ counted it.
fn is_settled(own: &YearFigures) -> bool {
    own.entered.iter().all(|count| count.gaps.values().all(|gap| *gap != Gap::Unsettled))
}

/// The figures of a closed organ. Of a year of which it had no month, nothing is asked that only a report would say.
fn until_closed(own: YearFigures, owed: Owed) -> Figures {
    let mut figures = own.figures;
    for (cell, origins) in (0..).zip(&own.origins) {
        if owed.until == 0 && figures.get(cell).is_none() && matches!(origins.source, Source::ByHand(_)) {
            figures.set(cell, Some(0));
        }
    }
    figures
}

/// The organs below one with how their reports stand, at most [`MOST`]; whether there are more.
///
/// # Errors
/// The register.
pub async fn organs_of(office: &Office, above: OrganId, year: i16) -> Result<(Vec<SeasonOrgan>, bool), Error> {
    let mut organs = office.db.season_organs(above, year, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = organs.len() > most;
    organs.truncate(most);
    Ok((organs, more))
}
