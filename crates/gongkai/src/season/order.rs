//! 次序: in which order a season's list has its organs.

use gongkai_law::annual_report::compilation::CompileState;

use super::{
    board::{Board, Line},
    state::{State, is_shelved_alone},
};

/// 次序, each with its word in addresses, the usual one first.
pub const ORDERS: [(&str, &str); 2] = [("organs", "单位顺序"), ("need", "要办的在前")];

/// The word of the order that is asked for; what is no such word is the usual one.
pub fn order(asked: &str) -> &'static str {
    let known = ORDERS.iter().find(|(key, _)| *key == asked).or(ORDERS.first());
    known.map_or("", |(key, _)| key)
}

/// Those of a list in the order that is asked for; where two need the same, the organs' order stays.
pub fn sort(lines: &mut [&Line], asked: &str, is_over: bool) {
    if order(asked) == "need" {
        lines.sort_by_key(|line| need(line, is_over));
    }
}

/// 逾期: whether the day by which they hand in is over.
pub fn is_over(board: &Board, today: jiff::civil::Date) -> bool {
    board.due().is_some_and(|due| due < today)
}

/// What comes first needs an act first: whoever is late, then what waits for the organ above, then what its own people have to
/// go on with, and last what is done.
fn need(line: &Line, is_over: bool) -> (bool, u8) {
    let is_late = is_over && line.is_owed();
    let rank = match line.state {
        State::Of(CompileState::Reported) => 0,
        State::Uploaded => 1,
        State::Of(CompileState::Published) if is_shelved_alone(&line.organ) => 1,
        State::Failing => 2,
        State::Of(CompileState::Returned) => 3,
        State::Of(CompileState::Drafting | CompileState::Reviewing | CompileState::Signed) => 4,
        State::Of(CompileState::Published) if line.is_owed() => 4,
        State::NotBegun => 5,
        State::Of(CompileState::Accepted) => 6,
        State::Of(CompileState::Published) => 7,
        State::Merged => 8,
    };
    (!is_late, rank)
}
