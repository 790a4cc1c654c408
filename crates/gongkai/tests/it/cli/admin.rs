//! `gongkai admin`: the way back in.

use super::{gongkai_in, upkeep::register};

#[test]
fn accounts_are_opened_given_roles_locked_out_and_let_in_again() {
    let folder = register();
    let run = |arguments: &[&str]| {
        let answer = gongkai_in(folder.path(), &[arguments, &["--data", "data"]].concat(), b"");
        (answer.code, answer.out + &answer.err)
    };
    let (code, text) = run(&["admin", "add", "anquan", "--full-name", "白露", "--roles", "security"]);
    assert!(code == Some(0) && text.starts_with("已开户 anquan，一次性密码 "), "{text}");
    assert_eq!(run(&["admin", "list"]).1, "anquan\t白露\t-\tsecurity\t在用\t-\n");
    assert_eq!(
        run(&["admin", "add", "anquan", "--full-name", "白露"]),
        (Some(2), "gongkai：账号已被占用\n".to_owned())
    );
    let together = run(&["admin", "roles", "anquan", "security,audit"]);
    assert_eq!(together, (Some(2), "gongkai：系统、安全、审计管理员三员分立，不能兼任其他职责\n".to_owned()));
    assert_eq!(run(&["admin", "roles", "anquan", "officer"]).0, Some(2), "a clerk works for an organ");
    assert_eq!(run(&["admin", "roles", "anquan", "audit"]).1, "anquan 的职责：审计管理员\n");
    assert_eq!(run(&["admin", "unlock", "anquan"]).1, "anquan 已解锁\n");
    let (_, text) = run(&["admin", "reset", "anquan"]);
    assert!(text.starts_with("anquan 的一次性密码 ") && text.ends_with("认证器已解绑\n"), "{text}");
    assert_eq!(run(&["admin", "disable", "anquan"]).1, "anquan 已停用\n");
    assert_eq!(run(&["admin", "list"]).1, "anquan\t白露\t-\taudit\t停用\t-\n");
    assert_eq!(run(&["admin", "enable", "anquan"]).1, "anquan 已重新启用\n");
    assert_eq!(run(&["admin", "unlock", "nobody"]), (Some(2), "gongkai：没有账号“nobody”\n".to_owned()));
    assert!(run(&["admin", "roles", "anquan", "king"]).1.contains("可以是：officer、head"));
    assert!(run(&["audit", "verify"]).1.starts_with("操作日志完整"));
}
