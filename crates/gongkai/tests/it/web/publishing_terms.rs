//! Until when a publication has to be out, as the desk says it: an interpretation by its document, the first word of an
//! emergency by the hour.

use axum::http::StatusCode;
use gongkai::publish::content::{Content, Link};
use gongkai_law::proactive::kind::PublicationKind;
use jiff::civil::date;

use super::{
    desk::PASSWORD,
    house::on_both,
    people::sign_in,
    publishing::{begun, bureau, opened, reviewed, signed, whole},
    publishing_desk::{begun as written, send},
};

#[tokio::test]
async fn an_interpretation_waits_for_its_document_and_the_desk_asks_for_it_until_it_is_out() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let document = begun(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        let link = Link { to: document.to_string(), relation: "interprets".to_owned() };
        let fields = [("form".to_owned(), "图解".to_owned())].into();
        let words = Content { links: vec![link], fields, ..whole("一图读懂供水办法") };
        let reading = begun(&office, &bureau, PublicationKind::Interpretation, &words).await;
        let due = async || opened(&office, reading).await.publication.due.map(|day| day.0);
        assert_eq!(due().await, None, "nothing is to be explained before it is out");
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        assert!(gu.get(&format!("/desk/publications/{reading}")).await.has("被解读的文件还没有公布"));
        reviewed(&office, &bureau, document).await;
        signed(&office, &bureau, document).await;
        // out on Monday the 12th; its own day, 09-28, has long passed three working days
        assert_eq!(due().await, Some(date(2026, 10, 15)));
        let list = gu.get("/desk/publications").await;
        for words in ["公布了还没有解读的", "剩3个工作日", "给《农村供水管理办法》写解读"] {
            assert!(list.has(words), "{words}: {}", list.body);
        }
        let file = gu.get(&format!("/desk/publications/{reading}")).await;
        assert!(file.has("从被解读的文件公布之日10月12日起3个工作日"), "{}", file.body);
        let begin = gu.get(&format!("/desk/publications/new?kind=interpretation&of={document}")).await;
        assert!(begin.has("农村供水管理办法") && begin.has("10月15日"), "{}", begin.body);
        reviewed(&office, &bureau, reading).await;
        signed(&office, &bureau, reading).await;
        assert!(!gu.get("/desk/publications").await.has("写解读"), "it is explained");
    })
    .await;
}

#[tokio::test]
async fn an_emergency_is_late_by_the_hour_and_the_desk_says_from_which_minute_it_counts() {
    on_both(async |office| {
        bureau(&office).await;
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let told = |happened: &'static str| {
            vec![
                ("kind", "emergency"),
                ("title", "水管爆裂情况通报"),
                ("body", "已经抢修。"),
                ("formed", "2026-10-12"),
                ("own.event", "水管爆裂"),
                ("own.happened", happened),
            ]
        };
        // it is noon in Qinghe
        let late = written(&mut gu, &told("2026-10-12T06:30"), &[]).await;
        let soon = written(&mut gu, &told("2026年10月12日9时05分"), &[]).await;
        let file = gu.get(&late).await;
        for words in ["发生时间2026年10月12日6时30分，加5小时，到2026年10月12日11时30分为止", "逾期30分", "北京时间"]
        {
            assert!(file.has(words), "{words}: {}", file.body);
        }
        let list = gu.get("/desk/publications").await;
        assert!(list.has("剩2小时5分") && list.has("10-12 14:05") && list.has("逾期30分"), "{}", list.body);
        let overdue = gu.get("/desk/publications?v=late").await;
        assert!(overdue.has(&late) && !overdue.has(&soon), "{}", overdue.body);
        // the form asks by the minute, and keeps what it does not understand
        assert!(gu.get(&format!("{soon}/write")).await.has("value=\"2026-10-12T09:05\""));
        let write = format!("{soon}/write");
        let mut vague = told("今天上午九点多");
        vague.push(("act", "submit"));
        let back = send(&mut gu, &write, &write, &vague, &[]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.has("要写到几点几分") && back.has("今天上午九点多"), "{}", back.body);
    })
    .await;
}
