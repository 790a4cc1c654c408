//! Letters that no step brings about, the second letter of a consultation, and series under a crowd.

use gongkai_law::request::letter::LetterKind;

use super::*;

/// Fills in the form of a letter by hand; gives the page that answers.
async fn write(somebody: &mut Somebody, number: &str, kind: &str, fields: &[(&str, &str)], deed: &str) -> Page {
    let here = format!("/desk/requests/{number}/letters/new/{kind}");
    let page = somebody.get(&here).await;
    let csrf = match page.has("name=\"csrf\"") {
        true => page.csrf(),
        false => somebody.get("/desk/letterhead").await.csrf(),
    };
    let dossier_version = version(&page);
    let own = [("csrf", csrf.as_str()), ("version", &dossier_version), ("act", deed)];
    somebody.post(&here, &[&own, fields].concat()).await
}

const ASSIST: [(&str, &str); 3] =
    [("addressee", "青禾县档案馆"), ("concerned", "云渡镇水质检测台账"), ("work", "查找并于10月20日前提供")];

#[tokio::test]
async fn a_letter_by_hand_is_looked_at_numbered_once_and_goes_to_whom_it_names() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let bare = write(&mut shen, &number, "assist", &ASSIST[..2], "issue").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            bare.has("请写明：请对方做什么，什么时候以前") && bare.has(">青禾县档案馆</textarea>"),
            "{}",
            bare.body
        );
        let preview = write(&mut shen, &number, "assist", &ASSIST, "preview").await;
        assert!(preview.has("请协助办理：查找并于10月20日前提供。"), "{}", preview.body);
        let issued = write(&mut shen, &number, "assist", &ASSIST, "issue").await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);
        let letter = shen.get(issued.location()).await;
        assert!(letter.has("青水公协〔2026〕1号") && letter.has("青禾县档案馆："), "{}", letter.body);
        assert!(!letter.has("林"), "who applied is none of their business: {}", letter.body);
        assert_eq!(shen.get(&format!("{}/docx", issued.location())).await.status, StatusCode::OK);

        let result = [("fact", "户口登记的出生日期有误"), ("correction", "由3月改为5月")];
        let corrected = write(&mut shen, &number, "corrected", &result, "issue").await;
        let letter = shen.get(corrected.location()).await;
        assert!(
            letter.has("青水公更〔2026〕1号") && letter.has("第四十一条") && letter.has("林*舟："),
            "{}",
            letter.body
        );
        let list = shen.get(&format!("/desk/requests/{number}/letters")).await;
        assert!(list.has("青水公协〔2026〕1号") && list.has("没有第三方表示不同意公开（《条例》第三十二条）"));
        let early = write(&mut shen, &number, "third_party_told", &[], "issue").await;
        assert_ne!(early.status, StatusCode::SEE_OTHER);
        let lines =
            office.db.letters_of(Dossier::numbered(&office, &number, Scope::All).await.unwrap().request.line.id);
        assert_eq!(lines.await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn who_objected_to_what_is_disclosed_is_told_what_and_why_and_what_can_be_done() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let asked = on(date(2026, 9, 24), Step::Issued { step: 1, letter: LetterKind::ConsultThirdParty });
        let number = request(&office, &organ, &[&before(Decision::DeniedThirdParty)[..], &[asked]].concat()).await;
        let mut shen = sign_in(&office, "shen").await;
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut sign_in(&office, "gu").await, &letter, "reviewed", "").await;
        act(&mut sign_in(&office, "lu").await, &letter, "signed", "").await;
        assert!(shen.get(&letter).await.has("先把公开的内容和理由书面告知第三方"), "the page says so before");
        let early = act(&mut shen, &letter, "sent", "").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.body);
        let told = [
            ("addressee", "青禾县禾丰建材有限公司"),
            ("given", "检测报告全文"),
            ("reasons", "不公开会对公共利益造成重大影响"),
        ];
        let issued = write(&mut shen, &number, "third_party_told", &told, "issue").await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);
        let page = shen.get(issued.location()).await;
        assert!(page.has("青水公告〔2026〕1号") && page.has("第三十二条"), "{}", page.body);
        assert!(
            page.has("向青禾县人民政府申请行政复议") && page.has("检测报告全文") && !page.has("林*舟"),
            "{}",
            page.body
        );
        assert_eq!(act(&mut shen, &letter, "sent", "").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_consultation_sends_a_second_letter_that_tells_the_applicant_of_the_clock_and_not_of_whom() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let asked = on(date(2026, 9, 8), Step::Consulted { party: 0, asked: Asked::ThirdParty });
        let number = request(&office, &organ, &[asked]).await;
        let mut shen = sign_in(&office, "shen").await;
        let notice = format!("/desk/requests/{number}/notices/1-consult_notice");
        assert!(shen.get(&format!("/desk/requests/{number}/letters")).await.has(&notice));
        assert_eq!(act(&mut shen, &notice, "issue", "").await.status, StatusCode::SEE_OTHER);
        let page = shen.get(&notice).await;
        assert!(page.has("青水公征告〔2026〕1号") && page.has("第三十三条第三款"), "{}", page.body);
        assert!(page.has("所需时间不计算在答复期限内") && page.has("林*舟："), "{}", page.body);
        assert_eq!(shen.get(&format!("/desk/requests/{number}/notices/1-cover")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// Numbers a letter by hand; of two who write on one request at once one is told to look again, and does.
async fn number_one(office: &Office, number: &str, kind: LetterKind) {
    let words = |ask: &gongkai_law::request::letter::Ask| (ask.content.key().to_owned(), "写明".to_owned());
    let typed = gongkai_law::request::letter::written(kind).iter().map(words).collect();
    let fields = gongkai::letters::fields::Fields { typed, ..Default::default() };
    for _ in 0..40 {
        let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
        let done = gongkai::letters::by_hand::issue(office, &Hand::Platform, &dossier, kind, fields.clone()).await;
        if done.is_ok() {
            return;
        }
    }
    panic!("{number} {kind:?} was never numbered");
}

#[tokio::test]
async fn a_crowd_that_numbers_letters_of_several_kinds_at_once_leaves_no_gap_and_no_double() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut numbers = Vec::new();
        for _ in 0..8 {
            numbers.push(request(&office, &organ, &[]).await);
        }
        let kinds = [LetterKind::Assist, LetterKind::Corrected];
        let jobs = numbers.iter().flat_map(|number| kinds.map(|kind| (number.clone(), kind)));
        let tasks: Vec<_> = jobs
            .map(|(number, kind)| {
                let office = office.clone();
                tokio::spawn(async move { number_one(&office, &number, kind).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut given: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
        for number in &numbers {
            let dossier = Dossier::numbered(&office, number, Scope::All).await.unwrap();
            for letter in office.db.letters_of(dossier.request.line.id).await.unwrap() {
                given.entry(letter.kind).or_default().extend(letter.number);
            }
        }
        for (kind, word) in [("assist", "协"), ("corrected", "更")] {
            let mut given = given.remove(kind).unwrap();
            given.sort();
            let expected: Vec<_> = (1..=8).map(|n| format!("青水公{word}〔2026〕{n}号")).collect();
            assert_eq!(given, expected);
        }
        assert!(gongkai_store::journal::verify(&office.db).await.unwrap().broken.is_none());
    })
    .await;
}

#[tokio::test]
async fn who_decides_sees_how_the_same_was_decided_before() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let earlier = request(&office, &organ, &[on(date(2026, 9, 4), Step::Withdrawn)]).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let page = shen.get(&format!("/desk/requests/{number}/drafted")).await;
        let found = page.body.matches(&format!("href=\"/desk/requests/{earlier}\"")).count();
        assert_eq!(found, 2, "once for the matter, once for the applicant: {}", page.body);
        assert!(page.has("F3　其他　2026-09-04"), "{}", page.body);
        let page = shen.get(&format!("/desk/requests/{earlier}/drafted")).await;
        assert!(page.has("没有找到相近的决定"), "what is not decided is no precedent: {}", page.body);
    })
    .await;
}
