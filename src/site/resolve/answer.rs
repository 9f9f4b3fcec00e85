//! The result of resolving a link.

use super::target::LinkDestination;
use crate::diag::{Code, Diagnostic};

/// The destination of a link, and the finding about it.
#[derive(Debug)]
pub struct Resolution {
    /// The destination.
    pub target: LinkDestination,
    /// The defect of the link, if any.
    pub finding: Option<Diagnostic>,
    /// Set if the link is broken unless bf-docs makes a page there.
    pub unsettled: Option<UnsettledLink>,
}

/// A link to no page or file of the tree. It may still lead to a page that the build makes; those
/// pages are known only once the whole tree is.
#[derive(Debug, Clone)]
pub struct UnsettledLink {
    /// The link's number on its page.
    pub link: usize,
    /// The addresses below the site's root that the link can mean, in the form of `bare`, the
    /// likeliest first.
    pub readings: Vec<String>,
    /// The query and the fragment, with their signs.
    pub tail: String,
    /// The finding if no such page is made.
    pub broken: Diagnostic,
}

impl Resolution {
    pub fn clean(target: LinkDestination) -> Self {
        Self {
            target,
            finding: None,
            unsettled: None,
        }
    }

    pub fn wrong(finding: Diagnostic) -> Self {
        Self {
            target: LinkDestination::Elsewhere,
            finding: Some(finding),
            unsettled: None,
        }
    }

    pub fn is_ambiguous(&self) -> bool {
        self.finding
            .as_ref()
            .is_some_and(|found| found.code == Code::AmbiguousLink)
    }

    /// Replaces the finding, unless the anchor is wrong as well.
    pub fn but(self, finding: Diagnostic) -> Self {
        let finding = self
            .finding
            .filter(|found| found.code == Code::BrokenAnchor)
            .unwrap_or(finding);
        Self {
            finding: Some(finding),
            ..self
        }
    }
}
