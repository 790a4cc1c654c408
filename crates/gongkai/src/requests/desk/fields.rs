//! 各环节的表单: which fields each verb's form has, and the step that they make.

use gongkai_law::request::{
    application::Supply,
    deadline::EXTENSION_WORKDAYS,
    evidence::OWN,
    fee::{self, Tariff},
    step::{Opinion, Step, Taken, Verb},
    third_party::Asked,
};

use gongkai_store::Actor;

use super::{amended, day, sent::Sent, served, story};
use crate::{
    office::Office,
    page::FieldError,
    requests::{dossier::Dossier, record::Words},
};

/// How a field is asked.
pub enum Input {
    /// A day.
    Date,
    /// A line.
    Line,
    /// Some lines.
    Area,
    /// A number.
    Number,
    /// One of these: value, words, what it means.
    Choice(Vec<(String, String, &'static str)>),
    /// Papers.
    Papers,
}

/// One field, as `components/asked.html` prints it.
pub struct Field {
    /// In the form and on the page.
    pub id: &'static str,
    /// Its question.
    pub label: &'static str,
    /// Under the question.
    pub hint: &'static str,
    /// How it is asked.
    pub input: Input,
    /// What stands in it.
    pub value: String,
}

impl Field {
    /// What is wrong with it, if anything.
    pub fn wrong<'a>(&self, errors: &'a [FieldError]) -> Option<&'a str> {
        errors.iter().find(|error| error.field == self.id).map(|error| error.message.as_str())
    }

    /// A field with nothing in it.
    pub fn new(id: &'static str, label: &'static str, hint: &'static str, input: Input) -> Self {
        Self { id, label, hint, input, value: String::new() }
    }

    /// The same with this in it.
    pub fn filled(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }
}

/// 联系不上: what the note is about that the applicant could not be reached.
pub const LOST: &str = "lost";

/// Working days that offices usually give for a correction or for reasons; they may give another term.
const USUAL: u16 = 15;

/// The fields of a verb's form on a request, with what usually stands in them.
pub fn fields(office: &Office, dossier: &Dossier, verb: Verb) -> Vec<Field> {
    let mut fields = asked(office, dossier, verb);
    let proved = fields.iter().any(|field| field.id == "proof");
    if !proved && (OWN.contains(&verb) || verb == Verb::Redate) {
        let hint = "本机关的行为按登记的当天计算；早一天的写明邮戳、签收记录、纸面审批单等，当天的不用填";
        fields.push(Field::new("proof", "早于今天的凭证", hint, Input::Line));
    }
    if verb == Verb::Strike {
        let hint = "期限从这一步起算的（到达、确认、补正、缴费、对方收到），要写明误登的凭证；其他的不用填";
        fields.push(Field::new("proof", "误登的凭证", hint, Input::Line));
    }
    if !day::UNDATED.contains(&verb) {
        let on = Field::new("on", day::label(verb, dossier), day::hint(verb), Input::Date);
        fields.insert(0, on.filled(office.today()));
    }
    fields
}

fn asked(office: &Office, dossier: &Dossier, verb: Verb) -> Vec<Field> {
    let area = |label, hint| Field::new("why", label, hint, Input::Area);
    let line = |id, label, hint| Field::new(id, label, hint, Input::Line);
    let papers = |label| Field::new("papers", label, "PDF、OFD、Office文档、图片，可以多选", Input::Papers);
    let until = |label, hint| Field::new("until", label, hint, Input::Date);
    let usual = || office.calendar.workday_after(office.today(), USUAL).map_or(office.today(), |term| term.date);
    match verb {
        Verb::Confirm => vec![line("proof", "怎样确认的", "电话、短信、回信等，写明联系人"), papers("凭证")],
        Verb::Accept => vec![area("审核意见", "可以不填")],
        Verb::AskClarify => vec![
            area("哪里不明确，怎样补正", "会写进补正告知书，申请人看得到").filled(amended::unproved(dossier)),
            until("合理的补正期限", "到期不补正，视为放弃申请（第三十条）").filled(usual()),
        ],
        Verb::TakeCorrection => {
            let content = area("补正的内容", "期限从收到补正的第二天重新计算");
            [content].into_iter().chain(amended::proof(dossier)).chain([papers("补正材料")]).collect()
        }
        Verb::AskReasons => vec![
            area("为什么请申请人说明理由", "申请的数量、频次明显超过合理范围（第三十五条）"),
            until("说明理由的期限", "期限照常计算").filled(usual()),
        ],
        Verb::TakeReasons => vec![area("申请人说明的理由", ""), papers("来信")],
        Verb::Consult => consult(),
        Verb::NoteReached => vec![party(dossier), line("proof", "凭证", "邮件号、签收人"), papers("回执、跟踪记录")],
        Verb::TakeOpinion => vec![
            party(dossier),
            opinion(),
            area("意见和理由", "照来函摘录；不同意公开又没有说明理由的，写“没有说明理由”（第三十二条）"),
            papers("意见回函"),
        ],
        Verb::NotifyFee => fee_fields(dossier),
        Verb::TakePayment => vec![line("proof", "缴费凭证号", ""), papers("缴费凭证")],
        Verb::AskExtension | Verb::Extend | Verb::DeclineExtension | Verb::Delay => more_time(dossier, verb),
        Verb::Serve => served::fields(dossier, papers("送达回证、签收记录")),
        Verb::Withdraw => vec![area("撤回的情况", "申请人何时、怎样提出撤回"), papers("撤回申请书")],
        Verb::Convert => vec![
            line("about", "公开哪些内容", "就是草稿的标题；不写申请人、第三方是谁"),
            area("为什么转为主动公开", "多人申请同一信息、申请人建议等（第四十四条）"),
        ],
        Verb::Archive => vec![keep()],
        Verb::Note => vec![note(), area("内容", "只有本机关看得到"), papers("材料")],
        Verb::Order => order(),
        Verb::Lift => vec![area("为什么失效", "判决被上诉、被撤销，或者登记错了件"), papers("上诉状、判决书")],
        Verb::Redate => vec![place(dossier), to(), area("为什么更正", "")],
        Verb::Amend => amended::fields(dossier, papers("凭据")),
        Verb::Strike => vec![place(dossier), area("为什么注销", "注销的步骤仍然看得到，不再计算")],
        _ => Vec::new(),
    }
}

/// What is asked of more time, and of whoever grants it.
fn more_time(dossier: &Dossier, verb: Verb) -> Vec<Field> {
    let area = |label, hint| Field::new("why", label, hint, Input::Area);
    match verb {
        Verb::AskExtension => {
            vec![days(dossier), area("为什么要延长", "给负责人看；批准的，会写进延期答复告知书")]
        }
        Verb::Extend => {
            let why = area("为什么要延长", "会写进延期答复告知书").filled(story::wished(dossier).unwrap_or_default());
            vec![days(dossier), why]
        }
        Verb::DeclineExtension => vec![area("为什么不同意", "给经办人看，留在经过里")],
        _ => vec![
            Field::new("until", "合理期限的最后一天", "应晚于原来的答复期限", Input::Date),
            area("为什么这段时间合理", "会告诉申请人（第三十五条）"),
        ],
    }
}

/// As many as were asked for, or as are left.
fn days(dossier: &Dossier) -> Field {
    let left = EXTENSION_WORKDAYS.saturating_sub(dossier.standing.extended);
    let days = dossier.standing.wish.map_or(left, |wish| wish.days.min(left));
    Field::new("days", "延长几个工作日", "1至20，累计不超过20（第三十三条第二款）", Input::Number).filled(days)
}

fn to() -> Field {
    Field::new("to", "正确的日期", "原来的日期和更正都留痕", Input::Date)
}

fn order() -> Vec<Field> {
    vec![
        Field::new("who", "作出决定的复议机关、法院", "", Input::Line),
        Field::new("proof", "决定书、判决书文号", "", Input::Line),
        Field::new("until", "限期重新答复的最后一天", "", Input::Date),
        Field::new("why", "要求", "答复写在这件申请里，不作为新的申请", Input::Area),
        Field::new("papers", "决定书、判决书", "PDF、图片等，可以多选", Input::Papers),
    ]
}

fn fee_fields(dossier: &Dossier) -> Vec<Field> {
    if !Tariff::ByPage.suits(supply(dossier)) {
        return vec![tariff(dossier)];
    }
    vec![tariff(dossier), Field::new("pages", "提供多少页", "只有按量计收时填，一面算一页", Input::Number)]
}

fn consult() -> Vec<Field> {
    let asked = |asked: Asked, hint| (asked.key().to_owned(), asked.label().to_owned(), hint);
    let kinds = vec![
        asked(Asked::ThirdParty, "15个工作日不答复的，由本机关依《条例》决定（第三十二条）"),
        asked(Asked::CoProducer, "15个工作日不答复的，视为同意公开（第三十四条）"),
    ];
    vec![
        Field::new("asked", "征求谁的意见", "", Input::Choice(kinds)).filled(Asked::ThirdParty.key()),
        Field::new("who", "名称", "第三方或者共同制作机关", Input::Line),
        Field::new("why", "涉及哪些信息", "不写申请人是谁", Input::Area),
        Field::new("proof", "怎样发出的", "挂号邮件号、公文交换等；日期早于今天的必填", Input::Line),
    ]
}

/// Those whose opinion is awaited.
fn party(dossier: &Dossier) -> Field {
    let open = dossier.standing.open_consults();
    let of = |consult: &gongkai_law::request::standing::Consult| {
        let name = story::party(dossier, consult.party).to_owned();
        (consult.party.to_string(), name, consult.asked.label())
    };
    let parties: Vec<_> = open.map(of).collect();
    let first = parties.first().map(|(party, ..)| party.clone()).unwrap_or_default();
    Field::new("party", "哪一方", "", Input::Choice(parties)).filled(first)
}

fn opinion() -> Field {
    let of = |opinion: Opinion| (opinion.key().to_owned(), opinion.label().to_owned(), "");
    Field::new("opinion", "意见", "", Input::Choice(Opinion::ALL.map(of).into()))
}

/// 提供形式, as the applicant chose it.
fn supply(dossier: &Dossier) -> Supply {
    Supply::of_key(&dossier.request.supply).unwrap_or(Supply::Paper)
}

fn tariff(dossier: &Dossier) -> Field {
    let mut kinds = vec![(
        "item".to_owned(),
        "按件".to_owned(),
        "申请人本月第11件起；一份申请有几件事的，先分件登记，每件各算一件",
    )];
    if Tariff::ByPage.suits(supply(dossier)) {
        kinds.push(("page".to_owned(), "按量".to_owned(), "提供复制件超过30页起，不与别的申请合计"));
    }
    Field::new("tariff", "按哪种标准", "金额由系统计算", Input::Choice(kinds))
}

fn keep() -> Field {
    let term = |term: &str| (term.to_owned(), term.to_owned(), "");
    Field::new("about", "保管期限", "", Input::Choice(["10年", "30年", "永久"].map(term).into())).filled("10年")
}

fn note() -> Field {
    let kinds = vec![
        (String::new(), "备注".to_owned(), ""),
        (LOST.to_owned(), "联系不上申请人".to_owned(), "何时、怎样联系过；恢复联系以后，登记确认收到"),
        ("searched".to_owned(), "检索记录".to_owned(), "在哪里、用什么词找、找到什么；答复“不存在”要附"),
    ];
    Field::new("about", "记什么", "", Input::Choice(kinds))
}

/// The steps that may be mended; those that the applicant took on line are theirs.
fn place(dossier: &Dossier) -> Field {
    let mends = |step: Step| matches!(step, Step::Redated { .. } | Step::Struck { .. });
    let ours = |entry: &crate::requests::dossier::Entry| entry.row.actor != Actor::Public.to_string();
    let steps = dossier.entries.iter().enumerate().filter(|(_, entry)| !mends(entry.taken.step) && ours(entry));
    let of = |(at, entry): (usize, &crate::requests::dossier::Entry)| {
        (at.to_string(), format!("{}　{}", entry.taken.on, story::what(dossier, entry)), "")
    };
    Field::new("step", "哪一步", "", Input::Choice(steps.map(of).collect()))
}

/// The step that a form makes, with the office's words.
///
/// # Errors
/// What is missing or cannot be read, field by field.
pub fn step(
    office: &Office,
    dossier: &Dossier,
    verb: Verb,
    sent: &Sent,
    nth: u32,
) -> Result<(Taken, Words), Vec<FieldError>> {
    let mut errors = Vec::new();
    let on = match sent.has("on") {
        true => sent.date("on", day::label(verb, dossier), &mut errors),
        false => Some(office.today()),
    };
    let offered = fields(office, dossier, verb);
    let mut words = match verb {
        Verb::Serve => served::words(sent, &mut errors),
        _ => words(&offered, sent),
    };
    required(verb, sent, &mut errors);
    let step = match verb {
        Verb::NotifyFee => match charged(sent, nth, supply(dossier)) {
            Ok((why, yuan)) => {
                (words.why, words.yuan) = (why, Some(yuan));
                Some(Step::FeeNotified)
            }
            Err(error) => {
                errors.push(error);
                None
            }
        },
        _ => plain_step(dossier, verb, sent, &mut errors),
    };
    chosen(&offered, sent, &mut errors);
    match (on, step) {
        (Some(on), Some(step)) if errors.is_empty() => Ok((Taken { on, step }, words)),
        _ => Err(errors),
    }
}

/// What was typed into fields that the form has; nothing else is kept.
fn words(offered: &[Field], sent: &Sent) -> Words {
    let has = |id| offered.iter().any(|field| field.id == id);
    let word = |id| if has(id) { sent.word(id).to_owned() } else { String::new() };
    Words {
        why: word("why"),
        who: word("who"),
        letter: word("letter"),
        proof: word("proof"),
        about: word("about"),
        ..Words::default()
    }
}

/// Of a choice one of what was offered, and nothing else.
fn chosen(offered: &[Field], sent: &Sent, errors: &mut Vec<FieldError>) {
    for field in offered {
        let Input::Choice(choices) = &field.input else { continue };
        let known = choices.iter().any(|(value, ..)| value == sent.word(field.id));
        if !known && !errors.iter().any(|error| error.field == field.id) {
            errors.push(FieldError::new(field.id, format!("{}：请选其中一项", field.label)));
        }
    }
}

/// What a verb cannot do without in words.
fn required(verb: Verb, sent: &Sent, errors: &mut Vec<FieldError>) {
    let wanted: &[(&'static str, &str)] = match verb {
        Verb::Confirm => &[("proof", "怎样确认的")],
        Verb::AskClarify => &[("why", "哪里不明确，怎样补正")],
        Verb::AskReasons | Verb::AskExtension | Verb::Extend | Verb::DeclineExtension | Verb::Delay => {
            &[("why", "理由")]
        }
        Verb::Consult => &[("who", "征求谁的意见"), ("why", "涉及哪些信息")],
        Verb::Withdraw => &[("why", "撤回的情况")],
        Verb::Order => &[("who", "作出决定的机关"), ("proof", "文号")],
        Verb::Lift => &[("why", "为什么失效")],
        Verb::Convert => &[("about", "公开哪些内容"), ("why", "理由")],
        Verb::Note => &[("why", "内容")],
        Verb::Redate => &[("why", "为什么更正")],
        Verb::Strike => &[("why", "为什么注销")],
        _ => &[],
    };
    for (id, label) in wanted {
        sent.wanted(id, label, errors);
    }
    // what came is proved by its words or by the paper
    let came = match verb {
        Verb::TakeCorrection => "补正的内容，或者附上补正材料",
        Verb::TakeReasons => "申请人说明的理由，或者附上来信",
        _ => return,
    };
    if !sent.has_paper("papers") && sent.word("idno").is_empty() {
        sent.wanted("why", came, errors);
    }
}

fn plain_step(dossier: &Dossier, verb: Verb, sent: &Sent, errors: &mut Vec<FieldError>) -> Option<Step> {
    let number = |id: &str| crate::typed::number(sent.word(id)).parse::<u16>().ok();
    Some(match verb {
        Verb::AskClarify => Step::ClarifyAsked { until: sent.date("until", "补正期限", errors)? },
        Verb::AskReasons => Step::ReasonsAsked { until: sent.date("until", "说明理由的期限", errors)? },
        Verb::Delay => Step::Delayed { until: sent.date("until", "合理期限", errors)? },
        Verb::Order => Step::Ordered { until: sent.date("until", "重新答复的期限", errors)? },
        Verb::AskExtension => {
            Step::ExtensionAsked { days: or(number("days"), "days", "请填1至20的整数", errors)? }
        }
        Verb::Extend => Step::Extended { days: or(number("days"), "days", "请填1至20的整数", errors)? },
        Verb::Consult => {
            let asked = or(Asked::of_key(sent.word("asked")), "asked", "请选征求谁的意见", errors)?;
            Step::Consulted { party: parties(dossier), asked }
        }
        Verb::NoteReached => Step::Reached { party: or(number("party"), "party", "请选哪一方", errors)? },
        Verb::TakeOpinion => {
            let party = or(number("party"), "party", "请选哪一方", errors)?;
            Step::Opined {
                party, opinion: or(Opinion::of_key(sent.word("opinion")), "opinion", "请选意见", errors)?
            }
        }
        Verb::Redate => {
            let step = or(number("step"), "step", "请选哪一步", errors)?;
            Step::Redated { step: step.into(), on: sent.date("to", "正确的日期", errors)? }
        }
        Verb::Strike => Step::Struck { step: or(number("step"), "step", "请选哪一步", errors)?.into() },
        _ => bare(verb)?,
    })
}

/// The step of a verb that says nothing besides its day.
fn bare(verb: Verb) -> Option<Step> {
    Some(match verb {
        Verb::Confirm => Step::Confirmed,
        Verb::Accept => Step::Accepted,
        Verb::TakeCorrection => Step::Clarified,
        Verb::TakeReasons => Step::Reasoned,
        Verb::TakePayment => Step::FeePaid,
        Verb::Serve => Step::Served,
        Verb::Withdraw => Step::Withdrawn,
        Verb::Lift => Step::Lifted,
        Verb::DeclineExtension => Step::ExtensionDeclined,
        Verb::Convert => Step::Converted,
        Verb::Archive => Step::Archived,
        Verb::Note => Step::Noted,
        _ => return None,
    })
}

fn or<T>(found: Option<T>, field: &'static str, message: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    if found.is_none() {
        errors.push(FieldError::new(field, message));
    }
    found
}

/// The number of the next party that is asked.
fn parties(dossier: &Dossier) -> u16 {
    dossier.standing.consults.iter().map(|consult| consult.party.saturating_add(1)).max().unwrap_or(0)
}

/// What is charged for a request, in words and in 元; `nth`: which of the applicant's month it is.
fn charged(sent: &Sent, nth: u32, supply: Supply) -> Result<(String, u64), FieldError> {
    match sent.word("tariff") {
        "item" => {
            let fee = fee::of_item(nth).map_err(|error| FieldError::new("tariff", error))?;
            match fee.total {
                0 if nth == 0 => Err(FieldError::new("tariff", "没有证件号码，认不出同一申请人的件数，不能按件收费")),
                0 => Err(FieldError::new(
                    "tariff",
                    format!("申请人本月第{nth}件，没有超过10件，不能按件收费（{}）", Tariff::ByItem.basis()),
                )),
                yuan => Ok((format!("按件计收，申请人当月第{nth}件；{}", fee.in_words()), yuan)),
            }
        }
        "page" if !Tariff::ByPage.suits(supply) => Err(FieldError::new(
            "tariff",
            format!("申请人要求{}，不提供纸质件、电子件，不能按量收费（{}）", supply.label(), Tariff::ByPage.basis()),
        )),
        "page" => {
            let pages: u32 = crate::typed::number(sent.word("pages"))
                .parse()
                .map_err(|_| FieldError::new("pages", "请填提供的页数"))?;
            let fee = fee::by_page(pages).map_err(|error| FieldError::new("pages", error))?;
            match fee.total {
                0 => Err(FieldError::new("pages", format!("没有超过30页，不能按量收费（{}）", Tariff::ByPage.basis()))),
                yuan => Ok((format!("按量计收，共{pages}页；{}，合计{yuan}元", fee.in_words()), yuan)),
            }
        }
        _ => Err(FieldError::new("tariff", "请选按哪种标准收费")),
    }
}
