//! 历史网页归档: what was released in a year as pages that work from a folder, in one ZIP. Nothing in it leads outside of it,
//! no page needs a server, and what is written goes to the disk at once, however much there is.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Seek, Write},
};

use askama::Template;
use gongkai_law::proactive::{catalogue, kind::PublicationKind, validity::Validity};
use gongkai_store::{Civil, Joined, Moment, Organ, PublicationFile, PublicationId, Released, ReleasedFilter};
use jiff::civil::Date;
use zip::{CompressionMethod, write::SimpleFileOptions, write::ZipWriter};

use super::{body, content::Content};
use crate::{
    office::{Office, civil_date},
    publish::portal::{beside, lines::Line},
};

/// Publications that are read together, and lines of a page.
const PART: i64 = 100;
const LINES: usize = 1_000;
/// Publications whose pages are named together.
const NAMED: i64 = 1_000;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Publications.
    pub items: usize,
    /// Files.
    pub files: usize,
    /// 墓碑: publications that were taken down, of which no text is there.
    pub stones: usize,
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

/// Files with their places, and the names of pictures with theirs.
type Packed = (Vec<(String, String)>, Vec<(String, String)>);

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
    others: Vec<Other>,
}

/// 关联: another publication.
struct Other {
    /// What it is to this one.
    word: &'static str,
    /// Its page, where it is in the archive.
    href: Option<String>,
    title: String,
    number: String,
    validity: &'static str,
}

#[derive(Template)]
#[template(path = "publish/archive/stone.html")]
struct StonePage<'a> {
    site: &'a str,
    title: &'a str,
    ended: &'static str,
    facts: Vec<(&'static str, String)>,
}

/// An archive that is being written.
struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    site: String,
    named: BTreeSet<String>,
    names: BTreeMap<PublicationId, String>,
    months: BTreeMap<String, Vec<usize>>,
    topics: BTreeMap<&'static str, Vec<usize>>,
    lines: Vec<(String, Line)>,
    stones: Vec<Entry>,
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
        names: BTreeMap::new(),
        months: BTreeMap::new(),
        topics: BTreeMap::new(),
        lines: Vec::new(),
        stones: Vec::new(),
        done: Archived::default(),
    };
    archive.page("style.css", include_str!("style.css"))?;
    archive.all_named(office, &filter).await?;
    let mut after = None;
    loop {
        let part = office.db.released_whole(&filter, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some((last.released_ms, last.publication_id));
        archive.part(office, part).await?;
        told(archive.done.items);
    }
    // after the others: what was taken down meanwhile has its tombstone where others lead to it
    archive.all_ended(office, &filter).await?;
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
        let mut joined: BTreeMap<_, Vec<Joined>> = BTreeMap::new();
        for one in office.db.joined_to(&ids).await? {
            joined.entry(one.of_id).or_default().push(one);
        }
        let lines = Line::of(office, office.db.released_of(&ids).await?).await?;
        let mut by_number: BTreeMap<String, Line> =
            lines.into_iter().map(|line| (line.index_number.clone(), line)).collect();
        for released in part {
            // taken down since the part was read
            let Some(line) = by_number.remove(&released.index_number) else { continue };
            let own = files.remove(&released.publication_id).unwrap_or_default();
            let others = joined.remove(&released.publication_id).unwrap_or_default();
            self.item(office, (&released, line), own, &others).await?;
        }
        Ok(())
    }

    async fn item(
        &mut self,
        office: &Office,
        (released, line): (&Released, Line),
        files: Vec<PublicationFile>,
        others: &[Joined],
    ) -> Result<(), Unwritten> {
        let content = Content::read(&released.content)?;
        let kind = PublicationKind::of_key(&released.kind).unwrap_or(PublicationKind::General);
        let name = self.name(released.publication_id, &released.index_number);
        let (shown, pictures) = self.files(office, &name, files).await?;
        let page = ItemPage {
            site: &self.site,
            title: &content.title,
            facts: facts(released, &content, kind, &line),
            body: body::html(&content.body, &body::Place::in_folder(pictures)),
            note: content.attribute().line().unwrap_or_default(),
            files: shown,
            others: others.iter().map(|other| self.other(other)).collect(),
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

    /// Packs the files of a page; where each is with its name, and the pictures among them.
    async fn files(&mut self, office: &Office, name: &str, files: Vec<PublicationFile>) -> Result<Packed, Unwritten> {
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
        Ok((shown, pictures))
    }

    /// Another one as a page says it.
    fn other(&self, joined: &Joined) -> Other {
        let validity = joined.validity.as_deref().and_then(Validity::of_key);
        Other {
            word: beside::word(&joined.relation, joined.inward),
            href: self.names.get(&joined.publication_id).map(|name| format!("{name}.html")),
            title: joined.title.clone(),
            number: joined.number.clone(),
            validity: validity.map_or("", Validity::label),
        }
    }

    /// Names the pages of all that is public before any is written: they lead to each other.
    async fn all_named(&mut self, office: &Office, filter: &ReleasedFilter<'_>) -> Result<(), Unwritten> {
        let mut after = None;
        loop {
            let part = office.db.released_lines(filter, after, NAMED).await?;
            let Some(last) = part.last() else { return Ok(()) };
            after = Some((last.released_ms, last.publication_id));
            for line in &part {
                self.name(line.publication_id, &line.index_number);
            }
        }
    }

    /// The tombstones of what was taken down.
    async fn all_ended(&mut self, office: &Office, filter: &ReleasedFilter<'_>) -> Result<(), Unwritten> {
        let mut after = None;
        loop {
            let part = office.db.released_ended(filter, after, PART).await?;
            let Some(last) = part.last() else { return Ok(()) };
            after = Some((last.released_ms, last.publication_id));
            let ids: Vec<_> = part.iter().map(|one| one.organ_id).collect();
            let organs: BTreeMap<_, _> = office.db.short_names(&ids).await?.into_iter().collect();
            for released in &part {
                self.stone(released, organs.get(&released.organ_id).map_or("", String::as_str))?;
            }
        }
    }

    /// 墓碑: what it was, since when it is gone, and why; nothing of its text.
    fn stone(&mut self, released: &Released, organ: &str) -> Result<(), Unwritten> {
        let name = self.name(released.publication_id, &released.index_number);
        let kind = PublicationKind::of_key(&released.kind).map_or("", PublicationKind::label);
        let on = |at: Moment| civil_date(at.timestamp()).to_string();
        let ended = on(released.ended_ms.unwrap_or(released.released_ms));
        let words = [
            ("索引号", released.index_number.clone()),
            ("信息种类", kind.to_owned()),
            ("发布机构", organ.to_owned()),
            ("原文号", released.number.clone()),
            ("发布日期", on(released.first_ms)),
            ("撤下日期", ended.clone()),
            ("原因", released.why.clone()),
        ];
        let page = StonePage {
            site: &self.site,
            title: &released.title,
            ended: if released.state == "expired" { "公示期满，已从网上撤下" } else { "已从网上撤下" },
            facts: words.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        };
        let page = page.render()?;
        self.page(&format!("items/{name}.html"), &page)?;
        self.stones.push(Entry {
            href: format!("../items/{name}.html"),
            title: released.title.clone(),
            on: ended,
            organ: organ.to_owned(),
            number: released.number.clone(),
        });
        self.done.stones += 1;
        Ok(())
    }

    /// A file's name that every system takes: 索引号 in letters and digits, its identity where that is another's.
    fn name(&mut self, id: PublicationId, index_number: &str) -> String {
        if let Some(name) = self.names.get(&id) {
            return name.clone();
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let by_number: String = index_number.chars().map(plain).collect();
        let name = if self.named.contains(&by_number) { id.to_string() } else { by_number };
        self.named.insert(name.clone());
        self.names.insert(id, name.clone());
        name
    }

    /// The first page, and the lists by month and by category.
    fn lists(&mut self, year: i16, today: Date) -> Result<(), Unwritten> {
        let months: Vec<_> = std::mem::take(&mut self.months).into_iter().rev().collect();
        let topics: Vec<_> = std::mem::take(&mut self.topics).into_iter().collect();
        let title = |key: &str| catalogue::of_key(key).map_or(key.to_owned(), |topic| topic.title.to_owned());
        let by_month = months.iter().map(|(month, all)| (month.clone(), format!("months/{month}.html"), all.len()));
        let by_topic = topics.iter().map(|(key, all)| (title(key), format!("topics/{key}.html"), all.len()));
        let ended = (!self.stones.is_empty())
            .then(|| ("撤下的，有墓碑，没有内容".to_owned(), "ended/all.html".to_owned(), self.stones.len()));
        let page = ListPage {
            site: &self.site,
            heading: &format!("{year}年公开信息归档"),
            root: "",
            entries: &[],
            lists: [
                ("按月份".to_owned(), by_month.collect()),
                ("按主动公开类别".to_owned(), by_topic.collect()),
                ("撤下的".to_owned(), ended.into_iter().collect::<Vec<_>>()),
            ]
            .into_iter()
            .filter(|(_, links)| !links.is_empty())
            .collect(),
            note: format!("共{}条，归档于{today}。归档以后修改、撤下的，以网站为准。", self.done.items),
            before: None,
            after: None,
        };
        let page = page.render()?;
        self.page("index.html", &page)?;
        self.ended()?;
        for (month, all) in &months {
            self.list(&format!("months/{month}"), month, all)?;
        }
        for (key, all) in &topics {
            self.list(&format!("topics/{key}"), &title(key), all)?;
        }
        Ok(())
    }

    /// The list of what was taken down, on one page: in a year it is little.
    fn ended(&mut self) -> Result<(), Unwritten> {
        if self.stones.is_empty() {
            return Ok(());
        }
        let page = ListPage {
            site: &self.site,
            heading: "撤下的信息",
            root: "../",
            entries: &self.stones,
            lists: Vec::new(),
            note: format!("{}条，日期是撤下之日。地址上写着何时、为什么撤下，内容不再提供。", self.stones.len()),
            before: None,
            after: None,
        };
        let page = page.render()?;
        self.page("ended/all.html", &page)
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
    let iso = |day: Option<Civil>| day.map(|day| day.0.to_string()).unwrap_or_default();
    let words = [
        ("索引号", released.index_number.clone()),
        ("信息种类", kind.label().to_owned()),
        ("发布机构", line.organ.clone()),
        ("文号", content.number.clone()),
        ("成文日期", line.formed.clone()),
        ("发布日期", line.on.clone()),
        ("更新日期", line.changed.clone()),
        ("有效性", validity.to_owned()),
        ("施行日期", iso(released.valid_from)),
        ("有效期至", iso(released.valid_until)),
        ("修改日期", iso(released.amended)),
        ("废止日期", iso(released.repealed)),
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
