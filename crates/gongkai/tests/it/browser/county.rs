//! A year of the demonstration's county: a citizen's request from the form to the answer, the reports of all organs below
//! handed in and accepted, and the county's own compiled, checked, signed and read by everybody; each cell of it is then what
//! a pencil counts in the raw rows. The county goes its way in a browser without scripts; of those below, who are many and
//! alike, each sends the forms that its page offers.

mod pencil;

use std::sync::atomic::{AtomicI64, Ordering};

use fantoccini::{Client, Locator};
use gongkai::{Office, compile::examine::Examined, demo, password};
use gongkai_law::{
    annual_report::Edition,
    request::{decision::Decision, letter::asks},
};
use gongkai_report::{Report, json, write};
use gongkai_store::Db;
use jiff::Timestamp;
use serde_json::Value;

use self::pencil::{Cells, Raw, of_files, of_register};
use super::{
    apply_by_hand, came,
    closing::printed,
    compile::{parts_of, plain, served, sign_in, writes_all},
    enter, leave,
};
use crate::web::{
    compile::{AT, at, done, send, take, work, written},
    desk::PASSWORD,
    house::{Page, Somebody, office, on_postgres},
    people,
    season::{answers, brings_as, confirms, paper_of},
};

/// The office's clock: it goes on from day to day of the story.
static NOW: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW.load(Ordering::Relaxed)).unwrap()
}

/// Ten in the morning of this day, in Qinghe.
fn day(day: &str) {
    let at: Timestamp = format!("{day}T02:00:00Z").parse().unwrap();
    NOW.store(at.as_millisecond(), Ordering::Relaxed);
}

/// Whose report came as a file that is not, or not so, in the library.
const BROUGHT: [&str; 4] = ["ziran", "chengguan", "songling", "xinfang"];

fn went(page: &Page) {
    assert!(page.status.is_redirection() || page.status == 201, "{}: {}", page.status, page.body);
}

/// Somebody else takes the browser's chair.
async fn now_sits(client: &Client, base: &str, user: &str) {
    client.delete_all_cookies().await.unwrap();
    sign_in(client, base, user).await;
}

/// Types into a field what stands in it from now on.
async fn fills(client: &Client, id: &str, words: &str) {
    let field = came(client, Locator::Id(id)).await;
    field.clear().await.unwrap();
    field.send_keys(words).await.unwrap();
}

/// Somebody asks the county on its portal and is given what they want, by four people at its desk; the number.
async fn asked_and_answered(client: &Client, base: &str) -> String {
    day("2025-12-01");
    let here = apply_by_hand(client, base, None).await;
    let number = here.rsplit('/').next().unwrap().to_owned();
    assert!(number.starts_with("QINGHE-2025-"), "{number}");
    day("2025-12-08");
    now_sits(client, base, "shenyan").await;
    client.goto(&format!("{base}/desk/requests/{number}/drafted")).await.unwrap();
    let leaf = format!("{}-0", Decision::Granted.code());
    came(client, Locator::Id(&format!("o{leaf}"))).await.send_keys(" ").await.unwrap();
    for ask in asks(Decision::Granted, 0) {
        let field = came(client, Locator::Id(&format!("{leaf}.{}", ask.content.key()))).await;
        match ask.choices.first() {
            Some(choice) => field.select_by_label(choice).await.unwrap(),
            None => field.send_keys("据实写明").await.unwrap(),
        }
    }
    came(client, Locator::Id(&format!("{leaf}.means"))).await.select_by_value("handed").await.unwrap();
    leave(client, "#tree button.btn").await;
    came(client, Locator::Css("article.letter")).await;
    let letter = client.current_url().await.unwrap();
    for (user, deed) in [("", "hand_in"), ("luowei", "reviewed"), ("fangzhou", "signed"), ("shenyan", "sent")] {
        if !user.is_empty() {
            now_sits(client, base, user).await;
            client.goto(letter.as_str()).await.unwrap();
        }
        leave(client, &format!("form:has(input[name='act'][value='{deed}']) button")).await;
    }
    number
}

/// December's numbers of table 2, the last that the year needs.
async fn december(office: &Office, user: &str, counts: [&str; 4]) {
    let mut officer = at(office, user).await;
    let csrf = officer.get("/signout").await.csrf();
    for (indicator, value) in ["licences", "penalties", "coercive_measures", "fees"].into_iter().zip(counts) {
        let fields = [("csrf", csrf.as_str()), ("year", "2025"), ("source", "十二月的对账单"), ("m-12", value)];
        let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        went(&officer.multipart(&format!("/desk/months/{indicator}"), &parts).await);
    }
}

/// 县水利局 compiles anew on the platform what was sent back, from its register, and hands it in again.
async fn compiled_below(office: &Office) {
    december(office, "majing", ["7", "1", "0", "2300.5"]).await;
    let mut majing = at(office, "majing").await;
    written(&mut majing, AT, Edition::Of2021).await;
    let organ = office.db.organ_at("shuili").await.unwrap();
    for fail in Examined::of(office, &work(office, &organ, 2025).await).await.unwrap().fails() {
        assert_eq!(fail.code, "Y001", "{}", fail.message);
        let why = "上年的年报按纸质台账填，少核销了几件";
        let fields = [("fingerprint", fail.fingerprint.as_str()), ("why", why)];
        done(&send(&mut majing, &format!("{AT}/check"), &format!("{AT}/pass"), &fields).await);
    }
    for (user, step) in [("majing", "submitted"), ("yufan", "reviewed"), ("shilan", "signed"), ("majing", "reported")] {
        let page = take(&mut at(office, user).await, AT, step, "").await;
        assert!(page.status.is_redirection(), "{step}: {}", page.body);
    }
}

/// A report without what is wrong with it: it balances, every cell has its number, and section six speaks of the fee.
fn mended(json: &str) -> Vec<u8> {
    let mut report: Report = json::parse(json.trim_end().as_bytes()).unwrap().report;
    let figures = report.figures.as_mut().unwrap();
    let form = figures.form();
    for (id, cell) in (0..).zip(form.cells()) {
        let Some((row, _)) = cell.address.strip_prefix("requests.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        if figures.get(id).is_none() {
            let others: i64 = form.cells_under(&format!("requests.{row}")).filter_map(|id| figures.get(id)).sum();
            let total = figures.at(&format!("requests.{row}.total")).unwrap();
            // the row's total was among the others
            figures.set(id, Some(total - (others - total)));
        }
    }
    for column in ["natural_person", "total"] {
        let [new, carried_in, ended, out] = ["new", "carried_in", "total", "carried_out"]
            .map(|row| form.cell(&format!("requests.{row}.{column}")).unwrap());
        let of = |cell| figures.get(cell).unwrap();
        let left = of(new) + of(carried_in) - of(ended);
        figures.set(out, Some(left));
    }
    for section in &mut report.sections {
        match section.number {
            1 => section.text = section.text.replace('{', "〔").replace('}', "〕"),
            6 => section.text.push_str("\n2025年没有收取信息处理费。"),
            _ => {}
        }
    }
    write::html(&report).into_bytes()
}

/// 松岭乡's first report for two years, after what its last one carried out: five more came, and all were granted.
fn of_songling(last: &Cells) -> Vec<u8> {
    let mut cells = Cells::new();
    for (address, count) in last {
        if let Some(column) = address.strip_prefix("requests.carried_out.") {
            let more = if ["natural_person", "total"].contains(&column) { 5 } else { 0 };
            let rows = [("carried_in", *count), ("new", more), ("granted", count + more), ("total", count + more)];
            cells.extend(rows.map(|(row, count)| (format!("requests.{row}.{column}"), count)));
        }
    }
    let documents = "proactive.normative_documents.in_force";
    cells.insert(documents.to_owned(), last[documents]);
    cells.insert("proactive.licences".to_owned(), 19);
    let cells: Vec<_> = cells.iter().map(|(address, count)| (address.as_str(), Some(*count))).collect();
    paper_of(("青禾县松岭乡人民政府", 2025), &cells)
}

async fn public(office: &Office, slug: &str, year: i16) -> String {
    let page = Somebody::at(office).get(&format!("/reports/{slug}/{year}/report.json")).await;
    assert_eq!(page.status, 200, "{slug} {year}: {}", page.body);
    page.body
}

/// Each organ below hands in as its page offers, and somebody else accepts.
async fn handed_in(office: &Office, raw: &mut Raw) {
    const BELOW: &str = "
        select o.slug from organ o join organ above on above.id = o.parent_id
        where above.slug = 'qinghe' order by o.position";
    let (mut tang, mut qiu) = (at(office, "tangheng").await, at(office, "qiumin").await);
    let typed = [("source", "与其办公室电话核对")];
    for slug in raw.rows(BELOW).await.into_iter().flatten() {
        let here = format!("/desk/season/2025/of/{slug}");
        let page = tang.get(&here).await;
        match slug.as_str() {
            "shuili" => compiled_below(office).await,
            "ziran" => {
                let file = mended(&public(office, "ziran", 2025).await);
                went(&brings_as(&mut at(office, "jiangtao").await, &here, (&file, ""), &[]).await);
            }
            "chengguan" => {
                let file = mended(&public(office, "chengguan", 2025).await);
                went(&brings_as(&mut tang, &here, (&file, ""), &typed).await);
            }
            "songling" => {
                let last: Value = serde_json::from_str(&public(office, "songling", 2024).await).unwrap();
                went(&brings_as(&mut tang, &here, (&of_songling(&printed(&last)), ""), &typed).await);
            }
            _ if page.has("/shelved\"") => {
                went(&people::post(&mut tang, &format!("{here}/shelved"), &[]).await);
                went(&confirms(&mut tang, &here, &typed).await);
            }
            _ if page.has("上传件待确认") => went(&confirms(&mut tang, &here, &typed).await),
            _ => {}
        }
        if qiu.get(&here).await.has("name=\"step\" value=\"accepted\"") {
            went(&answers(&mut qiu, &slug, &[("step", "accepted")]).await);
        }
    }
    let list = qiu.get("/desk/season/2025").await;
    assert!(list.has("34个单位：已发布0，已接收34，"), "{}", list.body);
    assert!(list.has("<b>34<small>/ 34</small></b>"), "{}", list.body);
}

/// Opens the list of organs, which is long, and ticks these by the keyboard.
async fn ticks(client: &Client, organs: &[&str]) {
    enter(client, "#organs summary").await;
    for organ in organs {
        came(client, Locator::Id(&format!("organ-{organ}"))).await.send_keys(" ").await.unwrap();
    }
}

/// 去重: one notes what was counted twice, another confirms it.
async fn taken_off(client: &Client, base: &str) {
    let sum = format!("{base}/desk/season/2025/sum?range=region");
    now_sits(client, base, "qiumin").await;
    client.goto(&sum).await.unwrap();
    came(client, Locator::Id("cell")).await.select_by_value("proactive.licences").await.unwrap();
    fills(client, "amount", "3").await;
    fills(client, "why", "县审批局和县林业局都计了同三件").await;
    ticks(client, &["shenpi", "linye"]).await;
    fills(client, "papers", "青审批许〔2025〕11号\n青审批许〔2025〕12号\n青审批许〔2025〕13号").await;
    leave(client, "form[aria-label='另外的重复'] button").await;
    now_sits(client, base, "tangheng").await;
    client.goto(&sum).await.unwrap();
    leave(client, "form:has(input[name='counts']) button").await;
    let page = client.source().await.unwrap();
    assert!(page.contains("单位齐了，每一格都有数") && page.contains("已确认"), "{page}");
    assert!(page.contains("都计了；文号、编号：青审批许〔2025〕11号、青审批许〔2025〕12号"), "{page}");
}

/// The county's report is begun, filled in, written, and let pass where the demonstration's years do not hang together.
async fn compiled(client: &Client, base: &str) {
    now_sits(client, base, "shenyan").await;
    client.goto(&format!("{base}/desk/compile")).await.unwrap();
    came(client, Locator::Id("r2025")).await.select_by_value("region").await.unwrap();
    enter(client, "form[aria-label='开始编制2025年'] button").await;
    for (id, words) in [
        ("v-fees.count", "2"),
        ("s-fees.count", "各单位的收费台账"),
        ("v-fees.yuan", "380"),
        ("s-fees.yuan", "各单位的收费台账"),
    ] {
        fills(client, id, words).await;
    }
    leave(client, "form[aria-label='手工填写'] button.btn").await;
    client.goto(&format!("{base}{AT}/compare")).await.unwrap();
    enter(client, &format!("main a.btn[href='{AT}/write']")).await;
    let work = "统一公开目录，清理失效文件，分片培训检查，逐项回应群众关心的事项。";
    let five = "乡镇的公开目录更新偏慢。下一步按季度检查通报。";
    writes_all(client, &parts_of("全县", work, five)).await;
    let_pass(client, base).await;
}

/// The head lets pass that the years of the demonstration do not meet.
async fn let_pass(client: &Client, base: &str) {
    now_sits(client, base, "tangheng").await;
    client.goto(&format!("{base}{AT}/check")).await.unwrap();
    let offers = || client.find_all(Locator::Css("article.finding:has(form[action$='/pass']) a.code"));
    let waiting = offers().await.unwrap();
    for code in &waiting {
        assert_eq!(code.text().await.unwrap(), "Y001", "{}", client.source().await.unwrap());
    }
    for _ in &waiting {
        enter(client, "details:has(form[action$='/pass']) > summary").await;
        let why = "上年各单位按纸质台账报，没有逐件移交，已经在第六部分以外核对";
        came(client, Locator::Css("details[open] textarea[name='why']")).await.send_keys(why).await.unwrap();
        leave(client, "details[open] form[action$='/pass'] button").await;
    }
    assert!(offers().await.unwrap().is_empty());
}

/// Handed in, reviewed, signed and published, by four people.
async fn published(client: &Client, base: &str) {
    for (user, step) in
        [("shenyan", "submitted"), ("luowei", "reviewed"), ("fangzhou", "signed"), ("tangheng", "published")]
    {
        now_sits(client, base, user).await;
        client.goto(&format!("{base}{AT}/sign")).await.unwrap();
        enter(client, &format!("form[action$='/take/{step}'] button")).await;
        came(client, Locator::Css(&format!("main:not(:has(form[action$='/take/{step}']))"))).await;
    }
    client.goto(&format!("{base}/desk/season/2025/sum?range=region")).await.unwrap();
    let page = client.source().await.unwrap();
    assert!(page.contains("本级年报与各家之和（减去确认了的去重）相等"), "{page}");
    client.delete_all_cookies().await.unwrap();
    client.goto(&format!("{base}/reports/qinghe/2025")).await.unwrap();
    let page = client.source().await.unwrap();
    assert!(page.contains("本级、部门和乡镇") && page.contains("收取信息处理费2件，共计380元"), "{page}");
}

/// Each cell of the published edition is what the pencil counts, and nothing else is in the raw rows.
async fn counted(office: &Office, raw: &mut Raw, number: &str) {
    let sql = "select r.number, r.received, r.ended, r.decision from request r where r.received_year = 2025";
    let of_ours = raw.rows(sql).await.into_iter().find(|row| row[0] == number).unwrap();
    assert_eq!(of_ours[1..], ["2025-12-01", "2025-12-08", "granted"], "the citizen's is one of those counted");
    let mut brute = of_register(raw).await;
    assert!(brute.len() > 30, "the register itself has something to count: {brute:?}");
    let files = of_files(raw).await;
    assert_eq!(files.len(), 33, "with the two of the register all thirty-five: {:?}", files.keys());
    for (slug, cells) in files {
        if !BROUGHT.contains(&slug.as_str()) {
            let shelved: Value = serde_json::from_str(&public(office, &slug, 2025).await).unwrap();
            assert_eq!(cells, printed(&shelved), "{slug} handed in what its library's edition says");
        }
        cells.into_iter().for_each(|(address, value)| *brute.entry(address).or_default() += value);
    }
    *brute.get_mut("proactive.licences").unwrap() -= 3;
    let printed = printed(&serde_json::from_str(&public(office, "qinghe", 2025).await).unwrap());
    assert_eq!(printed.len(), 10 + 175 + 15, "every cell of the form");
    for (address, value) in &printed {
        assert_eq!(*value, brute.get(address).copied().unwrap_or(0), "{address}");
    }
    for (address, value) in &brute {
        assert_eq!(printed.get(address), Some(value), "{address} is not in the report");
    }
}

async fn lived(db: Db, mut raw: Raw, client: &Client) {
    let office = Office { clock, ..office(db) };
    day("2025-12-01");
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    demo::fill(&office).await.unwrap();
    demo::open_desk(&office, &hash).await.unwrap();
    let base = served(&office).await;
    let number = asked_and_answered(client, &base).await;
    // the demonstration is started again in the new year, and has its season by then
    day("2026-03-02");
    demo::open_desk(&office, &hash).await.unwrap();
    december(&office, "shenyan", ["690", "112", "5", "81000"]).await;
    handed_in(&office, &mut raw).await;
    taken_off(client, &base).await;
    compiled(client, &base).await;
    published(client, &base).await;
    counted(&office, &mut raw, &number).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_county_closes_its_year_and_each_cell_that_it_publishes_is_what_the_raw_rows_of_all_organs_come_to() {
    let Some(client) = plain().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("register.db");
    let db = Db::open(&register).await.unwrap();
    db.migrate().await.unwrap();
    lived(db, Raw::lite(&register).await, &client).await;
    on_postgres(async |url| {
        client.delete_all_cookies().await.unwrap();
        lived(Db::connect(&url).await.unwrap(), Raw::post(&url).await, &client).await;
    })
    .await;
    client.close().await.unwrap();
}
