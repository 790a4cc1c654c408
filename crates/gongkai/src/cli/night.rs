//! `gongkai night`: the night's work by hand, for who lets another clock call it or was not serving at midnight.

use gongkai::{requests::night, vault::FILE};
use gongkai_store::Db;

use super::{End, Ended, print, register::Place, upkeep::Plain};

/// Does today's work unless somebody did it.
pub fn run(Plain { register }: &Plain) -> Ended {
    let settings = register.settings()?;
    let (place, post) = (register.place(&settings), register.post(&settings)?);
    let said = register.with(|db| async move {
        let office = gongkai::within(db, &place.data).await.map_err(|error| error.to_string())?;
        let office = gongkai::Office { post: post.into(), ..office };
        let found = night::run(&office).await.map_err(|error| error.to_string())?;
        let Some(found) = found else { return Ok("今天的夜间办理已经做过，或者正在做\n".to_owned()) };
        let (waiting, given_up) = office.db.messages_waiting().await.map_err(|error| error.to_string())?;
        let unreadable = match found.unreadable {
            0 => String::new(),
            count => format!("；{count}件的步骤读不出来，没有办，编号见日志"),
        };
        Ok(format!(
            "在办{}件：逾期{}件，快到期{}件，补正、缴费逾期待决定{}件，复议诉讼待答复{}件；登记期满未答复{}件，重算期限{}件，提醒{}人；待发{waiting}封，发不出{given_up}封{unreadable}\n",
            found.open, found.overdue, found.soon, found.lapsed, found.defend, found.silences, found.reckoned, found.told
        ))
    })?;
    print(&said)?;
    Ok(End::Fine)
}

/// Reckons due dates again after a notice was loaded; how many moved. Where no server ever opened the register there is
/// none, and where its keys are on another machine, the next start or night does it.
pub async fn reckon(db: Db, place: &Place) -> Result<u32, String> {
    if !place.data.join(FILE).is_file() {
        return Ok(0);
    }
    let office = gongkai::within(db, &place.data).await.map_err(|error| error.to_string())?;
    Ok(night::reckon(&office).await.map_err(|error| error.to_string())?.reckoned)
}
