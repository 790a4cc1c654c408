//! 清单的各列: what an inventory says of a publication, column by column.

use crate::sheet::table::Column;

macro_rules! columns {
    ($($name:ident $id:literal $heading:literal $wanted:literal $hint:literal $example:literal)*) => {
        $(#[doc = $heading] pub const $name: &str = $heading;)*
        /// Every column, in the order of the template.
        pub static COLUMNS: &[Column] = &[
            $(Column { id: $id, heading: $heading, wanted: $wanted, hint: $hint, example: $example },)*
        ];
    };
}

columns! {
    TITLE "title" "标题" true "写全称，最多200字" "青禾县农村供水管理办法"
    KIND "kind" "信息种类" true "行政规范性文件、规章、通知公告、政策解读、其他信息等，写稿时能选的那些" "行政规范性文件"
    ORGAN "organ" "发布机构" false "空着就是本机关；只能导入本机关的" ""
    NUMBER "number" "文号" false "" "青政发〔2021〕14号"
    FORMED "formed" "成文日期" false "如2021-03-06" "2021-03-06"
    RELEASED "released" "原发布日期" false "原来的系统里已经公开的，填那一天；迁移历史信息必填" "2021-03-10"
    TOPIC "topic" "主动公开类别" false "类别的名称或者编号（A20_01），几个用“；”分开；空着就按种类归" ""
    THEME "theme" "主题分类" false "" "水利／供水"
    GENRE "genre" "体裁" false "" "办法"
    FROM "from" "施行日期" false "有效性按施行日期、有效期至、废止日期推算" "2021-04-01"
    UNTIL "until" "有效期至" false "" ""
    REPEALED "repealed" "废止日期" false "已经废止的规章、规范性文件填；只用于迁移历史信息" ""
    EXPIRES "expires" "公示到哪一天" false "" ""
    KEYWORDS "keywords" "关键词" false "用“；”分开" "供水；水质"
    SUMMARY "summary" "内容概述" false "不超过100字" ""
    BODY "body" "正文" false "正文和正文文件填一样；空一行分段，行首“# ”是章，“|甲|乙|”是表格的一行" "各乡镇人民政府：……"
    BODY_FILE "body_file" "正文文件" false "附件包里的文件：TXT、DOCX、HTML；写文件名，同名的写上文件夹" ""
    FILES "files" "附件" false "附件包里的文件名，几个用“；”分开；要显示成别的名称，写成：名称=文件名" "供水一览表.xlsx"
    SOURCE "source" "信息来源" false "" ""
    DEPARTMENT "department" "责任部门" false "" ""
    INDEX "index" "原索引号" false "迁移历史信息时沿用；空着就新编一个" ""
    OLD "old" "原地址" false "在旧网站上的地址，导入以后打开旧地址就转到这里" "/art/2021/3/10/art_1_23.html"
}
