//! The gate: a published site, for readers with a session alone. These tests seal sessions with
//! the gate's own key ring; `tests/browser/gate*.mjs` get theirs from real providers.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bf_docs::gate::GateRules;
use serde_json::{Value, json};

use super::bucket::{Server, Trouble, needs};
use super::publish::{edited, publishing, to_bucket, to_folder, wiki};
use super::site::{Run, Site};

/// The longest wait for something that the gate does by itself.
const PATIENCE: Duration = Duration::from_secs(40);

/// A gate that runs until it is dropped.
pub struct Gate {
    child: Child,
    host: String,
    /// The settings of `[gate]`.
    map: String,
    ring: std::path::PathBuf,
    log: Arc<Mutex<Vec<Value>>>,
}

/// An answer of a gate.
pub struct Answer {
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of this machine that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it listens").port()
}

/// The settings of a gate at a port. Its provider is away, which is no matter to these tests.
fn settings(port: u16) -> String {
    format!(
        "[gate]\nurl = \"http://localhost:{port}\"\nissuer = \"http://127.0.0.1:1\"\n\
         client-id = \"docs\"\ndomains = [\"example.com\"]\ndomain-claim = \"hd\"\n"
    )
}

/// A command that reads the gate's settings from a file beside the docs.
fn gate_command(site: &Site, verb: &[&str], place: &str, map: &str) -> Command {
    fs::write(site.root().join("gate.toml"), map).expect("the folder is ours");
    let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
    command
        .arg("gate")
        .args(verb)
        .args(["--config", "gate.toml", "--from", place])
        .current_dir(site.root())
        .env("BF_DOCS_GATE_CLIENT_SECRET", "a-secret-of-the-tests")
        .env("BF_DOCS_GATE_KEYS", site.root().join("keys.json"))
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("HOME", "/nonexistent");
    command
}

fn new_keys(site: &Site) {
    let run = site.run(&["gate", "keys", "new", "keys.json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

impl Gate {
    /// A gate before the folder `place` beside the docs.
    pub fn of_folder(site: &Site) -> Self {
        let place = format!("file://{}", site.root().join("place").display());
        Self::of(site, &place, &[])
    }

    /// A gate before a bucket.
    fn of_bucket(site: &Site, server: &Server) -> Self {
        let options = ["--region", "eu-north-1", "--timeout", "3"];
        let options = [&options[..], &["--endpoint-url", server.address()]].concat();
        Self::of(site, "s3://wiki/private/docs", &options)
    }

    fn of(site: &Site, place: &str, options: &[&str]) -> Self {
        new_keys(site);
        let port = free_port();
        let map = settings(port);
        let listen = format!("127.0.0.1:{port}");
        let mut command = gate_command(site, &["--listen", &listen], place, &map);
        command.args(options);
        Self::started(command, format!("localhost:{port}"), map, site)
    }

    /// A gate that this command starts.
    fn started(mut command: Command, host: String, map: String, site: &Site) -> Self {
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("bf-docs runs");
        let said = BufReader::new(child.stderr.take().expect("it is piped"));
        let log: Arc<Mutex<Vec<Value>>> = Arc::default();
        let lines = log.clone();
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|_| json!({ "odd": line }));
                lines.lock().expect("nobody panics").push(event);
            }
        });
        let gate = Self {
            child,
            host,
            map,
            ring: site.root().join("keys.json"),
            log,
        };
        gate.until("it listens", || gate.has_said("listening"));
        gate
    }

    /// Waits until something is so.
    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            let log = self.log.lock().expect("nobody panics").clone();
            assert!(start.elapsed() < PATIENCE, "never: {what}; {log:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn has_said(&self, event: &str) -> bool {
        let log = self.log.lock().expect("nobody panics");
        log.iter().any(|line| line["event"] == event)
    }

    /// The cookie of a reader whose session began so many seconds ago, under the ring's last key.
    pub fn cookie(&self, reader: &str, ago: i64) -> String {
        let text = fs::read_to_string(&self.ring).expect("the ring is ours");
        let ring: Value = serde_json::from_str(&text).expect("it is JSON");
        let keys = ring["keys"].as_array().expect("it has keys");
        let secret = keys.last().expect("it has one")["session"].as_str();
        let key = base64::Engine::decode(
            &base64::engine::general_purpose::STANDARD,
            secret.expect("it is text"),
        );
        let source = bf_docs::source::Source::from_bytes(
            bf_docs::file::FileId::outside_at(std::path::Path::new("gate.toml")),
            self.map.as_bytes(),
        );
        let (map, _) = bf_docs::content_map::read(&source.0).expect("it is a map");
        let rules = GateRules::of(&map.gate, "Docs").unwrap_or_else(|_| panic!("they are sound"));
        let begun = bf_docs::clock::unix_seconds() - ago;
        let session = json!({
            "id": format!("test-{reader}-{ago}"),
            "reader": { "address": reader, "number": "sub:7" },
            "begun": begun,
            "seen": begun,
            "rules": rules.digest(),
        });
        let name = "__Host-bf-session";
        let mut jar = cookie::CookieJar::new();
        jar.private_mut(&cookie::Key::from(&key.expect("it is Base64")))
            .add(cookie::Cookie::new(name, session.to_string()));
        let sealed = jar.get(name).expect("it was just added").value();
        format!("{name}={sealed}")
    }

    /// Asks for a path with these headers, each with its line end.
    pub fn ask(&self, path: &str, headers: &str) -> Answer {
        let host = &self.host;
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    /// Asks as a reader who signed in a minute ago.
    pub fn read(&self, path: &str) -> Answer {
        let cookie = self.cookie("ann@example.com", 60);
        self.ask(path, &format!("Cookie: {cookie}\r\n"))
    }

    fn send(&self, request: &str) -> Answer {
        let port = self.host.split(':').next_back().expect("it has a port");
        let stream = TcpStream::connect(format!("127.0.0.1:{port}"));
        let mut stream = stream.expect("it listens");
        stream
            .write_all(request.as_bytes())
            .expect("it reads requests");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head: {answer:?}")) + 4;
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        Answer {
            status: head[9..12].parse().expect("a status"),
            head,
            body: answer[end..].to_vec(),
        }
    }

    /// The gate's health.
    fn health(&self) -> Value {
        let answer = self.ask("/.gate/health", "");
        serde_json::from_slice(&answer.body).expect("it is JSON")
    }
}

#[test]
fn without_a_session_no_byte_of_the_site_is_answered() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let page = "Accept: text/html\r\n";
    for path in [
        "/",
        "/guide/",
        "/nothing/",
        "/guide",
        "/404.html",
        "/.bf-docs/current.json.gz",
    ] {
        let answer = gate.ask(path, page);
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().contains("id=\"sign-in\""), "{path}");
        assert!(!answer.text().contains("charger"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        // A picture or a script of a page gets nothing to show.
        let bare = gate.ask(path, "Sec-Fetch-Mode: no-cors\r\nAccept: text/html\r\n");
        assert_eq!((bare.status, bare.body.len()), (401, 0), "{path}");
    }
    let sealed = gate.cookie("ann@example.com", 60);
    for (what, cookie) in [
        ("touched", sealed.replacen("session=", "session=A", 1)),
        (
            "of another name",
            sealed.replacen("__Host-bf-session", "__host-bf-session", 1),
        ),
        ("empty", "__Host-bf-session=".to_owned()),
        ("too old", gate.cookie("ann@example.com", 13 * 3_600)),
        ("idle", gate.cookie("ann@example.com", 3 * 3_600)),
        ("of the future", gate.cookie("ann@example.com", -3_600)),
    ] {
        let answer = gate.ask("/guide/", &format!("Cookie: {cookie}\r\n"));
        assert_eq!((answer.status, answer.body.len()), (401, 0), "{what}");
    }
    assert_eq!(gate.read("/guide/").status, 200);
}

#[test]
fn a_reader_gets_what_was_published_as_from_any_host() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let answer = gate.read("/guide/");
    assert_eq!(answer.text(), site.read("guide/index.html"));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert!(
        answer
            .header("content-security-policy")
            .contains("default-src 'self'")
    );
    let etag = answer.header("etag").to_owned();
    let cookie = format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60));
    let with = |path: &str, more: &str| gate.ask(path, &format!("{cookie}{more}"));
    // Conditional requests, and parts.
    let known = with("/guide/", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!((known.status, known.body.len()), (304, 0));
    let part = with("/guide/", "Range: bytes=2-8\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &answer.body[2..9]));
    let stale = with("/guide/", "Range: bytes=2-8\r\nIf-Range: \"x\"\r\n");
    assert_eq!(stale.status, 200);
    assert_eq!(with("/guide/", "Range: bytes=999999-\r\n").status, 416);
    let packed = with("/guide/", "Accept-Encoding: gzip\r\n");
    let mut plain = String::new();
    flate2::read::GzDecoder::new(&packed.body[..])
        .read_to_string(&mut plain)
        .expect("it is packed");
    assert_eq!(plain, answer.text());
    assert_ne!(packed.header("etag"), etag);
    // Folders, missing pages and bf-docs' own folder.
    let moved = gate.read("/guide?q=1");
    assert_eq!(
        (moved.status, moved.header("location")),
        (308, "/guide/?q=1")
    );
    let missing = with("/nothing/", "Accept: text/html\r\n");
    assert_eq!(
        (missing.status, missing.text()),
        (404, site.read("404.html"))
    );
    for path in [
        "/.bf-docs/current.json.gz",
        "/%2ebf-docs/manifest.json",
        "/../gate.toml",
        "//guide/",
    ] {
        assert_eq!(gate.read(path).status, 404, "{path}");
    }
    let host = &gate.host;
    let head = gate.send(&format!(
        "HEAD /guide/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{cookie}\r\n"
    ));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), answer.body.len().to_string());
    let post = gate.send(&format!(
        "POST /guide/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n{cookie}\r\n"
    ));
    assert_eq!(post.status, 405);
    let other = gate.send(&format!(
        "GET /guide/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n{cookie}\r\n"
    ));
    assert_eq!(other.status, 421);
}

#[test]
fn a_drawing_that_is_opened_by_itself_runs_no_script() {
    let site = wiki().file("draw.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let site = site.file("index.md", "# Start\n\n![Draw](draw.svg)\n");
    site.build();
    to_folder(&site, &["--overwrite"]);
    let gate = Gate::of_folder(&site);
    let policy = gate
        .read("/draw.svg")
        .header("content-security-policy")
        .to_owned();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox"),
        "{policy}"
    );
}

#[test]
fn a_reader_who_is_locked_out_reads_no_longer_and_old_sessions_stay_ended() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let place = format!("file://{}", site.root().join("place").display());
    let deny = |arguments: &[&str]| -> Run {
        let run = site.run(&[&["gate", "deny", "--from", &place], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    };
    let status = |reader: &str, ago| {
        let cookie = gate.cookie(reader, ago);
        gate.ask("/guide/", &format!("Cookie: {cookie}\r\n")).status
    };
    assert_eq!(
        (status("ann@example.com", 60), status("bob@example.com", 60)),
        (200, 200)
    );
    deny(&["Bob@example.com"]);
    gate.until("bob is locked out", || status("bob@example.com", 60) == 401);
    assert_eq!(status("ann@example.com", 60), 200);
    let run = deny(&["bob@example.com", "--lift"]);
    assert!(
        run.stdout.contains("no reader is locked out"),
        "{}",
        run.stdout
    );
    gate.until("bob may sign in again", || {
        status("bob@example.com", -5) == 200
    });
    assert_eq!(status("bob@example.com", 60), 401);
    deny(&["--all"]);
    gate.until("all sessions have ended", || {
        status("ann@example.com", 60) == 401
    });
    // Verify, publish and prune leave the record alone.
    let record = site.root().join("place/.bf-docs/readers.json");
    let before = fs::read(&record).expect("it is there");
    let site = edited(site);
    for verb in [&[][..], &["verify"], &["prune", "--keep", "0", "--yes"]] {
        let run = to_folder(&site, verb);
        assert_eq!(run.code, 0, "{verb:?}: {}{}", run.stdout, run.stderr);
        assert_eq!(fs::read(&record).expect("it stays"), before, "{verb:?}");
    }
}

/// A reader who reads pages with all their assets until it is told to stop.
struct PageReader<'g> {
    gate: &'g Gate,
    cookie: String,
    is_done: AtomicBool,
    missed: Mutex<Vec<String>>,
}

impl<'g> PageReader<'g> {
    fn of(gate: &'g Gate) -> Self {
        Self {
            gate,
            cookie: format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60)),
            is_done: AtomicBool::new(false),
            missed: Mutex::default(),
        }
    }

    fn page(&self) -> String {
        self.gate.ask("/", &self.cookie).text()
    }

    fn read(&self) {
        while !self.is_done.load(Ordering::Relaxed) {
            let page = self.gate.ask("/", &self.cookie);
            let assets = needs("index.html", &page.body).into_iter();
            let mut asked = vec![("/".to_owned(), page.status)];
            asked.extend(assets.map(|path| {
                let status = self.gate.ask(&format!("/{path}"), &self.cookie).status;
                (path, status)
            }));
            let wrong = asked.iter().filter(|(_, status)| *status != 200);
            let wrong = wrong.map(|(path, status)| format!("{path}: {status}"));
            self.missed.lock().expect("nobody panics").extend(wrong);
        }
    }
}

/// Publishes an edited site, rolls it back and prunes while somebody reads.
fn read_while_publishing(site: Site, gate: &Gate, publish: impl Fn(&Site, &[&str]) -> Run) {
    let reader = PageReader::of(gate);
    let is_new = |text: &str| text.contains("new page");
    std::thread::scope(|scope| {
        scope.spawn(|| reader.read());
        let site = edited(site);
        let done = |verb: &[&str]| {
            let run = publish(&site, verb);
            assert_eq!(run.code, 0, "{verb:?}: {}", run.stderr);
        };
        done(&[]);
        let start = Instant::now();
        gate.until("the new release is read", || is_new(&reader.page()));
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:?}",
            start.elapsed()
        );
        done(&["rollback", "--yes"]);
        gate.until("the old release is back", || !is_new(&reader.page()));
        done(&["prune", "--keep", "0", "--yes"]);
        std::thread::sleep(Duration::from_secs(3));
        reader.is_done.store(true, Ordering::Relaxed);
    });
    assert_eq!(*reader.missed.lock().expect("nobody panics"), [""; 0]);
}

#[test]
fn a_new_release_is_seen_whole_while_readers_read() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    read_while_publishing(site, &gate, to_folder);
}

#[test]
fn a_new_release_in_a_bucket_is_seen_whole_while_readers_read() {
    // The ETags of this server are no MD5s.
    let (site, server) = (wiki(), Server::encrypted(None));
    to_bucket(&site, &server, &[]);
    let gate = Gate::of_bucket(&site, &server);
    let publish = |site: &Site, arguments: &[&str]| to_bucket(site, &server, arguments);
    read_while_publishing(site, &gate, publish);
}

#[test]
fn a_file_in_the_place_that_is_not_the_release_s_is_not_answered() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    fs::write(
        site.root().join("place/guide/index.html"),
        "<p>Somebody else's",
    )
    .expect("it is ours");
    fs::write(site.root().join("place/more.html"), "<p>Somebody else's").expect("it is ours");
    let changed = gate.read("/guide/");
    assert_eq!((changed.status, changed.header("retry-after")), (503, "5"));
    assert_eq!(gate.read("/more.html").status, 404);
    assert!(gate.has_said("broken"));
}

#[test]
fn what_is_hot_is_read_once_and_stays_while_the_store_is_away() {
    let (site, server) = (wiki(), Server::new());
    to_bucket(&site, &server, &[]);
    let gate = Gate::of_bucket(&site, &server);
    assert_eq!(gate.read("/guide/").status, 200);
    // From now on, each request to the store is refused.
    server.refuse(1, usize::MAX, 500);
    assert_eq!(gate.read("/guide/").text(), site.read("guide/index.html"));
    let start = Instant::now();
    let cold = gate.read("/old/");
    assert_eq!(cold.status, 503);
    assert!(
        start.elapsed() < Duration::from_secs(25),
        "{:?}",
        start.elapsed()
    );
    gate.until("the store is away", || gate.health()["store"] == "away");
    assert_eq!(gate.read("/guide/").status, 200);
    server.refuse(0, 0, 500);
    gate.until("the store is back", || gate.health()["store"] == "ok");
    assert_eq!(gate.read("/old/").text(), site.read("old/index.html"));
}

#[test]
fn a_store_that_hangs_or_cuts_off_is_no_hang_of_the_gate() {
    let (site, server) = (wiki(), Server::new());
    to_bucket(&site, &server, &[]);
    let gate = Gate::of_bucket(&site, &server);
    for trouble in [
        Trouble::Hang,
        Trouble::Cut,
        Trouble::Lost,
        Trouble::Unanswered,
        Trouble::Half,
        Trouble::Status(503),
    ] {
        server.trouble(1, usize::MAX, trouble);
        let start = Instant::now();
        let answer = gate.read("/old/");
        assert_eq!(answer.status, 503, "{trouble:?}");
        assert!(start.elapsed() < Duration::from_secs(25), "{trouble:?}");
    }
    server.trouble(1, usize::MAX, Trouble::Slow);
    gate.until("the page is read slowly", || {
        gate.read("/old/").status == 200
    });
}

#[test]
fn readers_of_one_file_share_one_request_to_the_store() {
    let (site, server) = (wiki(), Server::new());
    to_bucket(&site, &server, &[]);
    let gate = Gate::of_bucket(&site, &server);
    let cookie = format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60));
    server.refuse(0, 0, 500);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert_eq!(gate.ask("/guide/", &cookie).status, 200));
        }
    });
    // The gate itself looks at the manifest every two seconds, and at the locked readers.
    let looks = 2 * (start.elapsed().as_secs() as usize / 2 + 2);
    assert!(
        server.requests() <= 1 + looks,
        "{} requests",
        server.requests()
    );
}

#[test]
fn sessions_outlive_a_rotation_of_the_keys() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let old = format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60));
    let keys = |gate: &Gate| gate.health()["keys"].as_array().map_or(0, Vec::len);
    assert_eq!(site.run(&["gate", "keys", "rotate", "keys.json"]).code, 0);
    gate.until("the new ring is read", || keys(&gate) == 2);
    assert_eq!(gate.ask("/guide/", &old).status, 200);
    let dropped = site.run(&["gate", "keys", "rotate", "--drop-old", "keys.json"]);
    assert_eq!(dropped.code, 0, "{}", dropped.stderr);
    gate.until("the old keys are gone", || keys(&gate) == 1);
    assert_eq!(gate.ask("/guide/", &old).status, 401);
    assert_eq!(gate.read("/guide/").status, 200);
}

#[test]
fn another_gate_at_the_same_address_must_have_the_same_keys() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let place = format!("file://{}", site.root().join("place").display());
    let check = |keys: &str| {
        let mut command = gate_command(&site, &["check"], &place, &gate.map);
        let output = command
            .env("BF_DOCS_GATE_KEYS", site.root().join(keys))
            .output()
            .expect("bf-docs runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(!check("keys.json").contains("none of these keys"));
    assert_eq!(site.run(&["gate", "keys", "new", "other.json"]).code, 0);
    let said = check("other.json");
    assert!(said.contains("has none of these keys"), "{said}");
}

#[test]
fn all_that_is_wrong_is_said_before_the_gate_listens() {
    let site = wiki();
    to_folder(&site, &[]);
    new_keys(&site);
    let place = format!("file://{}", site.root().join("place").display());
    let said = |map: &str, place: &str, prepare: &dyn Fn(&mut Command)| {
        let mut command = gate_command(&site, &["--listen", "127.0.0.1:0"], place, map);
        prepare(&mut command);
        let output = command.output().expect("bf-docs runs");
        assert_eq!(output.status.code(), Some(2), "{map}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let sound = settings(1);
    let nothing = |_: &mut Command| {};
    for (map, expected) in [
        (String::new(), "`gate.url` is missing"),
        (String::new(), "`gate.client-id` is missing"),
        (String::new(), "`gate.domains` is empty"),
        (
            sound.replace("http://localhost:1", "http://docs.example.com"),
            "`gate.url` is not https",
        ),
        (
            sound.replace("[\"example.com\"]", "[\"*\"]"),
            "has `*`, which is no domain",
        ),
        (
            sound.replace("[\"example.com\"]", "[]"),
            "`gate.domains` is empty",
        ),
        (
            format!("{sound}age = \"24h\"\n"),
            "`gate.age` is more than 12 hours",
        ),
    ] {
        let said = said(&map, &place, &nothing);
        assert!(
            said.contains(expected) && said.contains("help:"),
            "{expected}: {said}"
        );
    }
    let without = |name: &'static str| move |command: &mut Command| _ = command.env_remove(name);
    let secret = said(&sound, &place, &without("BF_DOCS_GATE_CLIENT_SECRET"));
    assert!(
        secret.contains("`BF_DOCS_GATE_CLIENT_SECRET` is not set"),
        "{secret}"
    );
    let keys = said(&sound, &place, &without("BF_DOCS_GATE_KEYS"));
    assert!(keys.contains("`BF_DOCS_GATE_KEYS` is not set"), "{keys}");
    let empty = format!("file://{}", site.root().join("docs").display());
    let nowhere = said(&sound, &empty, &nothing);
    assert!(nowhere.contains("nothing was published there"), "{nowhere}");
    let ring = site.root().join("keys.json");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    fs::set_permissions(ring, open).expect("it is ours");
    let open = said(&sound, &place, &nothing);
    assert!(
        open.contains("may be read by others") && open.contains("chmod 600"),
        "{open}"
    );
    for text in [secret, keys, nowhere, open] {
        assert!(!text.contains("a-secret-of-the-tests"), "{text}");
    }
}

/// A provider that describes itself under another issuer's name.
fn provider_of_another_name() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it listens"));
    let described = json!({
        "issuer": "http://127.0.0.1:1",
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "jwks_uri": format!("{address}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
    .to_string();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let _ = socket.read(&mut [0; 4_096]);
            let length = described.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n"
            );
            let _ = socket.write_all((head + &described).as_bytes());
        }
    });
    address
}

#[test]
fn a_provider_that_names_another_issuer_is_not_taken() {
    let site = wiki();
    to_folder(&site, &[]);
    new_keys(&site);
    let place = format!("file://{}", site.root().join("place").display());
    let map = settings(1).replace("http://127.0.0.1:1", &provider_of_another_name());
    let output = gate_command(&site, &["--listen", "127.0.0.1:0"], &place, &map).output();
    let output = output.expect("bf-docs runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("names another issuer") && said.contains("help:"),
        "{said}"
    );
}

#[test]
fn a_misspelt_rule_about_who_may_read_is_refused() {
    let site = wiki();
    to_folder(&site, &[]);
    new_keys(&site);
    let place = format!("file://{}", site.root().join("place").display());
    let map = format!("{}adresses = [\"ann@example.com\"]\n", settings(1));
    let output = gate_command(&site, &["check"], &place, &map).output();
    let output = output.expect("bf-docs runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("unknown key `adresses`") && said.contains("`addresses`"),
        "{said}"
    );
}

#[test]
fn a_public_bucket_has_no_gate() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::wiki/*"}]}"#;
    let (site, server) = (wiki(), Server::encrypted(Some(policy)));
    let mut publish = publishing(&site, &server, &["--public", "allowed"]);
    assert!(publish.output().expect("bf-docs runs").status.success());
    new_keys(&site);
    let mut command = gate_command(&site, &[], "s3://wiki/private/docs", &settings(1));
    command.args(["--region", "eu-north-1", "--endpoint-url", server.address()]);
    let output = command.output().expect("bf-docs runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("is public") && said.contains("without the gate"),
        "{said}"
    );
}

/// Asks for a page again and again from four threads while something is done. Returns the statuses
/// of all answers; a connection that is refused or cut off counts as 0.
fn under_load(port: &str, request: &str, act: impl FnOnce()) -> Vec<u16> {
    let is_done = AtomicBool::new(false);
    let statuses = Mutex::new(Vec::new());
    let ask = || -> Option<u16> {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    let status = ask().unwrap_or_default();
                    statuses.lock().expect("nobody panics").push(status);
                }
            });
        }
        act();
        is_done.store(true, Ordering::Relaxed);
    });
    statuses.into_inner().expect("nobody panics")
}

#[test]
fn keys_are_rotated_and_the_gate_is_killed_while_readers_read() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let (host, map) = (gate.host.clone(), gate.map.clone());
    let cookie = gate.cookie("ann@example.com", 60);
    let request = format!(
        "GET /guide/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
    );
    let port = host.split(':').next_back().expect("it has a port");
    let rotated = under_load(port, &request, || {
        assert_eq!(site.run(&["gate", "keys", "rotate", "keys.json"]).code, 0);
        gate.until("the new ring is read", || {
            gate.health()["keys"].as_array().map_or(0, Vec::len) == 2
        });
    });
    assert!(rotated.len() > 100 && rotated.iter().all(|status| *status == 200));
    let place = format!("file://{}", site.root().join("place").display());
    let listen = format!("127.0.0.1:{port}");
    let mut restarted = None;
    let killed = under_load(port, &request, || {
        drop(gate);
        let command = gate_command(&site, &["--listen", &listen], &place, &map);
        let gate = Gate::started(command, host.clone(), map.clone(), &site);
        std::thread::sleep(Duration::from_millis(300));
        restarted = Some(gate);
    });
    // While no gate listens there is no answer, and never another one than the page.
    assert!(
        killed.iter().all(|status| [0, 200].contains(status)),
        "{killed:?}"
    );
    assert_eq!(killed.iter().rev().find(|status| **status != 0), Some(&200));
}

/// The large file of a site that is stopped while it is read: more than sockets hold.
const LARGE: usize = 64 << 20;

#[test]
fn a_gate_that_is_told_to_stop_finishes_its_answers() {
    let site = wiki().bytes("large.bin", &vec![b'x'; LARGE]);
    site.build();
    to_folder(&site, &[]);
    let mut gate = Gate::of_folder(&site);
    let cookie = gate.cookie("ann@example.com", 60);
    let port = gate.host.split(':').next_back().expect("it has a port");
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("it listens");
    let request = format!(
        "GET /large.bin HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n",
        gate.host
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut first = [0; 1 << 16];
    stream.read_exact(&mut first).expect("it answers");
    let pid = rustix::process::Pid::from_child(&gate.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
    std::thread::sleep(Duration::from_millis(300));
    // The gate accepts no new connection.
    assert!(TcpStream::connect(format!("127.0.0.1:{port}")).is_err());
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the answer goes on");
    assert!(first.len() + rest.len() > LARGE, "{} bytes", rest.len());
    let status = gate.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    gate.until("it says that it stopped", || gate.has_said("stopped"));
}

#[test]
fn a_restarted_gate_knows_its_readers_and_its_numbers_are_apart_from_them() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let cookie = format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60));
    assert_eq!(gate.ask("/guide/", &cookie).status, 200);
    let numbers = free_port();
    let (host, map) = (gate.host.clone(), gate.map.clone());
    drop(gate);
    let place = format!("file://{}", site.root().join("place").display());
    let port = host.split(':').next_back().expect("it has a port");
    let metrics = format!("127.0.0.1:{numbers}");
    let listen = format!("127.0.0.1:{port}");
    let verb = ["--listen", &listen, "--metrics", &metrics];
    let gate = Gate::started(gate_command(&site, &verb, &place, &map), host, map, &site);
    assert_eq!(gate.ask("/guide/", &cookie).status, 200);
    assert_eq!(gate.ask("/metrics", &cookie).status, 404);
    let mut stream = TcpStream::connect(&metrics).expect("it listens");
    let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("it answers");
    for line in [
        "bf_docs_gate_answers_total{kind=\"file\"} 1",
        "bf_docs_gate_store_up 1",
        "bf_docs_gate_release 1",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("ann@example.com"), "{said}");
}

#[test]
fn readers_programs_get_markdown_and_nobody_a_server_of_mcp() {
    let site = wiki();
    to_folder(&site, &[]);
    let gate = Gate::of_folder(&site);
    let cookie = format!("Cookie: {}\r\n", gate.cookie("ann@example.com", 60));
    let markdown = "Accept: text/markdown, text/html;q=0.9\r\n";
    let answer = gate.ask("/guide/", &format!("{cookie}{markdown}"));
    assert_eq!(answer.text(), site.read("guide/index.md"));
    assert_eq!(
        answer.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    assert!(answer.header("vary").contains("accept"), "{}", answer.head);
    let any = gate.ask("/guide/", &format!("{cookie}Accept: */*\r\n"));
    assert_eq!(any.text(), site.read("guide/index.html"));
    // Strangers get neither form.
    assert_eq!(gate.ask("/guide/index.md", markdown).status, 401);
    assert!(!gate.ask("/guide/", markdown).text().contains("charger"));
    let host = &gate.host;
    let mcp = gate.send(&format!(
        "POST /mcp HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Length: 2\r\n\r\n{{}}"
    ));
    assert_eq!((mcp.status, mcp.body.len()), (404, 0));
}
