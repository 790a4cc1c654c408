//! `/desk/redress/{number}`: the file of a case, and its papers.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::redress::{
    Route,
    standing::{Decided, Force, Instance},
    step::{Phase, Verb},
};
use gongkai_store::{Letter, Moment, RedressFile, Scope};
use jiff::civil::Date;

use super::{
    clock,
    list::{self, Row},
    next::{self, Next},
    story,
    wording::Sign,
};
use crate::{
    case_files,
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Duty, Hand},
    },
    redress::{
        case::{Case, Entry},
        letter,
        register::{self, skipped_review},
    },
    requests::{
        desk::{
            colleagues::Names,
            due::Due,
            list::eyes,
            wording::{Urgency, long, short},
        },
        dossier::Dossier,
        register::Identity,
        shown::Shown,
    },
    verify::{bytes, portal::as_attachment},
};

struct Event {
    day: String,
    iso: String,
    what: String,
    meta: String,
    mended: Option<String>,
}

struct PaperLine {
    href: String,
    name: String,
    meta: String,
}

/// 审理结果 as the page shows it.
struct ResultView {
    label: &'static str,
    column: &'static str,
    tone: &'static str,
    article: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "redress/case.html")]
struct CasePage {
    desk: Desk,
    number: String,
    title: String,
    stands: String,
    sign: Sign,
    facts: Vec<(&'static str, String)>,
    /// The request: its number and title.
    request: Option<(String, String)>,
    /// The review before it, or the suits after it.
    kin: Vec<Row>,
    /// Whether a suit after it may be registered from here.
    may_suit: bool,
    advice: Option<String>,
    next: Next,
    due: Due,
    expected: Option<(String, String, String)>,
    /// 责令重新答复, while it binds nobody: in a sentence.
    awaits: Option<String>,
    /// Why it was struck, if it was; empty for eyes that only look on.
    cancelled: Option<String>,
    results: Vec<ResultView>,
    counted: Option<String>,
    ahead: Vec<(String, String, String)>,
    events: Vec<Event>,
    papers: Vec<PaperLine>,
    /// 答复书、答辩状: address, 文号 or that it is a draft, and when.
    letters: Vec<(String, String, String)>,
    letter_title: &'static str,
    may_write: bool,
    may_see: bool,
    /// Whether it is the reader's own organ's.
    own: bool,
}

/// A case of those that these eyes may see.
///
/// # Errors
/// [`Error::NotFound`] for what is not there and for what others have.
pub async fn opened(office: &Office, visitor: &Visitor, number: &str) -> Result<Case, Error> {
    let (scope, _, _) = eyes(visitor.hand()?)?;
    Ok(Case::numbered(office, number, scope).await?)
}

/// `GET /desk/redress/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let case = opened(&office, &visitor, &number).await?;
    let desk = Desk::new(&office, &visitor, Place::Redress).await?;
    let hand = visitor.hand()?;
    let (today, calendar) = (office.today(), &*office.calendar);
    let scope = Scope::Organ(case.line.organ_id);
    let request = match case.line.request_id {
        Some(id) => Some(Dossier::open(&office, id, scope).await?),
        None => None,
    };
    let actors: Vec<&str> = case.entries.iter().map(|entry| entry.row.actor.as_str()).collect();
    let names = Names::of_actors(&office, &actors).await?;
    let (standing, phase) = (&case.standing, case.standing.phase());
    let over = matches!(phase, Phase::Concluded | Phase::Awaits | Phase::Cancelled);
    let whole = may_see(hand, &case);
    let shown = shown(&office, hand, request.as_ref(), whole);
    page::show(&CasePage {
        number: case.line.number.clone(),
        title: shown.words(&case.line.title),
        stands: next::instance(case.route, standing.instance, standing.phase()),
        sign: Sign::of(&case.line, today, calendar),
        facts: facts(&office, &case, hand).await?,
        advice: request.as_ref().filter(|_| !over).and_then(|of| skipped_review(case.route, &of.request)),
        request: request.as_ref().map(|of| (of.request.line.number.clone(), shown.words(&of.request.line.title))),
        kin: kin(&office, &case, scope).await?,
        may_suit: case.route == Route::Review
            && phase == Phase::Concluded
            && register::may(hand, case.line.organ_id).is_ok(),
        next: Next::of(&office, hand, &case),
        due: clock::due(standing, today, calendar),
        expected: expected(&case, &office, today),
        results: standing.decided.iter().rev().map(|one| result(&case, one, today)).collect(),
        counted: counted(&case),
        ahead: ahead(&case, today),
        events: events(&case, &names, (today, whole), &shown),
        cancelled: case.cancelled().map(|entry| if whole { entry.words.why.clone() } else { String::new() }),
        awaits: awaits(&case, &office, today),
        papers: papers(&office, &case, &shown).await?,
        letters: letters(&office, &case).await?,
        letter_title: letter::kind_of(case.route).title(),
        may_write: letter::may_write(hand, &case).is_ok(),
        may_see: whole,
        own: is_own(hand, &case),
        desk,
    })
}

/// A case is called by what was asked, and words of its steps tell of whoever asked.
fn shown(office: &Office, hand: &Hand, request: Option<&Dossier>, whole: bool) -> Shown {
    match request {
        Some(request) => Shown::to(office, hand, request),
        None => Shown::over(whole, Some(&Identity::default()), false),
    }
}

async fn facts(office: &Office, case: &Case, hand: &Hand) -> Result<Vec<(&'static str, String)>, Error> {
    let standing = &case.standing;
    let suit = case.route.is_suit();
    let mut facts = vec![
        ("种类", case.route.label().to_owned()),
        (if suit { "法院" } else { "复议机关" }, case.line.forum.clone()),
        ("案号", case.line.case_number.clone()),
        (
            "程序",
            match suit {
                true => format!("{}，{}", standing.instance.label(), standing.procedure.label()),
                false => standing.procedure.label().to_owned(),
            },
        ),
        ("收到", case.line.notified.0.to_string()),
    ];
    let appealed = case.entries.iter().rev().find(|entry| entry.taken.step.verb() == Verb::Appeal);
    if let Some(words) = appealed.filter(|_| standing.instance == Instance::Second).map(|entry| &entry.words) {
        let court = [("二审法院", &words.who), ("二审案号", &words.letter)];
        facts.extend(court.into_iter().filter(|(_, word)| !word.is_empty()).map(|(label, word)| (label, word.clone())));
    }
    if let Some(day) = standing.accepted {
        facts.push((if suit { "立案" } else { "受理" }, day.to_string()));
    }
    let (_, _, own) = eyes(hand)?;
    if case.line.organ_id != own {
        facts.insert(0, (if suit { "被告" } else { "被申请人" }, office.db.organ(case.line.organ_id).await?.name));
    }
    Ok(facts)
}

/// The review before a suit, the suits after a review.
async fn kin(office: &Office, case: &Case, scope: Scope) -> Result<Vec<Row>, Error> {
    let lines = match case.line.after_id {
        Some(review) => vec![office.db.redress(review, scope).await?],
        None => case.suits_after(office).await?,
    };
    Ok(list::rows(office, &lines, case.line.organ_id).await?)
}

/// 审理期限: ISO, in words, and what stands under it.
fn expected(case: &Case, office: &Office, today: Date) -> Option<(String, String, String)> {
    let open = matches!(case.standing.phase(), Phase::Answer | Phase::Hear);
    let expected = case.standing.expected(&office.calendar).filter(|_| open)?;
    let from = if expected.rough {
        "受理、立案的日期没有登记，从收到之日估算"
    } else {
        "从受理、立案之日起算"
    };
    let guess = if expected.provisional { "，跨入没有放假通知的日子，暂定" } else { "" };
    let left = Urgency::until(expected.by, today, &office.calendar).words();
    Some((expected.by.to_string(), long(expected.by, today), format!("{left}。{from}{guess}（{}）。", expected.basis)))
}

/// What became of an order that does not bind yet, or no more.
fn awaits(case: &Case, office: &Office, today: Date) -> Option<String> {
    let order = case.standing.order?;
    let words = match order.force {
        Force::Binding => return None,
        Force::Stayed => "一审判决因上诉、再审没有生效，不用重新答复；二审、再审维持的，按那时写明的限期".to_owned(),
        Force::Awaits => {
            let until = case.standing.appeal_by(&office.calendar)?;
            let then = match until < today {
                true => "已经期满，没有人上诉的，请登记裁判生效",
                false => "期满没有人上诉的，登记裁判生效以后再重新答复",
            };
            format!("判决责令重新答复，但上诉期到{}为止，在这以前判决不生效；{then}", long(until, today))
        }
    };
    Some(format!("{words}（《行政诉讼法》第八十五条）。"))
}

fn result(case: &Case, one: &Decided, today: Date) -> ResultView {
    use gongkai_law::redress::Outcome;
    let instance = if case.route.is_suit() && one.instance != Instance::First { one.instance.label() } else { "" };
    let mut meta = format!("{instance}{}作出，{}收到", long(one.on, today), long(one.served, today));
    if let Some(until) = one.again {
        meta += &format!("，限{}前重新答复", long(until, today));
    }
    ResultView {
        label: one.conclusion.label(),
        column: one.outcome.label(),
        tone: match one.outcome {
            Outcome::Upheld => "ok",
            Outcome::Corrected => "warn",
            Outcome::Other | Outcome::Pending => "plain",
        },
        article: one.conclusion.article().to_string(),
        meta,
    }
}

/// What lies ahead, for the head of the timeline: ISO, short, what.
fn ahead(case: &Case, today: Date) -> Vec<(String, String, String)> {
    let mut ahead = Vec::new();
    let mut add = |day: Option<Date>, what: &str| {
        ahead.extend(day.map(|day| (day.to_string(), short(day, today), what.to_owned())));
    };
    let line = &case.line;
    let awaits = case.standing.phase() == Phase::Awaits;
    add(line.expected.map(|day| day.0), if awaits { "上诉期满" } else { "审理期限" });
    add(line.hearing.map(|day| day.0).filter(|day| *day >= today), super::wording::hearing(case.route));
    add(line.due.map(|day| day.0), &format!("{}期限", super::wording::answer(case.route)));
    ahead.sort_by(|a, b| b.0.cmp(&a.0));
    ahead
}

/// The timeline; `whole` for those whose case it is. Who only looks on reads what happened and when, not what was said in
/// a hearing or noted, and of nobody who they are.
fn events(case: &Case, names: &Names, (today, whole): (Date, bool), eyes: &Shown) -> Vec<Event> {
    let shown = |words: String| match whole || eyes.is_blind() {
        true => words,
        false => eyes.words(&words),
    };
    let event = |(at, entry): (usize, &Entry)| Event {
        day: short(entry.taken.on, today),
        iso: entry.taken.on.to_string(),
        what: shown(if whole { story::what(case, entry) } else { story::outline(case, entry) }),
        meta: match eyes.is_blind() {
            true => names.actor(&entry.row.actor).to_owned(),
            false => shown(meta(entry, names, today)),
        },
        mended: story::mended(case, at),
    };
    case.entries.iter().enumerate().rev().map(event).collect()
}

fn meta(entry: &Entry, names: &Names, today: Date) -> String {
    let written = civil_date(entry.row.at_ms.timestamp());
    let by = names.actor(&entry.row.actor);
    let by = match written == entry.taken.on {
        true => by.to_owned(),
        false => format!("{by}，{}登记", short(written, today)),
    };
    let parts = [by.as_str(), &entry.words.letter, &entry.words.proof];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

/// Where the case stands in table 4.
fn counted(case: &Case) -> Option<String> {
    let (year, outcome) = case.standing.counted()?;
    Some(format!("计入{year}年表四：{}，{}", case.route.label(), outcome.label()))
}

async fn papers(office: &Office, case: &Case, shown: &Shown) -> Result<Vec<PaperLine>, Error> {
    let line = |file: &RedressFile| {
        let size = bytes(usize::try_from(file.size).unwrap_or(0));
        let step = Verb::of_key(&file.kind).map(|verb| story::label(case, verb)).unwrap_or_default();
        PaperLine {
            href: format!("/desk/redress/{}/files/{}", case.line.number, file.n),
            name: shown.paper(file.n, &file.name),
            meta: format!("{size}　{step}"),
        }
    };
    Ok(office.db.redress_files(case.line.id).await?.iter().map(line).collect())
}

async fn letters(office: &Office, case: &Case) -> Result<Vec<(String, String, String)>, Error> {
    let line = |letter: Letter| {
        let href = format!("/desk/redress/{}/letters/{}", case.line.number, letter.id);
        let (words, on) = match (letter.number, letter.dated) {
            (Some(number), Some(dated)) => (number, dated.0),
            _ => ("草稿".to_owned(), civil_date(letter.drafted_ms.timestamp())),
        };
        (href, words, on.to_string())
    };
    Ok(office.db.letters_of_redress(case.line.id).await?.into_iter().map(line).collect())
}

/// Whether a hand may take papers out of a case's file: its own organ's staff.
pub fn may_see(hand: &Hand, case: &Case) -> bool {
    is_own(hand, case) && hand.is_any(Duty::SeeCase.roles())
}

fn is_own(hand: &Hand, case: &Case) -> bool {
    matches!(hand, Hand::Staff { organ, .. } if *organ == Some(case.line.organ_id))
}

/// `GET /desk/redress/{number}/files/{n}`: never shown by the browser as a page of ours, and with a row in the journal.
pub async fn paper_of(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, i32)>,
) -> Result<Response, Error> {
    let case = opened(&office, &visitor, &number).await?;
    let hand = visitor.hand()?;
    if !may_see(hand, &case) {
        return Err(Error::Forbidden("案件材料只有承办机关的工作人员可以打开".to_owned()));
    }
    let files = office.db.redress_files(case.line.id).await?;
    let file = files.into_iter().find(|file| file.n == n).ok_or(Error::NotFound)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let detail = serde_json::json!({ "number": case.line.number, "file": n });
    act.record("redress.file", Some(case.line.organ_id), case.line.id, detail);
    act.commit().await?;
    let bytes = case_files::open(&office, file.file_sm3).await?;
    Ok(as_attachment(&file.media, &file.name, bytes))
}
