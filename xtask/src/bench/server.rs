//! A server of ours, stopped when it is dropped.

use std::{
    ffi::OsStr,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    cluster::free_port,
    run::{Done, Failure},
};

const PATIENCE: Duration = Duration::from_secs(20);

/// A running `gongkai serve`.
pub struct Server {
    child: Child,
    port: u16,
    /// Milliseconds until the first 200.
    pub took: f64,
}

impl Server {
    /// Starts it on a data folder and waits until it answers.
    pub fn start<S: AsRef<OsStr>>(gongkai: &Path, data: &Path, options: &[S]) -> Done<Self> {
        let port = free_port()?;
        let begun = Instant::now();
        let child = Command::new(gongkai)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::doing(gongkai.display()))?;
        let mut server = Self { child, port, took: 0.0 };
        while healthy(port).is_none() {
            if begun.elapsed() > PATIENCE || matches!(server.child.try_wait(), Ok(Some(_))) {
                return Err(Failure::new("serve did not answer /health"));
            }
            thread::sleep(Duration::from_millis(1));
        }
        server.took = begun.elapsed().as_secs_f64() * 1e3;
        Ok(server)
    }

    /// `127.0.0.1:8080`
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Resident memory, in MB.
    pub fn memory(&self) -> Done<f64> {
        memory(self.child.id(), "VmRSS:").ok_or_else(|| Failure::new("serve is gone"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("a server was lost: {error}");
        }
    }
}

/// A line of a process's memory, in MB.
pub fn memory(process: u32, line: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|found| found.strip_prefix(line))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib * 1024.0 / 1e6)
}

fn healthy(port: u16) -> Option<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).ok()?;
    (&answer == b"HTTP/1.1 200").then_some(())
}
