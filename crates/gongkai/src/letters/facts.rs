//! 取自台账: what the register knows of a request, in the words of its letters.

use gongkai_law::{
    article::Article,
    calendar::in_chinese as said,
    exempt::Exemption,
    request::{
        deadline::DELAY_BASIS,
        decision::Decision,
        letter::{self, Content},
        received::Channel,
        remedy::{self, Names},
        standing::Standing,
        third_party::Asked,
    },
};
use gongkai_store::Request;

use super::{
    fields::{Fields, Part},
    head::Letterhead,
    search, supplied,
    text::Contents,
};

/// Everything that an answer says, from the register and from what the officer wrote.
pub fn answer(request: &Request, standing: &Standing, head: &Letterhead, fields: &Fields) -> Contents {
    let mut contents = recorded(request, standing, head);
    let Some(decision) = fields.decision() else { return contents };
    for content in Content::all().filter(|content| !content.is_recorded()) {
        contents.insert(content, fields.typed(content).trim().to_owned());
    }
    contents.extend(supplied::told(fields).map(|given| (Content::Given, given)));
    if !fields.searched.is_empty() {
        contents.insert(Content::Findings, search::told(&fields.searched));
    }
    if decision == Decision::Partial {
        contents.insert(Content::Withheld, withheld(&fields.withheld));
    }
    if let Some(fact) = lapse(decision, standing) {
        contents.insert(Content::Fact, fact);
    }
    contents.insert(Content::Basis, cited(&letter::bases(decision, fields.variant, &fields.grounds())));
    contents.insert(Content::Remedy, redress(head, |names| remedy::text(decision, names)));
    contents
}

/// 救济告知, once organ and court have names; a letter that cannot name them is not complete.
pub fn redress(head: &Letterhead, text: impl FnOnce(Names<'_>) -> String) -> String {
    let names = names(head);
    if names.review.is_empty() || names.court.is_empty() { String::new() } else { text(names) }
}

/// Whom a letter names for redress.
pub fn names(head: &Letterhead) -> Names<'_> {
    Names { review: head.review.trim(), court: head.court.trim(), online: head.online.trim() }
}

/// What every letter of a request may say.
pub fn recorded(request: &Request, standing: &Standing, head: &Letterhead) -> Contents {
    let line = &request.line;
    let channel = Channel::of_key(&line.channel).map_or("", Channel::label);
    let mut contents = Contents::from([
        (Content::Number, line.number.clone()),
        (Content::Channel, channel.to_owned()),
        (Content::Arrived, said(line.arrived.0)),
        (Content::Wanted, one_line(&request.wanted)),
        (Content::Paused, paused(standing)),
        (Content::Contact, head.contact_line()),
        (Content::Online, head.online.trim().to_owned()),
    ]);
    contents.extend(standing.received.map(|day| (Content::Received, said(day))));
    contents
}

/// The applicant's words on one line, as a letter quotes them.
pub fn one_line(words: &str) -> String {
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("　").trim_end_matches('。').to_owned()
}

/// 期限扣除说明: what stopped the clock, restarted or lengthened it; empty where nothing did.
pub fn paused(standing: &Standing) -> String {
    let mut said_of = Vec::new();
    for consult in standing.consults.iter().filter(|consult| !consult.late) {
        let whom = match consult.asked {
            Asked::ThirdParty => "因所需信息涉及第三方权益，本机关于{}书面征求第三方意见",
            Asked::CoProducer => "因所需信息由其他机关共同制作，本机关于{}征求其意见",
        };
        let came = consult.answer.map_or_else(String::new, |(on, _)| format!("，{}收到意见或者期满", said(on)));
        let sent = whom.replace("{}", &said(consult.sent));
        said_of.push(format!("{sent}{came}，所需时间不计算在答复期限内。"));
    }
    if let Some((question, came)) = standing.clarify.and_then(|question| Some((question, question.came?))) {
        let text = format!("本机关于{}要求补正，{}收到补正，期限重新计算。", said(question.asked), said(came));
        said_of.push(text);
    }
    for (question, paid) in standing.fees.iter().filter_map(|question| Some((question, question.came?))) {
        let text = format!("本机关于{}通知缴纳信息处理费，{}缴纳，期限重新计算。", said(question.asked), said(paid));
        said_of.push(text);
    }
    if standing.extended > 0 {
        said_of.push(format!("经批准，答复期限延长{}个工作日。", standing.extended));
    }
    if let Some(until) = standing.delayed {
        said_of.push(format!("本机关依照{}确定在{}前延迟答复。", DELAY_BASIS.formal(), said(until)));
    }
    said_of.concat()
}

/// 答复期限: the day, or what has to happen before there is one.
pub fn due(standing: &Standing) -> String {
    let waits = match standing.due() {
        // the notice for these days is not out yet
        Some(day) if standing.provisional() => {
            return format!("答复期限是{}（按已公布的节假日安排计算）。", said(day));
        }
        Some(day) => return format!("答复期限是{}。", said(day)),
        None if standing.received.is_none() => "答复期限自双方确认收到之日起计算。",
        None if standing.open_clarify().is_some() => "收到补正以后，答复期限重新计算。",
        None if standing.open_fee().is_some() => "缴费以后，答复期限重新计算。",
        None => "征求意见所需时间不计算在内，收到意见或者期满以后才能确定答复期限。",
    };
    waits.to_owned()
}

/// What became of a term that the applicant let lapse.
pub fn lapse(decision: Decision, standing: &Standing) -> Option<String> {
    match decision {
        Decision::OtherNoCorrection => standing.clarify.map(|question| {
            let until = question.until.map_or_else(String::new, |day| format!("，限期至{}", said(day)));
            format!("本机关于{}要求补正{until}，逾期没有收到补正", said(question.asked))
        }),
        Decision::OtherUnpaid => standing
            .fees
            .last()
            .map(|question| format!("收费通知于{}送达，自次日起20个工作日内没有收到缴费", said(question.asked))),
        _ => None,
    }
}

/// Each part on a line of its own, with its ground and why.
fn withheld(parts: &[Part]) -> String {
    let whole: Vec<(&Part, Exemption)> =
        parts.iter().filter(|part| part.is_whole()).filter_map(|part| Some((part, part.exemption()?))).collect();
    let several = whole.len() > 1;
    let lines = whole.iter().zip(1..).map(|((part, exemption), n)| {
        let bare = |words: &str| words.trim().trim_end_matches(['。', '；']).to_owned();
        let n = if several { format!("{n}.") } else { String::new() };
        let ground = label(*exemption);
        format!("{n}{}，{ground}（{}）：{}。", bare(&part.what), exemption.article(), bare(&part.why))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An exemption as a letter names it.
pub fn label(exemption: Exemption) -> &'static str {
    match exemption {
        Exemption::StateSecret => "属于国家秘密",
        Exemption::LawForbidden => "属于法律、行政法规禁止公开的信息",
        Exemption::SafetyStability => "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        Exemption::ThirdParty => "公开会损害第三方合法权益",
        Exemption::InternalAffairs => "属于内部事务信息",
        Exemption::Process => "属于过程性信息",
        Exemption::EnforcementFile => "属于行政执法案卷信息",
    }
}

/// Several places; an instrument's name stands once for those that follow one another.
pub fn cited(articles: &[Article]) -> String {
    let mut out = String::new();
    let mut last = None;
    for article in articles {
        out += if out.is_empty() { "" } else { "、" };
        out += &match last == Some(article.instrument) && article.number > 0 {
            true => article.place(),
            false => article.formal(),
        };
        last = Some(article.instrument);
    }
    out
}

/// How the reader of a letter is addressed.
pub fn you(is_person: bool) -> &'static str {
    if is_person { "你" } else { "你单位" }
}
