//! 问题: what is answered where nothing else can be, as `application/problem+json` (RFC 9457), for everything below
//! `/api/v1`: also where the frame below us refused before any page of ours was asked.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Error;

/// Its media type.
pub const MEDIA: &str = "application/problem+json";

/// 问题的种类
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 400
    BadParameter,
    /// 400
    BadBody,
    /// 401
    NoKey,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 405
    WrongMethod,
    /// 408
    Stalled,
    /// 409
    Conflict,
    /// 410
    Gone,
    /// 413
    TooLarge,
    /// 415
    MediaType,
    /// 422
    Unfit,
    /// 422
    ReusedKey,
    /// 429
    TooMany,
    /// 500
    Broken,
    /// 503
    Busy,
}

impl Kind {
    /// Every one, in the order of the readable page.
    pub const ALL: [Self; 16] = [
        Self::BadParameter,
        Self::BadBody,
        Self::NoKey,
        Self::Forbidden,
        Self::NotFound,
        Self::WrongMethod,
        Self::Stalled,
        Self::Conflict,
        Self::Gone,
        Self::TooLarge,
        Self::MediaType,
        Self::Unfit,
        Self::ReusedKey,
        Self::TooMany,
        Self::Broken,
        Self::Busy,
    ];

    /// The last part of its type, and its anchor on the readable page.
    pub fn key(self) -> &'static str {
        match self {
            Self::BadParameter => "bad-parameter",
            Self::BadBody => "bad-body",
            Self::NoKey => "no-key",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::Stalled => "stalled",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Unfit => "unfit",
            Self::ReusedKey => "reused-key",
            Self::TooMany => "too-many",
            Self::Broken => "broken",
            Self::Busy => "busy",
        }
    }

    /// Its title, the same for every one of its kind.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadParameter => "参数不对",
            Self::BadBody => "正文读不懂",
            Self::NoKey => "要有有效的密钥",
            Self::Forbidden => "密钥没有这项权限",
            Self::NotFound => "没有这一项",
            Self::WrongMethod => "这个地址不接受这种请求",
            Self::Stalled => "正文传到一半停住了",
            Self::Conflict => "现在不能这样办",
            Self::Gone => "已经撤下",
            Self::TooLarge => "正文太大",
            Self::MediaType => "不接受这种格式",
            Self::Unfit => "内容不合要求",
            Self::ReusedKey => "幂等键已经用在别的请求上",
            Self::TooMany => "次数过多",
            Self::Broken => "我们的故障",
            Self::Busy => "现在忙不过来",
        }
    }

    /// Its status.
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadParameter | Self::BadBody => StatusCode::BAD_REQUEST,
            Self::NoKey => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Stalled => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unfit | Self::ReusedKey => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// 某一处不对
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProblemError, description = "某一处不对。")]
pub struct Fault {
    /// 参数或者字段的名字。
    pub name: String,
    /// 哪里不对。
    pub detail: String,
}

impl Fault {
    /// Something is wrong with this parameter or field.
    pub fn new(name: impl ToString, detail: impl ToString) -> Self {
        Self { name: name.to_string(), detail: detail.to_string() }
    }
}

/// 墓碑
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(description = "撤下以后留在原地址的说明，不含原来的正文。")]
pub struct Tombstone {
    /// 标题。
    pub title: String,
    /// 索引号；年报没有。
    pub index_number: Option<String>,
    /// 发布机构的简写。
    pub organ: String,
    /// 首次发布的日子；年报没有。
    #[schema(format = Date)]
    pub released: Option<String>,
    /// 撤下的日子。
    #[schema(format = Date)]
    pub ended: String,
    /// 公示期满自动撤下的是true，主动撤下的是false。
    pub expired: bool,
    /// 撤下的理由。
    pub why: String,
}

/// What is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem, description = "没有办成：按RFC 9457说明。")]
pub struct Said {
    /// 问题的种类，是说明页上的一个位置。
    r#type: String,
    /// 种类的名称。
    title: &'static str,
    /// 状态码。
    status: u16,
    /// 这一次为什么。
    detail: String,
    /// 出在哪个地址。
    instance: String,
    /// 哪几处不对；只在参数、正文不对时有。
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Fault>,
    /// 只在已经撤下时有。
    #[serde(skip_serializing_if = "Option::is_none")]
    tombstone: Option<Tombstone>,
}

/// 问题: one that arose.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    detail: String,
    errors: Vec<Fault>,
    tombstone: Option<Box<Tombstone>>,
    /// How many seconds to wait.
    wait: Option<u64>,
}

impl Problem {
    /// Of this kind, for this reason.
    pub fn new(kind: Kind, detail: impl ToString) -> Self {
        Self { kind, detail: detail.to_string(), errors: Vec::new(), tombstone: None, wait: None }
    }

    /// With each place that is wrong.
    pub fn of(kind: Kind, errors: Vec<Fault>) -> Self {
        let detail: Vec<_> = errors.iter().map(|fault| format!("{}：{}", fault.name, fault.detail)).collect();
        Self { errors, ..Self::new(kind, detail.join("；")) }
    }

    /// What stands where something was taken down.
    pub fn gone(tombstone: Tombstone) -> Self {
        let detail = format!("“{}”已于{}撤下：{}", tombstone.title, tombstone.ended, tombstone.why);
        Self { tombstone: Some(Box::new(tombstone)), ..Self::new(Kind::Gone, detail) }
    }

    fn said(self, instance: &str) -> Said {
        Said {
            r#type: format!("/api#{}", self.kind.key()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: self.detail,
            instance: instance.to_owned(),
            errors: self.errors,
            tombstone: self.tombstone.map(|tombstone| *tombstone),
        }
    }
}

impl IntoResponse for Problem {
    /// The status alone; [`dress`] writes the rest.
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(seconds) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.kind == Kind::NoKey {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes what is said of every answer that is none.
pub async fn dress(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    if !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    let extensions = response.extensions_mut();
    let known = extensions.remove::<Problem>().or_else(|| extensions.remove::<Error>().map(Problem::from));
    let problem = known.unwrap_or_else(|| refused(response.status()));
    let (mut parts, _) = response.into_parts();
    parts.status = problem.kind.status();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // words always have a JSON
    let body = serde_json::to_vec(&problem.said(&instance)).unwrap_or_default();
    Response::from_parts(parts, body.into())
}

/// What the frame below us refused with a bare status.
fn refused(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Error::NotFound.into(),
        StatusCode::METHOD_NOT_ALLOWED => Error::WrongMethod.into(),
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge.into(),
        StatusCode::REQUEST_TIMEOUT => Error::Stalled.into(),
        StatusCode::SERVICE_UNAVAILABLE => Error::TooSlow.into(),
        status if status.is_client_error() => Problem::new(Kind::BadParameter, "地址或者请求头有认不出的内容"),
        _ => Problem::new(Kind::Broken, "没有处理成功，不是您的问题"),
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound | Error::LinkGone => Self::new(Kind::NotFound, "地址抄漏了字，或者这一项没有公开过"),
            Error::WrongMethod => Self::new(Kind::WrongMethod, "可以用的方法在Allow响应头里"),
            Error::TooLarge => Self::new(Kind::TooLarge, "稿件最大4 MB，每个附件最大20 MB"),
            Error::Stalled => Self::new(Kind::Stalled, "超过20秒没有收到新的内容，请重新发一次"),
            Error::Stale => Self::new(Kind::Conflict, "刚被别人改过，请重新读取以后再改"),
            Error::NotSignedIn => Self::new(Kind::NoKey, "请在Authorization请求头里带上密钥"),
            Error::Forbidden(why) => Self::new(Kind::Forbidden, why),
            Error::Forged => Self::new(Kind::Forbidden, "请求来自别的网站"),
            Error::Unreadable(why) => Self::new(Kind::BadBody, why),
            Error::Garbled => Self::new(Kind::BadParameter, "地址里的参数重复了，或者有认不出的字符"),
            Error::TooSlow => Self { wait: Some(60), ..Self::new(Kind::Busy, "用时太长，已经停下") },
            Error::Crowded => {
                Self { wait: Some(60), ..Self::new(Kind::Busy, "现在上传的人太多，请过一分钟再试") }
            }
            Error::TooMany(seconds) => {
                let seconds = seconds.max(1);
                let detail = format!("同一地址在短时间内的次数有限，请{}以后再试", crate::page::about(seconds));
                Self { wait: Some(seconds), ..Self::new(Kind::TooMany, detail) }
            }
            Error::Making => {
                Self { wait: Some(60), ..Self::new(Kind::Busy, "正在做另一份文件，请过一分钟再试") }
            }
            Error::Unmade(why) | Error::Unopened(why) | Error::TooLong(why) => Self::new(Kind::Conflict, why),
            Error::Broken(number) => Self::new(Kind::Broken, format!("不是您的问题。记录号{number}，报给我们就能查到")),
        }
    }
}

impl From<gongkai_store::Error> for Problem {
    fn from(error: gongkai_store::Error) -> Self {
        Error::from(error).into()
    }
}
