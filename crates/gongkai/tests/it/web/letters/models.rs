//! The words of an organ's letters, changed by the head of its disclosure office.

use super::*;

const CLARIFY: &str = "/desk/letters/templates/clarify";

async fn keep(somebody: &mut Somebody, here: &str, deed: &str, words: &str) -> Page {
    let page = somebody.get(here).await;
    let (csrf, seen) = (page.csrf(), version(&page));
    somebody.post(here, &[("csrf", &csrf), ("version", &seen), ("act", deed), ("words", words)]).await
}

/// The words in the form.
fn words(page: &Page) -> String {
    let (_, rest) = page.body.split_once("id=\"words\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once("</textarea>").unwrap().0.to_owned()
}

#[tokio::test]
async fn an_office_changes_its_words_and_letters_already_numbered_keep_theirs() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let first = request(&office, &organ, &[]).await;
        let receipt = format!("/desk/requests/{first}/notices/0");
        act(&mut shen, &receipt, "issue", "").await;

        let here = "/desk/letters/templates/receipt";
        let built_in = words(&shen.get(here).await);
        let own = format!("感谢{{称谓}}关心全县供水。\n{built_in}");
        assert!(keep(&mut shen, here, "preview", &own).await.has("感谢你关心全县供水。"));
        assert!(!words(&shen.get(here).await).contains("感谢"), "to look is not to keep");
        assert_eq!(keep(&mut shen, here, "keep", &own).await.status, StatusCode::SEE_OTHER);
        let page = shen.get(here).await;
        assert!(page.has("第1版") && page.has("沈知秋"), "{}", page.body);
        assert!(shen.get("/desk/letters/templates").await.has("本机关第1版"));

        let second = request(&office, &organ, &[]).await;
        assert!(shen.get(&format!("/desk/requests/{second}/notices/0")).await.has("感谢你关心全县供水。"));
        assert!(!shen.get(&receipt).await.has("感谢"), "what was numbered stays");
        assert_eq!(keep(&mut shen, here, "restore", "").await.status, StatusCode::SEE_OTHER);
        let page = shen.get(here).await;
        assert_eq!(words(&page), built_in);
        assert!(page.has("第2版") && page.has("恢复内置"), "{}", page.body);
        assert!(!shen.get(&format!("/desk/requests/{second}/notices/0")).await.has("感谢"));
    })
    .await;
}

#[tokio::test]
async fn words_that_leave_out_what_the_law_demands_are_refused_with_the_article() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let built_in = words(&shen.get(CLARIFY).await);
        let cut = built_in.replace("{逾期后果}", "");
        let refused = keep(&mut shen, CLARIFY, "keep", &cut).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("缺“{逾期后果}”，这种文书必须写明（《条例》第三十条）"), "{}", refused.body);
        assert_eq!(words(&refused), cut.trim(), "nothing typed is lost");
        let denied = "/desk/letters/templates/C6-0";
        let cut = words(&shen.get(denied).await).replace("{救济途径}", "{密码}");
        let refused = keep(&mut shen, denied, "keep", &cut).await;
        assert!(refused.has("（《行政复议法》第二十三条第二款）") && refused.has("“{密码}”不是这种文书可以用的内容"));

        let page = shen.get(CLARIFY).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let own = format!("{built_in}\n请照此补正。");
        let form = [("csrf", csrf.as_str()), ("version", &seen), ("act", "keep"), ("words", &own)];
        assert_eq!(shen.post(CLARIFY, &form).await.status, StatusCode::SEE_OTHER);
        let other = format!("{built_in}\n请尽快补正。");
        let late = [("csrf", csrf.as_str()), ("version", &seen), ("act", "keep"), ("words", &other)];
        let late = shen.post(CLARIFY, &late).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("已被他人更改") && late.has("请尽快补正。"), "{}", late.body);
        assert!(words(&shen.get(CLARIFY).await).contains("请照此补正。"));

        let mut gu = sign_in(&office, "gu").await;
        let page = gu.get(CLARIFY).await;
        assert!(page.has("由公开工作机构负责人修改") && !page.has("value=\"keep\""), "{}", page.body);
        let csrf = page.csrf();
        let form = [("csrf", csrf.as_str()), ("version", "1"), ("act", "keep"), ("words", &own)];
        assert_eq!(gu.post(CLARIFY, &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(Somebody::at(&office).get(CLARIFY).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}
