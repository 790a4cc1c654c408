//! 检索条目: what is put into the index.

/// Bytes of a title that count; the rest is cut.
pub const MAX_TITLE: usize = 2_000;
/// Bytes of a body that count; the rest is cut and cannot be found.
pub const MAX_BODY: usize = 600_000;
/// Bytes of a summary that count.
pub const MAX_SUMMARY: usize = 20_000;
/// Bytes of all attachments' text together that count.
pub const MAX_ATTACHMENTS: usize = 600_000;
/// Values of a field with several (numbers, keywords, topics, attachments) that count.
pub const MAX_VALUES: usize = 200;
/// Bytes of a code, a number or a keyword that count.
pub const MAX_VALUE: usize = 300;

/// 检索条目: one thing that can be found. Codes are the caller's own and come back as they are; an empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its identity, 1 to 200 bytes: putting another with the same replaces this one.
    pub id: String,
    /// 标题.
    pub title: String,
    /// 正文 as plain text.
    pub body: String,
    /// 附件: name and plain text of each.
    pub attachments: Vec<(String, String)>,
    /// 文号, 索引号 as they are written.
    pub numbers: Vec<String>,
    /// 内容概述.
    pub summary: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// 名称: of its organ, kind and categories, whole and short. Found with little weight, so that 水利局 行政处罚 finds what
    /// bears neither word in its text.
    pub labels: Vec<String>,
    /// 发布机构.
    pub organ: String,
    /// 体裁.
    pub kind: String,
    /// 主题分类.
    pub theme: String,
    /// 公开事项: codes of the catalogue, several.
    pub topics: Vec<String>,
    /// 有效性.
    pub validity: String,
    /// Whether it stands no longer (已废止, 失效): found all the same, slightly later.
    pub repealed: bool,
    /// Whether it speaks of another entry or of one period only (解读, 征求意见, 年度情况): found all the same, later than what
    /// it speaks of.
    pub beside: bool,
    /// 年份, for the filter.
    pub year: Option<i16>,
    /// 发布日期: seconds since 1970 (UTC).
    pub published: i64,
    /// 成文日期: seconds since 1970 (UTC).
    pub formed: Option<i64>,
}

/// The part of a text that fits, ending between characters.
pub(crate) fn within(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}
