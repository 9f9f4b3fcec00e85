//! `[site]`: settings of the whole site.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{RepositorySettings, SiteUrl, TreePath};

/// Settings of the whole site.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct SiteSettings {
    /// The site's name, in the header and in every page's title. The default is the name of the
    /// folder that contains the docs folder.
    pub name: Option<String>,
    /// The subject of the site, in a sentence or two of plain text.
    pub description: Option<String>,
    /// The address that the site is served at. Only the 404 page, redirects and the sitemap need
    /// it; every other link is relative.
    pub url: Option<SiteUrl>,
    /// The folder of Markdown, relative to the content map.
    pub docs: PathBuf,
    /// The folder that the site is written to, relative to the content map.
    pub out: PathBuf,
    /// The language of the pages, as in HTML's `lang`.
    pub language: String,
    /// The shape of a page's address.
    pub urls: Urls,
    /// The site that this one is a part of; the header links to it.
    pub parent: Option<Parent>,
    /// The repository of the docs, for "edit this page".
    pub repository: Option<RepositorySettings>,
    /// The logo in the header, before the site's name: an image in the docs folder.
    pub logo: Option<TreePath>,
    /// The icon of browser tabs and bookmarks: an image in the docs folder.
    pub favicon: Option<TreePath>,
    /// The colour of links, buttons and the current tab, as `#0b6e4f`. Where it could not be read,
    /// it is shown darker or lighter.
    #[schemars(extend("format" = "colour"))]
    pub accent: Option<String>,
    /// Style sheets in the docs folder, loaded after the theme's on every page.
    pub css: Vec<TreePath>,
    /// Other hosts that pages may load images from.
    #[schemars(extend("items" = { "type": "string", "format": "host" }))]
    pub allow_hosts: Vec<String>,
    /// A folder whose files replace the theme's files of the same path, relative to the content
    /// map.
    pub theme: Option<PathBuf>,
    /// The folders that `--8<--` may include from, relative to the content map. The default is the
    /// docs folder and the content map's folder.
    pub snippets: Option<Vec<PathBuf>>,
    /// Reads governed documents as artifacts, with relations, pages and checks.
    pub traceability: bool,
    /// Gives the site a search.
    pub search: bool,
    /// Writes each page as Markdown, too, and their list `llms.txt`, for programs that read.
    pub twins: bool,
    /// The file of known findings, relative to the content map. Known findings are hidden and never
    /// fail a build. `bf-docs check --write-baseline` writes the file.
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
            logo: None,
            favicon: None,
            accent: None,
            css: Vec::new(),
            allow_hosts: Vec::new(),
            theme: None,
            snippets: None,
            traceability: true,
            search: true,
            twins: true,
            baseline: None,
            footer: None,
        }
    }
}

/// The direction of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextDirection {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// Languages written from right to left, if their tag names no script.
const FROM_THE_RIGHT: &str = "apc ar arc ary arz azb bqi ckb dv fa glk he iw ji khw ks lrc mzn nqo pnb prs ps rhg sd \
    sdh skr syr ug ur yi";

/// Scripts written from right to left, by their codes in ISO 15924.
const SCRIPTS: &str = "adlm arab hebr mand mend nkoo rohg samr syrc thaa";

impl SiteSettings {
    /// The direction of the site's language. If the tag names a script, the script decides.
    pub fn direction(&self) -> TextDirection {
        let tag = self.language.trim().replace('_', "-").to_ascii_lowercase();
        let parts: Vec<&str> = tag.split('-').collect();
        // In `ar-Latn-EG`, the script has four letters and follows the language.
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
    /// `guide/start.html`: for hosts that do not serve index files.
    File,
}

/// The site that this one is a part of.
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
