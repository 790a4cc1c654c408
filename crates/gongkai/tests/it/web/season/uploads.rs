//! What comes as a file: whose figures it holds is said and kept; nothing that was written here is lost to it; what is wrong,
//! missing or another's is not handed in; who signed it is said; and no one person brings it all the way alone.

use gongkai::{
    letters::pdf,
    people::{
        delegation::{self, Wish},
        roles::{Hand, Role},
    },
    verify::{Checked, Source},
};
use gongkai_report::write::{Paper, Target};
use gongkai_store::{NewSeasonUpload, Scope, Upload, journal};

use super::{
    super::{
        compile::{AT, begun, done, send, take},
        house::{shelve, shelved},
        people::person,
    },
    *,
};

pub const TOWN: &str = "/desk/season/2025/of/yundu";

/// A township with an office below it, and nobody who has an account.
pub async fn town(office: &Office, county: &County) -> Organ {
    let town = founded(office, "yundu", "云渡镇人民政府", ("township", county.hall.id)).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.change_organ(&Organ { kind: "government".to_owned(), ..town.clone() }).await.unwrap();
    act.commit().await.unwrap();
    founded(office, "yundu-nz", "云渡镇农业综合服务中心", ("township", town.id)).await;
    town
}

#[tokio::test]
async fn who_brings_a_governments_report_says_whose_figures_it_holds_and_they_are_not_asked_for_again() {
    on_both(async |office| {
        let county = county(&office).await;
        has_none(&office, county.hall.id).await;
        town(&office, &county).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        let mute = uploads_as(&mut yu, TOWN, &file, "").await;
        assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("选一个编制范围"), "{}", mute.body);
        let source = [("source", "镇党政办电话核对")];
        went(&brings_as(&mut yu, TOWN, (&file, "self"), &source).await);
        let missing =
            |sum: &gongkai::season::roll_up::RollUp| sum.missing.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        let alone = roll_up(&office, &county.hall, 2025, Range::Region).await.unwrap();
        assert_eq!(
            missing(&alone),
            ["云渡镇农业综合服务中心"],
            "a town that reports for itself speaks for nobody else"
        );

        went(&answers(&mut yu, "yundu", &[("step", "returned"), ("why", "范围报错了")]).await);
        went(&brings_as(&mut yu, TOWN, (&file, "region"), &source).await);
        let whole = roll_up(&office, &county.hall, 2025, Range::Region).await.unwrap();
        assert_eq!(missing(&whole), [""; 0], "its centre is in the town's report");
        assert_eq!(whole.figures.at("requests.new.total"), Some(2));
        let wide =
            uploads_as(&mut gu, "/desk/season/2024/of/shui", &paper_of(("青禾县水利局", 2024), &[]), "region").await;
        assert!(wide.has("只有人民政府的年报包括部门和乡镇"), "{}", wide.body);
    })
    .await;
}

#[tokio::test]
async fn what_was_entered_on_the_platform_is_not_lost_to_a_file() {
    on_both(async |office| {
        county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        begun(&mut gu, "2020").await;
        let at = "/desk/compile/2020";
        let typed = [("v.proactive.procurement.projects", "3"), ("s.proactive.procurement.projects", "县财政局台账")];
        done(&send(&mut gu, at, at, &typed).await);
        let page =
            uploads_as(&mut gu, "/desk/season/2020/of/shui", &paper_of(("青禾县水利局", 2020), &[]), "self").await;
        assert!(page.status == StatusCode::FORBIDDEN && page.has("1格填了数"), "{}", page.body);
        let organ = office.db.organ_at("shui").await.unwrap();
        let kept = office.db.compilation_of(organ.id, 2020, Scope::All).await.unwrap().unwrap();
        assert!(kept.content.contains("县财政局台账"), "{}", kept.content);
    })
    .await;
}

#[tokio::test]
async fn a_file_with_errors_is_not_handed_in_unless_the_head_says_why_and_the_journal_has_it() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        let (mut yu, mut gu, mut an) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "an").await);
        opened(&mut yu).await;
        let at = "/desk/season/2025/of/shui";
        // five came, and the total says six
        let file = paper(
            "青禾县水利局",
            &known(&[
                ("requests.new.natural_person", 5),
                ("requests.new.total", 6),
                ("requests.carried_out.natural_person", 5),
                ("requests.carried_out.total", 5),
            ]),
        );
        let refused = brings_as(&mut gu, at, (&file, ""), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert!(refused.has("改好文件再上传") && refused.has("A002"), "{}", refused.body);
        let not_his = confirms(&mut gu, at, &[("pass", "原件就是这样")]).await;
        assert!(not_his.status == StatusCode::UNPROCESSABLE_ENTITY && not_his.has("写明理由放行"), "{}", not_his.body);
        assert!(yu.get("/desk/season/2025?state=reported").await.has("没有这样的单位"), "nothing was handed in");

        went(&confirms(&mut an, at, &[("pass", "纸质定本已经公布，更正另行发文")]).await);
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        let row = rows.iter().find(|row| row.act == "compilation.pass").unwrap();
        assert!(row.detail.contains("纸质定本已经公布") && row.actor.starts_with("person:"), "{row:?}");
        let copy = yu.get(&format!("{at}/copy")).await;
        assert!(copy.has("放行的错误") && copy.has("纸质定本已经公布"), "{}", copy.body);
    })
    .await;
}

#[tokio::test]
async fn a_cell_that_nobody_read_and_the_report_of_another_organ_are_not_handed_in() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let file = String::from_utf8(paper("青禾县水利局", &[("proactive.licences", Some(7_777))])).unwrap();
        let at = "/desk/season/2025/of/shui";
        let blank = brings_as(&mut gu, at, (file.replace(">7777<", ">若干<").as_bytes(), ""), &[]).await;
        assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.has("还有1格没有数"), "{}", blank.body);
        let other = brings_as(&mut gu, at, (&paper("云泽县水利局", &[]), ""), &[]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.has("云泽县水利局") && other.has("不是青禾县水利局的"), "{}", other.body);
        assert!(yu.get("/desk/season/2025?state=reported").await.has("没有这样的单位"), "nothing was handed in");
    })
    .await;
}

#[tokio::test]
async fn a_change_that_was_not_read_may_be_below_zero_and_a_count_may_not() {
    on_both(async |office| {
        county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        let at = "/desk/season/2020/of/shui";
        let cells = [("proactive.fees.change", Some(7_777)), ("proactive.licences.decisions", Some(6_666))];
        let file = String::from_utf8(paper_of(("青禾县水利局", 2020), &cells)).unwrap();
        let file = file.replace(">7777<", ">若干<").replace(">6666<", ">若干<");
        let typed = [("proactive.fees.change", "-3"), ("proactive.licences.decisions", "-1")];
        let wrong = brings_as(&mut gu, at, (file.as_bytes(), ""), &typed).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("value=\"-3\""), "{}", wrong.body);
        let typed = [("proactive.fees.change", "-3"), ("proactive.licences.decisions", "1")];
        went(&confirms(&mut gu, at, &typed).await);
        let copy = gu.get(&format!("{at}/copy")).await;
        assert!(copy.has("-3"), "{}", copy.body);
    })
    .await;
}

#[tokio::test]
async fn what_only_the_library_has_is_taken_from_there_and_counts_when_somebody_confirmed_it() {
    on_both(async |office| {
        let county = county(&office).await;
        has_none(&office, county.hall.id).await;
        let town = town(&office, &county).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let (water, file) = ("/desk/season/2025/of/shui", paper("青禾县水利局", &[]));
        shelve(&office, &shelved((county.water.id, 2025), ("水利局2025.html", &file))).await;
        assert!(!yu.get(water).await.has("从年报库取来"), "whoever has officers confirms for itself");
        let not_hers = sends(&mut yu, &format!("{water}/shelved"), &[("range", "self")]).await;
        assert!(not_hers.status == StatusCode::FORBIDDEN && not_hers.has("有自己的经办人"), "{}", not_hers.body);
        assert!(gu.get(water).await.has("从年报库取来"));
        went(&uploads(&mut gu, "shui", &file).await);
        assert!(!gu.get(water).await.has("从年报库取来"), "another one waits");
        let late = sends(&mut gu, &format!("{water}/shelved"), &[("range", "self")]).await;
        assert!(late.status == StatusCode::FORBIDDEN && late.has("有上传件还没有确认"), "{}", late.body);
        assert!(yu.get("/desk/season/2025?state=uploaded").await.has("青禾县水利局"), "and is looked for");
        went(&confirms(&mut gu, water, &[]).await);

        assert!(!yu.get(TOWN).await.has("从年报库取来"), "the library has none yet");
        let none = sends(&mut yu, &format!("{TOWN}/shelved"), &[("range", "region")]).await;
        assert!(none.status == StatusCode::FORBIDDEN && none.has("年报库里没有"), "{}", none.body);

        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        shelve(&office, &shelved((town.id, 2025), ("云渡镇2025.html", &file))).await;
        let list = yu.get("/desk/season/2025").await;
        assert!(list.has("只在年报库，取来确认才进汇总") && list.has("汇总还缺2家"), "{}", list.body);
        assert!(yu.get(TOWN).await.has("从年报库取来"));
        let mute = sends(&mut yu, &format!("{TOWN}/shelved"), &[]).await;
        assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("选一个编制范围"), "{}", mute.body);
        assert_eq!(sends(&mut gu, &format!("{TOWN}/shelved"), &[("range", "region")]).await.status, 404);

        went(&sends(&mut yu, &format!("{TOWN}/shelved"), &[("range", "region")]).await);
        let page = yu.get(TOWN).await;
        assert!(page.has("年报库的云渡镇2025.html") && !page.has("从年报库取来"), "{}", page.body);
        assert_eq!(yu.get(&format!("{TOWN}/confirm")).await.status, StatusCode::OK);
        let before = roll_up(&office, &county.hall, 2025, Range::Region).await.unwrap();
        assert_eq!(before.missing.len(), 2, "nobody has confirmed it");
        went(&confirms(&mut yu, TOWN, &[("source", "镇党政办电话核对")]).await);
        let whole = roll_up(&office, &county.hall, 2025, Range::Region).await.unwrap();
        assert!(whole.missing.is_empty(), "{:?}", whole.missing);
        assert_eq!(whole.figures.at("requests.new.total"), Some(2));
    })
    .await;
}

#[tokio::test]
async fn who_confirmed_a_report_from_above_does_not_accept_it() {
    on_both(async |office| {
        let county = county(&office).await;
        town(&office, &county).await;
        person(&office, Some(county.hall.id), "ning", &["supervisor"]).await;
        let (mut yu, mut ning) = (signed_in(&office, "yu").await, signed_in(&office, "ning").await);
        opened(&mut yu).await;
        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        went(&brings_as(&mut yu, TOWN, (&file, "region"), &[("source", "镇党政办电话核对")]).await);
        let page = yu.get(TOWN).await;
        assert!(page.has("接收要由另一个人办") && !page.has("value=\"accepted\""), "{}", page.body);
        let both = answers(&mut yu, "yundu", &[("step", "accepted")]).await;
        assert!(both.status == StatusCode::UNPROCESSABLE_ENTITY && both.has("接收要由另一个人办"), "{}", both.body);
        went(&answers(&mut ning, "yundu", &[("step", "accepted")]).await);
    })
    .await;
}

#[tokio::test]
async fn nobody_brings_confirms_and_publishes_a_report_alone() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        person(&office, Some(water.id), "tang", &["signer"]).await;
        let (mut an, mut tang) = (signed_in(&office, "an").await, signed_in(&office, "tang").await);
        went(&brings(&mut an, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let alone = take(&mut an, AT, "published", "").await;
        assert!(alone.status != StatusCode::SEE_OTHER && alone.has("公布要由另一个人办"), "{}", alone.body);
        assert!(office.db.report_of(water.id, 2025, gongkai_store::Sight::Staff).await.unwrap().is_none());
        done(&take(&mut tang, AT, "published", "").await);
        assert!(office.db.report_of(water.id, 2025, gongkai_store::Sight::Staff).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn who_signed_a_report_elsewhere_is_said_by_its_own_people_too_and_stands_beside_it() {
    on_both(async |office| {
        county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        let mute = brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[("signed", " ")]).await;
        assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("写明谁签发的"), "{}", mute.body);
        let at = "/desk/season/2025/of/shui";
        went(&confirms(&mut gu, at, &[("signed", "副局长许知远10月9日")]).await);
        assert!(gu.get(&format!("{at}/copy")).await.has("平台外编制、签发（副局长许知远10月9日）"));
    })
    .await;
}

#[tokio::test]
async fn those_above_see_a_file_when_its_organ_has_confirmed_it() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let at = "/desk/season/2025/of/shui";
        went(&uploads(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER))).await);
        let confirm = format!("{at}/confirm");
        assert_eq!(yu.get(&confirm).await.status, StatusCode::NOT_FOUND);
        assert_eq!(sends(&mut yu, &confirm, &[("n", "1"), ("signed", "局长")]).await.status, StatusCode::NOT_FOUND);
        let page = yu.get(at).await;
        assert!(!page.has("上传件待确认") && !page.has("年报.html"), "{}", page.body);
        assert!(gu.get(at).await.has("上传件待确认"));
        went(&confirms(&mut gu, at, &[]).await);
        assert!(yu.get(&format!("{at}/copy")).await.has(">70<"));
    })
    .await;
}

#[tokio::test]
async fn whose_deputy_confirmed_a_report_does_not_accept_it() {
    on_both(async |office| {
        let county = county(&office).await;
        town(&office, &county).await;
        let organ = county.hall.id;
        let principal = person(&office, Some(organ), "mo", &["head", "supervisor"]).await;
        let deputy = person(&office, Some(organ), "ning", &["officer"]).await;
        let own = Hand::Staff {
            id: principal,
            organ: Some(organ),
            roles: vec![Role::Head, Role::Supervisor],
            stands_in: Vec::new(),
        };
        let (from, role, why) = (date(2026, 10, 12), Role::Head, "出差".to_owned());
        delegation::delegate(&office, &own, &Wish { principal, deputy, role, from, until: from, why }).await.unwrap();
        let (mut yu, mut mo, mut ning) =
            (signed_in(&office, "yu").await, signed_in(&office, "mo").await, signed_in(&office, "ning").await);
        opened(&mut yu).await;
        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        went(&brings_as(&mut ning, TOWN, (&file, "region"), &[("source", "镇党政办电话核对")]).await);
        let both = answers(&mut mo, "yundu", &[("step", "accepted")]).await;
        assert!(both.status == StatusCode::UNPROCESSABLE_ENTITY && both.has("接收要由另一个人办"), "{}", both.body);
        went(&answers(&mut yu, "yundu", &[("step", "accepted")]).await);
    })
    .await;
}

#[tokio::test]
async fn what_the_checks_could_not_read_is_not_handed_in_as_if_nothing_were_wrong() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        let blank = Report { agency: None, year: None, format: None, sections: Vec::new(), figures: None };
        let report = String::from_utf8(Target::Json.write("gongkai.upload:shui/2025", &blank).unwrap()).unwrap();
        let file = Upload { bytes: b"x", media: "text/html" };
        let new = NewSeasonUpload {
            organ: water.id,
            year: 2025,
            file_name: "年报.html",
            file,
            report: &report,
            fails: 0,
            scope: "self",
        };
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.add_season_upload(&new).await.unwrap();
        act.commit().await.unwrap();
        let mut gu = signed_in(&office, "gu").await;
        let page = confirms(&mut gu, "/desk/season/2025/of/shui", &[]).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("没有核验就不能报送"), "{}", page.body);
    })
    .await;
}

/// What a report of the bureau has in its tables; every other cell is zero.
fn told() -> Vec<(&'static str, Option<i64>)> {
    let documents = [("proactive.normative_documents.issued", 3), ("proactive.normative_documents.in_force", 17)];
    let review = [("redress.review.upheld", 1), ("redress.review.total", 1)];
    // 12.345 of ten thousand yuan
    let fees = [("proactive.fees_wan", 12_345_000)];
    known(&[&OF_WATER[..], &documents, &review, &fees].concat())
}

/// Our page as a report that the writers of other formats take.
async fn written(office: &Office) -> Report {
    let source = Source { name: "年报.html".to_owned(), bytes: paper("青禾县水利局", &told()).into() };
    let read = office.reader.read(&source, None).await;
    read.found.first().and_then(Checked::reading).unwrap().report.clone()
}

/// The page of a site with the report in it, as a browser saves it: in the bytes of GBK.
fn site() -> Vec<u8> {
    const SITE: &str = include_str!("../../../../../../fixtures/sources/site.html");
    let page = String::from_utf8(paper("青禾县水利局", &told())).unwrap();
    let report = page.split_once("</h1>").unwrap().1.split_once("</main>").unwrap().0;
    // as an editor of a site pastes it out of Word
    let pasted = report.replace("<th", "<td").replace("</th>", "</td>").replace("<table>", "<table border=1>");
    let pasted = pasted.replace("<h2", "<p class=MsoNormal").replace("</h2>", "<o:p></o:p></p>");
    encoding_rs::GBK.encode(&SITE.replace("<!--report-->", &pasted)).0.into_owned()
}

/// The same in one file with its pictures.
fn single_file(page: &[u8]) -> Vec<u8> {
    let quoted = |line: &[u8]| line.iter().map(|byte| format!("={byte:02X}")).collect::<String>();
    let lines: Vec<_> = page.chunks(24).map(quoted).collect();
    format!(
        "From: <Saved by Blink>\r\nSubject: annual\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t\
         type=\"text/html\";\r\n\tboundary=\"----=_Part\"\r\n\r\n------=_Part\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n------=_Part\r\nContent-Type: image/gif\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n------=_Part--\r\n",
        lines.join("=\r\n")
    )
    .into_bytes()
}

/// Files of one report, by the name that an office would give them.
async fn files(office: &Office) -> Vec<(&'static str, Vec<u8>)> {
    let report = written(office).await;
    let written = |target: Target| target.write("", &report).unwrap();
    let mut files = vec![
        ("年报.docx", written(Target::Docx)),
        ("年报.xlsx", written(Target::Xlsx)),
        ("水利局年报.htm", site()),
        ("水利局年报.mhtml", single_file(&site())),
    ];
    if office.fonts.both().is_ok() {
        let paper = Paper::of(&report, "");
        files.push(("年报.pdf", pdf::report::file(&office.fonts, &paper).unwrap()));
    } else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "no Chinese font on this machine");
        println!("no Chinese font on this machine: no PDF was brought");
    }
    files
}

#[tokio::test]
async fn a_report_in_any_format_and_a_page_as_it_was_saved_from_a_site_is_read_to_the_same_cells() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let at = "/desk/season/2025/of/shui";
        let mut counted = Figures::zero(Edition::Of2021);
        for (address, value) in told() {
            counted.set(counted.form().cell(address).unwrap(), value);
        }
        for (name, bytes) in files(&office).await {
            let csrf = gu.get("/signout").await.csrf();
            let parts =
                [("csrf", None, csrf.as_bytes()), ("range", None, b"".as_slice()), ("file", Some(name), &bytes)];
            let page = gu.multipart(&format!("{at}/upload"), &parts).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {}", page.body);
            let page = confirms(&mut gu, at, &[]).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {}", page.body);
            let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
            let water = sum.counted.iter().find(|one| one.name == "青禾县水利局").unwrap();
            for (cell, (read, counted)) in
                counted.form().cells().iter().zip(water.figures.values().iter().zip(counted.values()))
            {
                assert_eq!(read, counted, "{name}: {}", cell.address);
            }
            went(&answers(&mut yu, "shui", &[("step", "returned"), ("why", "换一种格式再报")]).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_in_one_file_without_the_page_is_refused_with_what_to_do() {
    on_both(async |office| {
        county(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        let file = String::from_utf8(single_file(b"")).unwrap().replace("text/html\r\n", "text/css\r\n");
        let page = uploads(&mut gu, "shui", file.as_bytes()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("另存为“网页，仅HTML”"), "{}", page.body);
    })
    .await;
}
