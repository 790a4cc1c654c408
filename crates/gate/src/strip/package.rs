//! A package while it is mended: parts that change, parts that go; all others are copied as they are packed.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    io::{Cursor, Write},
};

use gongkai_report::read::formats::{
    archive::Archive,
    budget::Budget,
    decode,
    xml::{Relation, attribute},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::edits::{Edit, Fate, edited, elements, sift};
use crate::office::target;

const TYPES: &str = "[Content_Types].xml";
const BROKEN: &str = "文件已损坏，没有处理";
const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// An opened package.
pub(super) struct Parts<'a, 'b> {
    bytes: &'a [u8],
    archive: Archive<'a>,
    pub budget: &'b Budget,
    pub names: Vec<String>,
    changed: BTreeMap<String, Vec<u8>>,
    gone: BTreeSet<String>,
}

impl<'a, 'b> Parts<'a, 'b> {
    /// Refuses what is signed, since nothing can be changed in it, and what is damaged.
    pub(super) fn open(bytes: &'a [u8], budget: &'b Budget) -> Result<Self, String> {
        Self::opened(bytes, budget, TYPES, |name| name.starts_with("_xmlsignatures/"))
    }

    /// The same of a package of another kind, by the part that it must have and by what its signatures are called.
    pub(super) fn opened(
        bytes: &'a [u8],
        budget: &'b Budget,
        root: &str,
        is_signature: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let archive = Archive::open(bytes, budget)?;
        let names = archive.names();
        if names.iter().any(|name| is_signature(name)) {
            return Err("文件有数字签名，改动会使签名失效，没有处理".to_owned());
        }
        let unique: HashSet<&String> = names.iter().collect();
        if unique.len() != names.len() || !archive.has(root) {
            return Err(BROKEN.to_owned());
        }
        // each part has a sum, and a damaged one must not pass for a mended one
        let mut whole = Archive::open(bytes, budget)?;
        for name in &names {
            budget.in_time()?;
            whole.part(name).map_err(|why| format!("{why}，没有处理"))?;
        }
        Ok(Self { bytes, archive, budget, names, changed: BTreeMap::new(), gone: BTreeSet::new() })
    }

    /// The parts that are still there, of some folder.
    pub(super) fn under(&self, start: &str) -> Vec<String> {
        let here = |name: &&String| name.starts_with(start) && !self.gone.contains(*name);
        self.names.iter().filter(here).cloned().collect()
    }

    /// A part's bytes as they are now; `None` where there is none.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        if self.gone.contains(name) {
            return Ok(None);
        }
        match self.changed.get(name) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None => self.archive.part(name),
        }
    }

    /// A part as text; blank where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<String, String> {
        Ok(self.bytes(name)?.map(|bytes| decode(&bytes)).unwrap_or_default())
    }

    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.changed.insert(name.to_owned(), bytes);
    }

    /// Makes edits; whether there were any.
    pub(super) fn edit(&mut self, name: &str, text: &str, edits: Vec<Edit>) -> bool {
        let Some(text) = edited(text, edits) else { return false };
        // whatever it was written in, it is UTF-8 now
        let body = match text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
            Some((_, body)) => body.trim_start(),
            None => &text,
        };
        self.put(name, format!("{DECLARED}{body}").into_bytes());
        true
    }

    /// Takes elements out of a part; whether there were any.
    pub(super) fn sift(&mut self, name: &str, mut fate: impl FnMut(&str) -> Fate) -> Result<bool, String> {
        let text = self.text(name)?;
        let edits = sift(&text, self.budget, |tag, _| fate(tag.local_name().as_ref()))?;
        Ok(self.edit(name, &text, edits))
    }

    /// Takes a part away; whether it was there.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        self.names.iter().any(|known| known == name) && self.gone.insert(name.to_owned())
    }

    /// What a part points to inside of the package, as it is now.
    pub(super) fn relations(&mut self, name: &str) -> Result<Vec<Relation>, String> {
        let text = self.text(&relations_of(name))?;
        let found = elements(&text, &["Relationship"], self.budget)?;
        let relations = found.iter().filter_map(|element| {
            let tag = &element.tag;
            let kind = attribute(tag, "Type")?.rsplit('/').next().unwrap_or_default().to_owned();
            let outside = attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            let target = target(name, &attribute(tag, "Target")?);
            Some(Relation { id: attribute(tag, "Id")?, kind, target, outside })
        });
        Ok(relations.filter(|relation| !relation.outside).collect())
    }

    /// The package: with no relation to what is gone, and without the parts that only those led to.
    pub(super) fn write(mut self) -> Result<Vec<u8>, String> {
        let before = self.reachable(true)?;
        self.forget_relations()?;
        let after = self.reachable(false)?;
        for name in before.difference(&after) {
            self.gone.insert(name.clone());
            self.gone.insert(relations_of(name));
        }
        self.forget_types()?;
        self.packed()
    }

    /// All parts that relations lead to, from the package's own on.
    fn reachable(&mut self, gone_too: bool) -> Result<BTreeSet<String>, String> {
        let gone = if gone_too { std::mem::take(&mut self.gone) } else { BTreeSet::new() };
        let (mut seen, mut next) = (BTreeSet::new(), vec![String::new()]);
        while let Some(name) = next.pop() {
            self.budget.in_time()?;
            for relation in self.relations(&name)? {
                if seen.insert(relation.target.clone()) {
                    next.push(relation.target);
                }
            }
        }
        if gone_too {
            self.gone = gone;
        }
        Ok(seen)
    }

    fn forget_relations(&mut self) -> Result<(), String> {
        let gone = self.gone.clone();
        for name in self.names.clone().iter().filter(|name| name.ends_with(".rels") && !gone.contains(*name)) {
            let text = self.text(name)?;
            let part = name.replacen("_rels/", "", 1);
            let part = part.strip_suffix(".rels").unwrap_or(&part).to_owned();
            let leads = |it: &str| gone.contains(&target(&part, it));
            let edits = sift(&text, self.budget, |tag, _| {
                let inside = attribute(tag, "TargetMode").is_none_or(|mode| mode != "External");
                let dead = inside && attribute(tag, "Target").is_some_and(|target| leads(&target));
                if tag.local_name().as_ref() == "Relationship" && dead { Fate::Drop } else { Fate::Keep }
            })?;
            self.edit(name, &text, edits);
        }
        Ok(())
    }

    fn forget_types(&mut self) -> Result<(), String> {
        let text = self.text(TYPES)?;
        let edits = sift(&text, self.budget, |tag, _| {
            let part = attribute(tag, "PartName").unwrap_or_default();
            if self.gone.contains(part.trim_start_matches('/')) { Fate::Drop } else { Fate::Keep }
        })?;
        self.edit(TYPES, &text, edits);
        Ok(())
    }

    /// The package with its changes, its relations left alone.
    pub(super) fn packed(self) -> Result<Vec<u8>, String> {
        let broken = |_| BROKEN.to_owned();
        let mut source = ZipArchive::new(Cursor::new(self.bytes)).map_err(broken)?;
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        for at in 0..source.len() {
            self.budget.in_time()?;
            let file = source.by_index_raw(at).map_err(broken)?;
            let name = file.name().map_err(broken)?.into_owned();
            if self.gone.contains(&name) {
                continue;
            }
            if let Some(bytes) = self.changed.get(&name) {
                let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
                drop(file);
                out.start_file(name, options).map_err(broken)?;
                out.write_all(bytes).map_err(|_| BROKEN.to_owned())?;
            } else {
                out.raw_copy_file(file).map_err(broken)?;
            }
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}

/// The part that holds what a part points to; of the blank name, the package's own.
pub(super) fn relations_of(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{name}.rels"),
    }
}
