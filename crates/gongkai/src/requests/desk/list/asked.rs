//! 筛选: which requests the address of the list asks for, in which order, and which part of them.

use gongkai_law::request::{standing::Waits, step::Stage};
use gongkai_store::{Civil, Mark, Order, PersonId, RequestFilter, Turn};
use jiff::civil::Date;
use serde::Deserialize;

use super::super::wording::SOON;
use crate::{library::portal::escape, office::Office};

/// What the address asks for. Everything may be left out, and what cannot be read narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A view: a key of [`VIEWS`].
    pub v: String,
    /// Words.
    pub q: String,
    /// A stage.
    pub s: String,
    /// Whose move.
    pub w: String,
    /// An organ's id: one of those that a supervisor sees.
    pub g: String,
    /// An officer's id, or `none`.
    pub o: String,
    /// The year of receipt.
    pub y: String,
    /// The order: `due`, `new` or `old`.
    pub by: String,
    /// What follows this place: [`place`].
    pub after: String,
    /// What comes right before this place.
    pub before: String,
}

/// Key and words of each view that is always there.
pub const VIEWS: [(&str, &str); 8] = [
    ("", "全部在办"),
    ("mine", "我经办"),
    ("due", "5日内到期"),
    ("late", "逾期"),
    ("answer", "待审待签"),
    ("wait", "等别人"),
    ("prov", "暂定期限"),
    ("all", "连办结的"),
];

/// Key and words of each order.
pub const ORDERS: [(&str, &str); 3] = [("due", "期限先后"), ("new", "新的在前"), ("old", "旧的在前")];

/// So much of a word that is looked for is read.
const LONGEST: usize = 100;

impl Asked {
    /// The filter and the order as fields of a form, without those that are empty or too long to mean anything.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let fields = [
            ("v", self.v.as_str()),
            ("q", self.words()),
            ("s", &self.s),
            ("w", &self.w),
            ("g", &self.g),
            ("o", &self.o),
            ("y", &self.y),
            ("by", &self.by),
        ];
        fields.into_iter().filter(|(_, value)| !value.is_empty() && value.len() <= 4 * LONGEST).collect()
    }

    /// The same in an address: `v=mine&by=new`; empty for the list as it opens.
    pub fn query(&self) -> String {
        self.fields().iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&")
    }

    /// The same for the journal, which never says what words were looked for: they may be a name.
    pub fn without_words(&self) -> String {
        let named = |(name, value): &(&str, &str)| match *name {
            "q" if !value.is_empty() => "q=*".to_owned(),
            name => format!("{name}={}", escape(value)),
        };
        self.fields().iter().map(named).collect::<Vec<_>>().join("&")
    }

    /// The same words among all requests, ended ones too; `None` where the list has those already.
    pub fn among_all(&self) -> Option<String> {
        let words = Some(self.words()).filter(|words| !words.is_empty() && self.v != "all")?;
        Some(format!("/desk?v=all&q={}", escape(words)))
    }

    /// Whether more than a view narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.q, &self.s, &self.w, &self.g, &self.o, &self.y].iter().any(|value| !value.is_empty())
    }

    /// The order: what is due first for what is open; nobody reads through what has ended by its due date.
    pub fn order(&self) -> Order {
        match (self.by.as_str(), self.v.as_str()) {
            ("new", _) | ("", "all") => Order::Newest,
            ("old", _) => Order::Oldest,
            _ => Order::Due,
        }
    }

    /// The key of the order among [`ORDERS`].
    pub fn by(&self) -> &'static str {
        match self.order() {
            Order::Due => "due",
            Order::Newest => "new",
            Order::Oldest => "old",
        }
    }

    /// The part of the list.
    pub fn turn(&self) -> Turn {
        let after = mark(&self.after).map(Turn::After);
        after.or_else(|| mark(&self.before).map(Turn::Before)).unwrap_or_default()
    }

    /// Which requests, for somebody who looks today.
    pub fn filter(&self, office: &Office, me: PersonId) -> RequestFilter<'_> {
        let view = view(&self.v, office, office.today(), me);
        RequestFilter {
            stage: Stage::of_key(&self.s).map(Stage::key).or(view.stage),
            waits: Waits::of_key(&self.w).map(Waits::key).or(view.waits),
            organ: self.g.parse().ok(),
            officer: self.o.parse().ok().or(view.officer),
            unassigned: self.o == "none",
            year: self.y.parse().ok(),
            words: self.words(),
            ..view
        }
    }

    fn words(&self) -> &str {
        let words = self.q.trim();
        words.char_indices().nth(LONGEST).and_then(|(at, _)| words.get(..at)).unwrap_or(words)
    }
}

/// The last day of those on which a due date presses.
pub fn soon(office: &Office, today: Date) -> Option<Date> {
    office.calendar.workday_after(today, SOON).map(|term| term.date)
}

fn view(key: &str, office: &Office, today: Date, me: PersonId) -> RequestFilter<'static> {
    let open = RequestFilter { open: true, ..RequestFilter::default() };
    match key {
        "mine" => RequestFilter { officer: Some(me), ..open },
        "due" => RequestFilter { due_from: Some(Civil(today)), due_by: soon(office, today).map(Civil), ..open },
        "late" => RequestFilter { due_by: today.yesterday().ok().map(Civil), ..open },
        "answer" => RequestFilter { stage: Some(Stage::Answer.key()), ..open },
        "wait" => RequestFilter { elsewhere: true, ..open },
        "prov" => RequestFilter { provisional: true, ..open },
        "all" => RequestFilter::default(),
        _ => open,
    }
}

/// A place in the list as an address has it: `2026-10-14~0192…`, without a day for what is not due.
pub fn place(mark: Mark) -> String {
    format!("{}~{}", mark.due.map(|due| due.0.to_string()).unwrap_or_default(), mark.id)
}

fn mark(text: &str) -> Option<Mark> {
    let (due, id) = text.split_once('~')?;
    let due = if due.is_empty() { None } else { Some(Civil(due.parse().ok()?)) };
    Some(Mark { due, id: id.parse().ok()? })
}
