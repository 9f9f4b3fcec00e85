//! `bf-docs compare`: what a reader of the old site would lose.

use serde_json::Value;

use crate::site::{Run, Site};

/// A docs folder, and beside it the site `old` that another generator built from it.
fn site(old: &[(&str, &str)]) -> Site {
    let site = Site::new()
        .file("index.md", "# Wiki\n\nAll that the team knows about depots.\n")
        .file(
            "guide/run.md",
            "# Run it\n\nStart the service, then look at the log for the word ready.\n\n## Set up\n\nTake the key.\n\n\
             | a | b |\n|---|---|\n| 1 | 2 |\n",
        );
    old.iter().fold(site, |site, (path, body)| {
        let html =
            format!("<title>x</title><body><nav>Menu of the old site</nav><main>{body}</main>");
        site.file(&format!("../old/{path}"), &html)
    })
}

const START: (&str, &str) = (
    "index.html",
    "<h1>Wiki</h1><p>All that the team knows about depots.</p>",
);

const RUN: &str = "<h1 id=run-it>Run it</h1><p>Start the service, then look at the log for the word ready.</p>\
    <h2 id=set-up>Set up</h2><p>Take the key.</p><table><tr><th>a<th>b<tr><td>1<td>2</table>";

fn compared(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["compare", "old"], more].concat())
}

fn json(site: &Site) -> Value {
    serde_json::from_str(&compared(site, &["--format", "json"]).stdout).expect("it is JSON")
}

#[test]
fn a_site_that_has_everything_finds_nothing() {
    let run = compared(
        &site(&[START, ("guide/run/index.html", RUN)]),
        &["--strict"],
    );
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr
            .starts_with("2 pages: 2 at their address, 0 moved, 0 gone; kept 100 % of words,"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_page_that_moved_dies_with_its_address_and_a_redirect_saves_it() {
    let site = site(&[
        START,
        ("start/run.html", RUN),
        (
            "gone/index.html",
            "<h1>Payroll</h1><p>Nobody wrote this page again anywhere.</p>",
        ),
        ("files/plan.pdf", ""),
        (
            "short.html",
            "<meta http-equiv=refresh content='0; url=guide/run/'>",
        ),
    ]);
    let run = compared(&site, &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    for line in [
        "error[lost-address]: nothing is at `start/run.html` any more; its text is at `guide/run/`",
        "error[lost-address]: nothing is at `gone/` any more, and no page has its text",
        "error[lost-address]: nothing is at `files/plan.pdf` any more",
        "error[lost-address]: nothing is at `short.html` any more",
        " --> old/start/run.html:1:1",
        "help: redirect it to `guide/run.md`",
    ] {
        assert!(
            run.stdout.lines().any(|known| known == line),
            "{line}\n{}",
            run.stdout
        );
    }
    let toml =
        "[redirects]\n\"short.html\" = \"guide/run.md\"\n\"start/run.html\" = \"guide/run.md\"\n";
    assert_eq!(compared(&site, &["--format", "toml"]).stdout, toml);
    let mended = compared(&site.map(toml), &["--format", "json"]);
    assert!(
        !mended.stdout.contains("\"short.html\""),
        "{}",
        mended.stdout
    );
    assert!(
        !mended.stdout.contains("\"now_at\": \"guide/run/\""),
        "{}",
        mended.stdout
    );
}

#[test]
fn ids_titles_words_images_tables_and_code_that_are_gone_are_named() {
    let old = "<h1 id=run>Run the depot</h1><p>Start the service, then look at the log for the word ready.</p>\
        <h2 id=set_up_1>Set up</h2><p>Take the key. Never share it with anybody else.</p><img src=../a/plan.png>\
        <table><tr><td>a<td>b<td>1<td>2</table><table><tr><td>1</table><pre>code</pre>";
    let site = site(&[START, ("guide/run/index.html", old)]);
    let run = compared(&site, &["--strict"]);
    assert_eq!(run.code, 1);
    let at = |message: &str| {
        assert!(run.stdout.contains(message), "{message}\n{}", run.stdout);
    };
    at("warning[lost-anchor]: ids are gone: `#run`, `#set_up_1`");
    at("warning[lost-content]: the page has lost ");
    at(", 1 of 1 images, 1 of 2 tables, 1 of 1 code blocks");
    assert!(
        run.stderr
            .contains("the title `Run the depot` is `Run it` now"),
        "{}",
        run.stderr
    );
    let page = &json(&site)["pages"][1];
    assert_eq!(page["anchors"][1]["now"], "set-up");
    assert_eq!(page["images"]["first"][0], "plan.png");
    let markdown = compared(&site, &["--format", "markdown"]).stdout;
    assert!(
        markdown.contains("| `guide/run/` | Run the depot | Run it |"),
        "{markdown}"
    );
    assert!(
        markdown.contains("| `guide/run/#set_up_1` | `#set-up` |"),
        "{markdown}"
    );
}

#[test]
fn words_and_images_of_the_old_theme_are_no_loss() {
    let around = "<p>Was this page helpful?</p><img src=thumb.png>";
    let site = (0..8).fold(site(&[]), |site, at| {
        let text = format!("# Page {at}\n\nIts text.\n");
        let more = if at == 3 {
            "<p>Helpful notes are gone.</p>"
        } else {
            ""
        };
        let old = format!("<article><h1>Page {at}</h1><p>Its text.</p>{more}{around}</article>");
        site.file(&format!("p{at}.md"), &text)
            .file(&format!("../old/p{at}/index.html"), &old)
    });
    let run = compared(&site, &["--strict"]);
    assert_eq!(
        run.stdout.matches("lost-content]").count(),
        1,
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("the page has lost 4 of 8 words\n --> old/p3/"),
        "{}",
        run.stdout
    );
}

#[test]
fn many_other_titles_are_one_note() {
    let site = (0..7).fold(site(&[]), |site, at| {
        site.file(&format!("p{at}.md"), &format!("# New {at}\n"))
            .file(
                &format!("../old/p{at}/index.html"),
                &format!("<h1>Old {at}</h1>"),
            )
    });
    let run = compared(&site, &[]);
    assert!(
        run.stderr.contains("7 pages have other titles"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_that_is_no_site_is_a_fault() {
    let empty = Site::new()
        .file("index.md", "# S\n")
        .file("../old/notes.txt", "no page\n");
    let run = compared(&empty, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("`old` has no HTML files"),
        "{}",
        run.stderr
    );
    let run = empty.run(&["compare", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("cannot read `nowhere`"),
        "{}",
        run.stderr
    );
    // A file that is no HTML has no words; a site of ours is compared like any other.
    let odd = Site::new()
        .file("index.md", "# Wiki\n")
        .bytes("../old/index.html", &[0, 159, 146, 150, b'<']);
    assert_eq!(compared(&odd, &[]).code, 0);
    let own = site(&[]);
    assert_eq!(own.build().code, 0);
    let run = own.run(&["compare", "site", "--strict"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}
