//! 须写明的事项: what an officer has to write down for each way to answer, and what for.

use super::{
    Content::{
        self, Addressee, Claims, Concerned, Correction, Elsewhere, Evidence, Fact, Findings, Given, Grounds, Position,
        Reasons, Ruled, Work,
    },
    LetterKind,
};
use crate::request::decision::Decision;

/// 须写明的事项: one field that a decision asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Where it goes in the letter.
    pub content: Content,
    /// What is asked, as the form says it.
    pub label: &'static str,
    /// How to answer; may be empty.
    pub hint: &'static str,
    /// The only answers there are; empty for free words.
    pub choices: &'static [&'static str],
    /// Whether the decision cannot be drafted without it.
    pub needed: bool,
    /// The answer with which it may not be decided so, and why not; `None` where every answer does.
    pub bars: Option<(&'static str, &'static str)>,
}

const fn ask(content: Content, label: &'static str, hint: &'static str) -> Ask {
    Ask { content, label, hint, choices: &[], needed: true, bars: None }
}

const fn one_of(label: &'static str, choices: &'static [&'static str]) -> Ask {
    Ask { content: Fact, label, hint: "", choices, needed: true, bars: None }
}

const fn may(content: Content, label: &'static str, hint: &'static str) -> Ask {
    Ask { content, label, hint, choices: &[], needed: false, bars: None }
}

const SEARCHED: Ask = ask(Findings, "查找经过", "在哪些地方、用什么词、由谁查，查到什么");
const GIVEN: Ask = ask(Given, "公开哪些信息", "材料名称和份数");
const WHY: Ask = ask(Reasons, "理由", "会写进答复，申请人看得到");

/// Art. 16 ¶2: what a law, a regulation or a rule says is disclosed is not withheld on its grounds.
const UNRULED: Ask = Ask {
    content: Ruled,
    label: "有没有法律、法规、规章规定应当公开",
    hint: "查过有关规定再选",
    choices: &["没有规定应当公开", "有规定应当公开"],
    needed: true,
    bars: Some((
        "有规定应当公开",
        "法律、法规、规章规定应当公开的，从其规定，不能以此不予公开（《条例》第十六条第二款）",
    )),
};

/// What is said to whoever hears a case: 事实, 证据 and 依据, without which what we did counts as done without them.
const DEFENCE: &[Ask] = &[
    ask(Claims, "对方请求什么", "照申请书、起诉状摘录；不写对方的姓名、电话、住址"),
    ask(Fact, "查明的事实", "何时收到申请、怎样办理、何时怎样答复和送达"),
    ask(Grounds, "作出答复的依据", "法律、法规、规章的条款，所依据的规范性文件"),
    ask(Reasons, "理由", "对方的每一条主张为什么成立、不成立"),
    ask(Position, "答复、答辩意见", "如：请求维持；请求驳回；已经自行纠正，请求终止"),
    ask(Evidence, "证据、依据和有关材料的目录", "一行一份：名称、证明什么、几页"),
];

/// What a letter by hand, one in a case of review or litigation, or one about a complaint or a correction asks for; nothing of the other kinds.
///
/// ```
/// use gongkai_law::request::letter::{Content, LetterKind, written};
///
/// let asked: Vec<_> = written(LetterKind::Corrected).iter().map(|ask| ask.content).collect();
/// assert_eq!(asked, [Content::Fact, Content::Correction]);
/// ```
pub fn written(kind: LetterKind) -> &'static [Ask] {
    match kind {
        LetterKind::Assist => &[
            const { ask(Addressee, "发给哪个单位、机构", "写全称；不写申请人是谁") },
            const { ask(Concerned, "涉及哪些信息", "照申请内容摘录") },
            const {
                ask(Work, "请对方做什么，什么时候以前", "如查找、核实、提供，10月20日前书面回复")
            },
        ],
        LetterKind::ThirdPartyTold => &[
            const { ask(Addressee, "发给哪个第三方", "征求过意见、不同意公开的第三方") },
            const { ask(Given, "决定公开的内容", "与其权益有关的那一部分") },
            const {
                ask(Reasons, "为什么决定公开", "不公开会对公共利益造成什么重大影响，或者不同意的理由为什么不成立")
            },
        ],
        LetterKind::Corrected => &[
            const { ask(Fact, "核实的情况", "记录哪里不准确，依据什么证据") },
            const { ask(Correction, "更正的结果", "原来怎样记录，现在怎样记录，何时更正") },
        ],
        LetterKind::Forwarded => &[
            const { ask(Reasons, "为什么本机关不能更正", "记录不由本机关制作或者保存等") },
            const {
                ask(Elsewhere, "转送给哪个机关，怎样联系", "名称、电话；告知申请人自行提出的，也写在这里")
            },
        ],
        LetterKind::ReviewAnswer | LetterKind::Defence => DEFENCE,
        LetterKind::NotCorrected => &[const {
            ask(Fact, "核实的情况，为什么不更正", "查对了什么，为什么认为记录是准确的")
        }],
        LetterKind::ComplaintTold => &[
            const { ask(Fact, "查明的情况", "不写其他人的姓名、电话") },
            const { ask(Reasons, "怎样处理的", "不归本机关处理的，写明归哪个机关、怎样联系") },
        ],
        _ => &[],
    }
}

/// What a decision asks for; `variant` is the place among [`Decision::letters`]. The parts that a partial answer
/// withholds are asked for apart: each has its own ground.
///
/// ```
/// use gongkai_law::request::{decision::Decision, letter::asks};
///
/// assert_eq!(asks(Decision::DeniedStateSecret, 0)[0].label, "定密依据和密级");
/// assert!(asks(Decision::OtherUnpaid, 0).is_empty(), "the register knows all of it");
/// ```
pub fn asks(decision: Decision, variant: usize) -> &'static [Ask] {
    match decision {
        Decision::Granted if variant == 1 => {
            &[const { ask(Elsewhere, "在哪里、怎样查到", "网址、栏目或者查阅场所") }]
        }
        Decision::Granted | Decision::Partial => &[SEARCHED, GIVEN],
        Decision::DeniedStateSecret => &[const { ask(Fact, "定密依据和密级", "不写秘密内容本身") }, WHY],
        Decision::DeniedLaw => &[
            const { ask(Fact, "法律、行政法规的条、款、项", "部门规章、规范性文件不能作依据") },
            WHY,
        ],
        Decision::DeniedSafetyStability => {
            &[const { ask(Fact, "会造成什么危害", "写明危害和公开之间的联系") }]
        }
        Decision::DeniedThirdParty => &[
            const {
                ask(Fact, "属于谁的什么权益，第三方怎样答复", "不写出第三方不愿公开的内容")
            },
            const { ask(Reasons, "不公开为什么不会对公共利益造成重大影响", "") },
        ],
        Decision::DeniedInternal => &[
            const { one_of("属于哪一类", &["人事管理信息", "后勤管理信息", "内部工作流程信息"]) },
            WHY,
        ],
        Decision::DeniedProcess => {
            &[const { one_of("属于哪一类", &["讨论记录", "过程稿", "磋商信函", "请示报告"]) }, UNRULED, WHY]
        }
        Decision::DeniedEnforcementFile => &[const { ask(Fact, "案卷名称", "案由和案号") }, UNRULED, WHY],
        Decision::DeniedQuery => &[
            const {
                ask(Fact, "依哪一部法律、行政法规查询", "如不动产登记、企业登记的专门规定")
            },
            const { ask(Elsewhere, "向谁、怎样查询", "") },
        ],
        Decision::UnableNotHeld if variant == 1 => &[
            const { ask(Reasons, "为什么不归本机关公开", "") },
            const { may(Elsewhere, "归哪个机关，怎样联系", "能够确定的，必须写明名称和联系方式") },
        ],
        // where was looked is a record of its own: place, words, day, who, result
        Decision::UnableNotHeld => &[],
        Decision::UnableNeedCreation => {
            &[const { ask(Reasons, "现有信息为什么不够", "要怎样加工、分析才能得到") }]
        }
        Decision::UnableUnclear => &[const { ask(Fact, "补正以后哪里仍不明确", "") }],
        _ => rejected(decision),
    }
}

fn rejected(decision: Decision) -> &'static [Ask] {
    match decision {
        Decision::RejectedPetition => &[
            const { ask(Fact, "申请实际要求什么", "信访、投诉还是举报") },
            const { may(Elsewhere, "可以向谁提出", "告知相应渠道") },
        ],
        Decision::RejectedRepeat => &[const { ask(Fact, "上一件的编号和答复", "编号、答复日期和文号") }],
        Decision::RejectedPublication => {
            &[const { ask(Fact, "是什么出版物", "公报、报刊或者书籍的名称") }, const { ask(Elsewhere, "怎样获取", "") }]
        }
        Decision::RejectedExcessive => &[
            const { ask(Fact, "申请的数量和频次", "哪一时期，几件") },
            const { ask(Reasons, "说明的理由为什么不合理", "") },
        ],
        Decision::RejectedReconfirm => &[const { ask(Fact, "已于何时、以什么文书获取", "") }],
        Decision::OtherOther => {
            &[const { ask(Fact, "为什么办结", "撤回、咨询、不是政府信息等，须写明") }]
        }
        // of a term that lapsed the register knows all
        _ => &[],
    }
}
