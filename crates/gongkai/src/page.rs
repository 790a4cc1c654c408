//! Pages: the frame around each, and the errors that a request may end in.

mod column;
mod place;

use std::sync::Arc;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use gongkai_law::request::refusal::Refusal;

pub use self::column::Column;
use self::place::Place;
use crate::{assets, guard::Visitor, mistakes, office::Office, people::frame, site::Site};

/// 栏目: the entries of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nav {
    /// 首页
    Home,
    /// 公开信息
    Catalogue,
    /// 政策文件库
    Policies,
    /// 公开年报
    Reports,
    /// 依申请公开
    Requests,
    /// 更多: what stands on the page of everything.
    More,
    /// A page outside of them.
    Elsewhere,
}

impl Nav {
    /// What people come for; everything else is one step further, under the last, and in the foot.
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Home, "/", "首页"),
        (Self::Catalogue, "/catalogue", "公开信息"),
        (Self::Policies, "/policies", "政策文件库"),
        (Self::Requests, "/requests/new", "依申请公开"),
        (Self::Reports, "/reports", "公开年报"),
        (Self::More, "/more", "更多"),
    ];
}

/// One entry as the template prints it.
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its word.
    pub label: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// What stands around every page.
pub struct Chrome {
    /// Whose site.
    pub site: Arc<Site>,
    /// 关怀版
    pub care: bool,
    /// 大字
    pub large: bool,
    /// This page with 关怀版 switched.
    pub care_switch: String,
    /// This page with 大字 switched.
    pub size_switch: String,
    /// 繁體
    pub traditional: bool,
    /// This page with 繁體 switched.
    pub script_switch: String,
    /// Who is signed in.
    pub person: Option<String>,
    /// Where their desk begins.
    pub desk: &'static str,
    /// Whether they judge what is found in reports.
    pub keeper: bool,
    /// For the hidden field of every form that posts.
    pub csrf: String,
    /// Not for search engines.
    pub private: bool,
    /// Under which name the site is known to those outside; may be empty.
    pub domain: String,
    /// 栏目
    pub column: Option<Column>,
    /// 我要找错: where to say what is wrong on this page.
    pub mistake: String,
    /// The style sheet with its hash.
    pub css: &'static str,
    /// The script with its hash.
    pub script: &'static str,
    nav: Nav,
}

impl Chrome {
    /// The frame of a page under `nav` for this visitor.
    pub fn new(office: &Office, visitor: &Visitor, nav: Nav) -> Self {
        Self {
            site: office.site.read(),
            care: visitor.care,
            large: visitor.large,
            care_switch: visitor.switch("care", if visitor.care { "0" } else { "1" }),
            size_switch: visitor.switch("size", if visitor.large { "normal" } else { "large" }),
            traditional: visitor.traditional,
            script_switch: visitor.switch("script", if visitor.traditional { "hans" } else { "hant" }),
            person: visitor.person.as_ref().map(|person| person.name.clone()),
            desk: visitor.person.as_ref().map_or("/signin", |person| frame::home(&person.hand)),
            keeper: visitor.keeper().is_ok(),
            csrf: visitor.csrf.clone(),
            private: false,
            domain: visitor.domain.clone(),
            column: Column::at(visitor.path()),
            mistake: mistakes::page::link(visitor.path()),
            css: assets::css(),
            script: assets::script(),
            nav,
        }
    }

    /// Marks the page as one that search engines must leave alone.
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// The navigation.
    pub fn nav(&self) -> impl Iterator<Item = NavItem> {
        let here = self.nav;
        Nav::ALL.into_iter().map(move |(nav, href, label)| NavItem { href, label, current: nav == here })
    }
}

/// A page with status 200.
///
/// # Errors
/// Where the template cannot be rendered.
pub fn show(page: &impl Template) -> Result<Response, Error> {
    show_as(StatusCode::OK, page)
}

/// A page with another status: a form that comes back with its errors.
///
/// # Errors
/// Where the template cannot be rendered.
pub fn show_as(status: StatusCode, page: &impl Template) -> Result<Response, Error> {
    Ok((status, Html(page.render()?)).into_response())
}

/// The status of a form that is shown: 422 when it comes back with something wrong.
pub fn form_status(sound: bool) -> StatusCode {
    if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// What a form says when it comes back: in the summary, and in the same words beside the field.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The field's id.
    pub field: &'static str,
    /// One sentence.
    pub message: String,
}

impl FieldError {
    /// Something is wrong with this field.
    pub fn new(field: &'static str, message: impl ToString) -> Self {
        Self { field, message: message.to_string() }
    }
}

/// 翻页: the page of a list that is asked for, and the last there is, from 1, where so many were found.
pub fn turned(found: i64, rows: i64, asked: &str) -> (i64, i64) {
    let last = (found + rows - 1).div_euclid(rows).max(1);
    (asked.parse::<i64>().unwrap_or(1).clamp(1, last), last)
}

/// Where a request ends when it cannot end well. Shown by [`dress`], in the frame of the site.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// 404: an address without a page.
    #[error("找不到这一页")]
    NotFound,
    /// 404: a private link that has run out or was deleted. It tells nobody whether it ever existed.
    #[error("这个核验链接已经失效")]
    LinkGone,
    /// 403: a form from elsewhere, or one that lay open for too long.
    #[error("这张表单已经过期")]
    Forged,
    /// 401: only for people who are signed in.
    #[error("请先登录")]
    NotSignedIn,
    /// 403: not among the duties of the person who asks; the sentence says why, or whose they are.
    #[error("您的职责不包括这件事")]
    Forbidden(String),
    /// 405
    #[error("这个地址不接受这种请求")]
    WrongMethod,
    /// 413
    #[error("文件太大")]
    TooLarge,
    /// 400: a body that is no form; the sentence says why.
    #[error("{0}")]
    Unreadable(String),
    /// 400: an address whose parameters cannot be taken apart.
    #[error("这个地址看不懂")]
    Garbled,
    /// 408: nothing more came of a form.
    #[error("上传停住了")]
    Stalled,
    /// 503: it took longer than anybody should wait.
    #[error("用时太长，已经停下")]
    TooSlow,
    /// 503: others' uploads hold all the room there is.
    #[error("现在上传的人太多")]
    Crowded,
    /// 429: how many seconds to wait.
    #[error("次数过多")]
    TooMany(u64),
    /// 501: a file that this machine cannot make; the sentence says what to do.
    #[error("做不成这个文件")]
    Unmade(String),
    /// 422: more rows than a file of this kind holds; the sentence says how many, and what to do.
    #[error("一个文件放不下")]
    TooLong(String),
    /// 503: the same kind of file is being made for somebody else.
    #[error("正在做另一份文件")]
    Making,
    /// 410: something sealed that no key at hand opens; the sentence says why.
    #[error("打不开")]
    Unopened(String),
    /// 409: somebody else was faster.
    #[error("刚被别人改过")]
    Stale,
    /// 500: our fault; the number is in the log beside the cause.
    #[error("我们的故障")]
    Broken(String),
}

/// An address and the words of its link.
type Next = (&'static str, &'static str);

/// Above the title, below it, what to do, and where to go on.
type Words = (&'static str, &'static str, String, Next);

const VERIFY: Next = ("/verify", "去核验年报");
const FIND: Next = ("/reports", "去找年报");
const DATA: Next = ("/reports/data", "看有哪些文件");
const SEARCH: Next = ("/search", "搜一搜");
const SIGN_IN: Next = ("/signin", "去登录");
const DESK: Next = ("/desk/account", "看看我的职责");
const HOME: Next = ("/", "从首页进入");

impl Error {
    /// A fault of ours: logged with its cause under a number that the page shows.
    pub fn broken(cause: &(dyn std::error::Error + 'static)) -> Self {
        let number = crate::guard::token().get(..8).unwrap_or_default().to_uppercase();
        tracing::error!(number, cause, "request failed");
        Self::Broken(number)
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::LinkGone => StatusCode::NOT_FOUND,
            Self::Forged | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) | Self::Garbled => StatusCode::BAD_REQUEST,
            Self::Stalled => StatusCode::REQUEST_TIMEOUT,
            Self::TooSlow | Self::Crowded | Self::Making => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Stale => StatusCode::CONFLICT,
            Self::TooLong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unmade(_) => StatusCode::NOT_IMPLEMENTED,
            Self::Unopened(_) => StatusCode::GONE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn page(&self, chrome: Chrome, place: Place) -> ErrorPage {
        let (eyebrow, lede, more, next) = self.words(place);
        ErrorPage { chrome, eyebrow: eyebrow.to_owned(), title: self.title(place), lede: lede.to_owned(), more, next }
    }

    fn words(&self, place: Place) -> Words {
        let no = String::new;
        match self {
            Self::NotFound => ("代码 404", "这个地址没有内容。也许地址抄漏了字。", place.lost(), place.found()),
            Self::LinkGone => (
                "代码 404",
                "核验链接保留30天，到期或者被删除以后，文件和结果都不再留存。",
                "文件还在您手里的话，重新上传一次就行。".to_owned(),
                VERIFY,
            ),
            Self::Forged => (
                "没有保存 · 代码 403",
                "为了防止别的网站冒用您的身份，表单只在本站、在有效时间内有用。没有保存任何内容。",
                "请回到原来的页面，刷新以后再提交一次。".to_owned(),
                HOME,
            ),
            Self::NotSignedIn => ("什么都没有改动 · 代码 401", "这是工作人员的页面，要先登录。", no(), SIGN_IN),
            Self::Forbidden(why) => {
                ("什么都没有改动 · 代码 403", "各人的职责由安全管理员设定。", format!("{why}。"), DESK)
            }
            Self::WrongMethod => ("代码 405", "请从页面上的按钮或者链接进入。", no(), place.next()),
            Self::TooLarge => place.too_large(),
            Self::Unreadable(why) => ("没有保存 · 代码 400", "没有收到完整的表单。", why.clone(), place.next()),
            Self::Garbled => ("代码 400", "地址里的参数重复了，或者有认不出的字符。", no(), HOME),
            Self::Stalled => place.stalled(),
            Self::TooSlow => place.too_slow(),
            Self::Crowded => place.crowded(),
            Self::TooMany(seconds) => Self::too_many(*seconds),
            Self::Unmade(why) => ("代码 501", "其他格式不受影响。", why.clone(), HOME),
            Self::TooLong(why) => ("代码 422", "电子表格的行数有限。", why.clone(), DATA),
            Self::Making => Self::making(),
            Self::Unopened(why) => Self::unopened(why),
            Self::Stale => (
                "没有保存 · 代码 409",
                "您打开页面之后，别人登记了新的内容。",
                "请退回原来的页面，刷新，看过新的内容以后再决定要不要重做。".to_owned(),
                HOME,
            ),
            Self::Broken(number) => (
                "没有保存 · 代码 500",
                "没有处理成功，不是您的问题。",
                format!("记录号 {number}，报给我们就能查到。"),
                HOME,
            ),
        }
    }

    fn making() -> Words {
        let more = "请过一分钟再下载，或者下载CSV：内容一样，不用等。".to_owned();
        ("代码 503", "电子表格要算一会儿，一次只做一份。", more, DATA)
    }

    fn unopened(why: &str) -> Words {
        let more = format!("{why}。系统管理员找回密钥文件，或者从备份恢复以后，可以再打开。");
        ("代码 410", "这份材料加了密，用现在的密钥打不开。", more, HOME)
    }

    fn too_many(seconds: u64) -> Words {
        (
            "代码 429",
            "为了让大家都能用，同一地址在短时间内的次数有限。",
            format!("请{}以后再试。", about(seconds)),
            ("/", "稍后再来"),
        )
    }

    fn title(&self, place: Place) -> String {
        match self {
            Self::Unreadable(_) => "没有读到上传的内容".to_owned(),
            Self::TooLarge if place != Place::Verify => "提交的内容太大".to_owned(),
            other => other.to_string(),
        }
    }
}

/// How long to wait, as one says it: 40秒, 约15分钟.
pub fn about(seconds: u64) -> String {
    match seconds {
        0..90 => format!("{}秒", seconds.max(1)),
        _ => format!("约{}分钟", (seconds + 30) / 60),
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    chrome: Chrome,
    eyebrow: String,
    title: String,
    lede: String,
    more: String,
    next: (&'static str, &'static str),
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.to_string()).into_response();
        let wait = match &self {
            Self::TooMany(seconds) => Some((*seconds).max(1)),
            Self::Crowded | Self::Making => Some(60),
            _ => None,
        };
        if let Some(seconds) = wait {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Puts a failed answer into the frame of the site; `posted`: it answers a form.
pub fn dress(office: &Office, visitor: &Visitor, posted: bool, response: Response) -> Response {
    let Some(error) = response.extensions().get::<Error>().cloned().or_else(|| refused(&response, posted)) else {
        return response;
    };
    if is_for_programs(visitor.path()) {
        return response;
    }
    let page = error.page(Chrome::new(office, visitor, Nav::Elsewhere).private(), Place::of(visitor.path()));
    let (mut parts, _) = response.into_parts();
    match page.render() {
        Ok(html) => {
            let retry = parts.headers.remove(axum::http::header::RETRY_AFTER);
            let mut dressed = (parts.status, Html(html)).into_response();
            dressed.headers_mut().extend(retry.map(|value| (axum::http::header::RETRY_AFTER, value)));
            dressed
        }
        Err(_) => (parts.status, error.to_string()).into_response(),
    }
}

/// Whether programs read what is there, to whom a page says nothing: feeds and maps of the site.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/feeds/") || path.starts_with("/sitemap")
}

/// What the frame below us refused with a bare sentence in English before any page of ours was asked.
fn refused(response: &Response, posted: bool) -> Option<Error> {
    let media = response.headers().get(axum::http::header::CONTENT_TYPE);
    let bare = media.is_none_or(|media| media.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        _ if !bare => None,
        StatusCode::SERVICE_UNAVAILABLE => Some(Error::TooSlow),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::TooLarge),
        StatusCode::BAD_REQUEST if !posted => Some(Error::Garbled),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(Error::Unreadable("请从页面上的表单提交，不要改动表单。".to_owned()))
        }
        _ => None,
    }
}

impl From<gongkai_store::Error> for Error {
    fn from(cause: gongkai_store::Error) -> Self {
        use gongkai_store::Error as Store;
        match cause {
            Store::Missing(_) => Self::NotFound,
            Store::Stale | Store::Busy | Store::Taken(_) => Self::Stale,
            Store::TooLarge(_) => Self::TooLarge,
            other => Self::broken(&other),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Forbidden(refusal.to_string())
    }
}

impl From<askama::Error> for Error {
    fn from(cause: askama::Error) -> Self {
        Self::broken(&cause)
    }
}
