//! The pages of the region's reports, wide, narrow and in large type: axe finds nothing on any, and none overflows.

use super::{open_house, read_in_every_width};

const PAGES: [(&str, &str); 10] = [
    ("/reports/region", "应有"),
    ("/reports/region?year=all&state=missing", "缺"),
    ("/reports/region?q=nobody", "没有符合条件的单位"),
    ("/reports/compare", "怎样算的"),
    ("/reports/compare?year=2020&m=documents_issued&m=open_share&m=fees&sort=open_share", "格式没有"),
    ("/reports/compare?organ=shuili&m=received&m=open_share&m=fees&m=reviews_corrected_share", "历年比较"),
    ("/reports/compare?m=received&m=handled&m=granted&m=partial&m=denied&m=unable&m=rejected", "只比前6个"),
    ("/reports/data", "每一列是什么"),
    ("/reports", "开放数据"),
    ("/reports/shuili/2024/pictures", "图文版"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_regions_reports_can_be_read_wide_and_narrow_and_in_large_type() {
    let (base, _folder) = open_house().await;
    read_in_every_width(&base, &PAGES).await;
}
