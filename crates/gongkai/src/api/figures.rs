//! `/figures`: months that a department's own system counts, pushed by a key. What was pushed before and is the same changes
//! nothing; another number for a month wants its reason, as at the desk.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use gongkai_law::annual_report::indicator::{Indicator, Origin, Unit};
use gongkai_store::{Moment, MonthlyFigure, Scope};
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, schema::Type},
};

use super::{
    asked::{Asked, Param, Takes, params},
    caller::open,
    drafts::whole,
    once::{self, Once, Repeated},
    problem::{Fault, Kind, Problem},
    reply,
    writing::read,
};
use crate::{
    api_keys::key::{Caller, KeyScope},
    indicators::{
        duties,
        entering::{self, Entry, Standing, Turn},
        month::Month,
        number,
    },
    office::Office,
};

/// Months of one request.
const MOST: usize = 500;

params!(
    /// Which year.
    OfYear,
    [Param { name: "year", about: "哪一年，不填是最近一个过完的月份所在的年。", takes: Takes::Number(2019, 9999) }]
);

/// 一个月的数
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "一个指标一个月的数。件数写count，收费写amount_yuan，只写一个。")]
pub struct FigureNumber {
    /// 件数，整数；收费不写。
    #[serde(default)]
    #[schema(minimum = -99_999_999, maximum = 99_999_999)]
    count: Option<i64>,
    /// 金额，以元为单位，最多两位小数；只有收费写。
    #[serde(default)]
    #[schema(pattern = "^-?[0-9]{1,11}(\\.[0-9]{1,2})?$")]
    amount_yuan: Option<String>,
    /// 来源：系统、台账或者统计表的名称。
    #[schema(min_length = 1, max_length = 200)]
    source: String,
    /// 更正理由；这个月已经报过别的数时必填。
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// 一批里的一个月
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "一批里的一个月：哪个指标、哪个月，其余同FigureNumber。")]
pub struct FigureBody {
    /// 指标。
    #[schema(schema_with = indicator)]
    indicator: String,
    /// 月份，如2026-09。
    #[schema(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    month: String,
    /// 件数，整数；收费不写。
    #[serde(default)]
    #[schema(minimum = -99_999_999, maximum = 99_999_999)]
    count: Option<i64>,
    /// 金额，以元为单位，最多两位小数；只有收费写。
    #[serde(default)]
    #[schema(pattern = "^-?[0-9]{1,11}(\\.[0-9]{1,2})?$")]
    amount_yuan: Option<String>,
    /// 来源：系统、台账或者统计表的名称。
    #[schema(min_length = 1, max_length = 200)]
    source: String,
    /// 更正理由；这个月已经报过别的数时必填。
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// 一批
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(description = "一批月份：全部写入，或者一个也不写。")]
pub struct FigureList {
    /// 各月的数。
    #[schema(min_items = 1, max_items = 500)]
    figures: Vec<FigureBody>,
}

/// 写入的结果
#[derive(Serialize, ToSchema)]
#[schema(description = "写入的结果。")]
pub struct FiguresSaved {
    /// 新报的月份数。
    entered: usize,
    /// 更正的月份数。
    corrected: usize,
    /// 和已报的相同、没有再写的月份数。
    same: usize,
}

/// 已报的一个月
#[derive(Serialize, ToSchema)]
#[schema(description = "已经报的一个月。")]
pub struct FigureMonth {
    /// 月份。
    month: String,
    /// 件数；收费是null。
    count: Option<i64>,
    /// 金额，以元为单位；不是收费的是null。
    amount_yuan: Option<String>,
    /// 来源。
    source: String,
    /// 佐证的文件名；没有的是null。
    evidence: Option<String>,
    /// 更正过几次。
    corrections: i32,
}

/// 一个指标的一年
#[derive(Serialize, ToSchema)]
#[schema(description = "一个指标的一年。")]
pub struct FigureLine {
    /// 指标。
    #[schema(schema_with = indicator)]
    indicator: &'static str,
    /// 名称。
    name: String,
    /// 单位。
    unit: &'static str,
    /// 从哪个月起填报；没有落实责任、不涉及的是null。
    since: Option<String>,
    /// 不涉及的理由。
    none_why: Option<String>,
    /// 已经报的月份，早的在前。
    months: Vec<FigureMonth>,
}

/// 一年的月报
#[derive(Serialize, ToSchema)]
#[schema(description = "密钥所属单位一年的月报。")]
pub struct FigureYear {
    /// 单位的简写。
    organ: String,
    /// 年份。
    year: i16,
    /// 要填报的每个指标。
    figures: Vec<FigureLine>,
}

fn indicator() -> Object {
    let keys = Indicator::entered().map(|indicator| indicator.key);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(keys)).description(Some("指标。")).build()
}

/// `GET /figures`
#[utoipa::path(
    get, path = "/figures", operation_id = "getFigures", tag = "月报", summary = "看本单位一年的月报",
    description = "密钥所属单位的：哪些指标要填报、从哪个月起，已经报了哪些月。",
    params(OfYear), security(("key" = ["figures:write"])),
    responses((status = 200, description = "这一年的月报", body = FigureYear))
)]
pub async fn show(State(office): State<Office>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteFigures).await?;
    let asked = Asked::of(&uri, PARAMS)?;
    let year = asked.word("year").and_then(|year| year.parse().ok());
    let year = year.unwrap_or_else(|| Month::last_over(office.today()).year);
    let (duties, figures) =
        tokio::try_join!(duties::of(&office, caller.organ.id), office.db.monthly_figures(caller.organ.id, year))?;
    let mut months: BTreeMap<String, Vec<FigureMonth>> = BTreeMap::new();
    for one in figures {
        if let Some(indicator) = Indicator::of_key(&one.indicator) {
            months.entry(one.indicator.clone()).or_default().push(month(indicator, one));
        }
    }
    let line = |indicator: &'static Indicator| {
        let duty = duties.get(indicator.key);
        FigureLine {
            indicator: indicator.key,
            name: indicator.name(),
            unit: number::unit(indicator),
            since: duty.filter(|duty| duty.none_why.is_none()).map(|duty| duty.since.clone()),
            none_why: duty.and_then(|duty| duty.none_why.clone()),
            months: months.remove(indicator.key).unwrap_or_default(),
        }
    };
    let figures = Indicator::entered().map(line).collect();
    reply::private(StatusCode::OK, &FigureYear { organ: caller.organ.slug, year, figures })
}

fn month(indicator: &Indicator, one: MonthlyFigure) -> FigureMonth {
    let is_amount = indicator.unit == Unit::Wan;
    FigureMonth {
        month: format!("{}-{:02}", one.year, one.month),
        count: (!is_amount).then_some(one.value),
        amount_yuan: is_amount.then(|| number::typed(indicator, one.value)),
        source: one.source,
        evidence: Some(one.file_name).filter(|name| !name.is_empty()),
        corrections: one.n,
    }
}

/// The indicator and the month that an address names.
///
/// # Errors
/// [`Kind::NotFound`]
pub(super) fn named((indicator, month): &(String, String)) -> Result<(&'static Indicator, Month), Problem> {
    let missing = || Problem::new(Kind::NotFound, "没有这个指标，或者月份写得不对");
    let indicator = Indicator::of_key(indicator).filter(|of| of.origin == Origin::Entered).ok_or_else(missing)?;
    Ok((indicator, Month::strictly(month).ok_or_else(missing)?))
}

/// `PUT /figures/{indicator}/{month}`
#[utoipa::path(
    put, path = "/figures/{indicator}/{month}", operation_id = "putFigure", tag = "月报", summary = "报一个月的数",
    description = "同一个数再报一次，什么也不变。换一个数是更正，要写reason；原来的数留在记录里。",
    params(
        ("indicator" = String, Path, description = "指标。"),
        ("month" = String, Path, description = "月份，如2026-09；已经过去的。", pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
    ),
    request_body = FigureNumber, security(("key" = ["figures:write"])),
    responses(
        (status = 200, description = "写入了", body = FiguresSaved),
        (status = 404, description = "没有这个指标，或者月份不对"),
        (status = 422, description = "这个数不能这样报"),
    )
)]
pub async fn put(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    Path(place): Path<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteFigures).await?;
    Asked::of(&uri, &[])?;
    let (indicator, month) = named(&place)?;
    let FigureNumber { count, amount_yuan, source, reason } = read(&headers, &whole(body)?)?;
    let body = FigureBody {
        indicator: indicator.key.to_owned(),
        month: month.to_string(),
        count,
        amount_yuan,
        source,
        reason,
    };
    let (entries, turns) = weighed(&office, &caller, &[body], |_, field| field.to_owned()).await?;
    let saved = tallied(&turns);
    let mut act = office.db.act(caller.hand.actor(), Moment(office.now_ms())).await?;
    if saved.same == 0 {
        entering::write(&mut act, &entries, &turns, |_| None).await?;
        act.enter_by_api_key(&caller.key);
    }
    act.commit().await?;
    reply::private(StatusCode::OK, &saved)
}

/// `POST /figures`
#[utoipa::path(
    post, path = "/figures", operation_id = "postFigures", tag = "月报", summary = "报一批月份的数",
    description = "最多500个月，全部写入，或者一个也不写；哪些不对，在errors里逐个指出。带Idempotency-Key重发，得到同样的答复。",
    params(("Idempotency-Key" = Option<String>, Header, description = "幂等键，和起草的一样。", pattern = "^[!-~]{1,255}$")),
    request_body = FigureList, security(("key" = ["figures:write"])),
    responses(
        (status = 200, description = "写入了", body = FiguresSaved),
        (status = 422, description = "有不能这样报的，或者幂等键用过了"),
    )
)]
pub async fn post(
    State(office): State<Office>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let caller = open(&office, &headers, KeyScope::WriteFigures).await?;
    Asked::of(&uri, &[])?;
    let bytes = whole(body)?;
    let once = match Once::of(&office, &caller.key, &headers, (&uri, &bytes)).await? {
        Repeated::No(once) => once,
        Repeated::Yes(answer) => return Ok(reply::written(StatusCode::OK, answer)),
    };
    let done = entered(&office, &caller, (&headers, &bytes), &once).await;
    Ok(reply::written(StatusCode::OK, once.settle(&office, done).await?))
}

/// Enters a list, all of it or nothing; its answer.
async fn entered(
    office: &Office,
    caller: &Caller,
    (headers, bytes): (&HeaderMap, &[u8]),
    once: &Once,
) -> Result<String, Problem> {
    let FigureList { figures } = read(headers, bytes)?;
    if figures.is_empty() || figures.len() > MOST {
        let fault = Fault::new("figures", format!("要有1到{MOST}个月"));
        return Err(Problem::of(Kind::Unfit, vec![fault]));
    }
    let named = |nth: usize, field: &str| format!("figures.{nth}.{field}");
    let (entries, turns) = weighed(office, caller, &figures, named).await?;
    let act = office.db.act(caller.hand.actor(), Moment(office.now_ms())).await?;
    let mut act = match once.claim(office, act).await? {
        once::Turn::Ours(act) => act,
        once::Turn::Theirs(answer) => return Ok(answer),
    };
    entering::write(&mut act, &entries, &turns, |_| None).await?;
    act.enter_by_api_key(&caller.key);
    once.keep(act, &tallied(&turns)).await
}

fn tallied(turns: &[Turn]) -> FiguresSaved {
    let count = |wanted: fn(&Turn) -> bool| turns.iter().filter(|turn| wanted(turn)).count();
    FiguresSaved {
        entered: count(|turn| *turn == Turn::New),
        corrected: count(|turn| matches!(turn, Turn::Correction { .. })),
        same: count(|turn| *turn == Turn::Same),
    }
}

/// What these months do; each fault under the name that `named` gives it.
async fn weighed(
    office: &Office,
    caller: &Caller,
    figures: &[FigureBody],
    named: impl Fn(usize, &str) -> String,
) -> Result<(Vec<Entry>, Vec<Turn>), Problem> {
    entering::may(&caller.hand).map_err(|refusal| Problem::new(Kind::Forbidden, refusal))?;
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (nth, figure) in figures.iter().enumerate() {
        match entry(caller, figure) {
            Ok(entry) => entries.push(entry),
            Err((field, why)) => faults.push(Fault::new(named(nth, field), why)),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::of(Kind::Unfit, faults));
    }
    let organs = [caller.organ.id].into();
    let scope = Scope::Organ(caller.organ.id);
    let standing = Standing::of(office, (scope, &organs), &entering::years(&entries)).await?;
    match entering::weighed(&standing, &entries, office.today()) {
        Ok(turns) => Ok((entries, turns)),
        Err(unfit) => {
            let fault = |one: entering::Unfit| {
                let is_amount = entries.get(one.nth).is_some_and(|entry| entry.indicator.unit == Unit::Wan);
                let field = match one.field {
                    "value" if is_amount => "amount_yuan",
                    "value" => "count",
                    "note" => "reason",
                    other => other,
                };
                Fault::new(named(one.nth, field), one.why)
            };
            Err(Problem::of(Kind::Unfit, unfit.into_iter().map(fault).collect()))
        }
    }
}

/// What a program says of a month.
fn entry(caller: &Caller, figure: &FigureBody) -> Result<Entry, (&'static str, String)> {
    let indicator = Indicator::of_key(&figure.indicator).filter(|of| of.origin == Origin::Entered);
    let indicator = indicator.ok_or_else(|| ("indicator", "没有这个要填报的指标".to_owned()))?;
    let month = Month::strictly(&figure.month).ok_or_else(|| ("month", "要写成2026-09的样子".to_owned()))?;
    let (field, written) = match (indicator.unit, figure.count, &figure.amount_yuan) {
        (Unit::Of(_), Some(count), None) => ("count", count.to_string()),
        (Unit::Wan, None, Some(amount)) => ("amount_yuan", amount.clone()),
        (Unit::Of(_), ..) => return Err(("count", "这个指标写count，不写amount_yuan".to_owned())),
        (Unit::Wan, ..) => return Err(("amount_yuan", "这个指标写amount_yuan，不写count".to_owned())),
    };
    let value = number::read(indicator, &written).map_err(|why| (field, why))?;
    let (source, note) = (figure.source.clone(), figure.reason.clone());
    Ok(Entry { organ: caller.organ.id, indicator, month, value, source, note, seen: None })
}
