//! The pages of what is published, wide, narrow and in large type: axe finds nothing on any, and none overflows.

use super::{
    read_in_every_width,
    walk::{open_desk, place},
};

/// Of each kind: a document with all that can hang on it, an old version of it, one that lapsed, one with a table, one that
/// was taken down, and what is not there.
const PAGES: [(&str, &str); 20] = [
    ("/", "最新公开"),
    ("/items/{《青禾县农村供水管理办法》的通知}", "尚未施行"),
    ("/items/{《青禾县农村供水管理办法》的通知}?v=1", "不是现在的"),
    ("/items/{小微企业贷款贴息办法}", "失效"),
    ("/items/{农村集中供水工程水质检测结果}", "浊度超标"),
    ("/items/{东岸砂石有限公司的行政处罚决定}", "这条信息已撤下"),
    ("/items/nowhere/1", "找不到这一页"),
    ("/catalogue", "齐全"),
    ("/catalogue?organ=jiaoyu", "空缺"),
    ("/catalogue/A20_01", "农村供水管理办法"),
    ("/catalogue/A20_12?organ=jiaoyu", "这里还没有公开的信息"),
    ("/policies", "政策文件库"),
    ("/policies?s=end&y=2026", "快到期的"),
    ("/organs", "青禾县教育局"),
    ("/organs/shuili", "水质检测"),
    ("/guide", "公开工作机构"),
    ("/rules", "保密审查办法"),
    ("/api", "openapi.json"),
    ("/access", "不用鼠标"),
    ("/mistakes/new", "粘贴那一页的地址"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_what_is_published_can_be_read_wide_and_narrow_and_in_large_type() {
    let (base, folder) = open_desk().await;
    let mut pages = Vec::new();
    for (path, words) in PAGES {
        pages.push((place(&folder, path).await, words));
    }
    read_in_every_width(&base, &pages).await;
}
