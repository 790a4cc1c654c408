//! 元数据: what is said above the text of a publication.

use gongkai_law::calendar::Calendar;
use jiff::civil::Date;

use super::{item::Shown, lines::link};
use crate::{calendar_view::spoken, office::civil_date};

/// The longest way from a document's day to its release that is counted, in days.
const COUNTED: usize = 3_700;

/// One line of them.
pub struct Fact {
    /// 项目
    pub label: &'static str,
    /// What it is.
    pub value: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// A date, in ISO 8601; may be empty.
    pub iso: String,
    /// Said after it.
    pub note: String,
}

impl Fact {
    fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), href: String::new(), iso: String::new(), note: String::new() }
    }

    fn day(label: &'static str, day: Date) -> Self {
        Self { iso: day.to_string(), ..Self::new(label, spoken(day)) }
    }
}

/// All that is known of this version.
pub fn facts(shown: &Shown, calendar: &Calendar) -> Vec<Fact> {
    let content = &shown.content;
    let audience = if content.audience.is_empty() { "面向全社会" } else { &content.audience };
    let mut out = vec![
        Fact::new("索引号", &shown.released.index_number),
        Fact::new("主题分类", &content.theme),
        Fact { href: format!("/organs/{}", shown.organ.slug), ..Fact::new("发布机构", &shown.organ.name) },
        Fact::new("体裁", &content.genre),
        Fact::new("文号", &content.number),
        Fact::new("公开方式", format!("{}，{audience}", content.attribute().label())),
    ];
    out.extend(content.formed.map(|day| Fact::day("成文日期", day)));
    out.push(released(shown, calendar));
    if shown.n > 1 {
        let noted = format!("（第{}版）", shown.n);
        out.push(Fact { note: noted, ..Fact::day("更新日期", civil_date(shown.at.timestamp())) });
    }
    out.extend(content.expires.filter(|_| shown.kind.may_expire()).map(|day| Fact::day("公示到", day)));
    out.push(Fact::new("信息来源", &content.source));
    out.push(Fact::new("责任部门", &content.department));
    out.push(Fact::new("内容概述", &content.summary));
    out.push(Fact::new("关键词", &content.keywords));
    out.extend(shown.kind.fields().iter().map(|field| Fact::new(field.label, content.field(field.key))));
    let categories = content.categories(shown.kind);
    out.extend(categories.into_iter().map(|category| Fact {
        href: link(&format!("/catalogue/{}", category.key), &[]),
        ..Fact::new("公开类别", category.title)
    }));
    out.retain(|fact| !fact.value.trim().is_empty());
    out
}

/// 发布日期, and how many working days after the document was formed. Art. 26.
fn released(shown: &Shown, calendar: &Calendar) -> Fact {
    let on = civil_date(shown.released.first_ms.timestamp());
    let note = match shown.content.formed.and_then(|formed| workdays(calendar, formed, on)) {
        Some(0) => "（形成当天）".to_owned(),
        Some(count) => format!("（形成后第{count}个工作日）"),
        None => String::new(),
    };
    Fact { note, ..Fact::day("发布日期", on) }
}

/// Working days after `from` up to and with `to`; `None` for a way back or one that is too long to matter.
fn workdays(calendar: &Calendar, from: Date, to: Date) -> Option<usize> {
    let apart = from.until(to).ok()?.get_days();
    let apart = usize::try_from(apart).ok()?;
    (apart <= COUNTED).then(|| calendar.workdays_between(from, to, COUNTED))
}
