//! 点阵图: a card as PNG, in a font of the machine. Without one it is refused: never boxes instead of words.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Family, Query},
    },
};

use super::svg::{FAMILIES, HEIGHT, WIDTH};

/// The fonts of the machine; `None` where none of them has Chinese. Looked for once.
static FONTS: LazyLock<Option<Arc<Database>>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let is_there = |name: &str| fonts.query(&Query { families: &[Family::Name(name)], ..Query::default() }).is_some();
    FAMILIES.into_iter().any(is_there).then(|| Arc::new(fonts))
});

/// A card as PNG, three pixels for a unit. It takes some tens of milliseconds of one core.
///
/// # Errors
/// A Chinese sentence: no font, or a card that cannot be drawn.
pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    let fonts = FONTS.as_ref().ok_or(
        "这台服务器没有中文黑体，画不出PNG：请安装 Noto Sans CJK（Debian 包 fonts-noto-cjk）后重启；网页和SVG不受影响",
    )?;
    let failed = |why: &str| format!("图片没有画成：{why}");
    let options = Options { fontdb: fonts.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(&error.to_string()))?;
    let pixels = |units: i32| u32::try_from(units * 3).unwrap_or(1);
    let mut pixmap = Pixmap::new(pixels(WIDTH), pixels(HEIGHT)).ok_or_else(|| failed("尺寸不对"))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| failed(&error.to_string()))
}
