//! 接口密钥: who gives them out, and whom one lets in. What is written by a key counts as written by whoever made it, who
//! checks none of it: three people besides release it, as they release what a person wrote.

use gongkai_law::request::refusal::Refusal;
use gongkai_store::{ApiKey, ApiKeyId, Civil, Moment, NewApiKey, Organ, OrganId, PersonId};
use jiff::civil::Date;

use crate::{
    guard,
    office::Office,
    people::roles::{Duty, Hand, Role},
    requests::take::NotTaken,
};

/// What every key begins with, so that one that was left lying somewhere is known for what it is.
const MARK: &str = "gongkai_";
/// Keys of an organ that open something at the same time.
const MOST: i64 = 20;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// Days that a key lasts at most.
pub const MOST_DAYS: i32 = 366;

/// 权限
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    /// 起草: begins and changes drafts of publications, and puts files to them. It releases nothing.
    WriteItems,
    /// 报月报: enters and corrects what the organ counts month by month.
    WriteFigures,
}

impl KeyScope {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::WriteItems, Self::WriteFigures];

    /// The word in the register and in OpenAPI.
    pub fn key(self) -> &'static str {
        match self {
            Self::WriteItems => "items:write",
            Self::WriteFigures => "figures:write",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::WriteItems => "起草、修改自己起草的公开信息",
            Self::WriteFigures => "填报、更正本单位的指标月报",
        }
    }

    /// The scope of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.key() == key)
    }
}

/// A key to be made.
pub struct Wanted<'a> {
    /// 用在哪里
    pub name: &'a str,
    /// 权限
    pub scopes: &'a [KeyScope],
    /// 有效期至: the last day on which it opens something.
    pub until: Date,
}

/// For whose keys a hand answers: its own organ's, an administrator for every organ's.
///
/// # Errors
/// Whose duty it is.
pub fn keeps(hand: &Hand) -> Result<(PersonId, Option<OrganId>), Refusal> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.is_any(&[Role::Head]) => Ok((*id, Some(*organ))),
        Hand::Staff { id, .. } if hand.is_any(&[Role::System]) => Ok((*id, None)),
        _ => {
            let roles: Vec<_> = Duty::ApiKeys.roles().iter().map(|role| role.label()).collect();
            Err(Refusal { why: format!("接口密钥由{}管理", roles.join("、")), article: None })
        }
    }
}

/// Makes a key; it is in the answer and nowhere else.
///
/// # Errors
/// [`NotTaken::Refused`] where it is not this hand's, or there are enough of them; the register.
pub async fn issue(office: &Office, hand: &Hand, organ: OrganId, wanted: &Wanted<'_>) -> Result<String, NotTaken> {
    let (person, own) = keeps(hand).map_err(NotTaken::Refused)?;
    let no = |why: String| Err(NotTaken::Refused(Refusal { why, article: None }));
    if own.is_some_and(|own| own != organ) {
        return no("只能给本机关建密钥".to_owned());
    }
    let now = Moment(office.now_ms());
    if office.db.api_keys_open(organ, now).await? >= MOST {
        return no(format!("一个单位最多{MOST}个有效的密钥，请先吊销不用的"));
    }
    let secret = format!("{MARK}{}", guard::token());
    let scopes: Vec<_> = wanted.scopes.iter().map(|scope| scope.key()).collect();
    let mut act = office.db.act(hand.actor(), now).await?;
    act.add_api_key(&NewApiKey {
        organ,
        name: wanted.name,
        scopes: &scopes.join(" "),
        mac: &fingerprint(office, &secret),
        person,
        expires: end_of(wanted.until),
    })
    .await?;
    act.commit().await?;
    Ok(secret)
}

/// The moment after the last of a day in Asia/Shanghai.
fn end_of(day: Date) -> Moment {
    let next = day.tomorrow().unwrap_or(day).at(0, 0, 0, 0);
    let at = jiff::tz::Offset::constant(8).to_timestamp(next).unwrap_or(jiff::Timestamp::MAX);
    Moment::from(at)
}

/// 吊销: a key opens nothing from now on.
///
/// # Errors
/// As [`issue`]; [`gongkai_store::Error::Missing`] where there is none that is this hand's.
pub async fn revoke(office: &Office, hand: &Hand, id: ApiKeyId) -> Result<(), NotTaken> {
    let (_, own) = keeps(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.revoke_api_key(id, own).await?;
    Ok(act.commit().await?)
}

fn fingerprint(office: &Office, secret: &str) -> Vec<u8> {
    office.vault.fingerprint("api key", secret)
}

/// Whoever writes by a key.
pub struct Caller {
    /// By which.
    pub key: ApiKey,
    /// For whom.
    pub organ: Organ,
    /// The hand of whoever made the key, with no more than a key may do.
    pub hand: Hand,
}

/// Why a key opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum Shut {
    /// It is none, or opens nothing any more.
    #[error("{0}")]
    NoKey(&'static str),
    /// It is one of another scope.
    #[error("这个密钥没有{}的权限", .0.key())]
    NoScope(KeyScope),
    /// The register.
    #[error(transparent)]
    Store(#[from] gongkai_store::Error),
}

/// Whoever comes with this key, if it opens what is asked for.
///
/// # Errors
/// [`Shut`]
pub async fn open(office: &Office, secret: &str, scope: KeyScope) -> Result<Caller, Shut> {
    let key = office.db.api_key(&fingerprint(office, secret)).await?.ok_or(Shut::NoKey("没有这个密钥"))?;
    let now = Moment(office.now_ms());
    if key.revoked_ms.is_some() {
        return Err(Shut::NoKey("这个密钥已经吊销"));
    }
    if key.expires_ms <= now {
        return Err(Shut::NoKey("这个密钥已经过期"));
    }
    if !still_keeps(office, &key).await? {
        return Err(Shut::NoKey("建这个密钥的人已经不管密钥，请换一个"));
    }
    if !key.scopes.split(' ').any(|word| word == scope.key()) {
        return Err(Shut::NoScope(scope));
    }
    office.db.note_api_key_used(&key, now).await?;
    let organ = office.db.organ(key.organ_id).await?;
    let roles = vec![Role::Officer];
    let hand = Hand::Staff { id: key.person_id, organ: Some(organ.id), roles, stands_in: Vec::new() };
    Ok(Caller { key, organ, hand })
}

/// Whether whoever made a key still answers for it: they are here, and it is still theirs to give out.
async fn still_keeps(office: &Office, key: &ApiKey) -> Result<bool, gongkai_store::Error> {
    let person = office.db.person(key.person_id).await?;
    let roles = office.db.roles_of(key.person_id, Civil(office.today())).await?;
    let roles = roles.iter().filter_map(|(key, _)| Role::of_key(key)).collect();
    let hand = Hand::Staff { id: person.id, organ: person.organ_id, roles, stands_in: Vec::new() };
    let keeps = keeps(&hand).is_ok_and(|(_, organ)| organ.is_none_or(|organ| organ == key.organ_id));
    Ok(keeps && person.disabled_ms.is_none())
}
