//! `plugins`: redirects are carried over; for the others a comment says what stands in their place.

use super::config::MkdocsConfig;
use super::remarks::Remarks;
use super::toml_text::TomlText;
use crate::content_map::takes;
use crate::yaml::DataNode;

/// The plugins for which nothing has to be done.
const BUILT_IN: [&str; 16] = [
    "gh-admonitions",
    "awesome-nav",
    "awesome-pages",
    "literate-nav",
    "search",
    "tags",
    "redirects",
    "git-revision-date-localized",
    "git-revision-date",
    "git-authors",
    "git-committers",
    "minify",
    "glightbox",
    "mermaid2",
    "include-markdown",
    "offline",
];

/// Plugins by name, and where readers are left without them.
const LEFT: [(&str, &str); 17] = [
    (
        "section-index",
        "the name of a section leads to a list of its pages",
    ),
    (
        "techdocs-core",
        "PlantUML and Graphviz stay code, lines of code have no numbers",
    ),
    (
        "swagger-ui-tag",
        "a description in the docs folder becomes pages: link to the file",
    ),
    ("blog", "posts are pages; there is no archive"),
    ("group", "the plugins that it names are not looked at"),
    ("rss", "there is no feed"),
    ("social", "there are no cards for social media"),
    ("privacy", "pages load nothing from other hosts"),
    ("macros", "`{{ ... }}` stays as it is, and is a finding"),
    (
        "mkdocstrings",
        "`::: module` stays as it is, and is a finding",
    ),
    ("api-autonav", "no pages are made from Python"),
    (
        "gen-files",
        "no Python is run: commit the pages that it makes",
    ),
    ("mike", "one site for each version: build each one"),
    ("i18n", "one site for each language: build each one"),
    ("static-i18n", "one site for each language: build each one"),
    (
        "exclude",
        "its pages are built: move them out of the docs folder",
    ),
    (
        "monorepo",
        "copy the other folders into the docs folder, and name them as tabs",
    ),
];

/// Writes `[redirects]`, and comments on the plugins.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    redirects(config, toml, remarks);
    for (name, _, at) in config.named("plugins") {
        let bare = name.rsplit('/').next().unwrap_or(name);
        if BUILT_IN.contains(&bare) {
            continue;
        }
        let known = LEFT.iter().find(|(known, _)| *known == bare);
        let text = known.map_or(
            "bf-docs does not know it; what it adds is missing",
            |(_, text)| text,
        );
        remarks.add(at, format!("the plugin `{name}`: {text}"));
    }
}

fn redirects(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let settings = config.settings("plugins", "redirects");
    let maps = settings.map(|settings| settings.entries_of("redirect_maps"));
    let maps = maps.unwrap_or_default();
    if maps.is_empty() {
        return;
    }
    toml.table("[redirects]");
    for entry in maps {
        let target = entry
            .node
            .text()
            .map(|target| target.trim_start_matches("./"));
        let is_taken = |target: &&str| takes("tree-path", &entry.key) && takes("target", target);
        match target.filter(is_taken) {
            // MkDocs serves `README.md` at its folder, too.
            Some(target) => {
                let folder = entry.key.strip_suffix("README.md");
                let from = folder.map(|folder| format!("{folder}index.md"));
                toml.text(from.as_deref().unwrap_or(&entry.key), target);
            }
            None => {
                let text = format!(
                    "the redirect from `{}`: write it as paths of the docs folder",
                    entry.key
                );
                remarks.add(entry.at, text);
            }
        }
    }
}

/// The extensions for which nothing has to be done.
const EXTENSIONS: [&str; 40] = [
    "markdown_include.include",
    "mdx_truly_sane_lists",
    "github-callouts",
    "abbr",
    "admonition",
    "attr_list",
    "codehilite",
    "def_list",
    "extra",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "meta",
    "sane_lists",
    "tables",
    "toc",
    "arithmatex",
    "b64",
    "betterem",
    "blocks.admonition",
    "blocks.caption",
    "blocks.definition",
    "blocks.details",
    "blocks.html",
    "blocks.tab",
    "caret",
    "critic",
    "details",
    "emoji",
    "highlight",
    "inlinehilite",
    "keys",
    "magiclink",
    "mark",
    "saneheaders",
    "snippets",
    "superfences",
    "tabbed",
    "tasklist",
    "tilde",
];

/// Returns whether the Markdown of an extension is read without a setting.
pub fn is_read(extension: &str) -> bool {
    let name = extension
        .trim_start_matches("markdown.extensions.")
        .trim_start_matches("pymdownx.");
    EXTENSIONS.contains(&name)
}

/// Returns the texts of a value: one, or those of a list.
pub fn texts(node: &DataNode) -> Vec<String> {
    let listed = node.items().iter().filter_map(DataNode::text);
    let all = node.text().into_iter().chain(listed);
    all.map(str::to_owned).collect()
}
