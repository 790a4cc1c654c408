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
                1 => overview(body, year, figures),
                5 => problems(year, &mut dice),
                6 => other(year),
                _ => String::new(),
            },
        })
        .collect()
}

fn overview(body: &Body, year: i16, figures: &Figures) -> String {
    let (notice, documents) = (figures.form().notice, documents(figures));
    let open = turn(
        year,
        &[
            "惠民补贴、项目招标和征地信息，群众关心的名单都附了说明",
            "办事流程、收费依据和投诉渠道，改版后一页就能看完",
            "预算决算、政府采购和救助名单，全部可以下载和再利用",
        ],
    );
    let how = turn(year, &["按月排查栏目更新情况", "每季度走访一次乡村查阅点", "请群众代表给各栏目打分并公布结果"]);
    let manage = turn(
        year,
        &[
            "公文拟稿时就写明公开属性，没有写明的退回补充",
            "发布之前逐件审查保密和个人信息，留下审查记录",
            "对历年文件标注效力状态，失效的保留原文并注明",
        ],
    );
    let place = turn(
        year,
        &[
            "网站公开栏目由十一个合并为四个，检索更快",
            "县图书馆查阅点添置大字版终端，有人值守帮助",
            "手机页面支持读屏软件，视障群众也能自己查阅",
        ],
    );
    let watch = turn(
        year,
        &[
            "开展业务培训两次，覆盖全部经办人",
            "公开工作列入年度考核，结果全县通报",
            "对新到岗的同志逐个辅导答复文书写法",
        ],
    );
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

/// What became of the normative documents, in the words of the edition.
fn documents(figures: &Figures) -> String {
    let n = |address: &str| figures.at(address).unwrap_or(0);
    match figures.edition() {
        Edition::Of2021 => format!(
            "制发行政规范性文件{}件，废止{}件，年底现行有效{}件",
            n("proactive.normative_documents.issued"),
            n("proactive.normative_documents.repealed"),
            n("proactive.normative_documents.in_force")
        ),
        Edition::Of2019 => format!("新制作规范性文件{}件，全部公开", n("proactive.normative_documents.made")),
    }
}

/// Each year another one, so that no report repeats the last.
fn turn<'a>(year: i16, from: &[&'a str]) -> &'a str {
    from.get(usize::from(year.unsigned_abs()) % from.len().max(1)).copied().unwrap_or_default()
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
