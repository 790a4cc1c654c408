//! Exif: what the camera wrote down, in the notation of TIFF.

/// Entries of one table, tables of one file.
const MOST_ENTRIES: usize = 512;
/// Characters of one fact.
const LONGEST: usize = 80;

const GPS: u16 = 0x8825;
const MORE: u16 = 0x8769;
const ORIENTATION: u16 = 0x0112;

/// Facts that are worth a word, and what they are called. All others go with them.
const KNOWN: [(u16, &str); 12] = [
    (0x010e, "说明："),
    (0x010f, "相机："),
    (0x0110, "型号："),
    (0x0131, "软件："),
    (0x0132, "时间："),
    (0x013b, "作者："),
    (0x8298, "版权："),
    (0x9003, "拍摄时间："),
    (0x9c9d, "作者："),
    (0xa430, "相机所有人："),
    (0xa431, "相机序列号："),
    (0x9286, "备注："),
];

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: usize,
    /// Where its value stands.
    at: usize,
}

/// What the camera wrote down.
pub(super) fn facts(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let Some((tiff, first)) = Tiff::open(bytes) else { return facts };
    let entries = tiff.table(first);
    let more = entries.iter().find(|entry| entry.tag == MORE).and_then(|entry| tiff.offset(entry.at));
    let gps = entries.iter().find(|entry| entry.tag == GPS).and_then(|entry| tiff.offset(entry.at));
    // latitude or longitude; a table without either has no place
    if gps.is_some_and(|at| tiff.table(at).iter().any(|entry| matches!(entry.tag, 2 | 4))) {
        facts.push(("拍摄位置", String::new()));
    }
    let inner = more.map(|at| tiff.table(at)).unwrap_or_default();
    for entry in entries.iter().chain(&inner) {
        if let Some((_, called)) = KNOWN.iter().find(|(tag, _)| *tag == entry.tag) {
            let words = tiff.words(entry);
            if !words.is_empty() {
                facts.push((called, words));
            }
        }
    }
    // which way up it is shown tells nothing of anybody
    if facts.is_empty() && entries.iter().any(|entry| entry.tag != ORIENTATION) {
        facts.push(("Exif信息", String::new()));
    }
    facts
}

/// Which way up a picture is shown, where it is not as it stands in the file.
pub(super) fn turned(bytes: &[u8]) -> Option<u16> {
    let (tiff, first) = Tiff::open(bytes)?;
    let entry = tiff.table(first).into_iter().find(|entry| entry.tag == ORIENTATION)?;
    tiff.short(entry.at).filter(|turned| (2..=8).contains(turned))
}

impl<'a> Tiff<'a> {
    fn open(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let tiff = Self { bytes, little };
        let first = tiff.offset(4)?;
        Some((tiff, first))
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    }

    fn table(&self, at: usize) -> Vec<Entry> {
        let count = usize::from(self.short(at).unwrap_or(0)).min(MOST_ENTRIES);
        let entries = (0..count).map_while(|nth| {
            let at = at.checked_add(2 + nth * 12)?;
            let (tag, kind, count) = (self.short(at)?, self.short(at + 2)?, self.offset(at + 4)?);
            let size = if kind == 3 { 2 } else { 1 };
            let at = if count.checked_mul(size)? <= 4 { at + 8 } else { self.offset(at + 8)? };
            Some(Entry { tag, kind, count, at })
        });
        entries.collect()
    }

    fn words(&self, entry: &Entry) -> String {
        let length = entry.count.min(LONGEST * 4);
        let bytes = self.bytes.get(entry.at..entry.at.saturating_add(length)).unwrap_or_default();
        // 1 and 7: bytes that Windows and Exif write words in
        let words = match entry.kind {
            2 => gongkai_report::read::formats::decode(bytes),
            1 => utf16(bytes),
            7 => String::from_utf8_lossy(bytes.get(8..).unwrap_or_default()).into_owned(),
            _ => String::new(),
        };
        words.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|two| Some(u16::from_le_bytes(two.try_into().ok()?)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
