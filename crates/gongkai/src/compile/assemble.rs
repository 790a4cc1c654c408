//! 成文: what is written and what is counted put together to the report as it will be read.

use gongkai_law::annual_report::Form;
use gongkai_report::{Format, Report, Section};

use super::{bound::ReadOut, figures::YearFigures, parts::Part, range::Range, work::Work};

/// The report as it stands.
pub fn report(work: &Work, year: &YearFigures) -> Report {
    let form = Form::of(work.edition);
    let parts = Part::all(work.edition);
    let section = |(number, title): (u8, &&str)| {
        let mut paragraphs = Vec::new();
        if number == 1 {
            paragraphs.push(opening(work, form));
        }
        if number == 6 {
            paragraphs.extend(year.fees.and_then(|fees| fees.sentence(work.year())));
        }
        for part in parts.iter().filter(|part| part.section == number) {
            paragraphs.extend(part.line());
            let text = ReadOut::of(work.content.part(&part.key), year, work.year()).text();
            paragraphs.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        Section { number, title: (*title).to_owned(), text: paragraphs.join("\n") }
    };
    Report {
        agency: Some(work.organ.name.clone()),
        year: Some(work.year()),
        format: Some(Format::Form(work.edition)),
        figures: Some(year.figures.clone()),
        sections: (1..).zip(&form.sections).map(section).collect(),
    }
}

/// 编制说明: on what it rests, over which time, and whose figures it has.
fn opening(work: &Work, form: &Form) -> String {
    let year = work.year();
    let whose = match work.range {
        Range::Own => String::new(),
        wide => format!("报告的数据包括{}。", wide.label()),
    };
    format!(
        "本报告按照《中华人民共和国政府信息公开条例》和{}的要求编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。{whose}",
        form.notice
    )
}
