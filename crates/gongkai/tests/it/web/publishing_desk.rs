//! The desk of publishing through its pages: what is written is kept, three people pass it on, everybody is told why not.

use axum::http::StatusCode;
use gongkai::{Office, publish::take::POINTS};
use gongkai_store::{OrganId, Scope};

use super::{
    cases::version,
    desk::PASSWORD,
    house::{Page, Part, Somebody, on_both},
    people::{organ, person, sign_in},
};

/// An organ with somebody for each part, and somebody of another.
async fn staffed(office: &Office) -> OrganId {
    let (water, other) = (organ(office, "shui").await, organ(office, "lin").await);
    for (name, role) in [("gu", "officer"), ("lu", "head"), ("fang", "secrecy"), ("tang", "signer")] {
        person(office, Some(water), name, &[role]).await;
    }
    person(office, Some(other), "he", &["officer", "head", "secrecy", "signer"]).await;
    water
}

async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

/// Sends the form of a page as a browser does, with files.
pub async fn send(
    somebody: &mut Somebody,
    page: &str,
    to: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Page {
    let open = somebody.get(page).await;
    let (csrf, version) = (open.csrf(), version(&open));
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    parts.extend(files.iter().map(|(name, bytes)| ("file", Some(*name), *bytes)));
    somebody.multipart(to, &parts).await
}

const NEW: &str = "/desk/publications/new";

fn whole(title: &str) -> Vec<(&str, &str)> {
    vec![
        ("kind", "general"),
        ("title", title),
        ("body", "各乡镇：\n\n# 第一章\n第一条　供水单位每月检测一次出厂水。"),
        ("formed", "2026-09-28"),
        ("attribute", "proactive"),
    ]
}

/// Begins a publication; gives the address of its file.
pub async fn begun(writer: &mut Somebody, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> String {
    let saved = send(writer, &format!("{NEW}?kind=general"), NEW, fields, files).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    saved.location().split("/write").next().unwrap().to_owned()
}

async fn act(somebody: &mut Somebody, file: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    send(somebody, file, &format!("{file}/{verb}"), fields, &[]).await
}

fn done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

#[tokio::test]
async fn a_text_goes_from_the_form_to_everybody_through_the_hands_of_four() {
    on_both(async |office| {
        staffed(&office).await;
        let [mut gu, mut lu, mut fang, mut tang] =
            [at(&office, "gu").await, at(&office, "lu").await, at(&office, "fang").await, at(&office, "tang").await];
        let file = begun(&mut gu, &whole("农村供水检测公告"), &[("检测点.txt", "桥头村".as_bytes())]).await;
        let seen = gu.get(&file).await;
        for words in ["<h2>第一章</h2>", "检测点.txt", "10月30日", "现在等：gu"] {
            assert!(seen.has(words), "{words}: {}", seen.body);
        }
        assert!(tang.get(&file).await.has("还没有送审，先审查后公开（《条例》第十七条）"));
        done(&act(&mut gu, &file, "submit", &[]).await);
        assert!(gu.get(&file).await.has("由公开工作机构负责人办理"));
        done(&act(&mut lu, &file, "pass", &[("why", "同意")]).await);
        let points: Vec<_> = POINTS.iter().map(|(key, _)| format!("point.{key}")).collect();
        let half = act(&mut fang, &file, "pass", &[(&points[0], "1"), ("why", "第一项看过")]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(half.has("逐项作出结论") && half.has("第一项看过"), "{}", half.body);
        let all: Vec<_> = points.iter().map(|point| (point.as_str(), "1")).collect();
        done(&act(&mut fang, &file, "pass", &all).await);
        done(&act(&mut tang, &file, "pass", &[]).await);
        let out = tang.get(&file).await;
        for words in ["已发布", "公开的页面", "✓ 不含国家秘密", "lu：同意"] {
            assert!(out.has(words), "{words}: {}", out.body);
        }
        let list = gu.get("/desk/publications?v=public").await;
        assert!(list.has("农村供水检测公告") && list.has("20个工作日内") && list.has("100.0"), "{}", list.body);
        let mute = act(&mut tang, &file, "withdraw", &[]).await;
        assert!(mute.status == StatusCode::UNPROCESSABLE_ENTITY && mute.has("请填写理由"), "{}", mute.body);
        done(&act(&mut tang, &file, "withdraw", &[("why", "检测点有误")]).await);
        assert!(tang.get(&file).await.has("已撤下"));
    })
    .await;
}

#[tokio::test]
async fn half_a_text_is_kept_what_cannot_be_read_comes_back_and_what_lacks_is_said_before_review() {
    on_both(async |office| {
        staffed(&office).await;
        let mut gu = at(&office, "gu").await;
        let wrong = [("kind", "general"), ("title", "半篇"), ("body", "写了一半"), ("formed", "中秋")];
        let back = send(&mut gu, &format!("{NEW}?kind=general"), NEW, &wrong, &[]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.has("写了一半") && back.has("请填一个日期") && back.has("中秋"), "{}", back.body);
        let file = begun(&mut gu, &[("kind", "meeting"), ("title", ""), ("own.chair", "县长")], &[]).await;
        let write = format!("{file}/write");
        let page = gu.get(&write).await;
        assert!(page.has("县长") && page.has("会议日期"), "{}", page.body);
        let short = [("kind", "meeting"), ("attribute", "withheld"), ("why.withheld", "讨论中"), ("act", "submit")];
        let lacking = send(&mut gu, &write, &write, &short, &[]).await;
        assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["请填写标题", "请填写会议日期", "不予公开要选依据", "草稿已经保存", "县长", "讨论中"]
        {
            assert!(lacking.has(words), "{words}: {}", lacking.body);
        }
        let unknown = [("kind", "meeting"), ("link0.relation", "repeals"), ("link0.to", "青政发〔1999〕1号")];
        let unknown = send(&mut gu, &write, &write, &unknown, &[]).await;
        assert!(unknown.has("没有找到“青政发〔1999〕1号”"), "{}", unknown.body);
        let files: [(&str, &[u8]); 2] = [("a.exe", b"MZ\x90\0"), ("名单.txt", "好的一份".as_bytes())];
        let program = send(&mut gu, &write, &write, &[("title", "还在")], &files).await;
        assert!(program.has("a.exe：不是能收的格式") && program.has("还在"), "{}", program.body);
        assert!(
            program.has("名单.txt") && gu.get(&write).await.has("名单.txt"),
            "the good one is kept: {}",
            program.body
        );
    })
    .await;
}

#[tokio::test]
async fn who_comes_second_is_told_so_and_keeps_what_they_typed() {
    on_both(async |office| {
        staffed(&office).await;
        let mut gu = at(&office, "gu").await;
        let mut lu = at(&office, "lu").await;
        let file = begun(&mut gu, &whole("停水公告"), &[]).await;
        let write = format!("{file}/write");
        let open = lu.get(&write).await;
        let (csrf, old) = (open.csrf(), version(&open));
        done(&send(&mut gu, &write, &write, &[("title", "停水公告（修改）")], &[]).await);
        let parts =
            [("csrf", None, csrf.as_bytes()), ("version", None, old.as_bytes()), ("title", None, "后来的".as_bytes())];
        let late = lu.multipart(&write, &parts).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("后来的") && late.has("刚被别人改过"), "{}", late.body);
        done(&act(&mut gu, &file, "submit", &[]).await);
        let parts =
            [("csrf", None, csrf.as_bytes()), ("version", None, old.as_bytes()), ("why", None, "有错字".as_bytes())];
        let late = lu.multipart(&format!("{file}/return"), &parts).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("有错字"), "{}", late.body);
        let returned = act(&mut lu, &file, "return", &[("why", "有错字")]).await;
        done(&returned);
        assert!(gu.get("/desk/publications?v=mine").await.has("停水公告（修改）"), "a draft waits for its author");
    })
    .await;
}

#[tokio::test]
async fn another_organ_finds_nothing_at_any_address_and_each_hand_sees_what_waits_for_it() {
    on_both(async |office| {
        let water = staffed(&office).await;
        let mut gu = at(&office, "gu").await;
        let file = begun(&mut gu, &whole("内部的稿子"), &[("a.txt", "桥头村".as_bytes())]).await;
        let mut he = at(&office, "he").await;
        for path in [String::new(), "/write".to_owned(), "/files/0".to_owned()] {
            assert_eq!(he.get(&format!("{file}{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let csrf = gu.get(&file).await.csrf();
        let own = he.get("/desk/publications").await;
        assert!(!own.has("内部的稿子"));
        let token = he.get("/signout").await.csrf();
        assert_ne!(csrf, token);
        for verb in ["write", "submit", "discard"] {
            let parts = [("csrf", None, token.as_bytes()), ("version", None, "0".as_bytes())];
            assert_eq!(he.multipart(&format!("{file}/{verb}"), &parts).await.status, StatusCode::NOT_FOUND, "{verb}");
        }
        let mut fang = at(&office, "fang").await;
        assert!(fang.get("/desk/publications?v=mine").await.has("没有符合条件的"));
        done(&act(&mut gu, &file, "submit", &[]).await);
        let mut lu = at(&office, "lu").await;
        assert!(lu.get("/desk/publications?v=mine").await.has("内部的稿子"));
        done(&act(&mut lu, &file, "pass", &[]).await);
        let waits = fang.get("/desk/publications?v=mine").await;
        assert!(waits.has("内部的稿子") && waits.has("公开信息<span class=\"num\">1</span>"), "{}", waits.body);
        assert_eq!(fang.get(&format!("{file}/files/0")).await.body, "桥头村");
        assert_eq!(office.db.publication_count(Scope::Organ(water), &Default::default()).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_head_sets_the_number_and_adds_checks_and_takes_none_away() {
    on_both(async |office| {
        let water = staffed(&office).await;
        person(&office, Some(water), "xu", &["reviewer"]).await;
        let mut lu = at(&office, "lu").await;
        let here = "/desk/publications/settings";
        let csrf = lu.get(here).await.csrf();
        let bad = lu.post(here, &[("csrf", &csrf), ("pattern", "QH-{seq}"), ("own_hosts", "qinghe.example")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.has("QH-{seq}") && bad.has("要有{year}和{seq}") && bad.has("qinghe.example"), "{}", bad.body);
        let long = "词".repeat(20_001);
        let bad = lu.post(here, &[("csrf", &csrf), ("words", &long)]).await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.has("现在有20001字") && bad.has(&long));
        let words = ("words", "老农民=农民群众\r\n内部掌握");
        let fields =
            [("csrf", csrf.as_str()), ("pattern", "{slug}-{year}-{seq}"), ("legal", "1"), ("secrecy", ""), words];
        done(&lu.post(here, &fields).await);
        let page = lu.get(here).await;
        assert!(page.has("shui-2026-00001") && page.has("老农民=农民群众"), "{}", page.body);
        let mut gu = at(&office, "gu").await;
        let file = begun(&mut gu, &whole("停水公告"), &[]).await;
        assert!(gu.get(&file).await.has("初审 → 合法性审核 → 保密审查 → 审批签发"));
        assert_eq!(gu.get(here).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
