//! 登记: how a request comes in, by its applicant on line or by an officer for one that came another way.

use gongkai_law::{
    organ::uscc,
    personal,
    request::{
        application::{Applicant, Delivery, Supply},
        received::Channel,
        standing::Standing,
        step::{Step, Taken},
    },
};
use gongkai_store::{Act, Actor, Civil, Moment, NewRequest, NewStep, Organ, RequestId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    dossier::projection,
    mask,
    record::{self, Words},
    shown::applicants,
};
use crate::{guard, office::Office, typed, vault::VaultError};

/// 申请人: who asks. Sealed in the register; masked on pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// 姓名 or 名称.
    pub name: String,
    /// 身份证号 or 统一社会信用代码.
    pub number: String,
    /// 手机.
    pub phone: String,
    /// 电子邮箱.
    pub email: String,
    /// 联系地址.
    pub address: String,
    /// 代理人, with their number, if there is one.
    pub agent: String,
    /// 共同申请人, one a line.
    pub joint: String,
    /// 从前的联系方式, so that whoever was reached there is told that it was changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Former>,
    /// 更正以前的登记: what was written down wrongly, as it stood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl Identity {
    /// Each part of it that one writes into a form: the name of its field, what it is called, and what stands there.
    pub fn parts(&self) -> [(&'static str, &'static str, &str); 7] {
        [
            ("name", "姓名、名称", &self.name),
            ("idno", "证件号码", &self.number),
            ("tel", "电话", &self.phone),
            ("email", "邮箱", &self.email),
            ("addr", "地址", &self.address),
            ("agent", "代理人", &self.agent),
            ("joint", "共同申请人", &self.joint),
        ]
    }

    /// Whether there is a way to reach the applicant.
    pub fn can_be_reached(&self) -> bool {
        [&self.phone, &self.email, &self.address].iter().any(|way| !way.is_empty())
    }
}

/// 更正以前的一项: a part of what is known of the applicant as it stood until a step put it right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The place of the step.
    pub step: usize,
    /// The name of its field.
    pub part: String,
    /// What stood there.
    pub was: String,
}

/// 从前的联系方式: how the applicant was reached until a step changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The place of the step.
    pub step: usize,
    /// 手机
    pub phone: String,
    /// 电子邮箱
    pub email: String,
}

/// 申请: all that an application says. Art. 29.
#[derive(Clone, Debug)]
pub struct Application {
    /// 申请人类别
    pub applicant: Applicant,
    /// Who.
    pub identity: Identity,
    /// What is asked, as the applicant put it.
    pub wanted: String,
    /// 提供形式
    pub supply: Supply,
    /// 获取途径
    pub delivery: Delivery,
    /// By which way it came.
    pub channel: Channel,
    /// When it came.
    pub arrived: Date,
    /// When both sides confirmed it, where the channel wants that.
    pub confirmed: Option<Date>,
    /// How receipt is proved.
    pub proof: String,
}

/// What the applicant gets: the code is nowhere else.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The request.
    pub id: RequestId,
    /// 编号
    pub number: String,
    /// 查询码: `7K4M-PX2D-9TQW`.
    pub code: String,
}

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// 查询码: sixty random bits, which a limit on attempts keeps from being guessed.
pub fn draw_code() -> String {
    let letters: Vec<u8> =
        guard::random().iter().take(12).filter_map(|byte| ALPHABET.get(usize::from(byte % 32)).copied()).collect();
    let four = |chunk: &[u8]| String::from_utf8_lossy(chunk).into_owned();
    letters.chunks(4).map(four).collect::<Vec<_>>().join("-")
}

/// A code as somebody typed it: blanks, dashes, small letters and full-width forms do not matter.
pub fn plain_code(words: &str) -> String {
    let narrow = words.chars().map(typed::narrow);
    narrow.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(64).collect()
}

/// Why what is asked for in one form cannot come by this way. Art. 40.
pub fn clash(supply: Supply, delivery: Delivery) -> Option<&'static str> {
    match (supply, delivery) {
        (Supply::Paper, Delivery::Online | Delivery::Email) => Some("纸质复印件可以邮寄，或者当面领取"),
        (Supply::Inspection, Delivery::Online | Delivery::Email | Delivery::Post) => {
            Some("查阅、抄录要到场，请选“当面领取”")
        }
        _ => None,
    }
}

/// Whether it is an organisation that asks: its number is a code of social credit, and its name is no secret.
pub fn is_organisation(who: &Identity) -> bool {
    uscc::check(&who.number).is_ok()
}

/// The first words of what is asked, for lists: personal numbers are covered, and the names of those who ask. Lists are read
/// by whoever supervises, and open nobody's seal.
pub fn title(wanted: &str, names: impl Iterator<Item = String>) -> String {
    const MOST: usize = 40;
    let line = wanted.split(['\n', '。', '；']).map(str::trim).find(|line| !line.is_empty()).unwrap_or("（未写明）");
    // covered before it is cut: of half a number nobody knows that it is one
    let line = names
        .filter(|name| name.chars().count() > 1)
        .fold(mask::numbers(line), |line, name| line.replace(&name, &mask::name(&name)));
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}……", line.get(..at).unwrap_or(&line)),
        None => line,
    }
}

/// Registers an application with an organ: its number, its first steps and its journal row in one transaction.
///
/// # Errors
/// The register.
pub async fn register(
    office: &Office,
    actor: Actor,
    organ: &Organ,
    application: &Application,
) -> Result<Receipt, gongkai_store::Error> {
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    let receipt = register_in(office, &mut act, organ, application).await?;
    act.commit().await?;
    Ok(receipt)
}

/// The same in an act that does more besides.
///
/// # Errors
/// The register.
pub async fn register_in(
    office: &Office,
    act: &mut Act,
    organ: &Organ,
    application: &Application,
) -> Result<Receipt, gongkai_store::Error> {
    let year = application.arrived.year();
    let count = act.next_number(organ.id, "request", year).await?;
    let number = format!("{}-{year}-{count:04}", organ.slug.to_uppercase());
    let code = draw_code();
    let mut taken = vec![Taken { on: application.arrived, step: Step::Arrived { channel: application.channel } }];
    taken.extend(application.confirmed.map(|on| Taken { on, step: Step::Confirmed }));
    let standing = Standing::of(&taken, &office.calendar);
    let words = Words { proof: application.proof.clone(), ..Words::default() };
    let details: Vec<String> = taken.iter().map(|taken| record::detail(taken.step, &words)).collect();
    let steps: Vec<_> = taken
        .iter()
        .zip(&details)
        .map(|(taken, detail)| NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail })
        .collect();
    let (code_mac, applicant_mac) = (code_mac(office, &number, &code), applicant_mac(office, &application.identity));
    let new = NewRequest {
        organ: organ.id,
        number: &number,
        code_mac: &code_mac,
        title: &title(&application.wanted, applicants(&application.identity, application.applicant.is_person())),
        wanted: &application.wanted,
        applicant: application.applicant.key(),
        applicant_mac: applicant_mac.as_deref(),
        sealed: &sealed(office, &number, &application.identity),
        channel: application.channel.key(),
        supply: application.supply.key(),
        delivery: application.delivery.key(),
    };
    let id = act.add_request(&new, &steps, &projection(&standing)).await?;
    Ok(Receipt { id, number, code })
}

/// Who applied, as the register keeps it.
pub fn sealed(office: &Office, number: &str, identity: &Identity) -> Vec<u8> {
    // a struct of words always has a JSON
    office.vault.seal(number, &serde_json::to_vec(identity).unwrap_or_default())
}

/// What the register keeps of an inquiry code.
pub fn code_mac(office: &Office, number: &str, code: &str) -> Vec<u8> {
    office.vault.fingerprint("code", &format!("{number} {}", plain_code(code)))
}

/// By what the same applicant is known again; `None` without a number.
pub fn applicant_mac(office: &Office, identity: &Identity) -> Option<Vec<u8>> {
    let number = plain_code(&identity.number);
    (!number.is_empty()).then(|| office.vault.fingerprint("identity", &number))
}

/// What is wrong with a number of identity that was given. Passports and the like have letters, and no check digit that
/// we know.
pub fn wrong_number(applicant: Applicant, number: &str) -> Option<String> {
    if !applicant.is_person() {
        return uscc::check(number).err().map(|fault| fault.to_string());
    }
    let foreign = number.bytes().any(|byte| byte.is_ascii_alphabetic() && byte != b'X');
    match foreign {
        true => None,
        false => personal::check_id(number.as_bytes()).err().map(|fault| fault.to_string()),
    }
}

/// Who applied. Whoever shows it unmasked has to leave a trace.
///
/// # Errors
/// [`VaultError`]; `Ok(None)` where it was erased.
pub fn identity(office: &Office, request: &gongkai_store::Request) -> Result<Option<Identity>, VaultError> {
    let Some(sealed) = &request.sealed else { return Ok(None) };
    let plain = office.vault.open_sealed(&request.line.number, sealed)?;
    serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Spoiled)
}
