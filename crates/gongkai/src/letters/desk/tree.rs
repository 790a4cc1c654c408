//! 决定树: the twenty-one ways to answer as the page lists them: in five groups, none hidden, each with what it asks for.

use gongkai_law::{
    exempt::Exemption,
    request::{
        decision::{Class, Decision, Remedy},
        letter::{Ask, Content, LetterKind, asks, bases},
    },
};

use crate::{
    letters::{
        draft::{PARTS, Unsaid, is_searched},
        fields::{Fields, Part},
        search::{SEARCHES, Search},
        supplied::{self, Means},
    },
    office::Office,
    requests::dossier::Dossier,
};

/// One of the five kinds of answer.
pub struct Group {
    /// 予以公开
    pub legend: &'static str,
    /// When it is meant.
    pub hint: &'static str,
    /// Its ways.
    pub leaves: Vec<Leaf>,
}

/// One way to answer. A decision with two letters is two leaves of one code.
pub struct Leaf {
    /// `D1-0`: what the radio button sends, and the prefix of its fields.
    pub id: String,
    /// `D1`
    pub code: &'static str,
    /// In a few words.
    pub label: &'static str,
    /// 第三十六条第（四）项
    pub basis: String,
    /// What it is for.
    pub hint: &'static str,
    /// Why it cannot be chosen now.
    pub barred: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
    /// What it asks for.
    pub fields: Vec<Field>,
    /// 不公开的部分: rows to fill in; only of 部分公开.
    pub parts: Vec<PartRow>,
    /// Whether the first of them is wrong.
    pub parts_wrong: Option<String>,
    /// 提供方式: only of what gives something.
    pub supply: Option<Supplied>,
    /// 检索记录: rows to fill in; only of 信息不存在.
    pub searches: Vec<SearchRow>,
    /// What is wrong with them.
    pub searches_wrong: Option<String>,
    /// The letter's name.
    pub letter: &'static str,
    /// What the applicant may do against it.
    pub remedy: &'static str,
}

/// One field of a leaf.
pub struct Field {
    /// `C1-0.fact`
    pub id: String,
    /// What is asked.
    pub label: &'static str,
    /// How to answer.
    pub hint: &'static str,
    /// The only answers there are; empty for free words.
    pub choices: &'static [&'static str],
    /// Whether it may be left blank.
    pub optional: bool,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// How what is given reaches the applicant.
pub struct Supplied {
    /// The means: key, words, whether it is the one.
    pub means: Vec<(&'static str, &'static str, bool)>,
    /// Where, of those that are somewhere.
    pub place: String,
    /// What is wrong with that.
    pub wrong: Option<String>,
}

/// One part that a partial answer withholds.
pub struct PartRow {
    /// From 1.
    pub n: usize,
    /// What was typed.
    pub part: Part,
}

/// One search that an answer tells.
pub struct SearchRow {
    /// From 1.
    pub n: usize,
    /// What was typed.
    pub search: Search,
    /// Whether it stands folded.
    pub folded: bool,
}

const CLASSES: [(&str, &str); 6] = [
    ("予以公开", "信息在我们手里，可以全部给。"),
    ("部分公开", "能给一部分，隐去另一部分。年报只计这一情形。"),
    ("不予公开", "信息在我们手里，但法律不许或者可以不给。"),
    ("无法提供", "给不了，因为没有、不清楚或者要另做。"),
    ("不予处理", "这不是信息公开申请要解决的事。"),
    ("其他处理", "申请人没有走完，或者自己收回。"),
];

fn class(decision: Decision) -> usize {
    match (decision, decision.class()) {
        (Decision::Partial, _) => 1,
        (_, Class::Disclosed) => 0,
        (_, Class::Denied) => 2,
        (_, Class::Unable) => 3,
        (_, Class::Rejected) => 4,
        (_, Class::Other) => 5,
    }
}

/// What a leaf is called and what for; the second letter of a decision has words of its own.
fn words(decision: Decision, variant: usize) -> (&'static str, &'static str) {
    match decision {
        Decision::Granted if variant == 1 => ("早已主动公开", "告诉在哪里、怎样查到"),
        Decision::Granted => ("全部公开", "给材料"),
        Decision::Partial => ("区分处理后公开", "逐段写明隐去的部分和依据"),
        Decision::DeniedStateSecret => ("国家秘密", "写明定密依据和密级"),
        Decision::DeniedLaw => ("其他法律、行政法规禁止公开", "引到条款项，规章不行"),
        Decision::DeniedSafetyStability => ("危及三安全一稳定", "写明会造成什么危害"),
        Decision::DeniedThirdParty => ("保护第三方合法权益", "须有征求意见记录"),
        Decision::DeniedInternal => ("内部事务信息", "人事管理、后勤管理、内部工作流程"),
        Decision::DeniedProcess => ("过程性信息", "讨论记录、过程稿、磋商信函、请示报告"),
        Decision::DeniedEnforcementFile => ("行政执法案卷", "写明案卷名称"),
        Decision::DeniedQuery => ("行政查询事项", "不动产、企业登记等，告知向谁查"),
        Decision::UnableNotHeld if variant == 1 => ("不归本机关公开", "知道归谁的，写明名称和联系方式"),
        Decision::UnableNotHeld => ("信息不存在", "附检索记录"),
        Decision::UnableNeedCreation => ("需要另行制作", "写明现有信息为什么不够"),
        Decision::UnableUnclear => ("补正后仍不明确", "写明哪里仍不明确"),
        Decision::RejectedPetition => ("信访、投诉、举报", "可以告知相应渠道"),
        Decision::RejectedRepeat => ("重复申请", "写明上一件的编号和答复"),
        Decision::RejectedPublication => ("要公开出版物", "告知获取途径"),
        Decision::RejectedExcessive => ("无正当理由大量反复", "先请申请人说明理由"),
        Decision::RejectedReconfirm => ("要求确认或重新出具", "写明已于何时获取"),
        Decision::OtherNoCorrection => ("逾期不补正", "要求补正的期限已过"),
        Decision::OtherUnpaid => ("逾期不缴费", "缴费的期限已过"),
        Decision::OtherOther => ("其他", "撤回、咨询等，须写明"),
    }
}

/// The tree, with what was filled in and what is wrong with it.
/// `who`: the officer, who is likely to have searched.
pub fn tree(office: &Office, dossier: &Dossier, filled: &Fields, unsaid: &[Unsaid], who: &str) -> Vec<Group> {
    let mut groups: Vec<Group> =
        CLASSES.iter().map(|(legend, hint)| Group { legend, hint, leaves: Vec::new() }).collect();
    for decision in Decision::ALL {
        let leaves = (0..decision.letters().len())
            .map(|variant| leaf(office, dossier, (decision, variant), filled, (unsaid, who)));
        if let Some(group) = groups.get_mut(class(decision)) {
            group.leaves.extend(leaves);
        }
    }
    groups
}

fn leaf(
    office: &Office,
    dossier: &Dossier,
    (decision, variant): (Decision, usize),
    filled: &Fields,
    (unsaid, who): (&[Unsaid], &str),
) -> Leaf {
    let id = format!("{}-{variant}", decision.code());
    let chosen = filled.decision() == Some(decision) && filled.variant == variant;
    let wrong = |content: Content| unsaid.iter().find(|u| chosen && u.content == content).map(|u| u.why.clone());
    let barred = dossier.standing.may_decide(decision, office.today(), &office.calendar).err();
    let (label, hint) = words(decision, variant);
    let field = |ask: &Ask| Field {
        id: format!("{id}.{}", ask.content.key()),
        label: ask.label,
        hint: ask.hint,
        choices: ask.choices,
        optional: !ask.needed,
        value: if chosen { filled.typed(ask.content).to_owned() } else { String::new() },
        wrong: wrong(ask.content),
    };
    Leaf {
        code: decision.code(),
        label,
        hint,
        basis: basis(decision, variant),
        barred: barred.map(|refusal| refusal.to_string()),
        chosen,
        fields: asks(decision, variant).iter().map(field).collect(),
        supply: supplied::gives(decision, variant).then(|| supply(dossier, filled, chosen, wrong(Content::Elsewhere))),
        parts: if decision == Decision::Partial { parts(filled) } else { Vec::new() },
        parts_wrong: wrong(Content::Withheld),
        searches: if is_searched(decision, variant) { searches(office, filled, who) } else { Vec::new() },
        searches_wrong: wrong(Content::Findings).filter(|_| is_searched(decision, variant)),
        letter: LetterKind::telling(decision, variant).title(),
        remedy: remedy(decision),
        id,
    }
}

fn supply(dossier: &Dossier, filled: &Fields, chosen: bool, wrong: Option<String>) -> Supplied {
    let means = if chosen { Means::of(filled) } else { Means::fitting(&dossier.request) };
    let place = if chosen { filled.typed(Content::Elsewhere).to_owned() } else { String::new() };
    Supplied { means: Means::ALL.map(|one| (one.key(), one.label(), one == means)).into(), place, wrong }
}

fn basis(decision: Decision, variant: usize) -> String {
    let all = bases(decision, variant, &[]);
    // 部分公开 cites how the rest is given as well: the tree names what sets it apart
    let told = |place: u8| decision != Decision::Partial || place == 37;
    let own = all.iter().filter(|article| article.number > 0 && told(article.number)).map(|article| article.place());
    let places = own.collect::<Vec<_>>().join("、");
    match (decision, places.is_empty()) {
        (Decision::RejectedReconfirm, _) => "无专条，依年报格式".to_owned(),
        (_, false) => places,
        (_, true) => all.first().map_or_else(|| "—".to_owned(), ToString::to_string),
    }
}

fn remedy(decision: Decision) -> &'static str {
    match (decision, decision.remedy()) {
        (Decision::Partial, _) => "对不公开的部分先复议，再起诉；其余的可以复议，也可以直接起诉",
        (_, Remedy::ReviewFirst) => "先复议，不服复议决定的再起诉",
        (_, Remedy::Either | Remedy::Depends) => "可以复议，也可以直接起诉",
    }
}

fn parts(filled: &Fields) -> Vec<PartRow> {
    (0..PARTS).map(|at| PartRow { n: at + 1, part: filled.withheld.get(at).cloned().unwrap_or_default() }).collect()
}

/// The rows of the search record; the first one offers today and the officer.
fn searches(office: &Office, filled: &Fields, who: &str) -> Vec<SearchRow> {
    let row = |at: usize| {
        let search = filled.searched.get(at).cloned();
        let folded = at > 0 && search.as_ref().is_none_or(Search::is_blank);
        let offered = || Search { day: office.today().to_string(), who: who.to_owned(), ..Search::default() };
        SearchRow { n: at + 1, search: search.unwrap_or_else(offered), folded }
    };
    (0..SEARCHES).map(row).collect()
}

/// The grounds that a part may be withheld on: code, words.
pub fn grounds() -> Vec<(&'static str, String)> {
    let line = |exemption: Exemption| {
        let decision = exemption.decision();
        (decision.code(), format!("{}　{}（{}）", decision.code(), words(decision, 0).0, exemption.article().place()))
    };
    Exemption::ALL.into_iter().map(line).collect()
}
