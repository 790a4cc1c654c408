//! The API held against its own description by schemathesis: whatever it is asked, fit or unfit, it answers as it says, and
//! never with a fault of ours. `GONGKAI_TEST_SCHEMATHESIS` is the program; `cargo xtask test` sets it.

use std::{net::SocketAddr, process::Command};

use gongkai::{Office, door, find::feed, router::router};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{OrganId, PersonId};

use super::{
    super::{
        house::{on_both, unhurried},
        publishing::{begun, bureau, whole},
    },
    public, withdraw,
};

/// Requests that are made of each operation; `GONGKAI_TEST_EXAMPLES=500` in the environment for a longer run.
const EXAMPLES: &str = "15";

/// A 422 says of a draft what the description cannot: that a relation leads nowhere, or that a field is another kind's.
const SETTINGS: &str = r#"
[[operations]]
include-method = ["POST", "PUT"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 415, 422]
"#;

/// Something of each kind that may be asked for; gives a key.
async fn furnished(office: &Office) -> String {
    let bureau = bureau(office).await;
    for n in 0..3 {
        public(office, &bureau, PublicationKind::Notice, &whole(&format!("停水公告{n}"))).await;
    }
    let gone = public(office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
    withdraw(office, &bureau, gone, "文号有误").await;
    begun(office, &bureau, PublicationKind::General, &whole("没有审的稿子")).await;
    feed::turn(office).await.unwrap();
    let gongkai::people::roles::Hand::Staff { id, .. } = bureau.head else { unreachable!("the head is of the staff") };
    key(office, bureau.organ, id).await
}

async fn key(office: &Office, organ: OrganId, head: PersonId) -> String {
    use gongkai::{
        api_keys::key::{KeyScope, Wanted, issue},
        people::roles::{Hand, Role},
    };
    let hand = Hand::Staff { id: head, organ: Some(organ), roles: vec![Role::Head], stands_in: Vec::new() };
    let until = office.today().tomorrow().unwrap();
    issue(office, &hand, organ, &Wanted { name: "试验", scopes: &KeyScope::ALL, until }).await.unwrap()
}

/// An office with its door open.
async fn listening(office: &Office) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(office.clone(), unhurried(), &[]);
    tokio::spawn(door::keep(listener, app, door::Patience::default(), std::future::pending()));
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_is_answered_as_the_description_says() {
    let Some(program) = std::env::var_os("GONGKAI_TEST_SCHEMATHESIS") else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_SCHEMATHESIS is not set");
        println!("GONGKAI_TEST_SCHEMATHESIS is not set: the API was not held against its description");
        return;
    };
    let examples = std::env::var("GONGKAI_TEST_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    on_both(async |office| {
        let key = furnished(&office).await;
        let address = listening(&office).await;
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("schemathesis.toml");
        std::fs::write(&settings, SETTINGS).unwrap();
        let mut command = Command::new(&program);
        command.arg("--config-file").arg(&settings).arg("run").arg(format!("http://{address}/api/v1/openapi.json"));
        command.args(["--checks", "all", "--max-examples", &examples, "--seed", "20261012"]);
        command.arg("--header").arg(format!("Authorization: Bearer {key}")).current_dir(folder.path());
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("18 selected") || said.contains("Tested: 18"), "not every operation was tried: {said}");
    })
    .await;
}
