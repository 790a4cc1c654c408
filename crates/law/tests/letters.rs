//! Letters and redress: who reviews whom, which court hears it, what a letter tells and what it must say.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::{
    annual_report::{Edition, Form},
    article::Instrument,
    exempt::Exemption,
    matter::{Matter, Settled},
    organ::{Kind, Level},
    redress::{Route, act_by},
    request::{
        decision::{Class, Decision},
        letter::{Content, LetterKind, Occasion, asks, bases, written},
        received::Channel,
        remedy::{Court, Names, ReviewOrgan, System, bases as terms, text, text_for_record, text_for_third_party},
        standing::Standing,
        step::{Opinion, Step, Taken},
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
    for vertical in [
        "国家税务总局青禾县税务局",
        "云泽海关",
        "云泽市国家安全局",
        "国家外汇管理局云泽市分局",
        "国家金融监督管理总局云泽监管分局",
    ] {
        assert_eq!(reviewer(Kind::Department, Level::City, vertical), "上一级主管部门", "{vertical}");
    }
    for justice in ["青禾县司法局", "云江省司法厅"] {
        assert_eq!(
            reviewer(Kind::Department, Level::County, justice),
            "本级人民政府或者上一级司法行政部门",
            "{justice}"
        );
    }
    for own in ["云江省地方金融监督管理局", "云泽市地方金融管理局", "青禾县金融工作局"] {
        assert_eq!(reviewer(Kind::Department, Level::City, own), "本级人民政府", "{own}");
    }
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
        assert_eq!(Court::over(kind, level, System::Local).0, court, "{kind:?} {level:?}");
    }
    let (court, article) = Court::over(Kind::Department, Level::County, System::of_name("云泽海关"));
    assert_eq!((court, article.to_string().as_str()), (Court::Intermediate, "《行政诉讼法》第十五条第（二）项"));
    assert_eq!(Court::over(Kind::Department, Level::County, System::of_name("青禾县税务局")).0, Court::Basic);
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
    let (withheld, given) = partial.split_once("对予以公开的部分不服的").unwrap();
    assert!(withheld.starts_with("对不予公开的部分不服的，应当先") && !withheld.contains("6个月"), "{partial}");
    assert!(given.contains("60日内") && given.contains("6个月内直接") && !given.contains("应当先"), "{partial}");
    assert!(terms(Decision::Partial).iter().any(|article| article.number == 46), "the given part is sued over at once");
}

#[test]
fn who_cannot_be_named_is_described_and_no_sentence_has_a_hole() {
    let nobody = Names { review: "", court: "", online: "" };
    for decision in Decision::ALL {
        let told = text(decision, nobody);
        assert!(told.contains("向有管辖权的行政复议机关申请") && told.contains("向有管辖权的人民法院提起"), "{told}");
        assert!(!told.contains("也可以通过"), "{told}");
    }
    let third = text_for_third_party(NAMES);
    assert!(third.contains("60日内向青禾县人民政府") && third.contains("6个月内"), "{third}");
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
            assert_eq!(kind.occasion(), Occasion::Answer);
            for content in [Content::Received, Content::Wanted, Content::Remedy, Content::Contact] {
                assert!(kind.needs().contains(&content), "{} without {}", kind.title(), content.label());
            }
            let cited = bases(decision, variant, &[]);
            assert_eq!(cited.is_empty(), decision == Decision::OtherOther, "{decision:?}");
            assert!(letter.article.is_none_or(|article| cited.contains(&article)));
            // what it needs, the officer is asked for or the register has
            let asked: BTreeSet<_> = asks(decision, variant).iter().map(|ask| ask.content).collect();
            let register = [Content::Withheld, Content::Fact, Content::Findings];
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
        assert_eq!(LetterKind::of_key(kind.key()), Some(kind));
        if let Some((word, series)) = kind.series() {
            words.entry(word).or_default().insert(series);
        }
    }
    assert!(words.values().all(|series| series.len() == 1));
    assert_eq!(words.values().flatten().collect::<BTreeSet<_>>().len(), words.len());
}

#[test]
fn what_only_goes_into_the_file_bears_no_number_and_everything_else_does() {
    let papers: Vec<_> = LetterKind::all().filter(|kind| kind.series().is_none()).map(LetterKind::title).collect();
    assert_eq!(papers, ["送达回证", "卷宗封面", "卷内目录"]);
    for kind in LetterKind::all() {
        assert_eq!(kind.occasion() == Occasion::File, kind.series().is_none(), "{kind:?}");
        // what a letter by hand must say, the hand is asked for or the register has
        let asked: BTreeSet<_> = written(kind).iter().map(|ask| ask.content).collect();
        let by_hand = matches!(kind.occasion(), Occasion::ByHand | Occasion::Redress | Occasion::Matter);
        assert_eq!(asked.is_empty(), !by_hand, "{kind:?}");
        assert!(asked.iter().all(|content| kind.needs().contains(content)), "{kind:?}");
        let open = kind.needs().iter().any(|content| !content.is_recorded() && !asked.contains(content));
        assert!(!by_hand || !open, "{kind:?}");
    }
}

#[test]
fn whoever_brought_a_matter_is_told_by_letter_how_it_ended_and_what_can_be_done() {
    for matter in Matter::ALL {
        for settled in matter.endings() {
            let kind = LetterKind::of_matter(*settled).unwrap();
            assert!(kind.is_to_applicant() && kind.series().is_some(), "{kind:?}");
            for content in [Content::Received, Content::Wanted, Content::Basis, Content::Contact] {
                assert!(kind.needs().contains(&content), "{} without {}", kind.title(), content.label());
            }
            // who refuses a correction says where to turn
            let redress = kind.needs().contains(&Content::Remedy);
            assert_eq!(redress, *settled == Settled::Unproven, "{settled:?}");
        }
    }
    let told = text_for_record(NAMES);
    assert!(told.contains("60日内向青禾县人民政府") && told.contains("6个月内直接向青禾县人民法院"), "{told}");
}

fn stands(steps: &[(i8, Step)]) -> Standing {
    let taken: Vec<_> = steps.iter().map(|(day, step)| Taken { on: date(2026, 9, *day), step: *step }).collect();
    Standing::of(&taken, gongkai_law::calendar::Calendar::built_in())
}

#[test]
fn a_letter_by_hand_is_refused_by_its_article_where_it_has_no_place() {
    let came = (1, Step::Arrived { channel: Channel::InPerson });
    let why = |kind: LetterKind, steps: &[(i8, Step)]| kind.has_place(&stands(steps)).unwrap_err().to_string();
    assert_eq!(why(LetterKind::Cover, &[came]), "这件申请还没有办结（《条例》第四十五条）");
    assert_eq!(why(LetterKind::ServiceProof, &[came]), "还没有发出答复（《条例》第四十条）");
    assert_eq!(why(LetterKind::ThirdPartyTold, &[came]), "没有第三方表示不同意公开（《条例》第三十二条）");
    let asked = (2, Step::Consulted { party: 0, asked: Asked::ThirdParty });
    let refuses = (9, Step::Opined { party: 0, opinion: Opinion::Refuses });
    assert_eq!(why(LetterKind::ThirdPartyTold, &[came, asked, refuses]), "还没有决定公开（《条例》第三十二条）");
    let drafted = |decision| (10, Step::Drafted { decision });
    let told = |decision| LetterKind::ThirdPartyTold.has_place(&stands(&[came, asked, refuses, drafted(decision)]));
    assert!(told(Decision::Granted).is_ok() && told(Decision::DeniedThirdParty).is_err());
    let agrees = (9, Step::Opined { party: 0, opinion: Opinion::Agrees });
    let no_objection = stands(&[came, asked, agrees, drafted(Decision::Granted)]);
    assert!(LetterKind::ThirdPartyTold.has_place(&no_objection).is_err());
    assert!(LetterKind::Assist.has_place(&stands(&[came])).is_ok());
    let over = stands(&[came, (5, Step::Withdrawn)]);
    assert!(LetterKind::Assist.has_place(&over).is_err() && LetterKind::Cover.has_place(&over).is_ok());
    assert!(LetterKind::ServiceProof.has_place(&over).is_err(), "who withdrew got no letter");
}

#[test]
fn what_is_asked_of_others_goes_out_by_letter_and_what_comes_in_does_not() {
    let titles = |step| -> Vec<_> { LetterKind::of_step(step).iter().map(|kind| kind.title()).collect() };
    let asked = |asked| Step::Consulted { party: 0, asked };
    assert_eq!(titles(asked(Asked::CoProducer)), ["共同制作机关意见征询书", "征求意见告知书"]);
    assert_eq!(titles(asked(Asked::ThirdParty)), ["第三方意见征询书", "征求意见告知书"], "the applicant is told, too");
    assert_eq!(titles(Step::Extended { days: 5 }), ["延期答复告知书"]);
    assert_eq!(titles(Step::Lapsed { decision: Decision::OtherUnpaid }), ["不再处理告知书"]);
    assert!(titles(Step::Clarified).is_empty());
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
