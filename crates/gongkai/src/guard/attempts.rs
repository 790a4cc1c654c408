//! 试错次数: how many wrong codes may come from one address, or for one number, before nobody is heard for a while.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gongkai_store::Moment;

/// How long a wrong attempt is remembered, in minutes.
pub const MINUTES: i64 = 15;
/// Wrong codes that one address may give in that time.
pub const BY_ADDRESS: u32 = 10;
/// Wrong codes that may come for one number from anywhere in that time: more, so that nobody locks others out in passing.
pub const BY_NUMBER: u32 = 30;
/// Names remembered at once; past it the oldest are forgotten.
const MOST: usize = 100_000;

/// Where an attempt came from, or what it was about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name {
    Address(IpAddr),
    Number(String),
}

#[derive(Clone, Copy)]
struct Count {
    wrong: u32,
    since: Moment,
}

/// The wrong attempts of the last minutes, in this process. Cheap to clone; all clones share one memory.
#[derive(Clone, Default)]
pub struct Attempts(Arc<Mutex<HashMap<Name, Count>>>);

impl Attempts {
    /// Whether another attempt is heard; else the seconds until it is.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn admit(&self, from: IpAddr, number: &str, now: Moment) -> Result<(), u64> {
        let known = self.known();
        for (name, most) in names(from, number) {
            let Some(count) = known.get(&name).filter(|count| count.wrong >= most) else { continue };
            let left = count.since.plus_minutes(MINUTES).0 - now.0;
            if left > 0 {
                return Err(u64::try_from(left / 1000 + 1).unwrap_or(1));
            }
        }
        Ok(())
    }

    /// Remembers that a code was wrong.
    pub fn was_wrong(&self, from: IpAddr, number: &str, now: Moment) {
        let mut known = self.known();
        if known.len() >= MOST {
            known.retain(|_, count| now < count.since.plus_minutes(MINUTES));
        }
        if known.len() >= MOST {
            known.clear();
        }
        for (name, _) in names(from, number) {
            let count = known.entry(name).or_insert(Count { wrong: 0, since: now });
            if now >= count.since.plus_minutes(MINUTES) {
                *count = Count { wrong: 0, since: now };
            }
            count.wrong += 1;
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Name, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn names(from: IpAddr, number: &str) -> [(Name, u32); 2] {
    [(Name::Address(from), BY_ADDRESS), (Name::Number(number.to_owned()), BY_NUMBER)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment(1_800_000_000_000);

    fn from(last: u8) -> IpAddr {
        [203, 0, 113, last].into()
    }

    #[test]
    fn an_address_is_not_heard_after_ten_wrong_codes_until_a_quarter_of_an_hour_is_over() {
        let attempts = Attempts::default();
        for n in 0..BY_ADDRESS {
            assert_eq!(attempts.admit(from(1), "A", NOON), Ok(()), "{n}");
            attempts.was_wrong(from(1), &format!("A{n}"), NOON);
        }
        assert!(attempts.admit(from(1), "Z", NOON).is_err());
        assert_eq!(attempts.admit(from(2), "Z", NOON), Ok(()), "somebody else is heard");
        assert_eq!(attempts.admit(from(1), "Z", NOON.plus_minutes(MINUTES)), Ok(()));
    }

    #[test]
    fn a_number_is_closed_to_everybody_after_thirty_wrong_codes_from_anywhere() {
        let attempts = Attempts::default();
        for n in 0..30 {
            attempts.was_wrong(from(n), "A", NOON);
        }
        assert!(attempts.admit(from(99), "A", NOON).is_err());
        assert_eq!(attempts.admit(from(99), "B", NOON), Ok(()));
    }
}
