//! What people brought lies in the register as nobody can read it without the keys; and what happens without them.

use std::fs;

use axum::http::StatusCode;
use gongkai::{
    Office,
    case_files::{self, SealedFile},
    requests::{
        dossier::Dossier,
        papers::{self, Paper},
    },
    vault::Vault,
};
use gongkai_store::{Actor, Digest, Moment, NewPerson, Organ, Scope};

use super::{Ground, applied, bureau, on_both};
use crate::web::{
    house::{Somebody, noon},
    letters::{PASSWORD, sign_in},
};

/// What a scan of an identity card says in its bytes.
const SCAN: &[u8] = "%PDF-1.7 林晚舟 11010519491231002X".as_bytes();

async fn put(office: &Office, number: &str, scan: &[u8]) -> Digest {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let mut act = office.db.act(Actor::Public, Moment::from(noon())).await.unwrap();
    let paper = Paper { name: "身份证.pdf".to_owned(), bytes: scan.to_vec(), kind: "identity" };
    papers::put(office, &mut act, &dossier, &[paper]).await.unwrap();
    act.commit().await.unwrap();
    office.db.request_files(dossier.request.line.id).await.unwrap().pop().unwrap().file_sm3
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn officer(office: &Office, organ: &Organ) -> Somebody {
    let hash = gongkai::password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let shen = NewPerson {
        organ: Some(organ.id),
        name: "shen",
        full_name: "沈知秋",
        roles: &["officer", "head"],
        password: &hash,
        must_change: false,
    };
    act.add_person(&shen).await.unwrap();
    act.commit().await.unwrap();
    sign_in(office, "shen").await
}

/// The register with the keys that the folder has now.
fn with_its_keys(ground: &Ground) -> Office {
    Office { vault: Vault::open(&ground.data()).unwrap(), ..ground.office.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_sealed_opens_for_the_office_and_keeps_its_name_when_keys_change() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let receipt = applied(office, &organ, "林晚舟").await;
        let other = applied(office, &organ, "白露").await;
        let name = put(office, &receipt.number, SCAN).await;
        assert_ne!(
            put(office, &other.number, SCAN).await,
            name,
            "the register does not tell that both brought the same"
        );
        assert_eq!(put(office, &receipt.number, SCAN).await, name, "in one file it stands once");
        let stored = office.db.stored_file(name).await.unwrap();
        assert!(!holds(&stored.bytes, "林晚舟".as_bytes()) && name != Digest::of(SCAN));
        assert_eq!(office.db.file(name).await.unwrap().size, i64::try_from(SCAN.len()).unwrap());

        let mut shen = officer(office, &organ).await;
        let here = format!("/desk/requests/{}/files/0", receipt.number);
        let page = shen.get(&here).await;
        assert!(page.status == StatusCode::OK && page.body.as_bytes() == SCAN, "{}", page.body);

        let answer = ground.gongkai(&["key", "rotate"]);
        assert_eq!(answer.code, Some(0), "{}{}", answer.out, answer.err);
        assert!(answer.out.contains("重新加密了4条"), "two applicants, two papers: {}", answer.out);
        let fresh = with_its_keys(&ground);
        let again = fresh.db.stored_file(name).await.unwrap();
        assert!(again.bytes != stored.bytes && fresh.vault.is_fresh(&again.bytes));
        let mut shen = sign_in(&fresh, "shen").await;
        assert_eq!(shen.get(&here).await.body.as_bytes(), SCAN);
        assert!(fresh.db.file_sealed_otherwise(1, None).await.unwrap().is_none());
        let audit = ground.gongkai(&["audit", "verify"]);
        assert!(audit.code == Some(0) && audit.out.contains("留存的文件2份"), "{}{}", audit.out, audit.err);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_in_the_place_of_another_is_found_by_the_keys_though_its_digest_fits() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let receipt = applied(office, &organ, "林晚舟").await;
        let name = put(office, &receipt.number, SCAN).await;
        put(office, &receipt.number, b"%PDF-1.7 another paper of this length!!").await;
        // somebody with every right on the database gives one paper the bytes of the other
        let (sm3, zero) = ("(select file_sm3 from request_file where n = 1)", "(select file_sm3 from request_file where n = 0)");
        ground
            .tamper(&format!(
                "update file set bytes = (select bytes from file where sm3 = {sm3}), size = (select size from file where sm3 = {sm3}),
                    sealed_sm3 = (select sealed_sm3 from file where sm3 = {sm3}) where sm3 = {zero}"
            ))
            .await;
        let audit = ground.gongkai(&["audit", "verify"]);
        assert!(audit.code == Some(1) && audit.out.contains(&format!("文件{name}的内容被改动过")), "{}", audit.out);
        fs::rename(ground.data().join("vault.key"), ground.data().join("aside")).unwrap();
        let audit = ground.gongkai(&["audit", "verify"]);
        assert!(audit.out.contains("其中2份是加密的，没有它们的密钥，只核对了密文"), "{}", audit.out);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_program_kept_open_is_sealed_once_and_nothing_of_it_stays() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let receipt = applied(office, &organ, "林晚舟").await;
        put(office, &receipt.number, b"%PDF-1.7 in its place").await;
        let hex = |bytes: &[u8]| match ground.is_postgres() {
            true => format!("decode('{}', 'hex')", gongkai::guard::hex(bytes)),
            false => format!("x'{}'", gongkai::guard::hex(bytes)),
        };
        let (plain, sm3) = (hex(SCAN), hex(&Digest::of(SCAN).0));
        ground
            .tamper(&format!(
                "delete from file;
                 insert into file (sm3, size, media, refs, stored_ms, bytes)
                    values ({sm3}, {}, 'application/pdf', 1, 0, {plain});
                 update request_file set file_sm3 = {sm3}",
                SCAN.len()
            ))
            .await;
        assert_eq!(ground.gongkai(&["audit", "verify"]).code, Some(0), "as the older program left it");
        assert_eq!(case_files::seal_open(office).await.unwrap(), 1);
        assert_eq!(case_files::seal_open(office).await.unwrap(), 0);
        assert!(office.db.file(Digest::of(SCAN)).await.is_err());
        let dossier = Dossier::numbered(office, &receipt.number, Scope::All).await.unwrap();
        let file = office.db.request_files(dossier.request.line.id).await.unwrap().pop().unwrap();
        assert_eq!((file.size, file.media.as_str()), (i64::try_from(SCAN.len()).unwrap(), "application/pdf"));
        assert_eq!(case_files::open(office, file.file_sm3).await.unwrap(), SCAN);
        let audit = ground.gongkai(&["audit", "verify"]);
        assert!(audit.code == Some(0) && audit.out.contains("留存的文件1份"), "{}", audit.out);
        if !ground.is_postgres() {
            let saved = ground.gongkai(&["backup", "saved"]);
            assert_eq!(saved.code, Some(0), "{}", saved.err);
            assert!(!holds(&fs::read(ground.folder.path().join("saved")).unwrap(), "林晚舟".as_bytes()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_keys_are_drawn_over_what_is_sealed_and_what_was_given_up_says_so_on_its_page() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let receipt = applied(office, &organ, "林晚舟").await;
        put(office, &receipt.number, SCAN).await;
        officer(office, &organ).await;
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let (key, aside) = (ground.data().join("vault.key"), ground.data().join("aside"));
        assert_eq!(ground.gongkai(&["night"]).code, Some(0), "with its keys");
        fs::rename(&key, &aside).unwrap();
        for command in [&serve[..], &["night"]] {
            let answer = ground.gongkai(command);
            assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{command:?}: {}", answer.err);
            assert!(answer.err.contains("却没有密钥文件vault.key"), "{}", answer.err);
        }
        assert!(!key.exists(), "nothing is drawn");
        Vault::open(&ground.data()).unwrap();
        let answer = ground.gongkai(&serve);
        assert!(answer.code == Some(2) && answer.err.contains("不是这个台账的密钥文件"), "{}", answer.err);
        let answer = ground.gongkai(&["key", "give-up"]);
        assert!(answer.code == Some(2) && answer.err.contains("没有什么要放弃的"), "{}", answer.err);
        fs::remove_file(&key).unwrap();

        assert_eq!(ground.gongkai(&["key", "give-up"]).code, Some(0));
        let night = ground.gongkai(&["night"]);
        assert_eq!((night.code, night.err.as_str()), (Some(0), ""), "{}", night.out);
        opens_without_the_sealed(&with_its_keys(&ground), &receipt.number).await;
    })
    .await;
}

/// The file of a request whose keys are lost: it opens, and says what does not.
async fn opens_without_the_sealed(office: &Office, number: &str) {
    let mut shen = sign_in(office, "shen").await;
    let here = format!("/desk/requests/{number}");
    let page = shen.get(&here).await;
    assert!(
        page.status == StatusCode::OK && page.has("姓名和联系方式打不开：加密数据用的是第0把密钥"),
        "{}",
        page.body
    );
    let csrf = page.csrf();
    let whole = shen.post(&format!("{here}/reveal"), &[("csrf", &csrf)]).await;
    assert!(whole.status == StatusCode::GONE && whole.has("打不开"), "{}", whole.body);
    let paper = shen.get(&format!("{here}/files/0")).await;
    assert!(paper.status == StatusCode::GONE && paper.has("用现在的密钥打不开"), "{}", paper.body);
    let code = shen.get(&format!("{here}/code")).await;
    assert!(code.status == StatusCode::OK && code.has("姓名打不开"), "{}", code.body);
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    assert_eq!(gongkai::letters::pass::addressee(office, &dossier), "你", "its letters address nobody by name");
    // what comes in from now on is sealed under the new keys
    let organ = office.db.organ_at("shui").await.unwrap();
    let next = applied(office, &organ, "白露").await;
    let page = shen.get(&format!("/desk/requests/{}", next.number)).await;
    assert!(page.has("白*"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_without_keys_opens_and_says_of_every_old_case_what_is_lost() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let organ = bureau(&ground.office).await;
    let receipt = applied(&ground.office, &organ, "林晚舟").await;
    put(&ground.office, &receipt.number, SCAN).await;
    officer(&ground.office, &organ).await;
    let run = |arguments: &[&str]| crate::cli::gongkai_in(ground.folder.path(), arguments, b"");
    assert_eq!(run(&["backup", "saved", "--data", "data"]).code, Some(0));
    let answer = run(&["restore", "saved", "--without-key", "--data", "found"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let night = run(&["night", "--data", "found"]);
    assert_eq!((night.code, night.err.as_str()), (Some(0), ""), "{}", night.out);
    let here = ground.folder.path().join("found");
    let db = gongkai_store::Db::open(&here.join("gongkai.sqlite")).await.unwrap();
    let found = Office { db, vault: Vault::open(&here).unwrap(), ..ground.office.clone() };
    opens_without_the_sealed(&found, &receipt.number).await;
    // the register does not know it, and neither does another office's key
    let sealed = SealedFile::of(&found.vault, &receipt.number, SCAN).await;
    assert_ne!(sealed.upload("").name, put(&ground.office, &receipt.number, SCAN).await);
}
