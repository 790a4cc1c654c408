//! A new key for everything that is sealed, whatever interrupts the change; and a backup that opens again.

use std::{
    fs,
    process::{Command, Stdio},
};

use gongkai::{
    requests::{
        draft::{self, Draft},
        register::identity,
    },
    vault::Vault,
};
use gongkai_store::{
    Act, Actor, Civil, Moment, NewPerson, NewRequest, Organ, PastRequest, PersonId, Projection, Scope, journal,
};

use sqlx::{Connection as _, sqlite::SqliteConnectOptions};

use super::{Ground, applied, bureau, key_lines, on_both};
use crate::{cli::gongkai_in, web::house::noon};

/// Somebody with an authenticator and a mail address, both sealed.
async fn with_an_authenticator(ground: &Ground) -> PersonId {
    let mut act = ground.office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson {
        organ: None,
        name: "qin",
        full_name: "秦望舒",
        roles: &["system"],
        password: "-",
        must_change: false,
    };
    let id = act.add_person(&new).await.unwrap();
    act.set_totp(id, Some(&ground.office.vault.seal(&format!("totp {id}"), b"12345678901234567890")), 0).await.unwrap();
    let reach = ground.office.vault.seal(&format!("reach:{id}"), br#"{"mail":"qin@qinghe.example"}"#);
    act.set_reach(id, Some(&reach), "mail").await.unwrap();
    act.commit().await.unwrap();
    id
}

async fn acts(ground: &Ground) -> Vec<String> {
    let rows = journal::rows(&ground.office.db, 0, 10_000).await.unwrap();
    rows.into_iter().map(|row| row.act).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_sealed_opens_under_the_new_key_and_the_old_one_is_struck_out() {
    on_both(async |ground| {
        let office = &ground.office;
        let organ = bureau(office).await;
        let receipt = applied(office, &organ, "林晚舟").await;
        let person = with_an_authenticator(&ground).await;
        let mut unfinished = Draft::default();
        unfinished.set("name", "白露".to_owned());
        draft::keep(office, b"browser", &unfinished).await.unwrap();
        let before = key_lines(&ground.data());

        let answer = ground.gongkai(&["key", "rotate"]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{}", answer.out);
        assert!(answer.out.contains("重新加密了4条，现在用第1把密钥"), "{}", answer.out);
        let after = key_lines(&ground.data());
        assert_eq!((after.len(), &after[0], after[1].as_str()), (3, &before[0], "-"));
        assert_ne!(after[2], before[1]);

        let fresh = gongkai::Office { vault: Vault::open(&ground.data()).unwrap(), ..office.clone() };
        let request = fresh.db.request(receipt.id, Scope::All).await.unwrap();
        assert_eq!(identity(&fresh, &request).unwrap().unwrap().name, "林晚舟");
        assert!(fresh.vault.is_fresh(request.sealed.as_deref().unwrap()));
        assert_eq!(draft::load(&fresh, b"browser").await.unwrap().unwrap().get("name"), "白露");
        let totp = fresh.db.person(person).await.unwrap().totp.unwrap();
        assert!(fresh.vault.open_sealed(&format!("totp {person}"), &totp).is_ok());
        let known = gongkai::post::reach::known(&fresh, person).await.unwrap();
        assert_eq!(known.addresses.mail, "qin@qinghe.example");
        // the code of the receipt still opens the request: what finds it is not rotated
        let opened = gongkai::requests::by_applicant::open(&fresh, &receipt.number, &receipt.code).await.unwrap();
        assert!(opened.is_some());
        let acts = acts(&ground).await;
        for act in ["key.draw", "key.reseal"] {
            assert!(acts.iter().any(|found| found == act), "{act} is not on the journal: {acts:?}");
        }
        assert_eq!(ground.gongkai(&["audit", "verify"]).code, Some(0));
    })
    .await;
}

/// Some hundreds of requests at once.
async fn many(ground: &Ground, organ: &Organ, count: usize) {
    let mut act = ground.office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    load(&mut act, ground, organ, 0..count).await;
    act.commit().await.unwrap();
}

async fn load(act: &mut Act, ground: &Ground, organ: &Organ, range: std::ops::Range<usize>) {
    let named: Vec<_> = range.map(|n| format!("SHUI-2025-{n:04}")).collect();
    let sealed: Vec<_> = named
        .iter()
        .map(|number| ground.office.vault.seal(number, format!(r#"{{"name":"{number}"}}"#).as_bytes()))
        .collect();
    let day = Civil(jiff::civil::date(2025, 3, 3));
    let now = Projection {
        arrived: day,
        received: None,
        stage: "register",
        waits: "applicant",
        due: None,
        provisional: false,
        extended: 0,
        decision: None,
        ended: None,
        served: None,
        archived: None,
        used: None,
        in_time: None,
    };
    let past: Vec<_> = named
        .iter()
        .zip(&sealed)
        .map(|(number, sealed)| PastRequest {
            request: NewRequest {
                organ: organ.id,
                number,
                code_mac: b"-",
                title: "水质",
                wanted: "水质",
                applicant: "natural_person",
                applicant_mac: None,
                sealed,
                channel: "internet",
                supply: "paper",
                delivery: "post",
            },
            at: Moment::from(noon()),
            officer: None,
            steps: &[],
            now,
            letter: None,
            old_number: None,
        })
        .collect();
    act.load_requests(&past).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_keys_that_was_killed_goes_on_where_it_was() {
    on_both(async |ground| {
        let organ = bureau(&ground.office).await;
        many(&ground, &organ, 4_000).await;
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["key", "rotate"])
            .args(ground.options())
            .current_dir(ground.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // until the first batch is there
        while !acts(&ground).await.iter().any(|act| act == "key.reseal") {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let (fresh, stale) = counted(&ground).await;
        assert_eq!(fresh + stale, 4_000);
        assert!(stale > 0 && key_lines(&ground.data()).len() == 3, "{stale} are to be sealed anew");
        let half = Vault::open(&ground.data()).unwrap();
        assert!(opens_all(&ground, &half).await, "both keys are kept until all is done");

        let answer = ground.gongkai(&["key", "rotate"]);
        assert!(
            answer.out.contains(&format!("接着上次没有换完的，重新加密了{stale}条")),
            "{}{}",
            answer.out,
            answer.err
        );
        assert_eq!(counted(&ground).await, (4_000, 0));
        assert_eq!(key_lines(&ground.data())[1], "-");
        assert!(opens_all(&ground, &Vault::open(&ground.data()).unwrap()).await);
        assert_eq!(ground.gongkai(&["audit", "verify"]).code, Some(0));
    })
    .await;
}

/// How many are sealed under key 1, and how many under another.
async fn counted(ground: &Ground) -> (usize, usize) {
    let stale = ground.office.db.sealed_otherwise(1, None, 10_000).await.unwrap().len();
    (ground.office.db.sealed_otherwise(u16::MAX, None, 10_000).await.unwrap().len() - stale, stale)
}

async fn opens_all(ground: &Ground, vault: &Vault) -> bool {
    let all = ground.office.db.sealed_otherwise(u16::MAX, None, 10_000).await.unwrap();
    all.iter().all(|sealed| {
        let record = gongkai::rekey::record(sealed);
        vault.open_sealed(&record, &sealed.bytes).unwrap() == format!(r#"{{"name":"{record}"}}"#).into_bytes()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_with_its_key_opens_in_an_empty_folder_and_without_it_is_not_restored_by_a_slip() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let organ = bureau(&ground.office).await;
    let receipt = applied(&ground.office, &organ, "林晚舟").await;
    let run = |arguments: &[&str]| {
        let answer = gongkai_in(ground.folder.path(), arguments, b"");
        (answer.code, answer.out + &answer.err)
    };
    // while it is open
    let (code, said) = run(&["backup", "saved", "--data", "data"]);
    assert!(code == Some(0) && said.contains("密钥另存在saved.key"), "{said}");
    let here = ground.folder.path();
    let bytes = fs::read(here.join("saved")).unwrap();
    for key in key_lines(&ground.data()) {
        let raw = gongkai::guard::unhex(&key).unwrap();
        for part in [key.as_bytes(), &raw] {
            assert!(!bytes.windows(part.len()).any(|window| window == part), "a key lies in the backup itself");
        }
    }
    assert!(!String::from_utf8_lossy(&bytes).contains("林晚舟"));

    fs::rename(here.join("saved.key"), here.join("elsewhere")).unwrap();
    let (code, said) = run(&["restore", "saved", "--data", "lost"]);
    assert!(code == Some(2) && said.contains("没有密钥文件“saved.key”"), "{said}");
    fs::create_dir(here.join("other")).unwrap();
    Vault::open(&here.join("other")).unwrap();
    let (code, said) = run(&["restore", "saved", "--key", "other/vault.key", "--data", "lost"]);
    assert!(code == Some(2) && said.contains("不是这份备份的密钥"), "{said}");
    assert!(!here.join("lost").exists(), "a restore that is refused leaves nothing");

    let (code, said) = run(&["restore", "saved", "--key", "elsewhere", "--data", "found"]);
    assert_eq!(code, Some(0), "{said}");
    let db = gongkai_store::Db::open(&here.join("found/gongkai.sqlite")).await.unwrap();
    let vault = Vault::open(&here.join("found")).unwrap();
    let again = gongkai::Office { db, vault, ..ground.office.clone() };
    let opened = gongkai::requests::by_applicant::open(&again, &receipt.number, &receipt.code).await.unwrap().unwrap();
    assert_eq!(identity(&again, &opened.request).unwrap().unwrap().name, "林晚舟");
    assert_eq!(run(&["audit", "verify", "--data", "found"]).0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_before_a_change_and_of_after_it_are_told_from_the_right_ones() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let organ = bureau(&ground.office).await;
    applied(&ground.office, &organ, "林晚舟").await;
    assert_eq!(ground.gongkai(&["night"]).code, Some(0));
    let here = ground.folder.path();
    let run = |arguments: &[&str]| {
        let answer = gongkai_in(here, arguments, b"");
        (answer.code, answer.out + &answer.err)
    };
    assert_eq!(run(&["backup", "saved", "--data", "data"]).0, Some(0));
    let key = ground.data().join("vault.key");
    fs::copy(&key, here.join("before")).unwrap();
    assert_eq!(ground.gongkai(&["key", "rotate"]).code, Some(0));
    fs::copy(&key, here.join("after")).unwrap();

    let (code, said) = run(&["restore", "saved", "--key", "after", "--data", "found"]);
    assert!(code == Some(2) && said.contains("没有台账现在用的第0把密钥"), "{said}");
    assert!(!here.join("found").exists());
    assert_eq!(run(&["restore", "saved", "--key", "before", "--data", "found"]).0, Some(0));
    // a folder that has keys has something to open it with
    fs::remove_file(here.join("found/gongkai.sqlite")).unwrap();
    let (code, said) = run(&["restore", "saved", "--without-key", "--data", "found"]);
    assert!(code == Some(2) && said.contains("还在"), "{said}");
    assert_eq!(run(&["restore", "saved", "--data", "found"]).0, Some(0));

    fs::copy(here.join("before"), &key).unwrap();
    for command in [&["key", "rotate"][..], &["night"], &["serve", "--listen", "127.0.0.1:0"]] {
        let answer = ground.gongkai(command);
        assert!(answer.code == Some(2) && answer.err.contains("没有台账现在用的第1把密钥"), "{}", answer.err);
    }
    assert_eq!(fs::read(&key).unwrap(), fs::read(here.join("before")).unwrap(), "nothing is drawn");
    fs::copy(here.join("after"), &key).unwrap();
    assert_eq!(ground.gongkai(&["key", "rotate"]).code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_machines_that_start_at_once_with_keys_of_their_own_one_has_the_register() {
    on_both(async |ground| {
        let machines = ["one", "two", "three"].map(|name| ground.folder.path().join(name));
        let starting = machines.clone().map(|machine| {
            let db = ground.office.db.clone();
            tokio::spawn(async move {
                fs::create_dir(&machine).unwrap();
                gongkai::keys::of(&db, &machine).await.is_ok()
            })
        });
        let mut has = Vec::new();
        for machine in starting {
            has.push(machine.await.unwrap());
        }
        assert_eq!(has.iter().filter(|has| **has).count(), 1, "{has:?}");
        for (machine, has) in machines.iter().zip(has) {
            assert_eq!(gongkai::keys::of(&ground.office.db, machine).await.is_ok(), has);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_sealed_is_left_out_of_a_change_of_keys() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let file = ground.data().join("gongkai.sqlite");
    let mut connection =
        sqlx::SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap();
    // a column of sealed data has one of these names; a new one has to be changed in `reseal` as well
    const SQL: &str = "
        select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and c.name in ('sealed', 'totp', 'reach') order by 1";
    let found: Vec<String> = sqlx::query_scalar(SQL).fetch_all(&mut connection).await.unwrap();
    let known = [
        "application_draft.sealed",
        "matter.sealed",
        "mistake.sealed",
        "person.reach",
        "person.totp",
        "request.sealed",
        "subscriber.sealed",
    ];
    assert_eq!(found, known);
}
