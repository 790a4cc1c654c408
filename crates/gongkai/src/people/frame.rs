//! 工作台的框: what stands around every page of the desk.
//!
//! A page of the desk begins with [`Desk::new`] and hands it to its template as the field `desk`; the template says
//! `{% extends "desk.html" %}` and fills two blocks: `title`, and `main` with its `<main id="main" class="sheet">`.
//! Forms take their token from `desk.csrf`.

use std::sync::Arc;

use gongkai_law::calendar::{Kind, in_chinese};
use gongkai_store::Waiting;
use jiff::civil::Weekday;

use super::roles::{Duty, Hand, Role, WORK};
use crate::{
    assets,
    guard::Visitor,
    office::Office,
    page::Error,
    publish::{desk::waits, take::EDITORS},
    site::Site,
};

/// 栏目: the places of the desk, as the column beside each page lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// 申请办理: the work list and the file of a request.
    Requests,
    /// 今日待办
    Today,
    /// 投诉与更正: what is no request for information.
    Complaints,
    /// 复议诉讼: the cases against the organ.
    Redress,
    /// 期限月历
    Month,
    /// 公开信息: what is written, checked and published.
    Publications,
    /// 读者找错: what readers found wrong in what is published.
    Mistakes,
    /// 专题专栏: special columns, and how the organ's home is arranged.
    Columns,
    /// 查阅场所: where what is public is read in person.
    ReadingPlaces,
    /// 实时统计: tables 3 and 4 as they stand.
    Figures,
    /// 编制年报: the organ's report of a year in work.
    Compile,
    /// 指标月报: what the organ counts month by month, and what the platform counts.
    Months,
    /// 年报季: who of those below has handed in, and what is said of the own report.
    Season,
    /// 初次设置: what is still to be set up, and the site's sign.
    Setup,
    /// 人员与权限
    People,
    /// 委托代签
    Delegations,
    /// 机构
    Organs,
    /// 操作日志
    Journal,
    /// 接口密钥: by which programs write drafts.
    ApiKeys,
    /// 我的账号: everybody's own password and authenticator.
    Account,
}

const KEEPERS: [Role; 2] = [Role::System, Role::Security];

impl Place {
    /// Every place under its heading.
    const ALL: [(&'static str, &'static [Self]); 5] = [
        ("我的工作", &[Self::Requests, Self::Today, Self::Complaints, Self::Redress, Self::Month]),
        ("公开", &[Self::Publications, Self::Mistakes, Self::Columns, Self::ReadingPlaces]),
        ("年报", &[Self::Figures, Self::Months, Self::Compile, Self::Season]),
        ("机构", &[Self::Setup, Self::People, Self::Organs, Self::Delegations, Self::ApiKeys, Self::Journal]),
        ("我", &[Self::Account]),
    ];

    /// Where it is.
    pub fn href(self) -> &'static str {
        match self {
            Self::Requests => "/desk",
            Self::Today => "/desk/today",
            Self::Complaints => "/desk/complaints",
            Self::Redress => "/desk/redress",
            Self::Month => "/desk/month",
            Self::Publications => "/desk/publications",
            Self::Mistakes => "/desk/mistakes",
            Self::Columns => "/desk/columns",
            Self::ReadingPlaces => "/desk/places",
            Self::Figures => "/desk/figures",
            Self::Compile => "/desk/compile",
            Self::Months => "/desk/months",
            Self::Season => "/desk/season",
            Self::Setup => "/desk/setup",
            Self::People => "/desk/people",
            Self::Delegations => "/desk/delegations",
            Self::Organs => "/desk/organs",
            Self::Journal => "/desk/journal",
            Self::ApiKeys => "/desk/api",
            Self::Account => "/desk/account",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requests => "申请办理",
            Self::Today => "今日待办",
            Self::Complaints => "投诉与更正",
            Self::Redress => "复议诉讼",
            Self::Month => "期限月历",
            Self::Publications => "公开信息",
            Self::Mistakes => "读者找错",
            Self::Columns => "专题专栏",
            Self::ReadingPlaces => "查阅场所",
            Self::Figures => "实时统计",
            Self::Compile => "编制年报",
            Self::Months => "指标月报",
            Self::Season => "汇总催报",
            Self::Setup => "初次设置",
            Self::People => "人员与权限",
            Self::Delegations => "委托代签",
            Self::Organs => "机构",
            Self::Journal => "操作日志",
            Self::ApiKeys => "接口密钥",
            Self::Account => "我的账号",
        }
    }

    /// Whose place it is; empty for everybody's.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Today => &EDITORS,
            Self::Requests
            | Self::Complaints
            | Self::Redress
            | Self::Month
            | Self::Figures
            | Self::Months
            | Self::Compile
            | Self::Season => &WORK,
            Self::Publications => &EDITORS,
            Self::Mistakes => &[Role::Officer, Role::Head, Role::Supervisor],
            Self::Columns => Duty::Columns.roles(),
            Self::ReadingPlaces => Duty::ReadingPlaces.roles(),
            Self::Setup | Self::People => &KEEPERS,
            Self::Delegations => &[Role::Head, Role::Reviewer, Role::Signer, Role::Security],
            Self::Organs => &[Role::System],
            Self::Journal => &[Role::Audit],
            Self::ApiKeys => Duty::ApiKeys.roles(),
            Self::Account => &[],
        }
    }

    /// Whether this hand works there.
    pub fn is_open_to(self, hand: &Hand) -> bool {
        self.roles().is_empty() || hand.is_any(self.roles())
    }
}

/// Where somebody begins after signing in.
pub fn home(hand: &Hand) -> &'static str {
    let first = Place::ALL.iter().flat_map(|(_, places)| *places).find(|place| place.is_open_to(hand));
    first.map_or("/reports", |place| place.href())
}

/// One heading of the column of places.
pub struct Heading {
    /// Its words.
    pub label: &'static str,
    /// What stands under it, never empty.
    pub places: Vec<PlaceItem>,
}

/// One place as the template prints it.
pub struct PlaceItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub label: &'static str,
    /// How much waits there; `None` where nothing is counted.
    pub count: Option<i64>,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// The frame of one page of the desk: what `templates/desk.html` prints.
pub struct Desk {
    /// Whose site.
    pub site: Arc<Site>,
    /// 关怀版
    pub care: bool,
    /// 大字
    pub large: bool,
    /// For the hidden field of every form that posts.
    pub csrf: String,
    /// The style sheet with its hash.
    pub css: &'static str,
    /// The script with its hash.
    pub script: &'static str,
    /// The person's organ, in short; for an administrator the site's.
    pub organ: String,
    /// `2026年10月12日 星期一 · 工作日`
    pub today: String,
    /// 姓名
    pub name: String,
    /// `经办人、签发人`; empty for somebody without any.
    pub roles: String,
    /// The person's first place.
    pub home: &'static str,
    /// The column of places.
    pub places: Vec<Heading>,
}

impl Desk {
    /// The frame of a page at this place for this visitor.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]; [`Error::Forbidden`] where the place is not among the person's duties.
    pub async fn new(office: &Office, visitor: &Visitor, place: Place) -> Result<Self, Error> {
        let person = visitor.signed_in()?;
        let hand = &person.hand;
        if !place.is_open_to(hand) {
            let whose: Vec<_> = place.roles().iter().map(|role| role.label()).collect();
            return Err(Error::Forbidden(format!("“{}”由{}使用", place.label(), whose.join("、"))));
        }
        let organ = person.organ.clone().unwrap_or_else(|| office.site.read().organ.clone());
        Ok(Self {
            site: office.site.read(),
            care: visitor.care,
            large: visitor.large,
            csrf: visitor.csrf.clone(),
            css: assets::css(),
            script: assets::script(),
            organ,
            today: today(office),
            name: person.name.clone(),
            roles: labels(hand).join("、"),
            home: home(hand),
            places: places(office, hand, place).await?,
        })
    }
}

/// The roles of somebody of the staff, in words.
fn labels(hand: &Hand) -> Vec<&'static str> {
    match hand {
        Hand::Staff { roles, .. } => roles.iter().map(|role| role.label()).collect(),
        Hand::Applicant | Hand::Platform => Vec::new(),
    }
}

fn today(office: &Office) -> String {
    let today = office.today();
    let weekday = match today.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    };
    let day = office.calendar.day(today);
    let kind = match (day.kind, day.name) {
        (Kind::Workday, None) => "工作日".to_owned(),
        (Kind::Workday, Some(festival)) => format!("工作日（{festival}调休）"),
        (Kind::Holiday, festival) => format!("{}放假", festival.unwrap_or_default()),
        (Kind::Weekend, _) => "休息日".to_owned(),
    };
    format!("{} 星期{weekday} · {kind}", in_chinese(today))
}

async fn places(office: &Office, hand: &Hand, here: Place) -> Result<Vec<Heading>, Error> {
    let waiting = match hand.scope() {
        Ok(scope) => Some(office.db.waiting(scope).await?),
        Err(_) => None,
    };
    let to_publish = match Place::Publications.is_open_to(hand) {
        true => waits::count(office, hand).await?,
        false => None,
    };
    let item = |place: Place| PlaceItem {
        href: place.href(),
        label: place.label(),
        count: match place {
            Place::Publications => to_publish,
            _ => waiting.and_then(|waiting| count(waiting, place)),
        },
        current: place == here,
    };
    let heading = |(label, all): (&'static str, &[Place])| {
        let open = all.iter().copied().filter(|place| place.is_open_to(hand));
        Heading { label, places: open.map(item).collect() }
    };
    Ok(Place::ALL.into_iter().map(heading).filter(|heading| !heading.places.is_empty()).collect())
}

/// What waits at a place.
fn count(waiting: Waiting, place: Place) -> Option<i64> {
    match place {
        Place::Requests => Some(waiting.requests),
        Place::Complaints => Some(waiting.matters),
        Place::Redress => Some(waiting.redress),
        Place::Mistakes => Some(waiting.mistakes),
        _ => None,
    }
}
