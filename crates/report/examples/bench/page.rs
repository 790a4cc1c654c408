//! A report page as government sites publish them: menus and scripts around tables pasted from a word processor.

use std::fmt::Write;

use gongkai_law::annual_report::{Figures, figures::show};
use gongkai_report::write::layout::{self, Layout, SlotKind};

use crate::chance::{Chance, figures};

const MENU: [&str; 8] =
    ["网站首页", "机构概况", "要闻动态", "政务公开", "办事服务", "互动交流", "专题专栏", "数据开放"];
const TOWNS: [&str; 5] = ["松溪镇", "白鹭乡", "石桥街道", "望云镇", "清河乡"];

/// About 62 KB, of which about 9 KB are the report's words.
pub fn page(seed: u64) -> String {
    let mut chance = Chance(seed);
    let figures = figures(&mut chance);
    let year = 2021 + chance.below(5);
    let mut out = String::with_capacity(70_000);
    head(&mut out, year);
    body(&mut out, &figures, year, &mut chance);
    foot(&mut out);
    out
}

fn add(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a string takes all");
}

fn head(out: &mut String, year: u64) {
    add(
        out,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>青禾县人民政府{year}年政府信息公开工作年度报告_青禾县人民政府</title>\n\
             <meta name=\"SiteName\" content=\"青禾县人民政府\">\n\
             <meta name=\"PubDate\" content=\"{}-01-20 09:30\">\n",
            year + 1
        ),
    );
    for n in 0..6 {
        add(out, format_args!("<link rel=\"stylesheet\" href=\"/assets/theme/{n}/style.min.css?v=20{n}\">\n"));
        add(out, format_args!("<script src=\"/assets/lib/module-{n}.js\"></script>\n"));
    }
    out.push_str("<style>\n");
    for n in 0..60 {
        add(out, format_args!(".nav-{n} a {{ color: #2{n:02}; padding: 0 {n}px; line-height: 1.{n:02}; }}\n"));
    }
    out.push_str("</style>\n</head>\n<body>\n<div class=\"top\"><ul class=\"nav\">\n");
    for (n, item) in MENU.iter().cycle().take(48).enumerate() {
        add(
            out,
            format_args!(
                "<li class=\"nav-{n}\"><a href=\"/column/{n}/index.html\" target=\"_blank\">{item}</a></li>\n"
            ),
        );
    }
    out.push_str("</ul></div>\n<div class=\"crumbs\">当前位置：<a href=\"/\">首页</a> &gt; 政府信息公开年报</div>\n");
}

fn body(out: &mut String, figures: &Figures, year: u64, chance: &mut Chance) {
    add(
        out,
        format_args!(
            "<div class=\"article\"><h1>青禾县人民政府{year}年政府信息公开工作年度报告</h1>\n\
             <div class=\"meta\">发布日期：{}-01-20&nbsp;&nbsp;来源：县政府办公室</div>\n<div class=\"TRS_Editor\">\n",
            year + 1
        ),
    );
    paragraph(
        out,
        &format!(
            "本报告依照《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》\
             （国办公开办函〔2021〕30号）编制，数据统计期限自{year}年1月1日起至{year}年12月31日止。"
        ),
    );
    let form = figures.form();
    for (section, title) in (1..).zip(form.sections) {
        let number = ["一", "二", "三", "四", "五", "六"][section - 1];
        paragraph(out, &format!("{number}、{title}"));
        match section {
            1 => overview(out, figures, chance),
            2..=4 => table(out, figures, &layout::of(form)[section - 2]),
            5 => problems(out, chance),
            _ => paragraph(out, "本年度未收取政府信息公开信息处理费。没有其他需要报告的事项。"),
        }
    }
    out.push_str("</div></div>\n");
}

fn paragraph(out: &mut String, words: &str) {
    add(
        out,
        format_args!(
            "<p class=\"MsoNormal\" style=\"text-indent:32.0pt;line-height:28.0pt\"><span style=\"font-family:仿宋_GB2312;\
             font-size:16.0pt\">{words}</span><o:p></o:p></p>\n"
        ),
    );
}

fn overview(out: &mut String, figures: &Figures, chance: &mut Chance) {
    let new = figures.shown("requests.new.total").unwrap_or_default();
    let carried = figures.shown("requests.carried_in.total").unwrap_or_default();
    paragraph(out, "（一）主动公开");
    for town in TOWNS {
        let (items, days) = (100 + chance.below(900), 3 + chance.below(10));
        paragraph(
            out,
            &format!(
                "{town}围绕群众关心的土地、就学、养老、道路养护等事项，全年在本级栏目更新内容{items}条，每条从形成到上网\
                 平均用时{days}个工作日，栏目负责人每月抽看一次并记下要改的地方，年底一并回头查看是否改到位。"
            ),
        );
    }
    paragraph(out, "（二）依申请公开");
    paragraph(out, &format!("全年新收政府信息公开申请{new}件，上年结转{carried}件，均按期办理。"));
    for (part, words) in [
        ("（三）政府信息管理", "每份公文在起草时写明公开与否及其理由，由办公室和承办单位各看一遍，不一致的当面商定。"),
        ("（四）政府信息公开平台建设", "门户网站的公开专栏重新归类，旧地址保留并能转到新地址，手机上的字号可以放大。"),
        ("（五）监督保障", "对各乡镇和部门的公开工作打分，低分单位写出改进安排，下一季度再看一次。"),
    ] {
        paragraph(out, part);
        for town in &TOWNS[..4] {
            let times = 2 + chance.below(8);
            paragraph(out, &format!("{words}{town}就此开过{times}次碰头会，会上议定的事项由专人记录并跟到办完为止。"));
        }
    }
}

fn problems(out: &mut String, chance: &mut Chance) {
    for town in &TOWNS[..2] {
        let weeks = 1 + chance.below(6);
        paragraph(
            out,
            &format!(
                "{town}的办事指南有时比实际流程慢{weeks}周才更新。下一步改为流程一变当天就改指南，并请窗口人员核对一遍。"
            ),
        );
    }
}

fn table(out: &mut String, figures: &Figures, layout: &Layout) {
    out.push_str(
        "<table class=\"MsoNormalTable\" border=\"1\" cellspacing=\"0\" cellpadding=\"0\" width=\"640\"><tbody>\n",
    );
    for row in &layout.rows {
        out.push_str("<tr style=\"height:19.85pt\">");
        for slot in row {
            let shown = match slot.kind {
                SlotKind::Cell(id) => {
                    let kind = figures.form().cells()[usize::from(id)].kind;
                    figures.get(id).map(|value| show(value, kind)).unwrap_or_default()
                }
                _ => slot.label.to_owned(),
            };
            add(
                out,
                format_args!(
                    "<td rowspan=\"{}\" colspan=\"{}\" style=\"border:solid windowtext 1.0pt\">\
                     <p class=\"MsoNormal\"><span lang=\"EN-US\">{shown}</span></p></td>\n",
                    slot.rowspan, slot.colspan
                ),
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

fn foot(out: &mut String) {
    out.push_str("<div class=\"links\"><ul>\n");
    for n in 0..24 {
        add(out, format_args!("<li><a href=\"https://site{n}.example.gov.cn/\">友情链接{n}</a></li>\n"));
    }
    out.push_str("</ul></div>\n<div class=\"footer\">主办：青禾县人民政府办公室</div>\n<script>\n");
    for n in 0..50 {
        add(out, format_args!("window.count_{n} = function (x) {{ return x < {n} ? '<b>' + x + '</b>' : null; }};\n"));
    }
    out.push_str("</script>\n</body>\n</html>\n");
}
