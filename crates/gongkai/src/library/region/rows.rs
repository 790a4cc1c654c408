//! 开放数据: every figure of every report that is public, one a row, and what its columns say.

use gongkai_law::annual_report::{
    CellId, Form,
    figures::show,
    form::{Cell, Kind},
};
use gongkai_store::KeptFigures;
use serde_json::{Value, json};

use super::figures::{decoded, edition};
use crate::{compile::names::Names, office::civil_date};

/// 一列
pub struct Column {
    /// In machine formats.
    pub key: &'static str,
    /// In spreadsheets.
    pub heading: &'static str,
    /// What stands in it.
    pub about: &'static str,
    /// In a spreadsheet, so many characters wide.
    pub width: u16,
}

const fn column(key: &'static str, heading: &'static str, about: &'static str, width: u16) -> Column {
    Column { key, heading, about, width }
}

/// The columns, in their order.
pub static COLUMNS: [Column; 12] = [
    column("organ", "单位简写", "单位在地址里的简写，不随名称变", 12),
    column("organ_name", "单位", "单位的全称", 26),
    column("year", "年度", "年报的年度", 7),
    column("edition", "格式", "2021是国办公开办函〔2021〕30号，2019是国办公开办函〔2019〕60号", 7),
    column("cell", "格", "这一格的地址，如requests.new.total", 36),
    column("cell_name", "名称", "这一格的名称，如表三·新收·总计", 34),
    column("value", "数", "空是读不出或者没有写，不是0", 10),
    column("unit", "计量单位", "件、项、万元、元", 9),
    column("version", "版次", "1是第一次公布的，每换一份文件加1", 7),
    column("kept", "留存日期", "这一版进入年报库的日子", 12),
    column("source", "来源", "这一版的文件名", 28),
    column("url", "地址", "这一版年报的页面", 40),
];

/// 许可
pub const LICENCE: &str =
    "依法公开的政府信息，任何人都可以免费下载、使用、再传播，用于商业也可以。请注明出处和版次；改过的数请说明改过。";

/// A report with what its rows have in common.
pub struct Source<'a> {
    report: &'a KeptFigures,
    kept: String,
    url: String,
}

/// 一格
pub struct Row<'a> {
    source: &'a Source<'a>,
    edition: &'static str,
    cell: &'static Cell,
    name: &'static str,
    value: Option<i64>,
}

impl<'a> Source<'a> {
    /// A report of a site that is known by this address.
    pub fn of(report: &'a KeptFigures, base: &str) -> Self {
        Self {
            report,
            kept: civil_date(report.kept_ms.timestamp()).to_string(),
            url: format!("{base}/reports/{}/{}", report.organ_slug, report.year),
        }
    }

    /// Its rows, in the order of its form; none where it has no form.
    pub fn rows(&'a self) -> Vec<Row<'a>> {
        let Some(edition) = edition(self.report.edition.as_deref()) else { return Vec::new() };
        let (figures, names) = (decoded(edition, &self.report.figures), Names::of(edition));
        let name = |cell: CellId| names.of_cell(cell).map_or("", |name| name.words.as_str());
        let row = |((id, cell), value): ((CellId, &'static Cell), &Option<i64>)| Row {
            source: self,
            edition: edition.key(),
            cell,
            name: name(id),
            value: *value,
        };
        (0..).zip(Form::of(edition).cells()).zip(figures.values()).map(row).collect()
    }
}

impl Row<'_> {
    /// 项 for the changes of the older form, as it prints them.
    fn unit(&self) -> &'static str {
        match self.cell.kind {
            Kind::Wan => "万元",
            Kind::Yuan => "元",
            Kind::Change => "项",
            Kind::Count
                if self.cell.address.ends_with(".previous_items") || self.cell.address.ends_with(".projects") =>
            {
                "项"
            }
            Kind::Count => "件",
        }
    }

    /// Its number in digits; empty where it is not known.
    pub fn digits(&self) -> String {
        self.value.map(|value| show(value, self.cell.kind)).unwrap_or_default()
    }

    /// Its columns with words, for whom everything is words; the number is the one of [`Row::digits`].
    pub fn with_words<T>(&self, write: impl FnOnce([&str; 12]) -> T) -> T {
        let KeptFigures { organ_slug, organ_name, year, version, source, .. } = self.source.report;
        let (year, version, digits) = (year.to_string(), version.to_string(), self.digits());
        write([
            organ_slug,
            organ_name,
            &year,
            self.edition,
            &self.cell.address,
            self.name,
            &digits,
            self.unit(),
            &version,
            &self.source.kept,
            source,
            &self.source.url,
        ])
    }

    /// Its columns as a JSON array: counts are numbers, amounts decimals in words, what is not known is null.
    pub fn json(&self) -> Value {
        let KeptFigures { organ_slug, organ_name, year, version, source, .. } = self.source.report;
        let Source { kept, url, .. } = self.source;
        let value = number(self.value, self.cell.kind);
        json!([
            organ_slug,
            organ_name,
            year,
            self.edition,
            self.cell.address,
            self.name,
            value,
            self.unit(),
            version,
            kept,
            source,
            url
        ])
    }
}

/// A figure as machine formats have it (contracts.md §2).
pub fn number(value: Option<i64>, kind: Kind) -> Value {
    match value {
        Some(amount) if kind.is_amount() => Value::from(show(amount, kind)),
        count => Value::from(count),
    }
}
