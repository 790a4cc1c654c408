//! An answer that was posted before somebody wrote that down.

use super::*;

/// The day after the one on which it was signed.
fn tomorrow() -> jiff::Timestamp {
    "2026-10-13T04:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn an_answer_bears_the_day_on_which_it_was_posted_where_its_postmark_is_named() {
    on_both(async |mut office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[on(date(2026, 9, 1), Step::Accepted)]).await;
        let mut shen = sign_in(&office, "shen").await;
        let letter = draft(&mut shen, &number, Decision::UnableNotHeld, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut sign_in(&office, "gu").await, &letter, "reviewed", "").await;
        act(&mut sign_in(&office, "lu").await, &letter, "signed", "").await;

        office.clock = tomorrow;
        let mut shen = sign_in(&office, "shen").await;
        let page = shen.get(&letter).await;
        assert!(page.has("不是今天发出的") && page.has("早于今天的凭证"), "{}", page.body);
        let (csrf, seen) = (page.csrf(), version(&page));
        let fields = [("csrf", csrf.as_str()), ("version", &seen), ("act", "sent"), ("on", "2026-10-12")];
        let unproved = shen.post(&letter, &fields).await;
        assert_eq!(unproved.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = ["请写明凭证", "第四十条", "value=\"2026-10-12\""].map(|words| unproved.has(words));
        assert_eq!(told, [true; 3], "{}", unproved.body);
        let before = [&fields[..3], &[("on", "2026-10-09"), ("proof", "邮戳")]].concat();
        assert!(shen.post(&letter, &before).await.has("早于签发的日期"));
        let proved = [&fields[..], &[("proof", "邮件XA12345678935的收寄邮戳")]].concat();
        assert_eq!(shen.post(&letter, &proved).await.status, StatusCode::SEE_OTHER);
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(dossier.standing.endings[0].on, date(2026, 10, 12));
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("邮件XA12345678935的收寄邮戳"), "{}", file.body);
    })
    .await;
}
