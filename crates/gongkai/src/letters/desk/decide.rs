//! 作出决定: the page on which one way to answer is chosen and its grounds are written down.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    letter::{Content, LetterKind},
    step::Verb,
};
use gongkai_store::{Letter, LetterId};
use tower_sessions::Session;

use super::{
    LATE, Seen, file_of, form,
    letter::name,
    not_taken,
    past::{self, Precedents},
    tree::{self, Group},
};
use crate::{
    guard::{Visitor, kept},
    letters::{
        draft::{self, Enclosure, Unsaid},
        fields::Fields,
    },
    office::{Office, civil_date},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        dossier::Dossier,
        shown::Shown,
        take::{self, NotTaken},
    },
};

#[derive(Template)]
#[template(path = "letters/decide.html")]
struct DecidePage {
    desk: Desk,
    number: String,
    file: String,
    /// Why nothing can be decided now.
    barred: Option<String>,
    errors: Vec<Wrong>,
    groups: Vec<Group>,
    grounds: Vec<(&'static str, String)>,
    wanted: String,
    /// What the organ decided before.
    past: [Precedents; 2],
    /// What the visitor has seen of the request.
    version: i64,
    /// The letter that this one is made from.
    from: String,
    /// Whether it was typed before a sign-in.
    kept: bool,
    /// What went with that one: the file, and whether it goes with this one too.
    files: Vec<(Enclosure, bool)>,
    /// Why the last one was returned, by whom and when, and where it is.
    returned: Option<(String, String)>,
    /// Drafts on which somebody may go on writing: where, and what they are.
    unfinished: Vec<(String, String)>,
}

/// What the form says when it comes back; the field's id depends on the leaf.
struct Wrong {
    field: String,
    message: String,
}

/// A draft to begin from.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

/// The letter that a new one is made from, and what the form says so far.
#[derive(Default)]
struct Begun {
    letter: Option<Letter>,
    fields: Fields,
    /// Whether it was typed before a sign-in.
    kept: bool,
}

/// `GET /desk/requests/{number}/drafted`: what was returned is begun with; any word that names no letter begins anew.
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    session: Session,
    Query(query): Query<From>,
) -> Result<Response, Error> {
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let here = format!("{}/drafted", file_of(&number));
    if let Some(typed) = kept::back::<HashMap<String, String>>(&office, &visitor, &session, &here).await {
        let from = typed.get("from").map_or("", String::as_str);
        let begun = Begun { kept: true, ..begun(&office, &visitor, &dossier, from).await? };
        return show(&office, &visitor, &dossier, (&begun, &filled(&begun, &typed)), &[], None).await;
    }
    let from = match (query.from.is_empty(), draft::returned(&dossier)) {
        (true, Some((letter, _))) => letter.to_string(),
        _ => query.from,
    };
    let begun = begun(&office, &visitor, &dossier, &from).await?;
    show(&office, &visitor, &dossier, (&begun, &begun.fields), &[], None).await
}

/// The letter that a new one is made from, with its fields; blank ones where it is made from none.
async fn begun(office: &Office, visitor: &Visitor, dossier: &Dossier, from: &str) -> Result<Begun, Error> {
    let Ok(id) = from.parse::<LetterId>() else { return Ok(Begun::default()) };
    let letter = office.db.letter(id, visitor.hand()?.scope()?).await?;
    match letter.request_id == Some(dossier.request.line.id) {
        true => Ok(Begun { fields: Fields::read(&letter)?, letter: Some(letter), kept: false }),
        false => Err(Error::NotFound),
    }
}

/// What a form says. What went with the letter before goes with this one where it is ticked.
fn filled(begun: &Begun, sent: &HashMap<String, String>) -> Fields {
    let ticked = begun.fields.files.iter().filter(|n| sent.contains_key(&format!("file{n}")));
    Fields { files: ticked.copied().collect(), titles: begun.fields.titles.clone(), ..form::read(sent) }
}

/// `POST /desk/requests/{number}/drafted`: keeps a draft and leads to it.
pub async fn draft(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    visitor.approve(&office, word("csrf"))?;
    if visitor.person.is_none() {
        let typed: HashMap<_, _> = sent.iter().filter(|(name, _)| *name != "csrf").collect();
        return kept::ask(&office, &visitor, &format!("{}/drafted", file_of(&number)), &typed);
    }
    let hand = visitor.hand()?;
    let dossier = Dossier::numbered(&office, &number, hand.scope()?).await?;
    let begun = begun(&office, &visitor, &dossier, word("from")).await?;
    let fields = filled(&begun, &sent);
    if Seen::of(word("version")).is_old(&dossier.request.line.version.to_string()) {
        return show(&office, &visitor, &dossier, (&begun, &fields), &[], Some(LATE.to_owned())).await;
    }
    let mut unsaid = draft::unsaid(&fields, office.today());
    if unsaid.is_empty() {
        unsaid.extend(draft::repeats(&office, &dossier, &fields).await?);
    }
    if !unsaid.is_empty() {
        return show(&office, &visitor, &dossier, (&begun, &fields), &unsaid, None).await;
    }
    let refusal = match draft::draft(&office, hand, &dossier, fields.clone(), begun.letter.as_ref()).await {
        Ok(id) => return Ok(Redirect::to(&format!("{}/letters/{id}", file_of(&number))).into_response()),
        Err(NotTaken::Refused(refusal)) => refusal.to_string(),
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => LATE.to_owned(),
        Err(error) => return Err(not_taken(error)),
    };
    show(&office, &visitor, &dossier, (&begun, &fields), &[], Some(refusal)).await
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    (begun, filled): (&Begun, &Fields),
    unsaid: &[Unsaid],
    refused: Option<String>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let number = dossier.request.line.number.clone();
    let file = file_of(&number);
    let shown = Shown::to(office, hand, dossier);
    let filled = &shown.all(filled);
    let mut past = past::of(office, dossier).await?;
    past.iter_mut().flat_map(|sort| &mut sort.lines).for_each(|line| line.title = shown.words(&line.title));
    let barred = take::may(office, hand, dossier, Verb::Draft).err().map(|refusal| refusal.to_string());
    let mut errors: Vec<Wrong> = unsaid.iter().map(|unsaid| wrong(unsaid, filled)).collect();
    errors.extend(refused.map(|message| Wrong { field: "tree".to_owned(), message }));
    let late = errors.iter().any(|wrong| wrong.message == LATE);
    let status = if late { StatusCode::CONFLICT } else { page::form_status(errors.is_empty()) };
    let offered = draft::enclosed(office, dossier, &begun.fields).await?;
    let read = |file: draft::Enclosure| draft::Enclosure {
        title: shown.words(&file.title),
        name: shown.words(&file.name),
        ..file
    };
    let files = offered.into_iter().map(read).map(|offered| (filled.files.contains(&offered.n), offered));
    let from = begun.letter.as_ref().map(|letter| letter.id);
    page::show_as(
        status,
        &DecidePage {
            barred,
            errors,
            past,
            version: dossier.request.line.version,
            groups: tree::tree(office, dossier, filled, unsaid, &desk.name),
            grounds: tree::grounds(),
            from: from.map(|id| id.to_string()).unwrap_or_default(),
            kept: begun.kept,
            files: files.map(|(ticked, offered)| (offered, ticked)).collect(),
            returned: returned(office, dossier, &file).await?.map(|(told, letter)| (shown.words(&told), letter)),
            unfinished: unfinished(office, dossier, from).await?,
            wanted: shown.words(&dossier.request.wanted),
            file,
            number,
            desk,
        },
    )
}

/// What a field lacks, at the field; its id depends on the leaf.
fn wrong(unsaid: &Unsaid, filled: &Fields) -> Wrong {
    let code = filled.decision().map_or("A", |decision| decision.code());
    let searched = filled.decision().is_some_and(|decision| draft::is_searched(decision, filled.variant));
    let field = match unsaid.content {
        Content::Withheld => "part1".to_owned(),
        Content::Findings if searched => "search1.place".to_owned(),
        content => format!("{code}-{}.{}", filled.variant, content.key()),
    };
    Wrong { field, message: unsaid.why.clone() }
}

/// Who returned the last letter, when and why, and where it is.
async fn returned(office: &Office, dossier: &Dossier, file: &str) -> Result<Option<(String, String)>, Error> {
    let Some((letter, entry)) = draft::returned(dossier) else { return Ok(None) };
    let who = name(office, &entry.row.actor).await?;
    let told = format!("{}，{who}退回：{}", entry.taken.on, entry.words.why);
    Ok(Some((told, format!("{file}/letters/{letter}"))))
}

/// 没写完的稿: where each is, and what; without the one that is being written on.
///
/// # Errors
/// The register.
pub async fn unfinished(
    office: &Office,
    dossier: &Dossier,
    without: Option<LetterId>,
) -> Result<Vec<(String, String)>, Error> {
    let all = draft::unfinished(office, dossier).await?;
    let file = file_of(&dossier.request.line.number);
    let line = |(letter, fields): (Letter, Fields)| {
        let title = fields.kind().map_or("答复", LetterKind::title);
        let day = civil_date(letter.drafted_ms.timestamp());
        (format!("{file}/letters/{}", letter.id), format!("{title}（{day}起草）"))
    };
    Ok(all.into_iter().filter(|(letter, _)| Some(letter.id) != without).map(line).collect())
}
