//! Resources: the Markdown of each page, and the list of all.

use percent_encoding::percent_decode_str;

use super::library::Library;
use super::lines::one_line;
use super::named_pages::SCHEME;
use crate::address::encode;
use crate::output::INDEX_OF_TWINS;

/// The resources in a list.
const LISTED: usize = 100;

/// The most bytes of a resource: clients cut longer ones, at no place in particular.
const LONGEST: usize = 96_000;

/// A resource, as clients list it.
#[derive(Debug, Clone)]
pub struct DocResource {
    /// The address: `docs:///guide/index.md`.
    pub uri: String,
    /// The name: the path in the site.
    pub name: String,
    /// The title.
    pub title: String,
    /// A summary.
    pub description: Option<String>,
}

/// A part of the list of resources.
#[derive(Debug, Default)]
pub struct ResourceList {
    /// The resources.
    pub resources: Vec<DocResource>,
    /// The cursor of the next part.
    pub next: Option<String>,
}

impl Library {
    /// The resources from a cursor on.
    pub fn resources(&self, cursor: Option<&str>) -> ResourceList {
        let from: usize = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let mut twins = Vec::new();
        for page in &self.catalogue.pages {
            let Some(twin) = page.twin.as_deref().filter(|_| !page.hidden) else {
                continue;
            };
            let description = page.description.as_deref().map(one_line);
            twins.push(resource(twin, &page.title, description));
        }
        let list = self
            .list()
            .map(|_| resource(INDEX_OF_TWINS, "All pages", None));
        let mut resources = list.into_iter().chain(twins).skip(from);
        let listed: Vec<DocResource> = resources.by_ref().take(LISTED).collect();
        ResourceList {
            next: resources.next().map(|_| (from + LISTED).to_string()),
            resources: listed,
        }
    }

    /// The text of a resource; `None` if there is none at that address.
    pub fn resource(&self, uri: &str) -> Option<String> {
        let path = uri.strip_prefix(SCHEME)?;
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let mut text = if path == INDEX_OF_TWINS {
            self.list()?
        } else {
            let page = self.paths.at_route(&path)?;
            let twin = self.catalogue.pages[page].twin.as_deref();
            self.twin(page)
                .ok()
                .filter(|_| twin == Some(&*path))?
                .to_string()
        };
        if text.len() > LONGEST {
            text.truncate(text.floor_char_boundary(LONGEST));
            text.push_str("\n\n(The rest is cut off: the tool `read` pages through it.)\n");
        }
        Some(text)
    }
}

fn resource(path: &str, title: &str, description: Option<String>) -> DocResource {
    DocResource {
        uri: format!("{SCHEME}{}", encode(path)),
        name: path.to_owned(),
        title: one_line(title),
        description,
    }
}
