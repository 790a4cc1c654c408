//! 基层政务公开标准目录: the fields in which counties and townships publish by a catalogue of their own, and what a row of it
//! says. 国办发〔2019〕54号.

use jiff::{Span, civil::Date};

use super::term::{BASIS, Rule, Within};
use crate::calendar::{Calendar, Term};

/// 试点领域: one of the fields that every county and township has; an office adds its own beside them.
#[derive(Debug, PartialEq, Eq)]
pub struct StandardField {
    /// The word in the register and in addresses.
    pub key: &'static str,
    /// As the catalogue prints it.
    pub title: &'static str,
}

macro_rules! fields {
    ($($key:literal $title:literal)*) => {
        /// 26个试点领域, in the order of the State Council's office.
        pub static FIELDS: [StandardField; 26] = [$(StandardField { key: $key, title: $title },)*];
    };
}

fields! {
    "planning" "国土空间规划"
    "projects" "重大建设项目"
    "trading" "公共资源交易"
    "finance" "财政预决算"
    "safety" "安全生产"
    "tax" "税收管理"
    "land" "征地补偿"
    "houses" "国有土地上房屋征收与补偿"
    "housing" "保障性住房"
    "rural-houses" "农村危房改造"
    "environment" "生态环境"
    "culture" "公共文化服务"
    "legal-aid" "公共法律服务"
    "poverty" "扶贫"
    "relief" "救灾"
    "food" "食品药品监管"
    "enforcement" "城市综合执法"
    "jobs" "就业"
    "insurance" "社会保险"
    "assistance" "社会救助"
    "elderly" "养老服务"
    "household" "户籍管理"
    "farm-subsidies" "涉农补贴"
    "education" "义务教育"
    "health" "卫生健康"
    "municipal" "市政服务"
}

/// The field of this word, or of this title.
///
/// ```
/// use gongkai_law::proactive::standard::field;
///
/// assert_eq!(field("social"), None);
/// assert_eq!(field("社会救助"), field("assistance"));
/// ```
pub fn field(said: &str) -> Option<&'static StandardField> {
    FIELDS.iter().find(|field| field.key == said || field.title == said)
}

/// 公开渠道和载体
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the labels say it")]
pub enum Outlet {
    Website,
    Gazette,
    Social,
    Briefing,
    Broadcast,
    Press,
    ReadingPlace,
    ServiceCentre,
    ServiceStation,
    Visit,
    NoticeBoard,
    Push,
    Other,
}

impl Outlet {
    /// All of them, in the order in which catalogues print their boxes.
    pub const ALL: [Self; 13] = [
        Self::Website,
        Self::Gazette,
        Self::Social,
        Self::Briefing,
        Self::Broadcast,
        Self::Press,
        Self::ReadingPlace,
        Self::ServiceCentre,
        Self::ServiceStation,
        Self::Visit,
        Self::NoticeBoard,
        Self::Push,
        Self::Other,
    ];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Website => "website",
            Self::Gazette => "gazette",
            Self::Social => "social",
            Self::Briefing => "briefing",
            Self::Broadcast => "broadcast",
            Self::Press => "press",
            Self::ReadingPlace => "reading",
            Self::ServiceCentre => "centre",
            Self::ServiceStation => "station",
            Self::Visit => "visit",
            Self::NoticeBoard => "board",
            Self::Push => "push",
            Self::Other => "other",
        }
    }

    /// The outlet of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outlet| outlet.key() == key)
    }

    /// As catalogues print it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Website => "政府网站",
            Self::Gazette => "政府公报",
            Self::Social => "两微一端",
            Self::Briefing => "发布会/听证会",
            Self::Broadcast => "广播电视",
            Self::Press => "纸质媒体",
            Self::ReadingPlace => "公开查阅点",
            Self::ServiceCentre => "政务服务中心",
            Self::ServiceStation => "便民服务站",
            Self::Visit => "入户/现场",
            Self::NoticeBoard => "社区/企事业单位/村公示栏（电子屏）",
            Self::Push => "精准推送",
            Self::Other => "其他",
        }
    }

    /// The outlet that a catalogue means by these words: widths, blanks and the gloss in brackets do not matter.
    ///
    /// ```
    /// use gongkai_law::proactive::standard::Outlet;
    ///
    /// assert_eq!(Outlet::said("社区／企事业单位／村公示栏(电子屏)"), Some(Outlet::NoticeBoard));
    /// assert_eq!(Outlet::said("政府 网站"), Some(Outlet::Website));
    /// assert_eq!(Outlet::said("飞鸽"), None);
    /// ```
    pub fn said(words: &str) -> Option<Self> {
        let plain = plain(words);
        if plain.is_empty() {
            return None;
        }
        let of = |outlet: &Self| self::plain(outlet.label()) == plain;
        Self::ALL.into_iter().find(of).or(match plain.as_str() {
            "公示栏" | "村公示栏" | "社区公示栏" | "电子屏" => Some(Self::NoticeBoard),
            "发布会" | "听证会" => Some(Self::Briefing),
            "入户" | "现场" | "入户现场" => Some(Self::Visit),
            "微信" | "微博" | "客户端" | "政务新媒体" => Some(Self::Social),
            "门户网站" | "网站" => Some(Self::Website),
            _ => None,
        })
    }
}

/// Letters and digits up to the first bracket.
fn plain(words: &str) -> String {
    words.chars().take_while(|c| !matches!(c, '（' | '(')).filter(|c| c.is_alphanumeric()).collect()
}

/// 周期 of what is published again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年
    Year,
}

impl Every {
    /// The first day of the period before the one that a day is in.
    fn before(self, day: Date) -> Option<Date> {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        };
        let into = (day.month() - 1) % months;
        day.first_of_month().checked_sub(Span::new().months(into + months)).ok()
    }
}

/// 公开时限, as far as its words can be reckoned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardTerm {
    /// So long after it is formed or changed.
    After(Within),
    /// Once in each such period.
    Each(Every),
    /// 及时、实时、即时: no day can be named.
    Promptly,
    /// Other words, which a person reads.
    Said,
}

impl StandardTerm {
    /// What the words of a catalogue mean.
    ///
    /// ```
    /// use gongkai_law::proactive::{standard::{Every, StandardTerm}, term::Within};
    ///
    /// let term = StandardTerm::read("信息形成或者变更之日起２０个工作日内");
    /// assert_eq!(term, StandardTerm::After(Within::Workdays(20)));
    /// assert_eq!(StandardTerm::read("批复后二十日内"), StandardTerm::After(Within::Days(20)));
    /// assert_eq!(StandardTerm::read("每季度"), StandardTerm::Each(Every::Quarter));
    /// assert_eq!(StandardTerm::read("收到后即时公开"), StandardTerm::Promptly);
    /// assert_eq!(StandardTerm::read("按进度公开"), StandardTerm::Said);
    /// ```
    pub fn read(words: &str) -> Self {
        let has = |any: &[&str]| any.iter().any(|one| words.contains(one));
        let periods = [
            (Every::HalfYear, ["每半年", "半年度", "按半年"]),
            (Every::Month, ["每月", "每个月", "按月"]),
            (Every::Quarter, ["每季", "按季", "季度"]),
            (Every::Year, ["每年", "按年", "年度"]),
        ];
        if let Some((every, _)) = periods.into_iter().find(|(_, names)| has(names)) {
            return Self::Each(every);
        }
        for (unit, within) in [
            ("工作日", Within::Workdays as fn(u16) -> Within),
            ("小时", Within::Hours),
            ("日内", Within::Days),
            ("天", Within::Days),
        ] {
            if let Some(count) = words.split_once(unit).and_then(|(before, _)| count_at_the_end_of(before)) {
                return Self::After(within(count));
            }
        }
        if has(&["及时", "实时", "即时", "立即", "随时"]) { Self::Promptly } else { Self::Said }
    }

    /// The last day for what was formed on `formed`; `None` where no day can be named.
    pub fn due(self, formed: Date, calendar: &Calendar) -> Option<Term> {
        match self {
            Self::After(within) => Rule { within, basis: BASIS }.due(formed, calendar),
            Self::Each(_) | Self::Promptly | Self::Said => None,
        }
    }

    /// The first day of what counts as new on a day: of a period, its last whole one; of everything else, a year.
    fn fresh_from(self, today: Date) -> Option<Date> {
        match self {
            Self::Each(every) => every.before(today),
            Self::After(_) | Self::Promptly | Self::Said => today.checked_sub(Span::new().years(1)).ok(),
        }
    }
}

/// The number that words end in, in digits of any width or in Chinese up to 九十九: `…起二十个`.
fn count_at_the_end_of(words: &str) -> Option<u16> {
    let words = words.trim_end().trim_end_matches('个').trim_end();
    let digit = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')),
        _ => None,
    };
    let numeral = |c: char| "零一二三四五六七八九十".chars().position(|one| one == c);
    let taken = |fits: &dyn Fn(char) -> bool| {
        let mut tail: Vec<char> = words.chars().rev().take(4).take_while(|c| fits(*c)).collect();
        tail.reverse();
        tail
    };
    let digits = taken(&|c| digit(c).is_some());
    if !digits.is_empty() {
        let count = digits.into_iter().filter_map(digit).fold(0, |sum, digit| sum * 10 + digit);
        return u16::try_from(count).ok().filter(|count| *count > 0);
    }
    let numerals = taken(&|c| numeral(c).is_some());
    let value = |part: &[char]| part.first().and_then(|c| numeral(*c)).unwrap_or(0);
    let count = match numerals.iter().position(|c| *c == '十') {
        Some(at) => value(numerals.get(..at)?).max(1) * 10 + value(numerals.get(at + 1..)?),
        None => value(numerals.get(numerals.len().checked_sub(1)?..)?),
    };
    u16::try_from(count).ok().filter(|count| *count > 0)
}

/// 覆盖: how a row of the catalogue is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StandardCoverage {
    /// 逾期: something for it is in work, and its term is over.
    Late,
    /// 空缺: nothing is public.
    Empty,
    /// 超期未更新: nothing new in the last whole period, or within a year where it has none.
    Stale,
    /// 齐全
    There,
}

impl StandardCoverage {
    /// All of them, what is worst first.
    pub const ALL: [Self; 4] = [Self::Late, Self::Empty, Self::Stale, Self::There];

    /// Of a row with this term: the day on which the newest of it came out, and whether something in work is past its term.
    ///
    /// ```
    /// use gongkai_law::proactive::standard::{StandardCoverage, StandardTerm};
    /// use jiff::civil::date;
    ///
    /// let on = |newest| StandardCoverage::of(StandardTerm::read("每季度"), Some(newest), false, date(2026, 11, 22));
    /// assert_eq!(on(date(2026, 7, 1)), StandardCoverage::There);
    /// assert_eq!(on(date(2026, 6, 30)), StandardCoverage::Stale);
    /// ```
    pub fn of(term: StandardTerm, newest: Option<Date>, late: bool, today: Date) -> Self {
        match newest {
            _ if late => Self::Late,
            None => Self::Empty,
            Some(day) if term.fresh_from(today).is_some_and(|from| day < from) => Self::Stale,
            Some(_) => Self::There,
        }
    }

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Empty => "empty",
            Self::Stale => "stale",
            Self::There => "there",
        }
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Late => "逾期",
            Self::Empty => "空缺",
            Self::Stale => "超期未更新",
            Self::There => "齐全",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_fields_have_words_and_titles_of_their_own() {
        let keys: std::collections::BTreeSet<_> = FIELDS.iter().flat_map(|field| [field.key, field.title]).collect();
        assert_eq!(keys.len(), 52);
        let outlets: std::collections::BTreeSet<_> = Outlet::ALL.iter().map(|outlet| outlet.key()).collect();
        assert_eq!(outlets.len(), 13);
        for outlet in Outlet::ALL {
            assert_eq!((Outlet::of_key(outlet.key()), Outlet::said(outlet.label())), (Some(outlet), Some(outlet)));
        }
    }

    #[test]
    fn terms_of_real_catalogues_are_read_and_reckoned_with() {
        let calendar = Calendar::built_in();
        let due = |words: &str| StandardTerm::read(words).due(date(2026, 4, 30), calendar).map(|term| term.date);
        assert_eq!(due("自信息形成或变更之日起20个工作日内予以公开"), Some(date(2026, 6, 1)));
        assert_eq!(due("作出决定之日起七个工作日内"), Some(date(2026, 5, 13)));
        assert_eq!(due("批准后20日内"), Some(date(2026, 5, 20)));
        assert_eq!(due("事发后24小时内"), Some(date(2026, 5, 1)));
        assert_eq!(due("长期公开"), None);
        for (words, term) in [
            ("每季度结束后15个工作日内", StandardTerm::Each(Every::Quarter)),
            ("按半年公布", StandardTerm::Each(Every::HalfYear)),
            ("每年1月31日前", StandardTerm::Each(Every::Year)),
            ("每月10日前", StandardTerm::Each(Every::Month)),
            ("十五个工作日内", StandardTerm::After(Within::Workdays(15))),
            ("三十天", StandardTerm::After(Within::Days(30))),
            ("个工作日内", StandardTerm::Said),
            ("", StandardTerm::Said),
        ] {
            assert_eq!(StandardTerm::read(words), term, "{words}");
        }
    }

    #[test]
    fn coverage_looks_at_the_period_and_at_what_is_late_first() {
        let (today, ordinary) = (date(2026, 1, 15), StandardTerm::read("20个工作日内"));
        let of = |words: &str, newest| StandardCoverage::of(StandardTerm::read(words), newest, false, today);
        assert_eq!(of("每月", Some(date(2025, 12, 1))), StandardCoverage::There);
        assert_eq!(of("每月", Some(date(2025, 11, 30))), StandardCoverage::Stale);
        assert_eq!(of("每年", Some(date(2025, 1, 1))), StandardCoverage::There);
        assert_eq!(of("每年", Some(date(2024, 12, 31))), StandardCoverage::Stale);
        assert_eq!(of("及时", Some(date(2025, 1, 14))), StandardCoverage::Stale);
        assert_eq!(of("及时", None), StandardCoverage::Empty);
        assert_eq!(StandardCoverage::of(ordinary, Some(today), true, today), StandardCoverage::Late);
    }
}
