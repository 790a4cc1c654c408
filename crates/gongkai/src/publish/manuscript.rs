//! 稿件: one publication opened, with what is written, its steps and where it stands.

use gongkai_law::{
    calendar::Calendar,
    proactive::{
        kind::PublicationKind,
        release::{PublicationStage, PublicationStanding, PublicationStep},
    },
};
use gongkai_store::{Civil, Error, Organ, Publication, PublicationFile, PublicationId, PublicationNow, Scope, StepRow};
use jiff::civil::Date;

use super::{
    content::Content,
    record::{self, Words},
    settings::Settings,
};
use crate::office::Office;

/// 再评估: how many days after it was found that something stays withheld it is looked at again. Art. 18 says
/// periodically; a year is the office's own measure.
const REASSESS_DAYS: i64 = 365;

/// 经过: one step as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As the register keeps it.
    pub row: StepRow,
    /// As the law sees it.
    pub step: PublicationStep,
    /// What was written beside it.
    pub words: Words,
}

/// 稿件
#[derive(Clone, Debug)]
pub struct Manuscript {
    /// As the register keeps it.
    pub publication: Publication,
    /// 发布机构
    pub organ: Organ,
    /// What the organ set.
    pub settings: Settings,
    /// 信息种类
    pub kind: PublicationKind,
    /// What is written.
    pub content: Content,
    /// Its steps.
    pub entries: Vec<Entry>,
    /// Its files.
    pub files: Vec<PublicationFile>,
    /// Where it stands.
    pub standing: PublicationStanding,
}

impl Manuscript {
    /// The publication of this identity in this scope.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none.
    pub async fn of(office: &Office, id: PublicationId, scope: Scope) -> Result<Self, Error> {
        let publication = office.db.publication(id, scope).await?;
        let corrupt = || Error::Corrupt(format!("公开信息{}", publication.id));
        let kind = PublicationKind::of_key(&publication.kind).ok_or_else(corrupt)?;
        let organ = office.db.organ(publication.organ_id).await?;
        let settings = Settings::of(office, &organ).await?;
        let entries: Vec<Entry> =
            office.db.publication_steps(id).await?.into_iter().map(entry).collect::<Result<_, _>>()?;
        let content = Content::read(&publication.content)?;
        let files = office.db.publication_files(id).await?;
        let standing = PublicationStanding::of(settings.route(), taken(&entries));
        Ok(Self { publication, organ, settings, kind, content, entries, files, standing })
    }

    /// Where it will stand after another step.
    pub fn after(&self, step: PublicationStep, on: Date) -> PublicationStanding {
        PublicationStanding::of(self.settings.route(), taken(&self.entries).chain([(step, on)]))
    }

    /// The steps of the round that goes on: from the last beginning or revision.
    pub fn round(&self) -> &[Entry] {
        let begins = |entry: &Entry| matches!(entry.step, PublicationStep::Begun | PublicationStep::Revised);
        let from = self.entries.iter().rposition(begins).unwrap_or(0);
        self.entries.get(from..).unwrap_or_default()
    }
}

fn taken(entries: &[Entry]) -> impl Iterator<Item = (PublicationStep, Date)> {
    entries.iter().map(|entry| (entry.step, entry.row.on_date.0))
}

fn entry(row: StepRow) -> Result<Entry, Error> {
    let (step, words) = record::read(&row)?;
    Ok(Entry { row, step, words })
}

/// 投影: what lists keep of a standing.
pub fn now(
    standing: &PublicationStanding,
    (kind, formed): (PublicationKind, Option<Date>),
    calendar: &Calendar,
) -> PublicationNow<'static> {
    // what is changed has its term from the change. Art. 26
    let from = standing.revised.or(formed).filter(|_| standing.stage.is_open());
    let due = from.and_then(|from| kind.rule().due(from, calendar));
    let withheld = standing.stage == PublicationStage::Retained;
    let again = |day: Date| day.checked_add(jiff::Span::new().days(REASSESS_DAYS)).ok();
    PublicationNow {
        stage: standing.stage.key(),
        public: standing.public,
        due: due.map(|term| Civil(term.date)),
        provisional: due.is_some_and(|term| term.provisional),
        reassess: standing.assessed.filter(|_| withheld).and_then(again).map(Civil),
        anew: false,
    }
}
