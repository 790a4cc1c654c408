//! 门: lets connections in, as many as there is room for, and waits for nobody without end.

use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1::Builder};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore, time};
use tower::ServiceExt;

/// Connections at once; most systems give a program 1,024 files, and the register needs some.
const ROOM: usize = 900;
/// Until the next one is tried after the system refused one.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the door waits.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, also of the next one on the same connection.
    pub head: Duration,
    /// For requests that are running when it is asked to stop.
    pub last: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(20), last: Duration::from_secs(10) }
    }
}

/// Serves until `stop`, then lets what is running finish.
pub async fn keep(listener: TcpListener, app: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let (running, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(ROOM)));
    let mut stop = pin!(stop);
    loop {
        let come = async {
            // nobody is let in before there is room
            let place = room.clone().acquire_owned().await.ok()?;
            let (stream, peer) = listener.accept().await.ok()?;
            Some((place, stream, peer))
        };
        let (place, stream, peer) = tokio::select! {
            come = come => match come {
                Some(come) => come,
                None => {
                    time::sleep(PAUSE).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let service = app.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            request.map(Body::new)
        });
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = running.watch(connection);
        tokio::spawn(async move {
            // a client that breaks off has nobody left to tell
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = time::timeout(patience.last, running.shutdown()).await;
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpStream,
    };

    use axum::routing::get;

    use super::*;

    const SHORT: Patience = Patience { head: Duration::from_millis(200), last: Duration::from_millis(200) };

    async fn opened(stop: impl Future<Output = ()> + Send + 'static) -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let said = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string();
        let slow = async || std::future::pending::<()>().await;
        let app = Router::new().route("/", get(said)).route("/slow", get(slow));
        (address, tokio::spawn(keep(listener, app, SHORT, stop)))
    }

    fn send(address: SocketAddr, words: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_asks_is_answered_by_address_and_whoever_stops_in_the_middle_is_let_go() {
        let (address, _) = opened(std::future::pending()).await;
        let asked = move || send(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        let answer = tokio::task::spawn_blocking(asked).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
        let half = move || send(address, "GET / HTTP/1.1\r\nHost: x\r\nX-");
        let answer = tokio::task::spawn_blocking(half).await.unwrap();
        assert!(!answer.contains("200"), "{answer}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_request_that_never_ends_does_not_keep_the_door_open() {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (address, door) = opened(async { drop(stopped.await) }).await;
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        stop.send(()).unwrap();
        time::timeout(Duration::from_secs(10), door).await.unwrap().unwrap();
    }
}
