//! `/desk/complaints/{number}`: the file of a matter and what may be done with it; for the organ complained about, what it
//! is asked and nothing else.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    matter::{Ground, Matter, MatterStep, MatterVerb, Settled},
    request::refusal::Refusal,
};
use gongkai_store::{Error as StoreError, Moment};
use jiff::civil::Date;

use super::list::stage;
use crate::{
    case_files,
    guard::Visitor,
    matters::{
        case::{Case, Entry, Words},
        letter, take,
    },
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    requests::{
        desk::{colleagues::Names, list::refused, sent::Sent},
        mask,
        papers::MOST,
        register::{Identity, is_organisation},
        shown::Shown,
        take::NotTaken,
    },
    signin::Bare,
    verify::portal::as_attachment,
};

struct Event {
    iso: String,
    what: String,
    why: String,
    who: String,
}

struct PaperLine {
    /// `None` for who may not open it.
    href: Option<String>,
    name: String,
}

/// Who brought it, as the page shows it.
enum Who {
    /// 没有留姓名
    Nameless,
    /// Covered.
    Masked(String),
    /// Whole, and somebody looked.
    Shown(Vec<(&'static str, String)>),
    /// 打不开, and why.
    Unopened(String),
}

#[derive(Template)]
#[template(path = "matters/one.html")]
struct OnePage {
    desk: Desk,
    case: Case,
    stage: &'static str,
    organ: String,
    about: String,
    ground: Option<Ground>,
    words: String,
    due: Option<(String, String)>,
    who: Who,
    may_reveal: bool,
    events: Vec<Event>,
    papers: Vec<PaperLine>,
    /// Each verb of the desk, with the reason why not.
    verbs: Vec<(MatterVerb, Option<Refusal>)>,
    errors: Vec<FieldError>,
    sent: Sent,
    until: String,
    /// What tells its end by letter, once it ended, and the number of it, once it has one.
    letter: Option<(&'static str, Option<String>)>,
}

impl OnePage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

#[derive(Template)]
#[template(path = "matters/asked.html")]
struct AskedPage {
    desk: Desk,
    number: String,
    version: i64,
    /// Who asks.
    organ: String,
    question: String,
    until: String,
    /// What was answered, once it was.
    account: Option<String>,
    refusal: Option<Refusal>,
    errors: Vec<FieldError>,
    sent: Sent,
    papers: usize,
}

/// A matter as these eyes may see it.
enum Seen {
    Whole(Case),
    /// Their own organ was asked about it.
    Question(Case),
}

async fn seen(office: &Office, hand: &Hand, number: &str) -> Result<Seen, Error> {
    match Case::numbered(office, number, hand.scope()?).await {
        Ok(case) => return Ok(Seen::Whole(case)),
        Err(StoreError::Missing(_)) => {}
        Err(other) => return Err(other.into()),
    }
    let Hand::Staff { organ: Some(organ), .. } = hand else { return Err(Error::NotFound) };
    Ok(Seen::Question(Case::asked(office, number, *organ).await?))
}

/// `GET /desk/complaints/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let seen = seen(&office, visitor.hand()?, &number).await?;
    render(&office, &visitor, seen, (Vec::new(), Sent::default()), None).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    seen: Seen,
    (errors, sent): (Vec<FieldError>, Sent),
    who: Option<Who>,
) -> Result<Response, Error> {
    match seen {
        Seen::Whole(case) => whole(office, visitor, case, (errors, sent), who).await,
        Seen::Question(case) => question(office, visitor, &case, (errors, sent)).await,
    }
}

async fn whole(
    office: &Office,
    visitor: &Visitor,
    case: Case,
    (errors, sent): (Vec<FieldError>, Sent),
    who: Option<Who>,
) -> Result<Response, Error> {
    let (hand, matter) = (visitor.hand()?, &case.matter);
    let own = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(matter.organ_id));
    let who = who.unwrap_or_else(|| match case.identity(office) {
        Ok(Some(who)) => Who::Masked(masked(&who)),
        Ok(None) => Who::Nameless,
        Err(why) => Who::Unopened(why.to_string()),
    });
    let actors: Vec<&str> = case.entries.iter().map(|entry| entry.row.actor.as_str()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let files = office.db.matter_files(matter.id).await?;
    let known = case.identity(office);
    let person = known.as_ref().map_or(true, |who| who.as_ref().is_some_and(|who| !is_organisation(who)));
    let eyes = Shown::over(own, known.as_ref().ok().and_then(Option::as_ref), person);
    let shown = |words: &str| eyes.words(words);
    let paper = |file: &gongkai_store::Attached| PaperLine {
        href: own.then(|| format!("/desk/complaints/{}/files/{}", matter.number, file.n)),
        name: eyes.paper(file.n, &file.name),
    };
    let until = office.calendar.workday_after(office.today(), 10).map(|term| term.date.to_string());
    let status = page::form_status(errors.is_empty());
    let page = OnePage {
        desk: Desk::new(office, visitor, Place::Complaints).await?,
        stage: stage(matter),
        organ: office.db.organ(matter.organ_id).await?.name,
        about: office.db.organ(matter.about_id).await?.name,
        ground: Ground::of_key(&matter.ground),
        words: shown(&matter.words),
        due: matter.due.map(|day| (day.0.to_string(), in_chinese(day.0))),
        may_reveal: own && matches!(who, Who::Masked(_)),
        who,
        events: case.entries.iter().rev().map(|entry| event(entry, &names, shown)).collect(),
        papers: files.iter().map(paper).collect(),
        verbs: MatterVerb::DESK.into_iter().map(|verb| (verb, take::may(hand, &case, verb).err())).collect(),
        errors,
        sent,
        until: until.unwrap_or_default(),
        letter: if own { letter::named(office, &case).await? } else { None },
        case,
    };
    page::show_as(status, &page)
}

fn masked(who: &Identity) -> String {
    // the name of an organisation is no secret
    let name = if is_organisation(who) { who.name.clone() } else { mask::name(&who.name) };
    let parts = [name, mask::phone(&who.phone)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn event(entry: &Entry, names: &Names, shown: impl Fn(&str) -> String) -> Event {
    let what = match entry.step {
        MatterStep::Arrived => "收到，登记编号".to_owned(),
        MatterStep::Accepted => "受理".to_owned(),
        MatterStep::AccountAsked { until } => format!("要求被反映机关说明情况，限{}", in_chinese(until)),
        MatterStep::Accounted => "被反映机关说明情况".to_owned(),
        MatterStep::Settled(settled) if entry.words.who.is_empty() => format!("答复：{}", settled.label()),
        MatterStep::Settled(settled) => format!("答复：{}（{}）", settled.label(), entry.words.who),
    };
    let who = match entry.row.actor.as_str() {
        "public" => "提出的人",
        actor => names.actor(actor),
    };
    Event { iso: entry.row.on_date.0.to_string(), what, why: shown(&entry.words.why), who: who.to_owned() }
}

async fn question(
    office: &Office,
    visitor: &Visitor,
    case: &Case,
    (errors, sent): (Vec<FieldError>, Sent),
) -> Result<Response, Error> {
    let last = |wanted: fn(MatterStep) -> bool| case.entries.iter().rev().find(|entry| wanted(entry.step));
    let asked = last(|step| matches!(step, MatterStep::AccountAsked { .. })).ok_or(Error::NotFound)?;
    let until = match asked.step {
        MatterStep::AccountAsked { until } => in_chinese(until),
        _ => String::new(),
    };
    let account = last(|step| step == MatterStep::Accounted).filter(|account| account.row.n > asked.row.n);
    let status = page::form_status(errors.is_empty());
    let page = AskedPage {
        desk: Desk::new(office, visitor, Place::Complaints).await?,
        number: case.matter.number.clone(),
        version: case.matter.version,
        organ: office.db.organ(case.matter.organ_id).await?.name,
        question: asked.words.why.clone(),
        until,
        account: account.map(|account| account.words.why.clone()),
        refusal: take::may(visitor.hand()?, case, MatterVerb::Account).err(),
        errors,
        sent,
        papers: MOST,
    };
    page::show_as(status, &page)
}

/// `POST /desk/complaints/{number}/{verb}`
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, verb)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_kindly(&office, &visitor, body).await?;
    // whoever brought it withdraws it, at another address
    let known = MatterVerb::of_key(&verb).filter(|verb| *verb != MatterVerb::Withdraw);
    let verb = known.ok_or(Error::NotFound)?;
    let hand = visitor.hand()?;
    let seen = seen(&office, hand, &number).await?;
    let case = match (&seen, verb) {
        (Seen::Whole(case), _) | (Seen::Question(case), MatterVerb::Account) => case,
        (Seen::Question(_), _) => return Err(Error::NotFound),
    };
    if sent.word("version").parse() != Ok(case.matter.version) {
        return late(&office, &visitor, seen, sent).await;
    }
    let (step, words) = match said(case, verb, &sent) {
        Ok(said) => said,
        Err(errors) => return render(&office, &visitor, seen, (errors, sent), None).await,
    };
    match take::take(&office, hand, case, step, &words, &sent.papers("file", "account")).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/complaints/{number}")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let errors = vec![FieldError::new("why", refusal)];
            render(&office, &visitor, seen, (errors, sent), None).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let seen = self::seen(&office, hand, &number).await?;
            late(&office, &visitor, seen, sent).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// Somebody else was faster: the matter as it stands now, with what was typed.
async fn late(office: &Office, visitor: &Visitor, seen: Seen, sent: Sent) -> Result<Response, Error> {
    let errors = vec![FieldError::new("main", "刚被别人改过，还没有登记。您填的内容都在，看过现在的经过再决定")];
    let mut response = render(office, visitor, seen, (errors, sent), None).await?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// What the form of a verb says.
fn said(case: &Case, verb: MatterVerb, sent: &Sent) -> Result<(MatterStep, Words), Vec<FieldError>> {
    let mut errors: Vec<FieldError> = sent.refused("file").collect();
    let mut words = Words::default();
    let step = match verb {
        MatterVerb::Accept => Some(MatterStep::Accepted),
        MatterVerb::AskAccount => {
            words.why = sent.wanted("ask", "要说明什么", &mut errors);
            let until: Option<Date> = sent.date("until", "限期", &mut errors);
            until.map(|until| MatterStep::AccountAsked { until })
        }
        MatterVerb::Account => {
            words.why = sent.wanted("account", "情况说明", &mut errors);
            Some(MatterStep::Accounted)
        }
        MatterVerb::Settle => {
            words.why = sent.wanted("why", "告诉提出的人的话", &mut errors);
            let settled = Settled::of_key(sent.word("settled")).filter(|end| case.kind.endings().contains(end));
            if settled.is_none() {
                errors.push(FieldError::new("settled", "请选处理结果"));
            }
            if settled.is_some_and(Settled::names_another) {
                words.who = sent.wanted("who", "归哪个机关，写明名称和联系方式", &mut errors);
            }
            settled.map(MatterStep::Settled)
        }
        MatterVerb::Withdraw => None,
    };
    match step {
        Some(step) if errors.is_empty() => Ok((step, words)),
        _ => Err(errors),
    }
}

/// `POST /desk/complaints/{number}/reveal`: who brought it, at the price of a row in the journal.
pub async fn reveal(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let case = handled(&office, &visitor, &number).await?;
    note(&office, &visitor, &case, "matter.reveal", None).await?;
    let who = case.identity(&office).map_err(|why| Error::Unopened(why.to_string()))?;
    let Some(who) = who else { return Err(Error::NotFound) };
    let all = [
        ("姓名、名称", who.name),
        ("证件号码", who.number),
        ("电话", who.phone),
        ("邮箱", who.email),
        ("代理人", who.agent),
    ];
    let shown = Who::Shown(all.into_iter().filter(|(_, value)| !value.is_empty()).collect());
    render(&office, &visitor, Seen::Whole(case), (Vec::new(), Sent::default()), Some(shown)).await
}

/// A matter of the own organ: whoever only supervises reads the file and not who brought it.
pub(super) async fn handled(office: &Office, visitor: &Visitor, number: &str) -> Result<Case, Error> {
    let hand = visitor.hand()?;
    let Hand::Staff { organ, .. } = hand else { return Err(Error::NotFound) };
    let Seen::Whole(case) = seen(office, hand, number).await? else { return Err(Error::NotFound) };
    let kind = case.kind;
    let handles = [MatterVerb::Accept, MatterVerb::Settle].iter().any(|verb| hand.is_any(take::roles_for(kind, *verb)));
    match *organ == Some(case.matter.organ_id) && handles {
        true => Ok(case),
        false => Err(Error::Forbidden("只有处理机关办理投诉、更正的人员可以看是谁提出的、附了什么".to_owned())),
    }
}

pub(super) async fn note(
    office: &Office,
    visitor: &Visitor,
    case: &Case,
    act: &'static str,
    file: Option<i32>,
) -> Result<(), Error> {
    let matter = &case.matter;
    let detail = serde_json::json!({ "number": matter.number, "file": file });
    let mut noted = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    noted.record(act, Some(matter.organ_id), matter.id, detail);
    Ok(noted.commit().await?)
}

/// `GET /desk/complaints/{number}/files/{n}`: with a row in the journal.
pub async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, i32)>,
) -> Result<Response, Error> {
    let case = handled(&office, &visitor, &number).await?;
    let files = office.db.matter_files(case.matter.id).await?;
    let file = files.into_iter().find(|file| file.n == n).ok_or(Error::NotFound)?;
    note(&office, &visitor, &case, "matter.file", Some(n)).await?;
    let bytes = case_files::open(&office, file.file_sm3).await?;
    Ok(as_attachment(&file.media, &file.name, bytes))
}

/// For the template: which matter it is.
impl OnePage {
    fn complains(&self) -> bool {
        self.case.kind == Matter::Complaint
    }

    fn verb(&self, verb: &MatterVerb) -> &'static str {
        verb.key()
    }
}
