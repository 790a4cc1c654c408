//! 禁止公开的依据: what an officer names as the law that forbids a disclosure has to be a law or an administrative regulation
//! (art. 14); rules of departments and of places are neither.

/// What is wrong with the place in the law that forbids a disclosure; `None` for one that may be a law or an administrative
/// regulation. Some regulations are called 办法 or 规定: they are known by the order that promulgated them.
pub fn fault(words: &str) -> Option<&'static str> {
    let mut titles = titles(words).peekable();
    if titles.peek().is_none() {
        return Some("请写明法律、行政法规的全称，加书名号，写到条、款、项");
    }
    let promulgated = words.contains("国务院令");
    let none = titles.all(|title| !(is_law(title) || promulgated && !is_local(title)));
    none.then_some(
        "没有写到法律、行政法规：地方性法规、规章和规范性文件不能作依据。名称是办法、规定的行政法规，请写明国务院令第几号",
    )
}

fn titles(words: &str) -> impl Iterator<Item = &str> {
    words.split('《').skip(1).filter_map(|rest| rest.split_once('》').map(|(title, _)| title.trim()))
}

fn is_law(title: &str) -> bool {
    let bare = title.split('（').next().unwrap_or(title);
    let national = bare.starts_with("中华人民共和国");
    let named = ["法", "法典"].iter().any(|end| bare.ends_with(end)) && !bare.ends_with("办法");
    named && !is_local(bare)
        || bare.ends_with("条例") && !is_local(bare)
        || national && (bare.ends_with("实施细则") || bare.ends_with("办法"))
        || bare.starts_with("全国人民代表大会常务委员会关于")
}

/// 某某省…条例: made by a place.
fn is_local(title: &str) -> bool {
    // 市场, 城市 name no place
    let head: String = title.chars().take(8).collect::<String>().replace("市场", "").replace("城市", "");
    let places = ["省", "市", "自治区", "自治州", "自治县", "县", "特别行政区"];
    !title.starts_with("中华人民共和国") && places.iter().any(|place| head.find(place).is_some_and(|at| at > 3))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_rule_of_a_place_or_of_a_department_forbids_nothing() {
        for fit in [
            "《中华人民共和国统计法》第九条",
            "《未成年人保护法》第一百零三条",
            "《征信业管理条例》第三条",
            "《互联网信息服务管理办法》（国务院令第292号）第五条",
            "《某某市档案管理规定》和《中华人民共和国档案法》第二十八条",
        ] {
            assert_eq!(fault(fit), None, "{fit}");
        }
        for unfit in [
            "据实写明",
            "《某某市规章》第三条",
            "《某某省保密条例》第三条",
            "《部门档案管理办法》第三条",
            "《某某市档案管理规定》（国务院令第1号）",
            "《关于加强管理的通知》",
        ] {
            assert!(fault(unfit).is_some(), "{unfit}");
        }
    }
}
