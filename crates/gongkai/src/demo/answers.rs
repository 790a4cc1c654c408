//! 答复要素: what the officers of 青禾县 wrote for each way to answer. Fictional. Data.

use gongkai_law::request::{
    decision::Decision,
    letter::{Content, asks},
};

use jiff::civil::Date;

use crate::letters::{
    draft,
    fields::Fields,
    search::Search,
    supplied::{self, Means},
};

/// The fields of an answer drafted on this day, with all that its leaf asks for.
pub fn fields(decision: Decision, variant: usize, on: Date) -> Fields {
    let mut fields = Fields { decision: decision.key().to_owned(), variant, ..Fields::default() };
    for ask in asks(decision, variant) {
        let words = ask.choices.first().copied().unwrap_or_else(|| words(decision, ask.content));
        fields.typed.insert(ask.content.key().to_owned(), words.to_owned());
    }
    if supplied::gives(decision, variant) {
        fields.means = Means::Handed.key().to_owned();
    }
    if draft::is_searched(decision, variant) {
        fields.searched = searches(on);
    }
    if decision == Decision::Partial {
        let why = "第三方书面表示属于其商业秘密，公开会使其在后续比选中处于不利地位";
        fields.withheld.push(draft::part("附件二中的分项报价和成本构成", "C4", why));
    }
    fields
}

/// Where was looked for what is not there.
fn searches(on: Date) -> Vec<Search> {
    let search = |place: &str, words: &str, who: &str, found: &str| Search {
        place: place.into(),
        words: words.into(),
        day: on.to_string(),
        who: who.into(),
        found: found.into(),
    };
    vec![
        search("电子公文系统", "项目名称", "江涛", "没有命中"),
        search("综合档案室目录和业务股室留存的台账", "地块编号", "档案室 简宁", "均无相应记录"),
    ]
}

fn words(decision: Decision, content: Content) -> &'static str {
    match content {
        Content::Findings => "在本机关档案室和业务系统中以项目名称查找，找到与申请相符的材料",
        Content::Given => "批准文件一份、附图两张、验收意见一份，共三件",
        Content::Elsewhere => elsewhere(decision),
        Content::Reasons => reasons(decision),
        _ => fact(decision),
    }
}

fn elsewhere(decision: Decision) -> &'static str {
    match decision {
        Decision::Granted => "县政府门户网站“重大建设项目”栏目，按项目名称检索即可下载",
        Decision::DeniedQuery => "持身份证明到县政务服务中心不动产登记窗口查询",
        Decision::UnableNotHeld => "青禾县住房和城乡建设局，电话0000-555 0142",
        Decision::RejectedPetition => "县信访接待中心，或者拨打县政务服务热线",
        _ => "县图书馆地方文献室备有全套，可以免费借阅",
    }
}

fn reasons(decision: Decision) -> &'static str {
    match decision {
        Decision::DeniedStateSecret => "经核对，该事项的保密期限没有届满，也没有解密",
        Decision::DeniedLaw => "所涉名单一旦公开，当事人的身份即可辨认",
        Decision::DeniedThirdParty => "同类项目的总投资和中选结果已经公布，公众据此可以监督",
        Decision::DeniedInternal => "该安排只在机关内部适用，对外不产生约束",
        Decision::DeniedProcess => "该稿没有定稿，与最后印发的文本多处不同，公开容易引起误解",
        Decision::DeniedEnforcementFile => "案件当事人可以依有关程序申请查阅案卷",
        Decision::UnableNotHeld => "房屋征收由另一部门组织实施，材料由其制作和保存",
        Decision::UnableNeedCreation => "现有台账只按项目登记，没有按村、按月的汇总，须逐件翻查并重新计算",
        _ => "说明的用途前后不一，也没有解释为何要逐日索取同一类材料",
    }
}

fn fact(decision: Decision) -> &'static str {
    match decision {
        Decision::DeniedStateSecret => "该图件依水利工作的定密事项一览表确定为秘密级",
        Decision::DeniedLaw => "《未成年人保护法》第一百零三条",
        Decision::DeniedSafetyStability => "图上标有取水口、加药间和备用电源的准确位置，公开后供水设施容易受到破坏",
        Decision::DeniedThirdParty => "属于一家建材企业的工艺参数，该企业书面回复不同意公开",
        Decision::DeniedEnforcementFile => "擅自占用河道堆放砂石一案，青水案七号",
        Decision::DeniedQuery => "《不动产登记暂行条例》",
        Decision::UnableUnclear => "补正后仍只写“全部有关材料”，没有可以据以查找的名称、文号或者其他特征",
        Decision::RejectedPetition => "实际要求重新丈量宅基地并处理邻里纠纷",
        Decision::RejectedRepeat => "同一申请人上一季度申请过同一份批复，本机关已经书面答复并提供复制件",
        Decision::RejectedPublication => "《青禾县志（续编）》和县政府公报合订本",
        Decision::RejectedExcessive => "两个月内提交四十余件，每件只改动日期",
        Decision::RejectedReconfirm => "申请人去年已经领取同一批复的复制件，现要求在旧件上加盖印章确认",
        _ => "申请人来电说明材料已从别处取得，不再需要",
    }
}
