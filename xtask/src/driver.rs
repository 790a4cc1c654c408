//! ChromeDriver, for the tests that look at pages in a real browser.

use std::{
    fs,
    net::TcpStream,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    cluster::free_port,
    run::{Done, Failure},
};

/// Starts it; answers its address. It heads a process group, so that its browsers end with it.
pub fn start(folder: &Path) -> Done<String> {
    let port = free_port()?;
    let child = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(Failure::doing("starting chromedriver"))?;
    let pid = folder.join("driver.pid");
    fs::write(&pid, child.id().to_string()).map_err(Failure::doing(pid.display()))?;
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(format!("http://127.0.0.1:{port}"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Failure::new("chromedriver did not answer within ten seconds"))
}
