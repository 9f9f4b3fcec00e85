//! The theme's components that Rust writes into pages. A large tree has 100,000 links to artifacts,
//! so each artifact's link is rendered once and not wherever it is shown.

use tera::{Context, Tera};

use super::Fault;
use super::html::HtmlWriter;
use super::view::ArtifactView;
use crate::trace::Status;

/// The templates that call the components: name and text.
pub const TEMPLATES: [(&str, &str); 2] = [
    (STATUS, "{{ <status_badge status={status} /> }}"),
    (LINK, "{{ <artifact_link artifact={artifact} /> }}"),
];

const STATUS: &str = "bf-docs/status.html";
const LINK: &str = "bf-docs/artifact.html";

/// The HTML of each status, from the theme's `status_badge`.
pub struct StatusBadges(Vec<String>);

impl StatusBadges {
    /// Renders the component once for each status. `templates` holds [`TEMPLATES`].
    pub fn of(templates: &Tera) -> Result<Self, Fault> {
        let badge = |status: &Status| {
            let mut context = Context::new();
            context.insert("status", status.name());
            rendered(templates, STATUS, &context)
        };
        let badges = Status::ALL.iter().map(badge);
        Ok(Self(badges.collect::<Result<_, _>>()?))
    }

    /// The HTML of a status.
    pub fn html(&self, status: Status) -> &str {
        &self.0[status as usize]
    }
}

/// The address that the component prints; the address from each page replaces it. These are
/// characters for private use: no title has them, and they need no escape.
const HREF: &str = "\u{f8ff}\u{e000}\u{f8ff}";

/// The HTML of a link to an artifact, from the theme's `artifact_link`, without the address.
#[derive(Debug, Default)]
pub struct ArtifactLink {
    html: String,
    /// The places of the address, as bytes of `html`.
    addresses: Vec<usize>,
}

impl ArtifactLink {
    /// Renders the component for an artifact. The address of an artifact with a page is left open.
    pub fn of(templates: &Tera, mut artifact: ArtifactView, has_page: bool) -> Result<Self, Fault> {
        if has_page {
            artifact.href = Some(HREF.to_owned());
        }
        let mut context = Context::new();
        context.insert("artifact", &artifact);
        let parts = rendered(templates, LINK, &context)?;
        let (mut html, mut addresses) = (String::new(), Vec::new());
        for part in parts.split(HREF) {
            html.push_str(part);
            addresses.push(html.len());
        }
        addresses.pop();
        Ok(Self { html, addresses })
    }

    /// Writes the link; `address` writes the address, escaped.
    pub fn write(&self, html: &mut HtmlWriter, address: impl Fn(&mut HtmlWriter)) {
        let mut from = 0;
        for &at in &self.addresses {
            html.raw(&self.html[from..at]);
            address(html);
            from = at;
        }
        html.raw(&self.html[from..]);
    }
}

fn rendered(templates: &Tera, name: &str, context: &Context) -> Result<String, Fault> {
    let html = templates.render(name, context);
    html.map_err(|error| Fault::Template(error.to_string()))
}
