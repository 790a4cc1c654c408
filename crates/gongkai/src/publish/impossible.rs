//! 不可能的日子和填法: what cannot be as it is written: days that are still to come, ends before their starts, words where a
//! number is asked.

use gongkai_law::{
    calendar::in_chinese,
    proactive::kind::{Field, PublicationKind, Takes},
};
use jiff::civil::Date;

use super::content::Content;
use crate::{sheet::days as typed, typed::number};

/// What cannot be, by the field's name and in a sentence.
pub fn days(content: &Content, kind: PublicationKind, today: Date) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut say = |field: &str, why: String| out.push((field.to_owned(), why));
    if content.formed.is_some_and(|formed| formed > today) {
        say("formed", format!("成文日期还没有到：今天是{}", in_chinese(today)));
    }
    if let (Some(from), Some(until)) = (content.from, content.until)
        && until < from
    {
        say("until", "有效期的最后一天早于施行之日".to_owned());
    }
    let started = kind.start().and_then(|field| typed::read(content.field(field.key)));
    if let (Some(begins), Some(end)) = (started.max(content.formed), content.expires.filter(|_| kind.may_expire()))
        && end < begins
    {
        say("expires", format!("公示的最后一天早于{}，还没有形成", in_chinese(begins)));
    }
    for field in kind.fields() {
        if let Some(why) = wrong(content, field, today) {
            say(&format!("own.{}", field.key), why);
        }
    }
    out
}

/// What is wrong with a field of the kind's own; nothing where it is empty.
fn wrong(content: &Content, field: &Field, today: Date) -> Option<String> {
    let (label, said) = (field.label, content.field(field.key).trim());
    if said.is_empty() {
        return None;
    }
    let day = typed::read(said);
    let plain = number(said);
    match field.takes {
        Takes::Words => None,
        Takes::Day | Takes::Start if day.is_none() => Some(format!("{label}要填日期，如2026-10-12")),
        Takes::Start if day.is_some_and(|day| day > today) => {
            Some(format!("{label}还没有到：今天是{}", in_chinese(today)))
        }
        Takes::Day if field.key == "until" && day.zip(content.formed).is_some_and(|(day, formed)| day < formed) => {
            Some(format!("{label}早于成文日期"))
        }
        Takes::Day | Takes::Start => None,
        Takes::Year => {
            let is_year = plain.parse().is_ok_and(|year: i16| (1949..=today.year() + 5).contains(&year));
            (!is_year).then(|| format!("{label}要填四位数的年份，如{}", today.year()))
        }
        Takes::Amount => {
            let is_amount = plain.chars().all(|c| c.is_ascii_digit() || c == '.') && plain.parse::<f64>().is_ok();
            (!is_amount).then(|| format!("{label}只填数字，如128000.50"))
        }
        Takes::OneOf(all) => (!all.contains(&said)).then(|| format!("{label}填其中一项：{}", all.join("；"))),
    }
}
