//! 导入表的列. Data.

use crate::sheet::table::Column;

/// 单位
pub const ORGAN: &str = "单位";
/// 指标
pub const INDICATOR: &str = "指标";
/// 月份
pub const MONTH: &str = "月份";
/// 数
pub const VALUE: &str = "数";
/// 来源
pub const SOURCE: &str = "来源";
/// 更正理由
pub const NOTE: &str = "更正理由";

const fn column(
    id: &'static str,
    heading: &'static str,
    wanted: bool,
    hint: &'static str,
    example: &'static str,
) -> Column {
    Column { id, heading, wanted, hint, example }
}

/// The columns of a file, in the order of the template.
pub static COLUMNS: &[Column] = &[
    column("organ", ORGAN, false, "空着就是本机关；有监督职责的，可以写下级机关的全称或者简称", "县水利局"),
    column("indicator", INDICATOR, true, "指标的名称，照模板里写的", "决定和收费·行政处罚"),
    column("month", MONTH, true, "哪一年哪一月，已经过去的", "2026-09"),
    column(
        "value",
        VALUE,
        true,
        "收费以元为单位，最多两位小数，其他是整数；确实没有的填0，还不知道的空着，这一行就不导入",
        "128",
    ),
    column("source", SOURCE, true, "系统、台账或者统计表的名称", "执法办案系统9月统计表"),
    column("note", NOTE, false, "已经报过的月份换一个数，要写明为什么", "漏计简易程序3件"),
];
