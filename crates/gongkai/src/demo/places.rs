//! 演示的查阅场所: where people of 青禾县 read in person what is public.

use gongkai_law::proactive::reading::ReadingPlaceKind as Kind;
use gongkai_store::{Actor, Moment, ReadingPlaceWords, Result};

use crate::office::Office;

/// That they were told: a demonstration tells them once.
const SETTING: &str = "demo.places";

/// Whose, kind, name, address, hours, telephone, note.
type Place = (&'static str, Kind, [&'static str; 5]);

const PLACES: [Place; 8] = [
    (
        "qinghe",
        Kind::Archive,
        [
            "青禾县档案馆",
            "青禾县城关镇稻香路18号",
            "周一至周五8:30—12:00、14:00—17:30",
            "0000-555 0301",
            "查民生档案带身份证；一楼有无障碍通道",
        ],
    ),
    (
        "qinghe",
        Kind::Library,
        [
            "青禾县图书馆",
            "青禾县城关镇书香路8号",
            "周二至周日9:00—20:00，周一闭馆",
            "0000-555 0310",
            "二楼政府信息查阅室，四台电脑，有大字屏和放大器",
        ],
    ),
    (
        "qinghe",
        Kind::ServiceHall,
        [
            "青禾县政务服务中心",
            "青禾县城关镇迎宾大道66号",
            "周一至周五8:30—17:30，周六9:00—12:00",
            "0000-555 0320",
            "一楼公开专区，有人帮着查、帮着填申请，可以免费复印",
        ],
    ),
    (
        "shuili",
        Kind::Own,
        [
            "县水利局公开查阅点",
            "青禾县城关镇南堤路9号一楼",
            "周一至周五9:00—17:00",
            "0000-555 0166",
            "水质月报、水价成本和工程图纸",
        ],
    ),
    (
        "ziran",
        Kind::Own,
        [
            "不动产登记大厅资料查询窗口",
            "青禾县城关镇桑园街22号",
            "周一至周五8:30—17:00",
            "0000-555 0151",
            "规划图、征地批复和补偿方案",
        ],
    ),
    (
        "yundu",
        Kind::ServiceHall,
        ["云渡镇便民服务中心", "云渡镇兴农街1号", "周一至周五8:30—17:30，逢集日不休", "0000-555 0209", ""],
    ),
    (
        "qiaotou",
        Kind::ServiceHall,
        ["桥头镇便民服务中心", "桥头镇兴农街1号", "周一至周五8:30—17:30", "0000-555 0210", ""],
    ),
    (
        "shiliang",
        Kind::Library,
        ["石梁乡文化站阅览室", "石梁乡兴农街1号二楼", "周三至周日9:00—17:00", "", "各村农家书屋每月轮换一次公报"],
    ),
];

/// Enters them, once.
///
/// # Errors
/// The register.
pub async fn fill(office: &Office) -> Result<()> {
    if office.db.setting(SETTING).await?.is_some() {
        return Ok(());
    }
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    for (slug, kind, [name, address, hours, phone, note]) in PLACES {
        let organ = office.db.organ_at(slug).await?;
        let words = ReadingPlaceWords { kind: kind.key(), name, address, hours, phone, note };
        act.add_reading_place(organ.id, &words).await?;
    }
    act.set(SETTING, "told").await?;
    act.commit().await
}
