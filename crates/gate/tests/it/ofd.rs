//! OFD files are read like others: their words as they are placed, and who made them.

use gongkai_gate::{Kind, Rules, examine, strip};
use gongkai_report::read::Limits;

use crate::made::{ofd, unpacked};

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    let examined = examine("通知.ofd", bytes, &Rules::default());
    assert_eq!(examined.kind, Kind::Ofd);
    examined.findings.iter().map(|finding| finding.check.code).collect()
}

#[test]
fn numbers_and_marks_of_secrecy_are_found_though_they_be_placed_sign_by_sign() {
    let clean = ofd("", &[&[&[(30.0, "关于停水的通知")], &[(30.0, "各乡镇：")]]], &[]);
    assert!(codes(&clean).is_empty(), "{:?}", codes(&clean));
    assert_eq!(examine("通知.ofd", &clean, &Rules::default()).text, "关于停水的通知\n各乡镇：\n");
    // placed in any order, the number in two pieces that touch
    let told = ofd("", &[&[&[(30.0, "停水通知")]], &[&[(60.0, "0000058"), (30.0, "电话"), (40.0, "1390")]]], &[]);
    let found = examine("通知.ofd", &told, &Rules::default()).findings;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].check.code, found[0].hits[0].at.label().as_str()), ("G101", "第2页"));
    assert_eq!(found[0].hits[0].excerpt.words, "电话139****0058");
    // cells that stand apart make no number
    assert!(codes(&ofd("", &[&[&[(30.0, "1390"), (90.0, "0000058")]]], &[])).is_empty());
    assert_eq!(codes(&ofd("", &[&[&[(150.0, "秘密★10年")], &[(30.0, "通知")]]], &[])), ["G001"]);
}

#[test]
fn who_made_it_is_found_and_taken_out_and_the_rest_stays_as_it_was() {
    let info = "<ofd:Title>停水通知</ofd:Title><ofd:Author>周明</ofd:Author><ofd:CreationDate>2026-10-12</ofd:CreationDate>\
                <ofd:CustomDatas><ofd:CustomData Name=\"部门\">供水科</ofd:CustomData></ofd:CustomDatas>";
    let before = ofd(info, &[&[&[(30.0, "停水通知")]]], &[]);
    assert_eq!(codes(&before), ["G213"]);
    let after = strip(&before, &Limits::WEB).unwrap();
    assert_eq!(after.removed, ["作者等文件信息"]);
    assert!(codes(&after.bytes).is_empty());
    let said = unpacked(&after.bytes);
    assert!(!said.contains("周明") && !said.contains("供水科") && said.contains("<ofd:Title>停水通知"), "{said}");
    assert_eq!(strip(&after.bytes, &Limits::WEB).unwrap().bytes, after.bytes, "there is nothing more to take out");
}

#[test]
fn a_sealed_one_is_left_alone_and_one_without_pages_is_said_to_be_unread() {
    let info = "<ofd:Author>周明</ofd:Author>";
    let sealed = ofd(info, &[&[&[(30.0, "停水通知")]]], &[("Doc_0/Signs/Sign_0/SignedValue.dat", "seal")]);
    assert!(strip(&sealed, &Limits::WEB).unwrap_err().to_string().contains("签名"));
    assert!(codes(&ofd("", &[], &[])).contains(&"G302"));
    let hidden = "<ofd:Page><ofd:TextObject Visible=\"false\" Boundary=\"0 0 9 9\"><ofd:TextCode Y=\"1\">内部掌握</ofd:TextCode>\
                  </ofd:TextObject></ofd:Page>";
    let hidden = ofd("", &[&[&[(30.0, "停水通知")]]], &[("Doc_0/Annots/Page_0/Annotation.xml", hidden)]);
    assert_eq!(codes(&hidden), ["G211"]);
    let old = examine("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", &Rules::default());
    assert_eq!(old.findings[0].check.code, "G302", "old Office files stay unread and say so");
}
