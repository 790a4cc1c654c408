//! 文书页: one letter as it will go out, what it still lacks, and who does what with it next.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    letter::{Content, LetterKind},
    refusal::Refusal,
    step::{Stage, Verb},
};
use gongkai_store::{Letter, LetterId, Moment};
use serde::Deserialize;

use super::{
    Seen,
    download::{self, Format},
    file_of, not_taken,
};
use crate::{
    guard::Visitor,
    letters::{
        by_hand,
        docx::attachments,
        draft::{self, Enclosure, Written, handed_in},
        fields::Fields,
        pass,
        sender::Sender,
        supplied::{self, Means},
        text::Text,
    },
    office::{Office, civil_date},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        desk::lettered::{self, Link},
        dossier::Dossier,
        reveal,
        shown::Shown,
        take::{self, NotTaken},
    },
    typed,
};

/// A letter opened on its request.
pub(super) struct Opened {
    pub(super) dossier: Dossier,
    pub(super) letter: Letter,
    fields: Fields,
    written: Written,
    enclosed: Vec<Enclosure>,
}

pub(super) async fn open(office: &Office, visitor: &Visitor, number: &str, id: &str) -> Result<Opened, Error> {
    let scope = visitor.hand()?.scope()?;
    let dossier = Dossier::numbered(office, number, scope).await?;
    let id: LetterId = id.parse().map_err(|_| Error::NotFound)?;
    let letter = office.db.letter(id, scope).await?;
    if letter.request_id != Some(dossier.request.line.id) {
        return Err(Error::NotFound);
    }
    let fields = Fields::read(&letter)?;
    let sender = Sender::of(office, letter.organ_id).await?;
    let enclosed = draft::enclosed(office, &dossier, &fields).await?;
    let titles = enclosed.iter().map(|file| file.title.clone()).collect();
    let by_hand = LetterKind::of_key(&letter.kind).filter(|_| fields.by_hand);
    let mut written = match by_hand {
        Some(kind) => by_hand::write(&dossier, kind, &fields, &sender),
        None => draft::write(&dossier, &sender, &fields, titles).ok_or(Error::NotFound)?,
    };
    if let Some(text) = &fields.text {
        written.text = text.clone();
        written.missing.clear();
    }
    Ok(Opened { dossier, letter, fields, written, enclosed })
}

impl Opened {
    /// What somebody who looks at it now has seen.
    pub(super) fn seen(&self) -> String {
        format!("{}.{}", self.dossier.request.line.version, self.letter.version)
    }
}

/// 必须写到的内容: one line of the list.
pub(super) struct Tick {
    label: &'static str,
    here: bool,
    hint: String,
}

/// What can be done with the letter.
pub(super) struct Deed {
    /// What the button sends.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    /// Why not now.
    pub(super) barred: Option<String>,
    /// Whether a reason has to be written.
    pub(super) why: bool,
    /// Whether it may have been done on an earlier day.
    pub(super) dated: bool,
}

/// What one types beside a deed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// 退回的理由
    why: String,
    /// 发出的日期; empty for today.
    on: String,
    /// 早于今天的凭证
    proof: String,
}

impl Typed {
    /// As the act takes it.
    fn said(&self) -> Result<pass::Said, NotTaken> {
        let on = match typed::number(&self.on) {
            empty if empty.is_empty() => None,
            day => Some(day.parse().map_err(|_| {
                let why = "发出的日期请填一个日期，如2026-10-12".to_owned();
                NotTaken::Refused(Refusal { why, article: None })
            })?),
        };
        Ok(pass::Said { why: self.why.clone(), on, proof: self.proof.clone() })
    }
}

impl Deed {
    /// Whether it leads on; what throws away or gives back does not.
    fn leads(&self) -> bool {
        self.key != STRIKE && !self.why
    }
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
pub(super) struct LetterPage {
    pub(super) desk: Desk,
    pub(super) number: String,
    pub(super) file: String,
    pub(super) here: String,
    /// Whether this visitor may take it away with the name in full.
    pub(super) opens: bool,
    /// 打印: with the name in full, and without what is done on the page.
    pub(super) print: bool,
    pub(super) title: &'static str,
    pub(super) text: Text,
    pub(super) letter_number: String,
    pub(super) dated: String,
    pub(super) to: String,
    pub(super) attached: Vec<String>,
    pub(super) state: (&'static str, String),
    pub(super) ticks: Vec<Tick>,
    pub(super) past: Vec<(String, String)>,
    pub(super) deeds: Vec<Deed>,
    /// 还没有出具的文书: what keeps the answer from being sent.
    pub(super) wanting: Vec<Link>,
    /// Where the draft is changed, or another made from it; `None` when it stands.
    pub(super) change: Option<(String, &'static str)>,
    pub(super) refused: String,
    /// What was typed into a form that came too late; it is not lost.
    pub(super) kept: Typed,
    /// What the visitor has seen, for the forms to send back.
    pub(super) version: String,
    /// Where files are added that go with it; empty when it stands.
    pub(super) add_to: String,
    /// Those that go with it so far, while that may be changed.
    pub(super) enclosed: Vec<Enclosure>,
}

/// `GET /desk/requests/{number}/letters/{id}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &id).await?;
    shown(&office, &visitor, opened, Came::default()).await
}

/// How a form came back: what is wrong, and what was typed; or that the letter is to be printed.
#[derive(Default)]
struct Came {
    status: StatusCode,
    refused: String,
    kept: Typed,
    print: bool,
}

async fn shown(office: &Office, visitor: &Visitor, opened: Opened, came: Came) -> Result<Response, Error> {
    let version = opened.seen();
    let Opened { dossier, letter, fields, written, enclosed } = opened;
    let number = dossier.request.line.number.clone();
    let file = file_of(&number);
    let here = format!("{file}/letters/{}", letter.id);
    let open = fields.is_unfinished();
    let may_draft = take::may(office, visitor.hand()?, &dossier, Verb::Draft).is_ok();
    let change = match open {
        true => Some("改决定或者改理由"),
        false => (fields.decision().is_some() && handed_in(&dossier) != Some(letter.id)).then_some("照这一稿另起一稿"),
    };
    let view = Shown::to(office, visitor.hand()?, &dossier).but(fields.typed(Content::Addressee));
    let mut past = past(office, &dossier, &letter).await?;
    past.iter_mut().for_each(|(_, words)| *words = view.words(words));
    page::show_as(
        came.status,
        &LetterPage {
            desk: Desk::new(office, visitor, Place::Requests).await?,
            title: written.kind.title(),
            letter_number: letter.number.clone().unwrap_or_else(|| "（文号签发时编）".to_owned()),
            dated: letter
                .dated
                .map_or_else(|| "（签发时填写）".to_owned(), |day| gongkai_law::calendar::in_chinese(day.0)),
            to: match written.kind.is_to_applicant() {
                true if came.print => pass::addressee(office, &dossier),
                true => masked(office, &dossier),
                false => view.words(fields.typed(Content::Addressee)),
            },
            opens: view.is_whole(),
            print: came.print,
            attached: attachments(&view.all(&written.text).attached),
            state: state(&dossier, &letter, &fields),
            ticks: supply(&fields).into_iter().chain(ticks(&written, letter.number.is_some())).collect(),
            past,
            deeds: deeds(office, visitor, &dossier, &letter, &fields, &written)?,
            wanting: if fields.by_hand { Vec::new() } else { lettered::wanting(&dossier) },
            change: change.filter(|_| may_draft).map(|words| (format!("{file}/drafted?from={}", letter.id), words)),
            enclosed: if open && view.is_whole() { enclosed } else { Vec::new() },
            add_to: if open && view.is_whole() { format!("{here}/files") } else { String::new() },
            text: view.all(&written.text),
            number,
            file,
            here,
            version,
            refused: came.refused,
            kept: came.kept,
        },
    )
}

/// The name with its middle covered: who needs it whole opens the file, and the journal has it.
pub(super) fn masked(office: &Office, dossier: &Dossier) -> String {
    let name = pass::addressee(office, dossier);
    let length = name.chars().count();
    let person = dossier.applicant().is_person();
    let covered = |at: usize| person && at > 0 && (length == 2 || at < length - 1);
    name.chars().enumerate().map(|(at, c)| if covered(at) { '*' } else { c }).collect()
}

/// Where the letter stands: the tag's kind and its words.
pub(super) fn state(dossier: &Dossier, letter: &Letter, fields: &Fields) -> (&'static str, String) {
    let current = handed_in(dossier) == Some(letter.id);
    let draft = dossier.standing.draft.filter(|_| current);
    match (draft, &letter.number) {
        (Some(draft), _) if draft.signed.is_some() => ("info", "已签发，待发出".to_owned()),
        (None, Some(_)) if fields.by_hand => ("ok", "已编文号".to_owned()),
        (None, Some(_)) => ("ok", "已发出".to_owned()),
        (Some(draft), None) if draft.reviewed.is_some() => ("info", "合法性审查通过，待签发".to_owned()),
        (Some(_), _) => ("info", "待合法性审查".to_owned()),
        (None, None) if fields.struck => ("plain", "已作废".to_owned()),
        (None, None) if fields.text.is_some() => ("plain", "已退回或者被新稿代替".to_owned()),
        (None, None) => ("plain", "草稿，还没有送审".to_owned()),
    }
}

/// 要提供的材料: whether an answer that gives something has it.
fn supply(fields: &Fields) -> Option<Tick> {
    let gives = fields.decision().is_some_and(|decision| supplied::gives(decision, fields.variant));
    let lacks = supplied::lacks(fields);
    let hint = lacks.unwrap_or_else(|| Means::of(fields).label()).to_owned();
    gives.then_some(Tick { label: "要提供的材料", here: lacks.is_none(), hint })
}

pub(super) fn ticks(written: &Written, signed: bool) -> Vec<Tick> {
    let tick = |content: &Content| Tick {
        label: content.label(),
        here: !written.missing.contains(content),
        hint: match (written.missing.contains(content), content) {
            (true, Content::Remedy) => "推定不出复议机关或者法院，请在“文书抬头”里填写".to_owned(),
            (true, Content::Contact) => "请在“文书抬头”里填写电话或者地址".to_owned(),
            (true, Content::Online) => {
                format!("网上送达的要写明（{}），请在“文书抬头”里填写", written.kind.demands(*content))
            }
            (true, Content::Payment) => "请在“文书抬头”里填写".to_owned(),
            (true, _) => "还没有写".to_owned(),
            (false, content) if content.is_recorded() => "取自台账".to_owned(),
            (false, _) => String::new(),
        },
    };
    let mut ticks: Vec<Tick> = written.needs.iter().map(tick).collect();
    let hint = if signed { "" } else { "签发时自动填写" };
    ticks.push(Tick { label: "文号、成文日期", here: signed, hint: hint.to_owned() });
    ticks
}

/// What was done with the answer so far, the last first.
async fn past(office: &Office, dossier: &Dossier, letter: &Letter) -> Result<Vec<(String, String)>, Error> {
    let mut past = Vec::new();
    for entry in dossier.entries.iter().rev() {
        let verb = entry.taken.step.verb();
        if !verb.stages().contains(&Stage::Answer)
            || !matches!(verb, Verb::Draft | Verb::Return | Verb::Review | Verb::Sign | Verb::Send)
        {
            continue;
        }
        let why = if entry.words.why.is_empty() { String::new() } else { format!("：{}", entry.words.why) };
        let mut who = name(office, &entry.row.actor).await?;
        if !entry.words.who.is_empty() {
            who = format!("{who}（{}）", entry.words.who);
        }
        past.push((entry.taken.on.to_string(), format!("{}　{who}{why}", verb.label())));
    }
    let drafted = civil_date(letter.drafted_ms.timestamp()).to_string();
    past.push((drafted, format!("起草　{}", name(office, &letter.drafted_by).await?)));
    Ok(past)
}

/// 姓名 of an actor.
pub(super) async fn name(office: &Office, actor: &str) -> Result<String, Error> {
    let Some(id) = actor.strip_prefix("person:").and_then(|id| id.parse().ok()) else { return Ok("平台".to_owned()) };
    Ok(office.db.person(id).await?.full_name)
}

fn deeds(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    letter: &Letter,
    fields: &Fields,
    written: &Written,
) -> Result<Vec<Deed>, Error> {
    let hand = visitor.hand()?;
    let may = |verb: Verb| pass::may(office, hand, dossier, fields, verb).err().map(|refusal| refusal.to_string());
    if handed_in(dossier) == Some(letter.id) {
        let signed = dossier.standing.draft.is_some_and(|draft| draft.signed.is_some());
        let reviewed = dossier.standing.draft.is_some_and(|draft| draft.reviewed.is_some());
        let next = match (reviewed, signed) {
            (false, _) => Verb::Review,
            (true, false) => Verb::Sign,
            (true, true) => Verb::Send,
        };
        let deed = |verb: Verb| Deed {
            key: verb.key(),
            label: verb.label(),
            barred: may(verb),
            why: verb == Verb::Return,
            dated: verb == Verb::Send,
        };
        return Ok([next, Verb::Return].into_iter().map(deed).collect());
    }
    if !fields.is_unfinished() || letter.number.is_some() {
        return Ok(Vec::new());
    }
    let lacks = || supplied::lacks(fields).map(str::to_owned);
    let barred = written.lacks().or_else(lacks).or_else(|| may(Verb::Draft));
    let mut deeds = vec![Deed { key: HAND_IN, label: "送合法性审查", barred, why: false, dated: false }];
    if may(Verb::Draft).is_none() {
        deeds.push(Deed { key: STRIKE, label: "作废这一稿", barred: None, why: false, dated: false });
    }
    Ok(deeds)
}

/// What the button of a draft sends.
const HAND_IN: &str = "hand_in";
/// What the button sends that throws it away.
const STRIKE: &str = "strike";

/// The form of a deed.
#[derive(Deserialize)]
pub struct Passing {
    csrf: String,
    act: String,
    #[serde(flatten)]
    typed: Typed,
    #[serde(flatten)]
    seen: Seen,
}

/// `POST /desk/requests/{number}/letters/{id}`
pub async fn pass(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    Form(form): Form<Passing>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let opened = open(&office, &visitor, &number, &id).await?;
    if form.seen.is_old(&opened.seen()) {
        return late(&office, &visitor, opened, form.typed).await;
    }
    let done = match (form.act.as_str(), Verb::of_key(&form.act)) {
        (HAND_IN, _) => draft::hand_in(&office, hand, &opened.dossier, &opened.letter).await,
        (STRIKE, _) => draft::strike(&office, hand, &opened.dossier, &opened.letter).await,
        (_, Some(verb)) => match form.typed.said() {
            Ok(said) => pass::pass(&office, hand, &opened.dossier, &opened.letter, verb, &said).await,
            Err(error) => Err(error),
        },
        (_, None) => return Err(Error::NotFound),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/letters/{id}", file_of(&number))).into_response()),
        Err(NotTaken::Refused(refusal)) => again(&office, &visitor, opened, &refusal, form.typed).await,
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            let opened = open(&office, &visitor, &number, &id).await?;
            late(&office, &visitor, opened, form.typed).await
        }
        Err(error) => Err(not_taken(error)),
    }
}

pub(super) async fn again(
    office: &Office,
    visitor: &Visitor,
    opened: Opened,
    refusal: &Refusal,
    kept: Typed,
) -> Result<Response, Error> {
    let came = Came { status: StatusCode::UNPROCESSABLE_ENTITY, refused: refusal.to_string(), kept, print: false };
    shown(office, visitor, opened, came).await
}

/// Somebody else was faster: the letter as it stands now, and what was typed.
pub(super) async fn late(office: &Office, visitor: &Visitor, opened: Opened, kept: Typed) -> Result<Response, Error> {
    let came = Came { status: StatusCode::CONFLICT, refused: super::LATE.to_owned(), kept, print: false };
    shown(office, visitor, opened, came).await
}

/// `GET /desk/requests/{number}/reviewed` and its like: the letter that waits for it.
pub async fn current(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let file = file_of(&number);
    let goal = handed_in(&dossier).map_or(file.clone(), |id| format!("{file}/letters/{id}"));
    Ok(Redirect::to(&goal).into_response())
}

/// `GET /desk/requests/{number}/letters/{id}/docx`: with the applicant's name, which leaves a row in the journal.
pub async fn docx(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Docx).await
}

/// `GET /desk/requests/{number}/letters/{id}/pdf`: the same, as it is printed.
pub async fn pdf(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Pdf).await
}

async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    format: Format,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &id).await?;
    reveal::may(visitor.hand()?, &opened.dossier)?;
    let Opened { dossier, letter, fields, written, .. } = &opened;
    let to = match written.kind.is_to_applicant() {
        true => pass::addressee(&office, dossier),
        false => fields.typed(Content::Addressee).to_owned(),
    };
    let response = download::letter(&office, written, &to, Some(letter), format)?;
    taken_away(&office, &visitor, &opened).await?;
    Ok(response)
}

/// The row in the journal that the name in full costs.
async fn taken_away(office: &Office, visitor: &Visitor, Opened { dossier, letter, .. }: &Opened) -> Result<(), Error> {
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let detail = serde_json::json!({ "request": dossier.request.line.number });
    act.record("letter.open", Some(letter.organ_id), letter.id, detail);
    Ok(act.commit().await?)
}

/// `GET /desk/requests/{number}/letters/{id}/print`: the page to print, with the applicant's name, which leaves a row in
/// the journal.
pub async fn print(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &id).await?;
    reveal::may(visitor.hand()?, &opened.dossier)?;
    taken_away(&office, &visitor, &opened).await?;
    shown(&office, &visitor, opened, Came { print: true, ..Came::default() }).await
}
