//! 附件: what hangs on the publications of the shelf. Forms are the same for everybody and kept once; a table of the text is
//! there as a spreadsheet as well.

use std::{
    collections::BTreeMap,
    io::{Read as _, Seek as _},
};

use gongkai_law::proactive::kind::PublicationKind as Kind;
use gongkai_report::write::Target;
use gongkai_store::{Act, PastFile, PublicationId, Result, Upload};

use super::{
    forms::{self, Form},
    piece::Piece,
};
use crate::{
    letters::{fonts::Fonts, pdf::publication},
    sheet::xlsx::Book,
};

/// Years back from this one of which tables are spreadsheets as well.
const TABLES: i16 = 2;
/// Characters of a file's name before its ending.
const NAME: usize = 60;

/// The files of the shelf, and on which publication each hangs.
#[derive(Default)]
pub struct Files {
    uploads: Vec<(Vec<u8>, &'static str)>,
    /// Title of the publication, name of the file, which upload.
    hung: Vec<(String, String, usize)>,
    forms: BTreeMap<&'static str, usize>,
}

impl Files {
    /// All of them; without a Chinese font on the machine there are no PDFs.
    pub fn of<'a>(pieces: impl Iterator<Item = &'a Piece>, year: i16, fonts: &Fonts) -> Self {
        let mut files = Self::default();
        for piece in pieces {
            for form in forms::of(piece.kind, &piece.title) {
                files.hang_form(piece, form, fonts);
            }
            if let Some((subject, _)) = piece.title.split_once(forms::GUIDE) {
                let form = forms::application(subject, &piece.body);
                files.hang(piece, &format!("{subject}申请表.docx"), form.docx().ok(), Target::Docx.media_type());
            }
            let tabled = matches!(piece.kind, Kind::Budget | Kind::Statistics | Kind::Fee);
            if tabled && piece.formed.year() >= year - TABLES {
                let name: String = piece.title.chars().take(NAME).collect();
                let book = spreadsheet(&piece.body);
                files.hang(piece, &format!("{name}（表格）.xlsx"), book, Target::Xlsx.media_type());
            }
        }
        files
    }

    fn hang(&mut self, piece: &Piece, name: &str, bytes: Option<Vec<u8>>, media: &'static str) {
        if let Some(bytes) = bytes {
            self.hung.push((piece.title.clone(), name.to_owned(), self.uploads.len()));
            self.uploads.push((bytes, media));
        }
    }

    /// A form that many have is made once.
    fn hang_form(&mut self, piece: &Piece, form: &Form, fonts: &Fonts) {
        if let Some(at) = self.forms.get(form.name) {
            self.hung.push((piece.title.clone(), form.name.to_owned(), *at));
            return;
        }
        let (bytes, media) = match form.printed {
            true => (publication::file(fonts, &form.paper()).ok(), "application/pdf"),
            false => (form.paper().docx().ok(), Target::Docx.media_type()),
        };
        if bytes.is_some() {
            self.forms.insert(form.name, self.uploads.len());
        }
        self.hang(piece, form.name, bytes, media);
    }

    /// Puts them to the publications that were loaded in this act.
    pub async fn put(&self, act: &mut Act, ids: &BTreeMap<&str, PublicationId>) -> Result<()> {
        let uploads: Vec<_> = self.uploads.iter().map(|(bytes, media)| Upload { bytes, media }).collect();
        let mut counts: BTreeMap<PublicationId, i32> = BTreeMap::new();
        let mut files = Vec::new();
        for (title, name, upload) in &self.hung {
            let Some(publication) = ids.get(title.as_str()) else { continue };
            let next = counts.entry(*publication).or_default();
            files.push(PastFile { publication: *publication, n: *next, name, upload: *upload });
            *next += 1;
        }
        act.load_files(&uploads, &files).await
    }
}

/// The first table of a text; `None` where it has none.
fn spreadsheet(body: &str) -> Option<Vec<u8>> {
    let rows = body.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.map(cells).collect();
    let (head, rows) = rows.split_first()?;
    let columns: Vec<_> = head.iter().map(|heading| (heading.as_str(), 24)).collect();
    let mut book = Book::default();
    let mut sheet = book.sheet("表", &columns).ok()?;
    for row in rows {
        sheet.row(row.iter().map(String::as_str)).ok()?;
    }
    let mut file = book.finish().ok()?;
    file.rewind().ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
