//! A year of what is public, as pages that work from a folder.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use gongkai::{Office, publish::archive};
use gongkai_law::proactive::kind::PublicationKind;
use zip::ZipArchive;

use super::{
    house::on_both,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
};

async fn out(office: &Office, bureau: &Bureau, title: &str, file: Option<&[u8]>) -> gongkai_store::PublicationId {
    let id = begun(office, bureau, PublicationKind::Normative, &whole(title)).await;
    if let Some(bytes) = file {
        let upload = gongkai_store::Upload { bytes, media: "text/plain" };
        let draft = opened(office, id).await;
        gongkai::publish::write::attach(office, &bureau.writer, &draft, ("检测 表.txt", upload)).await.unwrap();
    }
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

#[tokio::test]
async fn a_year_is_a_folder_of_pages_whose_every_link_leads_to_one_of_them() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        out(&office, &bureau, "供水<管理>办法", Some("桥头村合格".as_bytes())).await;
        let taken_down = out(&office, &bureau, "有误的公告", None).await;
        gongkai::publish::out::withdraw(&office, &bureau.signer, &opened(&office, taken_down).await, "有误")
            .await
            .unwrap();
        begun(&office, &bureau, PublicationKind::General, &whole("还没有审的")).await;
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let mut bytes = Cursor::new(Vec::new());
        let done = archive::write(&office, (2026, Some(&organ)), &mut bytes, |_| {}).await.unwrap();
        assert_eq!((done.items, done.files), (1, 1));
        let mut zip = ZipArchive::new(bytes).unwrap();
        let names: BTreeSet<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["index.html", "style.css", "months/2026-10.html", "topics/A20_01.html"] {
            assert!(names.contains(name), "{name}: {names:?}");
        }
        let mut whole = String::new();
        for name in names.iter().filter(|name| name.ends_with(".html")) {
            let mut page = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut page).unwrap();
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
            whole += &page;
        }
        for words in
            ["供水&#60;管理&#62;办法", "青水发〔2026〕14号", "<h2>第一章</h2>", "检测 表.txt", "（此件公开发布）"]
        {
            assert!(whole.contains(words), "{words}: {whole}");
        }
        assert!(!whole.contains("有误的公告") && !whole.contains("还没有审的") && !whole.contains("http"));
        let file = names.iter().find(|name| name.starts_with("files/")).unwrap();
        let mut inner = String::new();
        zip.by_name(file).unwrap().read_to_string(&mut inner).unwrap();
        assert_eq!(inner, "桥头村合格");
        let none = archive::write(&office, (2025, None), Cursor::new(Vec::new()), |_| {}).await.unwrap();
        assert_eq!(none.items, 0);
    })
    .await;
}
