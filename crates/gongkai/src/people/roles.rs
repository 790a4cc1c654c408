//! 职责: who may do what. Written once, as a table; every act asks here.

use gongkai_law::{
    article::Article,
    request::{refusal::Refusal, step::Verb},
};
use gongkai_store::{Actor, OrganId, PersonId, Scope};

use crate::requests::dossier::Dossier;

/// 角色
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 经办人
    Officer,
    /// 公开工作机构负责人: approves extensions. Art. 33 ¶2.
    Head,
    /// 合法性审查人
    Reviewer,
    /// 签发人
    Signer,
    /// 保密审查人: looks through what is to be published. Art. 17.
    Secrecy,
    /// 主管部门监督人员: sees the organs below, changes nothing of theirs. Art. 47.
    Supervisor,
    /// 系统管理员: organs, settings, accounts.
    System,
    /// 安全管理员: roles, locks, passwords.
    Security,
    /// 审计管理员: the journal.
    Audit,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Officer,
        Self::Head,
        Self::Reviewer,
        Self::Signer,
        Self::Secrecy,
        Self::Supervisor,
        Self::System,
        Self::Security,
        Self::Audit,
    ];

    /// The word in the register and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Reviewer => "reviewer",
            Self::Signer => "signer",
            Self::Secrecy => "secrecy",
            Self::Supervisor => "supervisor",
            Self::System => "system",
            Self::Security => "security",
            Self::Audit => "audit",
        }
    }

    /// The role of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Officer => "经办人",
            Self::Head => "公开工作机构负责人",
            Self::Reviewer => "合法性审查人",
            Self::Signer => "签发人",
            Self::Secrecy => "保密审查人",
            Self::Supervisor => "监督人员",
            Self::System => "系统管理员",
            Self::Security => "安全管理员",
            Self::Audit => "审计管理员",
        }
    }

    /// 三员: one of the three administrators, who exclude each other and read no case.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::System | Self::Security | Self::Audit)
    }
}

/// 办理职责: those who work on requests, of the organ whose requests they are.
pub const WORK: [Role; 5] = [Role::Officer, Role::Head, Role::Reviewer, Role::Signer, Role::Supervisor];

/// 留存: who puts reports into the library and judges what was found in them.
pub const KEEPERS: [Role; 3] = [Role::Officer, Role::Head, Role::System];

/// 三员分立: whether one person may have these roles together, as one of an organ's staff or not. An administrator has
/// nothing besides and belongs to no organ; everybody else works for one.
///
/// # Errors
/// The reason why not.
///
/// ```
/// use gongkai::people::roles::{Role, may_have};
///
/// assert!(may_have(&[Role::Officer, Role::Signer], true).is_ok());
/// assert!(may_have(&[Role::System, Role::Audit], false).is_err());
/// ```
pub fn may_have(roles: &[Role], in_organ: bool) -> Result<(), Refusal> {
    let administers = roles.iter().any(|role| role.is_administrator());
    match () {
        () if administers && roles.len() > 1 => no("系统、安全、审计管理员三员分立，不能兼任其他职责"),
        () if administers && in_organ => no("管理员管理整个平台，不属于某个单位"),
        () if !administers && !roles.is_empty() && !in_organ => no("办理申请的人员要有所属单位"),
        () => Ok(()),
    }
}

/// Whose hand it is: somebody of the staff, the applicant with the code, or the platform by its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hand {
    /// 工作人员
    Staff {
        /// Who.
        id: PersonId,
        /// Whose staff; `None` for an administrator of the platform.
        organ: Option<OrganId>,
        /// In which roles, those of somebody they stand in for included.
        roles: Vec<Role>,
        /// 代签: the roles that are another's, and whose.
        stands_in: Vec<(Role, PersonId)>,
    },
    /// 申请人: knows the number and the code.
    Applicant,
    /// 平台: the nightly run.
    Platform,
}

impl Hand {
    /// As the journal names it.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Staff { id, .. } => Actor::Person(*id),
            Self::Applicant => Actor::Public,
            Self::Platform => Actor::System,
        }
    }

    /// 可见范围: whose requests it sees: the own organ's, and for a supervisor those of all organs below.
    ///
    /// # Errors
    /// [`Refusal`] for an administrator, who reads no case, and for an applicant, who sees one by its code.
    ///
    /// ```
    /// use gongkai::people::roles::Hand;
    /// use gongkai_store::Scope;
    ///
    /// assert_eq!(Hand::Platform.scope(), Ok(Scope::All));
    /// assert!(Hand::Applicant.scope().is_err());
    /// ```
    pub fn scope(&self) -> Result<Scope, Refusal> {
        match self {
            Self::Platform => Ok(Scope::All),
            Self::Staff { organ: Some(organ), .. } if self.is_any(&[Role::Supervisor]) => Ok(Scope::Subtree(*organ)),
            Self::Staff { organ: Some(organ), .. } if self.is_any(&WORK) => Ok(Scope::Organ(*organ)),
            Self::Staff { .. } => Err(refusal("您的职责不包括办理申请，看不到申请的内容")),
            Self::Applicant => Err(refusal("凭编号和查询码查看自己的申请")),
        }
    }

    /// 委托人: in whose stead it takes up a verb; `None` where one of its own roles suffices.
    pub fn principal(&self, verb: Verb) -> Option<PersonId> {
        self.principal_among(roles_for(verb))
    }

    /// The same of what any of these roles may do.
    pub fn principal_among(&self, wanted: &[Role]) -> Option<PersonId> {
        let Self::Staff { roles, stands_in, .. } = self else { return None };
        let lent = |role: &Role| stands_in.iter().any(|(of, _)| of == role);
        match roles.iter().any(|role| wanted.contains(role) && !lent(role)) {
            true => None,
            false => stands_in.iter().find(|(role, _)| wanted.contains(role)).map(|(_, person)| *person),
        }
    }

    /// Whether one of its roles is among these.
    pub fn is_any(&self, wanted: &[Role]) -> bool {
        matches!(self, Self::Staff { roles, .. } if roles.iter().any(|role| wanted.contains(role)))
    }
}

use Role::{Head, Officer, Reviewer, Signer};

/// 权限表: which roles may take up a verb. Where it stands open besides, the state decides ([`gongkai_law`]).
pub fn roles_for(verb: Verb) -> &'static [Role] {
    match verb {
        Verb::Arrive
        | Verb::Confirm
        | Verb::Accept
        | Verb::AskClarify
        | Verb::TakeCorrection
        | Verb::AskReasons
        | Verb::TakeReasons
        | Verb::Consult
        | Verb::NoteReached
        | Verb::TakeOpinion
        | Verb::NotifyFee
        | Verb::TakePayment
        | Verb::Draft
        | Verb::Send
        | Verb::Serve
        | Verb::Withdraw
        | Verb::Lapse
        | Verb::Order
        | Verb::Lift
        | Verb::Archive
        | Verb::Amend
        | Verb::Issue => &[Officer, Head],
        Verb::AskExtension => &[Officer],
        Verb::Extend | Verb::DeclineExtension | Verb::Delay | Verb::Convert => &[Head],
        Verb::Return => &[Reviewer, Signer],
        Verb::Review => &[Reviewer],
        Verb::Sign => &[Signer],
        Verb::Note => &[Officer, Head, Reviewer, Signer],
        Verb::Redate | Verb::Strike => &[Head],
    }
}

/// 其他职责: what is done at the desk beside the verbs of a request ([`roles_for`]), of a matter and of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// 分派: says who handles a request.
    Assign,
    /// 补发查询码: gives an applicant another code.
    GiveCode,
    /// 看申请人: sees who applied, and opens papers, which name people.
    SeeApplicant,
    /// 看案件材料: takes papers out of the file of a review or lawsuit.
    SeeCase,
    /// 答复书、答辩状编文号: signs what goes to whoever hears a case.
    NumberDefence,
    /// 到期销毁: takes who applied off the record.
    Erase,
    /// 定稿: freezes a year.
    Freeze,
    /// 补录: takes an old register in, whose endings nobody reviews here.
    TakeIn,
    /// 标准目录: keeps the catalogue of the grass roots, which everybody reads at once.
    Standard,
    /// 历史信息迁移: takes over what an old system had released.
    Migrate,
    /// 文书模板
    Wording,
    /// 文书抬头
    Letterhead,
    /// 共享视图: throws away what others share.
    SharedViews,
    /// 接口密钥: lets programs write drafts.
    ApiKeys,
    /// 答复找错: answers whoever found something wrong in what is published.
    AnswerMistake,
    /// 专题专栏: makes special columns and arranges the organ's home.
    Columns,
    /// 查阅场所: keeps the places where what is public is read in person.
    ReadingPlaces,
    /// 指标月报: enters and corrects what the organ counts month by month.
    EnterFigures,
    /// 填报责任: says what the organ counts, and what it has none of.
    SettleFigures,
    /// 放行: lets an error in a report in work pass with a reason.
    PassFindings,
}

impl Duty {
    /// Every one.
    pub const ALL: [Self; 20] = [
        Self::Assign,
        Self::GiveCode,
        Self::SeeApplicant,
        Self::SeeCase,
        Self::NumberDefence,
        Self::Erase,
        Self::Freeze,
        Self::TakeIn,
        Self::Standard,
        Self::Migrate,
        Self::Wording,
        Self::Letterhead,
        Self::SharedViews,
        Self::ApiKeys,
        Self::AnswerMistake,
        Self::Columns,
        Self::ReadingPlaces,
        Self::EnterFigures,
        Self::SettleFigures,
        Self::PassFindings,
    ];

    /// 权限表: whose it is.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Assign | Self::GiveCode | Self::AnswerMistake | Self::EnterFigures => &[Officer, Head],
            Self::SeeApplicant | Self::SeeCase => &[Officer, Head, Reviewer, Signer],
            Self::NumberDefence => &[Head, Signer],
            Self::Erase
            | Self::Freeze
            | Self::TakeIn
            | Self::Standard
            | Self::Migrate
            | Self::Wording
            | Self::Letterhead
            | Self::SharedViews
            | Self::Columns
            | Self::ReadingPlaces
            | Self::SettleFigures
            | Self::PassFindings => &[Head],
            Self::ApiKeys => &[Head, Role::System],
        }
    }
}

/// What the applicant may do alone, by number and code. The note is that of a new telephone or way of delivery.
pub const APPLICANT: [Verb; 4] = [Verb::TakeCorrection, Verb::TakeReasons, Verb::Withdraw, Verb::Note];

/// Whether a hand may take up a verb on a request: its organ, its roles, and that nobody passes judgment on their own work.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, verb: Verb, dossier: &Dossier) -> Result<(), Refusal> {
    match hand {
        Hand::Platform => Ok(()),
        Hand::Applicant if APPLICANT.contains(&verb) => Ok(()),
        Hand::Applicant => no("这一步由承办机关办理"),
        Hand::Staff { organ, .. } if *organ != Some(dossier.request.line.organ_id) => no("不是本机关的申请"),
        Hand::Staff { .. } if !hand.is_any(roles_for(verb)) => Err(by_another(verb)),
        Hand::Staff { id, .. } => {
            let judges = [Some(*id), hand.principal(verb)];
            let is_one = |actor: &String| judges.iter().flatten().any(|id| Actor::Person(*id).to_string() == *actor);
            let judged = matches!(verb, Verb::Review | Verb::Sign);
            if judged && authors(dossier).iter().any(is_one) {
                return no("起草人不能审查、签发自己的答复，也不能由人代为审查、签发");
            }
            if verb == Verb::Sign && reviewers(dossier).iter().any(is_one) {
                return no("审查人不能签发自己审查的答复，也不能由人代为签发");
            }
            Ok(())
        }
    }
}

fn by_another(verb: Verb) -> Refusal {
    let names: Vec<_> = roles_for(verb).iter().map(|role| role.label()).collect();
    let approves = matches!(verb, Verb::Extend | Verb::DeclineExtension);
    let article = approves.then(|| Article::regulation(33).paragraph(2));
    Refusal { why: format!("由{}办理", names.join("、")), article }
}

/// Who wrote the draft that stands and who handed it in, each also with whom they stood in for, as the journal names them.
fn authors(dossier: &Dossier) -> Vec<String> {
    of_last(dossier, Verb::Draft).chain(dossier.drafter.clone()).collect()
}

/// Who reviewed last, and whom they stood in for; while a draft waits for its signature, that draft's reviewer.
fn reviewers(dossier: &Dossier) -> Vec<String> {
    of_last(dossier, Verb::Review).collect()
}

fn of_last(dossier: &Dossier, verb: Verb) -> impl Iterator<Item = String> {
    let last = dossier.entries.iter().rev().find(|entry| entry.taken.step.verb() == verb);
    let both = last.map(|entry| [entry.row.actor.clone(), entry.words.instead.clone()]);
    both.into_iter().flatten().filter(|actor| !actor.is_empty())
}

fn no(why: &str) -> Result<(), Refusal> {
    Err(refusal(why))
}

fn refusal(why: &str) -> Refusal {
    Refusal { why: why.to_owned(), article: None }
}
