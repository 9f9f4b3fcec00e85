//! The makers of pages: a row for each kind of file.

use serde::{Deserialize, Serialize};

use crate::body::{DESCRIPTION_FIELD, Page};
use crate::diag::Diagnostic;
use crate::discover::{FileKind, Snippets, SourceFile};
use crate::openapi::{self, ApiPages};
use crate::parse::{self, Dialect};

/// The pages that a file makes, with the findings about it.
#[derive(Serialize, Deserialize)]
pub struct MadePages {
    /// The pages; none of a file that is not what its kind says.
    pub pages: Vec<Page>,
    /// The findings about the file and its includes.
    pub findings: Vec<Diagnostic>,
}

/// Makes the pages of a file. It reads no other files except those that this one includes.
pub fn pages(file: &SourceFile, snippets: &Snippets, dialect: &Dialect) -> MadePages {
    match file.kind {
        FileKind::Markdown => {
            let (page, mut findings) = parse::page(&file.source, snippets, dialect);
            if page.front.text(DESCRIPTION_FIELD).is_none() {
                return MadePages {
                    pages: vec![page],
                    findings,
                };
            }
            let made = openapi::introduced(page, snippets, dialect);
            findings.extend(made.findings);
            MadePages {
                pages: made.pages,
                findings,
            }
        }
        FileKind::Api => {
            let ApiPages { pages, findings } = openapi::pages(&file.source, snippets, dialect);
            MadePages { pages, findings }
        }
    }
}
