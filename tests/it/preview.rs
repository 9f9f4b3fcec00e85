//! The preview: the files that it serves, and the events that it sends of edits.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::edits::{edit, wiki};
use super::site::{Site, chance};

const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// The time that the preview has for an edit: far more than it takes, for busy machines.
const PATIENCE: Duration = Duration::from_secs(20);

/// A preview that runs until it is dropped.
pub struct Preview {
    child: Child,
    host: String,
    /// The line with its address.
    first: String,
    /// The lines that it prints after the first.
    said: BufReader<std::process::ChildStderr>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    pub fn of(site: &Site, arguments: &[&str]) -> Self {
        Self::with(
            site,
            arguments,
            &std::env::var_os("PATH").expect("there is one"),
        )
    }

    /// A preview that finds its programs in this folder.
    pub fn with(site: &Site, arguments: &[&str], path: &OsStr) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
        command
            .arg("serve")
            .args(arguments)
            .current_dir(site.root())
            .env("PATH", path);
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("bf-docs runs");
        let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut first = String::new();
        said.read_line(&mut first).expect("it says where it is");
        let host = first
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        let host = host
            .unwrap_or_else(|| panic!("no address in {first:?}"))
            .to_owned();
        Self {
            child,
            host,
            first,
            said,
        }
    }

    /// Asks for a path: the status and the body.
    fn ask(&self, path: &str, host: &str) -> (u16, Vec<u8>) {
        let (head, body) = self.answer(path, host, "");
        (head[9..12].parse().expect("a status"), body)
    }

    /// The target of a redirect.
    fn leads(&self, path: &str) -> String {
        let (head, _) = self.answer(path, &self.host, "");
        let place = head
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        place
            .unwrap_or_else(|| panic!("{path} leads nowhere: {head}"))
            .to_owned()
    }

    /// The head of an answer, in lower case, and its body. `more` is a further header of the
    /// request.
    fn answer(&self, path: &str, host: &str, more: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        write!(
            stream,
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"
        )
        .expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer
            .windows(4)
            .position(|part| part == b"\r\n\r\n")
            .expect("there is a head")
            + 4;
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        assert!(!head.contains("transfer-encoding"), "{head}");
        (head, answer[end..].to_vec())
    }

    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        self.ask(&utf8_percent_encode(path, PATH).to_string(), &self.host)
    }

    /// A file as a build writes it, without the tags that keep a page up to date.
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let (status, mut bytes) = self.get(path);
        if let Some(tags) = live_tags(&bytes) {
            bytes.drain(tags);
        }
        (status == 200 || path == "404.html").then_some(bytes)
    }

    /// The files that differ from a built site.
    fn differs(&self, built: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let public = built
            .iter()
            .filter(|(path, _)| !path.starts_with(".bf-docs/"));
        // The index is made when its first file is asked for.
        self.get("assets/bf-search/index.bin");
        public
            .filter(|(path, bytes)| self.file(path).as_ref() != Some(*bytes))
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// Waits until all files equal those of a new build.
    pub fn follows(&self, site: &Site, what: &str) {
        site.build().is_built();
        let (built, began) = (site.output(), Instant::now());
        loop {
            let differs = self.differs(&built);
            if differs.is_empty() {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "after {what}: {differs:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the start page has this.
    pub fn shows(&self, html: &str) {
        let began = Instant::now();
        while !String::from_utf8_lossy(&self.get("").1).contains(html) {
            assert!(began.elapsed() < PATIENCE, "{html}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Listens to the events of an open page until one has this text.
    pub fn tells(&self, page: &str, text: &str) -> String {
        self.tells_again(page, "", text)
    }

    /// The same for a page whose connection was cut. `last` is a header with the id of its last
    /// event.
    fn tells_again(&self, page: &str, last: &str, text: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a socket has a time-out");
        let path = format!("/.bf-docs/live/events?page={page}&shown=");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{last}\r\n",
            self.host
        )
        .expect("it reads");
        let mut lines = BufReader::new(stream);
        let (mut all, began) = (String::new(), Instant::now());
        while !all.contains(text) {
            let read = lines
                .read_line(&mut all)
                .unwrap_or_else(|error| panic!("no {text:?} ({error}) in {all}"));
            // A quiet connection is kept open by comments.
            assert!(
                read > 0 && began.elapsed() < PATIENCE,
                "no {text:?} in {all}"
            );
        }
        all
    }
}

/// The place of the preview's tags in a page.
fn live_tags(html: &[u8]) -> Option<std::ops::Range<usize>> {
    let text = String::from_utf8_lossy(html);
    let start = text.find("<link rel=\"stylesheet\" href=\"/.bf-docs/live/")?;
    Some(start..start + text[start..].find("</script>\n")? + "</script>\n".len())
}

#[test]
fn after_any_edits_the_preview_serves_what_a_build_writes() {
    let mut site = wiki();
    let preview = Preview::of(&site, &["--port", "0"]);
    preview.follows(&site, "the start");
    let mut draw = chance(11);
    for turn in 1..=40 {
        let (edited, what) = edit(site, turn, &mut draw);
        site = edited;
        // Some come together.
        if draw(3) > 0 {
            preview.follows(&site, &format!("turn {turn}, {what}"));
        }
    }
    preview.follows(&site, "all");
}

#[test]
fn a_broken_content_map_keeps_the_last_good_site() {
    let site = wiki();
    let preview = Preview::of(&site, &["--port", "0"]);
    let site = site.map("[site\nname = ");
    preview.tells(
        "index.html",
        "\"fault\":\"the content map is not valid TOML",
    );
    assert!(String::from_utf8_lossy(&preview.get("").1).contains("<title>Start · Wiki</title>"));
    let site = site.map("[site]\nname = \"Mended\"\n");
    preview.tells("index.html", "\"fault\":null");
    preview.follows(&site, "it was mended");
}

#[test]
fn a_content_map_may_come_and_go() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("guide/one.md", "# One\n");
    let preview = Preview::of(&site, &["--port", "0", "docs"]);
    let site = site.map("[site]\nname = \"Named\"\n");
    preview.shows("<title>Start · Named</title>");
    let site = site.file("content-map.toml", "[site]\nname = \"Inside\"\n");
    preview.shows("<title>Start · Inside</title>");
    let site = site.without("content-map.toml");
    preview.shows("<title>Start · Named</title>");
    let site = site.without("../content-map.toml");
    preview.follows(&site, "no content map");
}

#[test]
fn a_content_map_may_name_another_docs_folder() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("../handbook/index.md", "# Handbook\n");
    let preview = Preview::of(&site, &["--port", "0"]);
    let site = site.map("[site]\ndocs = \"handbook\"\n");
    preview.shows("<title>Handbook · ");
    let site = site.file("../handbook/index.md", "# Handbook\n\nIt is followed.\n");
    preview.shows("It is followed.");
    fs::remove_file(site.root().join("content-map.toml")).expect("it is ours");
    preview.shows("<title>Start · ");
    let _site = site.file("index.md", "# Start\n\nSo is this.\n");
    preview.shows("So is this.");
}

#[test]
fn findings_are_those_of_check_those_of_the_open_page_first() {
    // Errors come first, wherever they are.
    let site = wiki().file(
        "guide/two.md",
        "# Two\n\n<p style=\"color: red\">Red</p>\n\n[Gone](gone.md)\n",
    );
    let preview = Preview::of(
        &site,
        &["--port", "0", "--editor", "edit:{path}?{line}:{column}"],
    );
    let told = preview.tells("guide/two/index.html", "broken-link");
    let json = told.lines().find_map(|line| {
        line.strip_prefix("data: ")
            .filter(|data| data.contains("fault"))
    });
    let panel: serde_json::Value =
        serde_json::from_str(json.expect("findings are told")).expect("they are JSON");
    let [here, elsewhere] =
        ["here", "elsewhere"].map(|part| panel[part].as_array().expect("a list"));
    assert_eq!(
        (&here[0]["code"], &here[0]["place"]),
        (&"broken-link".into(), &"docs/guide/two.md:5:8".into())
    );
    let full = site
        .docs()
        .canonicalize()
        .expect("it is there")
        .join("guide/two.md");
    assert_eq!(here[0]["editor"], format!("edit:{}?5:8", full.display()));
    assert_eq!(here[1]["code"], "inline-style");
    let found = here.len() + elsewhere.len();
    assert_eq!(found, site.check().findings.len());
    // It is mended on the page that shows it.
    let _site = site.file("guide/two.md", "# Two\n\n## More\n");
    preview.tells("guide/two/index.html", "\"here\":[]");
}

#[test]
fn whatever_happens_to_the_tree_the_preview_comes_back() {
    let mut site = wiki();
    let preview = Preview::of(&site, &["--port", "0"]);
    // A thousand edits in a second.
    for turn in 0..1_000 {
        site = site.file(
            "guide/two.md",
            &format!("# Two\n\n## More\n\nEdit {turn}.\n"),
        );
    }
    preview.follows(&site, "a thousand edits");
    // A checkout that touches all, and pages that vanish while they are read.
    for turn in 0..300 {
        site = site.file(&format!("many/page-{turn}.md"), "# One of many\n");
    }
    fs::remove_dir_all(site.docs().join("many")).expect("the folder is ours");
    preview.follows(&site, "many that came and went");
    site = site.bytes("guide/two.md", b"# Two\n\nNot \xff UTF-8.\n");
    preview.tells("guide/two/index.html", "invalid-utf8");
    site = site.file("guide/two.md", "# Two\n\n## More\n\nMended.\n");
    preview.follows(&site, "it was mended");
    // The docs folder goes away and comes back.
    let (docs, away) = (site.docs(), site.root().join("away"));
    fs::rename(&docs, &away).expect("the folder is ours");
    preview.tells("index.html", "there is no docs folder");
    assert_eq!(preview.get("").0, 200, "the last good site is there");
    fs::rename(&away, &docs).expect("the folder is ours");
    preview.tells("index.html", "\"fault\":null");
    let site = site.file("index.md", "# Start\n\nAnd it is watched again.\n");
    preview.follows(&site, "the docs came back");
}

#[test]
fn a_file_with_many_paths_changes_at_all_of_them() {
    let mut site = wiki()
        .link("alias", "guide")
        .link("uno.md", "guide/one.md")
        .link("plan.png", "map.png");
    let preview = Preview::of(&site, &["--port", "0"]);
    preview.follows(&site, "the start");
    for path in ["guide/one.md", "alias/two.md", "uno.md", "plan.png"] {
        site = site.file(path, &format!("# Written at {path}\n"));
        preview.follows(&site, path);
    }
}

#[test]
fn an_open_page_hears_what_changed_while_it_did_not_listen() {
    let site = wiki();
    let preview = Preview::of(&site, &["--port", "0"]);
    let opened = String::from_utf8(preview.get("").1).expect("a page is text");
    let seen = opened
        .split("data-seen=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("it says what it is");
    let site = site
        .file("map.png", "another map")
        .file("img/a/b.png", "a picture");
    preview.follows(&site, "pictures");
    fs::rename(site.docs().join("img"), site.docs().join("pictures")).expect("the folder is ours");
    preview.follows(&site, "a folder of pictures was moved");
    let told = preview.tells(&format!("index.html&seen={seen}"), "event: edition");
    assert!(
        told.contains("{\"path\":\"map.png\"}") && told.contains("{\"path\":\"pictures/a/b.png\"}"),
        "{told}"
    );
    // A deleted page stays deleted.
    let seen = told
        .lines()
        .find_map(|line| line.strip_prefix("id: ")?.split(' ').next())
        .expect("it says what it is");
    preview.tells_again(
        "nowhere.html",
        &format!("Last-Event-ID: {seen} -\r\n"),
        "event: gone",
    );
    // The editions of another run of the preview are unknown.
    let told = preview.tells("index.html&seen=1.1", "event: edition");
    assert!(told.contains("{\"path\":null}"), "{told}");
}

#[test]
fn a_page_that_cannot_be_rendered_says_why_until_it_can() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .map("[site]\ntheme = \"look\"\n");
    let site = site.file("../look/css/tokens.css", ":root{}");
    let preview = Preview::of(&site, &["--port", "0"]);
    let page = fs::read_to_string("theme/templates/page.html").expect("bf-docs has a theme");
    let site = site.file(
        "../look/templates/page.html",
        &page.replacen("{% endblock", "{{ nope.nope }}{% endblock", 1),
    );
    preview.tells("index.html", "nope");
    let (status, body) = preview.get("");
    assert!(
        status == 500 && String::from_utf8_lossy(&body).contains("live.js"),
        "{status}"
    );
    let site = site.file("../look/templates/page.html", &page);
    preview.tells("index.html", "\"fault\":null");
    // A picture is served before any list is made.
    let list = fs::read_to_string("theme/templates/tags.html").expect("bf-docs has a theme");
    let broken = list.replacen("{% endblock", "{{ nope.nope }}{% endblock", 1);
    let site = site
        .file("map.png", "a map")
        .file("index.md", "---\ntags: [red]\n---\n# Start\n");
    let site = site.file("../look/templates/tags.html", &broken);
    let began = Instant::now();
    while preview.get("tags/").0 != 500 || preview.get("map.png") != (200, b"a map".to_vec()) {
        assert!(
            began.elapsed() < PATIENCE,
            "{:?}",
            (preview.get("tags/").0, preview.get("map.png"))
        );
    }
    let site = site.file("../look/templates/tags.html", &list);
    preview.follows(&site, "the template was mended");
}

#[test]
fn a_folder_that_is_called_as_the_address_ends_is_there() {
    let site = Site::new().map("[site]\nname = \"Wiki\"\nurl = \"https://example.com/guide/\"\n");
    let site = site
        .file("index.md", "# Start\n")
        .file("guide/index.md", "# Guide\n");
    let site = site.file("assets/bf-search/logo.txt", "a logo");
    let preview = Preview::of(&site, &["--port", "0"]);
    preview.follows(&site, "the start");
    // The 404 page leads to addresses as they are once published.
    assert_eq!(preview.get("guide/").0, 200);
    assert_eq!(preview.leads("guide/guide/?q=one"), "/guide/?q=one");
    for other in ["guide//example.org/", "guide/\\example.org/"] {
        assert_eq!(preview.get(other).0, 404, "{other} leads to another host");
    }
}

#[test]
fn only_files_of_the_site_are_served_and_only_to_this_machine() {
    let site = wiki().file("../secret.txt", "a secret");
    let preview = Preview::of(&site, &["--port", "0"]);
    for path in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "guide/../../secret.txt",
        "//etc/passwd",
        "docs/index.md",
    ] {
        let (status, body) = preview.ask(path, &preview.host);
        assert_eq!(status, 404, "{path}");
        assert!(
            !String::from_utf8_lossy(&body).contains("a secret"),
            "{path}"
        );
    }
    assert_eq!(preview.ask("", "docs.example.com").0, 421);
    assert_eq!(preview.ask("", "localhost:8000").0, 200);
    assert_eq!(
        preview.leads("guide"),
        "/guide/",
        "a folder without its last sign leads to it"
    );
    let (status, body) = preview.get("nowhere/");
    assert_eq!(status, 404);
    assert!(String::from_utf8_lossy(&body).contains("All pages"));
}

#[test]
fn of_a_port_in_use_the_next_one_is_taken() {
    let site = wiki();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it listens").port().to_string();
    let one = Preview::of(&site, &["--port", &port]);
    let two = Preview::of(&site, &["--port", &port]);
    let of = |preview: &Preview| {
        preview
            .host
            .rsplit(':')
            .next()
            .and_then(|port| port.parse::<u16>().ok())
    };
    assert!(
        port.parse().ok() < of(&one) && of(&one) < of(&two),
        "{port} {} {}",
        one.host,
        two.host
    );
    assert!(
        two.first
            .contains(&format!(" because port {port} is in use (")),
        "{}",
        two.first
    );
    // The last port has no next one.
    let last = TcpListener::bind("127.0.0.1:65535");
    let run = site.run(&["serve", "--port", "65535"]);
    run.fault();
    run.says("error: cannot listen on 127.0.0.1, port 65535: Address already in use (os error 98)");
    drop(last);
    let run = site.run(&["serve", "nowhere"]);
    run.fault();
    run.says("error: there is no docs folder at `nowhere`");
}

#[test]
fn it_says_what_changed_and_ends_when_it_is_told() {
    let site = wiki();
    // A file that is written just before the start is read again.
    std::thread::sleep(Duration::from_millis(100));
    let mut preview = Preview::of(&site, &["--port", "0"]);
    let _site = site.file("guide/two.md", "# Two\n\n## More\n\nNew.\n");
    let mut line = String::new();
    preview
        .said
        .read_line(&mut line)
        .expect("it says what changed");
    assert!(
        line.starts_with("guide/two.md: up to date, 0 errors, "),
        "{line}"
    );
    // An open page does not keep it from ending.
    preview.tells("index.html", "findings");
    let pid = rustix::process::Pid::from_child(&preview.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it runs");
    let began = Instant::now();
    assert_eq!(preview.child.wait().expect("it ends").code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_a_link_leads_to_may_go_and_come_back() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file(".gen/a.md", "# One\n")
        .file("h/b.md", "# Two\n");
    let site = site
        .file("i/b.md", "# Three\n")
        .link("api", ".gen")
        .link("../via", "docs/h")
        .link("v", "../via");
    let preview = Preview::of(&site, &["--port", "0"]);
    preview.follows(&site, "the start");
    fs::remove_dir_all(site.docs().join(".gen")).expect("it is there");
    preview.follows(&site, "the folder went");
    let site = site.file(".gen/a.md", "# One again\n");
    preview.follows(&site, "the folder came back");
    fs::remove_file(site.root().join("via")).expect("it is there");
    let site = site.link("../via", "docs/i");
    preview.follows(&site, "the way led elsewhere");
    let site = site.file("i/.bf-docs/manifest.json", "{}");
    preview.follows(&site, "a built site was among the docs");
}

#[test]
fn a_file_that_became_a_link_out_of_the_docs_is_not_served() {
    let site = Site::new()
        .map("[site]\nname = \"Wiki\"\n")
        .file("index.md", "# Start\n")
        .file("a.png", "a picture");
    let site = site.file("../secret.txt", "a secret");
    let preview = Preview::of(&site, &["--port", "0"]);
    assert_eq!(preview.get("a.png"), (200, b"a picture".to_vec()));
    // The last good site is shown.
    let site = site.map("no map");
    preview.tells("index.html", "content-map.toml");
    fs::remove_file(site.docs().join("a.png")).expect("it is there");
    let _site = site.link("a.png", "../secret.txt");
    assert_eq!(preview.get("a.png").0, 404);
}

#[test]
fn a_page_that_is_only_copied_keeps_its_bytes() {
    let report =
        "<html><head><script>const end = \"<head></head>\";</script></head><body></body></html>";
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("report.html", report);
    let preview = Preview::of(&site, &["--port", "0"]);
    let (_, bytes) = preview.get("report.html");
    assert_eq!(live_tags(&bytes).map(|tags| tags.start), Some(report.len()));
    preview.follows(&site, "the start");
}

#[test]
fn a_part_of_a_file_is_sent_to_who_asks_for_it() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("sound.wav", "0123456789");
    let preview = Preview::of(&site, &["--port", "0"]);
    let part = |range: &str| {
        let (head, body) =
            preview.answer("sound.wav", &preview.host, &format!("Range: {range}\r\n"));
        let of = head
            .lines()
            .find_map(|line| line.strip_prefix("content-range: "))
            .unwrap_or_default()
            .to_owned();
        (
            head[9..12].to_owned(),
            of,
            String::from_utf8_lossy(&body).into_owned(),
        )
    };
    let of =
        |status: &str, of: &str, body: &str| (status.to_owned(), of.to_owned(), body.to_owned());
    assert_eq!(part("bytes=5-7"), of("206", "bytes 5-7/10", "567"));
    assert_eq!(part("bytes=8-"), of("206", "bytes 8-9/10", "89"));
    assert_eq!(part("bytes=-3"), of("206", "bytes 7-9/10", "789"));
    assert_eq!(part("bytes=20-"), of("416", "bytes */10", ""));
    // A player asks for the rest of a film, again and again.
    fs::write(site.docs().join("film.mp4"), vec![b'f'; 9 << 20]).expect("the folder is ours");
    preview.follows(&site, "a film");
    let (head, body) = preview.answer("film.mp4", &preview.host, "Range: bytes=1-\r\n");
    assert!(
        head.contains("content-range: bytes 1-8388608/9437184") && body.len() == 8 << 20,
        "{head}"
    );
    for all in ["bytes=1-2,4-5", "lines=1-2", "bytes=b-"] {
        assert_eq!(part(all), of("200", "", "0123456789"), "{all}");
    }
}

#[test]
fn the_panel_has_what_the_check_finds_and_what_is_wrong_in_drafts() {
    let site = Site::new().file(
        "index.md",
        "# Start\n\n[d](d.md)\n\n--8<-- \"parts/x.txt\"\n",
    );
    let site = site
        .file(
            "d.md",
            "---\ndraft: true\n---\n\n# Draft\n\n[gone](nope.md)\n\n<!-- bf-docs: allow broken-link -->\n\n[z](z.md)\n",
        )
        .file("parts/x.txt", "See [it](gone.md).\n");
    let preview = Preview::of(&site, &["--port", "0"]);
    let told = preview.tells("index.html", "\"elsewhere\"");
    let data = told
        .lines()
        .find_map(|line| line.strip_prefix("data: {\"fault\""))
        .expect("it tells what was found");
    let panel: serde_json::Value =
        serde_json::from_str(&format!("{{\"fault\"{data}")).expect("it is JSON");
    let places = |of: &str| {
        let rows = panel[of].as_array().expect("it is a list");
        rows.iter()
            .map(|row| row["place"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        places("here"),
        ["docs/index.md:3:5", "docs/parts/x.txt:1:10"]
    );
    assert_eq!(places("elsewhere"), ["docs/d.md:7:8"]);
    let checked = site.check().found();
    assert_eq!(
        checked,
        [
            "error docs/index.md:3:5 broken-link",
            "error docs/parts/x.txt:1:10 broken-link"
        ]
    );
}

#[test]
fn a_program_that_asks_for_markdown_gets_it() {
    let site = wiki();
    let preview = Preview::of(&site, &["--port", "0"]);
    site.build().is_built();
    let twin = site.read("index.md");
    let accept = |kinds: &str| format!("Accept: {kinds}\r\n");
    for (kinds, is_markdown) in [
        ("text/markdown", true),
        ("text/markdown, text/html;q=0.5", true),
        ("text/html, text/markdown;q=0.5", false),
        ("*/*", false),
    ] {
        let (head, body) = preview.answer("", &preview.host, &accept(kinds));
        assert!(head.contains("\r\nvary: accept\r\n"), "{kinds}: {head}");
        let kind = if is_markdown { "markdown" } else { "html" };
        let line = format!("content-type: text/{kind}; charset=utf-8");
        assert!(head.contains(&line), "{kinds}: {head}");
        assert_eq!(body == twin.as_bytes(), is_markdown, "{kinds}");
    }
}
