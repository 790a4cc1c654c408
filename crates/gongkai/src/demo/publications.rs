//! 演示的公开信息: publications of every kind around today, each through its reviews by the people of its organ.

mod stories;

use gongkai_law::{
    calendar::in_chinese,
    proactive::{
        kind::PublicationKind,
        release::{Check, PublicationStep},
    },
};
use gongkai_store::{Actor, Error, Moment, PublicationId, Scope, Upload};
use jiff::civil::Date;

use self::stories::{STORIES, Story};
use super::{
    course::{earlier, later},
    desk::at_hour,
    staff,
};
use crate::{
    office::Office,
    people::roles::{Hand, Role},
    publish::{
        content::{Content, Link, number_key},
        manuscript::Manuscript,
        out, points,
        record::Words,
        take::{roles_of, take},
        write,
    },
    requests::take::NotTaken,
};

/// How many of them were told: a demonstration tells each once.
const SETTING: &str = "demo.publications";

/// Tells those that are not told yet, in their order: the later ones are joined to the earlier.
///
/// # Errors
/// The register; a refusal where a story breaks the law.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    let told = office.db.setting(SETTING).await?.and_then(|count| count.parse().ok()).unwrap_or(0);
    for (story, count) in STORIES.iter().zip(1_usize..).skip(told) {
        tell(office, story).await?;
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
        act.set(SETTING, &count.to_string()).await?;
        act.commit().await?;
    }
    Ok(())
}

/// The days of a story.
struct Days {
    formed: Date,
    out: Date,
}

impl Days {
    fn of(office: &Office, story: &Story) -> Self {
        let out = earlier(&office.calendar, office.today(), story.ago);
        Self { formed: earlier(&office.calendar, out, story.after), out }
    }
}

async fn tell(office: &Office, story: &Story) -> Result<(), NotTaken> {
    let days = Days::of(office, story);
    let content = content(office, story, &days).await?;
    let id = at_hour(office, days.out, 9, async |past| draft(&past, story, &content).await).await?;
    review(office, story, id, days.out).await?;
    if !story.mended.is_empty() {
        let day = later(&office.calendar, days.out, 1);
        at_hour(office, day, 9, async |past| mend(&past, story, id, &content).await).await?;
        review(office, story, id, day).await?;
    }
    if !story.withdrawn.is_empty() {
        let day = later(&office.calendar, days.out, 5);
        at_hour(office, day, 16, async |past| withdraw(&past, story, id).await).await?;
    }
    Ok(())
}

async fn content(office: &Office, story: &Story, days: &Days) -> Result<Content, Error> {
    let shifted = |from: Date, days: i32| from.checked_add(jiff::Span::new().days(i64::from(days))).ok();
    let from = story.from.and_then(|after| shifted(days.out, after));
    let formed = in_chinese(days.formed);
    let year = days.formed.year();
    let words = |text: &str| {
        let text = text.replace("{年}", &year.to_string()).replace("{上年}", &(year - 1).to_string());
        text.replace("{成文}", &formed)
    };
    let mut links = Vec::new();
    if let Some((relation, nth)) = story.link
        && let Some(other) = STORIES.get(nth)
    {
        let number = numbered(other, Days::of(office, other).formed);
        let found = office.db.released_numbered(&number_key(&number)).await?.pop().ok_or(Error::Missing("公开信息"))?;
        links.push(Link { to: found.publication_id.to_string(), relation: relation.key().to_owned() });
    }
    Ok(Content {
        title: words(story.title),
        body: words(story.body),
        summary: story.summary.to_owned(),
        keywords: story.keywords.to_owned(),
        genre: story.genre.to_owned(),
        theme: story.theme.to_owned(),
        topics: story.topics.iter().map(|key| (*key).to_owned()).collect(),
        number: numbered(story, days.formed),
        formed: Some(days.formed),
        from,
        until: story.lasts.and_then(|lasts| shifted(from.unwrap_or(days.out), lasts)),
        attribute: "proactive".to_owned(),
        fields: story.fields.iter().map(|(key, said)| ((*key).to_owned(), words(said))).collect(),
        links,
        ..Content::default()
    })
}

fn numbered(story: &Story, formed: Date) -> String {
    story.number.replace("{年}", &formed.year().to_string())
}

async fn draft(office: &Office, story: &Story, content: &Content) -> Result<PublicationId, NotTaken> {
    let organ = office.db.organ_at(story.organ).await?;
    let writer = staff::hand_of(office, story.writer).await?;
    let author = match &writer {
        Hand::Staff { id, .. } => Some(*id),
        Hand::Applicant | Hand::Platform => None,
    };
    let mut act = office.db.act(writer.actor(), Moment(office.now_ms())).await?;
    let id = write::begin(office, &mut act, (organ.id, author), story.kind, content).await?;
    act.commit().await?;
    if let Some((name, text)) = story.file {
        let upload = Upload { bytes: text.as_bytes(), media: "text/csv; charset=utf-8" };
        write::attach(office, &writer, &opened(office, id).await?, (name, upload)).await?;
    }
    Ok(id)
}

async fn opened(office: &Office, id: PublicationId) -> Result<Manuscript, Error> {
    Manuscript::of(office, id, Scope::All).await
}

/// Sent on, looked through by three people, and out on the same day.
async fn review(office: &Office, story: &Story, id: PublicationId, day: Date) -> Result<(), NotTaken> {
    at_hour(office, day, 10, async |past| {
        let writer = staff::hand_of(&past, story.writer).await?;
        step(&past, &writer, id, PublicationStep::Submitted, &Words::default()).await
    })
    .await?;
    let cleared = points::keys(&opened(office, id).await?.content);
    let points = Words { cleared, ..Words::default() };
    for (check, words, hour) in [(Check::First, &Words::default(), 11), (Check::Secrecy, &points, 14)] {
        at_hour(office, day, hour, async |past| {
            let hand = staff::hand(&past, story.organ, roles_of(check)).await?;
            step(&past, &hand, id, PublicationStep::Passed { check, from: None }, words).await
        })
        .await?;
    }
    at_hour(office, day, 15, async |past| {
        let hand = staff::hand(&past, story.organ, roles_of(Check::Approval)).await?;
        out::approve(&past, &hand, &opened(&past, id).await?, (None, &Words::default())).await
    })
    .await
}

async fn step(
    office: &Office,
    hand: &Hand,
    id: PublicationId,
    step: PublicationStep,
    words: &Words,
) -> Result<(), NotTaken> {
    take(office, hand, &opened(office, id).await?, step, words).await
}

/// A second version, which says what is other in it.
async fn mend(office: &Office, story: &Story, id: PublicationId, content: &Content) -> Result<(), NotTaken> {
    let writer = staff::hand_of(office, story.writer).await?;
    step(office, &writer, id, PublicationStep::Revised, &Words::default()).await?;
    let mended = Content { body: format!("{}\n\n{}", content.body, story.mended), ..content.clone() };
    write::write(office, &writer, &opened(office, id).await?, story.kind, &mended).await
}

async fn withdraw(office: &Office, story: &Story, id: PublicationId) -> Result<(), NotTaken> {
    let signer = staff::hand(office, story.organ, &[Role::Signer]).await?;
    out::withdraw(office, &signer, &opened(office, id).await?, story.withdrawn).await
}

/// What a story is where nothing else is said.
const PLAIN: Story = Story {
    organ: "qinghe",
    writer: "shenyan",
    kind: PublicationKind::General,
    title: "",
    number: "",
    theme: "综合政务",
    genre: "",
    summary: "",
    keywords: "",
    body: "",
    topics: &[],
    fields: &[],
    ago: 0,
    after: 3,
    from: None,
    lasts: None,
    link: None,
    file: None,
    mended: "",
    withdrawn: "",
};
