//! The layouts in which published reports are met.

use gongkai_report::write::layout::SlotKind;

use super::{
    Damage, markup,
    prose::Parts,
    random::Random,
    sheet::{Cell, Sheet},
};

/// How a report is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `规章 | 0 | 0 | 0 | |`
    Bars,
    /// A cell with a bar a line.
    BarLines,
    /// A cell a line.
    Lines,
    /// A cell a line, indented, blank lines between.
    Indented,
    /// Columns parted by blanks, as out of a PDF.
    Spaces,
    /// Columns parted by tabs.
    Tabs,
    /// The figures of a row without separators.
    Glued,
    /// A whole table in one line without separators.
    GluedTable,
    Markdown,
    Html,
}

impl Layout {
    pub const ALL: [Self; 10] = [
        Self::Bars,
        Self::BarLines,
        Self::Lines,
        Self::Indented,
        Self::Spaces,
        Self::Tabs,
        Self::Glued,
        Self::GluedTable,
        Self::Markdown,
        Self::Html,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "report.md",
            Self::Html => "report.html",
            _ => "report.txt",
        }
    }

    /// Whether a label may stand on two lines.
    pub fn keeps_lines(self) -> bool {
        matches!(self, Self::Lines | Self::Indented | Self::Glued)
    }

    /// Whether blank cells show.
    pub fn shows_blanks(self) -> bool {
        matches!(self, Self::Bars | Self::BarLines | Self::Markdown | Self::Html | Self::Tabs)
    }

    /// Whether separators are gone.
    pub fn glues(self) -> bool {
        matches!(self, Self::Glued | Self::GluedTable)
    }

    /// Blank cells that fill up a row of merged cells.
    fn pads(row: &[Cell]) -> usize {
        row.iter().map(|cell| cell.colspan - 1).sum()
    }

    pub fn table(self, sheet: &Sheet, damages: &[Damage], random: &mut Random) -> String {
        if self == Self::Html {
            return markup::table(sheet);
        }
        let mut out = String::new();
        let mut until_page = 4 + random.below(10);
        for row in &sheet.rows {
            self.row(row, damages, &mut out);
            until_page = until_page.saturating_sub(1);
            if damages.contains(&Damage::PageNumbers) && until_page == 0 && self != Self::GluedTable {
                out.push_str(if self == Self::Indented { "    - 4 -\n\n" } else { "- 4 -\n" });
                until_page = 12;
            }
        }
        if self == Self::GluedTable { format!("{}\n", out.replace('\n', "")) } else { out }
    }

    fn row(self, row: &[Cell], damages: &[Damage], out: &mut String) {
        let words = || row.iter().map(|cell| cell.words.as_str());
        match self {
            Self::Bars => {
                out.push_str(&words().collect::<Vec<_>>().join(" | "));
                out.push_str(" | ");
                out.push_str(&"|".repeat(Self::pads(row)));
                out.push('\n');
            }
            Self::BarLines => {
                words().for_each(|words| out.push_str(&format!("{words} |\n")));
                if Self::pads(row) > 0 {
                    out.push_str(&format!("{}\n", "|".repeat(Self::pads(row))));
                }
            }
            Self::Lines => words().for_each(|words| out.push_str(&format!("{words}\n"))),
            Self::Indented => {
                words().for_each(|words| out.push_str(&format!("    {}\n\n", words.replace('\n', "\n    "))))
            }
            Self::Spaces => out.push_str(&format!("{}\n", words().collect::<Vec<_>>().join("   "))),
            Self::Tabs => out.push_str(&format!("{}\n", words().collect::<Vec<_>>().join("\t"))),
            Self::Glued | Self::GluedTable => glued(row, damages, out),
            Self::Markdown => markdown(row, out),
            Self::Html => {}
        }
    }

    pub fn page(self, parts: &Parts, tables: &[String], damages: &[Damage]) -> String {
        let mut lines: Vec<(bool, &str)> = Vec::new();
        let chrome = damages.contains(&Damage::Chrome);
        if chrome {
            lines.extend(
                ["首页 > 政务公开 > 政府信息公开年报", "发布日期：2024-01-20 来源：办公室"].map(|l| (false, l)),
            );
        }
        lines.extend([(false, parts.title.as_str()), (false, parts.preamble.as_str())]);
        for (i, heading) in parts.headings.iter().enumerate() {
            lines.push((false, heading));
            match i {
                0 | 4 | 5 => lines.extend(parts.texts[i].lines().map(|line| (false, line))),
                _ => lines.push((true, &tables[i - 1])),
            }
        }
        if chrome {
            lines.extend(
                ["扫一扫在手机打开当前页", "主办：青溪县人民政府办公室", "版权所有 备案号"].map(|l| (false, l)),
            );
        }
        if damages.contains(&Damage::Spam) {
            lines.push((false, "关于我们"));
            lines.push((false, "云岭市| 白石县| 长亭区| 柳河县| 石桥市| 南浦县| 北浦县| 东浦县| 西浦市|"));
        }
        match self {
            Self::Html => markup::page(&lines, &parts.title),
            Self::Indented => {
                lines.iter().map(|(raw, l)| if *raw { (*l).to_owned() } else { format!("    {l}\n\n") }).collect()
            }
            _ => lines.iter().map(|(raw, l)| if *raw { (*l).to_owned() } else { format!("{l}\n") }).collect(),
        }
    }
}

/// A row without separators: labels and figures, all in one.
fn glued(row: &[Cell], damages: &[Damage], out: &mut String) {
    let figures = row.iter().any(|cell| cell.id.is_some());
    for cell in row {
        out.push_str(&cell.words);
        let last_label = cell.kind == SlotKind::RowHead && !damages.contains(&Damage::NumbersGlued);
        if cell.id.is_none() && (!figures || last_label) {
            out.push('\n');
        }
    }
    if figures {
        out.push('\n');
    }
}

fn markdown(row: &[Cell], out: &mut String) {
    out.push('|');
    for cell in row {
        out.push_str(&format!(" {} |", cell.words));
        out.push_str(&"  |".repeat(cell.colspan - 1));
    }
    out.push('\n');
    if row.first().is_some_and(|cell| matches!(cell.kind, SlotKind::Corner) && cell.rowspan == 1) {
        out.push_str("|---|:--|\n");
    }
}
