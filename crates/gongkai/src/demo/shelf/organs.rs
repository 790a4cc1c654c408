//! The other organs of 青禾县, and how each signs its documents. All of it fictional. Data.

/// An organ that publishes: its place in addresses, 全称, 简称, 机关代字.
pub struct House {
    pub slug: &'static str,
    pub name: &'static str,
    pub short: &'static str,
    /// `government`, `department` or `township`.
    pub kind: &'static str,
    /// Before the year of its 文号.
    pub word: &'static str,
    /// What it answers for, in a sentence.
    pub duty: &'static str,
}

impl House {
    /// Where it is, by its place in the county.
    pub fn street(&self, place: usize) -> String {
        match self.kind {
            "township" => format!("{}兴农街1号", self.short),
            _ => format!("城关镇稻香路{place}号"),
        }
    }
}

const fn house(
    slug: &'static str,
    [name, short, word]: [&'static str; 3],
    kind: &'static str,
    duty: &'static str,
) -> House {
    House { slug, name, short, kind, word, duty }
}

const fn bureau(slug: &'static str, names: [&'static str; 3], duty: &'static str) -> House {
    house(slug, names, "department", duty)
}

const fn town(slug: &'static str, names: [&'static str; 3], duty: &'static str) -> House {
    house(slug, names, "township", duty)
}

/// All thirty-five; the first twelve stand in the library as well.
pub static HOUSES: [House; 35] = [
    house(
        "qinghe",
        ["青禾县人民政府", "县人民政府", "青政办发"],
        "government",
        "领导全县行政工作，执行本级人民代表大会的决议和上级行政机关的决定、命令",
    ),
    bureau(
        "jiaoyu",
        ["青禾县教育局", "县教育局", "青教发"],
        "主管学前教育、义务教育、高中和职业教育，负责教师管理、招生考试和学校安全",
    ),
    bureau(
        "ziran",
        ["青禾县自然资源局", "县自然资源局", "青自然发"],
        "负责土地、矿产资源的调查、规划、用途管制和不动产统一登记",
    ),
    bureau(
        "zhujian",
        ["青禾县住房和城乡建设局", "县住建局", "青建发"],
        "负责住房保障、房地产市场、建筑业和城乡建设的监督管理",
    ),
    bureau("gongan", ["青禾县公安局", "县公安局", "青公发"], "负责治安、户籍、出入境和道路交通安全管理"),
    bureau("minzheng", ["青禾县民政局", "县民政局", "青民发"], "负责社会救助、养老服务、儿童福利、婚姻和殡葬管理"),
    bureau("weijian", ["青禾县卫生健康局", "县卫健局", "青卫发"], "负责医疗机构、公共卫生、疾病防控和家庭发展"),
    bureau("shuili", ["青禾县水利局", "县水利局", "青水发"], "负责水资源、农村供水、防洪工程和河湖管理"),
    town("yundu", ["青禾县云渡镇人民政府", "云渡镇", "云政发"], "办理云渡镇的经济、社会和公共服务事务"),
    town("qiaotou", ["青禾县桥头镇人民政府", "桥头镇", "桥政发"], "办理桥头镇的经济、社会和公共服务事务"),
    town("shiliang", ["青禾县石梁乡人民政府", "石梁乡", "石政发"], "办理石梁乡的经济、社会和公共服务事务"),
    town("heping", ["青禾县禾坪镇人民政府", "禾坪镇", "禾政发"], "办理禾坪镇的经济、社会和公共服务事务"),
    bureau("fagai", ["青禾县发展和改革局", "县发改局", "青发改"], "负责发展规划、项目审批、价格和节能管理"),
    bureau("kegong", ["青禾县科技和工业信息化局", "县科工信局", "青科工发"], "负责科技创新、工业运行和中小企业服务"),
    bureau("sifa", ["青禾县司法局", "县司法局", "青司发"], "负责法律援助、人民调解、行政复议和普法"),
    bureau("caizheng", ["青禾县财政局", "县财政局", "青财发"], "负责财政收支、预算编制、政府采购和国有资产管理"),
    bureau("renshe", ["青禾县人力资源和社会保障局", "县人社局", "青人社发"], "负责就业、社会保险、人事考试和劳动关系"),
    bureau("huanbao", ["青禾县生态环境局", "县生态环境局", "青环发"], "负责水、大气、土壤污染防治和环境影响评价"),
    bureau("jiaotong", ["青禾县交通运输局", "县交通局", "青交发"], "负责公路建设养护、客货运输和公共交通"),
    bureau("nongye", ["青禾县农业农村局", "县农业农村局", "青农发"], "负责种植业、畜牧业、农机和农村集体经济"),
    bureau("shangwu", ["青禾县商务局", "县商务局", "青商发"], "负责商贸流通、消费促进和招商引资"),
    bureau("wenlv", ["青禾县文化和旅游局", "县文旅局", "青文旅发"], "负责公共文化、文物保护、旅游和体育"),
    bureau("tuiyi", ["青禾县退役军人事务局", "县退役军人局", "青退役发"], "负责退役军人安置、优待抚恤和烈士褒扬"),
    bureau("yingji", ["青禾县应急管理局", "县应急局", "青应急发"], "负责安全生产、防灾减灾救灾和应急救援"),
    bureau("shenji", ["青禾县审计局", "县审计局", "青审发"], "负责对财政收支和公共资金的审计监督"),
    bureau(
        "shichang",
        ["青禾县市场监督管理局", "县市场监管局", "青市监发"],
        "负责经营主体登记、食品药品、特种设备和产品质量监督",
    ),
    bureau("tongji", ["青禾县统计局", "县统计局", "青统发"], "负责统计调查、普查和统计数据的发布"),
    bureau("yibao", ["青禾县医疗保障局", "县医保局", "青医保发"], "负责医疗保险、生育保险、医疗救助和医保基金监管"),
    bureau("shenpi", ["青禾县行政审批服务局", "县审批局", "青审批发"], "负责政务服务大厅和集中行使的行政许可"),
    bureau("zhifa", ["青禾县综合行政执法局", "县综合执法局", "青执法发"], "负责市容环境、园林绿化和集中行使的行政处罚"),
    bureau("linye", ["青禾县林业局", "县林业局", "青林发"], "负责森林资源、湿地保护和森林防火"),
    bureau("xinfang", ["青禾县信访局", "县信访局", "青信发"], "负责受理、交办和督查群众的来信来访"),
    town("chengguan", ["青禾县城关镇人民政府", "城关镇", "城政发"], "办理城关镇的经济、社会和公共服务事务"),
    town("nantang", ["青禾县南塘镇人民政府", "南塘镇", "南政发"], "办理南塘镇的经济、社会和公共服务事务"),
    town("songling", ["青禾县松岭乡人民政府", "松岭乡", "松政发"], "办理松岭乡的经济、社会和公共服务事务"),
];

/// Where it happens.
pub const TOWNS: [&str; 7] = ["城关镇", "云渡镇", "桥头镇", "石梁乡", "禾坪镇", "南塘镇", "松岭乡"];

/// Villages and streets.
pub const VILLAGES: [&str; 14] = [
    "桂花村",
    "白石坡村",
    "老窑口村",
    "南岸村",
    "柳林村",
    "杏花村",
    "上坪村",
    "下坪村",
    "枫树村",
    "清溪村",
    "石桥村",
    "东湾村",
    "竹园村",
    "茶场村",
];

/// Firms.
pub const FIRMS: [&str; 16] = [
    "青禾县禾丰建材有限公司",
    "青禾县云渡砖瓦厂",
    "青禾县桂香食品有限公司",
    "青禾县白石溪矿泉饮品有限公司",
    "青禾县南岸汽车修理厂",
    "青禾县青松木业有限公司",
    "青禾县晨光幼儿用品商店",
    "青禾县稻香楼餐饮有限公司",
    "青禾县柳林养殖专业合作社",
    "青禾县老井供水服务有限公司",
    "青禾县远帆运输有限公司",
    "青禾县清溪印染有限公司",
    "青禾县石桥采石有限公司",
    "青禾县枫林药房连锁有限公司",
    "青禾县东湾建筑工程有限公司",
    "青禾县竹园电子科技有限公司",
];

/// People.
pub const PEOPLE: [&str; 24] = [
    "陆明远",
    "孟清",
    "贺之舟",
    "柏青山",
    "祁岚",
    "阮思齐",
    "卓文博",
    "樊春生",
    "左棠",
    "司南",
    "戚向东",
    "葛云飞",
    "庄晓禾",
    "路遥知",
    "申屠海",
    "鲍长林",
    "费雪晴",
    "侯立群",
    "康宁",
    "尹秋实",
    "安平",
    "连城",
    "支玉",
    "施雨桐",
];
