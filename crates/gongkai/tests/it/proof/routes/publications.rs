//! What the organ of the scene publishes: something in work, something out, its catalogue, and what it brings in many at once.

use gongkai::{
    Office,
    people::roles::Hand,
    publish::{content::Content, write::begin},
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{Actor, Moment, OrganId, PersonId, PublicationId, Scope, Upload};

use crate::web::house::{Somebody, noon};

pub struct Published {
    pub publication: PublicationId,
    /// A row of its catalogue, and the catalogue that was looked through once more.
    pub standard: String,
    pub standard_import: String,
    /// An inventory that was looked through, and one that was taken in.
    pub bulk: String,
    /// Another, whose list is had after that one was taken in.
    pub bulk_list: String,
    pub bulk_import: String,
    /// What taking that in was called while it went on.
    pub bulk_run: String,
    /// 索引号 of what is public.
    pub item: String,
}

impl Published {
    pub async fn of(office: &Office, (own, person): (OrganId, PersonId), officer: &mut Somebody) -> Self {
        let standard = standard_row(office, own).await;
        let standard_import = catalogue_looked_through(officer).await;
        let (bulk_run, bulk_import) = brought_in(officer).await;
        let bulk = inventory_looked_through(officer).await;
        let bulk_list = inventory_looked_through(officer).await;
        let item = published(office, own).await;
        let publication = drafted_to_publish(office, own, person).await;
        Self { publication, standard, standard_import, bulk, bulk_list, bulk_import, bulk_run, item }
    }
}

/// The draft of a publication, with a file.
async fn drafted_to_publish(office: &Office, organ: OrganId, author: PersonId) -> PublicationId {
    let content = Content {
        title: "还没有审的稿子".to_owned(),
        body: "内部研究的意见".to_owned(),
        formed: Some(office.today()),
        ..Content::default()
    };
    let mut act = office.db.act(Actor::Person(author), Moment::from(noon())).await.unwrap();
    let id = begin(office, &mut act, (organ, Some(author)), PublicationKind::General, &content).await.unwrap();
    let upload = Upload { bytes: "内部研究的意见".as_bytes(), media: "text/plain" };
    act.attach_to_publication(id, organ, ("意见.txt", upload)).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// A row of the organ's catalogue.
async fn standard_row(office: &Office, organ: OrganId) -> String {
    let row = gongkai_store::NewStandardRow {
        field: "assistance",
        place: 1,
        matter: "最低生活保障",
        item: "审批信息",
        content: "低保对象",
        basis: "《社会救助暂行办法》",
        term: "每季度",
        owner: "民政局",
        outlets: "website",
        audience: "",
        ways: "proactive",
        levels: "county",
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.add_standard_row(organ, &row).await.unwrap();
    act.commit().await.unwrap();
    office.db.standard_rows(organ, None).await.unwrap()[0].id.to_string()
}

async fn catalogue_looked_through(officer: &mut Somebody) -> String {
    let table = "领域,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开层级\r\n\
                 社会救助,最低生活保障,审批信息,低保对象,《社会救助暂行办法》,每季度,民政局,政府网站,县级\r\n";
    let csrf = officer.get("/desk/standard/import").await.csrf();
    let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("目录.csv"), table.as_bytes())];
    let page = officer.multipart("/desk/standard/import", &parts).await;
    let (_, rest) = page.body.split_once("action=\"/desk/standard/import/").unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('"').unwrap().0.to_owned()
}

/// An inventory with one publication, whose secret nobody else may read.
async fn inventory_looked_through(officer: &mut Somebody) -> String {
    let table = "标题,信息种类,正文\r\n还没有审的稿子,通知公告,内部研究的意见\r\n";
    let csrf = officer.get("/desk/bulk").await.csrf();
    let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("清单.csv"), table.as_bytes())];
    let page = officer.multipart("/desk/bulk", &parts).await;
    let (_, rest) = page.body.split_once("action=\"/desk/bulk/").unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('"').unwrap().0.to_owned()
}

/// One that was taken in; gives its name and its record.
async fn brought_in(officer: &mut Somebody) -> (String, String) {
    let id = inventory_looked_through(officer).await;
    let csrf = officer.get("/desk/bulk").await.csrf();
    let began = officer.post(&format!("/desk/bulk/{id}"), &[("csrf", &csrf)]).await;
    let place = began.location().to_owned();
    loop {
        let page = officer.get(&place).await;
        if let Some((_, import)) = page.location().split_once("/desk/bulk/imports/") {
            return (id, import.to_owned());
        }
        assert!(page.headers.contains_key("refresh"), "{}", page.body);
        tokio::task::yield_now().await;
    }
}

/// A publication that everybody sees; gives its 索引号.
async fn published(office: &Office, organ: OrganId) -> String {
    use gongkai::publish::{content::Content, manuscript::Manuscript, out, record, take, write};
    use gongkai_law::proactive::{
        kind::PublicationKind,
        release::{Check, PublicationStep},
    };
    let words = ["汛期值班电话", "值班电话见各站公示栏。"].map(str::to_owned);
    let [title, body] = words;
    let content = Content { title, body, formed: Some(office.today()), ..Content::default() };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let id = write::begin(office, &mut act, (organ, None), PublicationKind::General, &content).await.unwrap();
    act.commit().await.unwrap();
    let cleared = take::POINTS.iter().map(|(key, _)| (*key).to_owned()).collect();
    let words = record::Words { cleared, ..record::Words::default() };
    let passed = |check| PublicationStep::Passed { check, from: None };
    for step in [PublicationStep::Submitted, passed(Check::First), passed(Check::Secrecy)] {
        let draft = Manuscript::of(office, id, Scope::All).await.unwrap();
        take::take(office, &Hand::Platform, &draft, step, &words).await.unwrap();
    }
    let draft = Manuscript::of(office, id, Scope::All).await.unwrap();
    out::approve(office, &Hand::Platform, &draft, (None, &record::Words::default())).await.unwrap();
    office.db.released(id).await.unwrap().index_number
}
