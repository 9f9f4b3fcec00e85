//! Searches of a built site in the terminal.

use serde_json::Value;

use crate::site::{Run, Site};

/// A small wiki, built.
fn wiki() -> Site {
    let decision = |number: &str, title: &str, status: &str| {
        format!(
            "---\ntags: [Storage, events]\n---\n\n# {number} - {title}\n\n## Status\n\n{status}\n\n## Decision\n\nRows are kept.\n"
        )
    };
    let site = Site::new()
        .map("[site]\nname = \"Wiki\"\n\n[tracker.linear]\nissue = \"https://x.org/{id}\"\nteams = [\"IPT\"]\n")
        .file("index.md", "# Start\n\nWelcome to the wiki.\n")
        .file("decisions/0004-stores.md", &decision("0004", "Stores", "Accepted"))
        .file("decisions/0014-plain-events.md", &decision("0014", "Plain events", "Proposed"))
        .file("work/active/queues/challenge.md", "# Challenge\n\nChargers block each other. See ADR 14.\n")
        .file("work/active/queues/spec.md", "# Specification\n\n## Queue\n\nA depot's charging queue.\n")
        .file(
            "work/active/queues/stories.md",
            "# Stories\n\n## Show the queue\n\nLinear issue: IPT-106\n\n### User Story\n\nAs one.\n\n### Acceptance Criteria\n\n- It shows.\n",
        )
        .file("process/deploy.md", "# Releases\n\nWe deploy blue/green.\n\n## Roll back\n\nEdit `mkdocs.yml` of bf-manage-core.\n")
        .file("process/green.md", "# Colours\n\nGreen and blue, a café and its authorisation.\n\n```toml\nrun_once = true\n```\n");
    site.build();
    site
}

fn ask(site: &Site, query: &str) -> (Run, Vec<Value>) {
    let run = site.run(&["search", "--format", "json", "--", query]);
    assert_eq!(run.code, 0, "{query}: {}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let results = answer["results"].as_array().expect("it is a list").clone();
    (run, results)
}

/// The routes of the hits, best first.
fn routes(site: &Site, query: &str) -> Vec<String> {
    ask(site, query)
        .1
        .iter()
        .map(|result| result["route"].as_str().expect("it is text").to_owned())
        .collect()
}

#[test]
fn what_people_type_finds_what_they_mean() {
    let site = wiki();
    for (query, first) in [
        ("bf-manage-core", "process/deploy/#roll-back"),
        ("mkdocs.yml", "process/deploy/#roll-back"),
        ("ADR 14", "decisions/0014-plain-events/"),
        ("ADR-0014", "decisions/0014-plain-events/"),
        ("0014", "decisions/0014-plain-events/"),
        ("IPT-106", "work/active/queues/stories/#show-the-queue"),
        ("\"blue/green\"", "process/deploy/"),
        ("charg", "work/active/queues/spec/"),
        ("authorization", "process/green/"),
        ("authorisation", "process/green/"),
        ("cafe", "process/green/"),
        ("CAFÉ", "process/green/"),
        ("relaeses", "process/deploy/"),
        ("wellcome", ""),
        ("specification depot", "work/active/queues/spec/"),
        ("run_once", "process/green/"),
        ("deploy.md", "process/deploy/"),
        ("how do we roll back", "process/deploy/#roll-back"),
        ("roll back", "process/deploy/#roll-back"),
        ("runOnce", "process/green/"),
    ] {
        assert_eq!(
            routes(&site, query).first().map(String::as_str),
            Some(first),
            "{query}"
        );
    }
    assert_eq!(
        routes(&site, "\"blue/green\"").len(),
        1,
        "the other page has the words in another order"
    );
}

/// Asserts the first hit of each query.
#[track_caller]
fn check_first(site: &Site, queries: &[(&str, &str)]) {
    for (query, first) in queries {
        let found = routes(site, query);
        assert_eq!(
            found.first().map(String::as_str),
            Some(*first),
            "{query}: {found:?}"
        );
    }
}

#[test]
fn what_only_begins_with_the_last_word_comes_behind_the_word() {
    let keys: String = (0..9)
        .map(|key| format!("## timeoutSeconds{key}\n\ntimeoutSeconds of it\n\n"))
        .collect();
    let site = Site::new()
        .file("guide.md", "# Portal guide\n\nportal portal, portals\n")
        .file(
            "metrics.md",
            "# Metrics\n\n## port\n\nThe number.\n\n## portal\n\nportal portal portal\n",
        )
        .file(
            "options.md",
            &format!("# Options\n\n{keys}## timeout\n\nIt ends.\n"),
        )
        .file(
            "login.md",
            "# Login\n\nlogin, and login\n\n## login again\n\nlogin\n",
        )
        .file("other.md", "# Other\n\nWhere the log is.\n");
    site.build();
    for query in ["port", "\"port\"", "port*"] {
        assert_eq!(
            routes(&site, query)[..2],
            ["metrics/#port", "metrics/"],
            "{query}"
        );
    }
    assert!(
        routes(&site, "port").contains(&"guide/".to_owned()),
        "a beginning finds more"
    );
    check_first(
        &site,
        &[
            ("timeout", "options/#timeout"),
            ("log", "other/"),
            ("por", "guide/"),
            ("logi", "login/"),
            ("where log", "other/"),
            ("timeouts", "options/#timeout"),
        ],
    );
}

#[test]
fn what_is_called_just_so_is_first() {
    let site = Site::new()
        .file("a.md", "# Tokenizer\n\nA tokenizer makes a token of tokens: token, token.\n\n## Token rules\n\ntoken\n")
        .file("b.md", "# Token\n\nIt is one.\n")
        .file("c.md", "# Markdown syntax\n\nMarkdown, as Markdown is written.\n\n## Markdown\n\nmarkdown\n")
        .file("d.md", "# Markdown\n\n## How to do it\n\nSo.\n\n## Retry\n\nAgain.\n")
        .file("e.md", "# Retrying retries\n\nA retry is tried: retry, retry.\n\n## To do it\n\nHow to do it: do it.\n");
    site.build();
    check_first(
        &site,
        &[
            ("token", "b/"),
            ("\"token\"", "b/"),
            ("Tokenizer", "a/"),
            ("markdown", "d/"),
            ("markdown syntax", "c/"),
            ("retry", "d/#retry"),
            ("how to do it", "d/#how-to-do-it"),
            ("tok", "a/"),
        ],
    );
    assert_eq!(
        routes(&site, "markdown")[..2],
        ["d/", "c/#markdown"],
        "a page before a section"
    );
    assert!(
        !routes(&site, "token -markdown in:x").contains(&"b/".to_owned()),
        "a filter holds for it too"
    );
    assert!(!routes(&site, "token -one").contains(&"b/".to_owned()));
}

#[test]
fn a_document_s_own_number_comes_before_its_mentions() {
    let contents: String = (1..40)
        .map(|part| format!("- [Part {part} of the matter](#part-{part})\n"))
        .collect();
    let parts: String = (1..40)
        .map(|part| format!("## Part {part}\n\nText {part}.\n\n"))
        .collect();
    let mut site = Site::new()
        .file("753.md", &format!("# KEP-753: Side doors\n\n{contents}\n{parts}"))
        .file("keps/1287-in-place/README.md", &format!("# In-place update\n\n{contents}\n{parts}"))
        .file("text/2094-nll.md", &format!("Some text.\n\n{contents}\n{parts}"))
        .file("adr/TEAM-ADR-0007-queue.md", &format!("# Use a queue\n\n{contents}\n{parts}"))
        .file("rfc2616.md", &format!("# HTTP\n\n{contents}\n{parts}"))
        .file("notes/2024-roadmap.md", "# Roadmap\n\nWhat comes.\n")
        .file("versions.md", "# Changes\n\n## v1.2.4-rc1\n\n1.2.4 comes.\n\n## 1.2.4 (2024-03-01)\n\nFixed.\n\n## Later\n\nSince 1.2.4, 1.2.4.\n");
    for mention in 1..5 {
        let name = format!("8{mention}.md");
        let of = ["KEP-753", "KEP-1287", "RFC 2094", "ADR-0007", "RFC 2616"];
        let said: String = of
            .map(|name| format!("The formula of {name}.\n\n- {name} first.\n- {name} second.\n\n"))
            .concat();
        site = site.file(
            &name,
            &format!("# KEP-8{mention}: Other door\n\n## Details of KEP-753\n\n{said}"),
        );
    }
    site.build();
    check_first(
        &site,
        &[
            ("KEP-753", "753/"),
            ("kep 753", "753/"),
            ("KEP753", "753/"),
            ("753", "753/"),
            ("KEP-0753", "753/"),
            ("side doors", "753/"),
            ("KEP-1287", "keps/1287-in-place/"),
            ("1287", "keps/1287-in-place/"),
            ("RFC 2094", "text/2094-nll/"),
            ("rfc2094", "text/2094-nll/"),
            ("2094", "text/2094-nll/"),
            ("ADR 7", "adr/TEAM-ADR-0007-queue/"),
            ("TEAM-ADR-7", "adr/TEAM-ADR-0007-queue/"),
            ("RFC 2616", "rfc2616/"),
            ("1.2.4", "versions/#124-2024-03-01"),
            ("v1.2.4", "versions/#124-2024-03-01"),
            ("KEP-82", "82/"),
        ],
    );
    assert_ne!(
        routes(&site, "door")[0],
        "753/",
        "a word of many titles is no name"
    );
}

#[test]
fn a_version_is_a_number_and_a_date_is_none() {
    let site = Site::new()
        .file("dates.md", "# Meetings\n\nOn 2024-01-02 we met, on 2024-10-12, on 01.02.2024 and 1.2. times more.\n")
        .file(
            "minutes.md",
            "# Minutes\n\n2024-01-02 or 2024/01/02 or 2024-11-12\n\n## 2024-01-02\n\nMore of 2024-01-02.\n",
        )
        .file("upgrade.md", "# Upgrade\n\nGo to v1.2.3 first, then to 3.11, v10.12 and V11.12.\n")
        .file("hosts.md", "# Hosts\n\n10.0.0.1 has CVE-2024-1234, see `mkdocs.yml`.\n");
    site.build();
    check_first(
        &site,
        &[
            ("1.2.3", "upgrade/"),
            ("v1.2.3", "upgrade/"),
            ("v3.11", "upgrade/"),
            ("3.11", "upgrade/"),
            ("10.12", "upgrade/"),
            ("11.12", "upgrade/"),
            ("v3", "upgrade/"),
            ("v3.", "upgrade/"),
            ("v3.1", "upgrade/"),
            ("10.0.0.1", "hosts/"),
            ("CVE-2024-1234", "hosts/"),
            ("mkdocs.yml", "hosts/"),
            ("2024-01-02", "minutes/#2024-01-02"),
            ("2024-10-12", "dates/"),
            ("2024-10", "dates/"),
            ("01.02.2024", "dates/"),
        ],
    );
    assert!(
        !routes(&site, "\"1.2\"").contains(&"minutes/".to_owned()),
        "not in 2024-01-02"
    );
    assert!(routes(&site, "1.2").contains(&"upgrade/".to_owned()));
}

#[test]
fn a_list_of_pages_that_lacks_some_is_a_fault() {
    let site = wiki();
    let list = site.root().join("site/.bf-docs/search/pages.txt");
    let whole = std::fs::read_to_string(&list).expect("it is there");
    let first = whole.lines().next().expect("it has pages");
    for damaged in [String::new(), format!("{first}\n"), "\n\n".to_owned()] {
        std::fs::write(&list, damaged).expect("the folder is ours");
        let run = site.run(&["search", "--", "queue"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(
            run.stderr.contains("`pages.txt` lacks a page"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_german_site_is_searched_in_german() {
    let site = Site::new()
        .map("[site]\nname = \"Wiki\"\nlanguage = \"de-AT\"\n")
        .file("a.md", "# Start\n\nDie Häuser an der Straße.\n")
        .file("b.md", "# Ende\n\nDie Konfiguration der Fahrten.\n");
    site.build();
    for (query, found) in [
        ("haus ", "a/"),
        ("HAEUSERN ", "a/"),
        ("strassen ", "a/"),
        ("die fahrt ", "b/"),
        ("config ", "b/"),
    ] {
        assert_eq!(routes(&site, query), [found], "{query}");
    }
}

#[test]
fn a_query_that_finds_nothing_is_told_what_is_near() {
    let site = wiki();
    let told = |query: &str| site.run(&["search", "--", query]).stderr;
    assert_eq!(
        told("chargxeers welcum "),
        "nothing found\nhelp: did you mean `chargers welcome`?\n"
    );
    assert_eq!(
        told("queue kind:decision"),
        "nothing found\nhelp: did you mean `queue`?\n"
    );
    assert_eq!(told("xylophone"), "nothing found\n");
    // A phrase that is being typed has its last word.
    assert_eq!(
        told("bf-manage-zzz"),
        "nothing found\nhelp: did you mean `bf manage`?\nhelp: did you mean `bf manage zzz`?\n"
    );
    // No part of a date refuses anything.
    let site = Site::new().file("a.md", "# Log\n\nOn 2024-01-02.\n");
    site.build();
    let run = site.run(&["search", "--", "2024-01-02 kind:story"]);
    assert_eq!(
        run.stderr,
        "nothing found\nhelp: did you mean `2024 01 02`?\n"
    );
}

#[test]
fn an_asked_word_is_there_itself() {
    let site = Site::new().file("a.md", "# One\n\nA healthcheck.\n");
    site.build();
    assert_eq!(routes(&site, "health check "), ["a/"]);
    assert_eq!(routes(&site, "+health +check "), [""; 0]);
}

#[test]
fn a_match_in_a_table_shows_its_row() {
    let site = Site::new().file(
        "keys.md",
        "# Keys\n\nEach has a default.\n\n| key | default |\n|---|---|\n| `depth` | three levels |\n| `width` | wide levels |\n",
    );
    site.build();
    let (_, results) = ask(&site, "wide ");
    assert_eq!(results[0]["excerpt"], "width · wide levels");
    let (_, results) = ask(&site, "\"three levels width\"");
    assert_eq!(results.len(), 0, "no phrase reaches into the next row");
}

#[test]
fn filters_and_signs_narrow_what_is_found() {
    let site = wiki();
    let accepted = routes(&site, "rows kind:decision status:accepted");
    assert_eq!(
        accepted,
        ["decisions/0004-stores/", "decisions/0004-stores/#decision"]
    );
    assert_eq!(
        routes(&site, "kind:decision"),
        ["decisions/0004-stores/", "decisions/0014-plain-events/"]
    );
    assert_eq!(
        routes(&site, "queue in:work"),
        [
            "work/active/queues/spec/#queue",
            "work/active/queues/spec/",
            "work/active/queues/challenge/",
            "work/active/queues/stories/#show-the-queue",
            "work/active/queues/stories/",
        ]
    );
    assert_eq!(
        routes(&site, "events tag:storage -stores")[0],
        "decisions/0014-plain-events/"
    );
    assert!(
        !routes(&site, "events -stores")
            .iter()
            .any(|route| route.starts_with("decisions/0004"))
    );
    assert_eq!(
        routes(&site, "queue +charging"),
        ["work/active/queues/spec/", "work/active/queues/spec/#queue"]
    );
    assert_eq!(routes(&site, "queue kind:recipe"), [""; 0]);
}

#[test]
fn a_page_is_filtered_by_the_kind_and_status_that_its_front_matter_names() {
    let page =
        |title: &str, front: &str| format!("---\n{front}\n---\n\n# {title}\n\n## Start\n\npump\n");
    let site = Site::new()
        .file("a.md", &page("Pump", "kind: How-to Guide\nstatus: Draft"))
        .file(
            "b.md",
            &page("The other pump", "kind: how-to guide\nstatus: final"),
        )
        .file("c.md", "# Pump\n\npump\n");
    site.build();
    let mut guides = routes(&site, "pump kind:how-to-guide");
    guides.sort_unstable();
    assert_eq!(guides, ["a/", "a/#start", "b/", "b/#start"]);
    let drafts = routes(&site, "pump kind:how-to-guide status:draft");
    assert_eq!(drafts, ["a/", "a/#start"]);
    assert_eq!(routes(&site, "status:final"), ["b/"]);
}

#[test]
fn a_refusal_refuses_what_it_says_and_no_more() {
    let site = Site::new()
        .file("a.md", "---\ntags: [Work Flow]\n---\n\n# A\n\nnote okapi\n")
        .file("b/c#.md", "# B\n\nnote charger\n")
        .file("b/d.md", "Above.\n\n# D\n\nnote charge\n");
    site.build();
    let pages = |query: &str| {
        let mut found = routes(&site, query);
        found.sort();
        found.join(" ")
    };
    assert_eq!(pages("note -charge "), "a/ b/c%23/");
    assert_eq!(pages("note -cha"), "a/ b/c%23/ b/d/");
    assert_eq!(pages("note -okapo"), "a/ b/c%23/ b/d/");
    assert_eq!(pages("note -\"okapi charge\""), "a/ b/c%23/ b/d/");
    assert_eq!(pages("note -in:b"), "a/");
    assert_eq!(pages("note -tag:\"work flow\""), "b/c%23/ b/d/");
    assert_eq!(pages("tag:\"Work Flow\""), "a/");
    assert_eq!(
        pages("in:b in:x"),
        "b/c%23/ b/d/",
        "of one name any has to hold"
    );
    assert_eq!(pages("above"), "b/d/");
    assert_eq!(
        routes(&site, "charger")[0],
        "b/c%23/",
        "an address, ready to be followed"
    );
}

#[test]
fn searching_leaves_the_site_as_it_is() {
    let site = wiki();
    let before = site.output();
    routes(&site, "queue");
    assert!(site.output() == before);
}

#[test]
fn a_result_says_where_it_stands_and_why_it_was_found() {
    let site = wiki();
    let (_, results) = ask(&site, "mkdocs.yml");
    let result = &results[0];
    assert_eq!(
        result["breadcrumb"],
        serde_json::json!(["Process", "Releases"])
    );
    assert_eq!(
        [&result["title"], &result["heading"], &result["file"]],
        ["Releases", "Roll back", "process/deploy.md"]
    );
    assert_eq!(result["line"], 5);
    assert_eq!(result["excerpt"], "Edit mkdocs.yml of bf-manage-core.");
    assert_eq!(result["marks"], serde_json::json!([[5, 11], [12, 15]]));
    let story = &ask(&site, "IPT-106").1[0];
    assert_eq!([&story["kind"], &story["status"]], ["story", "active"]);
    let text = site.run(&["search", "roll", "back", "--limit", "1"]).stdout;
    assert_eq!(
        text,
        "Process › Releases › Roll back  (process)\n  process/deploy.md:5\n  Edit mkdocs.yml of bf-manage-core.\n\n"
    );
}

#[test]
fn any_query_is_answered() {
    let site = wiki();
    let long = "queue ".repeat(2_000);
    for query in [
        "the of and",
        "?!",
        "\"never closed",
        "(a|b)*[^c]\\d+{2}",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        "\u{1F600}",
        "",
        "kind:",
        "- + \"\"",
        &long,
        &"x".repeat(10_000),
    ] {
        ask(&site, query);
    }
    assert!(
        !routes(&site, "the").is_empty(),
        "stop words alone are words"
    );
    assert!(!routes(&site, &long).is_empty());
    let none = site.run(&["search", "zzzzzz"]);
    assert_eq!(
        (none.code, none.stdout.as_str(), none.stderr.as_str()),
        (0, "", "nothing found\n")
    );
}

#[test]
fn front_matter_and_the_content_map_say_what_is_searched() {
    let page = |search: &str, words: &str| {
        format!("---\nsearch:\n  {search}\n---\n\n# Notes\n\n{words}\n")
    };
    let site = Site::new()
        .file("a.md", &page("boost: 1", "queue queue"))
        .file("b.md", &page("boost: 50", "queue and more words than that"))
        .file("c.md", &page("exclude: true", "queue queue queue"))
        .file("d.md", "");
    site.build();
    assert_eq!(routes(&site, "queue"), ["b/", "a/"]);
    let site = site
        .file("e.md", "# Notes\n\nqueue of e\n")
        .map("[[search]]\nfiles = [\"e.md\", \"c.md\", \"b.md\"]\nboost = 100\n\n[[search]]\nfiles = \"a.md\"\nexclude = true\n");
    site.build();
    assert_eq!(
        routes(&site, "queue"),
        ["e/", "b/"],
        "front matter holds before the map"
    );
    let site = site.map("[site]\nsearch = false\n");
    site.build();
    let run = site.run(&["search", "queue"]);
    assert_eq!(
        run.fault(),
        "error: there is no search index in `site`\nhelp: build the site first: `bf-docs build`\n"
    );
}

#[test]
fn a_page_is_found_by_names_that_its_text_does_not_show() {
    let site = Site::new()
        .map("[redirects]\n\"guides/authentication.md\" = \"access.md\"\n")
        .file(
            "access.md",
            "# Access\n\n## Providers {#federation}\n\nEach has OIDC.\n\n*[OIDC]: OpenID Connect\n",
        )
        .file("other.md", "# Other\n\nNothing of that.\n");
    site.build();
    for query in ["openid connect", "authentication", "federation"] {
        assert_eq!(routes(&site, query)[0], "access/", "{query}");
    }
}

#[test]
fn an_index_that_cannot_be_read_is_a_fault_that_names_the_site() {
    let site = wiki();
    let meta = site.root().join("site/.bf-docs/search/meta.json");
    let good = std::fs::read_to_string(&meta).expect("the index is there");
    std::fs::write(&meta, good.replace("\"above\"", "\"over\"")).expect("the folder is ours");
    let other = site.run(&["search", "queue"]);
    assert_eq!(
        other.fault(),
        "error: the search index in `site` cannot be read: another version of bf-docs made it\nhelp: build the site again\n"
    );
    std::fs::write(&meta, "{").expect("the folder is ours");
    let broken = site.run(&["search", "queue"]);
    let told = "error: the search index in `site` cannot be read: Data corrupted: ";
    assert!(broken.fault().starts_with(told), "{}", broken.stderr);
    broken.says("help: build the site again");
    assert_eq!(site.run(&["search", "queue", "--site", "nowhere"]).code, 2);
}

#[test]
fn what_is_searched_is_what_was_built() {
    let site = Site::new()
        .map("[site]\nout = \"public/wiki\"\n")
        .file("index.md", "# Start\n\nThe queue.\n");
    site.build();
    assert!(!site.root().join("site").exists());
    assert_eq!(routes(&site, "queue"), [""]);
    let run = site.run(&["search", "queue", "--site", "public/wiki"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let from_docs = |arguments: &[&str]| {
        let docs = site.docs();
        site.run_with(&[&["search", "queue"], arguments].concat(), |command| {
            command.current_dir(docs);
        })
    };
    assert_eq!(from_docs(&[]).code, 2, "no content map is there");
    let run = from_docs(&["--config", "../content-map.toml"]);
    assert!(
        run.code == 0 && run.stdout.contains("Start"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_index_is_no_part_of_what_is_published() {
    let site = wiki();
    assert!(site.has(".bf-docs/search/meta.json"));
    assert!(!site.read(".bf-docs/manifest.json").contains(".bf-docs"));
    let site = Site::new();
    site.build();
    assert_eq!(
        routes(&site, "anything"),
        [""; 0],
        "an empty site has an empty index"
    );
}

#[test]
fn a_section_is_told_by_its_document_and_not_by_the_story_before() {
    let story = |title: &str| {
        format!(
            "#### {title}\n\n## User Story\n\nAs one.\n\n## Dependencies\n\n- {title} waits.\n\n"
        )
    };
    let stories = format!(
        "# Stories\n\n## Group\n\n{}{}# Later\n\nNothing waits.\n",
        story("Draw the pump"),
        story("Stop the pump")
    );
    let site = Site::new()
        .file("work/active/w/spec.md", "# W\n")
        .file("work/active/w/stories.md", &stories);
    site.build();
    let breadcrumbs = |query: &str| -> Vec<String> {
        let results = ask(&site, query).1;
        let breadcrumb = |result: &Value| {
            let parts = result["breadcrumb"]
                .as_array()
                .expect("it is a list")
                .iter();
            let parts: Vec<&str> = parts.filter_map(Value::as_str).collect();
            format!(
                "{} > {}",
                parts.join(" > "),
                result["heading"].as_str().unwrap_or("-")
            )
        };
        results.iter().map(breadcrumb).collect()
    };
    let found = breadcrumbs("waits stop");
    let story = "Work > Active > W > Stories > Group > Stop the pump";
    assert_eq!(found[0], format!("{story} > Dependencies"), "{found:#?}");
    assert!(found.iter().any(|path| path == story), "{found:#?}");
    let later = breadcrumbs("nothing");
    assert_eq!(
        later[0], "Work > Active > W > Stories > Later",
        "{later:#?}"
    );
}
