//! Traces of intruders in a page: words of spam, addresses, lists of places. One walk over all of its text.

use std::sync::LazyLock;

use crate::{
    document::{Document, Span},
    lexicon::Lexicon,
};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    /// A word that stands in no report of an office.
    Spam,
    /// A word of another trade, which an office may also speak of.
    Trade,
    /// `http://`, `https://` or `www.`
    Address,
    /// 某县| in a row of places.
    Place,
}

use Trace::*;

/// Words as spam writes them, simplified and traditional.
const LEXICON: &[(Trace, &str)] = &[
    (
        Spam,
        "无码 無碼 人妻 亚洲av 亞洲av 欧美av 国产av 日韩av 久久久 一区二区 毛片 黄片 黃片 裸聊直播 约炮 約炮 百家乐 百家樂 老虎机 老虎機 \
         六合彩 时时彩 時時彩 澳门新葡京 葡京娱乐 真人娱乐 真人娛樂 娱乐城 娛樂城 博彩平台 博彩网 博彩网站 赌博网站 体育投注 北京赛车 \
         棋牌游戏下载 代开发票 代開發票 办证刻章 私服 春药 春藥 援交 一夜情 成人视频 成人网站 成人电影 精品永久 黑丝",
    ),
    (
        Trade,
        "彩票 博彩 棋牌 游戏下载 在线观看 网上赌场 投注 娱乐平台 官方app下载 影院 小说网 装修公司 贷款公司 发票代理",
    ),
    (Address, "http:// https:// www."),
    (Place, "县| 市| 区| 州| 县丨 市丨 县_ 市_"),
];

/// The traces in some words, in order.
pub(super) fn of(text: &str) -> impl Iterator<Item = (Trace, usize, usize)> + '_ {
    static TRACES: LazyLock<Lexicon<Trace>> = LazyLock::new(|| {
        let all = LEXICON.iter().flat_map(|&(trace, list)| list.split_whitespace().map(move |word| (trace, word)));
        Lexicon::new(all)
    });
    TRACES.find(text)
}

/// The traces of a whole document.
pub(super) fn walk(document: &Document) -> Vec<(Trace, Span)> {
    let span = |start, end| Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? });
    of(&document.text).filter_map(|(trace, start, end)| Some((trace, span(start, end)?))).collect()
}

/// The host of an address that begins at a place, in small letters: `http://www.example.org/a` is `www.example.org`.
pub(super) fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a host belongs to a government: `gov.cn` and what is below it.
pub(super) fn is_government(host: &str) -> bool {
    host == "gov.cn" || host.ends_with(".gov.cn")
}
