use gongkai_law::annual_report::{figures::MILLIONTHS, form::Kind};

use super::{Case, Check, NotAssessable, sums::no_tables};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::LabelOf,
};

pub(super) static CHECK: Check = Check {
    code: "F010",
    title: "收费金额的单位不是万元",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二第（八）项",
    page: include_str!("f010_unit.md"),
    run,
};

/// 十亿元, in millionths of 万元: more than that, with 角 and 分, was hardly counted in 万元.
const A_THOUSAND_MILLION: i64 = 100_000 * MILLIONTHS;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let reading = case.reading;
    let Some(figures) = &reading.report.figures else { return no_tables() };
    for (cell, place) in (0_u16..).zip(figures.form().cells()).filter(|(_, place)| place.kind == Kind::Wan) {
        let printed = reading.printed(cell).unwrap_or_default().trim();
        let label = reading.labels.iter().find(|label| {
            matches!(label.of, LabelOf::Column { table, block, column } if (table, block, column) == (place.table, place.block, place.column))
        });
        let header_in_yuan = label.filter(|label| !in_wan(&label.printed));
        let to_the_fen = printed.rsplit_once('.').is_some_and(|(_, part)| part.len() == 2);
        let (verdict, message, span) = if printed.contains('元') && !printed.contains("万") {
            (Verdict::Fail, format!("收费金额写作“{printed}”，这一格的单位是万元"), reading.cell_span(cell))
        } else if let Some(label) = header_in_yuan {
            (Verdict::Fail, format!("表头写作“{}”，格式的单位是万元", label.printed), Some(label.span))
        } else if to_the_fen && figures.get(cell).is_some_and(|value| value >= A_THOUSAND_MILLION) {
            (
                Verdict::Unsure,
                format!("收费金额{printed}万元，超过十亿元又精确到两位小数，可能是以元填的"),
                reading.cell_span(cell),
            )
        } else {
            continue;
        };
        findings.push(
            Finding::new(CHECK.code, verdict, Severity::Warning, message)
                .at(place.address.as_str())
                .shown(span)
                .mend("换算成万元填写，单元格里只写数字"),
        );
    }
    Ok(())
}

/// Whether the head of a column leaves no other unit than 万元.
fn in_wan(printed: &str) -> bool {
    let larger = ["十万元", "百万元", "千万元"].iter().any(|unit| printed.contains(unit));
    !printed.contains('元') || printed.contains("万元") && !larger
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(sample: crate::checks::sample::Sample) -> Vec<(Verdict, String)> {
        verdict(&CHECK, &sample.reading()).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn an_amount_in_yuan_is_found_in_the_cell_or_in_the_header() {
        let cell = told(sample_2021().printed("proactive.fees_wan", "38000元"));
        assert_eq!(cell, [(Verdict::Fail, "收费金额写作“38000元”，这一格的单位是万元".to_owned())]);
        let header = LabelOf::Column { table: 0, block: 3, column: 0 };
        for unit in ["元", "千元", "百万元", "亿元"] {
            let named = sample_2021().label(header, &format!("本年收费金额（单位：{unit}）"));
            assert_eq!(told(named)[0].0, Verdict::Fail, "{unit}");
        }
        assert_eq!(told(sample_2021().label(header, "本年收费金额（单位：万元）")), []);
    }

    #[test]
    fn thousands_of_millions_to_the_fen_ask_for_a_look() {
        let fees = |wan: i64| sample_2021().cell("proactive.fees_wan", wan);
        assert_eq!(told(fees(151_634_850_120_000))[0].0, Verdict::Unsure);
        assert_eq!(told(fees(15_163_485_000)), []);
    }
}
