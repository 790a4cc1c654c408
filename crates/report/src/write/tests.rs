use gongkai_law::annual_report::Edition;

use super::*;
use crate::{
    read::{Limits, formats},
    reading::Section,
};

/// A year in which each cell has a figure of its own.
fn report(edition: Edition) -> Report {
    let mut figures = Figures::zero(edition);
    for (id, cell) in (0..).zip(figures.form().cells()) {
        figures.set(id, Some(if cell.kind.is_amount() { 842_316_000 } else { i64::from(id) + 100 }));
    }
    let section = |number, title: &str, text: &str| Section { number, title: title.to_owned(), text: text.to_owned() };
    Report {
        agency: Some("青禾县水务局".to_owned()),
        year: Some(2025),
        format: Some(Format::Form(edition)),
        figures: Some(figures),
        sections: vec![
            section(1, "总体情况", "（一）主动公开\n全年公开信息<1>条 & 解读*3*件。"),
            section(6, "其他需要报告的事项", "没有收取信息处理费。"),
        ],
    }
}

#[test]
fn markdown_shows_the_form_with_each_merged_cell_once() {
    let text = markdown::text_of(&Paper::of(&report(Edition::Of2021), ""));
    insta::assert_snapshot!(text, @r#"
    # 青禾县水务局2025年政府信息公开工作年度报告

    ## 一、总体情况

    （一）主动公开

    全年公开信息\<1>条 & 解读\*3\*件。

    ## 二、主动公开政府信息情况

    | 第二十条第（一）项 |  |  |  |
    | --- | --- | --- | --- |
    | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章 | 100 | 101 | 102 |
    | 行政规范性文件 | 103 | 104 | 105 |
    | 第二十条第（五）项 |  |  |  |
    | 信息内容 | 本年处理决定数量 |  |  |
    | 行政许可 | 106 |  |  |
    | 第二十条第（六）项 |  |  |  |
    | 信息内容 | 本年处理决定数量 |  |  |
    | 行政处罚 | 107 |  |  |
    | 行政强制 | 108 |  |  |
    | 第二十条第（八）项 |  |  |  |
    | 信息内容 | 本年收费金额（单位：万元） |  |  |
    | 行政事业性收费 | 842.316 |  |  |

    ## 三、收到和处理政府信息公开申请情况

    | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） |  |  | 申请人情况 |  |  |  |  |  |  |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    |  |  |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |
    |  |  |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |
    | 一、本年新收政府信息公开申请数量 |  |  | 110 | 111 | 112 | 113 | 114 | 115 | 116 |
    | 二、上年结转政府信息公开申请数量 |  |  | 117 | 118 | 119 | 120 | 121 | 122 | 123 |
    | 三、本年度办理结果 | （一）予以公开 |  | 124 | 125 | 126 | 127 | 128 | 129 | 130 |
    |  | （二）部分公开（区分处理的，只计这一情形，不计其他情形） |  | 131 | 132 | 133 | 134 | 135 | 136 | 137 |
    |  | （三）不予公开 | 1.属于国家秘密 | 138 | 139 | 140 | 141 | 142 | 143 | 144 |
    |  |  | 2.其他法律行政法规禁止公开 | 145 | 146 | 147 | 148 | 149 | 150 | 151 |
    |  |  | 3.危及“三安全一稳定” | 152 | 153 | 154 | 155 | 156 | 157 | 158 |
    |  |  | 4.保护第三方合法权益 | 159 | 160 | 161 | 162 | 163 | 164 | 165 |
    |  |  | 5.属于三类内部事务信息 | 166 | 167 | 168 | 169 | 170 | 171 | 172 |
    |  |  | 6.属于四类过程性信息 | 173 | 174 | 175 | 176 | 177 | 178 | 179 |
    |  |  | 7.属于行政执法案卷 | 180 | 181 | 182 | 183 | 184 | 185 | 186 |
    |  |  | 8.属于行政查询事项 | 187 | 188 | 189 | 190 | 191 | 192 | 193 |
    |  | （四）无法提供 | 1.本机关不掌握相关政府信息 | 194 | 195 | 196 | 197 | 198 | 199 | 200 |
    |  |  | 2.没有现成信息需要另行制作 | 201 | 202 | 203 | 204 | 205 | 206 | 207 |
    |  |  | 3.补正后申请内容仍不明确 | 208 | 209 | 210 | 211 | 212 | 213 | 214 |
    |  | （五）不予处理 | 1.信访举报投诉类申请 | 215 | 216 | 217 | 218 | 219 | 220 | 221 |
    |  |  | 2.重复申请 | 222 | 223 | 224 | 225 | 226 | 227 | 228 |
    |  |  | 3.要求提供公开出版物 | 229 | 230 | 231 | 232 | 233 | 234 | 235 |
    |  |  | 4.无正当理由大量反复申请 | 236 | 237 | 238 | 239 | 240 | 241 | 242 |
    |  |  | 5.要求行政机关确认或重新出具已获取信息 | 243 | 244 | 245 | 246 | 247 | 248 | 249 |
    |  | （六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 250 | 251 | 252 | 253 | 254 | 255 | 256 |
    |  |  | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 257 | 258 | 259 | 260 | 261 | 262 | 263 |
    |  |  | 3.其他 | 264 | 265 | 266 | 267 | 268 | 269 | 270 |
    |  | （七）总计 |  | 271 | 272 | 273 | 274 | 275 | 276 | 277 |
    | 四、结转下年度继续办理 |  |  | 278 | 279 | 280 | 281 | 282 | 283 | 284 |

    ## 四、政府信息公开行政复议、行政诉讼情况

    | 行政复议 |  |  |  |  | 行政诉讼 |  |  |  |  |  |  |  |  |  |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 |  |  |  |  | 复议后起诉 |  |  |  |  |
    |  |  |  |  |  | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    | 285 | 286 | 287 | 288 | 289 | 290 | 291 | 292 | 293 | 294 | 295 | 296 | 297 | 298 | 299 |

    ## 五、存在的主要问题及改进情况

    ## 六、其他需要报告的事项

    没有收取信息处理费。
    "#);
}

#[test]
fn the_trial_forms_first_table_stands_on_a_grid_that_its_blocks_share() {
    let text = markdown::text_of(&Paper::of(&report(Edition::Of2019), ""));
    let lines: Vec<&str> =
        text.lines().skip_while(|line| !line.starts_with('|')).take_while(|l| l.starts_with('|')).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    | 第二十条第（一）项 |  |  |  |
    | --- | --- | --- | --- |
    | 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |
    | 规章 | 100 | 101 | 102 |
    | 规范性文件 | 103 | 104 | 105 |
    | 第二十条第（五）项 |  |  |  |
    | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
    | 行政许可 | 106 | 107 | 108 |
    | 其他对外管理服务事项 | 109 | 110 | 111 |
    | 第二十条第（六）项 |  |  |  |
    | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
    | 行政处罚 | 112 | 113 | 114 |
    | 行政强制 | 115 | 116 | 117 |
    | 第二十条第（八）项 |  |  |  |
    | 信息内容 | 上一年项目数量 | 本年增/减 |  |
    | 行政事业性收费 | 118 | 119 |  |
    | 第二十条第（九）项 |  |  |  |
    | 信息内容 | 采购项目数量 | 采购总金额 |  |
    | 政府集中采购 | 120 | 842.316 |  |
    "#);
}

#[test]
fn a_page_keeps_its_markup_and_shows_words_as_words() {
    let page = html(&report(Edition::Of2021));
    assert!(page.contains("全年公开信息&lt;1&gt;条 &amp; 解读*3*件。"));
    assert!(page.contains("<th scope=\"rowgroup\" rowspan=\"22\">三、本年度办理结果</th>"));
    assert!(page.contains("<td colspan=\"3\">842.316</td>"));
    assert_eq!(page.matches("<section ").count(), 6);
    assert_eq!(page.matches("<thead>").count(), 2);
    assert_eq!(page.matches("<td").count(), 200);
}

#[test]
fn what_is_unknown_is_left_blank_and_a_lost_section_keeps_its_heading() {
    let mut report = report(Edition::Of2021);
    report.figures = Some(Figures::unknown(Edition::Of2021));
    report.sections.clear();
    let page = html(&report);
    assert!(page.contains("<td></td>") && !page.contains("<td>0</td>"));
    assert!(page.contains("五、存在的主要问题及改进情况"));
}

#[test]
fn a_report_from_before_the_form_is_written_without_tables() {
    let report = Report { format: Some(Format::Older), figures: None, ..report(Edition::Of2021) };
    for text in [markdown::text_of(&Paper::of(&report, "")), html(&report)] {
        assert!(text.contains("总体情况") && !text.contains("行政复议"), "{text}");
    }
}

#[test]
fn office_files_hold_every_figure_and_are_the_same_bytes_each_time() {
    for edition in Edition::ALL {
        let report = report(edition);
        for target in [Target::Docx, Target::Xlsx] {
            let bytes = target.write("", &report).unwrap();
            assert_eq!(bytes, target.write("", &report).unwrap(), "{target:?}");
            let name = format!("a.{}", target.ending());
            let document = formats::open(&bytes, &name, &Limits::COMMAND_LINE).unwrap();
            let words: Vec<&str> = document.pieces.iter().map(|piece| document.words(piece.span)).collect();
            for cell in report.figures.as_ref().unwrap().form().cells() {
                let shown = report.figures.as_ref().unwrap().shown(&cell.address).unwrap();
                assert!(words.contains(&shown.as_str()), "{target:?} {edition}: {} {shown}", cell.address);
            }
            assert!(words.contains(&"青禾县水务局2025年政府信息公开工作年度报告"), "{target:?}");
            assert!(words.contains(&"全年公开信息<1>条 & 解读*3*件。"), "{target:?}");
        }
    }
}

#[test]
fn merged_cells_of_office_files_are_those_of_the_form() {
    let report = report(Edition::Of2021);
    for target in [Target::Docx, Target::Xlsx] {
        let bytes = target.write("", &report).unwrap();
        let document = formats::open(&bytes, &format!("a.{}", target.ending()), &Limits::COMMAND_LINE).unwrap();
        let spans = |words: &str| {
            let piece = document.pieces.iter().find(|piece| document.words(piece.span) == words).unwrap();
            let cell = piece.cell.unwrap();
            (cell.height, cell.width)
        };
        assert_eq!(spans("三、本年度办理结果"), (22, 1), "{target:?}");
        assert_eq!(spans("法人或其他组织"), (1, 5), "{target:?}");
        assert_eq!(spans("四、结转下年度继续办理"), (1, 3), "{target:?}");
        assert_eq!(spans("842.316"), (1, 3), "{target:?}");
    }
}

#[test]
fn a_section_longer_than_a_cell_of_a_workbook_goes_on_in_the_next_row() {
    let mut report = report(Edition::Of2021);
    report.sections[0].text = "公开".repeat(40_000);
    let document = formats::open(&Target::Xlsx.write("", &report).unwrap(), "a.xlsx", &Limits::COMMAND_LINE).unwrap();
    assert_eq!(document.text.matches("公开公开").count() * 2, 80_000 / 2);
}

#[test]
fn what_we_write_reads_back_to_the_same_figures_sections_agency_and_year() {
    for edition in Edition::ALL {
        let report = Report { year: Some(if edition == Edition::Of2019 { 2020 } else { 2025 }), ..report(edition) };
        for target in [Target::Docx, Target::Xlsx, Target::Html, Target::Markdown] {
            let name = format!("a.{}", target.ending());
            let outcomes = crate::read::read(&target.write("", &report).unwrap(), &name, &Limits::COMMAND_LINE);
            let [crate::Outcome::Report(reading)] = &outcomes[..] else { panic!("{target:?} {edition}: {outcomes:?}") };
            let read = &reading.report;
            assert_eq!(read.figures, report.figures, "{target:?} {edition}");
            assert_eq!(
                (&read.agency, read.year, read.format),
                (&report.agency, report.year, report.format),
                "{target:?}"
            );
            let text = |report: &Report, number| {
                report.sections.iter().find(|section| section.number == number).map(|section| section.text.clone())
            };
            assert_eq!(text(read, 6), text(&report, 6), "{target:?} {edition}");
        }
    }
}
