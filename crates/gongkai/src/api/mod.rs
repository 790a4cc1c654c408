//! 开放接口: `/api/v1`, what is public for programs, and drafts by those that have a key. Described by itself at
//! `/api/v1/openapi.json`, for people at `/api`.

pub mod asked;
pub mod caller;
pub mod catalogue;
pub mod cells;
pub mod description;
pub mod drafts;
pub mod evidence;
pub mod figures;
pub mod item;
pub mod items;
pub mod line;
pub mod once;
pub mod organs;
pub mod page;
pub mod problem;
pub mod reply;
pub mod reports;
pub mod statistics;
pub mod writing;

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state, map_response},
    response::Redirect,
    routing::{any, get, post, put},
};
use tower_http::{
    compression::CompressionLayer,
    cors::{Any, CorsLayer},
    timeout::TimeoutLayer,
};

use crate::{
    guard::{limit, rate},
    office::Office,
    page::Error,
};

/// Where it is.
pub const BASE: &str = "/api/v1";
/// Days for which an answer under an Idempotency-Key is kept.
pub const DAYS: i64 = 1;
/// A draft's JSON: the longest body, with every character escaped, and what stands around it.
const WORDS: usize = 4_000_000;
/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// All addresses of it, with what every request to it passes through. Nobody is signed in here: cookies say nothing.
pub fn router(office: Office, rates: rate::Rates, client: &rate::Client) -> Router {
    let api = Router::new()
        .route("/api/v1", get(async || Redirect::permanent("/api")))
        .route("/api/v1/", any(async || Error::NotFound))
        .route("/api/v1/openapi.json", get(description::show))
        .route("/api/v1/items", get(items::list))
        .route("/api/v1/items/{id}", get(item::last))
        .route("/api/v1/items/{id}/versions/{version}", get(item::version))
        .route("/api/v1/catalogue", get(catalogue::show))
        .route("/api/v1/organs", get(organs::list))
        .route("/api/v1/organs/{slug}", get(organs::one))
        .route("/api/v1/reports", get(reports::list))
        .route("/api/v1/reports/{organ}/{year}", get(reports::one))
        .route("/api/v1/report-cells", get(cells::list))
        .route("/api/v1/statistics", get(statistics::show))
        .route("/api/v1/drafts", post(drafts::begin))
        .route("/api/v1/drafts/{id}", get(drafts::show).put(drafts::change))
        .route("/api/v1/figures", get(figures::show).post(figures::post))
        .route("/api/v1/figures/{indicator}/{month}", put(figures::put))
        .route("/api/v1/{*rest}", any(async || Error::NotFound))
        .layer(DefaultBodyLimit::max(WORDS))
        // a file may be larger than words
        .route("/api/v1/drafts/{id}/files", post(drafts::attach).layer(DefaultBodyLimit::max(limit::UPLOAD)))
        .route(
            "/api/v1/figures/{indicator}/{month}/evidence",
            post(evidence::attach).layer(DefaultBodyLimit::max(limit::UPLOAD)),
        )
        .method_not_allowed_fallback(async || Error::WrongMethod)
        .layer(from_fn_with_state(office.uploads.clone(), limit::admit))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .with_state(office);
    rate::limit_and_tell(api, rates, client)
        .layer(from_fn(problem::dress))
        .layer(CompressionLayer::new())
        .layer(map_response(reply::weaken))
        .layer(cors())
}

/// Pages of other sites may read here, without anybody's cookies; no page writes.
fn cors() -> CorsLayer {
    let told = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-after"].map(HeaderName::from_static);
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER].into_iter().chain(told).collect::<Vec<_>>())
}
