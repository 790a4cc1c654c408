//! 处理: what a person chose for each finding before the release, done in what goes out. What was written and the files as they
//! came stay in the office as they are.

use std::collections::BTreeMap;

use gongkai_gate::{Finding, Mend, Way, mask, mask_some};
use gongkai_law::proactive::{
    kind::PublicationKind,
    release::{Check, PublicationStep},
};
use serde::{Deserialize, Serialize};

use super::{content::Content, gate, manuscript::Manuscript, record::Words};

/// 处理: what was chosen for one finding, as it stays on record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settled {
    /// The check that found it.
    pub code: String,
    /// The file; empty for what the page says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The part of the file, or the field of the page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// The key of a [`Way`].
    pub way: String,
    /// 照发的理由
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Settled {
    fn of(finding: &Finding, way: Way, why: &str) -> Self {
        let (code, way, why) = (finding.check.code.to_owned(), way.key().to_owned(), why.trim().to_owned());
        Self { code, file: finding.file.clone(), part: finding.part.clone(), way, why }
    }

    /// What is done to a file or a field for it.
    pub fn mend(&self) -> Option<Mend> {
        Mend::of(&self.code, Way::of_key(&self.way)?)
    }

    /// Whether it was chosen for this finding.
    pub fn is_for(&self, finding: &Finding) -> bool {
        self.code == finding.check.code && self.file == finding.file && self.part == finding.part
    }

    /// What was chosen, with its reason: 照发：值班电话.
    pub fn chosen(&self) -> String {
        let way = Way::of_key(&self.way).map_or("", Way::label);
        if self.why.is_empty() { way.to_owned() } else { format!("{way}：{}", self.why) }
    }

    /// As the file of the publication says it: 遮盖：正文，有个人手机号码. A number in a file's name is masked.
    pub fn said(&self) -> String {
        let way = Way::of_key(&self.way).map_or("", Way::label);
        let what = gongkai_gate::find(&self.code).map_or("", |check| check.title);
        let places = [self.file.as_str(), self.part.as_str()];
        let place: Vec<_> = places.into_iter().filter(|place| !place.is_empty()).collect();
        let why = if self.why.is_empty() { String::new() } else { format!("（{}）", self.why) };
        format!("{way}：{}，{what}{why}", mask(&place.join("，")))
    }
}

/// Ways that a finding's form offers: what the platform does, a reason where one is enough, and sending it back.
pub fn ways(finding: &Finding) -> Vec<Way> {
    let does = |way: &Way| Mend::of(finding.check.code, *way).is_some() && finding.part != "文件名";
    let offered = finding.ways.iter().copied().filter(|way| match way {
        Way::Mask | Way::Remove => does(way),
        Way::Justify => gate::may_stay(finding),
        // the platform does so by itself, where it can
        Way::Strip => false,
        Way::Replace => true,
    });
    offered.collect()
}

/// What was chosen, finding by finding: those that the platform does something for, and those that go out with a reason.
///
/// # Errors
/// A sentence, where numbers of one sort in one file would have to be masked and left.
pub fn chosen(
    open: &[Finding],
    ways: &BTreeMap<String, Way>,
    reasons: &BTreeMap<String, String>,
) -> Result<Vec<Settled>, String> {
    let mut all: Vec<Settled> = Vec::new();
    for finding in open {
        let why = reasons.get(&finding.fingerprint).map_or("", String::as_str);
        let way = ways.get(&finding.fingerprint).copied().filter(|way| self::ways(finding).contains(way));
        match way {
            Some(way @ (Way::Mask | Way::Remove)) => all.push(Settled::of(finding, way, "")),
            // a reason says enough, though nothing was ticked
            Some(Way::Justify) | None if !why.trim().is_empty() && gate::may_stay(finding) => {
                all.push(Settled::of(finding, Way::Justify, why));
            }
            _ => {}
        }
    }
    let apart = all.iter().find(|one| {
        let same = |other: &&Settled| other.code == one.code && other.file == one.file && !one.file.is_empty();
        one.mend().is_some() && all.iter().filter(same).any(|other| other.way != one.way)
    });
    match apart {
        Some(one) => Err(format!("“{}”里的同类问题要一样处理（{}）", mask(&one.file), one.code)),
        None => Ok(all),
    }
}

/// What is chosen for a file of this name.
pub fn mends<'a>(settled: &'a [Settled], file: &'a str) -> impl Iterator<Item = Mend> + 'a {
    settled.iter().filter(move |one| one.file == file).filter_map(Settled::mend)
}

/// 对外的内容: what everybody is to read, with what the secrecy review chose to mask; as it is written while no review has
/// passed.
pub fn going_out(manuscript: &Manuscript) -> Content {
    match review(manuscript) {
        Some(words) => masked(&manuscript.content, manuscript.kind, &words.settled),
        None => manuscript.content.clone(),
    }
}

/// 保密审查 that passed in the round that goes on.
pub fn review(manuscript: &Manuscript) -> Option<&Words> {
    let anew = |step: PublicationStep| {
        matches!(step, PublicationStep::Submitted | PublicationStep::Begun | PublicationStep::Revised)
    };
    let mut round = manuscript.entries.iter().rev().take_while(|entry| !anew(entry.step));
    let review = |step| matches!(step, PublicationStep::Passed { check: Check::Secrecy, .. });
    round.find(|entry| review(entry.step)).map(|entry| &entry.words)
}

/// The same words with what was chosen to be masked.
pub fn masked(content: &Content, kind: PublicationKind, settled: &[Settled]) -> Content {
    let mut content = content.clone();
    for (part, text) in parts(&mut content, kind) {
        let own = settled.iter().filter(|one| one.file.is_empty() && one.part == part);
        let mends: Vec<Mend> = own.filter_map(Settled::mend).collect();
        if !mends.is_empty() {
            *text = mask_some(text, &mends);
        }
    }
    content
}

/// Everything that the page of a publication says, each by what it is called.
pub fn parts(content: &mut Content, kind: PublicationKind) -> impl Iterator<Item = (&'static str, &mut String)> {
    // what was typed while it was of another kind is kept as well
    let own = content.fields.iter_mut().map(move |(key, text)| {
        let field = kind.fields().iter().find(|field| field.key == key);
        (field.map_or("其他种类的栏目", |field| field.label), text)
    });
    [
        ("标题", &mut content.title),
        ("正文", &mut content.body),
        ("内容概述", &mut content.summary),
        ("关键词", &mut content.keywords),
        ("理由", &mut content.why),
        ("体裁", &mut content.genre),
        ("主题分类", &mut content.theme),
        ("文号", &mut content.number),
        ("信息来源", &mut content.source),
        ("责任部门", &mut content.department),
        ("公开范围", &mut content.audience),
    ]
    .into_iter()
    .chain(own)
}
