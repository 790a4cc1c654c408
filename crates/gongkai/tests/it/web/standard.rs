//! The catalogue of the grass roots: in by a spreadsheet, out by one, row by row, and what is published for each row.

use std::io::{Read, Seek};

use axum::http::StatusCode;
use gongkai::publish::standard::book;
use gongkai_law::proactive::{kind::PublicationKind, standard::FIELDS};
use gongkai_store::{OrganId, journal};

use super::{
    desk::PASSWORD,
    house::{Page, Somebody, month_later, on_both},
    people::sign_in,
    publishing::{Bureau, begun, bureau, reviewed, signed, whole},
};

const HEAD: &str = "领域*,一级事项*,二级事项*,公开内容（要素）*,公开依据*,公开时限*,公开主体*,公开渠道和载体*,公开对象,公开方式,公开层级*\r\n";

fn line(field: &str, matter: &str, item: &str, term: &str) -> String {
    format!(
        "{field},{matter},{item},名单和标准,《社会救助暂行办法》,{term},县民政局,■政府网站 □政府公报,,,县级、乡级\r\n"
    )
}

async fn try_out(somebody: &mut Somebody, table: &[u8]) -> Page {
    let csrf = somebody.get("/desk/standard/import").await.csrf();
    let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("目录.csv"), table)];
    somebody.multipart("/desk/standard/import", &parts).await
}

async fn confirm(somebody: &mut Somebody, looked: &Page, agreed: bool) -> Page {
    let (_, rest) =
        looked.body.split_once("action=\"/desk/standard/import/").unwrap_or_else(|| panic!("{}", looked.body));
    let path = format!("/desk/standard/import/{}", rest.split_once('"').unwrap().0);
    let csrf = looked.csrf();
    let fields = [("csrf", csrf.as_str()), ("agreed", "1")];
    somebody.post(&path, &fields[..if agreed { 2 } else { 1 }]).await
}

async fn taken_in(somebody: &mut Somebody, rows: &str) {
    let looked = try_out(somebody, format!("{HEAD}{rows}").as_bytes()).await;
    let done = confirm(somebody, &looked, true).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// Rows, new, changed, the same and gone, as the page counts them.
fn counted(page: &Page) -> Vec<usize> {
    let stats = page.body.split("<p class=\"stat\"><b>").skip(1);
    let number = |stat: &str| stat.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    stats.map(number).collect()
}

async fn head(office: &gongkai::Office) -> (Bureau, Somebody) {
    let bureau = bureau(office).await;
    let lu = sign_in(office, "lu", PASSWORD).await.0;
    (bureau, lu)
}

async fn rows(office: &gongkai::Office, organ: OrganId) -> Vec<gongkai_store::StandardRow> {
    office.db.standard_rows(organ, None).await.unwrap()
}

#[tokio::test]
async fn a_catalogue_comes_in_whole_goes_out_and_comes_in_again_as_it_was() {
    on_both(async |office| {
        let (bureau, mut lu) = head(&office).await;
        let mut table =
            line("社会救助", "最低生活保障", "审批信息", "20个工作日内") + &line("", "", "办事指南", "及时");
        for (n, field) in FIELDS.iter().enumerate() {
            for item in 0..25 {
                table += &line(
                    field.title,
                    &format!("事项{n}"),
                    &format!("第{item}项，\"甲\"").replace('，', "－").replace('"', ""),
                    "每季度",
                );
            }
        }
        taken_in(&mut lu, &table).await;
        let before = rows(&office, bureau.organ).await;
        assert_eq!(before.len(), 652);
        let second = before.iter().find(|row| row.item == "办事指南").unwrap();
        assert_eq!((second.field.as_str(), second.matter.as_str(), second.place), ("assistance", "最低生活保障", 2));

        let mut bytes = Vec::new();
        let mut file = book::file(&before).unwrap();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        let again = try_out(&mut lu, &bytes).await;
        assert_eq!(counted(&again), [652, 0, 0, 0, 652, 0], "{}", again.body);
        assert_eq!(confirm(&mut lu, &again, false).await.status, StatusCode::SEE_OTHER);
        assert_eq!(rows(&office, bureau.organ).await, before, "what did not change was not written");
        assert!(confirm(&mut lu, &again, false).await.has("已经导入过了"));
        let out = lu.get("/desk/standard.xlsx").await;
        assert!(out.status == StatusCode::OK && out.body.starts_with("PK"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_by_row_and_column_and_what_goes_is_agreed_to_first() {
    on_both(async |office| {
        let (bureau, mut lu) = head(&office).await;
        taken_in(&mut lu, &(line("社会救助", "低保", "审批", "及时") + &line("就业", "补贴", "名单", "每月"))).await;
        let table = [
            HEAD.to_owned(),
            line("社会救助", "低保", "", "及时"),
            line("社会救助", "低保", "公示", "及时").replace("■政府网站", "■信鸽"),
            line("社会救助", "低保", "名单", "及时"),
            line("社会救助", "低保", "名单", "每年"),
        ];
        let wrong = try_out(&mut lu, table.concat().as_bytes()).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for (row, words) in [(2, "没有填"), (3, "认不出“信鸽”"), (5, "和第4行相同")] {
            let (_, rest) = wrong.body.split_once(&format!("第{row}行</th>")).unwrap();
            assert!(rest.split_once("</tr>").unwrap().0.contains(words), "{row}: {}", wrong.body);
        }
        assert_eq!(rows(&office, bureau.organ).await.len(), 2, "nothing half-imported");
        assert!(try_out(&mut lu, "编号,内容\r\n1,2\r\n".as_bytes()).await.has("请用模板的表头"));

        let other = try_out(
            &mut lu,
            (HEAD.to_owned() + &line("社会救助", "特困", "审批", "及时") + &line("旅游", "景区", "名录", "每年"))
                .as_bytes(),
        )
        .await;
        assert!(other.has("低保／审批") && other.has("旅游") && !other.has("补贴／名单"), "{}", other.body);
        let unread = confirm(&mut lu, &other, false).await;
        assert!(unread.status == StatusCode::UNPROCESSABLE_ENTITY && unread.has("请先核对"), "{}", unread.body);
        assert_eq!(confirm(&mut lu, &unread, true).await.status, StatusCode::SEE_OTHER);
        let items: Vec<_> = rows(&office, bureau.organ).await.into_iter().map(|row| row.item).collect();
        assert_eq!(items, ["审批", "名单", "名录"], "another field stays");
        let told = journal::about(&office.db, &bureau.organ.to_string(), 9).await.unwrap();
        assert!(told.iter().any(|row| row.act == "standard.import" && row.detail.contains("\"gone\":1")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn the_head_alone_keeps_the_catalogue_and_rows_are_mended_one_by_one() {
    on_both(async |office| {
        let (bureau, mut lu) = head(&office).await;
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let shut = gu.get("/desk/standard/import").await;
        assert!(shut.status == StatusCode::FORBIDDEN && shut.has("第四条"), "{}", shut.body);
        taken_in(&mut lu, &["一", "二", "三"].map(|item| line("就业", "补贴", item, "每月")).concat()).await;
        let all = rows(&office, bureau.organ).await;
        let path = format!("/desk/standard/rows/{}", all[1].id);
        let open = lu.get(&path).await;
        let csrf = open.csrf();
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("version", "0"),
            ("act", "save"),
            ("field", "就业"),
            ("matter", "补贴"),
            ("item", "一"),
            ("content", "名单"),
            ("basis", "《就业促进法》"),
            ("term", "每年"),
            ("owner", "人社局"),
            ("audience", "求职的人"),
            ("outlets.0", "1"),
            ("ways.1", "1"),
            ("levels.1", "1"),
        ];
        let taken = lu.post(&path, &fields).await;
        assert!(
            taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.has("已经有了") && taken.has("求职的人"),
            "{}",
            taken.body
        );
        fields[5].1 = "二之一";
        assert_eq!(lu.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
        let late = lu.post(&path, &fields).await;
        assert!(late.status == StatusCode::CONFLICT && late.has("刚被别人改过"), "{}", late.body);
        assert_eq!(
            gu.post(&path, &[("csrf", &gu.clone().get(&path).await.csrf())]).await.status,
            StatusCode::FORBIDDEN
        );
        let row = office.db.standard_row(all[1].id).await.unwrap();
        assert_eq!((row.item.as_str(), row.ways.as_str(), row.audience.as_str()), ("二之一", "on_request", "求职的人"));

        dropped(&office, &bureau, &mut lu, (&all[0].id.to_string(), fields)).await;
    })
    .await;
}

/// A row that goes leaves no gap, and one that comes stands at the end.
async fn dropped(
    office: &gongkai::Office,
    bureau: &Bureau,
    lu: &mut Somebody,
    (id, mut fields): (&str, Vec<(&str, &str)>),
) {
    let csrf = fields[0].1;
    let first = format!("/desk/standard/rows/{}", id);
    assert!(lu.post(&first, &[("csrf", csrf), ("act", "drop")]).await.has("请勾选"));
    lu.post(&first, &[("csrf", csrf), ("act", "drop"), ("sure", "1")]).await;
    let left: Vec<_> = rows(office, bureau.organ).await.into_iter().map(|row| (row.place, row.item)).collect();
    assert_eq!(left, [(1, "二之一".to_owned()), (2, "三".to_owned())], "places close up");
    fields[5].1 = "四";
    assert_eq!(lu.post("/desk/standard/rows/new", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(rows(office, bureau.organ).await.last().unwrap().place, 3);
}

#[tokio::test]
async fn coverage_says_what_is_out_what_is_missing_and_what_is_late_but_not_to_everybody() {
    on_both(async |office| {
        let (bureau, mut lu) = head(&office).await;
        let rows = [("审批", "7个工作日内"), ("名单", "每季度"), ("标准", "及时")];
        taken_in(&mut lu, &rows.map(|(item, term)| line("社会救助", "低保", item, term)).concat()).await;
        let out = content(&office, &bureau, "低保名单", "社会救助-2").await;
        let id = begun(&office, &bureau, PublicationKind::General, &out).await;
        let mut anybody = Somebody::at(&office);
        let empty = anybody.get("/standards/shui").await;
        assert!(empty.has("<td class=\"num\" data-th=\"空缺\">3</td>"), "{}", empty.body);
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let draft = content(&office, &bureau, "低保审批", "社会救助-1").await;
        begun(&office, &bureau, PublicationKind::General, &draft).await;

        let field = anybody.get("/standards/shui/assistance").await;
        assert!(field.has("齐全") && field.has("1条") && field.has("空缺") && !field.has("逾期"), "{}", field.body);
        let row = office.db.standard_rows(bureau.organ, None).await.unwrap()[1].id;
        let items = anybody.get(&format!("/standards/rows/{row}")).await;
        assert!(items.has("低保名单") && !items.has("低保审批"), "{}", items.body);
        assert!(anybody.get("/standards").await.has("/standards/shui"));

        // 28 September and seven working days over the holidays is 14 October
        assert!(lu.get("/desk/standard?is=late").await.has("没有符合条件的"));
        let mut later = office.clone();
        later.clock = month_later;
        lu = sign_in(&later, "lu", PASSWORD).await.0;
        let late = lu.get("/desk/standard?is=late").await;
        assert!(late.has("审批") && late.has("应于2026-10-"), "{}", late.body);
        let form = lu.get(&format!("/desk/publications/{id}")).await;
        assert_eq!(form.status, StatusCode::OK);
    })
    .await;
}

/// What is written for a row that is named as the form names it.
async fn content(
    office: &gongkai::Office,
    bureau: &Bureau,
    title: &str,
    row: &str,
) -> gongkai::publish::content::Content {
    let (standards, unknown) =
        gongkai::publish::standard::attach::resolved(office, bureau.organ, &[row, ""]).await.unwrap();
    assert!(unknown.is_empty() && standards.len() == 1, "{unknown:?}");
    gongkai::publish::content::Content { standards, number: String::new(), ..whole(title) }
}

#[tokio::test]
async fn the_form_of_a_publication_names_its_row_and_keeps_what_was_typed() {
    on_both(async |office| {
        let (bureau, mut lu) = head(&office).await;
        taken_in(&mut lu, &line("社会救助", "低保", "审批", "及时")).await;
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let csrf = gu.get("/desk/publications/new?kind=general").await.csrf();
        let send = |row: &'static str| {
            [("csrf", csrf.as_str()), ("kind", "general"), ("title", "低保审批"), ("standard0", row), ("standard1", "")]
                .map(|(name, words)| (name, None, words.as_bytes().to_vec()))
        };
        let wrong = send("社会救助-9");
        let parts: Vec<_> = wrong.iter().map(|(name, file, bytes)| (*name, *file, bytes.as_slice())).collect();
        let back = gu.multipart("/desk/publications/new", &parts).await;
        assert!(back.has("目录里没有“社会救助-9”") && back.has("value=\"社会救助-9\""), "{}", back.body);
        let right = send("社会救助-1");
        let parts: Vec<_> = right.iter().map(|(name, file, bytes)| (*name, *file, bytes.as_slice())).collect();
        let saved = gu.multipart("/desk/publications/new", &parts).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let form = gu.get(saved.location()).await;
        assert!(
            form.has("name=\"standard0\" list=\"standards\" autocomplete=\"off\" value=\"社会救助-1\""),
            "{}",
            form.body
        );
        let work = office
            .db
            .publications(gongkai_store::Scope::Organ(bureau.organ), &gongkai_store::PublicationFilter::default(), 0, 9)
            .await;
        assert!(work.unwrap()[0].content.contains("standards"));
    })
    .await;
}
