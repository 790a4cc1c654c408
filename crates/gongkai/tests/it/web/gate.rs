//! What must not go out is found before the secrecy review passes, and what no reader sees is gone from what went out.

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

use super::{
    house::on_both,
    publishing::{Bureau, begun, bureau, opened, signed, whole},
};

/// A notice that LibreOffice wrote, with an author, comments and tracked changes.
const NOTICE: &[u8] = include_bytes!("../../../../gate/fixtures/notice.docx");
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Up to the secrecy review.
async fn handed_on(office: &Office, bureau: &Bureau, id: PublicationId) {
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
    gate::pass(office, &bureau.secrecy, &opened(office, id).await, words).await
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
    })
    .await;
}

#[tokio::test]
async fn what_is_marked_secret_goes_back_whatever_anybody_says() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content =
            Content { body: "秘密★10年\n\n关于防汛物资储备的报告".to_owned(), ..whole("储备报告") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        handed_on(&office, &bureau, id).await;
        let found = gate::look(&office, &opened(&office, id).await).await.unwrap();
        let reasons = found.open.iter().map(|one| (one.fingerprint.clone(), "可以公开".to_owned()));
        let words = Words { justified: reasons.collect(), ..cleared() };
        assert!(matches!(pass(&office, &bureau, id, &words).await, Err(NotTaken::Refused(_))));
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
