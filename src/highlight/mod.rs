//! Code becomes coloured HTML.
//!
//! **Enters:** a language's name and code.
//! **Leaves:** [`Highlighted`], the same code as HTML: escaped, with one flat `<span class="k">`
//! for each token. The classes are those of Pygments.
//! **Invariant:** without its spans and unescaped, the HTML is the code, and no span crosses a
//! line's end. The result depends on the language and the code alone: remembered lines save time
//! and change nothing.
//!
//! A build spends most of its time on the grammars' regular expressions, so no line is matched
//! twice from the same state; see `automaton`.

mod languages;
mod paint;
mod brush;
mod spans;
mod automaton;
mod session;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use automaton::Automaton;
use languages::{HighlightMode, Languages};
use syntect::parsing::SyntaxSet;

/// Code longer than this (in bytes) is left plain: nobody reads it for its colours.
const LONGEST_CODE: usize = 1 << 20;

/// Highlights code. A build makes one, which all threads share.
pub struct Highlighter {
    languages: Languages,
    syntaxes: SyntaxSet,
}

/// A highlighter in use by one thread, with the lines that it has read so far.
pub struct Pen<'h> {
    languages: &'h Languages,
    automaton: Automaton<'h>,
}

/// Highlighted code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlighted {
    /// The whole code as HTML, with its own line ends.
    pub html: String,
}

impl Highlighter {
    /// A highlighter that knows bat's languages. This is cheap: a grammar is unpacked when the
    /// first code in its language comes.
    pub fn new() -> Self {
        let syntaxes = two_face::syntax::extra_newlines();
        Self {
            languages: Languages::of(&syntaxes),
            syntaxes,
        }
    }

    /// Returns whether a fence's language is known. `text` and the like count: they ask for plain
    /// text.
    pub fn knows(&self, language: &str) -> bool {
        self.languages.find(language).is_some()
    }

    /// A pen for one thread. It gets faster the more code of a language it reads.
    pub fn pen(&self) -> Pen<'_> {
        Pen {
            languages: &self.languages,
            automaton: Automaton::new(&self.syntaxes),
        }
    }
}

impl Pen<'_> {
    /// Highlights code in a language named as fences name it: `py`, `Python`,
    /// `c++`. An unknown language is plain text.
    pub fn highlight(&self, language: &str, code: &str) -> Highlighted {
        let language = self
            .languages
            .find(language)
            .unwrap_or(HighlightMode::Plain);
        // This is enough for nearly all entities and spans.
        let mut html = String::with_capacity(code.len() * 4);
        match language {
            _ if code.len() > LONGEST_CODE => spans::escape(&mut html, code),
            HighlightMode::Plain => spans::escape(&mut html, code),
            HighlightMode::Syntax(syntax) => self.automaton.paint(syntax, code, &mut html),
            HighlightMode::Session(session) => session.paint(&self.automaton, code, &mut html),
        }
        html.shrink_to_fit();
        Highlighted { html }
    }
}

impl Default for Highlighter {
    fn default() -> Self {
        Self::new()
    }
}

impl Highlighted {
    /// The lines without their ends, each with its spans closed. A line end at the code's end
    /// begins no further line.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.html.split_terminator('\n')
    }
}
