//! What the tests need beyond Rust.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cluster, place,
    run::{Done, Failure, found, quiet, show},
};

/// Debian's names.
const PACKAGES: &[&str] = &[
    "postgresql",
    "chromium",
    "chromium-driver",
    "libreoffice-writer",
    "libreoffice-calc",
    "libreoffice-impress",
    "poppler-utils",
    "python3-aiosmtpd",
    "openssl",
    "python3-venv",
    "fonts-noto-cjk",
    "fonts-lxgw-wenkai",
];

/// The accessibility checker that the browser tests load into each page.
const AXE: &str = "axe-core@4.14.1";
/// The identity provider by which the tests sign in.
const PROVIDER: &str = "oidc-provider@9.13.3";

/// What holds the API against its own description.
const FUZZER: &str = "schemathesis==4.32.5";

/// Where the packages of npm and of Python are.
pub struct Modules {
    /// axe-core's script.
    pub axe: PathBuf,
    /// The folder in which the identity provider and all that it needs are.
    pub oidc: PathBuf,
    /// The program of schemathesis.
    pub schemathesis: PathBuf,
}

/// Sees to everything, as root by installing it.
pub fn meet() -> Done<Modules> {
    let mut missing = missing();
    let target = place::target()?;
    let (axe, oidc) = (target.join("axe/node_modules/axe-core/axe.min.js"), target.join("oidc/node_modules"));
    let provider = oidc.join("oidc-provider/package.json");
    let complete = axe.is_file() && provider.is_file() && found("node");
    if !complete && !found("npm") {
        missing.push("npm");
    }
    if !missing.is_empty() {
        install(&missing)?;
    }
    for (file, folder, package) in [(&axe, "axe", AXE), (&provider, "oidc", PROVIDER)] {
        if !file.is_file() {
            let quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
            let folder = target.join(folder);
            show(Command::new("npm").arg("install").args(quietly).arg("--prefix").arg(folder).arg(package))?;
        }
    }
    Ok(Modules { axe, oidc, schemathesis: fuzzer(&target)? })
}

/// schemathesis in a folder of its own, of the version that the tests know.
fn fuzzer(target: &Path) -> Done<PathBuf> {
    let folder = target.join(FUZZER.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if !program.is_file() {
        show(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        show(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", FUZZER]))?;
    }
    Ok(program)
}

fn install(missing: &[&str]) -> Done {
    if !cluster::root() || !found("apt-get") {
        return Err(Failure::new(format!(
            "the tests also need {list}: install them, on Debian with `sudo apt-get install {list}`, and run this again",
            list = missing.join(" ")
        )));
    }
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
        apt
    };
    show(apt().arg("update"))?;
    show(apt().args(["install", "--yes", "--no-install-recommends"]).args(missing))
}

/// The packages that are not there. Where dpkg does not rule, their programs stand for them.
fn missing() -> Vec<&'static str> {
    let dpkg = found("dpkg-query");
    let installed = |package: &str| match dpkg {
        true => quiet(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
            .is_ok_and(|status| status == "installed"),
        false => program_of(package),
    };
    PACKAGES.iter().copied().filter(|package| !installed(package)).collect()
}

fn program_of(package: &str) -> bool {
    match package {
        "postgresql" => cluster::programs().is_ok(),
        "chromium-driver" => found("chromedriver"),
        "libreoffice-writer" | "libreoffice-calc" | "libreoffice-impress" => found("soffice"),
        "poppler-utils" => found("pdftotext"),
        "python3-venv" => quiet(Command::new("python3").args(["-c", "import ensurepip"])).is_ok(),
        "python3-aiosmtpd" => found("aiosmtpd"),
        font if font.starts_with("fonts-") => {
            quiet(Command::new("fc-list").args([":lang=zh", "family"])).is_ok_and(|fonts| !fonts.trim().is_empty())
        }
        program => found(program),
    }
}
