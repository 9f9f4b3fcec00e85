//! The start page of a site without a page of its own for it, and a home page with no section.

use crate::site::Site;

/// A page of a built site.
#[track_caller]
fn page(site: &Site, path: &str) -> String {
    String::from_utf8(site.output()[path].clone()).expect("pages are UTF-8")
}

/// The start page, without its line ends.
#[track_caller]
fn start(site: &Site) -> String {
    site.build();
    page(site, "index.html").replace('\n', "")
}

#[track_caller]
fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

/// Folders, decisions and pages beside them, with a history.
fn handbook() -> Site {
    let map = "[site]\nname = \"Fleet\"\ndescription = \"How we <charge>.\"\n";
    let site = Site::new()
        .map(map)
        .file("process/index.md", "# Process\n\nHow work flows.\n")
        .file("process/review.md", "# Review\n\nText.\n")
        .file("work/notes/a.md", "# Deep down\n\nText.\n")
        .file("work/notes/b.md", "# Deep as well\n\nText.\n")
        .file("faq.md", "# Questions\n\nAnd answers.\n");
    site.commit("2026-03-01");
    let site = site
        .file("decisions/0001-a.md", "# A\n\nStatus: accepted\n")
        .file("decisions/0002-b.md", "# B\n\nStatus: proposed\n");
    site.commit("2026-04-02");
    site
}

#[test]
fn a_site_without_a_start_page_opens_with_its_folders_its_work_and_what_changed() {
    let start = start(&handbook());
    assert_has(
        &start,
        &[
            "<h1>Fleet</h1><p class=\"lead\">How we &lt;charge&gt;.</p>",
            "<span class=\"text\">Search 7 pages</span>",
            "<h2><a href=\"process/\">Process</a> <span class=\"count\">2 pages</span></h2>\
             <p>How work flows.</p><ul><li><a href=\"process/review/\">Review</a></li></ul>",
            // A folder that contains only another one opens to the contents of that.
            "<li><a href=\"work/notes/a/\">Deep down</a></li>",
            "<h2>Pages</h2>",
            "href=\"faq/\">Questions</a>",
            "<dt><a href=\"traceability/decisions/\">2 decisions</a></dt>",
            "data-status=\"accepted\">Accepted</span> <span class=\"count\">1</span>",
            "<time datetime=\"2026-04-02\">2 April 2026</time><ul>\
             <li><a href=\"decisions/0001-a/\">A</a> <span>Decisions</span></li>",
            "<time datetime=\"2026-03-01\">1 March 2026</time>",
        ],
    );
    assert!(!start.contains("class=\"nav\""), "{start}");
}

#[test]
fn the_only_folder_stands_open_on_the_start_page() {
    let site = Site::new()
        .file("adr/0001-a.md", "# A\n\nStatus: accepted\n")
        .file("adr/0002-b.md", "# B\n\nStatus: proposed\n");
    let start = start(&site);
    assert_has(
        &start,
        &[
            "<h2><a href=\"adr/\">Adr</a></h2>",
            "href=\"adr/0001-a/\">A</a><span class=\"entry-facts\"><span>Decision</span>",
        ],
    );
    assert!(!start.contains("start-cards"), "{start}");
    assert!(
        !start.contains("Changed last"),
        "there is no history\n{start}"
    );
}

#[test]
fn the_start_page_does_not_grow_with_the_pages_beside_it() {
    let notes = |count: usize| {
        (0..count).fold(Site::new(), |site, at| {
            site.file(&format!("note-{at}.md"), "# Note\n\nText.\n")
        })
    };
    assert!(!start(&notes(24)).contains("more in the list"));
    let start = start(&notes(30));
    assert_eq!(start.matches("class=\"entry-title\"").count(), 24);
    assert_has(
        &start,
        &["<a href=\"site-map/\">6 more in the list of all pages</a>"],
    );
}

#[test]
fn an_empty_tree_says_what_makes_a_page() {
    let start = start(&Site::new());
    assert_has(&start, &["There are no pages yet"]);
    assert!(!start.contains("start-find"), "{start}");
}

#[test]
fn tabs_of_the_content_map_come_first_whatever_they_lead_to() {
    let map = "[[tab]]\ntitle = \"Guides\"\npath = \"b\"\n[[tab]]\ntitle = \"Help\"\npath = \"a/help.md\"\n[[tab]]\ntitle = \"Elsewhere\"\nurl = \"https://example.com/\"\n";
    let site = Site::new().map(map);
    let site = ["a/help.md", "a/more.md", "b/one.md", "b/two.md"]
        .into_iter()
        .fold(site, |site, path| site.file(path, "# Page\n\nText.\n"));
    let start = start(&site);
    let at = |part: &str| {
        start
            .find(part)
            .unwrap_or_else(|| panic!("{part}\n{start}"))
    };
    assert!(at("<h2><a href=\"b/\">Guides</a>") < at("<h2><a href=\"a/\">A</a>"));
    assert_has(
        &start,
        &[
            "class=\"entry-title\" href=\"a/help/\">Help</a>",
            "class=\"entry-title external\" href=\"https://example.com/\">Elsewhere</a>",
        ],
    );
}

#[test]
fn a_home_page_with_nothing_beside_it_stands_in_the_middle() {
    let home = Site::new()
        .file("index.md", "# Home\n\nWelcome.\n")
        .file("a/one.md", "# One\n\nText.\n")
        .file("b/two.md", "# Two\n\nText.\n");
    assert_has(&start(&home), &["without-nav cover without-toc"]);
    assert!(!page(&home, "a/one/index.html").contains("cover"));
    let beside = home.file("more.md", "# More\n\nText.\n");
    assert!(!start(&beside).contains("cover"));
    let wide = Site::new().file("index.md", "---\nhide: [navigation]\n---\n\n# Home\n");
    assert!(
        !start(&wide).contains("cover"),
        "its author asked for the whole width"
    );
}

#[test]
fn a_page_is_described_by_its_first_sentences_and_not_by_its_date_or_status() {
    let records = [
        "# A\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nTwo teams wait.\n",
        "# A\n\n- Owner: Ada\n\nStatus: Accepted\nDate: 2026-01-02\nDeciders: Ada, Grace, and \
         all others\n\nTwo teams wait.\n",
        "# A\n\n## Status\n\nSuperseded by [4](b.md)\n\n## Why\n\nTwo teams wait.\n",
        "# A\n\nTwo teams wait.\n\nMore.\n",
    ];
    for text in records {
        let site = Site::new().file("index.md", text).file("b.md", "# B\n");
        site.build();
        let page = site.read("index.html");
        let meta = "<meta name=\"description\" content=\"Two teams wait.\">";
        assert!(page.contains(meta), "{text}\n{page}");
    }
    // A page without a sentence is described by the line it has.
    let site = Site::new().file("index.md", "# A\n\nStatus: accepted\n");
    site.build();
    assert!(
        site.read("index.html")
            .contains("content=\"Status: accepted\"")
    );
}
