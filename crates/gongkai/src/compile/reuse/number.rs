//! 数字: the numbers of a Chinese sentence, in digits and in words, and those that count nothing.

/// A run of digits or of numerals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// Where it begins.
    pub start: usize,
    /// As it is written.
    pub digits: &'a str,
    /// What stands behind it.
    pub after: &'a str,
}

/// What makes one numeral a number: what is counted in, or how much more it is. Several are one without.
const MEASURES: &[&str] = &[
    "件", "条", "次", "个", "项", "场", "期", "人", "份", "篇", "家", "名", "起", "宗", "处", "批", "轮", "遍", "块",
    "张", "册", "台", "辆", "种", "款", "户", "天", "日", "小时", "分钟", "元", "余", "多", "成", "倍", "%", "％",
    "年", "月", "周", "封", "部", "本", "例", "通", "幅", "套", "组", "所", "页", "支", "样", "字", "笔", "对", "类",
    "位", "座", "间", "集", "则", "版", "趟", "回", "番", "班", "栋", "亩", "吨", "公里", "万", "亿",
];
/// After 一 they count nothing: 一批群众, 一种方式, 一年来.
const LOOSE: [&str; 6] = ["批", "种", "年", "多", "样", "类"];
/// With which a word ends in 一, or in which a numeral is an ordinal.
const JOINED: [char; 13] = ['第', '统', '唯', '之', '逐', '单', '同', '每', '任', '专', '某', '另', '不'];
/// Words with numerals in them that count nothing.
const IDIOMS: &[&str] = &[
    "千家万户",
    "万户",
    "一件事",
    "一次性",
    "一次办",
    "一个窗口",
    "一张网",
    "一成不变",
    "三项制度",
    "三个一",
    "两个维护",
    "两个确立",
    "四个意识",
    "四个自信",
    "八项规定",
    "一件一",
    "一项一",
    "一人一",
    "一对一",
    "一部分",
    "一部手机",
    "一本通",
    "一一",
    "三位一体",
    "五位一体",
    "十二五",
    "十三五",
    "十四五",
    "十五五",
    "十八大",
    "十九大",
    "二十大",
    "十八届",
    "十九届",
    "二十届",
    "七五普法",
    "八五普法",
    "八五”",
    "十分",
    "十足",
    "十佳",
    "百分",
    "百姓",
    "百年",
    "百花",
    "百强",
    "百科",
    "百家",
    "百业",
    "百日",
    "百千万工程",
    "千方百计",
    "千言万语",
    "千头万绪",
    "成千上万",
    "万众",
    "万无一失",
    "万物",
    "万事",
    "万一",
];
/// 计量 in letters: what is counted in it is a number.
const LETTERS: [&str; 22] = [
    "g", "k", "m", "w", "t", "h", "kb", "mb", "gb", "tb", "km", "cm", "mm", "kg", "kw", "mw", "kwh", "gwh", "min",
    "pv", "uv", "ip",
];
/// The digits of years in words.
const NUMERALS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The next number of these words from a place on.
pub(super) fn next_run(words: &str, from: usize) -> Option<Run<'_>> {
    let mut at = from;
    loop {
        let rest = words.get(at..)?;
        let start = at + rest.find(|c: char| is_digit(c) || is_numeral(c))?;
        let tail = words.get(start..)?;
        let run = if tail.starts_with(is_digit) { digits(tail) } else { tail.split(|c| !is_numeral(c)).next()? };
        let found = Run { start, digits: run, after: tail.get(run.len()..)? };
        if tail.starts_with(is_digit) || found.counts(words.get(..start)?) {
            return Some(found);
        }
        at = start + run.len();
    }
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

pub(super) fn is_numeral(c: char) -> bool {
    "零〇○一二两三四五六七八九十百千万亿".contains(c)
}

/// The digits that a text begins with; a comma or a dot belongs to them between two.
fn digits(text: &str) -> &str {
    let is_end = |at: usize, c: char| {
        let joins = (c == ',' || c == '.') && text.get(at + 1..).is_some_and(|rest| rest.starts_with(is_digit));
        !is_digit(c) && !joins
    };
    let end = text.char_indices().find(|(at, c)| is_end(*at, *c)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

impl<'a> Run<'a> {
    /// Whether numerals are a number, and no part of a word.
    fn counts(&self, before: &str) -> bool {
        let one = self.digits == "一";
        let measured = || MEASURES.iter().any(|measure| self.after.starts_with(measure));
        let loose = || one && LOOSE.iter().any(|measure| self.after.starts_with(measure));
        let several = self.digits.contains(['十', '百', '千', '万', '亿']) || self.digits.chars().nth(1).is_some();
        let is_word = || before.ends_with('第') || one && before.ends_with(JOINED) || self.is_in_idiom(before);
        before.ends_with("分之") || (several || measured()) && !loose() && !is_word()
    }

    /// Whether numerals stand in a word that counts nothing, wherever in it.
    fn is_in_idiom(&self, before: &str) -> bool {
        let around = |idiom: &&str| {
            let mut places = idiom.match_indices(self.digits);
            places.any(|(at, digits)| {
                let (head, tail) = (idiom.get(..at), idiom.get(at + digits.len()..));
                head.is_some_and(|head| before.ends_with(head)) && tail.is_some_and(|tail| self.after.starts_with(tail))
            })
        };
        IDIOMS.iter().any(around)
    }

    /// The year that its four digits are.
    pub fn year(&self) -> Option<i16> {
        let value = |c: char| {
            let c = if c == '○' || c == '零' { '〇' } else { c };
            let worded = NUMERALS.iter().position(|numeral| *numeral == c).and_then(|at| u32::try_from(at).ok());
            let wide = c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10));
            worded.or(wide)
        };
        let year = match self.digits.chars().count() {
            4 => self.digits.chars().try_fold(0, |year, c| Some(year * 10 + value(c)?))?,
            _ => return None,
        };
        i16::try_from(year).ok().filter(|year| (1949..2100).contains(year))
    }

    /// A year written as this one was.
    pub fn written(&self, year: i16) -> String {
        let digits = year.to_string();
        if self.digits.starts_with(is_digit) {
            return digits;
        }
        let numeral = |c: char| c.to_digit(10).and_then(|digit| NUMERALS.get(usize::try_from(digit).ok()?)).copied();
        digits.chars().filter_map(numeral).collect()
    }

    /// 〔2024〕12号: how much of what follows belongs to the number of a document whose year this is.
    pub fn document_number(&self, before: &str) -> Option<usize> {
        let inner = self.after.strip_prefix(['〕', ']', '］', '）', ')']);
        let inner = inner.filter(|_| before.ends_with(['〔', '[', '［', '（', '(']))?;
        let rest = inner.trim_start_matches('第').trim_start_matches(is_digit).strip_prefix('号')?;
        self.after.len().checked_sub(rest.len())
    }

    /// 3月15日, 12月底, 15日: how much of the words it is, and whether it is the first or the last day of a year.
    pub fn date(&self) -> Option<(bool, usize)> {
        let day = |rest: &'a str| {
            let rest = rest.trim_start_matches(|c| is_digit(c) || is_numeral(c));
            rest.strip_prefix('日').or_else(|| rest.strip_prefix('号'))
        };
        let rest = match self.after.strip_prefix('月') {
            Some(rest) => day(rest).unwrap_or(rest),
            None => self.after.strip_prefix('日')?,
        };
        let whole = self.digits.len() + self.after.len().checked_sub(rest.len())?;
        let is_edge = |first: &str, then: &str| self.digits == first && self.after.starts_with(then);
        Some((is_edge("1", "月1日") || is_edge("12", "月31日"), whole))
    }

    /// Whether its digits count nothing: an ordinal, a number before a point of a list, a part of a word in letters.
    pub fn is_no_count(&self, before: &str) -> bool {
        let is_first = before.trim_matches(['（', '(', ' ']).is_empty();
        let lists = self.after.starts_with(['、', '.', '．', '）', ')', '是']);
        before.ends_with('第') || is_first && lists || self.is_lettered(before)
    }

    /// A4, 5G, B2B; neither 35个 after APP nor 20GB.
    fn is_lettered(&self, before: &str) -> bool {
        let end = self.after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.after.len());
        let letters = self.after.get(..end).unwrap_or_default();
        let is_generation = letters == "G" && self.digits.len() == 1;
        let is_unit = LETTERS.iter().any(|unit| letters.eq_ignore_ascii_case(unit)) && !is_generation;
        let is_counted = letters.is_empty() && MEASURES.iter().any(|measure| self.after.starts_with(measure));
        let is_beside = before.ends_with(|c: char| c.is_ascii_alphabetic()) || !letters.is_empty();
        is_beside && !is_unit && !is_counted
    }

    /// 万, 亿, 余, 多: what belongs to a number that is not written over.
    pub fn scale(&self) -> usize {
        let rest = self.after.trim_start_matches(['万', '亿', '余', '多']);
        // 万元 is what it is counted in
        if self.after.starts_with("万元") { 0 } else { self.after.len().saturating_sub(rest.len()) }
    }
}
