//! `/mistakes/new` without an address: which page is it? By its address, or the 索引号 of a publication.

use askama::Template;
use axum::response::Response;
use gongkai_law::proactive::mistake::{ANSWERED_WITHIN, BASIS};

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    visits::percent_decoded,
};

#[derive(Template)]
#[template(path = "mistakes/which.html")]
struct WhichPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    item: String,
    days: u16,
    basis: &'static str,
}

/// The question; with what was typed where nothing stands under it.
///
/// # Errors
/// Where the page cannot be made.
pub fn ask(office: &Office, visitor: &Visitor, item: &str) -> Result<Response, Error> {
    let words = "本站没有这一页，请核对地址或者索引号。也可以打开那一页，点页脚的“我为政府网站找错”";
    let errors = if item.is_empty() { Vec::new() } else { vec![FieldError::new("item", words)] };
    let page = WhichPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        item: item.to_owned(),
        days: ANSWERED_WITHIN,
        basis: BASIS,
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// The 索引号 or identity in what somebody typed or copied from the address line.
pub fn meant(typed: &str) -> String {
    let typed = typed.trim();
    let Some((_, key)) = typed.split_once("/items/") else { return typed.to_owned() };
    let key = key.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    percent_decoded(key).unwrap_or_else(|| key.to_owned())
}
