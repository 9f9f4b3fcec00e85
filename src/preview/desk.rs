//! What the preview is to those who ask.

use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch::Receiver;

use super::PreviewOptions;
use super::panel::Editor;
use super::shown::ShownSite;
use crate::output::Content;
use crate::pipeline::Edition;
use crate::search::FOLDER as INDEX;

/// What all answers are made from.
pub struct Desk {
    /// What browsers are shown now.
    pub shown: Receiver<Arc<ShownSite>>,
    /// What opens the findings' files.
    pub editor: Editor,
    /// Tells this run from those before: each counts its editions from 1.
    pub run: String,
    /// The edition whose search index is served: its pieces are asked for one by one.
    indexed: Mutex<Option<Arc<Edition>>>,
}

impl Desk {
    /// A desk of a new run.
    pub fn open(shown: Receiver<Arc<ShownSite>>, options: &PreviewOptions) -> Self {
        let began = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            shown,
            editor: Editor {
                address: options.editor.clone(),
            },
            run: format!("{:x}", began.as_nanos()),
            indexed: Mutex::default(),
        }
    }

    /// Names what someone is shown: of which run and which edition.
    pub fn seen(&self, shown: &ShownSite) -> String {
        format!("{}.{}", self.run, shown.number)
    }

    /// A file of the search index. The first one that a search asks for has it made; the
    /// others are of the same site, whatever changed in the meantime.
    pub fn piece(&self, file: &str, edition: &Arc<Edition>) -> Option<Content> {
        if !file.starts_with(INDEX) {
            return None;
        }
        let mut indexed = self.indexed.lock().expect("nobody panics while it is held");
        if indexed.is_none() || file.ends_with("/index.bin") {
            *indexed = Some(edition.clone());
        }
        let edition = indexed.clone().expect("it was just put there");
        drop(indexed);
        edition.index().get(file).cloned()
    }
}
