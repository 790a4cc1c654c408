//! 今日事项: what of an open request presses today, and whose it is. Nothing lapses by itself: what a term that has passed
//! means for an applicant is an officer's to decide.

use gongkai_law::{
    calendar::Calendar,
    request::{
        fee,
        letter::LetterKind,
        standing::{Draft, Standing},
    },
};
use gongkai_store::{PersonId, RequestLine};
use jiff::civil::Date;

use crate::people::roles::Role;

/// Working days before a due date from which it presses.
pub const SOON: u16 = 5;

/// 事项, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Press {
    /// 逾期
    Overdue,
    /// 快到期, today included.
    Due,
    /// 复议、诉讼答复期限已过或者快到
    Defend,
    /// 读者找错答复期限已过或者快到
    Mistake,
    /// 公开信息过了公开期限还没有发布
    PublicationLate,
    /// 公开信息等我办: a check of it, or my draft
    Publication,
    /// 年报过了公布期限还没有公布
    ReportLate,
    /// 年报等我办, or its day is near
    Report,
    /// 上月指标还没有填报
    Months,
    /// 内部期限已过或者快到
    Internal,
    /// 补正逾期: whether the request is handled no further is to be decided.
    Uncorrected,
    /// 缴费逾期
    Unpaid,
    /// 待审查
    Review,
    /// 待签发
    Sign,
    /// 待批准延期: an officer asked for more time.
    Approve,
    /// 待发出
    Send,
    /// 待确认收到
    Confirm,
    /// 待分派
    Assign,
    /// 征求意见书没有送达凭证: without it the term of those asked does not begin.
    Unreached,
    /// 文书没有出具: a step was written down, and nobody was told.
    Unissued,
    /// 暂定期限
    Provisional,
}

impl Press {
    /// Every one.
    pub const ALL: [Self; 21] = [
        Self::Overdue,
        Self::Due,
        Self::Defend,
        Self::Mistake,
        Self::PublicationLate,
        Self::Publication,
        Self::ReportLate,
        Self::Report,
        Self::Months,
        Self::Internal,
        Self::Uncorrected,
        Self::Unpaid,
        Self::Review,
        Self::Sign,
        Self::Approve,
        Self::Send,
        Self::Confirm,
        Self::Assign,
        Self::Unreached,
        Self::Unissued,
        Self::Provisional,
    ];

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overdue => "答复逾期",
            Self::Due => "答复快到期",
            Self::Defend => "复议、诉讼答复期限",
            Self::Mistake => "读者找错待答复",
            Self::PublicationLate => "公开信息逾期",
            Self::Publication => "公开信息等我办",
            Self::ReportLate => "年报过了公布期限",
            Self::Report => "年报等我办",
            Self::Months => "上月指标还没有填报",
            Self::Internal => "内部期限",
            Self::Uncorrected => "补正逾期，请决定是否不再处理",
            Self::Unpaid => "缴费逾期，请决定是否不再处理",
            Self::Review => "待合法性审查",
            Self::Sign => "待签发",
            Self::Approve => "待我批准：延期申请",
            Self::Send => "已签发，待发出",
            Self::Confirm => "待双方确认收到",
            Self::Assign => "待分派",
            Self::Unreached => "征求意见书还没有送达凭证",
            Self::Unissued => "文书没有出具",
            Self::Provisional => "期限暂定",
        }
    }

    /// Whether it is somebody's with these roles. What nobody has been given is every officer's; a case against the organ
    /// is that of everybody who may answer it. Of another organ's, what is late concerns who supervises it, and the rest
    /// nobody.
    pub fn is_for(self, own_organ: bool, officer: Option<PersonId>, person: PersonId, roles: &[Role]) -> bool {
        let has = |role| roles.contains(&role);
        match self {
            _ if !own_organ => self == Self::Overdue && has(Role::Supervisor),
            Self::Review => has(Role::Reviewer),
            Self::Sign => has(Role::Signer),
            Self::Approve => has(Role::Head),
            Self::Defend if has(Role::Reviewer) => true,
            Self::Overdue if has(Role::Supervisor) => true,
            _ => has(Role::Head) || (has(Role::Officer) && officer.is_none_or(|officer| officer == person)),
        }
    }
}

/// What presses of a request today, each with the day that it is about. `soon` is the last day that counts as near.
pub fn of(
    line: &RequestLine,
    standing: &Standing,
    (today, soon): (Date, Date),
    calendar: &Calendar,
) -> Vec<(Press, Option<Date>)> {
    if standing.is_over() {
        return Vec::new();
    }
    let mut all = Vec::new();
    match standing.due() {
        Some(due) if due < today => all.push((Press::Overdue, Some(due))),
        Some(due) if due <= soon => all.push((Press::Due, Some(due))),
        _ => {}
    }
    let internal = line.internal_due.map(|day| day.0).filter(|day| *day <= soon);
    all.extend(internal.map(|day| (Press::Internal, Some(day))));
    let uncorrected = standing.open_clarify().and_then(|question| question.until).filter(|until| *until < today);
    all.extend(uncorrected.map(|until| (Press::Uncorrected, Some(until))));
    let unpaid = standing.open_fee().and_then(|question| fee::pay_by(question.asked, calendar));
    // a date that the next notice may move is nobody's lapse
    let unpaid = unpaid.filter(|term| term.date < today && !term.provisional);
    all.extend(unpaid.map(|term| (Press::Unpaid, Some(term.date))));
    // approved while the term still runs, or not at all
    all.extend(standing.wish.map(|_| (Press::Approve, standing.due())));
    all.extend(standing.draft.map(|draft| (of_draft(draft), None)));
    if standing.received.is_none() {
        all.push((Press::Confirm, None));
    } else if line.officer_id.is_none() {
        all.push((Press::Assign, None));
    }
    if standing.open_consults().any(|consult| consult.reached.is_none()) {
        all.push((Press::Unreached, None));
    }
    // of an extension the applicant is told while the old term still runs
    let by = |letter| if letter == LetterKind::Extension { standing.due_unextended(calendar) } else { None };
    let unissued = standing.unissued().map(|(_, letter)| by(letter)).max();
    all.extend(unissued.map(|by| (Press::Unissued, by)));
    if standing.provisional() {
        all.push((Press::Provisional, standing.due()));
    }
    all
}

fn of_draft(draft: Draft) -> Press {
    match (draft.reviewed, draft.signed) {
        (_, Some(_)) => Press::Send,
        (Some(_), None) => Press::Sign,
        (None, None) => Press::Review,
    }
}

/// The last day that counts as near today.
pub fn soon(today: Date, calendar: &Calendar) -> Date {
    calendar.workday_after(today, SOON).map_or(today, |term| term.date)
}
