//! An organ is merged into another: its successor goes on with what was open, and whoever applied notices nothing.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::{Organ, journal};
use jiff::civil::date;

use super::{
    cases::{self, County, WATER, handed_in, signed_in, step, went_through},
    house::{Page, on_both},
};

/// 秦望舒 says who succeeds whom.
async fn succeeds(office: &Office, organ: &str, successor: &str) -> Page {
    let mut qin = signed_in(office, "qin").await;
    let here = format!("/desk/organs/{organ}");
    let page = qin.get(&here).await;
    let Organ { name, short_name, slug, kind, level, .. } = office.db.organ_at(organ).await.unwrap();
    let parent = match organ {
        "shui" => "qh",
        _ => "",
    };
    let (csrf, version) = (page.csrf(), cases::version(&page));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("name", &name),
        ("short_name", &short_name),
        ("slug", &slug),
        ("kind", &kind),
        ("level", &level),
        ("parent", parent),
        ("successor", successor),
    ];
    let saved = qin.post(&here, &fields).await;
    match saved.status {
        StatusCode::SEE_OTHER => qin.get(saved.location()).await,
        _ => saved,
    }
}

#[tokio::test]
async fn a_closed_organ_registers_nothing_and_says_who_does() {
    on_both(async |office| {
        let County { water, .. } = cases::county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        let csrf = gu.get("/desk/register").await.csrf();
        succeeds(&office, "shui", "qh").await;
        let form = gu.get("/desk/register").await;
        let fields = [
            ("csrf", csrf.as_str()),
            ("ch", "hand"),
            ("arrived", "2026-10-12"),
            ("kind", "natural_person"),
            ("name", "林晚舟"),
            ("idno", "11010519491231002X"),
            ("addr", "青禾县云渡镇桥头村8组"),
            ("what", WATER),
        ];
        let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        let sent = gu.multipart("/desk/register", &parts).await;
        for page in [form, sent] {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.body);
            assert!(page.has("已经撤销，职责由青禾县政府办承继"), "{}", page.body);
        }
        assert_eq!(office.db.last_number(water.id, "request", 2026).await.unwrap(), 0, "no number was given");
    })
    .await;
}

#[tokio::test]
async fn the_successor_goes_on_with_what_was_open_and_says_so() {
    on_both(async |office| {
        let County { water, .. } = cases::county(&office).await;
        let number = handed_in(&office, &water, WATER, date(2026, 10, 9)).await;
        let here = format!("/desk/requests/{number}");
        let (mut gu, mut shen) = (signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        assert!(gu.get(&here).await.has(WATER));
        assert_eq!(shen.get(&here).await.status, StatusCode::NOT_FOUND);

        let page = succeeds(&office, "shui", "qh").await;
        assert!(page.has("已经移交：申请1件，复议诉讼0件，投诉和更正0件"), "{}", page.body);
        assert_eq!(gu.get(&here).await.status, StatusCode::NOT_FOUND, "the closed organ has it no more");
        for (somebody, row, told) in [(&mut gu, "carried_out", "已移交青禾县政府办"), (&mut shen, "carried_in", "")]
        {
            let list = format!("/desk/figures/list?year=2026&row={row}&column=total");
            let list = somebody.get(&list).await;
            assert!(list.has("1件") && list.has(&number) && list.has(told), "{row}: {}", list.body);
            assert_eq!(list.has(&here), told.is_empty(), "who may not open it is offered no way to it: {}", list.body);
        }
        assert!(shen.get(&here).await.has(WATER));
        assert!(shen.get("/desk").await.has(&number), "it stands in the work list");
        went_through(&step(&mut shen, &number, "accepted", &[]).await);
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        let row = rows.iter().find(|row| row.act == "request.hand_over").unwrap();
        assert!(row.actor.starts_with("person:") && row.detail.contains(&number), "{row:?}");

        let ring = succeeds(&office, "qh", "shui").await;
        assert!(ring.has("不能是由它承继的机关"), "{}", ring.body);
        assert_eq!(office.db.organ_at("qh").await.unwrap().successor_id, None);
    })
    .await;
}
