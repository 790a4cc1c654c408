//! 同事: the names behind what the register writes down, and who may be given a request.

use std::collections::{BTreeSet, HashMap};

use gongkai_store::{Actor, Error, OrganId, PersonId, Scope, StaffLine};

use crate::{office::Office, requests::assign::is_officer};

/// Officers that a list offers; larger offices assign on the page of the request by account.
const MOST: i64 = 300;

/// The officers of an organ to whom a request may be given.
///
/// # Errors
/// The register.
pub async fn officers(office: &Office, organ: OrganId) -> Result<Vec<StaffLine>, Error> {
    let mut staff = office.db.staff(Scope::Organ(organ), "", MOST).await?;
    staff.retain(is_officer);
    Ok(staff)
}

/// 姓名 of those who did something.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// Of these people, by one query; somebody unknown has no name.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, people: impl IntoIterator<Item = PersonId>) -> Result<Self, Error> {
        let ids: Vec<_> = people.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let names = office.db.full_names(&ids).await?;
        Ok(Self(names.into_iter().map(|(id, name)| (Actor::Person(id).to_string(), name)).collect()))
    }

    /// Of actors as the register writes them: `person:…`, `public`, `system`.
    ///
    /// # Errors
    /// The register.
    pub async fn of_actors(office: &Office, actors: &[&str]) -> Result<Self, Error> {
        let people: Vec<_> = actors.iter().filter_map(|actor| actor.strip_prefix("person:")?.parse().ok()).collect();
        Self::of(office, people).await
    }

    /// The name of an actor.
    pub fn actor(&self, actor: &str) -> &str {
        match actor {
            "public" => "申请人",
            "system" => "平台",
            "operator" => "运维人员",
            _ => self.0.get(actor).map_or("（已注销的账号）", String::as_str),
        }
    }

    /// The name of a person.
    pub fn person(&self, id: PersonId) -> &str {
        self.actor(&Actor::Person(id).to_string())
    }
}
