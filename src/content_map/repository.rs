//! `site.repository`: links to edit a page on its forge.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::address::encode;

/// The repository of the docs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RepositorySettings {
    /// The repository's name in the header. The default is the last part of its address.
    pub name: Option<String>,
    /// The repository's page on its forge.
    #[schemars(extend("format" = "web-url"))]
    pub url: String,
    /// The branch that readers edit.
    #[serde(default = "main")]
    pub branch: String,
    /// The docs folder's path in the repository. The default is `site.docs`.
    pub docs: Option<String>,
    /// The address that edits a page, with `{path}` for its path in the docs folder. The default is
    /// GitLab's or GitHub's form, if the repository's address names one of them.
    #[schemars(extend("format" = "path-template"))]
    pub edit: Option<String>,
    /// The address that shows a page's text, with `{path}`. The default is as for `edit`.
    #[schemars(extend("format" = "path-template"))]
    pub view: Option<String>,
}

/// A forge whose forms of addresses are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forge {
    GitHub,
    GitLab,
}

/// Parts of files' addresses on forges whose issues have the same addresses as GitHub's.
const GITHUB: [&str; 4] = ["/blob/", "/edit/", "/_edit/", "/src/branch/"];

fn main() -> String {
    "main".to_owned()
}

impl RepositorySettings {
    /// The repository's name for readers.
    pub fn name(&self) -> &str {
        let last = || self.url.trim_end_matches('/').rsplit('/').next();
        self.name.as_deref().or_else(last).unwrap_or(&self.url)
    }

    /// The address that edits a page. `path` is the page's path in the docs folder. `docs` is the
    /// docs folder's path in the repository, unless the settings give it.
    pub fn edit_url(&self, docs: &str, path: &str) -> Option<String> {
        self.page_url(self.edit.as_deref(), "edit", docs, path)
    }

    /// The address that shows a page's text; see [`RepositorySettings::edit_url`].
    pub fn view_url(&self, docs: &str, path: &str) -> Option<String> {
        self.page_url(self.view.as_deref(), "blob", docs, path)
    }

    /// The address of a file that is not a page. `path` is its path in the repository, and `docs`
    /// is the docs folder's.
    pub fn file_url(&self, docs: &str, path: &str) -> Option<String> {
        self.repository_url("blob", docs, path)
    }

    /// The address of a folder; see [`RepositorySettings::file_url`].
    pub fn folder_url(&self, docs: &str, path: &str) -> Option<String> {
        self.repository_url("tree", docs, path)
    }

    /// In a template, the part before `{path}` ends with the docs folder. Without that folder it is
    /// the address of the repository's root.
    fn repository_url(&self, act: &str, docs: &str, path: &str) -> Option<String> {
        let Some(view) = &self.view else {
            return RepositorySettings {
                docs: None,
                ..self.clone()
            }
            .page_url(None, act, "", path);
        };
        let (before, behind) = view.split_once("{path}")?;
        let docs = encode(docs).into_owned();
        let root = match docs.as_str() {
            "" => before,
            docs => before
                .strip_suffix('/')?
                .strip_suffix(docs)
                .filter(|root| root.ends_with('/'))?,
        };
        Some(format!("{root}{}{behind}", encode(path)))
    }

    /// The address of an issue, by its number.
    pub fn issue_url(&self, number: &str) -> Option<String> {
        let folder = match self.forge()? {
            // An issue's address leads on to the pull request of that number.
            Forge::GitHub => "issues",
            Forge::GitLab => "-/issues",
        };
        Some(format!("{}/{folder}/{number}", self.page()))
    }

    /// The address of a merge request, by its number; `None` on forges that number issues and
    /// requests together.
    pub fn merge_request_url(&self, number: &str) -> Option<String> {
        match self.forge()? {
            Forge::GitHub => None,
            Forge::GitLab => Some(format!("{}/-/merge_requests/{number}", self.page())),
        }
    }

    /// The repository's page.
    fn page(&self) -> &str {
        let url = self.url.trim_end_matches('/');
        url.strip_suffix(".git").unwrap_or(url)
    }

    /// The forge, from the host, or else from the templates.
    fn forge(&self) -> Option<Forge> {
        let written = || self.edit.iter().chain(&self.view);
        match self.url.split('/').nth(2).unwrap_or_default() {
            host if host.contains("github") => Some(Forge::GitHub),
            host if host.contains("gitlab") => Some(Forge::GitLab),
            _ if written().any(|template| template.contains("/-/")) => Some(Forge::GitLab),
            // GitHub's own servers, and Forgejo and Gitea, whose issues have the same addresses.
            _ if written().any(|template| GITHUB.iter().any(|part| template.contains(part))) => {
                Some(Forge::GitHub)
            }
            _ => None,
        }
    }

    /// An unknown forge gives no link, because a guessed one may be dead.
    fn page_url(
        &self,
        template: Option<&str>,
        act: &str,
        docs: &str,
        path: &str,
    ) -> Option<String> {
        let path = encode(path);
        if let Some(template) = template {
            return Some(template.replace("{path}", &path));
        }
        let url = self.url.trim_end_matches('/');
        let host = url.split('/').nth(2).unwrap_or_default();
        let act = match host {
            _ if host.contains("github") => act.to_owned(),
            _ if host.contains("gitlab") => format!("-/{act}"),
            _ => return None,
        };
        let docs = self.docs.as_deref().unwrap_or(docs);
        let docs = docs
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".");
        let docs: String = docs.map(|part| format!("{part}/")).collect();
        let docs = encode(&docs);
        Some(format!("{url}/{act}/{}/{docs}{path}", self.branch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(url: &str) -> RepositorySettings {
        let (name, docs, edit, view) = (None, None, None, None);
        RepositorySettings {
            name,
            url: url.to_owned(),
            branch: main(),
            docs,
            edit,
            view,
        }
    }

    #[test]
    fn each_forge_has_its_own_address_for_a_page() {
        let gitlab = repository("https://gitlab.example.com/bf/bf-docs/");
        assert_eq!(gitlab.name(), "bf-docs");
        assert_eq!(
            gitlab.edit_url("./docs", "a b#.md").as_deref(),
            Some("https://gitlab.example.com/bf/bf-docs/-/edit/main/docs/a%20b%23.md")
        );
        let github = RepositorySettings {
            docs: Some(".".into()),
            ..repository("https://github.com/a/b")
        };
        assert_eq!(
            github.view_url("docs", "x.md").as_deref(),
            Some("https://github.com/a/b/blob/main/x.md")
        );
    }

    #[test]
    fn files_beside_the_docs_are_shown_too() {
        let github = RepositorySettings {
            docs: Some("a/docs".into()),
            ..repository("https://github.com/a/b")
        };
        assert_eq!(
            github.file_url("a/docs", "x y.py").as_deref(),
            Some("https://github.com/a/b/blob/main/x%20y.py")
        );
        assert_eq!(
            github.folder_url("a/docs", "a").as_deref(),
            Some("https://github.com/a/b/tree/main/a")
        );
        let of = |view: &str| {
            let view = Some(format!("https://git.example.com/{view}"));
            RepositorySettings {
                view,
                ..repository("https://git.example.com/a/b")
            }
            .file_url("docs", "src/x.py")
        };
        assert_eq!(
            of("src/main/docs/{path}?plain").as_deref(),
            Some("https://git.example.com/src/main/src/x.py?plain")
        );
        assert_eq!(of("mydocs/{path}"), None);
        assert_eq!(of("src/main/{path}"), None);
        assert_eq!(
            repository("https://git.example.com/a/b").file_url("docs", "x"),
            None
        );
    }

    #[test]
    fn each_forge_has_its_own_address_for_issues() {
        let addresses = |repository: RepositorySettings| {
            [
                repository.issue_url("12"),
                repository.merge_request_url("34"),
            ]
        };
        assert_eq!(
            addresses(repository("https://gitlab.example.com/bf/bf-docs/")),
            [
                Some("https://gitlab.example.com/bf/bf-docs/-/issues/12".to_owned()),
                Some("https://gitlab.example.com/bf/bf-docs/-/merge_requests/34".to_owned())
            ]
        );
        let github = Some("https://github.com/a/b/issues/12".to_owned());
        assert_eq!(
            addresses(repository("https://github.com/a/b.git")),
            [github, None]
        );
        let own = || repository("https://code.example.com/a/b");
        assert_eq!(addresses(own()), [None, None]);
        let edit = |template: &str| RepositorySettings {
            edit: Some(template.to_owned()),
            ..own()
        };
        let issue = |way: &str| Some(format!("https://code.example.com/a/b/{way}/12"));
        assert_eq!(
            addresses(edit("https://code.example.com/a/b/-/edit/main/{path}"))[0],
            issue("-/issues")
        );
        assert_eq!(
            addresses(edit("https://code.example.com/a/b/_edit/main/{path}")),
            [issue("issues"), None]
        );
        assert_eq!(
            addresses(edit(
                "https://code.example.com/a/b/src/main/{path}?mode=edit"
            )),
            [None, None]
        );
    }

    #[test]
    fn an_unknown_forge_needs_a_template() {
        let other = repository("https://git.example.com/a/b");
        assert_eq!(other.edit_url("docs", "x.md"), None);
        let view = Some("https://git.example.com/a/b/src/main/docs/{path}".to_owned());
        assert_eq!(
            RepositorySettings { view, ..other }
                .view_url("docs", "x.md")
                .as_deref(),
            Some("https://git.example.com/a/b/src/main/docs/x.md")
        );
    }
}
