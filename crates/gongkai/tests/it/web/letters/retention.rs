//! 到期销毁: not before its term, by the head alone, with its reason; and nothing of the applicant is left.

use gongkai::{
    people::rules::Rules,
    requests::papers::{self, Paper},
};
use gongkai_store::journal;

use super::*;

/// A request that was withdrawn and archived, with a scan in its file.
async fn archived(office: &Office, organ: &Organ, term: &str) -> String {
    let number = request(office, organ, &[]).await;
    let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
    let mut put = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
    let paper = Paper { name: "林晚舟身份证.pdf".to_owned(), bytes: b"%PDF-1.7 scan".to_vec(), kind: "identity" };
    papers::put(office, &mut put, &dossier, &[paper]).await.unwrap();
    put.commit().await.unwrap();
    for step in [Step::Withdrawn, Step::Archived] {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        let words = Words { about: term.to_owned(), ..Words::default() };
        take::take(office, &mut act, &Hand::Platform, &dossier, on(office.today(), step), &words).await.unwrap();
        act.commit().await.unwrap();
    }
    number
}

#[tokio::test]
async fn a_file_of_ten_years_is_erased_in_the_eleventh_and_one_kept_for_good_never() {
    on_both(async |mut office| {
        let organ = water(&office).await;
        let ten = archived(&office, &organ, "10年").await;
        let thirty = archived(&office, &organ, "30年").await;
        let always = archived(&office, &organ, "永久").await;
        let mut shen = sign_in(&office, "shen").await;
        let erase = |number: &str| format!("/desk/requests/{number}/erase");
        let early = shen.get(&erase(&ten)).await;
        assert!(early.has("保管期限到2037年1月1日才届满") && !early.has("销毁，不能恢复"), "{}", early.body);
        let csrf = shen.get("/desk/letterhead").await.csrf();
        let seen = Dossier::numbered(&office, &ten, Scope::All).await.unwrap().request.line.version.to_string();
        let proof = "青水档鉴〔2037〕2号，王主任批准";
        let form = [("csrf", csrf.as_str()), ("version", &seen), ("proof", proof)];
        assert_eq!(shen.post(&erase(&ten), &form).await.status, StatusCode::FORBIDDEN);

        // 1 January 2037 in Qinghe, with the passwords of 2026
        office.rules = std::sync::Arc::new(Rules { days: 0, ..Rules::default() });
        office.clock = || "2036-12-31T16:00:00Z".parse().unwrap();
        let mut gu = sign_in(&office, "gu").await;
        let mut shen = sign_in(&office, "shen").await;
        let list = shen.get("/desk/retention").await;
        assert!(list.has(&ten) && !list.has(&thirty) && !list.has(&always), "{}", list.body);
        assert!(shen.get(&erase(&always)).await.has("保管期限永久，不销毁"));
        assert!(gu.get(&erase(&ten)).await.has("由承办机关的公开工作机构负责人办理"));
        let csrf = gu.get("/desk").await.csrf();
        let form = [("csrf", csrf.as_str()), ("version", &seen), ("proof", proof)];
        assert_eq!(gu.post(&erase(&ten), &form).await.status, StatusCode::FORBIDDEN);

        let csrf = shen.get(&erase(&ten)).await.csrf();
        let blank = shen.post(&erase(&ten), &[("csrf", &csrf), ("version", &seen), ("proof", " ")]).await;
        assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.has("请写明鉴定意见"), "{}", blank.body);
        let done = shen.post(&erase(&ten), &[("csrf", &csrf), ("version", &seen), ("proof", proof)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

        let page = shen.get(&format!("/desk/requests/{ten}")).await;
        assert!(page.has("个人信息已按期清除") && page.has(proof) && page.has("已销毁"), "{}", page.body);
        assert!(!page.has("林*舟") && !page.has("林晚舟"), "{}", page.body);
        let paper = shen.get(&format!("/desk/requests/{ten}/files/0")).await;
        assert!(paper.has("本件已按保管期限销毁") && !paper.has("scan"), "{}", paper.body);
        assert!(shen.get(&erase(&ten)).await.has("已经销毁"));
        assert!(!shen.get("/desk/retention").await.has(&ten));
        let request = office.db.request_numbered(&ten, Scope::All).await.unwrap().unwrap();
        assert!(request.sealed.is_none() && request.applicant_mac.is_none());
        let rows = journal::rows(&office.db, 0, 10_000).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "request.erase").count(), 1);
        let found = office.db.verify_files(|_| gongkai_store::Opened::NoKey).await.unwrap();
        assert_eq!((found.broken, found.sound), (None, 3), "two scans and what stands for the third");
    })
    .await;
}
