//! Findings stay the same ones: for forges by their fingerprints, for a tree by its baseline.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::findings::cases;
use crate::site::Site;

/// What version 1 of the baseline held for the site of each code that there was then. It was
/// written once, by the last version that wrote it, and is never written again.
fn frozen() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string("tests/frozen.json").expect("the file is in the repository");
    serde_json::from_str(&text).expect("it is JSON")
}

/// The values of a key in a list, sorted.
fn texts(list: &Value, key: &str) -> Vec<String> {
    let rows = list.as_array().into_iter().flatten();
    let mut texts: Vec<String> = rows.map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect();
    texts.sort();
    texts
}

#[test]
fn a_finding_keeps_the_fingerprint_that_it_was_first_given() {
    let frozen = frozen();
    let mut wrong = String::new();
    for (code, site, _) in cases() {
        let Some(before) = frozen.get(code) else { continue };
        let now = site.run(&["check", "--format", "gitlab"]).stdout;
        let now = texts(&serde_json::from_str(&now).expect("it is JSON"), "fingerprint");
        if now != texts(&before["findings"], "fingerprint") {
            wrong += &format!("{code} was told by `{}`\n", texts(&before["findings"], "message").join("`, `"));
        }
    }
    assert!(wrong.is_empty(), "say so with `Diagnostic::formerly` or `formerly_at`:\n{wrong}");
}

#[test]
fn a_baseline_of_version_1_knows_what_it_knew_and_is_written_anew() {
    let frozen = frozen();
    let mut wrong = String::new();
    for (code, site, _) in cases() {
        let Some(before) = frozen.get(code) else { continue };
        let site = site.file("../known.json", &before.to_string());
        let check = |site: &Site| site.run(&["check", "--baseline", "known.json", "--format", "json"]).found();
        let new = check(&site);
        site.run(&["check", "--write-baseline", "known.json"]);
        let written = std::fs::read_to_string(site.root().join("known.json")).expect("it was written");
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
    let (two, one) = if lines[0] == lines[1] { (&lines[0], &lines[2]) } else { (&lines[1], &lines[0]) };
    assert_eq!(written, json!({ "version": 2, "findings": [row(two, None), row(two, Some(1)), row(one, None)] }));
}

#[test]
fn what_is_said_of_one_target_is_shown_once() {
    let pages = |number: u32| (0..number).fold(Site::new().file("index.md", "[a](gone.md)\n"), |site, at| {
        site.file(&format!("p{at:02}.md"), "A page.\n\n[x](gone.md)\n")
    });
    let told = |site: &Site, args: &[&str]| {
        let run = site.run(&[&["check"], args].concat());
        (run.stdout.matches("error[broken-link]").count(), run.stdout, run.stderr)
    };
    let many = pages(57).file("other.md", "[b](missing.md)\n");
    let (shown, stdout, stderr) = told(&many, &[]);
    assert_eq!(shown, 2, "{stdout}");
    assert!(stdout.contains("\nand 57 more in 57 files\n\n"), "{stdout}");
    assert!(stdout.ends_with("code         severity  findings  files\nbroken-link  error           59     59\n\n"));
    assert_eq!(stderr, "checked 59 pages: 59 errors, 0 warnings; `--all` shows 57 more\n");
    let (shown, stdout, stderr) = told(&many, &["--all"]);
    assert_eq!((shown, stderr.as_str()), (59, "checked 59 pages: 59 errors, 0 warnings\n"));
    assert!(stdout.contains("59     59"), "{stdout}");
    for format in ["json", "gitlab", "sarif", "junit"] {
        let (_, stdout, stderr) = told(&many, &["--format", format]);
        assert!(stdout.matches("p56.md").count() > 0 && !stdout.contains("severity  findings"), "{format}");
        assert!(!stderr.contains("--all"), "{stderr}");
    }

    let (shown, stdout, _) = told(&pages(1), &[]);
    assert_eq!((shown, stdout.contains("severity  findings")), (1, false), "two are in sight\n{stdout}");
    assert!(stdout.contains("\nand 1 more: docs/p00.md:3:5\n"), "{stdout}");
}

#[test]
fn what_names_nothing_is_shown_at_each_place_and_summed_up_by_code() {
    let site = Site::new().file("index.md", "# A\n\n[x](b.md)\n").file("a/c.md", "").file("a/d.md", "").file("e.md", "");
    let built = site.run(&["build"]);
    assert_eq!(built.stderr.matches("warning[empty-page]").count(), 3, "{}", built.stderr);
    let table = "code         severity  findings  files\n\
                 broken-link  error            1      1\n\
                 empty-page   warning          3      3\n\nbuilt 4 pages";
    assert!(built.stderr.contains(table), "{}", built.stderr);
}
