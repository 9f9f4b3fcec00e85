//! Rules for every page that is served.

use html5gum::{Token, Tokenizer};

use crate::site::Site;

/// An attribute of a page: element, name, value.
type Attribute = (String, String, String);

/// The attributes of a page, and the elements (with no name) that have none.
fn attributes(page: &str) -> Vec<Attribute> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut attributes = Vec::new();
    for token in Tokenizer::new(page) {
        let Ok(Token::StartTag(tag)) = token else {
            continue;
        };
        let own = tag.attributes.iter();
        let own = own.map(|(name, value)| (text(&tag.name), text(name), text(value)));
        attributes.extend(own.chain([(text(&tag.name), String::new(), String::new())]));
    }
    attributes
}

/// The pages of a built site, by path.
fn pages(site: &Site) -> Vec<(String, String)> {
    let html = site
        .output()
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"));
    let pages: Vec<(String, String)> = html
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("pages are UTF-8")))
        .collect();
    assert!(!pages.is_empty(), "the site was not built");
    pages
}

/// Every kind of page and of furniture.
fn rich() -> Site {
    let map = "[site]\nname = \"Wiki\"\nurl = \"https://example.com/private/w/\"\nparent = { title = \"Home\", url = \"/private/\" }\nrepository = { name = \"w\", url = \"https://github.com/x/w\" }\nfooter = \"Internal\"\n\n[redirects]\n\"old/page.md\" = \"a/b/p1.md\"\n";
    let page = "---\ntags: [x, y z]\n---\n\n# P\n\n!!! note\n    a\n\n=== \"A\"\n\n    a\n\n=== \"B\"\n\n    b\n\n| a |\n|:-:|\n| b |\n\n```py hl_lines=\"1\" linenums=\"1\" title=\"t\"\na = 1 # (1)!\n```\n\n1. note\n\n- [ ] todo\n\n:material-check: :smile: ++ctrl++ $x$ [^1] ![i](../../i.svg){ align=left }\n\n[^1]: foot\n";
    let mut site = Site::new()
        .map(map)
        .file("index.md", "# Start\n\n[p](a/b/p1.md#p)\n")
        .file("i.svg", "<svg/>");
    for at in 0..20 {
        site = site.file(&format!("a/b/p{at}.md"), page);
    }
    site.file("c d/é.md", page.replace("../../", "../").as_str())
}

#[test]
fn every_address_inside_the_site_is_relative_and_leads_to_a_file() {
    for urls in ["folder", "file"] {
        let site = rich();
        let map = std::fs::read_to_string(site.root().join("content-map.toml"))
            .expect("it was just written");
        let site = site.map(&map.replace("[site]", &format!("[site]\nurls = \"{urls}\"")));
        assert_eq!(site.build().found(), [""; 0]);
        let mut checked = 0;
        for (path, page) in pages(&site) {
            for (element, name, value) in attributes(&page) {
                let leads = matches!(name.as_str(), "href" | "src" | "srcset");
                if !leads
                    || value.starts_with("https://")
                    || value.starts_with("data:")
                    || value == "/private/"
                {
                    continue;
                }
                // The 404 page is served at any address, so it alone starts at the host.
                let (folder, way) = match value
                    .strip_prefix("/private/w/")
                    .filter(|_| path == "404.html")
                {
                    Some(rest) => ("", rest),
                    None => (
                        path.rsplit_once('/').map_or("", |(folder, _)| folder),
                        value.as_str(),
                    ),
                };
                assert!(!way.starts_with('/'), "{path}: {element} {name}={value}");
                let target = leads_to(folder, way).unwrap_or_else(|| path.clone());
                assert!(
                    site.has(&target),
                    "{path}: {element} {name}={value} leads to {target}"
                );
                assert!(urls == "folder" || !value.ends_with('/'), "{path}: {value}");
                checked += 1;
            }
        }
        assert!(checked > 500, "{checked}");
    }
}

/// The file that a server gives for a relative address; none if it is the page itself.
fn leads_to(folder: &str, address: &str) -> Option<String> {
    let path = address
        .split(['#', '?'])
        .next()
        .filter(|path| !path.is_empty())?;
    let path = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .expect("addresses are UTF-8")
        .into_owned();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop().expect("no address leads out of the site")),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    parts.extend(is_folder.then_some("index.html"));
    Some(parts.join("/"))
}

#[test]
fn no_page_has_what_the_sites_policy_refuses() {
    let site = rich();
    site.build();
    for (path, page) in pages(&site) {
        let attributes = attributes(&page);
        let policy = attributes
            .iter()
            .find(|(_, name, value)| name == "content" && value.contains("default-src"));
        assert!(
            policy.is_some_and(|(_, _, value)| !value.contains("unsafe")),
            "{path} has no policy"
        );
        let robots = |(element, name, value): &Attribute| {
            element == "meta" && name == "content" && value.contains("noindex")
        };
        assert!(attributes.iter().any(robots), "{path} may be indexed");
        for (element, name, value) in &attributes {
            assert!(
                name != "style" && element != "style",
                "{path}: a style in {element}"
            );
            assert!(!name.starts_with("on"), "{path}: {name} in {element}");
            let loads = name == "src"
                || (element == "link"
                    && name == "href"
                    && !value.starts_with("https://example.com/"));
            assert!(
                !(loads && value.contains("//")),
                "{path}: {element} loads {value}"
            );
        }
        let has_source = |(element, name, _): &&Attribute| element == "script" && name == "src";
        let scripts = attributes
            .iter()
            .filter(|(element, name, _)| element == "script" && name.is_empty())
            .count();
        assert_eq!(
            attributes.iter().filter(has_source).count(),
            scripts,
            "{path} has an inline script"
        );
    }
}

#[test]
fn every_page_has_one_article_one_title_and_no_id_twice() {
    let site = rich();
    site.build();
    for (path, page) in pages(&site)
        .into_iter()
        .filter(|(_, page)| !page.contains("http-equiv=\"refresh\""))
    {
        let attributes = attributes(&page);
        let elements = |wanted: &str| {
            attributes
                .iter()
                .filter(|(element, name, _)| element == wanted && name.is_empty())
                .count()
        };
        assert_eq!(
            (elements("article"), elements("h1"), elements("main")),
            (1, 1, 1),
            "{path}"
        );
        let mut ids: Vec<&str> = attributes
            .iter()
            .filter(|(_, name, _)| name == "id")
            .map(|(.., id)| id.as_str())
            .collect();
        ids.sort_unstable();
        let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None, "{path}");
    }
}

/// Folders and folders of folders that are long already become longer.
#[test]
fn a_page_does_not_grow_with_the_site() {
    let size = |wide: usize| {
        let mut site = Site::new().file("index.md", "# Start\n");
        for at in 0..wide * wide {
            site = site.file(
                &format!("part/folder-{:02}/page-{:02}.md", at / wide, at % wide),
                "# Page\n\ntext\n",
            );
        }
        assert_eq!(site.build().code, 0);
        site.read("part/folder-09/page-09/index.html").len()
    };
    let (small, large) = (size(17), size(50));
    assert!(large * 10 <= small * 11, "{small} bytes became {large}");
}

#[test]
fn folders_whose_names_begin_with_the_same_byte_are_apart() {
    let site = Site::new()
        .file("é/a.md", "[b](../è/b.md) [c](../éa/c.md)\n")
        .file("è/b.md", "b\n")
        .file("éa/c.md", "c\n");
    site.build().is_built();
    let page = site.read("é/a/index.html");
    assert!(
        page.contains("href=\"../../%C3%A8/b/\"") && page.contains("href=\"../../%C3%A9a/c/\""),
        "{page}"
    );
}
