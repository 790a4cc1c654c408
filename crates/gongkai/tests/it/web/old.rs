//! An old register is looked through, mended, and taken in whole; the list goes out as a file that a spreadsheet opens.

use axum::http::{StatusCode, header};
use gongkai::Office;
use gongkai_store::{Scope, journal};
use jiff::civil::date;

use super::{
    cases::{county, handed_in, signed_in},
    house::{Page, Somebody, on_both},
};

const HEAD: &str = "原编号,申请人类别,申请人,证件号码,申请内容,提交渠道,到达日期,确认收到日期,延长日期,延长工作日,办理结果,办结日期,送达日期,归档日期,备注\r\n";

async fn try_out(somebody: &mut Somebody, name: &str, bytes: &[u8]) -> Page {
    let csrf = somebody.get("/desk/import").await.csrf();
    somebody.multipart("/desk/import", &[("csrf", None, csrf.as_bytes()), ("file", Some(name), bytes)]).await
}

/// Presses the button of the page that found nothing to be mended.
async fn confirm(somebody: &mut Somebody, looked: &Page) -> Page {
    let (_, rest) = looked.body.split_once("action=\"/desk/import/").unwrap_or_else(|| panic!("{}", looked.body));
    let path = format!("/desk/import/{}", rest.split_once('"').unwrap().0);
    somebody.post(&path, &[("csrf", &looked.csrf()), ("assumed", "1")]).await
}

/// Each of table 3's totals that is not zero, as the page prints them.
async fn totals(somebody: &mut Somebody, year: i16) -> Vec<(&'static str, i64)> {
    let page = somebody.get(&format!("/desk/figures?year={year}")).await;
    let rows = ["new", "carried_in", "granted", "denied_third_party", "other_other", "total", "carried_out"];
    let total = |row: &'static str| {
        let (_, rest) = page.body.split_once(&format!(" id=\"requests.{row}.total\"")).unwrap();
        let inner = rest.split_once('>').unwrap().1.split_once("</td>").unwrap().0;
        let shown = inner.rsplit_once("\">").map_or(inner, |(_, shown)| shown);
        (row, shown.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap())
    };
    rows.into_iter().map(total).filter(|(_, count)| *count > 0).collect()
}

#[tokio::test]
async fn an_old_register_is_taken_in_with_its_days_and_counts_like_any_other() {
    on_both(async |office| {
        let county = county(&office).await;
        let mut shen = signed_in(&office, "lu").await;
        let table = format!(
            "{HEAD}\
             2024-1,自然人,林晚舟,11010519491231002X,供水水质,当面,2024-12-20,,,,予以公开,2025-01-10,2025-01-12,2025/2/1,原件在三号柜\r\n\
             2025-1,商业企业,禾丰公司,,采石场台账,平信,2025年3月6日,2025-03-07,2025-03-28,10,C4,2025-04-18,2025-04-20,,\r\n\
             2025-2,公民,周一,,\"河堤，“加固”\n合同\",互联网,20250901,2025-09-02,,,撤回,2025-09-05,,,\r\n\
             2026-1,公民,周二,,灌渠造价,当面提交,2026-10-09,,,,,,,,\r\n"
        );
        let looked = try_out(&mut shen, "旧台账.csv", table.as_bytes()).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
        assert!(looked.has("补录这4件") && looked.has("没有书面征求过第三方意见"), "{}", looked.body);
        assert!(totals(&mut shen, 2025).await.is_empty(), "looking writes nothing");

        let done = confirm(&mut shen, &looked).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
        assert!(done.has("QH-2024-0001") && done.has("QH-2025-0002") && done.has("QH-2026-0001"), "{}", done.body);
        assert_eq!(
            totals(&mut shen, 2025).await,
            [("new", 2), ("carried_in", 1), ("granted", 1), ("denied_third_party", 1), ("other_other", 1), ("total", 3)]
        );
        assert_eq!(totals(&mut shen, 2026).await, [("new", 1), ("carried_out", 1)]);
        let again = confirm(&mut shen, &looked).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.has("已经补录过了"), "{}", again.body);

        its_file(&office, &mut shen).await;
        let hall = office.db.request_numbered("QH-2025-0001", Scope::Organ(county.hall.id)).await.unwrap().unwrap();
        let rows = journal::about(&office.db, &hall.line.id.to_string(), 9).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.act.as_str()).collect::<Vec<_>>(), ["request.add_old"]);
        // what came in stays in line with the series
        assert_eq!(handed_in(&office, &county.hall, "水库", date(2026, 10, 10)).await, "QH-2026-0002");
    })
    .await;
}

/// Its steps stand on their own days, its clock knows the extension, and its old number finds it.
async fn its_file(office: &Office, shen: &mut Somebody) {
    let file = shen.get("/desk/requests/QH-2025-0001").await;
    for words in ["2025-04-18", "延长答复期限10个工作日", "补录自旧台账，原编号2025-1"] {
        assert!(file.has(words), "{words}: {}", file.body);
    }
    let covered = shen.get("/desk/requests/QH-2024-0001").await;
    assert!(covered.has("林*舟") && covered.has("原件在三号柜") && !covered.has("林晚舟"), "{}", covered.body);
    let found = shen.get("/desk?v=all&q=2025-1").await;
    assert!(found.has("QH-2025-0001") && found.has("<span class=\"s num\">1件"), "{}", found.body);
    let line = office.db.request_numbered("QH-2025-0001", Scope::All).await.unwrap().unwrap().line;
    assert_eq!((line.arrived.0, line.received.unwrap().0), (date(2025, 3, 6), date(2025, 3, 7)));
    assert_eq!(line.served.unwrap().0, date(2025, 4, 20));
    // 10 to 14, 17 to 21, 24 to 28 and 31 March to 18 April without Qingming on the 4th
    let page = shen.get("/desk/figures?year=2025").await;
    assert!(page.has("<b>29<small>个工作日</small></b><span>最慢的一件</span>"), "{}", page.body);
}

#[tokio::test]
async fn agents_joint_applicants_and_co_producers_come_in_with_their_days() {
    on_both(async |office| {
        let county = county(&office).await;
        let mut lu = signed_in(&office, "lu").await;
        let head = "原编号,申请人类别,申请人,代理人,共同申请人,申请内容,提交渠道,到达日期,共同制作机关,征求共同制作机关日期,共同制作机关收到日期,共同制作机关答复日期,共同制作机关意见,办理结果,办结日期,送达日期\r\n";
        let who = "2025-1,公民,林晚舟,何律师 0000-555 0101,周一；周二,灌渠造价,当面提交,2025-03-06";
        let half = format!("{head}{who},青禾县财政局,2025-03-10,2025-03-11,2025-03-20,,予以公开,2025-04-10,2025-04-11\r\n");
        let told = try_out(&mut lu, "旧台账.csv", half.as_bytes()).await;
        assert!(told.has("有共同制作机关答复日期，没有意见") && told.has("共同制作机关意见"), "{}", told.body);
        let whole = half.replace("2025-03-20,,", "2025-03-20,同意,");
        let looked = try_out(&mut lu, "旧台账.csv", whole.as_bytes()).await;
        let done = confirm(&mut lu, &looked).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);

        let page = lu.get("/desk/requests/QH-2025-0001").await;
        for words in ["青禾县财政局", "2025-03-20"] {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        assert!(!page.has("何律师") && !page.has("周二"), "who they are is sealed: {}", page.body);
        let scope = Scope::Organ(county.hall.id);
        let request = office.db.request_numbered("QH-2025-0001", scope).await.unwrap().unwrap();
        let who = gongkai::requests::register::identity(&office, &request).unwrap().unwrap();
        assert_eq!((who.agent.as_str(), who.joint.as_str()), ("何律师 0000-555 0101", "周一\n周二"));
        // 6 March to 10 April is 24 working days, of which the co-producer took the 11th to the 20th, eight
        assert_eq!(request.line.ended.unwrap().0, date(2025, 4, 10));
        let figures = lu.get("/desk/figures?year=2025").await;
        assert!(figures.has("<b>16<small>个工作日</small></b><span>最慢的一件</span>"), "{}", figures.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_in_an_old_register_is_told_by_row_and_column_and_nothing_is_written() {
    on_both(async |office| {
        county(&office).await;
        let mut shen = signed_in(&office, "lu").await;
        let table = format!(
            "{HEAD}\
             1,公民,林晚舟,,供水水质,当面,2025-13-20,,,,,,,,\r\n\
             2,外星人,林晚舟,,供水水质,当面,2025-03-20,,,,,,,,\r\n\
             3,公民,,,供水水质,当面,2025-03-20,,,,,,,,\r\n\
             4,公民,林晚舟,,供水水质,当面,2025-03-20,,,,予以公开,2025-03-01,,,\r\n\
             5,公民,林晚舟,,供水水质,当面,2025-03-20,,2025-03-21,21,,,,,\r\n\
             5,公民,林晚舟,,供水水质,当面,2025-03-20,,,,不同意,2025-04-01,,,\r\n\
             6,公民,林晚舟,,供水水质,传真,2025-03-20,,,,予以公开,2025-04-01,,,\r\n\
             7,公民,林晚舟,,供水水质,当面,2026-10-13,,,,,,,,\r\n\
             8,公民,林晚舟,,供水水质,当面,2025-03-20,,,,予以公开,2025-04-01,,2025-04-02,\r\n\
             9,公民,林晚舟,,供水水质,当面,2025-03-20,,,,F3,2025-04-01,,,\r\n"
        );
        let looked = try_out(&mut shen, "旧台账.csv", table.as_bytes()).await;
        assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY);
        for (row, words) in [
            (2, "“2025-13-20”不是日期"),
            (3, "认不出“外星人”"),
            (4, "没有填"),
            (5, "办结日期2025-03-01早于这一行里的2025-03-20"),
            (6, "不是1至20的数"),
            (7, "原编号“5”和第6行相同"),
            (7, "认不出“不同意”"),
            (8, "收到之日还没有确认"),
            (9, "日期还没有到"),
            (10, "送达凭证还没有登记"),
            (11, "办理结果是“其他”，没有送达日期"),
        ] {
            assert!(looked.has(&format!("第{row}行")) && looked.has(words), "{row} {words}: {}", looked.body);
        }
        assert!(looked.has("第三十三条") && looked.has("一件也没有写入") && !looked.has("补录这"), "{}", looked.body);
        assert_eq!(office.db.request_count(Scope::All, &gongkai_store::RequestFilter::default()).await.unwrap(), 0);

        for (name, bytes) in [("a.csv", &b"a,b\r\n1,2\r\n"[..]), ("a.xlsx", b"PK\x03\x04"), ("a.pdf", b"%PDF\0")] {
            let refused = try_out(&mut shen, name, bytes).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(refused.has("error-summary"), "{name}: {}", refused.body);
        }
        let mut zhou = signed_in(&office, "zhou").await;
        assert_eq!(zhou.get("/desk/import").await.status, StatusCode::FORBIDDEN, "a signer registers nothing");
    })
    .await;
}

#[tokio::test]
async fn what_an_old_register_does_not_say_is_shown_by_row_and_taken_in_only_when_somebody_agrees() {
    on_both(async |office| {
        county(&office).await;
        let mut lu = signed_in(&office, "lu").await;
        let table = "原编号,申请人类别,申请人,申请内容,提交渠道,到达日期,提供形式,获取途径,要求补正日期,补正期限,收到补正日期,要求说明理由日期,办理结果,办结日期,送达日期\r\n\
             1,公民,林晚舟,供水水质,当面,2025-03-06,电子文件,网上领取,2025-03-10,2025-03-20,2025-03-19,,予以公开,2025-04-10,2025-04-11\r\n\
             2,公民,林晚舟,灌渠造价,当面,2025-03-06,电子文件,,2025-03-10,,2025-03-19,,其他,2025-04-10,2025-04-11\r\n\
             3,公民,林晚舟,采砂许可,当面,2025-03-06,电子文件,网上领取,,,,2025-03-11,不予处理,2025-04-10,2025-04-11\r\n";
        let table = table.replace("不予处理", "E4");
        let looked = try_out(&mut lu, "旧台账.csv", table.as_bytes()).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
        // fifteen working days after 10 and 11 March 2025, a spring without holidays before 4 April
        for words in ["没有填，按15个工作日推定为2025-03-31", "没有填，按15个工作日推定为2025-04-01", "没有填，按邮寄", "第3行"] {
            assert!(looked.has(words), "{words}: {}", looked.body);
        }
        assert!(!looked.has("2025-03-20推定"), "what the register says is not guessed at");

        let (_, rest) = looked.body.split_once("action=\"/desk/import/").unwrap();
        let path = format!("/desk/import/{}", rest.split_once('"').unwrap().0);
        let unread = lu.post(&path, &[("csrf", &looked.csrf())]).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unread.has("请先核对，再勾选确认") && unread.has("补录这3件"), "{}", unread.body);
        assert_eq!(confirm(&mut lu, &unread).await.status, StatusCode::CREATED);
        let file = lu.get("/desk/requests/QH-2025-0002").await;
        assert!(file.has("推定：") && file.has("补正期限没有填，按15个工作日推定为2025-03-31"), "{}", file.body);
        assert_eq!(totals(&mut lu, 2025).await[2], ("other_other", 1), "answered, as the register says, not withdrawn");
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        let taken_in = rows.iter().find(|row| row.act == "request.take_in").unwrap();
        assert!(taken_in.detail.contains("\"assumed\":3"), "{}", taken_in.detail);
    })
    .await;
}

#[tokio::test]
async fn five_thousand_old_cases_come_in_at_once_in_the_code_of_old_spreadsheets_and_none_twice() {
    on_both(async |office| {
        let county = county(&office).await;
        let mut lu = signed_in(&office, "lu").await;
        let mut table = String::from(HEAD);
        for nth in 0..5000 {
            let (month, day) = (nth % 6 + 1, nth % 28 + 1);
            table += &format!(
                "旧{nth},公民,申请人{nth},,第{nth}份材料,当面提交,2025-0{month}-{day:02},,,,予以公开,2025-08-{day:02},2025-08-{day:02},,\r\n"
            );
        }
        let bytes = encoding_rs::GB18030.encode(&table).0.into_owned();
        let looked = try_out(&mut lu, "旧台账.csv", &bytes).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", &looked.body[..looked.body.len().min(9000)]);
        let done = confirm(&mut lu, &looked).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
        assert!(done.has("QH-2025-5000"), "{}", done.body);
        assert_eq!(totals(&mut lu, 2025).await, [("new", 5000), ("granted", 5000), ("total", 5000)]);
        let last = office.db.request_numbered("QH-2025-4321", Scope::Organ(county.hall.id)).await.unwrap().unwrap();
        let steps = office.db.steps(last.line.id).await.unwrap();
        assert_eq!(steps.len() as i32, last.line.steps);
        assert_eq!(steps.iter().map(|step| step.n).collect::<Vec<_>>(), (0..steps.len() as i32).collect::<Vec<_>>());
        assert!(journal::verify(&office.db).await.unwrap().broken.is_none());

        let again = try_out(&mut lu, "旧台账.csv", &bytes).await;
        assert!(again.has("已经补录过，现在的编号是QH-2025-0001") && again.has("另有4800处没有列出"), "{}", again.status);
        let csv = lu.get("/desk/export/requests.csv?v=all&y=2025").await;
        assert_eq!(csv.body.lines().count(), 5001);
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_out_as_csv_json_and_xlsx_as_it_is_filtered_with_a_trace_and_without_what_is_sealed() {
    on_both(async |office| {
        let county = county(&office).await;
        handed_in(&office, &county.hall, "=云渡镇供水水质", date(2026, 10, 9)).await;
        handed_in(&office, &county.hall, "青禾江采砂许可", date(2026, 10, 9)).await;
        handed_in(&office, &county.water, "水库的蓄水量", date(2026, 10, 9)).await;
        let mut shen = signed_in(&office, "lu").await;
        let csv = shen.get("/desk/export/requests.csv?q=%E6%B0%B4%E8%B4%A8").await;
        assert!(csv.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
        assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
        assert!(
            csv.body.starts_with("\u{feff}\"编号\"") && csv.has("\"'=云渡镇供水水质\"") && csv.has("当面提交"),
            "{}",
            csv.body
        );
        let json = shen.get("/desk/export/requests.jsonl").await;
        let lines: Vec<serde_json::Value> = json.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2, "the bureau's are not the hall's");
        assert_eq!((&lines[1]["number"], &lines[1]["stage"]), (&"QH-2026-0002".into(), &"examine".into()));
        for page in [&csv, &json] {
            assert!(!page.has("林晚舟") && !page.has("11010519491231002X"), "{}", page.body);
        }
        let xlsx = shen.get("/desk/export/requests.xlsx").await;
        assert!(xlsx.status == StatusCode::OK && xlsx.body.starts_with("PK"));
        // with the organs below for who supervises them
        assert_eq!(signed_in(&office, "yu").await.get("/desk/export/requests.jsonl").await.body.lines().count(), 3);
        assert_eq!(
            signed_in(&office, "qin").await.get("/desk/export/requests.csv").await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(shen.get("/desk/export/requests.exe").await.status, StatusCode::NOT_FOUND);
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "request.export").count(), 4);
    })
    .await;
}

#[tokio::test]
async fn the_words_of_the_desk_for_a_channel_are_read_and_a_strange_one_is_told_them_all() {
    on_both(async |office| {
        county(&office).await;
        let mut lu = signed_in(&office, "lu").await;
        let form = lu.get("/desk/register").await;
        let labels: Vec<_> = form.body.split("<label for=\"c-").skip(1).collect();
        let labels: Vec<_> =
            labels.iter().map(|rest| rest.split_once('>').unwrap().1.split_once('<').unwrap().0).collect();
        assert_eq!(labels.len(), 7, "{labels:?}");
        let usual = ["口头", "电子邮件", "网上提交", "EMS", "平信", "互联网"];
        let row = |(nth, word): (usize, &&str)| {
            format!("25-{nth},公民,田禾,,村务公开,\"{word}\",2025-03-06,2025-03-07,,,予以公开,2025-03-10,,,\r\n")
        };
        let rows: String = labels.iter().chain(&usual).enumerate().map(row).collect();
        let looked = try_out(&mut lu, "旧台账.csv", format!("{HEAD}{rows}").as_bytes()).await;
        assert!(looked.status == StatusCode::OK && looked.has("补录这13件"), "{}", looked.body);

        let strange = format!("{HEAD}25-99,公民,田禾,,村务公开,飞鸽,2025-03-06,,,,,,,,\r\n");
        let refused = try_out(&mut lu, "旧台账.csv", strange.as_bytes()).await;
        assert!(refused.has("认不出“飞鸽”"), "{}", refused.body);
        let template = lu.get("/desk/import").await;
        for label in labels {
            assert!(refused.has(label) && template.has(label), "{label}");
        }
    })
    .await;
}
