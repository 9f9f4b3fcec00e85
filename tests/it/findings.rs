//! Every code has a site that provokes only this finding, a place, and a page.

use bf_docs::diag::Code;

use crate::site::{Run, Site};

/// A site whose start page is this text.
fn page(text: &str) -> Site {
    Site::new().file("index.md", text)
}

/// A site with a start page and this content map.
fn map(toml: &str) -> Site {
    page("# Start\n").map(toml)
}

/// A start page, and decisions with these numbers and Status sections.
fn decided(decisions: &[(&str, &str)]) -> Site {
    decisions
        .iter()
        .fold(page("a\n"), |site, (number, status)| {
            site.file(
                &format!("decisions/{number}.md"),
                &format!("# {number} - Queues\n\n## Status\n\n{status}\n"),
            )
        })
}

/// A start page and files of a work folder.
fn work(files: &[(&str, &str)]) -> Site {
    files.iter().fold(page("a\n"), |site, (name, text)| {
        site.file(&format!("work/active/w/{name}.md"), text)
    })
}

/// A work folder with two stories that have more content than their trackers.
fn stories(first: &str, second: &str) -> Site {
    let story = |title: &str, more: &str| {
        format!("## {title}\n\n### User Story\n\na\n\n### Acceptance Criteria\n\n- a\n\n{more}\n\n")
    };
    let text = story("A", first) + &story("B", second);
    work(&[
        ("challenge", "# C\n"),
        ("spec", "# S\n"),
        ("stories", &text),
    ])
    .map("[tracker.linear]\nissue = \"https://x.org/{id}\"\nteams = [\"IPT\"]\n")
}

/// A decision that changed since the commit of a specification that relies on it.
fn suspect() -> Site {
    let decision =
        |text: &str| format!("# 0001 - Queues\n\n## Status\n\nAccepted\n\n## Decision\n\n{text}\n");
    let spec = "# S\n\nSee [it](../../../decisions/0001.md).\n";
    let site = work(&[("challenge", "# C\n"), ("spec", spec)])
        .file("decisions/0001.md", &decision("One."));
    site.commit("2026-01-01");
    site.file("decisions/0001.md", &decision("Two."))
}

/// The codes that only `--base` or `compare` finds: `openapi.rs` and `compare.rs` have their sites.
const ELSEWHERE: [&str; 6] = [
    "breaking-change",
    "risky-change",
    "lost-address",
    "lost-anchor",
    "lost-content",
    "changed-title",
];

/// One site for each code of the chain's checks.
fn chain_cases() -> Vec<(&'static str, Site, &'static str)> {
    let process = |site: Site, text: &str| site.file("process/a.md", text);
    let notes =
        |site: Site, name: &str, text: &str| site.file(&format!("release-notes/{name}.md"), text);
    let tracked = || stories("Linear issue: IPT-1", "Linear issue: IPT-2");
    vec![
        (
            "dangling-relation",
            process(
                page("a\n"),
                "---\nconstrained-by: decision/0014\n---\n\n# A\n",
            ),
            "error docs/process/a.md:2:17",
        ),
        (
            "ambiguous-relation",
            work(&[("challenge", "# C\n"), ("spec", "# S\n")]).file(
                "decisions/0001.md",
                "---\nstatus: proposed\nmotivated-by: w\n---\n\n# 0001\n",
            ),
            "error docs/decisions/0001.md:3:15",
        ),
        (
            "mismatched-relation",
            decided(&[("0001", "Proposed")])
                .file("work/active/w/challenge.md", "# C\n")
                .file(
                    "work/active/w/spec.md",
                    "---\nsupersedes: decision/0001\n---\n\n# S\n",
                ),
            "error docs/work/active/w/spec.md:2:13",
        ),
        (
            "duplicate-artifact",
            decided(&[("0001", "Proposed")])
                .file("a/services/queue.md", "# Q\n")
                .file("b/services/queue.md", "# Q\n"),
            "error docs/b/services/queue.md:1:1",
        ),
        (
            "duplicate-decision",
            decided(&[("0001-a", "Proposed"), ("0001-b", "Proposed")]),
            "error docs/decisions/0001-b.md:1:1",
        ),
        (
            "decision-gap",
            decided(&[("0001", "Proposed"), ("0003", "Proposed")]),
            "warning docs/decisions/0003.md:1:1",
        ),
        (
            "duplicate-tracker",
            stories("Linear issue: IPT-1", "Linear issue: IPT-1"),
            "error docs/work/active/w/stories.md:13:1",
        ),
        (
            "dependency-cycle",
            stories("### Depends on\n\n- B", "### Depends on\n\n- A").map(""),
            "error docs/work/active/w/stories.md:1:1",
        ),
        (
            "supersession-cycle",
            decided(&[
                (
                    "0001",
                    "Superseded by [2](0002.md)\n\nSupersedes [2](0002.md)",
                ),
                (
                    "0002",
                    "Superseded by [1](0001.md)\n\nSupersedes [1](0001.md)",
                ),
            ]),
            "error docs/decisions/0001.md:1:1",
        ),
        (
            "one-sided-supersession",
            process(
                decided(&[("0001", "Superseded by [2](0002.md)"), ("0002", "Accepted")]),
                "[a](../decisions/0002.md)\n",
            ),
            "warning docs/decisions/0002.md:1:1",
        ),
        (
            "superseding-proposal",
            decided(&[
                ("0001", "Superseded by [2](0002.md)"),
                ("0002", "Proposed. Supersedes [1](0001.md)"),
            ]),
            "warning docs/decisions/0002.md:1:1",
        ),
        (
            "retired-target",
            process(
                decided(&[("0001", "Superseded")]),
                "See [a](../decisions/0001.md).\n",
            ),
            "warning docs/process/a.md:1:9",
        ),
        (
            "citation-mismatch",
            process(
                decided(&[("0001", "Proposed")]),
                "[ADR 0002](../decisions/0001.md)\n",
            ),
            "warning docs/process/a.md:1:12",
        ),
        (
            "uncited-decision",
            decided(&[("0001", "Accepted")]),
            "warning docs/decisions/0001.md:1:1",
        ),
        (
            "unknown-status",
            decided(&[("0001", "We agreed.")]),
            "warning docs/decisions/0001.md:5:1",
        ),
        (
            "impossible-date",
            decided(&[("0001", "Proposed\n\nDate: 31-April-2023")]),
            "warning docs/decisions/0001.md:7:7",
        ),
        (
            "possible-decision",
            page("a\n")
                .file("rfcs/0001-a.md", "# A\n")
                .file("rfcs/0002-b.md", "# B\n")
                .map("[checks]\npossible-decision = \"warning\"\n"),
            "warning",
        ),
        (
            "former-id",
            process(
                page("a\n").file("adr/adr-1-a.md", "# A\n\nStatus: proposed\n"),
                "---\nconstrained-by: decision/adr-1-a\n---\n\n# A\n",
            )
            .map("[checks]\nformer-id = \"warning\"\n"),
            "warning docs/process/a.md:2:17",
        ),
        (
            "no-stories",
            work(&[("stories", "# Stories\n")]),
            "warning docs/work/active/w/stories.md:1:1",
        ),
        (
            "no-entries",
            notes(page("a\n"), "1.0", "# 1.0\n\n## Everybody\n\n- A\n"),
            "warning docs/release-notes/1.0.md:1:1",
        ),
        (
            "missing-criteria",
            work(&[
                ("challenge", "# C\n"),
                ("spec", "# S\n"),
                ("stories", "# A\n\n## User Story\n\na\n"),
            ]),
            "warning docs/work/active/w/stories.md:1:1",
        ),
        (
            "missing-specification",
            tracked().without("work/active/w/spec.md"),
            "warning docs/work/active/w/stories.md:1:1",
        ),
        (
            "missing-challenge",
            work(&[("spec", "# S\n")]),
            "warning docs/work/active/w/spec.md:1:1",
        ),
        (
            "delivered-work-active",
            notes(
                tracked(),
                "1.0",
                "# 1.0\n\n## Public\n\n- A (IPT-1)\n- B (IPT-2)\n",
            ),
            "warning docs/work/active/w/spec.md:1:1",
        ),
        (
            "stale-specification",
            decided(&[("0001", "Accepted\n\nDate: 2026-02-02")])
                .file("work/active/w/challenge.md", "# C\n")
                .file(
                    "work/active/w/spec.md",
                    "---\ndate: 2026-01-01\n---\n\nBy [1](../../../decisions/0001.md)\n",
                ),
            "warning docs/work/active/w/spec.md:5:8",
        ),
        (
            "unknown-kind",
            page("a\n").file(
                "decisions/0001.md",
                "---\nkind: Decison\nstatus: proposed\n---\n\n# 0001\n",
            ),
            "warning docs/decisions/0001.md:2:7",
        ),
        (
            "suspect-link",
            suspect(),
            "warning docs/work/active/w/spec.md:3:10",
        ),
        (
            "audience-leak",
            notes(
                tracked(),
                "unreleased",
                "# U\n\n## Public\n\n- A (IPT-1)\n\n## Internal\n\n- A (IPT-1)\n",
            ),
            "error docs/release-notes/unreleased.md:5:1",
        ),
    ]
}

/// One site for each code, with the place of its only finding.
pub fn cases() -> Vec<(&'static str, Site, &'static str)> {
    let mut cases = chain_cases();
    cases.extend(page_cases());
    cases.extend(api_cases());
    cases
}

/// A start page and an API description with these lines, below its `openapi` and its `info`.
fn api(lines: &str) -> Site {
    let head = "openapi: 3.1.0\ninfo: { title: Depots, version: \"1\" }\n";
    page("a\n").file("api.yaml", &format!("{head}{lines}"))
}

/// One site for each code about API descriptions.
fn api_cases() -> Vec<(&'static str, Site, &'static str)> {
    let operation = |path: &str, more: &str| {
        format!("  {path}:\n    get: {{ {more}responses: {{ \"204\": {{ description: a }} }} }}\n")
    };
    let paths = |more: &str| format!("paths:\n{}", operation("/depots", more));
    vec![
        (
            "bad-api",
            page("a\n").file("api.yaml", "swagger: \"2.0\"\n"),
            "error docs/api.yaml:1:10",
        ),
        (
            "api-shape",
            api("paths: {}\ntags: {}\n"),
            "warning docs/api.yaml:4:1",
        ),
        (
            "broken-reference",
            api(&paths("requestBody: { $ref: \"#/components/x\" }, ")),
            "error docs/api.yaml:5:33",
        ),
        (
            "duplicate-operation",
            api(&(paths("operationId: list, ") + &operation("/sites", "operationId: list, "))),
            "warning docs/api.yaml:7:25",
        ),
        (
            "path-parameter",
            api(&format!("paths:\n{}", operation("/depots/{id}", ""))),
            "warning docs/api.yaml:5:5",
        ),
        (
            "unknown-tag",
            api(&format!(
                "tags: [{{ name: depots }}]\n{}",
                paths("tags: [depot], ")
            )),
            "warning docs/api.yaml:6:19",
        ),
        (
            "unused-component",
            api(&(paths("") + "components: { schemas: { Depot: { type: object } } }\n")),
            "note docs/api.yaml:6:26",
        ),
        (
            "example-mismatch",
            api(&paths(
                "parameters: [{ name: page, in: query, schema: { type: integer, example: one } }], ",
            )),
            "warning docs/api.yaml:5:84",
        ),
    ]
}

/// One site for each code that is found before the chain is traced.
fn page_cases() -> Vec<(&'static str, Site, &'static str)> {
    vec![
        (
            "unknown-key",
            map("[site]\nnmae = \"x\"\n"),
            "error content-map.toml:2:1",
        ),
        (
            "invalid-value",
            map("[site]\nurls = \"folders\"\n"),
            "error content-map.toml:2:8",
        ),
        (
            "unknown-page",
            map("[page.\"strat.md\"]\nhidden = true\n"),
            "error content-map.toml:1:7",
        ),
        (
            "bad-redirect",
            map("[redirects]\n\"old.md\" = \"new.md\"\n"),
            "error content-map.toml:2:12",
        ),
        (
            "invalid-utf8",
            Site::new().bytes("index.md", b"# Caf\xE9\n"),
            "error docs/index.md:1:6",
        ),
        // An unreadable file is one too, but not for root.
        (
            "unreadable",
            page("a\n").link("gone.md", "nowhere.md"),
            "error docs/gone.md:1:1",
        ),
        (
            "symlink-loop",
            page("a\n").link("again", "."),
            "warning docs/again:1:1",
        ),
        (
            "outside-root",
            page("a\n").link("notes", "/etc"),
            "warning docs/notes:1:1",
        ),
        (
            "unread-pages",
            page("a\n").file("b.mdx", "b\n").file("c.RST", "c\n"),
            "note",
        ),
        (
            "front-matter",
            page("---\ntags: x\ntitle: a: b\n---\n\ntext\n"),
            "error docs/index.md:3:1",
        ),
        (
            "missing-snippet",
            page("a\n\n--8<-- \"b.md\"\n"),
            "error docs/index.md:3:1",
        ),
        (
            "snippet-loop",
            page("--8<-- \"x.txt\"\n").file("x.txt", "a\n--8<-- \"x.txt\"\n"),
            "error docs/x.txt:2:1",
        ),
        (
            "unclosed-fence",
            page("a\n\n```py\nb\n"),
            "error docs/index.md:3:1",
        ),
        (
            "accidental-code",
            page("Text:\n\n    - a\n    - b\n"),
            "warning docs/index.md:3:5",
        ),
        (
            "unclosed-block",
            page("a\n\n/// note\nb\n"),
            "error docs/index.md:3:1",
        ),
        (
            "unknown-block",
            page("/// detials | More\na\n///\n"),
            "warning docs/index.md:1:1",
        ),
        (
            "foreign-syntax",
            page("a\n\nTake {{ version }}.\n"),
            "warning docs/index.md:3:6",
        ),
        (
            "unknown-icon",
            page("a :material-chekc:\n"),
            "warning docs/index.md:1:3",
        ),
        (
            "undefined-reference",
            page("a [manual][guide]\n"),
            "warning docs/index.md:1:3",
        ),
        (
            "duplicate-definition",
            page("[a]\n\n[a]: #x\n[A]: #y\n\n# X\n"),
            "warning docs/index.md:4:1",
        ),
        (
            "unused-footnote",
            page("a\n\n[^b]: c\n"),
            "warning docs/index.md:3:1",
        ),
        (
            "bad-math",
            page("a $\\frac{a}$\n"),
            "warning docs/index.md:1:3",
        ),
        (
            "bad-diagram",
            page("a\n\n```mermaid\nflowchart LR\n  A --> ]\n```\n"),
            "warning docs/index.md:5:9",
        ),
        (
            "diagram-setting",
            page("a\n\n```mermaid\n%%{init: {'theme': 'dark'}}%%\nflowchart LR\n  A\n```\n"),
            "note docs/index.md:4:12",
        ),
        (
            "duplicate-id",
            page("# A { #x }\n\n## B { #x }\n"),
            "warning docs/index.md:3:1",
        ),
        (
            "unbalanced-html",
            page("a\n\n</div>\n"),
            "warning docs/index.md:3:1",
        ),
        (
            "inline-style",
            page("<p style=\"color: red\">a</p>\n"),
            "warning docs/index.md:1:11",
        ),
        (
            "inline-script",
            page("<p onclick=\"go()\">a</p>\n"),
            "warning docs/index.md:1:13",
        ),
        (
            "unknown-allow",
            page("a\n\n<!-- bf-docs: allow brokenlink -->\nb\n"),
            "warning docs/index.md:3:1",
        ),
        ("empty-page", page(""), "warning docs/index.md:1:1"),
        (
            "route-conflict",
            page("a\n").file("README.md", "b\n"),
            "warning docs/README.md:1:1",
        ),
        (
            "broken-link",
            page("[a](b.md)\n"),
            "error docs/index.md:1:5",
        ),
        (
            "broken-anchor",
            page("# A\n\n[a](#b)\n"),
            "error docs/index.md:3:5",
        ),
        (
            "wrong-case",
            page("[a](B.md)\n").file("b.md", "b\n"),
            "error docs/index.md:1:5",
        ),
        (
            "ambiguous-link",
            page("[a](b/)\n").file("b.md", "b\n"),
            "warning docs/index.md:1:5",
        ),
        (
            "absolute-link",
            page("[a](/b.md)\n").file("b.md", "b\n"),
            "warning docs/index.md:1:5",
        ),
        (
            "remote-resource",
            page("![a](https://x.org/a.png)\n"),
            "warning docs/index.md:1:6",
        ),
        (
            "duplicate-tab",
            map("[[tab]]\npath = \"index.md\"\n\n[[tab]]\npath = \"a\"\ntitle = \"home\"\n")
                .file("a/b.md", "b\n"),
            "warning content-map.toml:6:1",
        ),
        (
            "untabbed-pages",
            map("[[tab]]\npath = \"index.md\"\n")
                .file("a/b.md", "b\n")
                .file("a/c.md", "c\n"),
            "note",
        ),
        (
            "orphan-page",
            map("[folder.\"\"]\norder = [\"index.md\"]\n\n[checks]\norphan-page = \"error\"\n")
                .file("b.md", "# B\n"),
            "error docs/b.md:1:1",
        ),
    ]
}

#[test]
fn every_code_is_found_at_its_place() {
    let mut wrong = String::new();
    for (code, site, expected) in cases() {
        let run = site.check();
        let found = [run.found(), run.noted()].concat();
        if found != [format!("{expected} {code}")] {
            wrong += &format!("{code}: expected {expected}, found {found:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    let without = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| !cases.iter().any(|case| case.0 == *name))
        .filter(|name| !ELSEWHERE.contains(name));
    assert_eq!(without.collect::<Vec<_>>(), [""; 0]);
}

/// The fixed words of a message, without the names in it and the system's error.
fn form(message: &str) -> String {
    let message = message.split(": ").next().unwrap_or(message);
    let form: String = message
        .split('`')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { "`...`" } else { part })
        .collect();
    form.replace(|c: char| c.is_ascii_digit(), "")
}

#[test]
fn the_example_of_every_page_is_what_bf_docs_says() {
    for (code, site, at) in cases() {
        let page = site.run(&["explain", code]).stdout;
        let (_, example) = page
            .split_once(&format!("[{code}]: "))
            .unwrap_or_else(|| panic!("{code} has no example"));
        let mut lines = example.lines();
        let message = lines.next().unwrap_or_default();
        let run = site.check();
        let said = run.findings.iter().chain(&run.notes);
        let said: Vec<String> = said.map(|finding| form(&finding.message)).collect();
        assert_eq!(said, [form(message)], "{code}");
        // A finding about the tree as a whole has no place.
        if !at.contains(' ') {
            continue;
        }
        // The arrow is indented by the width of the line's number.
        let arrow = lines.next().unwrap_or_default();
        let number = arrow.rsplit(':').nth(1).unwrap_or_default();
        let expected = format!("{}--> ", " ".repeat(number.len()));
        assert!(
            arrow.starts_with(&expected),
            "{code}: the arrow is not where it is printed"
        );
    }
}

#[test]
fn every_code_is_explained_and_listed() {
    let site = Site::new();
    let all = site.run(&["explain"]).stdout;
    let index = std::fs::read_to_string("docs/reference/findings/index.md")
        .expect("the index is in the repository");
    for code in Code::ALL {
        let (name, severity) = (code.name(), code.default_severity().name());
        let explained = site.run(&["explain", name]);
        assert_eq!(explained.code, 0, "{name}");
        assert!(
            explained.stdout.starts_with(&format!("# `{name}`\n")),
            "{name}: {}",
            explained.stdout
        );
        assert!(
            explained
                .stdout
                .contains(&format!("Severity: **{severity}**.")),
            "{name}"
        );
        for part in [
            "## What it means",
            "## Example",
            "## How to fix it",
            "## How to allow it",
        ] {
            assert!(explained.stdout.contains(part), "{name} has no `{part}`");
        }
        assert!(
            all.contains(&format!("\n{name} ")) || all.starts_with(name),
            "{name} is not listed"
        );
        assert!(
            index.contains(&format!("| [`{name}`]({name}.md) | {severity} | ")),
            "{name} is not in the index"
        );
    }
    let unknown = site.run(&["explain", "brokenlink"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    unknown.says("error: there is no finding `brokenlink`");
    unknown.says("help: did you mean `broken-link`?");
}

#[test]
fn a_comment_allows_what_the_next_block_has_and_no_more() {
    let site = page(
        "<!-- bf-docs: allow broken-link because it comes later -->\n[a](b.md)\n\n[c](d.md)\n\n<!-- bf-docs: allow broken-link -->\ntext\n",
    );
    assert_eq!(
        site.check().found(),
        [
            "error docs/index.md:4:5 broken-link",
            "warning docs/index.md:6:1 unknown-allow"
        ]
    );
}

/// The first finding's message and help.
#[track_caller]
fn check(site: Site, message: &str, help: &str) {
    let Run {
        findings, stderr, ..
    } = site.check();
    let first = findings
        .first()
        .unwrap_or_else(|| panic!("no finding\n{stderr}"));
    assert_eq!(
        (first.message.as_str(), first.help.as_str()),
        (message, help)
    );
}

#[test]
fn an_entry_of_an_order_is_named_as_it_must_be_written() {
    let site = |entry: &str| {
        map(&format!(
            "[folder.process]\norder = [\"{entry}\", \"...\"]\n"
        ))
        .file("process/intake.md", "a\n")
        .file("process/flow/a.md", "a\n")
    };
    check(
        site("intak.md"),
        "no page or folder is at `intak.md`",
        "did you mean `intake.md`?",
    );
    check(
        site("flwo/"),
        "no page or folder is at `flwo`",
        "did you mean `flow/`?",
    );
    check(
        site("process/intake.md"),
        "no page or folder is at `process/intake.md`",
        "did you mean `intake.md`?",
    );
    check(
        site("flow/a.md"),
        "`flow/a.md` does not lie right in the folder",
        "name it in the `order` of `[folder.\"process/flow\"]`, or write `{ path = \"process/flow/a.md\" }` to have it here",
    );
    check(
        site("something-else.md"),
        "no page or folder is at `something-else.md`",
        "mend the path, which starts at `process/`, or take the entry out",
    );
}

#[test]
fn an_allowed_host_is_one_that_browsers_load_from() {
    let remote = |allowed: &str, address: &str| {
        let site = map(&format!("[site]\nallow-hosts = [\"{allowed}\"]\n"))
            .file("a.md", &format!("![a]({address})\n"));
        site.check()
            .findings
            .into_iter()
            .map(|found| found.help)
            .collect::<Vec<_>>()
    };
    let allowed = [
        ("x.org", "https://X.org/a.png"),
        ("*.x.org", "https://a.b.x.org/a"),
        ("x.org", "//x.org:443/a"),
    ];
    for (host, address) in allowed {
        assert_eq!(remote(host, address), [""; 0], "{host} {address}");
    }
    for (host, address) in [
        ("*.x.org", "https://x.org/a"),
        ("x.org", "https://x.org.evil.net/a"),
        ("x.org", "https://x.org:8443/a"),
    ] {
        assert_eq!(remote(host, address).len(), 1, "{host} {address}");
    }
    assert_eq!(
        remote("x.org", "http://x.org/a"),
        ["write `https://`: pages load nothing over `http://` from hosts of `allow-hosts`"]
    );
}

#[test]
fn an_orphan_is_a_page_that_nobody_meant_to_hide() {
    let orphans = |toml: &str, start: &str| {
        let map = format!("{toml}\n[checks]\norphan-page = \"warning\"\n");
        let site = Site::new()
            .map(&map)
            .file("index.md", start)
            .file("a/index.md", "a\n")
            .file("a/b.md", "b\n");
        let site = site
            .file("c/d.md", "d\n")
            .file("e.md", "---\nhidden: true\n---\n\ne\n");
        site.check().found()
    };
    assert_eq!(orphans("", "a\n"), [""; 0]);
    assert_eq!(
        orphans("[page.\"a/b.md\"]\nhidden = true\n", "a\n"),
        [""; 0]
    );
    assert_eq!(
        orphans("[folder.\"\"]\norder = [\"a/\"]\n", "a\n"),
        ["warning docs/c/d.md:1:1 orphan-page"],
        "the start page has the home link"
    );
    assert_eq!(
        orphans("[folder.a]\norder = []\n", "a\n"),
        ["warning docs/a/b.md:1:1 orphan-page"]
    );
    // If there is a bar of tabs, folders without a tab are in no navigation.
    assert_eq!(
        orphans(
            "[[tab]]\npath = \"index.md\"\n[[tab]]\npath = \"a\"\n",
            "a\n"
        ),
        ["warning docs/c/d.md:1:1 orphan-page"]
    );
}
