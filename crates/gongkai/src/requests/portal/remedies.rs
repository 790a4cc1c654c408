//! 您的权利: which remedies are open to the applicant now, and until when.

use gongkai_law::{
    calendar::{Calendar, in_chinese},
    redress::{AFTER_REVIEW_BASIS, DIRECT_BASIS, REVIEW_BASIS, Route, act_by},
    request::decision::{Decision, Remedy},
};
use gongkai_store::{Organ, Redress as CaseLine, RedressFilter, Scope};
use jiff::civil::Date;

use crate::{letters::head::Letterhead, office::Office, requests::dossier::Dossier};

/// Cases about one request that are told of.
const CASES: i64 = 5;

/// One way, and until when it is open.
pub struct Way {
    /// 申请行政复议
    pub what: &'static str,
    /// Until when, and where.
    pub until: String,
    /// Its term has passed.
    over: bool,
}

/// 您的权利
pub struct Redress {
    /// Its heading.
    pub title: &'static str,
    /// In a sentence.
    pub lede: String,
    /// The ways that are open.
    pub ways: Vec<Way>,
}

/// What is open today.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, dossier: &Dossier, organ: &Organ) -> Result<Redress, gongkai_store::Error> {
    let standing = &dossier.standing;
    let head = Letterhead::of(office, organ).await?;
    let doors = Doors { head: &head, calendar: &office.calendar, today: office.today() };
    if let Some(ending) = standing.endings.last().filter(|_| standing.is_over()) {
        if reviewed(office, dossier, ending.on).await? {
            return Ok(doors.reviewed());
        }
        return Ok(doors.answered(ending.decision, ending.served, ending.letter));
    }
    let above = match organ.parent_id {
        Some(parent) => office.db.organ(parent).await?.name,
        None => "上一级行政机关或者政府信息公开工作主管部门".to_owned(),
    };
    if let Some(due) = standing.due().filter(|due| *due < office.today()) {
        let until = format!("向{above}（《条例》第五十一条）");
        let complain = Way { what: "投诉、举报", until, over: false };
        let ways = [Route::Review, Route::Direct].map(|route| doors.way(route, Some(due)));
        let ways = std::iter::once(complain).chain(ways).collect();
        return Ok(Redress { title: "您的权利", lede: "到期没有答复的，可以：".to_owned(), ways });
    }
    let lede =
        format!("可以向{above}投诉，也可以依法申请行政复议或者提起行政诉讼。到期以后，这里会写明受理机关和截止日期。");
    Ok(Redress { title: "如果到期没有答复", lede, ways: Vec::new() })
}

/// Whether a review of the answer of this day has ended: what is open then is the way to the court. Against another
/// answer that it ordered everything is open anew.
async fn reviewed(office: &Office, dossier: &Dossier, answered: Date) -> Result<bool, gongkai_store::Error> {
    let line = &dossier.request.line;
    let route = Some(Route::Review.key());
    let about = RedressFilter { route, request: Some(line.id), ..RedressFilter::default() };
    let cases = office.db.redress_cases(Scope::Organ(line.organ_id), &about, 0, CASES).await?;
    Ok(cases.iter().any(|case| case.outcome.is_some() && case.notified.0 >= answered))
}

/// What of it is under way about this request, in plain words: where, and that the result comes from there. How it
/// stands is between the parties and that place.
///
/// # Errors
/// The register.
pub async fn under_way(office: &Office, dossier: &Dossier) -> Result<Vec<String>, gongkai_store::Error> {
    let line = &dossier.request.line;
    let about = RedressFilter { open: true, request: Some(line.id), ..RedressFilter::default() };
    let cases = office.db.redress_cases(Scope::Organ(line.organ_id), &about, 0, CASES).await?;
    let said = |case: &CaseLine| {
        let what = if Route::of_key(&case.route) == Some(Route::Review) { "行政复议" } else { "行政诉讼" };
        format!("这件申请正在{what}，由{}审理，结果由它送达当事人。", case.forum)
    };
    Ok(cases.iter().map(said).collect())
}

/// Where redress is to be had against an organ.
struct Doors<'a> {
    head: &'a Letterhead,
    calendar: &'a Calendar,
    today: Date,
}

impl Doors<'_> {
    fn answered(&self, decision: Decision, served: Option<Date>, letter: bool) -> Redress {
        let (title, remedy) = ("您的权利", decision.remedy());
        if !letter && remedy == Remedy::Depends {
            return Redress { title, lede: "申请已经结束，没有答复书。".to_owned(), ways: Vec::new() };
        }
        let (lede, routes): (_, &[Route]) = match (decision, remedy) {
            // as the letter itself says it: what was given may be taken to the court at once
            (Decision::Partial, _) => (
                "不同意不予公开的部分，应当先申请行政复议；对复议决定不服，再在收到决定书之日起15日内起诉（《行政复议法》\
                 第二十三条）。对予以公开的部分不服，可以复议，也可以直接起诉。",
                &[Route::Review, Route::Direct],
            ),
            (_, Remedy::ReviewFirst) => (
                "不同意不予公开的，应当先申请行政复议；对复议决定不服，再在收到决定书之日起15日内起诉\
                 （《行政复议法》第二十三条）。",
                &[Route::Review],
            ),
            (_, Remedy::Either | Remedy::Depends) => ("不同意的，可以选一种：", &[Route::Review, Route::Direct]),
        };
        let mut ways: Vec<Way> = routes.iter().map(|route| self.way(*route, served)).collect();
        if let (Decision::Partial, Some(way)) = (decision, ways.last_mut()) {
            way.what = "对予以公开的部分，提起行政诉讼";
        }
        let over = ways.iter().all(|way| way.over);
        let lede = if over { "申请复议、提起诉讼的期限都已经过了。" } else { lede };
        Redress { title, lede: lede.to_owned(), ways }
    }

    fn reviewed(&self) -> Redress {
        let lede = "复议机关已经作出决定。对复议决定不服的，可以：".to_owned();
        Redress { title: "您的权利", lede, ways: vec![self.way(Route::AfterReview, None)] }
    }

    fn way(&self, route: Route, known: Option<Date>) -> Way {
        let (what, place, term, basis) = match route {
            Route::Direct => ("提起行政诉讼", &self.head.court, "答复之日起6个月内", DIRECT_BASIS),
            Route::AfterReview => ("提起行政诉讼", &self.head.court, "复议决定书之日起15日内", AFTER_REVIEW_BASIS),
            Route::Review => ("申请行政复议", &self.head.review, "答复之日起60日内", REVIEW_BASIS),
        };
        let place = if place.is_empty() { String::new() } else { format!("向{place}，") };
        let term_of = known.and_then(|known| act_by(route, known, self.calendar));
        // a date that the next notice may move has not passed for certain
        let over = term_of.as_ref().is_some_and(|term| !term.provisional && term.date < self.today);
        let until = match term_of {
            Some(term) if over => format!("{place}期限{}，已经过了（{basis}）", in_chinese(term.date)),
            Some(term) if term.provisional => format!("{place}最迟{}（暂定；{basis}）", in_chinese(term.date)),
            Some(term) => format!("{place}最迟{}（{basis}）", in_chinese(term.date)),
            None => format!("{place}自收到{term}（{basis}）"),
        };
        Way { what, until, over }
    }
}
