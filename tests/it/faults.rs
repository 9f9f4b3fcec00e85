//! A publish may fail at any request: the next one mends it, and no reader notices.
//!
//! A sample runs always. `BF_DOCS_FAULTS=all` runs each trouble at each request, `100-200` at
//! these, and prints their number; `BF_DOCS_MOTO` names the second server, which `tests/run`
//! installs.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::bucket::{Server, Trouble, needs};
use super::publish::{public, publishing, to_bucket};
use super::site::{Run, Site, chance};

const TROUBLES: [Trouble; 8] = [
    Trouble::Status(500),
    Trouble::Status(503),
    Trouble::Status(403),
    Trouble::Status(409),
    Trouble::Status(412),
    Trouble::Hang,
    Trouble::Cut,
    Trouble::Lost,
];

/// Cases that run at once: most of a case is waiting.
const WORKERS: usize = 4;

/// A wiki with this text on all pages.
fn wiki(pages: usize, says: &str) -> Site {
    let mut site = Site::new()
        .file("index.md", "# Start\n\n![Map](map.png)\n")
        .file("map.png", says);
    site = site.file("with ü, 50% & more+.txt", says);
    for number in 0..pages {
        let text = format!(
            "# Page {number}\n\n{says}: see [the next](page-{}.md).\n",
            (number + 1) % pages
        );
        site = site.file(&format!("page-{number}.md"), &text);
    }
    let site = site.file(&format!("{says}.md"), "# Another page\n");
    site.build().is_built();
    site
}

/// A publish that meets trouble: for an answer that will not come it waits a second.
fn troubled(site: &Site, server: &Server, trouble: Trouble) -> Run {
    let patience: &[&str] = if matches!(trouble, Trouble::Hang) {
        &["--timeout", "1"]
    } else {
        &[]
    };
    to_bucket(site, server, patience)
}

/// The requests of the matrix that `BF_DOCS_FAULTS` names; none for a sample.
fn matrix() -> Option<RangeInclusive<usize>> {
    let asked = std::env::var("BF_DOCS_FAULTS").ok()?;
    let part = || {
        asked
            .split_once('-')
            .and_then(|(from, to)| Some(from.parse().ok()?..=to.parse().ok()?))
    };
    if asked == "all" {
        Some(1..=usize::MAX)
    } else {
        part()
    }
}

fn is_whole_matrix() -> bool {
    matrix().is_some()
}

/// The faults of the place after a site was published again.
fn wrong(site: &Site, server: &Server, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let again = to_bucket(site, server, &["--take-over"]);
    if again.code != 0 {
        return vec![again.stderr];
    }
    let up = server.objects("private/docs");
    let differs = files
        .iter()
        .filter(|(path, bytes)| up.get(*path) != Some(bytes));
    let mut wrong: Vec<String> = differs
        .map(|(path, _)| format!("{path} is not what was built"))
        .collect();
    wrong.extend(server.missed());
    let verified = to_bucket(site, server, &["verify", "--quick"]);
    wrong.extend(verified.stdout.lines().map(str::to_owned));
    if server
        .objects("private/docs-old")
        .get("index.html")
        .map(Vec::as_slice)
        != Some(b"a neighbour")
    {
        wrong.push("a neighbour was touched".to_owned());
    }
    wrong
}

/// Runs all cases on some workers, and returns the failures.
fn all<C: Sync>(cases: &[C], act: impl Fn(&C) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let Some(case) = cases.get(number) else { break };
            wrong.extend(act(case));
            if number > 0 && number.is_multiple_of(500) {
                println!("{number} of {}", cases.len());
            }
        }
        wrong
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a case says what is wrong"))
            .collect()
    })
}

#[test]
fn one_publish_mends_whatever_happened_to_the_one_before() {
    let (before, after) = (wiki(140, "one"), wiki(140, "two"));
    let files = public(after.output());
    assert!(files.len() > 300, "{}", files.len());
    // Encrypted objects have other ETags: both kinds of server are met in turn.
    let servers = [Server::new(), Server::encrypted(None)];
    let mut requests = 0;
    for server in &servers {
        server.put("private/docs-old/index.html", b"a neighbour");
        assert_eq!(to_bucket(&before, server, &[]).code, 0);
    }
    let fresh = |number: usize| {
        let server = if number.is_multiple_of(2) {
            Server::new()
        } else {
            Server::encrypted(None)
        };
        server.copy(&servers[number % 2]);
        server.read_along("private/docs", files.clone());
        server
    };
    for number in 0..2 {
        let server = fresh(number);
        server.trouble(0, 0, Trouble::Hang);
        assert_eq!(to_bucket(&after, &server, &[]).code, 0);
        requests = server.requests();
        assert_eq!(wrong(&after, &server, &files), [""; 0]);
    }
    assert!(requests > 300, "{requests}");
    let mut draw = chance(5);
    let asked = matrix().unwrap_or(1..=requests);
    let every = (1..=requests).filter(|number| asked.contains(number));
    let every = every.flat_map(|number| TROUBLES.map(|trouble| (number, trouble)));
    let mut cases: Vec<(usize, Trouble)> = every.collect();
    if !is_whole_matrix() {
        // The first and the last requests are the ones of the manifest.
        let drawn = TROUBLES.map(|trouble| {
            [draw(requests) + 1, draw(4) + 1, requests - draw(4)].map(|at| (at, trouble))
        });
        cases = drawn.concat();
    }
    let mended = all(&cases, |(number, trouble)| {
        let server = fresh(*number);
        server.trouble(*number, *number, *trouble);
        let run = troubled(&after, &server, *trouble);
        server.trouble(0, 0, Trouble::Hang);
        let says = |wrong: String| {
            format!(
                "{trouble:?} at request {number}, which ended with {}: {wrong}",
                run.code
            )
        };
        wrong(&after, &server, &files)
            .into_iter()
            .map(says)
            .collect()
    });
    println!(
        "{} cases, each of {} troubles at requests of {requests}: {} went wrong",
        cases.len(),
        TROUBLES.len(),
        mended.len()
    );
    assert_eq!(mended, [""; 0]);
    let started = Instant::now();
    assert_eq!(to_bucket(&after, &fresh(0), &[]).code, 0);
    let whole = started.elapsed();
    let moments: Vec<(usize, Duration)> = (0..if is_whole_matrix() { 50 } else { 4 })
        .map(|turn| (turn, whole * draw(1_000) as u32 / 1_000))
        .collect();
    let killed = all(&moments, |(turn, moment)| {
        let server = fresh(*turn);
        let mut process = publishing(&after, &server, &["--lease", "4"])
            .stderr(Stdio::null())
            .spawn()
            .expect("bf-docs runs");
        std::thread::sleep(*moment);
        let _ = process.kill();
        let _ = process.wait();
        wrong(&after, &server, &files)
            .into_iter()
            .map(|wrong| format!("killed after {moment:?}: {wrong}"))
            .collect()
    });
    println!(
        "killed {} times: {} went wrong",
        moments.len(),
        killed.len()
    );
    assert_eq!(killed, [""; 0]);
}

/// The second server, as another process.
struct Moto(Child, String);

impl Moto {
    fn start(program: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a port is free")
            .port();
        let mut command = Command::new(program);
        command
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{program}: {error}")),
            format!("127.0.0.1:{port}"),
        );
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&server.1).is_err() {
            assert!(Instant::now() < until, "{program} does not listen");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(server.ask("PUT /wiki").0, 200);
        server
    }

    /// The status and the bytes of an answer.
    fn ask(&self, request: &str) -> (u16, Vec<u8>) {
        let mut socket = TcpStream::connect(&self.1).expect("it listens");
        // The server asks for a signature and does not check it.
        let who = "Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, Signature=x";
        let head = format!(
            "{request} HTTP/1.0\r\nHost: {}\r\n{who}\r\nContent-Length: 0\r\n\r\n",
            self.1
        );
        socket.write_all(head.as_bytes()).expect("it listens");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("it answers");
        let end = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("an answer has a head");
        let status = String::from_utf8_lossy(&answer[9..12])
            .parse()
            .expect("a status is a number");
        (status, answer[end + 4..].to_vec())
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "needs moto_server, which tests/run installs"]
fn a_second_server_sees_the_same() {
    let program = std::env::var("BF_DOCS_MOTO").expect("it names moto_server");
    let moto = Moto::start(&program);
    let server = Server::before(&moto.1);
    // It answers some hundred requests a second.
    let pages = if is_whole_matrix() { 140 } else { 20 };
    let sites = [wiki(pages, "one"), wiki(pages, "two")];
    assert_eq!(to_bucket(&sites[0], &server, &[]).code, 0);
    server.trouble(0, 0, Trouble::Hang);
    assert_eq!(to_bucket(&sites[1], &server, &[]).code, 0);
    let requests = server.requests();
    let mut draw = chance(7);
    let step = if is_whole_matrix() { 20 } else { requests };
    let cases = TROUBLES.iter().flat_map(|trouble| {
        (1..=requests)
            .step_by(step)
            .map(move |number| (*trouble, number))
    });
    let cases: Vec<_> = cases.collect();
    println!(
        "{} cases, {} troubles at requests of {requests}",
        cases.len(),
        TROUBLES.len()
    );
    for (turn, (trouble, number)) in cases.into_iter().enumerate() {
        let number = (number + draw(step)).min(requests);
        // Turn by turn the one site replaces the other.
        let site = &sites[turn % 2];
        server.trouble(number, number, trouble);
        troubled(site, &server, trouble);
        server.trouble(0, 0, Trouble::Hang);
        let again = to_bucket(site, &server, &["--take-over"]);
        assert_eq!(
            again.code, 0,
            "{trouble:?} at request {number}: {}",
            again.stderr
        );
        let verified = to_bucket(site, &server, &["verify", "--quick"]);
        assert_eq!(
            (verified.stdout.as_str(), verified.code),
            ("", 0),
            "{trouble:?} at request {number}"
        );
    }
    let site = &sites[1];
    assert_eq!(to_bucket(site, &server, &[]).code, 0);
    // A job of a pipeline has a token instead of keys.
    let token = site.root().join("token");
    std::fs::write(&token, "a.web.token").expect("the folder is ours");
    let mut job = publishing(site, &server, &[]);
    job.env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY");
    job.env("AWS_WEB_IDENTITY_TOKEN_FILE", token)
        .env("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/docs");
    job.env("AWS_ENDPOINT_URL_STS", format!("http://{}", moto.1));
    let run = Run::of(&mut job);
    assert!(run.stderr.ends_with("nothing to do\n"), "{}", run.stderr);
    for (path, bytes) in public(site.output()) {
        let name = utf8_percent_encode(&path, NON_ALPHANUMERIC)
            .to_string()
            .replace("%2F", "/");
        let (status, up) = moto.ask(&format!("GET /wiki/private/docs/{name}"));
        assert_eq!((status, up == bytes), (200, true), "{path}");
        assert!(
            !path.ends_with(".html") || !needs(&path, &up).is_empty(),
            "{path} has scripts and styles"
        );
    }
}
