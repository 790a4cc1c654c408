//! The pages of the region's reports, wide, narrow and in large type: axe finds nothing on any, and none overflows.

use super::{PHONE, WIDE, browser, examine, open_house};

const PAGES: [(&str, &str); 9] = [
    ("/reports/region", "应有"),
    ("/reports/region?year=all&state=missing", "缺"),
    ("/reports/region?q=nobody", "没有符合条件的单位"),
    ("/reports/compare", "怎样算的"),
    ("/reports/compare?year=2020&m=documents_issued&m=open_share&m=fees&sort=open_share", "格式没有"),
    ("/reports/compare?organ=shuili&m=received&m=open_share&m=fees&m=reviews_corrected_share", "历年比较"),
    ("/reports/compare?m=received&m=handled&m=granted&m=partial&m=denied&m=unable&m=rejected", "只比前6个"),
    ("/reports/data", "每一列是什么"),
    ("/reports", "开放数据"),
];

const OVER: &str = "return document.documentElement.scrollWidth - innerWidth";

#[tokio::test(flavor = "multi_thread")]
async fn the_regions_reports_can_be_read_wide_and_narrow_and_in_large_type() {
    let (base, _folder) = open_house().await;
    let mut faults = Vec::new();
    for (width, care) in [(WIDE, ""), (PHONE, ""), (PHONE, "care=1")] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/fee?{care}")).await.unwrap();
        for (path, words) in PAGES {
            client.goto(&format!("{base}{path}")).await.unwrap();
            let page = client.source().await.unwrap();
            assert!(page.contains(words), "{path} at {width} does not say {words}");
            let over = client.execute(OVER, Vec::new()).await.unwrap();
            if over.as_i64().is_none_or(|over| over > 0) {
                faults.push(format!("{path} at {width} {care} overflows by {over}"));
            }
            examine(&client, path, &mut faults).await;
        }
        client.close().await.unwrap();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
