//! `audit verify`: whatever was changed, taken away or put in is found, and the sentence says where.

use gongkai::case_files::SealedFile;
use gongkai_store::{Actor, Digest, Moment, NewFile, Scope, journal};
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
