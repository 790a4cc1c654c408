use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N001",
    title: "正文的新收件数与表三不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表三",
    page: include_str!("n001_new.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(case, CHECK.code, |claim| !claim.denied && claim.meaning == Meaning::New, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(new: i64, carried_in: i64, text: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021()
            .cell("requests.new.total", new)
            .cell("requests.carried_in.total", carried_in)
            .prose(1, text)
            .reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn another_number_than_the_table_s_is_wrong() {
        let told = told(15, 0, "全年收到政府信息公开申请12件。");
        insta::assert_snapshot!(told[0].1, @"正文写“收到政府信息公开申请12件”，表三“本年新收”是15");
        assert_eq!((told.len(), told[0].0), (1, Verdict::Fail));
    }

    #[test]
    fn what_came_in_and_what_was_carried_in_counted_together_is_doubtful() {
        let told = told(37, 2, "2023年共收到政府信息公开申请39件，均按期答复。");
        insta::assert_snapshot!(told[0].1, @"正文写“收到政府信息公开申请39件”，表三“本年新收”是37；正好是新收与上年结转之和，可能把结转也算作收到");
        assert_eq!(told[0].0, Verdict::Unsure);
    }

    #[test]
    fn a_whole_county_in_one_office_s_report_is_doubtful() {
        assert_eq!(told(5, 0, "全县共收到政府信息公开申请80件。")[0].0, Verdict::Unsure);
    }

    #[test]
    fn a_second_number_beside_the_right_one_is_doubtful() {
        let told = told(15, 0, "收到政府信息公开申请15件。收到政府信息公开申请3件。");
        assert_eq!(told.iter().map(|(verdict, _)| *verdict).collect::<Vec<_>>(), [Verdict::Unsure]);
    }

    #[test]
    fn a_cell_that_was_not_read_leaves_the_claim_open() {
        let reading = sample_2021().unknown("requests.new.total").prose(1, "收到政府信息公开申请3件。").reading();
        let (findings, reason) = verdict(&CHECK, &reading);
        assert_eq!(findings, []);
        insta::assert_snapshot!(reason.unwrap(), @"正文写了数字，表三“本年新收”读不出，无法比较");
    }
}
