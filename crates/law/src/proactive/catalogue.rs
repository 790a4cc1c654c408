//! 法定主动公开内容: the catalogue of arts 20 and 21, by level.

use crate::{article::Article, organ::Level};

/// 主动公开类别: an item of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Category {
    /// A stable name: `A20_07`; `A21_C…` for cities and counties, `A21_T…` for townships.
    pub key: &'static str,
    /// Where the Regulation demands it.
    pub article: Article,
    /// A short title in our own words.
    pub title: &'static str,
    levels: &'static [Level],
}

impl Category {
    /// Whether organs of a level must publish it.
    pub fn binds(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }
}

/// Everything that organs of a level must publish, in the order of the Regulation.
///
/// ```
/// use gongkai_law::{organ::Level, proactive::catalogue};
///
/// assert_eq!(catalogue::of(Level::State).count(), 15);
/// assert_eq!(catalogue::of(Level::County).count(), 15 + 7);
/// assert_eq!(catalogue::of(Level::Township).count(), 15 + 8);
/// ```
pub fn of(level: Level) -> impl Iterator<Item = &'static Category> {
    ALL.iter().filter(move |category| category.binds(level))
}

/// The category of this key.
pub fn of_key(key: &str) -> Option<&'static Category> {
    ALL.iter().find(|category| category.key == key)
}

/// Villages are no organs of administration: what they publish is of their own law.
const ORGANS: &[Level] = &[Level::State, Level::Province, Level::City, Level::County, Level::Township];
const LOCAL: &[Level] = &[Level::City, Level::County];
const TOWNSHIP: &[Level] = &[Level::Township];

const fn everywhere(key: &'static str, item: u8, title: &'static str) -> Category {
    Category { key, article: Article::regulation(20).item(item), title, levels: ORGANS }
}

const fn beyond(key: &'static str, levels: &'static [Level], title: &'static str) -> Category {
    Category { key, article: Article::regulation(21), title, levels }
}

/// The whole catalogue.
pub static ALL: [Category; 30] = [
    everywhere("A20_01", 1, "法规、规章和规范性文件"),
    everywhere("A20_02", 2, "机关职能、机构设置、联系方式和负责人"),
    everywhere("A20_03", 3, "发展规划、专项规划、区域规划和政策"),
    everywhere("A20_04", 4, "统计信息"),
    everywhere("A20_05", 5, "行政许可和其他对外管理服务事项"),
    everywhere("A20_06", 6, "行政处罚、行政强制"),
    everywhere("A20_07", 7, "财政预算、决算"),
    everywhere("A20_08", 8, "行政事业性收费"),
    everywhere("A20_09", 9, "政府集中采购"),
    everywhere("A20_10", 10, "重大建设项目"),
    everywhere("A20_11", 11, "扶贫、教育、医疗、社会保障和就业"),
    everywhere("A20_12", 12, "突发公共事件"),
    everywhere("A20_13", 13, "环境、卫生、安全、食品药品和产品质量的监督检查"),
    everywhere("A20_14", 14, "公务员招考"),
    everywhere("A20_15", 15, "其他法定公开内容"),
    beyond("A21_C01", LOCAL, "市政建设"),
    beyond("A21_C02", LOCAL, "公共服务"),
    beyond("A21_C03", LOCAL, "公益事业"),
    beyond("A21_C04", LOCAL, "土地征收"),
    beyond("A21_C05", LOCAL, "房屋征收"),
    beyond("A21_C06", LOCAL, "治安管理"),
    beyond("A21_C07", LOCAL, "社会救助"),
    beyond("A21_T01", TOWNSHIP, "农业农村政策的落实"),
    beyond("A21_T02", TOWNSHIP, "农田水利工程建设运营"),
    beyond("A21_T03", TOWNSHIP, "农村土地承包经营权流转"),
    beyond("A21_T04", TOWNSHIP, "宅基地使用情况审核"),
    beyond("A21_T05", TOWNSHIP, "土地征收"),
    beyond("A21_T06", TOWNSHIP, "房屋征收"),
    beyond("A21_T07", TOWNSHIP, "筹资筹劳"),
    beyond("A21_T08", TOWNSHIP, "社会救助"),
];
