//! What goes out: reminders and notices by a real mail server and a command of the office's own, without a word of what a
//! request is about.

use std::{
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use gongkai::{
    Office,
    post::{
        Post,
        mail::{Mail, Tls},
        send::{self, NotSent, Turn},
        text::Text,
    },
    requests::{
        night,
        register::{Application, Identity, register},
    },
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    received::Channel,
};
use gongkai_store::{Actor, Organ};
use jiff::{Timestamp, ToSpan as _, civil::date};

use super::{
    cases::{WATER, county, handed_in, person, signed_in, step, went_through},
    house::{Somebody, noon, on_both},
    requests,
};

/// A mail server that puts what it gets into a folder, until it is dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Server {
    /// `None` where the machine has none; `GONGKAI_TEST_REQUIRE` wants one.
    pub fn start(port: u16) -> Option<Self> {
        Self::start_with(port, &[])
    }

    /// With more of its own options, those of its encryption.
    fn start_with(port: u16, options: &[&Path]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let started = Command::new("aiosmtpd")
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}"), "--class", "aiosmtpd.handlers.Mailbox"])
            .args(options)
            .arg(folder.path().join("mail"))
            .spawn();
        let child = match started {
            Ok(child) => child,
            Err(error) => {
                assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "aiosmtpd: {error}");
                println!("aiosmtpd is not here: no mail was sent");
                return None;
            }
        };
        let patience = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "aiosmtpd does not listen");
            std::thread::yield_now();
        }
        Some(Self { child, port, folder })
    }

    /// All mails so far, as they came over the wire.
    pub fn raws(&self) -> Vec<String> {
        let new = std::fs::read_dir(self.folder.path().join("mail").join("new")).unwrap();
        new.map(|file| String::from_utf8(std::fs::read(file.unwrap().path()).unwrap()).unwrap()).collect()
    }

    /// All mails so far, each with its recipient, its subject and its words, as a mail program reads them.
    pub fn mails(&self) -> Vec<String> {
        const READ: &str = "
import mailbox, sys
from email import policy, message_from_bytes
box = mailbox.Maildir(sys.argv[1], factory=None, create=False)
mails = [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.keys()]
print('\\0'.join('%s\\n%s\\n%s' % (m['to'], m['subject'], m.get_content()) for m in mails), end='')
";
        let read = Command::new("/usr/bin/python3").args(["-c", READ]).arg(self.folder.path().join("mail")).output();
        let read = read.unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let text = String::from_utf8(read.stdout).unwrap();
        text.split('\0').filter(|mail| !mail.is_empty()).map(str::to_owned).collect()
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn mail(port: u16) -> Mail {
    Mail {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        tls: Tls::None,
        authority: None,
        user: String::new(),
        password: String::new(),
        from: "青禾县政府信息公开 <gk@qinghe.example>".to_owned(),
    }
}

pub fn with_mail(office: Office, port: u16) -> Office {
    let site = "https://gk.qinghe.example".to_owned();
    Office { post: Arc::new(Post { mail: Some(mail(port)), text: None, site }), ..office }
}

/// Asks to be reminded, as the page does it.
pub async fn wants(somebody: &mut Somebody, fields: &[(&str, &str)]) -> super::house::Page {
    let csrf = somebody.get("/desk/account").await.csrf();
    let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post("/desk/account/reach", &fields).await
}

/// 林晚舟 applies and wants the answer by mail.
async fn applies(office: &Office, organ: &Organ) -> String {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity {
            name: "林晚舟".to_owned(),
            number: "11010519491231002X".to_owned(),
            phone: "13800000000".to_owned(),
            email: "lin@yundu.example".to_owned(),
            ..Identity::default()
        },
        wanted: WATER.to_owned(),
        supply: Supply::Electronic,
        delivery: Delivery::Email,
        channel: Channel::InPerson,
        arrived: date(2026, 10, 9),
        confirmed: None,
        proof: String::new(),
    };
    register(office, Actor::Operator, organ, &application).await.unwrap().number
}

#[tokio::test]
async fn an_officer_who_wants_it_is_told_each_working_morning_what_presses_and_nothing_of_what_it_is_about() {
    let port = free_port();
    let Some(_) = Server::start(port) else { return };
    on_both(async |office| {
        let port = free_port();
        let server = Server::start(port).unwrap();
        let mut office = with_mail(office, server.port);
        let county = county(&office).await;
        // due on 14 October
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let mut shen = signed_in(&office, "shen").await;
        let wrong = wants(&mut shen, &[("mail", "not an address"), ("by_mail", "1")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.has("这不是一个电子邮箱") && wrong.has("value=\"not an address\""), "{}", wrong.body);
        assert!(wants(&mut shen, &[("by_mail", "1")]).await.has("请填地址"));
        went_through(&wants(&mut shen, &[("mail", "shen@qinghe.example"), ("by_mail", "1")]).await);
        assert!(shen.get("/desk/today").await.has("每个工作日的早上由电子邮件提醒"));
        let sealed = office.db.reach(person(&office, "shen").await.parse().unwrap()).await.unwrap().reach.unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("qinghe.example"), "no address lies open in the register");

        assert_eq!(night::run(&office).await.unwrap().unwrap().told, 1, "who did not ask is not told");
        assert_eq!(send::turn(&office).await.unwrap(), Turn { sent: 1, waiting: 0, given_up: 0 });
        assert_eq!(send::turn(&office).await.unwrap(), Turn::default(), "once");
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        let told = [
            "shen@qinghe.example",
            "今天有2件事",
            &number,
            "2026-10-14",
            "答复快到期",
            "待分派",
            "https://gk.qinghe.example/desk/today",
        ];
        for words in told {
            assert!(mails[0].contains(words), "{words}: {}", mails[0]);
        }
        assert!(!mails[0].contains("水质") && !mails[0].contains("林") && !mails[0].contains("沈"), "{}", mails[0]);

        // a Saturday on which nobody works
        office.clock = || "2026-10-17T04:00:00Z".parse().unwrap();
        assert_eq!(night::run(&office).await.unwrap().unwrap().told, 0);
        office.clock = || "2026-10-19T04:00:00Z".parse().unwrap();
        let mut shen = signed_in(&office, "shen").await;
        went_through(&wants(&mut shen, &[("mail", "shen@qinghe.example")]).await);
        assert_eq!(night::run(&office).await.unwrap().unwrap().told, 0, "not any more");
    })
    .await;
}

/// An authority of the office's own, and the certificate of its mail server with its key.
fn authority(folder: &Path) {
    const MADE: &str = "
set -e
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Qinghe CA' -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' > names
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem
";
    let made = Command::new("sh").args(["-c", MADE]).current_dir(folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[tokio::test]
async fn a_mail_goes_encrypted_to_a_server_whose_authority_is_believed_and_to_no_other() {
    let folder = tempfile::tempdir().unwrap();
    authority(folder.path());
    let (certificate, key) = (folder.path().join("server.pem"), folder.path().join("server.key"));
    for (tls, cert_option, key_option) in
        [(Tls::Tls, "--smtpscert", "--smtpskey"), (Tls::Starttls, "--tlscert", "--tlskey")]
    {
        let options = [Path::new(cert_option), &certificate, Path::new(key_option), &key];
        let Some(server) = Server::start_with(free_port(), &options) else { return };
        let stranger = Mail { host: "localhost".to_owned(), tls, ..mail(server.port) };
        let send = async |mail: &Mail| mail.send("shen@qinghe.example", "今天有2件事", "…", ("1", noon())).await;
        assert!(
            matches!(send(&stranger).await, Err(NotSent::Later(_))),
            "{tls:?}: a certificate that nobody vouches for"
        );
        let believed = Mail { authority: Some(folder.path().join("ca.pem")), ..stranger.clone() };
        send(&believed.checked().unwrap()).await.unwrap();
        let mails = server.mails();
        assert!(mails.len() == 1 && mails[0].contains("今天有2件事"), "{tls:?}: {mails:?}");
    }
    let no_certificate = Mail { tls: Tls::Tls, authority: Some(folder.path().join("names")), ..mail(465) };
    assert!(no_certificate.checked().unwrap_err().contains("不是PEM格式的证书"));
}

fn minutes_later() -> Timestamp {
    noon() + 2.minutes()
}

#[tokio::test]
async fn a_mail_waits_for_a_server_that_is_away_and_then_goes_once() {
    if Server::start(free_port()).is_none() {
        return;
    }
    on_both(async |office| {
        let port = free_port();
        let mut office = with_mail(office, port);
        let county = county(&office).await;
        let number = applies(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        went_through(&step(&mut shen, &number, "accepted", &[]).await);
        assert_eq!(send::turn(&office).await.unwrap(), Turn { sent: 0, waiting: 1, given_up: 0 });
        assert_eq!(send::turn(&office).await.unwrap(), Turn::default(), "not at once again");
        let server = Server::start(port).unwrap();
        office.clock = minutes_later;
        let another = office.clone();
        let (here, there) = tokio::join!(send::turn(&office), send::turn(&another));
        assert_eq!(here.unwrap().sent + there.unwrap().sent, 1, "of two machines one sends it");
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        for words in ["lin@yundu.example", &number, "有新的进展", "https://gk.qinghe.example/requests/follow"] {
            assert!(mails[0].contains(words), "{words}: {}", mails[0]);
        }
        assert!(!mails[0].contains("水质") && !mails[0].contains("林晚舟"), "{}", mails[0]);
        assert_eq!(office.db.messages_waiting().await.unwrap(), (0, 0));
        // a note is nobody's news
        let mut shen = signed_in(&office, "shen").await;
        went_through(&step(&mut shen, &number, "noted", &[("why", "已到档案室调卷")]).await);
        assert_eq!(send::turn(&office).await.unwrap(), Turn::default());
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_no_electronic_answer_is_not_written_to_and_a_step_that_is_undone_tells_nobody() {
    on_both(async |office| {
        let office = with_mail(office, free_port());
        let county = county(&office).await;
        let by_post = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let online = applies(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        went_through(&step(&mut shen, &by_post, "accepted", &[]).await);
        let refused = step(&mut shen, &online, "clarify_asked", &[("why", "哪一年"), ("until", "2026-10-01")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.db.messages_waiting().await.unwrap(), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_changed_address_is_told_to_where_somebody_was_reached_before_and_to_where_they_are_now() {
    on_both(async |office| {
        let Some(server) = Server::start(free_port()) else { return };
        let office = with_mail(office, server.port);
        requests::county(&office).await;
        let mut somebody = Somebody::at(&office);
        let (number, _) = requests::apply(&mut somebody).await;
        let here = format!("/requests/follow/{number}/contact");
        // twice before anything goes out: neither address is skipped
        for email in ["second@mail.example", "third@mail.example"] {
            let csrf = somebody.get(&here).await.csrf();
            let new = [("csrf", csrf.as_str()), ("email", email), ("delivery", "online")];
            assert_eq!(somebody.post(&here, &new).await.status, StatusCode::SEE_OTHER);
        }
        send::turn(&office).await.unwrap();
        let mails = server.mails();
        let to = |address: &str| mails.iter().filter(|mail| mail.starts_with(address)).collect::<Vec<_>>();
        let first = to("linwanzhou@mail.example");
        assert_eq!((first.len(), to("second@mail.example").len()), (1, 1), "{mails:?}");
        assert!(first[0].contains(&number) && first[0].contains("以后的通知不再发到这里"), "{}", first[0]);
        assert!(first[0].contains("重置查询码") && first[0].contains("青禾县水利局"), "{}", first[0]);
        assert_eq!(to("third@mail.example").len(), 2, "whoever is reached now hears of both: {mails:?}");
        for secret in ["林晚舟", "水", "third"] {
            let words = |mail: &&String| mail.split_once('\n').unwrap().1.replace("青禾县水利局", "").contains(secret);
            assert!(!mails.iter().any(|mail| words(&mail)), "{secret}: {mails:?}");
        }
    })
    .await;
}

/// An office that hands its text messages to this command.
fn with_text(office: Office, command: &[&str]) -> Office {
    let command = command.iter().map(|&word| word.to_owned()).collect();
    Office { post: Arc::new(Post { text: Some(Text { command }), ..Post::default() }), ..office }
}

fn taken(file: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_text_message_is_one_line_of_json_for_a_command_and_tried_again_when_that_fails() {
    on_both(async |office| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("texts");
        let refuses = with_text(office.clone(), &["false"]);
        let county = county(&refuses).await;
        let number = applies(&refuses, &county.hall).await;
        let mut shen = signed_in(&refuses, "shen").await;
        went_through(&step(&mut shen, &number, "accepted", &[]).await);
        assert_eq!(send::turn(&refuses).await.unwrap(), Turn { sent: 0, waiting: 1, given_up: 0 });
        let mut office = with_text(office, &["sh", "-c", "cat >> \"$0\"", file.to_str().unwrap()]);
        office.clock = minutes_later;
        assert_eq!(send::turn(&office).await.unwrap().sent, 1);
        let texts = taken(&file);
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0]["to"], "13800000000");
        let text = texts[0]["text"].as_str().unwrap();
        assert!(text.contains(&number) && !text.contains("水质") && !text.contains("林"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn who_is_given_a_request_hears_of_it_with_its_days() {
    on_both(async |office| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("texts");
        let office = with_text(office, &["sh", "-c", "cat >> \"$0\"", file.to_str().unwrap()]);
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 30)).await;
        let mut shen = signed_in(&office, "shen").await;
        went_through(&wants(&mut shen, &[("phone", "13900000000"), ("by_text", "1")]).await);
        let (shen, mut lu) = (person(&office, "shen").await, signed_in(&office, "lu").await);
        let (csrf, pick) = (lu.get("/desk").await.csrf(), format!("{number} 0"));
        let fields = [("csrf", csrf.as_str()), ("pick", &pick), ("to", &shen), ("until", "2026-10-16")];
        went_through(&lu.post("/desk/assign", &fields).await);
        assert_eq!(send::turn(&office).await.unwrap().sent, 1);
        let texts = taken(&file);
        assert_eq!(texts[0]["to"], "13900000000");
        assert_eq!(texts[0]["text"], format!("申请{number}分派给您，答复期限2026-11-03，内部期限2026-10-16"));
    })
    .await;
}

#[tokio::test]
async fn a_supervising_office_hears_of_what_is_late_below_it_the_same_by_message_and_on_the_page() {
    on_both(async |office| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("texts");
        let mut office = with_text(office, &["sh", "-c", "cat >> \"$0\"", file.to_str().unwrap()]);
        let county = county(&office).await;
        let mut late = Vec::new();
        for organ in [&county.hall, &county.water] {
            late.push(handed_in(&office, organ, WATER, date(2026, 9, 1)).await);
            // nobody has it yet: that is its own organ's to see to
            handed_in(&office, organ, WATER, date(2026, 9, 30)).await;
        }
        office.clock = || "2026-10-19T04:00:00Z".parse().unwrap();
        let mut yu = signed_in(&office, "yu").await;
        went_through(&wants(&mut yu, &[("phone", "13900000000"), ("by_text", "1")]).await);
        let page = yu.get("/desk/today").await;
        assert!(late.iter().all(|number| page.has(number)) && page.has("答复逾期"), "{}", page.body);
        assert_eq!(page.body.matches("<li><a href=\"/desk/requests/").count(), 2, "{}", page.body);
        assert_eq!(night::run(&office).await.unwrap().unwrap().told, 1);
        send::turn(&office).await.unwrap();
        assert_eq!(taken(&file)[0]["text"], "政府信息公开办理：今天有2件事");
        let mut gu = signed_in(&office, "gu").await;
        let page = gu.get("/desk/today").await;
        assert!(page.has(&late[1]) && !page.has(&late[0]), "{}", page.body);
    })
    .await;
}
