//! 一行一件: a row of an old register as an application and the steps that followed.

use gongkai_law::{
    calendar::Calendar,
    personal,
    request::{
        application::{Applicant, Delivery, Supply},
        decision::Decision,
        standing::Standing,
        step::{Opinion, Taken},
    },
};
use jiff::civil::Date;

use super::{
    columns::{
        ADDRESS, AGENT, ARRIVED, CHANNEL, COLUMNS, CONFIRMED, DECISION, DELIVERY, EMAIL, ENDED, IDENTITY, JOINT, KIND,
        NAME, NUMBER, OPINION, PHONE, PRODUCER, PRODUCER_OPINION, REMARK, SUPPLY, WANTED,
    },
    course,
    look::{Fault, Row},
};
use crate::{
    requests::{
        desk::wording::plain,
        register::{Application, Identity},
        ways,
    },
    sheet::days,
    typed,
};

/// Characters of what is asked, of a remark, and of anything else.
const LONGEST: (usize, usize) = (20_000, 300);

/// 旧件: an application from before, and what became of it.
pub struct Case {
    /// As the spreadsheet counts it.
    pub row: usize,
    /// 原编号
    pub old_number: String,
    /// Who asked for what.
    pub application: Application,
    /// All steps, in order.
    pub taken: Vec<Taken>,
    /// What they fold to.
    pub standing: Standing,
    /// 共同制作机关, by its name; empty where none was asked or the row does not say.
    pub producer: String,
    /// 备注
    pub remark: String,
    /// 推定: what the row does not say and was taken as usual, in words.
    pub assumed: Vec<String>,
}

/// What a row that can be taken in gives besides its case.
#[derive(Default)]
pub struct Said {
    /// What the law was against.
    pub remarks: Vec<Fault>,
    /// 推定: what the row does not say and was taken as usual.
    pub assumed: Vec<Fault>,
}

/// Reads a row.
///
/// # Errors
/// What has to be mended.
pub fn read(row: &Row<'_>, today: Date, calendar: &Calendar) -> Result<(Case, Said), Vec<Fault>> {
    let mut faults = wanting(row);
    let mut said = Said::default();
    let kind = chosen(row, KIND, Applicant::ALL, |one| one.label(), &mut faults);
    let channel = known(row, CHANNEL, ways::channel, ways::words, &mut faults);
    let supply = chosen(row, SUPPLY, Supply::ALL, |one| one.label(), &mut faults);
    let delivery = chosen(row, DELIVERY, Delivery::ALL, |one| one.label(), &mut faults);
    let opinion = chosen(row, OPINION, Opinion::ALL, |one| one.label(), &mut faults);
    let of_producer = chosen(row, PRODUCER_OPINION, Opinion::ALL, |one| one.label(), &mut faults);
    let decision = decided(row, &mut faults);
    let arrived = date(row, ARRIVED, &mut faults);
    let confirmed = date(row, CONFIRMED, &mut faults);
    let (Some(applicant), Some(channel), Some(arrived)) = (kind, channel, arrived) else { return Err(faults) };
    let confirmed = confirmed.filter(|_| channel.needs_confirmation());
    if supply.is_none() {
        said.assumed.push(row.fault(SUPPLY, format!("没有填，按{}", Supply::Paper.label()), ""));
    }
    if delivery.is_none() {
        said.assumed.push(row.fault(DELIVERY, format!("没有填，按{}", Delivery::Post.label()), ""));
    }
    let application = Application {
        applicant,
        identity: identity(row, applicant, &mut said.remarks),
        wanted: row.get(WANTED).to_owned(),
        supply: supply.unwrap_or(Supply::Paper),
        delivery: delivery.unwrap_or(Delivery::Post),
        channel,
        arrived,
        confirmed,
        proof: String::new(),
    };
    let steps =
        course::steps(row, &application, (decision, [opinion, of_producer]), calendar, &mut faults, &mut said.assumed);
    let followed = course::follow(row, &steps, today, calendar);
    match followed {
        Ok((taken, standing, strange)) if faults.is_empty() => {
            said.remarks.extend(strange);
            let [old_number, remark, producer] = [NUMBER, REMARK, PRODUCER].map(|column| row.get(column).to_owned());
            let assumed = said.assumed.iter().map(|one| format!("{}{}", one.column, one.what)).collect();
            Ok((Case { row: row.nth, old_number, application, taken, standing, producer, remark, assumed }, said))
        }
        Ok(_) => Err(faults),
        // days that cannot be read are told first: what hangs on them follows
        Err(fault) if faults.is_empty() => Err(vec![fault]),
        Err(_) => Err(faults),
    }
}

/// What every row has to say, and what is too long.
fn wanting(row: &Row<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for column in COLUMNS {
        let value = row.get(column.heading);
        let most = if [WANTED, REMARK].contains(&column.heading) { LONGEST.0 } else { LONGEST.1 };
        if column.wanted && value.is_empty() {
            faults.push(row.fault(column.heading, "没有填", column.hint()));
        } else if value.chars().nth(most).is_some() {
            faults.push(row.fault(column.heading, format!("超过{most}个字"), "请缩短"));
        }
    }
    faults
}

fn identity(row: &Row<'_>, applicant: Applicant, remarks: &mut Vec<Fault>) -> Identity {
    let own = |heading| row.get(heading).to_owned();
    let number = own(IDENTITY);
    if applicant.is_person() && !number.is_empty() && personal::check_id(number.as_bytes()).is_err() {
        remarks.push(row.fault(IDENTITY, "身份证号通不过校验，照原样补录", ""));
    }
    Identity {
        name: own(NAME),
        number,
        phone: own(PHONE),
        email: own(EMAIL),
        address: own(ADDRESS),
        agent: own(AGENT),
        joint: row
            .get(JOINT)
            .split(['；', ';', '\n'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        ..Identity::default()
    }
}

/// One of several, by its words or the beginning of them; `None` where the cell is empty or says something else, which
/// is a fault.
fn chosen<T: Copy, const N: usize>(
    row: &Row<'_>,
    column: &'static str,
    all: [T; N],
    label: impl Fn(T) -> &'static str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let of = |value: &str| all.into_iter().find(|one| label(*one) == value || alias(value) == label(*one));
    known(row, column, of, || all.map(&label).join("；"), faults)
}

/// What the words of a cell are; `None` where it is empty or nobody knows them, which is a fault that says which are known.
fn known<T>(
    row: &Row<'_>,
    column: &'static str,
    of: impl Fn(&str) -> Option<T>,
    words: impl Fn() -> String,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let value = row.get(column).trim_matches(['。', '，', ',']);
    if value.is_empty() {
        return None;
    }
    let found = of(value);
    if found.is_none() {
        faults.push(row.fault(column, format!("认不出“{value}”"), format!("请填其中一个：{}", words())));
    }
    found
}

/// What registers say for what the form says.
fn alias(value: &str) -> &'static str {
    match value {
        "自然人" | "个人" => "公民",
        "企业" => "商业企业",
        "其他" => "其他组织",
        "电子" | "电子版" => "电子文件",
        "纸质" | "复印件" => "纸质复印件",
        "查阅" | "抄录" => "查阅、抄录",
        "当面领取" | "自取" | "自行领取" => "当面领取",
        "同意" => "同意公开",
        "不同意" => "不同意公开",
        "部分同意" => "同意公开一部分",
        "未答复" | "逾期" => "逾期未答复",
        _ => "",
    }
}

/// The row of table 3: by its code, its key, its words or the end of them.
fn decided(row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Decision> {
    let value = row.get(DECISION);
    if value.is_empty() {
        if !row.get(ENDED).is_empty() {
            faults.push(row.fault(DECISION, "有办结日期，没有办理结果", "填年报表三的一行，没有办结的删掉办结日期"));
        }
        return None;
    }
    if course::is_withdrawal(value) {
        return Some(Decision::OtherOther);
    }
    let code = narrowed(value).to_ascii_uppercase();
    let plainly = |words: &str| plain(words).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let said = plainly(value);
    let fits = |one: &Decision| {
        let label = plainly(one.label());
        one.code() == code || one.key() == value || label == said || label.split('（').next() == Some(said.as_str())
    };
    let found: Vec<_> = Decision::ALL.into_iter().filter(fits).collect();
    if let [one] = found[..] {
        return Some(one);
    }
    let codes =
        "A予以公开、B部分公开、C1至C8不予公开、D1至D3无法提供、E1至E5不予处理、F1至F3其他处理；申请人撤回的写“撤回”";
    faults.push(row.fault(DECISION, format!("认不出“{value}”"), format!("写表三那一行的名称或者序号：{codes}")));
    None
}

/// A day as registers write it; `None` where the cell is empty or says something else, which is a fault.
pub fn date(row: &Row<'_>, column: &'static str, faults: &mut Vec<Fault>) -> Option<Date> {
    let value = row.get(column);
    if value.is_empty() {
        return None;
    }
    // before the first Regulation there were no such requests
    let found = days::read(value).filter(|day| day.year() >= 2008);
    if found.is_none() {
        faults.push(row.fault(column, format!("“{value}”不是日期"), "写成2025-03-06这样"));
    }
    found
}

fn narrowed(value: &str) -> String {
    value.chars().map(typed::narrow).collect()
}
