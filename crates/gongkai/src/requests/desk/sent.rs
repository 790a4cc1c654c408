//! 表单: what a form of the desk sent, words and papers.

use std::collections::BTreeMap;

use axum::{
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
};
use jiff::civil::Date;

use crate::{
    guard::Visitor,
    office::Office,
    page::{Error, FieldError},
    requests::papers::{MOST, Paper, media},
    typed,
};

/// Fields of a form.
const FIELDS: usize = 60;
/// Characters of one field; what is longer belongs into a paper.
const LONGEST: usize = 20_000;

/// What a form sent.
#[derive(Debug, Default)]
pub struct Sent {
    words: BTreeMap<String, String>,
    papers: Vec<(String, Paper)>,
    /// What was brought and is not taken, and why.
    refused: Vec<String>,
}

impl Sent {
    /// What was typed before, without papers.
    pub fn again(words: BTreeMap<String, String>) -> Self {
        Self { words, ..Self::default() }
    }

    /// What was typed, by field; without its token.
    pub fn typed(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    /// Reads a form whose first field is its token, and approves the token before anything else is read. Papers that are
    /// not taken are left out, and [`Sent::refused`] says why.
    ///
    /// # Errors
    /// [`Error::Forged`]; a form that is broken or too long.
    pub async fn read_kindly(office: &Office, visitor: &Visitor, form: Multipart) -> Result<Self, Error> {
        Self::read_with(office, visitor, form, |bytes| media(bytes).is_some()).await
    }

    /// The same for a form whose files are no papers: `fits` says by their bytes which are welcome.
    ///
    /// # Errors
    /// As [`Sent::read_kindly`].
    pub async fn read_with(
        office: &Office,
        visitor: &Visitor,
        mut form: Multipart,
        fits: fn(&[u8]) -> bool,
    ) -> Result<Self, Error> {
        let first = form.next_field().await.map_err(unread)?.filter(|field| field.name() == Some("csrf"));
        let token = first.ok_or(Error::Forged)?.text().await.map_err(unread)?;
        visitor.approve(office, &token)?;
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(unread)? {
            let id = field.name().unwrap_or_default().to_owned();
            let name = field.file_name().map(last_part);
            let bytes = match (field.bytes().await.map_err(unread), &name) {
                (Ok(bytes), _) => bytes,
                // the words of a form come before its files: they are here, and the rest is not waited for
                (Err(Error::TooLarge), Some(name)) => {
                    sent.refused.push(format!("到“{name}”为止，材料合计超过20 MB，都没有收：请压缩，或者分几次上传"));
                    return Ok(sent);
                }
                (Err(error), _) => return Err(error),
            };
            match name {
                None => sent.word_came(id, &bytes)?,
                // a file field that was left empty
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => sent.paper_came(id, name, bytes.to_vec(), fits),
            }
        }
        Ok(sent)
    }

    fn word_came(&mut self, id: String, bytes: &[u8]) -> Result<(), Error> {
        let text = std::str::from_utf8(bytes).map_err(|_| Error::Unreadable("表单里有认不出的字符。".to_owned()))?;
        if self.words.len() == FIELDS || text.chars().nth(LONGEST).is_some() {
            return Err(Error::Unreadable(format!("一项最多填{LONGEST}个字，更长的请作为材料上传。")));
        }
        self.words.insert(id, text.replace("\r\n", "\n").trim().to_owned());
        Ok(())
    }

    fn paper_came(&mut self, id: String, name: String, bytes: Vec<u8>, fits: fn(&[u8]) -> bool) {
        let fault = match () {
            () if self.papers.len() == MOST => Some(format!("一次最多上传{MOST}份材料，“{name}”没有收")),
            () if !fits(&bytes) => Some(format!("“{name}”不是材料：可以上传照片、PDF、OFD、Office文档和纯文本")),
            () => None,
        };
        match fault {
            // one sentence is enough, however many were brought
            Some(why) if self.refused.len() < MOST => self.refused.push(why),
            Some(_) => {}
            None => self.papers.push((id, Paper { name, bytes, kind: "" })),
        }
    }

    /// Why papers were not taken, as complaints about this field.
    pub fn refused(&self, field: &'static str) -> impl Iterator<Item = FieldError> + '_ {
        self.refused.iter().map(move |why| FieldError::new(field, why))
    }

    /// Whether it brought papers, fit or not.
    pub fn brought(&self) -> bool {
        !self.papers.is_empty() || !self.refused.is_empty()
    }

    /// What a field says; empty where it is not there.
    pub fn word(&self, id: &str) -> &str {
        self.words.get(id).map_or("", String::as_str)
    }

    /// Whether the form had this field at all.
    pub fn has(&self, id: &str) -> bool {
        self.words.contains_key(id)
    }

    /// The date of a field; a complaint where it is none.
    pub fn date(&self, id: &'static str, label: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
        let date = typed::number(self.word(id)).parse().ok();
        if date.is_none() {
            errors.push(FieldError::new(id, format!("{label}：请填一个日期，如2026-10-12")));
        }
        date
    }

    /// What has to be said; a complaint where it is not.
    pub fn wanted(&self, id: &'static str, label: &str, errors: &mut Vec<FieldError>) -> String {
        let word = self.word(id);
        if word.is_empty() {
            errors.push(FieldError::new(id, format!("请填写{label}")));
        }
        word.to_owned()
    }

    /// Whether a paper came in this field.
    pub fn has_paper(&self, id: &str) -> bool {
        self.papers.iter().any(|(field, _)| field == id)
    }

    /// The papers of a field, for one purpose.
    pub fn papers(&self, id: &str, kind: &'static str) -> Vec<Paper> {
        let of = self.papers.iter().filter(|(field, _)| field == id);
        of.map(|(_, paper)| Paper { kind, ..paper.clone() }).collect()
    }
}

fn last_part(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(120).collect()
}

fn unread(error: MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::Unreadable("上传中断了，或者表单不完整。请再试一次。".to_owned()),
    }
}
