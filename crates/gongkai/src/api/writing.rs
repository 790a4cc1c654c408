//! 草稿的内容: what a program says of a publication, and what of it cannot be taken.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use gongkai_law::{
    exempt::Exemption,
    proactive::{attribute::Attribute, catalogue, kind::PublicationKind, relation::Relation},
};
use gongkai_store::{OrganId, PublicationId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{
    ToSchema,
    openapi::{
        Object, ObjectBuilder, RefOr, Schema,
        schema::{Array, ArrayBuilder, SchemaType, Type},
    },
};

use super::{
    line::{kinds, topics},
    problem::{Fault, Kind, Problem},
};
use crate::{
    office::Office,
    publish::{
        content::{Content, LONGEST_BODY, LONGEST_FIELD, LONGEST_SUMMARY, LONGEST_TITLE},
        desk::links,
    },
};

/// 草稿的内容
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "草稿的内容。除了kind都可以不写，写到一半也能存；送审以前还缺什么在答复的lacks里。")]
pub struct DraftBody {
    /// 信息种类。
    #[schema(schema_with = kind)]
    kind: String,
    /// 标题。
    #[serde(default)]
    title: String,
    /// 正文：空行分段，“# ”开头是章，“## ”开头是小标题，“|”开头是表格的一行。
    #[serde(default)]
    body: String,
    /// 内容概述。
    #[serde(default)]
    summary: String,
    /// 关键词，用“；”分开。
    #[serde(default)]
    keywords: String,
    /// 体裁。
    #[serde(default)]
    genre: String,
    /// 主题分类。
    #[serde(default)]
    theme: String,
    /// 主动公开类别；不写就是这一种类自己的。
    #[serde(default)]
    #[schema(schema_with = topic_list)]
    topics: Vec<String>,
    /// 文号。
    #[serde(default)]
    number: String,
    /// 信息来源；别的机关制作的才填。
    #[serde(default)]
    source: String,
    /// 责任部门。
    #[serde(default)]
    department: String,
    /// 公开范围；空着就是面向全社会。
    #[serde(default)]
    audience: String,
    /// 成文日期，公开期限从这一天算。
    #[serde(default)]
    #[schema(format = Date)]
    formed: Option<String>,
    /// 施行之日。
    #[serde(default)]
    #[schema(format = Date)]
    from: Option<String>,
    /// 有效期至。
    #[serde(default)]
    #[schema(format = Date)]
    until: Option<String>,
    /// 废止之日：废止它的文件不在这里的才写。
    #[serde(default)]
    #[schema(format = Date)]
    repealed: Option<String>,
    /// 公示到哪一天，过后自动撤下。
    #[serde(default)]
    #[schema(format = Date)]
    expires: Option<String>,
    /// 公开属性；不写就是主动公开。
    #[serde(default = "proactive")]
    #[schema(schema_with = attribute)]
    attribute: String,
    /// 不予公开的依据。
    #[serde(default)]
    #[schema(schema_with = ground)]
    ground: Option<String>,
    /// 不主动公开、不予公开的理由。
    #[serde(default)]
    why: String,
    /// 这一种类专有的字段，按字段代码；有哪些见说明页。
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// 关联的信息。
    #[serde(default)]
    #[schema(max_items = 12)]
    relations: Vec<DraftRelation>,
}

/// 关联
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "和另一条信息的关系。")]
pub struct DraftRelation {
    /// 是什么关系。
    #[schema(schema_with = relation)]
    relation: String,
    /// 对方的编号、索引号或者文号。
    #[schema(min_length = 1, max_length = 200)]
    to: String,
}

fn proactive() -> String {
    Attribute::Proactive.key().to_owned()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// How long the words of a draft may be, in characters.
const LONGEST: [(&str, usize); 11] = [
    ("title", LONGEST_TITLE),
    ("body", LONGEST_BODY),
    ("summary", LONGEST_SUMMARY),
    ("keywords", LONGEST_FIELD),
    ("genre", LONGEST_FIELD),
    ("theme", LONGEST_FIELD),
    ("number", LONGEST_TITLE),
    ("source", LONGEST_FIELD),
    ("department", LONGEST_FIELD),
    ("audience", LONGEST_FIELD),
    ("why", LONGEST_FIELD),
];

/// Writes into the description of [`DraftBody`] how long its words may be: an attribute takes no constants.
pub fn bound(draft: &mut Object) {
    for (name, most) in LONGEST {
        if let Some(RefOr::T(Schema::Object(field))) = draft.properties.get_mut(name) {
            field.max_length = Some(most);
        }
    }
}

fn kind() -> Object {
    text().enum_values(Some(kinds())).description(Some("信息种类。")).build()
}

fn attribute() -> Object {
    let all = Attribute::ALL.map(Attribute::key);
    text().enum_values(Some(all)).description(Some("公开属性；不写就是主动公开。")).build()
}

fn relation() -> Object {
    text().enum_values(Some(Relation::ALL.map(Relation::key))).description(Some("是什么关系。")).build()
}

fn ground() -> Object {
    let all = Exemption::ALL.map(|exemption| Some(exemption.decision().code()));
    let types = [Type::String, Type::Null].into_iter().collect::<SchemaType>();
    let values = all.into_iter().chain([None]);
    ObjectBuilder::new().schema_type(types).enum_values(Some(values)).description(Some("不予公开的依据。")).build()
}

fn topic_list() -> Array {
    let one = text().enum_values(Some(topics()));
    let about = "主动公开类别；不写就是这一种类自己的。";
    let list = ArrayBuilder::new().items(one).max_items(Some(catalogue::ALL.len()));
    list.description(Some(about)).build()
}

impl DraftBody {
    /// What stands in a draft.
    pub fn of(kind: PublicationKind, content: Content) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self {
            kind: kind.key().to_owned(),
            formed: day(content.formed),
            from: day(content.from),
            until: day(content.until),
            repealed: day(content.repealed),
            expires: day(content.expires),
            attribute: content.attribute().key().to_owned(),
            ground: Some(content.ground).filter(|ground| !ground.is_empty()),
            relations: content
                .links
                .into_iter()
                .map(|link| DraftRelation { relation: link.relation, to: link.to })
                .collect(),
            title: content.title,
            body: content.body,
            summary: content.summary,
            keywords: content.keywords,
            genre: content.genre,
            theme: content.theme,
            topics: content.topics,
            number: content.number,
            source: content.source,
            department: content.department,
            audience: content.audience,
            why: content.why,
            fields: content.fields,
        }
    }

    /// As the register keeps it, for an organ and, where it is there already, a draft.
    ///
    /// # Errors
    /// [`Kind::Unfit`] with each field that cannot be taken as it is; the register.
    pub async fn content(
        self,
        office: &Office,
        whose: (OrganId, Option<PublicationId>),
    ) -> Result<(PublicationKind, Content), Problem> {
        let mut faults = Vec::new();
        let kind = PublicationKind::of_key(&self.kind);
        let Some(kind) = kind else {
            return Err(Problem::of(Kind::Unfit, vec![Fault::new("kind", "没有这个种类")]));
        };
        faults.extend(self.strange(kind));
        let links = self.links(office, whose, &mut faults).await?;
        let mut day = |name: &str, given: &Option<String>| {
            let day = given.as_ref().map(|given| date(given).ok_or_else(|| Fault::new(name, "要写成2026-10-12的样子")));
            day.and_then(|day| day.map_err(|fault| faults.push(fault)).ok())
        };
        let (formed, from) = (day("formed", &self.formed), day("from", &self.from));
        let (until, expires) = (day("until", &self.until), day("expires", &self.expires));
        let repealed = day("repealed", &self.repealed);
        let content = Content {
            title: self.title.replace(['\r', '\n'], " "),
            body: self.body.replace('\r', ""),
            summary: self.summary,
            keywords: self.keywords,
            genre: self.genre,
            theme: self.theme,
            topics: self.topics,
            number: self.number,
            source: self.source,
            department: self.department,
            audience: self.audience,
            formed,
            from,
            until,
            repealed,
            expires,
            attribute: self.attribute,
            ground: self.ground.unwrap_or_default(),
            why: self.why,
            fields: self.fields,
            links,
            // which row of the catalogue it is for, people say
            ..Content::default()
        };
        faults.extend(content.too_long().into_iter().map(|(name, why)| Fault::new(name, why)));
        match faults.is_empty() {
            true => Ok((kind, content)),
            false => Err(Problem::of(Kind::Unfit, faults)),
        }
    }

    /// Words that are none of the law's.
    fn strange(&self, kind: PublicationKind) -> Vec<Fault> {
        let mut out = Vec::new();
        let topics = self.topics.iter().filter(|key| catalogue::of_key(key).is_none());
        out.extend(topics.map(|key| Fault::new("topics", format!("没有“{}”这个类别", brief(key)))));
        if self.topics.len() > catalogue::ALL.len() {
            out.push(Fault::new("topics", "太多"));
        }
        if Attribute::of_key(&self.attribute).is_none() {
            out.push(Fault::new("attribute", "没有这个公开属性"));
        }
        let grounds = Exemption::ALL.map(|exemption| exemption.decision().code());
        if self.ground.as_ref().is_some_and(|ground| !grounds.contains(&ground.as_str())) {
            out.push(Fault::new("ground", "没有这个依据"));
        }
        let own = |key: &String| kind.fields().iter().any(|field| field.key == key);
        let fields = self.fields.keys().filter(|key| !own(key)).take(10);
        out.extend(
            fields.map(|key| Fault::new(format!("fields.{}", brief(key)), format!("{}没有这个字段", kind.label()))),
        );
        out
    }

    async fn links(
        &self,
        office: &Office,
        whose: (OrganId, Option<PublicationId>),
        faults: &mut Vec<Fault>,
    ) -> Result<Vec<crate::publish::content::Link>, Problem> {
        if self.relations.len() > links::MOST {
            faults.push(Fault::new("relations", format!("最多{}条", links::MOST)));
            return Ok(Vec::new());
        }
        let mut wanted = Vec::new();
        for (n, link) in self.relations.iter().enumerate() {
            match Relation::of_key(&link.relation) {
                Some(_) if link.to.chars().nth(LONGEST_TITLE).is_some() => {
                    faults.push(Fault::new(format!("relations.{n}.to"), "太长"));
                }
                Some(relation) => wanted.push((n, relation, link.to.as_str())),
                None => faults.push(Fault::new(format!("relations.{n}.relation"), "没有这种关系")),
            }
        }
        let (links, unknown) = links::meant(office, whose, &wanted).await?;
        faults.extend(unknown.into_iter().map(|(n, why)| Fault::new(format!("relations.{n}.to"), why)));
        Ok(links)
    }
}

/// A day as it must be written, and no other way.
fn date(words: &str) -> Option<Date> {
    words.parse().ok().filter(|day: &Date| day.to_string() == words)
}

/// The beginning of what somebody sent, for a sentence.
fn brief(words: &str) -> String {
    words.chars().take(40).collect()
}

/// Reads a body.
///
/// # Errors
/// [`Kind::MediaType`] for what is no JSON by its header, [`Kind::BadBody`] for what is none by its bytes, and
/// [`Kind::Unfit`] for JSON of another shape.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(Kind::MediaType, "正文要是JSON，Content-Type写application/json"));
    }
    serde_json::from_slice(body).map_err(|error| {
        let place = format!("第{}行第{}列", error.line(), error.column());
        match error.is_data() {
            true => Problem::new(Kind::Unfit, format!("{place}：{}", told(&error.to_string()))),
            false => Problem::new(Kind::BadBody, format!("{place}起不是合格的JSON")),
        }
    })
}

/// What the reader of JSON says in English, for those who read Chinese.
fn told(error: &str) -> String {
    let named = |beginning: &str| {
        let (name, _) = error.strip_prefix(beginning)?.split_once('`')?;
        Some(brief(name))
    };
    let unknown = named("unknown field `").map(|name| format!("没有“{name}”这个字段"));
    let missing = || named("missing field `").map(|name| format!("缺少“{name}”"));
    let twice = || named("duplicate field `").map(|name| format!("“{name}”写了两次"));
    unknown.or_else(missing).or_else(twice).unwrap_or_else(|| "值的类型和说明不符".to_owned())
}
