//! `bf-docs publish`: what readers of the place see, whatever happens.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::bucket::Server;
use super::site::{Run, Site, files};

/// A small site of three pages, built.
fn wiki() -> Site {
    let site = Site::new()
        .file("index.md", "# Start\n\nSee the [guide](guide.md) and the [old page](old.md).\n\n![Map](map.png)\n")
        .file("guide.md", "# Guide\n\nPlug in the charger.\n")
        .file("old.md", "# Old\n\nNobody needs this.\n")
        .file("map.png", "a map");
    site.build();
    site
}

/// What the site becomes: a page changes, one goes and one comes.
fn edited(site: Site) -> Site {
    let site = site
        .file("index.md", "# Start\n\nSee the [guide](guide.md) and the [new page](new.md).\n\n![Map](map.png)\n")
        .file("new.md", "# New\n\nThis is new.\n")
        .file("map.png", "another map")
        .without("old.md");
    site.build();
    site
}

/// Publishes into the folder `place` beside the docs.
fn to_folder(site: &Site, arguments: &[&str]) -> Run {
    let place = format!("file://{}", site.root().join("place").display());
    site.run(&[&["publish", "--to", &place], arguments].concat())
}

fn to_bucket(site: &Site, server: &Server, arguments: &[&str]) -> Run {
    let own =
        ["publish", "--to", "s3://wiki/private/docs", "--endpoint-url", server.address(), "--region", "eu-north-1"];
    site.run_with(&[&own, arguments].concat(), |command| {
        command.env("AWS_ACCESS_KEY_ID", "key").env("AWS_SECRET_ACCESS_KEY", "secret").env("HOME", "/nonexistent");
    })
}

/// The files of a place that readers may ask for.
fn public(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.into_iter().filter(|(path, _)| !path.starts_with(".bf-docs/")).collect()
}

fn place(site: &Site) -> BTreeMap<String, Vec<u8>> {
    public(files(&site.root().join("place")))
}

/// What a reader of a page would miss: of what its HTML names, what is not there.
fn missing(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut missing = Vec::new();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(html);
        for name in html.split('"').filter(|value| value.contains("assets/") || value.ends_with(".png")) {
            let depth = name.matches("../").count();
            let folders: Vec<&str> = path.split('/').collect();
            let up = folders[..(folders.len() - 1).saturating_sub(depth)].join("/");
            let target = format!("{up}/{}", name.trim_start_matches("../").trim_start_matches("./"));
            if !files.contains_key(target.trim_start_matches('/')) {
                missing.push(format!("{path}: {name}"));
            }
        }
    }
    missing
}

#[track_caller]
fn is_up(files: &BTreeMap<String, Vec<u8>>, site: &Site) {
    for (path, bytes) in public(site.output()) {
        assert!(files.get(&path) == Some(&bytes), "{path} is not what was built");
    }
    assert_eq!(missing(files), [""; 0]);
}

#[test]
fn what_was_built_is_up_and_nothing_else() {
    let site = wiki();
    let run = to_folder(&site, &[]);
    assert!(run.stderr.starts_with("release 1 is up at file://"), "{}", run.stderr);
    assert_eq!(place(&site), public(site.output()));
    assert!(to_folder(&site, &[]).stderr.ends_with("nothing to do\n"));
    let site = edited(site);
    let plan = to_folder(&site, &["--plan"]).stdout;
    assert!(plan.contains("write  map.png  (its bytes are others)\n"), "{plan}");
    assert!(plan.contains("delete old/index.html  (the site has it no longer)\n"), "{plan}");
    assert!(plan.contains("write  new/index.html  (it is new)\n"), "{plan}");
    let before = place(&site);
    assert!(before.contains_key("old/index.html"), "a plan does nothing");
    to_folder(&site, &[]);
    let after = place(&site);
    is_up(&after, &site);
    assert!(!after.contains_key("old/index.html"));
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    // Readers with an open page still find what it loads.
    let kept = before.keys().filter(|path| path.starts_with("assets/bf-search/") && path.len() == 29);
    assert!(kept.clone().count() > 3 && kept.clone().all(|path| after.contains_key(path)));
}

#[test]
fn a_release_is_put_up_again_and_sends_nothing() {
    let site = wiki();
    to_folder(&site, &[]);
    let first = place(&site);
    let site = edited(site);
    to_folder(&site, &[]);
    // Neither the site nor its docs are needed.
    fs::remove_dir_all(site.root().join("site")).expect("it was built");
    let run = to_folder(&site, &["rollback", "--format", "json"]);
    let receipt: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!([&receipt["receipt"]["sent"], &receipt["receipt"]["release"]["again"]], [0, 1]);
    let again = place(&site);
    assert!(first.iter().all(|(path, bytes)| again.get(path) == Some(bytes)));
    assert!(!again.contains_key("new/index.html"));
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    let list = to_folder(&site, &["list"]).stdout;
    assert!(list.starts_with("release 3, release 1 again: "), "{list}");
    assert_eq!(list.lines().count(), 3);
    to_folder(&site, &["rollback", "2"]);
    assert_eq!(place(&site)["map.png"], b"another map");
    assert!(to_folder(&site, &["rollback", "77"]).stderr.contains("release 77 cannot be put up: it is not kept"));
    // What is given up is gone, and what is up stays.
    to_folder(&site, &["prune", "--keep", "0"]);
    assert_eq!(to_folder(&site, &["list"]).stdout.lines().count(), 1);
    assert_eq!(to_folder(&site, &["verify"]).code, 0);
    assert!(files(&site.root().join("place/.bf-docs")).keys().all(|path| !path.starts_with("objects/")));
    assert!(to_folder(&site, &["rollback"]).stderr.contains("none before it is kept"));
}

#[test]
fn a_site_without_changes_costs_no_earlier_release() {
    let site = wiki().map("[publish]\nkeep = 2\n");
    for text in ["one", "two", "three", "four"] {
        fs::write(site.docs().join("guide.md"), format!("# Guide\n\nStep {text}.\n")).expect("the folder is ours");
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
    assert!(to_folder(&site, &["rollback", "1"]).stderr.contains("it is not kept"));
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
    assert_eq!(run.stdout, "map.png is not there\nguide/index.html has other bytes\nstranger.txt is not ours\n");
    assert_eq!(run.code, 1);
    let run = to_folder(&site, &["repair"]);
    assert_eq!((run.stdout.as_str(), run.code), ("stranger.txt is not ours\n", 1));
    is_up(&place(&site), &site);
    to_folder(&edited(site), &[]);
}

#[test]
fn an_older_commit_and_too_many_deletions_are_refused() {
    let site = wiki();
    site.commit("2026-01-02");
    to_folder(&site, &[]);
    let site = edited(site);
    site.git("2026-01-01", &["commit", "-q", "-a", "--amend", "-m", "an older one"]);
    let run = to_folder(&site, &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("release 1 was built from a newer commit"), "{}", run.stderr);
    let run = to_folder(&site, &["--allow-older", "--max-delete", "0"]);
    assert!(run.stderr.contains("1 files would be deleted, and no more than 0 may be"), "{}", run.stderr);
    assert_eq!(to_folder(&site, &["--allow-older"]).code, 0);
    assert!(to_folder(&site, &["list"]).stdout.starts_with("release 2: "));
}

#[test]
fn of_two_publishers_one_waits_and_a_dead_one_is_replaced() {
    let site = wiki();
    let server = Server::new();
    to_bucket(&site, &server, &[]);
    let site = edited(site);
    // It dies after its claim, and cannot even say so.
    server.refuse(4, usize::MAX, 403);
    assert_eq!(to_bucket(&site, &server, &["--lease", "2"]).code, 2);
    server.refuse(0, 0, 0);
    let run = to_bucket(&site, &server, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains(" is publishing here since 20") && run.stderr.contains("--take-over"),
        "{}",
        run.stderr
    );
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    is_up(&server.objects("private/docs"), &site);
}

#[test]
fn a_publish_that_dies_at_any_request_leaves_a_site_that_works() {
    let site = edited(wiki());
    // How many requests it takes in all.
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
        // Turn by turn the one site and the other, each dying once on its way.
        let now = if turn % 2 == 0 { &other } else { &site };
        server.refuse(stop, usize::MAX, 403);
        to_bucket(now, &server, &[]);
        let left = server.objects("private/docs");
        assert_eq!(missing(&left), [""; 0], "died at request {stop}");
        server.refuse(0, 0, 0);
        // The next one publishes the same site, or the other one, or goes back.
        let next = if turn % 3 == 1 { &other } else { now };
        let act: &[&str] = if turn % 3 == 2 { &["rollback", "--take-over"] } else { &["--take-over"] };
        let run = to_bucket(next, &server, act);
        assert_eq!(run.code, 0, "{act:?} after request {stop}: {}", run.stderr);
        let after = server.objects("private/docs");
        assert_eq!(missing(&after), [""; 0], "after request {stop}");
        if turn % 3 != 2 {
            is_up(&after, next);
        }
        let run = to_bucket(now, &server, &["verify"]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{act:?} after request {stop}");
    }
    assert_eq!(fs::read(server.path("private/docs-old/index.html")).ok().as_deref(), Some(&b"a neighbour"[..]));
    assert_eq!(fs::read(server.path("public/index.html")).ok().as_deref(), Some(&b"another"[..]));
    assert_eq!(server.objects("").len() - server.objects("private/docs").len(), 2, "nothing lies beside the prefix");
}

#[test]
fn a_busy_server_is_asked_again() {
    let site = wiki();
    let server = Server::new();
    for (turn, status) in [500, 503].into_iter().enumerate() {
        server.refuse(2 + 5 * turn, 2 + 5 * turn, status);
        assert_eq!(to_bucket(&site, &server, &[]).code, 0, "{status}");
        server.refuse(0, 0, 0);
        let run = to_bucket(&site, &server, &["verify"]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{status}: {}", run.stderr);
    }
    server.refuse(0, 0, 0);
    assert!(to_bucket(&site, &server, &[]).stderr.ends_with("nothing to do\n"));
    assert!(server.requests() <= 3, "{}", server.requests());
}

#[test]
fn what_stands_in_the_way_is_said_plainly() {
    let site = wiki();
    let server = Server::new();
    let fails = |run: Run, says: &[&str]| {
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(says.iter().all(|text| run.stderr.contains(text)), "{}", run.stderr);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    };
    fails(site.run(&["publish"]), &["no place to publish to", "--to s3://BUCKET/PREFIX/"]);
    fails(site.run(&["publish", "--to", "s3://wiki"]), &["names a whole bucket"]);
    fails(site.run(&["publish", "--to", "s3://wiki/a/../b"]), &["`..`"]);
    let in_bucket = |bucket: &str, key: &str, endpoint: &str| {
        let to = format!("s3://{bucket}/private/docs/");
        let own = ["publish", "--to", &to, "--endpoint-url", endpoint, "--region", "eu-north-1"];
        site.run_with(&own, |command| {
            command.env("AWS_ACCESS_KEY_ID", key).env("AWS_SECRET_ACCESS_KEY", "secret").env("HOME", "/nonexistent");
        })
    };
    fails(in_bucket("wiki", "nobody", server.address()), &["s3://wiki/private/docs/", "check the credentials"]);
    fails(in_bucket("wiki", "key", "http://127.0.0.1:9"), &["check the server and the network"]);
    server.put("private/docs/.bf-docs/current.json.gz", b"not ours");
    fails(to_bucket(&site, &server, &[]), &["the manifest `.bf-docs/current.json.gz`: it is damaged"]);
    fs::write(site.root().join("site/guide/index.html"), "by hand").expect("it was built");
    fails(to_folder(&site, &[]), &["guide/index.html", "build the site again"]);
    let bad = Site::new().file("index.md", "# Start\n\n[x](none.md)\n");
    fails(to_folder(&bad, &[]), &["bf-docs has not built it", "bf-docs build"]);
    bad.run(&["build", "--strict"]);
    fails(to_folder(&bad, &[]), &["its build found 1 errors and 0 warnings", "--with-findings"]);
    assert_eq!(to_folder(&bad, &["--with-findings"]).code, 0);
    bad.build();
    fails(to_folder(&bad, &["--strict"]), &["its build found 1 errors and 0 warnings"]);
    assert_eq!(to_folder(&bad, &[]).code, 0);
}
