//! A browser over loopback: one connection kept open, cookies, an address of its own as a proxy tells it.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use gongkai::library::portal::escape;

/// Somebody who looks at pages.
pub struct Browser {
    server: String,
    /// Rates hold for an address, so each visitor has one.
    from: String,
    cookies: BTreeMap<String, String>,
    stream: Option<BufReader<TcpStream>>,
    /// The token of the forms of this browser.
    csrf: String,
}

/// What came back, and how long it took.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub body: String,
    pub took: Duration,
}

impl Browser {
    pub fn new(server: &str, nth: usize) -> Self {
        let from = format!("10.{}.{}.{}", nth / 65_536 % 256, nth / 256 % 256, nth % 256);
        Self { server: server.to_owned(), from, cookies: BTreeMap::new(), stream: None, csrf: String::new() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.send("GET", path, "").await;
        if let Some((_, rest)) = page.body.split_once("name=\"csrf\" value=\"")
            && let Some((token, _)) = rest.split_once('"')
        {
            self.csrf = token.to_owned();
        }
        page
    }

    /// Sends a form, with the token of this browser.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = ("csrf", self.csrf.clone());
        let all = std::iter::once((token.0, token.1.as_str())).chain(fields.iter().copied());
        let body: Vec<String> = all.map(|(name, value)| format!("{name}={}", escape(value))).collect();
        self.send("POST", path, &body.join("&")).await
    }

    /// Signs in by the page, as everybody does.
    pub async fn sign_in(&mut self, user: &str, password: &str) {
        self.get("/signin").await;
        let page = self.post("/signin", &[("user", user), ("pass", password)]).await;
        assert_eq!(page.status, 303, "{user} was not let in: {}", page.body);
        // the token changes with the person
        self.get("/desk/account").await;
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.server,
            self.from,
            cookies.join("; "),
            body.len()
        );
        let begun = Instant::now();
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.server).await.expect("a server");
                stream.set_nodelay(true).expect("a socket");
                BufReader::with_capacity(64 << 10, stream)
            }
        };
        stream.get_mut().write_all(request.as_bytes()).await.expect("a request");
        let head = head(&mut stream).await;
        let body = body_of(&head, &mut stream).await;
        self.stream = Some(stream);
        for line in head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let took = begun.elapsed();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Page { status, location: field(&head, "location").to_owned(), body, took }
    }
}

fn field<'h>(head: &'h str, name: &str) -> &'h str {
    let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_default()
}

async fn head(stream: &mut BufReader<TcpStream>) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("an answer"));
    }
    String::from_utf8(head).expect("an answer in ASCII")
}

async fn body_of(head: &str, stream: &mut BufReader<TcpStream>) -> String {
    let length = field(head, "content-length").parse().ok();
    let length = length.unwrap_or_else(|| panic!("an answer without its length:\n{head}"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.expect("the whole answer");
    String::from_utf8_lossy(&body).into_owned()
}
