//! 模板的各列: what a row of an old register says, column by column.

use crate::requests::ways;

/// A column of the template.
pub struct Column {
    /// Its heading, by which it is found, wherever it stands.
    pub heading: &'static str,
    /// Whether every row has to fill it in.
    pub wanted: bool,
    how: &'static str,
    /// An example.
    pub example: &'static str,
}

impl Column {
    /// How it is filled in.
    pub fn hint(&self) -> String {
        match self.heading {
            CHANNEL => format!("填其中一个（第三十一条）：{}", ways::words()),
            _ => self.how.to_owned(),
        }
    }
}

macro_rules! columns {
    ($($name:ident $heading:literal $wanted:literal $hint:literal $example:literal)*) => {
        $(#[doc = $heading] pub const $name: &str = $heading;)*
        /// Every column, in the order of the template.
        pub static COLUMNS: &[Column] = &[
            $(Column { heading: $heading, wanted: $wanted, how: $hint, example: $example },)*
        ];
    };
}

columns! {
    NUMBER "原编号" true "原来台账上的编号，一件一个，不能重复；补录以后按它也找得到" "2025-017"
    KIND "申请人类别" true "公民、商业企业、科研机构、社会公益组织、法律服务机构、其他组织" "公民"
    NAME "申请人" true "姓名或者名称，加密保存" "林晚舟"
    IDENTITY "证件号码" false "身份证号或者统一社会信用代码，加密保存；填了才能认出同一申请人" "11010519491231002X"
    PHONE "联系电话" false "加密保存" "13800000000"
    EMAIL "电子邮箱" false "加密保存" ""
    ADDRESS "联系地址" false "加密保存" "青禾县云渡镇桥头村8组"
    AGENT "代理人" false "姓名、证件号码、电话，加密保存" ""
    JOINT "共同申请人" false "姓名、证件号码，一人一行，或者用分号隔开；加密保存" ""
    WANTED "申请内容" true "照申请表写" "云渡镇农村集中供水工程2025年水质检测报告"
    CHANNEL "提交渠道" true "" "平常信函"
    ARRIVED "到达日期" true "本机关拿到申请的日期，如2025-03-06" "2025-03-06"
    CONFIRMED "确认收到日期" false "平常信函、互联网、传真和寄到别处的，填双方确认的日期，从这一天起算（第三十一条）" "2025-03-07"
    SUPPLY "提供形式" false "电子文件、纸质复印件、查阅、抄录；不填按纸质复印件，试读时列出" "纸质复印件"
    DELIVERY "获取途径" false "网上领取、电子邮箱、邮寄、当面领取；不填按邮寄，试读时列出" "邮寄"
    CLARIFY "要求补正日期" false "发出补正告知书的日期（第三十条）" ""
    CLARIFY_BY "补正期限" false "补正告知书给的最后一天；不填的，按发出后15个工作日推定，试读时逐行列出，要您确认" ""
    CLARIFIED "收到补正日期" false "期限从收到补正的第二天重新计算" ""
    CONSULT "征求第三方日期" false "发出征求意见书的日期，期限停止计算（第三十二条）" "2025-03-11"
    REACHED "第三方收到日期" false "" "2025-03-13"
    OPINED "第三方答复日期" false "逾期没有答复的，填期满的日期" "2025-03-20"
    OPINION "第三方意见" false "同意公开、不同意公开、同意公开一部分、逾期未答复" "同意公开"
    PRODUCER "共同制作机关" false "征求过意见的机关名称（第三十四条）" ""
    PRODUCER_ASKED "征求共同制作机关日期" false "发出征求意见书的日期，期限停止计算" ""
    PRODUCER_REACHED "共同制作机关收到日期" false "" ""
    PRODUCER_OPINED "共同制作机关答复日期" false "15个工作日没有答复、视为同意的，填期满的日期" ""
    PRODUCER_OPINION "共同制作机关意见" false "同意公开、不同意公开、同意公开一部分、逾期未答复" ""
    FEE "收费通知日期" false "申请人收到收费通知的日期" ""
    PAID "缴费日期" false "期限从缴费的第二天重新计算" ""
    REASONS "要求说明理由日期" false "申请的数量、频次明显超过合理范围的（第三十五条）" ""
    REASONS_BY "说明理由期限" false "通知里给的最后一天；不填的，按发出后15个工作日推定，试读时逐行列出，要您确认" ""
    REASONED "说明理由日期" false "" ""
    EXTENDED "延长日期" false "批准延长答复期限的日期（第三十三条）" "2025-03-28"
    DAYS "延长工作日" false "1至20" "10"
    DECISION "办理结果" false "年报表三的一行：写名称（予以公开）、序号（C4）都可以；申请人撤回的写“撤回”；没有办结的不填" "部分公开"
    ENDED "办结日期" false "答复发出的日期；没有办结的不填" "2025-04-10"
    SERVED "送达日期" false "办理结果是“其他”（F3）的必须填：没有送达的答复，不是“其他”" "2025-04-12"
    ARCHIVED "归档日期" false "要先有送达日期" "2025-04-30"
    REMARK "备注" false "写进卷宗的记事" ""
}
