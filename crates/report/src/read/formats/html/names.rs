//! Tag names as numbers, so that one comparison tells them apart.

/// The first eight bytes of a name, in lower case; longer names do not collide in HTML.
pub(super) const fn name(bytes: &[u8]) -> u64 {
    let mut packed = 0;
    let mut i = 0;
    while i < bytes.len() && i < 8 {
        packed = packed << 8 | bytes[i].to_ascii_lowercase() as u64;
        i += 1;
    }
    packed
}

macro_rules! names {
    ($($constant:ident = $word:literal),* $(,)?) => { $(pub(super) const $constant: u64 = name($word);)* };
}

names! {
    A = b"a", BODY = b"body", BR = b"br", HTML = b"html", META = b"meta", PRE = b"pre", TABLE = b"table", TD = b"td", TH = b"th",
    TITLE = b"title", TR = b"tr", SCRIPT = b"script", STYLE = b"style", SUP = b"sup",
}

/// What a tag does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Nothing.
    Inline,
    /// Starts and ends a line.
    Block,
    /// Its content is not read by people; the browser looks for its end and nothing else.
    Raw,
    /// Its content was taken back.
    Struck,
    /// Its content is not part of the text, but is left in where its end is missing.
    Aside,
}

/// The manner of a name.
pub(super) fn manner(tag: u64) -> Manner {
    names! {
        ADDRESS = b"address", ARTICLE = b"article", ASIDE = b"aside", BLOCKQUOTE = b"blockquote", CAPTION = b"caption",
        CENTER = b"center", DD = b"dd", DIR = b"dir", DIV = b"div", DL = b"dl", DT = b"dt", FIELDSET = b"fieldset",
        FIGCAPTION = b"figcaption", FIGURE = b"figure", FOOTER = b"footer", FORM = b"form", H1 = b"h1", H2 = b"h2",
        H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6", HEADER = b"header", HR = b"hr", LI = b"li", MAIN = b"main",
        NAV = b"nav", OL = b"ol", P = b"p", SECTION = b"section", TBODY = b"tbody", TFOOT = b"tfoot", THEAD = b"thead",
        UL = b"ul",
        IFRAME = b"iframe", NOSCRIPT = b"noscript", SELECT = b"select", SVG = b"svg", TEMPLATE = b"template",
        TEXTAREA = b"textarea", XML = b"xml", DEL = b"del", S = b"s", STRIKE = b"strike",
    }
    match tag {
        P | DIV | BR | LI | UL | OL | H1 | H2 | H3 | H4 | H5 | H6 | SECTION | ARTICLE | HEADER | FOOTER | DL | DT
        | DD | PRE | BLOCKQUOTE | FORM | FIELDSET | HR | CENTER | ADDRESS | NAV | ASIDE | MAIN | FIGURE
        | FIGCAPTION | DIR | CAPTION | BODY | THEAD | TBODY | TFOOT => Manner::Block,
        SCRIPT | STYLE | TITLE => Manner::Raw,
        IFRAME | NOSCRIPT | SELECT | SVG | TEMPLATE | TEXTAREA | XML => Manner::Aside,
        DEL | S | STRIKE => Manner::Struck,
        _ => Manner::Inline,
    }
}
