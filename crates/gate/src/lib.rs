//! 发布前检查: what a file or a text that is to be published contains and must not go out with it.
//!
//! Pure: bytes in; findings, text and cleaned bytes out. No paths, no clock, no database, no network. A file that
//! cannot be looked into is never an `Err`: that nobody looked is a finding.
//!
//! ```
//! use gongkai_gate::{Rules, examine_text};
//!
//! let findings = examine_text("正文", "咨询请联系杨某，电话13900000058。", &Rules::default());
//! assert_eq!(findings[0].check.code, "G101");
//! assert_eq!(findings[0].hits[0].excerpt.words, "咨询请联系杨某，电话139****0058。");
//! ```

mod checks;
mod examine;
mod finding;
mod image;
mod kind;
mod notes;
mod ofd;
mod office;
mod pdf;
mod rules;
mod strip;
mod text;
mod walk;

pub use checks::{ALL, Check, find};
pub use examine::{Examined, examine, examine_text};
pub use finding::{At, Excerpt, Finding, Hit, Severity, Way};
pub use kind::Kind;
pub use notes::dead_links;
pub use rules::{People, Rules, Word};
pub use strip::{Mend, Stripped, Unstripped, mend, strip};
pub use text::{mask, mask_some};
