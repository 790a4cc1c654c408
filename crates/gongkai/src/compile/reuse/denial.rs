//! 没有: words by which a sentence says that there was none of something, which is as much last year's as a number.

/// What ends a clause.
pub(super) const ENDS: [char; 10] = ['，', '。', '；', '：', '！', '）', ',', ';', ':', ')'];
const NONE: [&str; 4] = ["未", "没有", "无", "零"];
/// What may stand between, without another meaning.
const BETWEEN: [&str; 8] = ["有", "新", "再", "曾", "任何", "上年", "一起", "一件"];
/// What happens, or would have.
const HAPPENS: &[&str] = &[
    "收",
    "接到",
    "接收",
    "发生",
    "产生",
    "出现",
    "发现",
    "受理",
    "办理",
    "引起",
    "引发",
    "被",
    "因",
    "涉及",
    "追究",
    "制发",
    "制定",
    "制作",
    "出台",
    "废止",
    "修订",
    "修改",
    "开展",
    "举办",
    "召开",
    "结转",
    "申请",
    "依申请",
    "政府信息公开",
    "行政复议",
    "行政诉讼",
    "复议",
    "诉讼",
    "败诉",
    "投诉",
    "举报",
    "意见",
    "建议",
    "责任追究",
    "逾期",
    "超期",
    "此类",
    "该类",
    "相关",
];

/// Whether these words begin by saying so: 未收到, 没有发生, 无上年结转, 均为零.
pub(super) fn opens(words: &str) -> bool {
    if words.starts_with("为零") || words.starts_with("不存在") {
        return true;
    }
    let Some(mut rest) = NONE.iter().find_map(|none| words.strip_prefix(none)) else { return false };
    while let Some(less) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = less;
    }
    HAPPENS.iter().any(|word| rest.starts_with(word))
}
