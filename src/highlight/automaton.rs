//! Lines as the transitions of an automaton.
//!
//! A grammar reads a line from a state (its stack of contexts and the open scopes) and ends in
//! another state. Docs repeat themselves: in a wiki of 60,000 lines of code, 17,000 differ. So each
//! state remembers the lines read from it, their HTML and the state after each. A line that was
//! seen before costs a lookup instead of some hundred regular expressions.

use super::brush::Brush;
use super::paint::ScopePaints;
use super::spans::{self, Spans};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::rc::{Rc, Weak};
use syntect::parsing::{ParseState, SyntaxReference, SyntaxSet};

/// Lines longer than this (in bytes) are left plain. The grammars' time grows with the square of a
/// line's length: in the worst of them, a line of this length takes a second.
const LONGEST_LINE: usize = 1_000;
/// About this many bytes are remembered, then no more.
const MEMORY: usize = 64 << 20;
/// The most states to keep that differ only in the text they captured (the end mark of a
/// here-document).
const ALIKE: usize = 48;

/// Reads code line by line and remembers it. Each thread has its own: a grammar's state holds a
/// match of Oniguruma's, which cannot move to another thread.
pub struct Automaton<'s> {
    syntaxes: &'s SyntaxSet,
    paints: ScopePaints,
    /// All states, by the hash of their open scopes.
    states: RefCell<HashMap<u64, Vec<Rc<GrammarState>>>>,
    hasher: RandomState,
    remembered: Cell<usize>,
}

/// The state of a grammar between two lines.
pub struct GrammarState {
    parser: ParseState,
    brush: Brush,
    transitions: RefCell<HashMap<Box<str>, Transition>>,
}

/// A line that was read from a state.
struct Transition {
    html: Box<str>,
    /// Weak because states lead to each other in circles; the automaton owns them.
    next: Weak<GrammarState>,
}

impl<'s> Automaton<'s> {
    /// An automaton that has read nothing yet.
    pub fn new(syntaxes: &'s SyntaxSet) -> Self {
        Self {
            syntaxes,
            paints: ScopePaints::default(),
            states: RefCell::default(),
            hasher: RandomState::new(),
            remembered: Cell::new(0),
        }
    }

    /// Highlights code in one language, given by its index in the set of grammars.
    pub fn paint(&self, syntax: usize, code: &str, html: &mut String) {
        let mut state = self.start(syntax);
        for line in code.split_inclusive('\n') {
            state = self.read(&state, line, html);
        }
    }

    /// The state before a language's first line.
    pub fn start(&self, syntax: usize) -> Rc<GrammarState> {
        let syntax: &SyntaxReference = &self.syntaxes.syntaxes()[syntax];
        self.intern(ParseState::new(syntax), Brush::default())
    }

    /// Highlights a line, its end included, and returns the state after it.
    pub fn read(
        &self,
        state: &Rc<GrammarState>,
        line: &str,
        html: &mut String,
    ) -> Rc<GrammarState> {
        if line.len() > LONGEST_LINE {
            spans::escape(html, line);
            return state.clone();
        }
        if let Some(transition) = state.transitions.borrow().get(line)
            && let Some(next) = transition.next.upgrade()
        {
            html.push_str(&transition.html);
            return next;
        }
        let start = html.len();
        let next = self.parse(state, line, html);
        self.remember(state, line, &html[start..], &next);
        next
    }

    fn parse(&self, state: &GrammarState, line: &str, html: &mut String) -> Rc<GrammarState> {
        let (mut parser, mut brush) = (state.parser.clone(), state.brush.clone());
        // A grammar that fails (its reference names a context that does not exist) leaves the line
        // plain and its state as it was.
        let steps = parser.parse_line(line, self.syntaxes).unwrap_or_default();
        let text = line.strip_suffix('\n').unwrap_or(line);
        let mut spans = Spans::new(html);
        let mut at = 0;
        for (until, step) in &steps {
            if let Some(piece) = text
                .get(at..(*until).min(text.len()))
                .filter(|piece| !piece.is_empty())
            {
                spans.piece(piece, brush.class());
                at += piece.len();
            }
            brush.apply(step, &self.paints);
        }
        spans.piece(&text[at..], brush.class());
        spans.close();
        html.push_str(&line[text.len()..]);
        self.intern(parser, brush)
    }

    fn remember(&self, state: &GrammarState, line: &str, html: &str, next: &Rc<GrammarState>) {
        if self.remembered.get() > MEMORY {
            return;
        }
        self.remembered
            .set(self.remembered.get() + line.len() + html.len() + 64);
        let transition = Transition {
            html: html.into(),
            next: Rc::downgrade(next),
        };
        state
            .transitions
            .borrow_mut()
            .insert(line.into(), transition);
    }

    /// Returns the one state with this content, so that its transitions are found again.
    fn intern(&self, parser: ParseState, brush: Brush) -> Rc<GrammarState> {
        let mut states = self.states.borrow_mut();
        let alike = states.entry(self.hasher.hash_one(&brush)).or_default();
        if let Some(known) = alike
            .iter()
            .find(|known| known.parser == parser && known.brush == brush)
        {
            return known.clone();
        }
        let state = Rc::new(GrammarState {
            parser,
            brush,
            transitions: RefCell::default(),
        });
        if alike.len() < ALIKE && self.remembered.get() <= MEMORY {
            self.remembered
                .set(self.remembered.get() + size_of::<GrammarState>() * 4);
            alike.push(state.clone());
        }
        state
    }
}
