//! 涉密信息不得录入: this register is on the open network, so what carries a mark of secrecy is not kept in it at all, at
//! whatever door it comes and whoever would review it.

use gongkai_gate::{Finding, Rules, Severity, examine};
use gongkai_law::{
    article::{Article, Instrument},
    exempt::Exemption,
    proactive::{attribute::Attribute, kind::PublicationKind},
    request::refusal::Refusal,
};

use super::{content::Content, gate};

/// What is done with it instead.
pub const INSTEAD: &str = "涉密信息不得录入本系统，请在涉密计算机上处理；已经解密的，换成删去密级标志的正式文本";

/// What is kept of a state secret.
pub const BARE: &str =
    "依据是国家秘密的，不填正文和内容概述，不传附件，只登记不涉密的标题、文号和理由：涉密信息不得录入本系统";

/// Whether words may be kept.
///
/// # Errors
/// Where the mark stands, or what of a state secret was written, and what to do.
pub fn words(content: &Content, kind: PublicationKind) -> Result<(), Refusal> {
    wrong(content, kind).map_or(Ok(()), |(_, refusal)| Err(refusal))
}

/// What of these words may not be kept: the field of the form, and why.
pub fn wrong(content: &Content, kind: PublicationKind) -> Option<(&'static str, Refusal)> {
    if let Some(field) = told(content) {
        return Some((field, no(BARE)));
    }
    let found = gate::words(content, kind, &Rules::default());
    let mark = found.iter().find(|finding| is_mark(finding))?;
    let fields = [("标题", "title"), ("正文", "body"), ("内容概述", "summary")];
    let field = fields.iter().find(|(part, _)| *part == mark.part).map_or("main", |(_, field)| field);
    Some((field, marked(&gongkai_gate::mask(&gate::place(mark)))))
}

/// What is written of a state secret besides what it is called.
fn told(content: &Content) -> Option<&'static str> {
    let written = [("body", &content.body), ("summary", &content.summary)];
    let written = written.into_iter().find(|(_, words)| !words.trim().is_empty()).map(|(field, _)| field);
    written.filter(|_| is_state_secret(content))
}

/// Whether so many files may stay beside these words.
///
/// # Errors
/// As [`words`].
pub fn without_files(content: &Content, files: usize) -> Result<(), Refusal> {
    if files > 0 && is_state_secret(content) { Err(no(BARE)) } else { Ok(()) }
}

/// Whether a file may be put to what says this.
///
/// # Errors
/// As [`words`].
pub async fn beside(content: &Content, (name, bytes): (&str, &[u8])) -> Result<(), Refusal> {
    if is_state_secret(content) { Err(no(BARE)) } else { upload(name, bytes).await }
}

/// Whether a file may be kept; its name and what is hidden in it are looked at as well.
///
/// # Errors
/// As [`words`].
pub fn file(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    match examine(name, bytes, &Rules::default()).findings.iter().find(|finding| is_mark(finding)) {
        Some(_) => Err(marked(&format!("附件“{}”", gongkai_gate::mask(name)))),
        None => Ok(()),
    }
}

/// The same beside the threads that answer: a large file takes a while.
///
/// # Errors
/// As [`words`].
pub async fn upload(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let (name, bytes) = (name.to_owned(), bytes.to_vec());
    let looked = tokio::task::spawn_blocking(move || file(&name, &bytes));
    // what could not be looked through is not known to be free of it; the review looks again
    looked.await.unwrap_or(Ok(()))
}

fn is_mark(finding: &Finding) -> bool {
    finding.severity() == Severity::Refused
}

fn marked(place: &str) -> Refusal {
    no(&format!("{place}有密级标志，没有保存。{INSTEAD}"))
}

fn no(why: &str) -> Refusal {
    Refusal { why: why.to_owned(), article: Some(Article::of(Instrument::SecrecyLaw, 0)) }
}

/// Whether it is withheld as a state secret: then nothing is kept but what it is called and who answers for it.
pub fn is_state_secret(content: &Content) -> bool {
    content.attribute() == Attribute::Withheld && content.ground() == Some(Exemption::StateSecret)
}
