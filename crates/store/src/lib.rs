//! 台账: the register. The only SQL; it keeps and finds, never decides.
//!
//! One SQL text serves SQLite (one office) and PostgreSQL (several machines); the dialects part in `migrations/` and in
//! `db.rs`. Reads are methods of [`Db`]. Writes are methods of [`Act`], which cannot be committed without its rows in
//! the [`journal`]: there is no other way to a connection that writes an agency's records. Times are arguments.

mod act;
mod db;
mod error;
mod files;
mod ids;
pub mod journal;
mod keep;
mod notices;
mod organs;
mod people;
mod reports;
mod rulings;
mod series;
mod sessions;
mod settings;
mod totals;
mod verifications;

pub use act::{Act, Actor};
pub use db::Db;
pub use error::Error;
pub use files::{FileInfo, MAX_FILE, Upload};
pub use ids::{Digest, Moment, OrganId, PersonId, ReportId, VerificationId};
pub use notices::Notice;
pub use organs::{NewOrgan, OnShelf, Organ, Shelf, Wish};
pub use people::{NewPerson, Person, SignInFailure};
pub use reports::{Counts, Filter, Kept, LibraryRow, NewReport, Report, ReportLine, Sight, Verdict, Visibility};
pub use rulings::{Ruling, RulingKind};
pub use series::{Series, SeriesYear};
pub use totals::Totals;
pub use verifications::{Item, ItemLine, NewItem, NewVerification, Verification};

/// What the register answers.
pub type Result<T> = std::result::Result<T, Error>;
