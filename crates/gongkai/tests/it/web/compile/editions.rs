//! Every edition of what is public says the same, is read back to the same cells, and stays as it is to the byte.

use std::{collections::BTreeMap, sync::Arc};

use gongkai::{
    Office,
    verify::{Checked, Source},
};
use gongkai_law::annual_report::{Edition, Figures};
use gongkai_store::{Actor, Moment, NewMonth, Organ};
use jiff::civil::date;

use super::{
    super::{
        figures::worked,
        house::{Somebody, noon, on_both},
    },
    AT, at, done, handed_in, take,
};

/// What was handed in goes out.
pub async fn goes_out(office: &Office) {
    for (name, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
        done(&take(&mut at(office, name).await, AT, step, "").await);
    }
}

/// A file of the public report; `None` for a PDF on a machine without fonts.
async fn edition(office: &Office, ending: &str) -> Option<Vec<u8>> {
    if ending == "pdf" && office.fonts.both().is_err() {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "no Chinese font on this machine");
        println!("no Chinese font on this machine: no PDF was read");
        return None;
    }
    let page = Somebody::at(office).get(&format!("/reports/shuili/2025/report.{ending}")).await;
    assert_eq!(page.status, axum::http::StatusCode::OK, "{ending}: {}", page.body);
    Some(page.bytes.to_vec())
}

const ENDINGS: [&str; 6] = ["html", "docx", "xlsx", "pdf", "md", "json"];

async fn all(office: &Office) -> BTreeMap<&'static str, Vec<u8>> {
    let mut files = BTreeMap::new();
    for ending in ENDINGS {
        files.extend(edition(office, ending).await.map(|bytes| (ending, bytes)));
    }
    files
}

/// Its tables as our own readers find them.
async fn read(office: &Office, name: &str, bytes: &[u8]) -> Figures {
    if name.ends_with(".json") {
        return gongkai_report::json::parse(bytes).unwrap().report.figures.unwrap();
    }
    let source = Source { name: name.to_owned(), bytes: Arc::from(bytes) };
    let read = office.reader.read(&source, None).await;
    let report = read.found.first().and_then(Checked::reading).unwrap_or_else(|| panic!("{name} is no report"));
    report.report.figures.clone().unwrap_or_else(|| panic!("{name} has no tables"))
}

/// 更正说明: below the title of the second version and in none of its sections, at the desk as for everybody; the first has
/// none. JSON has no place for it.
async fn explained(office: &Office, gu: &mut Somebody, (ending, bytes): (&str, &[u8])) {
    let desk = gu.get(&format!("{AT}/files/2.{ending}")).await;
    assert!(desk.bytes == *bytes, "{ending}: the portal and the desk give the same file");
    if ending == "json" {
        return;
    }
    let first = gu.get(&format!("{AT}/files/1.{ending}")).await;
    for (bytes, wanted) in [(&first.bytes[..], false), (bytes, true)] {
        let source = Source { name: format!("report.{ending}"), bytes: Arc::from(bytes) };
        let read = office.reader.read(&source, None).await;
        let reading = read.found.first().and_then(Checked::reading).unwrap();
        let opening: String = reading.preamble.text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(opening.contains("漏登了一件申请、一件处罚"), wanted, "{ending}: {opening}");
        assert_eq!(reading.report.sections.len(), 6, "{ending}");
        let told = reading.report.sections.iter().find(|section| section.text.contains("漏登了一件"));
        assert_eq!(told, None, "{ending}");
    }
}

/// Counted with a pencil: one came from the year before and was granted, of two new ones one was not held and one is open;
/// two penalties a month, and nothing else.
fn by_hand(more: &[&str]) -> Figures {
    let mut figures = Figures::zero(Edition::Of2021);
    let rows = ["new", "new", "carried_in", "granted", "unable_not_held", "total", "total", "carried_out"];
    for row in rows.iter().chain(more) {
        for column in ["natural_person", "total"] {
            let cell = figures.form().cell(&format!("requests.{row}.{column}")).unwrap();
            figures.set(cell, figures.get(cell).map(|n| n + 1));
        }
    }
    let penalties = figures.form().cell("proactive.penalties").unwrap();
    figures.set(penalties, Some(24));
    figures
}

/// One more request of the last days of the year, and one more penalty in March.
pub async fn moves_on(office: &Office, organ: &Organ) {
    worked(office, organ, "迟来的一件", date(2025, 12, 29), &[]).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let month = NewMonth {
        indicator: "penalties",
        year: 2025,
        month: 3,
        value: 3,
        source: "执法系统",
        note: "漏计1件",
        seen: Some(0),
    };
    act.enter_months(organ.id, &[month], None).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn every_edition_is_read_back_to_the_cells_that_were_counted_and_stays_to_the_byte_while_the_register_moves_on() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        goes_out(&office).await;
        let files = all(&office).await;
        for (ending, bytes) in &files {
            let figures = read(&office, &format!("report.{ending}"), bytes).await;
            let counted = by_hand(&[]);
            let cells = counted.form().cells().iter().zip(figures.values().iter().zip(counted.values()));
            for (cell, (read, counted)) in cells {
                assert_eq!(read, counted, "{ending}: {}", cell.address);
            }
        }
        let kept = office.db.report_of(organ.id, 2025, gongkai_store::Sight::Public).await.unwrap().unwrap();
        let stored = office.db.file_bytes(kept.line.file_sm3).await.unwrap();
        assert!(edition(&office, "html").await.unwrap() == stored, "everybody has the page that was kept");
        let page = Somebody::at(&office).get("/reports/shuili/2025").await;
        assert_eq!(
            read(&office, "page.html", &page.bytes).await,
            by_hand(&[]),
            "the page itself, as a browser saves it"
        );
        moves_on(&office, &organ).await;
        let mut gu = at(&office, "gu").await;
        for (ending, bytes) in &files {
            assert!(edition(&office, ending).await.unwrap() == *bytes, "{ending}: other bytes than before");
            let draft = gu.get(&format!("{AT}/files/draft.{ending}")).await;
            let figures = read(&office, &format!("draft.{ending}"), &draft.bytes).await;
            assert_eq!(figures, by_hand(&[]), "{ending}: compiled once more, the closed year is the same");
        }
        let kept = office.db.frozen_year(organ.id, 2025).await.unwrap().expect("a year is frozen as it goes out");
        assert!(kept.figures.contains("\"requests.new.total\":2"), "{}", kept.figures);
        // the desk says what is counted otherwise now, and that a correction begins here
        let sign = gu.get(&format!("{AT}/sign")).await;
        assert!(sign.has("公布以后，表二") && sign.has("由24变成25") && sign.has("从更正开始"), "{}", sign.body);
        let figures = gu.get("/desk/figures?year=2025").await;
        assert!(
            figures.has("2025年已定稿（lu") && figures.has("迟来的一件") && figures.has("现为3"),
            "{}",
            figures.body
        );
    })
    .await;
}

#[tokio::test]
async fn a_correction_reports_what_is_counted_now_and_freezes_the_year_anew() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        goes_out(&office).await;
        moves_on(&office, &organ).await;
        let first = edition(&office, "json").await.unwrap();
        done(&take(&mut at(&office, "lu").await, AT, "corrected", "漏登了一件申请、一件处罚").await);
        let mut gu = at(&office, "gu").await;
        assert!(gu.get(AT).await.has("更正的数是现在的台账"));
        done(&take(&mut gu, AT, "submitted", "").await);
        assert!(edition(&office, "json").await.unwrap() == first, "the first version stays until the second is out");
        let mut fang = at(&office, "fang").await;
        for page in [format!("{AT}/sign"), format!("{AT}/check"), AT.to_owned()] {
            let page = fang.get(&page).await;
            assert!(!page.has("送审以后") && !page.has("台账变了，"), "nothing moved since: {}", page.body);
            assert!(!page.has(">台账变了<"), "{}", page.body);
        }
        goes_out(&office).await;
        let mut now = by_hand(&["new", "carried_out"]);
        let penalties = now.form().cell("proactive.penalties").unwrap();
        now.set(penalties, Some(25));
        for (ending, bytes) in all(&office).await {
            assert_eq!(read(&office, &format!("report.{ending}"), &bytes).await, now, "{ending}");
            explained(&office, &mut gu, (ending, &bytes)).await;
        }
        let kept = office.db.frozen_year(organ.id, 2025).await.unwrap().unwrap();
        assert!(kept.figures.contains("\"requests.new.total\":3"), "{}", kept.figures);
        let figures = gu.get("/desk/figures?year=2025").await;
        assert!(figures.has("定稿以来没有更正"), "{}", figures.body);
        let old = gu.get(&format!("{AT}/files/1.json")).await;
        assert!(old.bytes == first, "the first version is there for ever");
    })
    .await;
}

#[tokio::test]
async fn who_signs_sees_what_was_handed_in_and_is_told_that_the_register_moved_on() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        let mut fang = at(&office, "fang").await;
        assert!(!fang.get(&format!("{AT}/sign")).await.has("台账再变") && !fang.get(AT).await.has("送审以后，"));
        moves_on(&office, &organ).await;
        let sign = fang.get(&format!("{AT}/sign")).await;
        assert!(sign.has("送审以后，表三") && sign.has("由2变成3") && sign.has("撤回或者退回"), "{}", sign.body);
        let data = fang.get(AT).await;
        let cell = data.body.split_once(" id=\"requests.new.total\"").unwrap().1.split_once("</td>").unwrap().0;
        assert!(cell.contains(">2<") && data.has("这是第1版定本的数"), "{cell}");
        assert!(fang.get(&format!("{AT}/check")).await.has("台账变了"));
    })
    .await;
}
