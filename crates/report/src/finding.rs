//! 问题: one thing that is wrong, doubtful or worth knowing, at one place. contracts.md §3.

use crate::document::Span;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 错误: certain.
    Fail,
    /// 存疑: a person should look.
    Unsure,
    /// 提示: nothing is wrong; worth knowing.
    Note,
}

impl Verdict {
    /// As in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unsure => "unsure",
            Self::Note => "note",
        }
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The report is wrong.
    Error,
    /// A slip of form, or something doubtful.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// As in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a check, or the reader, found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check: `A001`.
    pub code: &'static str,
    /// How sure.
    pub verdict: Verdict,
    /// How grave.
    pub severity: Severity,
    /// What happened, in Chinese, one sentence.
    pub message: String,
    /// The cell it is about, or the row, group or table: an address of the form.
    pub cell: Option<String>,
    /// The rule in keys of the form: `new + carried_in = total + carried_out`.
    pub expression: Option<String>,
    /// Left side, worked out.
    pub left: Option<String>,
    /// Right side, worked out.
    pub right: Option<String>,
    /// What they differ by.
    pub difference: Option<String>,
    /// How to mend it, in Chinese.
    pub mend: Option<String>,
    /// Where it shows in the document, the telling place first.
    pub spans: Vec<Span>,
    /// What besides code and cell tells this finding from its likes (a word, a heading): part of the fingerprint, so it
    /// must not change when lines above it do.
    pub mark: String,
    /// The position, among the findings of the same report, of the one that this follows from.
    pub follows: Option<usize>,
}

impl Finding {
    /// A finding with nothing but its sentence; the rest is set by `..` or the setters.
    pub fn new(code: &'static str, verdict: Verdict, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            verdict,
            severity,
            message: message.into(),
            cell: None,
            expression: None,
            left: None,
            right: None,
            difference: None,
            mend: None,
            spans: Vec::new(),
            mark: String::new(),
            follows: None,
        }
    }

    /// About this cell, row, group or table.
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.cell = Some(address.into());
        self
    }

    /// Shown here; call again for further places.
    pub fn shown(mut self, span: Option<Span>) -> Self {
        self.spans.extend(span);
        self
    }

    /// How to mend it.
    pub fn mend(mut self, how: impl Into<String>) -> Self {
        self.mend = Some(how.into());
        self
    }

    /// What tells it from its likes.
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = mark.into();
        self
    }

    /// Both sides of a sum that does not hold.
    pub fn sides(mut self, expression: impl Into<String>, left: i64, right: i64) -> Self {
        self.expression = Some(expression.into());
        (self.left, self.right) = (Some(left.to_string()), Some(right.to_string()));
        self.difference = Some(left.abs_diff(right).to_string());
        self
    }

    /// The same for the same fault in the same report, whatever moved around it: 16 hex digits of an SM3.
    pub fn fingerprint(&self) -> String {
        use sm3::Digest;
        let mut hash = sm3::Sm3::new();
        for part in [self.code, self.cell.as_deref().unwrap_or(""), &self.mark] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
