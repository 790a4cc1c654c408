//! `/more`: every part of the portal on one page, for what has no place in the navigation.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// Address, name, what it is for.
type Entry = (&'static str, &'static str, &'static str);

/// Everything, by what one comes for.
const GROUPS: [(&str, &[Entry]); 4] = [
    (
        "找信息",
        &[
            ("/search", "搜索", "用自己的话，找标题、正文和附件"),
            ("/catalogue", "公开信息", "法定主动公开的，按类别找"),
            ("/policies", "政策文件库", "现行有效、废止、失效的都在"),
            ("/organs", "各单位", "每个单位公开了什么、怎样联系"),
            ("/standards", "标准目录", "基层政务公开的事项，逐项对照"),
            ("/columns", "专题专栏", "一件事的信息放在一处"),
            ("/places", "查阅场所", "不上网，到哪里当面查"),
        ],
    ),
    (
        "办事情",
        &[
            ("/requests/new", "依申请公开", "没有公开的，向机关申请"),
            ("/requests/follow", "查办理进度", "凭编号和查询码"),
            ("/corrections/new", "更正本人的信息", "机关的记录把您的情况记错了"),
            ("/mistakes/new", "我为政府网站找错", "写错了、打不开、过时了，3个工作日内答复"),
            ("/complaints/new", "投诉举报", "该公开的没公开，到期没有答复"),
            ("/deadline", "期限计算器", "最迟哪天答复，一天一天算给您看"),
            ("/fee", "信息处理费", "什么时候收、收多少"),
        ],
    ),
    (
        "看制度和年报",
        &[
            ("/guide", "公开指南", "公开什么、在哪里查、怎样申请"),
            ("/rules", "公开制度", "法律法规与本地规定"),
            ("/reports", "公开年报", "各单位历年的年度报告"),
            ("/reports/region", "地区年报", "哪个单位哪一年有、缺、更正过"),
            ("/reports/compare", "年报比较", "选几个指标，单位之间比，一年一年比"),
            ("/verify", "年报核验", "上传一份年报，马上看到结果"),
            ("/checks", "检查目录", "核验时查哪些、怎样改"),
            ("/access", "无障碍说明", "看不清、听不清、用不了鼠标怎样用"),
        ],
    ),
    (
        "用数据",
        &[
            ("/api", "开放接口", "给程序读的，附说明"),
            ("/feeds/latest.atom", "最新公开（Atom）", "用阅读器订阅"),
            ("/catalogue.csv", "公开目录（CSV）", "一张表下载"),
            ("/policies.csv", "政策文件目录（CSV）", "一张表下载"),
            ("/reports/data", "年报数据（CSV、XLSX、JSON）", "每个单位每一年每一格"),
            ("/sitemap.xml", "站点地图（XML）", "给搜索引擎的"),
        ],
    ),
];

#[derive(Template)]
#[template(path = "more.html")]
struct MorePage {
    chrome: Chrome,
    groups: &'static [(&'static str, &'static [Entry])],
}

/// `GET /more`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page::show(&MorePage { chrome: Chrome::new(&office, &visitor, Nav::More), groups: &GROUPS })
}
