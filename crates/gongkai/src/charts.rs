//! 图: charts as SVG with a table of the same numbers behind each. Geometry is worked out here; templates only print.

use askama::Template;

use crate::verify::grouped;

/// A number in a chart: what it stands for, and the value if it is known.
pub type Point = (String, Option<i64>);

/// The same with its words.
pub type Said = (String, Option<i64>, String);

/// 柱图: one column for each point, the last one dark.
#[derive(Template)]
#[template(path = "components/columns.html")]
pub struct Columns {
    title: String,
    small: String,
    unit: String,
    label: String,
    bars: Vec<ColumnBar>,
    middles: Vec<(String, String)>,
    rows: Vec<(String, String)>,
    head: String,
}

struct ColumnBar {
    class: &'static str,
    x: String,
    y: String,
    width: String,
    height: String,
    middle: String,
    above: String,
    value: String,
}

const WIDTH: f64 = 360.0;
const FLOOR: f64 = 146.0;
const HIGHEST: f64 = 122.0;

impl Columns {
    /// Columns over years; `head` names the table's first column.
    pub fn new(title: impl Into<String>, small: impl Into<String>, unit: &str, head: &str, points: &[Point]) -> Self {
        let said: Vec<Said> = points.iter().map(|(name, value)| (name.clone(), *value, shown(*value))).collect();
        Self::said(title, small, unit, head, &said)
    }

    /// The same of values that are said otherwise than as counts: amounts, shares.
    pub fn said(title: impl Into<String>, small: impl Into<String>, unit: &str, head: &str, points: &[Said]) -> Self {
        let title = title.into();
        let slot = WIDTH / to_f64(points.len().max(1));
        let most = to_f64(points.iter().filter_map(|(_, value, _)| *value).max().unwrap_or(0).max(1));
        let last = points.len().saturating_sub(1);
        let middle = |i: usize| format!("{:.0}", slot * (to_f64(i) + 0.5));
        let bar = |(i, (_, value, words)): (usize, &Said)| {
            let height = value.map_or(0.0, |value| to_f64(value.max(0)) / most * HIGHEST);
            ColumnBar {
                class: if i == last { "a" } else { "a2" },
                x: format!("{:.0}", slot * (to_f64(i) + 0.19)),
                y: format!("{:.0}", FLOOR - height),
                width: format!("{:.0}", slot * 0.62),
                height: format!("{height:.0}"),
                middle: middle(i),
                above: format!("{:.0}", FLOOR - height - 6.0),
                // why there is none is said in the label and the table; above a column is no room for it
                value: match value {
                    None => "—".to_owned(),
                    // beside a wider one its neighbours could not be read
                    Some(_) if wide(words) > slot => String::new(),
                    Some(_) => words.clone(),
                },
            }
        };
        let said = points.iter().map(|(name, value, words)| match value {
            // a share says its unit itself
            Some(_) if words.ends_with(unit) => format!("{name} {words}"),
            Some(_) => format!("{name} {words}{unit}"),
            None => format!("{name} {words}"),
        });
        Self {
            label: format!("{title}：{}", said.collect::<Vec<_>>().join("，")),
            bars: points.iter().enumerate().map(bar).collect(),
            middles: points.iter().enumerate().map(|(i, (name, ..))| (middle(i), name.clone())).collect(),
            rows: points.iter().map(|(name, _, words)| (name.clone(), words.clone())).collect(),
            title,
            small: small.into(),
            unit: unit.to_owned(),
            head: head.to_owned(),
        }
    }
}

/// 折线: the trend beside a name, without axes.
#[derive(Template)]
#[template(path = "components/spark.html")]
pub struct Spark {
    label: String,
    points: String,
    last: Option<(String, String)>,
}

impl Spark {
    /// A line through the known points.
    pub fn new(title: &str, unit: &str, points: &[Point]) -> Self {
        let most = to_f64(points.iter().filter_map(|(_, value)| *value).max().unwrap_or(0).max(1));
        let step = 132.0 / to_f64(points.len().saturating_sub(1).max(1));
        let at: Vec<(String, String)> = points
            .iter()
            .enumerate()
            .filter_map(|(i, (_, value))| {
                let y = 30.0 - to_f64((*value)?.max(0)) / most * 24.0;
                Some((format!("{:.0}", 6.0 + step * to_f64(i)), format!("{y:.0}")))
            })
            .collect();
        let said: Vec<String> =
            points.iter().filter_map(|(name, value)| Some(format!("{name}年{}{unit}", (*value)?))).collect();
        Self {
            label: format!("{title}：{}", if said.is_empty() { "没有数据".to_owned() } else { said.join("，") }),
            points: at.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
            last: at.last().cloned(),
        }
    }
}

/// 条图: one bar for each name, which stands above it. Its numbers stand in a table of the same page.
#[derive(Template)]
#[template(path = "components/bars.html")]
pub struct Bars {
    title: String,
    small: String,
    label: String,
    height: String,
    bars: Vec<NamedBar>,
}

struct NamedBar {
    name: String,
    value: String,
    /// Whether it is known.
    known: bool,
    text_y: String,
    y: String,
    width: String,
}

impl Bars {
    /// Bars in this order.
    pub fn new(title: impl Into<String>, small: impl Into<String>, points: &[Said]) -> Self {
        let title = title.into();
        let most = to_f64(points.iter().filter_map(|(_, value, _)| *value).max().unwrap_or(0).max(1));
        let bar = |(i, (name, value, words)): (usize, &Said)| NamedBar {
            name: name.clone(),
            value: words.clone(),
            known: value.is_some(),
            text_y: format!("{:.0}", 36.0 * to_f64(i) + 14.0),
            y: format!("{:.0}", 36.0 * to_f64(i) + 20.0),
            width: format!("{:.1}", value.map_or(0.0, |value| to_f64(value.max(0)) / most * WIDTH)),
        };
        let said: Vec<_> = points.iter().map(|(name, _, words)| format!("{name} {words}")).collect();
        Self {
            label: format!("{title}：{}", said.join("，")),
            height: format!("{:.0}", 36.0 * to_f64(points.len().max(1))),
            bars: points.iter().enumerate().map(bar).collect(),
            title,
            small: small.into(),
        }
    }
}

/// 构成: for each year one bar, its parts in at most five fills.
#[derive(Template)]
#[template(path = "components/shares.html")]
pub struct Shares {
    title: String,
    small: String,
    label: String,
    height: String,
    bars: Vec<ShareBar>,
    legend: Vec<LegendEntry>,
    head: String,
    parts: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

struct ShareBar {
    name: String,
    text_y: String,
    y: String,
    parts: Vec<(&'static str, String, String)>,
    total: String,
    total_x: String,
}

struct LegendEntry {
    class: &'static str,
    x: String,
    y: String,
    text_x: String,
    text_y: String,
    name: String,
}

const FILLS: [&str; 5] = ["a", "a2", "a3", "w", "g"];

impl Shares {
    /// Bars of what each year's total is made of; the longest bar is the largest total.
    pub fn new(title: &str, small: &str, head: &str, parts: &[&str], years: &[(String, Vec<Option<i64>>)]) -> Self {
        let total = |values: &[Option<i64>]| values.iter().flatten().sum::<i64>();
        let most = to_f64(years.iter().map(|(_, values)| total(values)).max().unwrap_or(0).max(1));
        let bar = |(i, (name, values)): (usize, &(String, Vec<Option<i64>>))| {
            let y = 26.0 * to_f64(i);
            let mut x = 44.0;
            let mut drawn = Vec::new();
            for (value, class) in values.iter().zip(FILLS) {
                let width = to_f64(value.unwrap_or(0).max(0)) / most * 270.0;
                if width > 0.0 {
                    drawn.push((class, format!("{x:.1}"), format!("{:.1}", (width - 1.0).max(0.7))));
                }
                x += width;
            }
            ShareBar {
                name: name.clone(),
                text_y: format!("{:.0}", y + 14.0),
                y: format!("{:.0}", y + 1.0),
                parts: drawn,
                total: shown(values.iter().any(Option::is_some).then(|| total(values))),
                total_x: format!("{:.0}", x + 5.0),
            }
        };
        let top = 26.0 * to_f64(years.len()) + 8.0;
        let said = years.iter().map(|(name, values)| {
            let each: Vec<String> =
                parts.iter().zip(values).map(|(part, value)| format!("{part}{}", shown(*value))).collect();
            format!("{name}年{}", each.join("、"))
        });
        Self {
            label: format!("{title}：{}", said.collect::<Vec<_>>().join("；")),
            height: format!("{:.0}", top + 22.0 * to_f64(parts.len().div_ceil(3))),
            bars: years.iter().enumerate().map(bar).collect(),
            legend: legend(parts, top),
            head: head.to_owned(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            rows: years
                .iter()
                .map(|(name, values)| (name.clone(), values.iter().map(|v| shown(*v)).collect()))
                .collect(),
            title: title.to_owned(),
            small: small.to_owned(),
        }
    }
}

/// What each fill stands for, three to a line below the bars.
fn legend(parts: &[&str], top: f64) -> Vec<LegendEntry> {
    let entry = |(i, (part, class)): (usize, (&&str, &'static str))| {
        let (x, y) = (120.0 * to_f64(i % 3), top + 22.0 * to_f64(i / 3));
        LegendEntry {
            class,
            x: format!("{x:.0}"),
            y: format!("{y:.0}"),
            text_x: format!("{:.0}", x + 18.0),
            text_y: format!("{:.0}", y + 11.0),
            name: (*part).to_owned(),
        }
    };
    parts.iter().zip(FILLS).enumerate().map(entry).collect()
}

/// About how wide words are in a chart's letters.
fn wide(words: &str) -> f64 {
    words.chars().map(|c| if c.is_ascii() { 7.0 } else { 12.0 }).sum()
}

fn shown(value: Option<i64>) -> String {
    value.map_or_else(|| "缺".to_owned(), |value| grouped(&value.to_string()))
}

/// Chart arithmetic; what is lost beyond 2^52 nobody sees.
#[allow(clippy::cast_precision_loss, reason = "pixels")]
fn to_f64(n: impl TryInto<i64>) -> f64 {
    n.try_into().unwrap_or(i64::MAX) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_wider_than_its_column_is_said_and_not_drawn() {
        let years = |count: i16, words: &str| {
            let points: Vec<Said> = (0..count).map(|n| (n.to_string(), Some(1), words.to_owned())).collect();
            Columns::said("收费", "", "万元", "年度", &points).render().unwrap()
        };
        let drawn = ">123,456.78</text>";
        assert!(years(3, "123,456.78").contains(drawn));
        let eight = years(8, "123,456.78");
        assert!(!eight.contains(drawn) && eight.contains("7 123,456.78万元"), "{eight}");
        assert!(years(8, "1,234").contains(">1,234</text>"));
    }
}
