//! From the start of `serve` until it answers.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Ground, Table};
use crate::{
    cluster::free_port,
    run::{Done, Failure},
};

const RUNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(20);

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    let data = ground.folder.join("data");
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        if data.exists() {
            fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))?;
        }
        first.push(start(&ground.gongkai, &data)?);
        again.push(start(&ground.gongkai, &data)?);
    }
    table.under("serve, until /health answers (median of 7)", median(again), "ms", Some(300.0));
    table.under("serve on a new data folder (median of 7)", median(first), "ms", Some(300.0));
    Ok(())
}

/// Milliseconds until the first 200.
fn start(gongkai: &Path, data: &Path) -> Done<f64> {
    let port = free_port()?;
    let begun = Instant::now();
    let mut server = Command::new(gongkai)
        .arg("serve")
        .arg("--data")
        .arg(data)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::doing(gongkai.display()))?;
    let answered = loop {
        if healthy(port).is_some() {
            break Some(begun.elapsed());
        }
        if begun.elapsed() > PATIENCE || matches!(server.try_wait(), Ok(Some(_))) {
            break None;
        }
        thread::sleep(Duration::from_millis(1));
    };
    server.kill().and_then(|()| server.wait()).map_err(Failure::doing("stopping serve"))?;
    answered.map(|time| time.as_secs_f64() * 1e3).ok_or_else(|| Failure::new("serve did not answer /health"))
}

fn healthy(port: u16) -> Option<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).ok()?;
    (&answer == b"HTTP/1.1 200").then_some(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
