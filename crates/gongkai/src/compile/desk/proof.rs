//! `/desk/compile/{year}/proof/{revision}` 编制说明: how each number got into a version and who let what pass, to be printed and filed.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::annual_report::{Figures, figures::show as digits};
use gongkai_report::Report;
use gongkai_store::Moment;

use super::opened;
use crate::{
    compile::{
        content::Pass,
        examine::Examined,
        fees::BY_HAND,
        figures::by_organ,
        names::Names as NumberNames,
        parts::Part,
        range::Range,
        submit::{Proof, compiled, proof},
        work::Work,
    },
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::desk::colleagues::Names,
    season::twice::noted::TakenOff,
};

/// 放行 of an error: its check, what it said, why, by whom and when.
struct PassView {
    code: String,
    message: String,
    why: String,
    who: String,
    at: String,
}

/// A number with where it is from: of a cell, or of the text.
struct NumberView {
    name: String,
    value: String,
    /// Where a sum is shown organ by organ; empty for what is none.
    href: String,
    whence: String,
}

/// 去重: the cell, what was taken off it, why, and which organs and papers it concerns.
struct TwiceView {
    name: String,
    amount: String,
    why: String,
    concerns: String,
}

#[derive(Template)]
#[template(path = "compile/proof.html")]
struct ProofPage {
    desk: Desk,
    year: i16,
    organ: String,
    /// 第2版、草稿
    which: String,
    /// When it was handed in, and by whom.
    handed_in: Option<(String, String)>,
    range: Range,
    frozen: bool,
    /// 信息处理费, as section six says it; `None` where it was not known or not asked.
    fees: Option<String>,
    passed: Vec<PassView>,
    unsure: Vec<String>,
    open: Vec<String>,
    twice: Vec<TwiceView>,
    bound: Vec<NumberView>,
    cells: Vec<NumberView>,
}

/// A version, or the draft as it stands.
struct Told {
    /// Which version; `None` of the draft.
    revision: Option<i32>,
    /// When it was handed in, and by whom as the journal names them.
    handed_in: Option<(Moment, String)>,
    report: Report,
    proof: Proof,
}

impl Told {
    async fn of(office: &Office, work: &Work, revision: &str) -> Result<Self, Error> {
        if revision == "draft" {
            let examined = Examined::of(office, work).await?;
            let proof = proof(work, &examined);
            return Ok(Self { revision: None, handed_in: None, report: examined.report, proof });
        }
        let number = revision.parse().ok().filter(|number: &i32| number.to_string() == revision);
        let number = number.ok_or(Error::NotFound)?;
        let copy = office.db.compilation_copy(work.compilation.id, number).await?.ok_or(Error::NotFound)?;
        let (_, report) = compiled(&copy.report).ok_or(Error::NotFound)?;
        let by = work.entries.iter().find(|entry| entry.row.at_ms == copy.at_ms);
        let by = by.map(|entry| entry.row.actor.clone()).unwrap_or_default();
        let proof = serde_json::from_str(&copy.proof).unwrap_or_default();
        Ok(Self { revision: Some(copy.revision), handed_in: Some((copy.at_ms, by)), report, proof })
    }
}

/// `GET /desk/compile/{year}/proof/{revision}`: `2`, or `draft`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, revision)): Path<(String, String)>,
) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    let Told { revision, handed_in, report, proof } = Told::of(&office, &work, &revision).await?;
    let by = handed_in.as_ref().map_or("", |(_, by)| by.as_str());
    let names = names(&office, by, &proof).await?;
    let pass = |pass: &Pass| PassView {
        code: pass.code.clone(),
        message: pass.message.clone(),
        why: pass.why.clone(),
        who: names.actor(&pass.actor).to_owned(),
        at: civil_minute(Moment(pass.at_ms).timestamp()),
    };
    page::show(&ProofPage {
        desk: Desk::new(&office, &visitor, Place::Compile).await?,
        year: work.year(),
        organ: work.organ.name.clone(),
        which: revision.map_or_else(|| "草稿".to_owned(), |n| format!("第{n}版")),
        handed_in: handed_in.as_ref().map(|(at, by)| (civil_minute(at.timestamp()), names.actor(by).to_owned())),
        range: Range::of_key(&proof.range).unwrap_or_default(),
        frozen: proof.frozen,
        fees: proof.fees.and_then(|fees| fees.sentence(work.year())),
        passed: proof.passed.iter().map(pass).collect(),
        twice: twice(report.figures.as_ref(), &proof),
        bound: bound(&work, &proof),
        cells: cells(report.figures.as_ref(), &proof, work.year()),
        unsure: proof.unsure,
        open: proof.open,
    })
}

async fn names(office: &Office, by: &str, proof: &Proof) -> Result<Names, Error> {
    let passed = proof.passed.iter().map(|pass| pass.actor.as_str());
    let actors: Vec<&str> = passed.chain([by]).collect();
    Ok(Names::of_actors(office, &actors).await?)
}

/// 绑定的数, each with the part of the text in which it stands.
fn bound(work: &Work, proof: &Proof) -> Vec<NumberView> {
    let parts: HashMap<_, _> =
        Part::all(work.edition).into_iter().map(|part| (part.key.clone(), part.heading())).collect();
    let view = |(part, name, value): &(String, String, String)| NumberView {
        name: name.clone(),
        value: value.clone(),
        href: String::new(),
        whence: parts.get(part).cloned().unwrap_or_default(),
    };
    proof.bound.iter().map(view).collect()
}

/// 去重, each by the name of its cell.
fn twice(figures: Option<&Figures>, proof: &Proof) -> Vec<TwiceView> {
    let view = |one: &TakenOff| {
        let form = figures?.form();
        let cell = form.known(form.cell(&one.cell)?)?;
        Some(TwiceView {
            name: cell.name.clone(),
            amount: digits(one.amount, cell.kind),
            why: one.why.clone(),
            concerns: one.concerns.clone(),
        })
    };
    proof.twice.iter().filter_map(view).collect()
}

/// Each cell with where its number is from; the fee beside them where it was typed.
fn cells(figures: Option<&Figures>, proof: &Proof, year: i16) -> Vec<NumberView> {
    let wide = Range::of_key(&proof.range).filter(|range| range.is_wide());
    let known = |address: &str| {
        let figures = figures?;
        let id = figures.form().cell(address)?;
        let cell = figures.form().known(id)?;
        // by the name by which a text asks for it: 结果维持 alone is of three columns
        let name =
            NumberNames::of(figures.edition()).of_cell(id).map_or_else(|| cell.name.clone(), |name| name.words.clone());
        Some((name, figures.get(id).map_or_else(String::new, |value| digits(value, cell.kind))))
    };
    let by_hand = |address: &str| {
        let (_, name) = BY_HAND.iter().find(|(known, _)| *known == address)?;
        Some(((*name).to_owned(), String::new()))
    };
    let view = |(address, whence): &(String, String)| {
        let (cell, other) = (known(address), by_hand(address));
        let href = wide.filter(|_| cell.is_some()).map(|range| by_organ(year, range, address)).unwrap_or_default();
        let (name, value) = cell.or(other)?;
        Some(NumberView { name, value, href, whence: whence.clone() })
    };
    proof.cells.iter().filter_map(view).collect()
}
