use serde_json::Value;

use super::gongkai;

fn said(arguments: &[&str]) -> String {
    let answer = gongkai(arguments);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{arguments:?}");
    answer.out
}

fn refused(arguments: &[&str]) -> String {
    let answer = gongkai(arguments);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{arguments:?}");
    answer.err
}

#[test]
fn each_date_has_its_line_with_the_festival_of_the_notice() {
    let out = said(&["law", "workday", "2026-02-14", "2026-02-16", "2026-03-07", "2026-03-09"]);
    insta::assert_snapshot!(out, @"
    2026-02-14 workday 春节
    2026-02-16 holiday 春节
    2026-03-07 weekend -
    2026-03-09 workday -
    ");
}

#[test]
fn a_day_past_the_last_notice_is_answered_and_called_provisional_on_stderr() {
    let answer = gongkai(&["law", "workday", "2031-03-03"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), "2031-03-03 workday -\n"));
    assert!(answer.err.contains("暂定"), "{}", answer.err);
}

#[test]
fn what_was_known_on_a_day_can_be_asked() {
    let later = said(&["law", "workday", "2020-01-31"]);
    let earlier = said(&["law", "workday", "--as-known-on", "2020-01-20", "2020-01-31"]);
    assert_eq!((later.as_str(), earlier.as_str()), ("2020-01-31 holiday 春节\n", "2020-01-31 workday -\n"));
}

#[test]
fn the_deadline_has_its_proof_in_the_shape_of_the_contract() {
    let out = said(&["law", "deadline", "--received", "2026-04-30", "--format", "json"]);
    assert!(out.starts_with(
        r#"{"received":"2026-04-30","due":"2026-06-01","working_days":20,"provisional":false,"warnings":[],"days":[{"date":"2026-04-30","kind":"received","n":null,"name":null},{"date":"2026-05-01","kind":"off","n":null,"name":"劳动节"},"#
    ), "{out}");
    let proof: Value = serde_json::from_str(&out).unwrap();
    let last = proof["days"].as_array().unwrap().last().unwrap();
    assert_eq!(last, &serde_json::json!({"date": "2026-06-01", "kind": "due", "n": 20, "name": null}));
}

#[test]
fn an_open_event_leaves_the_deadline_open() {
    let out =
        said(&["law", "deadline", "--received", "2026-09-01", "--event", "consult:2026-09-18:", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["due"], Value::Null);
    assert!(
        said(&["law", "deadline", "--received", "2026-09-01", "--event", "consult:2026-09-18:"]).contains("尚不能确定")
    );
}

#[test]
fn events_count_in_any_order() {
    let with = |first: &str, second: &str| {
        said(&["law", "deadline", "--received", "2026-04-30", "--event", first, "--event", second])
    };
    assert_eq!(with("extend:10", "consult:2026-05-06:2026-05-08"), with("consult:2026-05-06:2026-05-08", "extend:10"));
}

#[test]
fn the_text_tells_each_day() {
    let out = said(&["law", "deadline", "--received", "2026-04-30"]);
    let head: Vec<&str> = out.lines().take(12).collect();
    insta::assert_snapshot!(head.join("\n"), @r#"
    收到申请：2026年4月30日
    答复期限：2026年6月1日
    工作日数：20个

    2026-04-30 周四  　  收到申请，当日不计
    2026-05-01 周五  　  放假，不计（劳动节）
    2026-05-02 周六  　  放假，不计（劳动节）
    2026-05-03 周日  　  放假，不计（劳动节）
    2026-05-04 周一  　  放假，不计（劳动节）
    2026-05-05 周二  　  放假，不计（劳动节）
    2026-05-06 周三   1  工作日
    2026-05-07 周四   2  工作日
    "#);
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence() {
    let deadline = |event: &str| refused(&["law", "deadline", "--received", "2026-04-30", "--event", event]);
    assert!(deadline("consult:2026-05-08:2026-05-06").contains("早于"));
    assert!(deadline("extend:21").contains("20个工作日"));
    insta::assert_snapshot!(deadline("pause:2026-05-08"), @r#"gongkai：--event的值“pause:2026-05-08”不对：应当写作clarify:日期:日期、fee:日期:日期、consult:日期:日期、extend:天数或delay:日期。用 --help 查看用法"#);
    insta::assert_snapshot!(refused(&["law", "workday", "2026-2-30"]), @r#"gongkai：日期的值“2026-2-30”不对：应当是2026-09-30这样的日期。用 --help 查看用法"#);
    insta::assert_snapshot!(refused(&["law", "deadline"]), @r#"gongkai：缺少参数：--received 日期。用 --help 查看用法"#);
}

#[test]
fn the_fee_is_told_tier_by_tier() {
    insta::assert_snapshot!(said(&["law", "fee", "--by-item", "33"]), @r#"
    按件计收：33件，共2600元（《政府信息公开信息处理费管理办法》第四条）
      第1—10件：10件×0元＝0元
      第11—30件：20件×100元＝2000元
      第31—33件：3件×200元＝600元
    "#);
    insta::assert_snapshot!(said(&["law", "fee", "--by-page", "30"]), @r#"
    按量计收：30页，共0元（《政府信息公开信息处理费管理办法》第五条）
      第1—30页：30页×0元＝0元
    "#);
    insta::assert_snapshot!(refused(&["law", "fee", "--by-page", "-1"]), @r#"gongkai：--by-page的值“-1”不对：应当是0到100000的整数。用 --help 查看用法"#);
    insta::assert_snapshot!(refused(&["law", "fee"]), @r#"gongkai：缺少参数：--by-item N 或 --by-page N。用 --help 查看用法"#);
    insta::assert_snapshot!(refused(&["law", "fee", "--by-item", "3", "--by-page", "3"]), @r#"gongkai：--by-item和--by-page不能同时使用。用 --help 查看用法"#);
}
