//! 申请人: who applied, as the file shows it.

use crate::{
    office::Office,
    requests::{
        amend,
        dossier::Dossier,
        mask,
        register::{Identity, identity},
    },
};

/// Who applied, as the page shows it.
pub enum Who {
    /// 姓名 and 电话, covered.
    Masked(String),
    /// Everything, and somebody looked at it.
    Shown(Vec<(String, String)>),
    /// Erased at the end of its retention.
    Erased,
    /// 打不开, and why.
    Unopened(String),
}

impl Who {
    /// Covered, as it is shown to whoever opens the file.
    pub fn covered(office: &Office, dossier: &Dossier) -> Self {
        match identity(office, &dossier.request) {
            Ok(Some(identity)) => Self::Masked(masked(dossier, &identity)),
            Ok(None) => Self::Erased,
            Err(why) => Self::Unopened(why.to_string()),
        }
    }

    /// Everything, once somebody looked at it.
    pub fn whole(identity: Option<&Identity>) -> Self {
        identity.map_or(Self::Erased, |identity| Self::Shown(whole(identity)))
    }
}

fn masked(dossier: &Dossier, identity: &Identity) -> String {
    // the name of an organisation is no secret
    let name = if dossier.applicant().is_person() { mask::name(&identity.name) } else { identity.name.clone() };
    let phone = mask::phone(&identity.phone);
    [name, phone].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn whole(identity: &Identity) -> Vec<(String, String)> {
    let parts = identity.parts().into_iter().filter(|(.., value)| !value.is_empty());
    parts.map(|(_, label, value)| (label.to_owned(), value.to_owned())).chain(amend::stood(identity)).collect()
}
