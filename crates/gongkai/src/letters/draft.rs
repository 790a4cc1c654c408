//! 起草: a letter that tells a decision is written, looked over, and handed in for the legal review.

use std::collections::BTreeMap;

use gongkai_law::{
    exempt::Exemption,
    request::{
        application::Delivery,
        decision::Decision,
        letter::{Ask, Content, LetterKind, asks},
        step::{Step, Taken, Verb},
    },
};
use gongkai_store::{Act, Attached, Letter, LetterId, Moment, NewLetter};
use jiff::civil::Date;

use super::{
    basis, facts,
    fields::{Fields, Part},
    search::SEARCHES,
    sender::Sender,
    supplied::{self, Means, gives},
    text::{self, Contents, Text},
    wordings::Model,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{
        dossier::{Dossier, Entry},
        papers::Paper,
        record::Words,
        take::{self, NotTaken},
    },
};

/// The longest words that a field of a letter takes, in characters.
const LONGEST: usize = 8000;
/// Parts that one letter may withhold apart.
pub const PARTS: usize = 6;

/// What a decision asks for and did not get; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaid {
    /// The content, for the field beside which it is said.
    pub content: Content,
    /// One sentence.
    pub why: String,
}

/// Whether a decision has to show where was looked: of what is said not to be there.
pub fn is_searched(decision: Decision, variant: usize) -> bool {
    LetterKind::telling(decision, variant) == LetterKind::NotExisting
}

/// What the fields lack of what their decision asks for.
pub fn unsaid(fields: &Fields, today: Date) -> Vec<Unsaid> {
    let Some(decision) = fields.decision() else { return Vec::new() };
    let lacks = |ask: &&Ask| {
        let words = fields.typed(ask.content).trim();
        let known = ask.choices.is_empty() || ask.choices.contains(&words);
        (ask.needed && words.is_empty()) || (!words.is_empty() && !known)
    };
    let mut out: Vec<Unsaid> = asks(decision, fields.variant)
        .iter()
        .filter(lacks)
        .map(|ask| Unsaid { content: ask.content, why: format!("请写明：{}", ask.label) })
        .collect();
    let barred = asks(decision, fields.variant).iter().filter_map(|ask| Some((ask, ask.bars?)));
    let barred = barred.filter(|(ask, (answer, _))| fields.typed(ask.content).trim() == *answer);
    out.extend(barred.map(|(ask, (_, why))| Unsaid { content: ask.content, why: why.to_owned() }));
    let placeless = gives(decision, fields.variant)
        && Means::of(fields).has_place()
        && fields.typed(Content::Elsewhere).trim().is_empty();
    if placeless {
        let why = "请写明网址，或者查阅的地点和时间".to_owned();
        out.push(Unsaid { content: Content::Elsewhere, why });
    }
    let named = fields.typed(Content::Fact).trim();
    if decision == Decision::DeniedLaw && !named.is_empty() {
        out.extend(basis::fault(named).map(|why| Unsaid { content: Content::Fact, why: why.to_owned() }));
    }
    if decision == Decision::Partial {
        let whole = fields.withheld.iter().filter(|part| part.is_whole()).count();
        let half = fields.withheld.iter().any(|part| !part.is_whole() && !part.is_blank());
        if whole == 0 || half {
            let why = "不公开的每一部分都要写明是什么、依据和理由".to_owned();
            out.push(Unsaid { content: Content::Withheld, why });
        }
    }
    if is_searched(decision, fields.variant) {
        out.extend(unsearched(fields, today).map(|why| Unsaid { content: Content::Findings, why }));
    }
    out.extend(too_long(asks(decision, fields.variant), fields));
    out
}

/// What was written at greater length than a letter bears; nothing is cut off behind its writer's back.
pub fn too_long(asks: &[Ask], fields: &Fields) -> Vec<Unsaid> {
    let is_long = |words: &str| words.chars().nth(LONGEST).is_some();
    let long = |content, label| Unsaid { content, why: format!("{label}：最多{LONGEST}字，请另附材料") };
    let mut out: Vec<_> =
        asks.iter().filter(|ask| is_long(fields.typed(ask.content))).map(|ask| long(ask.content, ask.label)).collect();
    if fields.withheld.iter().any(|part| is_long(&part.what) || is_long(&part.why)) {
        out.push(long(Content::Withheld, "不公开的部分"));
    }
    if fields.searched.iter().any(|search| search.is_any(is_long)) {
        out.push(long(Content::Findings, "检索记录"));
    }
    if is_long(fields.typed(Content::Elsewhere)) {
        out.push(long(Content::Elsewhere, "网址或者地点"));
    }
    out
}

fn unsearched(fields: &Fields, today: Date) -> Option<String> {
    let mut searches = (1..).zip(&fields.searched).filter(|(_, search)| !search.is_blank()).peekable();
    if searches.peek().is_none() {
        return Some("答复信息不存在，要有检索记录：在哪里、用什么词、何时、由谁检索，结果怎样".to_owned());
    }
    let lacking = searches.map(|(n, search)| (n, search.lacks(today))).find(|(_, lacks)| !lacks.is_empty());
    lacking.map(|(n, lacks)| format!("第{n}条检索记录还缺{}", lacks.join("、")))
}

/// A letter put together from the register as it stands.
#[derive(Clone, Debug)]
pub struct Written {
    /// What kind of letter.
    pub kind: LetterKind,
    /// What it says.
    pub text: Text,
    /// What it says.
    pub contents: Contents,
    /// What it must say.
    pub needs: Vec<Content>,
    /// What of it is not there.
    pub missing: Vec<Content>,
}

impl Written {
    /// A letter in the sender's words.
    pub fn new(model: Model, contents: Contents, dossier: &Dossier, sender: &Sender) -> Self {
        let delivery = Delivery::of_key(&dossier.request.delivery);
        Self::to(model, contents, (facts::you(dossier.applicant().is_person()), delivery), sender)
    }

    /// The same to a reader who is addressed so, and gets it this way.
    pub fn to(model: Model, contents: Contents, (you, delivery): (&str, Option<Delivery>), sender: &Sender) -> Self {
        let kind = model.kind();
        let text = Text {
            from: sender.organ.name.clone(),
            heading: kind.heading().to_owned(),
            blocks: text::fill(&sender.wordings.words(model), &contents, you),
            attached: Vec::new(),
            contact: sender.head.contact_line(),
        };
        let needs = text::needs(kind, delivery);
        let missing = text::missing(&needs, &contents);
        Self { kind, text, contents, needs, missing }
    }

    /// What it lacks for a next step, in words.
    pub fn lacks(&self) -> Option<String> {
        let labels: Vec<_> = self.missing.iter().map(|content| content.label()).collect();
        (!labels.is_empty()).then(|| format!("还缺{}", labels.join("、")))
    }
}

/// Writes an answer from its fields; `attached` are the names of the files that go with it.
pub fn write(dossier: &Dossier, sender: &Sender, fields: &Fields, attached: Vec<String>) -> Option<Written> {
    let decision = fields.decision()?;
    let contents = facts::answer(&dossier.request, &dossier.standing, &sender.head, fields);
    let model = Model::Answer(decision, fields.variant);
    let mut written = Written::new(model, contents, dossier, sender);
    written.text.attached = attached;
    Some(written)
}

/// So many requests of the same applicant are looked through for the one that was answered.
const EARLIER: i64 = 200;

/// 重复申请: what is wrong with the number of the request that was answered before: it has to be the same applicant's, and
/// to have ended. Where no number of identity says whose requests are whose, there is nothing to compare.
///
/// # Errors
/// The register.
pub async fn repeats(office: &Office, dossier: &Dossier, fields: &Fields) -> gongkai_store::Result<Option<Unsaid>> {
    let (line, typed) = (&dossier.request.line, fields.typed(Content::Fact));
    let Some(mac) = dossier.request.applicant_mac.as_ref().filter(|_| fields.decision() == Some(REPEATS)) else {
        return Ok(None);
    };
    let mut earlier = office.db.requests_of_applicant(line.organ_id, mac, EARLIER).await?;
    earlier.retain(|other| other.id != line.id && other.ended.is_some());
    if earlier.iter().any(|other| typed.contains(&other.number)) {
        return Ok(None);
    }
    let known: Vec<_> = earlier.iter().take(3).map(|other| other.number.as_str()).collect();
    let known = match known.is_empty() {
        true => "没有；旧件请先补录旧台账".to_owned(),
        false => known.join("、"),
    };
    let why = format!("请写明上一件的编号：要是同一申请人的、本机关已经答复的申请。台账里有：{known}");
    Ok(Some(Unsaid { content: Content::Fact, why }))
}

const REPEATS: Decision = Decision::RejectedRepeat;

/// 附件: what goes out with a letter, in the order in which it was added.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// Its place among the request's files.
    pub n: i32,
    /// Its name as a file.
    pub name: String,
    /// What the letter calls it.
    pub title: String,
}

/// The files of a letter.
///
/// # Errors
/// The register.
pub async fn enclosed(office: &Office, dossier: &Dossier, fields: &Fields) -> gongkai_store::Result<Vec<Enclosure>> {
    if fields.files.is_empty() {
        return Ok(Vec::new());
    }
    let all = office.db.request_files(dossier.request.line.id).await?;
    let of = |file: Attached| Enclosure {
        n: file.n,
        title: fields
            .titles
            .get(&file.n)
            .filter(|title| !title.is_empty())
            .cloned()
            .unwrap_or_else(|| stem(&file.name)),
        name: file.name,
    };
    Ok(all.into_iter().filter(|file| fields.files.contains(&file.n)).map(of).collect())
}

/// A file's name without its ending: what a letter calls an enclosure for which nobody wrote a title.
fn stem(name: &str) -> String {
    let whole = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    if whole.is_empty() { name.to_owned() } else { whole.to_owned() }
}

/// 起草: keeps a draft of the answer. It changes nothing about the request until it is handed in. Where it is made from a
/// draft that was not handed in either, that one is done with.
///
/// # Errors
/// [`NotTaken::Refused`] where this hand may not, or this is no way to answer now; [`gongkai_store::Error::Stale`].
pub async fn draft(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    mut fields: Fields,
    from: Option<&Letter>,
) -> Result<LetterId, NotTaken> {
    let decision = may_draft(office, hand, dossier, &fields)?;
    fields.withheld.retain(|part| decision == Decision::Partial && !part.is_blank());
    fields.withheld.truncate(PARTS);
    fields.searched.retain(|search| is_searched(decision, fields.variant) && !search.is_blank());
    fields.searched.truncate(SEARCHES);
    let kind = LetterKind::telling(decision, fields.variant);
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let json = fields.json();
    let new = NewLetter { organ: line.organ_id, request: line.id, kind: kind.key(), fields: &json };
    let id = act.add_letter(&new).await?;
    if let Some(old) = from {
        let fields = Fields::read(old)?;
        if fields.is_unfinished() {
            struck(&mut act, old, fields).await?;
        }
    }
    act.commit().await?;
    Ok(id)
}

/// 作废: throws a draft away that was not handed in. It stays on record with who did it.
///
/// # Errors
/// [`NotTaken::Refused`] where this hand may not, or it was handed in; [`gongkai_store::Error::Stale`].
pub async fn strike(office: &Office, hand: &Hand, dossier: &Dossier, letter: &Letter) -> Result<(), NotTaken> {
    let fields = open_draft(office, hand, dossier, letter)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    struck(&mut act, letter, fields).await?;
    Ok(act.commit().await?)
}

async fn struck(act: &mut Act, letter: &Letter, fields: Fields) -> Result<(), gongkai_store::Error> {
    act.fill_letter(letter, &Fields { struck: true, ..fields }.json()).await?;
    act.record("letter.strike", Some(letter.organ_id), letter.id, serde_json::json!({}));
    Ok(())
}

/// The fields of a draft that this hand may change.
fn open_draft(office: &Office, hand: &Hand, dossier: &Dossier, letter: &Letter) -> Result<Fields, NotTaken> {
    take::may(office, hand, dossier, Verb::Draft).map_err(NotTaken::Refused)?;
    let fields = Fields::read(letter)?;
    match fields.is_unfinished() && letter.number.is_none() {
        true => Ok(fields),
        false if fields.struck => Err(refused("这一稿已经作废")),
        false => Err(refused("已经送审的文书不能再改")),
    }
}

/// The drafts of answers on which somebody may go on writing, in the order of their beginning.
///
/// # Errors
/// The register.
pub async fn unfinished(office: &Office, dossier: &Dossier) -> Result<Vec<(Letter, Fields)>, gongkai_store::Error> {
    let mut all = Vec::new();
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        let fields = Fields::read(&letter)?;
        if fields.is_unfinished() && letter.number.is_none() {
            all.push((letter, fields));
        }
    }
    Ok(all)
}

/// 退回: the letter that was returned, while no other was handed in, with the step that says why.
pub fn returned(dossier: &Dossier) -> Option<(LetterId, &Entry)> {
    let passed = |entry: &&Entry| matches!(entry.taken.step.verb(), Verb::Draft | Verb::Return | Verb::Send);
    let last = dossier.entries.iter().rev().find(passed)?;
    let stands = dossier.standing.draft.is_none() && last.taken.step == Step::Returned;
    Some((dossier.last_letter()?, last)).filter(|_| stands)
}

fn may_draft(office: &Office, hand: &Hand, dossier: &Dossier, fields: &Fields) -> Result<Decision, NotTaken> {
    take::may(office, hand, dossier, Verb::Draft).map_err(NotTaken::Refused)?;
    let decision = fields.decision().ok_or_else(|| refused("请选一种答复"))?;
    let today = office.today();
    dossier.standing.may_decide(decision, today, &office.calendar).map_err(NotTaken::Refused)?;
    if decision == Decision::Partial {
        let grounds = fields.grounds().into_iter().map(Exemption::decision);
        dossier.standing.may_withhold(grounds, today, &office.calendar).map_err(NotTaken::Refused)?;
    }
    match unsaid(fields, today).first() {
        Some(unsaid) => Err(refused(&unsaid.why)),
        None => Ok(decision),
    }
}

/// 送合法性审查: the decision is taken, and the letter stands as it is now. A letter that lacks something is refused.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing or who may; [`gongkai_store::Error::Stale`].
pub async fn hand_in(office: &Office, hand: &Hand, dossier: &Dossier, letter: &Letter) -> Result<(), NotTaken> {
    let mut fields = Fields::read(letter)?;
    if fields.text.is_some() || letter.number.is_some() {
        return Err(refused("这一稿已经送审过，请另起一稿"));
    }
    if fields.struck {
        return Err(refused("这一稿已经作废"));
    }
    if let Some(why) = supplied::lacks(&fields) {
        return Err(refused(why));
    }
    let sender = Sender::of(office, letter.organ_id).await?;
    let files = enclosed(office, dossier, &fields).await?.into_iter().map(|file| file.title).collect();
    let written = write(dossier, &sender, &fields, files).ok_or_else(|| refused("这份文书不是答复"))?;
    if let Some(lacks) = written.lacks() {
        return Err(refused(&format!("{lacks}，不能送审")));
    }
    let decision = may_draft(office, hand, dossier, &fields)?;
    fields.text = Some(written.text);
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.fill_letter(letter, &fields.json()).await?;
    let words = Words { draft: letter.id.to_string(), ..Words::default() };
    let taken = Taken { on: office.today(), step: Step::Drafted { decision } };
    take::take(office, &mut act, hand, dossier, taken, &words).await?;
    Ok(act.commit().await?)
}

/// 随附材料: files that go out with the letter. The applicant may fetch them once it is sent, and not before.
///
/// # Errors
/// [`NotTaken::Refused`] once the letter was handed in; [`gongkai_store::Error::Stale`].
pub async fn enclose(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    letter: &Letter,
    papers: &[Paper],
) -> Result<(), NotTaken> {
    let mut fields = open_draft(office, hand, dossier, letter)?;
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for paper in papers {
        let sealed = paper.sealed(office, &line.number).await;
        fields.files.push(act.attach(line.id, line.organ_id, &paper.as_file(&sealed)).await?);
    }
    act.fill_letter(letter, &fields.json()).await?;
    Ok(act.commit().await?)
}

/// 附件清单: gives the enclosures of a draft their titles and takes one away, where `without` names it.
///
/// # Errors
/// [`NotTaken::Refused`] once the letter was handed in; [`gongkai_store::Error::Stale`].
pub async fn list(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    letter: &Letter,
    (titles, without): (BTreeMap<i32, String>, Option<i32>),
) -> Result<(), NotTaken> {
    let mut fields = open_draft(office, hand, dossier, letter)?;
    fields.files.retain(|n| Some(*n) != without);
    fields.titles.extend(titles);
    fields.titles.retain(|n, title| fields.files.contains(n) && !title.is_empty());
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.fill_letter(letter, &fields.json()).await?;
    Ok(act.commit().await?)
}

/// The order of the work is against it.
pub fn refused(why: &str) -> NotTaken {
    NotTaken::Refused(gongkai_law::request::refusal::Refusal { why: why.to_owned(), article: None })
}

/// The letter of the draft that stands: the one that was handed in last.
pub fn handed_in(dossier: &Dossier) -> Option<LetterId> {
    dossier.draft()
}

/// A part of a partial answer, as a form gives it.
pub fn part(what: &str, ground: &str, why: &str) -> Part {
    Part { what: what.trim().to_owned(), ground: ground.to_owned(), why: why.trim().to_owned() }
}
