//! 旧网页: the saved pages of an old site, as the rows of an inventory. What a page says of itself (its meta tags, the block of
//! 索引号, 文号, 日期) is taken as it stands; what it does not say stays blank for a person to fill in.

use std::collections::BTreeMap;

use gongkai_report::document::{Document, Piece, Source};

use super::{
    bundle::Bundle,
    columns::{
        BODY_FILE, DEPARTMENT, FILES, FORMED, FROM, GENRE, INDEX, KEYWORDS, KIND, NUMBER, OLD, RELEASED, REPEALED,
        SOURCE, SUMMARY, THEME, TITLE, UNTIL,
    },
    one::plain,
    words::{self, of},
};
use crate::sheet::days;

/// A row of an inventory: what stands under each heading.
pub type Cells = BTreeMap<&'static str, String>;

/// What was passed over, and why.
pub type Passed = Vec<(String, String)>;

/// What pages call it, and the heading that it belongs under; where one is part of another, the longer comes first.
const LABELS: [(&str, &str); 33] = [
    ("索引号", INDEX),
    ("发文字号", NUMBER),
    ("发布文号", NUMBER),
    ("文件编号", NUMBER),
    ("文号", NUMBER),
    ("发文日期", FORMED),
    ("成文日期", FORMED),
    ("生成日期", FORMED),
    ("发布日期", RELEASED),
    ("发布时间", RELEASED),
    ("公开日期", RELEASED),
    ("公开时间", RELEASED),
    ("日期", RELEASED),
    ("时间", RELEASED),
    ("施行日期", FROM),
    ("实施日期", FROM),
    ("生效日期", FROM),
    ("失效日期", UNTIL),
    ("废止日期", REPEALED),
    ("主题分类", THEME),
    ("主题", THEME),
    ("体裁分类", GENRE),
    ("体裁", GENRE),
    ("关键词", KEYWORDS),
    ("主题词", KEYWORDS),
    ("内容概述", SUMMARY),
    ("概述", SUMMARY),
    ("责任部门", DEPARTMENT),
    ("信息来源", SOURCE),
    ("来源", SOURCE),
    ("发布机构", ""),
    ("发文机关", ""),
    ("有效性", ""),
];
/// Where the text of a page is over.
const ENDS: [&str; 14] = [
    "扫一扫",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "打印本页",
    "【打印",
    "关闭窗口",
    "版权所有",
    "主办单位",
    "ICP备",
    "网站地图",
    "相关链接",
];
/// What stands between a title and its text besides.
const BETWEEN: [&str; 9] = ["字体", "字号", "打印", "浏览次数", "点击", "分享", "访问量", "阅读次数", "保护视力色"];

/// The body of a file: of a page what stands below its title, of anything else all of it.
///
/// # Errors
/// A Chinese sentence.
pub fn body(bytes: &[u8], path: &str) -> Result<String, String> {
    let document = words::open(bytes, path)?;
    if document.source == Source::Html { Ok(page(&document).body) } else { plain(bytes, path) }
}

/// What a page says.
#[derive(Debug, Default)]
struct Page {
    said: Cells,
    body: String,
    /// Words and address of each link in its text.
    links: Vec<(String, String)>,
    /// Whether most of its lines are links: a list of pages, and none itself.
    is_list: bool,
}

fn page(document: &Document) -> Page {
    let mut said = Cells::new();
    let title = title(document);
    said.insert(TITLE, title.clone());
    for (name, heading) in
        [("PubDate", RELEASED), ("ContentSource", SOURCE), ("Keywords", KEYWORDS), ("Description", SUMMARY)]
    {
        if let Some(value) = property(document, name) {
            said.insert(heading, value.to_owned());
        }
    }
    let pieces = &document.pieces;
    let head = labelled(document, pieces, &mut said);
    let is_title = |piece: &Piece| !title.is_empty() && folded(of(document, piece)) == folded(&title);
    let titled = pieces.iter().rposition(is_title);
    let begin = titled.max(head).map_or(0, |last| last + 1);
    let rest = pieces.get(begin..).unwrap_or_default();
    let ends = |piece: &Piece| ENDS.iter().any(|end| of(document, piece).contains(end));
    let end = rest.iter().position(ends).unwrap_or(rest.len());
    let between = |piece: &&Piece| {
        let words = of(document, piece);
        words.is_empty() || (words.chars().count() < 40 && BETWEEN.iter().any(|one| words.contains(one)))
    };
    let skip = rest.iter().take(end).take_while(between).count();
    let text: Vec<Piece> = rest.get(skip..end).unwrap_or_default().to_vec();
    let linked = |piece: &Piece| {
        document.links.iter().any(|(span, _)| span.start <= piece.span.start && piece.span.end <= span.end)
    };
    let lines = text.iter().filter(|piece| !of(document, piece).is_empty()).count();
    let links = text.iter().filter(|piece| !of(document, piece).is_empty() && linked(piece)).count();
    let (first, last) =
        (text.first().map_or(0, |piece| piece.span.start), text.last().map_or(0, |piece| piece.span.end));
    let inside = document.links.iter().filter(|(span, _)| first <= span.start && span.end <= last);
    let named = inside
        .map(|(span, href)| (document.text.get(span.range()).unwrap_or_default().trim().to_owned(), href.clone()));
    let is_file = |href: &str| !is_page(href) && href.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let links_out: Vec<_> = named.filter(|(_, href)| is_file(href)).collect();
    let prose: Vec<Piece> =
        text.iter().filter(|piece| !links_out.iter().any(|(words, _)| words == of(document, piece))).copied().collect();
    Page { said, body: words::body(document, &prose), links: links_out, is_list: lines > 4 && links * 2 > lines }
}

fn property<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    let found = document.properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// `ArticleTitle`, or the beginning of `<title>` up to the site's name.
fn title(document: &Document) -> String {
    if let Some(title) = property(document, "ArticleTitle") {
        return title.to_owned();
    }
    let whole = property(document, "title").unwrap_or_default();
    whole.split(['_', '|', '－']).next().unwrap_or_default().split(" - ").next().unwrap_or_default().trim().to_owned()
}

fn folded(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Fills in what stands behind a label, in the same line or in the next cell; gives the last piece that had one.
fn labelled(document: &Document, pieces: &[Piece], said: &mut Cells) -> Option<usize> {
    let mut last = None;
    for (at, piece) in pieces.iter().enumerate().take(120) {
        let words = of(document, piece);
        let bare: String = words
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':' | '[' | ']' | '【' | '】'))
            .collect();
        if let Some((_, heading)) = LABELS.iter().find(|(label, _)| bare == *label) {
            let value = pieces.get(at + 1).map_or("", |next| of(document, next));
            note(said, heading, value);
            last = Some(at + 1);
            continue;
        }
        if words.chars().count() > 200 {
            continue;
        }
        let found = in_line(words);
        if !found.is_empty() {
            found.into_iter().for_each(|(heading, value)| note(said, heading, value));
            last = Some(at);
        }
    }
    last
}

/// `发布时间：2019-03-04 来源：县政府办`, taken apart.
fn in_line(words: &str) -> Vec<(&'static str, &str)> {
    let mut marks: Vec<(usize, usize, &'static str)> = Vec::new();
    for (label, heading) in LABELS {
        for colon in ['：', ':'] {
            if let Some(at) = words.find(&format!("{label}{colon}")) {
                let end = at + label.len() + colon.len_utf8();
                if !marks.iter().any(|(_, taken, _)| *taken == end) {
                    marks.push((at, end, heading));
                }
            }
        }
    }
    marks.sort_unstable();
    let begins = |nth: usize| marks.get(nth).map_or(words.len(), |(at, ..)| *at);
    let value = |(nth, (_, from, heading)): (usize, &(usize, usize, &'static str))| {
        words.get(*from..begins(nth + 1)).map(|value| (*heading, value.trim().trim_end_matches(['|', '　']).trim()))
    };
    marks.iter().enumerate().filter_map(value).collect()
}

/// What a page says of itself first stands; a date only where it is one.
fn note(said: &mut Cells, heading: &'static str, value: &str) {
    let value = value.trim();
    let is_day = [FORMED, RELEASED, FROM, UNTIL].contains(&heading);
    if heading.is_empty() || value.is_empty() || value == "无" || (is_day && days::read(value).is_none()) {
        return;
    }
    said.entry(heading).or_insert_with(|| value.to_owned());
}

fn is_page(path: &str) -> bool {
    let plain = path.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    [".html", ".htm", ".shtml"].iter().any(|end| plain.ends_with(end))
}

/// The rows of all pages in a bundle, and those that are none, with why.
///
/// # Errors
/// A Chinese sentence where there is no page in it.
pub fn rows(bundle: &mut Bundle) -> Result<(Vec<Cells>, Passed), String> {
    let mut paths: Vec<String> = bundle.paths().filter(|path| is_page(path)).map(str::to_owned).collect();
    if paths.is_empty() {
        return Err("附件包里没有网页（.html、.htm、.shtml）。".to_owned());
    }
    paths.sort();
    let (mut rows, mut passed) = (Vec::new(), Vec::new());
    for path in paths {
        let read = bundle.read(&path).and_then(|bytes| words::open(&bytes, &path));
        match read.map(|document| page(&document)) {
            Err(why) => passed.push((path, why)),
            Ok(page) if page.is_list => passed.push((path, "像是列表页，没有列入".to_owned())),
            Ok(page) if page.body.chars().count() < 5 || page.said.get(TITLE).is_none_or(String::is_empty) => {
                passed.push((path, "没有读到标题和正文，没有列入".to_owned()));
            }
            Ok(page) => rows.push(cells(bundle, &path, page)),
        }
    }
    Ok((rows, passed))
}

fn cells(bundle: &Bundle, path: &str, page: Page) -> Cells {
    let mut row = page.said;
    row.insert(
        KIND,
        kind(row.get(TITLE).map_or("", String::as_str), row.get(NUMBER).map_or("", String::as_str)).to_owned(),
    );
    row.insert(BODY_FILE, path.to_owned());
    row.insert(OLD, old(path));
    if row.get(SUMMARY).is_some_and(|words| words.chars().count() > crate::publish::content::LONGEST_SUMMARY) {
        row.remove(SUMMARY);
    }
    for heading in [FORMED, RELEASED, FROM, UNTIL] {
        if let Some(day) = row.get(heading).and_then(|said| days::read(said)) {
            row.insert(heading, day.to_string());
        }
    }
    let mut files: Vec<String> = Vec::new();
    for (words, href) in &page.links {
        let Some(target) = resolved(path, href).and_then(|target| bundle.find(&target).ok()) else { continue };
        let end = target.rsplit_once('.').map_or("", |(_, end)| end);
        let shown = words.replace(['=', '＝', '；', ';', '\n', '/', '\\'], " ");
        let shown = if shown.to_lowercase().ends_with(&format!(".{}", end.to_lowercase())) {
            shown
        } else {
            format!("{shown}.{end}")
        };
        let named = format!("{shown}={target}");
        if !files.iter().any(|one| one.ends_with(&format!("={target}"))) {
            files.push(named);
        }
    }
    row.insert(FILES, files.join("；"));
    row
}

/// A relative address, from the page that has it.
fn resolved(page: &str, href: &str) -> Option<String> {
    let href = percent_decoded(href.split(['?', '#']).next()?);
    if href.contains("://") || href.starts_with("//") {
        let rest = href.split_once("//")?.1;
        return Some(rest.split_once('/')?.1.to_owned());
    }
    let mut parts: Vec<&str> = match href.strip_prefix('/') {
        Some(_) => page.split('/').take(usize::from(host(page).is_some())).collect(),
        None => page.split('/').collect::<Vec<_>>().split_last().map(|(_, folder)| folder.to_vec()).unwrap_or_default(),
    };
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                bytes = ahead;
            }
            (byte, ..) => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The folder that programs name after the site when they save it.
fn host(path: &str) -> Option<&str> {
    let (first, _) = path.split_once('/')?;
    (first.contains('.') && !is_page(first)).then_some(first)
}

/// Where a page was on its site.
fn old(path: &str) -> String {
    let inner = host(path).and_then(|host| path.get(host.len()..)).unwrap_or(path);
    format!("/{}", inner.trim_start_matches('/'))
}

/// What a page is by its title and 文号; a person looks over it.
fn kind(title: &str, number: &str) -> &'static str {
    let has = |any: &[&str]| any.iter().any(|one| title.contains(one));
    match () {
        () if has(&["解读", "问答", "一图读懂"]) => "政策解读",
        () if !number.is_empty() && has(&["办法", "规定", "细则", "实施意见", "规则"]) => "行政规范性文件",
        () if has(&["预算", "决算"]) => "财政预算、决算",
        () if has(&["招聘", "招考", "录用"]) => "招考招聘",
        () if has(&["通知", "公告", "通告", "公示"]) => "通知公告",
        () => "其他信息",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>青禾县农村供水管理办法_青禾县人民政府</title>\
        <meta name=\"Keywords\" content=\"供水;水质\"></head><body>\
        <div><a href=\"/\">首页</a> <a href=\"/zw\">政务公开</a></div>\
        <table><tr><td>索引号：</td><td>014/2019-00012</td><td>文　号</td><td>青政发〔2019〕3号</td></tr>\
        <tr><td>成文日期</td><td>2019年3月4日</td><td>主题分类：</td><td>水利</td></tr></table>\
        <h1>青禾县农村供水管理办法</h1><p>发布时间：2019-03-08 来源：县政府办</p><p>字体：[大 中 小] 打印</p>\
        <p>各乡镇人民政府：</p><p>第一章　总则</p><p>第一条　为了加强农村供水管理，制定本办法。</p>\
        <table><tr><th>项目</th><th>标准</th></tr><tr><td>水费</td><td>1.8元</td></tr></table>\
        <p><a href=\"./files/%E8%A1%A8.xlsx\">供水一览表</a></p>\
        <p>扫一扫在手机打开当前页</p><p>版权所有：青禾县人民政府</p></body></html>";

    fn bundle(files: &[(&str, &[u8])]) -> Bundle {
        use std::io::Write as _;
        let mut writer = zip::write::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        Bundle::of(writer.finish().unwrap().into_inner()).unwrap()
    }

    #[test]
    fn a_saved_page_becomes_a_row_with_what_it_says_of_itself() {
        let list = "<title>列表</title><p>一览</p>".to_owned() + &"<p><a href=\"a.html\">一条</a></p>".repeat(9);
        let mut bundle = bundle(&[
            ("www.qinghe.example/art/2019/a.html", PAGE.as_bytes()),
            ("www.qinghe.example/art/2019/files/表.xlsx", b"PK"),
            ("www.qinghe.example/index.html", list.as_bytes()),
        ]);
        let (rows, passed) = rows(&mut bundle).unwrap();
        assert_eq!(passed.len(), 1, "{rows:?}");
        let row = &rows[0];
        for (heading, words) in [
            (TITLE, "青禾县农村供水管理办法"),
            (KIND, "行政规范性文件"),
            (INDEX, "014/2019-00012"),
            (NUMBER, "青政发〔2019〕3号"),
            (FORMED, "2019-03-04"),
            (RELEASED, "2019-03-08"),
            (THEME, "水利"),
            (SOURCE, "县政府办"),
            (KEYWORDS, "供水;水质"),
            (OLD, "/art/2019/a.html"),
            (FILES, "供水一览表.xlsx=www.qinghe.example/art/2019/files/表.xlsx"),
        ] {
            assert_eq!(row.get(heading).map(String::as_str), Some(words), "{heading}");
        }
        let body = body(PAGE.as_bytes(), "a.html").unwrap();
        assert!(body.starts_with("各乡镇人民政府：") && body.contains("# 第一章　总则"), "{body}");
        assert!(body.contains("|项目|标准|\n|水费|1.8元|"), "{body}");
        assert!(!body.contains("扫一扫") && !body.contains("首页") && !body.contains("供水一览表"), "{body}");
    }

    #[test]
    fn addresses_lead_from_their_page() {
        let to = |href| resolved("www.a.example/x/y.html", href);
        assert_eq!(to("../z.pdf").as_deref(), Some("www.a.example/z.pdf"));
        assert_eq!(to("/f/z.pdf").as_deref(), Some("www.a.example/f/z.pdf"));
        assert_eq!(to("https://www.a.example/f/z.pdf").as_deref(), Some("f/z.pdf"));
        assert_eq!(to("../../../../etc/z.pdf").as_deref(), Some("etc/z.pdf"));
    }
}
