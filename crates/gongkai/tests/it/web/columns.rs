//! Special columns from their first day to their archive, and an organ's home as its editor arranged it.

use axum::http::StatusCode;
use gongkai::{Office, find::feed};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::PublicationId;

use super::{
    cases::version,
    desk::PASSWORD,
    house::{Page, Somebody, on_both},
    people::{organ, person, sign_in},
    publishing::{Bureau, begun, bureau, reviewed, signed, whole},
};

async fn publish(office: &Office, bureau: &Bureau, kind: PublicationKind, title: &str) -> (PublicationId, String) {
    let id = begun(office, bureau, kind, &whole(title)).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    (id, office.db.released(id).await.unwrap().index_number)
}

async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

async fn send(somebody: &mut Somebody, page: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get(page).await.csrf();
    let all: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post(page, &all).await
}

/// Where each of these stands in a page, in the order of the page.
fn order<'a>(page: &Page, words: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<_> =
        words.iter().filter_map(|word| Some((page.body.find(&format!(">{word}<"))?, *word))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, word)| word).collect()
}

const NEW: &str = "/desk/columns/new";

#[tokio::test]
async fn a_special_column_runs_from_its_first_day_to_its_last_and_stays_at_its_address() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let (_, water) = publish(&office, &bureau, PublicationKind::Notice, "供水检修公告").await;
        let (_, flood) = publish(&office, &bureau, PublicationKind::General, "防汛值班安排").await;
        publish(&office, &bureau, PublicationKind::Normative, "防汛物资管理办法").await;
        publish(&office, &bureau, PublicationKind::General, "灌区规划").await;
        feed::turn(&office).await.unwrap();
        let mut lu = at(&office, "lu").await;
        let mut fields =
            vec![("slug", "Fang Xun"), ("title", "防汛2026"), ("first", "2026-10-13"), ("last", "2026-10-12")];
        let wrong = send(&mut lu, NEW, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["小写字母", "不能早于开始", "value=\"防汛2026\""] {
            assert!(wrong.has(words), "{words}: {}", wrong.body);
        }
        fields = vec![("slug", "fangxun-2026"), ("title", "防汛2026"), ("first", "2026-10-13"), ("last", "2026-10-14")];
        assert!(send(&mut lu, NEW, &fields).await.has("专题里还没有东西"));
        let unknown = send(&mut lu, NEW, &[&fields[..], &[("picks", "shui/2026-99999")]].concat()).await;
        assert!(
            unknown.has("不是已经公开的信息的索引号") && unknown.has(">shui/2026-99999</textarea>"),
            "{}",
            unknown.body
        );
        // by number, and by an address as a browser has it; by rule what is normative
        let picks = format!("{flood}\nhttps://gk.qinghe.example/items/{water}?v=1");
        let whole = [&fields[..], &[("picks", picks.as_str()), ("kind", "normative"), ("own", "1")]].concat();
        assert_eq!(send(&mut lu, NEW, &whole).await.location(), "/desk/columns");
        assert!(send(&mut lu, NEW, &whole).await.has("这个地址已经有专题用了"));
        assert!(lu.get("/desk/columns").await.has("还没有开始"));

        let here = "/columns/fangxun-2026";
        assert_eq!(Somebody::at(&office).get(here).await.status, StatusCode::NOT_FOUND, "not before its first day");
        assert!(!Somebody::at(&office).get("/").await.has("防汛2026"));
        office.clock = || "2026-10-13T04:00:00Z".parse().unwrap();
        let mut reader = Somebody::at(&office);
        let page = reader.get(here).await;
        let titles = ["供水检修公告", "防汛值班安排", "防汛物资管理办法", "灌区规划"];
        assert_eq!(order(&page, &titles), ["防汛值班安排", "供水检修公告", "防汛物资管理办法"], "{}", page.body);
        assert!(reader.get("/").await.has(here) && reader.get("/organs/shui").await.has(here));
        office.clock = || "2026-10-15T04:00:00Z".parse().unwrap();
        let mut reader = Somebody::at(&office);
        let page = reader.get(here).await;
        assert!(
            page.status == StatusCode::OK && page.has("这个专题已经结束") && page.has("防汛值班安排"),
            "{}",
            page.body
        );
        assert!(!reader.get("/").await.has(here) && reader.get("/columns").await.has(here));
    })
    .await;
}

#[tokio::test]
async fn a_special_column_is_its_own_editors_and_what_two_write_at_once_is_not_lost() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let (_, flood) = publish(&office, &bureau, PublicationKind::General, "防汛值班安排").await;
        publish(&office, &bureau, PublicationKind::General, "防汛演练安排").await;
        feed::turn(&office).await.unwrap();
        let (mut lu, mut also) = (at(&office, "lu").await, at(&office, "lu").await);
        let fields = [
            ("slug", "fangxun"),
            ("title", "防汛"),
            ("first", "2026-10-12"),
            ("last", "2026-10-31"),
            ("words", "演练"),
        ];
        assert_eq!(send(&mut lu, NEW, &fields).await.status, StatusCode::SEE_OTHER);
        let page = Somebody::at(&office).get("/columns/fangxun").await;
        assert!(page.has("防汛演练安排") && !page.has("防汛值班安排"), "by words: {}", page.body);
        let here = "/desk/columns/fangxun/edit";
        let first = version(&lu.get(here).await);
        let change = |title: &'static str| [("title", title), ("first", "2026-10-12"), ("last", "2026-10-31")];
        let by = [&change("防汛备汛")[..], &[("picks", flood.as_str()), ("version", &first)]].concat();
        assert_eq!(send(&mut lu, here, &by).await.status, StatusCode::SEE_OTHER);
        let late = [&change("防汛抗旱")[..], &[("picks", flood.as_str()), ("version", &first)]].concat();
        let page = send(&mut also, here, &late).await;
        assert!(page.status == StatusCode::CONFLICT && page.has("value=\"防汛抗旱\""), "{}", page.body);
        let page = Somebody::at(&office).get("/columns/fangxun").await;
        assert!(page.has("防汛备汛") && page.has("防汛值班安排") && !page.has("防汛演练安排"), "{}", page.body);
        let other = organ(&office, "lin").await;
        person(&office, Some(other), "he", &["head"]).await;
        assert_eq!(at(&office, "he").await.get(here).await.status, StatusCode::NOT_FOUND);
        assert_eq!(at(&office, "gu").await.get("/desk/columns").await.status, StatusCode::FORBIDDEN);
        assert_eq!(Somebody::at(&office).get(here).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn an_organs_home_has_the_columns_that_its_editor_chose_in_their_order() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        for n in 1..=6 {
            publish(&office, &bureau, PublicationKind::Notice, &format!("停水公告{n}")).await;
        }
        publish(&office, &bureau, PublicationKind::Normative, "灌区管理办法").await;
        let mut lu = at(&office, "lu").await;
        let home = "/desk/columns/home";
        let wrong = send(&mut lu, home, &[("notice", "第一")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("value=\"第一\""), "{}", wrong.body);
        let chosen = [("notice", "２"), ("normative", "1"), ("budget", "3")];
        assert_eq!(send(&mut lu, home, &chosen).await.location(), "/desk/columns/home?saved=1");
        let page = Somebody::at(&office).get("/organs/shui").await;
        let heading = |label: &str| page.body.find(&format!(">{label}</h2>"));
        assert!(heading("行政规范性文件").unwrap() < heading("通知公告").unwrap(), "{}", page.body);
        assert_eq!(heading("财政预算、决算"), None, "of which there is nothing");
        let (_, notices) = page.body.split_once(">通知公告</h2>").unwrap();
        let notices = notices.split_once("</section>").unwrap().0;
        assert_eq!(notices.matches("停水公告").count(), 5, "the latest five: {notices}");
        assert!(!notices.contains("停水公告1<"));
    })
    .await;
}
