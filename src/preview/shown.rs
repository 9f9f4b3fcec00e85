//! What browsers are shown: an edition of the site, and what changed since those before.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::pipeline::Edition;
use crate::site::Site;

/// What browsers are shown.
pub struct ShownSite {
    /// The site.
    pub edition: Arc<Edition>,
    /// Counts up with each of these.
    pub number: u64,
    /// Why the newest change is not in it.
    pub stuck: Option<String>,
    /// When files that are copied last changed, by path and the number above.
    pub assets: Arc<BTreeMap<String, u64>>,
    /// The number above when any of them may have changed.
    pub renewed: u64,
}

impl ShownSite {
    /// The first edition that is shown.
    pub fn first(edition: Edition) -> Self {
        Self {
            edition: Arc::new(edition),
            number: 1,
            stuck: None,
            assets: Arc::default(),
            renewed: 1,
        }
    }

    /// The next edition.
    pub fn next(&self, edition: Edition) -> Self {
        self.followed_by(Arc::new(edition))
    }

    /// The last good site once more, and why the newest change is not in it.
    pub fn stuck(&self, why: String) -> Self {
        Self {
            stuck: Some(why),
            ..self.followed_by(self.edition.clone())
        }
    }

    fn followed_by(&self, edition: Arc<Edition>) -> Self {
        Self {
            edition,
            number: self.number + 1,
            stuck: None,
            assets: self.assets.clone(),
            renewed: self.renewed,
        }
    }

    /// Marks the files at or below a path of the docs folder as changed since `before`.
    pub fn mark_changed(&mut self, below: &Path, before: &Self) {
        let path = below.to_string_lossy().replace('\\', "/");
        // Those that are gone changed, too.
        for site in [before.edition.site(), self.edition.site()] {
            let changed = files_at(site, &path).map(|file| (file.clone(), self.number));
            Arc::make_mut(&mut self.assets).extend(changed);
        }
    }
}

/// The files that are copied, at a path and below it. Of a folder that was moved, the system tells
/// no more than its own path.
fn files_at<'s>(site: &'s Site, path: &'s str) -> impl Iterator<Item = &'s String> {
    let from = &site.files[site.files.partition_point(|file| *file.path < *path)..];
    from.iter()
        .map_while(move |file| Some((&file.path, file.path.strip_prefix(path)?)))
        .filter(|(_, below)| below.is_empty() || below.starts_with('/'))
        .map(|(file, _)| file)
}
