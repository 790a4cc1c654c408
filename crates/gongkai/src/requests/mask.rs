//! 遮盖: personal data as pages show it. Enough to know one's own by, too little for anybody else.

use gongkai_law::personal;

/// 林晚舟 → 林*舟; of two characters the last is covered. A 名称 of an organisation is no secret: do not pass it here.
///
/// ```
/// use gongkai::requests::mask;
///
/// assert_eq!((mask::name("林晚舟"), mask::name("王五")), ("林*舟".to_owned(), "王*".to_owned()));
/// ```
pub fn name(name: &str) -> String {
    let length = name.chars().count();
    let keep = |at: usize| at == 0 || (length > 2 && at == length - 1);
    name.chars().enumerate().map(|(at, c)| if keep(at) { c } else { '*' }).collect()
}

/// 110***********002X: the first three and the last four.
pub fn number(number: &str) -> String {
    covered(number, 3, 4)
}

/// 138****0000
pub fn phone(phone: &str) -> String {
    covered(phone, 3, 4)
}

/// lin***@mail.example
pub fn email(email: &str) -> String {
    match email.split_once('@') {
        Some((user, host)) => {
            let seen: String = user.chars().take(if user.chars().count() > 3 { 3 } else { 1 }).collect();
            format!("{seen}***@{host}")
        }
        None => covered(email, 1, 0),
    }
}

/// An address down to its first six characters: about the county.
pub fn address(address: &str) -> String {
    let seen: String = address.chars().take(6).collect();
    if seen.len() < address.len() { format!("{seen}****") } else { seen }
}

/// A text with the personal numbers in it covered: of identity cards, mobile telephones and bank cards.
///
/// ```
/// use gongkai::requests::mask;
///
/// assert_eq!(mask::numbers("联系13800005678，要2024年的批复"), "联系138****5678，要2024年的批复");
/// ```
pub fn numbers(text: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for found in personal::numbers(text.as_bytes()) {
        out.push_str(text.get(done..found.range.start).unwrap_or_default());
        out.push_str(&number(text.get(found.range.clone()).unwrap_or_default()));
        done = found.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn covered(text: &str, front: usize, back: usize) -> String {
    let length = text.chars().count();
    if length <= front + back {
        return "*".repeat(length);
    }
    text.chars().enumerate().map(|(at, c)| if at < front || at >= length - back { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_too_little_to_know_somebody_by() {
        assert_eq!(number("11010519491231002X"), "110***********002X");
        assert_eq!(phone("13800000000"), "138****0000");
        assert_eq!(email("linwanzhou@mail.example"), "lin***@mail.example");
        assert_eq!(email("li@mail.example"), "l***@mail.example");
        assert_eq!(address("青禾县云渡镇桥头村8组"), "青禾县云渡镇****");
        assert_eq!((number("123"), phone(""), name("")), ("***".to_owned(), String::new(), String::new()));
    }
}
