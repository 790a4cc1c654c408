//! Months by a file: every fault at once with its row and column, and all of it or nothing.

use axum::http::StatusCode;
use gongkai_store::Scope;

use super::{
    super::{
        cases::signed_in,
        house::{Page, Somebody, on_both},
    },
    both, counts, had, sends, values,
};

pub const HEAD: &str = "单位,指标*,月份*,数*,来源*,更正理由\r\n";

pub async fn tries(somebody: &mut Somebody, table: &[u8]) -> Page {
    sends(somebody, "/desk/months/import", &[], Some(("月报.csv", table))).await
}

pub async fn confirms(somebody: &mut Somebody, looked: &Page) -> Page {
    let (_, rest) =
        looked.body.split_once("action=\"/desk/months/import/").unwrap_or_else(|| panic!("{}", looked.body));
    let path = format!("/desk/months/import/{}", rest.split_once('"').unwrap().0);
    super::super::people::post(somebody, &path, &[]).await
}

#[tokio::test]
async fn a_file_with_faults_is_told_all_of_them_with_row_and_column_and_nothing_is_entered() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        counts(&office, county.hall.id, &["licences", "fees"]).await;
        let table = format!(
            "{HEAD},行政许可,2026-08,12,许可台账,\r\n,行政许可,2026-13,12,许可台账,\r\n,天气,2026-08,1,气象,\r\n\
             ,行政事业性收费,2026年8月,1.234,对账单,\r\n,行政许可,2026-09,三,许可台账,\r\n,行政许可,2026-10,1,许可台账,\r\n\
             ,行政许可,2026-07,5,,\r\n县水利局,行政许可,2026-07,5,许可台账,\r\n"
        );
        let looked = tries(&mut shen, table.as_bytes()).await;
        assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY);
        let faults = [
            ("第3行", "月份", "“2026-13”看不出是哪年哪月"),
            ("第4行", "指标", "没有“天气”这个要填报的指标"),
            ("第5行", "数", "最多两位小数"),
            ("第6行", "数", "行政许可要填整数"),
            ("第7行", "月份", "2026年10月还没有结束"),
            ("第8行", "来源", "没有填"),
            ("第9行", "单位", "不是本机关，也不是您监督的下级机关"),
        ];
        for (row, column, what) in faults {
            let start = looked.body.find(&format!("class=\"num\">{row}</th>")).unwrap_or_else(|| panic!("{row}"));
            let line = looked.body[start..].split("</tr>").next().unwrap();
            assert!(line.contains(column) && line.contains(what), "{row}: {line}");
        }
        assert!(looked.has("<b>7<small>处</small></b>") && !looked.has("写入这"), "{}", looked.body);
        assert!(values(&office, county.hall.id, "licences").await.is_empty(), "not even what was right");
        assert!(tries(&mut shen, "数,月份\n1,2026-08\n".as_bytes()).await.has("没有找到“指标”“来源”"));
    })
    .await;
}

#[tokio::test]
async fn a_sound_file_says_what_it_changes_is_taken_in_whole_and_once() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        counts(&office, county.hall.id, &["licences", "fees"]).await;
        had(&office, county.hall.id, "licences", &[(7, 4), (8, 5)]).await;
        let bare = format!("{HEAD},行政许可,2026-08,6,许可台账,\r\n");
        let refused = tries(&mut shen, bare.as_bytes()).await;
        assert!(refused.has("更正要写明理由") && refused.has("更正理由"), "{}", refused.body);
        let table = format!(
            "{HEAD},行政许可,2026-07,4,执法系统,\r\n,licences,2026-08,6,许可台账,漏计1件\r\n\
             青禾县政府办,决定和收费·行政许可,2026/9,\"1,024\",许可台账,\r\n,行政事业性收费,2026-09-01,260.50,对账单,\r\n\
             ,行政事业性收费,2026-08,,对账单,\r\n"
        );
        let looked = tries(&mut shen, table.as_bytes()).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
        for words in ["漏计1件", "写入这3个月", "<b>1<small>行</small></b><span>没有填数"] {
            assert!(looked.has(words), "{words}: {}", looked.body);
        }
        assert_eq!(values(&office, county.hall.id, "licences").await, [(7, 4), (8, 5)], "nothing yet");
        let done = confirms(&mut shen, &looked).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(values(&office, county.hall.id, "licences").await, [(7, 4), (8, 6), (9, 1024)]);
        assert_eq!(values(&office, county.hall.id, "fees").await, [(9, 26_050)]);
        let history = office.db.monthly_figure_history(county.hall.id, "licences", (2026, 8)).await.unwrap();
        assert_eq!(history.iter().map(|one| one.value).collect::<Vec<_>>(), [5, 6]);
        let again = confirms(&mut shen, &looked).await;
        assert!(again.has("已经导入过了"), "{}", again.body);
        assert!(shen.get("/desk/months/licences?year=2026").await.has("导入的月报.csv"));
    })
    .await;
}

#[tokio::test]
async fn the_template_has_what_is_missing_and_comes_back_filled_in() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        counts(&office, county.hall.id, &["licences"]).await;
        had(&office, county.hall.id, "licences", &(1..=7).map(|month| (month, 4)).collect::<Vec<_>>()).await;
        let template = shen.get("/desk/months/template.xlsx?year=2026").await;
        assert_eq!(template.status, StatusCode::OK);
        let rows = gongkai::sheet::rows::read(&template.bytes, 50).unwrap();
        let asked: Vec<_> = rows.iter().skip(1).map(|(_, row)| (row[1].as_str(), row[2].as_str())).collect();
        assert_eq!(asked, [("决定和收费·行政许可", "2026-08"), ("决定和收费·行政许可", "2026-09")]);
        let blank = tries(&mut shen, &template.bytes).await;
        assert!(blank.has("表里没有要写入的数"), "{}", blank.body);
    })
    .await;
}

#[tokio::test]
async fn who_supervises_and_enters_brings_months_of_organs_below_and_of_no_others() {
    on_both(async |office| {
        let (county, ..) = both(&office).await;
        counts(&office, county.water.id, &["licences"]).await;
        super::super::people::person(&office, Some(county.hall.id), "ju", &["officer", "supervisor"]).await;
        let mut ju = signed_in(&office, "ju").await;
        let table = format!("{HEAD}青禾县水利局,行政许可,2026-09,8,许可台账,\r\n");
        let looked = tries(&mut ju, table.as_bytes()).await;
        assert_eq!(confirms(&mut ju, &looked).await.status, StatusCode::SEE_OTHER);
        assert_eq!(values(&office, county.water.id, "licences").await, [(9, 8)]);
        let beside = format!("{HEAD}云泽县政府办,行政许可,2026-09,8,许可台账,\r\n");
        assert!(tries(&mut ju, beside.as_bytes()).await.has("不是本机关，也不是您监督的下级机关"));
        assert_eq!(office.db.year_of_figures(Scope::All, 2026).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_file_does_otherwise_than_it_was_shown_is_shown_again_and_not_done() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        counts(&office, county.hall.id, &["licences"]).await;
        let table = format!("{HEAD},行政许可,2025-12,7,许可台账,\r\n,行政许可,2026-08,6,许可台账,按台账更正\r\n");
        let looked = tries(&mut shen, table.as_bytes()).await;
        assert!(looked.status == StatusCode::UNPROCESSABLE_ENTITY && looked.has("从2026-01起填报"), "{}", looked.body);
        let table = format!("{HEAD},行政许可,2026-07,7,许可台账,\r\n,行政许可,2026-08,6,许可台账,按台账更正\r\n");
        let looked = tries(&mut shen, table.as_bytes()).await;
        assert!(looked.has("写入这2个月") && !looked.has("要更正的"), "{}", looked.body);
        // a colleague enters August meanwhile: the file would take the place of a number that nobody was shown
        had(&office, county.hall.id, "licences", &[(8, 9)]).await;
        let again = confirms(&mut shen, &looked).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
        assert!(again.has("刚才看过以后，登记的数变了") && again.has("要更正的"), "{}", again.body);
        assert_eq!(values(&office, county.hall.id, "licences").await, [(8, 9)], "nothing of it yet");
        assert_eq!(confirms(&mut shen, &looked).await.status, StatusCode::CONFLICT, "nor by the page of before");
        let done = confirms(&mut shen, &again).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(values(&office, county.hall.id, "licences").await, [(7, 7), (8, 6)]);
    })
    .await;
}
