//! Last year's words in this year's text: what is taken over has this year's numbers or asks for them, and how much of a part
//! was there before is said. And what there was none of is said in words.

use axum::http::StatusCode;
use gongkai::{Office, compile::examine::Examined};
use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report, Section, write as written_out};
use gongkai_store::{Actor, Moment, NewMonth, Organ, ReportId};

use super::{
    super::{
        evidence::back_in,
        house::{Page, Somebody, noon, on_both, shelve, shelved},
        people::person,
    },
    AT, at, begun, bureau, done, months, requests, send, take, version, work,
};

/// Section five without a number, long enough to be called copied.
const FIVE: &str = "一是公开目录的更新有时不够及时，个别栏目长期没有新的内容。二是政策解读的形式比较单一，群众看不懂、不愿看。\
                    三是基层经办人员变动频繁，答复文书的写法前后不一。针对以上问题，我局将完善目录管理制度，明确专人按时更新各个栏目，\
                    邀请群众代表参与解读材料的编写，编印办事口径手册并且组织经办人员逐条学习，在年底之前请社会监督员评议答复质量。";

/// 2024's report: seven requests, all granted to people, and words about them.
async fn last_year(office: &Office, organ: &Organ) -> ReportId {
    let mut figures = Figures::zero(Edition::Of2021);
    for row in ["new", "granted", "total"] {
        for column in ["natural_person", "total"] {
            let cell = figures.form().cell(&format!("requests.{row}.{column}")).unwrap();
            figures.set(cell, Some(7));
        }
    }
    let one = "本报告根据条例编制。\n（一）主动公开。2024年举办培训3次，浏览量3.2万次。\n\
               （二）依申请公开。2024年新收政府信息公开申请7件，办结7件。新收的申请中，自然人提出7件。为来窗口的群众免费打印各类材料140页。\n\
               （三）政府信息管理。逐件审查。\n（四）政府信息公开平台建设。网站改版。\n（五）监督保障。开展检查。";
    let text = |number: u8| match number {
        1 => one.to_owned(),
        5 => FIVE.to_owned(),
        6 => "2024年没有收取信息处理费。没有其他需要报告的事项。".to_owned(),
        _ => String::new(),
    };
    let titles = figures.form().sections;
    let section = |(number, title): (u8, &str)| Section { number, title: title.to_owned(), text: text(number) };
    let report = Report {
        agency: Some("青禾县水利局".to_owned()),
        year: Some(2024),
        format: Some(Format::Form(Edition::Of2021)),
        figures: Some(figures),
        sections: (1..).zip(titles).map(section).collect(),
    };
    let page = written_out::html(&report).into_bytes();
    shelve(office, &shelved((organ.id, 2024), ("2024.html", &page))).await
}

/// The name of the box before a sentence of last year.
fn tick(page: &Page, words: &str) -> String {
    let labels = page.body.split("<label for=\"last.").skip(1);
    let own = labels.filter_map(|rest| rest.split_once("\">")).find(|(_, said)| said.starts_with(words));
    format!("last.{}", own.unwrap_or_else(|| panic!("{words}: {}", page.body)).0)
}

/// Sends a part with what is ticked.
async fn take_over(gu: &mut Somebody, part: &str, text: &str, ticked: &[String]) -> Page {
    let mut fields = vec![("part", part), ("text", text), ("do", "last")];
    fields.extend(ticked.iter().map(|name| (name.as_str(), "1")));
    send(gu, &format!("{AT}/write?part={part}"), &format!("{AT}/write"), &fields).await
}

#[tokio::test]
async fn sentences_of_last_year_are_taken_over_with_this_years_numbers_and_ask_for_what_nobody_counts() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let page = gu.get(&format!("{AT}/write?part=1-2")).await;
        assert!(page.has("2个数绑定本年度的，年份改成2025年") && page.has("1处要写"), "{}", page.body);
        let (_, offered) = page.body.split_once("id=\"last\"").unwrap();
        let offered = offered.split_once("</fieldset>").unwrap().0;
        assert!(!offered.contains(" checked") && !offered.contains("（二）依申请公开"), "{offered}");
        let ticked = ["2024年新收政府信息公开申请7件", "为来窗口的群众"].map(|words| tick(&page, words));

        let people = offered.split_once("自然人提出7件。").unwrap().1.split_once("</label>").unwrap().0;
        assert!(people.contains("1个数绑定本年度的") && !people.contains("要写"), "{people}");

        // nothing ticked: nothing is saved, and what was typed stands there
        let before = work(&office, &organ, 2025).await;
        let none = take_over(&mut gu, "1-2", "今年的新话。", &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.body);
        assert!(none.has("先勾选去年的句子") && none.has(">今年的新话。</textarea>"), "{}", none.body);
        assert_eq!(work(&office, &organ, 2025).await.content, before.content);

        done(&take_over(&mut gu, "1-2", "今年的新话。", &ticked).await);
        let kept = work(&office, &organ, 2025).await.content.part("1-2").to_owned();
        let expected = "今年的新话。\n2025年新收政府信息公开申请{表三·新收·总计}件，办结{表三·办结·总计}件。\
                        为来窗口的群众免费打印各类材料（请写本年度的数）页。";
        assert_eq!(kept, expected);
        done(&take_over(&mut gu, "1-2", expected, &ticked).await);
        assert_eq!(work(&office, &organ, 2025).await.content.part("1-2"), expected, "a second press adds nothing");
        let page = gu.get(&format!("{AT}/write?part=1-2")).await;
        let (_, out) = page.body.split_once("读出来是").unwrap();
        let out = out.split_once("</section>").unwrap().0;
        assert!(out.contains("2025年新收政府信息公开申请<a") && out.contains(">2</a>件"), "{out}");
        assert!(!out.contains("140"), "{out}");
        assert!(page.has("“一、（二）依申请公开”里还有没有写完的提示（“请写…”）"), "{}", page.body);
        assert!(page.has("%的文字与2024年的相同") && page.has("%与去年相同"), "{}", page.body);
        let held = take(&mut gu, AT, "submitted", "").await;
        assert!(held.status == StatusCode::UNPROCESSABLE_ENTITY && held.has("没有写完"), "{}", held.body);
        // the sentence on the fee is made of the payments, not of last year's
        let six = gu.get(&format!("{AT}/write?part=6")).await;
        assert!(six.has("\">没有其他需要报告的事项。</label>"), "{}", six.body);
        assert!(!six.has("\">2024年没有收取信息处理费"), "{}", six.body);
    })
    .await;
}

#[tokio::test]
async fn who_takes_sentences_over_while_somebody_else_writes_is_told_and_loses_nothing() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ).await;
        person(&office, Some(organ.id), "gu2", &["officer"]).await;
        let [mut gu, mut gu2] = [at(&office, "gu").await, at(&office, "gu2").await];
        begun(&mut gu, "2025").await;
        let open = gu2.get(&format!("{AT}/write?part=1-4")).await;
        let (csrf, seen) = (gu2.get("/signout").await.csrf(), version(&open));
        done(&super::write(&mut gu, AT, "1-4", "先保存的话。").await);
        let box_of = gu2.get(&format!("{AT}/write?part=1-1")).await;
        let box_of = tick(&box_of, "2024年举办培训3次");
        let fields = [
            ("csrf", csrf.as_str()),
            ("version", seen.as_str()),
            ("part", "1-1"),
            ("text", "后到的话。"),
            ("do", "last"),
            (box_of.as_str(), "1"),
        ];
        let late = gu2.post(&format!("{AT}/write"), &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
        let text = late.body.split_once("<textarea").unwrap().1.split_once("</textarea>").unwrap().0;
        let anew = "2025年举办培训{监督保障·培训}次，浏览量（请写本年度的数）次。";
        assert!(late.has("刚被别人改过") && text.contains("后到的话。") && text.contains(anew), "{text}");
        let kept = work(&office, &organ, 2025).await.content;
        assert!(kept.part("1-4") == "先保存的话。" && !kept.part("1-1").contains("后到的话"), "{kept:?}");
    })
    .await;
}

#[tokio::test]
async fn a_part_that_is_last_years_word_for_word_is_called_so_beside_it_and_doubtful_in_the_checks() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let page = gu.get(&format!("{AT}/write?part=5")).await;
        let all: Vec<_> = page.body.split("name=\"last.").skip(1).filter_map(|rest| rest.split_once('"')).collect();
        let all: Vec<_> = all.into_iter().map(|(mark, _)| format!("last.{mark}")).collect();
        assert_eq!(all.len(), 4, "{}", page.body);
        done(&take_over(&mut gu, "5", "", &all).await);
        let page = gu.get(&format!("{AT}/write?part=1-1")).await;
        let (_, own) = page.body.split_once("write?part=5\">五、").unwrap();
        let own = own.split_once("</li>").unwrap().0;
        assert!(own.contains("100%与去年相同") && own.contains("雷同"), "{own}");
        let check = gu.get(&format!("{AT}/check")).await;
        assert!(check.has("第五部分有100%的文字与2024年度的报告相同"), "{}", check.body);
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        assert!(examined.fails().iter().all(|fail| fail.code != "Y003"), "it is doubtful, and keeps nothing back");
    })
    .await;
}

#[tokio::test]
async fn the_first_text_says_in_words_what_there_was_none_of_and_counts_what_the_office_counted() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.settle_figure_duty(organ.id, "gazette_issues", "2025-01", None).await.unwrap();
        let month = |month| NewMonth {
            indicator: "gazette_issues",
            year: 2025,
            month,
            value: 1,
            source: "公报编辑部",
            note: "",
            seen: None,
        };
        let all: Vec<_> = (1..=12).map(month).collect();
        act.enter_months(organ.id, &all, None).await.unwrap();
        act.commit().await.unwrap();
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let text = work(&office, &organ, 2025).await.content;
        assert!(text.part("1-1").contains("编印政府公报{公开·公报期数}期"), "{text:?}");
        assert!(text.part("1-1").contains("本年度未制发、废止行政规范性文件。"), "{text:?}");
        let none = "本年度未收到政府信息公开申请，无上年结转。没有因政府信息公开引起的行政复议、行政诉讼。";
        assert_eq!(text.part("1-2"), none);
        assert!(text.part("1-5").contains("本年度未发生因政府信息公开工作追究责任的情形。"), "{text:?}");
        // and the checks read it as the tables have it
        let told = |examined: &Examined| examined.fails().iter().any(|fail| fail.code.starts_with('N'));
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        assert!(!told(&examined), "{:?}", examined.fails().iter().map(|fail| &fail.message).collect::<Vec<_>>());
        // one comes in after all: the words that were saved are wrong now
        requests(&office, &organ).await;
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        assert!(told(&examined));
        let again = [("part", "1-2"), ("text", ""), ("do", "draft")];
        let again = send(&mut gu, &format!("{AT}/write?part=1-2"), &format!("{AT}/write"), &again).await;
        assert!(again.has("本年新收政府信息公开申请{表三·新收·总计}件"), "{}", again.body);
        assert!(again.has("新收的申请中，自然人提出{表三·新收·自然人}件。"), "{}", again.body);
    })
    .await;
}

#[tokio::test]
async fn what_was_ticked_when_the_session_ended_is_ticked_after_signing_in() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let here = format!("{AT}/write?part=1-2");
        let name = tick(&gu.get(&here).await, "2024年新收政府信息公开申请7件");
        // a browser that was never signed in stands for one whose session has ended
        let mut late = Somebody::at(&office);
        let csrf = late.get("/signin").await.csrf();
        let fields = [("csrf", csrf.as_str()), ("part", "1-2"), ("text", "今年的新话。"), ("do", "last"), (&name, "1")];
        let asked = late.post(&format!("{AT}/write"), &fields).await;
        assert_eq!(back_in(&mut late, "gu", (&asked, "今年的新话")).await, here);
        let page = late.get(&here).await;
        assert!(page.has(">今年的新话。</textarea>") && page.has("登录过期前写的、勾选的"), "{}", page.body);
        let ticked: Vec<_> = page.body.split("<input type=\"checkbox\"").skip(1).collect();
        let ticked: Vec<_> = ticked.iter().filter(|one| one.split('>').next().unwrap().contains(" checked")).collect();
        assert!(ticked.len() == 1 && ticked[0].contains(&name), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_number_that_was_chosen_when_the_session_ended_is_chosen_after_signing_in_and_goes_in() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let (here, name) = (format!("{AT}/write?part=1-2"), "表三·新收·总计");
        let chosen = format!("<option value=\"{name}\" selected>");
        assert!(!gu.get(&here).await.has(&chosen));
        // a browser that was never signed in stands for one whose session has ended
        let mut late = Somebody::at(&office);
        let csrf = late.get("/signin").await.csrf();
        let typed = [("part", "1-2"), ("text", "今年的新话，收到"), ("do", "insert"), ("number", name)];
        let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(typed).collect();
        let asked = late.post(&format!("{AT}/write"), &fields).await;
        assert_eq!(back_in(&mut late, "gu", (&asked, "今年的新话")).await, here);
        let page = late.get(&here).await;
        assert!(page.has(">今年的新话，收到</textarea>") && page.has("选的数还没有插入"), "{}", page.body);
        let offered = page.body.split_once("id=\"ins\"").unwrap().1.split_once("</select>").unwrap().0;
        assert!(offered.contains(&chosen) && offered.matches(" selected>").count() == 1, "{offered}");
        done(&send(&mut late, &here, &format!("{AT}/write"), &typed).await);
        assert_eq!(work(&office, &organ, 2025).await.content.part("1-2"), "今年的新话，收到{表三·新收·总计}件");
    })
    .await;
}

#[tokio::test]
async fn who_ticked_sentences_of_a_report_that_was_withdrawn_meanwhile_is_told_so_and_keeps_what_was_typed() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let id = last_year(&office, &organ).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let name = tick(&gu.get(&format!("{AT}/write?part=1-2")).await, "2024年新收政府信息公开申请7件");
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.withdraw_report(id, 0, "附错了材料").await.unwrap();
        act.commit().await.unwrap();
        let page = take_over(&mut gu, "1-2", "今年的新话。", &[name]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
        assert!(page.has("去年的年报撤下或者换过了") && !page.has("先勾选去年的句子"), "{}", page.body);
        assert!(page.has(">今年的新话。</textarea>") && page.has("href=\"#text\""), "{}", page.body);
        assert!(!page.has("href=\"#last\""), "nothing leads to what is not there: {}", page.body);
        assert!(!work(&office, &organ, 2025).await.content.part("1-2").contains("今年的新话"));
    })
    .await;
}

#[tokio::test]
async fn words_that_nobody_was_held_to_account_are_doubtful_once_somebody_was() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let none = "本年度未发生因政府信息公开工作追究责任的情形";
        assert!(work(&office, &organ, 2025).await.content.part("1-5").contains(none));
        let check = format!("{AT}/check");
        assert!(!gu.get(&check).await.has("数不符"), "as the register has it");
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.settle_figure_duty(organ.id, "sanctions", "2025-01", None).await.unwrap();
        let month = |month| NewMonth {
            indicator: "sanctions",
            year: 2025,
            month,
            value: i64::from(month == 6),
            source: "纪检组",
            note: "",
            seen: None,
        };
        let all: Vec<_> = (1..=12).map(month).collect();
        act.enter_months(organ.id, &all, None).await.unwrap();
        act.commit().await.unwrap();
        let page = gu.get(&check).await;
        assert!(page.has("数不符") && page.has(&format!("“{none}”与台账的1人次不符")), "{}", page.body);
    })
    .await;
}
