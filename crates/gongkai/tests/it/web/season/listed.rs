//! Whoever runs the season finds first who needs an act, and sees of what is public whether it came through here.

use super::{
    super::{
        compile::{AT, done, take},
        house::{shelve, shelved},
        people::person,
    },
    *,
};

const LIST: &str = "/desk/season/2025";

/// The organs of a list, in the order in which it has them.
fn rows(page: &Page) -> Vec<&str> {
    let begins = "<th scope=\"row\" class=\"named\"><a href=\"/desk/season/2025/of/";
    page.body.split(begins).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}

/// What the list says of one.
fn row<'a>(page: &'a Page, slug: &str) -> &'a str {
    let begins = format!("<a href=\"/desk/season/2025/of/{slug}\">");
    let (_, rest) = page.body.split_once(&begins).unwrap_or_else(|| panic!("{slug}: {}", page.body));
    rest.split_once("</tr>").unwrap().0
}

/// 简称 down the file.
fn names(file: &Page) -> Vec<&str> {
    let lines = file.body.lines().skip(1).filter_map(|line| line.split('"').nth(1));
    lines.collect()
}

/// One organ of each kind: the bureau of water has not begun, and what is brought of the others was handed in, sent back,
/// taken, or waits for somebody's word.
async fn all_kinds(office: &Office, County { hall, .. }: &County) -> Somebody {
    for (slug, name) in [
        ("linye", "青禾县林业局"),
        ("jiaoyu", "青禾县教育局"),
        ("minzheng", "青禾县民政局"),
        ("xinfang", "青禾县信访局"),
        ("caizheng", "青禾县财政局"),
    ] {
        founded(office, slug, name, ("county", hall.id)).await;
    }
    person(office, Some(hall.id), "ning", &["supervisor"]).await;
    let (mut yu, mut ning) = (signed_in(office, "yu").await, signed_in(office, "ning").await);
    opened(&mut yu).await;
    let source = [("source", "电话核对")];
    for (slug, name) in [("jiaoyu", "青禾县教育局"), ("minzheng", "青禾县民政局"), ("caizheng", "青禾县财政局")]
    {
        went(&brings(&mut yu, slug, &paper(name, &[]), &source).await);
    }
    went(&answers(&mut ning, "jiaoyu", &[("step", "accepted")]).await);
    went(&answers(&mut yu, "minzheng", &[("step", "returned"), ("why", "表三结转数不平")]).await);
    went(&uploads(&mut yu, "xinfang", &paper("青禾县信访局", &[])).await);
    yu
}

#[tokio::test]
async fn who_needs_an_act_stands_first_where_that_is_asked_for_and_who_is_late_before_all() {
    const USUAL: [&str; 6] = ["shui", "linye", "jiaoyu", "minzheng", "xinfang", "caizheng"];
    on_both(async |office| {
        let county = county(&office).await;
        let mut yu = all_kinds(&office, &county).await;
        let list = yu.get(LIST).await;
        assert_eq!(rows(&list), USUAL, "{}", list.body);
        assert!(list.has("<option value=\"organs\" selected>") && list.has("<option value=\"need\">"), "{}", list.body);
        assert_eq!(rows(&yu.get(&format!("{LIST}?by=nothing")).await), USUAL, "no such order");

        let by_need = yu.get(&format!("{LIST}?by=need")).await;
        // to be taken, to be confirmed, sent back, not begun, and done
        let wanted = ["caizheng", "xinfang", "minzheng", "shui", "linye", "jiaoyu"];
        assert_eq!(rows(&by_need), wanted, "{}", by_need.body);
        assert!(by_need.has("<option value=\"need\" selected>"), "{}", by_need.body);
        let file = yu.get(&format!("{LIST}/organs.csv?by=need")).await;
        assert_eq!(names(&file)[..2], ["青禾县财政局", "青禾县信访局"], "{}", file.body);

        let narrowed = yu.get(&format!("{LIST}?state=not_begun&by=need")).await;
        assert_eq!(rows(&narrowed), ["shui", "linye"], "{}", narrowed.body);
        assert!(narrowed.has("<option value=\"need\" selected>") && narrowed.has("by=need\" download"));

        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.open_season(county.hall.id, 2025, Civil(date(2026, 10, 11)), Some(0)).await.unwrap();
        act.commit().await.unwrap();
        let late = yu.get(&format!("{LIST}?by=need")).await;
        let wanted = ["xinfang", "minzheng", "shui", "linye", "caizheng", "jiaoyu"];
        assert_eq!(rows(&late), wanted, "who handed in is not late: {}", late.body);
        assert_eq!(rows(&yu.get(LIST).await), USUAL);
    })
    .await;
}

#[tokio::test]
async fn what_is_public_from_the_library_alone_is_told_apart_from_what_was_published_here() {
    const ALONE: &str = "只在年报库</span>";
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let town = founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        person(&office, Some(water.id), "tang", &["signer"]).await;
        let (mut yu, mut an, mut tang) =
            (signed_in(&office, "yu").await, signed_in(&office, "an").await, signed_in(&office, "tang").await);
        opened(&mut yu).await;
        went(&brings(&mut an, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        done(&take(&mut tang, AT, "published", "").await);
        let none = yu.get(LIST).await;
        assert!(row(&none, "shui").contains("已发布</span>") && !none.has("只在年报库”的"), "{}", none.body);

        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        shelve(&office, &shelved((town.id, 2025), ("云渡镇2025.html", &file))).await;
        let list = yu.get(LIST).await;
        let of_town = row(&list, "yundu");
        assert!(of_town.contains("已发布</span>") && of_town.contains(ALONE), "{of_town}");
        assert!(!row(&list, "shui").contains(ALONE), "it came through here: {}", list.body);
        assert!(list.has("没有经平台报送、发布"), "and it is said what that means: {}", list.body);
        assert!(yu.get(&format!("{LIST}/of/yundu")).await.has(ALONE));
        assert!(!yu.get(&format!("{LIST}/of/shui")).await.has(ALONE));
        let csv = yu.get(&format!("{LIST}/organs.csv?state=published")).await;
        assert!(csv.has("\"已发布（只在年报库）\"") && csv.has("\"已发布\""), "{}", csv.body);
        // and it waits for whoever takes it from there
        assert_eq!(rows(&yu.get(&format!("{LIST}?by=need")).await), ["yundu", "shui"]);

        went(&sends(&mut yu, &format!("{LIST}/of/yundu/shelved"), &[("range", "self")]).await);
        went(&confirms(&mut yu, &format!("{LIST}/of/yundu"), &[("source", "镇党政办电话核对")]).await);
        let list = yu.get(LIST).await;
        assert!(row(&list, "yundu").contains("已报送") && !list.has(ALONE), "{}", list.body);
    })
    .await;
}

#[tokio::test]
async fn who_is_still_writing_here_what_the_library_has_already_is_asked_for_it() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let file = paper("青禾县水利局", &known(&OF_WATER));
        shelve(&office, &shelved((water.id, 2025), ("水利局2025.html", &file))).await;
        went(&sends(&mut gu, "/desk/compile/begin", &[("year", "2025"), ("range", "self")]).await);
        let list = yu.get(LIST).await;
        let of_water = row(&list, "shui");
        assert!(of_water.contains("只在年报库</span>") && of_water.contains("平台上的还在起草"), "{of_water}");
        assert!(of_water.contains(">催报</a>"), "the sum lacks it: {of_water}");
        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        let why = sum.missing.iter().map(|one| one.why.as_str()).collect::<Vec<_>>();
        assert_eq!(why, ["公布的一份只在年报库，平台上的还在起草，没有报送"]);
    })
    .await;
}
