//! The makers of pages: a row for each kind of file.

use serde::{Deserialize, Serialize};

use crate::body::Page;
use crate::diag::Diagnostic;
use crate::discover::{FileKind, Snippets, SourceFile};
use crate::parse::{self, Dialect};

/// The pages that a file makes, with the findings about it.
#[derive(Serialize, Deserialize)]
pub struct MadePages {
    /// The pages, one or more.
    pub pages: Vec<Page>,
    /// The findings about the file and its includes.
    pub findings: Vec<Diagnostic>,
}

/// Makes the pages of a file. It reads no other files except those that this one includes.
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
