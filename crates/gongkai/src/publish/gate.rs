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

use super::{body, manuscript::Manuscript, record::Words, take};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

/// Looks through all of a publication: the gravest findings first.
///
/// # Errors
/// The register.
pub async fn look(office: &Office, manuscript: &Manuscript) -> Result<Vec<Finding>, Error> {
    let rules = rules(manuscript);
    let content = &manuscript.content;
    let body = body::text(&content.body);
    let mut texts = vec![("标题", content.title.as_str()), ("正文", &body), ("内容概述", &content.summary)];
    texts.extend([("关键词", content.keywords.as_str()), ("理由", &content.why)]);
    for field in manuscript.kind.fields() {
        texts.push((field.label, content.field(field.key)));
    }
    let mut found: Vec<Finding> = texts.iter().flat_map(|(part, text)| examine_text(part, text, &rules)).collect();
    for file in &manuscript.files {
        let bytes = office.db.file_bytes(file.out_sm3).await?;
        let (name, rules) = (file.name.clone(), rules.clone());
        // a large file takes a while: not on the threads that answer
        let examined = tokio::task::spawn_blocking(move || examine(&name, &bytes, &rules)).await;
        found.extend(examined.map_err(|_| Error::Corrupt(format!("附件{}没有查完", file.name)))?.findings);
    }
    found.sort_by_key(Finding::severity);
    Ok(found)
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

/// Whether the platform itself takes it out of the file before the release.
pub fn is_mended(finding: &Finding) -> bool {
    finding.ways.first() == Some(&Way::Strip)
}

/// Whether a person has to say something before it goes out, and has not.
pub fn is_open(finding: &Finding, reasons: &BTreeMap<String, String>) -> bool {
    let said = reasons.get(&finding.fingerprint).is_some_and(|why| !why.trim().is_empty());
    match finding.severity() {
        Severity::Refused => true,
        _ if is_mended(finding) => false,
        Severity::Must => !(said && finding.ways.contains(&Way::Justify)),
        Severity::Confirm | Severity::Unread => !said,
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
    let open: Vec<_> = found.iter().filter(|finding| is_open(finding, &words.justified)).collect();
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
        let limits = Rules::default().limits;
        let mended = tokio::task::spawn_blocking(move || mend(&bytes, &[Mend::Facts, Mend::Changes], &limits)).await;
        let Ok(Ok(mended)) = mended else { continue };
        if mended.removed.is_empty() {
            continue;
        }
        let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
        let upload = Upload { bytes: &mended.bytes, media: &file.media };
        act.clean_publication_file((publication.id, publication.organ_id), file.n, upload).await?;
        act.commit().await?;
    }
    Ok(())
}
