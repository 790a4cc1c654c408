//! 下一步: what may be done in a case now and what not, each with its reason.

use gongkai_law::{
    article::Article,
    redress::{
        Route, clock,
        standing::Instance,
        step::{Phase, Verb},
    },
    request::refusal::Refusal,
};

use super::story;
use crate::{
    office::Office,
    people::roles::Hand,
    redress::{case::Case, take},
};

/// Something that may be done.
pub struct Open {
    /// What.
    pub label: String,
    /// Where.
    pub href: String,
    /// What it rests on, or what it leads to.
    pub hint: String,
    /// The one that leads on.
    pub first: bool,
}

/// Something that may not be done.
pub struct Closed {
    /// What.
    pub label: String,
    /// The article, or what else is the reason: `职责`, `次序`.
    pub basis: String,
    /// Why not.
    pub why: String,
}

/// All that may be done in a case, and all that may not.
#[derive(Default)]
pub struct Next {
    /// What leads on stands first.
    pub open: Vec<Open>,
    /// By an article, or by the division of duties.
    pub closed: Vec<Closed>,
    /// By the order of the work alone.
    pub elsewhere: Vec<Closed>,
}

impl Next {
    /// For a hand in a case.
    pub fn of(office: &Office, hand: &Hand, case: &Case) -> Self {
        let mut next = Self::default();
        // whoever only looks on has no use for a list of what others may do
        if !matches!(hand, Hand::Staff { organ, .. } if *organ == Some(case.line.organ_id)) {
            return next;
        }
        let lead = if case.standing.owes_answer() { Verb::Answer } else { Verb::Conclude };
        for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Notify) {
            match take::may(office, hand, case, verb) {
                Ok(()) => next.open.push(open(case, verb, verb == lead)),
                Err(refusal) => next.refuse(office, case, verb, refusal),
            }
        }
        next.open.sort_by_key(|open| !open.first);
        next
    }

    fn refuse(&mut self, office: &Office, case: &Case, verb: Verb, refusal: Refusal) {
        // in its place by the law and the order of the work: then it is somebody else's duty
        let duty = case.standing.allows(verb, &office.calendar).is_ok();
        let (list, basis) = match &refusal.article {
            Some(article) => (&mut self.closed, article.to_string()),
            None if duty => (&mut self.closed, "职责".to_owned()),
            None => (&mut self.elsewhere, "次序".to_owned()),
        };
        list.push(Closed { label: story::label(case, verb), basis, why: refusal.why });
    }
}

fn open(case: &Case, verb: Verb, first: bool) -> Open {
    Open {
        label: story::label(case, verb),
        href: format!("/desk/redress/{}/{}", case.line.number, verb.key()),
        hint: hint(case, verb),
        first,
    }
}

/// What a verb wants, in plain words, with its article.
pub fn hint(case: &Case, verb: Verb) -> String {
    let suit = case.route.is_suit();
    let words = match verb {
        Verb::Answer if suit => "答辩状，和作出答复的证据、所依据的规范性文件",
        Verb::Answer => "书面答复，和作出答复的证据、依据、其他有关材料",
        Verb::MakeOrdinary => "收到转为普通程序的通知时登记，审理期限随之改变",
        Verb::Summon if suit => "负责人应当出庭；不能出庭的，委托工作人员出庭",
        Verb::Summon => "听证的日期会排进月历",
        Verb::Hear => "谁到场、说了什么，材料附上",
        Verb::Suspend => "中止的日子不计入审理期限；本机关答复的期限照常计算",
        Verb::Resume => "审理期限接着计算",
        Verb::Prolong if suit => "由上级法院批准",
        Verb::Prolong => "只有普通程序可以延长，最多30日",
        Verb::Conclude => "照决定书、判决书登记，就是表四的一列；责令重新答复的，原申请同时重新办理",
        Verb::TakeEffect => "上诉期满没有人上诉的，裁判从期满起生效，原申请才重新办理",
        Verb::Appeal => "判决15日内、裁定10日内",
        Verb::Remand => "回到一审，继续审理",
        Verb::Retry => "生效判决、裁定再审的",
        Verb::Redate => "登记错的日期，更正留痕",
        Verb::Strike if case.standing.phase() == Phase::Cancelled => "整件注销错了的，撤掉注销，案件照原样恢复",
        Verb::Strike => "登记错的步骤，注销留痕，不再计算",
        Verb::Amend => "种类、机关、案号、日期、针对的申请登记错了的，改正留痕，编号不变",
        Verb::Cancel => "登记重了、不是本机关案件的，整件注销：案卷仍然看得到，不计期限、不计入年报",
        Verb::Note => "只有本机关看得到",
        Verb::Notify => "",
    };
    match article(case, verb) {
        Some(article) => format!("{words}（{article}）。"),
        None => format!("{words}。"),
    }
}

/// The answer rests on the article of its own procedure and instance.
fn article(case: &Case, verb: Verb) -> Option<Article> {
    let standing = &case.standing;
    match verb {
        Verb::Answer => Some(clock::answer(case.route, standing.procedure, standing.instance).1),
        Verb::Prolong => clock::decision(case.route, standing.procedure, standing.instance).map(|(_, article)| article),
        Verb::Conclude | Verb::Note => None,
        _ => verb.article(case.route),
    }
}

/// 一审, 二审: said of suits alone.
pub fn instance(route: Route, instance: Instance, phase: Phase) -> String {
    match route {
        Route::Review => phase.label().to_owned(),
        _ => format!("{} · {}", instance.label(), phase.label()),
    }
}
