//! 密级标志 and the marks of what is for the office alone, told from words that speak about them.
//!
//! A mark stands alone: a line that is nothing but a mark, its term and what else stands at the head of a document. The
//! same words inside of a sentence (商业秘密, 《保守国家秘密法》) are no mark.

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// 国家秘密标志
    Secret,
    /// 工作秘密、内部资料标志
    Internal,
    /// A level of secrecy, where no mark stands: in a table, in a sentence.
    Mentioned,
}

/// Longer lines are sentences.
const LONGEST: usize = 40;

const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];
const INTERNAL: [&str; 19] = [
    "工作秘密",
    "内部资料",
    "内部文件",
    "内部材料",
    "内部使用",
    "内部参考",
    "内部明电",
    "内部传阅",
    "仅供内部参考",
    "仅供内部使用",
    "注意保存",
    "注意保密",
    "不得外传",
    "严禁外传",
    "此件不予公开",
    "此件不公开",
    "此件依申请公开",
    "会后收回",
    "阅后收回",
];
const STARS: [char; 4] = ['★', '☆', '*', '＊'];
/// What stands beside a mark at the head of a document and is none.
const BESIDE: [&str; 14] = [
    "密级",
    "保密期限",
    "期限",
    "长期",
    "特急",
    "加急",
    "平急",
    "特提",
    "急件",
    "份号",
    "解密前",
    "启用前",
    "等级",
    "件",
];

/// What a line is; `head` says that it stands where marks stand.
pub(super) fn mark(line: &str, head: bool) -> Option<Mark> {
    // most lines of a text say nothing of the kind
    if !["密", "内部", "外传", "注意保", "不予公开", "不公开", "依申请公开", "收回"].iter().any(|w| line.contains(w))
    {
        return None;
    }
    let words: String = line.chars().filter(|c| !c.is_whitespace()).take(200).collect();
    let starred = LEVELS.iter().any(|level| STARS.iter().take(2).any(|star| words.contains(&format!("{level}{star}"))));
    let told = Told::of(&words);
    match told {
        Some(told) if told.levels == 1 && (told.starred || told.labelled) => Some(Mark::Secret),
        Some(told) if told.levels == 1 && head => Some(Mark::Secret),
        Some(told) if told.levels == 0 && told.internal => Some(Mark::Internal),
        Some(told) if told.levels > 0 => Some(Mark::Mentioned),
        // with other words behind it, as a line that a PDF ran together
        None if starred && head && LEVELS.iter().any(|level| words.starts_with(level)) => Some(Mark::Secret),
        _ if starred => Some(Mark::Mentioned),
        _ => None,
    }
}

/// What a line of nothing but marks has in it.
#[derive(Default)]
struct Told {
    levels: usize,
    starred: bool,
    labelled: bool,
    internal: bool,
}

impl Told {
    /// `None` for a line that has other words.
    fn of(words: &str) -> Option<Self> {
        if words.chars().count() > LONGEST {
            return None;
        }
        let (mut told, mut rest) = (Self::default(), words);
        while let Some(first) = rest.chars().next() {
            if let Some(after) = after_any(rest, &INTERNAL) {
                (told.internal, rest) = (true, after);
            } else if let Some(after) = after_any(rest, &LEVELS) {
                (told.levels, rest) = (told.levels + 1, after);
            } else if let Some(after) = after_any(rest, &BESIDE) {
                told.labelled |= rest.starts_with("密级");
                rest = after;
            } else if is_small(first) {
                told.starred |= STARS.contains(&first) && told.levels > 0;
                rest = rest.get(first.len_utf8()..)?;
            } else {
                return None;
            }
        }
        Some(told)
    }
}

fn after_any<'w>(rest: &'w str, words: &[&str]) -> Option<&'w str> {
    words.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|after| after.len())
}

/// Stars, digits, terms and what encloses them.
fn is_small(c: char) -> bool {
    c.is_ascii_digit()
        || STARS.contains(&c)
        || "年月日个一二三四五六七八九十百半〇零至以内前后：:（）()【】[]〔〕《》“”\"，,、。.；;－—-/№No号第"
            .contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_refused_however_it_is_set() {
        for line in [
            "秘密★10年",
            "机 密 ★ 一 年",
            "绝密★",
            "000012　机密★5年　特急",
            "密级：秘密",
            "【秘密★长期】",
            "秘密☆10年",
        ] {
            assert_eq!(mark(line, false), Some(Mark::Secret), "{line}");
        }
        assert_eq!(mark("机密", true), Some(Mark::Secret));
        assert_eq!(mark("秘密★10年青政办发〔2026〕1号", true), Some(Mark::Secret));
    }

    #[test]
    fn words_about_secrets_are_no_marks() {
        for line in [
            "商业秘密",
            "《中华人民共和国保守国家秘密法》",
            "涉及国家秘密、工作秘密的，不予公开。",
            "工作秘密管理办法",
            "保守国家秘密，人人有责",
            "依法确定为国家秘密的政府信息",
            "内部机构设置",
            "内部资料编印管理规定",
            "不予公开的理由",
            "秘密级事项由保密行政管理部门审核",
        ] {
            assert_eq!(mark(line, true), None, "{line}");
        }
    }

    #[test]
    fn a_level_named_among_others_or_in_a_sentence_wants_a_look_only() {
        assert_eq!(mark("绝密、机密、秘密", false), Some(Mark::Mentioned));
        assert_eq!(mark("机密", false), Some(Mark::Mentioned));
        assert_eq!(mark("标志形式为“秘密★10年”，标注在首页左上角。", false), Some(Mark::Mentioned));
    }

    #[test]
    fn what_is_for_the_office_alone_is_known_by_its_mark() {
        for line in
            ["内部资料　注意保存", "【内部资料，不得外传】", "（此件不予公开）", "工作秘密★3年", "（此件依申请公开）"]
        {
            assert_eq!(mark(line, false), Some(Mark::Internal), "{line}");
        }
    }
}
