//! 图文版: a published report as pictures, one long page and cards to pass on. They are drawn from the figures of the
//! report itself and say no more than it does.

pub mod cards;
pub mod png;
pub mod portal;
mod svg;
