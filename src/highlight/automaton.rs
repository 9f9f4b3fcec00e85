//! Lines as the letters of an automaton.
//!
//! A grammar reads a line from a state (its stack of contexts and the open
//! scopes) and leaves another state. Docs repeat themselves: in a wiki of
//! 60,000 lines of code, 17,000 differ. So each state remembers the lines
//! read from it, their HTML and where they led, and a line seen before costs
//! a look-up instead of some hundred regular expressions.

use super::brush::Brush;
use super::paint::Palette;
use super::spans::{self, Spans};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use syntect::parsing::{ParseState, SyntaxReference, SyntaxSet};

/// Longer lines (in bytes) are left plain: the grammars' time grows with the
/// square of a line's length, in the worst of them to a second for this.
const LONGEST_LINE: usize = 1_000;
/// About so many bytes are remembered, then no more.
const MEMORY: usize = 64 << 20;
/// States that differ in nothing but the text they captured (the end mark of
/// a here-document) are kept up to this number.
const ALIKE: usize = 48;

/// Reads code, line by line, remembering what it read.
pub struct Automaton {
    syntaxes: SyntaxSet,
    palette: Palette,
    /// All states, by the hash of their open scopes.
    states: Mutex<HashMap<u64, Vec<Arc<State>>>>,
    hasher: RandomState,
    remembered: AtomicUsize,
}

/// Where a grammar stands between two lines.
pub struct State {
    parser: Parser,
    brush: Brush,
    letters: Mutex<HashMap<Box<str>, Letter>>,
}

/// A grammar's stack of contexts.
#[derive(Clone, PartialEq)]
struct Parser(ParseState);

// SAFETY: all that keeps a `ParseState` from being shared is the `Region` of a
// here-document's captures, a C struct whose pointers make it neither `Send`
// nor `Sync`. It owns the arrays they point to, from `malloc`, nothing else
// knows them, and Oniguruma has no state of a thread. A state is never written
// to once made: threads clone it, which only reads.
unsafe impl Send for Parser {}
unsafe impl Sync for Parser {}

/// A line read from a state.
struct Letter {
    html: Box<str>,
    /// Weak because states lead to each other in circles; the automaton owns them.
    next: Weak<State>,
}

impl Automaton {
    /// An automaton that has read nothing yet.
    pub fn new(syntaxes: SyntaxSet) -> Self {
        Self {
            syntaxes,
            palette: Palette::default(),
            states: Mutex::default(),
            hasher: RandomState::new(),
            remembered: AtomicUsize::new(0),
        }
    }

    /// Highlights code in one language, given by its place in the set.
    pub fn paint(&self, syntax: usize, code: &str, html: &mut String) {
        let mut state = self.start(syntax);
        for line in code.split_inclusive('\n') {
            state = self.read(&state, line, html);
        }
    }

    /// The state before a language's first line.
    pub fn start(&self, syntax: usize) -> Arc<State> {
        let syntax: &SyntaxReference = &self.syntaxes.syntaxes()[syntax];
        self.intern(Parser(ParseState::new(syntax)), Brush::default())
    }

    /// Highlights a line, its end included, and returns the state after it.
    pub fn read(&self, state: &Arc<State>, line: &str, html: &mut String) -> Arc<State> {
        if line.len() > LONGEST_LINE {
            spans::escape(html, line);
            return state.clone();
        }
        if let Some(letter) = lock(&state.letters).get(line)
            && let Some(next) = letter.next.upgrade()
        {
            html.push_str(&letter.html);
            return next;
        }
        let start = html.len();
        let next = self.parse(state, line, html);
        self.remember(state, line, &html[start..], &next);
        next
    }

    fn parse(&self, state: &State, line: &str, html: &mut String) -> Arc<State> {
        let (mut parser, mut brush) = (state.parser.clone(), state.brush.clone());
        // A grammar that fails (a reference to a context that is not there)
        // leaves the line plain and stays where it was.
        let steps = parser.0.parse_line(line, &self.syntaxes).unwrap_or_default();
        let text = line.strip_suffix('\n').unwrap_or(line);
        let mut spans = Spans::new(html);
        let mut at = 0;
        for (until, step) in &steps {
            if let Some(piece) = text.get(at..(*until).min(text.len())).filter(|piece| !piece.is_empty()) {
                spans.piece(piece, brush.class());
                at += piece.len();
            }
            brush.apply(step, &self.palette);
        }
        spans.piece(&text[at..], brush.class());
        spans.close();
        html.push_str(&line[text.len()..]);
        self.intern(parser, brush)
    }

    fn remember(&self, state: &State, line: &str, html: &str, next: &Arc<State>) {
        if self.remembered.load(Ordering::Relaxed) > MEMORY {
            return;
        }
        self.remembered.fetch_add(line.len() + html.len() + 64, Ordering::Relaxed);
        let letter = Letter { html: html.into(), next: Arc::downgrade(next) };
        lock(&state.letters).insert(line.into(), letter);
    }

    /// The one state with this content, so that its letters are found again.
    fn intern(&self, parser: Parser, brush: Brush) -> Arc<State> {
        let mut states = lock(&self.states);
        let alike = states.entry(self.hasher.hash_one(&brush)).or_default();
        if let Some(known) = alike.iter().find(|known| known.parser == parser && known.brush == brush) {
            return known.clone();
        }
        let state = Arc::new(State { parser, brush, letters: Mutex::default() });
        if alike.len() < ALIKE && self.remembered.load(Ordering::Relaxed) <= MEMORY {
            self.remembered.fetch_add(size_of::<State>() * 4, Ordering::Relaxed);
            alike.push(state.clone());
        }
        state
    }
}

/// A thread that died holding the lock left a memory that is merely incomplete.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
