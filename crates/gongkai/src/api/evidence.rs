//! `/figures/{indicator}/{month}/evidence`: 佐证 of a month that was pushed: the file is the request's body, as with drafts. A
//! month without one gets it; another one than it has is a correction, with its reason, and both stay on record.

use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Act, Digest, Moment, MonthlyFigure, Scope, Upload};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{Asked, Param, Takes, params},
    caller::open,
    drafts::{paper, whole},
    figures::named,
    once::{Once, Repeated, Turn},
    problem::{Fault, Kind, Problem},
    reply,
};
use crate::{
    api_keys::key::{Caller, KeyScope},
    indicators::{
        entering::{self, Entry, LONGEST, Standing},
        month::Month,
    },
    office::Office,
};

params!(
    /// What the file is called, and why it takes another's place.
    Named,
    [
        Param { name: "name", about: "文件名，不带路径，如 9月处罚台账.xlsx。", takes: Takes::FileName },
        Param {
            name: "reason",
            about: "更换理由；这个月已经有另一份佐证时必填。",
            takes: Takes::Words(LONGEST),
        },
    ]
);

/// 佐证
#[derive(Serialize, ToSchema)]
#[schema(description = "一个月的佐证。")]
pub struct FigureEvidence {
    /// 办成了什么：attached附上了，replaced换了一份（算一次更正），same和已有的相同、没有再存。
    done: &'static str,
    /// 这个月更正过几次。
    corrections: i32,
    /// 文件名。
    name: String,
    /// 格式，按内容认的。
    media: String,
    /// 字节数。
    size: i64,
    /// 国密SM3摘要，十六进制。
    sm3: String,
}

/// A file as it came.
struct Came<'a> {
    name: &'a str,
    reason: &'a str,
    bytes: &'a [u8],
    media: &'static str,
}

/// `POST /figures/{indicator}/{month}/evidence`
#[utoipa::path(
    post, path = "/figures/{indicator}/{month}/evidence", operation_id = "attachToFigure", tag = "月报",
    summary = "给一个月附佐证",
    description = "请求的正文就是文件，最大20 MB；收PDF、OFD、Word、Excel、PPT、图片、纯文本，按内容认，不按名字。先报数，再附佐证。同一份再附一次，什么也不变；换一份是更正，要写reason，原来的留在记录里。",
    params(
        ("indicator" = String, Path, description = "指标。"),
        ("month" = String, Path, description = "月份，如2026-09；已经报了数的。", pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
        Named,
        ("Idempotency-Key" = Option<String>, Header, description = "幂等键，和起草的一样。", pattern = "^[!-~]{1,255}$"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "文件"),
    security(("key" = ["figures:write"])),
    responses(
        (status = 200, description = "附上了，换了，或者和已有的相同", body = FigureEvidence),
        (status = 404, description = "没有这个指标，或者月份不对"),
        (status = 409, description = "这个月还没有报数，或者刚被别人改过"),
        (status = 422, description = "换一份没有写理由，或者幂等键用过了"),
    )
)]
pub async fn attach(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    Path(place): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteFigures).await?;
    let asked = Asked::of(&uri, PARAMS)?;
    let place = named(&place)?;
    let bytes = whole(body)?;
    let once = match Once::of(&office, &caller.key, &headers, (&uri, &bytes)).await? {
        Repeated::No(once) => once,
        Repeated::Yes(answer) => return Ok(reply::written(StatusCode::OK, answer)),
    };
    let word = |name| asked.word(name).unwrap_or_default().trim();
    let media = paper(&bytes)?;
    let came = Came { name: word("name"), reason: word("reason"), bytes: &bytes, media };
    let done = attached(&office, &caller, place, (&came, &once)).await;
    Ok(reply::written(StatusCode::OK, once.settle(&office, done).await?))
}

/// Puts a file behind a month; its answer.
async fn attached(
    office: &Office,
    caller: &Caller,
    (indicator, month): (&'static Indicator, Month),
    (came, once): (&Came<'_>, &Once),
) -> Result<String, Problem> {
    entering::may(&caller.hand).map_err(|refusal| Problem::new(Kind::Forbidden, refusal))?;
    let act = office.db.act(caller.hand.actor(), Moment(office.now_ms())).await?;
    let mut act = match once.claim(office, act).await? {
        Turn::Ours(act) => act,
        Turn::Theirs(answer) => return Ok(answer),
    };
    let months = office.db.monthly_figures(caller.organ.id, month.year).await?;
    let is_it = |one: &MonthlyFigure| one.indicator == indicator.key && one.month == i16::from(month.month);
    let Some(before) = months.into_iter().find(is_it) else {
        let why = format!("{}还没有报数，先报数再附佐证", month.said());
        return Err(Problem::new(Kind::Conflict, why));
    };
    let done = match before.file_sm3()? {
        None => {
            let (whose, entry) = ((caller.organ.id, indicator.key), (before.year, before.month, before.n));
            let upload = Upload { bytes: came.bytes, media: came.media };
            act.prove_month(whose, entry, (came.name, upload)).await?;
            "attached"
        }
        Some(sm3) if sm3 == Digest::of(came.bytes) => "same",
        Some(_) => {
            replace(office, caller, &mut act, ((indicator, month), &before), came).await?;
            "replaced"
        }
    };
    if done != "same" {
        act.enter_by_api_key(&caller.key);
    }
    let evidence = FigureEvidence {
        done,
        corrections: before.n + i32::from(done == "replaced"),
        name: if done == "same" { before.file_name } else { came.name.to_owned() },
        media: came.media.to_owned(),
        size: i64::try_from(came.bytes.len()).unwrap_or(i64::MAX),
        sm3: Digest::of(came.bytes).to_string(),
    };
    once.keep(act, &evidence).await
}

/// Another file than the month has: the same number is entered once more with it and with the reason.
async fn replace(
    office: &Office,
    caller: &Caller,
    act: &mut Act,
    ((indicator, month), before): ((&'static Indicator, Month), &MonthlyFigure),
    came: &Came<'_>,
) -> Result<(), Problem> {
    let unfit = |why: String| Problem::of(Kind::Unfit, vec![Fault::new("reason", why)]);
    if came.reason.is_empty() || came.reason == before.note {
        let said = month.said();
        return Err(unfit(format!("{said}已经有佐证“{}”，换一份要写明这一次的理由", before.file_name)));
    }
    let entry = Entry {
        organ: caller.organ.id,
        indicator,
        month,
        value: before.value,
        source: before.source.clone(),
        note: came.reason.to_owned(),
        seen: Some(Some(before.n)),
    };
    let entries = [entry];
    let organs = [caller.organ.id].into();
    let standing = Standing::of(office, (Scope::Organ(caller.organ.id), &organs), &entering::years(&entries)).await?;
    let turns = entering::weighed(&standing, &entries, office.today()).map_err(|wrong| {
        let why: Vec<_> = wrong.into_iter().map(|one| one.why).collect();
        Problem::new(Kind::Conflict, why.join("；"))
    })?;
    let file = Some((came.name, Upload { bytes: came.bytes, media: came.media }));
    Ok(entering::write(act, &entries, &turns, |_| file).await?)
}
