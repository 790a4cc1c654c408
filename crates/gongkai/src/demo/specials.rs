//! 演示的专题和栏目: special columns that run and one that is over, and how two organs arranged their homes.

use gongkai_law::proactive::kind::PublicationKind as Kind;
use gongkai_store::{Actor, Civil, Moment, PublicationId, ReleasedFilter, Result, SpecialWords};
use jiff::Span;

use crate::{columns::arranged, office::Office};

/// That they were told: a demonstration tells them once.
const SETTING: &str = "demo.specials";

struct Special {
    slug: &'static str,
    title: &'static str,
    intro: &'static str,
    /// Days from today to its first and to its last.
    days: (i32, i32),
    kinds: &'static [Kind],
    words: &'static str,
    /// Whose latest documents were picked.
    picked: Option<&'static str>,
}

const SPECIALS: [Special; 3] = [
    Special {
        slug: "zhaosheng-ruxue",
        title: "义务教育招生入学",
        intro: "今年招生入学的范围、办法、日程和问答。招生已经结束，这里留作查考。",
        days: (-240, -75),
        kinds: &[],
        words: "招生入学",
        picked: None,
    },
    Special {
        slug: "fangxun-fangzai",
        title: "防汛防灾，人人有责",
        intro: "预警、应急响应、避险路线和物资储备，随时更新。险情电话0000-555 0119，全天有人接。",
        days: (-45, 120),
        kinds: &[Kind::Emergency],
        words: "",
        picked: None,
    },
    Special {
        slug: "nongcun-gongshui",
        title: "农村供水：水质、水价和管护",
        intro: "办法怎么定的、水价怎么算的、水质怎么样、坏了找谁修，都在这里。",
        days: (-20, 160),
        kinds: &[],
        words: "供水",
        picked: Some("shuili"),
    },
];

/// Organs, with the kinds that their homes show.
const HOMES: [(&str, &[Kind]); 2] = [
    ("qinghe", &[Kind::Normative, Kind::Meeting, Kind::Plan, Kind::Personnel]),
    ("shuili", &[Kind::Notice, Kind::Normative, Kind::Fee, Kind::Welfare]),
];

/// Picked one by one into a special column.
const PICKS: i64 = 3;

/// Makes them, once.
///
/// # Errors
/// The register.
pub async fn fill(office: &Office) -> Result<()> {
    if office.db.setting(SETTING).await?.is_some() {
        return Ok(());
    }
    let mut picks = Vec::new();
    for special in &SPECIALS {
        picks.push(picked(office, special).await?);
    }
    let editor = office.db.organ_at("qinghe").await?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    for (special, picks) in SPECIALS.iter().zip(&picks) {
        let day = |days: i32| Civil(office.today().checked_add(Span::new().days(days)).unwrap_or(office.today()));
        let kinds: Vec<_> = special.kinds.iter().map(|kind| kind.key()).collect();
        let words = SpecialWords {
            title: special.title,
            intro: special.intro,
            first: day(special.days.0),
            last: day(special.days.1),
            kinds: &kinds.join(" "),
            topic: "",
            words: special.words,
            own: false,
            picks,
        };
        act.add_special(editor.id, special.slug, &words).await?;
    }
    for (slug, kinds) in HOMES {
        let organ = office.db.organ_at(slug).await?;
        arranged::keep(&mut act, &organ, kinds).await?;
    }
    act.set(SETTING, "told").await?;
    act.commit().await
}

async fn picked(office: &Office, special: &Special) -> Result<Vec<PublicationId>> {
    let Some(slug) = special.picked else { return Ok(Vec::new()) };
    let organ = Some(office.db.organ_at(slug).await?.id);
    let filter = ReleasedFilter { organ, kinds: &[Kind::Normative.key()], ..ReleasedFilter::default() };
    let lines = office.db.released_lines(&filter, None, PICKS).await?;
    Ok(lines.into_iter().map(|line| line.publication_id).collect())
}
