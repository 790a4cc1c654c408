//! 现在: where a request stands in a few words, and how much it presses.

use std::collections::HashMap;

use gongkai_law::{
    calendar::Calendar,
    request::{
        deadline, fee,
        refusal::opine_by,
        standing::{ExtensionWish, Standing},
        step::Stage,
        third_party::Asked,
    },
};
use gongkai_store::{Db, RequestId, RequestLine};
use jiff::civil::Date;

use crate::{office::Office, requests::record};

/// Working days from which a due date begins to press.
pub const SOON: u16 = 5;

/// `10-23`, with its year when that is another.
pub fn short(date: Date, today: Date) -> String {
    match date.year() == today.year() {
        true => format!("{:02}-{:02}", date.month(), date.day()),
        false => date.to_string(),
    }
}

/// `10月23日`, with its year when that is another.
pub fn long(date: Date, today: Date) -> String {
    match date.year() == today.year() {
        true => format!("{}月{}日", date.month(), date.day()),
        false => gongkai_law::calendar::in_chinese(date),
    }
}

/// 紧急: how much a due date presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// So many working days late.
    Late(u16),
    /// 今天到期
    Today,
    /// So many working days left.
    Left(u16),
    /// The clock stands, or has not begun.
    Stands(&'static str),
    /// It has ended.
    Over,
}

impl Urgency {
    /// Of a request that lists show.
    pub fn of(line: &RequestLine, today: Date, calendar: &Calendar) -> Self {
        match line.due {
            Some(due) => Self::until(due.0, today, calendar),
            None if line.stage == Stage::File.key() => Self::Over,
            None if line.received.is_none() => Self::Stands("待确认收到"),
            None if line.waits == "applicant" => Self::Stands("等申请人"),
            None => Self::Stands("已暂停"),
        }
    }

    /// Of a day.
    pub fn until(due: Date, today: Date, calendar: &Calendar) -> Self {
        let between =
            |from: Date, to: Date| u16::try_from(calendar.workdays_between(from, to, 9_999)).unwrap_or(u16::MAX);
        match due.cmp(&today) {
            std::cmp::Ordering::Less => Self::Late(between(due, today)),
            std::cmp::Ordering::Equal => Self::Today,
            std::cmp::Ordering::Greater => Self::Left(between(today, due)),
        }
    }

    /// The class of a row's edge, and of a mark in the month.
    pub fn edge(self, provisional: bool) -> &'static str {
        match self {
            Self::Late(_) | Self::Today => "bad",
            Self::Left(left) if left <= SOON => "warn",
            Self::Left(_) if !provisional => "ok",
            _ => "guess",
        }
    }

    /// The class of its tag.
    pub fn tone(self, provisional: bool) -> &'static str {
        match self.edge(provisional) {
            "ok" => "info",
            "guess" if !matches!(self, Self::Left(_)) => "plain",
            other => other,
        }
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            // due on a day off, on a later day off: not one working day went by
            Self::Late(0) => "已逾期".to_owned(),
            Self::Late(days) => format!("逾期{days}个工作日"),
            Self::Today => "今天到期".to_owned(),
            Self::Left(days) => format!("剩{days}个工作日"),
            Self::Stands(why) => format!("❚❚ {why}"),
            Self::Over => "已办结".to_owned(),
        }
    }
}

/// What a request waits for now, as a list says it.
pub fn now(standing: &Standing, today: Date, calendar: &Calendar) -> String {
    if standing.is_over() {
        return ended(standing);
    }
    if let Some(draft) = standing.draft {
        let next = match (draft.signed, draft.reviewed) {
            (Some(_), _) => "已签发，等发出",
            (None, Some(_)) => "等签发",
            (None, None) => "等合法性审查",
        };
        return match standing.wish {
            Some(wish) => format!("{next}；{}", asks(wish)),
            None => next.to_owned(),
        };
    }
    if standing.received.is_none() {
        return "等双方确认收到".to_owned();
    }
    if let Some(until) = standing.open_clarify().and_then(|question| question.until) {
        return term("补正", until, today);
    }
    if let Some(question) = standing.open_fee() {
        let by = fee::pay_by(question.asked, calendar);
        return by.map_or("等申请人缴费".to_owned(), |by| term("缴费", by.date, today));
    }
    if let Some(open) = standing.open_consults().next() {
        let whose =
            if open.asked == Asked::ThirdParty { "征求第三方意见" } else { "征求共同制作机关意见" };
        return match opine_by(open, calendar) {
            Some(by) if by < today => format!("{whose}，{}已期满", long(by, today)),
            Some(by) => format!("{whose}，{}期满", long(by, today)),
            None => format!("{whose}，还没有送达凭证"),
        };
    }
    standing.wish.map_or_else(|| at_work(standing).to_owned(), asks)
}

fn asks(wish: ExtensionWish) -> String {
    format!("申请延期{}个工作日，等负责人批准", wish.days)
}

fn at_work(standing: &Standing) -> &'static str {
    if standing.ordered.is_some() {
        return "责令重新答复，办理中";
    }
    if standing.reasons.is_some_and(|question| question.came.is_none()) {
        return "等申请人说明理由，期限照常计算";
    }
    match (standing.accepted, standing.delayed, standing.consults.is_empty()) {
        (None, ..) => "待审核",
        (Some(_), Some(_), _) => "依第三十五条确定的合理期限",
        (Some(_), None, false) => "意见已回，待起草",
        (Some(_), None, true) => "办理中，待起草",
    }
}

fn term(what: &str, until: Date, today: Date) -> String {
    match until < today {
        true => format!("{what}期限{}已过", long(until, today)),
        false => format!("等申请人{what}，限{}", long(until, today)),
    }
}

fn ended(standing: &Standing) -> String {
    let Some(ending) = standing.endings.last() else { return String::new() };
    let next = match (standing.archived, ending.letter, ending.served) {
        (Some(_), ..) => "已归档",
        (None, true, None) => "等送达凭证",
        _ => "待归档",
    };
    format!("{}，{next}", brief(ending.decision.label()))
}

/// A row's label without its number: `（一）予以公开` → `予以公开`, `4.保护第三方合法权益` → `保护第三方合法权益`.
pub fn plain(label: &str) -> &str {
    match label.split_once(['）', '.']) {
        Some((number, rest)) if number.chars().count() <= 3 => rest,
        _ => label,
    }
}

/// The same without what the annual form adds in brackets, for tags and lists: `（二）部分公开（区分处理的……）` → `部分公开`.
pub fn brief(label: &str) -> &str {
    let name = plain(label);
    name.split_once('（').map_or(name, |(name, _)| name)
}

/// Working days on which the clock stood for others' opinions, up to today.
pub fn stopped(standing: &Standing, today: Date) -> usize {
    let days = standing.clock.iter().flat_map(|clock| &clock.days);
    days.filter(|day| day.why == deadline::Why::Consulting && day.date <= today).count()
}

/// The standings of several requests by one query.
///
/// # Errors
/// The register.
pub async fn standings(
    office: &Office,
    lines: &[RequestLine],
) -> Result<HashMap<RequestId, Standing>, gongkai_store::Error> {
    each_standing(office, lines).await?.into_iter().map(|(id, standing)| Ok((id, standing?))).collect()
}

/// The same for whom one request that cannot be read must not hide the others.
///
/// # Errors
/// The register.
pub async fn each_standing(
    office: &Office,
    lines: &[RequestLine],
) -> Result<HashMap<RequestId, Result<Standing, gongkai_store::Error>>, gongkai_store::Error> {
    let db: &Db = &office.db;
    let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
    let rows = db.steps_of(&ids).await?;
    let each = rows.chunk_by(|a, b| a.0 == b.0).filter_map(|chunk| Some((chunk.first()?.0, chunk)));
    let folded = each.map(|(id, chunk)| {
        let taken = chunk.iter().map(|(_, row)| record::read(row).map(|(taken, _)| taken));
        (id, taken.collect::<Result<Vec<_>, _>>().map(|taken| Standing::of(&taken, &office.calendar)))
    });
    Ok(folded.collect())
}
