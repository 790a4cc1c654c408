//! 实时统计: the year's table counts itself from what the desk did, and each figure shows whom it counts.

mod kept;

use axum::http::{StatusCode, header};
use gongkai::{
    Office,
    people::roles::Hand,
    requests::{dossier::Dossier, record::Words, take},
};
use gongkai_law::request::{
    decision::Decision,
    letter::LetterKind,
    step::{Step, Taken},
};
use gongkai_store::{Actor, Moment, Organ, Scope};
use jiff::civil::{Date, date};

use super::{
    cases::{county, handed_in, signed_in},
    house::{Page, Somebody, noon, on_both},
    season::founded,
};

/// Registered on a day and taken as far as these steps, through the desk's own act.
pub async fn worked(office: &Office, organ: &Organ, wanted: &str, came: Date, steps: &[(Date, Step)]) -> String {
    let number = handed_in(office, organ, wanted, came).await;
    for (on, step) in steps {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let taken = Taken { on: *on, step: *step };
        let words = Words { proof: "纸质案卷".to_owned(), ..Words::default() };
        take::take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
        act.commit().await.unwrap();
    }
    number
}

pub fn answered(on: Date, decision: Decision) -> [(Date, Step); 4] {
    [(on, Step::Drafted { decision }), (on, Step::Reviewed), (on, Step::Signed), (on, Step::Sent)]
}

/// At the hall one of last year granted in this, and of this year one not held, one withdrawn, one lapsed and one open;
/// at the bureau below it one granted. Their numbers in this order.
async fn a_year(office: &Office) -> [String; 6] {
    let county = county(office).await;
    let hall = &county.hall;
    let granted = answered(date(2026, 1, 9), Decision::Granted);
    let not_held = answered(date(2026, 3, 10), Decision::UnableNotHeld);
    let clarify = (date(2026, 9, 8), Step::ClarifyAsked { until: date(2026, 9, 28) });
    let letter = (date(2026, 9, 8), Step::Issued { step: 1, letter: LetterKind::Clarify });
    let lapsed = [&[clarify, letter][..], &answered(date(2026, 10, 9), Decision::OtherNoCorrection)].concat();
    [
        worked(office, hall, "桥头村饮水井的位置", date(2025, 12, 22), &granted).await,
        worked(office, hall, "=云渡镇灌渠的造价", date(2026, 3, 2), &not_held).await,
        worked(office, hall, "河堤加固的合同", date(2026, 9, 1), &[(date(2026, 9, 3), Step::Withdrawn)]).await,
        worked(office, hall, "那份文件", date(2026, 9, 2), &lapsed).await,
        worked(office, hall, "水质检测报告", date(2026, 10, 9), &[]).await,
        worked(office, &county.water, "水库的蓄水量", date(2026, 4, 1), &answered(date(2026, 4, 8), Decision::Granted))
            .await,
    ]
}

/// What a cell of the table shows, and where it leads.
pub fn cell(page: &Page, address: &str) -> (i64, Option<String>) {
    let (_, rest) = page.body.split_once(&format!(" id=\"{address}\"")).unwrap_or_else(|| panic!("{}", page.body));
    let (_, rest) = rest.split_once('>').unwrap();
    let (inner, _) = rest.split_once("</td>").unwrap();
    match inner.strip_prefix("<a href=\"") {
        Some(link) => {
            let (href, rest) = link.split_once("\">").unwrap();
            (rest.trim_end_matches("</a>").parse().unwrap(), Some(href.replace("&#38;", "&")))
        }
        None => (inner.parse().unwrap(), None),
    }
}

pub fn total(page: &Page, row: &str) -> i64 {
    cell(page, &format!("requests.{row}.total")).0
}

#[tokio::test]
async fn the_table_counts_what_the_desk_did_and_what_came_is_what_ended_and_what_is_left() {
    on_both(async |office| {
        a_year(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get("/desk/figures").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let found = ["new", "carried_in", "total", "carried_out"].map(|row| total(&page, row));
        assert_eq!(found, [4, 1, 4, 1]);
        assert!(page.has("4 + 1 = 4 + 1") && page.has("个等式都平"), "{}", page.body);
        let ends = ["granted", "unable_not_held", "other_other", "other_no_correction"].map(|row| total(&page, row));
        assert_eq!(ends, [1, 1, 1, 1]);
        assert_eq!(cell(&page, "requests.granted.enterprise"), (0, None));
        let share = |name: &str, count: i64, percent: &str| {
            format!("<th scope=\"row\">{name}</th><td class=\"num\">{count}</td><td class=\"num\">{percent}%</td>")
        };
        for (name, count, percent) in [("予以公开", 1, "25.0"), ("无法提供", 1, "25.0"), ("其他处理", 2, "50.0")]
        {
            assert!(page.has(&share(name, count, percent)), "{name}: {}", page.body);
        }
        assert!(page.has("这一年没有登记过案件"), "{}", page.body);
        assert_eq!(cell(&page, "redress.review.total"), (0, None));

        let before = shen.get("/desk/figures?year=2025").await;
        assert_eq!(["new", "total", "carried_out"].map(|row| total(&before, row)), [1, 0, 1]);
        let older = shen.get("/desk/figures?year=2026&edition=2019").await;
        assert_eq!((total(&older, "other"), total(&older, "total")), (2, 4));
        for strange in ["year=2018", "year=2027", "year=x", "edition=2020", "scope=all"] {
            let refused = shen.get(&format!("/desk/figures?{strange}")).await.status;
            assert_eq!(refused, StatusCode::BAD_REQUEST, "{strange}");
        }
    })
    .await;
}

#[tokio::test]
async fn behind_each_figure_stand_as_many_requests_as_it_says_in_the_list_and_in_the_file() {
    on_both(async |office| {
        let numbers = a_year(&office).await;
        let mut yu = signed_in(&office, "yu").await;
        for query in ["", "?year=2025", "?edition=2019", "?scope=below", "?scope=below&edition=2019"] {
            let page = yu.get(&format!("/desk/figures{query}")).await;
            let mut followed = 0;
            for address in page.body.split(" id=\"requests.").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
                let (figure, Some(href)) = cell(&page, &format!("requests.{address}")) else { continue };
                let list = yu.get(&href).await;
                assert!(list.has(&format!("　{figure}件</h1>")), "{query} {address}: {}", list.body);
                let listed = numbers.iter().filter(|number| list.has(&format!("/desk/requests/{number}\"")));
                assert_eq!(i64::try_from(listed.count()).unwrap(), figure, "{query} {address}");
                let file = yu.get(&href.replace("/list?", "/list.csv?")).await;
                assert_eq!(i64::try_from(file.body.lines().count()).unwrap(), figure + 1, "{query} {address}");
                followed += 1;
            }
            assert!(followed >= 4, "{query}: {followed} figures lead somewhere");
        }
        let file = yu.get("/desk/figures/list.csv?row=unable_not_held&column=natural_person").await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        let line = format!("\"{}\",\"青禾县政府办\",\"'=云渡镇灌渠的造价\",\"公民\",\"2026-03-02\"", numbers[1]);
        assert!(file.has(&line) && file.has("\"2026-03-10\""), "{}", file.body);
        for nowhere in ["row=granted", "row=granted&column=martian", "row=&column=total", "row=other&column=total"] {
            let status = yu.get(&format!("/desk/figures/list?{nowhere}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{nowhere}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_organ_counts_its_own_a_supervisor_what_is_below_and_a_neighbour_nothing() {
    on_both(async |office| {
        let numbers = a_year(&office).await;
        let mut yu = signed_in(&office, "yu").await;
        let own = yu.get("/desk/figures").await;
        let below = yu.get("/desk/figures?scope=below").await;
        assert_eq!((total(&own, "granted"), total(&below, "granted")), (1, 2));
        assert!(below.has("5 + 1 = 5 + 1"), "{}", below.body);
        let list = yu.get("/desk/figures/list?scope=below&row=granted&column=total").await;
        assert!(list.has(&numbers[0]) && list.has(&numbers[5]) && list.has("青禾县水利局"), "{}", list.body);

        let hall = office.db.organ_at("qh").await.unwrap();
        let town = founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let of_town = answered(date(2026, 5, 8), Decision::Granted);
        let of_town = worked(&office, &town, "码头的租约", date(2026, 5, 6), &of_town).await;
        let departments = yu.get("/desk/figures?scope=departments").await;
        assert_eq!(total(&departments, "granted"), 2, "a town is no department: {}", departments.body);
        assert_eq!(total(&yu.get("/desk/figures?scope=below").await, "granted"), 3);
        let list = yu.get("/desk/figures/list?scope=departments&row=granted&column=total").await;
        assert!(list.has(&numbers[5]) && !list.has(&of_town) && list.has("和本级部门"), "{}", list.body);

        let mut gu = signed_in(&office, "gu").await;
        assert_eq!(total(&gu.get("/desk/figures").await, "new"), 1);
        for path in [
            "/desk/figures?scope=below",
            "/desk/figures?scope=departments",
            "/desk/figures/list?scope=below&row=new&column=total",
        ] {
            assert_eq!(gu.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let mut he = signed_in(&office, "he").await;
        assert!(he.get("/desk/figures").await.has("0 + 0 = 0 + 0"));
        for path in ["list", "list.csv"] {
            let nothing = he.get(&format!("/desk/figures/{path}?row=new&column=total")).await;
            assert_eq!(nothing.status, StatusCode::OK, "{}", nothing.body);
            assert!(!numbers.iter().any(|number| nothing.has(number)), "{}", nothing.body);
        }
        assert_eq!(signed_in(&office, "qin").await.get("/desk/figures").await.status, StatusCode::FORBIDDEN);
        for path in ["/desk/figures", "/desk/figures/list?row=new&column=total", "/desk/figures/list.csv"] {
            assert_eq!(Somebody::at(&office).get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
    })
    .await;
}
