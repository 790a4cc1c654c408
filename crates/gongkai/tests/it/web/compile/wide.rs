//! A government's report of several organs: its text and its tables are of the same ones, what this register does not know
//! of them is asked for, and a correction of it counts the government's own part anew.

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::{examine::Examined, range::Range},
    people::roles::Hand,
    requests::{dossier::Dossier, record::Words, take as steps},
    season::roll_up::roll_up,
};
use gongkai_law::{
    annual_report::Edition,
    request::{
        decision::Decision,
        step::{Step, Taken},
    },
};
use gongkai_store::{Actor, Moment, Organ, Scope, Sight};
use jiff::civil::{Date, date};

use super::{
    super::{
        figures::{answered, worked},
        house::{Page, Somebody, noon, on_both},
        people::person,
        season::{answers, brings_as, founded, has_none, opened, paper},
    },
    AT, at, bureau, done, send, take, work, write, written,
};

/// The county above the bureau, with shen who writes, tao the head, hui who reviews and qiu who signs; and a town.
struct Governed {
    county: Organ,
    water: Organ,
    town: Organ,
}

async fn governed(office: &Office) -> Governed {
    let water = bureau(office).await;
    let county = office.db.organ_at("qinghe").await.unwrap();
    let town = founded(office, "yundu", "云渡镇人民政府", ("township", county.id)).await;
    for (name, role) in [("shen", "officer"), ("tao", "head"), ("hui", "reviewer"), ("qiu", "signer")] {
        person(office, Some(county.id), name, &[role]).await;
    }
    Governed { county, water, town }
}

/// A request of 2025 for which 380元 were paid.
async fn paid(office: &Office, organ: &Organ) {
    let number = worked(office, organ, "各村用水的全部合同", date(2025, 3, 3), &[]).await;
    let said = |yuan| Words { why: "按量计收".to_owned(), proof: "收据".to_owned(), yuan, ..Words::default() };
    let story: [(Date, Step, Words); 3] = [
        (date(2025, 3, 4), Step::Accepted, said(None)),
        (date(2025, 3, 5), Step::FeeNotified, said(Some(380))),
        (date(2025, 3, 7), Step::FeePaid, said(None)),
    ];
    for (on, step, words) in story {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        steps::take(office, &mut act, &Hand::Platform, &dossier, Taken { on, step }, &words).await.unwrap();
        act.commit().await.unwrap();
    }
}

async fn begins(somebody: &mut Somebody, range: &str) {
    let fields = [("year", "2025"), ("range", range)];
    done(&send(somebody, "/desk/compile", "/desk/compile/begin", &fields).await);
}

async fn six(somebody: &mut Somebody) -> Page {
    somebody.get(&format!("{AT}/write?part=6")).await
}

const ALL_FEES: &str = "2025年收取信息处理费1件，共计380元。";

#[tokio::test]
async fn a_government_with_its_departments_speaks_in_its_text_of_no_township_either() {
    on_both(async |office| {
        let Governed { county, water, town } = governed(&office).await;
        has_none(&office, county.id).await;
        has_none(&office, water.id).await;
        paid(&office, &town).await;
        let mut shen = at(&office, "shen").await;
        begins(&mut shen, "departments").await;
        let data = shen.get(AT).await;
        assert!(!data.has("云渡镇人民政府没有落实填报责任"), "the town's months are the town's: {}", data.body);
        assert!(six(&mut shen).await.has("2025年没有收取信息处理费。"));
        done(&send(&mut shen, AT, AT, &[("range", "region")]).await);
        assert!(shen.get(AT).await.has("云渡镇人民政府没有落实填报责任"));
        assert!(six(&mut shen).await.has(ALL_FEES));
    })
    .await;
}

#[tokio::test]
async fn of_an_organ_whose_report_came_as_a_file_no_fee_and_no_publication_is_a_zero() {
    on_both(async |office| {
        let Governed { county, .. } = governed(&office).await;
        has_none(&office, county.id).await;
        let (mut yu, mut shen) = (at(&office, "yu").await, at(&office, "shen").await);
        opened(&mut yu).await;
        let file = paper("云渡镇人民政府", &[]);
        let source = [("source", "镇党政办电话核对")];
        done(&brings_as(&mut yu, "/desk/season/2025/of/yundu", (&file, ""), &source).await);
        begins(&mut shen, "region").await;
        let why = "云渡镇人民政府的年报是上传的，平台没有记录";
        let check = shen.get(&format!("{AT}/check")).await;
        assert!(check.has(&format!("信息处理费没有数：{why}")) && check.has("#v-fees.count"), "{}", check.body);
        done(&write(&mut shen, AT, "6", "收费{信息处理费·件数}件。").await);
        done(&write(&mut shen, AT, "1-1", "网站公开{公开·政府网站}条。").await);
        assert!(!six(&mut shen).await.has("没有收取信息处理费"), "nobody here knows that");
        assert!(six(&mut shen).await.has(&format!("“信息处理费·件数”还没有数：{why}")));
        let first = shen.get(&format!("{AT}/write?part=1-1")).await;
        assert!(first.has(&format!("“公开·政府网站”还没有数：{why}")), "{}", first.body);

        let bare = send(&mut shen, AT, AT, &[("v.fees.count", "1"), ("v.fees.yuan", "380")]).await;
        assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.has("要写明数从哪里来"), "{}", bare.body);
        let said = "镇财政所收据存根";
        let typed = [("v.fees.count", "1"), ("s.fees.count", said), ("v.fees.yuan", "380"), ("s.fees.yuan", said)];
        done(&send(&mut shen, AT, AT, &typed).await);
        let there = six(&mut shen).await;
        assert!(there.has(ALL_FEES) && !there.has("“信息处理费·件数”还没有数"), "{}", there.body);
        assert!(!shen.get(&format!("{AT}/check")).await.has("信息处理费没有数"));
        // of its departments alone the register has all
        done(&send(&mut shen, AT, AT, &[("range", "departments")]).await);
        assert!(six(&mut shen).await.has("2025年没有收取信息处理费。"));
    })
    .await;
}

#[tokio::test]
async fn a_number_that_was_typed_for_one_range_is_that_of_no_other() {
    on_both(async |office| {
        let Governed { county, .. } = governed(&office).await;
        let mut shen = at(&office, "shen").await;
        let here = "/desk/compile/2020";
        let fields = [("year", "2020"), ("range", "self")];
        done(&send(&mut shen, "/desk/compile", "/desk/compile/begin", &fields).await);
        let (value, source) = ("v.proactive.procurement.projects", "s.proactive.procurement.projects");
        done(&send(&mut shen, here, here, &[(value, "9"), (source, "县财政局")]).await);
        let known = async || {
            let examined = Examined::of(&office, &work(&office, &county, 2020).await).await.unwrap();
            examined.year.figures.at("proactive.procurement.projects")
        };
        assert_eq!(known().await, Some(9));
        done(&send(&mut shen, here, here, &[("range", "region")]).await);
        assert_eq!(known().await, None, "nine were the county's own");
        let data = shen.get(here).await;
        assert!(data.has("按“本级”填的是9（县财政局），换了范围不算"), "{}", data.body);
        // an empty field takes nothing away from the other range
        done(&send(&mut shen, here, here, &[(value, ""), (source, "")]).await);
        done(&send(&mut shen, here, here, &[("range", "self")]).await);
        assert_eq!(known().await, Some(9));
        done(&send(&mut shen, here, here, &[("range", "region")]).await);
        done(&send(&mut shen, here, here, &[(value, "40"), (source, "全县汇总表")]).await);
        assert_eq!(known().await, Some(40));
    })
    .await;
}

/// What was handed in goes out.
async fn goes_out(office: &Office) {
    for (name, step) in [("hui", "reviewed"), ("qiu", "signed"), ("tao", "published")] {
        done(&take(&mut at(office, name).await, AT, step, "").await);
    }
}

/// The bureau's report of 2025: so many came, and none of them is answered.
async fn of_bureau(office: &Office, came: i64) {
    let cells =
        ["new", "carried_out"].map(|row| ["natural_person", "total"].map(|column| format!("requests.{row}.{column}")));
    let cells: Vec<_> = cells.iter().flatten().map(|cell| (cell.as_str(), Some(came))).collect();
    let file = paper("青禾县水利局", &cells);
    done(&brings_as(&mut at(office, "gu").await, "/desk/season/2025/of/shuili", (&file, ""), &[]).await);
}

/// The county had one request in 2025 and froze its own year; with the bureau's file its report is handed in.
async fn submitted(office: &Office, Governed { county, .. }: &Governed) {
    has_none(office, county.id).await;
    worked(office, county, "桥头村的路", date(2025, 3, 3), &answered(date(2025, 3, 10), Decision::Granted)).await;
    let mut tao = at(office, "tao").await;
    let csrf = tao.get("/signout").await.csrf();
    done(&tao.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", "2025"), ("sure", "1")]).await);
    opened(&mut at(office, "yu").await).await;
    of_bureau(office, 5).await;
    let mut shen = at(office, "shen").await;
    begins(&mut shen, "departments").await;
    written(&mut shen, AT, Edition::Of2021).await;
    let typed = ["v.fees.count", "v.fees.yuan"].map(|field| (field, "0"));
    let said = ["s.fees.count", "s.fees.yuan"].map(|field| (field, "水利局来函"));
    done(&send(&mut shen, AT, AT, &[typed, said].concat()).await);
    let data = shen.get(AT).await;
    assert!(data.has("其中本级的表三、表四是定稿的数"), "{}", data.body);
    done(&take(&mut shen, AT, "submitted", "").await);
}

#[tokio::test]
async fn what_a_bureau_hands_in_anew_keeps_the_signed_report_of_several_from_going_out() {
    on_both(async |office| {
        let governed = governed(&office).await;
        submitted(&office, &governed).await;
        for (name, step) in [("hui", "reviewed"), ("qiu", "signed")] {
            done(&take(&mut at(&office, name).await, AT, step, "").await);
        }
        let returned = [("step", "returned"), ("why", "少报了一件")];
        done(&answers(&mut at(&office, "yu").await, "shuili", &returned).await);
        of_bureau(&office, 6).await;
        let mut tao = at(&office, "tao").await;
        let held = take(&mut tao, AT, "published", "").await;
        assert!(held.has("定本是6，现在的合计是7"), "{}", held.body);
        let county = governed.county.id;
        assert!(office.db.report_of(county, 2025, Sight::Staff).await.unwrap().is_none(), "it is not out");
        done(&take(&mut at(&office, "qiu").await, AT, "sent_back", "水利局更正了一件").await);
        done(&take(&mut at(&office, "shen").await, AT, "submitted", "").await);
        goes_out(&office).await;
        let out = office.db.report_of(county, 2025, Sight::Public).await.unwrap().unwrap();
        assert_eq!(out.line.series.received, Some(7));
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_a_report_of_several_counts_the_own_part_anew_and_freezes_it_so() {
    on_both(async |office| {
        let governed = governed(&office).await;
        submitted(&office, &governed).await;
        goes_out(&office).await;
        let county = &governed.county;
        let own = async || {
            let sum = roll_up(&office, county, 2025, Range::Departments).await.unwrap();
            sum.figures.at("requests.new.total")
        };
        worked(&office, county, "迟来的一件", date(2025, 12, 29), &[]).await;
        assert_eq!(own().await, Some(6), "what is out stands as it was frozen");
        done(&take(&mut at(&office, "tao").await, AT, "corrected", "漏登了一件申请").await);
        assert_eq!(own().await, Some(7));
        let mut shen = at(&office, "shen").await;
        let data = shen.get(AT).await;
        let (_, cell) = data.body.split_once(" id=\"requests.new.total\"").unwrap();
        assert!(cell.split_once("</td>").unwrap().0.contains(">7<"), "{}", data.body);
        assert!(!data.has("定稿的数"), "{}", data.body);
        done(&take(&mut shen, AT, "submitted", "").await);
        let mut hui = at(&office, "hui").await;
        assert!(!hui.get(&format!("{AT}/sign")).await.has("送审以后"));
        goes_out(&office).await;
        let out = office.db.report_of(county.id, 2025, Sight::Public).await.unwrap().unwrap();
        assert_eq!(out.line.series.received, Some(7));
        let kept = office.db.frozen_year(county.id, 2025).await.unwrap().unwrap();
        assert!(kept.figures.contains("\"requests.new.total\":2"), "{}", kept.figures);
        assert_eq!(own().await, Some(7), "and stays so");
        assert!(!hui.get(&format!("{AT}/sign")).await.has("公布以后"));
    })
    .await;
}
