use super::gongkai;

#[test]
fn wrong_arguments_are_answered_in_one_chinese_sentence_and_with_code_2() {
    let said = |arguments: &[&str]| {
        let answer = gongkai(arguments);
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{arguments:?}");
        answer.err
    };
    insta::assert_snapshot!(said(&["raport"]), @"gongkai：没有“raport”这个命令（是不是report？）。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "read", "--job", "2", "x"]), @"gongkai：没有--job这个选项（是不是--jobs？）。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "read", "--jobs", "0", "x"]), @"gongkai：--jobs的值“0”不对：应当是1到256的整数。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "read", "--jobs"]), @"gongkai：--jobs后面缺少值。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "convert"]), @"gongkai：缺少参数：--to 格式、--output 文件、路径。用 --help 查看用法");
    insta::assert_snapshot!(said(&["serve", "--listen", "foo"]), @"gongkai：--listen的值“foo”不对：应当是127.0.0.1:8080这样的IP地址和端口。用 --help 查看用法");
    insta::assert_snapshot!(said(&["serve", "--trusted-proxy", "foo"]), @"gongkai：--trusted-proxy的值“foo”不对：应当是10.0.0.1这样的IP地址。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "read"]), @"gongkai：没有指定要读的文件。用 --help 查看用法");
    insta::assert_snapshot!(said(&["report", "read", "-", "-"]), @"gongkai：标准输入只能读一次");
}

#[test]
fn help_is_in_chinese_throughout() {
    for arguments in [&["--help"][..], &["report", "--help"], &["report", "read", "-h"]] {
        let answer = gongkai(arguments);
        assert_eq!(answer.code, Some(0));
        for word in ["Usage", "Options", "Commands", "Arguments", "Print", "default", "OPTIONS"] {
            assert!(!answer.out.contains(word), "{word} in\n{}", answer.out);
        }
        assert!(answer.out.contains("用法：gongkai"), "{}", answer.out);
        assert!(!answer.out.lines().any(|line| line.ends_with(':')), "{}", answer.out);
    }
}

#[test]
fn a_command_that_lacks_its_subcommand_shows_what_there_is() {
    let answer = gongkai(&["report"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    assert!(answer.err.contains("命令"), "{}", answer.err);
}
