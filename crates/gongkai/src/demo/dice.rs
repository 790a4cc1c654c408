//! Repeatable chance: the same county on every machine.

/// A small generator (splitmix64).
pub struct Dice(u64);

impl Dice {
    /// One that belongs to an organ and a year.
    pub fn of(slug: &str, year: i16) -> Self {
        let seed = slug
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ u64::from(year.unsigned_abs()).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// From 0 to `below` - 1; 0 for nothing to choose from.
    pub fn roll(&mut self, below: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let z = i64::try_from((z ^ (z >> 31)) >> 1).unwrap_or(0);
        if below <= 0 { 0 } else { z % below }
    }

    /// One of several.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.roll(i64::try_from(from.len()).unwrap_or(0))).unwrap_or(0);
        from.get(at).copied().unwrap_or_default()
    }
}
