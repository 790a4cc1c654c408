//! The desk of publishing passes axe, at a desk and on a phone, and works by keyboard.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn writing_a_publication_and_looking_at_it_pass_axe_wide_and_narrow() {
    let (base, _folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "shen").await;
        look(&client, &base, "/desk/publications/new", &mut complaints).await;
        look(&client, &base, "/desk/publications/new?kind=normative", &mut complaints).await;
        client.find(Locator::Id("title")).await.unwrap().send_keys("青禾县农村供水管理办法").await.unwrap();
        client.find(Locator::Id("body")).await.unwrap().send_keys("# 第一章\n第一条　为了供水。").await.unwrap();
        enter(&client, "button[value=submit]").await;
        client.wait().for_element(Locator::Css(".error-summary")).await.unwrap();
        examine(&client, "what lacks something", &mut complaints).await;
        let draft = client.current_url().await.unwrap();
        assert!(draft.path().starts_with("/desk/publications/"), "{draft}");
        look(&client, &base, "/desk/publications", &mut complaints).await;
        enter(&client, "a[data-row]").await;
        client.wait().for_element(Locator::Css(".timeline")).await.unwrap();
        examine(&client, "its file", &mut complaints).await;
        enter(&client, "a[data-key=e]").await;
        client.wait().for_element(Locator::Css("#d-due")).await.unwrap();
        examine(&client, "its form", &mut complaints).await;
        client.close().await.unwrap();
        let Some(head) = browser(width).await else { return };
        sign_in(&head, &base, "lu").await;
        look(&head, &base, "/desk/publications/settings", &mut complaints).await;
        look(&head, &base, "/desk/api", &mut complaints).await;
        head.find(Locator::Id("name")).await.unwrap().send_keys("县公文系统").await.unwrap();
        enter(&head, "form[action='/desk/api'] .btn").await;
        head.wait().for_element(Locator::Id("secret")).await.unwrap();
        examine(&head, "a new key", &mut complaints).await;
        look(&head, &base, "/desk/api", &mut complaints).await;
        enter(&head, "form[action$='/revoke'] .btn").await;
        head.wait().for_element(Locator::Css("[role=status]")).await.unwrap();
        examine(&head, "a key that was revoked", &mut complaints).await;
        head.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
