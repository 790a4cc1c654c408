//! `audit verify`: whatever was changed, taken away or put in is found, and the sentence says where.

use gongkai::{
    case_files::SealedFile,
    matters::raise::{Raised, raise},
    people::roles::Hand,
    requests::{dossier::Dossier, record::Words, take::take},
};
use gongkai_law::{
    matter::Matter,
    request::step::{Step, Taken},
};
use gongkai_store::{Actor, Civil, Digest, Moment, NewFile, NewLetter, Scope, Upload, journal};
use serde_json::json;

use super::{Ground, applied, bureau, on_both};
use crate::web::house::noon;

/// A register with a journal of several rows and one kept file.
async fn filled(ground: &Ground) -> Digest {
    let organ = bureau(&ground.office).await;
    let receipt = applied(&ground.office, &organ, "林晚舟").await;
    let mut act = ground.office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let sealed = SealedFile::of(&ground.office.vault, &receipt.number, "同意公开。".as_bytes()).await;
    let file = NewFile { upload: sealed.upload("text/plain"), name: "意见.txt", kind: "opinion", shown: false };
    act.attach(receipt.id, organ.id, &file).await.unwrap();
    act.record("test.record", None, "最后", json!({}));
    act.commit().await.unwrap();
    let request = ground.office.db.request(receipt.id, Scope::All).await.unwrap();
    assert_eq!(ground.office.db.request_files(request.line.id).await.unwrap().len(), 1);
    let off = if ground.is_postgres() {
        ""
    } else {
        "drop trigger journal_next; drop trigger journal_no_update; drop trigger journal_no_delete;
         drop trigger journal_head_stays; drop trigger journal_head_forward;"
    };
    ground.tamper(&format!("{off} create table kept as select * from journal")).await;
    ground.tamper("create table kept_head as select * from journal_head").await;
    ground.tamper("create table kept_file as select * from file").await;
    sealed.upload("text/plain").name
}

/// Everything as it was.
async fn mended(ground: &Ground) {
    for (table, kept) in [("journal", "kept"), ("journal_head", "kept_head"), ("file", "kept_file")] {
        ground.tamper(&format!("delete from {table}; insert into {table} select * from {kept}")).await;
    }
}

fn verified(ground: &Ground) -> (Option<i32>, String) {
    let answer = ground.gongkai(&["audit", "verify"]);
    assert_eq!(answer.err, "");
    (answer.code, answer.out)
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_done_to_the_journal_is_found_and_the_row_is_named() {
    on_both(async |ground| {
        filled(&ground).await;
        let (code, said) = verified(&ground);
        assert!(code == Some(0) && said.contains("操作日志完整，共") && said.contains("留存的文件1份"), "{said}");
        let other = if ground.is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
        let zeros = if ground.is_postgres() { "decode(repeat('07', 32), 'hex')" } else { "zeroblob(32)" };
        for (sql, where_) in [
            ("update journal set seq = 1000 where seq = 2".to_owned(), "第2条缺失"),
            ("update journal set at_ms = at_ms + 1 where seq = 2".to_owned(), "第2条的内容被改动过"),
            (format!("update journal set organ_id = {other} where seq = 2"), "第2条的内容被改动过"),
            ("update journal set organ_id = null where seq = 2".to_owned(), "第2条的内容被改动过"),
            ("update journal set actor = 'system' where seq = 2".to_owned(), "第2条的内容被改动过"),
            ("update journal set act = 'test.other' where seq = 2".to_owned(), "第2条的内容被改动过"),
            ("update journal set object = '别的' where seq = 2".to_owned(), "第2条的内容被改动过"),
            ("update journal set detail = '{}' where seq = 2".to_owned(), "第2条的内容被改动过"),
            (format!("update journal set previous = {zeros} where seq = 2"), "第2条与上一条接不上"),
            (format!("update journal set hash = {zeros} where seq = 2"), "第2条的内容被改动过"),
            ("delete from journal where seq = 1".to_owned(), "第1条缺失"),
            ("delete from journal where seq <= 3".to_owned(), "第1条缺失"),
            ("delete from journal where seq = 3".to_owned(), "第3条缺失"),
            ("delete from journal where seq = (select max(seq) from journal)".to_owned(), "缺失"),
            ("delete from journal".to_owned(), "第1条缺失"),
            (
                format!(
                    "insert into journal (seq, at_ms, actor, act, object, detail, previous, hash)
                     select seq + 1, at_ms, actor, act, object, detail, hash, {zeros} from journal
                     order by seq desc limit 1"
                ),
                "的内容被改动过",
            ),
            ("delete from journal_head".to_owned(), "链尾记录缺失"),
            (format!("update journal_head set hash = {zeros}"), "与链尾记录不符"),
            ("update journal_head set seq = seq + 1".to_owned(), "缺失"),
        ] {
            ground.tamper(&sql).await;
            let (code, said) = verified(&ground);
            assert!(code == Some(1) && said.contains(where_), "{sql}: {said}");
            mended(&ground).await;
        }
        assert_eq!(verified(&ground).0, Some(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_at_all_is_named_too() {
    let story = async |ground: Ground| {
        filled(&ground).await;
        // PostgreSQL holds a column to its type
        if !ground.is_postgres() {
            ground.tamper("update journal set organ_id = x'0102' where seq = 3").await;
            let (code, said) = verified(&ground);
            assert!(code == Some(1) && said.contains("第3条的内容被改动过；前2条完好"), "{said}");
        }
    };
    on_both(story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_cut_short_with_its_head_is_found_by_an_end_that_was_written_down() {
    on_both(async |ground| {
        filled(&ground).await;
        let (_, said) = verified(&ground);
        let end = said.split_once("链尾").unwrap().1.lines().next().unwrap().to_owned();
        let held = |end: &str| ground.gongkai(&["audit", "verify", "--end", end]);
        let answer = held(&end);
        assert!(answer.code == Some(0) && answer.out.contains("记在别处的链尾有1个，都对得上"), "{}", answer.out);
        ground
            .tamper(
                "delete from journal where seq = (select max(seq) from journal);
                 update journal_head set (seq, hash) = (select seq, hash from journal order by seq desc limit 1)",
            )
            .await;
        assert_eq!(verified(&ground).0, Some(0), "the chain alone cannot know");
        let answer = held(&end);
        assert!(answer.code == Some(1) && answer.out.contains("与记在别处的链尾不符"), "{}", answer.out);
        let last = journal::head(&ground.office.db).await.unwrap();
        assert_eq!(held(&format!("{}:{}", last.seq, last.hash)).code, Some(0));
        let garbled = held("12");
        assert!(garbled.code == Some(2) && garbled.err.contains("--end 应当是"), "{}", garbled.err);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_was_stored_is_found_and_named() {
    on_both(async |ground| {
        let file = filled(&ground).await;
        let (hex, other) = if ground.is_postgres() {
            ("decode('0102', 'hex')", "decode(repeat('07', 32), 'hex')")
        } else {
            ("x'0102'", "zeroblob(32)")
        };
        for (sql, told) in [
            (format!("update file set bytes = {hex}"), format!("文件{file}的内容被改动过")),
            (format!("update file set sm3 = {other}"), "的内容被改动过".to_owned()),
            ("update file set size = 3".to_owned(), format!("文件{file}登记的大小被改动过")),
            ("update file set refs = 2".to_owned(), format!("文件{file}登记的引用次数与实际不符")),
            ("delete from file".to_owned(), format!("文件{file}缺失")),
        ] {
            ground.tamper(&sql).await;
            let (code, said) = verified(&ground);
            assert!(code == Some(1) && said.contains(&told), "{sql}: {said}");
            mended(&ground).await;
        }
        ground.tamper("delete from request_file").await;
        let (code, said) = verified(&ground);
        let told = format!("文件{file}登记的引用次数与实际不符");
        assert!(code == Some(1) && said.contains(&told), "a record that named it was taken away: {said}");
    })
    .await;
}

/// A request whose answer is drafted, with a case and a matter beside it: steps of every kind and a letter.
async fn worked_on(ground: &Ground) -> String {
    let office = &ground.office;
    let organ = bureau(office).await;
    let receipt = applied(office, &organ, "林晚舟").await;
    let note = Words { why: "电话核对过申请的内容".to_owned(), ..Words::default() };
    let told = async |step: Step, words: Words| {
        let dossier = Dossier::numbered(office, &receipt.number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let taken = Taken { on: office.today(), step };
        take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
        act.commit().await.unwrap();
    };
    told(Step::Accepted, Words::default()).await;
    told(Step::Noted, note).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewLetter { organ: organ.id, request: receipt.id, kind: "granted", fields: r#"{"decision":"granted"}"# };
    let letter = act.add_letter(&new).await.unwrap();
    act.commit().await.unwrap();
    let letter = office.db.letter(letter, Scope::All).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.fill_letter(&letter, r#"{"decision":"granted","typed":{"given":"检测报告一份"}}"#).await.unwrap();
    act.sign_letter((letter.id, organ.id, letter.version + 1), "水公复〔2026〕1号", Civil(office.today()))
        .await
        .unwrap();
    act.commit().await.unwrap();
    let raised = Raised {
        kind: Matter::Correction,
        about: &organ,
        ground: None,
        request_number: String::new(),
        who: None,
        words: "记错了门牌".to_owned(),
        token: "a form",
    };
    raise(office, &organ, &raised, &[]).await.unwrap();
    for table in ["request_step", "redress_step", "matter_step", "letter"] {
        ground.tamper(&format!("create table kept_{table} as select * from {table}")).await;
    }
    receipt.number
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_step_or_a_letter_that_somebody_changed_are_found_and_named() {
    on_both(async |ground| {
        let number = worked_on(&ground).await;
        let (code, said) = verified(&ground);
        assert!(code == Some(0) && said.contains("登记的经过4步、文书1份，都与操作日志一致"), "{said}");
        let third = format!("{number}的经过，第3步的内容被改动过");
        let letter = "文书水公复〔2026〕1号的内容被改动过";
        for (sql, told) in [
            ("update request_step set detail = replace(detail, '核对过', '没有核对') where n = 2", third.as_str()),
            ("update request_step set on_date = '2026-10-01' where n = 2", &third),
            ("update request_step set on_date = 'ohne' where n = 2", &third),
            ("update request_step set kind = 'withdrawn' where n = 2", &third),
            ("update request_step set actor = 'public' where n = 2", &third),
            ("update request_step set at_ms = at_ms - 1 where n = 2", &third),
            ("delete from request_step where n = 2", &format!("{number}的经过，第3步缺失")),
            (
                "insert into request_step (request_id, n, on_date, kind, detail, actor, at_ms)
                 select request_id, 7, on_date, kind, detail, actor, at_ms from request_step where n = 2",
                "经过比操作日志多1步",
            ),
            ("update matter_step set detail = '{}x'", "的经过，第1步的内容被改动过"),
            ("update letter set fields = replace(fields, '一份', '两份')", letter),
            ("update letter set kind = 'denied'", letter),
            ("update letter set dated = '2026-10-01'", letter),
            ("update letter set number = '水公复〔2026〕2号'", "文书水公复〔2026〕2号的内容被改动过"),
            ("update letter set number = null, dated = null, signed_by = null, signed_ms = null", "的内容被改动过"),
            ("delete from letter", "缺失（操作日志第"),
        ] {
            ground.tamper(sql).await;
            let (code, said) = verified(&ground);
            assert!(code == Some(1) && said.contains(told), "{sql}: {said}");
            for table in ["request_step", "matter_step", "letter"] {
                ground.tamper(&format!("delete from {table}; insert into {table} select * from kept_{table}")).await;
            }
        }
        assert_eq!(verified(&ground).0, Some(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_keys_and_an_erased_applicant_leave_what_was_written_as_it_was() {
    on_both(async |ground| {
        let number = worked_on(&ground).await;
        let office = &ground.office;
        let request = office.db.request_numbered(&number, Scope::All).await.unwrap().unwrap();
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let remains = Upload { bytes: "已销毁".as_bytes(), media: "text/plain" };
        act.erase_request(request.line.id, request.line.version, remains).await.unwrap();
        act.commit().await.unwrap();
        let rekeyed = ground.gongkai(&["key", "rotate"]);
        assert_eq!(rekeyed.code, Some(0), "{}{}", rekeyed.out, rekeyed.err);
        let (code, said) = verified(&ground);
        assert!(code == Some(0) && said.contains("登记的经过4步、文书1份，都与操作日志一致"), "{said}");
    })
    .await;
}
