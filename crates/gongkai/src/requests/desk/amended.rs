//! 更正申请人: its form, and the number of a proof of identity that came later.

use gongkai_law::request::{application::Applicant, clarify};
use gongkai_store::Act;

use super::{
    fields::{Field, Input},
    sent::Sent,
    taking::Untaken,
};
use crate::{
    office::Office,
    page::FieldError,
    people::roles::Hand,
    requests::{
        amend::{self, amend},
        dossier::Dossier,
        record::Words,
        register::{Identity, plain_code, wrong_number},
    },
};

/// What one writes for a part that was registered and is not so.
const NONE: &str = "无";

/// The fields of the form. What stands there is sealed and is not shown for the sake of a correction.
pub fn fields(dossier: &Dossier, papers: Field) -> Vec<Field> {
    let kinds = Applicant::ALL.map(|kind| (kind.key().to_owned(), kind.label().to_owned(), ""));
    let hint = "年报表三按它分列；更正以后，已经冻结的年度作为更正列出";
    let mut fields =
        vec![Field::new("kind", "类别", hint, Input::Choice(kinds.into())).filled(dossier.applicant().key())];
    let hint = |part| match part {
        "name" => "不用更正的留空；下面各项也一样",
        "idno" => "身份证号或者统一社会信用代码；更正以后，同一申请人的件数随之重算",
        _ => "登记了而本来没有的，写“无”",
    };
    let parts = Identity::default();
    fields.extend(parts.parts().map(|(part, label, _)| Field::new(part, label, hint(part), Input::Line)));
    fields.push(Field::new("why", "为什么更正，依据什么", "留在经过里；不写姓名、号码本身", Input::Area));
    fields.push(papers);
    fields
}

/// Takes the correction of a filled form, in an open act.
pub async fn take(office: &Office, act: &mut Act, hand: &Hand, dossier: &Dossier, sent: &Sent) -> Result<(), Untaken> {
    let mut errors = Vec::new();
    let why = sent.wanted("why", "为什么更正，依据什么", &mut errors);
    let before = amend::registered(office, dossier)?;
    let kind = Applicant::of_key(sent.word("kind"));
    if kind.is_none() {
        errors.push(FieldError::new("kind", "请选类别"));
    }
    let kind = kind.unwrap_or(dossier.applicant());
    let after = written(&before, sent);
    errors.extend(faults(kind, &after));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    Ok(amend(office, act, hand, dossier, (kind, after), &Words { why, ..Words::default() }).await?)
}

/// As it stands with what was written.
fn written(before: &Identity, sent: &Sent) -> Identity {
    let word = |part: &str, was: &str| match sent.word(part) {
        "" => was.to_owned(),
        NONE => String::new(),
        word => word.to_owned(),
    };
    Identity {
        name: word("name", &before.name),
        number: match sent.word("idno") {
            "" => before.number.clone(),
            typed => plain_code(typed),
        },
        phone: word("tel", &before.phone),
        email: word("email", &before.email),
        address: word("addr", &before.address),
        agent: word("agent", &before.agent),
        joint: word("joint", &before.joint),
        ..before.clone()
    }
}

fn faults(kind: Applicant, after: &Identity) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if after.name.is_empty() {
        faults.push(FieldError::new("name", "申请人要有姓名或者名称（第二十九条）"));
    }
    if let Some(fault) = wrong_number(kind, &after.number).filter(|_| !after.number.is_empty()) {
        faults.push(FieldError::new("idno", format!("证件号码与类别“{kind}”不符：{fault}")));
    }
    if !after.can_be_reached() {
        faults.push(FieldError::new("tel", "电话、邮箱、地址至少要有一项，没有联系方式就无法答复（第二十九条）"));
    }
    faults
}

/// What stands in the form of 补正 for an application that came without proof of identity.
pub fn unproved(dossier: &Dossier) -> &'static str {
    match dossier.lacks_proof() {
        true => "申请没有附身份证明。请补交申请人的身份证明（身份证、统一社会信用代码证书等的复印件）。",
        false => "",
    }
}

/// The field for the number of the proof that was asked for, where none is here.
pub fn proof(dossier: &Dossier) -> Option<Field> {
    let hint = "申请时没有附身份证明，补交了的填在这里，加密保存；没有补交的留空";
    let number = Field::new("idno", "补交的身份证号、统一社会信用代码", hint, Input::Line);
    dossier.lacks_proof().then_some(number)
}

/// The number that came with a correction, where one was wanting.
///
/// # Errors
/// It is none.
pub fn proved(dossier: &Dossier, sent: &Sent) -> Result<Option<String>, Vec<FieldError>> {
    let number = plain_code(sent.word("idno"));
    if number.is_empty() || !dossier.lacks_proof() {
        return Ok(None);
    }
    match wrong_number(dossier.applicant(), &number) {
        Some(fault) => Err(vec![FieldError::new("idno", format!("{fault}（{}）", clarify::BASIS))]),
        None => Ok(Some(number)),
    }
}
