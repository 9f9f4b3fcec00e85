//! What makes pages of a file: a row for each kind.

use serde::{Deserialize, Serialize};

use crate::body::Page;
use crate::diag::Diagnostic;
use crate::discover::{FileKind, Snippets, SourceFile};
use crate::parse::{self, Dialect};

/// The pages that a file makes, and what is wrong in it.
#[derive(Serialize, Deserialize)]
pub struct MadePages {
    /// The pages, one or more.
    pub pages: Vec<Page>,
    /// What is wrong in the file and in what it includes.
    pub findings: Vec<Diagnostic>,
}

/// Makes the pages of a file. Nothing here looks at another file, but for what this one includes.
pub fn pages(file: &SourceFile, snippets: &Snippets, dialect: &Dialect) -> MadePages {
    match file.kind {
        FileKind::Markdown => {
            let (page, findings) = parse::page(&file.source, snippets, dialect);
            MadePages {
                pages: vec![page],
                findings,
            }
        }
    }
}
