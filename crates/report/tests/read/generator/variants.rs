//! 繁体字 and 拼音注音: the characters of the form and of our own words.

const PAIRS: &str = "开開关關总總计計报報告告机機构構处處办辦条條规規请請数數项項务務强強额額购購综綜结結转轉类類审審复復议議诉訴讼訟维維纠糾没沒现現补補举舉访訪内內执執询詢确確认認获獲费費经經间間时時东東县縣区區乡鄉镇鎮云雲岭嶺长長统統级級层層发發布佈对對维維护護当當应應无無业業团團织織设設监監种種责責组組体體门門页頁范範围圍达達进進还還权權样樣导導与與为為众眾";
const GLOSSES: &[(char, &str)] = &[
    ('開', "kāi"),
    ('關', "guān"),
    ('機', "jī"),
    ('務', "wù"),
    ('結', "jié"),
    ('轉', "zhuǎn"),
    ('類', "lèi"),
    ('費', "fèi"),
    ('業', "yè"),
    ('規', "guī"),
    ('審', "shěn"),
    ('處', "chǔ"),
];

/// Simplified words in traditional characters, each of some characters with a gloss after it.
pub fn traditional(source: &str, glosses: bool) -> String {
    let pairs: Vec<char> = PAIRS.chars().collect();
    let mut out = String::with_capacity(source.len() * 2);
    let mut in_tag = false;
    for c in source.chars() {
        in_tag = (in_tag || c == '<') && c != '>';
        let other = pairs.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
        out.push(if in_tag { c } else { other });
        if let Some((_, gloss)) = GLOSSES.iter().find(|(han, _)| glosses && !in_tag && *han == other) {
            out.push_str(&format!("({gloss})"));
        }
    }
    out
}
