//! Tabs, the tree beside a page, breadcrumbs, previous and next: their order and their titles.

use crate::site::Site;

/// Writes a tree from the path and the text of each page.
fn tree(pages: &[(&str, &str)]) -> Site {
    pages
        .iter()
        .fold(Site::new(), |site, (path, text)| site.file(path, text))
}

/// A folder of two pages, whose index page has this title.
fn folder(site: Site, path: &str, title: &str) -> Site {
    site.file(&format!("{path}/index.md"), &format!("# {title}\n"))
        .file(&format!("{path}/more.md"), "# More\n")
}

/// The links in a part of a page: text and address.
fn links(site: &Site, page: &str, class: &str) -> Vec<String> {
    let html = site.read(page);
    let Some((_, part)) = html.split_once(&format!("class=\"{class}\"")) else {
        return Vec::new();
    };
    let part = part.split("</nav>").next().unwrap_or_default();
    let items = part.split("<a ").skip(1).map(|link| {
        let href = link
            .split("href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default();
        let text = link
            .split_once('>')
            .map_or("", |(_, rest)| rest)
            .split("</a>")
            .next()
            .unwrap_or_default();
        let text: String = text
            .split('<')
            .enumerate()
            .map(|(at, part)| {
                if at == 0 {
                    part
                } else {
                    part.split_once('>').map_or("", |(_, text)| text)
                }
            })
            .collect();
        format!("{} -> {href}", text.trim())
    });
    items.filter(|item| !item.starts_with(" ->")).collect()
}

fn names(site: &Site, page: &str, class: &str) -> Vec<String> {
    let name = |link: String| link.split(" -> ").next().unwrap_or_default().to_owned();
    links(site, page, class).into_iter().map(name).collect()
}

#[test]
fn a_folder_whose_index_is_called_like_any_other_keeps_its_name() {
    for title in [
        "Overview",
        "Introduction",
        "Index",
        "README",
        "Welcome!",
        "Table of contents",
        "Übersicht",
    ] {
        let site = folder(
            folder(
                folder(tree(&[("index.md", "# Wiki\n")]), "queue", title),
                "queue/deep",
                title,
            ),
            "guide",
            "The guide",
        );
        site.build().is_built();
        assert_eq!(
            names(&site, "index.html", "tabs"),
            ["Home", "The guide", "Queue"],
            "{title}"
        );
        assert_eq!(
            names(&site, "queue/more/index.html", "nav"),
            ["Queue", "More", "Deep"],
            "{title}"
        );
        assert_eq!(
            names(&site, "queue/deep/more/index.html", "breadcrumbs"),
            ["Home", "Queue", "Deep"],
            "{title}"
        );
        // The page has its own title, below the title of its folder.
        let page = site.read("queue/index.html");
        assert!(page.contains(&format!("<title>{title} · ")), "{title}");
        assert!(page.contains("<li><span>Queue</span></li>"), "{title}");
        assert_eq!(
            names(&site, "queue/more/index.html", "pager"),
            ["PreviousQueue", "NextDeep"],
            "{title}"
        );
    }
    // The content map overrides all titles, and a specific title overrides a generic one.
    let site = folder(
        folder(tree(&[("index.md", "# W\n")]), "a", "Overview"),
        "b",
        "Overview of queues",
    );
    let site = site.map("[folder.a]\ntitle = \"Overview\"\n");
    site.build().is_built();
    assert_eq!(
        names(&site, "index.html", "tabs"),
        ["Home", "Overview", "Overview of queues"]
    );
}

#[test]
fn two_tabs_of_one_name_are_a_finding() {
    let site = |map: &str| {
        folder(
            folder(tree(&[("index.md", "# W\n")]), "a", "Guide"),
            "b",
            "guide",
        )
        .map(map)
    };
    let found = |map: &str| {
        let run = site(map).check();
        run.findings
            .iter()
            .map(|found| format!("{} {}", found.at, found.message))
            .collect::<Vec<_>>()
    };
    let message = "two tabs are called `guide`: `a/` and `b/`";
    assert_eq!(found(""), [format!(" {message}")]);
    assert_eq!(
        found("[folder.b]\ntitle = \"guide\"\n"),
        [format!("content-map.toml:2:1 {message}")]
    );
    assert_eq!(
        found("[[tab]]\npath = \"a\"\n[[tab]]\npath = \"b\"\n"),
        [format!("content-map.toml:4:1 {message}")]
    );
    assert_eq!(found("[folder.b]\ntitle = \"Another\"\n"), [""; 0]);
    // A folder `home` beside the tab that the start page has.
    let site = folder(tree(&[("index.md", "# W\n")]), "home", "Home");
    assert_eq!(site.check().found(), ["warning duplicate-tab"]);
}

#[test]
fn the_home_tab_has_no_page_that_is_a_tab_or_in_one() {
    let pages = [
        ("index.md", "# W\n"),
        ("glossary.md", "# Glossary\n"),
        ("notes.md", "# Notes\n"),
        ("on-call.md", "# On call\n"),
    ];
    let site = folder(tree(&pages), "process", "Process").map(
        "[[tab]]\npath = \"index.md\"\ntitle = \"Home\"\n[[tab]]\npath = \"glossary.md\"\n[[tab]]\npath = \"process\"\n\
         order = [{ path = \"on-call.md\" }, \"...\"]\n",
    );
    let run = site.build();
    assert_eq!((run.found(), run.noted()), (vec![], vec![]));
    assert_eq!(names(&site, "index.html", "nav"), ["W", "Notes"]);
    assert_eq!(
        names(&site, "process/index.html", "nav"),
        ["Process", "On call", "More"]
    );
    // A page that is a tab has no tree beside it; one in another tab has that tab's tree.
    assert_eq!(names(&site, "glossary/index.html", "nav"), [""; 0]);
    assert_eq!(
        names(&site, "on-call/index.html", "nav"),
        ["Process", "On call", "More"]
    );
    assert_eq!(
        names(&site, "on-call/index.html", "breadcrumbs"),
        ["Home", "Process"]
    );
    assert_eq!(
        names(&site, "on-call/index.html", "pager"),
        ["PreviousProcess", "NextMore"]
    );
    // The list of all pages names each page once.
    let all = site.read("site-map/index.html");
    let (_, list) = all.split_once("<article").expect("it has an article");
    for page in ["notes/", "glossary/", "on-call/", "process/more/"] {
        assert_eq!(
            list.matches(&format!("<a href=\"../{page}\">")).count(),
            1,
            "{page}"
        );
    }
}

#[test]
fn a_folder_of_one_page_is_that_page() {
    let site = tree(&[
        ("index.md", "# W\n"),
        ("a/index.md", "# A\n"),
        ("a/one/start.md", "# Start here, please\n"),
        ("a/two/README.md", "# Two things\n"),
        ("a/three/index.md", "# Overview\n"),
        ("a/deep/er/est.md", "# Deepest\n"),
        ("a/given/page.md", "# Page\n"),
        ("a/more/x.md", "# X\n"),
        ("a/more/y.md", "# Y\n"),
        ("alone/page.md", "# All of it\n"),
    ])
    .map("[folder.\"a/given\"]\ntitle = \"As the map says\"\n");
    let run = site.build();
    assert_eq!(run.found(), [""; 0]);
    assert_eq!(
        links(&site, "a/index.html", "nav"),
        [
            "A -> ./",
            "Deepest -> deep/er/est/",
            "As the map says -> given/page/",
            "More -> more/",
            "Start here, please -> one/start/",
            "Three -> three/",
            "Two things -> two/"
        ]
    );
    assert_eq!(
        names(&site, "a/one/start/index.html", "breadcrumbs"),
        ["Home", "A"]
    );
    assert!(
        site.read("a/one/start/index.html")
            .contains("aria-current=\"page\">Start here, please")
    );
    // The tab has the folder's name and leads to the page. The addresses stay the same.
    assert_eq!(
        links(&site, "a/index.html", "tabs")[2],
        "Alone -> ../alone/page/"
    );
    assert!(
        [
            "a/one/index.html",
            "a/deep/er/index.html",
            "alone/index.html"
        ]
        .iter()
        .all(|path| site.has(path))
    );
}

#[test]
fn pages_in_no_tab_are_one_note() {
    let pages = [
        ("index.md", "# W\n"),
        ("x.md", "# X\n"),
        ("a/one.md", "# A\n"),
        ("b/one.md", "# B\n"),
        ("b/two.md", "# B\n"),
        ("c/d/e.md", "# E\n"),
        ("h.md", "---\nhidden: true\n---\n# H\n"),
    ];
    let site = |map: &str| tree(&pages).map(map);
    let noted = |map: &str| {
        site(map)
            .check()
            .notes
            .into_iter()
            .map(|note| note.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(noted(""), [""; 0]);
    assert_eq!(
        noted("[[tab]]\npath = \"a\"\n"),
        ["4 pages are in no tab: 2 in `b/`, 1 beside the start page, 1 in `c/`"]
    );
    assert_eq!(
        noted("[[tab]]\npath = \"a\"\n[[tab]]\npath = \"index.md\"\n[[tab]]\npath = \"b\"\n"),
        ["`c/d/e.md` is in no tab"]
    );
    assert_eq!(
        noted(
            "[[tab]]\npath = \"a\"\norder = [{ path = \"c/d/e.md\" }, \"...\"]\n[[tab]]\npath = \".\"\n[[tab]]\npath = \"b\"\n"
        ),
        [""; 0]
    );
    let run = site("[[tab]]\npath = \"a\"\n[[tab]]\npath = \"b\"\n").run(&["check", "--strict"]);
    assert_eq!(run.code, 0);
    run.says("note[untabbed-pages]: 2 pages are in no tab: 1 beside the start page, 1 in `c/`");
}

#[test]
fn links_and_pages_of_other_folders_stand_where_an_order_has_them() {
    let base = || {
        let site = folder(
            folder(tree(&[("index.md", "# W\n")]), "process", "Process"),
            "operations",
            "Operations",
        );
        site.file("operations/runbooks/x.md", "# Queue is stuck\n")
            .file("operations/runbooks/y.md", "# Y\n")
    };
    let order = "[folder.process]\norder = [\"index.md\", { title = \"Status\", url = \"https://status.example.com/\" }, \
                 { title = \"Runbook\", path = \"operations/runbooks/x.md\" }, { path = \"operations\" }, \"...\", \
                 \"https://example.com/a/\"]\n";
    let site = base().map(order);
    let run = site.build();
    assert_eq!((run.found(), run.noted()), (vec![], vec![]));
    assert_eq!(
        links(&site, "process/more/index.html", "nav"),
        [
            "Process -> ../",
            "Status -> https://status.example.com/",
            "Runbook -> ../../operations/runbooks/x/",
            "Operations -> ../../operations/",
            "More -> ./",
            "example.com/a -> https://example.com/a/"
        ]
    );
    assert!(
        site.read("process/index.html")
            .contains("<a href=\"https://status.example.com/\" class=\"external\">Status</a>")
    );
    // The page keeps its place, and the reading order visits it once.
    assert_eq!(
        names(&site, "operations/runbooks/x/index.html", "nav"),
        ["Operations", "More", "Runbooks", "Queue is stuck", "Y"]
    );
    assert_eq!(
        names(&site, "process/more/index.html", "pager"),
        ["PreviousProcess"]
    );
    // If its own folder leaves it out, the page belongs to the other folder alone.
    let site = base().map(&format!(
        "{order}[folder.\"operations/runbooks\"]\norder = [\"y.md\"]\n[checks]\norphan-page = \"error\"\n"
    ));
    assert_eq!(site.build().found(), [""; 0]);
    assert_eq!(
        names(&site, "operations/runbooks/x/index.html", "breadcrumbs"),
        ["Home", "Process"]
    );
    assert_eq!(
        names(&site, "operations/runbooks/x/index.html", "pager"),
        ["PreviousProcess", "NextMore"]
    );
    assert!(
        site.read("operations/runbooks/x/index.html")
            .contains("aria-current=\"page\">Runbook")
    );
    // A tab may lead to another site.
    let site = base().map("[[tab]]\npath = \"process\"\n[[tab]]\npath = \"operations\"\n[[tab]]\ntitle = \"Status\"\nurl = \"https://status.example.com/\"\n");
    assert_eq!(site.build().found(), [""; 0]);
    assert_eq!(
        links(&site, "process/index.html", "tabs")[2],
        "Status -> https://status.example.com/"
    );
}

#[test]
fn what_an_order_names_and_is_not_there_is_found_at_its_place() {
    let found = |map: &str| {
        let site = folder(
            tree(&[
                ("index.md", "# W\n"),
                ("a/x.md", "# X\n"),
                ("b/c/y.md", "# Y\n"),
            ]),
            "a",
            "A",
        )
        .map(map);
        let run = site.check();
        run.findings
            .iter()
            .map(|found| {
                format!(
                    "{} {}: {}; {}",
                    found.at, found.code, found.message, found.help
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found(
            "[folder.a]\norder = [{ path = \"b/c/z.md\" }, { path = \"b\" }, \"b/c/y.md\", \"...\"]\n"
        ),
        [
            "content-map.toml:2:19 unknown-page: no page or folder is at `b/c/z.md`; did you mean `b/c/y.md`?",
            "content-map.toml:2:42 unknown-page: the folder `b` has no page of its own; name one of its pages, or give it an `b/index.md`",
            "content-map.toml:2:49 unknown-page: no page or folder is at `b/c/y.md`; write `{ path = \"b/c/y.md\" }`: it lies in another folder",
        ]
    );
    assert_eq!(
        found(
            "[[tab]]\npath = \"a/x.md\"\norder = [\"...\"]\n[[tab]]\npath = \".\"\norder = [\"a/\"]\n[[tab]]\npath = \"b\"\n"
        ),
        [
            "content-map.toml:3:1 invalid-value: a tab that is one page has no `order`; give the tab a folder as its `path`, or take `order` out"
        ]
    );
}

#[test]
fn a_site_is_turned_around_by_its_language() {
    for (language, turned) in [
        ("ar", true),
        ("he-IL", true),
        ("en", false),
        ("ar-Latn", false),
    ] {
        let site = tree(&[("index.md", "# W\n")]).map(&format!(
            "[site]\nlanguage = \"{language}\"\n\n[redirects]\n\"old.md\" = \"index.md\"\n"
        ));
        site.build().is_built();
        for page in ["index.html", "404.html", "old/index.html"] {
            let start = if turned {
                format!("<html lang=\"{language}\" dir=\"rtl\">")
            } else {
                format!("<html lang=\"{language}\">")
            };
            assert!(site.read(page).contains(&start), "{language} {page}");
        }
    }
}

#[test]
fn a_redirect_has_a_script_of_the_site_and_leads_on_without_it() {
    let site = tree(&[("a/new.md", "# New\n")]).map(
        "[redirects]\n\"a/b/old.md\" = \"a/new.md\"\n\"x\" = \"https://example.com/?a=1&b\"\n",
    );
    site.build().is_built();
    let page = site.read("a/b/old/index.html");
    assert!(page.contains("data-to=\"../../new/\"></script>\n<noscript><meta http-equiv=\"refresh\" content=\"0; url=../../new/\"></noscript>"), "{page}");
    let script = page
        .split("<script src=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("it has a script");
    assert!(site.has(script.trim_start_matches("../../../")), "{script}");
    assert!(
        site.read("x/index.html")
            .contains("data-to=\"https://example.com/?a=1&amp;b\"")
    );
    // If no page has moved, there is no such file.
    let still = tree(&[("index.md", "# W\n")]);
    still.build().is_built();
    assert!(
        still
            .output()
            .keys()
            .all(|path| !path.starts_with("assets/redirect."))
    );
    // The scripts of all pages do not contain it.
    assert!(
        site.output()
            .iter()
            .all(|(path, bytes)| !path.starts_with("assets/site.")
                || !String::from_utf8_lossy(bytes).contains("dataset.to"))
    );
}

/// The rows of the table that `?` shows: keys and their effects.
fn keys_of_the_theme() -> Vec<String> {
    let script = std::fs::read_to_string("theme/js/keys.js").expect("it is in the repository");
    let rows = script
        .split("const rows = [")
        .nth(1)
        .and_then(|rest| rest.split("\n  ];").next())
        .expect("it has rows");
    let quoted = |text: &str| {
        text.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let row = |line: &str| {
        let (keys, rest) = line.split_once(']').expect("a row begins with its keys");
        format!(
            "{}: {}",
            quoted(keys).join(" "),
            quoted(rest)[0].to_lowercase()
        )
    };
    rows.lines()
        .filter(|line| !line.trim().is_empty())
        .map(row)
        .collect()
}

#[test]
fn the_documented_keys_are_those_of_the_theme() {
    let page = std::fs::read_to_string("docs/products/bf-docs/navigation.md")
        .expect("it is in the repository");
    let names = [
        ("period", "."),
        ("comma", ","),
        ("slash", "/"),
        ("question", "?"),
    ];
    let sign = |name: &str| {
        names
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(name, |(_, sign)| sign)
            .to_owned()
    };
    let rows = page
        .split("## Keys")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("it has a table");
    let rows = rows
        .lines()
        .filter(|line| line.starts_with("| ++"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let keys: Vec<String> = cells[0].split("++").skip(1).step_by(2).map(sign).collect();
            format!("{}: {}", keys.join(" "), cells[1])
        });
    assert_eq!(rows.collect::<Vec<_>>(), keys_of_the_theme());
    let search = std::fs::read_to_string("docs/products/bf-docs/search.md")
        .expect("it is in the repository");
    let opens = keys_of_the_theme()
        .into_iter()
        .find(|row| row.ends_with(": search"))
        .expect("there is one");
    let (_, named) = search
        .split_once("\nPress ")
        .expect("it says what opens the box");
    let named: Vec<String> = named
        .split(" in the header")
        .next()
        .unwrap_or_default()
        .split("++")
        .skip(1)
        .step_by(2)
        .map(sign)
        .collect();
    assert_eq!(
        format!("{}: search", named[..named.len() - 1].join(" ")),
        opens
    );
}

/// Styles that name a side of the window where they mean a side of the text.
#[test]
fn the_theme_knows_no_left_and_right_but_of_code_and_formulas() {
    const PHYSICAL: [&str; 12] = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        " left:",
        " right:",
        "border-left",
        "border-right",
        "float: left",
        "float: right",
        "text-align: left",
        "text-align: right",
    ];
    let mut wrong = Vec::new();
    for file in std::fs::read_dir("theme/css")
        .expect("it is in the repository")
        .flatten()
    {
        let text = std::fs::read_to_string(file.path()).expect("it is a style");
        for line in text
            .lines()
            .filter(|line| PHYSICAL.iter().any(|part| line.contains(part)))
        {
            // Alignment by the author, and formulas, which run from left to right in every
            // language.
            let is_meant = line.contains(".align-") || line.contains(".menv-");
            wrong.extend((!is_meant).then(|| format!("{}: {line}", file.path().display())));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_section_need_not_be_a_folder() {
    let site = Site::new()
        .map(
            "[[tab]]\npath = \"index.md\"\n\n[[tab]]\ntitle = \"Operate\"\npages = [\n  \"guide/run.md\",\n  \
             { title = \"Security\", pages = [\"snyk/index.md\", { title = \"Mine\", path = \"guide/keys.md\" }] },\n  \
             { title = \"Status\", url = \"https://status.example.com/\" },\n]\n\n[[tab]]\npath = \"guide\"\n\
             order = [{ title = \"First\", pages = [\"other/one.md\", \"none.md\", \"...\"] }, \"...\"]\n",
        )
        .file("index.md", "# Start\n")
        .file("guide/run.md", "# Run\n")
        .file("guide/keys.md", "# Keys\n")
        .file("guide/first.md", "# A page of the section's name\n")
        .file("snyk/index.md", "# Snyk\n")
        .file("other/one.md", "# One\n");
    let run = site.build();
    let messages: Vec<&str> = run
        .findings
        .iter()
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "no page or folder is at `none.md`",
            "`...` has no meaning in a section: it is no folder",
        ],
        "{}",
        run.stderr
    );
    assert_eq!(
        links(&site, "index.html", "tabs"),
        [
            "Home -> ./",
            "Operate -> operate/",
            "Guide -> guide/",
            "Traceability -> traceability/"
        ][..3]
    );
    // A page of no other tab has its place in the section, with all that stands around it.
    assert_eq!(
        links(&site, "snyk/index.html", "nav"),
        [
            "Operate -> ../operate/",
            "Run -> ../guide/run/",
            "Security -> ../operate/security/",
            "Snyk -> ./",
            "Mine -> ../guide/keys/",
            "Status -> https://status.example.com/",
        ]
    );
    assert_eq!(
        names(&site, "snyk/index.html", "breadcrumbs"),
        ["Home", "Operate", "Security"]
    );
    // The name of a section leads to a list of its pages, at an address of its own: `guide/first/`
    // is that of a page.
    assert!(site.has("operate/index.html") && site.has("operate/security/index.html"));
    assert_eq!(
        names(&site, "other/one/index.html", "breadcrumbs"),
        ["Home", "Guide", "First"]
    );
    assert!(site.has("guide/first-2/index.html"));
}

#[test]
fn a_section_may_have_the_start_page_and_a_page_twice() {
    let site = Site::new()
        .map(
            "[[tab]]\ntitle = \"Home\"\npages = [\"index.md\", \"a.md\", \"b.md\", \"a.md\"]\n\n\
             [[tab]]\ntitle = \"\"\npages = [\"c.md\", { title = \"Security\", pages = [\"d.md\"] }]\n",
        )
        .file("index.md", "# Start\n")
        .file("a.md", "# A\n")
        .file("b.md", "# B\n")
        .file("c.md", "# C\n")
        .file("d.md", "# D\n")
        // It stands at the address that the section would have.
        .file("section/security", "a file\n");
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    assert_eq!(
        names(&site, "index.html", "nav"),
        ["Home", "Start", "A", "B", "A"]
    );
    assert_eq!(names(&site, "index.html", "pager"), ["NextA"]);
    assert_eq!(
        names(&site, "a/index.html", "pager"),
        ["PreviousStart", "NextB"]
    );
    assert_eq!(
        names(&site, "b/index.html", "pager"),
        ["PreviousA", "NextC"]
    );
    assert_eq!(
        names(&site, "d/index.html", "breadcrumbs"),
        ["Home", "C", "Security"]
    );
    assert!(site.has("section/security-2/index.html"));
}

#[test]
fn the_pages_of_an_only_tab_are_the_navigation() {
    let site = tree(&[
        ("index.md", "# Book\n"),
        ("a/z.md", "# Last\n"),
        ("b/y.md", "# First\n"),
        ("b/x.md", "# Second\n"),
    ])
    .map(
        "[[tab]]\ntitle = \"Book\"\npages = [\"index.md\", \"b/y.md\", { title = \"Part\", \
         pages = [\"b/x.md\"] }, \"a/z.md\"]\n",
    );
    let run = site.build();
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    assert_eq!(run.noted(), [""; 0], "{}", run.stderr);
    assert_eq!(
        names(&site, "b/y/index.html", "nav"),
        ["Book", "First", "Part", "Last"]
    );
    assert_eq!(names(&site, "index.html", "pager"), ["NextFirst"]);
    // A page that the tab does not name is told, as with several tabs.
    let run = site.file("c/w.md", "# More\n").build();
    assert_eq!(run.noted(), ["note untabbed-pages"], "{}", run.stderr);
}
