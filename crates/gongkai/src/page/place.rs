//! 在哪里出的错: where somebody was when it went wrong, and what they can do there.

use super::{FIND, HOME, Next, SEARCH, VERIFY, Words};

/// 出错的地方: a part of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// 年报核验
    Verify,
    /// 申请
    Apply,
    /// 查办理进度, and what is done there.
    Follow,
    /// 投诉、举报
    Complain,
    /// 更正申请
    Correct,
    /// 公开信息
    Published,
    /// 工作台
    Desk,
    /// Anywhere else.
    Elsewhere,
}

impl Place {
    /// The part that an address belongs to.
    pub fn of(path: &str) -> Self {
        let known = [
            ("/verify", Self::Verify),
            ("/reports", Self::Verify),
            ("/requests/follow", Self::Follow),
            ("/matters", Self::Follow),
            ("/requests", Self::Apply),
            ("/complaints", Self::Complain),
            ("/corrections", Self::Correct),
            ("/items", Self::Published),
            ("/catalogue", Self::Published),
            ("/policies", Self::Published),
            ("/organs", Self::Published),
            ("/desk", Self::Desk),
        ];
        known.into_iter().find(|(begin, _)| path.starts_with(begin)).map_or(Self::Elsewhere, |(_, place)| place)
    }

    /// Where to go on.
    pub fn next(self) -> Next {
        match self {
            Self::Verify => VERIFY,
            Self::Elsewhere => HOME,
            Self::Apply => ("/requests/new", "回到申请"),
            Self::Follow => ("/requests/follow", "查办理进度"),
            Self::Complain => ("/complaints/new", "回到投诉举报"),
            Self::Correct => ("/corrections/new", "回到更正申请"),
            Self::Published => ("/requests/new", "申请公开"),
            Self::Desk => ("/desk/today", "回到工作台"),
        }
    }

    /// Where to look for what is not here.
    pub fn found(self) -> Next {
        match self {
            Self::Verify => FIND,
            Self::Elsewhere => SEARCH,
            place => place.next(),
        }
    }

    /// What else may be tried for what is not here.
    pub fn lost(self) -> String {
        let more = match self {
            Self::Published => "可以用页首的搜索，按标题、文号或者索引号找；还是找不到，就向我们申请公开。",
            _ => "",
        };
        more.to_owned()
    }

    /// 413
    pub fn too_large(self) -> Words {
        let (lede, more) = match self {
            Self::Verify => (
                "一次上传合计不能超过20 MB。文件没有保存。",
                "可以压缩图片后另存，或者分几次上传；更大的文件可以用命令行核验：gongkai report check 文件名。",
            ),
            Self::Apply => (
                "文字或者材料太多，没有收下。前面各步保存的还在。",
                "材料合计不能超过20 MB：请把照片压缩，或者少选几份。文字太长的，写要点，其余的作为材料附上。",
            ),
            _ => (
                "材料合计不能超过20 MB，没有收下。",
                "请退回上一页，写的内容一般还在；把照片压缩，或者少选几份，再提交一次。",
            ),
        };
        ("没有保存 · 代码 413", lede, more.to_owned(), self.next())
    }

    /// 408
    pub fn stalled(self) -> Words {
        let lede = "上传到一半，好一会儿没有收到新的内容，已经停下。没有保存。";
        ("没有保存 · 代码 408", lede, format!("请看看网络是不是断了，{}。", self.once_more()), self.next())
    }

    /// 503: it took too long.
    pub fn too_slow(self) -> Words {
        let more = match self {
            Self::Verify => "请分几次上传。".to_owned(),
            _ => format!("请过一会儿，{}。", self.once_more()),
        };
        ("没有保存 · 代码 503", "2分钟没有处理完，已经停下。", more, self.next())
    }

    /// 503: others hold all the room.
    pub fn crowded(self) -> Words {
        let more = match self {
            Self::Verify => "请过一分钟再传一次；着急的话，可以用命令行核验：gongkai report check 文件名。".to_owned(),
            _ => format!("请过一分钟，{}；着急的话，可以先不附材料，以后再交。", self.once_more()),
        };
        let lede = "别人上传的文件正在处理，暂时放不下更多。没有保存，问题不在您的文件。";
        ("没有保存 · 代码 503", lede, more, self.next())
    }

    fn once_more(self) -> &'static str {
        match self {
            Self::Verify => "再传一次",
            _ => "退回上一页，再提交一次",
        }
    }
}
