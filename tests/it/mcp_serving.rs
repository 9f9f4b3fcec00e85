//! Clients of the MCP server: both eras of its protocol, HTTP, many calls at once; and the lines
//! that send agents there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::agent::{Agent, governed, hello};
use super::site::Site;

#[test]
fn clients_of_both_eras_are_answered() {
    let site = governed();
    let meta = |version: &str| {
        json!({
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        })
    };
    let mut agent = Agent::silent(&site, &[]);
    let found = agent.ask("server/discover", json!({ "_meta": meta("2026-07-28") }));
    let versions = found["result"]["supportedVersions"].to_string();
    assert!(
        versions.contains("2026-07-28") && versions.contains("2025-06-18"),
        "{found}"
    );
    let listed = agent.ask("tools/list", json!({ "_meta": meta("2026-07-28") }));
    assert_eq!(listed["result"]["cacheScope"], "private", "{listed}");
    let call =
        json!({ "name": "read", "arguments": { "id": "guide/" }, "_meta": meta("2026-07-28") });
    let read = agent.ask("tools/call", call);
    assert!(
        read["result"]["content"][0]["text"]
            .to_string()
            .contains("Go."),
        "{read}"
    );
    let lost = json!({ "uri": "docs:///lost.md", "_meta": meta("2026-07-28") });
    assert_eq!(agent.ask("resources/read", lost)["error"]["code"], -32602);
    let future = agent.ask("tools/list", json!({ "_meta": meta("2099-01-01") }));
    assert_eq!(future["error"]["code"], -32022, "{future}");
    // A version that nobody knows: the server names one that it speaks.
    let mut strange = Agent::silent(&site, &[]);
    let answer = strange.ask("initialize", hello("1999-01-01"));
    let version = answer["result"]["protocolVersion"].as_str();
    assert!(
        version.is_some_and(|version| version.starts_with("202")),
        "{answer}"
    );
}

#[test]
fn ten_thousand_calls_at_once_are_all_answered() {
    let site = governed();
    let mut agent = Agent::of(&site, &[]);
    let calls = 10_000;
    let mut writer = agent.asks.take().expect("no thread writes");
    let writing = std::thread::spawn(move || {
        for number in 0..calls {
            let params = json!({ "name": "trace", "arguments": { "id": "decision/0001" } });
            let call =
                json!({ "jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params });
            writeln!(writer, "{call}").expect("it listens");
        }
        writer
    });
    let mut answered = BTreeMap::new();
    for _ in 0..calls {
        let answer = agent.hear();
        assert_ne!(answer["result"]["isError"], true, "{answer}");
        *answered.entry(answer["id"].as_u64()).or_insert(0) += 1;
    }
    drop(writing.join().expect("it writes"));
    assert_eq!(answered.len(), calls);
}

/// A server over HTTP that runs until it is dropped.
struct HttpServer {
    child: Child,
    host: String,
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl HttpServer {
    fn of(site: &Site) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
        command
            .args(["mcp", "--http", "127.0.0.1:0"])
            .current_dir(site.root());
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("bf-docs runs");
        let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("it says where it is");
        let host = line
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        let host = host
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self { child, host }
    }

    /// The answer to a message; `more` is further headers.
    fn post(&self, host: &str, more: &str, message: &Value) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        let body = message.to_string();
        write!(
            stream,
            "POST /mcp HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len(),
        )
        .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }
}

#[test]
fn over_http_only_programs_of_this_machine_are_answered() {
    let site = governed();
    let server = HttpServer::of(&site);
    let call = json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "read", "arguments": { "id": "guide/" } },
    });
    let own = server.host.clone();
    let answer = server.post(&own, "", &call);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("> Go."),
        "{answer}"
    );
    assert!(
        answer.to_lowercase().contains("cache-control: no-store"),
        "{answer}"
    );
    let answer = server.post("evil.example", "", &call);
    assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
    for origin in ["https://evil.example", "http://localhost:3000", "null"] {
        let answer = server.post(&own, &format!("Origin: {origin}\r\n"), &call);
        assert!(answer.starts_with("HTTP/1.1 403"), "{origin}: {answer}");
    }
    let answer = server.post(&own, &format!("Origin: http://{own}\r\n"), &call);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let large = json!({ "jsonrpc": "2.0", "id": 1, "method": "x".repeat(2 << 20) });
    let mut stream = TcpStream::connect(&own).expect("it listens");
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {own}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        large.to_string().len()
    );
    stream.write_all(head.as_bytes()).expect("it reads");
    let _ = stream.write_all(large.to_string().as_bytes());
    let mut first = [0; 12];
    stream.read_exact(&mut first).expect("it answers");
    assert_eq!(&first, b"HTTP/1.1 413");
    let public = site.run(&["mcp", "--http", "0.0.0.0:0"]);
    assert_eq!(public.code, 2, "{}", public.stderr);
    assert!(
        public
            .stderr
            .contains("is not an address of this machine alone"),
        "{}",
        public.stderr
    );
}

#[test]
fn a_site_without_a_catalogue_is_a_fault_that_says_what_to_do() {
    let site = governed();
    let run = site.run(&["mcp", "--site", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("nowhere/.bf-docs/trace.json"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("help: build the site first"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_lines_for_agents_are_short_and_name_every_folder() {
    let printed = governed().run(&["mcp", "instructions"]).stdout;
    assert!(
        printed.contains("Challenge") && printed.contains("`trace`"),
        "{printed}"
    );
    assert!(
        printed.contains("- `adr/`: 0001-poll.md, 0002-push.md\n"),
        "{printed}"
    );
    let mut many = Site::new().file("index.md", "# S\n");
    for number in 0..600 {
        many = many.file(
            &format!("folder-{}/a-page-{number}.md", number % 40),
            "# P\n",
        );
    }
    let mut long = Site::new().file("index.md", "# S\n");
    for number in 0..300 {
        let folder = format!("x{}{number}", "\u{20ac}".repeat(20));
        long = long.file(&format!("{folder}/x.md"), "# P\n");
    }
    let printed = long.run(&["mcp", "instructions"]).stdout;
    let index = printed.split("Pages in").nth(1).unwrap_or_default();
    assert!(index.len() <= 8_100, "{}", index.len());
    assert!(
        index.ends_with("- and more: `search` finds them\n"),
        "{index}"
    );
    let printed = many.run(&["mcp", "instructions"]).stdout;
    assert!(printed.len() < 9_000, "{}", printed.len());
    assert!(printed.contains("folder-39/"), "{printed}");
    assert!(!printed.contains("Challenge"), "{printed}");
}

#[test]
fn the_lines_in_our_own_agents_file_are_those_that_the_command_prints() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
    let printed = command
        .args(["mcp", "instructions"])
        .output()
        .expect("bf-docs runs");
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(printed.starts_with("## bf-docs\n"), "{printed}");
    let own = fs::read_to_string("AGENTS.md").expect("it is there");
    assert!(
        own.contains(&printed),
        "put the output of `bf-docs mcp instructions` into AGENTS.md"
    );
}
