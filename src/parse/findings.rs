//! Findings of one page, in the order in which the steps of a parse add them.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::Place;

/// The findings of a page so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// The findings in the order in which they were added.
    pub list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding; `help` says how to resolve it.
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

    /// Reports a page without content; `place` is its beginning.
    pub fn empty_page(&mut self, place: Place) {
        self.add(
            Code::EmptyPage,
            place,
            "the page has no content",
            "write something, or delete the file",
        );
    }

    /// Reports a reference without a definition. `reference` is the text between the brackets;
    /// `advice` is for a line that was meant to define it.
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

    /// Reports a code fence without an end; `place` is its opening line.
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

/// An error in a code block that is more than code by its language.
pub struct BlockMistake {
    pub code: Code,
    /// The byte range of the error in the code; `None` if the error is in the whole.
    pub at: Option<Range<usize>>,
    pub message: String,
    pub help: &'static str,
}
