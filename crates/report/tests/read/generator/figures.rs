//! Figures that hold every sum of the form, at least sixty of them not zero.

use gongkai_law::annual_report::{
    Figures, Form,
    form::{Kind, Role},
};

use super::random::Random;

pub fn random(form: &'static Form, random: &mut Random) -> Figures {
    loop {
        let mut figures = Figures::zero(form.edition);
        proactive(form, &mut figures, random);
        requests(form, &mut figures, random);
        redress(form, &mut figures, random);
        if figures.values().iter().flatten().filter(|value| **value != 0).count() >= 60 {
            return figures;
        }
    }
}

fn proactive(form: &'static Form, figures: &mut Figures, random: &mut Random) {
    for (id, cell) in (0..).zip(form.cells()).filter(|(_, cell)| cell.table == 0) {
        let most = *random.pick(&[9_000, 200, 10]);
        let value = match cell.kind {
            Kind::Count if cell.block == 0 && cell.column == 2 => 200 + random.below(300) as i64,
            Kind::Count if cell.block == 0 => random.below(20) as i64,
            Kind::Count => random.below(most) as i64,
            Kind::Change => random.below(60) as i64 - 20,
            Kind::Wan | Kind::Yuan => random.below(9_000_000) as i64 * 10_000,
        };
        figures.set(id, Some(value));
    }
}

/// 新收、结转 and every outcome, and the totals that follow.
fn requests(form: &'static Form, figures: &mut Figures, random: &mut Random) {
    let rows: Vec<_> = form.tables[1].blocks[0].rows.iter().flat_map(|row| row.leaves()).collect();
    let row_of = |role: Role| rows.iter().position(|row| row.role == role).unwrap();
    let (total, rest) = (row_of(Role::Sum), row_of(Role::Rest));
    let cell = |row: usize, column: usize| form.at(1, 0, row, column).unwrap();
    for column in 0..6 {
        let mut sum = 0;
        for (row, _) in rows.iter().enumerate().filter(|(_, row)| row.role == Role::Part) {
            let most = *random.pick(&[9, 30, 400]);
            let value = if random.one_in(2) { 0 } else { 1 + random.below(most) as i64 };
            figures.set(cell(row, column), Some(value));
            sum += value;
        }
        let left = random.below(12) as i64;
        let carried_in = random.below(9).min((sum + left) as u64) as i64;
        figures.set(cell(total, column), Some(sum));
        figures.set(cell(rest, column), Some(left));
        figures.set(cell(0, column), Some(sum + left - carried_in));
        figures.set(cell(1, column), Some(carried_in));
    }
    for row in 0..rows.len() {
        let sum = (0..6).map(|column| figures.get(cell(row, column)).unwrap()).sum();
        figures.set(cell(row, 6), Some(sum));
    }
}

fn redress(form: &'static Form, figures: &mut Figures, random: &mut Random) {
    for group in 0..3 {
        let mut sum = 0;
        for column in 0..4 {
            let value = if random.one_in(2) { random.below(30) as i64 } else { 0 };
            figures.set(form.at(2, 0, 0, group * 5 + column).unwrap(), Some(value));
            sum += value;
        }
        figures.set(form.at(2, 0, 0, group * 5 + 4).unwrap(), Some(sum));
    }
}
