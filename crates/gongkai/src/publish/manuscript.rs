//! 稿件: one publication opened, with what is written, its steps and where it stands.

use gongkai_law::{
    calendar::Calendar,
    proactive::{
        attribute::Attribute,
        kind::PublicationKind,
        release::{Check, PublicationStage, PublicationStanding, PublicationStep, ReviewRoute},
        running::{Explained, Known},
    },
};
use gongkai_store::{Civil, Error, Organ, Publication, PublicationFile, PublicationId, PublicationNow, Scope, StepRow};
use jiff::civil::Date;

use super::{
    content::Content,
    record::{self, Words},
    running::{self, explained},
    secret,
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
    /// 被解读的文件
    pub explained: Explained,
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
        let explained = explained(office, kind, &content).await?;
        let files = office.db.publication_files(id).await?;
        let standing = PublicationStanding::of(route(&entries, &settings), taken(&entries));
        Ok(Self { publication, organ, settings, kind, content, entries, files, explained, standing })
    }

    /// What lists keep of it where it stands so.
    pub fn now(&self, standing: &PublicationStanding, calendar: &Calendar) -> PublicationNow<'static> {
        now(standing, (self.kind, &self.content, self.explained), calendar)
    }

    /// What its term runs from.
    pub fn known(&self) -> Known {
        running::known(self.kind, &self.content, self.explained, changed(&self.standing))
    }

    /// Where it will stand after another step.
    pub fn after(&self, step: PublicationStep, on: Date) -> PublicationStanding {
        let route = match step {
            PublicationStep::Submitted => self.settings.route(),
            _ => self.standing.route,
        };
        PublicationStanding::of(route, taken(&self.entries).chain([(step, on)]))
    }

    /// What is written down beside a step: what was said, and what it was taken on, for whoever reads it later.
    pub fn kept_with(&self, step: PublicationStep, words: &Words) -> Words {
        let attribute = self.content.attribute();
        let route = || self.settings.route().checks().map(|check| check.key().to_owned()).collect();
        let of_attribute = matches!(step, PublicationStep::Passed { .. } | PublicationStep::Retained);
        Words {
            route: if step == PublicationStep::Submitted { route() } else { Vec::new() },
            attribute: match attribute {
                Attribute::OnRequest | Attribute::Withheld if of_attribute => attribute.key().to_owned(),
                _ => String::new(),
            },
            ..words.clone()
        }
    }

    /// 缺项: what is to be filled in or mended before review, by the field's name and in a sentence.
    pub fn lacks(&self, today: Date) -> Vec<(String, String)> {
        let mut lacks = self.content.lacks(self.kind, today);
        if secret::is_state_secret(&self.content) && !self.files.is_empty() {
            lacks.push(("file".to_owned(), format!("请删掉附件。{}", secret::BARE)));
        }
        lacks
    }

    /// The steps of the round that goes on: from the last beginning or revision.
    pub fn round(&self) -> &[Entry] {
        let begins = |entry: &Entry| matches!(entry.step, PublicationStep::Begun | PublicationStep::Revised);
        let from = self.entries.iter().rposition(begins).unwrap_or(0);
        self.entries.get(from..).unwrap_or_default()
    }
}

/// 审核流程: for what is handed in, the one of that moment, whatever is set meanwhile; for a draft the one that is set now.
fn route(entries: &[Entry], settings: &Settings) -> ReviewRoute {
    let turns = |entry: &&Entry| {
        matches!(
            entry.step,
            PublicationStep::Begun
                | PublicationStep::Submitted
                | PublicationStep::Returned { .. }
                | PublicationStep::Recalled
                | PublicationStep::Revised
        )
    };
    let last = entries.iter().rfind(turns).map(|entry| &entry.words.route);
    match last.filter(|route| !route.is_empty()) {
        Some(route) => {
            let has = |check: Check| route.iter().any(|key| key == check.key());
            ReviewRoute { legal: has(Check::Legal), countersign: has(Check::Countersign) }
        }
        None => settings.route(),
    }
}

fn taken(entries: &[Entry]) -> impl Iterator<Item = (PublicationStep, Date)> {
    entries.iter().map(|entry| (entry.step, entry.row.on_date.0))
}

fn entry(row: StepRow) -> Result<Entry, Error> {
    let (step, words) = record::read(&row)?;
    Ok(Entry { row, step, words })
}

/// 变更之日: when what is public began to be changed; what was never out has the term of its own day. Art. 26
pub fn changed(standing: &PublicationStanding) -> Option<Date> {
    standing.revised.filter(|_| standing.releases > 0)
}

/// 投影: what lists keep of a standing.
pub fn now(
    standing: &PublicationStanding,
    (kind, content, explained): (PublicationKind, &Content, Explained),
    calendar: &Calendar,
) -> PublicationNow<'static> {
    // what is changed has its term from the change. Art. 26
    let known = running::known(kind, content, explained, changed(standing));
    let running = match standing.stage.is_open() {
        true => running::kept(kind, &known, calendar),
        false => (None, None, false),
    };
    let (due, due_ms, provisional) = running::or_down(standing, running, calendar);
    // what is given to who asks is not withheld. Art. 18
    let withheld = standing.stage == PublicationStage::Retained && content.attribute() == Attribute::Withheld;
    let again = |day: Date| day.checked_add(jiff::Span::new().days(REASSESS_DAYS)).ok();
    PublicationNow {
        stage: standing.stage.key(),
        public: standing.public,
        due,
        due_ms,
        provisional,
        reassess: standing.assessed.filter(|_| withheld).and_then(again).map(Civil),
        anew: false,
    }
}
