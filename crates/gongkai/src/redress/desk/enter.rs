//! `/desk/redress/new`: papers of a review or a suit have come and are written down.

use askama::Template;
use axum::{
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    redress::{
        Route,
        clock::Procedure,
        standing::Standing,
        step::{Step, Taken, Verb},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Moment, Organ, OrganId, Redress, Request, Scope};
use serde::Deserialize;

use super::{clock, step::put};
use crate::{
    guard::Visitor,
    letters::head::Letterhead,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
    redress::{
        case::Case,
        duties::roles_for,
        register::{Arrival, register, skipped_review},
    },
    requests::{
        desk::{
            due::Due,
            fields::{Field, Input},
            list::eyes,
            sent::Sent,
            taking::fill,
        },
        take::NotTaken,
    },
};

/// What the case is about, as the address says it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct About {
    /// The number of a request.
    request: String,
    /// The number of the review before a suit.
    after: String,
    /// A route.
    route: String,
}

#[derive(Template)]
#[template(path = "redress/new.html")]
struct NewPage {
    desk: Desk,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    refusal: Option<Refusal>,
    /// Until when the answer is due, once the days were looked at.
    due: Option<Due>,
    /// 复议前置
    advice: Option<String>,
}

/// Whoever registers for their organ.
async fn registrar(office: &Office, visitor: &Visitor) -> Result<Organ, Error> {
    let hand = visitor.hand()?;
    let (_, _, organ) = eyes(hand)?;
    if !hand.is_any(roles_for(Verb::Notify)) {
        let names: Vec<_> = roles_for(Verb::Notify).iter().map(|role: &Role| role.label()).collect();
        return Err(Error::Forbidden(format!("登记案件由{}办理", names.join("、"))));
    }
    Ok(office.db.organ(organ).await?)
}

/// `GET /desk/redress/new`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(about): Query<About>,
) -> Result<Response, Error> {
    let organ = registrar(&office, &visitor).await?;
    let own = Scope::Organ(organ.id);
    let before = match about.after.as_str() {
        "" => None,
        number => Some(office.db.redress_numbered(number, own).await?),
    };
    let mut request = match about.request.as_str() {
        "" => None,
        number => Some(office.db.request_numbered(number, own).await?.ok_or(Error::NotFound)?),
    };
    if let (None, Some(id)) = (&request, before.as_ref().and_then(|review| review.request_id)) {
        request = Some(office.db.request(id, own).await?);
    }
    let route = match &before {
        Some(_) => Route::AfterReview,
        None => Route::of_key(&about.route).unwrap_or(Route::Review),
    };
    let head = Letterhead::of(&office, &organ).await?;
    let mut fields = fields(&office);
    let known = [
        ("route", route.key().to_owned()),
        ("request", request.as_ref().map(|request| request.line.number.clone()).unwrap_or_default()),
        ("after", before.as_ref().map(|review| review.number.clone()).unwrap_or_default()),
        ("forum", if route.is_suit() { head.court } else { head.review }),
        ("title", request.map(|request| request.line.title).or(before.map(|review| review.title)).unwrap_or_default()),
    ];
    put_in(&mut fields, known);
    let desk = Desk::new(&office, &visitor, Place::Redress).await?;
    page::show(&NewPage { desk, fields, errors: Vec::new(), refusal: None, due: None, advice: None })
}

fn put_in(fields: &mut [Field], known: impl IntoIterator<Item = (&'static str, String)>) {
    for (id, value) in known {
        fields.iter_mut().filter(|field| field.id == id).for_each(|field| field.value.clone_from(&value));
    }
}

/// The same questions of a case that was registered wrongly, with what stands there now.
///
/// # Errors
/// The register.
pub async fn anew(office: &Office, case: &Case) -> Result<Vec<Field>, Error> {
    let (line, own) = (&case.line, Scope::Organ(case.line.organ_id));
    let request = match line.request_id {
        Some(id) => office.db.request(id, own).await?.line.number,
        None => String::new(),
    };
    let after = match line.after_id {
        Some(id) => office.db.redress(id, own).await?.number,
        None => String::new(),
    };
    let (procedure, accepted) = case.papers().unwrap_or((Procedure::Ordinary, None));
    let mut fields = fields(office);
    let known = [
        ("route", case.route.key().to_owned()),
        ("request", request),
        ("after", after),
        ("title", line.title.clone()),
        ("forum", line.forum.clone()),
        ("case_number", line.case_number.clone()),
        ("on", line.notified.0.to_string()),
        ("procedure", procedure.key().to_owned()),
        ("accepted", accepted.map(|day| day.to_string()).unwrap_or_default()),
    ];
    put_in(&mut fields, known);
    for field in &mut fields {
        match field.id {
            "proof" => (field.label, field.hint) = ("凭证", "收到的日期改晚的，必须写明；别的可以不填"),
            "papers" => field.label = "能证明的材料",
            _ => {}
        }
    }
    fields.push(Field::new("why", "为什么更正", "原来登记的和更正都留痕，案件的编号不变", Input::Area));
    Ok(fields)
}

/// What the form of such a case says.
///
/// # Errors
/// The register; field by field what is missing.
pub async fn amended(
    office: &Office,
    case: &Case,
    sent: &Sent,
) -> Result<Result<Arrival, Vec<FieldError>>, gongkai_store::Error> {
    let mut errors = Vec::new();
    sent.wanted("why", "为什么更正", &mut errors);
    arrival(office, case.line.organ_id, sent, errors).await
}

fn fields(office: &Office) -> Vec<Field> {
    let line = |id, label, hint| Field::new(id, label, hint, Input::Line);
    let day = |id, label, hint| Field::new(id, label, hint, Input::Date);
    let routes = Route::ALL.map(|route| (route.key().to_owned(), route.label().to_owned(), ""));
    let terms = |procedure| match procedure {
        Procedure::Ordinary => "复议10个工作日内答复，诉讼15日内答辩",
        Procedure::Simplified => "政府信息公开案件可以适用；复议5个工作日内答复，诉讼仍是15日",
    };
    let procedures = Procedure::ALL.map(|one| (one.key().to_owned(), one.label().to_owned(), terms(one)));
    vec![
        Field::new("route", "哪一种案件", "年报表四的三块", Input::Choice(routes.into())).filled(Route::Review.key()),
        line("request", "申请编号", "案件针对的那件申请；不是针对某一件申请的，可以不填"),
        line("after", "前面的复议", "复议后起诉的，填本机关登记的复议编号；没有登记的不填"),
        line("title", "事由", "用几个字说清争的是什么；填了申请编号的可以不填"),
        line("forum", "复议机关、法院", "照通知书写"),
        line("case_number", "案号", "照通知书写"),
        day("on", "本机关收到的日期", "以签收为准，答复的期限从第二天起数").filled(office.today()),
        Field::new("procedure", "适用程序", "照通知书写", Input::Choice(procedures.into()))
            .filled(Procedure::Ordinary.key()),
        day("accepted", "受理、立案的日期", "审理期限从这一天起算；通知书没有写的不填"),
        line("proof", "怎样收到的", "送达回证、邮件号、签收人"),
        Field::new("papers", "通知书、申请书或者起诉状副本", "PDF、OFD、Office文档、图片，可以多选", Input::Papers),
    ]
}

/// `POST /desk/redress/new`: a look at the term, or the case with its papers, its number and its clock at once.
pub async fn take(State(office): State<Office>, visitor: Visitor, body: Multipart) -> Result<Response, Error> {
    let organ = registrar(&office, &visitor).await?;
    let sent = Sent::read_kindly(&office, &visitor, body).await?;
    let mut errors: Vec<_> = sent.refused("papers").collect();
    sent.wanted("proof", "怎样收到的", &mut errors);
    let arrival = arrival(&office, organ.id, &sent, errors).await?;
    if sent.word("then") == "look" {
        return again(&office, &visitor, &sent, (Vec::new(), None), arrival.ok().as_ref()).await;
    }
    let arrival = match arrival {
        Ok(arrival) => arrival,
        Err(errors) => return again(&office, &visitor, &sent, (errors, None), None).await,
    };
    let hand = visitor.hand()?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let (id, number) = match register(&office, &mut act, hand, &organ, &arrival).await {
        Ok(registered) => registered,
        Err(NotTaken::Refused(refusal)) => {
            return again(&office, &visitor, &sent, (Vec::new(), Some(refusal)), Some(&arrival)).await;
        }
        Err(NotTaken::Store(error)) => return Err(error.into()),
    };
    put(&office, &mut act, (id, organ.id, &number), &sent, Verb::Notify).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/desk/redress/{number}")).into_response())
}

/// What the form says; field by field what is missing.
async fn arrival(
    office: &Office,
    organ: OrganId,
    sent: &Sent,
    mut errors: Vec<FieldError>,
) -> Result<Result<Arrival, Vec<FieldError>>, gongkai_store::Error> {
    let own = Scope::Organ(organ);
    let request: Option<Request> = match sent.word("request") {
        "" => None,
        number => office.db.request_numbered(&number.to_uppercase(), own).await?,
    };
    let after: Option<Redress> = match sent.word("after") {
        "" => None,
        number => office.db.redress_numbered(&number.to_uppercase(), own).await.ok(),
    };
    if request.is_none() && !sent.word("request").is_empty() {
        errors.push(FieldError::new("request", "本机关没有这个编号的申请"));
    }
    if after.is_none() && !sent.word("after").is_empty() {
        errors.push(FieldError::new("after", "本机关没有登记过这件复议"));
    }
    let title = match (sent.word("title"), &request) {
        ("", Some(request)) => request.line.title.clone(),
        _ => sent.wanted("title", "事由", &mut errors),
    };
    let forum = sent.wanted("forum", "复议机关、法院", &mut errors);
    let case_number = sent.wanted("case_number", "案号", &mut errors);
    let notified = sent.date("on", "本机关收到的日期", &mut errors);
    let accepted = match sent.word("accepted") {
        "" => None,
        _ => sent.date("accepted", "受理、立案的日期", &mut errors),
    };
    let proof = sent.word("proof").to_owned();
    let Some(notified) = notified.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    let route = Route::of_key(sent.word("route")).unwrap_or(Route::Review);
    let procedure = Procedure::of_key(sent.word("procedure")).unwrap_or(Procedure::Ordinary);
    Ok(Ok(Arrival { route, request, after, forum, case_number, title, notified, procedure, accepted, proof }))
}

/// The form as it was filled in, with what is wrong and what it would mean.
async fn again(
    office: &Office,
    visitor: &Visitor,
    sent: &Sent,
    (errors, refusal): (Vec<FieldError>, Option<Refusal>),
    arrival: Option<&Arrival>,
) -> Result<Response, Error> {
    let mut fields = fields(office);
    fill(&mut fields, sent);
    let status = page::form_status(errors.is_empty() && refusal.is_none());
    let advice = arrival.and_then(|it| skipped_review(it.route, it.request.as_ref()?));
    let desk = Desk::new(office, visitor, Place::Redress).await?;
    page::show_as(status, &NewPage { desk, fields, errors, refusal, due: looked(office, sent), advice })
}

/// The clock that these days would give.
fn looked(office: &Office, sent: &Sent) -> Option<Due> {
    let on = crate::typed::number(sent.word("on")).parse().ok()?;
    let route = Route::of_key(sent.word("route"))?;
    let procedure = Procedure::of_key(sent.word("procedure"))?;
    let taken = Taken { on, step: Step::Notified { procedure, accepted: None } };
    Some(clock::due(&Standing::of(route, &[taken]), office.today(), &office.calendar))
}
