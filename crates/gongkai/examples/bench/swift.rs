//! Asks for pages as fast as they come, over connections that are kept open: the same for our server and for any other.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// Before it counts.
const WARM: Duration = Duration::from_millis(500);
/// Rates hold for an address: as many as a city has, each seldom.
const ADDRESSES: usize = 60_000;

/// Prints how many answers a second so many clients get, and how long each waits. In a path `{n}` stands for a number that
/// nobody asked for before; `@FILE` is every path of a file in turn.
pub async fn ask(server: &str, clients: usize, seconds: f64, path: &str) {
    let paths: Arc<[String]> = match path.strip_prefix('@') {
        Some(file) => fs::read_to_string(file).expect("a list of paths").lines().map(str::to_owned).collect(),
        None => [path.to_owned()].into(),
    };
    let nth = Arc::new(AtomicUsize::new(usize::try_from(std::process::id()).unwrap_or(0) * 1_000_000));
    let begun = Instant::now();
    let counts = begun + WARM;
    let end = counts + Duration::from_secs_f64(seconds);
    let mut running = JoinSet::new();
    for _ in 0..clients {
        let (server, paths, nth) = (server.to_owned(), paths.clone(), nth.clone());
        running.spawn(async move { client(&server, &paths, &nth, (counts, end)).await });
    }
    let mut took: Vec<Duration> = running.join_all().await.into_iter().flatten().collect();
    took.sort();
    let at = |part: f64| took.get((took.len() as f64 * part) as usize).copied().unwrap_or_default().as_secs_f64() * 1e3;
    println!("rate\t{:.1}\trequests/s", took.len() as f64 / seconds);
    println!("p50\t{:.3}\tms", at(0.5));
    println!("p95\t{:.3}\tms", at(0.95));
    println!("p99\t{:.3}\tms", at(0.99));
}

async fn client(server: &str, paths: &[String], nth: &AtomicUsize, (counts, end): (Instant, Instant)) -> Vec<Duration> {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket");
    let (mut took, mut buffer, mut request) = (Vec::new(), vec![0; 256 << 10], String::new());
    loop {
        let n = nth.fetch_add(1, Ordering::Relaxed);
        let path = paths[n % paths.len()].replace("{n}", &n.to_string());
        let from = n % ADDRESSES;
        request.clear();
        request.push_str("GET ");
        request.push_str(&path);
        request.push_str(" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: ");
        request.push_str(&format!("10.{}.{}.{}\r\n\r\n", from / 65_536, from / 256 % 256, from % 256));
        let begun = Instant::now();
        if begun > end {
            return took;
        }
        stream.write_all(request.as_bytes()).await.expect("a request goes out");
        answered(&mut stream, &mut buffer, &path).await;
        if begun > counts {
            took.push(begun.elapsed());
        }
    }
}

/// Reads one answer to its end.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>, path: &str) {
    let mut have = 0;
    loop {
        have += more(stream, buffer, have).await;
        let Some(head) = buffer[..have].windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let words = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
        assert!(words.starts_with("http/1.1 200"), "{path}: {words}");
        let length = words.lines().find_map(|line| line.strip_prefix("content-length: "));
        let all = head + 4 + length.expect("its length").trim().parse::<usize>().expect("a length");
        while have < all {
            have += more(stream, buffer, have).await;
        }
        return;
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>, have: usize) -> usize {
    if have == buffer.len() {
        buffer.resize(have * 2, 0);
    }
    let read = stream.read(&mut buffer[have..]).await.expect("an answer");
    assert!(read > 0, "the server hung up");
    read
}
