//! Bringing many publications at once passes axe, at a desk and on a phone.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_bringing_many_publications_passes_axe_wide_and_narrow() {
    let (base, folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "lu").await;
        let head = "标题,信息种类,成文日期,原发布日期,正文";
        let wrong = format!("{head}\r\n停水公告,外星公告,2021-13-01,,停水\r\n");
        let right = format!("{head}\r\n停水公告{width},通知公告,2021-03-01,2021-03-02,停水\r\n");
        for (name, table) in [("wrong.csv", wrong), ("right.csv", right)] {
            let file = folder.path().join(name);
            std::fs::write(&file, table).unwrap();
            look(&client, &base, "/desk/bulk", &mut complaints).await;
            client.find(Locator::Id("way-migrate")).await.unwrap().send_keys(" ").await.unwrap();
            client.find(Locator::Id("why")).await.unwrap().send_keys("旧门户迁移").await.unwrap();
            client.find(Locator::Id("file")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
            enter(&client, "form[action='/desk/bulk'] .btn").await;
            came(&client, Locator::Css(".stats")).await;
            examine(&client, name, &mut complaints).await;
        }
        enter(&client, "form[action^='/desk/bulk/'] .btn").await;
        came(&client, Locator::Css("main h1 + p .tag")).await;
        examine(&client, "the import", &mut complaints).await;
        let place = client.current_url().await.unwrap().path().to_owned();
        look(&client, &base, "/desk/bulk/runs/none", &mut complaints).await;
        client.close().await.unwrap();
        let Some(signer) = browser(width).await else { return };
        sign_in(&signer, &base, "zhou").await;
        look(&signer, &base, &place, &mut complaints).await;
        signer.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
