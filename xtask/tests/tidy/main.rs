//! The house rules that no compiler keeps. Each complaint says where and what to do about it.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

mod arrows;
mod budgets;
mod documents;
mod habits;
mod modules;
mod source;
mod words;

use source::{Complaint, House};

/// Fails with every complaint, so that one run shows them all.
#[track_caller]
fn expect_none(complaints: Vec<Complaint>) {
    let list: Vec<String> = complaints.iter().map(Complaint::to_string).collect();
    assert!(list.is_empty(), "{} things to tidy:\n{}", list.len(), list.join("\n"));
}

#[test]
fn files_functions_and_templates_keep_their_budgets() {
    expect_none(budgets::complaints(&House::open()));
}

#[test]
fn dependencies_and_imports_follow_the_arrows() {
    expect_none(arrows::complaints(&House::open()));
}

#[test]
fn no_unfinished_or_unchecked_code_and_no_place_of_one_machine() {
    expect_none(habits::complaints(&House::open()));
}

#[test]
fn every_file_is_part_of_a_program() {
    expect_none(modules::complaints(&House::open()));
}

#[test]
fn the_glossary_knows_every_type_by_one_name() {
    expect_none(words::complaints(&House::open()));
}

#[test]
fn every_check_has_a_page_and_a_test() {
    expect_none(documents::checks(&House::open()));
}

#[test]
fn links_between_documents_lead_somewhere() {
    expect_none(documents::links(&House::open()));
}
