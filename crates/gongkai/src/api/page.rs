//! `/api`: the description for people, drawn from the same as `/api/v1/openapi.json`.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use gongkai_law::{
    annual_report::indicator::Indicator,
    proactive::{catalogue, kind::PublicationKind, relation::Relation, validity::Validity},
};
use serde_json::Value;

use super::{BASE, description::described, problem::Kind};
use crate::{
    guard::Visitor,
    indicators::number,
    office::Office,
    page::{self, Chrome, Error, Nav},
    site_map,
};

/// Values that are named where they are used; more of them have a table of their own.
const FEW: usize = 6;

/// 一组
struct Group {
    title: String,
    operations: Vec<OperationView>,
}

/// 操作
struct OperationView {
    id: String,
    method: &'static str,
    path: String,
    summary: String,
    about: String,
    keyed: bool,
    params: Vec<FieldView>,
    /// What is sent: the name of its shape.
    body: Option<String>,
    answers: Vec<Answer>,
}

/// 答复
struct Answer {
    status: String,
    about: String,
    /// The name of its shape.
    shape: Option<String>,
}

/// 数据
struct Shape {
    name: String,
    about: String,
    fields: Vec<FieldView>,
}

/// 字段、参数
struct FieldView {
    name: String,
    takes: String,
    about: String,
}

/// 取值: a heading and what stands below it: code, name, and what goes with it.
struct Values {
    title: &'static str,
    rows: Vec<(&'static str, &'static str, String)>,
}

#[derive(Template)]
#[template(path = "api/page.html")]
struct ApiPage {
    chrome: Chrome,
    base: String,
    about: String,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
    values: Vec<Values>,
    problems: [Kind; 16],
}

/// `GET /api`
pub async fn show(State(office): State<Office>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Error> {
    let whole = serde_json::to_value(described()).map_err(|error| Error::broken(&error))?;
    page::show(&ApiPage {
        chrome: Chrome::new(&office, &visitor, Nav::Elsewhere),
        base: format!("{}{BASE}", site_map::base(&office, &headers)),
        about: words(&whole, "/info/description"),
        groups: groups(&whole),
        shapes: shapes(&whole),
        values: values(),
        problems: Kind::ALL,
    })
}

fn words(value: &Value, at: &str) -> String {
    value.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn each<'a>(value: &'a Value, at: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.pointer(at).and_then(Value::as_object).into_iter().flatten()
}

fn list<'a>(value: &'a Value, at: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(at).and_then(Value::as_array).into_iter().flatten()
}

fn groups(whole: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in each(whole, "/paths") {
        for (method, name) in [("get", "GET"), ("post", "POST"), ("put", "PUT")] {
            let Some(operation) = item.get(method) else { continue };
            let (title, view) = (words(operation, "/tags/0"), view(name, path, operation));
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.operations.push(view),
                None => groups.push(Group { title, operations: vec![view] }),
            }
        }
    }
    // what nobody needs a key for comes first
    groups.sort_by_key(|group| group.operations.iter().any(|operation| operation.keyed));
    groups
}

fn view(method: &'static str, path: &str, operation: &Value) -> OperationView {
    let place = |param: &Value| match words(param, "/in").as_str() {
        "path" => "地址",
        "header" => "请求头",
        _ => "参数",
    };
    let param = |param: &Value| FieldView {
        name: words(param, "/name"),
        takes: format!("{}，{}", place(param), takes(param.get("schema").unwrap_or(&Value::Null))),
        about: words(param, "/description"),
    };
    let answer = |(status, answer): (&String, &Value)| Answer {
        status: status.clone(),
        about: words(answer, "/description"),
        shape: each(answer, "/content").next().and_then(|(_, content)| shape_of(content.get("schema")?)),
    };
    OperationView {
        id: words(operation, "/operationId"),
        method,
        path: format!("{BASE}{path}"),
        summary: words(operation, "/summary"),
        about: words(operation, "/description"),
        keyed: operation.get("security").is_some(),
        params: list(operation, "/parameters").map(param).collect(),
        body: operation.pointer("/requestBody/content/application~1json/schema").and_then(shape_of),
        answers: each(operation, "/responses").map(answer).collect(),
    }
}

fn shape_of(schema: &Value) -> Option<String> {
    let name = schema.get("$ref")?.as_str()?;
    name.rsplit_once('/').map(|(_, name)| name.to_owned())
}

fn shapes(whole: &Value) -> Vec<Shape> {
    let shape = |(name, schema): (&String, &Value)| {
        let own = list(schema, "/allOf").chain(std::iter::once(schema));
        let mut fields = Vec::new();
        let mut about = words(schema, "/description");
        for part in own {
            if let Some(of) = shape_of(part) {
                fields.push(FieldView {
                    name: "…".to_owned(), takes: of, about: "它的字段这里都有".to_owned()
                });
            }
            if about.is_empty() {
                about = words(part, "/description");
            }
            let field = |(name, field): (&String, &Value)| FieldView {
                name: name.clone(),
                takes: takes(field),
                about: ["/description", "/oneOf/0/description"].map(|at| words(field, at)).concat(),
            };
            fields.extend(each(part, "/properties").map(field));
        }
        Shape { name: name.clone(), about, fields }
    };
    each(whole, "/components/schemas").map(shape).collect()
}

/// What a value is, in a few words.
fn takes(schema: &Value) -> String {
    let few: Vec<_> = list(schema, "/enum").map(|value| value.as_str().unwrap_or("null")).collect();
    if !few.is_empty() {
        return if few.len() > FEW { "代码，见取值".to_owned() } else { few.join("、") };
    }
    if let Some(name) = shape_of(schema) {
        return name;
    }
    let choices: Vec<_> = list(schema, "/oneOf").map(takes).collect();
    if !choices.is_empty() {
        return choices.join("或者");
    }
    let types: Vec<_> = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => return "JSON".to_owned(),
    };
    let said = types.into_iter().map(|word| match (word, schema.get("format").and_then(Value::as_str)) {
        ("string", Some("date")) => "日期".to_owned(),
        ("string", Some("uuid")) => "编号".to_owned(),
        ("string", _) => "文字".to_owned(),
        ("integer", _) => "整数".to_owned(),
        ("boolean", _) => "true、false".to_owned(),
        ("array", _) => format!("{}的列表", takes(schema.get("items").unwrap_or(&Value::Null))),
        ("null", _) => "null".to_owned(),
        _ => "对象".to_owned(),
    });
    said.collect::<Vec<_>>().join("或者")
}

fn values() -> Vec<Values> {
    let own = |kind: PublicationKind| {
        let fields = kind.fields().iter().map(|field| format!("{}（{}）", field.key, field.label));
        (kind.key(), kind.label(), fields.collect::<Vec<_>>().join("、"))
    };
    let counted = |of: &'static Indicator| (of.key, of.label, format!("{}，{}", of.group, number::unit(of)));
    let none = String::new;
    vec![
        Values { title: "信息种类，和它专有的字段", rows: PublicationKind::ALL.map(own).into() },
        Values {
            title: "主动公开类别",
            rows: catalogue::ALL.iter().map(|topic| (topic.key, topic.title, topic.article.to_string())).collect(),
        },
        Values {
            title: "有效性",
            rows: Validity::ALL.map(|validity| (validity.key(), validity.label(), none())).into(),
        },
        Values {
            title: "关系", rows: Relation::ALL.map(|relation| (relation.key(), relation.label(), none())).into()
        },
        Values { title: "月报的指标，和它的单位", rows: Indicator::entered().map(counted).collect() },
    ]
}
