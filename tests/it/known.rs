//! The identity of findings: fingerprints for forges, and the baseline for a tree.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::findings::cases;
use crate::site::Site;

/// The baseline of version 1 for a site with every code of that time. The last version that wrote
/// this form made it, and it is never written again.
fn frozen() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string("tests/frozen.json").expect("the file is in the repository");
    serde_json::from_str(&text).expect("it is JSON")
}

/// The values of a key in a list, sorted.
fn texts(list: &Value, key: &str) -> Vec<String> {
    let rows = list.as_array().into_iter().flatten();
    let mut texts: Vec<String> = rows
        .map(|row| row[key].as_str().unwrap_or_default().to_owned())
        .collect();
    texts.sort();
    texts
}

#[test]
fn a_finding_keeps_the_fingerprint_that_it_was_first_given() {
    let frozen = frozen();
    let mut wrong = String::new();
    for (code, site, _) in cases() {
        let Some(before) = frozen.get(code) else {
            continue;
        };
        let now = site.run(&["check", "--format", "gitlab"]).stdout;
        let now = texts(
            &serde_json::from_str(&now).expect("it is JSON"),
            "fingerprint",
        );
        if now != texts(&before["findings"], "fingerprint") {
            wrong += &format!(
                "{code} was told by `{}`\n",
                texts(&before["findings"], "message").join("`, `")
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "say so with `Diagnostic::formerly` or `formerly_at`:\n{wrong}"
    );
}

#[test]
fn a_baseline_of_version_1_knows_what_it_knew_and_is_written_anew() {
    let frozen = frozen();
    let mut wrong = String::new();
    for (code, site, _) in cases() {
        let Some(before) = frozen.get(code) else {
            continue;
        };
        let site = site.file("../known.json", &before.to_string());
        let check = |site: &Site| {
            site.run(&["check", "--baseline", "known.json", "--format", "json"])
                .found()
        };
        let new = check(&site);
        site.run(&["check", "--write-baseline", "known.json"]);
        let written =
            std::fs::read_to_string(site.root().join("known.json")).expect("it was written");
        let version = &serde_json::from_str::<Value>(&written).expect("it is JSON")["version"];
        let again = check(&site);
        if !new.is_empty() || !again.is_empty() || *version != 2 {
            wrong += &format!("{code}: {new:?}, then {again:?} in version {version}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_baseline_says_what_each_finding_is_known_by() {
    let site = Site::new().file("a/b.md", "[x](gone.md) [y](gone.md)\n\n[z](gone.md)\n");
    site.run(&["check", "--write-baseline", "known.json"]);
    let text = std::fs::read_to_string(site.root().join("known.json")).expect("it was written");
    let written: Value = serde_json::from_str(&text).expect("it is JSON");
    let row = |line: &str, number: Option<u32>| {
        let mut row = json!({
            "code": "broken-link", "path": "a/b.md", "line": line, "values": ["gone.md"],
            "message": "no page or file is at `a/gone.md`",
        });
        number.inspect(|number| row["number"] = json!(number));
        row
    };
    let lines = texts(&written["findings"], "line");
    let (two, one) = if lines[0] == lines[1] {
        (&lines[0], &lines[2])
    } else {
        (&lines[1], &lines[0])
    };
    assert_eq!(
        written,
        json!({ "version": 2, "findings": [row(two, None), row(two, Some(1)), row(one, None)] })
    );
}

#[test]
fn what_is_said_of_one_target_is_shown_once() {
    let pages = |number: u32| {
        (0..number).fold(
            Site::new().file("index.md", "[a](gone.md)\n"),
            |site, at| site.file(&format!("p{at:02}.md"), "A page.\n\n[x](gone.md)\n"),
        )
    };
    let told = |site: &Site, args: &[&str]| {
        let run = site.run(&[&["check"], args].concat());
        (
            run.stdout.matches("error[broken-link]").count(),
            run.stdout,
            run.stderr,
        )
    };
    let many = pages(57).file("other.md", "[b](missing.md)\n");
    let (shown, stdout, stderr) = told(&many, &[]);
    assert_eq!(shown, 2, "{stdout}");
    assert!(stdout.contains("\nand 57 more in 57 files\n\n"), "{stdout}");
    assert!(stdout.ends_with(
        "code         severity  findings  files\nbroken-link  error           59     59\n\n"
    ));
    assert_eq!(
        stderr,
        "checked 59 pages: 59 errors, 0 warnings; `--all` shows 57 more\n"
    );
    let (shown, stdout, stderr) = told(&many, &["--all"]);
    assert_eq!(
        (shown, stderr.as_str()),
        (59, "checked 59 pages: 59 errors, 0 warnings\n")
    );
    assert!(stdout.contains("59     59"), "{stdout}");
    for format in ["json", "gitlab", "sarif", "junit"] {
        let (_, stdout, stderr) = told(&many, &["--format", format]);
        assert!(
            stdout.matches("p56.md").count() > 0 && !stdout.contains("severity  findings"),
            "{format}"
        );
        assert!(!stderr.contains("--all"), "{stderr}");
    }

    let (shown, stdout, _) = told(&pages(1), &[]);
    assert_eq!(
        (shown, stdout.contains("severity  findings")),
        (1, false),
        "two are in sight\n{stdout}"
    );
    assert!(
        stdout.contains("\nand 1 more:\n    docs/p00.md:3:5\n"),
        "{stdout}"
    );
}

#[test]
fn an_address_as_written_is_one_target_in_one_folder() {
    let link = "[a](../) [b](none/../gone.md)\n";
    let site = ["a/b/x.md", "a/b/y.md", "c/b/x.md", "c/b/y.md"]
        .iter()
        .fold(Site::new(), |site, path| site.file(path, link));
    let site = site
        .file("a/index.md", "a\n")
        .file("c/index.md", "[d][manual]\n")
        .file("c/d.md", "[d][manual]\n");
    let shown = site.run(&["check"]).stdout;
    let count = |text: &str| shown.matches(text).count();
    assert_eq!(count("[ambiguous-link]: `../` names no file"), 2, "{shown}");
    assert_eq!(count("no page or file is at `a/b/gone.md`"), 1, "{shown}");
    assert_eq!(
        count("[undefined-reference]"),
        2,
        "each page has its own definitions\n{shown}"
    );
}

#[test]
fn what_names_nothing_is_shown_at_each_place_and_summed_up_by_code() {
    let site = Site::new()
        .file("index.md", "# A\n\n[x](b.md)\n")
        .file("a/c.md", "")
        .file("a/d.md", "")
        .file("e.md", "");
    let built = site.run(&["build"]);
    assert_eq!(
        built.stderr.matches("warning[empty-page]").count(),
        3,
        "{}",
        built.stderr
    );
    let table = "code         severity  findings  files\n\
                 broken-link  error            1      1\n\
                 empty-page   warning          3      3\n\nbuilt 4 pages";
    assert!(built.stderr.contains(table), "{}", built.stderr);
    let few = Site::new()
        .file("index.md", "[x](b.md) :material-chekc:\n")
        .file("a.md", "")
        .run(&["check"]);
    assert!(
        !few.stdout.contains("severity  findings"),
        "a few of a code each are in sight\n{}",
        few.stdout
    );
}

/// A tree with many kinds of defects, and many forms of each.
pub fn flawed() -> Site {
    let map = "[site]\nnmae = \"x\"\nurls = \"folders\"\ncss = [\"none.css\"]\n\n[checks]\nbroken = \"error\"\n\
               orphan-page = \"warning\"\n\n[[tab]]\npath = \"none\"\n\n[[tab]]\npath = \"p\"\n\
               order = [\"none.md\", \"f/a.md\", \"...\"]\n\n[redirects]\n\"p/links.md\" = \"index.md\"\n\
               \"gone.md\" = \"none.md\"\n\"old.md\" = \"index.md#none\"\n\n[tracker.linear]\n\
               issue = \"https://x.org/{id}\"\nteams = [\"IPT\"]\n";
    let pages = [
        (
            "p/links.md",
            "# L\n\n[a](../../out.md) [b](f) [c](f/) [d](draft.md) [e](javascript:x) ![f](none.png)\n\n\
                        [g](/none.md) [h](/p/links.md#none) [i](LINKS.md) [j](links.md#no) [k](links) [l](/p/links.md)\n\n\
                        [m](empty/) [n](liks.md) [o](f/a.md#b) ![p](//x.org/a.png) ![q](http://x.org/b.png) [r]()\n\n\
                        [s][none] and [t][] and a note[^none]\n",
        ),
        (
            "p/html.md",
            "# H\n\n<iframe src=\"https://x.org/\"></iframe>\n\n<script>x()</script>\n\n<style>a{}</style>\n\n\
                       <p style=\"a\" onclick=\"b\">x</p>\n\ntext {: style=\"a\" onclick=\"b\" }\n\n</section>\n\n<b>x\n\n\
                       <div markdown>\n\na\n",
        ),
        (
            "p/blocks.md",
            "# B { #x }\n\n## C { #x }\n\n--8<-- \"none.md\"\n\n--8<-- \"p/links.md:none\"\n\n\
                         --8<-- \"p/links.md:90:99\"\n\n/// detials | D\na\n///\n\n:material-chekc: $\\frac{a}$\n\n\
                         <!-- bf-docs: allow broken-link nothing -->\ntext\n\n```py\nb\n",
        ),
        (
            "p/front.md",
            "---\ntitle: [a]\ntags: {a: b}\nhidden: maybe\ndescription: 3\nhide: 4\nsearch: x\n---\n\ntext\n",
        ),
        ("p/front2.md", "---\ntitle: a: b\n---\n\ntext\n"),
        ("p/front3.md", "---\n- a\n---\n\ntext\n"),
        ("p/f/a.md", "a\n"),
        ("p/draft.md", "---\ndraft: true\n---\n\na\n"),
        ("p/empty.md", ""),
        ("index.md", "# Start\n"),
        (
            "decisions/0001-a.md",
            "# 0001 - A\n\n## Status\n\nWhatever\n",
        ),
        ("decisions/0002-b.md", "# 0002 - B\n\n## Context\n\nNone.\n"),
        (
            "decisions/0003-c.md",
            "---\nstatus: perhaps\n---\n\n# 0003 - C\n",
        ),
        (
            "decisions/0005-d.md",
            "# 0005 - D\n\n## Status\n\nSuperseded by [6](0006-e.md)\n",
        ),
        (
            "decisions/0006-e.md",
            "# 0006 - E\n\n## Status\n\nProposed\n",
        ),
        (
            "decisions/0006-f.md",
            "# 0006 - F\n\n## Status\n\nAccepted\n",
        ),
        (
            "process/a.md",
            "---\nconstrained-by: [decision/0014, 0006, nothing]\nkind: Proces\n---\n\n# A\n\n\
                          [ADR 0002](../decisions/0001-a.md) [D](../decisions/0005-d.md) ADR 0005 ADR 0077\n",
        ),
        (
            "work/active/w/spec.md",
            "# S\n\n[D](../../../decisions/0005-d.md)\n",
        ),
        (
            "work/active/w/stories.md",
            "## A\n\n### User Story\n\na\n\nLinear issue: IPT-1\n\n### Depends on\n\n- B\n- Z\n\n\
                                      ## B\n\n### User Story\n\nb\n\nLinear issue: IPT-1\n\n### Depends on\n\n- A\n",
        ),
        (
            "release-notes/1.0.md",
            "# 1.0\n\n## Everybody\n\n- A (IPT-1)\n",
        ),
        (
            "release-notes/unreleased.md",
            "# U\n\n## Public\n\n- A (IPT-1)\n\n## Internal\n\n- B (IPT-1)\n",
        ),
    ];
    pages
        .into_iter()
        .fold(Site::new().map(map), |site, (path, text)| {
            site.file(path, text)
        })
}

/// Findings that the frozen version lacked or reported as something worse: a note without a
/// definition, and a folder whose page the build makes.
const READ_ANEW: [(&str, &str); 4] = [
    ("unknown-page", "no file is at"),
    ("undefined-reference", "`[^none]`"),
    ("ambiguous-link", "`f` names no file"),
    ("ambiguous-link", "`f/` names no file"),
];

fn is_read_anew(code: &str, message: &str) -> bool {
    READ_ANEW
        .iter()
        .any(|(known, said)| *known == code && message.contains(said))
}

#[test]
fn of_many_flaws_none_is_new_to_a_forge_or_a_baseline_of_version_1() {
    let frozen = frozen();
    let before = &frozen["flawed"];
    let site = flawed().file("../known.json", &before.to_string());
    let issues: Value = serde_json::from_str(&site.run(&["check", "--format", "gitlab"]).stdout)
        .expect("it is JSON");
    let prints = texts(&before["findings"], "fingerprint");
    let is_new = |issue: &&Value| {
        let text = |key: &str| issue[key].as_str().unwrap_or_default().to_owned();
        let is_old = !is_read_anew(&text("check_name"), &text("description"));
        is_old && frozen.contains_key(&text("check_name")) && !prints.contains(&text("fingerprint"))
    };
    let new: Vec<String> = issues
        .as_array()
        .into_iter()
        .flatten()
        .filter(is_new)
        .map(Value::to_string)
        .collect();
    assert!(
        new.is_empty(),
        "to a forge these are new:\n{}",
        new.join("\n")
    );
    let run = site.run(&["check", "--baseline", "known.json", "--format", "json"]);
    let is_old =
        |code: &str, message: &str| frozen.contains_key(code) && !is_read_anew(code, message);
    let new = run
        .findings
        .iter()
        .filter(|finding| is_old(&finding.code, &finding.message));
    let new: Vec<String> = new
        .map(|finding| format!("{} {}", finding.at, finding.message))
        .collect();
    assert!(
        new.is_empty(),
        "to a baseline these are new:\n{}",
        new.join("\n")
    );
}
