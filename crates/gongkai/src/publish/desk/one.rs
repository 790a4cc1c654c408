//! `/desk/publications/{id}`: the file of one publication: what it will look like, its way, and what may be done with it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    proactive::{
        kind::PublicationKind,
        release::{Check, PublicationStage, PublicationStep, PublicationVerb},
        term::{PENALTY_WITHDRAWN, Rule},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Actor, Error as StoreError, Moment, PublicationFile, PublicationId};
use jiff::civil::Date;
use tower_sessions::Session;

use super::{
    links,
    list::{titled, tone},
    opened,
    term::TermPanel,
    waits::Hands,
};
use crate::{
    guard::{Visitor, kept},
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    publish::{
        body,
        manuscript::{Entry, Manuscript},
        out,
        record::Words,
        take::{self, POINTS, roles_for},
    },
    requests::{
        desk::{colleagues::Names, list::refused, sent::Sent},
        take::NotTaken,
    },
    verify::{portal::as_attachment, verdict},
};

/// Under this word what was typed before a sign-in names its verb.
const VERB: &str = "verb";

/// A file as a page lists it.
pub(super) struct FileLine {
    pub(super) n: i32,
    pub(super) name: String,
    pub(super) size: String,
    pub(super) href: String,
}

impl FileLine {
    /// Of the publication with this id.
    pub(super) fn of(id: Option<PublicationId>, file: &PublicationFile) -> Self {
        let href = id.map(|id| format!("/desk/publications/{id}/files/{}", file.n)).unwrap_or_default();
        let size = verdict::bytes(usize::try_from(file.size).unwrap_or(0));
        Self { n: file.n, name: file.name.clone(), size, href }
    }
}

struct Event {
    iso: String,
    what: String,
    who: String,
    why: String,
    /// Points that were looked at one by one.
    points: Vec<&'static str>,
}

/// A step of the way, as the row above says it.
struct Stop {
    label: &'static str,
    class: &'static str,
    here: bool,
    who: String,
}

/// A verb as the page offers it.
struct Offer {
    verb: PublicationVerb,
    label: String,
    /// The one button of the page that goes on.
    main: bool,
    form: Shape,
}

impl Offer {
    /// Whether it takes something away.
    fn danger(&self) -> bool {
        matches!(self.verb, PublicationVerb::Withdraw | PublicationVerb::Discard)
    }
}

/// What the form of a verb asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Nothing.
    Bare,
    /// Words that may be left out.
    Note,
    /// Words that may not.
    Reason,
    /// 保密审查: point by point.
    Points,
    /// 签发: on which day.
    Day,
}

#[derive(Template)]
#[template(path = "publish/one.html")]
struct OnePage {
    desk: Desk,
    id: String,
    title: String,
    kind: &'static str,
    version: i64,
    stage: &'static str,
    stage_tone: &'static str,
    /// Where everybody reads it.
    public: Option<String>,
    waits: String,
    facts: Vec<(&'static str, String)>,
    body: String,
    links: Vec<(&'static str, String, String)>,
    files: Vec<FileLine>,
    stops: Vec<Stop>,
    events: Vec<Event>,
    offers: Vec<Offer>,
    refused: Vec<(PublicationVerb, Refusal)>,
    may_write: bool,
    term: Option<TermPanel>,
    points: [(&'static str, &'static str); 4],
    /// 行政处罚: within which time a decision that fell is taken down.
    penalty: Option<Rule>,
    errors: Vec<FieldError>,
    /// The verb whose form came back, with what was typed.
    came: Option<PublicationVerb>,
    sent: Sent,
    /// Why the form came back, where it is not about a field.
    banner: String,
}

impl OnePage {
    /// What was typed into the form of a verb; nothing in those of the others.
    fn typed(&self, verb: &PublicationVerb, id: &str) -> &str {
        if self.came == Some(*verb) { self.sent.word(id) } else { "" }
    }

    fn wrong(&self, verb: &PublicationVerb, id: &str) -> Option<&str> {
        let of = self.errors.iter().find(|error| self.came == Some(*verb) && error.field == id);
        of.map(|error| error.message.as_str())
    }
}

/// How a page comes: a form that came back, and why.
#[derive(Default)]
struct Came {
    status: StatusCode,
    verb: Option<PublicationVerb>,
    sent: Sent,
    errors: Vec<FieldError>,
    banner: String,
}

/// `GET /desk/publications/{id}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let manuscript = opened(&office, &visitor, &id).await?;
    let kept: Option<BTreeMap<String, String>> = kept::back(&office, &visitor, &session, &path(&id)).await;
    let came = kept.map(|typed| Came {
        verb: typed.get(VERB).and_then(|verb| PublicationVerb::of_key(verb)),
        sent: Sent::again(typed),
        banner: "这是登录过期前填的，还没有登记。".to_owned(),
        ..Came::default()
    });
    render(&office, &visitor, &manuscript, came.unwrap_or_default()).await
}

fn path(id: &str) -> String {
    format!("/desk/publications/{id}")
}

async fn render(office: &Office, visitor: &Visitor, manuscript: &Manuscript, came: Came) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Publications).await?;
    let hand = visitor.hand()?;
    let Manuscript { publication, organ, kind, content, standing, entries, files, .. } = manuscript;
    let actors: Vec<&str> = entries.iter().map(|entry| entry.row.actor.as_str()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let hands = match hand {
        Hand::Staff { organ, .. } if *organ == Some(publication.organ_id) => {
            Hands::of(office, publication.organ_id).await?
        }
        _ => Hands::unknown(),
    };
    let author = publication.author_id.map(|id| Actor::Person(id).to_string());
    let author = author.as_deref().map(|author| names.actor(author)).unwrap_or_default();
    let (offers, refused) = offers(office, hand, manuscript);
    let page = OnePage {
        desk,
        id: publication.id.to_string(),
        title: titled(&publication.title),
        kind: kind.label(),
        version: publication.version,
        stage: standing.stage.label(),
        stage_tone: tone(standing.stage),
        public: (standing.releases > 0).then(|| format!("/items/{}", publication.id)),
        waits: hands.awaited(standing.stage, author),
        facts: facts(manuscript),
        body: body::html(&content.body),
        links: links::named(office, organ.id, content).await?,
        files: files.iter().map(|file| FileLine::of(Some(publication.id), file)).collect(),
        stops: stops(manuscript, &names, &hands),
        events: entries.iter().rev().map(|entry| event(entry, &names)).collect(),
        may_write: take::may(office, hand, manuscript, PublicationVerb::Write).is_ok(),
        offers,
        refused,
        term: standing.stage.is_open().then(|| TermPanel::of(*kind, content.formed, office.today(), &office.calendar)),
        points: POINTS,
        penalty: (*kind == PublicationKind::Penalty).then_some(PENALTY_WITHDRAWN),
        errors: came.errors,
        came: came.verb,
        sent: came.sent,
        banner: came.banner,
    };
    page::show_as(came.status, &page)
}

/// What may be done now by this hand, and what may not, and why.
fn offers(office: &Office, hand: &Hand, manuscript: &Manuscript) -> (Vec<Offer>, Vec<(PublicationVerb, Refusal)>) {
    let (mut offers, mut no) = (Vec::new(), Vec::new());
    for verb in PublicationVerb::ALL.into_iter().filter(|verb| *verb != PublicationVerb::Write) {
        match take::may(office, hand, manuscript, verb) {
            Err(refusal) => no.push((verb, refusal)),
            Ok(()) => {
                let main = matches!(verb, PublicationVerb::Submit | PublicationVerb::Pass | PublicationVerb::Release);
                let (label, form) = (label(verb, manuscript.standing.stage), shape(verb, manuscript.standing.stage));
                offers.push(Offer { verb, label, main, form });
            }
        }
    }
    (offers, no)
}

/// What a button says: 初审通过, 签发.
fn label(verb: PublicationVerb, stage: PublicationStage) -> String {
    match (verb, stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) => "签发".to_owned(),
        (PublicationVerb::Pass, PublicationStage::Review(check)) => format!("{}通过", check.label()),
        _ => verb.label().to_owned(),
    }
}

fn shape(verb: PublicationVerb, stage: PublicationStage) -> Shape {
    match (verb, stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Secrecy)) => Shape::Points,
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) => Shape::Day,
        (PublicationVerb::Pass, _) => Shape::Note,
        (PublicationVerb::Return | PublicationVerb::Withdraw | PublicationVerb::Reassess, _) => Shape::Reason,
        _ => Shape::Bare,
    }
}

/// What is said of it beside its words.
fn facts(manuscript: &Manuscript) -> Vec<(&'static str, String)> {
    let Manuscript { content, kind, organ, settings, .. } = manuscript;
    let attribute = content.attribute();
    let day = |date: Option<Date>| date.map(in_chinese).unwrap_or_default();
    let ground = content.ground().map(|ground| format!("{}（{}）", ground.decision().label(), ground.article()));
    let topics: Vec<_> = content.categories(*kind).iter().map(|topic| topic.title).collect();
    let route: Vec<_> = settings.route().checks().map(Check::label).collect();
    let mut all = vec![
        ("发布机构", organ.name.clone()),
        ("文号", content.number.clone()),
        ("成文日期", day(content.formed)),
        ("公开属性", format!("{}（{}）", attribute.label(), attribute.article())),
        ("依据", ground.unwrap_or_default()),
        ("理由", content.why.clone()),
        ("主动公开类别", topics.join("、")),
        ("主题分类", content.theme.clone()),
        ("体裁", content.genre.clone()),
        ("内容概述", content.summary.clone()),
        ("关键词", content.keywords.clone()),
        ("责任部门", content.department.clone()),
        ("信息来源", content.source.clone()),
        ("公开范围", content.audience.clone()),
        ("施行之日", day(content.from)),
        ("有效期至", day(content.until)),
        ("公示到", day(content.expires)),
    ];
    all.extend(kind.fields().iter().map(|field| (field.label, content.field(field.key).to_owned())));
    all.push(("审核流程", route.join(" → ")));
    all.retain(|(_, words)| !words.trim().is_empty());
    all
}

/// 三审: each check of the way with who made it in this round, or whose it is.
fn stops(manuscript: &Manuscript, names: &Names, hands: &Hands) -> Vec<Stop> {
    let standing = &manuscript.standing;
    let restarts = |entry: &Entry| {
        matches!(entry.step, PublicationStep::Submitted | PublicationStep::Begun | PublicationStep::Revised)
    };
    let from = manuscript.entries.iter().rposition(restarts).unwrap_or(0);
    let round = manuscript.entries.get(from..).unwrap_or_default();
    let passed = |check: Check| {
        round
            .iter()
            .find(|entry| matches!(entry.step, PublicationStep::Passed { check: passed, .. } if passed == check))
    };
    let stop = |check: Check| {
        let (done, here) = (passed(check), standing.stage == PublicationStage::Review(check));
        Stop {
            label: check.label(),
            class: if done.is_some() { "done" } else { "" },
            here,
            who: done
                .map_or_else(|| hands.named(take::roles_of(check)), |entry| names.actor(&entry.row.actor).to_owned()),
        }
    };
    let out = matches!(standing.stage, PublicationStage::Public | PublicationStage::Retained);
    let last = Stop {
        label: if standing.stage == PublicationStage::Retained { "不公开" } else { "发布" },
        class: if out { "done" } else { "" },
        here: standing.stage == PublicationStage::Approved,
        who: standing.from.map(in_chinese).unwrap_or_default(),
    };
    standing.route.checks().map(stop).chain([last]).collect()
}

fn event(entry: &Entry, names: &Names) -> Event {
    let what = match entry.step {
        PublicationStep::Begun => "起草".to_owned(),
        PublicationStep::Submitted => "送审".to_owned(),
        PublicationStep::Passed { check: Check::Approval, from: Some(from) } => {
            format!("签发，{}发布", in_chinese(from))
        }
        PublicationStep::Passed { check: Check::Approval, .. } => "签发".to_owned(),
        PublicationStep::Passed { check, .. } => format!("{}，通过", check.label()),
        PublicationStep::Returned { check } => format!("{}，退回", check.label()),
        PublicationStep::Recalled => "撤回送审".to_owned(),
        PublicationStep::Released => "发布".to_owned(),
        PublicationStep::Retained => "不公开，存档".to_owned(),
        PublicationStep::Revised => "开始修订".to_owned(),
        PublicationStep::Withdrawn => "撤下".to_owned(),
        PublicationStep::Expired => "公示期满，撤下".to_owned(),
        PublicationStep::Reassessed => "再评估，仍然不公开".to_owned(),
        PublicationStep::Discarded => "作废".to_owned(),
    };
    let who = names.actor(&entry.row.actor);
    let cleared = &entry.words.cleared;
    let points = POINTS.iter().filter(|(key, _)| cleared.iter().any(|cleared| cleared == key));
    Event {
        iso: civil_minute(entry.row.at_ms.timestamp()),
        what,
        who: match entry.words.instead.as_str() {
            "" => who.to_owned(),
            instead => format!("{who}（代{}）", names.actor(instead)),
        },
        why: entry.words.why.clone(),
        points: points.map(|(_, point)| *point).collect(),
    }
}

/// `POST /desk/publications/{id}/{verb}`
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, verb)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_kindly(&office, &visitor, form).await?;
    if visitor.person.is_none() {
        let mut typed = sent.typed().clone();
        typed.insert(VERB.to_owned(), verb);
        return kept::ask(&office, &visitor, &path(&id), &typed);
    }
    let verb = PublicationVerb::of_key(&verb).ok_or(Error::NotFound)?;
    let manuscript = opened(&office, &visitor, &id).await?;
    let hand = visitor.hand()?;
    take::duty(hand, &manuscript, verb)?;
    if sent.word("version").parse() != Ok(manuscript.publication.version) {
        return late(&office, &visitor, &manuscript, (verb, sent)).await;
    }
    let (day, words) = match said(hand, &manuscript, verb, &sent) {
        Ok(said) => said,
        Err(errors) => {
            let came =
                Came { status: StatusCode::UNPROCESSABLE_ENTITY, verb: Some(verb), sent, errors, ..Came::default() };
            return render(&office, &visitor, &manuscript, came).await;
        }
    };
    match done(&office, hand, &manuscript, verb, (day, &words)).await {
        Ok(()) => Ok(Redirect::to(&path(&id)).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let (status, banner) = (StatusCode::UNPROCESSABLE_ENTITY, format!("没有{}：{refusal}。", verb.label()));
            let came = Came { status, verb: Some(verb), sent, banner, ..Came::default() };
            render(&office, &visitor, &manuscript, came).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let manuscript = opened(&office, &visitor, &id).await?;
            late(&office, &visitor, &manuscript, (verb, sent)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// Somebody else was faster: the file as it stands now, with what was typed where the verb still has its place.
async fn late(
    office: &Office,
    visitor: &Visitor,
    manuscript: &Manuscript,
    (verb, sent): (PublicationVerb, Sent),
) -> Result<Response, Error> {
    let mut banner = "刚被别人改过，还没有登记。请看过现在的经过再决定。".to_owned();
    let offered = take::may(office, visitor.hand()?, manuscript, verb).is_ok();
    if !offered && !sent.word("why").is_empty() {
        // its form is gone from the page, what was typed is not
        banner += &format!("您写的是：{}", sent.word("why"));
    }
    let came = Came { status: StatusCode::CONFLICT, verb: Some(verb), sent, errors: Vec::new(), banner };
    render(office, visitor, manuscript, came).await
}

/// What the form of a verb says.
fn said(
    hand: &Hand,
    manuscript: &Manuscript,
    verb: PublicationVerb,
    sent: &Sent,
) -> Result<(Option<Date>, Words), Vec<FieldError>> {
    let (mut errors, stage) = (Vec::new(), manuscript.standing.stage);
    let form = shape(verb, stage);
    let why = match form {
        Shape::Reason => sent.wanted("why", "理由", &mut errors),
        Shape::Bare => String::new(),
        Shape::Note | Shape::Points | Shape::Day => sent.word("why").to_owned(),
    };
    let day = match form {
        Shape::Day if !sent.word("from").is_empty() => sent.date("from", "发布日期", &mut errors),
        _ => None,
    };
    let ticked = |key: &str| form == Shape::Points && !sent.word(&format!("point.{key}")).is_empty();
    let cleared: Vec<_> = POINTS.iter().filter(|(key, _)| ticked(key)).map(|(key, _)| (*key).to_owned()).collect();
    let words = Words { why, cleared, instead: instead(hand, roles_for(verb, stage)), ..Words::default() };
    if errors.is_empty() { Ok((day, words)) } else { Err(errors) }
}

/// 代签: in whose stead, where none of the hand's own roles suffices.
fn instead(hand: &Hand, wanted: &[Role]) -> String {
    let Hand::Staff { roles, stands_in, .. } = hand else { return String::new() };
    let lent = |role: &Role| stands_in.iter().any(|(of, _)| of == role);
    if roles.iter().any(|role| wanted.contains(role) && !lent(role)) {
        return String::new();
    }
    let principal = stands_in.iter().find(|(role, _)| wanted.contains(role));
    principal.map(|(_, person)| Actor::Person(*person).to_string()).unwrap_or_default()
}

async fn done(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    verb: PublicationVerb,
    (day, words): (Option<Date>, &Words),
) -> Result<(), NotTaken> {
    let step = match (verb, manuscript.standing.stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) => {
            return out::approve(office, hand, manuscript, (day, words)).await;
        }
        (PublicationVerb::Release, _) => return out::release(office, hand, manuscript).await,
        (PublicationVerb::Withdraw, _) => return out::withdraw(office, hand, manuscript, &words.why).await,
        (PublicationVerb::Pass, PublicationStage::Review(check)) => PublicationStep::Passed { check, from: None },
        (PublicationVerb::Return, PublicationStage::Review(check)) => PublicationStep::Returned { check },
        (PublicationVerb::Recall, _) => PublicationStep::Recalled,
        (PublicationVerb::Revise, _) => PublicationStep::Revised,
        (PublicationVerb::Reassess, _) => PublicationStep::Reassessed,
        (PublicationVerb::Discard, _) => PublicationStep::Discarded,
        (PublicationVerb::Submit | PublicationVerb::Write, _) => PublicationStep::Submitted,
        (PublicationVerb::Pass | PublicationVerb::Return, _) => {
            return Err(NotTaken::Refused(
                take::may(office, hand, manuscript, verb)
                    .err()
                    .unwrap_or(Refusal { why: "现在没有等着审核".to_owned(), article: None }),
            ));
        }
    };
    take::take(office, hand, manuscript, step, words).await
}

/// `GET /desk/publications/{id}/files/{n}`: with a row in the journal, since what is in it may not be out.
pub async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, n)): Path<(String, i32)>,
) -> Result<Response, Error> {
    let manuscript = opened(&office, &visitor, &id).await?;
    let publication = &manuscript.publication;
    let file = manuscript.files.iter().find(|file| file.n == n).ok_or(Error::NotFound)?;
    let bytes = office.db.file_bytes(file.file_sm3).await?;
    let mut noted = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let detail = serde_json::json!({ "n": n, "file": file.file_sm3.to_string() });
    noted.record("publication.file", Some(publication.organ_id), publication.id, detail);
    noted.commit().await?;
    Ok(as_attachment(&file.media, &file.name, bytes))
}
