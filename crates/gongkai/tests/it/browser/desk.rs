//! What is new at the desk passes axe, and what is handed to an applicant is one sheet of paper.

use fantoccini::wd::PrintConfiguration;

use super::*;

/// Sheets of A4 on which the page that is open prints.
async fn sheets(client: &Client) -> usize {
    let pdf = client.print(PrintConfiguration::default()).await.unwrap();
    let pages = pdf.windows(11).filter(|part| part.starts_with(b"/Type /Page") && part.len() == 11);
    let trees = pdf.windows(12).filter(|part| *part == b"/Type /Pages").count();
    pages.count() - trees
}

async fn write(client: &Client, id: &str, words: &str) {
    let field = client.find(Locator::Id(id)).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(words).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_one_sheet_of_paper_whether_it_comes_from_the_desk_or_from_the_applicants_printer() {
    let Some(client) = browser(WIDE).await else { return };
    let (base, _folder) = open_house().await;
    apply_by_hand(&client, &base, None).await;
    client.goto(&format!("{base}/requests/receipt")).await.unwrap();
    client.wait().for_element(Locator::Css(".keep")).await.unwrap();
    assert_eq!(sheets(&client).await, 1, "the applicant's own");

    let (base, _folder) = open_desk().await;
    sign_in(&client, &base, "shen").await;
    client.goto(&format!("{base}/desk/register")).await.unwrap();
    let wanted = "云渡镇农村集中供水工程的水质检测报告和验收时的全部检测记录。".repeat(12);
    for (id, words) in
        [("name", "林晚舟"), ("idno", "11010519491231002X"), ("addr", "青禾县云渡镇桥头村8组"), ("what", &*wanted)]
    {
        write(&client, id, words).await;
    }
    enter(&client, "form[action='/desk/register'] .btn").await;
    client.wait().for_element(Locator::Css(".stats")).await.unwrap();
    assert_eq!(sheets(&client).await, 1, "the desk's");
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_time_putting_right_and_finding_an_applicant_pass_axe_wide_and_narrow() {
    let (base, _folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "shen").await;
        let file = "/desk/requests/QH-2026-0001";
        for path in ["", "/extension_asked", "/amended", "/clarified"] {
            look(&client, &base, &format!("{file}{path}"), &mut complaints).await;
        }
        look(&client, &base, "/desk/find", &mut complaints).await;
        write(&client, "idno", "11010519491231002x").await;
        enter(&client, "form[action='/desk/find'] .btn").await;
        client.wait().for_element(Locator::Id("f-found")).await.unwrap();
        examine(&client, "/desk/find, found", &mut complaints).await;

        // a note that came between, from another window
        client.goto(&format!("{base}{file}/extension_asked")).await.unwrap();
        let first = client.window().await.unwrap();
        let second = client.new_window(true).await.unwrap();
        client.switch_to_window(second.handle).await.unwrap();
        client.goto(&format!("{base}{file}/noted")).await.unwrap();
        write(&client, "why", "申请人来过电话").await;
        enter(&client, "main form .btn").await;
        client.wait().for_element(Locator::Id("c-tl")).await.unwrap();
        client.close_window().await.unwrap();
        client.switch_to_window(first).await.unwrap();
        write(&client, "why", "要到乡镇调原件").await;
        enter(&client, "main form .btn").await;
        client.wait().for_element(Locator::Css(".banner.warn li")).await.unwrap();
        examine(&client, "changed meanwhile", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
