//! `/api/v1/openapi.json`: the description of it all, OpenAPI 3.1, made of what stands beside the handlers and of the tables
//! that they read by.

use std::sync::OnceLock;

use axum::{http::HeaderMap, response::Response};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
        header::HeaderBuilder,
        path::{Operation, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    catalogue, cells, drafts, evidence, figures, item, items, organs,
    problem::{self, Problem},
    reply, reports, statistics, writing,
};

/// 说明
#[derive(OpenApi)]
#[openapi(
    info(
        title = "政府信息公开接口",
        version = "1",
        description = "已经公开的信息、目录、单位、年报和统计，不用密钥就能读。写要有密钥：公开信息只能写草稿，公开与否由三个人在工作台审核以后决定；指标月报写入就算报上，更正留有记录。",
    ),
    servers((url = "/api/v1")),
    paths(
        items::list, item::last, item::version, catalogue::show, organs::list, organs::one, reports::list, reports::one,
        cells::list, statistics::show, drafts::begin, drafts::show, drafts::change, drafts::attach, figures::show,
        figures::put, figures::post, evidence::attach,
    ),
    components(schemas(problem::Said, problem::Fault, problem::Tombstone, reports::Figures)),
    modifiers(&Common),
)]
struct Described;

/// The whole description.
pub fn described() -> &'static utoipa::openapi::OpenApi {
    static WHOLE: OnceLock<utoipa::openapi::OpenApi> = OnceLock::new();
    WHOLE.get_or_init(Described::openapi)
}

/// `GET /openapi.json`
pub async fn show(headers: HeaderMap) -> Result<Response, Problem> {
    reply::json(&headers, described())
}

/// What every answer may be, said once and written to each.
struct Common;

impl Modify for Common {
    fn modify(&self, whole: &mut utoipa::openapi::OpenApi) {
        let components = whole.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("接口密钥，由公开工作机构负责人或者系统管理员在工作台的“接口密钥”里建。"));
        components.security_schemes.insert("key".to_owned(), RefOr::T(SecurityScheme::Http(bearer.build())));
        if let Some(RefOr::T(Schema::Object(draft))) = components.schemas.get_mut("DraftBody") {
            writing::bound(draft);
        }
        for item in whole.paths.paths.values_mut() {
            for (reads, operation) in [(true, &mut item.get), (false, &mut item.post), (false, &mut item.put)] {
                if let Some(operation) = operation {
                    complete(operation, reads);
                }
            }
        }
    }
}

/// What every operation may answer.
const COMMON: [(&str, &str); 4] = [
    ("400", "参数不对，或者正文读不懂"),
    ("429", "次数过多，Retry-After说多少秒以后再来"),
    ("500", "我们的故障，detail里有记录号"),
    ("503", "现在忙不过来"),
];
/// What one that wants a key may answer besides.
const KEYED: [(&str, &str); 2] = [("401", "没有密钥，或者密钥没有用了"), ("403", "密钥没有这项权限")];
/// What one that writes may answer besides.
const WRITING: [(&str, &str); 5] = [
    ("408", "正文传到一半停住了"),
    ("409", "现在不能这样办"),
    ("413", "正文太大"),
    ("415", "不接受这种格式"),
    ("422", "内容不合要求"),
];

/// Writes down what goes without saying.
fn complete(operation: &mut Operation, reads: bool) {
    let keyed = operation.security.is_some();
    if reads && !keyed {
        tag(operation);
    }
    let responses = &mut operation.responses.responses;
    let keyed = KEYED.into_iter().filter(|_| keyed);
    let writing = WRITING.into_iter().filter(|_| !reads);
    for (status, about) in COMMON.into_iter().chain(keyed).chain(writing) {
        let answer = || RefOr::T(ResponseBuilder::new().description(about).build());
        responses.entry(status.to_owned()).or_insert_with(answer);
    }
    for (_, answer) in responses.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        if let RefOr::T(answer) = answer {
            let said = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            answer.content.insert(problem::MEDIA.to_owned(), said.into());
        }
    }
}

/// 标记: what is not sent twice, and where the next page is.
fn tag(operation: &mut Operation) {
    let words = || ObjectBuilder::new().schema_type(Type::String).build();
    let header = |about: &str| HeaderBuilder::new().description(Some(about)).schema(Some(words())).build();
    let known = ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("上次答复的ETag；没有变就回304，不再发一遍。"))
        .schema(Some(words()))
        .build();
    operation.parameters.get_or_insert_default().push(known.into());
    let responses = &mut operation.responses.responses;
    if let Some(RefOr::T(good)) = responses.get_mut("200") {
        good.headers.insert("ETag".to_owned(), header("这次答复的标记，下次放进If-None-Match。").into());
        good.headers.insert("Link".to_owned(), header("有下一页时，rel=next是它的地址。").into());
    }
    let same = ResponseBuilder::new().description("和上次一样").header("ETag", header("还是上次的标记。"));
    responses.insert("304".to_owned(), RefOr::T(same.build()));
}
