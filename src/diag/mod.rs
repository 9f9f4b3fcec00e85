//! Findings: what is wrong with content, as values.
//!
//! A finding is collected, never thrown: every room returns what it found
//! beside its product, and the desk shows all of it at once. What is wrong
//! with the machine is a fault, each room's own error enum, not this.

mod code;

pub use code::{Code, Severity};

use crate::source::Place;

/// One thing that is wrong with the content, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing is wrong.
    pub code: Code,
    /// Where; `None` when it concerns the whole tree.
    pub place: Option<Place>,
    /// What is wrong: lower case, backticks around code and paths, no full stop.
    pub message: String,
    /// What to do about it, in the same form.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place: Some(place), message: message.into(), help: None }
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Sorts findings by path, line, column, code and message, and drops repeats.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.place.as_ref().map(|p| (p.path.clone(), p.line, p.column));
        key(a).cmp(&key(b)).then_with(|| a.code.cmp(&b.code)).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}
