//! 正文: what the six sections say, in our own words and with the figures of the tables.

use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::Section;

use super::{county::Body, dice::Dice};

/// The six sections of one report.
pub fn sections(body: &Body, year: i16, figures: &Figures) -> Vec<Section> {
    let mut dice = Dice::of(body.name, year);
    let form = figures.form();
    (1..)
        .zip(form.sections)
        .map(|(number, title)| Section {
            number,
            title: title.to_owned(),
            text: match number {
                1 => overview(body, year, figures, &mut dice),
                5 => problems(year, &mut dice),
                6 => other(year),
                _ => String::new(),
            },
        })
        .collect()
}

fn overview(body: &Body, year: i16, figures: &Figures, dice: &mut Dice) -> String {
    let n = |address: &str| figures.at(address).unwrap_or(0);
    let notice = figures.form().notice;
    let documents = match figures.edition() {
        Edition::Of2021 => format!(
            "制发行政规范性文件{}件，废止{}件，年底现行有效{}件",
            n("proactive.normative_documents.issued"),
            n("proactive.normative_documents.repealed"),
            n("proactive.normative_documents.in_force")
        ),
        Edition::Of2019 => format!("新制作规范性文件{}件，全部公开", n("proactive.normative_documents.made")),
    };
    let open = dice.pick(&["惠民补贴、项目招标和征地信息", "办事流程、收费依据和投诉渠道", "预算决算、采购和救助名单"]);
    let how = dice.pick(&["按月排查栏目更新", "每季度走访一次查阅点", "请群众代表给栏目打分"]);
    let manage = dice.pick(&["公文拟稿时写明公开属性", "发布前逐件审查保密和个人信息", "公开后的文件标注效力状态"]);
    let place = dice.pick(&["网站公开栏目合并为四个", "查阅点添置了大字版终端", "手机页面支持读屏软件"]);
    let watch = dice.pick(&["开展业务培训两次", "把公开工作列入年度考核", "对乡镇经办人逐个辅导"]);
    format!(
        "{name}按照《中华人民共和国政府信息公开条例》和{notice}的格式编制本报告，统计期为{year}年1月1日至12月31日。\n\
         （一）主动公开。重点公开{open}。{documents}。\n\
         （二）依申请公开。{requests}\n\
         （三）政府信息管理。{manage}，{year}年没有发生泄密和侵犯隐私的情形。\n\
         （四）政府信息公开平台建设。{place}，公开栏目全年更新及时。\n\
         （五）监督保障。{watch}，{how}，{year}年没有需要追究责任的情形。",
        name = body.name,
        requests = requests(year, figures),
    )
}

fn requests(year: i16, figures: &Figures) -> String {
    let total = |row: &str| figures.at(&format!("requests.{row}.total")).unwrap_or(0);
    let (new, carried_in, handled, rest) = (total("new"), total("carried_in"), total("total"), total("carried_out"));
    if new + carried_in == 0 {
        return format!("{year}年没有收到政府信息公开申请。");
    }
    format!(
        "{year}年新收政府信息公开申请{new}件，上年结转{carried_in}件，办结{handled}件，结转下年度继续办理{rest}件。"
    )
}

fn problems(year: i16, dice: &mut Dice) -> String {
    let first = dice.pick(&["部分答复书说理不够", "个别栏目更新慢", "历史文件没有全部数字化", "公开的数据不便再利用"]);
    let second = dice.pick(&["经办人员变动多", "解读形式单一", "基层查阅点利用率低", "目录名称不够通俗"]);
    let mend = dice.pick(&["逐件评查答复书", "给栏目定更新周期", "分批补录旧文件", "以表格和图示解读"]);
    format!("一是{first}。二是{second}。\n{}年将{mend}，按季度检查进展。", year + 1)
}

fn other(year: i16) -> String {
    format!("{year}年没有收取政府信息公开信息处理费。没有其他需要报告的事项。")
}
