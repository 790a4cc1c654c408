//! What all packages carry: facts about themselves, pictures, embedded files, programs, links.

use gongkai_report::read::formats::{
    archive::Archive,
    budget::Budget,
    xml::{self, Relation},
};
use quick_xml::events::Event;

use crate::{
    checks,
    finding::At,
    image,
    kind::Kind,
    notes::Notes,
    text::{Line, address, look},
    walk::{said, walk},
};

/// Facts of a package that name somebody, with how people call them.
const NAMED: &[(&str, &str)] = &[
    ("creator", "作者"),
    ("lastModifiedBy", "最后修改人"),
    ("contributor", "参与者"),
    ("Company", "单位"),
    ("Manager", "经理"),
    ("description", "备注"),
    ("category", "类别"),
    ("HyperlinkBase", "链接基准"),
    ("Template", "模板"),
];
/// Template names that name nobody.
const USUAL_TEMPLATES: &[&str] = &["normal", "normal.dotm", "normal.dot", ""];

/// A package while it is looked through.
pub(super) struct Package<'a, 'b> {
    pub archive: Archive<'a>,
    pub budget: &'b Budget,
}

impl<'a, 'b> Package<'a, 'b> {
    pub(super) fn open(bytes: &'a [u8], budget: &'b Budget) -> Result<Self, String> {
        Ok(Self { archive: Archive::open(bytes, budget)?, budget })
    }

    /// A part as text; blank where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<String, String> {
        Ok(xml::part(&mut self.archive, name)?.unwrap_or_default())
    }

    pub(super) fn relations(&mut self, name: &str) -> Result<Vec<Relation>, String> {
        xml::relations(&mut self.archive, name, self.budget)
    }

    /// The names of the parts of a folder, `slide2` before `slide10`.
    pub(super) fn parts(&self, start: &str) -> Vec<String> {
        let fits = |name: &String| name.starts_with(start) && name.ends_with(".xml") && !name.contains("_rels/");
        let mut names: Vec<String> = self.archive.names().into_iter().filter(fits).collect();
        names.sort_by_key(|name| (name.len(), name.clone()));
        names
    }

    /// Looks at what every package may carry.
    pub(super) fn luggage(&mut self, notes: &mut Notes<'_>) -> Result<(), String> {
        self.facts(notes)?;
        for name in self.archive.names() {
            self.budget.in_time()?;
            let lower = name.to_ascii_lowercase();
            let file = name.rsplit('/').next().unwrap_or(&name);
            if lower.ends_with("vbaproject.bin") {
                notes.tell(&checks::MACROS, "", At::Whole, file);
            } else if lower.contains("/embeddings/") || lower.contains("/activex/") && lower.ends_with(".bin") {
                notes.tell(&checks::EMBEDDED, "", At::Whole, file);
                self.inside(&name, file, notes)?;
            } else if lower.contains("/media/") {
                self.picture(&name, file, notes)?;
            } else if lower.ends_with(".rels") && name.contains('/') {
                self.links(&name, notes)?;
            }
        }
        Ok(())
    }

    /// A file inside of the file, one deep. What cannot be read of it was said to be embedded.
    fn inside(&mut self, name: &str, file: &str, notes: &mut Notes<'_>) -> Result<(), String> {
        let Some(bytes) = self.archive.part(name)? else { return Ok(()) };
        if notes.is_inside {
            return Ok(());
        }
        let mut inner = Notes::new(file, notes.rules);
        inner.is_inside = true;
        let read = match Kind::of(file, &bytes) {
            Kind::Docx => super::docx(&bytes, self.budget, &mut inner),
            Kind::Xlsx => super::xlsx(&bytes, self.budget, &mut inner),
            Kind::Pptx => super::pptx(&bytes, self.budget, &mut inner),
            _ => return Ok(()),
        };
        if let Err(why) = read {
            inner.tell(&checks::CUT_SHORT, "", At::Whole, &why);
        }
        notes.absorb(file, inner);
        Ok(())
    }

    fn facts(&mut self, notes: &mut Notes<'_>) -> Result<(), String> {
        for part in ["docProps/core.xml", "docProps/app.xml"] {
            let text = self.text(part)?;
            let (mut name, mut value) = (String::new(), String::new());
            walk(&text, self.budget, |event, _| {
                match event {
                    Event::Start(tag) => {
                        tag.local_name().as_ref().clone_into(&mut name);
                        value.clear();
                    }
                    Event::End(_) => fact(&std::mem::take(&mut name), value.trim(), notes),
                    other => value.extend(said(other)),
                }
                Ok(())
            })?;
        }
        let text = self.text("docProps/custom.xml")?;
        let (mut name, mut value) = (String::new(), String::new());
        walk(&text, self.budget, |event, _| {
            match event {
                Event::Start(tag) if tag.local_name().as_ref() == "property" => {
                    name = xml::attribute(tag, "name").unwrap_or_default();
                    value.clear();
                }
                Event::End(tag) if tag.local_name().as_ref() == "property" && !value.trim().is_empty() => {
                    notes.tell(&checks::AUTHOR, "", At::Whole, &format!("自定义属性{name}：{}", value.trim()));
                }
                other => value.extend(said(other)),
            }
            Ok(())
        })
    }

    fn picture(&mut self, name: &str, file: &str, notes: &mut Notes<'_>) -> Result<(), String> {
        let Some(bytes) = self.archive.part(name)? else { return Ok(()) };
        let kind = Kind::of(file, &bytes);
        // one that cannot be read is still a picture of which nobody read the words
        if kind.is_picture() && image::look(kind, &bytes, file, notes).is_err() {
            notes.tell(&checks::CUT_SHORT, file, At::Whole, "图片已损坏");
        }
        notes.pictures.push(file.to_owned());
        Ok(())
    }

    /// What a part points to outside of the package.
    fn links(&mut self, name: &str, notes: &mut Notes<'_>) -> Result<(), String> {
        let part = name.replacen("_rels/", "", 1);
        let part = part.strip_suffix(".rels").unwrap_or(&part);
        for relation in self.relations(part)?.into_iter().filter(|relation| relation.outside) {
            match relation.kind.as_str() {
                "hyperlink" => address(&relation.target, "", &At::Whole, notes),
                "image" | "video" | "audio" | "media" => {
                    notes.tell(&checks::DATA_ELSEWHERE, "", At::Whole, &format!("图片在别处：{}", relation.target));
                }
                _ => notes.tell(&checks::DATA_ELSEWHERE, "", At::Whole, &relation.target),
            }
        }
        Ok(())
    }
}

fn fact(name: &str, value: &str, notes: &mut Notes<'_>) {
    // what it says of the document is read like its words; it is taken out with the rest
    if matches!(name, "title" | "subject" | "keywords") {
        look(&Line { part: "文件信息", at: At::Whole, words: value, head: true }, notes);
    }
    let Some((_, called)) = NAMED.iter().find(|(known, _)| *known == name) else { return };
    let usual = name == "Template" && USUAL_TEMPLATES.contains(&value.to_ascii_lowercase().as_str());
    if !value.is_empty() && !usual {
        notes.tell(&checks::AUTHOR, "", At::Whole, &format!("{called}：{value}"));
    }
}

/// The part that a relation of another leads to.
pub(crate) fn target(from: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}
