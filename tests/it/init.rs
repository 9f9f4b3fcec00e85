//! `bf-docs init`: a configuration of MkDocs becomes a content map, and the site builds at once.

use std::fs;

use crate::site::{Run, Site};

/// A site of MkDocs with some pages.
fn mkdocs(yaml: &str) -> Site {
    Site::new()
        .file("index.md", "# Start\n")
        .file("guide/index.md", "# Overview\n")
        .file("guide/run.md", "# Run\n")
        .file("ops/call.md", "# On call\n")
        .file("extra.css", "a {}\n")
        .file("../mkdocs.yml", yaml)
}

fn map(site: &Site) -> String {
    fs::read_to_string(site.root().join("content-map.toml")).expect("it was written")
}

/// Makes the content map and returns it.
fn made(yaml: &str) -> String {
    let site = mkdocs(yaml);
    let run = site.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    map(&site)
}

#[track_caller]
fn assert_has(map: &str, lines: &[&str]) {
    for line in lines {
        assert!(
            map.lines().any(|known| known.trim() == *line),
            "{line}\n{map}"
        );
    }
}

fn is_refused(run: &Run, reason: &str) {
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains(reason), "{}", run.stderr);
}

#[test]
fn a_nav_becomes_tabs_and_sections_and_the_site_builds() {
    let site = mkdocs(
        "site_name: Wiki\nsite_url: https://example.com/w/\nnav:\n  - Home: index.md\n  - Guide:\n      - guide/index.md\n      - \
         guide/run.md\n      - 'On <em>call</em> &amp; off':\n          - Who: ops/call.md\n          - Forum: https://example.com/f\n  - \
         Blog: /blog/\n",
    );
    assert_eq!(site.run(&["init"]).code, 0);
    let expected = "\
[[tab]]
title = \"Home\"
path = \"index.md\"

[[tab]]
title = \"Guide\"
pages = [
  \"guide/index.md\",
  \"guide/run.md\",
  { title = \"On call & off\", pages = [
    { title = \"Who\", path = \"ops/call.md\" },
    { title = \"Forum\", url = \"https://example.com/f\" },
  ] },
]

[[tab]]
title = \"Blog\"
url = \"/blog/\"
";
    let written = map(&site);
    assert!(written.ends_with(expected), "{written}");
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    assert!(site.has("ops/call/index.html"), "addresses stay");
    // It is not written over.
    is_refused(&site.run(&["init"]), "`content-map.toml` is there already");
    assert_eq!(site.run(&["init", "--print"]).stdout, written);
}

#[test]
fn settings_plugins_and_extensions_are_carried_over_or_named() {
    let map = made(
        "site_name: !ENV [NAME, Wiki]\nsite_url: !ENV URL\ndocs_dir: docs\nuse_directory_urls: false\n\
         copyright: 'Copyright &copy; <a href=\"x\">Us</a>'\nrepo_url: https://github.com/a/b/\nedit_uri: blob/trunk/docs/\n\
         extra_css: [extra.css, 'https://cdn.example.com/x.css']\ntheme: { name: material, language: de, logo: x.png }\n\
         plugins:\n  - search\n  - material/blog\n  - redirects:\n      redirect_maps: { 'old.md': 'guide/run.md' }\n\
         markdown_extensions:\n  toc: { slugify: !!python/object/apply:pymdownx.slugs.slugify { kwds: { case: lower } } }\n  \
         pymdownx.snippets: { base_path: [parts], auto_append: [abbr.md] }\n  callouts: {}\nhooks: [x.py]\nstrict: true\n",
    );
    assert_has(
        &map,
        &[
            "name = \"Wiki\"",
            "urls = \"file\"",
            "footer = \"Copyright © Us\"",
            "css = [\"extra.css\"]",
            "language = \"de\"",
            "snippets = [\"parts\"]",
            "url = \"https://github.com/a/b\"",
            "branch = \"trunk\"",
            "\"old.md\" = \"guide/run.md\"",
            "slug = \"github\"",
            "# - line 8: `https://cdn.example.com/x.css` of `extra_css`: pages load nothing from other hosts",
            "# - line 12: the plugin `material/blog`: posts are pages; there is no archive",
            "# - line 18: the extension `callouts`: its syntax is shown as text",
            "# - line 19: `hooks`: no Python is run",
            "# - line 20: `strict`: run `bf-docs build --strict`",
        ],
    );
    assert!(
        !map.contains("\nurl = \"\"") && !map.contains("the plugin `search`"),
        "{map}"
    );
}

#[test]
fn files_inherit_from_others() {
    let site = mkdocs("INHERIT: base.yml\nsite_name: Own\ntheme: { language: fr }\n").file(
        "../base.yml",
        "site_name: Base\nsite_description: Of the base.\ntheme: { name: readthedocs, language: en }\n",
    );
    assert_eq!(site.run(&["init"]).code, 0);
    assert_has(
        &map(&site),
        &[
            "name = \"Own\"",
            "description = \"Of the base.\"",
            "language = \"fr\"",
            "# - the theme `readthedocs`: the look is that of bf-docs",
        ],
    );
    let circle = mkdocs("INHERIT: mkdocs.yml\n");
    is_refused(&circle.run(&["init"]), "inherits from itself");
    let gone = mkdocs("INHERIT: nowhere.yml\n");
    is_refused(&gone.run(&["init"]), "cannot read `nowhere.yml`");
}

#[test]
fn what_a_nav_names_and_is_not_there_is_a_comment() {
    let map = made(
        "site_name: W\nnav:\n  - index.md\n  - gone.md\n  - ../secret.md\n  - guide/\n  - Empty: []\n  - Twice:\n    - guide/run.md\n    - \
         guide/run.md\n  - 7\n  - extra.css\n  - Mail: mailto:a@b.example\n",
    );
    assert_has(
        &map,
        &[
            "# - line 4: `gone.md` of `nav`, which is no file of the docs folder",
            "# - line 5: `../secret.md` of `nav` leads out of the docs folder",
            "# - line 6: `guide/` of `nav` is a folder: name its pages",
            "# - line 7: the section `Empty` of `nav`, which has no pages",
            "# - line 11: an entry of `nav` that is no text",
            "# - line 12: `extra.css` of `nav`, which is no page: link to it from one",
            "# - line 13: `mailto:a@b.example` of `nav`, which is no address of a page",
        ],
    );
    assert_eq!(map.matches("\"guide/run.md\",").count(), 2, "{map}");
}

#[test]
fn a_file_that_is_no_configuration_is_a_fault_with_its_place() {
    for (yaml, reason) in [
        (
            "site_name: W\n\tnav: x\n",
            "`mkdocs.yml`, line 1, column 12",
        ),
        ("- a\n", "it is no mapping"),
        ("", "it is no mapping"),
        ("nav: [a\n", "`mkdocs.yml`, line 1, column 6"),
    ] {
        let site = mkdocs(yaml);
        is_refused(&site.run(&["init"]), reason);
        assert!(!site.root().join("content-map.toml").exists(), "{yaml}");
    }
    assert_has(
        &made("site_name: A\nsite_name: B\n"),
        &["name = \"A\"", "# - line 2: `site_name` stands twice"],
    );
    let many: String = (0..2_000).map(|_| "  - guide/run.md\n").collect();
    let map = made(&format!("site_name: W\nnav:\n{many}"));
    assert_eq!(map.matches("path = \"guide/run.md\"").count(), 2_000);
}

#[test]
fn navigation_files_of_folders_become_orders_that_stay_open() {
    let site = Site::new()
        .file("index.md", "# Start\n")
        .file("guide/index.md", "# Guide\n")
        .file("guide/run.md", "# Run\n")
        .file("guide/new.md", "# New\n")
        .file("guide/deep/a.md", "# A\n")
        .file("guide/deep/b.md", "# B\n")
        .file("notes/1.md", "# One\n")
        .file("notes/2.md", "# Two\n")
        .file("secret/s.md", "# S\n")
        .file(".pages", "nav:\n  - index.md\n  - Handbook: guide\n  - Mixed:\n      - notes/1.md\n      - guide\n  - ...\n  - Forum: https://example.com/f\n")
        .file("guide/.pages", "nav:\n  - index.md\n  - Begin: run.md\n  - Deep: deep\n  - ... | n*.md\n  - Part:\n      - deep\n  - ...\n")
        .file("notes/.pages", "title: Release notes\norder: desc\ncollapse: true\n")
        .file("secret/.pages", "hide: true\n")
        .file("../mkdocs.yml", "site_name: W\nplugins: [search, awesome-pages]\n");
    let run = site.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = r#"[[tab]]
path = "index.md"

[[tab]]
title = "Handbook"
path = "guide"

[[tab]]
title = "Mixed"
pages = [
  "notes/1.md",
  { title = "Handbook", pages = [
    "guide/index.md",
    { title = "Begin", path = "guide/run.md" },
    { title = "Deep", pages = [
      "guide/deep/a.md",
      "guide/deep/b.md",
    ] },
    "guide/new.md",
    { title = "Part", pages = [
      { title = "Deep", pages = [
        "guide/deep/a.md",
        "guide/deep/b.md",
      ] },
    ] },
  ] },
]

[[tab]]
title = "Release notes"
path = "notes"

[[tab]]
title = "Forum"
url = "https://example.com/f"

[folder."guide"]
title = "Handbook"
order = [
  "index.md",
  { title = "Begin", path = "guide/run.md" },
  "deep/",
  "new.md",
  { title = "Part", pages = [
    { title = "Deep", pages = [
      "guide/deep/a.md",
      "guide/deep/b.md",
    ] },
  ] },
  "...",
]

[folder."guide/deep"]
title = "Deep"

[folder."notes"]
title = "Release notes"
order = [
  "2.md",
  "1.md",
  "...",
]

[page."secret/s.md"]
hidden = true
"#;
    let written = map(&site);
    let tabs = written.find("[[tab]]").expect("it has tabs");
    assert!(written[tabs..].starts_with(expected), "{written}");
    assert_has(
        &written,
        &["# - `collapse` of `notes/.pages`: it has no counterpart"],
    );
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
}

#[test]
fn lists_of_summaries_become_tabs_and_sections() {
    let site = mkdocs("site_name: W\nplugins: [literate-nav]\n")
        .file("SUMMARY.md", "# Nav\n\n* [Home](index.md)\n* [Guide](guide/)\n* Rest\n    * [Gone](gone.md)\n    * ops/*.md\n* *\n")
        .file("guide/SUMMARY.md", "- [Go](run.md)\n- [All](index.md)\n");
    assert_eq!(site.run(&["init"]).code, 0);
    let expected = r#"[[tab]]
title = "Home"
path = "index.md"

[[tab]]
title = "Guide"
pages = [
  { title = "Go", path = "guide/run.md" },
  { title = "All", path = "guide/index.md" },
]

[[tab]]
title = "Rest"
pages = [
  "ops/call.md",
]
"#;
    let written = map(&site);
    assert!(written.contains(expected), "{written}");
    assert_has(
        &written,
        &["# - `gone.md` of `SUMMARY.md`, which is no page of the docs folder"],
    );
    // The list of a folder may be in its index page, which then comes first.
    let site = mkdocs(
        "site_name: W\nplugins:\n  - literate-nav: { nav_file: index.md, implicit_index: true }\n\
         nav:\n  - Guide: guide/\n",
    )
    .file("guide/index.md", "# Overview\n\n- [Run it](run.md)\n");
    assert_eq!(site.run(&["init"]).code, 0);
    let written = map(&site);
    let pages = "  \"guide/index.md\",\n  { title = \"Run it\", path = \"guide/run.md\" },\n";
    assert!(written.contains(pages), "{written}");
}

#[test]
fn logo_icon_and_colour_of_the_theme_are_carried_over() {
    let site = mkdocs(
        "site_name: W\ntheme:\n  name: material\n  logo: img/logo.svg\n  favicon: gone.png\n  palette:\n    - scheme: default\n      \
         primary: deep purple\n",
    )
    .file("img/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    assert_eq!(site.run(&["init"]).code, 0);
    assert_has(
        &map(&site),
        &[
            "logo = \"img/logo.svg\"",
            "accent = \"#7e56c2\"",
            "# - line 5: `theme.favicon`: name an image of the docs folder in `site.favicon`",
        ],
    );
    assert_eq!(site.build().found(), [""; 0]);
    let page = site.read("index.html");
    assert!(
        page.contains("<img class=\"site-logo\" src=\"img/logo.svg\" alt=\"\">"),
        "{page}"
    );
}

#[test]
fn without_a_configuration_the_map_says_what_the_tree_has() {
    let site = Site::new()
        .file(
            "index.md",
            "# Start\n\n[A](decisions/0001-a.md), [B](decisions/0002-b.md)\n",
        )
        .file("guide/run.md", "# Run\n")
        .file("guide/stop.md", "# Stop\n")
        .file(
            "decisions/0001-a.md",
            "# 0001 - A\n\n## Status\n\nAccepted\n",
        )
        .file(
            "decisions/0002-b.md",
            "# 0002 - B\n\n## Status\n\nAccepted\n",
        );
    site.commit("2026-01-01");
    site.git(
        "2026-01-01",
        &[
            "remote",
            "add",
            "origin",
            "https://bot:secret@git.example.com/team/wiki.git",
        ],
    );
    let run = site.run(&["init"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "wrote `content-map.toml` for 5 pages\n")
    );
    let written = map(&site);
    let tail = r#"
[site.repository]
url = "https://git.example.com/team/wiki"

[[tab]]
title = "Home"
path = "index.md"

[[tab]]
title = "Decisions"
path = "decisions"

[[tab]]
title = "Guide"
path = "guide"

# Governed documents that were recognised. `[artifact.KIND]` has the keys to change that.
# - decision: 2 in `decisions/`
"#;
    assert!(written.ends_with(tail), "{written}");
    assert_eq!(site.build().found(), [""; 0]);
    is_refused(
        &site.run(&["init", "docs"]),
        "`content-map.toml` is there already",
    );
    assert_eq!(site.run(&["init", "docs", "--print"]).stdout, written);
    // A docs folder of another name, and none at all.
    let wiki = Site::new().file("../wiki/a.md", "# A\n");
    assert_eq!(wiki.run(&["init", "wiki"]).code, 0);
    assert_has(&map(&wiki), &["docs = \"wiki\""]);
    let nowhere = Site::new();
    std::fs::remove_dir(nowhere.docs()).expect("it is empty");
    is_refused(
        &nowhere.run(&["init"]),
        "neither `mkdocs.yml` nor a folder `docs` is here",
    );
    is_refused(&nowhere.run(&["init", "nope"]), "nothing is at `nope`");
    let bare = Site::new().file("a.txt", "a\n");
    is_refused(&bare.run(&["init"]), "no Markdown is in `docs`");
    assert!(!bare.root().join("content-map.toml").exists());
}

#[test]
fn folders_that_name_each_other_end_and_the_map_is_read() {
    let pages = Site::new()
        .file("index.md", "# Start\n")
        .file(".pages", "nav:\n  - index.md\n  - S: [s]\n")
        .file("s/a.md", "# A\n")
        .file("s/.pages", "nav: [a.md, ../s, ../s, t/b.md, gone.md]\n")
        .file("s/t/b.md", "# B\n")
        .file("s/t/.pages", "hide: yes\n")
        .file("s/t/u/c.md", "# C\n")
        .file("s/t/u/.pages", "hide: true\n")
        .file("../mkdocs.yml", "site_name: W\nplugins: [awesome-pages]\n");
    assert_eq!(pages.run(&["init"]).code, 0);
    assert_has(
        &map(&pages),
        &["# - `gone.md` of `s/.pages`, which is no page"],
    );
    assert_eq!(pages.build().found(), [""; 0]);
    let deep: String = (0..60)
        .map(|at| format!("{}* [x](s/a.md)\n", "    ".repeat(at)))
        .collect();
    let lists = mkdocs("site_name: W\nplugins: [literate-nav]\n")
        .file("SUMMARY.md", &format!("* [S](s/)\n{deep}"))
        .file(
            "s/SUMMARY.md",
            "* [A](a.md)\n* [X](../s/)\n* [Y](../s/)\n* [Z](./)\n",
        )
        .file("s/a.md", "# A\n");
    assert_eq!(lists.run(&["init"]).code, 0);
    assert_ne!(lists.build().code, 2);
}
