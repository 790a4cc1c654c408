//! 正文: where the report ends and the site begins, and what was slipped in after it.

use crate::document::{Document, Span};

/// Beginnings of lines that a site puts around a report.
const CHROME: &[&str] = &[
    "扫一扫",
    "手机扫",
    "微信扫",
    "关联稿件",
    "相关稿件",
    "相关链接",
    "相关文章",
    "相关信息",
    "相关新闻",
    "相关附件",
    "关于我们",
    "网站地图",
    "主办:",
    "主办单位",
    "承办:",
    "承办单位",
    "版权所有",
    "Copyright",
    "分享到",
    "分享:",
    "打印",
    "【打印",
    "[打印",
    "关闭",
    "【关闭",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "返回顶部",
    "附件",
    "责任编辑",
    "编辑:",
    "信息来源",
    "浏览次数",
    "访问次数",
    "阅读次数",
    "点击数",
    "网站标识码",
    "友情链接",
    "联系我们",
    "联系方式:",
    "您现在",
    "当前位置",
    "您的位置",
    "首页>",
    "字体",
    "字号",
    "索引号",
    "分类:",
    "隐私",
    "网站声明",
];

/// Whether a folded line belongs to the site and not to the report.
pub(crate) fn is_chrome(line: &str) -> bool {
    let line = line.trim_start_matches(['•', '·', '>', '[', '【']);
    CHROME.iter().any(|word| line.starts_with(word))
        || line.len() < 300 && (line.contains("ICP备") || line.contains("公网安备") || line.contains("网站标识码"))
}

/// 垃圾信息 after the end of a report: lists of places that have nothing to do with it, or words of its trade.
pub(crate) fn spam(document: &Document, pieces: std::ops::Range<usize>) -> Option<Span> {
    const TRADE: [&str; 8] = ["欧美", "久久", "人妻", "无码", "博彩", "娱乐城", "棋牌", "彩票平台"];
    let mut places = 0;
    let mut first: Option<Span> = None;
    let mut found = None;
    for piece in document.pieces.get(pieces).unwrap_or_default() {
        let words = document.words(piece.span);
        let place = words.len() <= 24 && words.ends_with(['县', '市', '区', '省', '州', '旗', '縣', '區']);
        let trade = TRADE.iter().filter(|word| words.contains(**word)).count() >= 2;
        places += usize::from(place);
        if place || trade {
            first = first.or(Some(piece.span));
        }
        if trade || places >= 8 {
            found = first.map(|first| Span { start: first.start, end: piece.span.end });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Source, read::text};

    #[test]
    fn a_list_of_strange_places_is_spam_and_a_line_of_links_is_not() {
        let spam_of = |tail: &str| {
            let document = text::document(tail.to_owned(), Source::Text);
            spam(&document, 0..document.pieces.len()).map(|span| document.words(span).to_owned())
        };
        let list = "青溪县| 云岭市| 白石县| 长亭区| 柳河县| 石桥市| 南浦县| 北浦县|";
        assert_eq!(spam_of(&format!("主办：某局\n{list}")).as_deref(), Some(list.trim_end_matches('|')));
        assert_eq!(spam_of("关于我们 | 网站地图\n主办：青溪县 | 云岭市"), None);
    }
}
