//! 说明: under each thing that may be done, whose it is where it is not every officer's, and what the law wants of it.

use gongkai_law::{
    calendar::Calendar,
    request::{clarify, deadline::EXTENSION_WORKDAYS, standing::Standing, step::Verb},
};

use crate::people::roles::{Role, roles_for};

/// One or two sentences under a verb that has its place now.
pub fn hint(verb: Verb, standing: &Standing, calendar: &Calendar) -> String {
    let law = law(verb, standing, calendar);
    match roles_for(verb) {
        // what every officer does needs no word
        roles if roles.contains(&Role::Officer) => law,
        roles => format!("{}。{law}", roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、")),
    }
}

fn law(verb: Verb, standing: &Standing, calendar: &Calendar) -> String {
    let fixed = match verb {
        Verb::AskClarify => return by(standing, calendar),
        Verb::Extend => {
            let left = EXTENSION_WORKDAYS.saturating_sub(standing.extended);
            let wish = standing.wish.map(|wish| format!("经办人申请延长{}个工作日。", wish.days)).unwrap_or_default();
            return format!("{wish}还可以延长{left}个工作日，须告知申请人（第三十三条第二款）。");
        }
        Verb::AskExtension => {
            let left = EXTENSION_WORKDAYS.saturating_sub(standing.extended);
            return format!(
                "写明要延长几个工作日、为什么，由公开工作机构负责人批准；批准以前期限不变，还可以延长{left}个工作日（第三十三条第二款）。"
            );
        }
        Verb::DeclineExtension => "写明为什么不同意；期限不变，仍须按期答复（第三十三条第二款）。",
        Verb::Confirm => "双方确认之日就是收到之日，期限从第二天起数（第三十一条）。",
        Verb::Accept => "属于本机关、内容明确的，转入办理。",
        Verb::TakeCorrection => "期限从收到补正的第二天重新计算（第三十条）。",
        Verb::AskReasons => "数量、频次明显超过合理范围的，可以要求说明理由（第三十五条）。",
        Verb::TakeReasons => "理由合理但不能按时答复的，另定合理期限；不合理的，不予处理（第三十五条）。",
        Verb::Consult => {
            "第三方15个工作日不答复的，由本机关决定（第三十二条）；共同制作机关不答复的，视为同意公开（第三十四条）。"
        }
        Verb::NoteReached => "15个工作日从对方收到的第二天起数（第三十二条）。",
        Verb::TakeOpinion => "收到意见，期限接着数（第三十三条第三款）。",
        Verb::NotifyFee => "按件、按量只选一种，系统按档计算（第四十二条）。",
        Verb::TakePayment => "期限从缴费的第二天重新计算。",
        Verb::Delay => "理由合理，不能在期限内答复的（第三十五条）。",
        Verb::Draft => "按年报表三的21种结果之一，写明依据和救济（第三十六条）。",
        Verb::Return => "写明哪里要改，退给起草人。",
        Verb::Review => "审查人不能是起草人。",
        Verb::Sign => "签发人不能是起草人，签发时编文号。",
        Verb::Send => "按申请人要求的形式（第四十条）。",
        Verb::Serve => "复议、诉讼的期限从送达起算。",
        Verb::Withdraw => "由申请人提出，计入其他处理。",
        Verb::Order => "复议决定、判决责令重新答复的，在原件里重新办理。",
        Verb::Lift => "责令重新答复的判决被上诉、被撤销的，不再重新答复，原来的办理结果不变。",
        Verb::Convert => {
            "给过申请人的信息，可以向社会公开的，转为主动公开（第四十四条）。登记以后，“公开信息”里有一篇草稿：标题是这里写的，附件是随答复提供的文件，不带答复书、申请和申请人的任何内容，照样要三审；公开期限从登记的这一天算。"
        }
        Verb::Archive => "五个环节的最后一个（第四十五条）。",
        Verb::Redate => "登记错的日期，更正留痕。",
        Verb::Strike => "登记错的步骤，注销留痕，不再计算。",
        Verb::Amend => {
            "登记时写错的类别、姓名、证件号码、联系方式，更正留痕；类别更正以后，年报表三随之计入正确的一列（第二十九条）。"
        }
        Verb::Arrive | Verb::Lapse | Verb::Issue | Verb::Note => "",
    };
    fixed.to_owned()
}

fn by(standing: &Standing, calendar: &Calendar) -> String {
    let by = standing.received.and_then(|received| clarify::ask_by(received, calendar));
    let by = by.map(|term| format!("，最迟{}月{}日", term.date.month(), term.date.day())).unwrap_or_default();
    format!("收到之日起7个工作日内，只能一次{by}（第三十条）。")
}
