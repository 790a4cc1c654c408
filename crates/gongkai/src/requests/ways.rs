//! 渠道的叫法: by which ways an application comes to a desk, in the words of those who sit there. The form of
//! `/desk/register` and the import of an old register read the same words.

use gongkai_law::request::received::Channel;

/// 渠道: how an application comes to a desk, and which day counts.
pub struct Way {
    /// The word in the form.
    pub key: &'static str,
    /// What the desk calls it.
    pub label: &'static str,
    /// What else registers call it.
    also: &'static [&'static str],
    /// Which day counts.
    pub hint: &'static str,
    /// What it is in law.
    pub channel: Channel,
    /// 凭据: the field that proves the day, and what it asks; whoever stands at the desk needs none.
    pub proof: Option<(&'static str, &'static str)>,
}

const fn way(
    (key, label, also): (&'static str, &'static str, &'static [&'static str]),
    hint: &'static str,
    channel: Channel,
    proof: Option<(&'static str, &'static str)>,
) -> Way {
    Way { key, label, also, hint, channel, proof }
}

/// Every way, in the order of the form.
pub static WAYS: [Way; 7] = [
    way(
        ("hand", "当面提交", &["当面", "现场", "现场提交", "窗口", "来人", "上门"]),
        "提交当天算收到",
        Channel::InPerson,
        None,
    ),
    way(
        ("oral", "口头提出", &["口头", "口头申请", "代填"]),
        "书写有困难的，工作人员代填，申请人确认的当天（第二十九条）",
        Channel::InPerson,
        Some(("by", "由谁代填、申请人怎样确认")),
    ),
    way(
        (
            "signed",
            "邮寄，须签收（挂号、EMS）",
            &["邮寄", "挂号信", "挂号", "EMS", "特快专递", "特快邮件", "快递", "邮政快递"],
        ),
        "本机关签收的当天；收发室签收也算",
        Channel::SignedPost,
        Some(("proof", "邮件号")),
    ),
    way(
        ("plain", "平常信函", &["平信", "信函", "普通信函"]),
        "收到当天须与申请人联系，双方确认的当天",
        Channel::OrdinaryPost,
        Some(("by", "谁收到信、怎样与申请人联系")),
    ),
    way(("fax", "传真", &[]), "双方确认的当天", Channel::Fax, Some(("proof", "传真号"))),
    way(
        (
            "mail",
            "电子邮箱",
            &["电子邮件", "邮箱", "邮件", "网上", "网上提交", "网上申请", "网络", "网站", "在线", "在线申请"],
        ),
        "双方确认的当天",
        Channel::Internet,
        Some(("proof", "来信的邮箱")),
    ),
    way(
        ("elsewhere", "寄到别的科室或者个人", &["其他科室", "其他处室", "转来", "其他部门转来"]),
        "公开工作机构收到并与申请人确认的当天",
        Channel::Elsewhere,
        Some(("by", "由谁转来、怎样与申请人联系")),
    ),
];

/// The channel of these words: as the law puts it, as the desk does, or as registers do.
pub fn channel(words: &str) -> Option<Channel> {
    let of_law = Channel::ALL.into_iter().find(|channel| channel.label() == words);
    of_law.or_else(|| {
        let way =
            WAYS.iter().find(|way| way.label == words || way.also.iter().any(|one| one.eq_ignore_ascii_case(words)));
        way.map(|way| way.channel)
    })
}

/// All words of law and desk for the channels, to be chosen from: `当面提交；口头提出；…`.
pub fn words() -> String {
    let mut all: Vec<&str> = Vec::new();
    for channel in Channel::ALL {
        let desk = WAYS.iter().filter(|way| way.channel == channel).map(|way| way.label);
        for word in std::iter::once(channel.label()).chain(desk) {
            if !all.contains(&word) {
                all.push(word);
            }
        }
    }
    all.join("；")
}
