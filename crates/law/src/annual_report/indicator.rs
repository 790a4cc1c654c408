//! 统计指标: what a year is counted in besides the registers of requests and of redress: the decisions and fees of table 2,
//! and the counts that the narrative reports. Data.

use super::form::{CellId, Edition, Form};

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

/// Every indicator, in the order of forms and files.
pub static INDICATORS: [Indicator; 29] = [
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
    fn no_two_share_a_word_or_a_name_and_every_cell_that_is_named_is_there() {
        let keys: HashSet<_> = INDICATORS.iter().map(|it| it.key).collect();
        let names: HashSet<_> = INDICATORS.iter().map(Indicator::name).collect();
        assert_eq!((keys.len(), names.len()), (INDICATORS.len(), INDICATORS.len()));
        let filled = |edition| INDICATORS.iter().filter(|it| it.cell(edition).is_some()).count();
        assert_eq!((filled(Edition::Of2021), filled(Edition::Of2019)), (4, 3));
    }
}
