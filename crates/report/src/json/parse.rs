//! A report read back from its JSON: the shape is exact, and what does not fit it is said by its address.

use gongkai_law::annual_report::{
    Edition, Figures, Form, figures,
    form::{Cell, Kind},
};
use serde_json::{Map, Value};

use super::{SCHEMA, shape};
use crate::reading::{Format, Report, Section};

/// A report read back, without its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The source that the JSON names.
    pub source: String,
    /// The data.
    pub report: Report,
}

/// Reads one object of the schema. The caller bounds its size; nesting is bounded here.
///
/// # Errors
/// A Chinese sentence: not JSON, another schema, a source that was no report, or the first value that does not fit.
pub fn parse(bytes: &[u8]) -> Result<Parsed, String> {
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|e| format!("不是完整的JSON：第{}行第{}列处出错", e.line(), e.column()))?;
    let Value::Object(object) = value else { return Err("JSON的最外层应当是一个对象".to_owned()) };
    if object.get("schema").and_then(Value::as_str) != Some(SCHEMA) {
        return Err(format!("不是{SCHEMA}格式的JSON"));
    }
    if object.get("report").is_some_and(Value::is_null) {
        let reason = object.get("reason").and_then(Value::as_str).unwrap_or("未说明原因");
        return Err(format!("这份JSON记录的来源不是年度报告：{reason}"));
    }
    let report = Report {
        agency: text(&object, "agency")?,
        year: year(&object)?,
        format: format(&object)?,
        figures: figures(&object)?,
        sections: sections(&object)?,
    };
    Ok(Parsed { source: text(&object, "source")?.unwrap_or_default(), report })
}

fn text(object: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(misfit(key, "文字")),
    }
}

fn year(object: &Map<String, Value>) -> Result<Option<i16>, String> {
    match object.get("year") {
        None | Some(Value::Null) => Ok(None),
        Some(year) => year.as_i64().and_then(|y| i16::try_from(y).ok()).map(Some).ok_or_else(|| misfit("year", "年份")),
    }
}

fn format(object: &Map<String, Value>) -> Result<Option<Format>, String> {
    match text(object, "edition")?.as_deref() {
        None => Ok(None),
        Some("older") => Ok(Some(Format::Older)),
        Some(key) => {
            let edition = Edition::ALL.into_iter().find(|edition| edition.key() == key);
            edition.map(Format::Form).map(Some).ok_or_else(|| misfit("edition", "2021、2019或older"))
        }
    }
}

fn figures(object: &Map<String, Value>) -> Result<Option<Figures>, String> {
    let format = format(object)?;
    let form = Form::of(if let Some(Format::Form(edition)) = format { edition } else { Edition::Of2021 });
    let columns = shape::columns(form);
    let named = object.get("requests").and_then(|t| t.get("columns")).and_then(Value::as_array);
    if named.is_none_or(|named| !named.iter().map(Value::as_str).eq(columns.iter().copied().map(Some))) {
        return Err(misfit("requests.columns", "格式规定的各列"));
    }
    let mut figures = Figures::unknown(form.edition);
    for (id, cell) in (0..).zip(form.cells()) {
        let value = find(object, cell).ok_or_else(|| format!("JSON里缺少{}", cell.address))?;
        figures.set(id, number(value, cell)?);
    }
    let empty = figures.values().iter().all(Option::is_none);
    Ok((!empty || matches!(format, Some(Format::Form(_)))).then_some(figures))
}

fn find<'a>(object: &'a Map<String, Value>, cell: &Cell) -> Option<&'a Value> {
    let mut path = cell.address.split('.');
    let table = object.get(path.next()?)?;
    if cell.table == 1 {
        return table.get("rows")?.get(path.next()?)?.get(cell.column);
    }
    path.try_fold(table, |value, key| value.get(key))
}

fn number(value: &Value, cell: &Cell) -> Result<Option<i64>, String> {
    let (read, wanted) = match (value, cell.kind) {
        (Value::Null, _) => return Ok(None),
        (Value::String(digits), Kind::Wan | Kind::Yuan) => (figures::parse(digits, cell.kind), "写成文字的小数"),
        (_, Kind::Wan | Kind::Yuan) => (None, "写成文字的小数"),
        (value, _) => (value.as_i64(), "整数"),
    };
    read.map(Some).ok_or_else(|| misfit(&cell.address, wanted))
}

fn sections(object: &Map<String, Value>) -> Result<Vec<Section>, String> {
    let Some(sections) = object.get("sections").and_then(Value::as_array) else {
        return Err(misfit("sections", "数组"));
    };
    let section = |value: &Value| {
        let number =
            value.get("number")?.as_u64().and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=6).contains(n))?;
        let words = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        Some(Section { number, title: words("title")?, text: words("text")? })
    };
    sections.iter().map(|value| section(value).ok_or_else(|| misfit("sections", "各部分的序号、标题和文字"))).collect()
}

fn misfit(place: &str, wanted: &str) -> String {
    format!("JSON里的{place}应当是{wanted}")
}
