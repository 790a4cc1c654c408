//! 一年的数: the figures of one organ and year, in which every sum holds.

use gongkai_law::annual_report::{Edition, Figures, Form, figures::MILLIONTHS, identities::Rule};

use super::{county::Body, dice::Dice};

/// What goes over into the next year.
#[derive(Clone, Copy, Default)]
pub struct Rest {
    /// Applications not closed, natural persons and enterprises.
    pub open: [i64; 2],
    /// 行政规范性文件 in force.
    pub documents: i64,
}

const PERSONS: usize = 0;
const COLUMNS: [&str; 2] = ["natural_person", "enterprise"];

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

/// The figures of a year, and what is left for the next.
pub fn figures(body: &Body, year: i16, received: i64, before: Rest) -> (Figures, Rest) {
    let mut dice = Dice::of(body.slug, year);
    let edition = Edition::for_year(year).unwrap_or(Edition::Of2021);
    let mut sheet = Sheet(Figures::zero(edition));
    let rest = Rest { open: requests(&mut sheet, &mut dice, received, before), ..before };
    let documents = proactive(&mut sheet, &mut dice, body, before.documents);
    redress(&mut sheet, &mut dice, received);
    sheet.add_up();
    (sheet.0, Rest { documents, ..rest })
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

fn requests(sheet: &mut Sheet, dice: &mut Dice, received: i64, before: Rest) -> [i64; 2] {
    let firms = received / 8 + dice.roll(1 + received / 12);
    let new = [received - firms, firms];
    let mut open = [0; 2];
    for (at, column) in COLUMNS.into_iter().enumerate() {
        let (new, carried) = (new[at], before.open[at]);
        open[at] = if new > 2 { dice.roll(1 + new / 14) + i64::from(at == PERSONS && new > 9) } else { 0 };
        sheet.add(&format!("requests.new.{column}"), new);
        sheet.add(&format!("requests.carried_in.{column}"), carried);
        sheet.add(&format!("requests.carried_out.{column}"), open[at]);
        for _ in 0..new + carried - open[at] {
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
        sheet.add("proactive.fees_wan", (licences * 103 + dice.roll(90)) * MILLIONTHS / 1000);
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

fn redress(sheet: &mut Sheet, dice: &mut Dice, received: i64) {
    for (kind, among) in [("review", 22), ("litigation_direct", 60), ("litigation_after_review", 70)] {
        for _ in 0..received / among {
            let result = dice.pick(&["upheld", "upheld", "upheld", "other", "corrected", "pending"]);
            sheet.add(&format!("redress.{kind}.{result}"), 1);
        }
    }
}
