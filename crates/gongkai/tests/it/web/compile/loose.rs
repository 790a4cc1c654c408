//! 对不上的文件 are listed with their reason and the way to each before the report goes out, and are counted as doubtful.

use gongkai::{
    Office,
    publish::{content::Content, write as writing},
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{Actor, Moment, Organ, PublicationId};
use jiff::civil::date;

use super::{
    super::house::{noon, on_both},
    AT, at, begun, bureau, done, last_year, months, requests, work, write,
};

/// Documents of 2025 that are written and not public.
async fn drafted(office: &Office, organ: &Organ, titles: &[String]) -> Vec<PublicationId> {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let mut ids = Vec::new();
    for title in titles {
        let content = Content {
            title: title.clone(),
            body: "第一条　供水单位每月检测一次出厂水。".to_owned(),
            formed: Some(date(2025, 9, 28)),
            ..Content::default()
        };
        let whose = (organ.id, None);
        ids.push(writing::begin(office, &mut act, whose, PublicationKind::Normative, &content).await.unwrap());
    }
    act.commit().await.unwrap();
    ids
}

#[tokio::test]
async fn what_does_not_match_is_listed_with_its_reason_and_counted_as_doubtful_and_of_too_many_it_is_said_how_many() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        assert!(gu.get(AT).await.has("没有对不上的规章、规范性文件和解读"));
        done(&write(&mut gu, AT, "6", "没有其他需要报告的事项。").await);
        let before = work(&office, &organ, 2025).await.compilation.unsures;

        let ids = drafted(&office, &organ, &["农村供水管理办法".to_owned()]).await;
        let page = gu.get(AT).await;
        let link = format!("href=\"/desk/publications/{}\">农村供水管理办法</a>", ids[0]);
        assert!(page.has(&link) && page.has("本年成文，还没有公布") && page.has("共1处"), "{}", page.body);
        let check = gu.get(&format!("{AT}/check")).await;
        assert!(check.has("有1处对不上") && check.has(&format!("href=\"{AT}#c-loose\"")), "{}", check.body);
        done(&write(&mut gu, AT, "6", "没有别的需要报告的事项。").await);
        let after = work(&office, &organ, 2025).await.compilation.unsures;
        assert_eq!(after, before + 1, "the list of the season counts it");

        let more: Vec<_> = (1..60).map(|n| format!("第{n}稿")).collect();
        drafted(&office, &organ, &more).await;
        let page = gu.get(AT).await;
        assert!(page.has("共60处") && page.has("这里是前50处") && page.has("其余10处"), "{}", page.body);
        assert_eq!(page.body.matches("href=\"/desk/publications/0").count(), 50, "{}", page.body);
    })
    .await;
}
