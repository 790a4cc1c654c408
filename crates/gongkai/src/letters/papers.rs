//! 卷内材料: what is printed for the file and bears no number: 送达回证, 卷宗封面, 卷内目录. All of it comes from the
//! register, so nothing of it is kept.

use gongkai_law::{
    calendar::in_chinese,
    request::{
        application::Delivery,
        letter::LetterKind,
        standing::Ending,
        step::{Step, Verb},
    },
};
use gongkai_store::Letter;
use jiff::civil::Date;

use super::pdf::Grid;
use crate::{
    office::{Office, civil_date},
    requests::{
        desk::{served, wording::plain},
        dossier::Dossier,
        shown::Shown,
    },
};

/// 卷内材料: one of the papers.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Which.
    pub kind: LetterKind,
    /// 机关
    pub organ: String,
    /// What it says.
    pub grid: Grid,
}

/// Writes a paper of a file; `who` is the applicant, and the rest what was written, as the reader may see them.
///
/// # Errors
/// The register.
pub async fn write(
    office: &Office,
    dossier: &Dossier,
    kind: LetterKind,
    who: &str,
    shown: &Shown,
) -> Result<Paper, gongkai_store::Error> {
    let line = &dossier.request.line;
    let organ = office.db.organ(line.organ_id).await?.name;
    let letters = office.db.letters_of(line.id).await?;
    let numbered: Vec<&Letter> = letters.iter().filter(|letter| letter.number.is_some()).collect();
    let grid = match kind {
        LetterKind::ServiceProof => service(dossier, &numbered, who, shown),
        LetterKind::Index => index(office, dossier, &numbered, shown).await?,
        _ => {
            let papers = numbered.len() + office.db.request_files(line.id).await?.len() + 1;
            cover(dossier, &organ, who, (papers, &shown.words(&line.title)))
        }
    };
    Ok(Paper { kind, organ, grid })
}

fn form(rows: Vec<(&str, String)>) -> Grid {
    let rows = rows.into_iter().map(|(label, value)| vec![label.to_owned(), value]).collect();
    Grid { columns: vec![0.26, 0.74], head: false, rows }
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "　　　　年　　月　　日".to_owned(), in_chinese)
}

/// 送达回证: what was served, how and when; what is blank is filled in by hand.
fn service(dossier: &Dossier, letters: &[&Letter], who: &str, shown: &Shown) -> Grid {
    let said = |verb: Verb| dossier.entries.iter().rev().find(|entry| entry.taken.step.verb() == verb);
    let sent = said(Verb::Send).map(|entry| entry.words.letter.as_str()).unwrap_or_default();
    let letter = letters.iter().find(|letter| letter.number.as_deref() == Some(sent));
    let title = letter.and_then(|letter| LetterKind::of_key(&letter.kind)).map_or("", LetterKind::heading);
    let served = dossier.standing.endings.last().and_then(|ending| ending.served);
    let serve = said(Verb::Serve);
    let way = serve.and_then(|entry| served::way(&entry.words)).or(Delivery::of_key(&dossier.request.delivery));
    let way = way.map_or("", Delivery::label);
    let proof = serve.map(|entry| shown.words(&entry.words.proof)).unwrap_or_default();
    form(vec![
        ("申请编号", dossier.request.line.number.clone()),
        ("受送达人", who.to_owned()),
        ("送达文书", format!("{title}\n{sent}")),
        ("送达方式", way.to_owned()),
        ("送达地点", String::new()),
        ("送达日期", day(served)),
        ("送达凭证", proof),
        ("受送达人签名或者盖章", "\n\n".to_owned() + &day(None)),
        ("代收人签名、与受送达人的关系", "\n".to_owned()),
        ("送达人签名", "\n".to_owned()),
        ("备注", "\n".to_owned()),
    ])
}

fn cover(dossier: &Dossier, organ: &str, who: &str, (papers, title): (usize, &str)) -> Grid {
    let standing = &dossier.standing;
    let ending = standing.endings.last();
    let how = |ending: &Ending| format!("{}　{}", ending.decision.code(), plain(ending.decision.label()));
    let kept = dossier.entries.iter().rev().find(|entry| entry.taken.step == Step::Archived);
    form(vec![
        ("承办机关", organ.to_owned()),
        ("案卷题名", format!("{}申请公开“{title}”", dossier.applicant().label())),
        ("申请编号", dossier.request.line.number.clone()),
        ("申请人", who.to_owned()),
        ("收到日期", standing.received.map(in_chinese).unwrap_or_default()),
        ("办理结果", ending.map(how).unwrap_or_default()),
        ("办结日期", ending.map(|ending| in_chinese(ending.on)).unwrap_or_default()),
        ("送达日期", ending.and_then(|ending| ending.served).map(in_chinese).unwrap_or_default()),
        ("归档日期", standing.archived.map(in_chinese).unwrap_or_default()),
        ("保管期限", kept.map(|entry| entry.words.about.clone()).unwrap_or_default()),
        ("卷内文件", format!("{papers}件")),
    ])
}

/// 卷内目录: the application, then letters and other papers, by their days.
async fn index(
    office: &Office,
    dossier: &Dossier,
    letters: &[&Letter],
    shown: &Shown,
) -> Result<Grid, gongkai_store::Error> {
    let line = &dossier.request.line;
    let mut papers = vec![(line.arrived.0, "政府信息公开申请".to_owned(), line.number.clone())];
    for letter in letters {
        let title = LetterKind::of_key(&letter.kind).map_or("文书", LetterKind::heading);
        let on = letter.dated.map_or_else(|| civil_date(letter.drafted_ms.timestamp()), |day| day.0);
        papers.push((on, title.to_owned(), letter.number.clone().unwrap_or_default()));
    }
    for file in office.db.request_files(dossier.request.line.id).await? {
        papers.push((civil_date(file.at_ms.timestamp()), shown.paper(file.n, &file.name), String::new()));
    }
    // the application stays first
    papers.get_mut(1..).into_iter().for_each(|rest| rest.sort_by_key(|(on, ..)| *on));
    let row = |(n, (on, title, number)): (usize, (Date, String, String))| {
        vec![n.to_string(), title, number, on.to_string(), String::new()]
    };
    let head = ["序号", "题名", "文号、编号", "日期", "备注"].map(str::to_owned).to_vec();
    let rows = std::iter::once(head).chain((1..).zip(papers).map(row)).collect();
    Ok(Grid { columns: vec![0.09, 0.36, 0.285, 0.18, 0.085], head: true, rows })
}
