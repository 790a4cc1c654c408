//! Cases that were registered wrongly, orders that do not bind yet, and forms that come back with what was typed.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::Scope;
use jiff::civil::date;

use super::{
    cases::{WATER, county, handed_in, signed_in},
    figures::{answered, worked},
    house::{Page, Part, Somebody, on_both},
    redress::{
        WELLS, judged, papers, refused, refused_in_july, registered, row_of_table_4, send, version, went_through,
    },
};

/// What the form of a correction sends, unless a test says otherwise.
fn right<'a>(request: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut said = papers(&[&[("request", request), ("title", WELLS), ("proof", "")], changed].concat());
    said.push(("why", "通知书上写的就是这样"));
    said
}

#[tokio::test]
async fn a_case_that_was_written_down_wrongly_is_put_right_by_the_head_and_everything_follows() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let other =
            worked(&office, &county.hall, WATER, date(2026, 7, 1), &answered(date(2026, 7, 20), granted())).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = registered(&mut shen, &[("request", &request)]).await;
        assert!(shen.get(&format!("{file}/amended")).await.has("由公开工作机构负责人办理"));
        let form = lu.get(&format!("{file}/amended")).await;
        assert!(form.has("禾政复〔2026〕7号") && form.has(&format!("value=\"{request}\"")), "{}", form.body);
        let same = refused(&mut lu, &file, "amended", &right(&request, &[])).await;
        assert!(same.has("没有改动，不用更正"), "{}", same.body);
        let without = right(&request, &[("forum", "")]);
        assert!(refused(&mut lu, &file, "amended", &without).await.has("请填写复议机关、法院"));
        let later = refused(&mut lu, &file, "amended", &right(&request, &[("on", "2026-10-10")])).await;
        assert!(later.has("请写明凭证") && later.has("value=\"2026-10-10\""), "{}", later.body);

        let changed = [
            ("route", "litigation_direct"),
            ("forum", "青禾县人民法院"),
            ("case_number", "（2026）禾0123行初5号"),
            ("on", "2026-10-08"),
            ("procedure", "ordinary"),
            ("accepted", ""),
        ];
        went_through(&mut lu, &file, "amended", &right(&other, &changed)).await;
        let page = lu.get(&file).await;
        for words in [
            "种类由“行政复议”改为“未经复议直接起诉”",
            "案号由“禾政复〔2026〕7号”改为“（2026）禾0123行初5号”",
            "受理、立案的日期由“2026-10-08”改为没有",
            "通知书上写的就是这样",
            // fifteen days after 8 October
            "datetime=\"2026-10-23\"",
        ] {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        assert!(page.has(&other) && lu.get(&format!("/desk/requests/{other}")).await.has("QH-FY-2026-0001"));
        assert!(!lu.get(&format!("/desk/requests/{request}")).await.has("QH-FY-2026-0001"));
        let figures = lu.get("/desk/figures").await;
        assert_eq!(row_of_table_4(&figures, "review"), [0; 5]);
        assert_eq!(row_of_table_4(&figures, "litigation_direct"), [0, 0, 0, 1, 1]);
        // its old number is free again, its new one is not
        assert!(!send(&mut shen, "/desk/redress/new", &papers(&[("request", &request)]), None).await.has("已经登记为"));
        let suit = papers(&[&[("request", request.as_str())], changed.as_slice()].concat());
        assert!(send(&mut shen, "/desk/redress/new", &suit, None).await.has("已经登记为QH-FY-2026-0001"));
    })
    .await;
}

fn granted() -> gongkai_law::request::decision::Decision {
    gongkai_law::request::decision::Decision::Granted
}

#[tokio::test]
async fn one_case_is_registered_once_however_its_number_is_typed_and_one_that_came_twice_is_struck() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = registered(&mut shen, &[("request", &request)]).await;
        for typed in ["禾政复〔2026〕7号", "禾政复[2026]７号", " 禾政复 ( 2026 ) 7号 "] {
            let twice = papers(&[("request", &request), ("case_number", typed)]);
            let page = send(&mut shen, "/desk/redress/new", &twice, None).await;
            assert!(page.has("禾川市人民政府的禾政复〔2026〕7号已经登记为QH-FY-2026-0001"), "{typed}: {}", page.body);
        }
        // the same papers under a number that somebody misread
        let double = registered(&mut shen, &[("request", &request), ("case_number", "禾政复〔2026〕17号")]).await;
        assert_eq!(row_of_table_4(&shen.get("/desk/figures").await, "review"), [0, 0, 0, 2, 2]);
        assert!(shen.get(&format!("{double}/cancelled")).await.has("由公开工作机构负责人办理"));
        assert!(refused(&mut lu, &double, "cancelled", &[("why", "")]).await.has("请填写为什么注销"));
        went_through(&mut lu, &double, "cancelled", &[("why", "和QH-FY-2026-0001是同一件")]).await;

        let page = lu.get(&double).await;
        assert!(page.has("整件登记已注销") && page.has("和QH-FY-2026-0001是同一件"), "{}", page.body);
        assert!(page.has("不计期限") && page.has("答复通知书.pdf"), "what was there stays: {}", page.body);
        assert_eq!(row_of_table_4(&lu.get("/desk/figures").await, "review"), [0, 0, 0, 1, 1]);
        let behind = lu.get("/desk/figures/cases?row=review&column=total").await;
        assert!(behind.has(&file) && !behind.has(&double), "{}", behind.body);
        for path in ["/desk/redress", "/desk/redress?v=due", "/desk/month", "/desk/today"] {
            let page = lu.get(path).await;
            assert!(page.has(&file) && !page.has(&double), "{path}: {}", page.body);
        }
        assert!(lu.get("/desk/redress?v=all").await.has("已注销"));
        for verb in ["answered", "amended", "noted", "cancelled"] {
            assert!(lu.get(&format!("{double}/{verb}")).await.has("案件已经注销"), "{verb}");
        }
        // struck by mistake: striking that step brings it back, unless its number went to another meanwhile
        went_through(&mut lu, &double, "struck", &[("step", "1"), ("why", "不是同一件")]).await;
        assert_eq!(row_of_table_4(&lu.get("/desk/figures").await, "review"), [0, 0, 0, 2, 2]);
        went_through(&mut lu, &double, "cancelled", &[("why", "还是同一件")]).await;
        registered(&mut shen, &[("request", &request), ("case_number", "禾政复〔2026〕17号")]).await;
        let taken = refused(&mut lu, &double, "struck", &[("step", "3"), ("why", "再恢复")]).await;
        assert!(taken.has("已经另外登记，这一件不能恢复") && taken.has("再恢复"), "{}", taken.body);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_register_the_same_case_at_the_same_moment_one_is_told_of_the_other() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let said = papers(&[("request", &request)]);
        let (one, other) = tokio::join!(
            send(&mut shen, "/desk/redress/new", &said, None),
            send(&mut lu, "/desk/redress/new", &said, None)
        );
        let (won, lost) = if one.status == StatusCode::SEE_OTHER { (one, other) } else { (other, one) };
        let number = won.location().rsplit('/').next().unwrap();
        assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", lost.body);
        assert!(lost.has(&format!("已经登记为{number}")) && lost.has("EMS 1234567890123"), "{}", lost.body);
        assert_eq!(row_of_table_4(&shen.get("/desk/figures").await, "review"), [0, 0, 0, 1, 1]);
    })
    .await;
}

/// The first court revokes the answer on 10 September and wants another one by 30 September.
async fn lost_in_court(shen: &mut Somebody, request: &str) -> String {
    let suit = [
        ("request", request),
        ("route", "litigation_direct"),
        ("forum", "青禾县人民法院"),
        ("case_number", "（2026）禾0123行初5号"),
        ("on", "2026-08-03"),
        ("procedure", "ordinary"),
        ("accepted", ""),
    ];
    let file = registered(shen, &suit).await;
    went_through(shen, &file, "answered", &[("on", "2026-08-12"), ("proof", "EMS 1")]).await;
    let judgment = judged("revoked", "2026-09-10");
    went_through(shen, &file, "concluded", &[&judgment[..], &[("until", "2026-11-30")]].concat()).await;
    file
}

async fn is_ordered(office: &Office, request: &str) -> bool {
    let dossier = gongkai::requests::dossier::Dossier::numbered(office, request, Scope::All).await.unwrap();
    dossier.standing.ordered.is_some()
}

#[tokio::test]
async fn a_first_judgment_reopens_the_request_when_it_takes_effect_and_an_appeal_takes_that_back() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = lost_in_court(&mut shen, &request).await;
        // served on 10 September: the fifteenth day is a holiday that lasts until the 27th
        let page = shen.get(&file).await;
        assert!(page.has("上诉期到9月28日为止") && page.has("《行政诉讼法》第八十五条"), "{}", page.body);
        assert!(!is_ordered(&office, &request).await, "nobody has to go by it yet");
        assert!(shen.get("/desk/redress").await.has("没有上诉的请登记裁判生效"), "it is not forgotten");
        let early = [("on", "2026-09-28"), ("until", "2026-11-30")];
        assert!(refused(&mut shen, &file, "effective", &early).await.has("在这以前裁判不生效"));
        went_through(&mut shen, &file, "effective", &[("on", "2026-09-29"), ("until", "2026-11-30")]).await;
        assert!(is_ordered(&office, &request).await);
        let reopened = shen.get(&format!("/desk/requests/{request}")).await;
        assert!(reopened.has("责令重新答复") && reopened.has("datetime=\"2026-11-30\""), "{}", reopened.body);

        // the copy of an appeal that was lodged in time reaches us late
        went_through(&mut lu, &file, "appealed", &[("on", "2026-10-12"), ("by", "opponent")]).await;
        assert!(!is_ordered(&office, &request).await);
        let closed = shen.get(&format!("/desk/requests/{request}")).await;
        assert!(closed.has("责令重新答复失效：见QH-SS-2026-0001"), "{}", closed.body);
        let kept = judged("judgment_kept", "2026-10-12");
        went_through(&mut shen, &file, "concluded", &[&kept[..], &[("until", "2026-12-15")]].concat()).await;
        assert!(is_ordered(&office, &request).await);
        let again = shen.get(&format!("/desk/requests/{request}")).await;
        assert!(again.has("datetime=\"2026-12-15\""), "the second court's own day: {}", again.body);
        // registered for the wrong case altogether: the request does not go by it any more
        went_through(&mut lu, &file, "cancelled", &[("why", "登记错了机关")]).await;
        assert!(!is_ordered(&office, &request).await);
    })
    .await;
}

#[tokio::test]
async fn an_overturned_judgment_takes_its_order_with_it() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = lost_in_court(&mut shen, &request).await;
        let appeal = [("on", "2026-09-20"), ("by", "office"), ("proof", "EMS 2"), ("who", "禾川市中级人民法院")];
        went_through(&mut lu, &file, "appealed", &appeal).await;
        assert!(lu.get(&file).await.has("一审判决因上诉、再审没有生效"));
        went_through(&mut shen, &file, "concluded", &judged("overturned_for_us", "2026-10-12")).await;
        let over = lu.get(&file).await;
        assert!(!is_ordered(&office, &request).await && !over.has("没有生效"), "{}", over.body);
        assert_eq!(row_of_table_4(&lu.get("/desk/figures").await, "litigation_direct"), [1, 0, 0, 0, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_comes_second_keeps_everything_that_was_typed() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let file = registered(&mut shen, &[("request", &request)]).await;
        let said = [("on", "2026-10-12"), ("proof", "专人送达"), ("why", "证据七份，依据目录一份")];
        let late = outrun(&mut shen, &mut lu, &format!("{file}/answered"), &format!("{file}/noted"), &said).await;
        assert!(
            late.has("刚被别人改过") && late.has("证据七份，依据目录一份") && late.has("专人送达"),
            "{}",
            late.body
        );
        let parts = [("csrf", late.csrf()), ("version", version(&late))];
        assert_eq!(fill(&mut lu, &format!("{file}/answered"), &parts, &said).await.status, StatusCode::SEE_OTHER);

        let mine = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let desk = format!("/desk/requests/{mine}");
        let said = [("why", "范围宽，先核对台账"), ("on", "2026-10-12")];
        let late = outrun(&mut shen, &mut lu, &format!("{desk}/accepted"), &format!("{desk}/noted"), &said).await;
        assert!(late.has("刚被别人改过") && late.has("范围宽，先核对台账"), "{}", late.body);
    })
    .await;
}

async fn fill(somebody: &mut Somebody, path: &str, head: &[(&str, String)], said: &[(&str, &str)]) -> Page {
    let mut parts: Vec<Part<'_>> = head.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
    parts.extend(said.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    somebody.multipart(path, &parts).await
}

/// The slow one opens a form, the quick one writes a note, then the slow one sends.
async fn outrun(quick: &mut Somebody, slow: &mut Somebody, path: &str, note: &str, said: &[(&str, &str)]) -> Page {
    let form = slow.get(path).await;
    let head = [("csrf", form.csrf()), ("version", version(&form))];
    assert_eq!(send(quick, note, &[("why", "先记一笔")], None).await.status, StatusCode::SEE_OTHER);
    let late = fill(slow, path, &head, said).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    late
}

#[tokio::test]
async fn a_paper_that_does_not_fit_is_told_at_its_place_and_nothing_typed_is_lost() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut shen = signed_in(&office, "shen").await;
        let program = Some(("答复书.exe", &b"MZ\x90\0"[..]));
        let new = send(&mut shen, "/desk/redress/new", &papers(&[("request", &request)]), program).await;
        assert!(new.has("答复书.exe：不是能收的格式") && new.has("禾政复〔2026〕7号"), "{}", new.body);
        let file = registered(&mut shen, &[("request", &request)]).await;
        let mine = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        for (path, words) in
            [(format!("{file}/answered"), "证据七份"), (format!("/desk/requests/{mine}/noted"), "查了三处台账")]
        {
            let said = [("on", "2026-10-12"), ("proof", "专人送达"), ("why", words)];
            let page = send(&mut shen, &path, &said, program).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", page.body);
            assert!(
                page.has("href=\"#papers\">答复书.exe：不是能收的格式") && page.has(words),
                "{path}: {}",
                page.body
            );
            assert!(page.has("请重新选择"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_said_in_a_hearing_and_noted_is_for_the_organ_whose_case_it_is() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.water).await;
        let mut gu = signed_in(&office, "gu").await;
        let file = registered(&mut gu, &[("request", &request)]).await;
        went_through(&mut gu, &file, "noted", &[("why", "对方电话13812345678，愿意和解")]).await;
        let heard = [("on", "2026-10-12"), ("why", "申请人承认已经拿到过"), ("proof", "")];
        went_through(&mut gu, &file, "heard", &heard).await;
        let suspended = [("on", "2026-10-12"), ("why", "等候解释，联系人电话13812345678")];
        went_through(&mut gu, &file, "suspended", &suspended).await;
        let own = gu.get(&file).await;
        assert!(own.has("愿意和解") && own.has("承认已经拿到过") && own.has("13812345678"), "{}", own.body);
        let above = signed_in(&office, "yu").await.get(&file).await;
        assert!(above.has("等候解释") && above.has("听取意见"), "{}", above.body);
        for words in ["愿意和解", "承认已经拿到过", "13812345678"] {
            assert!(!above.has(words), "{words}: {}", above.body);
        }
    })
    .await;
}

#[tokio::test]
async fn every_count_above_the_cases_is_the_length_of_its_list() {
    on_both(async |office| {
        let county = county(&office).await;
        let request = refused_in_july(&office, &county.hall).await;
        let mut lu = signed_in(&office, "lu").await;
        for (n, verbs) in [
            ("1号", &[][..]),
            ("2号", &["answered"]),
            ("3号", &["suspended"]),
            ("4号", &["answered", "suspended"]),
            ("5号", &["cancelled"]),
        ] {
            let file = registered(&mut lu, &[("request", &request), ("case_number", n)]).await;
            for verb in verbs {
                let said = [("on", "2026-10-12"), ("proof", "专人送达"), ("why", "见通知书")];
                went_through(&mut lu, &file, verb, &said).await;
            }
        }
        lost_in_court(&mut lu, &request).await;
        let list = lu.get("/desk/redress").await;
        for (view, label, count) in [
            ("", "在办", 5),
            ("?v=due", "5日内到期", 2),
            ("?v=late", "逾期未答复", 0),
            ("?v=heard", "已答复，等结果", 2),
        ] {
            assert!(list.has(&format!("{label} <span class=\"num\">{count}</span>")), "{label}: {}", list.body);
            let page = lu.get(&format!("/desk/redress{view}")).await;
            assert!(page.has(&format!("<span class=\"s num\">{count}件</span>")), "{label}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_day_that_cannot_be_the_internal_term_comes_back_in_its_form() {
    on_both(async |office| {
        let county = county(&office).await;
        let mine = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let mut lu = signed_in(&office, "lu").await;
        let page = lu.get(&format!("/desk/requests/{mine}")).await;
        let (_, rest) = page.body.split_once("<option value=\"").unwrap();
        let officer = rest.split_once('"').unwrap().0.to_owned();
        let (csrf, version) = (page.csrf(), version(&page));
        for (until, words) in [("2026-10-01", "内部期限不能早于今天"), ("下周五", "内部期限请填一个日期")]
        {
            let form = [("csrf", csrf.as_str()), ("version", &version), ("to", &officer), ("until", until)];
            let again = lu.post(&format!("/desk/requests/{mine}/assign"), &form).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{until}");
            assert!(again.has(words) && again.has(&format!("value=\"{until}\"")), "{until}: {}", again.body);
            let pick = format!("{mine} {version}");
            let form =
                [("csrf", csrf.as_str()), ("pick", &pick), ("to", &officer), ("until", until), ("here", "by=new")];
            let list = lu.post("/desk/assign", &form).await;
            assert_eq!(list.status, StatusCode::UNPROCESSABLE_ENTITY, "{until}");
            assert!(list.has(words) && list.has(&format!("value=\"{pick}\" checked")), "{until}: {}", list.body);
        }
        assert_eq!(Somebody::at(&office).get("/matters/a%0Ab").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
