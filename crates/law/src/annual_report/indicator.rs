//! 统计指标: what a year is counted in besides the registers of requests and of redress: the decisions and fees of table 2,
//! and the counts that the narrative reports. Data.

use super::form::{CellId, Edition, Form};
use crate::proactive::kind::PublicationKind;

/// 计量单位
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Counts of things, in the word that goes with the number: 件, 条, 次, 人次.
    Of(&'static str),
    /// 万元, in millionths: one 分 is one millionth.
    Wan,
}

/// 数据来源: where its number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// 月报: an organ enters it for each month, with its source.
    Entered,
    /// 平台计数: the platform counts it from its own records.
    Counted,
}

/// 指标: one thing that is counted over a year.
#[derive(Debug, PartialEq, Eq)]
pub struct Indicator {
    /// The word in the register, in files and addresses.
    pub key: &'static str,
    /// 名称, as forms and bound numbers have it.
    pub label: &'static str,
    /// 分组, before the label in a bound number: `公开·政府网站`.
    pub group: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Where it comes from.
    pub origin: Origin,
    /// The cell of table 2 that it is, in the form of 2021.
    cell_2021: Option<&'static str>,
    /// The cell of table 2 that it is, in the form of 2019.
    cell_2019: Option<&'static str>,
}

const fn entered(group: &'static str, key: &'static str, label: &'static str, unit: &'static str) -> Indicator {
    Indicator { key, label, group, unit: Unit::Of(unit), origin: Origin::Entered, cell_2021: None, cell_2019: None }
}

const fn counted(group: &'static str, key: &'static str, label: &'static str, unit: &'static str) -> Indicator {
    Indicator { origin: Origin::Counted, ..entered(group, key, label, unit) }
}

const fn decisions(key: &'static str, label: &'static str, cell: (&'static str, &'static str)) -> Indicator {
    Indicator { cell_2021: Some(cell.0), cell_2019: Some(cell.1), ..entered("决定和收费", key, label, "件") }
}

/// 首次发布的一条信息: what of it says under which of the counted indicators it falls.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    /// 信息种类.
    pub kind: PublicationKind,
    /// 解读形式, as it was written; empty for what has none.
    pub form: &'a str,
    /// 主动公开类别: keys of the catalogue; that of the kind where there are none.
    pub topics: &'a [&'a str],
    /// 由申请转为主动公开. Art. 44 ¶2.
    pub converted: bool,
}

/// 重点领域 of art. 20: from budgets (7) to civil service recruitment (14). All that art. 21 demands of cities, counties and
/// townships beyond it is one besides.
const KEY_AREAS: [&str; 8] = ["A20_07", "A20_08", "A20_09", "A20_10", "A20_11", "A20_12", "A20_13", "A20_14"];

/// 解读形式: the words by which each is known in what an editor wrote. One interpretation may have several forms.
const FORMS: [(&str, &[&str]); 5] = [
    ("interpretations_text", &["文字"]),
    ("interpretations_graphic", &["图解", "图表", "图片", "一图"]),
    ("interpretations_questions", &["问答"]),
    ("interpretations_media", &["音频", "视频", "动漫", "动画"]),
    ("interpretations_interview", &["访谈", "发布会"]),
];

/// Every indicator, in the order of forms and files.
pub static INDICATORS: [Indicator; 31] = [
    decisions("licences", "行政许可", ("proactive.licences", "proactive.licences.decisions")),
    decisions("penalties", "行政处罚", ("proactive.penalties", "proactive.penalties.decisions")),
    decisions(
        "coercive_measures",
        "行政强制",
        ("proactive.coercive_measures", "proactive.coercive_measures.decisions"),
    ),
    Indicator {
        unit: Unit::Wan,
        cell_2021: Some("proactive.fees_wan"),
        ..entered("决定和收费", "fees", "行政事业性收费", "")
    },
    counted("公开", "website", "政府网站", "条"),
    counted("公开", "key_areas", "重点领域", "条"),
    entered("公开", "new_media", "政务新媒体", "条"),
    entered("公开", "gazette", "政府公报", "条"),
    entered("公开", "gazette_issues", "公报期数", "期"),
    entered("公开", "notice_board", "公示栏等其他方式", "条"),
    counted("公开", "converted", "由申请转为主动公开", "条"),
    counted("依申请", "extended", "延期答复", "件"),
    counted("依申请", "in_time", "按期办结", "件"),
    counted("解读", "interpretations", "总数", "件"),
    counted("解读", "interpretations_text", "文字", "件"),
    counted("解读", "interpretations_graphic", "图解", "件"),
    counted("解读", "interpretations_questions", "问答", "件"),
    counted("解读", "interpretations_media", "音视频", "件"),
    counted("解读", "interpretations_interview", "访谈和发布会", "件"),
    counted("互动", "consultations", "征求意见", "项"),
    entered("互动", "opinions", "收到意见", "条"),
    entered("互动", "letters_received", "收到留言", "件"),
    entered("互动", "letters_answered", "答复留言", "件"),
    counted("互动", "mistakes", "网上找错", "件"),
    entered("服务窗口", "desk_visits", "公开专区接待", "人次"),
    entered("服务窗口", "desk_cases", "公开专区办理", "件"),
    entered("监督保障", "trainings", "培训", "次"),
    entered("监督保障", "trained", "参加培训", "人次"),
    entered("监督保障", "meetings", "会议", "次"),
    entered("监督保障", "questionnaires", "社会评议问卷", "份"),
    entered("监督保障", "sanctions", "责任追究", "人次"),
];

impl Indicator {
    /// The one of this word.
    ///
    /// ```
    /// use gongkai_law::annual_report::indicator::Indicator;
    ///
    /// assert_eq!(Indicator::of_key("penalties").map(|it| it.label), Some("行政处罚"));
    /// assert_eq!(Indicator::of_key("weather"), None);
    /// ```
    pub fn of_key(key: &str) -> Option<&'static Self> {
        INDICATORS.iter().find(|indicator| indicator.key == key)
    }

    /// 平台计数: whether something that was published for the first time in a year counts under it.
    ///
    /// ```
    /// use gongkai_law::{
    ///     annual_report::indicator::{Indicator, Published},
    ///     proactive::kind::PublicationKind,
    /// };
    ///
    /// let budget = Published { kind: PublicationKind::Budget, form: "", topics: &[], converted: false };
    /// let counts = |key| Indicator::of_key(key).is_some_and(|it| it.counts(budget));
    /// assert!(counts("website") && counts("key_areas") && !counts("interpretations"));
    /// ```
    pub fn counts(&self, published: Published<'_>) -> bool {
        let Published { kind, form, topics, converted } = published;
        let own: Vec<_> = kind.category().map(|category| category.key).into_iter().collect();
        let topics = if topics.is_empty() { own.as_slice() } else { topics };
        let written = || FORMS.iter().filter(|(key, _)| *key == self.key).flat_map(|(_, words)| *words);
        match self.key {
            "website" => true,
            "key_areas" => topics.iter().any(|topic| KEY_AREAS.contains(topic) || topic.starts_with("A21_")),
            "converted" => converted,
            "interpretations" => kind.explains(),
            "interpretations_interview" if kind == PublicationKind::Interview => true,
            "consultations" => kind == PublicationKind::Consultation,
            _ => kind.explains() && written().any(|word| form.contains(word)),
        }
    }

    /// What a counted one counts, in a sentence; empty for one that organs enter.
    pub fn said(&self) -> &'static str {
        match self.key {
            "website" => "这一年首次在平台发布的信息，各种类都算；后来公示期满的也算，撤下的不算",
            "key_areas" => "其中归入第二十条第七项至第十四项、第二十一条的；一条归几类也只计一条",
            "converted" => "其中由申请转为主动公开的（第四十四条）",
            "interpretations" => "其中种类是“政策解读”的",
            "interpretations_interview" => "政策解读里形式写有访谈、发布会的，和种类是“新闻发布、访谈”的",
            "interpretations_text"
            | "interpretations_graphic"
            | "interpretations_questions"
            | "interpretations_media" => "政策解读里形式这样写的；一件有几种形式的，每种都计",
            "consultations" => "其中种类是“意见征集”的",
            "extended" => "这一年办结的申请里，经批准延长过答复期限的（第三十三条）",
            "in_time" => "这一年办结的申请里，在答复期限以内办结的；期限含延长的、不含征求意见的时间",
            "mistakes" => "这一年收到的读者找错",
            _ => "",
        }
    }

    /// Those that organs enter month by month.
    pub fn entered() -> impl Iterator<Item = &'static Self> {
        INDICATORS.iter().filter(|indicator| indicator.origin == Origin::Entered)
    }

    /// The cell of table 2 that it fills; `None` where it is for the narrative alone.
    ///
    /// ```
    /// use gongkai_law::annual_report::{Edition, Form, indicator::Indicator};
    ///
    /// let licences = Indicator::of_key("licences").unwrap();
    /// assert_eq!(licences.cell(Edition::Of2021), Form::of(Edition::Of2021).cell("proactive.licences"));
    /// let fees = Indicator::of_key("fees").unwrap();
    /// assert_eq!(fees.cell(Edition::Of2019), None, "the older form asks for the number of items, not for the amount");
    /// ```
    pub fn cell(&self, edition: Edition) -> Option<CellId> {
        let address = match edition {
            Edition::Of2021 => self.cell_2021,
            Edition::Of2019 => self.cell_2019,
        };
        Form::of(edition).cell(address?)
    }

    /// Whether table 2 has it, so that a missing month leaves a cell of the report unknown.
    pub fn is_statutory(&self) -> bool {
        self.cell_2021.is_some()
    }

    /// The name by which a bound number asks for it: `公开·政府网站`.
    pub fn name(&self) -> String {
        format!("{}·{}", self.group, self.label)
    }

    /// The word after its number.
    pub fn unit_label(&self) -> &'static str {
        match self.unit {
            Unit::Of(word) => word,
            Unit::Wan => "万元",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_is_counted_says_what_it_counts_and_an_interpretation_counts_under_each_of_its_forms() {
        for indicator in &INDICATORS {
            assert_eq!(indicator.said().is_empty(), indicator.origin == Origin::Entered, "{}", indicator.key);
        }
        let under = |published| {
            let counted = INDICATORS.iter().filter(|it| it.origin == Origin::Counted && it.key != "mistakes");
            counted.filter(|it| it.counts(published)).map(|it| it.key).collect::<Vec<_>>()
        };
        let explained = Published {
            kind: PublicationKind::Interpretation,
            form: "文字、图解",
            topics: &["A20_15"],
            converted: false,
        };
        assert_eq!(under(explained), ["website", "interpretations", "interpretations_text", "interpretations_graphic"]);
        let land =
            Published { kind: PublicationKind::Notice, form: "", topics: &["A21_C04", "A20_10"], converted: true };
        assert_eq!(under(land), ["website", "key_areas", "converted"]);
    }

    #[test]
    fn no_two_share_a_word_or_a_name_and_every_cell_that_is_named_is_there() {
        let keys: HashSet<_> = INDICATORS.iter().map(|it| it.key).collect();
        let names: HashSet<_> = INDICATORS.iter().map(Indicator::name).collect();
        assert_eq!((keys.len(), names.len()), (INDICATORS.len(), INDICATORS.len()));
        let filled = |edition| INDICATORS.iter().filter(|it| it.cell(edition).is_some()).count();
        assert_eq!((filled(Edition::Of2021), filled(Edition::Of2019)), (4, 3));
    }
}
