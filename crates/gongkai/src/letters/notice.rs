//! 过程文书: the letter that goes with a step: to ask for a correction, to extend, to consult, to charge. It says what
//! the step's record says, so it is written once the step is taken, and numbered by itself.

use gongkai_law::{
    article::Article,
    calendar::in_chinese as said,
    request::{
        clarify, deadline,
        decision::Decision,
        fee,
        letter::{self, Content, LetterKind},
        received, remedy,
        step::{Step, Taken, Verb},
        third_party::{self, Asked, Silence},
    },
};
use gongkai_store::{Civil, Letter, LetterId, Moment, NewLetter};
use jiff::civil::Date;

use super::{
    draft::{Written, refused},
    facts,
    fields::Fields,
    head::Letterhead,
    sender::Sender,
    text::Contents,
    wordings::Model,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{
        dossier::{Dossier, Entry},
        record::Words,
        take::{self, NotTaken},
    },
};

/// What the note in the timeline is about.
const NOTED: &str = "letter";

/// A letter of a step: some steps send out two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The step's place.
    pub n: i32,
    /// Which of its letters.
    pub kind: LetterKind,
}

impl Notice {
    /// The notices of a request, by its steps; a step that never happened sends out nothing.
    pub fn all(dossier: &Dossier) -> impl Iterator<Item = (Self, &Entry)> {
        dossier.dated().flat_map(|(entry, _)| {
            let kinds = LetterKind::of_step(entry.taken.step).iter();
            kinds.map(move |kind| (Self { n: entry.row.n, kind: *kind }, entry))
        })
    }

    /// Its place in an address: `3`, and for the second letter of a step `3-consult_notice`.
    pub fn place(self, step: Step) -> String {
        let first = LetterKind::of_step(step).first() == Some(&self.kind);
        if first { self.n.to_string() } else { format!("{}-{}", self.n, self.kind.key()) }
    }

    /// The notice at this place, with its step, whether or not the step still stands.
    pub fn at<'d>(dossier: &'d Dossier, place: &str) -> Option<(Self, &'d Entry)> {
        let (n, key) = place.split_once('-').unwrap_or((place, ""));
        let n: i32 = n.parse().ok()?;
        let entry = dossier.entries.iter().find(|entry| entry.row.n == n)?;
        let kinds = LetterKind::of_step(entry.taken.step);
        let kind = if key.is_empty() { kinds.first() } else { kinds.iter().find(|kind| kind.key() == key) };
        Some((Self { n, kind: *kind? }, entry))
    }

    /// Whether its step is still known to have happened.
    pub fn stands(self, dossier: &Dossier) -> bool {
        Self::all(dossier).any(|(notice, _)| notice == self)
    }

    /// Whether this is its letter.
    pub fn is(self, letter: &Letter, fields: &Fields) -> bool {
        fields.step == Some(self.n) && letter.kind == self.kind.key()
    }
}

/// The letter of a step.
pub fn write(dossier: &Dossier, notice: Notice, entry: &Entry, sender: &Sender) -> Written {
    let mut contents = facts::recorded(&dossier.request, &dossier.standing, &sender.head);
    // what the letter itself brings about is not among what happened before it
    contents.insert(Content::Paused, String::new());
    let (model, own) = match (notice.kind, entry.taken.step) {
        (LetterKind::ConsultNotice, Step::Consulted { asked, party }) => {
            let late = dossier.standing.consults.iter().any(|consult| consult.party == party && consult.late);
            (Model::Letter(notice.kind), told_of(asked, true_day(dossier, entry), late))
        }
        (_, Step::Lapsed { decision }) => (Model::Answer(decision, 0), lapsed(dossier, decision, &sender.head)),
        _ => (Model::Letter(notice.kind), of_step(dossier, entry, &sender.head)),
    };
    contents.extend(own);
    Written::new(model, contents, dossier, sender)
}

/// The day of a step as it is known now.
fn true_day(dossier: &Dossier, entry: &Entry) -> Date {
    dossier.dated().find(|(other, _)| other.row.n == entry.row.n).map_or(entry.taken.on, |(_, day)| day)
}

/// 征求意见告知书: the applicant is told that the clock stands, not whom it stands for; asked too late it does not stand.
fn told_of(asked: Asked, sent: Date, late: bool) -> Contents {
    let why = match asked {
        Asked::ThirdParty => "因所需信息涉及第三方权益",
        Asked::CoProducer => "因所需信息由其他机关共同制作",
    };
    let clock = match late {
        true => "征求意见时答复期限已经届满，期限不停止计算。",
        false => "征求意见所需时间不计算在答复期限内，收到意见或者期满以后继续计算。",
    };
    let whose = if asked == Asked::ThirdParty { "第三方" } else { "该机关" };
    let paused = format!("{why}，本机关于{}书面征求{whose}意见。{clock}", said(sent));
    Contents::from([(Content::Paused, paused), (Content::Basis, deadline::PAUSE_BASIS.formal())])
}

/// 不再处理告知书: the file is closed, and this is why and what can be done against it.
fn lapsed(dossier: &Dossier, decision: Decision, head: &Letterhead) -> Contents {
    Contents::from([
        (Content::Fact, facts::lapse(decision, &dossier.standing).unwrap_or_default()),
        (Content::Basis, facts::cited(&letter::bases(decision, 0, &[]))),
        (Content::Remedy, facts::redress(head, |names| remedy::text(decision, names))),
    ])
}

fn of_step(dossier: &Dossier, entry: &Entry, head: &Letterhead) -> Contents {
    let why = entry.words.why.trim().to_owned();
    let basis = |article: Article| (Content::Basis, article.formal());
    let until = |text: String| (Content::Until, text);
    let mut contents = match entry.taken.step {
        Step::Arrived { .. } => Contents::from([basis(received::BASIS)]),
        Step::ClarifyAsked { until: day } => Contents::from([
            (Content::Fact, why),
            basis(clarify::BASIS),
            until(format!("请于{}前补正。", said(day))),
            (Content::Consequence, "没有正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。".to_owned()),
        ]),
        Step::ReasonsAsked { until: day } => Contents::from([
            (Content::Fact, why),
            basis(deadline::DELAY_BASIS),
            until(format!("请于{}前说明。", said(day))),
        ]),
        Step::Extended { days } => Contents::from([
            (Content::Reasons, why),
            (Content::Days, days.to_string()),
            (Content::Approval, "经公开工作机构负责人同意".to_owned()),
            basis(deadline::BASIS.paragraph(2)),
        ]),
        Step::Delayed { until: day } => Contents::from([
            (Content::Reasons, why),
            basis(deadline::DELAY_BASIS),
            until(format!("本机关于{}前答复。", said(day))),
        ]),
        Step::Consulted { asked, .. } => {
            let silence = match asked.silence() {
                Silence::OfficeDecides => "逾期没有提出意见的，由本机关依照条例的规定决定是否公开。",
                Silence::Consent => "逾期没有提出意见的，视为同意公开。",
            };
            Contents::from([
                (Content::Concerned, why),
                (Content::Silence, silence.to_owned()),
                basis(asked.basis()),
                until(format!("请自收到本征询书之日起{}个工作日内提出意见。", third_party::WORKDAYS)),
            ])
        }
        Step::FeeNotified => charged(entry, head),
        _ => Contents::new(),
    };
    let due = dossier.standing.due().map(|day| format!("答复期限是{}。", said(day)));
    contents.insert(Content::Due, due.unwrap_or_else(|| "答复期限自双方确认收到之日起计算。".to_owned()));
    contents
}

fn charged(entry: &Entry, head: &Letterhead) -> Contents {
    Contents::from([
        (Content::Amount, entry.words.yuan.map_or_else(String::new, |yuan| format!("{yuan}元"))),
        (Content::Reckoning, entry.words.why.trim().to_owned()),
        (Content::Payment, head.payment.clone()),
        (Content::Basis, format!("{}和{}", Article::regulation(42).formal(), fee::BASIS.formal())),
        (Content::Until, format!("请自收到本通知书的次日起{}个工作日内缴纳。", fee::PAY_WORKDAYS)),
        (Content::Consequence, "逾期没有缴纳的，视为放弃申请，本机关不再处理该申请。".to_owned()),
    ])
}

/// 编文号: keeps a step's letter with the next number of its series, dated today. A letter that lacks something is
/// refused, and so is a second one for the same step, and one for a step that was struck out.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing or who may; the register.
pub async fn issue(office: &Office, hand: &Hand, dossier: &Dossier, place: &str) -> Result<LetterId, NotTaken> {
    let (notice, entry) = Notice::at(dossier, place).ok_or_else(|| refused("这一步没有文书"))?;
    take::may(office, hand, dossier, Verb::Issue).map_err(NotTaken::Refused)?;
    if !notice.stands(dossier) {
        return Err(refused("这一步已经注销，不再出具文书"));
    }
    let sender = Sender::of(office, dossier.request.line.organ_id).await?;
    let written = write(dossier, notice, entry, &sender);
    if of(office, dossier, notice).await?.is_some() {
        return Err(refused("这一步的文书已经编过文号"));
    }
    let fields = Fields { step: Some(notice.n), ..Fields::default() };
    let step = usize::try_from(notice.n).map_err(|_| refused("这一步没有文书"))?;
    number(office, hand, dossier, &sender, written, (fields, Step::Issued { step, letter: notice.kind })).await
}

/// Keeps a letter for good, with its number and the step that tells of it.
pub(super) async fn number(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    sender: &Sender,
    written: Written,
    (fields, step): (Fields, Step),
) -> Result<LetterId, NotTaken> {
    if let Some(lacks) = written.lacks() {
        return Err(refused(&format!("{lacks}，不能编文号")));
    }
    let (line, kind, today) = (&dossier.request.line, written.kind, office.today());
    let fields = Fields { text: Some(written.text), ..fields }.json();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let number = sender.number(&mut act, kind, today.year()).await?.ok_or_else(|| refused("这种文书不编文号"))?;
    let new = NewLetter { organ: line.organ_id, request: line.id, kind: kind.key(), fields: &fields };
    let id = act.add_letter(&new).await?;
    act.sign_letter((id, line.organ_id, 0), &number, Civil(today)).await?;
    // the step keeps two officers from numbering one letter twice: the later one is told
    let words =
        Words { about: NOTED.to_owned(), why: format!("出具{}", kind.title()), letter: number, ..Words::default() };
    let taken = Taken { on: today, step };
    take::take(office, &mut act, hand, dossier, taken, &words).await?;
    act.commit().await?;
    Ok(id)
}

/// The letter that was issued for a step, if there is one.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, dossier: &Dossier, notice: Notice) -> Result<Option<Letter>, gongkai_store::Error> {
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        if notice.is(&letter, &Fields::read(&letter)?) {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}
