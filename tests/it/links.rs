//! Destinations of links: those that authors wrote for GitHub, as addresses, for the repository,
//! and with typos.

use std::fs;

use crate::site::{Run, Site};

/// The addresses in the article of a built page, in order: links, images and frames.
fn addresses(site: &Site, page: &str) -> Vec<String> {
    let html = site.read(page);
    let article = html
        .split_once("<article")
        .expect("a page has an article")
        .1;
    let article = article.split("</article>").next().unwrap_or_default();
    let article = article
        .split_once("<ul class=\"page-tags\"")
        .map_or(article, |(_, rest)| {
            rest.split_once("</ul>").map_or(rest, |(_, text)| text)
        });
    let mut found = Vec::new();
    let starts = article
        .match_indices(" href=\"")
        .chain(article.match_indices(" src=\""));
    let mut starts: Vec<usize> = starts.map(|(at, sign)| at + sign.len()).collect();
    starts.sort_unstable();
    for start in starts {
        found.push(
            article[start..]
                .split('"')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&"),
        );
    }
    found
}

/// The findings: severity, code, message and help.
fn said(run: &Run) -> Vec<String> {
    let said = run
        .findings
        .iter()
        .map(|f| format!("{} {}: {}; {}", f.severity, f.code, f.message, f.help));
    said.collect()
}

#[test]
fn anchors_written_for_github_and_gitlab_lead_to_the_heading_they_name() {
    let links = "[a](#upgrade--downgrade) [b](#alpha---beta) [c](#für-alle) [d](#f%C3%BCr-alle) [e](#notes-1) [f](#Notes) [g](#anchor-2024) [h](#-party) [i](#%EF%B8%8F-careful) [j](#a--b) [k](#own) [l](#OWN) [m](#x) [n](b.md#c--d) [o](#code)\n\n";
    let headings = "## Upgrade / downgrade\n\n## Alpha -> beta\n\n## Für alle\n\n## Notes\n\n## Notes\n\n## 2024\n\n## :tada: Party\n\n## ⚠️ Careful\n\n## A <b>&</b> B\n\n## Another { #own }\n\n<a name=\"x\"></a>\n\n``` { .sh #code }\na\n```\n";
    let site = Site::new()
        .file("index.md", &format!("# Home\n\n{links}{headings}"))
        .file("b.md", "# B\n\n## C & D\n");
    let expected = [
        "#upgrade-downgrade",
        "#alpha-beta",
        "#fur-alle",
        "#fur-alle",
        "#notes_1",
        "#notes",
        "#2024",
        "#party",
        "#careful",
        "#a-b",
        "#own",
        "#own",
        "#x",
        "b/#c-d",
        "#code",
    ];
    let run = site.build();
    assert_eq!(said(run.is_built()), [""; 0]);
    let found: Vec<String> = addresses(&site, "index.html")
        .into_iter()
        .filter(|address| address != "#home")
        .collect();
    assert_eq!(found[..expected.len()], expected);
}

#[test]
fn an_anchor_that_fits_no_heading_or_two_stays_an_error() {
    let check = |text: &str, help: &str| {
        let run = Site::new().file("index.md", text).check();
        assert_eq!(
            run.found(),
            ["error docs/index.md:1:5 broken-anchor"],
            "{text}"
        );
        assert_eq!(run.findings[0].help, help);
    };
    let several = "more than one heading may be meant: give that one an id, as in `{ #id }`";
    check("[a](#AB)\n\n## One { #Ab }\n\n## Two { #aB }\n", several);
    check(
        "[a](#a-b)\n\n# A? { #x }\n\n## A - b { #y }\n\n## A? b { #z }\n",
        several,
    );
    check(
        "[a](#upgrade---downgrade)\n\n## Upgrade / downgrade\n",
        "did you mean `#upgrade-downgrade`?",
    );
    check(
        "[a](#graduation)\n\n## Motivation\n",
        "link to one of the page's headings, or to the page",
    );
}

#[test]
fn the_content_map_chooses_the_rule_of_ids() {
    let page = "# Über / unter\n\n[a](#über--unter) [b](#über-unter)\n\n## 1\n\n## 1\n";
    for (rule, ids) in [
        ("mkdocs", ["uber-unter", "1", "1_1"]),
        ("github", ["über--unter", "1", "1-1"]),
        ("gitlab", ["über-unter", "anchor-1", "anchor-1-1"]),
    ] {
        let site = Site::new()
            .map(&format!("[markdown]\nslug = \"{rule}\"\n"))
            .file("index.md", page);
        assert_eq!(said(site.build().is_built()), [""; 0], "{rule}");
        let html = site.read("index.html");
        for id in ids {
            assert!(html.contains(&format!("id=\"{id}\"")), "{rule}: {id}");
        }
        let links = addresses(&site, "index.html")
            .into_iter()
            .filter(|address| address.contains("unter"));
        let encoded = format!("#{}", ids[0].replace('ü', "%C3%BC"));
        assert!(
            links.clone().count() >= 2
                && links
                    .clone()
                    .all(|link| link == encoded || link == format!("#{}", ids[0]))
        );
    }
    let wrong = Site::new()
        .map("[markdown]\nslug = \"githup\"\n")
        .file("index.md", "a\n")
        .check();
    assert_eq!(
        said(&wrong),
        ["error invalid-value: `markdown.slug` cannot be `githup`; did you mean `github`?"]
    );
}

#[test]
fn links_keep_their_query() {
    let index = "[a](sub/page.md?tab=linux#part) [b](sub/page.md?tab=linux) <a href=\"sub/page.md?tab=linux&amp;x=1#part\">c</a> [d] [e](file.txt?v=2) [f](?print#home) [g](index.md?x=1) [h](sub/?y)\n\n[d]: sub/page.md?tab=linux\n\n# Home\n";
    let site = Site::new()
        .file("index.md", index)
        .file("file.txt", "x")
        .file("sub/page.md", "[up](../index.md?from=page)\n\n# Part\n")
        .file("sub/index.md", "a\n");
    let run = site.build();
    assert_eq!(
        said(&run),
        ["warning ambiguous-link: `sub/?y` names no file; write `sub/index.md?y`"]
    );
    let expected = [
        "sub/page/?tab=linux#part",
        "sub/page/?tab=linux",
        "sub/page/?tab=linux&x=1#part",
        "sub/page/?tab=linux",
        "file.txt?v=2",
        "?print#home",
        "?x=1",
        "sub/?y",
    ];
    assert_eq!(addresses(&site, "index.html")[..8], expected);
    assert_eq!(
        addresses(&site, "sub/page/index.html")[0],
        "../../?from=page"
    );
}

/// A tree with each kind of page that the build makes.
fn generated() -> Site {
    Site::new()
        .file("index.md", "---\ntags: [storage]\n---\n\n# Home\n")
        .file(
            "guides/start.md",
            "# Start\n\n[a](../tags/) [b](../search/?q=x#y) [c](/site-map/)\n",
        )
        .file("decisions/0001-a.md", "# A\n\n## Status\n\nProposed\n")
        .file("work/active/w/challenge.md", "# C\n")
        .file(
            "work/active/w/spec.md",
            "# S\n\n[a](../../../decisions/0001-a.md)\n",
        )
}

#[test]
fn links_to_pages_that_the_build_makes_hold() {
    let text = "---\ntags: [storage]\n---\n\n[a](tags/) [b](tags/storage/) [c](site-map/) [d](search/?q=x) [e](guides/) [f](traceability/) [g](traceability/chains/w) [h](traceability/trace.json) [i](tags) [j](site-map/guides/)\n";
    for (urls, ends) in [("folder", "/"), ("file", ".html")] {
        let site = generated()
            .map(&format!("[site]\nurls = \"{urls}\"\n"))
            .file("index.md", text);
        let folder = if urls == "folder" {
            "guides/"
        } else {
            "guides/index.html"
        };
        let to = |stem: &str| format!("{stem}{ends}");
        let expected = [
            to("tags"),
            to("tags/storage"),
            to("site-map"),
            to("search") + "?q=x",
            folder.to_owned(),
            to("traceability"),
            to("traceability/chains/w"),
            "traceability/trace.json".to_owned(),
            to("tags"),
            to("site-map/guides"),
        ];
        let up = if urls == "folder" { "../../" } else { "../" };
        let made = "warning ambiguous-link: `guides/` names no file; the page of that folder is made by the build: to link to a file, give it an `index.md`";
        let absolute = "warning absolute-link: `/site-map/` starts with `/`";
        let run = site.build();
        let said = said(run.is_built());
        assert!(
            said.len() == 2 && said[1] == made && said[0].starts_with(absolute),
            "{said:#?}"
        );
        assert_eq!(addresses(&site, "index.html"), expected);
        let below =
            [to("tags"), to("search") + "?q=x#y", to("site-map")].map(|stem| format!("{up}{stem}"));
        let page = if urls == "folder" {
            "guides/start/index.html"
        } else {
            "guides/start.html"
        };
        let found: Vec<String> = addresses(&site, page)
            .into_iter()
            .filter(|address| address != "#start")
            .collect();
        assert_eq!(found, below);
    }
}

#[test]
fn a_path_of_the_repository_leads_to_a_page_that_the_build_makes() {
    let site = generated().file("index.md", "[a](/docs/guides/) [b](/docs/gone/)\n");
    let nothing = "the docs folder has nothing of that name; for another part of the host write its full address";
    let expected = [
        "warning absolute-link: `/docs/guides/` starts with `/`; write `guides/`".to_owned(),
        format!("warning absolute-link: `/docs/gone/` starts with `/`; {nothing}"),
    ];
    let said = said(&site.build());
    assert!(
        expected.iter().all(|finding| said.contains(finding)),
        "{said:#?}"
    );
    assert_eq!(
        addresses(&site, "index.html")[..2],
        ["guides/", "/docs/gone/"]
    );
    let site = site.file("index.md", "[a](guides/#top) [b](guides/#start)\n");
    let run = site.check();
    let anchors: Vec<_> = run
        .findings
        .iter()
        .filter(|found| found.code == "broken-anchor")
        .collect();
    let messages: Vec<_> = anchors.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["`guides/` has no heading `#start`"]);
    // The forge could show the folder too, but readers stay on the site.
    let site = site
        .map("[site]\nrepository = { url = \"https://github.com/a/b\" }\n")
        .file("../.git/config", "x");
    let site = site.file("guides/draft.md", "---\ndraft: true\n---\n");
    let site = site.file("index.md", "[a](/docs/guides/) [b](/guides/draft.md)\n");
    site.build();
    assert_eq!(
        addresses(&site, "index.html")[..2],
        ["guides/", "/guides/draft.md"]
    );
}

#[test]
fn a_page_of_another_tool_is_named_where_a_link_means_it() {
    let site = Site::new().file(
        "index.md",
        "[a](guide) [b](setup/) [c](setup/index.md) [d](notes.rst)\n",
    );
    let site = site
        .file("guide.mdx", "# G\n")
        .file("setup/index.mdx", "# S\n")
        .file("notes.rst", "N\n");
    let help = "bf-docs reads `.md`: rename it, if it is Markdown, and mend the link";
    let unread =
        |file| format!("error broken-link: `{file}` is copied and not read as a page; {help}");
    let run = site.check();
    assert_eq!(
        said(&run),
        ["guide.mdx", "setup/index.mdx", "setup/index.mdx"].map(unread)
    );
    let note = "note[unread-pages]: 3 files are copied and not read as pages: 2 `.mdx`, 1 `.rst`";
    let run = site.build();
    assert!(run.stderr.contains(note), "{}", run.stderr);
}

#[test]
fn links_to_pages_that_are_not_made_are_broken() {
    let site = Site::new()
        .map("[site]\nsearch = false\n")
        .file(
            "index.md",
            "[a](tags/) [b](search/) [c](traceability/) [d](img/) ![e](site-map/)\n",
        )
        .file("img/x.png", "x");
    let run = site.check();
    let said = said(&run);
    let nothing = "mend the path, or take out the link; paths start at the page's own folder";
    assert_eq!(
        said,
        [
            format!("error broken-link: no page or file is at `tags`; {nothing}"),
            format!("error broken-link: no page or file is at `search`; {nothing}"),
            format!("error broken-link: no page or file is at `traceability`; {nothing}"),
            "error broken-link: the folder `img` has no page of its own; link to one of its files, or write a page for it: `img/index.md`".to_owned(),
            format!("error broken-link: there is no file `site-map`; {nothing}"),
        ]
    );
}

#[test]
fn what_is_made_later_is_linked_later() {
    let site = Site::new()
        .file("index.md", "[a](tags/red/) [b](../src/x.py)\n")
        .file("b.md", "# B\n");
    let site = site.map("[site]\nrepository = { url = \"https://github.com/a/b\" }\n");
    let count = |site: &Site, broken: usize| {
        let run = site.build();
        assert_eq!(run.findings.len(), broken, "{:?}", run.found());
        let cold = site.run(&["build", "--no-cache", "--out", "cold", "--format", "json"]);
        assert_eq!(run.stdout, cold.stdout);
    };
    site.commit("2026-01-01");
    count(&site, 2);
    let site = site.file("b.md", "---\ntags: [red]\n---\n\n# B\n");
    count(&site, 1);
    let site = site.file("../src/x.py", "x\n");
    count(&site, 0);
    fs::remove_file(site.root().join("src/x.py")).expect("it is ours");
    count(&site, 1);
}

#[test]
fn a_slash_behind_a_file_is_taken_away_as_mkdocs_does() {
    let text = "[a](guides/start.md/) [b](index.md/#x) [c](guides/start.md/#start)\n\n# X\n";
    let site = Site::new()
        .file("index.md", text)
        .file("guides/start.md", "# Start\n");
    let said = said(&site.build());
    let slash = |path: &str, write: &str| {
        format!("warning ambiguous-link: `{path}` ends in a slash; write `{write}`")
    };
    assert_eq!(
        said,
        [
            slash("guides/start.md/", "guides/start.md"),
            slash("index.md/#x", "index.md#x"),
            slash("guides/start.md/#start", "guides/start.md#start")
        ]
    );
    assert_eq!(
        addresses(&site, "index.html")[..3],
        ["guides/start/", "#x", "guides/start/#start"]
    );
}

#[test]
fn files_of_the_repository_are_linked_on_the_forge() {
    let links = "[a](../../src/x.py#L1) [b](../../README.md) [c](../../src/) [d](/docs/guide.md#g) [e](../../docs/guide.md) [f](/src/x.py) [g](../../gone.py) ![h](../../logo.png) [i](../../../etc) [j](../../.git/config)\n";
    let site = Site::new()
        .map("[site]\nrepository = { url = \"https://github.com/a/b\" }\n")
        .file("sub/index.md", links)
        .file("guide.md", "# G\n")
        .file("index.md", "a\n")
        .file("../src/x.py", "x\n")
        .file("../README.md", "x\n")
        .file("../logo.png", "x")
        .file("../.git/config", "x");
    let run = site.build();
    let out = "copy what it leads to into the docs folder, or link to its web address";
    let expected = [
        "warning absolute-link: `/docs/guide.md#g` starts with `/`; write `../guide.md#g`".to_owned(),
        "warning ambiguous-link: `../../docs/guide.md` leaves the docs folder on its way; write `../guide.md`"
            .to_owned(),
        "warning absolute-link: `/src/x.py` starts with `/`; write `../../src/x.py`".to_owned(),
        format!("error broken-link: `../../gone.py` leads out of the docs folder; {out}"),
        format!("error broken-link: `../../logo.png` leads out of the docs folder; {out}"),
        format!("error broken-link: `../../../etc` leads out of the docs folder; {out}"),
        format!("error broken-link: `../../.git/config` leads out of the docs folder; {out}"),
    ];
    assert_eq!(said(&run), expected);
    let blob = "https://github.com/a/b/blob/main";
    let linked = [
        format!("{blob}/src/x.py#L1"),
        format!("{blob}/README.md"),
        "https://github.com/a/b/tree/main/src".to_owned(),
        "../guide/#g".to_owned(),
        "../guide/".to_owned(),
        format!("{blob}/src/x.py"),
        "../../gone.py".to_owned(),
    ];
    assert_eq!(addresses(&site, "sub/index.html")[..7], linked);
    // Without a repository, the file's address is not known.
    let site = site
        .map("[site]\nname = \"A\"\n")
        .file("sub/index.md", "[a](../../src/x.py)\n");
    let said = said(&site.check());
    assert_eq!(
        said,
        [
            "error broken-link: `../../src/x.py` leads out of the docs folder; set `url` of `[site.repository]`: then it leads to the file there"
        ]
    );
}

#[test]
fn markdown_written_for_the_address_leads_there_and_is_told() {
    // As Hugo's authors write it, at the top of the docs folder and below it.
    let site = Site::new()
        .file("faq.md", "[two](../b/two/), [self](../faq/)\n")
        .file(
            "a/one.md",
            "[p](../../b/two/), ![x](../img/x.svg), [f](../img/x.svg)\n",
        )
        .file("a/img/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .file("b/two.md", "# Two\n")
        .file("index.md", "[a](a/one.md), [b](faq.md)\n");
    let told = |written: &str, path: &str| {
        format!("warning ambiguous-link: `{written}` starts at the page's address; write `{path}`")
    };
    assert_eq!(
        said(&site.build()),
        [
            told("../../b/two/", "../b/two.md"),
            told("../img/x.svg", "img/x.svg"),
            told("../img/x.svg", "img/x.svg"),
            told("../b/two/", "b/two.md"),
            told("../faq/", "faq.md"),
        ]
    );
    let image = "../img/x.svg";
    assert_eq!(
        addresses(&site, "a/one/index.html")[..3],
        ["../../b/two/", image, image]
    );
}

#[test]
fn html_written_for_the_address_is_right_where_that_fits() {
    let text = "<img src=\"../../img/x.png\"> <img src=\"../img/x.png\"> <image src=\"../img/x.png\"> <a href=\"../../b/#c\">b</a> <img src=\"../../img/y.png\">\n\n![a](../../img/x.png)\n";
    let site = Site::new()
        .file("sub/a.md", text)
        .file("img/x.png", "x")
        .file("b.md", "# C\n")
        .file("index.md", "a\n");
    let run = site.build();
    let out = "copy what it leads to into the docs folder, or link to its web address";
    assert_eq!(
        said(&run),
        [
            format!("error broken-link: `../../img/y.png` leads out of the docs folder; {out}"),
            "warning ambiguous-link: `../../img/x.png` starts at the page's address; write `../img/x.png`"
                .to_owned(),
        ]
    );
    let image = "../../img/x.png";
    assert_eq!(
        addresses(&site, "sub/a/index.html")[..4],
        [image, image, image, "../../b/#c"]
    );
}

#[test]
fn slips_are_called_by_their_name() {
    let check = |dest: &str, expected: &str| {
        let site = Site::new()
            .file("sub/a.md", &format!("[a](<{dest}>)\n"))
            .file("sub/guide.md", "# G\n");
        let site = site.file("index.md", "a\n").file("other/README.md", "a\n");
        let run = site.check();
        assert_eq!(run.findings.len(), 1, "{dest}: {:?}", said(&run));
        assert_eq!(
            format!("{}; {}", run.findings[0].message, run.findings[0].help),
            expected
        );
        assert_eq!(run.findings[0].code, "broken-link");
    };
    let mend = "mend the path, or take out the link; paths start at the page's own folder";
    check(
        "@octocat",
        "`@octocat` is no address; write the full address of `octocat`, or take out the link",
    );
    check(
        "guide.md)",
        "`guide.md)` has a parenthesis too many; write `guide.md`",
    );
    check(
        "(https://a.org/b)",
        "`(https://a.org/b)` has a parenthesis too many; write `https://a.org/b`",
    );
    check(
        "gone.md)",
        &format!("`gone.md)` has a parenthesis too many; {mend}"),
    );
    check(
        "guide.md\"",
        "`guide.md\"` has a quotation mark too many; write `guide.md`",
    );
    check(
        "example.com/path",
        "`example.com/path` has no `https://`; write `https://example.com/path`",
    );
    check(
        "www.x.org",
        "`www.x.org` has no `https://`; write `https://www.x.org`",
    );
    check(
        "me@example.org",
        "`me@example.org` is an e-mail address without `mailto:`; write `mailto:me@example.org`",
    );
    check(
        "guid.md",
        "no page or file is at `sub/guid.md`; did you mean `guide.md`?",
    );
    check(
        "README.md",
        &format!("no page or file is at `sub/README.md`; {mend}"),
    );
    check(
        "gone/a.md",
        &format!("no page or file is at `sub/gone/a.md`; {mend}"),
    );
    check(
        "StatefulSet",
        &format!("no page or file is at `sub/StatefulSet`; {mend}"),
    );
}

#[test]
fn redirects_and_relations_take_the_same_anchors() {
    let story = "## A / b\n\n### User Story\n\na\n\n### Acceptance Criteria\n\n- a\n\n";
    let site = Site::new()
        .map("[redirects]\n\"old.md\" = \"work/active/w/stories.md#a--b\"\n")
        .file("index.md", "[a](work/active/w/stories.md#a--b)\n")
        .file("work/active/w/challenge.md", "# C\n")
        .file(
            "work/active/w/spec.md",
            "# S\n\n## Dependencies\n\n[A](stories.md#a--b)\n",
        )
        .file(
            "work/active/w/stories.md",
            &(story.to_owned() + &story.replace("A / b", "C")),
        );
    let run = site.build();
    assert_eq!(said(run.is_built()), [""; 0]);
    assert!(
        site.read("old/index.html")
            .contains("work/active/w/stories/#a-b")
    );
    let trace = site
        .run(&["trace", "specification/w", "--format", "json"])
        .stdout;
    assert!(trace.contains("story/w#a-b"), "{trace}");
}

/// Pages that the build makes, and files of the repository, appear and vanish while the preview
/// runs.
#[cfg(feature = "serve")]
#[test]
fn the_preview_links_what_the_build_links() {
    let site = Site::new()
        .map("[site]\nrepository = { url = \"https://github.com/a/b\" }\n")
        .file(
            "index.md",
            "# Start\n\n[a](tags/red/) [b](../src/x.py) [c](b.md#c--d) [d](traceability/)\n",
        )
        .file("b.md", "# B\n");
    fs::create_dir(site.root().join("src")).expect("the folder is ours");
    let preview = crate::preview::Preview::of(&site, &["--port", "0"]);
    preview.tells("index.html", "tags/red");
    preview.follows(&site, "the start");
    let site = site.file("b.md", "---\ntags: [red]\n---\n\n# B\n\n## C / d\n");
    preview.follows(&site, "a tag and a heading");
    preview.shows("href=\"b/#c-d\"");
    let site = site.file("../src/x.py", "x\n");
    preview.shows("https://github.com/a/b/blob/main/src/x.py");
    let site = site
        .file("b.md", "---\ntags: [red]\n---\n\n# B\n\n## C & d!\n")
        .file("decisions/0001-a.md", "# A\n");
    preview.follows(&site, "another heading, and a decision");
    preview.tells("index.html", "\"here\":[]");
}
