//! 公开制度: the rules of its own that an organ needs for openness, and where the Regulation asks for each.

use crate::article::Article;

/// A rule that an organ has to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRule {
    /// What it is called.
    pub title: &'static str,
    /// What it settles, in a line.
    pub about: &'static str,
    /// Where it is asked for.
    pub article: Article,
    /// Words in the titles of documents that are it.
    words: &'static [&'static str],
}

/// All of them, in the order of the articles. The first is the frame, and is what none of the others is.
pub const ALL: [OwnRule; 7] = [
    OwnRule {
        title: "公开工作制度",
        about: "谁负责，日常怎么做",
        article: Article::regulation(4),
        words: &["公开工作制度", "公开工作规定", "公开工作办法", "公开实施办法", "公开工作规程", "公开工作规则"],
    },
    OwnRule {
        title: "发布协调",
        about: "涉及别的机关的，怎样协商、确认",
        article: Article::regulation(11),
        words: &["协调"],
    },
    OwnRule {
        title: "公开审查（含保密审查）",
        about: "公开以前谁审查、审查什么",
        article: Article::regulation(17),
        words: &["审查"],
    },
    OwnRule {
        title: "动态调整",
        about: "不公开的定期再看，能公开的转为公开",
        article: Article::regulation(18),
        words: &["动态调整"],
    },
    OwnRule {
        title: "依申请公开办理",
        about: "登记、审核、办理、答复、归档",
        article: Article::regulation(43),
        words: &["申请"],
    },
    OwnRule {
        title: "考核、社会评议、责任追究",
        about: "做得好不好，由谁来评",
        article: Article::regulation(46),
        words: &["考核", "评议", "责任追究"],
    },
    OwnRule {
        title: "年度报告",
        about: "每年1月31日以前编好、公布",
        article: Article::regulation(49),
        words: &["年度报告"],
    },
];

impl OwnRule {
    /// Whether a document of this title is it. The frame is looked for by its own name alone.
    ///
    /// ```
    /// use gongkai_law::proactive::own_rules::ALL;
    ///
    /// let which = |title| ALL.iter().filter(|rule| rule.is_in(title)).map(|rule| rule.article.number).collect::<Vec<_>>();
    /// assert_eq!(which("青禾县政府信息公开保密审查办法"), [17]);
    /// assert_eq!(which("青禾县水利局政府信息公开工作制度"), [4]);
    /// assert_eq!(which("青禾县政府信息公开工作考核和社会评议办法"), [46]);
    /// assert!(which("青禾县农村供水管理办法").is_empty());
    /// ```
    pub fn is_in(&self, title: &str) -> bool {
        self.words.iter().any(|word| title.contains(word))
    }
}
