//! The way of a publication: three people, no step left out, and what everybody sees at each moment.

use gongkai::{
    Office,
    people::{
        delegation,
        roles::{Hand, Role},
    },
    publish::{
        clock,
        content::{Content, Link},
        manuscript::Manuscript,
        out, points,
        record::Words,
        take::{POINTS, may, take},
        write,
    },
    requests::take::NotTaken,
};
use gongkai_law::proactive::{
    kind::PublicationKind,
    release::{Check, PublicationStep, PublicationVerb},
};
use gongkai_store::{Actor, Moment, OrganId, PublicationId, ReleasedFilter, Scope};
use jiff::{Timestamp, civil::date};

use super::{
    desk::PASSWORD,
    house::{noon, on_both},
    people::{organ, person, sign_in},
};

/// One organ with somebody for each of the four parts.
pub struct Bureau {
    pub organ: OrganId,
    pub writer: Hand,
    pub head: Hand,
    pub secrecy: Hand,
    pub signer: Hand,
}

pub async fn bureau(office: &Office) -> Bureau {
    let organ = organ(office, "shui").await;
    let hand = async |name: &str, role: Role| {
        let id = person(office, Some(organ), name, &[role.key()]).await;
        Hand::Staff { id, organ: Some(organ), roles: vec![role], stands_in: Vec::new() }
    };
    Bureau {
        organ,
        writer: hand("gu", Role::Officer).await,
        head: hand("lu", Role::Head).await,
        secrecy: hand("fang", Role::Secrecy).await,
        signer: hand("tang", Role::Signer).await,
    }
}

pub fn whole(title: &str) -> Content {
    Content {
        title: title.to_owned(),
        body: "各乡镇：\n\n# 第一章\n第一条　供水单位每月检测一次出厂水。".to_owned(),
        number: "青水发〔2026〕14号".to_owned(),
        formed: Some(date(2026, 9, 28)),
        ..Content::default()
    }
}

fn who(hand: &Hand) -> Option<gongkai_store::PersonId> {
    match hand {
        Hand::Staff { id, .. } => Some(*id),
        _ => None,
    }
}

pub async fn begun(office: &Office, bureau: &Bureau, kind: PublicationKind, content: &Content) -> PublicationId {
    let mut act = office.db.act(bureau.writer.actor(), Moment(office.now_ms())).await.unwrap();
    let id = write::begin(office, &mut act, (bureau.organ, who(&bureau.writer)), kind, content).await.unwrap();
    act.commit().await.unwrap();
    id
}

pub async fn opened(office: &Office, id: PublicationId) -> Manuscript {
    Manuscript::of(office, id, Scope::All).await.unwrap()
}

pub async fn step(
    office: &Office,
    hand: &Hand,
    id: PublicationId,
    step: PublicationStep,
    words: &Words,
) -> Result<(), NotTaken> {
    take(office, hand, &opened(office, id).await, step, words).await
}

fn said(why: &str) -> Words {
    Words { why: why.to_owned(), ..Words::default() }
}

fn cleared() -> Words {
    Words { cleared: POINTS.iter().map(|(key, _)| (*key).to_owned()).collect(), ..Words::default() }
}

fn passed(check: Check) -> PublicationStep {
    PublicationStep::Passed { check, from: None }
}

/// Through the reviews, up to the signature.
pub async fn reviewed(office: &Office, bureau: &Bureau, id: PublicationId) {
    step(office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
    step(office, &bureau.head, id, passed(Check::First), &Words::default()).await.unwrap();
    let cleared = Words { cleared: points::keys(&opened(office, id).await.content), ..Words::default() };
    step(office, &bureau.secrecy, id, passed(Check::Secrecy), &cleared).await.unwrap();
}

pub async fn signed(office: &Office, bureau: &Bureau, id: PublicationId) {
    let manuscript = opened(office, id).await;
    out::approve(office, &bureau.signer, &manuscript, (None, &Words::default())).await.unwrap();
}

fn why(done: Result<(), NotTaken>) -> String {
    done.unwrap_err().to_string()
}

async fn public(office: &Office) -> Vec<String> {
    let lines = office.db.released_lines(&ReleasedFilter::default(), None, 50).await.unwrap();
    lines.into_iter().map(|line| line.title).collect()
}

#[tokio::test]
async fn what_is_written_is_checked_three_times_by_three_people_before_anybody_sees_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        let early = opened(&office, id).await;
        let release = |hand| may(&office, hand, &early, PublicationVerb::Release).unwrap_err().to_string();
        assert!(release(&bureau.signer).contains("还没有送审") && release(&bureau.signer).contains("第十七条"));
        reviewed(&office, &bureau, id).await;
        assert!(public(&office).await.is_empty(), "reviewed is not released");
        signed(&office, &bureau, id).await;
        assert_eq!(public(&office).await, ["农村供水管理办法"]);
        let seen = office.db.released(id).await.unwrap();
        assert!(seen.index_number.ends_with("/2026-00001"), "{}", seen.index_number);
        assert_eq!(seen.validity.as_deref(), Some("in_force"));
        assert_eq!(seen.released_ms, Moment::from(noon()));
        let counts = office.db.topic_counts(Some(bureau.organ)).await.unwrap();
        assert_eq!(counts.iter().map(|c| (c.topic.as_str(), c.count)).collect::<Vec<_>>(), [("A20_01", 1)]);
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_two_steps_of_one_round_whatever_their_roles() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("停水公告")).await;
        let all = |hand: &Hand| match hand.clone() {
            Hand::Staff { id, organ, stands_in, .. } => {
                let roles = vec![Role::Officer, Role::Head, Role::Secrecy, Role::Signer];
                Hand::Staff { id, organ, roles, stands_in }
            }
            other => other,
        };
        let (writer, head) = (all(&bureau.writer), all(&bureau.head));
        step(&office, &writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        let own = why(step(&office, &writer, id, passed(Check::First), &Words::default()).await);
        assert!(own.contains("同一个人不能办两步") && own.contains("起草"), "{own}");
        step(&office, &head, id, passed(Check::First), &Words::default()).await.unwrap();
        let again = why(step(&office, &head, id, passed(Check::Secrecy), &cleared()).await);
        assert!(again.contains("初审") && again.contains("第十七条"), "{again}");
        let other = why(step(&office, &bureau.signer, id, passed(Check::Secrecy), &cleared()).await);
        assert!(other.contains("由保密审查人办理"), "{other}");
        let half = Words { cleared: vec!["secret".to_owned()], ..Words::default() };
        let half = why(step(&office, &bureau.secrecy, id, passed(Check::Secrecy), &half).await);
        assert!(half.contains("逐项"), "{half}");
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_back_begins_anew_and_what_lacks_something_is_not_sent_on() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let bare = Content { formed: None, ..whole("办法") };
        let id = begun(&office, &bureau, PublicationKind::Normative, &bare).await;
        let lacking = why(step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await);
        assert!(lacking.contains("成文日期"), "{lacking}");
        let manuscript = opened(&office, id).await;
        write::write(&office, &bureau.writer, &manuscript, PublicationKind::Normative, &whole("办法")).await.unwrap();
        let stale = write::write(&office, &bureau.writer, &manuscript, PublicationKind::Normative, &bare).await;
        assert!(matches!(stale, Err(NotTaken::Store(gongkai_store::Error::Stale))));
        step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        let back = PublicationStep::Returned { check: Check::First };
        assert!(why(step(&office, &bureau.head, id, back, &Words::default()).await).contains("写明理由"));
        step(&office, &bureau.head, id, back, &said("第三条引用的文件已经废止")).await.unwrap();
        let closed = opened(&office, id).await;
        assert_eq!(closed.publication.stage, "draft");
        step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        let late = opened(&office, id).await;
        let busy = write::write(&office, &bureau.writer, &late, PublicationKind::Normative, &whole("改")).await;
        assert!(why(busy).contains("撤回送审"));
    })
    .await;
}

#[tokio::test]
async fn what_is_withheld_needs_its_ground_is_reviewed_all_the_same_and_comes_up_again_within_a_year() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let held = Content { attribute: "withheld".to_owned(), ..whole("会议纪要") };
        let id = begun(&office, &bureau, PublicationKind::General, &held).await;
        let bare = why(step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await);
        assert!(bare.contains("不予公开要选依据"), "{bare}");
        let manuscript = opened(&office, id).await;
        let ground = gongkai_law::exempt::Exemption::Process.decision().code().to_owned();
        let held = Content { ground, why: "讨论中的意见".to_owned(), ..held };
        write::write(&office, &bureau.writer, &manuscript, PublicationKind::General, &held).await.unwrap();
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let kept = opened(&office, id).await.publication;
        assert_eq!((kept.stage.as_str(), kept.public), ("retained", false));
        assert_eq!(kept.reassess.map(|day| day.0), Some(date(2027, 10, 12)));
        assert!(public(&office).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_repealed_is_marked_so_on_the_day_and_the_original_stays() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let old = begun(&office, &bureau, PublicationKind::Normative, &whole("村镇供水暂行规定")).await;
        reviewed(&office, &bureau, old).await;
        signed(&office, &bureau, old).await;
        let link = Link { to: old.to_string(), relation: "replaces".to_owned() };
        let new = Content { from: Some(date(2026, 11, 12)), links: vec![link], ..whole("农村供水管理办法") };
        let new = begun(&office, &bureau, PublicationKind::Normative, &new).await;
        reviewed(&office, &bureau, new).await;
        signed(&office, &bureau, new).await;
        let validity = async |id| office.db.released(id).await.unwrap().validity.unwrap();
        assert_eq!((validity(old).await.as_str(), validity(new).await.as_str()), ("in_force", "not_yet"));
        let later = Office { clock: super::house::month_later, ..office.clone() };
        clock::turn(&later).await.unwrap();
        assert_eq!((validity(old).await.as_str(), validity(new).await.as_str()), ("repealed", "in_force"));
        assert_eq!(public(&office).await.len(), 2, "the original is marked and stays");
    })
    .await;
}

#[tokio::test]
async fn a_document_is_in_force_again_once_what_repealed_it_is_taken_back_and_it_does_not_matter_which_came_first() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let old = begun(&office, &bureau, PublicationKind::Normative, &whole("村镇供水暂行规定")).await;
        let links = |relation: &str| vec![Link { to: old.to_string(), relation: relation.to_owned() }];
        let new = Content { links: links("repeals"), ..whole("农村供水管理办法") };
        let new = begun(&office, &bureau, PublicationKind::Normative, &new).await;
        for id in [new, old] {
            reviewed(&office, &bureau, id).await;
            signed(&office, &bureau, id).await;
        }
        let validity = async || office.db.released(old).await.unwrap().validity.unwrap();
        assert_eq!(validity().await, "repealed", "what repeals it was out before");
        out::withdraw(&office, &bureau.signer, &opened(&office, new).await, "发错了文件").await.unwrap();
        assert_eq!(validity().await, "in_force", "what was taken back repeals nothing");
        let notice = Content { links: links("amends"), ..whole("关于修改村镇供水暂行规定的决定") };
        let notice = begun(&office, &bureau, PublicationKind::Normative, &notice).await;
        reviewed(&office, &bureau, notice).await;
        signed(&office, &bureau, notice).await;
        assert_eq!(validity().await, "amended");
    })
    .await;
}

fn before_noon() -> Timestamp {
    "2026-10-20T16:00:01Z".parse().unwrap()
}

#[tokio::test]
async fn what_is_set_for_a_day_goes_out_on_it_and_what_is_shown_for_a_time_comes_down_after_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let list = Content { expires: Some(date(2026, 10, 20)), ..whole("公租房公示名单") };
        let list = begun(&office, &bureau, PublicationKind::Notice, &list).await;
        reviewed(&office, &bureau, list).await;
        signed(&office, &bureau, list).await;
        let set = begun(&office, &bureau, PublicationKind::Notice, &whole("听证公告")).await;
        reviewed(&office, &bureau, set).await;
        let day = Some(date(2026, 10, 21));
        let manuscript = opened(&office, set).await;
        out::approve(&office, &bureau.signer, &manuscript, (day, &Words::default())).await.unwrap();
        clock::turn(&office).await.unwrap();
        assert_eq!(public(&office).await, ["公租房公示名单"]);
        let early = out::release(&office, &bureau.signer, &opened(&office, set).await).await;
        assert!(why(early).contains("2026年10月21日"));
        let office = Office { clock: before_noon, ..office };
        clock::turn(&office).await.unwrap();
        assert_eq!(public(&office).await, ["听证公告"]);
        assert_eq!(office.db.released(list).await.unwrap().state, "expired");
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_leaves_its_reason_and_its_number_and_may_come_again_as_another_release() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("处罚信息公示说明")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let mute = out::withdraw(&office, &bureau.signer, &opened(&office, id).await, " ").await;
        assert!(why(mute).contains("写明理由"));
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "原决定被撤销").await.unwrap();
        let stone = office.db.released(id).await.unwrap();
        assert_eq!((stone.state.as_str(), stone.why.as_str()), ("withdrawn", "原决定被撤销"));
        assert!(public(&office).await.is_empty());
        step(&office, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let again = office.db.released(id).await.unwrap();
        assert_eq!((again.n, again.index_number.as_str()), (2, stone.index_number.as_str()));
        let verified = office.db.verify_content().await.unwrap();
        assert_eq!(verified.broken, None);
        assert!(
            gongkai_store::journal::rows(&office.db, 0, 500)
                .await
                .unwrap()
                .iter()
                .any(|row| { row.act == "publication.end" && row.actor == bureau.signer.actor().to_string() })
        );
        assert_ne!(bureau.signer.actor(), Actor::System);
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_at_a_draft_checks_it_no_more_and_whoever_checked_it_before_a_return_may_again() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let other = person(&office, Some(bureau.organ), "lin", &["head"]).await;
        let roles = vec![Role::Head];
        let other = Hand::Staff { id: other, organ: Some(bureau.organ), roles, stands_in: Vec::new() };
        let id = begun(&office, &bureau, PublicationKind::General, &whole("停水公告")).await;
        let manuscript = opened(&office, id).await;
        write::write(&office, &other, &manuscript, PublicationKind::General, &whole("停水公告（改）")).await.unwrap();
        step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        let own = why(step(&office, &other, id, passed(Check::First), &Words::default()).await);
        assert!(own.contains("起草"), "{own}");
        step(&office, &bureau.head, id, passed(Check::First), &Words::default()).await.unwrap();
        let back = PublicationStep::Returned { check: Check::Secrecy };
        step(&office, &bureau.secrecy, id, back, &said("日期写错")).await.unwrap();
        step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await.unwrap();
        step(&office, &bureau.head, id, passed(Check::First), &Words::default()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_public_is_withdrawn_before_it_is_withheld_and_what_was_withdrawn_shows_none_of_its_versions() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("补贴名单")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        step(&office, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
        let held =
            Content { attribute: "on_request".to_owned(), why: "涉及个人".to_owned(), ..whole("补贴名单") };
        let manuscript = opened(&office, id).await;
        write::write(&office, &bureau.writer, &manuscript, PublicationKind::General, &held).await.unwrap();
        let open = why(step(&office, &bureau.writer, id, PublicationStep::Submitted, &Words::default()).await);
        assert!(open.contains("先撤下"), "{open}");
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "名单有误").await.unwrap();
        step(&office, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
        let manuscript = opened(&office, id).await;
        write::write(&office, &bureau.writer, &manuscript, PublicationKind::General, &whole("补贴说明")).await.unwrap();
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        assert!(office.db.released_past(id, 1).await.is_err(), "what was taken back is not told by the one after it");
        assert_eq!(office.db.releases(id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn where_nobody_else_may_make_the_next_check_the_page_says_what_to_do_until_somebody_may() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        // the one head of the organ writes
        let alone = Bureau { writer: bureau.head.clone(), ..bureau };
        let id = begun(&office, &alone, PublicationKind::General, &whole("负责人自己写的")).await;
        let page = format!("/desk/publications/{id}");
        let said = lu.get(&page).await;
        for words in ["初审没有人能办", "lu办过起草", "第十七条", "公开工作机构负责人的职责"]
        {
            assert!(said.has(words), "{words}: {}", said.body);
        }
        // whoever stands in for who wrote it counts as who wrote it
        let wish = delegation::Wish {
            principal: who(&alone.writer).unwrap(),
            deputy: who(&alone.signer).unwrap(),
            role: Role::Head,
            from: office.today(),
            until: office.today(),
            why: "出差".to_owned(),
        };
        delegation::delegate(&office, &alone.writer, &wish).await.unwrap();
        assert!(lu.get(&page).await.has("初审没有人能办"));
        person(&office, Some(alone.organ), "zhao", &["head"]).await;
        assert!(!lu.get(&page).await.has("没有人能办"), "another head may make it");
        let other = begun(
            &office,
            &Bureau { writer: alone.signer.clone(), ..alone },
            PublicationKind::General,
            &whole("签发人写的"),
        )
        .await;
        assert!(
            !lu.get(&format!("/desk/publications/{other}")).await.has("没有人能办"),
            "the first check is the heads'"
        );
    })
    .await;
}
