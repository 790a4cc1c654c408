//! 一年的数: the figures of one organ year by year, in which every sum holds.

use std::collections::BTreeMap;

use gongkai_law::annual_report::{Edition, Figures, Form, figures::MILLIONTHS, identities::Rule};

use super::{FIRST, county::Body, dice::Dice};

/// 结转下年度: applications that are not closed, by the column of their applicants.
pub type Open = BTreeMap<&'static str, i64>;

/// What goes over into the next year.
struct Rest {
    open: Open,
    /// 行政规范性文件 in force.
    documents: i64,
}

const PERSONS: &str = "natural_person";
const FIRMS: &str = "enterprise";

/// Outcomes with their weight in a hundred.
const OUTCOMES: [(&str, i64); 12] = [
    ("granted", 41),
    ("partial", 12),
    ("denied_third_party", 3),
    ("denied_process", 4),
    ("denied_enforcement_file", 2),
    ("denied_query", 4),
    ("unable_not_held", 19),
    ("unable_need_creation", 4),
    ("unable_unclear", 2),
    ("rejected_petition", 5),
    ("rejected_repeat", 2),
    ("other_no_correction", 2),
];

/// The figures of each year, the first first. At the end of the last one so many were open as the desk has, where there is one.
pub fn figures(body: &Body, at_desk: Option<&Open>) -> Vec<(i16, Figures)> {
    let mut rest = Rest { open: Open::new(), documents: body.documents };
    let mut out = Vec::new();
    for (year, (received, left)) in (FIRST..).zip(body.received.into_iter().zip((0..body.received.len()).rev())) {
        let mut dice = Dice::of(body.slug, year);
        let edition = Edition::for_year(year).unwrap_or(Edition::Of2021);
        let mut sheet = Sheet(Figures::zero(edition));
        let open = requests(&mut sheet, &mut dice, (received, at_desk.filter(|_| left == 0)), &rest.open);
        let documents = proactive(&mut sheet, &mut dice, body, rest.documents);
        redress(&mut sheet, &mut dice, received);
        sheet.add_up();
        rest = Rest { open, documents };
        out.push((year, sheet.0));
    }
    out
}

struct Sheet(Figures);

impl Sheet {
    /// Adds to a cell; an outcome that an older form does not tell apart goes to its 其他处理.
    fn add(&mut self, address: &str, n: i64) {
        let form = Form::of(self.0.edition());
        let cell = form.cell(address).or_else(|| {
            let (row, column) = address.rsplit_once('.')?;
            form.cell(&format!("{}.{column}", row.split("_").next()?))
        });
        if let Some(cell) = cell {
            let now = self.0.get(cell).unwrap_or(0);
            self.0.set(cell, Some(now + n));
        }
    }

    /// Every 总计 from its parts, outcomes before applicants.
    fn add_up(&mut self) {
        let form = Form::of(self.0.edition());
        for rule in [Rule::Outcomes, Rule::Applicants, Rule::Redress] {
            for identity in form.identities().iter().filter(|identity| identity.rule == rule) {
                if let [total] = identity.right.as_slice() {
                    let sum = self.0.sum(&identity.left);
                    self.0.set(*total, sum);
                }
            }
        }
    }
}

fn requests(sheet: &mut Sheet, dice: &mut Dice, (received, at_desk): (i64, Option<&Open>), carried: &Open) -> Open {
    let firms = received / 8 + dice.roll(1 + received / 12);
    let mut new = Open::from([(PERSONS, received - firms), (FIRMS, firms)]);
    let rolled = |column: &str, new: i64, dice: &mut Dice| {
        if new > 2 { dice.roll(1 + new / 14) + i64::from(column == PERSONS && new > 9) } else { 0 }
    };
    let mut open: Open = new.iter().map(|(column, new)| (*column, rolled(column, *new, dice))).collect();
    if let Some(at_desk) = at_desk {
        open.clone_from(at_desk);
        // what is open has come
        for (column, open) in at_desk {
            let new = new.entry(column).or_default();
            *new = (*new).max(*open);
        }
    }
    for (column, new) in new {
        let (carried, open) = (carried.get(column).copied().unwrap_or(0), open.get(column).copied().unwrap_or(0));
        sheet.add(&format!("requests.new.{column}"), new);
        sheet.add(&format!("requests.carried_in.{column}"), carried);
        sheet.add(&format!("requests.carried_out.{column}"), open);
        for _ in 0..new + carried - open {
            let mut roll = dice.roll(100);
            let chosen = OUTCOMES.iter().find(|(_, weight)| {
                roll -= weight;
                roll < 0
            });
            let row = chosen.map_or("granted", |(row, _)| row);
            sheet.add(&format!("requests.{row}.{column}"), 1);
        }
    }
    open
}

/// Table two; gives the documents in force at the end of the year.
fn proactive(sheet: &mut Sheet, dice: &mut Dice, body: &Body, in_force: i64) -> i64 {
    let issued = dice.roll(2 + in_force / 6);
    // the older form has no column for what was repealed
    let most = if sheet.0.edition() == Edition::Of2021 { in_force / 12 } else { 0 };
    let repealed = dice.roll(1 + most);
    let in_force = in_force + issued - repealed;
    let [licences, penalties, measures] = body.decisions.map(|n| n + dice.roll(1 + n / 9));
    if sheet.0.edition() == Edition::Of2021 {
        sheet.add("proactive.normative_documents.issued", issued);
        sheet.add("proactive.normative_documents.repealed", repealed);
        sheet.add("proactive.normative_documents.in_force", in_force);
        sheet.add("proactive.licences", licences);
        sheet.add("proactive.penalties", penalties);
        sheet.add("proactive.coercive_measures", measures);
        if charges(body) {
            sheet.add("proactive.fees_wan", (licences * 103 + dice.roll(90)) * MILLIONTHS / 1000);
        }
        return in_force;
    }
    sheet.add("proactive.normative_documents.made", issued);
    sheet.add("proactive.normative_documents.published", issued);
    sheet.add("proactive.normative_documents.total_published", in_force);
    for (row, items, decisions) in
        [("licences", 38, licences), ("penalties", 112, penalties), ("coercive_measures", 9, measures)]
    {
        sheet.add(&format!("proactive.{row}.previous_items"), items);
        sheet.add(&format!("proactive.{row}.change"), dice.roll(5) - 2);
        sheet.add(&format!("proactive.{row}.decisions"), decisions);
    }
    sheet.add("proactive.fees.previous_items", 3);
    sheet.add("proactive.procurement.projects", 2 + dice.roll(9));
    sheet.add("proactive.procurement.amount_yuan", (310_000 + dice.roll(900_000)) * MILLIONTHS);
    in_force
}

/// 行政事业性收费: who licenses for a fee.
pub fn charges(body: &Body) -> bool {
    body.kind != "township" && body.decisions[0] > 0
}

fn redress(sheet: &mut Sheet, dice: &mut Dice, received: i64) {
    for (kind, among) in [("review", 22), ("litigation_direct", 60), ("litigation_after_review", 70)] {
        for _ in 0..received / among {
            let result = dice.pick(&["upheld", "upheld", "upheld", "other", "corrected", "pending"]);
            sheet.add(&format!("redress.{kind}.{result}"), 1);
        }
    }
}
