//! Words that are no file.

use gongkai_gate::{At, Finding, People, Rules, Severity, Way, Word, examine, examine_text};

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|found| found.check.code).collect()
}

#[test]
fn a_mobile_number_in_the_body_has_its_line_its_mask_and_its_ways() {
    let text = "标题\n咨询请联系水价补贴专干杨某，电话13900000058。\n办公室0000-5550166";
    let findings = examine_text("正文", text, &Rules::default());
    assert_eq!(codes(&findings), ["G101"]);
    let found = &findings[0];
    assert_eq!((found.part.as_str(), found.severity(), found.count), ("正文", Severity::Must, 1));
    assert_eq!(found.hits[0].at, At::Line(2));
    assert_eq!(found.hits[0].excerpt.about(), "139****0058");
    assert_eq!(found.ways, [Way::Mask, Way::Replace, Way::Justify]);
}

#[test]
fn a_justified_finding_is_known_again_until_another_number_comes_to_it() {
    let print = |text: &str| examine_text("正文", text, &Rules::default())[0].fingerprint.clone();
    let one = print("电话13900000058。");
    assert_eq!(one, print("前言\n\n电话13900000058。"), "what moved is the same");
    assert_ne!(one, print("电话13900000058，13800000012。"), "what was added is not");
    assert_ne!(one, print("电话13800000012。"));
}

#[test]
fn no_finding_repeats_a_number() {
    let text = "周某34052419800101001X，卡6222020000000000000，139 0000 0058，旧证340524800101001，电话13900000058";
    for found in examine_text("正文", text, &Rules::default()) {
        for hit in &found.hits {
            assert!(!hit.excerpt.words.contains("00000"), "{}", hit.excerpt.words);
            assert!(!hit.excerpt.words.contains("1980"), "{}", hit.excerpt.words);
        }
    }
}

#[test]
fn a_secret_mark_is_refused_and_no_reason_helps() {
    let findings = examine_text("正文", "机密★5年\n关于某事的通知\n涉及国家秘密和商业秘密的除外", &Rules::default());
    assert_eq!(codes(&findings), ["G001"]);
    assert_eq!(findings[0].severity(), Severity::Refused);
    assert_eq!(findings[0].ways, [Way::Replace]);
}

#[test]
fn the_words_of_the_office_s_list_are_found_with_what_is_right() {
    let word = |wrong: &str, right: &str| Word { wrong: wrong.to_owned(), right: right.to_owned() };
    let rules = Rules::default().words([word("帐户", "账户"), word("县政府办", "县政府办公室"), word(" ", "")]);
    let findings = examine_text("正文", "县政府办公室：补贴打入帐户。\n县政府办印发", &rules);
    assert_eq!(codes(&findings), ["G111"]);
    let told: Vec<(&str, &At)> = findings[0].hits.iter().map(|hit| (hit.excerpt.about(), &hit.at)).collect();
    assert_eq!(told, [("帐户", &At::Line(1)), ("县政府办", &At::Line(2))]);
    assert!(findings[0].hits[0].excerpt.words.ends_with("（应为“账户”）"));
}

#[test]
fn links_within_the_office_s_domains_are_fine_and_others_want_a_look() {
    let rules = Rules::default().domains(["qinghe.gov.cn".to_owned()]);
    let text = "见https://www.qinghe.gov.cn/a、http://evilqinghe.gov.cn/和http：//www.qinghe.gov.cn。";
    let findings = examine_text("正文", text, &rules);
    assert_eq!(codes(&findings), ["G204", "G205"]);
    assert_eq!(findings[0].hits[0].excerpt.words, "http://evilqinghe.gov.cn/");
}

#[test]
fn where_an_office_has_no_domain_of_its_own_every_link_leads_outside() {
    let findings = examine_text("正文", "见https://www.qinghe.gov.cn/a", &Rules::default().domains([]));
    assert_eq!(codes(&findings), ["G204"]);
    assert!(examine_text("正文", "见https://www.qinghe.gov.cn/a", &Rules::default()).is_empty(), "nobody asked");
}

#[test]
fn names_of_pupils_and_patients_are_looked_for_where_the_item_may_have_them() {
    let table = "姓名\t学校\t年级\n周望舒\t青禾小学\t三年级\n陈某某\t青禾小学\t三年级\n合计\t2\t\n";
    let rules = Rules::default().people([People::Minors]);
    let findings = examine_text("名单", table, &rules);
    assert_eq!(codes(&findings), ["G202"]);
    assert_eq!((findings[0].count, findings[0].hits[0].excerpt.words.as_str()), (1, "周**"));
    assert!(examine_text("名单", table, &Rules::default()).is_empty(), "a list of prizes, say");
    let both = "姓名\t学校\t监护人\n周望舒\t青禾小学\t周平川\n";
    assert_eq!(examine_text("名单", both, &rules)[0].count, 2, "whose child it is says who the child is");
    let list = examine_text("正文", "三年级学生王小明、李小红和赵朗获得奖励。", &rules);
    assert_eq!(list[0].count, 3, "every one of a list, not the first alone: {list:?}");
    let rules = Rules::default().people([People::Patients]);
    assert_eq!(codes(&examine_text("正文", "患者赵六因肺结核住院。", &rules)), ["G203"]);
    assert_eq!(codes(&examine_text("正文", "确诊患者周望舒，男，42岁。", &rules)), ["G203"]);
    assert!(examine_text("正文", "确诊患者周某，男。保障患者权益。", &rules).is_empty());
}

#[test]
fn more_places_than_are_kept_are_counted() {
    let text = "13900000058\n".repeat(1_000);
    let findings = examine_text("正文", &text, &Rules::default());
    assert_eq!((findings[0].count, findings[0].hits.len()), (1_000, Finding::MOST_HITS));
}

#[test]
fn a_file_s_name_is_published_too() {
    let examined = examine("周某34052419800101001X.txt", "正文".as_bytes(), &Rules::default());
    assert_eq!(codes(&examined.findings), ["G102"]);
    assert_eq!(examined.findings[0].part, "文件名");
    let marked = examine("秘密★10年.docx", "正文".as_bytes(), &Rules::default());
    assert_eq!(codes(&marked.findings), ["G001"]);
}
