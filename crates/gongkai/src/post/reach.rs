//! 联系方式: where one of the staff wants to be reminded, and by which ways. Sealed, and shown to nobody else.

use gongkai_store::{Error, Moment, PersonId};
use serde::{Deserialize, Serialize};

use super::{Way, mail::is_address, text::is_phone};
use crate::{office::Office, page::FieldError, people::roles::Hand};

/// What somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Addresses.
    pub addresses: Addresses,
    /// The ways by which they want to be reminded.
    pub ways: Vec<Way>,
}

/// 地址
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Addresses {
    /// 电子邮箱
    pub mail: String,
    /// 手机
    pub phone: String,
}

impl Known {
    /// The address of a way; empty where there is none.
    pub fn at(&self, way: Way) -> &str {
        match way {
            Way::Mail => &self.addresses.mail,
            Way::Text => &self.addresses.phone,
        }
    }

    /// Whether they want to be reminded by this way.
    pub fn wants(&self, way: Way) -> bool {
        self.ways.contains(&way)
    }

    /// What is wrong with it, for the form.
    pub fn faults(&self) -> Vec<FieldError> {
        let Addresses { mail, phone } = &self.addresses;
        let mut faults = Vec::new();
        if !mail.is_empty() && !is_address(mail) {
            faults.push(FieldError::new("mail", "这不是一个电子邮箱"));
        }
        if !phone.is_empty() && !is_phone(phone) {
            faults.push(FieldError::new("phone", "这不是一个电话号码"));
        }
        for (way, field) in [(Way::Mail, "mail"), (Way::Text, "phone")] {
            if self.wants(way) && self.at(way).is_empty() {
                faults.push(FieldError::new(field, format!("要用{}提醒，请填地址", way.label())));
            }
        }
        faults
    }
}

/// What somebody said; nothing where it cannot be opened any more.
///
/// # Errors
/// The register.
pub async fn known(office: &Office, person: PersonId) -> Result<Known, Error> {
    let reach = office.db.reach(person).await?;
    let plain = reach.reach.and_then(|sealed| office.vault.open_sealed(&record(person), &sealed).ok());
    let addresses = plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default();
    Ok(Known { addresses, ways: reach.wants.split(' ').filter_map(Way::of_key).collect() })
}

/// Keeps what somebody said of themselves.
///
/// # Errors
/// The register.
pub async fn keep(office: &Office, hand: &Hand, known: &Known) -> Result<(), Error> {
    let Hand::Staff { id, .. } = hand else { return Err(Error::Missing("账号")) };
    let plain = serde_json::to_vec(&known.addresses).unwrap_or_default();
    let nothing = known.addresses == Addresses::default();
    let sealed = (!nothing).then(|| office.vault.seal(&record(*id), &plain));
    let wants: Vec<_> = known.ways.iter().map(|way| way.key()).collect();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.set_reach(*id, sealed.as_deref(), &wants.join(" ")).await?;
    act.commit().await
}

/// For whom it is sealed.
pub fn record(person: PersonId) -> String {
    format!("reach:{person}")
}
