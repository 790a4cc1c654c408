//! What is said of a source that cannot be read, and what to do about it.

/// Encrypted office file or PDF.
pub(super) const LOCKED: &str = "文件设有密码，无法读取；请去掉密码后再提交";
/// A PDF without text.
pub(super) const SCANNED: &str = "PDF里没有文字（扫描件），无法读取；请提供可复制文字的PDF、Word或网页";
/// A PDF whose fonts do not say which characters their glyphs are.
pub(super) const NO_CHARACTERS: &str =
    "PDF的字体没有注明字符编码，文字无法还原；请从原文件重新导出可复制文字的PDF，或提供Word、网页";
/// A PDF whose structure cannot be followed.
pub(super) const BROKEN_PDF: &str = "PDF文件已损坏，无法读取";
/// A packed file that cannot be unpacked.
pub(super) const BROKEN_ZIP: &str = "文件已损坏，无法解压";
/// An office file whose inside is not what it should be.
pub(super) const BROKEN_OFFICE: &str = "Office文件已损坏，无法读取";
/// More entries than any report has.
pub(super) const MANY_ENTRIES: &str = "压缩包里的文件过多，无法读取";
/// More cells or lines than any report has.
pub(super) const MANY_PIECES: &str = "文件里的单元格或行过多，不是年度报告，未读取";
/// Ran out of time.
pub(super) const SLOW: &str = "读取超过规定时间，已停止";
/// A page in one file in which no page is found.
pub(super) const NO_PAGE: &str =
    "这是单个文件的网页（MHTML），里面没有读到网页；请在浏览器里另存为“网页，仅HTML”后再提交";
/// Nothing at all.
pub(super) const EMPTY: &str = "文件是空的";
/// Bytes that are no document that people read.
pub(super) const UNKNOWN: &str = "不是可以读取的文档；请提供网页、Word（DOCX）、Excel（XLSX）、PDF或文本";

/// Larger than what is read.
pub(super) fn too_large(limit: usize) -> String {
    format!("文件超过{}，未读取", size(limit))
}

/// Expands to more than what is read.
pub(super) fn expands_too_far(limit: usize) -> String {
    format!("文件展开后超过{}，未读取", size(limit))
}

fn size(bytes: usize) -> String {
    match bytes {
        b if b >= 1 << 20 && b % (1 << 20) == 0 => format!("{} MiB", b >> 20),
        b if b >= 1_000_000 && b % 1_000_000 == 0 => format!("{} MB", b / 1_000_000),
        b => format!("{b}字节"),
    }
}
