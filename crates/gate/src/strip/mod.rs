//! 去除: the same file without what it carries besides, and the mends that an office chooses.

mod edits;
mod facts;
mod hidden_cells;
mod numbers;
mod ofd;
mod package;
mod pdf;
mod sheets;
mod word;

use gongkai_report::read::{
    Limits,
    formats::{budget::Budget, decode},
};

use crate::{finding::Way, image, kind::Kind, text::mask_some};
use package::Parts;

/// 处理: what is done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mend {
    /// Authors, offices, own properties; of pictures, those inside of files too, where and with what they were taken.
    Facts,
    /// Comments go, tracked changes are accepted.
    Changes,
    /// Hidden sheets go, with the words that they alone have; what refers to them keeps its value.
    HiddenSheets,
    /// Hidden rows and columns go, with what stands in them; formulas become values.
    HiddenCells,
    /// Personal numbers of every sort are masked wherever words of a document stand.
    Numbers,
    /// Mobile numbers alone are masked.
    Mobiles,
    /// Identity numbers of eighteen digits alone are masked.
    Ids,
    /// Numbers of bank cards alone are masked.
    BankCards,
    /// What looks like an identity number of fifteen digits alone is masked.
    OldIds,
}

impl Mend {
    /// What does away with the findings of a check in some way; `None` where nothing here does.
    ///
    /// ```
    /// use gongkai_gate::{Mend, Way};
    ///
    /// assert_eq!(Mend::of("G101", Way::Mask), Some(Mend::Mobiles));
    /// assert_eq!(Mend::of("G101", Way::Justify), None);
    /// ```
    pub fn of(code: &str, way: Way) -> Option<Self> {
        match (code, way) {
            ("G101", Way::Mask) => Some(Self::Mobiles),
            ("G102", Way::Mask) => Some(Self::Ids),
            ("G104", Way::Mask) => Some(Self::BankCards),
            ("G201", Way::Mask) => Some(Self::OldIds),
            ("G103", Way::Remove) => Some(Self::HiddenSheets),
            ("G212", Way::Remove) => Some(Self::HiddenCells),
            ("G210", Way::Strip) => Some(Self::Changes),
            ("G213" | "G214", Way::Strip) => Some(Self::Facts),
            _ => None,
        }
    }

    fn masks(self) -> bool {
        matches!(self, Self::Numbers | Self::Mobiles | Self::Ids | Self::BankCards | Self::OldIds)
    }
}

/// 去除后的文件: the file, and what it has no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The file; the same bytes where there was nothing to take out.
    pub bytes: Vec<u8>,
    /// What was taken out, as people say it.
    pub removed: Vec<&'static str>,
}

/// 未去除: why a file was left alone, a Chinese sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unstripped(pub String);

impl std::fmt::Display for Unstripped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unstripped {}

/// Takes out what no reader sees and nobody needs: facts about the file, comments, tracked changes.
///
/// # Errors
/// The sentence why the file is left alone: damaged, signed, locked, of a kind that nothing is taken out of.
pub fn strip(bytes: &[u8], limits: &Limits) -> Result<Stripped, Unstripped> {
    mend(bytes, &[Mend::Facts, Mend::Changes], limits)
}

/// Mends a file as an office chose.
///
/// # Errors
/// As [`strip`]; and where a mend is none for files of this kind.
pub fn mend(bytes: &[u8], mends: &[Mend], limits: &Limits) -> Result<Stripped, Unstripped> {
    if bytes.len() > limits.source {
        return Err(Unstripped("文件太大，没有处理".to_owned()));
    }
    let budget = Budget::new(limits);
    let wants = |mend: Mend| mends.contains(&mend);
    let kind = Kind::of("", bytes);
    let done = match kind {
        Kind::Docx | Kind::Xlsx | Kind::Pptx => office(kind, bytes, mends, &budget),
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp if wants(Mend::Facts) => {
            let cleaned = image::clean(kind, bytes);
            cleaned.map(|cleaned| one("图片的拍摄信息", bytes, cleaned))
        }
        Kind::Pdf if wants(Mend::Facts) => {
            pdf::without_facts(bytes, limits, &budget).map(|done| one("作者等文件信息", bytes, done))
        }
        Kind::Text | Kind::Csv => Ok(one("号码的中间几位", bytes, written(bytes, mends))),
        Kind::Ofd if wants(Mend::Facts) => {
            ofd::without_facts(bytes, &budget).map(|done| one("作者等文件信息", bytes, done))
        }
        Kind::Closed(what) => Err(format!("{what}，没有处理")),
        _ => Ok(one("", bytes, None)),
    };
    done.map_err(Unstripped)
}

/// A text with its numbers masked; `None` where it has none. What was in another encoding is UTF-8 afterwards and says
/// so by a mark, as programs for tables want it.
fn written(bytes: &[u8], mends: &[Mend]) -> Option<Vec<u8>> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let text = decode(bytes);
    let masked = Some(mask_some(&text, mends)).filter(|masked| *masked != text)?;
    let marked = bytes.starts_with(MARK) || std::str::from_utf8(bytes).is_err();
    Some([if marked { MARK } else { b"" }, masked.as_bytes()].concat())
}

fn one(what: &'static str, before: &[u8], after: Option<Vec<u8>>) -> Stripped {
    match after {
        Some(bytes) => Stripped { bytes, removed: vec![what] },
        None => Stripped { bytes: before.to_vec(), removed: Vec::new() },
    }
}

fn office(kind: Kind, bytes: &[u8], mends: &[Mend], budget: &Budget) -> Result<Stripped, String> {
    let mut parts = Parts::open(bytes, budget)?;
    let mut removed = Vec::new();
    if mends.contains(&Mend::HiddenSheets) && kind == Kind::Xlsx && sheets::remove(&mut parts)? {
        removed.push("隐藏的工作表");
    }
    if mends.contains(&Mend::HiddenCells) && kind == Kind::Xlsx && hidden_cells::remove(&mut parts)? {
        removed.push("隐藏的行和列");
    }
    if mends.contains(&Mend::Changes) {
        if word::comments(&mut parts)? {
            removed.push("批注");
        }
        if word::changes(&mut parts)? {
            removed.push("修订痕迹");
        }
    }
    if mends.contains(&Mend::Facts) {
        if facts::facts(&mut parts)? {
            removed.push("作者、单位等文件信息");
        }
        if facts::pictures(&mut parts)? {
            removed.push("图片的拍摄信息");
        }
    }
    if mends.iter().any(|mend| mend.masks()) && numbers::masked(&mut parts, mends)? {
        removed.push("号码的中间几位");
    }
    if removed.is_empty() {
        return Ok(one("", bytes, None));
    }
    Ok(Stripped { bytes: parts.write()?, removed })
}
