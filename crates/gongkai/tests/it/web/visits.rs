//! How often a page was opened: by readers, without cookies, written in batches.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::{Office, publish::out, visits};
use gongkai_law::proactive::kind::PublicationKind;

use super::{
    house::{Somebody, on_both},
    publishing::{begun, bureau, opened, reviewed, signed, whole},
};

const READER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn opens(office: &Office, path: &str, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Somebody::at(office).send(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test]
async fn readers_are_counted_robots_are_not_and_what_was_counted_outlives_the_program() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let here = format!("/items/{}", office.db.released(id).await.unwrap().index_number);
        let agent = header::USER_AGENT.as_str();
        for _ in 0..3 {
            assert_eq!(opens(&office, &here, &[(agent, READER)]).await, StatusCode::OK);
        }
        // the slash of a number escaped, as some proxies do
        assert_eq!(opens(&office, &here.replace("/2026", "%2F2026"), &[(agent, READER)]).await, StatusCode::OK);
        for others in [
            vec![],
            vec![(agent, "Mozilla/5.0 (compatible; Baiduspider/2.0)")],
            vec![(agent, "curl/8.5.0")],
            vec![(agent, READER), ("sec-purpose", "prefetch;prerender")],
        ] {
            opens(&office, &here, &others).await;
        }
        opens(&office, &format!("/items/{id}"), &[(agent, READER)]).await;
        opens(&office, "/items/nothing/2026-00009", &[(agent, READER)]).await;
        assert_eq!(office.db.views_of(id).await.unwrap(), 0, "nothing is written by looking");
        assert!(Somebody::at(&office).get(&here).await.has("访问量 4"), "what waits is shown already");
        visits::write(&office).await.unwrap();
        visits::write(&office).await.unwrap();
        assert_eq!(office.db.views_of(id).await.unwrap(), 4);
        let again = Office { visits: visits::Visits::default(), ..office.clone() };
        opens(&again, &here, &[(agent, READER)]).await;
        visits::write(&again).await.unwrap();
        assert!(Somebody::at(&again).get(&here).await.has("访问量 5"));
        out::withdraw(&again, &bureau.signer, &opened(&again, id).await, "时间写错").await.unwrap();
        assert_eq!(opens(&again, &here, &[(agent, READER)]).await, StatusCode::GONE);
        visits::write(&again).await.unwrap();
        assert_eq!(office.db.views_of(id).await.unwrap(), 5, "a tombstone is no page of it");
    })
    .await;
}
