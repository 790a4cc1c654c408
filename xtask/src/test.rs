//! `cargo xtask test`: every test, with what the tests need installed, started, stopped and removed.

use crate::{cluster, driver, janitor::Janitor, needs, place, run::Done, run::show};

/// Runs `cargo test` with these arguments, on the whole workspace when there are none.
pub fn run(arguments: &[&str]) -> Done {
    run_within(arguments, &[])
}

/// The same with some more in the environment.
pub fn run_within(arguments: &[&str], more: &[(&str, &str)]) -> Done {
    let modules = needs::meet()?;
    let janitor = Janitor::hire(&cluster::stop_command()?)?;
    let database = cluster::start(janitor.folder(), cluster::FORGETFUL)?;
    let browser = driver::start(janitor.folder())?;
    let mut tests = place::cargo();
    tests.arg("test").args(if arguments.is_empty() { &["--workspace", "--no-fail-fast"] } else { arguments });
    tests.env("GONGKAI_TEST_POSTGRES", database).env("GONGKAI_TEST_WEBDRIVER", browser);
    tests.env("GONGKAI_TEST_AXE", modules.axe).env("GONGKAI_TEST_OIDC", modules.oidc);
    tests.env("GONGKAI_TEST_SCHEMATHESIS", modules.schemathesis);
    // with this a test that lacks one of them fails; without it, it says so and passes
    tests.env("GONGKAI_TEST_REQUIRE", "1").envs(more.iter().copied());
    show(&mut tests)
}
