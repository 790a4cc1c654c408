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
use gongkai_store::{Error, Moment, Upload};

use super::{body, content::Content, manuscript::Manuscript, record::Words, take, word_list};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

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
    let rules = rules(manuscript).words(word_list::words(&word_list::of(office, &manuscript.organ).await?));
    let mut looked = Looked { open: words(&manuscript.content, manuscript.kind, &rules), mended: Vec::new() };
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
    let mended = mend(bytes, &[Mend::Facts, Mend::Changes], &Rules::default().limits).ok()?;
    (!mended.removed.is_empty()).then_some(mended.bytes)
}

/// What is found in everything that the page of a publication says.
pub fn words(content: &Content, kind: PublicationKind, rules: &Rules) -> Vec<Finding> {
    let body = body::text(&content.body);
    let own = [
        ("标题", &content.title),
        ("正文", &body),
        ("内容概述", &content.summary),
        ("关键词", &content.keywords),
        ("理由", &content.why),
        ("体裁", &content.genre),
        ("主题分类", &content.theme),
        ("文号", &content.number),
        ("信息来源", &content.source),
        ("责任部门", &content.department),
        ("公开范围", &content.audience),
    ];
    let fields = kind.fields().iter().map(|field| (field.label, content.field(field.key)));
    let all = own.into_iter().map(|(part, text)| (part, text.as_str())).chain(fields);
    all.flat_map(|(part, text)| examine_text(part, text, rules)).collect()
}

/// What is looked for in publications of this organ and kind.
fn rules(manuscript: &Manuscript) -> Rules {
    let hosts = manuscript.settings.own_hosts.lines().map(|host| host.trim().to_owned());
    let people = match manuscript.kind {
        PublicationKind::Welfare | PublicationKind::Recruitment | PublicationKind::Notice => {
            vec![People::Minors, People::Patients]
        }
        PublicationKind::Emergency => vec![People::Patients],
        _ => Vec::new(),
    };
    Rules::default().domains(hosts.filter(|host| !host.is_empty())).people(people)
}

/// Whether a person has to say something before it goes out, and has not.
pub fn is_open(finding: &Finding, reasons: &BTreeMap<String, String>) -> bool {
    let said = reasons.get(&finding.fingerprint).is_some_and(|why| !why.trim().is_empty());
    !(said && may_stay(finding))
}

/// Whether it may go out as it is, with a reason on record.
pub fn may_stay(finding: &Finding) -> bool {
    match finding.severity() {
        Severity::Refused => false,
        Severity::Must => finding.ways.contains(&Way::Justify),
        Severity::Confirm | Severity::Unread => true,
    }
}

/// 通过保密审查: only when every finding is mended, or settled with a reason; then what no reader sees is taken out of the
/// files.
///
/// # Errors
/// [`NotTaken::Refused`] with the first finding that is open; as [`take::take`].
pub async fn pass(office: &Office, hand: &Hand, manuscript: &Manuscript, words: &Words) -> Result<(), NotTaken> {
    let step = PublicationStep::Passed { check: Check::Secrecy, from: None };
    take::accepted(office, hand, manuscript, step, words).map_err(NotTaken::Refused)?;
    let found = look(office, manuscript).await?;
    let open: Vec<_> = found.open.iter().filter(|finding| is_open(finding, &words.justified)).collect();
    if let Some(first) = open.first() {
        let (count, place) = (open.len(), place(first));
        let why =
            format!("发布前检查还有{count}处没有处理，第一处：{place}，{}（{}）", first.check.title, first.check.code);
        return Err(NotTaken::Refused(Refusal { why, article: Some(Article::regulation(17)) }));
    }
    clean(office, hand, manuscript).await?;
    take::take(office, hand, manuscript, step, words).await
}

/// Where a finding is.
pub fn place(finding: &Finding) -> String {
    let parts = [finding.file.as_str(), finding.part.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

/// 清理: what goes out in the stead of each file is kept beside it. A file that nothing can be taken out of stays as it is;
/// that was a finding, and somebody settled it.
async fn clean(office: &Office, hand: &Hand, manuscript: &Manuscript) -> Result<(), NotTaken> {
    let publication = &manuscript.publication;
    for file in &manuscript.files {
        let bytes = office.db.file_bytes(file.file_sm3).await?;
        let Ok(Some(out)) = tokio::task::spawn_blocking(move || mended(&bytes)).await else { continue };
        let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
        let upload = Upload { bytes: &out, media: &file.media };
        act.clean_publication_file((publication.id, publication.organ_id), file.n, upload).await?;
        act.commit().await?;
    }
    Ok(())
}
