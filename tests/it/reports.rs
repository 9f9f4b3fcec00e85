//! The reports of findings, for programs and for people, keep their bytes.

use std::fs;

use crate::known::flawed;
use crate::site::Site;
use crate::snapshots::Snapshots;

/// The tree with many defects, with more of them in an included file outside the docs folder.
fn tree() -> Site {
    flawed()
        .file(
            "../shared/part.md",
            "[a](none.md) and [b][none] [^x]\n\n[^y]: y\n\n\
             <!-- bf-docs: allow broken-link -->\n[c](none.md)\n",
        )
        .file("p/included.md", "# I\n\n--8<-- \"shared/part.md\"\n")
        .file("p/included-too.md", "# J\n\n--8<-- \"p/f/a.md\"\n")
        .file(
            "p/part.txt",
            "[a](none.md) and ![b](none.png), [ADR 0001](../decisions/0001-a.md)\n",
        )
        .file(
            "process/included.md",
            "# K\n\n--8<-- \"p/part.txt\"\n\n[z](none.md)\n",
        )
        .file("z.md", "[z](gone.md)\n")
        .file("y.md", "[z](gone.md)\n")
        .file(".pages.yml", "")
}

/// The formats of a report, each with the name of its file.
const FORMS: [(&str, &str); 5] = [
    ("human", "human.txt"),
    ("json", "json.json"),
    ("gitlab", "gitlab.json"),
    ("sarif", "sarif.json"),
    ("junit", "junit.xml"),
];

#[test]
fn the_reports_and_the_baseline_of_a_tree_keep_their_bytes_wherever_they_are_made() {
    let site = tree();
    let mut reports = Snapshots::of("tests/reports");
    for (form, name) in FORMS {
        let run = site.run(&["check", "--all", "--format", form]);
        reports.compare(name, &run.stdout);
    }
    site.run(&["check", "--write-baseline", "known.json"]);
    let baseline = fs::read_to_string(site.root().join("known.json")).expect("it was written");
    reports.compare("baseline.json", &baseline);
    for (name, folder, docs) in [
        ("inside.txt", "docs", "."),
        ("beside.txt", "shared", "../docs"),
    ] {
        let args = ["check", "--all", "--config", "../content-map.toml", docs];
        let run = site.run_with(&args, |command| {
            command.current_dir(site.root().join(folder));
        });
        reports.compare(name, &run.stdout);
    }
    for args in [
        &["trace", "export"][..],
        &["trace", "export", "--format", "csv"],
        &["trace", "decision/0005"],
        &["trace", "decision/0005", "--format", "json"],
    ] {
        let name = format!(
            "{}.txt",
            args.join("-").replace("---", "-").replace('/', "-")
        );
        reports.compare(&name, &site.run(args).stdout);
    }
    reports.assert_same();
}
