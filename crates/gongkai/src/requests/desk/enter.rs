//! `/desk/register`: what came by hand, by post or otherwise is written down by an officer.

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::Response,
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    clarify, fee,
    received::Channel,
    standing::Standing,
    step::{Step, Taken},
};
use gongkai_store::{Organ, RequestLine};
use jiff::civil::Date;
use tower_sessions::Session;

use super::{
    case::{month_of, year_of},
    due::Due,
    entered::{self, Entered, ONCE},
    list::eyes,
    sent::Sent,
    wording::short,
};
use crate::{
    guard::{self, Visitor, kept},
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{self, Hand},
    },
    requests::{
        alike, mask,
        register::{Application, Identity, Receipt, applicant_mac, clash, plain_code, wrong_number},
        ways::{WAYS, Way},
    },
};

/// The same applicant's requests that the page names.
const OTHERS: i64 = 6;

/// 没有附身份证明: the box of the form. It is registered all the same, and what is wanting is asked for (arts 29 and 30).
const UNPROVED: &str = "unproved";

#[derive(Template)]
#[template(path = "desk/register.html")]
struct RegisterPage {
    desk: Desk,
    errors: Vec<FieldError>,
    sent: Sent,
    ways: &'static [Way],
    kinds: [Applicant; 6],
    supplies: [Supply; 3],
    deliveries: [Delivery; 4],
    arrived: String,
    /// What the number will be, if nobody else registers before.
    number: String,
    /// 回执 of what was registered just now, one before this.
    before: Option<Handed>,
    /// Whether it was typed before a sign-in.
    kept: bool,
    /// Of this form: sent twice, it makes one request.
    once: String,
    /// 编号 of the same, registered a moment ago from another form.
    twin: Option<String>,
    due: Due,
    clarify_by: Option<String>,
    count: Option<Count>,
}

impl RegisterPage {
    fn wrong(&self, id: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == id).map(|error| error.message.as_str())
    }
}

/// 这位申请人: what else this applicant asked for.
struct Count {
    month: i64,
    year: i64,
    others: Vec<(String, String, String, &'static str)>,
}

#[derive(Template)]
#[template(path = "desk/registered.html")]
struct RegisteredPage {
    desk: Desk,
    handed: Handed,
    due: Due,
}

/// 登记回执: what the applicant is handed on paper. The code is nowhere else.
struct Handed {
    receipt: Receipt,
    organ: String,
    /// Masked, as on every page: who applied is known to the two people at the desk.
    applicant: String,
    channel: &'static str,
    arrived: String,
    wanted: String,
}

impl Handed {
    fn of(receipt: Receipt, organ: &Organ, application: &Application, way: &Way) -> Self {
        let Application { applicant, identity, .. } = application;
        let name = if applicant.is_person() { mask::name(&identity.name) } else { identity.name.clone() };
        Self {
            receipt,
            organ: organ.name.clone(),
            applicant: format!("{name}（{applicant}）"),
            channel: way.label,
            arrived: application.arrived.to_string(),
            wanted: mask::numbers(&application.wanted),
        }
    }
}

/// Whoever registers for their organ.
async fn registrar(office: &Office, visitor: &Visitor) -> Result<Organ, Error> {
    let hand: &Hand = visitor.hand()?;
    let (_, _, organ) = eyes(hand)?;
    if !hand.is_any(roles::roles_for(gongkai_law::request::step::Verb::Arrive)) {
        return Err(Error::Forbidden("登记申请由经办人、公开工作机构负责人办理".to_owned()));
    }
    let organ = office.db.organ(organ).await?;
    match office.db.successors(&[organ.id]).await?.into_iter().next() {
        Some((_, now)) => Err(Error::Forbidden(format!(
            "{}已经撤销，职责由{}承继，收到的申请请转给它登记",
            organ.short_name, now.name
        ))),
        None => Ok(organ),
    }
}

/// `GET /desk/register`
pub async fn show(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let organ = registrar(&office, &visitor).await?;
    let typed = kept::back(&office, &visitor, &session, HERE).await;
    let kept = typed.is_some();
    let came = Came { kept, sent: typed.map(Sent::again).unwrap_or_default(), ..Came::default() };
    form(&office, &visitor, &organ, came).await
}

const HERE: &str = "/desk/register";

/// How the form came: what was typed, what is wrong with it, and what was registered before.
#[derive(Default)]
struct Came {
    sent: Sent,
    errors: Vec<FieldError>,
    before: Option<Handed>,
    kept: bool,
    twin: Option<String>,
}

async fn form(office: &Office, visitor: &Visitor, organ: &Organ, came: Came) -> Result<Response, Error> {
    let Came { sent, errors, before, kept, twin } = came;
    let today = office.today();
    let last = office.db.last_number(organ.id, "request", today.year()).await?;
    let way = way_of(&sent);
    let days = (sent.word("arrived").parse().unwrap_or(today), sent.word("confirmed").parse().ok());
    let standing = standing(office, way.channel, days);
    let by = standing.received.and_then(|received| clarify::ask_by(received, &office.calendar));
    let count = count(office, organ, &sent).await?;
    let status = if twin.is_some() { StatusCode::CONFLICT } else { page::form_status(errors.is_empty()) };
    let page = RegisterPage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        errors,
        ways: &WAYS,
        kinds: Applicant::ALL,
        supplies: Supply::ALL,
        deliveries: Delivery::ALL,
        arrived: if sent.has("arrived") { sent.word("arrived").to_owned() } else { today.to_string() },
        number: format!("{}-{}-{:04}", organ.slug.to_uppercase(), today.year(), last + 1),
        before,
        kept,
        twin,
        once: if sent.has(ONCE) { sent.word(ONCE).to_owned() } else { guard::token() },
        due: Due::of(&standing, today, &office.calendar),
        clarify_by: by.map(|term| short(term.date, today)),
        count,
        sent,
    };
    page::show_as(status, &page)
}

fn way_of(sent: &Sent) -> &'static Way {
    WAYS.iter().find(|way| way.key == sent.word("ch")).unwrap_or(&WAYS[0])
}

fn standing(office: &Office, channel: Channel, (arrived, confirmed): (Date, Option<Date>)) -> Standing {
    let mut taken = vec![Taken { on: arrived, step: Step::Arrived { channel } }];
    if channel.needs_confirmation() {
        taken.extend(confirmed.map(|on| Taken { on, step: Step::Confirmed }));
    }
    Standing::of(&taken, &office.calendar)
}

async fn count(office: &Office, organ: &Organ, sent: &Sent) -> Result<Option<Count>, Error> {
    let who = Identity { number: sent.word("idno").to_owned(), ..Identity::default() };
    let Some(mac) = applicant_mac(office, &who) else { return Ok(None) };
    let today = office.today();
    let arrived = sent.word("arrived").parse().unwrap_or(today);
    let all = office.db.requests_of_applicant(organ.id, &mac, OTHERS).await?;
    let title = crate::requests::register::title(sent.word("what"), std::iter::empty());
    let line = |line: &RequestLine| {
        let stage = gongkai_law::request::step::Stage::of_key(&line.stage).map_or("", |stage| stage.label());
        let meta = format!("{}到达，{stage}", short(line.arrived.0, today));
        (line.number.clone(), line.title.clone(), meta, alike::said(&title, &line.title))
    };
    let (month, year) = office.db.applicant_counts(organ.id, &mac, month_of(arrived), year_of(arrived), None).await?;
    Ok(Some(Count { month: month + 1, year: year + 1, others: all.iter().map(line).collect() }))
}

/// `POST /desk/register`: a look at the dates, or the application with its papers and its number at once.
pub async fn take(State(office): State<Office>, visitor: Visitor, body: Multipart) -> Result<Response, Error> {
    let sent = Sent::read_kindly(&office, &visitor, body).await?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, HERE, sent.typed());
    }
    let organ = registrar(&office, &visitor).await?;
    let unfit: Vec<FieldError> = sent.refused("scan").collect();
    let application = match application(&office, &sent) {
        _ if sent.word("then") == "look" => {
            return form(&office, &visitor, &organ, Came { sent, ..Came::default() }).await;
        }
        Ok(application) if unfit.is_empty() => application,
        said => {
            let errors = [said.err().unwrap_or_default(), unfit].concat();
            return form(&office, &visitor, &organ, Came { sent, errors, ..Came::default() }).await;
        }
    };
    let receipt = match entered::once_only(&office, &visitor, &organ, &sent, &application).await? {
        Entered::Now(receipt) => receipt,
        Entered::Before(number) => {
            return form(&office, &visitor, &organ, Came { sent, twin: Some(number), ..Came::default() }).await;
        }
    };
    let handed = Handed::of(receipt, &organ, &application, way_of(&sent));
    if sent.word("then") == "next" {
        return form(&office, &visitor, &organ, Came { before: Some(handed), ..Came::default() }).await;
    }
    let standing = standing(&office, application.channel, (application.arrived, application.confirmed));
    page::show_as(
        StatusCode::CREATED,
        &RegisteredPage {
            desk: Desk::new(&office, &visitor, Place::Requests).await?,
            handed,
            due: Due::of(&standing, office.today(), &office.calendar),
        },
    )
}

fn application(office: &Office, sent: &Sent) -> Result<Application, Vec<FieldError>> {
    let mut errors = Vec::new();
    let way = way_of(sent);
    let applicant = Applicant::of_key(sent.word("kind")).unwrap_or(Applicant::NaturalPerson);
    let identity = identity(sent, applicant, &mut errors);
    let wanted = sent.wanted("what", "要什么信息", &mut errors);
    let days = days(office, sent, way.channel, &mut errors);
    let supply = Supply::of_key(sent.word("form")).unwrap_or(Supply::Paper);
    let delivery = Delivery::of_key(sent.word("way")).unwrap_or(Delivery::Post);
    if sent.has("way") {
        errors.extend(unfit(supply, delivery, &identity).map(|why| FieldError::new("way", why)));
    }
    if let Some((field, label)) = way.proof {
        sent.wanted(field, &format!("{label}：收到之日要有凭据（{}）", way.channel.basis()), &mut errors);
    }
    let lacks = if identity.number.is_empty() { "没有附身份证明" } else { "" };
    let proof = [way.label, sent.word("proof"), sent.word("by"), lacks];
    match days {
        Some((arrived, confirmed)) if errors.is_empty() => Ok(Application {
            applicant,
            identity,
            wanted,
            supply,
            delivery,
            channel: way.channel,
            arrived,
            confirmed,
            proof: proof.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　"),
        }),
        _ => Err(errors),
    }
}

/// Why it cannot be given in this form by this way. Art. 40.
fn unfit(supply: Supply, delivery: Delivery, who: &Identity) -> Option<&'static str> {
    clash(supply, delivery).or(match delivery {
        Delivery::Email if who.email.trim().is_empty() => Some("没有留电子邮箱，请补上或者换一种途径"),
        Delivery::Post if who.address.trim().is_empty() => Some("没有留联系地址，请补上或者换一种途径"),
        _ => None,
    })
}

fn identity(sent: &Sent, applicant: Applicant, errors: &mut Vec<FieldError>) -> Identity {
    let word = |id| sent.word(id).to_owned();
    let name = sent.wanted("name", "姓名或者名称", errors);
    let number = plain_code(sent.word("idno"));
    let lacks = number.is_empty();
    if lacks && !sent.has(UNPROVED) {
        let why =
            "请填身份证号或者统一社会信用代码：申请须附身份证明；没有附的，勾选下面的“没有附身份证明”（第二十九条）";
        errors.push(FieldError::new("idno", why));
    }
    if let Some(fault) = wrong_number(applicant, &number).filter(|_| !lacks) {
        errors.push(FieldError::new("idno", fault));
    }
    let identity = Identity {
        name,
        number,
        phone: word("tel"),
        email: word("email"),
        address: word("addr"),
        agent: word("agent"),
        joint: word("joint"),
        ..Identity::default()
    };
    if !identity.can_be_reached() {
        errors.push(FieldError::new("tel", "请填电话、邮箱、地址中的至少一项，没有联系方式就无法答复（第二十九条）"));
    }
    identity
}

/// When it came, and when both sides confirmed it, where the channel wants that.
fn days(office: &Office, sent: &Sent, channel: Channel, errors: &mut Vec<FieldError>) -> Option<(Date, Option<Date>)> {
    let today = office.today();
    let arrived = sent.date("arrived", "到达的日期", errors)?;
    let waits = !channel.needs_confirmation() || sent.has("lost") || sent.word("confirmed").is_empty();
    let confirmed = if waits { None } else { Some(sent.date("confirmed", "确认的日期", errors)?) };
    if arrived > today {
        errors.push(FieldError::new("arrived", "到达的日期还没有到"));
    }
    if let Some(day) = confirmed
        && (day < arrived || day > today)
    {
        errors.push(FieldError::new("confirmed", "确认的日期应在到达和今天之间（第三十一条）"));
    }
    Some((arrived, confirmed))
}

impl Count {
    /// Under the counts: whether a fee may be charged by item.
    fn fee(&self) -> &'static str {
        let items = u32::try_from(self.month).unwrap_or(u32::MAX);
        match fee::by_item(items).is_ok_and(|fee| fee.total == 0) {
            true => "按证件号码、向本机关计。本月第11件起才可能按件收费（第四十二条）。",
            false => "按证件号码、向本机关计。本月已超过10件，可以按件收信息处理费（第四十二条）。",
        }
    }
}
