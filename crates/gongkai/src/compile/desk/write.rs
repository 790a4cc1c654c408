//! `/desk/compile/{year}/write` 写正文: one part at a time, in a plain field with bound numbers, read out below. What is typed is
//! saved however much is still missing.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::annual_report::Edition;
use gongkai_report::checks::{COPIED, sameness};
use gongkai_store::Error as StoreError;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    frame::{Frame, Stop},
    opened, path,
    side::Side,
};
use crate::{
    compile::{
        bound::{Piece, ReadOut},
        draft,
        examine::Examined,
        last::LastYear,
        names::Names,
        parts::Part,
        reuse::{self, Sentence},
        save::{LONGEST, save},
        take::may_write,
        work::Work,
    },
    guard::{Visitor, kept},
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{desk::list::refused, take::NotTaken},
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    part: String,
    saved: String,
}

#[derive(Template)]
#[template(path = "compile/write.html")]
struct WritePage {
    desk: Desk,
    frame: Frame,
    side: Side,
    part: Part,
    text: String,
    out: ReadOut,
    /// 信息处理费: the sentence that stands there in any case.
    fixed: Option<String>,
    errors: Vec<FieldError>,
    banner: &'static str,
    saved: bool,
    may_write: bool,
    /// Numbers to be put in: name and what it is now.
    numbers: Vec<(String, String)>,
    /// The one that is chosen and not put in yet; empty where none is.
    chosen: String,
    before: Option<Before>,
    /// Whether sentences were asked for and none was ticked.
    unticked: bool,
    /// The sentences that are ticked, by their boxes' names.
    ticked: Vec<String>,
    earlier: Option<String>,
}

impl WritePage {
    /// What is wrong with the text.
    fn of_text(&self) -> Vec<&FieldError> {
        self.errors.iter().filter(|error| error.field == "text").collect()
    }

    fn is_ticked(&self, mark: &str) -> bool {
        self.ticked.iter().any(|name| name.strip_prefix(BOX) == Some(mark))
    }
}

/// 去年的这一段
struct Before {
    year: i16,
    words: String,
    /// How much of this year's text stands in it, in percent.
    same: Option<usize>,
    sentences: Vec<Sentence>,
    /// Whether it has more sentences than are offered.
    more: bool,
}

impl Before {
    fn is_copied(&self) -> bool {
        self.same.is_some_and(|percent| percent >= COPIED)
    }
}

/// Begins the name of the box before a sentence of last year.
const BOX: &str = "last.";
/// The field of the number to be put in.
const NUMBER: &str = "number";
/// What the button says that puts it in.
const INSERT: &str = "insert";
/// Said where last year's report is another one now, or there is none to see any more.
const GONE: &str = "去年的年报撤下或者换过了，勾选的句子有的已经不在里面，都没有加上。请看过去年的再勾选";
/// Said where sentences were asked for and none was ticked.
const UNTICKED: &str = "照上年改写，先勾选去年的句子";

/// How the page comes.
#[derive(Default)]
struct Came {
    text: Option<String>,
    status: StatusCode,
    banner: &'static str,
    saved: bool,
    wrong: Option<String>,
    unticked: bool,
    ticked: Vec<String>,
    chosen: String,
}

/// `GET /desk/compile/{year}/write`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(year): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    let part = part_of(&work, &wish.part)?;
    let here = format!("{}/write?part={}", path(work.year()), part.key);
    let kept: Option<HashMap<String, String>> = kept::back(&office, &visitor, &session, &here).await;
    let ticked = kept.as_ref().map(ticked).unwrap_or_default();
    let chosen = kept.as_ref().and_then(|typed| typed.get(NUMBER).cloned()).unwrap_or_default();
    let text = kept.and_then(|typed| typed.get("text").cloned());
    let banner = match (&text, ticked.is_empty(), chosen.is_empty()) {
        (None, ..) => "",
        (Some(_), true, true) => "这是登录过期前写的，还没有保存。",
        (Some(_), false, true) => "这是登录过期前写的、勾选的，还没有保存。",
        (Some(_), true, false) => "这是登录过期前写的，还没有保存；选的数还没有插入。",
        (Some(_), false, false) => "这是登录过期前写的、勾选的，还没有保存；选的数还没有插入。",
    };
    let came = Came { text, banner, saved: !wish.saved.is_empty(), ticked, chosen, ..Came::default() };
    render(&office, &visitor, &work, (part, came)).await
}

/// The boxes that were ticked.
fn ticked(sent: &HashMap<String, String>) -> Vec<String> {
    sent.keys().filter(|name| name.starts_with(BOX)).cloned().collect()
}

fn part_of(work: &Work, key: &str) -> Result<Part, Error> {
    let mut parts = Part::all(work.edition).into_iter();
    match key {
        "" => parts.next().ok_or(Error::NotFound),
        key => parts.find(|part| part.key == key).ok_or(Error::NotFound),
    }
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    work: &Work,
    (part, came): (Part, Came),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Compile).await?;
    let examined = Examined::of(office, work).await?;
    let text = came.text.unwrap_or_else(|| work.content.part(&part.key).to_owned());
    let out = ReadOut::of(&text, &examined.year, work.year());
    let faults = out.faults().into_iter().chain(came.wrong).map(|fault| FieldError::new("text", fault));
    let errors = faults.chain(came.unticked.then(|| FieldError::new("last", UNTICKED))).collect();
    let all = Part::all(work.edition);
    let place = all.iter().position(|one| one.key == part.key);
    let earlier = place.and_then(|at| at.checked_sub(1)).and_then(|at| all.get(at));
    let page = WritePage {
        frame: Frame::of(office, work, &examined, Stop::Write).await?,
        side: Side::of(work, &examined, &part.key),
        fixed: if part.section == 6 { examined.year.fees.and_then(|fees| fees.sentence(work.year())) } else { None },
        errors,
        banner: came.banner,
        saved: came.saved,
        may_write: may_write(visitor.hand()?, work).is_ok(),
        numbers: numbers(work, &examined),
        before: before(&part, &out, work.edition, examined.last.as_ref()),
        unticked: came.unticked,
        ticked: came.ticked,
        chosen: came.chosen,
        earlier: earlier.map(|part| part.key.clone()),
        desk,
        part,
        text,
        out,
    };
    page::show_as(came.status, &page)
}

/// The numbers that may be put in: those that are known, zeros of single columns left out.
fn numbers(work: &Work, examined: &Examined) -> Vec<(String, String)> {
    let known = Names::of(work.edition).all.iter().filter_map(|name| {
        let value = name.value(&examined.year).filter(|_| name.is_offered(&examined.year))?;
        let tells = value != "0" || name.words.ends_with("总计") || !name.words.starts_with('表');
        tells.then(|| (name.words.clone(), format!("{value}{}", name.unit)))
    });
    known.collect()
}

fn before(part: &Part, out: &ReadOut, edition: Edition, last: Option<&LastYear>) -> Option<Before> {
    let last = last?;
    let words = part.in_report(&last.reading()?.report);
    let (sentences, more) = reuse::sentences(part, last, edition);
    let same = sameness(&out.text(), &words);
    (!words.trim().is_empty()).then_some(Before { year: last.year, words, same, sentences, more })
}

/// `POST /desk/compile/{year}/write`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    if visitor.person.is_none() {
        let here = format!("/desk/compile/{year}/write?part={}", word("part"));
        return kept::ask(&office, &visitor, &here, &sent);
    }
    let work = opened(&office, &visitor, &year).await?;
    let part = part_of(&work, word("part"))?;
    // one that was to be put in stands in the text
    let chosen = if word("do") == INSERT { "" } else { word(NUMBER) }.to_owned();
    let text = match asked(&office, &work, &part, &sent).await? {
        Ok(text) => text,
        Err(came) => return render(&office, &visitor, &work, (part, Came { chosen, ..came })).await,
    };
    let late = |text: String| Came {
        text: Some(text),
        status: StatusCode::CONFLICT,
        banner: "刚被别人改过，还没有保存。下面是您写的，请看过再保存。",
        chosen: chosen.clone(),
        ..Came::default()
    };
    if word("version").parse() != Ok(work.compilation.version) {
        return render(&office, &visitor, &work, (part, late(text))).await;
    }
    let mut content = work.content.clone();
    content.parts.insert(part.key.clone(), text.clone());
    content.parts.retain(|_, text| !text.is_empty());
    match save(&office, visitor.hand()?, &work, (work.range, content)).await {
        Ok(saved) => Ok(Redirect::to(&after(&saved, &part, word("do"), &text)).into_response()),
        Err(NotTaken::Store(StoreError::Stale)) => {
            let work = opened(&office, &visitor, &year).await?;
            render(&office, &visitor, &work, (part, late(text))).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// The text that is to be saved: as it was typed, with the number or the sentences that were asked for after it; otherwise how
/// the page comes back.
async fn asked(
    office: &Office,
    work: &Work,
    part: &Part,
    sent: &HashMap<String, String>,
) -> Result<Result<String, Came>, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    let mut text = word("text").replace('\r', "");
    let (banner, status) = ("这是按今天的数起草的，还没有保存。", StatusCode::UNPROCESSABLE_ENTITY);
    match word("do") {
        "draft" => {
            let text = Some(drafted(office, work, part).await?);
            return Ok(Err(Came { text, banner, ..Came::default() }));
        }
        INSERT if !word(NUMBER).is_empty() => text += &inserted(work.edition, word(NUMBER)),
        "last" => match with_last(office, work, part, (&text, ticked(sent))).await? {
            Ok(with) => text = with,
            Err(came) => return Ok(Err(Came { text: Some(text), status, ..came })),
        },
        _ => {}
    }
    if text.chars().nth(LONGEST).is_some() {
        let wrong = Some(format!("这一段最多{LONGEST}字，现在有{}字", text.chars().count()));
        return Ok(Err(Came { text: Some(text), wrong, status, ..Came::default() }));
    }
    Ok(Ok(text))
}

/// 插入一个数: a number as it is put into a text, with the word that goes with it.
fn inserted(edition: Edition, name: &str) -> String {
    let unit = Names::of(edition).find(name).map_or("", |name| name.unit);
    format!("{{{name}}}{unit}")
}

/// 起草 of a part by the figures of today.
async fn drafted(office: &Office, work: &Work, part: &Part) -> Result<String, Error> {
    let examined = Examined::of(office, work).await?;
    let promises = examined.last.as_ref().map(LastYear::promises).unwrap_or_default();
    Ok(draft::text(part, work.edition, &examined.year, &promises))
}

/// 照上年改写: what was typed with the ticked sentences of last year after it; where none is ticked, or one is not last year's
/// any more, what is said of it.
async fn with_last(
    office: &Office,
    work: &Work,
    part: &Part,
    (text, ticked): (&str, Vec<String>),
) -> Result<Result<String, Came>, Error> {
    let last = LastYear::of(office, &work.organ, work.year()).await?;
    let sentences = last.map(|last| reuse::sentences(part, &last, work.edition).0).unwrap_or_default();
    let is_ticked = |mark: &str| ticked.iter().any(|name| name.strip_prefix(BOX) == Some(mark));
    let there = sentences.iter().filter(|sentence| is_ticked(&sentence.mark)).count();
    Ok(match () {
        () if sentences.is_empty() || there < ticked.len() => {
            Err(Came { wrong: Some(GONE.to_owned()), ticked, ..Came::default() })
        }
        () if ticked.is_empty() => Err(Came { unticked: true, ..Came::default() }),
        () => Ok(reuse::appended(text, &sentences, is_ticked)),
    })
}

/// Where one goes on: to the next part, or to this one, where a name has to be mended or a number was put in.
fn after(work: &Work, part: &Part, what: &str, text: &str) -> String {
    let all = Part::all(work.edition);
    let next = all.iter().skip_while(|one| one.key != part.key).nth(1);
    let go = match (what, next) {
        ("next", Some(next)) if !ReadOut::unnamed(text, work.edition) => next,
        _ => part,
    };
    format!("{}/write?part={}&saved=1", path(work.year()), go.key)
}
