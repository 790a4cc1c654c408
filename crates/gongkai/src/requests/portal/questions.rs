//! 一页一问: the questions of the application, what each asks for, and what is wrong with an answer.

use gongkai_law::{
    organ::uscc,
    personal,
    request::application::{Applicant, Delivery, Supply},
};

use crate::{
    page::FieldError,
    requests::{draft::Draft, register::clash},
    typed,
};

/// 申请的一问
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// 申请人
    Applicant,
    /// 身份证明
    Identity,
    /// 联系方式
    Contact,
    /// 向谁申请
    Organ,
    /// 所需信息
    Wanted,
    /// 提供方式
    Supply,
}

/// The longest answer to `wanted`, in characters.
pub const WANTED: usize = 1000;
/// The shortest by which anything can be found.
const LEAST: usize = 6;

impl Question {
    /// Every question, in order.
    pub const ALL: [Self; 6] =
        [Self::Applicant, Self::Identity, Self::Contact, Self::Organ, Self::Wanted, Self::Supply];

    /// In addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Organ => "organ",
            Self::Wanted => "wanted",
            Self::Supply => "supply",
        }
    }

    /// The question of this address.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.key() == key)
    }

    /// In the row of steps.
    pub fn label(self) -> &'static str {
        match self {
            Self::Applicant => "申请人",
            Self::Identity => "身份证明",
            Self::Contact => "联系方式",
            Self::Organ => "向谁申请",
            Self::Wanted => "所需信息",
            Self::Supply => "提供方式",
        }
    }

    /// As the page asks it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Applicant => "谁来申请？",
            Self::Identity => "怎样证明身份？",
            Self::Contact => "怎样联系您？",
            Self::Organ => "向哪个机关申请？",
            Self::Wanted => "您需要什么信息？",
            Self::Supply => "怎样给您？",
        }
    }

    /// Its fields.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Applicant => &["kind", "name", "agent", "joint"],
            Self::Identity => &["number"],
            Self::Contact => &["phone", "email", "address"],
            Self::Organ => &["organ"],
            Self::Wanted => &["wanted", "from", "to"],
            Self::Supply => &["supply", "delivery"],
        }
    }

    /// What is wrong with the answers to it.
    pub fn faults(self, draft: &Draft, this_year: i16) -> Vec<FieldError> {
        match self {
            Self::Applicant => applicant(draft),
            Self::Identity => identity(draft),
            Self::Contact => contact(draft),
            Self::Organ => given(draft, "organ", "请选一个机关"),
            Self::Wanted => wanted(draft, this_year),
            Self::Supply => supply(draft),
        }
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|question| *question != self).nth(1)
    }

    /// The one before it.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().take_while(|question| *question != self).last()
    }

    /// The first that is not answered yet, or not well.
    pub fn open(draft: &Draft, this_year: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|question| !question.faults(draft, this_year).is_empty())
    }
}

/// A field as it was typed, cleaned and never cut: what is too long comes back whole, with a complaint. How much comes at
/// all, the door bounds.
pub fn cleaned(field: &str, typed: &str) -> String {
    let lines = matches!(field, "wanted" | "joint" | "correction" | "reasons" | "why");
    let kept = |c: char| (lines && c == '\n') || !c.is_control();
    match field {
        "number" => typed::number(typed).to_ascii_uppercase(),
        "phone" | "email" | "from" | "to" => typed::number(typed),
        _ => typed.trim().chars().filter(|c| kept(*c)).collect(),
    }
}

/// A complaint about words that are too many, and by how many.
pub fn too_many(field: &'static str, what: &str, words: &str, most: usize) -> Option<FieldError> {
    let now = words.chars().count();
    (now > most).then(|| FieldError::new(field, format!("{what}现在{now}个字，最多{most}个字")))
}

fn given(draft: &Draft, field: &'static str, message: &str) -> Vec<FieldError> {
    if draft.get(field).is_empty() { vec![FieldError::new(field, message)] } else { Vec::new() }
}

fn too_long(draft: &Draft, field: &'static str, what: &str, most: usize) -> Option<FieldError> {
    too_many(field, what, draft.get(field), most)
}

fn applicant(draft: &Draft) -> Vec<FieldError> {
    let mut out = Vec::new();
    if draft.applicant().is_none() {
        out.push(FieldError::new("kind", "请选一种申请人"));
    }
    out.extend(given(draft, "name", "请写姓名或者名称"));
    out.extend(too_long(draft, "name", "姓名或者名称", 60));
    out.extend(too_long(draft, "agent", "代理人", 120));
    out.extend(too_long(draft, "joint", "共同申请人", 500));
    out
}

fn identity(draft: &Draft) -> Vec<FieldError> {
    let number = draft.get("number");
    let person = draft.applicant().is_none_or(Applicant::is_person);
    let wrong = match (person, number.is_empty()) {
        (true, true) => Some("请写身份证号，或者护照等证件的号码".to_owned()),
        (false, true) => Some("请写统一社会信用代码".to_owned()),
        (true, false) => of_a_person(number),
        (false, false) if personal::check_id(number.as_bytes()).is_ok() => {
            Some("这是个人的身份证号；单位请写统一社会信用代码，18位，在营业执照或者登记证书上".to_owned())
        }
        (false, false) => uscc::check(number).err().map(|fault| fault.to_string()),
    };
    wrong.map(|message| FieldError::new("number", message)).into_iter().collect()
}

/// Passports and permits have no check digit; a number of the length of an identity card has.
fn of_a_person(number: &str) -> Option<String> {
    let length = number.chars().count();
    match personal::check_id(number.as_bytes()) {
        Ok(()) => None,
        Err(_) if uscc::check(number).is_ok() => {
            Some("这是单位的统一社会信用代码；公民请写本人的身份证号，是单位的事的，请把申请人改成单位".to_owned())
        }
        Err(fault) if length == 18 => Some(fault.to_string()),
        Err(_) if number.chars().all(|c| c.is_ascii_digit()) && length > 12 => {
            Some("身份证号应为18位，请核对".to_owned())
        }
        Err(_) => (!(5..=40).contains(&length)).then(|| "证件号码应为5至40位，请核对".to_owned()),
    }
}

fn contact(draft: &Draft) -> Vec<FieldError> {
    let (phone, email) = (draft.get("phone"), draft.get("email"));
    let mut out = Vec::new();
    if phone.is_empty() && email.is_empty() {
        out.push(FieldError::new("phone", "请留手机或者电子邮箱，至少一种"));
    }
    if !phone.is_empty() && !is_phone(phone) {
        out.push(FieldError::new("phone", "电话写成“13800000000”或者“0000-5550123”的样子"));
    }
    if !email.is_empty() && !is_email(email) {
        out.push(FieldError::new("email", "电子邮箱写成“name@mail.example”的样子"));
    }
    out.extend(too_long(draft, "address", "联系地址", 200));
    out
}

fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    (7..=20).contains(&digits) && phone.len() <= 30 && phone.chars().all(|c| c.is_ascii_digit() || "-+()".contains(c))
}

fn is_email(email: &str) -> bool {
    let Some((user, host)) = email.rsplit_once('@') else { return false };
    let dots = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    !user.is_empty() && dots && email.len() <= 100 && !email.contains(['<', '>', '"', ',', ';', '\\'])
}

fn wanted(draft: &Draft, this_year: i16) -> Vec<FieldError> {
    let mut out = Vec::new();
    if draft.get("wanted").chars().filter(|c| c.is_alphanumeric()).count() < LEAST {
        out.push(FieldError::new("wanted", "请写明您要的信息，让工作人员能找到它"));
    }
    out.extend(too_long(draft, "wanted", "所需信息", WANTED));
    let year = |field| match draft.get(field) {
        "" => Some(None),
        typed => typed.parse::<i16>().ok().filter(|year| (1900..=this_year + 5).contains(year)).map(Some),
    };
    let (from, to) = (year("from"), year("to"));
    for (read, field, what) in [(from, "from", "起始年份"), (to, "to", "截止年份")] {
        if read.is_none() {
            out.push(FieldError::new(field, format!("“{what}”写4位数字，例如2024")));
        }
    }
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && from > to
    {
        out.push(FieldError::new("from", "“起始年份”不能晚于“截止年份”"));
    }
    out
}

fn supply(draft: &Draft) -> Vec<FieldError> {
    let (supply, delivery) = (Supply::of_key(draft.get("supply")), Delivery::of_key(draft.get("delivery")));
    let mut out = Vec::new();
    if supply.is_none() {
        out.push(FieldError::new("supply", "请选一种形式"));
    }
    let clash = supply.zip(delivery).and_then(|(supply, delivery)| clash(supply, delivery));
    let why = match (clash, delivery) {
        (_, None) => "请选一种途径",
        (Some(why), _) => why,
        (_, Some(Delivery::Email)) if draft.get("email").is_empty() => {
            "您没有留电子邮箱，请换一种途径，或者回到“联系方式”补上"
        }
        (_, Some(Delivery::Post)) if draft.get("address").is_empty() => {
            "您没有留联系地址，请换一种途径，或者回到“联系方式”补上"
        }
        _ => return out,
    };
    out.push(FieldError::new("delivery", why));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(answers: &[(&str, &str)]) -> Draft {
        let mut draft = Draft::default();
        answers.iter().for_each(|(field, value)| draft.set(field, (*value).to_owned()));
        draft
    }

    fn first(question: Question, answers: &[(&str, &str)]) -> String {
        question.faults(&draft(answers), 2026).first().map(|fault| fault.message.clone()).unwrap_or_default()
    }

    #[test]
    fn an_identity_is_proved_by_a_number_that_fits_the_kind_of_applicant() {
        let person = |number| first(Question::Identity, &[("kind", "natural_person"), ("number", number)]);
        assert_eq!(person("11010519491231002X"), "");
        assert_eq!(person("110105194912310020"), "公民身份号码不对，请逐位核对");
        assert!(person("91350100M000100Y43").starts_with("这是单位的统一社会信用代码；公民请写本人的身份证号"));
        assert_eq!(person("E12345678"), "", "a passport");
        assert_eq!(person("1101051949123100"), "身份证号应为18位，请核对");
        let firm = |number| first(Question::Identity, &[("kind", "enterprise"), ("number", number)]);
        assert_eq!(firm("91350100M000100Y43"), "");
        assert_eq!(firm("91350100M000100Y45"), "统一社会信用代码不对，请逐位核对");
        assert!(firm("11010519491231002X").starts_with("这是个人的身份证号；单位请写统一社会信用代码"));
    }

    #[test]
    fn the_way_of_delivery_has_to_be_one_that_can_reach_the_applicant() {
        let with = |supply, delivery| first(Question::Supply, &[("supply", supply), ("delivery", delivery)]);
        assert_eq!(with("electronic", "online"), "");
        assert_eq!(with("paper", "online"), "纸质复印件可以邮寄，或者当面领取");
        assert_eq!(with("inspection", "post"), "查阅、抄录要到场，请选“当面领取”");
        assert!(with("electronic", "email").starts_with("您没有留电子邮箱"));
        assert!(with("paper", "post").starts_with("您没有留联系地址"));
    }

    #[test]
    fn what_is_asked_has_to_say_more_than_a_word_and_its_years_stand_in_order() {
        let asked = |wanted, from, to| first(Question::Wanted, &[("wanted", wanted), ("from", from), ("to", to)]);
        assert_eq!(asked("水的材料", "", ""), "请写明您要的信息，让工作人员能找到它");
        assert_eq!(asked("云渡镇供水检测报告", "2026", "2021"), "“起始年份”不能晚于“截止年份”");
        assert_eq!(asked("云渡镇供水检测报告", "2021", "2021"), "");
        assert_eq!(asked("云渡镇供水检测报告", "去年", ""), "“起始年份”写4位数字，例如2024");
        let both = draft(&[("wanted", "云渡镇供水检测报告"), ("from", "去年"), ("to", "20266")]);
        let both = Question::Wanted.faults(&both, 2026);
        assert_eq!(both.iter().map(|fault| fault.field).collect::<Vec<_>>(), ["from", "to"]);
    }

    #[test]
    fn a_chinese_keyboard_types_numbers_that_are_understood() {
        assert_eq!(cleaned("number", " １１０１０５１９４９１２３１００２ｘ "), "11010519491231002X");
        assert_eq!(cleaned("name", " 林\u{7}晚舟\n"), "林晚舟");
    }
}
