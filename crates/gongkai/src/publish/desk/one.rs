//! `/desk/publications/{id}`: the file of one publication: what it will look like, its way, and what may be done with it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use gongkai_law::{
    calendar::{Calendar, in_chinese},
    proactive::{
        attribute::Attribute,
        overturn::{self, Overturn, Overturned},
        release::{Check, PublicationStage, PublicationStep, PublicationVerb},
        term::Rule,
    },
    request::refusal::Refusal,
};
use gongkai_store::{Actor, Moment, OrganId, PublicationFile, PublicationId};
use jiff::civil::Date;
use tower_sessions::Session;

use super::{
    links,
    list::{titled, tone},
    opened, stuck,
    term::TermPanel,
    waits::{self, Hands},
};
use crate::{
    guard::{Visitor, kept},
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    publish::{
        body,
        content::Content,
        lateness,
        manuscript::{Entry, Manuscript},
        points::{self, Point},
        settle::{Settled, going_out},
        take,
    },
    requests::desk::{colleagues::Names, sent::Sent},
    verify::{portal::as_attachment, verdict},
};

/// Under this word what was typed before a sign-in names its verb.
pub(super) const VERB: &str = "verb";

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
    /// What was chosen for what was found.
    settled: Vec<String>,
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
pub(super) enum Shape {
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
    /// 决定变动: how, and on which day.
    Fall,
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
    /// What to do where nobody may take the next check; empty where somebody may.
    stuck: String,
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
    points: &'static [Point],
    /// 行政处罚: within which time a decision that fell is taken down.
    penalty: Option<Rule>,
    /// 决定变动 of what everybody still reads.
    fell: Option<Overturned>,
    errors: Vec<FieldError>,
    /// The verb whose form came back, with what was typed.
    came: Option<PublicationVerb>,
    sent: Sent,
    /// Why the form came back, where it is not about a field.
    banner: String,
}

impl OnePage {
    /// What was typed into the form of a verb; nothing in those of the others.
    fn typed(&self, verb: &PublicationVerb, id: &str) -> String {
        match (self.came == Some(*verb), self.fell) {
            (true, _) => self.sent.word(id).to_owned(),
            // what everybody is told where nobody wrote anything else
            (false, Some(fell)) if *verb == PublicationVerb::Withdraw && id == "why" => lateness::why_taken_back(fell),
            _ => String::new(),
        }
    }

    fn wrong(&self, verb: &PublicationVerb, id: &str) -> Option<&str> {
        let of = self.errors.iter().find(|error| self.came == Some(*verb) && error.field == id);
        of.map(|error| error.message.as_str())
    }
}

/// How a page comes: a form that came back, and why.
#[derive(Default)]
pub(super) struct Came {
    pub(super) status: StatusCode,
    pub(super) verb: Option<PublicationVerb>,
    pub(super) sent: Sent,
    pub(super) errors: Vec<FieldError>,
    pub(super) banner: String,
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

pub(super) fn path(id: &str) -> String {
    format!("/desk/publications/{id}")
}

pub(super) async fn render(
    office: &Office,
    visitor: &Visitor,
    manuscript: &Manuscript,
    came: Came,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let Manuscript { publication, organ, kind, content, standing, entries, files, .. } = manuscript;
    let actors: Vec<&str> = entries.iter().map(|entry| entry.row.actor.as_str()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let hands = colleagues(office, hand, publication.organ_id).await?;
    let author = publication.author_id.map(|id| Actor::Person(id).to_string());
    let author = author.as_deref().map(|author| names.actor(author)).unwrap_or_default();
    let (offers, refused) = offers(office, hand, manuscript);
    // what the review chose to mask is masked here as it will be for everybody
    let out = going_out(manuscript);
    let views = match standing.releases {
        0 => None,
        _ => Some(office.db.views_of(publication.id).await?),
    };
    let page = OnePage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        id: publication.id.to_string(),
        title: titled(&publication.title),
        kind: kind.label(),
        version: publication.version,
        stage: waits::label(standing.stage, &publication.attribute),
        stage_tone: tone(standing.stage),
        public: (standing.releases > 0).then(|| format!("/items/{}", publication.id)),
        stuck: stuck::advice(office, manuscript, &hands).await?,
        waits: hands.awaited(standing.stage, (publication.author_id, author)),
        facts: facts(manuscript, &out, (views, &office.calendar)),
        body: body::html(&out.body, &place(manuscript)),
        links: links::named(office, organ.id, content).await?,
        files: files.iter().map(|file| FileLine::of(Some(publication.id), file)).collect(),
        stops: stops(manuscript, &names, &hands),
        events: entries.iter().rev().map(|entry| event(entry, &names)).collect(),
        may_write: take::may(office, hand, manuscript, PublicationVerb::Write).is_ok(),
        offers,
        refused,
        term: term(manuscript, office),
        points: points::of(content),
        penalty: overturn::rule(*kind),
        fell: standing.pending(),
        errors: came.errors,
        came: came.verb,
        sent: came.sent,
        banner: came.banner,
    };
    page::show_as(came.status, &page)
}

/// Until when it has to be taken down, or else to be out.
fn term(manuscript: &Manuscript, office: &Office) -> Option<TermPanel> {
    let standing = &manuscript.standing;
    match standing.pending() {
        Some(fell) => Some(TermPanel::of_fall(fell, office)),
        None => standing.stage.is_open().then(|| TermPanel::of(manuscript.kind, &manuscript.known(), office)),
    }
}

/// Where the pictures of a manuscript are.
fn place(manuscript: &Manuscript) -> body::Place {
    let file = path(&manuscript.publication.id.to_string());
    body::Place::on_site(&manuscript.files, |n| format!("{file}/files/{n}"))
}

/// Those who make the checks, for whoever is of the same organ.
async fn colleagues(office: &Office, hand: &Hand, organ: OrganId) -> Result<Hands, Error> {
    match hand {
        Hand::Staff { organ: Some(own), .. } if *own == organ => Hands::of(office, organ).await,
        _ => Ok(Hands::unknown()),
    }
}

/// What may be done now by this hand, and what may not, and why.
fn offers(office: &Office, hand: &Hand, manuscript: &Manuscript) -> (Vec<Offer>, Vec<(PublicationVerb, Refusal)>) {
    let (mut offers, mut no) = (Vec::new(), Vec::new());
    let concerns = |verb: &PublicationVerb| match verb {
        PublicationVerb::Write => false,
        PublicationVerb::Overturn => overturn::rule(manuscript.kind).is_some(),
        _ => true,
    };
    for verb in PublicationVerb::ALL.into_iter().filter(concerns) {
        match take::may(office, hand, manuscript, verb) {
            Err(refusal) => no.push((verb, refusal)),
            Ok(()) => {
                let main = matches!(verb, PublicationVerb::Submit | PublicationVerb::Pass | PublicationVerb::Release);
                let (stage, attribute) = (manuscript.standing.stage, manuscript.content.attribute());
                let (label, form) = (label(verb, stage, attribute), shape(verb, stage, attribute));
                offers.push(Offer { verb, label, main, form });
            }
        }
    }
    (offers, no)
}

/// What a button says: 初审通过, 签发, 同意不公开.
fn label(verb: PublicationVerb, stage: PublicationStage, attribute: Attribute) -> String {
    match (verb, stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) => signed(attribute).to_owned(),
        (PublicationVerb::Pass, PublicationStage::Review(check)) => format!("{}通过", check.label()),
        _ => verb.label().to_owned(),
    }
}

/// What a signature says.
fn signed(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Proactive => "签发",
        Attribute::OnRequest => "同意依申请公开",
        Attribute::Withheld => "同意不公开",
    }
}

pub(super) fn shape(verb: PublicationVerb, stage: PublicationStage, attribute: Attribute) -> Shape {
    match (verb, stage) {
        (PublicationVerb::Pass, PublicationStage::Review(Check::Secrecy)) => Shape::Points,
        (PublicationVerb::Pass, PublicationStage::Review(Check::Approval)) if attribute == Attribute::Proactive => {
            Shape::Day
        }
        (PublicationVerb::Pass, _) => Shape::Note,
        (PublicationVerb::Overturn, _) => Shape::Fall,
        (PublicationVerb::Return | PublicationVerb::Withdraw | PublicationVerb::Reassess, _) => Shape::Reason,
        _ => Shape::Bare,
    }
}

/// What is said of it beside its words.
fn facts(
    manuscript: &Manuscript,
    content: &Content,
    (views, calendar): (Option<i64>, &Calendar),
) -> Vec<(&'static str, String)> {
    let Manuscript { kind, organ, standing, .. } = manuscript;
    let attribute = content.attribute();
    let day = |date: Option<Date>| date.map(in_chinese).unwrap_or_default();
    let ground = content.ground().map(|ground| format!("{}（{}）", ground.decision().label(), ground.article()));
    let topics: Vec<_> = content.categories(*kind).iter().map(|topic| topic.title).collect();
    let route: Vec<_> = standing.route.checks().map(Check::label).collect();
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
        ("废止之日", day(content.repealed)),
        ("公示到", day(content.expires)),
        ("下次再评估", day(manuscript.publication.reassess.map(|day| day.0))),
    ];
    all.extend(kind.fields().iter().map(|field| (field.label, content.field(field.key).to_owned())));
    all.push(("公开期限", lateness::told(manuscript, calendar).unwrap_or_default()));
    all.push(("撤下期限", lateness::taken_back(standing, calendar).unwrap_or_default()));
    all.push(("审核流程", route.join(" → ")));
    all.extend(views.map(|views| ("访问量", views.to_string())));
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
        label: match manuscript.content.attribute() {
            Attribute::Proactive => "发布",
            Attribute::OnRequest => "依申请公开",
            Attribute::Withheld => "不公开",
        },
        class: if out { "done" } else { "" },
        here: standing.stage == PublicationStage::Approved,
        who: standing.from.map(in_chinese).unwrap_or_default(),
    };
    standing.route.checks().map(stop).chain([last]).collect()
}

fn event(entry: &Entry, names: &Names) -> Event {
    let attribute = Attribute::of_key(&entry.words.attribute).unwrap_or(Attribute::Proactive);
    let what = match entry.step {
        PublicationStep::Begun => "起草".to_owned(),
        PublicationStep::Submitted => "送审".to_owned(),
        PublicationStep::Passed { check: Check::Approval, from: Some(from) } => {
            format!("签发，{}发布", in_chinese(from))
        }
        PublicationStep::Passed { check: Check::Approval, .. } => signed(attribute).to_owned(),
        PublicationStep::Passed { check, .. } => format!("{}，通过", check.label()),
        PublicationStep::Returned { check } => format!("{}，退回", check.label()),
        PublicationStep::Recalled => "撤回送审".to_owned(),
        PublicationStep::Released => "发布".to_owned(),
        PublicationStep::Retained => match attribute {
            Attribute::OnRequest => "依申请公开，存档".to_owned(),
            Attribute::Proactive | Attribute::Withheld => "不公开，存档".to_owned(),
        },
        PublicationStep::Revised => "开始修订".to_owned(),
        PublicationStep::Withdrawn => "撤下".to_owned(),
        PublicationStep::Expired => "公示期满，撤下".to_owned(),
        PublicationStep::Migrated => "历史信息迁移：原来已经公开，照原日期转入".to_owned(),
        PublicationStep::Reassessed => "再评估，仍然不公开".to_owned(),
        PublicationStep::Discarded => "作废".to_owned(),
        PublicationStep::Overturned { how, day } => format!("登记决定变动：处罚决定{}{}", in_chinese(day), how.label()),
    };
    let who = names.actor(&entry.row.actor);
    Event {
        iso: civil_minute(entry.row.at_ms.timestamp()),
        what,
        who: match entry.words.instead.as_str() {
            "" => who.to_owned(),
            instead => format!("{who}（代{}）", names.actor(instead)),
        },
        why: entry.words.why.clone(),
        points: entry.words.cleared.iter().filter_map(|key| points::said(key)).collect(),
        settled: entry.words.settled.iter().map(Settled::said).collect(),
    }
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
