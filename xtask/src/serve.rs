//! A small static server for this machine alone: the demo, and what the end-to-end tests load.
//!
//! It sends the strict policy that the element promises to work under, so a breach shows at once.

use crate::Result;
use crate::process::root;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'";
const FIRST_PORT: u16 = 8000;
/// Ports tried, where none is asked for.
const PORTS: u16 = 20;
/// Bytes of a request's head, and of one of its lines.
const HEAD_LIMIT: u64 = 16 * 1024;
/// A connection that says nothing for so long is closed.
const IDLE: Duration = Duration::from_secs(10);

/// Serves `www/dist` under `base` until the process is ended.
pub fn run(port: Option<u16>, base: &str, open: bool) -> Result {
    let folder = root().join("www/dist");
    let folder = folder.canonicalize().map_err(|_| "www/dist is missing: run cargo xtask build first")?;
    let listener = listen(port)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let url = format!("http://{address}{base}");
    println!("{url}");
    if open {
        open_browser(&url);
    }
    let site = Site { folder, base: base.into() };
    accept(&listener, &site);
    Ok(())
}

fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port).map_err(|error| format!("port {port} cannot be used: {error}")),
        None => (FIRST_PORT..FIRST_PORT + PORTS)
            .find_map(|port| bind(port).ok())
            .ok_or(format!("no port from {FIRST_PORT} on is free; name one with --port")),
    }
}

/// A port that nothing listens on.
pub fn free_port() -> Result<u16> {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no port is free: {error}"))
}

/// Each connection has a thread of its own, for a browser opens several.
fn accept(listener: &TcpListener, site: &Site) {
    for stream in listener.incoming().flatten() {
        let site = site.clone();
        std::thread::spawn(move || {
            // A browser that went away is no fault.
            let _ = attend(&stream, &site);
        });
    }
}

fn open_browser(url: &str) {
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let (program, args): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start"]),
        _ if desktop => ("xdg-open", &[]),
        _ => return,
    };
    // The address is on the screen already; a browser is a courtesy.
    let _ = Command::new(program).args(args).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

/// A folder, and the path that it stands under.
#[derive(Clone)]
struct Site {
    folder: PathBuf,
    base: String,
}

/// What a request's path leads to.
#[derive(Debug, PartialEq)]
enum Target {
    File(PathBuf),
    /// A folder asked for without its last slash, with which its relative addresses would be wrong.
    Redirect(String),
    Missing,
}

#[derive(Debug, PartialEq)]
enum Span {
    Whole,
    /// First byte and count.
    Part(u64, u64),
    Unsatisfiable,
}

struct Request {
    method: String,
    target: String,
    range: Option<String>,
    /// The entity tag of the copy that the browser has.
    known: Option<String>,
    close: bool,
}

fn attend(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    converse(&mut BufReader::new(stream), &mut BufWriter::new(stream), site)
}

/// Answers one request after the other.
fn converse(reader: &mut impl BufRead, writer: &mut impl Write, site: &Site) -> io::Result<()> {
    while let Some(request) = read_request(reader)? {
        answer(writer, &request, site)?;
        writer.flush()?;
        if request.close {
            break;
        }
    }
    Ok(())
}

/// The next request; `None` where the connection has ended or the head is not one.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut head = reader.take(HEAD_LIMIT);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Ok(None);
    };
    let mut request = Request {
        method: method.into(),
        target: target.into(),
        range: None,
        known: None,
        close: version != "HTTP/1.1",
    };
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.split_once(':') else {
            return Ok(line.trim().is_empty().then_some(request));
        };
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("range", value) => request.range = Some(value.into()),
            ("if-none-match", value) => request.known = Some(value.into()),
            ("connection", value) => request.close |= value.eq_ignore_ascii_case("close"),
            // A body would be read as the next request.
            ("content-length" | "transfer-encoding", _) => request.close = true,
            _ => {}
        }
    }
}

fn answer(writer: &mut impl Write, request: &Request, site: &Site) -> io::Result<()> {
    if request.method != "GET" && request.method != "HEAD" {
        return brief(writer, "405 Method Not Allowed", "Allow: GET, HEAD\r\n");
    }
    match site.resolve(&request.target) {
        Target::File(path) => send_file(writer, request, &path),
        Target::Redirect(location) => brief(writer, "308 Permanent Redirect", &format!("Location: {location}\r\n")),
        Target::Missing => brief(writer, "404 Not Found", ""),
    }
}

fn brief(writer: &mut impl Write, status: &str, headers: &str) -> io::Result<()> {
    write!(writer, "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n")
}

fn send_file(writer: &mut impl Write, request: &Request, path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let size = metadata.len();
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{size:x}-{:x}\"", changed.as_nanos());
    if request.known.as_ref() == Some(&tag) {
        return write!(writer, "HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n");
    }
    let (status, from, count, extra) = match span(request.range.as_deref(), size) {
        Span::Whole => ("200 OK", 0, size, String::new()),
        Span::Part(from, count) => {
            let last = from + count - 1;
            ("206 Partial Content", from, count, format!("Content-Range: bytes {from}-{last}/{size}\r\n"))
        }
        Span::Unsatisfiable => {
            let range = format!("Content-Range: bytes */{size}\r\n");
            return brief(writer, "416 Range Not Satisfiable", &range);
        }
    };
    let kind = mime_type(path);
    write!(
        writer,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {count}\r\n{extra}Accept-Ranges: bytes\r\n\
         Cache-Control: no-cache\r\nETag: {tag}\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Content-Security-Policy: {POLICY}\r\n\r\n"
    )?;
    if request.method == "HEAD" {
        return Ok(());
    }
    file.seek(SeekFrom::Start(from))?;
    io::copy(&mut file.take(count), writer)?;
    Ok(())
}

impl Site {
    fn resolve(&self, target: &str) -> Target {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = percent_decode(path) else {
            return Target::Missing;
        };
        if format!("{path}/") == self.base {
            return Target::Redirect(self.base.clone());
        }
        let Some(inner) = path.strip_prefix(&self.base) else {
            return Target::Missing;
        };
        let plain = |part: &str| part != ".." && !part.contains(['\\', '\0', ':']);
        if !inner.split('/').all(plain) || inner.starts_with('/') {
            return Target::Missing;
        }
        // Links are followed, but not out of the folder.
        let Ok(full) = self.folder.join(inner).canonicalize() else {
            return Target::Missing;
        };
        if !full.starts_with(&self.folder) {
            return Target::Missing;
        }
        if full.is_file() && !inner.ends_with('/') {
            return Target::File(full);
        }
        let index = full.join("index.html");
        match index.is_file() {
            true if inner.is_empty() || inner.ends_with('/') => Target::File(index),
            true => Target::Redirect(format!("{}/", target.split(['?', '#']).next().unwrap_or_default())),
            false => Target::Missing,
        }
    }
}

/// `None` where it is no UTF-8 or a percent sign has no two hex digits behind it.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            let digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits)?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

/// One range of bytes (RFC 9110, 14.1.2); anything else that is asked for gets the whole, as the standard allows.
fn span(range: Option<&str>, size: u64) -> Span {
    let Some((first, last)) = range.and_then(|text| text.strip_prefix("bytes=")?.split_once('-')) else {
        return Span::Whole;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last && first < size => Span::Part(first, last.min(size - 1) - first + 1),
        (Ok(first), Ok(last)) if last < first => Span::Whole,
        (Ok(first), Err(_)) if last.is_empty() && first < size => Span::Part(first, size - first),
        (Ok(_), Ok(_)) => Span::Unsatisfiable,
        (Ok(_), Err(_)) if last.is_empty() => Span::Unsatisfiable,
        (Err(_), Ok(count)) if first.is_empty() && count > 0 && size > 0 => {
            let count = count.min(size);
            Span::Part(size - count, count)
        }
        (Err(_), Ok(_)) if first.is_empty() => Span::Unsatisfiable,
        _ => Span::Whole,
    }
}

fn mime_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("csv") => "text/csv; charset=utf-8",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("txt" | "ts" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn site(name: &str) -> Site {
        let folder = std::env::temp_dir().join(format!("event-timeline-serve-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("sub dir")).unwrap();
        fs::write(folder.join("index.html"), "<p>one</p>").unwrap();
        fs::write(folder.join("sub dir/index.html"), "two").unwrap();
        fs::write(folder.join("a.wasm"), "0123456789").unwrap();
        Site { folder: folder.canonicalize().unwrap(), base: "/base/".into() }
    }

    #[test]
    fn paths_stay_within_the_folder() {
        let site = site("paths");
        let file = |name: &str| Target::File(site.folder.join(name));
        assert_eq!(site.resolve("/base/"), file("index.html"));
        assert_eq!(site.resolve("/base/a.wasm?x=1"), file("a.wasm"));
        assert_eq!(site.resolve("/base/sub%20dir/"), file("sub dir/index.html"));
        assert_eq!(site.resolve("/base"), Target::Redirect("/base/".into()));
        assert_eq!(site.resolve("/base/sub%20dir"), Target::Redirect("/base/sub%20dir/".into()));
        for outside in [
            "/",
            "/a.wasm",
            "/base/../a.wasm",
            "/base/%2e%2e/x",
            "/base/..%2fx",
            "/base//etc/passwd",
            "/base/%",
            "/base/%zz",
            "/base/%+1",
            "/base/a.wasm/",
            "/base/..%5cx",
            "/base/a%00",
            "",
            "http://elsewhere/base/",
        ] {
            assert_eq!(site.resolve(outside), Target::Missing, "{outside}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let site = site("links");
        let link = site.folder.join("out");
        if !link.exists() {
            std::os::unix::fs::symlink("/", &link).unwrap();
        }
        assert_eq!(site.resolve("/base/out/etc/hostname"), Target::Missing);
    }

    #[test]
    fn ranges_follow_the_standard() {
        for (range, size, expected) in [
            (None, 10, Span::Whole),
            (Some("bytes=0-3"), 10, Span::Part(0, 4)),
            (Some("bytes=8-99"), 10, Span::Part(8, 2)),
            (Some("bytes=4-"), 10, Span::Part(4, 6)),
            (Some("bytes=-3"), 10, Span::Part(7, 3)),
            (Some("bytes=-99"), 10, Span::Part(0, 10)),
            (Some("bytes=10-"), 10, Span::Unsatisfiable),
            (Some("bytes=10-12"), 10, Span::Unsatisfiable),
            (Some("bytes=-0"), 10, Span::Unsatisfiable),
            (Some("bytes=-5"), 0, Span::Unsatisfiable),
            (Some("bytes=5-2"), 10, Span::Whole),
            (Some("bytes=0-1,4-5"), 10, Span::Whole),
            (Some("lines=0-1"), 10, Span::Whole),
            (Some("bytes=0-18446744073709551615"), 10, Span::Part(0, 10)),
        ] {
            assert_eq!(span(range, size), expected, "{range:?} of {size}");
        }
    }

    /// Sends the requests on one connection and gives all that comes back.
    fn exchange(site: &Site, requests: &str) -> String {
        let mut answer = Vec::new();
        converse(&mut requests.as_bytes(), &mut answer, site).unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn one_connection_carries_several_requests() {
        let site = site("requests");
        let answer = exchange(
            &site,
            "GET /base/a.wasm HTTP/1.1\r\nRange: bytes=2-4\r\n\r\nHEAD /base/ HTTP/1.1\r\n\r\nPOST /base/ HTTP/1.1\r\n\r\n",
        );
        assert!(answer.contains("206 Partial Content"), "{answer}");
        assert!(answer.contains("Content-Range: bytes 2-4/10\r\n"));
        assert!(answer.contains("Content-Type: application/wasm\r\n"));
        assert!(answer.contains("X-Content-Type-Options: nosniff\r\n"));
        assert!(answer.contains(&format!("Content-Security-Policy: {POLICY}\r\n")));
        assert!(answer.contains("\r\n\r\n234HTTP/1.1 200 OK"));
        assert!(answer.contains("Content-Length: 10\r\n"));
        assert!(!answer.contains("<p>"), "HEAD sends no body");
        assert!(answer.ends_with("405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\n\r\n"));
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let site = site("known");
        let first = exchange(&site, "GET /base/a.wasm HTTP/1.1\r\n\r\n");
        let tag = first.lines().find_map(|line| line.strip_prefix("ETag: ")).unwrap();
        let again = exchange(&site, &format!("GET /base/a.wasm HTTP/1.1\r\nIf-None-Match: {tag}\r\n\r\n"));
        assert_eq!(again, format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n"));
        let other = exchange(&site, "GET /base/a.wasm HTTP/1.1\r\nIf-None-Match: \"0-0\"\r\n\r\n");
        assert!(other.ends_with("0123456789"));
    }

    #[test]
    fn an_endless_head_is_cut_off() {
        let site = site("endless");
        let answer = exchange(&site, &format!("GET /base/ HTTP/1.1\r\nA: {}\r\n\r\n", "a".repeat(20_000)));
        assert!(!answer.contains("200 OK"));
    }
}
