//! 字体: which fonts of the machine letters are printed in. None is shipped: a PDF without one is refused with what to do.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// 仿宋 and its like for the text, where offices have them.
const BODY: [&str; 8] = [
    "/usr/share/fonts/truetype/fangsong/simfang.ttf",
    "/usr/share/fonts/simfang.ttf",
    "/usr/share/fonts/zh_CN/TrueType/simfang.ttf",
    "/usr/share/fonts/truetype/fz/FZFSK.TTF",
    "C:/Windows/Fonts/simfang.ttf",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
];

/// 小标宋 and its like for the name of the organ and the title.
const TITLE: [&str; 6] = [
    "/usr/share/fonts/truetype/fz/FZXBSK.TTF",
    "C:/Windows/Fonts/FZXBSK.TTF",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "C:/Windows/Fonts/simsun.ttc",
];

/// `[letters]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Chosen {
    /// 正文字体: a TTF, OTF or TTC file.
    pub font: Option<PathBuf>,
    /// 标题字体; the other one without it.
    pub title_font: Option<PathBuf>,
}

/// 字体: the files that letters are printed with. They are read when a PDF is made and not kept in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fonts {
    /// For the text.
    pub body: Option<PathBuf>,
    /// For the name of the organ and the title.
    pub title: Option<PathBuf>,
}

impl Fonts {
    /// What the configuration chose, and what the machine has where it chose nothing.
    pub fn of(chosen: &Chosen) -> Self {
        let on_machine = |places: &[&str]| places.iter().map(PathBuf::from).find(|path| path.is_file());
        let body = chosen.font.clone().or_else(|| on_machine(&BODY));
        let title = chosen.title_font.clone().or_else(|| match chosen.font {
            Some(_) => chosen.font.clone(),
            None => on_machine(&TITLE),
        });
        Self { title: title.or_else(|| body.clone()), body }
    }

    /// Both files.
    ///
    /// # Errors
    /// A Chinese sentence that says what to do.
    pub fn both(&self) -> Result<(&Path, &Path), String> {
        match (&self.body, &self.title) {
            (Some(body), Some(title)) => Ok((body, title)),
            _ => Err("这台服务器上没有找到中文字体，做不成PDF。请在配置里写明 [letters] font = \"字体文件\"，\
                      或者安装 Noto Serif CJK（Debian 包 fonts-noto-cjk）；打印网页和DOCX不受影响。"
                .to_owned()),
        }
    }
}
