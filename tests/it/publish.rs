//! `bf-docs publish`: the files that readers of the place get, in good and in bad times.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;

use super::bucket::{Server, Trouble, needs};
use super::site::{Run, Site, files};
use super::snapshots::Transcript;

/// A small site of three pages, built.
pub fn wiki() -> Site {
    let site = Site::new()
        .file(
            "index.md",
            "# Start\n\nSee the [guide](guide.md) and the [old page](old.md).\n\n![Map](map.png)\n",
        )
        .file("guide.md", "# Guide\n\nPlug in the charger.\n")
        .file("old.md", "# Old\n\nNobody needs this.\n")
        .file("map.png", "a map");
    site.build();
    site
}

/// A site of one page and one file, built.
pub fn plain(text: &str) -> Site {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("a.txt", text);
    site.build().is_built();
    site
}

/// Edits the site: a page changes, one goes and one comes.
pub fn edited(site: Site) -> Site {
    let site = site
        .file(
            "index.md",
            "# Start\n\nSee the [guide](guide.md) and the [new page](new.md).\n\n![Map](map.png)\n",
        )
        .file("new.md", "# New\n\nThis is new.\n")
        .file("map.png", "another map")
        .without("old.md");
    site.build();
    site
}

/// Publishes into the folder `place` beside the docs.
pub fn to_folder(site: &Site, arguments: &[&str]) -> Run {
    let place = format!("file://{}", site.root().join("place").display());
    site.run(&[&["publish", "--to", &place], arguments].concat())
}

/// The command that publishes to a server.
pub fn publishing(site: &Site, server: &Server, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
    command.args([
        "publish",
        "--to",
        "s3://wiki/private/docs",
        "--region",
        "eu-north-1",
    ]);
    command
        .args(["--endpoint-url", server.address()])
        .args(arguments)
        .current_dir(site.root());
    command
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("HOME", "/nonexistent");
    command
}

/// Publishes to a server.
pub fn to_bucket(site: &Site, server: &Server, arguments: &[&str]) -> Run {
    Run::of(&mut publishing(site, server, arguments))
}

/// The files of a place that readers may ask for.
pub fn public(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files
        .into_iter()
        .filter(|(path, _)| !path.starts_with(".bf-docs/"))
        .collect()
}

fn place(site: &Site) -> BTreeMap<String, Vec<u8>> {
    public(files(&site.root().join("place")))
}

/// The files that the HTML of a page names and that are not there.
fn missing(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let missing = |(path, html): (&String, &Vec<u8>)| {
        let needs = needs(path, html)
            .into_iter()
            .filter(|need| !files.contains_key(need));
        needs
            .map(|need| format!("{path}: {need}"))
            .collect::<Vec<_>>()
    };
    pages.flat_map(missing).collect()
}

#[track_caller]
pub fn is_up(files: &BTreeMap<String, Vec<u8>>, site: &Site) {
    for (path, bytes) in public(site.output()) {
        assert!(
            files.get(&path) == Some(&bytes),
            "{path} is not what was built"
        );
    }
    assert_eq!(missing(files), [""; 0]);
}

#[test]
fn what_was_built_is_up_and_nothing_else() {
    let site = wiki();
    let run = to_folder(&site, &[]);
    assert!(
        run.stderr.starts_with("release 1 is up at file://"),
        "{}",
        run.stderr
    );
    assert_eq!(place(&site), public(site.output()));
    assert!(to_folder(&site, &[]).stderr.ends_with("nothing to do\n"));
    let site = edited(site);
    let plan = to_folder(&site, &["--plan"]).stdout;
    assert!(
        plan.contains("write  map.png  (its bytes differ)\n"),
        "{plan}"
    );
    assert!(
        plan.contains("delete old/index.html  (the site no longer has it)\n"),
        "{plan}"
    );
    assert!(
        plan.contains("write  new/index.html  (it is new)\n"),
        "{plan}"
    );
    let before = place(&site);
    assert!(before.contains_key("old/index.html"), "a plan does nothing");
    to_folder(&site, &[]);
    let after = place(&site);
    is_up(&after, &site);
    assert!(!after.contains_key("old/index.html"));
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    // Readers with an open page still find what it loads.
    let kept = before
        .keys()
        .filter(|path| path.starts_with("assets/bf-search/") && path.len() == 29);
    assert!(kept.clone().count() > 3 && kept.clone().all(|path| after.contains_key(path)));
}

#[test]
fn a_release_is_put_up_again_and_sends_nothing() {
    let site = wiki();
    to_folder(&site, &[]);
    let first = place(&site);
    let site = edited(site);
    to_folder(&site, &[]);
    // This needs neither the site nor its docs.
    fs::remove_dir_all(site.root().join("site")).expect("it was built");
    let run = to_folder(&site, &["rollback", "--format", "json"]);
    let receipt: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(
        [
            &receipt["receipt"]["sent"],
            &receipt["receipt"]["release"]["again"]
        ],
        [0, 1]
    );
    let again = place(&site);
    assert!(
        first
            .iter()
            .all(|(path, bytes)| again.get(path) == Some(bytes))
    );
    assert!(!again.contains_key("new/index.html"));
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    let list = to_folder(&site, &["list"]).stdout;
    assert!(list.starts_with("release 3, release 1 again: "), "{list}");
    assert_eq!(list.lines().count(), 3);
    to_folder(&site, &["rollback", "2"]);
    assert_eq!(place(&site)["map.png"], b"another map");
    to_folder(&site, &["rollback", "77"])
        .says("error: release 77 cannot be put up: it is not kept");
    // A pruned release is gone, and the one that is up stays.
    to_folder(&site, &["prune", "--keep", "0"]);
    assert_eq!(to_folder(&site, &["list"]).stdout.lines().count(), 1);
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    assert!(
        files(&site.root().join("place/.bf-docs"))
            .keys()
            .all(|path| !path.starts_with("objects/"))
    );
    to_folder(&site, &["rollback"])
        .says("error: release 4 cannot be put up: it is up, and none before it is kept");
}

#[test]
fn a_site_without_changes_costs_no_earlier_release() {
    let site = wiki().map("[publish]\nkeep = 2\n");
    for text in ["one", "two", "three", "four"] {
        fs::write(
            site.docs().join("guide.md"),
            format!("# Guide\n\nStep {text}.\n"),
        )
        .expect("the folder is ours");
        site.build();
        to_folder(&site, &[]);
        assert!(to_folder(&site, &[]).stderr.ends_with("nothing to do\n"));
    }
    let list = to_folder(&site, &["list"]).stdout;
    let numbers: Vec<&str> = list.lines().map(|line| &line[..9]).collect();
    assert_eq!(numbers, ["release 4", "release 3", "release 2"]);
    to_folder(&site, &["rollback", "2"]);
    assert!(String::from_utf8_lossy(&place(&site)["guide/index.html"]).contains("Step two."));
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    to_folder(&site, &["rollback", "1"]).says("error: release 1 cannot be put up: it is not kept");
}

#[test]
fn what_is_not_ours_is_named_and_never_touched() {
    let site = wiki();
    to_folder(&site, &[]);
    let folder = site.root().join("place");
    fs::write(folder.join("stranger.txt"), "mine").expect("the folder is there");
    fs::write(folder.join("guide/index.html"), "by hand").expect("the folder is there");
    fs::remove_file(folder.join("map.png")).expect("it was published");
    let run = to_folder(&site, &["verify"]);
    assert_eq!(
        run.stdout,
        "map.png is not there\nguide/index.html has other bytes\nstranger.txt is not ours\n"
    );
    assert_eq!(run.code, 1);
    let run = to_folder(&site, &["repair"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("stranger.txt is not ours\n", 1)
    );
    is_up(&place(&site), &site);
    let site = edited(site);
    assert_eq!(to_folder(&site, &[]).code, 0);
    let mut up = place(&site);
    assert_eq!(up.remove("stranger.txt").as_deref(), Some(&b"mine"[..]));
    is_up(&up, &site);
}

#[test]
fn a_file_that_is_served_otherwise_is_found_and_mended() {
    let (site, server) = (wiki(), Server::new());
    to_bucket(&site, &server, &[]);
    assert_eq!(to_bucket(&site, &server, &["verify"]).code, 0);
    // The server keeps the headers of a file in a file of their own.
    let about = server.about("private/docs/guide/index.html");
    let text = fs::read_to_string(&about).expect("it was published");
    fs::write(&about, text.replace("text/html", "text/plain")).expect("the folder is ours");
    let run = to_bucket(&site, &server, &["verify"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("guide/index.html is served with other headers\n", 1)
    );
    assert_eq!(to_bucket(&site, &server, &["repair"]).code, 0);
    assert_eq!(to_bucket(&site, &server, &["verify"]).code, 0);
}

#[test]
fn a_publish_that_dies_at_any_request_leaves_a_site_that_works() {
    let site = edited(wiki());
    // Count all requests first.
    let requests = |server: &Server, site: &Site| {
        server.refuse(0, 0, 0);
        assert_eq!(to_bucket(site, server, &[]).code, 0);
        server.requests()
    };
    let server = Server::new();
    server.put("private/docs-old/index.html", b"a neighbour");
    server.put("public/index.html", b"another");
    let other = wiki();
    let first = requests(&server, &other);
    let second = requests(&server, &site);
    assert!(first > 20 && second > 10, "{first} {second}");
    let stops = (1..=second).step_by(2).chain([second]);
    for (turn, stop) in stops.enumerate() {
        // A publish of the site that is not up dies on its way.
        let start = |site: &Site| site.output().remove("index.html");
        let is_up_now = |site: &&&Site| {
            server.objects("private/docs").get("index.html") == start(site).as_ref()
        };
        let before = *[&other, &site]
            .iter()
            .find(is_up_now)
            .expect("one of them is up");
        let now = if std::ptr::eq(before, &other) {
            &site
        } else {
            &other
        };
        server.refuse(stop, usize::MAX, 403);
        let run = to_bucket(now, &server, &["--lease", "4"]);
        assert_eq!(
            run.code != 0,
            server.requests() >= stop,
            "request {stop}: {}",
            run.stderr
        );
        let left = server.objects("private/docs");
        assert_eq!(missing(&left), [""; 0], "died at request {stop}");
        server.refuse(0, 0, 0);
        // The next one publishes the same site, or the other one, or goes back.
        let next = if turn % 3 == 1 { before } else { now };
        let act: &[&str] = if turn % 3 == 2 {
            &["rollback", "--take-over"]
        } else {
            &["--take-over"]
        };
        let run = to_bucket(next, &server, act);
        assert_eq!(run.code, 0, "{act:?} after request {stop}: {}", run.stderr);
        let after = server.objects("private/docs");
        assert_eq!(missing(&after), [""; 0], "after request {stop}");
        if turn % 3 != 2 {
            is_up(&after, next);
        }
        let run = to_bucket(now, &server, &["verify"]);
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("", 0),
            "{act:?} after request {stop}"
        );
    }
    assert_eq!(
        fs::read(server.path("private/docs-old/index.html"))
            .ok()
            .as_deref(),
        Some(&b"a neighbour"[..])
    );
    assert_eq!(
        fs::read(server.path("public/index.html")).ok().as_deref(),
        Some(&b"another"[..])
    );
    assert_eq!(
        server.objects("").len() - server.objects("private/docs").len(),
        2,
        "nothing lies beside the prefix"
    );
}

#[test]
fn a_busy_server_is_asked_again() {
    let sites = [wiki(), edited(wiki())];
    let server = Server::new();
    for (turn, status) in [500, 503].into_iter().enumerate() {
        let busy = 2 + 5 * turn;
        server.refuse(busy, busy, status);
        assert_eq!(to_bucket(&sites[turn], &server, &[]).code, 0, "{status}");
        assert!(server.requests() > busy, "{status}");
        server.refuse(0, 0, 0);
        let run = to_bucket(&sites[turn], &server, &["verify"]);
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("", 0),
            "{status}: {}",
            run.stderr
        );
    }
    server.refuse(0, 0, 0);
    assert!(
        to_bucket(&sites[1], &server, &[])
            .stderr
            .ends_with("nothing to do\n")
    );
    assert!(server.requests() <= 3, "{}", server.requests());
}

#[test]
fn what_stands_in_the_way_is_said_plainly() {
    let site = wiki();
    let server = Server::new();
    let mut said = Transcript::default();
    said.hide(site.root().display().to_string(), "ROOT");
    said.hide(server.address(), "http://SERVER");
    let mut fails = |act: &str, run: Run| {
        assert!(!run.fault().contains("secret"), "{}", run.stderr);
        said.add(act, &run);
    };
    for arguments in [
        &["publish"][..],
        &["publish", "--to", "s3://wiki"],
        &["publish", "--to", "s3://wiki/a/../b"],
    ] {
        fails(&arguments.join(" "), site.run(arguments));
    }
    let in_bucket = |bucket: &str, key: &str, endpoint: &str| {
        let to = format!("s3://{bucket}/private/docs/");
        let own = [
            "publish",
            "--to",
            &to,
            "--endpoint-url",
            endpoint,
            "--region",
            "eu-north-1",
        ];
        site.run_with(&own, |command| {
            command
                .env("AWS_ACCESS_KEY_ID", key)
                .env("AWS_SECRET_ACCESS_KEY", "secret")
                .env("HOME", "/nonexistent");
        })
    };
    fails(
        "publish (with an unknown key)",
        in_bucket("wiki", "nobody", server.address()),
    );
    fails(
        "publish (to a closed port)",
        in_bucket("wiki", "key", "http://127.0.0.1:9"),
    );
    let troubled = |status: u16, code: &'static str| {
        server.trouble(1, usize::MAX, Trouble::Error(status, code));
        let run = to_bucket(&site, &server, &[]);
        server.refuse(0, 0, 0);
        run
    };
    for (status, code) in [
        (400, "ExpiredToken"),
        (403, "RequestTimeTooSkewed"),
        (301, "PermanentRedirect"),
        (400, "AuthorizationHeaderMalformed"),
    ] {
        let act = format!("publish (the server answers {status} {code})");
        fails(&act, troubled(status, code));
    }
    server.put("private/docs/.bf-docs/current.json.gz", b"not ours");
    fails(
        "publish (over a damaged manifest)",
        to_bucket(&site, &server, &[]),
    );
    fs::write(site.root().join("site/guide/index.html"), "by hand").expect("it was built");
    fails("publish (a site that was changed)", to_folder(&site, &[]));
    let bad = Site::new().file("index.md", "# Start\n\n[x](none.md)\n");
    fails("publish (before a build)", to_folder(&bad, &[]));
    bad.run(&["build", "--strict"]);
    fails("publish (after build --strict)", to_folder(&bad, &[]));
    assert_eq!(to_folder(&bad, &["--with-findings"]).code, 0);
    bad.build();
    fails("publish --strict", to_folder(&bad, &["--strict"]));
    assert_eq!(to_folder(&bad, &[]).code, 0);
    said.assert_same("publish-faults");
}

/// The warning of a bucket whose policy may not be read.
const NOBODY: &str = "warning: the bucket may be public: `s3:GetBucketPolicy` and `s3:GetBucketPolicyStatus` are not allowed";

#[test]
fn what_everybody_may_read_is_refused() {
    let site = wiki();
    let policy = |resource: &str| {
        let allow =
            r#""Sid": "Microsite", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject""#;
        format!(r#"{{"Statement": [{{{allow}, "Resource": "arn:aws:s3:::wiki/{resource}"}}]}}"#)
    };
    let server = Server::encrypted(Some(&policy("*")));
    let run = to_bucket(&site, &server, &[]);
    assert_eq!(
        run.fault(),
        "error: `s3://wiki/private/docs/` is public: the bucket's policy lets everybody in, by its statement `Microsite`\nhelp: narrow the policy, or publish with `--public allowed` if this is meant\n"
    );
    assert!(server.objects("").is_empty(), "nothing was sent");
    assert_eq!(
        to_bucket(&site, &server, &["--public", "shared"]).code,
        2,
        "it is known to be ours that is open"
    );
    assert_eq!(
        to_bucket(&site, &server, &["--plan"]).code,
        2,
        "it would be refused"
    );
    assert_eq!(to_bucket(&site, &server, &["--public", "allowed"]).code, 0);
    assert_eq!(
        to_bucket(&site, &server, &["verify"]).code,
        2,
        "it may have been opened since"
    );
    let server = Server::encrypted(Some(&policy("public/*")));
    assert_eq!(
        to_bucket(&site, &server, &[]).code,
        0,
        "only the microsite's public section is open"
    );
}

#[test]
fn a_bucket_that_does_not_say_whether_it_is_public_is_no_private_one() {
    let (site, server) = (wiki(), Server::new());
    // The manifest comes first, then the policy and its status.
    server.refuse(2, 3, 403);
    let run = to_bucket(&site, &server, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says(NOBODY);
    // Then its base, too.
    server.refuse(3, 4, 403);
    let run = to_bucket(&site, &server, &["--plan"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says(NOBODY);
}

/// Serves a folder to everybody until the tests end, and gives the address.
fn serve(folder: std::path::PathBuf) -> String {
    serve_as(folder, |_, status, body| respond(status, "", body))
}

fn respond(status: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{header}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The same with changed answers: `answer` gets the path and a file's status and body.
fn serve_as(
    folder: std::path::PathBuf,
    answer: impl Fn(&str, &str, &[u8]) -> Vec<u8> + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}/", listener.local_addr().expect("it listens"));
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut head = [0; 4_096];
            let read = socket.read(&mut head).unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = head
                .split([' ', '?'])
                .nth(1)
                .unwrap_or("/")
                .trim_start_matches('/');
            let file = if path.is_empty() || path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path.to_owned()
            };
            let (status, body) = fs::read(folder.join(file))
                .map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
            let _ = socket.write_all(&answer(path, status, &body));
        }
    });
    address
}

#[test]
fn a_probe_tells_what_strangers_get_to_see() {
    let site = wiki();
    let server = Server::new();
    let closed = format!("{}/wiki/private/docs", server.address());
    let run = to_bucket(&site, &server, &["--probe", &closed]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says(&format!(
        "none of 8 addresses below {closed} is shown without credentials"
    ));
    let open = serve(site.root().join("place"));
    let mut said = Transcript::default();
    said.hide(site.root().display().to_string(), "ROOT");
    said.hide(open.as_str(), "http://OPEN/");
    assert_eq!(to_folder(&site, &[]).code, 0);
    let run = to_folder(&site, &["--probe", &open]);
    run.fault();
    said.add("publish (and probe an open server)", &run);
    let place = || site.root().join("place");
    let elsewhere = open.clone();
    let moved = serve_as(place(), move |path, _, _| {
        respond(
            "301 Moved Permanently",
            &format!("Location: {elsewhere}{path}\r\n"),
            b"",
        )
    });
    let open_in_other_ways = [
        ("that leads to an open one", moved),
        (
            "that answers 404 with the page",
            serve_as(place(), |_, _, body| respond("404 Not Found", "", body)),
        ),
        (
            "that packs its answers",
            serve_as(place(), |_, status, _| {
                respond(status, "Content-Encoding: gzip\r\n", b"?")
            }),
        ),
        (
            "that answers 503",
            serve_as(place(), |_, _, _| respond("503 Unavailable", "", b"")),
        ),
        (
            "that cuts its answers",
            serve_as(place(), |_, _, _| {
                b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<".to_vec()
            }),
        ),
    ];
    for (server, address) in open_in_other_ways {
        let run = to_folder(&site, &["verify", "--timeout", "2", "--probe", &address]);
        run.fault();
        said.hide(address, "http://OTHER/");
        said.add(
            &format!("publish verify (and probe a server {server})"),
            &run,
        );
    }
    let nothing = serve_as(place(), |_, _, _| respond("404 Not Found", "", b""));
    let run = to_folder(&site, &["--probe", &nothing]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says(&format!(
        "none of 8 addresses below {nothing} is shown without credentials: \
         nothing is there, so check the address"
    ));
    assert_eq!(
        to_folder(&site, &["list", "--probe", &open]).code,
        2,
        "it would not be done"
    );
    let elsewhere = open.clone();
    let folder = serve_as(place(), move |path, _, _| {
        respond(
            "302 Found",
            &format!("Location: {elsewhere}{path}?signed=1\r\n"),
            b"",
        )
    });
    assert_eq!(
        to_folder(&site, &["verify", "--probe", &folder]).code,
        2,
        "it leads there all the same"
    );
    let round = serve_as(place(), |_, _, _| {
        respond("302 Found", "Location: ?again\r\n", b"")
    });
    let run = to_folder(&site, &["verify", "--probe", &round]);
    run.fault();
    said.hide(round, "http://ROUND/");
    said.add(
        "publish verify (and probe a server that leads in a circle)",
        &run,
    );
    let refused = serve_as(place(), |_, _, _| {
        respond("401 Unauthorized", "Content-Encoding: gzip\r\n", b"?")
    });
    assert_eq!(to_folder(&site, &["verify", "--probe", &refused]).code, 0);
    // A cache before the sign-in gives what it kept to everybody.
    for (header, is_cached) in [
        ("Age: 7\r\n", true),
        ("X-Cache: Hit from cloudfront\r\n", true),
        ("X-Cache: Miss from cloudfront\r\nAge: 0\r\n", false),
    ] {
        let before = serve_as(place(), move |_, _, _| {
            respond("401 Unauthorized", header, b"")
        });
        let run = to_folder(&site, &["verify", "--probe", &before]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(
            run.stderr.contains("a shared cache gave"),
            is_cached,
            "{}",
            run.stderr
        );
    }
    for address in [
        "http://name:secret@127.0.0.1:9/",
        "http://127.0.0.1:9/?a=1",
        "127.0.0.1:9/",
    ] {
        let run = to_folder(&site, &["verify", "--probe", address]);
        assert!(!run.fault().contains("secret"), "{}", run.stderr);
        said.add(&format!("publish verify --probe {address}"), &run);
    }
    // Another site that bf-docs built, such as a public one, is not this one.
    let other = Site::new().file("index.md", "# Public\n");
    other.build().is_built();
    let missing = fs::read(other.root().join("site/404.html")).expect("it was built");
    let public = serve_as(place(), move |_, _, _| {
        respond("404 Not Found", "", &missing)
    });
    assert_eq!(to_folder(&site, &["verify", "--probe", &public]).code, 0);
    // A foreign page, such as a sign-in, is not of this site.
    let other = Site::new().file("../login/index.html", "<title>Sign in</title>");
    assert_eq!(
        to_folder(&site, &["--probe", &serve(other.root().join("login"))]).code,
        0
    );
    let run = to_folder(&site, &["--probe", "http://127.0.0.1:9/"]);
    run.fault();
    said.add("publish --probe http://127.0.0.1:9/", &run);
    said.assert_same("probe-faults");
}
