//! 发布前检查: what a publication has in it that must not go out, file by file and word by word, and what is taken out of its
//! files before they do. Findings that the platform mends itself ask nobody; the others are settled with a reason, or the
//! publication goes back.

use std::collections::BTreeMap;

use gongkai_gate::{Finding, Mend, People, Rules, Severity, Way, examine, examine_text, mend};
use gongkai_law::{
    article::Article,
    proactive::{
        kind::PublicationKind,
        release::{Check, PublicationStep},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Digest, Error, Moment, PublicationFile, Upload};

use super::{
    body,
    content::Content,
    dead_links,
    manuscript::Manuscript,
    record::Words,
    settle::{self, Settled},
    take, word_list,
};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

/// What is taken out of every file, whatever is chosen.
const ALWAYS: [Mend; 2] = [Mend::Facts, Mend::Changes];

/// What was found.
#[derive(Default)]
pub struct Looked {
    /// What a person has to settle, the gravest first.
    pub open: Vec<Finding>,
    /// What the platform takes out of the files before they go out.
    pub mended: Vec<Finding>,
}

/// Looks through all of a publication; through its files as they came and as they would go out.
///
/// # Errors
/// The register.
pub async fn look(office: &Office, manuscript: &Manuscript) -> Result<Looked, Error> {
    let rules = rules(office, manuscript).await?;
    let mut looked =
        Looked { open: said(office, manuscript, (&manuscript.content, &rules)).await?, mended: Vec::new() };
    for file in &manuscript.files {
        let bytes = office.db.file_bytes(file.file_sm3).await?;
        let (name, rules) = (file.name.clone(), rules.clone());
        // a large file takes a while: not on the threads that answer
        let both = tokio::task::spawn_blocking(move || {
            let before = examine(&name, &bytes, &rules).findings;
            match mended(&bytes) {
                Some(out) => (before, Some(examine(&name, &out, &rules).findings)),
                None => (before, None),
            }
        });
        let (before, after) = both.await.map_err(|_| Error::Corrupt(format!("附件{}没有查完", file.name)))?;
        // what is still there in the file that goes out is not mended, whatever could have been
        let stays = |finding: &Finding| match &after {
            Some(after) => {
                after.iter().any(|other| other.check.code == finding.check.code && other.part == finding.part)
            }
            None => true,
        };
        let (open, mended): (Vec<_>, Vec<_>) = before.into_iter().partition(stays);
        looked.open.extend(open);
        looked.mended.extend(mended);
    }
    looked.open.sort_by_key(Finding::severity);
    Ok(looked)
}

/// The file as it goes out; `None` where nothing is taken out of it, or nothing can be.
pub fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let mended = mend(bytes, &ALWAYS, &Rules::default().limits).ok()?;
    (!mended.removed.is_empty()).then_some(mended.bytes)
}

/// What is found in everything that the page of a publication says.
pub fn words(content: &Content, kind: PublicationKind, rules: &Rules) -> Vec<Finding> {
    let mut content = content.clone();
    content.body = body::text(&content.body);
    let parts = settle::parts(&mut content, kind);
    parts.flat_map(|(part, text)| examine_text(part, text, rules)).collect()
}

/// The same, with its links within the site that lead nowhere.
async fn said(
    office: &Office,
    manuscript: &Manuscript,
    (content, rules): (&Content, &Rules),
) -> Result<Vec<Finding>, Error> {
    let mut all = words(content, manuscript.kind, rules);
    all.extend(dead_links::look(office, manuscript, (content, rules)).await?);
    Ok(all)
}

/// What is looked for in publications of this organ and kind.
async fn rules(office: &Office, manuscript: &Manuscript) -> Result<Rules, Error> {
    let hosts = manuscript.settings.own_hosts.lines().map(|host| host.trim().to_owned());
    let site = body::host(&office.post.site).and_then(|host| host.split(':').next()).map(str::to_owned);
    let own = hosts.chain(site).filter(|host| !host.is_empty());
    // whatever an item is, pupils and patients have a right not to be named in it
    let rules = Rules::default().domains(own).people([People::Minors, People::Patients]);
    Ok(rules.words(word_list::words(&word_list::of(office, &manuscript.organ).await?)))
}

/// Whether it may go out as it is, with a reason on record.
pub fn may_stay(finding: &Finding) -> bool {
    match finding.severity() {
        Severity::Refused => false,
        Severity::Must => finding.ways.contains(&Way::Justify),
        Severity::Confirm | Severity::Unread => true,
    }
}

/// 通过保密审查: only when every finding is mended, or settled with a reason; then what was chosen, and what no reader sees,
/// is taken out of the files.
///
/// # Errors
/// [`NotTaken::Refused`] with the first finding that is open; as [`take::take`].
pub async fn pass(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    (words, ways): (&Words, &BTreeMap<String, Way>),
) -> Result<(), NotTaken> {
    let step = PublicationStep::Passed { check: Check::Secrecy, from: None };
    take::accepted(office, hand, manuscript, step, words).map_err(NotTaken::Refused)?;
    let no = |why: String| NotTaken::Refused(Refusal { why, article: Some(Article::regulation(17)) });
    let found = look(office, manuscript).await?;
    let settled = settle::chosen(&found.open, ways, &words.justified).map_err(no)?;
    let left = left(office, manuscript, &settled).await?;
    let same = |a: &Finding, b: &Finding| a.check.code == b.check.code && a.file == b.file && a.part == b.part;
    let reasoned = |finding: &Finding| {
        let of =
            |one: &&Settled| one.code == finding.check.code && one.file == finding.file && one.part == finding.part;
        settled.iter().find(of).is_some_and(|one| one.mend().is_none())
    };
    let stays = |finding: &&&Finding| left.iter().any(|other| same(other, finding)) && !reasoned(finding);
    let open: Vec<_> = found.open.iter().collect();
    let open: Vec<_> = open.iter().filter(stays).collect();
    if let Some(first) = open.first() {
        let (count, place) = (open.len(), place(first));
        let tried = ways.get(&first.fingerprint).is_some_and(|way| matches!(way, Way::Mask | Way::Remove));
        let but = if tried { "；选了处理，平台没有处理干净，请退回改" } else { "" };
        return Err(no(format!(
            "发布前检查还有{count}处没有处理，第一处：{place}，{}（{}）{but}",
            first.check.title, first.check.code
        )));
    }
    clean(office, hand, manuscript, &settled).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    if !settled.is_empty() {
        let publication = &manuscript.publication;
        let chosen: Vec<_> = settled.iter().map(|one| serde_json::json!([one.code, one.way])).collect();
        let detail = serde_json::json!({ "settled": chosen });
        act.record("publication.gate", Some(publication.organ_id), publication.id, detail);
    }
    let words = Words { settled, ..words.clone() };
    take::step_in(office, &mut act, hand, manuscript, (step, &words)).await?;
    Ok(act.commit().await?)
}

/// What is still found once it was done as chosen.
async fn left(office: &Office, manuscript: &Manuscript, settled: &[Settled]) -> Result<Vec<Finding>, NotTaken> {
    let rules = rules(office, manuscript).await?;
    let content = settle::masked(&manuscript.content, manuscript.kind, settled);
    let mut all = said(office, manuscript, (&content, &rules)).await?;
    for file in &manuscript.files {
        let out = as_chosen(office, file, settled).await?;
        let (name, rules) = (file.name.clone(), rules.clone());
        let looked = tokio::task::spawn_blocking(move || examine(&name, &out, &rules).findings);
        all.extend(looked.await.map_err(|_| Error::Corrupt(format!("附件{}没有查完", file.name)))?);
    }
    Ok(all)
}

/// A file as it goes out: as it came where nothing is taken out of it, or nothing can be and nobody chose that it should.
async fn as_chosen(office: &Office, file: &PublicationFile, settled: &[Settled]) -> Result<Vec<u8>, NotTaken> {
    let bytes = office.db.file_bytes(file.file_sm3).await?;
    let chosen: Vec<Mend> = settle::mends(settled, &file.name).collect();
    let mends: Vec<Mend> = ALWAYS.into_iter().chain(chosen.iter().copied()).collect();
    let done = tokio::task::spawn_blocking(move || {
        let limits = Rules::default().limits;
        let done = mend(&bytes, &mends, &limits).map(|mended| mended.bytes);
        (bytes, done)
    });
    let (bytes, done) = done.await.map_err(|_| Error::Corrupt(format!("附件{}没有处理完", file.name)))?;
    match done {
        Ok(out) => Ok(out),
        Err(_) if chosen.is_empty() => Ok(bytes),
        Err(why) => {
            let why = format!("“{}”不能照选的处理：{why}", gongkai_gate::mask(&file.name));
            Err(NotTaken::Refused(Refusal { why, article: Some(Article::regulation(17)) }))
        }
    }
}

/// Where a finding is.
pub fn place(finding: &Finding) -> String {
    let parts = [finding.file.as_str(), finding.part.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

/// 清理: what goes out in the stead of each file is kept beside it. A file that nothing is taken out of goes out as it came;
/// what was found in it somebody settled.
async fn clean(office: &Office, hand: &Hand, manuscript: &Manuscript, settled: &[Settled]) -> Result<(), NotTaken> {
    let publication = &manuscript.publication;
    for file in &manuscript.files {
        let out = as_chosen(office, file, settled).await?;
        // what an earlier round chose for it does not hold any more
        if Digest::of(&out) == file.out_sm3 {
            continue;
        }
        let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
        let upload = Upload { bytes: &out, media: &file.media };
        act.clean_publication_file((publication.id, publication.organ_id), file.n, upload).await?;
        act.commit().await?;
    }
    Ok(())
}
