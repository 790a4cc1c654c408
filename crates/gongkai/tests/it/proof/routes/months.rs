//! What an organ of the scene counts month by month.

use gongkai::Office;
use gongkai_store::{Actor, Moment, NewMonth, OrganId, Upload};

use crate::web::house::{Somebody, noon};

/// A month that was entered with its evidence, and a file of another that was looked through.
pub async fn counted(office: &Office, organ: OrganId, officer: &mut Somebody) -> String {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.settle_figure_duty(organ, "licences", "2025-01", None).await.unwrap();
    let month =
        NewMonth {
            indicator: "licences", year: 2025, month: 1, value: 7, source: "许可台账", note: "", seen: None
        };
    let file = Upload { bytes: b"1", media: "text/csv" };
    act.enter_months(organ, &[month], Some(("台账.csv", file))).await.unwrap();
    act.commit().await.unwrap();
    let csrf = officer.get("/desk/months/import").await.csrf();
    let table = "指标,月份,数,来源\n行政许可,2025-02,8,许可台账\n";
    let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("月报.csv"), table.as_bytes())];
    let looked = officer.multipart("/desk/months/import", &parts).await;
    let (_, rest) =
        looked.body.split_once("action=\"/desk/months/import/").unwrap_or_else(|| panic!("{}", looked.body));
    rest.split_once('"').unwrap().0.to_owned()
}
