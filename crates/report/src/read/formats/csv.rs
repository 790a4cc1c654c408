//! CSV: a table of commas as one of tabs, byte by byte, so that lines and columns stay those of the file.

/// The text with a tab for each comma that parts two cells, and a blank for each break of a line inside of one.
pub(super) fn tabbed(text: &str) -> String {
    let mut quoted = false;
    let cells = text.chars().map(|c| match c {
        '"' => {
            quoted = !quoted;
            c
        }
        ',' if !quoted => '\t',
        '\n' | '\r' if quoted => ' ',
        _ => c,
    });
    cells.collect()
}

#[cfg(test)]
mod tests {
    use super::tabbed;

    #[test]
    fn commas_part_cells_but_not_inside_of_quotation_marks() {
        assert_eq!(tabbed("规章,\"1,234\",,0\n\"行政\n许可\",5"), "规章\t\"1,234\"\t\t0\n\"行政 许可\"\t5");
    }
}
