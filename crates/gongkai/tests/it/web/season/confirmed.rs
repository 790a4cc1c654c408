//! What was read of a file is held beside the file: in the form's own tables, each blank asked for by its full name, a number
//! that was read wrongly mended with its place in the file, the checks run again over what was typed, and each refusal beside the
//! field it is about.

use axum::http::header;
use gongkai_law::annual_report::{Form, form::Cell};
use gongkai_store::{Scope, Sight};

use super::{super::people::person, uploads::town, *};

const AT: &str = "/desk/season/2025/of/shui";

/// The report of the bureau, in which this number was written as a word that is none.
fn blurred(cells: &[(&'static str, i64)], number: &str) -> Vec<u8> {
    let file = String::from_utf8(paper("青禾县水利局", &known(cells))).unwrap();
    file.replace(&format!(">{number}<"), ">若干<").into_bytes()
}

/// A review that was upheld, written where nobody can read it.
const REVIEWED: [(&str, i64); 2] = [("redress.review.upheld", 7_777), ("redress.review.total", 4)];

#[tokio::test]
async fn what_was_read_stands_in_the_forms_tables_beside_the_file_and_a_blank_is_asked_for_by_its_full_name() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        let file = blurred(&[&OF_WATER[..], &REVIEWED].concat(), "7777");
        went(&uploads(&mut gu, "shui", &file).await);
        let page = gu.get(&format!("{AT}/confirm")).await;
        for words in
            ["四、政府信息公开行政复议、行政诉讼情况", "id=\"proactive.licences\"", ">70<", "class=\"form-table many\""]
        {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        // not three times 结果维持, but whose
        assert!(page.has(">表四·行政复议·结果维持</label>"), "{}", page.body);
        assert!(page.has("href=\"#in.redress.review.upheld\">读不出"), "the table leads to it: {}", page.body);

        let brought = gu.get(&format!("{AT}/confirm/file")).await;
        assert!(brought.status == StatusCode::OK && brought.bytes == file, "the very bytes");
        let how = brought.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(how.starts_with("attachment"), "{how}");
        assert_eq!(brought.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(page.has("/confirm/file\""));
        assert_eq!(yu.get(&format!("{AT}/confirm/file")).await.status, StatusCode::NOT_FOUND, "it was not handed in");
    })
    .await;
}

#[tokio::test]
async fn the_checks_are_run_again_over_what_was_typed_before_anybody_confirms() {
    on_both(async |office| {
        county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        // four were carried in, all of them open still; of one cell nobody can tell how many
        let open = [
            ("requests.carried_in.natural_person", 7_777),
            ("requests.carried_in.total", 4),
            ("requests.carried_out.natural_person", 4),
            ("requests.carried_out.total", 4),
        ];
        went(&uploads(&mut gu, "shui", &blurred(&open, "7777")).await);
        let page = gu.get(&format!("{AT}/confirm")).await;
        assert!(page.has("有1格读不出") && !page.has("核验没有发现错误"), "{}", page.body);
        assert!(!page.has("空白，没有发生的"), "there is a word in that cell: {}", page.body);
        let form = Form::of(Edition::Of2021);
        let row: Vec<_> = form.cells().iter().filter(|cell| cell.address.starts_with("requests.carried_in.")).collect();
        let filled = |persons: &'static str, more: &[(&'static str, &'static str)]| {
            let number = |cell: &&Cell| match cell.address.rsplit('.').next() {
                Some("natural_person") => persons,
                Some("total") => "4",
                _ => "0",
            };
            let row = row.iter().map(|cell| (cell.address.as_str(), number(cell)));
            row.chain(more.iter().copied()).collect::<Vec<_>>()
        };
        let wrong = confirms(&mut gu, AT, &filled("3", &[("do", "check")])).await;
        assert!(wrong.has("相加为3，总计写4"), "{}", wrong.body);
        assert!(wrong.has("<small>补填</small>") && !wrong.has("格读不出，补齐了"), "{}", wrong.body);
        let right = confirms(&mut gu, AT, &filled("4", &[("do", "check")])).await;
        assert_eq!(right.status, StatusCode::OK, "{}", right.body);
        assert!(right.has("核验没有发现错误") && right.has("value=\"4\"") && !right.has("总计写4"), "{}", right.body);
        assert!(gu.get(AT).await.has("上传件待确认"), "to check is not to confirm");
        went(&confirms(&mut gu, AT, &filled("4", &[])).await);
    })
    .await;
}

#[tokio::test]
async fn a_number_that_was_read_wrongly_is_mended_only_with_its_place_in_the_file_and_both_are_kept() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        went(&uploads(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER))).await);
        let below = confirms(&mut gu, AT, &[("fix.proactive.licences", "-1"), ("fixed", "第2页")]).await;
        assert!(below.status == StatusCode::UNPROCESSABLE_ENTITY && below.has("这里要写数"), "{}", below.body);
        let mute = confirms(&mut gu, AT, &[("fix.proactive.licences", "７1")]).await;
        assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(mute.has("id=\"fixed-e\"") && mute.has("<small>读作70</small>"), "{}", mute.body);
        went(&confirms(&mut gu, AT, &[("fix.proactive.licences", "71"), ("fixed", "原件第2页表二第三行")]).await);

        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        let counted = sum.counted.iter().find(|one| one.name == "青禾县水利局").unwrap();
        assert_eq!(counted.figures.at("proactive.licences"), Some(71));
        let work = office.db.compilation_of(water.id, 2025, Scope::All).await.unwrap().unwrap();
        let copy = office.db.copy_in_force(work.id).await.unwrap().unwrap();
        assert!(copy.proof.contains("上传件读作70，确认时照文件改正；原件第2页表二第三行"), "{}", copy.proof);
        assert!(gu.get(&format!("{AT}/copy")).await.has("改读错的1格：原件第2页表二第三行"));
        assert!(office.db.report_of(water.id, 2025, Sight::Staff).await.unwrap().is_none(), "it is not public");
    })
    .await;
}

#[tokio::test]
async fn that_errors_need_a_reason_is_said_where_the_reason_goes_and_whose_word_it_takes() {
    on_both(async |office| {
        let county = county(&office).await;
        person(&office, Some(county.water.id), "an", &["head"]).await;
        town(&office, &county).await;
        let (mut yu, mut gu, mut an) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "an").await);
        // five came, and the total says six
        let torn = known(&[
            ("requests.new.natural_person", 5),
            ("requests.new.total", 6),
            ("requests.carried_out.natural_person", 5),
            ("requests.carried_out.total", 5),
        ]);
        went(&uploads(&mut gu, "shui", &paper("青禾县水利局", &torn)).await);
        let heads = confirms(&mut an, AT, &[]).await;
        assert!(heads.status == StatusCode::UNPROCESSABLE_ENTITY && heads.has("id=\"pass-e\""), "{}", heads.body);
        assert!(heads.has("href=\"#pass\"") && !heads.has("id=\"signed-e\""), "{}", heads.body);
        let officers = confirms(&mut gu, AT, &[]).await;
        assert!(officers.has("由本机关的公开工作机构负责人在这里写明理由放行"), "{}", officers.body);
        assert!(officers.has("id=\"pass\"") && !officers.has("name=\"pass\""), "{}", officers.body);

        let file = paper("云渡镇人民政府", &torn);
        let source = [("source", "镇党政办电话核对")];
        let above = brings_as(&mut yu, uploads::TOWN, (&file, "self"), &source).await;
        assert!(
            above.has("由上级机关的公开工作机构负责人在这里写明理由放行"),
            "nobody there has an account: {}",
            above.body
        );
        assert!(above.has("由监督人员接收，代为确认的人不能接收"), "{}", above.body);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_in_can_be_taken_back_by_who_handed_it_in_until_it_is_accepted() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let offer = "href=\"/desk/compile/2025/sign\">要改，可以撤回报送</a>";
        went(&uploads(&mut gu, "shui", &paper("青禾县水利局", &[])).await);
        assert!(!gu.get(AT).await.has(offer), "nothing was handed in");
        went(&confirms(&mut gu, AT, &[]).await);
        assert!(gu.get(AT).await.has(offer));
        assert!(gu.get("/desk/compile/2025/sign").await.has("撤回报送"), "and there it is done");
        assert!(!yu.get(AT).await.has(offer), "those above send it back");
        went(&answers(&mut yu, "shui", &[("step", "accepted")]).await);
        assert!(!gu.get(AT).await.has(offer));
    })
    .await;
}

#[tokio::test]
async fn an_error_that_went_away_with_a_mended_number_takes_the_heads_word_and_those_above_see_file_and_mend() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        let (mut yu, mut gu, mut an) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "an").await);
        // the file itself says that five came and that six did
        let torn = known(&[
            ("requests.new.natural_person", 5),
            ("requests.new.total", 6),
            ("requests.carried_out.natural_person", 5),
            ("requests.carried_out.total", 5),
        ]);
        let file = paper("青禾县水利局", &torn);
        went(&uploads(&mut gu, "shui", &file).await);
        let mend = [("fix.requests.new.total", "5"), ("fixed", "第2页")];
        let officers = confirms(&mut gu, AT, &mend).await;
        assert_eq!(officers.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", officers.body);
        assert!(
            officers.has("照读出来的数有错误，改了数才没有") && officers.has("value=\"第2页\""),
            "{}",
            officers.body
        );
        went(&confirms(&mut an, AT, &[&mend[..], &[("pass", "原件写的是5，扫描不清")]].concat()).await);

        let copy = yu.get(&format!("{AT}/copy")).await;
        assert!(copy.has("改过的读数") && copy.has("上传件读作6，确认时照文件改正；第2页"), "{}", copy.body);
        assert!(copy.has("读作6改为5") && copy.has("原件写的是5，扫描不清"), "{}", copy.body);
        let brought = yu.get(&format!("{AT}/confirm/file")).await;
        assert!(copy.has("/confirm/file\"") && brought.status == StatusCode::OK && brought.bytes == file);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_no_organ_has_is_let_pass_by_the_head_who_knows_the_file() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        let (mut gu, mut an) = (signed_in(&office, "gu").await, signed_in(&office, "an").await);
        went(&uploads(&mut gu, "shui", &paper("青禾县水务局", &[])).await);
        let officers = confirms(&mut gu, AT, &[]).await;
        assert!(officers.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", officers.body);
        assert!(officers.has("核对文件是不是本单位的") && !officers.has("不能放行"), "{}", officers.body);
        went(&confirms(&mut an, AT, &[("pass", "本单位原来叫水务局")]).await);
        assert!(an.get(&format!("{AT}/copy")).await.has("本单位原来叫水务局"));
    })
    .await;
}
