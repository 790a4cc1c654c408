//! 网页标签: what a page of a publication says of itself to machines: the meta tags of the guide for government websites,
//! and JSON-LD.

use gongkai_law::proactive::validity::Validity;
use jiff::civil::Date;
use serde_json::json;

use super::item::Shown;
use crate::{
    office::{civil_date, civil_minute},
    publish::effects::life_of,
};

/// Names and contents of the tags, the address for good, and the JSON-LD.
pub struct Marks {
    /// Name and content.
    pub tags: Vec<(&'static str, String)>,
    /// The address for good.
    pub canonical: String,
    /// In which nothing ends a script.
    pub json: String,
}

impl Marks {
    /// Of a publication at its address, with the address of its first picture.
    pub fn of(shown: &Shown, canonical: &str, image: Option<String>, today: Date) -> Self {
        let content = &shown.content;
        let source = if content.source.is_empty() { &shown.organ.name } else { &content.source };
        let author = if content.department.is_empty() { &shown.organ.name } else { &content.department };
        let keywords = content.keywords.replace('；', ",");
        let tags = [
            ("ArticleTitle", content.title.clone()),
            ("PubDate", civil_minute(shown.released.first_ms.timestamp())),
            ("ContentSource", source.clone()),
            ("Author", author.clone()),
            ("Keywords", keywords.clone()),
            ("Description", content.summary.clone()),
            ("Image", image.unwrap_or_default()),
            ("Url", canonical.to_owned()),
        ];
        Self {
            tags: tags.into_iter().filter(|(_, content)| !content.is_empty()).collect(),
            canonical: canonical.to_owned(),
            json: linked(shown, canonical, &keywords, today),
        }
    }
}

fn linked(shown: &Shown, canonical: &str, keywords: &str, today: Date) -> String {
    let validity = shown.kind.has_validity().then(|| life_of(&shown.released).on(today));
    let mut said = json!({
        "@context": "https://schema.org",
        "@type": if validity.is_some() { "Legislation" } else { "Article" },
        "name": shown.content.title,
        "headline": shown.content.title,
        "identifier": shown.released.index_number,
        "url": canonical,
        "inLanguage": "zh-CN",
        "datePublished": civil_date(shown.released.first_ms.timestamp()).to_string(),
        "dateModified": civil_date(shown.at.timestamp()).to_string(),
        "abstract": shown.content.summary,
        "keywords": keywords,
        "publisher": { "@type": "GovernmentOrganization", "name": shown.organ.name },
    });
    if let (Some(validity), Some(said)) = (validity, said.as_object_mut()) {
        let force = match validity {
            Validity::InForce | Validity::Amended => "InForce",
            Validity::NotYet | Validity::Repealed | Validity::Lapsed => "NotInForce",
        };
        said.insert("legislationLegalForce".to_owned(), json!(force));
        said.insert("legislationIdentifier".to_owned(), json!(shown.content.number));
        said.insert("legislationDate".to_owned(), json!(shown.content.formed.map(|day| day.to_string())));
    }
    said.to_string().replace('<', "\\u003c")
}
