//! 信息种类: what kind of thing is published, and what comes with it.

use super::{
    catalogue::{self, Category},
    shapes::SHAPES,
    term::Rule,
};

/// 信息种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicationKind {
    /// 行政规范性文件
    Normative,
    /// 规章
    Regulation,
    /// 政府会议
    Meeting,
    /// 规划计划
    Plan,
    /// 统计信息
    Statistics,
    /// 财政预算、决算
    Budget,
    /// 人事信息
    Personnel,
    /// 行政许可
    Licence,
    /// 行政处罚
    Penalty,
    /// 政府采购
    Procurement,
    /// 重大建设项目
    Project,
    /// 突发事件信息
    Emergency,
    /// 招考招聘
    Recruitment,
    /// 建议提案答复
    Proposal,
    /// 政策解读
    Interpretation,
    /// 意见征集
    Consultation,
    /// 新闻发布、访谈
    Interview,
    /// 监督检查
    Inspection,
    /// 民生政策和落实
    Welfare,
    /// 行政事业性收费
    Fee,
    /// 机构职能
    Organ,
    /// 通知公告
    Notice,
    /// 不公开事项
    Withheld,
    /// 其他信息
    General,
}

/// 专有字段: what a kind asks for beyond what all kinds have.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The word in the register.
    pub key: &'static str,
    /// Beside the field.
    pub label: &'static str,
    /// Below the label; may be empty.
    pub hint: &'static str,
    /// Whether it has to be filled in before review.
    pub needed: bool,
    /// The term in hours that runs from the moment which is written here.
    pub runs: Option<Rule>,
    /// What it takes.
    pub takes: Takes,
}

/// 填法: what a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// 文字
    Words,
    /// 日期
    Day,
    /// 起算日期: the day from which the term of the kind runs, in the stead of the one on which it was formed.
    Start,
    /// 年度, of four digits.
    Year,
    /// 金额, in yuan.
    Amount,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// One row of the table of kinds.
pub(super) struct Shape {
    pub kind: PublicationKind,
    pub key: &'static str,
    pub label: &'static str,
    pub category: &'static str,
    pub rule: Rule,
    pub fields: &'static [Field],
}

impl PublicationKind {
    /// Every kind, in the order of a form.
    pub const ALL: [Self; 24] = [
        Self::Normative,
        Self::Regulation,
        Self::Meeting,
        Self::Plan,
        Self::Statistics,
        Self::Budget,
        Self::Personnel,
        Self::Licence,
        Self::Penalty,
        Self::Procurement,
        Self::Project,
        Self::Emergency,
        Self::Recruitment,
        Self::Proposal,
        Self::Interpretation,
        Self::Consultation,
        Self::Interview,
        Self::Inspection,
        Self::Welfare,
        Self::Fee,
        Self::Organ,
        Self::Notice,
        Self::Withheld,
        Self::General,
    ];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        self.shape().map_or("", |shape| shape.key)
    }

    /// The kind of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        SHAPES.iter().find(|shape| shape.key == key).map(|shape| shape.kind)
    }

    /// As a page says it.
    pub fn label(self) -> &'static str {
        self.shape().map_or("", |shape| shape.label)
    }

    /// 主动公开类别: the item of art. 20 that it falls under by itself; an editor may name others.
    pub fn category(self) -> Option<&'static Category> {
        self.shape().and_then(|shape| catalogue::of_key(shape.category))
    }

    /// 公开期限
    ///
    /// ```
    /// use gongkai_law::proactive::kind::PublicationKind;
    ///
    /// assert_eq!(PublicationKind::Budget.rule().basis.to_string(), "《预算法》第十四条");
    /// assert_eq!(PublicationKind::Penalty.rule().said(), "7个工作日");
    /// ```
    pub fn rule(self) -> Rule {
        self.shape().map_or(super::term::ORDINARY, |shape| shape.rule)
    }

    /// What it asks for beyond what all kinds have.
    pub fn fields(self) -> &'static [Field] {
        self.shape().map_or(&[], |shape| shape.fields)
    }

    /// 起算日期: the field with the day from which its term runs; `None` where it runs from the day on which it was formed.
    ///
    /// ```
    /// use gongkai_law::proactive::kind::PublicationKind;
    ///
    /// assert_eq!(PublicationKind::Budget.start().unwrap().label, "批准或者批复之日");
    /// assert!(PublicationKind::Notice.start().is_none());
    /// ```
    pub fn start(self) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.takes == Takes::Start)
    }

    /// Whether it is in force or not, and marked so: what moves table 2.
    pub fn has_validity(self) -> bool {
        matches!(self, Self::Normative | Self::Regulation)
    }

    /// 公示期: whether it may be taken down by itself on a day that is set with it.
    pub fn may_expire(self) -> bool {
        matches!(self, Self::Licence | Self::Penalty | Self::Recruitment | Self::Consultation | Self::Notice)
    }

    /// Whether it explains a document that it has to be joined to.
    pub fn explains(self) -> bool {
        self == Self::Interpretation
    }

    /// Whether it has to be explained to everybody once it is out: 谁起草谁解读. 国办发〔2016〕80号.
    pub fn wants_explaining(self) -> bool {
        matches!(self, Self::Normative | Self::Regulation)
    }

    fn shape(self) -> Option<&'static Shape> {
        SHAPES.iter().find(|shape| shape.kind == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row_a_word_of_its_own_and_a_category_of_the_regulation() {
        let keys: std::collections::BTreeSet<_> = PublicationKind::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(keys.len(), PublicationKind::ALL.len());
        for kind in PublicationKind::ALL {
            assert_eq!(PublicationKind::of_key(kind.key()), Some(kind));
            assert!(kind.category().is_some() && !kind.label().is_empty(), "{kind:?}");
        }
    }
}
