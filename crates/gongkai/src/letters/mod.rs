//! 文书: the letters of a request, from the decision to the number that they bear.
//!
//! What a letter must say is data of the law crate; [`models`] has the words around it, [`facts`] what the register
//! knows of it, [`text`] puts them together and says what is missing. [`pass`] takes it through review and signature.

pub mod by_hand;
pub mod desk;
pub mod docx;
pub mod draft;
pub mod facts;
pub mod fields;
pub mod fonts;
pub mod given;
pub mod head;
pub mod models;
pub mod notice;
pub mod papers;
pub mod pass;
pub mod pdf;
pub mod samples;
pub mod search;
pub mod sender;
pub mod text;
pub mod wordings;
