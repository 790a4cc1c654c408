//! How a complaint or a correction ended is told by letter: written once, numbered, and read where the matter is followed.

use axum::http::StatusCode;
use gongkai::{Office, letters::head::Letterhead};
use gongkai_store::{Actor, Moment, Organ, journal};

use super::{
    cases::{County, county, signed_in},
    house::{Page, Somebody, noon, on_both},
    matters::{act, given, send},
};

/// What the organ's letters say of it.
async fn headed(office: &Office, organ: &Organ) {
    let head = Letterhead {
        word: "青水公".to_owned(),
        review: "青禾县人民政府".to_owned(),
        court: "青禾县人民法院".to_owned(),
        phone: "0000-555 0166".to_owned(),
        ..Letterhead::default()
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    head.keep(&mut act, organ).await.unwrap();
    act.commit().await.unwrap();
}

/// 林晚舟 asks the bureau to put her meter reading right; the number.
async fn asked(lin: &mut Somebody) -> String {
    let fields = [
        ("about", "shui"),
        ("words", "2024年用水公示里，我家的水表读数写成320，应为32。"),
        ("name", "林晚舟"),
        ("number", "11010519491231002X"),
        ("phone", "13800000000"),
    ];
    let sent = send(lin, "/corrections/new", &fields, &[("水费单.png", b"\x89PNG\r\n\x1a\n....")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    given(&lin.get(sent.location()).await).0
}

async fn ended(somebody: &mut Somebody, number: &str, fields: &[(&str, &str)]) {
    for (verb, fields) in [("accept", &[][..]), ("settle", fields)] {
        let page = act(somebody, number, verb, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
}

async fn write(somebody: &mut Somebody, number: &str, fields: &[(&str, &str)]) -> Page {
    let here = format!("/desk/complaints/{number}/letter");
    let csrf = somebody.get("/desk/account").await.csrf();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    somebody.post(&here, &all).await
}

#[tokio::test]
async fn who_asked_for_a_correction_is_told_by_one_letter_with_its_number() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        headed(&office, &water).await;
        let mut lin = Somebody::at(&office);
        let number = asked(&mut lin).await;
        let mut gu = signed_in(&office, "gu").await;
        let here = format!("/desk/complaints/{number}/letter");
        let early = gu.get(&here).await;
        assert!(early.status == StatusCode::FORBIDDEN && early.has("办结以后才出具告知书"), "{}", early.body);
        ended(&mut gu, &number, &[("settled", "corrected"), ("why", "2024年12月的读数由320改为32")]).await;
        let file = gu.get(&format!("/desk/complaints/{number}")).await;
        assert!(file.has("出具更正告知书") && file.has(&here), "{}", file.body);
        assert_eq!(lin.get(&format!("/matters/{number}/letter")).await.status, StatusCode::NOT_FOUND);

        let form = gu.get(&here).await;
        assert!(form.has("由320改为32</textarea>"), "what was said at the end stands there already: {}", form.body);
        let bare = write(&mut gu, &number, &[("act", "issue"), ("correction", "由320改为32")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.has("请写明：核实的情况") && bare.has("由320改为32</textarea>"), "{}", bare.body);
        let long = "查".repeat(8001);
        let long = write(&mut gu, &number, &[("act", "issue"), ("fact", &long), ("correction", "由320改为32")]).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is cut off unsaid");
        assert!(long.has("最多8000字") && long.has(&"查".repeat(8001)), "{}", long.body);
        let said = [("fact", "查对抄表照片，多写了一个0"), ("correction", "读数由320改为32")];
        let look = write(&mut gu, &number, &[said[0], said[1], ("act", "preview")]).await;
        assert!(look.has("经核实：查对抄表照片，多写了一个0。") && look.has("林*舟"), "{}", look.body);
        let done = write(&mut gu, &number, &[said[0], said[1], ("act", "issue")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let again = write(&mut gu, &number, &[said[0], said[1], ("act", "issue")]).await;
        assert!(again.has("已经编过文号"), "{}", again.body);

        let letter = gu.get(&here).await;
        assert!(letter.has("青水公更〔2026〕1号") && !letter.has("林晚舟"), "{}", letter.body);
        let docx = gu.get(&format!("{here}/docx")).await;
        assert_eq!(docx.status, StatusCode::OK);
        let rows = journal::rows(&office.db, 0, 500).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "matter.letter").count(), 1, "who took it away is on record");

        let page = lin.get(&format!("/matters/{number}")).await;
        assert!(page.has("政府信息更正告知书") && page.has("青水公更〔2026〕1号"), "{}", page.body);
        let told = lin.get(&format!("/matters/{number}/letter")).await;
        for words in ["林晚舟：", "读数由320改为32", "第四十一条", "2026年10月12日", "0000-555 0166"] {
            assert!(told.has(words), "{words}: {}", told.body);
        }
        let stranger = Somebody::at(&office).get(&format!("/matters/{number}/letter")).await;
        assert_eq!(stranger.location(), format!("/requests/follow?n={number}"));
    })
    .await;
}

#[tokio::test]
async fn each_end_has_its_letter_and_who_is_refused_reads_where_to_turn() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        headed(&office, &water).await;
        headed(&office, &hall).await;
        let mut lin = Somebody::at(&office);
        let mut gu = signed_in(&office, "gu").await;
        let other = "县统计局，电话0000-555 0100";
        let forwarded = [("settled", "forwarded"), ("who", other), ("why", "记录由县统计局制作")];
        let unproven = [("settled", "unproven"), ("why", "照片和台账一致")];
        for (end, fields, told) in [
            (
                &forwarded[..],
                &[("reasons", "记录由县统计局制作"), ("elsewhere", "已经转送县统计局")][..],
                "青水公转〔2026〕1号",
            ),
            (&unproven[..], &[("fact", "照片和台账一致，读数就是320")][..], "青水公更〔2026〕1号"),
        ] {
            let number = asked(&mut lin).await;
            ended(&mut gu, &number, end).await;
            let form = gu.get(&format!("/desk/complaints/{number}/letter")).await;
            assert!(form.has(end.last().unwrap().1), "{}", form.body);
            let mut all = fields.to_vec();
            all.push(("act", "issue"));
            let done = write(&mut gu, &number, &all).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
            let page = lin.get(&format!("/matters/{number}/letter")).await;
            assert!(page.has(told), "{}", page.body);
            let redress = page.has("60日内向青禾县人民政府申请行政复议") && page.has("青禾县人民法院");
            assert_eq!(redress, told.contains('更'), "only a refusal is told of redress: {}", page.body);
        }

        let said =
            [("about", "shui"), ("ground", "not_answered"), ("words", "9月1日申请公开水费明细，到今天没有人答复。")];
        let sent = send(&mut lin, "/complaints/new", &said, &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let (number, _) = given(&lin.get(sent.location()).await);
        let mut lu = signed_in(&office, "lu").await;
        ended(&mut lu, &number, &[("settled", "urged"), ("why", "已督促县水利局答复")]).await;
        let fields = [("fact", "9月1日的申请漏登"), ("reasons", "督促整改"), ("act", "issue")];
        let mut shen = signed_in(&office, "shen").await;
        let officer = write(&mut shen, &number, &fields).await;
        assert!(officer.has("由公开工作机构负责人、监督人员办理"), "{}", officer.body);
        assert_eq!(write(&mut lu, &number, &fields).await.status, StatusCode::SEE_OTHER);
        let page = lin.get(&format!("/matters/{number}/letter")).await;
        assert!(page.has("投诉举报处理告知书") && page.has("诉告〔2026〕1号") && page.has("提出人："), "{}", page.body);
    })
    .await;
}
