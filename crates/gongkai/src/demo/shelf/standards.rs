//! 标准目录: the rows of three fields, and which publications of the shelf each is for. Some rows have nothing, and for one
//! something is late.

use std::collections::BTreeMap;

use gongkai_law::proactive::kind::PublicationKind as Kind;
use gongkai_store::{Actor, Error, Moment, NewStandardRow, Organ, Result, StandardRow, StandardRowId};

use super::piece::Piece;
use crate::{
    demo::{course::earlier, desk::at_hour, staff},
    office::Office,
    people::roles::Hand,
    publish::{content::Content, write},
    requests::take::NotTaken,
};

/// A row: field, 一级事项, 二级事项, its content, basis and term, and of which kind and with which words in the title what
/// is for it is; no words where nothing is.
struct Own {
    organ: &'static str,
    field: &'static str,
    matter: &'static str,
    item: &'static str,
    content: &'static str,
    basis: &'static str,
    term: &'static str,
    kind: Kind,
    words: &'static str,
}

macro_rules! rows {
    ($($organ:literal $field:literal $basis:literal { $($matter:literal $item:literal $content:literal $term:literal $kind:ident $words:literal)* })*) => {
        static ROWS: &[Own] = &[$($(Own {
            organ: $organ, field: $field, matter: $matter, item: $item, content: $content, basis: $basis, term: $term,
            kind: Kind::$kind, words: $words,
        },)*)*];
    };
}

rows! {
    "minzheng" "assistance" "《中华人民共和国政府信息公开条例》《社会救助暂行办法》" {
        "最低生活保障" "政策法规文件" "低保办法、标准和调整办法" "信息形成或者变更之日起20个工作日内" Normative "最低生活保障"
        "最低生活保障" "办事指南" "条件、材料、流程、时限、地点和电话" "信息形成或者变更之日起20个工作日内" Welfare "最低生活保障办理指南"
        "最低生活保障" "审核审批信息" "在享户数、人数和资金支出" "每年" Welfare "最低生活保障落实情况"
        "最低生活保障" "初审公示" "拟纳入低保的家庭和公示期限" "公示7个工作日" Welfare ""
        "特困人员救助供养" "审批信息" "供养人数、标准和机构名单" "每季度" Welfare ""
        "临时救助" "政策法规文件" "临时救助办法、标准" "信息形成或者变更之日起20个工作日内" Normative "临时救助"
        "临时救助" "办事指南" "条件、材料、流程、时限、地点和电话" "信息形成或者变更之日起20个工作日内" Welfare "临时救助办理指南"
        "临时救助" "审核审批信息" "救助人次和资金支出" "每年" Welfare "临时救助落实情况"
    }
    "minzheng" "elderly" "《中华人民共和国老年人权益保障法》" {
        "老年人补贴" "政策法规文件" "高龄津贴的对象、标准和发放办法" "信息形成或者变更之日起20个工作日内" Normative "高龄津贴"
        "老年人补贴" "申请与发放" "发放人数、金额" "每年" Welfare "高龄津贴发放落实情况"
        "养老机构" "机构名录和评定等级" "机构名称、地址、床位、等级" "每半年" Welfare ""
    }
    "jiaoyu" "education" "《中华人民共和国义务教育法》《中华人民共和国政府信息公开条例》" {
        "招生管理" "招生入学政策" "招生对象、范围、办法和日程" "信息形成或者变更之日起20个工作日内" Normative "招生入学"
        "招生管理" "年度招生工作" "当年招生的安排和要求" "每年" Notice "义务教育阶段学校招生入学"
        "招生管理" "政策解读" "招生办法的解读和问答" "信息形成或者变更之日起20个工作日内" Interpretation "招生入学"
        "学生管理" "困难学生资助政策" "资助对象、标准和办法" "信息形成或者变更之日起20个工作日内" Normative "家庭经济困难学生资助"
        "学生管理" "资助落实情况" "资助人数和金额" "每年" Welfare "家庭经济困难学生资助落实情况"
        "教师管理" "教师招聘" "岗位、条件、程序和结果" "信息形成或者变更之日起20个工作日内" Recruitment "中小学和幼儿园教师"
        "教育督导" "学校督导评估" "督导报告和整改情况" "每年" Inspection ""
        "学校安全" "校车和食堂安全检查" "检查结果和整改情况" "每季度" Inspection ""
    }
    "ziran" "land" "《中华人民共和国土地管理法》《中华人民共和国政府信息公开条例》" {
        "征地管理政策" "规范性文件" "征地补偿安置的标准和程序" "信息形成或者变更之日起20个工作日内" Normative "征收土地补偿安置"
        "征地管理政策" "政策解读" "补偿标准的解读和问答" "信息形成或者变更之日起20个工作日内" Interpretation "征收土地补偿安置"
        "征地前期准备" "拟征收土地公告" "范围、目的和现状调查安排" "信息形成或者变更之日起20个工作日内" Notice ""
        "征地前期准备" "补偿安置方案公告" "补偿标准、安置方式和社会保障" "公示30日" Notice ""
        "征地组织实施" "补偿安置落实情况" "支付的补偿、安置的人数" "每年" Welfare "征收土地补偿安置落实情况"
    }
}

/// For which something is in work that should have been out.
const LATE: (&str, &str) = ("征地前期准备", "拟征收土地公告");
/// Working days since it was formed.
const FORMED: u16 = 34;

/// The rows in the register, by organ.
#[derive(Default)]
pub struct Rows(BTreeMap<&'static str, Vec<StandardRow>>);

impl Rows {
    /// For which rows a publication of the shelf is.
    pub fn of(&self, piece: &Piece) -> Option<StandardRowId> {
        let fits = |own: &&Own| {
            own.organ == piece.organ
                && own.kind == piece.kind
                && !own.words.is_empty()
                && piece.title.contains(own.words)
        };
        let own = ROWS.iter().find(fits)?;
        let row = self.0.get(own.organ)?.iter().find(|row| row.matter == own.matter && row.item == own.item)?;
        Some(row.id)
    }
}

/// Founds the catalogues.
///
/// # Errors
/// The register.
pub async fn founded(office: &Office, organs: &BTreeMap<&str, &Organ>) -> Result<Rows> {
    let mut rows = Rows::default();
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    for own in ROWS {
        rows.0.entry(own.organ).or_default();
    }
    for slug in rows.0.keys() {
        let organ = organs.get(slug).ok_or(Error::Missing("机关"))?;
        let lines: Vec<_> = lines(slug, &organ.name);
        let mut fields: Vec<_> = lines.iter().map(|line| line.field).collect();
        fields.dedup();
        act.import_standard(organ.id, &fields, &lines).await?;
    }
    act.commit().await?;
    for (slug, all) in &mut rows.0 {
        let organ = organs.get(slug).ok_or(Error::Missing("机关"))?;
        *all = office.db.standard_rows(organ.id, None).await?;
    }
    Ok(rows)
}

fn lines<'a>(slug: &str, owner: &'a str) -> Vec<NewStandardRow<'a>> {
    let mut places: BTreeMap<&str, i32> = BTreeMap::new();
    let line = |own: &'static Own| {
        let place = places.entry(own.field).or_default();
        *place += 1;
        NewStandardRow {
            field: own.field,
            place: *place,
            matter: own.matter,
            item: own.item,
            content: own.content,
            basis: own.basis,
            term: own.term,
            owner,
            outlets: "website reading",
            audience: "",
            ways: "proactive",
            levels: "county township",
        }
    };
    ROWS.iter().filter(|own| own.organ == slug).map(line).collect()
}

/// A draft for a row of the catalogue whose term is over, left lying by whoever began it.
///
/// # Errors
/// The register.
pub async fn leave_one(office: &Office) -> Result<()> {
    let organ = office.db.organ_at("ziran").await?;
    let rows = office.db.standard_rows(organ.id, Some("land")).await?;
    let Some(row) = rows.iter().find(|row| (row.matter.as_str(), row.item.as_str()) == LATE) else { return Ok(()) };
    let formed = earlier(&office.calendar, office.today(), FORMED);
    let content = Content {
        title: "关于拟征收桥头镇老窑口村集体土地的公告".to_owned(),
        body: "因老窑口排洪沟改造需要，拟征收桥头镇老窑口村集体土地1.8公顷。\n\n自公告之日起，由县自然资源局会同桥头镇人民政府开展土地现状调查，请权利人配合。".to_owned(),
        summary: "拟征收老窑口村集体土地1.8公顷，开展现状调查。".to_owned(),
        theme: "国土资源、能源／土地".to_owned(),
        formed: Some(formed),
        attribute: "proactive".to_owned(),
        standards: vec![row.id.to_string()],
        ..Content::default()
    };
    at_hour(office, formed, 10, async |past| {
        let author = match staff::hand_of(&past, "jiangtao").await? {
            Hand::Staff { id, .. } => Some(id),
            Hand::Applicant | Hand::Platform => None,
        };
        let mut act = past.db.act(Actor::System, Moment(past.now_ms())).await?;
        let begun = write::begin(&past, &mut act, (organ.id, author), Kind::Notice, &content).await;
        begun.map_err(|why| match why {
            NotTaken::Store(error) => error,
            NotTaken::Refused(refusal) => Error::Corrupt(refusal.to_string()),
        })?;
        act.commit().await
    })
    .await
}
