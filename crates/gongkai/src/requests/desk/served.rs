//! 送达凭证: how an answer was served, each way with what proves it.

use gongkai_law::request::application::Delivery;

use super::{
    fields::{Field, Input},
    sent::Sent,
};
use crate::{
    page::FieldError,
    requests::{dossier::Dossier, record::Words},
};

/// The ways of being served, the field that each demands, and what to write there.
const WAYS: [(Delivery, &str, &str); 4] = [
    (Delivery::Online, "proof_online", "网上领取的：何时打开，由什么记录证明"),
    (Delivery::Email, "proof_email", "电子邮箱的：服务器记录的时间和编号"),
    (Delivery::Post, "proof_post", "邮寄的：邮件号、签收人"),
    (Delivery::InPerson, "proof_in_person", "当面领取的：签收人"),
];

/// The fields of the form, the way that the applicant chose first, and `papers` last.
pub fn fields(dossier: &Dossier, papers: Field) -> Vec<Field> {
    let wanted = Delivery::of_key(&dossier.request.delivery).unwrap_or(Delivery::Post);
    let way = |way: Delivery| (way.key().to_owned(), way.label().to_owned(), "");
    let choice = Input::Choice(Delivery::ALL.map(way).into());
    let mut ways = WAYS;
    ways.sort_by_key(|(way, ..)| *way != wanted);
    let mut fields = vec![Field::new("about", "怎样送达的", "只填这一种送达方式的凭证", choice).filled(wanted.key())];
    fields.extend(ways.map(|(way, id, hint)| Field::new(id, way.proof(), hint, Input::Line)));
    fields.push(papers);
    fields
}

/// The proof of the way that was chosen, as the step keeps it.
pub fn words(sent: &Sent, errors: &mut Vec<FieldError>) -> Words {
    let Some((way, id, _)) = WAYS.into_iter().find(|(way, ..)| way.key() == sent.word("about")) else {
        return Words::default();
    };
    let proof = sent.wanted(id, way.proof(), errors);
    let proof = format!("{}，{proof}", way.label());
    Words { about: way.key().to_owned(), proof, ..Words::default() }
}

/// The way by which an answer was served, of the words of its step; none where an older step does not say.
pub fn way(words: &Words) -> Option<Delivery> {
    Delivery::of_key(&words.about)
}
