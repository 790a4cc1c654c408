//! 机关: what every organ publishes year by year, whatever it deals with: its plan, its money, what it bought, whom it answered.

use gongkai_law::proactive::kind::PublicationKind as Kind;

use super::{
    super::county::{Body, COUNTY, phone},
    names::{FIRMS, PEOPLE, TOWNS, VILLAGES},
    piece::{Loom, Piece, house, later, said},
    subjects::Subject,
};

/// What offices buy.
const BOUGHT: [(&str, &str); 7] = [
    ("办公设备采购", "台式计算机、打印机和会议设备"),
    ("信息系统运行维护服务", "系统巡检、安全加固和故障处理"),
    ("档案数字化加工服务", "纸质档案的整理、扫描和著录"),
    ("政策宣传品印制", "宣传册、明白纸和公示牌的设计印制"),
    ("办公楼物业服务", "保洁、保安和设施维护"),
    ("公务用车维修保养服务", "车辆的维修、保养和年检"),
    ("第三方评估服务", "重点工作的入户调查和评估"),
];

/// All that organs publish by themselves.
pub fn tell(loom: &mut Loom, subjects: &[&Subject]) {
    for (nth, own) in COUNTY.iter().enumerate() {
        loom.out.push(duties(own, loom.year, nth));
        for year in loom.year - 5..=loom.year {
            money(loom, own, year);
            plan(loom, own, year);
            bought(loom, own, year, nth);
            if own.kind == "department" {
                answered(loom, own, subjects, year);
            }
        }
    }
    for year in loom.year - 5..=loom.year {
        meetings(loom, subjects, year);
        appointed(loom, year);
        told_the_press(loom, subjects, year);
    }
}

fn duties(own: &Body, year: i16, nth: usize) -> Piece {
    let body = format!(
        "# 主要职能\n{}。\n\n# 内设机构\n办公室、综合业务股、政策法规股、监督检查股。\n\n# 联系方式\n办公地址：青禾县{}。办公时间：工作日8:30至12:00，14:30至17:30。电话：{}。",
        own.duty(),
        own.street(nth + 1),
        phone(nth + 1),
    );
    let day = jiff::civil::Date::new(year - 2, 4, i8::try_from(nth % 27 + 1).unwrap_or(1)).unwrap_or_default();
    Piece::of(own.slug, Kind::Organ, day, format!("{}主要职能、内设机构和联系方式", own.name))
        .under("综合政务／其他", "机构职能；联系电话；办公地址")
        .saying(format!("{}管什么、有哪些股室、怎样联系。", own.short), body)
}

fn money(loom: &mut Loom, own: &Body, year: i16) {
    let (income, staff) = (loom.count(320, 6_000), loom.count(12, 90));
    let (meals, cars) = (loom.count(1, 9), loom.count(2, 30));
    // twelve days before it is out
    let approved = |out: jiff::civil::Date| said(out.saturating_sub(jiff::Span::new().days(12)));
    let fields = |year: i16, stage: &str, out| {
        [("year", year.to_string()), ("stage", stage.to_owned()), ("approved", approved(out))]
    };
    let (spring, autumn) = (loom.day(year, 2), loom.day(year, 9));
    let table = format!(
        "|项目|金额（万元）|\n|收入合计|{income}|\n|人员经费|{}|\n|公务接待费|{meals}|\n|公务用车运行维护费|{cars}|\n|因公出国（境）费|0|",
        staff * 9
    );
    let piece = Piece::of(own.slug, Kind::Budget, spring, format!("{}{year}年部门预算公开", own.name))
            .under("财政、金融、审计／财政", "部门预算；三公经费")
            .saying(format!("公布{}{year}年收支预算和“三公”经费。", own.short), format!("# 一、基本情况\n编制人数{staff}人。\n\n# 二、收支预算和“三公”经费\n{table}\n\n# 三、说明\n“三公”经费比上年只减不增。"))
            .with(&fields(year, "预算", spring));
    loom.out.push(piece);
    let piece = Piece::of(own.slug, Kind::Budget, autumn, format!("{}{}年部门决算公开", own.name, year - 1))
        .under("财政、金融、审计／财政", "部门决算；三公经费")
        .saying(
            format!("公布{}{}年收支决算和“三公”经费。", own.short, year - 1),
            format!("# 一、收支决算\n{table}\n\n# 二、绩效\n项目支出绩效自评平均{}分。", loom.count(88, 11)),
        )
        .with(&fields(year - 1, "决算", autumn));
    loom.out.push(piece);
}

fn plan(loom: &mut Loom, own: &Body, year: i16) {
    let (done, hearing) = (loom.count(8, 20), loom.count(3, 9));
    let body = format!(
        "{year}年，{short}围绕“{duty}”的职责，做好以下工作。\n\n一、办好{done}件群众身边的实事，每季度公布进度。\n\n二、重大决策公开征求意见，全年听证、座谈不少于{hearing}次。\n\n三、政务信息在形成后20个工作日内公开，政策与解读同步发布。\n\n四、加强队伍建设，首问负责、限时办结。",
        short = own.short,
        duty = own.duty(),
    );
    let piece = Piece::of(own.slug, Kind::Plan, loom.day(year, 1), format!("{}{year}年工作要点", own.name))
        .signed(own.word, "通知")
        .under("综合政务／政务公开", "工作要点")
        .saying(format!("{}{year}年要办的几件大事。", own.short), body)
        .with(&[("period", format!("{year}年"))]);
    loom.out.push(piece);
}

fn bought(loom: &mut Loom, own: &Body, year: i16, nth: usize) {
    let at = (nth + usize::from(year.unsigned_abs())) % BOUGHT.len();
    let (what, which) = BOUGHT.get(at).copied().unwrap_or_default();
    let (sum, firm) = (loom.count(6, 180), loom.pick(&FIRMS).to_owned());
    let title = format!("{}{year}年{what}项目成交结果公告", own.short);
    let body = format!(
        "采购内容：{which}。\n\n采购方式：竞争性磋商。\n\n成交供应商：{firm}。\n\n成交金额：{sum}万元。\n\n公告期限1个工作日。对结果有异议的，可以在公告期满之日起7个工作日内提出质疑。"
    );
    let piece = Piece::of(own.slug, Kind::Procurement, loom.day(year, 6), title)
        .under("财政、金融、审计／财政", "政府采购；成交结果")
        .saying(format!("{}买{what}，成交金额{sum}万元。", own.short), body)
        .with(&[("project", format!("{year}年{what}")), ("amount", format!("{}0000", sum))]);
    loom.out.push(piece);
}

/// Answers to deputies, one a year.
fn answered(loom: &mut Loom, own: &Body, subjects: &[&Subject], year: i16) {
    let about =
        subjects.iter().find(|subject| subject.organ == own.slug).map_or("政务服务", |subject| subject.name);
    let (number, place, session) = (loom.count(3, 150), loom.pick(&TOWNS).to_owned(), year - 2020);
    let title = format!(
        "对县人大十八届{}次会议第{number}号建议的答复（{place}{about}）",
        CHINESE.get(usize::from(session.unsigned_abs()) % 10).unwrap_or(&"一")
    );
    let body = format!(
        "代表：\n\n您提出的关于改进{place}{about}的建议收悉，现答复如下。\n\n一、已经做的。我们到{place}走访了{}户，查看了台账。\n\n二、接下来做的。今年安排专人驻点，第三季度前完成整改。\n\n三、结果怎样看。进度每季度公布，欢迎您继续监督。",
        loom.count(12, 40)
    );
    let piece = Piece::of(own.slug, Kind::Proposal, loom.day(year, 7), title)
        .signed(&format!("{}复", own.word.trim_end_matches('发')), "函")
        .under("综合政务／其他", format!("建议答复；{about}"))
        .saying(format!("答复代表关于{place}{about}的建议。"), body)
        .with(&[
            ("session", "县人大十八届会议".to_owned()),
            ("number", format!("第{number}号")),
            ("by", "县人大代表".to_owned()),
        ]);
    loom.out.push(piece);
}

const CHINESE: [&str; 10] = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn meetings(loom: &mut Loom, subjects: &[&Subject], year: i16) {
    for month in 1..=11 {
        let day = loom.day(year, month);
        let [one, two] = [loom.below(subjects.len()), loom.below(subjects.len())]
            .map(|at| subjects.get(at).map_or("", |subject| subject.name));
        let chair = loom.pick(&PEOPLE).to_owned();
        let body = format!(
            "{}，县长{chair}主持召开县政府常务会议。\n\n会议听取了{one}情况的汇报，要求把标准、名单和结果公布到村。\n\n会议研究了{two}的有关事项，原则同意，由主管部门根据讨论意见修改后印发。",
            said(day)
        );
        let piece = Piece::of("qinghe", Kind::Meeting, day, format!("{year}年{month}月县政府常务会议研究{one}等事项"))
            .under("综合政务／其他", "常务会议")
            .saying(format!("研究{one}、{two}。"), body)
            .with(&[("held", said(day)), ("chair", chair), ("agenda", format!("{one}\n{two}"))]);
        loom.out.push(piece);
    }
}

fn appointed(loom: &mut Loom, year: i16) {
    for nth in 0..6 {
        let at = (usize::from(year.unsigned_abs()) * 7 + nth * 5) % COUNTY.len();
        let Some(own) = COUNTY.get(at).filter(|own| own.kind == "department") else { continue };
        let [one, two] = [loom.pick(&PEOPLE).to_owned(), loom.pick(&PEOPLE).to_owned()];
        let day = loom.day(year, i8::try_from(nth * 2 + 1).unwrap_or(1));
        let body = format!(
            "县政府研究决定：\n\n{one}任{}副局长（试用期一年）；\n\n免去{two}的{}四级调研员职务，退休。",
            own.name, own.name
        );
        let piece = Piece::of(
            "qinghe",
            Kind::Personnel,
            day,
            format!("关于{one}等同志职务任免的通知（{}{year}年{}月）", own.short, day.month()),
        )
        .signed("青政任", "通知")
        .under("劳动、人事／人事工作", "任免")
        .saying(format!("任命、免去{}的职务。", own.short), body)
        .with(&[("names", format!("{one}、{two}"))]);
        loom.out.push(piece);
    }
}

fn told_the_press(loom: &mut Loom, subjects: &[&Subject], year: i16) {
    for nth in 0..8 {
        let at = (usize::from(year.unsigned_abs()) * 11 + nth * 9) % subjects.len().max(1);
        let Some(subject) = subjects.get(at) else { continue };
        let (day, village) = (loom.day(year, i8::try_from(nth + 2).unwrap_or(2)), loom.pick(&VILLAGES).to_owned());
        let organ = house(subject.organ);
        let body = format!(
            "{}，县政府新闻办公室举行新闻发布会，{}负责人介绍{}的情况并回答提问。\n\n问：{village}的群众最关心什么？\n\n答：{}\n\n问：怎样监督？\n\n答：{}",
            said(later(day, 0)),
            organ.name,
            subject.name,
            subject.rules[0],
            subject.rules[2]
        );
        let piece =
            Piece::of("qinghe", Kind::Interview, day, format!("青禾县{year}年“{}”新闻发布会实录", subject.name))
                .under(subject.theme, format!("新闻发布会；{}", subject.name))
                .saying(format!("介绍{}的进展，回答记者提问。", subject.name), body)
                .with(&[("guests", format!("{}负责人", organ.short)), ("held", said(day))]);
        loom.out.push(piece);
    }
}
