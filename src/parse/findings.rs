//! Findings of one page, in the order in which the steps of a parse add them.

use crate::diag::{Code, Diagnostic};
use crate::source::Place;

/// What is wrong in a page, so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// In the order in which they were added.
    pub list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding; `help` says what to do about it.
    pub fn add(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.list
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// A page without content; `place` is its beginning.
    pub fn empty_page(&mut self, place: Place) {
        self.add(
            Code::EmptyPage,
            place,
            "the page has no content",
            "write something, or delete the file",
        );
    }

    /// A reference that has no definition. `reference` is what stands between the brackets;
    /// `advice` is for the line that was meant to define it.
    pub fn undefined_reference(&mut self, reference: &str, place: Place, advice: Option<String>) {
        let message = format!("nothing defines the reference `[{reference}]`");
        let add =
            || format!("add a line `[{reference}]: ...`, or escape the first bracket as `\\[`");
        self.add(
            Code::UndefinedReference,
            place,
            message,
            advice.unwrap_or_else(add),
        );
    }

    /// A code fence without an end. `place` is its opening line.
    pub fn unclosed_fence(&mut self, place: Place) {
        let help = "add a closing fence; until then the rest is code";
        self.add(
            Code::UnclosedFence,
            place,
            "the code fence is never closed",
            help,
        );
    }
}

/// Why nothing was made of a code block in a language that is more than code. It is shown as code
/// then.
pub struct Mistake {
    pub code: Code,
    /// The line of the code that is wrong, from 0; none where it is the whole.
    pub line: Option<usize>,
    pub message: String,
    pub help: &'static str,
}
