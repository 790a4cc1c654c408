//! Subscriptions by mail, over a real mail server, and the feed of a search: who said yes is told once a day, and nobody else.

use axum::http::StatusCode;
use gongkai::{
    Office,
    find::feed,
    mistakes::{
        answer::contact,
        found::{Found, register},
    },
    post::send,
    publish::content::Content,
    rekey::rekey,
    requests::register::Identity,
    subscriptions::{self, round, topic::Topic},
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{Moment, ReleasedFilter, Scope, journal};

use super::{
    house::{Page, Somebody, on_both},
    post::{Server, free_port, with_mail},
    publishing::{Bureau, begun, bureau, reviewed, signed, whole},
};

const LIN: &str = "lin@yundu.example";

async fn publish(office: &Office, bureau: &Bureau, title: &str) {
    let content = Content { body: format!("第一条　{title}自发布之日起施行。"), ..whole(title) };
    let id = begun(office, bureau, PublicationKind::Normative, &content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
}

async fn ask(somebody: &mut Somebody, (kind, what): (&str, &str), email: &str) -> Page {
    let csrf = somebody.get(&format!("/subscriptions/new?kind={kind}&what={what}")).await.csrf();
    let fields = [("csrf", csrf.as_str()), ("kind", kind), ("what", what), ("email", email)];
    somebody.post("/subscriptions/new", &fields).await
}

/// The address in the last mail that leads to what its reader subscribed to.
fn link(mails: &[String]) -> String {
    let found = mails.iter().rev().find_map(|mail| mail.split_once("https://gk.qinghe.example/subscriptions/"));
    let (_, rest) = found.unwrap();
    format!("/subscriptions/{}", rest.split_whitespace().next().unwrap())
}

async fn act(somebody: &mut Somebody, place: &str, act: &str, (kind, what): (&str, &str)) -> Page {
    let csrf = somebody.get("/requests/follow").await.csrf();
    somebody.post(place, &[("csrf", &csrf), ("act", act), ("kind", kind), ("what", what)]).await
}

/// Asked for and confirmed by the link in the mail, which is given.
async fn subscribed(office: &Office, server: &Server, what: (&str, &str), email: &str) -> String {
    let mut lin = Somebody::at(office);
    assert_eq!(ask(&mut lin, what, email).await.location(), "/subscriptions/sent");
    assert_eq!(send::turn(office).await.unwrap().sent, 1);
    let to: Vec<_> = server.mails().into_iter().filter(|mail| mail.contains(email)).collect();
    let place = link(&to);
    assert_eq!(act(&mut lin, &place, "confirm", what).await.location(), place);
    place
}

/// From the page of a category to the mail with the link, which is given.
async fn asked_for(office: &Office, server: &Server) -> String {
    let mut lin = Somebody::at(office);
    assert!(lin.get("/catalogue/A20_01").await.has("/subscriptions/new?kind=topic&amp;what=A20_01"));
    let wrong = ask(&mut lin, ("topic", "A20_01"), "lin at yundu").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("这不是一个电子邮箱") && wrong.has("value=\"lin at yundu\""), "{}", wrong.body);
    assert_eq!(ask(&mut lin, ("topic", "A20_01"), LIN).await.location(), "/subscriptions/sent");
    assert_eq!(send::turn(office).await.unwrap().sent, 1);
    let place = link(&server.mails());
    let page = lin.get(&place).await;
    assert!(page.has("确认订阅") && page.has("l***@yundu.example") && !page.has(LIN), "{}", page.body);
    place
}

/// What came by mail of two publications, and of none before somebody said yes.
fn told_of_two(server: &Server, place: &str) {
    let mails = server.mails();
    let mail = mails.iter().find(|mail| mail.contains("您订阅的有2条新信息")).unwrap();
    for words in [LIN, "农村供水管理办法", "节约用水办法", "https://gk.qinghe.example/items/", place] {
        assert!(mail.contains(words), "{words}: {mail}");
    }
    assert!(!mail.contains("没有确认以前的办法"), "{mail}");
    let raws = server.raws();
    let ends = format!("List-Unsubscribe: <https://gk.qinghe.example{place}>");
    let unfolded = |raw: &String| raw.replace("\r\n", "\n").replace("\n ", " ");
    assert!(raws.iter().map(unfolded).all(|raw| raw.contains(&ends)), "{raws:?}");
    assert!(raws.iter().all(|raw| raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")), "{raws:?}");
}

#[tokio::test]
async fn who_said_yes_by_the_mail_is_told_once_a_day_until_one_press_ends_it() {
    let Some(_) = Server::start(free_port()) else { return };
    on_both(async |office| {
        let server = Server::start(free_port()).unwrap();
        let mut office = with_mail(office, server.port);
        let bureau = bureau(&office).await;
        let place = asked_for(&office, &server).await;
        publish(&office, &bureau, "没有确认以前的办法").await;
        office.clock = || "2026-10-12T23:10:00Z".parse().unwrap();
        assert_eq!(round::turn(&office).await.unwrap(), 0, "looking at the link is no yes");

        office.clock = || "2026-10-13T01:00:00Z".parse().unwrap();
        let mut lin = Somebody::at(&office);
        act(&mut lin, &place, "confirm", ("topic", "A20_01")).await;
        assert!(lin.get(&place).await.has("已订阅"));
        office.clock = || "2026-10-13T02:00:00Z".parse().unwrap();
        publish(&office, &bureau, "农村供水管理办法").await;
        publish(&office, &bureau, "节约用水办法").await;
        assert_eq!(round::turn(&office).await.unwrap(), 0, "not one by one");
        office.clock = || "2026-10-13T23:09:00Z".parse().unwrap();
        assert_eq!(round::turn(&office).await.unwrap(), 0, "what is just being released has its time");
        office.clock = || "2026-10-13T23:10:00Z".parse().unwrap();
        let another = office.clone();
        let (here, there) = tokio::join!(round::turn(&office), round::turn(&another));
        assert!(here.unwrap() + there.unwrap() >= 1);
        assert_eq!(send::turn(&office).await.unwrap().sent, 1, "two machines tell once");
        assert_eq!(round::turn(&office).await.unwrap(), 0);
        told_of_two(&server, &place);

        // what a mail program sends for its reader: no cookie, no token
        let ended = Somebody::at(&office).post(&place, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(ended.status, StatusCode::OK);
        publish(&office, &bureau, "退订以后的办法").await;
        office.clock = || "2026-10-14T23:10:00Z".parse().unwrap();
        assert_eq!(round::turn(&office).await.unwrap(), 0);
        let gone = Somebody::at(&office).get(&place).await;
        assert!(gone.status == StatusCode::GONE && gone.has("没有订阅"), "{}", gone.body);
        assert!(office.db.subscribers_untold(Moment(i64::MAX), 9).await.unwrap().is_empty(), "the address is gone");
    })
    .await;
}

#[tokio::test]
async fn a_program_that_stood_still_tells_all_of_it_in_one_mail_and_nothing_is_passed_over() {
    let Some(_) = Server::start(free_port()) else { return };
    on_both(async |office| {
        let server = Server::start(free_port()).unwrap();
        let mut office = with_mail(office, server.port);
        let bureau = bureau(&office).await;
        subscribed(&office, &server, ("organ", "shui"), LIN).await;
        let place = subscribed(&office, &server, ("search", "供水"), LIN).await;
        subscribed(&office, &server, ("search", "采石场"), "bai@yundu.example").await;
        let asked = server.mails();
        assert!(asked.iter().any(|mail| mail.contains("订阅了“检索：供水”")), "its words are recognised: {asked:?}");
        let page = Somebody::at(&office).get(&place).await;
        assert!(page.has("单位：") && page.has("检索：供水"), "one address has one page: {}", page.body);
        for (day, title) in [("first", "农村供水管理办法"), ("second", "防汛值班办法")] {
            office.clock = match day {
                "first" => || "2026-10-13T02:00:00Z".parse().unwrap(),
                _ => || "2026-10-15T02:00:00Z".parse().unwrap(),
            };
            publish(&office, &bureau, title).await;
        }
        feed::turn(&office).await.unwrap();
        office.clock = || "2026-10-16T03:00:00Z".parse().unwrap();
        assert_eq!(round::turn(&office).await.unwrap(), 1, "who is told of nothing gets no mail");
        // stopped before it went out, the mail is there when the program comes back
        assert_eq!(round::turn(&office).await.unwrap(), 0);
        assert_eq!(send::turn(&office).await.unwrap().sent, 1);
        let mails = server.mails();
        let mail =
            mails.iter().find(|mail| mail.contains("您订阅的有2条新信息")).unwrap_or_else(|| panic!("{mails:?}"));
        assert_eq!(mail.matches("农村供水管理办法").count(), 2, "under the organ and under the search: {mail}");
        assert_eq!(mail.matches("防汛值班办法").count(), 1, "{mail}");
        let rows = journal::rows(&office.db, 0, 300).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "subscription.post").count(), 1, "an idle turn leaves no row");
    })
    .await;
}

#[tokio::test]
async fn nobody_fills_anothers_mailbox_and_what_is_not_confirmed_is_forgotten_after_a_week() {
    let Some(_) = Server::start(free_port()) else { return };
    on_both(async |office| {
        let server = Server::start(free_port()).unwrap();
        let mut office = with_mail(office, server.port);
        let mut lin = Somebody::at(&office);
        for topic in ["A20_01", "A20_02", "A20_03", "A20_04", "A20_05"] {
            assert_eq!(ask(&mut lin, ("topic", topic), LIN).await.location(), "/subscriptions/sent");
        }
        let full = ask(&mut Somebody::from(&office, "203.0.113.7"), ("topic", "A20_06"), LIN).await;
        assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.has("最多5封"), "{}", full.body);
        assert_eq!(send::turn(&office).await.unwrap().sent, 5);
        let sealed = &office.db.subscribers_untold(Moment(i64::MAX), 9).await.unwrap()[0].sealed;
        assert!(!String::from_utf8_lossy(sealed).contains("yundu"), "no address lies open in the register");
        let place = link(&server.mails());
        let wrong = format!("{}0", &place[..place.len() - 1]);
        let elsewhere = if wrong == place { format!("{}1", &place[..place.len() - 1]) } else { wrong };
        assert_eq!(lin.get(&elsewhere).await.status, StatusCode::GONE, "a page is opened by its whole token");
        office.clock = || "2026-10-19T04:00:01Z".parse().unwrap();
        round::turn(&office).await.unwrap();
        assert_eq!(Somebody::at(&office).get(&place).await.status, StatusCode::GONE);
        for nothing in ["kind=topic&what=A99", "kind=organ&what=nowhere", "kind=search&what=%20", "kind=x&what=y"] {
            let page = Somebody::at(&office).get(&format!("/subscriptions/new?{nothing}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{nothing}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_has_a_feed_and_without_a_mail_server_the_form_says_so() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        publish(&office, &bureau, "农村供水管理办法").await;
        publish(&office, &bureau, "防汛值班办法").await;
        feed::turn(&office).await.unwrap();
        let mut somebody = Somebody::at(&office);
        let atom = somebody
            .get("/feeds/search.atom?q=%E5%86%9C%E6%9D%91%E4%BE%9B%E6%B0%B4%E7%AE%A1%E7%90%86%E5%8A%9E%E6%B3%95")
            .await;
        assert!(atom.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
        assert!(atom.has("农村供水管理办法") && !atom.has("防汛值班办法"), "{}", atom.body);
        assert_eq!(somebody.get("/feeds/search.atom").await.status, StatusCode::NOT_FOUND);
        let search = somebody.get("/search?q=%E4%BE%9B%E6%B0%B4").await;
        assert!(search.has("/subscriptions/new?kind=search&amp;what=%E4%BE%9B%E6%B0%B4"), "{}", search.body);
        let form = somebody.get("/subscriptions/new?kind=search&what=%E4%BE%9B%E6%B0%B4").await;
        assert!(form.has("没有开通邮件订阅") && form.has("/feeds/search.atom?q="), "{}", form.body);
    })
    .await;
}

#[tokio::test]
async fn addresses_of_readers_move_to_a_new_key_and_open_under_it_alone() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        publish(&office, &bureau, "农村供水管理办法").await;
        let item = office.db.released_lines(&ReleasedFilter::default(), None, 1).await.unwrap().remove(0);
        let organ = office.db.organ(item.organ_id).await.unwrap();
        let found = Found {
            spot: gongkai_store::MistakeSpot::Publication(item.publication_id),
            place: "",
            words: "第一条写错了",
            who: Identity { email: LIN.to_owned(), ..Identity::default() },
            token: "",
        };
        let number = register(&office, &organ, &found).await.unwrap().number;
        let topic = Topic::of(&office, "organ", "shui").await.unwrap().unwrap();
        assert!(subscriptions::ask::ask(&office, LIN, &topic).await.unwrap());
        let done = rekey(&office.db, &office.vault, Moment(office.now_ms())).await.unwrap();
        assert_eq!((done.resealed, done.spoiled), (2, 0));
        let mistake = office.db.mistake_numbered(&number, Scope::All).await.unwrap();
        let subscriber = office.db.subscribers_untold(Moment(i64::MAX), 9).await.unwrap().remove(0);
        assert!(office.vault.is_fresh(mistake.sealed.as_deref().unwrap()) && office.vault.is_fresh(&subscriber.sealed));
        assert_eq!(contact(&office, &mistake).unwrap().unwrap().email, LIN);
        assert_eq!(subscriptions::address(&office, &subscriber).unwrap(), LIN);
    })
    .await;
}
