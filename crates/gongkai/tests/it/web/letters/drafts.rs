//! Drafts: taken up again after a return, thrown away, and what goes along with them.

use super::*;

/// The form of the decision with these fields, sent.
async fn decide(somebody: &mut Somebody, number: &str, fields: &[(&str, &str)]) -> Page {
    let here = format!("/desk/requests/{number}/drafted");
    let page = somebody.get(&here).await;
    let (csrf, seen) = (page.csrf(), version(&page));
    let own = [("csrf", csrf.as_str()), ("version", &seen)];
    somebody.post(&here, &[&own, fields].concat()).await
}

async fn enclose(somebody: &mut Somebody, letter: &str, name: &str) {
    let page = somebody.get(letter).await;
    let (csrf, seen) = (page.csrf(), version(&page));
    let parts =
        [("csrf", None, csrf.as_bytes()), ("version", None, seen.as_bytes()), ("papers", Some(name), name.as_bytes())];
    assert_eq!(somebody.multipart(&format!("{letter}/files"), &parts).await.status, StatusCode::SEE_OTHER);
}

async fn list(somebody: &mut Somebody, letter: &str, fields: &[(&str, &str)]) -> Page {
    let page = somebody.get(letter).await;
    let (csrf, seen) = (page.csrf(), version(&page));
    let own = [("csrf", csrf.as_str()), ("version", &seen)];
    somebody.post(&format!("{letter}/files/list"), &[&own, fields].concat()).await
}

const GRANTED: [(&str, &str); 3] =
    [("outcome", "A-0"), ("A-0.findings", "在档案室查到"), ("A-0.given", "检测报告两份")];

#[tokio::test]
async fn a_returned_answer_is_taken_up_where_it_was_and_only_what_is_ticked_or_left_goes_out() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let number = request(&office, &organ, &[]).await;
        let old = decide(&mut shen, &number, &GRANTED).await.location().to_owned();
        for name in ["1.scan.txt", "单价表.txt", "误传.txt"] {
            enclose(&mut shen, &old, name).await;
        }
        assert_eq!(list(&mut shen, &old, &[("title0", "水质检测报告")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(list(&mut shen, &old, &[("remove", "2")]).await.status, StatusCode::SEE_OTHER);
        let page = shen.get(&old).await;
        assert!(page.has("1.水质检测报告</p>") && page.has("2.单价表</p>"), "{}", page.body);
        assert!(!page.has("误传") && !page.has("1.scan</p>"), "{}", page.body);
        act(&mut shen, &old, "hand_in", "").await;
        assert!(list(&mut shen, &old, &[("remove", "1")]).await.has("已经送审的文书不能再改"));
        act(&mut gu, &old, "returned", "单价表没有遮盖").await;

        let id = old.rsplit('/').next().unwrap();
        assert!(shen.get(&old).await.has(&format!("/drafted?from={id}")));
        let form = shen.get(&format!("/desk/requests/{number}/drafted")).await;
        assert!(form.has("上一稿被退回") && form.has("单价表没有遮盖"), "{}", form.body);
        assert!(form.has(">检测报告两份</textarea>") && form.has(&format!("name=\"from\" value=\"{id}\"")));
        assert!(form.has("name=\"file0\" checked") && form.has("name=\"file1\" checked"), "{}", form.body);
        let blank = shen.get(&format!("/desk/requests/{number}/drafted?from=new")).await;
        assert!(!blank.has(">检测报告两份</textarea>"), "who wants to begins anew: {}", blank.body);

        let again = [&GRANTED[..], &[("from", id), ("file0", "on")]].concat();
        let new = decide(&mut shen, &number, &again).await.location().to_owned();
        assert!(shen.get(&new).await.has("附件：水质检测报告</p>"));
        for (somebody, deed) in [(&mut gu, "reviewed"), (&mut lu, "signed")] {
            if deed == "reviewed" {
                act(&mut shen, &new, "hand_in", "").await;
            }
            assert_eq!(act(somebody, &new, deed, "").await.status, StatusCode::SEE_OTHER);
        }
        act(&mut shen, &new, "sent", "").await;
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let files = office.db.request_files(dossier.request.line.id).await.unwrap();
        let shown: Vec<_> = files.into_iter().filter(|file| file.shown).map(|file| file.name).collect();
        assert_eq!(shown, ["1.scan.txt"]);
    })
    .await;
}

#[tokio::test]
async fn an_unfinished_draft_is_named_on_the_file_and_thrown_away_without_being_lost() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let number = request(&office, &organ, &[]).await;
        let letter = draft(&mut shen, &number, Decision::RejectedPetition, 0).await.location().to_owned();
        let file = format!("/desk/requests/{number}");
        let page = shen.get(&file).await;
        assert!(page.has("没写完的稿") && page.has(&format!("href=\"{letter}\"")), "{}", page.body);

        // a draft made from a draft takes its place
        let id = letter.rsplit('/').next().unwrap();
        let with = [("outcome", "E1-0"), ("E1-0.fact", "投诉水费"), ("from", id)];
        let second = decide(&mut shen, &number, &with).await.location().to_owned();
        let page = shen.get(&file).await;
        assert!(page.has(&format!("href=\"{second}\"")) && !page.has(&format!("href=\"{letter}\"")), "{}", page.body);
        assert!(shen.get(&letter).await.has("已作废"));

        assert_eq!(act(&mut shen, &second, "strike", "").await.status, StatusCode::SEE_OTHER);
        assert!(!shen.get(&file).await.has("没写完的稿"));
        assert!(shen.get(&second).await.has("投诉水费"), "what is thrown away can still be read");
        let refused = act(&mut shen, &second, "hand_in", "").await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("这一稿已经作废"));
        assert!(gongkai_store::journal::verify(&office.db).await.unwrap().broken.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_gives_something_has_it_along_or_says_how_it_is_to_be_had() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let number = request(&office, &organ, &[]).await;
        let letter = decide(&mut shen, &number, &GRANTED).await.location().to_owned();
        let bare = act(&mut shen, &letter, "hand_in", "").await;
        assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", bare.body);
        assert!(bare.has("还没有附上要提供的材料"), "{}", bare.body);
        enclose(&mut shen, &letter, "报告.txt").await;
        assert!(shen.get(&letter).await.has("检测报告两份，随本告知书提供"));
        assert_eq!(act(&mut shen, &letter, "hand_in", "").await.status, StatusCode::SEE_OTHER);

        let published = [&GRANTED[..], &[("A-0.means", "published")]].concat();
        let nowhere = decide(&mut shen, &number, &published).await;
        assert!(nowhere.status == StatusCode::UNPROCESSABLE_ENTITY && nowhere.has("请写明网址"), "{}", nowhere.body);
        let somewhere = [&published[..], &[("A-0.elsewhere", "县政府网站“农村供水”栏目")]].concat();
        let letter = decide(&mut shen, &number, &somewhere).await.location().to_owned();
        assert!(shen.get(&letter).await.has("检测报告两份，已经公开，可以在县政府网站“农村供水”栏目获取"));
        assert_eq!(act(&mut shen, &letter, "hand_in", "").await.status, StatusCode::SEE_OTHER);
        for (means, told) in [("handed", "当面交付"), ("posted", "随本告知书邮寄")] {
            let letter = decide(&mut shen, &number, &[&GRANTED[..], &[("A-0.means", means)]].concat()).await;
            assert!(shen.get(letter.location()).await.has(told), "{means}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_repeat_names_what_was_answered_and_a_ban_names_a_law() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let ended = request(&office, &organ, &[on(date(2026, 10, 12), Step::Withdrawn)]).await;
        let (open, number) = (request(&office, &organ, &[]).await, request(&office, &organ, &[]).await);
        for (fact, fits) in [("SHUILI-2026-0999", false), (open.as_str(), false), (ended.as_str(), true)] {
            let drafted = decide(&mut shen, &number, &[("outcome", "E2-0"), ("E2-0.fact", fact)]).await;
            assert_eq!(drafted.status == StatusCode::SEE_OTHER, fits, "{fact}: {}", drafted.body);
            assert_eq!(drafted.has("本机关已经答复的申请"), !fits, "{fact}: {}", drafted.body);
        }
        for (fact, fits) in [("《某某市规章》第三条", false), ("《中华人民共和国统计法》第九条", true)]
        {
            let fields = [("outcome", "C2-0"), ("C2-0.fact", fact), ("C2-0.reasons", "涉及个体资料")];
            let drafted = decide(&mut shen, &number, &fields).await;
            assert_eq!(drafted.status == StatusCode::SEE_OTHER, fits, "{fact}: {}", drafted.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_part_withheld_for_a_third_party_is_not_drafted_before_that_was_asked() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let number = request(&office, &organ, &[]).await;
        let refused = draft(&mut shen, &number, Decision::Partial, 0).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("没有书面征求过第三方意见") && refused.has("第三十二条"), "{}", refused.body);
        assert!(refused.has(">药剂采购单价</textarea>"), "nothing typed is lost: {}", refused.body);
    })
    .await;
}

#[tokio::test]
async fn numbers_follow_one_another_without_a_gap_whatever_was_refused_between() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let mut numbers = Vec::new();
        for _ in 0..3 {
            let number = request(&office, &organ, &[]).await;
            let letter = draft(&mut shen, &number, Decision::UnableNotHeld, 0).await.location().to_owned();
            act(&mut shen, &letter, "hand_in", "").await;
            let early = act(&mut lu, &letter, "signed", "").await;
            assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(act(&mut gu, &letter, "returned", "").await.has("请写明退回的理由"));
            assert_eq!(act(&mut gu, &letter, "reviewed", "").await.status, StatusCode::SEE_OTHER);
            assert_eq!(act(&mut lu, &letter, "signed", "").await.status, StatusCode::SEE_OTHER);
            assert_eq!(act(&mut lu, &letter, "signed", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
            let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
            let letters = office.db.letters_of(dossier.request.line.id).await.unwrap();
            numbers.extend(letters.into_iter().filter_map(|letter| letter.number));
        }
        assert_eq!(numbers, ["青水公复〔2026〕1号", "青水公复〔2026〕2号", "青水公复〔2026〕3号"]);
    })
    .await;
}
