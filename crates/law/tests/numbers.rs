//! The numbers that name organisations and persons, and the check digits that tell a slip of the pen.
#![allow(clippy::unwrap_used)] // outside of #[test] functions too: a helper that fails is a test that fails

use gongkai_law::{
    organ::uscc,
    personal::{self, IdFault, Kind, check_id, is_bank_card, is_mobile, numbers},
};
use proptest::prelude::*;

const CODES: [&str; 4] = ["91350100M000100Y43", "11341702486344515H", "12620600MB0523338C", "11441700007280420Y"];
const IDS: [&str; 2] = ["34052419800101001X", "11010519491231002X"];

#[test]
fn codes_of_organisations_that_are_in_use_are_accepted() {
    for code in CODES {
        assert_eq!(uscc::check(code), Ok(()), "{code}");
    }
}

#[test]
fn a_wrong_code_is_told_with_the_character_that_is_wrong() {
    let told = [
        "",
        "11341702486344515",
        "11341702486344515I",
        "1134170248634４515H",
        "11341702486344525H",
        "11341702486344515h",
    ]
    .map(|code| uscc::check(code).unwrap_err().to_string());
    insta::assert_snapshot!(told.join("\n"), @r#"
    统一社会信用代码应为18位，现为0位
    统一社会信用代码应为18位，现为17位
    第18位“I”不是统一社会信用代码可用的字符
    第14位“４”不是统一社会信用代码可用的字符
    统一社会信用代码不对，请逐位核对
    第18位“h”不是统一社会信用代码可用的字符
    "#);
}

#[test]
fn identity_numbers_are_accepted_by_birth_and_check_digit() {
    for id in IDS {
        assert_eq!(check_id(id.as_bytes()), Ok(()), "{id}");
        assert_eq!(check_id(id.to_lowercase().as_bytes()), Ok(()), "a small x is the same");
    }
    assert_eq!(check_id(b"110105194912310021"), Err(IdFault::CheckDigit { wanted: 'X' }));
    assert_eq!(check_id(b"11010519491331002X"), Err(IdFault::Birth), "there is no thirteenth month");
    assert_eq!(check_id(b"11010519000229001X"), Err(IdFault::Birth), "1900 was no leap year");
    assert_eq!(check_id(b"1101051949123100X2"), Err(IdFault::Character { at: 17 }));
    assert_eq!(check_id(b"11010519491231002A"), Err(IdFault::Character { at: 18 }));
    assert_eq!(check_id(b""), Err(IdFault::Length));
    assert!(personal::region_known(b"11") && personal::region_known(b"82") && !personal::region_known(b"16"));
}

#[test]
fn personal_numbers_are_found_in_a_text_and_other_numbers_are_left_alone() {
    let text = "身份证34052419800101001X，卡号6222020000000000000，电话：13800005678。\
        代码11441700007280420Y，金额13800005678.25元、0.13800005678，附件 art_13800005678.html，\
        序号340524198001010012，总数138000056780，\
        国际写法+8613900005678，编号8613700005678，\
        无此地区160101199003071232，全为数字的代码910000000000000141。";
    assert!(is_bank_card(b"910000000000000141") && uscc::check("910000000000000141").is_ok(), "both, so neither");
    assert_eq!(check_id(b"160101199003071232"), Ok(()), "but no region has 16");
    let found: Vec<_> = numbers(text.as_bytes()).map(|n| (n.kind, &text[n.range])).collect();
    assert_eq!(
        found,
        [
            (Kind::Id, "34052419800101001X"),
            (Kind::BankCard, "6222020000000000000"),
            (Kind::Mobile, "13800005678"),
            (Kind::Mobile, "13900005678")
        ]
    );
}

proptest! {
    #[test]
    fn one_wrong_character_in_a_code_is_always_noticed(which in 0..CODES.len(), at in 0_usize..18, other in "[0-9A-HJ-NPQRTUWXY]") {
        let mut code = CODES[which].to_owned();
        prop_assume!(code[at..=at] != other);
        code.replace_range(at..=at, &other);
        prop_assert!(uscc::check(&code).is_err());
    }

    #[test]
    fn one_wrong_digit_in_an_identity_number_is_always_noticed(which in 0..IDS.len(), at in 0_usize..17, other in "[0-9]") {
        let mut id = IDS[which].to_owned();
        prop_assume!(id[at..=at] != other);
        id.replace_range(at..=at, &other);
        prop_assert!(check_id(id.as_bytes()).is_err());
    }

    #[test]
    fn exactly_one_last_digit_makes_a_bank_card(digits in "6[0-9]{14,17}") {
        prop_assert_eq!((0..10).filter(|last| is_bank_card(format!("{digits}{last}").as_bytes())).count(), 1);
    }

    #[test]
    fn a_mobile_number_has_eleven_digits(number in "1[3-9][0-9]{6,12}") {
        prop_assert_eq!(is_mobile(number.as_bytes()), number.len() == 11);
    }

    #[test]
    fn any_bytes_can_be_looked_through(bytes in prop::collection::vec(prop_oneof![any::<u8>(), b'0'..=b'9'], 0..200)) {
        let mut last = 0;
        for number in numbers(&bytes) {
            prop_assert!(number.range.start >= last && bytes[number.range.clone()].len() >= 11);
            last = number.range.end;
        }
        let _ = (check_id(&bytes), uscc::check(&String::from_utf8_lossy(&bytes)));
    }
}
