//! `[site]`: what holds for the site as a whole.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{RepositorySettings, SiteUrl, TreePath};

/// What holds for the site as a whole.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct SiteSettings {
    /// The site's name, in the header and in every page's title. Without it, the name of the
    /// folder that holds the docs folder.
    pub name: Option<String>,
    /// What the site is about, in a sentence or two of plain text.
    pub description: Option<String>,
    /// Where the site is served. Only the 404 page, redirects and the sitemap need it; every other
    /// link is relative.
    pub url: Option<SiteUrl>,
    /// The folder of Markdown, relative to the content map.
    pub docs: PathBuf,
    /// The folder the site is written to, relative to the content map.
    pub out: PathBuf,
    /// The language the pages are written in, as in HTML's `lang`.
    pub language: String,
    /// The shape of a page's address.
    pub urls: Urls,
    /// The site this one is a part of; its link stands in the header.
    pub parent: Option<Parent>,
    /// Where the docs are kept, for "edit this page".
    pub repository: Option<RepositorySettings>,
    /// Style sheets of the docs folder, loaded after the theme's on every page.
    pub css: Vec<TreePath>,
    /// Other hosts that pages may load images from.
    #[schemars(extend("items" = { "type": "string", "format": "host" }))]
    pub allow_hosts: Vec<String>,
    /// A folder whose files replace the theme's of the same path, relative to the content map.
    pub theme: Option<PathBuf>,
    /// The folders that `--8<--` may include from, relative to the content map. Without it, the
    /// docs folder and the content map's folder.
    pub snippets: Option<Vec<PathBuf>>,
    /// Whether governed documents are read as artifacts, with relations, pages and checks.
    pub traceability: bool,
    /// Whether the site can be searched.
    pub search: bool,
    /// The file of known findings, relative to the content map: they are not shown, and fail
    /// nothing. `bf-docs check --write-baseline` writes it.
    pub baseline: Option<PathBuf>,
    /// Plain text at the foot of every page.
    pub footer: Option<String>,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            name: None,
            description: None,
            url: None,
            docs: PathBuf::from("docs"),
            out: PathBuf::from("site"),
            language: "en".to_owned(),
            urls: Urls::Folder,
            parent: None,
            repository: None,
            css: Vec::new(),
            allow_hosts: Vec::new(),
            theme: None,
            snippets: None,
            traceability: true,
            search: true,
            baseline: None,
            footer: None,
        }
    }
}

/// Which way text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextDirection {
    /// From the left.
    Ltr,
    /// From the right.
    Rtl,
}

/// Languages written from the right where their tag names no script.
const FROM_THE_RIGHT: &str = "apc ar arc ary arz azb bqi ckb dv fa glk he iw ji khw ks lrc mzn nqo pnb prs ps rhg sd \
    sdh skr syr ug ur yi";

/// Scripts written from the right, by their codes in ISO 15924.
const SCRIPTS: &str = "adlm arab hebr mand mend nkoo rohg samr syrc thaa";

impl SiteSettings {
    /// Which way the site's language is written: its script decides, where the tag names one.
    pub fn direction(&self) -> TextDirection {
        let tag = self.language.trim().replace('_', "-").to_ascii_lowercase();
        let parts: Vec<&str> = tag.split('-').collect();
        // `ar-Latn-EG`: a script has four letters and stands behind the language.
        let script = parts
            .iter()
            .skip(1)
            .take(2)
            .find(|part| part.len() == 4 && part.is_ascii());
        let is_rtl = match script {
            Some(script) if !script.starts_with(|c: char| c.is_ascii_digit()) => {
                SCRIPTS.split(' ').any(|known| known == *script)
            }
            _ => FROM_THE_RIGHT.split(' ').any(|known| known == parts[0]),
        };
        if is_rtl {
            TextDirection::Rtl
        } else {
            TextDirection::Ltr
        }
    }
}

/// The shape of a page's address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Urls {
    /// `guide/start/`: for servers that answer a folder with its `index.html`.
    #[default]
    Folder,
    /// `guide/start.html`: for hosts that know nothing of indexes.
    File,
}

/// The site this one is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Parent {
    /// The link's text, such as "Private home".
    pub title: String,
    /// The link's address, with or without a host.
    #[schemars(extend("format" = "link"))]
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_written_as_its_script_is() {
        let direction = |language: &str| {
            SiteSettings {
                language: language.to_owned(),
                ..SiteSettings::default()
            }
            .direction()
        };
        for language in [
            "ar",
            "AR-eg",
            "he",
            "fa_IR",
            "ur",
            "yi",
            "az-Arab",
            "ku-Arab-IQ",
            " ckb ",
        ] {
            assert_eq!(direction(language), TextDirection::Rtl, "{language}");
        }
        for language in [
            "en",
            "ar-Latn",
            "pa",
            "ku",
            "arn",
            "de-1996",
            "he-latn-IL",
            "",
            "-",
        ] {
            assert_eq!(direction(language), TextDirection::Ltr, "{language}");
        }
    }
}
