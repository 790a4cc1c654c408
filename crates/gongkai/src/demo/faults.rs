//! 差错: what is put wrong on purpose, so that a visitor sees findings.

use gongkai_law::annual_report::Figures;
use gongkai_report::Report;

/// One thing wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A carried-over application counted twice: the intake of a column does not balance.
    Balance,
    /// A row whose applicants do not add up to its total.
    Applicants,
    /// Reviews that do not add up.
    Redress,
    /// A cell left blank.
    Blank,
    /// No word on the processing fee.
    Fee,
    /// The format notice cited in the wrong brackets.
    Citation,
    /// A section whose title is not the form's.
    Header,
}

/// Puts it into a report.
pub fn plant(fault: Fault, report: &mut Report) {
    match fault {
        Fault::Balance => shift(report, &["requests.carried_out.natural_person", "requests.carried_out.total"], 1),
        Fault::Applicants => shift(report, &["requests.unable_not_held.total"], -1),
        Fault::Redress => shift(report, &["redress.review.total"], 1),
        Fault::Blank => with(report, |figures| {
            if let Some(cell) = figures.form().cell("requests.granted.natural_person") {
                figures.set(cell, None);
            }
            if let Some(cell) = figures.form().cell("requests.rejected_publication.legal_service") {
                figures.set(cell, None);
            }
        }),
        Fault::Fee => rewrite(report, 6, |_| "没有其他需要报告的事项。".to_owned()),
        Fault::Citation => rewrite(report, 1, |text| text.replace('〔', "{").replace('〕', "}")),
        Fault::Header => {
            for section in report.sections.iter_mut().filter(|section| section.number == 5) {
                section.title = "存在问题和改进措施".to_owned();
            }
        }
    }
}

fn with(report: &mut Report, change: impl FnOnce(&mut Figures)) {
    if let Some(figures) = &mut report.figures {
        change(figures);
    }
}

fn shift(report: &mut Report, addresses: &[&str], by: i64) {
    with(report, |figures| {
        for address in addresses {
            if let Some(cell) = figures.form().cell(address) {
                let value = figures.get(cell).unwrap_or(0);
                figures.set(cell, Some((value + by).max(0)));
            }
        }
    });
}

fn rewrite(report: &mut Report, number: u8, change: impl Fn(&str) -> String) {
    for section in report.sections.iter_mut().filter(|section| section.number == number) {
        section.text = change(&section.text);
    }
}
