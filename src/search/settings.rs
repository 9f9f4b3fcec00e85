//! The settings of a page for the search.

use crate::body::{as_bool, as_number};
use crate::content_map::ContentMap;
use crate::site::SitePage;

/// The statuses of what does not hold, or not yet: what holds is found before it.
pub const SET_ASIDE: &str =
    "archived backlog deprecated obsolete rejected replaced superseded withdrawn";

/// The factor of the score of a section with such a status.
pub const ASIDE: f64 = 0.7;

/// The factor of the score of a section with this status.
pub fn standing(status: Option<&str>) -> f64 {
    let is_aside = status.is_some_and(|status| {
        let mut aside = SET_ASIDE.split(' ');
        aside.any(|aside| aside.eq_ignore_ascii_case(status))
    });
    if is_aside { ASIDE } else { 1.0 }
}

/// The settings of a page's front matter: `search: {exclude: true}`, `search: {boost: 2}`, as
/// Material has it; the content map decides what the front matter leaves open.
pub struct SearchSettings {
    /// True if it is not searched.
    pub excluded: bool,
    /// The factor of its score, from 0.01 to 100.
    pub boost: f64,
}

impl SearchSettings {
    /// Reads the settings of a page.
    pub fn of(page: &SitePage, map: &ContentMap) -> Self {
        let front = page.page.front.fields.get("search");
        let field = |name: &str| front.and_then(|search| search.get(name));
        let off = front.and_then(as_bool).map(|is_on| !is_on);
        let entry = map
            .search
            .iter()
            .rev()
            .find(|entry| entry.files.contains(&page.path));
        let excluded = field("exclude").and_then(as_bool).or(off);
        let boost = field("boost").and_then(as_number);
        let boost = boost.or(entry.and_then(|entry| entry.boost)).unwrap_or(1.0);
        Self {
            excluded: excluded.unwrap_or(entry.is_some_and(|entry| entry.exclude)),
            boost: if boost.is_finite() {
                boost.clamp(0.01, 100.0)
            } else {
                1.0
            },
        }
    }
}
