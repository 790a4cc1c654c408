//! 事项: what is published of one matter over the years: its document with what went before and what explains it, how to go
//! about it, and what was done year by year.

use gongkai_law::proactive::{kind::PublicationKind as Kind, relation::Relation, validity::Life};
use jiff::civil::Date;

use super::{
    names::TOWNS,
    piece::{Loom, Piece, house, later, said},
    subjects::Subject,
};

/// Everything of a matter; `nth` is its place among all.
pub fn tell(loom: &mut Loom, subject: &Subject, nth: usize) {
    let first = loom.year - 8 + i16::try_from(nth % 4).unwrap_or(0);
    let (month, later_month) = (loom.count(2, 9), loom.count(1, 9));
    let old = loom.day(first, i8::try_from(month).unwrap_or(5));
    // most were made anew after a trial
    let anew = (nth % 5 != 3).then(|| loom.day(first + 3, i8::try_from(later_month).unwrap_or(6)));
    let trial = format!("青禾县{}{}（试行）", subject.name, subject.form);
    loom.out.push(document(subject, &trial, old, life_of_trial(old, anew, nth)));
    let standing = match anew {
        Some(day) => made_anew(loom, subject, (&trial, day), nth),
        None => trial,
    };
    explained(loom, subject, (&standing, anew.unwrap_or(old)), nth);
    if !subject.way[0].is_empty() {
        loom.out.push(guide(loom.year, subject, &standing, anew.unwrap_or(old)));
    }
    for year in loom.year - 4..=loom.year {
        yearly(loom, subject, &standing, year);
    }
}

fn life_of_trial(day: Date, anew: Option<Date>, nth: usize) -> Life {
    let from = Some(later(day, 30));
    match anew {
        Some(anew) => Life { from, repealed: Some(later(anew, 40)), ..Life::default() },
        // a trial of two years that was left to end, and those that go on
        None if nth.is_multiple_of(2) => Life { from, until: Some(later(day, 30 + 730)), ..Life::default() },
        None => Life { from, ..Life::default() },
    }
}

fn document(subject: &Subject, title: &str, day: Date, life: Life) -> Piece {
    let from = life.from.unwrap_or(day);
    let [one, two, three] = subject.rules;
    let organ = house(subject.organ);
    let body = format!(
        "各乡镇人民政府，县政府有关部门：\n\n# 第一章　总则\n第一条　为了做好{name}，保障{who}的权益，结合本县实际，制定本{form}。\n\n\
         第二条　本{form}适用于本县行政区域内的{name}，对象是{who}。{organ}是主管部门，各乡镇人民政府负责本辖区的具体工作。\n\n\
         # 第二章　标准与办理\n第三条　{one}\n\n第四条　{two}\n\n第五条　{three}\n\n\
         # 第三章　监督\n第六条　办理的依据、条件、程序、期限和结果应当公开，接受社会监督。弄虚作假、优亲厚友的，依法追究责任。\n\n\
         第七条　本{form}自{from}起施行，由{organ}负责解释。",
        name = subject.name,
        who = subject.who,
        form = subject.form,
        organ = organ.name,
        from = said(from),
    );
    Piece::of(subject.organ, Kind::Normative, day, title)
        .signed(organ.word, subject.form)
        .under(subject.theme, subject.name)
        .saying(format!("规定{}的对象、标准、办理和监督。", subject.name), body)
        .living(life)
}

/// The document that took the place of the trial, after what people said of its draft; and of some what amended it or ended it.
fn made_anew(loom: &mut Loom, subject: &Subject, (trial, day): (&str, Date), nth: usize) -> String {
    let title = format!("青禾县{}{}", subject.name, subject.form);
    let asked = format!("关于《{title}（征求意见稿）》公开征求意见的公告");
    let life = Life { from: Some(later(day, 40)), until: Some(later(day, 40 + 5 * 365)), ..Life::default() };
    let amended = (nth % 9 == 2).then(|| loom.day(loom.year - 1, 8));
    let ended = (nth % 17 == 5).then(|| loom.day(loom.year, 3));
    let life = Life { amended, repealed: ended, ..life };
    loom.out.push(document(subject, &title, day, life).joined(Relation::Replaces, trial));
    let piece = consulted(loom, subject, &title, later(day, -75), &asked);
    loom.out.push(piece);
    if let Some(day) = amended {
        let change = format!(
            "{}决定对《{title}》作如下修改：第四条末尾增加一句：“办理结果应当在作出之日起5个工作日内告知申请人。”\n\n本决定自{}起施行。",
            house(subject.organ).name,
            said(day)
        );
        let piece = Piece::of(subject.organ, Kind::Normative, later(day, -20), format!("关于修改《{title}》的决定"))
            .signed(house(subject.organ).word, "决定")
            .under(subject.theme, subject.name)
            .saying(format!("给{}增加告知的期限。", subject.name), change)
            .living(Life { from: Some(day), ..Life::default() })
            .joined(Relation::Amends, &title);
        loom.out.push(piece);
    }
    if let Some(day) = ended {
        let words = format!(
            "经清理，《{title}》的主要内容已由上级规定代替，决定自{}起废止。正在办理的事项，按新的规定办理。",
            said(day)
        );
        let piece = Piece::of(subject.organ, Kind::Normative, later(day, -20), format!("关于废止《{title}》的通知"))
            .signed(house(subject.organ).word, "通知")
            .under(subject.theme, subject.name)
            .saying("说明为什么废止、正在办理的怎么办。", words)
            .living(Life { from: Some(day), ..Life::default() })
            .joined(Relation::Repeals, &title);
        loom.out.push(piece);
    }
    title
}

fn consulted(loom: &mut Loom, subject: &Subject, title: &str, day: Date, asked: &str) -> Piece {
    let (came, taken) = (loom.count(12, 60), loom.count(4, 8));
    let until = later(day, 30);
    let body = format!(
        "{organ}起草了《{title}（征求意见稿）》，现向社会公开征求意见。\n\n# 主要内容\n一是明确对象为{who}。二是{rule}\n\n\
         # 怎样提意见\n请在{until}前写信寄到青禾县城关镇{short}办公室，或者在网上留言。\n\n\
         # 采纳情况\n征求意见期间收到{came}条意见，采纳{taken}条，没有采纳的已经逐条说明理由。",
        organ = house(subject.organ).name,
        who = subject.who,
        rule = subject.rules[0],
        until = said(until),
        short = house(subject.organ).short,
    );
    Piece::of(subject.organ, Kind::Consultation, day, asked)
        .under(subject.theme, subject.name)
        .saying(format!("就{}向社会征求意见30日，收到{came}条，采纳{taken}条。", subject.name), body)
        .with(&[("until", said(until)), ("method", "来信、来电、网上留言".to_owned())])
        .joined(Relation::Consults, title)
}

fn explained(loom: &mut Loom, subject: &Subject, (title, day): (&str, Date), nth: usize) {
    let [one, two, three] = subject.rules;
    let organ = house(subject.organ);
    let base = |title: String, form: &str, after| {
        Piece::of(subject.organ, Kind::Interpretation, later(day, after), title)
            .under(subject.theme, subject.name)
            .with(&[("form", form.to_owned())])
    };
    let text = base(format!("《{title}》政策解读"), "文字", 3).joined(Relation::Interprets, title).saying(
        format!("说明{}为什么制定、管哪些人、怎么办。", subject.name),
        format!("# 为什么制定\n过去各乡镇做法不一，群众反映办理难。\n\n# 适用于谁\n{}。\n\n# 有哪些规定\n{one}{two}\n\n# 需要注意什么\n{three}", subject.who),
    );
    let second = match nth % 2 {
        0 => base(format!("一图读懂{}", subject.name), "图解", 4).saying(
            format!("用图说明{}的对象、标准和办法。", subject.name),
            format!("# 谁可以\n{}\n\n# 记住三条\n{one}\n\n{two}\n\n{three}", subject.who),
        ),
        _ => base(format!("{}负责人就《{title}》答记者问", organ.short), "问答", 5).saying(
            format!("回答群众关心的{}的几个问题。", subject.name),
            format!("# 问：适用于哪些人？\n答：{}。\n\n# 问：最要紧的是哪一条？\n答：{two}\n\n# 问：有人违反怎么办？\n答：可以向{}反映，五个工作日内答复。", subject.who, organ.short),
        ),
    };
    loom.out.extend([text, second.joined(Relation::Interprets, title)]);
}

fn guide(year: i16, subject: &Subject, standing: &str, day: Date) -> Piece {
    let [bring, place, days] = subject.way;
    let body = format!(
        "# 谁可以办\n{who}。\n\n# 带什么\n{bring}。\n\n# 到哪里办\n{place}。也可以在政务服务网上提出，不必到现场。\n\n\
         # 多久办好\n{days}个工作日。需要补材料的，一次告知。\n\n# 收费\n不收费。\n\n# 标准\n{rule}\n\n# 不满意怎么办\n可以向{organ}投诉，也可以依法申请行政复议或者提起行政诉讼。",
        who = subject.who,
        rule = subject.rules[0],
        organ = house(subject.organ).short,
    );
    let title = format!("{}办理指南：条件、材料和时限", subject.name);
    Piece::of(subject.organ, Kind::Welfare, later(day, 60).min(Date::new(year, 1, 20).unwrap_or(day)), title)
        .under(subject.theme, format!("{}；怎么办理；办事指南", subject.name))
        .saying(format!("{}由谁办、带什么、到哪里、多久办好。", subject.name), body)
        .on(&["A20_11", "A21_C02"])
        .joined(Relation::Concerns, standing)
}

/// What was set out for a year, and what had been done by its end.
fn yearly(loom: &mut Loom, subject: &Subject, standing: &str, year: i16) {
    let (organ, name) = (house(subject.organ), subject.name);
    let (month, town, other) = (loom.count(2, 3), loom.pick(&TOWNS), loom.pick(&TOWNS));
    let day = loom.day(year, i8::try_from(month).unwrap_or(3));
    let share = loom.count(86, 14);
    let ordered = format!(
        "各乡镇人民政府：\n\n为落实《{standing}》，现就{year}年{name}有关工作通知如下。\n\n一、按期办理。{rule}\n\n\
         二、突出重点。{town}、{other}要在6月底前完成摸底，其他乡镇在9月底前完成。\n\n三、公开结果。办理结果在村公示栏和网站同步公布，接受监督。",
        rule = subject.rules[1],
    );
    let piece = Piece::of(subject.organ, Kind::Notice, day, format!("关于做好{year}年{name}有关工作的通知"))
        .signed(organ.word, "通知")
        .under(subject.theme, name)
        .saying(format!("布置{year}年{name}的任务、时间和要求。"), ordered);
    loom.out.push(piece);
    let (cases, money) = (loom.count(120, 4_000), loom.count(18, 900));
    let done = format!(
        "{year}年，全县{name}共办理{cases}件，涉及资金{money}万元，按期办结率{share}%。\n\n|乡镇|办理（件）|\n{}\n\n下一步，{}将把办理进度按季度公布，对没有按期办结的逐件说明原因。",
        TOWNS.iter().map(|town| format!("|{town}|{}|", loom.count(9, 300))).collect::<Vec<_>>().join("\n"),
        organ.short,
    );
    let piece = Piece::of(subject.organ, Kind::Welfare, loom.day(year, 12), format!("{year}年度{name}落实情况"))
        .under(subject.theme, name)
        .saying(format!("公布{year}年{name}办了多少件、花了多少钱。"), done);
    loom.out.push(piece);
}
