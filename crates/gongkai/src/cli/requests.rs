//! `gongkai requests rebuild`: the columns of lists and counts, folded anew from the steps.

use clap::{Args, Subcommand};
use gongkai::{
    redress,
    requests::rebuild::{Rebuilt, rebuild},
    trouble,
};
use gongkai_store::Actor;

use super::{
    End, Ended, print,
    register::{Register, operator},
};

#[derive(Subcommand)]
pub enum Command {
    /// 按办理步骤重新算出每件申请、每件复议诉讼的环节、期限、结果，改正台账里对不上的
    #[command(override_usage = "gongkai requests rebuild [--check] [选项]")]
    Rebuild(Rebuild),
}

#[derive(Args)]
pub struct Rebuild {
    /// 只对照，不改；有对不上的，以1结束
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    register: Register,
}

pub fn run(command: &Command) -> Ended {
    let Command::Rebuild(Rebuild { check, register }) = command;
    let (_, at) = operator();
    let (found, cases) = register.with(|db| async move {
        let work = async {
            let calendar = gongkai::calendar(&db).await?;
            let requests = rebuild(&db, &calendar, at, !check).await?;
            Ok((requests, redress::rebuild::rebuild(&db, &calendar, (Actor::Operator, at), !check).await?))
        };
        work.await.map_err(|error| trouble::register(&error))
    })?;
    print(&(told(&found, *check) + &told_of_cases(&cases, *check)))?;
    if !cases.unreadable.is_empty() {
        return Err(format!("复议、诉讼的步骤读不出来，没有对照：{}", cases.unreadable.join("、")));
    }
    Ok(if *check && (found.wrong > 0 || !cases.wrong.is_empty()) { End::Wrong } else { End::Fine })
}

fn told_of_cases(found: &redress::rebuild::Rebuilt, check: bool) -> String {
    let redress::rebuild::Rebuilt { folded, wrong, .. } = found;
    if *folded == 0 {
        return String::new();
    }
    if wrong.is_empty() {
        return format!("对照了{folded}件复议、诉讼，台账与办理步骤都一致\n");
    }
    let done = if check { "没有改动" } else { "已改正" };
    format!("对照了{folded}件复议、诉讼，{}件与办理步骤对不上，{done}：{}\n", wrong.len(), wrong.join("、"))
}

fn told(found: &Rebuilt, check: bool) -> String {
    let Rebuilt { folded, wrong, columns, first } = found;
    if *wrong == 0 {
        return format!("对照了{folded}件申请，台账与办理步骤都一致\n");
    }
    let done = if check { "没有改动" } else { "已改正" };
    let columns: Vec<_> = columns.iter().map(|(column, count)| format!("{column} {count}件")).collect();
    let first = first.iter().map(|(number, columns)| format!("  {number}：{}\n", columns.join("、")));
    let more = if usize::try_from(*wrong) == Ok(first.len()) { "" } else { "  ……\n" };
    format!(
        "对照了{folded}件申请，{wrong}件与办理步骤对不上（{}），{done}：\n{}{more}",
        columns.join("，"),
        first.collect::<String>()
    )
}
