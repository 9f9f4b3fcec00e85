//! Promises to users that hold for every site.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::site::{Site, files};
use crate::snapshots::Transcript;

/// Pages of some kinds, in folders, with tags, code, diagrams, an image, and an API.
fn varied() -> Site {
    let mut site = Site::new()
        .map("[site]\nname = \"Wiki\"\nurl = \"https://example.com/w/\"\n\n[redirects]\n\"old.md\" = \"a/p0.md\"\n");
    site = site
        .file("index.md", "# Start\n\n[first](a/p0.md) ![x](x.svg)\n")
        .file("x.svg", "<svg/>");
    for at in 0..60 {
        let folder = ["a", "b/c", "d"][at % 3];
        let text = format!(
            "---\ntags: [t{}, all]\n---\n\n# Page {at}\n\n!!! note\n    text\n\n```rust\nfn f{at}() -> u32 {{ {at} }}\n```\n\n$x^{at}$ [^1]\n\n[^1]: a\n\n```mermaid\nflowchart LR\n  a{at} --> b\n```\n",
            at % 7
        );
        site = site.file(&format!("{folder}/p{at}.md"), &text);
    }
    for (path, bytes) in files(Path::new("tests/openapi/depots")) {
        site = site.bytes(&format!("api/{path}"), &bytes);
    }
    site.file("api/guide.md", "# Guide\n")
        .file("services/depot-service.md", "# Depot service\n")
}

/// A finding of each severity, one without a line to show, one in a file with an odd name.
fn flawed() -> Site {
    Site::new()
        .file("index.md", "[a](b.md)\n\na :material-chekc:\n")
        .file("e & <f>.md", "")
        .file("ok.md", "fine\n")
}

#[test]
fn two_builds_and_any_number_of_threads_give_the_same_bytes() {
    let site = varied();
    let build = |threads: &str| {
        let run = site.run_with(&["build"], |command| {
            command.env("RAYON_NUM_THREADS", threads);
        });
        assert_eq!(run.code, 0, "{}", run.stderr);
        site.output()
    };
    let (first, again, alone) = (build("8"), build("8"), build("1"));
    assert!(first.len() > 70);
    for other in [again, alone] {
        let different = first
            .iter()
            .zip(&other)
            .find(|(a, b)| a != b)
            .map(|(a, _)| a.0);
        assert_eq!((different, first.len()), (None, other.len()));
    }
}

#[test]
fn findings_come_in_one_order_whatever_the_threads() {
    let mut site = Site::new();
    for at in 0..40 {
        site = site.file(
            &format!("p{at}.md"),
            "[a](x.md) [b](y.md)\n\n:material-nothing:\n\n[c](z.md)\n",
        );
    }
    let check = |threads: &str| {
        site.run_with(&["check", "--format", "json"], |command| {
            command.env("RAYON_NUM_THREADS", threads);
        })
    };
    let (many, one) = (check("8"), check("1"));
    assert_eq!(many.findings.len(), 160);
    assert!(many.stdout == one.stdout);
}

#[test]
fn a_page_that_is_gone_leaves_no_file_and_the_ignore_file_stays() {
    let site = varied().file("../site/.gitignore", "*\n!.gitignore\n");
    assert_eq!(site.build().code, 0);
    assert!(site.has("d/p2/index.html") && site.has("x.svg") && site.has("tags/t2/index.html"));
    let site = site
        .without("d/p2.md")
        .without("x.svg")
        .file("index.md", "# Start\n");
    assert_eq!(site.build().found(), [""; 0]);
    assert!(!site.has("d/p2/index.html") && !site.has("x.svg"));
    assert_eq!(site.read(".gitignore"), "*\n!.gitignore\n");
    let beside: Vec<_> = std::fs::read_dir(site.root())
        .expect("it is ours")
        .flatten()
        .map(|e| e.file_name())
        .collect();
    assert_eq!(
        beside.len(),
        4,
        "docs, site, the cache and the content map: {beside:?}"
    );
}

#[test]
fn the_manifest_names_the_published_files_and_no_other() {
    let site = varied();
    site.build();
    let manifest: Value =
        serde_json::from_str(&site.read(".bf-docs/manifest.json")).expect("the manifest is JSON");
    let named = manifest["files"].as_array().expect("it has files").iter();
    let named: Vec<(String, u64)> = named
        .map(|file| {
            (
                file["path"].as_str().unwrap_or_default().to_owned(),
                file["size"].as_u64().unwrap_or(0),
            )
        })
        .collect();
    let there = site
        .output()
        .into_iter()
        .filter(|(path, _)| !path.starts_with(".bf-docs/"));
    assert_eq!(
        named,
        there
            .map(|(path, bytes)| (path, bytes.len() as u64))
            .collect::<Vec<_>>()
    );
}

#[test]
fn exit_codes_tell_findings_from_faults() {
    let clean = || Site::new().file("index.md", "# A\n");
    let warned = || Site::new().file("index.md", "");
    let wrong = || Site::new().file("index.md", "[a](b.md)\n");
    let cases: [(Site, &[&str], i32); 16] = [
        (clean(), &["check"], 0),
        (clean(), &["check", "--strict"], 0),
        (warned(), &["check"], 0),
        (warned(), &["check", "--strict"], 1),
        (warned(), &["build", "--strict"], 1),
        (wrong(), &["check"], 1),
        (wrong(), &["build"], 1),
        (
            wrong().map("[checks]\nbroken-link = \"warning\"\n"),
            &["check"],
            0,
        ),
        (
            wrong().map("[checks]\nbroken-link = \"allow\"\n"),
            &["check", "--strict"],
            0,
        ),
        (clean(), &["check", "nowhere"], 2),
        (clean(), &["check", "--config", "nowhere.toml"], 2),
        (clean(), &["check", "--format", "xml"], 2),
        (clean(), &["check", "docs", "--docs", "docs"], 2),
        (clean(), &["publish-everything"], 2),
        (clean(), &[], 2),
        (clean(), &["--version"], 0),
    ];
    for command in ["check", "build"] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let run = clean().run_with(&[command, "--format", "json"], |command| {
            _ = command.stdout(full)
        });
        assert_eq!(run.code, 2, "{}", run.stderr);
    }
    let mut said = Transcript::default();
    for (site, args, code) in cases {
        let run = site.run(args);
        if code == 2 && !args.is_empty() {
            said.add(&args.join(" "), &run);
        }
        assert_eq!(run.code, code, "{args:?}: {}{}", run.stdout, run.stderr);
        assert!(code == 2 || !run.stderr.contains("error: "), "{args:?}");
    }
    said.assert_same("misuses");
}

#[test]
fn findings_do_not_stop_a_build_and_a_check_writes_nothing() {
    let site = flawed();
    assert_eq!(site.check().code, 1);
    assert!(!site.root().join("site").exists());
    assert_eq!(site.build().code, 1);
    assert!(site.has("ok/index.html") && site.has("index.html"));
}

#[test]
fn people_read_findings_where_they_stand() {
    let run = flawed().run(&["check"]);
    assert_eq!(
        run.stdout,
        "warning[empty-page]: the page has no content
 --> docs/e & <f>.md:1:1
  |
help: write something, or delete the file

error[broken-link]: no page or file is at `b.md`
 --> docs/index.md:1:5
  |
1 | [a](b.md)
  |     ^^^^
  |
help: mend the path, or take out the link; paths start at the page's own folder

warning[unknown-icon]: there is no icon `:material-chekc:`
 --> docs/index.md:3:3
  |
3 | a :material-chekc:
  |   ^^^^^^^^^^^^^^^^
  |
help: did you mean `:material-check:`?

"
    );
    assert_eq!(run.stderr, "checked 3 pages: 1 error, 2 warnings\n");
}

/// The report in a form, which must be JSON; stdout holds nothing else.
fn report(site: &Site, form: &str) -> Value {
    let run = site.run(&["check", "--format", form]);
    serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{form}: {error}\n{}", run.stdout))
}

#[test]
fn json_has_each_finding_and_a_summary() {
    let json = report(&flawed(), "json");
    assert_eq!(json["version"], 1);
    assert_eq!(
        json["summary"],
        serde_json::json!({ "errors": 1, "warnings": 2, "pages": 3 })
    );
    for finding in json["findings"].as_array().expect("a list") {
        for key in [
            "code", "severity", "path", "line", "column", "length", "excerpt", "message", "help",
        ] {
            assert!(!finding[key].is_null(), "{key} of {finding}");
        }
    }
}

/// <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
#[test]
fn gitlab_gets_what_it_requires_of_every_issue() {
    let json = report(&flawed(), "gitlab");
    let issues = json.as_array().expect("a list");
    let mut prints: Vec<&str> = issues
        .iter()
        .filter_map(|issue| issue["fingerprint"].as_str())
        .collect();
    for issue in issues {
        assert!(
            issue["description"].is_string() && issue["check_name"].is_string(),
            "{issue}"
        );
        assert!(
            ["info", "minor", "major", "critical", "blocker"]
                .contains(&issue["severity"].as_str().unwrap_or(""))
        );
        assert!(
            issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].is_u64(),
            "{issue}"
        );
    }
    prints.sort_unstable();
    prints.dedup();
    assert_eq!((issues.len(), prints.len()), (3, 3));
    assert_eq!(
        report(&Site::new().file("index.md", "# A\n"), "gitlab"),
        serde_json::json!([])
    );
}

/// The required properties of SARIF 2.1.0, sections 3.13, 3.14, 3.19 and 3.27.
#[test]
fn sarif_has_what_the_standard_requires() {
    let json = report(&flawed(), "sarif");
    assert_eq!(json["version"], "2.1.0");
    let run = &json["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "bf-docs");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    for result in results {
        assert!(result["message"]["text"].is_string(), "{result}");
        assert!(
            ["error", "warning", "note"].contains(&result["level"].as_str().unwrap_or("")),
            "{result}"
        );
        let rule = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"]
            .as_str()
            .expect("an address");
        assert!(!uri.contains([' ', '<', '>']), "{uri} is no URI");
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{place}");
    }
}

#[test]
fn junit_is_xml_with_a_case_for_each_file() {
    let run = flawed().run(&["check", "--format", "junit"]);
    let mut reader = Reader::from_str(&run.stdout);
    let (mut open, mut counted) = (
        Vec::new(),
        std::collections::BTreeMap::<String, usize>::new(),
    );
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}\n{}", run.stdout))
        {
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                tag.attributes()
                    .for_each(|attribute| assert!(attribute.is_ok(), "{attribute:?}"));
                *counted.entry(name.clone()).or_default() += 1;
                open.push(name);
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    assert_eq!(
        (
            counted["testsuites"],
            counted["testsuite"],
            counted["testcase"]
        ),
        (1, 1, 2),
        "{}",
        run.stdout
    );
    assert_eq!(counted["failure"], 1);
}

#[test]
fn the_schema_in_the_repository_is_the_one_that_is_printed() {
    let committed = std::fs::read_to_string("docs/reference/content-map.schema.json")
        .expect("it is in the repository");
    assert!(
        Site::new().run(&["schema"]).stdout == committed,
        "run `bf-docs schema > docs/reference/content-map.schema.json`"
    );
}

#[test]
fn with_nothing_to_build_bf_docs_builds_its_own_documentation_cleanly() {
    let site = Site::new();
    std::fs::remove_dir(site.docs()).expect("it is empty");
    let run = site.run(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .starts_with("no docs folder and no content map here: "),
        "{}",
        run.stderr
    );
    assert!(site.has("reference/findings/broken-link/index.html"));
}

#[test]
fn where_a_command_runs_is_the_root_of_its_project() {
    let site = Site::new()
        .map("[site]\nrepository = { url = \"https://gitlab.example.com/team/wiki\" }\n")
        .file("index.md", "# Start\n\n--8<-- \"part.txt\"\n")
        .file("../part.txt", "What is included.\n");
    assert_eq!(site.build().code, 0);
    let page = site.read("index.html");
    assert!(page.contains("What is included."));
    assert!(
        page.contains("\"https://gitlab.example.com/team/wiki/-/edit/main/docs/index.md\""),
        "{page}"
    );
}

#[test]
fn pages_and_files_stand_in_the_order_of_their_paths() {
    let site = Site::new()
        .file("a/b.md", "# B\n")
        .file("a-c.md", "# C\n")
        .file("a/b.png", "b")
        .file("a-c.png", "c");
    let (inventory, _) = bf_docs::discover::read(&site.docs(), &[], Default::default(), &|_| true)
        .expect("it is there");
    let pages: Vec<_> = inventory
        .sources
        .iter()
        .map(|file| file.source.file.path())
        .collect();
    let files: Vec<_> = inventory
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(
        (pages, files),
        (vec!["a-c.md", "a/b.md"], vec!["a-c.png", "a/b.png"])
    );
}

/// Runs a command with the usual answer to signals.
const HEEDS: &str = "import os, signal, sys
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(each, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])";

#[test]
fn an_interrupted_build_leaves_one_site_and_nothing_else() {
    let mut site = Site::new();
    for number in 0..300 {
        site = site.file(&format!("page-{number}.md"), "# Page\n\nOld.\n");
    }
    site.build().is_built();
    let old = site.output();
    let site = site.file("page-7.md", "# Page\n\nNew.\n");
    site.run(&["build", "--no-cache", "--out", "other"])
        .is_built();
    let new = files(&site.root().join("other"));
    let beside = || {
        let entries = fs::read_dir(site.root()).expect("it is ours").flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect::<BTreeSet<_>>()
    };
    let before = beside();
    let is_staged = || {
        beside()
            .iter()
            .any(|name| name.starts_with(".site.bf-docs-"))
    };
    let mut interrupted = 0;
    for wait in [0, 1, 3, 10, 20, 30, 50, 80] {
        // The process that runs the tests may ignore signals.
        let mut command = Command::new("python3");
        command.args([
            "-c",
            HEEDS,
            env!("CARGO_BIN_EXE_bf-docs"),
            "build",
            "--no-cache",
        ]);
        command.current_dir(site.root()).stderr(Stdio::piped());
        let mut build = command.spawn().expect("it can be run");
        while !is_staged() && build.try_wait().expect("it is ours").is_none() {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(wait));
        if build.try_wait().expect("it is ours").is_none() {
            let pid = rustix::process::Pid::from_child(&build);
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        }
        let done = build.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            matches!(done.status.code(), Some(0 | 130)),
            "after {wait} ms: {said}"
        );
        assert!(!said.contains("error:"), "after {wait} ms: {said}");
        interrupted += u32::from(said == "interrupted\n");
        assert_eq!(beside(), before, "after {wait} ms");
        let made = site.output();
        assert!(
            made == old || made == new,
            "after {wait} ms: {} files of {}",
            made.len(),
            old.len()
        );
    }
    assert!(interrupted > 0, "every build had ended");
}
