//! 参数: what may stand in an address. One table a page says which, and is what is read by, described in OpenAPI and shown on
//! the readable page: nothing is taken that is not described.

use axum::http::Uri;
use gongkai_store::PublicationId;
use utoipa::openapi::{
    ObjectBuilder, Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{KnownFormat, SchemaFormat, Type},
};

use super::problem::{Fault, Kind, Problem};
use crate::guard::{hex, unhex};

/// Rows of a page where nobody says how many.
const ROWS: i64 = 20;
/// Rows of a page at most.
const MOST: i64 = 100;

/// 文件名: no way to it, nothing that is not seen.
const FILE_NAME: &str = r"^[^ /\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,199}$";

/// What a parameter takes.
#[derive(Clone, Copy)]
pub enum Takes {
    /// Words, up to so many characters.
    Words(usize),
    /// One of these.
    OneOf(fn() -> Vec<&'static str>),
    /// A number from the first to the second.
    Number(i64, i64),
    /// 游标: where the page before ended.
    Cursor,
    /// 文件名, which must be there.
    FileName,
}

/// A parameter of an address.
#[derive(Clone, Copy)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// `limit`
pub const LIMIT: Param = Param { name: "limit", about: "一页几条，不填是20。", takes: Takes::Number(1, MOST) };
/// `cursor`
pub const CURSOR: Param =
    Param {
        name: "cursor", about: "从哪里接着读：上一页的next里有，不要自己拼。", takes: Takes::Cursor
    };
/// `organ`
pub const ORGAN: Param =
    Param { name: "organ", about: "发布机构的简写，见/organs。", takes: Takes::Words(100) };

/// The table of a page's parameters, under a name by which its description finds them.
macro_rules! params {
    ($(#[$doc:meta])* $name:ident, [$($param:expr),* $(,)?]) => {
        static PARAMS: &[$crate::api::asked::Param] = &[$($param),*];

        $(#[$doc])*
        pub struct $name;

        impl utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                PARAMS.iter().map($crate::api::asked::Param::described).collect()
            }
        }
    };
}
pub(super) use params;

impl Param {
    /// As OpenAPI describes it.
    pub fn described(&self) -> Parameter {
        let schema = match self.takes {
            Takes::Words(most) => {
                ObjectBuilder::new().schema_type(Type::String).max_length(Some(most)).min_length(Some(1))
            }
            Takes::OneOf(all) => ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all())),
            Takes::Number(least, most) => ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
                .minimum(Some(least as f64))
                .maximum(Some(most as f64)),
            Takes::Cursor => ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9a-f]{48}$")),
            Takes::FileName => ObjectBuilder::new().schema_type(Type::String).pattern(Some(FILE_NAME)),
        };
        let required = if self.is_needed() { Required::True } else { Required::False };
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(required)
            .description(Some(self.about))
            .schema(Some(schema.build()))
            .build()
    }

    fn is_needed(&self) -> bool {
        matches!(self.takes, Takes::FileName)
    }

    fn wrong(&self, value: &str) -> Option<String> {
        match self.takes {
            Takes::Words(_) if value.is_empty() => Some("不能是空的，不用就不要写".to_owned()),
            Takes::Words(most) => value.chars().nth(most).map(|_| format!("最多{most}字")),
            Takes::OneOf(all) => (!all().contains(&value)).then(|| format!("只能是{}", all().join("、"))),
            Takes::Number(least, most) => {
                let is_plain = value.bytes().all(|byte| byte.is_ascii_digit());
                let fits = value.parse().is_ok_and(|number: i64| (least..=most).contains(&number));
                (!is_plain || !fits).then(|| format!("要填{least}到{most}的整数"))
            }
            Takes::FileName => {
                let unfit = |c: char| matches!(c, '/' | '\\') || c.is_ascii_control();
                let fits = !value.is_empty() && !value.starts_with(' ') && value.chars().nth(200).is_none();
                let why = "最多200字，不能有路径和看不见的字符，开头不能是空格";
                (!fits || value.contains(unfit)).then(|| why.to_owned())
            }
            Takes::Cursor => Cursor::of(value).is_none().then(|| "不是本站给的游标".to_owned()),
        }
    }
}

/// 游标: the place of the last row of a page: what it is ordered by, and its identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is ordered by.
    pub at: i64,
    id: [u8; 16],
}

impl Cursor {
    /// After a row that is ordered by this number and has this identity; nothing for what has none.
    pub fn after(at: i64, id: &str) -> Self {
        let bytes = unhex(&id.replace('-', "")).and_then(|bytes| bytes.try_into().ok());
        Self { at, id: bytes.unwrap_or_default() }
    }

    /// The identity, as its text is written; any sixteen bytes are one.
    pub fn id<T: std::str::FromStr>(&self) -> Option<T> {
        hex(&self.id).parse().ok()
    }

    fn of(text: &str) -> Option<Self> {
        let lower = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let bytes = unhex(text).filter(|bytes| lower && bytes.len() == 24)?;
        let (at, id) = bytes.split_first_chunk()?;
        Some(Self { at: i64::from_be_bytes(*at), id: id.try_into().ok()? })
    }

    fn text(self) -> String {
        format!("{}{}", hex(&self.at.to_be_bytes()), hex(&self.id))
    }
}

/// What an address asks for, every value as its table wants it.
#[derive(Debug)]
pub struct Asked {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Kind::BadParameter`] with each that is unknown, there twice, or not what it should be.
    pub fn of(uri: &Uri, params: &[Param]) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Problem::new(Kind::BadParameter, "地址里的参数有认不出的字符"))?
            .0;
        if query.len() > 8_000 {
            return Err(Problem::new(Kind::BadParameter, "地址太长"));
        }
        let mut faults = Vec::new();
        for (n, (name, value)) in pairs.iter().enumerate() {
            let Some(param) = params.iter().find(|param| param.name == name) else {
                faults.push(Fault::new(name, "没有这个参数"));
                continue;
            };
            if pairs.iter().take(n).any(|(before, _)| before == name) {
                faults.push(Fault::new(name, "写了两次"));
            }
            faults.extend(param.wrong(value).map(|why| Fault::new(name, why)));
        }
        let missing =
            params.iter().filter(|param| param.is_needed() && pairs.iter().all(|(name, _)| name != param.name));
        faults.extend(missing.map(|param| Fault::new(param.name, "要有这个参数")));
        match faults.is_empty() {
            true => Ok(Self { path: uri.path().to_owned(), pairs }),
            false => Err(Problem::of(Kind::BadParameter, faults)),
        }
    }

    /// A parameter, if it is there.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A number, if it is there.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.word(name)?.parse().ok()
    }

    /// How many rows are wanted.
    pub fn limit(&self) -> i64 {
        self.number(LIMIT.name).unwrap_or(ROWS)
    }

    /// Where the page before ended.
    pub fn cursor(&self) -> Option<Cursor> {
        Cursor::of(self.word(CURSOR.name)?)
    }

    /// The next page of this list.
    pub fn next(&self, after: Cursor) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| name != CURSOR.name);
        let cursor = after.text();
        let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push((CURSOR.name, &cursor));
        crate::publish::portal::lines::link(&self.path, &fields)
    }

    /// Cuts a list that was asked for with one row more than is wanted, and says where the next page is.
    pub fn cut<T>(&self, rows: &mut Vec<T>, place: impl Fn(&T) -> Cursor) -> Option<String> {
        let most = usize::try_from(self.limit()).unwrap_or(0);
        let is_more = rows.len() > most;
        rows.truncate(most);
        rows.last().filter(|_| is_more).map(|row| self.next(place(row)))
    }
}

/// A publication by its identity; nothing for what is none.
pub fn publication(id: &str) -> Result<PublicationId, Problem> {
    id.parse().map_err(|_| Problem::new(Kind::NotFound, "没有这份稿件"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: [Param; 3] = [LIMIT, CURSOR, ORGAN];

    fn asked(query: &str) -> Result<Asked, Problem> {
        Asked::of(&format!("/api/v1/items?{query}").parse().unwrap(), &PARAMS)
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_given_and_keeps_what_was_asked_besides() {
        let id = "0199d2a4-2f6c-7000-8000-0123456789ab";
        let after = Cursor::after(-5, id);
        let next = asked("organ=shui&limit=3").unwrap().next(after);
        let (path, query) = next.split_once('?').unwrap();
        assert_eq!(path, "/api/v1/items");
        let again = asked(query).unwrap();
        assert_eq!(again.cursor(), Some(after));
        assert_eq!(again.cursor().unwrap().id::<uuid::Uuid>().unwrap().to_string(), id);
        assert_eq!((again.word("organ"), again.limit()), (Some("shui"), 3));
    }

    #[test]
    fn whatever_is_not_in_the_table_is_refused() {
        for wrong in ["limit=0", "limit=101", "limit=+5", "limit=", "cursor=xyz", "page=2", "organ=a&organ=b", "organ="]
        {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
        let upper = "A".repeat(48);
        assert!(asked(&format!("cursor={upper}")).is_err());
    }
}
