//! How the theme shows each status: its component, rendered once.

use tera::{Context, Tera};

use super::Fault;
use crate::trace::Status;

/// The name of the template that asks the theme's component.
pub const TEMPLATE: &str = "bf-docs/status.html";

/// The template.
pub const SOURCE: &str = "{{ <status_badge status={status} /> }}";

/// The HTML of each status, as the theme's `status_badge` has it.
pub struct StatusBadges(Vec<String>);

impl StatusBadges {
    /// Asks the component of some templates, [`TEMPLATE`] among them, for each status. It may fail.
    pub fn of(templates: &Tera) -> Result<Self, Fault> {
        let badge = |status: &Status| {
            let mut context = Context::new();
            context.insert("status", status.name());
            let html = templates.render(TEMPLATE, &context);
            html.map_err(|error| Fault::Template(format!("`status_badge`: {error}")))
        };
        let badges = Status::ALL.iter().map(badge);
        Ok(Self(badges.collect::<Result<_, _>>()?))
    }

    /// The HTML of a status.
    pub fn html(&self, status: Status) -> &str {
        &self.0[status as usize]
    }
}
