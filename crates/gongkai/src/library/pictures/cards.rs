//! 图文卡片: what a report's figures say, one thing a card. A figure that the report does not say is 缺, never zero.

use gongkai_law::{
    annual_report::Figures,
    redress::{Outcome, Route},
    request::application::Applicant,
};

use super::svg::{HEIGHT, Sheet, Type, WIDTH, ink};
use crate::{charts::Point, verify::grouped};

/// 卡片: one picture, with what it says for those who do not see it.
pub struct Card {
    /// What it is about.
    pub title: String,
    /// All that it says, in words.
    pub said: String,
    /// The same numbers.
    pub rows: Vec<(String, String)>,
    /// A file of its own.
    pub svg: String,
}

/// Whose report a card is of.
pub struct Of<'a> {
    /// 机关
    pub organ: &'a str,
    /// 年度
    pub year: i16,
    /// The figures of its tables.
    pub figures: &'a Figures,
    /// 历年新收申请, the earliest first.
    pub years: &'a [Point],
}

/// Left and right of everything.
const EDGE: i32 = 28;
/// What lies between.
const INNER: i32 = WIDTH - 2 * EDGE;
/// Where the contents begin.
const TOP: i32 = 122;

/// Every card of a report, the cover first.
pub fn cards(of: &Of<'_>) -> Vec<Card> {
    let mut cards = vec![cover(of)];
    cards.extend([balance(of), applicants(of), outcomes(of), proactive(of), redress(of)].into_iter().flatten());
    if of.years.iter().filter(|(_, value)| value.is_some()).count() > 1 {
        cards.push(history(of));
    }
    cards
}

/// A value as it is printed.
fn said(value: Option<i64>) -> String {
    value.map_or_else(|| "缺".to_owned(), |value| grouped(&value.to_string()))
}

/// A card in the making: its head and foot are the same for all.
struct Drawn {
    title: String,
    sheet: Sheet,
    rows: Vec<(String, String)>,
}

impl Drawn {
    fn new(of: &Of<'_>, title: &str, hint: &str) -> Self {
        let mut sheet = Sheet::new(ink::PAPER);
        sheet.rect((0, 0), (WIDTH, 6), ink::ACCENT);
        sheet.rect((0, 9), (WIDTH, 1), ink::ACCENT);
        sheet.text((EDGE, 58), Type::plain(26).bold(), title);
        sheet.text((EDGE, 84), Type::plain(13).fill(ink::QUIET), hint);
        sheet.rect((EDGE, HEIGHT - 44), (INNER, 1), ink::WASH);
        let foot = format!("{}{}年政府信息公开工作年度报告", of.organ, of.year);
        let small = Type::plain(12).fill(ink::QUIET);
        let words = if foot.chars().count() > 26 {
            format!("{}年政府信息公开工作年度报告", of.year)
        } else {
            foot
        };
        sheet.text((EDGE, HEIGHT - 22), small, &words);
        Self { title: title.to_owned(), sheet, rows: Vec::new() }
    }

    fn row(&mut self, name: &str, value: String) {
        self.rows.push((name.to_owned(), value));
    }

    /// 横条: a name, its bar and its number.
    fn bar(&mut self, y: i32, (name, value, most): (&str, Option<i64>, i64), unit: &str) {
        self.sheet.text((EDGE, y), Type::plain(15), name);
        let shown = value.map_or_else(|| "缺".to_owned(), |_| format!("{}{unit}", said(value)));
        self.sheet.text((WIDTH - EDGE, y), Type::plain(15).bold().end(), &shown);
        self.sheet.rect((EDGE, y + 9), (INNER, 10), ink::WASH);
        self.sheet.rect((EDGE, y + 9), (part(value.unwrap_or(0), most, INNER), 10), ink::ACCENT);
        self.row(name, shown);
    }

    fn done(self) -> Card {
        let told: Vec<String> = self.rows.iter().map(|(name, value)| format!("{name}{value}")).collect();
        let said = format!("{}：{}", self.title, told.join("，"));
        Card { svg: self.sheet.file(&said), title: self.title, said, rows: self.rows }
    }
}

/// How long a part of a whole is.
fn part(value: i64, whole: i64, length: i32) -> i32 {
    let (value, whole) = (i128::from(value.max(0)), i128::from(whole.max(1)));
    i32::try_from(value * i128::from(length) / whole).unwrap_or(length).min(length)
}

fn cover(of: &Of<'_>) -> Card {
    let at = |address: &str| of.figures.at(address);
    let mut sheet = Sheet::new(ink::DEEP);
    let white = |size| Type::plain(size).fill(ink::PAPER);
    sheet.rect((EDGE, 54), (INNER, 5), ink::PAPER);
    sheet.rect((EDGE, 62), (INNER, 1), ink::PAPER);
    sheet.text((EDGE, 140), white(64).bold(), &of.year.to_string());
    let below = sheet.lines((EDGE, 186), white(22).bold(), of.organ, (INNER, 3));
    sheet.text((EDGE, below + 6), white(18), "政府信息公开工作年度报告");
    sheet.text((EDGE, below + 36), white(15), "图文版");
    sheet.rect((0, HEIGHT - 128), (WIDTH, 128), ink::PAPER);
    let facts = [
        ("新收申请", at("requests.new.total")),
        ("办结", at("requests.total.total")),
        ("结转下年", at("requests.carried_out.total")),
    ];
    for (x, (name, value)) in (0..).map(|n| EDGE + n * (INNER / 3)).zip(facts) {
        sheet.text((x, HEIGHT - 68), Type::plain(28).bold().fill(ink::ACCENT), &said(value));
        sheet.text((x, HEIGHT - 38), Type::plain(13).fill(ink::QUIET), &format!("{name}（件）"));
    }
    let rows: Vec<_> = facts.iter().map(|(name, value)| ((*name).to_owned(), said(*value))).collect();
    let title = "封面".to_owned();
    let told: Vec<_> = rows.iter().map(|(name, value)| format!("{name}{value}件")).collect();
    let words = format!("{}{}年政府信息公开工作年度报告：{}", of.organ, of.year, told.join("，"));
    Card { svg: sheet.file(&words), title, said: words, rows }
}

/// 收到的与办理的: two bars of the same length, since the form's sum makes them so.
fn balance(of: &Of<'_>) -> Option<Card> {
    let at = |row: &str| of.figures.at(&format!("requests.{row}.total"));
    let pairs = [
        ("收到的", [("本年新收", at("new")), ("上年结转", at("carried_in"))]),
        ("办理的", [("本年办结", at("total")), ("结转下年", at("carried_out"))]),
    ];
    let whole = |pair: &[(&str, Option<i64>); 2]| Some(pair[0].1?.saturating_add(pair[1].1?));
    let most = pairs.iter().filter_map(|(_, pair)| whole(pair)).max()?;
    let mut card = Drawn::new(of, "申请有多少", "新收加结转，等于办结加转下年（件）");
    for (y, (name, pair)) in [TOP, TOP + 150].into_iter().zip(&pairs) {
        let sum = said(whole(pair));
        card.sheet.text((EDGE, y + 4), Type::plain(16).bold(), name);
        card.sheet.text((WIDTH - EDGE, y + 4), Type::plain(22).bold().end().fill(ink::ACCENT), &sum);
        let first = part(pair[0].1.unwrap_or(0), most, INNER);
        card.sheet.rect((EDGE, y + 18), (INNER, 34), ink::WASH);
        card.sheet.rect((EDGE, y + 18), (first, 34), ink::ACCENT);
        let rest = part(pair[1].1.unwrap_or(0), most, INNER);
        card.sheet.rect((EDGE + first, y + 18), (rest, 34), ink::PARTS[3]);
        for (x, fill, (name, value)) in [(EDGE, ink::ACCENT, &pair[0]), (EDGE + INNER / 2, ink::PARTS[3], &pair[1])] {
            card.sheet.rect((x, y + 68), (12, 12), fill);
            card.sheet.text((x + 18, y + 79), Type::plain(15), &format!("{name} {}", said(*value)));
        }
        pair.iter().for_each(|(name, value)| card.row(name, format!("{}件", said(*value))));
    }
    Some(card.done())
}

fn applicants(of: &Of<'_>) -> Option<Card> {
    let parts = Applicant::ALL.map(|who| (who.label(), of.figures.at(&format!("requests.new.{}", who.key()))));
    bars(of, ("谁在申请", "本年新收的申请（件）", "件"), &parts)
}

fn outcomes(of: &Of<'_>) -> Option<Card> {
    let sum = |begins: &[&str]| {
        let cells: Vec<_> = of.figures.form().cells().iter().enumerate().collect();
        let wanted = cells.into_iter().filter(|(_, cell)| {
            let row = cell.address.strip_prefix("requests.").and_then(|rest| rest.strip_suffix(".total"));
            row.is_some_and(|row| begins.iter().any(|begin| row == *begin || row.starts_with(&format!("{begin}_"))))
        });
        wanted.map(|(_, cell)| of.figures.at(&cell.address)).sum::<Option<i64>>()
    };
    let parts = [
        ("予以公开", sum(&["granted"])),
        ("部分公开", sum(&["partial"])),
        ("不予公开", sum(&["denied"])),
        ("无法提供", sum(&["unable"])),
        ("不予处理", sum(&["rejected"])),
        ("其他处理", sum(&["other"])),
    ];
    bars(of, ("怎样答复", "本年办结的申请（件）", "件"), &parts)
}

/// Bars one under the other; `None` where the report says none of them.
fn bars(of: &Of<'_>, (title, hint, unit): (&str, &str, &str), parts: &[(&str, Option<i64>)]) -> Option<Card> {
    let most = parts.iter().filter_map(|(_, value)| *value).max()?;
    let mut card = Drawn::new(of, title, hint);
    for (y, (name, value)) in (0..).map(|n| TOP + n * 51).zip(parts) {
        card.bar(y, (name, *value, most), unit);
    }
    Some(card.done())
}

fn proactive(of: &Of<'_>) -> Option<Card> {
    let shown = |address: &str| of.figures.shown(address);
    let known = |address: &str| of.figures.form().cell(address).is_some();
    let facts: Vec<(&str, &str, &str)> = [
        ("proactive.normative_documents.issued", "制发规范性文件", "件"),
        ("proactive.normative_documents.repealed", "废止规范性文件", "件"),
        ("proactive.normative_documents.in_force", "现行有效", "件"),
        ("proactive.normative_documents.made", "新制作规范性文件", "件"),
        ("proactive.normative_documents.total_published", "对外公开总数", "件"),
        ("proactive.licences", "行政许可决定", "件"),
        ("proactive.licences.decisions", "行政许可决定", "件"),
        ("proactive.penalties", "行政处罚决定", "件"),
        ("proactive.penalties.decisions", "行政处罚决定", "件"),
        ("proactive.coercive_measures", "行政强制决定", "件"),
        ("proactive.coercive_measures.decisions", "行政强制决定", "件"),
        ("proactive.fees_wan", "行政事业性收费", "万元"),
    ]
    .into_iter()
    .filter(|(address, ..)| known(address))
    .collect();
    facts.iter().find(|(address, ..)| shown(address).is_some())?;
    let mut card = Drawn::new(of, "主动公开", "规范性文件、决定和收费");
    for (n, (address, name, unit)) in (0..).zip(&facts) {
        let (x, y) = (EDGE + n % 2 * (INNER / 2 + 8), TOP + 16 + n / 2 * 76);
        let value = shown(address).map_or_else(|| "缺".to_owned(), |digits| grouped(&digits));
        card.sheet.text((x, y), Type::plain(28).bold().fill(ink::ACCENT), &value);
        card.sheet.text((x, y + 24), Type::plain(14).fill(ink::QUIET), &format!("{name}（{unit}）"));
        card.row(name, format!("{value}{unit}"));
    }
    Some(card.done())
}

fn redress(of: &Of<'_>) -> Option<Card> {
    let total = |route: Route| of.figures.at(&format!("redress.{}.total", route.key()));
    let most = Route::ALL.into_iter().filter_map(total).max()?;
    let mut card = Drawn::new(of, "复议和诉讼", "公民、法人不服的案件（件）");
    for (y, route) in (0..).map(|n| TOP + n * 84).zip(Route::ALL) {
        let whole = said(total(route));
        card.sheet.text((EDGE, y), Type::plain(15), route.label());
        card.sheet.text((WIDTH - EDGE, y), Type::plain(15).bold().end(), &whole);
        card.sheet.rect((EDGE, y + 12), (INNER, 26), ink::WASH);
        let mut x = EDGE;
        for (outcome, fill) in Outcome::ALL.into_iter().zip(ink::PARTS) {
            let value = of.figures.at(&outcome.address(route));
            let width = part(value.unwrap_or(0), most, INNER);
            card.sheet.rect((x, y + 12), (width, 26), fill);
            x += width;
            card.row(&format!("{}{}", route.label(), outcome.label()), format!("{}件", said(value)));
        }
    }
    for (n, (outcome, fill)) in (0..).zip(Outcome::ALL.into_iter().zip(ink::PARTS)) {
        let (x, y) = (EDGE + n % 2 * (INNER / 2), TOP + 258 + n / 2 * 26);
        card.sheet.rect((x, y - 11), (12, 12), fill);
        card.sheet.text((x + 18, y), Type::plain(14), outcome.label());
    }
    Some(card.done())
}

fn history(of: &Of<'_>) -> Card {
    let years = of.years.len().min(7);
    let last = of.years.get(of.years.len() - years..).unwrap_or_default();
    let most = last.iter().filter_map(|(_, value)| *value).max().unwrap_or(1);
    let mut card = Drawn::new(of, "历年新收申请", "各年年报所载（件）");
    let slot = INNER / i32::try_from(years.max(1)).unwrap_or(1);
    let floor = HEIGHT - 92;
    for (x, (year, value)) in (0..).map(|n| EDGE + n * slot).zip(last) {
        let height = part(value.unwrap_or(0), most, 220);
        let fill = if *year == of.year.to_string() { ink::ACCENT } else { ink::PARTS[3] };
        card.sheet.rect((x + slot / 6, floor - height), (slot * 2 / 3, height), fill);
        let middle = x + slot / 2;
        card.sheet.text((middle, floor - height - 8), Type::plain(14).bold().middle(), &said(*value));
        card.sheet.text((middle, floor + 22), Type::plain(13).middle().fill(ink::QUIET), year);
        card.row(&format!("{year}年"), value.map_or_else(|| "缺".to_owned(), |_| format!("{}件", said(*value))));
    }
    card.sheet.rect((EDGE, floor), (INNER, 1), ink::QUIET);
    card.done()
}
