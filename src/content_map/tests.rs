use super::*;
use crate::diag::ShownPaths;
use crate::diag::{Code, Severity};
use crate::file::FileId;

const WHOLE: &str = r#"
[site]
name = "BetterFleet Dev Wiki"
description = "How we work."
url = "https://support.example.com/private/bf-dev"
docs = "docs"
out = "site"
language = "en"
urls = "file"
parent = { title = "Private home", url = "/private/" }
repository = { name = "bf-dev", url = "https://gitlab.example.com/bf/bf-dev", branch = "main", docs = "docs" }
css = ["stylesheets/extra.css"]
allow-hosts = ["img.example.com"]
theme = "theme"
snippets = ["docs", "."]
footer = "Internal."

[[tab]]
title = "Process"
path = "process"
order = ["index.md", "workflows/", "..."]

[[tab]]
title = "Status"
url = "https://status.example.com/"

[folder."process/workflows/"]
title = "Process Workflows"
order = [
  "index.md",
  { title = "Runbook", path = "operations/runbook.md" },
  { path = "operations/" },
  { title = "Status", url = "https://status.example.com/" },
  "https://example.com/a//b",
  "...",
]

[page."process/guides/x.md"]
title = "X"
hidden = true

[redirects]
"old/page.md" = "process/index.md"
"old/route/" = "https://example.com/"

[artifact.system-design]
files = "**/system-design/*.md"

[tracker.linear]
issue = "https://linear.app/betterfleet/issue/{id}"
teams = ["IPT"]

[[search]]
files = "decisions/*.md"
boost = 0.5
exclude = true

[checks]
orphan-page = "error"

[markdown]
math = false
"#;

/// Reads a map and lists the findings about it: `line:column code: message; help`.
fn check(text: &str) -> (ContentMap, Vec<String>) {
    let (map, mut findings) = read(&Source::new(FileId::outside("content-map.toml"), text))
        .expect("the map is TOML of the right types");
    crate::diag::sort(&mut findings, &ShownPaths::default());
    let line = |finding: Diagnostic| {
        let place = finding.place.expect("findings of the map have a place");
        let (code, help) = (finding.code.name(), finding.help.unwrap_or_default());
        format!(
            "{}:{} {code}: {}; {help}",
            place.line, place.column, finding.message
        )
    };
    (map, findings.into_iter().map(line).collect())
}

fn fault(text: &str) -> String {
    read(&Source::new(FileId::outside("content-map.toml"), text))
        .expect_err("the map cannot be read")
        .to_string()
}

#[test]
fn every_key_has_its_effect() {
    let (map, findings) = check(WHOLE);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(map.base(), "/private/bf-dev/");
    assert_eq!(map.site.urls, Urls::File);
    assert_eq!(
        map.site.parent.as_ref().map(|parent| &*parent.url),
        Some("/private/")
    );
    let order = ["index.md", "workflows"].map(|path| OrderEntry::Path(path.into()));
    assert_eq!(
        map.tabs[0].order.as_deref(),
        Some(&[&order[..], &[OrderEntry::Rest]].concat()[..])
    );
    assert_eq!(
        (map.tabs[1].path.as_ref(), map.tabs[1].url.as_deref()),
        (None, Some("https://status.example.com/"))
    );
    let named = |title: &str| Some(title.to_owned());
    assert_eq!(
        map.folders["process/workflows"].order.as_deref(),
        Some(
            &[
                OrderEntry::Path("index.md".into()),
                OrderEntry::Page("operations/runbook.md".into(), named("Runbook")),
                OrderEntry::Page("operations".into(), None),
                OrderEntry::Link("https://status.example.com/".to_owned(), named("Status")),
                OrderEntry::Link("https://example.com/a//b".to_owned(), None),
                OrderEntry::Rest,
            ][..]
        )
    );
    assert!(map.pages["process/guides/x.md"].hidden);
    assert!(map.search[0].files.contains("decisions/0001-a.md") && map.search[0].exclude);
    assert_eq!(map.search[0].boost, Some(0.5));
    assert!(
        map.artifacts[&DocKind::SystemDesign]
            .files
            .contains("a/system-design/b.md")
    );
    assert_eq!(map.checks.of(Code::OrphanPage), Severity::Error);
    assert_eq!(map.checks.of(Code::EmptyPage), Severity::Warning);
    assert!(!map.markdown.math);
}

#[test]
fn without_a_file_the_map_is_the_default_one() {
    let (map, findings) = check("");
    let default = ContentMap::default();
    assert!(findings.is_empty() && map.site == default.site && map.markdown.math);
    assert_eq!((default.base(), default.key_place(&["site"])), ("/", None));
}

#[test]
fn all_unknown_keys_and_values_are_found_at_once_and_the_others_count() {
    let (map, findings) = check(
        r#"
sites = {}
[site]
name = "Known"
titel = "x"
urls = "foldr"
parent = { titel = "x", title = "Home", url = "javascript:alert(1)" }
css = ["../x.css", "ok.css"]
[[tab]]
path = "a"
oder = []
order = [{ title = "x", url = "javascript:alert(1)" }, { path = "b.md", titel = "b" }]
[page."a/b.md"]
hiden = true
[checks]
brokn-link = "error"
empty-page = "eror"
[artifact.decison]
files = "x"
[artifact.story]
files = ["[", "ok/*.md"]
"#,
    );
    assert_eq!(
        findings,
        [
            "2:1 unknown-key: unknown key `sites`; did you mean `site`?",
            "5:1 unknown-key: unknown key `titel` in `site`; there is `accent`, `allow-hosts`, \
             `baseline`, `css`, `description`, `docs`, `favicon`, `footer`, `language`, `logo`, \
             `name`, `out`, `parent`, `repository`, `search`, `snippets`, `theme`, `traceability`, `twins`, `url` and `urls`",
            "6:8 invalid-value: `site.urls` cannot be `foldr`; did you mean `folder`?",
            "7:12 unknown-key: unknown key `titel` in `site.parent`; did you mean `title`?",
            "7:47 invalid-value: `javascript:alert(1)` is not a link; start it with `https://`, \
             `http://` or `/`",
            "8:8 invalid-value: `../x.css` is not a path inside the docs folder; write it \
             relative to the docs folder, without `..` and with `/` between folders",
            "11:1 unknown-key: unknown key `oder` in `tab`; did you mean `order`?",
            "12:31 invalid-value: `javascript:alert(1)` is not a link; start it with `https://`, \
             `http://` or `/`",
            "12:73 unknown-key: unknown key `titel` in `tab.order`; did you mean `title`?",
            "14:1 unknown-key: unknown key `hiden` in `page.\"a/b.md\"`; did you mean `hidden`?",
            "16:1 unknown-key: unknown key `brokn-link` in `checks`; did you mean `broken-link`?",
            "17:14 invalid-value: `checks.empty-page` cannot be `eror`; did you mean `error`?",
            "18:11 unknown-key: unknown key `decison` in `artifact`; did you mean `decision`?",
            "21:10 invalid-value: `[` is not a glob: invalid range pattern; `*`, `**`, `?` and \
             `[0-9]` have a meaning; `[*]` is a star itself",
        ]
    );
    assert_eq!(map.site.name.as_deref(), Some("Known"));
    assert_eq!((map.site.urls, map.site.parent), (Urls::Folder, None));
    assert_eq!(map.site.css, ["ok.css".into()]);
    assert_eq!(map.tabs.len(), 1);
    assert_eq!(
        map.tabs[0].order.as_deref(),
        Some(&[OrderEntry::Page("b.md".into(), None)][..])
    );
    assert!(map.artifacts[&DocKind::Story].files.contains("ok/a.md"));
}

#[test]
fn a_fault_shows_its_place_and_what_was_expected() {
    assert_eq!(
        fault("[site]\nname = 1\n"),
        "the content map cannot be understood: `site.name` must be a string, not a number
 --> content-map.toml:2:8
  |
2 | name = 1
  |        ^"
    );
    assert_eq!(
        fault("[site]\nname = \n"),
        "the content map is not valid TOML: string values must be quoted, expected literal string
 --> content-map.toml:2:8
  |
2 | name = \n  |        ^"
    );
    let first = |text| fault(text).lines().next().unwrap_or_default().to_owned();
    let shape = |text| first(text).replace("the content map cannot be understood: ", "");
    assert_eq!(
        shape("[[tab]]\ntitle = 'x'"),
        "`tab` must have `path`, `url` or `pages`"
    );
    assert_eq!(
        shape("[[tab]]\npath = 'x'\nurl = '/x/'"),
        "`tab` must have only one of `path`, `url` and `pages`"
    );
    assert_eq!(
        shape("[folder.a]\norder = ['x', { title = 'x' }]"),
        "`folder.a.order` must have `path`, `url` or `pages`"
    );
    assert_eq!(
        shape("[[tab]]\npages = [{ title = 'x', pages = [{ title = 'y' }] }]"),
        "`tab.pages.pages` must have `path`, `url` or `pages`"
    );
    assert_eq!(
        shape("[folder.a]\norder = [1]"),
        "`folder.a.order` must be a string or a table, not a number"
    );
    assert_eq!(shape("site = 1"), "`site` must be a table, not a number");
    assert_eq!(
        shape("[site]\nurls = true"),
        "`site.urls` must be a string, not true or false"
    );
    assert_eq!(
        shape("[artifact.story]\nfiles = 1979-05-27"),
        "`artifact.story.files` must be a string or a list, not a date"
    );
    assert!(first("[site]\ndocs = 'a'\ndocs = 'b'").ends_with("not valid TOML: duplicate key"));
}

#[test]
fn other_rooms_find_the_place_of_a_key() {
    let (map, _) = check(WHOLE);
    let at = |place: Option<crate::source::Place>| {
        place.map(|place| (place.line, place.column, place.length))
    };
    assert_eq!(
        at(map.key_place(&["folder", "process/workflows"])),
        Some((27, 9, 20))
    );
    assert_eq!(
        at(map.key_place(&["tab", "0", "order", "1"])),
        Some((21, 22, 12))
    );
    assert_eq!(
        at(map.value_place(&["redirects", "old/page.md"])),
        Some((43, 17, 18))
    );
    assert_eq!(at(map.key_place(&["page", "nowhere.md"])), None);
}

#[test]
fn the_committed_schema_is_current() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/reference/content-map.schema.json"
    );
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == schema(),
        "run `cargo run -- schema > docs/reference/content-map.schema.json`"
    );
}

#[test]
fn our_own_map_has_no_findings() {
    let (map, findings) = check(include_str!("../../content-map.toml"));
    assert_eq!((map.tabs.len(), findings), (7, Vec::new()));
}
