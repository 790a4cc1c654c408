use std::{fmt::Write, time::Instant};

use proptest::prelude::*;

use super::super::{
    open,
    showing::{opened, shown},
};
use crate::{document::Document, read::Limits};

fn page(body: &str) -> Document {
    opened(format!("<!DOCTYPE html><html><head><title> 青川市 年报 </title></head><body>{body}</body></html>"))
}

#[test]
fn blocks_are_lines_and_blanks_collapse() {
    let page = page(
        "<h1>青川市\n  年报</h1>\n<div>一、<b>总体</b>&nbsp;&nbsp;情况<p>第一段<br/>第二行</div><script>var a='<p>';</script>完",
    );
    insta::assert_snapshot!(shown(&page), @r"
    青川市 年报
    一、总体 情况
    第一段
    第二行
    完
    ");
    assert_eq!(page.text, "青川市 年报\n一、总体 情况\n第一段\n第二行\n完\n");
}

#[test]
fn spans_are_resolved_into_places() {
    let page = page(
        "<table><tr><td rowspan=2 colspan=3>项目</td><td colspan=2>申请人情况</td></tr>
         <tr><td>自然人</td><td>总计</td></tr>
         <tr><td rowspan='9'>三</td><td>(一)</td><td></td><td>1</td><td>2</td></tr></table>",
    );
    insta::assert_snapshot!(shown(&page), @r"
    [0 0,0 3×2] 项目 | [0 0,3 2×1] 申请人情况
    [0 1,3] 自然人 | [0 1,4] 总计
    [0 2,0] 三 | [0 2,1] (一) | [0 2,2] | [0 2,3] 1 | [0 2,4] 2
    ");
    assert_eq!(page.text, "项目\t申请人情况\n自然人\t总计\n三\t(一)\t\t1\t2\n");
}

#[test]
fn a_layout_table_does_not_swallow_the_table_inside_it() {
    let page = page(
        "<table width=1000><tr><td>导航</td><td><p>二、主动公开</p>
           <table><tr><td>规章</td><td>3</td></tr></table>
           <p>三、依申请</p></td><td>页脚</td></tr></table>",
    );
    insta::assert_snapshot!(shown(&page), @r"
    [0 0,0] 导航
    二、主动公开
    [1 0,0] 规章 | [1 0,1] 3
    三、依申请
    [0 0,2] 页脚
    ");
}

#[test]
fn paragraphs_in_a_layout_cell_stay_lines() {
    let long = "本机关认真贯彻落实条例要求，持续加强公开平台建设，不断提升公开质量。".repeat(2);
    let page = page(&format!("<table><tr><td><p>一、总体情况</p><p>{long}</p><p>{long}</p></td></tr></table>"));
    assert_eq!(page.pieces.len(), 3);
    assert!(page.pieces.iter().all(|piece| piece.cell.is_none()));
}

#[test]
fn what_nobody_closed_is_closed_as_browsers_do() {
    let page = page("<table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>后文<p>再后");
    insta::assert_snapshot!(shown(&page), @r"
    [0 0,0] 甲 | [0 0,1] 1
    [0 1,0] 乙 | [0 1,1] 2
    后文
    再后
    ");
}

#[test]
fn the_soup_of_word_processors_is_one_word() {
    let page = page(
        "<!--[if gte mso 9]><xml><w:Word>x</w:Word></xml><![endif]--><table><tr>
         <td style='mso-border:\"a>b\"'><p class=MsoNormal><span lang=EN-US><font face=\"仿宋\">结果</font></span><br>维<o:p>&nbsp;</o:p>持</p><o:p></o:p></td>
         <td><p><span>&nbsp;</span></p></td><td>1<span>2</span></td></tr></table>",
    );
    insta::assert_snapshot!(shown(&page), @"[0 0,0] 结果 维 持 | [0 0,1] | [0 0,2] 12");
}

#[test]
fn facts_and_links_are_kept_apart_from_the_text() {
    let page = opened(
        "<html><head><TITLE>年报&amp;统计</TITLE><meta name=\"PubDate\" content=\"2024-01-20 10:00\"/>
         <META content='青川市政府' NAME=ContentSource></head><body><a href='/a?x=1&amp;y=2'> 附件 </a><a href='#top'>顶</a></body>",
    );
    assert_eq!(
        page.properties,
        [("title", "年报&统计"), ("PubDate", "2024-01-20 10:00"), ("ContentSource", "青川市政府")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let links: Vec<_> = page.links.iter().map(|(span, to)| (page.words(*span), to.as_str())).collect();
    assert_eq!(links, [("附件", "/a?x=1&y=2")]);
}

#[test]
fn what_a_style_hides_is_not_read() {
    let page = page(
        "<div style=\"display: none\"><div>赌<p>场</div>网站</div><p>正文</p><span style='display:none'>没有结尾<p>仍在</p>",
    );
    insta::assert_snapshot!(shown(&page), @r"
    正文
    没有结尾
    仍在
    ");
}

#[test]
fn words_struck_out_are_no_part_of_their_cell() {
    for (open, close) in [
        ("<del>", "</del>"),
        ("<s>", "</s>"),
        ("<STRIKE class=a>", "</STRIKE>"),
        ("<s><s>1</s>", "</s>"),
        ("<span style='text-decoration: line-through'>", "</span>"),
        ("<span style='TEXT-DECORATION:underline LINE-THROUGH'>", "</span>"),
        ("<font style=\"color:red;text-decoration-line:line-through;\">", "</font>"),
    ] {
        let page = page(&format!("<table><tr><td>{open}7{close}57</td><td>5{open}7{close}8</td></tr></table>"));
        assert_eq!(shown(&page), "[0 0,0] 57 | [0 0,1] 58", "{open}");
    }
}

#[test]
fn what_nobody_sees_is_no_part_of_its_cell() {
    for open in [
        "<span hidden>",
        "<span class=x hidden=''>",
        "<span title='a>b' hidden class=x>",
        "<span style='visibility:hidden'>",
        "<span style=\"Visibility : HIDDEN;color:red\">",
        "<span style='VISIBILITY:collapse'>",
        "<span style='DISPLAY:NONE'>",
    ] {
        let page = page(&format!("<table><tr><td>{open}7</span>57</td><td>8</td></tr></table>"));
        assert_eq!(shown(&page), "[0 0,0] 57 | [0 0,1] 8", "{open}");
    }
}

#[test]
fn a_hidden_cell_or_row_keeps_its_place_and_says_nothing() {
    let page = page(
        "<table><tr><td>甲<td hidden>7<td style='text-decoration:line-through'>8</td><td>9</td></tr>
         <tr style='display:none'><td>旧<td>1<table><tr><td>3</table><tr><td>乙<td style='visibility:hidden'>4</table>后",
    );
    insta::assert_snapshot!(shown(&page), @r"
    [0 0,0] 甲 | [0 0,1] | [0 0,2] | [0 0,3] 9
    [0 2,0] 乙 | [0 2,1]
    后
    ");
}

#[test]
fn words_that_only_sound_hidden_are_read() {
    for tag in [
        "<span class='a hidden b'>",
        "<span class=hidden>",
        "<span aria-hidden=true>",
        "<span data-hidden>",
        "<span style='overflow:hidden'>",
        "<span style='text-decoration:none;text-line-through:none'>",
        "<span style='text-decoration:underline'>",
        "<input type=hidden><span>",
    ] {
        let page = page(&format!("<table><tr><td>{tag}5</span>7</td></tr></table>"));
        assert_eq!(shown(&page), "[0 0,0] 57", "{tag}");
    }
}

#[test]
fn a_raised_digit_behind_a_figure_is_a_note_however_it_is_raised() {
    for (open, close) in [("<sup>", "</sup>"), ("<span style='font-size:8px;vertical-align: super'>", "</span>")] {
        let page = page(&format!("<table><tr><td>57{open}1{close}</td><td>{open}注{close}5</td></tr></table>"));
        assert_eq!(shown(&page), "[0 0,0] 57 | [0 0,1] 注5", "{open}");
    }
}

#[test]
fn every_word_leads_back_to_its_line_and_column() {
    let page =
        opened("<html><body>\n<p>甲&nbsp;乙</p>\n  <table>\n<tr><td>三</td><td>\n 57 </td><td></td></tr></table>");
    let places: Vec<_> = page
        .places(page.pieces.iter().map(|piece| piece.span))
        .into_iter()
        .map(|place| (place.line.unwrap(), place.column.unwrap(), place.excerpt))
        .collect();
    assert_eq!(
        places,
        [(2, 4, "甲 乙".to_owned()), (4, 9, "三".to_owned()), (5, 2, "57".to_owned()), (5, 14, String::new())]
    );
    let second = page.text.find('乙').unwrap() as u32;
    let place = page.place(crate::Span { start: second, end: second + 3 });
    assert_eq!((place.line, place.column), (Some(2), Some(11)));
}

#[test]
fn text_inside_a_page_keeps_its_lines() {
    let pre = opened("<html><body><pre>一、总体情况\n二、主动公开</pre></body></html>");
    let bare = opened("<body>\n一、总体情况\n\n二、主动公开\n\n\n</body>");
    let markdown = opened("# 年报\n二、主动公开\n<table><tr><td>规章\n制定</td><td>3</td></tr></table>\n三、依申请");
    assert_eq!(shown(&pre), "一、总体情况\n二、主动公开");
    assert_eq!(shown(&bare), "一、总体情况\n二、主动公开");
    assert_eq!(shown(&markdown), "# 年报\n二、主动公开\n[0 0,0] 规章 制定 | [0 0,1] 3\n三、依申请");
}

#[test]
fn a_page_in_gb2312_reads_like_one_in_utf8() {
    let page =
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"></head><body>政府信息公开";
    let bytes = encoding_rs::GB18030.encode(page).0;
    assert_eq!(shown(&opened(bytes)), "政府信息公开");
}

#[test]
fn absurd_spans_are_cut_to_size() {
    let page = page("<table><tr><td colspan=1000000 rowspan=1000000>宽<td>1<td rowspan=0>2</table>");
    assert!(page.pieces.iter().filter_map(|piece| piece.cell).all(|cell| cell.width <= 256 && cell.height == 1));
}

#[test]
fn hostile_pages_are_answered_in_time() {
    let repeated: [(&str, usize); 13] = [
        ("<table><tr><td>", 100_000),
        ("<table>", 200_000),
        ("<div><p>", 200_000),
        ("<td colspan=1000000>", 100_000),
        ("<!--", 200_000),
        ("<a b='", 200_000),
        ("<x style='display:none'>", 100_000),
        ("<select>", 200_000),
        ("<td hidden>", 100_000),
        ("<tr hidden><table>", 100_000),
        ("<del>", 200_000),
        ("<x hidden title=\"", 100_000),
        ("&#x", 400_000),
    ];
    for (tag, times) in repeated {
        let start = Instant::now();
        let _ = open(format!("<html>{}", tag.repeat(times)).as_bytes(), "", &Limits::WEB);
        assert!(start.elapsed() < Limits::WEB.time + Limits::WEB.time, "{tag} took {:?}", start.elapsed());
    }
}

#[test]
fn many_names_without_their_end_do_not_add_up() {
    let mut source = String::from("<html>");
    for n in 0..40_000 {
        write!(source, "<x{n} style=display:none>").unwrap();
    }
    assert!(open(source.as_bytes(), "", &Limits::WEB).is_ok());
}

proptest! {
    #[test]
    fn any_soup_gives_pieces_in_order_inside_the_text(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=2>", "<td rowspan=3>", "<p>", "</p>",
            "<br>", "文", "5", " ", "\n", "<a href=x>", "</a>", "<div style=display:none>", "</div>", "&nbsp;", "<!--", "-->",
            "<th>", "<pre>", "</pre>", "<", ">", "\"", "<title>", "</title>",
        ]), 0..120)
    ) {
        let document = opened(format!("<html>{}", parts.concat()));
        let mut last = (0, 0);
        for piece in &document.pieces {
            prop_assert!(document.text.get(piece.span.range()).is_some());
            prop_assert!(last <= (piece.row, piece.span.start));
            last = (piece.row, piece.span.end);
        }
        prop_assert_eq!(document.places(document.pieces.iter().map(|p| p.span)).len(), document.pieces.len());
    }

    #[test]
    fn any_text_is_found_again(words in "[一-龥0-9&<>\"' ]{1,60}") {
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let expected: Vec<_> = words.split(' ').filter(|w| !w.is_empty()).collect();
        prop_assert_eq!(shown(&opened(format!("<p>{escaped}</p>"))), expected.join(" "));
    }
}
