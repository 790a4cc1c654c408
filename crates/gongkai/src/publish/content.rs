//! 稿件内容: all that is written of a publication, as the register keeps it and as everybody reads it once it is out.

use std::collections::BTreeMap;

use gongkai_law::{
    exempt::Exemption,
    proactive::{
        attribute::Attribute,
        catalogue::{self, Category},
        kind::{Field, PublicationKind},
        relation::Relation,
        validity::Life,
    },
};
use gongkai_store::{PublicationId, StandardRowId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{impossible, secret};
use crate::typed::moment;

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 200;
/// The longest body, in characters: a long plan has some hundred thousand.
pub const LONGEST_BODY: usize = 400_000;
/// The longest of the other fields, in characters.
pub const LONGEST_FIELD: usize = 2_000;
/// 解读形式: what of it a year is counted by, in characters.
const LONGEST_FORM: usize = 60;
/// 内容概述: the longest, in characters.
pub const LONGEST_SUMMARY: usize = 100;

/// 关联 to another publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other's identity.
    pub to: String,
    /// The word of the law crate.
    pub relation: String,
}

/// 稿件内容. Everything may be blank in a draft; what must be there is [`Content::lacks`]'s to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// 标题
    pub title: String,
    /// 正文: plain text in which an empty line parts paragraphs, `# ` begins a chapter, `## ` a heading below it, `- ` and
    /// `1. ` one of a list, `|` a row of a table; `**words**` are strong, `[words](address)` lead somewhere, and
    /// `![words](file)` is a picture of the publication's own files.
    pub body: String,
    /// 内容概述
    pub summary: String,
    /// 关键词, parted by ；
    pub keywords: String,
    /// 体裁
    pub genre: String,
    /// 主题分类
    pub theme: String,
    /// 主动公开类别: keys of the law crate; that of the kind where it is empty.
    pub topics: Vec<String>,
    /// 文号
    pub number: String,
    /// 信息来源, of what was made elsewhere.
    pub source: String,
    /// 责任部门
    pub department: String,
    /// 公开范围; 面向全社会 where it is empty.
    pub audience: String,
    /// 成文日期
    pub formed: Option<Date>,
    /// 施行之日
    pub from: Option<Date>,
    /// 有效期至
    pub until: Option<Date>,
    /// 废止之日, where what repealed it stands nowhere here: a clearing, another body's document.
    pub repealed: Option<Date>,
    /// 公示期满, the last day.
    pub expires: Option<Date>,
    /// 公开属性: a key of the law crate.
    pub attribute: String,
    /// 不予公开的依据: the code of the refusal that it would be: `C4`.
    pub ground: String,
    /// 不主动公开、不予公开的理由
    pub why: String,
    /// What the kind asks for besides.
    pub fields: BTreeMap<String, String>,
    /// 关联
    pub links: Vec<Link>,
    /// 转为主动公开之日, of what an applicant was given first: what its term runs from. Art. 44.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub converted: Option<Date>,
    /// 标准目录事项: the identities of the rows that it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
}

impl Content {
    /// As the register keeps it.
    ///
    /// # Errors
    /// [`gongkai_store::Error::Corrupt`] where it is none that we wrote.
    pub fn read(json: &str) -> Result<Self, gongkai_store::Error> {
        serde_json::from_str(json).map_err(|_| gongkai_store::Error::Corrupt("公开信息的内容".to_owned()))
    }

    /// For the register.
    pub fn json(&self) -> String {
        // a struct of words and dates always has a JSON
        serde_json::to_string(self).unwrap_or_default()
    }

    /// 公开属性; 主动公开 where nothing was said.
    pub fn attribute(&self) -> Attribute {
        Attribute::of_key(&self.attribute).unwrap_or(Attribute::Proactive)
    }

    /// 不予公开的依据
    pub fn ground(&self) -> Option<Exemption> {
        Exemption::ALL.into_iter().find(|exemption| exemption.decision().code() == self.ground)
    }

    /// 主动公开类别: those named, or the kind's own.
    pub fn categories(&self, kind: PublicationKind) -> Vec<&'static Category> {
        let named: Vec<_> = self.topics.iter().filter_map(|key| catalogue::of_key(key)).collect();
        if named.is_empty() { kind.category().into_iter().collect() } else { named }
    }

    /// 解读形式, as far as a year is counted by it; empty for a kind that has none.
    pub fn form(&self) -> &str {
        let form = self.fields.get("form").map_or("", String::as_str);
        form.char_indices().nth(LONGEST_FORM).and_then(|(end, _)| form.get(..end)).unwrap_or(form)
    }

    /// 关联 that lead somewhere.
    pub fn relations(&self) -> impl Iterator<Item = (PublicationId, Relation)> {
        self.links.iter().filter_map(|link| Some((link.to.parse().ok()?, Relation::of_key(&link.relation)?)))
    }

    /// 标准目录事项 that it is for.
    pub fn standard_rows(&self) -> Vec<StandardRowId> {
        self.standards.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// 效力期间 as it is written; what other documents do to it is theirs to say.
    pub fn life(&self) -> Life {
        Life { from: self.from, until: self.until, repealed: self.repealed, amended: None }
    }

    /// A field of the kind's own.
    pub fn field(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", String::as_str)
    }

    /// 缺项: what is to be filled in or mended before review, by the field's name and in a sentence.
    pub fn lacks(&self, kind: PublicationKind, today: Date) -> Vec<(String, String)> {
        let mut out = impossible::days(self, kind, today);
        let mut say = |field: &str, why: String| out.push((field.to_owned(), why));
        for (field, label, words) in [("title", "标题", &self.title), ("body", "正文", &self.body)] {
            if words.trim().is_empty() && !(field == "body" && secret::is_state_secret(self)) {
                say(field, format!("请填写{label}"));
            }
        }
        if self.formed.is_none() {
            let counts = if kind.start().is_none() {
                "，公开期限从这一天算（《条例》第二十六条）"
            } else {
                ""
            };
            say("formed", format!("请填写成文日期{counts}"));
        }
        if let Err(refusal) = self.attribute().stands(self.ground(), &self.why) {
            say("attribute", refusal.to_string());
        }
        for field in kind.fields().iter().filter(|field| field.needed && self.field(field.key).trim().is_empty()) {
            say(&format!("own.{}", field.key), format!("请填写{}", field.label));
        }
        let unclear =
            |field: &&Field| !self.field(field.key).trim().is_empty() && moment(self.field(field.key)).is_none();
        for field in kind.fields().iter().filter(|field| field.runs.is_some()).filter(unclear) {
            say(&format!("own.{}", field.key), format!("{}要写到几点几分，如2026-10-12 09:30", field.label));
        }
        if kind.explains() && !self.relations().any(|(_, relation)| relation == Relation::Interprets) {
            say("links", "解读要与被解读的文件关联（国办发〔2016〕80号）".to_owned());
        }
        out.extend(self.too_long());
        out
    }

    /// What is longer than the register takes, by the field's name and in a sentence.
    pub fn too_long(&self) -> Vec<(String, String)> {
        let all = [
            ("title", "标题", &self.title, LONGEST_TITLE),
            ("body", "正文", &self.body, LONGEST_BODY),
            ("summary", "内容概述", &self.summary, LONGEST_SUMMARY),
            ("keywords", "关键词", &self.keywords, LONGEST_FIELD),
            ("genre", "体裁", &self.genre, LONGEST_FIELD),
            ("theme", "主题分类", &self.theme, LONGEST_FIELD),
            ("number", "文号", &self.number, LONGEST_TITLE),
            ("source", "信息来源", &self.source, LONGEST_FIELD),
            ("department", "责任部门", &self.department, LONGEST_FIELD),
            ("audience", "公开范围", &self.audience, LONGEST_FIELD),
            ("why", "理由", &self.why, LONGEST_FIELD),
        ];
        let is_long = |words: &str, most: usize| words.chars().nth(most).is_some();
        let long = all.into_iter().filter(|(_, _, words, most)| is_long(words, *most));
        let mut out: Vec<_> =
            long.map(|(field, label, _, most)| (field.to_owned(), format!("{label}最多{most}字"))).collect();
        let own = self.fields.iter().filter(|(_, words)| is_long(words, LONGEST_FIELD));
        out.extend(own.map(|(key, _)| (format!("own.{key}"), format!("最多{LONGEST_FIELD}字"))));
        out
    }
}

/// 文号 without what everybody types otherwise: brackets, blanks, width.
///
/// ```
/// use gongkai::publish::content::number_key;
///
/// assert_eq!(number_key("青政发〔2026〕14号"), number_key("青政发 [2026] 14 号"));
/// assert_eq!(number_key("青政发（２０２６）１４号"), "青政发202614号");
/// ```
pub fn number_key(number: &str) -> String {
    number.chars().map(crate::typed::narrow).filter(|c| c.is_alphanumeric()).collect()
}
