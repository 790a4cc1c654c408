//! What an officer meets on the way through a report: each year's last day, whom it waits for, how it stands in one word, last
//! year's promises once, and every number by a name of its own.

use std::collections::HashSet;

use gongkai::{
    Office,
    compile::{record::Words, take as steps},
    people::roles::Hand,
};
use gongkai_law::annual_report::{Edition, compilation::CompileStep};
use gongkai_store::Organ;

use super::{
    super::house::{on_both, report, shelve, shelved},
    AT, at, begun, bureau, done, handed_in, months, requests, send, take, work, written,
};

/// 2024's report, with these words in section five.
async fn promised(office: &Office, organ: &Organ, words: &str) {
    let page = String::from_utf8(report(2024, "全年公开信息。")).unwrap();
    let five = "五、存在的主要问题及改进情况</h2>";
    assert!(page.contains(five), "{page}");
    let page = page.replacen(five, &format!("{five}<p>{words}</p>"), 1);
    shelve(office, &shelved((organ.id, 2024), ("2024.html", page.as_bytes()))).await;
}

#[tokio::test]
async fn last_years_answer_to_the_year_before_is_not_asked_for_once_more_and_quotes_within_quotes_are_inner_ones() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let words = "上年提出“2024年将逐件评查答复书”，落实了四次。新的问题是查找不便，下一步将推行“一事一档”。";
        promised(&office, &organ, words).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let five = work(&office, &organ, 2025).await.content.part("5").to_owned();
        assert_eq!(five.matches("上年提出").count(), 1, "{five}");
        assert!(five.contains("‘一事一档’”，（请写落实情况）") && !five.contains("“一事一档”"), "{five}");
        assert!(!five.contains("逐件评查"), "{five}");
        let check = gu.get(&format!("{AT}/check")).await;
        assert_eq!(check.body.matches("name=\"p.").count(), 1, "{}", check.body);
    })
    .await;
}

#[tokio::test]
async fn every_year_has_its_last_day_and_what_is_overdue_is_named_to_whoever_is_next() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let [mut gu, mut lu, mut fang, mut tang] =
            [at(&office, "gu").await, at(&office, "lu").await, at(&office, "fang").await, at(&office, "tang").await];
        let list = gu.get("/desk/compile").await;
        assert!(list.has("法定公布期限2026年1月31日已过254天"), "{}", list.body);
        assert!(list.has("距法定公布期限2027年1月31日还有111天"), "{}", list.body);
        assert!(list.has(">2025年1月31日</td>"), "the day of 2024's, which nobody compiles here: {}", list.body);

        // nobody began it: whoever writes is told so, long after its day, and the head as well
        for somebody in [&mut gu, &mut lu] {
            let page = somebody.get("/desk/today").await;
            assert!(page.has("年报过了公布期限") && page.has("2025年年报还没有开始编制"), "{}", page.body);
        }
        for somebody in [&mut fang, &mut tang] {
            assert!(!somebody.get("/desk/today").await.has("2025年年报"), "there is nothing to check yet");
        }
        begun(&mut gu, "2025").await;
        assert!(gu.get("/desk/today").await.has("2025年年报还在起草"));
        written(&mut gu, AT, Edition::Of2021).await;
        done(&take(&mut gu, AT, "submitted", "").await);
        assert!(fang.get("/desk/today").await.has("2025年年报待审核"));
        assert!(!gu.get("/desk/today").await.has("2025年年报"), "it is the reviewer's now");
    })
    .await;
}

#[tokio::test]
async fn what_the_organ_above_sent_back_presses_though_its_day_is_far_or_what_the_library_has_is_out() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        for (name, step) in [("fang", "reviewed"), ("tang", "signed"), ("gu", "reported")] {
            done(&take(&mut at(&office, name).await, AT, step, "").await);
        }
        let page = report(2025, "全年公开信息。");
        shelve(&office, &shelved((organ.id, 2025), ("2025.html", &page))).await;
        let mut gu = at(&office, "gu").await;
        assert!(!gu.get("/desk/today").await.has("2025年年报"), "it is with the organ above");
        let work = work(&office, &organ, 2025).await;
        let why = Words::because("表三的总计请再核对");
        steps::take(&office, &Hand::Platform, &work, CompileStep::Returned, &why).await.unwrap();
        let page = gu.get("/desk/today").await;
        assert!(page.has("上级退回2025年年报：表三的总计请再核对"), "{}", page.body);
        assert!(!page.has("被上级退回，待修改"), "it came back once, and is said once: {}", page.body);
        let fang = at(&office, "fang").await.get("/desk/today").await;
        assert!(!fang.has("2025年年报"), "{}", fang.body);
    })
    .await;
}

#[tokio::test]
async fn how_a_report_stands_is_said_in_one_word_in_one_place_and_what_is_to_be_done_beside_the_buttons() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let sign = async |office: &Office, name: &str| at(office, name).await.get(&format!("{AT}/sign")).await;
        let page = sign(&office, "gu").await;
        assert!(page.has(">起草中</span>") && page.has("写完、填齐") && page.has("，再送审。"), "{}", page.body);
        assert!(page.has(&format!("href=\"{AT}/check\">看是哪几处")), "{}", page.body);
        assert!(!page.has("现在没有等您办的"), "{}", page.body);

        written(&mut gu, AT, Edition::Of2021).await;
        let page = sign(&office, "gu").await;
        assert!(!page.has("，再送审。") && page.has(&format!("{AT}/take/submitted")), "{}", page.body);
        done(&take(&mut gu, AT, "submitted", "").await);
        for (name, word, step) in [
            ("fang", "待审核", "reviewed"),
            ("tang", "待签发", "signed"),
            ("gu", "已签发", "reported"),
            ("lu", "已报送", "published"),
            ("lu", "已发布", "corrected"),
        ] {
            let page = sign(&office, name).await;
            let said = ["起草中", "待审核", "待签发", "已签发", "已报送", "已发布"];
            let said: Vec<_> = said.into_iter().filter(|word| page.has(&format!(">{word}</span>"))).collect();
            assert_eq!(said, [word], "{}", page.body);
            assert!(!page.has("现在是："), "{}", page.body);
            let why = if step == "corrected" { "漏写了一处" } else { "" };
            done(&take(&mut at(&office, name).await, AT, step, why).await);
        }
        let page = sign(&office, "lu").await;
        assert!(page.has(">已发布，更正起草中</span>"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_printed_proof_calls_every_number_of_the_tables_by_a_name_of_its_own() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let proof = gu.get(&format!("{AT}/proof/draft")).await;
        let (_, cells) = proof.body.split_once("每一格从哪里来").unwrap();
        let cells = cells.split_once("</table>").unwrap().0;
        let rows = cells.split("<th scope=\"row\">").skip(1);
        let names: Vec<_> = rows.map(|row| row.split_once("</th>").unwrap().0).collect();
        for route in ["行政复议", "未经复议直接起诉", "复议后起诉"] {
            assert!(names.contains(&format!("表四·{route}·结果维持").as_str()), "{route}: {names:?}");
        }
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_is_put_in_has_its_unit_of_tables_and_of_months() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        for (name, text) in
            [("表三·新收·自然人", "新收{表三·新收·自然人}件"), ("监督保障·参加培训", "新收{监督保障·参加培训}人次")]
        {
            let fields = [("part", "1-2"), ("text", "新收"), ("do", "insert"), ("number", name)];
            done(&send(&mut gu, &format!("{AT}/write?part=1-2"), &format!("{AT}/write"), &fields).await);
            assert_eq!(work(&office, &organ, 2025).await.content.part("1-2"), text);
        }
    })
    .await;
}
