//! The state that all answers of the preview are made from.

use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch::Receiver;

use super::PreviewOptions;
use super::panel::Editor;
use crate::output::Content;
use crate::pipeline::Edition;
use crate::search::FOLDER as INDEX;
use crate::studio::ShownSite;

/// The state of a preview.
pub struct PreviewState {
    /// The version that browsers are shown now.
    pub shown: Receiver<Arc<ShownSite>>,
    /// The editor for the findings' files.
    pub editor: Editor,
    /// The name of this run. Each run counts its versions from 1.
    pub run: String,
    /// The edition whose search index is served. Browsers ask for the index file by file.
    indexed: Mutex<Option<Arc<Edition>>>,
}

impl PreviewState {
    /// The state of a new run.
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

    /// The name of a version: its run and its number.
    pub fn seen(&self, shown: &ShownSite) -> String {
        format!("{}.{}", self.run, shown.number)
    }

    /// A file of the search index. The first file that a search asks for makes the index; the
    /// others come from the same edition, whatever has changed meanwhile.
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
