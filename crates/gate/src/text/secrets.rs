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
/// What a mark is put in.
const ENCLOSING: [char; 8] = ['【', '】', '[', ']', '（', '）', '(', ')'];
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
    if is_labelled_at_the_end(line) {
        return Some(Mark::Secret);
    }
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

/// What the name of a file is: there a level beside a star, in brackets or by itself is a mark, whatever else the name says.
pub(super) fn in_name(name: &str) -> Option<Mark> {
    let parted = |c: char| c.is_whitespace() || "_-—－.·,，、+＋".contains(c);
    let alone = name.split(parted).any(|part| LEVELS.contains(&part.trim_matches(ENCLOSING)));
    let words: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let beside = |level: &str| {
        words.match_indices(level).any(|(at, _)| {
            let (before, after) =
                (words.get(..at).unwrap_or_default(), words.get(at + level.len()..).unwrap_or_default());
            let enclosed = before.ends_with(ENCLOSING) && after.starts_with(ENCLOSING);
            enclosed || before.ends_with(STARS) || after.starts_with(STARS)
        })
    };
    let several = LEVELS.iter().filter(|level| words.contains(**level)).count() > 1;
    let marked = alone || LEVELS.iter().any(|level| beside(level)) || is_labelled_at_the_end(name);
    if marked && !several { Some(Mark::Secret) } else { mark(name, false) }
}

/// “密级：机密” behind other words, where a paragraph ends; in quotation marks it is spoken about.
fn is_labelled_at_the_end(line: &str) -> bool {
    let Some((before, label)) = line.rsplit_once("密级") else { return false };
    let label: String = label.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
    let quoted = before.trim_end().ends_with(['“', '‘', '"', '\'', '「', '《']);
    !quoted && label.starts_with([':', '：']) && Told::of(&label).is_some_and(|told| told.levels == 1)
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
        || "年月日个一二三四五六七八九十百半〇零至以内前后：:（）()【】[]〔〕《》“”\"，,、。.；;－—-·•*＊/№No号第"
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
    fn a_mark_behind_other_words_is_refused_where_a_paragraph_ends() {
        for line in ["现将有关情况报告如下。密级：机密", "防汛物资储备　密级: 秘密★10年。"]
        {
            assert_eq!(mark(line, false), Some(Mark::Secret), "{line}");
        }
        for line in ["要在首页标注“密级：机密”", "密级：绝密、机密、秘密三级", "不能确定密级的，报上级确定"]
        {
            assert_ne!(mark(line, true), Some(Mark::Secret), "{line}");
        }
    }

    #[test]
    fn the_name_of_a_file_carries_its_mark_among_other_words() {
        for name in ["秘密★10年 请示", "低保★秘密", "【机密】会议纪要", "请示_机密", "(秘密)名单", "名单 密级：秘密"]
        {
            assert_eq!(in_name(name), Some(Mark::Secret), "{name}");
        }
        for name in ["商业秘密保护指引", "保守国家秘密法宣传", "绝密、机密、秘密的区别", "2026年预算★"]
        {
            assert_ne!(in_name(name), Some(Mark::Secret), "{name}");
        }
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
