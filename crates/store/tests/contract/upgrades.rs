//! A register that was in use keeps what stood in it when its tables change.

use gongkai_store::{Civil, OrganId};
use jiff::civil::date;

use crate::register::{Register, before, organ};

/// An identity as SQL names it.
fn named(register: &Register, id: OrganId) -> String {
    match register.is_postgres() {
        true => format!("'{id}'"),
        false => format!("x'{}'", id.to_string().replace('-', "")),
    }
}

/// 0059: adjustments of one proposal were noted several times, and held for every sum.
#[tokio::test]
async fn of_what_was_noted_twice_the_confirmed_one_is_kept_and_both_sums_keep_it() {
    before(59, |register| async move {
        let hall = organ(&register.db, "qh", "青禾县政府办", 1).await;
        let id = named(&register, hall);
        for (n, mark, confirmed, dropped) in [
            (1, "document:a", "null", "null"),
            (2, "document:a", "7", "null"),
            (3, "document:a", "8", "null"),
            (4, "", "null", "null"),
            (5, "document:b", "null", "null"),
            (6, "document:b", "null", "null"),
            (7, "document:c", "7", "9"),
        ] {
            let row = format!(
                "insert into season_adjustment (organ_id, year, n, cell, amount, why, mark, actor, at_ms, confirmed_by,
                    confirmed_ms, dropped_ms)
                values ({id}, 2025, {n}, 'requests.new.total', -{n}, 'x', '{mark}', 'operator', 5, null, {confirmed}, {dropped})"
            );
            register.tamper(&row).await.unwrap();
        }
        register.db.migrate().await.unwrap();
        let kept = register.db.season_adjustments(hall, 2025).await.unwrap();
        for scope in ["region", "departments"] {
            let of_scope = kept.iter().filter(|one| one.scope == scope);
            let of_scope: Vec<_> = of_scope.map(|one| (one.amount, one.confirmed_ms.map(|at| at.0))).collect();
            assert_eq!(of_scope, [(-2, Some(7)), (-4, None), (-5, None)], "{scope}");
        }
    })
    .await;
}

/// 0059: the day of a closing is that on which something was handed over, and unknown where nothing was.
#[tokio::test]
async fn a_closed_organ_was_closed_on_the_day_on_which_it_handed_over() {
    before(59, |register| async move {
        let hall = organ(&register.db, "qh", "青禾县政府办", 1).await;
        let woods = organ(&register.db, "linye", "青禾县林业局", 2).await;
        let letters = organ(&register.db, "xinfang", "青禾县信访局", 3).await;
        let [to, from, idle] = [hall, woods, letters].map(|id| named(&register, id));
        let close = format!("update organ set successor_id = {to} where id in ({from}, {idle})");
        register.tamper(&close).await.unwrap();
        for (case, day) in [(&from, "2025-11-03"), (&idle, "2025-09-10")] {
            let row = format!(
                "insert into handover (case_id, from_id, to_id, kind, on_date, year)
                values ({case}, {from}, {to}, 'matter', '{day}', 2025)"
            );
            register.tamper(&row).await.unwrap();
        }
        register.db.migrate().await.unwrap();
        let closed = async |id| register.db.organ(id).await.unwrap().closed_on;
        assert_eq!(closed(woods).await, Some(Civil(date(2025, 9, 10))));
        assert_eq!((closed(letters).await, closed(hall).await), (None, None));
    })
    .await;
}
