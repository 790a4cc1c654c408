//! Many publications at once: an inventory with its files, the saved pages of an old site, what was released there, and the
//! addresses that it had.

use std::io::{Cursor, Write as _};

use axum::http::StatusCode;
use gongkai::{
    Office,
    people::roles::Hand,
    publish::{
        bulk::{
            bundle::Bundle,
            look::look,
            one::About,
            progress::Progress,
            take_in::{Brought, Unfinished, take_in},
        },
        out,
    },
};
use gongkai_store::{PublicationFilter, ReleasedFilter, Scope, journal};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{
    desk::PASSWORD,
    house::{Page, Part, Somebody, on_both},
    people::{person, sign_in},
    publishing::{Bureau, bureau, opened, reviewed, signed, whole},
};

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, words) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(words.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn bring(somebody: &mut Somebody, way: &str, sheet: Option<&str>, zip: &[u8]) -> Page {
    let csrf = somebody.get("/desk/bulk").await.csrf();
    let mut parts: Vec<Part<'_>> = vec![
        ("csrf", None, csrf.as_bytes()),
        ("way", None, way.as_bytes()),
        ("why", None, "从旧门户迁移，原系统三审后公开".as_bytes()),
    ];
    parts.extend(sheet.map(|sheet| ("file", Some("清单.csv"), sheet.as_bytes())));
    if !zip.is_empty() {
        parts.push(("files", Some("附件.zip"), zip));
    }
    somebody.multipart("/desk/bulk", &parts).await
}

/// Presses the button of a preview and waits for the end; gives the page of the import.
async fn taken_in(somebody: &mut Somebody, looked: &Page) -> (String, Page) {
    let (_, rest) = looked.body.split_once("action=\"/desk/bulk/").unwrap_or_else(|| panic!("{}", looked.body));
    let path = format!("/desk/bulk/{}", rest.split_once('"').unwrap().0);
    let began = somebody.post(&path, &[("csrf", &looked.csrf())]).await;
    assert_eq!(began.status, StatusCode::SEE_OTHER, "{}", began.body);
    ended(somebody, began.location()).await
}

async fn ended(somebody: &mut Somebody, run: &str) -> (String, Page) {
    loop {
        let page = somebody.get(run).await;
        if page.status == StatusCode::SEE_OTHER {
            let place = page.location().to_owned();
            let page = somebody.get(&place).await;
            return (place, page);
        }
        assert!(page.headers.contains_key("refresh"), "it ended without anything written: {}", page.body);
        tokio::task::yield_now().await;
    }
}

async fn drafts(office: &Office, bureau: &Bureau) -> Vec<gongkai_store::Publication> {
    let all = PublicationFilter::default();
    let mut found = office.db.publications(Scope::Organ(bureau.organ), &all, 0, 50).await.unwrap();
    found.sort_by_key(|one| one.id);
    found
}

const HEAD: &str = "标题*,信息种类*,文号,成文日期,原发布日期,正文,正文文件,附件,原索引号,原地址,废止日期\r\n";

#[tokio::test]
async fn an_inventory_with_its_files_becomes_drafts_and_every_fault_of_it_is_told_at_once() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        let zip = packed(&[("正文/一.txt", "各乡镇：\n\n第一条　每月检测。"), ("附件/表.csv", "点,值\n桥头,合格"), ("多余.txt", "x")]);
        let wrong = format!(
            "{HEAD}\
             供水办法,行政规范性文件,,2021-13-01,,正文,,,,,\r\n\
             ,外星文件,,,,正文,,,,,\r\n\
             停水公告,通知公告,,,,,没有.txt,表.csv；缺.pdf,,,\r\n\
             停水公告,通知公告,,,,,,,a b,/items/1,\r\n"
        );
        let told = bring(&mut gu, "draft", Some(&wrong), &zip).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        for (row, words) in [
            (2, "“2021-13-01”不是日期"),
            (3, "没有填"),
            (3, "认不出“外星文件”"),
            (4, "“没有.txt”：附件包里没有这个文件"),
            (4, "“缺.pdf”：附件包里没有这个文件"),
            (5, "没有正文"),
            (5, "不像索引号"),
            (5, "本平台自己的地址"),
        ] {
            let begin = format!("第{row}行</th>");
            let mut rows = told.body.split(&begin).skip(1);
            assert!(rows.any(|rest| rest.split_once("</tr>").unwrap().0.contains(words)), "{row} {words}");
        }
        assert!(drafts(&office, &bureau).await.is_empty());

        let right = format!("{HEAD}供水办法,行政规范性文件,青水发〔2021〕4号,2021-03-01,,,正文/一.txt,检测表.csv=表.csv,,/art/1.html,\r\n停水公告,通知公告,,,,今晚停水,,,,,\r\n");
        let looked = bring(&mut gu, "draft", Some(&right), &zip).await;
        assert!(looked.status == StatusCode::OK && looked.has("导入这2条") && looked.has("多余.txt"), "{}", looked.body);
        let (_, done) = taken_in(&mut gu, &looked).await;
        assert!(done.has("成为草稿") && done.has("供水办法"), "{}", done.body);
        let made = drafts(&office, &bureau).await;
        let shown: Vec<_> = made.iter().map(|one| (one.title.as_str(), one.kind.as_str(), one.stage.as_str())).collect();
        assert_eq!(shown, [("供水办法", "normative", "draft"), ("停水公告", "notice", "draft")]);
        let first = opened(&office, made[0].id).await;
        assert!(first.content.body.contains("第一条　每月检测。") && first.content.number.contains("4号"));
        assert_eq!(first.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["检测表.csv"]);
        let nowhere = Somebody::at(&office).get("/art/1.html").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "an old address leads to nothing that is not out");
        let twice = bring(&mut gu, "draft", Some(&right), &zip).await;
        assert!(twice.has("已经转到别的信息"), "{}", twice.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_many_are_taken_in_with_their_files_others_write_without_waiting_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = super::house::office(db);
    let bureau = bureau(&office).await;
    let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
    let line = "每月检测，结果公开。\n".repeat(600);
    let files: Vec<_> = (0..250).map(|nth| (format!("{nth}.txt"), format!("第{nth}处\n{line}"))).collect();
    let zip = packed(&files.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect::<Vec<_>>());
    let row =
        |nth| format!("供水办法{nth},行政规范性文件,,2021-03-01,2021-03-05,第一条,,{nth}.txt,,/art/{nth}.html,\r\n");
    let sheet = format!("{HEAD}{}", (0..250).map(row).collect::<String>());
    let looked = bring(&mut lu, "migrate", Some(&sheet), &zip).await;
    let (_, rest) = looked.body.split_once("action=\"/desk/bulk/").unwrap_or_else(|| panic!("{}", looked.body));
    let path = format!("/desk/bulk/{}", rest.split_once('"').unwrap().0);
    let run = lu.post(&path, &[("csrf", &looked.csrf())]).await.location().to_owned();
    let id = super::publishing::begun(
        &office,
        &bureau,
        gongkai_law::proactive::kind::PublicationKind::General,
        &whole("别的"),
    )
    .await;
    let mut noted = 0;
    let imported = loop {
        let page = lu.get(&run).await;
        if page.status == StatusCode::SEE_OTHER {
            break lu.get(page.location()).await;
        }
        assert!(page.headers.contains_key("refresh"), "it ended without anything written: {}", page.body);
        let manuscript = opened(&office, id).await;
        let began = std::time::Instant::now();
        let words = whole(&format!("别的，改第{noted}次"));
        gongkai::publish::write::write(&office, &bureau.writer, &manuscript, manuscript.kind, &words).await.unwrap();
        assert!(began.elapsed().as_secs() < 5, "the {noted}th waited for {:?}", began.elapsed());
        noted += 1;
        assert!(noted < 10_000, "it does not end");
    };
    assert!(noted > 0, "it was taken in before anybody else could write");
    assert!(imported.has("等签发人确认"), "{}", imported.body);
    let files = office.db.verify_files(|_| unreachable!()).await.unwrap();
    assert_eq!((files.sound, files.broken), (250, None));
}

#[tokio::test]
async fn what_is_stopped_half_way_leaves_nothing() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let sheet = format!("{HEAD}甲,通知公告,,,,一,,,,,\r\n乙,通知公告,,,,二,,,,,\r\n");
        let about = About {
            organ: [organ.name.clone(), organ.short_name.clone()],
            today: office.today(),
            migrates: false,
            words: String::new(),
        };
        let mut bundle = Bundle::empty();
        let looked = look(Some(sheet.as_bytes()), &mut bundle, &about, &|_, _| true).unwrap();
        let stopped = look(Some(sheet.as_bytes()), &mut bundle, &about, &|done, _| done < 1);
        assert!(stopped.err().unwrap().contains("一条也没有写入"));
        let progress = Progress::unwatched(None);
        progress.stop();
        let brought = Brought { name: "清单.csv".to_owned(), why: String::new(), migrates: false };
        let done = take_in(&office, (&bureau.writer, &organ), (&brought, None), (&looked, bundle), &progress).await;
        assert!(matches!(done, Err(Unfinished::Stopped)));
        assert!(drafts(&office, &bureau).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_an_old_system_had_released_is_out_on_its_own_day_when_two_people_have_answered_for_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let [mut gu, mut lu, mut tang] =
            [sign_in(&office, "gu", PASSWORD).await.0, sign_in(&office, "lu", PASSWORD).await.0, sign_in(&office, "tang", PASSWORD).await.0];
        let sheet = format!(
            "{HEAD}\
             供水办法,行政规范性文件,青水发〔2021〕4号,2021-03-01,2021-03-05,第一条,,,shui/2026-00007,/art/1.html,\r\n\
             旧水价办法,行政规范性文件,青水发〔2015〕2号,2015-03-01,2015-03-05,第一条,,,,/art/2.html?id=2,2021-03-05\r\n\
             改过的,通知公告,,2020-01-01,2020-01-02,一,,,,,\r\n"
        );
        assert_eq!(bring(&mut gu, "migrate", Some(&sheet), &[]).await.status, StatusCode::FORBIDDEN);
        let private = sheet.replace("第一条,,,shui", "联系人11010519491231002X,,,shui");
        assert!(bring(&mut lu, "migrate", Some(&private), &[]).await.has("走三审"));
        assert!(bring(&mut lu, "migrate", Some(&sheet.replace("2020-01-02", "")), &[]).await.has("原来公开的日期"));
        let looked = bring(&mut lu, "migrate", Some(&sheet), &[]).await;
        let (place, waits) = taken_in(&mut lu, &looked).await;
        assert!(waits.has("等签发人确认") && waits.has("由签发人确认"), "{}", waits.body);
        let public = async || office.db.released_lines(&ReleasedFilter::default(), None, 50).await.unwrap();
        assert!(public().await.is_empty(), "nothing is out on one person's word");

        let changed = drafts(&office, &bureau).await[2].id;
        let manuscript = opened(&office, changed).await;
        gongkai::publish::write::write(&office, &bureau.writer, &manuscript, manuscript.kind, &whole("改过的")).await.unwrap();
        let open = tang.get(&place).await;
        assert!(open.has("改动过"), "{}", open.body);
        let half = tang.post(&place, &[("csrf", &open.csrf()), ("act", "confirm"), ("reviewed", "1")]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("csrf", open.csrf()), ("act", "confirm".to_owned()), ("reviewed", "1".to_owned()), ("private", "1".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let own = lu.post(&place, &[&[("csrf", lu.clone().get("/desk/bulk").await.csrf().as_str())], &fields[1..]].concat()).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);
        let run = tang.post(&place, &fields).await;
        let (_, done) = ended(&mut tang, run.location()).await;
        assert!(done.has("已迁移"), "{}", done.body);

        let out = public().await;
        let shown: Vec<_> = out.iter().map(|line| (line.title.as_str(), line.validity.as_deref().unwrap())).collect();
        assert_eq!(shown, [("供水办法", "in_force"), ("旧水价办法", "repealed")], "the newest first, by their own days");
        assert_eq!(opened(&office, changed).await.publication.stage, "draft");
        let first = office.db.released_at("shui/2026-00007").await.unwrap();
        assert_eq!(first.released_ms.timestamp().to_string(), "2021-03-05T04:00:00Z");
        assert!(office.db.released(out[1].publication_id).await.unwrap().index_number.ends_with("/2015-00001"));
        told(&office, first.publication_id).await;
        assert_eq!(office.db.verify_content().await.unwrap().broken, None, "the journal knows of each step");
        leads(&office, &bureau, &first).await;
    })
    .await;
}

/// Its file says by whom and why.
async fn told(office: &Office, id: gongkai_store::PublicationId) {
    let steps = opened(office, id).await.entries;
    let last = steps.last().unwrap();
    assert!(last.row.kind == "migrated" && last.words.why.contains("从旧门户迁移"), "{last:?}");
    assert_ne!(last.row.actor, steps[0].row.actor);
    let rows = journal::about(&office.db, &id.to_string(), 9).await.unwrap();
    assert!(rows.iter().any(|row| row.act == "publication.take_over"), "{rows:?}");
}

/// Old addresses lead to it while it is public, and to its tombstone after; the series goes on behind its number.
async fn leads(office: &Office, bureau: &Bureau, first: &gongkai_store::Released) {
    let mut anybody = Somebody::at(office);
    for old in ["/art/1.html", "/art/1.html?from=app"] {
        let moved = anybody.get(old).await;
        assert_eq!((moved.status, moved.location()), (StatusCode::MOVED_PERMANENTLY, "/items/shui/2026-00007"));
    }
    assert_eq!(anybody.get("/art/2.html?id=2").await.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(anybody.get("/art/2.html").await.status, StatusCode::NOT_FOUND, "another query is another page");
    out::withdraw(office, &bureau.signer, &opened(office, first.publication_id).await, "已由新办法代替").await.unwrap();
    let gone = anybody.get("/art/1.html").await;
    assert!(gone.status == StatusCode::GONE && gone.has("已由新办法代替"), "{}", gone.body);
    let next = super::publishing::begun(
        office,
        bureau,
        gongkai_law::proactive::kind::PublicationKind::General,
        &whole("新的"),
    )
    .await;
    reviewed(office, bureau, next).await;
    signed(office, bureau, next).await;
    let number = office.db.released(next).await.unwrap().index_number;
    assert!(number.ends_with("/2026-00008") || number.ends_with("/2026-00001"), "{number}");
}

const PAGE: &str = "<html><head><title>关于停水的公告_青禾县水利局</title></head><body><a href=\"/\">首页</a>\
    <h1>关于停水的公告</h1><p>发布时间：2019-03-08　来源：县水利局</p><p>因检修，3月9日停水。</p><p>请互相转告。</p>\
    <p><a href=\"files/a.txt\">停水小区名单</a></p><p>版权所有</p></body></html>";

#[tokio::test]
async fn saved_pages_of_an_old_site_are_read_shown_and_taken_over_with_their_files_and_addresses() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        let zip = packed(&[
            ("www.shui.example/art/9.html", PAGE),
            ("www.shui.example/art/files/a.txt", "桥头小区"),
            ("www.shui.example/empty.html", "<p></p>"),
        ]);
        let looked = bring(&mut lu, "migrate", None, &zip).await;
        for words in ["关于停水的公告", "通知公告", "2019-03-08", "导入这1条", "没有读到标题和正文", "list.xlsx"]
        {
            assert!(looked.has(words), "{words}: {}", looked.body);
        }
        let (_, rest) = looked.body.split_once("href=\"/desk/bulk/").unwrap();
        let list = lu.get(&format!("/desk/bulk/{}", rest.split_once('"').unwrap().0)).await;
        assert!(list.status == StatusCode::OK && list.body.starts_with("PK"));
        let (_, done) = taken_in(&mut lu, &looked).await;
        assert!(done.has("等签发人确认"), "{}", done.body);
        let made = opened(&office, drafts(&office, &bureau).await[0].id).await;
        assert_eq!(made.content.body, "因检修，3月9日停水。\n\n请互相转告。");
        assert_eq!(made.files[0].name, "停水小区名单.txt");
        assert_eq!(office.db.old_addresses("", "", 9).await.unwrap()[0].old, "/art/9.html");
        assert!(bring(&mut lu, "draft", None, &packed(&[("a.txt", "x")])).await.has("没有网页"));
        assert!(bring(&mut lu, "draft", None, b"no zip").await.has("不是ZIP"));
    })
    .await;
}

#[tokio::test]
async fn the_administrator_keeps_a_table_of_old_addresses_all_of_it_or_nothing() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        person(&office, None, "guan", &["system"]).await;
        let mut guan = sign_in(&office, "guan", PASSWORD).await.0;
        let id = super::publishing::begun(&office, &bureau, gongkai_law::proactive::kind::PublicationKind::General, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let index = office.db.released(id).await.unwrap().index_number;
        let csrf = guan.get("/desk/moved").await.csrf();
        let send = async |guan: &mut Somebody, table: String| {
            guan.multipart("/desk/moved", &[("csrf", None, csrf.as_bytes()), ("file", Some("旧.csv"), table.as_bytes())]).await
        };
        let wrong = send(&mut guan, format!("旧地址,索引号\r\n/a.html,{index}\r\n/a.html,{index}\r\n/desk,{index}\r\n/b.html,没有\r\n")).await;
        for words in ["和第2行相同", "本平台自己的地址", "没有发布过“没有”"] {
            assert!(wrong.has(words), "{words}: {}", wrong.body);
        }
        assert_eq!(office.db.old_address_count().await.unwrap(), 0);
        let right = send(&mut guan, format!("旧地址,索引号\r\nhttp://old.example/公告/a.html,https://new.example/items/{index}\r\n/b.html,{index}\r\n")).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
        let mut anybody = Somebody::at(&office);
        for old in ["/b.html", "/%E5%85%AC%e5%91%8a/a.html"] {
            assert_eq!(anybody.get(old).await.location(), format!("/items/{index}"), "{old}");
        }
        assert!(guan.get("/desk/moved?q=b.html").await.has("停水公告"));
        guan.multipart("/desk/moved", &[("csrf", None, csrf.as_bytes()), ("drop", None, b"/b.html")]).await;
        assert_eq!(anybody.get("/b.html").await.status, StatusCode::NOT_FOUND);
        assert_eq!(sign_in(&office, "lu", PASSWORD).await.0.get("/desk/moved").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn what_a_command_brought_is_the_heads_to_propose_and_somebody_elses_to_confirm() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let sheet = format!("{HEAD}甲,通知公告,,2019-01-01,2019-01-02,一,,,,,\r\n");
        let about = About {
            organ: [organ.name.clone(), organ.short_name.clone()],
            today: office.today(),
            migrates: true,
            words: String::new(),
        };
        let mut bundle = Bundle::empty();
        let looked = look(Some(sheet.as_bytes()), &mut bundle, &about, &|_, _| true).unwrap();
        let brought = Brought { name: "清单.csv".to_owned(), why: String::new(), migrates: true };
        let progress = Progress::unwatched(None);
        let done = take_in(&office, (&Hand::Platform, &organ), (&brought, None), (&looked, bundle), &progress).await;
        let place = format!("/desk/bulk/imports/{}", done.ok().unwrap());
        let (mut lu, mut tang) = (sign_in(&office, "lu", PASSWORD).await.0, sign_in(&office, "tang", PASSWORD).await.0);
        assert!(tang.get(&place).await.has("等负责人提请"));
        let csrf = lu.get(&place).await.csrf();
        assert!(lu.post(&place, &[("csrf", &csrf), ("act", "adopt")]).await.has("请写明理由"));
        lu.post(&place, &[("csrf", &csrf), ("act", "adopt"), ("why", "旧门户迁移")]).await;
        let open = tang.get(&place).await;
        assert!(open.has("等签发人确认") && open.has("确认迁移"), "{}", open.body);
        tang.post(&place, &[("csrf", &open.csrf()), ("act", "refuse"), ("why", "没有原审查记录")]).await;
        assert!(lu.get(&place).await.has("不同意：没有原审查记录"));
        assert!(office.db.released_lines(&ReleasedFilter::default(), None, 9).await.unwrap().is_empty());
    })
    .await;
}
