//! From a search that found nothing into an application: the words are there, can be changed, and take nothing away.

use super::{
    house::{Somebody, on_both},
    requests::{ANSWERS, answer, county},
};

/// The address that the search page offers for applying.
fn offered(page: &str) -> String {
    let href = page.split("href=\"").find(|part| part.starts_with("/requests/new?"));
    href.expect("no way to apply").split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn what_was_looked_for_is_written_into_the_application_and_what_was_begun_stays() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let page = lin.get("/search?q=%E7%81%8C%E5%8C%BA%3Cb%3E&o=shuili").await;
        assert!(page.has("没有找到") && !page.has("<b>灌区"), "{}", page.body);
        let href = offered(&page.body);
        let start = lin.get(&href).await;
        assert!(start.has("先替您写上") && start.has("灌区") && !start.has("灌区<b>"), "{}", start.body);
        assert!(lin.get("/requests/new/wanted").await.location().ends_with("applicant"), "looking wrote nothing");

        let csrf = start.csrf();
        let fields = [("csrf", csrf.as_str()), ("with", "1"), ("wanted", "与“灌区”有关的信息"), ("organ", "shuili")];
        assert_eq!(lin.post("/requests/new", &fields).await.location(), "/requests/new/applicant");
        answer(&mut lin, &ANSWERS[..3]).await;
        let organ = lin.get("/requests/new/organ").await;
        let chosen = organ.body.split("value=\"shuili\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(chosen.contains("checked"), "{chosen}");
        answer(&mut lin, &ANSWERS[3..4]).await;
        assert!(lin.get("/requests/new/wanted").await.has("与“灌区”有关的信息</textarea>"));

        // another search adds to it, twice the same adds once, and what was answered stays
        for _ in 0..2 {
            let fields = [("csrf", csrf.as_str()), ("with", "1"), ("wanted", "与“水费”有关的信息"), ("organ", "")];
            lin.post("/requests/new", &fields).await;
        }
        let wanted = lin.get("/requests/new/wanted").await;
        assert!(wanted.has("与“灌区”有关的信息\n与“水费”有关的信息</textarea>"), "{}", wanted.body);
        let long = "灌".repeat(5_000);
        let fields = [("csrf", csrf.as_str()), ("anew", "1"), ("wanted", long.as_str()), ("organ", "nobody")];
        lin.post("/requests/new", &fields).await;
        answer(&mut lin, &ANSWERS[..4]).await;
        let wanted = lin.get("/requests/new/wanted").await;
        assert_eq!(wanted.body.matches('灌').count(), 200, "what is carried has an end");
    })
    .await;
}
