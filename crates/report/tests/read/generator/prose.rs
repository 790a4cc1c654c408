//! The words of a report of an office that does not exist.

use gongkai_law::annual_report::{Edition, Figures};

use super::{Damage, random::Random};

/// A report without its tables.
pub struct Parts {
    pub title: String,
    pub preamble: String,
    pub headings: Vec<String>,
    /// As many as headings; empty where a table stands.
    pub texts: Vec<String>,
}

pub fn agency(random: &mut Random) -> String {
    let place = *random.pick(&["青溪县", "云岭市", "白石县", "长亭区", "柳河镇", "石桥乡"]);
    let office = *random.pick(&["人民政府", "林业局", "教育局", "统计局", "人民政府办公室"]);
    format!("{place}{office}")
}

pub fn parts(agency: &str, year: i16, figures: &Figures, _damages: &[Damage]) -> Parts {
    let form = figures.form();
    let value = |address: &str| figures.at(address).unwrap_or(0);
    let number = ["一", "二", "三", "四", "五", "六"];
    let headings = form.sections.iter().zip(number).map(|(title, number)| format!("{number}、{title}")).collect();
    let cases = value("redress.review.total");
    let suits = value("redress.litigation_direct.total") + value("redress.litigation_after_review.total");
    let overview = format!(
        "（一）主动公开。本机关坚持以公开为常态，全年通过门户网站公开各类信息，及时更新机构职能、规划计划、行政许可、行政处罚等栏目，规章和规范性文件统一发布。\n\
         （二）依申请公开。{year}年，本机关新收政府信息公开申请{}件，上年结转{}件，共办结{}件，结转下年度继续办理{}件。\n\
         （三）政府信息管理。落实先审查后公开的要求，对公文逐件明确公开属性，定期清理已经公开的内容。\n\
         （四）政府信息公开平台建设。完善门户网站的检索、查阅和下载功能，规范管理政务新媒体。\n\
         （五）监督保障。明确责任分工，组织业务培训，将政府信息公开工作纳入年度考核。全年发生行政复议{cases}件，行政诉讼{suits}件。",
        value("requests.new.total"),
        value("requests.carried_in.total"),
        value("requests.total.total"),
        value("requests.carried_out.total"),
    );
    let problems = "存在的主要问题：一是公开内容还不够丰富；二是解读形式比较单一。\n\
                    改进情况：一是充实公开内容；二是增加图表、问答等解读形式。";
    let other = match form.edition {
        Edition::Of2019 => "本机关没有其他需要报告的事项。".to_owned(),
        Edition::Of2021 => format!("{year}年，本机关没有收取信息处理费。没有其他需要报告的事项。"),
    };
    let texts = [overview.as_str(), "", "", "", problems, &other].map(str::to_owned).to_vec();
    Parts {
        title: format!("{agency}{year}年政府信息公开工作年度报告"),
        preamble: format!(
            "本报告根据《中华人民共和国政府信息公开条例》和《{}》编制。所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            form.notice
        ),
        headings,
        texts,
    }
}
