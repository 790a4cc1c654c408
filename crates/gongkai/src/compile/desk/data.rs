//! `/desk/compile/{year}` 核对数据: every figure with its records, and what is missing, before it hurts.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    annual_report::{
        Edition, Figures,
        figures::parse,
        form::{Cell, Kind},
    },
    redress::{Outcome, Route},
};
use gongkai_store::{Error as StoreError, Scope};
use serde::Deserialize;

use super::{
    frame::{Frame, Stop},
    opened,
    panel::{self, Counting},
    path,
};
use crate::{
    compile::{
        content::ByHand,
        examine::Examined,
        fees::{BY_HAND, Fees},
        figures::Source,
        loose::Loose,
        range::Range,
        save::save,
        take::may_write,
        uncovered::UNCOVERED,
        work::Work,
    },
    figures::view::query,
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        desk::list::{eyes, refused},
        take::NotTaken,
    },
    typed,
    verify::form::{Counted, TableView, counted, summed},
};

/// The longest source sentence, in characters.
const LONGEST: usize = 200;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    saved: String,
}

/// A cell that is entered by hand.
struct ByHandView {
    address: String,
    name: String,
    value: String,
    source: String,
    /// What was typed for another range, in a sentence; empty where nothing was.
    other: String,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "compile/data.html")]
struct DataPage {
    desk: Desk,
    frame: Frame,
    tables: Vec<TableView>,
    /// Of when the figures are, and whether they change.
    whence: String,
    /// 没有办结的申请, 尚未审结的案件
    open: (i64, String),
    pending: (i64, String),
    entered: Vec<Counting>,
    /// Whether what stands beside the version that was handed in is of today.
    of_today: bool,
    by_hand: Vec<ByHandView>,
    loose: Loose,
    ranges: Vec<(Range, bool)>,
    may_write: bool,
    wide: bool,
    saved: bool,
    late: bool,
}

/// `GET /desk/compile/{year}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    render(&office, &visitor, &work, (Vec::new(), !wish.saved.is_empty(), false)).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    work: &Work,
    (wrong, saved, late): (Vec<(String, String)>, bool, bool),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Compile).await?;
    let examined = Examined::of(office, work).await?;
    let frame = Frame::of(office, work, &examined, Stop::Data).await?;
    let year = &examined.year;
    let form = year.figures.form();
    let link = |cell: &Cell| {
        let at = form.cell(&cell.address).and_then(|id| year.origins.get(usize::from(id)));
        at.map(|origins| origins.href.clone()).unwrap_or_default()
    };
    let tables = Counted::ALL.map(|table| match work.range.is_wide() {
        true => summed(&year.figures, table, &link),
        false => counted(&year.figures, table, &link),
    });
    let status = if late { StatusCode::CONFLICT } else { page::form_status(wrong.is_empty()) };
    let page = DataPage {
        tables: tables.into(),
        whence: whence(&examined, work, office.today().year()),
        open: open(&year.figures, work),
        pending: (pending(&year.figures), "/desk/redress".to_owned()),
        entered: panel::of(&examined, work, matches!(eyes(visitor.hand()?)?.0, Scope::Subtree(_))),
        of_today: !work.standing.is_open(),
        by_hand: by_hand(&examined, work, &wrong),
        loose: examined.loose,
        ranges: Range::ALL
            .into_iter()
            .filter(|range| !range.is_wide() || work.organ.kind == "government")
            .map(|range| (range, range == work.range))
            .collect(),
        may_write: may_write(visitor.hand()?, work).is_ok(),
        wide: work.range.is_wide(),
        desk,
        frame,
        saved,
        late,
    };
    page::show_as(status, &page)
}

/// Of when the figures are, and whether all of the year is in them.
fn whence(examined: &Examined, work: &Work, this_year: i16) -> String {
    if !work.standing.is_open() {
        return format!("这是第{}版定本的数，台账再变，这里也不变。", work.standing.revision);
    }
    let live = match (work.range.is_wide(), examined.year.own_frozen) {
        _ if examined.year.frozen => "表三、表四是定稿的数。",
        (true, true) => "数是本级和下级年报的合计，跟着变；其中本级的表三、表四是定稿的数，台账变了不变。",
        (true, false) => "数是现在的台账，台账变了跟着变。",
        (false, _) if work.correction().is_some() => "更正的数是现在的台账，公布以后重新定稿。",
        (false, _) => "数是现在的台账，台账变了跟着变；公布即定稿，以后不再变。",
    };
    let going_on = if work.year() >= this_year {
        format!("{}年还没有过完，数还会变。", work.year())
    } else {
        String::new()
    };
    let uncovered = examined.doubts.iter().filter(|doubt| doubt.what == UNCOVERED);
    let uncovered: String = uncovered.map(|doubt| format!("{}。", doubt.message)).collect();
    format!("{going_on}{live}{uncovered}")
}

/// 还没有办结的: how many are carried out, and where they are listed.
fn open(figures: &Figures, work: &Work) -> (i64, String) {
    let shown = query(work.year(), work.edition, work.range);
    let href = format!("/desk/figures/list?{shown}&row=carried_out&column=total");
    (figures.at("requests.carried_out.total").unwrap_or(0), href)
}

/// 尚未审结的
fn pending(figures: &Figures) -> i64 {
    Route::ALL.iter().filter_map(|route| figures.at(&Outcome::Pending.address(*route))).sum()
}

/// What may be typed: the cells that no register has, and the fee, each by address, name and kind.
fn typable(edition: Edition) -> impl Iterator<Item = (&'static str, &'static str, Kind)> {
    let cells = gongkai_law::annual_report::Form::of(edition).cells();
    let cells = cells.iter().map(|cell| (cell.address.as_str(), cell.name.as_str(), cell.kind));
    cells.chain(BY_HAND.map(|(address, name)| (address, name, Kind::Count)))
}

fn by_hand(examined: &Examined, work: &Work, wrong: &[(String, String)]) -> Vec<ByHandView> {
    let year = &examined.year;
    let cells = year.figures.form().cells().iter().zip(&year.origins);
    let asked: BTreeSet<_> = cells
        .filter(|(_, origins)| matches!(origins.source, Source::ByHand(_)))
        .map(|(cell, _)| cell.address.as_str())
        .chain(BY_HAND.map(|(address, _)| address).into_iter().filter(|_| {
            // the fee is typed where the register does not have all of it
            !year.files.is_empty() && Fees::are_asked_in(work.year())
        }))
        .collect();
    let of = |(address, name, _): (&str, &str, Kind)| {
        let (typed, other) = match work.content.by_hand.get(address) {
            Some(typed) if typed.is_of(work.range) => (typed.clone(), String::new()),
            Some(other) => (ByHand::default(), of_another(other)),
            None => (ByHand::default(), String::new()),
        };
        ByHandView {
            address: address.to_owned(),
            name: name.to_owned(),
            value: typed.value,
            source: typed.source,
            other,
            wrong: wrong.iter().find(|(at, _)| at == address).map(|(_, why)| why.clone()),
        }
    };
    typable(work.edition).filter(|(address, ..)| asked.contains(address)).map(of).collect()
}

/// What was typed for another range.
fn of_another(typed: &ByHand) -> String {
    let range = Range::of_key(&typed.range).unwrap_or_default();
    format!("按“{}”填的是{}（{}），换了范围不算，请照现在的范围填", range.label(), typed.value, typed.source)
}

/// `POST /desk/compile/{year}`: the range, and what no register has.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let mut work = opened(&office, &visitor, &year).await?;
    let range = Range::of_key(word("range")).unwrap_or(work.range);
    let (mut content, mut wrong) = (work.content.clone(), Vec::new());
    for (address, name, kind) in typable(work.edition) {
        let (value, source) = (format!("v.{address}"), format!("s.{address}"));
        if !sent.contains_key(&value) {
            continue;
        }
        let typed = ByHand {
            value: typed::number(word(&value)).replace([',', '，'], ""),
            source: word(&source).to_owned(),
            range: range.key().to_owned(),
        };
        wrong.extend(fault((name, kind), &typed).map(|why| (address.to_owned(), why)));
        if !typed.value.is_empty() || !typed.source.is_empty() {
            content.by_hand.insert(address.to_owned(), typed);
        } else if content.by_hand.get(address).is_some_and(|before| before.is_of(range)) {
            // of another range, it is there for whoever goes back to that
            content.by_hand.remove(address);
        }
    }
    let came_late = word("version").parse() != Ok(work.compilation.version);
    if came_late || !wrong.is_empty() {
        work.content = content;
        return render(&office, &visitor, &work, (wrong, false, came_late)).await;
    }
    match save(&office, visitor.hand()?, &work, (range, content.clone())).await {
        Ok(_) => Ok(Redirect::to(&format!("{}?saved=1", path(work.year()))).into_response()),
        Err(NotTaken::Store(StoreError::Stale)) => {
            let mut work = opened(&office, &visitor, &year).await?;
            work.content.by_hand = content.by_hand;
            render(&office, &visitor, &work, (Vec::new(), false, true)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// What is wrong with a figure that was typed.
fn fault((name, kind): (&str, Kind), typed: &ByHand) -> Option<String> {
    let is_number = || parse(&typed.value, kind).is_some_and(|value| value >= 0 || kind == Kind::Change);
    match (typed.value.is_empty(), typed.source.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("“{name}”只写了来源，没有填数；没有就填0")),
        (false, true) => Some(format!("“{name}”要写明数从哪里来，如“县财政局非税系统”")),
        _ if typed.source.chars().nth(LONGEST).is_some() => Some(format!("“{name}”的来源最多{LONGEST}字")),
        _ if !is_number() => Some(format!("“{name}”填的“{}”不是数", typed.value)),
        _ => None,
    }
}
