//! 保密审查要点: what a secrecy review looks at, point by point. What goes out has to be free of what must not; of what does not
//! go out, the ground has to hold: whoever confirms it never says of a secret that it is none.

use gongkai_law::{exempt::Exemption, proactive::attribute::Attribute};

use super::content::Content;

/// A point: the word in the register, and what is confirmed by it.
pub type Point = (&'static str, &'static str);

/// 主动公开
pub const POINTS: [Point; 4] = [
    ("secret", "不含国家秘密、工作秘密"),
    ("business", "不含第三方商业秘密"),
    ("privacy", "不含个人隐私，个人信息已经去标识化"),
    ("safety", "公开后不危及国家安全、公共安全、经济安全和社会稳定"),
];

/// 依申请公开
const ON_REQUEST: [Point; 3] = [
    ("request.secret", "不含国家秘密（含有的不得录入本系统）"),
    ("request.reason", "不主动公开的理由成立，不属于第十九条至第二十一条规定主动公开的内容"),
    ("request.others", "涉及第三方的部分，答复申请时再按第十五条、第三十二条审查"),
];

const STATE_SECRET: [Point; 4] = [
    ("state.ground", "属于国家秘密：已经依法定密，密级、保密期限和定密依据都有"),
    ("state.term", "现在还在保密期限内，没有解密"),
    ("state.parts", "没有能够区分开、可以公开的部分"),
    ("state.kept", "本系统里只有不涉密的标题、文号和理由，没有涉密内容和附件"),
];
const LAW_FORBIDDEN: [Point; 2] = [
    ("law.ground", "属于法律、行政法规禁止公开的，理由里写了是哪一条"),
    ("law.parts", "能区分处理的已经区分，没有把可以公开的一并不公开"),
];
const SAFETY: [Point; 2] = [
    ("safety.ground", "公开后会危及国家安全、公共安全、经济安全或者社会稳定，理由写明了怎样危及"),
    ("safety.parts", "能区分处理的已经区分，没有把可以公开的一并不公开"),
];
const THIRD_PARTY: [Point; 3] = [
    ("third.ground", "属于第三方商业秘密、个人隐私等，公开会损害第三方合法权益"),
    ("third.consent", "第三方没有同意公开，不公开也不会对公共利益造成重大影响"),
    ("third.parts", "能区分处理的已经区分，没有把可以公开的一并不公开"),
];
const INTERNAL: [Point; 2] = [
    ("internal.ground", "属于人事管理、后勤管理、内部工作流程等内部事务"),
    ("internal.parts", "不对公众的权利义务产生影响，也没有规定应当公开"),
];
const PROCESS: [Point; 2] = [
    ("process.ground", "属于讨论记录、过程稿、磋商信函、请示报告等过程性信息"),
    ("process.rule", "没有法律、法规、规章规定应当公开"),
];
const ENFORCEMENT: [Point; 2] = [
    ("file.ground", "属于行政执法案卷里的信息"),
    ("file.rule", "没有法律、法规、规章规定应当公开，处罚、许可的决定照样公开"),
];

const ALL: [&[Point]; 9] =
    [&POINTS, &ON_REQUEST, &STATE_SECRET, &LAW_FORBIDDEN, &SAFETY, &THIRD_PARTY, &INTERNAL, &PROCESS, &ENFORCEMENT];

/// What is to be confirmed of this.
pub fn of(content: &Content) -> &'static [Point] {
    match (content.attribute(), content.ground()) {
        (Attribute::Proactive, _) => &POINTS,
        (Attribute::OnRequest, _) => &ON_REQUEST,
        (Attribute::Withheld, Some(ground)) => of_ground(ground),
        // without a ground it is not handed in
        (Attribute::Withheld, None) => &LAW_FORBIDDEN,
    }
}

fn of_ground(ground: Exemption) -> &'static [Point] {
    match ground {
        Exemption::StateSecret => &STATE_SECRET,
        Exemption::LawForbidden => &LAW_FORBIDDEN,
        Exemption::SafetyStability => &SAFETY,
        Exemption::ThirdParty => &THIRD_PARTY,
        Exemption::InternalAffairs => &INTERNAL,
        Exemption::Process => &PROCESS,
        Exemption::EnforcementFile => &ENFORCEMENT,
    }
}

/// The words of all that is to be confirmed of this, as a review keeps them that confirms each.
pub fn keys(content: &Content) -> Vec<String> {
    of(content).iter().map(|(key, _)| (*key).to_owned()).collect()
}

/// What was confirmed by a word of the register, whatever it was confirmed of.
pub fn said(key: &str) -> Option<&'static str> {
    ALL.into_iter().flatten().find(|(other, _)| *other == key).map(|(_, words)| *words)
}
