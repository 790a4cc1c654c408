//! `/desk/season/{year}/of/{organ}`: one organ's report for whoever makes it and whoever waits for it: where it stands, what
//! was said of it, and what each of them can do.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{annual_report::compilation::CompileStep, calendar::in_chinese};
use gongkai_store::{Moment, Organ, OrganId, Scope};
use serde::Deserialize;

use super::{
    super::{
        acts,
        board::{Board, Line},
        confirm, remind,
        state::State as Stands,
        upload,
        who::{Part, apart, part},
    },
    list,
};
use crate::{
    compile::{
        content::Pass,
        due::Due,
        range::Range,
        take,
        work::{Entry, Work},
    },
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    requests::{desk::colleagues::Names, take::NotTaken},
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What was just done.
    done: String,
}

/// 接收、退回
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    csrf: String,
    step: String,
    /// 版本 of the report that was looked at.
    version: i64,
    why: String,
}

/// A form that came back, or what was just done.
#[derive(Default)]
pub(super) struct Back {
    /// 退回意见 as it was typed.
    pub why: String,
    /// 编制范围 as it was chosen.
    pub range: String,
    /// What was just done.
    pub done: String,
    /// What is wrong with the form.
    pub errors: Vec<FieldError>,
}

/// 说过的话: a step of the report, or a call.
struct Said {
    at: i64,
    when: String,
    what: String,
    /// Whose word it is.
    who: String,
    words: String,
}

#[derive(Template)]
#[template(path = "season/one.html")]
pub(super) struct OnePage {
    desk: Desk,
    year: i16,
    organ: Organ,
    part: Part,
    state: Stands,
    /// Beside the state, that what is public is in the library alone; empty otherwise.
    beside: &'static str,
    remarks: String,
    findings: String,
    reported: String,
    /// The day by which it hands in; empty where nobody collects.
    due: String,
    /// 公布日, and whether the law sets it; `None` where neither the law nor anybody did.
    legal: Option<(bool, String)>,
    locked: bool,
    may_accept: bool,
    may_return: bool,
    /// Why this person does not accept what they confirmed; empty where that is not so.
    apart: String,
    /// Whether a version was handed in or is public.
    copy: bool,
    /// 编制范围 to be chosen for a file.
    ranges: Vec<Range>,
    longest: usize,
    longest_words: usize,
    /// 版本 of the report that this page shows.
    version: i64,
    /// Why nothing can be uploaded; empty where it can.
    no_upload: String,
    /// An upload that waits to be confirmed.
    uploaded: String,
    /// Whether this person may take the report out of the library.
    shelved: bool,
    may_call: bool,
    words: String,
    said: Vec<Said>,
    back: Back,
}

impl OnePage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.back.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// Whose report, of which year, and what the person is to it.
pub(super) struct Seen {
    pub year: i16,
    pub organ: Organ,
    pub mine: OrganId,
    pub part: Part,
    pub work: Option<Work>,
}

impl Seen {
    /// What an address names, as far as this hand sees.
    pub async fn of(office: &Office, hand: &Hand, (year, slug): (i16, &str)) -> Result<Self, Error> {
        let year = super::year(office, year)?;
        let organ = office.db.organ_at(slug).await?;
        let (mine, part) = part(office, hand, &organ).await?;
        let work = Work::of(office, organ.id, year, Scope::Organ(organ.id)).await?;
        Ok(Self { year, organ, mine, part, work })
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/desk/season/{}/of/{}", self.year, self.organ.slug)
    }
}

/// `GET /desk/season/{year}/of/{organ}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let seen = Seen::of(&office, visitor.hand()?, (year, &slug)).await?;
    render(&office, &visitor, seen, Back { done: asked.done, ..Back::default() }).await
}

/// The page, with a form that came back.
pub(super) async fn render(office: &Office, visitor: &Visitor, seen: Seen, back: Back) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let Seen { year, organ, mine, part, work } = seen;
    let seasons = office.db.seasons_over(organ.id, year).await?;
    let season = seasons.first();
    let above = if part.above { Some(mine) } else { season.map(|season| season.organ_id).or(organ.parent_id) };
    let (line, words, collecting) = row(office, above, (organ.id, year)).await?;
    let stands = line.as_ref().map_or(Stands::NotBegun, |line| line.state);
    let upload = confirm::waiting(office, hand, (&organ, part), year).await?;
    let may = |step| work.as_ref().is_some_and(|work| list::answers(hand) && take::may(hand, work, step).is_ok());
    let copy = is_in(office, work.as_ref()).await?;
    let may_accept = part.above && may(CompileStep::Accepted);
    let apart = work.as_ref().filter(|_| may_accept).and_then(|work| apart(hand, work, CompileStep::Accepted).err());
    let passed = passed(part.own, work.as_ref(), line.as_ref());
    let today = office.today();
    let is_called = line.as_ref().is_some_and(|line| line.organ.called.is_some_and(|called| called.0 == today));
    page::show_as(
        page::form_status(back.errors.is_empty()),
        &OnePage {
            desk: Desk::new(office, visitor, Place::Season).await?,
            state: stands,
            beside: line.as_ref().map(Line::beside).unwrap_or_default(),
            remarks: line.as_ref().map(Line::remarks).unwrap_or_default(),
            findings: line.as_ref().map(Line::findings).unwrap_or_default(),
            reported: reported(line.as_ref()),
            due: season.map_or_else(String::new, |season| in_chinese(season.due.0)),
            legal: Due::of(office, &organ, year).await?.map(|due| (due.lawful, in_chinese(due.on))),
            locked: seasons.iter().any(|season| season.locked_ms.is_some()),
            may_accept: may_accept && apart.is_none(),
            apart: apart.map(|why| why.to_string()).unwrap_or_default(),
            copy,
            ranges: if organ.kind == "government" { Range::ALL.to_vec() } else { vec![Range::Own] },
            longest: acts::LONGEST,
            longest_words: remind::LONGEST,
            may_return: part.above && may(CompileStep::Returned),
            version: work.as_ref().map_or(0, |work| work.compilation.version),
            no_upload: upload::may(part, work.as_ref()).err().map(|why| why.to_string()).unwrap_or_default(),
            shelved: upload::may_take(office, (&organ, part), year, work.as_ref()).await?.is_ok(),
            uploaded: upload.map(|upload| upload.file_name).unwrap_or_default(),
            may_call: part.above && collecting && line.as_ref().is_none_or(Line::is_owed) && !is_called,
            words,
            said: said(office, &organ, (year, work.as_ref()), passed).await?,
            year,
            organ,
            part,
            back,
        },
    )
}

/// 放行: what of it this person may read. A reason in what is still in work is the organ's own.
fn passed<'a>(is_own: bool, work: Option<&'a Work>, line: Option<&'a Line>) -> Vec<&'a Pass> {
    match is_own {
        true => work.iter().flat_map(|work| work.content.passed.values()).collect(),
        false => line.iter().flat_map(|line| &line.passed).collect(),
    }
}

/// The organ's own row, as the one that collects has it, what it says to whoever writes nothing, and whether it collects.
async fn row(
    office: &Office,
    above: Option<OrganId>,
    (organ, year): (OrganId, i16),
) -> Result<(Option<Line>, String, bool), Error> {
    let Some(above) = above else { return Ok((None, String::new(), false)) };
    let board = Board::of(office, above, year).await?;
    let (words, collecting) = (remind::usual(&board), board.season.is_some());
    Ok((board.lines.into_iter().find(|line| line.organ.id == organ), words, collecting))
}

/// Whether a version was handed in or is public.
async fn is_in(office: &Office, work: Option<&Work>) -> Result<bool, Error> {
    match work {
        Some(work) => Ok(office.db.copy_in_force(work.compilation.id).await?.is_some()),
        None => Ok(false),
    }
}

fn reported(line: Option<&Line>) -> String {
    match line.and_then(|line| line.organ.reported) {
        Some(day) => in_chinese(day.0),
        None => "还没有报送".to_owned(),
    }
}

/// What was said of a report by those above, what was let pass, and when it was handed in, by whom, the last first.
async fn said(
    office: &Office,
    organ: &Organ,
    (year, work): (i16, Option<&Work>),
    passed: Vec<&Pass>,
) -> Result<Vec<Said>, Error> {
    let calls = office.db.season_calls(organ.id, year).await?;
    let entries: Vec<&Entry> = work.iter().flat_map(|work| &work.entries).filter(|entry| is_said(entry.step)).collect();
    let actors: Vec<&str> = calls.iter().map(|call| call.actor.as_str()).collect();
    let actors = actors.into_iter().chain(entries.iter().map(|entry| entry.row.actor.as_str()));
    let actors: Vec<&str> = actors.chain(passed.iter().map(|pass| pass.actor.as_str())).collect();
    let names = Names::of_actors(office, &actors).await?;
    let one = |at: Moment, what: &str, actor: &str, words: String| Said {
        at: at.0,
        when: civil_minute(at.timestamp()),
        what: what.to_owned(),
        who: names.actor(actor).to_owned(),
        words,
    };
    let mut said: Vec<Said> =
        calls.iter().map(|call| one(call.at_ms, "催报", &call.actor, call.words.clone())).collect();
    said.extend(
        entries.iter().map(|entry| one(entry.row.at_ms, entry.step.label(), &entry.row.actor, entry.words.why.clone())),
    );
    said.extend(passed.iter().map(|pass| {
        let words = format!("{} {}。理由：{}", pass.code, pass.message, pass.why);
        one(Moment(pass.at_ms), "放行", &pass.actor, words)
    }));
    said.sort_by_key(|said| std::cmp::Reverse(said.at));
    Ok(said)
}

/// Whether a step is between the organ and those above it.
fn is_said(step: CompileStep) -> bool {
    matches!(step, CompileStep::Reported | CompileStep::TakenBack | CompileStep::Published) || take::is_from_above(step)
}

/// `POST /desk/season/{year}/of/{organ}/answer`
pub async fn answer(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    if !seen.part.above {
        return Err(Error::Forbidden("接收、退回由上级机关办理".to_owned()));
    }
    let step = CompileStep::of_key(&sent.step).filter(|step| take::is_from_above(*step)).ok_or(Error::Garbled)?;
    // what was handed in since is not what was looked at
    if seen.work.as_ref().is_some_and(|work| work.compilation.version != sent.version) {
        return Err(Error::Stale);
    }
    match acts::answer(&office, hand, (&seen.organ, seen.year), (step, &sent.why)).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done={}", seen.href(), step.key())).into_response()),
        Err(NotTaken::Refused(why)) => {
            let errors = vec![FieldError::new("why", why)];
            render(&office, &visitor, seen, Back { why: sent.why, errors, ..Back::default() }).await
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
