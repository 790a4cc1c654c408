//! 政府信息公开工作机构: everything that a page or an act may reach.

use std::sync::Arc;

use gongkai_law::calendar::Calendar;
use gongkai_store::Db;
use jiff::{Timestamp, civil::Date, tz::Offset};

use crate::{
    common::Common,
    find::Finder,
    guard::limit::Uploads,
    letters::fonts::Fonts,
    people::{provider::Provider, rules::Rules},
    post::Post,
    site::Plate,
    vault::Vault,
    verify::Reader,
    visits::Visits,
};

/// The office. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// 台账
    pub db: Db,
    /// Working days, as far as the notices carry them.
    pub calendar: Arc<Calendar>,
    /// The only clock. Tests stop it.
    pub clock: fn() -> Timestamp,
    /// Whose site this is.
    pub site: Plate,
    /// Reads and checks uploads, a few at a time.
    pub reader: Reader,
    /// What the uploads of this moment may hold in memory.
    pub uploads: Uploads,
    /// 内部期限 for complaints and corrections, in working days: the Regulation sets none.
    pub matter_days: u16,
    /// Seals personal data.
    pub vault: Vault,
    /// What a sign-in has to be like.
    pub rules: Arc<Rules>,
    /// By whom people may sign in besides.
    pub provider: Option<Arc<Provider>>,
    /// What goes out to people who are not at the desk.
    pub post: Arc<Post>,
    /// What letters are printed with.
    pub fonts: Arc<Fonts>,
    /// Signs what a form gives back.
    pub seal: Arc<[u8; 32]>,
    /// 检索; `None` for commands, which find nothing.
    pub search: Option<Arc<Finder>>,
    /// What the register said that many pages show.
    pub common: Common,
    /// 访问量 that is not written down yet.
    pub visits: Visits,
    /// Whether cookies may only travel over TLS.
    pub secure: bool,
}

/// The machine's clock: what [`Office::clock`] is outside of tests.
#[allow(clippy::disallowed_methods, reason = "the one place that asks")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

impl Office {
    /// Today in Asia/Shanghai, the civil date that the law counts in.
    pub fn today(&self) -> Date {
        civil_date((self.clock)())
    }

    /// Milliseconds since 1970, for the register.
    pub fn now_ms(&self) -> i64 {
        (self.clock)().as_millisecond()
    }
}

/// The civil date of an instant in Asia/Shanghai, which has had no other offset since 1991.
pub fn civil_date(at: Timestamp) -> Date {
    Offset::constant(8).to_datetime(at).date()
}

/// An instant to the minute in Asia/Shanghai, for a page: `2026-10-12 09:30`.
pub fn civil_minute(at: Timestamp) -> String {
    Offset::constant(8).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}
