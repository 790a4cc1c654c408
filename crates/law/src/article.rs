//! 条文: citations as values, so that what the software says and what it rests on cannot drift apart.

use std::fmt;

/// 规范性依据: an instrument that this crate turns into code, or cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Instrument {
    /// 《中华人民共和国政府信息公开条例》, in force since 2019-05-15.
    Regulation,
    /// 《政府信息公开信息处理费管理办法》, in force since 2021-01-01.
    FeeMeasures,
    /// The form of the annual report of 2021.
    ReportForm2021,
    /// The trial form of the annual report of 2019.
    ReportForm2019,
    /// 《中华人民共和国行政复议法》, as revised in force since 2024-01-01.
    ReviewLaw,
    /// 《中华人民共和国行政诉讼法》.
    LitigationLaw,
    /// 《中华人民共和国村民委员会组织法》.
    VillageLaw,
    /// 《中华人民共和国民事诉讼法》, whose rules on terms the two laws above borrow.
    CivilProcedureLaw,
    /// 《中华人民共和国预算法》.
    BudgetLaw,
    /// 《中华人民共和国行政处罚法》, as revised in force since 2021-07-15.
    PenaltyLaw,
    /// 《中华人民共和国保守国家秘密法》, as revised in force since 2024-05-01.
    SecrecyLaw,
    /// The State Council office's rules on interpretation and emergencies of 2016.
    OpennessRules2016,
    /// The State Council office's letter on opinion about government of 2016.
    ResponseRules2016,
    /// The State Council office's guide for government websites of 2017.
    WebsiteGuide,
    /// The State Council office's rules on standing disclosure of enforcement of 2018.
    EnforcementRules2018,
}

impl Instrument {
    /// The name in brackets, short where everybody shortens it: `《条例》`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regulation => "《条例》",
            Self::FeeMeasures => "《政府信息公开信息处理费管理办法》",
            Self::ReportForm2021 => "《政府信息公开工作年度报告格式》",
            Self::ReportForm2019 => "《政府信息公开工作年度报告格式（试行）》",
            Self::ReviewLaw => "《行政复议法》",
            Self::LitigationLaw => "《行政诉讼法》",
            Self::VillageLaw => "《村民委员会组织法》",
            Self::CivilProcedureLaw => "《民事诉讼法》",
            Self::BudgetLaw => "《预算法》",
            Self::PenaltyLaw => "《行政处罚法》",
            Self::SecrecyLaw => "《保守国家秘密法》",
            Self::OpennessRules2016 => "《关于全面推进政务公开工作的意见》实施细则",
            Self::ResponseRules2016 => "《关于在政务公开工作中进一步做好政务舆情回应的通知》",
            Self::WebsiteGuide => "《政府网站发展指引》",
            Self::EnforcementRules2018 => "《关于全面推行行政执法公示制度的指导意见》",
        }
    }

    /// 全称: the name in brackets as a letter writes it.
    pub fn full_name(self) -> &'static str {
        match self {
            Self::Regulation => "《中华人民共和国政府信息公开条例》",
            Self::ReviewLaw => "《中华人民共和国行政复议法》",
            Self::LitigationLaw => "《中华人民共和国行政诉讼法》",
            Self::VillageLaw => "《中华人民共和国村民委员会组织法》",
            Self::CivilProcedureLaw => "《中华人民共和国民事诉讼法》",
            Self::BudgetLaw => "《中华人民共和国预算法》",
            Self::PenaltyLaw => "《中华人民共和国行政处罚法》",
            Self::SecrecyLaw => "《中华人民共和国保守国家秘密法》",
            Self::FeeMeasures
            | Self::ReportForm2021
            | Self::ReportForm2019
            | Self::OpennessRules2016
            | Self::ResponseRules2016
            | Self::WebsiteGuide
            | Self::EnforcementRules2018 => self.name(),
        }
    }

    /// 文号: the number of the document that carries it; `None` for laws, which have none in use.
    pub fn number(self) -> Option<&'static str> {
        match self {
            Self::Regulation => Some("国务院令第711号"),
            Self::FeeMeasures => Some("国办函〔2020〕109号"),
            Self::ReportForm2021 => Some("国办公开办函〔2021〕30号"),
            Self::ReportForm2019 => Some("国办公开办函〔2019〕60号"),
            Self::OpennessRules2016 => Some("国办发〔2016〕80号"),
            Self::ResponseRules2016 => Some("国办发〔2016〕61号"),
            Self::WebsiteGuide => Some("国办发〔2017〕47号"),
            Self::EnforcementRules2018 => Some("国办发〔2018〕118号"),
            Self::ReviewLaw
            | Self::LitigationLaw
            | Self::VillageLaw
            | Self::CivilProcedureLaw
            | Self::BudgetLaw
            | Self::PenaltyLaw
            | Self::SecrecyLaw => None,
        }
    }
}

/// One place in one instrument: 条, then 款 and 项 where they matter. Zero stands for "the whole"; a whole instrument is
/// cited by its document number.
///
/// ```
/// use gongkai_law::article::{Instrument, Article};
///
/// assert_eq!(Article::regulation(33).paragraph(2).to_string(), "《条例》第三十三条第二款");
/// assert_eq!(Article::regulation(36).item(7).to_string(), "《条例》第三十六条第（七）项");
/// assert_eq!(Article::of(Instrument::ReviewLaw, 23).paragraph(1).item(4).to_string(), "《行政复议法》第二十三条第一款第（四）项");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Article {
    /// The instrument.
    pub instrument: Instrument,
    /// 条
    pub number: u8,
    /// 款
    pub paragraph: u8,
    /// 项
    pub item: u8,
}

impl Article {
    /// A whole article of an instrument; `number` 0 is the instrument itself.
    pub const fn of(instrument: Instrument, number: u8) -> Self {
        Self { instrument, number, paragraph: 0, item: 0 }
    }

    /// A whole article of the Regulation.
    pub const fn regulation(number: u8) -> Self {
        Self::of(Instrument::Regulation, number)
    }

    /// The same article, one 款 of it.
    pub const fn paragraph(mut self, paragraph: u8) -> Self {
        self.paragraph = paragraph;
        self
    }

    /// The same place, one 项 of it.
    pub const fn item(mut self, item: u8) -> Self {
        self.item = item;
        self
    }

    /// As a letter cites it: the full name, and of a document as a whole its number too.
    ///
    /// ```
    /// use gongkai_law::article::{Article, Instrument};
    ///
    /// assert_eq!(Article::regulation(37).formal(), "《中华人民共和国政府信息公开条例》第三十七条");
    /// let measures = Article::of(Instrument::FeeMeasures, 0).formal();
    /// assert_eq!(measures, "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）");
    /// ```
    pub fn formal(self) -> String {
        let name = self.instrument.full_name();
        match (self.number, self.instrument.number()) {
            (0, Some(number)) => format!("{name}（{number}）"),
            (0, None) => name.to_owned(),
            _ => format!("{name}{}", self.place()),
        }
    }

    /// 第三十三条第二款: the place without the instrument.
    pub fn place(self) -> String {
        let mut place = format!("第{}条", Numeral(self.number));
        if self.paragraph > 0 {
            place += &format!("第{}款", Numeral(self.paragraph));
        }
        if self.item > 0 {
            place += &format!("第（{}）项", Numeral(self.item));
        }
        place
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number == 0 {
            return f.write_str(self.instrument.number().unwrap_or(self.instrument.name()));
        }
        write!(f, "{}{}", self.instrument.name(), self.place())
    }
}

/// 33 → 三十三, 109 → 一百零九.
struct Numeral(u8);

impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |n: u8| ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"][usize::from(n % 10)];
        let (hundreds, tens, ones) = (self.0 / 100, self.0 / 10 % 10, self.0 % 10);
        if hundreds > 0 {
            write!(f, "{}百", digit(hundreds))?;
        }
        match (hundreds, tens, ones) {
            (0, 1, _) => f.write_str("十")?,
            (_, 0, 0) => {}
            (1.., 0, _) => f.write_str("零")?,
            (_, 1.., _) => write!(f, "{}十", digit(tens))?,
            _ => {}
        }
        if ones > 0 { f.write_str(digit(ones)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_numbered_as_the_statute_book_numbers_them() {
        let said = |n| Numeral(n).to_string();
        assert_eq!([1, 10, 11, 20, 33, 99].map(said), ["一", "十", "十一", "二十", "三十三", "九十九"]);
        assert_eq!([100, 105, 110, 115, 230].map(said), ["一百", "一百零五", "一百一十", "一百一十五", "二百三十"]);
    }

    #[test]
    fn a_whole_instrument_is_cited_by_its_document_number() {
        assert_eq!(Article::of(Instrument::FeeMeasures, 0).to_string(), "国办函〔2020〕109号");
        assert_eq!(Article::of(Instrument::ReviewLaw, 0).to_string(), "《行政复议法》");
    }
}
