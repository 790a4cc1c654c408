//! 翻页: a part of a list, found by the key of the request at its edge.

use crate::{Civil, RequestId, RequestLine};

/// 页标: the place of one request in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When it was due then.
    pub due: Option<Civil>,
    /// Which.
    pub id: RequestId,
}

impl Mark {
    /// The place of this request.
    pub fn of(line: &RequestLine) -> Self {
        Self { due: line.due, id: line.id }
    }
}

/// 翻页: which part of a list; by key, so that the last page costs no more than the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// From the beginning.
    #[default]
    First,
    /// What follows a place.
    After(Mark),
    /// What comes right before a place, still in the order of the list.
    Before(Mark),
}

impl Turn {
    pub(crate) fn mark(self) -> Option<Mark> {
        match self {
            Self::First => None,
            Self::After(mark) | Self::Before(mark) => Some(mark),
        }
    }

    pub(crate) fn is_back(self) -> bool {
        matches!(self, Self::Before(_))
    }
}
