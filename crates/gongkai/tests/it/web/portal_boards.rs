//! What the policy library is searched for, and the board of rules.

use axum::http::StatusCode;
use gongkai::publish::content::Content;
use gongkai_law::proactive::kind::PublicationKind;
use jiff::civil::date;

use super::{
    house::{Page, Somebody, on_both},
    people::organ,
    portal::out_now,
    publishing::{bureau, whole},
};

/// What a form of a page sends besides what is typed into it: the address that its button leads to.
fn sent(page: &Page, label: &str, words: &str) -> String {
    let (_, form) = page.body.split_once(&format!("aria-label=\"{label}\"")).unwrap_or_else(|| panic!("{}", page.body));
    let (form, _) = form.split_once("</form>").unwrap();
    let escape = gongkai::library::portal::escape;
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        format!("&{name}={}", escape(rest.split_once('"').unwrap().0))
    });
    format!("/search?q={}{}", escape(words), hidden.collect::<String>())
}

#[tokio::test]
async fn the_search_box_of_the_policy_library_looks_among_what_the_page_shows_and_says_what_it_left_out() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content = |title: &str, year: i16| Content {
            formed: Some(date(year, 9, 1)),
            number: format!("青水发〔{year}〕{}号", title.chars().count()),
            ..whole(title)
        };
        out_now(&office, &bureau, PublicationKind::Normative, &content("供水办法", 2026)).await;
        out_now(&office, &bureau, PublicationKind::Regulation, &content("供水设施规章", 2026)).await;
        out_now(&office, &bureau, PublicationKind::Notice, &content("供水通知", 2026)).await;
        gongkai::find::feed::turn(&office).await.unwrap();
        let mut somebody = Somebody::at(&office);
        for (shown, expected, other) in [
            ("/policies", &["供水办法", "供水设施规章"][..], &["供水通知"][..]),
            ("/policies?k=normative&o=shui&v=in_force", &["供水办法"], &["供水通知", "供水设施规章"]),
            ("/policies?v=repealed", &[], &["供水办法", "供水通知", "供水设施规章"]),
        ] {
            let page = somebody.get(shown).await;
            let found = somebody.get(&sent(&page, "搜索政策文件", "供水")).await;
            let is_there = |title: &str| {
                found.body.replace("<mark>", "").replace("</mark>", "").contains(&format!(">{title}</a>"))
            };
            assert!(expected.iter().all(|title| is_there(title)), "{shown}: {}", found.body);
            assert!(!other.iter().any(|title| is_there(title)), "{shown}: {}", found.body);
            assert!(
                found.has("类别：行政规范性文件"),
                "what narrows the search can be seen and taken back: {}",
                found.body
            );
            let again = sent(&found, "搜索", "设施");
            assert!(again.contains("&k=normative"), "asked anew it is narrowed as before: {again}");
        }
        let page = somebody.get("/policies?y=2026").await;
        assert!(somebody.get(&sent(&page, "搜索政策文件", "供水")).await.has("发布年份：2026"));
    })
    .await;
}

#[tokio::test]
async fn the_board_of_rules_shows_which_rules_an_office_has_and_which_it_still_owes() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        organ(&office, "lin").await;
        let mut somebody = Somebody::at(&office);
        let row = |page: &Page, rule: &str| -> String {
            let (_, row) =
                page.body.split_once(&format!("<th scope=\"row\">{rule}")).unwrap_or_else(|| panic!("{}", page.body));
            row.split_once("</tr>").unwrap().0.to_owned()
        };
        let empty = somebody.get("/rules").await;
        assert_eq!(empty.body.matches("还没有发布</span>").count(), 7, "{}", empty.body);
        let rule = |title: &str| Content { theme: "公开制度".to_owned(), number: String::new(), ..whole(title) };
        out_now(&office, &bureau, PublicationKind::General, &rule("县水利局信息公开申请办理规程")).await;
        out_now(&office, &bureau, PublicationKind::Normative, &rule("县水利局公开保密审查办法")).await;
        let ended = Content { until: Some(date(2026, 10, 1)), ..rule("信息公开工作考核办法") };
        out_now(&office, &bureau, PublicationKind::Normative, &ended).await;
        out_now(
            &office,
            &bureau,
            PublicationKind::General,
            &Content { theme: "水利".to_owned(), ..rule("发布协调办法") },
        )
        .await;
        let page = somebody.get("/rules?o=shui").await;
        for (rule, article, title) in [
            ("依申请公开办理", "第四十三条", "县水利局信息公开申请办理规程"),
            ("公开审查", "第十七条", "县水利局公开保密审查办法"),
        ] {
            let row = row(&page, rule);
            assert!(row.contains(article) && row.contains(&format!(">{title}</a>")), "{row}");
        }
        assert!(row(&page, "考核").contains("还没有发布"), "what ended is no rule any more");
        assert!(page.has(">信息公开工作考核办法</a>"), "and is listed all the same");
        assert!(row(&page, "发布协调").contains("还没有发布"), "of another theme");
        assert!(row(&somebody.get("/rules").await, "依申请公开办理").contains("县水利局信息公开申请办理规程"));
        let other = somebody.get("/rules?o=lin").await;
        assert_eq!(other.body.matches("还没有发布</span>").count(), 7, "each organ has its own");
        assert_eq!(somebody.get("/rules?o=nobody").await.status, StatusCode::NOT_FOUND);
        assert!(somebody.get("/organs/shui").await.has("href=\"/rules?o=shui\""));
    })
    .await;
}
