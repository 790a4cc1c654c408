//! The catalogue of the grass roots passes axe, at a desk and on a phone.

use super::*;

const HEAD: &str =
    "领域,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,公开方式,公开层级";
const REST: &str = "名单和标准,《社会救助暂行办法》,每季度,县民政局,■政府网站 □政府公报,,,县级、乡级";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_catalogue_passes_axe_wide_and_narrow() {
    let (base, folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "lu").await;
        look(&client, &base, "/desk/standard", &mut complaints).await;
        look(&client, &base, "/desk/standard/rows/new", &mut complaints).await;
        let wrong = format!("{HEAD}\r\n社会救助,低保,,{REST}\r\n");
        let right = format!("{HEAD}\r\n社会救助,低保{width},审批信息,{REST}\r\n旅游{width},景区,名录,{REST}\r\n");
        for (name, table) in [("wrong.csv", wrong), ("right.csv", right)] {
            let file = folder.path().join(name);
            std::fs::write(&file, table).unwrap();
            look(&client, &base, "/desk/standard/import", &mut complaints).await;
            client.find(Locator::Id("file")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
            enter(&client, "form[action='/desk/standard/import'] .btn").await;
            client.wait().for_element(Locator::Css(".stats")).await.unwrap();
            examine(&client, name, &mut complaints).await;
        }
        client.find(Locator::Id("agreed")).await.unwrap().send_keys(" ").await.unwrap();
        enter(&client, "form[action^='/desk/standard/import/'] .btn").await;
        client.wait().for_element(Locator::Css("main table a")).await.unwrap();
        examine(&client, "the fields", &mut complaints).await;
        look(&client, &base, "/desk/standard?field=assistance", &mut complaints).await;
        enter(&client, "main table a").await;
        client.wait().for_element(Locator::Id("outlets.0")).await.unwrap();
        examine(&client, "a row", &mut complaints).await;
        let row = client.current_url().await.unwrap().path().replace("/desk/standard", "/standards");
        for path in ["/standards", "/standards/qh", "/standards/qh/assistance", &row] {
            look(&client, &base, path, &mut complaints).await;
        }
        look(&client, &base, "/desk/publications/new?kind=general", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
