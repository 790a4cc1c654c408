//! 地址: which page answers at which address (contracts.md §4), and what every request passes through.

use std::{net::IpAddr, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header},
    middleware::{from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer};
use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{SameSite, time},
};

use crate::{
    access, api, api_keys, assets, checks, columns, compile, deadline, fee, figures, find,
    guard::{headers, limit, pages, rate, visitor},
    home, indicators, letters, library, matters, mistakes, more,
    office::Office,
    page::Error,
    people, publish, reading, redress, requests, season,
    sessions::Sessions,
    signin, site_map, subscriptions, verify, visits,
};

/// No answer takes longer: a slow upload of 20 MB does.
const PATIENCE: Duration = Duration::from_secs(120);

/// All pages.
pub fn router(office: Office, rates: rate::Rates, trusted: &[IpAddr]) -> Router {
    let sessions = SessionManagerLayer::new(Sessions::of(&office))
        .with_name(pages::SESSION)
        .with_expiry(Expiry::OnInactivity(time::Duration::minutes(office.rules.idle)))
        .with_always_save(true)
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(office.secure);
    let pages = public()
        .merge(private())
        .merge(publish::portal::routes())
        .merge(columns::portal::routes())
        .merge(library::pictures::portal::routes())
        .merge(library::region::portal::routes())
        .merge(reading::portal::routes())
        .merge(publish::standard::portal::routes())
        .merge(requests::desk::routes())
        .merge(redress::desk::routes())
        .merge(matters::desk::routes())
        .merge(mistakes::desk::routes())
        .merge(requests::old::desk::routes())
        .merge(figures::desk::routes())
        .merge(compile::desk::routes())
        .merge(indicators::desk::routes())
        .merge(season::desk::routes())
        .merge(people::desk::routes())
        .merge(publish::desk::routes())
        .merge(api_keys::desk::routes())
        .merge(columns::desk::routes())
        .merge(reading::desk::routes())
        .merge(publish::standard::desk::routes())
        .merge(publish::bulk::desk::routes())
        .fallback(publish::bulk::portal::answer)
        .method_not_allowed_fallback(async || Error::WrongMethod)
        .layer(DefaultBodyLimit::max(limit::BODY))
        .layer(from_fn_with_state(office.uploads.clone(), limit::admit))
        // inside of what dresses errors, so that the answer is a page
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .with_state(office.clone());
    let client = rate::Client::behind(trusted);
    let api = api::router(office.clone(), rates, &client);
    rate::limit(pages, rates, &client)
        .layer(from_fn_with_state((office.clone(), client), visitor::greet))
        .layer(sessions)
        // outside of what is counted, as files are: what is ready costs less than to count it
        .layer(from_fn_with_state(pages::Pages::of(&office), pages::answer))
        // outside of whatever may answer in the page's stead
        .layer(from_fn_with_state(office.visits.clone(), visits::count))
        .merge(files(office))
        .merge(api)
        .layer(map_response(headers::add))
}

fn public() -> Router<Office> {
    Router::new()
        .route("/", get(home::show))
        .route("/deadline", get(deadline::show))
        .route("/fee", get(fee::show))
        .route("/access", get(access::show))
        .route("/api", get(api::page::show))
        .route("/more", get(more::show))
        .route("/robots.txt", get(site_map::robots))
        .route("/sitemap.xml", get(site_map::show))
        .route("/checks", get(checks::portal::list))
        .route("/checks/{code}", get(checks::portal::one))
        .route("/reports", get(library::portal::list))
        .route("/reports/{organ}/{year}", get(library::portal::one))
        .route("/reports/{organ}/{year}/rule", post(library::desk::rule))
        .route("/reports/{organ}/{year}/{file}", get(library::portal::download))
        .route("/verify", get(verify::portal::ask).post(verify::portal::drop_files))
}

/// Behind a private link, or for one person alone.
fn private() -> Router<Office> {
    Router::new()
        .route("/verify/{token}", get(verify::portal::open))
        .route("/verify/{token}/delete", get(verify::portal::ask_delete).post(verify::portal::delete))
        .route("/verify/{token}/again", post(verify::portal::again))
        .route("/verify/{token}/{n}", get(verify::portal::item))
        .route("/verify/{token}/{n}/keep", post(verify::desk::keep))
        .route("/verify/{token}/{n}/{file}", get(verify::portal::download))
        .merge(requests::portal::routes())
        .merge(find::portal::routes())
        .merge(matters::portal::routes())
        .merge(mistakes::portal::routes())
        .merge(subscriptions::portal::routes())
        .route("/signin", get(signin::show).post(signin::enter))
        .route("/signin/password", get(signin::password::show).post(signin::password::set))
        .route("/signin/code", get(signin::authenticator::show).post(signin::authenticator::set))
        .route("/signin/oidc", get(signin::outside::go))
        .route("/signin/oidc/back", get(signin::outside::back))
        .route("/signin/oidc/code", get(signin::outside::ask).post(signin::outside::enter))
        .route("/signout", get(signin::ask_leave).post(signin::leave))
        .merge(letters::desk::routes())
        .layer(map_response(headers::keep_private))
}

/// Files that are the same for everybody, and the sign of life: outside of what is counted.
fn files(office: Office) -> Router {
    Router::new()
        .route("/static/{name}", get(assets::serve))
        .layer(CompressionLayer::new())
        .route("/health", get(health))
        .with_state(office)
}

/// `GET /health`: 200 while the register answers.
async fn health(axum::extract::State(office): axum::extract::State<Office>) -> Response {
    let (status, word) = match office.db.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the register does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "register unavailable\n")
        }
    };
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], word).into_response()
}
