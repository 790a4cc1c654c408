//! 工作台·申请办理: the desk's pages about requests. Doors only: what they do is in the acts beside.

mod amended;
pub mod case;
pub mod code;
pub mod colleagues;
pub mod converted;
mod day;
pub mod due;
pub mod enter;
mod entered;
pub mod fields;
mod find;
mod hint;
mod keys;
pub mod lettered;
pub mod list;
pub mod meanwhile;
pub mod month;
mod next;
mod retention;
pub mod sent;
pub mod served;
mod step;
pub mod story;
pub mod taking;
pub mod today;
mod who;
pub mod wording;

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};

use crate::{guard::headers, office::Office, requests::dossier::Dossier};

/// The addresses of these pages. Those of the answer's verbs, `drafted` to `sent`, are the letters' own.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk", get(list::show))
        .route("/desk/assign", post(list::assign_picked))
        .route("/desk/print", get(list::print::show))
        .route("/desk/export/{file}", get(list::export::download))
        .route("/desk/keys", get(keys::show))
        .route("/desk/views", post(list::views::keep))
        .route("/desk/views/{id}/drop", post(list::views::drop_one))
        .route("/desk/register", get(enter::show).post(enter::take))
        .route("/desk/find", get(find::ask).post(find::look))
        .route("/desk/month", get(month::show))
        .route("/desk/today", get(today::show))
        .route("/desk/requests/{number}", get(case::show))
        .route("/desk/requests/{number}/assign", post(case::assign_one))
        .route("/desk/requests/{number}/reveal", post(case::show_whole))
        .route("/desk/requests/{number}/files/{n}", get(case::file))
        .route("/desk/requests/{number}/code", get(code::ask).post(code::give))
        .route("/desk/requests/{number}/erase", get(retention::ask).post(retention::erase))
        .route("/desk/retention", get(retention::list))
        .route("/desk/requests/{number}/{verb}", get(taking::show::<Dossier>).post(taking::take::<Dossier>))
        .layer(map_response(headers::keep_private))
}
