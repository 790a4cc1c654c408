//! 额度: how much somebody may bring who is not signed in, in a day from one address, and how much all of them may leave here
//! that belongs to no case yet. Counted in the register, so that all machines on it count together.

use gongkai_store::{Moment, Room};

use super::Visitor;
use crate::{office::Office, page::Error, requests::papers::Paper};

/// Hours after which what an address brought no longer counts.
pub const HOURS: i64 = 24;
/// What one address may bring in that time: many sit behind one address.
const BY_ADDRESS: Room = Room { files: 200, bytes: 300_000_000 };
/// What all may leave that expires by itself: drops and bytes.
const IN_ALL: Room = Room { files: 20_000, bytes: 4_000_000_000 };

/// What one address may write into the small forms of the portal in that time.
const WRITTEN: Room = Room { files: 30, bytes: 200_000 };

/// Mails that a mailbox gets in that time before its reader said yes.
const MAILED: Room = Room { files: 5, bytes: 0 };

/// Takes room for a form of so many bytes that somebody filled in; says why not where there is none. Whoever is signed in
/// has room.
///
/// # Errors
/// The register.
pub async fn taken_to_write(office: &Office, visitor: &Visitor, bytes: usize) -> Result<Option<String>, Error> {
    if visitor.person.is_some() {
        return Ok(None);
    }
    let more = Room { files: 1, bytes: i64::try_from(bytes).unwrap_or(i64::MAX) };
    let name = office.vault.fingerprint("written", &visitor.address.to_string());
    let now = Moment(office.now_ms());
    let fits = office.db.take_room(&name, more, WRITTEN, now, now.plus_minutes(-60 * HOURS)).await?;
    Ok((!fits).then(|| {
        format!("同一地址{HOURS}小时内最多提交{}次，已经用完。可以明天再来，或者打电话告诉公开工作机构", WRITTEN.files)
    }))
}

/// Takes room for a mail to somebody who did not ask for it themselves, as far as we know; says why not where there is none.
///
/// # Errors
/// The register.
pub async fn taken_to_mail(office: &Office, to: &str) -> Result<Option<String>, Error> {
    let name = office.vault.fingerprint("mailed", to);
    let now = Moment(office.now_ms());
    let fits =
        office.db.take_room(&name, Room { files: 1, bytes: 0 }, MAILED, now, now.plus_minutes(-60 * HOURS)).await?;
    Ok((!fits).then(|| format!("给这个邮箱的确认信{HOURS}小时内最多{}封，请先看看收到的，或者明天再来", MAILED.files)))
}

/// Takes room for some files of so many bytes each; says why not where there is none. Whoever is signed in has room.
///
/// # Errors
/// The register.
pub async fn taken(office: &Office, visitor: &Visitor, sizes: &[usize]) -> Result<Option<String>, Error> {
    if visitor.person.is_some() || sizes.is_empty() {
        return Ok(None);
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let more = Room { files: count(sizes.len()), bytes: count(sizes.iter().sum()) };
    let name = office.vault.fingerprint("room", &visitor.address.to_string());
    let now = Moment(office.now_ms());
    let fits = office.db.take_room(&name, more, BY_ADDRESS, now, now.plus_minutes(-60 * HOURS)).await?;
    Ok((!fits).then(|| {
        format!(
            "同一地址{HOURS}小时内最多上传{}个文件、合计{} MB，已经用完。可以明天再传，或者把材料交到公开工作机构",
            BY_ADDRESS.files,
            BY_ADDRESS.bytes / 1_000_000
        )
    }))
}

/// The same for papers of a form.
///
/// # Errors
/// The register.
pub async fn taken_by(office: &Office, visitor: &Visitor, papers: &[Paper]) -> Result<Option<String>, Error> {
    let sizes: Vec<usize> = papers.iter().map(|paper| paper.bytes.len()).collect();
    taken(office, visitor, &sizes).await
}

/// The same for what is dropped to be read and belongs to no case: all of it together has a bound besides.
///
/// # Errors
/// The register.
pub async fn taken_to_drop(office: &Office, visitor: &Visitor, sizes: &[usize]) -> Result<Option<String>, Error> {
    if visitor.person.is_none() {
        let lying = office.db.dropped().await?;
        if lying.files >= IN_ALL.files || lying.bytes >= IN_ALL.bytes {
            return Ok(Some(
                "暂存的文件已经放满，到期的会陆续删除。请过几天再传，或者用命令行核验：gongkai report check 文件名"
                    .to_owned(),
            ));
        }
    }
    taken(office, visitor, sizes).await
}
