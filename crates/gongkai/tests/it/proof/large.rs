//! Uploads that are too large, over a real connection to the running program: they are refused with a page that says why, and
//! the program goes on answering.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use super::{killed::serve, on_both};

/// What a form brings along: more than the 20 MB that are taken.
const LARGE: usize = 24_000_000;
/// What nobody waits for: refused by what it announces.
const HUGE: usize = 300_000_000;

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn get(address: &str, path: &str) -> String {
    let mut stream = connect(address);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A cookie and the token of the form of uploads.
fn form(address: &str) -> (String, String) {
    let page = get(address, "/verify");
    let between =
        |before: &str, after: char| page.split_once(before).unwrap().1.split_once(after).unwrap().0.to_owned();
    let cookies: Vec<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: ")?.split_once(';'))
        .map(|(pair, _)| pair)
        .collect();
    (cookies.join("; "), between("name=\"csrf\" value=\"", '"'))
}

fn head(stream: &mut TcpStream, cookie: &str, length: usize) {
    write!(
        stream,
        "POST /verify HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
}

fn is_refused(answer: &[u8]) {
    let answer = String::from_utf8_lossy(answer);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("太大") && answer.contains("20 MB"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_too_large_is_refused_with_a_page_and_the_program_goes_on_answering() {
    on_both(async |ground| {
        let mut running = serve(&ground);
        let address = running.address.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let (cookie, csrf) = form(&address);
            // announced far too large: answered before a byte of it is there
            let mut huge = connect(&address);
            head(&mut huge, &cookie, HUGE);
            let mut answer = Vec::new();
            huge.read_to_end(&mut answer).unwrap();
            is_refused(&answer);
            // too large: taken in to its end, as browsers want it, and not kept
            let before = format!(
                "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
                 Content-Disposition: form-data; name=\"file\"; filename=\"a.html\"\r\n\r\n"
            );
            let mut large = connect(&address);
            head(&mut large, &cookie, before.len() + LARGE + "\r\n--x--\r\n".len());
            large.write_all(before.as_bytes()).unwrap();
            let piece = [b'a'; 64_000];
            for _ in 0..LARGE / piece.len() {
                large.write_all(&piece).unwrap();
            }
            assert!(get(&address, "/health").starts_with("HTTP/1.1 200 "), "others are answered meanwhile");
            large.write_all(b"\r\n--x--\r\n").unwrap();
            answer.clear();
            large.read_to_end(&mut answer).unwrap();
            is_refused(&answer);
            assert!(get(&address, "/health").starts_with("HTTP/1.1 200 "));
            assert!(get(&address, "/verify").contains("name=\"csrf\""));
        });
        let asked = asked.await;
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        asked.unwrap();
    })
    .await;
}
