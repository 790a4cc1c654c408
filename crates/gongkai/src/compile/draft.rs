//! 初稿: a first text of each part from the year's figures, every number bound, in plain official Chinese. What the register
//! does not know is left to be written, and said so.

use gongkai_law::annual_report::{Edition, indicator::Indicator};

use super::{
    content::Content,
    examine::PROMPT,
    figures::YearFigures,
    last::{LastYear, Promise},
    names::Names,
    parts::Part,
};

/// A clause that is written where its number is known and not zero.
type Clause = (&'static str, &'static str);

const CHANNELS: [Clause; 7] = [
    ("website", "在政府网站公开政府信息{}条"),
    ("key_areas", "公开重点领域信息{}条"),
    ("new_media", "通过政务新媒体公开{}条"),
    ("gazette", "通过政府公报公开{}条"),
    ("gazette_issues", "编印政府公报{}期"),
    ("notice_board", "通过公示栏等其他方式公开{}条"),
    ("converted", "将{}条依申请公开的信息转为主动公开"),
];
const READING: [Clause; 6] = [
    ("interpretations", "发布政策解读{}件"),
    ("interpretations_text", "文字解读{}件"),
    ("interpretations_graphic", "图解{}件"),
    ("interpretations_questions", "问答{}件"),
    ("interpretations_media", "音视频解读{}件"),
    ("interpretations_interview", "举办访谈和发布会{}件"),
];
const TALK: [Clause; 5] = [
    ("consultations", "就{}项决策公开征求意见"),
    ("opinions", "收到意见{}条"),
    ("letters_received", "收到网上留言{}件"),
    ("letters_answered", "答复留言{}件"),
    ("mistakes", "收到网上找错{}件"),
];
const PLATFORM: [Clause; 2] = [("desk_visits", "政务公开专区接待{}人次"), ("desk_cases", "在专区办理{}件")];
const GUARD: [Clause; 5] = [
    ("meetings", "召开政务公开工作会议{}次"),
    ("trainings", "举办培训{}次"),
    ("trained", "参加培训{}人次"),
    ("questionnaires", "社会评议回收问卷{}份"),
    ("sanctions", "追究责任{}人次"),
];

/// 全部按期办结: the words of a first draft where nothing ended late.
pub const ALL_IN_TIME: &str = "办结的申请全部按期办结";

/// 自然人提出: the words of a first draft before a number of the tables that tell by themselves which it is.
pub const BY_PEOPLE: (&str, &str) = ("自然人提出", "表三·新收·自然人");

/// 写法: the words before and after the number of an indicator in a first draft, which stay there when a number is typed over.
pub fn phrases() -> impl Iterator<Item = (&'static Indicator, &'static str, &'static str)> {
    let clauses = [&CHANNELS[..], &READING, &TALK, &PLATFORM, &GUARD].into_iter().flatten();
    clauses.filter_map(|(key, words)| {
        let (before, after) = words.split_once("{}")?;
        Some((Indicator::of_key(key)?, before, after))
    })
}

/// A first draft of every part.
pub fn content(edition: Edition, year: &YearFigures, last: Option<&LastYear>) -> Content {
    let promises = last.map(LastYear::promises).unwrap_or_default();
    let parts = Part::all(edition);
    let texts = parts.iter().map(|part| (part.key.clone(), text(part, edition, year, &promises)));
    Content { parts: texts.filter(|(_, text)| !text.is_empty()).collect(), ..Content::default() }
}

/// A first draft of one part; empty for a note.
pub fn text(part: &Part, edition: Edition, year: &YearFigures, promises: &[Promise]) -> String {
    match (part.section, part.place) {
        (1, 0) => [published(edition, year), applied(edition, year), guarded(year)].join("\n"),
        (1, 1) => published(edition, year),
        (1, 2) => applied(edition, year),
        (1, 3) => managed(edition, year),
        (1, 4) => or_prompt(sentence(year, &PLATFORM), "本年度平台建设和维护的做法"),
        (1, _) => guarded(year),
        (5, _) => problems(promises),
        (6, _) => "没有其他需要报告的事项。".to_owned(),
        _ => String::new(),
    }
}

fn published(edition: Edition, year: &YearFigures) -> String {
    let mut said =
        [sentence(year, &CHANNELS), documents(edition, year), sentence(year, &READING), sentence(year, &TALK)].concat();
    said += &prompt("本年度主动公开的重点工作");
    said
}

/// 规范性文件, as either edition counts them; that there was none is said in words.
fn documents(edition: Edition, year: &YearFigures) -> String {
    let (rows, none): (&[(&str, &str)], _) = match edition {
        Edition::Of2019 => (&[("新制作规范性文件", "表二·规范性文件·新制作")], "本年度未新制作规范性文件。"),
        Edition::Of2021 => (
            &[("制发行政规范性文件", "表二·行政规范性文件·制发"), ("废止行政规范性文件", "表二·行政规范性文件·废止")],
            "本年度未制发、废止行政规范性文件。",
        ),
    };
    let said = counts(year, edition, rows);
    if said.is_empty() { none.to_owned() } else { format!("本年度{}。", said.join("，")) }
}

fn applied(edition: Edition, year: &YearFigures) -> String {
    let none = |name| is_zero(year, edition, name);
    let intake = match (none("表三·新收·总计"), none("表三·上年结转·总计")) {
        (true, true) => "本年度未收到政府信息公开申请，无上年结转。".to_owned(),
        (true, false) => "本年度未收到政府信息公开申请，上年结转{表三·上年结转·总计}件，办结{表三·办结·总计}件，\
             结转下年度继续办理{表三·结转下年·总计}件。"
            .to_owned(),
        (false, _) => {
            "本年新收政府信息公开申请{表三·新收·总计}件，上年结转{表三·上年结转·总计}件，办结{表三·办结·总计}件，\
             结转下年度继续办理{表三·结转下年·总计}件。"
                .to_owned()
        }
    };
    let by_people = match has(year, edition, BY_PEOPLE.1) {
        true => format!("新收的申请中，{}。", counts(year, edition, &[BY_PEOPLE]).concat()),
        false => String::new(),
    };
    let outcomes = [
        ("予以公开", "表三·予以公开·总计"),
        ("部分公开", "表三·部分公开·总计"),
        ("不予公开", "表三·不予公开·总计"),
        ("无法提供", "表三·无法提供·总计"),
        ("不予处理", "表三·不予处理·总计"),
        ("其他处理", "表三·其他处理·总计"),
    ];
    let some: Vec<_> = outcomes.into_iter().filter(|(_, name)| has(year, edition, name)).collect();
    let some = counts(year, edition, &some);
    let ended = if some.is_empty() { String::new() } else { format!("办结的申请中，{}。", some.join("，")) };
    intake + &by_people + &ended + &timely(edition, year) + &contested(edition, year)
}

/// 期限: how many of those that ended took an extension, and how many ended in time, of how many where that is not all; beside
/// table 3 only where that counts the same ones, and is not frozen or a sum that has others.
fn timely(edition: Edition, year: &YearFigures) -> String {
    const ALL_ENDED: &str = "表三·办结·总计";
    let same = year.ended.is_some_and(|ended| value(year, edition, ALL_ENDED) == Some(ended.to_string()));
    let name =
        |key| Indicator::of_key(key).filter(|it| year.indicator(it).is_some_and(|n| n != 0)).map(Indicator::name);
    let extended = name("extended").filter(|_| same).map(|name| format!("办结的申请中，经批准延期的{{{name}}}件。"));
    let in_time = name("in_time").and_then(|name| match year.late()? {
        0 => Some(ALL_IN_TIME.to_owned() + "。"),
        // 其中 says that it is a part and not another number of what ended
        _ => same.then(|| format!("办结的申请{{{ALL_ENDED}}}件，其中按期办结{{{name}}}件。")),
    });
    [extended, in_time].into_iter().flatten().collect()
}

/// 复议、诉讼: what there was of each, or that there was none.
fn contested(edition: Edition, year: &YearFigures) -> String {
    let routes = [("行政复议", "表四·行政复议·总计"), ("行政诉讼", "表四·行政诉讼·总计")];
    let none: Vec<_> =
        routes.iter().filter(|(_, name)| is_zero(year, edition, name)).map(|(label, _)| *label).collect();
    let some = counts(year, edition, &routes);
    let some = if some.is_empty() { some } else { vec![format!("因政府信息公开引起的{}", some.join("、"))] };
    let none = (!none.is_empty()).then(|| format!("没有因政府信息公开引起的{}", none.join("、")));
    format!("{}。", some.into_iter().chain(none).collect::<Vec<_>>().join("，"))
}

fn managed(edition: Edition, year: &YearFigures) -> String {
    let in_force = match edition {
        Edition::Of2021 if has(year, edition, "表二·行政规范性文件·现行有效") => {
            "年底现行有效的行政规范性文件{表二·行政规范性文件·现行有效}件，均标明效力。"
        }
        _ => "",
    };
    format!("{in_force}{}", prompt("政府信息管理制度、公开属性审查、文件清理的做法"))
}

fn guarded(year: &YearFigures) -> String {
    let said = sentence(year, &GUARD);
    let none = Indicator::of_key("sanctions").and_then(|indicator| year.indicator(indicator)) == Some(0);
    match none {
        true => or_prompt(said, "考核、评议和培训的情况") + "本年度未发生因政府信息公开工作追究责任的情形。",
        false => or_prompt(said, "考核、评议、培训和责任追究的情况"),
    }
}

/// Last year's promises first, each to be answered; then this year's own problems.
fn problems(promises: &[Promise]) -> String {
    let answers =
        promises.iter().map(|promise| format!("上年提出“{}”，{}", quoted(&promise.words), prompt("落实情况")));
    let own = [format!("一是{}", prompt("本年度存在的主要问题")), format!("下一步，{}", prompt("改进的措施和时间"))];
    answers.chain(own).collect::<Vec<_>>().join("\n")
}

/// Words as they stand between quotation marks: those within become the inner ones, and the inner ones the outer.
fn quoted(words: &str) -> String {
    let turned = |sign: char| match sign {
        '“' => '‘',
        '”' => '’',
        '‘' => '“',
        '’' => '”',
        sign => sign,
    };
    words.chars().map(turned).collect()
}

fn prompt(what: &str) -> String {
    format!("{PROMPT}{what}）")
}

fn or_prompt(said: String, what: &str) -> String {
    if said.is_empty() { prompt(what) } else { said }
}

/// The clauses whose numbers are known and not zero, as one sentence; empty where there is none.
fn sentence(year: &YearFigures, clauses: &[Clause]) -> String {
    let known = clauses.iter().filter_map(|(key, words)| {
        let indicator = Indicator::of_key(key)?;
        let value = year.indicator(indicator).filter(|value| *value != 0);
        value.map(|_| words.replace("{}", &format!("{{{}}}", indicator.name())))
    });
    match known.collect::<Vec<_>>() {
        known if known.is_empty() => String::new(),
        known => format!("{}。", known.join("，")),
    }
}

/// The counts of these rows, each with its bound number; those that are known to be zero left out.
fn counts(year: &YearFigures, edition: Edition, rows: &[(&str, &str)]) -> Vec<String> {
    let some = rows.iter().filter(|(_, name)| !is_zero(year, edition, name));
    some.map(|(label, name)| format!("{label}{{{name}}}件")).collect()
}

fn value(year: &YearFigures, edition: Edition, name: &str) -> Option<String> {
    Names::of(edition).find(name).and_then(|name| name.value(year))
}

/// Whether a number is there and not zero.
fn has(year: &YearFigures, edition: Edition, name: &str) -> bool {
    value(year, edition, name).is_some_and(|value| value != "0")
}

/// Whether it is known that there was none.
fn is_zero(year: &YearFigures, edition: Edition, name: &str) -> bool {
    value(year, edition, name).is_some_and(|value| value == "0")
}
