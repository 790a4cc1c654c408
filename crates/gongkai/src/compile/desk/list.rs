//! `/desk/compile`: the years whose report can be compiled, how each stands, and by when it is due.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{annual_report::compilation::CompileState, calendar::in_chinese};
use gongkai_store::{Error as StoreError, Moment, Organ, Sight};

use super::path;
use crate::{
    compile::{
        begin,
        content::Content,
        draft,
        due::{self, Days},
        last::LastYear,
        range::Range,
        take::WRITERS,
        work::Work,
    },
    figures::view::View,
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
    requests::{
        desk::list::{eyes, refused},
        take::NotTaken,
    },
};

struct Row {
    year: i16,
    /// Where the report in work is; `None` where nobody began one.
    href: Option<String>,
    state: Option<CompileState>,
    /// Errors and what is not filled in, and what is doubtful.
    found: (i32, i32, i32),
    /// 公布期限: the class of its tag, empty where nothing waits for the day any more, and the words.
    due: Option<(&'static str, String)>,
    /// Where everybody reads it.
    public: Option<String>,
}

#[derive(Template)]
#[template(path = "compile/list.html")]
struct ListPage {
    desk: Desk,
    organ: Organ,
    rows: Vec<Row>,
    ranges: Vec<Range>,
    may_begin: bool,
    /// 镇街公布期限: as it is set, where the law sets none and this hand may set it.
    day: Option<String>,
    errors: Vec<FieldError>,
}

/// `GET /desk/compile`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    render(&office, &visitor, Vec::new(), None).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    errors: Vec<FieldError>,
    typed: Option<String>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Compile).await?;
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    let organ = office.db.organ(own).await?;
    let works = office.db.compilations_of(own).await?;
    let kept = office.db.series(own, Sight::Public).await?;
    let today = office.today();
    let days = Days::of(office, &organ).await?;
    let row = |year: i16| {
        let work = works.iter().find(|work| work.year == year);
        let public = kept.iter().any(|known| known.year == year);
        // of older years that nobody compiles here nobody knows whether they are out elsewhere
        let waits = !public && (work.is_some() || year >= today.year() - 1);
        let due = days.due(year).map(|due| match waits {
            true => (due.tone(today), due.said(today)),
            false => ("", in_chinese(due.on)),
        });
        Row {
            year,
            href: work.map(|_| path(year)),
            state: work.and_then(|work| CompileState::of_key(&work.state)),
            found: work.map(|work| (work.fails, work.gaps, work.unsures)).unwrap_or_default(),
            due,
            public: public.then(|| format!("/reports/{}/{year}", organ.slug)),
        }
    };
    let settable = due::reporter(&organ).is_none() && hand.is_any(&[Role::Head]);
    let day = match (typed, settable) {
        (_, false) => None,
        (Some(typed), true) => Some(typed),
        (None, true) => {
            Some(days.due(today.year() - 1).map(|due| due.on.strftime("%m-%d").to_string()).unwrap_or_default())
        }
    };
    let page = ListPage {
        desk,
        rows: View::years(today.year()).into_iter().map(row).collect(),
        ranges: Range::ALL.into_iter().filter(|range| !range.is_wide() || organ.kind == "government").collect(),
        may_begin: hand.is_any(&WRITERS),
        organ,
        day,
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// `POST /desk/compile/begin`: a first draft of every part stands there at once.
pub async fn begin(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    let year: i16 = word("year").parse().map_err(|_| Error::Garbled)?;
    let range = match word("range") {
        "" => Range::default(),
        key => Range::of_key(key).ok_or(Error::Garbled)?,
    };
    let organ = office.db.organ(own).await?;
    let begun = begin::begin(&office, hand, &organ, (year, range), &Content::default()).await;
    match begun {
        Ok(_) => {}
        // somebody began it meanwhile, and nobody begins it twice
        Err(NotTaken::Store(StoreError::Taken(_))) => return Ok(Redirect::to(&path(year)).into_response()),
        Err(other) => return Err(refused(other)),
    }
    let scope = crate::compile::take::scope(hand)?;
    if let Some(work) = Work::of(&office, own, year, scope).await? {
        let figures = crate::compile::figures::YearFigures::of(&office, &work).await?;
        let last = LastYear::of(&office, &organ, year).await?;
        let content = draft::content(work.edition, &figures, last.as_ref());
        crate::compile::save::save(&office, hand, &work, (range, content)).await.map_err(refused)?;
    }
    Ok(Redirect::to(&path(year)).into_response())
}

/// `POST /desk/compile/due`: the day that local notices set, where the law sets none.
pub async fn set_due(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    let organ = office.db.organ(own).await?;
    if !hand.is_any(&[Role::Head]) || due::reporter(&organ).is_some() {
        return Err(Error::Forbidden(format!("法律没有定公布期限的机关，由{}设定", Role::Head.label())));
    }
    let day = crate::typed::number(word("day"));
    if due::on(&day, office.today().year()).is_none() {
        let wrong = FieldError::new("day", "请写月和日，如01-31");
        return render(&office, &visitor, vec![wrong], Some(day)).await;
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    due::set(&mut act, &organ, &day).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk/compile").into_response())
}
