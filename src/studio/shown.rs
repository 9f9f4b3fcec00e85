//! The edition that is shown, and the changes since earlier ones.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::fault::Trouble;
use crate::pipeline::Edition;
use crate::site::Site;

/// An edition as readers are shown it.
pub struct ShownSite {
    /// The edition.
    pub edition: Arc<Edition>,
    /// The number of this version; each next one is one more.
    pub number: u64,
    /// The trouble that keeps the newest change out.
    pub stuck: Option<Trouble>,
    /// The number of the version in which each copied file last changed, by path.
    pub assets: Arc<BTreeMap<String, u64>>,
    /// The number of the last version in which any copied file may have changed.
    pub renewed: u64,
}

impl ShownSite {
    /// The first version.
    pub fn first(edition: Edition) -> Self {
        Self {
            edition: Arc::new(edition),
            number: 1,
            stuck: None,
            assets: Arc::default(),
            renewed: 1,
        }
    }

    /// The next version, of a new edition.
    pub fn next(&self, edition: Edition) -> Self {
        self.followed_by(Arc::new(edition))
    }

    /// The next version, of the same edition, with the trouble that keeps the newest change out.
    pub fn stuck(&self, why: Trouble) -> Self {
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
        // Files that are gone have changed too.
        for site in [before.edition.site(), self.edition.site()] {
            let changed = files_at(site, &path).map(|file| (file.clone(), self.number));
            Arc::make_mut(&mut self.assets).extend(changed);
        }
    }
}

/// The copied files at a path and below it. If a folder was moved, the system reports only its own
/// path.
fn files_at<'s>(site: &'s Site, path: &'s str) -> impl Iterator<Item = &'s String> {
    let from = &site.files[site.files.partition_point(|file| *file.path < *path)..];
    from.iter()
        .map_while(move |file| Some((&file.path, file.path.strip_prefix(path)?)))
        .filter(|(_, below)| below.is_empty() || below.starts_with('/'))
        .map(|(file, _)| file)
}
