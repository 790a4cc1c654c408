//! nginx with a few files, on a port and in a folder of its own, set up as one would for speed; stopped when it is dropped.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    cluster::free_port,
    run::{Done, Failure},
};

/// A page of ours, as it is when nobody is signed in.
pub struct Page {
    file: String,
    bytes: Vec<u8>,
}

impl Page {
    /// Fetched from our server.
    pub fn of(name: &str, server: &str, path: &str) -> Done<Self> {
        let mut stream = TcpStream::connect(server).map_err(Failure::doing(server))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(Failure::doing(path))?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(Failure::doing(path))?;
        let head = answer.windows(4).position(|end| end == b"\r\n\r\n");
        match head.filter(|_| answer.starts_with(b"HTTP/1.1 200")) {
            Some(head) => Ok(Self {
                file: format!("/{}.html", name.replace(' ', "-")),
                bytes: answer.get(head + 4..).unwrap_or_default().to_vec(),
            }),
            None => Err(Failure::new(format!("{path} was not answered"))),
        }
    }

    /// Where nginx has it.
    pub fn path(&self) -> &str {
        &self.file
    }
}

/// A running nginx.
pub struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    /// Starts it with these pages.
    pub fn start(folder: &Path, pages: &[Page]) -> Done<Self> {
        let root = folder.join("root");
        fs::create_dir_all(&root).map_err(Failure::doing(root.display()))?;
        for page in pages {
            let file = root.join(page.file.trim_start_matches('/'));
            fs::write(&file, &page.bytes).map_err(Failure::doing(file.display()))?;
        }
        let port = free_port()?;
        let conf = folder.join("nginx.conf");
        fs::write(&conf, settings(folder, &root, port)).map_err(Failure::doing(conf.display()))?;
        let child = Command::new(program()?)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(&conf)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::doing("nginx"))?;
        let mut nginx = Self { child, port };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(nginx);
            }
            if matches!(nginx.child.try_wait(), Ok(Some(_))) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(Failure::new("nginx did not start: install nginx, or look into target/bench/nginx/error.log"))
    }

    /// `127.0.0.1:8080`
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // its workers go when it is asked to, and stay when it is killed
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        if let Err(error) = asked.and_then(|_| self.child.wait()) {
            eprintln!("nginx was lost: {error}");
        }
    }
}

/// Debian keeps it off the path of who is not root.
fn program() -> Done<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&paths).chain([PathBuf::from("/usr/sbin")]);
    let found = folders.map(|folder| folder.join("nginx")).find(|program| program.is_file());
    found.ok_or_else(|| Failure::new("nginx is not to be found: install nginx"))
}

/// As many workers as we have threads on two cores, connections kept open as long as ours, nothing logged.
fn settings(folder: &Path, root: &Path, port: u16) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("  {kind}_temp_path {folder}/{kind};\n"))
        .collect();
    format!(
        "daemon off;\nworker_processes 2;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log crit;\n\
         events {{ worker_connections 1024; }}\nhttp {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  tcp_nodelay on;\n\
         {temporary}  keepalive_timeout 75;\n  keepalive_requests 100000000;\n  open_file_cache max=1000;\n  default_type text/html;\n\
         server {{ listen 127.0.0.1:{port}; root {}; }}\n}}\n",
        root.display()
    )
}
