//! 表单: what a form of the desk sent, words and papers.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
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
const FIELDS: usize = 100;
/// Fields of a form that has a choice and a reason for each thing that was found.
const MANY_FIELDS: usize = 2_000;
/// Characters of one field; what is longer belongs into a paper.
const LONGEST: usize = 20_000;

/// What a form sent.
#[derive(Debug, Default)]
pub struct Sent {
    words: BTreeMap<String, String>,
    papers: Vec<(String, Paper)>,
    /// What was brought and is not taken, and why.
    refused: Vec<String>,
    /// Whether words may be as long as the door lets in.
    patient: bool,
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

    /// The same for somebody who must not lose what they wrote: words may be as long as the door lets in.
    ///
    /// # Errors
    /// As [`Sent::read_kindly`].
    pub async fn read_patiently(office: &Office, visitor: &Visitor, form: Multipart) -> Result<Self, Error> {
        let sent = Self { patient: true, ..Self::default() };
        sent.reading(office, visitor, form, |bytes| media(bytes).is_some()).await
    }

    /// The same for a form whose files are no papers: `fits` says by their bytes which are welcome.
    ///
    /// # Errors
    /// As [`Sent::read_kindly`].
    pub async fn read_with(
        office: &Office,
        visitor: &Visitor,
        form: Multipart,
        fits: fn(&[u8]) -> bool,
    ) -> Result<Self, Error> {
        Self::default().reading(office, visitor, form, fits).await
    }

    async fn reading(
        mut self,
        office: &Office,
        visitor: &Visitor,
        mut form: Multipart,
        fits: fn(&[u8]) -> bool,
    ) -> Result<Self, Error> {
        let first = form.next_field().await.map_err(unread)?.filter(|field| field.name() == Some("csrf"));
        let token = first.ok_or(Error::Forged)?.text().await.map_err(unread)?;
        visitor.approve(office, &token)?;
        while let Some(field) = form.next_field().await.map_err(unread)? {
            let id = field.name().unwrap_or_default().to_owned();
            let name = field.file_name().map(last_part);
            let Some(bytes) = self.came(field.bytes().await, name.as_deref())? else { break };
            match name {
                None => self.word_came(id, &bytes)?,
                // a file field that was left empty
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => self.paper_came(id, name, bytes.to_vec(), fits),
            }
        }
        Ok(self)
    }

    /// The bytes of a field; `None` where those of a file were more than may come at once: the words of a form come before
    /// its files, so they are here, and the rest is not waited for.
    fn came(&mut self, bytes: Result<Bytes, MultipartError>, file: Option<&str>) -> Result<Option<Bytes>, Error> {
        match (bytes.map_err(unread), file) {
            (Ok(bytes), _) => Ok(Some(bytes)),
            (Err(Error::TooLarge), Some(name)) => {
                self.papers.clear();
                self.refused = vec![format!(
                    "到“{name}”为止，材料合计超过20 MB，都没有收；您写的内容还在。请把照片压缩，或者少选几份，重新选"
                )];
                Ok(None)
            }
            (Err(error), _) => Err(error),
        }
    }

    fn word_came(&mut self, id: String, bytes: &[u8]) -> Result<(), Error> {
        let text = std::str::from_utf8(bytes).map_err(|_| Error::Unreadable("表单里有认不出的字符。".to_owned()))?;
        if self.words.len() == if self.patient { MANY_FIELDS } else { FIELDS }
            || (!self.patient && text.chars().nth(LONGEST).is_some())
        {
            return Err(Error::Unreadable(format!("一项最多填{LONGEST}个字，更长的请作为材料上传。")));
        }
        self.words.insert(id, text.replace("\r\n", "\n").trim().to_owned());
        Ok(())
    }

    fn paper_came(&mut self, id: String, name: String, bytes: Vec<u8>, fits: fn(&[u8]) -> bool) {
        let fault = match () {
            () if self.papers.len() == MOST => Some(format!("{name}：一次最多上传{MOST}份材料，请少选几份，重新选")),
            () if !fits(&bytes) => Some(format!(
                "{name}：不是能收的格式（照片、PDF、OFD、Word、Excel、PPT、纯文本；Word、PPT要新格式docx、pptx），其他的材料也要重新选"
            )),
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
