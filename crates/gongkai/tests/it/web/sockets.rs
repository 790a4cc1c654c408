//! Bodies that stop on the way, through real sockets.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use gongkai::{Office, door, guard::limit::Uploads, router::router};

use super::house::{Somebody, on_both, unhurried};

/// An office with its door open.
async fn opened(office: &Office) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(office.clone(), unhurried(), &[]);
    tokio::spawn(door::keep(listener, app, door::Patience::default(), std::future::pending()));
    address
}

/// Sends three bytes of a form that announces more, and nothing else.
fn begin(address: SocketAddr, path: &str, announced: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let kind = if path == "/verify" { "multipart/form-data; boundary=x" } else { "application/x-www-form-urlencoded" };
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {announced}\r\n\r\n--x");
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_stops_half_way_is_answered_with_a_page_and_let_go() {
    on_both(async |mut office| {
        office.uploads = Uploads::default().waiting(Duration::from_millis(300));
        let address = opened(&office).await;
        let told = tokio::task::spawn_blocking(move || {
            let waiting: Vec<_> = (0..40).map(|n| begin(address, ["/verify", "/signin"][n % 2], 1000)).collect();
            let ended = waiting.into_iter().map(|mut stream| {
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer).unwrap();
                String::from_utf8(answer).unwrap()
            });
            ended.collect::<Vec<_>>()
        });
        for answer in told.await.unwrap() {
            assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("<title>错误：上传停住了"), "{answer}");
        }
        let too_much = move || begin(address, "/verify", 30_000_000).read_to_end(&mut Vec::new());
        assert!(tokio::task::spawn_blocking(too_much).await.unwrap().unwrap() > 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_announces_and_does_not_send_takes_no_room_from_others() {
    on_both(async |mut office| {
        office.uploads = Uploads::holding(100_000);
        let address = opened(&office).await;
        let silent = move || (0..5).map(|_| begin(address, "/verify", 90_000)).collect::<Vec<_>>();
        let silent = tokio::task::spawn_blocking(silent).await.unwrap();
        // asked after them, answered after they were let in
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(
            &mut stream,
            b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        )
        .await
        .unwrap();
        tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut Vec::new()).await.unwrap();
        Somebody::at(&office).drop(&[("a.txt", &[b'x'; 80_000])]).await;
        drop(silent);
    })
    .await;
}
