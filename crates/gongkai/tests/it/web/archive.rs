//! A year of what is public, as pages that work from a folder.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use gongkai::{
    Office,
    publish::{
        archive,
        content::{Content, Link},
    },
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{PublicationId, Upload};
use jiff::{Timestamp, civil::date};
use zip::ZipArchive;

use super::{
    house::on_both,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
};

async fn out(office: &Office, bureau: &Bureau, content: &Content, file: Option<&[u8]>) -> PublicationId {
    let id = begun(office, bureau, PublicationKind::Normative, content).await;
    if let Some(bytes) = file {
        let upload = Upload { bytes, media: "text/plain" };
        let draft = opened(office, id).await;
        gongkai::publish::write::attach(office, &bureau.writer, &draft, ("检测 表.txt", upload)).await.unwrap();
    }
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

/// Whether each link of a page leads to something in the archive.
fn all_lead_somewhere(names: &BTreeSet<String>, name: &str, page: &str) {
    for part in page.split(" href=\"").skip(1) {
        let href = part.split_once('"').unwrap().0;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = match href.strip_prefix("../") {
            Some(rest) => rest.to_owned(),
            None if folder.is_empty() => href.to_owned(),
            None => format!("{folder}/{href}"),
        };
        assert!(names.contains(&target), "{name} leads to {href}");
    }
}

#[tokio::test]
async fn a_year_is_a_folder_of_pages_whose_every_link_leads_to_one_of_them() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        out(&office, &bureau, &whole("供水<管理>办法"), Some("桥头村合格".as_bytes())).await;
        let wrong = Content { body: "罚款写多了一个零。".to_owned(), ..whole("有误的公告") };
        let taken_down = out(&office, &bureau, &wrong, None).await;
        gongkai::publish::out::withdraw(&office, &bureau.signer, &opened(&office, taken_down).await, "有误")
            .await
            .unwrap();
        begun(&office, &bureau, PublicationKind::General, &whole("还没有审的")).await;
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let mut bytes = Cursor::new(Vec::new());
        let done = archive::write(&office, (2026, Some(&organ)), &mut bytes, |_| {}).await.unwrap();
        assert_eq!((done.items, done.files, done.stones), (1, 1, 1));
        let mut zip = ZipArchive::new(bytes).unwrap();
        let names: BTreeSet<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["index.html", "style.css", "months/2026-10.html", "topics/A20_01.html"] {
            assert!(names.contains(name), "{name}: {names:?}");
        }
        let mut whole = String::new();
        for name in names.iter().filter(|name| name.ends_with(".html")) {
            let mut page = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut page).unwrap();
            all_lead_somewhere(&names, name, &page);
            whole += &page;
        }
        for words in
            ["供水&#60;管理&#62;办法", "青水发〔2026〕14号", "<h2>第一章</h2>", "检测 表.txt", "（此件公开发布）"]
        {
            assert!(whole.contains(words), "{words}: {whole}");
        }
        assert!(!whole.contains("还没有审的") && !whole.contains("http"));
        assert!(whole.contains("有误的公告") && whole.contains("<dt>撤下日期</dt><dd>2026-10-12</dd>"), "{whole}");
        assert!(!whole.contains("多了一个零"), "a tombstone has nothing of the text");
        let file = names.iter().find(|name| name.starts_with("files/")).unwrap();
        let mut inner = String::new();
        zip.by_name(file).unwrap().read_to_string(&mut inner).unwrap();
        assert_eq!(inner, "桥头村合格");
        let none = archive::write(&office, (2025, None), Cursor::new(Vec::new()), |_| {}).await.unwrap();
        assert_eq!(none.items, 0);
    })
    .await;
}

async fn archived(office: &Office, year: i16) -> String {
    let mut bytes = Cursor::new(Vec::new());
    archive::write(office, (year, None), &mut bytes, |_| {}).await.unwrap();
    let mut zip = ZipArchive::new(bytes).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut whole = String::new();
    for name in names.iter().filter(|name| name.starts_with("items/")) {
        zip.by_name(name).unwrap().read_to_string(&mut whole).unwrap();
    }
    whole
}

#[tokio::test]
async fn a_document_in_the_archive_says_how_long_it_holds_and_leads_to_what_explains_and_ends_it() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let lasting =
            Content { from: Some(date(2026, 11, 1)), until: Some(date(2031, 10, 31)), ..whole("供水办法") };
        let old = out(&office, &bureau, &lasting, None).await;
        let link = |relation: &str| vec![Link { to: old.to_string(), relation: relation.to_owned() }];
        let reading = Content { number: String::new(), links: link("interprets"), ..whole("一图读懂供水") };
        out(&office, &bureau, &reading, None).await;
        // in another year
        office.clock = || "2027-03-01T04:00:00Z".parse::<Timestamp>().unwrap();
        let formed = Some(date(2027, 2, 20));
        let new = Content {
            number: "青水发〔2027〕2号".to_owned(),
            formed,
            links: link("replaces"),
            ..whole("新的供水办法")
        };
        out(&office, &bureau, &new, None).await;
        let first = archived(&office, 2026).await;
        for words in [
            "<dt>施行日期</dt><dd>2026-11-01</dd>",
            "<dt>有效期至</dt><dd>2031-10-31</dd>",
            "<dt>废止日期</dt><dd>2027-03-01</dd>",
            "<dt>有效性</dt><dd>已废止</dd>",
            "<li>被代替：新的供水办法 <small>不在这一份归档里</small><br><small>青水发〔2027〕2号",
        ] {
            assert!(first.contains(words), "{words}: {first}");
        }
        let (_, reads) = first.split_once("<li>解读的文件：<a href=\"").unwrap_or_else(|| panic!("{first}"));
        assert!(reads.split_once("</a>").unwrap().0.ends_with(">供水办法"), "{reads}");
        assert!(first.contains("<li>解读：<a href=\""), "and the document leads to what explains it: {first}");
        let second = archived(&office, 2027).await;
        assert!(second.contains("<li>代替：供水办法 <small>不在这一份归档里</small>"), "{second}");
    })
    .await;
}
