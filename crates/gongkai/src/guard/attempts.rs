//! 试错次数: how many wrong codes are heard from one address. Nobody elsewhere shuts an owner out: a number has no limit of
//! its own, since a code of sixty random bits is not found by trying. Counted in the register, so that all machines on it
//! count together.

use std::net::IpAddr;

use gongkai_store::{Chances, Moment};

use crate::{office::Office, page::Error};

/// How long a wrong attempt is remembered, in minutes.
pub const MINUTES: i64 = 15;
/// Wrong codes for one number that are heard from one address in that time.
pub const BY_NUMBER: i32 = 5;
/// Wrong codes that are heard from one address in that time, whatever the numbers: many sit behind one address.
pub const BY_ADDRESS: i32 = 20;

/// An attempt that is heard: taken for wrong until somebody says that it was right.
#[must_use = "a right code is no wrong one"]
pub struct Attempt {
    address: Vec<u8>,
    number: Vec<u8>,
}

/// Takes a chance for this number from this address, before its code is looked at.
///
/// # Errors
/// [`Error::TooMany`] with the seconds until another is heard; the register.
pub async fn attempt(office: &Office, from: IpAddr, number: &str) -> Result<Attempt, Error> {
    let name = |words: &str| office.vault.fingerprint("attempt", words);
    let attempt = Attempt { address: name(&from.to_string()), number: name(&format!("{from} {number}")) };
    let now = Moment(office.now_ms());
    let used_up = office.db.take_chance(&attempt.chances(), now, now.plus_minutes(-MINUTES)).await?;
    let Some(since) = used_up else { return Ok(attempt) };
    let left = since.plus_minutes(MINUTES).0.saturating_sub(now.0);
    Err(Error::TooMany(u64::try_from(left / 1000 + 1).unwrap_or(1)))
}

impl Attempt {
    /// The code was right: the attempt does not count.
    ///
    /// # Errors
    /// The register.
    pub async fn was_right(self, office: &Office) -> Result<(), Error> {
        Ok(office.db.give_chance_back(&self.chances()).await?)
    }

    fn chances(&self) -> [Chances<'_>; 2] {
        [Chances { name: &self.address, most: BY_ADDRESS }, Chances { name: &self.number, most: BY_NUMBER }]
    }
}
