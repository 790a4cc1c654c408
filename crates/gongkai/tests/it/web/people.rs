//! Who may do what: the table of duties, the three administrators, delegations, and that nobody sees another's.

use axum::http::StatusCode;
use gongkai::{
    Office, password,
    people::{
        roles::{Role, may_have, roles_for},
        upkeep::Upkeep,
    },
};
use gongkai_law::request::step::Verb;
use gongkai_store::{Actor, Moment, NewOrgan, NewPerson, OrganId, PersonId};

use super::{
    desk::PASSWORD,
    house::{Page, Somebody, noon, on_both},
};

/// An organ of the county.
pub async fn organ(office: &Office, slug: &str) -> OrganId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new =
        NewOrgan { slug, name: slug, short_name: slug, kind: "department", level: "county", ..Default::default() };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// Somebody with an account of this name, which is also what they are called.
pub async fn person(office: &Office, organ: Option<OrganId>, name: &str, roles: &[&str]) -> PersonId {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson { organ, name, full_name: name, roles, password: &hash, must_change: false };
    let id = act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

pub async fn sign_in(office: &Office, name: &str, pass: &str) -> (Somebody, String) {
    let mut somebody = Somebody::at(office);
    let csrf = somebody.get("/signin").await.csrf();
    let page = somebody.post("/signin", &[("csrf", &csrf), ("user", name), ("pass", pass)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {}", page.body);
    (somebody, page.location().to_owned())
}

pub async fn post(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get("/signout").await.csrf();
    let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post(path, &fields).await
}

/// What stands in the table, said the other way round: by role.
#[test]
fn each_role_takes_up_its_verbs_and_no_other() {
    let clerk = [
        "Arrive",
        "Confirm",
        "Accept",
        "AskClarify",
        "TakeCorrection",
        "AskReasons",
        "TakeReasons",
        "Consult",
        "NoteReached",
        "TakeOpinion",
        "NotifyFee",
        "TakePayment",
        "Draft",
        "Send",
        "Serve",
        "Withdraw",
        "Lapse",
        "Order",
        "Lift",
        "Archive",
        "Issue",
        "Note",
        "Amend",
    ];
    for role in Role::ALL {
        let mut expected: Vec<&str> = match role {
            Role::Officer => [&clerk[..], &["AskExtension"]].concat(),
            Role::Head => {
                [&clerk[..], &["Extend", "DeclineExtension", "Delay", "Convert", "Redate", "Strike"]].concat()
            }
            Role::Reviewer => vec!["Return", "Review", "Note"],
            Role::Signer => vec!["Return", "Sign", "Note"],
            Role::Secrecy | Role::Supervisor | Role::System | Role::Security | Role::Audit => Vec::new(),
        };
        let mut found: Vec<String> =
            Verb::ALL.into_iter().filter(|verb| roles_for(*verb).contains(&role)).map(|v| format!("{v:?}")).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{role:?}");
    }
}

#[test]
fn of_all_sets_of_roles_only_an_administrator_alone_or_a_team_without_one_is_allowed() {
    for set in 0..1_usize << Role::ALL.len() {
        let roles: Vec<_> =
            Role::ALL.into_iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, r)| r).collect();
        let administrators =
            roles.iter().filter(|role| matches!(role, Role::System | Role::Security | Role::Audit)).count();
        let (alone, team) = (roles.len() == 1 && administrators == 1, administrators == 0);
        assert_eq!(may_have(&roles, true).is_ok(), team, "{roles:?} in an organ");
        assert_eq!(may_have(&roles, false).is_ok(), alone || roles.is_empty(), "{roles:?} on the platform");
    }
}

#[test]
fn the_three_administrators_share_the_upkeep_and_none_has_a_scope() {
    for role in Role::ALL {
        let words: Vec<_> = Upkeep::ALL.into_iter().filter(|u| u.role() == role).map(Upkeep::key).collect();
        let expected: &[&str] = match role {
            Role::System => &["hire", "disable", "enable", "site", "organs"],
            Role::Security => &["appoint", "reset", "unbind", "release", "unlock"],
            Role::Audit => &["journal"],
            _ => &[],
        };
        assert_eq!(words, expected, "{role:?}");
    }
}

/// GET pages of this piece, and whose they are; every other signed-in role gets 403, everybody else 401.
const PAGES: [(&str, &[Role]); 8] = [
    ("/desk/setup", &[Role::System, Role::Security]),
    ("/desk/people", &[Role::System, Role::Security]),
    ("/desk/organs", &[Role::System]),
    ("/desk/delegations", &[Role::Head, Role::Reviewer, Role::Signer, Role::Security]),
    ("/desk/journal", &[Role::Audit]),
    ("/desk/publications", &[Role::Officer, Role::Head, Role::Reviewer, Role::Signer, Role::Secrecy, Role::Supervisor]),
    ("/desk/publications/settings", &[Role::Head]),
    ("/desk/account", &Role::ALL),
];

#[tokio::test]
async fn every_page_opens_to_its_roles_alone() {
    on_both(async |office| {
        let water = organ(&office, "shuili").await;
        let someone = person(&office, Some(water), "someone", &[]).await;
        for role in Role::ALL {
            let organ = (!role.is_administrator()).then_some(water);
            person(&office, organ, role.key(), &[role.key()]).await;
            let (mut somebody, home) = sign_in(&office, role.key(), PASSWORD).await;
            assert!(home.starts_with("/desk"), "{role:?} begins at {home}");
            if role == Role::Secrecy {
                assert_eq!(home, "/desk/today", "where what waits for a review is");
            }
            for (page, roles) in PAGES {
                let expected = if roles.contains(&role) { StatusCode::OK } else { StatusCode::FORBIDDEN };
                let found = somebody.get(page).await;
                assert_eq!(found.status, expected, "{role:?} at {page}: {}", found.body);
            }
            if role.is_administrator() {
                for page in ["/desk", "/desk/month", "/desk/figures"] {
                    let found = somebody.get(page).await.status;
                    assert!(
                        matches!(found, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                        "{role:?} at {page}: {found}"
                    );
                }
            }
            for upkeep in Upkeep::ALL
                .into_iter()
                .filter(|u| !matches!(u, Upkeep::Hire | Upkeep::Site | Upkeep::Organs | Upkeep::Journal))
            {
                if upkeep.role() != role {
                    let path = format!("/desk/people/{someone}/{}", upkeep.key());
                    let refused = post(&mut somebody, &path, &[("version", "0")]).await;
                    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?} {upkeep:?}: {}", refused.body);
                }
            }
        }
        for (page, _) in PAGES {
            assert_eq!(Somebody::at(&office).get(page).await.status, StatusCode::UNAUTHORIZED, "{page}");
        }
    })
    .await;
}

/// The one-time password on a page.
fn once(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<span class=\"code\">").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

#[tokio::test]
async fn the_first_administrator_sets_up_the_three_and_then_gives_no_more_powers() {
    on_both(async |office| {
        person(&office, None, "xitong", &["system"]).await;
        let (mut system, home) = sign_in(&office, "xitong", PASSWORD).await;
        assert_eq!(home, "/desk/setup");
        assert!(system.get("/desk/people").await.has("还没有安全管理员"));
        let fields = |name| [("name", name), ("full_name", name), ("organ", "")];
        let guard = once(&post(&mut system, "/desk/people", &fields("anquan")).await);
        post(&mut system, "/desk/people", &fields("shenji")).await;
        assert!(post(&mut system, "/desk/people", &fields("anquan")).await.has("已有这个账号"));
        let id = async |name: &str| office.db.person_named(name).await.unwrap().unwrap().id;
        let (anquan, shenji, xitong) = (id("anquan").await, id("shenji").await, id("xitong").await);
        let appoint = |id: PersonId| format!("/desk/people/{id}/appoint");
        let both = post(&mut system, &appoint(anquan), &[("version", "0"), ("security", "1"), ("audit", "1")]).await;
        assert!(both.status == StatusCode::FORBIDDEN && both.has("三员分立"), "{}", both.body);
        let given = post(&mut system, &appoint(anquan), &[("version", "0"), ("security", "1")]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        let late = post(&mut system, &appoint(shenji), &[("version", "0"), ("audit", "1")]).await;
        assert!(late.has("设定职责由安全管理员办理"), "{}", late.body);

        let (mut security, first) = sign_in(&office, "anquan", &guard).await;
        assert_eq!(first, "/signin/password");
        let own = "another grain of the county";
        post(&mut security, "/signin/password", &[("pass", own), ("again", own)]).await;
        let given = post(&mut security, &appoint(shenji), &[("version", "0"), ("audit", "1")]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        let again = post(&mut security, &appoint(shenji), &[("version", "0"), ("audit", "1")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "changed meanwhile");
        assert!(post(&mut security, &appoint(anquan), &[("version", "9")]).await.has("自己的账号由另一名管理员变更"));
        let last = post(&mut system, &format!("/desk/people/{anquan}/disable"), &[]).await;
        assert!(last.has("这是最后一名安全管理员"), "{}", last.body);
        let last = post(&mut security, &appoint(xitong), &[("version", "0")]).await;
        assert!(last.has("这是最后一名系统管理员"), "{}", last.body);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_disabled_or_gets_other_powers_is_out_at_once_and_a_reset_lets_them_in_again() {
    on_both(async |office| {
        let water = organ(&office, "shuili").await;
        for (name, organ, role) in
            [("xitong", None, "system"), ("anquan", None, "security"), ("lin", Some(water), "officer")]
        {
            person(&office, organ, name, &[role]).await;
        }
        let lin = office.db.person_named("lin").await.unwrap().unwrap().id;
        let (mut system, _) = sign_in(&office, "xitong", PASSWORD).await;
        let (mut security, _) = sign_in(&office, "anquan", PASSWORD).await;
        let (mut clerk, home) = sign_in(&office, "lin", PASSWORD).await;
        assert_eq!(home, "/desk");
        assert!(clerk.get("/desk/account").await.has("经办人"));
        post(
            &mut security,
            &format!("/desk/people/{lin}/appoint"),
            &[("version", "0"), ("officer", "1"), ("signer", "1")],
        )
        .await;
        assert_eq!(clerk.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
        let (mut clerk, _) = sign_in(&office, "lin", PASSWORD).await;
        assert!(clerk.get("/desk/account").await.has("经办人、签发人"));
        post(&mut system, &format!("/desk/people/{lin}/disable"), &[]).await;
        assert_eq!(clerk.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
        post(&mut system, &format!("/desk/people/{lin}/enable"), &[]).await;
        let new = once(&post(&mut security, &format!("/desk/people/{lin}/reset"), &[]).await);
        let (_, next) = sign_in(&office, "lin", &new).await;
        assert_eq!(next, "/signin/password");
        let page = security.get(&format!("/desk/people/{lin}")).await;
        assert!(page.has("改角色") && !page.has(&new) && !page.has("argon2"), "{}", page.body);

        person(&office, None, "shenji", &["audit"]).await;
        let (mut auditor, _) = sign_in(&office, "shenji", PASSWORD).await;
        let about = auditor.get(&format!("/desk/journal?about={lin}")).await;
        assert!(about.has("改角色") && !about.has("载入放假通知"), "{}", about.body);
        let theirs = auditor.get(&format!("/desk/journal?by=person%3A{lin}")).await;
        assert!(theirs.has("只列") && theirs.has("登录") && !theirs.has("改角色"), "{}", theirs.body);
        assert!(auditor.get("/desk/journal?about=QH-2026-9999").await.has("没有这一项的记录"));
    })
    .await;
}

#[tokio::test]
async fn the_tree_of_organs_is_kept_without_circles_and_doubles() {
    on_both(async |office| {
        person(&office, None, "xitong", &["system"]).await;
        let (mut system, _) = sign_in(&office, "xitong", PASSWORD).await;
        let fields = |slug, name, parent| {
            [
                ("slug", slug),
                ("name", name),
                ("short_name", name),
                ("kind", "department"),
                ("level", "county"),
                ("parent", parent),
            ]
        };
        for (slug, name, parent) in [("qinghe", "青禾县人民政府", ""), ("shuili", "青禾县水利局", "qinghe")]
        {
            let added = post(&mut system, "/desk/organs", &fields(slug, name, parent)).await;
            assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        }
        assert!(post(&mut system, "/desk/organs", &fields("shuili", "青禾县水务局", "")).await.has("已经有机构用了"));
        let wrong = post(&mut system, "/desk/organs", &[("slug", "X!"), ("uscc", "91350100M000100Y45")]).await;
        assert!(wrong.has("地址用1至32个小写字母") && wrong.has("请更正以下"), "{}", wrong.body);
        let page = system.get("/desk/organs").await;
        assert!(page.has("青禾县水利局</a><span class=\"hidden\">（第2级）"), "{}", page.body);

        let change = [&fields("qinghe", "青禾县人民政府", "shuili")[..], &[("version", "0")]].concat();
        assert!(post(&mut system, "/desk/organs/qinghe", &change).await.has("上级机关不能是它自己或者它的下级"));
        let office_line = [("version", "0"), ("office", "县政府办政务公开股")];
        let change = [&fields("qinghe", "青禾县人民政府", "")[..], &office_line].concat();
        assert_eq!(post(&mut system, "/desk/organs/qinghe", &change).await.status, StatusCode::SEE_OTHER);
        assert_eq!(post(&mut system, "/desk/organs/qinghe", &change).await.status, StatusCode::CONFLICT, "stale");
        assert_eq!(office.db.organ_at("qinghe").await.unwrap().office, "县政府办政务公开股");
    })
    .await;
}

#[tokio::test]
async fn of_two_last_security_administrators_who_put_each_other_out_at_once_one_stays() {
    on_both(async |office| {
        person(&office, None, "xitong", &["system"]).await;
        let (one, other) =
            (person(&office, None, "an", &["security"]).await, person(&office, None, "quan", &["security"]).await);
        for _ in 0..4 {
            let (mut an, _) = sign_in(&office, "an", PASSWORD).await;
            let (mut quan, _) = sign_in(&office, "quan", PASSWORD).await;
            let versions =
                [office.db.person(one).await.unwrap().version, office.db.person(other).await.unwrap().version];
            let [first, second] = versions.map(|version| version.to_string());
            let (there, here) = (format!("/desk/people/{other}/appoint"), format!("/desk/people/{one}/appoint"));
            let (to_other, to_one) = ([("version", second.as_str())], [("version", first.as_str())]);
            let (mine, theirs) = tokio::join!(post(&mut an, &there, &to_other), post(&mut quan, &here, &to_one));
            let mut told = [mine.status, theirs.status];
            told.sort();
            assert_eq!(office.db.holders("security").await.unwrap(), 1, "{told:?}");
            // put it right for the next round
            let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
            for id in [one, other] {
                let version = office.db.person(id).await.unwrap().version;
                act.set_roles(id, version, &["security"]).await.unwrap();
            }
            act.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn the_first_page_of_a_new_office_says_what_is_missing_and_hangs_its_name_on_every_page() {
    on_both(async |office| {
        person(&office, None, "heyi", &["system"]).await;
        let (mut heyi, begins) = sign_in(&office, "heyi", PASSWORD).await;
        assert_eq!(begins, "/desk/setup");
        let page = heyi.get("/desk/setup").await;
        assert!(page.has("还没有机构") && page.has("还没有安全管理员、审计管理员"), "{}", page.body);
        let nameless = post(&mut heyi, "/desk/setup", &[("name", "县"), ("organ", "云泽县人民政府")]).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nameless.has("请填2至40个字") && nameless.has("value=\"云泽县人民政府\""), "{}", nameless.body);

        let named = [
            ("name", "云泽县政府信息公开"),
            ("organ", "云泽县人民政府"),
            ("footer", "电话 0000-555 0188\n\n周一至周五"),
            ("code", "0000000002"),
            ("icp", "云ICP备00000002号"),
            ("police", "云公网安备00000000000002号"),
        ];
        let short = [&named[..3], &[("code", "12")]].concat();
        let short = post(&mut heyi, "/desk/setup", &short).await;
        assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.has("网站标识码是10位"), "{}", short.body);
        assert_eq!(post(&mut heyi, "/desk/setup", &named).await.status, StatusCode::SEE_OTHER);
        let home = Somebody::at(&office).get("/").await;
        assert!(home.has("云泽县政府信息公开</title>") && home.has("电话 0000-555 0188"), "{}", home.body);
        for filed in ["网站标识码 0000000002", ">云ICP备00000002号</a>", ">云公网安备00000000000002号</a>"]
        {
            assert!(home.has(filed), "{filed}: {}", home.body);
        }
        organ(&office, "yunze").await;
        person(&office, None, "wenqi", &["security"]).await;
        let (mut wenqi, _) = sign_in(&office, "wenqi", PASSWORD).await;
        let page = wenqi.get("/desk/setup").await;
        assert!(page.has("1个机构没有写明") && page.has("还没有审计管理员"), "{}", page.body);
        assert_eq!(post(&mut wenqi, "/desk/setup", &named).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_locked_account_is_shown_as_locked_until_somebody_unlocks_it() {
    on_both(async |office| {
        let water = organ(&office, "shuili").await;
        let locked = person(&office, Some(water), "zhou", &["signer"]).await;
        person(&office, None, "anquan", &["security"]).await;
        let mut elsewhere = Somebody::from(&office, "198.51.100.1");
        for _ in 0..office.rules.failures {
            let csrf = elsewhere.get("/signin").await.csrf();
            elsewhere.post("/signin", &[("csrf", &csrf), ("user", "zhou"), ("pass", "wrong")]).await;
        }
        let (mut security, _) = sign_in(&office, "anquan", PASSWORD).await;
        let list = security.get("/desk/people").await;
        assert!(list.has("已锁定</span><br><small class=\"muted\">到2026-10-12"), "{}", list.body);
        let here = format!("/desk/people/{locked}");
        let page = security.get(&here).await;
        assert!(page.has("已锁定到2026-10-12") && page.has(&format!("{here}/unlock")), "{}", page.body);
        assert_eq!(post(&mut security, &format!("{here}/unlock"), &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!security.get("/desk/people").await.has("已锁定") && !security.get(&here).await.has("已锁定"));
    })
    .await;
}
