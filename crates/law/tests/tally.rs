//! Table 3 counted from random requests, against a count that knows only their first and last day.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

#[path = "case/lives.rs"]
mod lives;

use gongkai_law::{
    annual_report::{Edition, tally},
    calendar::Calendar,
    request::{
        application::Applicant,
        decision::Decision,
        standing::Standing,
        step::{Taken, Verb},
    },
};

use lives::{Dice, by_hand, life, pencil};

#[test]
fn ten_thousand_random_years_agree_with_a_count_by_hand_in_every_cell() {
    let calendar = Calendar::built_in();
    let mut dice = Dice(20_261_122);
    let lives: Vec<_> = (0..3000).map(|_| (life(&mut dice, calendar), dice.pick(&Applicant::ALL))).collect();
    let ends: std::collections::HashSet<_> =
        lives.iter().filter_map(|(taken, who)| pencil(taken, *who)?.ended.map(|(_, decision)| decision)).collect();
    let missing: Vec<_> = Decision::ALL.iter().filter(|leaf| !ends.contains(leaf)).collect();
    assert!(missing.is_empty(), "the lives must end in all 21 ways, not: {missing:?}");
    for verb in [Verb::Delay, Verb::Redate, Verb::Strike, Verb::Return, Verb::Order] {
        let lived = lives.iter().flat_map(|(taken, _)| taken).filter(|taken| taken.step.verb() == verb).count();
        assert!(lived >= 20, "only {lived} of the lives know {verb:?}");
    }
    let groups: Vec<_> =
        lives.iter().map(|(taken, who)| (folded(taken, *who, calendar), pencil(taken, *who))).collect();
    for _ in 0..10_000 {
        let (year, edition) = (dice.pick(&[2024, 2025, 2026, 2027]), dice.pick(&Edition::ALL));
        let some: Vec<_> = (0..dice.below(40)).map(|_| &groups[dice.below(groups.len())]).collect();
        let figures = tally::of(edition, year, some.iter().filter_map(|(group, _)| *group), []);
        for cell in figures.form().cells_under("requests") {
            let address = &figures.form().cells()[usize::from(cell)].address;
            let lines = some.iter().filter_map(|(_, line)| line.as_ref());
            assert_eq!(figures.get(cell), Some(by_hand(address, year, edition, lines)), "{address} of {year}");
        }
        for identity in figures.form().identities() {
            assert_eq!(figures.sum(&identity.left), figures.sum(&identity.right), "{}", identity.expression);
        }
    }
}

fn folded(taken: &[Taken], applicant: Applicant, calendar: &Calendar) -> Option<tally::Requests> {
    let standing = Standing::of(taken, calendar);
    let ended = standing.counted().map(|ending| (ending.on.year(), ending.decision));
    Some(tally::Requests { received: standing.received?.year(), ended, applicant, count: 1 })
}
