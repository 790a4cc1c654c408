//! What the register promises, told once and held to on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

mod citizen;
mod database;
mod documents;
mod handovers;
mod journal;
mod letters;
mod library;
mod matters;
mod people;
mod publications;
mod readers;
mod redress;
mod register;
mod requests;
mod terms;
mod upgrades;
mod verifications;
mod year;
