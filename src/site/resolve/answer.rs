//! What resolving a link finds.

use super::target::LinkDestination;
use crate::diag::{Code, Diagnostic};

/// What a link leads to, and what is wrong with it.
#[derive(Debug)]
pub struct Resolution {
    /// Where it leads.
    pub target: LinkDestination,
    /// What is wrong with it.
    pub finding: Option<Diagnostic>,
    /// Set where it leads nowhere unless bf-docs makes a page there.
    pub unsettled: Option<UnsettledLink>,
}

/// A link that no page or file of the tree answers. Which pages the build makes is known once the
/// whole tree is.
#[derive(Debug, Clone)]
pub struct UnsettledLink {
    /// Its number among the links of its page.
    pub link: usize,
    /// The addresses below the site's root that it can mean, the likeliest first, as `bare` has
    /// them.
    pub readings: Vec<String>,
    /// What stands behind its path.
    pub tail: String,
    /// What is wrong with it where no such page is made.
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

    /// The same with a finding, unless the anchor is wrong as well.
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
