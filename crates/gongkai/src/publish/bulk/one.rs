//! 一行一条: a row of an inventory as a publication with its files.

use std::collections::BTreeMap;

use gongkai_law::proactive::{attribute::Attribute, catalogue, kind::PublicationKind};
use jiff::civil::Date;

use super::{
    bundle::Bundle,
    columns::{
        BODY, BODY_FILE, COLUMNS, DEPARTMENT, EXPIRES, FILES, FORMED, FROM, GENRE, INDEX, KEYWORDS, KIND, NUMBER, OLD,
        ORGAN, RELEASED, REPEALED, SOURCE, SUMMARY, THEME, TITLE, TOPIC, UNTIL,
    },
    moved, pages, words,
};
use crate::{
    publish::{content::Content, write::MOST_FILES},
    requests::papers::media,
    sheet::{
        days,
        table::{Fault, Row},
    },
};

/// 导入的一条
#[derive(Debug)]
pub struct Item {
    /// As the spreadsheet counts it.
    pub nth: usize,
    /// 信息种类
    pub kind: PublicationKind,
    /// What is written.
    pub content: Content,
    /// 原发布日期
    pub released: Option<Date>,
    /// 原索引号; empty where it gets a new one.
    pub index_number: String,
    /// 原地址; empty where it had none.
    pub old: String,
    /// Its files: the name that is shown, and the path in the bundle.
    pub files: Vec<(String, String)>,
}

/// For whom, and when.
#[derive(Clone, Debug)]
pub struct About {
    /// The names of the organ.
    pub organ: [String; 2],
    /// Today.
    pub today: Date,
    /// Whether it is an archive that was released before.
    pub migrates: bool,
    /// 错敏词表 of the organ.
    pub words: String,
}

/// Understands a row.
///
/// # Errors
/// What has to be mended, cell by cell.
pub fn read(row: &Row<'_>, bundle: &mut Bundle, about: &About) -> Result<Item, Vec<Fault>> {
    let mut faults = row.missing(COLUMNS);
    let kind = kind(row, &mut faults);
    let days = [FORMED, RELEASED, FROM, UNTIL, REPEALED, EXPIRES].map(|column| day(row, column, &mut faults));
    let [formed, released, from, until, repealed, expires] = days;
    when(row, (formed, released), about, &mut faults);
    if !row.get(ORGAN).is_empty() && !about.organ.iter().any(|name| name == row.get(ORGAN)) {
        faults.push(row.fault(
            ORGAN,
            format!("“{}”不是本机关", row.get(ORGAN)),
            "只能导入本机关的，别的机关的由他们导入",
        ));
    }
    let own = |column| row.get(column).to_owned();
    let content = Content {
        title: own(TITLE).replace('\n', " "),
        body: body(row, bundle, &mut faults),
        summary: own(SUMMARY),
        keywords: own(KEYWORDS),
        genre: own(GENRE),
        theme: own(THEME),
        topics: topics(row, &mut faults),
        number: own(NUMBER),
        source: own(SOURCE),
        department: own(DEPARTMENT),
        formed,
        from,
        until,
        repealed,
        expires,
        attribute: Attribute::Proactive.key().to_owned(),
        fields: BTreeMap::new(),
        ..Content::default()
    };
    let too_long = content.too_long().into_iter().map(|(field, why)| {
        let column = COLUMNS.iter().find(|column| column.id == field).map_or(TITLE, |column| column.heading);
        row.fault(column, why, "请缩短")
    });
    faults.extend(too_long);
    let files = files(row, bundle, &mut faults);
    let old = old(row, &mut faults);
    let index_number = index_number(row, &mut faults);
    match (kind, faults.is_empty()) {
        (Some(kind), true) => Ok(Item { nth: row.nth, kind, content, released, index_number, old, files }),
        _ => Err(faults),
    }
}

fn kind(row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<PublicationKind> {
    let said = row.get(KIND);
    if said.is_empty() {
        return None;
    }
    let alias = match said {
        "规范性文件" => "行政规范性文件",
        "通知" | "公告" | "公示" | "通告" => "通知公告",
        "解读" => "政策解读",
        "其他" => "其他信息",
        other => other,
    };
    let found = PublicationKind::ALL.into_iter().find(|kind| kind.label() == alias || kind.key() == alias);
    if found.is_none() {
        let all = PublicationKind::ALL.map(PublicationKind::label).join("、");
        faults.push(row.fault(KIND, format!("认不出“{said}”"), format!("填其中一个：{all}")));
    }
    found
}

fn day(row: &Row<'_>, column: &'static str, faults: &mut Vec<Fault>) -> Option<Date> {
    let said = row.get(column);
    let found = days::read(said).filter(|day| day.year() >= 1949);
    if found.is_none() && !said.is_empty() {
        faults.push(row.fault(column, format!("“{said}”不是日期"), "写成2021-03-06这样"));
    }
    found
}

fn when(row: &Row<'_>, (formed, released): (Option<Date>, Option<Date>), about: &About, faults: &mut Vec<Fault>) {
    if formed.is_some_and(|day| day > about.today) {
        faults.push(row.fault(FORMED, "还没有到这一天", "填形成的那一天"));
    }
    if !about.migrates {
        return;
    }
    match released {
        None if row.get(RELEASED).is_empty() => {
            faults.push(row.fault(RELEASED, "没有填", "迁移历史信息要写原来公开的日期；没有公开过的，作为草稿导入"));
        }
        Some(day) if day > about.today => faults.push(row.fault(RELEASED, "还没有到这一天", "填原来公开的日期")),
        Some(day) if formed.is_some_and(|formed| day < formed) => {
            faults.push(row.fault(RELEASED, "早于成文日期", "核对两个日期"));
        }
        _ => {}
    }
}

fn topics(row: &Row<'_>, faults: &mut Vec<Fault>) -> Vec<String> {
    let mut out = Vec::new();
    for said in row.get(TOPIC).split(['；', ';', '\n']).map(str::trim).filter(|said| !said.is_empty()) {
        match catalogue::ALL.iter().find(|topic| topic.key == said || topic.title == said) {
            Some(topic) => out.push(topic.key.to_owned()),
            None => faults.push(row.fault(TOPIC, format!("认不出“{said}”"), "填法定主动公开内容里的类别，或者空着")),
        }
    }
    out
}

/// 正文, as it is typed or as its file says it.
fn body(row: &Row<'_>, bundle: &mut Bundle, faults: &mut Vec<Fault>) -> String {
    let (typed, named) = (row.get(BODY), row.get(BODY_FILE));
    match (typed.is_empty(), named.is_empty()) {
        (false, true) => return typed.to_owned(),
        (false, false) => faults.push(row.fault(BODY_FILE, "正文和正文文件都填了", "留一样")),
        (true, true) => faults.push(row.fault(BODY, "没有正文", "填正文，或者填正文文件；只有附件的，正文写“见附件”")),
        (true, false) => {
            let found = bundle.find(named).map(str::to_owned);
            let read = found.and_then(|path| Ok((bundle.read(&path)?, path)));
            match read.and_then(|(bytes, path)| pages::body(&bytes, &path)) {
                Ok(body) if !body.is_empty() => return body,
                Ok(_) => faults.push(row.fault(BODY_FILE, format!("“{named}”里没有读到正文"), "把正文填到正文列")),
                Err(why) => faults.push(row.fault(BODY_FILE, format!("“{named}”：{why}"), "换成TXT、DOCX或者HTML")),
            }
        }
    }
    String::new()
}

fn files(row: &Row<'_>, bundle: &mut Bundle, faults: &mut Vec<Fault>) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for said in row.get(FILES).split(['；', ';', '\n']).map(str::trim).filter(|said| !said.is_empty()) {
        let (shown, named) = match said.split_once(['=', '＝']) {
            Some((shown, named)) => (shown.trim(), named.trim()),
            None => (said.rsplit(['/', '\\']).next().unwrap_or(said), said),
        };
        let fault = match bundle.find(named).map(str::to_owned) {
            Err(why) => Some(why),
            Ok(path) if bundle.is_too_large(&path) => Some(format!("超过{} MB", gongkai_store::MAX_FILE >> 20)),
            Ok(path) => match bundle.read(&path) {
                Err(why) => Some(why),
                Ok(bytes) if media(&bytes).is_none() => {
                    Some("不是能收的格式（PDF、OFD、Word、Excel、PPT、图片、纯文本）".to_owned())
                }
                Ok(_) => {
                    out.push((shown.chars().take(120).collect(), path));
                    None
                }
            },
        };
        if let Some(why) = fault {
            faults.push(row.fault(FILES, format!("“{named}”：{why}"), "核对附件包，或者删掉这个附件"));
        }
    }
    if out.len() > MOST_FILES {
        faults.push(row.fault(FILES, format!("有{}个附件，最多{MOST_FILES}个", out.len()), "合并或者打包"));
    }
    out
}

fn old(row: &Row<'_>, faults: &mut Vec<Fault>) -> String {
    match row.get(OLD) {
        "" => String::new(),
        said => moved::address(said).unwrap_or_else(|why| {
            faults.push(row.fault(OLD, why, "写成旧网站上的路径，如 /art/2021/3/10/art_1_23.html"));
            String::new()
        }),
    }
}

fn index_number(row: &Row<'_>, faults: &mut Vec<Fault>) -> String {
    let said = row.get(INDEX);
    if said.chars().count() > 80 || said.chars().any(|c| c.is_whitespace() || c.is_control() || "?#%".contains(c)) {
        faults.push(row.fault(INDEX, format!("“{said}”不像索引号"), "照原来的写，不含空格；空着就新编一个"));
    }
    said.to_owned()
}

/// What of a file is read as its body, for a file of any kind.
///
/// # Errors
/// A Chinese sentence.
pub fn plain(bytes: &[u8], name: &str) -> Result<String, String> {
    let document = words::open(bytes, name)?;
    Ok(words::body(&document, &document.pieces))
}
