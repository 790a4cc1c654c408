//! What a cleaning keeps of a text, with the way back.

use crate::reading::Prose;

/// Builds a [`Prose`] from stretches of a document, in their order.
#[derive(Default)]
pub(crate) struct Kept {
    prose: Prose,
    /// Where the last kept stretch ended in the document.
    ended: usize,
    /// The place in the document that the end of the text would have if both ran on side by side.
    runs_on: Option<usize>,
}

impl Kept {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let prose = Prose { text: String::with_capacity(bytes), map: Vec::with_capacity(bytes / 64) };
        Self { prose, ended: 0, runs_on: None }
    }

    pub(crate) fn len(&self) -> usize {
        self.prose.text.len()
    }

    /// How many places the way back is marked at.
    pub(crate) fn marks(&self) -> usize {
        self.prose.map.len()
    }

    pub(crate) fn text(&self) -> &str {
        &self.prose.text
    }

    /// Where the last kept stretch ended in the document.
    pub(crate) fn ended(&self) -> usize {
        self.ended
    }

    /// Keeps words that stand at `at` in the document.
    pub(crate) fn copy(&mut self, words: &str, at: usize) {
        if words.is_empty() {
            return;
        }
        self.meet(at);
        self.prose.text.push_str(words);
        self.ended = at + words.len();
        self.runs_on = Some(self.ended);
    }

    /// Keeps `c` in place of the `len` bytes that stand at `at` in the document.
    pub(crate) fn put(&mut self, c: char, at: usize, len: usize) {
        self.meet(at);
        self.prose.text.push(c);
        self.ended = at + len;
        self.runs_on = (c.len_utf8() == len).then_some(self.ended);
    }

    fn meet(&mut self, at: usize) {
        if self.runs_on == Some(at) {
            return;
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let here = offset(self.prose.text.len());
        if here > 0 && self.ended != at {
            self.prose.map.push((here, offset(self.ended)));
        }
        self.prose.map.push((here, offset(at)));
    }

    pub(crate) fn finish(mut self) -> Prose {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if !self.prose.text.is_empty() {
            self.prose.map.push((offset(self.prose.text.len()), offset(self.ended)));
        }
        self.prose
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn what_was_kept_leads_back_over_what_was_left_out_and_put_in_place() {
        let document = "公開（gōng）了5 件";
        let mut kept = Kept::default();
        kept.copy("公", 0);
        kept.put('开', 3, 3);
        let word = |w: &str| document.find(w).unwrap();
        kept.copy("了", word("了"));
        kept.put('五', word("5"), 1);
        kept.copy("件", word("件"));
        let prose = kept.finish();
        assert_eq!(prose.text, "公开了五件");
        let words = |w: &str| {
            let at = prose.text.find(w).unwrap();
            let Span { start, end } = prose.source(at, at + w.len());
            &document[start as usize..end as usize]
        };
        assert_eq!((words("公开"), words("开了"), words("五"), words("五件")), ("公開", "開（gōng）了", "5", "5 件"));
    }
}
