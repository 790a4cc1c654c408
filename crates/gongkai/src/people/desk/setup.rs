//! `/desk/setup`: what an office sets up before its first request, read off the register, and the site's sign.

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::all_organs;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Role,
        upkeep::Upkeep,
    },
    site::{self, Site},
};

/// One thing to set up.
struct Item {
    done: bool,
    what: &'static str,
    /// How it stands, and who does it.
    how: String,
    /// Where; empty where it is done outside of the pages.
    href: &'static str,
}

#[derive(Template)]
#[template(path = "people/setup.html")]
struct SetupPage {
    desk: Desk,
    items: Vec<Item>,
    /// How many are not done.
    left: usize,
    form: Sign,
    signs: bool,
    errors: Vec<FieldError>,
}

/// What the form of the site's sign sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Sign {
    csrf: String,
    name: String,
    organ: String,
    tagline: String,
    code: String,
    icp: String,
    police: String,
    /// Its lines.
    footer: String,
}

impl Sign {
    fn of(site: &Site) -> Self {
        Self {
            csrf: String::new(),
            name: site.name.clone(),
            organ: site.organ.clone(),
            tagline: site.tagline.clone(),
            code: site.code.clone(),
            icp: site.icp.clone(),
            police: site.police.clone(),
            footer: site.footer.join("\n"),
        }
    }

    fn site(&self) -> Site {
        let word = |text: &str| text.trim().to_owned();
        let lines = self.footer.lines().map(str::trim).filter(|line| !line.is_empty());
        Site {
            name: word(&self.name),
            organ: word(&self.organ),
            tagline: word(&self.tagline),
            footer: lines.map(str::to_owned).collect(),
            code: word(&self.code),
            icp: word(&self.icp),
            police: word(&self.police),
        }
    }

    /// The fields of one line: id, label, hint, what was typed.
    fn texts(&self) -> [(&'static str, &'static str, &'static str, &str); 6] {
        [
            ("name", "网站名称", "每页标题后面，例如“某县政府信息公开”", &self.name),
            ("organ", "主办单位", "页面左上角", &self.organ),
            ("tagline", "一句话说明", "页面最上面，可以不填", &self.tagline),
            ("code", "网站标识码", "10位，在页脚和每一页的标签里，没有就不填", &self.code),
            ("icp", "ICP备案号", "在页脚，例如“某ICP备00000000号”，没有就不填", &self.icp),
            ("police", "公安备案号", "在页脚，例如“某公网安备00000000000000号”，没有就不填", &self.police),
        ]
    }
}

/// `GET /desk/setup`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let form = Sign::of(&office.site.read());
    page(&office, &visitor, form, Vec::new()).await
}

/// `POST /desk/setup`
pub async fn sign(State(office): State<Office>, visitor: Visitor, Form(form): Form<Sign>) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let site = form.site();
    let errors = site.faults();
    if !errors.is_empty() {
        return page(&office, &visitor, form, errors).await;
    }
    site::hang(&office, visitor.hand()?, site).await?;
    Ok(Redirect::to("/desk/setup").into_response())
}

async fn page(office: &Office, visitor: &Visitor, form: Sign, errors: Vec<FieldError>) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Setup).await?;
    let mut items = items(office).await?;
    if !Place::Organs.is_open_to(visitor.hand()?) {
        // told, but not led to where others work
        items.iter_mut().filter(|item| item.href == Place::Organs.href()).for_each(|item| item.href = "");
    }
    let left = items.iter().filter(|item| !item.done).count();
    let signs = visitor.hand()?.is_any(&[Upkeep::Site.role()]);
    let page = SetupPage { desk, items, left, form, signs, errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// In the order in which an office goes about it.
async fn items(office: &Office) -> Result<Vec<Item>, Error> {
    let organs = all_organs(office).await?;
    let silent = organs.iter().filter(|organ| organ.office.trim().is_empty()).count();
    let mut items = vec![
        named(office).await?,
        Item {
            done: !organs.is_empty(),
            what: "机构",
            how: match organs.len() {
                0 => "还没有机构。由系统管理员按上下级建好".to_owned(),
                count => format!("已有{count}个"),
            },
            href: "/desk/organs",
        },
        Item {
            done: !organs.is_empty() && silent == 0,
            what: "政府信息公开工作机构",
            how: match silent {
                0 => "各机构都写明了".to_owned(),
                silent => format!("{silent}个机构没有写明名称、地址和电话（《条例》第四条、第十二条）"),
            },
            href: "/desk/organs",
        },
    ];
    items.extend(posts(office).await?);
    items.push(notice(office));
    items.extend([
        Item {
            done: office.rules.two_factor,
            what: "两种要素登录",
            how: "在配置文件的[signin]里写two_factor = true，人人都要绑定认证器".to_owned(),
            href: "",
        },
        Item {
            done: office.secure,
            what: "加密传输",
            how: "由反向代理提供HTTPS，启动时加--https".to_owned(),
            href: "",
        },
    ]);
    Ok(items)
}

async fn named(office: &Office) -> Result<Item, Error> {
    let site = Site::kept(&office.db).await?;
    let how = site.as_ref().map_or_else(|| "还没有名称，在下面填写".to_owned(), |site| site.name.clone());
    Ok(Item { done: site.is_some(), what: "网站名称", how, href: "#sign" })
}

/// Whether there is somebody for each of the duties.
async fn posts(office: &Office) -> Result<Vec<Item>, Error> {
    let held = office.db.roles_held().await?;
    let is_open = |role: &&Role| !held.iter().any(|key| key == role.key());
    let mut items = Vec::new();
    for (what, roles, who) in [
        ("安全、审计管理员", &[Role::Security, Role::Audit][..], "由系统管理员开户，先设定安全管理员"),
        ("办理申请的人员", &[Role::Officer, Role::Head, Role::Reviewer, Role::Signer], "由安全管理员设定职责"),
    ] {
        let missing: Vec<_> = roles.iter().filter(is_open).map(|role| role.label()).collect();
        let how = match missing.is_empty() {
            true => roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、") + "都有人",
            false => format!("还没有{}。{who}", missing.join("、")),
        };
        items.push(Item { done: missing.is_empty(), what, how, href: "/desk/people" });
    }
    Ok(items)
}

/// The days of next year are known from its notice on, which comes out in autumn.
fn notice(office: &Office) -> Item {
    let year = office.today().year();
    let last = (year..=year.saturating_add(1)).take_while(|year| office.calendar.knows(*year)).last();
    let how = match last {
        Some(last) if last > year => format!("{last}年的已经载入"),
        Some(last) => {
            format!("到{last}年。下一年的公布以后，用gongkai calendar load载入；在那以前，跨年的期限是暂定的")
        }
        None => format!("没有{year}年的，期限都是暂定的；请用gongkai calendar load载入"),
    };
    Item { done: last.is_some_and(|last| last > year), what: "放假通知", how, href: "" }
}
