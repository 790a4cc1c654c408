//! 过程文书: the letter that goes with a step: to ask for a correction, to extend, to consult, to charge. It says what
//! the step's record says, so it is written once the step is taken, and numbered by itself.

use gongkai_law::{
    article::Article,
    calendar::in_chinese as said,
    request::{
        clarify, deadline, fee,
        letter::{Content, LetterKind},
        received,
        step::{Step, Taken, Verb},
        third_party::{self, Silence},
    },
};
use gongkai_store::{Civil, LetterId, Moment, NewLetter, Organ};

use super::{
    draft::{Written, refused},
    facts,
    fields::Fields,
    head::Letterhead,
    models,
    text::{self, Contents, Text},
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
pub const NOTED: &str = "letter";

/// The letter of a step of this request; `None` where the step has none.
pub fn write(dossier: &Dossier, entry: &Entry, organ: &Organ, head: &Letterhead) -> Option<Written> {
    let kind = LetterKind::of_step(entry.taken.step)?;
    let mut contents = facts::recorded(&dossier.request, &dossier.standing, head);
    // what the letter itself brings about is not among what happened before it
    contents.insert(Content::Paused, String::new());
    contents.extend(of_step(dossier, entry, head));
    let you = facts::you(dossier.applicant().is_person());
    let text = Text {
        from: organ.name.clone(),
        heading: kind.heading().to_owned(),
        blocks: text::fill(&models::notice(kind), &contents, you),
        attached: Vec::new(),
        contact: head.contact_line(),
    };
    let missing = text::missing(kind, &contents);
    Some(Written { kind, text, contents, missing })
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
    let amount = entry.words.yuan.map_or_else(String::new, |yuan| {
        let why = entry.words.why.trim();
        if why.is_empty() { format!("{yuan}元") } else { format!("{yuan}元（{why}）") }
    });
    Contents::from([
        (Content::Amount, amount),
        (Content::Payment, head.payment.clone()),
        (Content::Basis, format!("{}和{}", Article::regulation(42).formal(), fee::BASIS.formal())),
        (Content::Until, format!("请自收到本通知书的次日起{}个工作日内缴纳。", fee::PAY_WORKDAYS)),
        (Content::Consequence, "逾期没有缴纳的，视为放弃申请，本机关不再处理该申请。".to_owned()),
    ])
}

/// 编文号: keeps a step's letter with the next number of its series, dated today. A letter that lacks something is
/// refused, and so is a second one for the same step.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing or who may; the register.
pub async fn issue(office: &Office, hand: &Hand, dossier: &Dossier, n: i32) -> Result<LetterId, NotTaken> {
    let entry = dossier.entries.iter().find(|entry| entry.row.n == n).ok_or_else(|| refused("没有这一步"))?;
    take::may(office, hand, dossier, Verb::Note).map_err(NotTaken::Refused)?;
    let line = &dossier.request.line;
    let organ = office.db.organ(line.organ_id).await?;
    let head = Letterhead::of(office, &organ).await?;
    let written = write(dossier, entry, &organ, &head).ok_or_else(|| refused("这一步没有文书"))?;
    if !written.missing.is_empty() {
        let labels: Vec<_> = written.missing.iter().map(|content| content.label()).collect();
        return Err(refused(&format!("还缺{}，不能编文号", labels.join("、"))));
    }
    if of(office, dossier, n).await?.is_some() {
        return Err(refused("这一步的文书已经编过文号"));
    }
    let fields = Fields { step: Some(n), text: Some(written.text), ..Fields::default() }.json();
    let today = office.today();
    let (word, series) = written.kind.series();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let count = act.next_number(line.organ_id, series, today.year()).await?;
    let new = NewLetter { organ: line.organ_id, request: line.id, kind: written.kind.key(), fields: &fields };
    let id = act.add_letter(&new).await?;
    let number = format!("{}{word}〔{}〕{count}号", head.word, today.year());
    act.sign_letter((id, line.organ_id, 0), &number, Civil(today)).await?;
    // the note keeps two officers from numbering one letter twice: the later one is told
    let words = Words {
        about: NOTED.to_owned(),
        why: format!("出具{}", written.kind.title()),
        letter: number,
        ..Words::default()
    };
    let taken = Taken { on: today, step: Step::Noted };
    take::take(office, &mut act, hand, dossier, taken, &words).await?;
    act.commit().await?;
    Ok(id)
}

/// The letter that was issued for a step, if there is one.
///
/// # Errors
/// The register.
pub async fn of(
    office: &Office,
    dossier: &Dossier,
    n: i32,
) -> Result<Option<gongkai_store::Letter>, gongkai_store::Error> {
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        if Fields::read(&letter)?.step == Some(n) {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}
