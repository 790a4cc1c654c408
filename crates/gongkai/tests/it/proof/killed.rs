//! The program is killed at random while applications come in, officers write and letters are signed: whatever somebody
//! was told is there, once, and the numbers have no gap.
//!
//! Ten times here; `GONGKAI_TEST_KILLS=200` in the environment for a longer run.

use std::{
    collections::{BTreeMap, HashMap},
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use gongkai::{
    Office,
    letters::{
        fields::Fields,
        text::{Block, Text},
    },
    office::now,
    password,
    people::roles::Hand,
    requests::{dossier::Dossier, record::Words, take::take},
};
use gongkai_law::request::{
    decision::Decision,
    letter::LetterKind,
    step::{Step, Taken},
};
use gongkai_store::{
    Actor, MOST_COUNTED, Moment, NewLetter, NewPerson, Order, Organ, PersonId, RequestFilter, RequestLine, Scope, Turn,
};

use super::{Ground, applied, browser::Browser, bureau, on_both};

const PASSWORD: &str = "clear water in every village";
/// Letters that wait for their signature at the beginning.
const LETTERS: usize = 40;

/// What somebody was told went through.
#[derive(Default)]
struct Told {
    /// The words of applications, each its own.
    applications: Vec<String>,
    /// The words of notes, each its own, with the number of the request.
    notes: Vec<(String, String)>,
    /// Letters.
    signed: Vec<String>,
}

type Shared = Arc<Mutex<Told>>;

pub struct Served {
    pub child: Child,
    pub address: String,
}

/// Starts the program and waits until its door is open.
pub fn serve(ground: &Ground) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["serve", "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"])
        .args(ground.options())
        .current_dir(ground.folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // to the last line: a program that speaks to nobody ends
    let said: Vec<_> = lines.take_while(|line| !line.starts_with("按 Ctrl-C")).collect();
    let address = said.iter().find_map(|line| line.strip_prefix("已经开门：http://"));
    Served { address: address.expect("the door is open").to_owned(), child }
}

/// 经办人 and 签发人
async fn staff(office: &Office, organ: &Organ) -> PersonId {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
    let mut ids = Vec::new();
    for (name, role) in [("shen", "officer"), ("lu", "signer")] {
        let new = NewPerson {
            organ: Some(organ.id),
            name,
            full_name: name,
            roles: &[role],
            password: &hash,
            must_change: false,
        };
        ids.push(act.add_person(&new).await.unwrap());
    }
    act.commit().await.unwrap();
    ids[0]
}

/// Letters that were reviewed and wait for their signature: the request's number and the letter.
async fn letters(office: &Office, organ: &Organ, officer: PersonId) -> Vec<(String, String)> {
    let text = Text { blocks: vec![Block::Paragraph("予以公开。".to_owned())], ..Text::default() };
    let fields = Fields { decision: Decision::Granted.key().to_owned(), text: Some(text), ..Fields::default() };
    let kind = LetterKind::telling(Decision::Granted, 0);
    let mut all = Vec::new();
    for _ in 0..LETTERS {
        let receipt = applied(office, organ, "林晚舟").await;
        let mut act = office.db.act(Actor::Person(officer), Moment(office.now_ms())).await.unwrap();
        let new = NewLetter { organ: organ.id, request: receipt.id, kind: kind.key(), fields: &fields.json() };
        let letter = act.add_letter(&new).await.unwrap().to_string();
        act.commit().await.unwrap();
        for step in [Step::Accepted, Step::Drafted { decision: Decision::Granted }, Step::Reviewed] {
            let actor = if step == Step::Reviewed { Actor::System } else { Actor::Person(officer) };
            let dossier = Dossier::numbered(office, &receipt.number, Scope::All).await.unwrap();
            let mut act = office.db.act(actor, Moment(office.now_ms())).await.unwrap();
            let words = Words { draft: letter.clone(), ..Words::default() };
            let taken = Taken { on: office.today(), step };
            take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
            act.commit().await.unwrap();
        }
        all.push((receipt.number, letter));
    }
    all
}

/// Everybody at work on one run of the program, until it goes away.
struct Work {
    told: Shared,
    /// Counts what went through, so that the kill has its moment.
    done: Arc<AtomicUsize>,
    nth: Arc<AtomicUsize>,
}

impl Work {
    fn next(&self) -> usize {
        self.nth.fetch_add(1, Ordering::Relaxed)
    }

    fn went_through(&self, note: impl FnOnce(&mut Told)) {
        note(&mut self.told.lock().unwrap());
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    async fn apply(&self, server: &str) -> std::io::Result<()> {
        loop {
            let nth = self.next();
            let words = format!("第{nth}份水质检测报告");
            let mut applicant = Browser::new(server, nth);
            applicant.try_get("/requests/new/applicant").await?;
            let wanted = [("wanted", words.as_str()), ("from", "2024"), ("to", "2026")];
            for (question, answers) in [
                ("applicant", &[("kind", "natural_person"), ("name", "林晚舟")][..]),
                ("identity", &[("number", "11010519491231002x")]),
                ("contact", &[("phone", "13800000000"), ("address", "青禾县云渡镇桥头村")]),
                ("organ", &[("organ", "shui")]),
                ("wanted", &wanted),
                ("supply", &[("supply", "electronic"), ("delivery", "online")]),
            ] {
                applicant.try_post(&format!("/requests/new/{question}"), answers).await?;
            }
            let page = applicant.try_post("/requests/new/check", &[]).await?;
            assert_eq!(page.location, "/requests/receipt", "{}", page.body);
            self.went_through(|told| told.applications.push(words));
        }
    }

    async fn write(&self, server: &str, officer: &mut Browser, numbers: &[String]) -> std::io::Result<()> {
        loop {
            let nth = self.next();
            officer.moved(server, nth);
            let number = &numbers[nth % numbers.len()];
            let page = officer.try_get(&format!("/desk/requests/{number}/noted")).await?;
            let words = format!("第{nth}次记事");
            let fields = [("version", hidden(&page.body, "version")), ("why", words.as_str())];
            let page = officer.try_parts(&format!("/desk/requests/{number}/noted"), &fields).await?;
            match page.status {
                303 => self.went_through(|told| told.notes.push((number.clone(), words))),
                // somebody signed its letter meanwhile
                409 => {}
                _ => panic!("{}", page.body),
            }
        }
    }

    async fn sign(&self, server: &str, signer: &mut Browser, letters: &[(String, String)]) -> std::io::Result<()> {
        for (number, letter) in letters {
            signer.moved(server, self.next());
            let path = format!("/desk/requests/{number}/letters/{letter}");
            let page = signer.try_get(&path).await?;
            if !page.body.contains("value=\"signed\"") {
                continue;
            }
            let fields = [("act", "signed"), ("version", hidden(&page.body, "version"))];
            let page = signer.try_post(&path, &fields).await?;
            match page.status {
                303 => self.went_through(|told| told.signed.push(letter.clone())),
                409 => {}
                _ => panic!("{}", page.body),
            }
        }
        Ok(())
    }
}

fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
    rest.split_once('"').unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_acknowledged_before_a_kill_is_there_once_and_numbers_have_no_gap() {
    let kills: usize = std::env::var("GONGKAI_TEST_KILLS").map_or(10, |kills| kills.parse().unwrap());
    on_both(async |ground| {
        let office = Office { clock: now, ..ground.office.clone() };
        let organ = bureau(&office).await;
        let officer = staff(&office, &organ).await;
        let letters = Arc::new(letters(&office, &organ, officer).await);
        let numbers: Arc<Vec<String>> =
            Arc::new(letters.iter().rev().take(5).map(|(number, _)| number.clone()).collect());
        let mut running = serve(&ground);
        let (mut shen, mut lu) = (Browser::new(&running.address, 1), Browser::new(&running.address, 2));
        shen.sign_in("shen", PASSWORD).await;
        lu.sign_in("lu", PASSWORD).await;
        let (told, nth) = (Shared::default(), Arc::new(AtomicUsize::new(10)));
        for round in 0..kills {
            let done = Arc::new(AtomicUsize::new(0));
            let work = Arc::new(Work { told: told.clone(), done: done.clone(), nth: nth.clone() });
            let server = running.address.clone();
            let applicants = (0..3).map(|_| {
                let (work, server) = (work.clone(), server.clone());
                tokio::spawn(async move { work.apply(&server).await })
            });
            let applicants: Vec<_> = applicants.collect();
            let share = LETTERS * round / kills..LETTERS * (round + 1) / kills;
            let killer = async {
                // now early, now late, and never between two acts
                let enough = 2 + round * 7 % 12;
                while done.load(Ordering::Relaxed) < enough {
                    assert!(running.child.try_wait().unwrap().is_none(), "it ended by itself");
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                }
                running.child.kill().unwrap();
                running.child.wait().unwrap();
            };
            let (_, _, ()) = tokio::join!(
                work.write(&server, &mut shen, &numbers),
                work.sign(&server, &mut lu, &letters[share]),
                killer
            );
            for applicant in applicants {
                assert!(applicant.await.unwrap().is_err(), "an applicant ends when the server does");
            }
            running = serve(&ground);
        }
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        let told = std::mem::take(&mut *told.lock().unwrap());
        sound(&ground, &organ, &told, kills).await;
    })
    .await;
}

async fn sound(ground: &Ground, organ: &Organ, told: &Told, kills: usize) {
    let office = &ground.office;
    let counts = [told.applications.len(), told.notes.len(), told.signed.len()];
    assert!(counts.iter().all(|count| *count > 0) && counts.iter().sum::<usize>() >= 2 * kills, "{counts:?}");
    let lines = all(office).await;
    let mut asked: HashMap<String, usize> = HashMap::new();
    for line in &lines {
        let wanted = office.db.request(line.id, Scope::All).await.unwrap().wanted;
        *asked.entry(wanted.lines().next().unwrap().to_owned()).or_default() += 1;
    }
    for words in &told.applications {
        assert_eq!(asked.get(words), Some(&1), "“{words}” was accepted");
    }
    let doubled: Vec<_> = asked.iter().filter(|(words, count)| words.starts_with('第') && **count > 1).collect();
    assert!(doubled.is_empty(), "{doubled:?}");
    let mut noted: BTreeMap<String, usize> = BTreeMap::new();
    for line in &lines {
        for row in office.db.steps(line.id).await.unwrap() {
            let why = gongkai::requests::record::read(&row).unwrap().1.why;
            *noted.entry(format!("{} {why}", line.number)).or_default() += 1;
        }
    }
    for (number, words) in &told.notes {
        assert_eq!(noted.get(&format!("{number} {words}")), Some(&1), "a note was written");
    }
    numbers_have_no_gap(office, organ, &lines, told).await;
    let verified = ground.gongkai(&["audit", "verify"]);
    assert_eq!((verified.code, verified.err.as_str()), (Some(0), ""), "{}", verified.out);
    let rebuilt = ground.gongkai(&["requests", "rebuild", "--check"]);
    assert_eq!(rebuilt.code, Some(0), "{}", rebuilt.out);
}

async fn all(office: &Office) -> Vec<RequestLine> {
    office.db.requests(Scope::All, &RequestFilter::default(), Order::Newest, Turn::First, MOST_COUNTED).await.unwrap()
}

async fn numbers_have_no_gap(office: &Office, organ: &Organ, lines: &[RequestLine], told: &Told) {
    let last = |number: &str| number.rsplit('-').next().unwrap().parse::<i64>().unwrap();
    let mut given: Vec<i64> = lines.iter().map(|line| last(&line.number)).collect();
    given.sort_unstable();
    let count = i64::try_from(given.len()).unwrap();
    assert_eq!(given, (1..=count).collect::<Vec<_>>(), "applications are numbered without gap or double");
    let year = gongkai::office::civil_date(now()).year();
    assert_eq!(office.db.last_number(organ.id, "request", year).await.unwrap(), count);
    let mut signed = Vec::new();
    for line in lines {
        let letters = office.db.letters_of(line.id).await.unwrap();
        signed.extend(letters.into_iter().filter_map(|letter| Some((letter.id.to_string(), letter.number?))));
    }
    for letter in &told.signed {
        assert_eq!(signed.iter().filter(|(id, _)| id == letter).count(), 1, "a letter was signed");
    }
    let number = |number: &str| number.rsplit('〕').next().unwrap().trim_end_matches('号').parse::<i64>().unwrap();
    let mut numbers: Vec<i64> = signed.iter().map(|(_, words)| number(words)).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>(), "{signed:?}");
}
