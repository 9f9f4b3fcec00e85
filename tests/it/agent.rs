//! An agent that asks the MCP server, and a tree that it asks about.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::site::Site;
use super::traced::{story, work};

/// A client of the handshake era, on the server's standard input and output.
pub struct Agent {
    child: Child,
    /// Its standard input, unless a thread writes to it.
    pub asks: Option<ChildStdin>,
    hears: BufReader<ChildStdout>,
    number: u64,
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Agent {
    /// A client that has shaken hands.
    pub fn of(site: &Site, arguments: &[&str]) -> Self {
        let mut agent = Self::silent(site, arguments);
        let hello = agent.ask("initialize", hello("2025-06-18"));
        assert_eq!(hello["result"]["protocolVersion"], "2025-06-18", "{hello}");
        agent.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        agent
    }

    /// A client that has not said anything.
    pub fn silent(site: &Site, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
        command.arg("mcp").args(arguments).current_dir(site.root());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().expect("bf-docs runs");
        Self {
            asks: child.stdin.take(),
            hears: BufReader::new(child.stdout.take().expect("it is piped")),
            child,
            number: 0,
        }
    }

    pub fn send(&mut self, message: &Value) {
        let asks = self.asks.as_mut().expect("no thread writes");
        writeln!(asks, "{message}").expect("it listens");
    }

    pub fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.hears.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": self.number, "method": method, "params": params }),
        );
        let answer = self.hear();
        assert_eq!(answer["id"], self.number, "{answer}");
        answer
    }

    /// The result of a tool.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask(
            "tools/call",
            json!({ "name": tool, "arguments": arguments }),
        );
        answer["result"].clone()
    }

    /// The text of a tool's answer.
    #[track_caller]
    pub fn text(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        let text = result["content"][0]["text"].as_str();
        text.unwrap_or_else(|| panic!("no text in {result}"))
            .to_owned()
    }
}

/// The first message of a client of the handshake era.
pub fn hello(version: &str) -> Value {
    let client = json!({ "name": "test", "version": "1" });
    json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": client })
}

/// A work item with two stories, the second of which depends on the first, and a decision that
/// another one replaces.
pub fn governed() -> Site {
    let stories = story("Charge", "- None.") + &story("Discharge", "- Charge");
    work("work/active/queue", &stories)
        .file(
            "adr/0001-poll.md",
            "# 1. Poll\n\n- Status: Superseded by [2](0002-push.md)\n\n## Decision\n\nWe poll.\n",
        )
        .file(
            "adr/0002-push.md",
            "# 2. Push\n\n- Status: Accepted\n- Supersedes: [1](0001-poll.md)\n\n## Decision\n\nWe push.\n",
        )
        .file("guide.md", "# Guide\n\nWhy we poll: [1](adr/0001-poll.md).\n\n## Steps\n\nGo.\n")
}
