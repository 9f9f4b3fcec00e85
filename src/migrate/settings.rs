//! The settings of the first level become `[site]`.

use super::config::MkdocsConfig;
use super::remarks::Remarks;
use super::toml_text::{TomlText, without_markup};
use crate::content_map::takes;
use crate::yaml::{DataNode, Entry};

/// The keys that other modules read, and those without an effect on readers.
const READ_ELSEWHERE: [&str; 14] = [
    "nav",
    "plugins",
    "markdown_extensions",
    "mdx_configs",
    "theme",
    "INHERIT",
    "repo_url",
    "repo_name",
    "edit_uri",
    "edit_uri_template",
    "dev_addr",
    "watch",
    "remote_branch",
    "remote_name",
];

/// The keys without a counterpart, and where that leaves readers.
const LEFT: [(&str, &str); 12] = [
    ("strict", "run `bf-docs build --strict`"),
    (
        "validation",
        "every link and anchor is checked; `[checks]` sets the severity of a finding",
    ),
    (
        "not_in_nav",
        "a page that no entry names is built, but is in no navigation",
    ),
    (
        "exclude_docs",
        "its pages are built: move them out of the docs folder, or give them `draft: true`",
    ),
    (
        "draft_docs",
        "give these pages `draft: true` in their front matter",
    ),
    ("extra_javascript", "no script of a site is loaded"),
    ("extra_templates", "no template of a site is rendered"),
    ("hooks", "no Python is run"),
    (
        "extra",
        "analytics, social links and versions have no counterpart",
    ),
    ("site_author", "pages name those who changed them in git"),
    ("use_directory_urls", ""),
    ("copyright", ""),
];

/// Writes `[site]`, and comments on the other keys.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    toml.table("[site]");
    for (key, own) in [
        ("site_name", "name"),
        ("site_description", "description"),
        ("site_url", "url"),
    ] {
        let value = config.text(key).map(str::trim);
        match value.filter(|value| key != "site_url" || takes("site-url", value)) {
            Some(value) => toml.text(own, value),
            None => not_read(config, key, remarks),
        }
    }
    folders(config, toml);
    // MkDocs reads YAML 1.1.
    let urls = config.get("use_directory_urls").and_then(DataNode::scalar);
    let is_off = |word: &str| matches!(word.to_lowercase().as_str(), "false" | "no" | "off");
    if urls.is_some_and(is_off) {
        toml.text("urls", "file");
    }
    if let Some(copyright) = config.text("copyright") {
        let footer = without_markup(copyright);
        if !footer.is_empty() {
            toml.text("footer", &footer);
        }
    }
    css(config, toml, remarks);
    super::theme::write(config, toml, remarks);
    super::extensions::write_snippets(config, toml);
    repository(config, toml, remarks);
    for entry in config.entries() {
        other(entry, remarks);
    }
}

/// Comments on a key whose value is not one that the map takes.
fn not_read(config: &MkdocsConfig, key: &str, remarks: &mut Remarks) {
    if let Some(entry) = config.entry(key) {
        let text = format!("`{key}`: its value is none that a content map takes");
        remarks.add(entry.at, text);
    }
}

fn folders(config: &MkdocsConfig, toml: &mut TomlText) {
    let docs = config.text("docs_dir").unwrap_or("docs");
    if docs != "docs" {
        toml.text("docs", docs);
    }
    if let Some(out) = config.text("site_dir").filter(|out| *out != "site") {
        toml.text("out", out);
    }
}

fn css(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let mut own = Vec::new();
    for item in config
        .get("extra_css")
        .into_iter()
        .flat_map(DataNode::items)
    {
        let Some(path) = item.text() else {
            continue;
        };
        if crate::address::scheme(path).is_some() || path.starts_with('/') {
            let text = format!("`{path}` of `extra_css`: pages load nothing from other hosts");
            remarks.add(item.span, text);
            continue;
        }
        let path = path.split('?').next().unwrap_or(path);
        let path = path.trim_start_matches("./");
        if takes("tree-path", path) {
            own.push(path.to_owned());
        } else {
            let text = format!("`{path}` of `extra_css` is no file of the docs folder");
            remarks.add(item.span, text);
        }
    }
    if !own.is_empty() {
        toml.list("css", &own);
    }
}

fn repository(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let Some(url) = config.text("repo_url").filter(|url| takes("web-url", url)) else {
        return not_read(config, "repo_url", remarks);
    };
    toml.table("[site.repository]");
    toml.text("url", url.trim_end_matches('/'));
    if let Some(name) = config.text("repo_name") {
        toml.text("name", name);
    }
    let edit = config.text("edit_uri_template").or(config.text("edit_uri"));
    match edit.and_then(branch) {
        Some((branch, folder)) => {
            toml.text("branch", branch);
            let docs = config.text("docs_dir").unwrap_or("docs");
            if folder != docs && !folder.contains('{') {
                toml.text("docs", folder);
            }
        }
        None => {
            let key = ["edit_uri_template", "edit_uri"];
            let entry = key.iter().find_map(|key| config.entry(key));
            if let Some(entry) = entry {
                let text = format!("`{}`: set `edit` in `[site.repository]`", entry.key);
                remarks.add(entry.at, text);
            }
        }
    }
}

/// The branch and the folder of an `edit_uri`, as in `blob/main/docs/` and `-/edit/main/docs`.
fn branch(edit: &str) -> Option<(&str, &str)> {
    let rest = edit.trim_matches('/');
    let rest = rest.strip_prefix("-/").unwrap_or(rest);
    let (act, rest) = rest.split_once('/')?;
    if !matches!(act, "blob" | "edit" | "tree" | "raw" | "_edit") {
        return None;
    }
    let (branch, folder) = rest.split_once('/').unwrap_or((rest, ""));
    (!branch.contains('{')).then_some((branch, folder))
}

/// Comments on a key that has no counterpart.
fn other(entry: &Entry, remarks: &mut Remarks) {
    let key = &*entry.key;
    const CARRIED: [&str; 6] = [
        "site_name",
        "site_description",
        "site_url",
        "docs_dir",
        "site_dir",
        "extra_css",
    ];
    if CARRIED.contains(&key) || READ_ELSEWHERE.contains(&key) {
        return;
    }
    match LEFT.iter().find(|(known, _)| *known == key) {
        Some((_, "")) => {}
        Some((_, text)) => remarks.add(entry.at, format!("`{key}`: {text}")),
        None => remarks.add(entry.at, format!("`{key}`: bf-docs does not know it")),
    }
}
