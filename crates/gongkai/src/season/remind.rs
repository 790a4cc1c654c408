//! 催报: those that have not handed in are asked for, once a day at most each; their officers and heads are told by mail or
//! text message.

use std::collections::{HashMap, HashSet};

use gongkai_law::calendar::in_chinese;
use gongkai_store::{Act, Civil, Error, Moment, OrganId, Reachable, Recipient};

use super::{
    board::{Board, Line},
    who::{collects, no},
};
use crate::{
    compile::take::WRITERS,
    office::Office,
    people::roles::Hand,
    post::{Way, Words, tell},
    requests::take::NotTaken,
};

/// The longest words, in characters.
pub const LONGEST: usize = 500;
/// People who are looked at in one query.
const BATCH: i64 = 500;

/// What is said to whoever writes nothing.
pub fn usual(board: &Board) -> String {
    let by = board.season.as_ref().map_or_else(String::new, |season| format!("应于{}前报送", in_chinese(season.due.0)));
    format!("{}年度政府信息公开工作年度报告{by}。请登录平台，从“核对数据”做起。", board.year)
}

/// Asks for the reports of those that have not handed in, or of one of them; says how many were asked for.
///
/// # Errors
/// [`NotTaken::Refused`]; the register.
pub async fn call(
    office: &Office,
    hand: &Hand,
    board: &Board,
    (only, words): (Option<OrganId>, &str),
) -> Result<usize, NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    let refuse = |why: &str| NotTaken::Refused(no(why));
    let Some(season) = board.season.as_ref().filter(|season| season.organ_id == organ) else {
        return Err(refuse("先开始收年报，再催报"));
    };
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(NotTaken::Refused(no(format!("催报的话要写，{LONGEST}字以内"))));
    }
    let today = Civil(office.today());
    let asked = |line: &&Line| only.is_none_or(|only| line.organ.id == only) && line.organ.called != Some(today);
    let children: Vec<_> = board.owing().filter(asked).map(|line| line.organ.id).collect();
    if children.is_empty() {
        return Err(refuse("今天没有要催的：没有报送的今天都催过了"));
    }
    let mut people = people(office, &children).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let called = act.call_in((organ, season.year), &children, today, words).await?;
    if called.is_empty() {
        return Err(refuse("今天没有要催的：没有报送的今天都催过了"));
    }
    // whom somebody else asked a moment ago is not told twice
    let asked: HashSet<_> = called.iter().collect();
    people.retain(|person| asked.contains(&person.organ_id));
    tell_all(office, &mut act, (board.year, words), &people).await?;
    act.commit().await?;
    Ok(called.len())
}

/// Who is told: the officers and heads of these organs who can be reached.
async fn people(office: &Office, children: &[OrganId]) -> Result<Vec<Reachable>, Error> {
    if !office.post.is_open() {
        return Ok(Vec::new());
    }
    let children: HashSet<_> = children.iter().collect();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let some = office.db.reachable(Civil(office.today()), after, BATCH).await?;
        let Some(last) = some.last() else { return Ok(found) };
        after = Some(last.id);
        let writes = |roles: &str| roles.split(' ').any(|role| WRITERS.iter().any(|writer| writer.key() == role));
        found.extend(some.into_iter().filter(|one| children.contains(&one.organ_id) && writes(&one.roles)));
    }
}

async fn tell_all(
    office: &Office,
    act: &mut Act,
    (year, words): (i16, &str),
    people: &[Reachable],
) -> Result<(), Error> {
    let ids: Vec<_> = people.iter().map(|person| person.organ_id).collect::<HashSet<_>>().into_iter().collect();
    let slugs: HashMap<_, _> = office.db.organ_names(&ids).await?.into_iter().map(|(id, slug, _)| (id, slug)).collect();
    for person in people {
        let ways: Vec<_> = person.wants.split(' ').filter_map(Way::of_key).collect();
        let about = format!("season:{year}:{}:{}", office.today(), person.id);
        let subject = format!("催报：{year}年度政府信息公开工作年度报告");
        let slug = slugs.get(&person.organ_id).map_or("", String::as_str);
        let body = format!(
            "{words}\n\n{}\n不想再收到，请在“我的账号”里关掉提醒。\n",
            office.post.look_at(&format!("/desk/season/{year}/of/{slug}"))
        );
        let words = Words { about: &about, subject: &subject, body: &body, from: None };
        tell(&office.post, act, Recipient::Person(person.id), &ways, words).await?;
    }
    Ok(())
}
