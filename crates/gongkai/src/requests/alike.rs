//! 相近: whether two requests are about the same thing, by the characters that follow one another in their words.

use std::collections::BTreeSet;

/// How much of the shorter title has to be in the other one.
pub const ALIKE: f64 = 0.5;

/// The pairs of characters that follow one another in a text, signs and blanks left out.
pub fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(2000).collect();
    letters.iter().zip(letters.iter().skip(1)).map(|(a, b)| (*a, *b)).collect()
}

/// How much of a title's pairs are among these: from 0 to 1.
pub fn likeness(own: &BTreeSet<(char, char)>, title: &str) -> f64 {
    let title = pairs(title);
    let shared = title.intersection(own).count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if title.is_empty() { 0.0 } else { count(shared) / count(title.len()) }
}

/// What is said beside another request of the same applicant; empty where the two are about different things. Whether it
/// is a repeat (art. 36 item 6) an officer judges.
pub fn said(own: &str, other: &str) -> &'static str {
    match () {
        () if own == other => "内容相同",
        () if likeness(&pairs(own), other) >= ALIKE => "内容相近",
        () => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_matter_in_other_words_is_found_and_another_one_is_not() {
        let own = pairs("申请公开云渡镇农村供水水质检测报告（2024年以来）");
        assert!(likeness(&own, "云渡镇供水水质检测报告") > ALIKE);
        assert!(likeness(&own, "青禾大道改造工程的中标合同") < ALIKE);
        assert_eq!(likeness(&own, "？"), 0.0);
    }
}
