//! Letters and redress: who reviews whom, which court hears it, what a letter tells and what it must say.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::{
    annual_report::{Edition, Form},
    article::Instrument,
    exempt::Exemption,
    organ::{Kind, Level},
    redress::{Route, act_by},
    request::{
        decision::{Class, Decision},
        letter::{Content, LetterKind, asks, bases},
        remedy::{Court, Names, ReviewOrgan, System, bases as terms, text},
        step::Step,
        third_party::Asked,
    },
};
use jiff::civil::date;
use proptest::{prelude::*, sample::select};

const NAMES: Names<'static> =
    Names { review: "青禾县人民政府", court: "青禾县人民法院", online: "县政府网站的复议窗口" };

/// Who reviews, as people would say it; empty where nobody does.
fn reviewer(kind: Kind, level: Level, name: &str) -> &'static str {
    ReviewOrgan::over(kind, level, System::of_name(name)).map_or("", |(organ, _)| organ.label())
}

#[test]
fn since_2024_a_bureau_is_reviewed_by_its_own_government_unless_it_hangs_from_above() {
    assert_eq!(reviewer(Kind::Department, Level::County, "青禾县水利局"), "本级人民政府");
    assert_eq!(reviewer(Kind::Department, Level::City, "云泽市教育局"), "本级人民政府");
    for vertical in ["国家税务总局青禾县税务局", "云泽海关", "云泽市国家安全局", "国家外汇管理局云泽市分局"]
    {
        assert_eq!(reviewer(Kind::Department, Level::City, vertical), "上一级主管部门", "{vertical}");
    }
    assert_eq!(reviewer(Kind::Department, Level::County, "青禾县司法局"), "本级人民政府或者上一级司法行政部门");
}

#[test]
fn a_government_is_reviewed_by_the_one_above_and_a_province_by_itself() {
    for level in [Level::Township, Level::County, Level::City] {
        assert_eq!(reviewer(Kind::Government, level, "某地人民政府"), "上一级人民政府", "{level:?}");
    }
    assert_eq!(reviewer(Kind::Government, Level::Province, "云江省人民政府"), "作出答复的机关");
    assert_eq!(reviewer(Kind::Department, Level::State, "某部"), "作出答复的机关");
    assert_eq!(reviewer(Kind::Government, Level::State, "国务院"), "", "its own acts are not reviewed");
}

#[test]
fn who_was_sent_out_is_reviewed_by_whom_it_was_sent_out_from() {
    assert_eq!(reviewer(Kind::DispatchedOrgan, Level::Township, "城关街道办事处"), "设立该派出机关的人民政府");
    let station = reviewer(Kind::DispatchedUnit, Level::Township, "青禾县公安局云渡派出所");
    assert_eq!(station, "设立该派出机构的部门的本级人民政府");
    assert_eq!(reviewer(Kind::Authorised, Level::County, "青禾县某中心"), "本级人民政府");
    assert_eq!(reviewer(Kind::PublicService, Level::County, "青禾县供水公司"), "", "one complains of it to the bureau");
}

#[test]
fn governments_from_the_county_up_answer_before_the_middle_court_and_others_before_the_one_of_the_place() {
    for (kind, level, court) in [
        (Kind::Government, Level::County, Court::Intermediate),
        (Kind::Government, Level::Province, Court::Intermediate),
        (Kind::Government, Level::Township, Court::Basic),
        (Kind::Department, Level::City, Court::Basic),
        (Kind::Department, Level::State, Court::Intermediate),
    ] {
        assert_eq!(Court::over(kind, level).0, court, "{kind:?} {level:?}");
    }
}

#[test]
fn only_who_is_refused_by_articles_14_to_16_must_ask_for_review_before_the_court() {
    for decision in Decision::ALL {
        let told = text(decision, NAMES);
        assert!(told.contains("60日内") && told.contains("青禾县人民政府") && told.contains("青禾县人民法院"));
        assert!(told.contains("也可以通过县政府网站的复议窗口提出"));
        let refused = Exemption::behind(decision).is_some() || decision == Decision::Partial;
        assert_eq!(told.contains("应当先") && told.contains("15日内"), refused, "{decision:?}: {told}");
        assert_eq!(told.contains("6个月内直接"), !refused || decision == Decision::Partial, "{decision:?}: {told}");
        let laws: Vec<_> = terms(decision).iter().map(|article| article.instrument).collect();
        assert!(laws.contains(&Instrument::ReviewLaw) && laws.contains(&Instrument::LitigationLaw));
    }
    let query = text(Decision::DeniedQuery, NAMES);
    assert!(!query.contains("应当先"), "counted among the refusals, yet none of them: {query}");
    let partial = text(Decision::Partial, NAMES);
    assert!(partial.starts_with("对不予公开的部分不服的"), "{partial}");
}

#[test]
fn sixty_days_six_months_and_fifteen_days_are_days_of_the_calendar_that_end_on_a_day_of_work() {
    let by = |route, known| act_by(route, known, gongkai_law::calendar::Calendar::built_in()).unwrap().date;
    assert_eq!(by(Route::Review, date(2026, 8, 3)), date(2026, 10, 8), "2 October lies in the holidays");
    assert_eq!(by(Route::Direct, date(2026, 3, 30)), date(2026, 9, 30));
    assert_eq!(by(Route::AfterReview, date(2026, 9, 18)), date(2026, 10, 8), "3 October does, too");
}

#[test]
fn every_answer_says_when_it_came_what_was_asked_on_what_it_rests_and_what_can_be_done() {
    for decision in Decision::ALL {
        for (variant, letter) in decision.letters().iter().enumerate() {
            let kind = LetterKind::telling(decision, variant);
            assert_eq!(kind.title(), letter.name);
            assert!(kind.is_answer());
            for content in [Content::Received, Content::Wanted, Content::Remedy, Content::Contact] {
                assert!(kind.needs().contains(&content), "{} without {}", kind.title(), content.label());
            }
            let cited = bases(decision, variant, &[]);
            assert_eq!(cited.is_empty(), decision == Decision::OtherOther, "{decision:?}");
            assert!(letter.article.is_none_or(|article| cited.contains(&article)));
            // what it needs, the officer is asked for or the register has
            let asked: BTreeSet<_> = asks(decision, variant).iter().map(|ask| ask.content).collect();
            let register = [Content::Withheld, Content::Fact];
            let open = kind.needs().iter().filter(|content| !content.is_recorded() && !asked.contains(content));
            assert!(
                open.clone().all(|content| register.contains(content)),
                "{decision:?} {:?}",
                open.collect::<Vec<_>>()
            );
        }
    }
    let not_exist = LetterKind::telling(Decision::UnableNotHeld, 0);
    assert!(not_exist.needs().contains(&Content::Findings), "who says it is not there says where he looked");
}

#[test]
fn a_partial_answer_cites_the_ground_of_each_part_it_withholds() {
    let places = |grounds: &[Exemption]| -> Vec<String> {
        bases(Decision::Partial, 0, grounds).iter().map(|article| article.place()).collect()
    };
    assert_eq!(places(&[Exemption::ThirdParty]), ["第三十六条第（二）项", "第十五条", "第三十二条", "第三十七条"]);
    let twice = places(&[Exemption::Process, Exemption::EnforcementFile, Exemption::InternalAffairs]);
    assert_eq!(twice, ["第三十六条第（二）项", "第十六条第二款", "第十六条第一款", "第三十七条"], "each place once");
}

#[test]
fn letters_of_one_word_count_in_one_series_and_of_two_words_in_two() {
    let mut words: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for kind in LetterKind::all() {
        let (word, series) = kind.series();
        words.entry(word).or_default().insert(series);
        assert_eq!(LetterKind::of_key(kind.key()), Some(kind));
    }
    assert!(words.values().all(|series| series.len() == 1));
    assert_eq!(words.values().flatten().collect::<BTreeSet<_>>().len(), words.len());
}

#[test]
fn what_is_asked_of_others_goes_out_by_letter_and_what_comes_in_does_not() {
    let asked = Step::Consulted { party: 0, asked: Asked::CoProducer };
    assert_eq!(LetterKind::of_step(asked), Some(LetterKind::ConsultOrgan));
    assert_eq!(LetterKind::of_step(Step::Extended { days: 5 }), Some(LetterKind::Extension));
    assert_eq!(LetterKind::of_step(Step::Clarified), None);
}

proptest! {
    /// Whatever the parts rest on, nothing is cited twice, and the letters are rows of the form.
    #[test]
    fn citations_stand_once_each(grounds in proptest::collection::vec(select(&Exemption::ALL[..]), 0..4)) {
        for decision in Decision::ALL {
            let cited = bases(decision, 0, &grounds);
            let once: BTreeSet<String> = cited.iter().map(ToString::to_string).collect();
            prop_assert_eq!(once.len(), cited.len());
            prop_assert!(Form::of(Edition::Of2021).cells_under(&decision.address(Edition::Of2021)).count() == 7);
            prop_assert!(decision.class() != Class::Denied || !cited.is_empty());
        }
    }
}
