//! 历史网页归档: what was released in a year as pages that work from a folder, in one ZIP. Nothing in it leads outside of it,
//! no page needs a server, and what is written goes to the disk at once, however much there is.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Seek, Write},
};

use askama::Template;
use gongkai_law::proactive::{catalogue, kind::PublicationKind, validity::Validity};
use gongkai_store::{Moment, Organ, PublicationFile, Released, ReleasedFilter};
use jiff::civil::Date;
use zip::{CompressionMethod, write::SimpleFileOptions, write::ZipWriter};

use super::{body, content::Content};
use crate::{
    office::{Office, civil_date},
    publish::portal::lines::Line,
};

/// Publications that are read together, and lines of a page.
const PART: i64 = 100;
const LINES: usize = 1_000;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Publications.
    pub items: usize,
    /// Files.
    pub files: usize,
}

/// Why it was not.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The register.
    #[error("{0}")]
    Store(#[from] gongkai_store::Error),
    /// The archive's file.
    #[error("归档文件写不进去：{0}")]
    File(#[from] std::io::Error),
    /// The same, by its packer.
    #[error("归档文件写不进去：{0}")]
    Packed(#[from] zip::result::ZipError),
    /// A page.
    #[error("页面做不成：{0}")]
    Page(#[from] askama::Error),
}

/// A line of a list.
struct Entry {
    href: String,
    title: String,
    on: String,
    organ: String,
    number: String,
}

/// Lists to go on to under a heading: what each is called, where it is, and how much is in it.
type Further = (String, Vec<(String, String, usize)>);

/// A page of a list.
#[derive(Template)]
#[template(path = "publish/archive/list.html")]
struct ListPage<'a> {
    site: &'a str,
    heading: &'a str,
    /// Back to the folder's root.
    root: &'a str,
    entries: &'a [Entry],
    lists: Vec<Further>,
    note: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "publish/archive/item.html")]
struct ItemPage<'a> {
    site: &'a str,
    title: &'a str,
    facts: Vec<(&'static str, String)>,
    body: String,
    note: &'static str,
    files: Vec<(String, String)>,
}

/// An archive that is being written.
struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    site: String,
    named: BTreeSet<String>,
    months: BTreeMap<String, Vec<usize>>,
    topics: BTreeMap<&'static str, Vec<usize>>,
    lines: Vec<(String, Line)>,
    done: Archived,
}

/// Writes what an organ released in a year, or all organs did; `told` hears how many there are so far.
///
/// # Errors
/// [`Unwritten`]; what was written until then is no archive.
pub async fn write<W: Write + Seek>(
    office: &Office,
    (year, organ): (i16, Option<&Organ>),
    out: W,
    told: impl Fn(usize),
) -> Result<Archived, Unwritten> {
    let begin = |year: i16| Date::new(year, 1, 1).ok().and_then(at_midnight);
    let filter = ReleasedFilter {
        organ: organ.map(|organ| organ.id),
        from: begin(year),
        before: begin(year + 1),
        ..ReleasedFilter::default()
    };
    let mut archive = Archive {
        zip: ZipWriter::new(out),
        site: organ.map_or_else(|| office.site.read().name.clone(), |organ| organ.name.clone()),
        named: BTreeSet::new(),
        months: BTreeMap::new(),
        topics: BTreeMap::new(),
        lines: Vec::new(),
        done: Archived::default(),
    };
    archive.page("style.css", include_str!("style.css"))?;
    let mut after = None;
    loop {
        let part = office.db.released_whole(&filter, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some((last.released_ms, last.publication_id));
        archive.part(office, part).await?;
        told(archive.done.items);
    }
    archive.lists(year, office.today())?;
    archive.zip.finish()?;
    Ok(archive.done)
}

/// The beginning of a day in the country.
fn at_midnight(day: Date) -> Option<Moment> {
    let at = jiff::tz::Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(Moment::from(at))
}

impl<W: Write + Seek> Archive<W> {
    fn page(&mut self, path: &str, words: &str) -> Result<(), Unwritten> {
        self.zip.start_file(path, SimpleFileOptions::default())?;
        Ok(self.zip.write_all(words.as_bytes())?)
    }

    async fn part(&mut self, office: &Office, part: Vec<Released>) -> Result<(), Unwritten> {
        let ids: Vec<_> = part.iter().map(|one| one.publication_id).collect();
        let mut files: BTreeMap<_, Vec<PublicationFile>> = BTreeMap::new();
        for (id, file) in office.db.released_files_of(&ids).await? {
            files.entry(id).or_default().push(file);
        }
        let lines = Line::of(office, office.db.released_of(&ids).await?).await?;
        let mut by_number: BTreeMap<String, Line> =
            lines.into_iter().map(|line| (line.index_number.clone(), line)).collect();
        for released in part {
            // taken down since the part was read
            let Some(line) = by_number.remove(&released.index_number) else { continue };
            let own = files.remove(&released.publication_id).unwrap_or_default();
            self.item(office, (&released, line), own).await?;
        }
        Ok(())
    }

    async fn item(
        &mut self,
        office: &Office,
        (released, line): (&Released, Line),
        files: Vec<PublicationFile>,
    ) -> Result<(), Unwritten> {
        let content = Content::read(&released.content)?;
        let kind = PublicationKind::of_key(&released.kind).unwrap_or(PublicationKind::General);
        let name = self.name(released);
        let (mut shown, mut pictures) = (Vec::new(), Vec::new());
        for file in files {
            let end: String = file
                .name
                .rsplit_once('.')
                .map_or("bin", |(_, end)| end)
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(8)
                .collect();
            let path = format!("files/{name}-{}.{}", file.n, end.to_lowercase());
            // packed files do not shrink again
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            self.zip.start_file(&path, options)?;
            self.zip.write_all(&office.db.file_bytes(file.file_sm3).await?)?;
            if body::is_picture(&file) {
                pictures.push((file.name.clone(), format!("../{path}")));
            }
            shown.push((format!("../{path}"), file.name));
            self.done.files += 1;
        }
        let page = ItemPage {
            site: &self.site,
            title: &content.title,
            facts: facts(released, &content, kind, &line),
            body: body::html(&content.body, &body::Place::in_folder(pictures)),
            note: content.attribute().line().unwrap_or_default(),
            files: shown,
        };
        let page = page.render()?;
        self.page(&format!("items/{name}.html"), &page)?;
        let at = self.lines.len();
        let day = civil_date(released.released_ms.timestamp());
        self.months.entry(format!("{}-{:02}", day.year(), day.month())).or_default().push(at);
        for topic in content.categories(kind) {
            self.topics.entry(topic.key).or_default().push(at);
        }
        self.lines.push((name, line));
        self.done.items += 1;
        Ok(())
    }

    /// A file's name that every system takes: 索引号 in letters and digits, its identity where that is another's.
    fn name(&mut self, released: &Released) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let by_number: String = released.index_number.chars().map(plain).collect();
        let name = if self.named.contains(&by_number) { released.publication_id.to_string() } else { by_number };
        self.named.insert(name.clone());
        name
    }

    /// The first page, and the lists by month and by category.
    fn lists(&mut self, year: i16, today: Date) -> Result<(), Unwritten> {
        let months: Vec<_> = std::mem::take(&mut self.months).into_iter().rev().collect();
        let topics: Vec<_> = std::mem::take(&mut self.topics).into_iter().collect();
        let title = |key: &str| catalogue::of_key(key).map_or(key.to_owned(), |topic| topic.title.to_owned());
        let by_month = months.iter().map(|(month, all)| (month.clone(), format!("months/{month}.html"), all.len()));
        let by_topic = topics.iter().map(|(key, all)| (title(key), format!("topics/{key}.html"), all.len()));
        let page = ListPage {
            site: &self.site,
            heading: &format!("{year}年公开信息归档"),
            root: "",
            entries: &[],
            lists: vec![("按月份".to_owned(), by_month.collect()), ("按主动公开类别".to_owned(), by_topic.collect())],
            note: format!("共{}条，归档于{today}。归档以后修改、撤下的，以网站为准。", self.done.items),
            before: None,
            after: None,
        };
        let page = page.render()?;
        self.page("index.html", &page)?;
        for (month, all) in &months {
            self.list(&format!("months/{month}"), month, all)?;
        }
        for (key, all) in &topics {
            self.list(&format!("topics/{key}"), &title(key), all)?;
        }
        Ok(())
    }

    fn list(&mut self, place: &str, heading: &str, all: &[usize]) -> Result<(), Unwritten> {
        let parts = all.len().div_ceil(LINES);
        let named = |nth: usize| match nth {
            0 => place.to_owned(),
            nth => format!("{place}-{}", nth + 1),
        };
        let beside = |nth: usize| format!("{}.html", named(nth).rsplit('/').next().unwrap_or_default());
        for (nth, part) in all.chunks(LINES).enumerate() {
            let entry = |(name, line): &(String, Line)| Entry {
                href: format!("../items/{name}.html"),
                title: line.title.clone(),
                on: line.on.clone(),
                organ: line.organ.clone(),
                number: line.number.clone(),
            };
            let entries: Vec<_> = part.iter().filter_map(|at| self.lines.get(*at)).map(entry).collect();
            let page = ListPage {
                site: &self.site,
                heading,
                root: "../",
                entries: &entries,
                lists: Vec::new(),
                note: format!("{}条", all.len()),
                before: nth.checked_sub(1).map(beside),
                after: (nth + 1 < parts).then(|| beside(nth + 1)),
            };
            let page = page.render()?;
            self.page(&format!("{}.html", named(nth)), &page)?;
        }
        Ok(())
    }
}

/// What is said above the text.
fn facts(released: &Released, content: &Content, kind: PublicationKind, line: &Line) -> Vec<(&'static str, String)> {
    let validity = released.validity.as_deref().and_then(Validity::of_key).map_or("", Validity::label);
    let words = [
        ("索引号", released.index_number.clone()),
        ("信息种类", kind.label().to_owned()),
        ("发布机构", line.organ.clone()),
        ("文号", content.number.clone()),
        ("成文日期", line.formed.clone()),
        ("发布日期", line.on.clone()),
        ("更新日期", line.changed.clone()),
        ("有效性", validity.to_owned()),
        ("主题分类", content.theme.clone()),
        ("体裁", content.genre.clone()),
        ("关键词", content.keywords.clone()),
        ("内容概述", content.summary.clone()),
        ("信息来源", content.source.clone()),
        ("责任部门", content.department.clone()),
    ];
    let own = kind.fields().iter().map(|field| (field.label, content.field(field.key).to_owned()));
    words.into_iter().chain(own).filter(|(_, value)| !value.is_empty()).collect()
}
