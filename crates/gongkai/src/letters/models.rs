//! 文书模板: the words of each letter. One paragraph a line; `# ` opens a heading; `{收到日期}` is a content of the law
//! crate, `{称谓}` how the applicant is addressed. A line of which a content is empty is left out. Data.

use gongkai_law::request::{decision::Decision, letter::LetterKind};

const CAME: &str = "本机关于{收到日期}收到{称谓}提交的政府信息公开申请（编号{申请编号}）。{称谓}申请公开“{申请内容}”。\n{期限扣除说明}\n";
const END: &str = "\n{救济途径}";

/// The model of an answer; `variant` is the place among [`Decision::letters`].
pub fn answer(decision: Decision, variant: usize) -> String {
    format!("{CAME}{}{END}", told(decision, variant))
}

fn told(decision: Decision, variant: usize) -> &'static str {
    use Decision::*;
    match decision {
        Granted if variant == 1 => {
            "经审查，所申请的信息本机关已经主动公开。根据{法律依据}，现将获取该信息的方式、途径告知如下：{获取途径}。"
        }
        Granted => "{查找经过}。\n经审查，根据{法律依据}，本机关决定公开下列信息：{公开的内容}。",
        Partial => {
            "# 一、予以公开的信息\n{查找经过}。经审查，现将能够公开的部分提供给{称谓}：{公开的内容}。\n\
             # 二、不予公开的信息\n{不公开的部分}\n根据{法律依据}，作出上述区分处理。"
        }
        DeniedStateSecret => {
            "经审查，所申请的信息属于依法确定的国家秘密（{事实根据}）。{理由}。\n根据{法律依据}，本机关决定不予公开。"
        }
        DeniedLaw => {
            "经审查，所申请的信息属于法律、行政法规禁止公开的信息，具体规定是{事实根据}。{理由}。\n根据{法律依据}，本机关决定不予公开。"
        }
        DeniedSafetyStability => {
            "经审查，所申请的信息公开后可能危及国家安全、公共安全、经济安全或者社会稳定：{事实根据}。\n\
             根据{法律依据}，本机关决定不予公开。"
        }
        DeniedThirdParty => {
            "经审查，公开所申请的信息会损害第三方的合法权益：{事实根据}。{理由}。\n根据{法律依据}，本机关决定不予公开。"
        }
        DeniedInternal => {
            "经审查，所申请的信息属于行政机关内部事务信息中的{事实根据}。{理由}。\n根据{法律依据}，本机关决定不予公开。"
        }
        DeniedProcess => {
            "经审查，所申请的信息属于行政机关在履行行政管理职能过程中形成的{事实根据}，法律、法规、规章{公开的特别规定}。\
             {理由}。\n根据{法律依据}，本机关决定不予公开。"
        }
        DeniedEnforcementFile => {
            "经审查，所申请的信息属于行政执法案卷信息（{事实根据}），法律、法规、规章{公开的特别规定}。{理由}。\n\
             根据{法律依据}，本机关决定不予公开。"
        }
        DeniedQuery => {
            "经审查，所申请的信息属于行政查询事项，有关法律、行政法规对获取另有规定（{事实根据}）。\n\
             根据{法律依据}，请{称谓}依照该规定办理：{获取途径}。"
        }
        UnableNotHeld if variant == 1 => {
            "经审查，所申请的信息不属于本机关负责公开：{理由}。根据{法律依据}，特此告知。\n负责公开该信息的机关和联系方式：{获取途径}。"
        }
        UnableNotHeld => {
            "经检索，没有找到所申请的信息。检索记录如下：\n{查找经过}。\n根据{法律依据}，特此告知该政府信息不存在。"
        }
        UnableNeedCreation => {
            "经审查，本机关没有现成的信息，需要另行制作，或者对现有信息加工、分析：{理由}。\n根据{法律依据}，本机关不予提供。"
        }
        UnableUnclear => "{称谓}提交补正后，申请内容仍不明确：{事实根据}。\n根据{法律依据}，本机关无法提供，特此告知。",
        _ => rejected(decision),
    }
}

fn rejected(decision: Decision) -> &'static str {
    use Decision::*;
    match decision {
        RejectedPetition => {
            "经审查，{称谓}以政府信息公开申请的形式进行信访、投诉、举报等活动：{事实根据}。\n\
             根据{法律依据}，本机关不作为政府信息公开申请处理。\n可以通过下列渠道提出：{获取途径}。"
        }
        RejectedRepeat => {
            "经审查，本机关已就相同内容作出答复：{事实根据}。\n根据{法律依据}，对重复的申请不予重复处理，特此告知。"
        }
        RejectedPublication => {
            "经审查，{称谓}申请提供的是公开出版物：{事实根据}。\n根据{法律依据}，告知获取途径如下：{获取途径}。"
        }
        RejectedExcessive => {
            "经审查，{称谓}申请公开政府信息的数量、频次明显超过合理范围：{事实根据}。{称谓}说明的理由不合理：{理由}。\n\
             根据{法律依据}，本机关不予处理，特此告知。"
        }
        RejectedReconfirm => {
            "经审查，{称谓}要求确认或者重新出具已经获取的政府信息：{事实根据}。\n该情形参照{法律依据}列为不予处理，特此告知。"
        }
        OtherNoCorrection => "{事实根据}。\n根据{法律依据}，视为放弃申请，本机关不再处理该申请。",
        OtherUnpaid => "{事实根据}。\n根据{法律依据}，视为放弃申请，本机关不再处理该申请。",
        _ => "该申请现予办结：{事实根据}。",
    }
}

/// The model of a letter that is no answer; empty for answers.
pub fn notice(kind: LetterKind) -> String {
    let told = match kind {
        LetterKind::Receipt => {
            return "{称谓}的政府信息公开申请已经登记，编号{申请编号}。提交方式：{提交渠道}，{到达日期}到达。\n\
                    申请内容：“{申请内容}”。\n收到之日为{收到日期}。\n{答复期限}"
                .to_owned();
        }
        LetterKind::ConsultThirdParty => {
            return "本机关收到政府信息公开申请，涉及你（单位）的下列信息：{涉及的信息}。公开可能损害你（单位）的合法权益，现根据{法律依据}征求意见。\n\
                    {限期}\n{不答复的后果}\n# 回执\n意见（同意公开、不同意公开、同意公开其中一部分）：\n理由：\n签名或者盖章：　　　　　　　　年　　月　　日"
                .to_owned();
        }
        LetterKind::ConsultOrgan => {
            return "本机关收到政府信息公开申请，涉及与你机关共同制作的下列信息：{涉及的信息}。现根据{法律依据}征求意见。\n\
                    {限期}\n{不答复的后果}\n# 回执\n意见（同意公开、不同意公开、同意公开其中一部分）：\n理由：\n盖章：　　　　　　　　年　　月　　日"
                .to_owned();
        }
        LetterKind::Clarify => {
            "经审查，申请内容不明确：{事实根据}。\n根据{法律依据}，请{称谓}补正。{限期}\n{逾期后果}\n补正后，答复期限自收到补正申请之日起重新计算。"
        }
        LetterKind::AskReasons => {
            "经审查，{称谓}申请公开政府信息的数量、频次明显超过合理范围：{事实根据}。\n根据{法律依据}，请{称谓}说明理由。{限期}"
        }
        LetterKind::Extension => {
            "因{理由}，不能在原期限内答复。{批准}，根据{法律依据}，答复期限延长{延长天数}个工作日。{答复期限}"
        }
        LetterKind::ConsultNotice => {
            return "本机关于{收到日期}收到{称谓}提交的政府信息公开申请（编号{申请编号}）。{称谓}申请公开“{申请内容}”。\n\
                    {期限扣除说明}\n根据{法律依据}，特此告知。"
                .to_owned();
        }
        LetterKind::Assist => {
            return "本机关正在办理一件政府信息公开申请，涉及下列信息：{涉及的信息}。\n根据{法律依据}，请协助办理：{协助事项}。"
                .to_owned();
        }
        LetterKind::ThirdPartyTold => {
            return "本机关就政府信息公开申请涉及你（单位）的信息征求过你（单位）的意见。经审查，根据{法律依据}，本机关决定公开下列信息：{公开的内容}。\n\
                    理由如下：{理由}。\n{救济途径}"
                .to_owned();
        }
        LetterKind::ReviewAnswer | LetterKind::Defence => return defence(kind).to_owned(),
        LetterKind::Delay => "{称谓}申请的理由合理，但因{理由}，不能在法定期限内答复。根据{法律依据}，{限期}",
        LetterKind::Fee => {
            "{称谓}申请公开政府信息的数量、频次明显超过合理范围，根据{法律依据}，应当缴纳信息处理费{金额}。\n计算过程：{计算过程}。\n\
             缴纳方式：{缴纳方式}。{限期}\n{逾期后果}"
        }
        kind => return of_record(kind).to_owned(),
    };
    format!("{CAME}{told}")
}

/// 答复书, 答辩状: the facts, the grounds and the evidence of what we did, for whoever hears the case.
fn defence(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Defence => {
            "本机关于{收到日期}收到{称谓}送达的应诉通知书和起诉状副本（案号{案号}，事由：{事由}）。现根据{法律依据}，答辩如下：\n\
             # 一、原告的请求\n{对方的请求}。\n# 二、查明的事实\n{事实根据}。\n# 三、作出行政行为的依据\n{作出行为的依据}。\n\
             # 四、理由\n{理由}。\n# 五、答辩意见\n{答复意见}。\n# 六、证据、依据和有关材料\n{证据目录}"
        }
        _ => {
            "本机关于{收到日期}收到{称谓}送达的行政复议答复通知书和申请书副本（案号{案号}，事由：{事由}）。现根据{法律依据}，答复如下：\n\
             # 一、申请人的请求\n{对方的请求}。\n# 二、查明的事实\n{事实根据}。\n# 三、作出行政行为的依据\n{作出行为的依据}。\n\
             # 四、理由\n{理由}。\n# 五、答复意见\n{答复意见}。\n# 六、证据、依据和有关材料\n{证据目录}"
        }
    }
}

/// 更正, 投诉举报: what tells how a matter ended that is no request for information; empty for every other kind.
fn of_record(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Corrected => {
            "本机关于{收到日期}收到{称谓}的更正申请（编号{申请编号}）：“{申请内容}”。\n经核实：{事实根据}。\n\
             根据{法律依据}，本机关已经更正与{称谓}相关的政府信息：{更正结果}。"
        }
        LetterKind::Forwarded => {
            "本机关于{收到日期}收到{称谓}的更正申请（编号{申请编号}）：“{申请内容}”。\n本机关无权更正：{理由}。\n\
             根据{法律依据}，由有权更正的行政机关处理，特此告知：{获取途径}。"
        }
        LetterKind::NotCorrected => {
            "本机关于{收到日期}收到{称谓}的更正申请（编号{申请编号}）：“{申请内容}”。\n经审核，不予更正：{事实根据}。\n\
             根据{法律依据}，特此告知。\n{救济途径}"
        }
        LetterKind::ComplaintTold => {
            "本机关于{收到日期}收到{称谓}的投诉、举报（编号{申请编号}）：“{申请内容}”。\n经核查：{事实根据}。\n\
             根据{法律依据}，处理如下：{理由}。"
        }
        _ => "",
    }
}
