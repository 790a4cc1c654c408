//! 青禾县: its thirty-five organs, how each signs its documents, how busy it is, and which of its reports are at fault. All of
//! it fictional. Data.

use super::faults::Fault;

/// An organ of the county.
pub struct Body {
    /// In addresses.
    pub slug: &'static str,
    /// 全称
    pub name: &'static str,
    /// 简称
    pub short: &'static str,
    /// 机关代字, before the year of its 文号.
    pub word: &'static str,
    /// `government`, `department` or `township`.
    pub kind: &'static str,
    /// What it answers for, in a sentence; of a township the general one.
    duty: &'static str,
    /// Applications received in each of 2019 to 2025.
    pub received: [i64; 7],
    /// 行政规范性文件 in force at the end of 2018.
    pub documents: i64,
    /// Decisions in a year: licences, penalties, coercive measures.
    pub decisions: [i64; 3],
    /// Years of which the library has no report.
    pub without: &'static [i16],
    /// What is wrong with which year's report.
    pub faults: &'static [(i16, &'static [Fault])],
}

impl Body {
    /// What it answers for, in a sentence.
    pub fn duty(&self) -> String {
        match self.kind {
            "township" => format!("办理{}的经济、社会和公共服务事务", self.short),
            _ => self.duty.to_owned(),
        }
    }

    /// Where its office is, by its place in the county.
    pub fn street(&self, place: usize) -> String {
        match self.kind {
            "township" => format!("{}兴农街1号", self.short),
            _ => format!("城关镇稻香路{place}号"),
        }
    }

    /// `county` or `township`.
    pub fn level(&self) -> &'static str {
        if self.kind == "township" { "township" } else { "county" }
    }

    const fn busy(mut self, received: [i64; 7], documents: i64, decisions: [i64; 3]) -> Self {
        self.received = received;
        self.documents = documents;
        self.decisions = decisions;
        self
    }

    const fn without(mut self, years: &'static [i16]) -> Self {
        self.without = years;
        self
    }

    const fn wrong(mut self, faults: &'static [(i16, &'static [Fault])]) -> Self {
        self.faults = faults;
        self
    }
}

/// The telephone of an office, by its place in the county.
pub fn phone(place: usize) -> String {
    format!("0000-555 {:04}", 200 + place)
}

const fn body(
    slug: &'static str,
    [name, short, word]: [&'static str; 3],
    kind: &'static str,
    duty: &'static str,
) -> Body {
    let (received, documents, decisions) = ([0; 7], 0, [0; 3]);
    Body { slug, name, short, word, kind, duty, received, documents, decisions, without: &[], faults: &[] }
}

const fn bureau(slug: &'static str, names: [&'static str; 3], duty: &'static str) -> Body {
    body(slug, names, "department", duty)
}

const fn town(slug: &'static str, names: [&'static str; 3]) -> Body {
    body(slug, names, "township", "")
}

/// In the order of the library: 全称, 简称, 机关代字; applications by year, documents in force, decisions a year.
pub static COUNTY: [Body; 35] = [
    body(
        "qinghe",
        ["青禾县人民政府", "县人民政府", "青政办发"],
        "government",
        "领导全县行政工作，执行本级人民代表大会的决议和上级行政机关的决定、命令",
    )
    .busy([52, 61, 88, 97, 126, 159, 184], 94, [8214, 1306, 57]),
    bureau(
        "jiaoyu",
        ["青禾县教育局", "县教育局", "青教发"],
        "主管学前教育、义务教育、高中和职业教育，负责教师管理、招生考试和学校安全",
    )
    .busy([3, 4, 7, 6, 9, 12, 14], 9, [212, 3, 0]),
    bureau(
        "ziran",
        ["青禾县自然资源局", "县自然资源局", "青自然发"],
        "负责土地、矿产资源的调查、规划、用途管制和不动产统一登记",
    )
    .busy([15, 19, 22, 31, 28, 40, 37], 22, [1402, 96, 11])
    .wrong(&[(2023, &[Fault::Applicants]), (2025, &[Fault::Balance, Fault::Blank, Fault::Fee, Fault::Citation])]),
    bureau(
        "zhujian",
        ["青禾县住房和城乡建设局", "县住建局", "青建发"],
        "负责住房保障、房地产市场、建筑业和城乡建设的监督管理",
    )
    .busy([9, 11, 16, 14, 22, 21, 25], 16, [905, 64, 4])
    .wrong(&[(2021, &[Fault::Citation])]),
    bureau("gongan", ["青禾县公安局", "县公安局", "青公发"], "负责治安、户籍、出入境和道路交通安全管理")
        .busy([6, 8, 9, 12, 10, 17, 15], 7, [3120, 2240, 318])
        .wrong(&[(2022, &[Fault::Header])]),
    bureau("minzheng", ["青禾县民政局", "县民政局", "青民发"], "负责社会救助、养老服务、儿童福利、婚姻和殡葬管理")
        .busy([4, 5, 5, 8, 7, 9, 11], 6, [96, 1, 0]),
    bureau("weijian", ["青禾县卫生健康局", "县卫健局", "青卫发"], "负责医疗机构、公共卫生、疾病防控和家庭发展")
        .busy([2, 3, 12, 9, 6, 5, 6], 5, [318, 41, 2])
        .wrong(&[(2022, &[Fault::Blank])]),
    bureau("shuili", ["青禾县水利局", "县水利局", "青水发"], "负责水资源、农村供水、防洪工程和河湖管理")
        .busy([5, 4, 8, 10, 9, 13, 18], 8, [74, 12, 3])
        .wrong(&[(2024, &[Fault::Fee])]),
    town("yundu", ["青禾县云渡镇人民政府", "云渡镇", "云政发"]).busy([1, 2, 3, 5, 9, 11, 18], 2, [41, 6, 0]),
    town("qiaotou", ["青禾县桥头镇人民政府", "桥头镇", "桥政发"])
        .busy([2, 1, 1, 2, 4, 3, 7], 1, [28, 2, 0])
        .without(&[2019])
        .wrong(&[(2023, &[Fault::Redress])]),
    town("shiliang", ["青禾县石梁乡人民政府", "石梁乡", "石政发"]).busy([0, 1, 2, 2, 3, 5, 6], 1, [19, 1, 0]),
    town("heping", ["青禾县禾坪镇人民政府", "禾坪镇", "禾政发"])
        .busy([1, 0, 2, 4, 2, 6, 8], 2, [33, 4, 1])
        .without(&[2023])
        .wrong(&[(2020, &[Fault::Balance])]),
    bureau("fagai", ["青禾县发展和改革局", "县发改局", "青发改"], "负责发展规划、项目审批、价格和节能管理").busy(
        [6, 7, 9, 8, 12, 15, 17],
        12,
        [186, 2, 0],
    ),
    bureau("kegong", ["青禾县科技和工业信息化局", "县科工信局", "青科工发"], "负责科技创新、工业运行和中小企业服务")
        .busy([1, 2, 2, 3, 3, 4, 5], 4, [22, 0, 0]),
    bureau("sifa", ["青禾县司法局", "县司法局", "青司发"], "负责法律援助、人民调解、行政复议和普法").busy(
        [2, 1, 3, 4, 4, 6, 7],
        5,
        [61, 3, 0],
    ),
    bureau("caizheng", ["青禾县财政局", "县财政局", "青财发"], "负责财政收支、预算编制、政府采购和国有资产管理")
        .busy([4, 6, 5, 8, 9, 11, 13], 18, [14, 6, 0])
        .wrong(&[(2024, &[Fault::Applicants])]),
    bureau("renshe", ["青禾县人力资源和社会保障局", "县人社局", "青人社发"], "负责就业、社会保险、人事考试和劳动关系")
        .busy([5, 6, 8, 9, 11, 14, 16], 13, [204, 31, 2]),
    bureau("huanbao", ["青禾县生态环境局", "县生态环境局", "青环发"], "负责水、大气、土壤污染防治和环境影响评价").busy(
        [7, 9, 8, 11, 14, 13, 19],
        6,
        [132, 74, 9],
    ),
    bureau("jiaotong", ["青禾县交通运输局", "县交通局", "青交发"], "负责公路建设养护、客货运输和公共交通")
        .busy([3, 4, 6, 5, 8, 9, 12], 7, [812, 466, 21])
        .wrong(&[(2020, &[Fault::Citation])]),
    bureau("nongye", ["青禾县农业农村局", "县农业农村局", "青农发"], "负责种植业、畜牧业、农机和农村集体经济").busy(
        [4, 5, 7, 8, 10, 12, 15],
        11,
        [318, 52, 6],
    ),
    bureau("shangwu", ["青禾县商务局", "县商务局", "青商发"], "负责商贸流通、消费促进和招商引资").busy(
        [1, 1, 2, 2, 3, 3, 4],
        6,
        [47, 4, 0],
    ),
    bureau("wenlv", ["青禾县文化和旅游局", "县文旅局", "青文旅发"], "负责公共文化、文物保护、旅游和体育").busy(
        [1, 2, 2, 3, 4, 4, 6],
        5,
        [58, 11, 0],
    ),
    bureau("tuiyi", ["青禾县退役军人事务局", "县退役军人局", "青退役发"], "负责退役军人安置、优待抚恤和烈士褒扬").busy(
        [2, 1, 3, 2, 3, 4, 4],
        3,
        [0, 0, 0],
    ),
    bureau("yingji", ["青禾县应急管理局", "县应急局", "青应急发"], "负责安全生产、防灾减灾救灾和应急救援")
        .busy([2, 3, 4, 6, 5, 7, 9], 6, [96, 88, 7])
        .wrong(&[(2022, &[Fault::Header])]),
    bureau("shenji", ["青禾县审计局", "县审计局", "青审发"], "负责对财政收支和公共资金的审计监督").busy(
        [0, 1, 1, 0, 2, 1, 2],
        2,
        [0, 0, 0],
    ),
    bureau(
        "shichang",
        ["青禾县市场监督管理局", "县市场监管局", "青市监发"],
        "负责经营主体登记、食品药品、特种设备和产品质量监督",
    )
    .busy([6, 8, 9, 12, 14, 19, 22], 9, [9120, 418, 26]),
    bureau("tongji", ["青禾县统计局", "县统计局", "青统发"], "负责统计调查、普查和统计数据的发布").busy(
        [1, 0, 1, 2, 1, 2, 3],
        1,
        [0, 5, 0],
    ),
    bureau("yibao", ["青禾县医疗保障局", "县医保局", "青医保发"], "负责医疗保险、生育保险、医疗救助和医保基金监管")
        .busy([2, 3, 4, 5, 7, 8, 10], 6, [0, 36, 0])
        .without(&[2019]),
    bureau("shenpi", ["青禾县行政审批服务局", "县审批局", "青审批发"], "负责政务服务大厅和集中行使的行政许可")
        .busy([3, 3, 5, 6, 8, 9, 11], 4, [15420, 0, 0])
        .without(&[2019]),
    bureau("zhifa", ["青禾县综合行政执法局", "县综合执法局", "青执法发"], "负责市容环境、园林绿化和集中行使的行政处罚")
        .busy([5, 6, 9, 10, 13, 15, 18], 3, [1204, 1890, 63])
        .wrong(&[(2023, &[Fault::Redress])]),
    bureau("linye", ["青禾县林业局", "县林业局", "青林发"], "负责森林资源、湿地保护和森林防火").busy(
        [3, 4, 5, 4, 6, 8, 9],
        5,
        [412, 27, 1],
    ),
    bureau("xinfang", ["青禾县信访局", "县信访局", "青信发"], "负责受理、交办和督查群众的来信来访")
        .busy([1, 2, 2, 3, 5, 4, 6], 1, [0, 0, 0])
        .without(&[2025]),
    town("chengguan", ["青禾县城关镇人民政府", "城关镇", "城政发"])
        .busy([2, 3, 4, 6, 8, 11, 14], 2, [58, 12, 2])
        .wrong(&[(2025, &[Fault::Balance])]),
    town("nantang", ["青禾县南塘镇人民政府", "南塘镇", "南政发"])
        .busy([1, 1, 2, 3, 4, 6, 7], 1, [31, 4, 0])
        .wrong(&[(2024, &[Fault::Blank])]),
    town("songling", ["青禾县松岭乡人民政府", "松岭乡", "松政发"])
        .busy([1, 1, 1, 2, 2, 3, 4], 1, [17, 1, 0])
        .without(&[2019, 2020, 2025]),
];
