//! 栏目标签: what a page says to machines of the column that it belongs to, as the guide for government websites
//! (政府网站发展指引) asks of each page.

use gongkai_law::proactive::{catalogue, kind::PublicationKind};

/// 栏目
#[derive(Clone, Debug)]
pub struct Column {
    /// ColumnName
    pub name: String,
    /// ColumnDescription
    pub about: String,
    /// ColumnKeywords
    pub words: String,
    /// ColumnType
    pub kind: &'static str,
}

/// Where each begins: its address, name, type, what is in it, and its keywords.
const ALL: [(&str, &str, &str, &str, &str); 19] = [
    ("/catalogue", "公开信息", "信息公开目录", "按法定类别列出的主动公开信息", "主动公开,信息公开目录"),
    ("/policies", "政策文件库", "政策文件", "规章和行政规范性文件，标明现在的效力", "规章,行政规范性文件,政策文件"),
    ("/organs", "公开单位", "机构职能", "各单位公开的信息和联系方式", "机构,部门,乡镇,联系方式"),
    ("/columns", "专题专栏", "专题专栏", "按专题集中的公开信息", "专题,专栏"),
    ("/guide", "公开指南", "信息公开指南", "怎样查、怎样申请、找谁", "信息公开指南,联系方式"),
    ("/rules", "公开制度", "信息公开制度", "政府信息公开的法律法规和本地规定", "信息公开制度,条例"),
    ("/standards", "标准目录", "信息公开目录", "基层政务公开标准目录和已经公开的事项", "标准目录,基层政务公开"),
    ("/places", "查阅场所", "信息公开指南", "可以当面查阅公开信息的地方", "查阅场所"),
    ("/requests/follow", "查办理进度", "依申请公开", "凭编号和查询码看申请办到哪一步", "办理进度,依申请公开"),
    ("/requests", "依申请公开", "依申请公开", "申请公开没有公开的政府信息", "依申请公开,申请"),
    ("/complaints", "投诉举报", "互动交流", "认为没有依法公开的，向主管机关反映", "投诉,举报"),
    ("/corrections", "更正申请", "互动交流", "机关记录的本人信息有错，申请更正", "更正"),
    ("/mistakes", "我为政府网站找错", "互动交流", "写错了、打不开、过时了，告诉我们", "网站找错,纠错"),
    ("/reports", "公开年报", "信息公开年报", "政府信息公开工作年度报告", "年度报告,信息公开年报"),
    ("/search", "搜索", "信息检索", "按标题、文号、正文查找公开的信息", "搜索,检索"),
    ("/verify", "年报核验", "便民工具", "上传年度报告，马上看到核对结果", "年度报告,核验"),
    ("/checks", "检查目录", "便民工具", "核验年度报告用的每一条检查", "年度报告,检查"),
    ("/deadline", "期限计算器", "便民工具", "按工作日计算信息公开的法定期限", "期限,工作日"),
    ("/fee", "信息处理费", "便民工具", "信息处理费的标准和计算", "信息处理费"),
];

impl Column {
    /// That of an address; `None` for the first page and for pages outside of all columns.
    pub fn at(path: &str) -> Option<Self> {
        let under = |begin: &str| path.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if let Some(category) = path.strip_prefix("/catalogue/").and_then(catalogue::of_key) {
            return Some(Self::of(category, "信息公开目录"));
        }
        let (_, name, kind, about, words) = ALL.into_iter().find(|(begin, ..)| under(begin))?;
        Some(Self { name: name.to_owned(), about: about.to_owned(), words: words.to_owned(), kind })
    }

    /// A category of what is published without being asked.
    pub fn of(category: &catalogue::Category, kind: &'static str) -> Self {
        Self {
            name: category.title.to_owned(),
            about: format!("主动公开：{}（{}）", category.title, category.article),
            words: format!("{},主动公开", category.title),
            kind,
        }
    }

    /// That of a publication: its category, or its kind where it has none.
    pub fn of_publication(category: Option<&catalogue::Category>, kind: PublicationKind) -> Self {
        match category {
            Some(category) => Self::of(category, kind.label()),
            None => Self {
                name: kind.label().to_owned(),
                about: format!("公开的{}", kind.label()),
                words: kind.label().to_owned(),
                kind: kind.label(),
            },
        }
    }
}
