//! `/desk/publications/new`, `/desk/publications/{id}/write`: writing a publication. What is typed is saved however much is
//! still missing; what cannot be kept as it is comes back in the form.

use askama::Template;
use axum::{
    extract::{Multipart, Path, Query, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::{
    kind::PublicationKind,
    relation::Relation,
    release::{PublicationStep, PublicationVerb},
    running::Known,
};
use gongkai_store::{Error as StoreError, Moment, Organ, PublicationFile, PublicationId, Scope, Upload};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    form::{self, Asked, Form, Leaf, Topic, Wrong},
    links::{self, Row},
    one::FileLine,
    opened,
    term::TermPanel,
};
use crate::{
    guard::{Visitor, kept},
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    publish::{
        content::Content,
        manuscript::Manuscript,
        record::Words,
        running, secret,
        standard::attach,
        take,
        write::{self, MOST_FILES, drafts},
    },
    requests::{
        desk::{list::refused, sent::Sent},
        papers::media,
        take::NotTaken,
    },
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    kind: String,
    /// 解读: the publication that is to be explained.
    of: String,
    /// `1` right after a save.
    saved: String,
}

#[derive(Template)]
#[template(path = "publish/kinds.html")]
struct KindsPage {
    desk: Desk,
    kinds: [PublicationKind; 24],
}

#[derive(Template)]
#[template(path = "publish/write.html")]
struct WritePage {
    desk: Desk,
    /// Where the form goes.
    here: String,
    /// Its file, once there is one.
    file: Option<String>,
    version: i64,
    kind: PublicationKind,
    kinds: [PublicationKind; 24],
    organ: String,
    errors: Vec<Wrong>,
    came: Came,
    title: Asked,
    body: Asked,
    summary: Asked,
    own: Vec<Asked>,
    metadata: Vec<Asked>,
    tree: Vec<Leaf>,
    tree_wrong: Option<String>,
    topics: Vec<Topic>,
    /// Whether one is ticked, so that the fold stands open.
    topics_open: bool,
    /// 标准目录事项: what stands in the fields, and what may be put there.
    standards: Vec<Asked>,
    offered: Vec<(String, String)>,
    links: Vec<Row>,
    links_wrong: Option<String>,
    relations: [Relation; 6],
    files: Vec<FileLine>,
    files_wrong: Vec<String>,
    most_files: usize,
    term: TermPanel,
}

/// How the form is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// Opened.
    Fresh,
    Saved,
    /// It was typed before a sign-in.
    Kept,
    /// Somebody else wrote meanwhile.
    Late,
    /// Something could not be kept as it is.
    Wrong,
    /// It was saved, but for files that are not taken.
    Partly,
    /// It was saved, and lacks something for the review.
    Lacking,
}

/// What the form is about: an organ's new publication, or one in work.
enum About<'a> {
    New(&'a Organ),
    Draft(&'a Manuscript),
}

impl About<'_> {
    fn organ(&self) -> &Organ {
        match self {
            Self::New(organ) => organ,
            Self::Draft(manuscript) => &manuscript.organ,
        }
    }

    fn id(&self) -> Option<PublicationId> {
        match self {
            Self::New(_) => None,
            Self::Draft(manuscript) => Some(manuscript.publication.id),
        }
    }

    fn version(&self) -> i64 {
        match self {
            Self::New(_) => 0,
            Self::Draft(manuscript) => manuscript.publication.version,
        }
    }

    fn kind(&self) -> PublicationKind {
        match self {
            Self::New(_) => PublicationKind::General,
            Self::Draft(manuscript) => manuscript.kind,
        }
    }

    fn files(&self) -> &[PublicationFile] {
        match self {
            Self::New(_) => &[],
            Self::Draft(manuscript) => &manuscript.files,
        }
    }
}

/// `GET /desk/publications/new`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    uri: Uri,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let (organ, _) = drafts(visitor.hand()?)?;
    let organ = office.db.organ(organ).await?;
    if let Some(typed) = kept::back(&office, &visitor, &session, uri.path()).await {
        let came = (Came::Kept, Sent::again(typed), Vec::new());
        return render(&office, &visitor, &About::New(&organ), came).await;
    }
    let Some(kind) = PublicationKind::of_key(&wish.kind) else {
        let desk = Desk::new(&office, &visitor, Place::Publications).await?;
        return page::show(&KindsPage { desk, kinds: PublicationKind::ALL });
    };
    let mut fields = form::filled(kind, &Content::default());
    if let Ok(of) = wish.of.parse::<PublicationId>() {
        fields.insert("link0.relation".to_owned(), Relation::Interprets.key().to_owned());
        fields.insert("link0.to".to_owned(), of.to_string());
    }
    let sent = Sent::again(fields);
    render(&office, &visitor, &About::New(&organ), (Came::Fresh, sent, Vec::new())).await
}

/// `GET /desk/publications/{id}/write`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(id): Path<String>,
    uri: Uri,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let manuscript = opened(&office, &visitor, &id).await?;
    take::may(&office, visitor.hand()?, &manuscript, PublicationVerb::Write)?;
    let about = About::Draft(&manuscript);
    if let Some(typed) = kept::back(&office, &visitor, &session, uri.path()).await {
        return render(&office, &visitor, &about, (Came::Kept, Sent::again(typed), Vec::new())).await;
    }
    let sent = filled(&office, &manuscript).await?;
    let came = if wish.saved.is_empty() { Came::Fresh } else { Came::Saved };
    render(&office, &visitor, &about, (came, sent, Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    about: &About<'_>,
    (came, sent, errors): (Came, Sent, Vec<Wrong>),
) -> Result<Response, Error> {
    let kind = PublicationKind::of_key(sent.word("kind")).unwrap_or(about.kind());
    let form = Form { sent: &sent, errors: &errors };
    let of =
        |field: &str| errors.iter().filter(|wrong| wrong.field == field).map(|wrong| wrong.message.clone()).collect();
    let (tree_wrong, links_wrong, files_wrong): (Vec<_>, Vec<_>, Vec<_>) = (of("attribute"), of("links"), of("file"));
    let file = about.id().map(|id| format!("/desk/publications/{id}"));
    let known = known(office, about, kind, &sent).await?;
    let topics = form.topics(&about.organ().level);
    let page = WritePage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        here: file.as_ref().map_or("/desk/publications/new".to_owned(), |file| format!("{file}/write")),
        file,
        version: about.version(),
        kind,
        kinds: PublicationKind::ALL,
        organ: about.organ().name.clone(),
        came,
        title: form.asked("title", "标题", "", "line"),
        body: form.asked("body", "内容", "", "16"),
        summary: form.asked("summary", "内容概述", "不超过100字，列表和搜索里显示。", "2"),
        own: form.own(kind),
        metadata: form.metadata(kind),
        tree: form.tree(),
        tree_wrong: tree_wrong.into_iter().next(),
        topics_open: topics.iter().any(|(.., ticked)| *ticked),
        topics,
        standards: form.standards(),
        offered: attach::offered(office, about.organ().id).await?,
        links: links::rows(office, about.organ().id, &sent, &errors).await?,
        links_wrong: links_wrong.into_iter().next(),
        relations: Relation::ALL,
        files: about.files().iter().map(|file| FileLine::of(about.id(), file)).collect(),
        files_wrong,
        most_files: MOST_FILES,
        term: TermPanel::of(kind, &known, office),
        errors,
    };
    let status = match came {
        Came::Fresh | Came::Saved | Came::Kept => StatusCode::OK,
        Came::Late => StatusCode::CONFLICT,
        Came::Wrong | Came::Partly | Came::Lacking => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page::show_as(status, &page)
}

/// What the term would run from as the form stands.
async fn known(office: &Office, about: &About<'_>, kind: PublicationKind, sent: &Sent) -> Result<Known, Error> {
    let (mut content, _) = form::read(sent, &Content::default());
    if kind.explains() {
        content.links = links::resolved(office, (about.organ().id, about.id()), sent).await?.0;
    }
    let changed = match about {
        About::New(_) => None,
        About::Draft(manuscript) => manuscript.standing.revised,
    };
    Ok(running::known(kind, &content, running::explained(office, kind, &content).await?, changed))
}

/// `POST /desk/publications/new`: a draft, whole or not.
pub async fn begin(
    State(office): State<Office>,
    visitor: Visitor,
    uri: Uri,
    body: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_patiently(&office, &visitor, body).await?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, uri.path(), sent.typed());
    }
    let (organ, me) = drafts(visitor.hand()?)?;
    let organ = office.db.organ(organ).await?;
    let about = About::New(&organ);
    let (content, errors) = understood(&office, &about, &sent).await?;
    if !errors.is_empty() {
        return render(&office, &visitor, &about, (Came::Wrong, sent, errors)).await;
    }
    let kind = PublicationKind::of_key(sent.word("kind")).unwrap_or(about.kind());
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let id = write::begin(&office, &mut act, (organ.id, Some(me)), kind, &content).await.map_err(refused)?;
    act.commit().await?;
    let manuscript = Manuscript::of(&office, id, Scope::Organ(organ.id)).await?;
    after(&office, &visitor, manuscript, sent).await
}

/// `POST /desk/publications/{id}/write`: saves the draft, puts its files to it, and hands it in where that was asked.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    uri: Uri,
    body: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_patiently(&office, &visitor, body).await?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, uri.path(), sent.typed());
    }
    let manuscript = opened(&office, &visitor, &id).await?;
    take::duty(visitor.hand()?, &manuscript, PublicationVerb::Write)?;
    let about = About::Draft(&manuscript);
    if sent.word("version").parse() != Ok(manuscript.publication.version) {
        return late(&office, &visitor, &manuscript, sent).await;
    }
    let (content, errors) = understood(&office, &about, &sent).await?;
    if !errors.is_empty() {
        return render(&office, &visitor, &about, (Came::Wrong, sent, errors)).await;
    }
    let kind = PublicationKind::of_key(sent.word("kind")).unwrap_or(manuscript.kind);
    match write::write(&office, visitor.hand()?, &manuscript, kind, &content).await {
        Ok(()) => after(&office, &visitor, again(&office, &manuscript).await?, sent).await,
        Err(NotTaken::Store(StoreError::Stale)) => {
            late(&office, &visitor, &again(&office, &manuscript).await?, sent).await
        }
        Err(NotTaken::Refused(refusal)) => {
            let errors = vec![Wrong::new("main", refusal)];
            render(&office, &visitor, &about, (Came::Wrong, sent, errors)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// What stands in the fields of what was saved.
async fn filled(office: &Office, saved: &Manuscript) -> Result<Sent, Error> {
    let rows = attach::shown(office, saved.organ.id, &saved.content.standards).await?;
    let mut fields = form::filled(saved.kind, &saved.content);
    fields.extend(rows.iter().enumerate().map(|(n, row)| (form::standard(n), attach::named(row))));
    Ok(Sent::again(fields))
}

/// Somebody else was faster: the draft as it was typed, under the version that stands now.
async fn late(office: &Office, visitor: &Visitor, manuscript: &Manuscript, sent: Sent) -> Result<Response, Error> {
    let came = match take::may(office, visitor.hand()?, manuscript, PublicationVerb::Write) {
        Ok(()) => Vec::new(),
        Err(refusal) => vec![Wrong::new("main", refusal)],
    };
    render(office, visitor, &About::Draft(manuscript), (Came::Late, sent, came)).await
}

async fn again(office: &Office, manuscript: &Manuscript) -> Result<Manuscript, Error> {
    let publication = &manuscript.publication;
    Ok(Manuscript::of(office, publication.id, Scope::Organ(publication.organ_id)).await?)
}

/// What was typed, and why it cannot be kept as it is.
async fn understood(office: &Office, about: &About<'_>, sent: &Sent) -> Result<(Content, Vec<Wrong>), Error> {
    let blank = Content::default();
    let before = match about {
        About::New(_) => &blank,
        About::Draft(manuscript) => &manuscript.content,
    };
    let (mut content, mut errors) = form::read(sent, before);
    let (links, unknown) = links::resolved(office, (about.organ().id, about.id()), sent).await?;
    content.links = links;
    errors.extend(unknown);
    if sent.has(&form::standard(0)) {
        let typed: Vec<_> = (0..attach::MOST).map(form::standard).collect();
        let typed: Vec<_> = typed.iter().map(|id| sent.word(id)).collect();
        let (rows, unknown) = attach::resolved(office, about.organ().id, &typed).await?;
        content.standards = rows;
        errors.extend(unknown.into_iter().map(|(n, why)| Wrong::new(form::standard(n), why)));
    }
    let kind = PublicationKind::of_key(sent.word("kind")).unwrap_or(about.kind());
    errors.extend(secret::wrong(&content, kind).map(|(field, refusal)| Wrong::new(field, refusal)));
    for paper in sent.papers("file", "") {
        let refused = secret::beside(&content, (&paper.name, &paper.bytes)).await.err();
        errors.extend(refused.map(|refusal| Wrong::new("file", refusal)));
    }
    let room = MOST_FILES.saturating_sub(about.files().len());
    if sent.papers("file", "").len() > room {
        errors.push(Wrong::new("file", format!("一条信息最多{MOST_FILES}个附件，还能加{room}个")));
    }
    Ok((content, errors))
}

/// Why a file was left out, where the others were kept.
fn left_out(why: &str) -> String {
    if why.contains("都没有收") {
        return why.to_owned();
    }
    let why = why.split("，其他的材料").next().unwrap_or(why);
    format!("{why}。没有收这一份，其他选的已经收下")
}

/// What the buttons ask for besides, once the words are saved.
async fn after(office: &Office, visitor: &Visitor, manuscript: Manuscript, sent: Sent) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    for paper in sent.papers("file", "") {
        let upload = Upload { bytes: &paper.bytes, media: media(&paper.bytes).unwrap_or("application/octet-stream") };
        write::attach(office, hand, &manuscript, (&paper.name, upload)).await.map_err(refused)?;
    }
    let id = manuscript.publication.id;
    let act = sent.word("act");
    if let Some(n) = act.strip_prefix("remove.").and_then(|n| n.parse().ok()) {
        write::detach(office, hand, &manuscript, n).await.map_err(refused)?;
    }
    let unfit: Vec<Wrong> = sent.refused("file").map(|wrong| Wrong::new("file", left_out(&wrong.message))).collect();
    if !unfit.is_empty() {
        let saved = again(office, &manuscript).await?;
        let sent = filled(office, &saved).await?;
        return render(office, visitor, &About::Draft(&saved), (Came::Partly, sent, unfit)).await;
    }
    if act != "submit" {
        return Ok(Redirect::to(&format!("/desk/publications/{id}/write?saved=1")).into_response());
    }
    let lacks: Vec<Wrong> = manuscript.lacks(office.today()).into_iter().map(Wrong::from).collect();
    if !lacks.is_empty() {
        let saved = again(office, &manuscript).await?;
        let sent = filled(office, &saved).await?;
        return render(office, visitor, &About::Draft(&saved), (Came::Lacking, sent, lacks)).await;
    }
    match take::take(office, hand, &manuscript, PublicationStep::Submitted, &Words::default()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/publications/{id}")).into_response()),
        Err(NotTaken::Store(StoreError::Stale)) => {
            late(office, visitor, &again(office, &manuscript).await?, sent).await
        }
        Err(other) => Err(refused(other)),
    }
}
