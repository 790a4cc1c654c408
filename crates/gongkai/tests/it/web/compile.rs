//! 编制年报: a year's report from the register to everybody: its figures are those that were counted, its text cannot disagree
//! with them, nobody takes two parts in it, and what went out is written to the same bytes for ever.

mod beginnings;
mod differences;
mod editions;
pub mod five;
mod kept;
mod last_words;
mod loose;
mod panel;
mod taken_over;
mod timely;
mod typed;
mod walked;
mod wide;
mod years;

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::{examine::Examined, parts::Part, work::Work},
};
use gongkai_law::{
    annual_report::{Edition, Form, indicator::Indicator},
    request::decision::Decision,
};
use gongkai_store::{Actor, Moment, NewMonthlyFigure, NewOrgan, Organ, Scope, Sight};
use jiff::civil::date;

use super::{
    cases::version,
    desk::PASSWORD,
    figures::{answered, worked},
    house::{Page, Somebody, noon, on_both, report, shelve, shelved},
    people::{person, sign_in},
};

pub const AT: &str = "/desk/compile/2025";

/// 水利局 with somebody for each part: gu writes, lu is the head, fang reviews, tang signs; yu supervises from above.
pub async fn bureau(office: &Office) -> Organ {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = |slug, name, kind, parent| NewOrgan {
        slug,
        name,
        short_name: name,
        kind,
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let county = act.add_organ(&new("qinghe", "青禾县人民政府", "government", None)).await.unwrap();
    let water = act.add_organ(&new("shuili", "青禾县水利局", "department", Some(county))).await.unwrap();
    act.commit().await.unwrap();
    for (name, role) in [("gu", "officer"), ("lu", "head"), ("fang", "reviewer"), ("tang", "signer")] {
        person(office, Some(water), name, &[role]).await;
    }
    person(office, Some(county), "yu", &["supervisor"]).await;
    office.db.organ(water).await.unwrap()
}

/// In 2025 one request of 2024 granted, one of 2025 not held, one still open.
pub async fn requests(office: &Office, organ: &Organ) {
    let granted = answered(date(2025, 1, 9), Decision::Granted);
    let not_held = answered(date(2025, 3, 10), Decision::UnableNotHeld);
    worked(office, organ, "桥头村饮水井的位置", date(2024, 12, 23), &granted).await;
    worked(office, organ, "灌渠的造价", date(2025, 3, 3), &not_held).await;
    worked(office, organ, "水质检测报告", date(2025, 12, 22), &[]).await;
}

/// 月报: penalties of every month but the last, and none of anything else.
pub async fn months(office: &Office, organ: &Organ, last: i16) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    for indicator in Indicator::entered() {
        let why = (indicator.key != "penalties").then_some("本机关没有这项职权");
        act.settle_figure_duty(organ.id, indicator.key, "2025-01", why).await.unwrap();
    }
    act.commit().await.unwrap();
    for month in 1..=last {
        enter(office, organ, month).await;
    }
}

pub async fn enter(office: &Office, organ: &Organ, month: i16) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewMonthlyFigure {
        organ: organ.id,
        indicator: "penalties",
        year: 2025,
        month,
        value: 2,
        source: "执法系统",
        note: "",
        file: None,
        seen: None,
    };
    act.enter_month(&new).await.unwrap();
    act.commit().await.unwrap();
}

/// 2024's report in the library, with whatever section one says and one carried out.
pub async fn last_year(office: &Office, organ: &Organ, carried_out: &str) {
    let page = String::from_utf8(report(2024, "全年公开信息。")).unwrap();
    let (before, row) = page.split_once("四、结转下年度继续办理").unwrap();
    let row = row.replacen(">0<", &format!(">{carried_out}<"), 1);
    // the seventh figure of the row is its total
    let at = row.match_indices(">0<").nth(5).unwrap().0;
    let row = format!("{}>{carried_out}<{}", &row[..at], &row[at + 3..]);
    let page = format!("{before}四、结转下年度继续办理{row}");
    let page = page.replace("</h2>\n</section>\n</main>", "</h2>\n<p>没有收取信息处理费。</p></section>\n</main>");
    let five = "五、存在的主要问题及改进情况</h2>";
    let page = page.replacen(five, &format!("{five}<p>公开不够及时。下一步，将公开专区的开放时间延长到周六。</p>"), 1);
    shelve(office, &shelved((organ.id, 2024), ("2024.html", page.as_bytes()))).await;
}

pub async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

/// Sends a form of the page that stands there.
pub async fn send(somebody: &mut Somebody, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let open = somebody.get(page).await;
    assert_eq!(open.status, StatusCode::OK, "{page}: {}", open.body);
    let csrf = somebody.get("/signout").await.csrf();
    // the page of the text always says how often it was saved
    let report: String = page.split('/').take(4).collect::<Vec<_>>().join("/");
    let version = match page {
        "/desk/compile" => String::new(),
        _ => version(&somebody.get(&format!("{report}/write")).await),
    };
    let own = [("csrf", csrf.as_str()), ("version", version.as_str())];
    let fields: Vec<_> = own.into_iter().chain(fields.iter().copied()).collect();
    somebody.post(to, &fields).await
}

pub fn done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

pub async fn begun(somebody: &mut Somebody, year: &str) {
    done(&send(somebody, "/desk/compile", "/desk/compile/begin", &[("year", year), ("range", "self")]).await);
}

pub async fn write(somebody: &mut Somebody, at: &str, part: &str, text: &str) -> Page {
    let fields = [("part", part), ("text", text), ("do", "save")];
    send(somebody, &format!("{at}/write?part={part}"), &format!("{at}/write"), &fields).await
}

/// Something in every part, so that nothing is left to be written.
pub async fn written(somebody: &mut Somebody, at: &str, edition: Edition) {
    let work = "修订政务公开目录，清理失效文件，开展培训和检查，逐项回应群众关心的事项。";
    for part in Part::all(edition).into_iter().filter(|part| !part.is_note()) {
        let text = match part.key.as_str() {
            "1-2" | "1" => format!("本年新收申请{{表三·新收·总计}}件，办结{{表三·办结·总计}}件。{work}"),
            "5" => "公开专区已经在周六开放。新的问题是目录更新不及时，下一步将每月检查。".to_owned(),
            "6" => "没有其他需要报告的事项。".to_owned(),
            _ => work.to_owned(),
        };
        done(&write(somebody, at, &part.key, &text).await);
    }
}

pub async fn take(somebody: &mut Somebody, at: &str, step: &str, why: &str) -> Page {
    send(somebody, &format!("{at}/sign"), &format!("{at}/take/{step}"), &[("why", why)]).await
}

pub async fn work(office: &Office, organ: &Organ, year: i16) -> Work {
    Work::of(office, organ.id, year, Scope::All).await.unwrap().unwrap()
}

/// The head lets every error pass that there is.
pub async fn pass_all(office: &Office, organ: &Organ) {
    let mut lu = at(office, "lu").await;
    for fail in Examined::of(office, &work(office, organ, 2025).await).await.unwrap().fails() {
        let fields = [("fingerprint", fail.fingerprint.as_str()), ("why", "上年的年报少核销了两件，已经更正")];
        done(&send(&mut lu, &format!("{AT}/check"), &format!("{AT}/pass"), &fields).await);
    }
}

/// Written by gu and handed in.
async fn handed_in(office: &Office) -> Organ {
    let organ = bureau(office).await;
    requests(office, &organ).await;
    months(office, &organ, 12).await;
    last_year(office, &organ, "1").await;
    let mut gu = at(office, "gu").await;
    begun(&mut gu, "2025").await;
    written(&mut gu, AT, Edition::Of2021).await;
    let handed = take(&mut gu, AT, "submitted", "").await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.body);
    organ
}

#[tokio::test]
async fn a_report_goes_from_the_register_to_everybody_through_the_hands_of_three_and_each_edition_stays_as_it_is() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        let [mut gu, mut lu, mut fang, mut tang] =
            [at(&office, "gu").await, at(&office, "lu").await, at(&office, "fang").await, at(&office, "tang").await];
        let early = take(&mut lu, AT, "published", "").await;
        assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.has("还没有签发"), "{}", early.body);
        done(&take(&mut fang, AT, "reviewed", "").await);
        done(&take(&mut tang, AT, "signed", "").await);
        done(&take(&mut lu, AT, "published", "").await);

        let mut reader = Somebody::at(&office);
        let page = reader.get("/reports/shuili/2025").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in ["青禾县水利局", "本年新收申请2件，办结2件。", "2025年没有收取信息处理费。", "report.pdf"]
        {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        assert!(!page.has("更正说明"));
        let mut files = Vec::new();
        for ending in ["html", "docx", "xlsx", "md", "json"] {
            let public = reader.get(&format!("/reports/shuili/2025/report.{ending}")).await;
            assert_eq!(public.status, StatusCode::OK, "{ending}: {}", public.body);
            let desk = gu.get(&format!("{AT}/files/1.{ending}")).await;
            assert!(public.bytes == desk.bytes, "{ending}: the portal and the desk give the same file");
            files.push((ending, public.bytes));
        }
        // the register moves on, and the organ gets another name
        worked(&office, &organ, "迟来的一件", date(2025, 12, 29), &[]).await;
        let mut renamed = office.db.organ(organ.id).await.unwrap();
        renamed.name = "青禾县水务局".to_owned();
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.change_organ(&renamed).await.unwrap();
        act.commit().await.unwrap();
        for (ending, bytes) in &files {
            let again = reader.get(&format!("/reports/shuili/2025/report.{ending}")).await;
            assert!(again.bytes == *bytes, "{ending}: the same bytes later");
        }
        let kept = office.db.report_of(organ.id, 2025, Sight::Public).await.unwrap().unwrap();
        assert_eq!(kept.report.as_bytes(), &files[4].1[..], "the library has the copy to the byte");
        assert_eq!((kept.line.counts.fails, kept.line.counts.unread), (0, 0));
        assert_eq!(kept.line.series.received, Some(2));
    })
    .await;
}

#[tokio::test]
async fn what_is_out_is_corrected_with_an_explanation_that_everybody_reads() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        let [mut gu, mut lu, mut fang, mut tang] =
            [at(&office, "gu").await, at(&office, "lu").await, at(&office, "fang").await, at(&office, "tang").await];
        for (somebody, step) in [(&mut fang, "reviewed"), (&mut tang, "signed"), (&mut lu, "published")] {
            done(&take(somebody, AT, step, "").await);
        }
        let shut = write(&mut gu, AT, "5", "另外的话。").await;
        assert!(shut.status == StatusCode::FORBIDDEN && shut.has("改动从更正开始"), "{}", shut.body);
        let mute = take(&mut lu, AT, "corrected", " ").await;
        assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("更正要写明理由"), "{}", mute.body);
        done(&take(&mut lu, AT, "corrected", "第五部分漏写了专区的开放时间").await);
        let first = Somebody::at(&office).get("/reports/shuili/2025").await;
        assert!(!first.has("更正说明"), "the first version stays until the second is out");
        assert!(!first.has("更正后的第"), "{}", first.body);
        done(&write(&mut gu, AT, "5", "公开专区周六上午开放。目录更新不及时，下一步将每月检查。").await);
        done(&take(&mut gu, AT, "submitted", "").await);
        for (somebody, step) in [(&mut fang, "reviewed"), (&mut tang, "signed"), (&mut lu, "published")] {
            done(&take(somebody, AT, step, "").await);
        }
        let second = Somebody::at(&office).get("/reports/shuili/2025").await;
        assert!(second.has("更正后的第2版，2026年10月12日更正"), "{}", second.body);
        assert!(second.has("更正：第五部分漏写了专区的开放时间") && second.has("周六上午开放"), "{}", second.body);
        assert_eq!(office.db.revisions(organ.id, 2025, Sight::Staff).await.unwrap().len(), 2);
        let before = gu.get(&format!("{AT}/files/1.json")).await;
        assert!(before.has("已经在周六开放") && !before.has("周六上午开放"), "the first version is still there");
    })
    .await;
}

#[tokio::test]
async fn nobody_reviews_or_signs_what_they_wrote_and_nobody_does_both() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        // lu is the head and may review; fang2 may review and sign, gu2 write and sign
        person(&office, Some(organ.id), "fang2", &["reviewer", "signer"]).await;
        person(&office, Some(organ.id), "gu2", &["officer", "signer"]).await;
        let [mut gu, mut fang2, mut gu2, mut tang] =
            [at(&office, "gu").await, at(&office, "fang2").await, at(&office, "gu2").await, at(&office, "tang").await];
        let own = take(&mut gu, AT, "reviewed", "").await;
        assert!(own.status == StatusCode::FORBIDDEN && own.has("合法性审查人"), "{}", own.body);
        done(&take(&mut gu, AT, "recalled", "").await);
        done(&write(&mut gu2, AT, "1-4", "网站改版，栏目合并，检索更快，手机上也能看清表格。").await);
        done(&take(&mut gu2, AT, "submitted", "").await);
        done(&take(&mut fang2, AT, "reviewed", "").await);
        for (somebody, part) in [(&mut fang2, "审核"), (&mut gu2, "起草")] {
            let both = take(somebody, AT, "signed", "").await;
            assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", both.body);
            assert!(both.has("同一个人不能办两步") && both.has(part), "{part}: {}", both.body);
        }
        let mute = take(&mut tang, AT, "sent_back", "").await;
        assert!(mute.has("退回修改要写明理由"), "{}", mute.body);
        done(&take(&mut tang, AT, "sent_back", "第三方面太短").await);
        assert!(gu.get(&format!("{AT}/sign")).await.has("第三方面太短"));
        done(&take(&mut gu, AT, "submitted", "").await);
        done(&take(&mut fang2, AT, "reviewed", "").await);
        done(&take(&mut tang, AT, "signed", "").await);
    })
    .await;
}

#[tokio::test]
async fn a_missing_month_is_no_zero_and_keeps_the_report_back_until_it_is_there() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 11).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        written(&mut gu, AT, Edition::Of2021).await;
        let data = gu.get(AT).await;
        assert!(data.has("青禾县水利局缺12月"), "{}", data.body);
        let form = Form::of(Edition::Of2021);
        let penalties = form.cell("proactive.penalties").unwrap();
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        assert_eq!(examined.year.figures.get(penalties), None);
        let held = take(&mut gu, AT, "submitted", "").await;
        assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(held.has("行政处罚") && held.has("缺12月"), "{}", held.body);
        enter(&office, &organ, 12).await;
        done(&take(&mut gu, AT, "submitted", "").await);
        let copy = gu.get(&format!("{AT}/files/1.json")).await;
        assert!(copy.has("\"penalties\":24") && copy.has("\"licences\":0"), "{}", copy.body);
    })
    .await;
}

#[tokio::test]
async fn an_error_keeps_the_report_back_and_the_head_alone_lets_it_pass_with_a_reason_that_stays() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        // last year's report carried out three, the register carried in one
        last_year(&office, &organ, "3").await;
        let [mut gu, mut lu] = [at(&office, "gu").await, at(&office, "lu").await];
        begun(&mut gu, "2025").await;
        written(&mut gu, AT, Edition::Of2021).await;
        let failing = at(&office, "yu").await.get("/desk/season/2025?state=failing").await;
        assert!(failing.has("of/shuili\">青禾县水利局") && failing.has("错"), "{}", failing.body);
        assert!(gu.get(&format!("{AT}/compare")).await.has("自然人：上年结转1，上一年年报的结转下年度3"));
        let held = take(&mut gu, AT, "submitted", "").await;
        assert!(held.status == StatusCode::UNPROCESSABLE_ENTITY && held.has("Y001"), "{}", held.body);
        assert!(work(&office, &organ, 2025).await.compilation.fails > 0);
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        for fail in examined.fails() {
            let fields = [("fingerprint", fail.fingerprint.as_str()), ("why", "上年的年报少核销了两件，已经更正")];
            let officer = send(&mut gu, &format!("{AT}/check"), &format!("{AT}/pass"), &fields).await;
            assert!(officer.has("只有公开工作机构负责人能写明理由放行"), "{}", officer.body);
            let mute = [fields[0], ("why", " ")];
            let mute = send(&mut lu, &format!("{AT}/check"), &format!("{AT}/pass"), &mute).await;
            assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("放行要写明理由"), "{}", mute.body);
            done(&send(&mut lu, &format!("{AT}/check"), &format!("{AT}/pass"), &fields).await);
        }
        let journal = gongkai_store::journal::rows(&office.db, 0, 10_000).await.unwrap();
        assert!(journal.iter().any(|row| row.act == "compilation.pass" && row.detail.contains("少核销")));
        done(&take(&mut gu, AT, "submitted", "").await);
        let sign = gu.get(&format!("{AT}/sign")).await;
        let (_, passed) = sign.body.split_once("每一格从哪里来，放行").unwrap_or_else(|| panic!("{}", sign.body));
        assert!(passed.split_once("处错误").unwrap().0.parse::<usize>().unwrap() > 0, "{passed}");
        let proof = gu.get(&format!("{AT}/proof/1")).await;
        assert!(
            proof.has("<b>Y001</b>") && proof.has("理由：上年的年报少核销了两件，已经更正（lu，2026-10-12"),
            "{}",
            proof.body
        );
        let (_, cells) = proof.body.split_once("每一格从哪里来").unwrap();
        let (_, new) = cells.split_once("表三·新收·总计").unwrap();
        assert!(new.split_once("</tr>").unwrap().0.contains(">2<"), "{}", proof.body);
        assert_eq!(gu.get(&format!("{AT}/proof/2")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
