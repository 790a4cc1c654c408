//! 检查项目: what the gate looks for; one list, [`ALL`]. Data.

use crate::finding::{Severity, Way};

/// 检查项目: everything there is to know about one thing that the gate looks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// `G` and three digits; never reused, never renumbered.
    pub code: &'static str,
    /// What was found, a short phrase in Chinese.
    pub title: &'static str,
    /// What it does to the release.
    pub severity: Severity,
    /// What it rests on, as cited.
    pub basis: &'static str,
    /// How to mend it, in Chinese.
    pub mend: &'static str,
    /// What is looked for, and what is not, in Chinese, for whoever must decide.
    pub page: &'static str,
    /// How it can be dealt with, the usual way first; files of some kinds allow fewer.
    pub ways: &'static [Way],
}

/// The check with this code.
pub fn find(code: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.code.eq_ignore_ascii_case(code))
}

/// The registry, the gravest first.
#[rustfmt::skip]
pub static ALL: &[&Check] = &[
    &SECRET, &MOBILE, &ID, &HIDDEN_SHEET, &BANK_CARD, &INTERNAL, &MACROS, &COVERED, &SCRIPT, &PIVOT, &WORD,
    &OLD_ID, &MINORS, &PATIENTS, &OUTSIDE_LINK, &BROKEN_LINK, &SECRET_WORDS, &DEAD_LINK, &CHANGES, &HIDDEN_WORDS, &HIDDEN_CELLS,
    &AUTHOR, &PICTURE, &DATA_ELSEWHERE, &HIDDEN_NAME, &HIDDEN_SLIDE, &SPEAKER_NOTES, &HIDDEN_LAYER, &EMBEDDED,
    &VERSIONS,
    &PICTURE_WORDS, &CLOSED, &CUT_SHORT,
];

const SECRECY: &str = "《条例》第十四条；《保守国家秘密法》";
const PRIVACY: &str = "《条例》第十五条；《个人信息保护法》第二十八条";
const PERSONAL: &str = "《条例》第十五条；《个人信息保护法》";
const REVIEW: &str = "《条例》第十七条";
const ACCURATE: &str = "《条例》第六条";
const NUMBER_WAYS: &[Way] = &[Way::Mask, Way::Replace, Way::Justify];
const PERSON_WAYS: &[Way] = &[Way::Replace, Way::Justify];

pub(crate) static SECRET: Check = Check {
    code: "G001",
    title: "有密级标志",
    severity: Severity::Refused,
    basis: SECRECY,
    mend: "退回，不得公开。已经解密的，换成删去密级标志的正式文本，附解密手续",
    page: "单独成行的“秘密★10年”“密级：机密”一类标志，写在段末的“密级：机密”、文件名里的“★秘密”也算，正文、页眉页脚、表格、文件名和隐藏部分都查；“商业秘密”“《保守国家秘密法》”等一般用语不算。标了密级的文件不能公开，也不能存进本系统。",
    ways: &[Way::Replace],
};

pub(crate) static MOBILE: Check = Check {
    code: "G101",
    title: "有个人手机号码",
    severity: Severity::Must,
    basis: PERSONAL,
    mend: "改用办公座机；必须保留的，遮盖中间四位",
    page: "11位手机号码，中间有空格、短横或者用全角数字写的也算。座机、400电话、更长的编号不算。",
    ways: NUMBER_WAYS,
};

pub(crate) static ID: Check = Check {
    code: "G102",
    title: "有公民身份号码",
    severity: Severity::Must,
    basis: PRIVACY,
    mend: "删去这一栏；必须保留的，遮盖出生日期和顺序码",
    page: "18位公民身份号码，出生日期存在、校验位正确的才算，所以别的编号不会误报。统一社会信用代码不算。",
    ways: NUMBER_WAYS,
};

pub(crate) static HIDDEN_SHEET: Check = Check {
    code: "G103",
    title: "表格里藏着工作表",
    severity: Severity::Must,
    basis: REVIEW,
    mend: "删除隐藏的工作表；应当公开的，取消隐藏后再查",
    page: "隐藏或者深度隐藏、里面有内容的工作表。打开文件看不到，但下载的人可以取消隐藏。",
    ways: &[Way::Remove, Way::Replace, Way::Justify],
};

pub(crate) static BANK_CARD: Check = Check {
    code: "G104",
    title: "有银行卡号",
    severity: Severity::Must,
    basis: PRIVACY,
    mend: "删去卡号；必须保留的，只留后四位",
    page: "16至19位、校验位正确的银行卡号。62开头的都算；别的开头，旁边要有“卡号”“银行”等字样。",
    ways: NUMBER_WAYS,
};

pub(crate) static INTERNAL: Check = Check {
    code: "G105",
    title: "有工作秘密、内部资料或者不公开的标志",
    severity: Severity::Must,
    basis: "《条例》第十六条；《保守国家秘密法》第六十四条",
    mend: "核实公开属性。可以公开的，换成没有这个标志的文本；不能公开的，退回",
    page: "单独成行的“工作秘密”“内部资料　注意保存”“此件不予公开”“此件依申请公开”等标志。句子里提到这些词的不算。",
    ways: PERSON_WAYS,
};

pub(crate) static MACROS: Check = Check {
    code: "G106",
    title: "文件里有宏",
    severity: Severity::Must,
    basis: REVIEW,
    mend: "另存为不带宏的格式（docx、xlsx、pptx）",
    page: "Office文件里的VBA程序。下载的人打开时可能运行。",
    ways: PERSON_WAYS,
};

pub(crate) static COVERED: Check = Check {
    code: "G107",
    title: "黑块下面还有文字",
    severity: Severity::Must,
    basis: PERSONAL,
    mend: "回到原文件删去这些字，再重新导出PDF",
    page: "PDF里被色块盖住，或者与底色同色的文字。眼睛看不到，但可以选中、复制，也会被搜索引擎收录。",
    ways: PERSON_WAYS,
};

pub(crate) static SCRIPT: Check = Check {
    code: "G109",
    title: "PDF里有脚本或者自动动作",
    severity: Severity::Must,
    basis: REVIEW,
    mend: "用打印为PDF的方式重新导出",
    page: "PDF里的JavaScript、启动程序的动作。",
    ways: PERSON_WAYS,
};

pub(crate) static PIVOT: Check = Check {
    code: "G110",
    title: "透视表里带着源数据",
    severity: Severity::Must,
    basis: REVIEW,
    mend: "把透视表复制，选择性粘贴为数值，再删去原来的透视表",
    page: "数据透视表的缓存。源数据所在的表删了，双击透视表仍然能还原明细。",
    ways: PERSON_WAYS,
};

pub(crate) static WORD: Check = Check {
    code: "G111",
    title: "有错敏词",
    severity: Severity::Must,
    basis: ACCURATE,
    mend: "按提示改正",
    page: "本单位错敏词表里的词。词表由管理人员导入、更新。",
    ways: PERSON_WAYS,
};

pub(crate) static OLD_ID: Check = Check {
    code: "G201",
    title: "像是15位旧身份证号码",
    severity: Severity::Confirm,
    basis: PRIVACY,
    mend: "是身份证号码的，遮盖或者删去",
    page: "15位数字，前六位像区划、中间六位是日期。旧号码没有校验位，所以请人确认。",
    ways: &[Way::Mask, Way::Replace, Way::Justify],
};

pub(crate) static MINORS: Check = Check {
    code: "G202",
    title: "有未成年人的姓名",
    severity: Severity::Confirm,
    basis: PRIVACY,
    mend: "只留姓，或者用编号代替",
    page: "学校、班级、监护人等字样旁边，或者这样的表里“姓名”一栏的完整姓名。",
    ways: PERSON_WAYS,
};

pub(crate) static PATIENTS: Check = Check {
    code: "G203",
    title: "有患者的姓名",
    severity: Severity::Confirm,
    basis: PRIVACY,
    mend: "只留姓，或者用编号代替",
    page: "诊断、住院、病种等字样旁边，或者这样的表里“姓名”一栏的完整姓名。",
    ways: PERSON_WAYS,
};

pub(crate) static OUTSIDE_LINK: Check = Check {
    code: "G204",
    title: "链接指向站外",
    severity: Severity::Confirm,
    basis: ACCURATE,
    mend: "打开看一看还是不是原来的网站；不用的删去",
    page: "不在本单位域名之下的网址。域名转手以后，链接会变成别人的广告。",
    ways: PERSON_WAYS,
};

pub(crate) static BROKEN_LINK: Check = Check {
    code: "G205",
    title: "链接写错了，打不开",
    severity: Severity::Confirm,
    basis: ACCURATE,
    mend: "改成完整、公众能打开的网址",
    page: "写错的网址、本机文件、内网地址。只看写法，不去访问。",
    ways: PERSON_WAYS,
};

pub(crate) static SECRET_WORDS: Check = Check {
    code: "G206",
    title: "提到密级，请确认不是标志",
    severity: Severity::Confirm,
    basis: SECRECY,
    mend: "是密级标志的，退回；只是说明的，写一句理由",
    page: "表格里单独的“机密”，句子里的“秘密★”等，像标志又不在标志的位置。",
    ways: PERSON_WAYS,
};

pub(crate) static DEAD_LINK: Check = Check {
    code: "G207",
    title: "断链：站内没有这个地址，或者已经撤下",
    severity: Severity::Confirm,
    basis: ACCURATE,
    mend: "删去链接，或者改成现在的地址；所指的信息马上发布的，写一句理由",
    page: "正文里指向本站的链接，逐个与台账核对：所指的信息、附件、年报、机关、专题有没有，撤下没有；图片是不是本条的附件。旧地址按迁移登记查。站外的链接不打开。",
    ways: PERSON_WAYS,
};

pub(crate) static CHANGES: Check = Check {
    code: "G210",
    title: "有批注或者修订痕迹",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "接受修订、删除批注，发布时可以一并去掉",
    page: "Word的修订和批注，Excel、演示文稿和PDF的批注。去掉以后文件照样能打开。PDF的批注请在原文件里删去后重新导出。",
    ways: &[Way::Strip, Way::Replace, Way::Justify],
};

pub(crate) static HIDDEN_WORDS: Check = Check {
    code: "G211",
    title: "有隐藏的文字",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "不该有的删去，该有的取消隐藏；要遮住的字用“某”代替，不要涂黑",
    page: "Word里设了“隐藏”，或者涂黑了的文字。显示隐藏文字、去掉底色就能看到。",
    ways: PERSON_WAYS,
};

pub(crate) static HIDDEN_CELLS: Check = Check {
    code: "G212",
    title: "有隐藏的行或者列",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "不该有的删去，该有的取消隐藏",
    page: "表格里隐藏、被筛选掉而里面有内容的行和列。选“删除”的，连同里面的内容一起去掉，公式改成现在的数值，合计数不变。",
    ways: &[Way::Remove, Way::Replace, Way::Justify],
};

pub(crate) static AUTHOR: Check = Check {
    code: "G213",
    title: "带着作者、单位等文件信息",
    severity: Severity::Confirm,
    basis: PERSONAL,
    mend: "发布时去掉",
    page: "文件属性里的作者、最后修改人、单位、经理、自定义属性，PDF里的作者和页面上没有的标题、主题、关键词，OFD和图片里的作者。",
    ways: &[Way::Strip, Way::Justify],
};

pub(crate) static PICTURE: Check = Check {
    code: "G214",
    title: "图片带着拍摄位置等信息",
    severity: Severity::Confirm,
    basis: PERSONAL,
    mend: "发布时去掉",
    page: "照片里的拍摄位置、时间、相机和说明文字，文档里插入的图片也查。",
    ways: &[Way::Strip, Way::Justify],
};

pub(crate) static DATA_ELSEWHERE: Check = Check {
    code: "G215",
    title: "连着别的文件或者数据库",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "断开链接，只留数值",
    page: "外部工作簿、数据库连接、模板的路径。路径里常有人名、服务器名，缓存里有数据。",
    ways: PERSON_WAYS,
};

pub(crate) static HIDDEN_NAME: Check = Check {
    code: "G216",
    title: "有隐藏的名称",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "在名称管理器里删去",
    page: "Excel里隐藏的定义名称，里面可能有数据或者路径。",
    ways: PERSON_WAYS,
};

pub(crate) static HIDDEN_SLIDE: Check = Check {
    code: "G217",
    title: "有隐藏的幻灯片",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "不公开的删去",
    page: "放映时跳过、打开文件却看得到的幻灯片。",
    ways: PERSON_WAYS,
};

pub(crate) static SPEAKER_NOTES: Check = Check {
    code: "G218",
    title: "有演讲者备注",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "不公开的删去",
    page: "幻灯片下方的备注，常有讲稿和内部意见。",
    ways: PERSON_WAYS,
};

pub(crate) static HIDDEN_LAYER: Check = Check {
    code: "G219",
    title: "PDF有隐藏的图层",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "回到原文件删去这些图层，再重新导出",
    page: "默认不显示的图层，打开图层面板就能看到。",
    ways: PERSON_WAYS,
};

pub(crate) static EMBEDDED: Check = Check {
    code: "G220",
    title: "里面嵌着别的文件",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "图表转成图片，附件单独上传",
    page: "嵌在文档里的表格、图表的数据、PDF的附件。双击就能打开，可能比显示出来的多。",
    ways: PERSON_WAYS,
};

pub(crate) static VERSIONS: Check = Check {
    code: "G221",
    title: "PDF里留着以前的版本",
    severity: Severity::Confirm,
    basis: REVIEW,
    mend: "用打印为PDF的方式重新导出",
    page: "在原文件末尾追加保存的PDF。删改以前的内容还在文件里，用工具能还原。",
    ways: PERSON_WAYS,
};

pub(crate) static PICTURE_WORDS: Check = Check {
    code: "G301",
    title: "图片里的文字没有读",
    severity: Severity::Unread,
    basis: REVIEW,
    mend: "请人看一遍：有没有身份证、印章、签名、病历和人脸",
    page: "平台不识别图片里的文字，只查图片带的信息。扫描的PDF也是图片。",
    ways: &[Way::Justify, Way::Replace],
};

pub(crate) static CLOSED: Check = Check {
    code: "G302",
    title: "文件没有读",
    severity: Severity::Unread,
    basis: REVIEW,
    mend: "另存为docx、xlsx、pptx或者可复制文字的PDF，去掉密码，再查一遍",
    page: "旧版Office、加密的、损坏的文件，和平台不认识的格式。没有读就不能说没有问题。",
    ways: &[Way::Replace, Way::Justify],
};

pub(crate) static CUT_SHORT: Check = Check {
    code: "G303",
    title: "文件没有读完",
    severity: Severity::Unread,
    basis: REVIEW,
    mend: "拆成小的文件再查，或者请人看一遍",
    page: "太大、展开后太大、读得太久的文件，以及其中损坏的部分。已经发现的仍然列出。",
    ways: &[Way::Replace, Way::Justify],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_in_order_and_its_hundred_says_how_much_it_weighs() {
        assert!(ALL.is_sorted_by(|a, b| a.code < b.code));
        for check in ALL {
            let hundred = match check.severity {
                Severity::Refused => "G0",
                Severity::Must => "G1",
                Severity::Confirm => "G2",
                Severity::Unread => "G3",
            };
            assert!(check.code.starts_with(hundred) && check.code.len() == 4, "{}", check.code);
        }
    }

    #[test]
    fn every_check_tells_a_person_what_and_how_and_leaves_a_way() {
        for check in ALL {
            assert!(!check.ways.is_empty() && check.page.ends_with('。'), "{}", check.code);
            assert!(check.basis.starts_with('《') && !check.mend.ends_with('。'), "{}", check.code);
        }
        assert!(!SECRET.ways.contains(&Way::Justify), "no reason lets a secret out");
    }
}
