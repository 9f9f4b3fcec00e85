//! Malformed input gives a finding or a fault, but never a panic or a lost page.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::site::{Run, Site};
use crate::snapshots::Transcript;

/// Builds a start page with this text, and returns the page and its findings.
fn built(text: &[u8]) -> (String, Vec<String>) {
    let site = Site::new().bytes("index.md", text);
    let found = site.build().is_built().found();
    (site.read("index.html"), found)
}

/// The article alone.
fn article(page: &str) -> &str {
    let (_, rest) = page
        .split_once("<article")
        .expect("every page has an article");
    rest.split_once("</article>").expect("the article ends").0
}

/// Asserts the article and the findings of a page with this text.
#[track_caller]
fn check(text: impl AsRef<[u8]>, expected: &str, findings: &[&str]) {
    let (page, found) = built(text.as_ref());
    assert!(
        article(&page).contains(expected),
        "{expected:?} is not in\n{}",
        article(&page)
    );
    assert_eq!(found, findings);
}

#[test]
fn bytes_that_are_no_text_are_shown_as_such() {
    check(
        b"# Caf\xE9\n\nlast \xFF\xFEwords\n",
        "last \u{FFFD}\u{FFFD}words",
        &["error docs/index.md:1:6 invalid-utf8"],
    );
    check(
        [0xFF, 0xFE, b'a', 0, b'b', 0],
        "<p>\u{FFFD}\u{FFFD}a\u{FFFD}b\u{FFFD}</p>",
        &["error docs/index.md:1:1 invalid-utf8"],
    );
    check(b"a\0b\n", "a\u{FFFD}b", &[]);
}

#[test]
fn marks_and_line_ends_of_windows_are_fine() {
    check(
        "\u{FEFF}---\r\ntitle: T\r\n---\r\n\r\n# H\r\n\r\n!!! note\r\n    in it\r\n",
        "<p>in it</p>",
        &[],
    );
    let (unix, _) = built(b"# H\n\n```py\na = 1\n```\n\na\nb\n");
    let (windows, _) = built(b"\xEF\xBB\xBF# H\r\n\r\n```py\r\na = 1\r\n```\r\n\r\na\r\nb\r\n");
    let (mac, _) = built(b"# H\r\r```py\ra = 1\r```\r\ra\rb\r");
    assert_eq!(article(&unix), article(&windows));
    assert_eq!(article(&unix), article(&mac));
    // Columns count the characters of the source line.
    check(
        "a\r\n\r\nä [b](c.md)\r\n",
        "<p>ä <a href=\"c.md\">b</a></p>",
        &["error docs/index.md:3:7 broken-link"],
    );
}

#[test]
fn a_page_without_content_is_still_a_page() {
    for text in ["", "\n\n", "\u{FEFF}", "---\ntitle: A\n---\n"] {
        let (page, found) = built(text.as_bytes());
        assert!(page.contains("<h1"), "{text:?}");
        assert!(
            found.iter().all(|found| found.ends_with("empty-page")) && found.len() == 1,
            "{text:?}: {found:?}"
        );
    }
}

/// Plain paragraphs, because an unoptimised build reads only about a megabyte of richer text a
/// second. The test shows that nothing overflows and nothing is quadratic.
#[test]
fn a_file_of_50_megabytes_is_a_page() {
    let paragraph = "word ".repeat(2_000).trim_end().to_owned() + "\n\n";
    let text = paragraph.repeat((50 << 20) / paragraph.len()) + "[a](missing.md)\n";
    let (page, found) = built(text.as_bytes());
    assert!(page.len() > 50_000_000, "{}", page.len());
    assert_eq!(
        found,
        [format!(
            "error docs/index.md:{}:5 broken-link",
            text.lines().count()
        )]
    );
}

#[test]
fn containers_nest_as_deep_as_anyone_writes_them() {
    for text in [
        "> ".repeat(10_000) + "deep\n",
        "- ".repeat(10_000) + "deep\n",
        "> - ".repeat(5_000) + "deep\n",
    ] {
        let (page, _) = built((text + "\n\nlast words\n").as_bytes());
        assert!(article(&page).contains("deep") && article(&page).contains("last words"));
    }
}

#[test]
fn what_is_never_closed_holds_the_rest_and_nothing_is_lost() {
    check(
        "a\n\n~~~\n# last words\n",
        "# last words",
        &["error docs/index.md:3:1 unclosed-fence"],
    );
    check(
        "/// note\nlast *words*\n",
        "last <em>words</em>",
        &["error docs/index.md:1:1 unclosed-block"],
    );
    for container in ["!!! note\n    ```\n    a\n", "- ```\n  a\n", "> ```\n> a\n"] {
        let (page, _) = built(format!("{container}\nlast *words*\n").as_bytes());
        assert!(
            article(&page).contains("last <em>words</em>"),
            "{container}"
        );
    }
    check(
        "last words\n\n--8<--\na.md\n",
        "last words",
        &["error docs/index.md:4:1 missing-snippet"],
    );
}

#[test]
fn front_matter_that_does_not_parse_costs_only_itself() {
    check(
        "---\ntitle: [a\n---\n\nlast words\n",
        "last words",
        &["error docs/index.md:2:1 front-matter"],
    );
    check(
        "---\ntitle: {a: b}\n---\n\nlast words\n",
        "last words",
        &["error docs/index.md:2:1 front-matter"],
    );
    check(
        "---\ndraft: perhaps\n---\n\nlast words\n",
        "last words",
        &["error docs/index.md:2:1 front-matter"],
    );
    check("---\nlast words\n", "last words", &[]);
}

#[test]
fn two_files_for_one_address_are_two_pages() {
    let site = Site::new()
        .file("g/index.md", "first\n")
        .file("g/README.md", "second\n")
        .file("g.md", "third\n");
    let site = site.file("index.md", "[a](g/index.md) [b](g/README.md) [c](g.md)\n");
    let found = site.build().is_built().found();
    assert_eq!(
        found,
        [
            "warning docs/g.md:1:1 route-conflict",
            "warning docs/g/README.md:1:1 route-conflict"
        ]
    );
    for (path, text) in [
        ("g/index.html", "first"),
        ("g/README/index.html", "second"),
        ("g-2/index.html", "third"),
    ] {
        assert!(article(&site.read(path)).contains(text), "{path}");
    }
    let start = site.read("index.html");
    for address in ["\"g/\"", "\"g/README/\"", "\"g-2/\""] {
        assert!(
            article(&start).contains(address),
            "{address} is not in {}",
            article(&start)
        );
    }
}

#[test]
fn links_in_circles_and_to_nowhere_are_left_out() {
    let site = Site::new().file("index.md", "a\n").file("a/b.md", "b\n");
    let site = site
        .link("a/up", "..")
        .link("a/self", "self")
        .link("a/gone", "nowhere")
        .link("a/etc", "/etc");
    let found = site.build().is_built().found();
    assert_eq!(
        found,
        [
            "warning docs/a/etc:1:1 outside-root",
            "error docs/a/gone:1:1 unreadable",
            "error docs/a/self:1:1 unreadable",
            "warning docs/a/up:1:1 symlink-loop"
        ]
    );
    assert!(site.has("a/b/index.html") && !site.has("a/etc/passwd"));
}

#[test]
fn any_name_that_a_file_can_have_is_served_and_linked() {
    let names = [
        "a b",
        "a#b",
        "100%",
        "a%20b",
        "it's",
        "say \"hi\"",
        "Grüße",
        "日本 語",
        "a&b",
        "a?b",
        "<b>",
        "a+b;c",
        "(x)",
    ];
    let folder = "f #1%/";
    let mut site = Site::new().map("[site]\nname = \"W\"\nurl = \"https://x.org/w/\"\n");
    let mut start = String::new();
    for name in names {
        let address = name
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>();
        start += &format!("[x](f%20%231%25/{address}.md)\n![x](f%20%231%25/{address}.png)\n\n");
        site = site
            .file(&format!("{folder}{name}.md"), "[home](../index.md)\n")
            .file(&format!("{folder}{name}.png"), "");
    }
    let site = site.file("index.md", &start);
    let run = site.build();
    assert_eq!((run.found(), run.code), (vec![], 0));
    let page = site.read("index.html");
    for name in names {
        assert!(site.has(&format!("{folder}{name}/index.html")), "{name}");
    }
    // Every address on the page, decoded, is a file of the site.
    let addresses = article(&page).split(['"', '\'']).collect::<Vec<_>>();
    let addresses: Vec<_> = addresses
        .windows(2)
        .filter(|pair| pair[0].ends_with("href=") || pair[0].ends_with("src="))
        .collect();
    assert_eq!(
        addresses
            .iter()
            .filter(|pair| pair[1].starts_with("f%20%231%25/"))
            .count(),
        2 * names.len()
    );
    for pair in addresses {
        let path = pair[1].replace("&#x27;", "'").replace("&amp;", "&");
        let path = path.split(['#', '?']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path)
            .decode_utf8()
            .expect("addresses are UTF-8")
            .into_owned();
        let path = if path.is_empty() || path.ends_with('/') {
            path + "index.html"
        } else {
            path
        };
        assert!(site.has(&path), "{path}");
    }
}

#[test]
fn a_title_is_text_wherever_it_stands() {
    let title = "Release Plan: <title> & \"more\" <img src=x>";
    let yaml =
        format!("---\ntitle: '{title}'\ndescription: '{title}'\ntags: ['{title}']\n---\n\ntext\n");
    let map = format!(
        "[site]\nname = '{title}'\ndescription = '{title}'\nfooter = '{title}'\nparent = {{ title = '{title}', url = '/' }}\n"
    );
    let site = Site::new().map(&(map + &format!("[folder.c]\ntitle = '{title}'\n")));
    let site = site
        .file("index.md", "# Start\n")
        .file("a/index.md", &yaml)
        .file("a/b.md", &yaml)
        .file("a/d.md", &yaml);
    let site = site
        .file("a/e.md", "# Release Plan: `<title>` \\<img src=x>\n")
        .file("c/d/f.md", "# F\n");
    assert_eq!(
        site.build().is_built().found(),
        ["warning content-map.toml:7:1 duplicate-tab"]
    );
    let mut pages = 0;
    for (path, bytes) in site.output() {
        if !path.ends_with(".html") {
            continue;
        }
        pages += 1;
        let page = String::from_utf8(bytes).expect("pages are UTF-8");
        assert_eq!(page.matches("<title>").count(), 1, "{path}");
        assert!(!page.contains("<img src=x"), "{path}");
        assert!(!page.contains("&amp;lt;"), "{path} is escaped twice");
    }
    assert!(pages > 8, "{pages}");
    let page = site.read("a/b/index.html");
    assert!(
        page.contains("<title>Release Plan: &lt;title&gt; &amp; "),
        "{page}"
    );
}

/// Runs bf-docs as a user without permission to read every file.
fn run_as_somebody(site: &Site, args: &[&str]) -> Run {
    if !is_roots(site) {
        return site.run(args);
    }
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o777)).is_ok();
    // The program may be in a folder that only root can open.
    let program = site.root().join("bf-docs");
    fs::copy(env!("CARGO_BIN_EXE_bf-docs"), &program).expect("the folder is ours");
    assert!(open(site.root()) && open(&program));
    let ids = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    Run::of(
        Command::new("setpriv")
            .args(ids)
            .current_dir(site.root())
            .arg(&program)
            .args(args),
    )
}

/// Returns whether the tests run as a user whom permissions do not restrict.
fn is_roots(site: &Site) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(site.root()).is_ok_and(|found| found.uid() == 0)
}

#[test]
#[ignore = "needs `setpriv` where root runs it: tests/run looks"]
fn what_may_not_be_read_is_left_out_and_told() {
    let site = Site::new()
        .file("index.md", "a\n")
        .file("closed/b.md", "b\n")
        .file("c.md", "c\n")
        .file("d.png", "");
    let shut = |path: &str, mode| {
        fs::set_permissions(site.docs().join(path), fs::Permissions::from_mode(mode))
    };
    for path in ["closed", "c.md"] {
        shut(path, 0o0).expect("the files are ours");
    }
    let run = run_as_somebody(&site, &["build", "--format", "json", "--out", "site"]);
    shut("closed", 0o755).expect("the files are ours");
    assert_eq!(
        run.found(),
        [
            "error docs/c.md:1:1 unreadable",
            "error docs/closed:1:1 unreadable"
        ],
        "{}",
        run.stderr
    );
    assert!(site.has("index.html") && site.has("d.png") && run.code == 1);
}

#[test]
#[ignore = "needs `setpriv` where root runs it: tests/run looks"]
fn a_file_that_cannot_be_copied_is_a_fault_that_names_it() {
    let site = Site::new().file("index.md", "a\n").file("d.png", "");
    fs::set_permissions(site.docs().join("d.png"), fs::Permissions::from_mode(0o0))
        .expect("the file is ours");
    let run = run_as_somebody(&site, &["build"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("d.png") && run.stderr.contains("Permission denied"),
        "{}",
        run.stderr
    );
    assert!(!site.root().join("site").exists());
}

#[test]
#[ignore = "needs the right to mount a small disk: tests/run looks"]
fn a_full_disk_is_a_fault_and_the_last_site_stays() {
    let site = Site::new()
        .file("index.md", "# First\n")
        .file("../disk/.keep", "");
    let disk = site.root().join("disk");
    let mount = |command: &str, rest: &[&str]| {
        Command::new(command)
            .args(rest)
            .arg(&disk)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    assert!(mount("mount", &["-t", "tmpfs", "-o", "size=8m", "tmpfs"]));
    let build = |site: &Site| site.run(&["build", "--out", "disk/site"]);
    let first = build(&site);
    let site = site
        .file("index.md", "# Second\n")
        .file("big.png", &"x".repeat(16 << 20));
    let second = build(&site);
    let page = fs::read_to_string(disk.join("site/index.html")).unwrap_or_default();
    let left = fs::read_dir(&disk).map(Iterator::count).unwrap_or_default();
    assert!(mount("umount", &[]));
    assert_eq!((first.code, second.code), (0, 2), "{}", first.stderr);
    assert!(
        second.stderr.contains("big.png") && second.stderr.contains("No space left"),
        "{}",
        second.stderr
    );
    assert!(page.contains("First"), "{page}");
    assert_eq!(left, 1, "what was begun is taken away");
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_untouched() {
    let site = Site::new()
        .file("index.md", "a\n")
        .file("../site/thesis.txt", "mine")
        .file("../site/deep/b.txt", "mine");
    let run = site.build();
    assert_eq!(run.code, 2);
    let folder = site.root().join("site");
    run.says(&format!(
        "error: `{}` holds what bf-docs did not write: `deep/b.txt`, `thesis.txt`; \
         move it away, or build into another folder",
        folder.display()
    ));
    let files: Vec<_> = site
        .output()
        .into_iter()
        .map(|(path, bytes)| (path, bytes.len()))
        .collect();
    assert_eq!(
        files,
        [("deep/b.txt".to_owned(), 4), ("thesis.txt".to_owned(), 4)]
    );
}

#[test]
fn a_fault_leaves_the_last_good_site_as_it_was() {
    let site = Site::new()
        .file("index.md", "# First\n")
        .map("[site]\ntheme = \"theme\"\n")
        .file("../theme/.keep", "");
    assert_eq!(site.build().code, 0);
    let good = site.output();
    let mut said = Transcript::default();
    let faults: [(&str, &str); 4] = [
        ("../theme/templates/page.html", "{% if %}"),
        ("../content-map.toml", "[site\n"),
        ("../content-map.toml", "[site]\nname = 3\n"),
        ("../content-map.toml", "[site]\ndocs = \"doc\"\n"),
    ];
    let mut site = site.file("index.md", "# Second\n");
    for (path, text) in faults {
        site = site.file(path, text);
        let run = site.build();
        run.fault();
        said.add(&format!("build ({}: {})", &path[3..], text.trim()), &run);
        assert!(site.output() == good, "{text}");
    }
    said.assert_same("build-faults");
    let site = site.without("../theme/templates/page.html").map("[site]\n");
    assert_eq!(site.build().code, 0);
    assert!(site.output() != good);
}

#[test]
fn a_site_that_was_built_among_the_docs_is_no_content() {
    let site = Site::new()
        .file("index.md", "a\n")
        .file("preview/readme.txt", "x\n");
    assert_eq!(site.run(&["build", "docs", "--out", "docs/old"]).code, 0);
    assert_eq!(site.build().code, 0);
    assert!(site.has("preview/readme.txt") && !site.has("old/index.html"));
}

#[test]
fn the_content_map_and_the_theme_are_no_part_of_the_docs() {
    let site = Site::new()
        .file("content-map.toml", "[site]\ntheme = \"look\"\n")
        .file("index.md", "a\n");
    let site = site
        .file("look/css/prose.css", ".a { color: red }\n")
        .file("data.toml", "a = 1\n");
    assert_eq!(site.run(&["build", "docs", "--out", "site"]).code, 0);
    assert!(
        site.has("data.toml") && !site.has("content-map.toml") && !site.has("look/css/prose.css")
    );
    assert_eq!(
        site.run(&[
            "build",
            "--docs",
            "docs",
            "--config",
            "docs/data.toml",
            "--out",
            "other"
        ])
        .code,
        1
    );
    assert!(
        !site.root().join("other/data.toml").exists()
            && site.root().join("other/content-map.toml").exists()
    );
}

#[test]
fn snippets_that_include_each_other_many_times_over_end() {
    let ten = |next: usize| format!("--8<-- \"s{next}.txt\"\n").repeat(10);
    let site = (0..15).fold(Site::new().file("index.md", &ten(0)), |site, at| {
        site.file(&format!("s{at}.txt"), &ten(at + 1))
    });
    let site = site.file("s15.txt", "end\n");
    let found = site.check().found();
    assert!(
        found.iter().any(|found| found.ends_with("snippet-loop")),
        "{found:?}"
    );
}

#[test]
fn a_page_may_have_as_many_tags_without_letters_as_it_likes() {
    let tags: Vec<String> = (0..2_000)
        .map(|at| format!("\"{}\"", char::from_u32(0x4e00 + at).expect("a sign")))
        .collect();
    let site = Site::new().file(
        "index.md",
        &format!("---\ntags: [{}]\n---\n\n# Start\n", tags.join(", ")),
    );
    assert_eq!(site.build().code, 0);
    assert!(site.has("tags/tag/index.html") && site.has("tags/tag-2000/index.html"));
}
