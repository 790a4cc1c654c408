//! 旧地址: an address of an old site, and what stands at it now. It leads to a publication and to nothing else, so that no
//! address leads in a circle.

/// Characters of an address.
pub const LONGEST: usize = 500;

/// The first parts of addresses that are our own.
const OURS: [&str; 31] = [
    "",
    "api",
    "catalogue",
    "catalogue.csv",
    "catalogue.json",
    "checks",
    "columns",
    "complaints",
    "corrections",
    "deadline",
    "desk",
    "fee",
    "feeds",
    "guide",
    "health",
    "items",
    "matters",
    "metrics",
    "mistakes",
    "organs",
    "policies",
    "policies.csv",
    "policies.json",
    "reports",
    "requests",
    "rules",
    "search",
    "standards",
    "static",
    "subscriptions",
    "verify",
];

/// Path and query of an old address, as browsers send them.
///
/// # Errors
/// A Chinese sentence: no address, too long, one of our own.
///
/// ```
/// use gongkai::publish::bulk::moved::address;
///
/// assert_eq!(address("http://www.qinghe.example/art/1.html#a").unwrap(), "/art/1.html");
/// assert_eq!(address("/info/公告.html?id=1").unwrap(), "/info/%E5%85%AC%E5%91%8A.html?id=1");
/// assert!(address("/items/1").unwrap_err().contains("本平台"));
/// ```
pub fn address(said: &str) -> Result<String, String> {
    let said = said.trim();
    let path = match said.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => said,
    };
    let path = path.split('#').next().unwrap_or_default();
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(format!("“{said}”不是地址"));
    }
    if path.chars().any(|c| c.is_control() || c == ' ') {
        return Err(format!("“{said}”里有空格"));
    }
    let path: String = path.chars().map(as_sent).collect();
    if path.len() > LONGEST {
        return Err(format!("地址超过{LONGEST}个字符"));
    }
    let first = path.get(1..).unwrap_or_default().split(['/', '?']).next().unwrap_or_default();
    if OURS.contains(&first) || ["signin", "signout", "sitemap", "sitemap.xml", "robots.txt"].contains(&first) {
        return Err(format!("“{path}”是本平台自己的地址"));
    }
    Ok(path)
}

/// A character as it is in an address.
fn as_sent(c: char) -> String {
    let plain = c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    if plain { c.to_string() } else { crate::library::portal::escape(&c.to_string()) }
}

/// An address that was asked for, with its escapes spelled as ours are: %e5 is %E5.
pub fn upper(asked: &str) -> String {
    let mut out = String::with_capacity(asked.len());
    let mut left = 0;
    for c in asked.chars() {
        out.push(if left > 0 { c.to_ascii_uppercase() } else { c });
        left = if c == '%' { 2 } else { left.max(1) - 1 };
    }
    out
}
