//! 台账: the register. The only SQL; it keeps and finds, never decides.
//!
//! One SQL text serves SQLite (one office) and PostgreSQL (several machines); the dialects part in `migrations/` and in
//! `db.rs`. Reads are methods of [`Db`]. Writes are methods of [`Act`], which cannot be committed without its rows in
//! the [`journal`]: there is no other way to a connection that writes an agency's records. Times are arguments.

mod act;
mod api_keys;
mod attached;
mod bulk;
mod bulk_drafts;
mod bulk_files;
mod bulk_imports;
mod bulk_publications;
mod casework;
mod civil;
mod codes;
mod compilations;
mod content;
mod counting;
mod db;
mod documents;
mod drafts;
mod duties;
mod editing;
mod error;
mod fees;
mod files;
mod frozen;
mod frozen_cases;
mod handovers;
mod holds;
mod ids;
mod interpretations;
pub mod journal;
mod keep;
mod letters;
mod lives;
mod matters;
mod mistakes;
mod models;
mod monthly_figures;
mod nights;
mod notices;
mod old;
mod organs;
mod outbox;
mod people;
mod projected;
mod provider_accounts;
mod publications;
mod reach;
mod reading_places;
mod recovery;
mod redirects;
mod redress;
mod released;
mod releases;
mod releases_many;
mod reports;
mod requests;
mod retention;
mod room;
mod rulings;
mod scope;
mod sealed;
mod sealed_files;
mod series;
mod sessions;
mod settings;
mod shown;
mod signins;
mod specials;
mod standard;
mod steps;
mod subscriptions;
mod tally;
mod totals;
mod turn;
mod verifications;
mod views;
mod visits;
mod whose;

pub use act::{Act, Actor};
pub use api_keys::{ApiAnswer, ApiKey, NewApiKey};
pub use attached::{Related, ReleasedItem};
pub use bulk::{PastLetter, PastRequest, PastStep};
pub use bulk_drafts::{NewDraft, NewDraftFile};
pub use bulk_files::PastFile;
pub use bulk_imports::{BulkImport, BulkItem, NewBulkItem, TakenOver};
pub use bulk_publications::PastPublication;
pub use casework::{NewFile, NewRequest, NewStep, Projection};
pub use civil::Civil;
pub use codes::Chances;
pub use compilations::{Compilation, CompilationCopy, CompilationNow, NewCompilation};
pub use content::{ContentFault, VerifiedContent};
pub use counting::{Cell, Group};
pub use db::Db;
pub use documents::{DocumentCell, DocumentCount, LooseDocument};
pub use duties::{Delegation, NewDelegation, StaffLine};
pub use editing::{Meant, ReleaseTime};
pub use error::Error;
pub use files::{FileFault, FileInfo, MAX_FILE, Opened, Upload, VerifiedFiles};
pub use frozen::{Duration, FrozenYear, Moved};
pub use frozen_cases::MovedCase;
pub use handovers::HandedOver;
pub use holds::FileHold;
pub use ids::{
    ApiKeyId, BulkImportId, CompilationId, DelegationId, Digest, LetterId, MatterId, MessageId, MistakeId, Moment,
    OrganId, PersonId, PublicationId, ReadingPlaceId, RedressId, ReportId, RequestId, SpecialId, StandardRowId,
    SubscriberId, VerificationId, ViewId,
};
pub use interpretations::Unexplained;
pub use letters::{Letter, NewLetter};
pub use lives::{Effect, Life};
pub use matters::{Matter, MatterNow, NewMatter};
pub use mistakes::{Mistake, MistakeTotals, NewMistake};
pub use models::LetterModel;
pub use monthly_figures::{FigureDuty, MonthlyFigure, NewMonthlyFigure, YearOfFigures};
pub use nights::Night;
pub use notices::Notice;
pub use organs::{NewOrgan, OnShelf, Organ, Shelf, Wish};
pub use outbox::{Message, NewMessage, Recipient};
pub use people::{NewPerson, Person};
pub use projected::Projected;
pub use publications::{NewPublication, Publication, PublicationFile, PublicationFilter, PublicationNow, Writing};
pub use reach::{Reach, Reachable};
pub use reading_places::{ReadingPlace, ReadingPlaceWords};
pub use redirects::OldAddress;
pub use redress::{
    Column, NewRedress, OpenRedress, Redress, RedressFile, RedressFilter, RedressGroup, RedressNow, Registered,
};
pub use released::{Released, ReleasedFilter, ReleasedLine, TopicCount};
pub use releases::Release;
pub use reports::{Counts, Filter, Kept, LibraryRow, NewReport, Report, ReportLine, Sight, Verdict, Visibility};
pub use requests::{Attached, MOST_COUNTED, OpenRequests, Order, Request, RequestFilter, RequestLine, Waiting};
pub use room::Room;
pub use rulings::{Ruling, RulingKind};
pub use scope::Scope;
pub use sealed::{Sealed, SealedFor};
pub use sealed_files::{CaseKind, OpenPaper, SealedUpload, StoredFile};
pub use series::{Series, SeriesYear};
pub use signins::{Bounds, SignInFailure, SignInPlace};
pub use specials::{Special, SpecialWords};
pub use standard::{MOST_STANDARD_ROWS, NewStandardRow, StandardCount, StandardRow};
pub use steps::StepRow;
pub use subscriptions::{Subscriber, Subscription};
pub use totals::Totals;
pub use turn::{Mark, Turn};
pub use verifications::{Item, ItemLine, NewItem, NewVerification, Verification};
pub use views::SavedView;

/// What the register answers.
pub type Result<T> = std::result::Result<T, Error>;
