use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N004",
    title: "正文的规范性文件件数与表二不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表二",
    page: include_str!("n004_documents.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(
        case,
        CHECK.code,
        |claim| (Meaning::RegulationsIssued..=Meaning::DocumentsInForce).contains(&claim.meaning),
        findings,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(text: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021()
            .cell("proactive.normative_documents.issued", 3)
            .cell("proactive.normative_documents.repealed", 1)
            .cell("proactive.normative_documents.in_force", 15)
            .prose(1, text)
            .reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn made_repealed_and_in_force_are_three_numbers() {
        assert_eq!(told("制定行政规范性文件3件，废止1件，现行有效15件。"), []);
        let told = told("制定行政规范性文件3件，废止2件，现行有效14件。");
        assert_eq!(told.len(), 2);
        insta::assert_snapshot!(told[0].1, @"正文写“废止2件”，表二规范性文件“本年废止”是1");
    }

    #[test]
    fn what_is_made_public_need_not_be_this_years() {
        assert_eq!(told("发布规范性文件15件。"), []);
        assert_eq!(told("发布规范性文件9件。")[0].0, Verdict::Unsure);
    }

    #[test]
    fn the_trial_form_does_not_ask_for_repeals() {
        use gongkai_law::annual_report::Edition;
        let sample = crate::checks::sample::sample(2020, Edition::Of2019).prose(1, "2020年废止规范性文件2件。");
        assert_eq!(verdict(&CHECK, &sample.reading()), (vec![], None));
    }
}
