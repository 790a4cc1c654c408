//! 每日提醒: what presses, gathered by the night's walk and told in the morning of each working day to those who want it.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use gongkai_store::{
    Act, Actor, Civil, Mistake, Moment, OrganId, PersonId, Publication, Reachable, Recipient, Redress, RequestLine,
    Result,
};
use jiff::{civil::Date, tz::Offset};

use super::{Way, Words, tell};
use crate::{
    compile::pressing::Pressing, office::Office, people::roles::Role, publish::pressing as publications,
    requests::pressing::Press,
};

/// People who are told in one act.
const BATCH: i64 = 100;
/// Lines of a mail; whoever has more sees them at the desk.
const LINES: usize = 60;
/// Organs that stand above one another at most.
const LEVELS: usize = 32;

/// One thing that presses.
#[derive(Clone)]
struct Item {
    number: String,
    officer: Option<PersonId>,
    press: Press,
    day: Option<Date>,
}

/// All that presses, by organ.
pub struct Digest {
    today: Date,
    /// Whether anybody is told today at all.
    open: bool,
    items: HashMap<OrganId, Vec<Item>>,
    /// 公开信息 in work: late or not, they wait for those whose step is next.
    publications: HashMap<OrganId, Vec<Publication>>,
    /// 年报 whose day is near or past.
    reports: BTreeMap<OrganId, Pressing>,
    /// What is late at the organs below each, for who supervises them.
    below: HashMap<OrganId, Vec<Item>>,
    /// The organ above each.
    above: HashMap<OrganId, OrganId>,
}

impl Digest {
    /// An empty one of today. On days off nobody is told.
    ///
    /// # Errors
    /// The register.
    pub async fn new(office: &Office) -> Result<Self> {
        let today = office.today();
        let open = office.post.is_open() && office.calendar.is_workday(today);
        let above = office.db.organ_parents().await?.into_iter().collect();
        Ok(Self {
            today,
            open,
            items: HashMap::new(),
            publications: HashMap::new(),
            reports: BTreeMap::new(),
            below: HashMap::new(),
            above,
        })
    }

    /// Adds what presses of a request.
    pub fn add(&mut self, line: &RequestLine, press: Press, day: Option<Date>) {
        // a provisional date is to be seen at the desk; nobody can do anything about it
        if self.open && press != Press::Provisional {
            let item = Item { number: line.number.clone(), officer: line.officer_id, press, day };
            if press == Press::Overdue {
                let up = |organ: &OrganId| self.above.get(organ).copied();
                for above in std::iter::successors(up(&line.organ_id), up).take(LEVELS) {
                    self.below.entry(above).or_default().push(item.clone());
                }
            }
            self.items.entry(line.organ_id).or_default().push(item);
        }
    }

    /// Adds a case of review or litigation that is to be answered.
    pub fn add_case(&mut self, case: &Redress) {
        if self.open {
            let (number, day) = (case.number.clone(), case.due.map(|due| due.0));
            let item = Item { number, officer: None, press: Press::Defend, day };
            self.items.entry(case.organ_id).or_default().push(item);
        }
    }

    /// Adds what a reader found wrong and is to be answered.
    pub fn add_mistake(&mut self, mistake: &Mistake) {
        if self.open {
            let (number, day) = (mistake.number.clone(), mistake.due.map(|due| due.0));
            let item = Item { number, officer: None, press: Press::Mistake, day };
            self.items.entry(mistake.organ_id).or_default().push(item);
        }
    }

    /// Adds a publication in work.
    pub fn add_publication(&mut self, line: Publication) {
        if self.open {
            self.publications.entry(line.organ_id).or_default().push(line);
        }
    }

    /// Adds the reports whose day is near or past.
    pub fn add_reports(&mut self, reports: BTreeMap<OrganId, Pressing>) {
        if self.open {
            self.reports = reports;
        }
    }

    /// Puts a message to everybody concerned into the outbox; to how many.
    ///
    /// # Errors
    /// The register.
    pub async fn post(self, office: &Office) -> Result<u32> {
        if self.items.is_empty() && self.publications.is_empty() && self.reports.is_empty() {
            return Ok(0);
        }
        let (mut told, mut after) = (0, None);
        loop {
            let people = office.db.reachable(Civil(self.today), after, BATCH).await?;
            let Some(last) = people.last() else { return Ok(told) };
            after = Some(last.id);
            let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
            for person in &people {
                told += u32::from(self.tell(office, &mut act, person).await?);
            }
            act.record("reminder.post", None, self.today, serde_json::json!({"people": people.len()}));
            act.commit().await?;
        }
    }

    /// Tells one person what is theirs; whether there is anything.
    async fn tell(&self, office: &Office, act: &mut Act, person: &Reachable) -> Result<bool> {
        let roles: Vec<_> = person.roles.split(' ').filter_map(Role::of_key).collect();
        let of = |items: &'_ HashMap<OrganId, Vec<Item>>, own_organ| {
            let all = items.get(&person.organ_id).into_iter().flatten();
            let hers = |item: &&Item| item.press.is_for(own_organ, item.officer, person.id, &roles);
            all.filter(hers).cloned().collect::<Vec<_>>()
        };
        let publications = self.publications.get(&person.organ_id).into_iter().flatten();
        let waiting = publications.filter_map(|line| {
            let press = publications::of(line, office, true, (person.id, &roles))?;
            let (number, day) = (publications::called(line), line.due.map(|due| due.0));
            Some(Item { number, officer: line.author_id, press, day })
        });
        let report = self.reports.get(&person.organ_id).filter(|one| one.is_for(&roles, self.today));
        let report = report.map(|one| {
            let press = one.press(self.today);
            Item { number: one.called(), officer: None, press, day: one.due }
        });
        let mut own =
            [of(&self.items, true), of(&self.below, false), waiting.collect(), report.into_iter().collect()].concat();
        own.sort_by_key(|item| (item.press, item.day));
        if own.is_empty() {
            return Ok(false);
        }
        let ways: Vec<_> = person.wants.split(' ').filter_map(Way::of_key).collect();
        let about = format!("digest:{}:{}", self.today, person.id);
        let subject = format!("政府信息公开办理：今天有{}件事", own.len());
        let body = body(office, self.today, &own);
        let words = Words { about: &about, subject: &subject, body: &body, from: morning(self.today) };
        tell(&office.post, act, Recipient::Person(person.id), &ways, words).await?;
        Ok(true)
    }
}

/// Eight o'clock in the morning in Asia/Shanghai: nobody's telephone rings by night.
fn morning(today: Date) -> Option<Moment> {
    Offset::constant(8).to_timestamp(today.at(8, 0, 0, 0)).ok().map(Moment::from)
}

fn body(office: &Office, today: Date, own: &[Item]) -> String {
    let mut body = format!("{today}，以下事项要办：\n\n");
    for item in own.iter().take(LINES) {
        let day = item.day.map(|day| format!("　{day}")).unwrap_or_default();
        // a string takes whatever is written to it
        let _ = writeln!(body, "{}　{}{day}", item.number, item.press.label());
    }
    if own.len() > LINES {
        let _ = writeln!(body, "……共{}件", own.len());
    }
    let _ = write!(
        body,
        "\n请登录工作台查看。\n{}\n不想再收到，请在“我的账号”里关掉提醒。\n",
        office.post.look_at("/desk/today")
    );
    body
}
