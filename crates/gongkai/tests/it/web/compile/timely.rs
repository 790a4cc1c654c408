//! 期限: how many answers took an extension and how many requests ended in time, as the draft says it and the register has it.

use gongkai::{Office, compile::examine::Examined, requests::dossier::Dossier};
use gongkai_law::request::{decision::Decision, letter::LetterKind, step::Step};
use gongkai_store::{Organ, Scope};
use jiff::civil::date;

use super::{
    super::{
        figures::{answered, worked},
        house::on_both,
    },
    AT, at, begun, bureau, done, months, requests, send, work,
};

/// What stands behind a number of the text.
fn behind(key: &str) -> String {
    format!("/desk/figures/list?year=2025&row={key}&column=total")
}

/// Of 2025: one answered on the twentieth working day, one a working day late, one after twenty days of which an extension of
/// ten has room, and one that was extended and is open. Of 2024 one that was late. Their numbers in this order.
async fn a_year(office: &Office, organ: &Organ) -> [String; 5] {
    let extended =
        |on, days| [(on, Step::Extended { days }), (on, Step::Issued { step: 1, letter: LetterKind::Extension })];
    let with_more = extended(date(2025, 5, 20), 10);
    let with_more = [&with_more[..], &answered(date(2025, 6, 16), Decision::Partial)].concat();
    [
        worked(office, organ, "灌渠的造价", date(2025, 3, 3), &answered(date(2025, 3, 31), Decision::Granted)).await,
        worked(office, organ, "河堤的合同", date(2025, 3, 3), &answered(date(2025, 4, 1), Decision::Granted)).await,
        worked(office, organ, "水库的蓄水量", date(2025, 5, 6), &with_more).await,
        worked(office, organ, "水质检测报告", date(2025, 12, 22), &extended(date(2025, 12, 25), 5)).await,
        worked(office, organ, "闸门的图纸", date(2024, 11, 1), &answered(date(2024, 12, 31), Decision::Granted)).await,
    ]
}

/// With a pencil: each request's own clock beside the day on which it ended. How many were extended, in time, and all.
async fn by_hand(office: &Office, numbers: &[String]) -> [usize; 3] {
    let mut counted = [0; 3];
    for number in numbers {
        let standing = Dossier::numbered(office, number, Scope::All).await.unwrap().standing;
        let Some(ending) = standing.counted().filter(|ending| ending.on.year() == 2025) else { continue };
        let clock = standing.clock.as_ref().unwrap();
        let late = ending.on > clock.due.unwrap();
        let yes = [clock.working_days > 20, !late, true];
        counted.iter_mut().zip(yes).for_each(|(count, yes)| *count += usize::from(yes));
    }
    counted
}

#[tokio::test]
async fn the_draft_says_how_many_were_extended_and_how_many_of_how_many_ended_in_time_and_lists_them_a_click_away() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let numbers = a_year(&office, &organ).await;
        assert_eq!(by_hand(&office, &numbers).await, [1, 2, 3]);
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let text = work(&office, &organ, 2025).await.content.part("1-2").to_owned();
        let expected = "办结的申请中，经批准延期的{依申请·延期答复}件。\
                        办结的申请{表三·办结·总计}件，其中按期办结{依申请·按期办结}件。";
        assert!(text.contains(expected), "{text}");
        let page = gu.get(&format!("{AT}/write?part=1-2")).await;
        let all: [(&str, &str, &[usize]); 2] =
            [("extended", "依申请·延期答复", &[2]), ("in_time", "依申请·按期办结", &[0, 2])];
        for (key, name, which) in all {
            let (href, count) = (behind(key), which.len());
            let link = format!("href=\"{}\" title=\"{name}\">{count}</a>", href.replace('&', "&#38;"));
            assert!(page.has(&link), "{link}: {}", page.body);
            let list = gu.get(&href).await;
            assert!(list.has(&format!("{name}　{count}件</h1>")), "{key}: {}", list.body);
            for (at, number) in numbers.iter().enumerate() {
                let there = list.has(&format!("/desk/requests/{number}\""));
                assert_eq!(there, which.contains(&at), "{key} {number}: {}", list.body);
            }
            let file = gu.get(&href.replace("/list?", "/list.csv?")).await;
            assert_eq!(file.body.lines().count(), count + 1, "{key}: {}", file.body);
            let month = gu.get(&format!("/desk/months/{key}?year=2025")).await;
            assert_eq!(month.location(), href, "the list of the indicator is that of the requests");
        }
        let months = gu.get("/desk/months?year=2025").await;
        assert!(months.has(">1件</a>") && months.has(">2件</a>"), "{}", months.body);
        // and our own checks read a part of what ended for no other number of it
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        let told: Vec<_> = examined.fails().into_iter().filter(|fail| fail.code.starts_with('N')).collect();
        assert!(told.is_empty(), "{:?}", told.iter().map(|fail| &fail.message).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn where_all_ended_in_time_the_draft_says_so_and_is_told_when_the_register_has_it_otherwise() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let text = work(&office, &organ, 2025).await.content.part("1-2").to_owned();
        assert!(text.contains("办结的申请全部按期办结。"), "{text}");
        assert!(
            !text.contains("延期") && !text.contains("依申请·按期办结"),
            "no word of what there was none of: {text}"
        );
        let told = "办结3件，按期2件";
        assert!(!gu.get(&format!("{AT}/check")).await.has(told));
        worked(&office, &organ, "河堤的合同", date(2025, 3, 3), &answered(date(2025, 4, 1), Decision::Granted)).await;
        let check = gu.get(&format!("{AT}/check")).await;
        assert!(check.has(told) && check.has("数不符"), "{}", check.body);
        // a frozen table 3 and a register that moved on since are no part and whole of each other
        let mut lu = at(&office, "lu").await;
        let csrf = lu.get("/desk/figures?year=2025").await.csrf();
        done(&lu.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", "2025"), ("sure", "1")]).await);
        worked(&office, &organ, "渠道的图纸", date(2025, 3, 3), &answered(date(2025, 3, 31), Decision::Granted)).await;
        let again = send(&mut gu, AT, &format!("{AT}/write"), &[("part", "1-2"), ("text", ""), ("do", "draft")]).await;
        let text = again.body.split_once("id=\"text\"").unwrap().1.split_once("</textarea>").unwrap().0;
        assert!(text.contains("{表三·办结·总计}") && !text.contains("按期"), "{text}");
    })
    .await;
}
