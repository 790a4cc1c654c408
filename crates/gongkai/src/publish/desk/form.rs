//! 稿件的表单: what stands in the fields of a publication, and what was typed into them.

use std::collections::BTreeMap;

use gongkai_law::{
    calendar::in_chinese,
    exempt::Exemption,
    organ::Level,
    proactive::{
        attribute::Attribute,
        catalogue,
        kind::{Field, PublicationKind, Takes},
    },
};
use jiff::civil::Date;

use crate::{publish::content::Content, requests::desk::sent::Sent, sheet::days, typed};

/// What is wrong with a field: its id, and a sentence.
#[derive(Debug)]
pub struct Wrong {
    pub field: String,
    pub message: String,
}

impl Wrong {
    pub fn new(field: impl ToString, message: impl ToString) -> Self {
        Self { field: field.to_string(), message: message.to_string() }
    }
}

impl From<(String, String)> for Wrong {
    fn from((field, message): (String, String)) -> Self {
        Self { field, message }
    }
}

/// One field, as `publish/asked.html` prints it.
pub struct Asked {
    pub id: String,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub wrong: Option<String>,
    /// `line`, `date`, `datetime-local`, or how many lines an area has.
    pub input: &'static str,
    /// What may be chosen; empty where anything may be typed.
    pub choices: &'static [&'static str],
}

/// A leaf of 公开属性.
pub struct Leaf {
    pub attribute: Attribute,
    pub checked: bool,
    /// What goes with it, in a few words.
    pub hint: &'static str,
    /// The reason, for those that need one.
    pub why: Option<Asked>,
    /// The grounds to choose from: code, words, article, chosen.
    pub grounds: Vec<(&'static str, &'static str, String, bool)>,
}

/// A category to tick: key, title, article, ticked.
pub type Topic = (&'static str, &'static str, String, bool);

/// What was typed, and what is wrong with it.
pub struct Form<'a> {
    pub sent: &'a Sent,
    pub errors: &'a [Wrong],
}

impl Form<'_> {
    /// One field.
    pub fn asked(&self, id: &str, label: &'static str, hint: &'static str, input: &'static str) -> Asked {
        let wrong = self.errors.iter().find(|wrong| wrong.field == id).map(|wrong| wrong.message.clone());
        Asked { id: id.to_owned(), label, hint, value: self.sent.word(id).to_owned(), wrong, input, choices: &[] }
    }

    /// 元数据
    pub fn metadata(&self, kind: PublicationKind) -> Vec<Asked> {
        let mut out = vec![
            self.asked("number", "文号", "没有就空着", "line"),
            self.asked("formed", "成文日期", "公开期限从这一天算", "date"),
        ];
        if kind.has_validity() {
            out.push(self.asked("from", "施行之日", "空着就是从公布之日起", "date"));
            out.push(self.asked("until", "有效期至", "没有期限就空着；到期自动标“失效”", "date"));
            let hint = "清理时宣布失效，或者废止它的文件不在这里，才填；在这里的请在那份文件的“关联”里写";
            out.push(self.asked("repealed", "废止之日", hint, "date"));
        }
        if kind.may_expire() {
            out.push(self.asked("expires", "公示到哪一天", "最后一天；过后自动撤下。空着就不撤", "date"));
        }
        out.extend([
            self.asked("theme", "主题分类", "如：农业、水利／水资源", "line"),
            self.asked("genre", "体裁", "如：通知、公告、办法", "line"),
            self.asked("keywords", "关键词", "用“；”分开", "line"),
            self.asked("department", "责任部门", "", "line"),
            self.asked("source", "信息来源", "别的机关制作的才填", "line"),
            self.asked("audience", "公开范围", "空着就是面向全社会", "line"),
        ]);
        out
    }

    /// 专有字段
    pub fn own(&self, kind: PublicationKind) -> Vec<Asked> {
        let input = |field: &Field| {
            let typed = self.sent.word(&own(field.key));
            match field.key {
                "agenda" | "act" | "result" | "posts" | "standard" => "4",
                // a browser shows nothing of what it does not take for a day
                _ if matches!(field.takes, Takes::Day | Takes::Start)
                    && (typed.is_empty() || days::read(typed).is_some()) =>
                {
                    "date"
                }
                // nor of what it does not take for a moment
                _ if field.runs.is_some() && (typed.is_empty() || typed::moment(typed).is_some()) => "datetime-local",
                _ => "line",
            }
        };
        let asked = |field: &Field| {
            let mut asked = self.asked(&own(field.key), field.label, field.hint, input(field));
            if let (true, Some(at)) = (field.runs.is_some(), typed::moment(&asked.value)) {
                asked.value = at.strftime("%Y-%m-%dT%H:%M").to_string();
            }
            if let ("date", Some(day)) = (asked.input, days::read(&asked.value)) {
                asked.value = day.to_string();
            }
            if let Takes::OneOf(all) = field.takes {
                asked.choices = all;
            }
            asked
        };
        kind.fields().iter().map(asked).collect()
    }

    /// 标准目录事项
    pub fn standards(&self) -> Vec<Asked> {
        let labels = ["事项", "另一事项", "再一事项"];
        labels.into_iter().enumerate().map(|(n, label)| self.asked(&standard(n), label, "", "line")).collect()
    }

    /// 公开属性
    pub fn tree(&self) -> Vec<Leaf> {
        let chosen = Attribute::of_key(self.sent.word("attribute")).unwrap_or(Attribute::Proactive);
        let leaf = |attribute: Attribute| {
            let (hint, label) = match attribute {
                Attribute::Proactive => ("文末自动加“（此件公开发布）”", None),
                Attribute::OnRequest => ("要写明为什么不主动公开", Some("为什么不主动公开")),
                Attribute::Withheld => ("选依据、写理由，每年再评估", Some("理由")),
            };
            Leaf {
                attribute,
                checked: attribute == chosen,
                hint,
                why: label.map(|label| self.asked(&why(attribute), label, "", "2")),
                grounds: if attribute == Attribute::Withheld { self.grounds() } else { Vec::new() },
            }
        };
        Attribute::ALL.map(leaf).into()
    }

    fn grounds(&self) -> Vec<(&'static str, &'static str, String, bool)> {
        let chosen = self.sent.word("ground");
        let ground = |exemption: Exemption| {
            let (code, words) = (exemption.decision().code(), exemption.decision().label());
            (code, words, exemption.article().to_string(), code == chosen)
        };
        Exemption::ALL.map(ground).into()
    }

    /// 主动公开类别 that an organ of this level has; that of the kind is named where nothing is ticked.
    pub fn topics(&self, level: &str) -> Vec<Topic> {
        let level = Level::of_key(level).unwrap_or(Level::County);
        let ticked = |key: &str| !self.sent.word(&format!("topic.{key}")).is_empty();
        let topic = |c: &'static catalogue::Category| (c.key, c.title, c.article.to_string(), ticked(c.key));
        catalogue::of(level).map(topic).collect()
    }
}

/// The field of the nth 标准目录事项.
pub fn standard(n: usize) -> String {
    format!("standard{n}")
}

fn own(key: &str) -> String {
    format!("own.{key}")
}

fn why(attribute: Attribute) -> String {
    format!("why.{}", attribute.key())
}

/// What stands in the fields of what was saved.
pub fn filled(kind: PublicationKind, content: &Content) -> BTreeMap<String, String> {
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let words = |words: &String| words.clone();
    let plain = [
        ("kind", kind.key().to_owned()),
        ("title", words(&content.title)),
        ("body", words(&content.body)),
        ("summary", words(&content.summary)),
        ("keywords", words(&content.keywords)),
        ("genre", words(&content.genre)),
        ("theme", words(&content.theme)),
        ("number", words(&content.number)),
        ("source", words(&content.source)),
        ("department", words(&content.department)),
        ("audience", words(&content.audience)),
        ("formed", day(content.formed)),
        ("from", day(content.from)),
        ("until", day(content.until)),
        ("repealed", day(content.repealed)),
        ("expires", day(content.expires)),
        ("attribute", content.attribute().key().to_owned()),
        ("ground", words(&content.ground)),
    ];
    let mut out: BTreeMap<String, String> = plain.into_iter().map(|(id, words)| (id.to_owned(), words)).collect();
    out.insert(why(content.attribute()), content.why.clone());
    out.extend(content.topics.iter().map(|key| (format!("topic.{key}"), "1".to_owned())));
    out.extend(content.fields.iter().map(|(key, words)| (own(key), words.clone())));
    for (n, link) in content.links.iter().enumerate() {
        out.insert(format!("link{n}.relation"), link.relation.clone());
        out.insert(format!("link{n}.to"), link.to.clone());
    }
    out
}

/// What was typed, without its links; a field that the form did not have stays as it was.
pub fn read(sent: &Sent, before: &Content) -> (Content, Vec<Wrong>) {
    let mut errors = Vec::new();
    let word = |id: &str, was: &str| if sent.has(id) { sent.word(id).to_owned() } else { was.to_owned() };
    let [formed, from, until, repealed, expires] = spans(sent, before, &mut errors);
    let attribute = Attribute::of_key(sent.word("attribute")).unwrap_or(before.attribute());
    let topics = catalogue::ALL.iter().filter(|topic| !sent.word(&format!("topic.{}", topic.key)).is_empty());
    let mut fields = before.fields.clone();
    for field in PublicationKind::ALL.iter().flat_map(|kind| kind.fields()).filter(|field| sent.has(&own(field.key))) {
        let word = sent.word(&own(field.key));
        let moment = field.runs.and_then(|_| typed::moment(word)).map(typed::spoken_moment);
        let day = Some(field).filter(|field| matches!(field.takes, Takes::Day | Takes::Start));
        let day = day.and_then(|_| days::read(word)).map(in_chinese);
        fields.insert(field.key.to_owned(), moment.or(day).unwrap_or_else(|| word.to_owned()));
    }
    let content = Content {
        title: word("title", &before.title).replace('\n', " "),
        body: word("body", &before.body),
        summary: word("summary", &before.summary),
        keywords: word("keywords", &before.keywords),
        genre: word("genre", &before.genre),
        theme: word("theme", &before.theme),
        topics: topics.map(|topic| topic.key.to_owned()).collect(),
        number: word("number", &before.number),
        source: word("source", &before.source),
        department: word("department", &before.department),
        audience: word("audience", &before.audience),
        formed,
        from,
        until,
        repealed,
        expires,
        attribute: attribute.key().to_owned(),
        ground: if attribute == Attribute::Withheld { word("ground", &before.ground) } else { String::new() },
        why: word(&why(attribute), if attribute == Attribute::Proactive { "" } else { &before.why }),
        fields,
        links: before.links.clone(),
        converted: before.converted,
        standards: before.standards.clone(),
    };
    errors.extend(content.too_long().into_iter().map(|(id, message)| match id.as_str() {
        "why" => Wrong::new(why(attribute), message),
        _ => Wrong::new(id, message),
    }));
    (content, errors)
}

/// The days that were typed; a complaint beside each that is none.
fn spans(sent: &Sent, before: &Content, errors: &mut Vec<Wrong>) -> [Option<Date>; 5] {
    let all = [
        ("formed", "成文日期", before.formed),
        ("from", "施行之日", before.from),
        ("until", "有效期至", before.until),
        ("repealed", "废止之日", before.repealed),
        ("expires", "公示到哪一天", before.expires),
    ];
    all.map(|(id, label, was)| {
        let typed = typed::number(sent.word(id));
        match typed.parse() {
            _ if !sent.has(id) => was,
            _ if typed.is_empty() => None,
            Ok(date) => Some(date),
            Err(_) => {
                errors.push(Wrong::new(id, format!("{label}：请填一个日期，如2026-10-12")));
                None
            }
        }
    })
}
