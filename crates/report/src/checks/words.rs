//! The words that the checks of running text look for, found in one walk over it. Data.

use std::sync::LazyLock;

use crate::lexicon::Lexicon;

/// What a word tells. `Word as u32` is a place in [`super::clues::Words`], so there are fewer than 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Stop,
    Semicolon,
    Comma,
    Colon,
    Open,
    Close,
    /// （一）
    Bracketed,
    /// 一是
    Firstly,
    /// 一、
    Chinese,
    /// 1. 1、
    Arabic,
    /// 件: what requests and cases are counted in
    Item,
    /// 条, 份, 个: what other things are counted in
    Unit,
    /// 政府信息公开申请
    Request,
    /// 申请, bare
    Application,
    /// 案件
    Case,
    Receive,
    Accept,
    Handle,
    Answer,
    Carry,
    LastYear,
    NextYear,
    /// 年 of a numbered year
    Year,
    Granted,
    Partial,
    Denied,
    Unable,
    Rejected,
    OtherOutcome,
    Review,
    Litigation,
    /// 未收到
    NotReceived,
    /// 未发生
    NotHappened,
    /// 没有, 无
    Without,
    /// 为零
    IsZero,
    Normative,
    Regulation,
    Issue,
    Publish,
    Repeal,
    InForce,
    /// 解读, 备案, 清理: what else is done with documents
    OtherWork,
    /// 其中
    Among,
    /// 其余, 其他: the parts are all there
    Rest,
    Channel,
    Applicant,
    /// 全市, 各部门: perhaps more than this organ
    Region,
    /// 增加, 同比: a change, not an amount
    Change,
    /// 上半年, 截至: less or more than the year
    OtherTime,
    /// 政府信息公开
    Disclosure,
    /// 败诉, 纠正: one outcome only
    Lost,
    Complaint,
    /// 不予受理, 转办, 疑难: done with some requests or said of some, and not asked for by the form
    Aside,
    /// 一审: a case may be counted twice
    Instance,
    /// 审理: the organ judges, it is not sued
    Hear,
    Overdue,
    /// 信息处理费
    ProcessingFee,
    /// 费用, 收费
    AnyFee,
    /// 统计期限
    Term,
    /// 号 of a document number
    Number,
    /// 国办公开: the series of the format notice
    Series,
    /// Words that hold another word without its meaning: 文件, 无障碍
    Noise,
}

/// What the tables count, as running text names it.
pub(super) const NOUNS: &[Word] = &[
    Word::Request,
    Word::Application,
    Word::Granted,
    Word::Partial,
    Word::Denied,
    Word::Unable,
    Word::Rejected,
    Word::OtherOutcome,
    Word::Review,
    Word::Litigation,
    Word::Normative,
    Word::Regulation,
];

use Word::*;

/// Each word with the ways to write it, parted by blanks. Where two begin alike the longer one counts.
const LEXICON: &[(Word, &str)] = &[
    (Stop, "。 ！ ？ ! ? \n"),
    (Semicolon, "； ;"),
    (Comma, "， ,"),
    (Colon, "： :"),
    (Open, "（ ("),
    (Close, "） )"),
    (
        Bracketed,
        "（一） （二） （三） （四） （五） （六） （七） （八） （九） （十） (一) (二) (三) (四) (五) (六) (七) (八) (九) (十)",
    ),
    (Firstly, "一是 二是 三是 四是 五是 六是 七是 八是 九是 十是"),
    (Chinese, "一、 二、 三、 四、 五、 六、 七、 八、 九、 十、"),
    (Arabic, "1. 2. 3. 4. 5. 6. 7. 8. 9. 1、 2、 3、 4、 5、 6、 7、 8、 9、 1． 2． 3． 4． 5． 6． 7． 8． 9．"),
    (Item, "件 件次 宗 起"),
    (Unit, "条 份 个 项 部 篇 期 例 余条 余个 余份"),
    (
        Request,
        "政府信息公开申请 信息公开申请 依申请公开政府信息 政府信息依申请公开 依申请公开信息 依申请公开申请 依申请公开 公开申请 申请公开 依申请",
    ),
    (Application, "申请"),
    (Case, "案件"),
    (Receive, "收到 新收 接收 接到 新收到"),
    (Accept, "受理"),
    (Handle, "办理 处理"),
    (Answer, "办结 答复 回复 办复 答复办结 办理完毕 处理完毕"),
    (Carry, "结转 转入"),
    (LastYear, "上年 去年 上一年 上年度 上一年度 往年 前一年 同期"),
    (NextYear, "下年 下一年 下年度 下一年度 次年 明年"),
    (Year, "年"),
    (Granted, "予以公开 同意公开"),
    (Partial, "部分公开"),
    (Denied, "不予公开 不同意公开 不公开"),
    (Unable, "无法提供"),
    (Rejected, "不予处理"),
    (OtherOutcome, "其他处理"),
    (Review, "行政复议 复议"),
    (Litigation, "行政诉讼 诉讼"),
    (NotReceived, "未收到 没有收到 未接到 没有接到 未受理 未接收 未新收"),
    (
        NotHappened,
        "未发生 没有发生 未产生 没有产生 未出现 没有出现 未引发 未引起 未被 不存在 未有 从未 均未 未因 没有因",
    ),
    (Without, "没有 无"),
    (IsZero, "为0 为零"),
    (Normative, "行政规范性文件 规范性文件"),
    (Regulation, "规章"),
    (Issue, "制发 制定 出台 印发 新制定"),
    (Publish, "发布 公布"),
    (Repeal, "废止"),
    (InForce, "现行有效 继续有效"),
    (OtherWork, "解读 备案 审查 审核 清理 梳理 征求 评估 修订 修改 转发 落实 失效 规章制度"),
    (Among, "其中"),
    (Rest, "其余 其他 其它 剩余"),
    (Channel, "网络 网上 在线 信函 邮寄 信件申请 当面 现场 传真 电子邮件 邮箱 平台 网站 线上 线下 书面 窗口 邮政"),
    (Applicant, "自然人 法人 企业 公民 律师"),
    (
        Region,
        "全市 全县 全区 全镇 全乡 全省 全州 全旗 全街 全系统 各部门 各单位 各乡镇 各街道 各镇 市直 县直 区直 省直 下属 所属 其他部门 各级",
    ),
    (Change, "增加 增长 减少 下降 上升 同比 环比 相比 较上 较去 较20 比上 比去 比20 多于 少于"),
    (OtherTime, "上半年 下半年 季度 月份 截至 截止 每月 每年 日均 月均 年均 历年 近年 以来 平均 五年 三年 月底"),
    (Disclosure, "政府信息公开 信息公开 政务公开"),
    (Lost, "败诉 纠正 纠错 撤销 违法 责令 变更 维持 胜诉 驳回 撤回 终止 调解"),
    (
        Complaint,
        "投诉 举报 信访 建议 咨询 异议 意见 提案 留言 信件 来信 热线 许可 议案 工单 诉求 来电 来访 信箱 线索 舆情 督办 问政 办件",
    ),
    (Aside, "不予受理 不受理 转办 转送 转来 移送 移交 补正 疑难 复杂 重复 抽查 会商 集体研究 不规范 更正"),
    (Instance, "一审 二审 再审 上诉 应诉"),
    (Hear, "审理 审结 复议机关 复议机构"),
    (Overdue, "逾期 超期 超时 延期"),
    (ProcessingFee, "信息处理费 处理费"),
    (AnyFee, "费用 收费"),
    (Term, "统计期限 统计时限 统计时间 统计期间 数据期限 统计周期 统计截止 统计日期 统计数据"),
    (Number, "号"),
    (Series, "国办公开 国办发 国办函 国发 国办秘函"),
    (
        Noise,
        "文件 条件 邮件 事件 附件 证件 软件 硬件 要件 稿件 函件 申请人 申请表 申请书 申请条件 申请方式 申请渠道 申请指南 \
         申请流程 无障碍 无论 无正当 无线 无锡 无效 无偿 无需 无缝 没有经过 未经复议 未经 起来 一起 发起 起草 起到 \
         起诉 引起 提起 对比 各项 事项 条例 年度报告 年报 个人 部门 部署 部分 全部 内部 外部 干部 期限 定期 长期 \
         日期 期间 例如 条款 公众号 账号 微信号 中心",
    ),
];

/// Finds the words, the longest at each place.
pub(super) fn finder() -> &'static Lexicon<Word> {
    static WORDS: LazyLock<Lexicon<Word>> =
        LazyLock::new(|| Lexicon::new(LEXICON.iter().flat_map(|&(word, list)| spellings(word, list))));
    &WORDS
}

fn spellings(word: Word, list: &'static str) -> impl Iterator<Item = (Word, &'static str)> {
    let line_break = (word == Stop).then_some((word, "\n"));
    list.split_whitespace().map(move |spelling| (word, spelling)).chain(line_break)
}
