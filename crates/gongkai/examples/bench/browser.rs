//! A browser over loopback: one connection kept open, cookies, an address of its own as a proxy tells it.

use std::{
    collections::BTreeMap,
    io,
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
        Self {
            server: server.to_owned(),
            from: address(nth),
            cookies: BTreeMap::new(),
            stream: None,
            csrf: String::new(),
        }
    }

    /// From now on at another server and another address.
    #[allow(dead_code, reason = "the tests that kill the program use it")]
    pub fn moved(&mut self, server: &str, nth: usize) {
        let Self { server: there, from, stream, .. } = self;
        if there != server {
            (*there, *stream) = (server.to_owned(), None);
        }
        *from = address(nth);
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.try_get(path).await.expect("an answer")
    }

    /// Sends a form, with the token of this browser.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.try_post(path, fields).await.expect("an answer")
    }

    /// The same from a server that may go away.
    pub async fn try_get(&mut self, path: &str) -> io::Result<Page> {
        let page = self.send("GET", path, FORM, "").await?;
        if let Some((_, rest)) = page.body.split_once("name=\"csrf\" value=\"")
            && let Some((token, _)) = rest.split_once('"')
        {
            self.csrf = token.to_owned();
        }
        Ok(page)
    }

    /// The same to a server that may go away.
    pub async fn try_post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Page> {
        let csrf = self.csrf.clone();
        let all = std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied());
        let body: Vec<String> = all.map(|(name, value)| format!("{name}={}", escape(value))).collect();
        self.send("POST", path, FORM, &body.join("&")).await
    }

    /// A form that may carry files, here without any.
    #[allow(dead_code, reason = "the tests that kill the program use it")]
    pub async fn try_parts(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Page> {
        let csrf = self.csrf.clone();
        let all = std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied());
        let part = |(name, value): (&str, &str)| {
            format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = all.map(part).collect::<String>() + "--frontier--\r\n";
        self.send("POST", path, "multipart/form-data; boundary=frontier", &body).await
    }

    /// Signs in by the page, as everybody does.
    pub async fn sign_in(&mut self, user: &str, password: &str) {
        self.get("/signin").await;
        let page = self.post("/signin", &[("user", user), ("pass", password)]).await;
        assert_eq!(page.status, 303, "{user} was not let in: {}", page.body);
        // the token changes with the person
        self.get("/desk").await;
    }

    async fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> io::Result<Page> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nContent-Type: \
             {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.server,
            self.from,
            cookies.join("; "),
            body.len()
        );
        let begun = Instant::now();
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.server).await?;
                stream.set_nodelay(true)?;
                BufReader::with_capacity(64 << 10, stream)
            }
        };
        stream.get_mut().write_all(request.as_bytes()).await?;
        let head = head(&mut stream).await?;
        let body = body_of(&head, &mut stream).await?;
        self.stream = Some(stream);
        for line in head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let took = begun.elapsed();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Ok(Page { status, location: field(&head, "location").to_owned(), body, took })
    }
}

/// The kind of a form without files.
const FORM: &str = "application/x-www-form-urlencoded";

fn address(nth: usize) -> String {
    format!("10.{}.{}.{}", nth / 65_536 % 256, nth / 256 % 256, nth % 256)
}

fn field<'h>(head: &'h str, name: &str) -> &'h str {
    let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_default()
}

async fn head(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn body_of(head: &str, stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let length = field(head, "content-length").parse().ok();
    let length = length.unwrap_or_else(|| panic!("an answer without its length:\n{head}"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}
