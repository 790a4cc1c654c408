//! Many words looked for in one walk over a text, the longest at each place.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Words by meaning, ready to be found.
pub(super) struct Lexicon<W> {
    automaton: AhoCorasick,
    meanings: Vec<W>,
}

impl<W: Copy> Lexicon<W> {
    /// Each meaning with the ways to write it. Small and capital Latin letters are alike.
    pub fn new<'s>(spellings: impl Iterator<Item = (W, &'s str)>) -> Self {
        let (meanings, patterns): (Vec<W>, Vec<&str>) = spellings.unzip();
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
        #[expect(clippy::expect_used, reason = "the words are constants; every test builds them")]
        let automaton = builder.build(patterns).expect("few words");
        Self { automaton, meanings }
    }

    /// Meaning, first byte and end of each word found, in order.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (W, usize, usize)> + 'a {
        self.automaton.find_iter(text).filter_map(|found| {
            let meaning = self.meanings.get(found.pattern().as_usize())?;
            Some((*meaning, found.start(), found.end()))
        })
    }
}
