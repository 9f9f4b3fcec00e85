//! Names of tracker items in a text are links, and nothing else is different.

use std::collections::BTreeMap;

use crate::site::Site;

const TEXT: &str = "# Fix #12\n\n## IPT-106, as of !34\n\nSee #12, (!34) and IPT-106; **IPT-7**, *#8*x#9.\n\
                    C#12 &#35;12 `#12` \\#12 [#12](a.md) [IPT-106][x] <a href=\"a.md\">#12 and *IPT-106*</a> <kbd>#1</kbd>\n\n\
                    | #3 | <span title=\"#4 IPT-4\">!5</span> |\n|---|---|\n| IPT-2<br>#6 | ![#7](a.md) |\n\n\
                    - #10: first\n- [ ] #11\n\n> #13\n> #14\n\n    #15\n\n```text\nIPT-3 #16\n```\n\n\
                    <div>#17 IPT-5</div>\n\n<pre>\n#18\n</pre>\n\n#19\n\n[x]: a.md\n\nA note[^1] https://x.org/#20 $#21$\n\n\
                    [^1]: #22\n";

const MAP: &str = "[site]\nname = \"T\"\nrepository = { url = \"https://gitlab.example.com/a/b\" }\n\n[tracker.linear]\n\
                   issue = \"https://t.example.com/{id}\"\nteams = [\"IPT\"]\n";

fn site(map: &str) -> Site {
    let story = "## A\n\n### User Story\n\na #1\n\nLinear issue: IPT-106, IPT-107\n\n### Acceptance Criteria\n\n- a\n";
    Site::new()
        .map(map)
        .file("index.md", TEXT)
        .file("a.md", "# A\n\nAs IPT-9 and ADR 0001 say.\n")
        .file(
            "decisions/0001.md",
            "# 0001 - Q\n\n## Status\n\nAccepted\n\n## Context\n\nIPT-106 asked for it.\n",
        )
        .file("work/active/w/challenge.md", "# C\n\nLinear issue: IPT-1\n")
        .file(
            "work/active/w/spec.md",
            "# S\n\nDepends on: IPT-106 and #12\n",
        )
        .file("work/active/w/stories.md", story)
        .file(
            "release-notes/1.0.md",
            "# 1.0\n\n## Public\n\n### Added\n\n- A thing (IPT-106)\n",
        )
}

/// The article of a built page.
fn article(site: &Site, page: &str) -> String {
    let html = site.read(page);
    let (_, article) = html.split_once("<article").expect("it has an article");
    article
        .split_once("</article>")
        .expect("it ends")
        .0
        .to_owned()
}

/// A page without the links to items.
fn without_items(html: &str) -> String {
    let mut parts = html.split("<a href=\"https://");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let items = [
        "t.example.com/IPT-",
        "gitlab.example.com/a/b/-/issues/",
        "gitlab.example.com/a/b/-/merge_requests/",
    ];
    for part in parts {
        let (tag, rest) = part.split_once('>').expect("a tag ends");
        match rest
            .split_once("</a>")
            .filter(|_| items.iter().any(|item| part.starts_with(item)))
        {
            Some((name, rest)) => text += &format!("{name}{rest}"),
            None => text += &format!("<a href=\"https://{tag}>{rest}"),
        }
    }
    text
}

#[test]
fn an_item_is_a_link_where_it_is_a_word_of_a_text() {
    let site = site(MAP);
    site.build().is_built();
    let article = article(&site, "index.html");
    let item = |address: &str, name: &str| format!("<a href=\"https://{address}\">{name}</a>");
    let issue = |number: u32| {
        item(
            &format!("gitlab.example.com/a/b/-/issues/{number}"),
            &format!("#{number}"),
        )
    };
    let request = |number: u32| {
        item(
            &format!("gitlab.example.com/a/b/-/merge_requests/{number}"),
            &format!("!{number}"),
        )
    };
    let team = |id: &str| item(&format!("t.example.com/{id}"), id);
    for expected in [
        format!("<h1 id=\"fix-12\">Fix {}<", issue(12)),
        format!(
            "<h2 id=\"ipt-106-as-of-34\">{}, as of {}<",
            team("IPT-106"),
            request(34)
        ),
        format!(
            "See {}, ({}) and {}; <strong>{}</strong>, <em>{}</em>x#9.",
            issue(12),
            request(34),
            team("IPT-106"),
            team("IPT-7"),
            issue(8)
        ),
        "C#12 #12 <code>#12</code> #12 <a href=\"a/\">#12</a> <a href=\"a/\">IPT-106</a> \
         <a href=\"a/\">#12 and <em>IPT-106</em></a> <kbd>#1</kbd>"
            .to_owned(),
        format!("<span title=\"#4 IPT-4\">{}</span>", request(5)),
        format!("{}<br>{}", team("IPT-2"), issue(6)),
        format!("<li>{}: first", issue(10)),
        format!("{}\n{}", issue(13), issue(14)),
        "<div>#17 IPT-5</div>".to_owned(),
        format!("<p>{}</p>", issue(19)),
        "https://x.org/#20</a>".to_owned(),
    ] {
        assert!(article.contains(&expected), "{expected}\n\n{article}");
    }
    for number in [1, 7, 9, 15, 16, 18, 20, 21] {
        assert!(!article.contains(&issue(number)), "{number}\n{article}");
    }
    assert!(
        article.contains(&issue(22)) && article.contains(&issue(3)) && article.contains(&issue(11)),
        "{article}"
    );
}

#[test]
fn links_to_items_change_neither_what_is_found_nor_what_is_stated() {
    let (with, without) = (
        site(MAP),
        site(&format!("{MAP}\n[markdown]\ntracker-links = false\n")),
    );
    let output = |site: &Site| -> BTreeMap<String, Vec<u8>> {
        site.build().is_built();
        let is_compared =
            |path: &String| !path.ends_with("manifest.json") && !path.contains("/search/");
        site.output()
            .into_iter()
            .filter(|(path, _)| is_compared(path))
            .collect()
    };
    let (on, off) = (output(&with), output(&without));
    assert_eq!(
        on.keys().collect::<Vec<_>>(),
        off.keys().collect::<Vec<_>>()
    );
    let mut linked = 0;
    for (path, bytes) in &on {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if path.ends_with(".html") {
            linked += usize::from(bytes != &off[path]);
            assert_eq!(
                without_items(&text(bytes)),
                without_items(&text(&off[path])),
                "{path}"
            );
        } else {
            assert_eq!(text(bytes), text(&off[path]), "{path}");
        }
    }
    assert!(linked >= 5, "{linked}");
    let export = |site: &Site| site.run(&["trace", "export"]).stdout;
    assert_eq!(export(&with), export(&without));
    assert!(export(&with).contains("\"story/IPT-106\""));
}

#[test]
fn what_is_a_link_follows_the_map_also_where_a_page_was_kept() {
    let text = "See #12, !34 and IPT-106.\n";
    let links = |map: &str, site: Site| {
        let site = site.map(map);
        site.build().is_built();
        (
            article(&site, "index.html")
                .matches("<a href=\"https://")
                .count(),
            site,
        )
    };
    let site = Site::new().file("index.md", text);
    let (none, site) = links("", site);
    let (github, site) = links(
        "[site]\nrepository = { url = \"https://github.com/a/b\" }\n",
        site,
    );
    let (other, site) = links(
        "[site]\nrepository = { url = \"https://code.example.com/a/b\" }\n",
        site,
    );
    let (all, site) = links(MAP, site);
    let (off, _) = links(&format!("{MAP}\n[markdown]\ntracker-links = false\n"), site);
    assert_eq!([none, github, other, all, off], [0, 1, 0, 3, 0]);
}
