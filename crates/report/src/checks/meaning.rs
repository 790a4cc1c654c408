//! What numbers in running text can mean, and which cells of the form hold the same number.

use std::sync::LazyLock;

use gongkai_law::annual_report::{CellId, Edition, Figures, Form};

/// A quantity that the form asks for. New, carried in, handled and carried out are different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// 本年新收
    New,
    /// 上年结转
    CarriedIn,
    /// 办理结果总计: answered or otherwise brought to an end
    Handled,
    /// 结转下年度
    CarriedOut,
    /// 予以公开
    Granted,
    /// 部分公开
    Partial,
    /// 不予公开
    Denied,
    /// 无法提供
    Unable,
    /// 不予处理
    Rejected,
    /// 其他处理
    Other,
    /// 规章, made this year
    RegulationsIssued,
    /// 规章, repealed this year
    RegulationsRepealed,
    /// 规章, in force (2019: all that is public)
    RegulationsInForce,
    /// 行政规范性文件, made this year
    DocumentsIssued,
    /// 行政规范性文件, repealed this year
    DocumentsRepealed,
    /// 行政规范性文件, in force (2019: all that is public)
    DocumentsInForce,
    /// 行政复议
    Review,
    /// 行政诉讼, both kinds
    Litigation,
    /// 行政复议 and 行政诉讼 together
    Redress,
}

use Meaning::*;

/// Every meaning with the addresses it adds up, as prefixes before the 总计 column.
const ADDRESSES: [(Meaning, &str, &str); 19] = [
    (New, "requests.new", "total"),
    (CarriedIn, "requests.carried_in", "total"),
    (Handled, "requests.total", "total"),
    (CarriedOut, "requests.carried_out", "total"),
    (Granted, "requests.granted", "total"),
    (Partial, "requests.partial", "total"),
    (Denied, "requests.denied_", "total"),
    (Unable, "requests.unable_", "total"),
    (Rejected, "requests.rejected_", "total"),
    (Other, "requests.other", "total"),
    (RegulationsIssued, "proactive.regulations", "issued|made"),
    (RegulationsRepealed, "proactive.regulations", "repealed"),
    (RegulationsInForce, "proactive.regulations", "in_force|total_published"),
    (DocumentsIssued, "proactive.normative_documents", "issued|made"),
    (DocumentsRepealed, "proactive.normative_documents", "repealed"),
    (DocumentsInForce, "proactive.normative_documents", "in_force|total_published"),
    (Review, "redress.review", "total"),
    (Litigation, "redress.litigation_", "total"),
    (Redress, "redress.", "total"),
];

impl Meaning {
    /// The cells that add up to it; none where the edition does not ask for it.
    pub fn cells(self, edition: Edition) -> &'static [CellId] {
        static CELLS: LazyLock<[Vec<Vec<CellId>>; 2]> = LazyLock::new(|| Edition::ALL.map(cells));
        let of_edition = &CELLS[usize::from(edition == Edition::Of2021)];
        of_edition.get(self as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the tables say; `None` where a cell is unknown or the edition does not ask.
    pub fn value(self, figures: &Figures) -> Option<i64> {
        let cells = self.cells(figures.edition());
        if cells.is_empty() { None } else { figures.sum(cells) }
    }

    /// The address for a finding about it: of its one cell, or of the group that its cells share.
    pub fn address(self, edition: Edition) -> &'static str {
        match self.cells(edition) {
            &[cell] => Form::of(edition).address(cell),
            _ if self >= Review => "redress",
            _ => "requests",
        }
    }

    /// In words, with the table.
    pub fn name(self) -> &'static str {
        match self {
            New => "表三“本年新收”",
            CarriedIn => "表三“上年结转”",
            Handled => "表三办理结果“总计”",
            CarriedOut => "表三“结转下年度”",
            Granted => "表三“予以公开”",
            Partial => "表三“部分公开”",
            Denied => "表三“不予公开”各项合计",
            Unable => "表三“无法提供”各项合计",
            Rejected => "表三“不予处理”各项合计",
            Other => "表三“其他处理”",
            RegulationsIssued => "表二规章“本年制发”",
            RegulationsRepealed => "表二规章“本年废止”",
            RegulationsInForce => "表二规章“现行有效”",
            DocumentsIssued => "表二规范性文件“本年制发”",
            DocumentsRepealed => "表二规范性文件“本年废止”",
            DocumentsInForce => "表二规范性文件“现行有效”",
            Review => "表四行政复议“总计”",
            Litigation => "表四行政诉讼两组“总计”之和",
            Redress => "表四三组“总计”之和",
        }
    }
}

fn cells(edition: Edition) -> Vec<Vec<CellId>> {
    ADDRESSES.iter().map(|&(_, rows, column)| under(Form::of(edition), rows, column)).collect()
}

/// The cells whose address begins with `rows` and ends with one of the columns (`issued|made`).
fn under(form: &Form, rows: &str, columns: &str) -> Vec<CellId> {
    let wanted = |address: &str| {
        let Some((row, column)) = address.rsplit_once('.') else { return false };
        let own_row = row == rows || (rows.ends_with(['_', '.']) || rows == "requests.other") && row.starts_with(rows);
        own_row && columns.split('|').any(|name| name == column)
    };
    (0..).zip(form.cells()).filter(|(_, cell)| wanted(&cell.address)).map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_meaning_stands_at_its_own_place_in_the_list() {
        for (at, (meaning, ..)) in ADDRESSES.iter().enumerate() {
            assert_eq!(*meaning as usize, at);
        }
    }

    #[test]
    fn every_meaning_has_cells_in_the_form_in_force() {
        let counts: Vec<usize> = ADDRESSES.iter().map(|(meaning, ..)| meaning.cells(Edition::Of2021).len()).collect();
        assert_eq!(counts, [1, 1, 1, 1, 1, 1, 8, 3, 5, 3, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
    }

    #[test]
    fn the_trial_form_does_not_ask_how_many_documents_were_repealed() {
        assert!(DocumentsRepealed.cells(Edition::Of2019).is_empty());
        assert_eq!(Other.cells(Edition::Of2019).len(), 1);
        assert_eq!(DocumentsInForce.address(Edition::Of2019), "proactive.normative_documents.total_published");
    }
}
