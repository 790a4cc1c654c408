//! What must not go out is found before the secrecy review passes, and what no reader sees is gone from what went out.

use std::collections::BTreeMap;

use gongkai::{
    Office,
    publish::{content::Content, gate, record::Words, take::POINTS, write},
    requests::take::NotTaken,
};
use gongkai_law::proactive::{
    kind::PublicationKind,
    release::{Check, PublicationStep},
};
use gongkai_store::{PublicationId, Upload};

use axum::http::StatusCode;

use super::{
    desk::PASSWORD,
    house::on_both,
    people::sign_in,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
    publishing_desk::send,
};

/// A notice that LibreOffice wrote, with an author, comments and tracked changes.
const NOTICE: &[u8] = include_bytes!("../../../../gate/fixtures/notice.docx");
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Up to the secrecy review.
pub async fn handed_on(office: &Office, bureau: &Bureau, id: PublicationId) {
    use gongkai::publish::take::take;
    let first = PublicationStep::Passed { check: Check::First, from: None };
    for (hand, step) in [(&bureau.writer, PublicationStep::Submitted), (&bureau.head, first)] {
        take(office, hand, &opened(office, id).await, step, &Words::default()).await.unwrap();
    }
}

fn cleared() -> Words {
    Words { cleared: POINTS.iter().map(|(key, _)| (*key).to_owned()).collect(), ..Words::default() }
}

async fn pass(office: &Office, bureau: &Bureau, id: PublicationId, words: &Words) -> Result<(), NotTaken> {
    gate::pass(office, &bureau.secrecy, &opened(office, id).await, (words, &BTreeMap::new())).await
}

#[tokio::test]
async fn somebodys_telephone_number_holds_a_publication_up_until_somebody_says_why_it_may_stay() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "咨询请联系杨某，电话13900000058。".to_owned(), ..whole("补贴申领须知") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        handed_on(&office, &bureau, id).await;
        let refused = pass(&office, &bureau, id, &cleared()).await.unwrap_err().to_string();
        assert!(refused.contains("G101") && refused.contains("正文"), "{refused}");
        assert!(!refused.contains("13900000058"), "the page does not tell the number again: {refused}");
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap();
        let reasons = found.open.iter().map(|one| (one.fingerprint.clone(), "本人同意公布的值班电话".to_owned()));
        let words = Words { justified: reasons.collect(), ..cleared() };
        pass(&office, &bureau, id, &words).await.unwrap();
        let kept = opened(&office, id).await;
        assert!(kept.entries.iter().any(|entry| !entry.words.justified.is_empty()), "the reason is on record");
        // whoever signs reads it where it was found
        let mut tang = sign_in(&office, "tang", PASSWORD).await.0;
        let page = tang.get(&format!("/desk/publications/{id}/gate")).await;
        assert!(page.has("照发：本人同意公布的值班电话") || page.has("：本人同意公布的值班电话"), "{}", page.body);
        assert!(page.has("1处处理过") && !page.has("要人处理"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_marked_secret_is_not_even_begun() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "秘密★10年\n\n关于防汛物资储备的报告".to_owned(), ..whole("储备报告") };
        let mut act = office.db.act(bureau.writer.actor(), gongkai_store::Moment(office.now_ms())).await.unwrap();
        let begun = write::begin(&office, &mut act, (bureau.organ, None), PublicationKind::General, &content).await;
        assert!(matches!(begun, Err(NotTaken::Refused(_))));
    })
    .await;
}

#[tokio::test]
async fn authors_and_comments_of_a_file_stay_in_the_office_and_its_words_go_out() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("补贴发放通知")).await;
        let upload = Upload { bytes: NOTICE, media: DOCX };
        let manuscript = opened(&office, id).await;
        write::attach(&office, &bureau.writer, &manuscript, ("通知.docx", upload)).await.unwrap();
        handed_on(&office, &bureau, id).await;
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap();
        assert!(!found.mended.is_empty(), "the notice has an author");
        let reasons = found.open.iter().map(|one| (one.fingerprint.clone(), "看过".to_owned()));
        let words = Words { justified: reasons.collect(), ..cleared() };
        pass(&office, &bureau, id, &words).await.unwrap();
        signed(&office, &bureau, id).await;
        let out = office.db.released_files(id).await.unwrap();
        let bytes = office.db.file_bytes(out[0].file_sm3).await.unwrap();
        assert_ne!(bytes, NOTICE);
        let rules = gongkai_gate::Rules::default();
        let (before, after) = (gongkai_gate::examine("", NOTICE, &rules), gongkai_gate::examine("", &bytes, &rules));
        let codes = |findings: &[gongkai_gate::Finding]| findings.iter().map(|f| f.check.code).collect::<Vec<_>>();
        for gone in codes(&found.mended) {
            assert!(!codes(&after.findings).contains(&gone), "{gone}: {:?}", after.findings);
        }
        assert!(!before.text.is_empty() && !after.text.is_empty());
        let kept = opened(&office, id).await.files;
        assert_eq!(office.db.file_bytes(kept[0].file_sm3).await.unwrap(), NOTICE, "the original stays in the office");
        assert_eq!(office.db.verify_files(|_| gongkai_store::Opened::NoKey).await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test]
async fn a_word_of_the_organs_own_list_is_found_with_what_to_write_instead() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "请各位老农民到镇上领取。".to_owned(), ..whole("补贴申领须知") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        let found = async || gate::look(&office, &opened(&office, id).await).await.unwrap().open;
        assert!(found().await.is_empty(), "what nobody listed is a word like any other");
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let mut act =
            office.db.act(gongkai_store::Actor::Operator, gongkai_store::Moment(office.now_ms())).await.unwrap();
        gongkai::publish::word_list::keep(&mut act, &organ, "老农民=农民群众\n内部掌握").await.unwrap();
        act.commit().await.unwrap();
        let found = found().await;
        assert!(found.len() == 1 && format!("{:?}", found[0]).contains("农民群众"), "{found:?}");
    })
    .await;
}

/// What a form of the gate chooses for each finding of these codes.
fn choices(found: &gate::Looked, ways: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    let way = |one: &gongkai_gate::Finding| ways.iter().find(|(code, _)| *code == one.check.code).map(|(_, way)| *way);
    found.open.iter().filter_map(|one| Some((format!("way.{}", one.fingerprint), way(one)?))).collect()
}

#[tokio::test]
async fn what_is_masked_at_the_gate_is_masked_for_everybody_and_whole_in_the_office() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "咨询请联系杨某，电话13900000058。".to_owned(), ..whole("补贴申领须知") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        let list = "周某,13900000058\n".as_bytes();
        let upload = Upload { bytes: list, media: "text/csv" };
        write::attach(&office, &bureau.writer, &opened(&office, id).await, ("名单.csv", upload)).await.unwrap();
        handed_on(&office, &bureau, id).await;
        let mut fang = sign_in(&office, "fang", PASSWORD).await.0;
        let page = format!("/desk/publications/{id}/gate");
        let open = fang.get(&page).await;
        assert!(open.has("遮盖中间几位") && open.has("退回起草人改"), "{}", open.body);
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap();
        let chosen = choices(&found, &[("G101", "mask")]);
        let half: Vec<_> =
            chosen.iter().take(1).map(|(name, way)| (name.as_str(), *way)).chain([("why", "看过了")]).collect();
        let points: Vec<_> = POINTS.iter().map(|(key, _)| format!("point.{key}")).collect();
        let ticks = || points.iter().map(|point| (point.as_str(), "1"));
        let back = send(&mut fang, &page, &page, &half.iter().copied().chain(ticks()).collect::<Vec<_>>(), &[]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            back.has("还有1处没有处理") && back.has("看过了") && back.has("value=\"mask\" checked"),
            "{}",
            back.body
        );
        let whole: Vec<_> = chosen.iter().map(|(name, way)| (name.as_str(), *way)).chain(ticks()).collect();
        let done = send(&mut fang, &page, &page, &whole, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let file = fang.get(&format!("/desk/publications/{id}")).await;
        assert!(file.has("遮盖：正文，有个人手机号码") && file.has("139****0058。"), "{}", file.body);
        signed(&office, &bureau, id).await;
        let out = office.db.released(id).await.unwrap();
        assert!(out.content.contains("139****0058") && !out.content.contains("13900000058"), "{}", out.content);
        let files = office.db.released_files(id).await.unwrap();
        let sent = office.db.file_bytes(files[0].file_sm3).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&sent), "周某,139****0058\n");
        let kept = opened(&office, id).await;
        assert!(kept.content.body.contains("13900000058"), "what was written stays in the office");
        assert_eq!(office.db.file_bytes(kept.files[0].file_sm3).await.unwrap(), list);
    })
    .await;
}

#[tokio::test]
async fn what_is_chosen_to_go_back_goes_back_with_what_is_to_be_changed() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "咨询请联系杨某，电话13900000058。".to_owned(), ..whole("补贴申领须知") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        handed_on(&office, &bureau, id).await;
        let mut fang = sign_in(&office, "fang", PASSWORD).await.0;
        let page = format!("/desk/publications/{id}/gate");
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap();
        let why = format!("just.{}", found.open[0].fingerprint);
        let chosen = choices(&found, &[("G101", "replace")]);
        let fields = [(chosen[0].0.as_str(), chosen[0].1), (why.as_str(), "改成供水站的座机")];
        let done = send(&mut fang, &page, &page, &fields, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let kept = opened(&office, id).await;
        assert_eq!(kept.publication.stage, "draft");
        let said = &kept.entries.last().unwrap().words.why;
        assert!(said.contains("有个人手机号码（G101）：改成供水站的座机"), "{said}");
        let mute = send(&mut fang, &page, &page, &[("back", "1")], &[]).await;
        assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY, "it is the author's now");
    })
    .await;
}

/// One that is public and one that was taken down, each with its 索引号 and an address on an old site.
async fn stays_and_gone(office: &Office, bureau: &Bureau) -> [(PublicationId, String); 2] {
    let out = async |title: &str| {
        let id = begun(office, bureau, PublicationKind::General, &whole(title)).await;
        reviewed(office, bureau, id).await;
        signed(office, bureau, id).await;
        (id, office.db.released(id).await.unwrap().index_number)
    };
    let (stays, gone) = (out("水价公告").await, out("停水公告").await);
    let mut act = office.db.act(bureau.head.actor(), gongkai_store::Moment(office.now_ms())).await.unwrap();
    act.add_redirects(None, &[("/art/1.html", stays.0), ("/art/2.html", gone.0)]).await.unwrap();
    act.commit().await.unwrap();
    let why = "内容有误，重新核对";
    gongkai::publish::out::withdraw(office, &bureau.signer, &opened(office, gone.0).await, why).await.unwrap();
    [stays, gone]
}

#[tokio::test]
async fn a_link_to_what_was_never_out_or_was_taken_down_is_found_before_anybody_follows_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let [(stays, stays_at), (_, gone_at)] = stays_and_gone(&office, &bureau).await;
        let draft = begun(&office, &bureau, PublicationKind::General, &whole("还在起草的")).await;
        let fine = [
            format!("[水价](/items/{stays_at})"),
            format!("[水价](/items/{stays})"),
            "[旧页](/art/1.html?from=home)".to_owned(),
            "[指南](/guide)、[机关](/organs/shui)".to_owned(),
            "[网上办事](https://hall.other.example/items/1)".to_owned(),
        ];
        let dead = [
            (format!("**[停水](/items/{gone_at})**"), "已经撤下"),
            ("[旧页](/art/2.html)".to_owned(), "已经撤下"),
            (format!("[草稿](/items/{draft})"), "还没有发布"),
            (format!("[附件](/items/{stays}/files/0)"), "没有这个附件"),
            ("[年报](/reports/shui/1999)".to_owned(), "没有这份年报"),
            ("[机关](/organs/nobody)".to_owned(), "没有这个机关"),
            ("[专题](/columns/nothing)".to_owned(), "没有这个专题"),
            ("[稿件](/desk/publications)".to_owned(), "公众打不开"),
            ("[没有](/no-such-page)".to_owned(), "没有这个地址"),
            ("![现场](没有传.png)".to_owned(), "附件里没有"),
        ];
        let body: Vec<_> = fine.iter().chain(dead.iter().map(|(words, _)| words)).cloned().collect();
        let content = Content { body: body.join("\n\n"), ..whole("供水服务须知") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap().open;
        let found = found.iter().find(|one| one.check.code == "G207").unwrap();
        assert_eq!(found.hits.len(), dead.len(), "{:?}", found.hits);
        for ((n, (_, why)), hit) in (fine.len() + 1..).zip(&dead).zip(&found.hits) {
            assert_eq!(hit.at.label(), format!("第{n}行"));
            assert!(hit.excerpt.words.contains(why), "{why}: {:?}", hit.excerpt);
        }
        handed_on(&office, &bureau, id).await;
        let refused = pass(&office, &bureau, id, &cleared()).await.unwrap_err().to_string();
        assert!(refused.contains("G207") || refused.contains("G204"), "{refused}");
        let mut fang = sign_in(&office, "fang", PASSWORD).await.0;
        let page = fang.get(&format!("/desk/publications/{id}/gate")).await;
        for words in ["断链", "第6行", "已经撤下", "站外的链接平台没有打开"] {
            assert!(page.has(words), "{words}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_dead_link_goes_out_with_a_reason_and_one_that_leads_somewhere_again_asks_for_none() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let other = begun(&office, &bureau, PublicationKind::General, &whole("收费标准")).await;
        let content = Content { body: format!("标准见[附表](/items/{other})。"), ..whole("收费公告") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        handed_on(&office, &bureau, id).await;
        let refused = pass(&office, &bureau, id, &cleared()).await.unwrap_err().to_string();
        assert!(refused.contains("G207") && refused.contains("正文"), "{refused}");
        let found = async || gate::look(&office, &opened(&office, id).await).await.unwrap().open;
        let reasons =
            found().await.iter().map(|one| (one.fingerprint.clone(), "附表今天同时发布".to_owned())).collect();
        pass(&office, &bureau, id, &Words { justified: reasons, ..cleared() }).await.unwrap();
        reviewed(&office, &bureau, other).await;
        signed(&office, &bureau, other).await;
        assert!(found().await.is_empty(), "it leads somewhere now");
    })
    .await;
}
