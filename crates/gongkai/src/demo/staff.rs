//! 青禾县's staff: who works at which desk of the demonstration, all of them fictional.

use gongkai_store::{Actor, Moment, NewPerson, Result};

use super::county;
use crate::{
    letters::head::Letterhead,
    office::Office,
    people::roles::{Hand, Role},
};

/// One of the staff.
pub struct Clerk {
    /// 账号
    pub name: &'static str,
    /// 姓名
    pub full_name: &'static str,
    /// The slug of the organ; `None` for the three administrators.
    pub organ: Option<&'static str>,
    /// What they do there.
    pub roles: &'static [Role],
}

impl Clerk {
    /// Where they work, as the announcement says it.
    pub fn place(&self) -> &'static str {
        let body = self.organ.and_then(|slug| county::COUNTY.iter().find(|body| body.slug == slug));
        body.map_or("平台", |body| body.short)
    }
}

const fn clerk(
    name: &'static str,
    full_name: &'static str,
    organ: Option<&'static str>,
    roles: &'static [Role],
) -> Clerk {
    Clerk { name, full_name, organ, roles }
}

const COUNTY: Option<&str> = Some("qinghe");
const LAND: Option<&str> = Some("ziran");
const WATER: Option<&str> = Some("shuili");

/// Everybody, in the order in which they are announced.
pub static STAFF: [Clerk; 18] = [
    clerk("shenyan", "沈砚", COUNTY, &[Role::Officer]),
    clerk("tangheng", "唐珩", COUNTY, &[Role::Head]),
    clerk("luowei", "罗薇", COUNTY, &[Role::Reviewer]),
    clerk("fangzhou", "方舟", COUNTY, &[Role::Signer]),
    clerk("guchen", "顾辰", COUNTY, &[Role::Secrecy]),
    clerk("qiumin", "邱敏", COUNTY, &[Role::Supervisor]),
    clerk("jiangtao", "江涛", LAND, &[Role::Officer]),
    clerk("bailu", "白鹭", LAND, &[Role::Head, Role::Reviewer]),
    clerk("duanhong", "段虹", LAND, &[Role::Signer]),
    clerk("linan", "林岸", LAND, &[Role::Secrecy]),
    clerk("majing", "马静", WATER, &[Role::Officer, Role::Head]),
    clerk("yufan", "余帆", WATER, &[Role::Reviewer]),
    clerk("shilan", "石岚", WATER, &[Role::Signer]),
    clerk("suhe", "苏禾", WATER, &[Role::Officer]),
    clerk("qinjue", "秦珏", WATER, &[Role::Secrecy]),
    clerk("heyi", "何翊", None, &[Role::System]),
    clerk("wenqi", "温岐", None, &[Role::Security]),
    clerk("pengyue", "彭越川", None, &[Role::Audit]),
];

/// What a letter says of its organ: slug, 机关代字, 复议机关, 人民法院, 联系人, telephone, address.
const HEADS: [[&str; 7]; 3] = [
    ["qinghe", "青政公", "禾川市人民政府", "禾川市中级人民法院", "沈砚", "0000-555 0123", "青禾县城关镇稻香路1号"],
    ["ziran", "青自然公", "青禾县人民政府", "青禾县人民法院", "江涛", "0000-555 0151", "青禾县城关镇桑园街22号"],
    ["shuili", "青水公", "青禾县人民政府", "青禾县人民法院", "马静", "0000-555 0166", "青禾县城关镇南堤路9号"],
];

/// When and how else an organ of the demonstration is reached.
pub(super) fn reached(slug: &str) -> Letterhead {
    Letterhead {
        hours: "周一至周五8:30—12:00、14:00—17:30，法定节假日除外".to_owned(),
        fax: "0000-555 0199".to_owned(),
        internet: format!("gongkai@{slug}.qinghe.example"),
        ..Letterhead::default()
    }
}

/// The address and the telephone of an organ that writes letters.
pub(super) fn letters_from(slug: &str) -> Option<(&'static str, &'static str)> {
    HEADS.iter().find(|head| head.first() == Some(&slug)).map(|[_, _, _, _, _, phone, address]| (*address, *phone))
}

/// Lets everybody in with this password (its PHC string): who is new is added, with what the letters of their organs say;
/// who is there gets the password of this start.
///
/// # Errors
/// The register; the organs have to be there.
pub async fn hire(office: &Office, password: &str) -> Result<()> {
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    for clerk in &STAFF {
        if let Some(person) = office.db.person_named(clerk.name).await? {
            act.set_password(person.id, password, false).await?;
            continue;
        }
        let organ = match clerk.organ {
            Some(slug) => Some(office.db.organ_at(slug).await?.id),
            None => None,
        };
        let roles: Vec<_> = clerk.roles.iter().map(|role| role.key()).collect();
        let (name, full_name) = (clerk.name, clerk.full_name);
        act.add_person(&NewPerson { organ, name, full_name, roles: &roles, password, must_change: false }).await?;
    }
    for [slug, word, review, court, contact, phone, address] in HEADS.map(|head| head.map(str::to_owned)) {
        let organ = office.db.organ_at(&slug).await?;
        let online = format!("{review}行政复议网上申请窗口（政府门户网站“办事”栏目）");
        let payment = "到县政务服务中心三号窗口缴纳，或者扫描通知书上的缴款码".to_owned();
        let head = Letterhead { word, review, court, online, contact, phone, address, payment, ..reached(&slug) };
        head.keep(&mut act, &organ).await?;
    }
    act.commit().await
}

/// Whose hand does this at an organ.
///
/// # Errors
/// The register; [`gongkai_store::Error::Missing`] where the organ has nobody for it.
pub async fn hand(office: &Office, slug: &str, among: &[Role]) -> Result<Hand> {
    let suits = |clerk: &&Clerk| clerk.organ == Some(slug) && clerk.roles.iter().any(|role| among.contains(role));
    as_hand(office, STAFF.iter().find(suits)).await
}

/// The hand of one of them, by their name to sign in with.
///
/// # Errors
/// As [`hand`].
pub async fn hand_of(office: &Office, name: &str) -> Result<Hand> {
    as_hand(office, STAFF.iter().find(|clerk| clerk.name == name)).await
}

async fn as_hand(office: &Office, clerk: Option<&Clerk>) -> Result<Hand> {
    let clerk = clerk.ok_or(gongkai_store::Error::Missing("人员"))?;
    let person = office.db.person_named(clerk.name).await?.ok_or(gongkai_store::Error::Missing("人员"))?;
    Ok(Hand::Staff { id: person.id, organ: person.organ_id, roles: clerk.roles.to_vec(), stands_in: Vec::new() })
}
