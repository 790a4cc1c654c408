//! `/desk/publications`: what is written, checked and published, and what presses.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::proactive::{
    kind::PublicationKind,
    release::{PublicationStage, PublicationVerb},
};
use gongkai_store::{Civil, Moment, OrganId, PersonId, Publication, PublicationFilter, Scope};
use serde::{Deserialize, Serialize};

use super::{
    board::Board,
    term::{hours_left, moment_line},
    waits::{self, Hands, STAGES, stage_of},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    publish::{
        take::{self, roles_for},
        write::drafts,
    },
    requests::desk::{
        colleagues::Names,
        wording::{Urgency, short},
    },
};

/// Rows of a page.
const ROWS: i64 = 25;
/// Stages in which somebody still has to do something.
pub const OPEN: [&str; 7] = ["draft", "first", "legal", "countersign", "secrecy", "approval", "approved"];
/// No stage at all.
const NONE: [&str; 1] = [""];
/// Stages of what was taken down.
const DOWN: [&str; 2] = ["withdrawn", "expired"];

/// What the address asks for.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Asked {
    /// `mine`, `open`, `late`, `fell`, `tardy`, `again`, `down`, or a stage.
    pub v: String,
    /// A kind.
    pub kind: String,
    /// Words of the title.
    pub q: String,
    /// Only what I wrote.
    pub own: String,
    /// A page, from 1.
    pub p: i64,
}

struct Chip {
    href: String,
    label: &'static str,
    count: i64,
    current: bool,
    bad: bool,
}

struct Row {
    href: String,
    title: String,
    /// 信息种类, and whose it is where that is not one's own organ.
    below: String,
    edge: &'static str,
    tone: &'static str,
    urgency: String,
    /// ISO and short.
    due: Option<(String, String)>,
    provisional: bool,
    stage: &'static str,
    stage_tone: &'static str,
    /// Whether everybody sees an earlier release of it.
    public: bool,
    who: String,
}

#[derive(Template)]
#[template(path = "publish/list.html")]
struct ListPage {
    desk: Desk,
    asked: Asked,
    chips: Vec<Chip>,
    kinds: [PublicationKind; 24],
    rows: Vec<Row>,
    found: i64,
    before: Option<String>,
    after: Option<String>,
    may_write: bool,
    may_set: bool,
    /// 导出: what is listed, as a table.
    export: String,
    board: Board,
}

/// Whose eyes look: the scope, the person, and the own organ.
pub(super) struct Eyes {
    pub(super) scope: Scope,
    me: PersonId,
    pub(super) own: OrganId,
    checks: Vec<&'static str>,
    takes_down: bool,
}

impl Asked {
    /// A view that is none is that of what is in work.
    pub(super) fn tidy(&mut self) {
        if !OPEN.contains(&self.v.as_str())
            && !matches!(
                &*self.v,
                "mine" | "late" | "fell" | "tardy" | "again" | "down" | "public" | "retained" | "discarded"
            )
        {
            "open".clone_into(&mut self.v);
        }
    }

    fn is_narrowed(&self) -> bool {
        !self.kind.is_empty() || !self.q.trim().is_empty() || !self.own.is_empty()
    }

    /// The address that asks the same, from another page on.
    fn href(&self, p: i64) -> String {
        let asked = Self { p, ..self.clone() };
        let fields = [("v", asked.v), ("kind", asked.kind), ("q", asked.q), ("own", asked.own), ("p", p.to_string())];
        let said = fields.iter().filter(|(name, value)| !value.is_empty() && (*name != "p" || p > 1));
        let query: Vec<_> =
            said.map(|(name, value)| format!("{name}={}", crate::library::portal::escape(value))).collect();
        format!("/desk/publications?{}", query.join("&"))
    }
}

/// `GET /desk/publications`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Publications).await?;
    let hand = visitor.hand()?;
    let eyes = eyes(hand)?;
    asked.tidy();
    asked.p = asked.p.clamp(1, 10_000);
    let narrowed = narrowed(&asked, &eyes);
    let chips = chips(&office, &eyes, &asked, &narrowed).await?;
    let found = chips.iter().find(|chip| chip.current).map_or(0, |chip| chip.count);
    let filter = viewed(&asked.v, &office, &eyes, narrowed);
    let lines = office.db.publications(eyes.scope, &filter, (asked.p - 1) * ROWS, ROWS).await?;
    let page = ListPage {
        desk,
        chips,
        kinds: PublicationKind::ALL,
        rows: rows(&office, &lines, &eyes).await?,
        found,
        before: (asked.p > 1).then(|| asked.href(asked.p - 1)),
        after: (asked.p * ROWS < found).then(|| asked.href(asked.p + 1)),
        may_write: drafts(hand).is_ok(),
        may_set: hand.is_any(&[Role::Head]),
        export: asked.href(1).replacen("/desk/publications", "/desk/export/publications.csv", 1),
        board: Board::of(&office, hand, eyes.scope).await?,
        asked,
    };
    page::show(&page)
}

pub(super) fn eyes(hand: &Hand) -> Result<Eyes, Error> {
    let scope = take::scope(hand)?;
    let (me, own, checks) = waits::checks(hand).ok_or(Error::NotFound)?;
    Ok(Eyes { scope, me, own, checks, takes_down: waits::takes_down(hand) })
}

/// What the form asks for, in whatever view.
pub(super) fn narrowed<'a>(asked: &'a Asked, eyes: &Eyes) -> PublicationFilter<'a> {
    PublicationFilter {
        kind: Some(asked.kind.as_str()).filter(|kind| !kind.is_empty()),
        author: (!asked.own.is_empty()).then_some(eyes.me),
        titled: asked.q.trim(),
        ..PublicationFilter::default()
    }
}

/// The same in a view.
pub(super) fn viewed<'a>(
    view: &str,
    office: &Office,
    eyes: &'a Eyes,
    narrowed: PublicationFilter<'a>,
) -> PublicationFilter<'a> {
    let (today, now) = (Civil(office.today()), Moment(office.now_ms()));
    match view {
        "mine" => {
            PublicationFilter { waits_for: Some((&eyes.checks, eyes.me)), takes_down: eyes.takes_down, ..narrowed }
        }
        "late" => {
            PublicationFilter { stages: &OPEN, or_to_take_down: true, due_before: Some((today, now)), ..narrowed }
        }
        "tardy" => PublicationFilter { missed: true, ..narrowed },
        "fell" => PublicationFilter { stages: &NONE, or_to_take_down: true, ..narrowed },
        "again" => PublicationFilter { stages: &["retained"], reassess_by: Some(today), ..narrowed },
        "down" => PublicationFilter { stages: &DOWN, ..narrowed },
        "public" => PublicationFilter { stages: &["public"], ..narrowed },
        "retained" => PublicationFilter { stages: &["retained"], ..narrowed },
        "discarded" => PublicationFilter { stages: &["discarded"], ..narrowed },
        stage => match OPEN.iter().position(|open| *open == stage) {
            Some(at) => PublicationFilter { stages: OPEN.get(at..=at).unwrap_or(&OPEN), ..narrowed },
            None => PublicationFilter { stages: &OPEN, ..narrowed },
        },
    }
}

/// The views with how much is in each, within what the form asks for: by stage in one query, and three that cross stages.
async fn chips(
    office: &Office,
    eyes: &Eyes,
    asked: &Asked,
    narrowed: &PublicationFilter<'_>,
) -> Result<Vec<Chip>, Error> {
    let stages = office.db.publication_stages(eyes.scope, narrowed).await?;
    let of =
        |keys: &[&str]| stages.iter().filter(|(key, _)| keys.contains(&&**key)).map(|(_, count)| count).sum::<i64>();
    let crossing = async |view| office.db.publication_count(eyes.scope, &viewed(view, office, eyes, *narrowed)).await;
    let chip = |view: &str, label, count| Chip {
        href: Asked { v: view.to_owned(), ..asked.clone() }.href(1),
        label,
        count,
        current: asked.v == view,
        bad: ["late", "fell"].contains(&view),
    };
    let mut chips = vec![chip("mine", "等我办", crossing("mine").await?), chip("open", "在办", of(&OPEN))];
    for stage in STAGES.into_iter().filter(|stage| stage.is_open()) {
        let (key, count) = (stage.key(), of(&[stage.key()]));
        // checks that no item waits for, and that the organ may not even have, need no room
        if count > 0 || asked.v == key || !["legal", "countersign"].contains(&key) {
            chips.push(chip(key, stage.label(), count));
        }
    }
    chips.push(chip("late", "逾期", crossing("late").await?));
    let fell = crossing("fell").await?;
    if fell > 0 || asked.v == "fell" {
        chips.push(chip("fell", "决定变动，待撤下", fell));
    }
    let tardy = crossing("tardy").await?;
    if tardy > 0 || asked.v == "tardy" {
        chips.push(chip("tardy", "逾期发布", tardy));
    }
    let again = crossing("again").await?;
    if again > 0 || asked.v == "again" {
        chips.push(chip("again", "该再评估", again));
    }
    let rest =
        [("public", "已发布", &["public"][..]), ("retained", "不公开", &["retained"]), ("down", "已撤下", &DOWN)];
    chips.extend(rest.map(|(view, label, keys)| chip(view, label, of(keys))));
    if asked.v == "discarded" {
        chips.push(chip("discarded", "作废", of(&["discarded"])));
    }
    Ok(chips)
}

async fn rows(office: &Office, lines: &[Publication], eyes: &Eyes) -> Result<Vec<Row>, Error> {
    let names = Names::of(office, lines.iter().filter_map(|line| line.author_id)).await?;
    let own = Hands::of(office, eyes.own).await?;
    let (none, others) = (Hands::unknown(), matches!(eyes.scope, Scope::Subtree(_)));
    let organs =
        if others { office.db.organs_below(eyes.own, crate::requests::desk::list::ORGANS).await? } else { Vec::new() };
    let row = |line: &Publication| {
        let stage = stage_of(&line.stage).unwrap_or(PublicationStage::Draft);
        let pressing = pressing(line, office);
        // nothing else that is public has a term
        let falls = stage == PublicationStage::Public && line.due.is_some();
        let kind = PublicationKind::of_key(&line.kind).map_or("", PublicationKind::label);
        let organ = organs.iter().find(|(id, _)| *id == line.organ_id).filter(|_| line.organ_id != eyes.own);
        let hands = if line.organ_id == eyes.own { &own } else { &none };
        let author = line.author_id.map(|id| names.person(id)).unwrap_or_default();
        Row {
            href: format!("/desk/publications/{}", line.id),
            title: titled(&line.title),
            below: organ.map_or(kind.to_owned(), |(_, organ)| format!("{kind}　{organ}")),
            edge: pressing.edge,
            tone: pressing.tone,
            urgency: pressing.words,
            due: pressing.due,
            provisional: line.provisional,
            stage: if falls { "决定变动，待撤下" } else { waits::label(stage, &line.attribute) },
            stage_tone: if falls { "bad" } else { tone(stage) },
            public: line.public && stage.is_open(),
            who: match falls {
                true => hands.named(roles_for(PublicationVerb::Withdraw, stage)),
                false => hands.awaited(stage, (line.author_id, author)),
            },
        }
    };
    Ok(lines.iter().map(row).collect())
}

/// How much a publication presses: the edge of its row, the tag, its words, and the day or the hour.
struct Pressing {
    edge: &'static str,
    tone: &'static str,
    words: String,
    /// ISO and short.
    due: Option<(String, String)>,
}

fn pressing(line: &Publication, office: &Office) -> Pressing {
    let today = office.today();
    match (line.due_ms, line.due) {
        (Some(over), _) => {
            let (words, late) = hours_left(over, office.now_ms());
            let tone = if late { "bad" } else { "warn" };
            Pressing { edge: tone, tone, words, due: Some(moment_line(over, today)) }
        }
        (None, Some(due)) => {
            let urgency = Urgency::until(due.0, today, &office.calendar);
            let (edge, tone) = (urgency.edge(line.provisional), urgency.tone(line.provisional));
            let due = Some((due.0.to_string(), short(due.0, today)));
            Pressing { edge, tone, words: urgency.words(), due }
        }
        (None, None) => match line.missed {
            Some(last) => Pressing {
                edge: "",
                tone: "bad",
                words: tardy(line.late_days.unwrap_or_default()),
                due: Some((last.0.to_string(), short(last.0, today))),
            },
            None => Pressing { edge: "", tone: "plain", words: String::new(), due: None },
        },
    }
}

/// By how much it came out late: 逾期2个工作日发布; without a number where no working day lay between.
pub fn tardy(days: i32) -> String {
    if days > 0 { format!("逾期{days}个工作日发布") } else { "逾期发布".to_owned() }
}

/// 标题, or a word where there is none yet.
pub fn titled(title: &str) -> String {
    if title.trim().is_empty() { "（还没有标题）".to_owned() } else { title.to_owned() }
}

/// The class of a stage's tag.
pub fn tone(stage: PublicationStage) -> &'static str {
    match stage {
        PublicationStage::Approved | PublicationStage::Public => "ok",
        PublicationStage::Withdrawn | PublicationStage::Expired | PublicationStage::Discarded => "plain",
        PublicationStage::Retained => "warn",
        PublicationStage::Draft | PublicationStage::Review(_) => "info",
    }
}
