//! `/items`, `/catalogue`, `/policies`, `/organs`, `/guide`, `/rules`, `/feeds`: what everybody sees of what is published.
//! Nothing here reads what is still in work.

pub(super) mod beside;
pub mod catalogue;
mod changed;
mod facts;
mod feeds;
pub mod files;
mod guide;
mod item;
pub mod lines;
mod map;
mod marks;
mod open_data;
mod organs;
pub mod paper;
mod policies;
mod rules;
pub(super) mod stone;
mod topic;
mod validity;

use axum::{Router, routing::get};

use crate::office::Office;

/// The pages of what is published.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/items/{*key}", get(item::show))
        .route("/catalogue", get(catalogue::show))
        .route("/catalogue.csv", get(open_data::catalogue_csv))
        .route("/catalogue.json", get(open_data::catalogue_json))
        .route("/catalogue/{topic}", get(topic::show))
        .route("/policies", get(policies::show))
        .route("/policies.csv", get(open_data::policies_csv))
        .route("/policies.json", get(open_data::policies_json))
        .route("/organs", get(organs::list))
        .route("/organs/{slug}", get(organs::one))
        .route("/organs/{slug}/guide", get(guide::of_organ))
        .route("/guide", get(guide::show))
        .route("/rules", get(rules::show))
        .route("/feeds/latest.atom", get(feeds::latest))
        .route("/feeds/search.atom", get(feeds::of_search))
        .route("/feeds/organs/{file}", get(feeds::of_organ))
        .route("/feeds/topics/{file}", get(feeds::of_topic))
        .route("/sitemap/items", get(map::index))
        .route("/sitemap/items/{page}", get(map::page))
}
