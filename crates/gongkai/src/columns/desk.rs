//! 工作台·专题专栏: the editor's pages. Doors only.

pub mod form;
pub mod home;
pub mod list;
mod typed;

use axum::{Router, middleware::map_response, routing::get};
use gongkai_store::Organ;

use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::Error,
    people::roles::{Duty, Hand},
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/columns", get(list::show))
        .route("/desk/columns/new", get(form::ask).post(form::add))
        .route("/desk/columns/home", get(home::show).post(home::keep))
        .route("/desk/columns/{slug}/edit", get(form::show).post(form::keep))
        .layer(map_response(headers::keep_private))
}

/// The own organ of an editor.
async fn own(office: &Office, visitor: &Visitor) -> Result<Organ, Error> {
    match visitor.hand()? {
        hand @ Hand::Staff { organ: Some(organ), .. } if hand.is_any(Duty::Columns.roles()) => {
            Ok(office.db.organ(*organ).await?)
        }
        _ => Err(Error::Forbidden("专题专栏由公开工作机构负责人编辑".to_owned())),
    }
}
