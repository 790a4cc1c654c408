//! Rules that hold at every door of a publication: what is not stored at all, who is left for a check, and what presses today.

use axum::http::StatusCode;
use gongkai::{
    Office,
    publish::{content::Content, out, record::Words, settings::Settings},
};
use gongkai_law::{
    exempt::Exemption,
    proactive::{
        kind::PublicationKind,
        release::{Check, PublicationStep},
    },
};
use gongkai_store::{Moment, PublicationId, Scope};
use jiff::civil::date;

use super::{
    desk::PASSWORD,
    house::{Page, Somebody, on_both},
    people::{person, sign_in},
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, step, whole},
    publishing_desk::send,
};

const NEW: &str = "/desk/publications/new";

async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

/// Saves a new text with a file, as the form does.
async fn save(gu: &mut Somebody, body: &str, file: Option<&str>) -> Page {
    let fields = [("kind", "general"), ("title", "防汛物资储备情况"), ("body", body), ("formed", "2026-09-28")];
    let files: Vec<(&str, &[u8])> = file.iter().map(|name| (*name, "桥头村，三吨".as_bytes())).collect();
    send(gu, &format!("{NEW}?kind=general"), NEW, &fields, &files).await
}

#[tokio::test]
async fn what_is_marked_secret_is_not_kept_at_all_and_the_form_says_what_to_do() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let mut gu = at(&office, "gu").await;
        let said = "现将储备情况报告如下，请阅。密级：机密";
        for (body, file) in [
            ("秘密★5年\n\n储备三吨。", None),
            (said, None),
            ("储备三吨。", Some("低保★秘密.txt")),
            ("储备三吨。", Some("秘密★10年 请示.txt")),
        ] {
            let refused = save(&mut gu, body, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body} {file:?}");
            for words in ["有密级标志", "涉密信息不得录入本系统", "《保守国家秘密法》", "防汛物资储备情况"]
            {
                assert!(refused.has(words), "{words}: {}", refused.body);
            }
        }
        let none = office.db.publication_count(Scope::Organ(bureau.organ), &Default::default()).await;
        assert_eq!(none.unwrap(), 0, "nothing of it lies in the register");
        assert_eq!(
            save(&mut gu, "商业秘密的保护，按《保守国家秘密法》办理。", Some("名单.txt")).await.status,
            StatusCode::SEE_OTHER
        );
    })
    .await;
}

#[tokio::test]
async fn a_check_is_not_added_for_which_only_who_makes_another_is_left() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let mut lu = at(&office, "lu").await;
        let here = "/desk/publications/settings";
        let csrf = lu.get(here).await.csrf();
        let refused = lu.post(here, &[("csrf", &csrf), ("countersign", "1")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.has("会签没有人能办") && refused.has("只有lu一个人") && refused.has("第十七条"),
            "{}",
            refused.body
        );
        person(&office, Some(bureau.organ), "shen", &["head"]).await;
        assert_eq!(lu.post(here, &[("csrf", &csrf), ("countersign", "1")]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn what_is_late_and_what_waits_for_me_stands_among_what_is_to_be_done_today() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("供水检测公告")).await;
        step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        let mut lu = at(&office, "lu").await;
        let today = lu.get("/desk/today").await;
        assert!(today.has("公开信息等我办") && today.has("供水检测公告"), "{}", today.body);
        let first = PublicationStep::Passed { check: Check::First, from: None };
        step(&office, &bureau.head, id, first, &Words::default()).await.unwrap();
        assert!(!lu.get("/desk/today").await.has("供水检测公告"), "it waits for somebody else, and there is time");
        assert!(at(&office, "fang").await.get("/desk/today").await.has("供水检测公告"));
        // formed on 28 September: due on 30 October
        office.clock = || "2026-11-02T04:00:00Z".parse().unwrap();
        for name in ["lu", "gu", "fang"] {
            let today = at(&office, name).await.get("/desk/today").await;
            assert!(today.has("公开信息逾期") && today.has("供水检测公告"), "{name}: {}", today.body);
        }
        assert!(!at(&office, "tang").await.get("/desk/today").await.has("供水检测公告"));
    })
    .await;
}

/// Withheld on a ground, with its reason.
fn held(ground: Exemption, body: &str) -> Content {
    Content {
        attribute: "withheld".to_owned(),
        ground: ground.decision().code().to_owned(),
        why: "依规定不公开".to_owned(),
        body: body.to_owned(),
        ..whole("有关事项")
    }
}

async fn to_secrecy(office: &Office, bureau: &Bureau, id: PublicationId) {
    let first = PublicationStep::Passed { check: Check::First, from: None };
    step(office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
    step(office, &bureau.head, id, first, &Words::default()).await.unwrap();
}

#[tokio::test]
async fn of_what_is_withheld_the_review_confirms_that_the_ground_holds_and_never_that_it_is_free_of_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &held(Exemption::StateSecret, "")).await;
        to_secrecy(&office, &bureau, id).await;
        let mut fang = at(&office, "fang").await;
        let here = format!("/desk/publications/{id}");
        let page = fang.get(&here).await;
        assert!(page.has("属于国家秘密：已经依法定密") && !page.has("不含国家秘密、工作秘密"), "{}", page.body);
        let old: Vec<_> = gongkai::publish::take::POINTS.iter().map(|(key, _)| format!("point.{key}")).collect();
        let old: Vec<_> = old.iter().map(|key| (key.as_str(), "1")).collect();
        let free = send(&mut fang, &here, &format!("{here}/pass"), &old, &[]).await;
        assert!(free.status == StatusCode::UNPROCESSABLE_ENTITY && free.has("逐项"), "{}", free.body);
        let words =
            Words { cleared: gongkai::publish::points::keys(&opened(&office, id).await.content), ..Words::default() };
        let pass = PublicationStep::Passed { check: Check::Secrecy, from: None };
        step(&office, &bureau.secrecy, id, pass, &words).await.unwrap();
        let mut tang = at(&office, "tang").await;
        let page = tang.get(&here).await;
        assert!(page.has("同意不公开") && !page.has("哪一天发布"), "{}", page.body);
        signed(&office, &bureau, id).await;
        let page = tang.get(&here).await;
        assert!(page.has("同意不公开") && page.has("不公开，存档") && page.has("下次再评估"), "{}", page.body);
        assert!(!page.has("日发布<"), "nothing says that it was released: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_given_on_request_is_called_so_and_is_not_looked_at_again_every_year() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { attribute: "on_request".to_owned(), why: "只涉及个别单位".to_owned(), ..whole("批复") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        to_secrecy(&office, &bureau, id).await;
        let here = format!("/desk/publications/{id}");
        assert!(at(&office, "fang").await.get(&here).await.has("不主动公开的理由成立"));
        let words = Words { cleared: gongkai::publish::points::keys(&content), ..Words::default() };
        let pass = PublicationStep::Passed { check: Check::Secrecy, from: None };
        step(&office, &bureau.secrecy, id, pass, &words).await.unwrap();
        signed(&office, &bureau, id).await;
        let page = at(&office, "lu").await.get(&here).await;
        assert!(
            page.has("依申请公开，存档") && !page.has("不公开，存档") && !page.has("为什么仍然不公开"),
            "{}",
            page.body
        );
        assert_eq!(opened(&office, id).await.publication.reassess, None);
    })
    .await;
}

#[tokio::test]
async fn of_a_state_secret_nothing_is_kept_but_what_it_is_called() {
    on_both(async |office| {
        bureau(&office).await;
        let mut gu = at(&office, "gu").await;
        let fields = [
            ("kind", "general"),
            ("title", "有关事项"),
            ("formed", "2026-09-28"),
            ("attribute", "withheld"),
            ("ground", Exemption::StateSecret.decision().code()),
            ("why.withheld", "已经定密"),
        ];
        let told: Vec<_> = fields.into_iter().chain([("body", "详细内容")]).collect();
        let refused = send(&mut gu, &format!("{NEW}?kind=general"), NEW, &told, &[]).await;
        assert!(
            refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("涉密信息不得录入本系统"),
            "{}",
            refused.body
        );
        let file: [(&str, &[u8]); 1] = [("名单.txt", "桥头村".as_bytes())];
        let refused = send(&mut gu, &format!("{NEW}?kind=general"), NEW, &fields, &file).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("不传附件"), "{}", refused.body);
        let bare: Vec<_> = fields.into_iter().chain([("act", "submit")]).collect();
        assert_eq!(send(&mut gu, &format!("{NEW}?kind=general"), NEW, &bare, &[]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

/// Sets the checks that the organ adds.
async fn set(office: &Office, bureau: &Bureau, legal: bool) {
    let organ = office.db.organ(bureau.organ).await.unwrap();
    let mut act = office.db.act(bureau.head.actor(), Moment(office.now_ms())).await.unwrap();
    Settings { legal, ..Settings::default() }.keep(&mut act, &organ).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn a_publication_goes_the_way_that_was_set_when_it_was_handed_in() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        set(&office, &bureau, true).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("停水公告")).await;
        to_secrecy(&office, &bureau, id).await;
        set(&office, &bureau, false).await;
        let kept = opened(&office, id).await;
        assert_eq!(
            (kept.publication.stage.as_str(), kept.standing.stage.key()),
            ("legal", "legal"),
            "list and file agree"
        );
        let plain = begun(&office, &bureau, PublicationKind::General, &whole("供水公告")).await;
        reviewed(&office, &bureau, plain).await;
        signed(&office, &bureau, plain).await;
        set(&office, &bureau, true).await;
        let done = at(&office, "lu").await.get(&format!("/desk/publications/{plain}")).await;
        assert!(done.has("初审 → 保密审查 → 审批签发"), "what is out tells the way it went: {}", done.body);
        let back = PublicationStep::Recalled;
        step(&office, &bureau.writer, id, back, &Words::default()).await.unwrap();
        set(&office, &bureau, false).await;
        to_secrecy(&office, &bureau, id).await;
        assert_eq!(opened(&office, id).await.publication.stage, "secrecy", "handed in again, it goes the new way");
    })
    .await;
}

#[tokio::test]
async fn what_came_out_late_says_so_for_good() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let old = Content { formed: Some(date(2026, 8, 3)), ..whole("供水公告") };
        let id = begun(&office, &bureau, PublicationKind::General, &old).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let page = at(&office, "lu").await.get(&format!("/desk/publications/{id}")).await;
        // twenty working days after Monday 3 August end on the 31st; from 1 September to 12 October lie the days of two holidays
        assert!(page.has("应当在2026年8月31日以前公开") && page.has("2026年10月12日发布，逾期"), "{}", page.body);
        let soon = begun(&office, &bureau, PublicationKind::General, &whole("听证公告")).await;
        reviewed(&office, &bureau, soon).await;
        signed(&office, &bureau, soon).await;
        assert!(at(&office, "lu").await.get(&format!("/desk/publications/{soon}")).await.has("没有逾期"));
    })
    .await;
}

/// What keeps a text of a kind from being handed in.
async fn lacking(office: &Office, fields: &[(&str, &str)]) -> Page {
    let mut gu = at(office, "gu").await;
    let kind = fields[0].1;
    let known = [("title", "公告"), ("body", "正文"), ("act", "submit")];
    let all: Vec<_> = fields.iter().copied().chain(known).collect();
    send(&mut gu, &format!("{NEW}?kind={kind}"), NEW, &all, &[]).await
}

#[tokio::test]
async fn the_term_of_a_budget_runs_from_its_approval_which_is_a_day_and_an_amount_is_a_number() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let budget = |approved: &'static str, year: &'static str, stage: &'static str| {
            [
                ("kind", "budget"),
                ("formed", "2026-09-01"),
                ("own.approved", approved),
                ("own.year", year),
                ("own.stage", stage),
            ]
        };
        let wrong = lacking(&office, &budget("不知道", "abc", "随便")).await;
        for words in ["批准或者批复之日要填日期", "不知道", "年度要填四位数的年份", "预算还是决算填其中一项"]
        {
            assert!(wrong.has(words), "{words}: {}", wrong.body);
        }
        assert_eq!(lacking(&office, &budget("2026-10-08", "2026", "预算")).await.status, StatusCode::SEE_OTHER);
        let lines = office.db.publications(Scope::Organ(bureau.organ), &Default::default(), 0, 9).await.unwrap();
        let handed = lines.iter().find(|line| line.stage == "first").unwrap();
        assert_eq!(handed.due.map(|day| day.0), Some(date(2026, 10, 28)), "twenty days after the approval");
        let page = at(&office, "gu").await.get(&format!("/desk/publications/{}", handed.id)).await;
        assert!(page.has("从批准或者批复之日10月8日起20日"), "{}", page.body);
        let penalty = [
            ("kind", "penalty"),
            ("formed", "2026-10-09"),
            ("own.party", "某公司"),
            ("own.act", "占地"),
            ("own.result", "罚款"),
            ("own.decided", "随便"),
        ];
        assert!(lacking(&office, &penalty).await.has("决定日期要填日期"));
        let bought =
            [("kind", "procurement"), ("formed", "2026-10-09"), ("own.project", "水表"), ("own.amount", "十万")];
        assert!(lacking(&office, &bought).await.has("只填数字"));
    })
    .await;
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_and_a_day_after_the_term_asks_for_its_reason() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let future = lacking(&office, &[("kind", "general"), ("formed", "2026-12-30")]).await;
        assert!(future.status == StatusCode::UNPROCESSABLE_ENTITY && future.has("成文日期还没有到"), "{}", future.body);
        let short = lacking(&office, &[("kind", "notice"), ("formed", "2026-10-09"), ("expires", "2026-10-01")]).await;
        assert!(short.has("公示的最后一天早于2026年10月9日"), "{}", short.body);
        let id = begun(&office, &bureau, PublicationKind::General, &whole("供水公告")).await;
        reviewed(&office, &bureau, id).await;
        // due on 30 October
        let late = Some(date(2026, 11, 20));
        let manuscript = opened(&office, id).await;
        let mute = out::approve(&office, &bureau.signer, &manuscript, (late, &Words::default()))
            .await
            .unwrap_err()
            .to_string();
        assert!(mute.contains("2026年10月30日") && mute.contains("第二十六条"), "{mute}");
        let why = Words { why: "等听证结束".to_owned(), ..Words::default() };
        out::approve(&office, &bureau.signer, &manuscript, (late, &why)).await.unwrap();
        let page = at(&office, "tang").await.get(&format!("/desk/publications/{id}")).await;
        assert!(page.has("签发，2026年11月20日发布") && page.has("等听证结束"), "{}", page.body);
        step(&office, &bureau.writer, id, PublicationStep::Recalled, &Words::default()).await.unwrap();
        assert_eq!(opened(&office, id).await.standing.from, None, "a day set for what was recalled is no day any more");
    })
    .await;
}
