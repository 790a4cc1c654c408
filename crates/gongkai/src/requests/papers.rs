//! 材料: papers put into a request's file. What a paper is, its bytes say and not its name.

use gongkai_store::{Act, Error, NewFile, OrganId, RequestId, SealedUpload};

use super::dossier::Dossier;
use crate::{case_files::SealedFile, office::Office};

/// Papers that go into a file at once.
pub const MOST: usize = 10;

/// A paper on its way into a file.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its name, as the sender's machine had it.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
    /// What it is for: `opinion`, `proof`, `application` …
    pub kind: &'static str,
}

/// The type of a paper that an office keeps: PDF, OFD and office documents, pictures, plain text; `None` for anything
/// else, pages and programs above all.
pub fn media(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    let known = [
        (&b"%PDF"[..], "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        // DOC, XLS
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    ];
    if let Some((_, media)) = known.into_iter().find(|(mark, _)| starts(mark)) {
        return Some(media);
    }
    if starts(b"PK\x03\x04") {
        return packed(bytes);
    }
    if heic(bytes) {
        return Some("image/heic");
    }
    let text = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
    let page = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    (text && !page && !bytes.is_empty()).then_some("text/plain")
}

/// A picture of a telephone: its first box names HEIC as its brand, or as one that it can be read by.
fn heic(bytes: &[u8]) -> bool {
    let Some((head, rest)) = bytes.split_at_checked(8) else { return false };
    let length = head.first_chunk().map_or(0, |length| u32::from_be_bytes(*length) as usize);
    let brands = rest.get(..length.saturating_sub(8)).filter(|brands| brands.len() <= 256);
    let heif: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
    head.ends_with(b"ftyp") && brands.is_some_and(|brands| brands.chunks(4).any(|brand| heif.contains(&brand)))
}

/// An archive that is a document: it says which in the names of what it holds. Any other archive is no paper.
fn packed(bytes: &[u8]) -> Option<&'static str> {
    let known = [
        (&b"word/document"[..], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"xl/workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"ppt/presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (b"OFD.xml", "application/ofd"),
    ];
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    known.into_iter().find(|(name, _)| holds(name)).map(|(_, media)| media)
}

/// Puts papers into a request's file, in an open act.
///
/// # Errors
/// The register.
pub async fn put(office: &Office, act: &mut Act, dossier: &Dossier, papers: &[Paper]) -> Result<(), Error> {
    let line = &dossier.request.line;
    attach(office, act, (line.id, &line.number), line.organ_id, papers).await
}

/// The same for a request that nobody has opened yet.
///
/// # Errors
/// The register.
pub async fn attach(
    office: &Office,
    act: &mut Act,
    (id, number): (RequestId, &str),
    organ: OrganId,
    papers: &[Paper],
) -> Result<(), Error> {
    for paper in papers {
        let sealed = paper.sealed(office, number).await;
        act.attach(id, organ, &paper.as_file(&sealed)).await?;
    }
    Ok(())
}

impl Paper {
    /// Sealed for the case of this number.
    pub async fn sealed(&self, office: &Office, number: &str) -> SealedFile {
        SealedFile::of(&office.vault, number, &self.bytes).await
    }

    /// As the register takes it.
    pub fn upload<'a>(&self, sealed: &'a SealedFile) -> SealedUpload<'a> {
        sealed.upload(media(&self.bytes).unwrap_or("application/octet-stream"))
    }

    /// As a file keeps it: for the office alone.
    pub fn as_file<'a>(&'a self, sealed: &'a SealedFile) -> NewFile<'a> {
        NewFile { upload: self.upload(sealed), name: &self.name, kind: self.kind, shown: false }
    }
}

#[cfg(test)]
mod tests {
    use super::media;

    #[test]
    fn a_paper_is_what_its_bytes_say() {
        assert_eq!(media(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(media("同意公开。".as_bytes()), Some("text/plain"));
        let docx = b"PK\x03\x04...[Content_Types].xml...word/document.xml";
        assert!(media(docx).is_some_and(|media| media.ends_with("wordprocessingml.document")));
        assert_eq!(media(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heicmeta"), Some("image/heic"));
        for unwelcome in [
            &b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2moov"[..],
            b"\0\0\0\x18ftyp",
            b"<script>",
            b"PK\x03\x04...setup.exe",
            b"  <!DOCTYPE html>",
            b"MZ\x90\0",
            b"\x7fELF\0",
            b"",
        ] {
            assert_eq!(media(unwelcome), None);
        }
    }
}
