//! The figures, for a person and for a program.

use std::fmt;

/// One measured figure.
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    goal: Option<Goal>,
}

#[derive(Clone, Copy)]
enum Goal {
    AtLeast(f64),
    Under(f64),
}

impl Goal {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(goal) => value >= goal,
            Self::Under(goal) => value < goal,
        }
    }
}

/// All figures of a run.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// A figure that should be large.
    pub fn at_least(&mut self, name: &str, value: f64, unit: &'static str, goal: Option<f64>) {
        self.add(Row { name: name.to_owned(), value, unit, goal: goal.map(Goal::AtLeast) });
    }

    /// A figure that should be small.
    pub fn under(&mut self, name: &str, value: f64, unit: &'static str, goal: Option<f64>) {
        self.add(Row { name: name.to_owned(), value, unit, goal: goal.map(Goal::Under) });
    }

    /// Told at once: a run of an hour that is stopped has said what it measured.
    fn add(&mut self, row: Row) {
        eprint!("{row}");
        self.0.push(row);
    }

    /// A list of objects: name, value, unit, goal, met.
    pub fn json(&self) -> String {
        let rows: Vec<String> = self.0.iter().map(Row::json).collect();
        format!("[\n  {}\n]\n", rows.join(",\n  "))
    }
}

impl Row {
    fn json(&self) -> String {
        let goal = match self.goal {
            Some(Goal::AtLeast(goal) | Goal::Under(goal)) => goal.to_string(),
            None => "null".to_owned(),
        };
        let met = self.goal.map_or("null".to_owned(), |goal| goal.met(self.value).to_string());
        // names are ours and hold neither quotes nor backslashes
        format!(
            r#"{{"name": "{}", "value": {:.3}, "unit": "{}", "goal": {goal}, "met": {met}}}"#,
            self.name, self.value, self.unit
        )
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|row| row.fmt(f))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, unit, goal } = self;
        let places = if *value < 100.0 { 2 } else { 0 };
        write!(f, "{name:<52} {value:>10.places$} {unit:<10}")?;
        match goal {
            Some(goal @ Goal::AtLeast(least)) => writeln!(f, " goal ≥ {least:<8} {}", word(goal.met(*value))),
            Some(goal @ Goal::Under(most)) => writeln!(f, " goal < {most:<8} {}", word(goal.met(*value))),
            None => writeln!(f),
        }
    }
}

fn word(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_whether_its_goal_is_met() {
        let mut table = Table::default();
        table.at_least("pages", 120.0, "pages/s", Some(100.0));
        table.under("memory", 250.0, "MB", Some(200.0));
        assert!(table.json().contains(r#""goal": 100, "met": true"#), "{}", table.json());
        assert!(table.json().contains(r#""goal": 200, "met": false"#), "{}", table.json());
        assert_eq!(table.to_string().matches("NOT MET").count(), 1);
    }
}
