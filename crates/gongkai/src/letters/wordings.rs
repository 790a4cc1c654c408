//! 文书用语: the words of an organ's letters: the built-in models, and what the organ put in their place. A model that
//! would leave out what the law demands is refused with the article.

use gongkai_law::{
    article::Article,
    request::{
        decision::Decision,
        letter::{Content, LetterKind, Occasion, asks},
    },
};
use gongkai_store::{LetterModel, Moment, Organ, OrganId};

use super::models;
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    requests::{desk::wording::plain, take::NotTaken},
};

/// The longest model, in characters.
const LONGEST: usize = 4000;

/// 文书模板: a wording that can be changed: of an answer by its decision, of any other letter by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// How a decision is told; the second is the place among [`Decision::letters`].
    Answer(Decision, usize),
    /// Any other letter.
    Letter(LetterKind),
}

impl Model {
    /// The place of the law that it goes by: of an answer that of its decision; empty where no article speaks of the case.
    pub fn basis(self) -> String {
        let article = match self {
            Self::Answer(decision, at) => decision.letters().get(at).and_then(|letter| letter.article),
            Self::Letter(kind) => Some(kind.article()),
        };
        article.map(|article| article.to_string()).unwrap_or_default()
    }

    /// Every model, in the order of the work.
    pub fn all() -> Vec<Self> {
        let letters = LetterKind::all()
            .filter(|kind| !matches!(kind.occasion(), Occasion::Answer | Occasion::File))
            .map(Self::Letter);
        let answers = Decision::ALL
            .into_iter()
            .flat_map(|decision| (0..decision.letters().len()).map(move |variant| Self::Answer(decision, variant)));
        letters.chain(answers).collect()
    }

    /// The word in the register and in addresses: `clarify`, `D1-0`.
    pub fn key(self) -> String {
        match self {
            Self::Answer(decision, variant) => format!("{}-{variant}", decision.code()),
            Self::Letter(kind) => kind.key().to_owned(),
        }
    }

    /// The model of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|model| model.key() == key)
    }

    /// Which letter it makes.
    pub fn kind(self) -> LetterKind {
        match self {
            Self::Answer(decision, variant) => LetterKind::telling(decision, variant),
            Self::Letter(kind) => kind,
        }
    }

    /// 名称; of a letter that tells several decisions, with the decision.
    pub fn title(self) -> String {
        let title = self.kind().title();
        match self {
            Self::Answer(decision, _) => format!("{title}（{}　{}）", decision.code(), plain(decision.label())),
            Self::Letter(_) => title.to_owned(),
        }
    }

    /// The built-in words.
    pub fn built_in(self) -> String {
        match self {
            Self::Answer(decision, variant) => models::answer(decision, variant),
            Self::Letter(kind) => models::notice(kind),
        }
    }

    /// What the words have to have a place for. Whom it addresses and how the office is reached stand outside of them.
    pub fn required(self) -> Vec<Content> {
        let mut required: Vec<Content> = self.kind().needs().to_vec();
        if let Self::Answer(decision, variant) = self {
            let asked = asks(decision, variant).iter().filter(|ask| ask.needed).map(|ask| ask.content);
            required.extend(asked.filter(|content| !self.kind().needs().contains(content)));
        }
        required.retain(|content| !matches!(content, Content::Contact | Content::Addressee));
        required
    }

    /// What may be placed besides: nothing of it is sure to be there.
    pub fn optional(self) -> Vec<Content> {
        let outside = [Content::Contact, Content::Addressee, Content::Online];
        let required = self.required();
        // a case has nothing but what it must say, and no request has anything of a case
        let of_case = self.kind().occasion() == Occasion::Redress;
        let fits = |content: &Content| !of_case && !content.is_of_case() && !outside.contains(content);
        Content::all().filter(|content| fits(content) && !required.contains(content)).collect()
    }
}

/// What a request always has.
const ALWAYS: [Content; 4] = [Content::Number, Content::Channel, Content::Arrived, Content::Wanted];

/// What is wrong with words for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// One sentence.
    pub why: String,
    /// For what the law demands.
    pub article: Option<Article>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)?;
        self.article.map_or(Ok(()), |article| write!(f, "（{article}）"))
    }
}

/// Everything that is wrong with words for this letter; empty for words that can be used.
pub fn faults(model: Model, words: &str) -> Vec<Fault> {
    let plain = |why: String| Fault { why, article: None };
    if words.chars().nth(LONGEST).is_some() {
        return vec![plain(format!("最多{LONGEST}个字"))];
    }
    let (required, mut faults, mut here) = (model.required(), Vec::new(), Vec::new());
    for (n, line) in (1..).zip(words.lines()) {
        let mut on_line = Vec::new();
        for name in placed(line) {
            match name {
                Err(()) => faults.push(plain(format!("第{n}行的花括号不成对"))),
                Ok("称谓") => {}
                Ok(name) => match Content::of_label(name) {
                    Some(content) if required.contains(&content) || model.optional().contains(&content) => {
                        on_line.push(content);
                    }
                    _ => faults.push(plain(format!("第{n}行的“{{{name}}}”不是这种文书可以用的内容"))),
                },
            }
        }
        let must = on_line.iter().find(|content| required.contains(content));
        let may = on_line.iter().find(|content| !required.contains(content) && !ALWAYS.contains(content));
        if let (Some(must), Some(may)) = (must, may) {
            let (must, may) = (must.label(), may.label());
            faults.push(plain(format!("第{n}行：“{{{may}}}”可能空着，空着时整行不印，不能和“{{{must}}}”写在一行")));
        }
        here.extend(on_line);
    }
    let missing = required.iter().filter(|content| !here.contains(content));
    faults.extend(missing.map(|content| Fault {
        why: format!("缺“{{{}}}”，这种文书必须写明", content.label()),
        article: Some(model.kind().demands(*content)),
    }));
    faults
}

/// The names in braces on a line; an error for a brace without its other half.
fn placed(line: &str) -> Vec<Result<&str, ()>> {
    let (mut out, mut rest) = (Vec::new(), line);
    while let Some(at) = rest.find(['{', '}']) {
        let (_, from) = rest.split_at(at);
        let inside = from.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        match inside.filter(|(name, _)| !name.contains('{')) {
            Some((name, after)) => {
                out.push(Ok(name));
                rest = after;
            }
            None => {
                out.push(Err(()));
                break;
            }
        }
    }
    out
}

/// What an organ put in the place of the built-in words.
#[derive(Clone, Debug, Default)]
pub struct Wordings(Vec<LetterModel>);

impl Wordings {
    /// As it stands now.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: OrganId) -> Result<Self, gongkai_store::Error> {
        Ok(Self(office.db.letter_models(organ).await?))
    }

    /// The words of a letter. Words that lack what the law has come to demand since they were kept are not used.
    pub fn words(&self, model: Model) -> String {
        let own = self.own(model).and_then(|own| own.words.clone());
        own.filter(|words| faults(model, words).is_empty()).unwrap_or_else(|| model.built_in())
    }

    /// The last change of a letter's words.
    pub fn own(&self, model: Model) -> Option<&LetterModel> {
        let key = model.key();
        self.0.iter().find(|own| own.model == key)
    }
}

/// Keeps an organ's words for a letter, as the next version after `seen`; `None` restores the built-in ones. Letters that
/// were handed in or numbered keep theirs.
///
/// # Errors
/// [`NotTaken::Refused`] by whose duty it is not; [`gongkai_store::Error::Stale`] where somebody else wrote first.
pub async fn keep(
    office: &Office,
    hand: &Hand,
    organ: &Organ,
    model: Model,
    (seen, words): (i64, Option<&str>),
) -> Result<(), NotTaken> {
    if !hand.is_any(Duty::Wording.roles()) {
        return Err(super::draft::refused("文书模板由公开工作机构负责人修改"));
    }
    if let Some(fault) = words.and_then(|words| faults(model, words).into_iter().next()) {
        let refusal = gongkai_law::request::refusal::Refusal { why: fault.why, article: fault.article };
        return Err(NotTaken::Refused(refusal));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.set_letter_model(organ.id, &model.key(), seen, words).await?;
    Ok(act.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_of_every_letter_have_a_place_for_all_that_it_must_say() {
        for model in Model::all() {
            assert_eq!(faults(model, &model.built_in()), [], "{}", model.title());
            assert_eq!(Model::of_key(&model.key()), Some(model));
        }
    }

    #[test]
    fn whatever_placeholder_of_a_letter_is_cut_out_its_article_is_named() {
        for model in Model::all() {
            for content in model.required() {
                let cut = model.built_in().replace(&format!("{{{}}}", content.label()), "");
                let named = faults(model, &cut);
                let told = named.iter().any(|fault| fault.why.contains(content.label()) && fault.article.is_some());
                assert!(told, "{} without {}", model.title(), content.label());
            }
        }
    }

    #[test]
    fn what_is_no_content_or_half_a_brace_or_may_take_a_demanded_line_with_it_is_refused() {
        let model = Model::Answer(Decision::DeniedProcess, 0);
        let with = |more: &str| {
            let all = faults(model, &format!("{}\n{more}", model.built_in()));
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
        };
        assert_eq!(with("请{称谓}知悉。"), "");
        assert!(with("{密码}").contains("“{密码}”不是这种文书可以用的内容"));
        assert!(with("{救济途径").contains("花括号不成对") && with("救济}").contains("花括号不成对"));
        assert!(with("{{救济途径}}").contains("花括号不成对"));
        assert!(with("{救济途径}{期限扣除说明}").contains("“{期限扣除说明}”可能空着"));
        assert!(!faults(model, &"长".repeat(4001)).is_empty());
    }
}
