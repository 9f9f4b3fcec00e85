//! `markdown_extensions`: ids of headings and folders of snippets are carried over.

use super::config::MkdocsConfig;
use super::plugins::{is_read, texts};
use super::remarks::Remarks;
use super::toml_text::TomlText;
use crate::yaml::DataNode;

const EXTENSIONS: &str = "markdown_extensions";

/// Writes the folders of snippets, which are settings of the site.
pub fn write_snippets(config: &MkdocsConfig, toml: &mut TomlText) {
    let settings = config.settings(EXTENSIONS, "pymdownx.snippets");
    let paths = settings.and_then(|settings| settings.get("base_path"));
    let paths = paths.map(texts).unwrap_or_default();
    if paths.is_empty() {
        return;
    }
    // `!relative $config_dir` and the like are folders of MkDocs' own.
    let docs = config.text("docs_dir").unwrap_or("docs");
    let folders = paths.iter().map(|path| {
        let path = path.replacen("$config_dir", ".", 1);
        path.replacen("$docs_dir", docs, 1)
    });
    toml.list("snippets", &folders.collect::<Vec<_>>());
}

/// Writes `[markdown]`, and comments on the extensions.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let mut has_rule = false;
    for (name, settings, at) in config.named(EXTENSIONS) {
        if !is_read(name) {
            let text = format!("the extension `{name}`: its syntax is shown as text");
            remarks.add(at, text);
        }
        let Some(settings) = settings else {
            continue;
        };
        for key in ["separator", "baselevel"] {
            if let Some(entry) = settings.entry(key) {
                let text =
                    format!("`{name}: {key}`: ids and levels of headings are those without it");
                remarks.add(entry.at, text);
            }
        }
        match name.rsplit('.').next() {
            Some("toc") if !has_rule => has_rule = slugs(config, settings, toml, remarks),
            Some("snippets") => auto_append(settings, remarks),
            _ => {}
        }
    }
}

/// Writes the rule of ids, if it is another than MkDocs' own. Returns whether it was written.
fn slugs(
    config: &MkdocsConfig,
    settings: &DataNode,
    toml: &mut TomlText,
    remarks: &mut Remarks,
) -> bool {
    let Some(entry) = settings.entry("slugify") else {
        return false;
    };
    let tag = config.tag(&entry.node).unwrap_or_default();
    let function = tag.rsplit(['.', ':']).next().unwrap_or_default();
    let case = entry.node.get("kwds").and_then(|kwds| kwds.text_of("case"));
    let is_lower = matches!(function, "gfm" | "uslugify") || case == Some("lower");
    if is_lower {
        toml.table("[markdown]");
        toml.text("slug", "github");
    } else {
        let text =
            format!("`toc.slugify`: ids of headings are those of MkDocs without it (`{tag}`)");
        remarks.add(entry.at, text);
    }
    is_lower
}

fn auto_append(settings: &DataNode, remarks: &mut Remarks) {
    if let Some(entry) = settings.entry("auto_append") {
        let files = texts(&entry.node).join("`, `");
        let text =
            format!("`auto_append` of `{files}`: include the files on each page that needs them");
        remarks.add(entry.at, text);
    }
}
