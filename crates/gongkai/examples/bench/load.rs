//! Fills a register with requests of several years, organs and states, in bulk.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc, time::Instant};

use gongkai::{
    Office,
    guard::limit::Uploads,
    letters::{
        fields::Fields,
        text::{Block, Text},
    },
    office, password,
    requests::{
        dossier::projection,
        record::{self, Words},
        register::{Identity, applicant_mac, code_mac, title},
    },
    site::{Plate, Site},
    vault::Vault,
    verify::Reader,
};
use gongkai_law::{
    calendar::Calendar,
    request::{
        application::{Delivery, Supply},
        letter::LetterKind,
        standing::Standing,
        step::{Step, Taken},
    },
};
use gongkai_store::{
    Act, Actor, Civil, Db, Moment, NewOrgan, NewPerson, NewRequest, NewStep, OrganId, PastLetter, PastRequest,
    PastStep, PersonId,
};
use jiff::{
    civil::{Date, date},
    tz::Offset,
};

use super::story::{Dice, Story, Workdays, story};

/// Organs under one government office.
pub const ORGANS: usize = 60;
/// The code that opens every one of these made-up requests.
pub const CODE: &str = "2222-3333-4444";
/// The password of every one of their staff.
pub const PASSWORD: &str = "a bench for the request desk";
/// The account that sees every organ.
pub const ABOVE: &str = "above";
/// The organ of ordinary size whose figures are measured.
pub const ORDINARY: usize = 30;

/// Cases that have one row in the journal.
const BATCH: usize = 400;

/// 机关 and its people.
struct Bureau {
    id: OrganId,
    slug: String,
    officers: Vec<PersonId>,
    reviewer: PersonId,
    signer: PersonId,
}

/// What a case becomes in the register, owned.
struct Case {
    organ: usize,
    number: String,
    at: Moment,
    officer: PersonId,
    wanted: String,
    story: Story,
    standing: Standing,
    code_mac: Vec<u8>,
    applicant_mac: Option<Vec<u8>>,
    sealed: Vec<u8>,
    details: Vec<String>,
    letter: Option<(String, Date, String)>,
}

pub async fn load(folder: &Path, cases: usize, seed: u64, database: Option<&str>) {
    fs::create_dir_all(folder).expect("a folder");
    let db = match database {
        Some(url) => Db::connect(url).await,
        None => Db::open(&folder.join("gongkai.sqlite")).await,
    }
    .expect("a register");
    db.migrate().await.expect("its tables");
    let office = office(db, folder);
    let bureaus = bureaus(&office).await;
    let begun = Instant::now();
    let mut loom = Loom::new(&office, &bureaus, cases, seed);
    let mut given = Vec::new();
    while loom.nth < cases {
        // a transaction of several statements, and a row of the journal for each of them
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
        for _ in 0..10 {
            let some: Vec<Case> = std::iter::from_fn(|| loom.next()).take(BATCH).collect();
            write(&mut act, &bureaus, &some).await;
            given.extend(some.iter().filter(|case| case.at.0 % 97 == 0).map(|case| case.number.clone()));
        }
        act.commit().await.expect("a commit");
    }
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
    for ((organ, series, year), last) in &loom.series {
        act.continue_series(bureaus[*organ].id, series, *year, *last).await.expect("a series");
    }
    act.commit().await.expect("a commit");
    office.db.settle().await.expect("statistics");
    office.db.close().await;
    fs::write(folder.join("numbers.txt"), given.join("\n")).expect("a list of numbers");
    println!("{cases} cases in {:.0} s", begun.elapsed().as_secs_f64());
}

fn office(db: Db, folder: &Path) -> Office {
    Office {
        db,
        calendar: Arc::new(Calendar::built_in().clone()),
        clock: office::now,
        site: Plate::of(Site::unnamed()),
        reader: Reader::default(),
        uploads: Uploads::default(),
        matter_days: 20,
        vault: Vault::open(folder).expect("keys"),
        rules: Arc::default(),
        provider: None,
        post: Arc::default(),
        fonts: Arc::default(),
        seal: Arc::new([7; 32]),
        search: None,
        common: gongkai::Common::default(),
        visits: gongkai::visits::Visits::default(),
        secure: false,
    }
}

async fn bureaus(office: &Office) -> Vec<Bureau> {
    let hash = password::hash(PASSWORD.to_owned()).await.expect("a hash");
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.expect("an act");
    let mut all: Vec<Bureau> = Vec::new();
    for n in 0..ORGANS {
        let (slug, name) = (format!("b{n:02}"), format!("青禾县第{n:02}局"));
        let organ = NewOrgan {
            slug: &slug,
            name: &name,
            short_name: &name,
            kind: "department",
            level: "county",
            parent: all.first().map(|first| first.id),
            position: i32::try_from(n).unwrap(),
            uscc: None,
        };
        let id = act.add_organ(&organ).await.expect("an organ");
        let mut officers = Vec::new();
        for k in 0..3 {
            officers.push(hire(&mut act, id, &hash, &format!("officer{n:02}{k}"), &["officer"]).await);
        }
        let reviewer = hire(&mut act, id, &hash, &format!("reviewer{n:02}"), &["reviewer"]).await;
        let signer = hire(&mut act, id, &hash, &format!("signer{n:02}"), &["signer", "head"]).await;
        if n == 0 {
            hire(&mut act, id, &hash, ABOVE, &["supervisor"]).await;
        }
        all.push(Bureau { id, slug, officers, reviewer, signer });
    }
    act.commit().await.expect("a commit");
    all
}

async fn hire(act: &mut Act, organ: OrganId, password: &str, name: &str, roles: &[&str]) -> PersonId {
    let full_name = format!("{name}号工作人员");
    let new = NewPerson { organ: Some(organ), name, full_name: &full_name, roles, password, must_change: false };
    act.add_person(&new).await.expect("somebody")
}

/// Makes one case after another, the oldest first.
struct Loom<'o> {
    office: &'o Office,
    bureaus: &'o [Bureau],
    days: Workdays,
    dice: Dice,
    cases: usize,
    nth: usize,
    /// The last number given by organ, series and year.
    series: BTreeMap<(usize, &'static str, i16), i64>,
    weights: Vec<(usize, usize)>,
}

const MATTERS: [&str; 8] = [
    "云渡镇农村集中供水工程的出厂水、末梢水检测报告",
    "桥头村8组土地征收的公告、补偿安置方案和补偿费发放表",
    "老城区改造项目的立项批复、施工许可和中标通知书",
    "青禾河治理工程的验收报告和资金使用明细",
    "城关镇小学校车运营的招标文件和合同",
    "工业园三期的环境影响评价批复和监测数据",
    "农机购置补贴的发放名单和标准",
    "公租房分配的评分办法和本年度分配结果",
];

impl<'o> Loom<'o> {
    fn new(office: &'o Office, bureaus: &'o [Bureau], cases: usize, seed: u64) -> Self {
        let weights = (0..bureaus.len()).map(|n| (n, 100_000 / (n + 3))).collect();
        let days = Workdays::since(date(2020, 1, 1), office.today());
        Self { office, bureaus, days, dice: Dice::new(seed), cases, nth: 0, series: BTreeMap::new(), weights }
    }

    fn next(&mut self) -> Option<Case> {
        if self.nth >= self.cases {
            return None;
        }
        let came = self.days.of(self.nth, self.cases);
        self.nth += 1;
        let organ = self.dice.pick(&self.weights);
        let story = story(&mut self.dice, &self.days, came);
        let arrived = story.taken[0].on;
        let bureau = &self.bureaus[organ];
        let number =
            format!("{}-{}-{:04}", bureau.slug.to_uppercase(), arrived.year(), self.count(organ, "request", arrived));
        let who = self.dice.below(self.cases / 3 + 1);
        let identity = Identity {
            name: format!("林{who}"),
            number: format!("BENCH{who:010}"),
            phone: "0000-5550200".to_owned(),
            address: format!("青禾县城关镇桂花巷{}号", who % 900 + 1),
            ..Identity::default()
        };
        let matter = MATTERS[self.dice.below(MATTERS.len())];
        let wanted = format!("{matter}（第{}号）。\n信息所属年份：{}年", self.nth, arrived.year() - 1);
        let letter = story.told.map(|decision| self.letter(organ, decision, &story.taken, matter));
        let office = self.office;
        Some(Case {
            organ,
            at: moment(arrived, 9),
            officer: bureau.officers[self.dice.below(bureau.officers.len())],
            standing: Standing::of(&story.taken, &office.calendar),
            code_mac: code_mac(office, &number, CODE),
            applicant_mac: applicant_mac(office, &identity),
            sealed: office.vault.seal(&number, &serde_json::to_vec(&identity).unwrap()),
            details: details(&story.taken, letter.as_ref().map(|(number, ..)| number.as_str())),
            number,
            wanted,
            story,
            letter,
        })
    }

    fn count(&mut self, organ: usize, series: &'static str, day: Date) -> i64 {
        let last = self.series.entry((organ, series, day.year())).or_insert(0);
        *last += 1;
        *last
    }

    /// Its number, its date and what is in it.
    fn letter(
        &mut self,
        organ: usize,
        decision: gongkai_law::request::decision::Decision,
        taken: &[Taken],
        matter: &str,
    ) -> (String, Date, String) {
        let dated = taken.iter().find(|taken| taken.step == Step::Signed).map_or(taken[0].on, |taken| taken.on);
        let (word, series) = LetterKind::telling(decision, 0).series().expect("an answer has a number");
        let count = self.count(organ, series, dated);
        let number = format!("青禾县第{organ:02}局公{word}〔{}〕{count}号", dated.year());
        let said = format!("您申请公开“{matter}”。经查找，本机关的答复如下：{}。", decision.label());
        let text = Text {
            from: format!("青禾县第{organ:02}局"),
            heading: LetterKind::telling(decision, 0).heading().to_owned(),
            blocks: vec![Block::Paragraph(said), Block::Paragraph("如对本答复不服，可以依法申请行政复议。".to_owned())],
            ..Text::default()
        };
        (number, dated, Fields { decision: decision.key().to_owned(), text: Some(text), ..Fields::default() }.json())
    }
}

fn details(taken: &[Taken], letter: Option<&str>) -> Vec<String> {
    let words = |step: Step| match step {
        Step::Signed | Step::Sent => Words { letter: letter.unwrap_or_default().to_owned(), ..Words::default() },
        Step::Served => Words { proof: "送达回证随卷".to_owned(), ..Words::default() },
        Step::Extended { .. } => Words { why: "需要到乡镇调取原件核对".to_owned(), ..Words::default() },
        _ => Words::default(),
    };
    taken.iter().map(|taken| record::detail(taken.step, &words(taken.step))).collect()
}

/// This hour of that day in Qinghe.
fn moment(day: Date, hour: i8) -> Moment {
    Moment::from(Offset::constant(8).to_timestamp(day.at(hour, 20, 0, 0)).expect("an instant"))
}

async fn write(act: &mut Act, bureaus: &[Bureau], cases: &[Case]) {
    let steps: Vec<Vec<PastStep<'_>>> = cases.iter().map(|case| steps(&bureaus[case.organ], case)).collect();
    let titles: Vec<String> = cases.iter().map(|case| title(&case.wanted, std::iter::empty())).collect();
    let past = cases.iter().zip(&steps).zip(&titles).map(|((case, steps), title)| {
        let bureau = &bureaus[case.organ];
        let Step::Arrived { channel } = case.story.taken[0].step else { unreachable!("it came first") };
        let request = NewRequest {
            organ: bureau.id,
            number: &case.number,
            code_mac: &case.code_mac,
            title,
            wanted: &case.wanted,
            applicant: case.story.applicant.key(),
            applicant_mac: case.applicant_mac.as_deref(),
            sealed: &case.sealed,
            channel: channel.key(),
            supply: Supply::Electronic.key(),
            delivery: Delivery::Online.key(),
        };
        let letter = case.letter.as_ref().map(|(number, dated, fields)| PastLetter {
            kind: LetterKind::telling(case.story.told.expect("a decision"), 0).key(),
            fields,
            number,
            dated: Civil(*dated),
            drafted: (Actor::Person(case.officer), moment(*dated, 8)),
            signed: (Actor::Person(bureau.signer), moment(*dated, 11)),
        });
        let officer = (case.story.taken.len() > 2).then_some(case.officer);
        PastRequest { request, at: case.at, officer, steps, now: projection(&case.standing), letter, old_number: None }
    });
    act.load_requests(&past.collect::<Vec<_>>()).await.expect("requests");
}

fn steps<'c>(bureau: &Bureau, case: &'c Case) -> Vec<PastStep<'c>> {
    let one = |(taken, detail): (&Taken, &'c String)| PastStep {
        step: NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail },
        actor: match taken.step {
            Step::Arrived { .. } => Actor::Public,
            Step::Reviewed => Actor::Person(bureau.reviewer),
            Step::Signed | Step::Extended { .. } => Actor::Person(bureau.signer),
            _ => Actor::Person(case.officer),
        },
        at: moment(taken.on, 10),
    };
    case.story.taken.iter().zip(&case.details).map(one).collect()
}
