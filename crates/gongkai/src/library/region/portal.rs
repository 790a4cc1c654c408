//! `/reports/region`, `/reports/compare`, `/reports/data` and its files.

mod compare;
mod data;
mod matrix;

use axum::{Router, routing::get};

use crate::office::Office;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/reports/region", get(matrix::show))
        .route("/reports/compare", get(compare::show))
        .route("/reports/data", get(data::show))
        .route("/reports/data.csv", get(data::csv))
        .route("/reports/data.json", get(data::json))
        .route("/reports/data.xlsx", get(data::xlsx))
}
