//! The rules of the search as the module that browsers read them from.

use super::export::VERSION;

/// The module `rules.mjs`: what `theme/search/` needs to know to read what the build writes.
pub fn rules() -> String {
    format!("export const RULES = {{\"version\":{VERSION}}};\n")
}
