//! What a check may look at.

use std::cell::OnceCell;

use gongkai_law::annual_report::CellId;

use super::{
    claims::{self, Claim},
    clues::Clues,
    traces::{self, Trace},
};
use crate::{
    document::Span,
    reading::{Reading, Report},
};

/// One report with what it may be held against. Made once for a run; what several checks need to know about its
/// running text is worked out once, at the first question.
pub struct Case<'a> {
    /// The report.
    pub reading: &'a Reading,
    /// Last year's report of the same organ.
    pub previous: Option<&'a Reading>,
    /// The reports that add up to this one; empty where it stands alone.
    pub children: &'a [&'a Report],
    /// Names of further reports that should add up to this one and could not be read.
    pub unread_children: &'a [String],
    /// 去重: what is taken off their sum, by cell, below zero, because two of them count the same.
    pub taken_off: &'a [(CellId, i64)],
    /// 移交: what it carries in that last year's report of the same organ did not carry out, by cell, because the organ took
    /// over what was open at a closed one; below zero what it handed over itself.
    pub taken_over: &'a [(CellId, i64)],
    clues: OnceCell<Clues<'a>>,
    claims: OnceCell<Vec<Claim>>,
    traces: OnceCell<Vec<(Trace, Span)>>,
}

impl<'a> Case<'a> {
    /// A report on its own.
    pub fn new(reading: &'a Reading) -> Self {
        Self {
            reading,
            previous: None,
            children: &[],
            unread_children: &[],
            taken_off: &[],
            taken_over: &[],
            clues: OnceCell::new(),
            claims: OnceCell::new(),
            traces: OnceCell::new(),
        }
    }

    /// Held against last year's report of the same organ.
    pub fn after(mut self, previous: Option<&'a Reading>) -> Self {
        self.previous = previous;
        self
    }

    /// Held against the reports that add up to it; `unread` names those of them that could not be read.
    pub fn over(mut self, children: &'a [&'a Report], unread: &'a [String]) -> Self {
        (self.children, self.unread_children) = (children, unread);
        self
    }

    /// With what somebody confirmed that those reports count twice.
    pub fn less(mut self, taken_off: &'a [(CellId, i64)]) -> Self {
        self.taken_off = taken_off;
        self
    }

    /// With what went over to this organ from a closed one since, or from it to another.
    pub fn plus(mut self, taken_over: &'a [(CellId, i64)]) -> Self {
        self.taken_over = taken_over;
        self
    }

    /// The telling words of the running text.
    pub(super) fn clues(&self) -> &Clues<'a> {
        self.clues.get_or_init(|| Clues::of(self.reading))
    }

    /// What the running text says in numbers.
    pub(super) fn claims(&self) -> &[Claim] {
        self.claims.get_or_init(|| claims::of(self.clues(), &self.reading.report))
    }

    /// Traces of intruders, in the report and around it.
    pub(super) fn traces(&self) -> &[(Trace, Span)] {
        self.traces.get_or_init(|| traces::walk(&self.reading.document))
    }
}
