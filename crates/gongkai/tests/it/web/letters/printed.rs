//! Letters and papers as files: PDF and DOCX, with the name, and with a row in the journal.

use super::*;

/// The bytes of a file, as far as a string holds them: its mark, and how long it is.
fn is_pdf(page: &Page) -> bool {
    // a subset of the font is some ten thousand bytes, the whole of it some ten millions
    page.status == StatusCode::OK && page.body.starts_with("%PDF-") && (5_000..400_000).contains(&page.body.len())
}

#[tokio::test]
async fn a_letter_is_printed_as_pdf_with_the_font_of_the_machine_and_opening_it_is_journaled() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let letter = draft(&mut shen, &number, Decision::UnableNotHeld, 0).await.location().to_owned();
        let printed = shen.get(&format!("{letter}/pdf")).await;
        assert!(is_pdf(&printed), "{} {}", printed.status, printed.body.len());
        assert!(is_pdf(&shen.get(&format!("/desk/requests/{number}/notices/0/pdf")).await));
        let mut without = office.clone();
        without.fonts = std::sync::Arc::default();
        shen.moved_to(&without);
        let unmade = shen.get(&format!("{letter}/pdf")).await;
        assert_eq!(unmade.status, StatusCode::NOT_IMPLEMENTED);
        assert!(unmade.has("fonts-noto-cjk") && unmade.has("[letters] font"), "{}", unmade.body);
        assert_eq!(shen.get(&format!("{letter}/docx")).await.status, StatusCode::OK);
        assert_eq!(Somebody::at(&office).get(&format!("{letter}/pdf")).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn what_goes_into_the_file_is_printed_when_it_has_its_place_and_takes_no_number() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let cover = format!("/desk/requests/{number}/papers/cover");
        assert_eq!(shen.get(&cover).await.status, StatusCode::NOT_FOUND);
        let list = format!("/desk/requests/{number}/letters");
        assert!(shen.get(&list).await.has("这件申请还没有办结（《条例》第四十五条）"));
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut gu, &letter, "reviewed", "").await;
        act(&mut lu, &letter, "signed", "").await;
        act(&mut shen, &letter, "sent", "").await;

        let page = shen.get(&cover).await;
        assert!(page.has("A　予以公开") && page.has("林*舟") && !page.has("林晚舟"), "{}", page.body);
        let index = shen.get(&format!("/desk/requests/{number}/papers/index")).await;
        assert!(index.has("青水公复〔2026〕1号") && index.has("政府信息公开申请"), "{}", index.body);
        let proof = shen.get(&format!("/desk/requests/{number}/papers/service_proof")).await;
        assert!(proof.has("政府信息予以公开告知书") && proof.has("青水公复〔2026〕1号"), "{}", proof.body);
        for kind in ["cover", "index", "service_proof"] {
            let here = format!("/desk/requests/{number}/papers/{kind}");
            assert!(is_pdf(&shen.get(&format!("{here}/pdf")).await), "{kind}");
            assert_eq!(shen.get(&format!("{here}/docx")).await.status, StatusCode::OK, "{kind}");
        }
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(office.db.letters_of(dossier.request.line.id).await.unwrap().len(), 1, "the answer, nothing else");
    })
    .await;
}
