//! 专题表单: what an editor typed, checked, and what of it names publications.

use std::collections::HashSet;

use gongkai_law::proactive::{catalogue, kind::PublicationKind};
use gongkai_store::{Civil, PublicationId, Special, SpecialWords};
use jiff::civil::Date;

use crate::{
    office::Office,
    page::{Error, FieldError},
};

/// Publications that are picked one by one.
const PICKS: usize = 100;
/// Characters of the title, the intro and the words.
const LONGEST: [usize; 3] = [60, 1000, 60];

/// What was typed, as the form shows it again.
#[derive(Clone, Default)]
pub struct Typed {
    pub slug: String,
    pub title: String,
    pub intro: String,
    pub first: String,
    pub last: String,
    pub kinds: Vec<String>,
    pub topic: String,
    pub words: String,
    pub own: bool,
    /// One a line.
    pub picks: String,
    pub version: String,
}

/// The same, sound.
pub struct Sound {
    pub slug: String,
    first: Civil,
    last: Civil,
    kinds: String,
    picks: Vec<PublicationId>,
}

impl Typed {
    /// What a form sent.
    pub fn sent(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n").trim().to_owned();
            match name.as_str() {
                "slug" => typed.slug = value.to_lowercase(),
                "title" => typed.title = value,
                "intro" => typed.intro = value,
                "first" => typed.first = value,
                "last" => typed.last = value,
                "kind" => typed.kinds.push(value),
                "topic" => typed.topic = value,
                "words" => typed.words = value,
                "own" => typed.own = true,
                "picks" => typed.picks = value,
                "version" => typed.version = value,
                _ => {}
            }
        }
        typed
    }

    /// As it stands in the register.
    pub fn kept(special: &Special, picks: &[String]) -> Self {
        Self {
            slug: special.slug.clone(),
            title: special.title.clone(),
            intro: special.intro.clone(),
            first: special.first.0.to_string(),
            last: special.last.0.to_string(),
            kinds: special.kinds.split_whitespace().map(str::to_owned).collect(),
            topic: special.topic.clone(),
            words: special.words.clone(),
            own: special.own,
            picks: picks.join("\n"),
            version: special.version.to_string(),
        }
    }

    /// What of it can be kept, or what is wrong with it.
    ///
    /// # Errors
    /// The register; what is wrong is the inner `Err`.
    pub async fn checked(&self, office: &Office) -> Result<Result<Sound, Vec<FieldError>>, Error> {
        let mut errors = self.wrong_words();
        let (first, last) =
            (day("first", "开始", &self.first, &mut errors), day("last", "结束", &self.last, &mut errors));
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            errors.push(FieldError::new("last", "结束的日子不能早于开始的日子"));
        }
        let kinds: Vec<_> = self.kinds.iter().filter(|kind| PublicationKind::of_key(kind).is_some()).cloned().collect();
        let picks = self.picked(office, &mut errors).await?;
        let nothing = kinds.is_empty() && self.topic.is_empty() && self.words.is_empty() && picks.is_empty();
        if nothing && errors.is_empty() {
            errors.push(FieldError::new("picks", "专题里还没有东西：请写几条索引号，或者选种类、类别，写检索词"));
        }
        let sound = |(first, last)| Sound {
            slug: self.slug.clone(),
            first: Civil(first),
            last: Civil(last),
            kinds: kinds.join(" "),
            picks,
        };
        let days = first.zip(last).filter(|_| errors.is_empty());
        Ok(days.map(sound).ok_or(errors))
    }

    fn wrong_words(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(2..=40).contains(&self.slug.len()) || !self.slug.chars().all(fits) {
            errors.push(FieldError::new("slug", "地址用2到40个小写字母、数字或者短横，如 fangxun-2026"));
        }
        if self.title.is_empty() {
            errors.push(FieldError::new("title", "请写标题"));
        }
        let longest = [("title", &self.title), ("intro", &self.intro), ("words", &self.words)];
        for ((field, words), most) in longest.into_iter().zip(LONGEST) {
            if words.chars().count() > most {
                errors.push(FieldError::new(field, format!("最多{most}个字，现在{}个", words.chars().count())));
            }
        }
        if !self.topic.is_empty() && catalogue::of_key(&self.topic).is_none() {
            errors.push(FieldError::new("topic", "没有这个类别"));
        }
        errors
    }

    /// What each line names, by its 索引号 or the address of its page.
    async fn picked(&self, office: &Office, errors: &mut Vec<FieldError>) -> Result<Vec<PublicationId>, Error> {
        let lines: Vec<&str> = self.picks.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > PICKS {
            errors.push(FieldError::new("picks", format!("最多挑{PICKS}条，现在{}条", lines.len())));
            return Ok(Vec::new());
        }
        let numbers: Vec<&str> = lines.iter().map(|line| number(line)).collect();
        let known = office.db.released_under(&numbers).await?;
        let (mut picks, mut seen) = (Vec::new(), HashSet::new());
        for (line, number) in lines.iter().zip(&numbers) {
            match known.iter().find(|(index_number, _)| index_number == number) {
                Some((_, id)) if seen.insert(*id) => picks.push(*id),
                Some(_) => errors.push(FieldError::new("picks", format!("“{line}”写了两次"))),
                None => errors.push(FieldError::new("picks", format!("“{line}”不是已经公开的信息的索引号"))),
            }
        }
        Ok(picks)
    }

    /// What the register keeps of it.
    pub fn words<'a>(&'a self, sound: &'a Sound) -> SpecialWords<'a> {
        SpecialWords {
            title: &self.title,
            intro: &self.intro,
            first: sound.first,
            last: sound.last,
            kinds: &sound.kinds,
            topic: &self.topic,
            words: &self.words,
            own: self.own,
            picks: &sound.picks,
        }
    }
}

/// The 索引号 of a line: itself, or the end of an address that was copied from a browser.
fn number(line: &str) -> &str {
    let (_, number) = line.split_once("/items/").unwrap_or(("", line));
    number.split(['?', '#']).next().unwrap_or_default()
}

fn day(field: &'static str, label: &str, typed: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
    let day = crate::typed::number(typed).parse().ok();
    if day.is_none() {
        errors.push(FieldError::new(field, format!("{label}：请填一个日期，如2026-10-12")));
    }
    day
}
