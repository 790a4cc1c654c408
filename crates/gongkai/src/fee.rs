//! 信息处理费: what a request may cost, tier by tier.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::request::fee::{self, Fee, Tariff};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    typed,
    verify::grouped,
};

/// The form, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    how: String,
    n: Option<String>,
}

#[derive(Template)]
#[template(path = "fee.html")]
struct FeePage {
    chrome: Chrome,
    by_page: bool,
    n: String,
    errors: Vec<FieldError>,
    answer: Option<Answer>,
    tariffs: [TariffView; 2],
}

/// 收费标准: a tariff as `components/tariff.html` prints it, written from the law's own steps.
pub struct TariffView {
    /// 按件, 按量
    pub title: &'static str,
    /// 件, 页
    pub unit: &'static str,
    /// Of what it counts.
    pub note: &'static str,
    /// From where to where, and what each costs.
    pub rows: Vec<(String, String)>,
}

impl TariffView {
    /// Of a tariff.
    pub fn of(tariff: Tariff) -> Self {
        match tariff {
            Tariff::ByItem => by_item(),
            Tariff::ByPage => by_pages(),
        }
    }
}

/// One fee, worked out.
struct Answer {
    question: String,
    total: String,
    /// x, width, class.
    bar: Vec<(String, String, &'static str)>,
    label: String,
    sums: Vec<String>,
}

/// `GET /fee`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let by_page = asked.how == "page";
    // the page opens with an example
    let n: String = typed::number(asked.n.as_deref().unwrap_or("33")).chars().take(12).collect();
    let worked = n.parse::<u32>().map_err(|_| "写一个不小于0的整数，例如33".to_owned()).and_then(|n| {
        let fee = if by_page { fee::by_page(n) } else { fee::by_item(n) };
        fee.map_err(|error| error.to_string())
    });
    let (answer, errors) = match worked {
        Ok(fee) => (Some(answer(&fee)), Vec::new()),
        Err(why) => (None, vec![FieldError::new("n", why)]),
    };
    let status = page::form_status(errors.is_empty());
    let chrome = Chrome::new(&office, &visitor, Nav::More);
    page::show_as(
        status,
        &FeePage { chrome, by_page, n, errors, answer, tariffs: [Tariff::ByItem, Tariff::ByPage].map(TariffView::of) },
    )
}

fn yuan(sum: u64) -> String {
    format!("{}元", grouped(&sum.to_string()))
}

fn answer(fee: &Fee) -> Answer {
    let unit = fee.tariff.unit();
    let scale = 400.0 / f64::from(fee.quantity.max(1));
    let classes = ["e", "a2", "a", "w"];
    let mut x = 0.0;
    let bar = fee.tiers.iter().enumerate().map(|(i, tier)| {
        let (at, width) = (x, f64::from(tier.count) * scale);
        x += width;
        (format!("{at:.1}"), format!("{:.1}", (width - 1.5).max(0.5)), classes[i.min(classes.len() - 1)])
    });
    let told = |rate: u64| if rate == 0 { "不收".to_owned() } else { format!("每{unit}{rate}元") };
    let parts: Vec<String> = fee.tiers.iter().map(|tier| format!("{}{unit}{}", tier.count, told(tier.rate))).collect();
    let sums = fee.tiers.iter().map(|tier| {
        let range = if tier.from == tier.to { tier.from.to_string() } else { format!("{}—{}", tier.from, tier.to) };
        format!("第{range}{unit}　{} × {} = {}", tier.count, tier.rate, grouped(&tier.sum.to_string()))
    });
    let question = match fee.tariff {
        Tariff::ByItem => format!("同一申请人一个月{}件，按件", fee.quantity),
        Tariff::ByPage => format!("一件申请提供{}页，按量", fee.quantity),
    };
    Answer {
        question,
        total: yuan(fee.total),
        bar: bar.collect(),
        label: if parts.is_empty() { "没有数量".to_owned() } else { parts.join("，") },
        sums: sums.collect(),
    }
}

/// The steps of a tariff up to a quantity.
fn steps(fee: Result<Fee, fee::TooMany>, unit: &'static str) -> Vec<(String, String)> {
    let rate = |rate: u64| if rate == 0 { "不收".to_owned() } else { yuan(rate) };
    let tiers = fee.map(|fee| fee.tiers).unwrap_or_default();
    tiers.iter().map(|tier| (format!("{}—{}{unit}", tier.from, tier.to), rate(tier.rate))).collect()
}

fn by_item() -> TariffView {
    let mut rows = steps(fee::by_item(50), "件");
    rows.push(("以后每满10件一档".to_owned(), "再加100元".to_owned()));
    TariffView { title: "按件", unit: "件", note: "同一申请人，同一个月向同一机关", rows }
}

fn by_pages() -> TariffView {
    let mut rows = steps(fee::by_page(201), "页");
    if let Some(last) = rows.last_mut() {
        last.0 = "201页以上".to_owned();
    }
    TariffView { title: "按量", unit: "页", note: "一件申请；一页是A4或者更小的一面", rows }
}
