//! The year's end from above: who has handed in is asked for, sent back, taken, kept out once it is locked; who has no
//! platform brings a file; and all together come to a sum in which nobody who is missing is a zero.

mod below;
mod by_organ;
mod closed;
mod confirmed;
mod copies;
mod days;
mod doubled;
mod handed;
mod listed;
mod noted;
mod uploads;
mod walked;

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::range::Range,
    season::roll_up::{By, roll_up},
};
use gongkai_law::annual_report::{Edition, Figures, indicator::Indicator};
use gongkai_report::{Format, Report, Section, write};
use gongkai_store::{Actor, Civil, Moment, NewFigureDuty, NewOrgan, Organ, OrganId};
use jiff::civil::date;

use super::{
    cases::{County, WATER, county, handed_in, signed_in},
    figures::cell,
    house::{Page, Somebody, noon, on_both},
};

/// An organ that nobody has an account of.
pub async fn founded(office: &Office, slug: &str, name: &str, (level, parent): (&str, OrganId)) -> Organ {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let parent = Some(parent);
    let new = NewOrgan {
        slug,
        name,
        short_name: name,
        kind: "department",
        level,
        parent,
        position: 9,
        ..NewOrgan::default()
    };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    office.db.organ(id).await.unwrap()
}

/// Says that an organ has none of what is entered month by month.
pub async fn has_none(office: &Office, organ: OrganId) {
    let none =
        |one: &'static Indicator| NewFigureDuty { indicator: one.key, since: "2025-01", none_why: Some("没有") };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.settle_figure_duties(organ, &Indicator::entered().map(none).collect::<Vec<_>>()).await.unwrap();
    act.commit().await.unwrap();
}

/// A report of 2025 with these cells; every other is zero.
pub fn paper(agency: &str, cells: &[(&str, Option<i64>)]) -> Vec<u8> {
    paper_of((agency, 2025), cells)
}

/// The same of any year.
pub fn paper_of((agency, year): (&str, i16), cells: &[(&str, Option<i64>)]) -> Vec<u8> {
    let edition = Edition::for_year(year).unwrap();
    let mut figures = Figures::zero(edition);
    for (address, value) in cells {
        figures.set(figures.form().cell(address).unwrap(), *value);
    }
    let sections = figures.form().sections;
    let section =
        |(number, title): (u8, &&str)| Section { number, title: (*title).to_owned(), text: "无。".to_owned() };
    let report = Report {
        agency: Some(agency.to_owned()),
        year: Some(year),
        format: Some(Format::Form(edition)),
        sections: (1..).zip(&sections).map(section).collect(),
        figures: Some(figures),
    };
    write::html(&report).into_bytes()
}

async fn sends(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get("/signout").await.csrf();
    let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post(path, &fields).await
}

/// Says of a report what its page offers, as whoever looked at it just now.
pub async fn answers(somebody: &mut Somebody, slug: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("/desk/season/2025/of/{slug}");
    let page = somebody.get(&path).await;
    let version =
        page.body.split_once("name=\"version\" value=\"").map_or("0", |(_, rest)| rest.split_once('"').unwrap().0);
    let fields: Vec<_> = [("version", version)].into_iter().chain(fields.iter().copied()).collect();
    sends(somebody, &format!("{path}/answer"), &fields).await
}

async fn uploads(somebody: &mut Somebody, slug: &str, bytes: &[u8]) -> Page {
    uploads_as(somebody, &format!("/desk/season/2025/of/{slug}"), bytes, "").await
}

/// The same with the range that is chosen.
async fn uploads_as(somebody: &mut Somebody, at: &str, bytes: &[u8], range: &str) -> Page {
    let csrf = somebody.get("/signout").await.csrf();
    let parts =
        [("csrf", None, csrf.as_bytes()), ("range", None, range.as_bytes()), ("file", Some("年报.html"), bytes)];
    somebody.multipart(&format!("{at}/upload"), &parts).await
}

/// Brings a file and confirms it.
async fn brings(somebody: &mut Somebody, slug: &str, bytes: &[u8], typed: &[(&str, &str)]) -> Page {
    brings_as(somebody, &format!("/desk/season/2025/of/{slug}"), (bytes, ""), typed).await
}

/// The same with the range that is chosen.
pub async fn brings_as(
    somebody: &mut Somebody,
    at: &str,
    (bytes, range): (&[u8], &str),
    typed: &[(&str, &str)],
) -> Page {
    went(&uploads_as(somebody, at, bytes, range).await);
    confirms(somebody, at, typed).await
}

/// Confirms what was uploaded last, and says who signed it unless that is typed.
pub async fn confirms(somebody: &mut Somebody, at: &str, typed: &[(&str, &str)]) -> Page {
    let form = somebody.get(&format!("{at}/confirm")).await;
    let (_, rest) = form.body.split_once("name=\"n\" value=\"").unwrap_or_else(|| panic!("{}", form.body));
    let n = rest.split_once('"').unwrap().0;
    let mut fields: Vec<_> = [("n", n)].into_iter().chain(typed.iter().copied()).collect();
    if typed.iter().all(|(name, _)| *name != "signed") {
        fields.push(("signed", "局长郑远山10月10日签发"));
    }
    sends(somebody, &format!("{at}/confirm"), &fields).await
}

/// Which document is counted twice, where it does not matter.
const TWICE_COUNTED: &str = "青许〔2025〕7号";

/// Notes what two organs both count.
async fn notes(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)], organs: [&str; 2]) -> Page {
    let named = [("organ", organs[0]), ("organ", organs[1]), ("papers", TWICE_COUNTED)];
    sends(somebody, path, &[fields, &named].concat()).await
}

fn went(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

pub async fn opened(somebody: &mut Somebody) {
    went(&sends(somebody, "/desk/season/2025/open", &[("due", "2026-10-20"), ("version", "0")]).await);
}

#[tokio::test]
async fn a_report_is_asked_for_handed_in_sent_back_and_taken() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        let early = sends(&mut yu, "/desk/season/2025/call", &[("words", "请报送")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody collects yet");
        let not_his = sends(&mut shen, "/desk/season/2025/open", &[("due", "2026-10-20"), ("version", "0")]).await;
        assert_eq!(not_his.status, StatusCode::FORBIDDEN);
        let in_the_year = sends(&mut yu, "/desk/season/2025/open", &[("due", "2025-12-20"), ("version", "0")]).await;
        assert!(in_the_year.status == StatusCode::UNPROCESSABLE_ENTITY && in_the_year.has("过完才有年报"));
        opened(&mut yu).await;

        let list = yu.get("/desk/season/2025").await;
        assert!(list.has("青禾县水利局") && list.has("<b>0<small>/ 1</small></b>"), "{}", list.body);
        assert!(list.has("1个单位：已发布0，已接收0，已报送0，退回、未过0，起草、未开始、撤并1"));
        went(&sends(&mut yu, "/desk/season/2025/call", &[("words", "请在20日前报送")]).await);
        let again = sends(&mut yu, "/desk/season/2025/call", &[("words", "再催一次")]).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.has("今天都催过了"), "{}", again.body);
        assert!(yu.get("/desk/season/2025?state=not_begun").await.has("已催1次"));
        assert!(gu.get("/desk/season/2025/of/shui").await.has("请在20日前报送"));
        assert_eq!(gu.get("/desk/season/2025").await.location(), "/desk/season/2025/of/shui");

        let wrong_year = uploads(&mut gu, "shui", &super::house::report(2024, "一")).await;
        assert!(wrong_year.status == StatusCode::UNPROCESSABLE_ENTITY && wrong_year.has("是2024年的"));
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        assert!(yu.get("/desk/season/2025").await.has("<b>1<small>/ 1</small></b>"));
        let own = sends(&mut gu, "/desk/season/2025/of/shui/answer", &[("step", "accepted")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody takes their own report");

        let blind = sends(&mut yu, "/desk/season/2025/of/shui/answer", &[("step", "accepted"), ("version", "0")]).await;
        assert_eq!(blind.status, StatusCode::CONFLICT, "it was handed in after that page was made");
        let silent = answers(&mut yu, "shui", &[("step", "returned"), ("why", " ")]).await;
        assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.has("要写明理由"));
        went(&answers(&mut yu, "shui", &[("step", "returned"), ("why", "表三结转数不平")]).await);
        assert!(gu.get("/desk/season/2025/of/shui").await.has("表三结转数不平"));
        let list = yu.get("/desk/season/2025?state=returned").await;
        assert!(list.has("已退回") && list.has("退回：表三结转数不平"), "{}", list.body);
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        went(&answers(&mut yu, "shui", &[("step", "accepted")]).await);
        assert!(yu.get("/desk/season/2025?state=accepted").await.has("/desk/season/2025/of/shui"));
        let csv = yu.get("/desk/season/2025/organs.csv").await;
        assert!(csv.has("\"已接收\",\"2026-10-12\""), "{}", csv.body);
        let late = uploads(&mut gu, "shui", &paper("青禾县水利局", &[])).await;
        assert_eq!(late.status, StatusCode::FORBIDDEN, "what was taken is not replaced");
    })
    .await;
}

#[tokio::test]
async fn a_locked_season_takes_what_it_asked_for_and_nothing_else() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&sends(&mut yu, "/desk/season/2025/lock", &[("locked", "1"), ("version", "0")]).await);
        let stale = sends(&mut yu, "/desk/season/2025/lock", &[("locked", "0"), ("version", "0")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let kept_out = brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await;
        assert!(kept_out.status == StatusCode::UNPROCESSABLE_ENTITY && kept_out.has("已经锁定"), "{}", kept_out.body);
        went(&sends(&mut yu, "/desk/season/2025/call", &[("organ", "shui"), ("words", "准许补报")]).await);
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        assert!(yu.get("/desk/season/2025?state=reported").await.has("/desk/season/2025/of/shui"));
    })
    .await;
}

#[tokio::test]
async fn whoever_confirms_for_an_organ_says_on_whose_word_and_what_was_not_read_is_marked() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let mut yu = signed_in(&office, "yu").await;
        opened(&mut yu).await;
        let file = paper("云渡镇人民政府", &[("proactive.licences", Some(7_777))]);
        let file = String::from_utf8(file).unwrap().replace(">7777<", ">若干<").into_bytes();
        let silent = brings(&mut yu, "yundu", &file, &[]).await;
        assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.has("写明依据"), "{}", silent.body);
        assert!(silent.has("读不出") && silent.has("id=\"proactive.licences\""));
        let typed = [("proactive.licences", "多"), ("source", "电话核对")];
        assert_eq!(brings(&mut yu, "yundu", &file, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let typed = [("proactive.licences", "4"), ("source", "10月12日电话与镇党政办核对")];
        went(&brings(&mut yu, "yundu", &file, &typed).await);
        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        let town = sum.counted.iter().find(|one| one.name == "云渡镇人民政府").unwrap();
        assert_eq!(town.figures.at("proactive.licences"), Some(4));
        assert!(yu.get("/desk/season/2025/of/yundu").await.has("10月12日电话与镇党政办核对"));

        // who has somebody of their own confirms alone
        let page = uploads(&mut yu, "shui", &paper("青禾县水利局", &[])).await;
        assert!(yu.get(page.location()).await.has("有自己的经办人，由其确认"));
        let typed = [("n", "1"), ("signed", "局长郑远山"), ("source", "我看过")];
        let refused = sends(&mut yu, "/desk/season/2025/of/shui/confirm", &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(yu.get("/desk/season/2025?state=uploaded").await.has("上传件还没有确认"));
    })
    .await;
}

/// What the bureau and the town had in the year.
const OF_WATER: [(&str, i64); 5] = [
    ("requests.new.natural_person", 5),
    ("requests.new.total", 5),
    ("requests.carried_out.natural_person", 5),
    ("requests.carried_out.total", 5),
    ("proactive.licences", 70),
];
const OF_TOWN: [(&str, i64); 6] = [
    ("requests.new.natural_person", 2),
    ("requests.new.total", 2),
    ("requests.carried_out.natural_person", 2),
    ("requests.carried_out.total", 2),
    ("redress.review.upheld", 1),
    ("redress.review.total", 1),
];

pub fn known(cells: &[(&'static str, i64)]) -> Vec<(&'static str, Option<i64>)> {
    cells.iter().map(|(cell, n)| (*cell, Some(*n))).collect()
}

/// The hall and the bureau of woods had a request each in 2025; that bureau and the one for letters were closed since, and
/// the bureau of water goes on for both.
async fn merged(office: &Office, County { hall, water }: &County) {
    let woods = founded(office, "linye", "青禾县林业局", ("county", hall.id)).await;
    founded(office, "xinfang", "青禾县信访局", ("county", hall.id)).await;
    founded(office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
    has_none(office, hall.id).await;
    has_none(office, woods.id).await;
    // before the year had a month behind it
    closes(office, ("xinfang", water.id), "2025-01-10T04:00:00Z").await;
    handed_in(office, hall, WATER, date(2025, 12, 1)).await;
    handed_in(office, &woods, WATER, date(2025, 12, 2)).await;
    closes(office, ("linye", water.id), "2026-10-12T04:00:00Z").await;
}

/// An organ is closed, and another goes on for it.
async fn closes(office: &Office, (closed, successor): (&str, OrganId), at: &str) {
    let at: jiff::Timestamp = at.parse().unwrap();
    let closed = office.db.organ_at(closed).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(at)).await.unwrap();
    let on = Civil(gongkai::office::civil_date(at));
    let changed = Organ { successor_id: Some(successor), closed_on: Some(on), ..closed.clone() };
    act.change_organ(&changed).await.unwrap();
    act.hand_over(closed.id, successor, on).await.unwrap();
    act.commit().await.unwrap();
}

/// Adds the year up by hand and holds every cell against it.
fn adds_up(figures: &Figures) {
    // the hall and the closed bureau had one request each, which nobody answered within the year
    let open = ["new.natural_person", "new.total", "carried_out.natural_person", "carried_out.total"];
    for (cell, value) in figures.form().cells().iter().zip(figures.values()) {
        let of =
            |cells: &[(&str, i64)]| cells.iter().filter(|(at, _)| *at == cell.address).map(|(_, n)| n).sum::<i64>();
        let own = open.iter().any(|at| cell.address == format!("requests.{at}"));
        let twice = i64::from(cell.address == "requests.new.total");
        let brute = of(&OF_WATER) + of(&OF_TOWN) + 2 * i64::from(own) - twice;
        assert_eq!(*value, Some(brute), "{}", cell.address);
    }
}

#[tokio::test]
async fn a_sum_is_that_of_all_and_who_is_missing_is_never_a_zero() {
    on_both(async |office| {
        let county = county(&office).await;
        merged(&office, &county).await;
        let hall = county.hall;
        let (mut yu, mut gu, mut lu) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "lu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);

        let short = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(short.missing.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["云渡镇人民政府"]);
        assert!(short.figures.values().iter().all(Option::is_none), "a town that is missing has not had no requests");
        let new = short.figures.form().cell("requests.new.total").unwrap();
        assert_eq!(short.so_far(new), (7, 1));
        let page = yu.get("/desk/season/2025/sum").await;
        assert!(page.has("不是汇总数") && page.has("每一格都还缺上面的1家"), "{}", page.body);
        assert_eq!(cell(&page, "requests.new.total").0, 7);
        assert!(yu.get("/desk/season/2025").await.has("汇总还缺1家"));
        let departments = roll_up(&office, &hall, 2025, Range::Departments).await.unwrap();
        assert_eq!(departments.figures.at("requests.new.total"), Some(7), "the town is no department");

        let source = [("source", "镇党政办电话核对")];
        went(&brings(&mut yu, "yundu", &paper("云渡镇人民政府", &known(&OF_TOWN)), &source).await);
        let twice = "/desk/season/2025/sum/twice";
        let typed = [("cell", "requests.new.total"), ("amount", "1"), ("why", "镇里转给水利局的一件，两家都计了")];
        went(&notes(&mut yu, twice, &typed, ["yundu", "shui"]).await);
        assert_eq!(
            sends(&mut yu, "/desk/season/2025/sum/twice/1", &[("counts", "1")]).await.status,
            StatusCode::FORBIDDEN
        );
        let before = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!((before.figures.at("requests.new.total"), before.waiting.len()), (Some(9), 1));
        went(&sends(&mut lu, "/desk/season/2025/sum/twice/1", &[("counts", "1")]).await);

        let whole = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        adds_up(&whole.figures);
        assert!(whole.is_whole());
        let by = |name: &str| whole.counted.iter().find(|one| one.name == name).map(|one| one.by);
        assert_eq!(by("青禾县林业局"), Some(By::Register), "what it had in the year counts, though it is gone");
        assert_eq!(by("青禾县信访局"), None);
        assert_eq!(whole.through, [("青禾县信访局".to_owned(), "青禾县水利局".to_owned())]);
        let page = lu.get("/desk/season/2025/sum").await;
        assert!(page.has("单位齐了，每一格都有数") && page.has("已并入青禾县水利局"), "{}", page.body);
        let list = yu.get("/desk/season/2025?state=merged").await;
        assert!(list.has("已并入青禾县水利局") && list.has("<b>2<small>/ 2</small></b>"), "{}", list.body);
    })
    .await;
}
