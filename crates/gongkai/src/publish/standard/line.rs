//! 目录的一行: what a row says, column by column, from a spreadsheet or from a form.

use gongkai_gate::{Finding, Rules, Severity, examine_text};
use gongkai_law::{
    organ::Level,
    proactive::{
        attribute::Attribute,
        standard::{self, Outlet},
    },
};
use gongkai_store::{NewStandardRow, StandardRow};

use crate::sheet::table::{Column, Fault, Row};

/// Characters of 内容 and 依据, of the other columns, and of a field's own name.
const LONGEST: (usize, usize, usize) = (2_000, 300, 40);

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
    FIELD "field" "领域" true "26个试点领域之一，或者本机关自有的领域；空着就是和上一行相同" "社会救助"
    MATTER "matter" "一级事项" true "空着就是和上一行相同" "最低生活保障"
    ITEM "item" "二级事项" true "同一个一级事项下不能重名" "审批信息"
    CONTENT "content" "公开内容（要素）" true "公开哪些内容" "低保对象名单及相关信息"
    BASIS "basis" "公开依据" true "法律、法规、规章、文件的名称和条款" "《社会救助暂行办法》"
    TERM "term" "公开时限" true "如：信息形成或者变更之日起20个工作日内；每季度；及时" "信息形成或者变更之日起20个工作日内"
    OWNER "owner" "公开主体" true "哪个机关公开" "青禾县民政局"
    OUTLETS "outlets" "公开渠道和载体" true "可以勾框（■政府网站 □政府公报），也可以用“、”分开：政府网站、政府公报、两微一端、发布会/听证会、广播电视、纸质媒体、公开查阅点、政务服务中心、便民服务站、入户/现场、社区/企事业单位/村公示栏（电子屏）、精准推送、其他" "政府网站、公开查阅点"
    AUDIENCE "audience" "公开对象" false "全社会，或者特定群体（写明是哪些人）；空着就是全社会" "全社会"
    WAYS "ways" "公开方式" false "主动、依申请；空着就是主动" "主动"
    LEVELS "levels" "公开层级" true "县级、乡级、村级，可以几个" "县级、乡级"
}

/// 公开层级 as catalogues print it.
pub const LEVEL_WORDS: [(Level, &str); 4] =
    [(Level::City, "市级"), (Level::County, "县级"), (Level::Township, "乡级"), (Level::Village, "村级")];
/// 公开方式 as catalogues print it.
pub const WAY_WORDS: [(Attribute, &str); 2] = [(Attribute::Proactive, "主动"), (Attribute::OnRequest, "依申请")];
const CHOSEN: [char; 5] = ['■', '☑', '√', '✓', '☒'];
const LEFT: [char; 3] = ['□', '☐', '○'];

/// A row as it was understood; words are keys of the law crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As the spreadsheet counts it.
    pub nth: usize,
    /// 领域: a key, or the organ's own name.
    pub field: String,
    /// Its place in the field, from 1.
    pub place: i32,
    /// 一级事项
    pub matter: String,
    /// 二级事项
    pub item: String,
    content: String,
    basis: String,
    term: String,
    owner: String,
    outlets: String,
    audience: String,
    ways: String,
    levels: String,
}

impl Line {
    /// For the register.
    pub fn row(&self) -> NewStandardRow<'_> {
        NewStandardRow {
            field: &self.field,
            place: self.place,
            matter: &self.matter,
            item: &self.item,
            content: &self.content,
            basis: &self.basis,
            term: &self.term,
            owner: &self.owner,
            outlets: &self.outlets,
            audience: &self.audience,
            ways: &self.ways,
            levels: &self.levels,
        }
    }

    /// Understands a row.
    ///
    /// # Errors
    /// What has to be mended, cell by cell.
    pub fn read(row: &Row<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = row.missing(COLUMNS);
        faults.extend(too_long(row));
        let field = standard::field(row.get(FIELD)).map_or(row.get(FIELD), |field| field.key);
        let outlets = several(row, OUTLETS, Outlet::said, &mut faults);
        let ways = several(row, WAYS, |words| of_start(&WAY_WORDS, words), &mut faults);
        let levels = several(row, LEVELS, level, &mut faults);
        let audience = audience(row, &mut faults);
        if faults.is_empty() {
            faults.extend(unfit(row));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let own = |heading| row.get(heading).to_owned();
        let ways = if ways.is_empty() { vec![Attribute::Proactive] } else { ways };
        Ok(Self {
            nth: row.nth,
            field: field.to_owned(),
            place: 1,
            matter: own(MATTER),
            item: own(ITEM),
            content: own(CONTENT),
            basis: own(BASIS),
            term: own(TERM),
            owner: own(OWNER),
            outlets: joined(&outlets, |outlet| outlet.key()),
            audience,
            ways: joined(&ways, |way| way.key()),
            levels: joined(&levels, |level| level.key()),
        })
    }
}

fn joined<T: Copy>(all: &[T], key: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| key(*one)).collect::<Vec<_>>().join(" ")
}

fn too_long(row: &Row<'_>) -> Vec<Fault> {
    let most = |heading: &str| match heading {
        CONTENT | BASIS | OUTLETS => LONGEST.0,
        FIELD => LONGEST.2,
        _ => LONGEST.1,
    };
    let long = |column: &&Column| row.get(column.heading).chars().nth(most(column.heading)).is_some();
    let fault = |column: &Column| row.fault(column.heading, format!("超过{}个字", most(column.heading)), "请缩短");
    COLUMNS.iter().filter(long).map(fault).collect()
}

/// The catalogue stands for everybody to read: what must not be published is not taken in.
fn unfit(row: &Row<'_>) -> Vec<Fault> {
    let rules = Rules::default();
    let grave = |finding: &Finding| matches!(finding.severity(), Severity::Refused | Severity::Must);
    let told = |column: &'static Column| {
        let found = examine_text(column.heading, row.get(column.heading), &rules);
        let first = found.into_iter().find(grave)?;
        let what = format!("{}（{}）：目录人人可见", first.check.title, first.check.code);
        Some(row.fault(column.heading, what, "删掉，或者改成去标识化的写法"))
    };
    COLUMNS.iter().filter_map(told).collect()
}

/// What of a cell is chosen: what stands behind a filled box, or all of it where there are no boxes.
fn chosen(text: &str) -> Vec<&str> {
    if !text.contains(CHOSEN) && !text.contains(LEFT) {
        let parts = text.split(['、', '；', ';', '，', ',', '\n']).map(str::trim);
        return parts.filter(|part| !part.is_empty()).collect();
    }
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c| CHOSEN.contains(&c) || LEFT.contains(&c)) {
        let (_, from) = rest.split_at(at);
        let filled = from.starts_with(CHOSEN);
        let inner = from.trim_start_matches(|c| CHOSEN.contains(&c) || LEFT.contains(&c));
        let end = inner.find(|c| CHOSEN.contains(&c) || LEFT.contains(&c)).unwrap_or(inner.len());
        let (words, after) = inner.split_at(end);
        if filled {
            out.push(words.trim().trim_end_matches(['、', '；', ';']));
        }
        rest = after;
    }
    out
}

fn several<T: Copy + PartialEq>(
    row: &Row<'_>,
    column: &'static str,
    of: impl Fn(&str) -> Option<T>,
    faults: &mut Vec<Fault>,
) -> Vec<T> {
    let mut out = Vec::new();
    let text = row.get(column);
    for words in chosen(text) {
        match of(words) {
            Some(one) if out.contains(&one) => {}
            Some(one) => out.push(one),
            None => faults.push(row.fault(column, format!("认不出“{words}”"), hint(column))),
        }
    }
    if out.is_empty() && !text.is_empty() && chosen(text).is_empty() {
        faults.push(row.fault(column, "一个框也没有勾", hint(column)));
    }
    out
}

fn hint(column: &'static str) -> &'static str {
    COLUMNS.iter().find(|one| one.heading == column).map_or("", |one| one.hint)
}

fn of_start<T: Copy>(all: &[(T, &str)], words: &str) -> Option<T> {
    all.iter().find(|(_, label)| words.starts_with(label)).map(|(one, _)| *one)
}

fn level(words: &str) -> Option<Level> {
    of_start(&LEVEL_WORDS, words).or(match words {
        "县" | "区级" | "区（县）级" | "区县级" => Some(Level::County),
        "乡" | "镇级" | "乡镇级" | "街道" | "乡镇（街道）级" => Some(Level::Township),
        "村" | "社区" | "村（社区）级" => Some(Level::Village),
        _ => None,
    })
}

/// 公开对象: empty for everybody.
fn audience(row: &Row<'_>, faults: &mut Vec<Fault>) -> String {
    let text = row.get(AUDIENCE);
    let said = if text.contains(CHOSEN) { chosen(text) } else { vec![text] };
    match said.as_slice() {
        [] | [""] => String::new(),
        all if all.iter().any(|one| one.starts_with("全社会") || *one == "社会公众") => String::new(),
        [one, ..] => {
            let inner = one.strip_prefix("特定群体").unwrap_or(one).trim();
            let inner =
                inner.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')'])).unwrap_or(inner);
            if inner.is_empty() {
                faults.push(row.fault(AUDIENCE, "没有写是哪些人", "写成：特定群体（低保对象）"));
            }
            inner.to_owned()
        }
    }
}

/// 领域 as it is printed.
pub fn field_title(field: &str) -> &str {
    standard::field(field).map_or(field, |field| field.title)
}

/// The cells of a row that the register has, in the order of [`COLUMNS`], boxes and all.
pub fn cells(row: &StandardRow) -> [String; 11] {
    [
        field_title(&row.field).to_owned(),
        row.matter.clone(),
        row.item.clone(),
        row.content.clone(),
        row.basis.clone(),
        row.term.clone(),
        row.owner.clone(),
        boxes(Outlet::ALL.map(|outlet| (outlet.label(), has(&row.outlets, outlet.key())))),
        if row.audience.is_empty() { "全社会".to_owned() } else { format!("特定群体（{}）", row.audience) },
        boxes(WAY_WORDS.map(|(way, label)| (label, has(&row.ways, way.key())))),
        level_words(row).join("、"),
    ]
}

/// Whether a word is among those of a row.
pub fn has(words: &str, key: &str) -> bool {
    words.split(' ').any(|word| word == key)
}

fn boxes<const N: usize>(all: [(&str, bool); N]) -> String {
    all.map(|(label, chosen)| format!("{}{label}", if chosen { '■' } else { '□' })).join(" ")
}

/// 公开层级 in words.
pub fn level_words(row: &StandardRow) -> Vec<&'static str> {
    LEVEL_WORDS.iter().filter(|(level, _)| has(&row.levels, level.key())).map(|(_, words)| *words).collect()
}

/// 渠道和载体 in words.
pub fn outlet_words(row: &StandardRow) -> Vec<&'static str> {
    Outlet::ALL.into_iter().filter(|outlet| has(&row.outlets, outlet.key())).map(Outlet::label).collect()
}

/// 公开方式 in words.
pub fn way_words(row: &StandardRow) -> Vec<&'static str> {
    WAY_WORDS.iter().filter(|(way, _)| has(&row.ways, way.key())).map(|(_, words)| *words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(change: &[(&'static str, &'static str)]) -> Result<Line, Vec<Fault>> {
        let usual = COLUMNS.iter().map(|column| (column.heading, column.example));
        Line::read(&Row::of(2, usual.chain(change.iter().copied())))
    }

    #[test]
    fn boxes_and_words_say_the_same() {
        let plain = example(&[]).unwrap();
        assert_eq!((plain.field.as_str(), plain.outlets.as_str()), ("assistance", "website reading"));
        let boxed = example(&[
            (OUTLETS, "■政府网站 □政府公报\n□两微一端 ■ 公开查阅点（政务公开专区）"),
            (WAYS, "■主动公开 □依申请公开"),
            (LEVELS, "■县级 ■乡级 □村级"),
            (AUDIENCE, "■全社会 □特定群体"),
        ]);
        assert_eq!(boxed.unwrap(), plain);
        let group = example(&[(AUDIENCE, "□全社会 ■特定群体（低保对象、特困人员）"), (WAYS, "主动、依申请")]).unwrap();
        assert_eq!((group.audience.as_str(), group.ways.as_str()), ("低保对象、特困人员", "proactive on_request"));
        assert_eq!(example(&[(FIELD, "旅游")]).unwrap().field, "旅游");
    }

    #[test]
    fn what_nobody_can_read_is_told_with_what_to_do() {
        let why = |change: &[(&'static str, &'static str)]| {
            let faults = example(change).unwrap_err();
            (faults[0].column, faults[0].what.clone(), faults[0].mend.clone())
        };
        assert_eq!(why(&[(ITEM, "")]).1, "没有填");
        assert_eq!(why(&[(OUTLETS, "政府网站、飞鸽")]).1, "认不出“飞鸽”");
        assert_eq!(why(&[(OUTLETS, "□政府网站 □政府公报")]).1, "一个框也没有勾");
        assert_eq!(why(&[(LEVELS, "星系级")]).0, LEVELS);
        assert_eq!(why(&[(AUDIENCE, "特定群体")]).2, "写成：特定群体（低保对象）");
        let private = why(&[(CONTENT, "联系人身份证11010519491231002X")]);
        assert!(private.0 == CONTENT && private.1.contains("人人可见"), "{private:?}");
    }
}
