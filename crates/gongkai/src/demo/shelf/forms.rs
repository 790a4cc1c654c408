//! 表格: the forms that the organs of 青禾县 hang on what they publish. Our own words.

use gongkai_law::proactive::kind::PublicationKind as Kind;

use crate::{
    letters::pdf::Grid,
    publish::portal::paper::{Line, Paper, Part},
};

/// What the title of a guide says after its matter.
pub const GUIDE: &str = "办理指南";

/// A form: what is asked, line by line, and what one should know.
pub struct Form {
    /// Of its file.
    pub name: &'static str,
    title: &'static str,
    asks: &'static [&'static str],
    notes: &'static [&'static str],
    /// Whether it is a PDF.
    pub printed: bool,
}

const OPINION: Form = Form {
    name: "意见反馈表.docx",
    title: "征求意见反馈表",
    asks: &["单位或者姓名", "联系电话", "针对第几条", "修改意见", "理由"],
    notes: &["可以只填意见和理由。填好后寄到公告写明的地址，或者在征求意见期内当面交。"],
    printed: false,
};
const ENTRUST: Form = Form {
    name: "授权委托书.docx",
    title: "授权委托书",
    asks: &["委托人", "委托人证件号码", "受托人", "受托人证件号码", "委托办理的事", "委托期限", "委托人签名"],
    notes: &["由他人代办的，连同双方身份证件的复印件一起交。委托人不能签名的，按手印并由两名见证人签名。"],
    printed: false,
};
const ENTRY: Form = Form {
    name: "报名登记表.docx",
    title: "公开招聘报名登记表",
    asks: &["姓名", "报考岗位", "学历和专业", "资格证书", "工作经历", "联系电话", "本人签名"],
    notes: &["所填内容应当真实，面试前核对原件。"],
    printed: false,
};
const CONTENT: Form = Form {
    name: "办理情况征询意见表.docx",
    title: "建议提案办理情况征询意见表",
    asks: &["代表或者委员", "建议、提案的编号", "对办理态度的意见", "对办理结果的意见", "其他要说的"],
    notes: &["请在收到答复之日起一个月内寄回承办单位。"],
    printed: false,
};
const REMEDIES: Form = Form {
    name: "救济途径告知.pdf",
    title: "当事人权利和救济途径告知",
    asks: &[],
    notes: &[
        "对行政处罚决定不服的，可以自收到决定书之日起六十日内申请行政复议，也可以自收到之日起六个月内提起行政诉讼。",
        "复议和诉讼期间，处罚决定不停止执行，法律另有规定的除外。",
        "确有经济困难、需要延期或者分期缴纳罚款的，可以向作出决定的机关提出书面申请。",
    ],
    printed: true,
};
const VISIT: Form = Form {
    name: "现场办理须知.pdf",
    title: "到窗口办理须知",
    asks: &[],
    notes: &[
        "工作日上午八时三十分至十二时、下午二时至五时三十分办理，取号后按顺序叫号。",
        "请带本人身份证件原件。材料不齐的，窗口一次告知要补什么。",
        "老年人、残疾人、带婴幼儿的，可以走优先窗口；需要上门办理的，打窗口电话预约。",
    ],
    printed: true,
};

/// What hangs on a publication of this kind and title.
pub fn of(kind: Kind, title: &str) -> &'static [Form] {
    match kind {
        Kind::Consultation => &[OPINION],
        Kind::Welfare if title.contains(GUIDE) => &[ENTRUST, VISIT],
        Kind::Recruitment => &[ENTRY],
        Kind::Proposal => &[CONTENT],
        Kind::Penalty => &[REMEDIES],
        _ => &[],
    }
}

impl Form {
    /// The form as a paper.
    pub fn paper(&self) -> Paper {
        paper(self.title, &asked(self.asks), self.notes.iter().map(|note| (*note).to_owned()))
    }
}

/// The application of a matter, whose guide says what to bring.
pub fn application(subject: &str, guide: &str) -> Paper {
    let rows = asked(&["申请人", "身份证件号码", "联系电话", "联系地址", "申请什么、为什么", "申请人签名和日期"]);
    let bring = guide.lines().skip_while(|line| *line != "# 带什么").nth(1).unwrap_or_default();
    paper(&format!("{subject}申请表"), &rows, [format!("随表交的材料：{bring}")])
}

fn asked(labels: &[&str]) -> Vec<Vec<String>> {
    labels.iter().map(|label| vec![(*label).to_owned(), String::new()]).collect()
}

fn paper(title: &str, rows: &[Vec<String>], notes: impl IntoIterator<Item = String>) -> Paper {
    let mut parts = vec![Part::Line(Line::Title, title.to_owned())];
    if !rows.is_empty() {
        parts.push(Part::Table(Grid { columns: vec![0.3, 0.7], head: false, rows: rows.to_vec() }));
    }
    parts.extend(notes.into_iter().map(|note| Part::Line(Line::Text, note)));
    Paper { title: title.to_owned(), parts }
}
